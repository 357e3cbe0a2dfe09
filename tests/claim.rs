//! What a claim is found to be, against the cases of `corpora/claims`: verdict and findings. Of what a case lists, all must be
//! there; what stands under `not_` must not; the rest is not judged. Cases without such expectations are left to other tests,
//! files named `unseen-…` to the scores of `tests/claims.rs`.

use opnote::analysis::ClaimCheck;
use opnote::claim::Claim;
use opnote::{Analyzer, Note};
use serde_json::{Map, Value};
use std::fs;
use std::path::{Path, PathBuf};

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora").join("claims");
    let mut files: Vec<_> = fs::read_dir(folder).expect("corpora/claims").flatten().map(|e| e.path()).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "jsonl"));
    files.retain(|p| p.file_name().is_some_and(|n| !n.to_string_lossy().starts_with("unseen-")));
    files.sort();
    files
}

fn cases() -> Vec<Value> {
    let texts = files().into_iter().map(|p| fs::read_to_string(p).expect("a file"));
    let lines = texts.flat_map(|t| t.lines().map(str::to_owned).collect::<Vec<_>>());
    lines.filter(|l| !l.trim().is_empty()).map(|l| serde_json::from_str(&l).expect("JSON")).collect()
}

/// The claim of a case, in the fields of a record.
fn claim(case: &Value) -> Option<Claim> {
    let given = case["claim"].as_object()?;
    let mut fields: Map<String, Value> = given.clone();
    let codes = fields.remove("codes").unwrap_or(Value::Null);
    fields.insert("billed".to_owned(), codes);
    Claim::from_record(&fields)
}

fn listed<'v>(case: &'v Value, key: &str) -> Vec<&'v str> {
    case["expect"][key].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// What is wrong with the outcome of a case.
fn differences(case: &Value, check: Option<&ClaimCheck>) -> Vec<String> {
    let found: Vec<&str> = check.iter().flat_map(|c| &c.findings).map(|f| f.id.as_str()).collect();
    let verdict = check.map(|c| serde_json::to_value(c.verdict).expect("a word"));
    let mut out = Vec::new();
    if let Some(want) = case["expect"].get("verdict")
        && verdict.as_ref().unwrap_or(&Value::Null) != want
    {
        out.push(format!("verdict {verdict:?}, wanted {want}"));
    }
    let missing = listed(case, "claim_findings").into_iter().filter(|id| !found.contains(id));
    out.extend(missing.map(|id| format!("no {id} in {found:?}")));
    let extra = listed(case, "not_claim_findings").into_iter().filter(|id| found.contains(id));
    out.extend(extra.map(|id| format!("{id} in {found:?}")));
    out
}

#[test]
fn every_case_comes_out_as_expected() {
    let (analyzer, mut wrong) = (Analyzer::builtin(), Vec::new());
    for case in cases() {
        let (id, text) = (case["id"].as_str().expect("an id"), case["text"].as_str().expect("a text"));
        let analysis = analyzer.analyze_billed(&Note::new(text), claim(&case).as_ref());
        wrong.extend(differences(&case, analysis.claim.as_ref()).into_iter().map(|d| format!("{id}: {d}")));
    }
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), wrong.join("\n"));
}

/// Whatever was billed, nothing else in the analysis changes, every finding has words and a source, and sums add up.
#[test]
fn a_claim_changes_nothing_else_and_is_told_in_full() {
    let analyzer = Analyzer::builtin();
    for case in cases() {
        let note = Note::new(case["text"].as_str().expect("a text"));
        let mut billed = analyzer.analyze_billed(&note, claim(&case).as_ref());
        let mut alone = analyzer.analyze(&note);
        let check = billed.claim.take();
        alone.claim = None;
        assert_eq!(billed, alone, "{}", case["id"]);
        let Some(check) = check else { continue };
        for finding in &check.findings {
            assert!(!finding.source.is_empty() && !finding.message.contains(['{', '}', '$']), "{finding:?}");
            for words in &finding.evidence {
                assert_eq!(words.text, note.text[words.start as usize..words.end as usize]);
            }
        }
        if let Some(money) = check.money {
            assert!((money.billed - money.supported - money.difference).abs() < 0.001, "{money:?}");
            assert!(money.year == 2026 && money.source.contains("read 20"), "{money:?}");
        }
    }
}

