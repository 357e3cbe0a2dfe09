//! A table with commas, semicolons or tabs → its rows, and a row → its cells. In: a stream of bytes. Out: the bytes of each row, cut
//! at its end, and its line; what the cells say is left to others.
//!
//! A quote that never closes would swallow the rest of the file, so quotes are read strictly: behind a closing quote the cell ends.
//! Where that does not hold, the line on which the row began is a fault, and reading goes on behind that line. Where too much
//! was passed by to go back within memory, the caller is asked to open the file again.

use super::args::MAX_RECORD;
use memchr::{memchr, memchr_iter, memchr2};
use std::io::{self, BufRead};

/// The most bytes read at once.
const CHUNK: usize = 1 << 16;

/// A row of a table, or why there is none.
#[derive(Debug, PartialEq, Eq)]
pub enum Row {
    /// Its bytes, with its line break.
    Whole(Vec<u8>),
    /// Quotes that do not close as they should.
    Broken,
    /// Quotes that do not close, in a row so long that the next one is to be looked for anew, from here on.
    Reopen(Mark),
    /// More bytes than a record may have.
    TooLong,
}

/// A place in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Bytes before it.
    pub offset: u64,
    /// Its line, from 1.
    pub line: u64,
}

/// Reads rows one by one.
pub struct Rows<R> {
    reader: R,
    delimiter: u8,
    /// Bytes read, of which those before `start` have been given out.
    held: Vec<u8>,
    start: usize,
    /// Where the next row starts.
    mark: Mark,
}

/// Where within a row reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first byte of a cell.
    Begin,
    /// In a cell without quotes.
    Plain,
    /// Within quotes.
    Quoted,
    /// Behind a quote within quotes: the first of two, or the end of the cell.
    Quote,
    /// Behind a carriage return that followed the end of a cell.
    Return,
}

/// What a byte makes of a row.
enum Step {
    Go(State),
    End,
    Broken,
}

impl<R: BufRead> Rows<R> {
    /// Rows from a mark on, at which the reader must stand.
    pub fn new(reader: R, delimiter: u8, mark: Mark) -> Self {
        Self { reader, delimiter, held: Vec::new(), start: 0, mark }
    }

    /// Where the next row starts.
    pub fn mark(&self) -> Mark {
        self.mark
    }

    /// The next row, and the line on which it starts; `None` at the end.
    ///
    /// # Errors
    /// The stream cannot be read.
    pub fn next_row(&mut self) -> io::Result<Option<(u64, Row)>> {
        let line = self.mark.line;
        let (mut state, mut at) = (State::Begin, self.start);
        loop {
            while at < self.held.len() {
                match self.step(state, &mut at) {
                    Step::Go(next) => state = next,
                    Step::End => return Ok(Some((line, self.whole(at)))),
                    Step::Broken => return Ok(Some((line, self.broken()))),
                }
            }
            if self.held.len() - self.start > MAX_RECORD {
                return self.pass_by(state).map(|row| Some((line, row)));
            }
            at -= self.start;
            if !self.fill()? {
                return Ok(match (at, state) {
                    (0, _) => None,
                    (_, State::Quoted) => Some((line, self.broken())),
                    _ => Some((line, self.whole(at))),
                });
            }
        }
    }

    /// Reads on, once what was given out is dropped; false at the end.
    fn fill(&mut self) -> io::Result<bool> {
        self.held.drain(..self.start);
        self.start = 0;
        let chunk = loop {
            match self.reader.fill_buf() {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                chunk => break chunk?,
            }
        };
        let read = chunk.len().min(CHUNK);
        self.held.extend_from_slice(&chunk[..read]);
        self.reader.consume(read);
        Ok(read > 0)
    }

    /// Gives out what is held, up to `end`.
    fn give(&mut self, end: usize) -> Vec<u8> {
        let row = self.held[self.start..end].to_vec();
        self.mark.line += memchr_iter(b'\n', &row).count() as u64;
        self.mark.offset += row.len() as u64;
        self.start = end;
        row
    }

