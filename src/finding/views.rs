//! Two views of one lesion, told around a procedure: "Before the first cut we said lipoma; having closed I would say sarcoma." In: a
//! document. Out: the words for what was thought before and for what is thought after. Either alone is left to the patterns: what is
//! told at both times side by side may be told in looser words than one of them.

use std::ops::{Range, RangeInclusive};

use super::{Tier, holds};
use crate::assertion::assertion;
use crate::document::Document;
use crate::document::section::Role;
use crate::lexicon::concept::group::LENGTH_UNITS;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::{Break, Kind};

/// Most tokens between the two times.
const BETWEEN: usize = 36;

/// How far behind a time its diagnosis may stand, in tokens, and how far before it.
const BEHIND: usize = 14;
const AHEAD: usize = 8;

const BEFORE: ConceptSet = ConceptSet::of(&[known::S_PREOP, known::PREOP_WORD, known::NAMED_BEFORE]);
const AFTER: ConceptSet =
    ConceptSet::of(&[known::S_POSTOP, known::POSTOP_WORD, known::NAMED_AFTER, known::CURRENT, known::UNREVISED]);

/// Most tokens of a label behind its time: "diagnosis of entry to the operating room".
const LABEL: usize = 6;

/// What a lesion may be called.
const NAMES: ConceptSet = ConceptSet::of(&[
    known::LESION,
    known::MALIGNANCY,
    known::MUSCLE_DISEASE,
    known::INFECTION,
    known::UNCERTAIN,
    known::SUSPICION,
]);

/// What stands for the name told before.
const SAME: ConceptSet = ConceptSet::of(&[known::SAME_DIAGNOSIS, known::ONGOING, known::UNREVISED]);

/// Words that make a sentence one about an opinion.
const OPINIONS: ConceptSet = ConceptSet::of(&[
    known::CALLED,
    known::DIAGNOSIS_WORD,
    known::NAMED_BEFORE,
    known::NAMED_AFTER,
    known::S_DIAGNOSIS,
    known::SUSPICION,
    known::UNREVISED,
]);

/// What tells of an act, an examination or the patient's state and of no opinion.
const OTHERWISE: ConceptSet = ConceptSet::of(&[
    known::TAKE,
    known::CUT,
    known::CLOSE,
    known::MARK,
    known::MEASURE,
    known::PREP,
    known::ANESTHESIA,
    known::PERFORM,
    known::PAIN,
    known::AFTERCARE,
    known::IMAGING,
    known::ULTRASOUND,
    known::CT,
    known::MRI,
    known::S_CONSENT,
]);

/// What leaves a view open: it is awaited, or told as what may come.
const OPEN: ConceptSet = ConceptSet::of(&[known::PENDING, known::HYPOTHETICAL_NEXT, known::NONE]);

/// A time before or after the procedure.
struct Time {
    words: RangeInclusive<usize>,
    after: bool,
    /// A single word such as "before", which may be of anything.
    bare: bool,
}

/// The words of both views, where the note tells them side by side.
pub(super) fn views(document: &Document) -> Option<[RangeInclusive<usize>; 2]> {
    let times = times(document);
    times.windows(2).find_map(|pair| {
        let [before, after] = pair else { return None };
        // The clause of a bare word of time may hold the next: "before and after we closed".
        let apart = after.words.start().checked_sub(*before.words.end());
        if before.after || !after.after || apart.is_none_or(|tokens| tokens > BETWEEN) {
            return None;
        }
        told(document, before, after)
    })
}

/// "Today's scan": a time that only tells whose a thing is, unless it is a diagnosis.
fn is_of_thing(document: &Document, at: usize, last: usize) -> bool {
    let next = last + 1;
    at == last
        && document.is(at, known::CURRENT)
        && is_possessive(document, at)
        && document.tokens.list.get(next).is_some_and(|t| t.kind == Kind::Word)
        && !document.word_is(next, WordClass::DiagnosisName)
        && !document.concepts(next).meets(OPINIONS)
}

/// Whether a word stands in the genitive, which its normal form does not show.
fn is_possessive(document: &Document, token: usize) -> bool {
    let span = document.tokens.list[token].span;
    let letters = document.tokens.word(token).len();
    let behind = document.text.get(span.start as usize + letters..).unwrap_or_default();
    ["'s", "\u{2019}s"].iter().any(|mark| behind.starts_with(mark))
}

