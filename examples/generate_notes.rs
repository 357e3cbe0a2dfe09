//! Writes made-up notes with known truth, for benches and large runs: `cargo run --release --example generate_notes -- COUNT [SEED]`.
//!
//! Each note is a gold note of `corpora/gold` in other clothes: another side, size and age, sentences between its paragraphs that
//! change nothing, other line breaks. The truth goes along. What was billed is drawn from it, with the errors that claims have:
//! some surgeons bill too high more often, and one site's export lacks modifiers. The same count and seed give the same bytes.

use opnote::analysis::Laterality;
use opnote::evaluate::{GoldNote, read_gold};
use serde_json::{Value, json};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Sentences that change nothing about what was done; `#` stands for a number.
const BESIDE: [&str; 12] = [
    "Cefazolin # g was given within the hour before the start.",
    "Sequential compression sleeves were placed on both calves and stayed on throughout.",
    "Sponge, needle and instrument counts were correct at the end, on # occasions.",
    "The room temperature was kept at # degrees.",
    "Fluids in the course of the case came to # mL of crystalloid.",
    "The pressure points were padded with gel, and the arms were placed on boards at less than # degrees.",
    "The family was spoken to in the waiting area after # minutes.",
    "The patient was comfortable in the recovery room # minutes later.",
    "Pain was # of 10 on arrival in recovery.",
    "A leaflet on dressings was handed over; the visit is in # days.",
    "Urine output was # mL.",
    "A time-out was held with all # members of the team.",
];

/// Diagnoses billed, drawn without regard to the note.
const DIAGNOSES: [&str; 6] = ["C49.22", "C49.21", "R22.42", "R22.41", "D21.22", ""];

fn main() -> io::Result<()> {
    let mut args = std::env::args().skip(1);
    let number = |arg: Option<String>, usual: u64| arg.and_then(|a| a.parse().ok()).unwrap_or(usual);
    let (count, seed) = (number(args.next(), 1000), number(args.next(), 1));
    let gold = gold()?;
    let mut out = BufWriter::with_capacity(1 << 20, io::stdout().lock());
    for index in 0..count {
        let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ index.wrapping_mul(0xd134_2543_de82_ef95));
        let note = &gold[chance.below(gold.len())];
        serde_json::to_writer(&mut out, &record(index, note, &mut chance))?;
        out.write_all(b"\n")?;
    }
    out.flush()
}

/// The gold notes, in the order of their files.
fn gold() -> io::Result<Vec<GoldNote>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora/gold");
    let mut paths: Vec<_> = std::fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        files.push((path.display().to_string(), std::fs::read_to_string(&path)?));
    }
    read_gold(files.iter().map(|(name, text)| (name.as_str(), text.as_str())))
        .map_err(|_| io::Error::other("the gold notes are not sound; see `cargo test --test corpora`"))
}

/// Numbers by chance (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    /// True so many times in a hundred.
    fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// What is known of a note.
struct Truth {
    codes: Vec<String>,
    sides: Vec<Option<Laterality>>,
}

fn record(index: u64, note: &GoldNote, chance: &mut Chance) -> Value {
    let procedures = &note.gold.procedures;
    let mut truth = Truth {
        codes: procedures.iter().filter_map(|p| p.code.clone()).collect(),
        sides: procedures.iter().map(|p| p.laterality.value).collect(),
    };
    let mut text = note.text.clone();
    if chance.percent(50) && can_be_mirrored(&text) {
        text = mirrored(&text);
        truth.sides.iter_mut().for_each(|side| *side = side.map(other));
    }
    text = aged(&text, 18 + chance.below(70));
    text = between(&text, chance);
    if chance.percent(20) {
        text = text.replace('\n', "\r\n");
    }
    let (surgeon, site) = (chance.below(24), chance.below(6));
    json!({
        "id": format!("G{index:08}"), "text": text,
        "billed": billed(&truth, surgeon, site, chance),
        "diagnoses": DIAGNOSES[chance.below(DIAGNOSES.len())],
        "surgeon": format!("surgeon {:02}", surgeon + 1), "site": format!("site {}", site + 1),
        "date": format!("{}-{:02}-{:02}", 2024 + chance.below(2), 1 + chance.below(12), 1 + chance.below(28)),
        "truth": {"note": note.id, "codes": truth.codes, "sides": truth.sides},
    })
}

