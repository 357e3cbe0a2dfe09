//! The grammar carries the load: a pattern that holds for the words of its example holds for the other members of its classes.
//!
//! Every pattern's example is tried again with each of its matched words replaced by words of the same class from the tables:
//! sentences nobody has written. Some swaps make no English ("a fascia was opening of"), hence a share and not all.

use opnote::Lexicon;
use opnote::document::Document;
use opnote::lexicon::pattern::Pattern;
use opnote::lexicon::table::Row;
use opnote::mention::Mention;
use opnote::mention::phrase::Phrases;
use opnote::statement::{PatternIndex, statements};

/// How many words of one row stand in for the others.
const PER_ROW: usize = 5;

/// The share of swaps that must hold, over all patterns.
const FLOOR: f64 = 0.97;

struct Reader<'a> {
    lexicon: &'a Lexicon,
    phrases: Phrases,
    index: PatternIndex,
}

impl Reader<'_> {
    /// Whether a pattern finds its words in a text; the bytes they stand in.
    fn finds(&self, document: &Document, pattern: usize) -> Option<(usize, usize)> {
        let found = statements(document, self.lexicon, &self.index);
        let statement = found.iter().find(|s| s.pattern == pattern)?;
        let span = document.span(statement.first, statement.last);
        Some((span.start as usize, span.end as usize))
    }

    /// The words that mean just what a mention means, a few of each row.
    fn others<'r>(&'r self, mention: &'r Mention) -> impl Iterator<Item = &'r str> {
        let alike = |row: &&Row| row.concepts == mention.concepts;
        self.lexicon.rows().iter().filter(alike).flat_map(|row| {
            let all: Vec<&str> = row.phrases().collect();
            let step = all.len().div_ceil(PER_ROW);
            all.into_iter().step_by(step.max(1))
        })
    }
}

#[test]
fn patterns_hold_for_other_words_of_their_classes() {
    let lexicon = Lexicon::builtin().expect("the built-in lexicon");
    let phrases = Phrases::new(lexicon.vocabulary()).expect("phrases");
    let index = PatternIndex::new(&lexicon, &phrases);
    let reader = Reader { lexicon: &lexicon, phrases, index };
    let (mut tried, mut failed) = (0, Vec::new());
    // Topics are read over phrases of their own, and prove themselves in `lexicon check`.
    let findings = |p: &(usize, &Pattern)| !p.1.is_of_topics();
    for (number, pattern) in lexicon.patterns().iter().enumerate().filter(findings) {
        let text = pattern.example.as_str();
        let document = Document::new(text, &reader.phrases);
        let (start, end) = reader.finds(&document, number).unwrap_or_else(|| panic!("{}: its example", pattern.id));
        for mention in &document.mentions {
            let span = document.span(mention.first(), mention.last());
            let (from, to) = (span.start as usize, span.end as usize);
            if from < start || to > end {
                continue;
            }
            for other in reader.others(mention) {
                let swapped = format!("{}{other}{}", &text[..from], &text[to..]);
                tried += 1;
                if reader.finds(&Document::new(&swapped, &reader.phrases), number).is_none() {
                    failed.push(format!("{}: {swapped}", pattern.id));
                }
            }
        }
    }
    let share = 1.0 - failed.len() as f64 / tried as f64;
    println!("{tried} swaps, {share:.3} hold");
    assert!(tried > 3000, "{tried} swaps: the patterns have gone missing");
    assert!(share >= FLOOR, "{share:.3} of {tried} swaps hold\n{}", failed.join("\n"));
}
