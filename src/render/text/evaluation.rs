//! The figures of an evaluation as a table.

use super::sheet::Sheet;
use super::tone::Tone;
use crate::evaluate::{ContextEvaluation, Evaluation, Tally};

/// The figures, at most `width` columns wide (30 at least); with `errors`, what was wrong with each note.
pub fn evaluation(e: &Evaluation, errors: bool, width: usize) -> String {
    let mut sheet = Sheet::new(width);
    totals(&mut sheet, e);
    sheet.blank();
    row(&mut sheet, Tone::Strong, "element", &["P", "R", "F1", "acc", "n"].map(String::from));
    for (element, tally) in &e.elements {
        row(&mut sheet, Tone::Plain, element.name(), &element_cells(tally));
    }
    row(&mut sheet, Tone::Plain, "mean", &[String::new(), String::new(), format!("{:.3}", e.macro_f1())]);
    sheet.blank();
    flags(&mut sheet, e);
    if errors {
        e.misses.iter().for_each(|m| {
            sheet.blank();
            sheet.flow(0, &[(Tone::Strong, &m.id), (Tone::Quiet, &format!("  {}", m.style))]);
            m.differences.iter().for_each(|d| sheet.flow(2, &[(Tone::Plain, d)]));
        });
    }
    sheet.finish()
}

/// The figures on labelled sentences; with `errors`, the rows that were read otherwise.
pub fn context_evaluation(e: &ContextEvaluation, errors: bool, width: usize) -> String {
    let mut sheet = Sheet::new(width);
    sheet.labelled(0, 16, (Tone::Plain, "sentences"), &[(Tone::Strong, &e.rows.to_string())]);
    if e.absent_targets > 0 {
        let absent = format!("{} not in their sentence, which was judged as a whole", e.absent_targets);
        sheet.labelled(0, 16, (Tone::Error, "targets"), &[(Tone::Plain, &absent)]);
    }
    sheet.blank();
    row(&mut sheet, Tone::Strong, "label", &["P", "R", "F1", "acc", "n"].map(String::from));
    for (name, tally) in e.tallies() {
        let mut cells = element_cells(tally);
        cells[4] = (tally.found + tally.missed).to_string();
        row(&mut sheet, Tone::Plain, name, &cells);
    }
    if errors {
        sheet.blank();
        e.misses.iter().for_each(|m| {
            let differences = m.differences.join("; ");
            sheet.labelled(0, 16, (Tone::Strong, &m.id), &[(Tone::Plain, &differences)]);
        });
    }
    sheet.finish()
}

fn totals(sheet: &mut Sheet, e: &Evaluation) {
    let of_notes = |n: usize| format!("{:.3}  {n} of {}", e.of_notes(n), e.notes);
    let of = |n: usize, all: usize| match all {
        0 => "none to compare".to_owned(),
        all => format!("{:.3}  {n} of {all}", n as f64 / all as f64),
    };
    let lines = [
        ("codes exact", of_notes(e.codes_exact)),
        ("everything exact", of_notes(e.everything_exact)),
        ("procedure count", of_notes(e.count_exact)),
        ("modalities", of(e.modalities_right, e.modalities_compared)),
        ("evidence overlap", of(e.evidence_overlapping, e.evidence_compared)),
        ("record", of(e.record_right, e.record_compared)),
        ("false codes", format!("{} on {} notes without one", e.false_codes, e.uncoded_notes)),
        ("wrong evidence", format!("{} texts unlike their slice", e.evidence_wrong_text)),
    ];
    for (name, figure) in lines {
        sheet.labelled(0, 16, (Tone::Plain, name), &[(Tone::Strong, &figure)]);
    }
    if e.missing > 0 {
        sheet.labelled(
            0,
            16,
            (Tone::Error, "missing"),
            &[(Tone::Strong, &format!("{} notes without an analysis", e.missing))],
        );
    }
}

fn element_cells(t: &Tally) -> [String; 5] {
    let figures = [t.precision(), t.recall(), t.f1(), t.accuracy()].map(|f| format!("{f:.3}"));
    let [p, r, f, a] = figures;
    [p, r, f, a, t.compared.to_string()]
}

fn row(sheet: &mut Sheet, tone: Tone, name: &str, cells: &[String]) {
    let cells: String = cells.iter().map(|c| format!("{c:>7}")).collect();
    let wide = sheet.width() >= 50;
    let line = if wide { format!("{name:<12}{cells}") } else { format!("{name} {}", cells.trim_start()) };
    sheet.flow(0, &[(tone, &line)]);
}

fn flags(sheet: &mut Sheet, e: &Evaluation) {
    // A figure of nothing is left open: a flag that was never raised has no precision.
    let figure = |f: f64, of: usize| if of == 0 { "-".to_owned() } else { format!("{f:.3}") };
    let cells = |t: &Tally| {
        let (raised, wanted) = (t.found + t.extra, t.found + t.missed);
        let [found, extra, missed] = [t.found, t.extra, t.missed].map(|n| n.to_string());
        [
            figure(t.precision(), raised),
            figure(t.recall(), wanted),
            figure(t.f1(), raised + wanted),
            found,
            extra,
            missed,
        ]
    };
    flag_row(sheet, Tone::Strong, "flag", &["P", "R", "F1", "found", "extra", "missed"].map(String::from));
    for (flag, tally) in &e.flags {
        flag_row(sheet, Tone::Plain, flag, &cells(tally));
    }
    flag_row(sheet, Tone::Plain, "all flags", &cells(&e.all_flags()));
}

fn flag_row(sheet: &mut Sheet, tone: Tone, name: &str, cells: &[String; 6]) {
    let cells: String = cells.iter().map(|c| format!("{c:>7}")).collect();
    let line =
        if sheet.width() >= 76 { format!("{name:<32}{cells}") } else { format!("{name} {}", cells.trim_start()) };
    sheet.flow(0, &[(tone, &line)]);
}
