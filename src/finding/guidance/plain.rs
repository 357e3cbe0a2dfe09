//! Guidance that is told in boxes, in answers and by hands, where no pattern reads it. In: a document and words for an aid. Out: the
//! words that tell that the aid was not used.

use std::ops::RangeInclusive;

use super::{AIDS, ANY};
use crate::document::Document;
use crate::document::section::Role;
use crate::finding::Tier;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::token::{Break, Kind};

/// The tokens of the line that a token stands in.
fn line_of(document: &Document, token: usize) -> std::ops::Range<usize> {
    let list = &document.tokens.list;
    let breaks = |t: &usize| list.get(*t).is_some_and(|k| k.before >= Break::Line);
    // A line of boxes is short; beyond that it is prose.
    const LONGEST: usize = 40;
    let first = (token.saturating_sub(LONGEST)..=token).rev().find(breaks).unwrap_or(token.saturating_sub(LONGEST));
    let last = list.len().min(token + LONGEST);
    first..(token + 1..last).find(breaks).unwrap_or(last)
}

/// "Ultrasound ✗   Fluoroscopy ✗": whether the marks of a line stand behind the words that they belong to.
pub(super) fn marks_follow(document: &Document, aid: &Mention) -> bool {
    let line = line_of(document, aid.first());
    let opening = document.mention(line.start).filter(|m| m.concepts.meets(ANY));
    opening.is_some_and(|m| is_box(document, m.last() + 1, true))
}

fn is_box(document: &Document, token: usize, ticked: bool) -> bool {
    document.tokens.list.get(token).is_some_and(|t| t.kind == Kind::Check(ticked))
}

/// "Ultrasound ✗   Fluoroscopy ✗": an aid with a cross behind it, in a line whose marks follow its words.
pub(super) fn crossed(document: &Document, aid: &Mention) -> Option<RangeInclusive<usize>> {
    let mark = aid.last() + 1;
    let crosses = || matches!(document.span(mark, mark).of(document.text), "\u{2717}" | "\u{2718}");
    (is_box(document, mark, true) && crosses() && marks_follow(document, aid)).then(|| aid.first()..=mark)
}

/// "( ) sonography  ( ) image converter  (x) without", "Imaging on the day  ( ) US  (x) nil": no aid of a line of boxes is ticked, and a
/// word for none is. The aid has a box before it, or is the label of the line.
pub(super) fn ticked_none(document: &Document, aid: &Mention) -> Option<RangeInclusive<usize>> {
    const KEPT: ConceptSet = ConceptSet::of(&[known::SAVE, known::IMAGES_KEPT, known::IMAGE]);
    let line = line_of(document, aid.first());
    let is_choice = |t: usize| is_box(document, t, false) || is_box(document, t, true);
    let first_box = line.clone().find(|&t| is_choice(t))?;
    let label = line.start..first_box;
    // "Images kept  ( ) yes  (x) no" asks for something else.
    let is_label = || label.contains(&aid.first()) && !label.clone().any(|t| document.concepts(t).meets(KEPT));
    if !aid.first().checked_sub(1).is_some_and(|t| is_box(document, t, false)) && !is_label() {
        return None;
    }
    let none = |t: usize| matches!(document.tokens.word(t), "without" | "none" | "neither" | "nil" | "no");
    let answer = line.clone().find(|&t| is_box(document, t, true) && t + 1 < line.end && none(t + 1))?;
    let used = |t: usize| is_box(document, t, true) && document.concepts(t + 1).meets(ANY);
    let mut marks = line.clone();
    (!marks.any(used)).then(|| aid.first().min(answer)..=aid.last().max(answer + 1))
}

/// How far behind an aid that was asked for the answer may stand, in tokens, and how far behind the verb of answering.
const ANSWER: usize = 26;
const SAID: usize = 15;

