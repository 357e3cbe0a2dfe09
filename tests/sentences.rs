//! The sentences of `corpora/sentences/`, one a line, with the words that matter marked: `No [biopsy | negated] was taken.`
//!
//! Lines that start with `#` are remarks; `\n` within a sentence is a line break. A mark holds one or more of these, by comma:
//! - `affirmed`, `negated`, `possible`, `historical`, `hypothetical`, `other`: how the words are meant;
//! - `laterality = left`: the procedure has that value (as in the JSON, several joined by blanks), and evidence on these words;
//! - `no laterality`: no procedure rests its value on these words.
//!
//! `affirmed` means none of the others. The value on the words is checked, not the extent of a cue's reach.

use opnote::analysis::{Analysis, Evidence, Procedure};
use opnote::assertion::{Assertion, Certainty, Polarity, Subject, Temporality, assertion};
use opnote::document::Document;
use opnote::mention::phrase::Phrases;
use opnote::{Analyzer, Note};
use serde_json::Value;
use std::fs;
use std::ops::Range;
use std::path::Path;

/// A marked run of words: bytes into the sentence without marks, and what is expected there.
struct Mark {
    words: Range<usize>,
    expected: Vec<String>,
}

struct Sentence {
    place: String,
    text: String,
    marks: Vec<Mark>,
}

fn sentences() -> Vec<Sentence> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora/sentences");
    let mut paths: Vec<_> = fs::read_dir(folder).expect("sentences").map(|e| e.expect("an entry").path()).collect();
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let text = fs::read_to_string(&path).expect("a file of sentences");
        let lines = text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.trim().is_empty());
        found.extend(lines.map(|(number, line)| read(format!("{name}:{}", number + 1), line)));
    }
    found
}

/// Takes the marks out of a line. A bracket without `|` is part of the sentence.
fn read(place: String, line: &str) -> Sentence {
    let line = line.replace("\\n", "\n");
    let (mut text, mut marks, mut rest) = (String::new(), Vec::new(), line.as_str());
    while let Some(open) = rest.find('[') {
        let close = rest[open..].find(']').map(|c| open + c);
        let Some((close, (words, expected))) = close.and_then(|c| Some((c, rest[open + 1..c].split_once('|')?))) else {
            text.push_str(&rest[..=open]);
            rest = &rest[open + 1..];
            continue;
        };
        text.push_str(&rest[..open]);
        let start = text.len();
        text.push_str(words.trim_end());
        let expected = expected.split(',').map(|e| e.trim().to_owned()).collect();
        marks.push(Mark { words: start..text.len(), expected });
        rest = &rest[close + 1..];
    }
    text.push_str(rest);
    Sentence { place, text, marks }
}

/// How the words of a mark are meant.
fn meant(document: &Document, words: &Range<usize>) -> Option<Assertion> {
    let inside = |t: &opnote::token::Token| (t.span.start as usize) < words.end && words.start < t.span.end as usize;
    let first = document.tokens.list.iter().position(inside)?;
    let last = document.tokens.list.iter().rposition(inside)?;
    Some(assertion(document, first, last))
}

fn has(meant: &Assertion, value: &str) -> bool {
    match value {
        "negated" => meant.polarity == Polarity::Negated,
        "possible" => meant.certainty == Certainty::Possible,
        "historical" => meant.temporality == Temporality::Historical,
        "hypothetical" => meant.temporality == Temporality::Hypothetical,
        "other" => meant.subject == Subject::Other,
        _ => *meant == Assertion { negated_by: meant.negated_by, moved_by: meant.moved_by, ..Assertion::default() },
    }
}

fn described(meant: &Assertion) -> String {
    let values = ["negated", "possible", "historical", "hypothetical", "other"];
    let held: Vec<_> = values.into_iter().filter(|v| has(meant, v)).collect();
    if held.is_empty() { "affirmed".to_owned() } else { held.join(" ") }
}

/// An element of a procedure as the JSON has it, and its evidence.
fn element(procedure: &Procedure, name: &str) -> (String, Vec<Evidence>) {
    let json = serde_json::to_value(procedure).expect("JSON");
    let element = &json[name];
    assert!(element.get("evidence").is_some(), "no element `{name}`");
    let evidence = serde_json::from_value(element["evidence"].clone()).expect("evidence");
    (plain(&element["value"]), evidence)
}

fn plain(value: &Value) -> String {
    match value {
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(" "),
        Value::String(text) => text.clone(),
        Value::Number(number) => number.as_f64().map_or_else(String::new, |n| n.to_string()),
        other => other.to_string(),
    }
}

fn rests_on(evidence: &[Evidence], words: &Range<usize>) -> bool {
    evidence.iter().any(|e| (e.start as usize) < words.end && words.start < e.end as usize)
}

/// What is wrong with a mark; `None` where all is as expected.
fn wrong(document: &Document, analysis: &Analysis, mark: &Mark, expected: &str) -> Option<String> {
    if let Some((name, value)) = expected.split_once('=') {
        let (name, value) = (name.trim(), value.trim());
        let found: Vec<_> = analysis.procedures.iter().map(|p| element(p, name)).collect();
        let right = found.iter().any(|(v, evidence)| v == value && rests_on(evidence, &mark.words));
        let given: Vec<_> = found.iter().map(|f| f.0.as_str()).collect();
        return (!right).then(|| format!("{name} is [{}] or rests on other words", given.join(", ")));
    }
    if let Some(name) = expected.strip_prefix("no ") {
        let rests = analysis.procedures.iter().any(|p| rests_on(&element(p, name).1, &mark.words));
        return rests.then(|| format!("{name} rests on it"));
    }
    assert!(
        ["affirmed", "negated", "possible", "historical", "hypothetical", "other"].contains(&expected),
        "`{expected}` is no value of a mark"
    );
    let meant = meant(document, &mark.words)?;
    (!has(&meant, expected)).then(|| described(&meant))
}

#[test]
fn every_mark_holds() {
    let analyzer = Analyzer::builtin();
    let phrases = Phrases::new(analyzer.lexicon()).expect("phrases");
    let sentences = sentences();
    assert!(sentences.len() >= 150, "{} sentences: some have gone missing", sentences.len());
    let mut failed = Vec::new();
    for sentence in &sentences {
        assert!(!sentence.marks.is_empty(), "{}: nothing is marked", sentence.place);
        let document = Document::new(&sentence.text, &phrases);
        let analysis = analyzer.analyze(&Note::new(sentence.text.as_str()));
        for mark in &sentence.marks {
            let words = &sentence.text[mark.words.clone()];
            let differs = mark.expected.iter().filter_map(|e| Some((e, wrong(&document, &analysis, mark, e)?)));
            failed.extend(differs.map(|(e, is)| format!("{}: [{words} | {e}]: {is}", sentence.place)));
        }
    }
    assert!(failed.is_empty(), "{} of {} sentences\n{}", failed.len(), sentences.len(), failed.join("\n"));
}

#[test]
fn marks_are_read() {
    let sentence = read("x:1".to_owned(), "[ ] No [mass | negated] in the [left | no laterality, affirmed] thigh.");
    assert_eq!(sentence.text, "[ ] No mass in the left thigh.");
    let words: Vec<_> = sentence.marks.iter().map(|m| &sentence.text[m.words.clone()]).collect();
    assert_eq!(words, ["mass", "left"]);
    assert_eq!(sentence.marks[1].expected, ["no laterality", "affirmed"]);
}
