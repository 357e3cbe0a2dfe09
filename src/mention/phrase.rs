//! All phrases of the lexicon in one Aho-Corasick pass over a note's normal form. Whole words only; of two
//! matches that overlap the one that starts first wins, of two that start together the longer.

use std::collections::HashMap;
use std::collections::HashSet;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

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
    automaton: AhoCorasick,
    targets: Vec<Target>,
    words: HashSet<Vec<u8>>,
}

/// A phrase in normal form, with a blank at both ends so that it only matches whole words.
pub fn normal_form(phrase: &str) -> (Vec<u8>, usize) {
    let tokens = tokenize(phrase, &|_| false);
    let count = tokens.list.len();
    (tokens.normal, count)
}

impl Phrases {
    /// Builds the automaton.
    ///
    /// # Errors
    /// A phrase without any word, or more phrases than an automaton can hold.
    pub fn new(lexicon: &Lexicon) -> Result<Self, Error> {
        let mut known: HashMap<Vec<u8>, usize> = HashMap::new();
        let mut patterns = Vec::new();
        let mut targets: Vec<Target> = Vec::new();
        let mut words = HashSet::new();
        for (index, row) in lexicon.rows().iter().enumerate() {
            for phrase in row.phrases() {
                let (normal, tokens) = normal_form(phrase);
                if tokens == 0 {
                    return Err(Error::at(&row.file, row.line, format!("`{phrase}` holds no word")));
                }
                if let Some(&target) = known.get(&normal) {
                    targets[target].concepts = targets[target].concepts.with(row.concepts);
                    continue;
                }
                words.extend(normal.split(|&b| b == b' ').filter(|w| w.len() > 4).map(<[u8]>::to_vec));
                known.insert(normal.clone(), targets.len());
                patterns.push(normal);
                targets.push(Target { row: index as u32, tokens: tokens as u32, concepts: row.concepts });
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::DFA))
            .prefilter(false)
            .build(&patterns)
            .map_err(|e| Error::lexicon(format!("phrases: {e}")))?;
        Ok(Self { automaton, targets, words })
    }

    /// Whether a word stands in any phrase.
    pub fn knows(&self, word: &[u8]) -> bool {
        self.words.contains(word)
    }

    /// What each phrase means, in the order of [`Mention::phrase`].
    pub fn concepts(&self) -> impl Iterator<Item = ConceptSet> {
        self.targets.iter().map(|t| t.concepts)
    }

    /// The mentions of a note, in order, none overlapping another.
    pub fn find(&self, tokens: &Tokens) -> Vec<Mention> {
        let longest = self.longest_at_each_token(tokens);
        let mut mentions = Vec::with_capacity(tokens.list.len() / 2);
        let mut at = 0;
        while at < longest.len() {
            if longest[at] == NONE {
                at += 1;
                continue;
            }
            let target = self.targets[longest[at] as usize];
            let last = at as u32 + target.tokens - 1;
            mentions.push(Mention { phrase: longest[at], row: target.row, first: at as u32, last, concepts: target.concepts });
            at = last as usize + 1;
        }
        mentions
    }

    /// For each token the longest phrase that starts there, or [`NONE`].
    fn longest_at_each_token(&self, tokens: &Tokens) -> Vec<u32> {
        let mut longest = vec![NONE; tokens.list.len()];
        let mut token = 0;
        for found in self.automaton.find_overlapping_iter(&tokens.normal) {
            // Matches come in the order of their ends, and each ends with the blank behind a token.
            while tokens.normal_end(token) < found.end() {
                token += 1;
            }
            let phrase = found.pattern().as_u32();
            let count = self.targets[phrase as usize].tokens;
            let Some(first) = (token + 1).checked_sub(count as usize) else { continue };
            let slot = &mut longest[first];
            if *slot == NONE || self.targets[*slot as usize].tokens < count {
                *slot = phrase;
            }
        }
        longest
    }
}

/// No phrase starts at a token.
const NONE: u32 = u32::MAX;
