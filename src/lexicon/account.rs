//! How words weigh on whether a note is the account of whoever did what it tells, or a paper on what others did, will do or once did.
//!
//! In: `account.tsv`, which is counted and not written: `cargo run --release --example weigh_words` fits it to the seen notes of
//! `corpora/` (a logistic regression; a positive weight speaks for a paper). Out: its rows. No row is right or wrong by itself, so
//! none has a source or an example of its own; what all of them do together is measured where the notes are (`tests/gold.rs`).

use rustc_hash::FxHashSet;
use std::borrow::Cow;

use crate::error::Error;
use crate::token::{Break, Kind, Tokens};

/// The file of the weights.
pub const FILE: &str = "account.tsv";

/// Heading of the file.
const COLUMNS: [&str; 2] = ["words", "weight"];

/// What the row of the constant is named by.
const CONSTANT: &str = "*";

/// What stands before a word that counts among the first of a note only.
const OPENING_MARK: char = '^';

/// How many words of a note are its first.
pub const OPENING: usize = 12;

/// The start of a line, among what stands beside each other.
pub const LINE: &str = "/";

/// A number of any size.
pub const NUMBER: &str = "0";

/// One row: a word, two that stand side by side, or a word among the first of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Feature<W> {
    /// A word, wherever it stands.
    Word(W),
    /// Two words side by side; a line, a mark or any number stands for one.
    Pair(W, W),
    /// A word among the first [`OPENING`] of the note.
    Opening(W),
}

impl Feature<&str> {
    /// As the file writes it.
    pub fn written(&self) -> String {
        match self {
            Self::Word(word) => (*word).to_owned(),
            Self::Pair(first, second) => format!("{first} {second}"),
            Self::Opening(word) => format!("{OPENING_MARK}{word}"),
        }
    }

    fn read(written: &str) -> Option<Feature<&str>> {
        let mut words = written.split(' ').filter(|w| !w.is_empty());
        let feature = match (words.next()?, words.next()) {
            (first, Some(second)) => Feature::Pair(first, second),
            (word, None) => match word.strip_prefix(OPENING_MARK).filter(|w| !w.is_empty()) {
                Some(word) => Feature::Opening(word),
                None => Feature::Word(word),
            },
        };
        words.next().is_none().then_some(feature)
    }
}

/// All weights: what each feature adds to the constant where a note has it, however often.
#[derive(Debug, Clone, Default)]
pub struct Weights {
    /// What is added for every note.
    pub constant: f32,
    rows: Vec<(Cow<'static, str>, f32)>,
}

impl Weights {
    /// The features and their weights.
    pub fn rows(&self) -> impl Iterator<Item = (Feature<&str>, f32)> {
        self.rows.iter().filter_map(|(written, weight)| Some((Feature::read(written)?, *weight)))
    }
}

/// Reads the weights.
///
/// # Errors
/// A wrong heading, a row of other than two columns or more than two words, one that stands twice, or whose weight is no finite number, with
/// its line.
pub(super) fn read(text: Cow<'static, str>) -> Result<Weights, Error> {
    match text {
        // What is compiled in is pointed at, not copied: start-up is short where little is allocated.
        Cow::Borrowed(text) => weights(text, Cow::Borrowed),
        Cow::Owned(text) => weights(&text, |words| Cow::Owned(words.to_owned())),
    }
}

/// `keep` says how the words of a row are held.
fn weights<'t>(text: &'t str, keep: fn(&'t str) -> Cow<'static, str>) -> Result<Weights, Error> {
    let mut weights = Weights::default();
    let mut lines = text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.is_empty());
    match lines.next() {
        Some((_, heading)) if heading.split('\t').eq(COLUMNS) => {}
        found => {
            let line = found.map_or(1, |(n, _)| n + 1);
            return Err(Error::at(FILE, line, format!("the heading must be {}", COLUMNS.join(", "))));
        }
    }
    let mut known = FxHashSet::default();
    for (n, line) in lines {
        let fault = |what: &str| Error::at(FILE, n + 1, what.to_owned());
        let (words, weight) = line.split_once('\t').ok_or_else(|| fault("one column, expected 2"))?;
        let weight =
            weight.parse().ok().filter(|w: &f32| w.is_finite()).ok_or_else(|| fault("the weight is no number"))?;
        if !known.insert(words) {
            return Err(fault("the words stand already in a row above"));
        }
        if words == CONSTANT {
            weights.constant = weight;
        } else if Feature::read(words).is_some() {
            weights.rows.push((keep(words), weight));
        } else {
            return Err(fault("a row holds one word or two"));
        }
    }
    Ok(weights)
}

/// What a note has, as the weights are fitted to it: each feature as often as it stands there.
pub fn features(tokens: &Tokens) -> Vec<Feature<&str>> {
    let mut found = Vec::new();
    let mut before = LINE;
    let mut opened = 0;
    for (at, token) in tokens.list.iter().enumerate() {
        if token.before >= Break::Line && at > 0 {
            before = LINE;
        }
        let Some(word) = symbol(tokens, at) else { continue };
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

    #[test]
    fn a_fault_is_told_with_its_line() {
        for (text, line) in [
            ("", 1),
            ("words\tvalue\n", 1),
            ("words\tweight\nclaim\n", 2),
            ("words\tweight\nclaim\tmuch\n", 2),
            ("words\tweight\nclaim\tNaN\n", 2),
            ("words\tweight\n\t0.5\n", 2),
            ("words\tweight\nno such claim\t0.5\n", 2),
            ("# counted\nwords\tweight\nclaim\t0.5\nclaim\t0.4\n", 4),
        ] {
            let fault = read(Cow::Borrowed(text)).expect_err(text).to_string();
            assert!(fault.starts_with(&format!("{FILE}:{line}:")), "{text:?}: {fault}");
        }
    }

    #[test]
    fn rows_are_read_as_they_are_written() {
        let text = "words\tweight\n*\t-1.5\nclaim\t0.5\n^clinic\t0.25\n/ plan\t-0.125\n";
        let weights = read(Cow::Owned(text.to_owned())).expect("reads");
        let rows: Vec<_> = weights.rows().map(|(f, w)| (f.written(), w)).collect();
        assert_eq!(weights.constant, -1.5);
        assert_eq!(rows, [("claim".to_owned(), 0.5), ("^clinic".to_owned(), 0.25), ("/ plan".to_owned(), -0.125)]);
        assert!(weights.rows().any(|(f, _)| f == Feature::Opening("clinic")));
    }
}
