//! Lesions told apart by a move to another site, a second cut, or titles of their own.

use rustc_hash::FxHashSet;
use std::cell::Cell;

use super::super::site::Site;
use super::super::{Tier, is_sampling};
use super::{Finder, Item, PARALLEL_REACH, Part, apart, key_of, opposed};
use crate::analysis::Approach;
use crate::document::section::Role;
use crate::lexicon::concept::group::{MUSCLES, REGIONS, SIDES};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::statement::Statement;
use crate::token::Kind;

impl Finder<'_> {
    /// A new incision or needle at another site: "a separate incision was made over the medial calf", "attention was turned to the
    /// left", "then the knee lump".
    pub(super) fn moves(&self) -> Vec<Item> {
        let body = |p: usize| {
            matches!(self.role(p), Role::Technique | Role::Narrative | Role::Findings)
                || self.is_told_in_field(p)
                || self.is_told_at_once(p)
        };
        let counted = self.counted;
        let mut starts: Vec<usize> = Vec::new();
        let searched = Cell::new((usize::MAX, 0));
        let (mut key, mut aspects) = (ConceptSet::EMPTY, ConceptSet::EMPTY);
        let ordered = |s: &Site| s.weight == 1 && self.starts_in_order(self.part(s.first));
        let told = |s: &&Site| s.weight >= 2 || self.is_told_first(s) || self.is_turned_to(s) || ordered(s);
        for site in self.sites.iter().filter(told) {
            let part = self.part(site.first);
            if !body(part) || self.is_left_alone(part) {
                continue;
            }
            // "Two masses, left thigh. Upper one, …": an introduction of all is of none.
            let introduced =
                || !self.document.is_unpunctuated() && self.speaks_of_all(part) && !self.is_sampled_in(part);
            if starts.is_empty() && self.several && introduced() {
                continue;
            }
            let elsewhere = apart(key, key_of(site.concepts));
            let other_end = (key.is_empty() || !elsewhere) && opposed(aspects, site.aspects);
            let turned = || {
                self.announces(part) || (counted && (self.is_sampled_in(part) || self.repeats_in(&(part..part + 1))))
            };
            let afresh = || self.starts_afresh(part) && self.is_sampled_in(part);
            let new = if elsewhere {
                let done = || starts.last().is_some_and(|&s| self.is_sampled_between(s, part, &searched));
                let own = || (counted && self.is_sampled_in(part)) || self.is_another_act(part, key, site);
                (site.weight >= 3 && self.announces(part))
                    || self.turns(part)
                    || (self.turns_to(part, site) && done())
                    || (own() && done())
                    || (self.tokens_of(&(part..part + 1)).is_some_and(|r| self.adds_to_count(&r)) && done())
                    || (apart(key.within(SIDES), site.concepts.within(SIDES)) && self.repeats_in(&(part..part + 1)))
                    || self.is_parallel(part, site, starts.last())
                    || (done()
                        && self.starts_in_order(part)
                        && self.samples_in(&(part..(part + 6).min(self.parts.len()))))
            } else {
                other_end && (self.opens(part, site) && turned() || afresh())
                    || self.is_parallel_in_muscle(part, site, starts.last())
            };
            if starts.is_empty() || new {
                if starts.last() != Some(&part) {
                    starts.push(part);
                }
                (key, aspects) = (ConceptSet::EMPTY, ConceptSet::EMPTY);
            }
            key = key.with(key_of(site.concepts));
            aspects = aspects.with(site.aspects);
        }
        self.items_from(&starts, false)
    }

    /// "The left thigh was done first": a place in passing that nonetheless opens a series.
    pub(super) fn is_told_first(&self, site: &Site) -> bool {
        let Part { first, end, .. } = self.parts[self.part(site.first)];
        let near = first..end.min(site.last + 8);
        site.weight == 1
            && near.into_iter().any(|t| matches!(self.document.tokens.word(t), "first" | "began" | "started"))
    }

    /// "L thigh lump 3 cm, tru-cut x4. R knee lump 2 cm, tru-cut x3. Both US.", "A knee nodule was cored. The second, …": a note that
    /// opens with what was done to the first of several, and has no title.
    fn is_told_at_once(&self, part: usize) -> bool {
        const DONE: ConceptSet = ConceptSet::of(&[known::TIMES, known::TAKE, known::BIOPSIED, known::GAUGE]);
        part == 0
            && self.is_unheaded(part)
            && self.is_sampled_in(part)
            && (self.is_done_otherwise(1)
                || self.tokens_of(&(0..1)).is_some_and(|mut r| r.any(|t| self.document.concepts(t).meets(DONE))))
    }

    /// A field that tells as much as a narrative: "Biopsies today: L thigh, 14G core x3; R thigh, 14G core x3".
    pub(super) fn is_told_in_field(&self, part: usize) -> bool {
        let section = &self.document.sections[self.section(part)];
        // "Right anterior thigh mass 4 cm: 14G core. Scalp nodule excised."
        let labelled = || (section.first..section.body).any(|t| self.document.is(t, known::LESION));
        section.role == Role::Field
            && (section.end - section.body > 16 || labelled())
            && (self.is_sampled_in(part) || self.is_of_same_visit(part))
    }

    /// "The anterior one", "the posterior nodule": a site at the start of a part that names a lesion by it.
    pub(super) fn opens(&self, part: usize, site: &Site) -> bool {
        let next = site.last + 1;
        site.first < self.parts[part].first + 4
            && (self.document.is(next, known::LESION)
                || (site.first..=site.last).any(|t| self.document.is(t, known::LESION))
                || (next < self.parts[part].end && self.document.tokens.word(next) == "one"))
    }

    /// "Then the knee lump: two more cores": words of order before a part of its own sampling.
    pub(super) fn turns(&self, part: usize) -> bool {
        let Part { first, end, .. } = self.parts[part];
        // "A 2 cm calf mass was biopsied too."
        let ordered = (first..end.min(first + 9)).chain(end.saturating_sub(2).max(first)..end).any(|t| {
            let opening = t < first + 3;
            let word = self.document.tokens.word(t);
            let session = || self.document.word_is(t + 1, WordClass::Visit);
            matches!(word, "then" | "also")
                || word == "too" && t + 2 >= end
                || (t < first + 4 && word == "same" && session())
                || opening && self.document.word_is(t, WordClass::SequenceWord)
        });
        let cut = || self.statements_in(&(part..part + 1)).any(|s| s.claim == Claim::Approach(Approach::Incision));
        (ordered && (self.is_sampled_in(part) || cut() || self.is_sampled_next(part))) || self.starts_afresh(part)
    }

    /// "Then the right leg, same muscle, fresh nick. Bergstrom again, one bite": a part that opens with a word of order, and the
    /// next, which names no site of its own, tells of the sampling.
    pub(super) fn is_sampled_next(&self, part: usize) -> bool {
        let Some(next) = self.parts.get(part + 1) else { return false };
        let opens = self.document.word_is(self.parts[part].first, WordClass::OrderWord);
        let placed = || self.sites_from(next.first).next().is_some_and(|s| s.first < next.end && s.weight > 0);
        let cut = |p: usize| self.statements_in(&(p..p + 1)).any(|s| s.claim == Claim::Approach(Approach::Incision));
        let soon = part + 1..(part + 4).min(self.parts.len());
        opens && (self.is_sampled_in(part + 1) || cut(part + 1) && self.samples_in(&soon)) && !placed()
    }

    /// "Attention was then turned to the right knee", "we moved on to the calf": the sampling is told soon behind it.
    pub(super) fn turns_to(&self, part: usize, site: &Site) -> bool {
        self.is_turned_to(site) && self.samples_in(&(part..(part + 4).min(self.parts.len())))
    }

    /// Whether words for turning to something stand before a site, or words of order and of dealing with it beside one that opens
    /// its part: "went over to the left knee", "Next the shin was addressed", "The knee was then approached".
    pub(super) fn is_turned_to(&self, site: &Site) -> bool {
        let part = self.part(site.first);
        let Part { first, end, .. } = self.parts[part];
        let is = |t: usize, class: WordClass| self.document.word_is(t, class);
        let went = |t: usize| self.document.tokens.word(t) == "went" && self.document.word_is(t + 1, WordClass::WentTo);
        let mut before = site.first.saturating_sub(8).max(first)..site.first;
        let behind = site.last + 1..end.min(site.last + 5);
        let dealt = || behind.clone().any(|t| is(t, WordClass::DealtWith));
        let dealt_with = || {
            let in_order = is(first, WordClass::OrderWord) && (dealt() || self.repeats_in(&(part..part + 1)));
            site.first < first + 4 && (in_order || dealt() && behind.clone().any(|t| is(t, WordClass::OrderWord)))
        };
        (site.weight >= 1 && before.any(|t| is(t, WordClass::Turning) || went(t)))
            || dealt_with()
            || self.is_announced_next(part, site)
    }

    /// "Next came the buttock.", "Then the right knee.": a short sentence of a word of order and a place.
    fn is_announced_next(&self, part: usize, site: &Site) -> bool {
        const SHORT: usize = 9;
        const NOUNS: ConceptSet = ConceptSet::of(&[known::CLOSE, known::SUTURE, known::FASCIA, known::SKIN]);
        let Part { first, end, .. } = self.parts[part];
        self.document.word_is(first, WordClass::OrderWord)
            && end - first <= SHORT
            && site.last + 2 >= end
            && !(first..end).any(|t| self.document.concepts(t).meets(NOUNS))
    }

    /// "Through a separate 5 cm incision": an opening that is said to be another.
    pub(super) fn starts_afresh(&self, part: usize) -> bool {
        const OPENING: ConceptSet = ConceptSet::of(&[known::INCISION, known::NEEDLE, known::PUNCH, known::PUNCH_TOOL]);
        let Part { first, end, .. } = self.parts[part];
        (first..end).any(|t| {
            self.document.word_is(t, WordClass::Separate)
                && (t + 1..end.min(t + 5))
                    .any(|n| self.document.concepts(n).meets(OPENING) || self.document.tokens.word(n) == "cut")
        })
    }

    /// A part that tells of its own sampling by other means, at a place that differs in side and region from that of the part before.
    pub(super) fn is_another_act(&self, part: usize, key: ConceptSet, site: &Site) -> bool {
        let other = key_of(site.concepts);
        let differs = |set: ConceptSet| key.meets(set) && other.meets(set) && apart(key.within(set), other.within(set));
        let otherwise = || differs(SIDES) || self.is_punched() || self.is_done_otherwise(part);
        differs(REGIONS) && self.is_sampled_in(part) && otherwise()
    }

    /// Whether the note tells of a punch anywhere; looked for once, as every place of a long note may ask.
    fn is_punched(&self) -> bool {
        let punch = || self.statements.iter().any(|s| s.claim == Claim::Approach(Approach::Punch));
        *self.punched.get_or_init(punch)
    }

    /// Whether a part tells of a needle or of a removal where the part before it told of the other.
    pub(super) fn is_done_otherwise(&self, part: usize) -> bool {
        let done = |part: usize, claims: fn(Claim) -> bool| {
            self.statements_in(&(part..part + 1)).any(|s| claims(s.claim) && super::super::is_held(s))
        };
        let cored: fn(Claim) -> bool = |c| matches!(c, Claim::Approach(Approach::CoreNeedle | Approach::FineNeedle));
        let whole: fn(Claim) -> bool = |c| matches!(c, Claim::Whole);
        part.checked_sub(1).is_some_and(|before| {
            (done(part, cored) && done(before, whole)) || (done(part, whole) && done(before, cored))
        })
    }

    /// Whether a part from `from` on and before `to` tells of tissue taken. `searched` holds the last `from` and how far parts behind it were
    /// looked at in vain: a long note that samples nothing is looked through once.
    fn is_sampled_between(&self, from: usize, to: usize, searched: &Cell<(usize, usize)>) -> bool {
        let (start, next) = searched.get();
        let at = if start == from { next } else { from };
        let found = (at..to).find(|p| self.is_sampled_in(*p));
        searched.set((from, found.unwrap_or(to.max(at))));
        found.is_some()
    }

    /// Whether a part tells of tissue taken, or of a needle or punch; a cut alone is on the way to somewhere.
    pub(super) fn is_sampled_in(&self, part: usize) -> bool {
        let told = |s: &Statement| {
            is_sampling(s.claim)
                && s.claim != Claim::Approach(Approach::Incision)
                && s.assertion.is_current()
                && !s.assertion.is_negated()
        };
        self.statements_in(&(part..part + 1)).any(told)
    }

    /// "L thigh, 14G core x3; R thigh, 14G core x3": this part and the one where the last lesion began both open with a site and
    /// tell of sampling.
    pub(super) fn is_parallel(&self, part: usize, site: &Site, previous: Option<&usize>) -> bool {
        let Some(&previous) = previous else { return false };
        let reach = if self.parts[part].sentence == self.parts[previous].sentence { PARALLEL_REACH } else { 4 };
        let opens = |part: usize, site: &Site| {
            site.first < self.behind_clock(self.parts[part].first) + reach && self.part(site.first) == part
        };
        let one_account = self.section(part) == self.section(previous) || self.is_told_at_once(previous);
        let short = part <= previous + 2 && one_account;
        short
            && opens(part, site)
            && self.sites_from(self.parts[previous].first).take(2).any(|s| opens(previous, s))
            && self.is_sampled_in(part)
            && self.is_sampled_in(previous)
    }

    /// "Left adductor longus lesion: 18G x3. Left biceps femoris lesion: 18G x2": parallel parts on one side that each open with a lesion
    /// of another muscle.
    fn is_parallel_in_muscle(&self, part: usize, site: &Site, previous: Option<&usize>) -> bool {
        let Some(&before) = previous else { return false };
        self.is_parallel(part, site, previous) && self.name_other_muscles(before, part)
    }

    /// Whether two parts each open with a lesion of a muscle, and not of the same one. A name for a group may stand for each of its
    /// muscles.
    pub(super) fn name_other_muscles(&self, one: usize, other: usize) -> bool {
        let named = |part: usize| {
            let Part { first, end, .. } = self.parts[part];
            let opening = || first..end.min(first + PARALLEL_REACH + 2);
            let lesion = opening().any(|t| self.document.is(t, known::LESION));
            let muscle = self.document.mentions_in(first, opening().end).find_map(|m| {
                let m = &self.document.mentions[m];
                let group = m.first() == m.last() && self.document.word_is(m.first(), WordClass::MuscleGroup);
                (m.is(known::THIGH_MUSCLE) && !group).then_some(m.row)
            });
            muscle.filter(|_| lesion)
        };
        matches!((named(one), named(other)), (Some(a), Some(b)) if a != b)
    }

    /// The token behind a time of day that opens a part: "12:40 – left thigh".
    pub(super) fn behind_clock(&self, first: usize) -> usize {
        let number = |t: usize| self.document.tokens.list.get(t).is_some_and(|k| k.kind == Kind::Number);
        let clock = number(first) && self.document.tokens.is_mark(first + 1, b':') && number(first + 2);
        let mark = |t: usize| [b',', b'-', b':'].into_iter().any(|m| self.document.tokens.is_mark(t, m));
        if clock { first + 3 + usize::from(mark(first + 3)) } else { first }
    }

    /// The sites from a token on, in order.
    pub(super) fn sites_from(&self, token: usize) -> impl Iterator<Item = &Site> {
        self.sites[self.sites.partition_point(|s| s.first < token)..].iter()
    }

    pub(super) fn part(&self, token: usize) -> usize {
        self.part_at[token] as usize
    }

    pub(super) fn section(&self, part: usize) -> usize {
        self.document.sentences[self.parts[part].sentence].section
    }

    /// "Other nodules, left flank, were left undisturbed."
    pub(super) fn is_left_alone(&self, part: usize) -> bool {
        const LEFT: ConceptSet = ConceptSet::of(&[known::SPARE, known::UNSAMPLED]);
        let s = &self.parts[part];
        let declined = |s: &Statement| matches!(s.claim, Claim::Skipped | Claim::NotSampled);
        let left = |m: &Mention| m.concepts.meets(LEFT) && !(self.is_sampled_in(part) && self.is_of_layer(m));
        !self.goes_on_to_sample(part)
            && self.document.mentions_in(s.first, s.end).any(|m| left(&self.document.mentions[m]))
            || (self.statements_in(&(part..part + 1)).any(declined) && !self.is_sampled_in(part))
    }

    /// "Second mass, in the biceps: not cut down upon; 14G by palpation, three cores": whether the rest of the sentence tells what was taken
    /// of the lesion that a part opens with.
    fn goes_on_to_sample(&self, part: usize) -> bool {
        const OTHER: ConceptSet = ConceptSet::of(&[known::SECOND_LESION, known::LESION_ITEM, known::ALL_LESIONS]);
        // "Left alone; three cores were enough" tells of no act.
        const TOOLS: ConceptSet =
            ConceptSet::of(&[known::GAUGE, known::CORE_DEVICE, known::NEEDLE, known::CUT, known::INCISION]);
        let next = part + 1;
        self.parts.get(next).is_some_and(|rest| {
            let said = self.document.mentions_in(rest.first, rest.end).map(|m| self.document.mentions[m].concepts);
            let said = said.fold(ConceptSet::EMPTY, ConceptSet::with);
            rest.sentence == self.parts[part].sentence
                && self.document.tokens.is_mark(rest.first - 1, b';')
                && said.meets(TOOLS)
                && !said.meets(OTHER)
                && self.key_of_part(next).is_empty()
                && self.is_sampled_in(next)
        })
    }

    /// "Fascia lata untouched", "without opening the fascia": words for leaving a thing alone right beside a layer.
    fn is_of_layer(&self, spared: &Mention) -> bool {
        const REACH: usize = 3;
        let near = spared.first().saturating_sub(REACH)..spared.last() + 1 + REACH;
        near.into_iter().any(|t| self.document.is(t, known::FASCIA))
    }

    /// "A second, smaller one of 9 mm lies deep in the vastus and was left", "I noticed a further 8 mm nodule in the fat; I did not sample
    /// it": what is told of another lesion concerns no procedure.
    pub(super) fn is_other_left(&self, part: usize) -> bool {
        let told_left = |p: usize, from: usize| self.is_left_behind(p, from) && !self.goes_on_to_sample(p);
        let of_it = |p: usize| !self.parts.get(p).is_none_or(|_| self.names_lesion_or_place(p));
        let left_next = |p: usize| of_it(p + 1) && told_left(p + 1, self.parts[p + 1].first);
        let named_before = |p: usize| self.other_lesion_in(p).is_some() && !self.is_sampled_in(p);
        match self.other_lesion_in(part) {
            Some(other) if !self.is_sampled_in(part) => told_left(part, other) || left_next(part),
            Some(_) => false,
            None => part > 0 && of_it(part) && named_before(part - 1) && told_left(part, self.parts[part].first),
        }
    }

    /// The token behind the words for another lesion, where a part names one and no lesion before it.
    pub(super) fn other_lesion_in(&self, part: usize) -> Option<usize> {
        const REACH: usize = 7;
        let Part { first, end, .. } = self.parts[part];
        let lesion =
            |t: usize| self.document.is(t, known::LESION) || matches!(self.document.tokens.word(t), "one" | "ones");
        let another =
            |t: usize| self.document.is(t, known::SECOND_LESION) || self.document.word_is(t, WordClass::AnotherOne);
        let begins =
            (first..end).find(|&t| another(t) || self.document.is(t, known::LESION)).filter(|&t| another(t))?;
        (begins..end.min(begins + REACH)).find(|&t| lesion(t)).map(|t| t + 1)
    }

    /// Whether a part tells behind a token that something was left, and of no sample.
    fn is_left_behind(&self, part: usize, from: usize) -> bool {
        const LEFT: ConceptSet = ConceptSet::of(&[known::SPARE, known::UNSAMPLED, known::LEFT_BEHIND]);
        let mut behind = self.document.mentions_in(from, self.parts[part].end).map(|m| &self.document.mentions[m]);
        let declined = |s: &Statement| matches!(s.claim, Claim::Skipped | Claim::NotSampled) && s.first >= from;
        !self.is_sampled_in(part)
            && (behind.any(|m| m.concepts.meets(LEFT) && !self.is_of_layer(m))
                || self.statements_in(&(part..part + 1)).any(declined))
    }

    /// Whether a part names a lesion or a place of its own; "it" and "this" go on about what was named before.
    fn names_lesion_or_place(&self, part: usize) -> bool {
        let Part { first, end, .. } = self.parts[part];
        self.document.mentions_in(first, end).any(|m| self.document.mentions[m].is(known::LESION))
            || !self.key_of_part(part).is_empty()
    }

    /// "The left thigh lump turned out to be a varix and nothing was done about it": a part that names a lesion at another side or
    /// region than those of the parts that tell of a sampling, and that it was left.
    pub(super) fn is_left_elsewhere(&self, part: usize) -> bool {
        let Part { first, end, .. } = self.parts[part];
        let named = |set: ConceptSet| {
            self.document.mentions_in(first, end).any(|m| self.document.mentions[m].concepts.meets(set))
        };
        // "The fascia below it intact" spares a layer, and leaves no lesion.
        let watched = || (first..end).any(|t| self.document.word_is(t, WordClass::LeftToWatch));
        let left = || named(ConceptSet::of(&[known::UNSAMPLED])) && self.is_left_alone(part) || watched();
        if !named(ConceptSet::of(&[known::LESION])) || self.is_sampled_in(part) || !left() {
            return false;
        }
        let own = self.key_of_part(part);
        !own.is_empty() && apart(own, self.key_of_told())
    }

    /// Side, region and muscle of all places of the title and the account but those that were left alone; gathered once.
    fn key_of_told(&self) -> ConceptSet {
        *self.told_key.get_or_init(|| {
            let told = |p: &usize| Tier::of(self.role(*p)) >= Tier::Title && !self.is_left_alone(*p);
            let keys = (0..self.parts.len()).filter(told).map(|p| self.key_of_part(p));
            keys.fold(ConceptSet::EMPTY, ConceptSet::with)
        })
    }

    /// Side, region and muscle of all sites that a part names.
    fn key_of_part(&self, part: usize) -> ConceptSet {
        let Part { first, end, .. } = self.parts[part];
        let own = self.sites_from(first).take_while(|s| s.first < end).filter(|s| s.weight > 0);
        own.fold(ConceptSet::EMPTY, |key, s| key.with(key_of(s.concepts)))
    }

    /// "Drained Baker's cyst L knee and bx'd separate lump L thigh": a part that tells of fluid let out of one lesion, where tissue was
    /// taken at other places only.
    pub(super) fn is_drained_elsewhere(&self, part: usize) -> bool {
        const FLUID: ConceptSet = ConceptSet::of(&[known::DRAINAGE]);
        let Part { first, end, .. } = self.parts[part];
        let named = |set: ConceptSet| {
            self.document.mentions_in(first, end).any(|m| self.document.mentions[m].concepts.meets(set))
        };
        if !named(FLUID) || !named(ConceptSet::of(&[known::LESION])) || self.is_sampled_in(part) {
            return false;
        }
        let own = self.key_of_part(part);
        let placed = self.sampled_places();
        own.meets(REGIONS) && !placed.is_empty() && placed.iter().all(|key| apart(own, *key))
    }

    /// The different places that parts name which tell of tissue taken; found once, as many parts may tell of fluid.
    fn sampled_places(&self) -> &FxHashSet<ConceptSet> {
        self.sampled_places.get_or_init(|| {
            let sampled = (0..self.parts.len()).filter(|&p| self.is_sampled_in(p)).map(|p| self.key_of_part(p));
            sampled.filter(|key| key.meets(REGIONS)).collect()
        })
    }

    /// A list of procedures at different sites: "1) Open biopsy, left thigh. 2) Open biopsy, left calf."
    pub(super) fn titles(&self) -> Vec<Item> {
        let titled = |s: &&Site| s.role == Role::Title && s.weight > 0 && !self.is_left_alone(self.part(s.first));
        let titled: Vec<&Site> = self.sites.iter().filter(titled).collect();
        let mut items: Vec<Item> = Vec::new();
        for site in titled {
            let other = |i: &Item| apart(i.key, site.concepts) || opposed(i.aspects, site.aspects);
            if !items.iter().all(other) || !site.concepts.meets(REGIONS.with(MUSCLES)) {
                continue;
            }
            items.push(Item { runs: Vec::new(), key: key_of(site.concepts), aspects: site.aspects, label: None });
        }
        let listed = (0..self.parts.len()).filter(|&p| self.role(p) == Role::Title && self.starts_item(p)).count() >= 2;
        let counted = self.counted;
        if items.len() >= 2 && (counted || listed || self.are_titled_apart()) { items } else { Vec::new() }
    }

    /// "Open biopsy, left thigh mass; core biopsy, right knee mass": each part of a title with an act and a place of its own, under the
    /// same heading.
    fn are_titled_apart(&self) -> bool {
        let acts = |p: usize| {
            let Part { first, end, .. } = self.parts[p];
            let place = self.sites_from(first).take_while(|s| s.first < end).find(|s| s.weight > 0)?;
            let told = self.statements_in(&(p..p + 1)).any(|s| is_sampling(s.claim) && super::super::is_held(s));
            (told && place.concepts.meets(REGIONS.with(MUSCLES))).then_some((
                self.section(p),
                key_of(place.concepts),
                place.aspects,
            ))
        };
        let titled = (0..self.parts.len()).filter(|&p| self.role(p) == Role::Title).filter_map(acts);
        let titled: Vec<(usize, ConceptSet, ConceptSet)> = titled.collect();
        titled.windows(2).any(|p| p[0].0 == p[1].0 && (apart(p[0].1, p[1].1) || opposed(p[0].2, p[1].2)))
    }

    /// Whether a part, or the one before it, announces another lesion, incision or site.
    pub(super) fn announces(&self, part: usize) -> bool {
        if self.is_of_same_visit(part) {
            return true;
        }
        let previous = part.saturating_sub(1);
        let Part { first, .. } = self.parts[previous];
        self.document
            .mentions_in(first, self.parts[part].end)
            .any(|m| self.document.mentions[m].is(known::SECOND_LESION))
    }

    /// "Same visit: lump, left knee": a label that adds something to what was done before.
    pub(super) fn is_of_same_visit(&self, part: usize) -> bool {
        let section = &self.document.sections[self.section(part)];
        let within = |class| (section.first..section.body).any(|t| self.document.word_is(t, class));
        within(WordClass::SameVisit) && (within(WordClass::VisitName) || section.body - section.first <= 2)
    }
}
