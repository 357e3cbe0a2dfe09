//! Whether a word for a side stands as one. In: a mention of a side. Out: whether it ends a name, qualifies a lesion or answers which.

use super::super::Reading;
use crate::document::Document;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::token::{Break, Kind};

/// "Incisional biopsy, RIGHT", "thigh bx L, needle", "the tumor on the right", "dominant (right)", "Right ☐ Left ☑": a side that
/// ends a name of what was done, stands in brackets or is ticked.
pub(super) fn stands_as_side(reading: &Reading, side: &Mention) -> bool {
    const NAMES: ConceptSet =
        ConceptSet::of(&[known::BIOPSY, known::EXCISION, known::LESION, known::THIGH, known::KNEE, known::LIMB]);
    const PLACES: ConceptSet = ConceptSet::of(&[known::THIGH, known::KNEE, known::LIMB]);
    const OTHERWISE: ConceptSet = ConceptSet::of(&[known::OTHER_REGION, known::DEVICE, known::VERB]);
    const FROM: ConceptSet = ConceptSet::of(&[known::BELOW, known::ABOVE, known::DISTANCE, known::PSEUDO]);
    const REACH: usize = 2;
    let document = reading.document;
    let tokens = &document.tokens;
    let (first, next) = (side.first(), side.last() + 1);
    let mark = |t: usize, marks: &[u8]| marks.iter().any(|&m| tokens.is_mark(t, m));
    let ticked = |t: usize| tokens.list.get(t).is_some_and(|t| t.kind == Kind::Check(true));
    if qualifies_lesion(document, first, next) {
        return true;
    }
    let Some(before) = first.checked_sub(1) else { return ticked(next) };
    // Of a table with several columns, a cell.
    let cell = mark(before, b"|") && mark(next, b"|");
    if ticked(next) || ticked(before) || cell || mark(before, b"(") && mark(next, b")") {
        return true;
    }
    let named = |reach: usize| (first.saturating_sub(reach)..first).any(|t| document.concepts(t).meets(NAMES));
    let ends = tokens.list.get(next).is_none_or(|t| t.before >= Break::Line) || mark(next, b".,;)");
    // "The rest of the lesion left."
    let verb = tokens.word(first) == "left" && !tokens.list[first].capital && !mark(before, b",:");
    // "Right side.", "Left side throughout.": all that its sentence says.
    let sentence = &document.sentences[document.sentence_of(first)];
    let behind = |t: usize| mark(t, b".,;") || document.word_is(t, WordClass::SideAgreed);
    let alone = next > first + 1 && sentence.first == first && (next..sentence.end).all(behind);
    if alone || answers_which(reading, first, next) {
        return true;
    }
    // "The thigh went ahead: right, anterolateral, 2 cm incision".
    let listed = mark(before, b":")
        && mark(next, b",")
        && (sentence.first..before).any(|t| document.concepts(t).meets(PLACES))
        && !(sentence.first..before).any(|t| document.is(t, known::OTHER_REGION));
    if listed {
        return true;
    }
    // "At the start of the nailing, left side, before reaming": set off by commas.
    if next > first + 1 && mark(before, b",") && mark(next, b",.;") {
        return true;
    }
    // "Anterior thigh, proximal, 10 cm below ASIS, right.": the last word of a sentence that opens with the limb.
    let opening = || (sentence.first..before).take(REACH + 1).any(|t| document.concepts(t).meets(PLACES));
    // "A hand below the groin" only measures.
    let far = |t: usize| (t.saturating_sub(REACH)..t).any(|b| document.concepts(b).meets(FROM));
    let other = |t: usize| document.is(t, known::OTHER_REGION) && !far(t);
    let elsewhere = || (sentence.first..before).any(|t| other(t) || document.is_verb(t));
    if mark(before, b",") && mark(next, b".;") && opening() && !elsewhere() {
        return true;
    }
    // "Lateral thigh mass, patient's left.", "mass of the thigh, 4 cm, on the patient's left side": whose side, at the end of what is told of
    // a lesion. "Rolled onto the patient's left side" tells how someone lies.
    let owner = || (first.saturating_sub(REACH + 1)..first).any(|t| document.is(t, known::THE_PATIENT));
    let lesion = || (sentence.first..first).any(|t| document.is(t, known::LESION));
    let owned = || document.word_is(before, WordClass::Possessive) || owner();
    if ends && owned() && lesion() && !elsewhere() {
        return true;
    }
    let on_side = first > REACH && tokens.word(before) == "the" && tokens.word(before - 1) == "on";
    ends && !verb && named(REACH) || on_side && named(2 * REACH) && !document.concepts(next).meets(OTHERWISE)
}

