//! `opnote audit`: many notes, each a row, in the order of the input.
//!
//! [`files`] finds what was named, [`source`] and [`opened`] read it, [`records`] cuts it into batches, [`judge`] makes rows of them on any thread,
//! [`pipeline`] brings them back into order, [`rows`], [`sink`] and [`target`] write them, [`ledger`] says how far, [`summary`] and [`report`] tell what they come to. Every record of the
//! input is a row of the output, be it one with status `error`; both sides are counted apart and compared at the end.

pub mod args;
mod columns;
mod date;
mod encode;
mod files;
mod judge;
mod large;
mod ledger;
mod names;
mod opened;
#[cfg(feature = "parquet")]
mod parquet;
mod pipeline;
mod progress;
mod records;
mod report;
mod rows;
mod sink;
mod source;
mod summary;

mod table;
mod tally;
mod target;

use super::args::Figures;
use super::{Exit, Failure, analyzer, complain};
use args::{AuditArgs, Kind};
use columns::Columns;
use encode::Encoder;
use files::Files;
use judge::{Judge, WithText};
use ledger::Ledger;
use records::{Position, Records};
use report::{Asked, Overview, Page};
use rows::Rows;
use sink::Sink;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;
use summary::Summary;
use target::Target;

pub fn run(args: &AuditArgs) -> Result<Exit, Failure> {
    let started = Instant::now();
    let columns = Columns::new(&args.columns);
    let encoder = Encoder::of(&args.output, &columns).ok_or_else(|| {
        let path = args.output.display();
        Failure::Message(format!("{path}: the ending tells no format for the output; {}", encode::ENDINGS))
    })?;
    let interrupted = interrupted(args)?;
    let is_named =
        interrupted.as_ref().is_some_and(|l| l.done) && args.output.exists() && !target::partial(&args.output).exists();
    let written = written(args, is_named)?;
    names::check(args, &columns)?;
    let files = Files::new(args, written)?;
    let report = args.report.is_some().then_some(WithText(!args.no_text));
    let analyzer = analyzer(args.lexicons.as_deref())?;
    let judge = Judge::new(analyzer, columns, encoder, report, args.from == Some(Kind::Text));
    let asked = asked(args, &judge);
    if let Some(ledger) = &interrupted {
        ledger.check(&asked, &args.output)?;
    }
    let threads = threads(args);
    let run = match interrupted {
        Some(ledger) if is_named => Run { resumed: ledger.position, ledger },
        ledger => judged(args, &judge, Records::new(files, judge.columns.clone()), threads, ledger, asked)?,
    };
    let summary = Summary {
        output: args.output.display().to_string(),
        rules: judge.analyzer().rules().clone(),
        read: run.ledger.position,
        resumed: run.resumed,
        written: run.ledger.written,
        tally: run.ledger.tally,
        ids: run.ledger.ids,
        files: run.ledger.files,
        seconds: started.elapsed().as_secs_f64(),
        threads,
    };
    if let Some(path) = &args.report {
        write_report(path, args, &judge, &summary, (&run.ledger.overview, is_named))?;
    }
    Ledger::remove(&args.output);
    tell(&summary, args.summary);
    Ok(if summary.tally.errors > 0 { Exit::Refused } else { Exit::Done })
}

/// A run that is over: its output has its name.
struct Run {
    ledger: Ledger,
    resumed: Position,
}

/// The ledger of an interrupted run, where there is one that this run goes on from.
fn interrupted(args: &AuditArgs) -> Result<Option<Ledger>, Failure> {
    if args.force && !args.resume {
        return Ok(None);
    }
    let ledger = Ledger::read(&args.output)?;
    if ledger.is_some() && !args.resume {
        let reason = "a run of it was interrupted; --resume goes on with that, --force begins anew";
        return Err(Failure::Message(format!("{}: {reason}", args.output.display())));
    }
    Ok(ledger)
}

/// What makes this run's rows differ from another's. Threads do not, nor does the name of the output.
fn asked(args: &AuditArgs, judge: &Judge) -> ledger::Asked {
    let rules = judge.analyzer().rules();
    let (inputs, globs, from, encoder) = (&args.inputs, &args.glob, args.from, &judge.encoder);
    let report = args.report.is_some().then_some(!args.no_text);
    ledger::Asked {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        digest: rules.digest.clone(),
        options: format!("{inputs:?} {globs:?} {from:?} {encoder:?} {} {report:?}", judge.columns),
    }
}

