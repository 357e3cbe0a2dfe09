//! Relation of the sampled lesion to the deep fascia. What was done and found outweighs titles and diagnoses, those outweigh
//! history and earlier imaging; two statements of equal standing that cannot both be true are a conflict.

mod aside;
mod settle;
mod standing;

use self::aside::is_aside;
use self::settle::settle;
use self::standing::standing;
use super::retraction::{Retraction, quotes};
use super::site::Site;
use super::{Findings, Reading, Tier, corrects, is_told_after};
use crate::analysis::{Approach, Depth, Evidence};
use crate::assertion::assertion;
use crate::document::Document;
use crate::lexicon::concept::group::MUSCLES;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::statement::Statement;
use crate::token::Kind;

/// What a note states of the layer of one lesion, in the order of the text, each with its weight.
type Stated<'s> = Vec<(&'s Statement, Tier)>;

/// Decides the depth of a lesion.
pub(super) fn find(reading: &Reading, lesion: usize, findings: &mut Findings) {
    let mut stated = stated_of(reading, lesion);
    let Some(best) = stated.iter().map(|s| s.1).max() else {
        find_without_statements(reading, lesion, findings);
        return;
    };
    // What a scan said of the layer proves nothing against the wound, and may be quoted beside what says the same.
    let said: Vec<&Statement> =
        stated.iter().filter(|s| s.1 < best && Tier::of(s.0.role) == best).map(|s| s.0).collect();
    let all: Vec<&Statement> = stated.iter().map(|s| s.0).collect();
    stated.retain(|s| s.1 == best);
    settle(reading, lesion, findings.converted, &mut stated);
    // A layer told as closed was opened, unless the note places the lesion above it in so many words.
    if stated.iter().any(|s| s.0.claim == Claim::Depth(Depth::Superficial)) {
        stated.retain(|s| s.0.claim != Claim::Closed);
    }
    let told = |d: Depth| stated.iter().any(|s| claims(s.0, d));
    let value = match (told(Depth::Superficial), told(Depth::Deep)) {
        (true, true) => Depth::Conflict,
        (true, false) => Depth::Superficial,
        _ => Depth::Deep,
    };
    findings.depth.value = Some(value);
    let other = if value == Depth::Deep { Depth::Superficial } else { Depth::Deep };
    findings.depth_outweighed = reading.evidence_of(all.into_iter().filter(|s| claims(s, other)).take(1));
    let first_of = |d: Depth| stated.iter().map(|s| s.0).filter(move |s| claims(s, d));
    findings.depth.evidence = if value == Depth::Conflict {
        reading.evidence_of(first_of(Depth::Superficial).take(1).chain(first_of(Depth::Deep).take(1)))
    } else {
        let agreeing = said.iter().copied().filter(|s| claims(s, value));
        let mut quoted: Vec<&Statement> = first_of(value).chain(agreeing).collect();
        quoted.sort_by_key(|s| s.first);
        let muscle = if value == Depth::Deep { named_muscle(reading, lesion, &quoted) } else { None };
        let mut evidence = reading.evidence_of(quoted);
        evidence.extend(muscle);
        evidence
    };
}

/// Whether a layer was told as a correction of what stands before it, or in an addendum.
pub(super) fn is_corrected_to(reading: &Reading, lesion: usize, depth: Depth) -> bool {
    reading.held(lesion).any(|s| claims(s, depth) && corrects(reading.document, s.first))
}

/// Whether a statement tells of a depth; a layer that was closed was deep.
fn claims(statement: &Statement, depth: Depth) -> bool {
    statement.claim == Claim::Depth(depth) || (depth == Depth::Deep && statement.claim == Claim::Closed)
}

