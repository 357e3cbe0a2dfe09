//! All phrases of the lexicon in one pass over a note's words. Whole words only; of two matches that overlap the one that
//! starts first wins, of two that start together the longer.
//!
//! The automaton is a trie over words, not bytes: a byte automaton over these phrases takes tens of megabytes and longer to build
//! than a note may take from start to exit. A word costs one look-up; only where a phrase starts are the next words
//! walked, at most as many as the longest phrase has, so the pass is linear in the note.

use std::collections::HashMap;

use rustc_hash::FxHashMap;

use super::Mention;
use crate::error::Error;
use crate::lexicon::Lexicon;
use crate::lexicon::concept::ConceptSet;
use crate::token::{Tokens, tokenize};

/// What a phrase stands for.
#[derive(Debug, Clone, Copy)]
struct Target {
    /// The first row it stands in, which evidence names.
    row: u32,
    /// How many tokens it has.
    tokens: u32,
    /// What all its rows mean together: a word may mean several things, and its sentence tells which.
    concepts: ConceptSet,
}

/// The automaton over all phrases.
#[derive(Debug)]
pub struct Phrases {
    words: Words,
    /// For each word the node it leads to from the root, or [`NONE`].
    first: Vec<u32>,
    /// From a node by a word to the next node.
    next: FxHashMap<(u32, u32), u32>,
    /// For each node the phrase that ends there, or [`NONE`].
    ends: Vec<u32>,
    targets: Vec<Target>,
}

/// The number of each word that stands in a phrase. Words of up to eight bytes are looked up as one integer.
#[derive(Debug, Default)]
struct Words {
    short: FxHashMap<u64, u32>,
    long: FxHashMap<Box<[u8]>, u32>,
}

impl Words {
    fn number(&self, word: &[u8]) -> Option<u32> {
        match packed(word) {
            Some(short) => self.short.get(&short).copied(),
            None => self.long.get(word).copied(),
        }
    }

    fn insert(&mut self, word: &[u8], number: u32) {
        match packed(word) {
            Some(short) => self.short.insert(short, number),
            None => self.long.insert(word.into(), number),
        };
    }
}

/// A word of up to eight bytes as an integer; no word holds a zero byte, so no two are alike.
fn packed(word: &[u8]) -> Option<u64> {
    let mut bytes = [0; 8];
    bytes.get_mut(..word.len())?.copy_from_slice(word);
    Some(u64::from_le_bytes(bytes))
}

/// No word, node or phrase.
const NONE: u32 = u32::MAX;

impl Phrases {
    /// Builds the automaton.
    ///
    /// # Errors
    /// A phrase without any word.
    pub fn new(lexicon: &Lexicon) -> Result<Self, Error> {
        let mut phrases =
            Self { words: Words::default(), first: Vec::new(), next: HashMap::default(), ends: Vec::new(), targets: Vec::new() };
        for (index, row) in lexicon.rows().iter().enumerate() {
            for phrase in row.phrases() {
                let tokens = tokenize(phrase, &|_| false);
                if tokens.list.is_empty() {
                    return Err(Error::at(&row.file, row.line, format!("`{phrase}` holds no word")));
                }
                phrases.add(&tokens, index as u32, row.concepts);
            }
        }
        Ok(phrases)
    }

    fn add(&mut self, tokens: &Tokens, row: u32, concepts: ConceptSet) {
        let mut node = NONE;
        for token in 0..tokens.list.len() {
            let word = self.intern(tokens.normal_form(token));
            node = self.step_or_grow(node, word);
        }
        match self.ends[node as usize] {
            NONE => {
                self.ends[node as usize] = self.targets.len() as u32;
                self.targets.push(Target { row, tokens: tokens.list.len() as u32, concepts });
            }
            known => {
                let target = &mut self.targets[known as usize];
                target.concepts = target.concepts.with(concepts);
            }
        }
    }

    fn intern(&mut self, word: &[u8]) -> u32 {
        if let Some(known) = self.words.number(word) {
            return known;
        }
        let number = self.first.len() as u32;
        self.words.insert(word, number);
        self.first.push(NONE);
        number
    }

    fn step_or_grow(&mut self, node: u32, word: u32) -> u32 {
        let fresh = self.ends.len() as u32;
        let slot = if node == NONE { &mut self.first[word as usize] } else { self.next.entry((node, word)).or_insert(NONE) };
        if *slot == NONE {
            *slot = fresh;
            self.ends.push(NONE);
        }
        *slot
    }

    /// Whether a word stands in any phrase.
    pub fn knows(&self, word: &[u8]) -> bool {
        self.words.number(word).is_some()
    }

    /// What each phrase means, in the order of [`Mention::phrase`].
    pub fn concepts(&self) -> impl Iterator<Item = ConceptSet> {
        self.targets.iter().map(|t| t.concepts)
    }

    /// The mentions of a note, in order, none overlapping another.
    pub fn find(&self, tokens: &Tokens) -> Vec<Mention> {
        let mut mentions = Vec::with_capacity(tokens.list.len() / 2);
        let words: Vec<u32> = (0..tokens.list.len()).map(|t| self.words.number(tokens.normal_form(t)).unwrap_or(NONE)).collect();
        let mut at = 0;
        while at < words.len() {
            let Some(phrase) = self.longest(&words[at..]) else {
                at += 1;
                continue;
            };
            let target = self.targets[phrase as usize];
            let last = at as u32 + target.tokens - 1;
            mentions.push(Mention { phrase, row: target.row, first: at as u32, last, concepts: target.concepts });
            at = last as usize + 1;
        }
        mentions
    }

    /// The longest phrase that starts with the first of these words.
    fn longest(&self, words: &[u32]) -> Option<u32> {
        let mut node = *self.first.get(*words.first()? as usize).unwrap_or(&NONE);
        let mut longest = None;
        let mut at = 0;
        while node != NONE {
            if self.ends[node as usize] != NONE {
                longest = Some(self.ends[node as usize]);
            }
            at += 1;
            let word = words.get(at).copied().unwrap_or(NONE);
            if word == NONE {
                break;
            }
            node = self.next.get(&(node, word)).copied().unwrap_or(NONE);
        }
        longest
    }
}
