//! What a lexicon must hold beyond being readable: no empty cell, no phrase twice with one meaning, no concept without use.
//! Whether the examples match is checked by [`crate::examples`], which needs the analyzer.

use std::collections::{HashMap, HashSet};

use super::Lexicon;
use super::concept::{Concept, ConceptSet, Concepts};
use super::pattern::Claim;
use super::said::IMAGES_KEPT;
use super::table::Row;
use super::word_class::WordClass;
use crate::error::Error;
use crate::token::tokenize;

/// Everything that can be said against a lexicon without reading a sentence.
pub fn faults(lexicon: &Lexicon) -> Vec<Error> {
    incomplete(lexicon)
        .into_iter()
        .chain(repeated(lexicon))
        .chain(unmatchable(lexicon.rows()))
        .chain(unused(lexicon))
        .chain(unlisted(lexicon.rows()))
        .chain(idle(lexicon))
        .chain(unfounded(lexicon))
        .collect()
}

/// Patterns that call a reason weak and read none, and code modifiers beside advice whose message does not name them.
pub fn unfounded(lexicon: &Lexicon) -> Vec<Error> {
    let weak = lexicon.patterns().iter().filter(|p| p.weak && !p.says.contains(&Claim::Indication));
    let weak = weak.map(|p| Error::at(&p.place.0, p.place.1, format!("pattern `{}`: weak, and no indication", p.id)));
    let advice = lexicon.advice().advice.iter().flat_map(|rule| {
        let unnamed = rule.code_modifiers.iter().filter(|m| !rule.message.contains(m.as_str()));
        unnamed
            .map(|m| Error::of("advice.toml", format!("`{}`: the message does not name code modifier `{m}`", rule.id)))
    });
    weak.chain(advice).collect()
}

/// Topics that patterns or weights say and no rule of advice asks for, but the one that a finding does.
pub fn idle(lexicon: &Lexicon) -> Vec<Error> {
    let asked = lexicon.advice().asked();
    let unasked = lexicon.topics().iter().filter(|(topic, name)| !asked.contains(topic) && *name != IMAGES_KEPT);
    unasked.map(|(_, name)| Error::of("topics.toml", format!("topic `{name}`: no rule asks for it"))).collect()
}

/// Rows, patterns and rules that lack a source, an example, a counter-example or a reason: one fault an empty cell.
pub fn incomplete(lexicon: &Lexicon) -> Vec<Error> {
    let rows = lexicon.rows().iter().flat_map(|r| {
        let cells = [("source", &r.source), ("example", &r.example), ("counter-example", &r.counter_example)];
        empty(cells).map(|cell| Error::at(&r.file, r.line, format!("`{}`: no {cell}", r.phrase)))
    });
    let patterns = lexicon.patterns().iter().flat_map(|p| {
        let cells = [("id", &p.id), ("source", &p.source), ("example", &p.example), ("counter-example", &p.counter)];
        empty(cells).map(|cell| Error::at(&p.place.0, p.place.1, format!("pattern `{}`: no {cell}", p.id)))
    });
    let codes = lexicon.codes().iter().flat_map(|c| {
        let cells = [("id", &c.id), ("source", &c.source), ("reason", &c.reason)];
        empty(cells).map(|cell| Error::of("codes.toml", format!("rule `{}`: no {cell}", c.id)))
    });
    let flags = lexicon.flags().iter().flat_map(|f| {
        let cells = [
            ("id", &f.id),
            ("source", &f.source),
            ("message", &f.message),
            ("meaning", &f.meaning),
            ("raised", &f.raised),
            ("mended", &f.mended),
        ];
        empty(cells).map(|cell| Error::of("flags.toml", format!("flag `{}`: no {cell}", f.id)))
    });
    let advice = lexicon.advice().incomplete().into_iter();
    let advice = advice.map(|(file, id)| Error::of(file, format!("`{id}`: no source, or no words")));
    rows.chain(patterns).chain(codes).chain(flags).chain(advice).collect()
}

/// Entries of a table of single words that no word can be: several words, or one star where a stem has two.
pub fn unmatchable(rows: &[Row]) -> Vec<Error> {
    let entries = rows.iter().filter(|r| r.is_of_words()).flat_map(|r| r.phrases().map(move |p| (r, p)));
    let faults = entries.filter_map(|(row, entry)| {
        let stem = entry.strip_suffix('*').map(|s| s.trim_start_matches('*'));
        let reason = match stem {
            Some(stem) if stem.is_empty() || stem.contains('*') => "is no stem",
            Some(_) if !entry.starts_with('*') => "has a star behind and none in front; a stem stands anywhere",
            None if entry.contains('*') => "has a star in front and none behind",
            None if entry.contains(char::is_whitespace) => "is more than one word; only a stem may be",
            None if entry.chars().any(char::is_uppercase) => "has a capital, which no normal form has",
            _ => return None,
        };
        Some(Error::at(&row.file, row.line, format!("`{entry}` {reason}")))
    });
    faults.collect()
}

