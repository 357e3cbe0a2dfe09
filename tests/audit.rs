//! `opnote audit` as its users call it: every record a row, in order, whatever it holds; nothing overwritten, nothing lost.
#![cfg(feature = "cli")]

use assert_cmd::Command;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use tempfile::TempDir;

/// A word that stands in notes and in no message.
const SECRET: &str = "quicksilver";
const NOTE: &str = "Core needle biopsy of a 3 cm mass, left thigh, in the vastus lateralis. Three cores to pathology.";

fn opnote() -> Command {
    Command::new(assert_cmd::cargo::cargo_bin!("opnote"))
}

fn folder() -> TempDir {
    TempDir::new().expect("a folder")
}

fn file(dir: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = dir.join(name);
    std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    std::fs::write(&path, bytes).expect("written");
    path
}

/// Runs an audit within a folder; no message may hold words of a note.
fn audit(dir: &Path, args: &[&str]) -> Output {
    let output = opnote().current_dir(dir).arg("audit").args(args).output().expect("runs");
    let messages = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!messages.contains(SECRET), "{messages}");
    output
}

fn messages(output: &Output) -> Vec<String> {
    String::from_utf8_lossy(&output.stderr).lines().map(str::to_owned).collect()
}

/// The summary, which is the last line where nobody looks on.
fn summary(output: &Output) -> serde_json::Value {
    serde_json::from_str(messages(output).last().expect("a summary")).expect("JSON")
}

fn table(path: &Path) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    let row = |r: &csv::StringRecord| r.iter().map(str::to_owned).collect::<Vec<_>>();
    let header = row(reader.headers().expect("a header"));
    (header, reader.records().map(|r| row(&r.expect("a row"))).collect())
}

/// Cells of some columns.
fn cells(path: &Path, names: &[&str]) -> Vec<Vec<String>> {
    let (header, rows) = table(path);
    let at: Vec<usize> = names.iter().map(|n| header.iter().position(|h| h == n).expect("a column")).collect();
    rows.iter().map(|r| at.iter().map(|i| r[*i].clone()).collect()).collect()
}

fn line(id: usize, text: &str) -> String {
    format!("{}\n", serde_json::json!({"id": id.to_string(), "text": text, "billed": "27324-LT", "site": "A"}))
}

#[test]
fn every_record_is_a_row_whatever_it_holds() {
    let dir = folder();
    let bad = [
        format!("{{\"id\":\"x\",\"text\":\"{SECRET}\n"),
        "{\"id\":\"y\",\"note\":\"a\"}\n".to_owned(),
        "{\"id\":\"z\",\"text\":null}\n".to_owned(),
        format!("[\"{SECRET}\"]\n"),
        line(5, ""),
        line(6, " \n"),
    ];
    let lines = line(1, NOTE) + "\n" + &bad.concat() + "  \r\n" + &line(1, NOTE);
    file(dir.path(), "n.jsonl", lines);
    let output = audit(dir.path(), &["n.jsonl", "-o", "out.csv"]);
    assert_eq!(output.status.code(), Some(2), "there are rows with errors");
    let rows = cells(&dir.path().join("out.csv"), &["row", "line", "id", "status", "reason", "verdict"]);
    assert_eq!(rows[0], ["1", "1", "1", "judged", "", "over-coded"]);
    assert_eq!(rows[2][1..5], ["4", "y", "error", "no `text`"].map(str::to_owned));
    assert_eq!(rows[3][4], "`text` is null");
    assert_eq!((rows[5][4].as_str(), rows[6][4].as_str()), ("the note is empty", "the note holds only blanks"));
    assert_eq!(rows.last().expect("rows")[..4], ["8", "10", "1", "judged"].map(str::to_owned));
    let summary = summary(&output);
    let count = |name: &str| summary[name].as_u64().expect("a count");
    assert_eq!((count("rows_read"), count("rows_written"), count("judged"), count("errors")), (8, 8, 2, 6));
    assert_eq!((count("blank_lines"), count("ids_twice")), (2, 1));
    assert!(messages(&output)[0].starts_with("opnote: n.jsonl:3: broken JSON"));
    assert_eq!(std::fs::read_dir(dir.path()).expect("a folder").count(), 2, "nothing else is left");
}

#[test]
fn the_rows_are_the_same_on_any_number_of_threads() {
    let dir = folder();
    let mut lines: String = (0..1000).map(|i| line(i, NOTE)).collect();
    lines.insert_str(lines.len() / 2, "}\n");
    file(dir.path(), "n.jsonl", lines);
    for ending in ["csv", "jsonl"] {
        let on = |threads: &str| {
            let name = format!("{threads}.{ending}");
            audit(dir.path(), &["n.jsonl", "-o", &name, "--threads", threads, "--group-by", "site"]);
            std::fs::read(dir.path().join(name)).expect("an output")
        };
        let one = on("1");
        assert!(one.len() > 50_000 && one == on("2") && one == on("16"), "{ending}");
    }
    let rows = cells(&dir.path().join("1.csv"), &["row", "group_site"]);
    assert!(rows.iter().enumerate().all(|(i, r)| r[0] == (i + 1).to_string()));
    assert!(rows[0][1] == "A" && rows.len() == 1001);
}

