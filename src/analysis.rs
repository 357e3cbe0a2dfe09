//! What comes out: the published contract of an analysis, its values and their JSON names.
//!
//! Every value carries the words it rests on. `null` means that the note does not say. The values and
//! what they mean are those of `corpora/ANNOTATION.md`; the schema is printed by `opnote schema`.

mod claim;

pub use claim::{Billed, BilledCode, ClaimCheck, ClaimFinding, ClaimMoney, Origin, Verdict};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Name of this format, written into every analysis.
pub const SCHEMA: &str = "opnote/analysis/1";

/// What a note says, which code that supports, and what it leaves out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Analysis {
    /// Always `opnote/analysis/1`.
    pub schema: String,
    /// The caller's id of the note; null where none was given.
    pub id: Option<String>,
    /// The rule set that produced this result.
    pub rules: RuleSet,
    /// Unit of every `start` and `end`.
    pub offsets: OffsetUnit,
    /// One entry per lesion sampled or removed in this encounter, in the order of sampling.
    pub procedures: Vec<Procedure>,
    /// What the note as a whole documents.
    pub record: Record,
    /// What is missing, contradictory or at risk of denial; most serious first.
    pub flags: Vec<Flag>,
    /// Families of codes for what was done beside soft-tissue sampling: a node, a joint, a bone, a bursa.
    #[serde(default)]
    pub neighbours: Vec<Neighbour>,
    /// What a coder would look at before the claim. Advice changes nothing above it.
    #[serde(default)]
    pub advice: Vec<Advice>,
    /// What may be refused, the most likely first.
    #[serde(default)]
    pub risks: Vec<Risk>,
    /// Which parts of an operative report the note holds; for information. Empty where nothing was sampled.
    #[serde(default)]
    pub completeness: Vec<CompletenessItem>,
    /// What was billed, against what the note supports; absent where nothing was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<ClaimCheck>,
}

/// Version and digest of the lexicons in force: same note, same digest, same bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RuleSet {
    /// Version of the rule set (the crate's version for the built-in lexicons, with `+custom` where `--lexicons` changed them).
    pub version: String,
    /// `sha256:` and the hex digest over all lexicon files.
    pub digest: String,
}

/// Unit of `start` and `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OffsetUnit {
    /// Bytes of the UTF-8 text.
    #[default]
    Byte,
    /// Unicode scalar values.
    Char,
    /// UTF-16 code units, as in JavaScript and Java.
    Utf16,
}

/// Words of the note and the row or pattern that read them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// Start of the words.
    pub start: u32,
    /// End of the words, exclusive.
    pub end: u32,
    /// The words themselves: always the slice `start..end` of the note.
    pub text: String,
    /// The lexicon row (`file:line`) or pattern id that read them.
    pub rule: String,
}

/// A value and what it rests on; null without evidence where the note does not say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Element<T> {
    /// The value; null where the note does not say.
    pub value: Option<T>,
    /// One to three quotations, the strongest first.
    pub evidence: Vec<Evidence>,
}

impl<T> Default for Element<T> {
    fn default() -> Self {
        Self { value: None, evidence: Vec::new() }
    }
}

/// The sides of a lesion named in the note: a set, `[]` where none is.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Aspects {
    /// The aspects, in the order of the enumeration; empty where none is told.
    pub value: Vec<Aspect>,
    /// Quotations.
    pub evidence: Vec<Evidence>,
}

/// Whether imaging directed the sampling, and which.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Guidance {
    /// The value; null where the note does not say.
    pub value: Option<GuidanceUse>,
    /// The modalities named; empty where guidance was not used or its modality is not told.
    pub modalities: Vec<Modality>,
    /// Quotations.
    pub evidence: Vec<Evidence>,
}

/// One lesion sampled or removed, and the code that follows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Procedure {
    /// How the tissue was reached.
    pub approach: Element<Approach>,
    /// Where the sampled lesion lies against the deep fascia.
    pub depth: Element<Depth>,
    /// Where on the body the sample was taken.
    pub region: Element<Region>,
    /// Aspects of the region.
    pub aspects: Aspects,
    /// The muscle, compartment or landmark named for the lesion, in the lexicon's spelling.
    pub structure: Element<String>,
    /// Side of the sampled lesion.
    pub laterality: Element<Laterality>,
    /// The lesion's dimensions in millimetres, longest first.
    pub size_mm: Element<Vec<f64>>,
    /// Imaging guidance of this sampling.
    pub guidance: Guidance,
    /// The code the findings support; null where none of the three does.
    pub code: Option<String>,
    /// How firmly.
    pub status: Status,
    /// Every code weighed, the one chosen first.
    pub candidates: Vec<Candidate>,
    /// Modifiers that the words of the note suggest.
    pub code_modifiers: Vec<CodeModifier>,
    /// Codes that may be reported beside the main one.
    pub add_ons: Vec<AddOn>,
    /// Families of codes beyond the three that what was done belongs to, or may belong to.
    #[serde(default)]
    pub neighbours: Vec<Neighbour>,
}

