//! Lesions told in the order in which they were dealt with: "Buttock first. … Thigh next, …", "The left knee was done first … Then the
//! right thigh".

use super::{Finder, Item, MOST, Part, apart, document_word, key_of};
use crate::lexicon::concept::group::{MUSCLES, REGIONS, SIDES};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::Kind;

/// How soon in a part its place stands, in tokens.
const OPENING: usize = 5;

/// Most tokens between a place and the word of order behind it.
const REACH: usize = 4;

/// What tells one place from another.
const PLACES: ConceptSet = SIDES.with(REGIONS).with(MUSCLES);

/// Where in a series a place is told to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    First,
    Later,
}

impl Finder<'_> {
    /// Runs of parts that open with a place and its order in a series: the first is said to be so, those that follow lie elsewhere.
    pub(super) fn in_order(&self) -> Vec<Item> {
        let mut starts: Vec<usize> = Vec::new();
        let mut key = ConceptSet::EMPTY;
        for part in 0..self.parts.len() {
            if !self.is_account(part) || self.is_left_alone(part) {
                continue;
            }
            let Some((order, place)) = self.ordered_place(part) else { continue };
            let opens = starts.is_empty() && order == Order::First;
            let follows = || !starts.is_empty() && order == Order::Later && apart(key, place);
            if (opens || follows()) && starts.len() < MOST {
                starts.push(part);
                key = place;
            }
        }
        if starts.len() < 2 { Vec::new() } else { self.items_from(&starts, false) }
    }

    /// The place that a part opens with, and its order: "Thigh first, …", "Knee second.", "Then the right thigh …".
    fn ordered_place(&self, part: usize) -> Option<(Order, ConceptSet)> {
        let document = self.document;
        let Part { first, end, .. } = self.parts[part];
        let led = order_of(document.tokens.word(first));
        // "Finally, the left knee".
        let from = first + usize::from(led.is_some());
        let from = from + usize::from(from < end && document.tokens.is_mark(from, b','));
        let is_place = |t: &usize| document.concepts(*t).meets(PLACES) && !document.is(*t, known::PSEUDO);
        let at = (from..end.min(first + OPENING)).find(is_place)?;
        if !(from..at).all(|t| self.leads_to_place(t)) {
            return None;
        }
        let behind = (at + 1..end).find(|t| !is_place(t)).unwrap_or(end);
        let place = key_of((at..behind).fold(ConceptSet::EMPTY, |set, t| set.with(document.concepts(t))));
        let order = led.or_else(|| self.order_behind(behind, end))?;
        Some((order, place))
    }

    /// "On the", "for the": small words before a place.
    fn leads_to_place(&self, token: usize) -> bool {
        self.document.concepts(token).meets(ConceptSet::of(&[known::PREPOSITION, known::DETERMINER]))
            || matches!(document_word(self.document, token), "the" | "to" | "came" | "comes")
    }

    /// The order told right behind a place, with nothing between but a noun for the lesion and that it was dealt with; what else is
    /// first was a step: "The thigh was first prepped".
    fn order_behind(&self, behind: usize, end: usize) -> Option<Order> {
        const BETWEEN: ConceptSet =
            ConceptSet::of(&[known::BE, known::LESION, known::TAKE, known::BIOPSIED, known::PERFORM]);
        const BREAKS: ConceptSet =
            ConceptSet::of(&[known::PREPOSITION, known::CONJUNCTION, known::CLAUSE_BREAK, known::RELATIVE]);
        let document = self.document;
        let word = |t: usize| document_word(document, t);
        let told = |t: usize| {
            document.concepts(t).meets(BETWEEN)
                || document.word_is(t, WordClass::DealtWith)
                || matches!(word(t), "side" | "one" | "came" | "comes" | "went" | "goes")
        };
        let at = (behind..end.min(behind + REACH)).find(|&t| order_of(word(t)).is_some())?;
        let next = at + 1;
        let closed = next >= end
            || matches!(document.tokens.list[next].kind, Kind::Punct(_))
            || document.concepts(next).meets(BREAKS)
            || matches!(word(next), "while" | "as" | "since" | "because");
        if closed && (behind..at).all(told) { order_of(word(at)) } else { None }
    }
}

/// What a word says of the order in a series.
fn order_of(word: &str) -> Option<Order> {
    match word {
        "first" | "firstly" => Some(Order::First),
        "second" | "secondly" | "third" | "next" | "then" | "last" | "lastly" | "finally" | "afterwards"
        | "afterward" => Some(Order::Later),
        _ => None,
    }
}
