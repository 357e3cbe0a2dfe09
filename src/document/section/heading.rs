//! Where a heading stands: the starts of lines and fields, and the marks behind a label.

use super::super::Document;
use super::label::{
    addendum, alone, asked, bracketed_time, cell, column, dashed, labelled, spoken_heading, stopped, unmarked_heading,
};
use super::timed::{is_one_label, is_time};
use super::{Heading, LONGEST_BRACKET, LONGEST_BULLET, LONGEST_LABEL, Role, names_diagnosis};
use crate::lexicon::concept::known;
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::token::{Break, Kind};

pub(super) fn headings(document: &Document) -> Vec<Heading> {
    let unpunctuated = document.is_unpunctuated();
    let mut found: Vec<Heading> = Vec::new();
    let mut at = 0;
    while at < document.tokens.list.len() {
        let spoken = if unpunctuated { spoken_heading(document, at) } else { None };
        let marked = || {
            addendum(document, at)
                .or_else(|| unmarked_heading(document, at).filter(|_| !unpunctuated))
                .or_else(|| heading(document, at))
        };
        let inside = || at > 0 && is_one_label(document, at);
        match spoken.or_else(|| if starts(document, at) && !inside() { marked() } else { None }) {
            Some(h) => {
                at = h.body.max(at + 1);
                found.push(h);
            }
            None => at += 1,
        }
    }
    found
}

/// Whether a sentence or field may start at a token.
pub(super) fn starts(document: &Document, at: usize) -> bool {
    let tokens = &document.tokens.list;
    let before = line_break(document, at);
    let Some(previous) = at.checked_sub(1) else { return before >= Break::Gap };
    match tokens[previous].kind {
        _ if before >= Break::Gap => true,
        Kind::Punct(b'.' | b';' | b'*') => true,
        // "Diagnoses: pre - nodule. post - nodule."
        Kind::Punct(b':') => {
            let next = document.mention(at).map_or(at, Mention::last) + 1;
            is_time(document, at)
                && tokens.get(next).is_some_and(|t| matches!(t.kind, Kind::Punct(b'-' | b':' | b'=' | b'>')))
        }
        // '. "After": lipoma'
        Kind::Punct(b'"') if before == Break::Joined && previous > 0 && tokens[previous].before != Break::Joined => {
            line_break(document, previous) >= Break::Gap || document.tokens.is_mark(previous - 1, b'.')
        }
        Kind::Punct(b'?' | b'!') => tokens[previous].before == Break::Joined && before == Break::Space,
        // "Pre dx: nodule / post dx: nodule", "before: nodule → after: cyst"
        Kind::Punct(b'/' | b'>') => tokens[previous].before == Break::Space && before == Break::Space,
        // "(1) side = left; (2) plane = fat"
        Kind::Punct(b')') => is_inline_number(document, previous),
        // The field of an HL7 segment: "OBX|1|TX|OPNOTE||PREOP DX: nodule".
        Kind::Punct(b'|') => before == Break::Joined,
        Kind::Punct(b',') => {
            (at >= 2 && document.tokens.is_mark(at - 2, b'.'))
                || (tokens[previous].before == Break::Joined && before == Break::Joined)
                || is_run_in(document, at)
        }
        _ => is_run_in(document, at),
    }
}

/// Whether a bracket closes the number of an item within running text: "; (2) plane = fat".
fn is_inline_number(document: &Document, bracket: usize) -> bool {
    let Some(open) = bracket.checked_sub(2).filter(|&t| document.tokens.is_mark(t, b'(')) else { return false };
    let counter = &document.tokens.list[open + 1];
    let behind_mark = open == 0 || [b';', b',', b'.'].iter().any(|m| document.tokens.is_mark(open - 1, *m));
    counter.span.len() <= 2 && behind_mark && document.tokens.list[bracket].before == Break::Joined
}

/// Most words behind the name of a diagnosis before its colon: "dx after FNA:".
const LONGEST_ADDED: usize = 2;

/// Whether a known label with a capital and a colon stands in running text: "Nodule, left thigh POSTOP DX: Same", a form whose lines
/// were run together.
pub(super) fn is_run_in(document: &Document, at: usize) -> bool {
    let token = &document.tokens.list[at];
    // "DIAGNOSIS, PRE- AND POST-PROCEDURE:" is one label.
    if token.before != Break::Space || at.checked_sub(1).is_some_and(|t| document.is(t, known::CONJUNCTION)) {
        return false;
    }
    let Some(mention) = document.mention(at).filter(|m| m.first() == at) else { return false };
    let next = mention.last() + 1;
    let is_colon = |t: usize| document.tokens.is_mark(t, b':');
    // Every word of a note comes here: what most lack is looked for first.
    if !(next..=next + LONGEST_ADDED).any(is_colon) {
        return false;
    }
    let Some(role) = Role::of_concepts(mention.concepts) else { return false };
    let timed = matches!(role, Role::Preop | Role::Postop | Role::PrePost);
    let named = timed && names_diagnosis(document, at, next);
    // "Pre: nodule, post: nodule"; "dx before: lump, dx after FNA: cyst".
    let listed = timed && document.tokens.is_mark(at - 1, b',');
    let longest = if named { next + LONGEST_ADDED } else { next };
    let colon = (next..=longest).find(|&t| !document.tokens.list.get(t).is_some_and(|k| k.kind == Kind::Word));
    (token.capital || named || listed) && colon.is_some_and(is_colon)
}

