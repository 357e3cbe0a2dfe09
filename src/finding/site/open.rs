//! A description of a site while its words are read: what joins it, what ends it and what belongs to something else.

use super::aspect::belongs_elsewhere;
use super::described::{is_behind_cut, is_leaving, is_site, tells_cut};
use super::place::{Place, is_over_front, is_paired, spans_thigh, stands_apart};
use super::subject::has_other_subject;
use super::weight::{is_aside, is_firm, is_sighted, weight};
use super::{ASPECT, CONTRADICTS, PLACE, SIDE, STEP, STRUCTURE, Site};
use crate::assertion::assertion;
use crate::document::Document;
use crate::lexicon::concept::group::REGIONS;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::{Break, Kind};

/// A site being read.
pub(super) struct Open {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) concepts: ConceptSet,
    pub(super) aspects: ConceptSet,
    pub(super) of_cut: bool,
}

impl Open {
    /// Whether the next word belongs to the same site.
    pub(super) fn takes(&self, document: &Document, at: usize, concepts: ConceptSet) -> bool {
        // "Left thigh, front, just off the midline, upper third": the midline parts nothing.
        let counts =
            |t: &usize| document.mention(*t).is_none_or(|m| m.first() == *t) && document.tokens.word(*t) != "midline";
        let steps = (self.last + 1..at).filter(counts).count();
        if steps > STEP || !(self.last + 1..at).all(|t| may_join(document, t)) {
            return false;
        }
        if is_leaving(document, self.first, self.last) {
            return false;
        }
        // "a hand below the groin, on the inner side": the groin only tells how far.
        let parted = |t: usize| document.tokens.is_mark(t, b',') || document.word_is(t, WordClass::PlaceWord);
        if self.is_landmark_of_distance(document) && (self.last + 1..at).any(parted) {
            return false;
        }
        // "On the inside of the knee and another on the front of the thigh".
        if (self.last + 1..at).any(|t| document.tokens.word(t) == "another") {
            return false;
        }
        let conjoined = (self.last + 1..at).any(|t| document.is(t, known::CONJUNCTION));
        let same_place = |set: ConceptSet| same(self.concepts, concepts, set);
        if self.concepts.meets(REGIONS) && concepts.meets(REGIONS) && !same_place(REGIONS) {
            return false;
        }
        if self.concepts.meets(SIDE) && concepts.meets(SIDE) && !same_place(SIDE) {
            return false;
        }
        // "right semitendinosus, near the ischial origin": a muscle has its place, what it is near to has none.
        let near = (self.last + 1..at).any(|t| document.word_is(t, WordClass::TowardLandmark));
        if near && self.concepts.meets(STRUCTURE) && concepts.has(known::OTHER_REGION) && !self.concepts.meets(REGIONS)
        {
            return false;
        }
        !conjoined || concepts.meets(ASPECT)
    }

    /// "below the groin", "from the knee".
    pub(super) fn is_landmark_of_distance(&self, document: &Document) -> bool {
        let is = |back: usize, class| self.first.checked_sub(back).is_some_and(|t| document.word_is(t, class));
        let article = usize::from(is(1, WordClass::Definite));
        self.concepts.meets(REGIONS)
            && !self.concepts.meets(SIDE.with(ASPECT))
            && (is(1 + article, WordClass::OffRegion)
                // "up by the buttock, upper third".
                || self.concepts.has(known::OTHER_REGION) && is(1 + article, WordClass::NextToRegion))
    }

