//! Which parts of an operative report a note holds: the items of `lexicons/completeness.toml`. In: a situation. Out: every
//! item, documented or not, in the order of the table. For information: what a note needs differs from one house to the next.

use crate::analysis::{CompletenessItem, Evidence};
use crate::coding::case::Situation;
use crate::document::section::Role;
use crate::lexicon::advice::{ItemRule, ReadEntry};

/// The checklist of a note.
pub(super) fn of(situation: &Situation) -> Vec<CompletenessItem> {
    situation.reading.lexicon.advice().items.iter().map(|rule| item(situation, rule)).collect()
}

fn item(situation: &Situation, rule: &ItemRule) -> CompletenessItem {
    let read = rule.read.and_then(|entry| read(situation, entry));
    let evidence = read.or_else(|| situation.quotes_of(&rule.told, None).next().cloned());
    CompletenessItem {
        item: rule.item.clone(),
        documented: evidence.is_some(),
        evidence: evidence.into_iter().collect(),
    }
}

/// The words of what was read already.
fn read(situation: &Situation, entry: ReadEntry) -> Option<Evidence> {
    let record = situation.record;
    let of_procedures = |evidence: fn(&crate::analysis::Procedure) -> &Vec<Evidence>| {
        situation.procedures.iter().flat_map(evidence).next().cloned()
    };
    match entry {
        ReadEntry::PreopDiagnosis => record.preop_diagnosis.evidence.first().cloned(),
        ReadEntry::PostopDiagnosis => record.postop_diagnosis.evidence.first().cloned(),
        ReadEntry::Specimen => record.specimen.evidence.first().cloned(),
        ReadEntry::Approach => of_procedures(|p| &p.approach.evidence),
        ReadEntry::Title => section(situation, Role::Title),
        ReadEntry::Findings => section(situation, Role::Findings)
            .or_else(|| of_procedures(|p| &p.size_mm.evidence))
            .or_else(|| of_procedures(|p| &p.depth.evidence)),
    }
}

/// The first words of a section, one with a heading before one without.
fn section(situation: &Situation, role: Role) -> Option<Evidence> {
    const MOST: usize = 12;
    let of_role = || situation.reading.document.sections.iter().filter(|s| s.role == role && s.body < s.end);
    let section = of_role().find(|s| s.body > s.first).or_else(|| of_role().next())?;
    let last = (section.end - 1).min(section.body + MOST);
    Some(situation.reading.quote(section.body, last, "sections.tsv"))
}
