//! Every kind of bad input: one clear line on standard error with file and line, the other records still there, exit code 2,
//! and never a word of a note in a message.
#![cfg(feature = "cli")]

use assert_cmd::Command;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Output, Stdio};
use tempfile::TempDir;

/// A word that stands in every note below and in no message.
const SECRET: &str = "quicksilver";

fn opnote() -> Command {
    Command::new(assert_cmd::cargo::cargo_bin!("opnote"))
}

fn file(dir: &TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = dir.path().join(name);
    std::fs::write(&path, bytes).expect("written");
    path
}

/// Standard error, less the folder's name; fails if it holds more than one line a message or words of a note.
fn messages(dir: &TempDir, output: &Output) -> Vec<String> {
    let text = String::from_utf8(output.stderr.clone()).expect("UTF-8");
    assert!(!text.contains(SECRET), "{text}");
    let folder = format!("opnote: {}/", dir.path().display());
    text.lines().map(|l| l.strip_prefix(&folder).unwrap_or(l).to_owned()).collect()
}

/// A bad file between two good ones: the message of the bad one.
fn refusal(name: &str, bytes: &[u8]) -> String {
    let dir = TempDir::new().expect("a folder");
    let bad = file(&dir, name, bytes);
    let (first, last) = (file(&dir, "first.txt", b"A fine day."), file(&dir, "last.txt", b"A fine night."));
    let output = opnote().arg("analyze").args([first, bad, last]).output().expect("runs");
    assert_eq!(output.status.code(), Some(2), "{name}");
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 2, "{name}: the others are analysed");
    let messages = messages(&dir, &output);
    assert_eq!(messages.len(), 1, "{name}: {messages:?}");
    messages[0].clone()
}

#[test]
fn texts_that_are_no_notes() {
    assert_eq!(refusal("a.txt", b""), "a.txt:1: the note is empty");
    assert_eq!(refusal("a.txt", b"\xef\xbb\xbf"), "a.txt:1: the note is empty");
    assert_eq!(refusal("a.txt", " \r\n\t\u{a0}\n".as_bytes()), "a.txt:1: the note holds only blanks");
    let nul = format!("{SECRET}\n{SECRET} \0 x");
    assert_eq!(refusal("a.txt", nul.as_bytes()), "a.txt:2: a NUL byte: this is a binary file, not a note");
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    assert!(refusal("a.png", png).starts_with("a.png:3: a NUL byte"));
    assert!(refusal("a.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3").contains("a PDF file"));
    assert!(refusal("a.docx", b"PK\x03\x04\x14\0").contains("Word document"));
    assert!(refusal("a.txt", b"\xff\xfea\0\0\xd8b\0").contains("unpaired surrogate"));
}

#[test]
fn lines_that_are_no_records() {
    let good = format!(r#"{{"id":"1","text":"{SECRET}"}}"#);
    let bad = [
        (good.replace("\"}", ""), "broken JSON: the line ends too early"),
        (good.replace("\"text\"", "\"note\""), "no `text`"),
        (good.replace(&format!("\"{SECRET}\""), "17"), "`text` is not a string"),
        (good.replace(SECRET, ""), "the note is empty"),
        (good.replace(SECRET, r"\n \t"), "the note holds only blanks"),
        (good.replace(SECRET, &format!(r"{SECRET} \ud800")), "unpaired surrogate"),
        (format!("{good} {SECRET}"), "broken JSON"),
        (format!("\"{SECRET}\""), "not a JSON object"),
        (good.replace(SECRET, "a\0b"), "a NUL byte"),
    ];
    for (line, reason) in bad {
        let dir = TempDir::new().expect("a folder");
        let last = good.replace("\"1\"", "\"2\"");
        let path = file(&dir, "n.jsonl", format!("{good}\n\n{line}\r\n{last}").as_bytes());
        let output = opnote().arg("analyze").arg(path).output().expect("runs");
        assert_eq!(output.status.code(), Some(2), "{reason}");
        assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 2, "{reason}: the others are analysed");
        let messages = messages(&dir, &output);
        assert!(messages.len() == 1 && messages[0].starts_with(&format!("n.jsonl:3: {reason}")), "{messages:?}");
    }
}

/// An id is the caller's affair: no record is thrown away for it, and one line says so, however many there are.
#[test]
fn records_that_share_an_id_are_all_there() {
    let line = format!("{{\"id\":\"1\",\"text\":\"{SECRET}\"}}\n");
    let other = line.replace("\"1\"", "\"2\"");
    for (lines, message) in [
        (format!("{line}{other}{line}"), "n.jsonl:3: the id was given before; the record is written all the same"),
        (
            line.repeat(4) + &other,
            "n.jsonl:2: the id was given before, as were those of 2 more records; they are written all the same",
        ),
    ] {
        let dir = TempDir::new().expect("a folder");
        let path = file(&dir, "n.jsonl", lines.as_bytes());
        let output = opnote().arg("analyze").arg(path).output().expect("runs");
        assert_eq!(output.status.code(), Some(0), "a warning");
        assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), lines.lines().count());
        assert_eq!(messages(&dir, &output), [message]);
    }
}

