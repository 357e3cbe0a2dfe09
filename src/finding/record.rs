//! What the note as a whole documents: both diagnoses, why tissue was wanted, where it went.

use std::ops::RangeInclusive;

use super::{Reading, Tier, holds, is_held, is_left_blank, is_sampling, views};
use crate::analysis::{Approach, Record, RecordEntry};
use crate::assertion::{Subject, Temporality, assertion};
use crate::document::section::{Role, Section, names_diagnosis};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::statement::Statement;
use crate::token::{Break, Kind};

/// Reads the record entries of a note.
pub(super) fn find(reading: &Reading) -> Record {
    let [preop_diagnosis, postop_diagnosis] = diagnoses(reading);
    Record {
        preop_diagnosis,
        postop_diagnosis,
        indication: told(reading, Claim::Indication, &[Role::Indication], true),
        specimen: specimen(reading),
    }
}

/// Both diagnoses. Who tells one mostly tells the other, in words that would be too loose alone: "INITIAL DIAGNOSIS: … END
/// DIAGNOSIS: …", "Pre: place on thigh. Post: place on thigh.", "My bet before was a lipoma; it still is".
fn diagnoses(reading: &Reading) -> [RecordEntry; 2] {
    let before = diagnosis(reading, &[Role::Preop, Role::PrePost], Claim::Preoperative);
    let after = diagnosis(reading, &[Role::Postop, Role::PrePost], Claim::Postoperative);
    if before.value && after.value {
        return [before, after];
    }
    if let Some(views) = views::views(reading.document) {
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
        roles.contains(&s.role) && has_content(reading, s) && is_diagnosis(reading, s) && !is_put_off(reading, s)
    };
    if let Some(section) = reading.document.sections.iter().find(told) {
        return entry(reading, section);
    }
    claimed(reading, claim)
}

