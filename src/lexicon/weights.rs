//! How the words of a note weigh on what it tells: whether it is the account of whoever did what it tells or a paper on what others did,
//! how tissue was reached, in which layer, at which region.
//!
//! In: `weights.tsv`, which is counted and not written: `cargo run --release --example weigh_words` fits it to the seen notes of
//! `corpora/` (a logistic regression for each answer; a positive weight speaks for it). Out: its rows. No row is right or wrong by
//! itself, so none has a source or an example of its own; what all of them do together is measured where the notes are
//! (`tests/gold.rs`).

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::counted::{self, CONSTANT, most_rows};
use crate::analysis::{Approach, Aspect, Depth, Modality, Region};
use crate::error::Error;
use crate::token::{Break, Kind, Tokens};

/// The file of the weights.
pub const FILE: &str = "weights.tsv";

/// Heading of the first column; those of the others are the names of the answers.
const WORDS: &str = "words";

/// What stands before a word that counts among the first of a note only.
const OPENING_MARK: char = '^';

/// How many words of a note are its first.
pub const OPENING: usize = 12;

/// The start of a line, among what stands beside each other.
pub const LINE: &str = "/";

/// A number of any size.
pub const NUMBER: &str = "0";

/// What the words of a note may speak for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It is a paper, and no account of what its writer did.
    Paper,
    /// No soft tissue was sampled or removed in this encounter: a paper, another procedure, one that was given up.
    Nothing,
    /// Two lesions or more were sampled or removed.
    Several,
    /// Tissue was reached so.
    Approach(Approach),
    /// Of a lesion that was cut down to: all of it was taken, and not a part.
    Whole,
    /// The lesion lies there against the deep fascia.
    Depth(Depth),
    /// No layer is told.
    NoDepth,
    /// The lesion lies at this region.
    Region(Region),
    /// At this aspect of it.
    Aspect(Aspect),
    /// A needle was tried first, and the knife taken then.
    Converted,
    /// Imaging led the way.
    Guidance,
    /// It is told that none did.
    Unguided,
    /// That imaging did.
    Modality(Modality),
    /// Why tissue was wanted is told.
    Indication,
    /// Where the tissue went is told.
    Specimen,
    /// Of a passage in a note of several lesions: what is told of the first begins here.
    FirstTold,
    /// The same of the one behind it.
    NextTold,
}

/// How many answers are weighed.
pub const ANSWERS: usize = 35;

impl Answer {
    /// All that are weighed, in the order of the columns of the file.
    pub const ALL: [Self; ANSWERS] = [
        Self::Paper,
        Self::Nothing,
        Self::Several,
        Self::Approach(Approach::Incision),
        Self::Approach(Approach::CoreNeedle),
        Self::Approach(Approach::FineNeedle),
        Self::Approach(Approach::Needle),
        Self::Approach(Approach::Excision),
        Self::Approach(Approach::Punch),
        Self::Whole,
        Self::Depth(Depth::Superficial),
        Self::Depth(Depth::Deep),
        Self::Depth(Depth::Conflict),
        Self::NoDepth,
        Self::Region(Region::Thigh),
        Self::Region(Region::Knee),
        Self::Region(Region::Other),
        Self::Aspect(Aspect::Anterior),
        Self::Aspect(Aspect::Posterior),
        Self::Aspect(Aspect::Medial),
        Self::Aspect(Aspect::Lateral),
        Self::Aspect(Aspect::Proximal),
        Self::Aspect(Aspect::Mid),
        Self::Aspect(Aspect::Distal),
        Self::Converted,
        Self::Guidance,
        Self::Unguided,
        Self::Modality(Modality::Ultrasound),
        Self::Modality(Modality::Ct),
        Self::Modality(Modality::Mri),
        Self::Modality(Modality::Fluoroscopy),
        Self::Indication,
        Self::Specimen,
        Self::FirstTold,
        Self::NextTold,
    ];

    /// Its column; none where it is not weighed.
    pub fn column(self) -> Option<usize> {
        Self::ALL.iter().position(|a| *a == self)
    }

