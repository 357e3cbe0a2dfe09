//! A note's words with their normal form beside them. The text itself is never edited.
//!
//! In: any UTF-8 text. Out: [`Tokens`]: every token's bytes in the text, and one normal form of the whole
//! (lower case, ASCII where a fold is known, one space around every token) in which phrases are looked up.
//! Sentences, sections and meaning are left to others.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::span::Span;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Letters, possibly followed by digits (`t2`).
    Word,
    /// Digits with decimal point or thousands comma.
    Number,
    /// One mark; typographic variants are given as their ASCII form, bullets as `*`.
    Punct(u8),
    /// A check box, ticked or not.
    Check(bool),
}

/// What stands between a token and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Break {
    /// Nothing: the two touch.
    Joined,
    /// A blank.
    Space,
    /// A tab or two and more blanks: columns of a form.
    Gap,
    /// The end of a line.
    Line,
    /// A blank line, or the start of the text.
    Paragraph,
}

/// One word, number or mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Bytes in the note.
    pub span: Span,
    /// Bytes of the normal form in [`Tokens::normal`].
    normal: (u32, u32),
    /// What it is.
    pub kind: Kind,
    /// What stands before it.
    pub before: Break,
    /// Whether it starts with a capital letter.
    pub capital: bool,
}

/// All tokens of a text and their normal form.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    /// The tokens in order.
    pub list: Vec<Token>,
    /// Normal forms, each with one blank before and after: ` the fascia lata . `.
    pub normal: String,
}

impl Tokens {
    /// The tokens that share a byte with a span; `None` where there are none.
    pub fn within(&self, span: Span) -> Option<std::ops::Range<usize>> {
        let first = self.list.partition_point(|t| t.span.end <= span.start);
        let end = self.list.partition_point(|t| t.span.start < span.end);
        (first < end).then_some(first..end)
    }

    /// The normal form of token `i`.
    pub fn word(&self, i: usize) -> &str {
        let (start, end) = self.normal_place(i);
        &self.normal[start..end]
    }

    /// Whether token `i` is the mark `mark`; false beyond the end.
    pub fn is_mark(&self, i: usize, mark: u8) -> bool {
        self.list.get(i).is_some_and(|t| t.kind == Kind::Punct(mark))
    }

    /// Bytes of the note from the first to the last token, inclusive.
    pub fn span(&self, first: usize, last: usize) -> Span {
        self.list[first].span.cover(self.list[last].span)
    }

    /// The bytes of the normal form of token `i`.
    pub fn normal_form(&self, i: usize) -> &[u8] {
        self.word(i).as_bytes()
    }

    /// Where the normal form of token `i` stands in [`Tokens::normal`].
    pub fn normal_place(&self, i: usize) -> (usize, usize) {
        let (start, end) = self.list[i].normal;
        (start as usize, end as usize)
    }
}

/// Cuts `text` into tokens. `is_word` tells whether a word is known; it decides whether a hyphen at the end of
/// a line splits one word (`sub-` + `cutaneous`) or joins two (`ultrasound-` + `guided`).
pub fn tokenize(text: &str, is_word: &dyn Fn(&[u8]) -> bool) -> Tokens {
    let out = Tokens {
        list: Vec::with_capacity(text.len() / 5 + 4),
        normal: String::with_capacity(text.len() + text.len() / 8 + 16),
    };
    scan(out, text, speaks_punctuation(text), is_word)
}

/// The same for a phrase of the lexicon, which speaks no punctuation, in the memory of other tokens, which are lost: there are
/// tens of thousands.
pub fn tokenize_phrase(tokens: Tokens, phrase: &str) -> Tokens {
    scan(tokens, phrase, false, &|_| false)
}

