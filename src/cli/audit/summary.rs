//! What a run came to, as text for a person or one line of JSON.

use super::records::Position;
use super::tally::Tally;
use crate::cli::ids::Repeats;
use opnote::analysis::RuleSet;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The most flags that the text lists.
const LISTED: usize = 8;

/// What a run came to.
pub struct Summary {
    pub output: String,
    pub rules: RuleSet,
    pub read: Position,
    /// Where an interrupted run had come to, from which this one went on.
    pub resumed: Position,
    pub written: u64,
    pub tally: Tally,
    pub ids: Repeats,
    /// Files that were named more than once, and read once.
    pub files: Repeats,
    pub seconds: f64,
    pub threads: usize,
}

impl Summary {
    fn megabytes_a_second(&self) -> f64 {
        (self.read.bytes - self.resumed.bytes) as f64 / 1e6 / self.seconds.max(1e-9)
    }

    /// One line of JSON, `opnote/audit-summary/1`.
    pub fn json(&self) -> String {
        let t = &self.tally;
        let flags: serde_json::Map<String, Value> =
            t.flags.iter().map(|(id, f)| (id.clone(), json!({"severity": f.severity, "rows": f.rows}))).collect();
        let m = &t.money;
        json!({
            "schema": "opnote/audit-summary/1",
            "output": self.output, "rules": self.rules,
            "rows_read": self.read.rows, "rows_written": self.written, "resumed_after": self.resumed.rows,
            "judged": t.judged, "errors": t.errors, "blank_lines": self.read.blank,
            "files_twice": self.files.twice, "dates_unread": self.dates_unread(),
            "ids_twice": self.ids.twice, "ids_all_compared": !self.ids.is_partial,
            "without_procedure": t.without_procedure, "codes": t.codes, "verdicts": t.verdicts, "flags": flags,
            "money": {
                "currency": "USD", "rows": m.rows, "rows_unknown": m.unknown,
                "over_rows": m.over_rows, "over": dollars(m.over_cents),
                "under_rows": m.under_rows, "under": dollars(m.under_cents),
            },
            "bytes": self.read.bytes, "threads": self.threads,
            "seconds": rounded(self.seconds), "mb_per_second": rounded(self.megabytes_a_second()),
        })
        .to_string()
    }

    /// How many values of each group of dates are no dates, of those that have such.
    pub fn dates_unread(&self) -> BTreeMap<&str, u64> {
        let all = self.tally.dates.iter().map(|(label, dates)| (label.as_str(), dates.unread));
        all.filter(|(_, unread)| *unread > 0).collect()
    }

    /// What whoever reads the summary by a program should see all the same, each in one line.
    pub fn remarks(&self) -> Vec<String> {
        let again = self.files.first.iter().map(|first| match self.files.twice - 1 {
            0 => format!("{first}: the file was named before; it is read once"),
            more => format!("{first}: the file was named before, as were {more} more; each is read once"),
        });
        let none = self.tally.dates.iter().filter(|(_, dates)| dates.read == 0 && dates.unread > 0);
        let none = none.map(|(label, _)| format!("--group-by: no value of {label} is a date that can be read"));
        again.chain(none).collect()
    }

    /// A few lines of text.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for (name, what) in self.lines() {
            for (index, line) in what.lines().enumerate() {
                let _ = writeln!(out, "{:<10}{line}", if index == 0 { name } else { "" });
            }
        }
        out.trim_end().to_owned()
    }

    fn lines(&self) -> Vec<(&'static str, String)> {
        let t = &self.tally;
        let mut lines = vec![
            ("rows", format!("{} read, {} written to {}", grouped(self.read.rows), grouped(self.written), self.output)),
            ("judged", format!("{}, {} with status error", grouped(t.judged), grouped(t.errors))),
            ("codes", counts(t.codes.iter().map(|(code, n)| (code.as_str(), *n)), usize::MAX)),
            ("verdicts", counts(t.verdicts.iter().map(|(verdict, n)| (verdict.as_str(), *n)), usize::MAX)),
            ("money", self.money()),
            ("flags", counts(t.flags.iter().map(|(id, f)| (id.as_str(), f.rows)), LISTED)),
        ];
        if self.read.blank > 0 {
            lines.push(("blank", format!("{} lines, no records", grouped(self.read.blank))));
        }
        if let Some(first) = &self.ids.first {
            lines.push(("ids", format!("{} given before, the first at {first}", grouped(self.ids.twice))));
        }
        if let Some(first) = &self.files.first {
            let count = grouped(self.files.twice);
            lines.push(("files", format!("{count} named before, the first {first}; each is read once")));
        }
        for (label, unread) in self.dates_unread() {
            lines.push(("dates", format!("{} of {label} cannot be read as dates", grouped(unread))));
        }
        if self.resumed.rows > 0 {
            lines.push(("resumed", format!("behind row {}", grouped(self.resumed.rows))));
        }
        lines.push(("rules", format!("{} {}", self.rules.version, self.rules.digest)));
        lines.push(("time", self.time()));
        lines
    }

    fn money(&self) -> String {
        let m = &self.tally.money;
        if m.rows + m.unknown == 0 {
            return "nothing billed".to_owned();
        }
        format!(
            "{} USD too much in {} rows, {} USD too little in {}; not known in {}",
            money(m.over_cents),
            grouped(m.over_rows),
            money(m.under_cents),
            grouped(m.under_rows),
            grouped(m.unknown)
        )
    }

    fn time(&self) -> String {
        let rows = (self.written - self.resumed.rows) as f64 / self.seconds.max(1e-9);
        let threads = if self.threads == 1 { "1 thread".to_owned() } else { format!("{} threads", self.threads) };
        format!(
            "{:.1} s, {} rows/s, {:.1} MB/s, {threads}",
            self.seconds,
            grouped(rows as u64),
            self.megabytes_a_second()
        )
    }
}

/// Names with their counts, the highest first, one a line.
fn counts<'a>(items: impl Iterator<Item = (&'a str, u64)>, most: usize) -> String {
    let mut items: Vec<_> = items.collect();
    items.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let more = items.len().saturating_sub(most);
    let name_width = items.iter().take(most).map(|(name, _)| name.len()).max().unwrap_or(0);
    let mut lines: Vec<_> =
        items.iter().take(most).map(|(name, n)| format!("{name:<name_width$} {:>9}", grouped(*n))).collect();
    if more > 0 {
        lines.push(format!("{more} more"));
    }
    if lines.is_empty() { "none".to_owned() } else { lines.join("\n") }
}

/// A number with commas between its thousands.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Cents as an amount with commas.
pub fn money(cents: i64) -> String {
    let sign = if cents < 0 { "−" } else { "" };
    format!("{sign}{}.{:02}", grouped(cents.unsigned_abs() / 100), cents.unsigned_abs() % 100)
}

fn dollars(cents: i64) -> f64 {
    cents as f64 / 100.0
}

fn rounded(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::{counts, grouped, money};

    #[test]
    fn numbers_are_written_for_people() {
        assert_eq!([0, 999, 1000, 1234567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!([5, -123456].map(money), ["0.05", "−1,234.56"]);
        assert_eq!(counts([("a", 1), ("b", 2), ("c", 3)].into_iter(), 2), "c         3\nb         2\n1 more");
    }
}
