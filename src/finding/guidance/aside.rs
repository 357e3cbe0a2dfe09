//! Words that sound like guidance and tell of something else. In: a statement on guidance. Out: whether it is of a measurement, a view,
//! an implant, another aid, or of the label of a field that is answered otherwise. What becomes of it is left to the caller.

use super::{ANY, AROUND, plain, tells_disuse};
use crate::document::Document;
use crate::document::section::Role;
use crate::finding::Reading;
use crate::lexicon::concept::group::LENGTH_UNITS;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::statement::Statement;

/// "The port was placed under fluoroscopy": what was led is no needle, and its sentence tells of no sample.
pub(super) fn leads_implant(document: &Document, statement: &Statement) -> bool {
    const SAMPLING: ConceptSet = ConceptSet::of(&[
        known::BIOPSY,
        known::NEEDLE,
        known::CORE,
        known::CORE_DEVICE,
        known::SAMPLE,
        known::GAUGE,
        known::PASS,
        known::LESION,
    ]);
    const REACH: usize = 8;
    let s = &document.sentences[statement.sentence];
    let from = s.first.max(statement.first.saturating_sub(REACH));
    let implant = (from..statement.first).rev().find(|&t| document.word_is(t, WordClass::Implant));
    let parted = |t: usize| [b',', b';'].iter().any(|&m| document.tokens.is_mark(t, m));
    let put_in = implant.is_some_and(|i| {
        (i + 1..statement.first).any(|t| document.is(t, known::PERFORM)) && !(i..statement.first).any(parted)
    });
    put_in && !s.concepts.meets(SAMPLING)
}

/// "Under ultrasound, contrast was not given", "with ultrasound; CT was considered and not used": the denial is of something else than
/// the aid that its words begin with.
pub(super) fn denies_other_aid(document: &Document, statement: &Statement) -> bool {
    if !tells_disuse(statement) {
        return false;
    }
    let Some(aid) = document.mention(statement.first) else { return false };
    let parts =
        |t: usize| [b',', b';'].iter().any(|&m| document.tokens.is_mark(t, m)) || document.is(t, known::CONJUNCTION);
    let within = aid.last() + 1..statement.last + 1;
    let Some(parted) = within.clone().find(|&t| parts(t)) else { return false };
    // "Ultrasound or sedation was not used", "imaging, wire and clip not used": one list, unless a word leads the aid or a verb
    // follows it.
    let led = document.mention(statement.first).is_some_and(|m| m.is(known::PREPOSITION))
        || statement.first.checked_sub(1).is_some_and(|t| document.is(t, known::PREPOSITION));
    let told = (aid.last() + 1..parted).any(|t| document.is_verb(t));
    if !led && !told || document.tokens.word(parted) == "or" {
        return false;
    }
    // "Ultrasound and contrast were not used" denies both.
    let word = |t: usize| document.tokens.list.get(t).map_or("", |_| document.tokens.word(t));
    let all = |t: usize| word(t + 1) == "were" && !word(t).ends_with('s');
    let other = |t: usize| document.word_is(t, WordClass::OtherAid) && !all(t);
    let second = |t: usize| document.tokens.is_mark(parted, b';') && document.concepts(t).meets(ANY);
    (parted + 1..statement.last + 1).any(|t| other(t) || second(t))
}

/// "Neither sonography nor CT shows what the PET shows": a modality that is denied to have shown something.
pub(super) fn denies_view(document: &Document, statement: &Statement) -> bool {
    const ALL: ConceptSet = ConceptSet::of(&[known::IMAGING, known::CONJUNCTION]);
    let behind = statement.last + 1..document.sentences[statement.sentence].end;
    let mut behind =
        behind.skip_while(|&t| document.concepts(t).meets(ALL) || document.word_is(t, WordClass::DenialWord));
    let Some(next) = behind.next() else { return false };
    // "Not happy with the ultrasound report".
    let looked_at = document.word_is(next, WordClass::PictureReport) || document.word_is(next, WordClass::ShowsView);
    tells_disuse(statement) && looked_at
}

/// "He would not stick a needle blindly near that nerve": what is denied to be done blind was not done by touch.
pub(super) fn denies_blindness(document: &Document, statement: &Statement) -> bool {
    const REACH: usize = 8;
    let clause = document.clause[statement.first];
    let mut before = (statement.first.saturating_sub(REACH)..statement.first).filter(|&t| document.clause[t] == clause);
    statement.first == statement.last
        && document.tokens.word(statement.first).starts_with("blind")
        && before.any(|t| matches!(document.tokens.word(t), "wouldnt" | "would" | "never" | "rather"))
        && (statement.first.saturating_sub(REACH)..statement.first)
            .any(|t| matches!(document.tokens.word(t), "not" | "never" | "wouldnt" | "than"))
}

/// "What I sampled was a firm thing, 38 by 30 mm by the MRI": a picture that measured, in a sentence without a needle.
pub(super) fn is_measured_on_picture(document: &Document, statement: &Statement) -> bool {
    const LED: ConceptSet =
        ConceptSet::of(&[known::NEEDLE, known::CORE_DEVICE, known::GAUGE, known::PASS, known::NEEDLE_PART]);
    let sentence = &document.sentences[statement.sentence];
    let measured = statement.first.checked_sub(1).is_some_and(|t| document.concepts(t).meets(LENGTH_UNITS));
    document.tokens.word(statement.first) == "by" && measured && !sentence.concepts.meets(LED)
}

