//! The JSON record of one note: its analysis, with what the caller sent along and how the bytes were decoded.
//!
//! Controls and direction marks of the note are written as `\uXXXX`, so that JSON on a terminal does no harm either.

use super::hidden::is_hidden;
use crate::analysis::Analysis;
use crate::evaluate::{ContextEvaluation, Evaluation, Tally};
use crate::trace::Trace;
use schemars::{JsonSchema, Schema, schema_for};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// One record of `opnote analyze --format json` and `jsonl`; `opnote schema` prints its schema.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AnalysisRecord {
    /// The analysis itself; its fields stand at the top level.
    #[serde(flatten)]
    pub analysis: Analysis,
    /// How the bytes were read where they were not plain UTF-8: `utf-8-bom`, `utf-16le`, `utf-16be`, `windows-1252`, or
    /// `utf-8-and-windows-1252` where single bytes of the latter stand in the former.
    /// Offsets count in the decoded text, without a byte order mark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decoded_from: Option<String>,
    /// The other fields of a JSON-lines record, as they came; absent where there were none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<Map<String, Value>>,
}

/// One record of `opnote trace --format json`. Offsets are bytes.
#[derive(Debug, Clone, Serialize)]
pub struct TraceRecord {
    /// The caller's id of the note.
    pub id: Option<String>,
    /// The trace itself; its fields stand at the top level.
    #[serde(flatten)]
    pub trace: Trace,
}

/// The JSON schema of an [`AnalysisRecord`].
pub fn schema() -> Schema {
    schema_for!(AnalysisRecord)
}

/// Compact JSON, without a line break.
pub fn compact(record: &impl Serialize) -> String {
    escaped(serde_json::to_string(record).expect("output types have string keys and finite numbers"))
}

/// Indented JSON, without a final line break.
pub fn pretty(record: &impl Serialize) -> String {
    escaped(serde_json::to_string_pretty(record).expect("output types have string keys and finite numbers"))
}

/// Hidden characters as escapes. They stand only within strings, save for the line breaks of the layout.
fn escaped(json: String) -> String {
    let is_unsafe = |c: char| c != '\n' && is_hidden(c);
    if !beyond_ascii(&json).any(is_unsafe) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 64);
    for c in json.chars() {
        match is_unsafe(c) {
            true => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}"))),
            false => out.push(c),
        }
    }
    out
}

/// The characters that are not printable ASCII or a line's end. Nearly all output is, and its bytes are looked at many at a time.
fn beyond_ascii(json: &str) -> impl Iterator<Item = char> {
    const AT_ONCE: usize = 32;
    let is_plain = |b: &u8| matches!(b, b' '..=b'~' | b'\n');
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &json.as_bytes()[at..];
        let plain = rest.chunks(AT_ONCE).take_while(|c| c.iter().fold(true, |all, b| all & is_plain(b)));
        at = (at + plain.count() * AT_ONCE).min(json.len());
        at += json.as_bytes()[at..].iter().take_while(|b| is_plain(b)).count();
        let next = json[at..].chars().next()?;
        at += next.len_utf8();
        Some(next)
    })
}

/// The figures of an evaluation; the notes that were missed only where asked for.
pub fn evaluation(e: &Evaluation, errors: bool) -> Value {
    let elements: Map<_, _> = e.elements.iter().map(|(k, t)| (k.name().to_owned(), element(t))).collect();
    let flags: Map<_, _> = e.flags.iter().map(|(k, t)| (k.clone(), tally(t))).collect();
    let mut value = json!({
        "schema": "opnote/evaluation/1",
        "notes": e.notes, "missing": e.missing,
        "codes_exact": e.codes_exact, "everything_exact": e.everything_exact, "count_exact": e.count_exact,
        "uncoded_notes": e.uncoded_notes, "false_codes": e.false_codes,
        "elements": elements, "macro_f1": e.macro_f1(),
        "modalities": {"compared": e.modalities_compared, "right": e.modalities_right},
        "evidence": {"compared": e.evidence_compared, "overlapping": e.evidence_overlapping, "wrong_text": e.evidence_wrong_text},
        "record": {"compared": e.record_compared, "right": e.record_right},
        "flags": {"all": tally(&e.all_flags()), "each": flags},
    });
    if errors {
        let miss = |m: &crate::evaluate::Miss| json!({"id": m.id, "style": m.style, "differences": m.differences});
        value["errors"] = e.misses.iter().map(miss).collect();
    }
    value
}

/// The figures on labelled sentences; the rows that were read otherwise only where asked for.
pub fn context_evaluation(e: &ContextEvaluation, errors: bool) -> Value {
    let figures: Map<_, _> = e.tallies().iter().map(|(name, t)| ((*name).to_owned(), element(t))).collect();
    let mut value = json!({
        "schema": "opnote/context-evaluation/1",
        "rows": e.rows, "absent_targets": e.absent_targets, "figures": figures,
    });
    if errors {
        let miss = |m: &crate::evaluate::ContextMiss| json!({"id": m.id, "differences": m.differences});
        value["errors"] = e.misses.iter().map(miss).collect();
    }
    value
}

fn tally(t: &Tally) -> Value {
    json!({"found": t.found, "extra": t.extra, "missed": t.missed,
           "precision": t.precision(), "recall": t.recall(), "f1": t.f1()})
}

fn element(t: &Tally) -> Value {
    let mut value = tally(t);
    value["compared"] = t.compared.into();
    value["agreed"] = t.agreed.into();
    value["accuracy"] = t.accuracy().into();
    value
}

#[cfg(test)]
mod tests {
    use super::compact;
    use super::escaped;

    #[test]
    fn a_hidden_mark_is_found_wherever_it_stands() {
        for before in 0..70 {
            let json = format!("{}\u{202e}{}", "a".repeat(before), "é".repeat(before % 3));
            assert_eq!(escaped(json.clone()), json.replace('\u{202e}', "\\u202e"), "{before}");
        }
    }

    #[test]
    fn direction_marks_and_controls_are_escaped() {
        let text = "a\u{202e}b\u{9b}\u{7f}\u{e0041}\u{1b}";
        let json = compact(&text);
        assert_eq!(json, r#""a\u202eb\u009b\u007f\udb40\udc41\u001b""#);
        assert_eq!(serde_json::from_str::<String>(&json).ok().as_deref(), Some(text));
    }
}
