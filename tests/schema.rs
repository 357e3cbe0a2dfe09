//! What is written is what the published schema promises.

use opnote::analysis::OffsetUnit;
use opnote::render::json::{AnalysisRecord, compact, schema};
use opnote::render::offsets::convert;
use opnote::{Analyzer, Note};
use serde_json::{Map, Value};

const NOTES: [&str; 4] = [
    "",
    "The weather was fine.",
    "Preoperative diagnosis: mass. A longitudinal incision was made over the left thigh and a biopsy taken. The fascia lata was opened.",
    "½ — ultrasound-guided core needle biopsy of the “right knee” 𝄞, 3 x 2 cm.",
];

fn record(text: &str, unit: OffsetUnit) -> AnalysisRecord {
    let note = Note::with_id("a", text);
    let mut analysis = Analyzer::builtin().analyze(&note);
    convert(&mut analysis, text, unit);
    let input = Some(Map::from_iter([("mrn".to_owned(), Value::from(5))]));
    AnalysisRecord { analysis, decoded_from: Some("windows-1252".into()), input }
}

#[test]
fn every_record_is_valid() {
    let schema = serde_json::to_value(schema()).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for text in NOTES {
        for unit in [OffsetUnit::Byte, OffsetUnit::Char, OffsetUnit::Utf16] {
            let record: Value = serde_json::from_str(&compact(&record(text, unit))).expect("JSON");
            let errors: Vec<_> = validator.iter_errors(&record).map(|e| e.to_string()).collect();
            assert!(errors.is_empty(), "{text}: {errors:?}");
        }
    }
    assert!(!validator.is_valid(&serde_json::json!({"schema": "opnote/analysis/1"})), "a schema that refuses nothing");
}

/// Every `start`, `end` and `text` of a record, wherever it stands.
fn quotations(value: &Value, found: &mut Vec<(usize, usize, String)>) {
    if let (Some(start), Some(end), Some(text)) = (value.get("start"), value.get("end"), value.get("text")) {
        let number = |v: &Value| v.as_u64().expect("a number") as usize;
        found.push((number(start), number(end), text.as_str().expect("a string").to_owned()));
    }
    match value {
        Value::Array(items) => items.iter().for_each(|v| quotations(v, found)),
        Value::Object(fields) => fields.values().for_each(|v| quotations(v, found)),
        _ => {}
    }
}

#[test]
fn text_is_the_slice_in_every_unit() {
    let text = NOTES[3];
    let in_unit = |unit| {
        let mut found = Vec::new();
        quotations(&serde_json::to_value(record(text, unit)).expect("JSON"), &mut found);
        assert!(!found.is_empty());
        found
    };
    for (start, end, words) in in_unit(OffsetUnit::Char) {
        assert_eq!(text.chars().skip(start).take(end - start).collect::<String>(), words);
    }
    let units: Vec<u16> = text.encode_utf16().collect();
    for (start, end, words) in in_unit(OffsetUnit::Utf16) {
        assert_eq!(String::from_utf16_lossy(&units[start..end]), words);
    }
    for (start, end, words) in in_unit(OffsetUnit::Byte) {
        assert_eq!(&text[start..end], words);
    }
}
