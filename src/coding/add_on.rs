//! Guidance codes beside a procedure: the rules of `lexicons/add-ons.toml`. In: a situation. Out: for each procedure that
//! imaging guided the code of each modality, whether it may be reported, and what the note would have to say for it. Where the
//! modality is not told, every guidance code is named, each without its modality. One unit an encounter: a later procedure
//! gets none that an earlier one has.

use super::case::{Case, Situation};
use crate::analysis::{AddOn, AddOnGap, AddOnStatus, GuidanceUse, Procedure};
use crate::lexicon::advice::{AddOnNeed, AddOnRule, AddOnRules, Fact, Per};
use crate::lexicon::rule::GUIDANCE_CODES;

/// The guidance codes of a procedure.
pub fn of(situation: &Situation, index: usize) -> Vec<AddOn> {
    let case = situation.procedure(index);
    let rules = &situation.reading.lexicon.advice().add_ons;
    let procedure = &situation.procedures[index];
    let used = procedure.guidance.value == Some(GuidanceUse::Used) && !case.is(Fact::GuidedEarlier);
    let Some(rule) = rules.add_on.iter().find(|r| used && case.fits(&r.when)) else { return Vec::new() };
    let missing = missing(rules, rule, situation);
    codes(procedure).map(|code| add_on(code, rule, &missing, procedure)).collect()
}

/// The codes of the modalities told, or of all where none is.
fn codes(procedure: &Procedure) -> impl Iterator<Item = &'static str> {
    let told = &procedure.guidance.modalities;
    GUIDANCE_CODES.iter().filter(move |(m, _)| told.is_empty() || told.contains(m)).map(|(_, code)| *code)
}

/// What is told of none of the procedures that were guided: the one unit stands for all of them, and a note often tells of what
/// the images showed once, at its end.
fn missing(rules: &AddOnRules, rule: &AddOnRule, situation: &Situation) -> Vec<AddOnGap> {
    let guided = |c: &Case| c.procedure().is_some_and(|p| p.guidance.value == Some(GuidanceUse::Used));
    let cases: Vec<Case> = situation.cases(Per::Procedure).filter(guided).collect();
    match rule.status {
        AddOnStatus::Documented | AddOnStatus::Incomplete => {
            let told = |n: &&AddOnNeed| cases.iter().any(|c| c.fits(&n.when));
            rules.need.iter().filter(|n| !told(n)).map(|n| n.gap).collect()
        }
        AddOnStatus::Included | AddOnStatus::Doubtful => Vec::new(),
    }
}

fn add_on(code: &str, rule: &AddOnRule, missing: &[AddOnGap], procedure: &Procedure) -> AddOn {
    let status = match rule.status {
        AddOnStatus::Documented if !missing.is_empty() => AddOnStatus::Incomplete,
        status => status,
    };
    AddOn {
        code: code.to_owned(),
        status,
        missing: missing.to_vec(),
        reason: rule.reason.clone(),
        evidence: procedure.guidance.evidence.clone(),
        source: rule.source.clone(),
    }
}
