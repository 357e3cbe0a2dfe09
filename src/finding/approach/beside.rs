//! Needles beside the one that decides the approach: those of another day or place, and fine passes before cores or a cut. In: a document
//! and where it names a needle. Out: whether it was passed before this encounter, or for cells.

use super::super::{Reading, Tier};
use crate::assertion::assertion;
use crate::document::Document;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::statement::Statement;
use crate::token::Kind;

/// How far about a needle it may be told where and when it was passed, in tokens.
const REACH: usize = 10;

/// "Two needle cores in spring", "two sets of cores from the outpatient department", "local core non-diagnostic", "clinic FNA (Jan)": a
/// needle that was passed before this encounter, in words that are no sign of the past elsewhere.
pub(super) fn was_before(document: &Document, needle: &Statement) -> bool {
    let sentence = &document.sentences[needle.sentence];
    let word = |t: usize| document.tokens.word(t);
    // "Local core": of the hospital that referred; "local, core x3" is an anaesthetic.
    let own = needle
        .first
        .checked_sub(1)
        .is_some_and(|t| t >= sentence.first && matches!(word(t), "local" | "clinic" | "outside" | "outpatient"));
    own && !counts_on(document, needle) || is_of_other_time(document, needle.first, needle.last)
}

/// "Two cores in autumn", "needle biopsy at the referring clinic": whether words around some tokens put what they tell before this encounter.
pub(super) fn is_of_other_time(document: &Document, first: usize, last: usize) -> bool {
    let sentence = &document.sentences[document.sentence_of(first)];
    let word = |t: usize| document.tokens.word(t);
    let end = sentence.end.min(last + 1 + REACH);
    let month = |t: usize| document.word_is(t, WordClass::Month) && word(t) != "may";
    let bracketed = |t: usize| t > 0 && document.tokens.is_mark(t - 1, b'(') && document.tokens.is_mark(t + 1, b')');
    let elsewhere = |t: usize| {
        let at = t + 1 + usize::from(word(t + 1) == "the");
        let season = matches!(word(at), "spring" | "summer" | "autumn" | "winter");
        let other = matches!(word(at), "outpatient" | "outpatients" | "outpatients'" | "referring");
        // "Cores from radiology"; "at the clinic" may be here.
        let sent = matches!(word(at), "radiology" | "clinic" | "elsewhere" | "outside") && word(t) == "from";
        matches!(word(t), "in" | "from" | "at" | "by" | "last" | "since") && (other || season || month(at)) || sent
    };
    let behind = || last + 1..end;
    let before = || sentence.first.max(first.saturating_sub(REACH))..first;
    behind().any(elsewhere) || before().any(elsewhere) || behind().any(|t| month(t) && bracketed(t))
}

/// "Local core x3 passes in formalin": what goes on with what was done with the sample is told of this encounter.
fn counts_on(document: &Document, needle: &Statement) -> bool {
    let sentence = &document.sentences[needle.sentence];
    (needle.last..sentence.end.min(needle.last + REACH)).any(|t| document.is(t, known::SEND))
}

/// How far about a fine gauge the words for cells may stand, in tokens.
const CELLS: usize = 40;

impl Reading<'_> {
    /// "One pass with the 22-gauge Chiba for the cytologist, then the 16-gauge", "a 23-gauge needle on negative pressure; acellular": a fine
    /// needle that was passed for cells, beside what decides the approach.
    pub(super) fn passed_for_cells(&self, lesion: usize) -> bool {
        let fine = |t: usize| {
            self.document.tokens.list[t].kind == Kind::Number
                && matches!(self.document.tokens.word(t), "21" | "22" | "23" | "24" | "25" | "26" | "27")
        };
        (1..self.document.tokens.list.len()).any(|t| {
            fine(t)
                && is_gauge(self.document, t)
                && self.lesions.concerns(t, lesion)
                && !self.lesions.is_elsewhere(t)
                && Tier::of(self.document.section_of(t).role) == Tier::Body
                && yields_cells(self.document, t)
                && !super::is_of_other_organ(self.document, t + 1)
        })
    }
}

/// Whether a number is the gauge of a needle: "22-gauge", "22 G", "needle one was a 22".
fn is_gauge(document: &Document, number: usize) -> bool {
    let word = |t: usize| document.tokens.word(t);
    let gauge = |t: usize| matches!(word(t), "gauge" | "ga" | "g");
    let next = number + 1 + usize::from(document.tokens.is_mark(number + 1, b'-'));
    let called = word(number - 1) == "a" && (number.saturating_sub(5)..number).any(|t| document.is(t, known::NEEDLE));
    gauge(next) || called
}

/// Whether a needle of a gauge was passed for cells: words for them stand behind it, and none for an anaesthetic or a cutting needle about it.
fn yields_cells(document: &Document, gauge: usize) -> bool {
    const ELSE: ConceptSet = ConceptSet::of(&[known::ANESTHESIA, known::CORE_DEVICE, known::CORE, known::SUTURE]);
    const NEAR: usize = 6;
    let sentences = &document.sentences;
    let number = document.sentence_of(gauge);
    let own = &sentences[number];
    let near = own.first.max(gauge.saturating_sub(NEAR))..own.end.min(gauge + NEAR);
    if near.into_iter().any(|t| document.concepts(t).meets(ELSE)) || !assertion(document, gauge, gauge).is_current() {
        return false;
    }
    let end = sentences[(number + 2).min(sentences.len() - 1)].end.min(gauge + CELLS);
    let cells = |t: usize| {
        let word = document.tokens.word(t);
        word.starts_with("cytolog")
            || word.starts_with("cytotech")
            || word.starts_with("smear")
            || word.starts_with("aspirat")
            || matches!(word, "acellular" | "suction" | "diff" | "rose")
            || word == "negative" && document.tokens.word(t + 1) == "pressure"
    };
    (gauge + 1..end).any(cells)
}
