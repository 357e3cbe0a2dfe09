//! Files → records, not yet looked at, in batches of bounded size. Whatever cannot be read is a record as well: a fault with its
//! place and reason, so that no input goes without a row.

use super::args::{Kind, MAX_RECORD};
use super::files::{Files, Named};
use super::source::{self, Reader};
use crate::cli::input::{Place, unreadable};
use crate::cli::lines::{Line, Lines};
use std::hash::{Hash, Hasher};
use std::io::{self, Read};
use std::sync::Arc;

/// A batch ends after so many records …
const BATCH_RECORDS: usize = 256;
/// … or so many bytes.
const BATCH_BYTES: usize = 1 << 19;

/// A record as it was read.
#[derive(Debug)]
pub struct Record {
    pub place: Place,
    pub body: Body,
}

/// What a record holds.
#[derive(Debug)]
pub enum Body {
    /// A whole file.
    Text(Vec<u8>),
    /// A line of JSON, and the encoding found out for all lines of the file.
    Json(Vec<u8>, Option<&'static str>),
    /// Nothing that can be read, and why.
    Fault(String),
}

impl Body {
    /// The bytes to be read.
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(bytes) | Self::Json(bytes, _) => bytes,
            Self::Fault(reason) => reason.as_bytes(),
        }
    }
}

/// How far the inputs have been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
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
}

/// All records named, in order.
pub struct Records {
    files: Files,
    open: Option<JsonLines>,
    position: Position,
    batches: u64,
}

/// A file of JSON lines, being read.
struct JsonLines {
    name: Arc<str>,
    lines: Lines<Reader>,
    at: u64,
    decoded_from: Option<&'static str>,
}

impl Records {
    pub fn new(files: Files) -> Self {
        Self { files, open: None, position: Position::default(), batches: 0 }
    }

    /// The next few records; `None` at the end.
    pub fn next_batch(&mut self) -> Option<Batch> {
        let mut batch = Batch { number: self.batches, first_row: self.position.rows + 1, ..Batch::default() };
        while batch.records.len() < BATCH_RECORDS && batch.bytes < BATCH_BYTES {
            let Some(record) = self.next_record() else { break };
            batch.bytes += record.body.bytes().len();
            self.count(&record);
            batch.records.push(record);
        }
        self.batches += 1;
        (!batch.records.is_empty()).then_some(batch)
    }

    /// How far the inputs have been read.
    pub fn position(&self) -> Position {
        self.position
    }

    fn count(&mut self, record: &Record) {
        let bytes = record.body.bytes();
        let mut hasher = rustc_hash::FxHasher::default();
        (self.position.fingerprint, &*record.place.file, record.place.line, bytes).hash(&mut hasher);
        self.position.fingerprint = hasher.finish();
        self.position.rows += 1;
        self.position.bytes += bytes.len() as u64;
    }

    fn next_record(&mut self) -> Option<Record> {
        loop {
            if let Some(lines) = &mut self.open {
                if let Some(record) = lines.next(&mut self.position.blank) {
                    return Some(record);
                }
                self.open = None;
            }
            match self.files.next()? {
                Err((file, reason)) => return Some(fault(Place { file: file.into(), line: None }, reason)),
                Ok(named) => {
                    if let Some(record) = self.begin(&named) {
                        return Some(record);
                    }
                }
            }
        }
    }

    /// Opens a file; a text is read at once.
    fn begin(&mut self, named: &Named) -> Option<Record> {
        let name: Arc<str> = source::name(&named.path).into();
        let opened = source::open(&named.path).and_then(|reader| match named.kind {
            Kind::Text => whole(&name, reader).map(Some),
            Kind::Jsonl => {
                let (reader, decoded_from) = source::as_utf_8(reader)?;
                let lines = Lines::new(reader, MAX_RECORD);
                self.open = Some(JsonLines { name: name.clone(), lines, at: 0, decoded_from });
                Ok(None)
            }
        });
        opened.unwrap_or_else(|e| {
            let error = unreadable(name, None, &e);
            Some(fault(error.place, error.reason))
        })
    }
}

fn fault(place: Place, reason: String) -> Record {
    Record { place, body: Body::Fault(reason) }
}

fn too_long(place: Place) -> Record {
    fault(place, format!("longer than {} MiB, the most a record may have", MAX_RECORD >> 20))
}

/// A file that is one note.
fn whole(name: &Arc<str>, reader: Reader) -> io::Result<Record> {
    let mut bytes = Vec::new();
    let read = reader.take(MAX_RECORD as u64 + 1).read_to_end(&mut bytes)?;
    let place = Place { file: name.clone(), line: None };
    Ok(if read > MAX_RECORD { too_long(place) } else { Record { place, body: Body::Text(bytes) } })
}

impl JsonLines {
    /// The next line that is not blank.
    fn next(&mut self, blank: &mut u64) -> Option<Record> {
        loop {
            self.at += 1;
            let place = Place { file: self.name.clone(), line: Some(self.at) };
            return Some(match self.lines.next_line() {
                Ok(None) => return None,
                Ok(Some(Line::TooLong)) => too_long(place),
                Ok(Some(Line::Whole(bytes))) if bytes.trim_ascii().is_empty() => {
                    *blank += 1;
                    continue;
                }
                Ok(Some(Line::Whole(bytes))) => Record { place, body: Body::Json(bytes, self.decoded_from) },
                Err(e) => {
                    let error = unreadable(self.name.clone(), place.line, &e);
                    self.lines = Lines::new(Box::new(io::empty()), MAX_RECORD);
                    fault(error.place, error.reason)
                }
            });
        }
    }
}
