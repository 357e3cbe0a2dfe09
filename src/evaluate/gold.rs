//! Gold notes as JSON lines, checked before anything is scored: a wrong row is refused with its line and the reason.
//!
//! Reasons never quote the note.

use super::SCORED_FLAGS;
use crate::analysis::{Approach, Aspect, Depth, GuidanceUse, Laterality, Modality, Region, Status};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

/// A note with the answers expected of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldNote {
    /// Names the note; unique among all gold notes of a run.
    pub id: String,
    /// The voice it is written in.
    #[serde(default)]
    pub style: String,
    /// The dictation.
    pub text: String,
    /// The answers.
    pub gold: Gold,
    /// Free remarks of the annotator.
    #[serde(default)]
    pub comment: Option<String>,
}

/// The answers expected of one note.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gold {
    /// One entry per lesion sampled or removed.
    pub procedures: Vec<GoldProcedure>,
    /// What the note as a whole documents.
    pub record: GoldRecord,
    /// Ids of the flags to be raised.
    pub flags: Vec<String>,
}

/// A value and the words that support it; null without words where the note does not say.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldElement<T> {
    /// The value.
    pub value: T,
    /// Exact substrings of the note.
    pub evidence: Vec<String>,
}

/// Guidance, with its modalities.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldGuidance {
    /// The value.
    pub value: Option<GuidanceUse>,
    /// Modalities; empty where not told.
    pub modalities: Vec<Modality>,
    /// Exact substrings of the note.
    pub evidence: Vec<String>,
}

/// One lesion, as annotated.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct GoldProcedure {
    pub approach: GoldElement<Option<Approach>>,
    pub depth: GoldElement<Option<Depth>>,
    pub region: GoldElement<Option<Region>>,
    pub aspects: GoldElement<Vec<Aspect>>,
    pub laterality: GoldElement<Option<Laterality>>,
    /// Any of the listed sizes is right; each longest first.
    pub size_mm: GoldElement<Option<Vec<Vec<f64>>>>,
    pub guidance: GoldGuidance,
    pub code: Option<String>,
    pub status: Status,
}

/// What the note as a whole documents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct GoldRecord {
    pub preop_diagnosis: bool,
    pub postop_diagnosis: bool,
    pub indication: bool,
    pub specimen: bool,
}

/// Why a gold row was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {reason}")]
pub struct GoldError {
    /// The file, as named by the caller.
    pub file: String,
    /// 1-based line.
    pub line: usize,
    /// What is wrong, without words of the note.
    pub reason: String,
}

/// Reads gold files, given as (name, content). Blank lines are skipped.
///
/// # Errors
/// Every row that is not sound: broken JSON, a value outside the guideline, evidence that is not in the text, an id used twice.
pub fn read_gold<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Vec<GoldNote>, Vec<GoldError>> {
    let (mut notes, mut errors, mut seen) = (Vec::new(), Vec::new(), HashMap::new());
    for (file, content) in files {
        for (index, row) in content.trim_start_matches('\u{feff}').lines().enumerate() {
            if row.trim().is_empty() {
                continue;
            }
            let line = index + 1;
            match read_row(row).and_then(|note| first_use(note, &mut seen, file, line)) {
                Ok(note) => notes.push(note),
                Err(reason) => errors.push(GoldError { file: file.to_owned(), line, reason }),
            }
        }
    }
    if errors.is_empty() { Ok(notes) } else { Err(errors) }
}

fn first_use(note: GoldNote, seen: &mut HashMap<String, String>, file: &str, line: usize) -> Result<GoldNote, String> {
    match seen.insert(note.id.clone(), format!("{file}:{line}")) {
        Some(first) => Err(format!("the id stands already at {first}")),
        None => Ok(note),
    }
}

fn read_row(row: &str) -> Result<GoldNote, String> {
    let note: GoldNote = serde_json::from_str(row).map_err(|e| reason(&e))?;
    match problem(&note) {
        Some(reason) => Err(reason),
        None => Ok(note),
    }
}

/// The parser's message; a string it quotes from the row may be the note itself, so it is left out.
fn reason(error: &serde_json::Error) -> String {
    let message = error.to_string().replace(" at line 1 column ", ", column ");
    match (message.find("string \""), message.rfind('"')) {
        (Some(from), Some(to)) if to > from + 8 => format!("{}string{}", &message[..from], &message[to + 1..]),
        _ => message,
    }
}

