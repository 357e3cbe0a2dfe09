//! Each module of the library uses only what stands above it in the list of `src/lib.rs`.
//!
//! Read from the `use crate::` lines and from paths written out in the code; tests within a file count too.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the library, top to bottom. The first five are common ground and the contract of what comes out.
const ORDER: [&str; 24] = [
    "span",
    "error",
    "note",
    "parallel",
    "analysis",
    "token",
    "lexicon",
    "codebook",
    "mention",
    "document",
    "assertion",
    "statement",
    "finding",
    "coding",
    "audit",
    "claim",
    "trace",
    "analyzer",
    "examples",
    "evaluate",
    "render",
    "closed",
    "cli",
    "main",
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("src").map(|e| e.expect("an entry").path());
    let mut found: Vec<PathBuf> = Vec::new();
    for path in entries {
        match path.is_dir() {
            true => found.extend(sources(&path)),
            false => found.push(path),
        }
    }
    found.sort();
    found
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The module that a file belongs to.
fn module(file: &Path) -> String {
    let inside = file.strip_prefix(src()).expect("below src");
    let first = inside.components().next().expect("a name").as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// The modules that a line of code names.
fn used(line: &str) -> Vec<&str> {
    let code = line.split("//").next().unwrap_or_default();
    code.split("crate::")
        .skip(1)
        .map(|rest| rest.split(|c: char| !c.is_ascii_lowercase() && c != '_').next().unwrap_or_default())
        .filter(|name| !name.is_empty())
        .collect()
}

#[test]
fn nothing_is_used_that_stands_below() {
    let mut wrong = Vec::new();
    for file in sources(&src()) {
        let module = module(&file);
        let Some(place) = ORDER.iter().position(|m| *m == module) else { continue };
        let text = fs::read_to_string(&file).expect("a source file");
        for (number, line) in text.lines().enumerate() {
            for name in used(line) {
                let above = ORDER.iter().position(|m| *m == name).is_some_and(|p| p <= place);
                if !above {
                    let file = file.strip_prefix(src()).expect("below src").display();
                    wrong.push(format!("src/{file}:{}: {module} uses {name}", number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_list_holds_every_module() {
    for file in sources(&src()) {
        let module = module(&file);
        assert!(module == "lib" || ORDER.contains(&module.as_str()), "{module} has no place in the list");
    }
}

/// A class of words that no code asks for is a row that does nothing.
#[test]
fn every_class_of_words_is_asked_for() {
    let texts = sources(&src()).into_iter().map(|file| fs::read_to_string(file).expect("a source file"));
    let code: String = texts.collect();
    let classes = fs::read_to_string(src().join("lexicon").join("word_class.rs")).expect("the classes");
    let names = classes.lines().skip_while(|l| *l != "classes! {").skip(1).take_while(|l| *l != "}");
    let names: Vec<&str> = names.filter_map(|l| l.trim().split_once(" = ")).map(|(name, _)| name).collect();
    let asked: std::collections::HashSet<&str> = code
        .split("WordClass::")
        .skip(1)
        .map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default())
        .collect();
    let idle: Vec<_> = names.iter().filter(|name| !asked.contains(*name)).collect();
    assert!(names.len() > 100 && idle.is_empty(), "{idle:?}");
}

/// The library's map and this list tell the same story.
#[test]
fn the_list_is_that_of_the_crate_docs() {
    let text = fs::read_to_string(src().join("lib.rs")).expect("lib.rs");
    let map: String =
        text.lines().skip_while(|l| !l.contains("[`token`]")).take_while(|l| l.starts_with("//!")).collect();
    let end = map.find(". ").unwrap_or(map.len());
    let names: Vec<String> =
        map[..end].split("[`").skip(1).filter_map(|p| p.split_once("`]")).map(|p| p.0.to_lowercase()).collect();
    let places: Vec<_> = names.iter().map(|n| ORDER.iter().position(|m| m == n).expect("a module")).collect();
    assert!(places.len() >= 10 && places.is_sorted(), "{names:?}");
}
