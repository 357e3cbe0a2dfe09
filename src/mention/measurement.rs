//! Lengths as dictated: numbers joined by "x" or "by" with a unit, turned into millimetres.
//!
//! A unit given once holds for all numbers joined to it. "4-5 cm" and "4 to 5 cm" are one length, the larger. A number
//! without any unit is no length; a product without one may be, see [`Length::bare`]; neither is a bound ("less than 5 cm"), which the caller can tell by [`Length::bound`].

use super::Mention;
use super::number::{Number, decimals, number};
use crate::lexicon::concept::{Concept, ConceptSet, known};
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

    /// The lengths of a run of tokens.
    pub fn lengths(&self, first: usize, end: usize) -> Vec<Length> {
        let mut found = Vec::new();
        if !self.has_unit(first, end) {
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

    /// Whether a unit stands in a run of tokens or close behind it: nothing is a length without, and most sentences hold none.
    fn has_unit(&self, first: usize, end: usize) -> bool {
        const UNITS: ConceptSet = ConceptSet::of(&[known::UNIT_MM, known::UNIT_CM, known::UNIT_INCH]);
        const BEHIND: usize = 16;
        // "Size (cm): 8 x 6": the label before tells it.
        const BEFORE: usize = 6;
        let reach = self.at.len().min(end + BEHIND);
        let mentions = self.at[first.saturating_sub(BEFORE).min(reach)..reach]
            .iter()
            .filter_map(|&m| self.mentions.get(m as usize));
        mentions.into_iter().any(|m| m.concepts.meets(UNITS))
            || (first..reach).any(|t| self.is_inch_sign(t))
            || (first..end.min(reach)).any(|t| self.is_product(t))
    }

    /// Whether a "by" between two numbers stands at a token.
    fn is_product(&self, at: usize) -> bool {
        self.is(at, known::TIMES) && self.may_start_in(at + 1) && at.checked_sub(1).is_some_and(|t| self.may_start(t))
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
        let mut parts: Vec<(f64, Option<f64>)> = Vec::new();
        let mut at = first;
        let mut last = first;
        loop {
            let Number { value, end: behind } = self.corrected(self.dimension(at)?);
            // "70 (CC) mm": the axis stands before the unit.
            let bracketed = self.tokens.is_mark(behind, b'(') && self.tokens.is_mark(behind + 2, b')');
            // "[30] x [20] mm".
            let boxed = self.tokens.is_mark(behind, b']') && at > 0 && self.tokens.is_mark(at - 1, b'[');
            let behind = behind + usize::from(boxed);
            let past = if bracketed && self.is_axis(behind + 1) { behind + 3 } else { behind };
            // "6 x 5 x 4, cm", "6 x 5 (cm)": a mark before the unit of several dimensions.
            let marked = !parts.is_empty() && [b',', b'('].iter().any(|mark| self.tokens.is_mark(behind, *mark));
            let marked = || marked.then(|| self.unit(behind + 1).or_else(|| self.unit_in_bracket(behind))).flatten();
            let unit = self.unit(behind).or_else(|| self.unit(past)).or_else(marked);
            let behind = unit.map_or(behind, |u| u.1);
            let fraction = unit.and_then(|_| self.fraction_behind(behind));
            parts.push((value + fraction.map_or(0.0, |f| f.0), unit.map(|u| u.0)));
            let behind = fraction.map_or(behind, |f| f.1);
            last = last.max(behind - 1);
            // "62 mm / 48 mm / 37 mm", "8 cm * 6 cm".
            let slash = || {
                let starred = self.tokens.is_mark(behind, b'*') && self.tokens.list[behind].before < Break::Line;
                let next = self.dimension(behind + 1).filter(|_| starred || self.tokens.is_mark(behind, b'/'))?;
                (starred || self.unit(next.end).is_some()).then_some(behind + 1)
            };
            let listed = || {
                self.next_axis(at, behind, parts.len())
                    .filter(|_| parts.iter().any(|p| p.1.is_some()) || self.is_led_by_axis(at) || self.are_axes(at))
            };
            // "60/40/30 mm".
            let chain = || {
                let chained = self.is_chain(at, parts.len()) || parts.len() == 1 && self.is_pair(at);
                (unit.is_none() && chained).then_some(behind + 1)
            };
            let row = || unit.is_none().then(|| self.next_in_row(first, behind, parts.len())).flatten();
            let joint =
                self.joint(behind).or_else(listed).or_else(|| unit.and_then(|_| slash())).or_else(chain).or_else(row);
            // "length 29  width 21  height": columns of a form, which are sentences of their own.
            let within = |n: usize| n < end || self.is_led_by_axis(n) && self.is_line(at, n);
            let Some(next) = joint.filter(|&n| within(n) && parts.len() < MAX_DIMENSIONS) else { break };
            if self.dimension(next).is_none() {
                break;
            }
            at = next;
        }
        let several = parts.len() > 1;
        let told_apart =
            || several.then(|| self.unit_behind(last + 1).or_else(|| self.unit_announced(first))).flatten();
        let told = parts.iter().rev().find_map(|p| p.1).or_else(|| self.unit_of_label(first)).or_else(told_apart);
        let common = told.or_else(|| self.understood(&parts, first, last))?;
        let mut mm: Vec<f64> = parts.iter().map(|(v, u)| round(v * u.unwrap_or(common))).collect();
        mm.sort_by(|a, b| b.total_cmp(a));
        let plausible = mm.iter().all(|v| *v > 0.0 && *v < 2000.0);
        plausible.then(|| Length {
            first,
            last: last.min(end - 1),
            mm,
            bound: self.is_bound(first),
            bare: told.is_none(),
        })
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

    /// The value of a number in digits.
    fn plain(&self, at: usize) -> Option<f64> {
        let token = self.tokens.list.get(at)?;
        (token.kind == Kind::Number).then(|| self.tokens.word(at).parse().ok()).flatten()
    }

    /// "7/4 cm": two numbers between which a slash stands for "by".
    fn is_pair(&self, at: usize) -> bool {
        let slash = |t: usize| self.tokens.is_mark(t, b'/') && self.tokens.list[t].before == Break::Joined;
        let before = at.checked_sub(1).is_some_and(|t| slash(t) || self.may_start(t));
        let falls = self.plain(at).zip(self.plain(at + 2)).is_some_and(|(long, short)| long >= short);
        slash(at + 1) && !before && falls && self.unit(at + 3).is_some()
    }

    /// "two point eight, sorry, two point three": the number that a word of correction puts in the place of another.
    fn corrected(&self, said: Number) -> Number {
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
    fn dimension(&self, at: usize) -> Option<Number> {
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
    fn homophone(&self, at: usize) -> Option<Number> {
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
    fn article(&self, at: usize) -> Option<Number> {
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
        // "5.2 into 3.8 cm": so are sides multiplied in the English of India.
        let into = self.tokens.list.get(at).is_some_and(|_| self.tokens.word(at) == "into")
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
            .any(|t| self.is(t, known::MEASURE) || matches!(self.tokens.word(t), "diameters" | "axes" | "dimensions"));
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

    /// Behind "from 3 to": where the second number starts.
    fn reached(&self, first: usize) -> Option<usize> {
        let from = first.checked_sub(1).filter(|&t| self.tokens.word(t) == "from");
        let low = from.and_then(|_| number(self.tokens, first))?;
        let to = self.tokens.list.get(low.end).is_some_and(|_| self.tokens.word(low.end) == "to");
        (to && self.may_start_in(low.end + 1)).then_some(low.end + 1)
    }

    /// The next dimension of a list of axes: "30 mm long and 18 mm wide", "AP 22 mm, TR 31 mm", "an inch the long way and two the
    /// other", "length seven centimetres, width five", "41 x 38 mm and 77 mm in length". `at` is where the last one starts,
    /// `behind` its end, `count` how many there are.
    fn next_axis(&self, at: usize, behind: usize, count: usize) -> Option<usize> {
        if let Some(next) = self.tied_axis(at, behind) {
            return Some(next);
        }
        let parted = self.behind_axes(behind);
        let comma = usize::from(self.tokens.is_mark(parted, b',') || self.tokens.is_mark(parted, b';'));
        let and = usize::from(self.is(parted + comma, known::CONJUNCTION));
        if comma + and == 0 {
            return None;
        }
        let next = parted + comma + and;
        let named = self.behind_verb(self.axes(next));
        let dimension = self.dimension(named)?;
        // "19 mm one way and 15 the other".
        let unit = self.unit(dimension.end).map(|u| u.1);
        // "Two diameters: 61 mm, 52 mm", "axes 61 and 52 mm".
        if unit.is_some() && self.are_axes(at) {
            return Some(named);
        }
        let end = unit.unwrap_or(dimension.end);
        // "From side to side it was 6 cm and from top to bottom 4 cm".
        let led = named > next;
        let before = led && unit.is_some() && self.lead(at).is_some_and(|t| self.is(t, known::PREPOSITION));
        let followed = self.axes(end) > end;
        let own = parted > behind || self.is_led_by_axis(at);
        let third = count == 2 && unit.is_some() && (led || followed && self.is_parted(self.axes(end)));
        (before || own && (led || followed) || third).then_some(named)
    }

    /// "92 mm for a width of 58", "length 29  width 21": the next dimension under its own name, with no mark before it.
    fn tied_axis(&self, at: usize, behind: usize) -> Option<usize> {
        let tie = |t: usize| {
            self.tokens.list.get(t).is_some_and(|_| matches!(self.tokens.word(t), "for" | "with" | "against"))
        };
        let tied = (behind..=self.behind_axes(behind)).find(|&t| tie(t));
        let next = tied.map_or(behind, |t| t + 1);
        // "L 36 W 30 mm".
        let letter = self.tokens.list.get(next).is_some_and(|t| t.kind == Kind::Word)
            && matches!(self.tokens.word(next), "l" | "w" | "d" | "h" | "t" | "ap" | "tr" | "cc" | "ml" | "si")
            && self.may_start_in(next + 1);
        let named = if letter { next + 1 } else { self.behind_verb(self.axes(next)) };
        let told = named > next && (tied.is_some() || self.is_led_by_axis(at));
        (told && self.may_start_in(named) && self.dimension(named).is_some()).then_some(named)
    }

    /// Past the names of axes and what they were measured with: "on the calliper in its long axis", "long on MRI".
    fn behind_axes(&self, at: usize) -> usize {
        const MOST: usize = 3;
        let mut behind = at;
        for _ in 0..MOST {
            let next = self.behind_tool(self.axes(behind));
            if next == behind {
                break;
            }
            behind = next;
        }
        behind
    }

    /// Past "on the ruler", "on my tape", "on MRI".
    fn behind_tool(&self, at: usize) -> usize {
        if !self.is(at, known::PREPOSITION) || self.is(at, known::TIMES) {
            return at;
        }
        let tool = |t: usize| {
            self.is(t, known::IMAGING)
                || self.tokens.list.get(t).is_some_and(|_| {
                    matches!(
                        self.tokens.word(t),
                        "ruler" | "tape" | "caliper" | "calipers" | "calliper" | "callipers" | "screen"
                    )
                })
        };
        (at + 1..at + 3).find(|&t| tool(t)).map_or(at, |t| t + 1)
    }

    /// Whether a mark, a joint or the end stands at a token.
    fn is_parted(&self, at: usize) -> bool {
        self.tokens.list.get(at).is_none_or(|t| matches!(t.kind, Kind::Punct(_)) || t.before >= Break::Line)
            || self.is(at, known::CONJUNCTION)
    }

    /// The last token before a number that is no verb of being or measuring, and no word for "about".
    fn lead(&self, at: usize) -> Option<usize> {
        let measure = |t: usize| self.is(t, known::MEASURE) && !self.is_plural_axis(t);
        let verb = |t: usize| self.is(t, known::BE) || self.is(t, known::PRONOUN) || measure(t);
        let small = |t: usize| {
            [b':', b'='].iter().any(|&m| self.tokens.is_mark(t, m))
                || matches!(self.tokens.word(t), "about" | "of" | "some" | "as" | "at")
        };
        (1..6).filter_map(|n| at.checked_sub(n)).find(|&t| !(verb(t) && !self.is_axis(t) || small(t)))
    }

    /// Whether the name of an axis leads to a number: "length 7", "W: 4.4".
    fn is_led_by_axis(&self, at: usize) -> bool {
        self.lead(at).is_some_and(|t| self.is_axis(t))
    }

    /// Past a verb of being or a colon between an axis and its number.
    fn behind_verb(&self, at: usize) -> usize {
        at + usize::from(self.is(at, known::BE) || self.tokens.is_mark(at, b':') || self.tokens.is_mark(at, b'='))
    }

    /// Whether a number stands behind a word for several axes: "axes 61 and 52 mm", "two diameters: 61 mm, 52 mm".
    fn are_axes(&self, at: usize) -> bool {
        self.lead(at).is_some_and(|t| self.tokens.list[t].kind == Kind::Word && self.is_plural_axis(t))
    }

    fn is_plural_axis(&self, at: usize) -> bool {
        matches!(self.tokens.word(at), "axes" | "diameters" | "dimensions")
    }

    /// The token behind the names of axes: "long", "in width", "a width of", "the other".
    fn axes(&self, at: usize) -> usize {
        let the = |t: usize| self.tokens.list.get(t).is_some_and(|_| self.tokens.word(t) == "the");
        let its = |t: usize| self.tokens.list.get(t).is_some_and(|_| self.tokens.word(t) == "its");
        let small = |t: usize| self.is(t, known::DETERMINER) || self.is(t, known::PREPOSITION) || the(t) || its(t);
        let lead = (at..at + 2).find(|&t| !small(t) || self.is_axis(t)).unwrap_or(at + 2);
        let across = |w: &str| matches!(w, "other" | "short" | "shorter" | "longer" | "second");
        if lead > at
            && !self.is_axis(lead)
            && self.tokens.list.get(lead).is_some_and(|_| across(self.tokens.word(lead)))
        {
            // "the short one at 5".
            let one = |t: usize| {
                self.tokens.list.get(t).is_some_and(|_| self.tokens.word(t) == "one") && self.unit(t + 1).is_none()
            };
            let end = lead + 1 + usize::from(one(lead + 1));
            return end + usize::from(end > lead + 1 && self.is(end, known::PREPOSITION));
        }
        let mut end = lead;
        let way = |t: usize| self.tokens.list.get(t).is_some_and(|_| self.tokens.word(t) == "way");
        while self.is_axis(end) || (end > lead && way(end)) {
            end += 1;
        }
        let joins = self.is(end, known::PREPOSITION) && !self.is(end, known::TIMES);
        if end == lead { at } else { end + usize::from(joins) }
    }

    /// Whether a token names an axis; "CC" and "ML" do where a number follows.
    fn is_axis(&self, at: usize) -> bool {
        let short = || {
            let bracketed = at > 0 && self.tokens.is_mark(at - 1, b'(') && self.tokens.is_mark(at + 1, b')');
            let leads = || self.may_start_in(at + 1) && !at.checked_sub(1).is_some_and(|t| self.may_start(t));
            // "7.2 cm SI, 5.0 cm ML": behind a unit, and nothing follows.
            let ends = || at.checked_sub(1).is_some_and(|t| self.ends_in_unit(t)) && self.is_parted(at + 1);
            let letter =
                || matches!(self.tokens.word(at), "l" | "w" | "d" | "h" | "t" | "si" | "ap" | "tr" | "lr" | "is");
            self.tokens.list.get(at).is_some_and(|t| t.kind == Kind::Word)
                && (matches!(self.tokens.word(at), "cc" | "ml" | "l" | "w" | "d" | "h" | "b") && (bracketed || leads())
                    || matches!(self.tokens.word(at), "cc" | "ml") && ends()
                    || letter() && (bracketed || ends()))
        };
        let plane = || {
            self.tokens.list.get(at).is_some_and(|_| {
                matches!(
                    self.tokens.word(at),
                    "axial" | "transverse" | "sagittal" | "coronal" | "vertical" | "horizontal" | "depth"
                )
            })
        };
        // "5 cm long, 4 cm wide and 3 cm deep"; "3 cm deep to the skin" tells a distance.
        let upright = || {
            self.tokens.list.get(at).is_some_and(|_| matches!(self.tokens.word(at), "deep" | "high" | "tall"))
                && self.tokens.list.get(at + 1).is_none_or(|_| self.tokens.word(at + 1) != "to")
                && at.checked_sub(1).is_some_and(|t| self.unit(t).is_some())
        };
        // "56 mm down and 39 mm across".
        let down = || {
            self.tokens.list.get(at).is_some_and(|_| self.tokens.word(at) == "down")
                && at.checked_sub(1).is_some_and(|t| self.ends_in_unit(t))
                && (self.is(at + 1, known::CONJUNCTION) || self.tokens.is_mark(at + 1, b','))
                && self.may_start_in(at + 2)
        };
        down() || self.is(at, known::LENGTH_NOUN) || plane() || short() || upright()
    }

    /// Whether a token ends a unit.
    fn ends_in_unit(&self, at: usize) -> bool {
        self.mention(at).is_some_and(|m| self.unit(m.first()).is_some_and(|u| u.1 == at + 1))
    }

    /// Whether a number of three between slashes stands at a token, with a unit behind the last: the first where none went before.
    fn is_chain(&self, at: usize, before: usize) -> bool {
        let joined = |t: usize| self.tokens.is_mark(t, b'/') && self.tokens.list[t].before == Break::Joined;
        let plain = |t: usize| self.tokens.list.get(t).is_some_and(|t| t.kind == Kind::Number);
        let first = match before {
            1 => Some(at),
            2 => at.checked_sub(2),
            _ => None,
        };
        first.is_some_and(|f| {
            plain(f) && joined(f + 1) && plain(f + 2) && joined(f + 3) && plain(f + 4) && self.unit(f + 5).is_some()
        })
    }

    /// "11x8x7 (MRI, cm)": the unit that a bracket tells last.
    fn unit_in_bracket(&self, open: usize) -> Option<(f64, usize)> {
        const LONGEST: usize = 6;
        if !self.tokens.is_mark(open, b'(') {
            return None;
        }
        let close = (open + 2..open + LONGEST).find(|&t| self.tokens.is_mark(t, b')'))?;
        self.unit(close - 1).map(|u| (u.0, close + 1))
    }

    /// "In centimetres it is six by four": the unit, told close before several dimensions.
    fn unit_announced(&self, first: usize) -> Option<f64> {
        const REACH: usize = 8;
        let told = |t: &usize| matches!(self.tokens.word(*t), "in") && self.unit(t + 1).is_some();
        let at = (first.saturating_sub(REACH)..first).rev().find(told)?;
        (!at.checked_sub(1).is_some_and(|t| self.may_start(t))).then(|| self.unit(at + 1).map(|u| u.0)).flatten()
    }

    /// The unit of several dimensions where it is told behind other words: "9x6 on MR 3/2 (cm)", "3.0 x 2.2 on my ruler, cm",
    /// "3.2 by 2 by 1.8. That's centimeters".
    fn unit_behind(&self, at: usize) -> Option<f64> {
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
    fn unit_of_label(&self, first: usize) -> Option<f64> {
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
        self.unit(unit).map(|u| u.0)
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

fn round(mm: f64) -> f64 {
    (mm * 10.0).round() / 10.0
}
