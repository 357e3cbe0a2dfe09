//! Which code the findings support: the rules of `lexicons/codes.toml`, tried from top to bottom. In: findings. Out: the
//! code, its status, the candidates with reasons, the side modifier and the guidance add-on.

use crate::analysis::{AddOn, Approach, Candidate, CodeModifier, GuidanceUse, Laterality, Procedure, Status};
use crate::finding::Findings;
use crate::lexicon::Lexicon;
use crate::lexicon::rule::{CodeRule, GUIDANCE_CODES, OrNone};

/// A lesion's findings with the code that follows.
pub fn code(lexicon: &Lexicon, findings: Findings) -> Procedure {
    let rule = lexicon.codes().iter().find(|r| fits(r, &findings));
    let code = rule.and_then(|r| r.code.clone());
    let code_modifiers = if code.is_some() { side(&findings) } else { Vec::new() };
    let add_ons = if code.is_some() { guidance(&findings) } else { Vec::new() };
    Procedure {
        status: rule.map_or(Status::Undetermined, |r| r.status),
        candidates: rule.map(candidate).into_iter().flatten().collect(),
        code,
        code_modifiers,
        add_ons,
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

fn side(findings: &Findings) -> Vec<CodeModifier> {
    let (modifier, reason) = match findings.laterality.value {
        Some(Laterality::Left) => ("LT", "The lesion lies on the left."),
        Some(Laterality::Right) => ("RT", "The lesion lies on the right."),
        Some(Laterality::Bilateral) => ("50", "Both sides were sampled."),
        _ => return Vec::new(),
    };
    vec![CodeModifier { modifier: modifier.to_owned(), reason: reason.to_owned() }]
}

/// Guidance of a core needle may be reported beside it; a fine needle's codes include it, an open biopsy has no needle to steer.
fn guidance(findings: &Findings) -> Vec<AddOn> {
    let needle = matches!(findings.approach.value, Some(Approach::CoreNeedle | Approach::Needle));
    if findings.guidance.value != Some(GuidanceUse::Used) || !needle {
        return Vec::new();
    }
    let missing = if findings.images_saved { Vec::new() } else { vec!["that images were kept".to_owned()] };
    let status = if missing.is_empty() { "documented" } else { "incomplete" };
    findings
        .guidance
        .modalities
        .iter()
        .filter_map(|m| GUIDANCE_CODES.iter().find(|(of, _)| of == m))
        .map(|(_, code)| AddOn { code: (*code).to_owned(), status: status.to_owned(), missing: missing.clone() })
        .collect()
}
