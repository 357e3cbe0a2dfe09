//! What a note quotes from another paper: "the old report reads: '…'", "Dr F. wrote of her operation: “…”". In: a document. Out: the
//! quotations at length that are led in so.

use super::Document;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::{Break, Kind, Tokens};
use std::ops::Range;

/// Shortest quotation that may tell of an operation, in tokens: a term in quotation marks is the writer's own.
const SHORTEST: usize = 5;

/// Longest quotation that is looked through for its end, and longest lead, in tokens.
const LONGEST: usize = 400;
const LONGEST_LEAD: usize = 30;

/// How far behind the name of a paper it may be told how it came, in tokens.
const HANDED_REACH: usize = 5;

/// Every quotation of another paper, in the order of the text.
pub(super) fn of_other_papers(document: &Document) -> Vec<Range<usize>> {
    let tokens = &document.tokens;
    let mut found = brought(document);
    let mut at = 0;
    while at < tokens.list.len() {
        let Some(mark) = opening(document.text, tokens, at) else {
            at += 1;
            continue;
        };
        let last = (at..tokens.list.len().min(at + LONGEST)).find(|&t| closes(document.text, tokens, t, mark));
        let Some(last) = last else {
            at += 1;
            continue;
        };
        // "A letter saying 'please get histology'": what was asked for is the reason of this operation and no account of another.
        let asks = || matches!(tokens.word(at), "please" | "pls" | "kindly");
        if last + 1 >= at + SHORTEST && !asks() && (is_led_in(document, at) || is_letter(document, at..last + 1)) {
            found.push(at..last + 1);
        }
        at = last + 1;
    }
    found.sort_unstable_by_key(|words| words.start);
    found
}

/// "He brought the operation paper from the district hospital: incision, fascia opened", "Faxed op sheet: …", "From the Spanish report: …":
/// what a paper tells that came from others, up to the full stop, with what is quoted right behind it.
fn brought(document: &Document) -> Vec<Range<usize>> {
    let tokens = &document.tokens;
    let stops = |t: usize| tokens.is_mark(t, b'.') || tokens.list[t].before >= Break::Line;
    let stop = |from: usize| (from..tokens.list.len().min(from + LONGEST)).find(|&t| stops(t));
    let runs = |colon: usize| {
        let mut end = stop(colon + 2)?;
        let quote = tokens.list.get(end + 1).and_then(|_| opening(document.text, tokens, end + 1));
        let closes_at =
            |mark| (end + 1..tokens.list.len().min(end + LONGEST)).find(|&t| closes(document.text, tokens, t, mark));
        if let Some(close) = quote.and_then(closes_at) {
            return Some(colon + 1..close + 1);
        }
        while let Some(next) = stop(end + 2).filter(|&next| next < colon + LONGEST && goes_on(document, end + 1..next))
        {
            end = next;
        }
        Some(colon + 1..end)
    };
    (2..tokens.list.len().saturating_sub(2))
        .filter(|&t| tokens.is_mark(t, b':') && came_from_others(document, t))
        .filter_map(runs)
        .collect()
}

/// "Two pieces were sent, the fascia was sewn": whether a sentence in the line of what another paper tells goes on with it: it opens nothing,
/// numbs nothing and tells of no writer and no present.
fn goes_on(document: &Document, sentence: Range<usize>) -> bool {
    const OPENS: ConceptSet = ConceptSet::of(&[
        known::ANESTHESIA,
        known::INCISION,
        known::CUT,
        known::NEEDLE,
        known::GAUGE,
        known::BIOPSY,
        known::CURRENT,
    ]);
    const TOLD: ConceptSet = ConceptSet::of(&[known::SEND, known::CLOSE, known::SUTURE]);
    let tokens = &document.tokens;
    let one_line = sentence.clone().all(|t| tokens.list[t].before < Break::Line);
    let own = |t: usize| matches!(tokens.word(t), "i" | "we" | "my" | "our");
    one_line
        && sentence.clone().any(|t| document.concepts(t).meets(TOLD))
        && !sentence.clone().any(|t| document.concepts(t).meets(OPENS) || own(t))
}

/// Whether the words before a colon name a paper that was brought along, handed on or written elsewhere.
fn came_from_others(document: &Document, colon: usize) -> bool {
    /// How far before the colon the paper may stand, and how far before it what is told of it, in tokens.
    const REACH: usize = 6;
    const LEAD: usize = 10;
    let tokens = &document.tokens;
    let stops = |t: &usize| tokens.is_mark(*t, b'.') || tokens.is_mark(*t, b':');
    let from = (colon.saturating_sub(LEAD)..colon).rev().find(stops).map_or(colon.saturating_sub(LEAD), |t| t + 1);
    let paper = |t: &usize| document.word_is(*t, WordClass::PatientPaper) || document.word_is(*t, WordClass::ActPaper);
    let Some(paper) = (from.max(colon.saturating_sub(REACH))..colon).rev().find(paper) else { return false };
    let own = |t: usize| matches!(tokens.word(t), "i" | "we" | "my" | "our");
    let brought =
        |t: usize| document.word_is(t, WordClass::BroughtAlong) || document.word_is(t, WordClass::OtherTeller);
    // "From the Spanish report": a name before the paper, and "from" before that.
    let foreign = paper >= from + 2 && tokens.word(from) == "from" && tokens.list[paper - 1].capital;
    // "Records reviewed: …"
    let reviewed = (paper + 1..colon).any(|t| tokens.word(t) == "reviewed");
    (foreign || reviewed || (from..paper).any(brought)) && !(from..colon).any(own)
}

