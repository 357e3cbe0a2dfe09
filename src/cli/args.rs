//! What can be typed. The doc comments here are the help texts, the man page and the completions' descriptions.

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use opnote::analysis::{OffsetUnit, Severity};
use opnote::evaluate::Gate;
use std::path::PathBuf;

const VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    "\n\nProcedure codes are given as bare numbers. The wording of the code set is licensed by its owner\n",
    "and is not included: what `opnote explain` tells of a code is in plain words of our own, its figures\n",
    "are public national ones with year and source. `--lexicons DIR` replaces the rules and the code book.\n",
    "This is no medical and no billing advice."
);

/// Reads operative notes of thigh and knee biopsies: what was done, which code that supports, what is missing.
///
/// Exit codes: 0 done; 1 where --fail-on, --min, --max or `lexicon check` says so; 2 usage or input error.
#[derive(Debug, Parser)]
#[command(name = "opnote", version, long_version = VERSION, max_term_width = 100, propagate_version = false)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,

    /// Colour in text output; `auto` also heeds NO_COLOR and CLICOLOR_FORCE.
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub color: Color,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// One or a few notes for a person or a pipe: code, why, elements with evidence, and what is missing.
    Analyze(AnalyzeArgs),
    /// Many notes, with or without the codes billed, into one table: a row for every record, in order, nothing lost.
    Audit(super::audit::args::AuditArgs),
    /// Why a note got its result: what fired where, what was set aside, how the decision fell.
    Trace(TraceArgs),
    /// Accuracy against gold notes, or against sentences labelled for negation, time and experiencer.
    Evaluate(EvaluateArgs),
    /// What is known of a code, a code modifier or a flag: meaning, figures, what the note must hold, usual denials.
    Explain(ExplainArgs),
    /// The lexicons: check them, list them, try a sentence.
    #[command(subcommand)]
    Lexicon(LexiconCommand),
    /// The JSON schema of an analysis record, or of a row of an audit.
    Schema(SchemaArgs),
    /// Completions for a shell, to standard output.
    Completions(CompletionsArgs),
    /// The man page of opnote or of one of its commands, to standard output.
    Man(ManArgs),
}

/// Where notes come from.
#[derive(Debug, Args)]
pub struct InputArgs {
    /// Notes; `-` is standard input, which is also read where no file is named. A text's id is its path as given.
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// `text`: a file is one note. `jsonl`: a line is one note, {"id": …, "text": …}; other fields are given back under `input`.
    /// Told by the ending (.jsonl, .ndjson) where not said; tables and other JSON are no notes then. A note may have 64 MiB at most.
    #[arg(long, value_enum, value_name = "KIND")]
    pub from: Option<From>,

    /// A folder of lexicon files that replace or extend the built-in ones.
    #[arg(long, value_name = "DIR")]
    pub lexicons: Option<PathBuf>,

    /// Columns of text output; the terminal's (120 at most) or 80 where not said; 30 at least.
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(30..))]
    pub width: Option<u16>,
}

#[derive(Debug, Args)]
pub struct AnalyzeArgs {
    #[command(flatten)]
    pub input: InputArgs,

    /// `text` (what you get on a terminal): a report to read. `jsonl` (what you get elsewhere): one compact record a line.
    /// `json`: one indented document, an object where one text was named, an array for several files or JSON lines.
    /// `query`: the questions to the physician, ready to send.
    #[arg(long, value_enum)]
    pub format: Option<AnalyzeFormat>,

    /// Unit of `start` and `end` in JSON.
    #[arg(long, value_enum, default_value_t, value_name = "UNIT")]
    pub offsets: Offsets,

    #[command(flatten)]
    pub billed: BilledArgs,

    /// Exit with 1 if a note has a flag as serious as this, or more.
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub fail_on: Option<FailOn>,
}

/// What was billed for the one note. JSON lines bring it along instead: fields `billed`, `modifiers`, `units`, `diagnoses`, `year`.
#[derive(Debug, Args)]
pub struct BilledArgs {
    /// Compare one note with the codes billed, as in 27324-LT,76942-26 or "20206-RT x2". JSON lines have a field `billed` instead.
    #[arg(long, value_name = "CODES")]
    pub billed: Option<String>,

    /// Diagnosis codes (ICD-10-CM) billed, as in C49.22,R22.42. JSON lines have a field `diagnoses` instead.
    #[arg(long, value_name = "CODES")]
    pub diagnoses: Option<String>,

    /// Year of the service, for the figures; the latest that the code book has where not said.
    #[arg(long, requires = "billed", value_name = "YEAR", value_parser = clap::value_parser!(u16).range(1980..=2100))]
    pub year: Option<u16>,
}

#[derive(Debug, Args)]
pub struct TraceArgs {
    #[command(flatten)]
    pub input: InputArgs,

