//! Side of the sampled lesion, from the sites that speak of it. A correction takes back the side told before it; two sides that
//! both speak of the lesion are a conflict.
//!
//! This is the file to copy for a new kind of finding.

use super::region::{named_region, quotes};
use super::{Findings, Reading};
use crate::analysis::Laterality;
use crate::finding::site::Site;
use crate::lexicon::concept::{Concept, known};

/// From this weight on a site contradicts another: it stands in a title, a diagnosis, or with the sampling.
const CONTRADICTS: u32 = 3;

/// Decides the side of a lesion.
pub(super) fn find(reading: &Reading, lesion: usize, findings: &mut Findings) {
    let mut sites: Vec<&Site> =
        reading.lesions.sites(&reading.sites, lesion).filter(|s| s.weight > 0 && is_sided(s)).collect();
    // "schwannoma of the left forearm" tells nothing of a lesion of the thigh.
    sites.retain(|s| named_region(s).is_none_or(|r| findings.region.value.is_none_or(|f| f == r)));
    correct(&mut sites);
    let weight = |side: Concept| sites.iter().filter(|s| s.concepts.has(side)).map(|s| s.weight).max().unwrap_or(0);
    let (left, right, both) = (weight(known::LEFT), weight(known::RIGHT), weight(known::BILATERAL));
    let value = if left >= CONTRADICTS && right >= CONTRADICTS {
        Laterality::Conflict
    } else if both > 0 && left.max(right) < CONTRADICTS && both > left.max(right) {
        Laterality::Bilateral
    } else if left == 0 && right == 0 {
        return;
    } else if left >= right {
        Laterality::Left
    } else {
        Laterality::Right
    };
    findings.laterality.value = Some(value);
    findings.laterality.evidence = match value {
        Laterality::Conflict => {
            let strongest =
                |side: Concept| sites.iter().copied().filter(move |s| s.concepts.has(side)).max_by_key(|s| s.weight);
            quotes(reading, strongest(known::LEFT).into_iter().chain(strongest(known::RIGHT)))
        }
        _ => quotes(reading, sites.iter().copied().filter(|s| s.concepts.has(concept(value)))),
    };
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

/// Drops what a later correction contradicts.
fn correct(sites: &mut Vec<&Site>) {
    let Some(last) = sites.iter().rev().find(|s| s.corrects).copied() else { return };
    let (left, right) = (last.concepts.has(known::LEFT), last.concepts.has(known::RIGHT));
    sites.retain(|s| s.concepts.has(known::LEFT) == left && s.concepts.has(known::RIGHT) == right);
}