    /// The name of its column.
    pub fn name(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::Nothing => "nothing",
            Self::Several => "several",
            Self::Approach(Approach::Incision) => "incision",
            Self::Approach(Approach::CoreNeedle) => "core-needle",
            Self::Approach(Approach::FineNeedle) => "fine-needle",
            Self::Approach(Approach::Needle) => "needle",
            Self::Approach(Approach::Excision) => "excision",
            Self::Approach(Approach::Punch) => "punch",
            Self::Whole => "whole",
            Self::Depth(Depth::Superficial) => "superficial",
            Self::Depth(Depth::Deep) => "deep",
            Self::Depth(Depth::Conflict) => "conflict",
            Self::NoDepth => "no-depth",
            Self::Region(Region::Thigh) => "thigh",
            Self::Region(Region::Knee) => "knee",
            Self::Region(Region::Other) => "other-region",
            Self::Aspect(Aspect::Anterior) => "anterior",
            Self::Aspect(Aspect::Posterior) => "posterior",
            Self::Aspect(Aspect::Medial) => "medial",
            Self::Aspect(Aspect::Lateral) => "lateral",
            Self::Aspect(Aspect::Proximal) => "proximal",
            Self::Aspect(Aspect::Mid) => "mid",
            Self::Aspect(Aspect::Distal) => "distal",
            Self::Converted => "converted",
            Self::Guidance => "guidance",
            Self::Unguided => "unguided",
            Self::Modality(Modality::Ultrasound) => "ultrasound",
            Self::Modality(Modality::Ct) => "ct",
            Self::Modality(Modality::Mri) => "mri",
            Self::Modality(Modality::Fluoroscopy) => "fluoroscopy",
            Self::Indication => "indication",
            Self::Specimen => "specimen",
            Self::FirstTold => "first-told",
            Self::NextTold => "next-told",
        }
    }
}

/// What a word or pair weighs for each answer, or in another file for each of what is weighed there.
pub type Row<const N: usize = ANSWERS> = [f32; N];

/// What tells the places of two lesions apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A side of the body.
    Side,
    /// A region of it.
    Region,
    /// A muscle.
    Muscle,
    /// Where on a limb.
    Aspect,
}

/// How a place that a passage names stands to the one named last before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Against {
    /// None was named.
    Nothing,
    /// It is the same, or a part of it.
    Same,
    /// It is the same and more.
    More,
    /// It is another.
    Other,
}

/// What a passage is by where it stands and what it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// The first of the account.
    Opening,
    /// It names no place.
    Placeless,
    /// It names a place of this kind.
    Names(Place, Against),
}

impl Turn {
    /// All, in the order of their numbers.
    pub fn all() -> impl Iterator<Item = Self> {
        let names = |place| Against::ALL.map(|against| Self::Names(place, against));
        [Self::Opening, Self::Placeless].into_iter().chain(Place::ALL.into_iter().flat_map(names))
    }

    /// Its number.
    pub fn number(self) -> usize {
        match self {
            Self::Opening => 0,
            Self::Placeless => 1,
            Self::Names(place, against) => 2 + place as usize * Against::ALL.len() + against as usize,
        }
    }

    /// Its name in the file, without its mark.
    pub fn name(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Placeless => "placeless",
            Self::Names(Place::Side, Against::Nothing) => "side",
            Self::Names(Place::Side, Against::Same) => "same-side",
            Self::Names(Place::Side, Against::More) => "more-sides",
            Self::Names(Place::Side, Against::Other) => "other-side",
            Self::Names(Place::Region, Against::Nothing) => "region",
            Self::Names(Place::Region, Against::Same) => "same-region",
            Self::Names(Place::Region, Against::More) => "more-regions",
            Self::Names(Place::Region, Against::Other) => "other-region",
            Self::Names(Place::Muscle, Against::Nothing) => "muscle",
            Self::Names(Place::Muscle, Against::Same) => "same-muscle",
            Self::Names(Place::Muscle, Against::More) => "more-muscles",
            Self::Names(Place::Muscle, Against::Other) => "other-muscle",
            Self::Names(Place::Aspect, Against::Nothing) => "aspect",
            Self::Names(Place::Aspect, Against::Same) => "same-aspect",
            Self::Names(Place::Aspect, Against::More) => "more-aspects",
            Self::Names(Place::Aspect, Against::Other) => "other-aspect",
        }
    }
}

impl Place {
    const ALL: [Self; 4] = [Self::Side, Self::Region, Self::Muscle, Self::Aspect];
}

impl Against {
    const ALL: [Self; 4] = [Self::Nothing, Self::Same, Self::More, Self::Other];
}

/// What stands before the name of a [`Turn`].
const TURN_MARK: char = '=';

/// What stands before the name of a concept.
const CLASS_MARK: char = '@';

/// One row: a word, two that stand side by side, a word among the first of a note, what phrases of the lexicon mean, or how a passage
/// stands to those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Feature<W> {
    /// A word, wherever it stands.
    Word(W),
    /// Two words side by side; a line, a mark or any number stands for one.
    Pair(W, W),
    /// A word among the first [`OPENING`] of the note.
    Opening(W),
    /// A phrase that means this concept, by its name.
    Class(W),
    /// Phrases of two concepts, one behind the other.
    Classes(W, W),
    /// How a passage stands to those before it, by the name of the [`Turn`].
    Turn(W),
}

