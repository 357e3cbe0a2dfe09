//! The table of elements: what was found, and the words of the note it rests on.

use super::sheet::{Run, Sheet};
use super::summary::title;
use super::tone::Tone;
use crate::analysis::{Analysis, Evidence, Procedure, Record};
use serde::Serialize;
use std::collections::HashSet;
use unicode_segmentation::UnicodeSegmentation;

/// Columns of the element's name.
const NAME: usize = 16;
/// Columns of its value, where quotations stand beside it.
const VALUE: usize = 18;
/// From this width on, quotations stand beside the value; below it, under it.
const WIDE: usize = 64;
/// Graphemes of a quotation that are shown; the note below has it whole.
const QUOTED: usize = 200;

pub(super) fn write(sheet: &mut Sheet, analysis: &Analysis) {
    for (index, procedure) in analysis.procedures.iter().enumerate() {
        sheet.heading(&format!("{}ELEMENTS", title(index, analysis.procedures.len())));
        for (name, value, evidence) in elements(procedure) {
            write_row(sheet, name, value, "not documented", evidence);
        }
    }
    if analysis.procedures.is_empty() {
        return;
    }
    sheet.heading("RECORD");
    for (name, told, evidence) in record(&analysis.record) {
        write_row(sheet, name, told.then(|| "documented".to_owned()), "not documented", evidence);
    }
}

/// An element's name, its value in words, and its quotations.
type Row<'a> = (&'static str, Option<String>, &'a [Evidence]);

/// The elements of a procedure as rows. The names are those of the JSON.
pub(super) fn elements(p: &Procedure) -> [Row<'_>; 8] {
    let aspects = (!p.aspects.value.is_empty()).then(|| words_of_all(&p.aspects.value));
    let modalities = words_of_all(&p.guidance.modalities);
    let guidance = p.guidance.value.map(|g| match modalities.is_empty() {
        true => words(&g),
        false => format!("{}, {modalities}", words(&g)),
    });
    [
        ("approach", p.approach.value.as_ref().map(words), &p.approach.evidence),
        ("depth", p.depth.value.as_ref().map(words), &p.depth.evidence),
        ("region", p.region.value.as_ref().map(words), &p.region.evidence),
        ("aspects", aspects, &p.aspects.evidence),
        ("structure", p.structure.value.clone(), &p.structure.evidence),
        ("laterality", p.laterality.value.as_ref().map(words), &p.laterality.evidence),
        ("size", p.size_mm.value.as_deref().map(millimetres), &p.size_mm.evidence),
        ("guidance", guidance, &p.guidance.evidence),
    ]
}

/// The record's entries as rows.
pub(super) fn record(r: &Record) -> [(&'static str, bool, &[Evidence]); 4] {
    [
        ("preop diagnosis", r.preop_diagnosis.value, &r.preop_diagnosis.evidence),
        ("postop diagnosis", r.postop_diagnosis.value, &r.postop_diagnosis.evidence),
        ("indication", r.indication.value, &r.indication.evidence),
        ("specimen", r.specimen.value, &r.specimen.evidence),
    ]
}

/// A value's JSON name with blanks for hyphens.
pub(super) fn words(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default().replace('"', "").replace('-', " ")
}

fn words_of_all(values: &[impl Serialize]) -> String {
    values.iter().map(words).collect::<Vec<_>>().join(", ")
}

fn millimetres(size: &[f64]) -> String {
    let tenths: Vec<_> = size.iter().map(|mm| ((mm * 10.0).round() / 10.0).to_string()).collect();
    format!("{} mm", tenths.join(" × "))
}

/// One row; words dictated more than once are quoted once, the note below marks each place.
fn write_row(sheet: &mut Sheet, name: &str, value: Option<String>, silence: &str, evidence: &[Evidence]) {
    let value: Run<'_> = value.as_ref().map_or((Tone::Quiet, silence), |v| (Tone::Strong, v));
    let mut quotes: Vec<_> = evidence.iter().map(quoted).collect();
    let mut seen = HashSet::new();
    quotes.retain(|q| seen.insert(q.clone()));
    let quotes = quotes.join("\n");
    if sheet.width() < WIDE {
        sheet.labelled(2, NAME.min(sheet.width() / 2 - 4), (Tone::Plain, name), &[value]);
        sheet.flow(4, &[(Tone::Plain, &quotes)]);
    } else {
        sheet.columns(2, &[(NAME, &[(Tone::Plain, name)]), (VALUE, &[value]), (0, &[(Tone::Plain, &quotes)])]);
    }
}

/// The words in quotation marks, on one line, cut where they are very long.
pub(super) fn quoted(evidence: &Evidence) -> String {
    let line = evidence.text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.grapheme_indices(true).nth(QUOTED) {
        Some((cut, _)) => format!("“{}…”", &line[..cut]),
        None => format!("“{line}”"),
    }
}

#[cfg(test)]
mod tests {
    use super::millimetres;

    #[test]
    fn sizes_are_rounded_to_tenths() {
        assert_eq!(millimetres(&[76.199_999_999, 50.0]), "76.2 × 50 mm");
    }
}
