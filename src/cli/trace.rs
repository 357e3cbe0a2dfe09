//! `opnote trace`: why notes got their results, one after another.

use super::args::{Format, TraceArgs};
use super::input::{InputError, Inputs, RawNote};
use super::output::{Frame, Output, width};
use super::{Exit, Failure, analyzer, complain};
use anstream::ColorChoice;
use opnote::Analyzer;
use opnote::render::json::{TraceRecord, compact, pretty};
use opnote::render::text;

pub fn run(args: &TraceArgs, colour: ColorChoice) -> Result<Exit, Failure> {
    let analyzer = analyzer(args.input.lexicons.as_deref())?;
    let inputs = Inputs::new(&args.input);
    let width = width(args.input.width);
    let mut output = Output::new(Frame::new(args.format, inputs.is_one_text()), colour, width);
    let mut exit = Exit::Done;
    for item in inputs {
        match item.and_then(|raw| trace(&analyzer, raw, args.format, width)) {
            Ok(record) => output.write(&record)?,
            Err(error) => {
                exit = Exit::Refused;
                complain(&error);
            }
        }
    }
    output.finish()?;
    Ok(exit)
}

fn trace(analyzer: &Analyzer, raw: RawNote, format: Format, width: usize) -> Result<String, InputError> {
    let note = raw.read()?.note;
    let record = TraceRecord { trace: analyzer.trace(&note), id: note.id };
    Ok(match format {
        Format::Text => text::trace(record.id.as_deref(), &record.trace, width),
        Format::Json => pretty(&record),
        Format::Jsonl => compact(&record),
    })
}
