//! How much a length counts as the lesion's size: where it stands, and whether it is present, past or of something else.

use super::super::{Tier, holds};
use super::{INCISION, LAYERS, OTHER, Owner, SCANS, SITES};
use crate::assertion::{Assertion, assertion};
use crate::document::Document;
use crate::document::section::Role;
use crate::document::sentence::Sentence;
use crate::lexicon::concept::group::LENGTH_UNITS;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::mention::measurement::Length;
use crate::token::Kind;

/// How strongly a length speaks of the lesion's present size.
pub(super) fn weight(document: &Document, sentence: usize, length: &Length, owner: Owner) -> u32 {
    let span = &document.sentences[sentence];
    if is_past(document, length) || is_difference(document, length) || is_of_many(document, length) {
        return 0;
    }
    let told = assertion(document, length.first, length.last);
    if is_doubted(document, span, &told, length) && !is_called(document, length) {
        return u32::from(owner == Owner::Lesion && is_booked(document, &told, span.first, length));
    }
    // A lesion is not as slender as a nail or a scar.
    const SLENDER: f64 = 6.0;
    let least = length.mm.iter().fold(f64::INFINITY, |a, &b| a.min(b));
    if owner == Owner::Unknown && length.mm[0] > least * SLENDER {
        return 0;
    }
    let owned = match owner {
        Owner::Lesion | Owner::Thing | Owner::Part => true,
        Owner::Unknown => tells_unnamed_lesion(document, sentence, length, owner),
        _ => false,
    };
    if !owned || length.bare && !is_measured(document, span.first, length, owner) {
        return u32::from(owner == Owner::Unknown && is_solid(document, span, length));
    }
    // "6 x 4 cm on the other leg".
    if (length.last + 1..span.end.min(length.last + 6)).any(|t| document.is(t, known::OPPOSITE)) {
        return 0;
    }
    const EARLIER: ConceptSet = ConceptSet::of(&[known::MRI, known::CT]);
    let scan = document.mentions_in(span.first, length.first).any(|m| document.mentions[m].concepts.meets(EARLIER));
    let role = document.sections[span.section].role;
    match Tier::of(role) {
        Tier::Outside if role != Role::Plan => 0,
        Tier::Body if !scan => 4,
        Tier::Body | Tier::Background if role == Role::Exam => 4,
        Tier::Title => 3,
        _ => 2,
    }
}

/// Least length of an indication that is a lesion's, in mm: smaller ones are of a melanoma's depth, a margin, a nick.
const LEAST_TOLD: f64 = 8.0;

/// How far before a length what measures it may stand, in tokens.
const MEASURED_LEAD: usize = 6;

/// Whether it is not held that the length is there: denied, planned or of someone else, and by nothing tied to the lesion today.
fn is_doubted(document: &Document, span: &Sentence, told: &Assertion, length: &Length) -> bool {
    let measured = || {
        let mut before = document.mentions_in(length.first.saturating_sub(MEASURED_LEAD), length.first);
        before.any(|m| document.mentions[m].is(known::MEASURE))
    };
    !holds(told)
        && !is_denied_behind(document, told, length)
        && !is_apposed(document, told, length)
        && !is_dated_apart(document, told, length)
        && !scanned(document, span.first, span.end)
        && !is_reported(document, length)
        && !is_current(document, length)
        && !measured()
        && !is_measured_aside(document, length)
        && !is_by_tape(document, length)
        && !is_denied_of_another(document, told, length)
}

/// "As big as it is going to be, 5.5 cm on my tape": with what it was measured.
fn is_by_tape(document: &Document, length: &Length) -> bool {
    const REACH: usize = 3;
    let next = length.last + 1;
    matches!(word_at(document, next), "on" | "by" | "with")
        && (next + 1..next + 1 + REACH).any(|t| document.word_is(t, WordClass::MeasuringTool))
}

