//! Fits the weights of `lexicons/weights.tsv`:
//! `cargo run --release --example weigh_words -- corpora/gold/*.jsonl corpora/probes/*.jsonl corpora/claims/seen*.jsonl > weights.tsv`.
//! With `--held-out` before the files nothing is fitted to all of them; what weights do to notes they were not fitted to, one part of the
//! files at a time, is told instead.
//!
//! For each answer a logistic regression with a squared penalty over a note's words, its pairs of words, its first words and what its
//! phrases mean, alone and in pairs, each counted once. The features that tell most are kept and fitted again. The same files give the same bytes.
//!
//! Each gold note is weighed twice, the second time with some of the sentences of `corpora/neutral.txt` at its end: they are to weigh nothing.
//!
//! Approach, depth, region and the like are fitted to the notes of one procedure of which they are expected, and to each half of a note of
//! two that are told one after the other, without what is told of the other. Of such a note each passage is weighed too, for what is told
//! of a lesion beginning there. A note without a procedure is a paper,
//! unless the rules name another procedure that it tells of (a node, a drainage) or advise on one that was broken off: such notes are left
//! out of that answer. Of a case of a claim nothing is expected here: what holds of it is what the rules read without weights, as all that it
//! expects hangs on that; one in which they find nothing is left out.

mod fitting;

use fitting::{Example, cell, fitted};
use opnote::analysis::{Analysis, Approach, Aspect, GuidanceUse, Modality};
use opnote::analyzer::Analyzer;
use opnote::document::Document;
use opnote::finding::lesion::{Passage, passages};
use opnote::lexicon::Lexicon;
use opnote::lexicon::concept::Concepts;
use opnote::lexicon::weights::{self, ANSWERS, Answer, Feature};
use opnote::mention::phrase::Phrases;
use opnote::mention::weight::{Said, features};
use opnote::note::Note;
use rayon::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error;
use std::fs;
use std::ops::Range;
use std::path::Path;

/// Least notes that a feature stands in.
const LEAST: usize = 3;

/// How many features are kept for each answer.
const KEPT: usize = 2000;

/// Parts of the files that are held out in turn.
const PARTS: usize = 6;

/// The notes of other procedures: nothing was taken there, yet few of them are papers.
const OF_OTHER_PROCEDURES: &str = "others.jsonl";

/// How many neutral sentences stand at the end of the second copy of a gold note.
const NEUTRAL: usize = 4;

/// Whether each answer holds of a note; none where that is not known.
type Truths = [Option<bool>; ANSWERS];

/// What a note or passage has, and what is expected of it.
struct Text {
    /// Its features, as they are written.
    features: BTreeSet<String>,
    truths: Truths,
    /// The file it comes from.
    file: usize,
}

/// A note or passage: the numbers of its features, what holds of it, and the file it comes from.
struct Sample {
    features: Vec<u32>,
    truths: Truths,
    file: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let lexicon = Lexicon::builtin()?;
    let phrases = Phrases::new(lexicon.vocabulary())?;
    let rules = rules_alone()?;
    let (options, files): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|a| a.starts_with("--"));
    let mut neutral = include_str!("../corpora/neutral.txt").lines().cycle();
    let mut texts = Vec::new();
    for (file, path) in files.iter().enumerate() {
        for line in fs::read_to_string(path)?.lines().filter(|l| !l.trim().is_empty()) {
            let note: Value = serde_json::from_str(line)?;
            let Some(text) = note["text"].as_str() else { continue };
            // Twins that differ in what was taken alone: they would teach that words by themselves tell next to nothing.
            if note["taken"].is_array() {
                continue;
            }
            let Some(mut truths) = truths(&note, &rules.analyze(&Note::new(text))) else { continue };
            let of_other_procedures = Path::new(path).file_name().is_some_and(|name| name == OF_OTHER_PROCEDURES);
            if let Some(paper) = Answer::Paper.column().filter(|_| of_other_procedures) {
                truths[paper] = None;
            }
            let document = Document::new(text, &phrases);
            let sample = |said: &Said, truths| Text { features: written(said, lexicon.concepts()), truths, file };
            texts.push(sample(&document.said(None), truths));
            if !note["gold"].is_object() {
                continue;
            }
            let next = (0..NEUTRAL).filter_map(|_| neutral.next());
            let longer = next.fold(text.to_owned(), |text, sentence| format!("{text}\n{sentence}"));
            texts.push(sample(&Document::new(&longer, &phrases).said(None), truths));
            let Some(told) = told(&document, &note["gold"]) else { continue };
            for (passage, truths) in told.beginnings() {
                texts.push(sample(&document.said_in(passage.tokens.clone(), &passage.turns), truths));
            }
            for (other, truths) in told.apart() {
                let of_other = |token: usize| other.contains(&token);
                texts.push(sample(&document.said(Some(&of_other)), truths));
            }
        }
    }
    let (names, samples) = numbered(&texts);
    match options.iter().any(|o| o == "--held-out") {
        true => (0..ANSWERS).for_each(|answer| held_out(&samples, names.len(), answer)),
        false => print(&names, &samples),
    }
    Ok(())
}

