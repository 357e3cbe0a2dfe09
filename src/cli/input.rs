//! What was named on the command line → notes, one after another, in bounded memory. What cannot be read becomes an error with
//! its place, and the rest goes on.

use super::args::{From, InputArgs};
use super::decode::{decode, foreign, utf_16};
use super::json_line::{self, Parsed, parse};
use super::lines::{Line, Lines};
use opnote::Note;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The most bytes a note, or its line of JSON, may have.
pub const MAX_NOTE: usize = 64 << 20;
/// A batch ends after so many notes …
const BATCH_NOTES: usize = 1024;
/// … or so many bytes.
const BATCH_BYTES: usize = 8 << 20;

/// File and line of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub(super) file: Arc<str>,
    pub(super) line: Option<u64>,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}", self.file),
            None => f.write_str(&self.file),
        }
    }
}

/// Why there is no note, without words of it.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {reason}")]
pub struct InputError {
    pub place: Place,
    pub reason: String,
}

/// Bytes of a note, not yet looked at.
#[derive(Debug)]
pub struct RawNote {
    pub place: Place,
    bytes: Vec<u8>,
    kind: From,
    /// Whether that was typed, and not told by the ending.
    is_said: bool,
    /// The encoding of the file where that was found out for all its lines at once.
    decoded_from: Option<&'static str>,
}

impl RawNote {
    /// Decodes and parses; refuses what is empty.
    pub fn read(self) -> Result<Parsed, InputError> {
        let refuse = |place: &Place, reason: String| InputError { place: place.clone(), reason };
        let parsed = match self.kind {
            From::Jsonl => {
                let parsed = parse(self.bytes).map_err(|reason| refuse(&self.place, reason))?;
                Parsed { decoded_from: self.decoded_from.or(parsed.decoded_from), ..parsed }
            }
            From::Text => {
                let at = |line| Place { line: Some(line), ..self.place.clone() };
                let (text, decoded_from) = decode(self.bytes).map_err(|e| refuse(&at(e.line), e.reason))?;
                if let Some(reason) = json_line::no_note(&self.place.file, &text).filter(|_| !self.is_said) {
                    return Err(refuse(&self.place, reason.to_owned()));
                }
                let id = (&*self.place.file != STDIN).then(|| self.place.file.to_string());
                Parsed { note: Note { id, text }, claim: None, input: None, decoded_from }
            }
        };
        if let Some(reason) = blank(&parsed.note.text) {
            let place = Place { line: self.place.line.or(Some(1)), ..self.place };
            return Err(InputError { place, reason: reason.into() });
        }
        Ok(parsed)
    }
}

/// Why a text is no note.
pub fn blank(text: &str) -> Option<&'static str> {
    match text {
        "" => Some("the note is empty"),
        _ if text.trim().is_empty() => Some("the note holds only blanks"),
        _ => None,
    }
}

/// How standard input is named in messages.
const STDIN: &str = "<stdin>";

type Item = Result<RawNote, InputError>;

/// All notes named, in order.
pub struct Inputs {
    files: VecDeque<(PathBuf, From)>,
    /// Whether it was typed how they are read.
    is_said: bool,
    open: Option<JsonLines>,
}

/// A file of JSON lines, being read.
struct JsonLines {
    name: Arc<str>,
    lines: Lines<Box<dyn BufRead>>,
    at: u64,
    decoded_from: Option<&'static str>,
}

impl Inputs {
    /// What was named; standard input where nothing was.
    pub fn new(args: &InputArgs) -> Self {
        let named = if args.files.is_empty() { &[PathBuf::from("-")][..] } else { &args.files };
        let files = named.iter().map(|f| (f.clone(), args.from.unwrap_or_else(|| kind(f)))).collect();
        Self { files, is_said: args.from.is_some(), open: None }
    }

    /// Whether one text, and nothing else, was named.
    pub fn is_one_text(&self) -> bool {
        self.files.len() == 1 && self.files[0].1 == From::Text
    }

    /// The next few notes; empty at the end.
    pub fn next_batch(&mut self) -> Vec<Item> {
        let (mut batch, mut bytes) = (Vec::new(), 0);
        while batch.len() < BATCH_NOTES && bytes < BATCH_BYTES {
            let Some(item) = self.next() else { break };
            bytes += item.as_ref().map_or(0, |raw| raw.bytes.len());
            batch.push(item);
        }
        batch
    }
}

impl Iterator for Inputs {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.open.as_mut().and_then(JsonLines::next) {
                return Some(item);
            }
            self.open = None;
            let (path, kind) = self.files.pop_front()?;
            let name = name(&path);
            match (open(&path), kind) {
                (Err(e), _) => return Some(Err(unreadable(name, None, &e))),
                (Ok(_), From::Text) if !self.is_said && is_table(&path) => return Some(Err(table(name))),
                (Ok(reader), From::Text) => return Some(whole(name, reader, self.is_said)),
                (Ok(reader), From::Jsonl) => match JsonLines::new(name, reader) {
                    Ok(lines) => self.open = Some(lines),
                    Err(error) => return Some(Err(error)),
                },
            }
        }
    }
}

fn kind(path: &Path) -> From {
    let is = |ending: &str| path.extension().is_some_and(|e| e.eq_ignore_ascii_case(ending));
    if is("jsonl") || is("ndjson") { From::Jsonl } else { From::Text }
}

