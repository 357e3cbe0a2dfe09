//! What a payer may refuse or pay lower: the rules of `lexicons/risks.toml`. In: a situation. Out: risks, the likeliest first,
//! which is the order of the table; of equal ones that of the procedures.

use crate::analysis::Risk;
use crate::coding::case::Situation;

/// The risks of a note's claim.
pub(super) fn of(situation: &Situation) -> Vec<Risk> {
    let mut out: Vec<Risk> = Vec::new();
    for rule in situation.reading.lexicon.advice().risks.open_to(situation.spoken_of) {
        for case in situation.cases(rule.per) {
            let said = out.iter().any(|r| r.id == rule.id && r.procedure == case.index);
            if !said && case.fits(&rule.when) {
                out.push(Risk {
                    id: rule.id.clone(),
                    procedure: case.index,
                    message: rule.message.clone(),
                    mend: rule.mend.clone(),
                    evidence: case.evidence(&rule.when),
                    source: rule.source.clone(),
                });
            }
        }
    }
    out
}