impl<W: fmt::Display> Feature<W> {
    /// As the file writes it.
    pub fn written(&self) -> String {
        match self {
            Self::Word(word) => word.to_string(),
            Self::Pair(first, second) => format!("{first} {second}"),
            Self::Opening(word) => format!("{OPENING_MARK}{word}"),
            Self::Class(name) => format!("{CLASS_MARK}{name}"),
            Self::Classes(first, second) => format!("{CLASS_MARK}{first} {CLASS_MARK}{second}"),
            Self::Turn(name) => format!("{TURN_MARK}{name}"),
        }
    }
}

impl<'w> Feature<&'w str> {
    /// The same feature with its words held in another way.
    fn map<H>(self, mut held: impl FnMut(&'w str) -> H) -> Feature<H> {
        match self {
            Self::Word(word) => Feature::Word(held(word)),
            Self::Pair(first, second) => Feature::Pair(held(first), held(second)),
            Self::Opening(word) => Feature::Opening(held(word)),
            Self::Class(name) => Feature::Class(held(name)),
            Self::Classes(first, second) => Feature::Classes(held(first), held(second)),
            Self::Turn(name) => Feature::Turn(held(name)),
        }
    }

    fn read(written: &'w str) -> Option<Self> {
        let mut words = written.split(' ').filter(|w| !w.is_empty());
        let marked = |word: &'w str, mark: char| word.strip_prefix(mark).filter(|w| !w.is_empty());
        let class = |word| marked(word, CLASS_MARK);
        let first = words.next()?;
        let feature = match (class(first), words.next()) {
            (Some(first), Some(second)) => Feature::Classes(first, class(second)?),
            (Some(name), None) => Feature::Class(name),
            (None, Some(second)) if class(second).is_none() => Feature::Pair(first, second),
            (None, Some(_)) => return None,
            (None, None) => {
                let opening = || marked(first, OPENING_MARK).map(Feature::Opening);
                if let Some(name) = marked(first, TURN_MARK) {
                    Turn::all().find(|turn| turn.name() == name)?;
                    return Some(Feature::Turn(name)).filter(|_| words.next().is_none());
                }
                opening().unwrap_or(Feature::Word(first))
            }
        };
        words.next().is_none().then_some(feature)
    }
}

/// All weights of a file: what each feature adds to the constants where a note has it, however often.
#[derive(Debug, Clone)]
pub struct Weights<const N: usize = ANSWERS> {
    /// What is added for every note.
    pub constants: Row<N>,
    features: Vec<Feature<Cow<'static, str>>>,
    /// Of each feature what it weighs, which those who look features up share.
    rows: Arc<Vec<Row<N>>>,
}

impl<const N: usize> Default for Weights<N> {
    /// No weights at all.
    fn default() -> Self {
        Self { constants: [0.0; N], features: Vec::new(), rows: Arc::default() }
    }
}

impl<const N: usize> Weights<N> {
    /// The features.
    pub fn features(&self) -> &[Feature<Cow<'static, str>>] {
        &self.features
    }

