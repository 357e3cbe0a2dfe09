//! The form of the files of weights, which are counted and not written: remarks behind `#`, a heading, and a row a line, with what is
//! weighed in its first column and a weight in each other.

use rustc_hash::{FxBuildHasher, FxHashSet};

use crate::error::Error;

/// What the row of the constants is named by.
pub(super) const CONSTANT: &str = "*";

/// Bytes of a row, at the least: short rows have four weights. A table that grows is filled again.
const BYTES_OF_ROW: usize = 48;

/// How many rows a text has at the most, roughly.
pub(super) fn most_rows(text: &str) -> usize {
    text.len() / BYTES_OF_ROW
}

/// Reads the rows of `file`: each goes to `take`, the first column and the weights, of which an empty cell is none, and so is what the
/// heading has no column for. `take` tells what is wrong with a row.
///
/// # Errors
/// Another heading, a row with more or fewer columns, one whose first column stands twice or that is not taken, or a weight that is no
/// finite number, with its line.
pub(super) fn read<'t, const COLUMNS: usize>(
    file: &str,
    heading: &str,
    text: &'t str,
    mut take: impl FnMut(&'t str, [f32; COLUMNS]) -> Result<(), &'static str>,
) -> Result<(), Error> {
    let mut lines = text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.is_empty());
    match lines.next() {
        Some((_, found)) if found == heading => {}
        found => {
            let line = found.map_or(1, |(n, _)| n + 1);
            return Err(Error::at(file, line, format!("the heading must be {}", heading.replace('\t', ", "))));
        }
    }
    let columns = (heading.split('\t').count() - 1).min(COLUMNS);
    let mut known = FxHashSet::with_capacity_and_hasher(most_rows(text), FxBuildHasher);
    for (n, line) in lines {
        let fault = |what: &str| Error::at(file, n + 1, what.to_owned());
        let mut cells = cells(line);
        let name = cells.next().unwrap_or_default();
        let mut row = [0.0; COLUMNS];
        for weight in &mut row[..columns] {
            let cell = cells.next().ok_or_else(|| fault("too few columns"))?;
            if !cell.is_empty() {
                let number = cell.parse().ok().filter(|w: &f32| w.is_finite());
                *weight = number.ok_or_else(|| fault("a weight is no number"))?;
            }
        }
        if cells.next().is_some() {
            return Err(fault("too many columns"));
        }
        if !known.insert(name) {
            return Err(fault("the same stands already in a row above"));
        }
        take(name, row).map_err(fault)?;
    }
    Ok(())
}

/// The cells of a line. Most are empty: a search that is set up for each would cost more than all bytes looked at.
fn cells(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let line = rest?;
        let end = line.bytes().position(|b| b == b'\t');
        rest = end.map(|end| &line[end + 1..]);
        Some(&line[..end.unwrap_or(line.len())])
    })
}
