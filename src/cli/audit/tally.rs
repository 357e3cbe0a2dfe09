//! What the rows come to, added up batch by batch in the order of the input. Its size does not grow with the input.

use crate::cli::input::Place;
use opnote::analysis::Severity;
use opnote::render::row::{AuditRow, name};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The most faults that are told one by one.
const TOLD: usize = 10;

/// Counts over rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    pub judged: u64,
    pub errors: u64,
    /// The first few errors: place and reason.
    pub first_errors: Vec<String>,
    /// Rows in which nothing was sampled or removed.
    pub without_procedure: u64,
    /// Lesions by the code supported; `none` where none is.
    pub codes: BTreeMap<String, u64>,
    /// Rows with codes billed, by the verdict.
    pub verdicts: BTreeMap<String, u64>,
    /// Rows with a flag, and how serious it is.
    pub flags: BTreeMap<String, Flagged>,
    pub money: Money,
    /// The years of the figures.
    pub years: BTreeSet<u16>,
    /// Groups by a part of a date: how many of their values are dates.
    pub dates: BTreeMap<String, Dates>,
}

/// Values of a field of dates, of judged rows and others; what is absent or empty is none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dates {
    pub read: u64,
    pub unread: u64,
}

/// How often a flag was raised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flagged {
    pub severity: String,
    pub rows: u64,
}

/// Money in cents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// Rows of which the money is known.
    pub rows: u64,
    /// Rows with codes billed of which it is not.
    pub unknown: u64,
    pub over_rows: u64,
    pub over_cents: i64,
    pub under_rows: u64,
    pub under_cents: i64,
}

impl Tally {
    /// Counts a row that was judged.
    pub fn judged(&mut self, row: &AuditRow) {
        self.judged += 1;
        self.without_procedure += u64::from(row.procedures.is_empty());
        for procedure in &row.procedures {
            let code = procedure.code.as_deref().unwrap_or("none");
            *self.codes.entry(code.to_owned()).or_default() += 1;
        }
        for flag in &row.flags {
            self.flag(&flag.id, flag.severity);
        }
        if let Some(claim) = row.claim.as_ref().filter(|c| c.is_billed()) {
            *self.verdicts.entry(name(&claim.verdict)).or_default() += 1;
            self.money.add(claim.money.as_ref().map(|m| cents(m.difference)));
            self.years.extend(claim.money.as_ref().map(|m| m.year));
        }
    }

    /// Counts a value of a field of dates.
    pub fn date(&mut self, label: &str, is_read: bool) {
        let dates = self.dates.entry(label.to_owned()).or_default();
        *(if is_read { &mut dates.read } else { &mut dates.unread }) += 1;
    }

    fn flag(&mut self, id: &str, severity: Severity) {
        let new = || Flagged { severity: name(&severity), rows: 0 };
        self.flags.entry(id.to_owned()).or_insert_with(new).rows += 1;
    }

    /// Counts a row without a judgement.
    pub fn error(&mut self, place: &Place, reason: &str) {
        self.errors += 1;
        if self.first_errors.len() < TOLD {
            self.first_errors.push(format!("{place}: {reason}"));
        }
    }

    /// Adds the rows that follow.
    pub fn add(&mut self, next: Self) {
        self.judged += next.judged;
        self.errors += next.errors;
        self.without_procedure += next.without_procedure;
        self.first_errors.extend(next.first_errors);
        self.first_errors.truncate(TOLD);
        next.codes.into_iter().for_each(|(code, n)| *self.codes.entry(code).or_default() += n);
        next.verdicts.into_iter().for_each(|(verdict, n)| *self.verdicts.entry(verdict).or_default() += n);
        for (id, flagged) in next.flags {
            let rows = flagged.rows;
            self.flags.entry(id).or_insert(Flagged { rows: 0, ..flagged }).rows += rows;
        }
        self.money.merge(&next.money);
        self.years.extend(next.years);
        for (label, dates) in next.dates {
            let mine = self.dates.entry(label).or_default();
            (mine.read, mine.unread) = (mine.read + dates.read, mine.unread + dates.unread);
        }
    }
}

/// Whole cents of an amount.
pub fn cents(amount: f64) -> i64 {
    (amount * 100.0).round() as i64
}

impl Money {
    /// Counts a row's difference; `None` where it is not known.
    pub fn add(&mut self, difference: Option<i64>) {
        let Some(cents) = difference else {
            self.unknown += 1;
            return;
        };
        self.rows += 1;
        if cents > 0 {
            (self.over_rows, self.over_cents) = (self.over_rows + 1, self.over_cents + cents);
        } else if cents < 0 {
            (self.under_rows, self.under_cents) = (self.under_rows + 1, self.under_cents - cents);
        }
    }

    pub fn merge(&mut self, next: &Self) {
        self.rows += next.rows;
        self.unknown += next.unknown;
        self.over_rows += next.over_rows;
        self.over_cents += next.over_cents;
        self.under_rows += next.under_rows;
        self.under_cents += next.under_cents;
    }
}
