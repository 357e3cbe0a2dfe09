//! Codes the note itself states for what was done, against the codes derived.

use crate::analysis::{Evidence, Procedure};
use crate::assertion::assertion;
use crate::document::section::Role;
use crate::finding::{Reading, Tier};
use crate::token::Kind;

/// The three codes a note is checked for.
const CODES: [&str; 3] = ["27323", "27324", "20206"];

/// The stated codes that no procedure has.
pub(super) fn mismatches(reading: &Reading, procedures: &[Procedure]) -> Vec<Evidence> {
    if procedures.is_empty() {
        return Vec::new();
    }
    stated(reading)
        .into_iter()
        .filter(|e| !procedures.iter().any(|p| p.code.as_deref() == Some(e.text.as_str())))
        .collect()
}

/// The codes that the note states for what was done, wherever it does.
pub(crate) fn stated(reading: &Reading) -> Vec<Evidence> {
    let document = reading.document;
    let mut found: Vec<usize> = Vec::new();
    for (index, token) in document.tokens.list.iter().enumerate() {
        if token.kind != Kind::Number || token.span.len() != 5 || !CODES.contains(&document.tokens.word(index)) {
            continue;
        }
        let role = document.section_of(index).role;
        let meant = assertion(document, index, index);
        if Tier::of(role) == Tier::Outside || role == Role::Planned || meant.is_negated() || !meant.is_current() {
            continue;
        }
        found.push(index);
    }
    // "The correct code is 27323": an addendum puts right what stands above it.
    let added = |t: &usize| document.section_of(*t).role == Role::Addendum;
    if found.iter().any(added) {
        found.retain(added);
    }
    found.into_iter().map(|index| reading.quote(index, index, "stated-code")).collect()
}
