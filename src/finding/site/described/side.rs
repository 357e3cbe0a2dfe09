//! A side without a place. In: words that name a side, and maybe an aspect. Out: whether they tell the side of the body that the lesion
//! lies on: named as a side, answered, chosen, possessed. Left and right in another sense are told by `other_sense`.

use super::super::open::Open;
use super::super::{ABOUT_SAMPLE, SIDE};
use super::other_sense::{is_movement, is_no_side, is_stood_at};
use super::{answers, is_near_lesion, is_ticked, is_whole_fragment, word_before};
use crate::document::Document;
use crate::document::section::Role;
use crate::finding::Tier;
use crate::lexicon::concept::group::LENGTH_UNITS;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::{Break, Kind};

/// Whether a side without a place is one of the body.
pub(super) fn is_site_by_side(document: &Document, open: &Open) -> bool {
    if is_movement(document, open.first) || is_no_side(document, open) || is_stood_at(document, open.first) {
        return false;
    }
    let word = |t: usize| document.tokens.word(t);
    let before = word_before(document, open.first, 1);
    let section = document.section_of(open.first);
    let field = || section.role == Role::Field && open.first >= section.body && answers(document, open.first);
    let side_noun = matches!(word(open.last + 1), "side" | "sided") || document.is(open.last + 1, known::FILLER);
    let single_letter = open.first == open.last && word(open.first).len() == 1;
    let corrected = || crate::finding::corrects(document, open.first) && !single_letter;
    // "I chose the left side, as the right had been needled".
    let chosen = || chose(document, open.first) && matches!(word(open.last), "side" | "left" | "right");
    let of_lesion = || {
        let paired = matches!(before, "," | "(");
        is_near_lesion(document, open)
            && (paired || !open.aspects.is_empty() || document.is(open.last + 1, known::LESION))
    };
    // "Left side, because the right had been needled", "Right side this time".
    let reasoned = || word(open.last) == "side" && tells_choice(document, open.first, open.last);
    side_noun
        || reasoned()
        || names_armed_muscle(document, open)
        || field()
        || is_ticked(document, open.first)
        || !open.aspects.is_empty() && (is_whole_fragment(document, open) || opens_measured_fragment(document, open))
        || is_side_label(document, open)
        || answers_limb(document, open)
        || is_possessed(document, open)
        || is_modifier(document, open.first)
        || is_named_side(document, open.first)
        || stands_on_the(document, open)
        || !single_letter && closes_name(document, open)
        || corrected() && (open.aspects.is_empty() || is_near_lesion(document, open))
        || of_lesion()
        || chosen()
        || ends_title(document, open)
}

/// "Left side, because the right had been needled", "Right leg this time": a side that opens its sentence, with the reason for it or the
/// occasion behind it.
pub(in crate::finding::site) fn tells_choice(document: &Document, first: usize, last: usize) -> bool {
    let sentence = &document.sentences[document.sentence_of(first)];
    let behind = last + 1 + usize::from(document.tokens.is_mark(last + 1, b','));
    let word = |t: usize| if t < sentence.end { document.tokens.word(t) } else { "" };
    let occasion = word(behind) == "this" && matches!(word(behind + 1), "time" | "round");
    first == sentence.first
        && behind < sentence.end
        && (occasion
            || document.word_is(behind, WordClass::GivesReason)
                && behind + 2 < sentence.end
                && word(behind + 1) != "of")
}

/// "I chose the left side", "we went for the left", "so we crossed to the right side": a verb of choice before a side and its article.
pub(in crate::finding::site) fn chose(document: &Document, first: usize) -> bool {
    let from = document.sentences[document.sentence_of(first)].first;
    let article = usize::from(first > from && document.word_is(first - 1, WordClass::Definite));
    let Some(lead) = first.checked_sub(1 + article).filter(|&t| t >= from) else { return false };
    let led = || match document.tokens.word(lead) {
        "for" | "to" | "on" => lead > from,
        _ => false,
    };
    let to = || match document.tokens.word(lead - 1) {
        "went" => document.tokens.word(lead) == "for",
        "crossed" => document.tokens.word(lead) == "to",
        _ => document.word_is(lead - 1, WordClass::ChangedTo),
    };
    document.word_is(lead, WordClass::ChoseSide) || article > 0 && led() && to()
}

