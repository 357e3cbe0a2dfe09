//! A Parquet output being written: parts in a folder beside it, each a whole file of its own, brought together at the end.
//!
//! A Parquet file ends with its table of contents, so that half of one is worth nothing; of parts, those that were closed and synced
//! are safe. Where they end hangs on the rows alone, so that the whole has the same bytes whatever interrupted it.

use crate::cli::Failure;
use crate::cli::audit::target::{partial, plain, sync_folder};
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::arrow::{ArrowSchemaConverter, ArrowWriter};
use parquet::basic::{Compression, ZstdLevel};
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::ParquetError;
use parquet::file::metadata::{KeyValue, ParquetMetaDataReader};
use parquet::file::properties::{WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::SerializedFileWriter;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A part ends with the batch that brings it to so many rows.
const PART_ROWS: usize = 32_768;

/// An output in parts.
pub struct Parts {
    path: PathBuf,
    folder: PathBuf,
    /// Held while the run lasts.
    _lock: File,
    schema: SchemaRef,
    properties: WriterPropertiesPtr,
    open: Option<ArrowWriter<File>>,
    rows: usize,
    closed: u64,
}

impl Parts {
    /// An output of so many parts that are safe already. `metadata` goes into the file, sorted by its keys.
    ///
    /// # Errors
    /// It cannot be written, a part is gone, or another run is at it.
    pub fn new(path: &Path, schema: SchemaRef, metadata: &[(&str, String)], closed: u64) -> Result<Self, Failure> {
        let folder = partial(path);
        let refuse = |reason: String| Failure::Message(format!("{}: {reason}", path.display()));
        if folder.is_file() {
            std::fs::remove_file(&folder).map_err(|e| refuse(format!("cannot be written: {}", plain(&e))))?;
        }
        let opened = match std::fs::create_dir(&folder) {
            Err(e) if e.kind() != io::ErrorKind::AlreadyExists => Err(e),
            _ => OpenOptions::new().write(true).create(true).truncate(false).open(folder.join("lock")),
        };
        let lock = opened.map_err(|e| refuse(format!("cannot be written: {}", plain(&e))))?;
        if let Err(TryLockError::WouldBlock) = lock.try_lock() {
            return Err(refuse("another run is writing it".to_owned()));
        }
        let properties = Arc::new(properties(metadata));
        let path = path.to_owned();
        let parts = Self { path, folder, _lock: lock, schema, properties, open: None, rows: 0, closed };
        parts.clear_beyond()?;
        Ok(parts)
    }

    /// Removes parts that are not known to be safe.
    fn clear_beyond(&self) -> Result<(), Failure> {
        if (0..self.closed).any(|n| !self.part(n).is_file()) {
            let reason = "the rows of the interrupted run are gone; --force begins anew";
            return Err(Failure::Message(format!("{}: {reason}", self.path.display())));
        }
        let known: Vec<PathBuf> = (0..self.closed).map(|n| self.part(n)).collect();
        for entry in std::fs::read_dir(&self.folder).map_err(|e| self.failed(&e.into()))?.flatten() {
            if !known.contains(&entry.path()) && entry.file_name() != "lock" {
                std::fs::remove_file(entry.path()).map_err(|e| self.failed(&e.into()))?;
            }
        }
        Ok(())
    }

    fn part(&self, number: u64) -> PathBuf {
        self.folder.join(format!("{number:06}.parquet"))
    }

    /// Appends rows.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn append(&mut self, batch: &RecordBatch) -> Result<(), Failure> {
        if self.open.is_none() {
            let writer = File::create(self.part(self.closed)).map_err(ParquetError::from).and_then(|file| {
                let options = ArrowWriterOptions::new().with_properties((*self.properties).clone());
                ArrowWriter::try_new_with_options(file, self.schema.clone(), options.with_skip_arrow_metadata(true))
            });
            self.open = Some(writer.map_err(|e| self.failed(&e))?);
        }
        let written = self.open.as_mut().map_or(Ok(()), |writer| writer.write(batch));
        written.map_err(|e| self.failed(&e))?;
        self.rows += batch.num_rows();
        if self.rows >= PART_ROWS { self.close() } else { Ok(()) }
    }

    /// Whether all rows stand in parts that are closed.
    pub fn is_closed(&self) -> bool {
        self.open.is_none()
    }

    /// The number of parts that are closed and synced.
    pub fn closed(&self) -> u64 {
        self.closed
    }

    /// Ends a part.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn close(&mut self) -> Result<(), Failure> {
        let Some(writer) = self.open.take() else { return Ok(()) };
        let file = writer.into_inner().map_err(|e| self.failed(&e))?;
        file.sync_all().map_err(|e| self.failed(&e.into()))?;
        sync_folder(&self.part(self.closed));
        (self.rows, self.closed) = (0, self.closed + 1);
        Ok(())
    }

    /// Brings the parts together and gives the whole its name.
    ///
    /// # Errors
    /// It cannot be written, or a file of its name has appeared meanwhile.
    pub fn finish(self, force: bool) -> Result<(), Failure> {
        let whole = self.folder.join("whole");
        self.join(&whole).map_err(|e| self.failed(&e))?;
        if self.path.exists() && !force {
            let reason = "has appeared meanwhile; --force replaces it. The rows stand in";
            return Err(Failure::Message(format!("{}: {reason} {}", self.path.display(), whole.display())));
        }
        std::fs::rename(&whole, &self.path).map_err(|e| self.failed(&e.into()))?;
        sync_folder(&self.path);
        self.discard();
        Ok(())
    }

    /// Copies the row groups of all parts, as they are.
    fn join(&self, whole: &Path) -> Result<(), ParquetError> {
        let schema = ArrowSchemaConverter::new().convert(&self.schema)?.root_schema_ptr();
        let mut writer = SerializedFileWriter::new(File::create(whole)?, schema, self.properties.clone())?;
        for number in 0..self.closed {
            let part = File::open(self.part(number))?;
            let metadata = ParquetMetaDataReader::new().parse_and_finish(&part)?;
            for group in metadata.row_groups() {
                let mut copy = writer.next_row_group()?;
                for column in group.columns() {
                    let close = ColumnCloseResult {
                        bytes_written: column.compressed_size() as u64,
                        rows_written: group.num_rows() as u64,
                        metadata: column.clone(),
                        bloom_filter: None,
                        column_index: None,
                        offset_index: None,
                    };
                    copy.append_column(&part, close)?;
                }
                copy.close()?;
            }
        }
        writer.into_inner()?.sync_all()?;
        Ok(())
    }

    /// Takes back what was begun.
    pub fn discard(self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }

    fn failed(&self, error: &ParquetError) -> Failure {
        let reason = match error {
            ParquetError::External(e) => e.downcast_ref::<io::Error>().map_or_else(|| e.to_string(), plain),
            other => other.to_string(),
        };
        Failure::Message(format!("{}: cannot be written: {reason}", self.folder.display()))
    }
}

/// How files are written: zstd, statistics of every column, our own metadata.
fn properties(metadata: &[(&str, String)]) -> WriterProperties {
    let mut pairs: Vec<KeyValue> = metadata.iter().map(|(k, v)| KeyValue::new((*k).to_owned(), v.clone())).collect();
    pairs.sort_by(|a, b| a.key.cmp(&b.key));
    WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by(format!("opnote {}", env!("CARGO_PKG_VERSION")))
        .set_key_value_metadata(Some(pairs))
        .build()
}
