//! Diagnosis codes: the table of `diagnoses.tsv`, and what is found in comparing them with the sides of note and claim.
//!
//! The side of a code is what its row says, never a digit: 1 and 2 mean right and left in most families, not in all.

use std::collections::HashMap;

use super::sides::Sides;
use super::wording::Found;
use crate::analysis::Evidence;
use crate::error::Error;
use crate::lexicon::Lexicon;

/// The file of the table.
pub(super) const FILE: &str = "diagnoses.tsv";
/// Its heading.
const COLUMNS: [&str; 5] = ["code", "family", "meaning", "side", "source"];
/// The category of swellings and lumps, which payers find weak.
const SWELLING: &str = "R22";

/// What a diagnosis code tells of the side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
    Bilateral,
    /// The family tells sides, this code does not.
    Unspecified,
    /// The family has no sides.
    None,
}

impl Side {
    fn read(word: &str) -> Option<Self> {
        Some(match word {
            "left" => Self::Left,
            "right" => Self::Right,
            "bilateral" => Self::Bilateral,
            "unspecified" => Self::Unspecified,
            "none" => Self::None,
            _ => return None,
        })
    }

    fn sides(self) -> Option<Sides> {
        match self {
            Self::Left => Some(Sides { left: true, right: false }),
            Self::Right => Some(Sides { left: false, right: true }),
            Self::Bilateral => Some(Sides { left: true, right: true }),
            Self::Unspecified | Self::None => None,
        }
    }
}

/// A row of the table.
#[derive(Debug, Clone)]
pub(super) struct Diagnosis {
    pub(super) family: String,
    pub(super) meaning: String,
    pub(super) side: Side,
    pub(super) source: String,
    pub(super) line: usize,
}

/// The table, by code.
#[derive(Debug, Clone, Default)]
pub(super) struct Diagnoses(HashMap<String, Diagnosis>);

impl Diagnoses {
    /// The table of a lexicon.
    ///
    /// # Errors
    /// A wrong heading, a wrong number of columns, an unknown side, a code that stands twice.
    pub(super) fn read(lexicon: &Lexicon) -> Result<Self, Error> {
        let text = lexicon.book(FILE);
        let mut lines = text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.trim().is_empty());
        match lines.next() {
            Some((_, heading)) if heading.split('\t').eq(COLUMNS) => {}
            Some((n, _)) => return Err(Error::at(FILE, n + 1, format!("the heading must be {}", COLUMNS.join(", ")))),
            None => return Ok(Self::default()),
        }
        let mut rows = HashMap::new();
        for (n, line) in lines {
            let (code, diagnosis) = row(n + 1, line)?;
            if rows.insert(code.clone(), diagnosis).is_some() {
                return Err(Error::at(FILE, n + 1, format!("`{code}` stands twice")));
            }
        }
        Ok(Self(rows))
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = (&String, &Diagnosis)> {
        self.0.iter()
    }

    /// Whether a code belongs to a family that stands in the table.
    pub(super) fn has_family_of(&self, code: &str) -> bool {
        self.0.values().any(|d| code.starts_with(&d.family))
    }

    fn is_incomplete(&self, code: &str) -> bool {
        self.0.keys().any(|known| known.len() > code.len() && known.starts_with(code))
    }
}

fn row(line: usize, text: &str) -> Result<(String, Diagnosis), Error> {
    let cells: Vec<&str> = text.split('\t').map(str::trim).collect();
    let [code, family, meaning, side, source] = cells[..] else {
        return Err(Error::at(FILE, line, format!("{} columns, expected {}", cells.len(), COLUMNS.len())));
    };
    let Some(side) = Side::read(side) else {
        return Err(Error::at(FILE, line, format!("unknown side `{side}`")));
    };
    let diagnosis =
        Diagnosis { family: family.to_owned(), meaning: meaning.to_owned(), side, source: source.to_owned(), line };
    Ok((code.to_owned(), diagnosis))
}

/// A diagnosis code in capitals and with its point; `None` where a word has not the shape of one.
///
/// A letter, a digit, a digit or letter, then up to four more, with or without the point.
pub(super) fn normal(word: &str) -> Option<String> {
    let word = word.to_ascii_uppercase();
    let (category, rest) = match word.split_once('.') {
        Some((category, rest)) if !rest.is_empty() => (category, rest),
        Some(_) => return None,
        None => word.split_at_checked(3)?,
    };
    let head = category.as_bytes();
    let is_category =
        head.len() == 3 && head[0].is_ascii_alphabetic() && head[1].is_ascii_digit() && head[2].is_ascii_alphanumeric();
    let is_rest = rest.len() <= 4 && rest.bytes().all(|b| b.is_ascii_alphanumeric());
    if !is_category || !is_rest {
        return None;
    }
    Some(if rest.is_empty() { category.to_owned() } else { format!("{category}.{rest}") })
}