    /// What each of them weighs, in the same order.
    pub fn rows(&self) -> &Arc<Vec<Row<N>>> {
        &self.rows
    }
}

/// The heading of the file.
pub fn heading() -> String {
    let names: Vec<&str> = std::iter::once(WORDS).chain(Answer::ALL.map(Answer::name)).collect();
    names.join("\t")
}

/// Reads the weights of `weights.tsv`.
///
/// # Errors
/// As [`read_columns`].
pub(super) fn read(text: Cow<'static, str>) -> Result<Weights, Error> {
    read_columns(FILE, &heading(), text)
}

/// Reads the weights of a file with this heading, for what its columns stand for: `N` at the most.
///
/// # Errors
/// A wrong heading, a row with more or fewer columns or of more than two words, one that stands twice, or a weight that is no finite
/// number, with its line. An empty cell weighs nothing.
pub(super) fn read_columns<const N: usize>(
    file: &str,
    heading: &str,
    text: Cow<'static, str>,
) -> Result<Weights<N>, Error> {
    match text {
        // What is compiled in is pointed at, not copied: start-up is short where little is allocated.
        Cow::Borrowed(text) => weights(file, heading, text, Cow::Borrowed),
        Cow::Owned(text) => weights(file, heading, &text, |words| Cow::Owned(words.to_owned())),
    }
}

/// `keep` says how the words of a row are held.
fn weights<'t, const N: usize>(
    file: &str,
    heading: &str,
    text: &'t str,
    keep: fn(&'t str) -> Cow<'static, str>,
) -> Result<Weights<N>, Error> {
    let mut weights = Weights::default();
    weights.features.reserve(most_rows(text));
    let mut rows = Vec::with_capacity(most_rows(text));
    counted::read(file, heading, text, |words, row| {
        if words == CONSTANT {
            weights.constants = row;
            return Ok(());
        }
        let feature = Feature::read(words)
            .ok_or("a row holds one word or two, one or two names of concepts, or the name of a turn")?;
        weights.features.push(feature.map(keep));
        rows.push(row);
        Ok(())
    })?;
    weights.rows = Arc::new(rows);
    Ok(weights)
}

/// The words that some tokens of a note have but for those left out, as the weights are fitted to them: each feature as often as it stands
/// there.
pub fn words(tokens: &Tokens, range: Range<usize>, leaves_out: impl Fn(usize) -> bool) -> Vec<Feature<&str>> {
    let mut found = Vec::new();
    let mut before = LINE;
    let mut opened = 0;
    for at in range {
        let token = &tokens.list[at];
        let left_out = leaves_out(at);
        if left_out || token.before >= Break::Line {
            before = LINE;
        }
        let Some(word) = symbol(tokens, at).filter(|_| !left_out) else { continue };
        found.push(Feature::Pair(before, word));
        if matches!(token.kind, Kind::Word | Kind::Number) {
            found.push(Feature::Word(word));
            if opened < OPENING {
                found.push(Feature::Opening(word));
                opened += 1;
            }
        }
        before = word;
    }
    found
}

/// What stands for a token among features; none for marks that tell nothing.
pub fn symbol(tokens: &Tokens, at: usize) -> Option<&str> {
    match tokens.list[at].kind {
        Kind::Word => Some(tokens.word(at)),
        Kind::Number => Some(NUMBER),
        Kind::Punct(mark) => [".", ":", ",", ";", "(", "?"].into_iter().find(|m| m.as_bytes() == [mark]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustc_hash::FxHashSet;

    /// A row as the file writes it, with one weight in the first column.
    fn row(words: &str, weight: &str) -> String {
        format!("{words}\t{weight}{}\n", "\t".repeat(ANSWERS - 1))
    }

    #[test]
    fn a_fault_is_told_with_its_line() {
        let head = heading() + "\n";
        for (text, line) in [
            (String::new(), 1),
            ("words\tvalue\n".to_owned(), 1),
            (head.clone() + "claim\n", 2),
            (head.clone() + row("claim", "0.5").trim_end() + "\n", 2),
            (head.clone() + &row("claim", "0.5\t"), 2),
            (head.clone() + &row("claim", "much"), 2),
            (head.clone() + &row("claim", "NaN"), 2),
            (head.clone() + &row("", "0.5"), 2),
            (head.clone() + &row("no such claim", "0.5"), 2),
            (head.clone() + &row("@cut skin", "0.5"), 2),
            (head.clone() + &row("skin @cut", "0.5"), 2),
            (head.clone() + &row("=no-such-turn", "0.5"), 2),
            ("# counted\n".to_owned() + &head + &row("claim", "0.5") + &row("claim", "0.4"), 4),
        ] {
            let fault = read(Cow::Owned(text.clone())).expect_err(&text).to_string();
            assert!(fault.starts_with(&format!("{FILE}:{line}:")), "{text:?}: {fault}");
        }
    }

    #[test]
    fn rows_are_read_as_they_are_written() {
        let text = heading()
            + "\n"
            + &row("*", "-1.5")
            + &row("claim", "0.5")
            + &row("^clinic", "")
            + &row("/ plan", "-0.125")
            + &row("=other-side", "2")
            + &row("@cut @skin", "1");
        let weights = read(Cow::Owned(text)).expect("reads");
        let written = weights.features().iter().map(Feature::written);
        let rows: Vec<_> = written.zip(weights.rows().iter().map(|w| w[0])).collect();
        assert_eq!(weights.constants[0], -1.5);
        assert_eq!(
            rows,
            [
                ("claim".to_owned(), 0.5),
                ("^clinic".to_owned(), 0.0),
                ("/ plan".to_owned(), -0.125),
                ("=other-side".to_owned(), 2.0),
                ("@cut @skin".to_owned(), 1.0)
            ]
        );
        assert!(weights.features().contains(&Feature::Opening("clinic".into())));
        assert!(weights.features().contains(&Feature::Turn("other-side".into())));
        assert!(weights.features().contains(&Feature::Classes("cut".into(), "skin".into())));
    }

    #[test]
    fn each_turn_has_a_number_and_a_name_of_its_own() {
        assert!(Turn::all().enumerate().all(|(number, turn)| turn.number() == number));
        let names: FxHashSet<&str> = Turn::all().map(Turn::name).collect();
        assert_eq!(names.len(), Turn::all().count());
    }

    #[test]
    fn each_answer_has_a_column_of_its_own_name() {
        let names: FxHashSet<&str> = Answer::ALL.iter().map(|a| a.name()).collect();
        assert_eq!(names.len(), ANSWERS);
        assert!(Answer::ALL.iter().enumerate().all(|(n, a)| a.column() == Some(n)));
    }
}
