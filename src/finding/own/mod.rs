//! The lengths, sides and aspects that a note names, each with what stands around it weighed (`around.tsv`): whether it is the
//! sampled lesion's own. The patterns and the rules of places read what they know; this tells them what people put in words of their own.

mod tissue;
mod weigh;

pub(super) use tissue::{sampled_instead, samples_soft};

use std::cmp::Ordering;
use std::ops::RangeInclusive;

use super::Tier;
use super::site::Site;
use super::size::Size;
use crate::analysis::Aspect;
use crate::document::Document;
use crate::lexicon::around::{Fact, LONGEST, MOST, Matter};
use crate::lexicon::concept::group::{MUSCLES, SIDES};
use crate::lexicon::concept::{Concept, ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::mention::around::Around;

/// What the rule of an element opens with that rests on these weights; the name of the matter follows.
pub const RULE: &str = "around.tsv:";

/// What may be the lesion's.
#[derive(Debug, Clone)]
pub struct Candidate<V> {
    /// What it would be.
    pub value: V,
    /// Its tokens.
    pub own: RangeInclusive<usize>,
    /// What the place means that it is a part of.
    place: ConceptSet,
    /// What no word beside it tells.
    pub facts: Vec<Fact>,
}

impl<V> Candidate<V> {
    /// What stands around it.
    pub fn around<'d>(&self, document: &'d Document) -> Around<'d> {
        document.stands_around(self.own.clone(), self.place)
    }

    /// How much all that speaks for its being the lesion's: above nothing for it, below against it.
    pub fn speaks(&self, document: &Document, matter: Matter) -> f32 {
        document.weighs_around(matter, &self.around(document), &self.facts)
    }
}

/// The sides: a candidate for each mention of one, left or right.
pub fn sides(document: &Document, sites: &[Site]) -> Vec<Candidate<Concept>> {
    let side = |m: &Mention| [known::LEFT, known::RIGHT].into_iter().find(|s| m.concepts.has(*s));
    let told = |m: &&Mention| m.is(known::LEFT) != m.is(known::RIGHT) && m.concepts.meets(SIDES);
    let all: Vec<(Concept, &Mention)> =
        document.mentions.iter().filter(told).filter_map(|m| Some((side(m)?, m))).collect();
    let lefts = all.iter().filter(|(s, _)| *s == known::LEFT).count();
    let candidate = |(n, (side, mention)): (usize, &(Concept, &Mention))| {
        let own = if *side == known::LEFT { lefts } else { all.len() - lefts };
        let other = all.len() - own;
        let ahead = (own + MOST).saturating_sub(other).min(2 * MOST);
        let counts = [Fact::Same(own.min(MOST)), Fact::Other(other.min(MOST)), Fact::Ahead(ahead)];
        let facts = counts.into_iter().chain((n == 0).then_some(Fact::First));
        of_mention(*side, mention, sites, facts)
    };
    all.iter().enumerate().map(candidate).collect()
}

/// The aspects: a candidate for each aspect of each mention.
pub fn aspects(document: &Document, sites: &[Site]) -> Vec<Candidate<Aspect>> {
    let mut counts: [usize; 7] = [0; 7];
    let mut all: Vec<(Aspect, &Mention)> = Vec::new();
    for mention in &document.mentions {
        for aspect in super::aspects_of(mention.concepts) {
            counts[aspect as usize] += 1;
            all.push((aspect, mention));
        }
    }
    let candidate = |(n, (aspect, mention)): (usize, &(Aspect, &Mention))| {
        let counted = [Fact::Aspect(*aspect), Fact::Same(counts[*aspect as usize].min(MOST))];
        let facts = counted.into_iter().chain((n == 0).then_some(Fact::First));
        of_mention(*aspect, mention, sites, facts)
    };
    all.iter().enumerate().map(candidate).collect()
}

/// Tissues other than soft: what names one.
const OTHER_TISSUE: ConceptSet = ConceptSet::of(&[known::NON_SOFT_TISSUE, known::NEUROVASCULAR]);

