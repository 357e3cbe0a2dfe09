//! Questions to the physician, ready to send: for each a neutral title, the note's own words with their line, one question, and
//! the answers to choose from. Nothing of codes, money or payers stands on the page.

use super::sheet::Sheet;
use super::summary::title;
use super::tone::Tone;
use crate::analysis::{Analysis, Flag, Indicator, Query};
use crate::audit::query::{OTHER, UNABLE};
use crate::note::Note;

/// The line for the answer to an open question.
const ANSWER: &str = "Answer: ____";

/// The questions of one note, at most `width` columns wide (30 at least), with ANSI styles.
///
/// `analysis` must be that of `note`, with offsets in bytes.
pub fn queries(note: &Note, analysis: &Analysis, width: usize) -> String {
    let mut sheet = Sheet::new(width);
    let asked: Vec<(&Flag, &Query)> = analysis.flags.iter().filter_map(|f| f.query.as_ref().map(|q| (f, q))).collect();
    let name = analysis.id.as_deref().unwrap_or("note");
    let count = match asked.len() {
        0 => "  no questions".to_owned(),
        1 => "  1 question".to_owned(),
        n => format!("  {n} questions"),
    };
    sheet.flow(0, &[(Tone::Strong, name), (Tone::Quiet, &count)]);
    for (number, (flag, query)) in asked.iter().enumerate() {
        sheet.blank();
        let of =
            title(flag.procedure.unwrap_or(0), if flag.procedure.is_some() { analysis.procedures.len() } else { 1 });
        let of = if of.is_empty() { of } else { format!("  ({})", of.trim_end().to_lowercase()) };
        let heading = format!("{}. {}", number + 1, query.title);
        sheet.flow(0, &[(Tone::Strong, &heading), (Tone::Plain, &of)]);
        write(&mut sheet, note, query);
    }
    sheet.finish()
}

fn write(sheet: &mut Sheet, note: &Note, query: &Query) {
    if !query.indicators.is_empty() {
        sheet.flow(3, &[(Tone::Plain, "The note states:")]);
    }
    query.indicators.iter().for_each(|i| sheet.flow(5, &[(Tone::Plain, &quoted(note, i))]));
    sheet.flow(3, &[(Tone::Plain, &query.question)]);
    // Where the note has words for no answer, the question is an open one.
    let open = query.options.iter().all(|o| [OTHER, UNABLE].contains(&o.as_str()));
    if open {
        sheet.flow(5, &[(Tone::Plain, ANSWER)]);
    }
    for option in query.options.iter().filter(|o| !open || *o != OTHER) {
        sheet.labelled(5, 3, (Tone::Plain, "[ ]"), &[(Tone::Plain, option)]);
    }
}

/// The words on one line, and the line they start in.
fn quoted(note: &Note, indicator: &Indicator) -> String {
    let words = indicator.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let before = note.text.as_bytes().iter().take(indicator.start as usize);
    let line = before.filter(|b| **b == b'\n').count() + 1;
    format!("“{words}” (line {line})")
}
