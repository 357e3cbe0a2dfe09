//! Words: runs of letters in lower case, across apostrophes and the hyphen that breaks a known word at a line's end.

use super::character::{Class, lower_letters, push_lower};
use super::scanner::Scanner;
use super::spoken::{Spoken, spoken_mark, spoken_pair};
use super::{Break, Kind};

impl Scanner<'_> {
    pub(super) fn word(&mut self) {
        let start = self.at;
        let normal_start = self.out.normal.len();
        let first = self.bytes[start];
        let capital = first.is_ascii_uppercase()
            || (first >= 128 && self.text[start..].chars().next().is_some_and(char::is_uppercase));
        let mut end = start;
        while let Some(&byte) = self.bytes.get(self.at) {
            if byte.is_ascii_alphabetic() {
                self.letters();
                end = self.at;
                continue;
            }
            if matches!(byte, b' ' | b',' | b'.' | b':' | b'\n') {
                break;
            }
            let (class, len) = self.class(self.at);
            match class {
                // The sign of "5cm×4cm" is a word of its own.
                Class::Letter('x') if byte >= 128 => {
                    if self.at == start {
                        self.out.normal.push(b'x');
                        self.at += len;
                        end = self.at;
                    }
                    break;
                }
                Class::Letter(c) => push_lower(&mut self.out.normal, c),
                Class::Accented(fold) => self.out.normal.extend_from_slice(fold.as_bytes()),
                // `x2` is a count, `t2` a word; `5cmx4cm` are four.
                Class::Digit if !matches!(&self.out.normal[normal_start..], b"x" | b"cmx" | b"mmx") => {
                    self.out.normal.push(self.bytes[self.at])
                }
                Class::Nothing => {}
                Class::Mark(b'\'') if self.apostrophe() => continue,
                Class::Mark(b'-') if self.hyphenated_line(normal_start) => continue,
                _ => break,
            }
            self.at += len;
            end = self.at;
        }
        self.close_word(start, end, normal_start, capital);
    }

    /// A run of plain letters, which most of a note is, in lower case.
    pub(super) fn letters(&mut self) {
        // Eight bytes at a time: most words are shorter, so one step reads a word.
        while let Some(eight) = self.bytes[self.at..].first_chunk() {
            let (lower, count) = lower_letters(u64::from_le_bytes(*eight));
            let end = self.out.normal.len() + count;
            self.out.normal.extend_from_slice(&lower.to_le_bytes());
            self.out.normal.truncate(end);
            self.at += count;
            if count < 8 {
                return;
            }
        }
        while let Some(letter) = self.bytes.get(self.at).filter(|b| b.is_ascii_alphabetic()) {
            self.out.normal.push(letter.to_ascii_lowercase());
            self.at += 1;
        }
    }

    /// An apostrophe inside a word: `scarpa's` reads `scarpa`, `didn't` reads `didnt`.
    pub(super) fn apostrophe(&mut self) -> bool {
        let (_, mark) = self.class(self.at);
        let next = self.at + mark;
        let Some(&b) = self.bytes.get(next) else { return false };
        if !b.is_ascii_alphabetic() {
            return false;
        }
        let ends = !self.bytes.get(next + 1).is_some_and(u8::is_ascii_alphanumeric);
        self.at = if ends && b.eq_ignore_ascii_case(&b's') { next + 1 } else { next };
        true
    }

    /// A hyphen at the end of a line inside a known word: goes on with the rest of the word.
    pub(super) fn hyphenated_line(&mut self, normal_start: usize) -> bool {
        let (_, mark) = self.class(self.at);
        let mut next = self.at + mark;
        let mut newlines = 0;
        while let Some(&b) = self.bytes.get(next) {
            match b {
                b'\n' => newlines += 1,
                b' ' | b'\r' => {}
                _ => break,
            }
            next += 1;
        }
        if newlines != 1 {
            return false;
        }
        let rest = &self.bytes[next..];
        let len = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
        let mut joined = self.out.normal[normal_start..].to_vec();
        joined.extend(rest[..len].iter().map(u8::to_ascii_lowercase));
        if len == 0 || !(self.is_word)(&joined) {
            return false;
        }
        self.at = next;
        true
    }

    pub(super) fn close_word(&mut self, start: usize, end: usize, normal_start: usize, capital: bool) {
        let speaks = self.spoken != Spoken::None;
        if speaks && self.close_pair(end, normal_start) {
            return;
        }
        if speaks
            && let Some((mark, before)) = spoken_mark(&self.out.normal[normal_start..])
            && self.spoken.spells(mark, before)
        {
            self.out.normal.truncate(normal_start);
            self.push(start, end, &[mark], Kind::Punct(mark), false);
            self.before = before;
            return;
        }
        let length = self.out.normal.len() - normal_start;
        if length == 3 && matches!(&self.out.normal[normal_start..], b"cmx" | b"mmx") && self.digit_at(end) {
            self.out.normal.pop();
            self.close(start, end - 1, normal_start, Kind::Word, capital);
            return self.push(end - 1, end, b"x", Kind::Word, false);
        }
        self.close(start, end, normal_start, Kind::Word, capital);
    }

    /// Takes the word before with this one for a mark spoken in two words.
    #[cold]
    pub(super) fn close_pair(&mut self, end: usize, normal_start: usize) -> bool {
        let Some(&last) = self.out.list.last().filter(|t| t.kind == Kind::Word) else { return false };
        let before = &self.out.normal[last.normal.0 as usize..last.normal.1 as usize];
        let pair = std::str::from_utf8(before).ok().and_then(|b| spoken_pair(b, &self.out.normal[normal_start..]));
        let Some((mark, behind)) = pair.filter(|p| self.spoken.spells(p.0, p.1)) else { return false };
        self.out.list.pop();
        self.out.normal.truncate(last.normal.0 as usize);
        self.before = last.before;
        // "Preoperative diagnosis colon new line": a line that ended already.
        let ended = self.out.list.last().is_some_and(|t| matches!(t.kind, Kind::Punct(b':' | b'.')));
        if behind < Break::Line || !ended {
            self.push(last.span.start as usize, end, &[mark], Kind::Punct(mark), false);
        }
        self.before = behind;
        true
    }
}
