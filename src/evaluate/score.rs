//! The counts, and what is made of them.

use super::alignment::{Pair, agrees, align, sorted};
use super::gold::{GoldNote, GoldProcedure};
use super::value::{evidence, gold_quotes, gold_value, json_name, value};
use super::{SCORED_FLAGS, Scored};
use crate::analysis::{Analysis, Evidence, GuidanceUse, Procedure, Record, Status};
use std::collections::{BTreeMap, BTreeSet};

/// Right, too many, too few.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Pairs compared (elements only).
    pub compared: usize,
    /// Pairs that agree, silence included (elements only).
    pub agreed: usize,
    /// Values found that gold has.
    pub found: usize,
    /// Values given that gold has not.
    pub extra: usize,
    /// Gold values that were not given.
    pub missed: usize,
}

impl Tally {
    /// Share of the given values that are right; 1 where none was given.
    pub fn precision(&self) -> f64 {
        share(self.found, self.found + self.extra)
    }

    /// Share of the gold values that were given; 1 where there is none.
    pub fn recall(&self) -> f64 {
        share(self.found, self.found + self.missed)
    }

    /// Harmonic mean of the two.
    pub fn f1(&self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }

    /// Share of the pairs that agree.
    pub fn accuracy(&self) -> f64 {
        self.agreed as f64 / self.compared.max(1) as f64
    }

    /// Counts one pair: whether the value was given, and whether it was wanted.
    pub(super) fn count(&mut self, given: bool, wanted: bool) {
        self.compared += 1;
        self.agreed += usize::from(given == wanted);
        self.found += usize::from(given && wanted);
        self.extra += usize::from(given && !wanted);
        self.missed += usize::from(!given && wanted);
    }

    fn add(&mut self, other: &Self) {
        self.found += other.found;
        self.extra += other.extra;
        self.missed += other.missed;
    }
}

/// 1 where there is nothing to share.
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// A note that was not wholly right, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// The gold id.
    pub id: String,
    /// The gold style.
    pub style: String,
    /// One line a difference; values and flags, no words of the note.
    pub differences: Vec<String>,
}

/// Counts over all notes added so far.
#[derive(Debug, Clone, Default, PartialEq)]
#[allow(missing_docs)]
pub struct Evaluation {
    pub notes: usize,
    /// Notes without an analysis.
    pub missing: usize,
    /// Notes whose codes and statuses are exactly those of gold.
    pub codes_exact: usize,
    /// Notes with the right number of procedures.
    pub count_exact: usize,
    /// Notes without any difference in codes, elements and flags.
    pub everything_exact: usize,
    /// Notes without a gold code.
    pub uncoded_notes: usize,
    /// Those of them that were given one.
    pub false_codes: usize,
    pub elements: BTreeMap<Scored, Tally>,
    pub flags: BTreeMap<String, Tally>,
    pub modalities_compared: usize,
    pub modalities_right: usize,
    pub evidence_compared: usize,
    /// Values whose evidence shares a character with a gold quotation.
    pub evidence_overlapping: usize,
    /// Evidence whose text is not the slice it points to.
    pub evidence_wrong_text: usize,
    pub record_compared: usize,
    pub record_right: usize,
    /// The notes that were not wholly right.
    pub misses: Vec<Miss>,
}

impl Evaluation {
    /// Nothing counted yet.
    pub fn new() -> Self {
        let elements = Scored::ALL.into_iter().map(|e| (e, Tally::default())).collect();
        Self { elements, ..Self::default() }
    }

    /// Counts one note; `None` where there is no analysis of it. Offsets of the analysis are bytes.
    pub fn add(&mut self, note: &GoldNote, analysis: Option<&Analysis>) {
        let got = analysis.map_or(&[][..], |a| &a.procedures);
        let mut differences = Vec::new();
        self.notes += 1;
        self.missing += usize::from(analysis.is_none());
        differences.extend(self.add_codes(&note.gold.procedures, got));
        for pair in align(&note.gold.procedures, got) {
            self.add_pair(note, pair, &mut differences);
        }
        differences.extend(self.add_flags(note, analysis));
        self.add_record(note, analysis);
        self.everything_exact += usize::from(differences.is_empty());
        if !differences.is_empty() {
            self.misses.push(Miss { id: note.id.clone(), style: note.style.clone(), differences });
        }
    }

    fn add_codes(&mut self, gold: &[GoldProcedure], got: &[Procedure]) -> Option<String> {
        let want: Vec<_> = gold.iter().map(|p| code_name(p.code.as_deref(), p.status)).collect();
        let have: Vec<_> = got.iter().map(|p| code_name(p.code.as_deref(), p.status)).collect();
        let exact = sorted_names(&want) == sorted_names(&have);
        let uncoded = gold.iter().all(|p| p.code.is_none());
        self.codes_exact += usize::from(exact);
        self.count_exact += usize::from(gold.len() == got.len());
        self.uncoded_notes += usize::from(uncoded);
        self.false_codes += usize::from(uncoded && got.iter().any(|p| p.code.is_some()));
        (!exact).then(|| format!("codes: gold [{}], got [{}]", want.join(", "), have.join(", ")))
    }

