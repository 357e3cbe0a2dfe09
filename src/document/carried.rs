//! Text that a note carries over from an earlier one, and says so: "--- Imported from encounter of … --- … --- End of import ---",
//! "*** CONTAINS COPIED TEXT *** … [date, today] …". In: a document and its sections. Out: the sections cut there, with what was carried over as the past.

use super::section::{Role, Section};
use super::{Document, occasion, quoted, visits};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::token::Break;
use std::ops::Range;

/// Longest line, in tokens, that tells where carried text begins or this encounter does.
const LONGEST_MARK: usize = 16;

/// Makes the past of what was carried over, and of what is told to be of another patient; what was told at an earlier visit, or is
/// quoted from another paper, is read as a study that is compared with: what was found then may still be there.
pub(super) fn set_apart(document: &Document, sections: &mut Vec<Section>) {
    // A heading of the earlier note names nothing of this one.
    let afterwards = Some(Role::Narrative);
    for apart in [carried(document), foreign(document, sections), misfiled(document)].into_iter().flatten() {
        cut(sections, &[apart], Role::Past, afterwards);
    }
    let mut apart: Vec<_> = visits::earlier(document).into_iter().chain(quoted::of_other_papers(document)).collect();
    apart.sort_unstable_by_key(|run| run.start);
    cut(sections, &apart, Role::Comparison, afterwards);
    cut(sections, &occasion::of_other_days(document), Role::Comparison, None);
}

/// Gives runs of text, in the order of their starts, a role of their own, in one pass, and what is left of a section behind one the role
/// `behind`; none where it keeps its own.
pub(super) fn cut(sections: &mut Vec<Section>, runs: &[Range<usize>], role_of_runs: Role, behind: Option<Role>) {
    let mut out = Vec::with_capacity(sections.len() + 2 * runs.len());
    let mut next = 0;
    for section in sections.iter() {
        let mut first = section.first;
        while first < section.end {
            while runs.get(next).is_some_and(|run| run.end <= first) {
                next += 1;
            }
            let run = runs.get(next);
            let within = run.is_some_and(|run| run.start <= first);
            let cut = run.map_or(section.end, |run| if within { run.end } else { run.start }).min(section.end);
            let role = match (within, first > section.first) {
                (true, _) => role_of_runs,
                (false, true) => behind.unwrap_or(section.role),
                (false, false) => section.role,
            };
            out.push(Section { role, first, body: section.body.clamp(first, cut), end: cut });
            first = cut;
        }
    }
    *sections = out;
}

/// The run of text that was carried over: from a line that says so to its end, or to the line that opens this encounter. Without
/// either end the whole note may be a copy.
fn carried(document: &Document) -> Option<Range<usize>> {
    let begin = document.mentions.iter().find(|m| m.is(known::CARRIED_TEXT))?.first();
    let start = (0..=begin).rev().find(|&t| document.tokens.list[t].before >= Break::Line).unwrap_or(0);
    if begin - start > LONGEST_MARK {
        return None;
    }
    let ends = |m: &&Mention| m.is(known::CARRIED_END) && m.first() > begin;
    let stop = document.mentions.iter().find(ends).map(|m| m.last() + 1);
    let mut at = line_end(document, start);
    // "[Text carried over from visit 11/2025: …]": the bracket holds all of it, unless the end is told behind it.
    let bracketed = document.tokens.is_mark(start, b'[');
    let close = (begin..at).find(|&t| document.tokens.is_mark(t, b']')).filter(|_| bracketed && stop.is_none());
    if let Some(close) = close {
        return Some(start..close + 1);
    }
    if let Some(stop) = stop.filter(|&s| s <= at) {
        return Some(start..stop);
    }
    while at < document.tokens.list.len() {
        let line = at..line_end(document, at);
        if let Some(stop) = stop.filter(|&s| s > line.start && s <= line.end) {
            return Some(start..stop);
        }
        if begin <= start + 1 && is_labelled_current(document, &line)
            || line.len() <= LONGEST_MARK && is_current_line(document, &line)
        {
            return Some(start..at);
        }
        at = line.end;
    }
    None
}

