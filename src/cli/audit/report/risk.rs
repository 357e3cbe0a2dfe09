//! How much is at stake with a note, and what of it the report shows. The score is a house rule, told under "Method": money first,
//! then what a payer may refuse, then what the note lacks.

use super::overview::Named;
use opnote::Analysis;
use opnote::analysis::{Evidence, Procedure, Severity, Verdict};
use opnote::audit::rests_on_weights;
use serde::{Deserialize, Serialize};

/// Points, in hundredths of a dollar, so that money counts as it is.
const UNKNOWN_MONEY: i64 = 100 * 250;
const ERROR: i64 = 100 * 50;
const WARNING: i64 = 100 * 10;
const DENIAL: i64 = 100 * 20;
/// The most of each that is shown.
const SHOWN: usize = 6;
/// The most characters of a quotation.
const QUOTED: usize = 180;

/// A note with much at stake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Risky {
    pub note: Named,
    /// In hundredths of a point.
    pub score: i64,
    pub billed: Vec<String>,
    pub supported: Vec<String>,
    /// What was found in comparing.
    pub findings: Vec<String>,
    /// What the note lacks: severity and message.
    pub flags: Vec<(String, String)>,
    /// What the words tell, and the words; empty where no text is to be shown.
    pub quotes: Vec<(String, String)>,
}

/// How much is at stake. Nothing where nothing was billed too high, refused or left out.
pub fn score(analysis: &Analysis) -> i64 {
    let count = |severity| analysis.flags.iter().filter(|f| f.severity == severity).count() as i64;
    let lacking = ERROR * count(Severity::Error) + WARNING * count(Severity::Warning);
    let Some(claim) = &analysis.claim else { return lacking };
    let is_high = matches!(claim.verdict, Verdict::OverCoded | Verdict::NotSupported);
    let money = match &claim.money {
        Some(money) => super::super::tally::cents(money.difference).max(0),
        None if is_high => UNKNOWN_MONEY,
        None => 0,
    };
    let denials = claim.findings.iter().filter(|f| f.denial.is_some()).count() as i64;
    money + lacking + DENIAL * denials
}

/// What is shown of a note.
pub fn risky(note: Named, score: i64, analysis: &Analysis, with_text: bool) -> Risky {
    let claim = analysis.claim.as_ref();
    let findings = claim.iter().flat_map(|c| &c.findings).map(|f| f.message.clone()).take(SHOWN).collect();
    let flags = analysis.flags.iter().filter(|f| f.severity < Severity::Info);
    let lines = claim.map(opnote::render::row::RowClaim::from).map(|c| c.billed).unwrap_or_default();
    Risky {
        note,
        score,
        billed: lines,
        supported: analysis.procedures.iter().map(support).collect(),
        findings,
        flags: flags.map(|f| (opnote::render::row::name(&f.severity), f.message.clone())).take(SHOWN).collect(),
        quotes: if with_text { quotes(analysis) } else { Vec::new() },
    }
}

/// The code a procedure supports, and how firmly.
fn support(procedure: &Procedure) -> String {
    let status = opnote::render::row::name(&procedure.status);
    match &procedure.code {
        Some(code) => format!("{code} ({status})"),
        None => status,
    }
}

/// The words that the code and the findings rest on.
fn quotes(analysis: &Analysis) -> Vec<(String, String)> {
    let mut quotes: Vec<(String, String)> = Vec::new();
    let mut add = |what: &str, evidence: &[Evidence]| {
        if let Some(words) = evidence.first()
            && quotes.len() < SHOWN
        {
            let by = if rests_on_weights(words) { ", by weight" } else { "" };
            quotes.push((format!("{what}{by}"), quoted(&words.text)));
        }
    };
    for procedure in analysis.procedures.iter().take(2) {
        add("approach", &procedure.approach.evidence);
        add("depth", &procedure.depth.evidence);
        add("region", &procedure.region.evidence);
        add("side", &procedure.laterality.evidence);
    }
    for finding in analysis.claim.iter().flat_map(|c| &c.findings) {
        add(&finding.id, &finding.evidence);
    }
    for flag in analysis.flags.iter().filter(|f| f.severity < Severity::Info) {
        add(&flag.id, &flag.evidence);
    }
    quotes
}

/// Words on one line, cut where they are long.
fn quoted(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(QUOTED) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None => line,
    }
}
