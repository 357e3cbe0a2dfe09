//! How fast `opnote audit` is from start to exit, in each format of input, and on one thread against two.
//!
//! `cargo bench --bench audit`. The notes are those of `corpora/gold`, over and over. Name the machine where you quote a figure.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use opnote::evaluate::read_gold;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

const DEV: &str = include_str!("../corpora/gold/dev.jsonl");
const VOICES: &str = include_str!("../corpora/gold/voices-a.jsonl");

/// Notes in each input; a folder has fewer.
const NOTES: usize = 4000;

fn notes(count: usize) -> Vec<String> {
    let gold = read_gold([("dev.jsonl", DEV), ("voices-a.jsonl", VOICES)]).expect("gold that is sound");
    gold.into_iter().map(|n| n.text).cycle().take(count).collect()
}

fn lines(notes: &[String]) -> Vec<u8> {
    let line = |(i, text): (usize, &String)| {
        format!("{}\n", serde_json::json!({"id": i.to_string(), "text": text, "billed": "27324-LT"}))
    };
    notes.iter().enumerate().map(line).collect::<String>().into_bytes()
}

fn table(notes: &[String]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["id", "text", "billed"]).expect("memory");
    for (i, text) in notes.iter().enumerate() {
        writer.write_record([&i.to_string(), text, "27324-LT"]).expect("memory");
    }
    writer.into_inner().expect("memory")
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn write(dir: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = dir.join(name);
    std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    std::fs::write(&path, bytes).expect("written");
    path
}

fn audit(input: &Path, output: &Path, threads: &str) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_opnote"));
    command.arg("audit").arg(input).arg("-o").arg(output).args(["--force", "--threads", threads]);
    assert!(command.stderr(Stdio::null()).status().expect("runs").success());
}

fn formats(c: &mut Criterion) {
    let dir = tempfile::TempDir::new().expect("a folder");
    let notes = notes(NOTES);
    let (lines, table) = (lines(&notes), table(&notes));
    let packed = zstd::encode_all(&lines[..], 3).expect("memory");
    let inputs = [
        write(dir.path(), "n.jsonl", &lines),
        write(dir.path(), "n.jsonl.gz", &gzip(&lines)),
        write(dir.path(), "n.jsonl.zst", &packed),
        write(dir.path(), "n.csv", &table),
    ];
    notes.iter().enumerate().for_each(|(i, text)| {
        write(dir.path(), &format!("notes/{i}.txt"), text.as_bytes());
    });
    let mut group = c.benchmark_group("audit");
    group.sample_size(10).measurement_time(Duration::from_secs(10));
    group.throughput(Throughput::Bytes(notes.iter().map(|n| n.len() as u64).sum()));
    for input in inputs.iter().chain([&dir.path().join("notes")]) {
        let name = input.file_name().expect("a name").to_string_lossy().into_owned();
        let output = dir.path().join("out.jsonl");
        group.bench_function(BenchmarkId::new("input", name), |b| b.iter(|| audit(input, &output, "2")));
    }
    for (threads, ending) in [("1", "jsonl"), ("2", "jsonl"), ("1", "csv"), ("2", "csv")] {
        let output = dir.path().join(format!("out.{ending}"));
        let id = BenchmarkId::new(format!("threads to {ending}"), threads);
        group.bench_function(id, |b| b.iter(|| audit(&inputs[0], &output, threads)));
    }
    group.finish();
}

criterion_group!(benches, formats);
criterion_main!(benches);
