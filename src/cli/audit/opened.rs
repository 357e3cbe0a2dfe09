//! An input opened → its records, one after another: a line of JSON or a row of a table each. Whatever cannot be read is a record
//! as well: a fault with its place and reason.

use super::args::{Kind, MAX_RECORD};
use super::columns::Columns;
use super::names;
use super::source::{self, Reader};
use super::table::{self, Mark, Row, Rows};
use crate::cli::decode::{decode, foreign};
use crate::cli::input::{Place, unreadable};
use crate::cli::lines::{Line, Lines};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

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
    /// A row of a table, and the encoding found out for all of it.
    Cells(Arc<Header>, Vec<u8>, Option<&'static str>),
    /// Nothing that can be read, and why.
    Fault(String),
    /// An input that cannot be opened, so that none of its records is known, and why.
    Unopened(String),
    /// An input in which nothing is to be read: a file without a record, a folder without a file.
    Empty(&'static str),
}

/// What a table's first row tells.
#[derive(Debug)]
pub struct Header {
    pub delimiter: u8,
    pub names: Vec<String>,
}

/// A file of records, being read.
pub enum Opened {
    Lines(JsonLines),
    Table(Table),
    #[cfg(feature = "parquet")]
    Parquet(Parquet),
    /// A table whose header is not one to be read by; the fault is its only record.
    Refused(Record),
    /// All of it was read, or it is no longer readable.
    Ended,
}

/// A file of JSON lines.
pub struct JsonLines {
    name: Arc<str>,
    lines: Lines<Reader>,
    at: u64,
    decoded_from: Option<&'static str>,
}

/// A Parquet file, whose rows come as lines of JSON.
#[cfg(feature = "parquet")]
pub struct Parquet {
    name: Arc<str>,
    rows: super::parquet::ParquetRows,
    at: u64,
}

/// A table.
pub struct Table {
    name: Arc<str>,
    path: PathBuf,
    rows: Rows<Reader>,
    header: Arc<Header>,
    decoded_from: Option<&'static str>,
}

impl Body {
    /// The bytes to be read.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(bytes) | Self::Json(bytes, _) | Self::Cells(_, bytes, _) => bytes,
            Self::Fault(reason) | Self::Unopened(reason) => reason.as_bytes(),
            Self::Empty(reason) => reason.as_bytes(),
        }
    }
}

/// A fault as a record.
pub fn fault(place: Place, reason: String) -> Record {
    Record { place, body: Body::Fault(reason) }
}

fn too_long(place: Place) -> Record {
    fault(place, format!("longer than {} MiB, the most a record may have", MAX_RECORD >> 20))
}

fn failed(place: Place, error: &io::Error) -> Record {
    let error = unreadable(place.file, place.line, error);
    fault(error.place, error.reason)
}

/// A file that is one note.
///
/// # Errors
/// It cannot be read.
pub fn whole(name: &Arc<str>, reader: Reader) -> io::Result<Record> {
    let mut bytes = Vec::new();
    let read = reader.take(MAX_RECORD as u64 + 1).read_to_end(&mut bytes)?;
    let place = Place { file: name.clone(), line: None };
    Ok(match foreign(&bytes) {
        // What is no text at all is not too long a text.
        Some(reason) => fault(place, reason),
        None if read > MAX_RECORD => too_long(place),
        None => Record { place, body: Body::Text(bytes) },
    })
}

impl Opened {
    /// Opens a file of records.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn new(name: &Arc<str>, path: &Path, kind: Kind, columns: &Columns) -> io::Result<Self> {
        Ok(match kind {
            #[cfg(feature = "parquet")]
            Kind::Parquet => {
                let wanted: Vec<String> = columns.names().map(str::to_owned).collect();
                let rows = super::parquet::ParquetRows::new(path, &wanted)?;
                Self::Parquet(Parquet { name: name.clone(), rows, at: 0 })
            }
            Kind::Csv | Kind::Tsv => Table::open(name, path, kind, columns)?,
            Kind::Jsonl | Kind::Text => {
                let (reader, decoded_from) = source::as_utf_8(source::open(path)?)?;
                let lines = Lines::new(reader, MAX_RECORD);
                Self::Lines(JsonLines { name: name.clone(), lines, at: 0, decoded_from })
            }
        })
    }

    /// The next record; `None` at the end. `blank` counts the lines passed by.
    pub fn next(&mut self, blank: &mut u64) -> Option<Record> {
        let next = match self {
            Self::Lines(lines) => lines.next(blank),
            Self::Table(table) => table.next(blank),
            #[cfg(feature = "parquet")]
            Self::Parquet(rows) => rows.next(),
            Self::Refused(_) | Self::Ended => return self.end(),
        };
        next.unwrap_or_else(|record| {
            *self = Self::Ended;
            Some(record)
        })
    }

    /// The fault of what is not read.
    fn end(&mut self) -> Option<Record> {
        match std::mem::replace(self, Self::Ended) {
            Self::Refused(record) => Some(record),
            _ => None,
        }
    }
}

