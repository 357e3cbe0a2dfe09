//! The place of a cut. In: words that name an aspect. Out: whether they tell where on the limb the incision was made, or open what is told
//! of a lesion there.

use super::super::{ABOUT_SAMPLE, ANY};
use crate::document::Document;
use crate::lexicon::concept::group::LENGTH_UNITS;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::Kind;

/// "Laterally, at its mid-point, a 2 cm incision was made": where on the limb the cut behind the words is.
pub(in crate::finding::site) fn places_cut(document: &Document, first: usize, last: usize) -> bool {
    const REACH: usize = 12;
    const BETWEEN: ConceptSet =
        ConceptSet::of(&[known::LESION, known::NEUROVASCULAR, known::NON_SOFT_TISSUE, known::FASCIA, known::MUSCLE]);
    let sentence = &document.sentences[document.sentence_of(first)];
    let word = |back: usize| first.checked_sub(back).map_or("", |t| document.tokens.word(t));
    let adverb = first == sentence.first && document.tokens.word(first).ends_with("ly");
    let own = word(1) == "its" && first.checked_sub(2).is_some_and(|t| document.word_is(t, WordClass::PlaceWord));
    let end = sentence.end.min(last + REACH);
    let cut = (last + 1..end).find(|&t| document.concepts(t).meets(BETWEEN.with(ConceptSet::of(&[known::INCISION]))));
    const DONE_REACH: usize = 5;
    // "Laterally, the incision was extended": where it went on to.
    let made = |t: usize| (t + 1..sentence.end.min(t + DONE_REACH)).any(|d| document.word_is(d, WordClass::CutMade));
    // "A vertical incision was sited over the junction of the upper and middle thirds".
    let over = usize::from(word(1) == "the") + 1;
    let before = || {
        let told = |t: usize| document.concepts(t).meets(BETWEEN);
        let named = |t: usize| document.is(t, known::CUT) && document.tokens.word(t).starts_with("incision");
        let cut = (sentence.first..first).rfind(|&t| document.is(t, known::INCISION) || named(t));
        // "After the incision retractors were placed at …", "… was begun at the proximal end of the old scar".
        let goes_on = |t: usize| {
            document.tokens.is_mark(t, b',') && document.is_verb(t + 1)
                || document.is(t, known::CONJUNCTION)
                || document.is(t, known::RETRACT)
                || document.is(t, known::CUT) && document.mention(t).is_some_and(|m| m.first() == t) && !named(t)
        };
        let part = document.word_is(last + 1, WordClass::LandmarkEdge)
            || document.word_is(last + 1, WordClass::PlaceEnd)
            || document.tokens.word(last + 1) == "of";
        // "A five centimeter incision in the lower third straight up and down".
        let level = || word(over) == "in" && document.word_is(last, WordClass::LevelName) && word(1) == "the";
        // "Incision 2.5 cm along the front, mid-length".
        let along = || word(over) == "along" && document.tokens.is_mark(last + 1, b',');
        (matches!(word(over), "over" | "at") || along() || level())
            && !part
            && cut.is_some_and(|c| !(c + 1..first).any(|t| told(t) || goes_on(t)))
    };
    // "A 4 cm incision was made anteriorly.": the adverb ends what is told of the cut.
    if before() || is_behind_cut(document, first) {
        return true;
    }
    (adverb || own) && cut.is_some_and(|t| document.is(t, known::INCISION) && made(t))
}

/// "A 4 cm incision was made anteriorly": an adverb right behind the verb of a cut; what it "was extended" to is no place.
pub(in crate::finding::site) fn is_behind_cut(document: &Document, first: usize) -> bool {
    const REACH: usize = 5;
    let sentence = &document.sentences[document.sentence_of(first)];
    let made = first.checked_sub(1).filter(|&t| t > sentence.first && document.word_is(t, WordClass::CutMade));
    let end = document.tokens.list.get(first + 1).is_none_or(|t| matches!(t.kind, Kind::Punct(_)));
    end && document.tokens.word(first).ends_with("ly")
        && made
            .is_some_and(|m| (sentence.first.max(m.saturating_sub(REACH))..m).any(|t| document.is(t, known::INCISION)))
}

/// "Medially, in the subcutaneous fat: a nodule", "Anteriorly, proximal third: 31 x 22 mm": an adverb of place that opens a sentence with no
/// verb, on a lesion or its size.
pub(in crate::finding::site) fn opens_with_adverb(document: &Document, first: usize, last: usize) -> bool {
    const TOLD: ConceptSet = ConceptSet::of(&[known::LESION, known::UNIT_CM, known::UNIT_MM]);
    const OTHERS: ConceptSet = ABOUT_SAMPLE.with(ConceptSet::of(&[
        known::RETRACT,
        known::NEUROVASCULAR,
        known::NON_SOFT_TISSUE,
        known::CLOSE,
        known::DISSECT,
        known::TAKE,
        known::DEVICE,
        known::SUTURE,
    ]));
    let sentence = &document.sentences[document.sentence_of(first)];
    let within = |set: ConceptSet| (last + 1..sentence.end).any(|t| document.concepts(t).meets(set));
    first == sentence.first
        && document.tokens.word(last).ends_with("ly")
        && document.tokens.is_mark(last + 1, b',')
        && within(TOLD)
        && !within(OTHERS)
        && !(last + 1..sentence.end).any(|t| document.is_verb(t) || document.is(t, known::BE))
}

/// "a lateral longitudinal incision", "Incision: lateral, 4 cm": the place of the cut. A drain or a second cut has its own.
pub(in crate::finding::site) fn tells_cut(document: &Document, first: usize, last: usize) -> bool {
    const OTHERS: ConceptSet =
        ConceptSet::of(&[known::DEVICE, known::NEEDLE, known::PUNCH_TOOL, known::ENTRY, known::CLOSE]);
    // "The distal wound" is one end of the wound.
    const AROUND: ConceptSet = ConceptSet::of(&[known::ANTERIOR, known::POSTERIOR, known::MEDIAL, known::LATERAL]);
    if !document.concepts(first).meets(AROUND) {
        return false;
    }
    let sentence = &document.sentences[document.sentence_of(first)];
    let adjective = |t: usize| {
        document.tokens.list[t].kind == Kind::Word
            && !document.concepts(t).meets(ANY.with(ConceptSet::of(&[
                known::FILLER,
                known::PREPOSITION,
                known::CONJUNCTION,
            ])))
    };
    let ahead = (last + 1..sentence.end.min(last + 4)).find(|&t| document.is(t, known::INCISION) || !adjective(t));
    let cut = ahead.is_some_and(|t| document.is(t, known::INCISION));
    let reopened = document.is(last + 1, known::SCAR)
        && (last + 1..sentence.end.min(last + 6))
            .any(|t| document.concepts(t).meets(ConceptSet::of(&[known::REOPEN, known::CUT])));
    let labelled = first >= 2 && document.tokens.is_mark(first - 1, b':') && document.is(first - 2, known::INCISION);
    // "Incision 2.5 cm lateral, through fascia".
    let measured = || {
        let ends = [b',', b'.', b';'].into_iter().any(|m| document.tokens.is_mark(last + 1, m));
        let number = first >= 3 && document.concepts(first - 1).meets(LENGTH_UNITS);
        ends && number && (first - 3..first - 1).any(|t| document.is(t, known::INCISION))
    };
    (cut || reopened || labelled || measured())
        && !(sentence.first..sentence.end).any(|t| document.concepts(t).meets(OTHERS))
}
