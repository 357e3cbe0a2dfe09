//! Modifiers that the words of a note suggest: the rules of `lexicons/triggers.toml`, each tried on each procedure. In: a
//! situation. Out: for each procedure its modifiers with reason, words and source. A modifier without its words is never suggested.

use super::case::Situation;
use crate::analysis::CodeModifier;

/// The modifiers of a procedure, in the order of the table, each once.
pub fn of(situation: &Situation, procedure: usize) -> Vec<CodeModifier> {
    let case = situation.procedure(procedure);
    let mut out: Vec<CodeModifier> = Vec::new();
    for rule in situation.reading.lexicon.advice().modifiers.open_to(situation.spoken_of) {
        if !out.iter().any(|m| m.modifier == rule.modifier) && case.fits(&rule.when) {
            out.push(CodeModifier {
                modifier: rule.modifier.clone(),
                reason: rule.reason.clone(),
                evidence: case.evidence(&rule.when),
                source: rule.source.clone(),
            });
        }
    }
    out
}
