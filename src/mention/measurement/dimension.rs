//! One dimension: a number as it is written, spoken or misheard. In: a token. Out: its value and end.

use super::super::number::{Number, decimals, number};
use super::Units;
use crate::lexicon::concept::known;
use crate::token::{Break, Kind, Tokens};

impl Units<'_> {
    /// The value of a number in digits.
    pub(super) fn plain(&self, at: usize) -> Option<f64> {
        let token = self.tokens.list.get(at)?;
        (token.kind == Kind::Number).then(|| self.tokens.word(at).parse().ok()).flatten()
    }

    /// "7/4 cm": two numbers between which a slash stands for "by".
    pub(super) fn is_pair(&self, at: usize) -> bool {
        let slash = |t: usize| self.tokens.is_mark(t, b'/') && self.tokens.list[t].before == Break::Joined;
        let before = at.checked_sub(1).is_some_and(|t| slash(t) || self.may_start(t));
        let falls = self.plain(at).zip(self.plain(at + 2)).is_some_and(|(long, short)| long >= short);
        slash(at + 1) && !before && falls && self.unit(at + 3).is_some()
    }

    /// "two point eight, sorry, two point three": the number that a word of correction puts in the place of another.
    pub(super) fn corrected(&self, said: Number) -> Number {
        let comma = |t: usize| usize::from(self.tokens.is_mark(t, b','));
        let cue = said.end + comma(said.end);
        let Some(mention) = self.mention(cue).filter(|m| m.first() == cue && m.is(known::CORRECTION)) else {
            return said;
        };
        let next = mention.last() + 1 + comma(mention.last() + 1);
        let put = self.may_start_in(next).then(|| number(self.tokens, next)).flatten();
        put.filter(|n| self.unit(n.end).is_some()).unwrap_or(said)
    }

    /// One dimension; a range counts as its larger end.
    pub(super) fn dimension(&self, at: usize) -> Option<Number> {
        if let Some(heard) = self.homophone(at) {
            return Some(heard);
        }
        let low = if self.may_start_in(at) { number(self.tokens, at)? } else { return self.article(at) };
        let behind_unit = self.unit(low.end).map_or(low.end, |u| u.1);
        let dash = self.tokens.is_mark(low.end, b'-') || self.tokens.is_mark(low.end, b'|');
        let to = behind_unit == low.end && low.end < self.tokens.list.len() && self.tokens.word(low.end) == "to";
        if !(dash || to) {
            return Some(low);
        }
        let high_at = low.end + 1;
        match self.may_start_in(high_at).then(|| number(self.tokens, high_at)).flatten() {
            // A range has a unit or a joint behind it; `2-0` and `5-year` are none.
            Some(high)
                if high.value > low.value && (self.unit(high.end).is_some() || self.joint(high.end).is_some()) =>
            {
                Some(high)
            }
            _ => Some(low),
        }
    }

    /// A word that speech recognition writes for a number, where only a number makes sense: "four by to", "too point five",
    /// "for centimeters".
    pub(super) fn homophone(&self, at: usize) -> Option<Number> {
        let value = heard(self.tokens, at)?;
        let is = |t: usize, word: &str| self.tokens.list.get(t).is_some() && self.tokens.word(t) == word;
        let counts = |t: usize| self.may_start_in(t) || heard(self.tokens, t).is_some();
        let multiplied = |t: usize| self.is(t, known::TIMES);
        let behind = at + 1;
        if is(behind, "point") && self.may_start_in(at + 2) && !counts(at.wrapping_sub(1)) {
            let tail = decimals(self.tokens, at + 2)?;
            return Some(Number { value: value + tail.value, end: tail.end });
        }
        let first = multiplied(behind) && counts(at + 2);
        let last = at > 0 && multiplied(at - 1) && (multiplied(behind) || self.unit(behind).is_some());
        // "to centimeters" is the end of a range, or nothing.
        let alone = value != 2.0 && self.unit(behind).is_some() || is(at, "too") && self.unit(behind).is_some();
        (first || last || alone).then_some(Number { value, end: behind })
    }

    /// "an inch", "an inch and a half": the unit stands before its fraction. The unit is read again by the caller.
    pub(super) fn article(&self, at: usize) -> Option<Number> {
        let article = self.is(at, known::DETERMINER) && matches!(self.tokens.word(at), "a" | "an");
        // "Inch across, says the patient".
        let bare = || {
            let counted = |t: usize| self.may_start(t) || self.is(t, known::DETERMINER) || self.tokens.is_mark(t, b'-');
            self.is(at, known::UNIT_INCH) && self.axes(at + 1) > at + 1 && !at.checked_sub(1).is_some_and(counted)
        };
        if bare() {
            return Some(Number { value: 1.0, end: at });
        }
        (article && self.unit(at + 1).is_some()).then_some(Number { value: 1.0, end: at + 1 })
    }

    /// The fraction behind a unit: "an inch and a half".
    pub(super) fn fraction_behind(&self, at: usize) -> Option<(f64, usize)> {
        let word = |t: usize| self.tokens.list.get(t).map_or("", |_| self.tokens.word(t));
        let value = match word(at + 2) {
            "half" => 0.5,
            "quarter" => 0.25,
            _ => return None,
        };
        (word(at) == "and" && word(at + 1) == "a").then_some((value, at + 3))
    }
}

/// The number that a token's word sounds like.
fn heard(tokens: &Tokens, token: usize) -> Option<f64> {
    // Every word of a note comes this way: its length ends the matter for most.
    if tokens.list.get(token)?.span.len() > 4 {
        return None;
    }
    Some(match tokens.normal_form(token) {
        b"won" => 1.0,
        b"to" | b"too" => 2.0,
        b"for" | b"fore" => 4.0,
        b"ate" => 8.0,
        _ => return None,
    })
}
