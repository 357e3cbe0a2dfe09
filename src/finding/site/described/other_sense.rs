//! Left and right where they are no side of the lesion. In: words that name a side. Out: whether they tell of a movement, of where someone
//! stood, of what was left or is right, or of a side that is taken back.

use super::super::open::Open;
use super::super::{ASPECT, PLACE, SIDE, Site};
use crate::document::Document;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::Kind;

/// "swept to the left", "stood to the right of the table": where something went or stood. Attention turns to a lesion.
pub(super) fn is_movement(document: &Document, first: usize) -> bool {
    let is = |back: usize, class| first.checked_sub(back).is_some_and(|t| document.word_is(t, class));
    let article = usize::from(is(1, WordClass::Definite));
    let toward = is(1 + article, WordClass::Toward);
    let attention = (1..8).any(|back| is(back, WordClass::TurnedTo));
    toward && !attention && !first.checked_sub(1 + article).is_some_and(|to| lies_toward(document, to))
}

/// "The lump is toward the lower part of the back of the thigh": a lesion that is or lies there went nowhere.
fn lies_toward(document: &Document, to: usize) -> bool {
    const REACH: usize = 8;
    const RESTS: ConceptSet = ConceptSet::of(&[known::BE, known::LIE]);
    let from = document.sentences[document.sentence_of(to)].first.max(to.saturating_sub(REACH));
    let directed = matches!(document.tokens.word(to), "toward" | "towards");
    let rests = to > from && document.concepts(to - 1).meets(RESTS);
    directed && rests && (from..to).any(|t| document.is(t, known::LESION) || document.tokens.word(t) == "it")
}

/// "Stood on pt's left", "seated to the right": where someone who operates was.
pub(super) fn is_stood_at(document: &Document, first: usize) -> bool {
    const REACH: usize = 5;
    let from = document.sentences[document.sentence_of(first)].first.max(first.saturating_sub(REACH));
    let near = |t: &usize| !matches!(document.tokens.list[*t].kind, Kind::Punct(b',' | b';' | b'.'));
    (from..first).rev().take_while(near).any(|t| document.word_is(t, WordClass::StoodAt))
        && !(from..first).any(|t| document.is(t, known::LESION))
}

/// "must put right what is written", "the count was right", "left in place": the words in another sense.
pub(super) fn is_no_side(document: &Document, open: &Open) -> bool {
    let word = |t: usize| document.tokens.list.get(t).map_or("", |_| document.tokens.word(t));
    // "60 Gy RT", "scar, thigh, post RT": radiotherapy.

    if open.first == open.last
        && word(open.first) == "rt"
        && open.first.checked_sub(1).is_some_and(|t| document.word_is(t, WordClass::BeforeTherapy))
    {
        return true;
    }
    let alone = open.first == open.last && matches!(word(open.first), "right" | "left");
    let (before, behind) = (open.first.checked_sub(1).map_or("", word), word(open.last + 1));
    let verb = open.first.checked_sub(1).is_some_and(|t| document.word_is(t, WordClass::RightAdverb));
    let object = document.word_is(open.last + 1, WordClass::LeftObject);
    // "The count was right", "he was right": nothing with a side is the subject.
    let from = document.sentences[document.sentence_of(open.first)].first;
    let sided = |t: usize| {
        const SIDED: ConceptSet = PLACE.with(ConceptSet::of(&[known::LESION, known::SIDE_FIELD, known::BIOPSY]));
        document.concepts(t).meets(SIDED) || document.word_is(t, WordClass::SideSubject)
    };
    let agreed = word(open.first) == "right"
        && open.first.checked_sub(1).is_some_and(|t| document.is(t, known::BE))
        && !(from..open.first).any(sided);
    if alone && agreed {
        return true;
    }
    // "Size, side and specimen are right as dictated": several things have no one side.
    let several = before == "are" && behind == "as";
    alone && !matches!(before, "the" | "on") && (verb || object || several)
        || is_leaving(document, open.first, open.last)
        || has_left(document, open)
}

/// "Sonographer came to holding, scanned, put a cross over the lump, left": the last thing that somebody did who had come.
fn has_left(document: &Document, open: &Open) -> bool {
    const LEAD: usize = 4;
    const PLACES: ConceptSet = ConceptSet::of(&[known::THIGH, known::KNEE, known::LIMB, known::THE_PATIENT]);
    let tokens = &document.tokens;
    let (first, next) = (open.first, open.last + 1);
    let sentence = &document.sentences[document.sentence_of(first)];
    let came = |t: usize| document.word_is(t, WordClass::CameIn);
    let behind =
        first > sentence.first && (tokens.is_mark(first - 1, b',') || matches!(tokens.word(first - 1), "and" | "then"));
    first == open.last
        && tokens.word(first) == "left"
        && !tokens.list[first].capital
        && behind
        && (next >= sentence.end || tokens.is_mark(next, b'.'))
        && (sentence.first + 1..first.min(sentence.first + 1 + LEAD)).any(came)
        && !(sentence.first..sentence.end).any(|t| document.concepts(t).meets(PLACES))
}

