//! The weights of `weights.tsv` over the words of a note, by their numbers, and over what its phrases mean: one look-up for a word or a
//! meaning, and one for a pair of them.

use rustc_hash::{FxBuildHasher, FxHashMap};
use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use super::Mention;
use super::phrase::Words;
use crate::lexicon::concept::{Concept, ConceptSet, Concepts, known};
use crate::lexicon::weights::{self, ANSWERS, Answer, Feature, LINE, NUMBER, OPENING, Row, Turn, Weights, symbol};
use crate::token::{Break, Kind, Tokens};

/// What the words of a note weigh together, for each answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sums<const N: usize = ANSWERS>(Row<N>);

impl<const N: usize> Sums<N> {
    /// What they weigh for what this column stands for.
    pub fn at(&self, column: usize) -> f32 {
        self.0[column]
    }
}

impl Sums {
    /// Above nothing where the words speak for an answer, below where they speak against it. Nothing for one that is not weighed.
    pub fn of(&self, answer: Answer) -> f32 {
        answer.column().map_or(0.0, |column| self.at(column))
    }
}

/// Weights by the numbers of words.
#[derive(Debug)]
pub struct WordWeights<const N: usize = ANSWERS> {
    constants: Row<N>,
    /// Of each feature what it weighs.
    rows: Arc<Vec<Row<N>>>,
    /// What there is of each numbered word.
    by_number: Vec<OfWord>,
    /// Features of pairs.
    pairs: FxHashMap<(u32, u32), u32>,
    /// What stands for the start of a line, and for any number.
    line: u32,
    number: u32,
    /// Of each concept its feature, by its number; [`NONE`] where it has none.
    by_concept: Vec<u32>,
    /// Features of pairs of concepts.
    pairs_of_concepts: FxHashMap<(Concept, Concept), u32>,
    /// Of each turn its feature, by its number; [`NONE`] where it has none.
    by_turn: Vec<u32>,
    /// The concepts that stand for headings: what a section is called tells nothing.
    headings: ConceptSet,
}

/// What there is of a word.
#[derive(Debug, Clone, Copy)]
struct OfWord {
    /// Its feature, or [`NONE`].
    alone: u32,
    /// That of its standing among the first words, or [`NONE`].
    opening: u32,
    /// A bit for each word that stands behind it in a pair, by the end of its number. Few pairs of a note are pairs here: most are told by
    /// these bits and never looked up.
    behind: u32,
    /// The same of the words before it.
    ahead: u32,
}

impl OfWord {
    const NOTHING: Self = Self { alone: NONE, opening: NONE, behind: 0, ahead: 0 };
}

/// The bit of a word among those that stand beside another.
fn bit(number: u32) -> u32 {
    1 << (number % u32::BITS)
}

/// The words of a note or passage by their numbers, and its mentions.
#[derive(Clone)]
pub struct Said<'n> {
    /// The tokens of the note.
    pub tokens: &'n Tokens,
    /// Those that are weighed.
    pub range: Range<usize>,
    /// The number of each token's word.
    pub numbers: &'n [u32],
    /// Its mentions, or those of the range, in order.
    pub mentions: &'n [Mention],
    /// Which tokens are left out, where not all of the range is weighed.
    pub left_out: Option<&'n dyn Fn(usize) -> bool>,
    /// How a passage stands to those before it.
    pub turns: &'n [Turn],
}

impl Said<'_> {
    fn leaves_out(&self, token: usize) -> bool {
        self.left_out.is_some_and(|left_out| left_out(token))
    }
}

/// Concepts of which no pair is counted: words that stand between any others.
const LINKS: ConceptSet = ConceptSet::of(&[
    known::FILLER,
    known::PREPOSITION,
    known::DETERMINER,
    known::CONJUNCTION,
    known::BE,
    known::PRONOUN,
]);

/// Farthest that two mentions of a pair stand apart, in tokens.
const REACH: usize = 10;

/// What the name of a heading's concept opens with.
const HEADING: &str = "section-";

/// No feature.
const NONE: u32 = u32::MAX;

impl<const N: usize> Default for WordWeights<N> {
    /// No weights at all, for phrases that are laid over others.
    fn default() -> Self {
        Self {
            constants: [0.0; N],
            rows: Arc::default(),
            by_number: Vec::new(),
            pairs: FxHashMap::default(),
            line: NONE,
            number: NONE,
            by_concept: Vec::new(),
            pairs_of_concepts: FxHashMap::default(),
            by_turn: Vec::new(),
            headings: ConceptSet::EMPTY,
        }
    }
}