/// "They did not accept that answer for a lesion of 11 x 7 x 6 cm": a verb is denied, and the lesion with its dimensions is there.
fn is_denied_of_another(document: &Document, told: &Assertion, length: &Length) -> bool {
    let Some(cue) = told.negated_by.map(|m| &document.mentions[m as usize]) else { return false };
    let lesion = (cue.last() + 1..length.first).rev().find(|&t| document.is(t, known::LESION));
    // "We did not find a mass of 3 x 2 cm" denies the mass.
    let governed = lesion.is_some_and(|l| {
        let lead = (cue.last() + 1..l).rev().find(|&t| !document.is(t, known::DETERMINER));
        lead.is_some_and(|t| document.is(t, known::PREPOSITION))
    });
    length.mm.len() >= 2 && told.is_current() && cue.is(known::DENIED_VERB) && cue.last() < length.first && governed
}

/// "… (42 x 30 mm on callipers)", "(on MRI 42 x 30 mm)": what was measured with a tool stands in brackets, whatever is planned around
/// them.
fn is_measured_aside(document: &Document, length: &Length) -> bool {
    const REACH: usize = 5;
    let mark = |t: usize, byte: u8| document.tokens.is_mark(t, byte);
    let open = (length.first.saturating_sub(REACH)..length.first).rev().find(|&t| mark(t, b'('));
    let close = (length.last + 1..length.last + 1 + REACH).find(|&t| mark(t, b')'));
    let tool = |t: usize| document.word_is(t, WordClass::MeasuringTool) || document.concepts(t).meets(SCANS);
    open.zip(close).is_some_and(|(open, close)| (open..close).any(tool))
}

/// "It is 11 x 8 mm and cannot be felt": what is denied stands behind.
fn is_denied_behind(document: &Document, told: &Assertion, length: &Length) -> bool {
    let cue = told.negated_by.map(|m| document.mentions[m as usize].first());
    // "Nodule 17 mm came out complete, fascia not seen": what is denied is a layer, named behind a comma of its own.
    const LAYER: ConceptSet = LAYERS.with(ConceptSet::of(&[known::NON_SOFT_TISSUE]));
    let layer = |cue: usize| {
        let mark = |t: usize| [b',', b';'].iter().any(|&m| document.tokens.is_mark(t, m));
        let parted = (length.last + 1..cue).find(|&t| mark(t));
        parted.is_some_and(|p| (p + 1..cue).any(|t| document.concepts(t).meets(LAYER)))
    };
    // "The 18 mm mass could not be felt": what the hand cannot find, a probe has measured.
    let unfelt = |cue: usize| {
        let cue = document.mention(cue);
        cue.is_some_and(|m| (m.first()..=m.last()).any(|t| document.word_is(t, WordClass::Palpated)))
    };
    let joined =
        |cue: usize| (length.last + 1..cue).any(|t| document.is(t, known::CONJUNCTION)) || layer(cue) || unfelt(cue);
    told.is_current() && cue.is_some_and(|cue| cue > length.last && joined(cue))
}

/// "I would call it six by three".
pub(super) fn is_called(document: &Document, length: &Length) -> bool {
    let word = |n: usize| length.first.checked_sub(n).map_or("", |t| document.tokens.word(t));
    // "I would judge it to be 6 cm across", "I would put it at 4 cm".
    let small = match (word(2), word(1)) {
        ("to", "be") => 2,
        (_, "at" | "as") => 1,
        _ => 0,
    };
    let verb = length.first.checked_sub(2 + small);
    word(1 + small) == "it" && verb.is_some_and(|t| document.word_is(t, WordClass::GuessVerb))
}

/// Two and three dimensions that belong to nothing else are the lesion's, for want of better.
fn is_solid(document: &Document, span: &Sentence, length: &Length) -> bool {
    let clause = document.clause[length.first];
    let others = OTHER.with(INCISION);
    // "The inner half of it, and I make it 16 x 12 mm": a subject of its own begins anew.
    let joined = |t: &usize| document.is(*t, known::CONJUNCTION) && document.is(t + 1, known::PRONOUN);
    let anew = (span.first..length.first).rev().find(joined).unwrap_or(span.first);
    // "27 x 18 x 16 mm solid, clear of vessels, the nerve 9 mm away": what follows a comma is another thing's.
    let is_close =
        |m: &Mention| m.first() < length.first || !(length.last..m.first()).any(|t| document.tokens.is_mark(t, b','));
    let mut own_clause = document
        .mentions_in(span.first, span.end)
        .map(|m| &document.mentions[m])
        .filter(|m| document.clause[m.first()] == clause && m.first() >= anew);
    length.mm.len() >= 2 + usize::from(length.bare)
        && Tier::of(document.sections[span.section].role) > Tier::Outside
        && word_at(document, length.last + 1) != "of"
        && !is_of_other_noun(document, span.first, length.first)
        && !own_clause.any(|m| m.concepts.meets(others) && is_close(m))
}

