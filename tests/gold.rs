//! Accuracy on the gold notes, as the library's own evaluation counts it: gates on those that were seen while the rules were
//! written, figures without gates on those that were not. `cargo test --test gold -- --nocapture` prints both.

use opnote::analysis::Analysis;
use opnote::evaluate::{Evaluation, Gate, GoldNote, Limit, Tally, read_gold};
use opnote::{Analyzer, Note};
use std::fs;
use std::path::{Path, PathBuf};

/// What the project's first gold notes must reach, and what the seen notes in other voices have reached, so that nothing falls
/// back. The floors are raised as the rules learn, never lowered.
/// A gate holds of the files whose names start with one of its prefixes, which a bar parts. Where newly opened notes join a group, the
/// files that stood in it before keep the gate they had.
const GATES: [(&str, [&str; 4], &str); 42] = [
    ("dev.jsonl", ["codes=0.98", "element=0.98", "flags=0.98", "evidence=0.98"], "false-codes=0"),
    ("voices-", ["codes=0.985", "element=0.98", "flags=0.97", "evidence=0.97"], "false-codes=2"),
    (
        "opened-c.|opened-d.|opened-h.|opened-i.|opened-m.",
        ["codes=0.985", "element=0.985", "flags=0.98", "evidence=0.975"],
        "false-codes=0",
    ),
    (
        "opened-c.|opened-d.|opened-h.|opened-i.|opened-k.|opened-m.|opened-n.|opened-o.|opened-p.|opened-q.|opened-r.",
        ["codes=0.98", "element=0.985", "flags=0.98", "evidence=0.975"],
        "false-codes=1",
    ),
    (
        "opened-s.|opened-t.|opened-u.|opened-v.|opened-w.|opened-x.|opened-y.|opened-z.",
        ["codes=0.985", "element=0.97", "flags=0.97", "evidence=0.97"],
        "false-codes=1",
    ),
    (
        "opened-bb.|opened-cc.|opened-dd.|opened-ff.|opened-gg.|opened-hh.|opened-ii.|opened-jj.|opened-kk.",
        ["codes=0.97", "element=0.94", "flags=0.96", "evidence=0.97"],
        "false-codes=1",
    ),
    (
        "opened-mm.|opened-oo.|opened-qq.|opened-rr.",
        ["codes=0.97", "element=0.945", "flags=0.955", "evidence=0.975"],
        "false-codes=1",
    ),
    (
        "opened-pp.|opened-vv.|opened-ww.|opened-xx.",
        ["codes=0.96", "element=0.93", "flags=0.945", "evidence=0.96"],
        "false-codes=1",
    ),
    (
        "opened-aa.|opened-ee.|opened-l.|opened-ll.|opened-n-even.|opened-ss.|opened-tt.",
        ["codes=0.96", "element=0.94", "flags=0.94", "evidence=0.97"],
        "false-codes=2",
    ),
    ("opened-ab.|opened-zz.", ["codes=0.93", "element=0.93", "flags=0.92", "evidence=0.97"], "false-codes=1"),
    (
        "opened-ae.|opened-ah.|opened-ai.|opened-aj.|opened-ak.",
        ["codes=0.955", "element=0.95", "flags=0.955", "evidence=0.965"],
        "false-codes=2",
    ),
    // Two lesions in a few lines each, written before the rules for them.
    ("pairs.", ["codes=0.94", "element=0.925", "flags=0.9", "evidence=0.97"], "false-codes=0"),
    // As hard as natural speech allows; opened to learn from, and far from learned.
    ("opened-am.|opened-an.", ["codes=0.94", "element=0.93", "flags=0.9", "evidence=0.955"], "false-codes=2"),
    ("opened-ap.|opened-aq.", ["codes=0.98", "element=0.965", "flags=0.94", "evidence=0.98"], "false-codes=0"),
    (
        "opened-as.|opened-at.|opened-au.|opened-av.",
        ["codes=0.94", "element=0.95", "flags=0.915", "evidence=0.97"],
        "false-codes=0",
    ),
    ("opened-aw.|opened-ax.", ["codes=0.99", "element=0.97", "flags=0.97", "evidence=0.975"], "false-codes=0"),
    (
        "opened-ay.|opened-az.|opened-ba.|opened-bc.|opened-be.|opened-bf.|opened-bh.",
        ["codes=0.975", "element=0.965", "flags=0.96", "evidence=0.97"],
        "false-codes=0",
    ),
    (
        "opened-bi.|opened-bj.|opened-bl.",
        ["codes=0.965", "element=0.96", "flags=0.94", "evidence=0.97"],
        "false-codes=1",
    ),
    ("opened-bm.|opened-bn.", ["codes=0.975", "element=0.98", "flags=0.97", "evidence=0.975"], "false-codes=0"),
    (
        "opened-bo.|opened-bp.|opened-bq.",
        ["codes=0.975", "element=0.97", "flags=0.97", "evidence=0.975"],
        "false-codes=0",
    ),
    (
        "opened-br.|opened-bs.|opened-bt.|opened-bu.|opened-bw.",
        ["codes=0.97", "element=0.965", "flags=0.955", "evidence=0.965"],
        "false-codes=0",
    ),
    ("opened-bx.|opened-by.", ["codes=1", "element=0.94", "flags=0.93", "evidence=0.975"], "false-codes=0"),
    ("opened-bz.", ["codes=1", "element=1", "flags=1", "evidence=0.97"], "false-codes=0"),
    ("opened-ca.", ["codes=0.985", "element=0.945", "flags=0.97", "evidence=0.975"], "false-codes=0"),
    ("opened-cb.", ["codes=0.98", "element=0.96", "flags=0.965", "evidence=0.965"], "false-codes=1"),
    (
        "opened-cd.|opened-ce.|opened-cf.|opened-cg.|opened-ch.|opened-ci.|opened-cj.|opened-cl.|opened-cm.",
        ["codes=0.98", "element=0.955", "flags=0.97", "evidence=0.965"],
        "false-codes=3",
    ),
    (
        "opened-cp.|opened-cq.|opened-ct.",
        ["codes=0.965", "element=0.965", "flags=0.955", "evidence=0.96"],
        "false-codes=0",
    ),
    // Notes of two lesions and their look-alikes, as hard to tell apart as running text makes it; far from learned.
    (
        "opened-cr.|opened-cx.|opened-cy.|opened-dc.",
        ["codes=0.845", "element=0.84", "flags=0.875", "evidence=0.945"],
        "false-codes=0",
    ),
    // Lesions taken whole under any title, and those of which a part was taken.
    (
        "opened-cs.|opened-cw.|opened-dw.",
        ["codes=0.97", "element=0.955", "flags=0.95", "evidence=0.965"],
        "false-codes=1",
    ),
    // From terse cards to told stories, by as many invented people as notes; far from learned.
    (
        "opened-dg.|opened-dh.|opened-dk.|opened-dl.|opened-dm.|opened-ds.|opened-dt.",
        ["codes=0.945", "element=0.93", "flags=0.905", "evidence=0.95"],
        "false-codes=1",
    ),
    // Most of them support no code, or look as if they did not.
    (
        "opened-di.|opened-dn.|opened-du.",
        ["codes=0.935", "element=0.91", "flags=0.915", "evidence=0.96"],
        "false-codes=4",
    ),
    // Ordinary notes, and people far from the style of text books.
    ("opened-ea.|opened-eb.", ["codes=0.98", "element=0.98", "flags=0.975", "evidence=0.965"], "false-codes=0"),
    // Another tissue than soft was sampled, told in passing; things left undone, planned or of others.
    ("opened-ec.", ["codes=0.985", "element=0.94", "flags=0.95", "evidence=0.98"], "false-codes=0"),
    // Letters, logs, lists and faxes in words of their own; far from learned.
    ("opened-eg.", ["codes=0.91", "element=0.905", "flags=0.79", "evidence=0.945"], "false-codes=1"),
    // Contradictions and what looks like them, needles told as cuts and cuts as needles, tempting words for what is no biopsy.
    ("opened-ev.", ["codes=0.97", "element=0.88", "flags=0.85", "evidence=0.93"], "false-codes=0"),
    // Ordinary notes of one more writer.
    ("opened-ep.", ["codes=0.985", "element=0.94", "flags=0.92", "evidence=0.975"], "false-codes=0"),
    // Half of them support no code, for the reasons that ordinary notes have.
    ("opened-ei.", ["codes=0.96", "element=0.87", "flags=0.93", "evidence=0.955"], "false-codes=2"),
    // Layers told in ways that contradict each other, and what looks like it; far from learned.
    (
        "opened-el.|opened-em.|opened-en.",
        ["codes=0.82", "element=0.78", "flags=0.86", "evidence=0.975"],
        "false-codes=21",
    ),
    // Two lesions in every way of telling, and one beside others.
    (
        "opened-dj.|opened-dp.|opened-dx.",
        ["codes=0.895", "element=0.89", "flags=0.9", "evidence=0.94"],
        "false-codes=0",
    ),
    // What is rare: contradictions, layers that are never told, several lesions, notes that support no code.
    ("opened-ck.", ["codes=0.88", "element=0.875", "flags=0.945", "evidence=0.975"], "false-codes=4"),
    // As hard as natural speech allows; opened to learn from, and far from learned.
    ("opened-bv.", ["codes=0.98", "element=0.96", "flags=0.955", "evidence=0.955"], "false-codes=0"),
    ("opened-ac.|opened-ad.", ["codes=0.88", "element=0.835", "flags=0.845", "evidence=0.94"], "false-codes=2"),
];

