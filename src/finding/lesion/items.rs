//! Lesions told apart by numbered or lettered items. In: the parts of a note and where items start. Out: the runs of parts of each item, with
//! its place. The marks that items start with are read in `item_marks`.

use super::super::Tier;
use super::parts::is_numbered_wound;
use super::{ASPECT, FILLERS, Finder, Item, MOST, Part, apart, key_of};
use crate::analysis::Approach;
use crate::document::section::Role;
use crate::lexicon::concept::group::{MUSCLES, REGIONS, SIDES};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::statement::Statement;
use crate::token::{Break, Kind};

impl Finder<'_> {
    /// Numbered or lettered items, or "lesion 1", each at the start of a part of the body. Those of one number are of one lesion,
    /// and a list of titles or diagnoses tells more of each.
    pub(super) fn items(&self) -> Vec<Item> {
        let body = |p: usize| {
            matches!(self.role(p), Role::Technique | Role::Narrative | Role::Findings | Role::Field | Role::Impression)
                || self.is_unheaded(p) && (p == 0 || self.document.tokens.is_mark(self.parts[p].first, b'#'))
        };
        let form = self.is_numbered_form();
        let numbered = |p: usize| self.document.tokens.list[self.behind_bullet(p)].kind == Kind::Number;
        let starts: Vec<usize> =
            (0..self.parts.len()).filter(|&p| body(p) && self.starts_item(p) && !(form && numbered(p))).collect();
        let mut items: Vec<Item> = Vec::new();
        for item in self.items_from(&starts, true) {
            match items.iter_mut().find(|i| i.label.is_some() && i.label == item.label) {
                Some(same) if !apart(same.key, item.key) => {
                    same.key = same.key.with(item.key);
                    same.aspects = same.aspects.with(item.aspects);
                    same.runs.extend(item.runs);
                }
                _ => items.push(item),
            }
        }
        // "L thigh, nodule in the fat, 1st incision: half of it. 2nd incision: …": what leads to the first wound is of it.
        let leads = |i: &Item| {
            let start = i.runs.first().map_or(0, |r| r.start);
            start > 0
                && self.parts[start - 1].sentence == self.parts[start].sentence
                && is_numbered_wound(self.document, self.parts[start].first)
        };
        if let Some(run) = items.first_mut().filter(|i| leads(i)).and_then(|i| i.runs.first_mut()) {
            run.start -= 1;
        }
        // A line of the title may tell of the second before the account tells of the first.
        if items.iter().all(|i| i.label.is_some()) {
            items.sort_by_key(|i| i.label);
        }
        if self.are_steps(&items) {
            return Vec::new();
        }
        // "#2 first, as it was a quick job.": in the order in which the account deals with them.
        let dealt_with = |i: &Item| {
            let parts = i.runs.iter().flat_map(Clone::clone);
            let cut = |p: usize| {
                let part = p..p + 1;
                self.statements_in(&part)
                    .any(|s| s.claim == Claim::Approach(Approach::Incision) && super::super::is_held(s))
            };
            parts.filter(|&p| self.is_account(p) && (self.is_sampled_in(p) || cut(p))).max()
        };
        if items.iter().all(|i| dealt_with(i).is_some()) {
            items.sort_by_key(dealt_with);
        }
        if items.len() > 1 {
            self.add_listed(&mut items);
        }
        items
    }

    /// "2. Incision over the thigh. 3. Fascia opened. 4. A piece cut off and sent.": steps of one operation, of which one tells of
    /// the cut and another, at no other place, of the sample.
    pub(super) fn are_steps(&self, items: &[Item]) -> bool {
        let parts = |i: &Item| i.runs.iter().flat_map(Clone::clone).collect::<Vec<usize>>();
        let sampled = |i: &Item| parts(i).into_iter().any(|p| self.is_sampled_in(p));
        let cut = |i: &Item| {
            let claims = |s: &Statement| s.claim == Claim::Approach(Approach::Incision) && super::super::is_held(s);
            i.runs.iter().any(|r| self.statements_in(r).any(claims))
        };
        let opens = |i: &Item| cut(i) && !sampled(i) && !self.is_left(i);
        let takes = |i: &Item| sampled(i) && !cut(i);
        items.iter().enumerate().any(|(n, first)| {
            opens(first) && items[n + 1..].iter().any(|later| takes(later) && !apart(first.key, later.key))
        })
    }

    /// "1. Preop diagnosis: … 2. Indication: …": the numbers are those of a form's fields, and no lesion's.
    pub(super) fn is_numbered_form(&self) -> bool {
        let tokens = &self.document.tokens;
        let numbered = |first: usize| {
            first >= 2
                && (tokens.is_mark(first - 1, b'.') || tokens.is_mark(first - 1, b')'))
                && tokens.list[first - 2].kind == Kind::Number
                && tokens.list[first - 2].before >= Break::Line
        };
        let of_form = |role: Role| {
            matches!(
                role,
                Role::Preop
                    | Role::Postop
                    | Role::PrePost
                    | Role::Indication
                    | Role::History
                    | Role::Technique
                    | Role::Findings
                    | Role::Specimen
                    | Role::Impression
                    | Role::Aside
            )
        };
        self.document.sections.iter().filter(|s| of_form(s.role) && numbered(s.first)).take(2).count() == 2
    }

    /// The first line of a note, taken for its title without any heading.
    pub(super) fn is_unheaded(&self, part: usize) -> bool {
        let section = &self.document.sections[self.section(part)];
        section.role == Role::Title && section.body == section.first && self.document.tokens.list.len() > section.end
    }

    /// Adds to labelled items what a list under a heading tells of the same number.
    pub(super) fn add_listed(&self, items: &mut [Item]) {
        let mut at = 0;
        while at < self.parts.len() {
            let headed = matches!(Tier::of(self.role(at)), Tier::Title) || self.role(at) == Role::Indication;
            let label = if headed && self.starts_item(at) { self.label(at) } else { None };
            let Some(item) = items.iter_mut().find(|i| label.is_some() && i.label == label) else {
                at += 1;
                continue;
            };
            let section = self.section(at);
            let goes_on = |p: &usize| *p < self.parts.len() && self.section(*p) == section && !self.starts_item(*p);
            let end = (at + 1..).take_while(goes_on).last().map_or(at + 1, |p| p + 1);
            let (key, aspects) = self.key(at, end);
            if !apart(item.key, key) {
                item.key = item.key.with(key);
                item.aspects = item.aspects.with(aspects);
                item.runs.push(at..end);
            }
            at = end;
        }
    }

    /// Items from the parts they start in, each up to the next, a blank line, a part about all, or another section.
    pub(super) fn items_from(&self, starts: &[usize], within_section: bool) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        for (i, &first) in starts.iter().enumerate().take(MOST) {
            let limit = starts.get(i + 1).copied().unwrap_or(self.parts.len());
            let section = self.section(first);
            let block = within_section && self.is_label_line(first);
            let leaves = |p: &usize| {
                let unheaded = first == 0 && self.is_unheaded(first) && i + 1 < starts.len();
                let inline = unheaded
                    || self.document.tokens.list[self.parts[*p].first].before < Break::Line
                    || self.document.sections[self.section(*p)].first != self.parts[*p].first;
                let goes_on = match within_section {
                    true if block => i + 1 < starts.len() || !self.opens_paragraph(*p),
                    // The last item goes on within its line.
                    true => {
                        (inline && i + 1 < starts.len())
                            || self.document.tokens.list[self.parts[*p].first].before < Break::Line
                                && matches!(self.role(*p), Role::Narrative | Role::Technique | Role::Indication)
                            || self.is_below_label(first, *p)
                    }
                    false => {
                        let told = [Role::Narrative, Role::Technique, Role::Field, Role::Findings];
                        // Diagnoses of one lesion, between its place and what was done there.
                        let between = [Role::Preop, Role::Postop, Role::PrePost, Role::Diagnosis];
                        let goes_on = || i + 1 < starts.len() || self.samples_in(&(*p..limit));
                        told.contains(&self.role(*p)) || (between.contains(&self.role(*p)) && goes_on())
                    }
                };
                let other_section = self.section(*p) != section && !goes_on;
                let paragraph = self.opens_paragraph(*p) && within_section && !block;
                other_section || paragraph || self.speaks_of_all(*p)
            };
            let end = (first + 1..limit).find(leaves).unwrap_or(limit);
            let (key, aspects) = self.key(first, end);
            let runs = std::iter::once(first..end).collect();
            items.push(Item { runs, key, aspects, label: self.label(first) });
        }
        items
    }

    /// "LESION #1", "SITE 2:" alone on a line: the fields below it are of that item.
    fn is_label_line(&self, part: usize) -> bool {
        const LONGEST: usize = 5;
        let document = self.document;
        let Part { first, end, .. } = self.parts[part];
        let last = document.mention(first).filter(|m| m.is(known::LESION_ITEM)).map(|m| m.last());
        let ends = |t: usize| document.tokens.list.get(t).is_none_or(|k| k.before >= Break::Line);
        end - first <= LONGEST
            && last.is_some_and(|l| ends(l + 1) || ends(l + 2) && document.tokens.is_mark(l + 1, b':'))
    }

    /// "Target A – left thigh" on a line of its own: what stands on the lines below it is of that item.
    pub(super) fn is_below_label(&self, first: usize, part: usize) -> bool {
        self.role(first) == Role::Field
            && self.role(part) == Role::Narrative
            && self.section(part) == self.section(first) + 1
    }

    /// Side, region and muscle of a run of parts: those of its first site, completed by the next ones that fit.
    pub(super) fn key(&self, first: usize, end: usize) -> (ConceptSet, ConceptSet) {
        let mut key = ConceptSet::EMPTY;
        let mut aspects = ConceptSet::EMPTY;
        if self.is_headed_by_site(first) {
            const OPENING: usize = 8;
            let Part { first, end, .. } = self.parts[first];
            let places = SIDES.with(REGIONS).with(MUSCLES);
            let mut opening = (first..end.min(first + OPENING)).map(|t| self.document.concepts(t));
            key = opening.find(|c| c.meets(places)).map_or(ConceptSet::EMPTY, key_of);
        }
        for site in self.sites.iter().filter(|s| (first..end).contains(&self.part(s.first))) {
            // The mark of an item may be a part of its own.
            let opens = || self.part(site.first) <= first + 2;
            if !apart(key, site.concepts) && (key.is_empty() && opens() || site.weight > 0) {
                key = key.with(key_of(site.concepts));
                aspects = aspects.with(site.aspects.within(ASPECT));
            }
        }
        if aspects.is_empty() && self.starts_item(first) {
            aspects = self.fragment_aspects(first);
        }
        (key, aspects.with(self.pole_aspects(first)))
    }

    /// "A. POSTERIOR, PROXIMAL.": the aspects of an item that opens with nothing else.
    pub(super) fn fragment_aspects(&self, part: usize) -> ConceptSet {
        let section_end = self.parts.len().min(part + 2);
        let opening = self.parts[part..section_end].iter().find(|p| {
            p.end - p.first < 9
                && self
                    .document
                    .mentions_in(p.first, p.end)
                    .all(|m| self.document.mentions[m].concepts.meets(ASPECT.with(FILLERS)))
        });
        let within = |first: usize, end: usize| {
            let mentions = self.document.mentions_in(first, end);
            mentions.fold(ConceptSet::EMPTY, |set, m| set.with(self.document.mentions[m].concepts.within(ASPECT)))
        };
        match opening {
            Some(p) => within(p.first, p.end),
            None => self.leading_words(part).map_or(ConceptSet::EMPTY, |(first, end)| within(first, end)),
        }
    }

    /// "#1 ant, 3 cm, in the fat": the words of a labelled item up to its first mark, where they are few.
    fn leading_words(&self, part: usize) -> Option<(usize, usize)> {
        const MOST_WORDS: usize = 3;
        let Part { first, end, .. } = self.parts[part];
        let marked = |t: &usize| matches!(self.document.tokens.list[*t].kind, Kind::Punct(_));
        let worded = |t: &usize| self.document.tokens.list[*t].kind == Kind::Word;
        let from = (first..end.min(first + 4)).find(|t| worded(t) && self.document.concepts(*t).meets(ASPECT))?;
        let stop = (from..end.min(from + MOST_WORDS + 1)).find(marked)?;
        Some((from, stop))
    }
}
