//! The weights of `around.tsv` over the words and meanings that stand around a mention of a note: looked up by
//! their numbers.

use super::Mention;
use super::phrase::Words;
use crate::lexicon::around::{AroundWeights, Fact, Feature, MATTERS, Matter, Reach, Row, WHERES, Where};
use crate::lexicon::concept::{Concept, ConceptSet, Concepts};
use crate::lexicon::weights::{NUMBER, symbol};
use crate::token::{Kind, Tokens};
use rustc_hash::FxHashMap;
use std::ops::{Range, RangeInclusive};

/// How far words are looked at, in tokens.
const FAR: usize = 12;

/// How far is near.
const NEAR: usize = 6;

/// A mention by what stands around it.
#[derive(Debug, Clone)]
pub struct Around<'n> {
    /// The tokens of the note.
    pub tokens: &'n Tokens,
    /// The number of each token's word.
    pub numbers: &'n [u32],
    /// The mentions of the sentence, in order.
    pub mentions: &'n [Mention],
    /// The tokens of the sentence.
    pub sentence: Range<usize>,
    /// The tokens of the mention.
    pub own: RangeInclusive<usize>,
    /// What the place means that the mention is a part of.
    pub place: ConceptSet,
}

/// The reaches that a word stands in, by its distance in tokens: what stands near stands in the wider ones too.
fn reaches_of_word(distance: usize) -> &'static [Reach] {
    match distance {
        1 => &[Reach::Next, Reach::Six, Reach::Twelve],
        2 => &[Reach::Second, Reach::Six, Reach::Twelve],
        3 => &[Reach::Third, Reach::Six, Reach::Twelve],
        _ if distance <= NEAR => &[Reach::Six, Reach::Twelve],
        _ => &[Reach::Twelve],
    }
}

/// The same for a phrase, which is known in all of its sentence.
fn reaches_of_phrase(next: bool, distance: usize) -> &'static [Reach] {
    match (next, distance <= NEAR) {
        (true, true) => &[Reach::Next, Reach::Six, Reach::Sentence],
        (true, false) => &[Reach::Next, Reach::Sentence],
        (false, true) => &[Reach::Six, Reach::Sentence],
        (false, false) => &[Reach::Sentence],
    }
}

/// What there is around a mention, one by one.
enum Met {
    /// The token of a word.
    Word(Where, usize),
    /// A meaning.
    Class(Where, Concept),
}

impl Around<'_> {
    /// Tells all that stands in the mention and around it.
    fn each(&self, mut tell: impl FnMut(Met)) {
        let (first, last) = (*self.own.start(), *self.own.end());
        self.own.clone().for_each(|t| tell(Met::Word(Where::Own, t)));
        for distance in 1..=FAR.min(first - self.sentence.start) {
            reaches_of_word(distance).iter().for_each(|r| tell(Met::Word(Where::Before(*r), first - distance)));
        }
        // A mention may reach over the end of its sentence.
        for distance in 1..=FAR.min(self.sentence.end.saturating_sub(last + 1)) {
            reaches_of_word(distance).iter().for_each(|r| tell(Met::Word(Where::Behind(*r), last + distance)));
        }
        let before = self.mentions.iter().rev().filter(|m| m.last() < first);
        for (n, mention) in before.enumerate() {
            for reach in reaches_of_phrase(n == 0, first - mention.last()) {
                mention.concepts.iter().for_each(|c| tell(Met::Class(Where::Before(*reach), c)));
            }
        }
        let behind = self.mentions.iter().filter(|m| m.first() > last);
        for (n, mention) in behind.enumerate() {
            for reach in reaches_of_phrase(n == 0, mention.first() - last) {
                mention.concepts.iter().for_each(|c| tell(Met::Class(Where::Behind(*reach), c)));
            }
        }
        for mention in self.mentions.iter().filter(|m| m.last() >= first && m.first() <= last) {
            mention.concepts.iter().for_each(|c| tell(Met::Class(Where::Own, c)));
        }
        self.place.iter().for_each(|c| tell(Met::Class(Where::Place, c)));
    }

    /// The facts that its place in the sentence tells.
    fn facts(&self) -> impl Iterator<Item = Fact> {
        let opens = *self.own.start() == self.sentence.start;
        let ends = *self.own.end() + 1 == self.sentence.end;
        opens.then_some(Fact::Opens).into_iter().chain(ends.then_some(Fact::Ends))
    }

    /// All features, as the weights are fitted to them and as they are written: each as often as it is met.
    pub fn features(&self, facts: &[Fact], concepts: &Concepts) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        self.each(|met| {
            let feature = match met {
                Met::Word(at, token) => symbol(self.tokens, token).map(|word| Feature::Word(at, word)),
                Met::Class(at, concept) => Some(Feature::Class(at, concepts.name(concept))),
            };
            found.extend(feature.map(|f| f.written()));
        });
        let told = self.facts().chain(facts.iter().copied());
        found.extend(told.map(|fact| Feature::<&str>::Fact(fact).written()));
        found
    }
}

