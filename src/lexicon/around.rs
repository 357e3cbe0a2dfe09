//! How what stands around a length, a side or an aspect weighs on whether it is the sampled lesion's own, and not that of a cut,
//! of another lesion, of an arm in which a line was set; and what stands around a tissue, on whether that is what was sampled.
//!
//! In: `around.tsv`, which is counted and not written: `cargo run --release --example weigh_around` fits it to the seen notes of
//! `corpora/` (a logistic regression for each matter; a positive weight speaks for the lesion). Out: its rows. As with the weights of
//! words, what all of them do together is measured where the notes are (`tests/gold.rs`).

use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::fmt;

use super::counted::{self, CONSTANT, most_rows};
use crate::analysis::Aspect;
use crate::error::Error;

/// The file.
pub const FILE: &str = "around.tsv";

/// Heading of the first column; those of the others are the names of the matters.
const AROUND: &str = "around";

/// What stands before the name of a concept.
const CLASS_MARK: &str = "@";

/// What stands before the name of a fact.
const FACT_MARK: &str = "=";

/// What is asked of a mention: whether this of it is the lesion's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matter {
    /// A length, or several joined by "x".
    Size,
    /// A side of the body.
    Side,
    /// A part of a limb.
    Aspect,
    /// A tissue other than soft: a node, a nerve, bone, fluid. Whether it, and no lesion of soft tissue, is what was sampled.
    OtherTissue,
    /// A lesion or a muscle: whether it is what was sampled.
    SoftTissue,
}

/// How many matters there are.
pub const MATTERS: usize = 5;

impl Matter {
    /// All, in the order of the columns of the file.
    pub const ALL: [Self; MATTERS] = [Self::Size, Self::Side, Self::Aspect, Self::OtherTissue, Self::SoftTissue];

    /// The name of its column.
    pub fn name(self) -> &'static str {
        match self {
            Self::Size => "size",
            Self::Side => "side",
            Self::Aspect => "aspect",
            Self::OtherTissue => "other-tissue",
            Self::SoftTissue => "soft-tissue",
        }
    }
}

/// What weighs for each matter.
pub type Row = [f32; MATTERS];

/// Where a word or phrase stands by the mention that is weighed. What stands near stands in the wider reaches too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reach {
    /// It is the next: of words the neighbour, of phrases the first that the lexicon knows.
    Next,
    /// The second word.
    Second,
    /// The third word.
    Third,
    /// Within six tokens.
    Six,
    /// Within twelve tokens.
    Twelve,
    /// In the sentence.
    Sentence,
}

impl Reach {
    /// All, from the nearest.
    pub const ALL: [Self; 6] = [Self::Next, Self::Second, Self::Third, Self::Six, Self::Twelve, Self::Sentence];

    fn name(self) -> &'static str {
        match self {
            Self::Next => "1",
            Self::Second => "2",
            Self::Third => "3",
            Self::Six => "6",
            Self::Twelve => "12",
            Self::Sentence => "",
        }
    }
}

/// Before, behind or in the mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Where {
    /// It is of the mention itself.
    Own,
    /// It is of the whole place that the mention is a part of.
    Place,
    /// Before it.
    Before(Reach),
    /// Behind it.
    Behind(Reach),
}

/// How many there are.
pub const WHERES: usize = 2 + 2 * Reach::ALL.len();

impl Where {
    /// All, in the order of their numbers.
    pub fn all() -> impl Iterator<Item = Self> {
        let both = [Self::Before as fn(Reach) -> Self, Self::Behind];
        [Self::Own, Self::Place].into_iter().chain(both.into_iter().flat_map(|side| Reach::ALL.map(side)))
    }

    /// Its number.
    pub fn number(self) -> usize {
        match self {
            Self::Own => 0,
            Self::Place => 1,
            Self::Before(reach) => 2 + reach as usize,
            Self::Behind(reach) => 2 + Reach::ALL.len() + reach as usize,
        }
    }