/// How the tissue was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Approach {
    /// Skin cut, lesion exposed, a part taken.
    Incision,
    /// Cutting or core needle through the skin.
    CoreNeedle,
    /// Fine needle aspiration.
    FineNeedle,
    /// A needle, its type not told.
    Needle,
    /// The whole lesion removed.
    Excision,
    /// Punch, shave or other sampling that never leaves the skin.
    Punch,
}

/// Relation of the sampled lesion to the deep fascia.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Depth {
    /// Above the deep fascia.
    Superficial,
    /// Below the deep fascia or within muscle.
    Deep,
    /// Two current statements that cannot both be true.
    Conflict,
}

/// Body region of the sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Region {
    /// Thigh.
    Thigh,
    /// Knee, with popliteal fossa and the surroundings of the patella.
    Knee,
    /// Anywhere else.
    Other,
}

/// An aspect of the region, as dictated about the lesion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Aspect {
    Anterior,
    Posterior,
    Medial,
    Lateral,
    Proximal,
    Mid,
    Distal,
}

impl Aspect {
    /// All, in the order in which they are listed.
    pub const ALL: [Self; 7] =
        [Self::Anterior, Self::Posterior, Self::Medial, Self::Lateral, Self::Proximal, Self::Mid, Self::Distal];
}

/// Side of the sampled lesion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Laterality {
    /// Left.
    Left,
    /// Right.
    Right,
    /// One entry that covers both sides.
    Bilateral,
    /// The note gives both sides for the same lesion.
    Conflict,
}

/// Whether imaging directed the sampling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GuidanceUse {
    /// Imaging directed this sampling.
    Used,
    /// The note says that none was used.
    NotUsed,
}

/// Imaging modality.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Modality {
    Ultrasound,
    Ct,
    Mri,
    Fluoroscopy,
}

/// How firmly the findings support the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Everything the code needs is in the note.
    Supported,
    /// Depth is silent; payers fall back to the superficial code.
    Default,
    /// The note does not settle which code applies.
    Undetermined,
    /// Something was done that none of the three codes describes.
    OutOfScope,
}

/// A code that was weighed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Candidate {
    /// The bare number.
    pub code: String,
    /// Why, in plain words.
    pub reason: String,
    /// Id of the coding rule.
    pub rule: String,
    /// Where the rule comes from.
    pub source: String,
}

/// A modifier of the code, such as a side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CodeModifier {
    /// The modifier, e.g. `LT`.
    pub modifier: String,
    /// Why, in plain words.
    pub reason: String,
    /// Quotations.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    /// Where the rule comes from.
    #[serde(default)]
    pub source: String,
}

/// A code that may stand beside the main one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AddOn {
    /// The bare number.
    pub code: String,
    /// Whether it may be reported.
    pub status: AddOnStatus,
    /// What the note would have to say for it.
    pub missing: Vec<AddOnGap>,
    /// Why, in plain words.
    #[serde(default)]
    pub reason: String,
    /// Quotations.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    /// Where the rule comes from.
    #[serde(default)]
    pub source: String,
}

/// Whether an add-on may be reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AddOnStatus {
    /// Everything it needs is in the note.
    Documented,
    /// Something it needs is not in the note.
    Incomplete,
    /// The main code of its family holds it already.
    Included,
    /// It does not fit what was done.
    Doubtful,
}

/// What a guidance code needs of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AddOnGap {
    /// Imaging was used while the needle moved.
    RealTime,
    /// The needle was seen in its target.
    NeedleInTarget,
    /// Permanent images were kept.
    ImagesKept,
    /// What the imaging showed is told.
    Interpretation,
    /// Which imaging it was.
    Modality,
}

impl AddOnGap {
    /// What is missing, in plain words.
    pub fn words(self) -> &'static str {
        match self {
            Self::RealTime => "real-time use",
            Self::NeedleInTarget => "the needle seen in the target",
            Self::ImagesKept => "saved images",
            Self::Interpretation => "an interpretation of the imaging",
            Self::Modality => "which imaging it was",
        }
    }
}

