//! Byte offsets → characters or UTF-16 units, for callers whose strings are not bytes.

use crate::analysis::{Analysis, OffsetUnit};
use std::collections::BTreeMap;

/// Turns every `start` and `end` of an analysis, in bytes into `text`, into `unit`. Linear in the text.
///
/// Offsets beyond the text or within a character count as its end or the character's start.
pub fn convert(analysis: &mut Analysis, text: &str, unit: OffsetUnit) {
    debug_assert_eq!(analysis.offsets, OffsetUnit::Byte);
    analysis.offsets = unit;
    if unit == OffsetUnit::Byte || text.is_ascii() {
        return;
    }
    let mut table = BTreeMap::new();
    each_place(analysis, &mut |start, end| table.extend([(*start, 0), (*end, 0)]));
    fill(&mut table, text, unit);
    each_place(analysis, &mut |start, end| (*start, *end) = (table[start], table[end]));
}

fn fill(table: &mut BTreeMap<u32, u32>, text: &str, unit: OffsetUnit) {
    let (mut at, mut units) = (0, 0);
    for (offset, converted) in table.iter_mut() {
        let to = text.floor_char_boundary(*offset as usize);
        units += count(&text[at..to], unit);
        (at, *converted) = (to, units as u32);
    }
}

fn count(text: &str, unit: OffsetUnit) -> usize {
    match unit {
        OffsetUnit::Byte => text.len(),
        OffsetUnit::Char => text.chars().count(),
        OffsetUnit::Utf16 => text.chars().map(char::len_utf16).sum(),
    }
}

/// Visits the start and end of every quotation of an analysis.
fn each_place(analysis: &mut Analysis, visit: &mut impl FnMut(&mut u32, &mut u32)) {
    let mut all = |evidence: &mut Vec<crate::analysis::Evidence>| {
        evidence.iter_mut().for_each(|e| visit(&mut e.start, &mut e.end));
    };
    for p in &mut analysis.procedures {
        let elements = [
            &mut p.approach.evidence,
            &mut p.depth.evidence,
            &mut p.region.evidence,
            &mut p.aspects.evidence,
            &mut p.structure.evidence,
            &mut p.laterality.evidence,
            &mut p.size_mm.evidence,
            &mut p.guidance.evidence,
        ];
        elements.into_iter().for_each(&mut all);
        p.code_modifiers.iter_mut().map(|m| &mut m.evidence).for_each(&mut all);
        p.add_ons.iter_mut().map(|a| &mut a.evidence).for_each(&mut all);
        p.neighbours.iter_mut().map(|n| &mut n.evidence).for_each(&mut all);
    }
    let r = &mut analysis.record;
    [&mut r.preop_diagnosis, &mut r.postop_diagnosis, &mut r.indication, &mut r.specimen]
        .map(|entry| &mut entry.evidence)
        .into_iter()
        .for_each(&mut all);
    analysis.flags.iter_mut().map(|f| &mut f.evidence).for_each(&mut all);
    analysis.neighbours.iter_mut().map(|n| &mut n.evidence).for_each(&mut all);
    analysis.advice.iter_mut().map(|a| &mut a.evidence).for_each(&mut all);
    analysis.risks.iter_mut().map(|r| &mut r.evidence).for_each(&mut all);
    analysis.completeness.iter_mut().map(|c| &mut c.evidence).for_each(&mut all);
    analysis.claim.iter_mut().flat_map(|c| &mut c.findings).map(|f| &mut f.evidence).for_each(&mut all);
    let quoted = analysis.flags.iter_mut().filter_map(|f| f.query.as_mut()).flat_map(|q| &mut q.indicators);
    quoted.for_each(|i| visit(&mut i.start, &mut i.end));
}

#[cfg(test)]
mod tests {
    use super::{BTreeMap, OffsetUnit, fill};

    fn converted(text: &str, unit: OffsetUnit) -> Vec<u32> {
        let mut table: BTreeMap<u32, u32> = text.char_indices().map(|(i, _)| (i as u32, 0)).collect();
        fill(&mut table, text, unit);
        table.into_values().collect()
    }

    #[test]
    fn units_differ_beyond_ascii() {
        assert_eq!(converted("a½𝄞b", OffsetUnit::Char), [0, 1, 2, 3]);
        assert_eq!(converted("a½𝄞b", OffsetUnit::Utf16), [0, 1, 2, 4]);
    }
}
