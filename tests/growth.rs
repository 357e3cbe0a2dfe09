//! Work is linear in a note's length: four times the text takes about four times the time, whatever it repeats.
//!
//! Sixteen times would be the square; the bound lies between, and the least of several runs is taken, as other programs may be at work.

use opnote::{Analyzer, Note};
use std::time::{Duration, Instant};

/// Less where the library is not optimized and takes its time.
const BYTES: usize = if cfg!(debug_assertions) { 10_000 } else { 50_000 };
const LONGER: usize = 4;
const MOST: u32 = 10;
/// Runs of either length before growth counts as told.
const RUNS: usize = 12;
/// What is faster tells of the machine, not of growth.
const LEAST: Duration = Duration::from_millis(10);

/// What broken forms, tables and dictations repeat.
const REPEATED: &[&str] = &[
    "_",
    "____ ",
    "[x]",
    "”[x]",
    "[ ] ",
    "(",
    "7",
    "x ",
    "5 cm ",
    "left ",
    "medial ",
    "left medial mass of 5 cm, ",
    "no ",
    "Dx: ",
    "\n",
    "\"",
    "no tissue obtained ",
    "The upper lump cored. The lower lump cored. ",
    "core taken and billed 20206 ",
];

/// Stands before all of them, as what tells of no act is not read to the end; on a line of its own, which they may frame.
const LEAD: &str = "Open biopsy, left thigh. The fascia lata was opened and a wedge of the 3 cm mass sent.\n";

fn time(analyzer: &Analyzer, text: &str) -> Duration {
    let start = Instant::now();
    std::hint::black_box(analyzer.analyze(&Note::new(text)));
    start.elapsed()
}

/// Asserts that a run and a so many times `longer` one differ by no more than so many times the time, the least of several runs each.
fn assert_grows_no_faster(analyzer: &Analyzer, lead: &str, run: &str, longer: usize, at_most: u32) {
    let [short, long] = [1, longer].map(|times| format!("{lead}{}", run.repeat(times)));
    let (mut least, mut most) = (Duration::MAX, Duration::MAX);
    let is_linear = |least: Duration, most: Duration| most < least.max(LEAST) * at_most;
    for _ in 0..RUNS {
        least = least.min(time(analyzer, &short));
        most = most.min(time(analyzer, &long));
        if is_linear(least, most) {
            return;
        }
    }
    panic!("{:?}…: {least:?}, and {most:?} for {longer} times as much", &run[..run.len().min(40)]);
}

#[test]
fn four_times_the_text_takes_no_more_than_ten_times_as_long() {
    let analyzer = Analyzer::builtin();
    for fragment in REPEATED {
        assert_grows_no_faster(&analyzer, LEAD, &fragment.repeat(BYTES / fragment.len()), LONGER, MOST);
    }
}

/// Notes whose sentences each asked all others; the square tells only in long texts, where it took 40 times as long and more.
const NOTES: &[&str] = &[
    "Right thigh mass 4 cm: 14G core. A scalp cyst was removed too. ",
    "No piece was taken: the entire 3.1 cm mass was removed from above the fascia of the left inner thigh and sent off. ",
    "Left thigh mass 5 cm.\nNick, 14G Tru-Cut, five cores in formalin to pathology. Nothing exposed.\nOPEN BIOPSY\n",
];

#[test]
fn eight_times_a_note_takes_no_more_than_twenty_four_times_as_long() {
    const BYTES: usize = 75_000;
    let analyzer = Analyzer::builtin();
    for note in NOTES {
        assert_grows_no_faster(&analyzer, "", &note.repeat(BYTES / note.len()), 8, 24);
    }
}
