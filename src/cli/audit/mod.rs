//! `opnote audit`: many notes, each a row, in the order of the input.
//!
//! [`files`] finds what was named, [`source`] and [`opened`] read it, [`records`] cuts it into batches, [`judge`] makes rows of them on any thread,
//! [`pipeline`] brings them back into order, [`target`] writes them, [`summary`] and [`report`] tell what they come to. Every record of the
//! input is a row of the output, be it one with status `error`; both sides are counted apart and compared at the end.

pub mod args;
mod columns;
mod encode;
mod files;
mod judge;
mod names;
mod opened;
mod pipeline;
mod records;
mod report;
mod source;
mod summary;

mod table;
mod tally;
mod target;

use super::args::Figures;
use super::{Exit, Failure, analyzer, complain};
use args::AuditArgs;
use columns::Columns;
use encode::Encoder;
use files::Files;
use judge::{Judge, Judged, WithText};
use pipeline::Consumer;
use records::Records;
use report::{Asked, Overview, Page};
use std::collections::HashSet;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;
use summary::Summary;
use tally::Tally;
use target::Target;

/// The most ids that are remembered to find those given twice.
const MOST_IDS: usize = 3_600_000;

pub fn run(args: &AuditArgs) -> Result<Exit, Failure> {
    let started = Instant::now();
    let columns = Columns::new(&args.columns);
    let encoder = Encoder::of(&args.output, &columns).ok_or_else(|| {
        let path = args.output.display();
        Failure::Message(format!("{path}: the ending tells no format for the output; .jsonl and .csv do"))
    })?;
    let written = written(args)?;
    names::check(args, &columns)?;
    let files = Files::new(args, written)?;
    let report = args.report.is_some().then_some(WithText(!args.no_text));
    let judge = Judge::new(analyzer(args.lexicons.as_deref())?, columns, encoder, report);
    let threads = threads(args);
    let mut rows = Rows::new(Target::create(&args.output)?, judge.encoder.header())?;
    let records = match pipeline::run(&judge, Records::new(files), threads, &mut rows) {
        Ok(records) => records,
        Err(failure) => {
            rows.target.discard();
            return Err(failure);
        }
    };
    let summary = Summary {
        output: args.output.display().to_string(),
        rules: judge.analyzer.rules().clone(),
        read: records.position(),
        written: rows.written,
        tally: rows.tally,
        ids: rows.ids.summary(),
        seconds: started.elapsed().as_secs_f64(),
        threads,
    };
    summary.check()?;
    rows.target.finish(args.force)?;
    if let Some(path) = &args.report {
        write_report(path, args, &judge, &summary, &rows.overview)?;
    }
    tell(&summary, args.summary);
    Ok(if summary.tally.errors > 0 { Exit::Refused } else { Exit::Done })
}

/// The files that the run writes, none of which may be an input or, without `--force`, exist.
fn written(args: &AuditArgs) -> Result<Vec<PathBuf>, Failure> {
    let outputs: Vec<&PathBuf> = [Some(&args.output), args.report.as_ref()].into_iter().flatten().collect();
    for path in &outputs {
        target::check(path, &args.inputs, args.force)?;
    }
    if outputs.len() == 2 && outputs[0] == outputs[1] {
        return Err(Failure::Message(format!("{}: output and report are the same file", args.output.display())));
    }
    Ok(outputs.into_iter().flat_map(|path| [path.clone(), target::partial(path)]).collect())
}

/// Writes the page.
fn write_report(
    path: &Path,
    args: &AuditArgs,
    judge: &Judge,
    summary: &Summary,
    overview: &Overview,
) -> Result<(), Failure> {
    let inputs: Vec<String> = args.inputs.iter().map(|p| source::name(p)).collect();
    let asked = Asked {
        title: args.title.clone(),
        inputs: inputs.join(" "),
        columns: judge.columns.to_string(),
        with_text: !args.no_text,
    };
    let page = Page::new(asked, summary, overview, judge.analyzer.lexicon());
    let mut target = Target::create(path)?;
    target.append(report::html(&page)?.as_bytes())?;
    target.finish(args.force)
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
    let _ = writeln!(io::stderr(), "{text}");
}

/// Rows as they are written.
struct Rows {
    target: Target,
    written: u64,
    tally: Tally,
    overview: Overview,
    ids: Ids,
}

impl Rows {
    fn new(mut target: Target, header: Vec<u8>) -> Result<Self, Failure> {
        target.append(&header)?;
        Ok(Self { target, written: 0, tally: Tally::default(), overview: Overview::default(), ids: Ids::default() })
    }
}

impl Consumer for Rows {
    type Error = Failure;

    fn take(&mut self, judged: Judged) -> Result<(), Failure> {
        self.target.append(&judged.chunk)?;
        self.written += judged.rows;
        self.ids.add(judged.ids);
        self.tally.add(judged.tally);
        self.overview.add(judged.overview);
        Ok(())
    }
}

/// Ids seen so far, by their hashes, up to a bound.
#[derive(Default)]
struct Ids {
    seen: HashSet<u64>,
    twice: u64,
    first: Option<String>,
    full: bool,
}

impl Ids {
    fn add(&mut self, ids: Vec<(u64, String)>) {
        for (id, place) in ids {
            if self.seen.contains(&id) {
                self.twice += 1;
                self.first.get_or_insert(place);
            } else if self.seen.len() < MOST_IDS {
                self.seen.insert(id);
            } else {
                self.full = true;
            }
        }
    }

    fn summary(&self) -> summary::Ids {
        summary::Ids { twice: self.twice, first: self.first.clone(), all_compared: !self.full }
    }
}