/// A file of many records must not pass for one note.
#[test]
fn records_are_no_note() {
    let table = format!("id,text\n1,{SECRET}\n2,{SECRET}\n");
    let reason = "a table, not a note; `opnote audit` reads a record a row, --from text takes it all for one note";
    for name in ["two.csv", "two.TSV", "two.tab"] {
        assert_eq!(refusal(name, table.as_bytes()), format!("{name}: {reason}"));
    }
    let record = format!("{{\"id\":1,\"text\":\"{SECRET}\"}}");
    let reason = "JSON, not a note; --from jsonl reads a record a line, --from text takes it all for one note";
    assert_eq!(refusal("arr.json", format!("[{record},{record}]").as_bytes()), format!("arr.json: {reason}"));
    assert_eq!(refusal("arr.txt", format!("\n[ {record}").as_bytes()), format!("arr.txt: {reason}"));
    let code = |args: &[&str], text: &str| opnote().args(args).write_stdin(text).output().expect("runs").status.code();
    assert_eq!(code(&["analyze"], &record), Some(2));
    assert_eq!(code(&["trace"], &record), Some(2));
    assert_eq!(code(&["analyze", "--from", "text"], &record), Some(0), "who says so may have it so");
    assert_eq!(code(&["analyze"], "[x] left thigh {\"lump\"}"), Some(0), "a note may hold brackets");
}

#[test]
fn what_cannot_be_opened() {
    let dir = TempDir::new().expect("a folder");
    let good = file(&dir, "good.txt", b"A fine day.");
    let closed = file(&dir, "closed.txt", b"A fine day.");
    let odd = dir.path().join("odd\u{1b}[31m.txt");
    #[cfg(unix)]
    std::fs::set_permissions(&closed, std::os::unix::fs::PermissionsExt::from_mode(0o0)).expect("closed");
    let readable = std::fs::File::open(&closed).is_ok();
    let missing = dir.path().join("missing.txt");
    let output = opnote().arg("analyze").args([&missing, dir.path(), &odd, &good, &closed]).output().expect("runs");
    assert_eq!(output.status.code(), Some(2));
    let messages = messages(&dir, &output);
    assert_eq!(messages[0], "missing.txt: no such file");
    assert!(messages[1].ends_with(": a folder, not a file"));
    assert_eq!(messages[2], "odd␛[31m.txt: no such file");
    // Whoever may read everything, such as root in a container, can read this file too.
    let refused = (!readable).then(|| "closed.txt: may not be read: permission denied".to_owned());
    assert_eq!(messages.get(3), refused.as_ref());
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 1 + usize::from(readable));
}

