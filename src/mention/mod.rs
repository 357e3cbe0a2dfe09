//! What is written, without interpretation: phrases of the lexicon, numbers and measurements.

pub mod around;
pub mod measurement;
pub mod number;
pub mod phrase;
mod spelling;
mod trie;
pub mod weight;
pub mod word;

use crate::lexicon::concept::{Concept, ConceptSet};

/// Words that match a row of the lexicon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// What the phrase means, by its place among the meanings of its automaton.
    pub meaning: u32,
    /// Index of the row evidence names.
    pub row: u32,
    /// First token.
    pub first: u32,
    /// Last token, inclusive.
    pub last: u32,
    /// What the phrase means.
    pub concepts: ConceptSet,
}

impl Mention {
    /// Whether the row means `concept`.
    pub fn is(&self, concept: Concept) -> bool {
        self.concepts.has(concept)
    }

    /// First token.
    pub fn first(&self) -> usize {
        self.first as usize
    }

    /// Last token, inclusive.
    pub fn last(&self) -> usize {
        self.last as usize
    }
}
