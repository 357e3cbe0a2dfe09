//! Rows → what the output is made of: lines of JSON, a flat table whose header hangs on the options alone, or columns.

use super::columns::Columns;
use super::sink::Chunk;
use opnote::render::json::compact;
use opnote::render::row::{AuditRow, COLUMNS};
use serde_json::Value;

/// How rows are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Encoder {
    /// One JSON object a line.
    Jsonl,
    /// A table with commas; columns to group by come last.
    Csv { groups: Vec<String> },
    /// Columns of their types.
    #[cfg(feature = "parquet")]
    Parquet { groups: Vec<String> },
}

/// What an output's ending must be.
#[cfg(feature = "parquet")]
pub const ENDINGS: &str = ".parquet, .jsonl and .csv do";
/// What an output's ending must be.
#[cfg(not(feature = "parquet"))]
pub const ENDINGS: &str = ".jsonl and .csv do";

impl Encoder {
    /// The encoder that an output's ending asks for.
    pub fn of(output: &std::path::Path, columns: &Columns) -> Option<Self> {
        let is = |ending: &str| output.extension().is_some_and(|e| e.eq_ignore_ascii_case(ending));
        let groups = || columns.group_labels().map(str::to_owned).collect();
        match () {
            () if is("jsonl") || is("ndjson") => Some(Self::Jsonl),
            () if is("csv") => Some(Self::Csv { groups: groups() }),
            #[cfg(feature = "parquet")]
            () if is("parquet") => Some(Self::Parquet { groups: groups() }),
            () => None,
        }
    }

    /// What stands before the first row.
    pub fn header(&self) -> Vec<u8> {
        match self {
            Self::Jsonl => Vec::new(),
            #[cfg(feature = "parquet")]
            Self::Parquet { .. } => Vec::new(),
            Self::Csv { groups } => {
                let names = COLUMNS.iter().map(|c| c.name.to_owned());
                table_line(names.chain(groups.iter().map(|g| format!("group_{g}"))), Vec::new())
            }
        }
    }

    /// The rows of a batch.
    pub fn rows(&self, rows: &[AuditRow]) -> Chunk {
        match self {
            Self::Jsonl => Chunk::Lines(rows.iter().flat_map(|row| (compact(row) + "\n").into_bytes()).collect()),
            Self::Csv { groups } => Chunk::Lines(rows.iter().fold(Vec::new(), |out, row| {
                let group = |name: &String| row.groups.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
                table_line(COLUMNS.iter().map(|c| c.cell(row)).chain(groups.iter().map(group)).map(inert), out)
            })),
            #[cfg(feature = "parquet")]
            Self::Parquet { groups } => Chunk::Columns(super::parquet::batch(rows, groups)),
        }
    }
}

/// A cell that a spreadsheet takes for text: what begins as a formula does gets a quote before it, numbers stay.
///
/// Source: OWASP, "CSV Injection" (owasp.org/www-community/attacks/CSV_Injection).
fn inert(cell: String) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let is_number = || cell.parse::<f64>().is_ok() && cell.ends_with(|c: char| c.is_ascii_digit());
    if is_formula && !is_number() { format!("'{cell}") } else { cell }
}

/// A line of a table, appended to what is there.
fn table_line(cells: impl Iterator<Item = String>, out: Vec<u8>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().buffer_capacity(1 << 12).from_writer(out);
    writer.write_record(cells).expect("memory takes every record");
    writer.into_inner().expect("memory takes every record")
}

#[cfg(test)]
mod tests {
    use super::{Chunk, Encoder};
    use opnote::render::row::{AuditRow, COLUMNS, Origins};

    #[test]
    fn a_spreadsheet_runs_no_cell() {
        for cell in ["=1+1", "+cmd", "-", "@SUM(A1)", "-2+3", "\t=1", "-inf"] {
            assert_eq!(super::inert(cell.to_owned()), format!("'{cell}"));
        }
        for cell in ["-12.5", "+7", "", "a=b", "27324", "'=1"] {
            assert_eq!(super::inert(cell.to_owned()), cell);
        }
    }

    #[test]
    fn cells_stand_under_their_header() {
        let encoder = Encoder::Csv { groups: vec!["site".into()] };
        let origins = Origins { row: 1, file: "a, \"b\"\n.csv".into(), ..Origins::default() };
        let mut bytes = encoder.header();
        match encoder.rows(&[AuditRow::error(origins, "no `text`".into(), "sha256:0")]) {
            Chunk::Lines(lines) => bytes.extend(lines),
            #[cfg(feature = "parquet")]
            Chunk::Columns(_) => panic!("a table has lines"),
        }
        let mut reader = csv::Reader::from_reader(&bytes[..]);
        assert_eq!(reader.headers().expect("a header").len(), COLUMNS.len() + 1);
        let row = reader.records().next().expect("a row").expect("sound");
        assert_eq!((&row[1], &row[5]), ("a, \"b\"\n.csv", "no `text`"));
    }
}
