//! Single words that are asked for where they stand: those of the tables `words….tsv`. They are no mentions.
//!
//! An entry between stars is a stem: `*dx*` holds "dx" and "predx".

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use rustc_hash::FxHashMap;

use super::phrase::Words;
use crate::error::Error;
use crate::lexicon::Vocabulary;
use crate::lexicon::word_class::WordClass;
use crate::token::Tokens;

/// What single words are, whole or by their stems.
#[derive(Debug, Default)]
pub struct WordClasses {
    /// The classes of each numbered word, as a place in `sets`; those beyond the last have none.
    by_number: Vec<u16>,
    /// The classes that words have together, each once; the first is none.
    sets: Vec<Classes>,
    /// All stems; none where no table lists any.
    stems: Option<AhoCorasick>,
    /// The class of each stem.
    told: Vec<Classes>,
}

/// A bit for each class, by its number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
struct Classes([u64; WordClass::ALL.len().div_ceil(64)]);

impl Classes {
    fn of(class: WordClass) -> Self {
        let mut classes = Self::default();
        let (part, bit) = Self::place(class);
        classes.0[part] = bit;
        classes
    }

    fn add(&mut self, other: Self) {
        self.0.iter_mut().zip(other.0).for_each(|(own, other)| *own |= other);
    }

    fn has(self, class: WordClass) -> bool {
        let (part, bit) = Self::place(class);
        self.0[part] & bit != 0
    }

    /// In which part the bit of a class is, and that bit.
    fn place(class: WordClass) -> (usize, u64) {
        let number = class as usize;
        (number / 64, 1 << (number % 64))
    }
}

/// The classes of a note's words.
#[derive(Debug, Default)]
pub struct ClassedWords {
    /// Of each token.
    by_token: Vec<Classes>,
    /// Those of which a stem stands anywhere, be it across words; few notes are asked for them.
    anywhere: OnceLock<Classes>,
}

impl ClassedWords {
    /// Whether a token's word is one of a class; false beyond the end.
    pub fn is(&self, token: usize, class: WordClass) -> bool {
        self.by_token.get(token).is_some_and(|c| c.has(class))
    }

    /// Whether a stem of a class stands anywhere in the note's tokens, in normal form.
    pub fn hold_stem_of(&self, class: WordClass, classes: &WordClasses, tokens: &Tokens) -> bool {
        self.anywhere.get_or_init(|| classes.of_stems_in(tokens.normal.as_bytes())).has(class)
    }
}

impl WordClasses {
    /// The words of all tables of words, in normal form. Words without a number get one; of all that have one it is told which stems
    /// they hold, so that only other words are searched for stems.
    ///
    /// # Errors
    /// More stems than an automaton holds.
    pub(super) fn new(vocabulary: &Vocabulary, words: &mut Words) -> Result<Self, Error> {
        let (mut whole, mut stems, mut told) = (FxHashMap::<u32, Classes>::default(), Vec::new(), Vec::new());
        for row in vocabulary.rows() {
            let Some(class) = row.words.map(Classes::of) else { continue };
            for word in row.phrases() {
                let Some(stem) = word.strip_suffix('*') else {
                    whole.entry(words.number_or_next(word.as_bytes())).or_default().add(class);
                    continue;
                };
                stems.push(stem.trim_start_matches('*'));
                told.push(class);
            }
        }
        // Small and quick to build: a program that reads one note starts with it.
        let kind = Some(AhoCorasickKind::ContiguousNFA);
        let stems = AhoCorasick::builder().kind(kind).build(stems).map_err(|e| Error::lexicon(e.to_string()))?;
        let mut classes =
            Self { by_number: vec![0; words.count()], sets: vec![Classes::default()], stems: Some(stems), told };
        let mut places = FxHashMap::from_iter([(Classes::default(), 0)]);
        for (word, number) in words.all() {
            let mut own = classes.of_stems_in(&word);
            own.add(whole.get(&number).copied().unwrap_or_default());
            classes.by_number[number as usize] = *places.entry(own).or_insert_with(|| {
                classes.sets.push(own);
                classes.sets.len() as u16 - 1
            });
        }
        Ok(classes)
    }

    /// The classes of a note's words, given their numbers.
    pub fn of(&self, tokens: &Tokens, numbers: &[u32]) -> ClassedWords {
        let class = |(token, number): (usize, &u32)| match self.by_number.get(*number as usize) {
            Some(&set) => self.sets[set as usize],
            None => self.of_stems_in(tokens.normal_form(token)),
        };
        ClassedWords { by_token: numbers.iter().enumerate().map(class).collect(), anywhere: OnceLock::new() }
    }

    fn of_stems_in(&self, text: &[u8]) -> Classes {
        let mut classes = Classes::default();
        for found in self.stems.iter().flat_map(|stems| stems.find_overlapping_iter(text)) {
            classes.add(self.told[found.pattern().as_usize()]);
        }
        classes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;
    use crate::mention::phrase::Phrases;
    use crate::token::tokenize;

    #[test]
    fn words_are_known_whole_and_by_stem() {
        let lexicon = Lexicon::builtin().expect("loads");
        let phrases = Phrases::new(lexicon.vocabulary()).expect("phrases");
        let read = |text: &str| {
            let tokens = tokenize(text, &|_| true);
            (phrases.classes().of(&tokens, &phrases.numbers(&tokens)), tokens)
        };
        let is = |word: &str, class| read(word).0.is(0, class);
        assert!(is("curettage", WordClass::BoneOpened) && !is("cure", WordClass::BoneOpened));
        assert!(is("predx", WordClass::DiagnosisLabel));
        assert!(is("intact", WordClass::SeenWhole) && !is("intactly", WordClass::SeenWhole));
        let (words, tokens) = read("The case was called off.");
        assert!(words.hold_stem_of(WordClass::BrokenOff, phrases.classes(), &tokens));
        assert!(!(0..9).any(|t| words.is(t, WordClass::BrokenOff)));
    }
}
