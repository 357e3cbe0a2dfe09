//! The pass over the text: told by its first character, each word, number or mark is taken by its own file.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::character::{Class, ascii_class, unicode_class};
use super::spoken::Spoken;
use super::{Break, Kind, Token, Tokens};
use crate::span::Span;

/// A quoted line, and as many as make a quoted text.
static QUOTED: LazyLock<Finder> = LazyLock::new(|| Finder::new("\n> "));
const FEWEST_QUOTED: usize = 3;

pub(super) fn scan(tokens: Tokens, text: &str, spoken: Spoken, is_word: &dyn Fn(&[u8]) -> bool) -> Tokens {
    let mut out = Scanned { list: tokens.list, normal: tokens.normal.into_bytes() };
    out.list.clear();
    out.normal.clear();
    out.normal.push(b' ');
    let quoted = QUOTED.find_iter(text.as_bytes()).take(FEWEST_QUOTED).count() == FEWEST_QUOTED;
    let bytes = text.as_bytes();
    let mut scanner =
        Scanner { text, bytes, at: 0, before: Break::Paragraph, spoken, quoted, is_word, rules_end: 0, out };
    scanner.run();
    let normal = String::from_utf8(scanner.out.normal).expect("whole characters of a text that is UTF-8, and ASCII");
    Tokens { list: scanner.out.list, normal }
}

pub(super) struct Scanner<'a> {
    pub(super) text: &'a str,
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    pub(super) before: Break,
    pub(super) spoken: Spoken,
    /// Its lines are quoted, as in an answer to a message.
    pub(super) quoted: bool,
    pub(super) is_word: &'a dyn Fn(&[u8]) -> bool,
    /// Where the last run of rules ends: each of a run that is no box asks for it.
    pub(super) rules_end: usize,
    pub(super) out: Scanned,
}

/// The tokens so far.
pub(super) struct Scanned {
    pub(super) list: Vec<Token>,
    /// In bytes, as letters are taken in by the eight.
    pub(super) normal: Vec<u8>,
}

impl Scanner<'_> {
    pub(super) fn run(&mut self) {
        while self.at < self.bytes.len() {
            let start = self.at;
            let byte = self.bytes[start];
            // Words and single blanks are nearly everything; the rest is told apart below.
            if byte.is_ascii_alphabetic() {
                if !(byte | 32 == b'x' && self.bare_tick()) {
                    self.word();
                }
                continue;
            }
            if byte == b' ' && self.bytes.get(start + 1).is_some_and(u8::is_ascii_alphanumeric) {
                self.before = self.before.max(Break::Space);
                self.at += 1;
                continue;
            }
            let (class, len) = self.class(start);
            match class {
                Class::Letter(_) | Class::Accented(_) => self.word(),
                Class::Digit | Class::WideDigit => self.number(),
                Class::Fraction(value) => {
                    self.at += len;
                    self.push(start, self.at, value.as_bytes(), Kind::Number, false);
                }
                Class::Blank => self.blanks(),
                Class::Newline => self.newline(len),
                Class::Nothing => self.at += len,
                Class::Check(ticked) => {
                    self.at += len;
                    self.push_check(start, ticked);
                }
                Class::Mark(mark) => self.mark(mark, len),
            }
        }
    }

    pub(super) fn class(&self, at: usize) -> (Class, usize) {
        let byte = self.bytes[at];
        if byte < 128 {
            return (ascii_class(byte), 1);
        }
        // `at` always stands on a character boundary, so there is a character here.
        let Some(c) = self.text[at..].chars().next() else { return (Class::Nothing, 1) };
        let class = match c {
            '\u{25cf}' if self.has_empty_beside(at, "\u{25cb}") => Class::Check(true),
            '\u{25a0}' if self.has_empty_beside(at, "\u{25a1}") => Class::Check(true),
            c => unicode_class(c),
        };
        (class, c.len_utf8())
    }

    /// Whether an empty ring or square stands in the same line, so that a full one is an option taken.
    #[cold]
    pub(super) fn has_empty_beside(&self, at: usize, empty: &str) -> bool {
        const REACH: usize = 100;
        let holds = |b: &[u8]| b.windows(empty.len()).any(|w| w == empty.as_bytes());
        let before = &self.bytes[at.saturating_sub(REACH)..at];
        let from = before.iter().rposition(|b| *b == b'\n').map_or(0, |n| n + 1);
        let behind = &self.bytes[at..self.bytes.len().min(at + REACH)];
        let to = behind.iter().position(|b| *b == b'\n').unwrap_or(behind.len());
        holds(&before[from..]) || holds(&behind[..to])
    }

    pub(super) fn blanks(&mut self) {
        let start = self.at;
        let mut wide = false;
        while let Some(&b) = self.bytes.get(self.at) {
            match b {
                b' ' => {}
                b'\t' => wide = true,
                _ => break,
            }
            self.at += 1;
        }
        let mut count = self.at - start;
        if count == 0 {
            // A typographic blank: one, in however many bytes, and wide only beside another.
            let (_, len) = self.class(start);
            self.at += len;
            count = if self.before == Break::Space { 2 } else { 1 };
        }
        let found = if wide || count >= 2 { Break::Gap } else { Break::Space };
        // Blanks around a line end or a typographic blank do not weaken what was seen before.
        self.before = self.before.max(found);
    }

    pub(super) fn newline(&mut self, len: usize) {
        self.at += len;
        if len == 1 && self.bytes[self.at - 1] == b'\r' && self.bytes.get(self.at) == Some(&b'\n') {
            self.at += 1;
        }
        self.before = if self.before >= Break::Line { Break::Paragraph } else { Break::Line };
    }

    pub(super) fn digit_at(&self, at: usize) -> bool {
        self.bytes.get(at).is_some_and(u8::is_ascii_digit)
    }

    pub(super) fn push(&mut self, start: usize, end: usize, normal: &[u8], kind: Kind, capital: bool) {
        let normal_start = self.out.normal.len();
        self.out.normal.extend_from_slice(normal);
        self.close(start, end, normal_start, kind, capital);
    }

    pub(super) fn close(&mut self, start: usize, end: usize, normal_start: usize, kind: Kind, capital: bool) {
        let normal = (normal_start as u32, self.out.normal.len() as u32);
        self.out.normal.push(b' ');
        let span = Span::new(start as u32, end as u32);
        self.out.list.push(Token { span, normal, kind, before: self.before, capital });
        self.before = Break::Joined;
    }
}
