//! Fits the weights of `lexicons/account.tsv`:
//! `cargo run --release --example weigh_words -- corpora/gold/*.jsonl corpora/probes/*.jsonl corpora/claims/seen*.jsonl > account.tsv`.
//!
//! A note without a procedure is a paper, unless the rules name another procedure that it tells of (a node, a drainage) or advise on one that
//! was broken off: such notes are left out. So are cases of claims in which the rules find nothing; the others are accounts.
//!
//! A logistic regression with a squared penalty on whether a note is the account of a procedure or a paper of which none comes, over its
//! words, its pairs of words and its first words, each counted once. The features that tell most are kept and fitted again. What it
//! does to notes it was not fitted to, one part of the files at a time, goes to standard error. The same files give the same bytes.

use opnote::analysis::Analysis;
use opnote::analyzer::Analyzer;
use opnote::document::Document;
use opnote::lexicon::Lexicon;
use opnote::lexicon::account::{self, Feature, features};
use opnote::mention::phrase::Phrases;
use opnote::note::Note;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::error::Error;
use std::fs;

/// Least notes that a feature stands in.
const LEAST: usize = 3;

/// How many features are kept.
const KEPT: usize = 2000;

/// Weight of the notes against the penalty.
const STRENGTH: f64 = 0.3;

/// Parts of the files that are held out in turn.
const PARTS: usize = 6;

/// Rounds of the fit.
const ROUNDS: usize = 250;

/// A note: the numbers of its features, whether it is a paper, and the file it comes from.
struct Sample {
    features: Vec<u32>,
    paper: bool,
    file: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let lexicon = Lexicon::builtin()?;
    let phrases = Phrases::new(lexicon.vocabulary())?;
    let rules = rules_alone()?;
    let mut texts = Vec::new();
    for (file, path) in std::env::args().skip(1).enumerate() {
        for line in fs::read_to_string(&path)?.lines().filter(|l| !l.trim().is_empty()) {
            let note: Value = serde_json::from_str(line)?;
            let Some(text) = note["text"].as_str() else { continue };
            if let Some(paper) = is_paper(&note, &rules.analyze(&Note::new(text))) {
                texts.push((text.to_owned(), paper, file));
            }
        }
    }
    let (names, samples) = numbered(&texts, &phrases);
    held_out(&samples, names.len());
    let all: Vec<&Sample> = samples.iter().collect();
    let (kept, weights) = fitted(&all, names.len());
    let mut rows: Vec<(String, f64)> = kept
        .iter()
        .zip(&weights)
        .map(|(&f, &w)| (names[f as usize].clone(), w))
        .filter(|(_, w)| w.abs() >= 0.0005)
        .collect();
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    println!(
        "# Counted, not written: see examples/weigh_words.rs. A positive weight speaks for a paper, a negative one for an account."
    );
    println!(
        "# `^` stands before one of the first words of a note, `/` for the start of a line, `0` for any number, `*` for the constant."
    );
    println!("words\tweight");
    println!("*\t{:.3}", weights[kept.len()]);
    rows.iter().for_each(|(words, weight)| println!("{words}\t{weight:.3}"));
    Ok(())
}

