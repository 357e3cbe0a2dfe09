//! Whether imaging directed the sampling, and which.

use super::{Findings, Reading, Tier};
use crate::analysis::{GuidanceUse, Modality};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::statement::Statement;

const MODALITIES: [(crate::lexicon::concept::Concept, Modality); 4] = [
    (known::ULTRASOUND, Modality::Ultrasound),
    (known::CT, Modality::Ct),
    (known::MRI, Modality::Mri),
    (known::FLUOROSCOPY, Modality::Fluoroscopy),
];

/// Decides the guidance of a lesion's sampling: told in the body outweighs told in the title, used outweighs not used.
pub(super) fn find(reading: &Reading, lesion: usize, findings: &mut Findings) {
    let mut stated: Vec<&Statement> = reading.held(lesion).filter(|s| matches!(s.claim, Claim::Guidance(_))).collect();
    // "C-arm and ultrasound were in the corridor and none was used": a denial outweighs what else its sentence seems to say.
    let denied: Vec<usize> =
        stated.iter().filter(|s| s.claim == Claim::Guidance(GuidanceUse::NotUsed)).map(|s| s.sentence).collect();
    stated.retain(|s| s.claim == Claim::Guidance(GuidanceUse::NotUsed) || denied.binary_search(&s.sentence).is_err());
    let says = |used: GuidanceUse, tier: Tier| {
        stated.iter().any(|s| s.claim == Claim::Guidance(used) && Tier::of(s.role) == tier)
    };
    let value = if says(GuidanceUse::Used, Tier::Body) {
        GuidanceUse::Used
    } else if says(GuidanceUse::NotUsed, Tier::Body) {
        GuidanceUse::NotUsed
    } else if says(GuidanceUse::Used, Tier::Title) {
        GuidanceUse::Used
    } else if says(GuidanceUse::NotUsed, Tier::Title) || says(GuidanceUse::NotUsed, Tier::Background) {
        GuidanceUse::NotUsed
    } else {
        return;
    };
    let telling: Vec<&Statement> = stated
        .iter()
        .copied()
        .filter(|s| s.claim == Claim::Guidance(value) && Tier::of(s.role) >= Tier::Title)
        .collect();
    findings.guidance.value = Some(value);
    findings.guidance.evidence = reading.evidence_of(telling.iter().copied());
    if value == GuidanceUse::Used {
        findings.guidance.modalities = modalities(reading, &telling);
        findings.images_saved = reading.held(lesion).any(|s| s.claim == Claim::ImagesSaved);
    }
}

/// The modalities named in the statements; CT fluoroscopy is CT.
fn modalities(reading: &Reading, telling: &[&Statement]) -> Vec<Modality> {
    let document = reading.document;
    let mut named = ConceptSet::EMPTY;
    for statement in telling {
        for t in statement.first..=statement.last {
            named = named.with(document.concepts(t));
        }
    }
    MODALITIES.into_iter().filter(|(c, _)| named.has(*c)).map(|(_, m)| m).collect()
}
