//! Precision and recall of the advice and the claim check over cases, by family of rule. In: cases. Out: a table.
//!
//! A case lists what must be there and, under `not_…`, what must not; the rest is not judged. So what is wanted is what it lists,
//! and extra is only what it forbids. A verdict other than the one wanted is both a miss and an extra; so is an add-on whose
//! status is another one.

use crate::{Advised, Case};
use opnote::analysis::ClaimCheck;
use opnote::claim::Claim;
use opnote::{Analyzer, Note};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

/// A row of a part of a family is shown from so many judgements on; below, a share says nothing.
const ENOUGH: usize = 5;

/// What came of the judgements of one row.
#[derive(Debug, Default, Clone, Copy)]
pub struct Count {
    pub wanted: usize,
    pub found: usize,
    pub forbidden: usize,
    pub extra: usize,
}

impl Count {
    pub fn precision(&self) -> f64 {
        share(self.found, self.found + self.extra)
    }

    pub fn recall(&self) -> f64 {
        share(self.found, self.wanted)
    }
}

/// The whole where nothing was asked for.
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// The counts by row; a row `family: part` is a part of the row `family`.
#[derive(Debug, Default)]
pub struct Table {
    rows: BTreeMap<String, Count>,
    /// What went wrong, for cases that may be read.
    pub faults: Vec<String>,
}

/// How one list of a case is to be judged.
struct Judged<'c> {
    family: &'static str,
    got: BTreeSet<String>,
    wanted: Vec<String>,
    forbidden: Vec<String>,
    part: &'c dyn Fn(&str) -> Option<String>,
}

impl Table {
    pub fn of(analyzer: &Analyzer, cases: &[Case]) -> Self {
        let (families, mut table) = (families(analyzer), Self::default());
        cases.iter().for_each(|c| table.add(analyzer, &families, c));
        table
    }

    pub fn row(&self, name: &str) -> Count {
        self.rows.get(name).copied().unwrap_or_default()
    }

    fn add(&mut self, analyzer: &Analyzer, families: &HashMap<String, String>, case: &Case) {
        let claim = claim(case);
        let analysis = analyzer.analyze_billed(&Note::with_id(&case.id, &case.text), claim.as_ref());
        let (advised, e) = (Advised::of(&analysis), &case.expect);
        let family = |code: &str| families.get(code).cloned();
        let (own, none) = (|m: &str| Some(m.to_owned()), |_: &str| None);
        self.judge(case, Judged::new("modifiers", advised.modifiers, &e.modifiers, &e.not_modifiers, &own));
        self.judge(case, Judged::new("neighbours", advised.neighbours, &e.neighbours, &e.not_neighbours, &family));
        self.judge(case, Judged::new("advice", advised.advice, &e.advice, &e.not_advice, &none));
        self.judge(case, Judged::new("risks", advised.risks, &e.risks, &e.not_risks, &none));
        self.judge_add_ons(case, &advised.add_ons);
        self.judge_claim(case, analysis.claim.as_ref());
    }

    fn judge_add_ons(&mut self, case: &Case, got: &BTreeSet<(String, String)>) {
        for (code, status) in &case.expect.add_ons {
            let status = status.as_str().unwrap_or_default();
            let right = got.contains(&(code.clone(), status.to_owned()));
            let other = !right && got.iter().any(|g| &g.0 == code);
            self.count(case, "add-ons", None, &format!("{code} {status}"), right);
            self.bar(case, "add-ons", None, &format!("{code} other than {status}"), other);
        }
    }

    fn judge_claim(&mut self, case: &Case, check: Option<&ClaimCheck>) {
        let word = |c: &ClaimCheck| serde_json::to_value(c.verdict).ok()?.as_str().map(str::to_owned);
        let verdict = check.and_then(word);
        if let Some(want) = &case.expect.verdict {
            let right = verdict.as_ref() == Some(want);
            self.count(case, "verdicts", Some(want.clone()), want, right);
            self.bar(case, "verdicts", None, verdict.as_deref().unwrap_or("none"), !right && verdict.is_some());
        }
        let got = check.iter().flat_map(|c| &c.findings).map(|f| f.id.clone()).collect();
        let (e, none) = (&case.expect, |_: &str| None);
        self.judge(case, Judged::new("findings", got, &e.claim_findings, &e.not_claim_findings, &none));
    }

    fn judge(&mut self, case: &Case, judged: Judged) {
        for w in &judged.wanted {
            self.count(case, judged.family, (judged.part)(w), w, judged.got.contains(w));
        }
        for f in &judged.forbidden {
            self.bar(case, judged.family, (judged.part)(f), f, judged.got.contains(f));
        }
    }

    fn count(&mut self, case: &Case, family: &str, part: Option<String>, what: &str, right: bool) {
        for row in self.rows_of(family, part) {
            row.wanted += 1;
            row.found += usize::from(right);
        }
        if !right {
            self.faults.push(format!("{} ({}): no {family} {what}", case.id, case.family));
        }
    }

    fn bar(&mut self, case: &Case, family: &str, part: Option<String>, what: &str, there: bool) {
        for row in self.rows_of(family, part) {
            row.forbidden += 1;
            row.extra += usize::from(there);
        }
        if there {
            self.faults.push(format!("{} ({}): {family} {what}", case.id, case.family));
        }
    }

    fn rows_of(&mut self, family: &str, part: Option<String>) -> impl Iterator<Item = &mut Count> {
        let part = part.map(|p| format!("{family}: {p}"));
        self.rows.entry(family.to_owned()).or_default();
        part.iter().for_each(|p| {
            self.rows.entry(p.clone()).or_default();
        });
        let family = family.to_owned();
        self.rows.iter_mut().filter(move |(k, _)| **k == family || part.as_ref() == Some(*k)).map(|r| r.1)
    }
}

impl<'c> Judged<'c> {
    fn new(
        family: &'static str,
        got: BTreeSet<String>,
        wanted: &[String],
        forbidden: &[String],
        part: &'c dyn Fn(&str) -> Option<String>,
    ) -> Self {
        Self { family, got, wanted: wanted.to_vec(), forbidden: forbidden.to_vec(), part }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        writeln!(
            f,
            "{:<32}{:>7}{:>7}{:>10}{:>7}{:>11}{:>8}",
            "", "wanted", "found", "forbidden", "extra", "precision", "recall"
        )?;
        for (name, c) in &self.rows {
            if name.contains(':') && c.wanted + c.forbidden < ENOUGH {
                continue;
            }
            let (p, r) = (c.precision(), c.recall());
            writeln!(f, "{name:<32}{:>7}{:>7}{:>10}{:>7}{p:>11.3}{r:>8.3}", c.wanted, c.found, c.forbidden, c.extra)?;
        }
        Ok(())
    }
}

/// The family of neighbours that a code belongs to, by the rules.
fn families(analyzer: &Analyzer) -> HashMap<String, String> {
    let word =
        |family| serde_json::to_value(family).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
    let rules = &analyzer.lexicon().advice().neighbours;
    rules.iter().rev().flat_map(|r| r.codes.iter().map(move |c| (c.clone(), word(r.family)))).collect()
}

/// What was billed in a case, in the fields of a record.
fn claim(case: &Case) -> Option<Claim> {
    let mut fields = case.claim.as_ref()?.as_object()?.clone();
    let codes = fields.remove("codes").unwrap_or(Value::Null);
    fields.insert("billed".to_owned(), codes);
    Claim::from_record(&fields)
}
