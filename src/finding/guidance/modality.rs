//! Which imaging guided. In: the statements that tell of its use, else the words of the note. Out: the modalities. Whether imaging guided
//! at all is decided before.

use std::ops::Range;

use super::ANY;
use crate::analysis::Modality;
use crate::assertion::assertion;
use crate::document::Document;
use crate::finding::{Reading, Tier, holds};
use crate::lexicon::concept::{Concept, ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::statement::Statement;

const MODALITIES: [(Concept, Modality); 4] = [
    (known::ULTRASOUND, Modality::Ultrasound),
    (known::CT, Modality::Ct),
    (known::MRI, Modality::Mri),
    (known::FLUOROSCOPY, Modality::Fluoroscopy),
];

/// The modalities named in the statements, else those that their sentences affirm: "the tip was checked, by CT"; CT fluoroscopy is CT.
pub(super) fn modalities(reading: &Reading, lesion: usize, telling: &[&Statement]) -> Vec<Modality> {
    let all = |sets: &mut dyn Iterator<Item = ConceptSet>| sets.fold(ConceptSet::EMPTY, ConceptSet::with);
    let mut found = all(&mut telling.iter().map(|s| named(reading, s.first..s.last + 1)));
    if found.is_empty() {
        found = all(&mut telling.iter().map(|s| affirmed(reading, s.sentence)));
    }
    // "The nodule was found with ultrasound. The needle was kept in view." What was read on MRI is seldom what guides.
    let unnamed = |s: &&Statement| (s.first..=s.last).any(|t| reading.document.is(t, known::IMAGING));
    if found.is_empty() && !telling.iter().any(unnamed) {
        let before = |s: &&Statement| s.sentence.checked_sub(1).map_or(ConceptSet::EMPTY, |n| affirmed(reading, n));
        found = all(&mut telling.iter().map(before)).without(known::MRI);
    }
    // "LEFT. Too far down for the probe, so CT was used": of several lesions each has what its own part tells of.
    if found.is_empty() && reading.lesions.count > 1 {
        found = of_own_part(reading, lesion);
    }
    // "Linear 12 MHz probe. … 18 G needle, every stroke seen": a needle is watched with the probe that the note tells of.
    if found.is_empty() && !telling.iter().all(unnamed) && probed(reading) {
        found = ConceptSet::of(&[known::ULTRASOUND]);
    }
    // "33 mm hypoechoic mass. … Both needles seen on the screen": words that only ultrasound is told in.
    if found.is_empty() && speaks_of_echo(reading.document) {
        found = ConceptSet::of(&[known::ULTRASOUND]);
    }
    // "CT suite, prone. … The guide was walked in over three short scans", "Interventional MRI, left thigh": what the note opens with.
    if found.is_empty() {
        found = opened_with(reading);
    }
    if found.is_empty() {
        found = of_room(reading);
    }
    listed(found)
}

/// The modalities as an analysis lists them.
pub(super) fn listed(found: ConceptSet) -> Vec<Modality> {
    MODALITIES.into_iter().filter(|(c, _)| found.has(*c)).map(|(_, m)| m).collect()
}

/// Whether a sentence of what was done or found tells of a lesion by its echo.
fn speaks_of_echo(document: &Document) -> bool {
    const ECHOES: [&str; 6] = ["hypoechoic", "anechoic", "hyperechoic", "isoechoic", "echogenic", "echopoor"];
    let told = |t: usize| ECHOES.contains(&document.tokens.word(t));
    (0..document.tokens.list.len()).any(|t| told(t) && Tier::of(document.section_of(t).role) == Tier::Body)
}

/// The modality that is among the first words of a note, where the first sentence names no other.
fn opened_with(reading: &Reading) -> ConceptSet {
    const REACH: usize = 3;
    let document = reading.document;
    let first = named(reading, 0..REACH.min(document.tokens.list.len()));
    let told = |m: &&Mention| m.concepts.meets(ANY) && holds(&assertion(document, m.first(), m.last()));
    let opens = document.mentions.iter().take_while(|m| m.first() < REACH).any(|m| told(&m));
    let alone = MODALITIES.into_iter().filter(|(c, _)| affirmed(reading, 0).has(*c)).count() == 1;
    // "MRI of the thigh reviewed" tells of another paper.
    let end = document.sentences.first().map_or(0, |s| s.end);
    let tells = |t: usize| document.is_verb(t) || document.tokens.word(t) == "of";
    if opens && alone && !(0..end).any(tells) { first } else { ConceptSet::EMPTY }
}

/// "Mr. R, CT list, number two.": the modality whose room or list the first words of a note name.
fn of_room(reading: &Reading) -> ConceptSet {
    const REACH: usize = 12;
    let document = reading.document;
    let room = |m: &&Mention| {
        m.concepts.meets(ANY)
            && document.tokens.list.get(m.last() + 1).is_some()
            && document.word_is(m.last() + 1, WordClass::ImagingRoom)
            && holds(&assertion(document, m.first(), m.last()))
    };
    let mut rooms = document.mentions.iter().take_while(|m| m.first() < REACH).filter(room);
    match (rooms.next(), rooms.next()) {
        (Some(only), None) => named(reading, only.first()..only.last() + 1),
        _ => ConceptSet::EMPTY,
    }
}

/// The modality that the words on one of several lesions tell as used, or name alone.
fn of_own_part(reading: &Reading, lesion: usize) -> ConceptSet {
    let document = reading.document;
    let own = |m: &&Mention| {
        reading.lesions.of(m.first()) == Some(lesion)
            && m.concepts.meets(ANY)
            && Tier::of(document.section_of(m.first()).role) == Tier::Body
            && holds(&assertion(document, m.first(), m.last()))
    };
    let used = |m: &&Mention| (m.last() + 1..m.last() + 4).any(|t| document.is(t, known::USE));
    let sets = |wanted: &dyn Fn(&&Mention) -> bool| {
        document
            .mentions
            .iter()
            .filter(own)
            .filter(wanted)
            .fold(ConceptSet::EMPTY, |all, m| all.with(named(reading, m.first()..m.last() + 1)))
    };
    let told = sets(&used);
    let told = if told.is_empty() { sets(&|_| true) } else { told };
    let alone = MODALITIES.into_iter().filter(|(c, _)| told.has(*c)).count() == 1;
    if alone { told } else { ConceptSet::EMPTY }
}

/// Whether the title or the body tells of ultrasound and of no other modality that might have guided.
fn probed(reading: &Reading) -> bool {
    let document = reading.document;
    let told = |m: &&Mention| {
        Tier::of(document.section_of(m.first()).role) >= Tier::Title
            && m.concepts.meets(ANY)
            && holds(&assertion(document, m.first(), m.last()))
    };
    let found = document.mentions.iter().filter(told).fold(ConceptSet::EMPTY, |all, m| all.with(m.concepts));
    found.has(known::ULTRASOUND) && !found.has(known::CT) && !found.has(known::FLUOROSCOPY)
}

/// The modalities that a sentence names and neither denies nor moves out of this encounter.
fn affirmed(reading: &Reading, sentence: usize) -> ConceptSet {
    let document = reading.document;
    let sentence = &document.sentences[sentence];
    let held = |m: &&Mention| holds(&assertion(document, m.first(), m.last()));
    document.mentions[document.mentions_in(sentence.first, sentence.end)]
        .iter()
        .filter(|m| m.concepts.meets(ANY))
        .filter(held)
        .fold(ConceptSet::EMPTY, |all, m| all.with(named(reading, m.first()..m.last() + 1)))
}

/// The modalities among some words.
pub(super) fn named(reading: &Reading, words: Range<usize>) -> ConceptSet {
    let said = words.fold(ConceptSet::EMPTY, |all, t| all.with(reading.document.concepts(t)));
    MODALITIES
        .into_iter()
        .filter(|(c, _)| said.has(*c))
        .fold(ConceptSet::EMPTY, |all, (c, _)| all.with(ConceptSet::of(&[c])))
}

/// The modalities that words name by themselves, where they are part of a phrase that denies: "no CT".
pub(super) fn spelt(reading: &Reading, words: Range<usize>) -> ConceptSet {
    words.fold(ConceptSet::EMPTY, |all, t| {
        let one = match reading.document.tokens.word(t) {
            "ct" => known::CT,
            "mri" => known::MRI,
            "us" | "usg" => known::ULTRASOUND,
            w if w.starts_with("ultraso") || w.starts_with("sono") => known::ULTRASOUND,
            w if w.starts_with("fluoro") => known::FLUOROSCOPY,
            _ => return all,
        };
        all.with(ConceptSet::of(&[one]))
    })
}

/// The end of a list that goes on behind some words: "no ultrasound, CT or fluoroscopy", "neither CT nor MRI".
pub(super) fn listed_end(reading: &Reading, end: usize) -> usize {
    let document = reading.document;
    let mut end = end;
    let joins = |t: usize| document.is(t, known::CONJUNCTION) || document.tokens.is_mark(t, b',');
    while joins(end) && document.concepts(end + 1).meets(ANY) {
        end = document.mention(end + 1).map_or(end, Mention::last) + 1;
    }
    end
}