/// The text that a note says to be of another patient: "the block in quotation marks above is from the patient in the next room", "the
/// paragraph below is not this patient's". What is quoted before, or the paragraph before or behind; all that stands before an addendum
/// that says so.
fn foreign(document: &Document, sections: &[Section]) -> Option<Range<usize>> {
    let disclaimer = document.mentions.iter().find_map(|m| disclaimer(document, m))?;
    let at = disclaimer.sentence.start;
    let addendum = || {
        let section = sections.iter().find(|s| s.first < at && at < s.end && s.role == Role::Addendum)?;
        let above = disclaimer.sentence.clone().any(|t| matches!(document.tokens.word(t), "above" | "preceding"));
        (above && section.first > 0).then_some(0..section.first)
    };
    quotation_before(document, &disclaimer)
        .or_else(addendum)
        .or_else(|| paragraph_beside(document, &disclaimer.sentence))
}

/// "…, no, strike that, wrong chart.", "… Wrong patient.", "Entered in the wrong chart.": all that stands before.
fn misfiled(document: &Document) -> Option<Range<usize>> {
    const REACH: usize = 6;
    let tokens = &document.tokens;
    let stops = |t: usize| tokens.is_mark(t, b'.') || tokens.is_mark(t, b'!');
    let wrong = |t: &usize| tokens.word(*t) == "wrong" && document.word_is(t + 1, WordClass::PatientPaper);
    let taken_back = |t: usize| {
        let from = t.saturating_sub(REACH);
        // "(line struck, wrong patient)" takes back that line.
        if (from..t).any(|b| document.word_is(b, WordClass::TextBlock) || tokens.is_mark(b, b'(')) {
            return false;
        }
        // "Delete the duplicate from the wrong record" strikes out something else.
        let strikes = |b: usize| {
            document.word_is(b, WordClass::StrikesOut)
                && matches!(tokens.word(b + 1), "that" | "this" | "all" | "everything")
        };
        // "Wrong patient." is a sentence; "wrong site, wrong patient, wrong procedure" are risks.
        let alone = stops(t - 1) && (t + 2 >= tokens.list.len() || stops(t + 2));
        (from..t).any(strikes) || alone || is_filed_wrongly(document, t)
    };
    let at = (1..tokens.list.len()).filter(wrong).find(|&t| taken_back(t))?;
    Some(0..at)
}

/// "This note was entered on the wrong patient", "charted in wrong record": whether a sentence has led up to a wrong paper by nothing
/// but that something was written there. Of a consent or a picture the words would name it.
fn is_filed_wrongly(document: &Document, wrong: usize) -> bool {
    const LEAD: usize = 8;
    const SMALL: ConceptSet = ConceptSet::of(&[
        known::DETERMINER,
        known::BE,
        known::PREPOSITION,
        known::PRONOUN,
        known::DISOWNED,
        known::S_TITLE,
        known::CALLED,
    ]);
    let tokens = &document.tokens;
    let filed = |t: usize| document.word_is(t, WordClass::FiledIn);
    let small = |t: usize| {
        document.concepts(t).meets(SMALL)
            || document.word_is(t, WordClass::TextBlock)
            || matches!(tokens.word(t), "note" | "whole" | "all" | "everything")
    };
    let led = (wrong.saturating_sub(LEAD)..wrong).rev().take_while(|&t| filed(t) || small(t));
    let (first, written) = led.fold((wrong, false), |(_, written), t| (t, written || filed(t)));
    let opens = || {
        let mark = |t: usize| [b'.', b':', b'!', b';', b'('].into_iter().any(|m| tokens.is_mark(t, m));
        first == 0 || tokens.list[first].before >= Break::Line || mark(first - 1)
    };
    written && opens()
}

/// What says that a text is of another patient.
struct Disclaimer {
    /// Its words, up to the full stops around them.
    sentence: Range<usize>,
    /// What it calls the text: "block", "paragraph".
    text: usize,
}

/// Where a mention is of another patient, what is said with it of a text of the note.
fn disclaimer(document: &Document, patient: &Mention) -> Option<Disclaimer> {
    const OTHERS: ConceptSet = ConceptSet::of(&[known::OTHER_PERSON, known::DISOWNED]);
    if !(patient.concepts.meets(OTHERS) && document.word_is(patient.last(), WordClass::PatientWord)) {
        return None;
    }
    let sentence = between_stops(document, patient.first());
    let text = sentence.clone().find(|&t| document.word_is(t, WordClass::TextBlock))?;
    let pointed = sentence.clone().any(|t| points_at_text(document, t));
    // "The dictation above was interrupted by another patient" tells nothing of whose it is.
    let mut between = text.min(patient.first())..text.max(patient.first());
    let of_other_deed = between.any(|t| document.word_is(t, WordClass::OtherDeed));
    let owned = pointed && !of_other_deed && !names_element(document, sentence.start..text);
    owned.then_some(Disclaimer { sentence, text })
}

