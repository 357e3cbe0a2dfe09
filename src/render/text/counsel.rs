//! The last part of the report: what to look at before the claim, what may be refused, and the checklist of the report. Compact:
//! one paragraph each, with the id, and the words of the note where there are any.

use super::sheet::Sheet;
use super::summary::title;
use super::table::quoted;
use super::tone::Tone;
use crate::analysis::{Advice, Analysis, CompletenessItem, Evidence, Risk};

pub(super) fn write(sheet: &mut Sheet, analysis: &Analysis) {
    let procedures = analysis.procedures.len();
    if !analysis.advice.is_empty() {
        sheet.heading("BEFORE THE CLAIM");
        analysis.advice.iter().for_each(|a| write_advice(sheet, a, procedures));
    }
    if !analysis.risks.is_empty() {
        sheet.heading("RISKS, LIKELIEST FIRST");
        analysis.risks.iter().enumerate().for_each(|(rank, r)| write_risk(sheet, rank + 1, r, procedures));
    }
    if !analysis.completeness.is_empty() {
        sheet.heading("PARTS OF THE REPORT (for information)");
        write_parts(sheet, "present", &analysis.completeness, true);
        write_parts(sheet, "missing", &analysis.completeness, false);
    }
}

fn write_advice(sheet: &mut Sheet, advice: &Advice, procedures: usize) {
    let whose = whose(advice.procedure, procedures);
    let id = format!("  ({})", advice.id);
    let quotes = quotes(&advice.evidence);
    let said =
        [(Tone::Strong, whose.as_str()), (Tone::Plain, &advice.message), (Tone::Plain, &quotes), (Tone::Quiet, &id)];
    sheet.labelled(2, 1, (Tone::Quiet, "-"), &said);
}

fn write_risk(sheet: &mut Sheet, rank: usize, risk: &Risk, procedures: usize) {
    let whose = whose(risk.procedure, procedures);
    let mend = format!(" {}", risk.mend);
    let id = format!("  ({})", risk.id);
    let said = [(Tone::Strong, whose.as_str()), (Tone::Plain, &risk.message), (Tone::Plain, &mend), (Tone::Quiet, &id)];
    sheet.labelled(2, 2, (Tone::Quiet, &rank.to_string()), &said);
}

fn write_parts(sheet: &mut Sheet, label: &str, items: &[CompletenessItem], documented: bool) {
    const LABEL: usize = 8;
    let parts: Vec<String> =
        items.iter().filter(|i| i.documented == documented).map(|i| i.item.replace('-', " ")).collect();
    if !parts.is_empty() {
        sheet.labelled(2, LABEL, (Tone::Plain, label), &[(Tone::Plain, &parts.join(", "))]);
    }
}

/// Which of several procedures is meant.
fn whose(procedure: Option<usize>, of: usize) -> String {
    let title = procedure.map(|p| title(p, of).to_lowercase()).unwrap_or_default();
    if title.is_empty() { title } else { format!("{}: ", title.trim_end()) }
}

/// Up to two quotations.
fn quotes(evidence: &[Evidence]) -> String {
    const MOST: usize = 2;
    let quotes: Vec<String> = evidence.iter().take(MOST).map(quoted).collect();
    if quotes.is_empty() { String::new() } else { format!(" The note: {}", quotes.join(", ")) }
}
