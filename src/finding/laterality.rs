//! Side of the sampled lesion, from the sites that speak of it. A correction takes back the side told before it; two sides that
//! both speak of the lesion are a conflict.
//!
//! This is the file to copy for a new kind of finding.

mod apart;
mod wording;

use super::region::{implied_region, is_of_story, named_region, quotes};
use super::{Findings, Reading, Tier, holds, is_held, is_sampling};
use crate::analysis::{Element, Evidence, Laterality, Region};
use crate::assertion::{Subject, assertion};
use crate::document::section::Role;
use crate::finding::site::{CONTRADICTS, Site, is_initial, is_lain_on};
use crate::lexicon::concept::group::{LENGTH_UNITS, SIDES};
use crate::lexicon::concept::{Concept, ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::statement::Statement;
use apart::{apart_by_side, chosen_side, heading_side, is_on_same_side, own_side, singled_side};
use wording::stands_as_side;

/// Decides the side of a lesion.
pub(super) fn find(reading: &Reading, lesion: usize, findings: &mut Findings) {
    if let Some(token) = chosen_side(reading) {
        findings.laterality = side_at(reading, token);
        return;
    }
    let mut sites = sided_sites(reading, lesion, findings);
    drop_exchanged(reading, &mut sites);
    disown(reading, &mut sites);
    correct(reading, &mut sites);
    let weights = Weights::of(&sites);
    if weights.leave_both_open()
        && let Some(quote) = acts_on_both(reading, lesion)
    {
        findings.laterality.value = Some(Laterality::Bilateral);
        findings.laterality.evidence = vec![quote];
        return;
    }
    let is_sampled_twice =
        || sites.iter().any(|s| is_sampled_on_both(reading, s) || is_one_of_a_pair(reading, lesion, s));
    let value = if weights.contradict() && is_sampled_twice() {
        Laterality::Bilateral
    } else {
        match weights.side(&sites) {
            Some(side) => side,
            None => return only_side(reading, lesion, findings),
        }
    };
    let planned = planned_otherwise(reading, value, findings);
    let value = if planned.is_some() { Laterality::Conflict } else { value };
    if let Some(token) = told_alone(reading, lesion, value, planned.is_some()) {
        findings.laterality = side_at(reading, token);
        return;
    }
    findings.laterality.value = Some(value);
    findings.laterality.evidence = match value {
        Laterality::Conflict => {
            let strongest = |side: Concept| {
                sites.iter().copied().filter(move |s| s.concepts.has(side)).max_by_key(|s| (s.firm, s.weight))
            };
            quotes(reading, strongest(known::LEFT).into_iter().chain(strongest(known::RIGHT)).chain(planned))
        }
        _ => quotes(reading, sites.iter().copied().filter(|s| s.concepts.has(concept(value)))),
    };
}

/// The side that a token tells.
fn side_at(reading: &Reading, token: usize) -> Element<Laterality> {
    let side = if reading.document.is(token, known::LEFT) { Laterality::Left } else { Laterality::Right };
    Element { value: Some(side), evidence: vec![reading.quote(token, token, &reading.row_of(token))] }
}

/// The sites with a side that speak of the lesion, and of no other region.
fn sided_sites<'r>(reading: &'r Reading, lesion: usize, findings: &Findings) -> Vec<&'r Site> {
    let mut sites: Vec<&Site> =
        reading.lesions.sites(&reading.sites, lesion).filter(|s| s.weight > 0 && is_sided(s)).collect();
    // "schwannoma of the left forearm" tells nothing of a lesion of the thigh.
    sites.retain(|s| named_region(s).is_none_or(|r| findings.region.value.is_none_or(|f| f == r)));
    // "Flap from the left latissimus": no muscle of the trunk or an arm is one of a thigh.
    let away = |s: &Site| named_region(s).is_none() && implied_region(s) == Some(Region::Other);
    if matches!(findings.region.value, Some(Region::Thigh | Region::Knee)) && sites.iter().any(|s| !away(s)) {
        sites.retain(|s| !away(s));
    }
    sites
}

/// How much the sites of a lesion weigh for each side.
struct Weights {
    left: u32,
    right: u32,
    both: u32,
}

impl Weights {
    fn of(sites: &[&Site]) -> Self {
        let weight = |side: Concept| sites.iter().filter(|s| s.concepts.has(side)).map(|s| s.weight).max().unwrap_or(0);
        Self { left: weight(known::LEFT), right: weight(known::RIGHT), both: weight(known::BILATERAL) }
    }