/// What stands before a token; marks that open a line do not count: the bar of a table's row, bullets, dashes, signs of a quotation
/// or a title.
pub(super) fn line_break(document: &Document, at: usize) -> Break {
    // Most words stand behind another word.
    if at.checked_sub(1).is_none_or(|t| !matches!(document.tokens.list[t].kind, Kind::Punct(_))) {
        return document.tokens.list[at].before;
    }
    let opens = |t: usize| matches!(document.tokens.list[t].kind, Kind::Punct(b'|' | b'*' | b'-' | b'>' | b'#'));
    let mut first = at;
    while first > 0
        && at - first < LONGEST_BULLET
        && document.tokens.list[first].before < Break::Line
        && opens(first - 1)
    {
        first -= 1;
    }
    let before = document.tokens.list[numbered(document, first)].before;
    if before >= Break::Line { before } else { document.tokens.list[at].before }
}

/// The number before the first word of a line: "9. Pre-biopsy diagnosis", "(b) Postop dx"; the word itself where it has none.
fn numbered(document: &Document, at: usize) -> usize {
    let tokens = &document.tokens;
    let Some(dot) = at.checked_sub(1).filter(|&t| tokens.is_mark(t, b'.') || tokens.is_mark(t, b')')) else {
        return at;
    };
    let Some(number) = dot.checked_sub(1) else { return at };
    let token = &tokens.list[number];
    let counts = matches!(token.kind, Kind::Number | Kind::Word)
        && token.span.len() <= 2
        && tokens.list[dot].before == Break::Joined;
    let opened = number.checked_sub(1).filter(|&t| counts && tokens.is_mark(t, b'('));
    let first = opened.unwrap_or(number);
    // Only what is known as a label: items of a list are told apart elsewhere.
    let label = document.mention(at).is_some_and(|m| {
        m.first() == at
            && matches!(
                Role::of_concepts(m.concepts),
                Some(Role::Preop | Role::Postop | Role::PrePost | Role::Indication | Role::Specimen)
            )
    });
    if counts && label && tokens.list[first].before >= Break::Line { first } else { at }
}

/// Whether a token is a bullet at the start of a line.
pub(super) fn is_bullet(document: &Document, at: usize) -> bool {
    matches!(document.tokens.list[at].kind, Kind::Punct(b'*' | b'-' | b'>'))
        && document.tokens.list[at].before >= Break::Line
}

/// "Side R   Segment: thigh": the label of a side with the side behind it, and nothing else.
fn answers_side(document: &Document, at: usize) -> bool {
    let tokens = &document.tokens;
    document.word_is(at, WordClass::SideName)
        && tokens.list.get(at + 1).is_some_and(|t| t.kind == Kind::Word && t.before < Break::Gap)
        && matches!(tokens.word(at + 1), "r" | "l" | "rt" | "lt" | "right" | "left")
        && tokens.list.get(at + 2).is_none_or(|t| t.before >= Break::Gap)
}

