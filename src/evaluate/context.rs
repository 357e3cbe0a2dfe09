//! How words are meant, measured against labelled sentences. In: a table of sentences, each with a target and what it is meant
//! as. Out: counts for negation, temporality and experiencer.
//!
//! The table has tab-separated columns, named in its first line: `id`, `concept` (the target), `sentence` (the target in capitals
//! within it), `negation` (Affirmed, Negated), `temporality` (Recent, Historical, and `Not particular` or Hypothetical) and
//! `experiencer` (Patient, or anyone else). It is the layout in which the ConText corpora are published.

use std::ops::Range;

use super::gold::GoldError;
use super::score::Tally;
use crate::analyzer::Analyzer;
use crate::assertion::{Assertion, Polarity, Subject, Temporality};

/// A labelled sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContextRow {
    /// The table's own name for the row.
    pub id: String,
    /// The sentence as received.
    pub sentence: String,
    /// Bytes into the sentence, end exclusive: the words that are judged.
    pub target: Range<usize>,
    /// The sentence does not hold the target; all of it is judged.
    pub is_target_absent: bool,
    /// Whether the target is denied.
    pub polarity: Polarity,
    /// When it holds.
    pub temporality: Temporality,
    /// Whom it is about.
    pub subject: Subject,
}

/// The columns, in any order.
const COLUMNS: [&str; 6] = ["id", "concept", "sentence", "negation", "temporality", "experiencer"];

/// Reads a table. Blank lines are skipped; a byte order mark and carriage returns are no part of it.
///
/// # Errors
/// Every line that does not fit, by number: columns that are missing, labels that are not known. Words are not quoted.
pub fn read_context(file: &str, content: &str) -> Result<Vec<ContextRow>, Vec<GoldError>> {
    let fault = |line: usize, reason: String| GoldError { file: file.to_owned(), line, reason };
    let mut lines = content.trim_start_matches('\u{feff}').lines().zip(1usize..).filter(|(l, _)| !l.trim().is_empty());
    let Some((header, number)) = lines.next() else { return Ok(Vec::new()) };
    let names: Vec<_> = header.split('\t').map(str::trim).collect();
    let place = |column: &'static str| names.iter().position(|n| n.eq_ignore_ascii_case(column)).ok_or(column);
    let places: Vec<usize> = match COLUMNS.into_iter().map(place).collect() {
        Ok(places) => places,
        Err(column) => return Err(vec![fault(number, format!("no column `{column}`"))]),
    };
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    for (line, number) in lines {
        let cells: Vec<_> = line.split('\t').collect();
        if cells.len() != names.len() {
            faults.push(fault(number, format!("{} columns, not {}", cells.len(), names.len())));
            continue;
        }
        let columns: Vec<&str> = places.iter().map(|&p| cells[p]).collect();
        match row(&columns) {
            Ok(row) => rows.push(row),
            Err(reason) => faults.push(fault(number, reason)),
        }
    }
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

/// A row from its cells, in the order of [`COLUMNS`].
fn row(cells: &[&str]) -> Result<ContextRow, String> {
    let label = |n: usize| cells[n].trim().to_ascii_lowercase();
    let unknown = |n: usize| format!("column `{}`: the label is not known", COLUMNS[n]);
    let polarity = match label(3).as_str() {
        "affirmed" | "possible" => Polarity::Affirmed,
        "negated" => Polarity::Negated,
        _ => return Err(unknown(3)),
    };
    let temporality = match label(4).as_str() {
        "recent" => Temporality::Recent,
        "historical" => Temporality::Historical,
        "not particular" | "hypothetical" => Temporality::Hypothetical,
        _ => return Err(unknown(4)),
    };
    let subject = match label(5).as_str() {
        "" => return Err(unknown(5)),
        "patient" => Subject::Patient,
        _ => Subject::Other,
    };
    let target = target(cells[2], cells[1]);
    Ok(ContextRow {
        id: cells[0].trim().to_owned(),
        sentence: cells[2].to_owned(),
        is_target_absent: target.is_none(),
        target: target.unwrap_or(0..cells[2].len()),
        polarity,
        temporality,
        subject,
    })
}

/// Where a concept stands in a sentence: in capitals, then in any case, blanks alike; where a sentence was cut, the part of the
/// concept that is left of it.
fn target(sentence: &str, concept: &str) -> Option<Range<usize>> {
    let concept = concept.trim();
    if let Some(start) = sentence.find(&concept.to_uppercase()).filter(|_| !concept.is_empty()) {
        return Some(start..start + concept.to_uppercase().len());
    }
    let words: Vec<Range<usize>> = words(sentence);
    let wanted: Vec<&str> = concept.split_whitespace().collect();
    let same = |range: &Range<usize>, word: &&str| sentence[range.clone()].eq_ignore_ascii_case(word);
    let stands = |part: &[&str], at: usize| {
        at + part.len() <= words.len() && part.iter().zip(&words[at..]).all(|(w, r)| same(r, w))
    };
    let span = |at: usize, length: usize| words[at].start..words[at + length - 1].end;
    if words.is_empty() || wanted.is_empty() {
        return None;
    }
    let whole = (0..words.len()).find(|&at| stands(&wanted, at)).map(|at| span(at, wanted.len()));
    let head = || {
        let lengths = (1..wanted.len().min(words.len() + 1)).rev();
        lengths.map(|n| (n, words.len() - n)).find(|&(n, at)| stands(&wanted[..n], at)).map(|(n, at)| span(at, n))
    };
    let tail = || {
        let lengths = (1..wanted.len()).rev();
        lengths.map(|n| &wanted[wanted.len() - n..]).find(|part| stands(part, 0)).map(|part| span(0, part.len()))
    };
    whole.or_else(head).or_else(tail)
}

fn words(sentence: &str) -> Vec<Range<usize>> {
    let start_of = |word: &str| word.as_ptr() as usize - sentence.as_ptr() as usize;
    sentence.split_whitespace().map(|w| start_of(w)..start_of(w) + w.len()).collect()
}

/// A row that was read otherwise than labelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContextMiss {
    /// The row's id.
    pub id: String,
    /// What differs, in labels: `negated, wanted affirmed`. No words of the sentence.
    pub differences: Vec<String>,
}

