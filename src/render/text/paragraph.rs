//! Runs of text → lines of at most so many columns, broken between words, or between graphemes where a word is too long.
//!
//! Works as a stream: only the line and the word at hand are held.

use super::tone::Tone;
use super::visible::{Kind, columns, kind, name};
use unicode_segmentation::UnicodeSegmentation;

/// A finished line with its ANSI styles, and the columns it takes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) columns: usize,
}

/// Collects runs and breaks them into lines.
pub(super) struct Paragraph {
    width: usize,
    lines: Vec<Line>,
    line: Line,
    tone: Tone,
    blanks: (usize, Tone),
    word: Vec<(Tone, String)>,
    word_columns: usize,
}

/// A cell wider than this is laid out character by character.
const MAX_CELL: usize = 4;

impl Paragraph {
    pub(super) fn new(width: usize) -> Self {
        Self {
            width: width.max(MAX_CELL),
            lines: Vec::new(),
            line: Line::default(),
            tone: Tone::Plain,
            blanks: (0, Tone::Plain),
            word: Vec::new(),
            word_columns: 0,
        }
    }

    /// Wraps a few runs at once.
    pub(super) fn wrap(width: usize, runs: &[(Tone, &str)]) -> Vec<Line> {
        let mut paragraph = Self::new(width);
        runs.iter().for_each(|(tone, text)| paragraph.push(*tone, text));
        paragraph.finish()
    }

    /// Adds text; its line breaks are kept.
    pub(super) fn push(&mut self, tone: Tone, text: &str) {
        for grapheme in text.graphemes(true) {
            let mut chars = grapheme.chars();
            match (chars.next(), chars.next()) {
                (Some(c), None) => self.push_char(tone, c),
                (Some('\r'), Some('\n')) => self.new_line(),
                _ if is_plain(grapheme) => self.push_cell(tone, grapheme),
                _ => grapheme.chars().for_each(|c| self.push_char(tone, c)),
            }
        }
    }

    fn push_char(&mut self, tone: Tone, c: char) {
        match kind(c) {
            Kind::Break => self.new_line(),
            Kind::Blank(columns) => self.push_blank(tone, columns),
            Kind::Hidden => name(c).chars().for_each(|c| self.push_cell(tone, c.encode_utf8(&mut [0; 4]))),
            Kind::Shown => self.push_cell(tone, c.encode_utf8(&mut [0; 4])),
        }
    }

    fn push_blank(&mut self, tone: Tone, columns: usize) {
        self.end_word();
        self.blanks = (self.blanks.0.saturating_add(columns), tone);
    }

    fn push_cell(&mut self, tone: Tone, cell: &str) {
        let columns = columns(cell);
        if self.word_columns + columns > self.width {
            self.end_word();
        }
        self.word_columns += columns;
        match self.word.last_mut() {
            Some((last, text)) if *last == tone => text.push_str(cell),
            _ => self.word.push((tone, cell.to_owned())),
        }
    }

    fn end_word(&mut self) {
        if self.word.is_empty() {
            return;
        }
        if self.line.columns > 0 && self.line.columns + self.blanks.0 + self.word_columns > self.width {
            self.break_line();
        }
        let blanks = self.blanks.0.min(self.width.saturating_sub(self.line.columns + self.word_columns));
        self.write(self.blanks.1, &" ".repeat(blanks));
        for (tone, text) in std::mem::take(&mut self.word) {
            self.write(tone, &text);
        }
        self.line.columns += blanks + self.word_columns;
        self.word_columns = 0;
        self.blanks.0 = 0;
    }

    fn write(&mut self, tone: Tone, text: &str) {
        if text.is_empty() {
            return;
        }
        self.switch(tone);
        self.line.text.push_str(text);
    }

    /// Ends the style in force and begins another.
    fn switch(&mut self, tone: Tone) {
        if tone != self.tone {
            self.line.text.push_str(&self.tone.style().render_reset().to_string());
            self.line.text.push_str(&tone.style().render().to_string());
            self.tone = tone;
        }
    }

    fn break_line(&mut self) {
        self.switch(Tone::Plain);
        self.lines.push(std::mem::take(&mut self.line));
        self.blanks.0 = 0;
    }

    fn new_line(&mut self) {
        self.end_word();
        self.break_line();
    }

    /// The lines; none for no text at all.
    pub(super) fn finish(mut self) -> Vec<Line> {
        self.end_word();
        if self.line.columns > 0 {
            self.break_line();
        }
        self.lines
    }
}

/// Whether a grapheme of several characters may stand as one cell.
fn is_plain(grapheme: &str) -> bool {
    grapheme.chars().all(|c| kind(c) == Kind::Shown) && columns(grapheme) <= MAX_CELL
}

#[cfg(test)]
mod tests {
    use super::{Paragraph, Tone};

    fn wrapped(width: usize, text: &str) -> Vec<String> {
        Paragraph::wrap(width, &[(Tone::Plain, text)]).into_iter().map(|l| l.text).collect()
    }

    #[test]
    fn breaks_between_words() {
        assert_eq!(wrapped(10, "the fascia lata was"), ["the fascia", "lata was"]);
        assert_eq!(wrapped(10, "a  b\n\n  c"), ["a  b", "", "  c"]);
    }

    #[test]
    fn breaks_a_long_word_between_graphemes() {
        assert_eq!(wrapped(4, "abcdefghij k"), ["abcd", "efgh", "ij k"]);
        assert_eq!(wrapped(4, "漢字漢字"), ["漢字", "漢字"]);
        assert_eq!(wrapped(4, "e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}").len(), 2);
    }

    #[test]
    fn controls_are_shown_not_sent() {
        assert_eq!(wrapped(20, "\u{1b}[2J\u{202e}x\r\ny"), ["␛[2J<U+202E>x", "y"]);
    }

    #[test]
    fn a_style_ends_with_its_line() {
        let lines = Paragraph::wrap(6, &[(Tone::Strong, "a long word")]);
        assert!(lines.iter().all(|l| l.text.ends_with("\u{1b}[0m")), "{lines:?}");
    }
}
