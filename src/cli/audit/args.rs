//! What can be typed behind `opnote audit`. The doc comments are the help.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// The most bytes that a record may have: a larger note's analysis would not fit into the memory promised.
pub const MAX_RECORD: usize = 1 << 20;

#[derive(Debug, Args)]
pub struct AuditArgs {
    /// Files and folders, read in this order, each file once; `-` is standard input. Files ending in .jsonl or .ndjson are JSON lines,
    /// in .csv, .tsv or .tab tables with a header; any other file is one note, save JSON, which is refused unless `--from` says how it is read. Each may be packed with gzip or zstd. A folder is read with all below it, sorted by name, less hidden files and what `.ignore` files name. A
    /// record (a file of text, a line of JSON, a row) may have 1 MiB at most; a longer one becomes a row with status `error`.
    #[arg(value_name = "INPUT", required = true)]
    pub inputs: Vec<PathBuf>,

    #[cfg_attr(not(feature = "parquet"), doc = "Where the rows go, by the ending: .jsonl or .csv.")]
    #[cfg_attr(feature = "parquet", doc = "Where the rows go, by the ending: .parquet, .jsonl or .csv.")]
    /// Written under another name beside it and renamed at the end.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,

    /// How inputs are read where their endings do not say it; standard input is `jsonl` unless said otherwise.
    #[arg(long, value_enum, value_name = "KIND")]
    pub from: Option<Kind>,

    /// In folders, only files that fit, as in '*.txt'; with `!` before it, those that do not. May be given several times.
    #[arg(long, value_name = "GLOB")]
    pub glob: Vec<String>,

    #[command(flatten)]
    pub columns: ColumnArgs,

    /// A page to look at or print: billed against supported, money, what notes lack, rates by group, the riskiest notes with their
    /// words. One HTML file that needs nothing else.
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,

    /// The report's title.
    #[arg(long, requires = "report", value_name = "TEXT", default_value = "Audit of operative notes")]
    pub title: String,

    /// Leave the notes' words out of the report. Ids and names of files and groups stay.
    #[arg(long, requires = "report")]
    pub no_text: bool,

    /// Replace an output or report that exists.
    #[arg(long)]
    pub force: bool,

    /// Go on with a run that was interrupted, by whatever, behind the rows that it brought onto the disk; without one, begin. The
    /// inputs, options, rules and version must be the same.
    #[arg(long)]
    pub resume: bool,

    /// How often the ledger that `--resume` goes by is written; for tests.
    #[arg(long, hide = true, value_name = "MILLISECONDS", default_value_t = 1000)]
    pub ledger_every: u64,

    /// Threads; as many as there are cores where not said. The output is the same on any number.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub threads: Option<u16>,

    /// The summary on standard error: `text` (what you get on a terminal) or one line of JSON (what you get elsewhere).
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub summary: Option<super::super::args::Figures>,

    /// A folder of lexicon files that replace or extend the built-in ones.
    #[arg(long, value_name = "DIR")]
    pub lexicons: Option<PathBuf>,
}

/// Which fields of a record hold what. A name that was typed must be there; the usual names may be absent.
#[derive(Debug, Args)]
pub struct ColumnArgs {
    /// Field or column with the note; `text` where not said.
    #[arg(long, value_name = "NAME")]
    pub text: Option<String>,

    /// Field or column with the record's id; `id` where not said.
    #[arg(long, value_name = "NAME")]
    pub id: Option<String>,

    /// Field or column with the codes billed, as in 27324-LT,76942-26; `billed` where not said.
    #[arg(long, value_name = "NAME")]
    pub billed: Option<String>,

    /// Field or column with their modifiers; `modifiers` where not said.
    #[arg(long, value_name = "NAME")]
    pub modifiers: Option<String>,

    /// Field or column with the diagnosis codes billed; `diagnoses` where not said.
    #[arg(long, value_name = "NAME")]
    pub diagnoses: Option<String>,

    /// Field or column to group by, such as surgeon or site; `date:month` and `date:year` take that part of a date. Several with
    /// commas. The values stand in each row. Dates are read as 2026-03-04, 2026/3/4, 20260304, 2026-03, 4.3.2026, `Mar 4 2026`,
    /// `4 March 2026`; 3/14/2026 and 14/3/2026 as well, but not the month of 03/04/2026, which may be either number. What cannot be
    /// read as a date leaves the cell empty and is counted.
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub group_by: Vec<String>,
}

/// How an input is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// A file is one note.
    Text,
    /// A line is one record.
    Jsonl,
    /// A row is one record; commas, or semicolons or tabs where the header has more of them.
    Csv,
    /// A row is one record; tabs.
    Tsv,
    /// A row is one record.
    #[cfg(feature = "parquet")]
    Parquet,
}
