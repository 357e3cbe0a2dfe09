//! Fits the weights of `lexicons/around.tsv`:
//! `cargo run --release --example weigh_around -- corpora/gold/*.jsonl corpora/probes/*.jsonl corpora/sentences/*.txt > around.tsv`.
//!
//! For each length, side and aspect that a note of one procedure names: is it what is expected of the lesion? A logistic regression
//! for each of the three over the words and meanings around it, by where they stand, and over facts such as how often the note tells the
//! same. So is each that a mark of a sentence tells of. The same files give the same bytes.

mod fitting;

use fitting::{Example, cell, fitted};
use opnote::analysis::Aspect;
use opnote::document::Document;
use opnote::evaluate::{Mark, read_marked};
use opnote::finding::own::{Candidate, aspects, lengths, other_tissues, sides, soft_tissues};
use opnote::finding::site::sites;
use opnote::finding::size::sizes;
use opnote::lexicon::Lexicon;
use opnote::lexicon::around::{self, MATTERS, Matter};
use opnote::lexicon::concept::known;
use opnote::mention::phrase::Phrases;
use rayon::prelude::*;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::fs;
use std::ops::RangeInclusive;

/// Least mentions that a feature stands by; most stand in both copies of a note.
const LEAST: usize = 5;

/// How many features are kept for each matter.
const KEPT: usize = 3000;

/// How many neutral sentences stand at the end of the second copy of a note: nothing in them is the lesion's.
const NEUTRAL: usize = 4;

/// How much a mention counts that a sentence marks: these are few, and each tells what notes hold but rarely.
const MARKED: f64 = 4.0;

/// How much a mention counts of a short note that lists what was sampled.
const LISTED: f64 = 2.0;

/// How often it is guessed, by the last fit, which mention of a note is the one.
const GUESSES: usize = 3;

/// How much must speak for a mention for it to be taken for the one.
const GUESSED: f64 = -1.0;

/// How near two lengths are the same, in millimetres.
const SAME: f64 = 0.6;

/// A mention by its features as they are written, and whether it is the lesion's.
struct Weighed {
    matter: Matter,
    features: Vec<String>,
    holds: bool,
    /// How much it counts.
    counts: f64,
    /// The note of which one mention at most holds, where it is not known which.
    one_of: Option<usize>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let lexicon = Lexicon::builtin()?;
    let phrases = Phrases::new(lexicon.vocabulary())?;
    let mut neutral = include_str!("../corpora/neutral.txt").lines().cycle();
    let mut weighed = Vec::new();
    for path in std::env::args().skip(1) {
        let file = fs::read_to_string(&path)?;
        if path.ends_with(".txt") {
            let lines = file.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty());
            lines.for_each(|line| weigh_marked(line, &phrases, &lexicon, &mut weighed));
            continue;
        }
        for line in file.lines().filter(|l| !l.trim().is_empty()) {
            let note: Value = serde_json::from_str(line)?;
            let Some(text) = note["text"].as_str() else { continue };
            let (expected, sampled) = (Expected::of(&note), Sampled::of(&note));
            if expected.is_none() && sampled.is_none() {
                continue;
            }
            let next = (0..NEUTRAL).filter_map(|_| neutral.next());
            let longer = next.fold(text.to_owned(), |text, sentence| format!("{text}\n{sentence}"));
            for said in [text, &longer] {
                let document = Document::new(said, &phrases);
                if let Some(expected) = &expected {
                    expected.weigh(&document, text.len(), &lexicon, &mut weighed);
                }
                if let Some(sampled) = &sampled {
                    sampled.weigh(&document, &lexicon, &mut weighed);
                }
            }
        }
    }
    print(&weighed);
    Ok(())
}

/// What is expected of the one procedure of a note; nothing of what is not known.
struct Expected {
    sizes: Option<Vec<Vec<f64>>>,
    side: Option<Option<String>>,
    aspects: Option<Vec<Aspect>>,
}

