//! The evaluation gives the numbers of the reference scorer.
//!
//! `evaluation/gold.jsonl` are gold notes (two of them several notes in one, with three and with ten procedures), `output.jsonl` are
//! analyses made from them with random faults, and `expected.json` is what the reference scorer counted on the two.

use opnote::Analysis;
use opnote::evaluate::{Evaluation, Scored, Tally, read_gold};
use serde_json::Value;
use std::collections::HashMap;

fn file(name: &str) -> String {
    let path = format!("{}/tests/evaluation/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).expect(&path)
}

fn evaluated() -> Evaluation {
    let gold = read_gold([("gold.jsonl", file("gold.jsonl").as_str())]).expect("sound gold");
    let output = file("output.jsonl");
    let analyses: HashMap<_, _> = output.lines().map(analysis).collect();
    let mut evaluation = Evaluation::new();
    gold.iter().for_each(|n| evaluation.add(n, analyses.get(&n.id)));
    evaluation
}

fn analysis(line: &str) -> (String, Analysis) {
    let analysis: Analysis = serde_json::from_str(line).expect("an analysis");
    (analysis.id.clone().expect("an id"), analysis)
}

fn count(value: &Value, name: &str) -> usize {
    value.get(name).and_then(Value::as_u64).unwrap_or(0) as usize
}

fn assert_tally(name: &str, tally: &Tally, want: &Value) {
    let got = [tally.found, tally.extra, tally.missed];
    assert_eq!(got, ["tp", "fp", "fn"].map(|k| count(want, k)), "{name}: found, extra, missed");
}

#[test]
fn totals_are_those_of_the_reference_scorer() {
    let (e, want) = (evaluated(), serde_json::from_str::<Value>(&file("expected.json")).expect("JSON"));
    let got = [
        ("notes", e.notes),
        ("missing", e.missing),
        ("codes_ok", e.codes_exact),
        ("proc_count_ok", e.count_exact),
        ("perfect", e.everything_exact),
        ("no_code_notes", e.uncoded_notes),
        ("false_code", e.false_codes),
        ("mod_n", e.modalities_compared),
        ("mod_ok", e.modalities_right),
        ("ev_n", e.evidence_compared),
        ("ev_hit", e.evidence_overlapping),
        ("ev_text_wrong", e.evidence_wrong_text),
    ];
    for (name, figure) in got {
        assert_eq!(figure, count(&want["totals"], name), "{name}");
        assert!(figure > 0, "{name}: the example says nothing about it");
    }
    assert_eq!((e.record_compared, e.record_right), (count(&want["record"], "n"), count(&want["record"], "ok")));
    assert_eq!(e.misses.len(), count(&want, "wrong_notes"));
    assert!((e.macro_f1() - want["macro_f1"].as_f64().expect("a number")).abs() < 1e-12);
}

#[test]
fn elements_and_flags_are_those_of_the_reference_scorer() {
    let (e, want) = (evaluated(), serde_json::from_str::<Value>(&file("expected.json")).expect("JSON"));
    for element in Scored::ALL {
        let (tally, want) = (&e.elements[&element], &want["elements"][element.name()]);
        assert_tally(element.name(), tally, want);
        assert_eq!((tally.compared, tally.agreed), (count(want, "n"), count(want, "ok")), "{}", element.name());
    }
    let flags = want["flags"].as_object().expect("flags");
    assert_eq!(flags.keys().collect::<Vec<_>>(), e.flags.keys().collect::<Vec<_>>());
    flags.iter().for_each(|(name, want)| assert_tally(name, &e.flags[name], want));
}