    /// `text` unless said otherwise, also in a pipe; `json` and `jsonl` as for analyze.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

#[derive(Debug, Args)]
pub struct EvaluateArgs {
    /// Gold notes, one JSON object a line; `-` is standard input.
    #[arg(value_name = "GOLD", required_unless_present = "context", conflicts_with = "context")]
    pub gold: Vec<PathBuf>,

    /// Labelled sentences instead of notes: tab-separated columns id, concept, sentence (the concept in capitals within it),
    /// negation, temporality, experiencer. Figures for --min and --max: negation, historical, hypothetical, experiencer (the F1).
    #[arg(long, value_name = "TSV")]
    pub context: Option<PathBuf>,

    /// List what was wrong with each note or sentence.
    #[arg(long)]
    pub errors: bool,

    /// Text or one JSON object.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Figures,

    /// A folder of lexicon files that replace or extend the built-in ones.
    #[arg(long, value_name = "DIR")]
    pub lexicons: Option<PathBuf>,

    /// Exit with 1 if a figure is lower, as in codes=0.97. Figures: codes, everything, procedures, element (the lowest F1),
    /// macro, flags, modalities, evidence, record, false-codes, or an element's name (its F1).
    #[arg(long, value_name = "FIGURE=NUMBER")]
    pub min: Vec<Gate>,

    /// Exit with 1 if a figure is higher, as in false-codes=0.
    #[arg(long, value_name = "FIGURE=NUMBER")]
    pub max: Vec<Gate>,
}

#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// A code (27323), a code modifier (LT) or a flag (depth-undocumented), in upper or lower case; without it, a list of all.
    #[arg(value_name = "CODE|MODIFIER|FLAG")]
    pub topic: Option<String>,

    /// Text or one JSON object.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Figures,

    #[command(flatten)]
    pub lexicon: LexiconArgs,

    /// Columns of text output; the terminal's (120 at most) or 80 where not said; 30 at least.
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(30..))]
    pub width: Option<u16>,
}

#[derive(Debug, Subcommand)]
pub enum LexiconCommand {
    /// Every fault as file:line: reason, and the counts. Exits with 1 where there is a fault.
    Check(LexiconArgs),
    /// The rows and patterns, all or those of one concept.
    List(ListArgs),
    /// What the lexicons make of one sentence: mentions, how each is meant, statements.
    Try(TryArgs),
}

#[derive(Debug, Args)]
pub struct LexiconArgs {
    /// A folder of lexicon files that replace or extend the built-in ones.
    #[arg(long, value_name = "DIR")]
    pub lexicons: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct ListArgs {
    /// Only rows that mean this and patterns that ask for it; or the class of `words.tsv` of this name
    pub concept: Option<String>,

    /// Text or one JSON object.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Figures,

    #[command(flatten)]
    pub lexicon: LexiconArgs,
}

#[derive(Debug, Args)]
pub struct TryArgs {
    /// The sentence; it is read as a note of its own.
    pub sentence: String,

    /// Text or one JSON object.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Figures,

    #[command(flatten)]
    pub lexicon: LexiconArgs,
}

#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// `analysis`: a record of analyze. `audit`: a row of audit as JSON. `audit-columns`: the columns of its flat table, as text.
    #[arg(value_enum, default_value = "analysis", value_name = "OF")]
    pub of: SchemaOf,
}

#[derive(Debug, Args)]
pub struct CompletionsArgs {
    #[arg(value_enum)]
    pub shell: Shell,
}

#[derive(Debug, Args)]
pub struct ManArgs {
    /// A command's own page.
    pub command: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    Analysis,
    Audit,
    AuditColumns,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum From {
    Text,
    Jsonl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Json,
    Jsonl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AnalyzeFormat {
    Text,
    Json,
    Jsonl,
    Query,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Figures {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Offsets {
    #[default]
    Byte,
    Char,
    Utf16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    Error,
    Warning,
}

impl std::convert::From<Color> for anstream::ColorChoice {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => Self::Auto,
            Color::Always => Self::Always,
            Color::Never => Self::Never,
        }
    }
}

impl std::convert::From<Offsets> for OffsetUnit {
    fn from(offsets: Offsets) -> Self {
        match offsets {
            Offsets::Byte => Self::Byte,
            Offsets::Char => Self::Char,
            Offsets::Utf16 => Self::Utf16,
        }
    }
}

impl std::convert::From<FailOn> for Severity {
    fn from(fail_on: FailOn) -> Self {
        match fail_on {
            FailOn::Error => Self::Error,
            FailOn::Warning => Self::Warning,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Cli;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_help_of_min_names_every_figure() {
        let help = Cli::command().find_subcommand_mut("evaluate").map(|c| c.render_long_help().to_string());
        let help = help.unwrap_or_default();
        assert!(opnote::evaluate::METRICS.iter().all(|(name, _)| help.contains(name)), "{help}");
    }
}
