//! Where a mention stands: which concepts of a place hold of it, and the relations, spans and pairs that change what it means.

mod distance;

use super::open::same;
use super::{ANY, ASPECT, SIDE, Site};
use crate::document::Document;
use crate::document::section::Role;
use crate::lexicon::concept::group::{LENGTH_UNITS, MUSCLES, REGIONS};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::token::{Break, Kind};
use distance::{is_hand_measured, is_length_of_cut, is_measured, relation_before};

/// A mention that may belong to a site.
pub(super) struct Place {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) concepts: ConceptSet,
}

impl Place {
    /// What a mention tells of a place; nothing where its words mean something else here.
    pub(super) fn of(document: &Document, index: usize) -> Option<Self> {
        let mention = &document.mentions[index];
        let (first, last) = (mention.first(), mention.last());
        if let Some(concepts) = told_by_relation(document, mention) {
            return Some(Self { first, last, concepts });
        }
        if is_no_place(document, mention) {
            return None;
        }
        if let Some(place) = Self::back_of_limb(document, mention) {
            return Some(place);
        }
        if is_comparison(document, first, last) {
            return None;
        }
        let place = Self { first, last, concepts: mention.concepts };
        if let Some(relation) = below_groin(document, &place) {
            return Some(Self { first: relation, last, concepts: ConceptSet::of(&[known::THIGH, known::PROXIMAL]) });
        }
        Some(if mention.is(known::FRONT_LANDMARK) {
            place.off_front(document)
        } else if mention.is(known::KNEE) && mention.is(known::LANDMARK) {
            place.off_joint_line(document)
        } else {
            place.off_knee(document).by_hand(document).of_joint(document)
        })
    }

    /// "A mass of the back of the right thigh", "the upper back part of her thigh": the back of a limb is no trunk.
    fn back_of_limb(document: &Document, mention: &Mention) -> Option<Self> {
        let (first, last) = (mention.first(), mention.last());
        let of = last + 1 + usize::from(document.word_is(last + 1, WordClass::FacePart));
        let is_word = document.tokens.list.get(of).is_some_and(|t| t.kind == Kind::Word);
        let back = mention.is(known::OTHER_REGION) && document.tokens.word(last) == "back";
        if !(back && is_word && document.tokens.word(of) == "of" && leads_to_region(document, of)) {
            return None;
        }
        let posterior = ConceptSet::of(&[known::POSTERIOR]);
        let level = match document.tokens.word(first) {
            "middle" | "mid" => known::MID,
            "upper" | "top" => known::PROXIMAL,
            "lower" | "low" => known::DISTAL,
            _ => return Some(Self { first: last, last, concepts: posterior }),
        };
        Some(Self { first, last, concepts: posterior.with(ConceptSet::of(&[level])) })
    }

    /// "two fingerbreadths above the lateral joint line" is the thigh, "a hand below the popliteal crease" the leg.
    pub(super) fn off_joint_line(mut self, document: &Document) -> Self {
        let below = |t: &usize| document.word_is(*t, WordClass::BelowJoint) && is_measured(document, *t);
        if document.tokens.word(self.last) == "crease"
            && let Some(relation) = relation_before(document, self.first).filter(below)
        {
            self.concepts = ConceptSet::of(&[known::OTHER_REGION]);
            self.first = relation;
            return self;
        }
        let above = |t: &usize| document.word_is(*t, WordClass::AboveJoint) && is_measured(document, *t);
        if let Some(relation) = relation_before(document, self.first).filter(above) {
            self.concepts = self.concepts.without(known::KNEE);
            self.concepts.insert(known::THIGH);
            if is_hand_measured(document, relation) {
                self.concepts.insert(known::DISTAL);
            }
            self.first = relation;
        }
        self
    }

    /// "three fingers above the knee", "four fingers below the groin": what fingers measure lies at that end of the thigh.
    pub(super) fn by_hand(mut self, document: &Document) -> Self {
        if self.concepts.has(known::DISTANCE)
            && self.concepts.has(known::THIGH)
            && is_hand_measured(document, self.first)
            && !is_end_of_cut(document, self.first)
        {
            let below = document.word_is(self.first, WordClass::BelowByHand);
            self.concepts.insert(if below { known::PROXIMAL } else { known::DISTAL });
        }
        self
    }

