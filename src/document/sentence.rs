//! Sentences of dictated text: ended by marks, blank lines, bullets, headings and the lines of a form.

use super::Document;
use super::section::Role;
use crate::lexicon::concept::group::LENGTH_UNITS;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::token::{Break, Kind};

/// A run of tokens that belongs together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// First token.
    pub first: usize,
    /// First token behind it.
    pub end: usize,
    /// Index of its section.
    pub section: usize,
    /// All that its words mean, of the mentions that start in it: what is not among it need not be looked for.
    pub concepts: ConceptSet,
}

/// Longest sentence, in tokens: whatever is looked for within a sentence costs at most this much a token.
const LONGEST: usize = 400;

/// A line this long (bytes) without a mark at its end was wrapped, not ended.
const WRAPPED_LINE: usize = 55;

pub(super) fn sentences(document: &Document) -> Vec<Sentence> {
    let mut out = Vec::with_capacity(document.tokens.list.len() / 12 + 4);
    let sentence = |first, end, section| Sentence { first, end, section, concepts: ConceptSet::EMPTY };
    for (index, section) in document.sections.iter().enumerate() {
        let mut first = section.first;
        // The label of a field is half of what the field says: "Muscle sampled: vastus lateralis".
        if section.role != Role::Field && section.body > section.first && section.body <= section.end {
            // The heading is a sentence of its own.
            out.push(sentence(first, section.body, index));
            first = section.body;
        }
        for at in (first + 1).max(section.body)..section.end {
            let label = section.role == Role::Field && at == section.body;
            if !label && breaks_before(document, at) || at - first >= LONGEST {
                out.push(sentence(first, at, index));
                first = at;
            }
        }
        if first < section.end {
            out.push(sentence(first, section.end, index));
        }
    }
    out
}

/// Sums up what the words of each sentence mean.
pub(super) fn sum_up(sentences: &mut [Sentence], mentions: &[Mention]) {
    let mut mentions = mentions.iter().peekable();
    for sentence in sentences {
        sentence.concepts = ConceptSet::EMPTY;
        while let Some(mention) = mentions.next_if(|m| m.first() < sentence.end) {
            sentence.concepts = sentence.concepts.with(mention.concepts);
        }
    }
}

/// Whether a sentence ends between the token before `at` and `at`.
fn breaks_before(document: &Document, at: usize) -> bool {
    let tokens = &document.tokens.list;
    match tokens[at].before {
        Break::Paragraph => return true,
        Break::Line if line_ends(document, at) => return true,
        _ => {}
    }
    // A star that hangs in running text is the mark of an item; three are a blank of a template.
    let star = |t: usize| document.tokens.is_mark(t, b'*');
    let blank = star(at + 1) && star(at + 2);
    if star(at) && !blank && tokens[at].before != Break::Joined {
        return true;
    }
    if starts_anew(document, at) {
        return true;
    }
    match tokens[at - 1].kind {
        Kind::Punct(b'.') => !closes(tokens[at].kind) && ends_sentence(document, at - 1),
        // "Pre-op dx:? sarcoma" asks about what follows.
        Kind::Punct(b'?' | b'!') => {
            let asks_on = at >= 2 && document.tokens.is_mark(at - 2, b':');
            let ends = !closes(tokens[at].kind) && tokens[at - 1].before == Break::Joined;
            ends && !affirms(document, at) && !asks_on
        }
        // "Vastus lat., left leg": what a comma follows is shortened.
        Kind::Punct(b',') if !tokens[at].capital => false,
        Kind::Punct(b',' | b'"' | b')') => {
            at >= 2 && document.tokens.is_mark(at - 2, b'.') && ends_sentence(document, at - 2)
        }
        _ => false,
    }
}

/// "US? Yes.": an answer that affirms what a form asks goes with it.
fn affirms(document: &Document, at: usize) -> bool {
    let tokens = &document.tokens.list;
    let ends = tokens.get(at + 1).is_none_or(|t| t.before >= Break::Gap || matches!(t.kind, Kind::Punct(_)));
    ends && tokens[at].before < Break::Line && matches!(document.tokens.word(at), "yes" | "y" | "yeah" | "yep")
}