/// What a word or concept weighs, by the number of where it stands.
type Rows = [Row; WHERES];

/// No rows.
const NONE: u32 = u32::MAX;

/// The weights by the numbers of words and concepts.
#[derive(Debug, Default)]
pub struct WeightsAround {
    constants: Row,
    rows: Vec<Rows>,
    by_word: Vec<u32>,
    by_concept: Vec<u32>,
    by_fact: FxHashMap<Fact, Row>,
    /// The number of the word that stands for any number.
    number: u32,
}

impl WeightsAround {
    /// The weights of a lexicon; words without a number get one, and concepts that it does not declare are left out.
    pub(super) fn new(weights: &AroundWeights, concepts: &Concepts, words: &mut Words) -> Self {
        let mut new =
            Self { constants: weights.constants, number: words.number_or_next(NUMBER.as_bytes()), ..Self::default() };
        for (feature, row) in &weights.rows {
            match feature {
                Feature::Word(at, word) => {
                    let number = words.number_or_next(word.as_bytes()) as usize;
                    place_of(&mut new.by_word, &mut new.rows, number)[at.number()] = *row;
                }
                Feature::Class(at, name) => {
                    if let Some(concept) = concepts.find(name) {
                        place_of(&mut new.by_concept, &mut new.rows, usize::from(concept.0))[at.number()] = *row;
                    }
                }
                Feature::Fact(fact) => drop(new.by_fact.insert(*fact, *row)),
            }
        }
        new
    }

    /// Whether there are any.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.by_fact.is_empty() && self.constants == Row::default()
    }

    /// How much what stands around a mention, and the facts, speak for its being the lesion's: above nothing for it, below against it.
    pub fn of(&self, matter: Matter, around: &Around, facts: &[Fact]) -> f32 {
        let column = matter as usize;
        let mut sum = self.constants[column];
        around.each(|met| {
            let (index, at) = match met {
                Met::Word(at, token) => (self.word(around, token), at),
                Met::Class(at, concept) => (self.by_concept.get(usize::from(concept.0)), at),
            };
            if let Some(rows) = index.and_then(|index| self.rows.get(*index as usize)) {
                sum += rows[at.number()][column];
            }
        });
        let told = around.facts().chain(facts.iter().copied());
        sum + told.filter_map(|fact| Some(self.by_fact.get(&fact)?[column])).sum::<f32>()
    }

    /// Where the rows of a token's word are; none of marks that tell nothing.
    fn word(&self, around: &Around, token: usize) -> Option<&u32> {
        symbol(around.tokens, token)?;
        let of_number = around.tokens.list[token].kind == Kind::Number;
        let number = if of_number { self.number } else { around.numbers[token] };
        self.by_word.get(number as usize)
    }
}