impl<const N: usize> WordWeights<N> {
    /// The weights of a lexicon; words without a number get one, and concepts that it does not declare are left out.
    pub(super) fn new(weights: &Weights<N>, concepts: &Concepts, words: &mut Words) -> Self {
        let (line, number) = (words.number_or_next(LINE.as_bytes()), words.number_or_next(NUMBER.as_bytes()));
        let mut new = Self {
            constants: weights.constants,
            line,
            number,
            by_concept: vec![NONE; concepts.names().count()],
            by_turn: vec![NONE; Turn::all().count()],
            headings: headings(concepts),
            rows: Arc::clone(weights.rows()),
            by_number: Vec::with_capacity(words.count() + weights.rows().len()),
            pairs: FxHashMap::with_capacity_and_hasher(weights.rows().len(), FxBuildHasher),
            pairs_of_concepts: FxHashMap::default(),
        };
        for (index, feature) in (0u32..).zip(weights.features()) {
            let mut number = |word: &str| words.number_or_next(word.as_bytes());
            match feature {
                Feature::Word(word) => new.of_word(number(word)).alone = index,
                Feature::Opening(word) => new.of_word(number(word)).opening = index,
                Feature::Pair(first, second) => {
                    let (first, second) = (number(first), number(second));
                    new.pairs.insert((first, second), index);
                    new.of_word(first).behind |= bit(second);
                    new.of_word(second).ahead |= bit(first);
                }
                Feature::Class(name) => {
                    let place = concepts.find(name).and_then(|c| new.by_concept.get_mut(usize::from(c.0)));
                    place.into_iter().for_each(|place| *place = index);
                }
                Feature::Classes(first, second) => {
                    if let (Some(first), Some(second)) = (concepts.find(first), concepts.find(second)) {
                        new.pairs_of_concepts.insert((first, second), index);
                    }
                }
                Feature::Turn(name) => {
                    let turn = Turn::all().find(|turn| turn.name() == name);
                    turn.into_iter().for_each(|turn| new.by_turn[turn.number()] = index);
                }
            }
        }
        new
    }

    fn of_word(&mut self, number: u32) -> &mut OfWord {
        let number = number as usize;
        if self.by_number.len() <= number {
            self.by_number.resize(number + 1, OfWord::NOTHING);
        }
        &mut self.by_number[number]
    }

    /// Whether there are any.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// What the words of a note weigh together; each feature counts once. The constants alone where there are no
    /// weights.
    pub fn of(&self, said: &Said) -> Sums<N> {
        let mut sums = self.constants;
        let mut seen = vec![0u64; self.rows.len() / 64 + 1];
        self.each(said, |feature, _| {
            let (place, bit) = (feature / 64, 1u64 << (feature % 64));
            if seen[place] & bit == 0 {
                seen[place] |= bit;
                sums.iter_mut().zip(&self.rows[feature]).for_each(|(sum, weight)| *sum += weight);
            }
        });
        Sums(sums)
    }

    /// What each token weighs for an answer by itself and its neighbours, however often its words were met before; a pair weighs half at
    /// each of its two.
    pub fn at(&self, said: &Said, answer: Answer) -> Vec<f32> {
        let mut at = vec![0.0; said.tokens.list.len()];
        let Some(column) = answer.column() else { return at };
        self.each(said, |feature, span| {
            let weight = self.rows[feature][column];
            at[*span.start()] += weight / 2.0;
            at[*span.end()] += weight / 2.0;
        });
        at
    }

    /// What of a note speaks most for what a column stands for: the tokens of a word or pair, the heaviest first.
    pub fn heaviest(&self, said: &Said, column: usize, most: usize) -> Vec<RangeInclusive<usize>> {
        let mut found = Vec::new();
        self.each(said, |feature, at| {
            let weight = self.rows[feature][column];
            if weight > 0.0 {
                found.push((weight, feature, at));
            }
        });
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        found.dedup_by_key(|(_, feature, _)| *feature);
        found.truncate(most);
        found.into_iter().map(|(.., at)| at).collect()
    }

