//! Sizes listed in one sentence, each under the name of its place: "buttock 7.5 x 6 cm, thigh 5.1 x 3.3 cm", "3.3 x 2.7 cm on the left
//! and 2.8 x 2.0 cm on the right". In: a size and what was found of a lesion. Out: whether the size is another lesion's.

use super::super::{Findings, Reading, aspects_of};
use super::Size;
use crate::analysis::{Laterality, Region};
use crate::document::Document;
use crate::finding::site::ASPECT;
use crate::lexicon::concept::group::{REGIONS, SIDES};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::Kind;

const NAMES: ConceptSet = REGIONS.with(SIDES).with(ASPECT);

/// Whether a size that stands in what is told of all lesions has the name of another one's place, among others listed beside it.
pub(super) fn is_of_another(reading: &Reading, findings: &Findings, size: &Size) -> bool {
    let shared = |s: &Size| reading.lesions.of(s.first).is_none();
    if reading.lesions.count < 2 || !shared(size) {
        return false;
    }
    let own = label(reading.document, size);
    // A list is told in a row.
    const NEIGHBOURS: usize = 2;
    let at = reading.sizes.partition_point(|s| s.first < size.first);
    let around = at.saturating_sub(NEIGHBOURS)..reading.sizes.len().min(at + 1 + NEIGHBOURS);
    let mut beside = reading.sizes[around].iter().filter(|s| s.sentence == size.sentence);
    let listed = beside.any(|s| {
        let other = label(reading.document, s);
        s.first != size.first && s.weight > 0 && !other.is_empty() && NAMES.iter().any(|c| other.has(c) != own.has(c))
    });
    !own.is_empty() && listed && !fits(own, findings)
}

/// The places right before a size, or behind it where a word such as "on" leads to them.
fn label(document: &Document, size: &Size) -> ConceptSet {
    const REACH: usize = 6;
    let sentence = &document.sentences[size.sentence];
    let goes_on = |t: &usize| {
        document.tokens.list[*t].kind == Kind::Word && !document.is(*t, known::CONJUNCTION)
            || document.tokens.is_mark(*t, b'(')
    };
    let named = |tokens: &mut dyn Iterator<Item = usize>| {
        tokens.fold(ConceptSet::EMPTY, |set, t| {
            let told = document.concepts(t);
            NAMES.iter().filter(|&c| told.has(c)).fold(set, |set, c| set.with(ConceptSet::of(&[c])))
        })
    };
    let from = sentence.first.max(size.first.saturating_sub(REACH));
    let colon = usize::from(size.first > from && document.tokens.is_mark(size.first - 1, b':'));
    let before = named(&mut (from..size.first - colon).rev().take_while(goes_on));
    let next = size.last + 1;
    let led =
        next < sentence.end && (document.word_is(next, WordClass::OnPlace) || document.tokens.is_mark(next, b'('));
    if !before.is_empty() || !led {
        return before;
    }
    named(&mut (next + 1..sentence.end.min(next + REACH)).take_while(goes_on))
}

/// Whether the name of a place agrees with what was found of a lesion.
fn fits(label: ConceptSet, findings: &Findings) -> bool {
    let side = match findings.laterality.value {
        Some(Laterality::Left) => !label.has(known::RIGHT),
        Some(Laterality::Right) => !label.has(known::LEFT),
        _ => true,
    };
    let region = match findings.region.value {
        Some(Region::Thigh) => label.has(known::THIGH) || !label.meets(REGIONS),
        Some(Region::Knee) => label.has(known::KNEE) || !label.meets(REGIONS),
        Some(Region::Other) => label.has(known::OTHER_REGION) || !label.meets(REGIONS),
        None => true,
    };
    let told = &findings.aspects.value;
    side && region && (told.is_empty() || aspects_of(label).all(|a| told.contains(&a)))
}