/// What the note states of the layer of a lesion, without what is told aside, corrected, denied later or taken back.
fn stated_of<'r>(reading: &'r Reading, lesion: usize) -> Stated<'r> {
    let mut stated: Stated = reading
        .held(lesion)
        .filter(|s| matches!(s.claim, Claim::Depth(_) | Claim::Closed))
        .map(|s| (s, standing(reading.document, s)))
        .collect();
    stated.retain(|s| !is_aside(reading, s.0));
    correct(reading.document, &mut stated);
    let denied: Vec<&Statement> = reading.statements.iter().filter(|s| is_denied(reading.document, s)).collect();
    stated.retain(|s| !denied.iter().any(|d| d.claim == s.0.claim && d.first > s.0.first));
    let disowned = Retraction::all(reading.document);
    stated.retain(|s| !disowned.iter().any(|r| r.takes_back(reading.document, s.0)));
    stated
}

/// Where no statement tells of the layer: the layer that a sentence before named, the muscle that was sampled, or words that leave it
/// shallow.
fn find_without_statements(reading: &Reading, lesion: usize, findings: &mut Findings) {
    if let Some((value, first, last)) = within_what_was_named(reading, lesion) {
        findings.depth.value = Some(value);
        findings.depth.evidence = vec![reading.quote(first, last, &reading.row_of(first))];
        return;
    }
    let muscle = sampled_muscle(reading, lesion, findings).or_else(|| muscle_by_itself(reading, lesion));
    if let Some(site) = muscle {
        findings.depth.value = Some(Depth::Deep);
        findings.depth.evidence = vec![reading.quote(site.first, site.last, &reading.row_of(site.first))];
        return;
    }
    let shallow = || reading.held(lesion).filter(|s| s.claim == Claim::Shallow && Tier::of(s.role) == Tier::Body);
    if shallow().next().is_some() {
        findings.depth.value = Some(Depth::Superficial);
        findings.depth.evidence = reading.evidence_of(shallow());
        return;
    }
    findings.bare_depth = reading.held(lesion).any(|s| s.claim == Claim::BareDepth);
}

/// "Bergstrom needle", "muscle biopsy": words that tell of muscle alone leave open which, and the place that names it is quoted beside them.
fn named_muscle(reading: &Reading, lesion: usize, quoted: &[&Statement]) -> Option<Evidence> {
    const TELLING: ConceptSet = MUSCLES.with(ConceptSet::of(&[known::FASCIA, known::FAT, known::SUBCUTANEOUS]));
    let document = reading.document;
    let tells = |s: &&Statement| (s.first..=s.last).any(|t| document.concepts(t).meets(TELLING));
    if quoted.iter().any(tells) {
        return None;
    }
    let mut sites = reading.lesions.sites(&reading.sites, lesion).filter(|s| s.weight > 0);
    let site = sites.find(|s| s.concepts.meets(MUSCLES) && s.assertion.is_current() && !s.assertion.is_negated())?;
    Some(reading.quote(site.first, site.last, &reading.row_of(site.first)))
}

/// "The panniculus was parted. The nodule lay wholly within it": the layer is named in the sentence before.
fn within_what_was_named(reading: &Reading, lesion: usize) -> Option<(Depth, usize, usize)> {
    const SUBJECT: ConceptSet = ConceptSet::of(&[known::LESION, known::PRONOUN]);
    const LIES: ConceptSet = ConceptSet::of(&[known::LIE, known::BE]);
    const FATTY: ConceptSet = ConceptSet::of(&[known::FAT, known::SUBCUTANEOUS]);
    const MUSCULAR: ConceptSet = ConceptSet::of(&[known::MUSCLE, known::THIGH_MUSCLE]);
    let document = reading.document;
    let lies = |at: usize| {
        let sentence = &document.sentences[document.sentence_of(at)];
        let subject = document.mentions_in(sentence.first, at).any(|m| document.mentions[m].concepts.meets(SUBJECT));
        // "The mass had a cyst in it" places nothing.
        let near = at.saturating_sub(3).max(sentence.first)..at;
        let verb = near.rev().find(|&t| document.concepts(t).meets(LIES));
        let lying = verb.is_some_and(|v| !(v..at).any(|t| document.is(t, known::DETERMINER)));
        let subject = subject && lying;
        let pronoun = matches!(document.tokens.word(document.mention(at).map_or(at, Mention::last) + 1), "it" | "this");
        subject
            && pronoun
            && Tier::of(document.section_of(at).role) == Tier::Body
            && reading.lesions.concerns(at, lesion)
    };
    let told = |m: &Mention| crate::finding::holds(&crate::assertion::assertion(document, m.first(), m.last()));
    let inside = document.mentions.iter().filter(|m| m.is(known::INSIDE) && lies(m.first()) && told(m));
    inside.into_iter().find_map(|m| {
        let before = document.sentences.get(document.sentence_of(m.first()).checked_sub(1)?)?;
        let layer = document
            .mentions_in(before.first, before.end)
            .map(|l| &document.mentions[l])
            .rfind(|l| l.concepts.meets(FATTY) || l.concepts.meets(MUSCULAR))?;
        let value = if layer.concepts.meets(FATTY) { Depth::Superficial } else { Depth::Deep };
        Some((value, layer.first(), layer.last()))
    })
}

