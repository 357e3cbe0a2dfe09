//! Parquet in and out: `cargo test --features parquet --test audit_parquet`.
#![cfg(feature = "parquet")]

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{
    Array, ArrayRef, Date32Array, DictionaryArray, LargeStringArray, RecordBatch, StringArray, StringViewArray,
};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use tempfile::TempDir;

const NOTE: &str =
    "Core needle biopsy of a 3 x 2 cm mass, left thigh, in the vastus lateralis. Three cores to pathology.";

fn command(dir: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("opnote"));
    command.current_dir(dir).arg("audit").args(args).stdin(Stdio::null()).stderr(Stdio::piped());
    command
}

fn audit(dir: &Path, args: &[&str]) -> Output {
    command(dir, args).output().expect("runs")
}

fn message(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or_default().to_owned()
}

fn lines(count: usize) -> String {
    let line = |i: usize| match i % 50 {
        49 => "}\n".to_owned(),
        _ => format!("{}\n", serde_json::json!({"id": i.to_string(), "text": NOTE, "billed": "27324-LT", "site": "A"})),
    };
    (0..count).map(line).collect()
}

fn read(path: &Path) -> Vec<RecordBatch> {
    let file = std::fs::File::open(path).expect("a file");
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet").build().expect("a reader");
    reader.map(|b| b.expect("rows")).collect()
}

fn texts(batch: &RecordBatch, name: &str) -> Vec<Option<String>> {
    let column = batch.column_by_name(name).expect("a column").as_string::<i32>().clone();
    column.iter().map(|v| v.map(str::to_owned)).collect()
}

#[test]
fn rows_have_their_types() {
    let dir = TempDir::new().expect("a folder");
    std::fs::write(dir.path().join("n.jsonl"), lines(100)).expect("written");
    let output = audit(dir.path(), &["n.jsonl", "-o", "out.parquet", "--group-by", "site"]);
    assert_eq!(output.status.code(), Some(2), "two rows are no records");
    let batch = &read(&dir.path().join("out.parquet"))[0];
    assert_eq!(batch.num_rows(), 100);
    assert_eq!(batch.column_by_name("row").expect("a column").as_primitive::<Int64Type>().value(99), 100);
    assert_eq!(texts(batch, "status")[49].as_deref(), Some("error"));
    assert!(texts(batch, "reason")[49].as_deref().is_some_and(|r| r.starts_with("broken JSON")));
    assert_eq!((texts(batch, "verdict")[0].as_deref(), &texts(batch, "verdict")[49]), (Some("over-coded"), &None));
    assert_eq!(texts(batch, "group_site")[0].as_deref(), Some("A"));
    let procedures = batch.column_by_name("procedures").expect("a column").as_list::<i32>().value(0);
    let procedure = procedures.as_struct();
    assert_eq!(procedure.column_by_name("code").expect("a field").as_string::<i32>().value(0), "20206");
    let size = procedure.column_by_name("size_mm").expect("a field").as_list::<i32>().value(0);
    assert_eq!(size.as_primitive::<Float64Type>().values(), &[30.0, 20.0]);
    let money = batch.column_by_name("money_difference").expect("a column").as_primitive::<Float64Type>().clone();
    assert!(money.value(0) > 0.0 && money.is_null(49));
}

#[test]
fn the_file_says_which_rules_made_it() {
    let dir = TempDir::new().expect("a folder");
    std::fs::write(dir.path().join("n.jsonl"), lines(1)).expect("written");
    assert!(audit(dir.path(), &["n.jsonl", "-o", "out.parquet"]).status.success());
    let file = std::fs::File::open(dir.path().join("out.parquet")).expect("a file");
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet");
    let metadata = builder.metadata().file_metadata().key_value_metadata().expect("metadata").clone();
    let keys: Vec<&str> = metadata.iter().map(|kv| kv.key.as_str()).collect();
    assert_eq!(keys, ["opnote.columns", "opnote.rules.digest", "opnote.rules.version", "opnote.schema"]);
    assert!(metadata[1].value.as_deref().is_some_and(|v| v.starts_with("sha256:")));
    assert!(builder.schema().field_with_name("procedures").is_ok());
}