fn empty<'a, T: AsRef<str>, const N: usize>(cells: [(&'a str, &'a T); N]) -> impl Iterator<Item = &'a str> {
    cells.into_iter().filter(|c| c.1.as_ref().trim().is_empty()).map(|c| c.0)
}

/// Phrases that stand twice in a row, or in two rows that mean the same.
pub fn repeated(lexicon: &Lexicon) -> Vec<Error> {
    let mut seen: HashMap<String, Vec<usize>> = HashMap::new();
    let mut found = Vec::new();
    for (index, row) in lexicon.rows().iter().enumerate() {
        for phrase in row.phrases() {
            let rows = seen.entry(tokenize(phrase, &|_| false).normal).or_default();
            let same =
                rows.iter().map(|&i| &lexicon.rows()[i]).find(|r| (r.concepts, r.words) == (row.concepts, row.words));
            if let Some(first) = same {
                found.push(Error::at(
                    &row.file,
                    row.line,
                    format!("`{phrase}` stands already at {} with the same concepts", first.id()),
                ));
            }
            rows.push(index);
        }
    }
    found
}

/// Concepts that no phrase has, so that nothing can match them, and concepts that neither a pattern nor the engine asks for,
/// unless `concepts.tsv` says that they only keep their words from being read otherwise.
pub fn unused(lexicon: &Lexicon) -> Vec<Error> {
    let all = |sets: &mut dyn Iterator<Item = ConceptSet>| sets.fold(ConceptSet::EMPTY, ConceptSet::with);
    let spoken = all(&mut lexicon.rows().iter().map(|r| r.concepts));
    let asked = all(&mut lexicon
        .patterns()
        .iter()
        .flat_map(|p| p.when.iter().copied().chain([p.blocked, p.without, p.with, p.near, p.absent, p.sections])));
    let engine = Concepts::new().names().count();
    let context: HashSet<&str> = context_only().collect();
    let fault = |(index, name): (usize, &str)| {
        let concept = Concept(u16::try_from(index).ok()?);
        let what = match (spoken.has(concept), asked.has(concept) || index < engine || context.contains(name)) {
            (true, true) => return None,
            (false, true) => "no phrase has it",
            (true, false) => "no pattern asks for it",
            (false, false) => "nothing uses it",
        };
        Some(Error::of("concepts.tsv", format!("concept `{name}`: {what}")))
    };
    lexicon.concepts().names().enumerate().filter_map(fault).collect()
}

/// Classes of words that no row lists, so that no word is of them.
pub fn unlisted(rows: &[Row]) -> Vec<Error> {
    let missing = WordClass::ALL.iter().filter(|class| !rows.iter().any(|r| r.words == Some(**class)));
    missing.map(|class| Error::of("words.tsv", format!("class `{}`: no row lists its words", class.name()))).collect()
}

/// The end of a meaning in `concepts.tsv` for a concept that nothing asks for: its phrases take words away from shorter ones.
const CONTEXT_ONLY: &str = "(context only)";

