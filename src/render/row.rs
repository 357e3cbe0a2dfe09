//! One row of an audit: what an analysis comes to, flat enough for a table. In: an analysis, or the reason why there is none. Out:
//! an [`AuditRow`], and its cells for a flat table. Holds no words of the note. Files and threads are left to the command line.

use crate::analysis::{
    Analysis, Approach, Aspect, BilledCode, ClaimCheck, Depth, Flag, GuidanceUse, Laterality, Modality, Origin,
    Procedure, Region, Severity, Status, Verdict,
};
use schemars::{JsonSchema, Schema, schema_for};
use serde::Serialize;
use serde_json::{Map, Value};
use std::fmt::Write;

/// Hex digits of the rule digest that a row shows.
const DIGEST_DIGITS: usize = 16;

/// A row of `opnote audit`: one for every record of the input, in its order.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AuditRow {
    /// Number of the row, from 1, over all inputs.
    pub row: u64,
    /// The file, as it was named or found; `<stdin>` for standard input.
    pub file: String,
    /// The line on which the record starts; null where the file is one note.
    pub line: Option<u64>,
    /// The record's id; for a text file its path.
    pub id: Option<String>,
    /// Whether the record was judged.
    pub status: RowStatus,
    /// Why it was not; null where it was.
    pub reason: Option<String>,
    /// What `--group-by` asked for, by its name.
    pub groups: Map<String, Value>,
    /// One entry per lesion sampled or removed.
    pub procedures: Vec<RowProcedure>,
    /// What is missing, contradictory or at risk; most serious first.
    pub flags: Vec<RowFlag>,
    /// What was billed, against what the note supports; null where nothing was.
    pub claim: Option<RowClaim>,
    /// How the bytes were read where they were not plain UTF-8.
    pub decoded_from: Option<String>,
    /// The digest of the rules in force, its first 16 hex digits.
    pub rules: String,
}

/// Whether a record was judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RowStatus {
    /// The note was read and judged.
    Judged,
    /// There is no note, or none that can be read; `reason` says why.
    Error,
}

/// What was done to one lesion, as in an analysis, without the evidence.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[allow(missing_docs)]
pub struct RowProcedure {
    pub code: Option<String>,
    pub status: Status,
    pub approach: Option<Approach>,
    pub depth: Option<Depth>,
    pub region: Option<Region>,
    pub aspects: Vec<Aspect>,
    pub structure: Option<String>,
    pub laterality: Option<Laterality>,
    pub size_mm: Option<Vec<f64>>,
    pub guidance: Option<GuidanceUse>,
    pub modalities: Vec<Modality>,
    pub modifiers: Vec<String>,
}

/// A flag, without its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RowFlag {
    /// The flag's id.
    pub id: String,
    /// How serious it is.
    pub severity: Severity,
    /// Index of the procedure it speaks of; null where it speaks of the note.
    pub procedure: Option<usize>,
}

/// What was billed, against what the note supports.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RowClaim {
    /// Whether codes came with the note or stand in it.
    pub origin: Origin,
    /// The lines of the claim as they were understood, as in `27324-LT x2`.
    pub billed: Vec<String>,
    /// Diagnosis codes.
    pub diagnoses: Vec<String>,
    /// How the codes billed stand to the note.
    pub verdict: Verdict,
    /// Ids of what was found in comparing.
    pub findings: Vec<String>,
    /// The money at stake; null where a code has no figure or the note settles none.
    pub money: Option<RowMoney>,
}

/// National rates of one year, in USD and relative value units.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RowMoney {
    /// Rate of what was billed.
    pub billed: f64,
    /// Rate of what the note supports.
    pub supported: f64,
    /// Billed less supported: above zero where too much was billed.
    pub difference: f64,
    /// The same in relative value units.
    pub difference_rvu: f64,
    /// The year of the figures.
    pub year: u16,
}

/// Where a row comes from.
#[derive(Debug, Clone, Default)]
pub struct Origins {
    /// Number of the row, from 1.
    pub row: u64,
    /// The file's name.
    pub file: String,
    /// The line on which the record starts.
    pub line: Option<u64>,
    /// The record's id.
    pub id: Option<String>,
    /// Values to group by.
    pub groups: Map<String, Value>,
    /// How the bytes were read where they were not plain UTF-8.
    pub decoded_from: Option<String>,
}

impl AuditRow {
    /// The row of a note that was judged.
    pub fn judged(origins: Origins, analysis: &Analysis) -> Self {
        let mut row = Self::empty(origins, RowStatus::Judged, &analysis.rules.digest);
        row.procedures = analysis.procedures.iter().map(RowProcedure::from).collect();
        row.flags = analysis.flags.iter().map(RowFlag::from).collect();
        row.claim = analysis.claim.as_ref().map(RowClaim::from);
        row
    }

    /// The row of a record that could not be judged.
    pub fn error(origins: Origins, reason: String, digest: &str) -> Self {
        Self { reason: Some(reason), ..Self::empty(origins, RowStatus::Error, digest) }
    }