/// "A nodule, 3.1 cm by palpation", "by palpation the mass is 5 cm": a hand that measured and led no needle.
pub(super) fn is_measured_by_hand(document: &Document, statement: &Statement) -> bool {
    const IS: ConceptSet = ConceptSet::of(&[known::BE, known::MEASURE]);
    let is_unit = |t: usize| document.concepts(t).meets(LENGTH_UNITS);
    let length_behind = || {
        let clause = document.clause[statement.last];
        let behind = statement.last + 1..document.tokens.list.len().min(statement.last + LONGEST_MEASURED);
        let mut behind = behind.take_while(|&t| document.clause[t] == clause);
        behind.any(|t| document.concepts(t).meets(IS)) && behind.any(is_unit)
    };
    // "45 x 40 mm across by feel", "tumour by palpation under anaesthesia 15 x 10 cm".
    let length_before = || {
        let before = |back: usize| statement.first.checked_sub(back);
        let across = |t: usize| matches!(document.tokens.word(t), "across" | "wide" | "long" | "overall");
        before(1).is_some_and(is_unit) || before(1).is_some_and(across) && before(2).is_some_and(is_unit)
    };
    let lesion_before = || statement.first.checked_sub(1).is_some_and(|t| document.is(t, known::LESION));
    let unit_behind = || {
        let sentence = &document.sentences[statement.sentence];
        let behind = statement.last + 1..sentence.end.min(statement.last + LONGEST_MEASURED);
        !(sentence.first..sentence.end).any(|t| document.concepts(t).meets(SAMPLED)) && behind.into_iter().any(is_unit)
    };
    document.is(statement.first, known::BLIND)
        && (length_before() || length_behind() || lesion_before() && unit_behind())
}

/// How far behind a hand, in tokens, the length may stand that it measured.
const LONGEST_MEASURED: usize = 12;

/// Words for what a hand that leads does.
const SAMPLED: ConceptSet = ConceptSet::of(&[
    known::NEEDLE,
    known::CORE,
    known::CORE_DEVICE,
    known::BIOPSY,
    known::GAUGE,
    known::PASS,
    known::TAKE,
    known::INCISION,
]);

/// Whether a denial tells what it was not used for, and that is the sampling: "for the biopsy", "for mine".
pub(super) fn is_of_sampling(reading: &Reading, denial: &Statement) -> bool {
    const REACH: usize = 6;
    let document = reading.document;
    let sentence = &document.sentences[denial.sentence];
    let word = |t: usize| document.tokens.word(t);
    let names = |t: usize| word(t) == "for" && plain::names_sampling(document, t + 1, sentence.end);
    let around = sentence.first.max(denial.first.saturating_sub(REACH))..sentence.end.min(denial.last + 1 + REACH);
    around.into_iter().any(names)
}

/// "Guidance: none; MRI films were on the light box", "Imaging: MRI, solid. … Guidance (x) none": what a field of imaging names, where
/// the answer to the guidance is none.
pub(super) fn is_named_beside(document: &Document, statement: &Statement, answers: &[usize]) -> bool {
    let section = document.section_of(statement.first);
    let bare = document.mention(statement.first).is_some_and(|m| m.last() >= statement.last);
    let parted = |t: usize| document.tokens.is_mark(t, b';') || document.tokens.is_mark(t, b'.');
    let lead = section.body.max(statement.first.saturating_sub(AROUND))..statement.first;
    let behind = || answers.contains(&section.first) && lead.clone().any(parted);
    let read_before = || !answers.is_empty() && document.is(statement.first, known::MRI);
    section.role == Role::Guidance && statement.first >= section.body && bare && (behind() || read_before())
}

/// "USS guidance:  Y / (N)", "US guided: N": where the section starts whose label a denial is the answer to, boxes, brackets and options
/// that are not said aside.
pub(super) fn answered_label(document: &Document, denial: &Statement) -> Option<usize> {
    /// Most tokens of what stands before the answer.
    const REACH: usize = 5;
    let section = document.section_of(denial.first);
    let lead = section.body..denial.first;
    let bare = |t: usize| document.mention(t).is_none();
    (section.role == Role::Guidance
        && denial.first >= section.body
        && lead.len() <= REACH
        && lead.into_iter().all(bare))
    .then_some(section.first)
}

/// Where the section of a token starts, whose label it may stand in; beyond all where it stands behind that.
pub(super) fn label_at(document: &Document, token: usize) -> usize {
    let section = document.section_of(token);
    if section.role == Role::Guidance && token < section.body { section.first } else { usize::MAX }
}

/// "Ultrasound probe cleaned and stored", "the probe was put away", "films could not be called up, PACS being down": a machine was put
/// by, or nothing was, and no picture kept.
pub(super) fn is_of_device(document: &Document, statement: &Statement) -> bool {
    const KEPT: ConceptSet = ConceptSet::of(&[known::IMAGE, known::IMAGES_KEPT]);
    let mut words = statement.first..=statement.last;
    // "The probe was kept in the wound, and I followed its picture".
    let device_before = statement.first.checked_sub(1).is_some_and(|t| document.word_is(t, WordClass::DeviceName));
    if device_before && !document.concepts(statement.first).meets(KEPT) {
        return true;
    }
    let pictured = words.clone().any(|t| document.concepts(t).meets(KEPT));
    let missing = ["not", "cannot", "couldnt", "unable"];
    words.any(|t| {
        let word = document.tokens.word(t);
        missing.contains(&word) || !pictured && document.word_is(t, WordClass::DeviceName)
    })
}
