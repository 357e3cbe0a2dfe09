//! Text that was set to a width: line ends and wide blanks that mean nothing. In: tokens. Out: the same, those turned into blanks.
//!
//! A line was wrapped where the next word would not have fitted into the longest line. A form has a line or two like that by
//! chance, wrapped text has hardly any other within its paragraphs.

use crate::token::{Break, Kind, Token, Tokens};

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
        let width = width(&tokens.list[start], &tokens.list[at - 1]);
        widest = widest.max(width);
        if tokens.list[at].before == Break::Line {
            ends.push((at, width + 1 + word_width(tokens, at)));
        }
        start = at;
    }
    if let Some(last) = tokens.list.last() {
        widest = widest.max(width(&tokens.list[start], last));
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

/// The width of a line from its first to its last token, in bytes. Cells of a table are read in another order than they stand in.
fn width(first: &Token, last: &Token) -> usize {
    last.span.end.saturating_sub(first.span.start) as usize
}

/// Fewest wide blanks between small letters by which justified text is told.
const FEWEST_WIDE: usize = 4;

/// Turns the wide blanks of justified text into single ones. In a form they stand between a value and the next label; within
/// running text they tell nothing.
pub(super) fn close_up(tokens: &mut Tokens) {
    let small = |t: &Token| t.kind == Kind::Word && !t.capital;
    let wide: Vec<usize> = (1..tokens.list.len()).filter(|&t| tokens.list[t].before == Break::Gap).collect();
    let running = |t: &usize| small(&tokens.list[*t]) && small(&tokens.list[t - 1]);
    let within: Vec<usize> = wide.iter().copied().filter(running).collect();
    if within.len() >= FEWEST_WIDE && within.len() * 2 > wide.len() {
        for at in within {
            tokens.list[at].before = Break::Space;
        }
    }
}

/// The width of a word with the marks that touch it, in bytes.
fn word_width(tokens: &Tokens, at: usize) -> usize {
    let touching = tokens.list[at + 1..].iter().take_while(|t| t.before == Break::Joined).last();
    width(&tokens.list[at], touching.unwrap_or(&tokens.list[at]))
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
        // "Post-operative diagnosis - same": a dash with blanks around it parts a label as well.
        let dash = |t: usize| {
            let apart = |t: usize| tokens.list.get(t).is_some_and(|n| n.before == Break::Space);
            tokens.is_mark(t, b'-') && apart(t) && apart(t + 1)
        };
        // "INDICATION         growth": the first column of a form.
        let column = |t: usize| tokens.list[t].before == Break::Gap;
        tokens.list[at].capital && line.into_iter().any(|t| tokens.is_mark(t, b':') || dash(t) || column(t))
    };
    listed || label()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::tokenize;

    fn breaks(text: &str) -> Vec<Break> {
        let mut tokens = tokenize(text, &|_| false);
        unwrap(&mut tokens);
        close_up(&mut tokens);
        tokens.list.iter().map(|t| t.before).filter(|b| *b >= Break::Gap).collect()
    }

    #[test]
    fn wrapped_lines_are_told_from_fields() {
        let wrapped = "The lump lay in the fat of the thigh, well\nabove the fascia, which we did not open. A\nwedge went to the laboratory in formalin\nand the rest was left where it was. Closed\nin two layers.";
        assert_eq!(breaks(wrapped), [Break::Paragraph]);
        let fields = "Pre-op: lump of the left thigh, growing\nPost-op: same\nSide: left\nDepth: above the fascia\nGuidance: none at all\nSent: formalin";
        assert_eq!(breaks(fields).len(), 6);
    }

    #[test]
    fn justified_text_is_closed_up_and_columns_are_not() {
        assert_eq!(breaks("the  lump was  cut and  a wedge  was sent"), [Break::Paragraph]);
        assert_eq!(breaks("Side: left   Size: 3 cm   Depth: fat").len(), 3);
    }
}
