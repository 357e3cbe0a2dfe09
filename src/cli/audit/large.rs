//! Large notes, one at a time, on one thread for all of them: each needs many times its length, and an allocator that keeps what
//! was freed for the thread that used it then keeps it once, not once a thread.

use opnote::claim::Claim;
use opnote::{Analysis, Analyzer, Note};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, PoisonError};

/// Why a note has no analysis.
const FAULT: &str = "internal error: this note was not analysed";

/// Analyses notes, large ones on a thread of their own that begins with the first.
pub struct Analyst {
    analyzer: &'static Analyzer,
    asked: Mutex<Option<Sender<Asked>>>,
}

/// A note, and where its analysis goes.
struct Asked {
    note: Note,
    claim: Option<Claim>,
    answer: Sender<Result<Analysis, String>>,
}

impl Analyst {
    /// The analyzer is never taken apart: the process ends with it.
    pub fn new(analyzer: Analyzer) -> Self {
        Self { analyzer: Box::leak(Box::new(analyzer)), asked: Mutex::new(None) }
    }

    pub fn analyzer(&self) -> &Analyzer {
        self.analyzer
    }

    /// The analysis of a note. Should the engine fail on it, that is a reason like any other.
    ///
    /// # Errors
    /// The engine failed.
    pub fn analysis(&self, note: Note, claim: Option<Claim>) -> Result<Analysis, String> {
        analysed(self.analyzer, &note, claim.as_ref())
    }

    /// The same for a large note, once those before it are done.
    ///
    /// # Errors
    /// The engine failed.
    pub fn analysis_of_large(&self, note: Note, claim: Option<Claim>) -> Result<Analysis, String> {
        let (answer, answered) = channel();
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let sender = asked.get_or_insert_with(|| begun(self.analyzer));
        let sent = sender.send(Asked { note, claim, answer });
        drop(asked);
        sent.map_err(|_| FAULT.to_owned())?;
        answered.recv().unwrap_or_else(|_| Err(FAULT.to_owned()))
    }
}

/// Begins the thread; it ends with the last of those that ask.
fn begun(analyzer: &'static Analyzer) -> Sender<Asked> {
    let (asked, questions) = channel::<Asked>();
    std::thread::spawn(move || {
        for Asked { note, claim, answer } in questions {
            let _ = answer.send(analysed(analyzer, &note, claim.as_ref()));
        }
    });
    asked
}

fn analysed(analyzer: &Analyzer, note: &Note, claim: Option<&Claim>) -> Result<Analysis, String> {
    catch_unwind(AssertUnwindSafe(|| analyzer.analyze_billed(note, claim))).map_err(|_| FAULT.to_owned())
}

#[cfg(test)]
mod tests {
    use super::Analyst;
    use opnote::{Analyzer, Note};

    #[test]
    fn a_large_note_is_read_as_any_other() {
        let analyst = Analyst::new(Analyzer::builtin());
        let note = || Note::new("Core needle biopsy of a mass, left thigh, in the vastus lateralis. Cores sent.");
        let small = analyst.analysis(note(), None);
        assert!(small.is_ok() && small == analyst.analysis_of_large(note(), None));
    }
}
