//! Lengths as dictated: numbers joined by "x" or "by" with a unit, turned into millimetres.
//!
//! A unit given once holds for all numbers joined to it. "4-5 cm" and "4 to 5 cm" are one length, the larger. A number
//! without any unit is no length; a product without one may be, see [`Length::bare`]; neither is a bound ("less than 5 cm"), which the caller can tell by [`Length::bound`].

mod axis;
mod dimension;
mod unit;

use super::Mention;
use super::number::{Number, number};
use super::word::ClassedWords;
use crate::lexicon::concept::{Concept, ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::{Break, Kind, Tokens};

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
    /// Whether no unit was told: what stands around a product must show that it is one of lengths.
    pub bare: bool,
}

/// Looks up what the mentions mean at a token.
pub struct Units<'a> {
    /// The note's tokens.
    pub tokens: &'a Tokens,
    /// The note's mentions, in order.
    pub mentions: &'a [Mention],
    /// For each token the index of its mention, or `u32::MAX`.
    pub at: &'a [u32],
    /// The classes of its words.
    pub words: &'a ClassedWords,
}

const MAX_DIMENSIONS: usize = 4;

/// The numbers of a length, each with the millimetres of its unit where one stands behind it, and the last token.
struct Dimensions {
    parts: Vec<(f64, Option<f64>)>,
    last: usize,
}