/// Tissues other than soft that the account names: a candidate for each mention of one, and for each word that may name one.
pub fn other_tissues(document: &Document) -> Vec<Candidate<()>> {
    let mention = |m: &Mention| m.concepts.meets(OTHER_TISSUE).then(|| m.first()..=m.last());
    let mut all: Vec<RangeInclusive<usize>> = document.mentions.iter().filter_map(mention).collect();
    let apart = |t: &usize| document.word_is(*t, WordClass::OtherTissue) && !document.concepts(*t).meets(OTHER_TISSUE);
    all.extend((0..document.tokens.list.len()).filter(apart).map(|t| t..=t));
    all.sort_by_key(|own| *own.start());
    of_tissues(document, all)
}

/// Lesions and muscles that the account names: a candidate for each mention of one.
pub fn soft_tissues(document: &Document) -> Vec<Candidate<()>> {
    const SOFT: ConceptSet = MUSCLES.with(ConceptSet::of(&[known::LESION, known::MUSCLE, known::FAT]));
    let soft = |m: &Mention| m.concepts.meets(SOFT) && !m.concepts.meets(OTHER_TISSUE);
    let mention = |m: &Mention| soft(m).then(|| m.first()..=m.last());
    of_tissues(document, document.mentions.iter().filter_map(mention).collect())
}

/// Those in the account: what is told elsewhere was named before it was seen.
fn of_tissues(document: &Document, mut all: Vec<RangeInclusive<usize>>) -> Vec<Candidate<()>> {
    all.retain(|own| Tier::of(document.section_of(*own.start()).role) == Tier::Body);
    let same = Fact::Same(all.len().min(MOST));
    let candidate = |own| Candidate { value: (), own, place: ConceptSet::EMPTY, facts: vec![same] };
    all.into_iter().map(candidate).collect()
}

/// The lengths: a candidate for each of these, by its number among them.
pub fn lengths(sizes: &[Size]) -> Vec<Candidate<usize>> {
    // In order, so that one search counts what is longer or the same: a note may hold very many.
    let mut longest: Vec<f64> = sizes.iter().map(|s| s.mm[0]).collect();
    longest.sort_by(f64::total_cmp);
    let mut all: Vec<&[f64]> = sizes.iter().map(|s| &s.mm[..]).collect();
    all.sort_by(|a, b| in_order(a, b));
    let candidate = |(number, size): (usize, &Size)| {
        let longer = longest.len() - longest.partition_point(|mm| *mm <= size.mm[0]);
        let same = all.partition_point(|mm| in_order(mm, &size.mm).is_le())
            - all.partition_point(|mm| in_order(mm, &size.mm).is_lt());
        let fuller = all.len() - all.partition_point(|mm| mm.len() <= size.mm.len());
        // By half powers of two, from half a millimetre on.
        let long = ((size.mm[0].max(0.5).log2() + 1.0) * 2.0) as usize;
        let facts = vec![
            Fact::Dimensions(size.mm.len().min(MOST)),
            Fact::Long(long.min(LONGEST)),
            Fact::Same(same.min(MOST)),
            Fact::Other(longer.min(MOST)),
            Fact::Fuller(fuller.min(MOST)),
        ];
        let only = (sizes.len() == 1).then_some(Fact::First);
        Candidate {
            value: number,
            own: size.first..=size.last,
            place: ConceptSet::EMPTY,
            facts: facts.into_iter().chain(only).collect(),
        }
    };
    sizes.iter().enumerate().map(candidate).collect()
}

/// Sizes by their number of dimensions, and then by each of these.
fn in_order(one: &[f64], other: &[f64]) -> Ordering {
    let by_length = || one.iter().zip(other).map(|(a, b)| a.total_cmp(b)).find(|o| o.is_ne());
    one.len().cmp(&other.len()).then_with(|| by_length().unwrap_or(Ordering::Equal))
}

/// A mention as a candidate, with what the site means that it is a part of.
fn of_mention<V>(value: V, mention: &Mention, sites: &[Site], facts: impl Iterator<Item = Fact>) -> Candidate<V> {
    let site = sites[..sites.partition_point(|s| s.first <= mention.first())].last();
    let place = site.filter(|s| s.last >= mention.last()).map_or(ConceptSet::EMPTY, |s| s.concepts);
    Candidate { value, own: mention.first()..=mention.last(), place, facts: facts.collect() }
}