/// The rows of a number, made where there are none.
fn place_of<'r>(places: &mut Vec<u32>, rows: &'r mut Vec<Rows>, number: usize) -> &'r mut Rows {
    if places.len() <= number {
        places.resize(number + 1, NONE);
    }
    if places[number] == NONE {
        places[number] = rows.len() as u32;
        rows.push([[0.0; MATTERS]; WHERES]);
    }
    &mut rows[places[number] as usize]
}

#[cfg(test)]
mod tests {
    use super::{Around, WeightsAround};
    use crate::lexicon::Lexicon;
    use crate::lexicon::around::{Fact, Matter};
    use crate::lexicon::concept::{ConceptSet, known};
    use crate::mention::phrase::Phrases;
    use crate::token::tokenize;
    use std::collections::BTreeMap;

    const TEXT: &str = "On the scan, a firm mass of 42 x 30 mm lay deep in the left thigh, an inch above the old scar.";

    /// Calls with what stands around some tokens of a text that is one sentence.
    fn around<T>(
        own: std::ops::RangeInclusive<usize>,
        end: Option<usize>,
        check: impl Fn(&Around, &Phrases, &Lexicon) -> T,
    ) -> T {
        let lexicon = Lexicon::builtin().expect("loads");
        let phrases = Phrases::new(lexicon.vocabulary()).expect("phrases");
        let tokens = tokenize(TEXT, &|word| phrases.knows(word));
        let numbers = phrases.numbers(&tokens);
        let mentions = phrases.find(&tokens, &numbers, &[]);
        let sentence = 0..end.unwrap_or(tokens.list.len());
        let place = ConceptSet::of(&[known::THIGH, known::LEFT]);
        let around = Around { tokens: &tokens, numbers: &numbers, mentions: &mentions, sentence, own, place };
        check(&around, &phrases, &lexicon)
    }

    /// The sum is that of the features as the weights were fitted to them, each as often as it is met.
    #[test]
    fn what_is_weighed_is_what_was_fitted() {
        let facts = [Fact::First, Fact::Dimensions(2), Fact::Long(12)];
        for own in [0..=0, 8..=11, 15..=15, 20..=22] {
            around(own.clone(), None, |around, phrases, lexicon| {
                let weights = lexicon.vocabulary().around();
                let rows: BTreeMap<String, _> = weights.rows.iter().map(|(f, row)| (f.written(), row)).collect();
                let features = around.features(&facts, lexicon.concepts());
                for matter in Matter::ALL {
                    let column = matter as usize;
                    let told = features.iter().filter_map(|f| rows.get(f)).map(|row| row[column]);
                    let sum = weights.constants[column] + told.sum::<f32>();
                    let found = phrases.around().of(matter, around, &facts);
                    assert!((sum - found).abs() < 1e-3, "{own:?} {matter:?}: {sum} {found}");
                }
            });
        }
    }

    #[test]
    fn the_next_words_stand_in_the_wider_reaches_too() {
        let features = around(8..=11, None, |around, _, lexicon| around.features(&[], lexicon.concepts()));
        for feature in ["-1 of", "-6 of", "-12 of", "-2 mass", "-12 the", "+1 lay", "0 mm", "p @thigh", "- @lesion"] {
            assert!(features.iter().any(|f| f == feature), "{feature}: {features:?}");
        }
        for feature in ["-1 mass", "-6 the", "+6 scar", "=opens"] {
            assert!(!features.iter().any(|f| f == feature), "{feature}");
        }
    }

    #[test]
    fn a_mention_over_the_end_of_its_sentence_has_nothing_behind_it() {
        let features = around(8..=11, Some(10), |around, _, lexicon| around.features(&[], lexicon.concepts()));
        assert!(!features.iter().any(|f| f.starts_with('+') && !f.contains('@')), "{features:?}");
    }

    #[test]
    fn no_weights_speak_for_nothing() {
        let sum = around(0..=0, None, |around, _, _| WeightsAround::default().of(Matter::Size, around, &[Fact::First]));
        assert_eq!(sum, 0.0);
    }
}