fn claimed(reading: &Reading, claim: Claim) -> RecordEntry {
    let counts = |s: &&Statement| {
        s.claim == claim && !s.assertion.is_negated() && !is_empty_heading(reading, s) && !is_posterior(reading, s)
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
        || (!document.is(section.body, known::NONE)
            && !tells_of_care(reading, section, first_sentence.clone())
            && (placed || first_sentence.into_iter().any(is_named)))
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

/// A statement that holds, or a filled section under a heading for it.
fn told(reading: &Reading, claim: Claim, roles: &[Role], anywhere: bool) -> RecordEntry {
    let (acted, cut) = (last_act(reading), first_cut(reading));
    let pattern = |s: &Statement| &reading.lexicon.patterns()[s.pattern];
    let too_late = |s: &Statement| {
        (s.first > acted && pattern(s).before_act || s.first > cut && pattern(s).before_cut) && is_narrated(s)
    };
    let is_blank = |s: &Statement| in_placeholder(reading.document, s.first) || is_left_blank(reading.document, s);
    let counts = |s: &&Statement| {
        s.claim == claim
            && !is_blank(s)
            && !too_late(s)
            && (is_held(s) || is_told_by_another(reading, s))
            && (anywhere || Tier::of(s.role) != Tier::Background)
            && !(matches!(claim, Claim::Specimen | Claim::SpecimenNamed)
                && (is_of_fluid(reading, s) || is_sewn(reading, s)))
    };
    if let Some(statement) = reading.statements.iter().find(counts) {
        return statement_entry(reading, statement);
    }
    let filled = reading
        .document
        .sections
        .iter()
        .find(|s| {
            (roles.contains(&s.role) || (claim == Claim::Indication && is_differential(reading, s)))
                && s.body > s.first
                && (has_content(reading, s) || (claim == Claim::Specimen && is_awaited(reading, s)))
                && !is_denied(reading, s)
        })
        .filter(|s| s.role != Role::Indication || gives_reason(reading, s))
        // "Bloods to the lab: …"
        .filter(|s| !(s.first..s.body).any(|t| reading.document.is(t, known::BODY_FLUID)));
    filled.map_or_else(RecordEntry::default, |s| entry(reading, s))
}

/// Where the narrative last tells of a sampling.
fn last_act(reading: &Reading) -> usize {
    let act = |s: &&Statement| is_sampling(s.claim) && is_held(s) && is_narrated(s);
    reading.statements.iter().filter(act).map(|s| s.last).max().unwrap_or(usize::MAX)
}

/// Where the narrative first tells of a cut, or, where it tells of none, last of a sampling.
fn first_cut(reading: &Reading) -> usize {
    // "This is an incisional biopsy" cuts nothing yet.
    let named = |s: &Statement| (s.first..=s.last).any(|t| reading.document.is(t, known::BIOPSY));
    let cut =
        |s: &&Statement| s.claim == Claim::Approach(Approach::Incision) && is_held(s) && is_narrated(s) && !named(s);
    let sampled = last_act(reading);
    reading.statements.iter().find(cut).map_or(sampled, |s| s.last.min(sampled))
}

fn is_narrated(statement: &Statement) -> bool {
    matches!(statement.role, Role::Technique | Role::Narrative)
}

/// "Noticed by his wife", "given to the son to carry to the laboratory": another person who tells of the patient, or is handed
/// the sample, behind what is said.
fn is_told_by_another(reading: &Reading, statement: &Statement) -> bool {
    let document = reading.document;
    let a = &statement.assertion;
    let cue = a.moved_by.map(|m| &document.mentions[m as usize]);
    let handed = |cue: &Mention| {
        // "With the patient's brother".
        const OWNERS: ConceptSet = ConceptSet::of(&[known::DETERMINER, known::PRONOUN, known::THE_PATIENT]);
        let own = |t: usize| document.concepts(t).meets(OWNERS) || document.tokens.word(t) == "s";
        let before = (statement.last + 1..cue.first()).rev().find(|&t| !own(t));
        cue.is(known::OTHER_PERSON)
            && cue.first() > statement.last
            && before.is_none_or(|t| document.word_is(t, WordClass::Bearer))
    };
    // "Mum worried", "his wife saw it growing": a relative as the witness of a reason.
    const INFORMS: ConceptSet = ConceptSet::of(&[known::TELL, known::SEE, known::SUSPICION, known::WORRY]);
    let informs = |cue: &Mention| {
        let mut next = document.mentions_in(cue.last() + 1, (cue.last() + 4).min(document.tokens.list.len()));
        statement.claim == Claim::Indication
            && cue.is(known::OTHER_PERSON)
            && cue.last() < statement.first.max(cue.last() + 1)
            && next.any(|m| document.mentions[m].concepts.meets(INFORMS))
    };
    // "New, hard lump, brother had osteosarcoma": who is named behind a comma is another matter.
    let trails = |cue: &Mention| {
        statement.claim == Claim::Indication
            && cue.is(known::OTHER_PERSON)
            && cue.first() > statement.last
            && document.tokens.is_mark(cue.first() - 1, b',')
    };
    a.subject == Subject::Other
        && a.temporality == Temporality::Recent
        && !a.is_negated()
        && Tier::of(statement.role) > Tier::Outside
        && cue.is_some_and(|c| handed(c) || informs(c) || trails(c))
}

/// That tissue went to a laboratory: told, or else its laboratory, fixative or stain named in what tells of this encounter. Who
/// names those without a word of sending ("The pathologist rang back: viable tumour") has sent something.
fn specimen(reading: &Reading) -> RecordEntry {
    let sent = told(reading, Claim::Specimen, &[Role::Specimen], false);
    let entry = if sent.value { sent } else { told(reading, Claim::SpecimenNamed, &[], false) };
    if entry.value {
        return entry;
    }
    let document = reading.document;
    let acted = first_act(reading);
    let named = document.mentions.iter().find(|m| m.is(known::PATHOLOGY) && names_laboratory(reading, m, acted));
    named.map_or(entry, |m| {
        let quote = reading.quote(m.first(), m.last(), &reading.lexicon.rows()[m.row as usize].id());
        RecordEntry { value: true, text: Some(quote.text.clone()), evidence: vec![quote] }
    })
}

/// How far behind a laboratory's name a word of the past dates it, in tokens.
const PAST_REACH: usize = 5;

fn names_laboratory(reading: &Reading, mention: &Mention, acted: usize) -> bool {
    const OTHERWISE: ConceptSet = ConceptSet::of(&[
        known::BODY_FLUID,
        known::DISCARDED,
        known::NOTHING_TAKEN,
        known::HISTORICAL,
        known::PREOP_WORD,
    ]);
    let document = reading.document;
    let section = document.section_of(mention.first());
    let told = Tier::of(section.role) == Tier::Body || matches!(section.role, Role::Plan | Role::Postop | Role::Title);
    let sentence = &document.sentences[document.sentence_of(mention.first())];
    let headed = mention.first() < section.body;
    let mut others = document.mentions_in(sentence.first, sentence.end).map(|m| &document.mentions[m]);
    // "The pathology of the earlier operation was benign."
    let mut behind = document.mentions_in(mention.last() + 1, sentence.end.min(mention.last() + PAST_REACH));
    let past = behind.any(|m| document.mentions[m].is(known::HISTORICAL_NEXT));
    let meant = assertion(document, mention.first(), mention.last());
    told && !headed
        && !past
        && (holds(&meant) || is_to_report(reading, mention))
        && !(mention.first() < acted && matches!(section.role, Role::Technique | Role::Narrative))
        && !others.any(|m| m.concepts.meets(OTHERWISE))
}

/// "I shall write again when the cytology is back", "once the laboratory has reported": who is to report has been sent something.
fn is_to_report(reading: &Reading, mention: &Mention) -> bool {
    const REPORTS: ConceptSet = ConceptSet::of(&[known::TELL, known::PENDING]);

    let document = reading.document;
    let meant = assertion(document, mention.first(), mention.last());
    let behind = mention.last() + 1..(mention.last() + 4).min(document.tokens.list.len());
    // A note in which nothing can have been sampled is not cut into clauses.
    let clause = document.clause.get(mention.first());
    let reports = |t: usize| document.concepts(t).meets(REPORTS) || document.word_is(t, WordClass::ReportBack);
    !meant.is_negated()
        && meant.temporality == Temporality::Hypothetical
        && behind.into_iter().any(|t| document.clause.get(t) == clause && reports(t))
}

/// "Her doctor thought histology sensible": what a narrative says before it tells of any act is a wish.
fn first_act(reading: &Reading) -> usize {
    let act = |s: &&Statement| is_sampling(s.claim) && is_held(s) && is_narrated(s);
    reading.statements.iter().find(act).map_or(0, |s| s.first)
}

/// "Blood was sent to the lab": a sentence that names blood, urine or a swab and no tissue.
fn is_of_fluid(reading: &Reading, statement: &Statement) -> bool {
    const TISSUE: ConceptSet = ConceptSet::of(&[
        known::SAMPLE,
        known::CORE,
        known::BIOPSY,
        known::LESION,
        known::MUSCLE,
        known::THIGH_MUSCLE,
        known::ASPIRATE,
        known::PARTIAL,
    ]);
    let document = reading.document;
    let sentence = &document.sentences[statement.sentence];
    let mut words = (sentence.first..=statement.last).map(|t| document.concepts(t));
    // "To the lab" stands for a specimen as well.
    let is_tissue = |c: ConceptSet| c.meets(TISSUE) && !c.has(known::PATHOLOGY);
    // "The swab and the wall went to the laboratory."
    let part = (sentence.first..=statement.last).any(|t| document.word_is(t, WordClass::SurfacePart));
    words.clone().any(|c| c.has(known::BODY_FLUID)) && !part && !words.any(is_tissue)
}

/// "I cut off a chunk of it and put in four sutures".
fn is_sewn(reading: &Reading, statement: &Statement) -> bool {
    const SEWN: ConceptSet = ConceptSet::of(&[known::SUTURE, known::DEVICE, known::CLOSE]);
    let document = reading.document;
    let put = document.tokens.word(statement.last) == "in" && statement.last > 0;
    put && (statement.last + 1..statement.last + 4).any(|t| document.concepts(t).meets(SEWN))
}

/// "Hx: 69 y male, on aspirin, otherwise fit.": a history that tells of no lesion, complaint, disease or finding gives no reason.
fn gives_reason(reading: &Reading, section: &Section) -> bool {
    const REASONS: ConceptSet = ConceptSet::of(&[
        known::LESION,
        known::MALIGNANCY,
        known::MUSCLE_DISEASE,
        known::INFECTION,
        known::UNCERTAIN,
        known::SUSPICION,
        known::PAIN,
        known::GROWTH,
        known::SYMPTOM,
        known::IMAGING,
        known::MRI,
        known::CT,
        known::ULTRASOUND,
        known::BIOPSY,
        known::MUSCLE,
        known::TIME_SPAN,
    ]);
    let document = reading.document;
    let is_history = document.word_is(section.first, WordClass::HistoryLabel);
    // "Patient presents with *** and has failed ***": what stands about the blanks of a template.
    let sentence = &document.sentences[document.sentence_of(section.body)];
    let end = section.end.min(sentence.end);
    // A blank may start a sentence, as a bullet does.
    let blank = (section.body..=end).any(|t| {
        (t..t + 3).all(|t| document.tokens.is_mark(t, b'*')) || (t..t + 3).all(|t| document.tokens.is_mark(t, b'_'))
    });
    !(is_history || blank) || (section.body..section.end).any(|t| document.concepts(t).meets(REASONS))
}

/// "DDx: myxoma, sarcoma": what has to be told apart by tissue.
fn is_differential(reading: &Reading, section: &Section) -> bool {
    section.role == Role::Diagnosis && reading.document.is(section.first, known::SUSPICION)
}

/// "Path: pending": what is awaited has been sent.
fn is_awaited(reading: &Reading, section: &Section) -> bool {
    let document = reading.document;
    let label = (section.first..section.body).any(|t| document.is(t, known::PATHOLOGY))
        || document.word_is(section.first, WordClass::LaboratoryLabel);
    label && section.body < section.end && document.word_is(section.body, WordClass::Awaited)
}

/// Whether the first sentence of a section holds words that are no blank of a template and more than "pending" or "not given".
fn has_content(reading: &Reading, section: &Section) -> bool {
    let document = reading.document;
    if section.body >= section.end {
        return false;
    }
    // "Indication: [ ] growth [ ] pain": boxes, and none ticked.
    let boxed = |ticked: bool| (section.body..section.end).any(|t| document.tokens.list[t].kind == Kind::Check(ticked));
    if document.tokens.list[section.body].kind == Kind::Check(false) && !boxed(true) {
        return false;
    }
    // "Postoperative diagnosis: ____ The patient lay prone."
    if (section.body..section.body + 3).all(|t| document.tokens.is_mark(t, b'_') || document.tokens.is_mark(t, b'*')) {
        return false;
    }
    let sentence_end = document.sentences[document.sentence_of(section.body)].end;
    // "Specimens: {SPECIMEN:901} sent to ***": a blank may start a sentence, as a bullet does.
    let blank = |t: usize| document.tokens.is_mark(t, b'*') || document.tokens.is_mark(t, b'_');
    let in_line = |t: &usize| *t == section.body || document.tokens.list[*t].before < Break::Line;
    let rest = section.body..(section.end + 1).min(document.tokens.list.len());
    if document.tokens.is_mark(section.body, b'{') && rest.take_while(in_line).any(blank) {
        return false;
    }
    // "Post-procedure dx - await" / "h/o trauma": the next line of a note is another matter.
    let of_line = |t: &usize| *t == section.body || document.tokens.list[*t].before < Break::Line;
    (section.body..section.end.min(sentence_end).min(section.body + 12)).take_while(of_line).any(|t| {
        let token = &document.tokens.list[t];
        // "Specimens: path" tells where they went.
        let names_place = section.role == Role::Specimen && document.is(t, known::PATHOLOGY);
        token.kind == Kind::Word
            && (names_place || !document.word_is(t, WordClass::NoContent))
            && !in_placeholder(document, t)
    })
}

/// Within braces or brackets: `{laterality:1234}`, `[SIDE]`; "[left thigh mass]" is filled in.
fn in_placeholder(document: &crate::document::Document, token: usize) -> bool {
    const FILLED: ConceptSet = ConceptSet::of(&[
        known::LESION,
        known::MALIGNANCY,
        known::MUSCLE_DISEASE,
        known::SAME_DIAGNOSIS,
        known::GROWTH,
        known::PAIN,
        known::SUSPICION,
        known::CORE,
        known::PATHOLOGY,
    ]);
    let opens = |t: usize| {
        document.tokens.is_mark(t, b'{') || document.tokens.is_mark(t, b'[') || document.tokens.is_mark(t, b'@')
    };
    let filled = !document.tokens.list[token].capital && document.concepts(token).meets(FILLED);
    !filled && (token.saturating_sub(3)..token).any(opens)
}

/// "Indication: none." "Reason: no organism after six days" is one.
fn is_denied(reading: &Reading, section: &Section) -> bool {
    let document = reading.document;
    let next = document.mention(section.body).map_or(section.body + 1, |m| m.last() + 1);
    let ends = next >= section.end
        || document.tokens.list[next].before >= Break::Line
        || matches!(document.tokens.list[next].kind, Kind::Punct(_));
    document.is(section.body, known::NONE) && (ends || section.role != Role::Indication)
}

fn entry(reading: &Reading, section: &Section) -> RecordEntry {
    let document = reading.document;
    let first_sentence = &document.sentences[document.sentence_of(section.body)];
    let last = first_sentence.end.min(section.end).max(section.body + 1) - 1;
    let mut quote = reading.quote(section.body, last, "sections.tsv");
    if let Some(mention) = document.mention(section.first) {
        quote.rule = reading.lexicon.rows()[mention.row as usize].id();
    }
    RecordEntry { value: true, text: Some(quote.text.clone()), evidence: vec![quote] }
}

/// What is told by how words stand to one another, and by no pattern.
fn quoted(reading: &Reading, words: &RangeInclusive<usize>) -> RecordEntry {
    let quote = reading.quote(*words.start(), *words.end(), "record.views");
    RecordEntry { value: true, text: Some(quote.text.clone()), evidence: vec![quote] }
}

fn statement_entry(reading: &Reading, statement: &Statement) -> RecordEntry {
    let quote = reading.evidence(statement);
    RecordEntry { value: true, text: Some(quote.text.clone()), evidence: vec![quote] }
}