/// The gold files of a folder of `corpora`, in the order of their names.
fn gold_files(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora").join(folder);
    let entries = fs::read_dir(&folder).expect("the folder");
    let mut paths: Vec<PathBuf> = entries.map(|e| e.expect("an entry").path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "jsonl"));
    paths.sort();
    let name = |p: &Path| p.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    paths.iter().map(|p| (name(p), fs::read_to_string(p).expect("a gold file"))).collect()
}

fn evaluated(folder: &str, prefix: &str) -> Evaluation {
    let mut files = gold_files(folder);
    files.retain(|(name, _)| prefix.split('|').any(|p| name.starts_with(p)));
    let gold: Vec<GoldNote> =
        read_gold(files.iter().map(|(n, t)| (n.as_str(), t.as_str()))).expect("gold that is sound");
    assert!(!gold.is_empty(), "corpora/{folder} holds no gold");
    let analyzer = Analyzer::builtin();
    let mut evaluation = Evaluation::new();
    for note in &gold {
        let analysis: Analysis = analyzer.analyze(&Note::with_id(&note.id, &note.text));
        evaluation.add(note, Some(&analysis));
    }
    evaluation
}

fn print(folder: &str, e: &Evaluation) {
    println!("corpora/{folder}: {} notes", e.notes);
    println!("  codes exact {:.3}, everything exact {:.3}", e.of_notes(e.codes_exact), e.of_notes(e.everything_exact));
    println!("  false codes {} on {} notes without one", e.false_codes, e.uncoded_notes);
    println!("  evidence {} of {}", e.evidence_overlapping, e.evidence_compared);
    e.elements.iter().for_each(|(element, tally)| line(element.name(), tally));
    line("all flags", &e.all_flags());
}

fn line(name: &str, t: &Tally) {
    println!("  {name:<11} precision {:.3}  recall {:.3}  F1 {:.3}", t.precision(), t.recall(), t.f1());
}

#[test]
fn seen_notes_reach_the_figures() {
    let gate = |text: &str| text.parse::<Gate>().expect("a gate");
    for (prefix, least, most) in GATES {
        let evaluation = evaluated("gold", prefix);
        print(&format!("gold/{prefix}"), &evaluation);
        let least = least.iter().filter_map(|g| gate(g).missed(&evaluation, Limit::Min));
        let most = gate(most).missed(&evaluation, Limit::Max);
        let missed: Vec<_> = least.chain(most).map(|m| m.to_string()).collect();
        assert!(missed.is_empty(), "{prefix}: {}", missed.join("\n"));
        assert_eq!(evaluation.evidence_wrong_text, 0, "evidence unlike its slice");
    }
}

/// Their figures are reported as they fall; what must hold of any note holds of them too.
#[test]
fn unseen_notes_are_scored() {
    let evaluation = evaluated("test", "");
    print("test", &evaluation);
    assert_eq!(evaluation.missing, 0);
    assert_eq!(evaluation.evidence_wrong_text, 0, "evidence unlike its slice");
}