    /// "It came up on the outer side of the joint": in a note that names the knee, the side of a joint is the knee's.
    fn of_joint(mut self, document: &Document) -> Self {
        const FACE: ConceptSet = ConceptSet::of(&[known::FILLER]);
        let word = |t: usize| document.tokens.list.get(t).map_or("", |_| document.tokens.word(t));
        let next = self.last + 1;
        let named = word(next) == "of" && word(next + 1) == "the" && word(next + 2) == "joint";
        let knee = || document.concepts.has(known::KNEE);
        if named && self.concepts.meets(FACE) && self.concepts.meets(AROUND) && knee() {
            self.concepts.insert(known::KNEE);
        }
        self
    }

    /// "above the left knee" is the thigh.
    pub(super) fn off_knee(mut self, document: &Document) -> Self {
        const SMALL: ConceptSet = ConceptSet::of(&[known::DETERMINER]).with(SIDE);
        let plain = self.first == self.last && matches!(document.tokens.word(self.first), "knee" | "knees");
        let word = |n: usize| self.first.checked_sub(n).map_or("", |t| document.tokens.word(t));
        let small = (1..4).take_while(|&n| self.first >= n && document.concepts(self.first - n).meets(SMALL)).count();
        let to = usize::from(word(small + 1) == "to");
        let above = self.first.checked_sub(small + 1 + to).is_some_and(|t| document.word_is(t, WordClass::AboveByHand))
            && (to > 0 || word(small + 1) == "above");
        if plain && above && small > 0 {
            self.concepts = self.concepts.without(known::KNEE);
            self.concepts.insert(known::THIGH);
        }
        self
    }

    /// "Left thigh, just above the kneecap": behind the thigh, what lies above the kneecap is its lower end.
    pub(super) fn on_thigh(mut self, document: &Document, thigh: bool) -> Self {
        let above = document.word_is(self.first, WordClass::AboveKneecap);
        if thigh && above && self.concepts.has(known::FRONT_LANDMARK) && self.concepts.has(known::KNEE) {
            self.concepts = ConceptSet::of(&[known::THIGH, known::DISTAL]);
        }
        self
    }

    /// "above the left kneecap" is the front of the knee, "10 cm above the patella" the thigh, "10 cm below it" the leg.
    pub(super) fn off_front(mut self, document: &Document) -> Self {
        let Some(relation) = relation_before(document, self.first) else { return self };
        // "incision 6 cm above patella": how long or how far, nobody can tell.
        if is_length_of_cut(document, relation) {
            return self;
        }
        let word = document.tokens.word(relation);
        match (is_measured(document, relation), word) {
            (true, _) if document.word_is(relation, WordClass::BelowJoint) => {
                self.concepts = self.concepts.without(known::KNEE);
                self.concepts.insert(known::OTHER_REGION);
            }
            (true, _) => {
                self.concepts = self.concepts.without(known::KNEE);
                self.concepts.insert(known::THIGH);
                if is_hand_measured(document, relation) {
                    self.concepts.insert(known::DISTAL);
                }
            }
            (false, "from") => return self,
            (false, _) => self.concepts.insert(known::ANTERIOR),
        }
        self.first = relation;
        self
    }
}

/// "An incision of 5 cm beginning two fingerbreadths distal to the gluteal fold": where a cut starts tells no height of the lesion.
fn is_end_of_cut(document: &Document, relation: usize) -> bool {
    const REACH: usize = 5;
    let from = document.sentences[document.sentence_of(relation)].first;
    let begun =
        (from.max(relation.saturating_sub(REACH))..relation).find(|&t| document.word_is(t, WordClass::CutBegins));
    begun.is_some_and(|b| (from..b).any(|t| document.is(t, known::INCISION)))
}