impl Units<'_> {
    fn mention(&self, token: usize) -> Option<&Mention> {
        self.at.get(token).and_then(|&m| self.mentions.get(m as usize))
    }

    fn is(&self, token: usize, concept: Concept) -> bool {
        self.mention(token).is_some_and(|m| m.is(concept))
    }

    /// The lengths of a run of tokens, given where the note has [`Units::signs`] of any.
    pub fn lengths(&self, first: usize, end: usize, signs: &[usize]) -> Vec<Length> {
        let mut found = Vec::new();
        if !self.has_unit(first, end, signs) {
            return found;
        }
        let mut at = first;
        while at < end {
            match (self.may_start(at) || self.article(at).is_some() || self.homophone(at).is_some())
                .then(|| self.length(at, end))
                .flatten()
            {
                Some(length) => {
                    at = length.last + 1;
                    found.push(length);
                }
                None => at += 1,
            }
        }
        found
    }

    /// Whether a "by" between two numbers stands at a token.
    fn is_product(&self, at: usize) -> bool {
        self.is(at, known::TIMES) && self.may_start_in(at + 1) && at.checked_sub(1).is_some_and(|t| self.may_start(t))
    }

    /// Whether a word at a token says that the number behind it is not exact.
    fn is_roughly(&self, at: usize) -> bool {
        self.words.is(at, WordClass::Roughly) || self.tokens.is_mark(at, b'~')
    }

    fn may_start(&self, at: usize) -> bool {
        match self.tokens.list[at].kind {
            Kind::Number => true,
            Kind::Word => self.is(at, known::NUMBER_WORD) || matches!(self.tokens.word(at), "half" | "quarter"),
            _ => false,
        }
    }

    fn length(&self, first: usize, end: usize) -> Option<Length> {
        // "grew from 3 to 6 cm": what it grew to.
        let first = self.reached(first).unwrap_or(first);
        let Dimensions { parts, last } = self.dimensions(first, end)?;
        let told = self.unit_told(&parts, first, last);
        // "Wedge 1 cm: half to micro, half in formalin": a part of the samples, where no unit stands behind it.
        if parts.iter().all(|p| p.1.is_none()) && matches!(self.tokens.word(first), "half" | "quarter") {
            return None;
        }
        let common = told.or_else(|| self.understood(&parts, first, last))?;
        let mut mm: Vec<f64> = parts.iter().map(|(v, u)| round(v * u.unwrap_or(common))).collect();
        mm.sort_by(|a, b| b.total_cmp(a));
        let plausible = mm.iter().all(|v| *v > 0.0 && *v < 2000.0);
        // "It is a hundred millimeters long": the article counts.
        let article =
            first.checked_sub(1).filter(|&t| self.tokens.word(t) == "a" && self.tokens.word(first) == "hundred");
        plausible.then(|| Length {
            first: article.unwrap_or(first),
            last: last.min(end - 1),
            mm,
            bound: self.is_bound(first),
            bare: told.is_none(),
        })
    }

    /// The dimensions of a length that starts at a token, each with its unit where one stands behind it.
    fn dimensions(&self, first: usize, end: usize) -> Option<Dimensions> {
        let mut parts: Vec<(f64, Option<f64>)> = Vec::new();
        let mut at = first;
        let mut last = first;
        loop {
            let Number { value, end: behind } = self.corrected(self.dimension(at)?);
            let (unit, behind) = self.unit_of(at, behind, !parts.is_empty());
            let fraction = unit.and_then(|_| self.fraction_behind(behind));
            parts.push((value + fraction.map_or(0.0, |f| f.0), unit));
            let behind = fraction.map_or(behind, |f| f.1);
            last = last.max(behind - 1);
            // "length 29  width 21  height": columns of a form, which are sentences of their own.
            let within = |n: usize| n < end || self.is_led_by_axis(n) && self.is_line(at, n);
            // "7 cm x 6 cm x about 4 cm".
            let next = self.next_dimension(first, at, behind, &parts).map(|n| n + usize::from(self.is_roughly(n)));
            let Some(next) = next.filter(|&n| within(n) && parts.len() < MAX_DIMENSIONS) else { break };
            // "18 mm x 2 mos": how long it has been there.
            if self.dimension(next).is_none_or(|d| self.is(d.end, known::TIME_SPAN)) {
                break;
            }
            if unit.is_some() && self.counts_cores(behind, next, parts.len()) {
                break;
            }
            at = next;
        }
        Some(Dimensions { parts, last })
    }

    /// The unit of the number at a token, and the token behind both; `several`: dimensions stand before it.
    fn unit_of(&self, at: usize, behind: usize, several: bool) -> (Option<f64>, usize) {
        // "70 (CC) mm": the axis stands before the unit.
        let bracketed = self.tokens.is_mark(behind, b'(') && self.tokens.is_mark(behind + 2, b')');
        // "[30] x [20] mm".
        let boxed = self.tokens.is_mark(behind, b']') && at > 0 && self.tokens.is_mark(at - 1, b'[');
        let behind = behind + usize::from(boxed);
        let past = if bracketed && self.is_axis(behind + 1) { behind + 3 } else { behind };
        // "6 x 5 x 4, cm", "6 x 5 (cm)": a mark before the unit of several dimensions.
        let marked = several && [b',', b'('].iter().any(|mark| self.tokens.is_mark(behind, *mark));
        let marked = || marked.then(|| self.unit(behind + 1).or_else(|| self.unit_in_bracket(behind))).flatten();
        let unit = self.unit(behind).or_else(|| self.unit(past)).or_else(marked);
        (unit.map(|u| u.0), unit.map_or(behind, |u| u.1))
    }

    /// Where the next dimension starts behind the one at a token, by whatever joins them.
    fn next_dimension(&self, first: usize, at: usize, behind: usize, parts: &[(f64, Option<f64>)]) -> Option<usize> {
        let measured = parts.last().is_some_and(|p| p.1.is_some());
        // "62 mm / 48 mm / 37 mm", "8 cm * 6 cm".
        let slash = || {
            let starred = self.tokens.is_mark(behind, b'*') && self.tokens.list[behind].before < Break::Line;
            let next = self.dimension(behind + 1).filter(|_| starred || self.tokens.is_mark(behind, b'/'))?;
            (starred || self.unit(next.end).is_some()).then_some(behind + 1)
        };
        // "L 4.5 W 3.0 D 2.0 cm": the number before has a letter of its own.
        let lettered = || parts.len() > 1 && at.checked_sub(1).is_some_and(|t| self.is_axis_letter(t));
        let listed = || {
            let told = || parts.iter().any(|p| p.1.is_some()) || self.is_led_by_axis(at) || self.are_axes(at);
            self.next_axis(at, behind, parts.len()).filter(|_| told() || lettered())
        };
        // "60/40/30 mm".
        let chain = || {
            let chained = self.is_chain(at, parts.len()) || parts.len() == 1 && self.is_pair(at);
            (!measured && chained).then_some(behind + 1)
        };
        let row = || (!measured).then(|| self.next_in_row(first, behind, parts.len())).flatten();
        let pair = || measured.then(|| self.next_of_pair(first, behind, parts.len())).flatten();
        self.joint(behind)
            .or_else(pair)
            .or_else(listed)
            .or_else(|| measured.then(slash).flatten())
            .or_else(chain)
            .or_else(row)
    }

    /// The unit that dimensions have together: the last that stands behind one, that of a label, or of several one that stands apart.
    fn unit_told(&self, parts: &[(f64, Option<f64>)], first: usize, last: usize) -> Option<f64> {
        let apart = || self.unit_behind(last + 1).or_else(|| self.unit_announced(first));
        let of_several = || (parts.len() > 1).then(apart).flatten();
        parts.iter().rev().find_map(|p| p.1).or_else(|| self.unit_of_label(first)).or_else(of_several)
    }

    /// "12 x 7 x 6 (MR)", "thirty-six by thirty": the unit of a product that nobody told. What no lump measures in centimetres is
    /// meant in millimetres.
    fn understood(&self, parts: &[(f64, Option<f64>)], first: usize, last: usize) -> Option<f64> {
        const SMALLEST: f64 = 0.4;
        const LARGEST: f64 = 200.0;
        const SLENDEREST: f64 = 6.0;
        const CENTIMETRES: f64 = 15.0;
        let low = parts.iter().map(|p| p.0).fold(f64::INFINITY, f64::min);
        let high = parts.iter().map(|p| p.0).fold(0.0, f64::max);
        let split = parts.iter().any(|p| p.0.fract() > 0.0);
        let joints = (first..=last).filter(|&t| self.is(t, known::TIMES)).count();
        let shaped = low >= SMALLEST && high <= LARGEST && high <= low * SLENDEREST && (low > 1.0 || split);
        let product = matches!(parts.len(), 2 | 3) && joints == parts.len() - 1;
        if !(shaped && product) || self.is_count(first, last, parts.len()) {
            return None;
        }
        Some(if high <= if split { 2.0 * CENTIMETRES } else { CENTIMETRES } { 10.0 } else { 1.0 })
    }

    /// "3 cm. x4", "33x20x18 mm x5": a number without a unit behind the stop of one, or behind all three dimensions, counts the cores.
    fn counts_cores(&self, behind: usize, next: usize, dimensions: usize) -> bool {
        let stopped = (behind.saturating_sub(1)..next).any(|t| self.tokens.is_mark(t, b'.'));
        let joined = self.tokens.list.get(next).is_some_and(|t| t.before == Break::Joined);
        let bare = self.dimension(next).is_some_and(|d| self.unit(d.end).is_none());
        // "3 cm x4 to path": of two dimensions the longer is told first.
        let spaced = next.checked_sub(1).is_some_and(|t| self.tokens.list[t].before == Break::Space);
        let before = (behind.saturating_sub(3)..behind).rev().find_map(|t| self.plain(t));
        let longer = || before.zip(self.plain(next)).is_some_and(|(first, second)| second > first);
        bare && (dimensions > 2 || stopped && joined || dimensions == 1 && joined && spaced && longer())
    }

    /// "14 x 4 cores", "2-0 x 3", "5 by 5 gauze": a product that counts something, by what stands close to it.
    fn is_count(&self, first: usize, last: usize, dimensions: usize) -> bool {
        const COUNTED: ConceptSet = ConceptSet::of(&[
            known::GAUGE,
            known::UNIT_OTHER,
            known::TIMES,
            known::CORE,
            known::NEEDLE,
            known::PASS,
            known::SAMPLE,
            known::BIOPSY,
            known::DEVICE,
            known::SUTURE,
            known::MARGIN,
        ]);
        const LEFT_OPEN: ConceptSet = ConceptSet::of(&[
            known::PREPOSITION,
            known::CONJUNCTION,
            known::CLAUSE_BREAK,
            known::IMAGING,
            known::LESION,
            known::MEASURE,
            known::LENGTH_NOUN,
            known::CURRENT,
            known::BE,
            known::PRONOUN,
            known::LEFT,
            known::RIGHT,
            known::THIGH,
            known::KNEE,
        ]);
        let list = &self.tokens.list;
        let tied = |t: usize, mark: Option<usize>| {
            let mark = mark.filter(|&m| matches!(list[m].kind, Kind::Punct(b'-' | b'/' | b'#')));
            mark.is_some() && list.get(t).is_some_and(|t| t.before == Break::Joined)
        };
        let before = first.checked_sub(1);
        let led = before.is_some_and(|t| {
            self.is(t, known::GAUGE) || self.is(t, known::TIMES) || self.may_start(t) || tied(first, Some(t))
        });
        let Some(next) = list.get(last + 1) else { return led };
        let concepts = self.mention(last + 1).map_or(ConceptSet::EMPTY, |m| m.concepts);
        let open = next.before >= Break::Line || matches!(next.kind, Kind::Punct(_)) || concepts.meets(LEFT_OPEN);
        led || concepts.meets(COUNTED)
            || self.may_start(last + 1)
            || tied(last + 1, Some(last + 1))
            || dimensions == 2 && !open
    }

    /// Whether two tokens stand in one line.
    fn is_line(&self, from: usize, to: usize) -> bool {
        self.tokens.list.get(from + 1..=to).is_some_and(|list| list.iter().all(|t| t.before < Break::Line))
    }

    fn may_start_in(&self, at: usize) -> bool {
        at < self.tokens.list.len() && self.may_start(at)
    }

    /// The token behind "x", "by", "×"; a name of the axis in between ("5 cm AP x 3 cm") is passed over.
    fn joint(&self, at: usize) -> Option<usize> {
        // "9 cm. in length by 6 cm. in breadth": the stop of a unit ends nothing where an axis follows.
        let stopped = self.tokens.is_mark(at, b'.') && at.checked_sub(1).is_some_and(|t| self.ends_in_unit(t));
        let at = if stopped && self.axes(at + 1) > at + 1 { at + 1 } else { at };
        // "11 cm in its long axis by 8 in the short".
        let behind = self.axes(at);
        if behind > at && self.is(behind, known::TIMES) {
            return Some(behind + 1);
        }
        // "eight centimetres on six".
        let on = self.tokens.list.get(at).is_some_and(|_| self.tokens.word(at) == "on")
            && at.checked_sub(1).is_some_and(|t| self.ends_in_unit(t))
            && self.is(at + 1, known::NUMBER_WORD);
        // "7 on 5 cm".
        let digits = self.tokens.list.get(at).is_some_and(|_| self.tokens.word(at) == "on")
            && at
                .checked_sub(1)
                .and_then(|t| self.plain(t))
                .zip(self.plain(at + 1))
                .is_some_and(|(long, short)| long >= short)
            && self.unit(at + 2).is_some();
        if digits {
            return Some(at + 1);
        }
        if on && number(self.tokens, at + 1).is_some_and(|n| self.is_parted(n.end) || self.unit(n.end).is_some()) {
            return Some(at + 1);
        }
        // "5.2 into 3.8 cm": so are sides multiplied in the English of India. "Tru-Cut x4 into 3 cm" counts what went into it.
        let counted = at >= 2 && self.is(at - 2, known::TIMES) && !(at >= 3 && self.may_start(at - 3));
        let into = !counted
            && self.tokens.list.get(at).is_some_and(|_| self.tokens.word(at) == "into")
            && at.checked_sub(1).is_some_and(|t| self.may_start(t))
            && number(self.tokens, at + 1).is_some_and(|n| {
                self.unit(n.end).is_some()
                    || self.tokens.list.get(n.end).is_some_and(|_| self.tokens.word(n.end) == "into")
            });
        if into {
            return Some(at + 1);
        }
        for at in at..at + 4 {
            // "6cm*4cm".
            let star = self.tokens.is_mark(at, b'*')
                && self.tokens.list[at].before == Break::Joined
                && self.may_start_in(at + 1);
            // "Number: 4 times", and below it "11. Guide".
            let row = self.is(at, known::TIMES)
                && self.tokens.word(at) == "times"
                && self.tokens.list.get(at + 1).is_some_and(|t| t.before >= Break::Line);
            if row {
                return None;
            }
            if self.is(at, known::TIMES) || star {
                return Some(at + 1 + usize::from(self.tokens.is_mark(at + 1, b'[')));
            }
            let axis = self.is_axis(at)
                || self.tokens.list.get(at).is_some_and(|_| matches!(self.tokens.word(at), "deep" | "high"))
                || self.tokens.is_mark(at, b'(')
                || self.tokens.is_mark(at, b')');
            if !axis {
                return None;
            }
        }
        None
    }

    /// "diameters of 118, 84 and 77 mm": the next number of a row that a word for measuring leads and one unit ends.
    fn next_in_row(&self, first: usize, behind: usize, count: usize) -> Option<usize> {
        const LEAD: usize = 4;
        let comma = |t: usize| usize::from(self.tokens.is_mark(t, b','));
        let and = |t: usize| usize::from(self.is(t, known::CONJUNCTION));
        let next = |t: usize| t + comma(t) + and(t + comma(t));
        let number = |t: usize| (self.may_start_in(t) && next(t) == t).then(|| self.plain(t)).flatten();
        let led = (first.saturating_sub(LEAD)..first)
            .any(|t| self.is(t, known::MEASURE) || self.words.is(t, WordClass::SeveralAxes));
        let second = next(behind);
        let third = next(second + 1);
        let ends = |t: usize| self.unit(t + 1).is_some();
        let goes_on = match count {
            1 => comma(behind) == 1 && number(third).is_some() && third > second + 1 && ends(third),
            2 => second > behind && ends(second),
            _ => false,
        };
        (led && goes_on && number(second).is_some()).then_some(second)
    }

    /// "Its dimensions by caliper are 40 mm and 32 mm": the second of two lengths with their units, led by a word for several.
    fn next_of_pair(&self, first: usize, behind: usize, count: usize) -> Option<usize> {
        const LEAD: usize = 7;
        let led = || (first.saturating_sub(LEAD)..first).any(|t| self.words.is(t, WordClass::SeveralAxes));
        let next = behind + 1;
        let told = || self.plain(next).is_some() && self.unit(next + 1).is_some();
        (count == 1 && self.is(behind, known::CONJUNCTION) && self.may_start_in(next) && told() && led())
            .then_some(next)
    }

    /// Behind "from 3 to": where the second number starts.
    fn reached(&self, first: usize) -> Option<usize> {
        let from = first.checked_sub(1).filter(|&t| self.tokens.word(t) == "from");
        let low = from.and_then(|_| number(self.tokens, first))?;
        let to = self.tokens.list.get(low.end).is_some_and(|_| self.tokens.word(low.end) == "to");
        (to && self.may_start_in(low.end + 1)).then_some(low.end + 1)
    }

    /// Whether a mark, a joint or the end stands at a token.
    fn is_parted(&self, at: usize) -> bool {
        self.tokens.list.get(at).is_none_or(|t| matches!(t.kind, Kind::Punct(_)) || t.before >= Break::Line)
            || self.is(at, known::CONJUNCTION)
    }

    /// "less than 5 cm", "more than 5", "< 5"; "at least 5 cm" tells what was seen.
    fn is_bound(&self, first: usize) -> bool {
        let word = |back: usize| first.checked_sub(back).map(|i| self.tokens.word(i)).unwrap_or("");
        let compared = |w: &str| {
            matches!(
                w,
                "less"
                    | "smaller"
                    | "under"
                    | "more"
                    | "greater"
                    | "larger"
                    | "bigger"
                    | "fewer"
                    | "shorter"
                    | "longer"
            )
        };
        // "-> 5 cm", "→ 5 cm": an arrow leads to a value; "≥5 cm" stands close to it.
        let arrow = word(1) == ">" && first.checked_sub(2).is_some_and(|t| self.tokens.is_mark(t, b'-'))
            || first.checked_sub(1).is_some_and(|t| self.tokens.list[t].span.len() > 1)
                && self.tokens.list[first].before != Break::Joined;
        (matches!(word(1), "<" | ">") && !arrow) || (word(1) == "than" && compared(word(2)))
    }
}

fn round(mm: f64) -> f64 {
    (mm * 10.0).round() / 10.0
}
