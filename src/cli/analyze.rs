//! `opnote analyze`: notes over all cores, records in the order of the input, in batches of bounded size.

use super::args::{AnalyzeArgs, AnalyzeFormat, BilledArgs};
use super::ids::{self, Ids};
use super::input::{InputError, Inputs, Place, RawNote};
use super::output::{Frame, Output, default_format, width};
use super::{Exit, Failure, analyzer, complain};
use anstream::ColorChoice;
use opnote::Analyzer;
use opnote::analysis::{OffsetUnit, Severity};
use opnote::claim::Claim;
use opnote::render::json::{AnalysisRecord, compact, pretty};
use opnote::render::{offsets, text};
use rayon::prelude::*;
use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What does not change from note to note.
struct Job {
    /// Never taken apart: the process ends with it, and freeing its many small parts takes time in a short run.
    analyzer: ManuallyDrop<Analyzer>,
    format: AnalyzeFormat,
    offsets: OffsetUnit,
    width: usize,
    fail_on: Option<Severity>,
    /// What was typed as billed for the one note.
    claim: Option<Claim>,
}

/// A note's output.
struct Done {
    place: Place,
    id: Option<String>,
    output: String,
    fails: bool,
}

pub fn run(args: &AnalyzeArgs, colour: ColorChoice) -> Result<Exit, Failure> {
    let job = Job {
        analyzer: ManuallyDrop::new(analyzer(args.input.lexicons.as_deref())?),
        format: args.format.unwrap_or_else(default_format),
        offsets: args.offsets.into(),
        width: width(args.input.width),
        fail_on: args.fail_on.map(Severity::from),
        claim: typed(&args.billed),
    };
    let mut inputs = Inputs::new(&args.input);
    if job.claim.is_some() && !inputs.is_one_text() {
        let reason =
            "--billed and --diagnoses speak of one note; JSON lines bring fields `billed` and `diagnoses` along";
        return Err(Failure::Message(reason.to_owned()));
    }
    let frame = Frame::new(job.format.into(), inputs.is_one_text());
    let mut output = Output::new(frame, colour, job.width);
    let mut tally = Tally::default();
    loop {
        let batch = inputs.next_batch();
        if batch.is_empty() {
            break;
        }
        tally.any = true;
        for result in job.run(batch) {
            if let Some(record) = tally.take(result) {
                output.write(&record)?;
            }
        }
        output.flush()?;
    }
    output.finish()?;
    tally.warn();
    Ok(tally.exit())
}

/// What was typed as billed, if anything was.
fn typed(args: &BilledArgs) -> Option<Claim> {
    let told = |text: &Option<String>| text.clone().unwrap_or_default();
    let any = args.billed.is_some() || args.diagnoses.is_some();
    any.then(|| Claim::typed(&told(&args.billed), &told(&args.diagnoses), args.year))
}

impl Job {
    /// A batch over all cores; a single note without waking them.
    fn run(&self, batch: Vec<Result<RawNote, InputError>>) -> Vec<Result<Done, InputError>> {
        let one = |item: Result<RawNote, InputError>| item.and_then(|raw| self.analyze(raw));
        match batch.len() {
            1 => batch.into_iter().map(one).collect(),
            _ => batch.into_par_iter().map(one).collect(),
        }
    }

    /// Analyses one note. Should the engine fail on it, the others still go on.
    fn analyze(&self, raw: RawNote) -> Result<Done, InputError> {
        let place = raw.place.clone();
        match catch_unwind(AssertUnwindSafe(|| self.record(raw))) {
            Ok(done) => done,
            Err(_) => Err(InputError { place, reason: "internal error: this note was not analysed".into() }),
        }
    }

    fn record(&self, raw: RawNote) -> Result<Done, InputError> {
        let place = raw.place.clone();
        let parsed = raw.read()?;
        let (note, decoded_from) = (parsed.note, parsed.decoded_from);
        let claim = parsed.claim.as_ref().or(self.claim.as_ref());
        let mut analysis = self.analyzer.analyze_billed(&note, claim);
        let fails = self.fail_on.is_some_and(|limit| analysis.flags.iter().any(|f| f.severity <= limit));
        let page = match self.format {
            AnalyzeFormat::Text => Some(text::report(&note, &analysis, decoded_from, self.width)),
            AnalyzeFormat::Query => Some(text::queries(&note, &analysis, self.width)),
            AnalyzeFormat::Json | AnalyzeFormat::Jsonl => None,
        };
        if let Some(output) = page {
            return Ok(Done { place, id: note.id, output, fails });
        }
        offsets::convert(&mut analysis, &note.text, self.offsets);
        let record = AnalysisRecord { analysis, decoded_from: decoded_from.map(str::to_owned), input: parsed.input };
        let output = if self.format == AnalyzeFormat::Json { pretty(&record) } else { compact(&record) };
        Ok(Done { place, id: note.id, output, fails })
    }
}

/// What has been seen so far: ids, refusals, flags that fail the run.
#[derive(Default)]
struct Tally {
    ids: Ids,
    /// Whether there was anything to be read.
    any: bool,
    refused: bool,
    failed: bool,
}

impl Tally {
    /// The record to write; a refusal goes to standard error instead.
    fn take(&mut self, result: Result<Done, InputError>) -> Option<String> {
        match result {
            Ok(done) => {
                self.failed |= done.fails;
                if let Some(id) = &done.id {
                    self.ids.add(ids::hash(id), || done.place.to_string());
                }
                Some(done.output)
            }
            Err(error) => {
                self.refused = true;
                complain(&error);
                None
            }
        }
    }

    /// One line where nothing was read, and one on ids that were given before: whoever joins records by them should know.
    fn warn(&self) {
        if !self.any {
            complain(&"no record was read");
        }
        let repeats = self.ids.repeats();
        let Some(first) = repeats.first else { return };
        complain(&match repeats.twice - 1 {
            0 => format!("{first}: the id was given before; the record is written all the same"),
            1 => {
                format!("{first}: the id was given before, as was that of 1 more record; both are written all the same")
            }
            more => format!(
                "{first}: the id was given before, as were those of {more} more records; they are written all the same"
            ),
        });
    }

    fn exit(&self) -> Exit {
        match (self.refused, self.failed) {
            (true, _) => Exit::Refused,
            (_, true) => Exit::Failed,
            _ => Exit::Done,
        }
    }
}
