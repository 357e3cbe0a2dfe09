//! Every question to the physician is neutral: each template of the lexicons, and each question generated over the gold notes.
//!
//! Neutral: a title that tells no answer; one question, and none that asks for a yes; answers only in words the note allows, then
//! "Other" and "Unable to determine"; nothing of codes, money, payers or refusals, in no word of ours and in none we quote.

use opnote::analysis::{Flag, Query};
use opnote::audit::query::{OTHER, UNABLE};
use opnote::{Analyzer, Note};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Words that have no place in a question, as wholes or as starts of words.
const BANNED: &[&str] = &[
    "code",
    "coding",
    "coder",
    "cpt",
    "icd",
    "modifier",
    "bill",
    "claim",
    "payer",
    "payor",
    "payment",
    "paid",
    "pay",
    "money",
    "dollar",
    "reimburs",
    "price",
    "fee",
    "charge",
    "revenue",
    "rvu",
    "cost",
    "den",
    "deny",
    "refus",
    "audit",
    "insur",
    "medicare",
    "support",
    "justif",
    "necessity",
    "upcod",
    "higher",
    "lower",
    "quality",
];

/// Ways to lead: asking for a yes, telling what is wanted, or giving the answer away.
const LEADING: &[&str] = &[
    "would you agree",
    "isn't it",
    "was it not",
    "please document that",
    "please confirm that",
    "should be",
    "in order to",
];

/// What is wrong with words of ours.
fn faults(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = || lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let banned = |word: &str| BANNED.iter().any(|b| word == *b || (b.len() > 3 && word.starts_with(b)));
    let mut out: Vec<String> = words().filter(|w| banned(w)).map(|w| format!("`{w}`")).collect();
    out.extend(LEADING.iter().filter(|l| lower.contains(**l)).map(|l| format!("`{l}`")));
    out.extend(codes_or_money(text));
    out
}

/// Five digits in a row, or an amount of money.
fn codes_or_money(text: &str) -> Vec<String> {
    let digits = text.split(|c: char| !c.is_ascii_digit()).filter(|d| d.len() >= 5);
    digits.map(str::to_owned).chain(text.contains(['$', '€', '£']).then(|| "money".to_owned())).collect()
}

fn query_faults(query: &Query, text: &str) -> Vec<String> {
    let mut out = faults(&query.title);
    out.extend(faults(&query.question));
    out.extend(query.options.iter().flat_map(|o| faults(o)));
    out.extend(query.indicators.iter().flat_map(|i| codes_or_money(&i.text)));
    let slice = |s: u32, e: u32| text.get(s as usize..e as usize);
    out.extend(query.indicators.iter().filter(|i| slice(i.start, i.end) != Some(&i.text)).map(|i| i.text.clone()));
    if query.title != "Clarification: operative note" {
        out.push(format!("the title `{}`", query.title));
    }
    let asks = query.question.matches(['.', '?']).count();
    if !(1..=2).contains(&asks) || !query.question.contains("Please") {
        out.push(format!("not one question: `{}`", query.question));
    }
    match &query.options[..] {
        [own @ .., other, unable] if other == OTHER && unable == UNABLE => {
            out.extend(own.iter().filter(|o| own.iter().filter(|p| p == o).count() > 1).cloned());
        }
        options => out.push(format!("the options end otherwise: {options:?}")),
    }
    out
}

#[test]
fn templates_are_neutral() {
    let analyzer = Analyzer::builtin();
    let lexicon = analyzer.lexicon();
    let questions = lexicon.flags().iter().filter_map(|f| f.question.as_ref().map(|q| (&f.id, q)));
    let options = lexicon.advice().queries.iter().flat_map(|q| q.option.iter().map(move |o| (&q.flag, &o.text)));
    let wrong: Vec<_> = questions
        .chain(options)
        .flat_map(|(id, text)| faults(text).into_iter().map(move |f| format!("{id}: {f}")))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_question_has_its_template_and_every_template_its_question() {
    let analyzer = Analyzer::builtin();
    let lexicon = analyzer.lexicon();
    let asks = |id: &str| lexicon.flags().iter().any(|f| f.id == id && f.question.is_some());
    let has = |id: &str| lexicon.advice().queries.iter().any(|q| q.flag == id);
    let idle: Vec<_> = lexicon.advice().queries.iter().map(|q| &q.flag).filter(|id| !asks(id)).collect();
    let bare: Vec<_> = lexicon.flags().iter().filter(|f| f.question.is_some() && !has(&f.id)).map(|f| &f.id).collect();
    assert!(idle.is_empty() && bare.is_empty(), "without a question: {idle:?}; without a template: {bare:?}");
}

/// The texts of the seen notes.
fn gold() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora").join("gold");
    let files =
        fs::read_dir(folder).expect("gold").map(|e| fs::read_to_string(e.expect("an entry").path()).expect("text"));
    let text = |line: &str| {
        let note: Value = serde_json::from_str(line).expect("JSON");
        (note["id"].to_string(), note["text"].as_str().unwrap_or_default().to_owned())
    };
    files.flat_map(|f| f.lines().map(text).collect::<Vec<_>>()).collect()
}

#[test]
fn every_question_over_the_gold_notes_is_neutral() {
    let analyzer = Analyzer::builtin();
    let mut asked = 0;
    let mut wrong = Vec::new();
    for (id, text) in gold() {
        let analysis = analyzer.analyze(&Note::new(text.as_str()));
        for Flag { id: flag, query, .. } in &analysis.flags {
            let Some(query) = query else { continue };
            asked += 1;
            wrong.extend(query_faults(query, &text).into_iter().map(|f| format!("{id} {flag}: {f}")));
        }
    }
    assert!(asked > 300, "{asked} questions");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// An answer is offered only where the note holds the words for it.
#[test]
fn options_are_those_the_note_allows() {
    let analyzer = Analyzer::builtin();
    let options = |text: &str, flag: &str| -> Vec<String> {
        let analysis = analyzer.analyze(&Note::new(text));
        let found = analysis.flags.into_iter().find(|f| f.id == flag).and_then(|f| f.query);
        found.map(|q| q.options).unwrap_or_else(|| panic!("no {flag}"))
    };
    let bare = "Open biopsy, left thigh mass. An incision was made over the mass and a wedge was taken.";
    assert_eq!(options(bare, "depth-undocumented"), [OTHER, UNABLE]);
    let fat = format!("{bare} Fat was closed with 3-0.");
    assert_eq!(options(&fat, "depth-undocumented").len(), 3);
    let unsided = "Open biopsy, thigh mass. An incision was made over the mass in the fat and a wedge was taken.";
    assert_eq!(options(unsided, "laterality-undocumented"), [OTHER, UNABLE]);
}
