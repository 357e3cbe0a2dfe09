//! Standard output: how wide it is, whether it takes colour, and how records follow one another in each format.

use super::args::{AnalyzeFormat, Format};
use anstream::{AutoStream, ColorChoice};
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

/// Reports wider than this are hard to read.
const MAX_WIDTH: usize = 120;
/// Columns where standard output is no terminal.
const PIPED_WIDTH: usize = 80;

/// The columns of text output.
pub fn width(asked: Option<u16>) -> usize {
    let terminal = || terminal_size::terminal_size_of(io::stdout()).map(|(w, _)| usize::from(w.0).min(MAX_WIDTH));
    asked.map(usize::from).or_else(terminal).unwrap_or(PIPED_WIDTH)
}

/// The format where none was asked for: a report on a terminal, compact records elsewhere.
pub fn default_format() -> AnalyzeFormat {
    if io::stdout().is_terminal() { AnalyzeFormat::Text } else { AnalyzeFormat::Jsonl }
}

/// How records are set apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// Reports, with a rule between them.
    Reports,
    /// One record a line.
    Lines,
    /// One record and nothing else.
    One,
    /// An array.
    Array,
}

impl Frame {
    /// The frame of a format; `one` where a single record was asked for.
    pub fn new(format: Format, one: bool) -> Self {
        match format {
            Format::Text => Self::Reports,
            Format::Jsonl => Self::Lines,
            Format::Json if one => Self::One,
            Format::Json => Self::Array,
        }
    }
}

impl From<AnalyzeFormat> for Format {
    /// How the records of an analysis follow one another; questions are a page to read, as a report is.
    fn from(format: AnalyzeFormat) -> Self {
        match format {
            AnalyzeFormat::Text | AnalyzeFormat::Query => Self::Text,
            AnalyzeFormat::Json => Self::Json,
            AnalyzeFormat::Jsonl => Self::Jsonl,
        }
    }
}

/// Writes records to standard output.
pub struct Output {
    out: BufWriter<StdoutLock<'static>>,
    frame: Frame,
    colour: bool,
    width: usize,
    written: bool,
}

impl Output {
    pub fn new(frame: Frame, colour: ColorChoice, width: usize) -> Self {
        let chosen = match colour {
            ColorChoice::Auto => AutoStream::choice(&io::stdout()),
            chosen => chosen,
        };
        let colour = chosen != ColorChoice::Never;
        Self { out: BufWriter::with_capacity(1 << 16, io::stdout().lock()), frame, colour, width, written: false }
    }

    /// Writes one record, without a line break at its end unless it is a report.
    pub fn write(&mut self, record: &str) -> io::Result<()> {
        let first = !std::mem::replace(&mut self.written, true);
        match self.frame {
            Frame::Reports if first => self.write_text(record),
            Frame::Reports => {
                writeln!(self.out, "\n{}\n", "─".repeat(self.width))?;
                self.write_text(record)
            }
            Frame::Lines | Frame::One => writeln!(self.out, "{record}"),
            Frame::Array => write!(self.out, "{}{record}", if first { "[\n" } else { ",\n" }),
        }
    }

    fn write_text(&mut self, text: &str) -> io::Result<()> {
        match self.colour {
            true => self.out.write_all(text.as_bytes()),
            false => write!(self.out, "{}", anstream::adapter::strip_str(text)),
        }
    }

    /// Passes on what was written so far.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Ends the output.
    pub fn finish(mut self) -> io::Result<()> {
        match (self.frame, self.written) {
            (Frame::Array, true) => writeln!(self.out, "\n]")?,
            (Frame::Array, false) => writeln!(self.out, "[]")?,
            _ => {}
        }
        self.out.flush()
    }
}
