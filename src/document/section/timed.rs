//! Diagnoses before and after a procedure, and labels of what is only planned.

use super::super::Document;
use super::{Role, names_diagnosis};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::token::Kind;

/// Whether a word is a time before or after a procedure alone.
pub(super) fn is_time(document: &Document, at: usize) -> bool {
    document.mention(at).is_some_and(|m| {
        matches!(Role::of_concepts(m.concepts), Some(Role::Preop | Role::Postop))
            && !names_diagnosis(document, m.first(), m.last() + 1)
    })
}

/// Whether a token stands in the same name of a diagnosis as the one before it.
pub(super) fn is_one_label(document: &Document, at: usize) -> bool {
    let names =
        |m: &Mention| Role::of_concepts(m.concepts).is_some() && names_diagnosis(document, m.first(), m.last() + 1);
    document.mention_at[at] == document.mention_at[at - 1] && document.mention(at).is_some_and(names)
}

/// "Technique planned:", "Approach requested:": what stands there is not yet done.
pub(super) fn is_planned(document: &Document, at: usize, colon: usize, role: Role) -> bool {
    let says = |class| (at..colon).any(|t| document.word_is(t, class));
    let told = matches!(role, Role::Title | Role::Technique | Role::Field | Role::Guidance | Role::Depth);
    told && says(WordClass::PlannedLabel) && !says(WordClass::ReallyDone)
}

/// "His operation in January:", "OPERATION (2019):" in a note that goes on with today: what stands there was done another time.
pub(super) fn is_of_past(document: &Document, at: usize, colon: usize, role: Role) -> bool {
    // "Operation for a mass first seen last year:" dates the mass.
    const DATED_ELSE: ConceptSet =
        ConceptSet::of(&[known::LESION, known::MRI, known::CT, known::ULTRASOUND, known::IMAGING]);
    if !matches!(role, Role::Title | Role::Technique) {
        return false;
    }
    let dated = document.mentions_in(at, colon).any(|m| document.mentions[m].is(known::HISTORICAL));
    let of_other = || (at..colon).any(|t| document.concepts(t).meets(DATED_ELSE));
    // The year alone may be that of the note.
    let bracketed = |t: usize| document.tokens.is_mark(t - 1, b'(') && document.tokens.is_mark(t + 1, b')');
    let year = || (at + 1..colon).any(|t| document.is_year(t) && bracketed(t));
    dated && !of_other() || document.concepts.has(known::CURRENT) && year()
}

/// The role of a label that a known phrase gives it: a time alone, with words that name no diagnosis, opens no diagnosis ("Pre-op bloods:").
pub(super) fn timed_role(document: &Document, at: usize, colon: usize, role: Role) -> Role {
    let other = |t: usize| {
        document.tokens.list[t].kind == Kind::Word
            && document.mention(t).is_none_or(|m| Role::of_concepts(m.concepts).is_none())
            && !document.is(t, known::CONJUNCTION)
            && !names_procedure(document, t)
    };
    let timed = matches!(role, Role::Preop | Role::Postop | Role::PrePost);
    let bare = timed && !names_diagnosis(document, at, colon);
    if bare && (at..colon).any(other) && !(at..colon).any(|t| document.is(t, known::LESION_ITEM)) {
        Role::Aside
    } else {
        timed_diagnosis(document, at, colon).unwrap_or(role)
    }
}

/// Whether a word of a label only tells what lies between before and after: "Before FNA:", "Prior to the needle:".
fn names_procedure(document: &Document, at: usize) -> bool {
    const ACTS: ConceptSet = ConceptSet::of(&[
        known::BIOPSY,
        known::CORE,
        known::FINE_NEEDLE,
        known::NEEDLE,
        known::SAMPLE,
        known::CUT,
        known::INCISION,
        known::PUNCH,
        known::DETERMINER,
    ]);

    document.concepts(at).meets(ACTS) || document.word_is(at, WordClass::SessionName)
}

/// "A (before):", the assessment of a visit.
pub(super) fn is_assessment(document: &Document, at: usize) -> bool {
    document.tokens.word(at) == "a" && document.tokens.is_mark(at + 1, b'(')
}

/// Which diagnosis a label of any wording means: "Diagnosis (pre- and postoperative)", "Pre-exam diagnosis", "Dx going in".
pub(super) fn timed_diagnosis(document: &Document, at: usize, colon: usize) -> Option<Role> {
    // "Patient in own words:" is no time: "in" and "out" have no word behind them that they lead to.
    let ends = |t: usize| t + 1 == colon || document.tokens.list[t + 1].kind != Kind::Word;
    let says = |stem: &str, times: WordClass, leaning: &[&str]| {
        let leans = |w: &str, t: usize| leaning.contains(&w) && (w.len() > 3 || ends(t));
        let told = |t: usize| document.tokens.word(t).starts_with(stem) || leans(document.tokens.word(t), t);
        (at..colon).any(|t| told(t) || document.word_is(t, times))
    };
    let labelled = (at..colon).any(|t| document.word_is(t, WordClass::DiagnosisLabel));
    let diagnosis = labelled
        || is_assessment(document, at)
        || document.mentions_in(at, colon).any(|m| {
            matches!(
                Role::of(document, m),
                Some(Role::Diagnosis | Role::Preop | Role::Postop | Role::PrePost | Role::Impression)
            )
        });
    match (
        diagnosis,
        says("pre", WordClass::TimeBefore, &["in", "going"]),
        says("post", WordClass::TimeAfter, &["out", "coming"]),
    ) {
        (true, true, true) => Some(Role::PrePost),
        (true, true, false) => Some(Role::Preop),
        (true, false, true) => Some(Role::Postop),
        _ => None,
    }
}
