//! The command line as its users meet it: every folder of `cases/` is one call.
//!
//! `args` one argument a line · `stdin` what is piped in (optional) · `stdout`, `stderr`, `exit` what must come out. Calls run
//! within `cases/`, so that files can be named. The rules' version and digest are written `[VERSION]` and `[DIGEST]`.
//! `OPNOTE_REWRITE=1 cargo test --test cli` writes what came out; review the diff.
#![cfg(feature = "cli")]

use assert_cmd::Command;
use std::path::{Path, PathBuf};

fn cases() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "cases"].iter().collect()
}

fn run(case: &Path) -> (String, String, String) {
    let args = std::fs::read_to_string(case.join("args")).expect("args");
    let stdin = std::fs::read(case.join("stdin")).unwrap_or_default();
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("opnote"));
    command.current_dir(cases()).args(args.lines()).write_stdin(stdin);
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    let output = command.output().expect("runs");
    let text = |bytes: Vec<u8>| masked(&String::from_utf8(bytes).expect("UTF-8"));
    (text(output.stdout), text(output.stderr), format!("{:?}\n", output.status.code().unwrap_or(-1)))
}

/// What differs from release to release.
fn masked(text: &str) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let mut out = String::new();
    for (index, part) in text.split("sha256:").enumerate() {
        let rest = if index == 0 { part } else { part.trim_start_matches(|c: char| c.is_ascii_hexdigit()) };
        out.push_str(if index == 0 { "" } else { "[DIGEST]" });
        out.push_str(rest);
    }
    out.replace(version, "[VERSION]")
}

fn check(case: &Path, name: &str, got: &str) {
    let path = case.join(name);
    if std::env::var_os("OPNOTE_REWRITE").is_some() {
        std::fs::write(&path, got).expect("written");
    }
    let want = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(got, want, "{}", path.display());
}

#[test]
fn every_case() {
    let mut folders: Vec<_> = std::fs::read_dir(cases()).expect("cases").flatten().map(|e| e.path()).collect();
    folders.retain(|p| p.join("args").exists());
    folders.sort();
    assert!(folders.len() >= 10, "cases have gone missing");
    for case in folders {
        let (stdout, stderr, exit) = run(&case);
        check(&case, "stdout", &stdout);
        check(&case, "stderr", &stderr);
        check(&case, "exit", &exit);
    }
}

fn opnote(args: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("opnote"));
    command.args(args);
    command
}

#[test]
fn order_and_bytes_are_the_same_on_any_number_of_threads() {
    let lines: String =
        (0..3000).map(|i| format!("{{\"id\":{i},\"text\":\"Note {i}: knee, left or right.\"}}\n")).collect();
    let on = |threads: &str| {
        let output = opnote(&["analyze", "--from", "jsonl"])
            .env("RAYON_NUM_THREADS", threads)
            .write_stdin(lines.clone())
            .output();
        String::from_utf8(output.expect("runs").stdout).expect("UTF-8")
    };
    let one = on("1");
    assert_eq!(one.lines().count(), 3000);
    assert!(one.lines().enumerate().all(|(i, l)| l.contains(&format!("\"id\":\"{i}\""))));
    assert_eq!(one, on("4"));
}

#[test]
fn the_same_note_alone_or_in_a_batch_is_the_same() {
    let note = r#"{"id":"x","text":"Open biopsy of the left thigh."}"#;
    let alone = opnote(&["analyze", "--from", "jsonl"]).write_stdin(note).output().expect("runs").stdout;
    let batch = format!("{{\"id\":\"a\",\"text\":\"b\"}}\n{note}\n{{\"id\":\"c\",\"text\":\"d\"}}");
    let batch = opnote(&["analyze", "--from", "jsonl"]).write_stdin(batch).output().expect("runs").stdout;
    let nth = |out: &[u8], n: usize| String::from_utf8_lossy(out).lines().nth(n).map(str::to_owned);
    assert_eq!(nth(&alone, 0), nth(&batch, 1));
}

