//! Single words that are asked for where they stand: those of the tables `words….tsv`. They are no mentions.
//!
//! An entry with a star is a stem: `curett*` holds "curettage", `*dx*` also "predx".

use rustc_hash::FxHashMap;

use crate::lexicon::Vocabulary;
use crate::lexicon::concept::ConceptSet;
use crate::lexicon::table::Row;

/// What single words are, whole or by their stems.
#[derive(Debug, Default)]
pub struct WordClasses {
    whole: FxHashMap<Box<str>, ConceptSet>,
    /// The stems of each row that has any: few rows do, and a class without is asked for by one look-up.
    stems: Vec<(ConceptSet, Vec<Stem>)>,
}

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
        let mut classes = Self::default();
        for row in vocabulary.rows().iter().filter(|r| r.is_of_words()) {
            classes.add(row);
        }
        classes
    }

    fn add(&mut self, row: &Row) {
        let mut stems = Vec::new();
        for word in row.phrases() {
            match word.strip_suffix('*') {
                Some(stem) => {
                    stems.push(Stem { text: stem.trim_start_matches('*').into(), is_inner: stem.starts_with('*') })
                }
                None => {
                    let known = self.whole.entry(word.into()).or_default();
                    *known = known.with(row.concepts);
                }
            }
        }
        if !stems.is_empty() {
            self.stems.push((row.concepts, stems));
        }
    }

    fn stems(&self, classes: ConceptSet) -> impl Iterator<Item = &Stem> {
        self.stems.iter().filter(move |(known, _)| known.meets(classes)).flat_map(|(_, stems)| stems)
    }

    /// Whether a stem of some classes stands anywhere in a text in normal form.
    pub fn stand_in(&self, normal: &str, classes: ConceptSet) -> bool {
        self.stems(classes).any(|s| normal.contains(&*s.text))
    }

    /// Whether a word, in normal form, is one of some classes.
    pub fn is(&self, word: &str, classes: ConceptSet) -> bool {
        self.whole.get(word).is_some_and(|known| known.meets(classes)) || self.stems(classes).any(|s| s.fits(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;
    use crate::lexicon::concept::known;

    #[test]
    fn words_are_known_whole_and_by_stem() {
        let lexicon = Lexicon::builtin().expect("loads");
        let words = WordClasses::new(lexicon.vocabulary());
        let is = |word: &str, class| words.is(word, ConceptSet::of(&[class]));
        assert!(is("curettage", known::BONE_OPENED) && !is("cure", known::BONE_OPENED));
        assert!(is("intact", known::SEEN_WHOLE) && !is("intactly", known::SEEN_WHOLE));
        assert!(words.stand_in(" the case was called off ", ConceptSet::of(&[known::BROKEN_OFF])));
    }
}
