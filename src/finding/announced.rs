//! Places that only a plan names: "Booked for a core biopsy of the right thigh lump. Four cores were taken." In: sites and
//! statements of a note of one lesion. Out: the sites of what was planned before the act, given weight where nothing else places
//! the lesion. What is planned behind the act is another matter, and so is what was declined or done in the past.

use super::region::{implied_region, named_region};
use super::site::Site;
use super::{Tier, is_held, is_sampling};
use crate::assertion::{Subject, Temporality};
use crate::document::Document;
use crate::lexicon::concept::{ConceptSet, known};
use crate::statement::Statement;

/// The weight of a place that was announced: it places, and contradicts nothing.
const ANNOUNCED: u32 = 2;

/// What a sentence names that announces a sampling.
const SUBJECT: ConceptSet =
    ConceptSet::of(&[known::LESION, known::BIOPSY, known::CORE, known::FINE_NEEDLE, known::SAMPLE]);

/// Gives weight to the places that a plan names before the first act, where no other site places the lesion.
pub(super) fn take_up(document: &Document, statements: &[Statement], sites: &mut [Site]) {
    let placed = |s: &Site| s.weight > 0 && named_region(s).or_else(|| implied_region(s)).is_some();
    if sites.iter().any(placed) {
        return;
    }
    let act = |s: &&Statement| is_sampling(s.claim) && is_held(s) && Tier::of(s.role) == Tier::Body;
    let Some(acted) = statements.iter().filter(act).map(|s| s.first).min() else { return };
    for site in sites.iter_mut().filter(|s| s.first < acted) {
        let sentence = &document.sentences[site.sentence];
        let announces = sentence.concepts.meets(SUBJECT);
        let planned = site.assertion.temporality == Temporality::Hypothetical
            && site.assertion.subject == Subject::Patient
            && !site.assertion.is_negated();
        if announces && planned && site.weight == 0 {
            site.weight = ANNOUNCED;
        }
    }
}
