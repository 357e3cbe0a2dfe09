//! The unit of a length, wherever it stands. In: tokens beside numbers. Out: millimetres a unit, and where it ends.

use super::Units;
use crate::lexicon::concept::group::LENGTH_UNITS;
use crate::lexicon::concept::{ConceptSet, known};
use crate::mention::Mention;
use crate::token::{Break, Kind};

impl Units<'_> {
    /// Millimetres to the unit at `token`, and the token behind it.
    pub(super) fn unit(&self, token: usize) -> Option<(f64, usize)> {
        if self.is_inch_sign(token) {
            return Some((25.4, token + 1));
        }
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

    /// `3" x 2"`, "3in x 2in", "about 3 in across": the sign for inches, or the short word where no noun can follow it.
    fn is_inch_sign(&self, token: usize) -> bool {
        let list = &self.tokens.list;
        let Some(before) = token.checked_sub(1) else { return false };
        if list.get(token).is_none() || list[before].kind != Kind::Number {
            return false;
        }
        let next = |n: usize| list.get(token + n);
        let second = before > 0 && self.is(before - 1, known::TIMES);
        let multiplied = self.is(token + 1, known::TIMES)
            || second && (self.tokens.is_mark(token, b'"') || list[token].before == Break::Joined);
        if self.tokens.is_mark(token, b'"') {
            const QUOTED: usize = 25;
            let opened = (before.saturating_sub(QUOTED)..before).filter(|&t| self.tokens.is_mark(t, b'"')).count() % 2;
            let joined = list[token].before == Break::Joined;
            return joined && (multiplied || opened == 0 && next(1).is_some_and(|t| t.before != Break::Joined));
        }
        let ends =
            || next(1).is_none_or(|t| t.before >= Break::Line || matches!(t.kind, Kind::Punct(b',' | b')' | b';')));
        // "4 x 3 in., attached", "2 1/2 in. over the lump": an abbreviation, and no end of a sentence.
        let abbreviated = || {
            let goes_on = |t: &crate::token::Token| {
                matches!(t.kind, Kind::Punct(b',' | b')' | b';')) || !t.capital && t.before == Break::Space
            };
            self.tokens.is_mark(token + 1, b'.') && (second || next(2).is_some_and(goes_on))
        };
        list[token].kind == Kind::Word
            && self.tokens.word(token) == "in"
            && (multiplied
                || ends()
                || abbreviated()
                // "3 in across", and not "4 in breadth".
                || next(1).is_some_and(|_| matches!(self.tokens.word(token + 1), "across" | "wide" | "long" | "thick")))
    }

    /// The tokens without one of which near by nothing is a length: units, signs for inches, and a "by" between numbers. Looked for
    /// once a note, as most sentences hold none.
    pub fn signs(&self) -> Vec<usize> {
        const SIGNS: ConceptSet = LENGTH_UNITS.with(ConceptSet::of(&[known::TIMES]));
        let is_sign = |t: usize, m: &Mention| m.concepts.meets(LENGTH_UNITS) || self.is_product(t);
        let told = self.mentions.iter().filter(|m| m.concepts.meets(SIGNS));
        let mut signs: Vec<usize> = told.flat_map(|m| (m.first()..=m.last()).filter(move |&t| is_sign(t, m))).collect();
        let numbers = self.tokens.list.iter().zip(1..).filter(|(token, _)| token.kind == Kind::Number);
        signs.extend(numbers.map(|(_, behind)| behind).filter(|&t| self.is_inch_sign(t)));
        signs.sort_unstable();
        signs
    }

    /// Whether a sign of a length stands in a run of tokens or close to it.
    pub(super) fn has_unit(&self, first: usize, end: usize, signs: &[usize]) -> bool {
        const BEHIND: usize = 16;
        // "Size (cm): 8 x 6": the label before tells it.
        const BEFORE: usize = 6;
        let from = signs.partition_point(|&sign| sign < first.saturating_sub(BEFORE));
        let near = signs[from..].iter().copied().take_while(|&sign| sign < end + BEHIND);
        let is_unit = |t: usize| self.mention(t).is_some_and(|m| m.concepts.meets(LENGTH_UNITS));
        near.into_iter().any(|t| is_unit(t) || t >= first && (t < end || self.is_inch_sign(t)))
    }

    /// Whether a token ends a unit.
    pub(super) fn ends_in_unit(&self, at: usize) -> bool {
        self.mention(at).is_some_and(|m| self.unit(m.first()).is_some_and(|u| u.1 == at + 1))
    }

    /// Whether a number of three between slashes stands at a token, with a unit behind the last: the first where none went before.
    pub(super) fn is_chain(&self, at: usize, before: usize) -> bool {
        let joined = |t: usize| self.tokens.is_mark(t, b'/') && self.tokens.list[t].before == Break::Joined;
        let plain = |t: usize| self.tokens.list.get(t).is_some_and(|t| t.kind == Kind::Number);
        let first = match before {
            1 => Some(at),
            2 => at.checked_sub(2),
            _ => None,
        };
        first.is_some_and(|f| {
            plain(f)
                && joined(f + 1)
                && plain(f + 2)
                && joined(f + 3)
                && plain(f + 4)
                && (self.unit(f + 5).is_some() || self.unit_of_label(f).is_some())
        })
    }

    /// "11x8x7 (MRI, cm)": the unit that a bracket tells last.
    pub(super) fn unit_in_bracket(&self, open: usize) -> Option<(f64, usize)> {
        const LONGEST: usize = 6;
        if !self.tokens.is_mark(open, b'(') {
            return None;
        }
        let close = (open + 2..open + LONGEST).find(|&t| self.tokens.is_mark(t, b')'))?;
        self.unit(close - 1).map(|u| (u.0, close + 1))
    }

    /// "In centimetres it is six by four": the unit, told close before several dimensions.
    pub(super) fn unit_announced(&self, first: usize) -> Option<f64> {
        const REACH: usize = 8;
        let told = |t: &usize| matches!(self.tokens.word(*t), "in") && self.unit(t + 1).is_some();
        let at = (first.saturating_sub(REACH)..first).rev().find(told)?;
        (!at.checked_sub(1).is_some_and(|t| self.may_start(t))).then(|| self.unit(at + 1).map(|u| u.0)).flatten()
    }

    /// The unit of several dimensions where it is told behind other words: "9x6 on MR 3/2 (cm)", "3.0 x 2.2 on my ruler, cm",
    /// "3.2 by 2 by 1.8. That's centimeters".
    pub(super) fn unit_behind(&self, at: usize) -> Option<f64> {
        const REACH: usize = 10;
        const SAID: [&str; 14] = [
            "that", "that's", "thats", "s", "is", "those", "these", "they", "are", "all", "both", "in", "measured",
            "numbers",
        ];
        let list = &self.tokens.list;
        let ends = |t: usize| {
            list.get(t)
                .is_none_or(|n| n.before >= Break::Line || matches!(n.kind, Kind::Punct(b'.' | b',' | b';' | b')')))
        };
        let line = (at..list.len().min(at + REACH)).take_while(|&t| list[t].before < Break::Line);
        let mut said = None;
        for t in line {
            if let Some((mm, behind)) = self.unit(t) {
                let marked = t > at && (self.tokens.is_mark(t - 1, b',') || self.tokens.is_mark(t - 1, b'('));
                return (ends(behind) && (said.is_some() || marked)).then_some(mm);
            }
            let stop = self.tokens.is_mark(t, b'.') && list.get(t + 1).is_some_and(|n| n.before != Break::Joined);
            if said.is_some() && list[t].kind == Kind::Word && !SAID.contains(&self.tokens.word(t)) {
                return None;
            }
            if stop {
                said = Some(t).filter(|_| said.is_none());
                said?;
            }
        }
        None
    }

    /// The unit that a label tells for what stands behind it: "Size (mm): 33".
    pub(super) fn unit_of_label(&self, first: usize) -> Option<f64> {
        // "Size (cm): L 6.1, W 4.4".
        let named = first.checked_sub(1).filter(|&t| self.is_axis(t));
        let before = named.or(Some(first)).and_then(|t| t.checked_sub(1))?;
        // A table has no colon: "Lesion (mm) | 28 x 19".
        let bracketed = |t: usize| self.tokens.is_mark(t, b')') && t > 1 && self.tokens.is_mark(t - 2, b'(');
        let marked = [b':', b'|', b'='].iter().any(|&mark| self.tokens.is_mark(before, mark));
        // "Lesion, mm     44 x 30": in a column of its own.
        let gap = || {
            self.unit(before).is_some()
                && self.tokens.list[first].before == Break::Gap
                && before > 0
                && (self.tokens.is_mark(before - 1, b',') || self.tokens.is_mark(before - 1, b'('))
        };
        // "Size mm 26 x 20", "Lesion mm   length 29": a unit behind a noun, and no number before it.
        const LABELS: ConceptSet =
            ConceptSet::of(&[known::LESION, known::SIZE_FIELD, known::MEASURE, known::LENGTH_NOUN]);
        let named = before.checked_sub(1).filter(|&t| self.mention(t).is_some_and(|m| m.concepts.meets(LABELS)));
        if let Some((mm, _)) = named.and_then(|_| self.unit(before)) {
            return Some(mm);
        }
        let colon =
            if marked || !gap() { if marked { before } else { bracketed(before).then_some(first)? } } else { first };
        let unit = colon.checked_sub(1 + usize::from(self.tokens.is_mark(colon.checked_sub(1)?, b')')))?;
        // "Two punches, 4 mm: one left, one right": a length before the colon is no label.
        let counted = unit.checked_sub(1).is_some_and(|t| self.may_start(t));
        self.unit(unit).filter(|_| !counted).map(|u| u.0)
    }
}
