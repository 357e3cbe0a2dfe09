//! Punctuation that dictation software wrote out as words.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::Break;
use super::mark::MANY;

/// A full stop spoken, in small letters and capitals, and printed.
static STOPS: LazyLock<[Finder; 4]> = LazyLock::new(|| [" period", " PERIOD", " full stop", ". "].map(Finder::new));

/// Marks that are spoken beside a full stop.
static MARKS: LazyLock<[Finder; 7]> = LazyLock::new(|| {
    [" colon ", " comma ", " new paragraph", " New paragraph", " next line", " new line", " New line"].map(Finder::new)
});

/// A colon spoken behind a label. What was diagnosed may be of the colon itself.
static LABEL_ENDS: LazyLock<[Finder; 10]> = LazyLock::new(|| {
    [
        "iagnosis colon ",
        "ndication colon ",
        "ndications colon ",
        "rocedure colon ",
        "peration colon ",
        "echnique colon ",
        "pecimen colon ",
        "ide colon ",
        "ize colon ",
        "nesthesia colon ",
    ]
    .map(Finder::new)
});

/// How many of the labels name what may be of the colon.
const FINDING_LABELS: usize = 3;

/// Which marks a text spells out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spoken {
    /// None.
    None,
    /// Those behind labels and between lines; it prints its full stops.
    Labels,
    /// All.
    All,
}

impl Spoken {
    /// What a text spells out. Dictation software that writes "period" for a full stop does it throughout: twice and more, or beside
    /// another spoken mark, and more often than it prints one. Some prints the stops and spells out the rest.
    pub(super) fn of(text: &str) -> Self {
        if speaks_stops(text) {
            return Self::All;
        }
        let [colon, _, lines @ ..] = &*MARKS;
        if colon.find(text.as_bytes()).is_none() {
            return Self::None;
        }
        let count =
            |labels: &[Finder]| labels.iter().map(|l| l.find_iter(text.as_bytes()).take(2).count()).sum::<usize>();
        let (of_findings, of_acts) = LABEL_ENDS.split_at(FINDING_LABELS);
        let lined = || lines.iter().any(|line| line.find(text.as_bytes()).is_some());
        // "Previous operation colon resection": an organ.
        let of_organ = |label: &Finder| {
            const ORGAN: [&str; 4] = ["resection", "cancer", "surgery", "polyp"];
            let end = label.find(text.as_bytes()).map(|at| at + label.needle().len());
            end.is_some_and(|end| ORGAN.iter().any(|w| text.as_bytes()[end..].starts_with(w.as_bytes())))
        };
        let organ = of_acts.iter().any(of_organ);
        let told = count(of_findings);
        if count(of_acts) >= 1 && !organ || told >= 2 || told == 1 && lined() { Self::Labels } else { Self::None }
    }

    /// Whether it spells out a mark.
    pub(super) fn spells(self, mark: u8, before: Break) -> bool {
        match self {
            Self::All => true,
            Self::Labels => mark == b':' || mark == b',' || before >= Break::Line,
            Self::None => false,
        }
    }
}

fn speaks_stops(text: &str) -> bool {
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