impl Expected {
    /// Of a gold note with one procedure, or of a short note that tells what it is sure of.
    fn of(note: &Value) -> Option<Self> {
        let gold = note["gold"]["procedures"].as_array();
        let known = |element: &str| match gold.map(Vec::as_slice) {
            Some([one]) => Some(one[element]["value"].clone()),
            Some(_) => None,
            None => note["expect"].get(element).cloned(),
        };
        let other_number = note["expect"].get("n").is_some_and(|n| n != 1);
        if gold.is_some_and(|g| g.len() != 1) || gold.is_none() && (other_number || !note["expect"].is_object()) {
            return None;
        }
        Some(Self {
            sizes: known("size_mm").map(|v| serde_json::from_value(v).unwrap_or_default()),
            side: known("laterality").map(|v| v.as_str().map(str::to_owned)),
            aspects: known("aspects").map(|v| serde_json::from_value(v).unwrap_or_default()),
        })
    }

    /// Adds each mention of a note of which it is known whether it is the lesion's. Nothing is from byte `end` on.
    fn weigh(&self, document: &Document, end: usize, lexicon: &Lexicon, weighed: &mut Vec<Weighed>) {
        let sites = sites(document);
        let told = |token: usize| (document.span(token, token).start as usize) < end;
        if let Some(expected) = &self.sizes {
            let sizes = sizes(document);
            for candidate in lengths(&sizes) {
                let mm = &sizes[candidate.value].mm;
                let holds = expected.iter().any(|e| is_same(e, mm)) && told(*candidate.own.start());
                weighed.push(Weighed::of(&candidate, Matter::Size, document, lexicon, holds));
            }
        }
        if let Some(expected) = &self.side {
            for candidate in sides(document, &sites) {
                let side = if candidate.value == known::LEFT { "left" } else { "right" };
                let holds = expected.as_deref().is_some_and(|e| e == side || e == "conflict");
                let holds = holds && told(*candidate.own.start());
                weighed.push(Weighed::of(&candidate, Matter::Side, document, lexicon, holds));
            }
        }
        if let Some(expected) = &self.aspects {
            for candidate in aspects(document, &sites) {
                let holds = expected.contains(&candidate.value) && told(*candidate.own.start());
                weighed.push(Weighed::of(&candidate, Matter::Aspect, document, lexicon, holds));
            }
        }
    }
}

/// What is known of the tissue that was sampled.
struct Sampled {
    /// Whether soft tissue was.
    soft: bool,
    /// The words that name what was sampled, whatever it was; none where they are not known.
    taken: Vec<String>,
    /// Words that name what was not.
    left: Vec<String>,
    /// Whether all words are known that name it.
    all: bool,
}

impl Sampled {
    /// Of a short note that tells what was taken and what was left, or of a gold note.
    fn of(note: &Value) -> Option<Self> {
        let listed = |words: &Value| -> Vec<String> {
            words.as_array().into_iter().flatten().filter_map(|w| w.as_str().map(str::to_owned)).collect()
        };
        if note["taken"].is_array() {
            let soft = note["expect"]["n"].as_u64()? > 0;
            return Some(Self { soft, taken: listed(&note["taken"]), left: listed(&note["left"]), all: true });
        }
        let procedures = note["gold"]["procedures"].as_array()?;
        let taken = procedures.iter().flat_map(|p| listed(&p["approach"]["evidence"])).collect();
        Some(Self { soft: !procedures.is_empty(), taken, left: Vec::new(), all: false })
    }