    /// Whether left and right are both told by sites that speak of the lesion.
    fn contradict(&self) -> bool {
        self.left >= CONTRADICTS && self.right >= CONTRADICTS
    }

    /// Whether what was done on both sides decides: no side is told, or each.
    fn leave_both_open(&self) -> bool {
        self.contradict() || self.left == 0 && self.right == 0 && self.both == 0
    }

    /// The side that the sites tell, those that are firm before all; none where at most [one](only_side) may be told in passing.
    fn side(&self, sites: &[&Site]) -> Option<Laterality> {
        let firm = |side: Concept| sites.iter().any(|s| s.firm && s.concepts.has(side));
        let heavier = self.left.max(self.right);
        match (firm(known::LEFT), firm(known::RIGHT)) {
            (true, true) => Some(Laterality::Conflict),
            (true, false) => Some(Laterality::Left),
            (false, true) => Some(Laterality::Right),
            _ if sites.iter().all(|s| s.weight == 1 && s.aside) => None,
            _ if self.contradict() => Some(Laterality::Conflict),
            _ if self.both > 0 && heavier < CONTRADICTS && self.both > heavier => Some(Laterality::Bilateral),
            _ if heavier == 0 => None,
            _ if self.left >= self.right => Some(Laterality::Left),
            _ => Some(Laterality::Right),
        }
    }
}

/// "BOTH THIGHS … RIGHT. Front of the thigh … LEFT. …": the token of the one side under whose name a lesion is told, where the sites
/// tell of two.
fn told_alone(reading: &Reading, lesion: usize, value: Laterality, is_planned_otherwise: bool) -> Option<usize> {
    match value {
        Laterality::Bilateral => {
            heading_side(reading, lesion).or_else(|| own_side(reading, lesion)).or_else(|| singled_side(reading, false))
        }
        Laterality::Conflict if !is_planned_otherwise => singled_side(reading, true),
        _ => None,
    }
}

/// "Planned: biopsy, left thigh … Site: right thigh": a side that was booked or consented to for the same region, and nothing that
/// tells of a change.
fn planned_otherwise<'r>(reading: &'r Reading, value: Laterality, findings: &Findings) -> Option<&'r Site> {
    let (own, other) = match value {
        Laterality::Left => (known::LEFT, known::RIGHT),
        Laterality::Right => (known::RIGHT, known::LEFT),
        Laterality::Bilateral | Laterality::Conflict => return None,
    };
    let planned = |s: &&Site| {
        matches!(s.role, Role::Planned | Role::Consent)
            && is_sided(s)
            && !s.assertion.is_negated()
            && named_region(s).is_some_and(|r| findings.region.value == Some(r))
    };
    let mut all = reading.sites.iter().filter(|_| reading.lesions.count == 1).filter(planned);
    let first = all.next().filter(|s| s.concepts.has(other))?;
    // "Planned: left thigh, cancelled; right side done instead."
    let document = reading.document;
    let sentence = &document.sentences[first.sentence];
    let changed = |t: usize| document.word_is(t, WordClass::ChangedPlan);
    if (sentence.first..sentence.end).any(changed) {
        return None;
    }
    (!first.concepts.has(own) && all.all(|s| !s.concepts.has(own))).then_some(first)
}

/// "Bilateral incisional biopsies of the thighs", "incisional biopsy, bilateral": the word for both sides beside what was done, where
/// the note sets no lesions apart.
fn acts_on_both(reading: &Reading, lesion: usize) -> Option<Evidence> {
    const ACTS: ConceptSet = ConceptSet::of(&[known::BIOPSY, known::CORE, known::EXCISION, known::FINE_NEEDLE]);
    const REACH: usize = 5;
    const BEFORE: usize = 2;
    let document = reading.document;
    let acts = |m: &&Mention| {
        let end = document.sentences[document.sentence_of(m.first())].end;
        let behind = m.last() + 1..(m.last() + 1 + REACH).min(end);
        let start = document.sentences[document.sentence_of(m.first())].first;
        let before = m.first().saturating_sub(BEFORE).max(start)..m.first();
        m.is(known::BILATERAL) && behind.chain(before).into_iter().any(|t| document.concepts(t).meets(ACTS))
    };
    let told = |m: &&Mention| {
        let role = document.sections[document.sentences[document.sentence_of(m.first())].section].role;
        Tier::of(role) > Tier::Outside && holds(&assertion(document, m.first(), m.last()))
    };
    let alone = reading.lesions.count == 1 && reading.lesions.of(0).is_none_or(|l| l == lesion);
    let mention = document.mentions.iter().filter(|_| alone).filter(acts).find(told)?;
    Some(reading.quote(mention.first(), mention.last(), &reading.row_of(mention.first())))
}

