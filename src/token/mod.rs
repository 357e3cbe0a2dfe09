//! A note's words with their normal form beside them. The text itself is never edited.
//!
//! In: any UTF-8 text. Out: [`Tokens`]: every token's bytes in the text, and one normal form of the whole
//! (lower case, ASCII where a fold is known, one space around every token) in which phrases are looked up.
//! Sentences, sections and meaning are left to others. One pass cuts the text (`scanner.rs`); the files beside it hold what a
//! character counts for, words, numbers, marks, boxes, escapes and spoken punctuation.

mod boxes;
mod character;
mod escape;
mod mark;
mod number;
mod scanner;
mod spoken;
mod word;

use crate::span::Span;
use scanner::scan;
use spoken::Spoken;

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

/// A token of a text that is put into another order.
#[derive(Debug, Clone, Copy)]
pub enum Piece {
    /// One of its tokens, by number, and what stands before it now.
    Token(usize, Break),
    /// A token that is only meant, by the place that means it: the colon behind the label of a column.
    Written(Span, &'static str, Kind, Break),
    /// A number with its point or comma and its decimals, from the first to the last token, and what stands before it now.
    Merged(usize, usize, Break),
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

    /// The normal form of token `i`; empty beyond the end.
    pub fn word(&self, i: usize) -> &str {
        if i >= self.list.len() {
            return "";
        }
        let (start, end) = self.normal_place(i);
        &self.normal[start..end]
    }

    /// Whether token `i` is the mark `mark`; false beyond the end.
    pub fn is_mark(&self, i: usize, mark: u8) -> bool {
        self.list.get(i).is_some_and(|t| t.kind == Kind::Punct(mark))
    }

    /// Reads the mark at token `i` as another one.
    pub fn read_as(&mut self, i: usize, mark: u8) {
        let (start, end) = self.normal_place(i);
        let other = [mark];
        if let (1, Ok(other)) = (end - start, std::str::from_utf8(&other)) {
            self.normal.replace_range(start..end, other);
            self.list[i].kind = Kind::Punct(mark);
        }
    }

    /// Reads a ticked box as the word "yes".
    pub fn read_as_yes(&mut self, i: usize) {
        const YES: &str = "yes";
        let (start, end) = self.normal_place(i);
        if self.list[i].kind == Kind::Check(true) && end - start == YES.len() {
            self.normal.replace_range(start..end, YES);
            self.list[i].kind = Kind::Word;
        }
    }

    /// Tokens in another order, some of them perhaps twice and some only meant. Their places in the note stay.
    pub fn rearranged(&self, pieces: &[Piece]) -> Self {
        let mut out = Self {
            list: Vec::with_capacity(pieces.len()),
            normal: String::with_capacity(self.normal.len() + pieces.len() * 4),
        };
        out.normal.push(' ');
        for &piece in pieces {
            let start = out.normal.len() as u32;
            let mut token = match piece {
                Piece::Token(at, before) => {
                    out.normal.push_str(self.word(at));
                    Token { before, ..self.list[at] }
                }
                Piece::Merged(first, last, before) => {
                    let part = |t| if self.is_mark(t, b',') { "." } else { self.word(t) };
                    (first..=last).for_each(|t| out.normal.push_str(part(t)));
                    Token { before, span: self.span(first, last), ..self.list[first] }
                }
                Piece::Written(span, word, kind, before) => {
                    out.normal.push_str(word);
                    Token { span, normal: (0, 0), kind, before, capital: false }
                }
            };
            token.normal = (start, out.normal.len() as u32);
            out.normal.push(' ');
            out.list.push(token);
        }
        out
    }

    /// Bytes of the note from the first to the last token, inclusive.
    pub fn span(&self, first: usize, last: usize) -> Span {
        self.list[first].span.cover(self.list[last].span)
    }

    /// The bytes of the normal form of token `i`.
    pub fn normal_form(&self, i: usize) -> &[u8] {
        // Not by way of the word: that its bytes are whole characters would be checked each time.
        match self.list.get(i) {
            Some(token) => &self.normal.as_bytes()[token.normal.0 as usize..token.normal.1 as usize],
            None => &[],
        }
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
        list: Vec::with_capacity(text.len() / 4 + 4),
        normal: String::with_capacity(text.len() + text.len() / 8 + 16),
    };
    scan(out, text, Spoken::of(text), is_word)
}

/// The same for a phrase of the lexicon, which speaks no punctuation, in the memory of other tokens, which are lost: there are
/// tens of thousands.
pub fn tokenize_phrase(tokens: Tokens, phrase: &str) -> Tokens {
    scan(tokens, phrase, Spoken::None, &|_| false)
}

/// The words of a phrase of small letters with one blank between its words, as nearly all are: they are their own normal form, and
/// the lexicon is read at every start. None for any other phrase.
pub fn plain_words(phrase: &str) -> Option<impl Iterator<Item = &[u8]>> {
    let bytes = phrase.as_bytes();
    // All bytes without a way out in between, so that many are looked at in one step.
    let plain = bytes.iter().fold(true, |plain, b| plain & (b.is_ascii_lowercase() | (*b == b' ')));
    let wide = bytes.windows(2).fold(false, |wide, pair| wide | (pair == b"  "));
    let apart = bytes.first().is_some_and(|b| *b != b' ') && bytes.last().is_some_and(|b| *b != b' ');
    (plain && !wide && apart).then(|| {
        let mut start = 0;
        let ends = memchr::memchr_iter(b' ', bytes).chain(std::iter::once(bytes.len()));
        ends.map(move |end| &bytes[std::mem::replace(&mut start, end + 1)..end])
    })
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
    fn a_plain_phrase_is_read_as_any_text() {
        for phrase in ["thigh", "x ray of a cmx", "deep to the fascia lata", "period", "no", "x"] {
            let tokens = tokenize_phrase(Tokens::default(), phrase);
            let scanned: Vec<_> = (0..tokens.list.len()).map(|t| tokens.normal_form(t)).collect();
            assert_eq!(plain_words(phrase).expect("plain").collect::<Vec<_>>(), scanned, "{phrase}");
        }
        for other in ["", " ", " thigh", "thigh ", "the  thigh", "CT", "t2", "x-ray"] {
            assert!(plain_words(other).is_none(), "{other}");
        }
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
        assert_eq!(
            normal("Procedure colon biopsy. New paragraph. After a period of rest comma done."),
            "procedure : biopsy . . after a period of rest , done ."
        );
        assert_eq!(normal("Cancer of the colon was treated."), "cancer of the colon was treated .");
        assert_eq!(normal("Previous operation colon resection. Well."), "previous operation colon resection . well .");
        assert_eq!(normal("Diagnosis colon cancer. A lump."), "diagnosis colon cancer . a lump .");
        assert_eq!(normal("Diagnosis colon lump. Size colon 3 cm."), "diagnosis : lump . size : 3 cm .");
        assert_eq!(normal("dx colon new line lump new line side colon left new line"), "dx : lump . side : left .");
    }

    #[test]
    fn breaks_tell_lines_from_paragraphs() {
        let tokens = tokenize("a\nb\n\nc  d e", &|_| false);
        let breaks: Vec<_> = tokens.list.iter().map(|t| t.before).collect();
        assert_eq!(breaks, [Break::Paragraph, Break::Line, Break::Paragraph, Break::Gap, Break::Space]);
    }
}
