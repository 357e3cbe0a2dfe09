//! Text that was wrapped to a width: its line ends are blanks. In: tokens. Out: the same, wrapped line ends turned into blanks.
//!
//! A line was wrapped where the next word would not have fitted into the longest line. A form has a line or two like that by
//! chance, wrapped text has hardly any other within its paragraphs.

use crate::token::{Break, Kind, Tokens};

/// Narrowest and widest text that is taken for wrapped, in bytes.
const WIDTHS: std::ops::RangeInclusive<usize> = 30..=140;

/// Fewest lines from which a habit is told.
const FEWEST: usize = 3;

/// Longest label of a field that may start a line, in tokens.
const LONGEST_LABEL: usize = 7;

/// Turns the line ends of wrapped text into blanks.
pub(super) fn unwrap(tokens: &mut Tokens) {
    let mut ends: Vec<(usize, usize)> = Vec::new();
    let (mut start, mut widest) = (0, 0);
    for at in 1..tokens.list.len() {
        if tokens.list[at].before < Break::Line {
            continue;
        }
        let width = (tokens.list[at - 1].span.end - tokens.list[start].span.start) as usize;
        widest = widest.max(width);
        if tokens.list[at].before == Break::Line {
            ends.push((at, width + 1 + word_width(tokens, at)));
        }
        start = at;
    }
    if let Some(last) = tokens.list.last() {
        widest = widest.max((last.span.end - tokens.list[start].span.start) as usize);
    }
    let lines = ends.len();
    ends.retain(|(_, needed)| *needed > widest);
    // Two lines of five: fields and headings stand beside the wrapped text.
    if ends.len() < FEWEST || ends.len() * 5 < lines * 2 || !WIDTHS.contains(&widest) {
        return;
    }
    for (at, _) in ends {
        if !starts_line(tokens, at) {
            tokens.list[at].before = Break::Space;
        }
    }
}

/// The width of a word with the marks that touch it, in bytes.
fn word_width(tokens: &Tokens, at: usize) -> usize {
    let touching = tokens.list[at + 1..].iter().take_while(|t| t.before == Break::Joined).last();
    (touching.unwrap_or(&tokens.list[at]).span.end - tokens.list[at].span.start) as usize
}

/// Whether a line starts on purpose: with a bullet, a number of a list or a label, or behind a full stop.
fn starts_line(tokens: &Tokens, at: usize) -> bool {
    let mark = |t: usize, marks: &[u8]| marks.iter().any(|m| tokens.is_mark(t, *m));
    if mark(at - 1, b".:") || mark(at, b"*-#|>") || matches!(tokens.list[at].kind, Kind::Check(_)) {
        return true;
    }
    let listed = tokens.list[at].kind == Kind::Number && mark(at + 1, b".)");
    let label = || {
        let line = (at + 1..tokens.list.len().min(at + LONGEST_LABEL))
            .take_while(|&t| tokens.list[t].before < Break::Line && !mark(t, b".,;"));
        tokens.list[at].capital && line.into_iter().any(|t| tokens.is_mark(t, b':'))
    };
    listed || label()
}
