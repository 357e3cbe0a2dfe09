//! Fits the weights of `lexicons/said.tsv`:
//! `cargo run --release --example weigh_said -- corpora/said/*.jsonl corpora/claims/seen*.jsonl corpora/gold/*.jsonl > said.tsv`.
//! With `--held-out` before the files nothing is fitted to all of them; what weights do to lines of writers they were not fitted to is
//! told instead.
//!
//! A line of `corpora/said/` lists all that it says of the labels of its file; a case of a claim and a gold note tell by what is expected
//! of them that they say something or do not. Which sentence says it is guessed: the one that the last fit speaks for most. All sentences
//! of a text that says nothing count against it. A logistic regression with a squared penalty for each label, over the words of a sentence, its pairs of words
//! and what its phrases mean, alone and in pairs, each counted once. The same files give the same bytes.

mod fitting;

use fitting::{Example, cell, fitted};
use opnote::Analyzer;
use opnote::document::Document;
use opnote::document::section::Role;
use opnote::lexicon::Lexicon;
use opnote::lexicon::concept::Concepts;
use opnote::lexicon::said::{Counts, heading};
use opnote::mention::weight::features;
use opnote::statement::topic::counts_at;
use rayon::prelude::*;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error;
use std::fs;
use std::path::Path;

/// Least sentences that a feature stands in.
const LEAST: usize = 3;

/// How many features are kept for each label.
const KEPT: usize = 800;

/// Parts of the writers that are held out in turn.
const PARTS: usize = 4;

/// How often it is guessed, by the last fit, which sentence of a text says it.
const GUESSES: usize = 2;

/// How much a sentence counts that was written for other labels: it was not asked whether it says this one too.
const OF_OTHERS: f64 = 0.03;

/// How much a sentence of a gold note counts.
const OF_GOLD: f64 = 0.3;

/// The files of lines that the findings ask for, which do not know the phrases of topics.
const OF_FINDINGS: [&str; 3] = ["layer", "extent", "reasons"];

/// What a line says of a lesion that was taken out after it was sampled, and the label of a whole lesion taken, for which the findings ask.
const REMOVED: (&str, &str) = ("then-removed", "removed-whole");

/// The file of lines on how much was taken.
const EXTENT: &str = "extent";

/// How much a sentence of a case counts: a note that is not to have a modifier may speak of it all the same.
const OF_CASE: f64 = 0.5;

/// What a case of a claim tells of a label by what it expects: the family, the name there, the label.
const EXPECTED: [(&str, &str, &str); 15] = [
    ("modifiers", "22", "much-more-work"),
    ("modifiers", "58", "planned-stage"),
    ("modifiers", "76", "repeat-same-day"),
    ("modifiers", "78", "return-for-complication"),
    ("modifiers", "79", "unrelated-in-global"),
    ("modifiers", "80", "assistant-surgeon"),
    ("modifiers", "82", "assistant-no-resident"),
    ("modifiers", "AS", "assistant-non-physician"),
    ("modifiers", "53", "stopped-for-safety"),
    ("modifiers", "52", "reduced"),
    ("advice", "visit-25", "separate-visit"),
    ("advice", "visit-57", "decision-today"),
    ("advice", "no-lesion-found", "nothing-found"),
    ("advice", "several-samples-one-lesion", "several-samples"),
    ("advice", "frozen-section-decided", "frozen-decided"),
];

/// Which label no sentence of a gold note says that lacks an entry of the record: the entry, the label.
const RECORD: [(&str, &str); 4] = [
    ("preop_diagnosis", "preop-dx"),
    ("postop_diagnosis", "postop-dx"),
    ("indication", "indication"),
    ("specimen", "specimen-sent"),
];

/// A line or note.
struct Text {
    /// The features of each of its sentences, as they are written.
    sentences: Vec<BTreeSet<String>>,
    /// What is known of it, by label.
    says: BTreeMap<String, bool>,
    /// How much each of its sentences counts.
    counts: f64,
    /// Who wrote it; none for a case.
    writer: Option<String>,
    /// The file it comes from.
    file: String,
}

/// The same by the numbers of its features.
struct Bag<'t> {
    sentences: Vec<Vec<u32>>,
    text: &'t Text,
}