    /// Adds each mention of a tissue of which it is known whether it names what was sampled.
    fn weigh(&self, document: &Document, lexicon: &Lexicon, weighed: &mut Vec<Weighed>) {
        let number = weighed.len();
        let counts = if self.all { LISTED } else { 1.0 };
        let within = |own: &RangeInclusive<usize>, words: &[String]| {
            let span = document.span(*own.start(), *own.end());
            let (start, end) = (span.start as usize, span.end as usize);
            let places =
                words.iter().flat_map(|w| document.text.match_indices(w.as_str()).map(|(at, w)| at..at + w.len()));
            places.into_iter().any(|place| place.start < end && start < place.end)
        };
        for candidate in other_tissues(document) {
            let taken = !self.soft && within(&candidate.own, &self.taken);
            // Where no soft tissue was sampled, it is mostly not known what was.
            let known = self.soft || self.all;
            let of = Weighed::of(&candidate, Matter::OtherTissue, document, lexicon, taken);
            weighed.push(Weighed { one_of: (!known).then_some(number), counts, ..of });
        }
        for candidate in soft_tissues(document) {
            let taken = self.soft && within(&candidate.own, &self.taken);
            if taken || !self.soft || within(&candidate.own, &self.left) {
                let of = Weighed::of(&candidate, Matter::SoftTissue, document, lexicon, taken);
                weighed.push(Weighed { counts, ..of });
            }
        }
    }
}

/// Adds the mentions of a marked sentence of which a mark tells whether they are the lesion's.
fn weigh_marked(line: &str, phrases: &Phrases, lexicon: &Lexicon, weighed: &mut Vec<Weighed>) {
    let (text, marks) = read_marked(line);
    let document = Document::new(&text, phrases);
    let (sites, sizes) = (sites(&document), sizes(&document));
    let mut add = |of: Weighed| weighed.push(Weighed { counts: MARKED, ..of });
    // What the marks on some tokens say of an element: its value, or nothing where it is told to have none.
    let marked = |own: &RangeInclusive<usize>, element: &str| -> Option<String> {
        let span = document.span(*own.start(), *own.end());
        let on = |m: &&Mark| m.words.start < span.end as usize && (span.start as usize) < m.words.end;
        marks.iter().filter(on).flat_map(|m| &m.expected).find_map(|e| match e.strip_prefix("no ") {
            Some(none) => (none == element).then(String::new),
            None => e.split_once(" = ").filter(|(name, _)| *name == element).map(|(_, value)| value.to_owned()),
        })
    };
    for candidate in lengths(&sizes) {
        let Some(value) = marked(&candidate.own, "size_mm") else { continue };
        let expected: Vec<f64> = value.split(' ').filter_map(|mm| mm.parse().ok()).collect();
        let holds = is_same(&expected, &sizes[candidate.value].mm);
        add(Weighed::of(&candidate, Matter::Size, &document, lexicon, holds));
    }
    for candidate in sides(&document, &sites) {
        let Some(value) = marked(&candidate.own, "laterality") else { continue };
        let side = if candidate.value == known::LEFT { "left" } else { "right" };
        add(Weighed::of(&candidate, Matter::Side, &document, lexicon, value == side || value == "conflict"));
    }
    for candidate in aspects(&document, &sites) {
        let Some(value) = marked(&candidate.own, "aspects") else { continue };
        let name = serde_json::to_value(candidate.value).unwrap_or_default();
        let holds = value.split(' ').any(|aspect| name == aspect);
        add(Weighed::of(&candidate, Matter::Aspect, &document, lexicon, holds));
    }
}

impl Weighed {
    fn of<V>(candidate: &Candidate<V>, matter: Matter, document: &Document, lexicon: &Lexicon, holds: bool) -> Self {
        let features = candidate.around(document).features(&candidate.facts, lexicon.concepts());
        Self { matter, features, holds, counts: 1.0, one_of: None }
    }
}

/// Whether a length is one that is expected, whatever the order of its dimensions.
fn is_same(expected: &[f64], mm: &[f64]) -> bool {
    let mut expected = expected.to_vec();
    expected.sort_by(|a, b| b.total_cmp(a));
    expected.len() == mm.len() && expected.iter().zip(mm).all(|(a, b)| (a - b).abs() < SAME)
}

