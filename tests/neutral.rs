//! What notes end with and what changes nothing: each sentence of `corpora/neutral.txt` is added to each note of `dev.jsonl`, and
//! the procedures must stay what they were, value for value.

use opnote::analysis::Analysis;
use opnote::evaluate::read_gold;
use opnote::{Analyzer, Note};

const DEV: &str = include_str!("../corpora/gold/dev.jsonl");
const NEUTRAL: &str = include_str!("../corpora/neutral.txt");

/// The values of each procedure: code, approach, depth, side and guidance.
fn values(analysis: &Analysis) -> Vec<String> {
    let one = |p: &opnote::analysis::Procedure| {
        let (approach, depth) = (p.approach.value, p.depth.value);
        format!("{:?} {approach:?} {depth:?} {:?} {:?}", p.code, p.laterality.value, p.guidance.value)
    };
    analysis.procedures.iter().map(one).collect()
}

#[test]
fn a_neutral_sentence_at_the_end_changes_no_procedure() {
    let analyzer = Analyzer::builtin();
    let mut changed = Vec::new();
    for note in read_gold([("dev.jsonl", DEV)]).expect("gold that is sound") {
        let before = values(&analyzer.analyze(&Note::new(note.text.as_str())));
        for sentence in NEUTRAL.lines() {
            let longer = Note::new(format!("{}\n{sentence}", note.text));
            if values(&analyzer.analyze(&longer)) != before {
                changed.push(format!("{}: {sentence}", note.id));
            }
        }
    }
    assert!(changed.is_empty(), "{}", changed.join("\n"));
}
