//! Numbers as they are dictated: digits, words, halves and fractions.

use crate::token::{Break, Kind, Tokens};

/// A number and the token behind it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number {
    /// Its value.
    pub value: f64,
    /// The first token behind it.
    pub end: usize,
}

/// The number that starts at token `at`, if one does: `4.5`, `2 1/2`, `two point five`, `twenty two`, `four and a half`.
pub fn number(tokens: &Tokens, at: usize) -> Option<Number> {
    match tokens.list.get(at)?.kind {
        Kind::Number => digits(tokens, at),
        Kind::Word => words(tokens, at),
        _ => None,
    }
}

fn digits(tokens: &Tokens, at: usize) -> Option<Number> {
    let value: f64 = tokens.word(at).parse().ok()?;
    let mut found = Number { value, end: at + 1 };
    if let Some(fraction) = slashed(tokens, at) {
        return Some(fraction);
    }
    // `2 ½`, `2 1/2` and `2-1/2`: a fraction behind a whole number adds to it.
    if value.fract() == 0.0 && !tokens.word(at).contains('.') {
        let close = |t: usize| tokens.list.get(t).is_some_and(|t| t.before == Break::Joined);
        let hyphen = tokens.is_mark(at + 1, b'-') && close(at + 1) && close(at + 2);
        let behind = at + 1 + usize::from(hyphen);
        let next = tokens.list.get(behind).filter(|t| t.kind == Kind::Number).map(|_| tokens.word(behind));
        if let Some(part) = next.filter(|w| w.starts_with("0.")).and_then(|w| w.parse::<f64>().ok()) {
            found = Number { value: value + part, end: behind + 1 };
        } else if let Some(part) = slashed(tokens, behind) {
            found = Number { value: value + part.value, end: part.end };
        }
    }
    if found.end < tokens.list.len()
        && tokens.word(found.end) == "point"
        && let Some(tail) = decimals(tokens, found.end + 1)
    {
        return Some(Number { value: value + tail.value, end: tail.end });
    }
    if let Some(tail) = decimal_comma(tokens, at) {
        return Some(Number { value: value + tail, end: at + 3 });
    }
    Some(half_behind(tokens, found))
}

/// `3,5`: one digit close behind a comma that stands close to a small whole number, no list of numbers around it.
fn decimal_comma(tokens: &Tokens, at: usize) -> Option<f64> {
    let close = |t: usize| tokens.list.get(t).is_some_and(|t| t.before == Break::Joined);
    let whole = tokens.word(at).len() <= 2 && !tokens.word(at).contains('.');
    let listed = tokens.is_mark(at + 3, b',') || (at > 0 && tokens.is_mark(at - 1, b','));
    let digit = tokens.list.get(at + 2).filter(|t| t.kind == Kind::Number).map(|_| tokens.word(at + 2))?;
    let fits = whole && !listed && tokens.is_mark(at + 1, b',') && close(at + 1) && close(at + 2) && digit.len() == 1;
    fits.then(|| digit.parse::<f64>().ok()).flatten().map(|d| d / 10.0)
}

/// `1/2`, `3/4`: only halves, thirds, quarters and eighths, so that sutures (`3/0`) and dates stay out.
fn slashed(tokens: &Tokens, at: usize) -> Option<Number> {
    let joined = tokens.is_mark(at + 1, b'/') && tokens.list.get(at + 2).is_some_and(|t| t.kind == Kind::Number);
    if !joined || tokens.is_mark(at + 3, b'/') || tokens.list.get(at)?.kind != Kind::Number {
        return None;
    }
    let above: f64 = tokens.word(at).parse().ok()?;
    let below: f64 = tokens.word(at + 2).parse().ok()?;
    let plain = above < below && [2.0, 3.0, 4.0, 8.0].contains(&below);
    (plain && above >= 1.0).then_some(Number { value: above / below, end: at + 3 })
}

fn words(tokens: &Tokens, at: usize) -> Option<Number> {
    if let Some(fraction) = spoken_fraction(tokens, at) {
        return Some(fraction);
    }
    let mut found = whole(tokens, at)?;
    if found.end + 1 < tokens.list.len()
        && tokens.word(found.end) == "point"
        && let Some(tail) = decimals(tokens, found.end + 1)
    {
        found = Number { value: found.value + tail.value, end: tail.end };
        return Some(found);
    }
    Some(half_behind(tokens, found))
}

/// `half a`, `a quarter of an`, `three quarters of an`: what a unit is told to be a part of.
fn spoken_fraction(tokens: &Tokens, at: usize) -> Option<Number> {
    let word = |i: usize| if i < tokens.list.len() { tokens.word(i) } else { "" };
    let (value, behind) = match (word(at), word(at + 1)) {
        ("half", _) => (0.5, at + 1),
        ("quarter", _) => (0.25, at + 1),
        ("three", "quarter" | "quarters") => (0.75, at + 2),
        ("three", "-") if matches!(word(at + 2), "quarter" | "quarters") => (0.75, at + 3),
        _ => return None,
    };
    let article = behind + usize::from(word(behind) == "of");
    let end = if matches!(word(article), "a" | "an") { article + 1 } else { behind };
    Some(Number { value, end })
}

