//! Text that a note carries over from an earlier one, and says so: "--- Imported from encounter of … --- … --- End of import ---",
//! "*** CONTAINS COPIED TEXT *** … [date, today] …". In: a document and its sections. Out: the sections cut there, with what was carried over as the past.

use super::Document;
use super::section::{Role, Section};
use crate::lexicon::concept::known;
use crate::mention::Mention;
use crate::token::Break;
use std::ops::Range;

/// Longest line, in tokens, that tells where carried text begins or this encounter does.
const LONGEST_MARK: usize = 16;

/// Makes the past of what was carried over.
pub(super) fn set_apart(document: &Document, sections: &mut Vec<Section>) {
    let Some(carried) = carried(document) else { return };
    let mut out = Vec::with_capacity(sections.len() + 2);
    for section in sections.iter() {
        let cuts = [section.first, carried.start, carried.end, section.end];
        let mut first = section.first;
        for cut in cuts.into_iter().filter(|&c| c > section.first && c <= section.end) {
            if cut <= first {
                continue;
            }
            let role = match (carried.contains(&first), first > section.first) {
                (true, _) => Role::Past,
                // A heading of the earlier note names nothing of this one.
                (false, true) => Role::Narrative,
                (false, false) => section.role,
            };
            out.push(Section { role, first, body: section.body.clamp(first, cut), end: cut });
            first = cut;
        }
    }
    *sections = out;
}

/// The run of text that was carried over: from a line that says so to its end, or to the line that opens this encounter. Without
/// either end the whole note may be a copy.
fn carried(document: &Document) -> Option<Range<usize>> {
    let begin = document.mentions.iter().find(|m| m.is(known::CARRIED_TEXT))?.first();
    let start = (0..=begin).rev().find(|&t| document.tokens.list[t].before >= Break::Line).unwrap_or(0);
    if begin - start > LONGEST_MARK {
        return None;
    }
    let ends = |m: &&Mention| m.is(known::CARRIED_END) && m.first() > begin;
    let stop = document.mentions.iter().find(ends).map(|m| m.last() + 1);
    let mut at = line_end(document, start);
    // "[Text carried over from visit 11/2025: …]": the bracket holds all of it, unless the end is told behind it.
    let bracketed = document.tokens.is_mark(start, b'[');
    let close = (begin..at).find(|&t| document.tokens.is_mark(t, b']')).filter(|_| bracketed && stop.is_none());
    if let Some(close) = close {
        return Some(start..close + 1);
    }
    if let Some(stop) = stop.filter(|&s| s <= at) {
        return Some(start..stop);
    }
    while at < document.tokens.list.len() {
        let line = at..line_end(document, at);
        if let Some(stop) = stop.filter(|&s| s > line.start && s <= line.end) {
            return Some(start..stop);
        }
        if begin <= start + 1 && is_labelled_current(document, &line)
            || line.len() <= LONGEST_MARK && is_current_line(document, &line)
        {
            return Some(start..at);
        }
        at = line.end;
    }
    None
}

/// The first token of the next line.
fn line_end(document: &Document, at: usize) -> usize {
    let tokens = &document.tokens.list;
    (at + 1..tokens.len()).find(|&t| tokens[t].before >= Break::Line).unwrap_or(tokens.len())
}

/// "Today: path from the above …", "TODAY'S NOTE: …".
fn is_labelled_current(document: &Document, line: &Range<usize>) -> bool {
    const LABEL: usize = 5;
    document.is(line.start, known::CURRENT)
        && (line.start + 1..line.end.min(line.start + LABEL)).any(|t| document.tokens.is_mark(t, b':'))
}

/// A line of its own that opens this encounter, and tells nothing else.
fn is_current_line(document: &Document, line: &Range<usize>) -> bool {
    let mention = |c| document.mentions_in(line.start, line.end).any(|m| document.mentions[m].is(c));
    let label = line.clone().any(|t| document.tokens.is_mark(t, b':') && t + 1 < line.end);
    let told = line.clone().any(|t| document.is_verb(t) || document.is(t, known::BIOPSY));
    mention(known::CURRENT) && !label && !told
}