fn other(side: Laterality) -> Laterality {
    match side {
        Laterality::Left => Laterality::Right,
        Laterality::Right => Laterality::Left,
        both => both,
    }
}

/// Whether each `left` and `right` names a side: the next word is no small word, as in "left in place" or "right at".
fn can_be_mirrored(text: &str) -> bool {
    let words: Vec<String> = words(text).map(|w| w.to_lowercase()).collect();
    let is_side = |w: &str| w == "left" || w == "right";
    words
        .windows(2)
        .all(|pair| !is_side(&pair[0]) || pair[1].len() > 3 && !pair[1].starts_with("inta") && pair[1] != "open")
        && !words.last().is_some_and(|w| is_side(w))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty())
}

/// Left for right and right for left, in the case they are written in.
fn mirrored(text: &str) -> String {
    let pairs = [("left", "right"), ("Left", "Right"), ("LEFT", "RIGHT"), ("LT", "RT"), ("Lt", "Rt")];
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(start) = rest.find(char::is_alphanumeric) {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        let word = &rest[..end];
        let twin = pairs.iter().find_map(|(l, r)| if word == *l { Some(*r) } else { (word == *r).then_some(*l) });
        out.push_str(twin.unwrap_or(word));
        rest = &rest[end..];
    }
    out + rest
}

/// Another age, where one is told as in "58-year-old".
fn aged(text: &str, age: usize) -> String {
    match text.find("-year-old") {
        Some(at) if text[..at].ends_with(|c: char| c.is_ascii_digit()) => {
            let start = text[..at].rfind(|c: char| !c.is_ascii_digit()).map_or(0, |i| i + 1);
            let start = (start..=at).find(|i| text.is_char_boundary(*i)).unwrap_or(at);
            format!("{}{age}{}", &text[..start], &text[at..])
        }
        _ => text.to_owned(),
    }
}

/// A paragraph of sentences beside the matter, at the end.
fn between(text: &str, chance: &mut Chance) -> String {
    let mut out = format!("{}\n\n", text.trim_end());
    let first = chance.below(BESIDE.len());
    for index in 0..6 + chance.below(5) {
        let sentence = BESIDE[(first + index * 5) % BESIDE.len()];
        out.push_str(&sentence.replace('#', &(1 + chance.below(90)).to_string()));
        out.push(if chance.percent(15) { '\n' } else { ' ' });
    }
    out.truncate(out.trim_end().len());
    out
}

/// What was billed: mostly the truth; more often too high with every fourth surgeon.
fn billed(truth: &Truth, surgeon: usize, site: usize, chance: &mut Chance) -> Value {
    if chance.percent(12) {
        return Value::Null;
    }
    let wrong = if surgeon.is_multiple_of(4) { 30 } else { 6 };
    let mut lines: Vec<String> = Vec::new();
    for (code, side) in truth.codes.iter().zip(&truth.sides) {
        let code = match code.as_str() {
            "27323" | "20206" if chance.percent(wrong) => "27324",
            "27324" if chance.percent(5) => "27323",
            code => code,
        };
        let modifier = match side {
            Some(Laterality::Left) => "-LT",
            Some(Laterality::Right) => "-RT",
            _ => "",
        };
        let modifier = if site == 5 { "" } else { modifier };
        lines.push(format!("{code}{modifier}"));
    }
    if lines.is_empty() {
        return if chance.percent(wrong) { json!("27323") } else { Value::Null };
    }
    if chance.percent(wrong / 2) {
        lines.push("76942-26".to_owned());
    }
    lines.join(",").into()
}
