//! Acts that their own date puts into the past: a year, a month or a day behind their name. In: a statement. Out: yes or no.

use super::{Finder, document_word};
use crate::document::section::Role;
use crate::finding::is_sampling;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::statement::Statement;
use crate::token::{Break, Kind};

/// How far behind an act the day on which it was done may stand, in tokens.
const DAY_REACH: usize = 16;

impl Finder<'_> {
    /// "Biopsied 2011, unchanged": a year close behind the words, and no date of this encounter.
    pub(super) fn is_dated(&self, statement: &Statement) -> bool {
        let tokens = &self.document.tokens;
        let joined = |t: usize| {
            tokens.is_mark(t, b'-')
                || tokens.is_mark(t, b'/')
                || tokens.is_mark(t, b'.') && tokens.list.get(t + 1).is_some_and(|n| n.before == Break::Joined)
        };
        let year = |t: usize| self.document.is_year(t) && !joined(t + 1) && (!joined(t - 1) || self.is_month_year(t));
        let past = |t: usize| !self.document.section_of(t).role.eq(&Role::Title);
        let dated = || {
            (statement.last + 1..=statement.last + 3)
                .any(|t| tokens.list.get(t).is_some_and(|k| k.kind == Kind::Number) && year(t))
        };
        is_sampling(statement.claim)
            && (past(statement.first)
                && (dated()
                    || self.has_day_behind(statement)
                    || self.has_month_behind(statement)
                    || self.has_date_before_visit(statement))
                || self.is_of_day(statement))
    }

    /// "A haematoma from the needle biopsy of 8 November": the day that tells which one it was.
    fn is_of_day(&self, statement: &Statement) -> bool {
        let document = self.document;
        let word = |t: usize| document.tokens.list.get(t).map_or("", |_| document.tokens.word(t));
        // "Biopsy of" is one phrase.
        let of = if word(statement.last) == "of" { statement.last } else { statement.last + 1 };
        let number = |t: usize| document.tokens.list.get(t).is_some_and(|k| k.kind == Kind::Number);
        let dated = number(of + 1) && document.word_is(of + 2, WordClass::Month)
            || document.word_is(of + 1, WordClass::Month) && number(of + 2);
        word(of) == "of" && dated
    }

    /// "Core biopsy 7/2023": a year behind its month alone, which dates no encounter.
    fn is_month_year(&self, year: usize) -> bool {
        let tokens = &self.document.tokens;
        let month = |t: usize| tokens.word(t).parse::<u8>().is_ok_and(|m| (1..=12).contains(&m));
        let day_before = |t: usize| tokens.list[t].before == Break::Joined && t > 0 && tokens.is_mark(t - 1, b'/');
        year >= 2 && tokens.is_mark(year - 1, b'/') && month(year - 2) && !day_before(year - 2)
    }

    /// "Biopsied through a 2 cm incision in March by Mr O.", "incised in July": a month behind the words, in the same clause, and no day.
    fn has_month_behind(&self, statement: &Statement) -> bool {
        const REACH: usize = 6;
        let document = self.document;
        let end = document.sentences[statement.sentence].end.min(statement.last + 1 + REACH);
        let same = |t: usize| document.clause[t] == document.clause[statement.last];
        (statement.last + 1..end).take_while(|&t| same(t)).any(|t| {
            let month = t + 1;
            document_word(document, t) == "in"
                && month < end
                && document.word_is(month, WordClass::Month)
                && !self.is_month_of_note(month)
        })
    }

    /// "Seen 14 July 2026. … Biopsied in July": the note opens with a day of that month.
    fn is_month_of_note(&self, month: usize) -> bool {
        const HEAD: usize = 40;
        let document = self.document;
        let number = |t: usize| document.tokens.list.get(t).is_some_and(|n| n.kind == Kind::Number);
        let stem = |t: usize| document.tokens.word(t).as_bytes().get(..3);
        let same = |t: usize| document.word_is(t, WordClass::Month) && stem(t) == stem(month);
        (0..HEAD.min(month)).any(|t| same(t) && (number(t + 1) || t > 0 && number(t - 1)))
    }

    /// "Core biopsy done 3/1. Open biopsy booked for 3/20", "had core biopsy on 1 March. Here for results": a date close behind the words,
    /// in a note of another visit.
    fn has_date_before_visit(&self, statement: &Statement) -> bool {
        const REACH: usize = 5;
        let document = self.document;
        let sentence = &document.sentences[statement.sentence];
        let number = |t: usize| document.tokens.list.get(t).is_some_and(|k| k.kind == Kind::Number);
        let month = |t: usize| document.word_is(t, WordClass::Month);
        let date = |t: usize| {
            number(t) && (document.tokens.is_mark(t + 1, b'/') && number(t + 2) || month(t + 1))
                || month(t) && number(t + 1)
        };
        let dated = (statement.last + 1..sentence.end.min(statement.last + 1 + REACH)).any(date);
        dated && self.is_of_other_visit()
    }

    /// "Excision booked", "here for results": whether a note tells of a visit between a biopsy and what comes of it.
    fn is_of_other_visit(&self) -> bool {
        const ACTS: ConceptSet = ConceptSet::of(&[known::BIOPSY, known::EXCISION]);
        *self.of_other_visit.get_or_init(|| {
            let document = self.document;
            let acts = |t: usize| document.sentences[document.sentence_of(t)].concepts.meets(ACTS);
            let booked = |t: usize| document.word_is(t, WordClass::BookedWord) && acts(t);
            let results = |t: usize| matches!(document_word(document, t), "result" | "results");
            let for_result = |t: usize| document_word(document, t) == "for" && (results(t + 1) || results(t + 2));
            (0..document.tokens.list.len()).any(|t| booked(t) || for_result(t))
        })
    }

    /// "It was biopsied on the 4th": a day of the month behind the words, in the same clause.
    pub(super) fn has_day_behind(&self, statement: &Statement) -> bool {
        let document = self.document;
        let end = document.sentences[statement.sentence].end.min(statement.last + DAY_REACH);
        let ends = |t: usize| {
            document.tokens.list.get(t).is_none_or(|k| k.before >= Break::Line || matches!(k.kind, Kind::Punct(_)))
                || document.concepts(t).meets(ConceptSet::of(&[known::CONJUNCTION, known::PREPOSITION]))
        };
        let ordinal = |t: usize| {
            document.tokens.list[t].kind == Kind::Number
                && document.tokens.list[t].before == Break::Space
                && matches!(document_word(document, t + 1), "st" | "nd" | "rd" | "th")
                && document.tokens.list[t + 1].before == Break::Joined
        };
        (statement.last + 1..end).any(|t| {
            document.tokens.normal_form(t) == b"on"
                && document_word(document, t + 1) == "the"
                && t + 2 < end
                && ordinal(t + 2)
                && ends(t + 4)
                && document.clause[t] == document.clause[statement.last]
        })
    }
}
