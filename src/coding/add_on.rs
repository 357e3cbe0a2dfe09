//! Guidance codes beside a procedure: the rules of `lexicons/add-ons.toml`. In: a situation. Out: for each procedure that
//! imaging guided the code of each modality, whether it may be reported, and what the note would have to say for it. Where the
//! modality is not told, every guidance code is named, each without its modality. One unit an encounter: a later procedure
//! gets none that an earlier one has.

use super::case::{Case, Situation};
use crate::analysis::{AddOn, AddOnGap, AddOnStatus, Evidence, GuidanceUse, Procedure};
use crate::lexicon::advice::{AddOnNeed, AddOnRule, AddOnRules, Fact, Per};
use crate::lexicon::rule::GUIDANCE_CODES;
use crate::statement::topic::Told;

/// The guidance codes of a procedure.
pub fn of(situation: &Situation, index: usize) -> Vec<AddOn> {
    let case = situation.procedure(index);
    let rules = &situation.reading.lexicon.advice().add_ons;
    let procedure = &situation.procedures[index];
    let used = procedure.guidance.value == Some(GuidanceUse::Used) && !case.is(Fact::GuidedEarlier);
    let Some(rule) = rules.add_on.iter().find(|r| used && case.fits(&r.when)) else { return Vec::new() };
    let missing = missing(rules, rule, situation);
    let is_asked = matches!(rule.status, AddOnStatus::Documented | AddOnStatus::Incomplete);
    let met = rules.need.iter().filter(|n| is_asked && !missing.contains(&n.gap));
    let images = situation.details[index].images_weighed.clone().filter(|_| is_asked);
    let by_words: Vec<Evidence> = met.filter_map(|n| words_for(situation, n)).chain(images).collect();
    codes(procedure).map(|code| add_on(code, rule, &missing, &by_words, procedure)).collect()
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

/// The word that speaks most for what a guidance code needs, where words tell it by what they weigh and no pattern reads it: whoever
/// checks the code is to see what it rests on.
fn words_for(situation: &Situation, need: &AddOnNeed) -> Option<Evidence> {
    let asked = |t: &&Told| need.when.topics.iter().any(|topics| topics.list().contains(&t.topic));
    let told: Vec<&Told> = situation.told.iter().filter(asked).collect();
    let weighed = told.iter().all(|t| t.is_weighed());
    told.first().filter(|_| weighed).map(|t| situation.quote(t).clone())
}

fn add_on(code: &str, rule: &AddOnRule, missing: &[AddOnGap], by_words: &[Evidence], procedure: &Procedure) -> AddOn {
    let status = match rule.status {
        AddOnStatus::Documented if !missing.is_empty() => AddOnStatus::Incomplete,
        status => status,
    };
    AddOn {
        code: code.to_owned(),
        status,
        missing: missing.to_vec(),
        reason: rule.reason.clone(),
        evidence: [&procedure.guidance.evidence, by_words].concat(),
        source: rule.source.clone(),
    }
}
