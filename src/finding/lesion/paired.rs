//! Two lesions named side by side and dealt with in one go: "left vastus and right vastus each sampled", "two punches: one left thigh,
//! one right thigh". In: the sites of a sentence. Out: an item each, without parts of its own.

use super::super::Tier;
use super::super::site::Site;
use super::super::{holds, is_held};
use super::parts::is_of_samples;
use super::{Finder, Item, apart, document_word, is_several_lesions, key_of};
use crate::document::section::Role;
use crate::lexicon::concept::group::{LENGTH_UNITS, MUSCLES, REGIONS, SIDES};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::mention::Mention;
use crate::statement::Statement;
use crate::token::Kind;

/// How far apart two places side by side may stand, in tokens, and how near its lesion stands to each.
const BETWEEN: usize = 10;
const NEAR: usize = 4;

/// How many parts behind a pair may tell what was taken of each.
const SOON: usize = 6;

/// How far before counted lesions, in tokens, their number may stand.
const COUNT: usize = 4;

impl Finder<'_> {
    /// The two lesions of the first such pair; none where no sampling is told of each.
    pub(super) fn paired(&self) -> Vec<Item> {
        let pairs = self.sites.windows(2).filter_map(|w| Some((w.first()?, w.get(1)?)));
        let mut told = pairs.filter(|(one, other)| self.is_pair(one, other));
        let Some((one, other)) = told.next() else { return Vec::new() };
        // "Left vastus, right vastus and left calf" are more than a pair.
        if told.any(|(first, _)| first.first == other.first) {
            return Vec::new();
        }
        let item = |s: &Site| Item { runs: Vec::new(), key: key_of(s.concepts), aspects: s.aspects, label: None };
        vec![item(one), item(other)]
    }

    /// "Two nodules of the right thigh, 2 cm and 1 cm, 14G core biopsy of each": two that are counted, measured one after the other, and
    /// each sampled.
    pub(super) fn sized_pair(&self) -> Option<Vec<Item>> {
        let item = || Item { runs: Vec::new(), key: ConceptSet::EMPTY, aspects: ConceptSet::EMPTY, label: None };
        let document = self.document;
        let counted = |m: &&Mention| {
            let two = |t: usize| matches!(document_word(document, t), "two" | "2" | "both");
            is_several_lesions(document, m)
                && (m.first().saturating_sub(COUNT)..=m.last()).any(two)
                && Tier::of(self.role(self.part(m.first()))) >= Tier::Title
        };
        let pair = document.mentions.iter().filter(counted).any(|m| self.measures_two(m));
        let each = |s: &Statement| {
            matches!(s.claim, Claim::Sampled | Claim::Part)
                && is_held(s)
                && (self.is_of_each(s) || self.follows_each(s))
        };
        (pair && self.statements.iter().any(each)).then(|| vec![item(), item()])
    }

    /// "2 cm and 1 cm", "(2 cm, 1 cm)": whether two lengths, and no more, stand one after the other behind some lesions in their sentence.
    fn measures_two(&self, lesions: &Mention) -> bool {
        const REACH: usize = 16;
        let document = self.document;
        let end = document.sentences[document.sentence_of(lesions.first())].end.min(lesions.last() + 1 + REACH);
        let number = |t: usize| t < end && document.tokens.list[t].kind == Kind::Number;
        let length = |t: usize| number(t) && t + 1 < end && document.concepts(t + 1).meets(LENGTH_UNITS);
        let joint = |t: usize| {
            document.tokens.word(t) == "and" || matches!(document.tokens.list[t].kind, Kind::Punct(b',' | b'&'))
        };
        let lengths: Vec<usize> = (lesions.last() + 1..end).filter(|&t| length(t)).collect();
        matches!(lengths[..], [one, other] if one + 3 == other && joint(one + 2))
    }

    /// "Were each sampled".
    fn follows_each(&self, sampling: &Statement) -> bool {
        let from = self.document.sentences[sampling.sentence].first.max(sampling.first.saturating_sub(2));
        (from..=sampling.first).any(|t| document_word(self.document, t) == "each")
    }

    fn is_pair(&self, one: &Site, other: &Site) -> bool {
        const PLACES: ConceptSet = REGIONS.with(MUSCLES);
        // "Both sides, vastus lateralis. The right leg at the start and the left leg at the end, own stab each".
        let limb = |s: &Site| s.concepts.has(known::LIMB) && s.concepts.meets(SIDES);
        let plural = self.names_biopsies(one);
        let limbs = (self.several || plural) && limb(one) && limb(other);
        let told = |s: &Site| {
            s.weight > 0
                && (s.concepts.meets(PLACES) || limbs)
                && s.assertion.is_current()
                && !s.assertion.is_negated()
                && (self.is_account(self.part(s.first))
                    || self.role(self.part(s.first)) == Role::Field
                    || self.is_whole_note(self.part(s.first)))
        };
        let sentence = self.document.sentence_of(one.first);
        other.first <= one.last + BETWEEN
            && told(one)
            && told(other)
            && apart(key_of(one.concepts), key_of(other.concepts))
            && self.document.sentence_of(other.first) == sentence
            && (plural && limbs
                || self.counts_pair(one, other)
                || self.are_joined(one, other)
                    && (self.is_each_sampled(one, other) || self.are_sampled_at_once(one, other)))
    }

    /// Whether a part is of the first sentence of a note of a line, which is no title of an account behind it.
    fn is_whole_note(&self, part: usize) -> bool {
        const SHORT: usize = 40;
        self.is_unheaded(part) && self.document.tokens.list.len() <= SHORT
    }

    /// "16G core x3 of left thigh mass 4 cm and right thigh mass 3 cm": an act before "of" that governs both, and none between them.
    fn are_sampled_at_once(&self, one: &Site, other: &Site) -> bool {
        const REACH: usize = 6;
        const ACTS: ConceptSet = ConceptSet::of(&[
            known::BIOPSY,
            known::EXCISION,
            known::CORE,
            known::FINE_NEEDLE,
            known::TAKE,
            known::CUT,
            known::BIOPSIED,
        ]);
        let document = self.document;
        let sentence = document.sentence_of(one.first);
        let from = document.sentences[sentence].first.max(one.first.saturating_sub(REACH));
        let of = (from..one.first).rev().find(|&t| matches!(document.tokens.word(t), "of" | "from"));
        let lesion = |first: usize, end: usize| (first..end).any(|t| document.is(t, known::LESION));
        let end = document.sentences[sentence].end;
        let own = lesion(one.first, other.first) && lesion(other.first, end.min(other.last + 1 + NEAR));
        let acted = |s: &Statement| s.claim == Claim::Sampled && is_held(s) && s.sentence == sentence;
        let another = document.mentions_in(one.last + 1, end).any(|m| document.mentions[m].concepts.meets(ACTS));
        own && !another && of.is_some_and(|of| self.statements.iter().any(|s| acted(s) && s.first < of))
    }

    /// "Vastus biopsies, right leg at rest, left leg after the bout": several biopsies are named before two limbs.
    fn names_biopsies(&self, one: &Site) -> bool {
        const LEAD: usize = 6;
        let document = self.document;
        let from = document.sentences[document.sentence_of(one.first)].first.max(one.first.saturating_sub(LEAD));
        let mut before = document.mentions_in(from, one.last + 1).map(|m| &document.mentions[m]);
        before.any(|m| {
            m.is(known::BIOPSY)
                && document.tokens.word(m.last()) == "biopsies"
                && holds(&crate::assertion::assertion(document, m.first(), m.last()))
        })
    }

    /// "Two punch biopsies, 4 mm: one left thigh, one right thigh": acts counted, and a place for each.
    fn counts_pair(&self, one: &Site, other: &Site) -> bool {
        const REACH: usize = 4;
        const ACTS: ConceptSet = ConceptSet::of(&[known::PUNCH, known::BIOPSY, known::SAMPLE, known::FINE_NEEDLE]);
        let word = |t: usize| document_word(self.document, t);
        let single = |s: &Site| (s.first.saturating_sub(3)..s.first).any(|t| word(t) == "one");
        // "Two punch biopsies:" may head the field.
        let from = self.document.sections[self.section(self.part(one.first))].first;
        let counted = |m: &Mention| {
            let lead = m.first().saturating_sub(REACH).max(from)..m.first();
            m.concepts.meets(ACTS)
                && lead.into_iter().any(|t| matches!(word(t), "two" | "2"))
                && holds(&crate::assertion::assertion(self.document, m.first(), m.last()))
        };
        let mut before = self.document.mentions_in(from, one.first).map(|m| &self.document.mentions[m]);
        single(one) && single(other) && before.any(counted)
    }

    /// Whether a joint stands between two places, each of which is of a muscle or of a lesion.
    fn are_joined(&self, one: &Site, other: &Site) -> bool {
        let document = self.document;
        let joint = |t: usize| {
            document.is(t, known::CONJUNCTION)
                || matches!(document.tokens.word(t), "then")
                || matches!(document.tokens.list[t].kind, Kind::Punct(b'+' | b'&'))
        };
        let lesion = |first: usize, end: usize| (first..end).any(|t| document.is(t, known::LESION));
        let limb = |s: &Site| self.several && s.concepts.has(known::LIMB) && s.concepts.meets(SIDES);
        let muscles = one.concepts.meets(MUSCLES) && other.concepts.meets(MUSCLES) || limb(one) && limb(other);
        let end = document.sentences[document.sentence_of(one.first)].end;
        let lesions = || {
            lesion(one.first.saturating_sub(NEAR), other.first)
                && lesion(one.last + 1, end.min(other.last + 1 + NEAR))
                && lesion(other.first.saturating_sub(NEAR).max(one.last), end.min(other.last + 1 + NEAR))
        };
        (one.last + 1..other.first).any(joint) && (muscles || lesions())
    }

    /// Whether the sentence of a pair, or one soon behind it, tells of a sampling of each.
    fn is_each_sampled(&self, one: &Site, other: &Site) -> bool {
        let (first, last) = (self.part(one.first), self.part(other.last));
        let run = first..(last + SOON).min(self.parts.len());
        let taken = |s: &Statement| matches!(s.claim, Claim::Sampled | Claim::Part) && is_held(s);
        self.statements_in(&run).any(|s| taken(s) && self.is_of_each(s))
    }

    /// Whether words for all stand beside a sampling, and count no samples: "two cores, both to histology".
    fn is_of_each(&self, sampling: &Statement) -> bool {
        const REACH: usize = 6;
        let document = self.document;
        let (first, end) = (self.parts[self.part(sampling.first)].first, self.parts[self.part(sampling.last)].end);
        let each = |all: usize| document.tokens.word(all) == "each";
        let near = first.max(sampling.first.saturating_sub(REACH))..end.min(sampling.last + 1 + REACH);
        let mut all = document.mentions_in(near.start, near.end).map(|m| &document.mentions[m]);
        all.any(|m| m.is(known::ALL_LESIONS) && (each(m.first()) || !is_of_samples(document, m.first())))
    }
}