/// "On both thighs the masses were biopsied; labelled left and right": both sides where tissue is told to be taken.
fn is_sampled_on_both(reading: &Reading, site: &Site) -> bool {
    let sampled = |s: &Statement| s.claim == Claim::Sampled && is_held(s);
    site.concepts.has(known::BILATERAL)
        && site.weight >= CONTRADICTS
        && reading.statements_of(reading.document.sentence_of(site.first)).any(sampled)
}

/// "Incisions were made on the right and on the left, and a wedge taken from each": the sides side by side, or the sizes of both, and a
/// word that the act was done on both, in the sentence or the next.
fn is_one_of_a_pair(reading: &Reading, lesion: usize, site: &Site) -> bool {
    let document = reading.document;
    let sentence = &document.sentences[site.sentence];
    let other = if site.concepts.has(known::LEFT) { known::RIGHT } else { known::LEFT };
    let joined = || {
        let from = reading.sites.partition_point(|s| s.first <= site.last);
        let mut behind = reading.sites[from..].iter().take_while(|s| s.first < sentence.end);
        // "Left 3 cm, right 4 cm": joined by what is told of each.
        let parts = |t: usize| document.is(t, known::CONJUNCTION) || document.concepts(t).meets(LENGTH_UNITS);
        behind.any(|s| s.concepts.has(other) && (site.last + 1..s.first).any(parts))
    };
    let paired = |t: usize| matches!(document.tokens.word(t), "each" | "either" | "both");
    let sampled = |sentence: usize| reading.statements_of(sentence).any(|s| is_sampling(s.claim) && is_held(s));
    let next = document.sentences.get(site.sentence + 1).map_or(sentence.end, |s| s.end);
    reading.lesions.count == 1
        && reading.lesions.concerns(site.first, lesion)
        && (sentence.first..next).any(paired)
        && joined()
        && (sampled(site.sentence) || sampled(site.sentence + 1))
}

/// "We dealt with three problems on the right lower limb": where nothing ties a side to the lesion, the only side that the
/// note tells of this limb counts.
fn only_side(reading: &Reading, lesion: usize, findings: &mut Findings) {
    let limb = ConceptSet::of(&[known::THIGH, known::KNEE, known::LIMB, known::THIGH_MUSCLE, known::LANDMARK]);
    let told = |s: &&Site| {
        is_sided(s)
            && !s.aside
            && !is_lain_on(reading.document, s)
            && s.concepts.meets(limb)
            && holds(&s.assertion)
            && Tier::of(s.role) > Tier::Outside
    };
    let lain = |s: &Site| is_lain_on(reading.document, s);
    let elsewhere = |s: &&Site| is_sided(s) && !s.concepts.has(known::OTHER_REGION) && !lain(s);
    let mut sites: Vec<&Site> = reading.lesions.sites(&reading.sites, lesion).filter(told).collect();
    // "Left leg first. Vastus lateralis, two bites. Then right leg": of several lesions each has its own.
    let all: Vec<&Site> = match reading.lesions.count {
        0 | 1 => reading.sites.iter().filter(elsewhere).collect(),
        _ => reading.lesions.sites(&reading.sites, lesion).filter(elsewhere).collect(),
    };
    sites.retain(|s| !s.concepts.has(known::BILATERAL));
    let Some(side) = sites.first().map(|s| s.concepts.has(known::LEFT)) else {
        return side_of_layer(reading, lesion, findings);
    };
    if all.iter().all(|s| s.concepts.has(known::LEFT) == side && s.concepts.has(known::RIGHT) != side) {
        findings.laterality.value = Some(if side { Laterality::Left } else { Laterality::Right });
        findings.laterality.evidence = quotes(reading, sites.into_iter());
    } else {
        side_of_any(reading, lesion, findings);
    }
}

