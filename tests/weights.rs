//! What the words of a note weigh (`lexicons/weights.tsv`): notes that are read as papers by it, and elements that no statement tells.

use opnote::analysis::{Analysis, Approach, Depth, Region};
use opnote::analyzer::Analyzer;
use opnote::lexicon::weights::{self, Answer};
use opnote::note::Note;
use std::fs;

/// The analysis of a note by weights that speak for these answers where the word "oddword" stands, and by no others.
fn weighed(text: &str, answers: &[(Answer, f32)]) -> Analysis {
    let folder = tempfile::tempdir().expect("a folder");
    let weight = |a: &Answer| answers.iter().find(|(b, _)| a == b).map(|(_, weight)| weight.to_string());
    let cells: Vec<String> = Answer::ALL.iter().map(|a| weight(a).unwrap_or_default()).collect();
    let file = format!("{}\noddword\t{}\n", weights::heading(), cells.join("\t"));
    fs::write(folder.path().join(weights::FILE), file).expect("written");
    Analyzer::with_folder(folder.path()).expect("loads").analyze(&Note::new(text))
}

/// A biopsy of which neither layer nor region is told, long enough to be weighed.
const SILENT: &str = "OPERATION: incisional biopsy of a mass on the left. A 4 cm incision was made over the mass, and a wedge of it was sent \
    to pathology for permanent section. Bleeding was stopped with cautery. The wound was washed with saline, closed with nylon and \
    dressed, oddword, and the patient went home with her sister in the afternoon.";

#[test]
fn words_speak_where_no_statement_tells() {
    let unsaid = weighed(SILENT, &[]);
    assert_eq!((unsaid.procedures[0].depth.value, unsaid.procedures[0].region.value), (None, None));
    assert!(!unsaid.flags.iter().any(|f| f.id == "read-by-weight"));
    let taken = (Answer::Nothing, -9.0);
    let deep = weighed(SILENT, &[taken, (Answer::Depth(Depth::Deep), 3.0)]);
    let depth = &deep.procedures[0].depth;
    assert_eq!(depth.value, Some(Depth::Deep));
    assert_eq!((depth.evidence[0].text.as_str(), depth.evidence[0].rule.as_str()), ("oddword", "weights.tsv:deep"));
    let flag = deep.flags.iter().find(|f| f.id == "read-by-weight").expect("the reader is told");
    assert_eq!(flag.evidence, depth.evidence);
    // A note that speaks as those do that keep silent keeps silent.
    let silent = weighed(SILENT, &[taken, (Answer::Depth(Depth::Deep), 3.0), (Answer::NoDepth, 2.0)]);
    assert_eq!(silent.procedures[0].depth.value, None);
}

#[test]
fn words_outweigh_a_statement_by_a_margin_only() {
    let text = &SILENT.replace("over the mass", "through the fascia lata into the mass");
    let taken = (Answer::Nothing, -9.0);
    let of = |weight| weighed(text, &[taken, (Answer::Depth(Depth::Superficial), weight)]).procedures[0].depth.value;
    assert_eq!((of(0.0), of(3.9), of(4.1)), (Some(Depth::Deep), Some(Depth::Deep), Some(Depth::Superficial)));
    // The fascia itself weighs nothing here: the margin is over what the words say of the layer that was read.
    let both = [taken, (Answer::Depth(Depth::Superficial), 4.1), (Answer::Depth(Depth::Deep), 0.5)];
    assert_eq!(weighed(text, &both).procedures[0].depth.value, Some(Depth::Deep));
}

#[test]
fn nothing_is_weighed_into_a_note_that_does_not_tell_that_tissue_was_taken() {
    let deep = (Answer::Depth(Depth::Deep), 9.0);
    assert_eq!(weighed(SILENT, &[deep]).procedures[0].depth.value, None);
    assert_eq!(weighed(SILENT, &[deep, (Answer::Nothing, 9.0)]).procedures.len(), 0);
}

#[test]
fn no_word_places_a_lesion_at_a_thigh_that_is_not_named() {
    let answers = [(Answer::Nothing, -9.0), (Answer::Region(Region::Thigh), 9.0)];
    assert_eq!(weighed(SILENT, &answers).procedures[0].region.value, None);
    let named = SILENT.replace("went home", "held her thigh and went home");
    assert_eq!(weighed(&named, &answers).procedures[0].region.value, Some(Region::Thigh));
}

#[test]
fn a_short_note_is_not_weighed() {
    let short = "Incisional biopsy of a mass on the left, oddword. A wedge was sent to pathology.";
    let answers = [(Answer::Nothing, 9.0), (Answer::Approach(Approach::CoreNeedle), 9.0)];
    assert_eq!(weighed(short, &answers).procedures[0].approach.value, Some(Approach::Incision));
}

/// A note that its words make a paper says so, with words that stand in it; the account of the same acts says nothing of it.
#[test]
fn a_paper_by_its_words_is_told() {
    let paper = "Member services, reply to your complaint. The claim for an open biopsy of the left thigh was reviewed by our consultant. \
        The office note describes a plan to open the fascia and send a wedge. Our criteria ask for a needle first. You may appeal \
        this decision within sixty days by sending the form below to the address of the plan.";
    let account = "Minor theatre. Left thigh mass, 6 cm. Under local a 4 cm incision was made, the fascia lata was opened and a wedge was \
        sent to pathology. The fascia was closed, the skin was closed with nylon, and the wound was dressed. She went home with her \
        sister and comes back for the result on the day that was given to her in writing.";
    let analyzer = Analyzer::builtin();
    let told = |text: &str| analyzer.trace(&Note::new(text)).decisions.into_iter().find(|d| d.element == "paper");
    let why = told(paper).expect("a paper").why;
    let named: Vec<&str> = why.split('“').skip(1).filter_map(|w| w.split('”').next()).collect();
    assert!(!named.is_empty() && named.iter().all(|w| paper.contains(w)), "{why}");
    assert!(analyzer.analyze(&Note::new(paper)).procedures.is_empty());
    assert_eq!(told(account), None);
    assert_eq!(analyzer.analyze(&Note::new(account)).procedures.len(), 1);
}
