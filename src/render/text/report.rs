//! The report a coder reads, top to bottom: code and why, elements with their quotations, the note with evidence marked,
//! then what is missing or contradictory, what to look at before the claim, and the parts of the report.

use super::sheet::Sheet;
use super::tone::Tone;
use super::{counsel, flags, marked, summary, table};
use crate::analysis::Analysis;
use crate::note::Note;

/// The report of one note, at most `width` columns wide (30 at least), with ANSI styles.
///
/// `analysis` must be that of `note`, with offsets in bytes. `decoded_from` names the encoding where it was not plain UTF-8.
pub fn report(note: &Note, analysis: &Analysis, decoded_from: Option<&str>, width: usize) -> String {
    let mut sheet = Sheet::new(width);
    header(&mut sheet, analysis, decoded_from);
    summary::write(&mut sheet, analysis);
    table::write(&mut sheet, analysis);
    sheet.heading("NOTE, WITH EVIDENCE MARKED [words|what they show]");
    let lines = marked::lines(note, analysis, sheet.width() - 2);
    sheet.lines(2, &lines);
    flags::write(&mut sheet, analysis);
    counsel::write(&mut sheet, analysis);
    sheet.finish()
}

fn header(sheet: &mut Sheet, analysis: &Analysis, decoded_from: Option<&str>) {
    let digest: String = analysis.rules.digest.chars().take("sha256:".len() + 12).collect();
    let rules = format!("  rules {} ({digest})", analysis.rules.version);
    let name = analysis.id.as_deref().unwrap_or("note");
    sheet.flow(0, &[(Tone::Strong, name), (Tone::Quiet, &rules)]);
    if let Some(encoding) = decoded_from {
        let line = format!("The file is not plain UTF-8; it was decoded from {encoding}.");
        sheet.flow(0, &[(Tone::Quiet, &line)]);
    }
}
