//! Aids that a note denies in words that no pattern knows: "at no point did I use fluoroscopy", "equipment such as ultrasound: none in
//! room". In: the mentions of a note. Out: the words from an aid to what denies it. Answers, boxes and hands are left to `plain`.

use std::ops::RangeInclusive;

use super::several::{Tail, names_place};
use super::{AIDS, AROUND, plain};
use crate::assertion::assertion;
use crate::document::Document;
use crate::document::section::Role;
use crate::finding::{Reading, Tier};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::statement::Statement;
use crate::token::Kind;

/// An aid that the note denies.
#[derive(Debug)]
pub(in crate::finding) struct DeniedAid {
    /// The first token of the aid.
    first: usize,
    /// It closes the note for all lesions and names no place.
    closes: bool,
    /// The words from the aid to what denies it.
    words: RangeInclusive<usize>,
}

/// The denial of an aid that concerns a lesion.
pub(super) fn denied(reading: &Reading, lesion: usize) -> Option<RangeInclusive<usize>> {
    let denied = reading.denied_aids.get_or_init(|| denied_aids(reading));
    denied.iter().find(|d| d.closes || reading.lesions.concerns(d.first, lesion)).map(|d| d.words.clone())
}

/// What leads a needle or a knife and is denied in what tells of this encounter, in words that no pattern knows: "at no point did I use
/// fluoroscopy", "ultrasound no, C-arm no", "not used: scopy". What was only looked for on a picture, told, kept or planned is another
/// matter, and so is an MRI, which seldom leads.
fn denied_aids(reading: &Reading) -> Vec<DeniedAid> {
    let document = reading.document;
    let tail = Tail::of(reading);
    // "guidance.   none", "guidance by imaging: 0": a label with a stop behind it.
    let labelled = |m: &Mention| {
        let sentence = &document.sentences[document.sentence_of(m.first())];
        let names_guidance = document.tokens.word(m.last()) == "guidance" || m.is(known::S_GUIDANCE);
        names_guidance && sentence.first == m.first() && sentence.end <= m.last() + 3
    };
    let tells = |m: &Mention| {
        may_tell(document, m.first()) || m.is(known::NO_IMAGING) && plain::is_apart_from_reason(document, m.first())
    };
    let is_aid = |m: &&Mention| (m.concepts.meets(AIDS) || labelled(m)) && !m.is(known::MRI) && tells(m);
    let denied = |m: &Mention| {
        let words = denial_of(document, m)
            .or_else(|| left_unused(document, m))
            .or_else(|| plain::answered_no(document, m))
            .or_else(|| plain::spared(document, m.last()).map(|last| m.first()..=last))
            .or_else(|| plain::labelled_no(document, m))
            .or_else(|| plain::crossed(document, m))
            .or_else(|| plain::ticked_none(document, m))?;
        let closes = tail.begins_before(reading, m.last()) && !names_place(reading, document.sentence_of(m.first()));
        Some(DeniedAid { first: m.first(), closes, words })
    };
    let by_hand = |t: usize| {
        let words = plain::hand_for_aid(document, t)?;
        let closes = tail.begins_before(reading, t) && !names_place(reading, document.sentence_of(t));
        Some(DeniedAid { first: t, closes, words })
    };
    let aids = document.mentions.iter().filter(is_aid).filter_map(denied);
    aids.chain((0..document.tokens.list.len()).filter_map(by_hand)).collect()
}

/// Whether the section of a token tells of this encounter: one that does, and behind its first sentence also a label within a line,
/// which holds no more than that: "Reason: growth. … No imaging guide used."
fn may_tell(document: &Document, token: usize) -> bool {
    let section = document.section_of(token);
    let behind = section.body < section.end && document.sentence_of(token) > document.sentence_of(section.body);
    match Tier::of(section.role) {
        Tier::Body => true,
        Tier::Title => behind,
        _ => behind && section.role == Role::Indication,
    }
}