fn main() -> Result<(), Box<dyn Error>> {
    let lexicon = Lexicon::builtin()?;
    let analyzer = Analyzer::builtin();
    let (options, files): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|a| a.starts_with("--"));
    let mut texts = Vec::new();
    for path in &files {
        let file = Path::new(path).file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        for line in fs::read_to_string(path)?.lines().filter(|l| !l.trim().is_empty()) {
            let note: Value = serde_json::from_str(line)?;
            let Some(text) = note["text"].as_str() else { continue };
            if note["gold"].is_object() {
                texts.extend(of_gold(&note, &analyzer, &lexicon));
                continue;
            }
            let of_findings = OF_FINDINGS.contains(&file.as_str());
            let document = if of_findings { analyzer.document(text) } else { analyzer.overlaid(text) };
            let sentences = sentences(&document, lexicon.concepts(), |_| true);
            let set = note["id"].as_str().and_then(|id| id.split('-').next()).unwrap_or_default();
            let listed = note["says"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let is_line = note["says"].is_array();
            if file == "course" && is_line {
                texts.push(of_removal(&note, set, &analyzer.document(text), &lexicon));
            }
            let says = match is_line {
                true => listed.map(|label| (label.to_owned(), true)).collect(),
                false => expected(&note["expect"]),
            };
            let counts = if is_line { 1.0 } else { OF_CASE };
            let writer = is_line.then(|| set.to_owned());
            texts.push(Text { sentences, says, counts, writer, file: file.clone() });
        }
    }
    deny_the_rest(&mut texts);
    let (names, bags) = numbered(&texts);
    if options.iter().any(|o| o == "--held-out") {
        let labels: BTreeSet<&str> = lines(&texts).flat_map(|t| t.says.keys()).map(String::as_str).collect();
        labels.iter().for_each(|label| held_out(&bags, names.len(), label));
    } else {
        let labels: Vec<&str> = lexicon.said().iter().map(|rule| rule.label.as_str()).collect();
        print(&labels, &names, &bags);
    }
    Ok(())
}

/// The texts that are lines, which list all that they say.
fn lines(texts: &[Text]) -> impl Iterator<Item = &Text> {
    texts.iter().filter(|t| t.writer.is_some())
}

/// The features of each sentence under a heading that counts.
fn sentences(document: &Document, concepts: &Concepts, counts: impl Fn(Role) -> bool) -> Vec<BTreeSet<String>> {
    let of_sentence = |s| features(&document.said_by(s), concepts).iter().map(|f| f.written()).collect();
    let role = |s: &usize| document.sections[document.sentences[*s].section].role;
    (0..document.sentences.len()).filter(|s| counts(role(s))).map(of_sentence).collect()
}

/// Whether a line on the course of a procedure says that the lesion was taken out.
fn of_removal(line: &Value, writer: &str, document: &Document, lexicon: &Lexicon) -> Text {
    let removed = line["says"].as_array().is_some_and(|says| says.iter().any(|l| l == REMOVED.0));
    Text {
        sentences: sentences(document, lexicon.concepts(), |_| true),
        says: BTreeMap::from([(REMOVED.1.to_owned(), removed)]),
        counts: 1.0,
        writer: Some(writer.to_owned()),
        file: EXTENT.to_owned(),
    }
}