/// "Kind of salmon colored, 3.2 by 2.5 cm": what is longer and wider than what a biopsy takes is the lesion's, for want of better, where
/// no sample, scar or dressing is named near it.
pub(super) fn is_too_large_for_sample(document: &Document, sentence: usize, length: &Length, owner: Owner) -> bool {
    const LEAST_WIDTH: f64 = 11.0;
    const SLENDER: f64 = 4.0;
    const REACH: usize = 6;
    const PIECES: ConceptSet = ConceptSet::of(&[
        known::SAMPLE,
        known::PARTIAL,
        known::CORE,
        known::WEDGE,
        known::DEVICE,
        known::NON_SOFT_TISSUE,
        known::OTHER_REGION,
        known::OPPOSITE,
        known::SCAR,
        known::TAKE,
        known::SKIN,
        known::FASCIA,
        known::INCISION,
        known::CUT,
        known::WAY_THROUGH,
    ]);
    let span = &document.sentences[sentence];
    let wide = length.mm.get(1).is_some_and(|&width| width >= LEAST_WIDTH && width * SLENDER > length.mm[0]);
    if length.bare || !wide || !matches!(owner, Owner::Unknown | Owner::Other) {
        return false;
    }
    let mut near = span.first.max(length.first.saturating_sub(REACH))..span.end.min(length.last + REACH);
    let piece = |t: usize| {
        document.concepts(t).meets(PIECES)
            || document.word_is(t, WordClass::JointCyst)
            || document.word_is(t, WordClass::MeasuredElse)
            || document.word_is(t, WordClass::OldMark)
    };
    word_at(document, length.last + 1) != "of"
        && Tier::of(document.sections[span.section].role) > Tier::Outside
        && !near.any(piece)
        && !is_past(document, length)
        && holds(&assertion(document, length.first, length.last))
}

/// Whether a length beside no noun of its own is that of a lesion, which its sentence or section is about.
fn tells_unnamed_lesion(document: &Document, sentence: usize, length: &Length, owner: Owner) -> bool {
    let span = &document.sentences[sentence];
    let role = document.sections[span.section].role;
    let named = span.concepts.has(known::LESION);
    let before = length.first.checked_sub(1);
    // "Purple stain, 8 mm."
    let bare = || {
        let comma = before.is_some_and(|t| document.tokens.is_mark(t, b','));
        span.end - span.first <= length.last - length.first + 4 + usize::from(comma)
    };
    let names_length = || {
        let from = length.first.saturating_sub(MEASURED_LEAD).max(span.first);
        (from..=length.last + 1).any(|t| document.is(t, known::LENGTH_NOUN))
    };
    let told = named
        || span.concepts.meets(SITES)
        || bare()
        // "On examination: 9 mm, in the fat".
        || role == Role::Exam && length.first == document.section_of(length.first).body
        || before.is_some_and(|t| document.word_is(t, WordClass::FeltName))
        // "Indication: biopsy asked for by the board, 68 mm."
        || (role == Role::Findings || role == Role::Indication && length.mm[0] >= LEAST_TOLD)
            && !has_other_subject(document, span.first, length.first)
        || names_length()
        || scanned(document, span.first, span.end)
        || is_size_field(document, sentence)
        || stands_under_place(document, sentence, length)
        || opens_with_length(document, sentence, length)
        || lies_in_layer(document, span, length)
        // "In theatre today: 55 x 40 mm", "today 59 mm".
        || length.bare && is_measured(document, span.first, length, owner)
        || (length.mm.len() >= 2 || is_now(document, length)) && is_current(document, length);
    told && (named || !is_of_other_noun(document, span.first, length.first))
}