    fn empty(origins: Origins, status: RowStatus, digest: &str) -> Self {
        let Origins { row, file, line, id, groups, decoded_from } = origins;
        let end = digest.find(':').map_or(0, |i| i + 1) + DIGEST_DIGITS;
        let rules = digest.get(..end).unwrap_or(digest).to_owned();
        Self {
            row,
            file,
            line,
            id,
            status,
            reason: None,
            groups,
            procedures: Vec::new(),
            flags: Vec::new(),
            claim: None,
            decoded_from,
            rules,
        }
    }
}

impl From<&Procedure> for RowProcedure {
    fn from(p: &Procedure) -> Self {
        Self {
            code: p.code.clone(),
            status: p.status,
            approach: p.approach.value,
            depth: p.depth.value,
            region: p.region.value,
            aspects: p.aspects.value.clone(),
            structure: p.structure.value.clone(),
            laterality: p.laterality.value,
            size_mm: p.size_mm.value.clone(),
            guidance: p.guidance.value,
            modalities: p.guidance.modalities.clone(),
            modifiers: p.code_modifiers.iter().map(|m| m.modifier.clone()).collect(),
        }
    }
}

impl From<&Flag> for RowFlag {
    fn from(f: &Flag) -> Self {
        Self { id: f.id.clone(), severity: f.severity, procedure: f.procedure }
    }
}

impl From<&ClaimCheck> for RowClaim {
    fn from(c: &ClaimCheck) -> Self {
        let money = c.money.as_ref().map(|m| RowMoney {
            billed: m.billed,
            supported: m.supported,
            difference: m.difference,
            difference_rvu: m.difference_rvu,
            year: m.year,
        });
        Self {
            origin: c.billed.origin,
            billed: c.billed.codes.iter().map(line).collect(),
            diagnoses: c.billed.diagnoses.clone(),
            verdict: c.verdict,
            findings: c.findings.iter().map(|f| f.id.clone()).collect(),
            money,
        }
    }
}

impl RowClaim {
    /// Whether codes were billed, readable or not: a claim of diagnoses alone asks for no money.
    pub fn is_billed(&self) -> bool {
        !self.billed.is_empty() || self.findings.iter().any(|f| f == "code-malformed")
    }
}

/// A line of a claim as people write it.
fn line(billed: &BilledCode) -> String {
    let mut line = billed.code.clone();
    billed.modifiers.iter().for_each(|m| {
        let _ = write!(line, "-{m}");
    });
    if billed.units != 1 {
        let _ = write!(line, " x{}", billed.units);
    }
    line
}

/// The JSON schema of an [`AuditRow`].
pub fn schema() -> Schema {
    schema_for!(AuditRow)
}

/// A column of the flat table: its name, and what stands in it.
pub struct Column {
    /// The name in the header.
    pub name: &'static str,
    /// What its cells hold.
    pub holds: &'static str,
    cell: fn(&AuditRow) -> String,
}

/// The columns of the flat table, in order. Those of `--group-by` come after them, named `group_…`.
pub const COLUMNS: [Column; 30] = [
    column("row", "number of the row, from 1, over all inputs", |r| r.row.to_string()),
    column("file", "the file, as named or found", |r| r.file.clone()),
    column("line", "the line on which the record starts; empty for a text file", |r| told(&r.line)),
    column("id", "the record's id; for a text file its path", |r| told(&r.id)),
    column("status", "judged, or error", |r| name(&r.status)),
    column("reason", "why the record could not be judged", |r| told(&r.reason)),
    column("procedures", "lesions sampled or removed", |r| count(r, r.procedures.len())),
    column("codes", "code supported for each lesion", |r| each(r, |p| told(&p.code))),
    column("code_statuses", "supported, default, undetermined or out-of-scope", |r| each(r, |p| name(&p.status))),
    column("approaches", "how the tissue was reached", |r| each(r, |p| value(&p.approach))),
    column("depths", "superficial or deep to the deep fascia, or conflict", |r| each(r, |p| value(&p.depth))),
    column("regions", "thigh, knee or other", |r| each(r, |p| value(&p.region))),
    column("structures", "muscle, compartment or landmark", |r| each(r, |p| told(&p.structure))),
    column("lateralities", "left, right, bilateral or conflict", |r| each(r, |p| value(&p.laterality))),
    column("sizes_mm", "dimensions in millimetres, with x between them", |r| each(r, |p| size(&p.size_mm))),
    column("guidance", "imaging guidance: used or not-used", |r| each(r, |p| value(&p.guidance))),
    column("modifiers", "modifiers that the words suggest, with a blank between them", |r| {
        each(r, |p| p.modifiers.join(" "))
    }),
    column("flags", "ids of the flags, most serious first", |r| list(r.flags.iter().map(|f| f.id.as_str()))),
    column("errors", "flags of severity error", |r| count(r, of(r, Severity::Error))),
    column("warnings", "flags of severity warning", |r| count(r, of(r, Severity::Warning))),
    column("billed", "lines of the claim as understood, as in 27324-LT x2", |r| claim(r, |c| c.billed.join("|"))),
    column("billed_from", "claim where the codes came along, note where the note states them", |r| {
        claim(r, |c| name(&c.origin))
    }),
    column("diagnoses", "diagnosis codes of the claim", |r| claim(r, |c| c.diagnoses.join("|"))),
    column("verdict", "agrees, over-coded, under-coded, not-supported or cannot-be-told", |r| {
        claim(r, |c| name(&c.verdict))
    }),
    column("findings", "ids of what was found in comparing", |r| claim(r, |c| c.findings.join("|"))),
    column("money_billed", "national rate of what was billed, USD", |r| money(r, |m| format!("{:.2}", m.billed))),
    column("money_supported", "national rate of what the note supports, USD", |r| {
        money(r, |m| format!("{:.2}", m.supported))
    }),
    column("money_difference", "billed less supported, USD", |r| money(r, |m| format!("{:.2}", m.difference))),
    column("decoded_from", "the encoding where it was not plain UTF-8", |r| told(&r.decoded_from)),
    column("rules", "digest of the rules in force, its first 16 hex digits", |r| r.rules.clone()),
];

