//! Whether words of an aspect tell of the limb, or belong to a muscle, a vessel, a tool or a part of the lesion.

use super::described::tells_cut;
use super::place::{ALONG, leads_to_landmark, leads_to_region};
use super::{ASPECT, PLACE, SIDE, STRUCTURE};
use crate::document::Document;
use crate::lexicon::concept::group::{MUSCLES, REGIONS};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::{Break, Kind};

/// An aspect that belongs to a muscle, vessel or tool ("lateral gastrocnemius", "medial head"), or to a part of the lesion ("the anterior
/// third of it"); `placed` where its site has a region, side or muscle.
pub(super) fn belongs_elsewhere(document: &Document, first: usize, last: usize, placed: bool) -> bool {
    // "Site: left knee, lateral", and in the next line "Needle: 16G": what the next sentence opens with has no part in it.
    let count = document.tokens.list.len();
    let goes_on = last + 1 < count && document.sentence_of(last + 1) == document.sentence_of(last);
    let aspect = Aspect { document, first, last, next: if goes_on { last + 1 } else { count }, placed };
    let told_of_other = || {
        aspect.is_middle_of_what_was_named()
            || aspect.is_beside_what_runs()
            || aspect.tells_where_neighbour_lies()
            || aspect.tells_where_something_went()
            || aspect.is_one_of_two_ways()
            || aspect.tells_where_cut_began()
            || aspect.is_of_layer()
            || aspect.is_of_head_of_muscle()
            || aspect.is_way_through_skin()
            || aspect.is_middle_of_lesion()
            || aspect.is_face_parted_from()
            || aspect.is_own_end()
    };
    let of_muscle = || {
        aspect.is_front_of_landmark()
            || aspect.is_face_of_muscle()
            || aspect.is_back_of_thing()
            || aspect.tells_where_nerve_lies()
    };
    aspect
        .belongs_to_thing()
        .or_else(|| told_of_other().then_some(true))
        .or_else(|| aspect.belongs_to_other_cut())
        .or_else(|| of_muscle().then_some(true))
        .or_else(|| aspect.is_in_front_of_other())
        .or_else(|| aspect.belongs_to_part_of_thing())
        .unwrap_or_else(|| aspect.is_end_of_landmark() || aspect.is_of_lesion())
}

/// "Medial one": the word right behind stands for what was named before.
fn follows_one(document: &Document, last: usize) -> bool {
    document.tokens.list.get(last + 1).is_some() && document.tokens.word(last + 1) == "one"
}

/// The words of an aspect, from the first to the last; the word behind them is the `next`.
struct Aspect<'a> {
    document: &'a Document<'a>,
    first: usize,
    last: usize,
    next: usize,
    placed: bool,
}

