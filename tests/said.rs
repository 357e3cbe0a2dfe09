//! What a sentence says by what all its words weigh (`lexicons/said.tsv`): the lines of `corpora/said/`, and what follows of it.

use opnote::analysis::{Approach, Depth};
use opnote::analyzer::Analyzer;
use opnote::lexicon::said::{self, SaidRule};
use opnote::lexicon::weights::{self, Answer};
use opnote::note::Note;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::PathBuf;

/// The lines that the weights were fitted to, and those they have not met.
const LEARNED: &str = "said";
const UNMET: &str = "said/unmet";

/// The lines of each file of a folder of `corpora/`, by its stem.
fn lines(folder: &str) -> BTreeMap<String, Vec<Value>> {
    let folder: PathBuf = [env!("CARGO_MANIFEST_DIR"), "corpora", folder].iter().collect();
    let paths = fs::read_dir(folder).expect("a folder of lines").map(|e| e.expect("an entry").path());
    let paths = paths.filter(|p| p.is_file());
    let stem = |p: &PathBuf| p.file_stem().expect("a name").to_string_lossy().into_owned();
    let read = |p: &PathBuf| {
        let text = fs::read_to_string(p).expect("reads");
        text.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect()
    };
    paths.map(|p| (stem(&p), read(&p))).collect()
}

/// The labels that a line lists.
fn labels(line: &Value) -> BTreeSet<&str> {
    line["says"].as_array().expect("labels").iter().map(|l| l.as_str().expect("a label")).collect()
}

#[test]
fn each_line_has_its_own_id_and_text() {
    let (learned, unmet) = (lines(LEARNED), lines(UNMET));
    let all: Vec<&Value> = learned.values().chain(unmet.values()).flatten().collect();
    let distinct = |key: &str| all.iter().map(|l| l[key].as_str().expect("a text")).collect::<HashSet<_>>().len();
    assert_eq!((distinct("id"), distinct("text")), (all.len(), all.len()));
    assert!(all.len() >= 10_000, "{} lines", all.len());
}

/// What the words of lines are taken to say, against what these list.
#[derive(Debug, Default)]
struct Score {
    taken: u32,
    right: u32,
    listed: u32,
}

impl Score {
    /// Over all lines of a folder and all labels of their files.
    fn of(folder: &str) -> Self {
        let analyzer = Analyzer::builtin();
        let mut score = Self::default();
        for (file, lines) in &lines(folder) {
            let of_findings = ["layer", "extent", "reasons"].contains(&file.as_str());
            let known: BTreeSet<&str> = lines.iter().flat_map(labels).collect();
            let rules: Vec<&SaidRule> =
                analyzer.lexicon().said().iter().filter(|r| known.contains(r.label.as_str())).collect();
            for line in lines {
                let text = line["text"].as_str().expect("a text");
                // The findings do not know the phrases of topics.
                let document = if of_findings { analyzer.document(text) } else { analyzer.overlaid(text) };
                let says = labels(line);
                for rule in &rules {
                    let speaks = |s: usize| {
                        let sentence = &document.sentences[s];
                        document.weighs_said(sentence.first..sentence.end).at(rule.column)
                    };
                    let told = (0..document.sentences.len()).any(|s| speaks(s) >= rule.takes);
                    let lists = says.contains(rule.label.as_str());
                    score.taken += u32::from(told);
                    score.right += u32::from(told && lists);
                    score.listed += u32::from(lists);
                }
            }
        }
        score
    }

    fn precision(&self) -> f64 {
        f64::from(self.right) / f64::from(self.taken)
    }

    fn recall(&self) -> f64 {
        f64::from(self.right) / f64::from(self.listed)
    }
}

#[test]
fn the_lines_are_read_as_they_were_learned() {
    let score = Score::of(LEARNED);
    println!("precision {:.3}, recall {:.3}: {score:?}", score.precision(), score.recall());
    assert!(score.precision() >= 0.96 && score.recall() >= 0.6, "{score:?}");
}

/// Statements on the course of a procedure by writers whose lines the weights were not fitted to, half of them look-alikes.
#[test]
fn lines_of_other_writers_are_read_too() {
    let score = Score::of(UNMET);
    println!("precision {:.3}, recall {:.3}: {score:?}", score.precision(), score.recall());
    assert!(score.precision() >= 0.8 && score.recall() >= 0.35, "{score:?}");
}

/// The analysis of a note by weights that speak for one label where the word "oddword" stands, and by no others of their kind.
fn said_of(label: &str, text: &str) -> opnote::analysis::Analysis {
    let folder = tempfile::tempdir().expect("a folder");
    let builtin = Analyzer::builtin();
    let labels: Vec<&str> = builtin.lexicon().said().iter().map(|r| r.label.as_str()).collect();
    let cells: Vec<&str> = labels.iter().map(|l| if *l == label { "9" } else { "" }).collect();
    let against: Vec<&str> = labels.iter().map(|_| "-4").collect();
    let file = format!(
        "{}\n*\t{}\noddword\t{}\n",
        said::heading(labels.iter().copied()),
        against.join("\t"),
        cells.join("\t")
    );
    fs::write(folder.path().join(said::WEIGHTS_FILE), file).expect("written");
    Analyzer::with_folder(folder.path()).expect("loads").analyze(&Note::new(text))
}

const GUIDED: &str = "Ultrasound-guided core biopsy of a 4 cm growing mass of the left vastus lateralis. A 14 gauge needle was passed, oddword, \
    and four cores went to pathology.";

