//! What a sentence says of a topic, layer, approach, entry of the record or reason by what all its words weigh, beside the patterns, which
//! know the words they were taught.
//!
//! In: `said.toml`, a block for each of what is weighed, and `said.tsv`, which is counted and not written:
//! `cargo run --release --example weigh_said` fits it to the lines of `corpora/said/`, the seen cases of `corpora/claims/` and the gold
//! notes. Out: the blocks, each with its column, and the weights. What they do together is measured by `tests/said.rs`.

use std::borrow::Cow;

use serde::Deserialize;

use super::concept::{Concept, ConceptSet, Concepts};
use super::pattern::broken;
use super::topic::{Topic, TopicNames};
use super::weights::{self, Weights};
use crate::analysis::{Approach, Depth};
use crate::error::Error;

/// The file of the blocks.
pub const FILE: &str = "said.toml";

/// The file of the weights.
pub const WEIGHTS_FILE: &str = "said.tsv";

/// The topic of pictures of the guidance that were kept: no rule of advice asks for it, the finding of the same does.
pub const IMAGES_KEPT: &str = "images-kept";

/// Most of what sentences say that are weighed.
pub const MOST: usize = 28;

/// Heading of the first column of the weights; those of the others are labels.
const WORDS: &str = "words";

/// Where in a note a sentence counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counts {
    /// In the account of what was done and found, under titles and diagnoses.
    Account,
    /// There and in the history, not in plans, consents and what is told of the family.
    Note,
    /// Anywhere.
    Anywhere,
}

/// What a sentence says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// It speaks of a topic.
    Topic(Topic),
    /// The sampled lesion lies in this layer.
    Layer(Depth),
    /// Tissue was taken so.
    Approach(Approach),
    /// It documents an entry of the record.
    Record(Entry),
    /// It gives a reason that payers often find too little.
    WeakReason,
}

/// An entry of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Entry {
    PreopDiagnosis,
    PostopDiagnosis,
    Indication,
    Specimen,
}

/// A topic, layer, approach or entry of the record that is weighed.
#[derive(Debug, Clone, PartialEq)]
pub struct SaidRule {
    /// What is said.
    pub says: Says,
    /// Its column.
    pub column: usize,
    /// The heading of the column.
    pub label: String,
    /// How much the words of a sentence must speak for it.
    pub takes: f32,
    /// Where a sentence counts.
    pub counts: Counts,
    /// What a sentence that counts holds none of.
    pub without: ConceptSet,
    /// Where the rule comes from.
    pub source: String,
}

/// The weights, and what their columns stand for.
#[derive(Debug, Clone, Default)]
pub struct SaidWeights {
    /// The headings of the columns.
    pub labels: Vec<String>,
    /// The weights.
    pub weights: Weights<MOST>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    said: Vec<Block>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Block {
    topic: Option<String>,
    layer: Option<Depth>,
    approach: Option<Approach>,
    record: Option<Entry>,
    #[serde(default)]
    weak_reason: bool,
    label: String,
    takes: f32,
    counts: Counts,
    #[serde(default)]
    without: Vec<String>,
    source: String,
}

/// The heading of a file of weights with these labels.
pub fn heading<'l>(labels: impl IntoIterator<Item = &'l str>) -> String {
    let columns: Vec<&str> = std::iter::once(WORDS).chain(labels).collect();
    columns.join("\t")
}

/// Reads the weights.
///
/// # Errors
/// No heading, a column that stands twice or more columns than [`MOST`], and what is wrong with a row, with its line.
pub(super) fn read_weights(text: Cow<'static, str>) -> Result<SaidWeights, Error> {
    let labels = labels(&text)?;
    let heading = heading(labels.iter().map(String::as_str));
    Ok(SaidWeights { weights: weights::read_columns(WEIGHTS_FILE, &heading, text)?, labels })
}

/// What the columns of a file of weights are called.
fn labels(text: &str) -> Result<Vec<String>, Error> {
    let mut lines = text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.is_empty());
    let fault = |line: usize, what: String| Error::at(WEIGHTS_FILE, line + 1, what);
    let (line, heading) = lines.next().ok_or_else(|| fault(0, "there is no heading".to_owned()))?;
    let mut columns = heading.split('\t');
    if columns.next() != Some(WORDS) {
        return Err(fault(line, format!("the first column must be {WORDS}")));
    }
    let labels: Vec<String> = columns.map(str::to_owned).collect();
    if let Some(twice) = labels.iter().enumerate().find(|(n, label)| labels[..*n].contains(label)) {
        return Err(fault(line, format!("the column `{}` stands twice", twice.1)));
    }
    if labels.len() > MOST {
        return Err(fault(line, format!("more than {MOST} columns of weights")));
    }
    Ok(labels)
}

