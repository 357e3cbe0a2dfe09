//! An element's value and quotations, of a gold procedure and of an analysed one, by the element's name.

use super::Scored;
use super::gold::GoldProcedure;
use crate::analysis::{Evidence, Procedure};

/// The name a value has in JSON, without quotes.
pub(super) fn json_name(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default().replace('"', "")
}

/// The value by its JSON name; `None` where nothing is told.
pub(super) fn value(element: Scored, p: &Procedure) -> Option<String> {
    match element {
        Scored::Approach => p.approach.value.as_ref().map(json_name),
        Scored::Depth => p.depth.value.as_ref().map(json_name),
        Scored::Region => p.region.value.as_ref().map(json_name),
        Scored::Aspects => Some(&p.aspects.value).filter(|v| !v.is_empty()).map(json_name),
        Scored::Laterality => p.laterality.value.as_ref().map(json_name),
        Scored::SizeMm => p.size_mm.value.as_ref().map(json_name),
        Scored::Guidance => p.guidance.value.as_ref().map(json_name),
    }
}

/// The gold value by its JSON name; `None` where nothing is told.
pub(super) fn gold_value(element: Scored, p: &GoldProcedure) -> Option<String> {
    match element {
        Scored::Approach => p.approach.value.as_ref().map(json_name),
        Scored::Depth => p.depth.value.as_ref().map(json_name),
        Scored::Region => p.region.value.as_ref().map(json_name),
        Scored::Aspects => Some(&p.aspects.value).filter(|v| !v.is_empty()).map(json_name),
        Scored::Laterality => p.laterality.value.as_ref().map(json_name),
        Scored::SizeMm => p.size_mm.value.as_ref().map(json_name),
        Scored::Guidance => p.guidance.value.as_ref().map(json_name),
    }
}

/// The quotations of an element.
pub(super) fn evidence(element: Scored, p: &Procedure) -> &[Evidence] {
    match element {
        Scored::Approach => &p.approach.evidence,
        Scored::Depth => &p.depth.evidence,
        Scored::Region => &p.region.evidence,
        Scored::Aspects => &p.aspects.evidence,
        Scored::Laterality => &p.laterality.evidence,
        Scored::SizeMm => &p.size_mm.evidence,
        Scored::Guidance => &p.guidance.evidence,
    }
}

/// The gold quotations of an element.
pub(super) fn gold_quotes(element: Scored, p: &GoldProcedure) -> &[String] {
    match element {
        Scored::Approach => &p.approach.evidence,
        Scored::Depth => &p.depth.evidence,
        Scored::Region => &p.region.evidence,
        Scored::Aspects => &p.aspects.evidence,
        Scored::Laterality => &p.laterality.evidence,
        Scored::SizeMm => &p.size_mm.evidence,
        Scored::Guidance => &p.guidance.evidence,
    }
}
