//! What stands beside a procedure's code: modifiers, guidance codes and the families beyond the three, a point each.

use super::sheet::Sheet;
use super::summary::point;
use super::table::words;
use super::tone::Tone;
use crate::analysis::{AddOn, CodeModifier, Neighbour, Procedure};

/// Modifiers, add-ons and neighbours of a procedure.
pub(super) fn write(sheet: &mut Sheet, procedure: &Procedure) {
    procedure.code_modifiers.iter().for_each(|m| modifier(sheet, m));
    procedure.add_ons.chunk_by(is_alike).for_each(|alike| add_ons(sheet, alike));
    procedure.neighbours.iter().for_each(|n| neighbour(sheet, n));
}

/// A family, its codes and the reason.
pub(super) fn neighbour(sheet: &mut Sheet, neighbour: &Neighbour) {
    let codes = if neighbour.codes.is_empty() { "no code".to_owned() } else { neighbour.codes.join(", ") };
    let family = format!(" ({}): ", words(&neighbour.family));
    let missing = match neighbour.missing.is_empty() {
        true => String::new(),
        false => format!(" Not documented: {}.", neighbour.missing.join(", ")),
    };
    point(
        sheet,
        &[
            (Tone::Plain, "see also "),
            (Tone::Strong, &codes),
            (Tone::Plain, &family),
            (Tone::Plain, &neighbour.reason),
            (Tone::Plain, &missing),
        ],
    );
}

fn modifier(sheet: &mut Sheet, m: &CodeModifier) {
    let lead = [(Tone::Plain, "modifier "), (Tone::Strong, m.modifier.as_str()), (Tone::Plain, ": ")];
    point(sheet, &[lead[0], lead[1], lead[2], (Tone::Plain, &m.reason)]);
}

fn is_alike(a: &AddOn, b: &AddOn) -> bool {
    (a.status, &a.missing, &a.reason) == (b.status, &b.missing, &b.reason)
}

/// Guidance codes that differ in nothing else.
fn add_ons(sheet: &mut Sheet, alike: &[AddOn]) {
    let codes: Vec<&str> = alike.iter().map(|a| a.code.as_str()).collect();
    let add_on = &alike[0];
    let missing: Vec<&str> = add_on.missing.iter().map(|g| g.words()).collect();
    let missing = if missing.is_empty() { String::new() } else { format!("; missing: {}", missing.join(", ")) };
    let reason = if add_on.reason.is_empty() { String::new() } else { format!(". {}", add_on.reason) };
    let status = format!(", {}{missing}{reason}", words(&add_on.status));
    point(sheet, &[(Tone::Plain, "add-on "), (Tone::Strong, &codes.join(" or ")), (Tone::Plain, &status)]);
}
