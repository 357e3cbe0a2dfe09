//! What a coder would look at before the claim: the rules of `lexicons/advice.toml`. In: a situation. Out: advice, each id once
//! a procedure or note, in the order of the table.

use crate::analysis::Advice;
use crate::coding::case::Situation;

/// The advice on a note.
pub(super) fn of(situation: &Situation) -> Vec<Advice> {
    let mut out: Vec<Advice> = Vec::new();
    for rule in situation.reading.lexicon.advice().advice.open_to(situation.spoken_of) {
        for case in situation.cases(rule.per) {
            let said = out.iter().any(|a| a.id == rule.id && a.procedure == case.index);
            if !said && case.fits(&rule.when) {
                out.push(Advice {
                    id: rule.id.clone(),
                    procedure: case.index,
                    message: rule.message.clone(),
                    code_modifiers: rule.code_modifiers.clone(),
                    evidence: case.evidence(&rule.when),
                    source: rule.source.clone(),
                });
            }
        }
    }
    out
}
