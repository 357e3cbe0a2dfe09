//! Rows as they are written, in order: to the output, into the sums and, every second, into the ledger. Rows that an interrupted
//! run has written already come by as well, unjudged: their ids count, and their fingerprint must be that of the ledger.

use super::args::AuditArgs;
use super::judge::Judged;
use super::ledger::Ledger;
use super::pipeline::Consumer;
use super::progress::Progress;
use super::records::Position;
use super::sink::Sink;
use super::tally::Tally;
use crate::cli::Failure;
use crate::cli::ids::{Ids, Repeats};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Rows as they are written.
pub struct Rows {
    sink: Sink,
    output: PathBuf,
    pub ledger: Ledger,
    ids: Ids,
    /// Where the interrupted run had come to.
    resumed: Position,
    every: Duration,
    last: Instant,
    /// Whether a ledger stands on disk.
    is_kept: bool,
    /// Whether a report is to be written after the rows.
    is_followed: bool,
    progress: Progress,
}

impl Rows {
    /// Goes on behind a ledger, or begins with an empty one.
    pub fn new(sink: Sink, args: &AuditArgs, ledger: Ledger) -> Self {
        let resumed = ledger.position;
        let is_kept = resumed.rows > 0;
        Self {
            sink,
            output: args.output.clone(),
            ledger,
            ids: Ids::default(),
            resumed,
            every: Duration::from_millis(args.ledger_every),
            last: Instant::now(),
            is_kept,
            is_followed: args.report.is_some(),
            progress: Progress::new(&args.inputs),
        }
    }

    /// Rows that were written before this run.
    pub fn resumed(&self) -> Position {
        self.resumed
    }

    /// Brings what was written so far onto the disk, and then says so in the ledger.
    fn keep(&mut self) -> Result<(), Failure> {
        self.ledger.safe = self.sink.keep()?;
        self.ledger.write(&self.output)?;
        (self.last, self.is_kept) = (Instant::now(), true);
        Ok(())
    }

    /// Says that nothing is left to be read; `files` are those that were named more than once.
    ///
    /// # Errors
    /// The output or the ledger cannot be written, the inputs have become shorter, or rows read are not rows written.
    pub fn done(&mut self, position: Position, files: Repeats) -> Result<(), Failure> {
        if position.rows < self.resumed.rows {
            return self.check_resumed(position);
        }
        self.check_counts(position)?;
        (self.ledger.position, self.ledger.ids, self.ledger.done) = (position, self.ids.repeats(), true);
        self.ledger.files = files;
        // A run so short that no ledger stands on disk is soon begun anew; it is spared the wait for the disk.
        match self.is_kept || self.is_followed || !self.sink.can_be_kept() {
            true => self.keep(),
            false => Ok(()),
        }
    }

    /// Gives the output its name.
    ///
    /// # Errors
    /// It cannot be renamed.
    pub fn finish(self, force: bool) -> Result<Ledger, Failure> {
        self.progress.end();
        self.sink.finish(force)?;
        Ok(self.ledger)
    }

    /// Ends a run that failed: what cannot be gone on from is taken back.
    pub fn abandon(self) {
        self.progress.end();
        if !self.is_kept {
            self.sink.discard();
        }
    }

    /// Takes back all that was begun, and returns what the rows would have come to.
    pub fn discard(self) -> Tally {
        self.progress.end();
        self.sink.discard();
        Ledger::remove(&self.output);
        self.ledger.tally
    }

    /// A failure to write, and that not all is lost.
    fn kept(&self, failure: Failure) -> Failure {
        match self.is_kept {
            true => Failure::Message(format!("{failure}; what is done is kept, --resume goes on from there")),
            false => failure,
        }
    }

    /// Both sides are counted apart.
    fn check_counts(&self, position: Position) -> Result<(), Failure> {
        let (read, written) = (position.rows, self.ledger.written);
        let counted = self.ledger.tally.judged + self.ledger.tally.errors;
        if read == written && counted == written {
            return Ok(());
        }
        let reason = format!("{read} rows read, {written} written, {counted} judged; please report it");
        Err(Failure::Message(format!("internal error: {reason}")))
    }

    /// Whether what was read, up to where the interrupted run had come, is what it read.
    fn check_resumed(&self, position: Position) -> Result<(), Failure> {
        if position == self.resumed {
            return Ok(());
        }
        let reason = "the inputs have changed since the run was interrupted; --force begins anew";
        Err(Failure::Message(format!("{}: {reason}", self.output.display())))
    }
}

impl Consumer for Rows {
    type Error = Failure;

    fn take(&mut self, judged: Judged) -> Result<(), Failure> {
        self.progress.show(judged.position);
        judged.ids.into_iter().for_each(|(id, place)| {
            self.ids.add(id, || place);
        });
        if judged.is_skimmed {
            let is_last = judged.position.rows >= self.resumed.rows;
            return if is_last { self.check_resumed(judged.position) } else { Ok(()) };
        }
        self.sink.append(&judged.chunk).map_err(|e| self.kept(e))?;
        self.ledger.written += judged.rows;
        self.ledger.position = judged.position;
        self.ledger.tally.add(judged.tally);
        self.ledger.overview.add(judged.overview);
        match self.last.elapsed() >= self.every && self.sink.can_be_kept() {
            true => self.keep().map_err(|e| self.kept(e)),
            false => Ok(()),
        }
    }
}