fn write_table(path: &Path, text: ArrayRef, rows: usize) {
    let sites: DictionaryArray<arrow_array::types::Int32Type> = (0..rows).map(|_| Some("A")).collect();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("nr", Arc::new((0..rows as i64).map(Some).collect::<arrow_array::Int64Array>())),
        ("note", text),
        ("cpt", Arc::new((0..rows).map(|_| Some("27324-LT")).collect::<StringArray>())),
        ("site", Arc::new(sites)),
        ("done", Arc::new((0..rows as i32).map(|i| Some(20_526 + i % 3)).collect::<Date32Array>())),
    ];
    let batch = RecordBatch::try_from_iter(columns).expect("columns");
    let file = std::fs::File::create(path).expect("a file");
    let mut writer = ArrowWriter::try_new(file, batch.schema(), None).expect("a writer");
    writer.write(&batch).expect("written");
    writer.close().expect("closed");
}

const NAMES: [&str; 8] = ["--text", "note", "--id", "nr", "--billed", "cpt", "--group-by", "site,done:month"];

#[test]
fn every_type_of_text_is_read() {
    let dir = TempDir::new().expect("a folder");
    let notes = || (0..300).map(|i| if i == 7 { None } else { Some(NOTE) });
    let columns: [(&str, ArrayRef); 3] = [
        ("plain.parquet", Arc::new(notes().collect::<StringArray>())),
        ("large.parquet", Arc::new(notes().collect::<LargeStringArray>())),
        ("view.parquet", Arc::new(notes().collect::<StringViewArray>())),
    ];
    for (name, text) in columns {
        write_table(&dir.path().join(name), text, 300);
        let output = audit(dir.path(), &[&[name, "-o", "out.parquet", "--force"], &NAMES[..]].concat());
        assert_eq!(output.status.code(), Some(2), "{name}: a null text is an error");
        let batch = &read(&dir.path().join("out.parquet"))[0];
        assert_eq!((batch.num_rows(), texts(batch, "id")[299].as_deref()), (300, Some("299")), "{name}");
        assert_eq!(texts(batch, "reason")[7].as_deref(), Some("`note` is null"), "{name}");
        assert_eq!(texts(batch, "verdict")[8].as_deref(), Some("over-coded"), "{name}");
        let groups = [texts(batch, "group_site")[8].clone(), texts(batch, "group_done_month")[8].clone()];
        assert_eq!(groups.map(Option::unwrap_or_default), ["A", "2026-03"], "{name}");
    }
    let output = audit(dir.path(), &["plain.parquet", "-o", "other.csv", "--text", "text"]);
    let want = "opnote: plain.parquet: no `text`; there are `nr`, `note`, `cpt`, `site`, `done`";
    assert_eq!(message(&output), want);
}

#[test]
fn a_truncated_table_is_a_row() {
    let dir = TempDir::new().expect("a folder");
    let path = dir.path().join("n.parquet");
    write_table(&path, Arc::new((0..300).map(|_| Some(NOTE)).collect::<StringArray>()), 300);
    let bytes = std::fs::read(&path).expect("bytes");
    std::fs::write(&path, &bytes[..bytes.len() / 2]).expect("written");
    let output = audit(dir.path(), &[&["n.parquet", "-o", "out.parquet"], &NAMES[..]].concat());
    assert_eq!(output.status.code(), Some(2));
    let batch = &read(&dir.path().join("out.parquet"))[0];
    let reason = "cannot be read: the Parquet data are broken or end too early";
    assert_eq!((batch.num_rows(), texts(batch, "reason")[0].as_deref()), (1, Some(reason)));
}

#[test]
fn threads_and_kills_change_no_byte() {
    let dir = TempDir::new().expect("a folder");
    std::fs::write(dir.path().join("n.jsonl"), lines(70_000)).expect("written");
    let whole = |threads: &str| {
        audit(dir.path(), &["n.jsonl", "-o", "whole.parquet", "--force", "--threads", threads]);
        std::fs::read(dir.path().join("whole.parquet")).expect("an output")
    };
    let one = whole("1");
    assert!(one == whole("3"), "three threads");
    let go_on = ["n.jsonl", "-o", "out.parquet", "--resume", "--ledger-every", "0"];
    let ledger = dir.path().join(".out.parquet.ledger");
    for kill in 0..2 {
        let mut child = command(dir.path(), &go_on).spawn().expect("runs");
        let before = std::fs::read(&ledger).ok();
        while std::fs::read(&ledger).ok() == before && child.try_wait().expect("waits").is_none() {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        child.kill().expect("killed");
        assert!(!child.wait().expect("waits").success(), "kill {kill} came too late");
    }
    assert_eq!(audit(dir.path(), &go_on).status.code(), Some(2));
    assert!(std::fs::read(dir.path().join("out.parquet")).expect("an output") == one, "the same bytes");
    assert_eq!(std::fs::read_dir(dir.path()).expect("a folder").count(), 3, "nothing else is left");
}
