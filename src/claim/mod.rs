//! What was billed for a note, against what the note supports: a verdict on the codes, findings on modifiers, units, guidance and
//! diagnoses, and the money between the two.
//!
//! In: a [`Claim`] (fields of a record, what was typed, or codes that the note itself states) and the procedures of the note.
//! Out: a [`ClaimCheck`]. It only compares: no procedure, code or flag is changed by it. What it says stands in `claim.toml`, the
//! sides of diagnoses in `diagnoses.tsv`, codes and figures in the [code book](crate::codebook).

pub mod check;
mod codes;
mod diagnoses;
mod guidance;
mod input;
mod line;
mod modifiers;
mod money;
mod service;
mod sides;
mod stated;
mod wording;

pub use input::Claim;
pub(crate) use stated::states_codes;

use crate::analysis::{ClaimCheck, Neighbour, Origin, Procedure, Verdict};
use crate::codebook::CodeBook;
use crate::error::Error;
use crate::finding::Reading;
use crate::lexicon::Lexicon;
use codes::{Matched, matched};
use diagnoses::{Diagnoses, Told};
use guidance::Guided;
use sides::{Sides, quotations};
use wording::{Found, Wording};

/// The names that are asked of `claim.toml`.
const WORDINGS: [&str; 68] = [
    "code-malformed",
    "units-malformed",
    "units-impossible",
    "year-malformed",
    "too-much",
    "several-codes",
    "contradictory-units",
    "contradictory-sides",
    "modifier-without-code",
    "year-without-figures",
    "code-unknown",
    "agrees",
    "agrees-by-default",
    "agrees-fine-needle",
    "agrees-aspiration",
    "agrees-neighbour",
    "over-neighbour",
    "under-neighbour",
    "agrees-muscle",
    "over",
    "over-needle",
    "over-needle-elsewhere",
    "over-depth-silent",
    "over-superficial",
    "over-excision",
    "over-muscle-disease",
    "over-further-code",
    "under",
    "under-muscle-disease",
    "missed",
    "not-supported",
    "no-procedure",
    "excision",
    "skin",
    "other-region",
    "aspiration-guidance",
    "undetermined",
    "outside",
    "muscle-purpose",
    "muscle-disease",
    "no-code",
    "units",
    "guidance-units",
    "guidance-silent",
    "guidance-not-used",
    "guidance-other-imaging",
    "guidance-no-modality",
    "guidance-open",
    "guidance-included",
    "guidance-incomplete",
    "side-missing",
    "side-missing-told",
    "wrong-side",
    "one-side",
    "modifier-unknown",
    "part-of-service",
    "visit-modifier",
    "distinct-twice",
    "distinct-alone",
    "no-words",
    "no-assistant",
    "diagnosis-malformed",
    "diagnosis-unknown",
    "diagnosis-incomplete",
    "diagnosis-side",
    "diagnosis-side-of-modifier",
    "diagnosis-side-unspecified",
    "diagnosis-weak",
];

/// What a claim is checked by: code book, wordings and diagnosis codes of one lexicon.
#[derive(Debug, Clone)]
pub struct ClaimRules {
    book: CodeBook,
    wordings: Vec<Wording>,
    diagnoses: Diagnoses,
}

impl ClaimRules {
    /// The rules of a lexicon.
    ///
    /// # Errors
    /// A file that does not read, with line and column where they are known.
    pub fn new(lexicon: &Lexicon) -> Result<Self, Error> {
        Ok(Self {
            book: CodeBook::new(lexicon)?,
            wordings: wording::read(lexicon)?,
            diagnoses: Diagnoses::read(lexicon)?,
        })
    }

    /// Compares what was billed with the procedures of a note. Where no code was given, those count that the note states; where
    /// there are none either, there is nothing to compare.
    /// `beside` are the families that the note as a whole points to.
    pub fn check(
        &self,
        claim: Option<&Claim>,
        reading: &Reading,
        procedures: &[Procedure],
        beside: &[Neighbour],
    ) -> Option<ClaimCheck> {
        let stated = match claim {
            Some(given) if !given.is_without_codes() => None,
            _ => stated::claim(reading, procedures, &self.diagnoses),
        };
        match (claim, stated) {
            (Some(given), Some(mut stated)) => {
                stated.billed.year = given.billed.year;
                if !given.billed.diagnoses.is_empty() {
                    stated.billed.diagnoses.clone_from(&given.billed.diagnoses);
                }
                Some(self.compare(&stated, procedures, beside))
            }
            (Some(given), None) => Some(self.compare(given, procedures, beside)),
            (None, stated) => stated.map(|stated| self.compare(&stated, procedures, beside)),
        }
    }

    fn compare(&self, claim: &Claim, procedures: &[Procedure], beside: &[Neighbour]) -> ClaimCheck {
        let (book, billed) = (&self.book, &claim.billed);
        let matched = matched(book, &billed.codes, procedures, beside);
        let guided = guidance::check(book, &billed.codes, procedures);
        // What could not be read beside a code may be what makes it too much.
        let verdict = match verdict(&matched, &guided) {
            Verdict::Agrees if claim.is_open => Verdict::CannotBeTold,
            verdict => verdict,
        };
        let mut found = claim.faults.clone();
        found.extend(money::wrong_year(book, billed));
        found.extend(unknown(book, claim));
        if matched.verdicts.is_empty() && !guided.billed {
            found.push(Found::new("no-code"));
        }
        found.extend(modifiers::check(book, &billed.codes, billed.origin, &matched.procedures, procedures));
        found.extend(self.diagnoses(claim, procedures));
        let money = money::money(book, claim, procedures, &guided.supported);
        found.extend(matched.found.into_iter().chain(guided.found).chain(guided.lacking));
        let was = if billed.origin == Origin::Note { "is stated" } else { "was billed" };
        let found = found.into_iter().map(|f| f.with("was", was)).collect();
        let findings = wording::findings(&self.wordings, book, found);
        ClaimCheck { billed: billed.clone(), verdict, findings, money }
    }

    fn diagnoses(&self, claim: &Claim, procedures: &[Procedure]) -> Vec<Found> {
        let evidence = quotations(procedures);
        let told = Told {
            note: Sides::of(procedures),
            modifiers: Sides::of_modifiers(claim.billed.codes.iter().flat_map(|l| &l.modifiers)),
            evidence: &evidence,
        };
        diagnoses::check(&self.diagnoses, &claim.billed.diagnoses, &told)
    }
}

/// The verdict on the claim as a whole. Guidance that does not stand makes a claim that else agrees, or falls short, one that asks
/// for too much.
fn verdict(codes: &Matched, guidance: &Guided) -> Verdict {
    match codes.verdict() {
        Some(Verdict::Agrees | Verdict::UnderCoded) if !guidance.stands() => Verdict::OverCoded,
        Some(verdict) => verdict,
        None if !guidance.billed => Verdict::CannotBeTold,
        None if guidance.stands() => Verdict::Agrees,
        None if guidance.supported.is_empty() => Verdict::NotSupported,
        None => Verdict::OverCoded,
    }
}

/// Codes that the book does not hold.
fn unknown(book: &CodeBook, claim: &Claim) -> Vec<Found> {
    let unknown = claim.billed.codes.iter().filter(|l| book.code(&l.code).is_none());
    unknown.map(|l| Found::new("code-unknown").with("code", l.code.as_str())).collect()
}