    /// A site that starts with a mention.
    pub(super) fn at(document: &Document, place: &Place) -> Self {
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
    pub(super) fn takes_bare(&self, document: &Document, place: &Place) -> bool {
        let height = place.last > place.first && self.concepts.meets(ASPECT);
        // "Left, outside.": a sentence of a side and an aspect goes on about the place before it.
        let sentence = &document.sentences[document.sentence_of(place.first)];
        let all = self.concepts.meets(SIDE) && self.first == sentence.first && place.last + 2 >= sentence.end;
        (self.concepts.meets(PLACE) || height || all || document.tokens.word(place.first).ends_with("ly"))
            && stands_apart(document, place.first, place.last)
    }

    pub(super) fn add(&mut self, document: &Document, place: &Place) {
        let Place { first, last, concepts } = *place;
        self.first = self.first.min(first);
        self.last = last;
        let placed = self.concepts.meets(PLACE);
        self.concepts = self.concepts.with(concepts);
        let own = concepts.meets(REGIONS)
            || (!concepts.meets(STRUCTURE.with(SIDE)) || concepts.meets(ASPECT))
                && !belongs_elsewhere(document, first, last, placed);
        if own {
            self.aspects = self.aspects.with(concepts);
        }
        // "8 cm incision laterally".
        let behind_cut = document.tokens.word(last).ends_with("ly")
            && (first.checked_sub(1).is_some_and(|t| document.is(t, known::INCISION))
                || is_behind_cut(document, first));
        self.of_cut |= concepts.meets(ASPECT) && !placed && (behind_cut || tells_cut(document, first, last));
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

pub(super) fn same(a: ConceptSet, b: ConceptSet, of: ConceptSet) -> bool {
    of.iter().all(|c| !b.has(c) || a.has(c))
}

/// Whether a token may stand within the description of a site.
pub(super) fn may_join(document: &Document, token: usize) -> bool {
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
        Kind::Punct(b',' | b'(' | b')' | b'/' | b'.' | b'-' | b'^') => true,
        Kind::Punct(b':') => {
            token > 0
                && (document.tokens.list[token - 1].before >= Break::Line
                    && document.concepts(token - 1).meets(SIDE)
                    // "rt thigh: outer, lower third".
                    || document.concepts(token - 1).meets(REGIONS) && leads_aspects(document, token))
        }
        Kind::Check(ticked) => ticked,
        // "right thigh — ventral": a dash that is written with a sign of its own.
        Kind::Punct(b'|') if document.tokens.list[token].span.len() > 1 => true,
        // "jxn mid+distal 1/3".
        Kind::Punct(b'+') => {
            token > 0 && document.concepts(token - 1).meets(ASPECT) && document.concepts(token + 1).meets(ASPECT)
        }
        // "upper 1/3 & middle 1/3".
        Kind::Punct(_) => document.is(token, known::CONJUNCTION),
        Kind::Number => false,
        Kind::Word => {
            // "the lower front part of the thigh".
            let part = || document.mention(token).is_some_and(|m| document.word_is(m.first(), WordClass::PartName));
            // "R thigh, both lateral".
            let of_all = document.is(token, known::ALL_LESIONS) && document.concepts(token + 1).meets(ASPECT);
            // "Left rectus femoris as the skin of the shoulder was infected": a reason begins.
            document.concepts(token).meets(JOINING) && document.tokens.word(token) != "as"
                || of_all
                || is_short_biopsy(document, token)
                // "back of this gentleman's left thigh".
                || (document.word_is(token, WordClass::LimbOwner)
                    || matches!(document.tokens.word(token), "s" | "'s" | "this"))
                    && (document.concepts(token + 1).meets(SIDE.with(REGIONS))
                        || document.word_is(token + 1, WordClass::LimbOwner)
                        || matches!(document.tokens.word(token + 1), "s" | "'s" | "'"))
                // "the prepatellar subcutis medially".
                || document.concepts(token).meets(ConceptSet::of(&[known::FAT, known::SUBCUTANEOUS]))
                    && document.is(token + 1, known::BARE_ASPECT)
                    && document.tokens.word(token + 1).ends_with("ly")
                // "the inner side of the thigh, down at the knee end".
                || matches!(document.tokens.word(token), "up" | "down" | "way")
                    && document.concepts(token + 1).meets(ASPECT)
                // "on the inside of her thigh, sort of the upper part".
                || document.word_is(token, WordClass::SortOf) && document.tokens.list.get(token + 1).is_some_and(|_| document.tokens.word(token + 1) == "of")
                || document.is(token, known::PARTIAL) && part()
                || document.word_is(token, WordClass::WithinPlace)
        }
    }
}

/// ": outer, lower third": aspects and a mark or the end behind them follow a mark.
fn leads_aspects(document: &Document, token: usize) -> bool {
    let aspect = |t: usize| document.concepts(t).meets(ASPECT);
    // "Thigh: left, lateral, 3.9 x 2.1 cm".
    let side = document.concepts(token + 1).meets(SIDE) && document.tokens.is_mark(token + 2, b',');
    let token = if side { token + 2 } else { token };
    let behind = (token + 1..document.tokens.list.len()).find(|&t| !aspect(t) && !document.is(t, known::FILLER));
    aspect(token + 1)
        && behind.is_none_or(|t| {
            matches!(document.tokens.list[t].kind, Kind::Punct(_)) || document.tokens.list[t].before >= Break::Line
        })
}

/// "thigh bx, R anterior", "Thigh core biopsy, left, posterior": the act between a region and what tells more of it.
pub(super) fn is_short_biopsy(document: &Document, token: usize) -> bool {
    let Some(mention) = document.mention(token).filter(|m| m.is(known::BIOPSY)) else { return false };
    let next = mention.last() + 1;
    document.tokens.is_mark(next, b',') && document.concepts(next + 1).meets(SIDE.with(ASPECT))
}

pub(super) fn close(document: &Document, sentence: usize, open: Option<Open>, out: &mut Vec<Site>) {
    let Some(open) = open else { return };
    if !is_site(document, &open) {
        return;
    }
    let role = document.sections[document.sentences[sentence].section].role;
    let assertion = assertion(document, open.first, open.last);
    let corrects = super::super::corrects(document, open.first);
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
        of_other: false,
        corrects,
        of_cut: open.of_cut,
    };
    site.aside = is_aside(document, &site);
    site.of_other = has_other_subject(document, &site);
    site.weight = weight(document, &site);
    site.firm = site.weight >= CONTRADICTS && is_firm(document, &site)
        || site.weight > 1 && site.concepts.meets(REGIONS) && is_sighted(document, &site);
    out.push(site);
}

/// "Which limb? Left lower.": the limb is told, no part of it.
pub(super) fn answers_side(document: &Document, open: &Open) -> bool {
    let section = document.section_of(open.first);
    !open.concepts.meets(REGIONS.with(STRUCTURE))
        && (section.first..section.body)
            .any(|t| document.is(t, known::SIDE_FIELD) && !document.is(t, known::SITE_FIELD))
}

pub(super) fn keep_aspects(concepts: ConceptSet) -> ConceptSet {
    let mut out = ConceptSet::EMPTY;
    for c in ASPECT.iter().filter(|c| concepts.has(*c)) {
        out.insert(c);
    }
    out
}