/// What words of relation tell by themselves, or by a prosthesis behind them.
fn told_by_relation(document: &Document, mention: &Mention) -> Option<ConceptSet> {
    let (first, last) = (mention.first(), mention.last());
    let word = document.tokens.word(first);
    // "A mass between the hip and the knee".
    if word == "between" && first == last && spans_thigh(document, last) {
        return Some(ConceptSet::of(&[known::THIGH]));
    }
    if is_beside_prosthesis(document, first, last) {
        return Some(ConceptSet::of(&[known::KNEE]));
    }
    // "A fullness behind his right distal thigh".
    let small = SIDE.with(ASPECT);
    let lead = |t: &usize| {
        document.word_is(*t, WordClass::Possessive)
            || document.word_is(*t, WordClass::Definite)
            || document.concepts(*t).meets(small) && !document.concepts(*t).meets(REGIONS)
    };
    let thigh = (last + 1..last + 5).find(|t| !lead(t)).filter(|&t| t > last + 1);
    if word == "behind" && first == last && thigh.is_some_and(|t| document.is(t, known::THIGH)) {
        return Some(ConceptSet::of(&[known::POSTERIOR]));
    }
    // "Right thigh, behind, low".
    let behind = word == "behind" && first == last && mention.is(known::BESIDE_LANDMARK);
    let marked = || [b',', b'.', b';'].into_iter().any(|m| document.tokens.is_mark(last + 1, m));
    let alone = behind && stands_apart(document, first, last) && marked();
    // "Left thigh, inside.": behind its region and a comma, and nothing that it is inside of.
    let region =
        || first >= 2 && document.tokens.is_mark(first - 1, b',') && document.concepts(first - 2).meets(REGIONS);
    let ends = || document.tokens.list.get(last + 1).is_none_or(|t| matches!(t.kind, Kind::Punct(_)));
    if word == "inside" && first == last && region() && ends() {
        return Some(ConceptSet::of(&[known::MEDIAL, known::BARE_ASPECT]));
    }
    alone.then(|| ConceptSet::of(&[known::POSTERIOR, known::BARE_ASPECT]))
}

/// Whether words of a place mean something else here: an initial, a length, a time, another tissue ("breast metastasis": an organ names an
/// origin), or what lies beside nothing that is a place.
fn is_no_place(document: &Document, mention: &Mention) -> bool {
    let (first, last) = (mention.first(), mention.last());
    let beside_landmark = mention.is(known::BESIDE_LANDMARK);
    // "Behind the patellar tendon" is the front of the knee still.
    let before_front = || document.tokens.word(first) == "behind" && leads_to_front(document, last);
    mention.is(known::PSEUDO)
        || mention.is(known::NON_SOFT_TISSUE)
        || !mention.concepts.meets(ANY)
        || is_own_hand(document, first, last)
        || is_initial(document, first)
        || is_length(document, first, last)
        || is_time_behind(document, first)
        || is_end_of_span(document, first)
        || is_compared(document, first, last)
        || is_after(document, first, last)
        || is_lower_limb(document, first)
        || beside_landmark && (!leads_to_landmark(document, last) || before_front())
        || mention.is(known::BESIDE_REGION) && (!leads_to_region(document, last) || leads_to_landmark(document, last))
}

/// "A thumb on it for ten minutes", "pinched between my thumb and finger": the hand of whoever presses or measures, unless a lesion is
/// named right behind it.
fn is_own_hand(document: &Document, first: usize, last: usize) -> bool {
    const REACH: usize = 2;
    let hand = first == last && document.word_is(first, WordClass::HandPart);
    let own = || first.checked_sub(1).is_some_and(|t| document.word_is(t, WordClass::OwnHand));
    let lesion = || {
        (last + 1..=last + REACH).any(|t| document.is(t, known::LESION) || document.word_is(t, WordClass::LesionNoun))
    };
    hand && own() && !lesion()
}

/// "Limb: lower, right": which limb it is, and no part of one.
pub(super) fn is_lower_limb(document: &Document, first: usize) -> bool {
    matches!(document.tokens.word(first), "lower" | "upper")
        && first >= 2
        && document.tokens.is_mark(first - 1, b':')
        && document.word_is(first - 2, WordClass::LimbName)
}

/// "a mass next to the right knee replacement": the knee is where the mass lies, if not what was replaced.
pub(super) fn is_beside_prosthesis(document: &Document, first: usize, last: usize) -> bool {
    const SMALL: ConceptSet = ConceptSet::of(&[known::DETERMINER]).with(SIDE);
    let named = || (first..=last).any(|t| document.tokens.word(t) == "knee");
    document.is(first, known::PSEUDO)
        && named()
        && (1..4)
            .filter_map(|n| first.checked_sub(n))
            .find(|&t| !document.concepts(t).meets(SMALL))
            .is_some_and(|t| document.is(t, known::BESIDE) || document.word_is(t, WordClass::AroundImplant))
}

