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
/// The most characters and words of a name: what is longer is no name.
const NAME_CHARS: usize = 40;
const NAME_WORDS: usize = 4;

/// Looks for the names in every file named. What cannot be opened is left to the run; so are folders and standard input, of which a
/// table that lacks names becomes a row with status `error`.
///
/// # Errors
/// An input that has other fields; the message lists them.
pub fn check(args: &AuditArgs, columns: &Columns) -> Result<(), Failure> {
    for path in args.inputs.iter().filter(|p| p.is_file()) {
        let kind = files::kind(path, args.from);
        #[cfg(feature = "parquet")]
        if kind == Kind::Parquet {
            check_names(path, columns, kind, &super::parquet::names(path).unwrap_or_default())?;
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
        check_names(path, columns, kind, &names)?;
    }
    Ok(())
}

/// Where no names could be read, the run will say why.
fn check_names(path: &Path, columns: &Columns, kind: Kind, names: &[String]) -> Result<(), Failure> {
    match fault(columns, kind, names).filter(|_| !names.is_empty()) {
        Some(reason) => Err(Failure::Message(format!("{}: {reason}", path.display()))),
        None => Ok(()),
    }
}

/// What is wrong with the names of an input's fields, if anything is: one asked for that is not there, or stands twice.
pub fn fault(columns: &Columns, kind: Kind, names: &[String]) -> Option<String> {
    if let Some(missing) = columns.missing(|name| names.iter().any(|n| n == name)) {
        return Some(format!("no `{missing}`; {}", listed(kind, names)));
    }
    let twice = columns.names().find(|name| names.iter().filter(|n| n == name).count() > 1)?;
    Some(format!("`{twice}` stands twice in the header"))
}

/// The names that exist. Where a header was forgotten they are cells of a patient's record: only what looks like a name is told.
fn listed(kind: Kind, names: &[String]) -> String {
    let plain: Vec<&String> = names.iter().filter(|n| is_plain(n)).take(LISTED).collect();
    let is_table = matches!(kind, Kind::Csv | Kind::Tsv);
    if is_table && (plain.is_empty() || names.iter().any(|n| is_value(n))) {
        let cells = if names.len() == 1 { "cell" } else { "cells" };
        return format!("the first row does not look like a header ({} {cells})", names.len());
    }
    let more = match names.len() - plain.len() {
        0 => String::new(),
        more if plain.is_empty() => format!("{more} that are no plain names"),
        more => format!(" and {more} more"),
    };
    let plain: Vec<String> = plain.iter().map(|n| format!("`{n}`")).collect();
    format!("there are {}{more}", plain.join(", "))
}

/// Whether a cell is a name that may be shown.
fn is_plain(cell: &str) -> bool {
    let is_of_names = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | ' ');
    !cell.is_empty() && !is_value(cell) && cell.chars().all(is_of_names)
}

/// Whether a cell tells something, as no name does: a number, a sentence, many words.
fn is_value(cell: &str) -> bool {
    let is_mark = |c: char| matches!(c, '.' | ',' | ';' | ':' | '!' | '?');
    let is_sentence = || cell.split_whitespace().any(|word| word.ends_with(is_mark)) || cell.contains(['\n', '\r']);
    let is_long = || cell.chars().count() > NAME_CHARS || cell.split_whitespace().count() > NAME_WORDS;
    cell.starts_with(|c: char| c.is_ascii_digit()) || is_long() || is_sentence()
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
    let header = table::first_line(start);
    if header.is_empty() {
        return Vec::new();
    }
    let delimiter = if kind == Kind::Tsv { b'\t' } else { table::delimiter(header) };
    opened::header_names(header, delimiter).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Kind, listed};

    fn told(kind: Kind, names: &[&str]) -> String {
        listed(kind, &names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn only_names_are_told() {
        assert_eq!(
            told(Kind::Csv, &["id", "Date of surgery", "größe_mm"]),
            "there are `id`, `Date of surgery`, `größe_mm`"
        );
        assert_eq!(told(Kind::Csv, &["id", "", "Note (full)"]), "there are `id` and 2 more");
        assert_eq!(told(Kind::Jsonl, &["Jane Doe, 54."]), "there are 1 that are no plain names");
        for cell in ["17", "27324-LT", "Seen. Well", "Well.", "Doe, Jane", "one two three four five", &"a".repeat(41)] {
            assert_eq!(told(Kind::Tsv, &["id", cell]), "the first row does not look like a header (2 cells)", "{cell}");
        }
        assert_eq!(told(Kind::Csv, &["(Jane)"]), "the first row does not look like a header (1 cell)");
    }
}
