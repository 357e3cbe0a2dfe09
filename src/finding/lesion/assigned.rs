//! Which part of the note is about which lesion.

use super::super::Tier;
use super::parts::{is_former, label_of};
use super::{Finder, Item, Lesions, MOST, Part};
use crate::document::section::Role;
use crate::lexicon::concept::{ConceptSet, known};
use crate::token::Break;

/// How soon in a part its label stands, in tokens, unless a small word ties it to what is told.
const OPENING: usize = 4;

/// What a sentence has named so far.
struct Told {
    sentence: usize,
    lesion: Option<usize>,
    of_several: bool,
}

impl Finder<'_> {
    /// The lesions that items are, and the lesion of each part.
    pub(super) fn assign(&self, items: &[Item]) -> Lesions {
        let items = &items[..items.len().min(MOST)];
        let mut lesions = Lesions {
            count: items.len(),
            by_words: false,
            took_other: false,
            took_soft: false,
            instead: None,
            part_at: Vec::new(),
            of_part: vec![None; self.parts.len()],
            keys: items.iter().map(|i| i.key).collect(),
            aspects: items.iter().map(|i| i.aspects).collect(),
            heads: items.iter().filter_map(|i| i.runs.first()).map(|r| r.start).collect(),
            elsewhere: Vec::new(),
            repeats: items.iter().map(|i| i.runs.iter().any(|r| self.repeats_in(r))).collect(),
        };
        for (i, item) in items.iter().enumerate() {
            for run in &item.runs {
                lesions.of_part[run.clone()].fill(Some(i));
            }
        }
        let titles_only = items.iter().all(|i| i.runs.is_empty());
        let listed: Vec<usize> = items.iter().flat_map(|i| i.runs.iter().map(|r| self.section(r.start))).collect();
        let mut current = None;
        let mut told = Told { sentence: usize::MAX, lesion: None, of_several: false };
        for part in 0..self.parts.len() {
            if lesions.of_part[part].is_some() {
                continue;
            }
            // "(1) Right buttock. (2) Right thigh." over an account that takes them by turns, a paragraph each or several in one.
            let told_apart = !listed.contains(&self.section(part)) && self.is_account(part);
            if !titles_only && (!told_apart || self.opens_paragraph(part)) {
                current = None;
            }
            let named = self.names(part, &lesions).or_else(|| self.names_label(part, items));
            let named = named.or_else(|| self.names_former(part, items.len()));
            // "Right thigh lump and left thigh lump. Each: 2 cm cut": a sentence of several leads to none of them.
            if told.sentence != self.parts[part].sentence {
                if told.of_several {
                    current = None;
                }
                told = Told { sentence: self.parts[part].sentence, lesion: None, of_several: false };
            }
            if let Some(lesion) = named {
                told.of_several |= told.lesion.is_some_and(|l| l != lesion);
                told.lesion = named;
            }
            if named.is_some() || self.speaks_of_all(part) {
                current = named;
            }
            let narrative = Tier::of(self.role(part)) == Tier::Body;
            lesions.of_part[part] = if (titles_only || told_apart) && narrative { current } else { named };
        }
        if titles_only {
            self.share_act_of_pair(&mut lesions);
        } else {
            self.go_on_in_sentence(&mut lesions);
        }
        lesions
    }

    /// "Right: 2 cm incision; 2 cm lipoma shelled out whole": the rest of a sentence goes on about the lesion that its first part is of, where
    /// it does not speak of all.
    fn go_on_in_sentence(&self, lesions: &mut Lesions) {
        for part in 1..self.parts.len() {
            let before = lesions.of_part[part - 1];
            let same = self.parts[part].sentence == self.parts[part - 1].sentence;
            if same && lesions.of_part[part].is_none() && !self.speaks_of_all(part) && !self.samples_of_all(part) {
                lesions.of_part[part] = before;
            }
        }
    }

    /// "16G core x3 of left thigh mass 4 cm and right thigh mass 3 cm": a sentence of two, of which one part tells the act, is of both.
    fn share_act_of_pair(&self, lesions: &mut Lesions) {
        let mut first = 0;
        while first < self.parts.len() {
            let sentence = self.parts[first].sentence;
            let end = first + self.parts[first..].iter().take_while(|p| p.sentence == sentence).count();
            let named: Vec<usize> = (first..end).filter_map(|p| lesions.of_part[p]).collect();
            let of_two = named.iter().any(|n| Some(n) != named.first());
            let mut sampled = (first..end).filter(|&p| self.is_sampled_in(p));
            if let (true, Some(act), None) = (of_two, sampled.next(), sampled.next())
                && lesions.of_part[act].is_some()
            {
                lesions.of_part[first..end].fill(None);
            }
            first = end;
        }
    }

    /// "The latter through it": the lesion of two that a part opens with.
    fn names_former(&self, part: usize, lesions: usize) -> Option<usize> {
        let Part { first, end, .. } = self.parts[part];
        let at = first + usize::from(self.document.tokens.word(first) == "and");
        is_former(self.document, at, end).filter(|_| lesions == 2).map(|former| usize::from(!former))
    }

    pub(super) fn is_account(&self, part: usize) -> bool {
        matches!(self.role(part), Role::Technique | Role::Narrative | Role::Findings)
    }

    pub(super) fn opens_paragraph(&self, part: usize) -> bool {
        self.document.tokens.list[self.parts[part].first].before == Break::Paragraph
    }

    /// The lesion that all sites of a part name, if just one.
    pub(super) fn names(&self, part: usize, lesions: &Lesions) -> Option<usize> {
        let Part { first, end, .. } = self.parts[part];
        let from = self.sites.partition_point(|s| s.first < first);
        let mut named = None;
        for site in self.sites[from..].iter().take_while(|s| s.first < end) {
            let only = lesions.only(site.concepts);
            // What fits several tells nothing.
            if only.is_none() && lesions.fits_any(site.concepts) {
                continue;
            }
            if only.is_none() || named.is_some_and(|n| only != Some(n)) {
                return None;
            }
            named = only;
        }
        named
    }

    /// "The fascia at site A was repaired": the lesion that a part names by its label, if just one.
    pub(super) fn names_label(&self, part: usize, items: &[Item]) -> Option<usize> {
        let Part { first, end, .. } = self.parts[part];
        let labels = |m: usize| {
            let m = &self.document.mentions[m];
            // "As the first one broke" speaks of a stitch.
            let told = m.first() < first + OPENING
                || self
                    .document
                    .concepts(m.first() - 1)
                    .meets(ConceptSet::of(&[known::PREPOSITION, known::CONJUNCTION]))
                    && self.document.tokens.word(m.first() - 1) != "as";
            let words = (m.is(known::LESION_ITEM) && told).then(|| m.first()..=m.last())?;
            words.rev().find_map(|t| label_of(self.document.tokens.word(t)))
        };
        let mut named = self.document.mentions_in(first, end).filter_map(labels);
        let label = named.next()?;
        named.all(|l| l == label).then(|| items.iter().position(|i| i.label == Some(label)))?
    }
}
