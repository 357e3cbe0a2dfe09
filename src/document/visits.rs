//! A document of several dates: "Visit 1 (January): three cores taken. … Visit 3, today: result given", "12 May, clinic: … 2 June, this
//! visit: …". In: a document. Out: the runs of text under the dates before the one that is told to be of this encounter.

use super::Document;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::{Break, Kind};
use std::ops::Range;

/// Longest head of an entry, in tokens.
const LONGEST_HEAD: usize = 10;

/// An entry under a date, or under "today" alone.
struct Entry {
    first: usize,
    colon: usize,
    /// Its head says that it is of this encounter.
    current: bool,
}

/// The entries before the first that is of this encounter; none where no head says so. What a scan of then shows may still be there.
pub(super) fn earlier(document: &Document) -> Option<Range<usize>> {
    const SCANS: ConceptSet = ConceptSet::of(&[known::MRI, known::CT, known::ULTRASOUND, known::IMAGING]);
    let entries = entries(document);
    let first = entries.first()?;
    let current = entries.iter().position(|e| e.current)?;
    let scanned = (first.first..first.colon).any(|t| document.concepts(t).meets(SCANS));
    (current > 0 && !scanned).then(|| first.first..entries[current].first)
}

/// Everything that a date and a colon head, at the start of a line or sentence.
fn entries(document: &Document) -> Vec<Entry> {
    let tokens = &document.tokens;
    let opens = |t: usize| {
        tokens.list[t].before >= Break::Line || t > 0 && (tokens.is_mark(t - 1, b'.') || tokens.is_mark(t - 1, b';'))
    };
    let mut entries = Vec::new();
    let mut first = 0;
    for at in 0..tokens.list.len() {
        if opens(at) {
            first = at;
        }
        // "19:30" is a time of day.
        let clock = tokens.list.get(at + 1).is_some_and(|t| t.kind == Kind::Number && t.before == Break::Joined);
        if tokens.is_mark(at, b':') && !clock && at > first && at - first <= LONGEST_HEAD {
            let says_today = (first..at).any(|t| document.is(t, known::CURRENT));
            // "Current medication:" heads no entry, "Today:" does.
            let bare = || document.mention(first).is_some_and(|m| m.is(known::CURRENT) && m.last() + 1 == at);
            if is_dated(document, first, at) || says_today && bare() {
                entries.push(Entry { first, colon: at, current: says_today });
            }
            first = at + 1;
        }
    }
    entries
}

/// Whether a head names a day, a month, a year or a visit, and is no label of a field that holds one.
fn is_dated(document: &Document, first: usize, colon: usize) -> bool {
    let tokens = &document.tokens;
    let number = |t: usize| tokens.list.get(t).is_some_and(|n| n.kind == Kind::Number);
    let beside = |t: usize| number(t + 1) || t > first && number(t - 1);
    let opening_year = document.is_year(first) && first + 1 == colon;
    let dated = |t: usize| {
        document.word_is(t, WordClass::Month) && (beside(t) || t + 1 == colon || tokens.is_mark(t + 1, b')'))
            || document.word_is(t, WordClass::NumberedVisit) && number(t + 1)
    };
    opening_year || (first..colon).any(dated)
}
