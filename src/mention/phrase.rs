//! All phrases of the lexicon in one Aho-Corasick pass over a note's normal form. Whole words only; of two
//! matches that overlap the one that starts first wins, of two that start together the longer.

use std::collections::HashMap;
use std::collections::HashSet;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::Mention;
use crate::error::Error;
use crate::lexicon::Lexicon;
use crate::token::{Tokens, tokenize};

/// The automaton over all phrases.
#[derive(Debug)]
pub struct Phrases {
    automaton: AhoCorasick,
    /// Per phrase: its row and how many tokens it has.
    targets: Vec<(u32, u32)>,
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
    /// A phrase without any word, one that stands in two rows, or more phrases than an automaton can hold.
    pub fn new(lexicon: &Lexicon) -> Result<Self, Error> {
        let mut first_row: HashMap<Vec<u8>, usize> = HashMap::new();
        let mut patterns = Vec::new();
        let mut targets = Vec::new();
        let mut words = HashSet::new();
        for (index, row) in lexicon.rows().iter().enumerate() {
            for phrase in row.phrases() {
                let (normal, count) = normal_form(phrase);
                if count == 0 {
                    return Err(Error::at(&row.file, row.line, format!("`{phrase}` holds no word")));
                }
                words.extend(normal.split(|&b| b == b' ').filter(|w| w.len() > 4).map(<[u8]>::to_vec));
                match first_row.insert(normal.clone(), index) {
                    None => {}
                    Some(other) if other == index => continue,
                    Some(other) => {
                        let place = lexicon.rows()[other].id();
                        return Err(Error::at(&row.file, row.line, format!("`{phrase}` stands already at {place}")));
                    }
                }
                patterns.push(normal);
                targets.push((index as u32, count as u32));
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

    /// The mentions of a note, in order, none overlapping another.
    pub fn find(&self, lexicon: &Lexicon, tokens: &Tokens) -> Vec<Mention> {
        let longest = self.longest_at_each_token(tokens);
        let mut mentions = Vec::with_capacity(tokens.list.len() / 3);
        let mut at = 0;
        while at < longest.len() {
            let Some((row, count)) = longest[at] else {
                at += 1;
                continue;
            };
            let concepts = lexicon.rows()[row as usize].concepts;
            mentions.push(Mention { row, first: at as u32, last: at as u32 + count - 1, concepts });
            at += count as usize;
        }
        mentions
    }

    /// For each token the longest phrase that starts there: row and token count.
    fn longest_at_each_token(&self, tokens: &Tokens) -> Vec<Option<(u32, u32)>> {
        let mut longest: Vec<Option<(u32, u32)>> = vec![None; tokens.list.len()];
        let mut token = 0;
        for found in self.automaton.find_overlapping_iter(&tokens.normal) {
            // Matches come in the order of their ends, and each ends with the blank behind a token.
            while tokens.normal_end(token) < found.end() {
                token += 1;
            }
            let (row, count) = self.targets[found.pattern().as_usize()];
            let Some(first) = (token + 1).checked_sub(count as usize) else { continue };
            let slot = &mut longest[first];
            if slot.is_none_or(|(_, c)| c < count) {
                *slot = Some((row, count));
            }
        }
        longest
    }
}
