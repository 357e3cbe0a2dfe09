//! Codes the note itself states for what was done, against the codes derived.

use crate::analysis::{Evidence, Procedure};
use crate::assertion::{Temporality, assertion};
use crate::document::Document;
use crate::document::section::Role;
use crate::finding::{Reading, Tier, is_held};
use crate::lexicon::concept::group::SIDES;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::lexicon::word_class::WordClass;
use crate::statement::Statement;
use crate::token::{Break, Kind};

/// The three codes a note is checked for.
const CODES: [&str; 3] = ["27323", "27324", "20206"];

/// A code as the note states it.
#[derive(Debug, Clone)]
pub(crate) struct Stated {
    /// The code in digits.
    pub code: &'static str,
    /// The words, which may spell it.
    pub evidence: Evidence,
}

/// The stated codes that no procedure has.
pub(super) fn mismatches(reading: &Reading, procedures: &[Procedure]) -> Vec<Evidence> {
    if procedures.is_empty() && !takes_other_tissue(reading) {
        return Vec::new();
    }
    stated(reading)
        .into_iter()
        .filter(|s| !procedures.iter().any(|p| p.code.as_deref() == Some(s.code)))
        .map(|s| s.evidence)
        .collect()
}

/// "Arthroscopy, CPT 27324. … bites of this synovium for histology": something was done and sent, though no soft tissue; a code that
/// stands over what was given up is what had been planned.
fn takes_other_tissue(reading: &Reading) -> bool {
    let body = |s: &&Statement| Tier::of(s.role) == Tier::Body && is_held(s);
    let mut told = reading.statements.iter().filter(body);
    reading.document.concepts.has(known::NON_SOFT_TISSUE)
        && told.any(|s| matches!(s.claim, Claim::Specimen | Claim::SpecimenNamed))
        && !reading.statements.iter().any(|s| matches!(s.claim, Claim::NotSampled | Claim::Skipped))
}

