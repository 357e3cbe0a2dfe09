//! Lesions told apart by numbered or lettered items.

use super::super::Tier;
use super::parts::{is_bare, is_numbered_wound, label_of, tells_of_all};
use super::{ASPECT, FILLERS, Finder, Item, MOST, Part, RINGED, apart, document_word, key_of};
use crate::analysis::Approach;
use crate::document::section::Role;
use crate::lexicon::concept::group::{MUSCLES, REGIONS, SIDES};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::statement::Statement;
use crate::token::{Break, Kind};

/// Most labels told apart.
pub(super) const LABELS: usize = 32;

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

    /// The number or letter of the item that a part starts with.
    pub(super) fn label(&self, part: usize) -> Option<u8> {
        let document = self.document;
        let (first, end) = (self.behind_bullet(part), self.parts[part].end);
        let counter = |t: usize| label_of(document.tokens.word(t)).filter(|_| t < end);
        if document.is(first, known::LESION_ITEM) {
            let mention = document.mention(first)?;
            return (mention.first()..=mention.last()).rev().find_map(counter);
        }
        if document.is(first, known::SECOND_LESION) {
            return None;
        }
        let first = document.mention(first).filter(|m| m.last() > first).map_or(first, |m| m.last());
        let article = |t: usize| document.tokens.word(t) == "a" && !document.tokens.list[t].capital;
        let marked = |t: usize| document.tokens.is_mark(t + 1, b')') || document.tokens.is_mark(t + 1, b'.');
        (first..(first + 5).min(end)).filter(|&t| !article(t) || marked(t)).find_map(counter)
    }

    /// "For A, a 14 gauge needle", "B: two cores", "Then A, with a new blade", "B first": a part that opens with the letter or number of
    /// a lesion that was named before ("Lesion A is at the back", "A: thigh, lateral").
    fn refers_to_label(&self, part: usize) -> bool {
        let document = self.document;
        let Part { first, end, .. } = self.parts[part];
        let word = |t: usize| document_word(document, t);
        let then = matches!(word(first), "then" | "next" | "now");
        let at = first + usize::from(then || document.word_is(first, WordClass::SampleFrom));
        let label = |t: usize| label_of(document.tokens.word(t));
        let mark = |m: u8| document.tokens.is_mark(at + 1, m);
        // "A second lump was not found" names no lesion A.
        let stops = at + 2 >= end || document.tokens.list[at + 2].kind != Kind::Word;
        let ordered =
            then || stops && matches!(word(at + 1), "first" | "next" | "second" | "last" | "afterwards" | "then");
        let told = mark(b',')
            || mark(b':')
            || ordered
            || document.concepts(at + 1).meets(ConceptSet::of(&[known::BE, known::LIE, known::TAKE]));
        if at + 1 >= end || !told || document.tokens.list[at].span.len() != 1 || !document.tokens.list[at].capital {
            return false;
        }
        let Some(own) = label(at) else { return false };
        let named = |m: &Mention| m.is(known::LESION_ITEM) && m.last() < first && label(m.last()) == Some(own);
        self.labels.iter().any(|&m| named(&document.mentions[m]))
            || ordered && self.lettered().get(usize::from(own)).is_some_and(|&t| t < first)
    }

    /// Where each letter or number first opens a part before its colon, with a place behind it: "B: knee, just over the patella".
    fn lettered(&self) -> &[usize; LABELS] {
        const PLACES: ConceptSet = SIDES.with(REGIONS).with(MUSCLES);
        self.lettered.get_or_init(|| {
            let document = self.document;
            let mut found = [usize::MAX; LABELS];
            for Part { first, end, .. } in &self.parts {
                let place = first + 2;
                let headed = place < *end
                    && document.tokens.is_mark(first + 1, b':')
                    && document.tokens.list[*first].span.len() == 1
                    && (place..(place + 4).min(*end)).any(|t| document.concepts(t).meets(PLACES));
                let label = label_of(document.tokens.word(*first)).filter(|_| headed);
                if let Some(at) = label.and_then(|l| found.get_mut(usize::from(l))) {
                    *at = (*at).min(*first);
                }
            }
            found
        })
    }

    /// "The first sits at the front of the left thigh", "the other one, at the back": a number or order word as the subject.
    pub(super) fn starts_in_order(&self, part: usize) -> bool {
        const SAID: ConceptSet = ConceptSet::of(&[known::BE, known::LIE, known::VERB, known::TAKE, known::CUT]);
        let document = self.document;
        let Part { first, end, .. } = self.parts[part];
        let at = first + usize::from(matches!(document.tokens.word(first), "the" | "and"));
        let second = self.names_another(part, first);
        let ordinal = matches!(document.tokens.word(at), "first" | "second" | "third" | "fourth");
        let behind = if second { document.mention(first).map_or(at, |m| m.last()) + 1 } else { at + 1 };
        let marked = |m: u8| document.tokens.is_mark(behind, m);
        // "FIRST. Front of the thigh", "SECOND -".
        let headed =
            || at == first && (marked(b'.') || marked(b'|') || marked(b'-')) && document.tokens.list[at].capital;
        // "Two muscles, two wounds. First vastus lateralis, … Second rectus femoris, …": in a note that counts, the place itself.
        let placed = || {
            const PLACES: ConceptSet = SIDES.with(REGIONS).with(MUSCLES);
            document.tokens.list[first].capital && document.concepts(behind).meets(PLACES) && self.counts_places()
        };
        if !(second || ordinal) {
            return false;
        }
        if ordinal && at == first && self.is_ordinal_label(part) {
            return true;
        }
        let subject = behind < end
            && (marked(b',') || marked(b':') || headed() || document.concepts(behind).meets(SAID) || placed());
        (second || ordinal && document.mention(at).is_none_or(|m| m.last() == at)) && subject
    }

    /// "First sample: left vastus lateralis.", "Second muscle: right deltoid": an ordinal and its noun before the colon of a label, and a
    /// place behind it.
    fn is_ordinal_label(&self, part: usize) -> bool {
        const NOUN: usize = 2;
        const ANSWER: usize = 4;
        const PLACES: ConceptSet = SIDES.with(REGIONS).with(MUSCLES);
        let document = self.document;
        let Part { first, end, .. } = self.parts[part];
        let colon = (first + 2..end.min(first + 2 + NOUN)).find(|&t| document.tokens.is_mark(t, b':'));
        document.tokens.list[first].capital
            && colon.is_some_and(|c| (c + 1..end.min(c + 1 + ANSWER)).any(|t| document.concepts(t).meets(PLACES)))
    }

    /// "Two muscles, two wounds", "two sites": whether the note counts what lies apart, by whatever noun.
    fn counts_places(&self) -> bool {
        const NOUNS: ConceptSet =
            ConceptSet::of(&[known::MUSCLE, known::INCISION, known::SITE_NOUN, known::LESION, known::BIOPSY]);
        let document = self.document;
        let counts = |t: usize| matches!(document.tokens.word(t), "two" | "2" | "both");
        let plural = |m: &Mention| {
            let word = document.tokens.word(m.last());
            word.ends_with('s') && m.first() > 0 && counts(m.first() - 1)
        };
        let counted = || document.mentions.iter().any(|m| m.concepts.meets(NOUNS) && plural(m));
        self.several || *self.counts_places.get_or_init(counted)
    }

    /// Whether a word at a token opens what is told of another lesion. "Same technique, two cores" does so only where it names a place.
    fn names_another(&self, part: usize, at: usize) -> bool {
        let Part { first, end, .. } = self.parts[part];
        let placed = || self.sites_from(first).next().is_some_and(|s| s.first < end);
        self.document.is(at, known::SECOND_LESION) && (!self.document.is(at, known::REPEATED) || placed())
    }

    /// The first token of a part that is no bullet, and no "then" before the number of an item: "Then #1."
    pub(super) fn behind_bullet(&self, part: usize) -> usize {
        let Part { first, end, .. } = self.parts[part];
        let then = matches!(self.document.tokens.word(first), "then" | "next" | "now")
            && self.document.tokens.is_mark(first + 1, b'#');
        let first = first + usize::from(then);
        let is_bullet = |t: &usize| [b'*', b'-'].iter().any(|m| self.document.tokens.is_mark(*t, *m));
        (first..end).find(|t| !is_bullet(t)).unwrap_or(end)
    }

    /// Whether a part starts with the mark of an item.
    pub(super) fn starts_item(&self, part: usize) -> bool {
        let document = self.document;
        let at = self.behind_bullet(part);
        // A bullet that a heading follows is a part of its own.
        if at >= self.parts[part].end {
            return false;
        }
        // "Second site same leg medial knee": speech without marks.
        let second = || {
            is_bare(document, at)
                && document.mention(at).is_some_and(|m| m.first() == at)
                && self.names_another(part, at)
        };
        document.is(at, known::LESION_ITEM)
            || self.starts_in_order(part)
            || self.refers_to_label(part)
            || second()
            || self.names_with_counter(at)
            || self.is_counted_noun(part)
            || self.counts_sample(at)
            || match document.tokens.word(at) {
                "no" | "ad" | "nr" if document.tokens.list[at].kind == Kind::Word => self.is_short_for_number(at),
                _ => self.starts_with_mark(at, self.parts[part].end),
            }
    }

    /// "Mass 1", "site B", "muscle II".
    fn names_with_counter(&self, at: usize) -> bool {
        const NAMES: ConceptSet = ConceptSet::of(&[known::LESION, known::SITE_NOUN, known::MUSCLE]);
        // "For target B a new set was opened".
        let at = at + usize::from(self.document.word_is(at, WordClass::SampleFrom));
        self.document.concepts(at).meets(NAMES)
            && self.is_counter(self.document.mention(at).map_or(at, |m| m.last()) + 1)
    }

    /// "Sample 1: …", "Biopsy B – …": such words are counted in running text as well, so a mark must follow.
    fn counts_sample(&self, at: usize) -> bool {
        const NAMES: ConceptSet = ConceptSet::of(&[known::SAMPLE, known::BIOPSY, known::INCISION]);
        let document = self.document;
        let mark = |t: usize, m: u8| document.tokens.is_mark(t, m);
        let counter = document.mention(at).map_or(at, |m| m.last()) + 1;
        // "Pots 1, 2 and 3 to histology" counts.
        let opens_line = || {
            document.tokens.list[at].before >= Break::Line && mark(counter + 1, b',') && !self.is_counter(counter + 2)
        };
        document.concepts(at).meets(NAMES)
            && self.is_counter(counter)
            && (opens_line() || [b':', b'-', b'|', b'.'].into_iter().any(|m| mark(counter + 1, m)))
    }

    /// "No. 2", "ad 1"; "No X-ray in theatre" denies.
    fn is_short_for_number(&self, at: usize) -> bool {
        let tokens = &self.document.tokens;
        let counter = at + 1 + usize::from(tokens.is_mark(at + 1, b'.'));
        let compound = tokens.list.get(counter + 1).is_some_and(|t| t.kind == Kind::Word && t.before == Break::Joined);
        self.is_counter(counter) && !compound
    }

    /// Whether a token is a number of one digit.
    fn is_digit(&self, token: usize) -> bool {
        self.document.tokens.list.get(token).is_some_and(|t| t.kind == Kind::Number && t.span.len() == 1)
    }

    /// Whether a token is a single letter.
    fn is_letter(&self, token: usize) -> bool {
        self.document.tokens.list.get(token).is_some_and(|t| t.kind == Kind::Word && t.span.len() == 1)
    }

    /// "1. …", "A) …", "(b) …", "#2 …", "1st …", "① …", "ii. …": whether a part that ends before `end` starts with such a mark.
    fn starts_with_mark(&self, at: usize, end: usize) -> bool {
        let document = self.document;
        let tokens = &document.tokens.list;
        let token = &tokens[at];
        let mark = |t: usize, m: u8| document.tokens.is_mark(t, m);
        let opens_line = token.before >= Break::Line;
        let letter = |t: usize| self.is_letter(t) && tokens[t].capital;
        // "#2 Right thigh, lateral: …": the mark may stand before the label of the part.
        if self.is_digit(at) && at > 0 && mark(at - 1, b'#') && tokens[at - 1].before >= Break::Line {
            return true;
        }
        // The mark may stand alone before a label: that part begins there.
        if (mark(at, b'(') || mark(at, b'#')) && at + 1 < end {
            return self.encloses_label(at);
        }
        let ordinal = || {
            self.is_digit(at)
                && tokens.get(at + 1).is_some_and(|t| t.before == Break::Joined)
                && matches!(document.tokens.word(at + 1), "st" | "nd" | "rd" | "th")
                && (opens_line
                    || is_numbered_wound(document, at)
                    || [b':', b'|', b'-', b',', b'.', b')'].into_iter().any(|m| mark(at + 2, m)))
        };
        // A digit in a ring.
        let ringed = token.kind == Kind::Number && token.span.len() == RINGED && document.tokens.word(at).len() == 1;
        let placed = || self.is_digit(at) && mark(at + 1, b'-') && document.concepts(at + 2).meets(SIDES.with(REGIONS));
        let ends_label = mark(at + 1, b'.') || mark(at + 1, b':');
        let roman = opens_line && ends_label && matches!(document.tokens.word(at), "i" | "ii" | "iii" | "iv");
        if ringed || roman || ordinal() || placed() {
            return true;
        }
        // "Q: rimmed vacuoles?", "S:", "P:": the parts of a request or a visit.
        let of_list = matches!(document.tokens.word(at).as_bytes(), [b'a'..=b'h']);
        // "No." may end a sentence of its own.
        let numbered = (self.is_digit(at) || letter(at)) && (mark(at + 1, b'.') || mark(at + 1, b')'))
            || (self.is_digit(at) || letter(at) && of_list) && mark(at + 1, b':');
        let bracketed = mark(at + 1, b')') && label_of(document.tokens.word(at)).is_some();
        // "Mr. K., 38, has two lumps": a name.
        let initial = at >= 2 && mark(at - 1, b'.') && document.word_is(at - 2, WordClass::NameTitle);
        (numbered || bracketed) && token.before != Break::Joined && !initial
    }

    /// "(b)", "(2)", "#1", "#A", "# II": a bracket or a number sign with the label of an item behind it.
    fn encloses_label(&self, at: usize) -> bool {
        let document = self.document;
        let label = at + 1;
        let tokens = &document.tokens.list;
        let roman = tokens.get(label).is_some_and(|t| t.kind == Kind::Word)
            && matches!(document.tokens.word(label), "i" | "ii" | "iii" | "iv" | "v");
        let capital = || self.is_letter(label) && tokens[label].capital;
        document.tokens.is_mark(at, b'#') && (self.is_digit(label) || roman || capital())
            || document.tokens.is_mark(at + 2, b')') && (self.is_digit(label) || roman || self.is_letter(label))
    }

    /// "Bead 1: …", and elsewhere "Bead 2: …": a noun of whatever kind that opens parts under several numbers or letters.
    fn is_counted_noun(&self, part: usize) -> bool {
        self.counted_noun(part).is_some_and(|(name, label)| {
            self.counted_nouns.iter().any(|&p| self.counted_noun(p).is_some_and(|n| n.0 == name && n.1 != label))
        })
    }

    /// The noun and the number or letter that a part opens with, before a mark.
    pub(super) fn counted_noun(&self, part: usize) -> Option<(&str, u8)> {
        /// What is taken from a lesion, or shows it, is none.
        const TAKEN: ConceptSet = ConceptSet::of(&[
            known::PASS,
            known::CORE,
            known::NEEDLE,
            known::SAMPLE,
            known::WEDGE,
            known::PATHOLOGY,
            known::IMAGING,
            known::SAVE,
            known::IMAGE,
        ]);
        let document = self.document;
        let at = self.behind_bullet(part);
        let tokens = &document.tokens.list;
        // "S1: …", "S2: …", and no T1 of a scan.
        let joined = tokens.get(at + 1).is_some_and(|t| t.before == Break::Joined);
        let noun = tokens.get(at).is_some_and(|t| {
            let named = t.span.len() > 2 || joined && t.capital && document.tokens.word(at) != "t";
            t.kind == Kind::Word && t.before != Break::Joined && named
        });
        let marked = [b':', b'-', b'.'].into_iter().any(|m| document.tokens.is_mark(at + 2, m));
        if !noun || !marked {
            return None;
        }
        let name = document_word(document, at);
        let label = label_of(document_word(document, at + 1)).filter(|_| self.is_counter(at + 1));
        let counts_other = document.word_is(at, WordClass::CountedElse) || document.concepts(at).meets(TAKEN);
        // "Bottle 1: R thigh, front": what was taken from a place of its own.
        let placed = || document.concepts(at + 3).meets(SIDES.with(REGIONS));
        label.filter(|_| !counts_other || placed()).map(|label| (name, label))
    }

    /// `1`, `A`: what tells items of a kind apart.
    pub(super) fn is_counter(&self, at: usize) -> bool {
        let tokens = &self.document.tokens.list;
        tokens.get(at).is_some_and(|t| {
            t.span.len() == 1 && (t.kind == Kind::Number || (t.kind == Kind::Word && t.capital))
                || matches!(self.document.tokens.word(at), "one" | "two" | "three" | "four" | "ii" | "iii" | "iv")
        }) && !tokens.get(at + 1).is_some_and(|t| {
            t.kind == Kind::Word
                && t.before != Break::Joined
                && self.document.concepts(at + 1).meets(ConceptSet::of(&[known::UNIT_CM, known::UNIT_MM, known::TIMES]))
        })
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

    pub(super) fn speaks_of_all(&self, part: usize) -> bool {
        let Part { first, end, .. } = self.parts[part];
        let mut mentions = self.document.mentions_in(first, end).map(|m| &self.document.mentions[m]);
        let opening = mentions.clone().next();
        opening.is_some_and(|m| m.is(known::ALL_LESIONS))
            || self.opens_with_all(part)
            || self.tells_of_each_side(part)
            || mentions.any(|m| m.is(known::ALL_LESIONS) && (m.first() <= first + 1 || self.closes_short(part, m)))
    }

    /// "Fascia closed on each side, 2-0", "both sides sewn": a few words on what was done on the one side as on the other.
    fn tells_of_each_side(&self, part: usize) -> bool {
        const SHORT: usize = 12;
        const CLOSED: ConceptSet = ConceptSet::of(&[known::CLOSE, known::SUTURE]);
        let document = self.document;
        let Part { first, end, .. } = self.parts[part];
        let word = |t: usize| document_word(document, t);
        let each = |t: usize| matches!(word(t), "each" | "both" | "either") && matches!(word(t + 1), "side" | "sides");
        end - first <= SHORT && (first..end).any(each) && (first..end).any(|t| document.concepts(t).meets(CLOSED))
    }

    /// "Pathology for both.": a few words that end on what is said of all.
    fn closes_short(&self, part: usize, all: &Mention) -> bool {
        const SHORT: usize = 10;
        let Part { first, end, .. } = self.parts[part];
        let marked = |t: usize| matches!(self.document.tokens.list[t].kind, Kind::Punct(_));
        // "A nick through both" is of two layers.
        let of_all = |t: usize| self.document.word_is(t, WordClass::BeforeAll);
        // "On both occasions".
        let turn = |t: usize| self.document.word_is(t, WordClass::OccasionName);
        end - first <= SHORT
            && (of_all(all.first()) || all.first().checked_sub(1).is_some_and(of_all))
            // "US for both, images printed."
            && (all.last() + 1..end).take_while(|&t| !self.document.tokens.is_mark(t, b',')).all(|t| marked(t) || turn(t))
            && self.sites_from(first).next().is_none_or(|s| s.first >= end)
    }

    /// "All 14 gauge, all under ultrasound.", "All smears to cytology.", "Both under US.": what is said of all that was listed, and not
    /// "all the fat".
    fn opens_with_all(&self, part: usize) -> bool {
        const COUNTED: ConceptSet = ConceptSet::of(&[known::SAMPLE, known::CORE]);
        let document = self.document;
        let Part { first, end, .. } = self.parts[part];
        let lone = || document.mention(first).is_none_or(|m| m.last() == first);
        let counted = || first + 1 < end && document.concepts(first + 1).meets(COUNTED);
        tells_of_all(document, first, end) || document.tokens.word(first) == "all" && lone() && counted()
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
