//! A trace for the person who maintains the lexicons: what fired where, what was set aside and by which cue, how it fell.

use super::sheet::Sheet;
use super::tone::Tone;
use crate::trace::{Trace, TraceDecision, TraceMention, TraceSection, TraceStatement};

/// Columns of the place in the note.
const PLACE: usize = 11;

/// The trace of one note, at most `width` columns wide (30 at least), with ANSI styles. Places are bytes.
pub fn trace(id: Option<&str>, trace: &Trace, width: usize) -> String {
    let mut sheet = Sheet::new(width);
    sheet.flow(0, &[(Tone::Strong, id.unwrap_or("note")), (Tone::Quiet, "  places are bytes, end exclusive")]);
    part(&mut sheet, "SECTIONS", &trace.sections, section);
    part(&mut sheet, "MENTIONS", &trace.mentions, mention);
    part(&mut sheet, "STATEMENTS", &trace.statements, statement);
    part(&mut sheet, "DECISIONS", &trace.decisions, decision);
    sheet.finish()
}

/// What the lexicons make of one sentence, without sections and decisions: a lone sentence has neither.
pub fn tried(trace: &Trace, width: usize) -> String {
    let mut sheet = Sheet::new(width);
    part(&mut sheet, "MENTIONS", &trace.mentions, mention);
    part(&mut sheet, "STATEMENTS", &trace.statements, statement);
    sheet.finish().trim_start_matches('\n').to_owned()
}

fn part<T>(sheet: &mut Sheet, heading: &str, items: &[T], write: fn(&mut Sheet, &T)) {
    sheet.heading(heading);
    if items.is_empty() {
        sheet.flow(2, &[(Tone::Quiet, "none")]);
    }
    items.iter().for_each(|item| write(sheet, item));
}

fn section(sheet: &mut Sheet, s: &TraceSection) {
    place(sheet, s.start, s.end, &[(Tone::Strong, &s.kind), (Tone::Plain, "  "), (Tone::Plain, &s.title)]);
}

fn place(sheet: &mut Sheet, start: u32, end: u32, runs: &[(Tone, &str)]) {
    sheet.labelled(2, PLACE, (Tone::Quiet, &format!("{start}..{end}")), runs);
}

fn quoted(text: &str) -> String {
    format!("“{}”", text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn mention(sheet: &mut Sheet, m: &TraceMention) {
    let is = format!(" {}  ", m.concepts.join(", "));
    let how = if m.assertion == "affirmed" { String::new() } else { format!("{}  ", m.assertion) };
    let words = quoted(&m.text);
    let runs = [(Tone::Mark, words.as_str()), (Tone::Plain, &is), (Tone::Warning, &how), (Tone::Quiet, &m.rule)];
    place(sheet, m.start, m.end, &runs);
}

fn statement(sheet: &mut Sheet, s: &TraceStatement) {
    let says = format!("{} = {}", s.element, s.value);
    let of = s.procedure.map(|p| format!("  procedure {}", p + 1)).unwrap_or_default();
    let tone = if s.outcome == "used" { Tone::Good } else { Tone::Warning };
    let (outcome, words) = (format!("  {}", s.outcome), format!("  {}", quoted(&s.text)));
    let rule = format!("  {}", s.rule);
    let runs = [
        (Tone::Strong, says.as_str()),
        (Tone::Plain, &of),
        (tone, &outcome),
        (Tone::Plain, &words),
        (Tone::Quiet, &rule),
    ];
    place(sheet, s.start, s.end, &runs);
}

fn decision(sheet: &mut Sheet, d: &TraceDecision) {
    let whose = d.procedure.map_or("note".to_owned(), |p| format!("procedure {}", p + 1));
    let says = format!("{} = {}", d.element, d.value);
    let why = format!("  {}", d.why);
    sheet.labelled(2, PLACE, (Tone::Quiet, &whose), &[(Tone::Strong, &says), (Tone::Plain, &why)]);
}
