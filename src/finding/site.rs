//! Where: phrases that describe a site ("soft tissue mass, left anterolateral thigh"), cut out of each sentence. In: a
//! document. Out: sites with their region, sides, aspects and structures, how they are meant, and how strongly they speak of
//! the sampled lesion. Which site belongs to which lesion is left to `lesion`.

use crate::assertion::{Assertion, Subject, assertion};
use crate::document::Document;
use crate::document::section::Role;
use crate::finding::Tier;
use crate::lexicon::concept::{ConceptSet, known};
use crate::token::{Break, Kind};

/// A description of a site.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// First token.
    pub first: usize,
    /// Last token, inclusive.
    pub last: usize,
    /// All that its words mean.
    pub concepts: ConceptSet,
    /// The aspects that belong to the region, not to a muscle or to a part of the lesion.
    pub aspects: ConceptSet,
    /// How the words are meant.
    pub assertion: Assertion,
    /// The sentence.
    pub sentence: usize,
    /// The role of the section.
    pub role: Role,
    /// How strongly the words speak of the sampled lesion; 0 where they do not.
    pub weight: u32,
    /// Ties the place to the sampled lesion: a title, an answer, words on the lesion or on what was done to it. What only
    /// stands in the note, such as a scar, a visitor or the other knee that is well, contradicts nothing.
    pub firm: bool,
    /// What stands there has the place, not the lesion: a support, a scar, a pad, a symptom.
    pub aside: bool,
    /// Dictated as a correction.
    pub corrects: bool,
    /// The aspects are those of the cut: "a lateral incision". They count where none are told of the lesion itself.
    pub of_cut: bool,
}

const REGION: ConceptSet = ConceptSet::of(&[known::THIGH, known::KNEE, known::OTHER_REGION]);
const SIDE: ConceptSet = ConceptSet::of(&[known::LEFT, known::RIGHT, known::BILATERAL]);
const ASPECT: ConceptSet = ConceptSet::of(&[
    known::ANTERIOR,
    known::POSTERIOR,
    known::MEDIAL,
    known::LATERAL,
    known::PROXIMAL,
    known::MID,
    known::DISTAL,
]);
const STRUCTURE: ConceptSet = ConceptSet::of(&[known::THIGH_MUSCLE, known::OTHER_MUSCLE, known::LANDMARK]);
const PLACE: ConceptSet = REGION.with(STRUCTURE).with(ConceptSet::of(&[known::LIMB]));
const ANY: ConceptSet = PLACE.with(SIDE).with(ASPECT);
const ABOUT_SAMPLE: ConceptSet =
    ConceptSet::of(&[known::BIOPSY, known::SAMPLE, known::INCISION, known::CUT, known::NEEDLE, known::CORE]);

/// From this weight on a site contradicts another: it stands in a title, a diagnosis, or with the sampling.
pub(super) const CONTRADICTS: u32 = 3;

/// Most tokens of a fragment that is nothing but a side.
const LONE: usize = 5;

/// Most tokens between two words of one site.
const STEP: usize = 5;

/// All sites of a document, in order.
pub fn sites(document: &Document) -> Vec<Site> {
    let mut out = Vec::new();
    for (number, sentence) in document.sentences.iter().enumerate() {
        let mut open: Option<Open> = None;
        for place in document.mentions_in(sentence.first, sentence.end).filter_map(|m| Place::of(document, m)) {
            let joined = open.as_ref().is_some_and(|o| o.takes(document, place.first, place.concepts));
            // "The lump lay laterally".
            let told = document.tokens.word(place.last).ends_with("ly")
                && (is_predicate(document, place.first, sentence.first) || leads_into_region(document, place.last));
            if place.concepts.has(known::BARE_ASPECT) && !told && !is_ticked(document, place.first) {
                if let Some(o) = open.as_mut().filter(|o| joined && o.takes_bare(document, &place)) {
                    o.add(document, &place);
                }
                continue;
            }
            if !joined {
                close(document, number, open.take(), &mut out);
            }
            open.get_or_insert_with(|| Open::at(document, &place)).add(document, &place);
        }
        close(document, number, open, &mut out);
    }
    take_back(document, &mut out);
    out
}

/// A mention that may belong to a site.
struct Place {
    first: usize,
    last: usize,
    concepts: ConceptSet,
}

impl Place {
    /// What a mention tells of a place; nothing where its words mean something else here.
    fn of(document: &Document, index: usize) -> Option<Self> {
        let mention = &document.mentions[index];
        let (first, last) = (mention.first(), mention.last());
        // "breast metastasis": an organ names an origin, not a place.
        // "a mass between the hip and the knee".
        if document.tokens.word(first) == "between" && first == last && spans_thigh(document, last) {
            return Some(Self { first, last, concepts: ConceptSet::of(&[known::THIGH]) });
        }
        if is_beside_prosthesis(document, first, last) {
            return Some(Self { first, last, concepts: ConceptSet::of(&[known::KNEE]) });
        }
        let other = mention.is(known::PSEUDO) || mention.is(known::NON_SOFT_TISSUE) || !mention.concepts.meets(ANY);
        if other
            || is_initial(document, first)
            || is_time_behind(document, first)
            || is_end_of_span(document, first, last)
            || is_lower_limb(document, first)
            || (mention.is(known::BESIDE_LANDMARK) && !leads_to_landmark(document, last))
            || (mention.is(known::BESIDE_REGION) && !leads_to_region(document, last))
        {
            return None;
        }
        // "behind the patellar tendon" is the front of the knee still.
        let behind = document.tokens.word(first) == "behind" && mention.is(known::BESIDE_LANDMARK);
        if behind && leads_to_front(document, last) {
            return None;
        }
        // "a mass of the back of the right thigh": the back of a limb is no trunk.
        let back = mention.is(known::OTHER_REGION) && document.tokens.word(last) == "back";
        let of = || document.tokens.list.get(last + 1).is_some_and(|_| document.tokens.word(last + 1) == "of");
        if back && of() && leads_to_region(document, last + 1) {
            return Some(Self { first: last, last, concepts: ConceptSet::of(&[known::POSTERIOR]) });
        }
        let place = Self { first, last, concepts: mention.concepts };
        Some(if mention.is(known::FRONT_LANDMARK) { place.off_front(document) } else { place.off_knee(document) })
    }

    /// "above the left knee" is the thigh.
    fn off_knee(mut self, document: &Document) -> Self {
        const SMALL: ConceptSet = ConceptSet::of(&[known::DETERMINER]).with(SIDE);
        let plain = self.first == self.last && matches!(document.tokens.word(self.first), "knee" | "knees");
        let word = |n: usize| self.first.checked_sub(n).map_or("", |t| document.tokens.word(t));
        let small = (1..4).take_while(|&n| self.first >= n && document.concepts(self.first - n).meets(SMALL)).count();
        let to = usize::from(word(small + 1) == "to");
        let above = matches!(word(small + 1 + to), "above" | "proximal" | "cephalad" | "cranial")
            && (to > 0 || word(small + 1) == "above");
        if plain && above && small > 0 {
            self.concepts = self.concepts.without(known::KNEE);
            self.concepts.insert(known::THIGH);
        }
        self
    }

    /// "above the left kneecap" is the front of the knee, "10 cm above the patella" the thigh, "10 cm below it" the leg.
    fn off_front(mut self, document: &Document) -> Self {
        let Some(relation) = relation_before(document, self.first) else { return self };
        // "incision 6 cm above patella": how long or how far, nobody can tell.
        if is_length_of_cut(document, relation) {
            return self;
        }
        let word = document.tokens.word(relation);
        match (is_measured(document, relation), word) {
            (true, "below" | "beneath" | "under" | "underneath" | "distal" | "inferior" | "caudal" | "south") => {
                self.concepts = self.concepts.without(known::KNEE);
                self.concepts.insert(known::OTHER_REGION);
            }
            (true, _) => {
                self.concepts = self.concepts.without(known::KNEE);
                self.concepts.insert(known::THIGH);
            }
            (false, "from") => return self,
            (false, _) => self.concepts.insert(known::ANTERIOR),
        }
        self.first = relation;
        self
    }
}

/// "Limb: lower, right": which limb it is, and no part of one.
fn is_lower_limb(document: &Document, first: usize) -> bool {
    matches!(document.tokens.word(first), "lower" | "upper")
        && first >= 2
        && document.tokens.is_mark(first - 1, b':')
        && matches!(document.tokens.word(first - 2), "limb" | "extremity" | "member" | "limbs")
}

/// "a mass next to the right knee replacement": the knee is where the mass lies, if not what was replaced.
fn is_beside_prosthesis(document: &Document, first: usize, last: usize) -> bool {
    const SMALL: ConceptSet = ConceptSet::of(&[known::DETERMINER]).with(SIDE);
    let named = || (first..=last).any(|t| document.tokens.word(t) == "knee");
    document.is(first, known::PSEUDO)
        && named()
        && (1..4).filter_map(|n| first.checked_sub(n)).find(|&t| !document.concepts(t).meets(SMALL)).is_some_and(|t| {
            document.is(t, known::BESIDE)
                || matches!(document.tokens.word(t), "around" | "near" | "by" | "over" | "overlying")
        })
}

/// The word before a landmark that tells on which side of it something lies: "above the superior pole of the left patella".
fn relation_before(document: &Document, first: usize) -> Option<usize> {
    const LONGEST: usize = 7;
    const SMALL: ConceptSet = ConceptSet::of(&[known::DETERMINER]).with(SIDE);
    let word = |t: usize| document.tokens.word(t);
    let adjective = |w: &str| {
        matches!(w, "superior" | "upper" | "proximal" | "inferior" | "lower" | "distal" | "medial" | "lateral")
    };
    for at in (first.saturating_sub(LONGEST)..first).rev() {
        let joined = matches!(word(at), "of" | "to") || is_edge(word(at));
        let of_edge = adjective(word(at)) && is_edge(word(at + 1));
        if !(joined || of_edge || document.concepts(at).meets(SMALL)) {
            let up = word(at) == "up" && word(at + 1) == "from";
            let beneath = matches!(
                word(at),
                "under"
                    | "underneath"
                    | "superior"
                    | "inferior"
                    | "cephalad"
                    | "cranial"
                    | "caudal"
                    | "north"
                    | "south"
            );
            return (is_relation(word(at)) || beneath || up).then_some(at);
        }
    }
    None
}