/// "Left vastus lateralis, 14G, four cores" in a note on muscle disease: the muscle that stands for the place was what was sampled. A
/// lesion may lie over the muscle that places it.
fn sampled_muscle<'a>(reading: &'a Reading, lesion: usize, findings: &Findings) -> Option<&'a Site> {
    let document = reading.document;
    let is_held = |m: &Mention| !assertion(document, m.first(), m.last()).is_negated();
    let diseased = document.mentions.iter().any(|m| m.is(known::MUSCLE_DISEASE) && is_held(m));
    let by_needle = matches!(findings.approach.value, Some(Approach::Needle | Approach::CoreNeedle));
    if !diseased || !by_needle {
        return None;
    }
    let lesion_beside = |s: &Site| {
        let before = s.sentence.saturating_sub(1);
        document.sentences[before..=s.sentence].iter().any(|said| said.concepts.has(known::LESION))
    };
    // "The skin over the vastus": what lies over the muscle was numbed or cut.
    const OVER: ConceptSet = ConceptSet::of(&[known::OVER, known::ABOVE, known::SKIN, known::FAT]);
    let covered = |s: &Site| (s.first.saturating_sub(3)..s.first).any(|t| document.concepts(t).meets(OVER));
    let body = |s: &&Site| {
        let muscle = Tier::of(s.role) == Tier::Body && s.weight > 0 && s.concepts.has(known::THIGH_MUSCLE);
        muscle && !lesion_beside(s) && !covered(s)
    };
    reading.lesions.sites(&reading.sites, lesion).find(body)
}

/// "Left thigh, lateral, 4.0 x 3.1 cm, vastus lateralis, 14 G x 3": a muscle that stands between two marks, with no word that says what
/// it has to do with the lesion, is where the lesion was found.
fn muscle_by_itself<'a>(reading: &'a Reading, lesion: usize) -> Option<&'a Site> {
    // "MRI: vastus lateralis, normal": a muscle told as well was looked at.
    const OTHERS: ConceptSet =
        ConceptSet::of(&[known::FAT, known::SUBCUTANEOUS, known::ABOVE, known::OVER, known::SOUND, known::SPARE]);
    let document = reading.document;
    let is_mark =
        |t: usize| matches!(document.tokens.list.get(t).map(|t| t.kind), Some(Kind::Punct(b',' | b'.' | b';')));
    let alone = |s: &Site| {
        let sentence = &document.sentences[s.sentence];
        let before = s.first == sentence.first || is_mark(s.first - 1);
        let after = s.last + 1 >= sentence.end || is_mark(s.last + 1);
        // "Power: quadriceps, hamstrings, 4/5": several in a row are those that were tried.
        let muscles = document.mentions_in(sentence.first, sentence.end);
        let single = muscles.filter(|&m| document.mentions[m].is(known::THIGH_MUSCLE)).count() == 1;
        before && after && single && !sentence.concepts.meets(OTHERS)
    };
    let muscle =
        |s: &&Site| Tier::of(s.role) == Tier::Body && s.weight > 0 && s.concepts.has(known::THIGH_MUSCLE) && alone(s);
    reading.lesions.sites(&reading.sites, lesion).find(muscle)
}

