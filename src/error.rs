//! The one error: a lexicon that cannot be used. Reading a note never fails.

use std::fmt;
use std::io;
use std::path::Path;

/// Why a lexicon was refused, with file, line and column where they are known.
#[derive(Debug)]
pub struct Error {
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    reason: String,
}

impl Error {
    /// A fault of the lexicon as a whole.
    pub(crate) fn lexicon(reason: impl Into<String>) -> Self {
        Self { file: None, line: None, column: None, reason: reason.into() }
    }

    /// A fault at a line (1-based) of a file.
    pub(crate) fn at(file: &str, line: usize, reason: impl Into<String>) -> Self {
        Self { file: Some(file.to_owned()), line: Some(line), column: None, reason: reason.into() }
    }

    /// A fault of a file, its line not known.
    pub(crate) fn of(file: &str, reason: impl Into<String>) -> Self {
        Self { file: Some(file.to_owned()), line: None, column: None, reason: reason.into() }
    }

    /// A file that could not be read.
    pub(crate) fn io(path: &Path, error: &io::Error) -> Self {
        Self { file: Some(path.display().to_string()), line: None, column: None, reason: error.to_string() }
    }

    /// The same fault, at a column (1-based, in characters).
    pub(crate) fn column(mut self, column: usize) -> Self {
        self.column = Some(column);
        self
    }

    /// File of the fault, where known.
    pub fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    /// What is wrong, without the place.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Line of the fault (1-based), where known.
    pub fn line(&self) -> Option<usize> {
        self.line
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{file}")?;
            if let Some(line) = self.line {
                write!(f, ":{line}")?;
            }
            if let Some(column) = self.column {
                write!(f, ":{column}")?;
            }
            write!(f, ": ")?;
        }
        write!(f, "{}", self.reason)
    }
}

impl std::error::Error for Error {}