/// "A first sliver had just left the adductor magnus", "we left the vastus alone": a verb with its object, no side.
pub(in crate::finding::site) fn is_leaving(document: &Document, first: usize, last: usize) -> bool {
    let tokens = &document.tokens;
    first == last
        && tokens.word(first) == "left"
        && !tokens.list[first].capital
        && !first.checked_sub(1).is_some_and(|t| document.word_is(t, WordClass::LeftAsSide))
        && (document.is(last + 1, known::DETERMINER) && !matches!(tokens.word(last + 1), "one" | "other")
            || is_left_to(document, first))
}

/// "Rectus left to fall together", "the muscle was left open", "gracilis left as it was": a participle, and no side.
pub(in crate::finding::site) fn is_left_to(document: &Document, left: usize) -> bool {
    let word = |t: usize| document.tokens.list.get(t).map_or("", |_| document.tokens.word(t));
    let verb = |t: usize| document.word_is(t, WordClass::LeftToDo);
    let as_it_was = word(left + 1) == "as" && word(left + 2) == "it";
    word(left) == "left" && (as_it_was || word(left + 1) == "to" && verb(left + 2) || is_left_undecided(document, left))
}

/// "MRI left sarcoma and granuloma both open": what a study, told right before, left without an answer.
fn is_left_undecided(document: &Document, left: usize) -> bool {
    const REACH: usize = 9;
    const STUDY: ConceptSet =
        ConceptSet::of(&[known::IMAGING, known::MRI, known::CT, known::ULTRASOUND, known::CORE, known::CYTOLOGY]);
    let sentence = &document.sentences[document.sentence_of(left)];
    let study = left > sentence.first && {
        let before = left - 1;
        document.concepts(before).meets(STUDY) || document.word_is(before, WordClass::ProcedureEvent)
    };
    let ends = |t: usize| t >= sentence.end || matches!(document.tokens.list[t].kind, Kind::Punct(b'.' | b',' | b';'));
    let open = |t: usize| document.word_is(t, WordClass::LeftOpen) && ends(t + 1);
    study && (left + 1..sentence.end.min(left + 1 + REACH)).any(open)
}

/// "the side is right; left was typed in error": taken back where it is told.
pub(in crate::finding::site) fn is_taken_back(document: &Document, site: &Site) -> bool {
    const REACH: usize = 7;
    let clause = document.clause[site.last];
    if is_wrong_side(document, site) {
        return true;
    }
    // "Ignore RT.", "strike right"; "scratch that, left" takes back what stands before.
    let word = |back: usize| site.first.checked_sub(back).map_or("", |t| document.tokens.word(t));
    // "Take out left".
    let dropped = site.first.checked_sub(1).is_some_and(|t| document.word_is(t, WordClass::StruckSide))
        || word(1) == "out" && matches!(word(2), "take" | "cross");
    if dropped
        || (1..3).any(|n| {
            site.first.checked_sub(n).is_some_and(|t| document.word_is(t, WordClass::Ignored)) && word(1) != "that"
        })
    {
        return true;
    }
    // "Lateral thigh, delete lateral, it's the anterior thigh".
    let end = document.sentences[site.sentence].end;
    let struck = |t: usize| {
        let strikes = document.word_is(t, WordClass::Ignored) || document.word_is(t, WordClass::StrikesOut);
        let named = document.concepts(t + 1).within(SIDE.with(ASPECT));
        strikes && !named.is_empty() && site.concepts.with(site.aspects).meets(named)
    };
    if (site.last + 1..end.min(site.last + REACH).saturating_sub(1)).any(struck) {
        return true;
    }
    (site.last + 1..site.last + REACH)
        .take_while(|&t| document.clause.get(t) == Some(&clause))
        .any(|t| document.word_is(t, WordClass::Mistaken))
}

/// "The form carries the wrong side (left)", "wrong side: right": the side that is called wrong right before it.
fn is_wrong_side(document: &Document, site: &Site) -> bool {
    let Some(mark) = site.first.checked_sub(1) else { return false };
    let marked = [b'(', b',', b':', b'"'].into_iter().any(|m| document.tokens.is_mark(mark, m));
    let word = |back: usize| mark.checked_sub(back).map_or("", |t| document.tokens.word(t));
    let asked = || mark.checked_sub(1).is_some_and(|t| document.word_is(t, WordClass::LimbOrSide));
    marked && word(2) == "wrong" && (asked() || word(1) == "laterality")
}