/// "… above the fascia The wedge went …": an article or pronoun with a capital behind a small word, where the full stop was forgotten.
fn starts_anew(document: &Document, at: usize) -> bool {
    const OPENS: ConceptSet = ConceptSet::of(&[known::PRONOUN, known::DETERMINER]);
    const BINDS: ConceptSet =
        ConceptSet::of(&[known::PREPOSITION, known::DETERMINER, known::CONJUNCTION, known::BE, known::VERB]);
    let tokens = &document.tokens.list;
    let (last, next) = (&tokens[at - 1], &tokens[at]);
    let text = next.span.of(document.text);
    next.capital
        && next.before == Break::Space
        && last.kind == Kind::Word
        && !last.capital
        && !document.concepts(at - 1).meets(BINDS)
        && text.chars().nth(1).is_some()
        && !text.chars().skip(1).any(char::is_uppercase)
        && document.mention(at).is_some_and(|m| m.first() == at && m.concepts.meets(OPENS))
}

/// Marks that still belong to the sentence before them.
fn closes(kind: Kind) -> bool {
    matches!(kind, Kind::Punct(b'.' | b',' | b'"' | b')'))
}

/// Whether the full stop at token `dot` ends a sentence, rather than an abbreviation or the number of a list.
pub(super) fn ends_sentence(document: &Document, dot: usize) -> bool {
    let tokens = &document.tokens.list;
    let Some(before) = dot.checked_sub(1) else { return true };
    if tokens[dot].before != Break::Joined {
        return true;
    }
    let is_code =
        |at: usize| at >= 2 && [WordClass::BillWord, WordClass::CodeWord].iter().any(|c| document.word_is(at - 2, *c));
    let list_number = tokens[before].kind == Kind::Number
        && (tokens[before].before >= Break::Gap
            || before == 0
            || matches!(tokens[before - 1].kind, Kind::Punct(b'.' | b',' | b'*'))
            // "Closed 10:41." is no item, nor is a code: "Billed: 27323. Left thigh".
            || (document.tokens.is_mark(before - 1, b':')
                && !is_code(before) && !(before >= 2 && tokens[before - 2].kind == Kind::Number)));
    let abbreviated =
        document.is(before, known::ABBREVIATION) && tokens.get(dot + 1).is_some_and(|t| t.before < Break::Line);
    // "4 cm long. incis": a course shortened before the cut.
    let shortened = document.word_is(before, WordClass::CourseCutShort)
        && tokens.get(dot + 1).is_some_and(|t| t.kind == Kind::Word && !t.capital && t.before < Break::Line)
        && document.tokens.word(dot + 1).starts_with("inc");
    if shortened {
        return false;
    }
    // "A 2 cm. incision": a unit shortened before the cut that it measures.
    let measured = document.concepts(before).meets(LENGTH_UNITS)
        && tokens.get(dot + 1).is_some_and(|t| !t.capital && t.before < Break::Line)
        && document.is(dot + 1, known::INCISION)
        && before.checked_sub(2).is_none_or(|t| {
            document.is(t, known::DETERMINER) || document.tokens.is_mark(t, b'.') || tokens[t + 1].before >= Break::Line
        });
    if measured {
        return false;
    }
    // "Cut 2 in. over it", "a 2 in. incision": what goes on about the length.
    const GOES_ON: ConceptSet =
        ConceptSet::of(&[known::PREPOSITION, known::INCISION, known::LENGTH_NOUN, known::TIMES, known::CUT]);
    let inches = document.tokens.word(before) == "in"
        && document.is(before, known::UNIT_INCH)
        && tokens.get(dot + 1).is_some_and(|t| !t.capital && t.before < Break::Line)
        && document.concepts(dot + 1).meets(GOES_ON);
    if inches {
        return false;
    }
    // "9 cm. in length by 6 cm. in breadth".
    let axis_at = |t: usize| document.is(t, known::LENGTH_NOUN);
    let goes_on_to_axis = document.concepts(before).meets(LENGTH_UNITS)
        && tokens.get(dot + 1).is_some_and(|t| !t.capital && t.before < Break::Line)
        && (axis_at(dot + 1) || document.tokens.word(dot + 1) == "in" && axis_at(dot + 2));
    if goes_on_to_axis {
        return false;
    }
    let counted = document.tokens.word(before) == "no" && tokens.get(dot + 1).is_some_and(|t| t.kind == Kind::Number);
    if counted {
        return false;
    }
    // "Cefazolin 2 g. Then", "18 G. Four cores": a unit.
    let unit = !tokens[before].capital || document.is(before, known::GAUGE);
    let counts = before > 0 && tokens[before - 1].kind == Kind::Number && unit;
    let initial = tokens[before].kind == Kind::Word
        && !counts
        && !(before > 0 && document.word_is(before - 1, WordClass::Holder))
        && tokens[before].span.len() == 1
        && !document.is(before, known::UNIT_CM)
        && !(before > 0 && tokens[before].before == Break::Joined);
    !(list_number || abbreviated || initial)
}

