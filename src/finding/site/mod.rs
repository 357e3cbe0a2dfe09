//! Where: phrases that describe a site ("soft tissue mass, left anterolateral thigh"), cut out of each sentence. In: a
//! document. Out: sites with their region, sides, aspects and structures, how they are meant, and how strongly they speak of
//! the sampled lesion. Which site belongs to which lesion is left to `lesion`.

mod aside;
mod aspect;
mod chosen;
mod described;
mod idle;
mod open;
mod place;
mod subject;
mod weight;

pub(super) use self::aside::is_lain_on;
pub(super) use self::idle::left_label;
pub(super) use self::place::is_initial;
use crate::assertion::Assertion;
use crate::document::Document;
use crate::document::section::Role;
use crate::lexicon::concept::group::{REGIONS, SIDES};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::Kind;
use described::{is_left_to, is_ticked, opens_with_adverb, places_cut};
use open::{Open, close};
use place::{Place, is_behind_lesion, leads_into_region, leads_to_place, take_back};
use subject::is_predicate;

/// A description of a site.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// First token.
    pub first: usize,
    /// Last token, inclusive.
    pub last: usize,
    /// All that its words mean.
    pub concepts: ConceptSet,
    /// The aspects that belong to the region, not to a muscle or to a part of the lesion.
    pub aspects: ConceptSet,
    /// How the words are meant.
    pub assertion: Assertion,
    /// The sentence.
    pub sentence: usize,
    /// The role of the section.
    pub role: Role,
    /// How strongly the words speak of the sampled lesion; 0 where they do not.
    pub weight: u32,
    /// Ties the place to the sampled lesion: a title, an answer, words on the lesion or on what was done to it. What only
    /// stands in the note, such as a scar, a visitor or the other knee that is well, contradicts nothing.
    pub firm: bool,
    /// What stands there has the place, not the lesion: a support, a scar, a pad, a symptom.
    pub aside: bool,
    /// The clause has a subject of its own that is neither the lesion nor a cut or a sample: "a tattoo covers the lower third".
    pub of_other: bool,
    /// Dictated as a correction.
    pub corrects: bool,
    /// The aspects are those of the cut: "a lateral incision". They count where none are told of the lesion itself.
    pub of_cut: bool,
}

const SIDE: ConceptSet = ConceptSet::of(&[known::LEFT, known::RIGHT, known::BILATERAL]);
/// The aspects of a limb.
pub(in crate::finding) const ASPECT: ConceptSet = ConceptSet::of(&[
    known::ANTERIOR,
    known::POSTERIOR,
    known::MEDIAL,
    known::LATERAL,
    known::PROXIMAL,
    known::MID,
    known::DISTAL,
]);

const STRUCTURE: ConceptSet = ConceptSet::of(&[known::THIGH_MUSCLE, known::OTHER_MUSCLE, known::LANDMARK]);
const PLACE: ConceptSet = REGIONS.with(STRUCTURE).with(ConceptSet::of(&[known::LIMB]));
const ANY: ConceptSet = PLACE.with(SIDE).with(ASPECT);
const ABOUT_SAMPLE: ConceptSet =
    ConceptSet::of(&[known::BIOPSY, known::SAMPLE, known::INCISION, known::CUT, known::NEEDLE, known::CORE]);

/// From this weight on a site contradicts another: it stands in a title, a diagnosis, or with the sampling.
pub(super) const CONTRADICTS: u32 = 3;

/// Most tokens of a fragment that is nothing but a side.
const LONE: usize = 5;

/// Most tokens between two words of one site.
const STEP: usize = 5;

/// All sites of a document, in order.
pub fn sites(document: &Document) -> Vec<Site> {
    let mut out = Vec::new();
    for (number, sentence) in document.sentences.iter().enumerate() {
        let mut open: Option<Open> = None;
        for place in document.mentions_in(sentence.first, sentence.end).filter_map(|m| Place::of(document, m)) {
            let place = place.on_thigh(document, open.as_ref().is_some_and(|o| o.concepts.has(known::THIGH)));
            if is_moved_as_well(document, &place)
                || is_beside_another(document, &place)
                || is_struck(document, &place)
                || is_left_to(document, place.first)
            {
                continue;
            }
            let joined = open.as_ref().is_some_and(|o| o.takes(document, place.first, place.concepts));
            // "The lump lay laterally".
            let told = document.tokens.word(place.last).ends_with("ly")
                && (is_predicate(document, place.first, sentence.first)
                    || leads_into_region(document, place.last)
                    || is_behind_lesion(document, place.first)
                    || is_seen_there(document, place.first, sentence.first)
                    || opens_with_adverb(document, place.first, place.last)
                    || places_cut(document, place.first, place.last))
                || place.last > place.first
                    && (leads_to_place(document, place.last)
                        || is_behind_lesion(document, place.first)
                        || document.concepts(place.last + 1).meets(ASPECT));
            if place.concepts.has(known::BARE_ASPECT) && !told && !is_ticked(document, place.first) {
                if let Some(o) = open.as_mut().filter(|o| joined && o.takes_bare(document, &place)) {
                    o.add(document, &place);
                }
                continue;
            }
            if !joined {
                close(document, number, open.take(), &mut out);
            }
            open.get_or_insert_with(|| Open::at(document, &place)).add(document, &place);
        }
        close(document, number, open, &mut out);
    }
    take_back(document, &mut out);
    out.iter_mut().for_each(|site| takes_in_both(document, site));
    chosen::pass_over(document, &mut out);
    out
}

