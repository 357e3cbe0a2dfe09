//! What is told as done under a heading of assessment and plan. In: a document and its sections. Out: the lines that tell it; what else
//! stands there is a plan.

use super::{Role, Section};
use crate::document::Document;
use crate::lexicon::concept::group::OTHER_TIME;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::{Break, Kind};
use std::ops::Range;

/// "A/P 1. Livedo. 6 mm punch, left thigh. 2 x 4-0 Prolene. Formalin.": a punch that was sewn and potted is done, whatever heads it.
pub(super) fn under_plan(document: &Document, sections: &[Section]) -> Vec<Range<usize>> {
    const TOOL: ConceptSet = ConceptSet::of(&[known::PUNCH_TOOL, known::PUNCH]);
    if !document.concepts.meets(TOOL) {
        return Vec::new();
    }
    let plans = sections.iter().filter(|s| s.role == Role::Plan);
    plans.flat_map(|s| lines(document, s.body..s.end)).filter(|line| is_done(document, line)).collect()
}

/// The lines of a run of tokens.
fn lines(document: &Document, run: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut first = run.start;
    for t in run.start + 1..=run.end {
        if t == run.end || document.tokens.list[t].before >= Break::Line {
            found.push(first..t);
            first = t;
        }
    }
    found
}

/// Whether a line tells of a punch, of a stitch with its size or number behind it, and of the pot, and puts none of it off.
fn is_done(document: &Document, line: &Range<usize>) -> bool {
    const TOOL: ConceptSet = ConceptSet::of(&[known::PUNCH_TOOL, known::PUNCH]);
    const POT: ConceptSet = ConceptSet::of(&[known::FIXATIVE, known::PATHOLOGY]);
    let Some(tool) = line.clone().find(|&t| document.concepts(t).meets(TOOL)) else { return false };
    let behind = |c: ConceptSet| (tool + 1..line.end).find(|&t| document.concepts(t).meets(c));
    let (Some(stitch), Some(pot)) = (behind(ConceptSet::of(&[known::SUTURE])), behind(POT)) else { return false };
    let counted = document.tokens.list[stitch - 1].kind == Kind::Number;
    let from = (line.start + 1..=tool).rev().find(|&t| document.tokens.is_mark(t - 1, b'.')).unwrap_or(line.start);
    let put_off = |t: usize| {
        document.concepts(t).meets(OTHER_TIME)
            || document.word_is(t, WordClass::Modal)
            || document.word_is(t, WordClass::StillToCome)
            || matches!(document.tokens.word(t), "plan" | "next")
    };
    counted && !(from..=stitch.max(pot)).any(put_off)
}
