//! The verdict: the lines of a claim matched with the procedures of the note, one unit to one lesion.
//!
//! First what is equal, preferring the line's own side; then what is left on both sides, the higher paid first. What is left of
//! the claim alone was billed too often or for nothing, what is left of the note alone was not billed.

use super::service::{Kind, by_neighbours, compare, pay};
use super::sides::{Sides, is_on_both};
use super::wording::Found;
use crate::analysis::{BilledCode, Neighbour, Procedure, Verdict};
use crate::codebook::CodeBook;

/// A code that was billed, once for each unit.
struct Unit<'a> {
    line: usize,
    code: &'a str,
    kind: Kind,
    sides: Option<Sides>,
    /// Billed for both sides in one.
    double: bool,
}

/// What came of matching.
#[derive(Default)]
pub(super) struct Matched {
    pub(super) verdicts: Vec<Verdict>,
    pub(super) found: Vec<Found>,
    /// The procedures of each line, by their index.
    pub(super) procedures: Vec<Vec<usize>>,
}

impl Matched {
    /// The verdict on the codes that are no guidance; `None` where none was billed that the book knows.
    pub(super) fn verdict(&self) -> Option<Verdict> {
        let has = |v: Verdict| self.verdicts.contains(&v);
        if self.verdicts.is_empty() {
            return None;
        }
        let order = [Verdict::OverCoded, Verdict::NotSupported, Verdict::CannotBeTold, Verdict::UnderCoded];
        Some(match order.into_iter().find(|v| has(*v)) {
            Some(Verdict::NotSupported) if has(Verdict::Agrees) => Verdict::OverCoded,
            Some(verdict) => verdict,
            None => Verdict::Agrees,
        })
    }
}

/// Matches the lines of a claim with the procedures of a note.
pub(super) fn matched(
    book: &CodeBook,
    lines: &[BilledCode],
    procedures: &[Procedure],
    beside: &[Neighbour],
) -> Matched {
    let mut matching = Matching {
        book,
        lines,
        procedures,
        beside,
        beside_taken: false,
        free: vec![true; procedures.len()],
        out: Matched { procedures: vec![Vec::new(); lines.len()], ..Matched::default() },
    };
    let mut units = matching.units();
    if units.is_empty() {
        return matching.out;
    }
    units.retain(|unit| !matching.takes_its_equal(unit));
    matching.take_second_sides(&mut units);
    units.sort_by(|a, b| pay(book, b.code).partial_cmp(&pay(book, a.code)).unwrap_or(std::cmp::Ordering::Equal));
    for unit in &units {
        matching.take_what_is_left(unit);
    }
    matching.tell_what_was_missed();
    matching.out
}

/// Whether the words told at once of one procedure call for the modifier of a further lesion.
fn is_of_two_lesions(procedure: &Procedure) -> bool {
    procedure.code_modifiers.iter().any(|m| m.modifier == "59")
}

struct Matching<'a> {
    book: &'a CodeBook,
    lines: &'a [BilledCode],
    procedures: &'a [Procedure],
    /// Families that the note as a whole points to, where it samples no soft tissue.
    beside: &'a [Neighbour],
    /// Whether a unit was matched with one of them: one act is billed once.
    beside_taken: bool,
    free: Vec<bool>,
    out: Matched,
}

