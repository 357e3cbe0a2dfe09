//! The top of the report: the code of every procedure and why, in plain words, or why there is none.

use super::beside;
use super::claim;
use super::sheet::{Run, Sheet};
use super::tone::Tone;
use crate::analysis::{Analysis, Procedure, Severity, Status};

const INDENT: usize = 2;

pub(super) fn write(sheet: &mut Sheet, analysis: &Analysis) {
    sheet.blank();
    if analysis.procedures.is_empty() {
        sheet.flow(0, &[(Tone::Strong, "NO CODE")]);
        sheet.flow(
            INDENT,
            &[(Tone::Plain, "The note describes no soft-tissue biopsy or excision done in this encounter.")],
        );
    }
    for (index, procedure) in analysis.procedures.iter().enumerate() {
        if index > 0 {
            sheet.blank();
        }
        write_code(sheet, analysis, index, procedure);
    }
    if !analysis.neighbours.is_empty() {
        sheet.blank();
        sheet.flow(0, &[(Tone::Strong, "OTHER TISSUE")]);
        analysis.neighbours.iter().for_each(|n| beside::neighbour(sheet, n));
    }
    if let Some(check) = &analysis.claim {
        claim::write(sheet, check);
    }
    write_open_points(sheet, analysis);
}

fn write_code(sheet: &mut Sheet, analysis: &Analysis, index: usize, procedure: &Procedure) {
    let title = title(index, analysis.procedures.len());
    let code = procedure.code.as_ref().map_or("NO CODE".to_owned(), |c| format!("CODE {c}"));
    let (tone, status) = status(procedure.status);
    sheet.flow(0, &[(Tone::Strong, &title), (Tone::Strong, &code), (Tone::Plain, "  "), (tone, status)]);
    match procedure.code {
        Some(_) => write_reasons(sheet, procedure),
        None => write_why_none(sheet, analysis, index, procedure),
    }
    beside::write(sheet, procedure);
}

/// Which of several procedures is meant; nothing where there is one.
pub(super) fn title(index: usize, of: usize) -> String {
    if of > 1 { format!("PROCEDURE {} OF {of}  ", index + 1) } else { String::new() }
}

fn status(status: Status) -> (Tone, &'static str) {
    match status {
        Status::Supported => (Tone::Good, "supported"),
        Status::Default => (Tone::Warning, "default, because the depth is not documented"),
        Status::Undetermined => (Tone::Warning, "undetermined"),
        Status::OutOfScope => (Tone::Info, "out of scope"),
    }
}

/// The chosen candidate's reason, then the others that were weighed.
fn write_reasons(sheet: &mut Sheet, procedure: &Procedure) {
    for candidate in &procedure.candidates {
        let chosen = procedure.code.as_ref() == Some(&candidate.code);
        let lead = if chosen { "why: ".to_owned() } else { format!("also weighed {}: ", candidate.code) };
        point(sheet, &[(Tone::Plain, &lead), (Tone::Plain, &candidate.reason)]);
    }
}

fn write_why_none(sheet: &mut Sheet, analysis: &Analysis, index: usize, procedure: &Procedure) {
    let why = match procedure.status {
        Status::OutOfScope => "What was done, or where, is outside the three codes for biopsies of thigh and knee.",
        _ => "The note does not determine which code applies.",
    };
    point(sheet, &[(Tone::Plain, "why: "), (Tone::Plain, why)]);
    for candidate in &procedure.candidates {
        let lead = format!("weighed {}: ", candidate.code);
        point(sheet, &[(Tone::Plain, &lead), (Tone::Plain, &candidate.reason)]);
    }
    let decisive = |f: &&crate::analysis::Flag| f.procedure == Some(index) && decides(&f.id);
    for flag in analysis.flags.iter().filter(decisive) {
        point(sheet, &[(Tone::Plain, &flag.message)]);
    }
}

/// Flags that say why a procedure has no code.
fn decides(flag: &str) -> bool {
    matches!(
        flag,
        "approach-undocumented"
            | "depth-contradictory"
            | "site-undocumented"
            | "excision-not-biopsy"
            | "skin-biopsy"
            | "outside-region"
    )
}

pub(super) fn point(sheet: &mut Sheet, runs: &[Run<'_>]) {
    sheet.labelled(INDENT, 1, (Tone::Quiet, "-"), runs);
}

/// How much is left to settle, so that nobody has to scroll to know.
fn write_open_points(sheet: &mut Sheet, analysis: &Analysis) {
    let count = |s: Severity| analysis.flags.iter().filter(|f| f.severity == s).count();
    let parts = [
        (count(Severity::Error), "error", "errors"),
        (count(Severity::Warning), "warning", "warnings"),
        (count(Severity::Info), "for information", "for information"),
    ];
    let told =
        |(n, one, many): (usize, &str, &str)| (n > 0).then(|| format!("{n} {}", if n == 1 { one } else { many }));
    let told: Vec<_> = parts.into_iter().filter_map(told).collect();
    if !told.is_empty() {
        sheet.blank();
        let text = format!("To resolve: {} (at the end)", told.join(", "));
        sheet.flow(0, &[(Tone::Plain, &text)]);
    }
}
