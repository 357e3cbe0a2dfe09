//! An aspect without side or place: "lateral", "mid third". In: words that name one. Out: whether they tell where the lesion or the cut lies,
//! or a direction, a part of something else, or a turn of the story.

use super::super::open::Open;
use super::super::subject::{is_predicate, is_told_of_other};
use super::super::{ABOUT_SAMPLE, ANY, ASPECT, PLACE};
use super::cut::{opens_with_adverb, places_cut};
use super::marks::stands_between_marks;
use super::other_sense::is_movement;
use super::{answers, is_near_lesion, is_ticked, is_whole_fragment, word_before};
use crate::document::Document;
use crate::document::section::Role;
use crate::document::sentence::Sentence;
use crate::lexicon::concept::group::LENGTH_UNITS;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::Kind;

/// "pre: lump post: same": the label of what was thought after, behind that of what was thought before.
fn is_label_behind(document: &Document, open: &Open) -> bool {
    const REACH: usize = 16;
    let tokens = &document.tokens;
    let labels = |t: usize, word: &str| tokens.word(t) == word && tokens.is_mark(t + 1, b':');
    open.first == open.last
        && labels(open.first, "post")
        && (open.first.saturating_sub(REACH)..open.first).any(|t| labels(t, "pre"))
}

/// Whether aspects alone tell a place: "on the lateral side, distal third", "is posterior", a ticked box, a field.
pub(super) fn is_site_by_aspect(document: &Document, open: &Open) -> bool {
    if is_direction(document, open) || is_movement(document, open.first) || is_label_behind(document, open) {
        return false;
    }
    let sentence = &document.sentences[document.sentence_of(open.first)];
    if is_part_of_story(document, open, sentence)
        || is_part_of_subject(document, open, sentence)
        || is_of_other_thing(document, open)
        || is_way_of_needle(document, open, sentence)
    {
        return false;
    }
    if is_whole_fragment(document, open)
        || places_cut(document, open.first, open.last)
        || opens_with_adverb(document, open.first, open.first)
    {
        return true;
    }
    if is_beside_lesion(document, open) {
        return false;
    }
    if is_predicate(document, open.first, sentence.first) || is_filled(document, open.first, sentence.first) {
        return true;
    }
    if is_told_of_other(document, open.first, sentence.first) {
        return false;
    }
    if is_ticked(document, open.first)
        || document.tokens.word(open.last + 1) == "one"
        || tells_where_lesion_lies(document, open, sentence)
        || open.of_cut
        || is_height(document, open, sentence)
        || stands_between_marks(document, open, sentence.first)
    {
        return true;
    }
    if modifies_other(document, open.last, sentence.end) {
        return false;
    }
    let filler = (open.first..=open.last + 1)
        .any(|t| document.is(t, known::FILLER) || t <= open.last && document.word_is(t, WordClass::FaceName));
    filler
        || is_near_lesion(document, open)
        || document
            .tokens
            .list
            .get(open.last + 1)
            .is_some_and(|_| document.word_is(open.last + 1, WordClass::RaisedSpot))
        || document.section_of(open.first).role == Role::Field && answers(document, open.first)
}

/// "The scar was entered in its middle third", "the band was cut in its posterior third": a part of what the sentence opens with.
fn is_part_of_subject(document: &Document, open: &Open, sentence: &Sentence) -> bool {
    const REACH: usize = 16;
    const THINGS: ConceptSet = ConceptSet::of(&[known::SCAR, known::FASCIA, known::SEPTUM]);
    const LIMB: ConceptSet = ConceptSet::of(&[known::LESION, known::THIGH, known::KNEE, known::LIMB]);
    let word = |t: usize| document.tokens.word(t);
    let own = word_before(document, open.first, 1) == "its"
        || word(open.first) == "in" && open.last > open.first && word(open.first + 1) == "its";
    let from = sentence.first.max(open.first.saturating_sub(REACH));
    let named = |set: ConceptSet| (from..open.first).any(|t| document.concepts(t).meets(set));
    own && named(THINGS) && !named(LIMB)
}