fn scan(tokens: Tokens, text: &str, spoken: bool, is_word: &dyn Fn(&[u8]) -> bool) -> Tokens {
    let mut out = Scanned { list: tokens.list, normal: tokens.normal.into_bytes() };
    out.list.clear();
    out.normal.clear();
    out.normal.push(b' ');
    let quoted = QUOTED.find_iter(text.as_bytes()).take(FEWEST_QUOTED).count() == FEWEST_QUOTED;
    let bytes = text.as_bytes();
    let mut scanner = Scanner { text, bytes, at: 0, before: Break::Paragraph, spoken, quoted, is_word, out };
    scanner.run();
    let normal = String::from_utf8(scanner.out.normal).expect("whole characters of a text that is UTF-8, and ASCII");
    Tokens { list: scanner.out.list, normal }
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    before: Break,
    spoken: bool,
    /// Its lines are quoted, as in an answer to a message.
    quoted: bool,
    is_word: &'a dyn Fn(&[u8]) -> bool,
    out: Scanned,
}

/// The tokens so far.
struct Scanned {
    list: Vec<Token>,
    /// In bytes, as letters are taken in by the eight.
    normal: Vec<u8>,
}

/// How a character counts.
enum Class {
    Letter(char),
    Accented(&'static str),
    Digit,
    /// A digit as wide as a Chinese character.
    WideDigit,
    Fraction(&'static str),
    Blank,
    Newline,
    Nothing,
    Mark(u8),
    Check(bool),
}

impl Scanner<'_> {
    fn run(&mut self) {
        while self.at < self.bytes.len() {
            let start = self.at;
            let byte = self.bytes[start];
            // Words and single blanks are nearly everything; the rest is told apart below.
            if byte.is_ascii_alphabetic() {
                self.word();
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

    fn class(&self, at: usize) -> (Class, usize) {
        let byte = self.bytes[at];
        if byte < 128 {
            return (ascii_class(byte), 1);
        }
        // `at` always stands on a character boundary, so there is a character here.
        let Some(c) = self.text[at..].chars().next() else { return (Class::Nothing, 1) };
        let class = match c {
            '\u{25cf}' if self.has_ring_beside(at) => Class::Check(true),
            c => unicode_class(c),
        };
        (class, c.len_utf8())
    }

    /// Whether an empty ring stands in the same line, so that a full one is an option taken.
    #[cold]
    fn has_ring_beside(&self, at: usize) -> bool {
        const REACH: usize = 100;
        let ring = |b: &[u8]| b.windows(3).any(|w| w == "\u{25cb}".as_bytes());
        let before = &self.bytes[at.saturating_sub(REACH)..at];
        let from = before.iter().rposition(|b| *b == b'\n').map_or(0, |n| n + 1);
        let behind = &self.bytes[at..self.bytes.len().min(at + REACH)];
        let to = behind.iter().position(|b| *b == b'\n').unwrap_or(behind.len());
        ring(&before[from..]) || ring(&behind[..to])
    }

    fn blanks(&mut self) {
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

    fn newline(&mut self, len: usize) {
        self.at += len;
        if len == 1 && self.bytes[self.at - 1] == b'\r' && self.bytes.get(self.at) == Some(&b'\n') {
            self.at += 1;
        }
        self.before = if self.before >= Break::Line { Break::Paragraph } else { Break::Line };
    }

    fn word(&mut self) {
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
    fn letters(&mut self) {
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
    fn apostrophe(&mut self) -> bool {
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
    fn hyphenated_line(&mut self, normal_start: usize) -> bool {
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

    fn close_word(&mut self, start: usize, end: usize, normal_start: usize, capital: bool) {
        if self.spoken && self.close_pair(end, normal_start) {
            return;
        }
        if self.spoken
            && let Some((mark, before)) = spoken_mark(&self.out.normal[normal_start..])
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
    fn close_pair(&mut self, end: usize, normal_start: usize) -> bool {
        let Some(&last) = self.out.list.last().filter(|t| t.kind == Kind::Word) else { return false };
        let before = &self.out.normal[last.normal.0 as usize..last.normal.1 as usize];
        let pair = std::str::from_utf8(before).ok().and_then(|b| spoken_pair(b, &self.out.normal[normal_start..]));
        let Some((mark, behind)) = pair else { return false };
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

    fn number(&mut self) {
        let start = self.at;
        let normal_start = self.out.normal.len();
        while let Some(&b) = self.bytes.get(self.at) {
            if b >= 128 {
                let Some((digit, len)) = self.wide_digit(normal_start) else { break };
                self.out.normal.push(digit);
                self.at += len;
                continue;
            }
            let decimal = b == b',' && self.decimal_comma(normal_start);
            let inside = b.is_ascii_digit()
                || (b == b'.' && self.digit_at(self.at + 1))
                || decimal
                || (b == b',' && self.thousands());
            if !inside {
                break;
            }
            if decimal {
                self.out.normal.push(b'.');
            } else if b != b',' {
                self.out.normal.push(b);
            }
            self.at += 1;
        }
        self.close(start, self.at, normal_start, Kind::Number, false);
    }

    /// A full-width digit, a full-width stop behind one, or the raised point of `1·5 cm`; with its length.
    #[cold]
    fn wide_digit(&self, normal_start: usize) -> Option<(u8, usize)> {
        let c = self.text[self.at..].chars().next()?;
        let whole = || self.out.normal.len() > normal_start && !self.out.normal[normal_start..].contains(&b'.');
        let byte = match c {
            digit @ '\u{ff10}'..='\u{ff19}' => (u32::from(digit) - 0xff10) as u8 + b'0',
            '\u{ff0e}' if self.out.normal.len() > normal_start => b'.',
            '\u{b7}' | '\u{2219}' | '\u{22c5}' if whole() && self.digit_at(self.at + c.len_utf8()) => b'.',
            _ => return None,
        };
        Some((byte, c.len_utf8()))
    }

    /// The comma of `4,5 cm`: one or two digits behind it, and then a unit or another dimension.
    #[cold]
    fn decimal_comma(&self, normal_start: usize) -> bool {
        let rest = &self.bytes[self.at + 1..];
        let digits = rest.iter().take(3).take_while(|b| b.is_ascii_digit()).count();
        let blank = usize::from(rest.get(digits) == Some(&b' '));
        let whole = !self.out.normal[normal_start..].contains(&b'.');
        let behind: &[u8] = rest.get(digits + blank..).unwrap_or_default();
        let unit =
            matches!(behind, [b'c' | b'm' | b'C' | b'M', b'm' | b'M', ..] | [b'x' | b'X', b' ' | b'0'..=b'9', ..])
                || behind.starts_with("×".as_bytes());
        whole && unit && (1..=2).contains(&digits)
    }

    fn digit_at(&self, at: usize) -> bool {
        self.bytes.get(at).is_some_and(u8::is_ascii_digit)
    }

    fn thousands(&self) -> bool {
        (1..=3).all(|i| self.digit_at(self.at + i)) && !self.digit_at(self.at + 4)
    }

    fn mark(&mut self, mark: u8, len: usize) {
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
        if mark == b'~' {
            // HL7 repetition: a new line of the field.
            self.before = Break::Line;
            return;
        }
        let normal_start = self.out.normal.len();
        self.out.normal.push(mark);
        self.close(start, self.at, normal_start, Kind::Punct(mark), false);
    }

    /// `[x]`, `[ ]`, `(X)`, `[]`: a box of a form.
    fn check_box(&mut self, open: u8) -> bool {
        let close = if open == b'[' { b']' } else { b')' };
        let rest = &self.bytes[self.at + 1..];
        let blanks = rest.iter().take_while(|&&b| b == b' ' || b == b'_').count();
        let (ticked, used) = match rest.get(blanks) {
            Some(&b) if b == close && (open == b'[' || blanks > 0) && blanks < 4 => (false, blanks + 1),
            Some(_) => {
                let Some(tick) = self.tick(self.at + 1 + blanks) else { return false };
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
    fn tick(&self, at: usize) -> Option<usize> {
        match self.text.get(at..)?.chars().next()? {
            'x' | 'X' | '*' => Some(1),
            mark @ ('×' | '•' | '●' | '√' | '\u{2713}'..='\u{2718}') => Some(mark.len_utf8()),
            _ => None,
        }
    }

    /// `_X_` and, in the same line, `___`: boxes drawn with rules.
    #[cold]
    fn ruled_box(&mut self) -> bool {
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

    /// The asterisk of `40 * 30 mm`.
    #[cold]
    fn multiplies(&self) -> bool {
        let Some(last) = self.out.list.last() else { return false };
        let behind = self.at + 1 + usize::from(self.bytes.get(self.at + 1) == Some(&b' '));
        self.before <= Break::Space && last.kind == Kind::Number && self.digit_at(behind)
    }

    /// `&nbsp;` and the like, as copied from a page.
    #[cold]
    fn entity(&mut self) -> bool {
        const LONGEST: usize = 8;
        let start = self.at;
        let rest = &self.bytes[start + 1..];
        let Some(len) = rest.iter().take(LONGEST).position(|&b| b == b';') else { return false };
        let end = start + len + 2;
        match &rest[..len] {
            b"nbsp" | b"#160" | b"ensp" | b"emsp" | b"thinsp" | b"#xA0" | b"#9" | b"shy" => {
                self.before = self.before.max(Break::Space);
            }
            b"#10" | b"#13" | b"#xA" | b"#xD" => self.before = self.before.max(Break::Line),
            b"apos" | b"#39" | b"rsquo" | b"lsquo" | b"quot" | b"ldquo" | b"rdquo" | b"#34" | b"zwnj" => {}
            b"times" | b"#215" => self.push(start, end, b"x", Kind::Word, false),
            b"frac12" | b"#189" => self.push(start, end, b"0.5", Kind::Number, false),
            b"frac14" | b"#188" => self.push(start, end, b"0.25", Kind::Number, false),
            b"frac34" | b"#190" => self.push(start, end, b"0.75", Kind::Number, false),
            b"ndash" | b"mdash" | b"#8211" | b"#8212" => self.push(start, end, b"|", Kind::Punct(b'|'), false),
            b"amp" | b"#38" => self.push(start, end, b"&", Kind::Punct(b'&'), false),
            b"lt" | b"#60" => self.push(start, end, b"<", Kind::Punct(b'<'), false),
            b"gt" | b"#62" => self.push(start, end, b">", Kind::Punct(b'>'), false),
            b"bull" | b"middot" | b"#8226" => self.push(start, end, b"*", Kind::Punct(b'*'), false),
            _ => return false,
        }
        self.at = end;
        true
    }

    /// A tag of HTML: those of paragraphs and rows end a line, a cell ends with a bar, all others are left out.
    #[cold]
    fn tag(&mut self) -> bool {
        const LONGEST: usize = 200;
        let rest = &self.bytes[self.at + 1..];
        let closing = rest.first() == Some(&b'/');
        let name = &rest[usize::from(closing)..];
        let name = &name[..name.iter().take(10).take_while(|b| b.is_ascii_alphanumeric()).count()];
        let mut lower = [0; 10];
        let lower = &mut lower[..name.len()];
        lower.copy_from_slice(name);
        lower.make_ascii_lowercase();
        let Some(len) = rest.iter().take(LONGEST).position(|&b| b == b'>') else { return false };
        let start = self.at;
        let end = start + len + 2;
        match &*lower {
            b"br" | b"li" | b"ul" | b"ol" | b"tr" | b"table" | b"tbody" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5"
            | b"h6" | b"hr" | b"pre" | b"body" | b"html" | b"caption" | b"item" | b"list" | b"text" | b"title"
            | b"div" => {
                self.before = self.before.max(Break::Line);
            }
            b"p" | b"paragraph" | b"section" => self.before = Break::Paragraph,
            b"td" | b"th" if closing => self.push(start, end, b"|", Kind::Punct(b'|'), false),
            b"td" | b"th" | b"b" | b"i" | b"u" | b"em" | b"a" | b"strong" | b"span" | b"font" | b"small" | b"sup"
            | b"sub" | b"center" | b"content" | b"thead" | b"tfoot" => {}
            _ => return false,
        }
        self.at = end;
        true
    }

    fn push_check(&mut self, start: usize, ticked: bool) {
        let normal: &[u8] = if ticked { b"[x]" } else { b"[]" };
        self.push(start, self.at, normal, Kind::Check(ticked), false);
    }

    /// HL7 escapes: `\.br\` is a line end, `\T\` and the like are left out.
    fn hl7_escape(&mut self) -> bool {
        let rest = &self.bytes[self.at + 1..];
        let Some(len) = rest.iter().take(8).position(|&b| b == b'\\') else { return false };
        let name = &rest[..len];
        let known = name.starts_with(b".")
            || matches!(name, b"T" | b"S" | b"F" | b"R" | b"E" | b"H" | b"N" | b"X0D" | b"X0A" | b"X0D0A" | b"X09");
        if !known {
            return false;
        }
        self.before = if name.starts_with(b".") || name.starts_with(b"X0") {
            self.before.max(Break::Line)
        } else {
            self.before.max(Break::Space)
        };
        self.at += len + 2;
        true
    }

    /// `\n`, `\r` and `\t` written out, as left by a text that was escaped twice.
    #[cold]
    fn written_escape(&mut self) -> bool {
        match self.bytes.get(self.at + 1) {
            Some(b'n') => self.before = if self.before >= Break::Line { Break::Paragraph } else { Break::Line },
            Some(b't') => self.before = self.before.max(Break::Gap),
            Some(b'r') => {}
            _ => return false,
        }
        self.at += 2;
        true
    }

    /// The dot of `i.t. band`: after a letter standing alone, with another letter or lower-case text behind it.
    fn dotted_letter(&self) -> bool {
        let Some(last) = self.out.list.last() else { return false };
        let single = last.span.end as usize == self.at && last.span.len() == 1 && last.kind == Kind::Word;
        if !single {
            return false;
        }
        let next = self.bytes.get(self.at + 1).copied().unwrap_or(b' ');
        let dotted_before =
            last.before == Break::Space && last.span.start > 0 && self.bytes[last.span.start as usize - 1] == b'.';
        next.is_ascii_alphabetic()
            || (dotted_before && next == b' ' && self.bytes.get(self.at + 2).is_some_and(u8::is_ascii_lowercase))
    }

    /// The dot of `a 4 cm. mass` and `4 cm. x 3 cm.`: before another dimension, or a small letter where sentences start with
    /// capitals.
    fn shortens_unit(&self) -> bool {
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

    fn joins_words(&self, start: usize, end: usize) -> bool {
        let letter = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_alphabetic() || *b >= 128);
        let before = start.checked_sub(1).and_then(|i| self.bytes.get(i));
        let after = self.bytes.get(end);
        let alnum = |b: Option<&u8>| letter(b) || b.is_some_and(u8::is_ascii_digit);
        (letter(before) && alnum(after)) || (alnum(before) && letter(after))
    }

    /// `ultrasound-` at the end of a line, `guided` on the next.
    fn wraps_compound(&self, start: usize, end: usize) -> bool {
        let letter_before = start.checked_sub(1).is_some_and(|i| self.bytes[i].is_ascii_alphabetic());
        let blanks = self.bytes[end..].iter().take_while(|b| b.is_ascii_whitespace()).take(8).count();
        let lines = self.bytes[end..end + blanks].iter().filter(|&&b| b == b'\n').count();
        letter_before && lines == 1 && self.bytes.get(end + blanks).is_some_and(u8::is_ascii_lowercase)
    }

    fn push(&mut self, start: usize, end: usize, normal: &[u8], kind: Kind, capital: bool) {
        let normal_start = self.out.normal.len();
        self.out.normal.extend_from_slice(normal);
        self.close(start, end, normal_start, kind, capital);
    }

    fn close(&mut self, start: usize, end: usize, normal_start: usize, kind: Kind, capital: bool) {
        let normal = (normal_start as u32, self.out.normal.len() as u32);
        self.out.normal.push(b' ');
        let span = Span::new(start as u32, end as u32);
        self.out.list.push(Token { span, normal, kind, before: self.before, capital });
        self.before = Break::Joined;
    }
}

/// Whether most sentences of a text start with capitals.
#[cold]
fn starts_with_capitals(text: &[u8]) -> bool {
    let behind = |at: usize| text[at + 1..].strip_prefix(b" ").and_then(|rest| rest.first());
    let starts = memchr::memchr_iter(b'.', text).take(MANY).filter_map(behind);
    let (capitals, small) = starts.fold((0, 0), |(capitals, small), b| {
        (capitals + usize::from(b.is_ascii_uppercase()), small + usize::from(b.is_ascii_lowercase()))
    });
    capitals >= 3 && capitals > small * 2
}

/// A quoted line, and as many as make a quoted text.
static QUOTED: LazyLock<Finder> = LazyLock::new(|| Finder::new("\n> "));
const FEWEST_QUOTED: usize = 3;

/// As many as need counting: what comes more often than this is a habit.
const MANY: usize = 1000;

/// A full stop spoken, in small letters and capitals, and printed.
static STOPS: LazyLock<[Finder; 4]> = LazyLock::new(|| [" period", " PERIOD", " full stop", ". "].map(Finder::new));

/// Marks that are spoken beside a full stop.
static MARKS: LazyLock<[Finder; 5]> =
    LazyLock::new(|| [" colon ", " comma ", " new paragraph", " next line", " new line"].map(Finder::new));

/// Dictation software that writes "period" for a full stop does it throughout: twice and more, or beside another spoken mark,
/// and more often than it prints one.
fn speaks_punctuation(text: &str) -> bool {
    let count = |words: &Finder| words.find_iter(text.as_bytes()).take(MANY).count();
    let [small, capital, full_stop, stop] = &*STOPS;
    let mut spoken = count(small) + count(capital);
    if stop.find(text.as_bytes()).is_none() {
        spoken += count(full_stop);
    }
    let [colon, _, lines @ ..] = &*MARKS;
    // A form has labels and lines, and no sentence.
    let form = || lines.iter().map(count).sum::<usize>() >= 2 && count(colon) >= 2;
    if spoken == 0 {
        return stop.find(text.as_bytes()).is_none() && form();
    }
    let others = || MARKS.iter().any(|mark| mark.find(text.as_bytes()).is_some());
    let enough = spoken >= 2 || (spoken == 1 && !text.trim_end().ends_with('.') && others());
    enough && (spoken >= MANY || spoken > count(stop))
}

fn spoken_mark(word: &[u8]) -> Option<(u8, Break)> {
    Some(match word {
        b"period" => (b'.', Break::Space),
        b"comma" => (b',', Break::Space),
        b"colon" => (b':', Break::Space),
        b"semicolon" => (b';', Break::Space),
        b"slash" => (b'/', Break::Space),
        b"paragraph" => (b'.', Break::Paragraph),
        b"newline" => (b'.', Break::Line),
        _ => return None,
    })
}

/// A mark spoken in two words, by both.
fn spoken_pair(first: &str, second: &[u8]) -> Option<(u8, Break)> {
    Some(match (first, second) {
        ("full", b"stop") => (b'.', Break::Space),
        ("new" | "next", b"line") => (b'.', Break::Line),
        ("new" | "next", b"paragraph") => (b'.', Break::Paragraph),
        ("open" | "left", b"paren" | b"parenthesis" | b"bracket") => (b'(', Break::Space),
        ("close" | "closed" | "right", b"paren" | b"parenthesis" | b"bracket") => (b')', Break::Space),
        ("open" | "close" | "begin" | "end", b"quote" | b"quotes") => (b'"', Break::Space),
        _ => return None,
    })
}

fn push_lower(out: &mut Vec<u8>, c: char) {
    if c.is_ascii() {
        out.push((c as u8).to_ascii_lowercase());
        return;
    }
    let mut buffer = [0; 4];
    for lower in c.to_lowercase() {
        out.extend_from_slice(lower.encode_utf8(&mut buffer).as_bytes());
    }
}

/// Eight bytes with their letters made small, and how many of them are letters before the first that is none.
fn lower_letters(eight: u64) -> (u64, usize) {
    const EACH: u64 = 0x0101_0101_0101_0101;
    // The bit 0x20 parts small letters from capitals; it makes no letter of any other byte.
    let lower = eight | (0x20 * EACH);
    // Adding what a byte lacks to 0x80 sets its top bit where it reaches `a`, or the byte behind `z`, without any carry.
    let seven = lower & (0x7f * EACH);
    let from_a = seven + (0x80 - b'a' as u64) * EACH;
    let behind_z = seven + (0x7f - b'z' as u64) * EACH;
    let letters = from_a & !behind_z & !eight & (0x80 * EACH);
    let others = !letters & (0x80 * EACH);
    (lower, others.trailing_zeros() as usize / 8)
}

fn ascii_class(byte: u8) -> Class {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' => Class::Letter(byte as char),
        b'0'..=b'9' => Class::Digit,
        b' ' | b'\t' => Class::Blank,
        b'\n' | b'\r' | 0x0b | 0x0c => Class::Newline,
        0..=0x1f | 0x7f => Class::Nothing,
        b'`' => Class::Mark(b'\''),
        _ => Class::Mark(byte),
    }
}

/// What a digit in a ring stands for.
const RINGED: [&str; 9] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/// Typographic characters and the accents of European names, folded to what a typist would key in.
fn unicode_class(c: char) -> Class {
    match c {
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => Class::Blank,
        '\u{85}' | '\u{2028}' | '\u{2029}' => Class::Newline,
        // Full-width forms are ASCII, moved.
        '\u{ff01}'..='\u{ff5e}' => match ascii_class((u32::from(c) - 0xff01) as u8 + b'!') {
            Class::Digit => Class::WideDigit,
            class => class,
        },
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{300}'..='\u{36f}' => Class::Nothing,
        '\u{2010}'..='\u{2012}' | '\u{2212}' => Class::Mark(b'-'),
        '\u{2013}'..='\u{2015}' => Class::Mark(b'|'),
        '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{b4}' => Class::Mark(b'\''),
        '\u{201c}'..='\u{201f}' | '\u{2033}' | '\u{ab}' | '\u{bb}' => Class::Mark(b'"'),
        '\u{d7}' | '\u{2715}' | '\u{2a09}' => Class::Letter('x'),
        '\u{2022}'
        | '\u{2023}'
        | '\u{25aa}'..='\u{25ab}'
        | '\u{25cf}'
        | '\u{25e6}'
        | '\u{25a0}'
        | '\u{b7}'
        | '\u{2043}' => Class::Mark(b'*'),
        '\u{2190}'..='\u{21ff}' => Class::Mark(b'>'),
        '\u{2264}' => Class::Mark(b'<'),
        '\u{2265}' => Class::Mark(b'>'),
        '\u{2248}' | '\u{223c}' => Class::Nothing,
        '\u{bd}' => Class::Fraction("0.5"),
        '\u{bc}' => Class::Fraction("0.25"),
        '\u{be}' => Class::Fraction("0.75"),
        '\u{2153}' => Class::Fraction("0.333"),
        '\u{2154}' => Class::Fraction("0.667"),
        // The numbers of a list, in rings.
        '\u{2460}'..='\u{2468}' => Class::Fraction(RINGED[c as usize - 0x2460]),
        '\u{2776}'..='\u{277e}' => Class::Fraction(RINGED[c as usize - 0x2776]),
        '\u{2780}'..='\u{2788}' => Class::Fraction(RINGED[c as usize - 0x2780]),
        '\u{2610}' | '\u{25a1}' | '\u{25cb}' => Class::Check(false),
        '\u{2611}' | '\u{2612}' | '\u{2713}' | '\u{2714}' | '\u{2717}' | '\u{2718}' | '\u{25c9}' => Class::Check(true),
        '\u{2026}' => Class::Mark(b'.'),
        'ﬁ' => Class::Accented("fi"),
        'ﬂ' => Class::Accented("fl"),
        'æ' | 'Æ' => Class::Accented("ae"),
        'œ' | 'Œ' => Class::Accented("oe"),
        'ß' => Class::Accented("ss"),
        'à'..='å' | 'À'..='Å' | 'ā' | 'ă' | 'ą' => Class::Accented("a"),
        'ç' | 'Ç' | 'ć' | 'č' => Class::Accented("c"),
        'è'..='ë' | 'È'..='Ë' | 'ē' | 'ę' | 'ě' => Class::Accented("e"),
        'ì'..='ï' | 'Ì'..='Ï' => Class::Accented("i"),
        'ñ' | 'Ñ' | 'ń' => Class::Accented("n"),
        'ò'..='ö' | 'Ò'..='Ö' | 'ø' | 'Ø' | 'ō' | 'ő' => Class::Accented("o"),
        'ù'..='ü' | 'Ù'..='Ü' | 'ū' | 'ű' => Class::Accented("u"),
        'ý' | 'ÿ' | 'Ý' => Class::Accented("y"),
        'š' | 'Š' | 'ś' => Class::Accented("s"),
        'ž' | 'Ž' | 'ż' => Class::Accented("z"),
        'µ' | 'μ' => Class::Accented("u"),
        c if c.is_alphabetic() => Class::Letter(c),
        c if c.is_whitespace() => Class::Blank,
        c if c.is_control() => Class::Nothing,
        _ => Class::Mark(b'?'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normal(text: &str) -> String {
        let tokens = tokenize(text, &|w| w == b"subcutaneous");
        tokens.normal.trim().to_owned()
    }

    #[test]
    fn words_numbers_and_marks_part() {
        assert_eq!(normal("A 4-cm incision, 9.4 x 7.1x6.0cm."), "a 4 cm incision , 9.4 x 7.1 x 6.0 cm .");
        assert_eq!(normal("18-gauge Tru-Cut x2"), "18 gauge tru cut x 2");
        assert_eq!(normal("Scarpa's fascia didn’t"), "scarpa fascia didnt");
        assert_eq!(normal("CK 4,200; 3-0 nylon"), "ck 4200 ; 3 - 0 nylon");
        assert_eq!(normal("the I.T. band"), "the i t band");
        assert_eq!(normal("4 cm. x 3 cm. mass"), "4 cm x 3 cm . mass");
        assert_eq!(normal("A 4 cm. mass. It was cut. A wedge. Sent."), "a 4 cm mass . it was cut . a wedge . sent .");
    }

    #[test]
    fn eight_letters_are_told_at_once() {
        for byte in 0..=u8::MAX {
            let (lower, count) = lower_letters(u64::from_le_bytes([b'Z', byte, b'a', b'q', b'z', b'A', b'm', b'{']));
            assert_eq!(count, if byte.is_ascii_alphabetic() { 7 } else { 1 }, "{byte}");
            assert!(count == 1 || lower.to_le_bytes()[1] == byte.to_ascii_lowercase());
        }
        assert_eq!(lower_letters(u64::from_le_bytes(*b"Scarpasf")).1, 8);
    }

    #[test]
    fn typography_is_folded() {
        assert_eq!(normal("5\u{a0}cm × 2½ — Bergström"), "5 cm x 2 0.5 | bergstrom");
        assert_eq!(normal("\u{200f}left"), "left");
        assert_eq!(normal("2·5 cm \u{b7} 3 cm"), "2.5 cm * 3 cm");
        let blanks = tokenize("a\u{a0}b\u{a0}\u{a0}c", &|_| false);
        assert_eq!([blanks.list[1].before, blanks.list[2].before], [Break::Space, Break::Gap]);
    }

    #[test]
    fn a_hyphen_at_a_line_end_joins_known_words_only() {
        assert_eq!(normal("the sub-\ncutaneous layer"), "the subcutaneous layer");
        assert_eq!(normal("ultrasound-\nguided"), "ultrasound guided");
    }

    #[test]
    fn boxes_escapes_and_spoken_marks() {
        assert_eq!(normal("[x] open [ ] needle (X) US"), "[x] open [] needle [x] us");
        assert_eq!(normal("left\\.br\\thigh~mass"), "left thigh mass");
        assert_eq!(normal("left thigh\\nmass"), "left thigh mass");
        assert_eq!(normal("opened period closed comma then sent period"), "opened . closed , then sent .");
        assert_eq!(normal("a period of rest"), "a period of rest");
        assert_eq!(normal("dx colon new line lump new line side colon left new line"), "dx : lump . side : left .");
    }

    #[test]
    fn breaks_tell_lines_from_paragraphs() {
        let tokens = tokenize("a\nb\n\nc  d e", &|_| false);
        let breaks: Vec<_> = tokens.list.iter().map(|t| t.before).collect();
        assert_eq!(breaks, [Break::Paragraph, Break::Line, Break::Paragraph, Break::Gap, Break::Space]);
    }
}
