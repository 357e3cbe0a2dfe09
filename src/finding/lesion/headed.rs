//! Lesions told apart by headings that are sites.

use super::{ASPECT, Finder, Item, LONGEST_SIZE, Part, document_word};
use crate::document::section::Role;
use crate::lexicon::concept::group::{LENGTH_UNITS, MUSCLES, REGIONS, SIDES};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::{Break, Kind};

impl Finder<'_> {
    /// Runs under a site: "KNEE:", "Left thigh –", "LEFT.".
    pub(super) fn site_headings(&self) -> Vec<Item> {
        // "Right side first. In the vastus medialis, a mass": the place behind a side without any act is that of the side.
        let goes_on = |p: usize| {
            let before = p.checked_sub(1).filter(|&b| self.section(b) == self.section(p) && self.is_headed_by_site(b));
            before.is_some_and(|b| self.is_headed_by_phrase(p) && self.names_side_alone(b))
        };
        let starts: Vec<usize> = (0..self.parts.len()).filter(|&p| self.is_headed_by_site(p) && !goes_on(p)).collect();
        self.items_from(&starts, false)
    }

    /// "Right side first.", "LEFT.": whether a part names a side and no more.
    fn names_side_alone(&self, part: usize) -> bool {
        const LONGEST: usize = 5;
        let Part { first, end, .. } = self.parts[part];
        let named = |set: ConceptSet| {
            self.document.mentions_in(first, end).any(|m| self.document.mentions[m].concepts.meets(set))
        };
        end - first <= LONGEST && named(SIDES) && !named(REGIONS.with(MUSCLES))
    }

    pub(super) fn is_headed_by_site(&self, part: usize) -> bool {
        let document = self.document;
        let at = self.behind_clock(self.parts[part].first);
        let sentence = &document.sentences[self.parts[part].sentence];
        let section = &document.sections[sentence.section];
        let places = self.heading_places();
        if section.role == Role::Field && at == section.first {
            return (section.first..section.body).any(|t| document.concepts(t).meets(places));
        }
        let unheaded = part == 0 && self.is_unheaded(part);
        if !(unheaded || matches!(section.role, Role::Technique | Role::Narrative | Role::Findings | Role::Field))
            || self.parts[part].first != sentence.first
        {
            return false;
        }
        // "Left first: …", "Then right: …", "Now for the left thigh.".
        let turned = usize::from(self.is_turn(at));
        let led = |t: usize| {
            t > sentence.first && (document.tokens.is_mark(t, b',') || document.word_is(t, WordClass::LeadsToSite))
        };
        let at = (at + turned..at + turned + 4).find(|&t| !(turned > 0 && led(t))).unwrap_or(at);
        if turned == 0 && self.is_headed_by_phrase(part) {
            return true;
        }
        let Some(mention) = document.mention(at).filter(|m| m.concepts.meets(places) && !m.is(known::PSEUDO)) else {
            return false;
        };
        if unheaded {
            return self.encloses_rest(mention.last(), sentence.end);
        }
        let named = self.behind_name(at, mention.last(), sentence.end);
        let last = self.behind_bracket(named, sentence.end);
        // "Left (the weak one) first."
        let last = last + usize::from(last > named && self.is_turn(last + 1));
        let stop = |m: u8| document.tokens.is_mark(last + 1, m);
        let dashed = stop(b'-') && document.tokens.list[last + 1].before != Break::Joined;
        // "Then right leg, same muscle".
        let listed = turned > 0 && stop(b',');
        let longest = if turned > 0 { 5 } else { 3 };
        stop(b':')
            || dashed
            || listed
            || self.encloses_rest(mention.last(), sentence.end)
            || (stop(b'.') && last + 2 >= sentence.end && named < at + longest)
    }

    /// What may head the words on a lesion: "Arm. Left biceps, … Leg. Left vastus lateralis, …": a limb heads what was done there as a
    /// part of one does; in a note that counts, so does an aspect.
    fn heading_places(&self) -> ConceptSet {
        const PLACES: ConceptSet = SIDES.with(REGIONS).with(MUSCLES).with(ConceptSet::of(&[known::LIMB]));
        if self.counted { PLACES.with(ASPECT) } else { PLACES }
    }

    /// "Left first", "then right": whether a word tells whose turn it is.
    fn is_turn(&self, token: usize) -> bool {
        self.document.word_is(token, WordClass::TurnOfList)
    }

    /// The last token of what a site is called by: with its lesion, that it was its turn, and its size.
    fn behind_name(&self, at: usize, last: usize, end: usize) -> usize {
        let document = self.document;
        let site = self.sites.get(self.sites.partition_point(|s| s.first < at)).filter(|s| s.first == at);
        let last = site.map_or(last, |s| s.last);
        // "Anterior mass:".
        let last = document.mention(last + 1).filter(|m| m.is(known::LESION)).map_or(last, |m| m.last());
        // "Front one:", "Right, then:", "Left thigh done first:".
        let done = matches!(document_word(document, last + 1), "done" | "side" | "taken") && self.is_turn(last + 2);
        let last = last + usize::from(done);
        let last = last + usize::from(self.is_turn(last + 1) || document_word(document, last + 1) == "one");
        self.behind_size(self.behind_length(last), end)
    }

    /// "Thigh (ant, 4 cm, in rectus, wedge).": all that is told of a site in brackets.
    fn encloses_rest(&self, site: usize, end: usize) -> bool {
        let tokens = &self.document.tokens;
        let close = end.saturating_sub(1 + usize::from(tokens.is_mark(end - 1, b'.')));
        tokens.is_mark(site + 1, b'(') && close > site + 4 && tokens.is_mark(close, b')')
    }

    /// "Right thigh (affected).", "Left (the weak one):": the last token of a few words in brackets behind the name of a site.
    fn behind_bracket(&self, last: usize, end: usize) -> usize {
        const LONGEST: usize = 5;
        let mark = |t: usize, m: u8| self.document.tokens.is_mark(t, m);
        if !mark(last + 1, b'(') {
            return last;
        }
        let close = (last + 3..end.min(last + 3 + LONGEST)).find(|&t| mark(t, b')'));
        close.filter(|&c| !(last + 2..c).any(|t| self.document.tokens.list[t].kind == Kind::Number)).unwrap_or(last)
    }

    /// "For the thigh, …", "As for the calf, …", "On the right side, …", "At the knee: …": a phrase before the sentence that sets it
    /// where it belongs, in a note that speaks of several lesions.
    fn is_headed_by_phrase(&self, part: usize) -> bool {
        const LONGEST: usize = 8;
        let document = self.document;
        let Part { first, end, .. } = self.parts[part];
        if !(self.counted && document.word_is(first, WordClass::HeadingPhrase)) {
            return false;
        }
        let mark = |t: usize, m: u8| document.tokens.is_mark(t, m);
        let limit = end.min(first + LONGEST);
        let Some(stop) = (first + 1..limit).find(|&t| mark(t, b',') || mark(t, b':')) else { return false };
        const PLACES: ConceptSet = SIDES.with(REGIONS).with(MUSCLES);
        const SAID: ConceptSet = PLACES.with(ASPECT).with(ConceptSet::of(&[
            known::LESION,
            known::SITE_NOUN,
            known::FILLER,
            known::LIMB,
            known::DETERMINER,
        ]));
        let small = |t: usize| document.word_is(t, WordClass::WithinHeading) || document.concepts(t).meets(SAID);
        (first + 1..stop).all(small) && (first + 1..stop).any(|t| document.concepts(t).meets(PLACES))
    }

    /// "Anterior lump, 2 cm:", "Left thigh (3 x 2 cm):": the last token of a size that stands between the name of a site and its mark.
    pub(super) fn behind_size(&self, last: usize, end: usize) -> usize {
        let mark = |t: usize, m: u8| self.document.tokens.is_mark(t, m);
        if !(mark(last + 1, b',') || mark(last + 1, b'(')) {
            return last;
        }
        let unit =
            (last + 3..end.min(last + 3 + LONGEST_SIZE)).find(|&t| self.document.concepts(t).meets(LENGTH_UNITS));
        let unit = unit.filter(|_| self.is_number(last + 2));
        let noun = |t: usize| self.document.mention(t + 1).filter(|m| m.is(known::LESION)).map_or(t, |m| m.last());
        unit.map_or(last, |t| noun(t + usize::from(mark(t + 1, b')')))).max(last)
    }

    /// Behind "Thigh lump", the last token of ", 3 cm" where a mark of a heading follows.
    pub(super) fn behind_length(&self, last: usize) -> usize {
        const LONGEST: usize = 8;
        const LENGTH: ConceptSet = LENGTH_UNITS.with(ConceptSet::of(&[known::TIMES, known::NUMBER_WORD]));
        let document = self.document;
        let measures = |t: usize| match document.tokens.list.get(t).map(|t| t.kind) {
            Some(Kind::Number | Kind::Punct(b',' | b'(' | b')')) => true,
            Some(Kind::Word) => document.concepts(t).meets(LENGTH),
            _ => false,
        };
        let end = (last + 1..last + 1 + LONGEST).take_while(|&t| measures(t)).last();
        end.filter(|&e| document.tokens.is_mark(e + 1, b':')).unwrap_or(last)
    }
}
