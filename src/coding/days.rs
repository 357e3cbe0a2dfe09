//! Days that follow one another: "Admitted Sunday after a consultation … Monday, 07:45: …", "visit of the 11th … operation the 12th". In: a
//! document. Out: yes or no. What happened on either is told by topics.

use crate::document::Document;
use crate::token::Kind;

/// The days of the week, in their order.
const WEEK: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Whether a note names two days of which one is the next after the other, and no third.
pub fn follow_one_another(document: &Document) -> bool {
    let count = document.tokens.list.len();
    let week = (0..count).filter_map(|t| WEEK.iter().position(|day| *day == document.tokens.word(t)));
    two_of(week).is_some_and(|(a, b)| b - a == 1 || (a, b) == (0, WEEK.len() - 1))
        || two_of((0..count).filter_map(|t| day_of_month(document, t))).is_some_and(|(a, b)| b - a == 1)
}

/// The two numbers that a row holds, the lesser first; nothing where it holds more, or fewer.
fn two_of(days: impl Iterator<Item = usize>) -> Option<(usize, usize)> {
    let span = days.fold((None::<(usize, usize)>, true), |(span, two), day| match span {
        None => (Some((day, day)), two),
        Some((a, b)) if a == b => (Some((a.min(day), b.max(day))), two),
        Some((a, b)) => (Some((a, b)), two && (day == a || day == b)),
    });
    span.0.filter(|(a, b)| span.1 && a != b)
}

/// "11th" in "visit of the 11th": a number of at most 31 with its ending, in one token or two.
fn day_of_month(document: &Document, at: usize) -> Option<usize> {
    let word = document.tokens.word(at);
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = |w: &str| matches!(w, "st" | "nd" | "rd" | "th");
    let joined = ending(&word[digits.len()..]);
    let apart = digits.len() == word.len()
        && document.tokens.list[at].kind == Kind::Number
        && at + 1 < document.tokens.list.len()
        && ending(document.tokens.word(at + 1));
    (joined || apart).then(|| digits.parse().ok()).flatten().filter(|day| (1..=31).contains(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_days_and_no_third() {
        assert_eq!(two_of([12, 11, 12].into_iter()), Some((11, 12)));
        assert_eq!(two_of([11, 11].into_iter()), None);
        assert_eq!(two_of([11, 12, 13].into_iter()), None);
        assert_eq!(two_of(std::iter::empty()), None);
    }
}
