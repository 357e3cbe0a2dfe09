//! Names of fields that were typed are looked for in the inputs before anything is written: what is misspelt would else make a
//! million rows of errors.

use super::args::{AuditArgs, Kind};
use super::columns::Columns;
use super::{files, opened, source, table};
use crate::cli::{Failure, json_line};
use std::path::Path;

/// Bytes at the start of an input in which names are looked for.
const LOOKED_AT: usize = 1 << 18;
/// The most names that are collected.
const COLLECTED: usize = 1000;
/// The most names that a message lists.
const LISTED: usize = 40;

/// Looks for the names in every file named. What cannot be opened is left to the run, as are folders and standard input.
///
/// # Errors
/// An input that has other fields; the message lists them.
pub fn check(args: &AuditArgs, columns: &Columns) -> Result<(), Failure> {
    for path in args.inputs.iter().filter(|p| p.is_file()) {
        let kind = files::kind(path, args.from);
        #[cfg(feature = "parquet")]
        if kind == Kind::Parquet {
            check_names(path, columns, &super::parquet::names(path).unwrap_or_default())?;
            continue;
        }
        let start =
            source::open(path).and_then(source::as_utf_8).and_then(|(reader, _)| source::start(reader, LOOKED_AT));
        let Ok(start) = start else { continue };
        let names = match kind {
            Kind::Text => continue,
            Kind::Jsonl => of_lines(&start),
            Kind::Csv | Kind::Tsv => of_table(&start, kind),
            #[cfg(feature = "parquet")]
            Kind::Parquet => continue,
        };
        check_names(path, columns, &names)?;
    }
    Ok(())
}

/// Where no names could be read, the run will say why.
fn check_names(path: &Path, columns: &Columns, names: &[String]) -> Result<(), Failure> {
    match columns.missing(|name| names.iter().any(|n| n == name)) {
        Some(name) if !names.is_empty() => Err(refusal(path, name, names)),
        _ => Ok(()),
    }
}

/// The names of all fields in the first lines.
fn of_lines(start: &[u8]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for line in start.split(|b| *b == b'\n') {
        let Ok((fields, _)) = json_line::object(line.to_vec()) else { continue };
        for name in fields.keys() {
            if !names.contains(name) && names.len() < COLLECTED {
                names.push(name.clone());
            }
        }
    }
    names
}

/// The names in a table's header.
fn of_table(start: &[u8], kind: Kind) -> Vec<String> {
    let header = start.split_inclusive(|b| *b == b'\n').next().unwrap_or_default();
    let delimiter = if kind == Kind::Tsv { b'\t' } else { table::delimiter(header) };
    opened::names(header, delimiter).unwrap_or_default()
}

fn refusal(path: &Path, name: &str, names: &[String]) -> Failure {
    let listed = names.iter().take(LISTED).map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
    let more = if names.len() > LISTED { ", …" } else { "" };
    Failure::Message(format!("{}: no `{name}`; there are {listed}{more}", path.display()))
}
