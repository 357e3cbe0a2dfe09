//! `opnote schema`: the JSON schema of an analysis record or of a row of an audit, and the columns of its flat table.

use super::args::{SchemaArgs, SchemaOf};
use super::output::{Frame, Output};
use super::{Exit, Failure};
use anstream::ColorChoice;
use opnote::render::json::{pretty, schema};
use opnote::render::row;

pub fn run(args: &SchemaArgs) -> Result<Exit, Failure> {
    let mut output = Output::new(Frame::One, ColorChoice::Never, 0);
    output.write(&match args.of {
        SchemaOf::Analysis => pretty(&schema()),
        SchemaOf::Audit => pretty(&row::schema()),
        SchemaOf::AuditColumns => columns(),
    })?;
    output.finish()?;
    Ok(Exit::Done)
}

/// A column a line: its name, a tab, what it holds. Cells of several procedures or ids have a `|` between them.
fn columns() -> String {
    let line = |c: &row::Column| format!("{}\t{}", c.name, c.holds);
    row::COLUMNS.iter().map(line).collect::<Vec<_>>().join("\n")
}