const fn column(name: &'static str, holds: &'static str, cell: fn(&AuditRow) -> String) -> Column {
    Column { name, holds, cell }
}

impl Column {
    /// The cell of a row.
    pub fn cell(&self, row: &AuditRow) -> String {
        (self.cell)(row)
    }
}

fn told(value: &Option<impl ToString>) -> String {
    value.as_ref().map(ToString::to_string).unwrap_or_default()
}

/// The name of an enum's value, as in JSON.
pub fn name(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(name)) => name,
        _ => String::new(),
    }
}

fn value(value: &Option<impl Serialize>) -> String {
    value.as_ref().map(name).unwrap_or_default()
}

fn list<'a>(items: impl Iterator<Item = &'a str>) -> String {
    items.collect::<Vec<_>>().join("|")
}

/// A cell per procedure.
fn each(row: &AuditRow, cell: impl Fn(&RowProcedure) -> String) -> String {
    row.procedures.iter().map(cell).collect::<Vec<_>>().join("|")
}

/// A count; empty where nothing was judged.
fn count(row: &AuditRow, count: usize) -> String {
    if row.status == RowStatus::Judged { count.to_string() } else { String::new() }
}

fn of(row: &AuditRow, severity: Severity) -> usize {
    row.flags.iter().filter(|f| f.severity == severity).count()
}

fn size(value: &Option<Vec<f64>>) -> String {
    let sizes = value.iter().flatten().map(|v| v.to_string());
    sizes.collect::<Vec<_>>().join("x")
}

fn claim(row: &AuditRow, cell: impl Fn(&RowClaim) -> String) -> String {
    row.claim.as_ref().map(cell).unwrap_or_default()
}

fn money(row: &AuditRow, cell: impl Fn(&RowMoney) -> String) -> String {
    row.claim.as_ref().and_then(|c| c.money.as_ref()).map(cell).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{AuditRow, COLUMNS, Origins};
    use crate::claim::Claim;
    use crate::{Analyzer, Note};

    fn cell(row: &AuditRow, name: &str) -> String {
        COLUMNS.iter().find(|c| c.name == name).expect("a column").cell(row)
    }

    #[test]
    fn a_note_and_its_claim_are_one_row() {
        let note = Note::new("Core needle biopsy of a 3 x 2 cm mass, left thigh, in the vastus lateralis. Cores sent.");
        let claim = Claim::typed("27324-RT x2", "C49.22", None);
        let analysis = Analyzer::builtin().analyze_billed(&note, Some(&claim));
        let row = AuditRow::judged(Origins { row: 7, file: "a.csv".into(), ..Origins::default() }, &analysis);
        let want = [("row", "7"), ("codes", "20206"), ("sizes_mm", "30x20"), ("lateralities", "left")];
        assert!(want.iter().all(|(name, want)| cell(&row, name) == *want));
        assert_eq!((cell(&row, "billed"), cell(&row, "verdict")), ("27324-RT x2".into(), "over-coded".into()));
        assert_eq!(row.rules.len(), "sha256:".len() + 16);
    }

    #[test]
    fn an_error_has_no_counts() {
        let row = AuditRow::error(Origins::default(), "no `text`".into(), "sha256:0123");
        assert_eq!((cell(&row, "status"), cell(&row, "reason")), ("error".into(), "no `text`".into()));
        assert!(["procedures", "flags", "errors", "verdict"].iter().all(|name| cell(&row, name).is_empty()));
    }

    #[test]
    fn no_column_stands_twice() {
        let names: std::collections::BTreeSet<_> = COLUMNS.iter().map(|c| c.name).collect();
        assert_eq!(names.len(), COLUMNS.len());
    }
}
