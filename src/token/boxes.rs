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
        if self.rules_end <= start {
            self.rules_end = start + self.bytes[start..].iter().take_while(|b| **b == b'_').count();
        }
        let end = self.rules_end;
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
        let ruled = has_tick(&self.bytes[from..start]) || has_tick(behind);
        let line = from..end + behind.len();
        if end - start < 2 || !(ruled || self.is_option_rule(start, end) && self.holds_bare_tick(line)) {
            return false;
        }
        self.at = end;
        self.push_check(start, false);
        true
    }

    /// "fat __  muscle X": a cross that stands alone behind an option, where another option of its line has a rule behind it.
    #[cold]
    pub(super) fn bare_tick(&mut self) -> bool {
        const REACH: usize = 100;
        let at = self.at;
        if !self.is_bare_tick(at) {
            return false;
        }
        let from = self.bytes[at.saturating_sub(REACH)..at].iter().rev().take_while(|b| **b != b'\n').count();
        let to = self.bytes[at..self.bytes.len().min(at + REACH)].iter().take_while(|b| **b != b'\n').count();
        let (first, end) = (at - from, at + to);
        let is_rule = |start: usize| {
            let stop = start + self.bytes[start..end].iter().take_while(|b| **b == b'_').count();
            stop > start && self.is_option_rule(start, stop)
        };
        let starts = |t: &usize| self.bytes[*t] == b'_' && (*t == first || self.bytes[*t - 1] != b'_');
        if !(first..end).filter(starts).any(is_rule) {
            return false;
        }
        self.at += 1;
        self.push_check(at, true);
        true
    }

    /// A small cross must have a wide blank or the end of its line behind it: in "__ x __ cm" it multiplies.
    fn is_bare_tick(&self, at: usize) -> bool {
        let blank = |b: Option<&u8>| b.is_none_or(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r'));
        let before = at.checked_sub(1).map(|t| self.bytes[t]);
        let apart = matches!(before, Some(b' ' | b'\t'));
        let wide =
            || blank(self.bytes.get(at + 1)) && blank(self.bytes.get(at + 2)) || self.bytes.get(at + 1) == Some(&b'\t');
        match self.bytes[at] {
            b'X' => apart && blank(self.bytes.get(at + 1)),
            b'x' => apart && wide(),
            _ => false,
        }
    }

    fn holds_bare_tick(&self, line: std::ops::Range<usize>) -> bool {
        line.into_iter().any(|t| self.is_bare_tick(t))
    }

    /// Two to four rules behind a word, and nothing that they leave room for: "left __", not "__ cm".
    fn is_option_rule(&self, start: usize, end: usize) -> bool {
        let behind = self.bytes.get(end).is_none_or(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r'));
        let rest = &self.bytes[end.min(self.bytes.len())..];
        let unit = rest.starts_with(b" cm") || rest.starts_with(b" mm") || rest.starts_with(b" x ");
        let before = start.checked_sub(2).is_some_and(|t| {
            self.bytes[t + 1] == b' ' && (self.bytes[t].is_ascii_alphanumeric() || self.bytes[t] == b')')
        });
        (2..=4).contains(&(end - start)) && before && behind && !unit
    }

    pub(super) fn push_check(&mut self, start: usize, ticked: bool) {
        let normal: &[u8] = if ticked { b"[x]" } else { b"[]" };
        self.push(start, self.at, normal, Kind::Check(ticked), false);
    }
}
