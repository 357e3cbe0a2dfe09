//! What was added up → what the page shows: figures as text, and places of bars and dots. Nothing is counted here.

use super::overview::{Cell, Named, Overview, Rates};
use super::risk::Risky;
use super::wilson::interval;
use crate::cli::audit::summary::{Summary, grouped, money};
use opnote::lexicon::Lexicon;
use serde::Serialize;
use std::collections::BTreeMap;

/// Rows and columns of the matrix; what is beyond them stands together.
const MATRIX: usize = 8;
/// Bars of a chart.
const BARS: usize = 14;
/// Values of a group, the most frequent.
const VALUES: usize = 40;
/// Pixels that a bar may have.
const WIDTH: f64 = 180.0;
/// Pixels of the money chart right and left of its axis.
const OVER_WIDTH: f64 = 290.0;
const UNDER_WIDTH: f64 = 130.0;

/// Everything that the page shows.
#[derive(Debug, Serialize)]
pub struct Page {
    title: String,
    figures: Vec<Figure>,
    verdicts: Vec<Segment>,
    money: Vec<MoneyBar>,
    matrix: Option<Matrix>,
    cells: Vec<Behind>,
    lacking: Vec<Lack>,
    groups: Vec<Group>,
    riskiest: Vec<Risk>,
    with_text: bool,
    method: Method,
}

#[derive(Debug, Serialize)]
struct Figure {
    label: &'static str,
    value: String,
    note: String,
}

/// A part of a bar.
#[derive(Debug, Serialize)]
struct Segment {
    name: String,
    label: String,
    count: String,
    percent: String,
    x: f64,
    width: f64,
}

#[derive(Debug, Serialize)]
struct MoneyBar {
    label: String,
    over: String,
    over_width: f64,
    under: String,
    under_width: f64,
    rows: String,
}

#[derive(Debug, Serialize)]
struct Matrix {
    columns: Vec<String>,
    rows: Vec<MatrixRow>,
}

#[derive(Debug, Serialize)]
struct MatrixRow {
    label: String,
    cells: Vec<Option<MatrixCell>>,
    total: String,
}

#[derive(Debug, Serialize)]
struct MatrixCell {
    id: String,
    count: String,
    kind: &'static str,
    shade: f64,
    money: String,
}

/// The notes behind a cell.
#[derive(Debug, Serialize)]
struct Behind {
    id: String,
    billed: String,
    supported: String,
    count: String,
    money: String,
    notes: Vec<Note>,
}

#[derive(Debug, Serialize)]
struct Note {
    id: String,
    place: String,
    row: String,
    verdict: String,
    money: String,
}

/// A flag, and in how many notes it was raised.
#[derive(Debug, Serialize)]
struct Lack {
    id: String,
    message: String,
    severity: String,
    count: String,
    percent: String,
    width: f64,
}

#[derive(Debug, Serialize)]
struct Group {
    label: String,
    values: Vec<Value>,
    more: usize,
}

#[derive(Debug, Serialize)]
struct Value {
    name: String,
    rows: String,
    claims: String,
    over: Option<Rate>,
    lacking: Option<Rate>,
    over_money: String,
    under_money: String,
}

/// A rate with its interval, in percent.
#[derive(Debug, Serialize)]
struct Rate {
    text: String,
    range: String,
    at: f64,
    from: f64,
    to: f64,
}

#[derive(Debug, Serialize)]
struct Risk {
    note: Note,
    points: String,
    billed: String,
    supported: String,
    findings: Vec<String>,
    flags: Vec<(String, String)>,
    quotes: Vec<(String, String)>,
}

#[derive(Debug, Serialize)]
struct Method {
    version: String,
    digest: String,
    inputs: String,
    columns: String,
    read: String,
    written: String,
    errors: u64,
    first_errors: Vec<String>,
    ids_twice: u64,
    files_twice: u64,
    dates_unread: Vec<String>,
    years: String,
}

/// What a run was asked for, for the page's last section.
pub struct Asked {
    pub title: String,
    pub inputs: String,
    pub columns: String,
    pub with_text: bool,
}

impl Page {
    /// The page of a run.
    pub fn new(asked: Asked, summary: &Summary, overview: &Overview, lexicon: &Lexicon) -> Self {
        let matrix = shown(&overview.matrix);
        Self {
            figures: figures(summary),
            verdicts: verdicts(summary),
            money: money_bars(&overview.matrix),
            cells: behind(&matrix),
            matrix: (!overview.matrix.is_empty()).then(|| Matrix::new(&matrix)),
            lacking: lacking(summary, lexicon),
            groups: overview.groups.iter().map(|(label, values)| Group::new(label, values)).collect(),
            riskiest: overview.riskiest.iter().map(Risk::new).collect(),
            with_text: asked.with_text,
            method: Method::new(summary, &asked),
            title: asked.title,
        }
    }
}

