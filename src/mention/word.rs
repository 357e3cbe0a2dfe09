//! Single words that are asked for where they stand: those of the tables `words….tsv`. They are no mentions.
//!
//! An entry with a star is a stem: `curett*` holds "curettage", `*dx*` also "predx".

use rustc_hash::FxHashMap;

use crate::lexicon::Vocabulary;
use crate::lexicon::word_class::WordClass;

/// What single words are, whole or by their stems.
#[derive(Debug)]
pub struct WordClasses {
    /// The classes of a word: a bit each, by their numbers.
    whole: FxHashMap<Box<str>, u128>,
    /// The stems of each class, by its number.
    stems: Vec<Vec<Stem>>,
}

const _: () = assert!(WordClass::ALL.len() <= u128::BITS as usize);

#[derive(Debug)]
struct Stem {
    text: Box<str>,
    /// Whether words may begin otherwise.
    is_inner: bool,
}

impl Stem {
    fn fits(&self, word: &str) -> bool {
        if self.is_inner { word.contains(&*self.text) } else { word.starts_with(&*self.text) }
    }
}

impl WordClasses {
    /// The words of all tables of words, in normal form.
    pub fn new(vocabulary: &Vocabulary) -> Self {
        let stems = WordClass::ALL.iter().map(|_| Vec::new()).collect();
        let mut classes = Self { whole: FxHashMap::default(), stems };
        for row in vocabulary.rows() {
            if let Some(class) = row.words {
                row.phrases().for_each(|word| classes.add(word, class));
            }
        }
        classes
    }

    fn add(&mut self, word: &str, class: WordClass) {
        match word.strip_suffix('*') {
            Some(stem) => self.stems[class as usize]
                .push(Stem { text: stem.trim_start_matches('*').into(), is_inner: stem.starts_with('*') }),
            None => *self.whole.entry(word.into()).or_default() |= 1 << class as u32,
        }
    }

    /// Whether a stem of a class stands anywhere in a text in normal form.
    pub fn stand_in(&self, normal: &str, class: WordClass) -> bool {
        self.stems[class as usize].iter().any(|s| normal.contains(&*s.text))
    }

    /// Whether a word, in normal form, is one of a class.
    pub fn is(&self, word: &str, class: WordClass) -> bool {
        self.whole.get(word).is_some_and(|known| known & 1 << class as u32 != 0)
            || self.stems[class as usize].iter().any(|s| s.fits(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    #[test]
    fn words_are_known_whole_and_by_stem() {
        let lexicon = Lexicon::builtin().expect("loads");
        let words = WordClasses::new(lexicon.vocabulary());
        let is = |word: &str, class| words.is(word, class);
        assert!(is("curettage", WordClass::BoneOpened) && !is("cure", WordClass::BoneOpened));
        assert!(is("intact", WordClass::SeenWhole) && !is("intactly", WordClass::SeenWhole));
        assert!(words.stand_in(" the case was called off ", WordClass::BrokenOff));
    }
}
