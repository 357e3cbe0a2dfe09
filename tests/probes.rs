//! Probes: mini notes that each test how one thing is told, by people who had not seen the rules (`corpora/probes`). What each
//! expects is compared with what is read, element by element, and no element may fall below its floor.
//! `tissue.jsonl` lists besides what was `taken` and what was `left`, for `around.tsv`.
//! `cargo test --test probes -- --nocapture` prints the figures; `OPNOTE_PROBES=depth` names what one file's probes miss.

use opnote::{Analyzer, Note};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// For each file the least share of its expectations that must hold, in percent. Raised as the rules learn, never lowered.
const FLOORS: [(&str, usize); 41] = [
    ("absent", 98),
    ("acts", 88),
    ("bystander", 96),
    ("depth", 75),
    ("derm", 98),
    ("elsewhen", 86),
    ("elsewise", 97),
    ("extents", 96),
    ("filed", 90),
    ("flags", 98),
    ("forms", 96),
    ("fresh", 99),
    ("guidance", 92),
    ("layers", 88),
    ("letters", 94),
    ("measures", 91),
    ("mends", 100),
    ("muscle", 97),
    ("nocode", 97),
    ("occasion", 91),
    ("others", 99),
    ("outcomes", 94),
    ("outside", 97),
    ("outsider", 97),
    ("papers", 95),
    ("plain", 87),
    ("planes", 96),
    ("record", 94),
    ("review", 100),
    ("shapes", 82),
    ("site", 90),
    ("sides", 90),
    ("size", 90),
    ("spoken", 98),
    ("strata", 95),
    ("terse", 95),
    ("tissue", 69),
    ("visits", 95),
    ("voices", 90),
    ("ways", 96),
    ("whole", 86),
];

/// What a probe's keys may be: elements of the first procedure, entries of the record, and what is counted.
const ELEMENTS: [&str; 6] = ["approach", "depth", "region", "aspects", "laterality", "size_mm"];
const RECORD: [&str; 4] = ["preop_diagnosis", "postop_diagnosis", "indication", "specimen"];

fn probes(name: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("corpora/probes/{name}.jsonl"));
    let text = fs::read_to_string(path).expect("a file of probes");
    text.lines().map(|line| serde_json::from_str(line).expect("a probe is JSON")).collect()
}

/// Whether one expectation holds of an analysis.
fn holds(analysis: &Value, key: &str, wanted: &Value) -> bool {
    let procedures = analysis["procedures"].as_array().expect("procedures");
    let first = procedures.first();
    let flagged = |flag: &Value| analysis["flags"].as_array().expect("flags").iter().any(|f| f["id"] == *flag);
    let list = |v: &Value| -> Vec<String> {
        let mut all: Vec<String> = v.as_array().into_iter().flatten().map(Value::to_string).collect();
        all.sort();
        all
    };
    match key {
        "n" => wanted.as_u64() == Some(procedures.len() as u64),
        "flags" => wanted.as_array().expect("flags").iter().all(flagged),
        "not_flags" => !wanted.as_array().expect("flags").iter().any(flagged),
        "code" => first.map_or(&Value::Null, |p| &p["code"]) == wanted,
        _ if RECORD.contains(&key) => analysis["record"][key]["value"] == *wanted,
        "modalities" => first.is_some_and(|p| list(&p["guidance"]["modalities"]) == list(wanted)),
        "guidance" => first.is_some_and(|p| p["guidance"]["value"] == *wanted),
        "aspects" => first.is_some_and(|p| list(&p["aspects"]["value"]) == list(wanted)),
        "size_mm" => first.is_some_and(|p| is_size(&p["size_mm"]["value"], wanted)),
        _ => {
            assert!(ELEMENTS.contains(&key), "no such expectation: {key}");
            first.is_some_and(|p| p[key]["value"] == *wanted)
        }
    }
}

/// Whether a size is one of those accepted, to a tenth of a millimetre.
fn is_size(read: &Value, accepted: &Value) -> bool {
    let numbers = |v: &Value| -> Vec<f64> { v.as_array().into_iter().flatten().filter_map(Value::as_f64).collect() };
    let near = |a: &[f64], b: &[f64]| a.len() == b.len() && a.iter().zip(b).all(|(x, y)| (x - y).abs() < 0.1);
    match accepted.as_array() {
        None => read.is_null(),
        Some(answers) => answers.iter().any(|answer| near(&numbers(read), &numbers(answer))),
    }
}

#[test]
fn what_the_probes_expect_is_read() {
    let analyzer = Analyzer::builtin();
    let named = std::env::var("OPNOTE_PROBES").unwrap_or_default();
    let mut fallen = Vec::new();
    for (file, floor) in FLOORS {
        let mut tallies: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for probe in probes(file) {
            let id = probe["id"].as_str().expect("an id");
            let analysis = analyzer.analyze(&Note::with_id(id, probe["text"].as_str().expect("a text")));
            let analysis = serde_json::to_value(&analysis).expect("an analysis is JSON");
            for (key, wanted) in probe["expect"].as_object().expect("expectations") {
                let held = holds(&analysis, key, wanted);
                let tally = tallies.entry(key.clone()).or_default();
                *tally = (tally.0 + usize::from(held), tally.1 + 1);
                if !held && named == file {
                    println!("  {id}: {key} is not {wanted}");
                }
            }
        }
        let (held, all) = tallies.values().fold((0, 0), |sum, t| (sum.0 + t.0, sum.1 + t.1));
        println!("corpora/probes/{file}.jsonl: {held} of {all} expectations hold");
        tallies.iter().for_each(|(key, (held, all))| println!("  {key:<17} {held} of {all}"));
        if held * 100 < all * floor {
            fallen.push(format!("{file}: {held} of {all}, less than {floor} %"));
        }
    }
    assert!(fallen.is_empty(), "{}", fallen.join("\n"));
}
