//! Lengths that are of no lesion although one stands near: layers, vessels, scars, distances, a person's height.

use super::super::weight::word_at;
use super::super::{INCISION, LAYERS, LESION};
use super::Owned;
use crate::lexicon::concept::group::LENGTH_UNITS;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::Kind;

impl Owned<'_> {
    /// "the fat was 2 cm thick", "fat lobules of 2 cm": a layer right before the length, and no lesion before it.
    pub(super) fn is_of_layer(&self, from: usize) -> bool {
        const BETWEEN: ConceptSet =
            ConceptSet::of(&[known::BE, known::MEASURE, known::PREPOSITION, known::LENGTH_NOUN, known::FILLER]);
        let document = self.document;
        let small = |t: usize| document.word_is(t, WordClass::LengthFiller);
        let joins =
            |t: usize| document.tokens.list[t].kind == Kind::Word && (document.concepts(t).meets(BETWEEN) || small(t));
        let Some(at) = (from..self.length.first).rev().find(|&t| !joins(t)) else { return false };
        let clause = document.clause[self.length.first];
        let thick = document.word_is(self.length.last + 1, WordClass::ThicknessWord);
        // "Under skin in fat 3 x 2.5 cm": several dimensions of what lies in the layer.
        let inside = || {
            let first = document.mention(at).map_or(at, |m| m.first());
            first.checked_sub(1).is_some_and(|t| t >= from && document.is(t, known::INSIDE))
        };
        if self.length.mm.len() > 1 && !thick && inside() {
            return false;
        }
        (at + 1 < self.length.first || thick || document.is(at, known::FAT))
            && document.concepts(at).meets(LAYERS.with(ConceptSet::of(&[known::SCAR])))
            && !(from..at).any(|t| document.concepts(t).meets(LESION) && document.clause[t] == clause)
    }

    /// "Vein 8 mm wide", "the nerve was 4 mm": what runs by.
    pub(super) fn is_of_vessel(&self) -> bool {
        let document = self.document;
        let small = |t: &usize| document.concepts(*t).meets(ConceptSet::of(&[known::BE, known::MEASURE]));
        let noun = (self.first..self.length.first).rev().find(|t| !small(t));
        self.length.mm.len() == 1 && noun.is_some_and(|t| document.word_is(t, WordClass::VesselName))
    }

    /// "a scar of earlier surgery, 9 cm": a scar before the length and no lesion between.
    pub(super) fn is_of_scar(&self, from: usize) -> bool {
        let document = self.document;
        let part = (from..self.length.first).rev().take_while(|&t| matches!(document.tokens.list[t].kind, Kind::Word));
        let named = |t: &usize| document.concepts(*t).meets(LESION.with(ConceptSet::of(&[known::SCAR, known::SAMPLE])));
        let noun = part.into_iter().find(named);
        // "an old scar 9 x 1 cm": no lump is that slender.
        const SLENDER: f64 = 5.0;
        let line = self.length.mm.iter().fold(f64::INFINITY, |a, &b| a.min(b)) * SLENDER <= self.length.mm[0];
        (self.length.mm.len() == 1 || line)
            && noun.is_some_and(|t| document.is(t, known::SCAR) && !document.is(t, known::LESION))
    }

    /// "5 cm from a 4 mm mole": the end of a distance.
    pub(super) fn is_behind_distance(&self) -> bool {
        let document = self.document;
        let Some(at) = self.length.first.checked_sub(3).filter(|&t| t >= self.first) else { return false };
        document.concepts(at).meets(LENGTH_UNITS)
            && document.tokens.word(at + 1) == "from"
            && document.is(at + 2, known::DETERMINER)
    }

    /// "the patient is 178 cm tall": a person's height.
    pub(super) fn is_stature(&self) -> bool {
        let document = self.document;
        if self.length.mm.len() > 1 {
            return false;
        }
        let Some(be) = self.length.first.checked_sub(1).filter(|&t| document.is(t, known::BE)) else { return false };
        let subject = be.checked_sub(1).filter(|&t| document.is(t, known::PRONOUN));
        subject.is_some_and(|t| !document.word_is(t, WordClass::NoPerson))
    }

    /// "The knife was drawn across the lump for about an inch": how far something went.
    pub(super) fn is_course(&self) -> bool {
        let document = self.document;
        let lead = (1..4)
            .filter_map(|n| self.length.first.checked_sub(n))
            .find(|&t| !matches!(document.tokens.word(t), "about" | "some" | "roughly" | "approximately" | "around"));
        let lead = lead.filter(|&t| t >= self.first);
        // "The lump was exposed over 1 cm only."
        let bared = |t: usize| {
            const BARED: ConceptSet = ConceptSet::of(&[known::EXPOSURE, known::CUT]);
            document.tokens.word(t) == "over" && t > self.first && document.concepts(t - 1).meets(BARED)
        };
        self.length.mm.len() == 1 && lead.is_some_and(|t| document.tokens.word(t) == "for" || bared(t))
    }

    /// "tumour at 15 mm": where it lies; "palpated at 5 cm" is a size.
    pub(super) fn is_position(&self) -> bool {
        let document = self.document;
        let about = usize::from(document.tokens.is_mark(self.length.first.saturating_sub(1), b'~'));
        let at = self.length.first.checked_sub(1 + about).filter(|&t| document.tokens.word(t) == "at");
        self.length.mm.len() == 1
            && (self.lies_deep()
                || self.is_met_within()
                || self.leads_inward() && (self.begins_there() || self.is_named_at(at))
                || at.is_some_and(|t| self.is_reached_at(t) || self.is_placed_at(t)))
    }

    /// "The lump lies 4 cm deep."
    fn lies_deep(&self) -> bool {
        let document = self.document;
        let lies = self.length.first.checked_sub(1).is_some_and(|t| {
            document.tokens.word(t).starts_with("lie") && t >= self.first || document.tokens.word(t) == "lay"
        });
        lies && word_at(document, self.length.last + 1) == "deep"
    }

    /// "The tumor was struck within a centimeter."
    fn is_met_within(&self) -> bool {
        let document = self.document;
        let word = |back: usize| self.length.first.checked_sub(back).map_or("", |t| document.tokens.word(t));
        word(1) == "within" || word(2) == "within" && document.word_is(self.length.first - 1, WordClass::Roughly)
    }

    /// "5 mm beneath the dermis": whether the words behind the length lead into the depth.
    fn leads_inward(&self) -> bool {
        const WAY: ConceptSet = ConceptSet::of(&[known::INSIDE, known::BELOW, known::DISTANCE, known::DEEP_WORD]);
        let document = self.document;
        (self.length.last + 1..self.end.min(self.length.last + 3))
            .any(|t| document.concepts(t).meets(WAY) || matches!(document.tokens.word(t), "into" | "beneath" | "below"))
    }

    /// "The mass began about 5 mm beneath the dermis."
    fn begins_there(&self) -> bool {
        let before = (1..4).filter_map(|n| self.length.first.checked_sub(n)).take_while(|&t| t >= self.first);
        before.into_iter().any(|t| self.document.word_is(t, WordClass::BeginsAt))
    }

    /// "The mass at 3 cm below the skin": a lesion or a cut right before the word of place.
    fn is_named_at(&self, at: Option<usize>) -> bool {
        let noun = at.and_then(|t| t.checked_sub(1));
        noun.is_some_and(|t| self.document.concepts(t).meets(LESION.with(INCISION)))
    }

    /// "At 1 cm the tumour is met", "the needle was in the mass at 4 cm", "the mass was reached at four centimeters": how far the way
    /// to it was.
    fn is_reached_at(&self, at: usize) -> bool {
        let document = self.document;
        let next = self.length.last + 1;
        let met = document.is(next, known::DETERMINER) && document.is(next + 1, known::LESION);
        let before = at.checked_sub(1).filter(|&t| t >= self.first);
        let within = |lesion: usize| {
            let lead = (self.first..lesion).rev().find(|&t| !document.is(t, known::DETERMINER));
            lead.is_some_and(|t| document.is(t, known::INSIDE))
        };
        met || before
            .is_some_and(|t| document.is(t, known::LESION) && within(t) || document.word_is(t, WordClass::MetAt))
    }

    /// "The lesion was at 2.5 cm.": where it is; "it is now at 2.5 cm" is a size.
    fn is_placed_at(&self, at: usize) -> bool {
        let document = self.document;
        let next = self.length.last + 1;
        let ends = next >= self.end || matches!(document.tokens.list[next].kind, Kind::Punct(b'.' | b';'));
        let verb = at.checked_sub(1).filter(|&t| t > self.first);
        ends && verb.is_some_and(|t| {
            matches!(document.tokens.word(t), "was" | "is" | "lay") && document.is(t - 1, known::LESION)
        })
    }

    /// "That layer, thickened to 4 mm": how thick, where no lesion is named before.
    pub(super) fn is_thickened_layer(&self) -> bool {
        let document = self.document;
        let to = self.length.first.checked_sub(1).filter(|&t| t > self.first && document.tokens.word(t) == "to");
        self.length.mm.len() == 1
            && to.is_some_and(|t| document.tokens.word(t - 1) == "thickened")
            && !(self.first..self.length.first).any(|t| document.is(t, known::LESION))
    }

    /// "Skin to lesion 12 mm", "from the surface to the mass: 2 cm": how far in it lies.
    pub(super) fn is_way_in(&self) -> bool {
        let document = self.document;
        let small = |t: &usize| {
            document.is(*t, known::DETERMINER)
                || document.word_is(*t, WordClass::Roughly)
                || [b':', b','].iter().any(|&m| document.tokens.is_mark(*t, m))
        };
        let mut before = (self.first..self.length.first).rev().filter(|t| !small(t));
        let (lesion, to, start) = (before.next(), before.next(), before.next());
        let outer = |t: usize| document.is(t, known::SKIN) || document.tokens.word(t) == "surface";
        self.length.mm.len() == 1
            && lesion.is_some_and(|t| document.is(t, known::LESION))
            && to.is_some_and(|t| document.tokens.word(t) == "to")
            && start.is_some_and(outer)
    }

    /// "The lesion at 6 cm depth": how deep it lies.
    pub(super) fn is_how_deep(&self) -> bool {
        let at = self.length.first.checked_sub(1).filter(|&t| t >= self.first);
        self.length.mm.len() == 1
            && at.is_some_and(|t| self.document.tokens.word(t) == "at")
            && word_at(self.document, self.length.last + 1) == "depth"
    }

    /// "Gallbladder polyp 6 x 5 mm on an old scan": right behind an organ, in a sentence that names no lesion before.
    pub(super) fn is_of_organ(&self) -> bool {
        let document = self.document;
        let organ = self.length.first.checked_sub(1).is_some_and(|t| {
            t >= self.first && document.concepts(t).has(known::NON_SOFT_TISSUE) && !document.is(t, known::BARE_NODE)
        });
        organ && !(self.first..self.length.first).any(|t| document.is(t, known::LESION))
    }

    /// "Through fat, which was about an inch thick", "2 cm of fat": how thick a layer is.
    pub(super) fn is_thickness_of_layer(&self) -> bool {
        const REACH: usize = 8;
        const LAYER: ConceptSet = ConceptSet::of(&[known::FAT, known::SUBCUTANEOUS, known::SKIN]);
        let document = self.document;
        let from = self.first.max(self.length.first.saturating_sub(REACH));
        let thick = document.word_is(self.length.last + 1, WordClass::ThicknessWord);
        let nearest = (from..self.length.first).rev().find(|&t| {
            document.concepts(t).meets(LAYER.with(ConceptSet::of(&[known::LESION, known::INCISION, known::SAMPLE])))
        });
        // "Lump in the fat, 3 cm thick", "a 2.5 cm thick plaque": the lump is.
        let lesion = |t: usize| document.is(t, known::LESION);
        let behind = self.length.last + 2..self.end.min(self.length.last + 4);
        // "The lump lay beneath fat 4 cm thick": the fat is.
        let within = |layer: usize| {
            let first = document.mention(layer).map_or(layer, |m| m.first());
            let lead = (from..first).rev().find(|&t| !document.is(t, known::DETERMINER));
            lead.is_some_and(|t| document.is(t, known::INSIDE))
        };
        let of_lesion =
            (from..self.length.first).any(lesion) && nearest.is_some_and(within) || behind.into_iter().any(lesion);
        // "How deep the fat was (11 mm)", "the depth of the fat, 11 mm".
        let how = || {
            let asked = |t: usize| {
                matches!(
                    (word_at(document, t), word_at(document, t + 1)),
                    ("how", "deep" | "thick" | "far" | "much") | ("depth" | "thickness", "of")
                )
            };
            (from..self.length.first).rev().find(|&t| asked(t)).is_some_and(|t| nearest.is_some_and(|n| n > t))
        };
        // "The fascia was gristly and 5 mm thick": no lesion is named before it.
        let fascia = || {
            let named = |c| (from..self.length.first).any(|t| document.is(t, c));
            thick && named(known::FASCIA) && !named(known::LESION)
        };
        let layer = || nearest.is_some_and(|t| document.concepts(t).meets(LAYER)) || fascia();
        self.length.mm.len() == 1 && (thick || how()) && !of_lesion && layer()
    }
}