/// "The nodule was seen posteromedially": an adverb right behind a verb of seeing whose subject is a lesion.
fn is_seen_there(document: &Document, first: usize, from: usize) -> bool {
    let verb = first.checked_sub(1).filter(|&t| t > from && document.is(t, known::SEE));
    verb.is_some_and(|t| (from..t).any(|l| document.is(l, known::LESION)))
}

/// "Rectus retracted laterally, sartorius medially": where a muscle was moved, the verb left out.
fn is_moved_as_well(document: &Document, place: &Place) -> bool {
    const REACH: usize = 6;
    if !place.concepts.has(known::BARE_ASPECT) || !document.tokens.word(place.last).ends_with("ly") {
        return false;
    }
    let muscle = place.first.checked_sub(1).and_then(|t| document.mention(t)).filter(|m| m.is(known::THIGH_MUSCLE));
    muscle.is_some_and(|m| {
        let lead = m.first().checked_sub(1);
        let joined = lead.is_some_and(|t| document.tokens.is_mark(t, b',') || document.is(t, known::CONJUNCTION));
        joined && (m.first().saturating_sub(REACH)..m.first()).any(|t| document.is(t, known::RETRACT))
    })
}

/// "Sartorius lateral, femoral vessels medial", "gracilis back, vastus medialis anteriorly": muscles and vessels in a row, each with the side
/// it lies on or was drawn to.
fn is_beside_another(document: &Document, place: &Place) -> bool {
    const NEIGHBOURS: ConceptSet =
        ConceptSet::of(&[known::THIGH_MUSCLE, known::OTHER_MUSCLE, known::NEUROVASCULAR, known::NON_SOFT_TISSUE]);
    const REACH: usize = 8;
    let sentence = &document.sentences[document.sentence_of(place.first)];
    let around = |t: usize| {
        document.concepts(t).meets(place::AROUND) && !document.concepts(t).meets(NEIGHBOURS.with(SIDE).with(REGIONS))
    };
    let named = |t: usize| t > sentence.first && document.concepts(t - 1).meets(NEIGHBOURS);
    let ends = |t: usize| t >= sentence.end || matches!(document.tokens.list[t].kind, Kind::Punct(b',' | b';' | b'.'));
    let placed = |t: usize| {
        let last = document.mention(t).map_or(t, |m| m.last());
        around(t)
            && named(t)
            && (ends(last + 1) || document.is(last + 1, known::CONJUNCTION) || document.is(last + 1, known::BELOW))
    };
    if !placed(place.first) || !place.concepts.meets(place::AROUND) || place.concepts.meets(REGIONS.with(STRUCTURE)) {
        return false;
    }
    let other = |t: usize| t != place.first && document.mention(t).is_some_and(|m| m.first() == t) && placed(t);
    let from = sentence.first.max(place.first.saturating_sub(REACH));
    (from..sentence.end.min(place.last + 1 + REACH)).any(other)
}

/// "Of the lateral, delete lateral, medial right thigh": an aspect that is struck where it is said again.
fn is_struck(document: &Document, place: &Place) -> bool {
    let only = !place.concepts.meets(REGIONS.with(STRUCTURE).with(SIDE)) && place.concepts.meets(ASPECT);
    let first = document.sentences[document.sentence_of(place.first)].first;
    let strikes = |t: usize| document.word_is(t, WordClass::StrikesOut) || document.word_is(t, WordClass::Ignored);
    only && place.first > first && strikes(place.first - 1)
}

/// "Lumps of both inner thighs", "either anterior knee": a word for both stands before the aspect of a limb.
fn takes_in_both(document: &Document, site: &mut Site) {
    let Some(before) = site.first.checked_sub(1) else { return };
    let both = matches!(document.tokens.word(before), "both" | "each" | "either");
    let limb = document.concepts(site.last).meets(ConceptSet::of(&[known::THIGH, known::KNEE]));
    // "Nodules of right and left anterior knee".
    let own = document.concepts(site.first);
    let other = if own.has(known::LEFT) { known::RIGHT } else { known::LEFT };
    let joined = site.first >= 2
        && document.is(before, known::CONJUNCTION)
        && own.meets(SIDES)
        && !own.has(known::BILATERAL)
        && document.is(site.first - 2, other)
        && document.concepts(site.first + 1).meets(ASPECT);
    if joined && limb && before > document.sentences[site.sentence].first {
        site.concepts = site.concepts.without(known::LEFT).without(known::RIGHT);
        site.concepts.insert(known::BILATERAL);
        site.first -= 2;
        return;
    }
    let region = || site.concepts.meets(REGIONS) && !site.concepts.has(known::OTHER_REGION);
    if both && limb && region() && !site.concepts.meets(SIDE) {
        site.concepts.insert(known::BILATERAL);
        site.first = before;
    }
}
