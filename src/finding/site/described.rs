//! Whether words of a place describe a site at all, or a movement, a label, a name, or a thing that only bears a side. In: the words that
//! were joined. Out: whether they are a site. What a side alone, an aspect alone, a cut or marks tell is read in the files below.

mod aspect;
mod cut;
mod marks;
mod other_sense;
mod side;

use super::open::Open;
use super::{PLACE, SIDE};
use crate::document::Document;
use crate::lexicon::concept::known;
use crate::token::{Break, Kind};
use aspect::is_site_by_aspect;
pub(super) use cut::{is_behind_cut, opens_with_adverb, places_cut, tells_cut};
pub(super) use other_sense::{is_leaving, is_left_to, is_taken_back};
use side::is_site_by_side;
pub(super) use side::{chose, is_modifier, is_named_side, tells_choice};

/// A side alone is a site only where it cannot be the verb "left" or "right" in another sense, and an aspect alone where it is told of a
/// lesion or a cut.
pub(super) fn is_site(document: &Document, open: &Open) -> bool {
    if open.concepts.meets(PLACE) {
        true
    } else if open.concepts.meets(SIDE) {
        is_site_by_side(document, open)
    } else {
        is_site_by_aspect(document, open)
    }
}

/// The word so many tokens before a token.
fn word_before<'d>(document: &'d Document, token: usize, back: usize) -> &'d str {
    token.checked_sub(back).map_or("", |t| document.tokens.word(t))
}

/// Whether a lesion stands close to a site, in its clause.
fn is_near_lesion(document: &Document, open: &Open) -> bool {
    const REACH: usize = 4;
    (open.first.saturating_sub(REACH)..open.last + REACH)
        .any(|t| document.is(t, known::LESION) && document.clause.get(t) == document.clause.get(open.first))
}

/// Whether words under a label belong to its answer: its first sentence, or a fragment behind that. "Lesion: right thigh. The screen,
/// upper left, was dark.": what is told in a sentence of its own is no answer.
pub(super) fn answers(document: &Document, token: usize) -> bool {
    let number = document.sentence_of(token);
    let section = document.section_of(token);
    let sentence = &document.sentences[number];
    number == document.sentence_of(section.body.min(token))
        || !(sentence.first..sentence.end).any(|t| document.is_verb(t))
}

/// Whether a box before a token is ticked, or one behind it in a line whose boxes stand behind their options: "front [ ]   inner [x]".
pub(super) fn is_ticked(document: &Document, token: usize) -> bool {
    let tokens = &document.tokens.list;
    if token > 0 && tokens[token - 1].kind == Kind::Check(true) {
        return true;
    }
    /// Longest line of options that is looked at, in tokens to either side.
    const REACH: usize = 40;
    let behind = document.mention(token).map_or(token, |m| m.last()) + 1;
    let ticked = tokens.get(behind).is_some_and(|t| t.kind == Kind::Check(true) && t.before < Break::Line);
    let is_box = |t: usize| matches!(tokens[t].kind, Kind::Check(_));
    let first = || (token.saturating_sub(REACH)..=token).rev().find(|&t| tokens[t].before >= Break::Line);
    let last = || (behind + 1..tokens.len().min(behind + REACH)).find(|&t| tokens[t].before >= Break::Line);
    ticked && first().is_some_and(|t| !is_box(t)) && is_box(last().unwrap_or(tokens.len()) - 1)
}

/// "A. POSTERIOR, PROXIMAL.": the sentence is nothing but aspects, with the mark of an item at most.
pub(super) fn is_whole_fragment(document: &Document, open: &Open) -> bool {
    let sentence = &document.sentences[document.sentence_of(open.first)];
    let item = |t: usize| !matches!(document.tokens.list[t].kind, Kind::Word) || document.tokens.word(t).len() == 1;
    let headed = open.first < document.section_of(open.first).body
        || (open.first..=open.last).any(|t| document.is(t, known::ABBREVIATION));
    open.first - sentence.first <= 3
        && !headed
        && (sentence.first..open.first).all(item)
        && (open.last + 1..sentence.end).all(|t| matches!(document.tokens.list[t].kind, Kind::Punct(_)))
}
