//! A row → the bytes of a line: JSON, or a flat table whose header hangs on the options alone.

use super::columns::Columns;
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
}

impl Encoder {
    /// The encoder that an output's ending asks for.
    pub fn of(output: &std::path::Path, columns: &Columns) -> Option<Self> {
        let is = |ending: &str| output.extension().is_some_and(|e| e.eq_ignore_ascii_case(ending));
        match () {
            () if is("jsonl") || is("ndjson") => Some(Self::Jsonl),
            () if is("csv") => Some(Self::Csv { groups: columns.group_labels().map(str::to_owned).collect() }),
            () => None,
        }
    }

    /// What stands before the first row.
    pub fn header(&self) -> Vec<u8> {
        match self {
            Self::Jsonl => Vec::new(),
            Self::Csv { groups } => {
                let names = COLUMNS.iter().map(|c| c.name.to_owned());
                table_line(names.chain(groups.iter().map(|g| format!("group_{g}"))), Vec::new())
            }
        }
    }

    /// Appends a row.
    pub fn row(&self, row: &AuditRow, out: &mut Vec<u8>) {
        match self {
            Self::Jsonl => {
                out.extend_from_slice(compact(row).as_bytes());
                out.push(b'\n');
            }
            Self::Csv { groups } => {
                let group = |name: &String| row.groups.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
                let cells = COLUMNS.iter().map(|c| c.cell(row)).chain(groups.iter().map(group));
                *out = table_line(cells, std::mem::take(out));
            }
        }
    }
}

/// A line of a table, appended to what is there.
fn table_line(cells: impl Iterator<Item = String>, out: Vec<u8>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().buffer_capacity(1 << 12).from_writer(out);
    writer.write_record(cells).expect("memory takes every record");
    writer.into_inner().expect("memory takes every record")
}

#[cfg(test)]
mod tests {
    use super::Encoder;
    use opnote::render::row::{AuditRow, COLUMNS, Origins};

    #[test]
    fn cells_stand_under_their_header() {
        let encoder = Encoder::Csv { groups: vec!["site".into()] };
        let origins = Origins { row: 1, file: "a, \"b\"\n.csv".into(), ..Origins::default() };
        let mut bytes = encoder.header();
        encoder.row(&AuditRow::error(origins, "no `text`".into(), "sha256:0"), &mut bytes);
        let mut reader = csv::Reader::from_reader(&bytes[..]);
        assert_eq!(reader.headers().expect("a header").len(), COLUMNS.len() + 1);
        let row = reader.records().next().expect("a row").expect("sound");
        assert_eq!((&row[1], &row[5]), ("a, \"b\"\n.csv", "no `text`"));
    }
}