/// "Did I use the ultrasound? No I did not", "asked whether a scan would help, he said he had his finger on it and needed none": an aid
/// that was asked for, and an answer that denies it.
pub(super) fn answered_no(document: &Document, aid: &Mention) -> Option<RangeInclusive<usize>> {
    let number = document.sentence_of(aid.first());
    let sentence = &document.sentences[number];
    let next = document.sentences.get(number + 1).map(|s| (s.first, s.end));
    let word = |t: usize| document.tokens.word(t);
    let denies = |t: &usize| matches!(word(*t), "no" | "none" | "not" | "never" | "nope" | "nobody");
    // What is to come, or what a scan showed, is another question.
    let other = |t: usize| {
        matches!(word(t), "another" | "further" | "repeat" | "follow" | "showed" | "shows" | "hurt" | "safe")
    };
    let near = sentence.first.max(aid.first().saturating_sub(ANSWER))..sentence.end.min(aid.last() + ANSWER);
    if near.clone().any(other) {
        return None;
    }
    let asked_aloud = sentence.end.checked_sub(1).is_some_and(|t| document.tokens.is_mark(t, b'?'))
        && matches!(word(sentence.first), "did" | "was" | "were" | "any" | "use" | "used" | "do");
    if asked_aloud && let Some((first, _)) = next.filter(|(first, end)| first < end && denies(first)) {
        return Some(aid.first()..=first);
    }
    if !(near.start..aid.first()).any(|t| document.word_is(t, WordClass::AskedFor)) {
        return None;
    }
    let end = next.map_or(sentence.end, |(_, end)| end).min(aid.last() + 1 + ANSWER);
    // "You asked whether a scan machine was used while you were under: it was not."
    let colon = (aid.last() + 1..end).find(|&t| document.tokens.is_mark(t, b':'));
    if let Some(answer) = colon.and_then(|c| (c + 1..end.min(c + 5)).find(denies)) {
        return Some(aid.first()..=answer);
    }
    let verb = (aid.last() + 1..end).find(|&t| document.word_is(t, WordClass::AnswerVerb))?;
    if word(verb) == "declined" {
        return Some(aid.first()..=verb);
    }
    let idle = |t: &usize| document.is(*t, known::IDLE);
    let answer = (verb + 1..end.min(verb + 1 + SAID)).find(|t| denies(t) || idle(t))?;
    Some(aid.first()..=answer)
}

/// "Fingers were our only ultrasound", "only a finger for guidance", "ultrasound was my hand": a hand that stands for an aid.
pub(super) fn hand_for_aid(document: &Document, hand: usize) -> Option<RangeInclusive<usize>> {
    const REACH: usize = 5;
    let word = |t: usize| document.tokens.word(t);
    let section = document.section_of(hand);
    if !document.word_is(hand, WordClass::HandPart) || Tier::of(section.role) != Tier::Body {
        return None;
    }
    let end = document.sentences[document.sentence_of(hand)].end.min(hand + 1 + REACH);
    let leads = |t: usize| word(t).starts_with("guid") || document.concepts(t).meets(AIDS);
    let aid = (hand + 1..end).find(|&t| leads(t))?;
    let only = |t: usize| matches!(word(t), "only" | "just" | "sole" | "alone" | "nothing");
    // "Were our only ultrasound".
    let is_one = matches!(word(hand + 1), "was" | "were" | "is" | "are" | "being") && (hand + 2..aid).any(only);
    // "Only a finger for guidance".
    let serves = word(aid - 1) == "for" && (hand.saturating_sub(3)..aid).any(only);
    (is_one || serves).then(|| hand.saturating_sub(if is_one { 0 } else { 2 })..=aid)
}

/// "Why now: her drug depends on it; no scans used in here": what a semicolon parts from the reason under whose label it stands.
pub(super) fn is_apart_from_reason(document: &Document, token: usize) -> bool {
    const REACH: usize = 40;
    let section = document.section_of(token);
    section.role == Role::Indication
        && section.body < token
        && (section.body.max(token.saturating_sub(REACH))..token).any(|t| document.tokens.is_mark(t, b';'))
}