fn percent(part: u64, all: u64) -> String {
    if all == 0 { "–".to_owned() } else { format!("{:.1} %", 100.0 * part as f64 / all as f64) }
}

fn share(part: f64, all: f64, width: f64) -> f64 {
    if all > 0.0 { (width * part / all * 100.0).round() / 100.0 } else { 0.0 }
}

/// Money in whole dollars.
fn dollars(cents: i64) -> String {
    let whole = (cents as f64 / 100.0).round() as i64;
    format!("{}${}", if whole < 0 { "−" } else { "" }, grouped(whole.unsigned_abs()))
}

fn figures(summary: &Summary) -> Vec<Figure> {
    let t = &summary.tally;
    let claims: u64 = t.verdicts.values().sum();
    let agree = t.verdicts.get("agrees").copied().unwrap_or(0);
    let m = &t.money;
    let in_notes = |rows: u64| format!("in {} notes", grouped(rows));
    vec![
        Figure {
            label: "Notes judged",
            value: grouped(t.judged),
            note: format!("of {} records", grouped(summary.written)),
        },
        Figure { label: "With codes billed", value: grouped(claims), note: percent(claims, t.judged) },
        Figure {
            label: "Claims that agree",
            value: percent(agree, claims),
            note: format!("{} claims", grouped(agree)),
        },
        Figure { label: "Billed too much", value: dollars(m.over_cents), note: in_notes(m.over_rows) },
        Figure { label: "Billed too little", value: dollars(m.under_cents), note: in_notes(m.under_rows) },
        Figure { label: "Could not be read", value: grouped(t.errors), note: percent(t.errors, summary.written) },
    ]
}

/// The verdicts in the order in which they matter.
const VERDICTS: [(&str, &str); 5] = [
    ("agrees", "Agrees"),
    ("under-coded", "Under-coded"),
    ("over-coded", "Over-coded"),
    ("not-supported", "Not supported"),
    ("cannot-be-told", "Cannot be determined"),
];

fn verdicts(summary: &Summary) -> Vec<Segment> {
    let counts = &summary.tally.verdicts;
    let all: u64 = counts.values().sum();
    let mut x = 0.0;
    let told = VERDICTS.iter().filter_map(|(name, label)| Some((name, label, *counts.get(*name)?)));
    told.map(|(name, label, count)| {
        let width = share(count as f64, all as f64, 720.0);
        let segment = Segment {
            name: (*name).to_owned(),
            label: (*label).to_owned(),
            count: grouped(count),
            percent: percent(count, all),
            x,
            width,
        };
        x += width;
        segment
    })
    .collect()
}

/// Money by what was billed, the most of it first.
fn money_bars(matrix: &BTreeMap<String, BTreeMap<String, Cell>>) -> Vec<MoneyBar> {
    let mut sums: Vec<(&String, Cell)> = matrix.iter().map(|(billed, row)| (billed, sum(row.values()))).collect();
    sums.retain(|(_, c)| c.money.over_cents + c.money.under_cents > 0);
    sums.sort_by_key(|(_, c)| std::cmp::Reverse(c.money.over_cents + c.money.under_cents));
    sums.truncate(BARS);
    let most = |of: fn(&Cell) -> i64| sums.iter().map(|(_, c)| of(c)).max().unwrap_or(0).max(1) as f64;
    let (over, under) = (most(|c| c.money.over_cents), most(|c| c.money.under_cents));
    // Both sides on one scale, as large as either side's room allows.
    let scale = (OVER_WIDTH / over).min(UNDER_WIDTH / under);
    let bar = |(label, cell): &(&String, Cell)| MoneyBar {
        label: (*label).clone(),
        over: dollars(cell.money.over_cents),
        over_width: share(cell.money.over_cents as f64, 1.0, scale),
        under: dollars(cell.money.under_cents),
        under_width: share(cell.money.under_cents as f64, 1.0, scale),
        rows: grouped(cell.rows),
    };
    sums.iter().map(bar).collect()
}

fn sum<'a>(cells: impl Iterator<Item = &'a Cell>) -> Cell {
    cells.fold(Cell::default(), |mut all, cell| {
        all.merge(cell.clone());
        all
    })
}

