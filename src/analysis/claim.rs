//! What comes of comparing a note with what was billed for it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Evidence;

/// What was billed, against what the note supports.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClaimCheck {
    /// What was billed, as it was understood.
    pub billed: Billed,
    /// How the codes billed stand to the note.
    pub verdict: Verdict,
    /// What agrees and what does not: codes, modifiers, units, guidance, diagnoses, and what could not be read.
    pub findings: Vec<ClaimFinding>,
    /// What that means in money; null where a code billed or supported has no figure, or the note does not settle a code.
    pub money: Option<ClaimMoney>,
}

/// What was billed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Billed {
    /// Where it was given.
    #[serde(default)]
    pub origin: Origin,
    /// The lines of the claim.
    pub codes: Vec<BilledCode>,
    /// Diagnosis codes, in capitals and with their point.
    pub diagnoses: Vec<String>,
    /// The year of the service; null where none was given.
    #[serde(default)]
    pub year: Option<u16>,
}

/// Where billed data come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// They came with the note.
    #[default]
    Claim,
    /// The note itself states the codes.
    Note,
}

/// One line of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BilledCode {
    /// The bare number.
    pub code: String,
    /// What is appended to it.
    pub modifiers: Vec<String>,
    /// How often it was billed.
    pub units: u32,
}

/// How the codes billed stand to the note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The note supports what was billed.
    Agrees,
    /// More was billed than the note supports.
    OverCoded,
    /// Less was billed than the note supports.
    UnderCoded,
    /// The note tells of nothing that the codes describe.
    NotSupported,
    /// The note, or the claim, does not settle it.
    CannotBeTold,
}

/// One thing found in comparing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClaimFinding {
    /// Its id, such as `modifier-wrong-side`.
    pub id: String,
    /// What was found, in plain words.
    pub message: String,
    /// What a payer may do about it; null where nothing is known.
    #[serde(default)]
    pub denial: Option<String>,
    /// Quotations; empty where it rests on an absence or on the claim alone.
    pub evidence: Vec<Evidence>,
    /// Where the rule comes from.
    pub source: String,
}

/// National rates and relative value units of what was billed and of what is supported, before any reduction a payer makes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClaimMoney {
    /// Rate of what was billed.
    pub billed: f64,
    /// Rate of what the note supports.
    pub supported: f64,
    /// Billed less supported: above zero where too much was billed.
    pub difference: f64,
    /// Always `USD`.
    pub currency: String,
    /// Total relative value units of what was billed.
    pub billed_rvu: f64,
    /// Total relative value units of what the note supports.
    pub supported_rvu: f64,
    /// Billed less supported, in relative value units.
    pub difference_rvu: f64,
    /// The year of all figures.
    pub year: u16,
    /// The pages that the figures come from.
    pub source: String,
}
