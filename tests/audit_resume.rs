//! An audit that is killed and gone on with ends in the bytes of one that was not; it goes on with the same inputs, options and
//! rules only.
#![cfg(feature = "cli")]

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;
use tempfile::TempDir;

const NOTE: &str = "Core needle biopsy of a 3 cm mass, left thigh, in the vastus lateralis. Three cores to pathology.";

/// Enough for a run to be killed within it, however fast the program was built.
const NOTES: usize = if cfg!(debug_assertions) { 1500 } else { 6000 };

fn command(dir: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("opnote"));
    command.current_dir(dir).arg("audit").args(args).stdin(Stdio::null()).stderr(Stdio::piped());
    command
}

fn audit(dir: &Path, args: &[&str]) -> Output {
    command(dir, args).output().expect("runs")
}

fn message(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).trim_end().to_owned()
}

fn write_notes(dir: &Path, name: &str, count: usize, last: &str) {
    let line = |i: usize| {
        let text = if i + 1 == count { last.to_owned() } else { format!("{NOTE} Visit {i}.") };
        let billed = ["27324-LT", "20206-LT", "27323"][i % 3];
        format!("{}\n", serde_json::json!({"id": (i % 900).to_string(), "text": text, "billed": billed, "site": i % 4}))
    };
    std::fs::write(dir.join(name), (0..count).map(line).collect::<String>()).expect("written");
}

/// Starts a run and kills it as soon as it has rows on the disk; false if it ended before.
fn killed(dir: &Path, args: &[&str], patience: Duration) -> bool {
    let mut child = command(dir, args).spawn().expect("runs");
    let ledger = dir.join(".out.csv.ledger");
    let before = std::fs::read(&ledger).ok();
    let begun = std::time::Instant::now();
    while begun.elapsed() < Duration::from_secs(60) && std::fs::read(&ledger).ok() == before {
        if child.try_wait().expect("waits").is_some() {
            return false;
        }
    }
    std::thread::sleep(patience);
    child.kill().expect("killed");
    !child.wait().expect("waits").success()
}

const ARGS: [&str; 9] = ["n.jsonl", "-o", "out.csv", "--report", "r.html", "--group-by", "site", "--ledger-every", "0"];

#[test]
fn a_run_killed_again_and_again_ends_in_the_same_bytes() {
    let dir = TempDir::new().expect("a folder");
    write_notes(dir.path(), "n.jsonl", NOTES, NOTE);
    let whole = audit(dir.path(), &["n.jsonl", "-o", "whole.csv", "--report", "w.html", "--group-by", "site"]);
    assert!(whole.status.success(), "{}", message(&whole));
    let go_on = [&ARGS[..], &["--resume", "--threads", "3"]].concat();
    let kills = (0..6).filter(|i| killed(dir.path(), &go_on, Duration::from_millis(i * 7))).count();
    let last = audit(dir.path(), &go_on);
    // It may have come to its end before the last kill.
    let is_whole = last.status.success() || message(&last).contains("exists already");
    assert!(kills > 0 && is_whole, "{kills} kills; {}", message(&last));
    let read = |name: &str| std::fs::read(dir.path().join(name)).expect("an output");
    assert!(read("out.csv") == read("whole.csv"), "the rows are the same");
    assert!(read("r.html") == read("w.html"), "the report is the same");
    assert_eq!(std::fs::read_dir(dir.path()).expect("a folder").count(), 5, "nothing else is left");
}

#[test]
fn only_the_same_run_goes_on() {
    let dir = TempDir::new().expect("a folder");
    write_notes(dir.path(), "n.jsonl", NOTES, NOTE);
    assert!(killed(dir.path(), &ARGS, Duration::ZERO), "too fast to be killed");
    let refused = |args: &[&str], reason: &str| {
        let output = audit(dir.path(), args);
        assert_eq!((output.status.code(), message(&output)), (Some(2), format!("opnote: out.csv: {reason}")));
    };
    refused(&ARGS, "a run of it was interrupted; --resume goes on with that, --force begins anew");
    let others = "the interrupted run had other inputs or options; --force begins anew";
    refused(&["n.jsonl", "-o", "out.csv", "--report", "r.html", "--group-by", "site,id", "--resume"], others);
    refused(&["n.jsonl", "-o", "out.csv", "--resume"], others);
    write_notes(dir.path(), "n.jsonl", 20, NOTE);
    let go_on = [&ARGS[..], &["--resume"]].concat();
    refused(&go_on, "the inputs have changed since the run was interrupted; --force begins anew");
    assert!(dir.path().join(".out.csv.ledger").exists(), "what was done is kept");
    let anew = audit(dir.path(), &[&ARGS[..], &["--force"]].concat());
    assert!(anew.status.success(), "{}", message(&anew));
    assert_eq!(std::fs::read_to_string(dir.path().join("out.csv")).expect("rows").lines().count(), 21);
}

