//! What holds of any text: it gives an analysis, spans stand on character boundaries, evidence is its slice, and the same note
//! gives the same bytes alone, in a batch, or on another thread.

use opnote::render::json::{AnalysisRecord, TraceRecord, compact};
use opnote::{Analyzer, Note};
use proptest::prelude::*;
use serde_json::Value;
use std::sync::LazyLock;

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(Analyzer::builtin);

/// What notes are made of, whole and broken.
const FRAGMENTS: &[&str] = &[
    "PROCEDURE:",
    "PREOPERATIVE DIAGNOSIS: ",
    "Postop dx - same",
    "INDICATIONS",
    "Description of procedure:\n",
    "ADDENDUM: ",
    "Specimen: ",
    "Family history: ",
    "PLAN: ",
    "Findings:",
    "Site: ",
    "Lesion 1: ",
    "2. ",
    "#1 ",
    "A) ",
    "• ",
    "- ",
    "* ",
    "| Side | Left |\n",
    "\t\t",
    "open biopsy",
    "core needle biopsy",
    "fna",
    "incisional bx",
    "punch",
    "excised in toto",
    "an incision was made",
    "the needle was passed",
    "the fascia lata was opened",
    "down to but not through the deep fascia",
    "fascia closed with 0 Vicryl",
    "vastus lateralis",
    "Scarpa's fascia",
    "subcutaneous fat",
    "deep mass",
    "a mass",
    "soft tissue lesion",
    "lymph node",
    "left",
    "right",
    "bilateral",
    "L",
    "R.",
    "-LT",
    "thigh",
    "knee",
    "calf",
    "popliteal fossa",
    "anterolateral",
    "upper third",
    "5 x 4 x 3 cm",
    "2 ½ by 1/2 inches",
    "two point five by",
    "3 cm to 4",
    "0.000001 mm",
    "99999999999999999999 cm",
    "1,5 cm",
    "14 gauge",
    "under ultrasound guidance",
    "CT",
    "no image guidance",
    "images were saved",
    "sent to pathology",
    "no ",
    "not only ",
    "denies ",
    "if ",
    "prior ",
    "will be ",
    "was not ",
    "without ",
    "mother's ",
    "possible ",
    "make that ",
    "scratch that ",
    "[x] ",
    "[ ] ",
    "☑ ",
    "☐ ",
    "(X) Left ( ) Right ",
    "Yes / No ",
    "*** ",
    "____",
    "[SIDE]",
    "{laterality:1234}",
    "\\.br\\",
    "\\T\\",
    "\\F\\",
    "OBX|1|TX|",
    "~",
    "“fascia”",
    "mass\u{a0}of\u{a0}the",
    "×",
    "faſcia",
];

/// Marks and letters that have tripped programs before.
const ODD: &[&str] = &[
    ".",
    "..",
    ",",
    ";",
    ":",
    "::",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    " ",
    "\u{2028}",
    "\u{feff}",
    "\u{202e}",
    "\u{200d}",
    "\0",
    "é",
    "e\u{301}",
    "İ",
    "ẞ",
    "漢字",
    "👩‍⚕️",
    "𝄞",
    "-\n",
];

fn realistic() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => proptest::sample::select(FRAGMENTS).prop_map(str::to_owned),
        2 => proptest::sample::select(ODD).prop_map(str::to_owned),
        1 => proptest::sample::select(FRAGMENTS).prop_map(str::to_uppercase),
        1 => any::<(u16, u8)>().prop_map(|(a, b)| format!("{a}.{b}")),
        1 => "\\PC{0,6}",
    ];
    let glue = proptest::sample::select(&[" ", " ", " ", "", ". ", ", ", "\n", " period "][..]);
    prop::collection::vec((piece, glue), 0..60)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(piece, glue)| [piece, glue.to_owned()]).collect())
}

/// A single run of words without any mark.
fn unpunctuated() -> impl Strategy<Value = String> {
    let words = prop::collection::vec(proptest::sample::select(&FRAGMENTS[20..70]), 100..900);
    words.prop_map(|words| words.join(" ").replace(['.', ':', ',', ';', '\n'], " "))
}

/// Any Unicode text at all, also of characters that no note holds.
fn random() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), prop::collection::vec(any::<char>(), 0..300).prop_map(String::from_iter)]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![4 => realistic(), 1 => unpunctuated(), 2 => random()]
}

fn record(text: &str) -> String {
    let analysis = ANALYZER.analyze(&Note::with_id("a", text));
    compact(&AnalysisRecord { analysis, decoded_from: None, input: None })
}

/// Every `start`, `end` and, where there is one, `text` of a record.
fn quotations<'a>(value: &'a Value, found: &mut Vec<(usize, usize, Option<&'a str>)>) {
    let number = |key: &str| value.get(key).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
    if let (Some(start), Some(end)) = (number("start"), number("end")) {
        found.push((start, end, value.get("text").and_then(Value::as_str)));
    }
    match value {
        Value::Array(items) => items.iter().for_each(|v| quotations(v, found)),
        Value::Object(fields) => fields.values().for_each(|v| quotations(v, found)),
        _ => {}
    }
}

fn assert_slices(text: &str, record: &str) {
    let value: Value = serde_json::from_str(record).expect("JSON");
    let mut found = Vec::new();
    quotations(&value, &mut found);
    for (start, end, quoted) in found {
        let slice = text.get(start..end).unwrap_or_else(|| panic!("{start}..{end} is no slice of {text:?}"));
        assert_eq!(quoted.unwrap_or(slice), slice);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_an_analysis_whose_evidence_is_its_slice(text in text()) {
        assert_slices(&text, &record(&text));
    }

    #[test]
    fn any_text_gives_a_trace_whose_words_are_their_slice(text in text()) {
        let trace = ANALYZER.trace(&Note::new(text.as_str()));
        assert_slices(&text, &compact(&TraceRecord { id: None, trace }));
    }

    #[test]
    fn the_same_note_gives_the_same_bytes(notes in prop::collection::vec(realistic(), 1..6)) {
        let alone: Vec<String> = notes.iter().map(|n| record(n)).collect();
        let batch: Vec<String> = std::thread::scope(|scope| {
            let threads: Vec<_> = notes.iter().rev().map(|n| scope.spawn(|| record(n))).collect();
            let mut records: Vec<_> = threads.into_iter().map(|t| t.join().expect("no panic")).collect();
            records.reverse();
            records
        });
        prop_assert_eq!(alone, batch);
    }
}

#[test]
fn very_long_runs_are_read_to_the_end() {
    let run = "the fascia lata of the left thigh was opened and a wedge of the mass taken and ".repeat(3000);
    assert_slices(&run, &record(&run));
    for odd in ["(", "[ ] ", "no ", "1 x ", "\n\n", ":", "****", "\u{301}", "a", "and ", "if "] {
        let run = odd.repeat(60_000);
        assert_slices(&run, &record(&run));
    }
}

/// A label with nothing behind it is the end of the note.
#[test]
fn a_note_may_end_with_its_label() {
    for text in ["open biopsy : ", "Open biopsy of the mass. Assistant surgeon:", "Core biopsy. Guidance: "] {
        assert_slices(text, &record(text));
    }
}