    /// Its name in the file.
    fn name(self) -> String {
        match self {
            Self::Own => "0".to_owned(),
            Self::Place => "p".to_owned(),
            Self::Before(reach) => format!("-{}", reach.name()),
            Self::Behind(reach) => format!("+{}", reach.name()),
        }
    }
}

/// What holds of a mention that no word beside it tells. Counts end at [`MOST`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fact {
    /// Nothing of its sentence stands before it.
    Opens,
    /// Nothing of its sentence stands behind it.
    Ends,
    /// It is the first of its kind in the note.
    First,
    /// How often the note tells the same.
    Same(usize),
    /// How often the note tells another of its kind: the other side, a longer length.
    Other(usize),
    /// How many lengths of the note have more dimensions.
    Fuller(usize),
    /// By how much the note tells this side more often than the other; below [`MOST`] less often.
    Ahead(usize),
    /// How many dimensions it has.
    Dimensions(usize),
    /// How long it is, in half powers of two of a millimetre.
    Long(usize),
    /// Which aspect it is.
    Aspect(Aspect),
}

/// The most that is counted.
pub const MOST: usize = 3;

/// The longest of [`Fact::Long`].
pub const LONGEST: usize = 24;

impl Fact {
    /// All.
    fn all() -> impl Iterator<Item = Self> {
        let counts: [fn(usize) -> Self; 4] = [Self::Same, Self::Other, Self::Fuller, Self::Dimensions];
        let counted = counts.into_iter().flat_map(|fact| (0..=MOST).map(fact));
        [Self::Opens, Self::Ends, Self::First]
            .into_iter()
            .chain(Aspect::ALL.map(Self::Aspect))
            .chain(counted)
            .chain((0..=2 * MOST).map(Self::Ahead))
            .chain((0..=LONGEST).map(Self::Long))
    }

    /// Its name in the file, without its mark.
    fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}

/// One row: a word or a concept by where it stands, or a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Feature<W> {
    /// A word.
    Word(Where, W),
    /// What a phrase means.
    Class(Where, W),
    /// A fact.
    Fact(Fact),
}

impl<W: fmt::Display> Feature<W> {
    /// As the file writes it.
    pub fn written(&self) -> String {
        match self {
            Self::Word(at, word) => format!("{} {word}", at.name()),
            Self::Class(at, name) => format!("{} {CLASS_MARK}{name}", at.name()),
            Self::Fact(fact) => format!("{FACT_MARK}{}", fact.name()),
        }
    }
}

