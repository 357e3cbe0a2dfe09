//! What the words of a note weigh on what was done (`weights.tsv`): whether tissue was taken at all, how it was reached, in which layer, at
//! which region, and whether the reason is told. Asked after the patterns: where they read nothing, and where all words together speak
//! strongly against what they read. Of one of several lesions its own words are asked, and those that hold for all.

use std::ops::{Range, RangeInclusive};

use super::depth::is_corrected_to;
use super::lesion::Lesions;
use super::own;
use super::site;
use super::{Findings, Reading, Tier, is_held};
use crate::analysis::{Approach, Depth, Element, Evidence, Guidance, GuidanceUse, Record, RecordEntry, Region};
use crate::document::Document;
use crate::lexicon::around::Matter;
use crate::lexicon::concept::group::{MUSCLES, REGIONS};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::lexicon::weights::Answer;
use crate::mention::weight::Sums;
use crate::statement::Statement;

// How much more the words must speak for an answer than for what the patterns read. By notes of two dozen writers whom neither the patterns
// nor the weights had met: at these both together were right most often.

/// Than for another value.
const MARGIN: f32 = 4.0;

/// Than for none, where the patterns read no layer: they miss a word more often than they make one up.
const MARGIN_OF_SILENCE: f32 = 2.8;

/// Than for two layers, where the patterns read two: what contradicts the rest is told in a few words.
const MARGIN_OF_CONFLICT: f32 = 6.5;

/// How much they must speak for an approach where the patterns read none.
const APPROACH: f32 = 1.0;

/// How much they must speak for the whole lesion's having been taken where an incision was read, and nothing of a part.
const WHOLE: f32 = 0.0;

/// How much they must speak for a region where the patterns read none.
const REGION: f32 = 1.5;

/// How much they must speak for nothing taken against what was found.
const NOTHING: f32 = 1.0;

/// How much they must speak for something taken for its other elements to be weighed. Operations of other kinds, which the weights have met
/// few of, have the words of an incision in a layer at the thigh too, but not this.
const TAKEN: f32 = 2.5;

/// The same where nothing was found.
const SOMETHING: f32 = 3.0;

/// The same where something is told to have been left unsampled.
const SOMETHING_BESIDE: f32 = 4.0;

/// How much they must speak for guidance where none was read.
const GUIDED: f32 = 1.5;

/// How much they must speak for several lesions where one was found.
pub(super) const SEVERAL: f32 = 1.0;

/// How much they must speak for its being told that there was none.
const UNGUIDED: f32 = 3.0;

/// How much they must speak for an aspect that was not read.
const ASPECT: f32 = 2.5;

/// The same of one of several lesions of which none was read: its words are few, and tell little else.
const ASPECT_OF_EACH: f32 = 0.0;

/// How much they must speak against an aspect or a conversion that was read.
const DENIED: f32 = 3.5;

/// How much they must speak for where the tissue went where that was not read.
const SPECIMEN: f32 = 4.5;

/// How much they must speak for a reason where none was found.
const REASON: f32 = 3.5;

/// A note of fewer tokens tells too little by its words.
const SHORTEST: usize = 48;

/// Longest note, in tokens, of most that the weights were fitted to. In a longer one chance words add up, and must speak for an answer as
/// much more as it is longer.
const LONGEST: f32 = 400.0;

/// What names a place of thigh or knee. Without it no word speaks for them: the weights have not met every other part of the body.
const PLACES: ConceptSet = ConceptSet::of(&[known::THIGH, known::KNEE]);

/// Most runs of words that are quoted for an answer.
const MOST_QUOTES: usize = 3;

/// Least share of what the heaviest run weighs that another must weigh to be quoted beside it.
const LEAST_SHARE: f32 = 0.6;

/// What the rule of an element opens with that rests on weights; the name of the answer follows.
pub const RULE: &str = "weights.tsv:";

/// What a token must weigh for a run of words to go on through it: no run is drawn out by words that tell next to nothing.
const TOLL: f32 = 0.05;