/// What note and claim tell of the side, and the words of the note.
pub(super) struct Told<'a> {
    pub(super) note: Option<Sides>,
    pub(super) modifiers: Option<Sides>,
    pub(super) evidence: &'a [Evidence],
}

/// What is found of the diagnoses of a claim.
pub(super) fn check(table: &Diagnoses, codes: &[String], told: &Told<'_>) -> Vec<Found> {
    let mut found: Vec<Found> = codes.iter().filter_map(|code| check_one(table, code, told)).collect();
    if !codes.is_empty() && codes.iter().all(|c| c.starts_with(SWELLING)) {
        found.push(Found::new("diagnosis-weak").with("piece", codes.join(", ")));
    }
    found
}

fn check_one(table: &Diagnoses, code: &str, told: &Told<'_>) -> Option<Found> {
    let Some(diagnosis) = table.0.get(code) else {
        let incomplete = table.is_incomplete(code);
        let name = if incomplete { "diagnosis-incomplete" } else { "diagnosis-unknown" };
        return (incomplete || table.has_family_of(code)).then(|| Found::new(name).with("code", code));
    };
    let found = |name, other: Sides| {
        Found::new(name).with("code", code).with("piece", diagnosis.meaning.as_str()).with("other", other.word())
    };
    match (diagnosis.side.sides(), told.note, told.modifiers) {
        (Some(side), Some(note), _) if side.differs(note) => {
            Some(found("diagnosis-side", note).with("side", side.word()).quoting(told.evidence.to_vec()))
        }
        (Some(side), _, Some(billed)) if side.differs(billed) => {
            Some(found("diagnosis-side-of-modifier", billed).with("side", side.word()))
        }
        (None, Some(note), _) if diagnosis.side == Side::Unspecified => {
            Some(found("diagnosis-side-unspecified", note).quoting(told.evidence.to_vec()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Diagnoses {
        Diagnoses::read(&Lexicon::builtin().expect("loads")).expect("reads")
    }

    /// Families whose digits do not mean what 1 and 2 mean elsewhere.
    #[test]
    fn sides_are_those_of_the_titles() {
        let table = table();
        let side = |code: &str| table.0[code].side;
        for code in ["C49.22", "D17.24", "C44.709", "M79.605", "L02.416", "L03.116", "S70.12XA", "M71.22"] {
            assert_eq!(side(code), Side::Left, "{code}");
        }
        for code in ["C49.21", "D17.23", "C44.702", "M79.604", "L02.415", "L03.115", "S70.11XA"] {
            assert_eq!(side(code), Side::Right, "{code}");
        }
        for code in ["C49.20", "C44.701", "M79.606", "D17.20", "M25.569"] {
            assert_eq!(side(code), Side::Unspecified, "{code}");
        }
        assert_eq!(side("R22.43"), Side::Bilateral);
        for code in ["D48.116", "M60.9", "G72.41", "D49.2", "R22.9", "L52"] {
            assert_eq!(side(code), Side::None, "{code}");
        }
    }

    #[test]
    fn shapes_of_codes() {
        let cases = [
            ("c49.22", Some("C49.22")),
            ("C4922", Some("C49.22")),
            ("S70.12XA", Some("S70.12XA")),
            ("M79A21", Some("M79.A21")),
            ("L52", Some("L52")),
            ("C49.", None),
            ("C4", None),
            ("49.22", None),
            ("C49.22.1", None),
            ("CO9.22", None),
            ("S70.12XAB", None),
            ("", None),
            ("½", None),
        ];
        for (word, want) in cases {
            assert_eq!(normal(word).as_deref(), want, "{word}");
        }
    }

    #[test]
    fn unknown_only_within_a_known_family() {
        let table = table();
        let found = |code: &str| {
            let told = Told { note: None, modifiers: None, evidence: &[] };
            check_one(&table, code, &told).is_some()
        };
        assert!(found("C49.29") && found("R22.45") && found("D48.1") && found("M79"));
        assert!(!found("Z12.3") && !found("C50.911") && !found("C49.22"));
    }
}
