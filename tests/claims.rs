//! Advice beyond the code, case by case: `corpora/claims/*.jsonl`, a note a line with what must be advised and what must not.
//!
//! `expect.modifiers`, `add_ons`, `neighbours`, `advice`, `risks` must be there, over all procedures, the note and its advice together; what
//! stands under `not_…` must not; all else is not judged. What was billed changes none of this; `tests/claim.rs` looks at it.
//!
//! That holds of the files that were seen while rules were written. Those named `unseen-…` are never looked at case by case: they
//! are scored, in totals only, and the totals must not fall below what was once reached. The table is printed by
//! `cargo test --release --test claims -- --nocapture scores`; `OPNOTE_CLAIMS=FILE` scores another file instead and names what
//! went wrong in it.

mod scores;

use opnote::analysis::{Analysis, Evidence};
use opnote::{Analyzer, Note};
use scores::Table;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    /// What the case is about, for whoever reads the file.
    family: String,
    text: String,
    claim: Option<Value>,
    expect: Expect,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Expect {
    verdict: Option<String>,
    modifiers: Vec<String>,
    not_modifiers: Vec<String>,
    add_ons: Map<String, Value>,
    not_add_ons: Vec<String>,
    neighbours: Vec<String>,
    not_neighbours: Vec<String>,
    advice: Vec<String>,
    not_advice: Vec<String>,
    risks: Vec<String>,
    not_risks: Vec<String>,
    claim_findings: Vec<String>,
    not_claim_findings: Vec<String>,
}

/// The files of cases that may be read: all but those that are only scored.
fn files() -> Vec<(String, Vec<Case>)> {
    all_files().into_iter().filter(|f| !is_unseen(&f.0)).collect()
}

fn is_unseen(name: &str) -> bool {
    name.starts_with("unseen-")
}

fn all_files() -> Vec<(String, Vec<Case>)> {
    let folder: PathBuf = [env!("CARGO_MANIFEST_DIR"), "corpora", "claims"].iter().collect();
    let entries = fs::read_dir(folder).expect("corpora/claims").map(|e| e.expect("an entry").path());
    let mut paths: Vec<PathBuf> = entries.filter(|p| p.extension().is_some_and(|e| e == "jsonl")).collect();
    paths.sort();
    paths.iter().map(|p| (name(p), cases(p))).collect()
}

fn name(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}

fn cases(path: &Path) -> Vec<Case> {
    let text = fs::read_to_string(path).expect("cases");
    let case = |(number, line): (usize, &str)| {
        serde_json::from_str(line).unwrap_or_else(|e| panic!("{}:{}: {e}", path.display(), number + 1))
    };
    text.lines().enumerate().filter(|l| !l.1.trim().is_empty()).map(case).collect()
}

/// What an analysis advises, over all procedures and the note together.
struct Advised {
    modifiers: BTreeSet<String>,
    add_ons: BTreeSet<(String, String)>,
    neighbours: BTreeSet<String>,
    advice: BTreeSet<String>,
    risks: BTreeSet<String>,
}

impl Advised {
    fn of(a: &Analysis) -> Self {
        let status = |s| serde_json::to_value(s).expect("JSON").as_str().unwrap_or_default().to_owned();
        let neighbours = a.procedures.iter().flat_map(|p| &p.neighbours).chain(&a.neighbours);
        let add_ons = a.procedures.iter().flat_map(|p| &p.add_ons);
        let of_procedures = a.procedures.iter().flat_map(|p| &p.code_modifiers).map(|m| m.modifier.clone());
        let of_advice = a.advice.iter().flat_map(|x| x.code_modifiers.clone());
        Self {
            modifiers: of_procedures.chain(of_advice).collect(),
            add_ons: add_ons.map(|x| (x.code.clone(), status(x.status))).collect(),
            neighbours: neighbours.flat_map(|n| n.codes.clone()).collect(),
            advice: a.advice.iter().map(|x| x.id.clone()).collect(),
            risks: a.risks.iter().map(|r| r.id.clone()).collect(),
        }
    }

    fn faults(&self, expect: &Expect) -> Vec<String> {
        let lists = [
            ("modifier", &self.modifiers, &expect.modifiers, &expect.not_modifiers),
            ("neighbour", &self.neighbours, &expect.neighbours, &expect.not_neighbours),
            ("advice", &self.advice, &expect.advice, &expect.not_advice),
            ("risk", &self.risks, &expect.risks, &expect.not_risks),
        ];
        let mut out = Vec::new();
        for (what, got, wanted, unwanted) in lists {
            out.extend(wanted.iter().filter(|w| !got.contains(*w)).map(|w| format!("no {what} {w}")));
            out.extend(unwanted.iter().filter(|w| got.contains(*w)).map(|w| format!("{what} {w}")));
        }
        let pair = |(code, status): (&String, &Value)| (code.clone(), status.as_str().unwrap_or_default().to_owned());
        let lacking = expect.add_ons.iter().map(pair).filter(|p| !self.add_ons.contains(p));
        out.extend(lacking.map(|(code, status)| format!("no add-on {code} {status}")));
        let unwanted = expect.not_add_ons.iter().filter(|code| self.add_ons.iter().any(|a| a.0 == **code));
        out.extend(unwanted.map(|code| format!("add-on {code}")));
        out
    }
}