/// A heading before a mark or alone on its line, where a sentence or field may start.
pub(super) fn heading(document: &Document, at: usize) -> Option<Heading> {
    if !matches!(document.tokens.list[at].kind, Kind::Word | Kind::Number) {
        return None;
    }
    let tokens = &document.tokens;
    let line_start = line_break(document, at) >= Break::Line;
    if line_start && answers_side(document, at) {
        return Some(Heading { inline: false, role: Role::Field, first: at, body: at + 1 });
    }
    let numbered = is_numbered_row(document, at);
    let mut end = at;
    // "POSTOPERATIVE" / "DIAGNOSIS:": a label may be wrapped.
    let goes_on = |end: usize| tokens.list[end].before < Break::Line || is_one_label(document, end);
    while end < tokens.list.len() && end - at <= longest_label(document, at, end) && (end == at || goes_on(end)) {
        if end > at
            && (line_start || numbered)
            && tokens.list[end].before == Break::Gap
            && !is_one_label(document, end)
            && let Some(heading) = column(document, at, end)
        {
            return Some(heading);
        }
        match tokens.list[end].kind {
            Kind::Punct(b':') if is_clock(document, end) => end += 1,
            // "Pre = Post: nodule"
            Kind::Punct(b'=') if joins_times(document, at, end) => {
                let colon = (end + 1..).find(|&t| tokens.is_mark(t, b':') || tokens.is_mark(t, b'='))?;
                return Some(Heading { inline: false, role: Role::PrePost, first: at, body: colon + 1 });
            }
            Kind::Punct(b':' | b'=') => return labelled(document, at, end, line_start),
            Kind::Punct(b'?') if end > at && line_start => return asked(document, at, end),
            Kind::Punct(b'.') if end > at && is_shortened(document, end) => end += 1,
            Kind::Punct(b'.') if end > at && tokens.is_mark(end + 1, b'.') => {
                return labelled(document, at, end, line_start)
                    .map(|heading| Heading { body: behind_leader(document, end), ..heading });
            }
            Kind::Punct(b'.') if end > at && line_start => return stopped(document, at, end),
            // "INDICATION; growth"
            Kind::Punct(b';') if end > at => return stopped(document, at, end),
            // "Guidance [ ] yes [x] no"
            Kind::Check(_) if end > at && (line_start || numbered) => return column(document, at, end),
            Kind::Punct(b'.' | b';' | b'?' | b'!') | Kind::Check(_) => return None,
            // "Dx (pre) growth of the thigh"
            Kind::Punct(b')') if line_start && let Some(heading) = bracketed_time(document, at, end) => {
                return Some(heading);
            }
            Kind::Punct(b'-') if tokens.list[end].before == Break::Joined => end += 1,
            Kind::Punct(b'|') if end > at && line_start => return cell(document, at, end),
            Kind::Punct(b'-' | b'|' | b'>' | b'*') if end > at => return dashed(document, at, end, line_start),
            _ => end += 1,
        }
    }
    alone(document, at, end, line_start)
}

/// "8. Imaging     (X) none": whether the number of a form's row stands before a token.
fn is_numbered_row(document: &Document, at: usize) -> bool {
    let tokens = &document.tokens;
    at >= 2
        && (tokens.is_mark(at - 1, b'.') || tokens.is_mark(at - 1, b')'))
        && tokens.list[at - 2].kind == Kind::Number
        && line_break(document, at - 2) >= Break::Line
}

/// Most tokens of a label. What it adds in brackets does not count: "Label on the request (diagnosis before the procedure):".
fn longest_label(document: &Document, at: usize, end: usize) -> usize {
    let bracketed = (at + 1..end).any(|t| document.tokens.is_mark(t, b'('));
    LONGEST_LABEL + if bracketed { LONGEST_BRACKET } else { 0 }
}

/// Whether a colon stands within a time of day: "14:10".
pub(super) fn is_clock(document: &Document, colon: usize) -> bool {
    let list = &document.tokens.list;
    let digits =
        |t: usize, longest: usize| list.get(t).is_some_and(|k| k.kind == Kind::Number && k.span.len() <= longest);
    colon > 0
        && digits(colon - 1, 2)
        && digits(colon + 1, 2)
        && list[colon].before == Break::Joined
        && list[colon + 1].before == Break::Joined
        && list[colon + 1].span.len() == 2
}

impl Document<'_> {
    /// The hour of a time of day whose colon is a token: 14 of "14:10".
    pub(crate) fn hour_at(&self, colon: usize) -> Option<u8> {
        let is_colon = self.tokens.is_mark(colon, b':') && is_clock(self, colon);
        is_colon.then(|| self.tokens.word(colon - 1).parse().ok())?.filter(|hour| *hour < 24)
    }
}

/// "Pre = Post:": an equals sign between two words of time.
pub(super) fn joins_times(document: &Document, at: usize, mark: usize) -> bool {
    let role = |t: usize| document.mention(t).and_then(|m| Role::of_concepts(m.concepts));
    let next = document.mention(mark + 1).map_or(mark + 1, Mention::last);
    role(at) == Some(Role::Preop)
        && role(mark + 1) == Some(Role::Postop)
        && (next + 1..next + 3).any(|t| document.tokens.is_mark(t, b':') || document.tokens.is_mark(t, b'='))
}

/// Whether a full stop shortens a word of a label: "Pre-op. Dx.:", "Diagnosis (R22.42):".
pub(super) fn is_shortened(document: &Document, dot: usize) -> bool {
    let Some(next) = document.tokens.list.get(dot + 1) else { return false };
    let joined = (next.before == Break::Joined && matches!(next.kind, Kind::Number | Kind::Punct(b':' | b')')))
        || matches!(next.kind, Kind::Punct(b'='));
    let diagnosis = |t: usize| names_diagnosis(document, t, t + 1);
    let spaced =
        || (diagnosis(dot + 1) && is_time(document, dot - 1)) || (diagnosis(dot - 1) && is_time(document, dot + 1));
    joined || (next.before == Break::Space && spaced())
}

/// The first token behind a run of dots: "Plane ....... subfascial".
pub(super) fn behind_leader(document: &Document, dot: usize) -> usize {
    let more = (dot..document.tokens.list.len()).take_while(|&t| document.tokens.is_mark(t, b'.'));
    dot + more.count()
}
