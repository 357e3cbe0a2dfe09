//! Two lesions told apart by what the words of each passage weigh (`weights.tsv`), in a note all whose words together speak for several:
//! where the account of the first begins, and where that of the next. Asked behind lists and titles; before the signs of running text where
//! a passage speaks clearly, and else behind them.

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
const CLEAR: f32 = 1.0;

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
pub(super) struct Begun {
    /// How much both speak for it together.
    speaks: f32,
    /// How much the second does.
    next: f32,
    /// The parts they are.
    parts: [usize; 2],
}

impl Begun {
    /// Whether the second speaks clearly.
    pub(super) fn is_clear(&self) -> bool {
        self.next >= CLEAR
    }
}

impl Finder<'_> {
    /// The beginnings of two lesions, in a note whose words speak for several, or nearly so and those of a passage for its being the next
    /// one's.
    pub(super) fn begun_by_weight(&self) -> Option<Begun> {
        let document = self.document;
        if is_short(document) {
            return None;
        }
        // What speaks against several does so whatever the length of the note.
        let several = document.weighs(Answer::Several).min(speaks_for(document, Answer::Several));
        if several < SEVERAL - MOST_OF_PASSAGE {
            return None;
        }
        self.begun().filter(|begun| several + begun.next.clamp(0.0, MOST_OF_PASSAGE) >= SEVERAL)
    }

    /// The lesions that begin so.
    pub(super) fn items_that_begin(&self, begun: Begun) -> Vec<Item> {
        self.items_from(&begun.parts, false)
    }

    /// The two passages that speak most for being the beginnings of two lesions.
    fn begun(&self) -> Option<Begun> {
        // The passage so far that speaks most for the first, and the best pair.
        let mut first: Option<(f32, usize)> = None;
        let mut best: Option<Begun> = None;
        for passage in of_parts(self.document, &self.parts) {
            let part = self.part(passage.tokens.start);
            let of_both = is_of_both(self.document, passage.tokens.clone());
            let sums = self.document.weighs_passage(passage.tokens, &passage.turns);
            if let Some((speaks, opening)) = first.filter(|_| !of_both) {
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

/// "L and R to pathology", "pots A and B to the laboratory": what is told of both at once, and of no place, begins neither.
fn is_of_both(document: &Document, tokens: Range<usize>) -> bool {
    const PLACE: ConceptSet = REGIONS.with(MUSCLES).with(ConceptSet::of(&[known::LESION]));
    let sided = |t: usize| document.concepts(t).within(SIDES);
    let labels = |t: usize| matches!((document.tokens.word(t), document.tokens.word(t + 2)), ("a", "b") | ("1", "2"));
    let paired = |t: usize| {
        let (one, other) = (sided(t), sided(t + 2));
        document.is(t + 1, known::CONJUNCTION) && (!one.is_empty() && !other.is_empty() && one != other || labels(t))
    };
    tokens.len() > 2
        && !tokens.clone().any(|t| document.concepts(t).meets(PLACE))
        && (tokens.start..tokens.end - 2).any(paired)
}

#[cfg(test)]
mod tests {
    use super::{Against, ConceptSet, against, known};

    #[test]
    fn a_place_is_set_against_the_one_before() {
        let set = ConceptSet::of;
        let (left, right, both) = (set(&[known::LEFT]), set(&[known::RIGHT]), set(&[known::LEFT, known::RIGHT]));
        assert_eq!(against(left, ConceptSet::EMPTY), Against::Nothing);
        assert_eq!(against(left, left), Against::Same);
        assert_eq!(against(left, both), Against::Same);
        assert_eq!(against(both, left), Against::More);
        assert_eq!(against(right, left), Against::Other);
    }
}