/// "Left biceps, over the belly": a side before a muscle that arm and thigh both have, told apart by the label of the limb.
fn names_armed_muscle(document: &Document, open: &Open) -> bool {
    let behind = open.last + 1;
    document.word_is(behind, WordClass::ArmedMuscle)
        && document.tokens.list.get(behind + 1).is_none_or(|t| matches!(t.kind, Kind::Punct(_)))
}

/// "Preop Dx: Tumor of soft tissue, right": a side behind the comma that ends a title with a lesion or its biopsy.
fn ends_title(document: &Document, open: &Open) -> bool {
    const NAMES: ConceptSet = ConceptSet::of(&[known::LESION, known::BIOPSY]);
    let section = document.section_of(open.first);
    let sentence = &document.sentences[document.sentence_of(open.first)];
    let line = document.tokens.list.get(open.last + 1).is_none_or(|t| t.before >= Break::Line);
    Tier::of(section.role) == Tier::Title
        && open.first > section.body
        && document.tokens.is_mark(open.first - 1, b',')
        && (line || [b'.', b';', b','].into_iter().any(|m| document.tokens.is_mark(open.last + 1, m)))
        && (sentence.first..open.first).any(|t| document.concepts(t).meets(NAMES))
        && !(sentence.first..open.first).any(|t| document.is(t, known::OTHER_REGION))
}

/// "Left, outer, 12 mm, skin-coloured.": side and aspect open a sentence without a verb, and a size stands behind them.
fn opens_measured_fragment(document: &Document, open: &Open) -> bool {
    let sentence = &document.sentences[document.sentence_of(open.first)];
    let within = |set: ConceptSet| (open.last + 1..sentence.end).any(|t| document.concepts(t).meets(set));
    open.first == sentence.first
        && document.tokens.is_mark(open.last + 1, b',')
        && within(LENGTH_UNITS)
        && !within(ABOUT_SAMPLE.with(ConceptSet::of(&[known::DEVICE, known::SUTURE, known::RETRACT])))
        && !(open.first..sentence.end).any(|t| document.is_verb(t) || document.is(t, known::BE))
}

/// "Thigh ultrasound biopsy Rt: …": the side ends what the biopsy is called by.
fn closes_name(document: &Document, open: &Open) -> bool {
    open.first == open.last
        && open.first.checked_sub(1).is_some_and(|t| document.is(t, known::BIOPSY))
        && ends_at_mark(document, open)
}

/// "On the right", "his left"; at an end also "it is the left".
fn stands_on_the(document: &Document, open: &Open) -> bool {
    const TAKEN: ConceptSet =
        ConceptSet::of(&[known::TAKE, known::BIOPSIED, known::SAMPLE, known::CORE, known::BIOPSY]);
    // "The sample was taken from the right".
    let source = |from: usize| {
        let word = document.tokens.word(from) == "from";
        word && (from.saturating_sub(1)..=from).any(|t| document.concepts(t).meets(TAKEN))
            && ends_at_mark(document, open)
    };
    // "On the right there is a nodule": the phrase holds its article.
    let there = document.tokens.word(open.first) == "the"
        && open.first.checked_sub(1).is_some_and(|t| document.tokens.word(t) == "on");
    const THERE_REACH: usize = 9;
    let end = document.sentences[document.sentence_of(open.first)].end.min(open.last + THERE_REACH);
    there && (open.last + 1..end).any(|t| document.is(t, known::LESION))
        || open.first > 1
            && document.word_is(open.first - 1, WordClass::Definite)
            && (matches!(document.tokens.word(open.first - 2), "on" | "to" | "of")
                || source(open.first - 2)
                || document.is(open.first - 2, known::BE) && ends_at_mark(document, open))
}

/// "On the patient's right".
fn is_possessed(document: &Document, open: &Open) -> bool {
    match word_before(document, open.first, 1) {
        "pt's" | "patient's" | "pts" | "pt" => true,
        "s" | "'s" | "'" => (2..=3).any(|back| {
            let owner = open.first.checked_sub(back);
            owner.is_some_and(|t| document.is(t, known::PRONOUN) || document.is(t, known::THE_PATIENT))
        }),
        _ => false,
    }
}

/// "R: VL, midthigh. 3 strips.", "Then right: mirror-image cut": the side opens its line or sentence and labels what stands behind.
fn is_side_label(document: &Document, open: &Open) -> bool {
    let line = document.tokens.list[open.first].before >= Break::Line;
    let opens = open.first <= document.sentences[document.sentence_of(open.first)].first + 1;
    (line || opens) && document.tokens.is_mark(open.last + 1, b':')
}