/// "Once the left fascia lata had been split", "against the right femur": where no place has a side, that of a layer or a bone
/// counts, if the note tells of no other.
fn side_of_layer(reading: &Reading, lesion: usize, findings: &mut Findings) {
    const OF_LIMB: ConceptSet =
        ConceptSet::of(&[known::FASCIA, known::MUSCLE, known::LANDMARK, known::SUBCUTANEOUS, known::NON_SOFT_TISSUE]);
    const REACH: usize = 4;
    let document = reading.document;
    let told = |m: &&Mention| {
        let role = document.sections[document.sentences[document.sentence_of(m.first())].section].role;
        m.concepts.meets(SIDES)
            && !m.concepts.meets(ConceptSet::of(&[known::PSEUDO, known::BILATERAL, known::OTHER_REGION]))
            && !is_initial(document, m.first())
            && reading.lesions.concerns(m.first(), lesion)
            && Tier::of(role) > Tier::Outside
            && holds(&assertion(document, m.first(), m.last()))
    };
    let sides: Vec<&Mention> = document.mentions.iter().filter(told).collect();
    let tied = |m: &&&Mention| {
        let end = document.sentences[document.sentence_of(m.first())].end.min(m.last() + 1 + REACH);
        let behind = || m.last() + 1..end;
        m.concepts.meets(OF_LIMB)
            || behind().any(|t| document.concepts(t).meets(OF_LIMB))
                && !behind().any(|t| document.is(t, known::OTHER_REGION))
    };
    let Some(first) = sides.iter().find(tied).or_else(|| sides.iter().find(|m| stands_as_side(reading, m))) else {
        return side_of_story(reading, lesion, findings);
    };
    let left = first.is(known::LEFT);
    if sides.iter().all(|m| m.is(known::LEFT) == left) {
        findings.laterality.value = Some(if left { Laterality::Left } else { Laterality::Right });
        findings.laterality.evidence = vec![reading.quote(first.first(), first.last(), &reading.row_of(first.first()))];
    } else {
        side_of_implant(reading, findings);
    }
}

/// "Hx of lump rt thigh, 9 months", "we agreed on a wedge from the right thigh": where the act is told without a side, the only one
/// that the lesion has in what led to it. What was removed in the past lay elsewhere.
fn side_of_story(reading: &Reading, lesion: usize, findings: &mut Findings) {
    // "In March we shall biopsy the left thigh": what is told behind the act is another matter.
    let act = |s: &&Statement| is_sampling(s.claim) && is_held(s) && Tier::of(s.role) == Tier::Body;
    let acted = reading.statements.iter().filter(act).map(|s| s.last).max().unwrap_or(0);
    let told = |s: &&Site| {
        is_sided(s)
            && s.first < acted
            && is_of_story(reading, s)
            && named_region(s)
                .or_else(|| implied_region(s))
                .is_some_and(|r| findings.region.value.is_none_or(|found| found == r))
    };
    let sites: Vec<&Site> = reading.lesions.sites(&reading.sites, lesion).filter(told).collect();
    let Some(left) = sites.first().map(|s| s.concepts.has(known::LEFT)) else {
        return side_of_any(reading, lesion, findings);
    };
    let same = |s: &&Site| s.concepts.has(known::LEFT) == left && s.concepts.has(known::RIGHT) != left;
    if reading.lesions.count == 1 && sites.iter().all(same) {
        findings.laterality.value = Some(if left { Laterality::Left } else { Laterality::Right });
        findings.laterality.evidence = quotes(reading, sites.into_iter());
    }
}

