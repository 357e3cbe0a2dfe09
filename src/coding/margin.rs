//! Lengths that take in the margin of what was removed: "4.1 cm with the margin needed", "block and margin measured 42 mm across". In:
//! a document and one of its lengths. Out: yes or no. "With a margin of 1 cm" measures the margin, and "4 cm with 1 cm margins" the
//! lesion.

use crate::document::Document;
use crate::finding::size::Size;
use crate::lexicon::concept::known;
use crate::lexicon::word_class::WordClass;
use crate::token::Kind;

/// What names the rule in evidence.
pub const RULE: &str = "measurement";

/// How far from a length its margin may stand, in tokens: behind it, and before it.
const REACH: usize = 9;
const REACH_BEFORE: usize = 14;

/// Whether a length is of a lesion and its margin.
pub fn takes_in_margin(document: &Document, size: &Size) -> bool {
    (follows(document, size) || leads(document, size) || sums_up(document, size)) && !is_of_specimen(document, size)
}

/// "Lesion 2.6 cm, margin 0.3 cm each side, total 3.2 cm": a sum behind a margin that has its own length.
fn sums_up(document: &Document, size: &Size) -> bool {
    let start = document.sentences[size.sentence].first;
    let near = size.first.saturating_sub(3).max(start)..size.first;
    let sum = near.into_iter().find(|&t| document.word_is(t, WordClass::SumWord));
    sum.is_some_and(|sum| (start..sum).any(|t| is_margin(document, t)))
}

/// "The specimen, fixed, was 5 cm with margin": what was measured when it was out, or what was cut to get at it.
fn is_of_specimen(document: &Document, size: &Size) -> bool {
    let sentence = &document.sentences[size.sentence];
    // "Taken at the table before fixation": not of what was fixed.
    let before = |t: usize| (t.saturating_sub(3).max(sentence.first)..t).any(|b| document.tokens.word(b) == "before");
    (sentence.first..sentence.end).any(|t| document.word_is(t, WordClass::OutOfBody) && !before(t))
}

/// "3 cm by MRI and 5.5 cm by the ruler at surgery": whether a length was taken at the operation.
pub fn is_of_operation(document: &Document, size: &Size) -> bool {
    let sentence = &document.sentences[size.sentence];
    let before = size.first.saturating_sub(4).max(sentence.first)..size.first;
    let behind = size.last + 1..sentence.end.min(size.last + 7);
    let own = |t: &usize| document.tokens.list[*t].kind != Kind::Number;
    before.rev().take_while(own).chain(behind.take_while(own)).any(|t| document.word_is(t, WordClass::AtOperation))
}

/// "3.4 cm across including its margin": the margin behind the length, without a measure of its own.
fn follows(document: &Document, size: &Size) -> bool {
    let is = |class| move |&t: &usize| document.word_is(t, class);
    let word = |t: usize| document.tokens.word(t);
    let behind = words_behind(document, size);
    let Some(margin) = behind.iter().position(|&t| is_margin(document, t)) else { return false };
    let told = behind.iter().take(margin + 4).any(is(WordClass::MarginState));
    if behind.get(margin + 1).is_some_and(|&t| document.tokens.word(t) == "included") {
        return !told;
    }
    let with = behind[..margin].iter().position(is(WordClass::TakesIn));
    // "17 cm across tumour and margin".
    let both = || {
        let joined =
            |at: usize| is(WordClass::MeasuredWhole)(&behind[at - 1]) && matches!(word(behind[at]), "and" | "plus");
        (1..margin).find(|&at| joined(at)).map(|at| at - 1)
    };
    let with = with.or_else(both);
    let bare = |with: usize| behind[..with].iter().all(is(WordClass::ExtentFiller));
    with.is_some_and(bare) && !told
}

/// "Tumour and margin measured 4.2 cm", "with margin 4.4 cm in all": the margin before the length, which is that of the whole.
fn leads(document: &Document, size: &Size) -> bool {
    let is = |class| move |&t: &usize| document.word_is(t, class);
    let from = document.sentences[size.sentence].first.max(size.first.saturating_sub(REACH_BEFORE));
    let parts = |t: &usize| document.tokens.list[*t].kind == Kind::Number || document.tokens.is_mark(*t, b';');
    let from = (from..size.first).rev().find(parts).map_or(from, |t| t + 1);
    let before = words(document, from..size.first);
    let Some(margin) = before.iter().rposition(|&t| is_margin(document, t)) else { return false };
    let word = |at: usize| before.get(at).map_or("", |&t| document.tokens.word(t));
    let whole = |words: &[usize]| words.iter().any(is(WordClass::OverallExtent));
    let takes_in = is(WordClass::TakesIn);
    let joined = (0..margin).any(|at| word(at) == "and" || takes_in(&before[at]));
    let behind = words_behind(document, size);
    let near = &before[margin.saturating_sub(3)..margin];
    let taken_in = near.iter().any(takes_in) && whole(&before[..margin]);
    let included = word(margin + 1) == "included";
    // "Tumour plus margin 31 mm", "with the margin taken 3.2 cm".
    let added = (0..margin).rev().find(|&at| matches!(word(at), "plus" | "and" | "including"));
    let of_both = added.and_then(|at| at.checked_sub(1)).is_some_and(|at| is(WordClass::MeasuredWhole)(&before[at]));
    let behind_margin = &before[margin + 1..];
    // "A margin of 2 cm of normal muscle all around" is of the margin alone.
    let goes_round = |t: usize| matches!(document.tokens.word(t + 1), "around" | "round");
    let needed = joined && !behind_margin.is_empty() && behind_margin.iter().all(is(WordClass::MarginNeeded));
    included
        || taken_in
        || of_both
        || needed
        || joined
            && (whole(&before[margin..])
                || behind
                    .iter()
                    .take(4)
                    .any(|t| (is(WordClass::OverallExtent)(t) && !goes_round(*t)) || is(WordClass::AtOperation)(t)))
}

/// The words behind a length in its sentence, as far as its margin may stand.
fn words_behind(document: &Document, size: &Size) -> Vec<usize> {
    let behind = size.last + 1;
    words(document, behind..document.sentences[size.sentence].end.min(behind + REACH))
}

/// The words of a run up to a number or a semicolon, by their tokens.
fn words(document: &Document, range: std::ops::Range<usize>) -> Vec<usize> {
    let tokens = &document.tokens;
    let counts = |t: usize| tokens.list[t].kind == Kind::Number || document.is(t, known::NUMBER_WORD);
    let goes_on = |t: &usize| !counts(*t) && !tokens.is_mark(*t, b';');
    let worded = |t: &usize| tokens.list[*t].kind == Kind::Word;
    range.take_while(goes_on).filter(worded).collect()
}

fn is_margin(document: &Document, token: usize) -> bool {
    document.tokens.word(token).starts_with("margin") || document.word_is(token, WordClass::MarginName)
}
