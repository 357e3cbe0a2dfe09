//! A record → its row: parsed, analysed, compared with what was billed. Pure work on one batch at a time, on any thread.

use super::columns::{Columns, Grouped, Picked, Unread};
use super::encode::Encoder;
use super::large::Analyst;
use super::opened::{Body, Header, Record};
use super::records::{Batch, Position};
use super::report::Overview;
use super::sink::Chunk;
use super::table;
use super::tally::Tally;
use crate::cli::decode::decode;
use crate::cli::ids;
use crate::cli::input::blank;
use crate::cli::json_line;
use opnote::claim::Claim;
use opnote::render::row::{AuditRow, Origins};
use opnote::{Analysis, Analyzer, Note};
use serde_json::{Map, Value};
use std::sync::Arc;

/// Notes of more bytes than this are analysed one at a time, whatever the number of threads: each needs many times its length.
const LARGE: usize = 1 << 16;

/// What does not change from record to record.
pub struct Judge {
    analyst: Analyst,
    pub columns: Arc<Columns>,
    pub encoder: Encoder,
    /// Whether it was typed that files without an ending of ours are notes, whatever they hold.
    text_is_said: bool,
    /// Whether there will be a report, and whether it shows words of the notes.
    pub report: Option<WithText>,
}

/// Whether a report shows words of the notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WithText(pub bool);

/// A batch judged.
#[derive(Debug, Default)]
pub struct Judged {
    /// The rows as they will be written.
    pub chunk: Chunk,
    /// How many they are.
    pub rows: u64,
    pub tally: Tally,
    /// What the report is made of.
    pub overview: Overview,
    /// Hashes of the ids given, each with its row's place.
    pub ids: Vec<(u64, String)>,
    /// How far the inputs were read with it.
    pub position: Position,
    /// Whether its rows were written by an interrupted run; here are only their ids then.
    pub is_skimmed: bool,
    /// The bytes that the batch held.
    pub bytes: usize,
}

/// A note to be analysed, and where it comes from.
struct Asked {
    text: String,
    claim: Option<Claim>,
}

impl Judge {
    pub fn new(
        analyzer: Analyzer,
        columns: Columns,
        encoder: Encoder,
        report: Option<WithText>,
        text_is_said: bool,
    ) -> Self {
        Self { analyst: Analyst::new(analyzer), columns: Arc::new(columns), encoder, report, text_is_said }
    }

    /// What reads the notes.
    pub fn analyzer(&self) -> &Analyzer {
        self.analyst.analyzer()
    }

    /// The rows of a batch, in order.
    pub fn batch(&self, batch: Batch) -> Judged {
        let Batch { position, is_skimmed, bytes, .. } = batch;
        let mut judged = Judged { position, is_skimmed, bytes, ..Judged::default() };
        let mut rows = Vec::new();
        for (row, record) in (batch.first_row..).zip(batch.records) {
            let with_id = matches!(record.body, Body::Json(..) | Body::Cells(..)).then(|| record.place.to_string());
            let id = match is_skimmed {
                true => self.id(record),
                false => {
                    rows.push(self.row(row, record, &mut judged));
                    rows.last().and_then(|row: &AuditRow| row.id.clone())
                }
            };
            if let (Some(place), Some(id)) = (with_id, id) {
                judged.ids.push((ids::hash(&id), place));
            }
        }
        if !is_skimmed {
            (judged.rows, judged.chunk) = (rows.len() as u64, self.encoder.rows(&rows));
        }
        judged
    }

    /// The id of a record whose row is written already.
    fn id(&self, record: Record) -> Option<String> {
        let mut origins = Origins::default();
        let _ = self.read(record.body, &mut origins, &mut Vec::new());
        origins.id
    }

