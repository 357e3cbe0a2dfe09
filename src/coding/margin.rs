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

/// How far from a length its margin may stand, in tokens.
const REACH: usize = 9;

/// Words that take something in.
const WITH: [&str; 9] =
    ["with", "including", "incl", "plus", "included", "inclusive", "counting", "together", "allowing"];

/// Words between a length and those.
const BETWEEN: [&str; 22] = [
    "across",
    "in",
    "diameter",
    "its",
    "greatest",
    "largest",
    "dimension",
    "overall",
    "wide",
    "long",
    "at",
    "widest",
    "maximum",
    "the",
    "all",
    "total",
    "width",
    "length",
    "size",
    "longest",
    "thereby",
    "altogether",
];

/// Words for a length of the whole, where it is no margin's.
const OVERALL: [&str; 24] = [
    "spanned",
    "spanning",
    "measured",
    "measures",
    "measuring",
    "measurement",
    "diameter",
    "across",
    "total",
    "totalled",
    "overall",
    "all",
    "altogether",
    "came",
    "greatest",
    "largest",
    "combined",
    "together",
    "sum",
    "dimension",
    "extent",
    "made",
    "comes",
    "size",
];

/// What is measured with its margin.
const WHOLES: [&str; 10] =
    ["tumour", "tumor", "lesion", "mass", "lump", "nodule", "lipoma", "block", "diameter", "size"];

/// Words behind a margin that go on to the length of the whole.
const NEEDED: [&str; 9] = ["taken", "needed", "required", "necessary", "removed", "it", "is", "was", "excised"];

/// What margins are that nobody measured.
const TOLD: [&str; 14] = [
    "inked", "marked", "clear", "free", "negative", "oriented", "painted", "wide", "good", "close", "positive",
    "clean", "tagged", "grossly",
];

/// Whether a length is of a lesion and its margin.
pub fn takes_in_margin(document: &Document, size: &Size) -> bool {
    (follows(document, size) || leads(document, size) || sums_up(document, size)) && !is_of_specimen(document, size)
}

/// "Lesion 2.6 cm, margin 0.3 cm each side, total 3.2 cm": a sum behind a margin that has its own length.
fn sums_up(document: &Document, size: &Size) -> bool {
    let start = document.sentences[size.sentence].first;
    let near = size.first.saturating_sub(3).max(start)..size.first;
    let sum = near.into_iter().find(|&t| document.word_is(t, WordClass::SumWord));
    sum.is_some_and(|sum| (start..sum).any(|t| names_margin(document.tokens.word(t))))
}

/// "The specimen, fixed, was 5 cm with margin": what was measured when it was out, or what was cut to get at it.
fn is_of_specimen(document: &Document, size: &Size) -> bool {
    const NAMES: [&str; 9] =
        ["specimen", "formalin", "fixed", "fixation", "pathologist", "slip", "shrunk", "ellipse", "incision"];
    let sentence = &document.sentences[size.sentence];
    (sentence.first..sentence.end).any(|t| NAMES.contains(&document.tokens.word(t)))
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
    let behind = words(document, size.last + 1..document.sentences[size.sentence].end);
    let Some(margin) = behind.iter().position(|&w| names_margin(w)) else { return false };
    let told = behind.iter().take(margin + 4).any(|w| TOLD.contains(w));
    if behind.get(margin + 1) == Some(&"included") {
        return !told;
    }
    let with = behind[..margin].iter().position(|w| WITH.contains(w));
    let bare = |with: usize| behind[..with].iter().all(|w| BETWEEN.contains(w));
    with.is_some_and(bare) && !told
}

/// "Tumour and margin measured 4.2 cm", "with margin 4.4 cm in all": the margin before the length, which is that of the whole.
fn leads(document: &Document, size: &Size) -> bool {
    let from = document.sentences[size.sentence].first.max(size.first.saturating_sub(REACH));
    let parts = |t: &usize| document.tokens.list[*t].kind == Kind::Number || document.tokens.is_mark(*t, b';');
    let from = (from..size.first).rev().find(parts).map_or(from, |t| t + 1);
    let before = words(document, from..size.first);
    let Some(margin) = before.iter().rposition(|&w| names_margin(w)) else { return false };
    let whole = |words: &[&str]| words.iter().any(|w| OVERALL.contains(w));
    let joined = before[..margin].iter().any(|w| *w == "and" || WITH.contains(w));
    let behind = words(document, size.last + 1..document.sentences[size.sentence].end);
    let near = &before[margin.saturating_sub(3)..margin];
    let taken_in = near.iter().any(|w| WITH.contains(w)) && before[..margin].iter().any(|w| OVERALL.contains(w));
    let included = before.get(margin + 1) == Some(&"included");
    // "Tumour plus margin 31 mm", "with the margin taken 3.2 cm".
    let added = before[..margin].iter().rposition(|w| matches!(*w, "plus" | "and" | "including"));
    let of_both = added.and_then(|at| at.checked_sub(1)).is_some_and(|at| WHOLES.contains(&before[at]));
    let behind_margin = &before[margin + 1..];
    let needed = joined && !behind_margin.is_empty() && behind_margin.iter().all(|w| NEEDED.contains(w));
    included
        || taken_in
        || of_both
        || needed
        || joined && (whole(&before[margin..]) || whole(&behind[..behind.len().min(4)]))
}

/// The words of a run up to a number or the end of a sentence, at most so many.
fn words<'d>(document: &'d Document, range: std::ops::Range<usize>) -> Vec<&'d str> {
    let tokens = &document.tokens;
    let counts = |t: usize| tokens.list[t].kind == Kind::Number || document.is(t, known::NUMBER_WORD);
    let goes_on = |t: &usize| !counts(*t) && !tokens.is_mark(*t, b';');
    let worded = |t: &usize| tokens.list[*t].kind == Kind::Word;
    range.take(REACH).take_while(goes_on).filter(worded).map(|t| tokens.word(t)).collect()
}

fn names_margin(word: &str) -> bool {
    word.starts_with("margin") || matches!(word, "cuff" | "collar")
}
