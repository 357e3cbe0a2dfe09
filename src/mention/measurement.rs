//! Lengths as dictated: numbers joined by "x" or "by" with a unit, turned into millimetres.
//!
//! A unit given once holds for all numbers joined to it. "4-5 cm" and "4 to 5 cm" are one length, the larger. A number
//! without any unit is no length; neither is a bound ("less than 5 cm"), which the caller can tell by [`Length::bound`].

use super::Mention;
use super::number::{Number, number};
use crate::lexicon::concept::{Concept, known};
use crate::token::{Kind, Tokens};

/// A length or a product of lengths.
#[derive(Debug, Clone, PartialEq)]
pub struct Length {
    /// First token.
    pub first: usize,
    /// Last token, inclusive.
    pub last: usize,
    /// Millimetres, longest first.
    pub mm: Vec<f64>,
    /// Whether it is only a bound.
    pub bound: bool,
}

/// Looks up what the mentions mean at a token.
pub struct Units<'a> {
    /// The note's tokens.
    pub tokens: &'a Tokens,
    /// The note's mentions, in order.
    pub mentions: &'a [Mention],
    /// For each token the index of its mention, or `u32::MAX`.
    pub at: &'a [u32],
}

const MAX_DIMENSIONS: usize = 4;

impl Units<'_> {
    fn mention(&self, token: usize) -> Option<&Mention> {
        self.at.get(token).and_then(|&m| self.mentions.get(m as usize))
    }

    fn is(&self, token: usize, concept: Concept) -> bool {
        self.mention(token).is_some_and(|m| m.is(concept))
    }

    /// Millimetres to the unit at `token`, and the token behind it.
    fn unit(&self, token: usize) -> Option<(f64, usize)> {
        let mention = self.mention(token).filter(|m| m.first() == token)?;
        let mm = if mention.is(known::UNIT_MM) {
            1.0
        } else if mention.is(known::UNIT_CM) {
            10.0
        } else if mention.is(known::UNIT_INCH) {
            25.4
        } else {
            return None;
        };
        Some((mm, mention.last() + 1))
    }

    /// The lengths of a run of tokens.
    pub fn lengths(&self, first: usize, end: usize) -> Vec<Length> {
        let mut found = Vec::new();
        let mut at = first;
        while at < end {
            match (self.may_start(at) || self.article(at).is_some()).then(|| self.length(at, end)).flatten() {
                Some(length) => {
                    at = length.last + 1;
                    found.push(length);
                }
                None => at += 1,
            }
        }
        found
    }

    fn may_start(&self, at: usize) -> bool {
        match self.tokens.list[at].kind {
            Kind::Number => true,
            Kind::Word => self.is(at, known::NUMBER_WORD),
            _ => false,
        }
    }

    fn length(&self, first: usize, end: usize) -> Option<Length> {
        let mut parts: Vec<(f64, Option<f64>)> = Vec::new();
        let mut at = first;
        let mut last = first;
        loop {
            let Number { value, end: behind } = self.dimension(at)?;
            let unit = self.unit(behind);
            let behind = unit.map_or(behind, |u| u.1);
            let fraction = unit.and_then(|_| self.fraction_behind(behind));
            parts.push((value + fraction.map_or(0.0, |f| f.0), unit.map(|u| u.0)));
            let behind = fraction.map_or(behind, |f| f.1);
            last = last.max(behind - 1);
            let Some(next) = self.joint(behind).filter(|&n| n < end && parts.len() < MAX_DIMENSIONS) else { break };
            if self.dimension(next).is_none() {
                break;
            }
            at = next;
        }
        let common = parts.iter().rev().find_map(|p| p.1)?;
        let mut mm: Vec<f64> = parts.iter().map(|(v, u)| round(v * u.unwrap_or(common))).collect();
        mm.sort_by(|a, b| b.total_cmp(a));
        let plausible = mm.iter().all(|v| *v > 0.0 && *v < 2000.0);
        plausible.then(|| Length { first, last: last.min(end - 1), mm, bound: self.is_bound(first) })
    }

    /// One dimension; a range counts as its larger end.
    fn dimension(&self, at: usize) -> Option<Number> {
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

    /// "an inch", "an inch and a half": the unit stands before its fraction. The unit is read again by the caller.
    fn article(&self, at: usize) -> Option<Number> {
        let article = self.is(at, known::DETERMINER) && matches!(self.tokens.word(at), "a" | "an");
        (article && self.unit(at + 1).is_some()).then_some(Number { value: 1.0, end: at + 1 })
    }

    /// The fraction behind a unit: "an inch and a half".
    fn fraction_behind(&self, at: usize) -> Option<(f64, usize)> {
        let word = |t: usize| self.tokens.list.get(t).map_or("", |_| self.tokens.word(t));
        let value = match word(at + 2) {
            "half" => 0.5,
            "quarter" => 0.25,
            _ => return None,
        };
        (word(at) == "and" && word(at + 1) == "a").then_some((value, at + 3))
    }

    fn may_start_in(&self, at: usize) -> bool {
        at < self.tokens.list.len() && self.may_start(at)
    }

    /// The token behind "x", "by", "×"; a name of the axis in between ("5 cm AP x 3 cm") is passed over.
    fn joint(&self, at: usize) -> Option<usize> {
        for at in at..at + 3 {
            if self.is(at, known::TIMES) {
                return Some(at + 1);
            }
            let axis = self.mention(at).is_some_and(|m| m.is(known::LENGTH_NOUN))
                || self.tokens.is_mark(at, b'(')
                || self.tokens.is_mark(at, b')');
            if !axis {
                return None;
            }
        }
        None
    }

    /// "less than 5 cm", "< 5", "up to 5".
    fn is_bound(&self, first: usize) -> bool {
        let word = |back: usize| first.checked_sub(back).map(|i| self.tokens.word(i)).unwrap_or("");
        matches!(word(1), "<" | ">") || (matches!(word(1), "than") && matches!(word(2), "less" | "smaller" | "under"))
    }
}

fn round(mm: f64) -> f64 {
    (mm * 10.0).round() / 10.0
}