/// The words from an aid to what denies it.
fn denial_of(document: &Document, aid: &Mention) -> Option<RangeInclusive<usize>> {
    if document.word_is(aid.last() + 1, WordClass::PictureReport) || is_told_otherwise(document, aid) {
        return None;
    }
    if aid.is(known::NO_IMAGING) {
        return Some(aid.first()..=aid.last());
    }
    let cue = denying_label(document, aid).or_else(|| {
        let meant = assertion(document, aid.first(), aid.last());
        let cue = meant.negated_by.map(|m| &document.mentions[m as usize]);
        cue.filter(|_| meant.is_negated() && meant.is_current())
    })?;
    (!denies_other_thing(document, cue, aid)).then(|| cue.first().min(aid.first())..=cue.last().max(aid.last()))
}

/// Whether the clause about an aid tells what it showed, or of another time or place, so that a denial in it is of that.
fn is_told_otherwise(document: &Document, aid: &Mention) -> bool {
    const OTHERWISE: ConceptSet = ConceptSet::of(&[
        known::SEE,
        known::TELL,
        known::BLOCK,
        known::REPORT_SEEN,
        known::SAVE,
        known::IMAGE,
        known::IMAGES_KEPT,
        known::FINDING_DENIED,
        known::UNCERTAIN,
        known::MALIGNANCY,
        known::INFECTION,
        known::MUSCLE_DISEASE,
        known::MEASURE,
        known::NO_MORE,
        known::PREOP_WORD,
        known::POSTOP_WORD,
        known::HISTORICAL,
        known::HISTORICAL_NEXT,
        known::HISTORICAL_BEFORE,
        known::HYPOTHETICAL_NEXT,
        known::HYPOTHETICAL_BEFORE,
        known::OTHER_REGION,
        known::REQUEST,
        known::SEND,
    ]);
    let clause = document.clause[aid.first()];
    let sentence = &document.sentences[document.sentence_of(aid.first())];
    let own = |m: &&Mention| document.clause[m.first()] == clause;
    // Speech without a stop tells of many things in one clause: what stands farther off says nothing of an aid.
    let around = if sentence.end - sentence.first > RUN_ON { AROUND_IN_SPEECH } else { AROUND };
    let near = sentence.first.max(aid.first().saturating_sub(around))..sentence.end.min(aid.last() + around);
    let mut others = document.mentions[document.mentions_in(near.start, near.end)].iter().filter(own);
    others.any(|m| m.concepts.meets(OTHERWISE))
}

/// "Not used: C-arm, ultrasound": the denial that is the label of a list.
fn denying_label<'d>(document: &'d Document, aid: &Mention) -> Option<&'d Mention> {
    let colon = document.tokens.is_mark(aid.first().saturating_sub(1), b':');
    let label = colon.then(|| document.mention(aid.first().saturating_sub(2))).flatten();
    label.filter(|m| m.concepts.meets(UNUSED))
}

/// Whether a denial near an aid is of another thing, or of what is known of the aid.
fn denies_other_thing(document: &Document, cue: &Mention, aid: &Mention) -> bool {
    let between = || document.mentions[document.mentions_in(cue.last() + 1, aid.first())].iter();
    // "Nobody wrote whether a scan was on": what is not known.
    (cue.last() + 1..aid.first()).any(|t| document.tokens.word(t) == "whether")
        // "Not a hernia on CT".
        || between().any(|m| m.concepts.meets(THINGS))
        || cue.last() < aid.first() && aid.first().checked_sub(1).is_some_and(|t| document.tokens.word(t) == "on")
}

/// Whether the aid of a statement was left unused afterwards.
pub(super) fn was_left_unused(document: &Document, statement: &Statement) -> bool {
    let aid =
        document.mentions_in(statement.first, statement.last + 1).find(|&m| document.mentions[m].concepts.meets(AIDS));
    aid.is_some_and(|m| left_unused(document, &document.mentions[m]).is_some())
}

/// "The scanner drew the borders before prep; not used afterwards", "equipment such as ultrasound: none in room", "the duplex was done
/// last week. Not needed today": what opens a clause or a sentence with a denial and names nothing before it goes on about the aid.
fn left_unused(document: &Document, aid: &Mention) -> Option<RangeInclusive<usize>> {
    /// How far behind an aid it may be told that it was not used, in tokens.
    const REACH: usize = 24;
    let number = document.sentence_of(aid.first());
    let end = document.sentences.get(number + 1).unwrap_or(&document.sentences[number]).end;
    let cues = document.mentions_in(aid.last() + 1, end.min(aid.last() + REACH));
    let mut cues = cues.map(|m| &document.mentions[m]);
    let cue = cues.find(|m| tells_idle(document, m) && opens_clause(document, m))?;
    let told_of = document.sentence_of(cue.first());
    let same_section = document.sentences[told_of].section == document.sentences[number].section;
    let goes_on = told_of == number || !has_own_subject(document, told_of, cue);
    (!is_none_of_something(document, cue) && goes_on && same_section && !names_other_idle(document, aid, cue))
        .then(|| aid.first()..=cue.last())
}

