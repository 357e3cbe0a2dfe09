//! The words of a quotation: those that were read, and the number before them where they begin with its unit. "G" or "cm incision"
//! tells a reader nothing; "14G" and "5 cm incision" do.

use super::Document;
use crate::lexicon::concept::known;
use crate::lexicon::word_class::WordClass;
use crate::mention::number::number;
use crate::span::Span;
use crate::token::{Break, Kind};

/// The most tokens that one number may have: "four and a half".
const NUMBER_TOKENS: usize = 4;
/// The most numbers before one unit: "4 x 3 x 2 cm".
const NUMBERS: usize = 4;

impl Document<'_> {
    /// Bytes from the first to the last token, inclusive, and of the number whose unit the first is.
    pub fn quotable(&self, first: usize, last: usize) -> Span {
        let start = if self.word_is(first, WordClass::UnitName) { self.numbers_before(first) } else { first };
        let (number, own) = (self.span(start, first), self.span(first, last));
        // Tokens of columns that were put into another order do not stand in the note as they are read.
        let is_close = (start..first).all(|t| self.tokens.list[t].span.end <= self.tokens.list[t + 1].span.start);
        if is_close && !number.of(self.text).contains('\n') { number.cover(own) } else { own }
    }

    /// The first token of the numbers right before a unit; the unit itself where there are none.
    fn numbers_before(&self, unit: usize) -> usize {
        let mut start = unit;
        for _ in 0..NUMBERS {
            let end = match start == unit {
                true => self.without_hyphen(unit),
                false => match self.without_joint(start) {
                    Some(end) => end,
                    None => break,
                },
            };
            match self.number_up_to(end) {
                Some(number) => start = number,
                None => break,
            }
        }
        start
    }

    /// The first token of the longest number that ends right before a token.
    fn number_up_to(&self, end: usize) -> Option<usize> {
        let in_line =
            |from: usize| (from + 1..=end).all(|t| self.tokens.list.get(t).is_none_or(|t| t.before < Break::Gap));
        let from = end.saturating_sub(NUMBER_TOKENS)..end;
        from.into_iter().find(|&t| in_line(t) && number(&self.tokens, t).is_some_and(|n| n.end == end))
    }

    /// The token before which a number ends: "14-gauge".
    fn without_hyphen(&self, unit: usize) -> usize {
        let hyphen = unit.checked_sub(1).filter(|&t| self.tokens.is_mark(t, b'-'));
        hyphen.unwrap_or(unit)
    }

    /// Before "x", "by" or the hyphen of a range: "10 x 8 mm", "14-16 gauge".
    fn without_joint(&self, number: usize) -> Option<usize> {
        let joint = number.checked_sub(1)?;
        let is_tied = |t: usize| self.tokens.list.get(t).is_some_and(|t| t.before == Break::Joined);
        let is_range = self.tokens.is_mark(joint, b'-')
            && is_tied(joint)
            && is_tied(number)
            && self.tokens.list[number].kind == Kind::Number;
        (is_range || self.is(joint, known::TIMES)).then_some(joint)
    }
}

#[cfg(test)]
mod tests {
    use crate::{Analyzer, Note};

    /// The quotations of the approach.
    fn quotes(text: &str) -> Vec<String> {
        let analysis = Analyzer::builtin().analyze(&Note::new(text));
        analysis.procedures.iter().flat_map(|p| &p.approach.evidence).map(|e| e.text.clone()).collect()
    }

    #[test]
    fn a_unit_is_quoted_with_its_number() {
        for (text, want) in [
            ("Left thigh mass. A 14G needle was passed into the mass, four pieces to path.", "14G"),
            ("Left thigh mass. Through the skin, 16-gauge, four pieces of the mass to path.", "16-gauge"),
            ("Left thigh mass. 5 cm incision over the mass, a wedge to path.", "5 cm incision"),
            (
                "Left thigh mass. A four and a half centimetre incision over the mass, a wedge to path.",
                "four and a half centimetre incision",
            ),
        ] {
            let found = quotes(text);
            assert!(found.iter().any(|q| q.starts_with(want)), "{text}: {found:?}");
        }
        let found = quotes("Left thigh mass.\nNeedle 14\nG needle passed into the mass, four pieces to path.");
        assert!(found.iter().all(|q| !q.contains('\n')), "{found:?}");
    }
}
