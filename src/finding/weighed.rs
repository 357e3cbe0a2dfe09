//! What the words of a note weigh on how tissue was reached, in which layer and at which region (`weights.tsv`). Asked after the
//! patterns: where they read nothing, and where all words together speak strongly against what they read. Only of a note of one lesion,
//! as the words of two cannot be told apart so.

use super::lesion::Lesions;
use super::{Findings, Reading};
use crate::analysis::{Approach, Element, Evidence, Region};
use crate::document::Document;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::weights::{Answer, FILE};
use std::ops::RangeInclusive;

/// Longest note, in tokens, as the weights were fitted to them. In a longer one chance words add up, and must speak for an answer as much
/// more as it is longer.
const LONGEST: f32 = 400.0;

/// What names a place of thigh or knee.
const PLACES: ConceptSet = ConceptSet::of(&[known::THIGH, known::KNEE]);

/// A note of fewer tokens tells too little by its words.
const SHORTEST: usize = 48;

/// How much the words must speak for an answer.
struct Least {
    /// Where the patterns read nothing.
    silent: f32,
    /// Against another value that they read.
    against: f32,
}

// By notes of sixteen writers whom neither the patterns nor the weights had met: at these the words were right where the patterns were not
// ten times as often as the other way round. The layer hangs on few words, and a note that keeps silent on it speaks as one that tells it.
const APPROACH: Least = Least { silent: 1.0, against: 2.0 };
const DEPTH: Least = Least { silent: 2.5, against: 3.0 };
const REGION: Least = Least { silent: 1.5, against: 1.5 };

/// How much the words must speak for nothing taken against what was found.
const NOTHING: f32 = 0.5;

/// How much they must speak for something taken where nothing was found.
const SOMETHING: f32 = 2.5;

/// Most runs of words that are quoted for an answer.
const MOST_QUOTES: usize = 3;

/// What a token must weigh for a run of words to go on through it: no run is drawn out by words that tell next to nothing.
const TOLL: f32 = 0.05;

/// The lesions that were found, unless the words speak strongly against there being any; one where none was found and they speak for one
/// that was sampled at thigh or knee.
pub(super) fn lesions(document: &Document, found: Lesions) -> Lesions {
    if document.tokens.list.len() < SHORTEST {
        return found;
    }
    let nothing = speaks_for(document, Answer::Nothing);
    if found.count > 0 {
        return if nothing > NOTHING { Lesions::none() } else { found };
    }
    if !document.concepts.meets(PLACES) || !tells_of_sample(document) {
        return found;
    }
    const SAMPLED: [Approach; 4] = [Approach::Incision, Approach::CoreNeedle, Approach::FineNeedle, Approach::Needle];
    let sampled = || SAMPLED.into_iter().any(|a| speaks_for(document, Answer::Approach(a)) > APPROACH.against);
    let placed =
        || [Region::Thigh, Region::Knee].into_iter().any(|r| speaks_for(document, Answer::Region(r)) > REGION.silent);
    if nothing < -SOMETHING && sampled() && placed() { Lesions::one() } else { found }
}

/// Whether the note names a biopsy, or a lesion and what became of a part of it.
fn tells_of_sample(document: &Document) -> bool {
    const BIOPSY: ConceptSet = ConceptSet::of(&[known::BIOPSY, known::CORE, known::FINE_NEEDLE]);
    const SENT: ConceptSet = ConceptSet::of(&[known::PATHOLOGY, known::FIXATIVE, known::CYTOLOGY]);
    document.concepts.meets(BIOPSY) || document.concepts.has(known::LESION) && document.concepts.meets(SENT)
}

/// How much the words speak for an answer, for the length of the note.
fn speaks_for(document: &Document, answer: Answer) -> f32 {
    document.weighs(answer) / (document.tokens.list.len() as f32 / LONGEST).max(1.0)
}

