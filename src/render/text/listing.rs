//! A listing for a coder: which phrase means what, which pattern says what, and where each stands.

use super::sheet::Sheet;
use super::tone::Tone;
use crate::render::listing::{ListedPattern, ListedRow, Listing};

/// The listing, at most `width` columns wide (30 at least), with ANSI styles.
pub fn listing(listing: &Listing, width: usize) -> String {
    let mut sheet = Sheet::new(width);
    sheet.flow(0, &[(Tone::Strong, &format!("ROWS  {}", listing.rows.len()))]);
    listing.rows.iter().for_each(|r| row(&mut sheet, r));
    sheet.heading(&format!("PATTERNS  {}", listing.patterns.len()));
    listing.patterns.iter().for_each(|p| pattern(&mut sheet, p));
    sheet.finish()
}

fn row(sheet: &mut Sheet, r: &ListedRow) {
    let concepts = format!("  {}  ", r.concepts.join(", "));
    sheet.flow(2, &[(Tone::Strong, &r.phrase), (Tone::Plain, &concepts), (Tone::Quiet, &r.rule)]);
    if !r.variants.is_empty() {
        sheet.flow(4, &[(Tone::Plain, &r.variants.join(" | "))]);
    }
}

fn pattern(sheet: &mut Sheet, p: &ListedPattern) {
    let says = format!("  {}  ", p.says.join(", "));
    sheet.flow(2, &[(Tone::Strong, &p.rule), (Tone::Plain, &says), (Tone::Quiet, &p.place)]);
    sheet.flow(4, &[(Tone::Quiet, "when  "), (Tone::Plain, &p.when.join(" … "))]);
    if !p.negated.is_empty() {
        sheet.flow(4, &[(Tone::Quiet, "denied  "), (Tone::Plain, &p.negated.join(", "))]);
    }
    sheet.flow(4, &[(Tone::Quiet, "such as  "), (Tone::Plain, &p.example)]);
}
