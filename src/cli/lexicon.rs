//! `opnote lexicon`: what a coder needs while editing the tables. No note is read here but the sentence that was typed.

use super::args::{Figures, LexiconArgs, LexiconCommand, ListArgs, TryArgs};
use super::output::{Frame, Output, width};
use super::{Exit, Failure, analyzer, lexicon_of};
use anstream::ColorChoice;
use opnote::lexicon::check;
use opnote::render::json::{TraceRecord, pretty};
use opnote::render::listing::{Listing, Meaning};
use opnote::render::text;
use opnote::{Analyzer, Error, Lexicon, Note, claim, codebook, examples};
use std::io::{self, Write};

pub fn run(command: &LexiconCommand, colour: ColorChoice) -> Result<Exit, Failure> {
    match command {
        LexiconCommand::Check(args) => check(args),
        LexiconCommand::List(args) => list(args, colour),
        LexiconCommand::Try(args) => tried(args, colour),
    }
}

/// A lexicon that cannot be loaded has one fault, at its place; the rest cannot be looked at. Files of the claim check that do not
/// read are faults among others.
fn check(args: &LexiconArgs) -> Result<Exit, Failure> {
    let loaded = || Ok(Analyzer::new(lexicon_of(args.lexicons.as_deref())?)?);
    let analyzer = match loaded() {
        Err(Failure::Lexicon(fault)) if fault.line().is_some() => {
            complain_of(&[fault]);
            return Ok(Exit::Failed);
        }
        other => other?,
    };
    let mut faults = check::faults(analyzer.lexicon());
    faults.extend(codebook::check::faults(analyzer.lexicon()));
    faults.extend(claim::check::faults(analyzer.lexicon()));
    faults.extend(examples::faults(&analyzer));
    faults.sort_by(|a, b| (a.file(), a.line()).cmp(&(b.file(), b.line())));
    complain_of(&faults);
    let mut output = Output::new(Frame::Lines, ColorChoice::Never, 0);
    output.write(&counts(&analyzer, faults.len()))?;
    output.finish()?;
    Ok(if faults.is_empty() { Exit::Done } else { Exit::Failed })
}

/// One fault a line, the place first, so that an editor can go there.
fn complain_of(faults: &[Error]) {
    let mut out = io::BufWriter::new(io::stderr().lock());
    for fault in faults {
        let _ = writeln!(out, "{}", text::visible(&fault.to_string()));
    }
}

fn counts(analyzer: &Analyzer, faults: usize) -> String {
    let lexicon = analyzer.lexicon();
    let phrases: usize = lexicon.rows().iter().map(|r| r.phrases().count()).sum();
    let counts = [
        (lexicon.concepts().names().count(), "concepts"),
        (lexicon.rows().len(), "rows"),
        (phrases, "phrases"),
        (lexicon.patterns().len(), "patterns"),
        (lexicon.codes().len(), "code rules"),
        (lexicon.flags().len(), "flags"),
        (faults, "faults"),
    ];
    counts.map(|(count, what)| format!("{count} {what}")).join(", ")
}

fn list(args: &ListArgs, colour: ColorChoice) -> Result<Exit, Failure> {
    let analyzer = analyzer(args.lexicon.lexicons.as_deref())?;
    let lexicon = analyzer.lexicon();
    let meaning = args.concept.as_deref().map(|name| meaning(lexicon, name)).transpose()?;
    let listing = Listing::new(lexicon, meaning);
    show(args.format, colour, |width| text::listing(&listing, width), || pretty(&listing))
}

fn meaning(lexicon: &Lexicon, name: &str) -> Result<Meaning, Failure> {
    let known = Meaning::find(lexicon, name);
    known.ok_or_else(|| Failure::Message(format!("no concept `{name}`; they stand in lexicons/concepts.tsv")))
}

fn tried(args: &TryArgs, colour: ColorChoice) -> Result<Exit, Failure> {
    let analyzer = analyzer(args.lexicon.lexicons.as_deref())?;
    let trace = analyzer.trace(&Note::new(args.sentence.as_str()));
    let json = || pretty(&TraceRecord { id: None, trace: trace.clone() });
    show(args.format, colour, |width| text::tried(&trace, width), json)
}

fn show(
    format: Figures,
    colour: ColorChoice,
    text: impl Fn(usize) -> String,
    json: impl Fn() -> String,
) -> Result<Exit, Failure> {
    let width = width(None);
    let (frame, record) = match format {
        Figures::Text => (Frame::Reports, text(width)),
        Figures::Json => (Frame::One, json()),
    };
    let mut output = Output::new(frame, colour, width);
    output.write(&record)?;
    output.finish()?;
    Ok(Exit::Done)
}