/// What a gold note tells: of one procedure whether the lesion was taken whole, the layer, of guidance by ultrasound whether pictures were kept;
/// and which entries of the record it lacks. That it has one is not learned from: mostly a heading tells it, and patterns read that.
fn of_gold(note: &Value, analyzer: &Analyzer, lexicon: &Lexicon) -> Vec<Text> {
    let (Some(text), Some([procedure])) =
        (note["text"].as_str(), note["gold"]["procedures"].as_array().map(Vec::as_slice))
    else {
        return Vec::new();
    };
    let account = |role| counts_at(role, Counts::Account) && role != Role::Preop;
    let told = |document: &Document, counts: &dyn Fn(Role) -> bool, says: Vec<(&str, bool)>| Text {
        sentences: sentences(document, lexicon.concepts(), counts),
        says: says.into_iter().map(|(label, says)| (label.to_owned(), says)).collect(),
        counts: OF_GOLD,
        writer: None,
        file: "gold".to_owned(),
    };
    let is_in = |depth: &str| procedure["depth"]["value"] == depth || procedure["depth"]["value"] == "conflict";
    let mut findings = vec![("superficial", is_in("superficial")), ("deep", is_in("deep"))];
    let approach = &procedure["approach"]["value"];
    if approach == "incision" || approach == "excision" {
        findings.push((REMOVED.1, approach == "excision"));
    }
    let document = analyzer.document(text);
    let mut texts = vec![told(&document, &account, findings)];
    if procedure["status"] != "out-of-scope" {
        let documented = RECORD.map(|(entry, label)| (label, note["gold"]["record"][entry] == true));
        let absent = documented.into_iter().filter(|(_, is)| !is).collect();
        texts.push(told(&document, &|_| true, absent));
    }
    let by_ultrasound =
        procedure["guidance"]["modalities"].as_array().is_some_and(|m| m.iter().any(|m| m == "ultrasound"));
    if by_ultrasound && procedure["status"] != "out-of-scope" {
        let flagged =
            note["gold"]["flags"].as_array().is_some_and(|f| f.iter().any(|f| f == "guidance-images-undocumented"));
        texts.push(told(&analyzer.overlaid(text), &account, vec![("images-kept", !flagged)]));
    }
    texts
}

/// What a case of a claim tells of the labels by what it expects.
fn expected(expect: &Value) -> BTreeMap<String, bool> {
    let mut says = BTreeMap::new();
    let holds = |list: &Value, name: &str| list.as_array().is_some_and(|l| l.iter().any(|n| n == name));
    for (family, name, label) in EXPECTED {
        if holds(&expect[family], name) {
            says.insert(label.to_owned(), true);
        } else if holds(&expect[&format!("not_{family}")], name) {
            says.insert(label.to_owned(), false);
        }
    }
    says
}

/// What a line does not list of the labels of its file it does not say.
fn deny_the_rest(texts: &mut [Text]) {
    let mut of_file: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for text in lines(texts) {
        of_file.entry(text.file.clone()).or_default().extend(text.says.keys().cloned());
    }
    for text in texts.iter_mut().filter(|t| t.writer.is_some()) {
        for label in &of_file[&text.file] {
            text.says.entry(label.clone()).or_insert(false);
        }
    }
}

/// The features that stand in enough sentences, and the texts by their numbers.
fn numbered(texts: &[Text]) -> (Vec<String>, Vec<Bag<'_>>) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let all = texts.iter().flat_map(|t| &t.sentences);
    all.flatten().for_each(|f| *counts.entry(f).or_default() += 1);
    let names: Vec<String> = counts.iter().filter(|(_, n)| **n >= LEAST).map(|(f, _)| (*f).to_owned()).collect();
    let number: HashMap<&str, u32> = names.iter().map(String::as_str).zip(0..).collect();
    let sentence =
        |s: &BTreeSet<String>| -> Vec<u32> { s.iter().filter_map(|f| number.get(f.as_str()).copied()).collect() };
    let bags =
        texts.iter().map(|text| Bag { sentences: text.sentences.iter().map(sentence).collect(), text }).collect();
    (names, bags)
}

/// The weights of a label, by the numbers of their features, and the constant.
struct Fit {
    weights: HashMap<u32, f64>,
    constant: f64,
}

impl Fit {
    fn of(&self, sentence: &[u32]) -> f64 {
        self.constant + sentence.iter().filter_map(|f| self.weights.get(f)).sum::<f64>()
    }

    /// The sentence of a text that it speaks for most, and how much.
    fn most<'b>(&self, bag: &'b Bag) -> Option<(&'b [u32], f64)> {
        let weighed = bag.sentences.iter().map(|s| (s.as_slice(), self.of(s)));
        weighed.max_by(|a, b| a.1.total_cmp(&b.1))
    }
}