/// The codes that the note states for what was done, wherever it does.
pub(crate) fn stated(reading: &Reading) -> Vec<Stated> {
    let document = reading.document;
    let mut found: Vec<(usize, usize, &'static str)> = Vec::new();
    for index in 0..document.tokens.list.len() {
        let Some((last, code)) = code_at(document, index) else { continue };
        let role = document.section_of(index).role;
        let meant = assertion(document, index, last);
        let outside = Tier::of(role) == Tier::Outside || role == Role::Planned;
        let other =
            meant.is_negated() || is_of_other_visit(document, last) || meant.temporality == Temporality::Historical;
        if other || (outside && !is_billed(document, index)) || (!outside && !meant.is_current()) {
            continue;
        }
        found.push((index, last, code));
    }
    // "The correct code is 27323": an addendum puts right what stands above it.
    let added = |t: &(usize, usize, &str)| document.section_of(t.0).role == Role::Addendum;
    if found.iter().any(added) {
        found.retain(added);
    }
    let quoted = |(first, last, code)| Stated { code, evidence: reading.quote(first, last, "stated-code") };
    found.into_iter().map(quoted).collect()
}

/// "20206 was reported for that visit", "billed there as 20206": a code of a visit that the note points back to.
fn is_of_other_visit(document: &Document, code: usize) -> bool {
    const REACH: usize = 8;
    const VISITS: [&str; 6] = ["visit", "session", "day", "date", "occasion", "encounter"];
    let end = document.sentences[document.sentence_of(code)].end.min(code + REACH);
    let word = |t: usize| document.tokens.word(t);
    // "A biopsy was done elsewhere in May, 27323", "billed there as 20206", "they billed 27323 there".
    let from = document.sentences[document.sentence_of(code)].first;
    let billed = |t: usize| document.word_is(t, WordClass::BillWord);
    // "Core biopsy elsewhere in May (20206)": what stands in brackets goes with the words before them.
    let bracketed = code > from + 1 && document.tokens.is_mark(code - 1, b'(');
    let own = document.clause[if bracketed { code - 2 } else { code }];
    let now = || (from.max(code.saturating_sub(REACH))..code).any(|t| matches!(word(t), "now" | "today"));
    let elsewhere = |t: usize| word(t) == "elsewhere" && document.clause[t] == own && !(bracketed && now());
    let inside = || (code + 1..end).take_while(|&t| !document.tokens.is_mark(t, b')'));
    // "20206 on their bill".
    let theirs = |t: usize| word(t) == "their" && billed(t + 1);
    let there = |t: usize| word(t) == "there" && t > from && billed(t - 1);
    let behind = || (code + 1..end.min(code + CUE_BEHIND)).any(|t| word(t) == "there");
    (from.max(code.saturating_sub(REACH))..code).any(elsewhere)
        || (from.max(code.saturating_sub(CUE_BEHIND))..code).any(|t| there(t) || billed(t) && behind())
        || (code + 1..end).any(|t| matches!(word(t), "that" | "previous" | "earlier") && VISITS.contains(&word(t + 1)))
        || (code + 1..end.min(code + CUE_BEHIND)).any(theirs)
        || bracketed && inside().any(|t| matches!(word(t), "outside" | "elsewhere"))
        || is_billed_with_past_act(document, code, from)
        || is_of_other_limb(document, code)
}

/// "My colleague billed 27324 for the first biopsy of this man's other leg": a code told of the limb that is not dealt with here.
fn is_of_other_limb(document: &Document, code: usize) -> bool {
    const REACH: usize = 14;
    let end = document.sentences[document.sentence_of(code)].end.min(code + REACH);
    let own = (code + 1..end).take_while(|&t| !document.tokens.is_mark(t, b',') && !document.tokens.is_mark(t, b';'));
    own.into_iter().any(|t| {
        document.is(t, known::OPPOSITE)
            || document.tokens.word(t) == "other"
                && document
                    .tokens
                    .list
                    .get(t + 1)
                    .is_some_and(|_| matches!(document.tokens.word(t + 1), "leg" | "thigh" | "knee" | "limb" | "side"))
    })
}

/// "In March radiology took cores here and billed 20206": the bill of an act of others that is told to be past, right before it.
fn is_billed_with_past_act(document: &Document, code: usize, from: usize) -> bool {
    const REACH: usize = 8;
    const ACTS: ConceptSet = ConceptSet::of(&[known::TAKE, known::CORE, known::BIOPSY, known::FINE_NEEDLE]);
    let billed = from.max(code.saturating_sub(CUE_BEHIND))..code;
    let Some(verb) = billed.clone().find(|&t| document.word_is(t, WordClass::BillWord)) else { return false };
    let own = verb > from && matches!(document.tokens.word(verb - 1), "i" | "we" | "now");
    let parted = |t: usize| document.tokens.is_mark(t, b';') || matches!(document.tokens.word(t), "today" | "now");
    let near = from.max(verb.saturating_sub(REACH));
    let mut acts = document.mentions[document.mentions_in(near, verb)].iter().filter(|m| m.concepts.meets(ACTS));
    !own && !(near..code).any(parted)
        && acts.any(|m| assertion(document, m.first(), m.last()).temporality == Temporality::Historical)
}

/// How far before a spelled code, in tokens, the word may stand that calls it one, and how far behind.
const CUE_BEFORE: usize = 5;
const CUE_BEHIND: usize = 3;

/// How far before a number, in tokens, the word may stand that calls it something else.
const CALLED: usize = 3;

/// The code that starts at a token, and its last token: `27324`, or spelled: "two seven three two four", "two seven three twenty
/// four". Spelled digits are a code where they are called one, and no part of a longer number.
fn code_at(document: &Document, first: usize) -> Option<(usize, &'static str)> {
    // "Two", "twenty", "2": every code starts so, and hardly any word of a note does.
    let word = document.tokens.normal_form(first);
    if !matches!(word, [b'2' | b't', ..]) {
        return None;
    }
    let token = &document.tokens.list[first];
    if token.kind == Kind::Number && token.span.len() == 5 {
        let code = CODES.into_iter().find(|c| c.as_bytes() == word)?;
        return (!is_of_longer_number(document, first)).then_some((first, code));
    }
    if !matches!(word, [b'2'] | [b't', b'w', ..]) {
        return None;
    }
    let mut digits = [0u8; 5];
    let (mut count, mut at) = (0, first);
    while count < digits.len() {
        let word = document
            .tokens
            .list
            .get(at)
            .filter(|t| matches!(t.kind, Kind::Word | Kind::Number))
            .map(|_| document.tokens.word(at))?;
        at += 1;
        let tens = TENS.iter().position(|w| *w == word).map(|n| n as u8 + 2);
        let next = || document.tokens.list.get(at).and_then(|_| unit(document.tokens.word(at)));
        let pair = match (tens, unit(word)) {
            (Some(tens), _) => {
                let unit = next().filter(|n| *n > 0);
                at += usize::from(unit.is_some());
                [Some(tens), Some(unit.unwrap_or(0))]
            }
            (None, one) => [Some(one?), None],
        };
        for digit in pair.into_iter().flatten() {
            *digits.get_mut(count)? = digit;
            count += 1;
        }
    }
    let is_spelled = |code: &&str| code.bytes().zip(digits).all(|(c, d)| c == b'0' + d);
    let code = CODES.into_iter().find(is_spelled)?;
    let is_digit = |t: usize| document.tokens.list.get(t).is_some_and(|_| unit(document.tokens.word(t)).is_some());
    let longer = is_digit(at) || first.checked_sub(1).is_some_and(is_digit);
    (!longer && is_called_code(document, first, at)).then_some((at - 1, code))
}

/// "27323-4410", "MRN: 27323": a number with more digits tied to it, or called something else, names no service.
fn is_of_longer_number(document: &Document, index: usize) -> bool {
    let sentence = &document.sentences[document.sentence_of(index)];
    let called = (sentence.first.max(index.saturating_sub(CALLED))..index).rev();
    let own = |t: &usize| !document.word_is(*t, WordClass::CodeWord) && !document.word_is(*t, WordClass::BillWord);
    // "Account: 27324-LT": no account has a side.
    let sided = document.tokens.is_mark(index + 1, b'-') && document.concepts(index + 2).meets(SIDES);
    if sided {
        return false;
    }
    if called.take_while(own).any(|t| document.word_is(t, WordClass::OtherNumber)) {
        return true;
    }
    let list = &document.tokens.list;
    let joined = |t: usize| list.get(t).is_some_and(|k| k.before == Break::Joined);
    let long = |t: usize| list.get(t).is_some_and(|k| k.kind == Kind::Number && k.span.len() > 2);
    document.tokens.is_mark(index + 1, b'-') && joined(index + 1) && joined(index + 2) && long(index + 2)
}

/// Whether a word beside spelled digits, in their sentence, calls them a code or tells of billing.
fn is_called_code(document: &Document, first: usize, end: usize) -> bool {
    let sentence = &document.sentences[document.sentence_of(first)];
    let cue = |t: usize| document.word_is(t, WordClass::BillWord) || document.word_is(t, WordClass::CodeWord);
    (first.saturating_sub(CUE_BEFORE).max(sentence.first)..first).any(cue)
        || (end..sentence.end.min(end + CUE_BEHIND)).any(cue)
}

const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

fn unit(word: &str) -> Option<u8> {
    const UNITS: [&str; 10] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    match word {
        "oh" | "o" | "nought" => Some(0),
        _ if word.len() == 1 && word.as_bytes()[0].is_ascii_digit() => Some(word.as_bytes()[0] - b'0'),
        _ => UNITS.iter().position(|w| *w == word).map(|n| n as u8),
    }
}

/// "BOOKED: needle biopsy. BILL: 20206": what a booking stands before may be billed all the same, where its own sentence says so.
fn is_billed(document: &Document, code: usize) -> bool {
    let sentence = &document.sentences[document.sentence_of(code)];
    (code.saturating_sub(3).max(sentence.first)..code).any(|t| document.word_is(t, WordClass::BillWord))
}
