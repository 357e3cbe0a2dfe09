//! A marker in the blood that is raised. In: words and numbers. Out: where the note tells of one.

use super::super::{Reading, Tier};
use crate::assertion::{Subject, assertion};
use crate::document::Document;
use crate::lexicon::word_class::WordClass;
use crate::token::{Break, Kind};
use std::ops::RangeInclusive;

/// "CK 9k, weak", "CRP 380", "CK was 7,800": the first marker that is raised, with its number.
pub(super) fn raised(reading: &Reading) -> Option<RangeInclusive<usize>> {
    let document = reading.document;
    let tokens = 0..document.tokens.list.len();
    let told = |t: &usize| {
        document.word_is(*t, WordClass::BloodMarker)
            && Tier::of(document.section_of(*t).role) > Tier::Outside
            && assertion(document, *t, *t).subject != Subject::Other
    };
    tokens.into_iter().filter(told).find_map(|t| {
        let (value, last) = value_behind(document, t)?;
        (value >= least(document.tokens.word(t))).then_some(t..=last)
    })
}

/// From where a marker is raised beyond doubt: several times what is normal.
fn least(marker: &str) -> f64 {
    const INFLAMED: f64 = 20.0;
    const MUSCLE: f64 = 400.0;
    if marker == "crp" { INFLAMED } else { MUSCLE }
}

/// The number close behind a marker, and its last token; "9k" and "9.5 thousand" are thousands.
fn value_behind(document: &Document, marker: usize) -> Option<(f64, usize)> {
    const REACH: usize = 4;
    const THOUSAND: f64 = 1000.0;
    let list = &document.tokens.list;
    let near = marker + 1..list.len().min(marker + 1 + REACH);
    let small = |t: &usize| {
        matches!(list[*t].kind, Kind::Punct(b':' | b'=' | b'~' | b'>'))
            || matches!(document.tokens.word(*t), "of" | "was" | "is" | "at" | "up" | "to" | "level" | "about")
    };
    let at = near.into_iter().find(|t| !small(t))?;
    let word = document.tokens.word(at);
    let digits = word.trim_end_matches('k');
    let value: f64 = digits.replace(',', "").parse().ok()?;
    let next = at + 1;
    let joined = |t: usize| list.get(t).is_some_and(|n| n.before == Break::Joined);
    // "7,800" may be three tokens.
    let split = document.tokens.is_mark(next, b',')
        && joined(next)
        && joined(next + 1)
        && document.tokens.word(next + 1).len() == 3;
    let thousands = digits.len() < word.len()
        || document.tokens.word(next) == "k" && joined(next)
        || document.tokens.word(next) == "thousand";
    if thousands || split {
        return Some((value * THOUSAND, at + usize::from(digits.len() == word.len()) * (1 + usize::from(split))));
    }
    Some((value, at))
}