/// "Not used", "none", "was not done": whether a phrase tells that something was left idle. "No" and "not" have a noun of their own
/// behind them.
fn tells_idle(document: &Document, cue: &Mention) -> bool {
    // "It was not done before or during the procedure."
    let passive = matches!(document.tokens.word(cue.first()), "was" | "were") && cue.is(known::IDLE);
    document.word_is(cue.first() + usize::from(passive), WordClass::DenialWord)
        && (cue.is(known::IDLE)
            || cue.is(known::NONE) && document.tokens.word(cue.first()) == "none"
            || cue.is(known::NEGATED_BEFORE) && cue.is(known::USE))
}

/// Whether a phrase opens its clause: behind a mark or a joint, or with "it" or a word for today between.
fn opens_clause(document: &Document, cue: &Mention) -> bool {
    let tokens = &document.tokens;
    let at = cue.first();
    let mark = |t: usize| matches!(tokens.list[t].kind, Kind::Punct(b';' | b',' | b':' | b'-' | b'.'));
    let joined = |t: usize| mark(t) || document.is(t, known::CONJUNCTION) || document.is(t, known::CLAUSE_BREAK);
    let of_day = |t: usize| document.is(t, known::CURRENT) && mark(t - 1);
    at >= 2 && (joined(at - 1) || of_day(at - 1) || tokens.word(at - 1) == "it" && joined(at - 2))
}

/// "It had no tie to the band and none to the muscle": none of another thing.
fn is_none_of_something(document: &Document, cue: &Mention) -> bool {
    let tokens = &document.tokens;
    let next = tokens.list.get(cue.last() + 1).map_or("", |_| tokens.word(cue.last() + 1));
    tokens.word(cue.first()) == "none" && matches!(next, "to" | "of" | "from" | "into")
}

/// "Old US was lost. L knee has the metal one, not touched": whether a sentence names a subject of its own before a denial.
fn has_own_subject(document: &Document, sentence: usize, cue: &Mention) -> bool {
    const NO_SUBJECT: ConceptSet = ConceptSet::of(&[known::CURRENT, known::PRONOUN, known::CONJUNCTION, known::BE]);
    let opening = document.sentences[sentence].first;
    document.mentions_in(opening, cue.first()).any(|m| !document.mentions[m].concepts.meets(NO_SUBJECT))
}

/// Whether something else that might be left unused stands between an aid and a denial.
fn names_other_idle(document: &Document, aid: &Mention, cue: &Mention) -> bool {
    const OTHER: ConceptSet = ConceptSet::of(&[
        known::NEEDLE,
        known::CORE,
        known::SAMPLE,
        known::DEVICE,
        known::DRAINAGE,
        known::SUTURE,
        known::ANESTHESIA,
        known::TAKE,
        known::CORE_DEVICE,
        known::BODY_FLUID,
        known::PATHOLOGY,
    ]);
    let between = document.mentions_in(aid.last() + 1, cue.first());
    let word = |class: WordClass| (aid.last() + 1..cue.first()).any(|t| document.word_is(t, class));
    document.mentions[between].iter().any(|m| m.concepts.meets(OTHER))
        // "An ultrasound looked for haematoma: none".
        || word(WordClass::Bleed)
        // "Doppler at the end. In the left leg is a stent, not touched".
        || word(WordClass::Implant)
}

/// The same as [`AROUND`] in a sentence longer than what follows, in tokens.
const AROUND_IN_SPEECH: usize = 5;

const RUN_ON: usize = 100;

/// What may be denied in place of an aid behind it.
const THINGS: ConceptSet =
    ConceptSet::of(&[known::LESION, known::NON_SOFT_TISSUE, known::BODY_FLUID, known::LYMPHATIC]);

/// Was not brought to bear.
const UNUSED: ConceptSet = ConceptSet::of(&[known::IDLE, known::NEGATED_BEFORE]);
