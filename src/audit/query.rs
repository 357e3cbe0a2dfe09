//! Questions to the physician: what each quotes and offers, by `lexicons/queries.toml`. In: a situation and its flags. Out: the
//! flags, their questions completed with the note's own words on the matter and the answers those words allow.
//!
//! A question never leads: its title is neutral, an answer is offered only where the note has words for it, "Other" and "Unable
//! to determine" are always offered, and nothing tells of codes, money or payers. Words of the note that hold such a thing are
//! not quoted. Source: practice brief on compliant queries, 2022, as read at oep-rhit and yes-himconsulting.com.

use crate::analysis::{Evidence, Flag, Indicator, Procedure};
use crate::coding::case::Situation;
use crate::lexicon::advice::{OptionRule, QueryRule, Quoted};
use crate::span::Span;
use crate::token::Kind;

/// The answer for what no option holds.
pub const OTHER: &str = "Other (please specify): ____";

/// The answer for what cannot be told.
pub const UNABLE: &str = "Unable to determine";

/// Most words of the note that a question quotes.
const MOST_QUOTED: usize = 4;

/// Words quoted on either side of those that matter.
const AROUND: usize = 6;

/// Longest quotation, in bytes; a longer one adds nothing to what it points to.
const LONGEST: usize = 160;

/// Completes the questions of all flags.
pub(super) fn complete(situation: &Situation, flags: &mut [Flag]) {
    let rules = &situation.reading.lexicon.advice().queries;
    for flag in flags {
        let rule = rules.iter().find(|r| r.flag == flag.id);
        let (indicators, mut options) = match rule {
            Some(rule) => (indicators(situation, flag, rule), options(situation, flag.procedure, rule)),
            None => (flag.evidence.iter().filter_map(|e| indicator(situation, e)).collect(), Vec::new()),
        };
        let Some(query) = &mut flag.query else { continue };
        options.extend([OTHER.to_owned(), UNABLE.to_owned()]);
        query.indicators = indicators;
        query.options = options;
    }
}

fn options(situation: &Situation, procedure: Option<usize>, rule: &QueryRule) -> Vec<String> {
    let allowed = |o: &&OptionRule| situation.says(&o.said, procedure);
    rule.option.iter().filter(allowed).map(|o| o.text.clone()).collect()
}

/// The flag's own words, those of the elements named, then those of the topics.
fn indicators(situation: &Situation, flag: &Flag, rule: &QueryRule) -> Vec<Indicator> {
    let of: Vec<&Procedure> = match flag.procedure {
        Some(p) => situation.procedures.get(p).into_iter().collect(),
        None => situation.procedures.iter().collect(),
    };
    let elements = rule.quotes.iter().flat_map(|q| quoted(situation, &of, *q));
    let allowed = rule.option.iter().filter(|o| situation.says(&o.said, flag.procedure));
    let options = allowed.filter_map(|o| situation.quotes_of(&o.said, flag.procedure).next());
    let topics = situation.quotes_of(&rule.topics, flag.procedure);
    let mut out: Vec<Indicator> = Vec::new();
    for found in
        flag.evidence.iter().chain(elements).chain(options).chain(topics).filter_map(|e| indicator(situation, e))
    {
        let known = out.iter().any(|i| i.start < found.end && found.start < i.end);
        if !known && out.len() < MOST_QUOTED {
            out.push(found);
        }
    }
    out.sort_by_key(|i| i.start);
    out
}

/// The first words of an element.
fn quoted<'a>(situation: &'a Situation, of: &[&'a Procedure], element: Quoted) -> Vec<&'a Evidence> {
    let record = situation.record;
    let first = |evidence: &'a [Evidence]| evidence.first().into_iter().collect();
    let each = |get: fn(&Procedure) -> &Vec<Evidence>| of.iter().filter_map(|p| get(p).first()).collect();
    match element {
        Quoted::Approach => each(|p| &p.approach.evidence),
        Quoted::Depth => each(|p| &p.depth.evidence),
        Quoted::Region => each(|p| &p.region.evidence),
        Quoted::Structure => each(|p| &p.structure.evidence),
        Quoted::Laterality => each(|p| &p.laterality.evidence),
        Quoted::Size => each(|p| &p.size_mm.evidence),
        Quoted::Guidance => each(|p| &p.guidance.evidence),
        Quoted::PreopDiagnosis => first(&record.preop_diagnosis.evidence),
        Quoted::PostopDiagnosis => first(&record.postop_diagnosis.evidence),
        Quoted::Indication => first(&record.indication.evidence),
        Quoted::Specimen => first(&record.specimen.evidence),
    }
}

/// Words as a question quotes them: in their sentence, so that they can be understood, or with a few of those around them, or
/// alone, where that would be too much. None where they hold a code or an amount of money.
fn indicator(situation: &Situation, evidence: &Evidence) -> Option<Indicator> {
    let alone = Span::new(evidence.start, evidence.end);
    let text = situation.reading.document.text;
    let quotable = |span: &Span| span.len() <= LONGEST && is_neutral(span.of(text));
    let wholly = around(situation, alone, usize::MAX);
    let span = [wholly, around(situation, alone, AROUND), Some(alone)].into_iter().flatten().find(quotable)?;
    Some(Indicator { text: span.of(text).to_owned(), start: span.start, end: span.end })
}

/// Words with some of those before and behind them, within their sentence and clear of its last mark.
fn around(situation: &Situation, words: Span, reach: usize) -> Option<Span> {
    let document = situation.reading.document;
    let within = document.tokens.within(words)?;
    let sentence = &document.sentences[document.sentence_of(within.start)];
    let first = within.start.saturating_sub(reach).max(sentence.first);
    let last = (within.end - 1).saturating_add(reach).min(sentence.end - 1).max(within.end - 1);
    let is_mark = |token: usize| matches!(document.tokens.list[token].kind, Kind::Punct(_));
    let last = (within.end..=last).rev().find(|&t| !is_mark(t)).unwrap_or(within.end - 1);
    let first = (first..within.start).find(|&t| !is_mark(t)).unwrap_or(within.start);
    Some(document.span(first, last))
}

/// Whether words may stand in a question.
fn is_neutral(text: &str) -> bool {
    !holds_code(text) && !text.contains(['$', '€', '£'])
}

/// Whether five digits stand together, as in a code.
fn holds_code(text: &str) -> bool {
    text.as_bytes().split(|b| !b.is_ascii_digit()).any(|digits| digits.len() >= 5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_a_code_are_not_quoted() {
        assert!(is_neutral("a 14 gauge needle"));
        assert!(!is_neutral("open biopsy 27324"));
        assert!(!is_neutral("$400"));
    }
}
