//! What was sampled in place of another: "the vastus was used, as the tibialis is spent", "asked for the deltoid … left vastus lateralis
//! was agreed". In: the sites of a document. Out: the same, those that were passed over without weight.

use super::described::{chose, tells_choice};
use super::{PLACE, SIDE, Site};
use crate::document::Document;
use crate::finding::Tier;
use crate::lexicon::concept::group::{MUSCLES, REGIONS};
use crate::lexicon::concept::{Concept, ConceptSet, known};
use crate::lexicon::word_class::WordClass;

/// How far from the words of a choice, in sentences, what was passed over for it may be named.
const NEAR: usize = 3;

/// Most choices of a note, and most sites about one, that are looked at: no note needs more, and a long one stays quick.
const MOST: usize = 12;

/// The least weight of what was chosen.
const CHOSEN: u32 = 2;

/// What shows that something was done at a place, and not only thought of.
const DONE: ConceptSet = ConceptSet::of(&[
    known::TAKE,
    known::CUT,
    known::SAMPLE,
    known::CORE,
    known::PASS,
    known::PUNCH_TOOL,
    known::BIOPSIED,
    known::UNIT_CM,
    known::UNIT_MM,
]);

/// Takes the weight from sites that were passed over for one that was chosen.
pub(super) fn pass_over(document: &Document, sites: &mut [Site]) {
    let chosen: Vec<usize> = (0..sites.len()).filter(|&i| is_chosen(document, &sites[i])).take(MOST).collect();
    for &i in &chosen {
        let one = sites[i].clone();
        let other = |s: &Site| are_apart(&one, s) && !chosen.iter().any(|&c| sites[c].first == s.first);
        let passed: Vec<usize> = near(document, sites, i)
            .take(2 * MOST)
            .filter(|&j| other(&sites[j]) && is_passed_over(document, &one, &sites[j]))
            .collect();
        for &j in &passed {
            sites[j].weight = 0;
            sites[j].firm = false;
            sites[j].aside = true;
        }
        if !passed.is_empty() {
            sites[i].weight = sites[i].weight.max(CHOSEN);
        }
    }
}

/// The sites in the sentences before one that was chosen, and in its own.
fn near<'s>(document: &'s Document, sites: &'s [Site], chosen: usize) -> impl Iterator<Item = usize> + use<'s> {
    let sentence = sites[chosen].sentence;
    let section = document.sentences[sentence].section;
    let from = sites.partition_point(|s| s.sentence + NEAR < sentence);
    let to = sites.partition_point(|s| s.sentence <= sentence);
    let told = move |s: &Site| {
        document.sentences[s.sentence].section == section
            || Tier::of(s.role) == Tier::Body && s.sentence + 1 == sentence
    };
    // Those that stand nearest, whatever a long sentence holds besides.
    let from = from.max(chosen.saturating_sub(MOST));
    (from..to).filter(move |&j| j != chosen && told(&sites[j]))
}

/// Whether two sites cannot be one: they lie on other sides, in other regions, or one in a muscle of the thigh and one elsewhere.
fn are_apart(one: &Site, other: &Site) -> bool {
    const LIMB: ConceptSet = ConceptSet::of(&[known::THIGH_MUSCLE, known::THIGH]);
    const ELSEWHERE: ConceptSet = ConceptSet::of(&[known::OTHER_MUSCLE, known::OTHER_REGION]);
    let has = |s: &Site, set: ConceptSet| s.concepts.meets(set);
    let sided = |own: Concept, opposite: Concept| one.concepts.has(own) && other.concepts.has(opposite);
    let regions = |a: &Site, b: &Site| has(a, LIMB) && !has(a, ELSEWHERE) && has(b, ELSEWHERE) && !has(b, LIMB);
    let knees = |a: &Site, b: &Site| {
        a.concepts.has(known::THIGH) && !a.concepts.has(known::KNEE) && b.concepts.has(known::KNEE)
    };
    sided(known::LEFT, known::RIGHT)
        || sided(known::RIGHT, known::LEFT)
        || regions(one, other)
        || regions(other, one)
        || knees(one, other)
}

/// "R quads (vastus lat.) used", "left vastus lateralis was agreed", "…; so mid thigh": whether a place is told to be the one that was
/// settled on.
fn is_chosen(document: &Document, site: &Site) -> bool {
    const REACH: usize = 4;
    if !site.concepts.meets(PLACE.with(SIDE)) || site.assertion.is_negated() || Tier::of(site.role) != Tier::Body {
        return false;
    }
    if site.concepts.meets(SIDE) && (tells_choice(document, site.first, site.last) || chose(document, site.first)) {
        return true;
    }
    let sentence = &document.sentences[site.sentence];
    let small = |t: usize| {
        document.is(t, known::BE)
            || document.tokens.is_mark(t, b')')
            || matches!(
                document.tokens.word(t),
                "was" | "were" | "is" | "therefore" | "then" | "thus" | "so" | "instead" | "muscle" | "side"
            )
    };
    // "Left thigh used for the graft", "used as a donor".
    let word = |t: usize| if t < sentence.end { document.tokens.word(t) } else { "" };
    let otherwise = |t: usize| match word(t + 1) {
        "for" | "to" => true,
        "as" => matches!(word(t + 2), "a" | "an" | "donor" | "control"),
        _ => false,
    };
    let settled =
        |t: usize| document.word_is(t, WordClass::Chosen) || document.word_is(t, WordClass::SettledOn) && !otherwise(t);
    let behind = site.last + 1..sentence.end.min(site.last + 1 + REACH);
    let told = behind.clone().find(|&t| !small(t) || settled(t)).is_some_and(settled);
    // "…; so mid thigh." concludes.
    let lead = site.first.checked_sub(1).filter(|&t| t > sentence.first).map_or("", |t| document.tokens.word(t));
    let ends = || site.last + 2 >= sentence.end;
    told || matches!(lead, "so" | "hence" | "therefore") && ends() || is_changed_to(document, site, sentence.first)
}

/// "We moved to the left vastus lateralis", "changed to right rectus femoris", "settled on the thigh".
fn is_changed_to(document: &Document, site: &Site, from: usize) -> bool {
    let small = |t: &usize| document.is(*t, known::DETERMINER);
    let mut before = (from..site.first).rev().filter(|t| !small(t));
    let (to, verb) = (before.next(), before.next());
    let led = to.is_some_and(|t| matches!(document.tokens.word(t), "to" | "on" | "for" | "in"));
    led && verb.is_some_and(|t| document.word_is(t, WordClass::ChangedTo))
}

/// Whether a site is told of nothing that was done there: it was asked for, weighed or refused before the choice, or gives the reason
/// for it behind.
fn is_passed_over(document: &Document, chosen: &Site, site: &Site) -> bool {
    const PLACES: ConceptSet = REGIONS.with(MUSCLES);
    let sentence = &document.sentences[site.sentence];
    if site.first > chosen.last {
        let reason = |t: usize| document.word_is(t, WordClass::GivesReason);
        return (chosen.last + 1..site.first).any(reason);
    }
    // The clause of the choice is another's.
    let end = if site.sentence == chosen.sentence { chosen.first } else { sentence.end };
    let stop = (site.last + 1..end).find(|&t| document.concepts(t).meets(PLACES)).unwrap_or(end);
    !(sentence.first..stop).any(|t| document.concepts(t).meets(DONE))
}