/// A family of codes beyond the three, with those of it that fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Neighbour {
    /// Bare numbers, those that fit; several where the note does not settle which.
    pub codes: Vec<String>,
    /// The family.
    pub family: Family,
    /// Why, in plain words, with the threshold where there is one.
    pub reason: String,
    /// What the note would have to say to settle on one.
    pub missing: Vec<String>,
    /// Quotations.
    pub evidence: Vec<Evidence>,
    /// Where the rule comes from.
    pub source: String,
}

/// A family of codes beyond the three.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// Removal of a whole lesion of soft tissue.
    Excision,
    /// Removal with a wide margin.
    Radical,
    /// Sampling of muscle for a disease of muscle.
    MuscleBiopsy,
    /// Fine needle aspiration.
    NeedleAspiration,
    /// Sampling of skin.
    SkinBiopsy,
    /// A lymph node.
    LymphNode,
    /// The lining of a joint.
    Synovium,
    /// Bone.
    Bone,
    /// A bursa or the cyst behind the knee.
    Bursa,
    /// Another region of the body.
    OtherRegion,
}

/// Something a coder would look at before the claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Advice {
    /// Its id.
    pub id: String,
    /// Index of the procedure it speaks of; null where it speaks of the note.
    pub procedure: Option<usize>,
    /// What to look at, in plain words.
    pub message: String,
    /// Code modifiers that it names and that stand with no code of this analysis: of a visit, or of what was begun and has no code.
    #[serde(default)]
    pub code_modifiers: Vec<String>,
    /// Quotations; empty where it rests on an absence.
    pub evidence: Vec<Evidence>,
    /// Where the rule comes from.
    pub source: String,
}

/// Why a payer may refuse or lower the claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Risk {
    /// Its id.
    pub id: String,
    /// Index of the procedure it speaks of; null where it speaks of the note.
    pub procedure: Option<usize>,
    /// What may happen and why, in plain words.
    pub message: String,
    /// What would mend it.
    pub mend: String,
    /// Quotations; empty where it rests on an absence.
    pub evidence: Vec<Evidence>,
    /// Where the rule comes from.
    pub source: String,
}

/// A part of an operative report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CompletenessItem {
    /// Its name, e.g. `blood-loss`.
    pub item: String,
    /// Whether the note holds it.
    pub documented: bool,
    /// Quotations; empty where it does not.
    pub evidence: Vec<Evidence>,
}

/// What the note as a whole documents.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// A preoperative diagnosis is stated.
    pub preop_diagnosis: RecordEntry,
    /// A postoperative diagnosis is stated.
    pub postop_diagnosis: RecordEntry,
    /// Why tissue was wanted is stated.
    pub indication: RecordEntry,
    /// Where the tissue went is stated.
    pub specimen: RecordEntry,
}

/// Whether something is documented, and in which words.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct RecordEntry {
    /// True where the note states it.
    pub value: bool,
    /// The statement as dictated; null where there is none.
    pub text: Option<String>,
    /// Quotations.
    pub evidence: Vec<Evidence>,
}

/// How serious a flag is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The claim would not stand.
    Error,
    /// The claim may be denied or paid at a lower rate.
    Warning,
    /// Worth knowing.
    Info,
}

/// Something missing, contradictory or at risk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Flag {
    /// The flag's id.
    pub id: String,
    /// How serious it is.
    pub severity: Severity,
    /// Index of the procedure it speaks of; null where it speaks of the note.
    pub procedure: Option<usize>,
    /// What is wrong, in plain words.
    pub message: String,
    /// A neutral question to the physician; null where there is nothing to ask.
    pub query: Option<Query>,
    /// Where the rule comes from.
    pub source: String,
    /// Quotations; empty where the flag tells of an absence.
    pub evidence: Vec<Evidence>,
}

/// A question to the physician that names no code, price or wanted answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Query {
    /// Neutral title.
    pub title: String,
    /// What the note says on the matter; empty where it says nothing.
    #[serde(default)]
    pub indicators: Vec<Indicator>,
    /// One open question.
    pub question: String,
    /// The answers to choose from: only those the note's words allow, then "Other" and "Unable to determine".
    #[serde(default)]
    pub options: Vec<String>,
}

/// Words of the note that a question quotes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Indicator {
    /// The words themselves: always the slice `start..end` of the note.
    pub text: String,
    /// Start of the words.
    pub start: u32,
    /// End of the words, exclusive.
    pub end: u32,
}
