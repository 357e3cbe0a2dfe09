//! The diagnoses before and after a procedure. In: sections and statements. Out: the two entries; whether words name a diagnosis, or
//! care, or are put off, is told here.

use super::super::{Reading, is_left_blank, views};
use super::{entry, has_content, quoted, statement_entry};
use crate::analysis::RecordEntry;
use crate::document::Document;
use crate::document::section::{Role, Section, names_diagnosis};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::lexicon::word_class::WordClass;
use crate::statement::Statement;
use crate::token::{Break, Kind};

/// Both diagnoses. Who tells one mostly tells the other, in words that would be too loose alone: "INITIAL DIAGNOSIS: … END
/// DIAGNOSIS: …", "Pre: place on thigh. Post: place on thigh.", "My bet before was a lipoma; it still is".
pub(super) fn diagnoses(reading: &Reading) -> [RecordEntry; 2] {
    let before = diagnosis(reading, &[Role::Preop, Role::PrePost], Claim::Preoperative);
    let after = diagnosis(reading, &[Role::Postop, Role::PrePost], Claim::Postoperative);
    if before.value && after.value {
        return [before, after];
    }
    if !before.value
        && let Some(same) = named_as_same(reading)
    {
        return [entry(reading, same), after];
    }
    if let Some(views) = views::views(reading.document).filter(|_| !ends_in_unfilled_label(reading)) {
        let [like_before, like_after] = views.map(|words| quoted(reading, &words));
        return [if before.value { before } else { like_before }, if after.value { after } else { like_after }];
    }
    let [like_before, like_after] = loose_diagnoses(reading);
    match (before.value || like_before.value, after.value || like_after.value) {
        (true, true) => [if before.value { before } else { like_before }, if after.value { after } else { like_after }],
        _ => [before, after],
    }
}

/// A diagnosis that is told as such: under a heading for it, or in a sentence.
fn diagnosis(reading: &Reading, roles: &[Role], claim: Claim) -> RecordEntry {
    let told = |s: &&Section| {
        roles.contains(&s.role)
            && has_content(reading, s)
            && is_diagnosis(reading, s)
            && !is_put_off(reading, s)
            && !goes_on_with_act(reading, s)
    };
    if let Some(section) = reading.document.sections.iter().find(told) {
        return entry(reading, section);
    }
    claimed(reading, claim)
}

/// Whether the label of the diagnosis after stands empty before a line that tells of the act.
fn ends_in_unfilled_label(reading: &Reading) -> bool {
    let document = reading.document;
    let empty = |s: &&Section| s.role == Role::Postop && s.body > s.first && s.body >= s.end;
    let act = |s: &Section| s.end < document.tokens.list.len() && is_act_in_new_line(reading, s.end);
    document.sections.iter().filter(empty).any(act)
}

/// "Post-op diagnosis:" / "Open biopsy, posterior, tumour 74 mm": a label that nobody filled, and in the next line what was done.
fn goes_on_with_act(reading: &Reading, section: &Section) -> bool {
    section.body > section.first && is_act_in_new_line(reading, section.body)
}

/// Whether a line begins at a token with what was done; "biopsy-proven sarcoma" is a diagnosis.
fn is_act_in_new_line(reading: &Reading, token: usize) -> bool {
    const ACTS: ConceptSet =
        ConceptSet::of(&[known::BIOPSY, known::OPEN_BIOPSY, known::INCISION, known::FINE_NEEDLE, known::CUT]);
    let document = reading.document;
    let Some(act) = document.mention(token).filter(|m| m.concepts.meets(ACTS)) else { return false };
    let next = act.last() + 1;
    let proven = document.tokens.is_mark(next, b'-') || document.word_is(next, WordClass::ProvenBehind);
    document.tokens.list[token].before >= Break::Line && !proven
}

/// "Postoperative diagnosis: same as preoperative diagnosis, desmoid tumor": the diagnosis before, named behind that it is the same.
fn named_as_same<'a>(reading: &'a Reading) -> Option<&'a Section> {
    const NAMES: ConceptSet =
        ConceptSet::of(&[known::LESION, known::MALIGNANCY, known::MUSCLE_DISEASE, known::INFECTION]);
    let document = reading.document;
    let named = |s: &&Section| {
        let Some(same) = document.mention(s.body).filter(|m| s.body < s.end && m.is(known::SAME_DIAGNOSIS)) else {
            return false;
        };
        let end = s.end.min(document.sentences[document.sentence_of(s.body)].end);
        s.role == Role::Postop
            && (same.first()..=same.last()).any(|t| document.tokens.word(t).starts_with("pre"))
            && (same.last() + 1..end).any(|t| document.concepts(t).meets(NAMES))
    };
    document.sections.iter().find(named)
}