/// "Side confirmed with the patient and it was left", "Which side? It was left.": whether the sentence or the one before speaks of it.
fn told_of_side(document: &Document, first: usize) -> bool {
    let number = document.sentence_of(first);
    let from = document.sentences[number.saturating_sub(1)].first;
    // "Which thigh? Left."
    let asked = first > from && document.tokens.is_mark(first - 1, b'?');
    (from..first).any(|t| document.tokens.word(t) == "side" || asked && document.tokens.word(t) == "which")
}

/// "A left-sided 4 cm mass", "a right-sided, firm, 3 cm lump": a side with nothing but qualities between it and its lesion.
fn qualifies_lesion(document: &Document, first: usize, next: usize) -> bool {
    const REACH: usize = 8;
    const OTHERWISE: ConceptSet = ConceptSet::of(&[
        known::BE,
        known::VERB,
        known::PREPOSITION,
        known::CONJUNCTION,
        known::DETERMINER,
        known::PRONOUN,
        known::CUT,
        known::TAKE,
        known::OTHER_REGION,
        known::DEVICE,
    ]);
    let tokens = &document.tokens;
    let sentence = &document.sentences[document.sentence_of(first)];
    // "We left 4 cm of it": a verb has its subject.
    let subject = first > sentence.first && document.is(first - 1, known::PRONOUN);
    let quality = |t: &usize| match tokens.list[*t].kind {
        Kind::Word => !document.concepts(*t).meets(OTHERWISE),
        Kind::Number => true,
        Kind::Punct(mark) => matches!(mark, b',' | b'-' | b'.') && tokens.list[*t].before != Break::Line,
        Kind::Check(_) => false,
    };
    let end = sentence.end.min(next + REACH);
    !subject && (next..end).take_while(quality).any(|t| document.is(t, known::LESION))
}

/// "It is the left one.", "the side was checked: it is left-sided", "Which thigh? The left.": a side that a pronoun is told to be of, or
/// that is all a clause says.
fn answers_which(reading: &Reading, first: usize, next: usize) -> bool {
    let document = reading.document;
    let tokens = &document.tokens;
    let word = |t: usize| if t < tokens.list.len() { tokens.word(t) } else { "" };
    let mark = |t: usize, marks: &[u8]| marks.iter().any(|&m| tokens.is_mark(t, m));
    let end = next + usize::from(matches!(word(next), "one" | "side"));
    if tokens.list.get(end).is_some_and(|t| t.before < Break::Line) && !mark(end, b".,;)") {
        return false;
    }
    let article = first > 0 && (word(first - 1) == "on" || document.word_is(first - 1, WordClass::Definite));
    let lead = first - usize::from(article);
    let opens = |t: usize| document.sentences[document.sentence_of(t)].first == t || t > 0 && mark(t - 1, b";:?");
    // "It was left", "which was right" tell no side by themselves; "it is left-sided", "it was the right one" do.
    let names_side = article || end > next || next > first + 1 || told_of_side(document, first);
    let told = lead > 1
        && names_side
        && matches!(word(lead - 1), "is" | "was" | "being")
        && matches!(word(lead - 2), "it" | "this" | "which" | "side");
    let asked = lead == first && first > 0 && tokens.is_mark(first - 1, b'?') && told_of_side(document, first);
    told || (article || asked) && opens(lead)
}
