//! Relation of the sampled lesion to the deep fascia. What was done and found outweighs titles and diagnoses, those outweigh
//! history and earlier imaging; two statements of equal standing that cannot both be true are a conflict.

use super::{Findings, Reading, Tier, corrects};
use crate::analysis::Depth;
use crate::assertion::Certainty;
use crate::document::Document;
use crate::document::section::Role;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::statement::Statement;

/// Decides the depth of a lesion.
pub(super) fn find(reading: &Reading, lesion: usize, findings: &mut Findings) {
    let mut stated: Vec<(&Statement, Tier)> = reading
        .held(lesion)
        .filter(|s| matches!(s.claim, Claim::Depth(_) | Claim::Closed))
        .map(|s| (s, standing(reading.document, s)))
        .collect();
    correct(reading.document, &mut stated);
    let Some(best) = stated.iter().map(|s| s.1).max() else {
        let shallow = || reading.held(lesion).filter(|s| s.claim == Claim::Shallow && Tier::of(s.role) == Tier::Body);
        if shallow().next().is_some() {
            findings.depth.value = Some(Depth::Superficial);
            findings.depth.evidence = reading.evidence_of(shallow());
            return;
        }
        findings.bare_depth = reading.held(lesion).any(|s| s.claim == Claim::BareDepth);
        return;
    };
    stated.retain(|s| s.1 == best);
    // A layer told as closed was opened, unless the note places the lesion above it in so many words.
    if stated.iter().any(|s| s.0.claim == Claim::Depth(Depth::Superficial)) {
        stated.retain(|s| s.0.claim != Claim::Closed);
    }
    let claims = |s: &Statement, d: Depth| s.claim == Claim::Depth(d) || (d == Depth::Deep && s.claim == Claim::Closed);
    let says = |d: Depth| stated.iter().any(|s| claims(s.0, d));
    let value = match (says(Depth::Superficial), says(Depth::Deep)) {
        (true, true) => Depth::Conflict,
        (true, false) => Depth::Superficial,
        _ => Depth::Deep,
    };
    findings.depth.value = Some(value);
    let first_of = |d: Depth| stated.iter().map(|s| s.0).filter(move |s| claims(s, d));
    findings.depth.evidence = if value == Depth::Conflict {
        reading.evidence_of(first_of(Depth::Superficial).take(1).chain(first_of(Depth::Deep).take(1)))
    } else {
        reading.evidence_of(first_of(value))
    };
}

/// The tier of a statement; what is only thought possible, what was thought before the operation and what a scan showed ranks with the history even in the middle of the narrative.
fn standing(document: &Document, statement: &Statement) -> Tier {
    const SCANS: ConceptSet = ConceptSet::of(&[known::MRI, known::CT]);
    let tier = Tier::of(statement.role);
    if statement.role == Role::Preop || statement.assertion.certainty == Certainty::Possible {
        return Tier::Background;
    }
    let sentence = &document.sentences[statement.sentence];
    let before = |set: ConceptSet| {
        document.mentions_in(sentence.first, statement.first).any(|m| document.mentions[m].concepts.meets(set))
    };
    let scanned = before(SCANS) && before(ConceptSet::of(&[known::SEE]));
    if tier == Tier::Body && scanned { Tier::Background } else { tier }
}

/// Drops what a later correction contradicts.
fn correct(document: &Document, stated: &mut Vec<(&Statement, Tier)>) {
    let Some(last) = stated.iter().rev().find(|s| corrects(document, s.0.first)).map(|s| (s.0.claim, s.0.first)) else {
        return;
    };
    stated.retain(|s| s.0.claim == last.0 || s.0.first > last.1);
}