/// "Several 1-2 cm plaques", "multiple 2 to 4 cm scaly patches": what is told of many at once measures none of them.
fn is_of_many(document: &Document, length: &Length) -> bool {
    const REACH: usize = 4;
    // "2 to 4 cm" is told by its end.
    let within_range =
        |t: &usize| matches!(word_at(document, *t), "to" | "-") || document.tokens.list[*t].kind != Kind::Word;
    let before = (length.first.saturating_sub(REACH)..length.first).rev().find(|t| !within_range(t));
    let many = before.is_some_and(|t| {
        matches!(word_at(document, t), "several" | "multiple" | "many" | "numerous" | "scattered" | "few" | "various")
    });
    let mut nouns = length.last + 1..length.last + 1 + REACH;
    let is_plural = |t: usize| document.is(t, known::LESION) && word_at(document, t).ends_with('s');
    many && length.mm.len() == 1 && nouns.any(is_plural)
}

/// "The thigh is 4 cm fatter than its mate", "a 4 cm line was drawn": what a length tells of no lesion.
fn is_difference(document: &Document, length: &Length) -> bool {
    let word = |t: usize| document.tokens.list.get(t).map_or("", |_| document.tokens.word(t));
    let next = length.last + 1;
    // "Two fascicles about 1 cm long": what was taken of a muscle.
    let fascicle =
        || (length.first.saturating_sub(3)..length.first).any(|t| document.word_is(t, WordClass::FascicleName));
    word(next) == "line"
        || length.mm.len() == 1 && fascicle()
        || word(next).ends_with("er") && word(next + 1) == "than"
        || matches!(word(next), "more" | "less")
            && (next..next + 4).any(|t| document.word_is(t, WordClass::MeasuredElse))
}

/// "Booked as an open biopsy of a left vastus tumor (4 cm)": the act is yet to come, the tumor is there; for want of better.
fn is_booked(document: &Document, told: &Assertion, first: usize, length: &Length) -> bool {
    // "Planned core biopsy of a knee nodule, 26 mm."
    let marked = length.first.checked_sub(1).filter(|&t| [b',', b'('].iter().any(|&m| document.tokens.is_mark(t, m)));
    let of_lesion = marked.and_then(|t| t.checked_sub(1)).is_some_and(|t| document.is(t, known::LESION));
    let planned = told.moved_by.is_some_and(|m| document.mentions[m as usize].first() == first);
    told.negated_by.is_none()
        && (of_lesion && planned
            || document.mentions_in(first, length.first).any(|m| document.mentions[m].is(known::S_PLANNED)))
}

/// "(2) Left knee, inner side. 6 mm, also in the fat.": a length that opens the sentence behind a place named without a verb.
fn stands_under_place(document: &Document, sentence: usize, length: &Length) -> bool {
    const LONGEST: usize = 12;
    let span = &document.sentences[sentence];
    let Some(place) = sentence.checked_sub(1).map(|s| &document.sentences[s]) else { return false };
    length.first == span.first
        && document.tokens.is_mark(length.last + 1, b',')
        && place.section == span.section
        && place.end - place.first <= LONGEST
        && place.concepts.meets(SITES)
        && !(place.first..place.end).any(|t| document.is_verb(t) || document.is(t, known::BE))
}

/// "… runs straight over the lump. 19 mm, she says it was a pimple in the fall.": a length that opens the sentence behind one that names
/// the lesion, and goes on about who has it.
fn opens_with_length(document: &Document, sentence: usize, length: &Length) -> bool {
    let span = &document.sentences[sentence];
    let Some(before) = sentence.checked_sub(1).map(|s| &document.sentences[s]) else { return false };
    let comma = length.last + 1;
    let who = comma + 1 + usize::from(document.is(comma + 1, known::CONJUNCTION));
    length.first == span.first
        && who < span.end
        && document.tokens.is_mark(comma, b',')
        && matches!(document.tokens.word(who), "she" | "he" | "they")
        && before.concepts.has(known::LESION)
        && !before.concepts.meets(INCISION.with(ConceptSet::of(&[known::CUT, known::SAMPLE])))
}