/// Prints the file.
fn print(names: &[String], samples: &[Sample]) {
    let all: Vec<&Sample> = samples.iter().collect();
    let fitted: Vec<(Vec<u32>, Vec<f64>)> =
        (0..ANSWERS).into_par_iter().map(|answer| fitted(&examples(&all, answer), names.len(), KEPT)).collect();
    let mut rows: BTreeMap<&str, [f64; ANSWERS]> = BTreeMap::new();
    for (answer, (kept, weights)) in fitted.iter().enumerate() {
        rows.entry("*").or_insert([0.0; ANSWERS])[answer] = weights[kept.len()];
        for (feature, weight) in kept.iter().zip(weights) {
            rows.entry(&names[*feature as usize]).or_insert([0.0; ANSWERS])[answer] = *weight;
        }
    }
    println!(
        "# Counted, not written: see examples/weigh_words.rs. A positive weight speaks for an answer, a negative one against it."
    );
    println!(
        "# `^` stands before one of the first words of a note, `/` for the start of a line, `0` for any number, `@` before a concept, `=` before how a passage stands to those before it, `*` for the constants."
    );
    println!("{}", weights::heading());
    for (words, row) in rows {
        let cells: Vec<String> = row.iter().copied().map(cell).collect();
        if words == "*" || cells.iter().any(|c| !c.is_empty()) {
            println!("{words}\t{}", cells.join("\t"));
        }
    }
}

