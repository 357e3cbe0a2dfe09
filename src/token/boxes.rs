//! Boxes of a form, ticked or not: `[x]`, `( )`, `_X_`.

use super::Kind;
use super::scanner::Scanner;

impl Scanner<'_> {
    /// `[x]`, `[ ]`, `(X)`, `[]`: a box of a form.
    pub(super) fn check_box(&mut self, open: u8) -> bool {
        let close = if open == b'[' { b']' } else { b')' };
        let rest = &self.bytes[self.at + 1..];
        let blanks = rest.iter().take_while(|&&b| b == b' ' || b == b'_').count();
        let (ticked, used) = match rest.get(blanks) {
            Some(&b) if b == close && (open == b'[' || blanks > 0) && blanks < 4 => (false, blanks + 1),
            Some(_) => {
                let at = self.at + 1 + blanks;
                let Some(tick) = self.tick(at).or_else(|| self.letter_tick(at)) else { return false };
                let after = rest[blanks + tick..].iter().take_while(|&&b| b == b' ').count();
                if rest.get(blanks + tick + after) != Some(&close) || blanks + after > 2 {
                    return false;
                }
                (true, blanks + tick + after + 1)
            }
            None => return false,
        };
        let start = self.at;
        self.at += 1 + used;
        self.push_check(start, ticked);
        true
    }

    /// The length of a mark that ticks a box, if one stands at `at`.
    pub(super) fn tick(&self, at: usize) -> Option<usize> {
        match self.text.get(at..)?.chars().next()? {
            'x' | 'X' | '*' => Some(1),
            mark @ ('×' | '•' | '●' | '√' | '\u{2713}'..='\u{2718}') => Some(mark.len_utf8()),
            _ => None,
        }
    }

    /// `(o)`, `[v]`, `(+)`: a sign that ticks a box only where an empty one stands in its line.
    fn letter_tick(&self, at: usize) -> Option<usize> {
        const REACH: usize = 100;
        if !matches!(self.bytes.get(at), Some(b'o' | b'O' | b'v' | b'V' | b'y' | b'Y' | b'+' | b'#')) {
            return None;
        }
        let line = |b: &&u8| **b != b'\n';
        let before = self.bytes[at.saturating_sub(REACH)..at].iter().rev().take_while(line).count();
        let behind = self.bytes[at..self.bytes.len().min(at + REACH)].iter().take_while(line).count();
        let empty = |w: &[u8]| matches!(w, [b'(', b' ', b')'] | [b'[', b' ', b']']);
        let within = |bytes: &[u8]| bytes.windows(2).any(|w| w == b"[]") || bytes.windows(3).any(empty);
        within(&self.bytes[at - before..at + behind]).then_some(1)
    }

    /// `_X_` and, in the same line, `___`: boxes drawn with rules.
    #[cold]
    pub(super) fn ruled_box(&mut self) -> bool {
        const REACH: usize = 100;
        let start = self.at;
        let end = start + self.bytes[start..].iter().take_while(|b| **b == b'_').count();
        let ticked = matches!(self.bytes.get(end..end + 2), Some([b'x' | b'X', b'_']));
        if ticked {
            let rest = &self.bytes[end + 1..];
            self.at = end + 1 + rest.iter().take_while(|b| **b == b'_').count();
            self.push_check(start, true);
            return true;
        }
        let line = |b: &&u8| **b != b'\n';
        let before = self.bytes[start.saturating_sub(REACH)..start].iter().rev().take_while(line);
        let behind = &self.bytes[end..self.bytes.len().min(end + REACH)];
        let behind = &behind[..behind.iter().take_while(line).count()];
        let from = start - before.count();
        let has_tick = |bytes: &[u8]| bytes.windows(3).any(|w| matches!(w, [b'_', b'x' | b'X', b'_']));
        if end - start < 2 || !(has_tick(&self.bytes[from..start]) || has_tick(behind)) {
            return false;
        }
        self.at = end;
        self.push_check(start, false);
        true
    }

    pub(super) fn push_check(&mut self, start: usize, ticked: bool) {
        let normal: &[u8] = if ticked { b"[x]" } else { b"[]" };
        self.push(start, self.at, normal, Kind::Check(ticked), false);
    }
}