/// "Above", "in quotation marks": whether a word says where in the note a text stands.
fn points_at_text(document: &Document, token: usize) -> bool {
    let word = document.tokens.word(token);
    matches!(word, "above" | "below" | "preceding" | "following") || word.starts_with("quot")
}

/// "The dimensions above belong to another patient": one element, and not the text.
fn names_element(document: &Document, mut words: Range<usize>) -> bool {
    const ELEMENTS: ConceptSet = ConceptSet::of(&[
        known::SIZE_FIELD,
        known::SIDE_FIELD,
        known::LENGTH_NOUN,
        known::MEASURE,
        known::LEFT,
        known::RIGHT,
    ]);
    words.any(|t| document.concepts(t).meets(ELEMENTS))
}

/// The quotation that a disclaimer is of: the last one before it, where it says so or stands right behind it.
fn quotation_before(document: &Document, disclaimer: &Disclaimer) -> Option<Range<usize>> {
    let tokens = &document.tokens;
    let quote = |t: &usize| tokens.is_mark(*t, b'"');
    let close = (0..disclaimer.sentence.start).rev().find(quote)?;
    let open = (0..close).rev().find(quote)?;
    // "The note above …" behind a quotation that stands right before it means the quotation.
    let meant = tokens.word(disclaimer.text).starts_with("quot") || close + 2 >= disclaimer.sentence.start;
    meant.then_some(open..close + 1)
}

/// The paragraph that a disclaimer is of: what follows where it says so, and what stands before it otherwise.
fn paragraph_beside(document: &Document, disclaimer: &Range<usize>) -> Option<Range<usize>> {
    let tokens = &document.tokens;
    let starts_paragraph = |t: &usize| tokens.list[*t].before >= Break::Paragraph;
    if disclaimer.clone().any(|t| matches!(tokens.word(t), "below" | "following")) {
        let count = tokens.list.len();
        let end = (disclaimer.end + 1..count).find(starts_paragraph).unwrap_or(count);
        return (disclaimer.end < end).then_some(disclaimer.end..end);
    }
    let start = (0..disclaimer.start).rev().find(starts_paragraph)?;
    Some(start..disclaimer.start)
}

/// The tokens around one up to the next full stops or paragraphs; sections are cut before sentences are.
fn between_stops(document: &Document, at: usize) -> Range<usize> {
    // A text without stops is not read over and over.
    const LONGEST: usize = 40;
    let tokens = &document.tokens;
    let stops = |t: usize| tokens.is_mark(t, b'.') || tokens.is_mark(t, b';');
    let parts = |t: &usize| tokens.list[*t].before >= Break::Paragraph || t.checked_sub(1).is_some_and(stops);
    let (from, to) = (at.saturating_sub(LONGEST), tokens.list.len().min(at + LONGEST));
    let start = (from..=at).rev().find(parts).unwrap_or(from);
    let end = (at + 1..to).find(parts).unwrap_or(to);
    start..end
}

/// The first token of the next line.
fn line_end(document: &Document, at: usize) -> usize {
    let tokens = &document.tokens.list;
    (at + 1..tokens.len()).find(|&t| tokens[t].before >= Break::Line).unwrap_or(tokens.len())
}

/// "Today: path from the above …", "TODAY'S NOTE: …".
fn is_labelled_current(document: &Document, line: &Range<usize>) -> bool {
    const LABEL: usize = 5;
    document.is(line.start, known::CURRENT)
        && (line.start + 1..line.end.min(line.start + LABEL)).any(|t| document.tokens.is_mark(t, b':'))
}

/// A line of its own that opens this encounter, and tells nothing else.
fn is_current_line(document: &Document, line: &Range<usize>) -> bool {
    let mention = |c| document.mentions_in(line.start, line.end).any(|m| document.mentions[m].is(c));
    let label = line.clone().any(|t| document.tokens.is_mark(t, b':') && t + 1 < line.end);
    let told = line.clone().any(|t| document.is_verb(t) || document.is(t, known::BIOPSY));
    mention(known::CURRENT) && !label && !told
}