/// The lesions that were found, unless the words speak strongly against there being any; one where none was found and they speak for one
/// that was sampled at thigh or knee.
pub(super) fn lesions(document: &Document, statements: &[Statement], found: Lesions) -> Lesions {
    // Of two lesions that the rules told apart one may be a node, and its words speak of it alone.
    if let Some(named) = (found.count == 1 && !found.took_soft).then(|| own::sampled_instead(document)).flatten() {
        return Lesions::of_other_tissue(named);
    }
    if is_short(document) {
        return found;
    }
    let nothing = speaks_for(document, Answer::Nothing);
    if found.count > 0 {
        return if nothing > NOTHING { Lesions::by_words(0) } else { found };
    }
    const SAMPLED: [Approach; 4] = [Approach::Incision, Approach::CoreNeedle, Approach::FineNeedle, Approach::Needle];
    let sampled = || SAMPLED.into_iter().any(|a| speaks_for(document, Answer::Approach(a)) > 2.0 * APPROACH);
    let placed = || [Region::Thigh, Region::Knee].into_iter().any(|r| speaks_for(document, Answer::Region(r)) > REGION);
    // "Medullary stuff with bony crumbs went for histology": what was read to be taken of another tissue stands.
    let named = || tells_of_sample(document) || opens_to_send(document, statements);
    let told = document.concepts.meets(PLACES) && !found.took_other && named();
    let spared = |s: &Statement| is_held(s) && matches!(s.claim, Claim::NotSampled | Claim::Skipped);
    let least = if statements.iter().any(spared) { SOMETHING_BESIDE } else { SOMETHING };
    if told && nothing < -least && sampled() && placed() { Lesions::by_words(1) } else { found }
}

/// Whether the note names a biopsy, or a lesion and a piece or smears. That something went to a laboratory is not enough: so does what was
/// drained.
fn tells_of_sample(document: &Document) -> bool {
    const BIOPSY: ConceptSet = ConceptSet::of(&[known::BIOPSY, known::CORE, known::FINE_NEEDLE]);
    const PIECE: ConceptSet = ConceptSet::of(&[known::PARTIAL, known::WEDGE, known::CYTOLOGY]);
    let told = |of: ConceptSet| document.concepts.meets(of);
    told(BIOPSY) || document.concepts.has(known::LESION) && told(PIECE)
}

/// "Investing layer slit, mass there, two bites with the rongeur, formalin": whether the skin or a layer was cut, and a lesion or a disease
/// of muscle and a laboratory are named, whatever the tissue is called.
fn opens_to_send(document: &Document, statements: &[Statement]) -> bool {
    const WHY: ConceptSet = ConceptSet::of(&[known::LESION, known::MUSCLE_DISEASE]);
    const SENT: ConceptSet = ConceptSet::of(&[known::PATHOLOGY, known::FIXATIVE]);
    let cut = |s: &Statement| is_held(s) && s.claim == Claim::Approach(Approach::Incision);
    document.concepts.meets(WHY) && document.concepts.meets(SENT) && statements.iter().any(cut)
}

/// Whether the words speak for several lesions.
pub(super) fn speaks_for_several(document: &Document) -> bool {
    !is_short(document) && speaks_for(document, Answer::Several) >= SEVERAL
}

/// Whether a note tells too little to be weighed.
pub fn is_short(document: &Document) -> bool {
    document.tokens.list.len() < SHORTEST
}

/// How much the words speak for an answer, for the length of the note: what is compared with how much they must.
pub fn speaks_for(document: &Document, answer: Answer) -> f32 {
    for_length(document, document.weighs(answer))
}

/// What words weigh, for the length of the note.
fn for_length(document: &Document, weight: f32) -> f32 {
    weight / (document.tokens.list.len() as f32 / LONGEST).max(1.0)
}

/// What is said of a lesion by the words of its note: the value that they speak most for.
struct Weighed<V> {
    value: V,
    answer: Answer,
    speaks: f32,
}