    /// A row that ends here.
    fn whole(&mut self, end: usize) -> Row {
        let row = self.give(end);
        if row.len() > MAX_RECORD { Row::TooLong } else { Row::Whole(row) }
    }

    /// Drops the first line of a row that is broken.
    fn broken(&mut self) -> Row {
        let end = memchr(b'\n', &self.held[self.start..]).map_or(self.held.len(), |i| self.start + i + 1);
        self.give(end);
        Row::Broken
    }

    /// Goes on to the end of a row that is too long to be held.
    fn pass_by(&mut self, mut state: State) -> io::Result<Row> {
        let second = memchr(b'\n', &self.held[self.start..])
            .map(|i| Mark { offset: self.mark.offset + i as u64 + 1, line: self.mark.line + 1 });
        let again = second.map_or(Row::TooLong, Row::Reopen);
        self.give(self.held.len());
        while self.fill()? {
            let mut at = 0;
            while at < self.held.len() {
                match self.step(state, &mut at) {
                    Step::Go(next) => state = next,
                    Step::Broken => return Ok(again),
                    Step::End => {
                        self.give(at);
                        return Ok(Row::TooLong);
                    }
                }
            }
            self.give(at);
        }
        Ok(if state == State::Quoted { again } else { Row::TooLong })
    }

    /// Goes on to behind the next byte that matters.
    fn step(&self, state: State, at: &mut usize) -> Step {
        let rest = &self.held[*at..];
        let skipped = match state {
            State::Quoted => memchr(b'"', rest),
            State::Plain => memchr2(self.delimiter, b'\n', rest),
            State::Begin | State::Quote | State::Return => Some(0),
        };
        let Some(skipped) = skipped else {
            *at = self.held.len();
            return Step::Go(state);
        };
        *at += skipped + 1;
        match (rest[skipped], state) {
            (_, State::Quoted) => Step::Go(State::Quote),
            (b'\n', _) => Step::End,
            (b'"', State::Begin | State::Quote) => Step::Go(State::Quoted),
            (byte, State::Begin | State::Plain | State::Quote) if byte == self.delimiter => Step::Go(State::Begin),
            (b'\r', State::Quote) => Step::Go(State::Return),
            (_, State::Quote | State::Return) => Step::Broken,
            _ => Step::Go(State::Plain),
        }
    }
}

/// The cells of a row, their quotes taken off.
pub fn cells(row: &[u8], delimiter: u8) -> Vec<Vec<u8>> {
    let row = row.strip_suffix(b"\n").unwrap_or(row);
    let mut rest = row.strip_suffix(b"\r").unwrap_or(row);
    let mut cells = Vec::new();
    loop {
        let (cell, after) = match rest.strip_prefix(b"\"") {
            Some(quoted) => unquoted(quoted),
            None => {
                let (cell, after) = rest.split_at(memchr(delimiter, rest).unwrap_or(rest.len()));
                (cell.to_vec(), after)
            }
        };
        cells.push(cell);
        match after.split_first() {
            Some((_, next)) => rest = next,
            None => return cells,
        }
    }
}

/// A cell behind its opening quote, and what follows its closing one.
fn unquoted(mut rest: &[u8]) -> (Vec<u8>, &[u8]) {
    let mut cell = Vec::new();
    while let Some(at) = memchr(b'"', rest) {
        cell.extend_from_slice(&rest[..at]);
        rest = &rest[at + 1..];
        match rest.first() {
            Some(b'"') => {
                cell.push(b'"');
                rest = &rest[1..];
            }
            _ => return (cell, rest),
        }
    }
    cell.extend_from_slice(rest);
    (cell, &[])
}

/// The first line that is not blank, with its line break; empty where there is none.
pub fn first_line(start: &[u8]) -> &[u8] {
    let mut lines = start.split_inclusive(|b| *b == b'\n');
    lines.find(|line| !line.trim_ascii().is_empty()).unwrap_or_default()
}

