//! Families of codes beyond the three: the rules of `lexicons/neighbours.toml`. In: a situation. Out: for each procedure, and
//! for the note where it tells of tissue that is no soft tissue, the families that fit, with their codes and the threshold.

use super::case::Case;
use crate::analysis::Neighbour;
use crate::lexicon::advice::{NeighbourRule, Per, RuleList};

/// The families that fit a procedure or a note; of rules of one family the first that fits decides.
pub fn of(case: Case, rules: &RuleList<NeighbourRule>) -> Vec<Neighbour> {
    let per = if case.index.is_some() { Per::Procedure } else { Per::Note };
    let mut out: Vec<Neighbour> = Vec::new();
    for rule in rules.open_to(case.spoken_of()).filter(|r| r.per == per) {
        if !out.iter().any(|n| n.family == rule.family) && case.fits(&rule.when) {
            out.push(neighbour(rule, &case));
        }
    }
    out
}

fn neighbour(rule: &NeighbourRule, case: &Case) -> Neighbour {
    Neighbour {
        codes: rule.codes.clone(),
        family: rule.family,
        reason: rule.reason.clone(),
        missing: rule.missing.clone(),
        evidence: case.evidence(&rule.when),
        source: rule.source.clone(),
    }
}
