//! The text of a claim → its lines; a line → codes, each with its modifiers and units: `27324-LT-59 x2`, `27324LTx2`, `2 x 27323`. What a
//! hyphen ties to a code is a modifier, whatever it looks like.

use crate::analysis::BilledCode;

/// The most units that a line may have.
const MOST_UNITS: u32 = 999;
/// Words that stand around a code and say nothing.
const IDLE: [&str; 7] = ["CPT", "HCPCS", "CODE", "CODES", "UNIT", "UNITS", "AND"];

/// What a piece of a line is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Code(String),
    Modifier(String),
    Units(u32),
    /// What stands where units do and is no number of them.
    BadUnits(String),
    /// `x` alone: a number before or after it counts units.
    Times,
    Idle,
    Unreadable(String),
}

/// The lines of a claim in one text: each code begins one, and what stands between goes with the code before it.
pub(super) fn lines(text: &str) -> Vec<String> {
    let (mut lines, mut line) = (Vec::new(), String::new());
    for part in text.split([',', ';', '|']).map(str::trim).filter(|p| !p.is_empty()) {
        if Pieces::of(part).codes() > 0 && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(part);
    }
    lines.extend((!line.is_empty()).then_some(line));
    lines
}

/// A line, cut into pieces.
pub(super) struct Pieces(Vec<Piece>);

impl Pieces {
    pub(super) fn of(text: &str) -> Self {
        let text = text.to_uppercase().replace(['×', '*'], " X");
        let is_between =
            |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '/' | '-' | '–' | '(' | ')' | ':');
        let words: Vec<&str> = text.split(is_between).filter(|w| !w.is_empty()).collect();
        // "27323-LT-X7": what a hyphen ties on is no count.
        let tied = |word: &str| {
            let at = word.as_ptr() as usize - text.as_ptr() as usize;
            text[..at].ends_with(['-', '–']) && is_modifier(word)
        };
        let mut pieces = Vec::new();
        for (index, word) in words.iter().enumerate() {
            let after_times = index.checked_sub(1).is_some_and(|i| words[i] == "X");
            if after_times && is_negative(&text, word) {
                pieces.push(Piece::BadUnits(format!("X-{word}")));
                continue;
            }
            if tied(word) && !pieces.is_empty() {
                pieces.push(Piece::Modifier((*word).to_owned()));
                continue;
            }
            let before_code = words.get(index + 1) == Some(&"X") && words.get(index + 2).is_some_and(|w| is_code(w));
            match units(word).filter(|_| (after_times || before_code) && word.len() <= 3) {
                Some(units) => pieces.push(Piece::Units(units)),
                None => pieces.extend(piece(word).into_iter().map(|piece| match piece {
                    Piece::Unreadable(word) if after_times || (before_code && is_digits(&word)) => {
                        Piece::BadUnits(word)
                    }
                    piece => piece,
                })),
            }
        }
        Self(pieces)
    }

    /// How many codes there are.
    pub(super) fn codes(&self) -> usize {
        self.0.iter().filter(|p| matches!(p, Piece::Code(_))).count()
    }

    /// The lines, and the pieces that could not be read.
    pub(super) fn read(self) -> Read {
        let mut read = Read::default();
        let mut units_before = None;
        for piece in self.0 {
            match (piece, read.lines.last_mut()) {
                (Piece::Code(code), _) => {
                    let units = units_before.take().unwrap_or(1);
                    read.lines.push(BilledCode { code, modifiers: Vec::new(), units });
                }
                (Piece::Modifier(modifier), Some(line)) if line.modifiers.contains(&modifier) => {}
                (Piece::Modifier(modifier), Some(line)) => line.modifiers.push(modifier),
                (Piece::Modifier(modifier), None) => read.refused.push(modifier),
                (Piece::Units(units), Some(line)) => line.units = units,
                (Piece::Units(units), None) => units_before = Some(units),
                (Piece::BadUnits(word), _) => read.units.push(word),
                (Piece::Unreadable(word), _) => read.refused.push(word),
                (Piece::Times | Piece::Idle, _) => {}
            }
        }
        read
    }
}