impl Reading<'_> {
    /// Decides the approach by the words where they speak against, or without, what was read.
    pub(super) fn weigh_approach(&self, lesion: usize, findings: &mut Findings) {
        let approach = |a| if let Answer::Approach(v) = a { Some(v) } else { None };
        let Some(most) = self.weigh(lesion, approach) else { return };
        let outweighs = match findings.approach.value {
            Some(read) => self.outweighs(lesion, &most, Answer::Approach(read), MARGIN),
            None => most.speaks >= APPROACH,
        };
        if outweighs {
            let read = findings.approach.value;
            self.take(lesion, most, &mut findings.approach);
            findings.converted = false;
            // One told beside what was done was told so in its own words.
            let told_beside = findings.fine_needle && read != Some(Approach::FineNeedle);
            findings.fine_needle = told_beside || findings.approach.value == Some(Approach::FineNeedle);
        }
    }

    /// The same for the layer.
    pub(super) fn weigh_depth(&self, lesion: usize, findings: &mut Findings) {
        // All words of a note speak of what was dictated first as well.
        if self.lesions.count == 1 && findings.depth.value.is_some_and(|read| is_corrected_to(self, lesion, read)) {
            return;
        }
        let layer = |a| if let Answer::Depth(v) = a { (v != Depth::Conflict).then_some(v) } else { None };
        let Some(most) = self.weigh(lesion, layer) else { return };
        if self.contradicts(lesion, findings) {
            let evidence =
                findings.depth.evidence.drain(..).take(1).chain(findings.depth_outweighed.drain(..)).collect();
            findings.depth = Element { value: Some(Depth::Conflict), evidence };
            return;
        }
        let outweighs = match findings.depth.value {
            None => self.outweighs(lesion, &most, Answer::NoDepth, MARGIN_OF_SILENCE),
            Some(Depth::Conflict) if self.tells_of_both_layers() => false,
            Some(Depth::Conflict) => self.outweighs(lesion, &most, Answer::Depth(Depth::Conflict), MARGIN_OF_CONFLICT),
            Some(read) => self.outweighs(lesion, &most, Answer::Depth(read), MARGIN),
        };
        if outweighs {
            self.take(lesion, most, &mut findings.depth);
            findings.bare_depth = false;
        }
    }

    /// Whether two layers are told of a lesion, and all words speak for a contradiction where one was taken to outweigh the other.
    fn contradicts(&self, lesion: usize, findings: &Findings) -> bool {
        let (Some(read), false) = (findings.depth.value, findings.depth_outweighed.is_empty()) else { return false };
        let conflict = self.speaks_for(lesion, Answer::Depth(Depth::Conflict));
        conflict > 0.0 && conflict > self.speaks_for(lesion, Answer::Depth(read))
    }

    /// The same for the region.
    pub(super) fn weigh_region(&self, lesion: usize, findings: &mut Findings) {
        let named = self.document.concepts.meets(PLACES);
        let may_lie = |v: Region| v == Region::Other || named;
        let region = |a| if let Answer::Region(v) = a { may_lie(v).then_some(v) } else { None };
        let Some(most) = self.weigh(lesion, region) else { return };
        let outweighs = match findings.region.value {
            // What is told of the note as a whole names the place of the other lesion too.
            Some(_) if self.lesions.count > 1 => false,
            Some(read) => self.outweighs(lesion, &most, Answer::Region(read), MARGIN),
            None => most.speaks >= REGION,
        };
        if outweighs {
            self.take(lesion, most, &mut findings.region);
        }
    }

    /// Adds the aspects that the words speak for, and drops those they speak against, but for the last. Of several lesions what was read of
    /// one stands, and the words are asked where that is nothing.
    pub(super) fn weigh_aspects(&self, lesion: usize, findings: &mut Findings) {
        let one = self.lesions.count == 1;
        if !one && !findings.aspects.value.is_empty() {
            return;
        }
        let least = if one { ASPECT } else { ASPECT_OF_EACH };
        let aspect = |a| if let Answer::Aspect(v) = a { Some(v) } else { None };
        for told in self.weigh_all(lesion, aspect) {
            let aspects = &mut findings.aspects;
            let read = aspects.value.contains(&told.value);
            if read && told.speaks < -DENIED && aspects.value.len() > 1 {
                aspects.value.retain(|a| *a != told.value);
            } else if !read && told.speaks > least {
                aspects.value.push(told.value);
                aspects.value.sort();
                aspects.evidence.extend(self.heaviest_runs(lesion, told.answer).into_iter().take(1));
            }
        }
    }

    /// Decides by the words whether a lesion that was cut down to was taken whole.
    pub(super) fn weigh_whole(&self, lesion: usize, findings: &mut Findings) {
        let one_cut = findings.approach.value == Some(Approach::Incision) && self.lesions.count == 1;
        if let Some(words) = one_cut.then(|| self.words_of_removal()).flatten() {
            findings.approach = Element { value: Some(Approach::Excision), evidence: vec![words] };
            findings.converted = false;
            return;
        }
        let Some(whole) = self.weigh(lesion, |a| (a == Answer::Whole).then_some(Approach::Excision)) else { return };
        let least = || if self.held(lesion).any(|s| self.tells_of_part(s)) { MARGIN } else { WHOLE };
        if findings.approach.value == Some(Approach::Incision) && whole.speaks > least() {
            self.take(lesion, whole, &mut findings.approach);
            findings.converted = false;
        }
    }

    /// "A third of it was cut off", "a wedge was taken": whether a statement of the account tells that a part of a lesion was taken. What is
    /// called a specimen may be the whole.
    fn tells_of_part(&self, statement: &Statement) -> bool {
        const PIECES: ConceptSet = ConceptSet::of(&[known::SAMPLE, known::WEDGE, known::PARTIAL]);
        let piece =
            |t: usize| self.document.concepts(t).meets(PIECES) && !self.document.tokens.word(t).starts_with("specimen");
        statement.claim == Claim::Part
            || statement.claim == Claim::Sampled
                && Tier::of(statement.role) == Tier::Body
                && (statement.first..=statement.last).any(piece)
    }

    /// Takes back a conversion that the words speak against.
    pub(super) fn weigh_conversion(&self, lesion: usize, findings: &mut Findings) {
        let told = self.weigh(lesion, |a| (a == Answer::Converted).then_some(()));
        findings.converted &= told.is_none_or(|t| t.speaks >= -DENIED);
    }

    /// Decides the guidance by the words where none was read; a denial that was read yields to words that speak for it by the margin of
    /// what contradicts.
    pub(super) fn weigh_guidance(&self, lesion: usize, findings: &mut Findings) {
        let used = self.weigh(lesion, |a| (a == Answer::Guidance).then_some(GuidanceUse::Used));
        let unused = self.weigh(lesion, |a| (a == Answer::Unguided).then_some(GuidanceUse::NotUsed));
        let (Some(used), Some(unused)) = (used, unused) else { return };
        let most = match findings.guidance.value {
            None if used.speaks >= GUIDED => used,
            None if unused.speaks >= UNGUIDED => unused,
            Some(GuidanceUse::NotUsed) if self.outweighs(lesion, &used, Answer::Unguided, MARGIN_OF_CONFLICT) => used,
            _ => return,
        };
        let evidence = self.heaviest_runs(lesion, most.answer);
        if evidence.is_empty() {
            return;
        }
        let modality = |a| if let Answer::Modality(v) = a { Some(v) } else { None };
        let leading = self.weigh(lesion, modality).filter(|m| most.value == GuidanceUse::Used && m.speaks > 0.0);
        let modalities = leading.map(|m| m.value).into_iter().collect();
        findings.guidance = Guidance { value: Some(most.value), modalities, evidence };
    }

    /// The words that speak for several lesions, where one was found by the patterns; empty where they do not.
    pub fn runs_for_several(&self) -> Vec<Evidence> {
        match self.lesions.count {
            1 if speaks_for_several(self.document) => self.heaviest_runs(0, Answer::Several),
            0 | 1 => Vec::new(),
            _ if self.lesions.by_words => {
                let next = self.heaviest_runs(1, Answer::NextTold);
                if next.is_empty() { self.opening_of(1) } else { next }
            }
            _ => Vec::new(),
        }
    }

    /// The words that speak for nothing taken, where they took back the lesions that the patterns had read; else none.
    pub fn runs_for_nothing(&self) -> Vec<Evidence> {
        if let Some(named) = &self.lesions.instead {
            return vec![self.quote(
                *named.start(),
                *named.end(),
                &format!("{}{}", own::RULE, Matter::OtherTissue.name()),
            )];
        }
        let taken_back = self.lesions.by_words && self.lesions.count == 0;
        if taken_back { self.heaviest_runs(0, Answer::Nothing) } else { Vec::new() }
    }

    /// The word with which what is told of a lesion opens, where places and not words told it apart.
    fn opening_of(&self, lesion: usize) -> Vec<Evidence> {
        let rule = format!("{RULE}{}", Answer::NextTold.name());
        let mut tokens = 0..self.document.tokens.list.len();
        let opening = tokens.find(|&t| self.lesions.of(t) == Some(lesion));
        opening.map(|t| self.quote(t, t, &rule)).into_iter().collect()
    }

    /// Tells the reason, and where the tissue went, by the words where neither was read.
    pub(super) fn weigh_record(&self, record: &mut Record) {
        self.weigh_entry(Answer::Indication, REASON, &mut record.indication);
        self.weigh_entry(Answer::Specimen, SPECIMEN, &mut record.specimen);
        if self.lesions.count > 0 {
            self.weigh_sentences(record);
        }
    }

    fn weigh_entry(&self, answer: Answer, least: f32, entry: &mut RecordEntry) {
        let asked = !entry.value && self.lesions.count > 0 && !is_short(self.document);
        if !asked || speaks_for(self.document, answer) < least {
            return;
        }
        let evidence = self.heaviest_runs(0, answer);
        if let Some(first) = evidence.first() {
            *entry = RecordEntry { value: true, text: Some(first.text.clone()), evidence };
        }
    }

    /// How much the words that may be of a lesion speak for an answer.
    fn speaks_for(&self, lesion: usize, answer: Answer) -> f32 {
        if self.lesions.count < 2 {
            return speaks_for(self.document, answer);
        }
        let of_each = || {
            let sums = |l: usize| self.document.weighs_without(&|t| !self.lesions.concerns(t, l));
            (0..self.lesions.count).map(sums).collect::<Vec<Sums>>()
        };
        let sums = self.weighed.get_or_init(of_each)[lesion];
        for_length(self.document, sums.of(answer))
    }

    /// The value that the words of a lesion speak most for.
    fn weigh<V>(&self, lesion: usize, value_of: impl Fn(Answer) -> Option<V>) -> Option<Weighed<V>> {
        let all = self.weigh_all(lesion, value_of);
        all.max_by(|a, b| a.speaks.total_cmp(&b.speaks))
    }

    /// All values of an element, with how much the words of a lesion speak for each; none where nothing may be weighed.
    fn weigh_all<V>(&self, lesion: usize, value_of: impl Fn(Answer) -> Option<V>) -> impl Iterator<Item = Weighed<V>> {
        let taken = || speaks_for(self.document, Answer::Nothing) < -TAKEN;
        // Of lesions that the patterns took for one the words tell too much.
        let apart = || self.lesions.count > 1 || speaks_for(self.document, Answer::Several) <= 0.0;
        let asked = !is_short(self.document) && apart() && taken();
        let weighed = move |answer: Answer| {
            let value = value_of(answer)?;
            Some(Weighed { value, answer, speaks: self.speaks_for(lesion, answer) })
        };
        Answer::ALL.into_iter().filter(move |_| asked).filter_map(weighed)
    }

    /// Whether the words speak for a value, and by a margin more than for what was read.
    fn outweighs<V>(&self, lesion: usize, most: &Weighed<V>, read: Answer, margin: f32) -> bool {
        most.answer != read && most.speaks > 0.0 && most.speaks - self.speaks_for(lesion, read) >= margin
    }

    /// Puts what the words speak for, with those that speak most for it, in the place of what was read.
    fn take<V>(&self, lesion: usize, most: Weighed<V>, element: &mut Element<V>) {
        let evidence = self.heaviest_runs(lesion, most.answer);
        if !evidence.is_empty() {
            *element = Element { value: Some(most.value), evidence };
        }
    }

    /// The runs of words, one of a sentence at most, that speak most for an answer, of those that may be of a lesion.
    fn heaviest_runs(&self, lesion: usize, answer: Answer) -> Vec<Evidence> {
        let weights = self.document.weights_at(answer, &|t| !self.lesions.concerns(t, lesion));
        let runs = self.document.sentences.iter().filter_map(|s| heaviest_run(&weights, s.first..s.end));
        let mut runs: Vec<(f32, RangeInclusive<usize>)> = runs.collect();
        // Where some runs name what the answer is about, the others only go along with it.
        let names = |run: &RangeInclusive<usize>| {
            self.document
                .mentions_in(*run.start(), run.end() + 1)
                .any(|m| self.document.mentions[m].concepts.meets(named_by(answer)))
        };
        if runs.iter().any(|run| names(&run.1)) {
            runs.retain(|run| names(&run.1));
        }
        runs.sort_by(|a, b| b.0.total_cmp(&a.0));
        let least = runs.first().map_or(0.0, |heaviest| heaviest.0 * LEAST_SHARE);
        runs.retain(|run| run.0 >= least);
        runs.truncate(MOST_QUOTES);
        let rule = format!("{RULE}{}", answer.name());
        runs.into_iter().map(|(_, run)| self.quote(*run.start(), *run.end(), &rule)).collect()
    }
}