/// What parts the cells of a header: of commas, semicolons and bars the one that stands there most often outside quotes.
pub fn delimiter(header: &[u8]) -> u8 {
    let mut within = false;
    let mut counts = [(b',', 0), (b';', 0), (b'|', 0), (b'\t', 0)];
    for byte in header {
        within ^= *byte == b'"';
        counts.iter_mut().filter(|(b, _)| b == byte && !within).for_each(|(_, n)| *n += 1);
    }
    counts.iter().rev().max_by_key(|(_, n)| *n).map_or(b',', |(b, _)| *b)
}

#[cfg(test)]
mod tests {
    use super::{Mark, Row, Rows, cells, delimiter};
    use crate::cli::audit::args::MAX_RECORD;

    /// Rows as `line:bytes`, or `line!` where broken.
    fn rows(text: &str) -> Vec<String> {
        let mut rows = Rows::new(text.as_bytes(), b',', Mark { offset: 0, line: 1 });
        let mut all = Vec::new();
        while let Some((line, row)) = rows.next_row().expect("readable") {
            all.push(match row {
                Row::Whole(bytes) => format!("{line}:{}", String::from_utf8_lossy(&bytes).trim_end()),
                Row::Broken => format!("{line}!"),
                Row::Reopen(mark) => format!("{line}>{},{}", mark.offset, mark.line),
                Row::TooLong => format!("{line} too long"),
            });
        }
        all
    }

    fn parted(row: &str) -> Vec<String> {
        cells(row.as_bytes(), b',').into_iter().map(|c| String::from_utf8(c).expect("UTF-8")).collect()
    }

    #[test]
    fn a_row_ends_outside_quotes() {
        assert_eq!(rows("a,b\n1,\"x\ny\"\r\n2,\"\"\n"), ["1:a,b", "2:1,\"x\ny\"", "4:2,\"\""]);
        assert_eq!(rows("a,b\n\n5\" needle,c"), ["1:a,b", "2:", "3:5\" needle,c"]);
    }

    #[test]
    fn a_broken_quote_costs_its_line_only() {
        assert_eq!(rows("1,\"he said \"hi\"\",a\n2,b\n"), ["1!", "2:2,b"]);
        assert_eq!(rows("1,\"never\n2,b\n3,\"c\"\n"), ["1!", "2:2,b", "3:3,\"c\""]);
        assert_eq!(rows("1,\"never\n2,b"), ["1!", "2:2,b"]);
    }

    #[test]
    fn a_long_row_is_passed_by_and_a_broken_one_looked_at_again() {
        let long = "a".repeat(2 * MAX_RECORD);
        assert_eq!(rows(&format!("1,{long}\n2,b\n")), ["1 too long", "2:2,b"]);
        assert_eq!(rows(&format!("1,\"{long}\n{long}\"\n2,b\n")), ["1 too long", "3:2,b"]);
        assert_eq!(rows(&format!("1,\"x\n{long}")), ["1>5,2"]);
    }

    #[test]
    fn cells_lose_their_quotes() {
        assert_eq!(parted("a,\"b \"\"c\"\", d\",\r\n"), ["a", "b \"c\", d", ""]);
        assert_eq!((parted(""), parted("\"\"")), (vec![String::new()], vec![String::new()]));
        assert_eq!([&b"id,text"[..], b"id;\"a,b,c\";text", b"id\ttext", b"text"].map(delimiter), *b",;\t,");
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_is_read(table in proptest::collection::vec(proptest::collection::vec("[a-z,\"\r\n ;]*", 2..5), 1..6)) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            table.iter().for_each(|row| writer.write_record(row).expect("memory"));
            let bytes = writer.into_inner().expect("memory");
            let mut rows = Rows::new(&bytes[..], b',', Mark { offset: 0, line: 1 });
            for want in &table {
                let Some((_, Row::Whole(row))) = rows.next_row().expect("readable") else { panic!("no row") };
                let got: Vec<String> = cells(&row, b',').into_iter().map(|c| String::from_utf8(c).expect("UTF-8")).collect();
                proptest::prop_assert_eq!(&got, want);
            }
            proptest::prop_assert_eq!(rows.next_row().expect("readable"), None);
        }
    }
}