/// "four fingers below the pubic bone", "a few fingerbreadths distal to the groin": the upper end of the thigh.
fn below_groin(document: &Document, place: &Place) -> Option<usize> {
    let named = (place.first..=place.last).any(|t| document.word_is(t, WordClass::GroinName));
    if !named || !(place.concepts.has(known::OTHER_REGION) || place.concepts.has(known::LANDMARK)) {
        return None;
    }
    let below = |t: &usize| document.word_is(*t, WordClass::BelowByHand) && is_hand_measured(document, *t);
    relation_before(document, place.first).filter(below)
}

/// "a new incision 12 cm lower": how far from another place.
pub(super) fn is_comparison(document: &Document, first: usize, last: usize) -> bool {
    first == last
        && document.word_is(first, WordClass::Compared)
        && first.checked_sub(1).is_some_and(|t| document.concepts(t).meets(LENGTH_UNITS))
        && !leads_to_region(document, last)
}

/// "over the lateral thigh, strike that, over the front of the thigh": what a correction follows loses its aspects to what
/// stands behind it, and its region where another is named right behind: "the right calf, sorry, the right thigh".
pub(super) fn take_back(document: &Document, sites: &mut [Site]) {
    const REACH: usize = 24;
    const CLOSE: usize = 7;
    for index in 1..sites.len() {
        let (before, behind) = (&sites[index - 1], &sites[index]);
        let near = behind.first.saturating_sub(before.last) < REACH && behind.role != Role::Addendum;
        let taken = near
            && behind.corrects
            && document.mentions_in(before.last + 1, behind.first).any(|m| document.mentions[m].is(known::CORRECTION));
        let named = |s: &Site| REGIONS.iter().any(|r| s.concepts.has(r));
        let shared = REGIONS.iter().any(|r| before.concepts.has(r) && behind.concepts.has(r));
        let close = before.sentence == behind.sentence && behind.first - before.last < CLOSE;
        let moved = taken && close && named(before) && named(behind) && !shared;
        if taken && !behind.aspects.is_empty() {
            // "Inner thigh, no, make it mid thigh": what was said around the limb stands, what was said along it goes.
            let put = behind.aspects;
            let kept = |group: ConceptSet| if put.meets(group) { ConceptSet::EMPTY } else { group };
            let kept = kept(AROUND).with(kept(ALONG));
            let mut left = ConceptSet::EMPTY;
            for aspect in ASPECT.iter().filter(|a| kept.has(*a) && before.aspects.has(*a)) {
                left.insert(aspect);
            }
            sites[index - 1].aspects = left;
        }
        if moved {
            let site = &mut sites[index - 1];
            site.concepts = REGIONS.iter().fold(site.concepts, |left, region| left.without(region));
            site.aspects = ConceptSet::EMPTY;
        }
    }
}

/// Aspects around a limb.
pub(super) const AROUND: ConceptSet =
    ConceptSet::of(&[known::ANTERIOR, known::POSTERIOR, known::MEDIAL, known::LATERAL]);

/// Aspects along a limb.
pub(super) const ALONG: ConceptSet = ConceptSet::of(&[known::PROXIMAL, known::MID, known::DISTAL]);

/// "10 wk post contusion": after an event, not behind a place.
pub(super) fn is_time_behind(document: &Document, first: usize) -> bool {
    let word = |t: usize| document.tokens.list.get(t).map_or("", |_| document.tokens.word(t));
    word(first) == "post" && first.checked_sub(1).is_some_and(|t| document.word_is(t, WordClass::TimeUnit))
}

/// "lateral to the left kneecap": a landmark of the knee follows, with its article and its side at most.
pub(super) fn leads_to_landmark(document: &Document, last: usize) -> bool {
    const SMALL: ConceptSet = ConceptSet::of(&[known::DETERMINER]).with(SIDE);
    (last + 1..last + 4).find(|&t| !document.concepts(t).meets(SMALL)).is_some_and(|t| document.is(t, known::KNEE))
}