/// Every piece of advice has a reason, a source, and words that are its slice of the note.
fn unsound(a: &Analysis, text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut look = |what: &str, reason: &str, source: &str, evidence: &[Evidence]| {
        let slices = evidence.iter().all(|e| text.get(e.start as usize..e.end as usize) == Some(&e.text));
        if reason.is_empty() || source.is_empty() || !slices {
            out.push(format!("{what}: no reason, no source, or words that are not the note's"));
        }
    };
    for p in &a.procedures {
        p.code_modifiers.iter().for_each(|m| look(&m.modifier, &m.reason, &m.source, &m.evidence));
        p.add_ons.iter().for_each(|x| look(&x.code, &x.reason, &x.source, &x.evidence));
        p.neighbours.iter().for_each(|n| look("neighbour", &n.reason, &n.source, &n.evidence));
    }
    a.neighbours.iter().for_each(|n| look("neighbour", &n.reason, &n.source, &n.evidence));
    a.advice.iter().for_each(|x| look(&x.id, &x.message, &x.source, &x.evidence));
    a.risks.iter().for_each(|r| look(&r.id, &format!("{}{}", r.message, r.mend), &r.source, &r.evidence));
    out
}

#[test]
fn advice_is_as_expected() {
    let analyzer = Analyzer::builtin();
    let mut wrong = Vec::new();
    for (_, cases) in files() {
        for case in cases {
            let analysis = analyzer.analyze(&Note::with_id(&case.id, &case.text));
            let mut faults = Advised::of(&analysis).faults(&case.expect);
            faults.extend(unsound(&analysis, &case.text));
            wrong.extend(faults.into_iter().map(|f| format!("{} ({}): {f}", case.id, case.family)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every modifier, add-on status, family, advice and risk of the rules is wanted by at least one case.
#[test]
fn every_rule_is_tried() {
    let analyzer = Analyzer::builtin();
    let rules = analyzer.lexicon().advice();
    let cases: Vec<Case> = files().into_iter().flat_map(|f| f.1).collect();
    let wanted: HashSet<&str> = cases
        .iter()
        .flat_map(|c| [&c.expect.modifiers, &c.expect.neighbours, &c.expect.advice, &c.expect.risks])
        .flatten()
        .map(String::as_str)
        .collect();
    let statuses: HashSet<&str> =
        cases.iter().flat_map(|c| c.expect.add_ons.values()).filter_map(Value::as_str).collect();
    let mut untried: Vec<String> = ["documented", "incomplete", "included", "doubtful"]
        .into_iter()
        .filter(|s| !statuses.contains(s))
        .map(str::to_owned)
        .collect();
    let ids = (rules.modifiers.iter().map(|r| &r.modifier)).chain(rules.advice.iter().map(|r| &r.id));
    let ids = ids.chain(rules.risks.iter().map(|r| &r.id)).chain(rules.neighbours.iter().flat_map(|r| &r.codes));
    untried.extend(ids.filter(|id| !wanted.contains(id.as_str())).cloned());
    untried.sort();
    untried.dedup();
    assert!(untried.is_empty(), "no case wants {}", untried.join(", "));
}

#[test]
fn there_are_enough_cases_and_no_id_twice() {
    let cases: Vec<Case> = all_files().into_iter().flat_map(|f| f.1).collect();
    let ids: HashSet<&str> = cases.iter().map(|c| c.id.as_str()).collect();
    assert_eq!(ids.len(), cases.len(), "an id stands twice");
    assert!(cases.len() >= 60, "{} cases", cases.len());
    let claims = cases.iter().map(|c| &c.expect);
    assert!(claims.clone().all(|e| e.claim_findings.is_empty() || e.verdict.is_some()), "findings without a verdict");
    assert!(claims.clone().any(|e| !e.not_claim_findings.is_empty()));
    assert!(cases.iter().any(|c| c.claim.is_some()));
}

/// What the unseen cases are scored at, at least: family, precision, recall. Raised when more is reached, never lowered to fit; set anew
/// when the cases change, as when those of aw and the first were opened and those of ax came on 1 December 2026.
const FLOORS: [(&str, f64, f64); 7] = [
    ("modifiers", 0.995, 0.98),
    ("add-ons", 0.99, 0.98),
    ("neighbours", 0.97, 0.925),
    ("advice", 0.985, 0.96),
    ("risks", 0.955, 0.95),
    ("verdicts", 0.985, 0.985),
    ("findings", 0.99, 0.985),
];

#[test]
fn scores_of_unseen_cases() {
    let analyzer = Analyzer::builtin();
    if let Ok(path) = std::env::var("OPNOTE_CLAIMS") {
        let table = Table::of(&analyzer, &cases(Path::new(&path)));
        let may_be_read = !is_unseen(&name(Path::new(&path)));
        return println!("{table}{}", if may_be_read { table.faults.join("\n") } else { String::new() });
    }
    let unseen: Vec<Case> = all_files().into_iter().filter(|f| is_unseen(&f.0)).flat_map(|f| f.1).collect();
    if unseen.is_empty() {
        return println!("no file of unseen cases, so nothing to score and no floor");
    }
    let table = Table::of(&analyzer, &unseen);
    println!("{table}");
    for (family, precision, recall) in FLOORS {
        let row = table.row(family);
        assert!(row.precision() >= precision && row.recall() >= recall, "{family}: {row:?}");
    }
}

/// Cases that are right and do not come out rightly yet; one that does must move to the others.
#[test]
fn open_cases_are_still_open() {
    let analyzer = Analyzer::builtin();
    let folder: PathBuf = [env!("CARGO_MANIFEST_DIR"), "corpora", "claims", "open"].iter().collect();
    let paths = fs::read_dir(folder).expect("corpora/claims/open").map(|e| e.expect("an entry").path());
    let open: Vec<Case> = paths.flat_map(|p| cases(&p)).collect();
    assert!(!open.is_empty());
    for case in open {
        let id = case.id.clone();
        assert!(!Table::of(&analyzer, &[case]).faults.is_empty(), "{id} holds now; move it out of `open`");
    }
}
