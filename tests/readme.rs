//! The report in the README is the one that comes out. `OPNOTE_REWRITE=1 cargo test --test readme` writes it; review the diff.
#![cfg(feature = "cli")]

use assert_cmd::Command;
use std::fs;
use std::path::Path;

const NOTE: &str = "corpora/notes/short.txt";

/// The lines between two remarks, without the fence around them.
fn block<'a>(readme: &'a str, name: &str) -> &'a str {
    let after = readme.split_once(&format!("<!-- {name} -->\n```text\n")).expect("the remark before the block").1;
    after.split_once("```\n").expect("the end of the block").0
}

/// The digest changes with every row of the lexicons.
fn masked(text: &str) -> String {
    match text.split_once("(sha256:") {
        Some((before, after)) => {
            format!("{before}(sha256:…{}", after.trim_start_matches(|c: char| c.is_ascii_hexdigit()))
        }
        None => text.to_owned(),
    }
}

#[test]
fn the_report_is_what_comes_out() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).expect("README.md");
    let note = fs::read_to_string(root.join(NOTE)).expect("the note");
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("opnote"));
    command.current_dir(root).args(["analyze", "--format", "text", NOTE]).env_remove("CLICOLOR_FORCE");
    let report = String::from_utf8(command.output().expect("runs").stdout).expect("UTF-8");
    let (report, shown) = (masked(&report), block(&readme, "report"));
    if std::env::var_os("OPNOTE_REWRITE").is_some() {
        let readme = readme.replace(&format!("{shown}```"), &format!("{report}```"));
        fs::write(root.join("README.md"), readme).expect("written");
        return;
    }
    assert_eq!(block(&readme, "note"), note);
    assert_eq!(shown, report);
}