/// Whether the landmark that follows lies at the front of the knee: the kneecap, its tendons.
pub(super) fn leads_to_front(document: &Document, last: usize) -> bool {
    const SMALL: ConceptSet = ConceptSet::of(&[known::DETERMINER]).with(SIDE);
    (last + 1..last + 4)
        .find(|&t| !document.concepts(t).meets(SMALL))
        .is_some_and(|t| document.is(t, known::FRONT_LANDMARK) || document.tokens.word(t).starts_with("patell"))
}

/// "anteriorly at mid-thigh": an adverb of place before its region.
pub(super) fn leads_into_region(document: &Document, last: usize) -> bool {
    document.word_is(last + 1, WordClass::PlaceWord) && leads_to_region(document, last + 1)
}

/// "a slow growing lump medially": an adverb right behind the lesion.
pub(super) fn is_behind_lesion(document: &Document, first: usize) -> bool {
    first.checked_sub(1).is_some_and(|t| {
        document.concepts(t).meets(ConceptSet::of(&[known::LESION, known::INCISION]))
            && document.clause[t] == document.clause[first]
            && !document.is_verb(t)
    })
}

/// "low down at the back of the left thigh": a preposition and what names a place follow.
pub(super) fn leads_to_place(document: &Document, last: usize) -> bool {
    const SMALL: ConceptSet = ConceptSet::of(&[known::DETERMINER]).with(SIDE);
    let led = document.tokens.list.get(last + 1).is_some() && document.word_is(last + 1, WordClass::OnPlace);
    let next = (last + 2..last + 5).find(|&t| !document.concepts(t).meets(SMALL));
    led && next.is_some_and(|t| document.concepts(t).meets(ANY))
}

/// "the lateral face of the left thigh": a region or limb follows, with its article and its side at most.
pub(super) fn leads_to_region(document: &Document, last: usize) -> bool {
    const SMALL: ConceptSet = ConceptSet::of(&[known::DETERMINER]).with(SIDE);
    const WHERE: ConceptSet = REGIONS.with(ConceptSet::of(&[known::LIMB]));
    let next = (last + 1..last + 4).find(|&t| !document.concepts(t).meets(SMALL));
    next.is_some_and(|t| document.concepts(t).meets(WHERE))
}

/// "over the left kneecap": what lies over a landmark of the front lies in front.
pub(super) fn is_over_front(document: &Document, first: usize) -> bool {
    const SMALL: ConceptSet = ConceptSet::of(&[known::DETERMINER]).with(SIDE);
    const ON: ConceptSet = ConceptSet::of(&[known::OVER, known::ABOVE]);
    let on = |t: usize| {
        let start = document.mention(t).map_or(t, |m| m.first());
        document.word_is(t, WordClass::OnFront) || document.concepts(t).meets(ON) && !is_measured(document, start)
    };
    document.is(first, known::FRONT_LANDMARK)
        && (1..4)
            .filter_map(|back| first.checked_sub(back))
            .find(|&t| !document.concepts(t).meets(SMALL))
            .is_some_and(on)
}

/// "Enhancement of the left thigh, post desmoid": what it comes after, and no back of the limb.
fn is_after(document: &Document, first: usize, last: usize) -> bool {
    const PAST: ConceptSet = ConceptSet::of(&[known::LESION, known::EXCISION, known::BIOPSY, known::MALIGNANCY]);
    // "R post thigh mass" and "post lump" are places before a region or on a line of their own.
    let led = first > 0 && document.tokens.is_mark(first - 1, b',');
    first == last && document.tokens.word(first) == "post" && led && document.concepts(last + 1).meets(PAST)
}

/// "The lump is in fact lower, on the inner side": a comparison tells no part of a limb.
fn is_compared(document: &Document, first: usize, last: usize) -> bool {
    const REACH: usize = 4;
    let word = |t: usize| document.tokens.list.get(t).map_or("", |_| document.tokens.word(t));
    let compares = first == last && matches!(word(first), "lower" | "higher");
    let than = word(last + 1) == "than";
    let ends = || {
        let led = document.word_is(first.saturating_sub(1), WordClass::PlainlySo);
        document.tokens.is_mark(last + 1, b',') && led
    };
    compares && (than || ends()) && (first.saturating_sub(REACH)..first).any(|t| document.is(t, known::BE))
        || is_further_along(document, first, last)
}