#[test]
fn a_folder_is_read_in_order_less_what_is_ignored() {
    let dir = folder();
    let notes = dir.path().join("notes");
    for name in ["b.txt", "a/2.txt", "a/1.txt", "c.log", ".hidden.txt", "draft.txt"] {
        file(&notes, name, NOTE);
    }
    file(&notes, ".ignore", "draft*\n");
    file(&notes, "lines.jsonl", line(1, NOTE) + &line(2, NOTE));
    let ids = |args: &[&str]| {
        let output = audit(dir.path(), &[&["notes", "-o", "out.csv", "--force"], args].concat());
        assert_eq!(output.status.code(), Some(0), "{:?}", messages(&output));
        cells(&dir.path().join("out.csv"), &["id"]).concat()
    };
    let all = ["notes/a/1.txt", "notes/a/2.txt", "notes/b.txt", "notes/c.log", "1", "2"];
    assert_eq!(ids(&[]), all);
    assert_eq!(ids(&["--glob", "*.txt"]), all[..3]);
    assert_eq!(ids(&["--glob", "!*.log"]), [&all[..3], &all[4..]].concat());
}

#[test]
fn what_the_run_writes_is_not_read() {
    let dir = folder();
    file(dir.path(), "a.txt", NOTE);
    for _ in 0..2 {
        audit(dir.path(), &[".", "-o", "out.csv", "--force"]);
        assert_eq!(cells(&dir.path().join("out.csv"), &["file"]).concat(), ["./a.txt"]);
    }
}

#[test]
fn what_cannot_be_read_is_a_row_too() {
    let dir = folder();
    file(dir.path(), "a.txt", NOTE);
    file(dir.path(), "b.pdf", b"%PDF-1.7\n");
    let output = audit(dir.path(), &["missing.txt", "b.pdf", "a.txt", "-o", "out.csv"]);
    assert_eq!(output.status.code(), Some(2));
    let rows = cells(&dir.path().join("out.csv"), &["file", "status", "reason"]);
    assert_eq!(rows[0], ["missing.txt", "error", "no such file"]);
    assert!(rows[1][2].contains("a PDF file"));
    assert_eq!(rows[2][..2], ["a.txt", "judged"].map(str::to_owned));
}

#[test]
fn nothing_is_overwritten() {
    let dir = folder();
    let input = file(dir.path(), "n.jsonl", line(1, NOTE));
    let kept = file(dir.path(), "out.csv", "mine");
    let refused = |args: &[&str], reason: &str| {
        let output = audit(dir.path(), args);
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(messages(&output), [format!("opnote: {reason}")]);
    };
    refused(&["n.jsonl", "-o", "out.csv"], "out.csv: exists already; --force replaces it");
    refused(&["n.jsonl", "-o", "./n.jsonl", "--force"], "./n.jsonl: the output is one of the inputs");
    refused(&["n.jsonl", "-o", "no/out.csv"], "no/out.csv: cannot be written: no such folder");
    let endings = if cfg!(feature = "parquet") { ".parquet, .jsonl and .csv do" } else { ".jsonl and .csv do" };
    let reason = format!("out.xlsx: the ending tells no format for the output; {endings}");
    refused(&["n.jsonl", "-o", "out.xlsx"], &reason);
    assert_eq!(std::fs::read_to_string(kept).expect("kept"), "mine");
    assert_eq!(std::fs::read_to_string(input).expect("kept"), line(1, NOTE));
    assert_eq!(audit(dir.path(), &["n.jsonl", "-o", "out.csv", "--force"]).status.code(), Some(0));
    assert_eq!(cells(&dir.path().join("out.csv"), &["id"]).concat(), ["1"]);
}

#[test]
fn a_wrong_name_is_refused_with_those_that_exist() {
    let dir = folder();
    file(dir.path(), "n.jsonl", line(1, SECRET));
    for (args, name) in
        [(["--text", "note"], "note"), (["--billed", "cpt"], "cpt"), (["--group-by", "site,surgeon"], "surgeon")]
    {
        let output = audit(dir.path(), &[&["n.jsonl", "-o", "out.csv"], &args[..]].concat());
        assert_eq!(output.status.code(), Some(2));
        let reason = format!("opnote: n.jsonl: no `{name}`; there are `id`, `text`, `billed`, `site`");
        assert_eq!(messages(&output), [reason]);
        assert!(!dir.path().join("out.csv").exists());
    }
}

