//! Marks, and the dots, hyphens and asterisks that are none.

use super::scanner::Scanner;
use super::{Break, Kind};

/// As many as need counting: what comes more often than this is a habit.
pub(super) const MANY: usize = 1000;

impl Scanner<'_> {
    pub(super) fn mark(&mut self, mark: u8, len: usize) {
        let start = self.at;
        match mark {
            b'[' | b'(' if self.check_box(mark) => return,
            b'\\' if self.hl7_escape() || self.written_escape() => return,
            b'&' if self.entity() => return,
            b'<' if self.tag() => return,
            b'>' if self.quoted && self.before >= Break::Line => {
                self.at += len;
                return;
            }
            b'_' if self.ruled_box() => return,
            b'*' if self.multiplies() => {
                self.at += len;
                return self.push(start, start + len, b"x", Kind::Word, false);
            }
            b'.' if self.digit_at(start + 1) && self.before != Break::Joined => return self.number(),
            b'.' if self.dotted_letter() => {
                self.at += 1;
                self.before = Break::Space;
                return;
            }
            b'.' if self.shortens_unit() => {
                self.at += 1;
                return;
            }
            // A hyphen inside a compound only parts its words; between numbers it is a range.
            b'-' if self.joins_words(start, start + len) || self.wraps_compound(start, start + len) => {
                self.at += len;
                self.before = Break::Joined;
                return;
            }
            b'\'' => {
                self.at += len;
                return;
            }
            _ => {}
        }
        self.at += len;
        if mark == b'~'
            && let Some(end) = self.struck_out(start)
        {
            self.at = end;
            self.before = self.before.max(Break::Space);
            return;
        }
        if mark == b'~' && self.is_about(start) {
            self.before = self.before.max(Break::Space);
            return;
        }
        if mark == b'~' {
            // HL7 repetition: a new line of the field.
            self.before = Break::Line;
            return;
        }
        let normal_start = self.out.normal.len();
        self.out.normal.push(mark);
        self.close(start, self.at, normal_start, Kind::Punct(mark), false);
    }

    /// "about: ~4 x 12 mm": a sign before a number, set off from what stands before it.
    #[cold]
    fn is_about(&self, start: usize) -> bool {
        let before = start.checked_sub(1).and_then(|at| self.bytes.get(at));
        before.is_some_and(|b| matches!(b, b' ' | b'(')) && self.bytes.get(start + 1).is_some_and(u8::is_ascii_digit)
    }

    /// Behind the second pair of `~~left~~ right`, where text is struck out in a line: what is struck out is not said.
    #[cold]
    fn struck_out(&self, start: usize) -> Option<usize> {
        const REACH: usize = 200;
        let rest = self.bytes.get(start + 2..)?;
        if !self.bytes[start..].starts_with(b"~~") {
            return None;
        }
        let line = rest.iter().take(REACH).position(|b| *b == b'\n').unwrap_or(rest.len().min(REACH));
        let close = rest[..line].windows(2).position(|w| w == b"~~").filter(|&at| at > 0)?;
        Some(start + 2 + close + 2)
    }

    /// The asterisk of `40 * 30 mm`.
    #[cold]
    pub(super) fn multiplies(&self) -> bool {
        let Some(last) = self.out.list.last() else { return false };
        let behind = self.at + 1 + usize::from(self.bytes.get(self.at + 1) == Some(&b' '));
        self.before <= Break::Space && last.kind == Kind::Number && self.digit_at(behind)
    }

    /// The dot of `i.t. band`: after a letter standing alone, with another letter or lower-case text behind it.
    pub(super) fn dotted_letter(&self) -> bool {
        let Some(last) = self.out.list.last() else { return false };
        let single = last.span.end as usize == self.at && last.span.len() == 1 && last.kind == Kind::Word;
        if !single {
            return false;
        }
        let next = self.bytes.get(self.at + 1).copied().unwrap_or(b' ');
        let dotted_before =
            last.before == Break::Space && last.span.start > 0 && self.bytes[last.span.start as usize - 1] == b'.';
        // "in v. lateralis", "m. sartorius".
        let anatomical = matches!(self.bytes[last.span.start as usize].to_ascii_lowercase(), b'v' | b'm' | b'n')
            && next == b' '
            && self.bytes.get(self.at + 2).is_some_and(u8::is_ascii_lowercase);
        next.is_ascii_alphabetic()
            || anatomical
            || (dotted_before && next == b' ' && self.bytes.get(self.at + 2).is_some_and(u8::is_ascii_lowercase))
    }

    /// The dot of `a 4 cm. mass` and `4 cm. x 3 cm.`: before another dimension, or a small letter where sentences start with
    /// capitals.
    pub(super) fn shortens_unit(&self) -> bool {
        let Some(last) = self.out.list.last() else { return false };
        let joined = last.span.end as usize == self.at && last.kind == Kind::Word;
        let normal = &self.out.normal[last.normal.0 as usize..last.normal.1 as usize];
        if !(joined && matches!(normal, b"cm" | b"mm" | b"cms" | b"mms")) {
            return false;
        }
        let rest = self.bytes[self.at + 1..].strip_prefix(b" ").unwrap_or_default();
        let dimension =
            |sign: &[u8]| rest.strip_prefix(sign).is_some_and(|r| r.first().is_some_and(u8::is_ascii_digit));
        let small = rest.first().is_some_and(u8::is_ascii_lowercase);
        [&b"x "[..], b"X ", b"by ", b"\xc3\x97 "].into_iter().any(dimension)
            || (small && starts_with_capitals(self.bytes))
    }

    pub(super) fn joins_words(&self, start: usize, end: usize) -> bool {
        let letter = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_alphabetic() || *b >= 128);
        let before = start.checked_sub(1).and_then(|i| self.bytes.get(i));
        let after = self.bytes.get(end);
        let alnum = |b: Option<&u8>| letter(b) || b.is_some_and(u8::is_ascii_digit);
        (letter(before) && alnum(after)) || (alnum(before) && letter(after))
    }

    /// `ultrasound-` at the end of a line, `guided` on the next.
    pub(super) fn wraps_compound(&self, start: usize, end: usize) -> bool {
        let letter_before = start.checked_sub(1).is_some_and(|i| self.bytes[i].is_ascii_alphabetic());
        let blanks = self.bytes[end..].iter().take_while(|b| b.is_ascii_whitespace()).take(8).count();
        let lines = self.bytes[end..end + blanks].iter().filter(|&&b| b == b'\n').count();
        letter_before && lines == 1 && self.bytes.get(end + blanks).is_some_and(u8::is_ascii_lowercase)
    }
}

/// Whether most sentences of a text start with capitals.
#[cold]
pub(super) fn starts_with_capitals(text: &[u8]) -> bool {
    let behind = |at: usize| text[at + 1..].strip_prefix(b" ").and_then(|rest| rest.first());
    let starts = memchr::memchr_iter(b'.', text).take(MANY).filter_map(behind);
    let (capitals, small) = starts.fold((0, 0), |(capitals, small), b| {
        (capitals + usize::from(b.is_ascii_uppercase()), small + usize::from(b.is_ascii_lowercase()))
    });
    capitals >= 3 && capitals > small * 2
}
