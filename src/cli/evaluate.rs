//! `opnote evaluate`: accuracy against gold notes, and gates on it. Gold that is not sound is refused as a whole: figures on the
//! rest would mislead.

use super::args::{EvaluateArgs, Figures};
use super::decode::decode;
use super::output::{Frame, Output, width};
use super::{Exit, Failure, analyzer, complain};
use anstream::ColorChoice;
use opnote::analysis::Analysis;
use opnote::evaluate::{Evaluation, GoldNote, Limit, read_gold};
use opnote::render::{json, text};
use opnote::{Analyzer, Note};
use rayon::prelude::*;
use std::path::{Path, PathBuf};

pub fn run(args: &EvaluateArgs, colour: ColorChoice) -> Result<Exit, Failure> {
    let Some(gold) = gold(&args.gold)? else { return Ok(Exit::Refused) };
    let analyzer = analyzer(args.lexicons.as_deref())?;
    let evaluation = evaluate(&analyzer, &gold);
    let width = width(None);
    let (frame, record) = match args.format {
        Figures::Text => (Frame::Reports, text::evaluation(&evaluation, args.errors, width)),
        Figures::Json => (Frame::One, json::pretty(&json::evaluation(&evaluation, args.errors))),
    };
    let mut output = Output::new(frame, colour, width);
    output.write(&record)?;
    output.finish()?;
    Ok(gates(args, &evaluation))
}

/// All gold notes; `None`, after complaining, where any is unsound.
fn gold(paths: &[PathBuf]) -> Result<Option<Vec<GoldNote>>, Failure> {
    let named = |p: &PathBuf| Ok((p.to_string_lossy().into_owned(), content(p)?));
    let files = paths.iter().map(named).collect::<Result<Vec<_>, Failure>>()?;
    match read_gold(files.iter().map(|(name, content)| (name.as_str(), content.as_str()))) {
        Ok(notes) if notes.is_empty() => Err(Failure::Message(format!("{}: no gold notes", files[0].0))),
        Ok(notes) => Ok(Some(notes)),
        Err(errors) => {
            errors.iter().for_each(complain);
            Ok(None)
        }
    }
}

fn content(path: &Path) -> Result<String, Failure> {
    let refuse = |reason: String| Failure::Message(format!("{}: {reason}", path.display()));
    let bytes = std::fs::read(path).map_err(|e| refuse(format!("cannot be read: {e}")))?;
    decode(bytes).map(|(text, _)| text).map_err(|e| refuse(format!("line {}: {}", e.line, e.reason)))
}

fn evaluate(analyzer: &Analyzer, gold: &[GoldNote]) -> Evaluation {
    let analyze = |n: &GoldNote| analyzer.analyze(&Note::with_id(&n.id, &n.text));
    let analyses: Vec<Analysis> = gold.par_iter().map(analyze).collect();
    let mut evaluation = Evaluation::new();
    gold.iter().zip(&analyses).for_each(|(n, a)| evaluation.add(n, Some(a)));
    evaluation
}

fn gates(args: &EvaluateArgs, evaluation: &Evaluation) -> Exit {
    let min = args.min.iter().filter_map(|g| g.missed(evaluation, Limit::Min));
    let max = args.max.iter().filter_map(|g| g.missed(evaluation, Limit::Max));
    let missed: Vec<_> = min.chain(max).collect();
    missed.iter().for_each(complain);
    if missed.is_empty() { Exit::Done } else { Exit::Failed }
}
