//! Lesions told apart by what the words of each passage weigh (`weights.tsv`), where the patterns told none apart and all words of the
//! note together speak for several: where the account of the first begins, and where that of the next.

use std::ops::Range;

use super::super::weighed::{SEVERAL, is_short, speaks_for};
use super::parts::parts;
use super::{ASPECT, Finder, Item, Part};
use crate::document::Document;
use crate::document::section::Role;
use crate::lexicon::concept::group::{MUSCLES, REGIONS, SIDES};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::weights::{Against, Answer, Place, Turn};

/// A part of the account of a note, with which what is told of a lesion may begin.
#[derive(Debug, Clone)]
pub struct Passage {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// How it stands to those before it.
    pub turns: Vec<Turn>,
}

/// What tells the places of two lesions apart.
const PLACES: [(Place, ConceptSet); 4] =
    [(Place::Side, SIDES), (Place::Region, REGIONS), (Place::Muscle, MUSCLES), (Place::Aspect, ASPECT)];

/// How much a passage must speak for being the beginning of the next lesion to be asked before what running text tells of places: below, the
/// signs were right in as many notes that neither had met.
pub(super) const CLEAR: f32 = 1.0;

/// How much a passage may add to what all words weigh for several lesions. In nearly all notes these speak more against it, and no passage
/// need be weighed.
const MOST_OF_PASSAGE: f32 = 4.0;

/// The passages of the account of a note, in order.
pub fn passages(document: &Document) -> Vec<Passage> {
    of_parts(document, &parts(document))
}

fn of_parts(document: &Document, parts: &[Part]) -> Vec<Passage> {
    const ACCOUNT: [Role; 4] = [Role::Narrative, Role::Technique, Role::Field, Role::Findings];
    let mut passages: Vec<Passage> = Vec::new();
    // The places named last, kind by kind.
    let mut named = [ConceptSet::EMPTY; PLACES.len()];
    for part in parts.iter().filter(|p| ACCOUNT.contains(&document.section_of(p.first).role)) {
        let mut turns = Vec::new();
        if passages.is_empty() {
            turns.push(Turn::Opening);
        }
        let meant = meant(document, part);
        if !PLACES.iter().any(|(_, of)| meant.meets(*of)) {
            turns.push(Turn::Placeless);
        }
        for ((place, of), before) in PLACES.iter().zip(&mut named) {
            let own = meant.within(*of);
            if !own.is_empty() {
                turns.push(Turn::Names(*place, against(own, *before)));
                *before = own;
            }
        }
        passages.push(Passage { tokens: part.first..part.end, turns });
    }
    passages
}

/// What the words of a part mean, but for those that mean no place.
fn meant(document: &Document, part: &Part) -> ConceptSet {
    let mentions = document.mentions_in(part.first, part.end).map(|m| &document.mentions[m]);
    mentions.filter(|m| !m.is(known::PSEUDO)).fold(ConceptSet::EMPTY, |all, m| all.with(m.concepts))
}

fn against(own: ConceptSet, before: ConceptSet) -> Against {
    if before.is_empty() {
        Against::Nothing
    } else if own.within(before) == own {
        Against::Same
    } else if own.meets(before) {
        Against::More
    } else {
        Against::Other
    }
}

/// Two passages with which what is told of two lesions may begin.
#[derive(Clone, Copy)]
struct Begun {
    /// How much both speak for it together.
    speaks: f32,
    /// How much the second does.
    next: f32,
    /// The parts they are.
    parts: [usize; 2],
}

impl Finder<'_> {
    /// Two lesions, in a note whose words speak for several, or nearly so and those of a passage for its being the next one's: those
    /// whose beginnings speak most for it together, if the second speaks at least so much.
    pub(super) fn by_weight(&self, least: f32) -> Vec<Item> {
        let document = self.document;
        if is_short(document) {
            return Vec::new();
        }
        let several = speaks_for(document, Answer::Several);
        let tells_next =
            |begun: &Begun| begun.next >= least && several + begun.next.clamp(0.0, MOST_OF_PASSAGE) >= SEVERAL;
        if several < SEVERAL - MOST_OF_PASSAGE {
            return Vec::new();
        }
        let begun = self.begun().filter(tells_next);
        begun.map_or(Vec::new(), |b| self.items_from(&b.parts, false))
    }

    /// The two passages that speak most for being the beginnings of two lesions.
    fn begun(&self) -> Option<Begun> {
        // The passage so far that speaks most for the first, and the best pair.
        let mut first: Option<(f32, usize)> = None;
        let mut best: Option<Begun> = None;
        for passage in of_parts(self.document, &self.parts) {
            let part = self.part(passage.tokens.start);
            let sums = self.document.weighs_passage(passage.tokens, &passage.turns);
            if let Some((speaks, opening)) = first {
                let next = sums.of(Answer::NextTold);
                let both = Begun { speaks: speaks + next, next, parts: [opening, part] };
                if best.is_none_or(|b| both.speaks > b.speaks) {
                    best = Some(both);
                }
            }
            let speaks = sums.of(Answer::FirstTold);
            if first.is_none_or(|(most, _)| speaks > most) {
                first = Some((speaks, part));
            }
        }
        best
    }
}