/// Fits the weights of a label: first with all of a text that says it for one sentence, then with the one that speaks for it most.
fn fit(bags: &[&Bag], count: usize, label: &str) -> Fit {
    let own_file = bags.iter().find(|b| b.text.writer.is_some() && b.text.says.contains_key(label));
    let own_file = own_file.map(|b| b.text.file.as_str());
    let mut last: Option<Fit> = None;
    for _ in 0..=GUESSES {
        let mut features: Vec<(Vec<u32>, bool, f64)> = Vec::new();
        for bag in bags {
            let counts = bag.text.counts;
            match bag.text.says.get(label) {
                Some(true) => {
                    let whole = || bag.sentences.iter().flatten().copied().collect::<BTreeSet<u32>>();
                    let most = last.as_ref().and_then(|fit| fit.most(bag)).map(|(s, _)| s.to_vec());
                    // Of a whole note next to nothing says it: it waits for a first guess.
                    if let Some(words) = most {
                        features.push((words, true, counts));
                    } else if bag.text.writer.is_some() {
                        features.push((whole().into_iter().collect(), true, counts));
                    }
                }
                Some(false) => features.extend(bag.sentences.iter().map(|s| (s.clone(), false, counts))),
                // What a line of another file says of this label nobody was asked.
                None if bag.text.writer.is_some() && own_file.is_some_and(|own| own != bag.text.file) => {
                    features.extend(bag.sentences.iter().map(|s| (s.clone(), false, OF_OTHERS)));
                }
                None => {}
            }
        }
        let examples: Vec<Example> =
            features.iter().map(|(f, holds, counts)| Example { features: f, holds: *holds, counts: *counts }).collect();
        let (kept, weights) = fitted(&examples, count, KEPT);
        let constant = weights[kept.len()];
        last = Some(Fit { weights: kept.into_iter().zip(weights).collect(), constant });
    }
    last.unwrap_or(Fit { weights: HashMap::new(), constant: 0.0 })
}

/// Prints the file.
fn print(labels: &[&str], names: &[String], bags: &[Bag]) {
    let all: Vec<&Bag> = bags.iter().collect();
    let fits: Vec<Fit> = labels.par_iter().map(|label| fit(&all, names.len(), label)).collect();
    let mut rows: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for (column, fit) in fits.iter().enumerate() {
        let mut set = |name, weight| rows.entry(name).or_insert_with(|| vec![0.0; labels.len()])[column] = weight;
        set("*", fit.constant);
        fit.weights.iter().for_each(|(feature, weight)| set(&names[*feature as usize], *weight));
    }
    println!(
        "# Counted, not written: see examples/weigh_said.rs. A positive weight speaks for a label, a negative one against it."
    );
    println!(
        "# `^` stands before one of the first words of a sentence, `/` for its start, `0` for any number, `@` before a concept, `*` for the constants."
    );
    println!("{}", heading(labels.iter().copied()));
    for (words, row) in rows {
        let cells: Vec<String> = row.iter().copied().map(cell).collect();
        if words == "*" || cells.iter().any(|c| !c.is_empty()) {
            println!("{words}\t{}", cells.join("\t"));
        }
    }
}

/// Tells what weights for a label do to lines of writers they were not fitted to.
fn held_out(bags: &[Bag], count: usize, label: &str) {
    let writers: BTreeSet<&str> = bags.iter().filter_map(|b| b.text.writer.as_deref()).collect();
    let part_of: HashMap<&str, usize> = writers.into_iter().zip((0..PARTS).cycle()).collect();
    let part = |b: &Bag| b.text.writer.as_deref().map(|w| part_of[w]);
    let of_part = |held: usize| -> Vec<(f64, bool)> {
        let seen: Vec<&Bag> = bags.iter().filter(|b| part(b) != Some(held)).collect();
        let fit = fit(&seen, count, label);
        let told = |b: &Bag| Some((fit.most(b)?.1, *b.text.says.get(label)?));
        bags.iter().filter(|b| part(b) == Some(held)).filter_map(told).collect()
    };
    let told: Vec<(f64, bool)> = (0..PARTS).into_par_iter().flat_map(of_part).collect();
    let own = told.iter().filter(|t| t.1).count();
    println!("{label} ({own} of {} lines)", told.len());
    for least in [-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0] {
        let taken = |own: bool| told.iter().filter(|t| t.1 == own && t.0 > least).count();
        let (right, wrong) = (taken(true), taken(false));
        let precision = right as f64 / (right + wrong).max(1) as f64;
        println!("  above {least:4}: precision {precision:.3}, recall {:.3}", right as f64 / own.max(1) as f64);
    }
}