    /// Tells each feature of a note wherever it is met, and its tokens.
    fn each(&self, said: &Said, mut tell: impl FnMut(usize, RangeInclusive<usize>)) {
        let &Said { tokens, numbers, mentions, turns, .. } = said;
        let mut add = |feature: u32, at: RangeInclusive<usize>| {
            if feature != NONE {
                tell(feature as usize, at);
            }
        };
        let of_word = |word: u32| self.by_number.get(word as usize).copied().unwrap_or(OfWord::NOTHING);
        let line = (self.line, of_word(self.line));
        let mut before = line;
        // The last token that counted: marks that tell nothing may stand between the two of a pair.
        let mut last = 0;
        let mut opened = 0;
        for at in said.range.clone() {
            let token = &tokens.list[at];
            if token.before >= Break::Line {
                before = line;
            }
            if said.leaves_out(at) {
                before = line;
                continue;
            }
            if symbol(tokens, at).is_none() {
                continue;
            }
            let word = if token.kind == Kind::Number { self.number } else { numbers[at] };
            let of = of_word(word);
            let may_pair = before.1.behind & bit(word) != 0 && of.ahead & bit(before.0) != 0;
            if let Some(&pair) = may_pair.then(|| self.pairs.get(&(before.0, word))).flatten() {
                let alone = before.0 == self.line;
                add(pair, if alone { at } else { last }..=at);
            }
            if matches!(token.kind, Kind::Word | Kind::Number) {
                add(of.alone, at..=at);
                if opened < OPENING {
                    add(of.opening, at..=at);
                    opened += 1;
                }
            }
            before = (word, of);
            last = at;
        }
        let own = mentions.iter().filter(|m| !said.leaves_out(m.first()));
        each_class(own, self.headings, |class, at| {
            let feature = match class {
                Feature::Classes(first, second) => self.pairs_of_concepts.get(&(first, second)).copied(),
                Feature::Class(concept) => self.by_concept.get(usize::from(concept.0)).copied(),
                _ => None,
            };
            add(feature.unwrap_or(NONE), at);
        });
        for turn in turns {
            let feature = self.by_turn.get(turn.number()).copied().unwrap_or(NONE);
            add(feature, said.range.start..=said.range.start);
        }
    }
}

/// The concepts that stand for headings.
fn headings(concepts: &Concepts) -> ConceptSet {
    let of_heading = concepts.names().filter(|name| name.starts_with(HEADING));
    of_heading.filter_map(|name| concepts.find(name)).fold(ConceptSet::EMPTY, |set, c| set.with(ConceptSet::of(&[c])))
}

/// Tells what each mention means, and each pair of those that stand near each other, with their tokens. Of a mention of several
/// meanings the first stands for it in a pair.
fn each_class<'m>(
    mentions: impl IntoIterator<Item = &'m Mention>,
    headings: ConceptSet,
    mut tell: impl FnMut(Feature<Concept>, RangeInclusive<usize>),
) {
    let mut before: Option<(&Mention, Concept)> = None;
    for mention in mentions {
        let meant = || mention.concepts.iter().filter(|c| !headings.has(*c));
        meant().for_each(|c| tell(Feature::Class(c), mention.first()..=mention.last()));
        let Some(meaning) = meant().find(|c| !LINKS.has(*c)) else { continue };
        if let Some((m, first)) = before.filter(|(m, _)| mention.first() - m.last() <= REACH) {
            tell(Feature::Classes(first, meaning), m.first()..=mention.last());
        }
        before = Some((mention, meaning));
    }
}

/// All that a note or passage has, as the weights are fitted to it: each feature as often as it stands there.
pub fn features<'n>(said: &Said<'n>, concepts: &'n Concepts) -> Vec<Feature<&'n str>> {
    let mut found = weights::words(said.tokens, said.range.clone(), |token| said.leaves_out(token));
    let own = said.mentions.iter().filter(|m| !said.leaves_out(m.first()));
    each_class(own, headings(concepts), |class, _| {
        found.extend(match class {
            Feature::Class(c) => Some(Feature::Class(concepts.name(c))),
            Feature::Classes(a, b) => Some(Feature::Classes(concepts.name(a), concepts.name(b))),
            _ => None,
        });
    });
    found.extend(said.turns.iter().map(|turn| Feature::Turn(turn.name())));
    found
}

#[cfg(test)]
mod tests {
    use super::{Said, features};
    use crate::lexicon::Lexicon;
    use crate::lexicon::weights::{Answer, Row, Weights};
    use crate::mention::phrase::Phrases;
    use crate::token::tokenize;
    use std::collections::{BTreeMap, BTreeSet};

