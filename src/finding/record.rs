//! What the note as a whole documents: both diagnoses, why tissue was wanted, where it went.

mod diagnosis;
mod marker;
mod specimen;

use super::{Reading, Tier, is_held, is_left_blank, is_sampling};
use crate::analysis::{Approach, Record, RecordEntry};
use crate::assertion::{Subject, Temporality};
use crate::document::section::{Role, Section};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::statement::Statement;
use crate::token::{Break, Kind};
use diagnosis::diagnoses;
use specimen::{goes_on_apart, is_denied_apart, is_of_fluid, is_sent_in, is_sewn, specimen};
use std::ops::RangeInclusive;

/// Reads the record entries of a note.
pub(super) fn find(reading: &Reading) -> Record {
    let [preop_diagnosis, postop_diagnosis] = diagnoses(reading);
    Record { preop_diagnosis, postop_diagnosis, indication: indication(reading), specimen: specimen(reading) }
}

/// Why tissue was wanted: told, or else a marker in the blood that is raised.
fn indication(reading: &Reading) -> RecordEntry {
    let entry = told(reading, Claim::Indication, &[Role::Indication], true);
    if entry.value { entry } else { marker::raised(reading).map_or(entry, |words| quoted(reading, &words)) }
}

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
            && (is_held(s)
                || is_told_by_another(reading, s)
                || is_denied_apart(reading, s)
                || goes_on_apart(reading, s))
            && (anywhere || Tier::of(s.role) != Tier::Background)
            && !(matches!(claim, Claim::Specimen | Claim::SpecimenNamed)
                && (is_of_fluid(reading, s) || is_sewn(reading, s) || is_sent_in(reading, s)))
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
    const INFORMS: ConceptSet =
        ConceptSet::of(&[known::TELL, known::SEE, known::SUSPICION, known::WORRY, known::BIOPSY_WISH]);
    let informs = |cue: &Mention| {
        let mut next = document.mentions_in(cue.last() + 1, (cue.last() + 4).min(document.tokens.list.len()));
        statement.claim == Claim::Indication
            && cue.is(known::OTHER_PERSON)
            && cue.last() < statement.first.max(cue.last() + 1)
            && next.any(|m| document.mentions[m].concepts.meets(INFORMS))
    };
    // "Wanted an answer as her dad had sarcoma": why it was wanted.
    let is_reason = |cue: &Mention| {
        let lead = (statement.last + 1..cue.first()).rev().find(|&t| !document.is(t, known::DETERMINER));
        lead.is_some_and(|t| matches!(document.tokens.word(t), "as" | "because" | "since"))
    };
    // "New, hard lump, brother had osteosarcoma": who is named behind a comma is another matter.
    let trails = |cue: &Mention| {
        statement.claim == Claim::Indication
            && cue.is(known::OTHER_PERSON)
            && cue.first() > statement.last
            && (document.tokens.is_mark(cue.first() - 1, b',') || is_reason(cue))
    };
    a.subject == Subject::Other
        && a.temporality == Temporality::Recent
        && !a.is_negated()
        && Tier::of(statement.role) > Tier::Outside
        && cue.is_some_and(|c| handed(c) || informs(c) || trails(c))
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
