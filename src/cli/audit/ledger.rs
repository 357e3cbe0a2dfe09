//! How far a run has come, on disk beside the output: what `--resume` goes on from after a kill, a full disk or a power cut.
//!
//! Every second the output is synced, and then the ledger is written anew under another name, synced and renamed: at any moment there
//! is one whole ledger, and the output holds at least the bytes that it names. What the output holds beyond them is cut off.

use super::records::Position;
use super::report::Overview;
use super::tally::Tally;
use super::target::{plain, sync_folder};
use crate::cli::Failure;
use crate::cli::ids::Repeats;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Name of this format.
const SCHEMA: &str = "opnote/audit-ledger/3";

/// How far a run has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    schema: String,
    /// What the run was asked for; another run may not go on from here.
    pub asked: Asked,
    /// How far the inputs were read, with a fingerprint of what was read.
    pub position: Position,
    /// Rows written.
    pub written: u64,
    /// How much of the output is safe: its bytes, or its parts where it is written in parts.
    pub safe: u64,
    /// Whether nothing is left but to give the output its name and to write the report.
    pub done: bool,
    /// Set when done: a run that goes on from there does not read the inputs again.
    pub ids: Repeats,
    /// Set when done as well: files that were named more than once.
    pub files: Repeats,
    pub tally: Tally,
    pub overview: Overview,
}

/// What makes one run's rows differ from another's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Version of the program.
    pub version: String,
    /// Digest of the rules.
    pub digest: String,
    /// Everything typed that shapes the rows, the report or their order.
    pub options: String,
}

/// The name under which the ledger of an output stands.
pub fn path(output: &Path) -> PathBuf {
    let name = output.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    output.with_file_name(format!(".{name}.ledger"))
}

/// The name under which the next ledger of an output is written.
pub fn new_path(output: &Path) -> PathBuf {
    path(output).with_extension("ledger.new")
}

impl Ledger {
    /// The ledger of a run that begins.
    pub fn new(asked: Asked) -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            asked,
            position: Position::default(),
            written: 0,
            safe: 0,
            done: false,
            ids: Repeats::default(),
            files: Repeats::default(),
            tally: Tally::default(),
            overview: Overview::default(),
        }
    }

    /// The ledger of an interrupted run; `None` where there is none.
    ///
    /// # Errors
    /// It cannot be read, or is not one of ours.
    pub fn read(output: &Path) -> Result<Option<Self>, Failure> {
        let path = path(output);
        let refuse = |reason: String| Failure::Message(format!("{}: {reason}", path.display()));
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(refuse(format!("cannot be read: {e}"))),
        };
        let ledger: Option<Self> = serde_json::from_slice(&bytes).ok();
        let reason = "no ledger of this version; --force begins anew";
        ledger.filter(|l| l.schema == SCHEMA).map(Some).ok_or_else(|| refuse(reason.to_owned()))
    }

    /// Writes the ledger; the output must have been synced before.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write(&self, output: &Path) -> Result<(), Failure> {
        let path = path(output);
        let new = new_path(output);
        let written = File::create(&new).and_then(|mut file| {
            file.write_all(&serde_json::to_vec(self).map_err(io::Error::other)?)?;
            file.sync_all()?;
            std::fs::rename(&new, &path)
        });
        written.map_err(|e| Failure::Message(format!("{}: cannot be written: {}", path.display(), plain(&e))))?;
        sync_folder(&path);
        Ok(())
    }

    /// Whether a run that was asked for this may go on from here.
    ///
    /// # Errors
    /// What differs.
    pub fn check(&self, asked: &Asked, output: &Path) -> Result<(), Failure> {
        let differs = match () {
            () if self.asked.version != asked.version => "another version of opnote",
            () if self.asked.digest != asked.digest => "other rules",
            () if self.asked.options != asked.options => "other inputs or options",
            () => return Ok(()),
        };
        let reason = format!("the interrupted run had {differs}; --force begins anew");
        Err(Failure::Message(format!("{}: {reason}", output.display())))
    }

    /// Removes the ledger of an output.
    pub fn remove(output: &Path) {
        for path in [path(output), new_path(output)] {
            let _ = std::fs::remove_file(path);
        }
    }
}
