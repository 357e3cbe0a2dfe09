//! The command line: what was typed → a command, its output and its exit code. Only this folder prints.
//!
//! Exit codes: 0 done, 1 where `--fail-on`, `--min`, `--max` or `lexicon check` says so, 2 usage or input error. A pipe
//! that is closed meanwhile is no error.

mod analyze;
mod args;
mod audit;
mod completions;
mod decode;
mod evaluate;
mod explain;
mod ids;
mod input;
mod json_line;
mod lexicon;
mod lines;
mod output;
mod schema;
mod trace;

use args::{Cli, Command};
use clap::Parser;
use opnote::render::text::visible;
use opnote::{Analyzer, Lexicon};
use std::ffi::OsString;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    Done = 0,
    Failed = 1,
    Refused = 2,
}

/// Why a command could not go on.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("{0}")]
    Message(String),
    #[error("cannot write: {0}")]
    Write(#[from] io::Error),
    #[error("{0}")]
    Lexicon(#[from] opnote::Error),
}

/// Runs what was typed.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    std::panic::set_hook(Box::new(report_panic));
    let exit = match Cli::try_parse_from(args) {
        Ok(cli) => catch_unwind(AssertUnwindSafe(|| settle(dispatch(cli)))).unwrap_or(Exit::Refused),
        Err(usage) => {
            let _ = usage.print();
            if usage.use_stderr() { Exit::Refused } else { Exit::Done }
        }
    };
    ExitCode::from(exit as u8)
}

fn dispatch(cli: Cli) -> Result<Exit, Failure> {
    let colour = cli.color.into();
    match cli.command {
        Command::Analyze(args) => analyze::run(&args, colour),
        Command::Audit(args) => audit::run(&args),
        Command::Trace(args) => trace::run(&args, colour),
        Command::Evaluate(args) => evaluate::run(&args, colour),
        Command::Explain(args) => explain::run(&args, colour),
        Command::Lexicon(command) => lexicon::run(&command, colour),
        Command::Schema(args) => schema::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => completions::man(&args),
    }
}

fn settle(result: Result<Exit, Failure>) -> Exit {
    match result {
        Ok(exit) => exit,
        Err(Failure::Write(e)) if e.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
        Err(failure) => {
            complain(&failure);
            Exit::Refused
        }
    }
}

/// One line on standard error; names of files may hold anything, so it is made safe to print.
fn complain(message: &impl std::fmt::Display) {
    let _ = writeln!(io::stderr(), "opnote: {}", visible(&message.to_string()));
}

/// Where the program was wrong, without the message: that may quote the note.
fn report_panic(info: &std::panic::PanicHookInfo<'_>) {
    let place = info.location().map(|l| format!("{}:{}", l.file(), l.line())).unwrap_or_default();
    complain(&format!("internal error at {place}; please report it"));
}

/// The analyzer with the lexicons asked for. A lexicon that is not sound is refused with its file, line and reason.
fn analyzer(lexicons: Option<&Path>) -> Result<Analyzer, Failure> {
    Ok(match lexicons {
        Some(folder) => Analyzer::with_folder(folder)?,
        None => Analyzer::builtin(),
    })
}

/// The lexicons asked for.
fn lexicon_of(folder: Option<&Path>) -> Result<Lexicon, Failure> {
    Ok(match folder {
        Some(folder) => Lexicon::with_folder(folder)?,
        None => Lexicon::builtin()?,
    })
}
