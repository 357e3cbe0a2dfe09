//! The claim: what was billed, how it stands to the note, why, and the money between the two.

use super::sheet::{Run, Sheet};
use super::tone::Tone;
use crate::analysis::{Billed, BilledCode, ClaimCheck, ClaimFinding, ClaimMoney, Origin, Verdict};

const INDENT: usize = 2;

pub(super) fn write(sheet: &mut Sheet, claim: &ClaimCheck) {
    sheet.blank();
    let (tone, verdict) = verdict(claim.verdict);
    let billed = match claim.billed.origin {
        Origin::Claim => format!("  billed: {}", told(&claim.billed)),
        Origin::Note => format!("  stated in the note: {}", told(&claim.billed)),
    };
    sheet.flow(0, &[(Tone::Strong, "CLAIM "), (tone, verdict), (Tone::Plain, &billed)]);
    claim.findings.iter().for_each(|f| write_finding(sheet, f));
    if let Some(money) = &claim.money {
        write_money(sheet, money);
    }
}

fn verdict(verdict: Verdict) -> (Tone, &'static str) {
    match verdict {
        Verdict::Agrees => (Tone::Good, "agrees"),
        Verdict::OverCoded => (Tone::Error, "over-coded"),
        Verdict::UnderCoded => (Tone::Warning, "under-coded"),
        Verdict::NotSupported => (Tone::Error, "not supported"),
        Verdict::CannotBeTold => (Tone::Warning, "cannot be determined"),
    }
}

/// Codes with what is appended, then diagnoses.
fn told(billed: &Billed) -> String {
    let codes: Vec<_> = billed.codes.iter().map(line).collect();
    let codes = if codes.is_empty() { "no code".to_owned() } else { codes.join(", ") };
    match billed.diagnoses.is_empty() {
        true => codes,
        false => format!("{codes}; {}", billed.diagnoses.join(", ")),
    }
}

fn line(line: &BilledCode) -> String {
    let units = if line.units == 1 { String::new() } else { format!(" × {}", line.units) };
    let modifiers: String = line.modifiers.iter().map(|m| format!("-{m}")).collect();
    format!("{}{modifiers}{units}", line.code)
}

fn write_finding(sheet: &mut Sheet, finding: &ClaimFinding) {
    let id = format!("  ({})", finding.id);
    let denial = finding.denial.as_ref().map(|d| format!(" Payers: {d}")).unwrap_or_default();
    point(sheet, &[(Tone::Plain, &finding.message), (Tone::Plain, &denial), (Tone::Quiet, &id)]);
}

fn write_money(sheet: &mut Sheet, money: &ClaimMoney) {
    let difference = match money.difference {
        d if d > 0.0 => format!("${d:.2} too much ({:.2} RVU)", money.difference_rvu),
        d if d < 0.0 => format!("${:.2} too little ({:.2} RVU)", -d, -money.difference_rvu),
        _ => "no difference".to_owned(),
    };
    let sums = format!("billed ${:.2}, supported ${:.2}: ", money.billed, money.supported);
    let origin = format!("  national rates of {}, without reductions; {}", money.year, money.source);
    let lead = (Tone::Plain, "money: ");
    point(sheet, &[lead, (Tone::Plain, &sums), (Tone::Strong, &difference), (Tone::Quiet, &origin)]);
}

fn point(sheet: &mut Sheet, runs: &[Run<'_>]) {
    sheet.labelled(INDENT, 1, (Tone::Quiet, "-"), runs);
}