impl<'a> Matching<'a> {
    fn units(&self) -> Vec<Unit<'a>> {
        let mut units = Vec::new();
        for (index, line) in self.lines.iter().enumerate() {
            let Some(kind) = Kind::of(self.book, &line.code).filter(|k| *k != Kind::Guidance) else { continue };
            if self.is_of_assistant(line) {
                continue;
            }
            let sides = Sides::of_modifiers(&line.modifiers);
            let double = line.modifiers.iter().any(|m| m == "50");
            // More units than lesions are told once, however many: one more than there are says it.
            let count = (line.units as usize).min(self.procedures.len() + 2);
            units.extend((0..count).map(|_| Unit { line: index, code: &line.code, kind, sides, double }));
        }
        units
    }

    /// The same code once more for the one who assisted is no further service.
    fn is_of_assistant(&self, line: &BilledCode) -> bool {
        const ASSISTED: [&str; 4] = ["AS", "80", "81", "82"];
        let assisted = |l: &BilledCode| l.modifiers.iter().any(|m| ASSISTED.contains(&m.as_str()));
        assisted(line) && self.lines.iter().any(|other| other.code == line.code && !assisted(other))
    }

    fn take(&mut self, line: usize, procedure: usize, verdict: Verdict, found: Found) {
        self.free[procedure] = false;
        self.out.procedures[line].push(procedure);
        self.out.verdicts.push(verdict);
        self.out.found.push(found);
    }

    fn compare(&self, unit: &Unit<'_>, procedure: usize) -> (Verdict, Found) {
        compare(self.book, unit.code, unit.kind, &self.procedures[procedure])
    }

    /// Free procedures that a unit agrees with, those of its side first.
    fn equals(&self, unit: &Unit<'_>) -> Option<usize> {
        let agrees = |p: &usize| self.free[*p] && self.compare(unit, *p).0 == Verdict::Agrees;
        let other_side = |p: &usize| match (unit.sides, Sides::of([&self.procedures[*p]])) {
            (Some(billed), Some(told)) => billed.differs(told),
            _ => false,
        };
        (0..self.procedures.len()).filter(agrees).min_by_key(other_side)
    }

    fn takes_its_equal(&mut self, unit: &Unit<'_>) -> bool {
        let Some(procedure) = self.equals(unit) else { return false };
        let (verdict, found) = self.compare(unit, procedure);
        self.take(unit.line, procedure, verdict, found);
        if unit.double
            && !is_on_both(&self.procedures[procedure])
            && let Some(second) = self.equals(&Unit { sides: None, ..*unit })
        {
            let (verdict, found) = self.compare(unit, second);
            self.take(unit.line, second, verdict, found);
        }
        true
    }

    /// A procedure told once for both sides, or for two lesions, may be billed twice, a line or a unit for each.
    fn take_second_sides(&mut self, units: &mut Vec<Unit<'_>>) {
        for (index, procedure) in self.procedures.iter().enumerate() {
            let twice = is_on_both(procedure) || (self.procedures.len() == 1 && is_of_two_lesions(procedure));
            if !twice {
                continue;
            }
            let second = units.iter().position(|u| !u.double && self.compare(u, index).0 == Verdict::Agrees);
            if let Some(second) = second {
                let unit = units.remove(second);
                self.out.procedures[unit.line].push(index);
            }
        }
    }

    /// What is left of the note, the higher paid first; else the unit is one too many.
    fn take_what_is_left(&mut self, unit: &Unit<'_>) {
        let paid = |p: &usize| self.procedures[*p].code.as_deref().and_then(|c| pay(self.book, c)).unwrap_or(0.0);
        let left = (0..self.procedures.len()).filter(|p| self.free[*p]);
        match left.max_by(|a, b| paid(a).total_cmp(&paid(b)).then(b.cmp(a))) {
            Some(procedure) => {
                let (verdict, found) = self.compare(unit, procedure);
                self.take(unit.line, procedure, verdict, found);
            }
            None => self.one_too_many(unit),
        }
    }

    fn one_too_many(&mut self, unit: &Unit<'_>) {
        if self.procedures.is_empty() {
            if !self.beside_taken
                && let Some((verdict, found)) = by_neighbours(self.book, unit.code, unit.kind, self.beside)
            {
                self.beside_taken = true;
                self.out.verdicts.push(verdict);
                return self.out.found.push(found.with("code", unit.code));
            }
            if let Some(family) = self.beside.iter().find(|n| n.codes.iter().any(|c| c == unit.code)) {
                self.out.verdicts.push(Verdict::CannotBeTold);
                let found = Found::new("outside").with("code", unit.code).quoting(family.evidence.clone());
                return self.out.found.push(found);
            }
            self.out.verdicts.push(Verdict::NotSupported);
            return self.out.found.push(Found::new("no-procedure").with("code", unit.code));
        }
        let same = self.lines.iter().zip(&self.out.procedures).any(|(l, p)| l.code == unit.code && !p.is_empty());
        let count: u64 = self.lines.iter().filter(|l| l.code == unit.code).map(|l| u64::from(l.units)).sum();
        let name = if same { "units" } else { "over-further-code" };
        // Beside a code that the note does not settle, one more cannot be told either.
        let open = self.out.verdicts.iter().all(|v| *v == Verdict::CannotBeTold) && !same;
        self.out.verdicts.push(if open { Verdict::CannotBeTold } else { Verdict::OverCoded });
        self.out.found.push(Found::new(name).with("code", unit.code).with("count", count.to_string()));
    }

    fn tell_what_was_missed(&mut self) {
        let free = self.free.clone();
        for (procedure, _) in self.procedures.iter().zip(free).filter(|(_, free)| *free) {
            let Some(code) = &procedure.code else { continue };
            let rule = procedure.candidates.first().map(|c| c.source.clone()).unwrap_or_default();
            let evidence = procedure.approach.evidence.iter().take(1).cloned().collect();
            self.out.verdicts.push(Verdict::UnderCoded);
            self.out.found.push(Found::new("missed").with("other", code.as_str()).quoting(evidence).citing(rule));
        }
    }
}