/// "US: no.": an aid as a label, and its answer.
pub(super) fn labelled_no(document: &Document, aid: &Mention) -> Option<RangeInclusive<usize>> {
    let answer = aid.last() + 2;
    let next = document.tokens.list.get(answer + 1);
    let ends = next.is_none_or(|t| t.before >= Break::Line || !matches!(t.kind, Kind::Word | Kind::Number));
    (document.tokens.is_mark(aid.last() + 1, b':')
        && matches!(document.tokens.word(answer), "no" | "none" | "nil" | "0")
        && ends)
        .then(|| aid.first()..=answer)
}

/// Whether words name the sampling: "the biopsy", "mine", "the wedges", "this".
pub(super) fn names_sampling(document: &Document, first: usize, end: usize) -> bool {
    const TAKEN: ConceptSet = ConceptSet::of(&[
        known::BIOPSY,
        known::OPEN_BIOPSY,
        known::LESION,
        known::PARTIAL,
        known::WEDGE,
        known::SAMPLE,
    ]);
    // "For the second biopsy" is one of several.
    let small =
        |t: usize| matches!(document.tokens.word(t), "the" | "this" | "my" | "our" | "that" | "actual" | "these");
    let act = first + (first..end).take_while(|&t| small(t)).count();
    let alone = act > first && matches!(document.tokens.word(act - 1), "this" | "that");
    let stops = act >= end || matches!(document.tokens.list[act].kind, Kind::Punct(_));
    alone && stops
        || act < end
            && (matches!(document.tokens.word(act), "mine" | "sampling" | "bx") || document.concepts(act).meets(TAKEN))
}

/// "US used for the IJ only, not for bx", "Doppler was for the arterial line only, not for this": an aid that something else was done
/// with, and not the sampling; where it is told so.
pub(super) fn spared(document: &Document, aid: usize) -> Option<usize> {
    const REACH: usize = 14;
    let end = document.sentences[document.sentence_of(aid)].end;
    let not = |t: &usize| {
        matches!(document.tokens.word(*t), "not" | "none" | "nothing")
            && document.tokens.word(t + 1) == "for"
            && names_sampling(document, t + 2, end.min(t + 8))
    };
    (aid + 1..end.min(aid + REACH)).find(not).map(|t| t + 2)
}

/// "US not conclusive and she declined to wait", "the scan did not help", "the radiologist of the outside ultrasound wrote that the wall was
/// not seen", "it was scanned in the next room first": what is denied is what a picture told, or what is told is where it was made.
pub(super) fn denies_its_worth(document: &Document, first: usize, last: usize) -> bool {
    let word = |t: usize| document.tokens.word(t);
    let told = |t: usize| {
        matches!(
            word(t),
            "conclusive" | "diagnostic" | "helpful" | "wrote" | "reported" | "described" | "read" | "reads"
        )
    };
    let denied = |t: usize| matches!(word(t), "not" | "never" | "no" | "nothing");
    let helps =
        matches!(word(last), "help" | "helped") && last.checked_sub(1).is_some_and(|t| word(t).starts_with("did"));
    (first..=last).any(told) || helps || word(first) == "scanned" && !(first..=last).any(denied)
}

/// "A vacuum-assisted 9-gauge probe": a probe that cuts and shows nothing.
pub(super) fn is_cutting_probe(document: &Document, first: usize, last: usize) -> bool {
    let cuts = |t: usize| t > 0 && (document.is(t - 1, known::GAUGE) || document.is(t - 1, known::CORE_DEVICE));
    (first..=last).any(|t| document.tokens.word(t) == "probe" && cuts(t))
        && !(first..=last).any(|t| document.tokens.word(t) != "probe" && document.concepts(t).meets(ANY))
}
