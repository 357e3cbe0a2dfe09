//! Punctuation that dictation software wrote out as words.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::Break;
use super::mark::MANY;

/// A full stop spoken, in small letters and capitals, and printed.
static STOPS: LazyLock<[Finder; 4]> = LazyLock::new(|| [" period", " PERIOD", " full stop", ". "].map(Finder::new));

/// Marks that are spoken beside a full stop.
static MARKS: LazyLock<[Finder; 5]> =
    LazyLock::new(|| [" colon ", " comma ", " new paragraph", " next line", " new line"].map(Finder::new));

/// Dictation software that writes "period" for a full stop does it throughout: twice and more, or beside another spoken mark,
/// and more often than it prints one.
pub(super) fn speaks_punctuation(text: &str) -> bool {
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

pub(super) fn spoken_mark(word: &[u8]) -> Option<(u8, Break)> {
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
pub(super) fn spoken_pair(first: &str, second: &[u8]) -> Option<(u8, Break)> {
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