#[test]
fn other_rules_do_not_go_on() {
    let dir = TempDir::new().expect("a folder");
    write_notes(dir.path(), "n.jsonl", NOTES, NOTE);
    assert!(killed(dir.path(), &ARGS, Duration::ZERO), "too fast to be killed");
    let rules = dir.path().join("rules");
    std::fs::create_dir(&rules).expect("a folder");
    let table = concat!(env!("CARGO_MANIFEST_DIR"), "/lexicons/lesion.tsv");
    let rows = std::fs::read_to_string(table).expect("a table");
    std::fs::write(rules.join("lesion.tsv"), format!("{rows}\n")).expect("written");
    let output = audit(dir.path(), &[&ARGS[..], &["--resume", "--lexicons", "rules"]].concat());
    assert_eq!(message(&output), "opnote: out.csv: the interrupted run had other rules; --force begins anew");
}

#[test]
fn resume_without_an_interrupted_run_begins() {
    let dir = TempDir::new().expect("a folder");
    write_notes(dir.path(), "n.jsonl", 3, NOTE);
    let output = audit(dir.path(), &["n.jsonl", "-o", "out.csv", "--resume"]);
    assert!(output.status.success(), "{}", message(&output));
    let again = audit(dir.path(), &["n.jsonl", "-o", "out.csv", "--resume"]);
    assert_eq!(message(&again), "opnote: out.csv: exists already; --force replaces it");
}

/// The rows have their name, and the page is still to be written: it tells the same, ids given twice among it.
#[test]
fn a_run_stopped_before_its_report_is_ended() {
    let dir = TempDir::new().expect("a folder");
    write_notes(dir.path(), "n.jsonl", 1000, NOTE);
    let whole = audit(dir.path(), &["n.jsonl", "-o", "whole.csv", "--report", "w.html", "--group-by", "site"]);
    assert!(whole.status.success(), "{}", message(&whole));
    let in_the_way = dir.path().join(".r.html.partial");
    std::fs::create_dir(&in_the_way).expect("a folder");
    let stopped = audit(dir.path(), &ARGS);
    assert_eq!(stopped.status.code(), Some(2), "{}", message(&stopped));
    assert!(dir.path().join("out.csv").exists() && !dir.path().join("r.html").exists());
    std::fs::remove_dir(&in_the_way).expect("removed");
    let go_on = audit(dir.path(), &[&ARGS[..], &["--resume"]].concat());
    assert!(go_on.status.success(), "{}", message(&go_on));
    check_and_remove(dir.path());
    assert!(message(&go_on).contains("\"ids_twice\":100"), "{}", message(&go_on));
}

/// `cargo test --release --test audit_resume -- --ignored --nocapture`: fifty kills at moments drawn evenly over a run.
#[test]
#[ignore = "a minute or two"]
fn fifty_kills_at_any_moment() {
    let dir = TempDir::new().expect("a folder");
    write_notes(dir.path(), "n.jsonl", 60_000, NOTE);
    let begun = std::time::Instant::now();
    let whole = audit(dir.path(), &["n.jsonl", "-o", "whole.csv", "--report", "w.html", "--group-by", "site"]);
    assert!(whole.status.success(), "{}", message(&whole));
    let (took, mut state) = (begun.elapsed(), 1_u64);
    let (mut kills, mut ends) = (0, 0);
    let go_on = [&ARGS[..7], &["--ledger-every", "50", "--resume"]].concat();
    while kills < 50 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut child = command(dir.path(), &go_on).spawn().expect("runs");
        std::thread::sleep(took.mul_f64((state >> 40) as f64 / f64::from(1 << 24) / 6.0));
        if child.try_wait().expect("waits").is_some() {
            ends += 1;
            check_and_remove(dir.path());
            continue;
        }
        child.kill().expect("killed");
        child.wait().expect("waits");
        kills += 1;
    }
    let last = audit(dir.path(), &go_on);
    assert!(last.status.success() || message(&last).contains("exists already"), "{}", message(&last));
    check_and_remove(dir.path());
    println!("{kills} kills, {} whole runs, each in the same bytes", ends + 1);
}

/// The output and the report are those of the undisturbed run.
fn check_and_remove(dir: &Path) {
    for (name, whole) in [("out.csv", "whole.csv"), ("r.html", "w.html")] {
        let read = |name: &str| std::fs::read(dir.join(name)).expect("an output");
        assert!(read(name) == read(whole), "{name}");
        std::fs::remove_file(dir.join(name)).expect("removed");
    }
}
