//! Whether tissue went to a laboratory. In: statements and mentions of a laboratory. Out: the entry; fluid, sutures and what is only
//! reported are none.

use super::super::{Reading, Tier, holds, is_held, is_sampling};
use super::{is_narrated, quoted, told};
use crate::analysis::RecordEntry;
use crate::assertion::{Temporality, assertion};
use crate::document::section::Role;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::statement::Statement;
use crate::token::{Break, Kind};
use std::ops::RangeInclusive;

/// That tissue went to a laboratory: told, or else its laboratory, fixative or stain named in what tells of this encounter. Who
/// names those without a word of sending ("The pathologist rang back: viable tumour") has sent something.
pub(super) fn specimen(reading: &Reading) -> RecordEntry {
    let sent = told(reading, Claim::Specimen, &[Role::Specimen], false);
    let entry = if sent.value { sent } else { told(reading, Claim::SpecimenNamed, &[], false) };
    if entry.value {
        return entry;
    }
    let document = reading.document;
    let acted = first_act(reading);
    let named = document.mentions.iter().find(|m| m.is(known::PATHOLOGY) && names_laboratory(reading, m, acted));
    if named.is_none()
        && let Some(words) = named_laboratory(reading)
    {
        return quoted(reading, &words);
    }
    named.map_or(entry, |m| {
        let quote = reading.quote(m.first(), m.last(), &reading.lexicon.rows()[m.row as usize].id());
        RecordEntry { value: true, text: Some(quote.text.clone()), evidence: vec![quote] }
    })
}

/// "Three bits to ampath", "two pieces to Pathwest", "tissue to NHLS": a laboratory by a name that no table has, behind a sample.
fn named_laboratory(reading: &Reading) -> Option<RangeInclusive<usize>> {
    const SAMPLES: ConceptSet =
        ConceptSet::of(&[known::SAMPLE, known::CORE, known::PARTIAL, known::WEDGE, known::BIOPSY, known::ASPIRATE]);
    let document = reading.document;
    let is_name = |t: usize| {
        let ends = document.tokens.list.get(t + 1).is_none_or(|n| {
            n.before >= Break::Line || matches!(n.kind, Kind::Punct(b'.' | b',' | b';' | b')' | b'+' | b'&' | b'/'))
        });
        let capitals = || {
            let name = document.span(t, t).of(document.text).as_bytes();
            name.len() > 2 && name.iter().all(u8::is_ascii_uppercase)
        };
        ends && document.mention(t).is_none() && (document.word_is(t, WordClass::LabName) || capitals())
    };
    let sent = |m: &&Mention| {
        // "Tissue to" is one phrase.
        let to = m.last() + usize::from(document.tokens.word(m.last()) != "to");
        m.concepts.meets(SAMPLES)
            && document.tokens.word(to) == "to"
            && to + 1 < document.tokens.list.len()
            && document.tokens.list[to + 1].kind == Kind::Word
            && is_name(to + 1)
            && Tier::of(document.section_of(to).role) == Tier::Body
            && holds(&assertion(document, m.first(), m.last()))
    };
    document.mentions.iter().find(sent).map(|m| m.first()..=m.last() + 1)
}

/// "No bleed on the last scan, cores gone to histopath", "rubbery tissue not pus, snipped piece to micro": what a comma parts from a
/// denied noun is not denied.
pub(super) fn is_denied_apart(reading: &Reading, statement: &Statement) -> bool {
    let document = reading.document;
    let meant = &statement.assertion;
    let Some(cue) = meant.negated_by.map(|m| &document.mentions[m as usize]) else { return false };
    let comma = statement.first.checked_sub(1).filter(|&t| t > cue.last() + 1 && document.tokens.is_mark(t, b','));
    // "No formalin, cytology or culture sent" is one list.
    let listed = || (statement.first..=statement.last).any(|t| matches!(document.tokens.word(t), "or" | "nor"));
    let noun = || (cue.last() + 1..statement.first).all(|t| !matches!(document.tokens.word(t), "or" | "nor"));
    matches!(statement.claim, Claim::Specimen | Claim::SpecimenNamed)
        && matches!(document.tokens.word(cue.first()), "no" | "not")
        && cue.first() == cue.last()
        && meant.is_current()
        && Tier::of(statement.role) == Tier::Body
        && comma.is_some()
        && noun()
        && !listed()
        && (statement.first..=statement.last).any(|t| document.is(t, known::SEND) || document.tokens.word(t) == "to")
}

/// How far behind a laboratory's name a word of the past dates it, in tokens.
const PAST_REACH: usize = 5;

fn names_laboratory(reading: &Reading, mention: &Mention, acted: usize) -> bool {
    const OTHERWISE: ConceptSet = ConceptSet::of(&[
        known::BODY_FLUID,
        known::DISCARDED,
        known::NOTHING_TAKEN,
        known::HISTORICAL,
        known::PREOP_WORD,
    ]);
    let document = reading.document;
    let section = document.section_of(mention.first());
    let told = Tier::of(section.role) == Tier::Body
        || matches!(section.role, Role::Plan | Role::Postop | Role::Title)
        || is_sent_behind_reason(reading, mention);
    let sentence = &document.sentences[document.sentence_of(mention.first())];
    let headed = mention.first() < section.body;
    let mut others = document.mentions_in(sentence.first, sentence.end).map(|m| &document.mentions[m]);
    // "The pathology of the earlier operation was benign."
    let mut behind = document.mentions_in(mention.last() + 1, sentence.end.min(mention.last() + PAST_REACH));
    let past = behind.any(|m| document.mentions[m].is(known::HISTORICAL_NEXT));
    let meant = assertion(document, mention.first(), mention.last());
    told && !headed
        && !past
        && (holds(&meant) || is_to_report(reading, mention))
        && !(mention.first() < acted && matches!(section.role, Role::Technique | Role::Narrative))
        && !others.any(|m| m.concepts.meets(OTHERWISE))
}