/// "11 mm, in fat, fascia left alone.": what opens a sentence with its length and lies in a layer is the lesion.
fn lies_in_layer(document: &Document, span: &Sentence, length: &Length) -> bool {
    const LAYER: ConceptSet = LAYERS.with(ConceptSet::of(&[known::SUBCUTANEOUS, known::THIGH_MUSCLE]));
    const LIES: ConceptSet = ConceptSet::of(&[known::INSIDE, known::BELOW, known::ABOVE]);
    let comma = length.last + 1;
    let layer = comma + 2..span.end.min(comma + 5);
    length.first == span.first
        && document.tokens.is_mark(comma, b',')
        && document.concepts(comma + 1).meets(LIES)
        && layer.into_iter().any(|t| document.concepts(t).meets(LAYER))
}

/// Whether nothing in a sentence but its length speaks of a size: no lesion, no word of measuring, no field for it.
pub(super) fn is_unclaimed(document: &Document, sentence: usize, length: &Length) -> bool {
    const TOLD: ConceptSet = ConceptSet::of(&[known::MEASURE, known::LENGTH_NOUN, known::LESION, known::CURRENT]);
    let span = &document.sentences[sentence];
    let role = document.sections[span.section].role;
    let told = |t: usize| document.concepts(t).meets(TOLD);
    !(matches!(role, Role::Findings | Role::Exam)
        || is_size_field(document, sentence)
        || (span.first..span.end).any(told)
        || told(length.last + 1))
}

/// "today 59 mm", "now 4 cm".
fn is_now(document: &Document, length: &Length) -> bool {
    let colon = usize::from(length.first > 0 && document.tokens.is_mark(length.first - 1, b':'));
    length.first.checked_sub(1 + colon).is_some_and(|t| document.is(t, known::CURRENT))
}

/// Whether what stands around a product without a unit tells that it is one of lengths: its noun close by, a scan, a word of
/// measuring, or that it stands alone.
fn is_measured(document: &Document, from: usize, length: &Length, owner: Owner) -> bool {
    const REACH: usize = 12;
    const TOLD: ConceptSet =
        SCANS.with(ConceptSet::of(&[known::MEASURE, known::LENGTH_NOUN, known::SIZE_FIELD, known::CURRENT]));
    const COUNTED: ConceptSet =
        ConceptSet::of(&[known::SUTURE, known::CORE, known::NEEDLE, known::GAUGE, known::UNIT_OTHER]);
    let clause = document.clause[length.first];
    let near = from.max(length.first.saturating_sub(REACH))..length.last + 5;
    let near = || near.clone().filter(|&t| t < document.tokens.list.len());
    let lesion = || near().any(|t| t < length.first && document.is(t, known::LESION));
    let felt = |t: usize| document.word_is(t, WordClass::FeltName);
    let told = || near().any(|t| document.concepts(t).meets(TOLD) || felt(t));
    let noun = near().rfind(|&t| t < length.first && document.is(t, known::LESION)).unwrap_or(0);
    let counted = near()
        .filter(|&t| t > noun)
        .any(|t| document.clause[t] == clause && t < length.first && document.concepts(t).meets(COUNTED));
    !counted
        && (owner == Owner::Lesion && (lesion() || length.first < from + 4 || is_second_thought(document, length))
            || told())
}

/// "Four centimetres, maybe four by three": the unit was told with the first guess.
fn is_second_thought(document: &Document, length: &Length) -> bool {
    let guess = |t: usize| {
        document.word_is(t, WordClass::Roughly) || matches!(word_at(document, t), "maybe" | "or" | "say" | "rather")
    };
    let lead = length.first.checked_sub(1).filter(|&t| guess(t)).and_then(|t| t.checked_sub(1));
    let unit = lead.map(|t| t - usize::from(t > 0 && document.tokens.is_mark(t, b',')));
    unit.is_some_and(|t| document.concepts(t).meets(LENGTH_UNITS))
}