/// "On the medial side of the clot": a side of a thing that is no part of the limb.
fn is_of_other_thing(document: &Document, open: &Open) -> bool {
    const LIMB: ConceptSet = PLACE.with(ASPECT).with(ConceptSet::of(&[known::LESION, known::PART]));
    let face = document.mention(open.last).is_some_and(|m| document.word_is(m.last(), WordClass::FaceName))
        || document.word_is(open.last + 1, WordClass::FaceName);
    let of = open.last + 1 + usize::from(document.word_is(open.last + 1, WordClass::FaceName));
    let noun = of + 2;
    let thing = || {
        let mention = document.mention(noun);
        mention.is_some_and(|m| m.concepts.meets(ConceptSet::of(&[known::NEUROVASCULAR, known::NON_SOFT_TISSUE])))
            || document.word_is(noun, WordClass::Bleed)
    };
    face && document.tokens.word(of) == "of"
        && document.is(of + 1, known::DETERMINER)
        && !document.concepts(noun).meets(LIMB)
        && thing()
}

/// "Needle position checked at the skin, half way and at target": how far a needle had come.
fn is_way_of_needle(document: &Document, open: &Open, sentence: &Sentence) -> bool {
    const NEEDLE: ConceptSet = ConceptSet::of(&[known::NEEDLE, known::NEEDLE_PART, known::CORE_DEVICE]);
    const PLACED: ConceptSet = ConceptSet::of(&[known::LESION, known::INCISION, known::CUT, known::BETWEEN]);
    let midway = matches!(document.tokens.word(open.first), "halfway" | "midway" | "half");
    midway && sentence.concepts.meets(NEEDLE) && !sentence.concepts.meets(PLACED.with(PLACE))
}

/// "Start. … Middle. Seven cm cut. … Finish.": a sentence of this word alone, behind one that tells no place, parts what is told.
fn is_part_of_story(document: &Document, open: &Open, sentence: &Sentence) -> bool {
    let alone = open.first == sentence.first
        && open.first == open.last
        && sentence.end <= open.last + 2
        && document.word_is(open.first, WordClass::MiddleName);
    let before = || document.sentence_of(open.first).checked_sub(1).map(|n| document.sentences[n].concepts);
    alone && before().is_none_or(|c| !c.meets(PLACE.with(ASPECT)))
}

/// "Entry from lateral", "17G outer / 18G", "a cube off the front face": where something came from, or a part of a needle or a sample.
fn is_direction(document: &Document, open: &Open) -> bool {
    const REACH: usize = 4;
    let before = word_before(document, open.first, 1);
    let lead = if before == "the" { word_before(document, open.first, 2) } else { before };
    let pulled = || {
        let mut back = (1..REACH).filter_map(|back| open.first.checked_sub(back));
        back.any(|t| document.is(t, known::RETRACT))
    };
    let gauge = || open.first.checked_sub(1).is_some_and(|t| document.is(t, known::GAUGE));
    matches!(lead, "from" | "off") || matches!(before, "entry" | "approach") || gauge() || pulled()
}

/// "The lump is posterior", "it lies lateral", "a mass, deep fat": told of a lesion or a pronoun before it.
fn tells_where_lesion_lies(document: &Document, open: &Open, sentence: &Sentence) -> bool {
    const SUBJECT: ConceptSet = ConceptSet::of(&[known::LESION, known::PRONOUN]);
    const LYING: ConceptSet = ConceptSet::of(&[known::BE, known::LIE]);
    let told =
        open.first > 0 && document.concepts(open.first - 1).meets(LYING) || document.is(open.last + 1, known::FAT);
    told && document.mentions_in(sentence.first, open.first).any(|m| document.mentions[m].concepts.meets(SUBJECT))
}