/// "A cancer taken off the calf. His wife noticed a nodule higher up, which …": higher than the place of the sentence before.
fn is_further_along(document: &Document, first: usize, last: usize) -> bool {
    const NEAR: ConceptSet = ConceptSet::of(&[known::THIGH, known::KNEE]);
    let word = |t: usize| document.tokens.list.get(t).map_or("", |_| document.tokens.word(t));
    let pair =
        matches!((word(last.saturating_sub(1)), word(last)), ("higher", "up") | ("lower", "down") | ("further", "up"))
            && last == first + 1;
    let ends = document.tokens.is_mark(last + 1, b',') || document.tokens.is_mark(last + 1, b'.');
    let number = document.sentence_of(first);
    let before = number.checked_sub(1).map(|n| document.sentences[n].concepts);
    pair && ends && before.is_some_and(|c| c.has(known::OTHER_REGION) && !c.meets(NEAR))
}

/// "midway between groin and knee": what lies there is the thigh.
pub(super) fn spans_thigh(document: &Document, last: usize) -> bool {
    let word = |t: usize| document.tokens.list.get(t).map_or("", |_| document.tokens.word(t));
    let between = (last..last + 2).find(|&t| word(t) == "between");
    between.is_some_and(|b| {
        let ends = b + 1..b + 7;
        let upper = ends.clone().any(|t| document.word_is(t, WordClass::UpperEnd));
        upper && ends.into_iter().any(|t| document.is(t, known::KNEE))
    })
}

/// "halfway between hip and knee", "from the hip bone to the kneecap", "between the gluteal fold and the crease of the knee": two
/// regions that only span what lies between them. Muscles and landmarks hold it, and so does a side.
pub(super) fn is_end_of_span(document: &Document, first: usize) -> bool {
    const LONGEST: usize = 11;
    const HALF: usize = 6;
    let region = |t: usize| document.concepts(t).meets(REGIONS) && !document.concepts(t).meets(SIDE);
    let word = |t: usize| document.tokens.word(t);
    if !region(first) {
        return false;
    }
    let sentence = &document.sentences[document.sentence_of(first)];
    let plain = |t: &usize| {
        document.tokens.list[*t].kind == Kind::Word && !document.concepts(*t).meets(SIDE) && !document.is_verb(*t)
    };
    let from = sentence.first.max(first.saturating_sub(LONGEST));
    let lead = (from..first).rev().take_while(plain).find(|&t| matches!(word(t), "between" | "from"));
    let Some(lead) = lead else { return false };
    // "From the thigh and the knee" counts two places.
    let joins = |t: &usize| word(*t) == "to" || word(lead) == "between" && matches!(word(*t), "and" | "&");
    let end = sentence.end.min(lead + 1 + HALF);
    let Some(joint) = (lead + 1..end).take_while(plain).find(joins) else { return false };
    let opens = (lead + 1..joint).find(|&t| region(t) || document.word_is(t, WordClass::UpperEnd));
    let closes = (joint + 1..sentence.end.min(joint + 1 + HALF))
        .take_while(plain)
        .find(|&t| region(t) || document.word_is(t, WordClass::UpperEnd));
    let (Some(opens), Some(closes)) = (opens, closes) else { return false };
    // "From the distal thigh to the knee": a lesion may reach from one to the other.
    let both = |c| document.is(opens, c) || document.is(closes, c);
    let neighbours = both(known::THIGH) && both(known::KNEE);
    first <= closes && !neighbours && !same(document.concepts(opens), document.concepts(closes), REGIONS)
}

/// "both vastus lateralis muscles", "both of the quadriceps": how many words before a muscle tell that it is one on each side.
pub(super) fn is_paired(document: &Document, first: usize, concepts: ConceptSet) -> usize {
    const SMALL: ConceptSet = ConceptSet::of(&[known::DETERMINER, known::PREPOSITION]);
    if !concepts.meets(MUSCLES) {
        return 0;
    }
    let word = |back: usize| first.checked_sub(back).map_or("", |t| document.tokens.word(t));
    let small = (1..3).take_while(|&back| first >= back && document.concepts(first - back).meets(SMALL)).count();
    if word(small + 1) == "both" { small + 1 } else { 0 }
}