/// Prints the file.
fn print(weighed: &[Weighed]) {
    let fitted: Vec<(Vec<&str>, Vec<f64>)> =
        Matter::ALL.into_par_iter().map(|matter| weights(weighed, matter)).collect();
    let mut rows: BTreeMap<&str, [f64; MATTERS]> = BTreeMap::new();
    for (matter, (names, weights)) in fitted.iter().enumerate() {
        for (name, weight) in names.iter().chain(&["*"]).zip(weights) {
            rows.entry(name).or_default()[matter] = *weight;
        }
    }
    println!(
        "# Counted, not written: see examples/weigh_around.rs. A positive weight speaks for what is the lesion's."
    );
    println!(
        "# `-` before, `+` behind, `0` in the mention, `p` in its place; 1, 2, 3: the next, second, third word (`1 @`: the next phrase), 6 and 12: within so many tokens, none: in the sentence; `@` before a concept, `=` before a fact, `*` for the constants."
    );
    println!("{}", around::heading());
    for (name, row) in rows {
        let cells = row.map(cell);
        if name == "*" || cells.iter().any(|c| !c.is_empty()) {
            println!("{name}\t{}", cells.join("\t"));
        }
    }
}

/// What is known of a matter, in numbers.
struct Samples<'w> {
    own: Vec<&'w Weighed>,
    /// The features that stand by enough mentions.
    names: Vec<&'w str>,
    /// Of each mention the numbers of its features.
    features: Vec<Vec<u32>>,
}

impl<'w> Samples<'w> {
    fn of(weighed: &'w [Weighed], matter: Matter) -> Self {
        let own: Vec<&Weighed> = weighed.iter().filter(|w| w.matter == matter).collect();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        own.iter().flat_map(|w| &w.features).for_each(|f| *counts.entry(f).or_default() += 1);
        let names: Vec<&str> = counts.iter().filter(|(_, n)| **n >= LEAST).map(|(f, _)| *f).collect();
        let number: HashMap<&str, u32> = names.iter().copied().zip(0..).collect();
        let numbers = |w: &Weighed| w.features.iter().filter_map(|f| number.get(f.as_str()).copied()).collect();
        let features = own.iter().map(|w| numbers(w)).collect();
        Self { own, names, features }
    }

    /// Fits to the mentions that are known and to those that are guessed to be the ones of their notes.
    fn fitted(&self, guessed: &[usize]) -> (Vec<u32>, Vec<f64>) {
        let example = |n: usize, holds| Example { features: &self.features[n], holds, counts: self.own[n].counts };
        let known = (0..self.own.len()).filter(|n| self.own[*n].one_of.is_none());
        let known = known.map(|n| example(n, self.own[n].holds));
        let examples: Vec<Example> = known.chain(guessed.iter().map(|n| example(*n, true))).collect();
        fitted(&examples, self.names.len(), KEPT)
    }

    /// Of each note of which it is not known the mention that is most likely the one, by a fit; none where little speaks for any.
    fn guessed(&self, (kept, weights): &(Vec<u32>, Vec<f64>)) -> Vec<usize> {
        let by_number: HashMap<u32, f64> = kept.iter().copied().zip(weights.iter().copied()).collect();
        let sum =
            |n: usize| self.features[n].iter().filter_map(|f| by_number.get(f)).sum::<f64>() + weights[kept.len()];
        let mut likely: BTreeMap<usize, (f64, usize)> = BTreeMap::new();
        for (n, weighed) in self.own.iter().enumerate() {
            let Some(note) = weighed.one_of else { continue };
            let best = likely.entry(note).or_insert((GUESSED, n));
            if sum(n) > best.0 {
                *best = (sum(n), n);
            }
        }
        likely.into_values().filter(|(sum, _)| *sum > GUESSED).map(|(_, n)| n).collect()
    }
}

/// The features kept for a matter, and their weights with the constant behind them.
fn weights(weighed: &[Weighed], matter: Matter) -> (Vec<&str>, Vec<f64>) {
    let samples = Samples::of(weighed, matter);
    let mut fit = samples.fitted(&[]);
    if samples.own.iter().any(|w| w.one_of.is_some()) {
        for _ in 0..GUESSES {
            fit = samples.fitted(&samples.guessed(&fit));
        }
    }
    let (kept, weights) = fit;
    (kept.into_iter().map(|f| samples.names[f as usize]).collect(), weights)
}
