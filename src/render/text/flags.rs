//! The end of the report: what is missing or contradictory, most serious first, each with the question to the physician.

use super::sheet::Sheet;
use super::summary::title;
use super::table::quoted;
use super::tone::Tone;
use crate::analysis::{Analysis, Flag, Severity};

/// Columns of the severity.
const SEVERITY: usize = 7;

pub(super) fn write(sheet: &mut Sheet, analysis: &Analysis) {
    sheet.heading("MISSING OR CONTRADICTORY");
    if analysis.flags.is_empty() {
        sheet.flow(2, &[(Tone::Good, "nothing")]);
    }
    let mut flags: Vec<&Flag> = analysis.flags.iter().collect();
    flags.sort_by_key(|f| f.severity);
    flags.iter().for_each(|f| write_flag(sheet, f, analysis.procedures.len()));
}

fn write_flag(sheet: &mut Sheet, flag: &Flag, procedures: usize) {
    let (tone, severity) = match flag.severity {
        Severity::Error => (Tone::Error, "error"),
        Severity::Warning => (Tone::Warning, "warning"),
        Severity::Info => (Tone::Info, "info"),
    };
    let whose = flag.procedure.map(|p| title(p, procedures).to_lowercase()).unwrap_or_default();
    let whose = if whose.is_empty() { whose } else { format!("{}: ", whose.trim_end()) };
    let id = format!("  ({})", flag.id);
    let said = [(Tone::Strong, whose.as_str()), (Tone::Plain, &flag.message), (Tone::Quiet, &id)];
    sheet.labelled(2, SEVERITY, (tone, severity), &said);
    if !flag.evidence.is_empty() {
        let quotes = format!("The note: {}", flag.evidence.iter().map(quoted).collect::<Vec<_>>().join(", "));
        sheet.labelled(2, SEVERITY, (Tone::Plain, ""), &[(Tone::Plain, &quotes)]);
    }
    if let Some(query) = &flag.query {
        let asked = [(Tone::Plain, "Ask: "), (Tone::Plain, query.question.as_str())];
        sheet.labelled(2, SEVERITY, (Tone::Plain, ""), &asked);
    }
}