/// An analyzer that weighs no words.
fn rules_alone() -> Result<Analyzer, Box<dyn Error>> {
    let folder = std::env::temp_dir().join(format!("opnote-weigh-words-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(weights::FILE), weights::heading() + "\n")?;
    let analyzer = Analyzer::with_folder(&folder);
    fs::remove_dir_all(&folder)?;
    Ok(analyzer?)
}

/// What holds of a note by what is expected of it, or by what the rules find; nothing where neither tells.
fn truths(note: &Value, found: &Analysis) -> Option<Truths> {
    let of_other_procedure = !found.neighbours.is_empty() || !found.advice.is_empty();
    if note.get("claim").is_none() {
        let is_paper = || match procedures(note)? {
            0 => (!found.procedures.is_empty() || !of_other_procedure).then_some(true),
            _ => Some(false),
        };
        return Some(expected(note, is_paper()));
    }
    if found.procedures.is_empty() && !of_other_procedure {
        return None;
    }
    let mut gold = serde_json::to_value(found).ok()?;
    for entry in ["indication", "specimen"] {
        gold["record"][entry] = gold["record"][entry]["value"].take();
    }
    gold["flags"] = found.flags.iter().map(|f| f.id.as_str()).collect();
    Some(expected(&json!({ "gold": gold }), Some(false)))
}

/// What is expected of a note, answer by answer.
fn expected(note: &Value, is_paper: Option<bool>) -> Truths {
    Answer::ALL.map(|answer| match answer {
        Answer::Paper => is_paper,
        Answer::Nothing => procedures(note).map(|n| n == 0),
        Answer::Several => procedures(note).map(|n| n > 1),
        Answer::Approach(approach) => is_so(note, "approach", &approach),
        Answer::Whole => {
            let whole = is_so(note, "approach", &Approach::Excision)?;
            (whole || is_so(note, "approach", &Approach::Incision)?).then_some(whole)
        }
        Answer::Depth(depth) => is_so(note, "depth", &depth),
        Answer::NoDepth => is_so(note, "depth", &Value::Null),
        Answer::Region(region) => is_so(note, "region", &region),
        Answer::Aspect(aspect) => is_at(note, aspect),
        Answer::Converted => is_converted(note),
        Answer::Unguided => is_so(note, "guidance", &GuidanceUse::NotUsed),
        Answer::Guidance => is_so(note, "guidance", &GuidanceUse::Used),
        Answer::Modality(modality) => is_led_by(note, modality),
        Answer::Indication => is_recorded(note, "indication"),
        Answer::Specimen => is_recorded(note, "specimen"),
        Answer::FirstTold | Answer::NextTold => None,
    })
}

/// Whether an element of the one procedure of a note has a value; none where another number of procedures or nothing of it is expected.
fn is_so(note: &Value, element: &str, value: &impl Serialize) -> Option<bool> {
    let wanted = match (note["gold"]["procedures"].as_array(), note["expect"].as_object()) {
        (Some(procedures), _) if procedures.len() == 1 => &procedures[0][element]["value"],
        (None, Some(expected)) if expected.get("n").is_none_or(|n| n == 1) => expected.get(element)?,
        _ => return None,
    };
    Some(*wanted == serde_json::to_value(value).ok()?)
}

/// How many procedures are expected of a note.
fn procedures(note: &Value) -> Option<u64> {
    note["gold"]["procedures"].as_array().map(|p| p.len() as u64).or(note["expect"]["n"].as_u64())
}

/// Whether an entry of the record is expected.
fn is_recorded(note: &Value, entry: &str) -> Option<bool> {
    note["gold"]["record"][entry].as_bool().or(note["expect"][entry].as_bool())
}

/// Whether the one procedure of a note is expected at an aspect.
fn is_at(note: &Value, aspect: Aspect) -> Option<bool> {
    let listed = match note["gold"]["procedures"].as_array() {
        Some(procedures) if procedures.len() == 1 => &procedures[0]["aspects"]["value"],
        None if note["expect"].get("n").is_none_or(|n| n == 1) => note["expect"].get("aspects")?,
        _ => return None,
    };
    let name = serde_json::to_value(aspect).ok()?;
    Some(listed.as_array().is_some_and(|list| list.contains(&name)))
}

/// Whether the flag of a needle that was given up for the knife is expected.
fn is_converted(note: &Value) -> Option<bool> {
    Some(note["gold"]["flags"].as_array()?.iter().any(|f| f == "converted-to-open"))
}

/// Whether a modality led the needle or knife of the one procedure; none where none did or it is not known.
fn is_led_by(note: &Value, modality: Modality) -> Option<bool> {
    let listed = match is_so(note, "guidance", &GuidanceUse::Used)? {
        true if note["gold"].is_object() => &note["gold"]["procedures"][0]["guidance"]["modalities"],
        true => &note["expect"]["modalities"],
        false => return None,
    };
    let name = serde_json::to_value(modality).ok()?;
    Some(listed.as_array()?.contains(&name))
}

/// A note of two lesions that are told one after the other.
struct Told<'g> {
    passages: Vec<Passage>,
    /// The passages with which what is told of each begins: those with the first evidence of it alone.
    begin: [usize; 2],
    /// What is expected of each, in this order.
    procedures: [&'g Value; 2],
}

/// The lesions of a note of two; none where they are not told one after the other.
fn told<'g>(document: &Document, gold: &'g Value) -> Option<Told<'g>> {
    let passages = passages(document);
    let [one, other] = gold["procedures"].as_array()?.as_slice() else { return None };
    let shares = [one, other].map(|procedure| evident(document, &passages, procedure));
    // Of each passage the lesion whose evidence most of it holds, if there is one.
    let lesion_at: Vec<Option<usize>> = (0..passages.len())
        .map(|p| {
            let [first, next] = [shares[0][p], shares[1][p]];
            let clear = first.min(next) * 2.0 <= first.max(next) && first != next;
            clear.then_some(usize::from(next > first))
        })
        .collect();
    let lesions: Vec<usize> = lesion_at.iter().flatten().copied().collect();
    let turns = lesions.windows(2).filter(|pair| pair[0] != pair[1]).count();
    if turns != 1 {
        return None;
    }
    let begins = |lesion| lesion_at.iter().position(|t| *t == Some(lesion));
    let begin = [begins(lesions[0])?, begins(1 - lesions[0])?];
    let procedures = if lesions[0] == 0 { [one, other] } else { [other, one] };
    Some(Told { passages, begin, procedures })
}

impl Told<'_> {
    /// Each passage, and whether what is told of a lesion begins with it.
    fn beginnings(&self) -> impl Iterator<Item = (&Passage, Truths)> {
        self.passages.iter().enumerate().map(|(p, passage)| {
            let truths = Answer::ALL.map(|answer| match answer {
                Answer::FirstTold => Some(self.begin[0] == p),
                Answer::NextTold => Some(self.begin[1] == p),
                _ => None,
            });
            (passage, truths)
        })
    }

    /// For each lesion the tokens that are of the other, and what holds of it alone.
    fn apart(&self) -> [(Range<usize>, Truths); 2] {
        let starts = |passage: usize| self.passages[passage].tokens.start;
        let end = self.passages.last().map_or(0, |p| p.tokens.end);
        let [first, next] = self.begin.map(starts);
        let truths = |procedure: &Value| {
            let mut truths = expected(&json!({ "gold": { "procedures": [procedure], "flags": [] } }), None);
            for (truth, answer) in truths.iter_mut().zip(Answer::ALL) {
                if matches!(answer, Answer::Nothing | Answer::Several | Answer::Converted) {
                    *truth = None;
                }
            }
            truths
        };
        let [one, other] = self.procedures.map(truths);
        [(next..end, one), (first..next, other)]
    }
}

