//! Lesions told in turn in running text, in a note that speaks of several: "we started on the right … and repeated it on the left",
//! "the anterior swelling … for the posterior swelling".

use super::super::Tier;
use super::super::site::Site;
use super::{ASPECT, Finder, Item, MOST, Part, apart, document_word, opposed};
use crate::lexicon::concept::group::{REGIONS, SIDES};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;

/// What a part points at.
enum Pointer {
    /// One place.
    One(ConceptSet, ConceptSet),
    /// Both sides, or opposite ends of a limb.
    Several,
    Nothing,
}

impl Finder<'_> {
    /// Runs of parts by the place they speak of; a part that names none goes on with the place before it.
    pub(super) fn in_turn(&self) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        // Where lesions are not counted, only a lesion called by its aspect stands against another.
        let several = self.several || self.titles().len() >= 2 || self.repeats_elsewhere();
        if !several && !self.counted {
            return items;
        }
        let mut current = None;
        for part in 0..self.parts.len() {
            if Tier::of(self.role(part)) != Tier::Body || self.speaks_of_all(part) {
                current = None;
                continue;
            }
            let referent = self.is_referent(part);
            match self.pointer(part) {
                Pointer::One(..) if !several && !referent => {}
                Pointer::One(key, aspects) => current = item_at(&mut items, key, aspects, referent),
                Pointer::Several => current = None,
                Pointer::Nothing if self.samples_of_all(part) => current = None,
                Pointer::Nothing => {}
            }
            let Some(item) = current else { continue };
            match items[item].runs.last_mut().filter(|r| r.end == part) {
                Some(run) => run.end = part + 1,
                None => items[item].runs.push(part..part + 1),
            }
        }
        // In the order in which they were dealt with, and not in that of their introduction.
        let dealt_with = |i: &Item| i.runs.iter().flat_map(Clone::clone).find(|&p| self.samples_in(&(p..p + 1)));
        // Where no act is read, what is told of a lesion stands for it.
        let told = |i: &Item| i.runs.first().map_or(usize::MAX, |r| r.start);
        items.sort_by_key(|i| dealt_with(i).unwrap_or_else(|| told(i)));
        items
    }

    /// "Same again on the left.": whether a part of the account says that what was done is done again, and on which side.
    fn repeats_elsewhere(&self) -> bool {
        let mut parts: Vec<usize> = Vec::new();
        let again = |m: &&Mention| m.is(known::REPEATED) && !self.is_pluperfect(m.first());
        for mention in self.document.mentions.iter().filter(again) {
            let part = self.part(mention.first());
            if parts.last() != Some(&part) {
                parts.push(part);
            }
        }
        parts.into_iter().any(|p| {
            let sided = || matches!(self.pointer(p), Pointer::One(key, _) if key.meets(SIDES));
            self.is_account(p) && sided()
        })
    }

    /// The place that a part names: by its sites, or by a bare side.
    fn pointer(&self, part: usize) -> Pointer {
        let Part { first, end, .. } = self.parts[part];
        let sites = self.sites_from(first).take_while(|s| s.first < end).filter(|s| s.weight > 0);
        let (mut key, mut aspects) = (ConceptSet::EMPTY, ConceptSet::EMPTY);
        for site in sites {
            if apart(key, place_of(site)) || site.concepts.has(known::BILATERAL) {
                return Pointer::Several;
            }
            key = key.with(place_of(site));
            aspects = aspects.with(site.aspects);
        }
        if !key.meets(SIDES) {
            let sides = self.document.mentions_in(first, end).map(|m| &self.document.mentions[m]);
            let sides = sides
                .filter(|m| m.concepts.meets(SIDES) && !m.is(known::PSEUDO) && !self.lies_on(m))
                .fold(ConceptSet::EMPTY, |set, m| set.with(m.concepts));
            key = key.with(sides.within(SIDES));
        }
        if SIDES.iter().all(|s| key.has(s)) || opposed_in_itself(aspects) {
            return Pointer::Several;
        }
        if key.is_empty() && aspects.is_empty() { Pointer::Nothing } else { Pointer::One(key, aspects) }
    }

    /// "For the medial one", "the anterior lump": a part that opens with a lesion named by its aspect.
    fn is_referent(&self, part: usize) -> bool {
        const OPENING: usize = 5;
        let document = self.document;
        let Part { first, end, .. } = self.parts[part];
        let word = |t: usize| document_word(document, t);
        let Some(article) = (first..end.min(first + OPENING)).find(|&t| word(t) == "the") else { return false };
        let aspect = article + 1;
        aspect + 1 < end
            && document.concepts(aspect).meets(ASPECT)
            && document
                .mention(aspect)
                .is_some_and(|m| document.is(m.last() + 1, known::LESION) || word(m.last() + 1) == "one")
    }

    /// "On her left side": how the patient lies.
    fn lies_on(&self, side: &Mention) -> bool {
        let word = |t: usize| document_word(self.document, t);
        matches!(word(side.last() + 1), "side" | "lateral")
            || side.first().checked_sub(1).is_some_and(|t| self.document.word_is(t, WordClass::Possessive))
    }
}

/// What a site says of its place; the region that a muscle implies is left out, as a mass behind the knee may lie on one of the thigh.
fn place_of(site: &Site) -> ConceptSet {
    site.concepts.within(SIDES.with(REGIONS))
}

/// Whether aspects name opposite ends of a limb.
fn opposed_in_itself(aspects: ConceptSet) -> bool {
    aspects.iter().any(|one| opposed(ConceptSet::of(&[one]), aspects.without(one)))
}

/// The item at a place: the one that it fits, or a new one where it fits none; none where it fits several.
fn item_at(items: &mut Vec<Item>, key: ConceptSet, aspects: ConceptSet, referent: bool) -> Option<usize> {
    let other = |i: &Item| referent && !i.aspects.is_empty() && !aspects.is_empty() && !i.aspects.meets(aspects);
    let fits = |i: &Item| !apart(i.key, key) && !opposed(i.aspects, aspects) && !other(i);
    let mut fitting = (0..items.len()).filter(|&i| fits(&items[i]));
    match (fitting.next(), fitting.next()) {
        (Some(one), None) => {
            items[one].key = items[one].key.with(key);
            items[one].aspects = items[one].aspects.with(aspects);
            Some(one)
        }
        (None, _) if items.len() < MOST => {
            items.push(Item { runs: Vec::new(), key, aspects, label: None });
            Some(items.len() - 1)
        }
        _ => None,
    }
}
