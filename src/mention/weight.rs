//! The weights of `weights.tsv` over the words of a note, by their numbers: one look-up for a word and one for a pair.

use rustc_hash::FxHashMap;
use std::ops::RangeInclusive;

use super::phrase::Words;
use crate::lexicon::weights::{Answer, Feature, LINE, NUMBER, OPENING, Row, Weights, symbol};
use crate::token::{Break, Kind, Tokens};

/// What the words of a note weigh together, for each answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sums(Row);

impl Sums {
    /// Above nothing where the words speak for an answer, below where they speak against it. Nothing for one that is not weighed.
    pub fn of(&self, answer: Answer) -> f32 {
        answer.column().map_or(0.0, |column| self.0[column])
    }
}

/// Weights by the numbers of words.
#[derive(Debug, Default)]
pub struct WordWeights {
    constants: Row,
    /// Of each feature what it weighs, one after the other: the column of an answer and its weight.
    shares: Vec<(u8, f32)>,
    /// Of each feature where its shares end; they start where those of the one before end.
    ends: Vec<u32>,
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
        let mut new = Self { constants: weights.constants, line, number, ..Self::default() };
        for (feature, row) in weights.rows() {
            let index = new.ends.len() as u32;
            new.shares.extend((0u8..).zip(row.iter().copied()).filter(|(_, weight)| *weight != 0.0));
            new.ends.push(new.shares.len() as u32);
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

    /// Whether there are any.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// What the words of a note weigh together, given their numbers; each feature counts once. The constants alone where there are no
    /// weights.
    pub fn of(&self, tokens: &Tokens, numbers: &[u32]) -> Sums {
        let mut sums = self.constants;
        let mut seen = vec![0u64; self.ends.len() / 64 + 1];
        self.each(tokens, numbers, |feature, _| {
            let (place, bit) = (feature / 64, 1u64 << (feature % 64));
            if seen[place] & bit == 0 {
                seen[place] |= bit;
                self.shares(feature).iter().for_each(|(column, weight)| sums[usize::from(*column)] += weight);
            }
        });
        Sums(sums)
    }

    /// What each token weighs for an answer by itself and its neighbours, however often its words were met before; a pair weighs half at
    /// each of its two.
    pub fn at(&self, tokens: &Tokens, numbers: &[u32], answer: Answer) -> Vec<f32> {
        let mut at = vec![0.0; tokens.list.len()];
        self.each(tokens, numbers, |feature, span| {
            let weight = self.weight(feature, answer);
            at[*span.start()] += weight / 2.0;
            at[*span.end()] += weight / 2.0;
        });
        at
    }

    /// What of a note speaks most for an answer: the tokens of a word or pair, the heaviest first.
    pub fn heaviest(
        &self,
        tokens: &Tokens,
        numbers: &[u32],
        answer: Answer,
        most: usize,
    ) -> Vec<RangeInclusive<usize>> {
        let mut found = Vec::new();
        self.each(tokens, numbers, |feature, at| found.push((self.weight(feature, answer), feature, at)));
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        found.dedup_by_key(|(_, feature, _)| *feature);
        found.truncate(most);
        found.into_iter().map(|(.., at)| at).collect()
    }

    /// What a feature weighs.
    fn shares(&self, feature: usize) -> &[(u8, f32)] {
        let start = feature.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.shares[start as usize..self.ends[feature] as usize]
    }

    /// What a feature weighs for an answer.
    fn weight(&self, feature: usize, answer: Answer) -> f32 {
        let column = answer.column();
        self.shares(feature).iter().find(|(c, _)| column == Some(usize::from(*c))).map_or(0.0, |(_, weight)| *weight)
    }

    /// Tells each feature of a note wherever it is met, and its tokens.
    fn each(&self, tokens: &Tokens, numbers: &[u32], mut tell: impl FnMut(usize, RangeInclusive<usize>)) {
        let mut add = |feature: u32, at: RangeInclusive<usize>| {
            if feature != NONE {
                tell(feature as usize, at);
            }
        };
        let mut before = self.line;
        // The last token that counted: marks that tell nothing may stand between the two of a pair.
        let mut last = 0;
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
                add(pair, if alone { at } else { last }..=at);
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
            last = at;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lexicon::Lexicon;
    use crate::lexicon::weights::{Answer, Row, features};
    use crate::mention::phrase::Phrases;
    use crate::token::tokenize;
    use std::collections::{BTreeMap, BTreeSet};

    /// The sums are those of the features as the weights were fitted to them, each once.
    #[test]
    fn what_is_weighed_is_what_was_fitted() {
        let lexicon = Lexicon::builtin().expect("loads");
        let phrases = Phrases::new(lexicon.vocabulary()).expect("phrases");
        let weights = lexicon.vocabulary().weights();
        let written: BTreeMap<String, &Row> = weights.rows().map(|(f, w)| (f.written(), w)).collect();
        for text in [
            "Operative report\nThe patient was seen in clinic 12 days ago (open biopsy). Plan: review, review.",
            "",
            "Under local the skin was opened over 3 cm; a wedge was taken.\nTo pathology?",
        ] {
            let tokens = tokenize(text, &|word| phrases.knows(word));
            let once: BTreeSet<String> = features(&tokens).iter().map(|f| f.written()).collect();
            let told = phrases.weights().of(&tokens, &phrases.numbers(&tokens));
            for (column, answer) in Answer::ALL.into_iter().enumerate() {
                let rows = once.iter().filter_map(|f| written.get(f)).map(|row| row[column]);
                let sum = weights.constants[column] + rows.sum::<f32>();
                assert!((sum - told.of(answer)).abs() < 1e-3, "{answer:?}: {sum} {told:?}");
            }
        }
    }

    /// What stands at the tokens of a text weighs as much as its features, each as often as it is met.
    #[test]
    fn each_token_weighs_its_share() {
        let lexicon = Lexicon::builtin().expect("loads");
        let phrases = Phrases::new(lexicon.vocabulary()).expect("phrases");
        let rows = lexicon.vocabulary().weights();
        let written: BTreeMap<String, &Row> = rows.rows().map(|(f, w)| (f.written(), w)).collect();
        let tokens =
            tokenize("The fascia was opened, \"opened\" and opened. A needle - a core needle.", &|w| phrases.knows(w));
        let numbers = phrases.numbers(&tokens);
        for (column, answer) in Answer::ALL.into_iter().enumerate() {
            let sum: f32 = phrases.weights().at(&tokens, &numbers, answer).iter().sum();
            let all: f32 =
                features(&tokens).iter().filter_map(|f| written.get(&f.written())).map(|row| row[column]).sum();
            assert!((sum - all).abs() < 1e-3, "{answer:?}: {sum} {all}");
        }
    }
}