#[test]
fn the_header_is_that_of_the_schema() {
    let dir = folder();
    file(dir.path(), "n.jsonl", line(1, NOTE));
    assert_eq!(audit(dir.path(), &["n.jsonl", "-o", "out.csv"]).status.code(), Some(0));
    let listed = opnote().args(["schema", "audit-columns"]).output().expect("runs").stdout;
    let listed = String::from_utf8(listed).expect("UTF-8");
    let names: Vec<&str> = listed.lines().filter_map(|l| l.split('\t').next()).collect();
    assert_eq!(table(&dir.path().join("out.csv")).0, names);
}

/// Runs an audit that finds nothing, over the result of another: that stays, and nothing else is left.
fn nothing_found(dir: &Path, args: &[&str]) -> Vec<String> {
    let kept = file(dir, "out.csv", "mine");
    let before = std::fs::read_dir(dir).expect("a folder").count();
    let output = audit(dir, &[args, &["-o", "out.csv", "--force"]].concat());
    assert_eq!(output.status.code(), Some(2), "{args:?}");
    assert_eq!(std::fs::read_to_string(kept).expect("kept"), "mine", "{args:?}");
    assert_eq!(std::fs::read_dir(dir).expect("a folder").count(), before, "{args:?}: nothing else is left");
    let mut messages = messages(&output);
    let last = messages.pop();
    assert_eq!(last.as_deref(), Some("opnote: out.csv: not written: no record was found"), "{args:?}");
    messages
}

#[test]
fn an_audit_of_nothing_replaces_nothing() {
    let dir = folder();
    std::fs::create_dir(dir.path().join("none")).expect("a folder");
    file(dir.path(), "notes/a.txt", NOTE);
    for (name, text) in
        [("e.jsonl", ""), ("b.jsonl", "\n \n"), ("e.csv", ""), ("b.csv", "\n\n"), ("h.csv", "id,text\n")]
    {
        file(dir.path(), name, text);
        assert_eq!(nothing_found(dir.path(), &[name]), [format!("opnote: {name}: no record in it")]);
    }
    assert_eq!(nothing_found(dir.path(), &["none"]), ["opnote: none: no file in it"]);
    let unasked = ["opnote: notes: no file in it that --glob asks for"];
    assert_eq!(nothing_found(dir.path(), &["notes", "--glob", "*.rtf"]), unasked);
    assert_eq!(nothing_found(dir.path(), &["none", "e.csv"]).len(), 2);
    assert_eq!(nothing_found(dir.path(), &["missing.csv"]), ["opnote: missing.csv: no such file"]);
}