/// "Seen for a bump below her right kneecap", "the hollow behind her left knee was explored": where nothing else tells a side, the only one
/// that any word for this part of the limb has, if it is this patient's and neither planned nor past.
fn side_of_any(reading: &Reading, lesion: usize, findings: &mut Findings) {
    const PART: ConceptSet = ConceptSet::of(&[known::THIGH, known::KNEE, known::THIGH_MUSCLE, known::LANDMARK]);
    // "The old biopsy scar on the right thigh was taken out on the way in": what was cut through lies over the lesion.
    const CUT_OUT: ConceptSet =
        ConceptSet::of(&[known::CUT, known::EXCISION, known::REMOVE, known::REOPEN, known::TAKE]);
    let named = |sentence: usize| {
        let said = reading.document.sentences[sentence].concepts;
        said.has(known::LESION) || said.has(known::SCAR) && said.meets(CUT_OUT)
    };
    let told = |s: &&Site| {
        is_sided(s)
            && s.concepts.meets(PART)
            && (!s.aside && holds(&s.assertion) || named(s.sentence))
            && !s.concepts.meets(ConceptSet::of(&[known::OPPOSITE, known::BILATERAL]))
            && !s.assertion.is_negated()
            && s.assertion.subject == Subject::Patient
            && !matches!(s.role, Role::Plan | Role::Family | Role::Comparison | Role::Past)
    };
    let region = |s: &Site| named_region(s).or_else(|| implied_region(s));
    let fits = |s: &&Site| region(s).is_none_or(|r| findings.region.value.is_none_or(|found| found == r));
    let all: Vec<&Site> = reading.sites.iter().filter(told).collect();
    let sites: Vec<&Site> = reading.lesions.sites(&reading.sites, lesion).filter(told).filter(fits).collect();
    let Some(left) = sites.first().map(|s| s.concepts.has(known::LEFT)) else {
        return side_of_implant(reading, findings);
    };
    let same = |s: &&Site| s.concepts.has(known::LEFT) == left && s.concepts.has(known::RIGHT) != left;
    if all.iter().all(same) {
        findings.laterality.value = Some(if left { Laterality::Left } else { Laterality::Right });
        findings.laterality.evidence = quotes(reading, sites.into_iter());
    } else {
        side_of_implant(reading, findings);
    }
}

/// "Revision prosthesis on the right, and now a mass above it", "mass near the end of a right above-knee amputation": where nothing else
/// tells a side, that of the thing that the lesion is told to lie beside.
fn side_of_implant(reading: &Reading, findings: &mut Findings) {
    const NEAR: usize = 8;
    let document = reading.document;
    let told = |m: &&Mention| {
        let sentence = &document.sentences[document.sentence_of(m.first())];
        let role = document.sections[sentence.section].role;
        let around = || sentence.first.max(m.first().saturating_sub(NEAR))..sentence.end.min(m.last() + NEAR);
        let beside = |t: usize| {
            document.word_is(t, WordClass::LiesBy) && document.tokens.word(t) != "on"
                || document.word_is(t, WordClass::AroundImplant)
        };
        // "Hinged arthroplasty, right. Swelling above the implant for six months": the lesion opens the sentence behind.
        let next = || {
            let Some(next) = document.sentences.get(document.sentence_of(m.first()) + 1) else { return false };
            let lies = (next.first..next.end.min(next.first + NEAR)).find(|&t| beside(t));
            lies.is_some_and(|t| {
                (next.first..t).any(|l| document.is(l, known::LESION))
                    && (t + 1..next.end.min(t + NEAR)).any(|i| document.word_is(i, WordClass::ImplantName))
            })
        };
        m.concepts.meets(SIDES)
            && !m.concepts.meets(ConceptSet::of(&[known::PSEUDO, known::BILATERAL, known::OPPOSITE]))
            && !sentence.concepts.has(known::OTHER_REGION)
            && around().any(|t| document.word_is(t, WordClass::ImplantName))
            && (sentence.concepts.has(known::LESION) && (sentence.first..sentence.end).any(beside) || next())
            && !matches!(role, Role::Plan | Role::Family | Role::Comparison)
            && !assertion(document, m.first(), m.last()).is_negated()
    };
    let mut sides = document.mentions.iter().filter(|_| reading.lesions.count == 1).filter(told);
    let Some(first) = sides.next() else { return side_of_limb_laid_out(reading, findings) };
    let left = first.is(known::LEFT);
    if sides.all(|m| m.is(known::LEFT) == left) {
        findings.laterality.value = Some(if left { Laterality::Left } else { Laterality::Right });
        findings.laterality.evidence = vec![reading.quote(first.first(), first.last(), &reading.row_of(first.first()))];
    }
}

/// "Right leg on a pillow", "left leg rolled out": where nothing else in the note tells any side, the limb that was laid out for one
/// lesion has it.
fn side_of_limb_laid_out(reading: &Reading, findings: &mut Findings) {
    const REACH: usize = 6;
    // A knee is bent over a bolster on whichever side.
    const LIMB: ConceptSet = ConceptSet::of(&[known::LIMB, known::THIGH]);
    let document = reading.document;
    let laid_out = |s: &Site| {
        let end = document.sentences[s.sentence].end.min(s.last + 1 + REACH);
        let own = |t: &usize| !document.concepts(*t).meets(LIMB);
        s.concepts.meets(LIMB)
            && Tier::of(s.role) == Tier::Body
            && holds(&s.assertion)
            && (s.last + 1..end).take_while(own).any(|t| document.word_is(t, WordClass::LimbRest))
    };
    let sides = document.mentions.iter().filter(|m| m.concepts.meets(SIDES));
    let told = sides.fold(ConceptSet::EMPTY, |all, m| all.with(m.concepts));
    let one = told.has(known::LEFT) != told.has(known::RIGHT) && !told.has(known::BILATERAL);
    let Some(site) = reading.sites.iter().filter(|s| is_sided(s)).find(|s| laid_out(s)) else { return };
    if reading.lesions.count == 1 && one {
        let left = told.has(known::LEFT);
        findings.laterality.value = Some(if left { Laterality::Left } else { Laterality::Right });
        findings.laterality.evidence = quotes(reading, std::iter::once(site));
    }
}

