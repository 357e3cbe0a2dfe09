//! `opnote evaluate`: accuracy against gold notes, and gates on it. Gold that is not sound is refused as a whole: figures on the
//! rest would mislead.

use super::args::{EvaluateArgs, Figures};
use super::decode::decode;
use super::output::{Frame, Output, width};
use super::{Exit, Failure, analyzer, complain, input};
use anstream::ColorChoice;
use opnote::analysis::Analysis;
use opnote::evaluate::{ContextEvaluation, Evaluation, Gate, GoldNote, Limit, Missed, read_context, read_gold};
use opnote::render::{json, text};
use opnote::{Analyzer, Note};
use rayon::prelude::*;
use std::io::Read;
use std::path::{Path, PathBuf};

pub fn run(args: &EvaluateArgs, colour: ColorChoice) -> Result<Exit, Failure> {
    refuse_other_gates(args)?;
    if let Some(table) = &args.context {
        return context(args, table, colour);
    }
    let Some(gold) = gold(&args.gold)? else { return Ok(Exit::Refused) };
    let analyzer = analyzer(args.lexicons.as_deref())?;
    let evaluation = evaluate(&analyzer, &gold);
    let record = match args.format {
        Figures::Text => text::evaluation(&evaluation, args.errors, width(None)),
        Figures::Json => json::pretty(&json::evaluation(&evaluation, args.errors)),
    };
    show(args, &record, colour)?;
    Ok(gates(args, |gate, limit| gate.missed(&evaluation, limit)))
}

/// The figures on labelled sentences.
fn context(args: &EvaluateArgs, table: &Path, colour: ColorChoice) -> Result<Exit, Failure> {
    let name = input::name(table);
    let rows = match read_context(&name, &content(table)?) {
        Ok(rows) if rows.is_empty() => return Err(Failure::Message(format!("{name}: no labelled sentences"))),
        Ok(rows) => rows,
        Err(errors) => {
            errors.iter().for_each(complain);
            return Ok(Exit::Refused);
        }
    };
    let evaluation = ContextEvaluation::of(&analyzer(args.lexicons.as_deref())?, &rows);
    let record = match args.format {
        Figures::Text => text::context_evaluation(&evaluation, args.errors, width(None)),
        Figures::Json => json::pretty(&json::context_evaluation(&evaluation, args.errors)),
    };
    show(args, &record, colour)?;
    Ok(gates(args, |gate, limit| gate.missed_in_context(&evaluation, limit)))
}

/// A gate on figures that will not be there would never be missed.
fn refuse_other_gates(args: &EvaluateArgs) -> Result<(), Failure> {
    let other = |g: &&Gate| g.is_of_context() != args.context.is_some();
    let refused = args.min.iter().chain(&args.max).find(other);
    let Some(gate) = refused else { return Ok(()) };
    let whose = if gate.is_of_context() { "of labelled sentences (--context)" } else { "of gold notes" };
    Err(Failure::Message(format!("{}: a figure {whose}", gate.metric())))
}

fn show(args: &EvaluateArgs, record: &str, colour: ColorChoice) -> Result<(), Failure> {
    let frame = match args.format {
        Figures::Text => Frame::Reports,
        Figures::Json => Frame::One,
    };
    let mut output = Output::new(frame, colour, width(None));
    output.write(record)?;
    output.finish()?;
    Ok(())
}

/// All gold notes; `None`, after complaining, where any is unsound.
fn gold(paths: &[PathBuf]) -> Result<Option<Vec<GoldNote>>, Failure> {
    let named = |p: &PathBuf| Ok((input::name(p).to_string(), content(p)?));
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
    let refuse = |reason: String| Failure::Message(format!("{}: {reason}", input::name(path)));
    let mut bytes = Vec::new();
    let read = input::open(path).and_then(|mut reader| reader.read_to_end(&mut bytes));
    read.map_err(|e| refuse(format!("cannot be read: {e}")))?;
    decode(bytes).map(|(text, _)| text).map_err(|e| refuse(format!("line {}: {}", e.line, e.reason)))
}

fn evaluate(analyzer: &Analyzer, gold: &[GoldNote]) -> Evaluation {
    let analyze = |n: &GoldNote| analyzer.analyze(&Note::with_id(&n.id, &n.text));
    let analyses: Vec<Analysis> = gold.par_iter().map(analyze).collect();
    let mut evaluation = Evaluation::new();
    gold.iter().zip(&analyses).for_each(|(n, a)| evaluation.add(n, Some(a)));
    evaluation
}

fn gates(args: &EvaluateArgs, missed: impl Fn(&Gate, Limit) -> Option<Missed>) -> Exit {
    let min = args.min.iter().filter_map(|g| missed(g, Limit::Min));
    let max = args.max.iter().filter_map(|g| missed(g, Limit::Max));
    let missed: Vec<_> = min.chain(max).collect();
    missed.iter().for_each(complain);
    if missed.is_empty() { Exit::Done } else { Exit::Failed }
}