/// Counts over a table. Each label is one against the rest; its tally counts every row as compared.
#[derive(Debug, Clone, Default)]
pub struct ContextEvaluation {
    /// Rows judged.
    pub rows: usize,
    /// Rows whose sentence does not hold their target.
    pub absent_targets: usize,
    /// Negated against affirmed.
    pub negation: Tally,
    /// Historical against the rest.
    pub historical: Tally,
    /// Hypothetical against the rest.
    pub hypothetical: Tally,
    /// Someone else against the patient.
    pub experiencer: Tally,
    /// What was read otherwise.
    pub misses: Vec<ContextMiss>,
}

impl ContextEvaluation {
    /// Judges every row.
    pub fn of(analyzer: &Analyzer, rows: &[ContextRow]) -> Self {
        let mut evaluation = Self::default();
        rows.iter().for_each(|row| {
            let judged = analyzer.judge(&row.sentence, row.target.clone());
            evaluation.add(row, &judged.assertion);
        });
        evaluation
    }

    /// Each figure's name and counts.
    pub fn tallies(&self) -> [(&'static str, &Tally); 4] {
        [
            ("negation", &self.negation),
            ("historical", &self.historical),
            ("hypothetical", &self.hypothetical),
            ("experiencer", &self.experiencer),
        ]
    }

    fn add(&mut self, row: &ContextRow, meant: &Assertion) {
        self.rows += 1;
        self.absent_targets += usize::from(row.is_target_absent);
        let is = |t: Temporality| (meant.temporality == t, row.temporality == t);
        let (past, open) = (is(Temporality::Historical), is(Temporality::Hypothetical));
        let compared = [
            (&mut self.negation, "negated", meant.is_negated(), row.polarity == Polarity::Negated),
            (&mut self.historical, "historical", past.0, past.1),
            (&mut self.hypothetical, "hypothetical", open.0, open.1),
            (&mut self.experiencer, "other", meant.subject == Subject::Other, row.subject == Subject::Other),
        ];
        let mut differences = Vec::new();
        for (tally, label, given, wanted) in compared {
            tally.count(given, wanted);
            match (given, wanted) {
                (true, false) => differences.push(format!("{label}, not wanted")),
                (false, true) => differences.push(format!("not {label}, wanted")),
                _ => {}
            }
        }
        if !differences.is_empty() {
            self.misses.push(ContextMiss { id: row.id.clone(), differences });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{read_context, target};
    use crate::assertion::{Subject, Temporality};

    const HEADER: &str = "id\tconcept\tsentence\tnegation\ttemporality\texperiencer";

    #[test]
    fn a_target_is_found_in_capitals_first() {
        let found = |sentence: &str, concept: &str| target(sentence, concept).map(|r| sentence[r].to_owned());
        assert_eq!(found("No rash, but RASH on the arm.", "rash").as_deref(), Some("RASH"));
        assert_eq!(found("No  rash \t today.", "Rash today.").as_deref(), Some("rash \t today."));
        assert_eq!(found("The lungs are", "are clear").as_deref(), Some("are"));
        assert_eq!(found("is soft.", "Belly is soft.").as_deref(), Some("is soft."));
        assert_eq!(found("Soft.", "Belly"), None);
    }

    #[test]
    fn labels_are_read() {
        let table = format!("\u{feff}{HEADER}\r\n\n1\tcough\tNo COUGH.\tNegated\tNot particular\tFamily member\n");
        let rows = read_context("t", &table).expect("a table");
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].temporality, rows[0].subject), (Temporality::Hypothetical, Subject::Other));
        assert_eq!(&rows[0].sentence[rows[0].target.clone()], "COUGH");
    }

    #[test]
    fn faults_name_their_lines() {
        let table = format!("{HEADER}\n1\tcough\tNo COUGH.\tmaybe\tRecent\tPatient\n2\tx\n");
        let faults: Vec<String> =
            read_context("t", &table).expect_err("faults").iter().map(ToString::to_string).collect();
        assert_eq!(faults, ["t:2: column `negation`: the label is not known", "t:3: 2 columns, not 6"]);
        let faults = read_context("t", "id\tsentence\n").expect_err("columns");
        assert_eq!(faults[0].to_string(), "t:1: no column `concept`");
    }
}
