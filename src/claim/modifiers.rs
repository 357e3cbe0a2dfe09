//! What is appended to the codes: the side against that of the note, and what never belongs there.

use super::service::Kind;
use super::sides::{Sides, quotations};
use super::wording::Found;
use crate::analysis::{BilledCode, Origin, Procedure};
use crate::codebook::CodeBook;

/// A separate structure, more closely told than by 59.
const X_MODIFIERS: [&str; 4] = ["XE", "XP", "XS", "XU"];
/// More or less was done than planned: what only the note's own words support.
const OF_THE_NOTE: [&str; 3] = ["22", "52", "53"];
/// Someone assisted, whom the note names.
const OF_ASSISTANTS: [&str; 3] = ["80", "82", "AS"];
/// How the book says that a modifier belongs to a visit.
const OF_VISITS: &str = "visits";

/// Checks the modifiers of each line. `matched` are the procedures of each line; where it has none, all count.
pub(super) fn check(
    book: &CodeBook,
    lines: &[BilledCode],
    origin: Origin,
    matched: &[Vec<usize>],
    procedures: &[Procedure],
) -> Vec<Found> {
    let mut found = Vec::new();
    for (line, own) in lines.iter().zip(matched) {
        let its: Vec<&Procedure> = match own.is_empty() {
            true => procedures.iter().collect(),
            false => own.iter().map(|p| &procedures[*p]).collect(),
        };
        let Some(kind) = Kind::of(book, &line.code) else { continue };
        let before = found.len();
        sides(line, &its, &mut found);
        if !own.is_empty() && found.len() == before {
            found.extend(further_side(line, &its));
        }
        if origin == Origin::Claim {
            found.extend(missing_side(book, line, &its));
        }
        for modifier in &line.modifiers {
            found.extend(unfit(book, line, modifier, kind, procedures));
        }
        found.extend(twice(line));
        for entry in &mut found[before..] {
            *entry = std::mem::take(entry).with("code", line.code.as_str());
        }
    }
    found
}

fn has(line: &BilledCode, modifier: &str) -> bool {
    line.modifiers.iter().any(|m| m == modifier)
}

/// LT, RT and 50 against the sides that the note tells.
fn sides(line: &BilledCode, procedures: &[&Procedure], found: &mut Vec<Found>) {
    let told = Sides::of(procedures.iter().copied());
    if has(line, "LT") && has(line, "RT") && !told.is_some_and(Sides::both) {
        found.push(Found::new("contradictory-sides"));
    }
    let Some(told) = told else { return };
    let says = |name, modifier: &str| {
        let words = quotations(procedures.iter().copied());
        Found::new(name).with("modifier", modifier).with("side", told.word()).quoting(words)
    };
    for (modifier, done) in [("LT", told.left), ("RT", told.right)] {
        if has(line, modifier) && !done {
            found.push(says("wrong-side", modifier));
        }
    }
    if has(line, "50") && !told.both() {
        found.push(says("one-side", "50"));
    }
}

/// Units of one line on lesions of both sides, where the line tells one: "27324-LT x2" for a lesion of each thigh.
fn further_side(line: &BilledCode, procedures: &[&Procedure]) -> Option<Found> {
    let billed = Sides::of_modifiers(&line.modifiers)?;
    let told = |p: &&&Procedure| Sides::of([**p]);
    let other = procedures.iter().find(|p| told(p).is_some_and(|side| side.is_apart_from(billed)))?;
    let found = Found::new("wrong-side").with("modifier", billed.modifier());
    Some(found.with("side", told(&other)?.word()).quoting(quotations([*other])))
}

/// A code on one of paired sides asks for a side.
fn missing_side(book: &CodeBook, line: &BilledCode, procedures: &[&Procedure]) -> Option<Found> {
    let asks = book.code(&line.code).is_some_and(|entry| entry.modifiers.iter().any(|m| m == "LT"));
    if !asks || Sides::of_modifiers(&line.modifiers).is_some() {
        return None;
    }
    Some(match Sides::of(procedures.iter().copied()) {
        Some(told) => Found::new("side-missing-told")
            .with("side", told.word())
            .with("modifier", told.modifier())
            .quoting(quotations(procedures.iter().copied())),
        None => Found::new("side-missing"),
    })
}

/// A modifier without an entry, or one that cannot belong to this code.
fn unfit(book: &CodeBook, line: &BilledCode, modifier: &str, kind: Kind, procedures: &[Procedure]) -> Option<Found> {
    let takes = |m: &str| book.code(&line.code).is_some_and(|e| e.modifiers.iter().any(|known| known == m));
    let lesions = procedures.len();
    let told = || procedures.iter().flat_map(|p| &p.code_modifiers).any(|m| m.modifier == modifier);
    let assistants = || procedures.iter().flat_map(|p| &p.code_modifiers).map(|m| m.modifier.as_str());
    let assisted = || procedures.is_empty() || assistants().any(|m| OF_ASSISTANTS.contains(&m));
    let name = match book.modifier(modifier) {
        None => "modifier-unknown",
        Some(_) if matches!(modifier, "26" | "TC") && !takes(modifier) => "part-of-service",
        Some(entry) if entry.applies_to.starts_with(OF_VISITS) => "visit-modifier",
        Some(_) if matches!(modifier, "59" | "XS") && lesions == 1 && kind != Kind::Guidance && !told() => {
            "distinct-alone"
        }
        Some(_) if OF_THE_NOTE.contains(&modifier) && kind != Kind::Guidance && !told() => "no-words",
        Some(_) if OF_ASSISTANTS.contains(&modifier) && !assisted() => "no-assistant",
        Some(_) => return None,
    };
    Some(Found::new(name).with("modifier", modifier))
}

fn twice(line: &BilledCode) -> Option<Found> {
    let other = line.modifiers.iter().find(|m| X_MODIFIERS.contains(&m.as_str()))?;
    has(line, "59").then(|| Found::new("distinct-twice").with("modifier", other.as_str()))
}