impl Reading<'_> {
    /// Decides the approach by the words where they speak against, or without, what was read.
    pub(super) fn weigh_approach(&self, findings: &mut Findings) {
        let asked =
            Answer::ALL.into_iter().filter_map(|a| if let Answer::Approach(v) = a { Some((v, a)) } else { None });
        if let Some((approach, evidence)) = self.weigh(findings.approach.value, asked, &APPROACH) {
            findings.approach = Element { value: Some(approach), evidence };
            findings.converted = false;
        }
    }

    /// The same for the layer.
    pub(super) fn weigh_depth(&self, findings: &mut Findings) {
        let asked = Answer::ALL.into_iter().filter_map(|a| if let Answer::Depth(v) = a { Some((v, a)) } else { None });
        if let Some((depth, evidence)) = self.weigh(findings.depth.value, asked, &DEPTH) {
            findings.depth = Element { value: Some(depth), evidence };
            findings.bare_depth = false;
        }
    }

    /// The same for the region.
    pub(super) fn weigh_region(&self, findings: &mut Findings) {
        let named = self.document.concepts.meets(PLACES);
        let may_lie = |v: Region| v == Region::Other || named;
        let asked = Answer::ALL
            .into_iter()
            .filter_map(|a| if let Answer::Region(v) = a { may_lie(v).then_some((v, a)) } else { None });
        if let Some((region, evidence)) = self.weigh(findings.region.value, asked, &REGION) {
            findings.region = Element { value: Some(region), evidence };
        }
    }

    /// The value that the words speak for, with those that speak most for it, where it is another than what was read.
    fn weigh<V: Copy + PartialEq>(
        &self,
        read: Option<V>,
        asked: impl Iterator<Item = (V, Answer)>,
        least: &Least,
    ) -> Option<(V, Vec<Evidence>)> {
        if self.lesions.count != 1 || self.document.tokens.list.len() < SHORTEST {
            return None;
        }
        let (value, answer) =
            asked.max_by(|a, b| speaks_for(self.document, a.1).total_cmp(&speaks_for(self.document, b.1)))?;
        let least = if read.is_none() { least.silent } else { least.against };
        if read == Some(value) || speaks_for(self.document, answer) < least {
            return None;
        }
        let evidence = self.heaviest_runs(answer);
        (!evidence.is_empty()).then_some((value, evidence))
    }

    /// The runs of words, one of a sentence, that speak most for an answer.
    fn heaviest_runs(&self, answer: Answer) -> Vec<Evidence> {
        let weights = self.document.weights_at(answer);
        let mut runs: Vec<(f32, RangeInclusive<usize>)> =
            self.document.sentences.iter().filter_map(|s| heaviest_run(&weights, s.first..s.end)).collect();
        runs.sort_by(|a, b| b.0.total_cmp(&a.0));
        runs.truncate(MOST_QUOTES);
        let rule = format!("{FILE}:{}", answer.name());
        runs.into_iter().map(|(_, run)| self.quote(*run.start(), *run.end(), &rule)).collect()
    }
}

/// The run of tokens within a range that weighs most, and what it weighs; none where no token weighs more than its toll.
fn heaviest_run(weights: &[f32], range: std::ops::Range<usize>) -> Option<(f32, RangeInclusive<usize>)> {
    let mut best: Option<(f32, RangeInclusive<usize>)> = None;
    let (mut sum, mut first) = (0.0, range.start);
    for at in range {
        if sum <= 0.0 {
            (sum, first) = (0.0, at);
        }
        sum += weights[at] - TOLL;
        if sum > best.as_ref().map_or(0.0, |b| b.0) {
            best = Some((sum, first..=at));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_run_is_as_short_as_can_be() {
        let weights = [0.0, 0.3, -0.1, 0.4, 0.01, 0.02, -2.0, 0.5, 0.0];
        let (sum, run) = heaviest_run(&weights, 0..9).expect("a run");
        assert_eq!(run, 7..=7);
        assert!((sum - 0.45).abs() < 1e-6);
        assert_eq!(heaviest_run(&weights, 0..6).expect("a run").1, 1..=3);
        assert_eq!(heaviest_run(&weights, 4..7), None);
        assert_eq!(heaviest_run(&weights, 3..3), None);
    }
}
