//! What other programs left in a text: HTML entities and tags, HL7 escapes, line ends written out.

use super::scanner::Scanner;
use super::{Break, Kind};

impl Scanner<'_> {
    /// `&nbsp;` and the like, as copied from a page.
    #[cold]
    pub(super) fn entity(&mut self) -> bool {
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
    pub(super) fn tag(&mut self) -> bool {
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

    /// HL7 escapes: `\.br\` is a line end, `\T\` and the like are left out.
    pub(super) fn hl7_escape(&mut self) -> bool {
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
    pub(super) fn written_escape(&mut self) -> bool {
        match self.bytes.get(self.at + 1) {
            Some(b'n') => self.before = if self.before >= Break::Line { Break::Paragraph } else { Break::Line },
            Some(b't') => self.before = self.before.max(Break::Gap),
            Some(b'r') => {}
            _ => return false,
        }
        self.at += 2;
        true
    }
}