/// "I operated on your patient on 3 September": whether a quotation addresses the doctor whose patient it is of.
fn is_letter(document: &Document, mut quotation: Range<usize>) -> bool {
    quotation.any(|t| document.tokens.word(t) == "your" && document.tokens.word(t + 1) == "patient")
}

/// Whether the words before a quotation, up to the full stop before them, name another paper or whoever wrote it.
fn is_led_in(document: &Document, quote: usize) -> bool {
    let tokens = &document.tokens;
    let opens = |t: usize| tokens.list.get(t).is_some_and(|n| n.capital && n.before != Break::Joined);
    // "…, I won't need it.” After that she said: “…": the mark that ends a quotation may stand behind the full stop.
    let stops = |t: &usize| {
        tokens.list[*t + 1].before >= Break::Line
            || tokens.is_mark(*t, b'.')
                && !(*t > 0 && document.word_is(t - 1, WordClass::NameTitle))
                && (opens(t + 1) || tokens.is_mark(t + 1, b'"') && opens(t + 2))
    };
    let from = quote.saturating_sub(LONGEST_LEAD);
    let start =
        (from..quote).rev().skip_while(|&t| tokens.list[t].kind != Kind::Word).find(stops).map_or(from, |t| t + 1);
    // "I dictated: …" is of the writer's own.
    let own = |t: usize| matches!(tokens.word(t), "i" | "we" | "my" | "our");
    // "From the old chart: …", and not of an old lady.
    let paper = |t: usize| document.word_is(t, WordClass::PatientPaper);
    let other = |t: usize| {
        document.word_is(t, WordClass::OtherPaper)
            || document.word_is(t, WordClass::EarlierPaper) && (t + 1..quote.min(t + 3)).any(paper)
    };
    // "Op note from Galway reads: …"; "the coach had been told …".
    let handed = |t: usize| document.word_is(t, WordClass::HandedOn);
    let number = |t: usize| tokens.list.get(t).is_some_and(|n| n.kind == Kind::Number);
    // "Operative report of 9/18".
    let of_day = |t: usize| tokens.word(t) == "of" && number(t + 1);
    let handed_on = (start..quote).filter(|&t| paper(t)).any(|p| {
        number(p + 1) && number(p + 3)
            || (p + 1..quote.min(p + 1 + HANDED_REACH)).any(|t| handed(t) || of_day(t))
            || (start..p).any(|t| document.word_is(t, WordClass::OtherTeller))
    });
    let passive = |t: usize| t > 0 && matches!(tokens.word(t - 1), "been" | "was" | "were");
    let asked = |t: usize| document.word_is(t, WordClass::AskVerb);
    // "You would “make an incision and take a piece”".
    let would = quote.checked_sub(1).is_some_and(|t| document.word_is(t, WordClass::Modal));
    let said = would || (start..quote).any(|t| tokens.word(t) == "told" && passive(t) || asked(t));
    // "Dr F. wrote to me: …" holds a full stop.
    let named = (from..quote).any(|t| document.word_is(t, WordClass::WroteOf));
    (named || handed_on || said || (start..quote).any(other)) && !(start..quote).any(own)
}

/// The mark of a quotation that opens right before a token.
fn opening(text: &str, tokens: &Tokens, at: usize) -> Option<char> {
    let before = &text[..tokens.list[at].span.start as usize];
    let mark = before.chars().next_back().filter(|&c| closing(c).is_some())?;
    let lead = before[..before.len() - mark.len_utf8()].chars().next_back();
    lead.is_none_or(|c| c.is_whitespace() || matches!(c, ':' | '(' | ',')).then_some(mark)
}

/// Whether the quotation that a mark opened ends right behind a token.
fn closes(text: &str, tokens: &Tokens, at: usize, mark: char) -> bool {
    let mut behind = text[tokens.list[at].span.end as usize..].chars();
    let ends = behind.next().is_some_and(|c| Some(c) == closing(mark));
    ends && behind.next().is_none_or(|c| !c.is_alphanumeric())
}

/// The mark that ends what a mark opens.
fn closing(mark: char) -> Option<char> {
    Some(match mark {
        '"' => '"',
        '\'' => '\'',
        '\u{201c}' | '\u{201e}' => '\u{201d}',
        '\u{2018}' => '\u{2019}',
        '\u{ab}' => '\u{bb}',
        _ => return None,
    })
}