/// Words for taking tissue and for the tissue taken.
const TAKEN: ConceptSet = ConceptSet::of(&[known::SAMPLE, known::TAKE, known::BIOPSY, known::PARTIAL]);

/// Drops what a later correction contradicts, and what the note itself calls wrong: "the statement that we stayed above the fascia is withdrawn".
fn correct(document: &Document, stated: &mut Stated) {
    drop_disregarded(document, stated);
    let taken_back = |s: &Statement| is_taken_back(document, s);
    if stated.iter().any(|s| !taken_back(s.0)) {
        stated.retain(|s| !taken_back(s.0));
    }
    let Some(last) = stated.iter().rev().find(|s| corrects(document, s.0.first)).map(|s| (s.0.claim, s.0.first)) else {
        return;
    };
    let same = |claim: Claim| is_deep(claim) == is_deep(last.0);
    stated.retain(|s| same(s.0.claim) || is_told_after(document, s.0.first, last.1));
}

/// "In this patient the fascia was opened. Please disregard 'in the fat, fascia not opened'": what is to be disregarded is told again to be
/// taken back, and goes wherever it stands before, where something else is told of the layers.
fn drop_disregarded(document: &Document, stated: &mut Stated) {
    const REACH: usize = 14;
    let disregards = |s: &Statement| {
        let from = document.sentences[s.sentence].first.max(s.first.saturating_sub(REACH));
        let word = (from..s.first).find(|&t| document.word_is(t, WordClass::Ignored));
        word.is_some_and(|w| (w + 1..s.first).any(|t| document.tokens.is_mark(t, b'"') || quotes(document, t)))
    };
    let Some(last) = stated.iter().map(|s| s.0).filter(|s| disregards(s)).max_by_key(|s| s.first) else { return };
    let (shallow, at) = (!is_deep(last.claim), last.first);
    if stated.iter().any(|s| is_deep(s.0.claim) == shallow) {
        stated.retain(|s| is_deep(s.0.claim) == shallow || s.0.first > at);
    }
}

/// "I got into the subcutaneous mass, correction, there was no subcutaneous mass": whether a layer is denied behind a correcting cue.
fn is_denied(document: &Document, statement: &Statement) -> bool {
    const REACH: usize = 8;
    let from = statement.first.saturating_sub(REACH);
    matches!(statement.claim, Claim::Depth(_))
        && statement.assertion.is_negated()
        && document.mentions_in(from, statement.first).any(|m| document.mentions[m].is(known::CORRECTION))
}

/// Whether one of the concepts stands among the words of a statement.
fn says(document: &Document, statement: &Statement, set: ConceptSet) -> bool {
    (statement.first..=statement.last).any(|t| document.concepts(t).meets(set))
}

/// Whether a claim places the lesion below the deep fascia.
fn is_deep(claim: Claim) -> bool {
    matches!(claim, Claim::Closed | Claim::Depth(Depth::Deep))
}

/// Whether a correcting cue stands behind a statement in its sentence, and the statement is quoted: "the words that … are wrong".
fn is_taken_back(document: &Document, statement: &Statement) -> bool {
    const BEHIND: ConceptSet = ConceptSet::of(&[known::CORRECTION, known::WITHDRAWN]);
    let sentence = &document.sentences[statement.sentence];
    let quoted = (sentence.first..=statement.first).any(|t| quotes(document, t));
    let cue = |first: usize, end: usize, set: ConceptSet| {
        document.mentions_in(first, end).any(|m| document.mentions[m].concepts.meets(set))
    };
    quoted
        && (cue(statement.last + 1, sentence.end, BEHIND)
            || cue(sentence.first, statement.first, ConceptSet::of(&[known::WITHDRAWN])))
}
