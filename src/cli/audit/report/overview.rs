//! What the report is made of, added up batch by batch: what was billed against what is supported, rates by group, the riskiest
//! notes. Lists and tables are bounded, so that it stays small whatever the input.

use super::risk::{Risky, risky};
use crate::cli::audit::tally::{Money, cents};
use opnote::Analysis;
use opnote::analysis::{BilledCode, ClaimCheck, Procedure, Severity, Status, Verdict};
use opnote::render::row::AuditRow;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most rows, and the most columns, of the matrix that are counted apart.
const MOST_LABELS: usize = 40;
/// The most values of a group that are counted apart.
const MOST_VALUES: usize = 2000;
/// What stands for values of a field of dates that are no dates.
pub const NO_DATE: &str = "not readable as a date";
/// What is beyond those bounds.
const OTHERS: &str = "others";
/// Notes named behind each cell.
const BEHIND_CELL: usize = 10;
/// The riskiest notes.
const RISKIEST: usize = 30;

/// What the report is made of.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    /// What was billed → what is supported → the notes.
    pub matrix: BTreeMap<String, BTreeMap<String, Cell>>,
    /// Group → its values → the notes.
    pub groups: BTreeMap<String, BTreeMap<String, Rates>>,
    pub riskiest: Top<Risky>,
}

/// The notes of one cell of the matrix.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    pub rows: u64,
    pub agree: u64,
    pub money: Money,
    /// Those with the most money.
    pub notes: Top<Named>,
}

/// A note by where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    pub row: u64,
    pub file: String,
    pub line: Option<u64>,
    pub id: Option<String>,
    pub verdict: Option<String>,
    pub cents: Option<i64>,
}

/// Counts over the notes of a group.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Rates {
    pub rows: u64,
    /// Notes with a flag of severity error.
    pub lacking: u64,
    pub claims: u64,
    pub over: u64,
    pub under: u64,
    pub money: Money,
}

/// The highest few, ties in the order of the rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Top<T>(Vec<(i64, T)>);

impl<T> Default for Top<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Top<T> {
    /// Adds one that follows all there are, and keeps so many.
    pub fn add(&mut self, value: i64, item: T, most: usize) {
        let at = self.0.partition_point(|(v, _)| *v >= value);
        if at < most {
            self.0.insert(at, (value, item));
            self.0.truncate(most);
        }
    }

    /// Whether one of this value would be kept.
    fn takes(&self, value: i64, most: usize) -> bool {
        self.0.len() < most || self.0.last().is_some_and(|(v, _)| *v < value)
    }

    fn extend(&mut self, next: Self, most: usize) {
        next.0.into_iter().for_each(|(value, item)| self.add(value, item, most));
    }

    /// From the highest on.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter().map(|(_, item)| item)
    }
}

impl Overview {
    /// Adds a note that was judged; its words only where they are to be shown. `dates` are the groups by a part of a date whose
    /// field holds something, and whether that is a date.
    pub fn judged(&mut self, row: &AuditRow, analysis: &Analysis, with_text: bool, dates: &[(String, bool)]) {
        let is_billed = row.claim.as_ref().is_some_and(|c| c.is_billed());
        let claim = analysis.claim.as_ref().filter(|_| is_billed);
        let money = claim.map(|c| c.money.as_ref().map(|m| cents(m.difference)));
        let named = || Named {
            row: row.row,
            file: row.file.clone(),
            line: row.line,
            id: row.id.clone(),
            verdict: claim.map(|c| opnote::render::row::name(&c.verdict)),
            cents: money.flatten(),
        };
        let cell = self.matrix.entry(billed(claim)).or_default().entry(supported(&analysis.procedures)).or_default();
        cell.add(claim.map(|c| c.verdict), money);
        let stake = money.flatten().map_or(0, i64::abs);
        if cell.notes.takes(stake, BEHIND_CELL) {
            cell.notes.add(stake, named(), BEHIND_CELL);
        }
        self.count_groups(row, analysis, (claim.map(|c| c.verdict), money), dates);
        let score = super::risk::score(analysis);
        if score > 0 && self.riskiest.takes(score, RISKIEST) {
            self.riskiest.add(score, risky(named(), score, analysis, with_text), RISKIEST);
        }
    }

    fn count_groups(
        &mut self,
        row: &AuditRow,
        analysis: &Analysis,
        billed: (Option<Verdict>, Option<Option<i64>>),
        dates: &[(String, bool)],
    ) {
        let (verdict, money) = billed;
        let lacking = analysis.flags.iter().any(|f| f.severity == Severity::Error);
        for (label, value) in &row.groups {
            let is_no_date = dates.iter().any(|(of, is_read)| of == label && !is_read);
            let value = if is_no_date { NO_DATE } else { value.as_str().unwrap_or_default() }.to_owned();
            let rates = self.groups.entry(label.clone()).or_default().entry(value).or_default();
            rates.rows += 1;
            rates.lacking += u64::from(lacking);
            rates.claims += u64::from(verdict.is_some());
            rates.over += u64::from(matches!(verdict, Some(Verdict::OverCoded | Verdict::NotSupported)));
            rates.under += u64::from(verdict == Some(Verdict::UnderCoded));
            if let Some(difference) = money {
                rates.money.add(difference);
            }
        }
    }

    /// Adds what follows.
    pub fn add(&mut self, next: Self) {
        for (billed, columns) in next.matrix {
            let mine = place(&mut self.matrix, billed, MOST_LABELS);
            for (supported, cell) in columns {
                place(mine, supported, MOST_LABELS).merge(cell);
            }
        }
        for (label, values) in next.groups {
            let mine = self.groups.entry(label).or_default();
            for (value, rates) in values {
                place(mine, value, MOST_VALUES).merge(&rates);
            }
        }
        self.riskiest.extend(next.riskiest, RISKIEST);
    }
}

