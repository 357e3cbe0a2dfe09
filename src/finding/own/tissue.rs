//! Whether what was sampled is a node, a nerve, bone or the like, by what stands around the tissues that a note names: under a title of a
//! mass it may be told but once, in passing, by the words of the act.

use std::ops::RangeInclusive;

use super::{Candidate, other_tissues, soft_tissues};
use crate::document::Document;
use crate::lexicon::around::Matter;

/// How much must speak for what was sampled, and how much more than for any tissue of the other kind. By notes and probes of writers
/// whom the weights had not met.
struct Clear {
    speaks: f32,
    margin: f32,
}

/// For a procedure to be taken back. Set high: of ordinary notes few are of another tissue, and a biopsy that is taken back is not billed.
const OTHER: Clear = Clear { speaks: 1.0, margin: 0.0 };

/// For one to stand that the rules would take back.
const SOFT: Clear = Clear { speaks: 0.0, margin: 1.0 };

/// The words that name another tissue as what was sampled, where what stands around them speaks for it, and more than anything speaks so
/// of a lesion or a muscle.
pub(in crate::finding) fn sampled_instead(document: &Document) -> Option<RangeInclusive<usize>> {
    outweighs(document, [(other_tissues, Matter::OtherTissue), (soft_tissues, Matter::SoftTissue)], OTHER)
}

/// Whether what stands around the lesions and muscles of a note speaks for one's having been sampled, and more than anything speaks so of
/// another tissue.
pub(in crate::finding) fn samples_soft(document: &Document) -> bool {
    outweighs(document, [(soft_tissues, Matter::SoftTissue), (other_tissues, Matter::OtherTissue)], SOFT).is_some()
}

/// How a note lists tissues of one kind, and what is asked of them.
type Kind = (fn(&Document) -> Vec<Candidate<()>>, Matter);

/// The tissue of the first kind that most speaks for, where that is enough.
fn outweighs(document: &Document, [one, other]: [Kind; 2], clear: Clear) -> Option<RangeInclusive<usize>> {
    if !document.knows_around() {
        return None;
    }
    let strongest = |(list, matter): Kind| {
        let weighed = list(document).into_iter().map(|c| (c.speaks(document, matter), c.own));
        weighed.max_by(|a, b| a.0.total_cmp(&b.0))
    };
    let (speaks, own) = strongest(one).filter(|(speaks, _)| *speaks > clear.speaks)?;
    let against = strongest(other).map_or(f32::MIN, |(speaks, _)| speaks);
    (speaks - against > clear.margin).then_some(own)
}
