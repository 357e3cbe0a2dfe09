//! How fast: loading, one note, a batch, and megabytes a second from 1 kB to 10 MB, beside a bare automaton on the same bytes.
//!
//! `cargo bench` runs all, `cargo bench -- curve` one group. The texts are fixed: the notes of `corpora/gold`, one after
//! another. Name the machine where you quote a figure.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use opnote::evaluate::read_gold;
use opnote::token::tokenize;
use opnote::{Analyzer, Lexicon, Note};
use std::hint::black_box;
use std::time::Duration;

const DEV: &str = include_str!("../corpora/gold/dev.jsonl");
const VOICES: &str = include_str!("../corpora/gold/voices-a.jsonl");

/// Bytes of the notes of the curve.
const SIZES: [usize; 5] = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];

fn texts() -> Vec<String> {
    let gold = read_gold([("dev.jsonl", DEV), ("voices-a.jsonl", VOICES)]).expect("gold that is sound");
    gold.into_iter().map(|n| n.text).collect()
}

/// A text of about so many bytes: gold notes one after another, cut at a character.
fn text(bytes: usize) -> String {
    let mut out = String::with_capacity(bytes + 8_000);
    for note in texts().iter().cycle() {
        if out.len() >= bytes {
            break;
        }
        out.push_str(note);
        out.push_str("\n\n");
    }
    let end = (0..=bytes).rev().find(|&i| out.is_char_boundary(i)).unwrap_or(0);
    out.truncate(end);
    out
}

fn load(c: &mut Criterion) {
    let mut group = c.benchmark_group("load");
    group.bench_function("lexicon", |b| b.iter(|| Lexicon::builtin().expect("loads")));
    let lexicon = Lexicon::builtin().expect("loads");
    group.bench_function("analyzer", |b| {
        b.iter_batched(|| lexicon.clone(), |l| Analyzer::new(l).expect("builds"), criterion::BatchSize::LargeInput)
    });
    group.finish();
}

fn notes(c: &mut Criterion) {
    let analyzer = Analyzer::builtin();
    let mut group = c.benchmark_group("note");
    let three = Note::new(text(3_000));
    group.throughput(Throughput::Bytes(three.text.len() as u64));
    group.bench_function("3 kB", |b| b.iter(|| analyzer.analyze(black_box(&three))));
    let batch: Vec<Note> = texts().into_iter().map(Note::new).collect();
    group.throughput(Throughput::Bytes(batch.iter().map(|n| n.text.len() as u64).sum()));
    group.bench_function(BenchmarkId::new("batch", batch.len()), |b| {
        b.iter(|| batch.iter().map(|n| analyzer.analyze(black_box(n)).procedures.len()).sum::<usize>())
    });
    group.finish();
}

fn curve(c: &mut Criterion) {
    let analyzer = Analyzer::builtin();
    let automaton = automaton(analyzer.lexicon());
    let mut group = c.benchmark_group("curve");
    group.sample_size(10).warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3));
    for bytes in SIZES {
        let note = Note::new(text(bytes));
        group.throughput(Throughput::Bytes(note.text.len() as u64));
        group.bench_function(BenchmarkId::new("analyze", bytes), |b| b.iter(|| analyzer.analyze(black_box(&note))));
        let lower = note.text.to_lowercase();
        group.bench_function(BenchmarkId::new("automaton", bytes), |b| {
            b.iter(|| automaton.find_overlapping_iter(black_box(&lower)).count())
        });
    }
    group.finish();
}

/// The yardstick: all phrases of the lexicon, as whole words, in one DFA; no tokens, no folds, no meaning.
fn automaton(lexicon: &Lexicon) -> AhoCorasick {
    let phrases = lexicon.rows().iter().flat_map(|r| r.phrases()).map(|p| tokenize(p, &|_| false).normal);
    AhoCorasick::builder()
        .match_kind(MatchKind::Standard)
        .kind(Some(AhoCorasickKind::DFA))
        .build(phrases)
        .expect("an automaton")
}

criterion_group!(benches, load, notes, curve);
criterion_main!(benches);
