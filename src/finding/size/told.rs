//! The size of one lesion among several, told in a few words: "R lat thigh 3 cm tru-cut x3", "in fat, 14 mm, 16G x3", "R 2 cm, L 3 cm".
//! In: the lengths that no noun owns, in notes that set lesions apart. Out: the only one that stands where such notes have their size.

use super::Size;
use crate::finding::Reading;
use crate::finding::site::ASPECT;
use crate::lexicon::concept::group::{MUSCLES, REGIONS, SIDES};
use crate::lexicon::concept::{ConceptSet, known};

/// Behind what a size may stand without a verb; behind a layer only where a comma parts them, as "fat 1 cm" tells how thick it is.
const PLACES: ConceptSet = REGIONS.with(MUSCLES).with(SIDES).with(ASPECT).with(ConceptSet::of(&[known::LESION]));
const LAYERS: ConceptSet = ConceptSet::of(&[known::FAT, known::SUBCUTANEOUS]);

/// Needles are thinner, in mm.
const THICKEST_NEEDLE: f64 = 8.0;

/// What a length right before it measures.
const OTHERS: ConceptSet = ConceptSet::of(&[
    known::INCISION,
    known::CUT,
    known::ENTRY,
    known::SAMPLE,
    known::WEDGE,
    known::PUNCH,
    known::PUNCH_TOOL,
    known::PASS,
    known::MARGIN,
    known::DISTANCE,
    known::SCAR,
    known::SUTURE,
    known::ABOVE,
    known::BELOW,
    known::DEEP_WORD,
    known::BESIDE,
]);

/// A core that is told once, with its count, may stand behind the size of a lesion; below this length it is the core's own, in mm.
const LONGEST_CORE: f64 = 25.0;

const TOOLS: ConceptSet = ConceptSet::of(&[known::CORE, known::NEEDLE, known::CORE_DEVICE, known::DEVICE]);

/// The only length told of a lesion among several that nothing else owns.
pub(super) fn of_lesion<'r>(reading: &'r Reading, lesion: usize) -> Option<&'r Size> {
    // Where only muscle is sampled there is nothing to measure.
    if reading.lesions.count < 2 || !reading.document.concepts.has(known::LESION) {
        return None;
    }
    let own = |s: &&Size| !s.of_incision && s.mm.len() == 1 && is_of(reading, lesion, s);
    let mut told = reading.sizes.iter().filter(own);
    let size = told.next()?;
    told.next().is_none().then_some(size)
}

/// Whether a length is told in the words about a lesion, behind its place, or behind the side that none but this one lies on.
fn is_of(reading: &Reading, lesion: usize, size: &Size) -> bool {
    let document = reading.document;
    let Some(before) = size.first.checked_sub(1) else { return false };
    let comma = before > 0 && document.tokens.is_mark(before, b',');
    let before = before - usize::from(comma);
    // "In the fat too, 21 mm".
    let likewise = before > 0 && matches!(document.tokens.word(before), "too" | "also" | "again" | "likewise");
    let before = before - usize::from(likewise);
    let (behind, next) = (document.concepts(before), size.last + 1);
    let longest = if document.is(next, known::CORE) { LONGEST_CORE } else { THICKEST_NEEDLE };
    let of_tool = document.concepts(next).meets(TOOLS) && size.mm.iter().any(|&mm| mm < longest);
    if of_tool || document.concepts(next).meets(OTHERS) {
        return false;
    }
    let placed = || behind.meets(PLACES) || comma && behind.meets(LAYERS) || document.tokens.word(before) == "one";
    match reading.lesions.of(size.first) {
        Some(own) => own == lesion && placed(),
        None => {
            let on_side = |l: usize| reading.lesions.told_apart_by(l).0.iter().any(|c| SIDES.has(c) && behind.has(c));
            behind.meets(SIDES) && (0..reading.lesions.count).all(|l| on_side(l) == (l == lesion))
        }
    }
}
