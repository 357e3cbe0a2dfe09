//! The money between what was billed and what is supported: national rates and relative value units of one year, each from a row
//! of the code book with its source. Where one figure is not known, there is none at all; reductions for several procedures or
//! two sides are not known, so that claims with modifier 50 have none either.

use super::input::Claim;
use super::service::muscle_codes;
use super::wording::Found;
use crate::analysis::{Billed, ClaimMoney, Laterality, Procedure};
use crate::codebook::CodeBook;
use crate::codebook::entry::{Figure, FigureName};

/// Rates in cents and relative value units in hundredths, added up, and the pages they come from.
#[derive(Default)]
struct Sum {
    cents: i64,
    rvu: i64,
    citations: Vec<String>,
}

/// What was billed, against what is supported. `guidance` are the guidance codes that stand.
pub(super) fn money(
    book: &CodeBook,
    claim: &Claim,
    procedures: &[Procedure],
    guidance: &[String],
) -> Option<ClaimMoney> {
    // How many units there are, nothing tells.
    if claim.has_impossible_units {
        return None;
    }
    let billed = &claim.billed;
    let both_sides = procedures.iter().any(|p| p.laterality.value == Some(Laterality::Bilateral))
        || billed.codes.iter().any(|l| l.modifiers.iter().any(|m| m == "50"));
    if both_sides || billed.codes.is_empty() {
        return None;
    }
    // Which of the muscle codes applies is open.
    if procedures.iter().any(|p| muscle_codes(p).is_some()) {
        return None;
    }
    let year = year(book, billed)?;
    let (mut paid, mut due) = (Sum::default(), Sum::default());
    for line in &billed.codes {
        paid.add(book, &line.code, line.units, year)?;
    }
    for procedure in procedures {
        due.add(book, procedure.code.as_deref()?, 1, year)?;
    }
    for code in guidance {
        due.add(book, code, 1, year)?;
    }
    let mut citations = paid.citations;
    citations.extend(due.citations.into_iter().filter(|c| !citations.contains(c)).collect::<Vec<_>>());
    Some(ClaimMoney {
        billed: hundredths(paid.cents),
        supported: hundredths(due.cents),
        difference: hundredths(paid.cents - due.cents),
        currency: "USD".to_owned(),
        billed_rvu: hundredths(paid.rvu),
        supported_rvu: hundredths(due.rvu),
        difference_rvu: hundredths(paid.rvu - due.rvu),
        year,
        source: citations.join("; "),
    })
}

/// A claim of a year of which the book has no figures.
pub(super) fn wrong_year(book: &CodeBook, billed: &Billed) -> Option<Found> {
    let year = billed.year.filter(|y| book.conversion_factor(*y).is_none())?;
    Some(Found::new("year-without-figures").with("piece", year.to_string()))
}

/// The year of the claim, or the latest that the book has a conversion factor of.
fn year(book: &CodeBook, billed: &Billed) -> Option<u16> {
    match billed.year {
        Some(year) => book.conversion_factor(year).map(|f| f.year),
        None => book.latest_year(),
    }
}

impl Sum {
    fn add(&mut self, book: &CodeBook, code: &str, units: u32, year: u16) -> Option<()> {
        let entry = book.code(code)?;
        let (rate, total) = (entry.figure(FigureName::NationalRate, year)?, entry.figure(FigureName::Total, year)?);
        self.cents += whole(rate) * i64::from(units);
        self.rvu += whole(total) * i64::from(units);
        for citation in book.citations(&rate.source).into_iter().chain(book.citations(&total.source)) {
            if !self.citations.contains(&citation) {
                self.citations.push(citation);
            }
        }
        Some(())
    }
}

/// Hundredths of a figure.
fn whole(figure: &Figure) -> i64 {
    (figure.value * 100.0).round() as i64
}

fn hundredths(value: i64) -> f64 {
    value as f64 / 100.0
}
