//! What a statement on a layer weighs: what the surgeon found against what scans, letters and earlier examiners said, and against what
//! was thought before.

use crate::assertion::Certainty;
use crate::document::Document;
use crate::document::section::Role;
use crate::finding::Tier;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::statement::Statement;

/// The tier of a statement; what is only thought possible, what was thought before the operation and what a scan showed ranks with the history even in the middle of the narrative.
pub(super) fn standing(document: &Document, statement: &Statement) -> Tier {
    const SCANS: ConceptSet = ConceptSet::of(&[known::MRI, known::CT]);
    const SCANNED: ConceptSet = SCANS.with(ConceptSet::of(&[known::ULTRASOUND, known::IMAGING]));
    // A title is as current as what was found: two layers told so contradict each other.
    let tier = if statement.role == Role::Title { Tier::Body } else { Tier::of(statement.role) };
    if statement.role == Role::Preop || statement.assertion.certainty == Certainty::Possible {
        return Tier::Background;
    }
    // A diagnosis made after the operation is as current as its findings.
    if statement.role == Role::Postop {
        return Tier::Body;
    }
    let sentence = &document.sentences[statement.sentence];
    let whole = sentence.first..statement.first;
    let clause = document.clause[statement.first];
    // "Felt to be in the muscle before surgery".
    let early = |t: usize| document.clause[t] == clause && document.is(t, known::PREOP_WORD);
    if tier == Tier::Body && (sentence.first..sentence.end).any(early) {
        return Tier::Background;
    }
    let words = whole.clone().filter(|&t| document.clause[t] == clause);
    let before = |set: ConceptSet| words.clone().any(|t| document.concepts(t).meets(set));
    // "Ultrasound had put it in the fat" tells of a scan before this encounter.
    let had = words.clone().any(|t| document.tokens.word(t) == "had");
    // "new on the CT of last week, where it lay superficial to the fascia".
    let there = whole.clone().any(|t| document.tokens.word(t) == "where")
        && whole.clone().any(|t| document.concepts(t).meets(SCANS));
    // "Outside MRI called the lesion intramuscular."
    let scanned =
        (before(SCANS) && before(ConceptSet::of(&[known::SEE, known::TELL]))) || (had && before(SCANNED)) || there;
    // "One is in muscle on MR and one isn't."
    let behind = statement.last + 1..(statement.last + 4).min(sentence.end);
    // "It seemed to lie just under the skin in clinic."
    let source = |t: usize| {
        let other = document.word_is(t, WordClass::OtherSource) && !document.tokens.word(t).starts_with("scan");
        other || document.concepts(t).meets(SCANS)
    };
    let on_scan = document.is(statement.last + 1, known::PREPOSITION)
        && behind.into_iter().any(|t| source(t) && document.clause[t] == clause);
    let scanned = scanned || on_scan || is_said_by_others(document, statement);
    if tier == Tier::Body && scanned { Tier::Background } else { tier }
}

/// How far before a statement its source may stand, in tokens.
const SOURCE_REACH: usize = 14;

/// "The referring letter says subcutaneous", "GP: 'fatty lump under the skin'", "thought on ultrasound to sit in the fat": whether another
/// source than this operation places the lesion so.
fn is_said_by_others(document: &Document, statement: &Statement) -> bool {
    let section = document.section_of(statement.first);
    // "SCAN: a mass in the vastus", in a report of what was seen at the biopsy itself.
    let current = Tier::of(section.role) == Tier::Body;
    let heading = if current { section.body } else { section.first };
    let opens = document.sentences[statement.sentence].first.max(heading);
    let own = |t: usize| {
        document.word_is(t, WordClass::AtOperation)
            || document.is(t, known::CURRENT)
            || matches!(document.tokens.word(t), "i" | "we" | "found")
    };
    let first = opens.max(statement.last.saturating_sub(SOURCE_REACH));
    let mut told = false;
    for t in (first..=statement.last).rev() {
        // "MRI: 'deep to the retinaculum'": a label and what it tells are one clause here.
        let parted = t < statement.first && document.clause[t] != document.clause[t + 1];
        let label = |mark: u8| document.tokens.is_mark(t, mark) || document.tokens.is_mark(t + 1, mark);
        if own(t) || parted && !(label(b':') || label(b'(')) {
            break;
        }
        told |= document.word_is(t, WordClass::OtherSource) || document.word_is(t, WordClass::HeldToBe);
    }
    told
}
