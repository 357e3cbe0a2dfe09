//! What is said of all items that were listed: "Both under ultrasound.", "Pathology for both.". In: a part of the note. Out: whether it speaks
//! of all, so that no item goes on there.

use super::parts::tells_of_all;
use super::{Finder, Part, document_word};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::token::Kind;

impl Finder<'_> {
    pub(super) fn speaks_of_all(&self, part: usize) -> bool {
        let Part { first, end, .. } = self.parts[part];
        let mut mentions = self.document.mentions_in(first, end).map(|m| &self.document.mentions[m]);
        let opening = mentions.clone().next();
        opening.is_some_and(|m| m.is(known::ALL_LESIONS))
            || self.opens_with_all(part)
            || self.tells_of_each_side(part)
            || mentions.any(|m| m.is(known::ALL_LESIONS) && (m.first() <= first + 1 || self.closes_short(part, m)))
    }

    /// "Separate cuts, a wedge out of each to pathology": whether a part tells a sampling of all lesions.
    pub(super) fn samples_of_all(&self, part: usize) -> bool {
        let Part { first, end, .. } = self.parts[part];
        let mut mentions = self.document.mentions_in(first, end).map(|m| &self.document.mentions[m]);
        mentions.any(|m| m.is(known::ALL_LESIONS)) && self.samples_in(&(part..part + 1))
    }

    /// "Fascia closed on each side, 2-0", "both sides sewn": a few words on what was done on the one side as on the other.
    fn tells_of_each_side(&self, part: usize) -> bool {
        const SHORT: usize = 12;
        const CLOSED: ConceptSet = ConceptSet::of(&[known::CLOSE, known::SUTURE]);
        let document = self.document;
        let Part { first, end, .. } = self.parts[part];
        let word = |t: usize| document_word(document, t);
        let each = |t: usize| matches!(word(t), "each" | "both" | "either") && matches!(word(t + 1), "side" | "sides");
        end - first <= SHORT && (first..end).any(each) && (first..end).any(|t| document.concepts(t).meets(CLOSED))
    }

    /// "Pathology for both.": a few words that end on what is said of all.
    fn closes_short(&self, part: usize, all: &Mention) -> bool {
        const SHORT: usize = 10;
        let Part { first, end, .. } = self.parts[part];
        let marked = |t: usize| matches!(self.document.tokens.list[t].kind, Kind::Punct(_));
        // "A nick through both" is of two layers.
        let of_all = |t: usize| self.document.word_is(t, WordClass::BeforeAll);
        // "On both occasions".
        let turn = |t: usize| self.document.word_is(t, WordClass::OccasionName);
        end - first <= SHORT
            && (of_all(all.first()) || all.first().checked_sub(1).is_some_and(of_all))
            // "US for both, images printed."
            && (all.last() + 1..end).take_while(|&t| !self.document.tokens.is_mark(t, b',')).all(|t| marked(t) || turn(t))
            && self.sites_from(first).next().is_none_or(|s| s.first >= end)
    }

    /// "All 14 gauge, all under ultrasound.", "All smears to cytology.", "Both under US.": what is said of all that was listed, and not
    /// "all the fat".
    fn opens_with_all(&self, part: usize) -> bool {
        const COUNTED: ConceptSet = ConceptSet::of(&[known::SAMPLE, known::CORE]);
        let document = self.document;
        let Part { first, end, .. } = self.parts[part];
        let lone = || document.mention(first).is_none_or(|m| m.last() == first);
        let counted = || first + 1 < end && document.concepts(first + 1).meets(COUNTED);
        tells_of_all(document, first, end) || document.tokens.word(first) == "all" && lone() && counted()
    }
}
