//! Lesions told apart by headings that are sites.

use super::{ASPECT, Finder, Item, LONGEST_SIZE, MUSCLES, REGIONS, SIDES, document_word};
use crate::document::section::Role;
use crate::lexicon::concept::{ConceptSet, known};
use crate::token::{Break, Kind};

/// Words that may stand between a word of order and a place: "First the knee.", "Then her right thigh:".
const DEFINITE: [&str; 4] = ["the", "her", "his", "their"];

impl Finder<'_> {
    /// Runs under a site: "KNEE:", "Left thigh –", "LEFT.".
    pub(super) fn site_headings(&self) -> Vec<Item> {
        let starts: Vec<usize> = (0..self.parts.len()).filter(|&p| self.is_headed_by_site(p)).collect();
        self.items_from(&starts, false)
    }

    pub(super) fn is_headed_by_site(&self, part: usize) -> bool {
        let document = self.document;
        let at = self.parts[part].first;
        let sentence = &document.sentences[self.parts[part].sentence];
        let section = &document.sections[sentence.section];
        let mut places = SIDES.with(REGIONS).with(MUSCLES);
        if self.counted {
            places = places.with(ASPECT);
        }
        if section.role == Role::Field && at == section.first {
            return (section.first..section.body).any(|t| document.concepts(t).meets(places));
        }
        if !matches!(section.role, Role::Technique | Role::Narrative | Role::Findings | Role::Field)
            || at != sentence.first
        {
            return false;
        }
        // "Left first: …", "Then right: …".
        let ordered =
            |t: usize| matches!(document_word(document, t), "then" | "next" | "now" | "first" | "second" | "finally");
        let turned = usize::from(ordered(at));
        // "For the thigh, a cut was made": what follows is told of that place.
        let led = turned == 0 && document_word(document, at) == "for";
        let at = at + turned + usize::from(led);
        let at = at + usize::from((turned > 0 || led) && DEFINITE.contains(&document_word(document, at)));
        let Some(mention) = document.mention(at).filter(|m| m.concepts.meets(places) && !m.is(known::PSEUDO)) else {
            return false;
        };
        let site = self.sites.get(self.sites.partition_point(|s| s.first < at)).filter(|s| s.first == at);
        let last = site.map_or(mention.last(), |s| s.last);
        // "Anterior mass:".
        let last = document.mention(last + 1).filter(|m| m.is(known::LESION)).map_or(last, |m| m.last());
        let last = last + usize::from(ordered(last + 1));
        let last = self.behind_length(last);
        let last = self.behind_size(last, sentence.end);
        let stop = |m: u8| document.tokens.is_mark(last + 1, m);
        let dashed = stop(b'-') && document.tokens.list[last + 1].before != Break::Joined;
        // "Then right leg, same muscle".
        let listed = (turned > 0 || led) && stop(b',');
        stop(b':') || dashed || listed || (stop(b'.') && last + 2 >= sentence.end && last < at + 3)
    }

    /// "Anterior lump, 2 cm:", "Left thigh (3 x 2 cm):": the last token of a size that stands between the name of a site and its mark.
    pub(super) fn behind_size(&self, last: usize, end: usize) -> usize {
        const UNITS: ConceptSet = ConceptSet::of(&[known::UNIT_CM, known::UNIT_MM, known::UNIT_INCH]);
        let mark = |t: usize, m: u8| self.document.tokens.is_mark(t, m);
        if !(mark(last + 1, b',') || mark(last + 1, b'(')) {
            return last;
        }
        let unit = (last + 3..end.min(last + 3 + LONGEST_SIZE)).find(|&t| self.document.concepts(t).meets(UNITS));
        let unit = unit.filter(|_| self.is_number(last + 2));
        let noun = |t: usize| self.document.mention(t + 1).filter(|m| m.is(known::LESION)).map_or(t, |m| m.last());
        unit.map_or(last, |t| noun(t + usize::from(mark(t + 1, b')')))).max(last)
    }

    /// Behind "Thigh lump", the last token of ", 3 cm" where a mark of a heading follows.
    pub(super) fn behind_length(&self, last: usize) -> usize {
        const LONGEST: usize = 8;
        const LENGTH: ConceptSet =
            ConceptSet::of(&[known::UNIT_CM, known::UNIT_MM, known::UNIT_INCH, known::TIMES, known::NUMBER_WORD]);
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