fn times(document: &Document) -> Vec<Time> {
    let mut out: Vec<Time> = Vec::new();
    let mut at = 0;
    while at < document.tokens.list.len() {
        let (last, concepts) = document.mention(at).map_or((at, ConceptSet::EMPTY), |m| (m.last(), m.concepts));
        let listed = |class| document.word_is(at, class);
        let kind = match (concepts.meets(BEFORE), concepts.meets(AFTER)) {
            (true, false) => Some((false, last == at && listed(WordClass::TimeBefore))),
            // "On today's survey": what was looked at today is no opinion.
            (false, true) if is_of_thing(document, at, last) => None,
            (false, true) => Some((true, last == at && listed(WordClass::TimeAfter))),
            _ if listed(WordClass::TimeBefore) => Some((false, true)),
            // "Referring question: …" asks for the reason.
            // A lone "working diagnosis" heading is of no time.
            _ if document.tokens.word(at) == "working" && document.tokens.is_mark(at + 2, b':') => None,
            _ if listed(WordClass::FirstDiagnosis) && !document.word_is(last + 1, WordClass::ReasonLabel) => {
                Some((false, true))
            }
            _ if listed(WordClass::TimeAfter) => Some((true, true)),
            _ if listed(WordClass::LastDiagnosis) && document.word_is(last + 1, WordClass::DiagnosisName) => {
                Some((true, true))
            }
            _ => None,
        };
        if let Some((after, bare)) = kind {
            let last = if bare { clause_of_time(document, last) } else { last };
            out.push(Time { words: at..=last, after, bare });
        }
        at = last.max(at) + 1;
    }
    out
}

/// Most words of what a bare word of time goes on with.
const CLAUSE: usize = 4;

/// "Before we scrubbed", "after it was closed": where the act ends that a bare word of time leads in.
fn clause_of_time(document: &Document, at: usize) -> usize {
    const SMALL: ConceptSet = ConceptSet::of(&[known::PRONOUN, known::DETERMINER, known::THE_PATIENT, known::BE]);
    const ACTS: ConceptSet = ConceptSet::of(&[
        known::VERB,
        known::BIOPSY,
        known::INCISION,
        known::CUT,
        known::CLOSE,
        known::TAKE,
        known::PREP,
        known::NEEDLE,
        known::SAMPLE,
        known::CORE,
        known::PASS,
        known::ANESTHESIA,
    ]);
    let leads = |t: &usize| {
        let concepts = document.concepts(*t);
        concepts.meets(SMALL.with(ACTS)) && !concepts.meets(NAMES.with(OPINIONS))
    };
    let end = (at + 1..at + 1 + CLAUSE).take_while(leads).last().unwrap_or(at);
    if (at + 1..=end).any(|t| document.concepts(t).meets(ACTS)) { end } else { at }
}

fn told(document: &Document, before: &Time, after: &Time) -> Option<[RangeInclusive<usize>; 2]> {
    let (b, a) = (&before.words, &after.words);
    if Tier::of(document.section_of(*b.start()).role) == Tier::Outside || is_blank_behind(document, *a.end()) {
        return None;
    }
    // "Preoperative diagnosis: thigh mass. … The lump is now 4 cm": behind a heading a word for today tells how things are, unless it
    // stands beside a word for an opinion.
    let of_today = a.start() == a.end() && document.is(*a.start(), known::CURRENT);
    let headed = document.section_of(*b.start()).role == Role::Preop;
    let views = |t: usize| document.concepts(t).meets(OPINIONS) || document.word_is(t, WordClass::DiagnosisLabel);
    let of_opinion = || {
        let sentence = &document.sentences[document.sentence_of(*a.start())];
        let near = sentence.first.max(a.start().saturating_sub(AHEAD))..sentence.end.min(a.end() + 1 + BEHIND);
        near.into_iter().any(views)
    };
    if of_today && headed && !of_opinion() {
        return None;
    }
    let start = document.sentences[document.sentence_of(*b.start())].first.max(b.start().saturating_sub(AHEAD));
    let named = |t: usize| document.concepts(t).meets(NAMES);
    let behind = (b.end() + 1..reach(document, *b.end()).min(*a.start())).find(|&t| named(t));
    let ahead = (start..*b.start()).rev().find(|&t| named(t));
    let later = |first: usize| Some((first, told_later(document, after, first, *b.end())?));
    let repeated = || repeated(document, start..*a.start(), a);
    let opinion = (start..reach(document, *a.end())).any(views);
    let named = [behind, ahead].into_iter().flatten().find_map(later);
    let (first, second) = named.or_else(|| opinion.then(repeated).flatten())?;
    let halves = [around(b, first), around(a, second)];
    // "Post-procedure dx: await": none yet.
    let is_open = |t: usize| {
        let concepts = document.concepts(t);
        concepts.meets(OPEN) && !concepts.has(known::POSSIBLE_NEXT) || document.word_is(t, WordClass::Awaited)
    };
    // "He did not dictate a diagnosis afterwards."
    let denied = told_ahead(document, a, 0).any(|t| document.is(t, known::NEGATED_NEXT));
    if denied || halves[1].clone().any(is_open) {
        return None;
    }
    // "Plaque felt 35 x 25 mm today": what is measured today is no opinion.
    let measured = halves[1].clone().any(|t| document.concepts(t).meets(LENGTH_UNITS));
    if measured && document.is(*a.start(), known::CURRENT) {
        return None;
    }
    let own = |t: &usize| !b.contains(t) && !a.contains(t);
    let mut words = halves.iter().cloned().flatten().filter(own);
    // "Post-procedure: swelling at the site, ice applied."
    let cares = |t: usize| document.word_is(t, WordClass::CareWord);
    let of_line = |t: &usize| document.tokens.list[*t].before < Break::Line;
    let care = (a.end() + 1..reach(document, *a.end())).take_while(of_line).any(cares);
    if care || words.any(|t| document.concepts(t).meets(OTHERWISE) || cares(t)) {
        return None;
    }
    let bare = before.bare || after.bare;
    let names = |time: &Time, t: usize| is_name(document, time, t);
    (opinion || !bare && names(before, first) && names(after, second)).then_some(halves)
}

