//! Files → records, not yet looked at, in batches of bounded size. Whatever cannot be read is a record as well: a fault with its
//! place and reason, so that no input goes without a row.

use super::args::Kind;
use super::columns::Columns;
use super::files::{Files, Named};
use super::opened::{Body, Opened, Record, whole};
use super::source;
use crate::cli::ids::Repeats;
use crate::cli::input::{Place, unreadable};
use serde::{Deserialize, Serialize};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// A batch ends after so many records …
const BATCH_RECORDS: usize = 256;
/// … or so many bytes.
const BATCH_BYTES: usize = 1 << 19;

/// How far the inputs have been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Position {
    /// Records so far.
    pub rows: u64,
    /// Bytes of them.
    pub bytes: u64,
    /// Blank lines passed by.
    pub blank: u64,
    /// Over the names and bytes of all records so far.
    pub fingerprint: u64,
}

/// A few records, one after another.
#[derive(Debug, Default)]
pub struct Batch {
    /// Its number, from 0.
    pub number: u64,
    /// The number of the first record's row, from 1.
    pub first_row: u64,
    pub records: Vec<Record>,
    /// The bytes it holds.
    pub bytes: usize,
    /// How far the inputs were read with it.
    pub position: Position,
    /// Whether an interrupted run has written its rows already.
    pub is_skimmed: bool,
}

/// All records named, in order.
pub struct Records {
    files: Files,
    /// The fields that are asked for.
    columns: Arc<Columns>,
    open: Opened,
    /// The file that is open, as long as it has given no record.
    bare: Option<Arc<str>>,
    /// Whether anything was found but inputs that are empty or cannot be opened.
    any: bool,
    position: Position,
    batches: u64,
    skimmed: u64,
}

impl Records {
    pub fn new(files: Files, columns: Arc<Columns>) -> Self {
        Self {
            files,
            columns,
            open: Opened::Ended,
            bare: None,
            any: false,
            position: Position::default(),
            batches: 0,
            skimmed: 0,
        }
    }

    /// The same, of which the first few have their rows already.
    pub fn skim(self, skimmed: u64) -> Self {
        Self { skimmed, ..self }
    }

    /// The next few records; `None` at the end.
    pub fn next_batch(&mut self) -> Option<Batch> {
        let is_skimmed = self.position.rows < self.skimmed;
        let first_row = self.position.rows + 1;
        let mut batch = Batch { number: self.batches, first_row, is_skimmed, ..Batch::default() };
        while batch.records.len() < BATCH_RECORDS && batch.bytes < BATCH_BYTES {
            if is_skimmed && self.position.rows == self.skimmed {
                break;
            }
            let Some(record) = self.next_record() else { break };
            batch.bytes += record.body.bytes().len();
            self.count(&record);
            batch.records.push(record);
        }
        batch.position = self.position;
        self.batches += 1;
        (!batch.records.is_empty()).then_some(batch)
    }

    /// How far the inputs have been read.
    pub fn position(&self) -> Position {
        self.position
    }

    /// The files that were named more than once.
    pub fn files_again(&self) -> Repeats {
        self.files.repeats()
    }

    /// Whether no record was found, nor anything that may hold some.
    pub fn are_none(&self) -> bool {
        !self.any
    }

    fn count(&mut self, record: &Record) {
        self.any |= !matches!(record.body, Body::Empty(_) | Body::Unopened(_));
        let bytes = record.body.bytes();
        let mut hasher = rustc_hash::FxHasher::default();
        (self.position.fingerprint, &*record.place.file, record.place.line, bytes).hash(&mut hasher);
        self.position.fingerprint = hasher.finish();
        self.position.rows += 1;
        self.position.bytes += bytes.len() as u64;
    }

    fn next_record(&mut self) -> Option<Record> {
        loop {
            if let Some(record) = self.open.next(&mut self.position.blank) {
                self.bare = None;
                return Some(record);
            }
            if let Some(file) = self.bare.take() {
                return Some(Record { place: Place { file, line: None }, body: Body::Empty("no record in it") });
            }
            let begun = match self.files.next()? {
                Err((file, body)) => Some(Record { place: Place { file: file.into(), line: None }, body }),
                Ok(named) => self.begin(&named),
            };
            if begun.is_some() {
                return begun;
            }
        }
    }

    /// Opens a file; a text is read at once.
    fn begin(&mut self, named: &Named) -> Option<Record> {
        let name: Arc<str> = source::name(&named.path).into();
        let begun = match named.kind {
            Kind::Text => source::open(&named.path).and_then(|reader| whole(&name, reader)).map(Some),
            kind => Opened::new(&name, &named.path, kind, &self.columns).map(|opened| {
                (self.open, self.bare) = (opened, Some(name.clone()));
                None
            }),
        };
        begun.unwrap_or_else(|e| {
            let error = unreadable(name, None, &e);
            Some(Record { place: error.place, body: Body::Unopened(error.reason) })
        })
    }
}
