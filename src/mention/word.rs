//! Single words that are asked for where they stand: those of the tables `words….tsv`. They are no mentions.
//!
//! An entry between stars is a stem: `*dx*` holds "dx" and "predx".

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use rustc_hash::FxHashMap;

use crate::error::Error;
use crate::lexicon::Vocabulary;
use crate::lexicon::word_class::WordClass;
use crate::token::Tokens;

/// What single words are, whole or by their stems.
#[derive(Debug, Default)]
pub struct WordClasses {
    /// The classes of a word.
    whole: FxHashMap<Box<str>, Classes>,
    /// All stems, found in one pass over a note; none where no table lists any.
    stems: Option<AhoCorasick>,
    /// The class of each stem.
    told: Vec<Classes>,
}

/// A bit for each class, by its number.
#[derive(Debug, Clone, Copy, Default)]
struct Classes(u128);

const _: () = assert!(WordClass::ALL.len() <= u128::BITS as usize);

impl Classes {
    fn of(class: WordClass) -> Self {
        Self(1 << class as u32)
    }

    fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    fn has(self, class: WordClass) -> bool {
        self.0 & Self::of(class).0 != 0
    }
}

/// The classes of a note's words.
#[derive(Debug, Default)]
pub struct ClassedWords {
    /// Of each token.
    by_token: Vec<Classes>,
    /// Those of which a stem stands anywhere, be it across words.
    anywhere: Classes,
}

impl ClassedWords {
    /// Whether a token's word is one of a class; false beyond the end.
    pub fn is(&self, token: usize, class: WordClass) -> bool {
        self.by_token.get(token).is_some_and(|c| c.has(class))
    }

    /// Whether a stem of a class stands anywhere in the note, in normal form.
    pub fn hold_stem_of(&self, class: WordClass) -> bool {
        self.anywhere.has(class)
    }
}

impl WordClasses {
    /// The words of all tables of words, in normal form.
    ///
    /// # Errors
    /// More stems than an automaton holds.
    pub fn new(vocabulary: &Vocabulary) -> Result<Self, Error> {
        let (mut whole, mut stems, mut told) = (FxHashMap::<Box<str>, Classes>::default(), Vec::new(), Vec::new());
        for row in vocabulary.rows() {
            let Some(class) = row.words.map(Classes::of) else { continue };
            for word in row.phrases() {
                let Some(stem) = word.strip_suffix('*') else {
                    whole.entry(word.into()).or_default().add(class);
                    continue;
                };
                stems.push(stem.trim_start_matches('*'));
                told.push(class);
            }
        }
        // Small and quick to build: a program that reads one note starts with it.
        let kind = Some(AhoCorasickKind::ContiguousNFA);
        let stems = AhoCorasick::builder().kind(kind).build(stems).map_err(|e| Error::lexicon(e.to_string()))?;
        Ok(Self { whole, stems: Some(stems), told })
    }

    /// The classes of a note's words: a look-up each, and one pass for all stems.
    pub fn of(&self, tokens: &Tokens) -> ClassedWords {
        let whole = |t: usize| self.whole.get(tokens.word(t)).copied().unwrap_or_default();
        let by_token = (0..tokens.list.len()).map(whole).collect();
        let mut words = ClassedWords { by_token, anywhere: Classes::default() };
        for found in self.stems.iter().flat_map(|stems| stems.find_overlapping_iter(&tokens.normal)) {
            let class = self.told[found.pattern().as_usize()];
            words.anywhere.add(class);
            if let Some(token) = tokens.with_normal_at(found.start())
                && found.end() <= tokens.normal_place(token).1
            {
                words.by_token[token].add(class);
            }
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;
    use crate::token::tokenize;

    #[test]
    fn words_are_known_whole_and_by_stem() {
        let lexicon = Lexicon::builtin().expect("loads");
        let classes = WordClasses::new(lexicon.vocabulary()).expect("few stems");
        let is = |word: &str, class| classes.of(&tokenize(word, &|_| true)).is(0, class);
        assert!(is("curettage", WordClass::BoneOpened) && !is("cure", WordClass::BoneOpened));
        assert!(is("predx", WordClass::DiagnosisLabel));
        assert!(is("intact", WordClass::SeenWhole) && !is("intactly", WordClass::SeenWhole));
        let words = classes.of(&tokenize("The case was called off.", &|_| true));
        assert!(words.hold_stem_of(WordClass::BrokenOff) && !(0..9).any(|t| words.is(t, WordClass::BrokenOff)));
    }
}