/// The matrix as it is shown: row by row, column by column, the rest of each together.
struct Shown {
    rows: Vec<String>,
    columns: Vec<String>,
    cells: BTreeMap<(usize, usize), Cell>,
}

/// What stands for the rest.
const REST: &str = "all others";

fn shown(matrix: &BTreeMap<String, BTreeMap<String, Cell>>) -> Shown {
    let mut columns: BTreeMap<&String, u64> = BTreeMap::new();
    for (supported, cell) in matrix.values().flatten() {
        *columns.entry(supported).or_default() += cell.rows;
    }
    let rows = matrix.iter().map(|(billed, row)| (billed, row.values().map(|c| c.rows).sum()));
    let (rows, columns) = (most(rows), most(columns.into_iter()));
    let place = |names: &[String], name: &String| names.iter().position(|n| n == name).unwrap_or(names.len() - 1);
    let mut cells: BTreeMap<(usize, usize), Cell> = BTreeMap::new();
    for (billed, row) in matrix {
        for (supported, cell) in row {
            cells.entry((place(&rows, billed), place(&columns, supported))).or_default().merge(cell.clone());
        }
    }
    Shown { rows, columns, cells }
}

/// The most frequent names in their own order, and one for the rest.
fn most<'a>(counts: impl Iterator<Item = (&'a String, u64)>) -> Vec<String> {
    let mut counts: Vec<_> = counts.collect();
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let rest = counts.len() > MATRIX;
    counts.truncate(if rest { MATRIX - 1 } else { MATRIX });
    let mut names: Vec<String> = counts.into_iter().map(|(name, _)| name.clone()).collect();
    // Single codes first, so that rows and columns meet in a diagonal; several behind them, words last.
    let order = |n: &String| (!n.starts_with(|c: char| c.is_ascii_digit()), n.contains(['×', '+']), n.clone());
    names.sort_by_key(order);
    if rest {
        names.push(REST.to_owned());
    }
    names
}

impl Matrix {
    fn new(shown: &Shown) -> Self {
        let highest = shown.cells.values().map(|c| c.rows).max().unwrap_or(1) as f64;
        let cell = |r: usize, c: usize| {
            let cell = shown.cells.get(&(r, c))?;
            Some(MatrixCell {
                id: cell_id(r, c),
                count: grouped(cell.rows),
                kind: kind(&shown.rows[r], &shown.columns[c], cell),
                shade: ((cell.rows as f64 / highest).sqrt() * 60.0).round() + 8.0,
                money: net(cell),
            })
        };
        let row = |r: usize| MatrixRow {
            label: shown.rows[r].clone(),
            cells: (0..shown.columns.len()).map(|c| cell(r, c)).collect(),
            total: grouped(shown.cells.range((r, 0)..(r + 1, 0)).map(|(_, c)| c.rows).sum()),
        };
        Self { columns: shown.columns.clone(), rows: (0..shown.rows.len()).map(row).collect() }
    }
}

fn cell_id(row: usize, column: usize) -> String {
    format!("cell-{}-{}", row + 1, column + 1)
}

/// How a cell is coloured: by most of its notes, then by its money.
fn kind(billed: &str, supported: &str, cell: &Cell) -> &'static str {
    let net = cell.money.over_cents - cell.money.under_cents;
    match () {
        () if billed == "nothing billed" => "open",
        () if billed == supported || cell.agree * 2 > cell.rows => "agree",
        () if net > 0 => "over",
        () if net < 0 => "under",
        () => "open",
    }
}

/// The money of a cell, too much less too little.
fn net(cell: &Cell) -> String {
    let net = cell.money.over_cents - cell.money.under_cents;
    match net {
        0 => String::new(),
        _ => format!("{}{}", if net > 0 { "+" } else { "" }, dollars(net)),
    }
}

fn behind(shown: &Shown) -> Vec<Behind> {
    let mut cells: Vec<_> = shown.cells.iter().collect();
    cells.sort_by_key(|(at, c)| (std::cmp::Reverse(c.money.over_cents + c.money.under_cents), **at));
    let one = |(at, cell): &(&(usize, usize), &Cell)| Behind {
        id: cell_id(at.0, at.1),
        billed: shown.rows[at.0].clone(),
        supported: shown.columns[at.1].clone(),
        count: grouped(cell.rows),
        money: net(cell),
        notes: cell.notes.iter().map(Note::new).collect(),
    };
    cells.iter().map(one).collect()
}