/// "Dx after ____": whether a blank that nobody filled follows a label.
fn is_blank_behind(document: &Document, last: usize) -> bool {
    let blank = |t: usize| [b'_', b'*'].iter().any(|&mark| (t..t + 2).all(|b| document.tokens.is_mark(b, mark)));
    (last + 1..last + 3).any(blank)
}

/// What is told of the later time: a name, or that it is the same.
fn told_later(document: &Document, time: &Time, first: usize, before: usize) -> Option<usize> {
    let again = |t: usize| document.concepts(t).meets(NAMES.with(SAME));
    let from = document.mention(first).map_or(first, |m| m.last()).max(before) + 1;
    (time.words.end() + 1..reach(document, *time.words.end()))
        .find(|&t| again(t))
        .or_else(|| told_ahead(document, &time.words, from).rev().find(|&t| again(t)))
}

/// "Sarcoid at the outset and sarcoid now": a word told at both times is a name, whatever it means.
fn repeated(document: &Document, early: Range<usize>, late: &RangeInclusive<usize>) -> Option<(usize, usize)> {
    const SMALL: ConceptSet =
        ConceptSet::of(&[known::VERB, known::BE, known::PRONOUN, known::DETERMINER, known::PREPOSITION]);
    let may_name = |t: usize| {
        document.tokens.list[t].kind == Kind::Word
            && document.tokens.word(t).len() > 3
            && !document.concepts(t).meets(SMALL.with(OPINIONS).with(BEFORE).with(AFTER))
            && !document.word_is(t, WordClass::TimeBefore)
            && !document.word_is(t, WordClass::DiagnosisLabel)
    };
    let behind = late.end() + 1..reach(document, *late.end());
    let again = told_ahead(document, late, early.start).chain(behind).filter(|&t| may_name(t));
    again.into_iter().find_map(|t| {
        let same = |&s: &usize| s < t && may_name(s) && document.tokens.word(s) == document.tokens.word(t);
        Some((early.clone().find(same)?, t))
    })
}

/// The words before the later time that may be told of it: of its own sentence, and none before a label.
fn told_ahead(document: &Document, time: &RangeInclusive<usize>, from: usize) -> Range<usize> {
    let start = *time.start();
    let label = (time.end() + 1..time.end() + 3).any(|t| document.tokens.is_mark(t, b':'));
    let sentence = document.sentences[document.sentence_of(start)];
    let first = from.max(start.saturating_sub(AHEAD)).max(sentence.first);
    if label { start..start } else { first..start.max(first) }
}

/// Where the sentence of a time ends; of a label, what stands under it.
fn reach(document: &Document, last: usize) -> usize {
    let end = |t: usize| document.sentences[document.sentence_of(t)].end;
    let own = end(last);
    let label = own <= last + LABEL && own < document.tokens.list.len();
    let end = if label { end(own) } else { own }.min(last + 1 + BEHIND);
    (last + 2..end).find(|&t| document.tokens.list[t].before >= Break::Line && t > own).unwrap_or(end)
}

/// The run of words from a time to what it is told of, in either order.
fn around(time: &RangeInclusive<usize>, at: usize) -> RangeInclusive<usize> {
    (*time.start()).min(at)..=(*time.end()).max(at)
}

/// Whether words beside a time do no more than name: "going in, a lump"; not "before surgery the lump was felt".
fn is_name(document: &Document, time: &Time, at: usize) -> bool {
    let (first, last) = document.mention(at).map_or((at, at), |m| (m.first(), m.last()));
    let definite = first > 0 && document.word_is(first - 1, WordClass::Pointing);
    let acts = |t: usize| document.is_verb(t) && !document.concepts(t).has(known::BE);
    let words = around(&time.words, at).filter(|t| !time.words.contains(t));
    let told = words.chain(last + 1..last + 3).any(acts);
    !definite && !told && holds_or_doubts(document, first, last)
}

/// Whether what is named is neither denied nor another's.
fn holds_or_doubts(document: &Document, first: usize, last: usize) -> bool {
    let meant = assertion(document, first, last);
    !meant.is_negated() || document.concepts(first).meets(SAME) || holds(&meant)
}
