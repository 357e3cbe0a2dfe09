//! The weights of `account.tsv` over the words of a note, by their numbers: one look-up for a word and one for a pair.

use rustc_hash::FxHashMap;
use std::ops::RangeInclusive;

use super::phrase::Words;
use crate::lexicon::account::{Feature, LINE, NUMBER, OPENING, Weights, symbol};
use crate::token::{Break, Kind, Tokens};

/// Weights by the numbers of words.
#[derive(Debug, Default)]
pub struct WordWeights {
    constant: f32,
    /// Of each feature.
    weights: Vec<f32>,
    /// Of each numbered word its feature, and that of its standing among the first; [`NONE`] where it has none.
    by_number: Vec<[u32; 2]>,
    /// Features of pairs.
    pairs: FxHashMap<(u32, u32), u32>,
    /// What stands for the start of a line, and for any number.
    line: u32,
    number: u32,
}

/// No feature.
const NONE: u32 = u32::MAX;

impl WordWeights {
    /// The weights of a lexicon; words without a number get one.
    pub(super) fn new(weights: &Weights, words: &mut Words) -> Self {
        let (line, number) = (words.number_or_next(LINE.as_bytes()), words.number_or_next(NUMBER.as_bytes()));
        let mut new = Self { constant: weights.constant, line, number, ..Self::default() };
        for (feature, weight) in weights.rows() {
            let index = new.weights.len() as u32;
            new.weights.push(weight);
            let mut number = |word: &str| words.number_or_next(word.as_bytes());
            match feature {
                Feature::Word(word) => new.place(number(word), 0, index),
                Feature::Opening(word) => new.place(number(word), 1, index),
                Feature::Pair(first, second) => {
                    let pair = (number(first), number(second));
                    new.pairs.insert(pair, index);
                }
            }
        }
        new
    }

    fn place(&mut self, number: u32, kind: usize, index: u32) {
        let number = number as usize;
        if self.by_number.len() <= number {
            self.by_number.resize(number + 1, [NONE; 2]);
        }
        self.by_number[number][kind] = index;
    }

    /// What the words of a note weigh together, given their numbers: above nothing for a paper, below for an account. Nothing where
    /// there are no weights.
    pub fn of(&self, tokens: &Tokens, numbers: &[u32]) -> f32 {
        let mut sum = self.constant;
        self.each(tokens, numbers, |feature, _| sum += self.weights[feature]);
        sum
    }

    /// What of a note speaks most for a paper: the tokens of a word or pair, the heaviest first.
    pub fn heaviest(&self, tokens: &Tokens, numbers: &[u32], most: usize) -> Vec<RangeInclusive<usize>> {
        let mut found = Vec::new();
        self.each(tokens, numbers, |feature, at| found.push((self.weights[feature], at)));
        found.sort_by(|a, b| b.0.total_cmp(&a.0));
        found.truncate(most);
        found.into_iter().map(|(_, at)| at).collect()
    }

    /// Tells each feature of a note once, and the tokens at which it is first met.
    fn each(&self, tokens: &Tokens, numbers: &[u32], mut tell: impl FnMut(usize, RangeInclusive<usize>)) {
        let mut seen = vec![false; self.weights.len()];
        let mut add = |feature: u32, at: RangeInclusive<usize>| {
            if let Some(seen) = seen.get_mut(feature as usize).filter(|seen| !**seen) {
                *seen = true;
                tell(feature as usize, at);
            }
        };
        let mut before = self.line;
        let mut opened = 0;
        for (at, token) in tokens.list.iter().enumerate() {
            if token.before >= Break::Line {
                before = self.line;
            }
            if symbol(tokens, at).is_none() {
                continue;
            }
            let word = if token.kind == Kind::Number { self.number } else { numbers[at] };
            if let Some(&pair) = self.pairs.get(&(before, word)) {
                let alone = before == self.line;
                add(pair, at - usize::from(!alone)..=at);
            }
            if matches!(token.kind, Kind::Word | Kind::Number) {
                let [alone, opening] = self.by_number.get(word as usize).copied().unwrap_or([NONE; 2]);
                add(alone, at..=at);
                if opened < OPENING {
                    add(opening, at..=at);
                    opened += 1;
                }
            }
            before = word;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lexicon::Lexicon;
    use crate::lexicon::account::features;
    use crate::mention::phrase::Phrases;
    use crate::token::tokenize;
    use std::collections::{BTreeMap, BTreeSet};

    /// The sum is that of the features as the weights were fitted to them, each once.
    #[test]
    fn what_is_weighed_is_what_was_fitted() {
        let lexicon = Lexicon::builtin().expect("loads");
        let phrases = Phrases::new(lexicon.vocabulary()).expect("phrases");
        let weights = lexicon.vocabulary().weights();
        let written: BTreeMap<String, f32> = weights.rows().map(|(f, w)| (f.written(), w)).collect();
        for text in [
            "Operative report\nThe patient was seen in clinic 12 days ago (open biopsy). Plan: review, review.",
            "",
            "Under local the skin was opened over 3 cm; a wedge was taken.\nTo pathology?",
        ] {
            let tokens = tokenize(text, &|word| phrases.knows(word));
            let once: BTreeSet<String> = features(&tokens).iter().map(|f| f.written()).collect();
            let sum = weights.constant + once.iter().filter_map(|f| written.get(f)).sum::<f32>();
            let told = phrases.weights().of(&tokens, &phrases.numbers(&tokens));
            assert!((sum - told).abs() < 1e-3, "{sum} {told}");
        }
    }
}