#[test]
fn encodings_are_decoded_and_named() {
    let text = "Linker Oberschenkel, größer: ½";
    let utf16 = |mark: &str| format!("{mark}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
    let cases = [
        (text.as_bytes().to_vec(), None),
        (format!("\u{feff}{text}").into_bytes(), Some("utf-8-bom")),
        (utf16("\u{feff}"), Some("utf-16le")),
        (utf16(""), Some("utf-16le")),
        (latin, Some("windows-1252")),
    ];
    for (bytes, name) in cases {
        let run =
            |format| opnote().args(["analyze", "--format", format]).write_stdin(bytes.clone()).output().expect("runs");
        let record: serde_json::Value = serde_json::from_slice(&run("json").stdout).expect("JSON");
        assert_eq!(record.get("decoded_from").and_then(|v| v.as_str()), name);
        let report = String::from_utf8(run("text").stdout).expect("UTF-8");
        assert!(report.contains(text), "{name:?}");
        assert_eq!(report.contains("decoded from"), name.is_some());
    }
}

/// One byte pasted from an old system costs no other character, and no size that hangs on it.
#[test]
fn a_stray_byte_in_utf_8_costs_no_size() {
    let note: &[u8] = b"Open biopsy of a 4 \xc3\x97 3 cm mass, left thigh. The fascia lata was opened and a wedge sent. Dr. M\xfcller";
    let line = [br#"{"text":""#, note, br#""}"#].concat();
    for (from, input) in [("text", note), ("jsonl", line.as_slice())] {
        let run = opnote().args(["analyze", "--from", from, "--format", "jsonl"]).write_stdin(input).output();
        let record: serde_json::Value = serde_json::from_slice(&run.expect("runs").stdout).expect("JSON");
        assert_eq!(record["decoded_from"], "utf-8-and-windows-1252", "{from}");
        assert_eq!(record["procedures"][0]["size_mm"]["value"], serde_json::json!([40.0, 30.0]), "{from}");
    }
}

#[test]
fn json_lines_in_other_encodings() {
    let line = r#"{"id":"1","text":"größer"}"#;
    let utf16: Vec<u8> =
        format!("\u{feff}{line}\r\n{}\n", line.replace('1', "2")).encode_utf16().flat_map(u16::to_le_bytes).collect();
    let latin: Vec<u8> = line.chars().map(|c| c as u8).collect();
    let marked = [b"\xef\xbb\xbf", line.as_bytes()].concat();
    for (bytes, records) in [(utf16, 2), (latin, 1), (marked, 1)] {
        let output = opnote().args(["analyze", "--from", "jsonl"]).write_stdin(bytes).output().expect("runs");
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        let lines = String::from_utf8(output.stdout).expect("UTF-8");
        assert_eq!(lines.lines().filter(|l| l.contains("decoded_from")).count(), records);
    }
}

/// Feeds a line far beyond the cap between two good ones, without ever holding it here.
#[test]
fn a_line_of_200_megabytes_is_passed_by() {
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("opnote"));
    command.args(["analyze", "--from", "jsonl"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("runs");
    let mut stdin = child.stdin.take().expect("piped");
    let feeder = std::thread::spawn(move || {
        stdin.write_all(b"{\"id\":\"1\",\"text\":\"A fine day.\"}\n{\"id\":\"2\",\"text\":\"").expect("written");
        let chunk = vec![b'a'; 1 << 20];
        (0..200).for_each(|_| stdin.write_all(&chunk).expect("written"));
        stdin.write_all(b"\"}\n{\"id\":\"3\",\"text\":\"A fine night.\"}\n").expect("written");
    });
    let output = child.wait_with_output().expect("ends");
    feeder.join().expect("fed");
    assert_eq!(output.status.code(), Some(2));
    let message = "opnote: <stdin>:2: longer than 64 MiB, the most a note may have; passed by\n";
    assert_eq!(String::from_utf8_lossy(&output.stderr), message);
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 2);
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("opnote"));
    command.args(["analyze", "--from", "jsonl"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("runs");
    let mut stdin = child.stdin.take().expect("piped");
    let feeder = std::thread::spawn(move || {
        // The reader may be gone before all is written.
        let _ = (0..20_000).try_for_each(|i| writeln!(stdin, "{{\"id\":{i},\"text\":\"A fine day.\"}}"));
    });
    let mut stdout = child.stdout.take().expect("piped");
    stdout.read_exact(&mut [0; 100]).expect("some output");
    drop(stdout);
    let output = child.wait_with_output().expect("ends");
    feeder.join().expect("fed");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn gold_that_is_not_sound_is_refused_as_a_whole() {
    let dir = TempDir::new().expect("a folder");
    let good = r#"{"id":"1","text":"A fine day.","gold":{"procedures":[],"record":{"preop_diagnosis":false,"postop_diagnosis":false,"indication":false,"specimen":false},"flags":[]}}"#;
    let path = file(
        &dir,
        "g.jsonl",
        format!("{good}\n{}\n{good}\n", good.replace("\"flags\":[]", "\"flags\":[\"no-such\"]")).as_bytes(),
    );
    let output = opnote().arg("evaluate").arg(&path).output().expect("runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let messages = messages(&dir, &output);
    assert_eq!(messages[0], "g.jsonl:2: unknown flag `no-such`");
    assert!(messages[1].starts_with("g.jsonl:3: the id stands already at "));
    let missing = opnote().args(["evaluate", "/nowhere.jsonl"]).output().expect("runs");
    assert_eq!(missing.status.code(), Some(2));
}

#[test]
fn gold_may_come_from_standard_input() {
    let line = r#"{"id":"1","text":"A fine day.","gold":{"procedures":[],"record":{"preop_diagnosis":false,"postop_diagnosis":false,"indication":false,"specimen":false},"flags":[]}}"#;
    let output = opnote().args(["evaluate", "-"]).write_stdin(line).output().expect("runs");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let output = opnote().args(["evaluate", "-"]).write_stdin(line.replace("[]}}", "[7]}}")).output().expect("runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("opnote: <stdin>:1: "));
    let table = "id\tconcept\tsentence\tnegation\ttemporality\texperiencer\n1\tfever\tThere was no FEVER.\tNegated\tRecent\tPatient\n";
    let output = opnote().args(["evaluate", "--context", "-"]).write_stdin(table).output().expect("runs");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn nothing_read_is_told() {
    let dir = TempDir::new().expect("a folder");
    let path = file(&dir, "n.jsonl", b"\n");
    let output = opnote().arg("analyze").arg(path).output().expect("runs");
    assert_eq!(
        (output.status.code(), messages(&dir, &output)),
        (Some(0), vec!["opnote: no record was read".to_owned()])
    );
}
