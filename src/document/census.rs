//! What a look at every token tells of a note: whether it has boxes or blanks, and how its lines are typed.

use super::choice;
use crate::token::{Break, Kind, Tokens};

/// What a look at every token tells of a note.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Census {
    /// It has a box to tick.
    boxes: bool,
    /// It has marks that enclose unfilled blanks.
    pub(super) blanks: bool,
    /// Its marks and line ends that part sentences and clauses.
    pub(super) breaks: usize,
    /// Its lines that start with a word, those of them that start small, and those behind a line that ends with a mark.
    lines: usize,
    small_lines: usize,
    marked_lines: usize,
}

impl Census {
    /// For each token whether it belongs to an option left unticked; empty where the note has no box.
    pub(super) fn unticked(&self, tokens: &Tokens) -> Vec<bool> {
        if self.boxes { choice::unticked(tokens) } else { Vec::new() }
    }

    pub(super) fn of(tokens: &Tokens) -> Self {
        let mut census = Self::default();
        let (mut marked, mut stroke, mut marked_end, mut opened) = (false, false, false, false);
        for token in &tokens.list {
            // "TRU-CUT / (OPEN)", "(Y) / N": an option may be ringed.
            census.boxes |=
                (stroke && token.kind == Kind::Punct(b'(')) || (marked_end && token.kind == Kind::Punct(b'/'));
            stroke = token.kind == Kind::Punct(b'/');
            let marked_end_before = marked_end;
            marked_end = token.kind == Kind::Punct(b')');
            // "(Y)  N", "core  (OPEN)", "gauge ____".
            census.boxes |= matches!(token.kind, Kind::Punct(b'_'))
                || (token.before == Break::Gap && token.kind == Kind::Punct(b'('))
                || (marked_end_before && token.kind == Kind::Punct(b':'))
                || (opened && matches!(token.kind, Kind::Word) && token.span.len() <= 3);
            opened = token.kind == Kind::Punct(b'(');
            let mut parts = token.before >= Break::Line;
            match token.kind {
                Kind::Punct(b'.' | b':' | b',' | b';') => parts = true,
                Kind::Punct(b'@' | b'{' | b'[') => census.blanks = true,
                Kind::Check(_) => census.boxes = true,
                _ => {}
            }
            census.breaks += usize::from(parts);
            let ends = matches!(token.kind, Kind::Punct(b'.' | b',' | b';'));
            if token.before >= Break::Line && token.kind == Kind::Word {
                census.lines += 1;
                census.small_lines += usize::from(!token.capital);
                census.marked_lines += usize::from(marked);
            }
            marked = ends;
        }
        census
    }

    /// Six lines of seven start small, or some do, hardly any ends with a mark and they are of many lengths: a note typed line by
    /// line, and not wrapped.
    pub(super) fn has_lowercase_lines(&self, text: &str) -> bool {
        let small = self.small_lines * 7 >= self.lines * 6;
        let unmarked = self.small_lines >= 2 && self.marked_lines * 12 <= self.lines;
        self.lines >= 4 && (small || (unmarked && is_ragged(text)))
    }
}

/// Whether the longest line of a text is half as long again as the mean of those that hold anything.
fn is_ragged(text: &str) -> bool {
    let lengths = text.lines().map(|l| l.trim().len()).filter(|&bytes| bytes > 0);
    let (lines, all, longest) =
        lengths.fold((0, 0, 0), |(lines, all, longest), bytes| (lines + 1, all + bytes, longest.max(bytes)));
    longest * lines * 2 >= all * 3
}