/// "thigh, back, low": an everyday word that stands between marks, or an adverb behind its region.
pub(super) fn stands_apart(document: &Document, first: usize, last: usize) -> bool {
    let parts = |t: Option<usize>| {
        t.and_then(|t| document.tokens.list.get(t))
            .is_none_or(|t| matches!(t.kind, Kind::Punct(_)) || t.before >= Break::Line)
    };
    let adverb = document.tokens.word(last).ends_with("ly");
    let behind = document.tokens.list.get(last + 1).is_none_or(|t| t.before >= Break::Line) || parts(Some(last + 1));
    // "Left thigh, low at the back".
    let joined = document.is(last + 1, known::CONJUNCTION)
        || document.concepts(last + 1).meets(ASPECT.with(ConceptSet::of(&[known::BARE_ASPECT])));
    // "thigh back/low".
    let paired = document.tokens.is_mark(last + 1, b'/') && document.is(last + 2, known::BARE_ASPECT);
    // "thigh, front and high".
    let added = first
        .checked_sub(1)
        .is_some_and(|t| document.is(t, known::CONJUNCTION) && t > 0 && document.concepts(t - 1).meets(ASPECT));
    // "the back of the thigh, well down towards the knee": a height told with its direction stands by itself.
    let height = last > first;
    // "The lower third of the left thigh, on the back, …".
    let word = |back: usize| first.checked_sub(back).map_or("", |t| document.tokens.word(t));
    let led = word(1) == "the" && matches!(word(2), "on" | "at") && word(3) == ",";
    // "R inner thigh low, 18 x 13 mm": a height right behind its region, before a mark.
    let follows_region = first == last
        && first.checked_sub(1).is_some_and(|t| document.concepts(t).meets(REGIONS))
        && document.concepts(first).meets(ALONG);
    (led || adverb || paired || added || follows_region || parts(first.checked_sub(1))) && (adverb || behind || joined)
        || height
        || is_raised(document, first, last)
}

/// "the inside of the thigh up high", "left thigh low down": a height behind a place, said with its direction.
fn is_raised(document: &Document, first: usize, last: usize) -> bool {
    let word = |t: usize| document.tokens.list.get(t).map_or("", |_| document.tokens.word(t));
    let place = |t: Option<usize>| t.is_some_and(|t| document.concepts(t).meets(ANY));
    let way = match word(first) {
        "high" => "up",
        "low" => "down",
        _ => return false,
    };
    let led = first.checked_sub(1).is_some_and(|t| matches!(word(t), w if w == way || w == "way"));
    led && place(first.checked_sub(2)) || word(last + 1) == way && place(first.checked_sub(1))
}

/// "42 mm (L) x 25 mm (W)": the length of what is measured, and no side.
fn is_length(document: &Document, first: usize, last: usize) -> bool {
    const UNIT: ConceptSet = ConceptSet::of(&[known::UNIT_CM, known::UNIT_MM]);
    let tokens = &document.tokens;
    let open = first.checked_sub(1).filter(|&t| tokens.is_mark(t, b'('));
    let unit = open.unwrap_or(first).checked_sub(1).is_some_and(|t| document.concepts(t).meets(UNIT));
    let behind = last + 1 + usize::from(open.is_some());
    let goes_on = document.is(behind, known::TIMES)
        || tokens.list.get(behind).is_some() && (tokens.word(behind) == "x" || tokens.is_mark(behind, b','));
    first == last && tokens.list[first].span.len() == 1 && unit && goes_on
}

/// The initial of a name: "Mrs. R".
pub(in crate::finding) fn is_initial(document: &Document, token: usize) -> bool {
    let titled = (1..=2).any(|back| {
        token >= back
            && document.is(token - back, known::ABBREVIATION)
            // "Lump post. R thigh".
            && !document.concepts(token - back).meets(SIDE.with(ASPECT))
    });
    let named = token
        .checked_sub(1)
        .is_some_and(|t| document.word_is(t, WordClass::NameTitle) || document.tokens.word(t) == ".")
        && titled;
    // "Mr. L, 74": the title has its point.
    let pointed =
        token >= 2 && document.tokens.word(token - 1) == "." && document.word_is(token - 2, WordClass::NameTitle);
    (named || pointed) && document.tokens.word(token).len() == 1
}
