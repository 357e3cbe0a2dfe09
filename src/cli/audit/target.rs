//! The output file: written under another name in the same folder, synced, and only then given its own.

use crate::cli::Failure;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// An output being written.
pub struct Target {
    path: PathBuf,
    partial: PathBuf,
    file: File,
    length: u64,
}

/// The name under which an output is written.
pub fn partial(path: &Path) -> PathBuf {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}.partial"))
}

/// Refuses an output that is an input, that exists, or whose folder does not.
///
/// # Errors
/// In one line, what stands in the way.
pub fn check(path: &Path, inputs: &[PathBuf], force: bool) -> Result<(), Failure> {
    let refuse = |reason: &str| Err(Failure::Message(format!("{}: {reason}", path.display())));
    if path.is_dir() {
        return refuse("a folder; name a file for the output");
    }
    if inputs.iter().any(|input| same_file::is_same_file(input, path).unwrap_or(false)) {
        return refuse("the output is one of the inputs");
    }
    if path.exists() && !force {
        return refuse("exists already; --force replaces it");
    }
    Ok(())
}

impl Target {
    /// Begins an output with its first bytes.
    ///
    /// # Errors
    /// It cannot be written, or another run is at it.
    pub fn create(path: &Path, header: &[u8]) -> Result<Self, Failure> {
        let mut target = Self::open(path, true)?;
        target.cut(0)?;
        target.append(header)?;
        Ok(target)
    }

    /// Goes on with an output behind its first bytes, of which so many are sound.
    ///
    /// # Errors
    /// It is gone or shorter than that, cannot be written, or another run is at it.
    pub fn resume(path: &Path, length: u64) -> Result<Self, Failure> {
        let mut target = Self::open(path, false)?;
        if target.file.metadata().map_err(|e| target.failed(&e))?.len() < length {
            let reason = "shorter than its ledger says; --force begins anew";
            return Err(Failure::Message(format!("{}: {reason}", target.partial.display())));
        }
        target.cut(length)?;
        Ok(target)
    }

    fn open(path: &Path, create: bool) -> Result<Self, Failure> {
        let partial = partial(path);
        let refuse = |reason: String| Failure::Message(format!("{}: {reason}", path.display()));
        let opened = OpenOptions::new().write(true).create(create).truncate(false).open(&partial);
        let file = opened.map_err(|e| match e.kind() {
            io::ErrorKind::NotFound if !create => refuse("the rows of the interrupted run are gone".to_owned()),
            _ => refuse(format!("cannot be written: {}", plain(&e))),
        })?;
        // A file system without locks is no reason not to write.
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            return Err(refuse("another run is writing it".to_owned()));
        }
        Ok(Self { path: path.to_owned(), partial, file, length: 0 })
    }

    /// Cuts off what is beyond a length.
    fn cut(&mut self, length: u64) -> Result<(), Failure> {
        let cut = self.file.set_len(length).and_then(|()| self.file.seek(SeekFrom::Start(length)));
        cut.map_err(|e| self.failed(&e))?;
        self.length = length;
        Ok(())
    }

    /// Bytes written.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Brings what was written onto the disk.
    ///
    /// # Errors
    /// It cannot be.
    pub fn sync(&self) -> Result<(), Failure> {
        self.file.sync_data().map_err(|e| self.failed(&e))
    }

    /// Appends bytes.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn append(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.file.write_all(bytes).map_err(|e| self.failed(&e))?;
        self.length += bytes.len() as u64;
        Ok(())
    }

    /// Gives the output its name.
    ///
    /// # Errors
    /// It cannot be synced or renamed, or a file of its name has appeared meanwhile.
    pub fn finish(self, force: bool) -> Result<(), Failure> {
        self.file.sync_all().map_err(|e| self.failed(&e))?;
        if self.path.exists() && !force {
            let reason = "has appeared meanwhile; --force replaces it. The rows stand in";
            return Err(Failure::Message(format!("{}: {reason} {}", self.path.display(), self.partial.display())));
        }
        std::fs::rename(&self.partial, &self.path).map_err(|e| self.failed(&e))?;
        sync_folder(&self.path);
        Ok(())
    }

    /// Takes back what was begun.
    pub fn discard(self) {
        let _ = std::fs::remove_file(&self.partial);
    }

    fn failed(&self, error: &io::Error) -> Failure {
        Failure::Message(format!("{}: cannot be written: {}", self.partial.display(), plain(error)))
    }
}

/// The new name is lasting once the folder is synced; where folders cannot be, there is nothing to do.
pub fn sync_folder(path: &Path) {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// Why a file cannot be written, in plain words.
pub fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such folder".into(),
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        io::ErrorKind::StorageFull => "no space left on the device".into(),
        _ => error.to_string(),
    }
}