#[test]
fn a_file_named_twice_is_read_once() {
    let dir = folder();
    file(dir.path(), "notes/a.txt", NOTE);
    file(dir.path(), "notes/b.txt", NOTE);
    let output = audit(dir.path(), &["notes", "notes/../notes", "notes/b.txt", "-o", "out.csv"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(cells(&dir.path().join("out.csv"), &["file"]).concat(), ["notes/a.txt", "notes/b.txt"]);
    let first = "opnote: notes/../notes/a.txt: the file was named before, as were 2 more; each is read once";
    assert_eq!(messages(&output)[0], first);
    assert_eq!(summary(&output)["files_twice"], 3);
}

#[test]
fn a_spreadsheet_runs_nothing() {
    let dir = folder();
    let row = |id: &str, site: &str| serde_json::json!({"id": id, "text": NOTE, "site": site}).to_string() + "\n";
    file(dir.path(), "n.jsonl", row("=1+1", "@SUM(A1)") + &row("-7", "+cmd"));
    audit(dir.path(), &["n.jsonl", "-o", "out.csv", "--group-by", "site"]);
    let rows = cells(&dir.path().join("out.csv"), &["id", "group_site"]);
    assert_eq!(rows, [["'=1+1", "'@SUM(A1)"], ["-7", "'+cmd"]]);
    audit(dir.path(), &["n.jsonl", "-o", "out.jsonl", "--group-by", "site"]);
    let lines = std::fs::read_to_string(dir.path().join("out.jsonl")).expect("rows");
    assert!(lines.contains("\"=1+1\"") && lines.contains("\"@SUM(A1)\""), "JSON is as it was");
}

#[test]
fn dates_that_cannot_be_read_are_counted() {
    let dir = folder();
    let dates = ["2026-03-04", "4.3.2026", "03/04/2026", "soon", ""];
    let row = |date: &&str| serde_json::json!({"text": NOTE, "date": date, "site": "A"}).to_string() + "\n";
    file(dir.path(), "n.jsonl", dates.iter().map(row).collect::<String>());
    let args = ["n.jsonl", "-o", "out.csv", "--group-by", "date:month", "--report", "r.html"];
    let output = audit(dir.path(), &args);
    assert_eq!(cells(&dir.path().join("out.csv"), &["group_date_month"]).concat(), ["2026-03", "2026-03", "", "", ""]);
    assert_eq!(summary(&output)["dates_unread"], serde_json::json!({"date_month": 2}));
    assert_eq!(messages(&output).len(), 1, "nothing to warn of");
    let page = std::fs::read_to_string(dir.path().join("r.html")).expect("a page");
    let rows_of =
        |name: &str| page.split_once(&format!("{name}</th><td class=\"n\">")).and_then(|(_, r)| r.chars().next());
    assert_eq!((rows_of("not readable as a date"), rows_of("not given")), (Some('2'), Some('1')));
    assert!(page.contains("2 of date_month"));
    let output = audit(dir.path(), &["n.jsonl", "-o", "site.csv", "--group-by", "site:month"]);
    let none = "opnote: --group-by: no value of site_month is a date that can be read";
    assert_eq!(messages(&output)[0], none);
}

#[test]
fn the_report_tells_by_what_notes_were_read() {
    let dir = folder();
    file(dir.path(), "n.jsonl", line(1, NOTE));
    let page = report(dir.path(), &["n.jsonl"]);
    assert!(page.contains("read-by-weight") && !page.contains("not by a statistical model"));
}

#[test]
fn an_empty_file_among_others_is_a_row() {
    let dir = folder();
    file(dir.path(), "notes/a.csv", "");
    file(dir.path(), "notes/b.jsonl", "\n");
    file(dir.path(), "notes/c.csv", format!("id,text\n1,\"{NOTE}\"\n"));
    let output = audit(dir.path(), &["notes", "-o", "out.csv"]);
    assert_eq!(output.status.code(), Some(2));
    let rows = cells(&dir.path().join("out.csv"), &["file", "status", "reason"]);
    assert_eq!(rows[0], ["notes/a.csv", "error", "no record in it"]);
    assert_eq!(rows[1], ["notes/b.jsonl", "error", "no record in it"]);
    assert_eq!(rows[2][..2], ["notes/c.csv", "judged"]);
    assert_eq!(messages(&output)[0], "opnote: notes/a.csv: no record in it");
}

/// Whoever leaves the header out must not find a patient in the message.
#[test]
fn a_first_row_that_is_no_header_is_not_quoted() {
    let dir = folder();
    let rows = [
        format!("17,\"{SECRET} was seen. {NOTE}\",27324-LT"),
        format!("A-17,{SECRET} was seen today for his thigh,no"),
        format!("17,{SECRET},27324-LT"),
        format!("seen,\"{SECRET}, Jane\",no"),
    ];
    for row in rows {
        file(dir.path(), "n.csv", format!("{row}\n"));
        let output = audit(dir.path(), &["n.csv", "-o", "out.csv"]);
        assert_eq!(output.status.code(), Some(2));
        let reason = "opnote: n.csv: no `text`; the first row does not look like a header (3 cells)";
        assert_eq!(messages(&output), [reason]);
    }
    file(dir.path(), "n.csv", format!("Note.ID,Date of surgery,note_text,{SECRET} (a/b)\n"));
    let output = audit(dir.path(), &["n.csv", "-o", "out.csv"]);
    let reason = "opnote: n.csv: no `text`; there are `Note.ID`, `Date of surgery`, `note_text` and 1 more";
    assert_eq!(messages(&output), [reason]);
    file(dir.path(), "n.jsonl", format!("{{\"{SECRET} was seen.\":1,\"note\":\"{NOTE}\"}}\n"));
    let output = audit(dir.path(), &["n.jsonl", "-o", "out.csv"]);
    assert_eq!(messages(&output), ["opnote: n.jsonl: no `text`; there are `note` and 1 more"]);
}

/// A header that lacks a column, wherever the table comes from: its first record must not be taken for one.
#[test]
fn a_table_without_the_column_of_the_notes_is_refused() {
    let dir = folder();
    let headless = format!("1,\"{SECRET} was seen. {NOTE}\"\n2,\"{NOTE}\"\n");
    file(dir.path(), "notes/a.csv", &headless);
    file(dir.path(), "notes/b.csv", format!("id,note\n1,\"{NOTE}\"\n"));
    file(dir.path(), "notes/c.txt", NOTE);
    let output = audit(dir.path(), &["notes", "-o", "out.csv"]);
    assert_eq!(output.status.code(), Some(2));
    let rows = cells(&dir.path().join("out.csv"), &["file", "line", "status", "reason"]);
    let reason = "no `text`; the first row does not look like a header (2 cells)";
    assert_eq!(rows[0], ["notes/a.csv", "1", "error", reason]);
    assert_eq!(rows[1], ["notes/b.csv", "1", "error", "no `text`; there are `id`, `note`"]);
    assert_eq!((rows.len(), rows[2][2].as_str()), (3, "judged"));
    let mut command = opnote();
    command.current_dir(dir.path()).args(["audit", "-", "--from", "csv", "-o", "stdin.csv"]).write_stdin(headless);
    let output = command.output().expect("runs");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(messages(&output)[0], format!("opnote: <stdin>:1: {reason}"));
    assert_eq!(cells(&dir.path().join("stdin.csv"), &["reason"]), [[reason]]);
}

#[test]
fn a_name_that_stands_twice_in_a_header_is_refused() {
    let dir = folder();
    let twice = format!("id,text,text,x,x\n1,\"{NOTE}\",other,,\n");
    file(dir.path(), "n.csv", &twice);
    file(dir.path(), "notes/n.tsv", "id\ttext\tid\n1\ta\t2\n");
    let output = audit(dir.path(), &["n.csv", "-o", "out.csv"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(messages(&output), ["opnote: n.csv: `text` stands twice in the header"]);
    let output = audit(dir.path(), &["notes", "-o", "out.csv"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(cells(&dir.path().join("out.csv"), &["reason"]), [["`id` stands twice in the header"]]);
    // Of names that nobody asks for it does no harm.
    file(dir.path(), "n.csv", twice.replacen("text,text", "text,x", 1));
    assert_eq!(audit(dir.path(), &["n.csv", "-o", "out.csv", "--force"]).status.code(), Some(0));
}

#[test]
fn json_is_no_note() {
    let dir = folder();
    let record = |id: u8| format!("{{\"id\":\"{id}\",\"text\":\"{NOTE}\"}}");
    let array = format!("[\n  {},\n  {}\n]\n", record(1), record(2));
    file(dir.path(), "arr.json", &array);
    file(dir.path(), "lines.txt", format!("{}\n{}\n", record(1), record(2)));
    file(dir.path(), "odd.json", "neither");
    let output = audit(dir.path(), &["arr.json", "lines.txt", "odd.json", "-o", "out.csv"]);
    assert_eq!(output.status.code(), Some(2));
    let rows = cells(&dir.path().join("out.csv"), &["file", "status", "reason"]);
    let reason = "JSON, not a note; --from jsonl reads a record a line, --from text takes it all for one note";
    for (row, name) in rows.iter().zip(["arr.json", "lines.txt", "odd.json"]) {
        assert_eq!(row, &[name, "error", reason]);
    }
    let output = audit(dir.path(), &["arr.json", "--from", "text", "-o", "text.csv"]);
    assert_eq!(output.status.code(), Some(0), "who says so may have it so");
    let output = audit(dir.path(), &["lines.txt", "--from", "jsonl", "-o", "lines.csv"]);
    assert_eq!((output.status.code(), cells(&dir.path().join("lines.csv"), &["id"]).len()), (Some(0), 2));
}

#[test]
fn claim_files_that_do_not_read_end_the_run() {
    let dir = folder();
    file(dir.path(), "n.jsonl", line(1, NOTE));
    for (name, text) in [("claim.toml", "[[finding]]\nname = \n"), ("codebook.toml", "[[code]\n")] {
        file(dir.path(), &format!("{name}.d/{name}"), text);
        let output = audit(dir.path(), &["n.jsonl", "-o", "out.csv", "--lexicons", &format!("{name}.d")]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        let messages = messages(&output);
        assert!(messages.len() == 1 && messages[0].starts_with(&format!("opnote: {name}:")), "{messages:?}");
        assert!(!dir.path().join("out.csv").exists());
    }
}

#[cfg(not(feature = "parquet"))]
#[test]
fn a_build_without_parquet_says_so() {
    let dir = folder();
    let reason = "a Parquet file, which this build does not read: it was made without the feature `parquet`";
    for (name, length) in [("small.parquet", 100), ("large.parquet", 3 << 20)] {
        file(dir.path(), name, [&b"PAR1"[..], &vec![0; length]].concat());
        let output = audit(dir.path(), &[name, "-o", "out.csv", "--force"]);
        assert_eq!(messages(&output)[0], format!("opnote: {name}: {reason}"));
    }
}

#[test]
fn rows_as_json_fit_their_schema() {
    let dir = folder();
    file(dir.path(), "n.jsonl", line(1, NOTE) + "}\n");
    audit(dir.path(), &["n.jsonl", "-o", "out.jsonl", "--group-by", "site"]);
    let schema = opnote().args(["schema", "audit"]).output().expect("runs").stdout;
    let schema = serde_json::from_slice(&schema).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let rows = std::fs::read_to_string(dir.path().join("out.jsonl")).expect("rows");
    assert_eq!(rows.lines().count(), 2);
    for row in rows.lines().map(|l| serde_json::from_str::<serde_json::Value>(l).expect("JSON")) {
        assert!(validator.is_valid(&row), "{row}");
    }
}

fn csv_of(rows: &[&str]) -> String {
    rows.iter().map(|r| format!("{r}\n")).collect()
}

#[test]
fn a_table_is_read_by_the_names_in_its_header() {
    let dir = folder();
    let note = format!("\"{NOTE}\nSaid \"\"once\"\".\"");
    let rows = [
        "nr,Note,cpt,mod,dx,Surgeon,done",
        &format!("1,{note},27324,RT,C49.22,S1,2026-03-14"),
        "",
        "2,,27324,,,S1,3/14/2026",
        &format!("3,{NOTE},,,,,"),
        &format!("4,\"{NOTE}\",\"20206-LT,76942-26\",,\"R22.42|C49.22\",S2,x"),
    ];
    let tabs =
        rows.map(|r| r.replace(", ", "\u{1}").replace(',', "\t").replace('\u{1}', ", ").replace("\t76942", ",76942"));
    file(dir.path(), "n.csv", csv_of(&rows).replace(&format!("3,{NOTE}"), &format!("3,\"{NOTE}\"")));
    file(dir.path(), "n.tsv", csv_of(&tabs.each_ref().map(String::as_str)));
    let names = ["--text", "Note", "--id", "nr", "--billed", "cpt", "--modifiers", "mod", "--diagnoses", "dx"];
    for input in ["n.csv", "n.tsv"] {
        let output = audit(
            dir.path(),
            &[&[input, "-o", "out.csv", "--force", "--group-by", "Surgeon,done:month"], &names[..]].concat(),
        );
        assert_eq!(output.status.code(), Some(2), "an empty note is an error");
        let columns = ["line", "id", "billed", "diagnoses", "group_Surgeon", "group_done_month", "reason"];
        let rows = cells(&dir.path().join("out.csv"), &columns);
        assert_eq!(rows[0], ["2", "1", "27324-RT", "C49.22", "S1", "2026-03", ""], "{input}");
        assert_eq!(rows[1], ["5", "2", "", "", "S1", "2026-03", "the note is empty"], "{input}");
        assert_eq!(rows[2], ["6", "3", "", "", "", "", ""], "{input}");
        assert_eq!(rows[3], ["7", "4", "20206-LT|76942-26", "R22.42|C49.22", "S2", "", ""], "{input}");
    }
}

/// A claim in one field has the same lines in a table as where it is typed.
#[test]
fn a_claim_is_parted_as_one_that_is_typed() {
    let dir = folder();
    let claims = [
        "27324,G0463",
        "27324,G0123",
        "20206-LT; 76942-26",
        "20206|76942",
        "20206-LT, 59",
        "20206x2",
        "20206 (2)",
        "20206/76942",
    ];
    let rows: Vec<String> = claims.iter().map(|billed| format!("{NOTE}\t{billed}")).collect();
    file(dir.path(), "n.tsv", format!("text\tbilled\n{}\n", rows.join("\n")));
    audit(dir.path(), &["n.tsv", "-o", "out.jsonl"]);
    let table = std::fs::read_to_string(dir.path().join("out.jsonl")).expect("rows");
    for (billed, row) in claims.iter().zip(table.lines()) {
        let row: serde_json::Value = serde_json::from_str(row).expect("JSON");
        let typed = opnote().args(["analyze", "--format", "json", "--billed", billed]).write_stdin(NOTE).output();
        let typed: serde_json::Value = serde_json::from_slice(&typed.expect("runs").stdout).expect("JSON");
        let found = typed["claim"]["findings"].as_array().expect("findings");
        let found: Vec<_> = found.iter().map(|f| f["id"].clone()).collect();
        assert_eq!(row["claim"]["findings"], serde_json::Value::from(found), "{billed}");
        assert_eq!(row["claim"]["verdict"], typed["claim"]["verdict"], "{billed}");
    }
}

#[test]
fn broken_quotes_and_encodings_cost_a_row_at_most() {
    let dir = folder();
    let rows = [
        "id;text;billed",
        &format!("1;\"{SECRET} \"cut\" here\";27324"),
        &format!("2;{NOTE};27324"),
        &format!("3;\"{SECRET}"),
        &format!("4;{NOTE}"),
        &format!("5;\"{NOTE}\";20206"),
    ];
    let mut bytes = csv_of(&rows).into_bytes();
    bytes.extend_from_slice(b"6;Gr\xf6\xdfer: 3 cm.;\n7;a\0b;\n8;4 \xc3\x97 3 cm, Dr. M\xfcller;\n");
    file(dir.path(), "n.csv", &bytes);
    let output = audit(dir.path(), &["n.csv", "-o", "out.csv"]);
    assert_eq!(output.status.code(), Some(2));
    let rows = cells(&dir.path().join("out.csv"), &["line", "id", "status", "reason", "decoded_from"]);
    let broken = "quotes that do not close as they should";
    assert_eq!(rows[0], ["2", "", "error", broken, ""]);
    assert_eq!(rows[1], ["3", "2", "judged", "", ""]);
    assert_eq!(rows[2], ["4", "", "error", broken, ""]);
    assert_eq!(rows[3], ["5", "", "error", "2 cells where the header has 3", ""]);
    assert_eq!(rows[4], ["6", "5", "judged", "", ""]);
    assert_eq!(rows[5], ["7", "6", "judged", "", "windows-1252"]);
    assert!(rows[6][3].starts_with("`text`: a NUL byte"));
    assert_eq!(rows[7], ["9", "8", "judged", "", "utf-8-and-windows-1252"]);
    let utf16: Vec<u8> = format!("\u{feff}id,text\n1,{NOTE}\n",)
        .replace(NOTE, &format!("\"{NOTE}\""))
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    file(dir.path(), "wide.csv", utf16);
    assert_eq!(audit(dir.path(), &["wide.csv", "-o", "wide-out.csv"]).status.code(), Some(0));
    assert_eq!(cells(&dir.path().join("wide-out.csv"), &["id", "decoded_from"]).concat(), ["1", "utf-16le"]);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).expect("memory")
}

#[test]
fn every_input_may_be_packed() {
    let dir = folder();
    let lines: String = (0..600).map(|i| line(i, NOTE)).collect();
    let table: String = (0..600).map(|i| format!("{i},\"{NOTE}\"\n")).collect();
    for (name, text) in [("n.jsonl", lines), ("n.csv", format!("id,text\n{table}")), ("n.txt", NOTE.to_owned())] {
        let plain = cells_of(dir.path(), name, text.as_bytes());
        assert_eq!(plain, cells_of(dir.path(), &format!("{name}.gz"), &gzip(text.as_bytes())));
        assert_eq!(plain, cells_of(dir.path(), &format!("{name}.zst"), &zstd(text.as_bytes())));
        let (half, rest) = text.as_bytes().split_at(text.len() / 2);
        let members = [gzip(half), gzip(rest)].concat();
        assert_eq!(plain, cells_of(dir.path(), &format!("{name}.GZ"), &members), "several members");
    }
}

fn cells_of(dir: &Path, name: &str, bytes: &[u8]) -> Vec<Vec<String>> {
    file(dir, name, bytes);
    assert_eq!(audit(dir, &[name, "-o", "out.csv", "--force"]).status.code(), Some(0), "{name}");
    cells(&dir.join("out.csv"), &["row", "line", "status", "codes"])
}

#[test]
fn packed_input_that_ends_too_early_is_one_row_more() {
    let dir = folder();
    let mut notes = Vec::new();
    (0..3000_u64)
        .for_each(|i| notes.push(line(i as usize, &format!("{NOTE} {}", i.wrapping_mul(0x9e37_79b9_7f4a_7c15)))));
    let lines = notes.concat();
    let table: String =
        (0..3000_u64).map(|i| format!("{i},\"{} {NOTE}\"\n", i.wrapping_mul(0x9e37_79b9_7f4a_7c15))).collect();
    let table = format!("id,text\n{table}");
    let packed = [
        ("n.jsonl.gz", gzip(lines.as_bytes()), "gzip"),
        ("n.jsonl.zst", zstd(lines.as_bytes()), "zstd"),
        ("n.csv.gz", gzip(table.as_bytes()), "gzip"),
    ];
    for (name, bytes, format) in packed {
        file(dir.path(), name, &bytes[..bytes.len() / 2]);
        let output = audit(dir.path(), &[name, "-o", "out.csv", "--force"]);
        assert_eq!(output.status.code(), Some(2));
        let rows = cells(&dir.path().join("out.csv"), &["row", "status", "reason"]);
        assert!(rows.len() > 100, "{name}: {} rows", rows.len());
        assert!(rows[..rows.len() - 1].iter().all(|r| r[1] == "judged"), "{name}");
        let reason = format!("cannot be read: the {format} data end too early");
        assert_eq!(rows[rows.len() - 1][1..], ["error".to_owned(), reason]);
    }
}

/// An audit with a report of a few claims, some wrong, with names that are no good HTML; returns the page.
fn report(dir: &Path, args: &[&str]) -> String {
    let record = |id: &str, billed: &str, site: &str| {
        format!(
            "{}\n",
            serde_json::json!({"id": id, "text": NOTE, "billed": billed, "site": site, "date": "2026-03-14"})
        )
    };
    let lines =
        record("<b>1", "27324-LT", "A&B") + &record("2", "20206-LT", "C") + &record("3", "27323-RT", "C") + "}\n";
    file(dir, "n.jsonl", lines);
    let usual = ["n.jsonl", "-o", "out.csv", "--report", "r.html", "--force", "--group-by", "site,date:month"];
    assert_eq!(audit(dir, &[&usual, args].concat()).status.code(), Some(2), "one row is no record");
    std::fs::read_to_string(dir.join("r.html")).expect("a page")
}

/// The values of an attribute, in order.
fn attributes(page: &str, name: &str) -> Vec<String> {
    let start = format!(" {name}=\"");
    page.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

/// Every link leads to a place on the page, and no place has two names.
fn check_links(page: &str) {
    let ids = attributes(page, "id");
    let distinct: std::collections::BTreeSet<_> = ids.iter().collect();
    assert_eq!(distinct.len(), ids.len(), "an id stands twice");
    let links = attributes(page, "href");
    assert!(links.len() > 8);
    for link in links {
        assert!(link.strip_prefix('#').is_some_and(|id| ids.iter().any(|i| i == id)), "{link} leads nowhere");
    }
}

#[test]
fn a_report_needs_nothing_else() {
    let dir = folder();
    let page = report(dir.path(), &["--title", "Spring <audit>"]);
    check_links(&page);
    for part in ["http:", "https:", "<script", "<img", "@import", "url("] {
        assert!(!page.contains(part), "{part}");
    }
    assert!(page.contains("Spring &lt;audit&gt;") && page.contains("&lt;b&gt;1") && page.contains("A&amp;B"));
    assert!(page.contains("sha256:") && page.contains("4 read, 4 written"));
    for section in ["Verdicts", "Billed against supported", "What notes lack", "By site", "By date month", "Method"] {
        assert!(page.contains(section), "{section}");
    }
    let totals = page.matches("class=\"cell agree\"").count() + page.matches("class=\"cell over\"").count();
    assert_eq!(totals, 3, "a cell each: 20206, 27323 and 27324 billed, 20206 supported");
    let words = "vastus lateralis";
    assert!(page.contains(words) && !report(dir.path(), &["--no-text"]).contains(words), "words only where wanted");
}

/// The page as a browser takes it; passed over where there is none.
#[test]
fn a_browser_finds_the_report_whole() {
    let dir = folder();
    let page = report(dir.path(), &[]);
    let mut browser = std::process::Command::new("chromium");
    browser.args(["--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]);
    browser.arg(format!("--user-data-dir={}", dir.path().join("browser").display()));
    let Ok(output) = browser.arg(dir.path().join("r.html")).stderr(Stdio::null()).output() else {
        eprintln!("no chromium: passed over");
        return;
    };
    let dom = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() || dom.is_empty() {
        eprintln!("chromium does not run here: passed over");
        return;
    }
    check_links(&dom);
    for tag in ["<table", "<svg", "<details", "<section", "<a "] {
        assert_eq!(dom.matches(tag).count(), page.matches(tag).count(), "{tag}: nothing was moved or dropped");
    }
}

#[test]
fn a_report_is_not_overwritten_either() {
    let dir = folder();
    file(dir.path(), "n.jsonl", line(1, NOTE));
    let kept = file(dir.path(), "r.html", "mine");
    let output = audit(dir.path(), &["n.jsonl", "-o", "out.csv", "--report", "r.html"]);
    assert_eq!(messages(&output), ["opnote: r.html: exists already; --force replaces it"]);
    assert_eq!(std::fs::read_to_string(kept).expect("kept"), "mine");
    let output = audit(dir.path(), &["n.jsonl", "-o", "out.csv", "--report", "out.csv", "--force"]);
    assert_eq!(messages(&output), ["opnote: out.csv: output and report are the same file"]);
}

/// Feeds a line far beyond the cap between two good ones, without ever holding it here.
#[test]
fn a_record_of_200_megabytes_is_a_row() {
    let dir = folder();
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("opnote"));
    command.current_dir(dir.path()).args(["audit", "-", "-o", "out.csv"]).stdin(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("runs");
    let mut stdin = child.stdin.take().expect("piped");
    let feeder = std::thread::spawn(move || {
        stdin.write_all((line(1, NOTE) + "{\"id\":\"2\",\"text\":\"").as_bytes()).expect("written");
        let chunk = vec![b'a'; 1 << 20];
        (0..200).for_each(|_| stdin.write_all(&chunk).expect("written"));
        stdin.write_all(("\"}\n".to_owned() + &line(3, NOTE)).as_bytes()).expect("written");
    });
    let output = child.wait_with_output().expect("ends");
    feeder.join().expect("fed");
    assert_eq!(output.status.code(), Some(2));
    let rows = cells(&dir.path().join("out.csv"), &["file", "line", "status", "reason"]);
    assert_eq!(rows[1], ["<stdin>", "2", "error", "longer than 1 MiB, the most a record may have"]);
    assert_eq!((rows.len(), rows[2][2].as_str()), (3, "judged"));
}

#[test]
fn the_text_summary_tells_both_sides() {
    let dir = folder();
    file(dir.path(), "n.jsonl", line(1, NOTE));
    let output = audit(dir.path(), &["n.jsonl", "-o", "out.csv", "--summary", "text"]);
    // A count stands in a column of its own.
    let text = messages(&output).join("\n").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("1 read, 1 written to out.csv"), "{text}");
    assert!(text.contains("over-coded 1") && text.contains("USD too much in 1 rows"), "{text}");
}