/// The concepts that the built-in `concepts.tsv` marks so. Their meanings are not kept in a lexicon, so that a folder cannot add to them.
fn context_only() -> impl Iterator<Item = &'static str> {
    let lines = super::BUILT_IN.iter().filter(|f| f.0.ends_with("concepts.tsv")).flat_map(|f| f.1.lines());
    lines.filter_map(|l| l.split_once('\t')).filter(|l| l.1.trim_end().ends_with(CONTEXT_ONLY)).map(|l| l.0.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::LexiconFiles;

    const HEAD: &str = "phrase\tvariants\tconcepts\tsource\texample\tcounter_example\n";

    fn lexicon(concepts: &str, rows: &str) -> Lexicon {
        let files = [("concepts.tsv", format!("concept\tmeaning\n{concepts}")), ("a.tsv", format!("{HEAD}{rows}"))];
        let files = files.map(|(name, text)| (name.to_owned(), text.into())).to_vec();
        Lexicon::read(&LexiconFiles { files, suffix: "" }).expect("reads")
    }

    #[test]
    fn a_phrase_may_mean_two_things_but_not_one_thing_twice() {
        let two = lexicon("", "thigh\t\tthigh\ts\te\tc\nThigh\t\tlimb\ts\te\tc\n");
        assert!(repeated(&two).is_empty());
        let one = lexicon("", "thigh\t\tthigh\ts\te\tc\nleg\tThigh\tthigh\ts\te\tc\n");
        assert_eq!(repeated(&one)[0].to_string(), "a.tsv:3: `Thigh` stands already at a.tsv:2 with the same concepts");
    }

    #[test]
    fn an_entry_that_no_word_can_be_is_named() {
        let row = lexicon("", "thigh\t*knee* | hip* | two words | *dx | Cap | ** | *two words*\tthigh\ts\te\tc\n")
            .rows()[0]
            .clone();
        let mut of_words = row.clone();
        (of_words.file, of_words.words) = ("words.tsv".to_owned(), Some(WordClass::Holder));
        let found: Vec<_> = unmatchable(&[of_words]).iter().map(ToString::to_string).collect();
        let named = |entry: &str| found.iter().any(|f| f.starts_with(&format!("words.tsv:2: `{entry}` ")));
        assert_eq!(found.len(), 5, "{found:?}");
        assert!(named("two words") && named("*dx") && named("hip*") && named("Cap") && named("**"), "{found:?}");
        assert!(unmatchable(&[row]).is_empty(), "other tables hold phrases");
    }

    #[test]
    fn a_class_without_words_is_named() {
        let builtin = Lexicon::builtin().expect("loads");
        assert!(unlisted(builtin.rows()).is_empty());
        let others: Vec<Row> = builtin.rows().iter().filter(|r| r.words != Some(WordClass::Quoting)).cloned().collect();
        let found: Vec<_> = unlisted(&others).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["words.tsv: class `quoting`: no row lists its words"]);
    }

    #[test]
    fn every_empty_cell_is_named() {
        let found = incomplete(&lexicon("", "thigh\t\tthigh\ts\t\t\n"));
        let lines: Vec<_> = found.iter().map(ToString::to_string).collect();
        assert_eq!(lines, ["a.tsv:2: `thigh`: no example", "a.tsv:2: `thigh`: no counter-example"]);
    }

    #[test]
    fn what_nothing_stands_behind_is_named() {
        let pattern = |says: &str| {
            format!(
                "[[pattern]]\nid = \"p\"\nsays = {{ {says} }}\nwhen = [\"thigh\"]\nweak = true\nsource = \"s\"\nexample = \"e\"\ncounter = \"c\"\n"
            )
        };
        let advice = |modifier: &str| {
            format!(
                "[[advice]]\nid = \"a\"\nwhen.facts = [\"fine-needle\"]\nmessage = \"Modifier 53 may stand.\"\ncode_modifiers = [\"{modifier}\"]\nsource = \"s\"\n"
            )
        };
        let found = |says: &str, modifier: &str| -> Vec<String> {
            let files = [
                ("concepts.tsv", "concept\tmeaning\n".to_owned()),
                ("a.tsv", format!("{HEAD}thigh\t\tthigh\ts\te\tc\n")),
                ("a.toml", pattern(says)),
                ("advice.toml", advice(modifier)),
            ];
            let files = files.map(|(name, text)| (name.to_owned(), text.into())).to_vec();
            let lexicon = Lexicon::read(&LexiconFiles { files, suffix: "" }).expect("reads");
            unfounded(&lexicon).iter().map(ToString::to_string).collect()
        };
        assert!(found("indication = \"stated\"", "53").is_empty());
        assert_eq!(
            found("indication = \"stated\"", "QQ"),
            ["advice.toml: `a`: the message does not name code modifier `QQ`"]
        );
        assert_eq!(found("depth = \"deep\"", "53"), ["a.toml:1: pattern `p`: weak, and no indication"]);
    }

    #[test]
    fn a_concept_without_phrase_or_pattern_is_named() {
        let found = unused(&lexicon("sock\ta garment\n", "sock\t\tsock\ts\te\tc\n"));
        assert!(found.iter().any(|e| e.to_string() == "concepts.tsv: concept `sock`: no pattern asks for it"));
        assert!(found.iter().any(|e| e.to_string() == "concepts.tsv: concept `thigh`: no phrase has it"));
    }

    #[test]
    fn a_concept_for_context_only_needs_a_phrase_but_no_pattern() {
        let name = context_only().next().expect("concepts.tsv marks some");
        let concepts = format!("{name}\tmeaning\n");
        let of = |e: &Error| e.to_string().contains(&format!("concept `{name}`"));
        assert!(!unused(&lexicon(&concepts, &format!("sock\t\t{name}\ts\te\tc\n"))).iter().any(of));
        assert!(unused(&lexicon(&concepts, "")).iter().any(of));
    }
}
