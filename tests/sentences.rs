//! The sentences of `corpora/sentences/`, one a line, with the words that matter marked: `No [biopsy | negated] was taken.`
//!
//! Lines that start with `#` are remarks; `\n` within a sentence is a line break. A mark holds one or more of these, by comma:
//! - `affirmed`, `negated`, `possible`, `historical`, `hypothetical`, `other`: how the words are meant;
//! - `laterality = left`: the procedure has that value (as in the JSON, several joined by blanks), and evidence on these words;
//! - `no laterality`: no procedure rests its value on these words;
//! - `specimen = true`, `no specimen`: the same for an entry of the record;
//! - `procedures = 2`: so many are found; `flag size-undocumented`, `no flag size-undocumented`: it is raised, it is not.
//!
//! `open/` holds sentences whose marks are right and do not hold yet; one that does must move out.
//! `affirmed` means none of the others. The value on the words is checked, not the extent of a cue's reach.

use opnote::analysis::{Analysis, Evidence, Procedure};
use opnote::assertion::{Assertion, Certainty, Polarity, Subject, Temporality};
use opnote::evaluate::{Mark, read_marked};
use opnote::{Analyzer, Note};
use serde_json::Value;
use std::fs;
use std::ops::Range;
use std::path::Path;

struct Sentence {
    place: String,
    text: String,
    marks: Vec<Mark>,
}

fn sentences(folder: &str) -> Vec<Sentence> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora").join(folder);
    let mut paths: Vec<_> = fs::read_dir(folder).expect("sentences").map(|e| e.expect("an entry").path()).collect();
    paths.retain(|p| p.is_file());
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

fn read(place: String, line: &str) -> Sentence {
    let (text, marks) = read_marked(line);
    Sentence { place, text, marks }
}

fn has(meant: &Assertion, value: &str) -> bool {
    match value {
        "negated" => meant.polarity == Polarity::Negated,
        "possible" => meant.certainty == Certainty::Possible,
        "historical" => meant.temporality == Temporality::Historical,
        "hypothetical" => meant.temporality == Temporality::Hypothetical,
        "other" => meant.subject == Subject::Other,
        _ => meant.cues().next().is_none() && *meant == Assertion::default(),
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

/// An entry of the record as the JSON has it, and its evidence; `None` where there is no entry of that name.
fn entry(analysis: &Analysis, name: &str) -> Option<(String, Vec<Evidence>)> {
    let json = serde_json::to_value(&analysis.record).expect("JSON");
    let entry = json.get(name)?;
    let evidence = serde_json::from_value(entry["evidence"].clone()).expect("evidence");
    Some((plain(&entry["value"]), evidence))
}

/// All that was found for an element or entry: one value for each procedure, or that of the record.
fn found(analysis: &Analysis, name: &str) -> Vec<(String, Vec<Evidence>)> {
    match entry(analysis, name) {
        Some(entry) => vec![entry],
        None => analysis.procedures.iter().map(|p| element(p, name)).collect(),
    }
}

/// What is wrong with a mark; `None` where all is as expected.
fn wrong(analyzer: &Analyzer, text: &str, analysis: &Analysis, mark: &Mark, expected: &str) -> Option<String> {
    let is_raised = |flag: &str| analysis.flags.iter().any(|f| f.id == flag);
    if let Some(number) = expected.strip_prefix("procedures =") {
        let found = analysis.procedures.len().to_string();
        return (found != number.trim()).then_some(found);
    }
    if let Some(flag) = expected.strip_prefix("flag ") {
        return (!is_raised(flag)).then(|| "not raised".to_owned());
    }
    if let Some(flag) = expected.strip_prefix("no flag ") {
        return is_raised(flag).then(|| "raised".to_owned());
    }
    if let Some((name, value)) = expected.split_once('=') {
        let value = value.trim();
        let found = found(analysis, name.trim());
        let right = found.iter().any(|(v, evidence)| v == value && rests_on(evidence, &mark.words));
        let given: Vec<_> = found.iter().map(|f| f.0.as_str()).collect();
        return (!right).then(|| format!("[{}] or rests on other words", given.join(", ")));
    }
    if let Some(name) = expected.strip_prefix("no ") {
        let rests = found(analysis, name).iter().any(|(_, evidence)| rests_on(evidence, &mark.words));
        return rests.then(|| format!("{name} rests on it"));
    }
    assert!(
        ["affirmed", "negated", "possible", "historical", "hypothetical", "other"].contains(&expected),
        "`{expected}` is no value of a mark"
    );
    let meant = analyzer.judge(text, mark.words.clone()).assertion;
    (!has(&meant, expected)).then(|| described(&meant))
}

/// What is wrong with a sentence, a line for each mark that does not hold.
fn faults(analyzer: &Analyzer, sentence: &Sentence) -> Vec<String> {
    assert!(!sentence.marks.is_empty(), "{}: nothing is marked", sentence.place);
    let analysis = analyzer.analyze(&Note::new(sentence.text.as_str()));
    let mut faults = Vec::new();
    for mark in &sentence.marks {
        let words = &sentence.text[mark.words.clone()];
        let is = |e: &String| wrong(analyzer, &sentence.text, &analysis, mark, e).map(|is| (e.clone(), is));
        let differs = mark.expected.iter().filter_map(is);
        faults.extend(differs.map(|(e, is)| format!("{}: [{words} | {e}]: {is}", sentence.place)));
    }
    faults
}

#[test]
fn every_mark_holds() {
    let analyzer = Analyzer::builtin();
    let sentences = sentences("sentences");
    assert!(sentences.len() >= 2800, "{} sentences: some have gone missing", sentences.len());
    let failed: Vec<String> = sentences.iter().flat_map(|s| faults(&analyzer, s)).collect();
    assert!(failed.is_empty(), "{} of {} sentences\n{}", failed.len(), sentences.len(), failed.join("\n"));
}

#[test]
fn open_sentences_are_still_open() {
    let analyzer = Analyzer::builtin();
    let open = sentences("sentences/open");
    let mended = open.iter().filter(|s| faults(&analyzer, s).is_empty());
    let mended: Vec<&str> = mended.map(|s| s.place.as_str()).collect();
    assert!(mended.is_empty(), "these hold now; move them out of `open`:\n{}", mended.join("\n"));
}

#[test]
fn marks_are_read() {
    let sentence = read("x:1".to_owned(), "[ ] No [mass | negated] in the [left | no laterality, affirmed] thigh.");
    assert_eq!(sentence.text, "[ ] No mass in the left thigh.");
    let words: Vec<_> = sentence.marks.iter().map(|m| &sentence.text[m.words.clone()]).collect();
    assert_eq!(words, ["mass", "left"]);
    assert_eq!(sentence.marks[1].expected, ["no laterality", "affirmed"]);
}