/// "Limb: the left one", "leg: L", "left is the leg in question", "popliteal mass biopsied, left.": a side that answers for a limb,
/// or closes a sentence on what was done behind a comma.
fn answers_limb(document: &Document, open: &Open) -> bool {
    let list = &document.tokens.list;
    let word = |t: usize| list.get(t).map_or("", |_| document.tokens.word(t));
    let limb = |t: usize| document.is(t, known::LIMB) || document.word_is(t, WordClass::LimbOrSide);
    let lead = open.first.checked_sub(1).map(|t| t - usize::from(t > 0 && document.is(t, known::DETERMINER)));
    let labelled = lead
        .is_some_and(|t| t > 0 && document.tokens.is_mark(t, b':') && limb(t - 1) && document.mention(t - 1).is_some());
    let equated = document.is(open.last + 1, known::BE)
        && document.is(open.last + 2, known::DETERMINER)
        && limb(open.last + 3)
        && !document.is(open.last + 4, known::SOUND);
    let sentence = &document.sentences[document.sentence_of(open.first)];
    let within = |set: ConceptSet| (sentence.first..open.first).any(|t| document.concepts(t).meets(set));
    let closes = open.last - open.first == 0
        && word(open.first).len() > 1
        && open.first.checked_sub(1).is_some_and(|t| document.tokens.is_mark(t, b','))
        && document.tokens.is_mark(open.last + 1, b'.')
        && open.last + 2 >= sentence.end
        && within(ConceptSet::of(&[known::LESION]))
        && within(ABOUT_SAMPLE)
        && !within(SIDE);
    labelled || equated || closes
}

/// "27324-LT", "modifier RT": a side told as a modifier of a code.
pub(in crate::finding::site) fn is_modifier(document: &Document, first: usize) -> bool {
    let word = |back: usize| first.checked_sub(back).map_or("", |t| document.tokens.word(t));
    let code = |back: usize| word(back).len() == 5 && word(back).bytes().all(|b| b.is_ascii_digit());
    const LABEL_REACH: usize = 12;
    // "CPT/modifier: per coding -LT".
    let hung = || {
        let tokens = &document.tokens.list;
        let from = first.saturating_sub(LABEL_REACH);
        let line = (from..first).rev().find(|&t| tokens[t].before >= Break::Line).unwrap_or(from);
        let named = |t: usize| document.word_is(t, WordClass::ModifierLabel);
        tokens[first].before == Break::Joined && tokens[first - 1].before != Break::Joined && (line..first).any(named)
    };
    let named = first.checked_sub(1).is_some_and(|t| document.word_is(t, WordClass::ModifierLabel));
    (word(1) == "-" && (code(2) || hung())) || code(1) || named
}

/// "Left side confirmed with the patient."
fn is_confirmed_side(document: &Document, first: usize) -> bool {
    let sentence = &document.sentences[document.sentence_of(first)];
    let last = document.mention(first).map_or(first, |m| m.last());
    first == sentence.first
        && document.tokens.list.get(last + 1).is_some_and(|_| document.word_is(last + 1, WordClass::Verified))
}

/// "laterality confirmed as left", "the side operated on was the left": the side is named as such.
pub(in crate::finding::site) fn is_named_side(document: &Document, first: usize) -> bool {
    let sentence = &document.sentences[document.sentence_of(first)];
    let from = sentence.first.max(first.saturating_sub(7));
    let named =
        (from..first).rev().find(|&t| document.is(t, known::SIDE_FIELD) || document.word_is(t, WordClass::SideName));
    let mark = |t: usize| [b':', b'=', b'('].iter().any(|&m| document.tokens.is_mark(t, m));
    if is_confirmed_side(document, first) {
        return true;
    }
    let told = |t: usize| document.is_verb(t) || mark(t) || document.tokens.word(t) == "as";
    let close = |n: usize| {
        let behind = document.mention(n).map_or(n, |m| m.last()) + 1;
        (behind == first && document.is(n, known::SIDE_FIELD))
            || (behind + 1 == first && document.tokens.is_mark(behind, b','))
    };
    named.is_some_and(|n| close(n) || (n + 1..first).any(told))
}

/// Whether a mark or the end of the note stands behind a site.
fn ends_at_mark(document: &Document, open: &Open) -> bool {
    document.tokens.list.get(open.last + 1).is_none_or(|t| matches!(t.kind, Kind::Punct(_)))
}
