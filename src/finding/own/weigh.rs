//! The side and the aspects of a lesion, decided by what stands around their mentions where that speaks clearly against what was read.

use super::{Candidate, RULE, aspects, sides};
use crate::analysis::{Aspect, Evidence, Laterality};
use crate::finding::{Findings, Reading};
use crate::lexicon::around::Matter;
use crate::lexicon::concept::known;

// How much must speak, by notes of thirteen writers whom neither the rules nor the weights had met.

/// For the weaker of two sides for a conflict that was read to stand.
const OF_BOTH: f32 = -1.0;

/// For an aspect where none was read.
const ASPECT: f32 = 3.0;

/// Against one that was.
const NO_ASPECT: f32 = -3.0;

impl Reading<'_> {
    /// Decides the side where two were read, and one of them is told of something else. A single side that was read stands: to take the
    /// other for it would be the worse error.
    pub(in crate::finding) fn weigh_side(&self, lesion: usize, findings: &mut Findings) {
        if !self.document.knows_around() || findings.laterality.value != Some(Laterality::Conflict) {
            return;
        }
        let all = sides(self.document, &self.sites);
        let strongest = |side| self.strongest(lesion, Matter::Side, all.iter().filter(|c| c.value == side));
        let (Some(left), Some(right)) = (strongest(known::LEFT), strongest(known::RIGHT)) else { return };
        let ((speaks, more), (other, _)) = if left.0 >= right.0 { (left, right) } else { (right, left) };
        if speaks > 0.0 && other <= OF_BOTH {
            let side = if more.value == known::LEFT { Laterality::Left } else { Laterality::Right };
            findings.laterality.value = Some(side);
            findings.laterality.evidence = vec![self.quoted(more, Matter::Side)];
        }
    }

    /// Takes the aspects that are told of the lesion where none was read, and drops those that are told of something else.
    pub(in crate::finding) fn weigh_own_aspects(&self, lesion: usize, findings: &mut Findings) {
        let unread = findings.aspects.value.is_empty();
        let all = aspects(self.document, &self.sites);
        for aspect in Aspect::ALL {
            let found = &mut findings.aspects;
            let asked = unread || found.value.contains(&aspect);
            let own = all.iter().filter(|c| asked && c.value == aspect);
            let Some((speaks, strongest)) = self.strongest(lesion, Matter::Aspect, own) else { continue };
            if !unread && speaks < NO_ASPECT {
                found.value.retain(|a| *a != aspect);
            } else if unread && speaks > ASPECT {
                found.value.push(aspect);
                found.value.sort();
                found.evidence.push(self.quoted(strongest, Matter::Aspect));
            }
        }
    }

    /// The candidate that what stands around it speaks most for, of those that may be of a lesion, and how much it does.
    fn strongest<'c, V: 'c>(
        &self,
        lesion: usize,
        matter: Matter,
        candidates: impl Iterator<Item = &'c Candidate<V>>,
    ) -> Option<(f32, &'c Candidate<V>)> {
        let own = candidates.filter(|c| self.lesions.concerns(*c.own.start(), lesion));
        own.map(|c| (c.speaks(self.document, matter), c)).max_by(|a, b| a.0.total_cmp(&b.0))
    }

    /// The words of a candidate.
    fn quoted<V>(&self, candidate: &Candidate<V>, matter: Matter) -> Evidence {
        self.quote(*candidate.own.start(), *candidate.own.end(), &format!("{RULE}{}", matter.name()))
    }
}
