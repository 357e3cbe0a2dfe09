//! A length that stands by itself between marks, as an item of a list: "right posterior thigh, 58 mm, by palpation".

use super::super::weight::word_at;
use super::super::{INCISION, LESION, Owner, SITES};
use super::Owned;
use crate::finding::site::ASPECT;
use crate::lexicon::concept::group::{LENGTH_UNITS, SIDES};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::Kind;

/// Needle cores: long, and no wider than the needle.
const SLENDER: ConceptSet = ConceptSet::of(&[known::CORE, known::PASS, known::NEEDLE, known::GAUGE]);

impl Owned<'_> {
    /// Whether an item among others is what the lesion measures, though a tool, a sample or a cut stands nearest before it.
    pub(super) fn is_item(&self, owner: Owner) -> bool {
        if self.length.bare || !self.stands_alone() {
            return false;
        }
        match owner {
            Owner::Other | Owner::Unknown => {
                self.follows_place()
                    || self.is_too_wide_for_cores()
                    || self.is_too_long_for_cores()
                    || self.is_what_part_was_of()
            }
            Owner::Incision => {
                self.is_behind_measured_cut()
                    || self.is_what_part_was_of()
                    || self.follows_place() && (self.is_wide() || self.has_measured_cut())
            }
            Owner::Lesion | Owner::Thing | Owner::Part => false,
        }
    }

    fn is_parting(&self, token: usize) -> bool {
        matches!(self.document.tokens.list[token].kind, Kind::Punct(b',' | b';' | b':' | b'(' | b')' | b'.'))
    }

    /// How far back the rest of a list may stand.
    fn near(&self) -> usize {
        const REACH: usize = 40;
        self.first.max(self.length.first.saturating_sub(REACH))
    }

    /// Whether marks or the ends of the sentence stand on both sides.
    fn stands_alone(&self) -> bool {
        let opens = self.length.first == self.first || self.is_parting(self.length.first - 1);
        let next = self.length.last + 1;
        opens && (next >= self.end || self.is_parting(next) || self.document.is(next, known::CONJUNCTION))
    }

    /// The words between the last mark before the length and the one before that.
    fn item_before(&self) -> std::ops::Range<usize> {
        let Some(mark) = self.length.first.checked_sub(1).filter(|&t| t > self.first) else { return 0..0 };
        let from = (self.near()..mark).rev().find(|&t| self.is_parting(t)).map_or(self.near(), |t| t + 1);
        from..mark
    }

    /// "16G core x4 by palpation, left medial thigh, 47 mm": the item before names a place and nothing that has a size of its own.
    fn follows_place(&self) -> bool {
        const PLACES: ConceptSet =
            SITES.with(ASPECT).with(SIDES).with(ConceptSet::of(&[known::LANDMARK, known::OTHER_MUSCLE, known::LIMB]));
        const SIZED: ConceptSet = INCISION.with(ConceptSet::of(&[
            known::SAMPLE,
            known::DEVICE,
            known::NEEDLE,
            known::NEEDLE_PART,
            known::CORE,
            known::WEDGE,
            known::PARTIAL,
            known::PASS,
            known::MARGIN,
            known::DISTANCE,
            known::NON_SOFT_TISSUE,
            known::PUNCH,
            known::PUNCH_TOOL,
            known::SCAR,
            known::SKIN,
            known::FASCIA,
            known::CUT,
            known::DISSECT,
            known::TAKE,
            known::REMOVE,
            known::CLOSE,
            known::ANESTHESIA,
            known::SUTURE,
            known::HISTORICAL,
            known::OPPOSITE,
        ]));
        let document = self.document;
        let mut item = self.item_before();
        let named = item.clone().any(|t| document.concepts(t).meets(PLACES));
        let plain = |t: usize| {
            !document.concepts(t).meets(SIZED)
                && !document.is_verb(t)
                && !document.word_is(t, WordClass::MeasuredElse)
                && !matches!(document.tokens.word(t), "from" | "to")
        };
        named && item.all(plain) && !self.is_due_to_cut()
    }

    /// "Incision, left thigh, 4 cm": a cut, a punch or a scar before it that has no length of its own yet.
    fn is_due_to_cut(&self) -> bool {
        const MEASURED: ConceptSet =
            INCISION.with(ConceptSet::of(&[known::PUNCH, known::PUNCH_TOOL, known::SCAR, known::DEVICE]));
        let document = self.document;
        let cut = (self.near()..self.length.first).rfind(|&t| document.concepts(t).meets(MEASURED));
        cut.is_some_and(|_| !(self.near()..self.length.first).any(|t| document.concepts(t).meets(LENGTH_UNITS)))
    }

    /// "Through a 3 mm nick, posterior thigh, 58 mm": the length right before the last cut of the sentence is its own.
    fn has_measured_cut(&self) -> bool {
        const LEAD: usize = 3;
        let document = self.document;
        let cut = (self.near()..self.length.first).rfind(|&t| document.concepts(t).meets(INCISION));
        let cut = cut.and_then(|t| document.mention(t)).map(|m| m.first());
        cut.is_some_and(|c| {
            (self.first.max(c.saturating_sub(LEAD))..c).any(|t| document.concepts(t).meets(LENGTH_UNITS))
        })
    }

    /// Two dimensions, as no cut has them.
    fn is_wide(&self) -> bool {
        const LEAST_WIDTH: f64 = 11.0;
        self.length.mm.get(1).is_some_and(|&width| width >= LEAST_WIDTH)
    }

    /// "CT-guided 15-gauge core biopsy, 4 cores, 52 x 40 mm.": no core is as wide.
    fn is_too_wide_for_cores(&self) -> bool {
        const PIECES: ConceptSet =
            ConceptSet::of(&[known::SAMPLE, known::PARTIAL, known::WEDGE, known::MARGIN, known::DEVICE, known::SKIN]);
        let document = self.document;
        let concepts = |t: usize| document.concepts(t);
        self.is_wide()
            && self.item_before().any(|t| concepts(t).meets(SLENDER))
            && !self.item_before().any(|t| concepts(t).meets(PIECES) && !concepts(t).meets(SLENDER))
    }

    /// "16G core x5 R thigh ant 29 x 17 mm": cores with a place between them and two dimensions that no core has.
    pub(super) fn is_wider_than_core(&self, token: usize) -> bool {
        const CORES: ConceptSet = ConceptSet::of(&[known::CORE, known::PASS, known::GAUGE]);
        const PIECES: ConceptSet =
            ConceptSet::of(&[known::PARTIAL, known::WEDGE, known::MARGIN, known::DEVICE, known::SKIN]);
        let document = self.document;
        let concepts = document.concepts(token);
        let placed = || (token + 1..self.length.first).any(|t| document.concepts(t).meets(SITES));
        self.is_wide() && concepts.meets(CORES) && !concepts.meets(PIECES) && placed()
    }

    /// "16G x3, 4.9 cm.": behind the count of the cores, and longer than a needle throws.
    fn is_too_long_for_cores(&self) -> bool {
        const LONGEST_THROW: f64 = 33.0;
        const TOOLS: ConceptSet =
            ConceptSet::of(&[known::NEEDLE, known::DEVICE, known::SAMPLE, known::NEEDLE_PART, known::DISTANCE]);
        let document = self.document;
        let item = || self.item_before();
        let counted = |t: usize| document.is(t, known::TIMES) || document.is(t, known::CORE);
        self.length.mm.len() == 1
            && self.length.mm[0] > LONGEST_THROW
            && item().any(|t| document.concepts(t).meets(SLENDER))
            && item().any(counted)
            && !item().any(|t| document.concepts(t).meets(TOOLS))
    }

    /// "3 cm, half removed by scalpel": what the part behind the comma was of.
    fn is_what_part_was_of(&self) -> bool {
        const REACH: usize = 4;
        const TAKEN: ConceptSet =
            ConceptSet::of(&[known::TAKE, known::REMOVE, known::CUT, known::EXCISION, known::SEND, known::BIOPSIED]);
        let document = self.document;
        let part = self.length.last + 2;
        let named = part < self.end
            && document.tokens.is_mark(part - 1, b',')
            && (document.word_is(part, WordClass::Fraction)
                || document.is(part, known::PARTIAL)
                || document.is(part, known::DETERMINER) && document.word_is(part + 1, WordClass::Fraction));
        self.length.first == self.first
            && named
            && (part + 1..self.end.min(part + 1 + REACH)).any(|t| document.concepts(t).meets(TAKEN))
    }

    /// "Lump of left thigh, biopsied through 2 cm incision: 31 mm, in fat": the cut has its length already, right before its noun.
    fn is_behind_measured_cut(&self) -> bool {
        const LEAD: usize = 3;
        let document = self.document;
        let item = self.item_before();
        let is_cut = |t: usize| document.concepts(t).meets(INCISION) || document.tokens.word(t) == "cut";
        let Some(cut) = item.end.checked_sub(1).filter(|&t| item.contains(&t) && is_cut(t)) else {
            return false;
        };
        let from = item.start.max(cut.saturating_sub(LEAD));
        let measured = (from..cut).any(|t| document.concepts(t).meets(LENGTH_UNITS));
        let long = matches!(word_at(document, self.length.last + 1), "long" | "deep");
        measured && !long && (self.near()..cut).any(|t| document.concepts(t).meets(LESION))
    }
}
