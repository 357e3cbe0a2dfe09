//! The same note in other dress: wrapped, quoted, in bullets, with other line ends and blanks. What is read from it must not change.

use opnote::analysis::{Analysis, Procedure};
use opnote::evaluate::read_gold;
use opnote::{Analyzer, Note};

const DEV: &str = include_str!("../corpora/gold/dev.jsonl");

/// Notes of a hundred that may be read otherwise in another dress, such as forms whose lines are their boxes.
const SPARED: usize = 5;

/// The values of each procedure and of the record.
fn values(analysis: &Analysis) -> Vec<String> {
    let one = |p: &Procedure| {
        let (approach, depth) = (p.approach.value, p.depth.value);
        format!("{:?} {approach:?} {depth:?} {:?} {:?}", p.code, p.laterality.value, p.guidance.value)
    };
    let record = &analysis.record;
    let told = [&record.preop_diagnosis, &record.postop_diagnosis, &record.indication, &record.specimen];
    analysis.procedures.iter().map(one).chain(told.iter().map(|entry| entry.value.to_string())).collect()
}

/// Breaks lines that are longer than `width`, at blanks.
fn wrapped(text: &str, width: usize) -> String {
    let wrap = |line: &str| {
        let mut out = String::new();
        let mut room = width;
        for word in line.split(' ') {
            let fits = word.chars().count() < room;
            if !out.is_empty() {
                out.push(if fits { ' ' } else { '\n' });
            }
            room = if fits { room } else { width }.saturating_sub(word.chars().count() + 1);
            out.push_str(word);
        }
        out
    };
    text.lines().map(wrap).collect::<Vec<_>>().join("\n")
}

/// Puts `mark` before each line.
fn marked(text: &str, mark: &str) -> String {
    text.lines().map(|line| format!("{mark}{line}")).collect::<Vec<_>>().join("\n")
}

/// A name, and the note rewritten.
type Dress = (&'static str, fn(&str) -> String);

#[test]
fn another_dress_changes_little() {
    let analyzer = Analyzer::builtin();
    let notes = read_gold([("dev.jsonl", DEV)]).expect("gold that is sound");
    let dresses: [Dress; 9] = [
        ("carriage returns", |t| t.replace('\n', "\r\n")),
        ("wrapped", |t| wrapped(t, 72)),
        ("quoted", |t| marked(t, "> ")),
        ("indented", |t| marked(t, "\t")),
        ("no-break blanks", |t| t.replace(" cm", "\u{a0}cm").replace(": ", ":\u{a0}")),
        ("escaped line ends", |t| t.replace('\n', "\\.br\\")),
        ("line ends written out", |t| t.replace('\n', "\\n")),
        ("two blanks behind a sentence", |t| t.replace(". ", ".  ")),
        ("curly quotes", |t| t.replace('\'', "\u{2019}").replace('"', "\u{201d}")),
    ];
    for (name, dress) in dresses {
        let read = |text: &str| values(&analyzer.analyze(&Note::new(text)));
        let changed: Vec<&str> = notes
            .iter()
            .filter(|note| read(&note.text) != read(&dress(&note.text)))
            .map(|note| note.id.as_str())
            .collect();
        assert!(changed.len() * 100 <= notes.len() * SPARED, "{name}: {changed:?}");
    }
}
