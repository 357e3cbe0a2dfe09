//! Guidance of several lesions that is told in the words of one, or of none. In: the statements of a note. Out: those that hold for all or
//! for each. What is told of one lesion alone is left to the caller.

use crate::document::Document;
use crate::finding::{Reading, Tier, is_held};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::statement::Statement;
use crate::token::Kind;

/// Statements that stand behind what is told of the last of several lesions and speak of none of them: "Wounds were closed. No
/// imaging was used."
pub(super) fn told_for_all<'r>(reading: &'r Reading, claims: impl Fn(&&'r Statement) -> bool) -> Vec<&'r Statement> {
    if reading.lesions.count < 2 {
        return Vec::new();
    }
    let is_of_one = |s: &Statement| {
        let from = reading.statements.partition_point(|other| other.sentence < s.sentence);
        let mut same = reading.statements[from..].iter().take_while(|other| other.sentence == s.sentence);
        names_place(reading, s.sentence) || same.any(|other| other.claim == Claim::Sampled)
    };
    let tail = Tail::of(reading);
    let closes = |s: &&Statement| Tier::of(s.role) == Tier::Body && tail.begins_before(reading, s.last);
    let told = reading.statements.iter().filter(claims).filter(|s| is_held(s));
    told.filter(closes).filter(|s| !is_of_one(s)).collect()
}

/// "Both under ultrasound", "L core x3, then R core x3, all 18G under CT": what is told of each of several lesions in the words of one.
pub(super) fn told_of_each<'r>(reading: &'r Reading) -> Vec<&'r Statement> {
    if reading.lesions.count < 2 {
        return Vec::new();
    }
    const REACH: usize = 4;
    // "All four cores under CT" are those of one lesion.
    const OF_ONE: ConceptSet = ConceptSet::of(&[known::CORE, known::PASS, known::SAMPLE, known::NEEDLE, known::LESION]);
    let document = reading.document;
    let each = |t: usize| matches!(document.tokens.word(t), "all" | "both" | "each");
    let plain =
        |t: &usize| !matches!(document.tokens.list[*t].kind, Kind::Punct(_)) && !document.concepts(*t).meets(OF_ONE);
    let told = |s: &&Statement| {
        let sentence = &document.sentences[s.sentence];
        let before = sentence.first.max(s.first.saturating_sub(REACH))..s.first;
        let mut within = s.first..=s.last;
        matches!(s.claim, Claim::Guidance(_))
            && is_held(s)
            && (before.rev().take_while(plain).any(each) || within.any(each) || names_each(document, s))
    };
    reading.statements.iter().filter(told).collect()
}

/// "No ultrasound for (a) or (b)", "no imaging for A or B", "for either": whether each of two items is named behind a statement.
fn names_each(document: &Document, statement: &Statement) -> bool {
    const REACH: usize = 8;
    let end = document.sentences[statement.sentence].end.min(statement.last + 1 + REACH);
    let word = |t: usize| document.tokens.word(t);
    let behind = || statement.last + 1..end;
    let Some(at) = behind().find(|&t| word(t) == "for") else { return false };
    let item = |t: usize| {
        let token = &document.tokens.list[t];
        token.span.len() == 1 && matches!(token.kind, Kind::Word | Kind::Number)
    };
    let joined = (at + 1..end).find(|&t| matches!(word(t), "or" | "and" | "nor"));
    let both = joined.is_some_and(|j| (at + 1..j).any(item) && (j + 1..end).any(item));
    both || matches!(end.checked_sub(at + 1), Some(1..)) && word(at + 1) == "either"
}

/// Whether a sentence names a site of its own.
pub(super) fn names_place(reading: &Reading, sentence: usize) -> bool {
    let sentence = &reading.document.sentences[sentence];
    let site = reading.sites.partition_point(|site| site.first < sentence.first);
    reading.sites.get(site).is_some_and(|site| site.first < sentence.end)
}

/// Where the note last tells of a lesion, and where last of another than that.
pub(super) struct Tail {
    last: Option<(usize, usize)>,
    other: Option<usize>,
}

impl Tail {
    pub(super) fn of(reading: &Reading) -> Self {
        let tokens = 0..reading.document.tokens.list.len();
        let mut told = tokens.rev().filter_map(|t| reading.lesions.of(t).map(|lesion| (t, lesion)));
        let last = told.next();
        Self { last, other: told.find(|(_, lesion)| last.is_some_and(|(_, l)| l != *lesion)).map(|(t, _)| t) }
    }

    /// Whether nothing behind a token is told of a lesion other than its own.
    pub(super) fn begins_before(&self, reading: &Reading, token: usize) -> bool {
        let Some((at, lesion)) = self.last else { return true };
        match reading.lesions.of(token) == Some(lesion) {
            true => self.other.is_none_or(|other| other <= token),
            false => at <= token,
        }
    }
}