/// What an output says of itself, where its format can.
fn metadata(judge: &Judge) -> Vec<(&'static str, String)> {
    let rules = judge.analyzer().rules();
    vec![
        ("opnote.schema", "opnote/audit/1".to_owned()),
        ("opnote.rules.version", rules.version.clone()),
        ("opnote.rules.digest", rules.digest.clone()),
        ("opnote.columns", judge.columns.to_string()),
    ]
}

/// Judges all records and gives the output its name.
fn judged(
    args: &AuditArgs,
    judge: &Judge,
    records: Records,
    threads: usize,
    interrupted: Option<Ledger>,
    asked: ledger::Asked,
) -> Result<Run, Failure> {
    let metadata = metadata(judge);
    let (sink, ledger) = match interrupted {
        Some(ledger) => (Sink::resume(&judge.encoder, &args.output, &metadata, ledger.safe)?, ledger),
        None => {
            Ledger::remove(&args.output);
            (Sink::create(&judge.encoder, &args.output, &metadata)?, Ledger::new(asked))
        }
    };
    let records = records.skim(if ledger.done { 0 } else { ledger.position.rows });
    let mut rows = Rows::new(sink, args, ledger);
    if !rows.ledger.done {
        let read = match pipeline::run(judge, records, threads, &mut rows) {
            Ok(records) if records.are_none() => return Err(refused(rows, &args.output)),
            Ok(records) => (records.position(), records.files_again()),
            Err(failure) => {
                rows.abandon();
                return Err(failure);
            }
        };
        rows.done(read.0, read.1)?;
    }
    Ok(Run { resumed: rows.resumed(), ledger: rows.finish(args.force)? })
}

/// What was named holds nothing: a table of that would be none, and would replace one that is.
fn refused(rows: Rows, output: &Path) -> Failure {
    rows.discard().first_errors.iter().for_each(complain);
    Failure::Message(format!("{}: not written: no record was found", output.display()))
}

/// The files that the run writes, none of which may be an input or, without `--force`, exist; unless this run is only to end what
/// another has all but ended.
fn written(args: &AuditArgs, is_named: bool) -> Result<Vec<PathBuf>, Failure> {
    let outputs: Vec<&PathBuf> = [Some(&args.output), args.report.as_ref()].into_iter().flatten().collect();
    for path in &outputs {
        target::check(path, &args.inputs, args.force || is_named)?;
    }
    if outputs.len() == 2 && outputs[0] == outputs[1] {
        return Err(Failure::Message(format!("{}: output and report are the same file", args.output.display())));
    }
    let also = |path: &PathBuf| [path.clone(), target::partial(path), ledger::path(path), ledger::new_path(path)];
    Ok(outputs.into_iter().flat_map(also).collect())
}

/// Writes the page.
fn write_report(
    path: &Path,
    args: &AuditArgs,
    judge: &Judge,
    summary: &Summary,
    run: (&Overview, bool),
) -> Result<(), Failure> {
    let (overview, is_again) = run;
    let inputs: Vec<String> = args.inputs.iter().map(|p| source::name(p)).collect();
    let asked = Asked {
        title: args.title.clone(),
        inputs: inputs.join(" "),
        columns: judge.columns.to_string(),
        with_text: !args.no_text,
    };
    let page = Page::new(asked, summary, overview, judge.analyzer().lexicon());
    let target = Target::create(path, report::html(&page)?.as_bytes())?;
    target.finish(args.force || is_again)
}

fn threads(args: &AuditArgs) -> usize {
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    args.threads.map_or_else(cores, usize::from)
}

/// The one summary, on standard error.
fn tell(summary: &Summary, format: Option<Figures>) {
    let usual = || if io::stderr().is_terminal() { Figures::Text } else { Figures::Json };
    let text = match format.unwrap_or_else(usual) {
        Figures::Text => summary.text(),
        Figures::Json => summary.json(),
    };
    summary.tally.first_errors.iter().for_each(complain);
    let more = summary.tally.errors.saturating_sub(summary.tally.first_errors.len() as u64);
    if more > 0 {
        complain(&format!("{more} more rows have the status error; their reasons stand in the output"));
    }
    summary.remarks().iter().for_each(complain);
    let _ = writeln!(io::stderr(), "{text}");
}