/// "Lesions of the right knee. The first … The second …": the only side that the note tells, where what is told of one lesion among
/// several names none.
pub(super) fn only_side_of_note(reading: &Reading, findings: &mut Findings) {
    let sided = |s: &&Site| is_sided(s) && !(s.concepts.has(known::OTHER_REGION) && s.weight == 0);
    let sites: Vec<&Site> = reading.sites.iter().filter(sided).collect();
    let left = sites.iter().any(|s| s.concepts.has(known::LEFT));
    let one = sites.iter().all(|s| s.concepts.has(known::LEFT) == left && s.concepts.has(known::RIGHT) != left);
    let region = |s: &Site| named_region(s).or_else(|| implied_region(s));
    let fits = |s: &Site| region(s).is_none_or(|r| findings.region.value.is_none_or(|f| f == r));
    if findings.region.value == Some(Region::Other) {
        return side_of_both(reading, findings);
    }
    if one && sites.iter().any(|s| s.weight > 0 && fits(s)) && !sites.iter().any(|s| s.concepts.has(known::BILATERAL)) {
        findings.laterality.value = Some(if left { Laterality::Left } else { Laterality::Right });
        findings.laterality.evidence = quotes(reading, sites.into_iter().filter(|s| s.weight > 0));
    } else {
        side_of_both(reading, findings);
    }
}

/// "Two spots, one sitting, both left leg.", "supine, both sites left side": where the words for each of several lesions name no side, the
/// one that all of them are told to have.
fn side_of_both(reading: &Reading, findings: &mut Findings) {
    const REACH: usize = 4;
    let document = reading.document;
    let told = |m: &&Mention| {
        let sentence = &document.sentences[document.sentence_of(m.first())];
        let from = sentence.first.max(m.first().saturating_sub(REACH));
        let all = |t: usize| matches!(document.tokens.word(t), "both" | "all");
        let limb = m.last() + 1..sentence.end.min(m.last() + 3);
        let whole = m.is(known::LIMB)
            || limb.into_iter().any(|t| document.is(t, known::LIMB) || document.tokens.word(t) == "side")
            || (m.first()..=m.last()).any(|t| document.tokens.word(t) == "side");
        m.concepts.meets(SIDES)
            && !m.concepts.meets(ConceptSet::of(&[known::PSEUDO, known::BILATERAL]))
            && whole
            && (from..m.first()).any(all)
            && holds(&assertion(document, m.first(), m.last()))
    };
    let mut sides = document.mentions.iter().filter(told);
    let Some(first) = sides.next() else { return };
    let left = first.is(known::LEFT);
    if sides.all(|m| m.is(known::LEFT) == left) {
        findings.laterality.value = Some(if left { Laterality::Left } else { Laterality::Right });
        findings.laterality.evidence = vec![reading.quote(first.first(), first.last(), &reading.row_of(first.first()))];
    }
}

/// Takes the side that heads what is told of a lesion, or that of the lesion before it where it lies on "the same leg".
pub(super) fn take_over(
    reading: &Reading,
    lesion: usize,
    findings: &mut Findings,
    before: impl FnOnce() -> Element<Laterality>,
) {
    if let Some(token) = heading_side(reading, lesion).or_else(|| apart_by_side(reading, lesion)) {
        let left = reading.document.is(token, known::LEFT);
        findings.laterality.value = Some(if left { Laterality::Left } else { Laterality::Right });
        findings.laterality.evidence = vec![reading.quote(token, token, &reading.row_of(token))];
    } else if lesion > 0 && is_on_same_side(reading, lesion) {
        findings.laterality = before();
    }
}