/// All weights: what each feature adds to the constants each time a mention has it.
#[derive(Debug, Clone, Default)]
pub struct AroundWeights {
    /// What is added for every mention.
    pub constants: Row,
    /// Of each feature what it weighs.
    pub rows: Vec<(Feature<Cow<'static, str>>, Row)>,
}

/// The heading of the file.
pub fn heading() -> String {
    let names: Vec<&str> = std::iter::once(AROUND).chain(Matter::ALL.map(Matter::name)).collect();
    names.join("\t")
}

/// Reads the weights.
///
/// # Errors
/// A wrong heading, a row with more or fewer columns, one that names no word, concept or fact or stands twice, or a weight that is no
/// finite number, with its line. An empty cell weighs nothing.
pub(super) fn read(text: Cow<'static, str>) -> Result<AroundWeights, Error> {
    match text {
        // What is compiled in is pointed at, not copied.
        Cow::Borrowed(text) => weights(text, Cow::Borrowed),
        Cow::Owned(text) => weights(&text, |words| Cow::Owned(words.to_owned())),
    }
}

/// `keep` says how the words of a row are held.
fn weights<'t>(text: &'t str, keep: fn(&'t str) -> Cow<'static, str>) -> Result<AroundWeights, Error> {
    let mut weights = AroundWeights::default();
    weights.rows.reserve(most_rows(text));
    let wheres: FxHashMap<String, Where> = Where::all().map(|at| (at.name(), at)).collect();
    let facts: FxHashMap<String, Fact> = Fact::all().map(|fact| (fact.name(), fact)).collect();
    // A word or a concept, by where it stands.
    let placed = |name: &'t str| {
        let (at, what) = name.split_once(' ')?;
        let at = *wheres.get(at)?;
        let class = what.strip_prefix(CLASS_MARK).filter(|name| !name.is_empty());
        let word = Some(what).filter(|w| !w.is_empty() && !w.contains(' '))?;
        Some(class.map_or(Feature::Word(at, keep(word)), |name| Feature::Class(at, keep(name))))
    };
    counted::read(FILE, &heading(), text, |name, row| {
        if name == CONSTANT {
            weights.constants = row;
            return Ok(());
        }
        let feature = match name.strip_prefix(FACT_MARK) {
            Some(fact) => facts.get(fact).map(|fact| Feature::Fact(*fact)),
            None => placed(name),
        };
        weights.rows.push((feature.ok_or("a row holds a word or a concept by where it stands, or a fact")?, row));
        Ok(())
    })?;
    Ok(weights)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_fault_is_told_with_its_line() {
        let head = heading() + "\n";
        for (text, line) in [
            (String::new(), 1),
            ("around\tvalue\n".to_owned(), 1),
            (head.clone() + "-1 mass\t1\t1\t1\t1\n", 2),
            (head.clone() + "-1 mass\t1\t1\t1\t1\t1\t1\n", 2),
            (head.clone() + "-1 mass\tmuch\t\t\t\t\n", 2),
            (head.clone() + "-1 mass\tinf\t\t\t\t\n", 2),
            (head.clone() + "-4 mass\t1\t\t\t\t\n", 2),
            (head.clone() + "mass\t1\t\t\t\t\n", 2),
            (head.clone() + "-1 soft mass\t1\t\t\t\t\n", 2),
            (head.clone() + "-1 \t1\t\t\t\t\n", 2),
            (head.clone() + "=no-such-fact\t1\t\t\t\t\n", 2),
            ("# counted\n".to_owned() + &head + "-1 mass\t1\t\t\t\t\n-1 mass\t2\t\t\t\t\n", 4),
        ] {
            let error = read(Cow::Owned(text.clone())).map(|_| ()).expect_err(&text).to_string();
            assert!(error.contains(&format!("{FILE}:{line}:")), "{text}: {error}");
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let features = [
            Feature::Word(Where::Before(Reach::Next), "mass"),
            Feature::Word(Where::Own, "left"),
            Feature::Class(Where::Behind(Reach::Sentence), "lesion"),
            Feature::Class(Where::Place, "thigh"),
            Feature::Fact(Fact::Aspect(Aspect::Medial)),
            Feature::Fact(Fact::Long(7)),
        ];
        let rows = features.map(|f| format!("{}\t1\t\t-0.5\t\t\n", f.written()));
        let weights = read(Cow::Owned(heading() + "\n" + &rows.concat())).expect("reads");
        let written: Vec<String> = weights.rows.iter().map(|(f, _)| f.written()).collect();
        assert_eq!(written, features.map(|f| f.written()));
        assert_eq!(weights.rows[0].1, [1.0, 0.0, -0.5, 0.0, 0.0]);
    }

    #[test]
    fn no_two_have_a_name_or_number() {
        let facts: Vec<String> = Fact::all().map(Fact::name).collect();
        assert_eq!(facts.iter().collect::<BTreeSet<_>>().len(), facts.len());
        let numbers: Vec<usize> = Where::all().map(Where::number).collect();
        assert_eq!(numbers, (0..WHERES).collect::<Vec<_>>());
        assert_eq!(Where::all().map(Where::name).collect::<BTreeSet<_>>().len(), WHERES);
    }
}
