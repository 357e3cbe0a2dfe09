//! One line of JSON → a note, and the fields that came with it. Reasons for refusal never quote the line.

use super::decode::decode;
use opnote::Note;
use opnote::claim::Claim;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::error::Category;
use serde_json::{Map, Value};
use std::path::Path;

/// A note, what was billed for it, what else came with it, and its encoding where that was not plain UTF-8.
#[derive(Debug)]
pub struct Parsed {
    pub note: Note,
    pub claim: Option<Claim>,
    pub input: Option<Map<String, Value>>,
    pub decoded_from: Option<&'static str>,
}

/// Reads a line.
pub fn parse(line: Vec<u8>) -> Result<Parsed, String> {
    let (mut fields, decoded_from) = object(line)?;
    let text = match fields.shift_remove("text") {
        Some(Value::String(text)) => text,
        Some(_) => return Err("`text` is not a string".into()),
        None => return Err("no `text`".into()),
    };
    let id = match fields.shift_remove("id") {
        None | Some(Value::Null) => None,
        Some(Value::String(id)) => Some(id),
        Some(Value::Number(id)) => Some(id.to_string()),
        Some(_) => return Err("`id` is neither a string nor a number".into()),
    };
    let claim = Claim::from_record(&fields);
    let input = (!fields.is_empty()).then_some(fields);
    Ok(Parsed { note: Note { id, text }, claim, input, decoded_from })
}

/// Reads the fields of a line, whatever they are.
pub fn object(line: Vec<u8>) -> Result<(Map<String, Value>, Option<&'static str>), String> {
    let (line, decoded_from) = decode(line).map_err(|e| e.reason)?;
    let Object(fields) = serde_json::from_str(line.trim_ascii_end()).map_err(|e| reason(&e, &line))?;
    Ok((fields, decoded_from))
}

/// Why a file that was taken for one note is none: by its ending or its first field it holds JSON.
pub fn no_note(file: &str, text: &str) -> Option<&'static str> {
    let is_named = Path::new(file).extension().is_some_and(|e| e.eq_ignore_ascii_case("json"));
    let reason = "JSON, not a note; --from jsonl reads a record a line, --from text takes it all for one note";
    (is_named || begins_with_field(text)).then_some(reason)
}

/// Whether a text begins as a record or an array of records does. Not more is read: the rest may be cut off.
fn begins_with_field(text: &str) -> bool {
    let text = text.trim_start();
    let record = text.strip_prefix('[').unwrap_or(text).trim_start();
    let name = record.strip_prefix('{').and_then(|rest| rest.trim_start().strip_prefix('"'));
    let behind = name.and_then(|name| name.split_once('"'));
    behind.is_some_and(|(_, rest)| rest.trim_start().starts_with(':'))
}

/// A JSON object in which no field stands twice.
struct Object(Map<String, Value>);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Fields)
    }
}

struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = Object;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Object, A::Error> {
        let mut fields = Map::new();
        while let Some((name, value)) = access.next_entry::<String, Value>()? {
            if fields.insert(name, value).is_some() {
                return Err(A::Error::custom("twice"));
            }
        }
        Ok(Object(fields))
    }
}

/// The parser's reason in our words: its own may hold words of the line.
fn reason(error: &serde_json::Error, line: &str) -> String {
    let column = error.column();
    let message = error.to_string();
    if message.starts_with("lone leading surrogate") || message.starts_with("unexpected end of hex escape") {
        return format!("unpaired surrogate in a \\u escape, at column {column}");
    }
    match error.classify() {
        Category::Eof => format!("broken JSON: the line ends too early, at column {column}"),
        Category::Data if !line.trim_start().starts_with('{') => "not a JSON object".into(),
        Category::Data => format!("a field stands twice in the object, at column {column}"),
        _ => format!("broken JSON, at column {column}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{no_note, parse};

    #[test]
    fn json_is_told_from_a_note_in_brackets() {
        let json = [r#"{"id":1}"#, "\n[\n  {\n \"id\" : 1", r#"[{"text":"cut off"#];
        assert!(json.iter().all(|text| no_note("a.txt", text).is_some()));
        let notes = ["[x] left", "{left} thigh", "{\"left\"}", "[]", "\"id\": 1", "[{", ""];
        assert!(notes.iter().all(|text| no_note("a.txt", text).is_none()));
        assert!(no_note("a.JSON", "left thigh").is_some());
    }

    #[test]
    fn other_fields_are_kept_in_order() {
        let parsed = parse(br#"{"z":1,"id":7,"text":"a","b":[null]}"#.to_vec()).expect("sound");
        assert_eq!(parsed.note.id.as_deref(), Some("7"));
        assert_eq!(serde_json::to_string(&parsed.input).ok().as_deref(), Some(r#"{"z":1,"b":[null]}"#));
        assert_eq!(parse(br#"{"text":"a"}"#.to_vec()).map(|p| p.input), Ok(None));
    }

    #[test]
    fn long_numbers_keep_every_digit() {
        let parsed = parse(br#"{"text":"a","account":12345678901234567890123,"sum":1.10}"#.to_vec()).expect("sound");
        let input = serde_json::to_string(&parsed.input).expect("JSON");
        assert_eq!(input, r#"{"account":12345678901234567890123,"sum":1.10}"#);
    }

    #[test]
    fn every_refusal_says_why_and_quotes_nothing() {
        let cases = [
            (r#"{"text":"secret"#, "broken JSON: the line ends too early"),
            (r#"{"text":"secret"} x"#, "broken JSON, at column 19"),
            (r#"{"id":"secret"}"#, "no `text`"),
            (r#"{"text":5}"#, "`text` is not a string"),
            (r#"{"text":"a","id":["secret"]}"#, "`id` is neither"),
            (r#"{"text":"a\ud800 secret"}"#, "unpaired surrogate"),
            (r#"{"text":"a\udc00 secret"}"#, "unpaired surrogate"),
            (r#"{"text":"a","other":"\ud800"}"#, "unpaired surrogate"),
            (r#"{"text":"secret","text":"b"}"#, "a field stands twice"),
            (r#""secret""#, "not a JSON object"),
            (r#"["secret"]"#, "not a JSON object"),
        ];
        for (line, want) in cases {
            let got = parse(line.as_bytes().to_vec()).expect_err(line);
            assert!(got.starts_with(want) && !got.contains("secret"), "{line}: {got}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_a_note_or_a_reason(bytes: Vec<u8>, text: String) {
            let _ = parse(bytes);
            let line = serde_json::json!({"text": text}).to_string();
            // The byte order mark and NUL stand as escapes or within the string: every text comes back whole.
            proptest::prop_assert_eq!(parse(line.into_bytes()).map(|p| p.note.text), Ok(text));
        }
    }
}