fn concept(value: Laterality) -> Concept {
    match value {
        Laterality::Left | Laterality::Conflict => known::LEFT,
        Laterality::Right => known::RIGHT,
        Laterality::Bilateral => known::BILATERAL,
    }
}

fn is_sided(site: &Site) -> bool {
    [known::LEFT, known::RIGHT, known::BILATERAL].into_iter().any(|c| site.concepts.has(c))
}

/// "Please read right for left throughout", "for left read right": the side to be read takes the place of the other one everywhere.
fn drop_exchanged(reading: &Reading, sites: &mut Vec<&Site>) {
    let word = |t: usize| reading.document.tokens.word(t);
    let side = |t: usize| [("left", known::LEFT), ("right", known::RIGHT)].into_iter().find(|s| s.0 == word(t));
    let reads = |t: usize| reading.document.word_is(t, WordClass::ReadInstead);
    let exchanged = |t: usize| {
        let forward = (reads(t) && word(t + 2) == "for").then(|| (side(t + 1), side(t + 3)));
        forward.or_else(|| (word(t) == "for" && reads(t + 2)).then(|| (side(t + 3), side(t + 1))))
    };
    let count = reading.document.tokens.list.len();
    let told = (0..count.saturating_sub(3)).filter_map(exchanged).find_map(|(to, of)| to.zip(of));
    let Some(((_, to), (_, of))) = told.filter(|(to, of)| to.0 != of.0) else { return };
    if sites.iter().any(|s| s.concepts.has(to)) {
        sites.retain(|s| !s.concepts.has(of));
    }
}

/// "'Left' above is my dictation error": a side that is quoted, or pointed back to, and called wrong is taken from what stands before.
fn disown(reading: &Reading, sites: &mut Vec<&Site>) {
    const REACH: usize = 10;
    let document = reading.document;
    let tokens = &document.tokens;
    let quote = |t: usize| tokens.is_mark(t, b'"') || tokens.is_mark(t, b'\'');
    // "The word left in this report comes from a template and is wrong".
    let is_called_word =
        |m: &Mention| m.first().checked_sub(1).is_some_and(|t| matches!(tokens.word(t), "word" | "words"));
    let wrong = |m: &&Mention| {
        let next = m.last() + 1;
        let behind = next + usize::from(quote(next));
        let end = document.sentences[document.sentence_of(m.first())].end.min(next + REACH);
        let quoted = m.first() > 0 && quote(m.first() - 1) && quote(next);
        let above = behind < end && matches!(tokens.word(behind), "above" | "earlier");
        m.concepts.meets(SIDES)
            && !m.is(known::PSEUDO)
            && (quoted || above || is_called_word(m))
            && (next..end).any(|t| document.word_is(t, WordClass::Mistaken))
    };
    let mut named = document.mentions.iter().filter(wrong);
    let Some(first) = named.next() else { return };
    let side = if first.is(known::LEFT) { known::LEFT } else { known::RIGHT };
    let other = if side == known::LEFT { known::RIGHT } else { known::LEFT };
    // Both sides called wrong tell nothing.
    if named.all(|m| m.is(side)) && sites.iter().any(|s| s.concepts.has(other)) {
        sites.retain(|s| !(s.concepts.has(side) && s.first <= first.last() + 1));
    }
}

/// Drops what a later correction contradicts; "the right knee is normal" corrects nothing.
fn correct(reading: &Reading, sites: &mut Vec<&Site>) {
    const REACH: usize = 3;
    let normal = |s: &Site| (s.last + 1..=s.last + REACH).any(|t| reading.document.is(t, known::SOUND));
    // "Biopsied site is the LEFT thigh. Nothing done on right."
    const NONE: [&str; 5] = ["nothing", "none", "nil", "no", "not"];
    let untouched = |s: &Site| {
        let from = reading.document.sentences[s.sentence].first.max(s.first.saturating_sub(2 * REACH));
        (from..s.first).any(|t| NONE.contains(&reading.document.tokens.word(t)))
    };
    let tells = |s: &Site| s.corrects && !normal(s);
    let own = sites.iter().rev().find(|s| tells(s) && !untouched(s));
    let Some(last) = own.or_else(|| sites.iter().rev().find(|s| tells(s))).copied() else { return };
    let (left, right) = (last.concepts.has(known::LEFT), last.concepts.has(known::RIGHT));
    sites.retain(|s| s.concepts.has(known::LEFT) == left && s.concepts.has(known::RIGHT) == right);
}