#[test]
fn colour_only_where_asked_or_on_a_terminal() {
    let out = |args: &[&str], variable: &str| {
        let output = opnote(args).env(variable, "1").write_stdin("A fine day.").output().expect("runs");
        String::from_utf8_lossy(&output.stdout).contains('\u{1b}')
    };
    let text = ["analyze", "--format", "text"];
    assert!(!out(&text, "NOTHING"));
    assert!(!out(&text, "NO_COLOR"));
    assert!(out(&text, "CLICOLOR_FORCE"));
    assert!(out(&["analyze", "--format", "text", "--color", "always"], "NOTHING"));
    assert!(!out(&["analyze", "--format", "text", "--color", "never"], "CLICOLOR_FORCE"));
}

#[test]
fn help_schema_man_page_and_completions_are_there() {
    let out = |args: &[&str]| {
        let output = opnote(args).output().expect("runs");
        assert!(output.status.success(), "{args:?}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert!(out(&["--version"]).contains("licensed"));
    assert!(out(&["man"]).contains(".TH opnote"));
    assert!(out(&["man", "analyze"]).contains("fail"));
    assert!(out(&["explain", "--help"]).contains("code modifier"));
    assert!(out(&["analyze", "--help"]).contains("64 MiB"));
    assert!(serde_json::from_str::<serde_json::Value>(&out(&["schema"])).is_ok());
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(out(&["completions", shell]).contains("opnote"));
    }
    assert_eq!(opnote(&["man", "nothing"]).output().expect("runs").status.code(), Some(2));
    assert_eq!(opnote(&["analyze", "--nothing"]).output().expect("runs").status.code(), Some(2));
    assert_eq!(
        opnote(&["analyze", "--lexicons", "/nowhere"]).write_stdin("a").output().expect("runs").status.code(),
        Some(2)
    );
}

#[test]
fn the_help_names_every_way_to_exit_with_one() {
    let help = String::from_utf8(opnote(&["--help"]).output().expect("runs").stdout).expect("UTF-8");
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(help.contains("1 where --fail-on, --min, --max or `lexicon check` says so"), "{help}");
}

#[test]
fn fail_on_ends_with_one_and_bad_input_outranks_it() {
    let code = |args: &[&str], stdin: &str| opnote(args).write_stdin(stdin).output().expect("runs").status.code();
    let scant = r#"{"text":"Open incisional biopsy of a mass of the left thigh."}"#;
    let strict = ["analyze", "--from", "jsonl", "--fail-on", "warning"];
    assert_eq!(code(&strict[..3], scant), Some(0));
    assert_eq!(code(&strict, scant), Some(1));
    assert_eq!(code(&strict, &format!("{scant}\n{{")), Some(2));
}

/// The counts on standard output change with every row, so this is no case in a file.
#[test]
fn a_code_book_with_faults_fails_the_check() {
    let folder = cases().join("lexicons").join("book");
    let mut command = opnote(&["lexicon", "check", "--lexicons"]);
    let output = command.arg(folder).output().expect("runs");
    let faults = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1));
    assert!(faults.contains("codebook.toml:2: code `99999`: figure `national-rate`: no year"), "{faults}");
    assert!(faults.contains("code `27324` can be proposed and has no entry"), "{faults}");
}

/// What a trace holds is the engine's affair; that it has its four parts and fits the page is ours.
#[test]
fn a_trace_has_its_four_parts() {
    let output = opnote(&["trace", "--width", "60"]).write_stdin("The weather was fine.").output().expect("runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(
        ["SECTIONS", "MENTIONS", "STATEMENTS", "DECISIONS"].iter().all(|h| text.lines().any(|l| l == *h)),
        "{text}"
    );
    assert!(text.lines().all(|l| l.chars().count() <= 60), "{text}");
}