fn claimed(reading: &Reading, claim: Claim) -> RecordEntry {
    let counts = |s: &&Statement| {
        s.claim == claim
            && !s.assertion.is_negated()
            && !is_empty_heading(reading, s)
            && !is_posterior(reading, s)
            && !is_left_blank(reading.document, s)
    };
    let statement = reading.statements.iter().find(counts);
    statement.map_or_else(RecordEntry::default, |s| statement_entry(reading, s))
}

/// "WORKING IMPRESSION BEFORE SAMPLING" / "See reason.": a heading tells what stands under it, or nothing.
fn is_empty_heading(reading: &Reading, statement: &Statement) -> bool {
    let section = reading.document.section_of(statement.first);
    section.body > section.first && statement.first < section.body && !has_content(reading, section)
}

/// "R post thigh mass": behind a side and before a place "post" is where the mass lies.
fn is_posterior(reading: &Reading, statement: &Statement) -> bool {
    const PLACES: ConceptSet = ConceptSet::of(&[known::THIGH, known::KNEE, known::LIMB]);
    let document = reading.document;
    (statement.first..=statement.last).any(|t| {
        document.tokens.word(t) == "post"
            && document.concepts(t + 1).meets(PLACES)
            && t.checked_sub(1).is_some_and(|before| document.concepts(before).meets(SIDES))
    })
}

/// What may be a diagnosis before and one after, if the other is told too: a sentence, a heading that orders diagnoses, or a
/// bare word of time before words that are no act.
fn loose_diagnoses(reading: &Reading) -> [RecordEntry; 2] {
    let [first, last] = ordered(reading);
    let [named_before, named_after] = repeated(reading);
    let or = |entry: RecordEntry, section: Option<&Section>| match section {
        Some(section) if !entry.value => self::entry(reading, section),
        _ => entry,
    };
    [
        or(or(claimed(reading, Claim::PreoperativeToo), first), named_before),
        or(or(claimed(reading, Claim::PostoperativeToo), last), named_after),
    ]
}

/// Sides of the body.
const SIDES: ConceptSet = ConceptSet::of(&[known::LEFT, known::RIGHT, known::BILATERAL]);

/// Words that name what someone has.
const DIAGNOSED: ConceptSet = ConceptSet::of(&[
    known::LESION,
    known::MALIGNANCY,
    known::MUSCLE_DISEASE,
    known::INFECTION,
    known::UNCERTAIN,
    known::SAME_DIAGNOSIS,
]);

/// Whether a section is about a diagnosis: by its label, or under a time alone by its words. "Pre-op: fasted since midnight" is not.
fn is_diagnosis(reading: &Reading, section: &Section) -> bool {
    const DIAGNOSES: ConceptSet = DIAGNOSED.with(ConceptSet::of(&[known::SUSPICION]));
    let document = reading.document;
    let sentence = &document.sentences[document.sentence_of(section.body)];
    let first_sentence = section.body..section.end.min(sentence.end).min(section.body + 12);
    // "Afterwards: no collection" tells how the patient is.
    let is_named = |t: usize| document.concepts(t).meets(DIAGNOSES);
    // "Pre: bead L lateral knee": what lies somewhere, and no act.
    const PLACES: ConceptSet = ConceptSet::of(&[known::THIGH, known::KNEE, known::LIMB]);
    let placed = first_sentence.clone().any(|t| document.concepts(t).meets(PLACES))
        && !document.concepts(section.body).meets(PLACES.with(SIDES))
        && !first_sentence.clone().any(|t| document.is_verb(t) || document.is(t, known::PREPOSITION));
    names_diagnosis(document, section.first, section.body)
        || ((!denies_finding(document, section.body) || asks(document, first_sentence.clone()))
            && !tells_of_care(reading, section, first_sentence.clone())
            && (placed || first_sentence.into_iter().any(is_named)))
}

/// "After: no collection"; "after: no necrotising fasciitis", "after: no mass found" are diagnoses, as that was the question.
fn denies_finding(document: &Document, token: usize) -> bool {
    const DISEASES: ConceptSet =
        ConceptSet::of(&[known::LESION, known::INFECTION, known::MALIGNANCY, known::MUSCLE_DISEASE]);
    let next = document.mention(token).map_or(token, |m| m.last()) + 1;
    let asked = document.concepts(next).meets(DISEASES) && !document.word_is(next, WordClass::Sac);
    document.is(token, known::NONE) && !asked
}

