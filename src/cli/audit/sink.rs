//! The output in its format: lines appended to one file, or a Parquet table in parts.

use super::encode::Encoder;
#[cfg(feature = "parquet")]
use super::parquet::{self, Parts};
use super::target::Target;
use crate::cli::Failure;
use std::path::Path;

/// Rows of a batch, as they are handed to the output.
#[derive(Debug)]
pub enum Chunk {
    /// Lines, one after another.
    Lines(Vec<u8>),
    /// Columns.
    #[cfg(feature = "parquet")]
    Columns(arrow_array::RecordBatch),
}

impl Default for Chunk {
    fn default() -> Self {
        Self::Lines(Vec::new())
    }
}

/// An output being written.
pub enum Sink {
    Lines(Target),
    #[cfg(feature = "parquet")]
    Parquet(Box<Parts>),
}

impl Sink {
    /// Begins an output; `metadata` goes into formats that hold such.
    ///
    /// # Errors
    /// It cannot be written, or another run is at it.
    pub fn create(encoder: &Encoder, path: &Path, metadata: &[(&str, String)]) -> Result<Self, Failure> {
        let _ = metadata;
        match encoder {
            Encoder::Jsonl | Encoder::Csv { .. } => Target::create(path, &encoder.header()).map(Self::Lines),
            #[cfg(feature = "parquet")]
            Encoder::Parquet { groups } => {
                Parts::new(path, parquet::schema(groups), metadata, 0).map(Box::new).map(Self::Parquet)
            }
        }
    }

    /// Goes on with an output from what a ledger says is safe.
    ///
    /// # Errors
    /// That is gone, the output cannot be written, or another run is at it.
    pub fn resume(encoder: &Encoder, path: &Path, metadata: &[(&str, String)], safe: u64) -> Result<Self, Failure> {
        let _ = metadata;
        match encoder {
            Encoder::Jsonl | Encoder::Csv { .. } => Target::resume(path, safe).map(Self::Lines),
            #[cfg(feature = "parquet")]
            Encoder::Parquet { groups } => {
                Parts::new(path, parquet::schema(groups), metadata, safe).map(Box::new).map(Self::Parquet)
            }
        }
    }

    /// Appends rows.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn append(&mut self, chunk: &Chunk) -> Result<(), Failure> {
        match (self, chunk) {
            (Self::Lines(target), Chunk::Lines(bytes)) => target.append(bytes),
            #[cfg(feature = "parquet")]
            (Self::Parquet(parts), Chunk::Columns(batch)) => parts.append(batch),
            #[cfg(feature = "parquet")]
            _ => Err(Failure::Message("internal error: rows of another format; please report it".to_owned())),
        }
    }

    /// Whether all that was appended can be made safe now.
    pub fn can_be_kept(&self) -> bool {
        match self {
            Self::Lines(_) => true,
            #[cfg(feature = "parquet")]
            Self::Parquet(parts) => parts.is_closed(),
        }
    }

    /// Makes safe what was appended, and returns how much that is: bytes, or parts.
    ///
    /// # Errors
    /// It cannot be brought onto the disk.
    pub fn keep(&mut self) -> Result<u64, Failure> {
        match self {
            Self::Lines(target) => target.sync().map(|()| target.length()),
            #[cfg(feature = "parquet")]
            Self::Parquet(parts) => parts.close().map(|()| parts.closed()),
        }
    }

    /// Gives the output its name.
    ///
    /// # Errors
    /// It cannot be written or renamed.
    pub fn finish(self, force: bool) -> Result<(), Failure> {
        match self {
            Self::Lines(target) => target.finish(force),
            #[cfg(feature = "parquet")]
            Self::Parquet(parts) => parts.finish(force),
        }
    }

    /// Takes back what was begun.
    pub fn discard(self) {
        match self {
            Self::Lines(target) => target.discard(),
            #[cfg(feature = "parquet")]
            Self::Parquet(parts) => parts.discard(),
        }
    }
}