/// "incision 6 cm above": the length stands right behind the cut.
fn is_length_of_cut(document: &Document, relation: usize) -> bool {
    let number = |t: usize| document.tokens.list[t].kind == Kind::Number || document.is(t, known::NUMBER_WORD);
    (relation.saturating_sub(3)..relation)
        .find(|&t| number(t))
        .and_then(|t| t.checked_sub(1))
        .is_some_and(|t| document.is(t, known::INCISION))
}

/// Whether a length stands before a word of place: "10 cm", "a hand's breadth", "three fingers", "a little way" does not.
fn is_measured(document: &Document, relation: usize) -> bool {
    const UNITS: ConceptSet = ConceptSet::of(&[known::UNIT_CM, known::UNIT_MM, known::UNIT_INCH]);
    // "a 2 cm bump on top of": the lump was measured.
    let near = (relation.saturating_sub(3)..relation).rev().take_while(|&t| !document.is(t, known::LESION));
    near.into_iter().any(|t| {
        document.concepts(t).meets(UNITS)
            || matches!(
                document.tokens.word(t),
                "hand"
                    | "hands"
                    | "palm"
                    | "palms"
                    | "finger"
                    | "fingers"
                    | "breadth"
                    | "breadths"
                    | "width"
                    | "widths"
                    | "handbreadth"
                    | "handbreadths"
                    | "fingerbreadth"
                    | "fingerbreadths"
                    | "fingerwidth"
                    | "fingerwidths"
                    | "well"
                    | "far"
            )
    })
}

