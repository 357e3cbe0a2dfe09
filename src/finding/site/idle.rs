//! The other limb, named in passing: it is well, its lumps were ignored, it was given an injection, it is to be watched. In: a site. Out:
//! whether that is all that its part of a sentence tells of it.

use super::{SIDE, Site};
use crate::document::Document;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::{Break, Kind};

/// What shows that a sentence deals with the lesion, whatever else it tells.
const SAMPLED: ConceptSet = ConceptSet::of(&[
    known::BIOPSY,
    known::BIOPSIED,
    known::SAMPLE,
    known::CORE,
    known::WEDGE,
    known::CYTOLOGY,
    known::INCISION,
    known::PUNCH,
]);

/// Whether a site with a side is told of nothing that bears on the sampled lesion.
pub(super) fn is_idle(document: &Document, site: &Site) -> bool {
    if is_listed_as_left(document, site) || is_of_drain(document, site) {
        return true;
    }
    site.concepts.meets(SIDE)
        && (is_well(document, site)
            || is_ignored(document, site)
            || is_injected(document, site)
            || is_watched(document, site))
}

/// "Not sampled: right forearm 3.3 cm; back, many.", "Other ulcers: L heel 2 x 2 cm - dressed": a label that names what was not sampled.
fn is_listed_as_left(document: &Document, site: &Site) -> bool {
    left_label(document, site.sentence).is_some_and(|colon| colon < site.first)
}

/// The colon behind a label of lesions that were not sampled, at the head of a sentence that tells of no sampling.
pub(in crate::finding) fn left_label(document: &Document, number: usize) -> Option<usize> {
    const LABEL: usize = 5;
    const TAKEN: ConceptSet =
        ConceptSet::of(&[known::SAMPLE, known::CORE, known::WEDGE, known::CYTOLOGY, known::CUT, known::TAKE]);
    let sentence = &document.sentences[number];
    let end = sentence.end.min(sentence.first + LABEL);
    let colon = (sentence.first + 1..end).find(|&t| document.tokens.is_mark(t, b':'))?;
    // "Not done: fascia sample, anything from the right."
    let undone = colon == sentence.first + 2
        && document.tokens.word(sentence.first) == "not"
        && matches!(document.tokens.word(sentence.first + 1), "done" | "taken" | "touched");
    let unsampled = document.is(sentence.first, known::UNSAMPLED) || undone;
    let other = || {
        document.word_is(sentence.first, WordClass::OthersName)
            && (sentence.first + 1..colon)
                .all(|t| document.is(t, known::LESION) || document.word_is(t, WordClass::LesionNoun))
    };
    let taken =
        || (colon + 1..sentence.end).any(|t| document.concepts(t).meets(TAKEN) && !document.is(t, known::UNSAMPLED));
    (unsampled || other() && !taken()).then_some(colon)
}

/// Whether words end at a token: a mark, a line, the end of the note.
fn ends(document: &Document, token: usize) -> bool {
    document.tokens.list.get(token).is_none_or(|t| matches!(t.kind, Kind::Punct(_)) || t.before >= Break::Line)
}

/// "Mass of the left vastus, right VL normal": a place between marks, and nothing but a word of its health behind it.
fn is_well(document: &Document, site: &Site) -> bool {
    let first = document.sentences[site.sentence].first;
    let parted = site.first == first
        || site.first > first
            && (ends(document, site.first - 1)
                || document.concepts(site.first - 1).meets(ConceptSet::of(&[known::CONJUNCTION, known::DETERMINER])));
    let mut next = site.last + 1;
    if document.is(next, known::BE) && !document.is(next, known::SOUND) {
        next += 1;
    }
    let state = document.mention(next).filter(|m| m.is(known::SOUND) && m.first() <= next);
    parted && state.is_some_and(|m| ends(document, m.last() + 1))
}

/// "Right thigh vein lumps ignored.": the place opens its sentence, and what is told of it is that nobody cared.
fn is_ignored(document: &Document, site: &Site) -> bool {
    const REACH: usize = 8;
    let sentence = &document.sentences[site.sentence];
    let opens = site.first <= sentence.first + 1;
    let passed = (site.last + 1..sentence.end.min(site.last + 1 + REACH))
        .find(|&t| document.word_is(t, WordClass::PassedOver))
        .filter(|&t| ends(document, t + 1));
    opens && passed.is_some() && !sentence.concepts.meets(SAMPLED)
}

/// "Drain through a separate stab on the lateral side": where the drain came out.
fn is_of_drain(document: &Document, site: &Site) -> bool {
    const OPENING: usize = 3;
    let sentence = &document.sentences[site.sentence];
    let end = site.first.min(sentence.first + OPENING);
    (sentence.first..end).any(|t| document.word_is(t, WordClass::DrainName))
        && !sentence.concepts.meets(ConceptSet::of(&[known::LESION, known::BIOPSY, known::SAMPLE]))
}

/// "Steroid in the R knee as per her usual", "the left knee was given Celestone": a place that is told an injection of.
fn is_injected(document: &Document, site: &Site) -> bool {
    let sentence = &document.sentences[site.sentence];
    let told = SAMPLED.with(ConceptSet::of(&[known::LESION]));
    !sentence.concepts.meets(told)
        && (sentence.first..sentence.end).any(|t| document.word_is(t, WordClass::InjectedDrug))
}

/// "The smaller nodules on the right are to be photographed each day": what is yet to be looked at.
fn is_watched(document: &Document, site: &Site) -> bool {
    const REACH: usize = 6;
    let sentence = &document.sentences[site.sentence];
    let end = sentence.end.min(site.last + 1 + REACH);
    let own = |t: &usize| !ends(document, *t) && !document.is(*t, known::PRONOUN);
    let word = |t: usize| document.tokens.word(t);
    let mut behind = (site.last + 1..end).take_while(own);
    behind.any(|t| {
        t + 2 < sentence.end
            && word(t) == "to"
            && word(t + 1) == "be"
            && document.word_is(t + 2, WordClass::WatchedLater)
    }) && !sentence.concepts.meets(SAMPLED)
}