    /// Calls with what is said in a text, and its features as they are written.
    fn with(text: &str, phrases: &Phrases, lexicon: &Lexicon, check: impl Fn(&Said, Vec<String>)) {
        let tokens = tokenize(text, &|word| phrases.knows(word));
        let numbers = phrases.numbers(&tokens);
        let mentions = phrases.find(&tokens, &numbers, &[]);
        let range = 0..tokens.list.len();
        let said = Said { tokens: &tokens, range, numbers: &numbers, mentions: &mentions, left_out: None, turns: &[] };
        let written = features(&said, lexicon.concepts()).iter().map(|f| f.written()).collect();
        check(&said, written);
    }

    /// What each feature weighs, as it is written.
    fn rows(weights: &Weights) -> BTreeMap<String, &Row> {
        weights.features().iter().map(|f| f.written()).zip(weights.rows().iter()).collect()
    }

    /// The sums are those of the features as the weights were fitted to them, each once.
    #[test]
    fn what_is_weighed_is_what_was_fitted() {
        let lexicon = Lexicon::builtin().expect("loads");
        let phrases = Phrases::new(lexicon.vocabulary()).expect("phrases");
        let weights = lexicon.vocabulary().weights();
        let rows = rows(weights);
        for text in [
            "Operative report\nThe patient was seen in clinic 12 days ago (open biopsy). Plan: review, review.",
            "",
            "Under local the skin was opened over 3 cm; a wedge was taken.\nTo pathology?",
        ] {
            with(text, &phrases, &lexicon, |said, written| {
                let once: BTreeSet<String> = written.into_iter().collect();
                let told = phrases.weights().of(said);
                for (column, answer) in Answer::ALL.into_iter().enumerate() {
                    let own = once.iter().filter_map(|f| rows.get(f)).map(|row| row[column]);
                    let sum = weights.constants[column] + own.sum::<f32>();
                    assert!((sum - told.of(answer)).abs() < 1e-3, "{answer:?}: {sum} {told:?}");
                }
            });
        }
    }

    /// What stands at the tokens of a text weighs as much as its features, each as often as it is met.
    #[test]
    fn each_token_weighs_its_share() {
        let lexicon = Lexicon::builtin().expect("loads");
        let phrases = Phrases::new(lexicon.vocabulary()).expect("phrases");
        let rows = rows(lexicon.vocabulary().weights());
        let text = "The fascia was opened, \"opened\" and opened. A needle - a core needle.";
        with(text, &phrases, &lexicon, |said, written| {
            for (column, answer) in Answer::ALL.into_iter().enumerate() {
                let sum: f32 = phrases.weights().at(said, answer).iter().sum();
                let all: f32 = written.iter().filter_map(|f| rows.get(f)).map(|row| row[column]).sum();
                assert!((sum - all).abs() < 1e-3, "{answer:?}: {sum} {all}");
            }
        });
    }

    /// What is left out weighs nothing, and no pair reaches over it.
    #[test]
    fn a_part_is_weighed_by_itself() {
        let lexicon = Lexicon::builtin().expect("loads");
        let phrases = Phrases::new(lexicon.vocabulary()).expect("phrases");
        let sums = |text: &str, left_out: Option<&dyn Fn(usize) -> bool>| {
            let tokens = tokenize(text, &|word| phrases.knows(word));
            let numbers = phrases.numbers(&tokens);
            let mentions = phrases.find(&tokens, &numbers, &[]);
            let range = 0..tokens.list.len();
            phrases.weights().of(&Said {
                tokens: &tokens,
                range,
                numbers: &numbers,
                mentions: &mentions,
                left_out,
                turns: &[],
            })
        };
        let whole = "Four cores were taken.\nThe fascia was incised.";
        let behind = sums(whole, Some(&|t| t < 5));
        assert_ne!(behind, sums(whole, None));
        assert_eq!(behind, sums("The fascia was incised.", None));
    }

    /// A pair of meanings is counted where their phrases stand near each other.
    #[test]
    fn meanings_are_counted_in_pairs() {
        let lexicon = Lexicon::builtin().expect("loads");
        let phrases = Phrases::new(lexicon.vocabulary()).expect("phrases");
        with("The fascia was incised.", &phrases, &lexicon, |_, written| {
            assert!(written.iter().any(|f| f == "@deep-fascia @cut"), "{written:?}");
            assert!(written.iter().any(|f| f == "@cut"), "{written:?}");
        });
        with(
            "The fascia. One two three four five six seven eight nine ten, incised.",
            &phrases,
            &lexicon,
            |_, written| {
                assert!(!written.iter().any(|f| f == "@deep-fascia @cut"), "{written:?}");
            },
        );
    }
}