/// Whether the line before `at` is complete. Prose that is merely wrapped goes on in lower case or after a small word.
pub(super) fn line_ends(document: &Document, at: usize) -> bool {
    const JOINING: ConceptSet =
        ConceptSet::of(&[known::PREPOSITION, known::DETERMINER, known::CONJUNCTION, known::TIMES, known::NUMBER_WORD]);
    let tokens = &document.tokens.list;
    let (last, next) = (&tokens[at - 1], &tokens[at]);
    if matches!(next.kind, Kind::Check(_) | Kind::Punct(b'-' | b'*' | b'#' | b'|' | b'>'))
        || matches!(last.kind, Kind::Check(_))
    {
        return true;
    }
    let counter = document.tokens.is_mark(at, b'(') && document.tokens.is_mark(at + 2, b')');
    if counter || is_item_mark(document, at) {
        return true;
    }
    let single_mention =
        document.mention_at[at] != super::NO_MENTION && document.mention_at[at] == document.mention_at[at - 1];
    if single_mention
        || matches!(last.kind, Kind::Punct(b',' | b'-' | b'/'))
        || document.concepts(at - 1).meets(JOINING)
        || tells_of_layer(document, at)
    {
        return false;
    }
    // "bigger than the 12 cm in 2022" / "incision 5 cm": a year waits for no unit, nor does a number of a note typed line by line.
    let counts = last.kind == Kind::Number && !document.is_year(at - 1) && !document.lowercase_lines;
    if counts || document.concepts(at).meets(ConceptSet::of(&[known::TIMES, known::UNIT_CM, known::UNIT_MM])) {
        return false;
    }
    // "period next line four cores": dictated lines start small.
    let stopped = || last.kind == Kind::Punct(b'.') && ends_sentence(document, at - 1);
    let starts_new = next.capital || next.kind == Kind::Number || document.lowercase_lines || stopped();
    let line_start = || (0..at).rev().find(|&i| tokens[i].before >= Break::Line).unwrap_or(0);
    let is_long = || last.span.end.saturating_sub(tokens[line_start()].span.start) as usize >= WRAPPED_LINE;
    starts_new && !(is_long() && !stopped() && is_capitals(document, at))
}

/// "fascia lata" / "opened, VL fibers" / "spread": a layer at the end of a line, and what was done with it at the start of the next.
fn tells_of_layer(document: &Document, at: usize) -> bool {
    const LAYER: ConceptSet = ConceptSet::of(&[known::FASCIA, known::MUSCLE, known::THIGH_MUSCLE, known::FAT]);
    const DONE: ConceptSet = ConceptSet::of(&[known::CUT, known::RETRACT, known::BE]);
    let next = &document.tokens.list[at];
    next.kind == Kind::Word
        && !next.capital
        && document.concepts(at - 1).meets(LAYER)
        && document.concepts(at).meets(DONE)
        && !document.is(at, known::INCISION)
}

/// "A. LEFT THIGH", "2) Knee": the mark of an item in front of a word.
pub(super) fn is_item_mark(document: &Document, at: usize) -> bool {
    let tokens = &document.tokens;
    let (Some(token), Some(mark), Some(next)) = (tokens.list.get(at), tokens.list.get(at + 1), tokens.list.get(at + 2))
    else {
        return false;
    };
    let counts = token.span.len() == 1 && (token.kind == Kind::Number || token.capital);
    let marked = matches!(mark.kind, Kind::Punct(b'.' | b')')) && mark.before == Break::Joined;
    counts && marked && next.kind == Kind::Word && next.before == Break::Space && !document.is(at + 2, known::UNIT_CM)
}

/// Whether the text around a token is all in capitals, so that a capital tells nothing.
fn is_capitals(document: &Document, at: usize) -> bool {
    let tokens = &document.tokens.list;
    let around = at.saturating_sub(4)..(at + 4).min(tokens.len());
    let text = document.span(around.start, around.end - 1).of(document.text);
    !text.chars().any(char::is_lowercase)
}