/// "no extension through the fascia, fascia left alone, 29 x 23 mm": what a mark parts from a denial is not denied.
fn is_apposed(document: &Document, told: &Assertion, length: &Length) -> bool {
    let comma = length.first.checked_sub(1).filter(|&t| document.tokens.is_mark(t, b','));
    told.is_current()
        && comma.is_some()
        && told.negated_by.is_some_and(|m| document.mentions[m as usize].last() + 1 < length.first - 1)
}

/// "Mass 62 x 50 mm; a year ago 40 x 35 mm": a word of time behind a mark dates the next length.
fn is_dated_apart(document: &Document, told: &Assertion, length: &Length) -> bool {
    let Some(cue) = told.moved_by.map(|m| &document.mentions[m as usize]) else { return false };
    let parted = [b';', b','].iter().any(|&mark| document.tokens.is_mark(length.last + 1, mark));
    let next = cue.last() + 1;
    let number = document.tokens.list.get(next).is_some_and(|t| t.kind == Kind::Number);
    !told.is_negated() && parted && cue.first() > length.last && cue.first() <= length.last + 3 && number
}

/// "The couch was raised 3 cm": a verb behind a subject that is no word of this trade.
pub(super) fn has_other_subject(document: &Document, from: usize, end: usize) -> bool {
    let unknown = |t: usize| {
        document.tokens.list[t].kind == Kind::Word
            && document.mention(t).is_none()
            && !document.tokens.word(t).ends_with("ly")
    };
    (from..end).find(|&t| document.is_verb(t)).is_some_and(|verb| (from..verb).any(unknown))
}

/// "The vessel was 3 mm across.": a noun of its own, right before its size.
pub(super) fn is_of_other_noun(document: &Document, from: usize, end: usize) -> bool {
    let be = (from + 2).min(end);
    end >= from + 3
        && document.is(from, known::DETERMINER)
        && document.mention(from + 1).is_none()
        && document.tokens.list[from + 1].kind == Kind::Word
        && document.is(be, known::BE)
        && end <= be + 3
}

/// Whether a field for a size or a word of measuring stands in the section, up to the end of a sentence.
pub(super) fn is_size_field(document: &Document, sentence: usize) -> bool {
    /// How far back it is looked for, in tokens: further than any account goes.
    const REACH: usize = 600;
    const FIELD: ConceptSet = ConceptSet::of(&[known::SIZE_FIELD, known::MEASURE]);
    let end = document.sentences[sentence].end;
    let section = &document.sections[document.sentences[sentence].section];
    document
        .mentions_in(section.first.max(end.saturating_sub(REACH)), end)
        .any(|m| document.mentions[m].concepts.meets(FIELD))
}

pub(super) fn scanned(document: &Document, first: usize, end: usize) -> bool {
    document.mentions_in(first, end).any(|m| document.mentions[m].concepts.meets(SCANS))
}

/// "75 mm on last week's MRI", "on the report from Friday": the date is the scan's, not the size's.
pub(super) fn is_reported(document: &Document, length: &Length) -> bool {
    document.is(length.last + 1, known::PREPOSITION)
        && (length.last + 2..length.last + 7)
            .any(|t| document.concepts(t).meets(SCANS) || document.word_is(t, WordClass::ScanRecord))
}

/// "5.3 cm in March; in June it is 6.8 cm", "and is 5 cm now": told in the present.
pub(super) fn is_present(document: &Document, length: &Length) -> bool {
    length.first >= 2
        && matches!(document.tokens.word(length.first - 1), "is" | "now")
        && document.word_is(length.first - 2, WordClass::StateLead)
}

/// "today it measures 35 mm": the clause ties the length to this encounter.
pub(super) fn is_current(document: &Document, length: &Length) -> bool {
    let clause = document.clause[length.first];
    let from = document.sentences[document.sentence_of(length.first)].first.max(length.first.saturating_sub(8));
    // "In theatre today: 55 x 40 mm".
    let announced = length.first > from && document.tokens.is_mark(length.first - 1, b':');
    is_present(document, length)
        || (from..length.first).any(|t| document.is(t, known::CURRENT) && (announced || document.clause[t] == clause))
}