impl Aspect<'_> {
    fn word(&self, token: usize) -> &str {
        self.document.tokens.word(token)
    }

    /// The word so many tokens before the aspect.
    fn before(&self, back: usize) -> &str {
        self.first.checked_sub(back).map_or("", |t| self.word(t))
    }

    /// "Lateral deltoid region": the region is what has the aspect.
    fn is_of_named_region(&self) -> bool {
        let noun = self.document.mention(self.next).map_or(self.next, |m| m.last());
        self.document.word_is(noun + 1, WordClass::RegionNoun)
    }

    /// "Lateral gastrocnemius": the aspect of a muscle or a tool, unless a region is named by it.
    fn belongs_to_thing(&self) -> Option<bool> {
        const THINGS: ConceptSet = ConceptSet::of(&[
            known::THIGH_MUSCLE,
            known::OTHER_MUSCLE,
            known::MUSCLE,
            known::DEVICE,
            known::NEEDLE,
            known::FASCIA,
        ]);
        // "Mass, left thigh, proximal third core biopsy".
        let parts = |t: usize| self.document.word_is(t, WordClass::HalfOrThird) || self.word(t) == "3";
        let level = self.placed && parts(self.last);
        let concepts = self.document.concepts(self.next);
        // "A lesion in the distal vastus medialis": how high in a muscle of the thigh it lies.
        let height = self.lies_at_height_of_muscle();
        // "The medial thigh muscles".
        let thing = !level && !height && concepts.meets(THINGS) && !concepts.meets(REGIONS);
        thing.then(|| !self.is_of_named_region())
    }

    /// "A bright lesion in the distal vastus medialis", "the patch is in the proximal rectus femoris": a height right before a muscle of the
    /// thigh that something is told to lie in; what was cut, passed or looked through is another matter.
    fn lies_at_height_of_muscle(&self) -> bool {
        const ACTS: ConceptSet = ConceptSet::of(&[
            known::CUT,
            known::TAKE,
            known::NEEDLE,
            known::PASS,
            known::RETRACT,
            known::DISSECT,
            known::SAMPLE,
            known::INCISION,
        ]);
        const BACK: usize = 8;
        let document = self.document;
        let article = usize::from(self.first > 0 && document.is(self.first - 1, known::DETERMINER));
        let Some(lead) = self.first.checked_sub(1 + article) else { return false };
        let from = document.sentences[document.sentence_of(self.first)].first;
        let before = || from.max(lead.saturating_sub(BACK))..lead;
        let lies = || {
            document.concepts(lead - 1).meets(ConceptSet::of(&[known::BE, known::LIE, known::LESION]))
                || before().any(|t| document.is(t, known::LESION))
        };
        document.concepts(self.last).meets(ALONG)
            && !document.concepts(self.last).meets(STRUCTURE.with(REGIONS))
            && document.is(self.next, known::THIGH_MUSCLE)
            && matches!(self.word(lead), "in" | "within")
            && lead > from
            && lies()
            && !before().any(|t| document.concepts(t).meets(ACTS))
    }

    /// "Going into its middle", "near the middle of the field": of whatever was named before.
    fn is_middle_of_what_was_named(&self) -> bool {
        const BACK: usize = 10;
        const REACH: usize = 5;
        let places = REGIONS.with(SIDE).with(ASPECT).with(STRUCTURE);
        let placed = |t: usize| self.document.concepts(t).meets(places);
        let (first, next) = (self.first, self.next);
        // "R inner knee, plaque 48 mm across, ulcer in its middle": of the plaque, which stands nearer than the place.
        let sentence = self.document.sentences[self.document.sentence_of(first)].first;
        let noun = (sentence.max(first.saturating_sub(BACK))..first)
            .rev()
            .find(|&t| placed(t) || self.document.is(t, known::LESION));
        // The phrase may hold its small words: "in its middle".
        let its = |t: usize| self.word(t) == "its";
        let middle = matches!(self.word(self.last), "middle" | "centre" | "center");
        let within = middle && (its(first) || first > 0 && its(first - 1) || self.last > 0 && its(self.last - 1));
        if within && noun.is_some_and(|t| self.document.is(t, known::LESION)) {
            return true;
        }
        // "The lateral thigh at its midpoint" has a place that it is of.
        let owned = self.before(1) == "its"
            && self.word(first) == "middle"
            && matches!(self.before(2), "in" | "into")
            && !(first.saturating_sub(BACK)..first - 1).any(placed);
        owned || self.word(self.last) == "middle" && self.word(next) == "of" && !(next + 1..next + REACH).any(placed)
    }

    /// "Just posterior to the vastus medialis", "lateral to the vessels": beside what runs there.
    fn is_beside_what_runs(&self) -> bool {
        const RUNS: ConceptSet =
            ConceptSet::of(&[known::THIGH_MUSCLE, known::OTHER_MUSCLE, known::MUSCLE, known::NEUROVASCULAR]);
        const REACH: usize = 4;
        let mut behind = self.next + 1..self.next + REACH;
        self.word(self.next) == "to"
            && behind
                .find(|&t| !self.document.is(t, known::DETERMINER))
                .is_some_and(|t| self.document.concepts(t).meets(RUNS))
    }

    /// "In the lower fatty layer", "the upper plane": of a layer, not of the limb.
    fn is_of_layer(&self) -> bool {
        const LAYER: ConceptSet = ConceptSet::of(&[known::FAT, known::SUBCUTANEOUS, known::SKIN, known::FASCIA]);
        let document = self.document;
        let follows =
            |t: usize| document.tokens.list.get(t).is_some_and(|w| w.kind == Kind::Word && w.before < Break::Line);
        let named = |t: usize| follows(t) && document.word_is(t, WordClass::LayerNoun);
        let height = document.concepts(self.last).meets(ALONG);
        let adjective = |t: usize| follows(t) && document.mention(t).is_none_or(|m| m.concepts.meets(LAYER));
        // "The lower half of the fatty layer", "the upper third of the fat".
        let half = || {
            let article = usize::from(document.is(self.next + 1, known::DETERMINER));
            let noun = self.next + 1 + article;
            document.word_is(self.last, WordClass::HalfOrThird)
                && self.word(self.next) == "of"
                && follows(noun)
                && (named(noun) || document.concepts(noun).meets(LAYER) || adjective(noun) && named(noun + 1))
        };
        height && (named(self.next) || adjective(self.next) && named(self.next + 1) || follows(self.next) && half())
    }

    /// "Heads of gastrocnemius pulled apart, medial one medially": one of the heads or muscles told before.
    fn is_of_head_of_muscle(&self) -> bool {
        let document = self.document;
        let one = follows_one(document, self.last) || self.before(1) == "one";
        let from = document.sentences[document.sentence_of(self.first)].first;
        one && (from..self.first).any(|t| document.concepts(t).meets(MUSCLES))
            && !(from..self.first).any(|t| document.is(t, known::LESION))
    }

    /// "Access from the anterolateral skin": where the way in began.
    fn is_way_through_skin(&self) -> bool {
        let from = self.before(1) == "from" || self.before(1) == "the" && self.before(2) == "from";
        from && self.word(self.next) == "skin" && self.word(self.next + 1) != "of"
    }

    /// "A second slice from a firmer nodule in the middle": of what the slice was cut from.
    fn is_middle_of_lesion(&self) -> bool {
        const BACK: usize = 8;
        let document = self.document;
        let lesion = self.first.checked_sub(3).filter(|&t| document.is(t, known::LESION));
        let within = self.before(1) == "the" && self.before(2) == "in";
        let from = |l: usize| (l.saturating_sub(BACK)..l).any(|t| self.word(t) == "from");
        // "Soft at the edge and firm in the middle".
        let first = document.sentences[document.sentence_of(self.first)].first;
        let quality = || {
            let edge = |t: usize| {
                document.word_is(t, WordClass::EdgeName) || matches!(self.word(t), "edge" | "edges" | "rim" | "outside")
            };
            (first.max(self.first.saturating_sub(BACK))..self.first).any(edge)
        };
        // "In the middle: 5 cm cut": of what is told.
        let opens = || self.first == first + 2 && document.tokens.is_mark(self.next, b':');
        // "The mass in the middle is as big as the scan said".
        let told = || document.is(self.next, known::BE) && lesion.is_some();
        !self.placed
            && within
            && document.word_is(self.last, WordClass::MiddleName)
            && !matches!(self.word(self.next), "of" | "third" | "part")
            && (lesion.is_some_and(from) || quality() || opens() || told())
    }

    /// "It was separated on its inner face from the fascia lata": a face of the lesion, from which something was parted.
    fn is_face_parted_from(&self) -> bool {
        let face =
            (self.first..=self.next.min(self.last + 1)).find(|&t| self.document.word_is(t, WordClass::MuscleFace));
        let own = self.before(1) == "its" || self.word(self.first) == "its";
        let count = self.document.tokens.list.len();
        own && face.is_some_and(|f| f + 1 < count && self.word(f + 1) == "from")
    }

    /// "Only the bright nodule near its lower end was aimed at": an end of the lesion or muscle that was named before.
    fn is_own_end(&self) -> bool {
        let end = matches!(self.word(self.last), "end" | "pole" | "tip");
        !self.placed && end && self.before(1) == "its" && matches!(self.before(2), "near" | "at" | "from" | "toward")
    }

    /// The "to" that leads to the aspect, with or without an article.
    fn direction(&self) -> Option<usize> {
        // The phrase may hold the word: "to the inside".
        if self.first > 0 && self.word(self.first) == "to" {
            return Some(self.first);
        }
        let lead = self.first - usize::from(self.before(1) == "the" && self.first > 1);
        let to = lead - usize::from(lead > 0 && self.word(lead - 1) == "to");
        (to > 0 && self.word(to) == "to").then_some(to)
    }

    /// "Gracilis to the back, adductor longus to the front": where a neighbour lies.
    fn tells_where_neighbour_lies(&self) -> bool {
        const NEIGHBOURS: ConceptSet =
            ConceptSet::of(&[known::THIGH_MUSCLE, known::OTHER_MUSCLE, known::NON_SOFT_TISSUE]);
        self.direction().is_some_and(|to| self.document.concepts(to - 1).meets(NEIGHBOURS))
    }

    /// "Biceps to the outside, semis to the inside": two ways in one sentence that names no lesion, whatever went there.
    fn is_one_of_two_ways(&self) -> bool {
        const ROUND: ConceptSet = ConceptSet::of(&[known::ANTERIOR, known::POSTERIOR, known::MEDIAL, known::LATERAL]);
        let document = self.document;
        let Some(to) = self.direction() else { return false };
        let sentence = &document.sentences[document.sentence_of(to)];
        let way = |m: &crate::mention::Mention| {
            let first = m.first();
            let led = self.word(first) == "to"
                || first > 1 && self.word(first - 1) == "the" && self.word(first - 2) == "to"
                || first > 0 && self.word(first - 1) == "to";
            m.concepts.meets(ROUND) && led && !m.concepts.meets(REGIONS)
        };
        let mut mentions = document.mentions_in(sentence.first, sentence.end).map(|m| &document.mentions[m]);
        mentions.any(|m| (m.first() > self.last || m.last() < to) && way(m))
            && !(sentence.first..sentence.end).any(|t| document.is(t, known::LESION) || document.is(t, known::INCISION))
    }

    /// "Rectus drawn to the inside", "swung the rectus over to the outside": where something was moved.
    fn tells_where_something_went(&self) -> bool {
        const MOVED: ConceptSet = ConceptSet::of(&[known::RETRACT, known::THIGH_MUSCLE, known::NEUROVASCULAR]);
        const BACK: usize = 8;
        let document = self.document;
        self.direction().is_some_and(|to| {
            let before = (to.saturating_sub(BACK)..to).rev().take_while(|&t| !document.tokens.is_mark(t, b'.'));
            let tells = |set: ConceptSet| before.clone().any(|t| document.concepts(t).meets(set));
            tells(MOVED) && !tells(ConceptSet::of(&[known::LESION]))
        })
    }

    /// "The S-shaped incision began on the medial side and crossed the crease": where a cut starts or ends, and no place of the lesion.
    fn tells_where_cut_began(&self) -> bool {
        const BACK: usize = 8;
        let document = self.document;
        let sentence = document.sentences[document.sentence_of(self.first)].first;
        let from = sentence.max(self.first.saturating_sub(BACK));
        let own = |t: &usize| !matches!(document.tokens.list[*t].kind, Kind::Punct(b',' | b';' | b'.'));
        let mut before = (from..self.first).rev().take_while(own);
        let began = before.find(|&t| document.word_is(t, WordClass::CutBegins));
        // "Began on the medial side"; "on the medial side of the thigh" and "over the medial mass" are places.
        let side = document.word_is(self.next, WordClass::FaceName) && self.word(self.next + 1) != "of";
        began.is_some() && side && before.any(|t| document.is(t, known::INCISION))
    }

    /// "A lateral counter incision for the drain".
    fn belongs_to_other_cut(&self) -> Option<bool> {
        let other_cut =
            self.document.is(self.next, known::INCISION) && !tells_cut(self.document, self.first, self.last);
        other_cut.then(|| !self.is_of_named_region())
    }

    /// "In front of the adductor hiatus": a phrase that ends in "of" and leads to no region.
    fn is_front_of_landmark(&self) -> bool {
        self.word(self.last) == "of"
            && self.document.word_is(self.first, WordClass::FrontOrRear)
            && (!leads_to_region(self.document, self.last) || self.leads_to_bony_point())
            && self.before(1) == "in"
    }

    /// "A little in front of the adductor tubercle": a point of the bone at one side of the knee, which is no front.
    fn leads_to_bony_point(&self) -> bool {
        const REACH: usize = 5;
        let end = self.document.sentences[self.document.sentence_of(self.last)].end;
        let words = self.last + 1..end.min(self.last + REACH);
        words.into_iter().any(|t| self.document.word_is(t, WordClass::BonyPoint))
    }

    /// "Plastered on the back of the muscle between it and the bone": the back of a muscle, a bone or a vessel.
    fn is_back_of_thing(&self) -> bool {
        const THINGS: ConceptSet =
            ConceptSet::of(&[known::MUSCLE, known::THIGH_MUSCLE, known::NON_SOFT_TISSUE, known::NEUROVASCULAR]);
        let article = usize::from(self.document.is(self.next, known::DETERMINER));
        let noun = self.next + article;
        let follows = self.document.tokens.list.get(noun).is_some();
        self.word(self.last) == "of"
            && self.document.is(self.first, known::POSTERIOR)
            && article > 0
            && follows
            && self.document.concepts(noun).meets(THINGS)
            && !self.document.concepts(noun).meets(REGIONS)
    }

    /// "Nerve medial and safe", "the tibial nerve draped on its medial side": where a nerve or a vessel lies.
    fn tells_where_nerve_lies(&self) -> bool {
        const BACK: usize = 5;
        const BETWEEN: ConceptSet =
            ConceptSet::of(&[known::PREPOSITION, known::DETERMINER, known::BE, known::LIE, known::FILLER]);
        let document = self.document;
        let from = document.sentences[document.sentence_of(self.first)].first.max(self.first.saturating_sub(BACK));
        let passes = |t: usize| {
            document.tokens.list[t].kind == Kind::Word
                && (document.mention(t).is_none() || document.concepts(t).meets(BETWEEN))
        };
        let noun = (from..self.first).rev().find(|&t| !passes(t));
        // "Beside the vessels in the mid medial thigh" places the lesion.
        const AHEAD: usize = 5;
        let count = document.tokens.list.len();
        let region = (self.last..count.min(self.next + AHEAD)).any(|t| document.concepts(t).meets(PLACE));
        !self.placed && !region && noun.is_some_and(|t| document.is(t, known::NEUROVASCULAR))
    }

    /// "The inner surface of the rectus": a muscle's own face.
    fn is_face_of_muscle(&self) -> bool {
        const REACH: usize = 5;
        let document = self.document;
        let face = (self.first..=self.next.min(self.last + 1)).find(|&t| document.word_is(t, WordClass::MuscleFace));
        face.is_some_and(|face| {
            let mut behind = (face + 2..face + REACH).take_while(|&t| !document.concepts(t).meets(REGIONS));
            self.word(face + 1) == "of" && behind.any(|t| document.concepts(t).meets(MUSCLES))
        })
    }

    /// "In front of the biceps tendon": a place beside something that is no region.
    fn is_in_front_of_other(&self) -> Option<bool> {
        const REACH: usize = 6;
        const SMALL: ConceptSet = ConceptSet::of(&[known::DETERMINER, known::FILLER]).with(SIDE).with(ASPECT);
        let front = self.document.word_is(self.last, WordClass::FrontOrRear) && self.word(self.next) == "of";
        front.then(|| {
            // "In front of the adductor hiatus": a landmark inside the thigh is none either.
            let region = |t: usize| {
                let concepts = self.document.concepts(t);
                concepts.meets(REGIONS.with(ConceptSet::of(&[known::LIMB])))
                    && !(concepts.has(known::LANDMARK) && concepts.has(known::THIGH))
            };
            let place = |t: &usize| region(*t) || !self.document.concepts(*t).meets(SMALL);
            !(self.next + 1..self.next + REACH).find(place).is_some_and(region)
        })
    }

    /// "The inner border of the patella": the edge of a landmark is a place; "the lateral face of the thigh": so is one of the region.
    fn belongs_to_part_of_thing(&self) -> Option<bool> {
        let (document, next) = (self.document, self.next);
        if !document.word_is(next, WordClass::PartOfThing) {
            return None;
        }
        let of = self.word(next + 1) == "of";
        // "Left thigh, antero-lateral face".
        let face_of_site = self.placed && !of && self.word(next) == "face";
        let edge = document.word_is(next, WordClass::EdgeName);
        let of_landmark = || of && edge && leads_to_landmark(document, next + 1);
        let of_region =
            || of && (edge || document.word_is(next, WordClass::RegionFace)) && leads_to_region(document, next + 1);
        Some(!(face_of_site || of_landmark() || of_region()))
    }

    /// "Inferior patellar pole".
    fn is_end_of_landmark(&self) -> bool {
        self.document.word_is(self.next + 1, WordClass::LandmarkEnd) && self.document.is(self.next, known::LANDMARK)
    }

    /// "The middle of the nodule", "the anterior third of it", "taken from its inner half".
    fn is_of_lesion(&self) -> bool {
        const REACH: usize = 4;
        let (document, next, last) = (self.document, self.next, self.last);
        let lesion = |t: usize| document.is(t, known::LESION);
        let middle = document.word_is(last, WordClass::MiddleName)
            && self.word(next) == "of"
            && (next + 1..next + REACH)
                .take_while(|&t| !document.concepts(t).meets(PLACE))
                .any(|t| lesion(t) || self.word(t) == "it");
        let measured = document.word_is(last, WordClass::HalfOrThird);
        let part =
            document.word_is(next, WordClass::Fraction) || measured || document.word_is(last, WordClass::PartName);
        let behind = if measured { last + 1 } else { last + 2 };
        // "From its proximal third to its middle third": how far the lesion reaches in the thigh.
        let reaches = self.word(behind) == "to";
        // "Over the patella, just to the inner half of it", "left thigh, the middle of it": of the place before the comma.
        let of_place = self.placed
            && (self.before(1) == ","
                || self.before(1) == "the" && matches!(self.before(2), "," | "to")
                || document.tokens.is_mark(self.first.saturating_sub(1), b','));
        let it = |t: usize| document.tokens.list.get(t).is_some() && self.word(t) == "it";
        if of_place && self.word(behind) == "of" && it(behind + 1)
            || of_place && document.word_is(last, WordClass::MiddleName) && self.word(next) == "of" && it(next + 1)
        {
            return false;
        }
        let of_it = || {
            self.word(behind) == "of"
                && (matches!(self.word(behind + 1), "it" | "which") || (behind + 1..behind + REACH).any(lesion))
        };
        middle || part && (of_it() || self.before(1) == "its" && self.before(2) == "from" && !reaches)
    }
}