impl Note {
    fn new(named: &Named) -> Self {
        let line = named.line.map(|l| format!(":{l}")).unwrap_or_default();
        Self {
            id: named.id.clone().unwrap_or_else(|| "–".to_owned()),
            place: format!("{}{line}", named.file),
            row: grouped(named.row),
            verdict: named.verdict.clone().unwrap_or_default(),
            money: named.cents.map(money).unwrap_or_default(),
        }
    }
}

fn lacking(summary: &Summary, lexicon: &Lexicon) -> Vec<Lack> {
    let mut flags: Vec<_> = summary.tally.flags.iter().filter(|(_, f)| f.severity != "info").collect();
    flags.sort_by_key(|(_, f)| std::cmp::Reverse(f.rows));
    let most = flags.first().map_or(0, |(_, f)| f.rows) as f64;
    let message = |id: &str| lexicon.flags().iter().find(|f| f.id == id).map(|f| f.message.clone()).unwrap_or_default();
    let one = |(id, flagged): &(&String, &crate::cli::audit::tally::Flagged)| Lack {
        id: (*id).clone(),
        message: message(id),
        severity: flagged.severity.clone(),
        count: grouped(flagged.rows),
        percent: percent(flagged.rows, summary.tally.judged),
        width: share(flagged.rows as f64, most, WIDTH),
    };
    flags.iter().map(one).collect()
}

impl Group {
    fn new(label: &str, values: &BTreeMap<String, Rates>) -> Self {
        let mut all: Vec<(&String, &Rates)> = values.iter().collect();
        all.sort_by_key(|(_, r)| std::cmp::Reverse(r.rows));
        let more = all.len().saturating_sub(VALUES);
        all.truncate(VALUES);
        // Months and years in their order; others by how many claims ask for too much.
        let is_time = label.ends_with("_month") || label.ends_with("_year");
        match is_time {
            true => all.sort_by_key(|(name, _)| (*name).clone()),
            false => all.sort_by(|a, b| rate_of(b.1).total_cmp(&rate_of(a.1))),
        }
        Self { label: label.replace('_', " "), values: all.into_iter().map(|(n, r)| Value::new(n, r)).collect(), more }
    }
}

fn rate_of(rates: &Rates) -> f64 {
    if rates.claims == 0 { -1.0 } else { rates.over as f64 / rates.claims as f64 }
}

impl Value {
    fn new(name: &str, rates: &Rates) -> Self {
        Self {
            name: if name.is_empty() { "not given".to_owned() } else { name.to_owned() },
            rows: grouped(rates.rows),
            claims: grouped(rates.claims),
            over: Rate::new(rates.over, rates.claims),
            lacking: Rate::new(rates.lacking, rates.rows),
            over_money: dollars(rates.money.over_cents),
            under_money: dollars(rates.money.under_cents),
        }
    }
}

impl Rate {
    fn new(hits: u64, all: u64) -> Option<Self> {
        let (from, to) = interval(hits, all)?;
        let rate = hits as f64 / all as f64;
        let tenth = |share: f64| (share * 1000.0).round() / 10.0;
        Some(Self {
            text: format!("{:.1} %", rate * 100.0),
            range: format!("{:.1} to {:.1} %", from * 100.0, to * 100.0),
            at: tenth(rate),
            from: tenth(from),
            to: tenth(to),
        })
    }
}

impl Risk {
    fn new(risky: &Risky) -> Self {
        Self {
            note: Note::new(&risky.note),
            points: grouped(risky.score.unsigned_abs() / 100),
            billed: risky.billed.join(", "),
            supported: risky.supported.join(", "),
            findings: risky.findings.clone(),
            flags: risky.flags.clone(),
            quotes: risky.quotes.clone(),
        }
    }
}

impl Method {
    fn new(summary: &Summary, asked: &Asked) -> Self {
        let years: Vec<String> = summary.tally.years.iter().map(u16::to_string).collect();
        Self {
            version: summary.rules.version.clone(),
            digest: summary.rules.digest.clone(),
            inputs: asked.inputs.clone(),
            columns: asked.columns.clone(),
            read: grouped(summary.read.rows),
            written: grouped(summary.written),
            errors: summary.tally.errors,
            first_errors: summary.tally.first_errors.clone(),
            ids_twice: summary.ids.twice,
            files_twice: summary.files.twice,
            dates_unread: summary
                .dates_unread()
                .iter()
                .map(|(label, n)| format!("{} of {label}", grouped(*n)))
                .collect(),
            years: years.join(", "),
        }
    }
}
