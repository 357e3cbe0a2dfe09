//! Aspects that stand between marks: ", upper third, front.". In: words that name one, and the sentence from a token on. Out: whether what
//! stands before or behind the marks is a lesion, its cut or its size.

use super::super::open::Open;
use super::super::{ABOUT_SAMPLE, SIDE};
use crate::document::Document;
use crate::lexicon::concept::group::LENGTH_UNITS;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::Kind;

/// "Skin divided for 3 cm, upper third, front.", "Lesion 2 x 1 cm, subcutaneous, posteromedial.": aspects between marks behind
/// the lesion or its cut.
pub(super) fn stands_between_marks(document: &Document, open: &Open, from: usize) -> bool {
    if opens_fragment(document, open, from)
        || opens_item(document, open, from)
        || opens_quote(document, open, from)
        || stands_before_size(document, open, from)
    {
        return true;
    }
    // "22 mm, halfway down, in the fat.", "Equivalent spot, midlateral."
    let behind_size = || {
        document.concepts(open.first.saturating_sub(2)).meets(LENGTH_UNITS)
            && !(from..open.first).any(|t| document.concepts(t).meets(ABOUT_SAMPLE))
    };
    let behind_spot = || document.word_is(open.first.saturating_sub(2), WordClass::SpotName);
    // "Left thigh lump, 26 mm, outer: 2 cm cut".
    let labels = || document.tokens.is_mark(open.last + 1, b':') && behind_size();
    const TOLD: ConceptSet = ConceptSet::of(&[known::LESION, known::INCISION, known::CUT, known::BIOPSY]);
    is_behind_mark(document, open)
        && (labels()
            || ends_before_mark(document, open)
                && (is_of_chosen_muscle(document, open, from)
                    || (from..open.first).any(|t| document.concepts(t).meets(TOLD))
                    || behind_size()
                    || behind_spot())
            || heads_muscle(document, open, from))
}

/// Whether a comma or a bracket stands right before a site.
fn is_behind_mark(document: &Document, open: &Open) -> bool {
    open.first.checked_sub(1).is_some_and(|t| document.tokens.is_mark(t, b',') || document.tokens.is_mark(t, b'('))
}

/// Whether a mark or the end of its sentence stands right behind a site.
fn ends_before_mark(document: &Document, open: &Open) -> bool {
    let next = open.last + 1;
    next >= sentence_end(document, open)
        || matches!(document.tokens.list[next].kind, Kind::Punct(b',' | b'.' | b';' | b')'))
}

/// First token behind the sentence of a site.
pub(super) fn sentence_end(document: &Document, open: &Open) -> usize {
    document.sentences[document.sentence_of(open.first)].end
}

/// "Left rectus femoris chosen, middle third.": behind the muscle that was chosen.
fn is_of_chosen_muscle(document: &Document, open: &Open, from: usize) -> bool {
    (from..open.first).any(|t| document.word_is(t, WordClass::Chosen))
        && (from..open.first).any(|t| document.is(t, known::THIGH_MUSCLE))
}

/// "Rectus femoris, indirect head, upper third: 24 x 14 mm".
fn heads_muscle(document: &Document, open: &Open, from: usize) -> bool {
    document.tokens.is_mark(open.last + 1, b':')
        && (from..open.first).any(|t| document.is(t, known::THIGH_MUSCLE))
        && !(from..open.first).any(|t| document.is_verb(t))
}

/// "Lateral, suprafascial, 28 mm."
fn opens_fragment(document: &Document, open: &Open, from: usize) -> bool {
    const MEASURED: ConceptSet = ConceptSet::of(&[known::UNIT_CM, known::UNIT_MM, known::FAT, known::SUBCUTANEOUS]);
    let end = sentence_end(document, open);
    let within = |set: ConceptSet| (from..end).any(|t| document.concepts(t).meets(set));
    open.first == from
        && document.tokens.is_mark(open.last + 1, b',')
        && within(MEASURED)
        && !within(ABOUT_SAMPLE.with(ConceptSet::of(&[known::DEVICE, known::SUTURE])))
        && !(from..end).any(|t| document.is_verb(t) || document.is(t, known::BE))
}

/// "Lesion A (R): anterior, subcutaneous, …": behind the name of an item.
fn opens_item(document: &Document, open: &Open, from: usize) -> bool {
    const LONGEST_NAME: usize = 6;
    let colon = open.first.checked_sub(1).filter(|&t| t > from && document.tokens.is_mark(t, b':'));
    let named = |t: usize| document.is(t, known::LESION) || document.concepts(t).meets(SIDE);
    document.tokens.is_mark(open.last + 1, b',')
        && colon.is_some_and(|c| c <= from + LONGEST_NAME && (from..c).any(named))
        && !(from..open.first).any(|t| document.is_verb(t) || document.concepts(t).meets(ABOUT_SAMPLE))
}

/// "Under the skin, fat, on the front, 16 mm": between marks, and the size behind them.
fn stands_before_size(document: &Document, open: &Open, from: usize) -> bool {
    const DIGITS: usize = 4;
    let end = sentence_end(document, open);
    let next = open.last + 1;
    let size = next < end
        && document.tokens.is_mark(next, b',')
        && document.tokens.list[(next + 1).min(end - 1)].kind == Kind::Number
        && (next + 2..end.min(next + 2 + DIGITS)).any(|t| document.concepts(t).meets(LENGTH_UNITS));
    // "…, on the front, 16 mm".
    let small = |t: usize| document.is(t, known::DETERMINER) || document.is(t, known::PREPOSITION);
    let lead = || (from..open.first).rev().find(|&t| !small(t));
    size && (is_behind_mark(document, open) || lead().is_some_and(|t| document.tokens.is_mark(t, b',')))
        && !(from..end).any(|t| document.concepts(t).meets(ABOUT_SAMPLE.with(ConceptSet::of(&[known::SCAR]))))
        && !(from..end).any(|t| document.is_verb(t) || document.is(t, known::BE))
}

/// "Surgeon's words: "proximal, medial; 4.5 cm wound; …"": what opens a quotation.
fn opens_quote(document: &Document, open: &Open, from: usize) -> bool {
    open.first > from
        && document.tokens.is_mark(open.first - 1, b'"')
        && ends_before_mark(document, open)
        && (open.last + 1..sentence_end(document, open)).any(|t| document.concepts(t).meets(LENGTH_UNITS))
}