    /// The row of a record. Should the engine fail on it, the others still go on.
    fn row(&self, row: u64, record: Record, judged: &mut Judged) -> AuditRow {
        let place = record.place;
        let mut origins = Origins { row, file: place.file.to_string(), line: place.line, ..Origins::default() };
        let mut dates = Vec::new();
        let result = self.read(record.body, &mut origins, &mut dates).and_then(|asked| self.analysis(asked));
        dates.iter().for_each(|(label, is_read)| judged.tally.date(label, *is_read));
        match result {
            Ok(analysis) => {
                let row = AuditRow::judged(origins, &analysis);
                judged.tally.judged(&row);
                if let Some(WithText(with_text)) = self.report {
                    judged.overview.judged(&row, &analysis, with_text, &dates);
                }
                row
            }
            Err(reason) => {
                judged.tally.error(&place, &reason);
                AuditRow::error(origins, reason, &self.analyzer().rules().digest)
            }
        }
    }

    /// The note of a record; its id and groups go into `origins`, and which groups hold dates into `dates`, even where there is no note.
    fn read(&self, body: Body, origins: &mut Origins, dates: &mut Vec<(String, bool)>) -> Result<Asked, String> {
        let (text, claim) = match body {
            Body::Fault(reason) | Body::Unopened(reason) => return Err(reason),
            Body::Empty(reason) => return Err(reason.to_owned()),
            Body::Text(bytes) => {
                origins.id = (origins.file != super::source::STDIN).then(|| origins.file.clone());
                let (text, decoded_from) = decode(bytes).map_err(|e| e.reason)?;
                origins.decoded_from = decoded_from.map(str::to_owned);
                if let Some(reason) = json_line::no_note(&origins.file, &text).filter(|_| !self.text_is_said) {
                    return Err(reason.to_owned());
                }
                (text, None)
            }
            Body::Json(bytes, file) => {
                let (fields, decoded_from) = json_line::object(bytes)?;
                origins.decoded_from = file.or(decoded_from).map(str::to_owned);
                self.picked(fields, origins, dates)?
            }
            Body::Cells(header, bytes, file) => {
                let (fields, decoded_from) = fields(&header, &bytes)?;
                origins.decoded_from = file.or(decoded_from).map(str::to_owned);
                self.picked(fields, origins, dates)?
            }
        };
        match blank(&text) {
            Some(reason) => Err(reason.to_owned()),
            None => Ok(Asked { text, claim }),
        }
    }

    fn picked(
        &self,
        fields: Map<String, Value>,
        origins: &mut Origins,
        dates: &mut Vec<(String, bool)>,
    ) -> Result<(String, Option<Claim>), String> {
        let (id, grouped, told) = match self.columns.pick(fields) {
            Ok(Picked { text, id, claim, grouped }) => (id, grouped, Ok((text, claim))),
            Err(unread) => {
                let Unread { reason, id, grouped } = *unread;
                (id, grouped, Err(reason))
            }
        };
        let Grouped { values, dates: found } = grouped;
        (origins.id, origins.groups, *dates) = (id, values, found);
        told
    }

    fn analysis(&self, asked: Asked) -> Result<Analysis, String> {
        let note = Note { id: None, text: asked.text };
        match note.text.len() > LARGE {
            true => self.analyst.analysis_of_large(note, asked.claim),
            false => self.analyst.analysis(note, asked.claim),
        }
    }
}

/// The cells of a row under their names. An empty cell says nothing, save that a note is empty.
fn fields(header: &Header, row: &[u8]) -> Result<(Map<String, Value>, Option<&'static str>), String> {
    let cells = table::cells(row, header.delimiter);
    if cells.len() != header.names.len() {
        return Err(format!("{} cells where the header has {}", cells.len(), header.names.len()));
    }
    let (mut fields, mut decoded_from) = (Map::new(), None);
    for (name, cell) in header.names.iter().zip(cells) {
        let (text, from) = decode(cell).map_err(|e| format!("`{name}`: {}", e.reason))?;
        decoded_from = decoded_from.or(from);
        fields.entry(name.clone()).or_insert(Value::String(text));
    }
    Ok((fields, decoded_from))
}
