//! Characters of a note as a terminal may safely show them: line breaks and blanks kept apart, controls and direction marks
//! turned into visible names.

use crate::render::hidden::is_hidden;
use std::fmt::Write;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// What a character does on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Ends the line.
    Break,
    /// A blank so many columns wide.
    Blank(usize),
    /// Must not reach the terminal.
    Hidden,
    /// Shown as it is.
    Shown,
}

pub(super) fn kind(c: char) -> Kind {
    match c {
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Kind::Break,
        '\t' => Kind::Blank(4),
        c if is_hidden(c) => Kind::Hidden,
        c if c.is_whitespace() => Kind::Blank(1),
        _ => Kind::Shown,
    }
}

/// The visible name of a hidden character: a control picture, or the code point in angle brackets.
pub(super) fn name(c: char) -> String {
    match c as u32 {
        n @ 0..=0x1f => char::from_u32(0x2400 + n).map(String::from).unwrap_or_default(),
        0x7f => "\u{2421}".to_owned(),
        n => format!("<U+{n:04X}>"),
    }
}

/// One line of text that is safe to print: controls, direction marks and line breaks are made visible.
///
/// # Example
/// ```
/// assert_eq!(opnote::render::text::visible("a\u{1b}[31m\u{202e}b\n"), "a␛[31m<U+202E>b␊");
/// ```
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match kind(c) {
            Kind::Shown | Kind::Blank(1) => out.push(c),
            _ => write!(out, "{}", name(c)).expect("writing to a String"),
        }
    }
    out
}

/// Columns a grapheme takes at most: terminals differ on joined emoji, so the wider answer counts.
pub(super) fn columns(grapheme: &str) -> usize {
    let apart: usize = grapheme.chars().map(columns_of).sum();
    apart.max(grapheme.width())
}

/// The emoji selector has no width, yet may widen what stands before it.
fn columns_of(c: char) -> usize {
    if c == '\u{fe0f}' { 1 } else { c.width().unwrap_or(0) }
}