#[test]
fn words_tell_a_topic_that_no_pattern_reads() {
    let add_on = |label: &str| said_of(label, GUIDED).procedures[0].add_ons[0].missing.len();
    assert_eq!(add_on("real-time") + 1, add_on("planned-stage"));
    let kept = said_of("images-kept", GUIDED);
    assert!(!kept.flags.iter().any(|f| f.id == "guidance-images-undocumented"));
    let flag = kept.flags.iter().find(|f| f.id == "read-by-weight").expect("whoever checks it is told");
    assert_eq!((flag.evidence[0].text.as_str(), flag.evidence[0].rule.as_str()), ("oddword", "said.tsv:images-kept"));
    assert!(
        kept.procedures[0].add_ons[0].evidence.iter().any(|e| e.text == "oddword"),
        "the code quotes what it rests on"
    );
    // What a pattern reads, denied or of another day, is not told by words.
    for told in ["no images were saved", "images of the earlier biopsy in 2019 were saved to PACS"] {
        let flags = said_of("images-kept", &GUIDED.replace("oddword", &format!("oddword, {told}"))).flags;
        assert!(flags.iter().any(|f| f.id == "guidance-images-undocumented"), "{told}");
    }
}

const OPEN: &str = "OPERATION: incisional biopsy of a 3 cm mass of the left thigh. The skin was incised and a wedge of the mass was sent to pathology. \
    Frozen section was benign, oddword. The skin was closed with nylon.";

#[test]
fn a_sentence_may_document_what_no_pattern_reads() {
    let entry = |label: &str, text: &str| said_of(label, text).record.postop_diagnosis;
    assert!(!entry("planned-stage", OPEN).value);
    let told = entry("postop-dx", OPEN);
    assert_eq!(
        (told.text.as_deref(), told.evidence[0].rule.as_str()),
        (Some("Frozen section was benign, oddword."), "said.tsv:postop-dx")
    );
    assert!(said_of("postop-dx", OPEN).flags.iter().any(|f| f.id == "read-by-weight"), "whoever checks it is told");
    // What is denied, or another's, documents nothing.
    assert!(!entry("postop-dx", &OPEN.replace("benign, oddword", "benign. There was no oddword")).value);
    assert!(!entry("postop-dx", &OPEN.replace("benign, oddword", "benign. Her mother had an oddword")).value);
    // What a template left open documents nothing.
    assert!(!entry("postop-dx", &OPEN.replace("benign, oddword", "[RESULT], oddword")).value);
    assert!(!entry("postop-dx", "PLAN: biopsy of the left thigh, oddword.").value, "nothing was sampled");
}

/// "For peace of mind": a reason that patterns read, or do not, and that payers find too little.
#[test]
fn a_sentence_may_give_a_weak_reason() {
    let risks = |label: &str, reason: &str| -> Vec<String> {
        said_of(label, &format!("{reason}\n{OPEN}")).risks.into_iter().map(|r| r.id).collect()
    };
    let weak = "indication-weak".to_owned();
    assert!(risks("weak-reason", "She wanted an answer, oddword.").contains(&weak));
    assert!(!risks("weak-reason", "It is growing, oddword.").contains(&weak), "no weight speaks against growth");
    assert!(!risks("planned-stage", "She sat there, oddword.").contains(&weak));
    assert!(!risks("weak-reason", "A lump of 9 cm appeared, oddword.").contains(&weak), "its size is a reason");
    // A reason that counts stands beside it.
    assert!(!risks("weak-reason", "It is growing. She wanted an answer, oddword.").contains(&weak));
}

#[test]
fn a_sentence_may_say_that_the_whole_was_taken() {
    assert_eq!(said_of("planned-stage", OPEN).procedures[0].approach.value, Some(Approach::Incision));
    let whole = said_of("removed-whole", OPEN);
    let approach = &whole.procedures[0].approach;
    assert_eq!(
        (approach.value, approach.evidence[0].rule.as_str()),
        (Some(Approach::Excision), "said.tsv:removed-whole")
    );
    assert!(whole.flags.iter().any(|f| f.id == "read-by-weight"));
}

/// Two layers that patterns read are a contradiction where the words around each speak for it, although all words of the note speak for
/// one of them.
#[test]
fn two_layers_spoken_for_contradict_each_other() {
    let note = "PREOPERATIVE DIAGNOSIS: mass of the left thigh.\nPROCEDURE: open biopsy. Through a 4 cm incision the lump was met in the \
        subcutaneous fat well above the fascia lata, which was not opened. A wedge of it went to pathology, oddword.\nFINDINGS: A tumor lay \
        deep inside the vastus lateralis, under its fascia, and bled little. The skin was closed with nylon, and the patient went home.";
    let depth = |said: Option<String>| {
        let folder = tempfile::tempdir().expect("a folder");
        let weight = |a: &Answer| match a {
            Answer::Nothing => "-9",
            Answer::Depth(Depth::Superficial) => "9",
            _ => "",
        };
        let cells: Vec<&str> = Answer::ALL.iter().map(weight).collect();
        let file = format!("{}\noddword\t{}\n", weights::heading(), cells.join("\t"));
        fs::write(folder.path().join(weights::FILE), file).expect("written");
        if let Some(said) = said {
            fs::write(folder.path().join(said::WEIGHTS_FILE), said).expect("written");
        }
        Analyzer::with_folder(folder.path()).expect("loads").analyze(&Note::new(note)).procedures[0].depth.value
    };
    let builtin = Analyzer::builtin();
    let labels = builtin.lexicon().said().iter().map(|r| r.label.as_str());
    assert_eq!(depth(None), Some(Depth::Conflict));
    assert_eq!(depth(Some(said::heading(labels) + "\n")), Some(Depth::Superficial));
}
