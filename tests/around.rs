//! What stands around a mention weighs (`lexicons/around.tsv`): lengths, sides and aspects that it takes for the lesion's or not,
//! and tissues that it takes for what was sampled.

use opnote::analysis::{Analysis, Aspect, Evidence, Laterality};
use opnote::analyzer::Analyzer;
use opnote::lexicon::around::{self, MATTERS};
use opnote::note::Note;
use std::fs;

/// The analysis of a note by rows of `around.tsv`, and by no other of its weights. Columns that a row leaves out weigh nothing.
fn weighed(text: &str, rows: &[&str]) -> Analysis {
    let folder = tempfile::tempdir().expect("a folder");
    let whole = |row: &&str| row.to_string() + &"\t".repeat(MATTERS - row.matches('\t').count());
    let rows: Vec<String> = rows.iter().map(whole).collect();
    fs::write(folder.path().join(around::FILE), around::heading() + "\n" + &rows.join("\n")).expect("written");
    Analyzer::with_folder(folder.path()).expect("loads").analyze(&Note::new(text))
}

/// The words of evidence and their rules.
fn quoted(evidence: &[Evidence]) -> Vec<(&str, &str)> {
    evidence.iter().map(|e| (e.text.as_str(), e.rule.as_str())).collect()
}

const TWO_LENGTHS: &str = "Open biopsy, left thigh. The mass of 38 x 30 mm lay in the fat. An oddword of 22 x 20 mm stood beside it. The skin was incised, \
    the fascia was not opened, and a wedge was sent to pathology.";

#[test]
fn of_several_lengths_the_one_is_taken_for_which_most_speaks() {
    let size = |rows: &[&str]| weighed(TWO_LENGTHS, rows).procedures[0].size_mm.value.clone();
    assert_eq!(size(&[]), Some(vec![38.0, 30.0]));
    let read = weighed(TWO_LENGTHS, &["-2 oddword\t9\t\t"]);
    assert_eq!(read.procedures[0].size_mm.value, Some(vec![22.0, 20.0]));
    // The noun of the other would have been taken for the lesion.
    assert_eq!(quoted(&read.procedures[0].size_mm.evidence), [("22 x 20 mm", "around.tsv:size")]);
    // Two words off is not next to it.
    assert_eq!(size(&["-1 oddword\t9\t\t"]), Some(vec![38.0, 30.0]));
    // What speaks against all leaves none.
    assert_eq!(size(&["*\t-9\t\t"]), None);
}

#[test]
fn what_is_read_by_it_is_flagged() {
    let text =
        "Open biopsy, left thigh. An oddword incision of 38 mm. A cut was made and a wedge was sent to pathology.";
    let rows = ["-6 oddword\t9\t\t"];
    let read = weighed(text, &rows);
    assert_eq!(quoted(&read.procedures[0].size_mm.evidence), [("38 mm", "around.tsv:size")]);
    let flag = read.flags.iter().find(|f| f.id == "read-by-weight").expect("the reader is told");
    assert_eq!(flag.evidence, read.procedures[0].size_mm.evidence);
}

const TWO_SIDES: &str = "Incisional biopsy, mass of the left thigh. The oddword right thigh mass was incised and a wedge sent to pathology.";

#[test]
fn a_side_that_is_told_of_something_else_contradicts_nothing() {
    let side = |rows: &[&str]| weighed(TWO_SIDES, rows).procedures[0].laterality.value;
    assert_eq!(side(&[]), Some(Laterality::Conflict));
    let read = weighed(TWO_SIDES, &["-1 oddword\t\t-9\t", "*\t\t1\t"]);
    assert_eq!(read.procedures[0].laterality.value, Some(Laterality::Left));
    assert!(!read.flags.iter().any(|f| f.id == "laterality-contradictory"));
    // Both may be the lesion's.
    assert_eq!(side(&["*\t\t1\t"]), Some(Laterality::Conflict));
}

#[test]
fn a_single_side_that_was_read_stands() {
    let text = "Incisional biopsy of a mass of the left thigh. A wedge was sent to pathology. The right leg, oddword, was padded.";
    let side = |rows: &[&str]| weighed(text, rows).procedures[0].laterality.value;
    assert_eq!(side(&[]), Some(Laterality::Left));
    assert_eq!(side(&["+6 oddword\t\t9\t", "*\t\t-5\t"]), Some(Laterality::Left));
}

#[test]
fn another_tissue_that_was_sampled_leaves_no_procedure() {
    let text = "Incisional biopsy, mass of the left thigh. The fascia lata was opened. The mass was exposed. \
        A wedge was cut out of the oddword cord and sent to pathology.";
    let rows = ["-1 oddword\t\t\t\t9"];
    assert_eq!(weighed(text, &[]).procedures.len(), 1);
    let read = weighed(text, &rows);
    assert_eq!(read.procedures, []);
    let flag = read.flags.iter().find(|f| f.id == "read-by-weight").expect("the reader is told");
    assert_eq!(quoted(&flag.evidence), [("cord", "around.tsv:other-tissue")]);
    // Not where as much speaks for the mass.
    assert_eq!(weighed(text, &[rows[0], "0 mass\t\t\t\t\t9"]).procedures.len(), 1);
}

#[test]
fn soft_tissue_that_was_sampled_beside_another_is_a_procedure() {
    let text = "Femur biopsy, left thigh. The bone was drilled. Oddword muscle went to pathology in formalin from a 4 cm incision.";
    assert_eq!(weighed(text, &[]).procedures, []);
    assert_eq!(weighed(text, &["-1 oddword\t\t\t\t\t9"]).procedures.len(), 1);
}

#[test]
fn an_aspect_is_taken_where_none_was_read_and_dropped_where_it_is_of_something_else() {
    let text = "Incisional biopsy, mass of the anterior thigh. A wedge was sent to pathology.";
    let aspects = |rows: &[&str]| weighed(text, rows).procedures[0].aspects.value.clone();
    assert_eq!(aspects(&[]), [Aspect::Anterior]);
    assert_eq!(aspects(&["+1 thigh\t\t\t-9"]), []);
    let unread =
        "Incisional biopsy, mass of the thigh. A wedge was sent to pathology. A retractor stood on the medial oddword.";
    let aspects = |rows: &[&str]| weighed(unread, rows).procedures[0].aspects.value.clone();
    assert_eq!(aspects(&[]), []);
    assert_eq!(aspects(&["+1 oddword\t\t\t9"]), [Aspect::Medial]);
}
