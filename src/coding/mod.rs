//! Which code the findings support: the rules of `lexicons/codes.toml`, tried from top to bottom. In: findings. Out: the
//! code, its status and the candidates with reasons. Beside it stands what the code alone does not say: [`code_modifier`],
//! [`add_on`] and [`neighbour`], whose rules ask [`case`].

pub mod add_on;
pub mod case;
pub mod code_modifier;
mod days;
pub mod margin;
pub mod neighbour;

use crate::analysis::{Candidate, Procedure, Status};
use crate::finding::Findings;
use crate::lexicon::Lexicon;
use crate::lexicon::rule::{CodeRule, OrNone};

/// A lesion's findings with the code that follows; modifiers, add-ons and neighbours are left to those who know the whole note.
pub fn code(lexicon: &Lexicon, findings: Findings) -> Procedure {
    let rule = lexicon.codes().iter().find(|r| fits(r, &findings));
    let code = rule.and_then(|r| r.code.clone());
    Procedure {
        status: rule.map_or(Status::Undetermined, |r| r.status),
        candidates: rule.map(candidate).into_iter().flatten().collect(),
        code,
        code_modifiers: Vec::new(),
        add_ons: Vec::new(),
        neighbours: Vec::new(),
        approach: findings.approach,
        depth: findings.depth,
        region: findings.region,
        aspects: findings.aspects,
        structure: findings.structure,
        laterality: findings.laterality,
        size_mm: findings.size_mm,
        guidance: findings.guidance,
    }
}

/// The rule that decides the findings; none where no rule of the table fits.
pub fn deciding_rule<'l>(lexicon: &'l Lexicon, findings: &Findings) -> Option<&'l CodeRule> {
    lexicon.codes().iter().find(|r| fits(r, findings))
}

fn fits(rule: &CodeRule, findings: &Findings) -> bool {
    one_of(&rule.approach, findings.approach.value)
        && one_of(&rule.depth, findings.depth.value)
        && one_of(&rule.region, findings.region.value)
}

fn one_of<T: PartialEq + Copy>(allowed: &[OrNone<T>], found: Option<T>) -> bool {
    allowed.is_empty() || allowed.iter().any(|a| a.is(found))
}

fn candidate(rule: &CodeRule) -> Option<Candidate> {
    let code = rule.code.clone()?;
    Some(Candidate {
        code,
        reason: rule.reason.clone(),
        rule: format!("codes.toml:{}", rule.id),
        source: rule.source.clone(),
    })
}
