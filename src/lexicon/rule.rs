//! Rules of codes and flags, read from TOML: short blocks a coder can read.

use serde::Deserialize;

use super::pattern::broken;
use crate::analysis::{Approach, Depth, Modality, Region, Severity, Status};
use crate::error::Error;

/// The codes of imaging that steers a needle, beside the code of the biopsy.
pub const GUIDANCE_CODES: [(Modality, &str); 4] = [
    (Modality::Ultrasound, "76942"),
    (Modality::Fluoroscopy, "77002"),
    (Modality::Ct, "77012"),
    (Modality::Mri, "77021"),
];

/// Which findings lead to which code.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeRule {
    /// Name of the rule, as in candidates.
    pub id: String,
    /// Approaches it holds for; `none` stands for an approach that is not told. Empty: all.
    #[serde(default)]
    pub approach: Vec<OrNone<Approach>>,
    /// Depths it holds for, likewise.
    #[serde(default)]
    pub depth: Vec<OrNone<Depth>>,
    /// Regions it holds for, likewise.
    #[serde(default)]
    pub region: Vec<OrNone<Region>>,
    /// The code; none where the rule says that no code follows.
    pub code: Option<String>,
    /// How firmly.
    pub status: Status,
    /// Why, in plain words.
    pub reason: String,
    /// Where the rule comes from.
    pub source: String,
}

/// A value, or `none` for one the note does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum OrNone<T> {
    /// The value.
    Value(T),
    /// Not told.
    None(NoneWord),
}

/// The word `none`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoneWord {
    /// Not told.
    None,
}

impl<T: PartialEq + Copy> OrNone<T> {
    /// Whether a finding is the one meant.
    pub fn is(self, found: Option<T>) -> bool {
        match self {
            Self::Value(v) => found == Some(v),
            Self::None(_) => found.is_none(),
        }
    }
}

/// What a flag says to a coder and asks the physician.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlagRule {
    /// The flag's id.
    pub id: String,
    /// How serious it is.
    pub severity: Severity,
    /// What is wrong, in plain words, for the coder.
    pub message: String,
    /// Why it matters, for the coder.
    #[serde(default)]
    pub meaning: String,
    /// When it is raised.
    #[serde(default)]
    pub raised: String,
    /// What mends it.
    #[serde(default)]
    pub mended: String,
    /// A neutral question to the physician; no code, no price, no wanted answer.
    pub question: Option<String>,
    /// Where the rule comes from.
    pub source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Codes {
    rule: Vec<CodeRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Flags {
    flag: Vec<FlagRule>,
}

pub(super) fn read_codes(file: &str, text: &str) -> Result<Vec<CodeRule>, Error> {
    toml::from_str::<Codes>(text).map(|c| c.rule).map_err(|e| broken(file, text, &e))
}

pub(super) fn read_flags(file: &str, text: &str) -> Result<Vec<FlagRule>, Error> {
    toml::from_str::<Flags>(text).map(|f| f.flag).map_err(|e| broken(file, text, &e))
}
