//! Analyses measured against gold notes: one note at a time in, counts out. Nothing is printed here.
//!
//! The figures are those of the project's reference scorer: procedures are paired so that they are most alike, then every
//! element of every pair is compared. [`Gate`]s turn figures into a pass or a failure.

mod alignment;
mod context;
mod gate;
mod gold;
mod marked;
mod score;
mod value;

pub use context::{ContextEvaluation, ContextMiss, ContextRow, read_context};
pub use gate::{CONTEXT_METRICS, Gate, Limit, METRICS, Missed};
pub use gold::{Gold, GoldElement, GoldError, GoldGuidance, GoldNote, GoldProcedure, GoldRecord, read_gold};
pub use marked::{Mark, read_marked};
pub use score::{Evaluation, Miss, Tally};

use serde::{Deserialize, Serialize};

/// The elements that are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Scored {
    Approach,
    Depth,
    Region,
    Aspects,
    Laterality,
    SizeMm,
    Guidance,
}

impl Scored {
    /// All of them, in the order of the report.
    pub const ALL: [Self; 7] =
        [Self::Approach, Self::Depth, Self::Region, Self::Aspects, Self::Laterality, Self::SizeMm, Self::Guidance];

    /// The name used in JSON and in gates.
    pub fn name(self) -> &'static str {
        match self {
            Self::Approach => "approach",
            Self::Depth => "depth",
            Self::Region => "region",
            Self::Aspects => "aspects",
            Self::Laterality => "laterality",
            Self::SizeMm => "size_mm",
            Self::Guidance => "guidance",
        }
    }
}

/// The flags of the annotation guideline; any other flag is an advisory and is not scored.
pub const SCORED_FLAGS: [&str; 25] = [
    "approach-undocumented",
    "code-mismatch",
    "converted-to-open",
    "depth-contradictory",
    "depth-nonspecific",
    "depth-undocumented",
    "excision-not-biopsy",
    "fine-needle-aspiration",
    "guidance-images-undocumented",
    "guidance-modality-undocumented",
    "guidance-undocumented",
    "guidance-with-incision",
    "indication-undocumented",
    "laterality-contradictory",
    "laterality-undocumented",
    "multiple-sites",
    "outside-region",
    "postop-diagnosis-undocumented",
    "preop-diagnosis-undocumented",
    "site-nonspecific",
    "site-undocumented",
    "size-undocumented",
    "skin-biopsy",
    "specimen-undocumented",
    "template-placeholder",
];