/// What names what an answer is about.
fn named_by(answer: Answer) -> ConceptSet {
    const LAYERS: ConceptSet = ConceptSet::of(&[
        known::FAT,
        known::SUBCUTANEOUS,
        known::FASCIA,
        known::SUPERFICIAL_FASCIA,
        known::MUSCLE,
        known::THIGH_MUSCLE,
        known::OTHER_MUSCLE,
    ]);
    const PLACE: ConceptSet = REGIONS.with(MUSCLES);
    const NEEDLES: ConceptSet =
        ConceptSet::of(&[known::CORE, known::CORE_DEVICE, known::NEEDLE, known::GAUGE, known::PASS]);
    match answer {
        Answer::Approach(Approach::CoreNeedle | Approach::Needle | Approach::FineNeedle) => NEEDLES,
        Answer::Depth(_) => LAYERS,
        Answer::Aspect(_) => site::ASPECT,
        Answer::Region(_) => PLACE,
        _ => ConceptSet::EMPTY,
    }
}

/// The run of tokens within a range that weighs most, and what it weighs; none where no token weighs more than its toll.
fn heaviest_run(weights: &[f32], range: Range<usize>) -> Option<(f32, RangeInclusive<usize>)> {
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
    use crate::lexicon::weights::FILE;

    #[test]
    fn the_rule_names_the_file() {
        assert_eq!(RULE.strip_suffix(':'), Some(FILE));
    }

    #[test]
    fn the_heaviest_run_is_as_short_as_can_be() {
        let weights = [0.0, 0.3, -0.1, 0.4, 0.01, 0.02, -2.0, 0.5, 0.0];
        let (sum, run) = heaviest_run(&weights, 0..9).expect("a run");
        assert_eq!(run, 1..=3);
        assert!((sum - 0.45).abs() < 1e-6);
        assert_eq!(heaviest_run(&weights, 4..9).expect("a run").1, 7..=7);
        assert_eq!(heaviest_run(&weights, 4..7), None);
        assert_eq!(heaviest_run(&weights, 3..3), None);
    }
}
