//! Every gold note keeps to `corpora/ANNOTATION.md`: shape and evidence (checked by [`read_gold`]), code and status by its
//! table, and the flags that follow from the values. Messages name file, line and id, never words of a note.

use opnote::analysis::{Approach, Depth, GuidanceUse, Region, Status};
use opnote::evaluate::{Gold, GoldNote, GoldProcedure, read_gold};
use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::Path;

/// Flags that need the note itself, not only its values.
const FREE: [&str; 8] = [
    "guidance-images-undocumented",
    "converted-to-open",
    "code-mismatch",
    "template-placeholder",
    "depth-undocumented",
    "depth-nonspecific",
    "site-nonspecific",
    "fine-needle-aspiration",
];

fn code(p: &GoldProcedure) -> (Option<&'static str>, Status) {
    let (approach, depth, region) = (p.approach.value, p.depth.value, p.region.value);
    if matches!(approach, Some(Approach::Excision | Approach::Punch)) || region == Some(Region::Other) {
        return (None, Status::OutOfScope);
    }
    match (approach, region) {
        (None, _) | (_, None) => (None, Status::Undetermined),
        (Some(Approach::Incision), _) => match depth {
            Some(Depth::Superficial) => (Some("27323"), Status::Supported),
            Some(Depth::Deep) => (Some("27324"), Status::Supported),
            Some(Depth::Conflict) => (None, Status::Undetermined),
            None => (Some("27323"), Status::Default),
        },
        _ => (Some("20206"), Status::Supported),
    }
}

/// The flags that follow from the values alone.
fn derived(gold: &Gold) -> BTreeSet<&'static str> {
    let mut flags = BTreeSet::new();
    gold.procedures.iter().for_each(|p| flags.extend(derived_of(p)));
    if gold.procedures.len() > 1 {
        flags.insert("multiple-sites");
    }
    if gold.procedures.iter().any(|p| p.status != Status::OutOfScope) {
        let record = [
            (gold.record.preop_diagnosis, "preop-diagnosis-undocumented"),
            (gold.record.postop_diagnosis, "postop-diagnosis-undocumented"),
            (gold.record.indication, "indication-undocumented"),
            (gold.record.specimen, "specimen-undocumented"),
        ];
        flags.extend(record.iter().filter(|r| !r.0).map(|r| r.1));
    }
    flags
}

fn derived_of(p: &GoldProcedure) -> impl Iterator<Item = &'static str> {
    let (approach, guidance) = (p.approach.value, p.guidance.value);
    let always = [
        (approach == Some(Approach::Excision), "excision-not-biopsy"),
        (approach == Some(Approach::Punch), "skin-biopsy"),
        (p.region.value == Some(Region::Other), "outside-region"),
    ];
    let used = guidance == Some(GuidanceUse::Used);
    let side = p.laterality.value.map(|s| json(&s));
    let in_scope = [
        (approach.is_none(), "approach-undocumented"),
        (p.depth.value == Some(Depth::Conflict), "depth-contradictory"),
        (side.is_none(), "laterality-undocumented"),
        (side.as_deref() == Some("conflict"), "laterality-contradictory"),
        (p.size_mm.value.is_none(), "size-undocumented"),
        (p.region.value.is_none(), "site-undocumented"),
        (guidance.is_none(), "guidance-undocumented"),
        (used && p.guidance.modalities.is_empty(), "guidance-modality-undocumented"),
        (used && approach == Some(Approach::Incision), "guidance-with-incision"),
        (approach == Some(Approach::FineNeedle), "fine-needle-aspiration"),
    ];
    let counts = p.status != Status::OutOfScope;
    always.into_iter().chain(in_scope.into_iter().filter(move |_| counts)).filter(|f| f.0).map(|f| f.1)
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("JSON").replace('"', "")
}

fn problems(note: &GoldNote) -> Vec<String> {
    let mut found = Vec::new();
    for (i, p) in note.gold.procedures.iter().enumerate() {
        let got = (p.code.as_deref(), p.status);
        if got != code(p) {
            found.push(format!("procedure {i}: code and status {got:?}, the table says {:?}", code(p)));
        }
        if !lacks_depth_flag(note, p) {
            continue;
        }
        found.push(format!("procedure {i}: neither depth-undocumented nor depth-nonspecific"));
    }
    let flags: BTreeSet<&str> = note.gold.flags.iter().map(String::as_str).collect();
    let must = derived(&note.gold);
    let missing: Vec<_> = must.difference(&flags).collect();
    let causeless: Vec<_> = flags.iter().filter(|f| !must.contains(*f) && !FREE.contains(f)).collect();
    if !missing.is_empty() {
        found.push(format!("flags missing {missing:?}"));
    }
    if !causeless.is_empty() {
        found.push(format!("flags without cause {causeless:?}"));
    }
    found
}

fn lacks_depth_flag(note: &GoldNote, p: &GoldProcedure) -> bool {
    let silent = p.approach.value == Some(Approach::Incision) && p.depth.value.is_none();
    let raised = ["depth-undocumented", "depth-nonspecific"].iter().any(|f| note.gold.flags.iter().any(|g| g == f));
    silent && p.region.value != Some(Region::Other) && !raised
}

/// All gold files, as (path below `corpora`, content).
fn gold_files() -> Vec<(String, String)> {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora");
    let mut found = Vec::new();
    for folder in ["gold", "test"] {
        for entry in fs::read_dir(corpora.join(folder)).expect("the folder") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|e| e == "jsonl") {
                let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
                found.push((format!("{folder}/{name}"), fs::read_to_string(&path).expect("a gold file")));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn every_gold_note_keeps_to_the_guideline() {
    let files = gold_files();
    assert!(files.len() >= 3, "gold files have gone missing");
    let notes = match read_gold(files.iter().map(|(n, t)| (n.as_str(), t.as_str()))) {
        Ok(notes) => notes,
        Err(errors) => panic!("{}", errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    };
    let wrong: Vec<_> = notes.iter().flat_map(|n| problems(n).into_iter().map(|p| format!("{}: {p}", n.id))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A note that stood in both would be seen and unseen at once.
#[test]
fn no_seen_note_is_among_the_unseen() {
    let files = gold_files();
    let texts = |folder: &str| -> HashSet<String> {
        let chosen = files.iter().filter(|f| f.0.starts_with(folder));
        let notes = read_gold(chosen.map(|(n, t)| (n.as_str(), t.as_str()))).expect("gold that is sound");
        notes.iter().map(|n| n.text.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    };
    assert_eq!(texts("gold/").intersection(&texts("test/")).count(), 0);
}
