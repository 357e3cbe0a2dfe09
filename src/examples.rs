//! Every row and pattern proves itself: its example must match, its counter-example must not. In: an analyzer. Out: the faults,
//! by file and line, in the order of the lexicon. Whether the cells are filled at all is left to [`crate::lexicon::check`].
//!
//! An example is read as a note of its own. Without a heading it is narrative; where a pattern is confined to other sections,
//! its examples carry their heading.

use std::collections::{HashMap, HashSet};

use crate::analyzer::Analyzer;
use crate::document::Document;
use crate::error::Error;
use crate::finding;
use crate::lexicon::pattern::Pattern;
use crate::lexicon::table::Row;
use crate::statement::topic::is_told;
use crate::token::tokenize;

/// Runs all examples and counter-examples that are filled.
pub fn faults(analyzer: &Analyzer) -> Vec<Error> {
    let phrases = Phrases::of(analyzer);
    let rows = analyzer.lexicon().rows().iter().enumerate();
    let rows = rows.flat_map(|(index, row)| row_faults(analyzer, &phrases, index, row));
    let patterns = analyzer.lexicon().patterns().iter().enumerate();
    rows.chain(patterns.flat_map(|(index, pattern)| pattern_faults(analyzer, index, pattern))).collect()
}

/// For each phrase in normal form the rows it stands in: a mention speaks for all of them.
struct Phrases(HashMap<String, Vec<usize>>);

impl Phrases {
    fn of(analyzer: &Analyzer) -> Self {
        let mut rows: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, row) in analyzer.lexicon().rows().iter().enumerate() {
            for phrase in row.phrases() {
                rows.entry(tokenize(phrase, &|_| false).normal).or_default().push(index);
            }
        }
        Self(rows)
    }

    /// The rows that a text has mentions of.
    fn rows(&self, document: &Document) -> HashSet<usize> {
        let normal = |first: usize, last: usize| {
            let words: Vec<&str> = (first..=last).map(|t| document.tokens.word(t)).collect();
            format!(" {} ", words.join(" "))
        };
        let spoken = document.mentions.iter().filter_map(|m| self.0.get(&normal(m.first(), m.last())));
        spoken.flatten().copied().collect()
    }
}

fn row_faults(analyzer: &Analyzer, phrases: &Phrases, index: usize, row: &Row) -> Vec<Error> {
    let holds = |text: &str| {
        let words = tokenize(text, &|_| false);
        row.phrases().any(|word| match word.strip_suffix('*') {
            Some(stem) => words.normal.contains(stem.trim_start_matches('*')),
            None => words.normal.contains(&format!(" {word} ")),
        })
    };
    let matches = |text: &str| {
        if row.is_of_words() {
            return holds(text);
        }
        let document = if row.is_of_topics() { analyzer.overlaid(text) } else { analyzer.document(text) };
        phrases.rows(&document).contains(&index)
    };
    let fault = |reason: &str| Error::at(&row.file, row.line, format!("`{}`: {reason}", row.phrase));
    both(&row.example, &row.counter_example, matches).into_iter().map(fault).collect()
}

fn pattern_faults(analyzer: &Analyzer, index: usize, pattern: &Pattern) -> Vec<Error> {
    let matches = |text: &str| states(analyzer, index, text);
    let fault =
        |reason: &str| Error::at(&pattern.place.0, pattern.place.1, format!("pattern `{}`: {reason}", pattern.id));
    both(&pattern.example, &pattern.counter, matches).into_iter().map(fault).collect()
}

/// Whether a text yields a statement of the pattern that is not set aside.
fn states(analyzer: &Analyzer, pattern: usize, text: &str) -> bool {
    let document = analyzer.document(text);
    let rule = &analyzer.lexicon().patterns()[pattern];
    if rule.is_of_topics() {
        return analyzer.topic_statements(&document).1.iter().any(|s| s.pattern == pattern && is_told(rule, s));
    }
    analyzer.statements(&document).iter().any(|s| s.pattern == pattern && finding::is_held(s))
}

/// What is wrong with an example and a counter-example; empty ones are passed over.
fn both(example: &str, counter: &str, matches: impl Fn(&str) -> bool) -> Vec<&'static str> {
    let silent = !example.trim().is_empty() && !matches(example);
    let loud = !counter.trim().is_empty() && matches(counter);
    let reasons = [(silent, "the example does not match"), (loud, "the counter-example matches")];
    reasons.into_iter().filter(|r| r.0).map(|r| r.1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    #[test]
    fn a_row_whose_example_does_not_hold_it_is_named() {
        let analyzer = Analyzer::builtin();
        let mut row = analyzer.lexicon().rows()[0].clone();
        row.example = "The weather was fine.".into();
        let found = row_faults(&analyzer, &Phrases::of(&analyzer), 0, &row);
        assert_eq!(found[0].reason(), format!("`{}`: the example does not match", row.phrase));
        assert_eq!((found[0].file(), found[0].line()), (Some(row.file.as_str()), Some(row.line)));
    }

    #[test]
    fn a_denied_example_is_no_match() {
        let lexicon = Lexicon::builtin().expect("loads");
        let analyzer = Analyzer::new(lexicon).expect("builds");
        let index = analyzer.lexicon().patterns().iter().position(|p| p.says.len() == 1 && p.negated.is_empty());
        assert!(index.is_some_and(|i| !states(&analyzer, i, "The weather was fine.")));
    }
}