/// How much of the evidence of a procedure each passage holds; what stands in several is of none.
fn evident(document: &Document, passages: &[Passage], procedure: &Value) -> Vec<f64> {
    let mut shares = vec![0.0; passages.len()];
    for element in ["approach", "depth", "region", "aspects", "laterality", "size_mm"] {
        for quote in procedure[element]["evidence"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            let places = document.text.match_indices(quote).map(|(at, _)| at);
            let holds = |at: usize| {
                let span = |p: &Passage| document.span(p.tokens.start, p.tokens.end - 1);
                passages.iter().position(|p| (span(p).start as usize..span(p).end as usize).contains(&at))
            };
            let held: BTreeSet<usize> = places.filter_map(holds).collect();
            held.iter().for_each(|p| shares[*p] += 1.0 / (held.len() * held.len()) as f64);
        }
    }
    shares
}

/// Features as they are written, each once.
fn written(said: &Said, concepts: &Concepts) -> BTreeSet<String> {
    features(said, concepts).iter().map(Feature::written).collect()
}

/// The features that stand in enough notes or passages, and these by their numbers.
fn numbered(texts: &[Text]) -> (Vec<String>, Vec<Sample>) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    texts.iter().flat_map(|t| &t.features).for_each(|f| *counts.entry(f).or_default() += 1);
    let names: Vec<String> = counts.iter().filter(|(_, n)| **n >= LEAST).map(|(f, _)| (*f).to_owned()).collect();
    let number: HashMap<&str, u32> = names.iter().map(String::as_str).zip(0..).collect();
    let sample = |text: &Text| Sample {
        features: text.features.iter().filter_map(|f| number.get(f.as_str()).copied()).collect(),
        truths: text.truths,
        file: text.file,
    };
    let samples = texts.iter().map(sample).collect();
    (names, samples)
}

/// Tells what weights for an answer do to notes of files they were not fitted to.
fn held_out(samples: &[Sample], count: usize, answer: usize) {
    let of_part = |part: usize| -> Vec<(f64, bool)> {
        let seen: Vec<&Sample> = samples.iter().filter(|s| s.file % PARTS != part).collect();
        let (kept, weights) = fitted(&examples(&seen, answer), count, KEPT);
        let by_number: HashMap<u32, f64> = kept.iter().copied().zip(weights.iter().copied()).collect();
        let told = |s: &Sample| {
            let sum: f64 = s.features.iter().filter_map(|f| by_number.get(f)).sum();
            Some((sum + weights[kept.len()], s.truths[answer]?))
        };
        samples.iter().filter(|s| s.file % PARTS == part).filter_map(told).collect()
    };
    let told: Vec<(f64, bool)> = (0..PARTS).into_par_iter().flat_map(of_part).collect();
    let (others, own) = (told.iter().filter(|t| !t.1).count(), told.iter().filter(|t| t.1).count());
    println!("{}", Answer::ALL[answer].name());
    for least in [-1.0, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0] {
        let taken = |own: bool| told.iter().filter(|t| t.1 == own && t.0 > least).count();
        println!("  above {least:4}: {} of {own} that it holds of, {} of {others} others", taken(true), taken(false));
    }
}

/// What an answer is fitted to: the samples of which it is known whether it holds. Of what was cut down to the whole was taken in few
/// notes only; these count as much as all others together, or the rest would hardly ever be outweighed.
fn examples<'s>(samples: &[&'s Sample], answer: usize) -> Vec<Example<'s>> {
    let known: Vec<(&'s Sample, bool)> = samples.iter().filter_map(|s| Some((*s, s.truths[answer]?))).collect();
    let holding = known.iter().filter(|(_, holds)| *holds).count().max(1) as f64;
    let all = known.len() as f64;
    let counts = match Answer::ALL[answer] {
        Answer::Whole => [all / (all - holding).max(1.0) / 2.0, all / holding / 2.0],
        _ => [1.0, 1.0],
    };
    let example = |(sample, holds): (&'s Sample, bool)| Example {
        features: &sample.features,
        holds,
        counts: counts[usize::from(holds)],
    };
    known.into_iter().map(example).collect()
}