/// The entry of a key, or that of all others where there are too many.
fn place<V: Default>(map: &mut BTreeMap<String, V>, key: String, most: usize) -> &mut V {
    let key = if map.len() < most || map.contains_key(&key) { key } else { OTHERS.to_owned() };
    map.entry(key).or_default()
}

impl Cell {
    fn add(&mut self, verdict: Option<Verdict>, money: Option<Option<i64>>) {
        self.rows += 1;
        self.agree += u64::from(verdict == Some(Verdict::Agrees));
        if let Some(difference) = money {
            self.money.add(difference);
        }
    }

    /// Adds the cell of what follows.
    pub fn merge(&mut self, next: Self) {
        self.rows += next.rows;
        self.agree += next.agree;
        self.money.merge(&next.money);
        self.notes.extend(next.notes, BEHIND_CELL);
    }
}

impl Rates {
    /// Adds the counts of what follows.
    pub fn merge(&mut self, next: &Self) {
        self.rows += next.rows;
        self.lacking += next.lacking;
        self.claims += next.claims;
        self.over += next.over;
        self.under += next.under;
        self.money.merge(&next.money);
    }
}

/// What was billed, in a few words; imaging guidance stands beside a code and is left out.
fn billed(claim: Option<&ClaimCheck>) -> String {
    let Some(claim) = claim else { return "nothing billed".to_owned() };
    let is_imaging = |line: &&BilledCode| line.code.starts_with('7');
    let codes = claim.billed.codes.iter().filter(|l| !is_imaging(l)).map(|l| (l.code.as_str(), u64::from(l.units)));
    match (counted(codes), claim.billed.codes.is_empty()) {
        (codes, _) if !codes.is_empty() => codes,
        (_, true) => "no code read".to_owned(),
        (_, false) => "guidance only".to_owned(),
    }
}

/// What the note supports, in a few words.
fn supported(procedures: &[Procedure]) -> String {
    let codes = counted(procedures.iter().filter_map(|p| Some((p.code.as_deref()?, 1))));
    let is_open = procedures.iter().any(|p| p.code.is_none() && p.status == Status::Undetermined);
    let is_other = procedures.iter().any(|p| p.code.is_none() && p.status == Status::OutOfScope);
    match (procedures.is_empty(), codes.is_empty()) {
        (true, _) => "no procedure".to_owned(),
        (_, true) if is_open => "undetermined".to_owned(),
        (_, true) => "out of scope".to_owned(),
        (_, false) if is_open || is_other => format!("{codes} + other"),
        (_, false) => codes,
    }
}

/// Codes in order, each with how often it stands there.
fn counted<'a>(codes: impl Iterator<Item = (&'a str, u64)>) -> String {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    codes.for_each(|(code, n)| *counts.entry(code).or_default() += n);
    let one = |(code, n): (&&str, &u64)| if *n == 1 { (*code).to_owned() } else { format!("{n} × {code}") };
    counts.iter().map(one).collect::<Vec<_>>().join(" + ")
}

#[cfg(test)]
mod tests {
    use super::{Overview, Rates, Top, counted, place};
    use opnote::claim::Claim;
    use opnote::render::row::{AuditRow, Origins};
    use opnote::{Analyzer, Note};
    use std::collections::BTreeMap;

    const NOTE: &str = "Core needle biopsy of a mass, left thigh, in the vastus lateralis. Three cores to pathology.";

    fn overview(rows: std::ops::Range<u64>) -> Overview {
        let analyzer = Analyzer::builtin();
        let mut overview = Overview::default();
        for row in rows {
            let claim = Claim::typed(if row % 2 == 0 { "27324-LT" } else { "20206-LT" }, "", None);
            let analysis = analyzer.analyze_billed(&Note::new(NOTE), Some(&claim));
            let groups = serde_json::Map::from_iter([("site".to_owned(), (row % 3).to_string().into())]);
            let row = AuditRow::judged(Origins { row, groups, ..Origins::default() }, &analysis);
            overview.judged(&row, &analysis, true, &[]);
        }
        overview
    }

    #[test]
    fn parts_added_up_are_the_whole() {
        let whole = overview(1..101);
        let mut parts = overview(1..30);
        parts.add(overview(30..101));
        assert_eq!(parts, whole);
        let cell = &whole.matrix["27324"]["20206"];
        assert_eq!((cell.rows, cell.agree, cell.money.over_rows), (50, 0, 50));
        assert_eq!(cell.notes.iter().map(|n| n.row).collect::<Vec<_>>(), (2..21).step_by(2).collect::<Vec<_>>());
        assert_eq!(whole.groups["site"]["0"].claims, 33);
        let json = serde_json::to_string(&whole).expect("JSON");
        assert_eq!(serde_json::from_str::<Overview>(&json).expect("JSON"), whole);
    }

    #[test]
    fn tables_are_bounded() {
        let mut map: BTreeMap<String, Rates> = BTreeMap::new();
        (0..10).for_each(|i| place(&mut map, i.to_string(), 4).rows += 1);
        assert_eq!((map.len(), map["others"].rows), (5, 6));
        let mut top = Top::default();
        [3, 5, 3, 9].iter().zip("abcd".chars()).for_each(|(v, c)| top.add(*v, c, 3));
        assert_eq!(top.iter().collect::<String>(), "dba");
    }

    #[test]
    fn codes_are_counted() {
        assert_eq!(counted([("27324", 1), ("20206", 2), ("27324", 1)].into_iter()), "2 × 20206 + 2 × 27324");
    }
}