/// A record, the end, or the last record: that nothing more can be read.
type Next = Result<Option<Record>, Record>;

impl JsonLines {
    /// The next line that is not blank.
    fn next(&mut self, blank: &mut u64) -> Next {
        loop {
            self.at += 1;
            let place = Place { file: self.name.clone(), line: Some(self.at) };
            let line = match self.lines.next_line() {
                Ok(Some(line)) => line,
                Ok(None) => return Ok(None),
                Err(e) => return Err(failed(place, &e)),
            };
            match line {
                Line::TooLong => return Ok(Some(too_long(place))),
                Line::Whole(bytes) if bytes.trim_ascii().is_empty() => *blank += 1,
                Line::Whole(bytes) => {
                    return Ok(Some(Record { place, body: Body::Json(bytes, self.decoded_from) }));
                }
            }
        }
    }
}

#[cfg(feature = "parquet")]
impl Parquet {
    fn next(&mut self) -> Next {
        self.at += 1;
        let place = Place { file: self.name.clone(), line: Some(self.at) };
        match self.rows.next_row() {
            Ok(None) => Ok(None),
            Ok(Some(bytes)) if bytes.len() > MAX_RECORD => Ok(Some(too_long(place))),
            Ok(Some(bytes)) => Ok(Some(Record { place, body: Body::Json(bytes, None) })),
            Err(e) => Err(failed(place, &e)),
        }
    }
}

impl Table {
    /// A table, or the fault of its header: the first row that is not blank. Without one there is nothing to be read.
    fn open(name: &Arc<str>, path: &Path, kind: Kind, columns: &Columns) -> io::Result<Opened> {
        let (mut reader, decoded_from) = source::as_utf_8(source::open(path)?)?;
        let delimiter = match kind {
            Kind::Tsv => b'\t',
            _ => table::delimiter(table::first_line(reader.fill_buf()?)),
        };
        let mut rows = Rows::new(reader, delimiter, Mark { offset: 0, line: 1 });
        let (line, names) = loop {
            match rows.next_row()? {
                None => return Ok(Opened::Ended),
                Some((_, Row::Whole(bytes))) if bytes.trim_ascii().is_empty() => {}
                Some((line, Row::Whole(bytes))) => break (line, header_names(&bytes, delimiter)?),
                Some(_) => return Err(io::Error::other("quotes in the header do not close as they should")),
            }
        };
        if let Some(reason) = names::fault(columns, kind, &names) {
            let place = Place { file: name.clone(), line: Some(line) };
            return Ok(Opened::Refused(fault(place, reason)));
        }
        let header = Arc::new(Header { delimiter, names });
        Ok(Opened::Table(Self { name: name.clone(), path: path.to_owned(), rows, header, decoded_from }))
    }

    /// The next row that is not blank.
    fn next(&mut self, blank: &mut u64) -> Next {
        loop {
            let place = |line| Place { file: self.name.clone(), line: Some(line) };
            let (line, row) = match self.rows.next_row() {
                Ok(Some(next)) => next,
                Ok(None) => return Ok(None),
                Err(e) => return Err(failed(place(self.rows.mark().line), &e)),
            };
            let place = place(line);
            let broken = || fault(place.clone(), "quotes that do not close as they should".to_owned());
            return match row {
                Row::Whole(bytes) if bytes.trim_ascii().is_empty() => {
                    *blank += 1;
                    continue;
                }
                Row::Whole(bytes) => {
                    let body = Body::Cells(self.header.clone(), bytes, self.decoded_from);
                    Ok(Some(Record { place, body }))
                }
                Row::Broken => Ok(Some(broken())),
                Row::TooLong => Ok(Some(too_long(place))),
                Row::Reopen(mark) => self.reopen(mark).map(|()| Some(broken())).map_err(|_| {
                    let reason = "quotes that do not close; what follows cannot be read a second time";
                    fault(place.clone(), reason.to_owned())
                }),
            };
        }
    }

    /// Goes back to a mark.
    fn reopen(&mut self, mark: Mark) -> io::Result<()> {
        if self.path == Path::new("-") {
            return Err(io::ErrorKind::NotSeekable.into());
        }
        let (mut reader, _) = source::as_utf_8(source::open(&self.path)?)?;
        io::copy(&mut reader.by_ref().take(mark.offset), &mut io::sink())?;
        self.rows = Rows::new(reader, self.header.delimiter, mark);
        Ok(())
    }
}

/// The names in a header.
pub fn header_names(header: &[u8], delimiter: u8) -> io::Result<Vec<String>> {
    let name = |cell| decode(cell).map(|(name, _)| name.trim().to_owned());
    let names = table::cells(header, delimiter).into_iter().map(name);
    names.collect::<Result<_, _>>().map_err(|e| io::Error::other(format!("the header: {}", e.reason)))
}