/// Reads the blocks, with the text of the weights beside them.
///
/// # Errors
/// A broken block; one that names none or several of topic, layer, approach, record and weak reason, or a layer or approach that nothing
/// asks for; one whose label no column bears; one that names an unknown concept; two that say the same; and too many topics.
pub(super) fn read(
    file: &str,
    text: &str,
    weights: &str,
    concepts: &Concepts,
    topics: &mut TopicNames,
) -> Result<Vec<SaidRule>, Error> {
    let blocks: File = toml::from_str(text).map_err(|e| broken(file, text, &e))?;
    let labels = labels(weights)?;
    let rule = |block: Block| {
        let fault = |what: String| Error::lexicon(format!("{file}: `{}`: {what}", block.label));
        let column = labels.iter().position(|l| *l == block.label);
        let column = column.ok_or_else(|| fault(format!("{WEIGHTS_FILE} has no column `{}`", block.label)))?;
        let topic = |name: &str| topics.intern(name).ok_or_else(|| fault("too many topics".to_owned()));
        let named = [
            block.topic.as_deref().map(topic).transpose()?.map(Says::Topic),
            block.layer.map(Says::Layer),
            block.approach.map(Says::Approach),
            block.record.map(Says::Record),
            block.weak_reason.then_some(Says::WeakReason),
        ];
        let mut named = named.into_iter().flatten();
        let (Some(says), None) = (named.next(), named.next()) else {
            return Err(fault("one of topic, layer, approach, record and weak_reason must be there".to_owned()));
        };
        let asked = match says {
            Says::Layer(layer) => matches!(layer, Depth::Superficial | Depth::Deep),
            Says::Approach(approach) => approach == Approach::Excision,
            Says::Topic(_) | Says::Record(_) | Says::WeakReason => true,
        };
        if !asked {
            return Err(fault("nothing asks for this layer or approach".to_owned()));
        }
        let without = block
            .without
            .iter()
            .map(|name| concepts.find(name).ok_or_else(|| fault(format!("there is no concept `{name}`"))));
        let without: Vec<Concept> = without.collect::<Result<_, _>>()?;
        let without = without.into_iter().fold(ConceptSet::EMPTY, |set, c| set.with(ConceptSet::of(&[c])));
        let Block { label, takes, counts, source, .. } = block;
        Ok(SaidRule { without, says, column, label, takes, counts, source })
    };
    let rules: Vec<SaidRule> = blocks.said.into_iter().map(rule).collect::<Result<_, Error>>()?;
    match rules.iter().enumerate().find(|(n, rule)| rules[..*n].iter().any(|before| before.says == rule.says)) {
        Some((_, twice)) => Err(Error::lexicon(format!("{file}: `{}`: what it says stands twice", twice.label))),
        None => Ok(rules),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_of_the_weights_is_told_with_its_line() {
        let many = heading(NUMBERS);
        for (text, line) in [
            ("", 1),
            ("label\n", 1),
            ("# counted\nwords\ta\ta\n", 2),
            (many.as_str(), 1),
            ("words\ta\nfascia\tmuch\n", 2),
        ] {
            let fault = read_weights(Cow::Owned(text.to_owned())).expect_err(text).to_string();
            assert!(fault.starts_with(&format!("{WEIGHTS_FILE}:{line}:")), "{text:?}: {fault}");
        }
    }

    /// Names for one column more than there may be.
    const NUMBERS: [&str; MOST + 1] = [
        "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v",
        "w", "x", "y", "z", "aa", "ab", "ac",
    ];

    #[test]
    fn a_block_is_refused_that_nothing_can_follow_from() {
        let block = |what: &str| format!("[[said]]\n{what}\ncounts = \"note\"\ntakes = 1.0\nsource = \"house rule\"\n");
        let read = |text: &str| read(FILE, text, "words\ta\n", &Concepts::new(), &mut TopicNames::default());
        for what in ["topic = \"t\"", "layer = \"deep\"", "record = \"indication\"", "weak_reason = true"] {
            assert_eq!(read(&block(&format!("{what}\nlabel = \"a\""))).expect("reads").len(), 1, "{what}");
        }
        let twice = block("layer = \"deep\"\nlabel = \"a\"");
        assert!(read(&format!("{twice}{twice}")).is_err(), "the second would be passed over");
        for what in [
            "label = \"a\"",
            "topic = \"t\"\nlayer = \"deep\"\nlabel = \"a\"",
            "record = \"specimen\"\nweak_reason = true\nlabel = \"a\"",
            "record = \"surgeon\"\nlabel = \"a\"",
            "layer = \"conflict\"\nlabel = \"a\"",
            "approach = \"punch\"\nlabel = \"a\"",
            "topic = \"t\"\nlabel = \"b\"",
            "topic = \"t\"\nlabel = \"a\"\nwithout = [\"no-such-concept\"]",
            "topic = \"t\"\nlabel = \"a\"\nkeeps = 1.0",
        ] {
            let fault = read(&block(what)).expect_err(what).to_string();
            assert!(fault.contains(FILE), "{what}: {fault}");
        }
    }
}