/// "At the mid level, a solid mass": a height told before its lesion; "Cut 3.5 cm, mid 1/3": behind its cut.
fn is_height(document: &Document, open: &Open, sentence: &Sentence) -> bool {
    const CUTS: ConceptSet = ConceptSet::of(&[known::INCISION, known::CUT]);
    let word = |t: usize| document.tokens.word(t);
    let before = word_before(document, open.first, 1);
    let lead = if before == "the" { word_before(document, open.first, 2) } else { before };
    let level = || {
        document.mention(open.last).is_some_and(|m| {
            document.word_is(m.last(), WordClass::LevelName)
                || word(m.last()).ends_with("/3")
                || word(m.last()) == "3" && m.first() < m.last()
        })
    };
    // "An incision was made midway between groin and knee."
    let midway = matches!(word(open.first), "halfway" | "midway")
        || matches!(word(open.first), "half" | "mid") && open.last > open.first && word(open.first + 1) == "way";
    let told_of =
        |t: usize| document.is(t, known::LESION) && t > open.last || document.concepts(t).meets(CUTS) && t < open.first;
    // "The mass was easily felt in the proximal part."
    let felt = || {
        const REACH: usize = 8;
        let part = (open.first..=open.last + 1)
            .any(|t| document.word_is(t, WordClass::PartName) || document.word_is(t, WordClass::LevelName));
        let from = sentence.first.max(open.first.saturating_sub(REACH));
        let sampled = |t: usize| document.concepts(t).meets(ABOUT_SAMPLE) || document.is(t, known::TAKE);
        lead == "in"
            && part
            && document.tokens.word(open.last + 1) != "of"
            && (from..open.first).any(|t| document.word_is(t, WordClass::Palpated))
            && (from..open.first).any(|t| document.is(t, known::LESION))
            && !(from..open.first).any(sampled)
    };
    // "The outer thigh was prepped midway between hip and knee".
    let prepped = || midway && (sentence.first..open.first).any(|t| document.is(t, known::PREP));
    // "A nodule of the gracilis, 31 mm long, at the junction of proximal and middle thirds".
    let behind_lesion = || {
        lead == "at"
            && matches!(word(open.last), "thirds" | "third")
            && (sentence.first..open.first).any(|t| document.is(t, known::LESION))
            && !(sentence.first..open.first).any(|t| document.concepts(t).meets(ABOUT_SAMPLE))
    };
    // "4 cm vertical cut upper third": right behind its cut. "In the lower third, a 45 x 30 mm mass": it opens what is told of a lesion.
    let behind_cut = || {
        open.first > sentence.first
            && document.concepts(open.first - 1).meets(CUTS)
            && document.tokens.word(open.last + 1) != "of"
    };
    let opening = || {
        const NEAR: usize = 14;
        lead == "in"
            && open.first <= sentence.first + 2
            && document.tokens.is_mark(open.last + 1, b',')
            && (open.last + 1..sentence.end.min(open.last + 1 + NEAR)).any(told_of)
    };
    felt()
        || prepped()
        || behind_lesion()
        || level() && (behind_cut() || opening())
        || (midway || matches!(lead, "at" | ",") && level()) && (sentence.first..sentence.end).any(told_of)
}

/// "A lump of 4 cm occupies the front": a lesion that takes up a place.
pub(super) fn is_filled(document: &Document, first: usize, from: usize) -> bool {
    let word = |back: usize| first.checked_sub(back).map_or("", |t| document.tokens.word(t));
    let article = usize::from(matches!(word(1), "the" | "its"));
    let verb = first.checked_sub(1 + article);
    verb.is_some_and(|t| document.word_is(t, WordClass::FillsPlace))
        && (from..first).any(|t| document.is(t, known::LESION))
}

/// "lower slices", "front coil": an aspect told of a thing that is no place.
fn modifies_other(document: &Document, last: usize, end: usize) -> bool {
    const PLACING: ConceptSet = ConceptSet::of(&[
        known::LESION,
        known::FILLER,
        known::PREPOSITION,
        known::DETERMINER,
        known::CONJUNCTION,
        known::BE,
        known::NUMBER_WORD,
        known::INCISION,
        known::CUT,
        known::BIOPSY,
        known::SKIN,
        known::FAT,
        known::SAMPLE,
        known::PARTIAL,
    ]);
    let next = last + 1;
    !document.is(last, known::FILLER)
        && document.tokens.list.get(next).is_some_and(|t| t.kind == Kind::Word)
        && next < end
        && !document.word_is(next, WordClass::RaisedSpot)
        && !document.concepts(next).meets(PLACING.with(ANY))
        && !document.is_verb(next)
}

/// "the nerve runs 9 mm ventral of the finding": how something lies to the lesion.
fn is_beside_lesion(document: &Document, open: &Open) -> bool {
    let measured = open.first.checked_sub(1).is_some_and(|t| document.concepts(t).meets(LENGTH_UNITS));
    let joined = matches!(
        document.tokens.list.get(open.last + 1).map_or("", |_| document.tokens.word(open.last + 1)),
        "of" | "to"
    );
    joined && (measured || (open.last + 2..open.last + 5).any(|t| document.is(t, known::LESION)))
}