/// "a 15 mm cyst, left alone": the words behind a length tell that its lesion was not touched.
pub(super) fn is_left_alone(document: &Document, sentence: usize, length: &Length) -> bool {
    const LAYER: ConceptSet = LAYERS.with(ConceptSet::of(&[known::PRONOUN, known::NEGATED_NEXT]));
    let end = document.sentences[sentence].end.min(length.last + 7);
    (length.last + 1..end)
        .take_while(|&t| !document.tokens.is_mark(t, b';') && !document.concepts(t).meets(LAYER))
        .any(|t| document.concepts(t).meets(ConceptSet::of(&[known::SPARE, known::UNSAMPLED, known::DRAINAGE])))
        || is_refused(document, length, document.sentences[sentence].end)
}

/// "a satellite of 6 mm beside the main tumour was not needled".
pub(super) fn is_refused(document: &Document, length: &Length, end: usize) -> bool {
    const REACH: usize = 12;
    let act = (length.last + 1..end.min(length.last + REACH)).find(|&t| document.is(t, known::BIOPSIED));
    act.and_then(|t| document.mention(t)).is_some_and(|m| assertion(document, m.first(), m.last()).is_negated())
}

/// "was 2 cm last year", "from 3 to 6 cm", "grew from 3 cm".
pub(super) fn is_past(document: &Document, length: &Length) -> bool {
    let word = |back: usize| length.first.checked_sub(back).map(|t| document.tokens.word(t)).unwrap_or("");
    let near = length.first.saturating_sub(5);
    let reached = word(1) == "to" || (word(2) == "to" && !document.is(length.first - 1, known::PREPOSITION));
    let range = (length.first..=length.last).any(|t| document.tokens.word(t) == "to");
    let dated = !is_reported(document, length)
        && document.mentions_in(length.last + 1, length.last + 4).any(|m| {
            let mention = &document.mentions[m];
            mention.is(known::HISTORICAL)
                && !mention.is(known::REPORT_SEEN)
                && !document.tokens.is_mark(length.last + 1, b';')
                && document.clause[mention.first()] == document.clause[length.last]
        });
    // "2 cm last year and now 5 cm": the last word of time before the length dates it.
    let time = document
        .mentions_in(near, length.first)
        .rfind(|&m| document.mentions[m].concepts.meets(ConceptSet::of(&[known::PAST_SIZE, known::CURRENT])));
    dated
        || is_years_old(document, length)
        || is_increase(document, length)
        || is_outgrown(document, length)
        || is_superseded(document, length)
        || is_of_first_sight(document, length)
        || (word(1) == "from" && !range && !is_source(document, length))
        || time.filter(|&m| !reached && !is_present(document, length) && !is_scanned(document, length, m)).is_some_and(
            |m| {
                document.mentions[m].is(known::PAST_SIZE)
                    && document.clause[document.mentions[m].first()] == document.clause[length.first]
            },
        )
}

/// "Which on the scan had been 42 x 31 mm": a scan still counts where the wound tells no other size.
fn is_scanned(document: &Document, length: &Length, time: usize) -> bool {
    const REACH: usize = 6;
    const SCANS: ConceptSet = ConceptSet::of(&[known::MRI, known::CT, known::IMAGING, known::ULTRASOUND]);
    let had_been = document.mentions[time].first();
    let from = document.sentences[document.sentence_of(length.first)].first.max(had_been.saturating_sub(REACH));
    document.tokens.word(had_been) == "had"
        && (from..had_been).any(|t| document.concepts(t).meets(SCANS) || document.tokens.word(t).starts_with("scan"))
}

/// "Four cores taken from 3.2 x 2.5 cm lesion": what "from" leads to is where the sample was, and no earlier size.
fn is_source(document: &Document, length: &Length) -> bool {
    const TAKEN: ConceptSet = ConceptSet::of(&[
        known::TAKE,
        known::CORE,
        known::SAMPLE,
        known::PASS,
        known::BIOPSIED,
        known::CORE_DEVICE,
        known::NEEDLE,
    ]);
    const REACH: usize = 5;
    // "Core x 6 from 3 cm mass."
    const LEAD: usize = 5;
    let behind = length.last + 1..length.last + 1 + REACH;
    let lesion = behind.into_iter().any(|t| document.is(t, known::LESION));
    let taken = (1..1 + LEAD).filter_map(|n| length.first.checked_sub(n)).any(|t| document.concepts(t).meets(TAKEN));
    lesion && taken
}