/// "Post-op: no pus, ?rhabdo": behind what was not found, what it may be.
fn asks(document: &Document, mut words: std::ops::Range<usize>) -> bool {
    words.any(|t| {
        document.tokens.is_mark(t, b'?')
            && document.is(t, known::SUSPICION)
            && document.concepts(t + 1).meets(DIAGNOSED)
    })
}

/// "As per histology", "I leave that to the pathologist", "will be entered when the slides are back", "see request": a diagnosis is
/// looked for elsewhere, and none is named.
fn is_put_off(reading: &Reading, section: &Section) -> bool {
    let document = reading.document;
    let sentence = &document.sentences[document.sentence_of(section.body)];
    let mut words = section.body..section.end.min(sentence.end);
    let opens = document.tokens.word(section.body);
    if words.clone().any(|t| document.concepts(t).meets(DIAGNOSED)) {
        return false;
    }
    let seen_elsewhere =
        opens == "see" && words.len() <= 4 && document.word_is(section.body + 1, WordClass::ElsewhereInNote);
    seen_elsewhere
        || document.word_is(section.body, WordClass::PutOff) && words.any(|t| document.concepts(t).meets(LABORATORY))
}

/// A laboratory by its name, or what it is to tell.
const LABORATORY: ConceptSet = ConceptSet::of(&[known::PATHOLOGY, known::PENDING]);

/// "Post-procedure: small haematoma, pressure held.", "Pre-procedure: ultrasound of the mass.", "Postop: call if swelling.": under a
/// word of time alone, what was done for the patient or looked at.
fn tells_of_care(reading: &Reading, section: &Section, mut words: std::ops::Range<usize>) -> bool {
    const IMAGING: ConceptSet = ConceptSet::of(&[known::IMAGING, known::ULTRASOUND, known::CT, known::MRI]);
    let document = reading.document;
    document.word_is(section.body, WordClass::CareOrder)
        || document.concepts(section.body).meets(IMAGING)
        || (section.role == Role::Postop && words.any(|t| document.word_is(t, WordClass::CareWord)))
}

/// "Initial diagnosis: … Final diagnosis: …": diagnoses told apart by words other than before and after. One alone is neither.
fn ordered<'a>(reading: &'a Reading) -> [Option<&'a Section>; 2] {
    let labelled = |class: WordClass| {
        reading.document.sections.iter().find(|s| {
            s.role == Role::Diagnosis
                && (s.first..s.body).any(|t| reading.document.word_is(t, class))
                && has_content(reading, s)
        })
    };
    [labelled(WordClass::FirstDiagnosis), labelled(WordClass::LastDiagnosis)]
}

/// "Pre: place on thigh. Post: place on thigh.", "Before: knot. After: spindle cells.": two words of time over the same word, or
/// one behind the other, name a diagnosis, whatever it is called.
fn repeated<'a>(reading: &'a Reading) -> [Option<&'a Section>; 2] {
    let document = reading.document;
    let headed = |role: Role| {
        document
            .sections
            .iter()
            .filter(move |s| s.role == role && s.body > s.first && has_content(reading, s) && !is_put_off(reading, s))
    };
    let first_word = |s: &Section| {
        (s.body..s.end).find(|&t| document.tokens.list[t].kind == Kind::Word && !document.is(t, known::DETERMINER))
    };
    // "Pre: BP 120/80. Post: BP 118/76.", "Pre: stable. Post: stable."
    let names = |t: usize| {
        let next = document.tokens.list.get(t + 1);
        !document.is_verb(t)
            && !document.concepts(t).meets(NO_NAMES)
            && next.is_none_or(|n| n.kind != Kind::Number && !matches!(n.kind, Kind::Punct(b'=' | b'%')))
    };
    for before in headed(Role::Preop) {
        let Some(word) = first_word(before).filter(|&t| names(t)) else { continue };
        let behind =
            |s: &&Section| s.first == before.end && first_word(s).is_some_and(names) && is_diagnosis(reading, before);
        let same = |s: &&Section| {
            first_word(s).is_some_and(|t| document.tokens.word(t) == document.tokens.word(word))
                && s.first >= before.end
        };
        if let Some(after) = headed(Role::Postop).find(|s| same(s) || behind(s)) {
            return [Some(before), Some(after)];
        }
    }
    [None, None]
}

/// What is told before and after a procedure and is no diagnosis.
const NO_NAMES: ConceptSet = ConceptSet::of(&[
    known::S_ASIDE,
    known::NONE,
    known::ANESTHESIA,
    known::PREP,
    known::AFTERCARE,
    known::THE_PATIENT,
    known::PRONOUN,
    known::PREPOSITION,
    known::SOUND,
]);