    fn add_pair(&mut self, note: &GoldNote, (gold, got): Pair<'_>, differences: &mut Vec<String>) {
        for element in Scored::ALL {
            let right = gold.zip(got).is_some_and(|(g, p)| agrees(element, g, p));
            let (told, given) = (gold.and_then(|g| gold_value(element, g)), got.and_then(|p| value(element, p)));
            let tally = self.elements.entry(element).or_default();
            tally.compared += 1;
            tally.agreed += usize::from(right);
            tally.found += usize::from(right && told.is_some());
            tally.extra += usize::from(!right && given.is_some());
            tally.missed += usize::from(!right && told.is_some());
            match gold.zip(got) {
                Some((g, p)) if right && told.is_some() => self.add_evidence(element, &note.text, g, p),
                _ if right => {}
                pair => differences.push(difference(element, told, given, pair.is_none(), gold.is_some())),
            }
        }
        if let Some((g, p)) = gold.zip(got).filter(|(g, _)| g.guidance.value == Some(GuidanceUse::Used)) {
            self.modalities_compared += 1;
            let same = sorted(&g.guidance.modalities) == sorted(&p.guidance.modalities);
            self.modalities_right += usize::from(same);
        }
    }

    fn add_evidence(&mut self, element: Scored, text: &str, gold: &GoldProcedure, got: &Procedure) {
        let wanted: Vec<_> = gold_quotes(element, gold).iter().flat_map(|q| places(text, q)).collect();
        let given = evidence(element, got);
        let touches = |e: &Evidence| wanted.iter().any(|&(s, t)| (e.start as usize) < t && s < e.end as usize);
        self.evidence_compared += 1;
        self.evidence_overlapping += usize::from(given.iter().any(touches));
        let wrong = |e: &&Evidence| text.get(e.start as usize..e.end as usize) != Some(&*e.text);
        self.evidence_wrong_text += given.iter().filter(wrong).count();
    }

    fn add_flags(&mut self, note: &GoldNote, analysis: Option<&Analysis>) -> Option<String> {
        let gold: BTreeSet<&str> = note.gold.flags.iter().map(String::as_str).collect();
        let raised = analysis.map_or(&[][..], |a| &a.flags);
        let got: BTreeSet<&str> = raised.iter().map(|f| f.id.as_str()).filter(|f| SCORED_FLAGS.contains(f)).collect();
        for flag in gold.union(&got) {
            let tally = self.flags.entry((*flag).to_owned()).or_default();
            match (gold.contains(flag), got.contains(flag)) {
                (true, true) => tally.found += 1,
                (true, false) => tally.missed += 1,
                _ => tally.extra += 1,
            }
        }
        let list = |a: &BTreeSet<&str>, b: &BTreeSet<&str>| a.difference(b).copied().collect::<Vec<_>>().join(", ");
        (gold != got).then(|| format!("flags: missed [{}], extra [{}]", list(&gold, &got), list(&got, &gold)))
    }

    /// Only notes with a procedure in scope count.
    fn add_record(&mut self, note: &GoldNote, analysis: Option<&Analysis>) {
        if note.gold.procedures.iter().all(|p| p.status == Status::OutOfScope) {
            return;
        }
        let silent = Record::default();
        let (gold, got) = (note.gold.record, analysis.map_or(&silent, |a| &a.record));
        let pairs = [
            (gold.preop_diagnosis, got.preop_diagnosis.value),
            (gold.postop_diagnosis, got.postop_diagnosis.value),
            (gold.indication, got.indication.value),
            (gold.specimen, got.specimen.value),
        ];
        self.record_compared += pairs.len();
        self.record_right += pairs.iter().filter(|(a, b)| a == b).count();
    }

    /// All flags together.
    pub fn all_flags(&self) -> Tally {
        let mut all = Tally::default();
        self.flags.values().for_each(|t| all.add(t));
        all
    }

    /// Mean of the elements' F1.
    pub fn macro_f1(&self) -> f64 {
        self.elements.values().map(Tally::f1).sum::<f64>() / self.elements.len().max(1) as f64
    }

    /// `part` as a share of all notes; 0 where there is none.
    pub fn of_notes(&self, part: usize) -> f64 {
        part as f64 / self.notes.max(1) as f64
    }
}

fn code_name(code: Option<&str>, status: Status) -> String {
    format!("{} {}", code.unwrap_or("none"), json_name(&status))
}

fn sorted_names(names: &[String]) -> Vec<&str> {
    sorted(&names.iter().map(String::as_str).collect::<Vec<_>>())
}

fn difference(element: Scored, told: Option<String>, given: Option<String>, alone: bool, is_gold: bool) -> String {
    let silent = || "null".to_owned();
    let (told, given) = (told.unwrap_or_else(silent), given.unwrap_or_else(silent));
    let note = match (alone, is_gold) {
        (false, _) => "",
        (true, true) => " (procedure missing)",
        (true, false) => " (procedure extra)",
    };
    format!("{}: gold {told}, got {given}{note}", element.name())
}

/// Every place where a quotation stands, overlapping ones too: bytes into the text, end exclusive.
fn places(text: &str, quote: &str) -> Vec<(usize, usize)> {
    let step = quote.chars().next().map_or(1, char::len_utf8);
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find(quote)) {
        found.push((from + at, from + at + quote.len()));
        from += at + step;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Tally, places};

    #[test]
    fn silence_on_both_sides_is_perfect() {
        assert_eq!(Tally::default().f1(), 1.0);
        assert_eq!(Tally { extra: 1, missed: 1, ..Tally::default() }.f1(), 0.0);
    }

    #[test]
    fn places_may_overlap() {
        assert_eq!(places("ananas", "ana"), [(0, 3), (2, 5)]);
        assert_eq!(places("éé", "é"), [(0, 2), (2, 4)]);
    }
}
