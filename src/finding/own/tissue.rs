//! Whether what was sampled is a node, a nerve, bone or the like, by what stands around the tissues that a note names: under a title of a
//! mass it may be told but once, in passing, by the words of the act.

use std::ops::RangeInclusive;

use super::{Candidate, other_tissues, soft_tissues};
use crate::document::Document;
use crate::lexicon::around::Matter;

// How much must speak, by notes and probes of writers whom the weights had not met.

/// For a tissue's having been sampled.
const SAMPLED: f32 = 0.0;

/// How much more than for any of the other kind.
const MARGIN: f32 = 1.0;

/// The words that name another tissue as what was sampled, where what stands around them speaks for it, and more than anything speaks so
/// of a lesion or a muscle.
pub(in crate::finding) fn sampled_instead(document: &Document) -> Option<RangeInclusive<usize>> {
    outweighs(document, [(other_tissues, Matter::OtherTissue), (soft_tissues, Matter::SoftTissue)])
}

/// Whether what stands around the lesions and muscles of a note speaks for one's having been sampled, and more than anything speaks so of
/// another tissue.
pub(in crate::finding) fn samples_soft(document: &Document) -> bool {
    outweighs(document, [(soft_tissues, Matter::SoftTissue), (other_tissues, Matter::OtherTissue)]).is_some()
}

/// How a note lists tissues of one kind, and what is asked of them.
type Kind = (fn(&Document) -> Vec<Candidate<()>>, Matter);

/// The tissue of the first kind that most speaks for, where that is enough.
fn outweighs(document: &Document, [one, other]: [Kind; 2]) -> Option<RangeInclusive<usize>> {
    if !document.knows_around() {
        return None;
    }
    let strongest = |(list, matter): Kind| {
        let weighed = list(document).into_iter().map(|c| (c.speaks(document, matter), c.own));
        weighed.max_by(|a, b| a.0.total_cmp(&b.0))
    };
    let (speaks, own) = strongest(one).filter(|(speaks, _)| *speaks > SAMPLED)?;
    let against = strongest(other).map_or(f32::MIN, |(speaks, _)| speaks);
    (speaks - against > MARGIN).then_some(own)
}