fn money(text: &str, billed: &str, year: Option<u16>) -> Option<(f64, f64, f64, f64)> {
    let claim = Claim::typed(billed, "", year);
    let check = Analyzer::builtin().analyze_billed(&Note::new(text), Some(&claim)).claim.expect("a check");
    check.money.map(|m| (m.billed, m.supported, m.difference, m.difference_rvu))
}

/// Units that are glued to a code, or that cannot be told from a slip beside it, make no claim agree.
#[test]
fn units_beside_a_code_are_not_passed_over() {
    let verdict = |billed: &str| {
        let claim = Claim::typed(billed, "", None);
        let check = Analyzer::builtin().analyze_billed(&Note::new(DEEP), Some(&claim)).claim.expect("a check");
        serde_json::to_value(check.verdict).expect("a word")
    };
    for billed in ["27324 x2", "27324x2", "27324-LTx2", "27324LTx2"] {
        assert_eq!(verdict(billed), "over-coded", "{billed}");
    }
    for billed in ["27324 (2)", "27324-LT 2", "27324-LT x0", "27324-LT x-1", "0 x 27324-LT"] {
        assert_eq!(verdict(billed), "cannot-be-told", "{billed}");
    }
    assert_eq!(verdict("27324-LT"), "agrees");
}

const DEEP: &str = "Open biopsy, left thigh. An incision was made, the fascia lata was opened, and a wedge of the mass in the vastus lateralis was sent.";

#[test]
fn money_is_that_of_the_code_book_or_none() {
    assert_eq!(money(DEEP, "27323-LT", None), Some((274.89, 402.48, -127.59, -3.82)));
    assert_eq!(money(DEEP, "27324-LT", Some(2026)), Some((402.48, 402.48, 0.0, 0.0)));
    // No figure of the year, no figure of the code, no rule for two sides, no code that is supported.
    assert_eq!(money(DEEP, "27324-LT", Some(2019)), None);
    assert_eq!(money(DEEP, "27327-LT", None), None);
    assert_eq!(money(DEEP, "27324-50", None), None);
    assert_eq!(money(DEEP, "27324-LT x0", None), None);
    assert_eq!(money("Excisional biopsy: the mass of the left thigh was removed in toto.", "27324-LT", None), None);
}

/// The ids and messages of what is found of a claim.
fn findings(text: &str, billed: &str) -> Vec<(String, String)> {
    let claim = Claim::typed(billed, "", None);
    let check = Analyzer::builtin().analyze_billed(&Note::new(text), Some(&claim)).claim.expect("a check");
    check.findings.into_iter().map(|f| (f.id, f.message)).collect()
}

#[test]
fn guidance_of_which_a_part_is_not_told_is_a_finding() {
    let note = "Ultrasound-guided core needle biopsy, left posterior thigh. A 14 gauge needle was passed into a 4 cm mass in the \
                semimembranosus; four cores went to pathology.";
    let of = |text: &str| findings(text, "20206-LT,76942-26").into_iter().find(|(id, _)| id == "guidance-incomplete");
    let (_, message) = of(note).expect("a finding");
    assert!(message.starts_with("76942 was billed") && message.contains("saved images"), "{message}");
    let whole = format!(
        "{note} The needle tip was watched in real time within the mass on ultrasound. Images were saved to PACS. Ultrasound showed a solid \
         mass, and the needle lay within it."
    );
    assert_eq!(of(&whole), None);
}

#[test]
fn units_of_one_line_have_its_side() {
    let note = "Core needle biopsy of two masses. A 14G needle was passed into a 3 cm mass of the left thigh in the vastus lateralis; three \
                cores to pathology. A 14G needle was passed into a 4 cm mass of the right thigh in the vastus medialis; four cores to pathology.";
    let wrong = |billed: &str| {
        let found = findings(note, billed).into_iter().filter(|(id, _)| id == "modifier-wrong-side");
        found.map(|(_, message)| message).collect::<Vec<_>>()
    };
    assert_eq!(wrong("20206-RT x2"), wrong("20206-RT,20206-RT"));
    assert_eq!(wrong("20206-LT x2"), ["20206 has LT; the note documents right."]);
    for billed in ["20206-LT,20206-RT", "20206-50", "20206 x2"] {
        assert_eq!(wrong(billed), Vec::<String>::new(), "{billed}");
    }
}