/// `… and a half`, `… and one half`.
fn half_behind(tokens: &Tokens, found: Number) -> Number {
    let word = |i: usize| if i < tokens.list.len() { tokens.word(i) } else { "" };
    let (and, one, part) = (word(found.end), word(found.end + 1), word(found.end + 2));
    let joined = and == "and" && matches!(one, "a" | "one" | "three");
    let value = match (one, part) {
        ("a" | "one", "half") => 0.5,
        ("a" | "one", "quarter") => 0.25,
        ("three", "quarters") => 0.75,
        _ => return found,
    };
    if joined { Number { value: found.value + value, end: found.end + 3 } } else { found }
}

/// Digits spoken one by one behind "point": `two five`, `75`.
pub(super) fn decimals(tokens: &Tokens, at: usize) -> Option<Number> {
    let mut value = 0.0;
    let mut scale = 0.1;
    let mut end = at;
    while let Some(token) = tokens.list.get(end) {
        let word = tokens.word(end);
        let digit = match token.kind {
            Kind::Number if end == at && word.len() <= 3 && !word.contains('.') => {
                return format!("0.{word}").parse().ok().map(|value| Number { value, end: end + 1 });
            }
            Kind::Word => unit(word).filter(|v| *v < 10.0),
            _ => None,
        };
        let Some(digit) = digit else { break };
        value += digit * scale;
        scale *= 0.1;
        end += 1;
    }
    (end > at).then_some(Number { value, end })
}

/// `five`, `twenty two`, `one hundred and ten`.
fn whole(tokens: &Tokens, at: usize) -> Option<Number> {
    let word = |i: usize| word_at(tokens, i);
    let first = word(at);
    // "A hundred and ten" starts behind its article; "several hundred", "2 hundred" are counted otherwise.
    let counts = |before: usize| {
        tokens.list[before].kind == Kind::Number || matches!(word(before), "several" | "few" | "many" | "hundred")
    };
    let bare = || first == "hundred" && !at.checked_sub(1).is_some_and(counts);
    let counted = || unit(first).filter(|_| word(at + 1) == "hundred").map(|value| (value, at + 2));
    let hundreds = if bare() { Some((1.0, at + 1)) } else { counted() };
    let Some((value, behind)) = hundreds else { return below_hundred(tokens, at) };
    let and = usize::from(word(behind) == "and");
    let rest = below_hundred(tokens, behind + and);
    Some(rest.map_or(Number { value: value * 100.0, end: behind }, |n| Number {
        value: value * 100.0 + n.value,
        end: n.end,
    }))
}

/// `five`, `twenty two`.
fn below_hundred(tokens: &Tokens, at: usize) -> Option<Number> {
    let first = word_at(tokens, at);
    let Some(ten) = tens(first) else {
        return Some(Number { value: unit(first)?, end: at + 1 });
    };
    let next = at + 1 + usize::from(tokens.is_mark(at + 1, b'-'));
    let ones = unit(word_at(tokens, next)).filter(|v| *v > 0.0 && *v < 10.0);
    Some(match ones {
        Some(v) => Number { value: ten + v, end: next + 1 },
        None => Number { value: ten, end: at + 1 },
    })
}

/// The word at a place; empty where none stands there.
fn word_at(tokens: &Tokens, at: usize) -> &str {
    if tokens.list.get(at).is_some_and(|t| t.kind == Kind::Word) { tokens.word(at) } else { "" }
}

fn tens(word: &str) -> Option<f64> {
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    TENS.iter().position(|t| *t == word).map(|i| 20.0 + 10.0 * i as f64)
}

fn unit(word: &str) -> Option<f64> {
    const UNITS: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    match word {
        "oh" | "o" => Some(0.0),
        _ => UNITS.iter().position(|u| *u == word).map(|i| i as f64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::tokenize;

    fn value(text: &str) -> Option<(f64, usize)> {
        number(&tokenize(text, &|_| false), 0).map(|n| ((n.value * 1000.0).round() / 1000.0, n.end))
    }

    #[test]
    fn digits_words_and_fractions() {
        assert_eq!(value("4.5 cm"), Some((4.5, 1)));
        assert_eq!(value("2 1/2 inches"), Some((2.5, 4)));
        assert_eq!(value("2½ cm"), Some((2.5, 2)));
        assert_eq!(value("1-1/2 cm"), Some((1.5, 5)));
        assert_eq!(value("3 - 1/2 done"), Some((3.0, 1)));
        assert_eq!(value("two point five by"), Some((2.5, 3)));
        assert_eq!(value("twenty two millimeters"), Some((22.0, 2)));
        assert_eq!(value("four and a half cm"), Some((4.5, 4)));
        assert_eq!(value("one hundred and ten mm"), Some((110.0, 4)));
        assert_eq!(value("hundred and ten mm"), Some((110.0, 3)));
        assert_eq!(value("hundred mm"), Some((100.0, 1)));
        assert_eq!(value(&"hundred ".repeat(200_000)), Some((100.0, 1)));
        assert_eq!(number(&tokenize("several hundred mm", &|_| false), 1), None);
        assert_eq!(value("5 and a half"), Some((5.5, 4)));
        assert_eq!(value("3,5 cm"), Some((3.5, 1)));
        assert_eq!(value("1,2,3 cm"), Some((1.0, 1)));
        assert_eq!(value("seventy-five millimetres"), Some((75.0, 2)));
        assert_eq!(value("half a centimetre"), Some((0.5, 2)));
        assert_eq!(value("three quarters of an inch"), Some((0.75, 4)));
    }

    #[test]
    fn sutures_and_dates_are_no_fractions() {
        assert_eq!(value("3/0 nylon"), Some((3.0, 1)));
        assert_eq!(value("3/4/2026"), Some((3.0, 1)));
        assert_eq!(value("mass"), None);
    }
}