fn problem(note: &GoldNote) -> Option<String> {
    let unsound = |(i, p): (usize, &GoldProcedure)| problem_of(p, &note.text).map(|r| format!("procedure {i}, {r}"));
    let flags = || note.gold.flags.iter().find(|f| !SCORED_FLAGS.contains(&f.as_str()));
    let twice = || {
        let mut seen = HashSet::new();
        note.gold.flags.iter().find(|f| !seen.insert(f.as_str()))
    };
    (note.gold.procedures.iter().enumerate().find_map(unsound))
        .or_else(|| flags().map(|f| format!("unknown flag `{f}`")))
        .or_else(|| twice().map(|f| format!("flag `{f}` stands twice")))
}

fn problem_of(p: &GoldProcedure, text: &str) -> Option<String> {
    let elements: [(&str, bool, &[String]); 7] = [
        ("approach", p.approach.value.is_some(), &p.approach.evidence),
        ("depth", p.depth.value.is_some(), &p.depth.evidence),
        ("region", p.region.value.is_some(), &p.region.evidence),
        ("aspects", !p.aspects.value.is_empty(), &p.aspects.evidence),
        ("laterality", p.laterality.value.is_some(), &p.laterality.evidence),
        ("size_mm", p.size_mm.value.is_some(), &p.size_mm.evidence),
        ("guidance", p.guidance.value.is_some(), &p.guidance.evidence),
    ];
    let wrong = elements.iter().find_map(|(name, told, quotes)| quote_problem(*told, quotes, text).map(|r| (name, r)));
    wrong.map(|(name, r)| format!("{name}: {r}")).or_else(|| size_problem(p).map(|r| format!("size_mm: {r}")))
}

fn quote_problem(told: bool, quotes: &[String], text: &str) -> Option<String> {
    if told == quotes.is_empty() {
        return Some(if told { "a value without evidence" } else { "evidence without a value" }.into());
    }
    if quotes.iter().any(String::is_empty) {
        return Some("an empty quotation".into());
    }
    let absent = quotes.iter().position(|q| !text.contains(q.as_str()))?;
    Some(format!("quotation {} does not stand in the text", absent + 1))
}

fn size_problem(p: &GoldProcedure) -> Option<&'static str> {
    let sizes = p.size_mm.value.as_ref()?;
    let sound = |s: &Vec<f64>| !s.is_empty() && s.windows(2).all(|w| w[0] >= w[1]) && s.iter().all(|mm| *mm > 0.0);
    let all = !sizes.is_empty() && sizes.iter().all(sound);
    (!all).then_some("wanted: a list of sizes, each with its longest dimension first")
}

#[cfg(test)]
mod tests {
    use super::read_gold;

    const ROW: &str = r#"{"id":"a","text":"secret words","gold":{"procedures":[],"record":{"preop_diagnosis":true,"postop_diagnosis":true,"indication":true,"specimen":true},"flags":[]}}"#;

    fn refusal(rows: &str) -> String {
        read_gold([("g.jsonl", rows)]).expect_err("refused")[0].to_string()
    }

    #[test]
    fn a_wrong_row_names_file_line_and_reason() {
        assert_eq!(read_gold([("g.jsonl", ROW)]).map(|n| n.len()).ok(), Some(1));
        assert_eq!(refusal(&format!("\n{ROW}\n{ROW}")), "g.jsonl:3: the id stands already at g.jsonl:2");
        assert!(refusal("{").starts_with("g.jsonl:1: EOF"));
        assert_eq!(refusal(&ROW.replace(r#""flags":[]"#, r#""flags":["x"]"#)), "g.jsonl:1: unknown flag `x`");
    }

    #[test]
    fn a_reason_never_quotes_the_note() {
        let swapped = ROW.replace(r#""gold":{"#, r#""gold":"secret words","g":{"#);
        assert!(!refusal(&swapped).contains("secret"), "{}", refusal(&swapped));
    }

    #[test]
    fn evidence_must_stand_in_the_text() {
        let approach = r#""approach":{"value":"incision","evidence":["nowhere"]}"#;
        let rest =
            ["depth", "region", "laterality", "size_mm"].map(|k| format!(r#""{k}":{{"value":null,"evidence":[]}}"#));
        let tail = r#""aspects":{"value":[],"evidence":[]},"guidance":{"value":null,"modalities":[],"evidence":[]},"code":null,"status":"undetermined""#;
        let row =
            ROW.replace(r#""procedures":[]"#, &format!(r#""procedures":[{{{approach},{},{tail}}}]"#, rest.join(",")));
        assert_eq!(refusal(&row), "g.jsonl:1: procedure 0, approach: quotation 1 does not stand in the text");
    }
}
