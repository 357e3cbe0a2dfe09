//! Imaging guidance that was billed: whether the note tells of it, by which imaging, and beside what.

use super::service::Kind;
use super::wording::Found;
use crate::analysis::{AddOnStatus, Approach, BilledCode, GuidanceUse, Modality, Procedure};
use crate::codebook::CodeBook;
use crate::lexicon::rule::GUIDANCE_CODES;

/// Ultrasound during open surgery, which steers no needle.
const OPEN_ULTRASOUND: &str = "76998";

/// What came of the guidance codes.
#[derive(Default)]
pub(super) struct Guided {
    pub(super) found: Vec<Found>,
    /// What codes that stand lack in the note. It changes no verdict: that a note tells of guidance and leaves a part of it untold is a matter
    /// of the record, and a part told in unknown words would else make a claim of it that asks for too much.
    pub(super) lacking: Vec<Found>,
    /// Whether guidance was billed at all.
    pub(super) billed: bool,
    /// The codes that the note supports.
    pub(super) supported: Vec<String>,
}

impl Guided {
    /// Whether all that was billed stands.
    pub(super) fn stands(&self) -> bool {
        self.found.is_empty()
    }
}

/// Checks the guidance codes of a claim.
pub(super) fn check(book: &CodeBook, lines: &[BilledCode], procedures: &[Procedure]) -> Guided {
    let mut out = Guided::default();
    let kind = |line: &BilledCode| Kind::of(book, &line.code);
    let aspirated = lines.iter().any(|l| kind(l) == Some(Kind::Aspiration));
    let mut needle_units = 0u64;
    for line in lines.iter().filter(|l| kind(l) == Some(Kind::Guidance)) {
        out.billed = true;
        let modality = GUIDANCE_CODES.iter().find(|(_, code)| *code == line.code).map(|(modality, _)| *modality);
        needle_units += if modality.is_some() { u64::from(line.units) } else { 0 };
        let fault = match modality {
            Some(_) if aspirated => Some(Found::new("guidance-included")),
            Some(modality) => of_needle(modality, procedures),
            None if line.code == OPEN_ULTRASOUND => of_open(procedures),
            None => None,
        };
        match fault {
            Some(found) => out.found.push(found.with("code", line.code.as_str())),
            None => {
                out.lacking.extend(lacking(&line.code, procedures));
                out.supported.push(line.code.clone());
            }
        }
    }
    if needle_units > 1 {
        out.found.push(Found::new("guidance-units").with("count", needle_units.to_string()));
        out.supported.truncate(1);
    }
    out
}

/// What a guidance code needs and the note does not tell.
fn lacking(code: &str, procedures: &[Procedure]) -> Option<Found> {
    let add_ons = || procedures.iter().flat_map(|p| &p.add_ons).filter(|a| a.code == code);
    let add_on = add_ons().find(|a| a.status == AddOnStatus::Incomplete)?;
    let missing: Vec<&str> = add_on.missing.iter().map(|gap| gap.words()).collect();
    let words = add_on.evidence.iter().take(2).cloned().collect();
    Some(Found::new("guidance-incomplete").with("code", code).with("piece", missing.join(", ")).quoting(words))
}

/// What speaks against needle guidance by this imaging.
fn of_needle(modality: Modality, procedures: &[Procedure]) -> Option<Found> {
    let approach = |p: &&Procedure| p.approach.value;
    let steered = |p: &&Procedure| matches!(approach(p), Some(Approach::CoreNeedle | Approach::Needle) | None);
    let used = |p: &&Procedure| p.guidance.value == Some(GuidanceUse::Used);
    let fits = |p: &&Procedure| used(p) && p.guidance.modalities.contains(&modality);
    if procedures.iter().any(|p| steered(&p) && fits(&p)) {
        return None;
    }
    let found = |name, by: &dyn Fn(&&Procedure) -> bool| {
        let procedure = procedures.iter().find(by)?;
        let words = match procedure.guidance.evidence.is_empty() {
            true => &procedure.approach.evidence,
            false => &procedure.guidance.evidence,
        };
        let told: Vec<_> = procedure.guidance.modalities.iter().map(|m| word(*m)).collect();
        Some(Found::new(name).with("other", told.join(", ")).quoting(words.iter().take(2).cloned().collect()))
    };
    let other = |p: &&Procedure| steered(p) && used(p) && !p.guidance.modalities.is_empty();
    let untold = |p: &&Procedure| steered(p) && used(p);
    let denied = |p: &&Procedure| steered(p) && p.guidance.value == Some(GuidanceUse::NotUsed);
    let open = |p: &&Procedure| matches!(approach(p), Some(Approach::Incision | Approach::Excision));
    found("guidance-included", &|p| approach(p) == Some(Approach::FineNeedle))
        .or_else(|| found("guidance-other-imaging", &other))
        .or_else(|| found("guidance-no-modality", &untold))
        .or_else(|| found("guidance-not-used", &denied))
        .or_else(|| procedures.iter().all(|p| open(&p)).then(|| found("guidance-open", &open)).flatten())
        .or_else(|| Some(Found::new("guidance-silent")))
}

/// What speaks against ultrasound during open surgery.
fn of_open(procedures: &[Procedure]) -> Option<Found> {
    let told = procedures.iter().any(|p| p.guidance.modalities.contains(&Modality::Ultrasound));
    (!told).then(|| Found::new("guidance-silent"))
}

fn word(modality: Modality) -> &'static str {
    match modality {
        Modality::Ultrasound => "ultrasound",
        Modality::Ct => "CT",
        Modality::Mri => "MR",
        Modality::Fluoroscopy => "fluoroscopy",
    }
}