/// "over the lateral thigh, strike that, over the front of the thigh": what a correction follows loses its aspects to what
/// stands behind it.
fn take_back(document: &Document, sites: &mut [Site]) {
    const REACH: usize = 24;
    for index in 1..sites.len() {
        let (before, behind) = (&sites[index - 1], &sites[index]);
        let near = behind.first.saturating_sub(before.last) < REACH && behind.role != Role::Addendum;
        if near
            && behind.corrects
            && !behind.aspects.is_empty()
            && document.mentions_in(before.last + 1, behind.first).any(|m| document.mentions[m].is(known::CORRECTION))
        {
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
    }
}

/// Aspects around a limb.
const AROUND: ConceptSet = ConceptSet::of(&[known::ANTERIOR, known::POSTERIOR, known::MEDIAL, known::LATERAL]);
/// Aspects along a limb.
const ALONG: ConceptSet = ConceptSet::of(&[known::PROXIMAL, known::MID, known::DISTAL]);

/// "10 wk post contusion": after an event, not behind a place.
fn is_time_behind(document: &Document, first: usize) -> bool {
    let word = |t: usize| document.tokens.list.get(t).map_or("", |_| document.tokens.word(t));
    word(first) == "post"
        && first.checked_sub(1).is_some_and(|t| {
            matches!(
                word(t),
                "wk" | "wks"
                    | "week"
                    | "weeks"
                    | "day"
                    | "days"
                    | "mo"
                    | "mos"
                    | "month"
                    | "months"
                    | "yr"
                    | "yrs"
                    | "year"
                    | "years"
                    | "hour"
                    | "hours"
                    | "d"
                    | "w"
                    | "m"
                    | "y"
                    | "status"
            )
        })
}

/// "lateral to the left kneecap": a landmark of the knee follows, with its article and its side at most.
fn leads_to_landmark(document: &Document, last: usize) -> bool {
    const SMALL: ConceptSet = ConceptSet::of(&[known::DETERMINER]).with(SIDE);
    (last + 1..last + 4).find(|&t| !document.concepts(t).meets(SMALL)).is_some_and(|t| document.is(t, known::KNEE))
}

/// Whether the landmark that follows lies at the front of the knee: the kneecap, its tendons.
fn leads_to_front(document: &Document, last: usize) -> bool {
    const SMALL: ConceptSet = ConceptSet::of(&[known::DETERMINER]).with(SIDE);
    (last + 1..last + 4)
        .find(|&t| !document.concepts(t).meets(SMALL))
        .is_some_and(|t| document.is(t, known::FRONT_LANDMARK) || document.tokens.word(t).starts_with("patell"))
}

/// "anteriorly at mid-thigh": an adverb of place before its region.
fn leads_into_region(document: &Document, last: usize) -> bool {
    let next = document.tokens.list.get(last + 1).map_or("", |_| document.tokens.word(last + 1));
    matches!(next, "at" | "in" | "on" | "within") && leads_to_region(document, last + 1)
}

/// "the lateral face of the left thigh": a region or limb follows, with its article and its side at most.
fn leads_to_region(document: &Document, last: usize) -> bool {
    const SMALL: ConceptSet = ConceptSet::of(&[known::DETERMINER]).with(SIDE);
    const WHERE: ConceptSet = REGION.with(ConceptSet::of(&[known::LIMB]));
    let next = (last + 1..last + 4).find(|&t| !document.concepts(t).meets(SMALL));
    next.is_some_and(|t| document.concepts(t).meets(WHERE))
}

/// "over the left kneecap": what lies over a landmark of the front lies in front.
fn is_over_front(document: &Document, first: usize) -> bool {
    const SMALL: ConceptSet = ConceptSet::of(&[known::DETERMINER]).with(SIDE);
    const ON: ConceptSet = ConceptSet::of(&[known::OVER, known::ABOVE]);
    let on = |t: usize| {
        let start = document.mention(t).map_or(t, |m| m.first());
        matches!(document.tokens.word(t), "over" | "overlying" | "atop" | "on")
            || document.concepts(t).meets(ON) && !is_measured(document, start)
    };
    document.is(first, known::FRONT_LANDMARK)
        && (1..4)
            .filter_map(|back| first.checked_sub(back))
            .find(|&t| !document.concepts(t).meets(SMALL))
            .is_some_and(on)
}

/// "midway between groin and knee": what lies there is the thigh.
fn spans_thigh(document: &Document, last: usize) -> bool {
    let word = |t: usize| document.tokens.list.get(t).map_or("", |_| document.tokens.word(t));
    let between = (last..last + 2).find(|&t| word(t) == "between");
    between.is_some_and(|b| {
        let ends = b + 1..b + 7;
        let upper = ends.clone().any(|t| {
            matches!(
                word(t),
                "hip" | "groin" | "trochanter" | "ischium" | "inguinal" | "buttock" | "asis" | "iliac" | "gluteal"
            )
        });
        upper && ends.into_iter().any(|t| document.is(t, known::KNEE))
    })
}

/// "halfway between hip and knee": two regions that only span what lies between them. Muscles and landmarks hold it.
fn is_end_of_span(document: &Document, first: usize, last: usize) -> bool {
    let region = |t: usize| document.concepts(t).meets(REGION) && !document.concepts(t).meets(SIDE);
    let word = |t: usize| document.tokens.list.get(t).map_or("", |_| document.tokens.word(t));
    let article = |t: usize| usize::from(document.is(t, known::DETERMINER));
    let back = |t: usize| t.checked_sub(1).map(|t| t.saturating_sub(article(t)));
    let joint = |t: usize| matches!(word(t), "and" | "to" | "&");
    let different = |a: usize, b: usize| !same(document.concepts(a), document.concepts(b), REGION);
    if !region(first) {
        return false;
    }
    let behind = last + 2 + article(last + 2);
    let opens = joint(last + 1)
        && region(behind)
        && different(first, behind)
        && back(first).is_some_and(|t| matches!(word(t), "between" | "from"));
    let closes = || {
        let joint_at = back(first).filter(|&t| joint(t))?;
        let other = joint_at.checked_sub(1)?;
        let other_first = document.mention(other)?.first();
        let lead = back(other_first)?;
        (region(other) && different(first, other) && matches!(word(lead), "between" | "from")).then_some(())
    };
    opens || closes().is_some()
}

/// "both vastus lateralis muscles", "both of the quadriceps": how many words before a muscle tell that it is one on each side.
fn is_paired(document: &Document, first: usize, concepts: ConceptSet) -> usize {
    const MUSCLE: ConceptSet = ConceptSet::of(&[known::THIGH_MUSCLE, known::OTHER_MUSCLE]);
    const SMALL: ConceptSet = ConceptSet::of(&[known::DETERMINER, known::PREPOSITION]);
    if !concepts.meets(MUSCLE) {
        return 0;
    }
    let word = |back: usize| first.checked_sub(back).map_or("", |t| document.tokens.word(t));
    let small = (1..3).take_while(|&back| first >= back && document.concepts(first - back).meets(SMALL)).count();
    if word(small + 1) == "both" { small + 1 } else { 0 }
}

/// "thigh, back, low": an everyday word that stands between marks, or an adverb behind its region.
fn stands_apart(document: &Document, first: usize, last: usize) -> bool {
    let parts = |t: Option<usize>| {
        t.and_then(|t| document.tokens.list.get(t))
            .is_none_or(|t| matches!(t.kind, Kind::Punct(_)) || t.before >= Break::Line)
    };
    let adverb = document.tokens.word(last).ends_with("ly");
    let behind = document.tokens.list.get(last + 1).is_none_or(|t| t.before >= Break::Line) || parts(Some(last + 1));
    let joined = document.is(last + 1, known::CONJUNCTION) || document.is(last + 1, known::BARE_ASPECT);
    // "thigh back/low".
    let paired = document.tokens.is_mark(last + 1, b'/') && document.is(last + 2, known::BARE_ASPECT);
    // "thigh, front and high".
    let added = first
        .checked_sub(1)
        .is_some_and(|t| document.is(t, known::CONJUNCTION) && t > 0 && document.concepts(t - 1).meets(ASPECT));
    (adverb || paired || added || parts(first.checked_sub(1))) && (adverb || behind || joined)
}

/// The initial of a name: "Mrs. R".
fn is_initial(document: &Document, token: usize) -> bool {
    let titled = (1..=2).any(|back| {
        token >= back
            && document.is(token - back, known::ABBREVIATION)
            && !document.is(token - back, known::LEFT)
            && !document.is(token - back, known::RIGHT)
    });
    let named =
        token.checked_sub(1).is_some_and(|t| matches!(document.tokens.word(t), "mr" | "mrs" | "ms" | "dr" | "."))
            && titled;
    named && document.tokens.word(token).len() == 1
}

/// A site being read.
struct Open {
    first: usize,
    last: usize,
    concepts: ConceptSet,
    aspects: ConceptSet,
    of_cut: bool,
}

impl Open {
    /// Whether the next word belongs to the same site.
    fn takes(&self, document: &Document, at: usize, concepts: ConceptSet) -> bool {
        let steps = (self.last + 1..at).filter(|&t| document.mention(t).is_none_or(|m| m.first() == t)).count();
        if steps > STEP || !(self.last + 1..at).all(|t| may_join(document, t)) {
            return false;
        }
        // "a hand below the groin, on the inner side": the groin only tells how far.
        let parted = |t: usize| {
            document.tokens.is_mark(t, b',') || matches!(document.tokens.word(t), "on" | "at" | "over" | "along")
        };
        if self.is_landmark_of_distance(document) && (self.last + 1..at).any(parted) {
            return false;
        }
        let conjoined = (self.last + 1..at).any(|t| document.is(t, known::CONJUNCTION));
        let same_place = |set: ConceptSet| same(self.concepts, concepts, set);
        if self.concepts.meets(REGION) && concepts.meets(REGION) && !same_place(REGION) {
            return false;
        }
        if self.concepts.meets(SIDE) && concepts.meets(SIDE) && !same_place(SIDE) {
            return false;
        }
        !conjoined || concepts.meets(ASPECT)
    }

    /// "below the groin", "from the knee".
    fn is_landmark_of_distance(&self, document: &Document) -> bool {
        let word = |back: usize| self.first.checked_sub(back).map_or("", |t| document.tokens.word(t));
        let article = usize::from(matches!(word(1), "the" | "his" | "her"));
        self.concepts.meets(REGION)
            && !self.concepts.meets(SIDE.with(ASPECT))
            && (matches!(word(1 + article), "above" | "below" | "from" | "beneath")
                // "up by the buttock, upper third".
                || self.concepts.has(known::OTHER_REGION) && matches!(word(1 + article), "by" | "near" | "towards" | "toward" | "under"))
    }

    /// A site that starts with a mention.
    fn at(document: &Document, place: &Place) -> Self {
        let paired = is_paired(document, place.first, place.concepts);
        Self {
            first: place.first - paired,
            last: place.last,
            concepts: ConceptSet::EMPTY,
            aspects: ConceptSet::EMPTY,
            of_cut: false,
        }
    }

    /// Whether an everyday word tells an aspect here: "thigh, back, low".
    fn takes_bare(&self, document: &Document, place: &Place) -> bool {
        (self.concepts.meets(PLACE) || document.tokens.word(place.first).ends_with("ly"))
            && stands_apart(document, place.first, place.last)
    }

    fn add(&mut self, document: &Document, place: &Place) {
        let Place { first, last, concepts } = *place;
        self.first = self.first.min(first);
        self.last = last;
        let placed = self.concepts.meets(PLACE);
        self.concepts = self.concepts.with(concepts);
        let own = concepts.meets(REGION)
            || (!concepts.meets(STRUCTURE.with(SIDE)) || concepts.meets(ASPECT))
                && !belongs_elsewhere(document, first, last, placed);
        if own {
            self.aspects = self.aspects.with(concepts);
        }
        self.of_cut |= concepts.meets(ASPECT) && !placed && tells_cut(document, first, last);
        if is_over_front(document, first) {
            self.aspects.insert(known::ANTERIOR);
        }
        if concepts.has(known::MID) && spans_thigh(document, last) {
            self.concepts.insert(known::THIGH);
        }
        if is_paired(document, first, concepts) > 0 {
            self.concepts.insert(known::BILATERAL);
        }
    }
}

fn same(a: ConceptSet, b: ConceptSet, of: ConceptSet) -> bool {
    of.iter().all(|c| !b.has(c) || a.has(c))
}

/// Whether a token may stand within the description of a site.
fn may_join(document: &Document, token: usize) -> bool {
    const JOINING: ConceptSet = ConceptSet::of(&[
        known::FILLER,
        known::DETERMINER,
        known::PREPOSITION,
        known::CONJUNCTION,
        known::LESION,
        known::NUMBER_WORD,
        known::SKIN,
        known::MUSCLE,
    ]);
    match document.tokens.list[token].kind {
        Kind::Punct(b',' | b'(' | b')' | b'/' | b'.' | b'-') => true,
        Kind::Punct(b':') => {
            token > 0
                && document.tokens.list[token - 1].before >= Break::Line
                && document.concepts(token - 1).meets(SIDE)
        }
        Kind::Check(ticked) => ticked,
        // "right thigh — ventral": a dash that is written with a sign of its own.
        Kind::Punct(b'|') if document.tokens.list[token].span.len() > 1 => true,
        // "upper 1/3 & middle 1/3".
        Kind::Punct(_) => document.is(token, known::CONJUNCTION),
        Kind::Number => false,
        Kind::Word => {
            // "the lower front part of the thigh".
            let part = || {
                document.mention(token).is_some_and(|m| matches!(document.tokens.word(m.first()), "part" | "portion"))
            };
            // "R thigh, both lateral".
            let of_all = document.is(token, known::ALL_LESIONS) && document.concepts(token + 1).meets(ASPECT);
            document.concepts(token).meets(JOINING)
                || of_all
                || is_short_biopsy(document, token)
                || document.is(token, known::PARTIAL) && part()
                || matches!(
                    document.tokens.word(token),
                    "in" | "on"
                        | "over"
                        | "to"
                        | "within"
                        | "just"
                        | "near"
                        | "its"
                        | "soft"
                        | "tissue"
                        | "side"
                        | "part"
                        | "parts"
                        | "portion"
                        | "meets"
                        | "joins"
                        | "meeting"
                        | "joining"
                        | "into"
                        | "level"
                        | "roughly"
                        | "approximately"
                        | "about"
                        | "almost"
                        | "nearly"
                        | "exactly"
                )
        }
    }
}

/// "thigh bx, R anterior": the act between a region and what tells more of it.
fn is_short_biopsy(document: &Document, token: usize) -> bool {
    document.is(token, known::BIOPSY)
        && document.mention(token).is_some_and(|m| m.first() == m.last())
        && document.tokens.is_mark(token + 1, b',')
        && document.concepts(token + 2).meets(SIDE.with(ASPECT))
}

/// An aspect that belongs to a muscle, vessel or tool ("lateral gastrocnemius", "medial head"), or to a part of the lesion ("the anterior third of it").
fn belongs_elsewhere(document: &Document, first: usize, last: usize, placed: bool) -> bool {
    let next = last + 1;
    let word = |t: usize| if t < document.tokens.list.len() { document.tokens.word(t) } else { "" };
    // "lateral deltoid region": the region is what has the aspect.
    let regional =
        || matches!(word(document.mention(next).map_or(next, |m| m.last()) + 1), "region" | "area" | "compartment");
    // "mass, left thigh, proximal third core biopsy".
    let level = placed && matches!(word(last), "third" | "thirds" | "half" | "3");
    if !level
        && document.concepts(next).meets(ConceptSet::of(&[
            known::THIGH_MUSCLE,
            known::OTHER_MUSCLE,
            known::MUSCLE,
            known::DEVICE,
            known::NEEDLE,
            known::FASCIA,
        ]))
    {
        return !regional();
    }
    // "gracilis to the back, adductor longus to the front": where a neighbour lies.
    let lead = first - usize::from(word(first.wrapping_sub(1)) == "the" && first > 1);
    let lead = lead - usize::from(word(lead.wrapping_sub(1)) == "to" && lead > 0);
    if word(lead) == "to"
        && lead > 0
        && document.concepts(lead - 1).meets(ConceptSet::of(&[
            known::THIGH_MUSCLE,
            known::OTHER_MUSCLE,
            known::NON_SOFT_TISSUE,
        ]))
    {
        return true;
    }
    // "a lateral counter incision for the drain".
    if document.is(next, known::INCISION) && !tells_cut(document, first, last) {
        return !regional();
    }
    // "in front of the biceps tendon": a place beside something that is no region.
    if matches!(word(last), "front" | "rear") && word(next) == "of" {
        return !(next + 1..next + 4).any(|t| document.concepts(t).meets(REGION.with(ConceptSet::of(&[known::LIMB]))));
    }
    if matches!(
        word(next),
        "head" | "heads" | "margin" | "border" | "edge" | "pole" | "end" | "wall" | "face" | "approach" | "flap"
    ) {
        // "the inner border of the patella": the edge of a landmark is a place; "the lateral face of the thigh": so is one of the region.
        let of = word(next + 1) == "of";
        let of_landmark = of && leads_to_landmark(document, next + 1);
        let of_region = of && leads_to_region(document, next + 1);
        let edge = matches!(word(next), "border" | "edge" | "margin");
        // "left thigh, antero-lateral face".
        if placed && !of && word(next) == "face" {
            return false;
        }
        return !((of_landmark && edge) || (of_region && (edge || matches!(word(next), "face" | "wall" | "end"))));
    }
    // "inferior patellar pole".
    if matches!(word(next + 1), "pole" | "head" | "horn") && document.is(next, known::LANDMARK) {
        return true;
    }
    let part = matches!(word(next), "third" | "half" | "part" | "portion" | "quarter")
        || matches!(word(last), "third" | "half" | "part" | "portion");
    let behind = if word(last) == "third" || word(last) == "half" { last + 1 } else { last + 2 };
    let of_lesion = word(behind) == "of"
        && (matches!(word(behind + 1), "it" | "which")
            || (behind + 1..behind + 4).any(|t| document.is(t, known::LESION)));
    // "the middle of the nodule".
    let middle = matches!(word(last), "middle" | "center" | "centre")
        && word(next) == "of"
        && (next + 1..next + 4)
            .take_while(|&t| !document.concepts(t).meets(PLACE))
            .any(|t| document.is(t, known::LESION) || word(t) == "it");
    middle || part && of_lesion && first <= last
}

fn close(document: &Document, sentence: usize, open: Option<Open>, out: &mut Vec<Site>) {
    let Some(open) = open else { return };
    if !is_site(document, &open) {
        return;
    }
    let role = document.sections[document.sentences[sentence].section].role;
    let assertion = assertion(document, open.first, open.last);
    let corrects = super::corrects(document, open.first);
    let mut site = Site {
        first: open.first,
        last: open.last,
        concepts: open.concepts,
        aspects: if answers_side(document, &open) { ConceptSet::EMPTY } else { keep_aspects(open.aspects) },
        assertion,
        sentence,
        role,
        weight: 0,
        firm: false,
        aside: false,
        corrects,
        of_cut: open.of_cut,
    };
    site.aside = is_aside(document, &site);
    site.weight = weight(document, &site);
    site.firm = site.weight >= CONTRADICTS && is_firm(document, &site)
        || site.weight > 1 && site.concepts.meets(REGION) && is_sighted(document, &site);
    out.push(site);
}

/// "Which limb? Left lower.": the limb is told, no part of it.
fn answers_side(document: &Document, open: &Open) -> bool {
    let section = document.section_of(open.first);
    !open.concepts.meets(REGION.with(STRUCTURE))
        && (section.first..section.body)
            .any(|t| document.is(t, known::SIDE_FIELD) && !document.is(t, known::SITE_FIELD))
}

fn keep_aspects(concepts: ConceptSet) -> ConceptSet {
    let mut out = ConceptSet::EMPTY;
    for c in ASPECT.iter().filter(|c| concepts.has(*c)) {
        out.insert(c);
    }
    out
}

/// A side alone is a site only where it cannot be the verb "left" or "right" in another sense.
fn is_site(document: &Document, open: &Open) -> bool {
    if open.concepts.meets(PLACE) {
        return true;
    }
    let word = |t: usize| if t < document.tokens.list.len() { document.tokens.word(t) } else { "" };
    let before = open.first.checked_sub(1).map(word).unwrap_or("");
    let lesion_near = (open.first.saturating_sub(4)..open.last + 4)
        .any(|t| document.is(t, known::LESION) && document.clause.get(t) == document.clause.get(open.first));
    let single_letter = open.first == open.last && word(open.first).len() == 1;
    let side_noun = matches!(word(open.last + 1), "side" | "sided") || document.is(open.last + 1, known::FILLER);
    if open.concepts.meets(SIDE) && (is_movement(document, open.first) || is_no_side(document, open)) {
        return false;
    }
    if open.concepts.meets(SIDE) {
        let section = document.section_of(open.first);
        let field = section.role == Role::Field && open.first >= section.body && answers(document, open.first);
        let ticked = is_ticked(document, open.first);
        let ends = document.tokens.list.get(open.last + 1).is_none_or(|t| matches!(t.kind, Kind::Punct(_)));
        let on_the = matches!(before, "the" | "his" | "her" | "their")
            && open.first > 1
            && (matches!(word(open.first - 2), "on" | "to" | "of") || (ends && document.is(open.first - 2, known::BE)));
        // "on the patient's right".
        let possessed = matches!(before, "pt's" | "patient's" | "pts" | "pt")
            || matches!(before, "s" | "'s" | "'")
                && (2..=3).any(|back| open.first >= back && document.is(open.first - back, known::PRONOUN));
        let corrected = super::corrects(document, open.first);
        let paired = before == "," || before == "(";
        let whole = !open.aspects.is_empty() && is_whole_fragment(document, open);
        return field
            || ticked
            || whole
            || is_side_label(document, open)
            || answers_limb(document, open)
            || possessed
            || is_modifier(document, open.first)
            || is_named_side(document, open.first)
            || side_noun
            || on_the
            || (corrected && !single_letter && (open.aspects.is_empty() || lesion_near))
            || (lesion_near
                && (paired || open.aspects != ConceptSet::EMPTY || document.is(open.last + 1, known::LESION)));
    }
    // Aspects alone: "on the lateral side, distal third", "is posterior", a ticked box, a field; not "entry from lateral".
    let pulled = (1..4).any(|back| open.first.checked_sub(back).is_some_and(|t| document.is(t, known::RETRACT)));
    let from = before == "from"
        || (before == "the" && open.first.checked_sub(2).is_some_and(|t| document.tokens.word(t) == "from"));
    if from || matches!(before, "entry" | "approach") || pulled || is_movement(document, open.first) {
        return false;
    }
    if is_whole_fragment(document, open) {
        return true;
    }
    if is_beside_lesion(document, open) {
        return false;
    }
    let ticked = is_ticked(document, open.first);
    let sentence = &document.sentences[document.sentence_of(open.first)];
    let told = open.first > 0 && (document.is(open.first - 1, known::BE) || document.is(open.first - 1, known::LIE))
        || document.is(open.last + 1, known::FAT);
    if is_predicate(document, open.first, sentence.first) {
        return true;
    }
    if is_told_of_other(document, open.first, sentence.first) {
        return false;
    }
    if ticked
        || word(open.last + 1) == "one"
        || (told
            && document
                .mentions_in(sentence.first, open.first)
                .any(|m| document.mentions[m].concepts.meets(ConceptSet::of(&[known::LESION, known::PRONOUN]))))
    {
        return true;
    }
    // "At the mid level, a solid mass": a height told before its lesion; "Cut 3.5 cm, mid 1/3": behind its cut.
    let lead = if before == "the" { open.first.checked_sub(2).map_or("", word) } else { before };
    let level = document.mention(open.last).is_some_and(|m| {
        matches!(word(m.last()), "level" | "third" | "thirds")
            || word(m.last()).ends_with("/3")
            || word(m.last()) == "3" && m.first() < m.last()
    });
    // "An incision was made midway between groin and knee."
    let midway = matches!(word(open.first), "halfway" | "midway");
    if open.of_cut {
        return true;
    }
    let told_of = |t: usize| {
        document.is(t, known::LESION) && t > open.last
            || document.concepts(t).meets(ConceptSet::of(&[known::INCISION, known::CUT])) && t < open.first
    };
    let height = (level && matches!(lead, "at" | ",") || midway) && (sentence.first..sentence.end).any(told_of);
    if height || stands_between_marks(document, open, sentence.first) {
        return true;
    }
    if modifies_other(document, open.last, sentence.end) {
        return false;
    }
    let filler = (open.first..=open.last + 1).any(|t| document.is(t, known::FILLER));
    filler || lesion_near || document.section_of(open.first).role == Role::Field && answers(document, open.first)
}

/// "R: VL, midthigh. 3 strips.", "Then right: mirror-image cut": the side opens its line or sentence and labels what stands behind.
fn is_side_label(document: &Document, open: &Open) -> bool {
    let line = document.tokens.list[open.first].before >= Break::Line;
    let opens = open.first <= document.sentences[document.sentence_of(open.first)].first + 1;
    (line || opens) && document.tokens.is_mark(open.last + 1, b':')
}

/// "Limb: the left one", "leg: L", "left is the leg in question", "popliteal mass biopsied, left.": a side that answers for a limb,
/// or closes a sentence on what was done behind a comma.
fn answers_limb(document: &Document, open: &Open) -> bool {
    let list = &document.tokens.list;
    let word = |t: usize| list.get(t).map_or("", |_| document.tokens.word(t));
    let limb = |t: usize| document.is(t, known::LIMB) || matches!(word(t), "side" | "limb" | "leg");
    let lead = open.first.checked_sub(1).map(|t| t - usize::from(t > 0 && document.is(t, known::DETERMINER)));
    let labelled = lead
        .is_some_and(|t| t > 0 && document.tokens.is_mark(t, b':') && limb(t - 1) && document.mention(t - 1).is_some());
    let equated = document.is(open.last + 1, known::BE)
        && document.is(open.last + 2, known::DETERMINER)
        && limb(open.last + 3)
        && !document.is(open.last + 4, known::SOUND);
    let sentence = &document.sentences[document.sentence_of(open.first)];
    let within = |set: ConceptSet| (sentence.first..open.first).any(|t| document.concepts(t).meets(set));
    let closes = open.last - open.first == 0
        && word(open.first).len() > 1
        && open.first.checked_sub(1).is_some_and(|t| document.tokens.is_mark(t, b','))
        && document.tokens.is_mark(open.last + 1, b'.')
        && open.last + 2 >= sentence.end
        && within(ConceptSet::of(&[known::LESION]))
        && within(ABOUT_SAMPLE)
        && !within(SIDE);
    labelled || equated || closes
}

/// "a lateral longitudinal incision", "Incision: lateral, 4 cm": the place of the cut. A drain or a second cut has its own.
fn tells_cut(document: &Document, first: usize, last: usize) -> bool {
    const OTHERS: ConceptSet =
        ConceptSet::of(&[known::DEVICE, known::NEEDLE, known::PUNCH_TOOL, known::ENTRY, known::CLOSE]);
    // "The distal wound" is one end of the wound.
    const AROUND: ConceptSet = ConceptSet::of(&[known::ANTERIOR, known::POSTERIOR, known::MEDIAL, known::LATERAL]);
    if !document.concepts(first).meets(AROUND) {
        return false;
    }
    let sentence = &document.sentences[document.sentence_of(first)];
    let adjective = |t: usize| {
        document.tokens.list[t].kind == Kind::Word
            && !document.concepts(t).meets(ANY.with(ConceptSet::of(&[
                known::FILLER,
                known::PREPOSITION,
                known::CONJUNCTION,
            ])))
    };
    let ahead = (last + 1..sentence.end.min(last + 4)).find(|&t| document.is(t, known::INCISION) || !adjective(t));
    let cut = ahead.is_some_and(|t| document.is(t, known::INCISION));
    let reopened = document.is(last + 1, known::SCAR)
        && (last + 1..sentence.end.min(last + 6))
            .any(|t| document.concepts(t).meets(ConceptSet::of(&[known::REOPEN, known::CUT])));
    let labelled = first >= 2 && document.tokens.is_mark(first - 1, b':') && document.is(first - 2, known::INCISION);
    (cut || reopened || labelled) && !(sentence.first..sentence.end).any(|t| document.concepts(t).meets(OTHERS))
}

/// "lower slices", "front coil": an aspect told of a thing that is no place.
fn modifies_other(document: &Document, last: usize, end: usize) -> bool {
    const PLACING: ConceptSet = ConceptSet::of(&[
        known::LESION,
        known::FILLER,
        known::PREPOSITION,
        known::DETERMINER,
        known::CONJUNCTION,
        known::BE,
        known::NUMBER_WORD,
        known::INCISION,
        known::CUT,
        known::BIOPSY,
        known::SKIN,
        known::FAT,
        known::SAMPLE,
        known::PARTIAL,
    ]);
    let next = last + 1;
    !document.is(last, known::FILLER)
        && document.tokens.list.get(next).is_some_and(|t| t.kind == Kind::Word)
        && next < end
        && !document.concepts(next).meets(PLACING.with(ANY))
        && !document.is_verb(next)
}

/// "the nerve runs 9 mm ventral of the finding": how something lies to the lesion.
fn is_beside_lesion(document: &Document, open: &Open) -> bool {
    const UNITS: ConceptSet = ConceptSet::of(&[known::UNIT_CM, known::UNIT_MM, known::UNIT_INCH]);
    let measured = open.first.checked_sub(1).is_some_and(|t| document.concepts(t).meets(UNITS));
    let joined = matches!(
        document.tokens.list.get(open.last + 1).map_or("", |_| document.tokens.word(open.last + 1)),
        "of" | "to"
    );
    joined && (measured || (open.last + 2..open.last + 5).any(|t| document.is(t, known::LESION)))
}

/// "Skin divided for 3 cm, upper third, front.", "Lesion 2 x 1 cm, subcutaneous, posteromedial.": aspects between marks behind
/// the lesion or its cut.
fn stands_between_marks(document: &Document, open: &Open, from: usize) -> bool {
    const TOLD: ConceptSet = ConceptSet::of(&[known::LESION, known::INCISION, known::CUT, known::BIOPSY]);
    let marks =
        |t: usize| document.tokens.list.get(t).is_none_or(|t| matches!(t.kind, Kind::Punct(b',' | b'.' | b';' | b')')));
    let before =
        open.first.checked_sub(1).is_some_and(|t| document.tokens.is_mark(t, b',') || document.tokens.is_mark(t, b'('));
    before && marks(open.last + 1) && (from..open.first).any(|t| document.concepts(t).meets(TOLD))
}

/// Whether words under a label belong to its answer: its first sentence, or a fragment behind that. "Lesion: right thigh. The screen,
/// upper left, was dark.": what is told in a sentence of its own is no answer.
fn answers(document: &Document, token: usize) -> bool {
    let number = document.sentence_of(token);
    let section = document.section_of(token);
    let sentence = &document.sentences[number];
    number == document.sentence_of(section.body.min(token))
        || !(sentence.first..sentence.end).any(|t| document.is_verb(t))
}

/// Whether a box before a token is ticked.
fn is_ticked(document: &Document, token: usize) -> bool {
    token > 0 && document.tokens.list[token - 1].kind == Kind::Check(true)
}

/// "A. POSTERIOR, PROXIMAL.": the sentence is nothing but aspects, with the mark of an item at most.
fn is_whole_fragment(document: &Document, open: &Open) -> bool {
    let sentence = &document.sentences[document.sentence_of(open.first)];
    let item = |t: usize| !matches!(document.tokens.list[t].kind, Kind::Word) || document.tokens.word(t).len() == 1;
    let headed = open.first < document.section_of(open.first).body
        || (open.first..=open.last).any(|t| document.is(t, known::ABBREVIATION));
    open.first - sentence.first <= 3
        && !headed
        && (sentence.first..open.first).all(item)
        && (open.last + 1..sentence.end).all(|t| matches!(document.tokens.list[t].kind, Kind::Punct(_)))
}

/// "swept to the left", "stood to the right of the table": where something went or stood. Attention turns to a lesion.
fn is_movement(document: &Document, first: usize) -> bool {
    let word = |back: usize| first.checked_sub(back).map_or("", |t| document.tokens.word(t));
    let article = usize::from(matches!(word(1), "the" | "my" | "his" | "her" | "our"));
    let toward = matches!(word(1 + article), "to" | "toward" | "towards" | "onto");
    let attention =
        (1..8).any(|back| matches!(word(back), "attention" | "switched" | "changed" | "moved" | "confirmed"));
    toward && !attention
}

/// "must put right what is written", "the count was right", "left in place": the words in another sense.
fn is_no_side(document: &Document, open: &Open) -> bool {
    let word = |t: usize| document.tokens.list.get(t).map_or("", |_| document.tokens.word(t));
    // "60 Gy RT", "scar, thigh, post RT": radiotherapy.
    const BEFORE_THERAPY: [&str; 12] = [
        "gy",
        "post",
        "adjuvant",
        "neoadjuvant",
        "after",
        "preop",
        "postop",
        "prior",
        "then",
        "had",
        "received",
        "pre",
    ];
    if open.first == open.last
        && word(open.first) == "rt"
        && open.first.checked_sub(1).is_some_and(|t| BEFORE_THERAPY.contains(&word(t)))
    {
        return true;
    }
    let alone = open.first == open.last && matches!(word(open.first), "right" | "left");
    let (before, behind) = (open.first.checked_sub(1).map_or("", word), word(open.last + 1));
    let verb =
        matches!(before, "put" | "puts" | "putting" | "set" | "setting" | "all" | "quite" | "just" | "not" | "exactly");
    let object = matches!(
        behind,
        "what"
            | "this"
            | "it"
            | "alone"
            | "behind"
            | "away"
            | "there"
            | "here"
            | "open"
            | "untouched"
            | "undisturbed"
            | "handed"
    );
    // "The count was right", "he was right": nothing with a side is the subject.
    let from = document.sentences[document.sentence_of(open.first)].first;
    let sided = |t: usize| {
        const SIDED: ConceptSet = PLACE.with(ConceptSet::of(&[known::LESION, known::SIDE_FIELD, known::BIOPSY]));
        document.concepts(t).meets(SIDED)
            || matches!(word(t), "side" | "laterality" | "it" | "this" | "that" | "one" | "correct" | "read")
    };
    let agreed = word(open.first) == "right"
        && open.first.checked_sub(1).is_some_and(|t| document.is(t, known::BE))
        && !(from..open.first).any(sided);
    if alone && agreed {
        return true;
    }
    alone && !matches!(before, "the" | "on") && (verb || object)
}

/// "27324-LT", "modifier RT": a side told as a modifier of a code.
fn is_modifier(document: &Document, first: usize) -> bool {
    let word = |back: usize| first.checked_sub(back).map_or("", |t| document.tokens.word(t));
    let code = |back: usize| word(back).len() == 5 && word(back).bytes().all(|b| b.is_ascii_digit());
    (word(1) == "-" && code(2)) || code(1) || matches!(word(1), "modifier" | "mod")
}

/// "Left side confirmed with the patient."
fn is_confirmed_side(document: &Document, first: usize) -> bool {
    let sentence = &document.sentences[document.sentence_of(first)];
    let last = document.mention(first).map_or(first, |m| m.last());
    first == sentence.first
        && document.tokens.list.get(last + 1).is_some_and(|_| {
            matches!(
                document.tokens.word(last + 1),
                "confirmed" | "verified" | "marked" | "checked" | "agreed" | "correct"
            )
        })
}

/// "the side is right; left was typed in error": taken back where it is told.
fn is_taken_back(document: &Document, site: &Site) -> bool {
    const REACH: usize = 7;
    let clause = document.clause[site.last];
    (site.last + 1..site.last + REACH).take_while(|&t| document.clause.get(t) == Some(&clause)).any(|t| {
        matches!(
            document.tokens.word(t),
            "error"
                | "mistake"
                | "wrong"
                | "wrongly"
                | "erroneously"
                | "incorrect"
                | "incorrectly"
                | "typo"
                | "misspoke"
        )
    })
}

/// "laterality confirmed as left", "the side operated on was the left": the side is named as such.
fn is_named_side(document: &Document, first: usize) -> bool {
    let sentence = &document.sentences[document.sentence_of(first)];
    let from = sentence.first.max(first.saturating_sub(7));
    let named = (from..first).rev().find(|&t| {
        document.is(t, known::SIDE_FIELD) || matches!(document.tokens.word(t), "side" | "laterality" | "sidedness")
    });
    let mark = |t: usize| [b':', b'=', b'('].iter().any(|&m| document.tokens.is_mark(t, m));
    if is_confirmed_side(document, first) {
        return true;
    }
    let told = |t: usize| document.is_verb(t) || mark(t) || document.tokens.word(t) == "as";
    let close = |n: usize| {
        let behind = document.mention(n).map_or(n, |m| m.last()) + 1;
        (behind == first && document.is(n, known::SIDE_FIELD))
            || (behind + 1 == first && document.tokens.is_mark(behind, b','))
    };
    named.is_some_and(|n| close(n) || (n + 1..first).any(told))
}

/// "Over its posterior aspect, an incision was made": the place opens its sentence and belongs to the clause behind the comma.
fn leads_sentence(document: &Document, site: &Site) -> bool {
    const LEADING: ConceptSet = ConceptSet::of(&[known::PREPOSITION, known::DETERMINER, known::INSIDE, known::OVER]);
    let first = document.sentences[site.sentence].first;
    site.first > first
        && (site.last + 1..site.last + 5).any(|t| document.tokens.is_mark(t, b','))
        && (first..site.first).all(|t| document.concepts(t).meets(LEADING))
}

/// How strongly a site speaks of the sampled lesion.
fn weight(document: &Document, site: &Site) -> u32 {
    let sentence = &document.sentences[site.sentence];
    let clause = document.clause[site.first];
    let leads = leads_sentence(document, site);
    let in_clause = |set: ConceptSet| {
        document.mentions_in(sentence.first, sentence.end).any(|m| {
            let told = document.clause[document.mentions[m].first()];
            document.mentions[m].concepts.meets(set)
                && (told == clause || leads && (clause..clause + 3).contains(&told))
        })
    };
    let deferred = Tier::of(site.role) == Tier::Body
        && site.role != Role::Addendum
        && !site.corrects
        && (is_deferred(document, site) || is_passed_by(document, site));
    let distracted = is_distracted(document, site);
    let referenced = is_reference(document, site) || is_propped(document, site);
    let elsewhere =
        site.concepts.has(known::OTHER_REGION) && !site.concepts.meets(ConceptSet::of(&[known::THIGH, known::KNEE]));
    // A diagnosis may be called possible or recurrent; its site holds all the same.
    let titled = Tier::of(site.role) == Tier::Title
        && !site.assertion.is_negated()
        && site.assertion.subject == Subject::Patient;
    // "The knee joint was not entered."
    let left_alone = (site.last + 1..site.last + 3).any(|t| t < sentence.end && document.is(t, known::SPARE))
        && !in_clause(ConceptSet::of(&[known::LESION]));
    if referenced
        || left_alone
        || is_taken_back(document, site)
        || (elsewhere && is_former(document, site))
        || is_denied_behind(document, site)
        || !(titled || super::holds(&site.assertion) || is_discovery(document, site, clause))
    {
        return 0;
    }
    let located = in_clause(ConceptSet::of(&[known::PRONOUN])) && in_clause(ConceptSet::of(&[known::LIE]))
        || is_said_of_it(document, site);
    let related = is_told_of_lesion(document, site, clause);
    let lesion = located || related || in_clause(ConceptSet::of(&[known::LESION]));
    // "the old scar was reopened", not "a scar from a fall".
    let rescarred = in_clause(ConceptSet::of(&[known::SCAR])) && in_clause(ConceptSet::of(&[known::CUT, known::TAKE]));
    let sampled = in_clause(ABOUT_SAMPLE) || rescarred;
    let other_tissue = in_clause(ConceptSet::of(&[known::NON_SOFT_TISSUE]));
    // "A separate incision was made over the medial calf."
    let over = site.first.checked_sub(1).map(|t| t - usize::from(t > 0 && document.tokens.word(t) == "the"));
    let announced =
        in_clause(ConceptSet::of(&[known::INCISION])) && over.is_some_and(|t| document.tokens.word(t) == "over");
    // "An incision was placed on the inner side of the joint": the joint only helps to tell where.
    let placed = site.aspects != ConceptSet::EMPTY
        && in_clause(ConceptSet::of(&[known::INCISION]))
        && (over.is_some_and(|t| matches!(document.tokens.word(t), "on" | "over" | "along" | "at"))
            || matches!(document.tokens.word(site.first), "on" | "over" | "along" | "at"));
    let sighted = is_sighted(document, site);
    // "that belly was selected, in the middle third of the thigh", "R side chosen from MRI".
    let chosen = site.concepts.meets(REGION.with(STRUCTURE).with(SIDE))
        && (sentence.first..sentence.end).any(|t| {
            document.clause[t] == clause
                && matches!(document.tokens.word(t), "chosen" | "selected" | "picked" | "choice")
        });
    // "Right knee, lateral.": a fragment that only names the place.
    // "On the left." names the side; "The scrub nurse stood on the left." does not.
    let lone_side =
        !site.concepts.meets(PLACE.with(ASPECT)) && sentence.end - sentence.first > LONE && site.first > sentence.first;
    let names_limb = !site.concepts.meets(REGION.with(STRUCTURE).with(ASPECT)) && site.concepts.has(known::LIMB);
    let fragment = !names_limb
        && !lone_side
        && !document.mentions_in(sentence.first, sentence.end).any(|m| document.is_verb(document.mentions[m].first()))
        // "He may bend the knee": a person has a verb, known or not.
        && !matches!(document.tokens.word(sentence.first), "he" | "she" | "i" | "we" | "they" | "you");
    let field = is_site_field(document, site)
        || site.corrects
        || is_ticked(document, site.first)
        || is_modifier(document, site.first);
    match Tier::of(site.role) {
        Tier::Outside => 0,
        _ if deferred => u32::from(lesion),
        // "a hand's breadth", "warm toes", "a lipoma of the buttock": other parts of the body count where a lesion is told to lie there.
        Tier::Body
            if elsewhere
                && !(lesion || announced)
                && (!site.concepts.meets(SIDE) || (!sampled && !field && leads_on(document, site))) =>
        {
            0
        }
        // "CT chest shows nodules".
        Tier::Background if elsewhere && !site.concepts.meets(SIDE) && in_clause(ConceptSet::of(&[known::IMAGING])) => {
            0
        }
        Tier::Background if elsewhere => u32::from(lesion),
        Tier::Title if distracted && !(lesion || sampled) => 0,
        Tier::Title => 3,
        _ if distracted && !(lesion && sampled) => 0,
        Tier::Body if (other_tissue && !lesion && !placed) || (site.role == Role::Aside && !(lesion && sampled)) => 0,
        // "CT chest", "scan of the abdomen".
        _ if !site.concepts.meets(SIDE)
            && site.concepts.has(known::OTHER_REGION)
            && !(lesion && sampled)
            && in_clause(ConceptSet::of(&[known::IMAGING])) =>
        {
            0
        }
        Tier::Body if is_bystander(document, site) => 1,
        Tier::Body if field || site.role == Role::Addendum || sampled => 4,
        Tier::Body if introduces_another(document, site) || is_within(document, site) => 1,
        Tier::Body if lesion || fragment => 3,
        Tier::Body
            if site.concepts.meets(REGION)
                && (in_clause(ConceptSet::of(&[known::PREP])) || is_signed(document, site)) =>
        {
            3
        }
        Tier::Body if sighted || chosen || located_in(document, sentence.first, sentence.end) => 2,
        Tier::Body if elsewhere || site.aside => 0,
        Tier::Body if site.concepts.meets(REGION.with(STRUCTURE)) => 1,
        Tier::Background if lesion && matches!(site.role, Role::Indication | Role::Exam) => 3,
        Tier::Background if lesion || sampled => 2,
        Tier::Background
            if site.role == Role::Exam
                && site.concepts.meets(REGION)
                && located_in(document, sentence.first, sentence.end) =>
        {
            2
        }
        _ if site.concepts.meets(STRUCTURE) => 1,
        _ => 0,
    }
}

/// "A grid was laid over the distal thigh", "the skin over the outer thigh was numbed": made ready for the sampling.
fn is_sighted(document: &Document, site: &Site) -> bool {
    const READY: ConceptSet = ConceptSet::of(&[known::SIGHTING, known::ULTRASOUND, known::ANESTHESIA, known::SKIN]);
    let sentence = &document.sentences[site.sentence];
    let clause = document.clause[site.first];
    let over = site.first.checked_sub(1).map(|t| t - usize::from(t > 0 && document.tokens.word(t) == "the"));
    site.concepts.meets(ConceptSet::of(&[known::THIGH, known::KNEE]).with(ASPECT))
        && over.is_some_and(|t| matches!(document.tokens.word(t), "over" | "on" | "along" | "at" | "to"))
        && document.mentions_in(sentence.first, sentence.end).any(|m| {
            document.mentions[m].concepts.meets(READY) && document.clause[document.mentions[m].first()] == clause
        })
}

/// Whether something that is not the lesion has the place.
fn is_aside(document: &Document, site: &Site) -> bool {
    let sentence = &document.sentences[site.sentence];
    let scar = document
        .mentions_in(sentence.first, sentence.end)
        .any(|m| document.mentions[m].concepts.meets(ConceptSet::of(&[known::SCAR, known::DEVICE, known::SOUND])));
    let apart = introduces_another(document, site) || is_within(document, site) || is_bystander(document, site);
    scar || apart
        || is_distracted(document, site)
        || is_propped(document, site)
        || is_reference(document, site)
        || is_passed_by(document, site)
}

/// Whether the words tie the place to what was sampled, so that another side or region beside it is a contradiction.
fn is_firm(document: &Document, site: &Site) -> bool {
    if Tier::of(site.role) == Tier::Title {
        return true;
    }
    let sentence = &document.sentences[site.sentence];
    let clause = document.clause[site.first];
    let in_clause = |set: ConceptSet| {
        document.mentions_in(sentence.first, sentence.end).any(|m| {
            document.mentions[m].concepts.meets(set) && document.clause[document.mentions[m].first()] == clause
        })
    };
    let section = document.section_of(site.first);
    let answered = is_ticked(document, site.first) || is_site_field(document, site) && site.first >= section.body;
    let acted =
        in_clause(ABOUT_SAMPLE.with(ConceptSet::of(&[known::PREP, known::CORRECTION, known::TAKE, known::PUNCH])));
    let signed = is_signed(document, site);
    let lesion = |t: usize| document.is(t, known::LESION) && !assertion(document, t, t).is_negated();
    let told = || (site.first..sentence.end).any(lesion);
    let diseased = (sentence.first..sentence.end).any(|t| document.clause[t] == clause && lesion(t))
        || is_told_of_lesion(document, site, clause) && (!is_label(document, site) || told());
    let elsewhere =
        site.concepts.has(known::OTHER_REGION) && !site.concepts.meets(ConceptSet::of(&[known::THIGH, known::KNEE]));
    let other =
        elsewhere || in_clause(ConceptSet::of(&[known::SCAR, known::NON_SOFT_TISSUE])) || is_within(document, site);
    let bound = answered || site.corrects || is_modifier(document, site.first);
    bound || !introduces_another(document, site) && (acted || signed || (diseased && !other))
}

/// "the left thigh was signed by the surgeon", "right thigh infiltrated": made ready by hand as the place to be operated on.
fn is_signed(document: &Document, site: &Site) -> bool {
    let clause = document.clause[site.first];
    (site.last + 1..site.last + 4).take_while(|&t| document.clause.get(t) == Some(&clause)).any(|t| {
        matches!(
            document.tokens.word(t),
            "signed" | "initialed" | "initialled" | "autographed" | "infiltrated" | "numbed"
        )
    })
}

/// "The left thigh has a lipoma", "the right side had a lipoma out": a place that is told to have something of its own.
fn introduces_another(document: &Document, site: &Site) -> bool {
    let word = |t: usize| document.tokens.list.get(t).map_or("", |_| document.tokens.word(t));
    let begins = |t: usize| {
        t == document.sentences[site.sentence].first
            || matches!(document.tokens.list[t - 1].kind, Kind::Punct(_))
            || document.is(t - 1, known::CONJUNCTION)
    };
    let sentence = &document.sentences[site.sentence];
    let within = |set: ConceptSet| {
        document.mentions_in(sentence.first, sentence.end).any(|m| document.mentions[m].concepts.meets(set))
    };
    // "The right thigh had a hard lump; we cored it."
    if within(ABOUT_SAMPLE) && !within(ConceptSet::of(&[known::SCAR])) {
        return false;
    }
    let opens = begins(site.first) || document.is(site.first - 1, known::DETERMINER) && begins(site.first - 1);
    let side = usize::from(word(site.last + 1) == "side");
    opens
        && matches!(word(site.last + 1 + side), "has" | "had" | "bears" | "carries")
        && matches!(word(site.last + 2 + side), "a" | "an" | "his" | "her" | "some")
}

/// "The right leg has an ulcer over the ankle": the limb is told, and what lies in it has a place elsewhere.
fn is_within(document: &Document, site: &Site) -> bool {
    let sentence = &document.sentences[site.sentence];
    let clause = document.clause[site.first];
    !site.concepts.meets(REGION.with(STRUCTURE))
        && site.concepts.has(known::LIMB)
        && document.mentions_in(site.last + 1, sentence.end).any(|m| {
            let mention = &document.mentions[m];
            mention.is(known::OTHER_REGION) && document.clause[mention.first()] == clause
        })
}

/// "known melanoma R calf 2022", "prior sarcoma of the foot": where an earlier disease was, told by a word of time before it or
/// the year behind it.
fn is_former(document: &Document, site: &Site) -> bool {
    const DISEASE: ConceptSet = ConceptSet::of(&[known::LESION, known::EXCISION, known::REMOVE, known::SCAR]);
    let list = &document.tokens.list;
    let clause = document.clause[site.first];
    let from = document.sentences[site.sentence].first.max(site.first.saturating_sub(8));
    let diseased = (from..site.first).any(|t| document.concepts(t).meets(DISEASE) && document.clause[t] == clause);
    let timed = (from..site.first).any(|t| {
        document.clause[t] == clause
            && matches!(
                document.tokens.word(t),
                "known" | "prior" | "previous" | "former" | "treated" | "past" | "earlier" | "old"
            )
    });
    let bracket =
        usize::from(document.tokens.is_mark(site.last + 1, b'(') || document.tokens.is_mark(site.last + 1, b','));
    let year = list.get(site.last + 1 + bracket).is_some_and(|t| t.kind == Kind::Number) && {
        let word = document.tokens.word(site.last + 1 + bracket);
        word.len() == 4 && (word.starts_with("19") || word.starts_with("20"))
    };
    diseased && (timed || year)
}

/// "R groin line removed": the place only tells of which line; "Right shin, lateral." ends in a mark.
fn leads_on(document: &Document, site: &Site) -> bool {
    const SMALL: ConceptSet = ConceptSet::of(&[known::PREPOSITION, known::CONJUNCTION, known::BE, known::FILLER]);
    let next = site.last + 1;
    document.tokens.list.get(next).is_some_and(|t| t.kind == Kind::Word && t.before < Break::Line)
        && !document.concepts(next).meets(SMALL)
}

/// "She found a lump of the left knee a year ago": the lump is of the past, and still there. Nothing was done to it then.
fn is_discovery(document: &Document, site: &Site, clause: u32) -> bool {
    const DONE: ConceptSet = ABOUT_SAMPLE.with(ConceptSet::of(&[
        known::TAKE,
        known::REMOVE,
        known::SITE_DISTRACTOR,
        known::EXCISION,
        known::DRAINAGE,
        known::PERFORM,
        known::PUNCH,
        known::PUNCH_TOOL,
    ]));
    let sentence = &document.sentences[site.sentence];
    let in_clause = |set: ConceptSet| {
        document.mentions_in(sentence.first, sentence.end).any(|m| {
            document.mentions[m].concepts.meets(set) && document.clause[document.mentions[m].first()] == clause
        })
    };
    let dated = site.assertion.moved_by.is_some_and(|m| document.mentions[m as usize].is(known::HISTORICAL));
    dated
        && (!site.concepts.has(known::OTHER_REGION)
            || site.concepts.meets(ConceptSet::of(&[known::THIGH, known::KNEE])))
        && site.assertion.subject == Subject::Patient
        && !site.assertion.is_negated()
        && in_clause(ConceptSet::of(&[known::LESION]))
        && !in_clause(DONE)
}

/// "the lump, which is on the right", "the side operated on was the left": the clause speaks of the lesion without its name.
fn is_told_of_lesion(document: &Document, site: &Site, clause: u32) -> bool {
    let sentence = &document.sentences[site.sentence];
    let relative = (sentence.first..site.first)
        .rev()
        .find(|&t| document.is(t, known::RELATIVE) && document.clause[t] == clause)
        .and_then(|t| document.mention(t))
        .is_some_and(|m| {
            let noun = m.first().saturating_sub(1);
            let noun = if document.tokens.is_mark(noun, b',') { noun.saturating_sub(1) } else { noun };
            document.is(noun, known::LESION)
        });
    // "The firmest nodule was chosen: left thigh".
    let colon = site.first.checked_sub(1).filter(|&t| t > sentence.first && document.tokens.is_mark(t, b':'));
    let announced =
        colon.is_some_and(|c| (sentence.first.max(c.saturating_sub(8))..c).any(|t| document.is(t, known::LESION)));
    relative
        || announced
        || (is_label(document, site) && !is_bystander(document, site))
        || (site.concepts.meets(SIDE) && !site.concepts.meets(PLACE) && is_named_side(document, site.first))
}

/// "It is on the inner side": the pronoun stands for what the note is about.
fn is_said_of_it(document: &Document, site: &Site) -> bool {
    let from = document.sentences[site.sentence].first;
    let subject = place_verb(document, site.first, from).filter(|&t| t > from).map(|t| document.tokens.word(t - 1));
    subject.is_some_and(stands_for_lesion)
}

/// Words for what the note is about, and for its place.
fn stands_for_lesion(word: &str) -> bool {
    matches!(word, "it" | "this" | "that" | "one" | "position" | "location" | "site" | "place" | "seat")
}

/// "The lump is on the front", "it sits on the outer side": aspects alone that tell where a lesion is.
fn is_predicate(document: &Document, first: usize, from: usize) -> bool {
    let Some(verb) = place_verb(document, first, from).filter(|&t| t > from) else { return false };
    // "a tumour 5.4 cm located distally": a verb of place goes back to any lesion before it.
    let lies = document.concepts(verb).meets(ConceptSet::of(&[known::LIE, known::BESIDE]))
        && (from..verb).any(|t| document.is(t, known::LESION));
    let noun = subject_of(document, verb, from);
    lies || document.is(noun, known::LESION) || stands_for_lesion(document.tokens.word(noun))
}

/// "The vein lay on the medial side": what has the place is neither the lesion nor a cut into it.
fn is_told_of_other(document: &Document, first: usize, from: usize) -> bool {
    const OWN: ConceptSet =
        ConceptSet::of(&[known::LESION, known::INCISION, known::CUT, known::BIOPSY, known::SAMPLE, known::PRONOUN]);
    let Some(verb) = place_verb(document, first, from).filter(|&t| t > from) else { return false };
    let noun = subject_of(document, verb, from);
    document.tokens.list[noun].kind == Kind::Word
        && !document.concepts(noun).meets(OWN.with(ANY))
        && !(from..noun).any(|t| document.concepts(t).meets(OWN))
}

/// The token before a verb and its auxiliaries: "it was found".
fn subject_of(document: &Document, verb: usize, from: usize) -> usize {
    (from..verb).rev().find(|&t| !document.is(t, known::BE)).unwrap_or(from)
}

/// The verb of being or lying before a place, with small words between them at most.
fn place_verb(document: &Document, first: usize, from: usize) -> Option<usize> {
    const SMALL: ConceptSet = ConceptSet::of(&[known::DETERMINER, known::PREPOSITION, known::RELATIVE]);
    const PLACING: ConceptSet = ConceptSet::of(&[known::BE, known::LIE, known::BESIDE]);
    let placing = |t: usize| document.concepts(t).meets(PLACING);
    let verb = (from..first).rev().take(5).find(|&t| placing(t) || !document.concepts(t).meets(SMALL))?;
    document.mention(verb).filter(|_| placing(verb)).map(|m| m.first())
}

/// "the right thigh shows a like mass, to be biopsied next month", "left knee: nothing done": what the sentence tells of a
/// biopsy there is denied or still to come.
fn is_deferred(document: &Document, site: &Site) -> bool {
    const REACH: usize = 40;
    const ACTS: ConceptSet = ConceptSet::of(&[known::BIOPSY, known::UNSAMPLED]);
    let sentence = &document.sentences[site.sentence];
    let (from, end) = (site.first.saturating_sub(REACH), site.last + REACH);
    let mut acts = document
        .mentions_in(sentence.first.max(from), sentence.end.min(end))
        .map(|m| &document.mentions[m])
        .filter(|m| m.concepts.meets(ACTS))
        .peekable();
    let behind = acts.peek().is_some_and(|m| m.first() > site.last);
    behind && acts.all(|m| m.is(known::UNSAMPLED) || !super::holds(&assertion(document, m.first(), m.last())))
}

/// "Left knee normal", "the left knee, which also grumbles, was not touched": a side that the sentence only tells to be well
/// or left in peace, with nothing done there.
fn is_passed_by(document: &Document, site: &Site) -> bool {
    const REACH: usize = 14;
    const CUES: ConceptSet = ConceptSet::of(&[known::SOUND, known::SPARE, known::UNSAMPLED, known::IDLE]);
    const NOT_TAKEN: ConceptSet = ConceptSet::of(&[known::SAMPLE, known::BIOPSY]);
    const DONE: ConceptSet = ABOUT_SAMPLE.with(ConceptSet::of(&[
        known::TAKE,
        known::REMOVE,
        known::EXCISION,
        known::PUNCH,
        known::PREP,
        known::UNIT_CM,
        known::UNIT_MM,
    ]));
    // "Lump of the left thigh, fascia intact": it is the layer that was spared.
    const LAYER: ConceptSet =
        ConceptSet::of(&[known::FASCIA, known::FAT, known::MUSCLE, known::THIGH_MUSCLE, known::NON_SOFT_TISSUE]);
    let sentence = &document.sentences[site.sentence];
    // "R thigh plaque: photographed, no sample".
    let none = |t: usize| document.is(t, known::NONE) && document.concepts(t + 1).meets(NOT_TAKEN);
    let cue =
        (site.last + 1..sentence.end.min(site.last + REACH)).find(|&t| document.concepts(t).meets(CUES) || none(t));
    // "R thigh lipoma 3 cm, not sampled": a lesion that was left may have a size.
    let unsampled = cue.is_some_and(|c| document.is(c, known::UNSAMPLED) || none(c));
    let measured = |t: usize| document.concepts(t).meets(ConceptSet::of(&[known::UNIT_CM, known::UNIT_MM]));
    let done = |t: usize| {
        document.concepts(t).meets(DONE)
            && !(unsampled && measured(t))
            && !document.concepts(t).meets(CUES)
            && document.mention(t).is_some_and(|m| super::holds(&assertion(document, m.first(), m.last())))
    };
    // "Popliteal fossa clear, prepatellar bursa dry": a place without a side that is well.
    let well = !site.concepts.meets(SIDE)
        && cue.is_some_and(|c| c == site.last + 1 && document.is(c, known::SOUND))
        && !(sentence.first..sentence.end).any(|t| document.is(t, known::LESION));
    well || site.concepts.meets(SIDE)
        && cue.is_some_and(|cue| {
            let layered = document.is(cue, known::SPARE)
                && (site.concepts.meets(STRUCTURE) || (site.last + 1..cue).any(|t| document.concepts(t).meets(LAYER)));
            // "The left thigh mass was firm, the skin over it normal": it is not the place that is well.
            let diseased =
                document.is(cue, known::SOUND) && (sentence.first..sentence.end).any(|t| document.is(t, known::LESION));
            !layered && !diseased && !(sentence.first..sentence.end).any(done)
        })
}

/// "Left thigh, outer side: lump": the sentence opens with the site and a colon.
fn is_label(document: &Document, site: &Site) -> bool {
    let sentence = &document.sentences[site.sentence];
    let opens = site.first <= sentence.first + 3 && !(sentence.first..site.first).any(|t| document.is_verb(t));
    opens
        && (site.last + 1..sentence.end.min(site.last + 8))
            .take_while(|&t| !document.is_verb(t) && !document.tokens.is_mark(t, b';'))
            .any(|t| document.tokens.is_mark(t, b':'))
}

/// Whether something else in the clause has the place: a tool, a position, a symptom, nearer to it than any lesion.
fn is_distracted(document: &Document, site: &Site) -> bool {
    const DISTRACTING: ConceptSet = ConceptSet::of(&[known::SITE_DISTRACTOR, known::SYMPTOM, known::OPPOSITE]);
    let sentence = &document.sentences[site.sentence];
    let clause = document.clause[site.first];
    let told_apart = told_apart(document, site);
    let (mut distractor, mut lesion) = (usize::MAX, usize::MAX);
    for mention in document.mentions_in(sentence.first, sentence.end).map(|m| &document.mentions[m]) {
        if document.clause[mention.first()] != clause {
            continue;
        }
        let apart = if mention.first() > site.last {
            mention.first() - site.last
        } else {
            site.first.saturating_sub(mention.last())
        };
        let outside = told_apart.as_ref().is_some_and(|part| !part.contains(&mention.first()));
        if mention.concepts.meets(DISTRACTING) && !outside {
            distractor = distractor.min(apart);
        } else if mention.is(known::LESION) || (mention.is(known::INCISION) && !document.is_unpunctuated()) {
            lesion = lesion.min(apart);
        }
    }
    distractor < usize::MAX && distractor <= lesion
}

/// The words between commas that a site stands in, where they have a verb of their own: "supine, the skin of the thigh was
/// infiltrated". What stands outside them has no hold on the site.
fn told_apart(document: &Document, site: &Site) -> Option<std::ops::Range<usize>> {
    let sentence = &document.sentences[site.sentence];
    let comma = |t: &usize| document.tokens.is_mark(*t, b',');
    let first = (sentence.first..site.first).rev().find(comma).map_or(sentence.first, |t| t + 1);
    let end = (site.last + 1..sentence.end).find(comma).unwrap_or(sentence.end);
    (first..end).any(|t| document.is(t, known::BE)).then_some(first..end)
}

/// "a folded blanket beneath the left hip", "the knee on a roll": what lies under or around the limb has the place.
fn is_propped(document: &Document, site: &Site) -> bool {
    const SMALL: ConceptSet =
        ConceptSet::of(&[known::DETERMINER, known::PREPOSITION, known::BELOW, known::FILLER, known::BE]);
    let sentence = &document.sentences[site.sentence];
    let under = (sentence.first..site.first)
        .rev()
        .take(6)
        .take_while(|&t| matches!(document.tokens.list[t].kind, Kind::Word) && !document.is(t, known::LESION))
        .find(|&t| document.is(t, known::SITE_DISTRACTOR));
    let carried = under.is_some_and(|u| {
        let last = document.mention(u).map_or(u, |m| m.last());
        let place = |t: usize| {
            document.concepts(t).meets(SMALL)
                || matches!(
                    document.tokens.word(t),
                    "under"
                        | "beneath"
                        | "below"
                        | "behind"
                        | "around"
                        | "about"
                        | "high"
                        | "went"
                        | "put"
                        | "applied"
                        | "placed"
                        | "to"
                        | "on"
                )
        };
        let located = matches!(document.tokens.word(last), "under" | "beneath" | "below" | "behind");
        let any = (last + 1..site.first).any(|t| {
            document.is(t, known::BELOW)
                || matches!(document.tokens.word(t), "under" | "beneath" | "behind" | "around" | "on")
        });
        (located || any) && (last + 1..site.first).all(place)
    });
    let on_it = (site.last + 1..=site.last + 2).any(|t| {
        document.is(t, known::SITE_DISTRACTOR)
            && matches!(
                document.tokens.word(t),
                "on" | "over" | "padded" | "propped" | "resting" | "bolstered" | "across"
            )
    });
    carried || on_it
}

/// "The LEFT knee was never uncovered": the denial stands behind its subject.
fn is_denied_behind(document: &Document, site: &Site) -> bool {
    // "the inside of the thigh it does not hurt": something else is denied.
    const NEW_SUBJECT: ConceptSet = ConceptSet::of(&[known::CONJUNCTION, known::PRONOUN]);
    let clause = document.clause[site.last];
    (site.last + 1..site.last + 4)
        .take_while(|&t| !document.concepts(t).meets(NEW_SUBJECT) && !document.tokens.is_mark(t, b','))
        .any(|t| document.is(t, known::NEGATED_NEXT) && document.clause.get(t) == Some(&clause))
}

/// A sentence that measures something or places it in a layer speaks of the lesion, in this kind of note.
fn located_in(document: &Document, first: usize, end: usize) -> bool {
    const MEASURED: ConceptSet = ConceptSet::of(&[known::UNIT_CM, known::UNIT_MM, known::UNIT_INCH]);
    let within = |m: usize| document.mentions[m].concepts;
    let measured = document.mentions_in(first, end).any(|m| within(m).meets(MEASURED));
    measured
        || document.mentions_in(first, end).any(|m| {
            within(m).meets(ConceptSet::of(&[known::INSIDE, known::BELOW]))
                && document.concepts(document.mentions[m].last() + 1).meets(STRUCTURE)
        })
}

/// A field about the site: its label names one, or its whole content is one.
fn is_site_field(document: &Document, site: &Site) -> bool {
    let section = document.section_of(site.first);
    let labelled = (section.first..section.body).any(|t| {
        document.concepts(t).meets(ANY.with(ConceptSet::of(&[known::S_FIELD, known::SIDE_FIELD, known::SITE_FIELD])))
    });
    // "Site: right thigh. The nurse stood on the left.": what follows the answer is told in sentences of its own.
    let answer = answers(document, site.first) || site.concepts.meets(PLACE);
    section.role == Role::Field && answer && (labelled || section.body == site.first)
}

/// "Left knee: old scar, no effusion": a label that is nothing but a place, over words on something else.
fn is_bystander(document: &Document, site: &Site) -> bool {
    const TOLD: ConceptSet = ABOUT_SAMPLE.with(ConceptSet::of(&[
        known::LESION,
        known::TAKE,
        known::REMOVE,
        known::EXCISION,
        known::PUNCH,
        known::PUNCH_TOOL,
        known::UNIT_CM,
        known::UNIT_MM,
        known::FAT,
        known::FASCIA,
    ]));
    let section = document.section_of(site.first);
    let sentence = &document.sentences[site.sentence];
    let words = if site.first == section.first && site.last < section.body {
        section.body..section.end
    } else if is_label(document, site)
        && !is_ticked(document, site.first)
        && Tier::of(site.role) == Tier::Body
        // "Lump in the left thigh: one sees it when she sits."
        && !(sentence.first..site.first).any(|t| document.is(t, known::LESION))
    {
        site.last + 1..sentence.end
    } else {
        return false;
    };
    let told = |t: usize| {
        document.concepts(t).meets(TOLD) && !(document.is(t, known::LESION) && assertion(document, t, t).is_negated())
    };
    let spoken = words.clone().filter(|&t| document.tokens.list[t].kind == Kind::Word).count();
    spoken >= 2 && !words.into_iter().any(told)
}

/// Whether tissue was taken before the words, in their clause, and no extent follows: "from the foot to the groin".
fn is_source(document: &Document, site: &Site) -> bool {
    const TAKEN: ConceptSet = ABOUT_SAMPLE.with(ConceptSet::of(&[known::TAKE, known::REMOVE, known::EXCISION]));
    let sentence = &document.sentences[site.sentence];
    let clause = document.clause[site.first];
    let taken = (sentence.first..site.first)
        .any(|t| document.clause[t] == clause && document.concepts(t).meets(TAKEN) && !document.is(t, known::INCISION));
    let extends = document.tokens.list.get(site.last + 1).is_some_and(|_| document.tokens.word(site.last + 1) == "to");
    taken && !extends
}

/// A place that only tells a distance or an extent: "10 cm above the patella", "from the foot to the groin".
fn is_reference(document: &Document, site: &Site) -> bool {
    let word = |t: Option<usize>| t.map(|t| document.tokens.word(t)).unwrap_or("");
    let back = |n: usize| site.first.checked_sub(n);
    // "above the superior pole of the patella": the edge of a landmark tells a distance as the landmark does.
    let of = (1..4).find(|&n| word(back(n)) == "of").filter(|&n| is_edge(word(back(n + 1))));
    let skip = match of {
        Some(n) => (n + 1..n + 6).find(|&n| is_relation(word(back(n)))).map_or(0, |n| n - 1),
        None => usize::from(matches!(word(back(1)), "the" | "his" | "her" | "its")),
    };
    let before = back(1 + skip);
    let measured = before.and_then(|b| b.checked_sub(1)).is_some_and(|t| {
        document.concepts(t).meets(ConceptSet::of(&[known::UNIT_CM, known::UNIT_MM, known::UNIT_INCH]))
    });
    // "arising from the vastus": where it lies.
    let within = before.is_some_and(|t| document.is(t, known::INSIDE));
    let relation = !within && is_relation(word(before)) || (word(before) == "to" && measured);
    // "cores were obtained from the vastus": the source of the tissue, not the end of a distance.
    let source = word(before) == "from" && !measured && is_source(document, site);
    // "the nerve ran two centimeters to the medial side".
    let aside = word(before) == "to" && measured && !site.concepts.meets(PLACE.with(SIDE));
    // "over the trochanter-to-patella line".
    let line = site.last + 1 < document.tokens.list.len()
        && matches!(document.tokens.word(site.last + 1), "line" | "axis")
        && word(back(1)) != "the";
    // "the incision ran from the knee to the mid thigh".
    let sentence = &document.sentences[site.sentence];
    let cut = || (sentence.first..site.first).any(|t| document.is(t, known::INCISION));
    let starts = word(before) == "from" && word(Some(site.last + 1).filter(|&t| t < sentence.end)) == "to";
    let ends = word(before) == "to"
        && before.is_some_and(|b| (b.saturating_sub(10).max(sentence.first)..b).any(|t| word(Some(t)) == "from"));
    let extent = (starts || ends) && cut();
    aside
        || line
        || extent
        || relation
            && !source
            && (measured || matches!(word(before), "from" | "above" | "below"))
            && !site.concepts.meets(SIDE.with(ASPECT))
}

/// The edge of a landmark.
fn is_edge(word: &str) -> bool {
    matches!(word, "pole" | "edge" | "border" | "rim" | "margin" | "tip" | "top" | "crease" | "level")
}

/// A word before a landmark from which a distance is told.
fn is_relation(word: &str) -> bool {
    matches!(word, "above" | "below" | "from" | "proximal" | "distal" | "beneath" | "beyond")
}
