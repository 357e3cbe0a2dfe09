//! Whether items are lesions of their own: sampled each, and not parts or steps of one.

use super::super::{Tier, is_sampling};
use super::called::layer_or_muscle;
use super::parts::is_numbered_wound;
use super::{Finder, Item, SHORT_HEADING, apart, document_word, opposed};
use crate::lexicon::concept::group::LENGTH_UNITS;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::statement::Statement;
use crate::token::Kind;
use std::ops::Range;

impl Finder<'_> {
    /// Whether items are lesions: two and more, at different sites, of which at least two tell of sampling, or one of sampling and
    /// another of none.
    pub(super) fn are_lesions(&self, items: &[Item]) -> bool {
        // "Lump A in the fat; lump B in the gracilis. Each had three cores."
        let of_all = || items.len() > 1 && items.iter().all(|i| i.label.is_some()) && self.samples_all();
        let told = |i: &&Item| !i.key.is_empty() || self.samples(i) || self.is_left(i);
        let placed: Vec<&Item> = items.iter().filter(|i| told(i) || of_all()).collect();
        // Most notes tell of one lesion: what else is asked goes through all their parts.
        if placed.len() < 2 {
            return false;
        }
        let differ = |a: &Item, b: &Item| {
            apart(a.key, b.key)
                || (a.aspects != b.aspects && !a.key.is_empty() && !b.key.is_empty())
                || (self.counted && a.aspects != b.aspects && !a.aspects.is_empty() && !b.aspects.is_empty())
                || opposed(a.aspects, b.aspects)
                || self.are_in_other_muscles(a, b)
                || self.are_in_other_layers(a, b)
                || self.are_measured_apart(a, b)
                || self.are_cut_apart(a, b)
        };
        let all = self.samples_all() || self.counts_biopsies(items.len());
        let named = self.sampled_by_label(items);
        let samples = |i: &Item| self.samples(i) || (i.label.is_some() && named == i.label);
        let sampled = placed.iter().filter(|i| all || i.runs.is_empty() || samples(i)).count();
        let told = sampled + placed.iter().filter(|i| !all && !samples(i) && self.is_left(i)).count();
        sampled >= 1 && told >= 2 && placed.windows(2).all(|p| differ(p[0], p[1]))
    }

    /// Items, where they are lesions.
    pub(super) fn told_apart(&self, items: Vec<Item>) -> Option<Vec<Item>> {
        self.are_lesions(&items).then_some(items)
    }

    /// Whether items that are set apart by their names are lesions: two and more, each of which tells of a sampling or of none.
    pub(super) fn are_each_sampled(&self, items: &[Item]) -> bool {
        let all = items.len() >= 2 && self.samples_all();
        let samples = |i: &Item| all || self.samples(i);
        items.len() >= 2 && items.iter().any(samples) && items.iter().all(|i| samples(i) || self.is_left(i))
    }

    /// "Three samples of nodule (b)": the label of the one item that a sampling told elsewhere names.
    pub(super) fn sampled_by_label(&self, items: &[Item]) -> Option<u8> {
        let own = |p: usize| items.iter().any(|i| i.runs.iter().any(|r| r.contains(&p)));
        let named = |p: usize| self.names_label(p, items).and_then(|i| items[i].label);
        (0..self.parts.len()).filter(|&p| !own(p) && self.is_sampled_in(p)).find_map(named)
    }

    /// "Lesion A: vastus medialis, three cores. Lesion B: biceps femoris, two cores.": labelled, each sampled, and no muscle shared.
    pub(super) fn are_in_other_muscles(&self, a: &Item, b: &Item) -> bool {
        let labelled = (a.label.is_some() || b.label.is_some()) && a.label != b.label;
        let opening = |i: &Item| i.runs.first().map(|r| r.start);
        let parallel = || opening(a).zip(opening(b)).is_some_and(|(one, other)| self.name_other_muscles(one, other));
        if !(labelled || parallel()) || !self.are_both_sampled(a, b) {
            return false;
        }
        let (one, other) = (self.muscles_of(a), self.muscles_of(b));
        !one.is_empty() && !other.is_empty() && !one.iter().any(|m| other.contains(m))
    }

    /// "Lump A in the fat, 2 cm; lump B in the gracilis, 3 cm": labelled, each sampled, and each in a layer of its own.
    fn are_in_other_layers(&self, a: &Item, b: &Item) -> bool {
        let layer = |i: &Item| {
            let range = i.runs.first().and_then(|r| self.tokens_of(r))?;
            layer_or_muscle(self.document, range.start, range.end)
        };
        let labelled = a.label.is_some() && b.label.is_some() && a.label != b.label;
        labelled && self.are_both_sampled(a, b) && layer(a).zip(layer(b)).is_some_and(|(one, other)| one != other)
    }

    /// Whether each of two items tells of a sampling, or the note tells of one that holds for all: "Three cores from each".
    fn are_both_sampled(&self, a: &Item, b: &Item) -> bool {
        self.samples(a) && self.samples(b) || self.samples_all()
    }

    /// "A. Left thigh, vastus, 55 mm, cores x 6. B. Left thigh, over the fat, 14 mm, cores x 2": labelled, each sampled, and each with
    /// a place and a measure of its own.
    fn are_measured_apart(&self, a: &Item, b: &Item) -> bool {
        if a.label.is_none() || a.label == b.label || !self.are_both_sampled(a, b) {
            return false;
        }
        let (one, other) = (self.measured_place(a), self.measured_place(b));
        matches!((one, other), (Some(one), Some(other)) if one != other)
    }

    /// "1st incision: half the nodule cut out. 2nd incision 6 cm higher: a strip of the muscle": wounds of their own, each with a sample.
    fn are_cut_apart(&self, a: &Item, b: &Item) -> bool {
        let numbered = |i: &Item| i.runs.first().is_some_and(|r| self.opens_numbered_wound(r));
        a.label != b.label && numbered(a) && numbered(b) && self.samples(a) && self.samples(b)
    }

    /// Whether a run opens with a numbered wound, or does so behind the words of its sentence that lead to the first.
    fn opens_numbered_wound(&self, run: &Range<usize>) -> bool {
        let opens = |p: usize| self.parts.get(p).is_some_and(|part| is_numbered_wound(self.document, part.first));
        opens(run.start) || opens(run.start + 1)
    }

    /// "Deep bx x2. Site 1 …; site 2 …": whether as many biopsies are told, right behind their name, as there are items.
    fn counts_biopsies(&self, items: usize) -> bool {
        let counted = |s: &Statement| {
            let times = |t: usize| self.document.is(t, known::TIMES) || document_word(self.document, t) == "x";
            let number = (s.last..s.last + 3).find(|&t| times(t)).map(|t| t + 1);
            let word = number.map_or("", |t| document_word(self.document, t));
            word.parse::<usize>() == Ok(items) && number.is_some_and(|t| !super::is_measured(self.document, t))
        };
        let biopsied = |s: &Statement| {
            s.claim == Claim::Sampled && (self.rests_on(s, known::BIOPSY) || self.rests_on(s, known::BIOPSIED))
        };
        items > 1 && self.statements.iter().any(|s| biopsied(s) && super::super::is_held(s) && counted(s))
    }

    /// The first measure of an item that opens with a place; none where it is of a cut or a sample.
    fn measured_place(&self, item: &Item) -> Option<&str> {
        const OPENING: usize = 7;
        const OTHER: ConceptSet =
            ConceptSet::of(&[known::CUT, known::INCISION, known::SAMPLE, known::CORE, known::WEDGE, known::PUNCH_TOOL]);
        let range = item.runs.first().and_then(|r| self.tokens_of(r))?;
        let placed =
            self.sites_from(range.start).next().is_some_and(|s| s.first < range.start + OPENING && s.weight > 0);
        let unit = range.clone().find(|&t| self.document.concepts(t).meets(LENGTH_UNITS))?;
        let marked = |t: &usize| matches!(self.document.tokens.list[*t].kind, Kind::Punct(_));
        let behind = (unit..range.end.min(unit + 3)).take_while(|t| !marked(t));
        let own = !behind.into_iter().any(|t| self.document.concepts(t).meets(OTHER))
            && !(unit.saturating_sub(4).max(range.start)..unit).any(|t| self.document.concepts(t).meets(OTHER));
        (placed && own).then(|| self.document.tokens.word(unit - 1))
    }

    /// The rows of the lexicon that name the muscles of an item.
    pub(super) fn muscles_of(&self, item: &Item) -> Vec<u32> {
        let ranges = item.runs.iter().filter_map(|r| self.tokens_of(r));
        let mentions = ranges.flat_map(|r| self.document.mentions_in(r.start, r.end));
        let named = mentions.map(|m| &self.document.mentions[m]).filter(|m| m.is(known::THIGH_MUSCLE));
        named.map(|m| m.row).collect()
    }

    /// "Both nodules were biopsied": a sampling told of all lesions at once.
    pub(super) fn samples_all(&self) -> bool {
        let of_all = |s: &Statement| {
            // "Jars A and B, both to histology": what is said of all is a part of its own.
            let (first, end) = (self.parts[self.part(s.first)].first, self.parts[self.part(s.last)].end);
            self.document.mentions_in(first, end).any(|m| self.document.mentions[m].is(known::ALL_LESIONS))
        };
        let taken = |s: &Statement| matches!(s.claim, Claim::Sampled | Claim::Part);
        self.statements.iter().any(|s| taken(s) && super::super::is_held(s) && of_all(s))
    }

    pub(super) fn samples(&self, item: &Item) -> bool {
        item.runs.iter().any(|r| self.samples_in(r) || self.is_elliptical(r) || self.is_called_sample(r.start))
    }

    /// "Sample A: left thigh, 5 mm Bergström": a part that the name of a sample labels.
    fn is_called_sample(&self, part: usize) -> bool {
        let at = self.behind_bullet(part);
        // "First sample: left forearm, …".
        let at = at + usize::from(matches!(document_word(self.document, at), "first" | "second" | "third" | "fourth"));
        self.document.concepts(at).meets(ConceptSet::of(&[known::SAMPLE, known::BIOPSY])) && self.starts_item(part)
    }

    /// Whether some parts tell of a sampling in the short way that only holds beside another: "same needle, two cores", "three
    /// samples".
    pub(super) fn is_elliptical(&self, run: &Range<usize>) -> bool {
        self.repeats_in(run) || self.counts_in(run)
    }

    /// Whether some parts count samples, passes or cores.
    pub(super) fn counts_in(&self, run: &Range<usize>) -> bool {
        const TAKEN: ConceptSet = ConceptSet::of(&[known::SAMPLE, known::PASS, known::CORE]);
        const UNITS: ConceptSet = LENGTH_UNITS.with(ConceptSet::of(&[known::UNIT_OTHER, known::TIMES]));
        let Some(range) = self.tokens_of(run) else { return false };
        let counted = |at: usize| {
            (1..=2).any(|back| at.checked_sub(back).is_some_and(|t| range.contains(&t) && self.is_number(t)))
                && !at.checked_sub(1).is_some_and(|t| self.document.concepts(t).meets(UNITS))
        };
        self.adds_to_count(&range)
            || self.document.mentions_in(range.start, range.end).any(|m| {
                let m = &self.document.mentions[m];
                m.concepts.meets(TAKEN)
                    && counted(m.first())
                    && super::super::holds(&crate::assertion::assertion(self.document, m.first(), m.last()))
            })
    }

    /// "And three more from its neighbour", "and 4 into the one in front": a part that opens with a joint, a number and where it was had.
    pub(super) fn adds_to_count(&self, range: &Range<usize>) -> bool {
        const REACH: usize = 8;
        let word = |t: usize| if range.contains(&t) { document_word(self.document, t) } else { "" };
        let counted = range.contains(&(range.start + 1)) && self.is_number(range.start + 1);
        let had = |t: usize| range.contains(&t) && self.document.word_is(t, WordClass::SampleFrom);
        // "And of the calf lump (x3)".
        let times = || range.clone().any(|t| self.document.is(t, known::TIMES));
        if word(range.start) == "and" && had(range.start + 1) && times() {
            return true;
        }
        word(range.start) == "and" && counted && (range.start + 2..range.start + REACH).any(had)
    }

    pub(super) fn is_number(&self, token: usize) -> bool {
        self.document.tokens.list[token].kind == Kind::Number || self.document.is(token, known::NUMBER_WORD)
    }

    /// Whether some parts say that something was done as it was before.
    pub(super) fn repeats_in(&self, run: &Range<usize>) -> bool {
        // "Right: the same.": what opens under the name of a site tells of acts, not of a diagnosis.
        let unchanged = |m: usize, first: usize| {
            let mention = &self.document.mentions[m];
            mention.is(known::SAME_DIAGNOSIS)
                && self.document.tokens.list[mention.first()].kind == Kind::Word
                && Tier::of(self.role(run.start)) == Tier::Body
                && (mention.first() <= first + SHORT_HEADING && self.is_headed_by_site(run.start)
                    || self.answers_item(run.start, mention.first()))
        };
        self.tokens_of(run).is_some_and(|range| {
            if self.adds_to_count(&range) {
                return true;
            }
            let mut mentions = self.document.mentions_in(range.start, range.end);
            let again = |m: usize| {
                let mention = &self.document.mentions[m];
                mention.is(known::REPEATED) && !self.is_pluperfect(mention.first()) && !self.is_of_year(mention)
            };
            mentions.any(|m| again(m) || unchanged(m, range.start))
        })
    }

    /// "The left leg had been sampled in the same manner at age 22": a verb that puts what is told before this encounter, in the few words
    /// before a token.
    pub(super) fn is_pluperfect(&self, token: usize) -> bool {
        const REACH: usize = 6;
        let from = self.parts[self.part(token)].first.max(token.saturating_sub(REACH));
        (from..token).any(|t| document_word(self.document, t) == "had" && document_word(self.document, t + 1) == "been")
    }

    /// "The right thigh had the same done in 2023": a year close behind the words.
    fn is_of_year(&self, repeated: &Mention) -> bool {
        const REACH: usize = 5;
        let document = self.document;
        let end = document.sentences[document.sentence_of(repeated.first())].end.min(repeated.last() + 1 + REACH);
        (repeated.last() + 1..end).any(|t| document_word(document, t - 1) == "in" && document.is_year(t))
    }

    /// "(2) Left thigh, lateral: the same through its own cut": words right behind the colon that ends the name of an item.
    fn answers_item(&self, part: usize, token: usize) -> bool {
        const LONGEST: usize = 12;
        let first = self.parts[part].first;
        let lead = token.checked_sub(1).filter(|&t| self.document.is(t, known::DETERMINER)).unwrap_or(token);
        let colon = lead.checked_sub(1).filter(|&t| self.document.tokens.is_mark(t, b':'));
        let placed = || self.sites_from(first).next().is_some_and(|s| s.first < token);
        colon.is_some_and(|c| (first + 1..first + LONGEST).contains(&c)) && self.starts_item(part) && placed()
    }

    /// The tokens of some parts.
    pub(super) fn tokens_of(&self, run: &Range<usize>) -> Option<Range<usize>> {
        let (first, last) = (self.parts.get(run.start)?, self.parts.get(run.end.checked_sub(1)?)?);
        (!run.is_empty()).then_some(first.first..last.end)
    }

    /// Whether the statements of some parts tell of a sampling.
    pub(super) fn samples_in(&self, run: &Range<usize>) -> bool {
        self.statements_in(run).any(|s| is_sampling(s.claim) && s.assertion.is_current() && !s.assertion.is_negated())
    }

    /// Whether an item tells that nothing was taken there.
    pub(super) fn is_left(&self, item: &Item) -> bool {
        let left = |s: &Statement| matches!(s.claim, Claim::Skipped | Claim::NotSampled);
        item.runs.iter().any(|r| self.statements_in(r).any(left))
    }

    pub(super) fn statements_in(&self, run: &Range<usize>) -> impl Iterator<Item = &Statement> {
        let (first, end) = match (self.parts.get(run.start), run.end.checked_sub(1).and_then(|p| self.parts.get(p))) {
            (Some(a), Some(b)) if !run.is_empty() => (a.first, b.end),
            _ => (0, 0),
        };
        let from = match self.parts.get(run.start) {
            Some(p) => self.statements.partition_point(|s| s.sentence < p.sentence),
            None => self.statements.len(),
        };
        let last = run.end.checked_sub(1).and_then(|p| self.parts.get(p)).map_or(0, |p| p.sentence);
        self.statements[from..]
            .iter()
            .take_while(move |s| s.sentence <= last)
            .filter(move |s| (first..end).contains(&s.first))
    }
}