fn is_table(path: &Path) -> bool {
    let is = |ending: &&str| path.extension().is_some_and(|e| e.eq_ignore_ascii_case(ending));
    ["csv", "tsv", "tab"].iter().any(is)
}

/// Many records must not pass for one note.
fn table(file: Arc<str>) -> InputError {
    let reason = "a table, not a note; `opnote audit` reads a record a row, --from text takes it all for one note";
    InputError { place: Place { file, line: None }, reason: reason.to_owned() }
}

/// How an input is named in messages.
pub fn name(path: &Path) -> Arc<str> {
    if path == Path::new("-") { STDIN.into() } else { path.to_string_lossy().into() }
}

/// Opens a file, or standard input where `-` is named.
pub fn open(path: &Path) -> io::Result<Box<dyn BufRead>> {
    if path == Path::new("-") {
        let stdin = io::stdin();
        if stdin.is_terminal() {
            super::complain(&"reading from the terminal; end with Ctrl-D on a line of its own");
        }
        return Ok(Box::new(BufReader::with_capacity(1 << 16, stdin)));
    }
    if path.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "a folder, not a file"));
    }
    Ok(Box::new(BufReader::with_capacity(1 << 16, File::open(path)?)))
}

/// A file that cannot be read, in plain words.
pub fn unreadable(file: Arc<str>, line: Option<u64>, error: &io::Error) -> InputError {
    let reason = match error.kind() {
        io::ErrorKind::NotFound => "no such file".into(),
        io::ErrorKind::PermissionDenied => "may not be read: permission denied".into(),
        io::ErrorKind::IsADirectory => "a folder, not a file".into(),
        _ => format!("cannot be read: {error}"),
    };
    InputError { place: Place { file, line }, reason }
}

fn too_long(file: Arc<str>, line: Option<u64>) -> InputError {
    let reason = format!("longer than {} MiB, the most a note may have; passed by", MAX_NOTE >> 20);
    InputError { place: Place { file, line }, reason }
}

/// A file that is one note.
fn whole(name: Arc<str>, reader: Box<dyn BufRead>, is_said: bool) -> Item {
    let mut bytes = Vec::new();
    let read = reader.take(MAX_NOTE as u64 + 1).read_to_end(&mut bytes);
    match read {
        Err(e) => Err(unreadable(name, None, &e)),
        Ok(n) if n > MAX_NOTE => Err(match foreign(&bytes) {
            // What is no text at all is not too long a text.
            Some(reason) => InputError { place: Place { file: name, line: None }, reason },
            None => too_long(name, None),
        }),
        Ok(_) => {
            let place = Place { file: name, line: None };
            Ok(RawNote { place, bytes, kind: From::Text, is_said, decoded_from: None })
        }
    }
}

impl JsonLines {
    fn new(name: Arc<str>, reader: Box<dyn BufRead>) -> Result<Self, InputError> {
        let (reader, decoded_from) = as_utf_8(&name, reader)?;
        Ok(Self { name, lines: Lines::new(reader, MAX_NOTE), at: 0, decoded_from })
    }

    /// The next line that is not blank.
    fn next(&mut self) -> Option<Item> {
        loop {
            self.at += 1;
            let line = Some(self.at);
            return Some(match self.lines.next_line() {
                Ok(None) => return None,
                Ok(Some(Line::TooLong)) => Err(too_long(self.name.clone(), line)),
                Ok(Some(Line::Whole(bytes))) if bytes.trim_ascii().is_empty() => continue,
                Ok(Some(Line::Whole(bytes))) => {
                    let place = Place { file: self.name.clone(), line };
                    Ok(RawNote { place, bytes, kind: From::Jsonl, is_said: true, decoded_from: self.decoded_from })
                }
                Err(e) => {
                    let error = unreadable(self.name.clone(), line, &e);
                    self.lines = Lines::new(Box::new(io::empty()), MAX_NOTE);
                    Err(error)
                }
            });
        }
    }
}

/// A reader of UTF-8, and what the file was in where it was not plain UTF-8.
type Reader = (Box<dyn BufRead>, Option<&'static str>);

/// JSON lines in UTF-16 are turned into UTF-8 as a whole, up to the cap; all others are read as they come.
fn as_utf_8(file: &Arc<str>, mut reader: Box<dyn BufRead>) -> Result<Reader, InputError> {
    let refuse = |line, reason| InputError { place: Place { file: file.clone(), line }, reason };
    let start = reader.fill_buf().map_err(|e| unreadable(file.clone(), None, &e))?;
    if start.starts_with(b"\xef\xbb\xbf") {
        reader.consume(3);
        return Ok((reader, Some("utf-8-bom")));
    }
    if utf_16(start).is_none() {
        return Ok((reader, None));
    }
    let mut bytes = Vec::new();
    reader.take(MAX_NOTE as u64 + 1).read_to_end(&mut bytes).map_err(|e| unreadable(file.clone(), None, &e))?;
    if bytes.len() > MAX_NOTE {
        let reason =
            format!("more than {} MiB of JSON lines in UTF-16; turn the file into UTF-8 first", MAX_NOTE >> 20);
        return Err(refuse(None, reason));
    }
    let (text, name) = decode(bytes).map_err(|e| refuse(Some(e.line), e.reason))?;
    Ok((Box::new(Cursor::new(text.into_bytes())), name))
}