/// What a line says.
#[derive(Default)]
pub(super) struct Read {
    pub(super) lines: Vec<BilledCode>,
    /// What could not be read.
    pub(super) refused: Vec<String>,
    /// What is no number of units.
    pub(super) units: Vec<String>,
}

/// Whether a number has a minus before it: "X-1", "X -1". `word` is a part of `text`; what is tied to the times itself, as in "27324-X-1", is
/// for others to read.
fn is_negative(text: &str, word: &str) -> bool {
    let before = &text[..word.as_ptr() as usize - text.as_ptr() as usize];
    let times = before.trim_end_matches(['-', '–']).trim_end();
    is_digits(word) && before.ends_with(['-', '–']) && !times.trim_end_matches('X').ends_with(['-', '–'])
}

fn is_digits(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_digit())
}

/// A word's pieces: one, or a code with the modifier or the units glued to it.
fn piece(word: &str) -> Vec<Piece> {
    let bare = word.strip_suffix(".0").unwrap_or(word);
    if is_code(bare) {
        return vec![Piece::Code(bare.to_owned())];
    }
    if let Some(pieces) = glued(word) {
        return pieces;
    }
    let counted = counted(word).or_else(|| word.strip_suffix('X').filter(|n| starts_with_digit(n)).map(told));
    vec![match word {
        "X" => Piece::Times,
        _ if IDLE.contains(&word) => Piece::Idle,
        _ => match counted {
            Some(units) => units,
            None if is_modifier(word) => Piece::Modifier(word.to_owned()),
            None => Piece::Unreadable(word.to_owned()),
        },
    }]
}

/// `27324LT`, `27324X2`, `27324LTX2`, `LTX2`: what no blank parts. A count is tried before a modifier: `X2` is one only behind a hyphen.
fn glued(word: &str) -> Option<Vec<Piece>> {
    let (code, rest) = word.split_at_checked(5).filter(|(code, _)| is_code(code)).unwrap_or(("", word));
    let (modifier, count) = match counted(rest) {
        Some(units) => ("", Some(units)),
        None => {
            let (modifier, rest) = rest.split_at_checked(2).filter(|(m, _)| is_modifier(m))?;
            (modifier, if rest.is_empty() { None } else { Some(counted(rest)?) })
        }
    };
    let told = |piece: fn(String) -> Piece, text: &str| (!text.is_empty()).then(|| piece(text.to_owned()));
    let pieces: Vec<_> =
        [told(Piece::Code, code), told(Piece::Modifier, modifier), count].into_iter().flatten().collect();
    (pieces.len() > 1).then_some(pieces)
}

/// The units of `X2`; what begins so and is no number of units is told as that.
fn counted(word: &str) -> Option<Piece> {
    word.strip_prefix('X').filter(|n| starts_with_digit(n)).map(told)
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// A number of units as it is written.
fn told(number: &str) -> Piece {
    units(number).map_or_else(|| Piece::BadUnits(number.to_owned()), Piece::Units)
}

/// Whether a word has the shape of a procedure code: five digits, four and a letter of the categories that end in one, or a letter
/// and four.
fn is_code(word: &str) -> bool {
    let bytes = word.as_bytes();
    let [first, middle @ .., last] = bytes else { return false };
    bytes.len() == 5
        && middle.iter().all(u8::is_ascii_digit)
        && match (first.is_ascii_digit(), last.is_ascii_digit()) {
            (true, true) => true,
            (true, false) => matches!(last, b'F' | b'M' | b'T' | b'U'),
            (false, true) => first.is_ascii_uppercase(),
            (false, false) => false,
        }
}

/// Whether a word has the shape of a modifier: two characters, digits or letters.
pub(super) fn is_modifier(word: &str) -> bool {
    word.len() == 2 && word.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// A whole number of units, one or more; a decimal point with nothing but zeros behind it does no harm.
pub(super) fn units(text: &str) -> Option<u32> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let is_digits = !whole.is_empty() && whole.bytes().all(|b| b.is_ascii_digit()) && rest.bytes().all(|b| b == b'0');
    whole.parse().ok().filter(|n| is_digits && (1..=MOST_UNITS).contains(n))
}