/// An analyzer that weighs no words.
fn rules_alone() -> Result<Analyzer, Box<dyn Error>> {
    let folder = std::env::temp_dir().join(format!("opnote-weigh-words-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(account::FILE), "words\tweight\n*\t-1000\n")?;
    let analyzer = Analyzer::with_folder(&folder);
    fs::remove_dir_all(&folder)?;
    Ok(analyzer?)
}

/// Whether a note is a paper, by what is expected of it or, in a case of a claim, by what the rules find; none where neither tells.
fn is_paper(note: &Value, found: &Analysis) -> Option<bool> {
    let procedures = note["gold"]["procedures"].as_array().map(|p| p.len() as u64);
    let of_other_procedure = !found.neighbours.is_empty() || !found.advice.is_empty();
    match procedures.or(note["expect"]["n"].as_u64()) {
        Some(0) => (!found.procedures.is_empty() || !of_other_procedure).then_some(true),
        Some(_) => Some(false),
        None => (!found.procedures.is_empty() || of_other_procedure).then_some(false),
    }
}

/// The features that stand in enough notes, and the notes by their numbers.
fn numbered(texts: &[(String, bool, usize)], phrases: &Phrases) -> (Vec<String>, Vec<Sample>) {
    let of_note = |text: &str| -> BTreeSet<String> {
        let document = Document::new(text, phrases);
        features(&document.tokens).iter().map(Feature::written).collect()
    };
    let notes: Vec<BTreeSet<String>> = texts.iter().map(|(text, ..)| of_note(text)).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    notes.iter().flatten().for_each(|f| *counts.entry(f).or_default() += 1);
    let names: Vec<String> = counts.iter().filter(|(_, n)| **n >= LEAST).map(|(f, _)| (*f).to_owned()).collect();
    let number: HashMap<&str, u32> = names.iter().map(String::as_str).zip(0..).collect();
    let sample = |(note, (_, paper, file)): (&BTreeSet<String>, &(String, bool, usize))| Sample {
        features: note.iter().filter_map(|f| number.get(f.as_str()).copied()).collect(),
        paper: *paper,
        file: *file,
    };
    let samples = notes.iter().zip(texts).map(sample).collect();
    (names, samples)
}

/// Tells what weights do to notes of files they were not fitted to.
fn held_out(samples: &[Sample], count: usize) {
    let mut told: Vec<(f64, bool)> = Vec::new();
    for part in 0..PARTS {
        let seen: Vec<&Sample> = samples.iter().filter(|s| s.file % PARTS != part).collect();
        let (kept, weights) = fitted(&seen, count);
        let by_number: HashMap<u32, f64> = kept.iter().copied().zip(weights.iter().copied()).collect();
        for s in samples.iter().filter(|s| s.file % PARTS == part) {
            let sum: f64 = s.features.iter().filter_map(|f| by_number.get(f)).sum();
            told.push((sum + weights[kept.len()], s.paper));
        }
    }
    let (accounts, papers) = (told.iter().filter(|t| !t.1).count(), told.iter().filter(|t| t.1).count());
    for least in [-1.0, -0.5, 0.0, 0.5, 1.0, 2.0] {
        let taken = |paper: bool| told.iter().filter(|t| t.1 == paper && t.0 > least).count();
        eprintln!("above {least:4}: {} of {accounts} accounts, {} of {papers} papers", taken(false), taken(true));
    }
}

/// The features kept, and their weights with the constant behind them.
fn fitted(samples: &[&Sample], count: usize) -> (Vec<u32>, Vec<f64>) {
    let first = fit(samples, count, None);
    let mut stands = vec![0usize; count];
    samples.iter().flat_map(|s| &s.features).for_each(|f| stands[*f as usize] += 1);
    let tells = |f: usize| {
        let share = stands[f] as f64 / samples.len() as f64;
        first[f].abs() * (share * (1.0 - share)).sqrt()
    };
    let mut order: Vec<u32> = (0..count as u32).collect();
    order.sort_by(|a, b| tells(*b as usize).total_cmp(&tells(*a as usize)).then(a.cmp(b)));
    order.truncate(KEPT);
    order.sort_unstable();
    let place: HashMap<u32, u32> = order.iter().copied().zip(0..).collect();
    let weights = fit(samples, order.len(), Some(&place));
    (order, weights)
}

/// A note's features by their places among the weights, and 1 for a paper.
type Counted = (Vec<u32>, f64);

/// The weights of a logistic regression with a squared penalty, the constant last.
fn fit(samples: &[&Sample], count: usize, place: Option<&HashMap<u32, u32>>) -> Vec<f64> {
    let notes: Vec<Counted> = samples
        .iter()
        .map(|s| {
            let own = s.features.iter().filter_map(|f| place.map_or(Some(*f), |p| p.get(f).copied()));
            (own.collect(), f64::from(u8::from(s.paper)))
        })
        .collect();
    descend(vec![0.0; count + 1], |weights| loss(&notes, weights))
}

/// The loss and its slope.
fn loss(notes: &[Counted], weights: &[f64]) -> (f64, Vec<f64>) {
    let constant = weights.len() - 1;
    let mut slope = weights.to_vec();
    slope[constant] = 0.0;
    let mut loss = 0.5 * dot(&slope, &slope);
    for (features, paper) in notes {
        let sum = features.iter().map(|f| weights[*f as usize]).sum::<f64>() + weights[constant];
        loss += STRENGTH * ((-sum.abs()).exp().ln_1p() + sum.max(0.0) - paper * sum);
        let miss = STRENGTH * (1.0 / (1.0 + (-sum).exp()) - paper);
        features.iter().for_each(|f| slope[*f as usize] += miss);
        slope[constant] += miss;
    }
    (loss, slope)
}

/// The least of a smooth function, by the steps of L-BFGS (Nocedal and Wright, Numerical Optimization, chapter 7).
fn descend(mut at: Vec<f64>, function: impl Fn(&[f64]) -> (f64, Vec<f64>)) -> Vec<f64> {
    const REMEMBERED: usize = 10;
    let (mut value, mut slope) = function(&at);
    // Steps, and what they changed of the slope.
    let mut steps: VecDeque<(Vec<f64>, Vec<f64>)> = VecDeque::new();
    for _ in 0..ROUNDS {
        let direction = direction(&slope, &steps);
        let descent = dot(&direction, &slope);
        let mut length = if steps.is_empty() { 1.0 / dot(&slope, &slope).sqrt().max(1.0) } else { 1.0 };
        let (next, next_value, next_slope) = loop {
            let next: Vec<f64> = at.iter().zip(&direction).map(|(a, d)| a + length * d).collect();
            let (next_value, next_slope) = function(&next);
            if next_value <= value + 1e-4 * length * descent || length < 1e-12 {
                break (next, next_value, next_slope);
            }
            length /= 2.0;
        };
        let difference = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<f64>>();
        let (step, change) = (difference(&next, &at), difference(&next_slope, &slope));
        if dot(&step, &change) > 1e-12 {
            steps.push_back((step, change));
            if steps.len() > REMEMBERED {
                steps.pop_front();
            }
        }
        let gained = value - next_value;
        (at, value, slope) = (next, next_value, next_slope);
        if gained < 1e-7 * value.abs() {
            break;
        }
    }
    at
}

/// Where to go from a slope, by what the last steps told of how it bends.
fn direction(slope: &[f64], steps: &VecDeque<(Vec<f64>, Vec<f64>)>) -> Vec<f64> {
    let mut way: Vec<f64> = slope.iter().map(|s| -s).collect();
    let mut shares = Vec::with_capacity(steps.len());
    for (step, change) in steps.iter().rev() {
        let share = dot(step, &way) / dot(step, change);
        add(&mut way, change, -share);
        shares.push(share);
    }
    if let Some((step, change)) = steps.back() {
        let scale = dot(step, change) / dot(change, change);
        way.iter_mut().for_each(|w| *w *= scale);
    }
    for ((step, change), share) in steps.iter().zip(shares.into_iter().rev()) {
        let back = dot(change, &way) / dot(step, change);
        add(&mut way, step, share - back);
    }
    way
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn add(to: &mut [f64], what: &[f64], times: f64) {
    to.iter_mut().zip(what).for_each(|(t, w)| *t += times * w);
}
