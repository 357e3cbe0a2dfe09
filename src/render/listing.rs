//! The rows and patterns of a lexicon as a listing: all of them, or those that have to do with one concept or class of words.

use crate::lexicon::Lexicon;
use crate::lexicon::concept::{Concept, ConceptSet};
use crate::lexicon::pattern::{Claim, Pattern};
use crate::lexicon::table::Row;
use crate::lexicon::word_class::WordClass;
use serde::Serialize;

/// Rows and patterns, in the order of their files.
#[derive(Debug, Clone, Serialize)]
pub struct Listing {
    /// The rows.
    pub rows: Vec<ListedRow>,
    /// The patterns.
    pub patterns: Vec<ListedPattern>,
}

/// A row as it stands in its table.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct ListedRow {
    /// `file:line`, as in evidence.
    pub rule: String,
    pub phrase: String,
    pub variants: Vec<String>,
    /// What the phrase means; of a table of words the class it lists.
    pub concepts: Vec<String>,
    pub source: String,
    pub example: String,
    pub counter_example: String,
}

/// A pattern as it stands in its file.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs)]
pub struct ListedPattern {
    /// Its id, as in evidence.
    pub rule: String,
    /// `file:line`.
    pub place: String,
    /// What it says, as `element = value`.
    pub says: Vec<String>,
    /// What its denial says.
    pub negated: Vec<String>,
    /// The classes; concepts of one class are joined by `|`.
    pub when: Vec<String>,
    pub source: String,
    pub example: String,
    pub counter: String,
}

impl Listing {
    /// All rows and patterns, or those of one meaning.
    pub fn new(lexicon: &Lexicon, meaning: Option<Meaning>) -> Self {
        let rows = lexicon.rows().iter().filter(|r| meaning.is_none_or(|m| m.is_of(r)));
        let patterns = lexicon.patterns().iter().filter(|p| meaning.is_none_or(|m| m.is_asked_by(p)));
        Self {
            rows: rows.map(|r| row(lexicon, r)).collect(),
            patterns: patterns.map(|p| pattern(lexicon, p)).collect(),
        }
    }
}

/// What a listing may be of.
#[derive(Debug, Clone, Copy)]
pub enum Meaning {
    /// Rows that mean it and patterns that ask for it.
    Concept(Concept),
    /// The rows that list its words.
    Words(WordClass),
}

impl Meaning {
    /// The concept or class of words of this name.
    pub fn find(lexicon: &Lexicon, name: &str) -> Option<Self> {
        lexicon.concepts().find(name).map(Self::Concept).or_else(|| WordClass::find(name).map(Self::Words))
    }

    fn is_of(self, row: &Row) -> bool {
        match self {
            Self::Concept(concept) => row.concepts.has(concept),
            Self::Words(class) => row.words == Some(class),
        }
    }

    fn is_asked_by(self, pattern: &Pattern) -> bool {
        matches!(self, Self::Concept(concept) if asks_for(pattern, concept))
    }
}

fn asks_for(pattern: &Pattern, concept: Concept) -> bool {
    let sets = [pattern.blocked, pattern.without, pattern.with, pattern.sections];
    pattern.when.iter().chain(&sets).any(|s| s.has(concept))
}

fn names(lexicon: &Lexicon, set: ConceptSet) -> Vec<String> {
    set.iter().map(|c| lexicon.concepts().name(c).to_owned()).collect()
}

fn row(lexicon: &Lexicon, row: &Row) -> ListedRow {
    ListedRow {
        rule: row.id(),
        phrase: row.phrase.to_string(),
        variants: row.variants().map(str::to_owned).collect(),
        concepts: match row.words {
            Some(class) => vec![class.name().to_owned()],
            None => names(lexicon, row.concepts),
        },
        source: row.source.to_string(),
        example: row.example.to_string(),
        counter_example: row.counter_example.to_string(),
    }
}

fn pattern(lexicon: &Lexicon, pattern: &Pattern) -> ListedPattern {
    ListedPattern {
        rule: pattern.id.clone(),
        place: format!("{}:{}", pattern.place.0, pattern.place.1),
        says: pattern.says.iter().map(|c| said(lexicon, *c)).collect(),
        negated: pattern.negated.iter().map(|c| said(lexicon, *c)).collect(),
        when: pattern.when.iter().map(|s| names(lexicon, *s).join("|")).collect(),
        source: pattern.source.clone(),
        example: pattern.example.clone(),
        counter: pattern.counter.clone(),
    }
}

/// A claim as it is written in a pattern.
fn said(lexicon: &Lexicon, claim: Claim) -> String {
    match claim {
        Claim::Approach(v) => format!("approach = {}", kebab(&v)),
        Claim::Depth(v) => format!("depth = {}", kebab(&v)),
        Claim::Guidance(v) => format!("guidance = {}", kebab(&v)),
        Claim::ImagesSaved => "images = saved".to_owned(),
        Claim::Indication => "indication = stated".to_owned(),
        Claim::Specimen => "specimen = sent".to_owned(),
        Claim::SpecimenNamed => "specimen = named".to_owned(),
        Claim::Sampled => "sampling = done".to_owned(),
        Claim::NotSampled => "sampling = none".to_owned(),
        Claim::Skipped => "sampling = skipped".to_owned(),
        Claim::Gauge(v) => format!("gauge = {v:?}").to_lowercase(),
        Claim::Whole => "sampling = whole".to_owned(),
        Claim::Part => "sampling = part".to_owned(),
        Claim::Converted => "conversion = done".to_owned(),
        Claim::Exposed => "wound = open".to_owned(),
        Claim::Wound => "wound = told".to_owned(),
        Claim::Stab => "wound = stab".to_owned(),
        Claim::Preoperative => "diagnosis = before".to_owned(),
        Claim::Postoperative => "diagnosis = after".to_owned(),
        Claim::PreoperativeToo => "diagnosis = before, where after is told".to_owned(),
        Claim::PostoperativeToo => "diagnosis = after, where before is told".to_owned(),
        Claim::BareDepth => "depth = bare".to_owned(),
        Claim::Closed => "depth = deep".to_owned(),
        Claim::Shallow => "depth = shallow".to_owned(),
        Claim::Topic(topic) => format!("topic = {}", lexicon.topics().name(topic)),
        Claim::Nothing => "nothing".to_owned(),
    }
}

/// A value's JSON name.
fn kebab(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default().replace('"', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_of_words_is_listed_by_its_name() {
        let lexicon = Lexicon::builtin().expect("loads");
        let listing = Listing::new(&lexicon, Meaning::find(&lexicon, "linen"));
        assert_eq!(listing.rows.len(), 1);
        assert_eq!((&*listing.rows[0].phrase, &*listing.rows[0].concepts), ("drape", &["linen".to_owned()][..]));
        assert!(listing.patterns.is_empty());
        assert!(Meaning::find(&lexicon, "bird").is_none());
    }
}
