//! Names of axes beside numbers: "30 mm long and 18 mm wide". In: a token. Out: whether an axis stands there, and where it ends.

use super::Units;
use crate::lexicon::concept::known;
use crate::lexicon::word_class::WordClass;
use crate::token::Kind;

impl Units<'_> {
    /// The next dimension of a list of axes: "30 mm long and 18 mm wide", "AP 22 mm, TR 31 mm", "an inch the long way and two the
    /// other", "length seven centimetres, width five", "41 x 38 mm and 77 mm in length". `at` is where the last one starts,
    /// `behind` its end, `count` how many there are.
    pub(super) fn next_axis(&self, at: usize, behind: usize, count: usize) -> Option<usize> {
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
        // "L 36 W 30 mm", "L 4.5 W 3.0 D 2.0 cm".
        let letter = self.is_axis_letter(next) && self.may_start_in(next + 1);
        let named = if letter { next + 1 } else { self.behind_verb(self.axes(next)) };
        // "3 cm L 2 cm R" are two sides: a letter goes on with numbers that share a unit behind the last.
        let goes_on = letter && behind.checked_sub(1).is_some_and(|t| self.may_start(t));
        let told = named > next && (tied.is_some() || goes_on || self.is_led_by_axis(at));
        (told && self.may_start_in(named) && self.dimension(named).is_some()).then_some(named)
    }

    /// Whether a letter or two stand at a token that name an axis before its number.
    pub(super) fn is_axis_letter(&self, at: usize) -> bool {
        self.tokens.list.get(at).is_some_and(|t| t.kind == Kind::Word)
            && matches!(self.tokens.word(at), "l" | "w" | "d" | "h" | "t" | "ap" | "tr" | "cc" | "ml" | "si")
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
        let tool = |t: usize| self.is(t, known::IMAGING) || self.words.is(t, WordClass::MeasuringTool);
        (at + 1..at + 3).find(|&t| tool(t)).map_or(at, |t| t + 1)
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
    pub(super) fn is_led_by_axis(&self, at: usize) -> bool {
        self.lead(at).is_some_and(|t| self.is_axis(t))
    }

    /// Past a verb of being or a colon between an axis and its number.
    fn behind_verb(&self, at: usize) -> usize {
        at + usize::from(self.is(at, known::BE) || self.tokens.is_mark(at, b':') || self.tokens.is_mark(at, b'='))
    }

    /// Whether a number stands behind a word for several axes: "axes 61 and 52 mm", "two diameters: 61 mm, 52 mm".
    pub(super) fn are_axes(&self, at: usize) -> bool {
        self.lead(at).is_some_and(|t| self.tokens.list[t].kind == Kind::Word && self.is_plural_axis(t))
    }

    fn is_plural_axis(&self, at: usize) -> bool {
        self.words.is(at, WordClass::SeveralAxes)
    }

    /// The token behind the names of axes: "long", "in width", "a width of", "the other".
    pub(super) fn axes(&self, at: usize) -> usize {
        let the = |t: usize| self.tokens.list.get(t).is_some_and(|_| self.tokens.word(t) == "the");
        let its = |t: usize| self.tokens.list.get(t).is_some_and(|_| self.tokens.word(t) == "its");
        let small = |t: usize| self.is(t, known::DETERMINER) || self.is(t, known::PREPOSITION) || the(t) || its(t);
        let lead = (at..at + 2).find(|&t| !small(t) || self.is_axis(t)).unwrap_or(at + 2);
        if lead > at && !self.is_axis(lead) && self.words.is(lead, WordClass::OtherAxis) {
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
    pub(super) fn is_axis(&self, at: usize) -> bool {
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
        let plane = || self.words.is(at, WordClass::Plane);
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
}
