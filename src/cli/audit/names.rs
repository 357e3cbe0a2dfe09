//! Names of fields that were typed are looked for in the inputs before anything is written: what is misspelt would else make a
//! million rows of errors.

use super::args::{AuditArgs, Kind};
use super::columns::Columns;
use super::{files, source};
use crate::cli::{Failure, json_line};
use std::path::Path;

/// Bytes at the start of an input in which names are looked for.
const LOOKED_AT: usize = 1 << 18;
/// The most names that a message lists.
const LISTED: usize = 40;

/// Looks for the names in every file named. What cannot be opened is left to the run, as are folders and standard input.
///
/// # Errors
/// An input that has other fields; the message lists them.
pub fn check(args: &AuditArgs, columns: &Columns) -> Result<(), Failure> {
    for path in args.inputs.iter().filter(|p| p.is_file()) {
        if files::kind(path, args.from) == Kind::Jsonl {
            check_lines(path, columns)?;
        }
    }
    Ok(())
}

fn check_lines(path: &Path, columns: &Columns) -> Result<(), Failure> {
    let start = source::open(path).and_then(source::as_utf_8).and_then(|(reader, _)| source::start(reader, LOOKED_AT));
    let Ok(start) = start else { return Ok(()) };
    let mut names: Vec<String> = Vec::new();
    for line in start.split(|b| *b == b'\n') {
        let Ok((fields, _)) = json_line::object(line.to_vec()) else { continue };
        for name in fields.keys() {
            if !names.contains(name) && names.len() < 1000 {
                names.push(name.clone());
            }
        }
    }
    match columns.missing(|name| names.iter().any(|n| n == name)) {
        Some(name) if !names.is_empty() => Err(refusal(path, name, &names)),
        _ => Ok(()),
    }
}

fn refusal(path: &Path, name: &str, names: &[String]) -> Failure {
    let listed = names.iter().take(LISTED).map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
    let more = if names.len() > LISTED { ", …" } else { "" };
    Failure::Message(format!("{}: no `{name}`; there are {listed}{more}", path.display()))
}