/// "Two years ago, an MRI called it 22 x 18 mm": older than any scan that still counts.
fn is_years_old(document: &Document, length: &Length) -> bool {
    const BACK: usize = 14;
    let told = assertion(document, length.first, length.last);
    let cue = told.moved_by.map(|m| &document.mentions[m as usize]);
    cue.is_some_and(|m| {
        m.last() < length.first
            && document.clause[m.last()] == document.clause[length.first]
            && m.last() + BACK > length.first
            && (m.first()..=m.last()).any(|t| document.word_is(t, WordClass::YearWord))
    }) && !is_current(document, length)
        // "two years ago; the lump now reaches 5 cm".
        && !(length.first.saturating_sub(3)..length.first).any(|t| document.tokens.word(t) == "now")
}

/// "grown 2 cm in a month", "grew by 3 cm": how much it grew.
fn is_increase(document: &Document, length: &Length) -> bool {
    let back = |n: usize| length.first.checked_sub(n);
    let by = back(1).is_some_and(|t| document.tokens.word(t) == "by");
    let grown = back(1 + usize::from(by)).is_some_and(|t| document.is(t, known::GROWTH));
    let next = length.last + 1;
    let spent = document.word_is(next, WordClass::TimeSpent)
        && (next..next + 5).any(|t| t < document.tokens.list.len() && document.is(t, known::TIME_SPAN));
    grown && length.mm.len() == 1 && (by || spent)
}

/// "It measured 1 cm; she says it has got much larger since.": the lesion grew after it was measured.
pub(super) fn is_outgrown(document: &Document, length: &Length) -> bool {
    const REACH: usize = 16;
    let end = document.sentences[document.sentence_of(length.first)].end.min(length.last + REACH);
    let grown = (length.last + 1..end).find(|&t| document.is(t, known::GROWTH));
    grown.is_some_and(|g| {
        (g + 1..end.min(g + 4)).any(|t| {
            let ends = document.tokens.list.get(t + 1).is_none_or(|n| matches!(n.kind, Kind::Punct(_)));
            word_at(document, t) == "since" && (ends || word_at(document, t + 1) == "then")
        })
    })
}

/// "It was 8 cm at the time of the needle and is now 9 x 7 cm": what was, and behind it what is now.
fn is_superseded(document: &Document, length: &Length) -> bool {
    const LEAD: usize = 4;
    const REACH: usize = 14;
    let was = (length.first.saturating_sub(LEAD)..length.first).any(|t| matches!(word_at(document, t), "was" | "were"));
    let end = document.sentences[document.sentence_of(length.first)].end.min(length.last + REACH);
    let now = (length.last + 1..end).find(|&t| word_at(document, t) == "now");
    was && now.is_some_and(|n| (n + 1..end).any(|t| document.concepts(t).meets(LENGTH_UNITS)))
}

/// "First seen in 2024, when it was 18 mm": what it measured when something else happened, told beside a first time or a year.
fn is_of_first_sight(document: &Document, length: &Length) -> bool {
    const LEAD: usize = 4;
    const REACH: usize = 8;
    let sentence = &document.sentences[document.sentence_of(length.first)];
    let from = sentence.first.max(length.first.saturating_sub(LEAD));
    let it = |t: usize| matches!(word_at(document, t), "it" | "they" | "this");
    let when = (from..length.first).find(|&t| word_at(document, t) == "when" && it(t + 1));
    when.is_some_and(|w| {
        (sentence.first.max(w.saturating_sub(REACH))..w)
            .any(|t| document.is_year(t) || word_at(document, t) == "first" || document.is(t, known::HISTORICAL))
    })
}

/// The normal form of a token; nothing behind the last.
pub(super) fn word_at<'a>(document: &'a Document, token: usize) -> &'a str {
    if token < document.tokens.list.len() { document.tokens.word(token) } else { "" }
}
