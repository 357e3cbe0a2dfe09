//! Lengths of what is told as "it", or by a name that no table knows: "found it, 3 cm", "there was a grape of 2 cm". In: a length and the
//! words before it. Out: whether it is the lesion's, or a thing's that may be the lesion.

use super::super::Owner;
use super::super::weight::{is_reported, word_at};
use super::{DESCRIBING, Owned};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::{Break, Kind};

impl Owned<'_> {
    /// "found it, 3 cm, gristly".
    pub(super) fn is_of_found_it(&self) -> bool {
        let document = self.document;
        let comma = self.length.first.checked_sub(1).filter(|&t| document.tokens.is_mark(t, b','));
        // "the vein beside it, 8 mm".
        let beside = |t: usize| document.word_is(t, WordClass::BesideIt);
        let of = |t: usize| beside(t) || document.tokens.word(t) == "of";
        // "Jelly-like tissue under it, 8.8 cm on MR".
        let of = |t: usize| of(t) && !(beside(t) && is_reported(document, self.length));
        let found = |t: usize| document.tokens.word(t) == "it" && !t.checked_sub(1).is_some_and(of);
        comma.and_then(|t| t.checked_sub(1)).is_some_and(found)
    }

    /// "the spot was 26 mm".
    pub(super) fn is_of_named_thing(&self) -> bool {
        const TOLD: ConceptSet = ConceptSet::of(&[known::BE, known::MEASURE]);
        let document = self.document;
        let verb = self.length.first.checked_sub(1).filter(|&t| t > self.first && document.concepts(t).meets(TOLD));
        let subject = verb.and_then(|t| document.mention(t)).and_then(|m| m.first().checked_sub(1));
        subject.is_some_and(|t| t >= self.first && document.word_is(t, WordClass::ThingName))
    }

    /// "It has since spread and is now 4.2 x 2.8 cm".
    pub(super) fn is_of_it_now(&self) -> bool {
        let document = self.document;
        let now = self.length.first.checked_sub(1).is_some_and(|t| document.is(t, known::CURRENT));
        now && word_at(document, self.first) == "it"
    }

    /// "Cut at the edge of a violaceous zone 11 x 9 cm", "until the blade reaches the solid zone, 31 x 26 mm": two dimensions right behind an
    /// area of which no act is told behind.
    pub(super) fn is_of_zone(&self) -> bool {
        let document = self.document;
        let last = self.length.first.checked_sub(1).filter(|&t| t > self.first);
        let noun = last.map(|t| t - usize::from(document.tokens.is_mark(t, b',')));
        let next = word_at(document, self.length.last + 1);
        self.length.mm.len() > 1
            && noun
                .is_some_and(|t| t > self.first && word_at(document, t) == "zone" && !document.is(t - 1, known::SKIN))
            && !matches!(next, "was" | "were" | "is" | "of")
    }

    /// "We measured it with the ruler, it was 29 by 22 mm", "having gauged it with calipers at 29 mm by 18 mm": what is told of "it" is
    /// the lesion's, unless a cut or a piece was named last.
    pub(super) fn is_of_it(&self) -> Option<Owner> {
        const BACK: usize = 14;
        const LEAD: usize = 8;
        const TOLD: ConceptSet = ConceptSet::of(&[known::BE, known::MEASURE]);
        let document = self.document;
        let word = |t: usize| document.tokens.word(t);
        let roughly = |t: &usize| document.word_is(*t, WordClass::Roughly);
        let lead = (self.first..self.length.first).rev().find(|t| !roughly(t))?;
        let from = self.first.max(lead.saturating_sub(LEAD));
        let gauged = |t: &usize| {
            word(*t) == "it" && *t > from && (document.is(*t - 1, known::MEASURE) || word(*t - 1) == "gauged")
        };
        // "Outer side about halfway it's forty millimeters across".
        let contracted = word(lead) == "it" && document.tokens.list[lead].span.len() > 2;
        let it = if contracted {
            Some(lead)
        } else if word(lead) == "at" {
            (from..lead).rev().find(gauged)
        } else if document.concepts(lead).meets(TOLD) {
            lead.checked_sub(1).filter(|&t| t >= self.first && word(t) == "it")
        } else {
            None
        }?;
        let parted = it == self.first || document.tokens.is_mark(it - 1, b';');
        let wide = self.length.mm.len() > 1;
        let back = self.first.max(it.saturating_sub(BACK));
        let named = (back..it).rev().find_map(|t| self.class(t));
        match named {
            Some(Owner::Lesion) => Some(Owner::Lesion),
            None if it > self.first && (wide || parted || contracted) => Some(Owner::Lesion),
            _ => None,
        }
    }

    /// "showed a solid enhancing thing, 8.2 by 5.6 cm", "there was a grape of 2 cm": what is brought in by its article under a name
    /// of its own, and by no verb of taking. One length alone wants a verb of seeing.
    pub(super) fn is_thing(&self, article: usize) -> bool {
        const GONE: ConceptSet = ConceptSet::of(&[
            known::PREPOSITION,
            known::TAKE,
            known::REMOVE,
            known::CUT,
            known::CLOSE,
            known::SUTURE,
            known::DISTANCE,
            known::NEGATED_NEXT,
        ]);
        let document = self.document;
        if !matches!(document.tokens.word(article), "a" | "an") || !document.is(article, known::DETERMINER) {
            return false;
        }
        let Some(head) = self.unclassed_noun(article) else { return false };
        let before = article.checked_sub(1).filter(|&t| t >= self.first && self.is_word(t));
        // "cut into an area measuring 3 by 2 cm".
        let area = document.word_is(head, WordClass::VagueArea)
            && before.is_some_and(|t| matches!(document.tokens.word(t), "into" | "within" | "from" | "of"));
        if !area && before.is_some_and(|t| document.concepts(t).meets(GONE)) {
            return false;
        }
        self.length.mm.len() > 1 || self.is_seen_before(article)
    }

    pub(super) fn is_word(&self, token: usize) -> bool {
        self.document.tokens.list[token].kind == Kind::Word
    }

    /// "A solid enhancing thing": the noun behind an article, where it and what describes it mean nothing that the tables know.
    fn unclassed_noun(&self, article: usize) -> Option<usize> {
        const REACH: usize = 8;
        const NAMED: ConceptSet = DESCRIBING.with(ConceptSet::of(&[known::SITE_NOUN, known::ABBREVIATION]));
        const ENDS: ConceptSet = ConceptSet::of(&[known::PREPOSITION, known::RELATIVE, known::MEASURE, known::PRONOUN]);
        let document = self.document;
        let limit = self.length.first.min(article + REACH);
        let joined = |t: usize| document.tokens.is_mark(t, b'-') || self.is_word(t);
        let ends = |&t: &usize| !joined(t) || document.is_verb(t) || document.concepts(t).meets(ENDS);
        let end = (article + 1..limit).find(ends).unwrap_or(limit);
        // "a fish-egg-like thing".
        let hyphened = |t: usize| document.tokens.is_mark(t, b'-') && document.tokens.list[t].before == Break::Joined;
        let plain = |t: usize| {
            document.mention(t).is_none() || document.concepts(t).meets(NAMED) || hyphened(t + 1) || hyphened(t - 1)
        };
        // "an area some 70 x 45 mm".
        let small = |t: usize| document.word_is(t, WordClass::Roughly);
        let head = if end - 1 > article && small(end - 1) { end - 2 } else { end - 1 };
        let named = head > article
            && self.is_word(head)
            && (document.mention(head).is_none() || document.is(head, known::SITE_NOUN));
        (named && (article + 1..end).all(plain)).then_some(head)
    }

    /// "There was", "showed": whether a verb of seeing brings in what an article opens.
    fn is_seen_before(&self, article: usize) -> bool {
        const FOUND: ConceptSet =
            ConceptSet::of(&[known::SEE, known::LIE, known::BE, known::NEW_FINDING, known::SIGHTING]);
        (1..4)
            .filter_map(|n| article.checked_sub(n))
            .take_while(|&t| t >= self.first && self.is_word(t))
            .any(|t| self.document.concepts(t).meets(FOUND))
    }
}