/// "Reason - growth. Histol sent.": a sentence of its own behind a label within a line, which holds no more than that.
fn is_sent_behind_reason(reading: &Reading, mention: &Mention) -> bool {
    const LONGEST: usize = 6;
    let document = reading.document;
    let section = document.section_of(mention.first());
    let (reason, own) = (document.sentence_of(section.body), document.sentence_of(mention.first()));
    let length = |s: usize| document.sentences[s].end - document.sentences[s].first;
    section.role == Role::Indication
        && section.body > section.first
        && section.body < mention.first()
        && reason < own
        && length(reason) <= LONGEST
        && length(own) <= LONGEST
        && document.sentences[own].first == mention.first()
        && document.sentences[own].concepts.has(known::SEND)
}

/// "I shall write again when the cytology is back", "once the laboratory has reported": who is to report has been sent something.
fn is_to_report(reading: &Reading, mention: &Mention) -> bool {
    const REPORTS: ConceptSet = ConceptSet::of(&[known::TELL, known::PENDING]);

    let document = reading.document;
    let meant = assertion(document, mention.first(), mention.last());
    let behind = mention.last() + 1..(mention.last() + 4).min(document.tokens.list.len());
    // A note in which nothing can have been sampled is not cut into clauses.
    let clause = document.clause.get(mention.first());
    let reports = |t: usize| document.concepts(t).meets(REPORTS) || document.word_is(t, WordClass::ReportBack);
    !meant.is_negated()
        && meant.temporality == Temporality::Hypothetical
        && behind.into_iter().any(|t| document.clause.get(t) == clause && reports(t))
}

/// "Her doctor thought histology sensible": what a narrative says before it tells of any act is a wish.
fn first_act(reading: &Reading) -> usize {
    let act = |s: &&Statement| is_sampling(s.claim) && is_held(s) && is_narrated(s);
    reading.statements.iter().find(act).map_or(0, |s| s.first)
}

/// "Blood was sent to the lab": a sentence that names blood, urine or a swab and no tissue.
pub(super) fn is_of_fluid(reading: &Reading, statement: &Statement) -> bool {
    const TISSUE: ConceptSet = ConceptSet::of(&[
        known::SAMPLE,
        known::CORE,
        known::BIOPSY,
        known::LESION,
        known::MUSCLE,
        known::THIGH_MUSCLE,
        known::ASPIRATE,
        known::PARTIAL,
    ]);
    let document = reading.document;
    let sentence = &document.sentences[statement.sentence];
    let mut words = (sentence.first..=statement.last).map(|t| document.concepts(t));
    // "To the lab" stands for a specimen as well.
    let is_tissue = |c: ConceptSet| c.meets(TISSUE) && !c.has(known::PATHOLOGY);
    // "The swab and the wall went to the laboratory."
    let part = (sentence.first..=statement.last).any(|t| document.word_is(t, WordClass::SurfacePart));
    words.clone().any(|c| c.has(known::BODY_FLUID)) && !part && !words.any(is_tissue)
}

/// "A 12-gauge Tru-Cut was sent into the biceps": what was sent went into the patient.
pub(super) fn is_sent_in(reading: &Reading, statement: &Statement) -> bool {
    const BODY: ConceptSet =
        ConceptSet::of(&[known::MUSCLE, known::THIGH_MUSCLE, known::LESION, known::THIGH, known::KNEE]);
    const REACH: usize = 5;
    let document = reading.document;
    let behind = statement.last + 1;
    document.is(statement.last, known::SEND)
        && matches!(document.tokens.word(behind), "into" | "through" | "down")
        && (behind + 1..behind + REACH).any(|t| document.concepts(t).meets(BODY))
}

/// "Saw that most of it would stay, and passed the slice off for the pathologist", "held it up for the husband, and put it in a jar for
/// the lab": what a comma and a verb of the past part from words on another is told of this encounter.
pub(super) fn goes_on_apart(reading: &Reading, statement: &Statement) -> bool {
    let document = reading.document;
    let meant = &statement.assertion;
    let Some(cue) = meant.moved_by.map(|m| &document.mentions[m as usize]) else { return false };
    let would = matches!(document.tokens.word(cue.first()), "would" | "could" | "might");
    let person = cue.is(known::OTHER_PERSON);
    let past = |t: usize| {
        let word = document.tokens.word(t);
        document.word_is(t, WordClass::PastForm) || word == "put" || word.len() > 4 && word.ends_with("ed")
    };
    let and = |t: usize| document.tokens.is_mark(t - 1, b',') && document.tokens.word(t) == "and" && past(t + 1);
    matches!(statement.claim, Claim::Specimen | Claim::SpecimenNamed)
        && (would || person)
        && !meant.is_negated()
        && Tier::of(statement.role) == Tier::Body
        && (cue.last() + 2..statement.last).any(and)
}

/// "I cut off a chunk of it and put in four sutures".
pub(super) fn is_sewn(reading: &Reading, statement: &Statement) -> bool {
    const SEWN: ConceptSet = ConceptSet::of(&[known::SUTURE, known::DEVICE, known::CLOSE]);
    let document = reading.document;
    let put = document.tokens.word(statement.last) == "in" && statement.last > 0;
    put && (statement.last + 1..statement.last + 6).any(|t| document.concepts(t).meets(SEWN))
}
