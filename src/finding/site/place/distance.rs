//! How far off a landmark a place lies: "10 cm above the patella", "three fingers below the groin". In: a landmark. Out: the word that
//! tells on which side of it, and whether a length stands before that.

use super::super::SIDE;
use crate::document::Document;
use crate::lexicon::concept::group::LENGTH_UNITS;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::Kind;

/// The word before a landmark that tells on which side of it something lies: "above the superior pole of the left patella".
pub(super) fn relation_before(document: &Document, first: usize) -> Option<usize> {
    const LONGEST: usize = 7;
    const SMALL: ConceptSet = ConceptSet::of(&[known::DETERMINER]).with(SIDE);
    let word = |t: usize| document.tokens.word(t);
    let is = |t: usize, class| document.word_is(t, class);
    let adjective = |t: usize| document.word_is(t, WordClass::PoleName);
    for at in (first.saturating_sub(LONGEST)..first).rev() {
        let joined = matches!(word(at), "of" | "to") || is(at, WordClass::LandmarkEdge);
        let of_edge = adjective(at) && is(at + 1, WordClass::LandmarkEdge);
        if !(joined || of_edge || document.concepts(at).meets(SMALL)) {
            let up = word(at) == "up" && word(at + 1) == "from";
            let beneath = document.word_is(at, WordClass::OffLandmark);
            return (is(at, WordClass::Relation) || beneath || up).then_some(at);
        }
    }
    None
}

/// "incision 6 cm above": the length stands right behind the cut.
pub(super) fn is_length_of_cut(document: &Document, relation: usize) -> bool {
    let number = |t: usize| document.tokens.list[t].kind == Kind::Number || document.is(t, known::NUMBER_WORD);
    (relation.saturating_sub(3)..relation)
        .find(|&t| number(t))
        .and_then(|t| t.checked_sub(1))
        .is_some_and(|t| document.is(t, known::INCISION))
}

/// Whether a length stands before a word of place: "10 cm", "a hand's breadth", "three fingers", "a little way" does not.
pub(super) fn is_measured(document: &Document, relation: usize) -> bool {
    // "a 2 cm bump on top of": the lump was measured.
    let near = (relation.saturating_sub(3)..relation)
        .rev()
        .take_while(|&t| !document.is(t, known::LESION) && !document.tokens.is_mark(t, b','));
    near.into_iter().any(|t| document.concepts(t).meets(LENGTH_UNITS) || document.word_is(t, WordClass::HandMeasure))
}

/// Whether fingers measure the way to a word of place: "three fingers above", "two fingerbreadths below".
pub(super) fn is_hand_measured(document: &Document, relation: usize) -> bool {
    const REACH: usize = 4;
    (relation.saturating_sub(REACH)..relation).any(|t| {
        document.word_is(t, WordClass::FingerMeasure) || matches!(document.tokens.word(t), "finger's" | "fingers'")
    })
}
