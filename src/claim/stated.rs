//! What a note itself states as its codes: the claim where no other was given.

use regex::Regex;
use std::sync::OnceLock;

use super::diagnoses::{Diagnoses, normal};
use super::input::Claim;
use crate::analysis::{BilledCode, Evidence, Procedure};
use crate::audit::stated_code::stated;
use crate::finding::Reading;

/// Modifiers right behind a code; blanks alone part only those that are no words.
const BEHIND: &str = r"^(?:\s?-\s?|\s)(LT|RT|50|59|XS)\b";
/// The shape of a diagnosis code with its point.
const DIAGNOSIS: &str = r"\b[A-Z][0-9][0-9A-Z]\.[0-9A-Z]{1,4}\b";

/// Whether a note states a code for what was done.
pub(crate) fn states_codes(reading: &Reading) -> bool {
    reading.document.may_sample() && !stated(reading).is_empty()
}

/// The claim that a note states, each code once for every lesion that has it; `None` where it states none.
pub(super) fn claim(reading: &Reading, procedures: &[Procedure], diagnoses: &Diagnoses) -> Option<Claim> {
    if !states_codes(reading) {
        return None;
    }
    let stated = stated(reading);
    let text = reading.document.text;
    let mut lines: Vec<BilledCode> = Vec::new();
    for stated in &stated {
        let modifiers = modifiers(text, &stated.evidence);
        match lines.iter_mut().find(|l| l.code == stated.code) {
            Some(line) => {
                let new: Vec<String> = modifiers.into_iter().filter(|m| !line.modifiers.contains(m)).collect();
                line.modifiers.extend(new);
            }
            None => {
                let told = procedures.iter().filter(|p| p.code.as_deref() == Some(stated.code)).count();
                lines.push(BilledCode { code: stated.code.to_owned(), modifiers, units: told.max(1) as u32 });
            }
        }
    }
    Some(Claim::stated(lines, stated_diagnoses(text, diagnoses)))
}

fn modifiers(text: &str, code: &Evidence) -> Vec<String> {
    static PATTERN: OnceLock<Regex> = OnceLock::new();
    let behind = PATTERN.get_or_init(|| Regex::new(BEHIND).expect("a sound pattern"));
    let (mut rest, mut found) = (text.get(code.end as usize..).unwrap_or_default(), Vec::new());
    while let Some(modifier) = behind.captures(rest).and_then(|c| c.get(1)) {
        if found.iter().any(|m| m == modifier.as_str()) {
            break;
        }
        found.push(modifier.as_str().to_owned());
        rest = &rest[modifier.end()..];
    }
    found
}

/// Words of the shape of a diagnosis code, of families that the table knows.
fn stated_diagnoses(text: &str, table: &Diagnoses) -> Vec<String> {
    static PATTERN: OnceLock<Regex> = OnceLock::new();
    let pattern = PATTERN.get_or_init(|| Regex::new(DIAGNOSIS).expect("a sound pattern"));
    let mut found = Vec::new();
    for code in pattern.find_iter(text).filter_map(|m| normal(m.as_str())) {
        if table.has_family_of(&code) && !found.contains(&code) && found.len() < super::input::MOST {
            found.push(code);
        }
    }
    found
}
