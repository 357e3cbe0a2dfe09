//! Reports as they look at 40, 80 and 120 columns, and that none is ever wider than asked or passes a control character on.
//!
//! `corpora/rendered/NAME.json` holds a note and its analysis, `NAME.WIDTH.txt` the report without colour.
//! `OPNOTE_REWRITE=1 cargo test --test rendering` writes the reports anew; review the diff.
#![cfg(feature = "cli")]

use opnote::analysis::{Analysis, Element, Evidence, RecordEntry};
use opnote::claim::Claim;
use opnote::render::text::report;
use opnote::trace::{Trace, TraceMention};
use opnote::{Analyzer, Note};
use proptest::prelude::*;
use serde_json::Value;
use std::path::PathBuf;
use unicode_width::UnicodeWidthStr;

fn folder() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "corpora", "rendered"].iter().collect()
}

fn case(name: &str) -> (Note, Analysis, Option<String>) {
    let path = folder().join(format!("{name}.json"));
    let case: Value = serde_json::from_slice(&std::fs::read(path).expect("a case")).expect("JSON");
    let analysis: Analysis = serde_json::from_value(case["analysis"].clone()).expect("an analysis");
    let text = case["text"].as_str().expect("a text").to_owned();
    (Note { id: analysis.id.clone(), text }, analysis, case["decoded_from"].as_str().map(str::to_owned))
}

fn plain(styled: &str) -> String {
    anstream::adapter::strip_str(styled).to_string()
}

/// Nothing but our own styles, line breaks and visible characters; no line wider than `width`.
fn assert_page(styled: &str, width: usize) {
    let unstyled = styled.replace("\u{1b}[", "\u{0}").split('\u{0}').map(after_style).collect::<String>();
    assert_eq!(unstyled, plain(styled), "only styles may be escape sequences");
    let bad = unstyled.chars().find(|c| c.is_control() && *c != '\n' || ('\u{202a}'..='\u{202e}').contains(c));
    assert_eq!(bad, None, "{unstyled}");
    for line in unstyled.lines() {
        assert!(line.width() <= width, "{} > {width}: {line}", line.width());
        assert!(line.chars().map(|c| c.to_string().width()).sum::<usize>() <= width, "{line}");
        assert_eq!(line.trim_end_matches(' '), line, "no blanks at the end");
    }
}

/// What follows the digits and the `m` of a style.
fn after_style(part: &str) -> &str {
    let digits = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
    digits.strip_prefix('m').filter(|_| digits.len() < part.len()).unwrap_or(part)
}

#[test]
fn reports_look_as_reviewed() {
    for name in ["one-open", "two-procedures", "no-procedure", "hostile"] {
        let (note, analysis, decoded_from) = case(name);
        for width in [40, 80, 120] {
            let page = report(&note, &analysis, decoded_from.as_deref(), width);
            assert_page(&page, width);
            let path = folder().join(format!("{name}.{width}.txt"));
            if std::env::var_os("OPNOTE_REWRITE").is_some() {
                std::fs::write(&path, plain(&page)).expect("written");
            }
            let want = std::fs::read_to_string(&path).expect("a reviewed report");
            assert_eq!(plain(&page), want, "{}", path.display());
        }
    }
}

#[test]
fn a_width_below_the_least_is_the_least() {
    let (note, analysis, _) = case("two-procedures");
    assert_eq!(report(&note, &analysis, None, 0), report(&note, &analysis, None, 30));
}

/// An analysis whose quotations point anywhere.
fn pointing_anywhere(text: &str, spans: &[(u32, u32)]) -> Analysis {
    let (_, mut analysis, _) = case("two-procedures");
    let quote = |&(start, end): &(u32, u32)| Evidence { start, end, text: text.to_owned(), rule: "r".into() };
    let evidence: Vec<_> = spans.iter().map(quote).collect();
    let (first, rest) = evidence.split_at(evidence.len() / 2);
    analysis.procedures[0].structure = Element { value: Some(text.to_owned()), evidence: first.to_vec() };
    analysis.procedures[1].region.evidence = rest.to_vec();
    analysis.record.indication = RecordEntry { value: true, text: None, evidence: evidence.clone() };
    analysis.flags[0].evidence = rest.to_vec();
    analysis.flags[0].message = text.to_owned();
    analysis
}

proptest! {
    #[test]
    fn any_text_and_any_spans_fit_the_page(
        text in "(\\PC|[\\x00-\\x1f\\x7f-\\x9f]|[ \\n\\r\\t]|[\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}\u{fe0f}]|[a-z]{1,50}|[漢字한]|e\u{301}|👩\u{200d}⚕\u{fe0f}){0,60}",
        spans in prop::collection::vec((0u32..300, 0u32..300), 0..12),
        width in 0usize..140,
    ) {
        let analysis = pointing_anywhere(&text, &spans);
        let note = Note::with_id(&text, &text);
        assert_page(&report(&note, &analysis, Some("utf-16le"), width), width.max(30));
    }

    #[test]
    fn any_claim_fits_the_page(billed in "(\\PC|[\\x00-\\x1f]|27324-LT|[a-z]{1,50}| ){0,20}", width in 0usize..140) {
        let note = Note::new("Core needle biopsy of a mass, left thigh. Cores were sent.");
        let analysis = Analyzer::builtin().analyze_billed(&note, Some(&Claim::typed(&billed, &billed, None)));
        assert_page(&report(&note, &analysis, None, width), width.max(30));
    }

    #[test]
    fn any_trace_fits_the_page(text in "(\\PC|\\s|[\\x00-\\x1f]|[a-z]{1,50}){0,40}", width in 0usize..140) {
        let mention = TraceMention { start: 0, end: 9, text: text.clone(), concepts: vec![text.clone()], rule: text.clone(), assertion: text.clone() };
        let trace = Trace { mentions: vec![mention], ..Analyzer::builtin().trace(&Note::new(text.as_str())) };
        assert_page(&opnote::render::text::trace(Some(&text), &trace, width), width.max(30));
    }
}
