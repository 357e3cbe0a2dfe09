//! Whether words of a place describe a site at all, or a movement, a label, a name, or a thing that only bears a side.

use super::open::Open;
use super::subject::{is_predicate, is_told_of_other};
use super::{ABOUT_SAMPLE, ANY, ASPECT, PLACE, SIDE, Site};
use crate::document::Document;
use crate::document::section::Role;
use crate::document::sentence::Sentence;
use crate::finding::Tier;
use crate::lexicon::concept::group::LENGTH_UNITS;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::{Break, Kind};

/// A side alone is a site only where it cannot be the verb "left" or "right" in another sense, and an aspect alone where it is told of a
/// lesion or a cut.
pub(super) fn is_site(document: &Document, open: &Open) -> bool {
    if open.concepts.meets(PLACE) {
        true
    } else if open.concepts.meets(SIDE) {
        is_site_by_side(document, open)
    } else {
        is_site_by_aspect(document, open)
    }
}

/// The word so many tokens before a token.
fn word_before<'d>(document: &'d Document, token: usize, back: usize) -> &'d str {
    token.checked_sub(back).map_or("", |t| document.tokens.word(t))
}

/// Whether a lesion stands close to a site, in its clause.
fn is_near_lesion(document: &Document, open: &Open) -> bool {
    const REACH: usize = 4;
    (open.first.saturating_sub(REACH)..open.last + REACH)
        .any(|t| document.is(t, known::LESION) && document.clause.get(t) == document.clause.get(open.first))
}

/// Whether a side without a place is one of the body.
fn is_site_by_side(document: &Document, open: &Open) -> bool {
    if is_movement(document, open.first) || is_no_side(document, open) || is_stood_at(document, open.first) {
        return false;
    }
    let word = |t: usize| document.tokens.word(t);
    let before = word_before(document, open.first, 1);
    let section = document.section_of(open.first);
    let field = || section.role == Role::Field && open.first >= section.body && answers(document, open.first);
    let side_noun = matches!(word(open.last + 1), "side" | "sided") || document.is(open.last + 1, known::FILLER);
    let single_letter = open.first == open.last && word(open.first).len() == 1;
    let corrected = || super::super::corrects(document, open.first) && !single_letter;
    // "I chose the left side, as the right had been needled".
    let chosen = || chose(document, open.first) && matches!(word(open.last), "side" | "left" | "right");
    let of_lesion = || {
        let paired = matches!(before, "," | "(");
        is_near_lesion(document, open)
            && (paired || !open.aspects.is_empty() || document.is(open.last + 1, known::LESION))
    };
    // "Left side, because the right had been needled", "Right side this time".
    let reasoned = || word(open.last) == "side" && tells_choice(document, open.first, open.last);
    side_noun
        || reasoned()
        || names_armed_muscle(document, open)
        || field()
        || is_ticked(document, open.first)
        || !open.aspects.is_empty() && (is_whole_fragment(document, open) || opens_measured_fragment(document, open))
        || is_side_label(document, open)
        || answers_limb(document, open)
        || is_possessed(document, open)
        || is_modifier(document, open.first)
        || is_named_side(document, open.first)
        || stands_on_the(document, open)
        || !single_letter && closes_name(document, open)
        || corrected() && (open.aspects.is_empty() || is_near_lesion(document, open))
        || of_lesion()
        || chosen()
        || ends_title(document, open)
}

/// "Left side, because the right had been needled", "Right leg this time": a side that opens its sentence, with the reason for it or the
/// occasion behind it.
pub(super) fn tells_choice(document: &Document, first: usize, last: usize) -> bool {
    let sentence = &document.sentences[document.sentence_of(first)];
    let behind = last + 1 + usize::from(document.tokens.is_mark(last + 1, b','));
    let word = |t: usize| if t < sentence.end { document.tokens.word(t) } else { "" };
    let occasion = word(behind) == "this" && matches!(word(behind + 1), "time" | "round");
    first == sentence.first
        && behind < sentence.end
        && (occasion
            || document.word_is(behind, WordClass::GivesReason)
                && behind + 2 < sentence.end
                && word(behind + 1) != "of")
}

/// "I chose the left side", "we went for the left", "so we crossed to the right side": a verb of choice before a side and its article.
pub(super) fn chose(document: &Document, first: usize) -> bool {
    let from = document.sentences[document.sentence_of(first)].first;
    let article = usize::from(first > from && document.word_is(first - 1, WordClass::Definite));
    let Some(lead) = first.checked_sub(1 + article).filter(|&t| t >= from) else { return false };
    let led = || match document.tokens.word(lead) {
        "for" | "to" | "on" => lead > from,
        _ => false,
    };
    let to = || match document.tokens.word(lead - 1) {
        "went" => document.tokens.word(lead) == "for",
        "crossed" => document.tokens.word(lead) == "to",
        _ => document.word_is(lead - 1, WordClass::ChangedTo),
    };
    document.word_is(lead, WordClass::ChoseSide) || article > 0 && led() && to()
}

/// "Left biceps, over the belly": a side before a muscle that arm and thigh both have, told apart by the label of the limb.
fn names_armed_muscle(document: &Document, open: &Open) -> bool {
    let behind = open.last + 1;
    document.word_is(behind, WordClass::ArmedMuscle)
        && document.tokens.list.get(behind + 1).is_none_or(|t| matches!(t.kind, Kind::Punct(_)))
}

/// "Preop Dx: Tumor of soft tissue, right": a side behind the comma that ends a title with a lesion or its biopsy.
fn ends_title(document: &Document, open: &Open) -> bool {
    const NAMES: ConceptSet = ConceptSet::of(&[known::LESION, known::BIOPSY]);
    let section = document.section_of(open.first);
    let sentence = &document.sentences[document.sentence_of(open.first)];
    let line = document.tokens.list.get(open.last + 1).is_none_or(|t| t.before >= Break::Line);
    Tier::of(section.role) == Tier::Title
        && open.first > section.body
        && document.tokens.is_mark(open.first - 1, b',')
        && (line || [b'.', b';', b','].into_iter().any(|m| document.tokens.is_mark(open.last + 1, m)))
        && (sentence.first..open.first).any(|t| document.concepts(t).meets(NAMES))
        && !(sentence.first..open.first).any(|t| document.is(t, known::OTHER_REGION))
}

/// "Left, outer, 12 mm, skin-coloured.": side and aspect open a sentence without a verb, and a size stands behind them.
fn opens_measured_fragment(document: &Document, open: &Open) -> bool {
    let sentence = &document.sentences[document.sentence_of(open.first)];
    let within = |set: ConceptSet| (open.last + 1..sentence.end).any(|t| document.concepts(t).meets(set));
    open.first == sentence.first
        && document.tokens.is_mark(open.last + 1, b',')
        && within(LENGTH_UNITS)
        && !within(ABOUT_SAMPLE.with(ConceptSet::of(&[known::DEVICE, known::SUTURE, known::RETRACT])))
        && !(open.first..sentence.end).any(|t| document.is_verb(t) || document.is(t, known::BE))
}

/// Whether a mark or the end of the note stands behind a site.
fn ends_at_mark(document: &Document, open: &Open) -> bool {
    document.tokens.list.get(open.last + 1).is_none_or(|t| matches!(t.kind, Kind::Punct(_)))
}

/// "Thigh ultrasound biopsy Rt: …": the side ends what the biopsy is called by.
fn closes_name(document: &Document, open: &Open) -> bool {
    open.first == open.last
        && open.first.checked_sub(1).is_some_and(|t| document.is(t, known::BIOPSY))
        && ends_at_mark(document, open)
}

/// "On the right", "his left"; at an end also "it is the left".
fn stands_on_the(document: &Document, open: &Open) -> bool {
    const TAKEN: ConceptSet =
        ConceptSet::of(&[known::TAKE, known::BIOPSIED, known::SAMPLE, known::CORE, known::BIOPSY]);
    // "The sample was taken from the right".
    let source = |from: usize| {
        let word = document.tokens.word(from) == "from";
        word && (from.saturating_sub(1)..=from).any(|t| document.concepts(t).meets(TAKEN))
            && ends_at_mark(document, open)
    };
    // "On the right there is a nodule": the phrase holds its article.
    let there = document.tokens.word(open.first) == "the"
        && open.first.checked_sub(1).is_some_and(|t| document.tokens.word(t) == "on");
    const THERE_REACH: usize = 9;
    let end = document.sentences[document.sentence_of(open.first)].end.min(open.last + THERE_REACH);
    there && (open.last + 1..end).any(|t| document.is(t, known::LESION))
        || open.first > 1
            && document.word_is(open.first - 1, WordClass::Definite)
            && (matches!(document.tokens.word(open.first - 2), "on" | "to" | "of")
                || source(open.first - 2)
                || document.is(open.first - 2, known::BE) && ends_at_mark(document, open))
}

/// "On the patient's right".
fn is_possessed(document: &Document, open: &Open) -> bool {
    match word_before(document, open.first, 1) {
        "pt's" | "patient's" | "pts" | "pt" => true,
        "s" | "'s" | "'" => (2..=3).any(|back| open.first >= back && document.is(open.first - back, known::PRONOUN)),
        _ => false,
    }
}

/// Whether aspects alone tell a place: "on the lateral side, distal third", "is posterior", a ticked box, a field.
fn is_site_by_aspect(document: &Document, open: &Open) -> bool {
    if is_direction(document, open) || is_movement(document, open.first) {
        return false;
    }
    let sentence = &document.sentences[document.sentence_of(open.first)];
    if is_part_of_story(document, open, sentence) {
        return false;
    }
    if is_whole_fragment(document, open)
        || places_cut(document, open.first, open.last)
        || opens_with_adverb(document, open.first, open.first)
    {
        return true;
    }
    if is_beside_lesion(document, open) {
        return false;
    }
    if is_predicate(document, open.first, sentence.first) || is_filled(document, open.first, sentence.first) {
        return true;
    }
    if is_told_of_other(document, open.first, sentence.first) {
        return false;
    }
    if is_ticked(document, open.first)
        || document.tokens.word(open.last + 1) == "one"
        || tells_where_lesion_lies(document, open, sentence)
        || open.of_cut
        || is_height(document, open, sentence)
        || stands_between_marks(document, open, sentence.first)
    {
        return true;
    }
    if modifies_other(document, open.last, sentence.end) {
        return false;
    }
    let filler = (open.first..=open.last + 1)
        .any(|t| document.is(t, known::FILLER) || t <= open.last && document.word_is(t, WordClass::FaceName));
    filler
        || is_near_lesion(document, open)
        || document
            .tokens
            .list
            .get(open.last + 1)
            .is_some_and(|_| document.word_is(open.last + 1, WordClass::RaisedSpot))
        || document.section_of(open.first).role == Role::Field && answers(document, open.first)
}

/// "Start. … Middle. Seven cm cut. … Finish.": a sentence of this word alone, behind one that tells no place, parts what is told.
fn is_part_of_story(document: &Document, open: &Open, sentence: &Sentence) -> bool {
    let alone = open.first == sentence.first
        && open.first == open.last
        && sentence.end <= open.last + 2
        && document.word_is(open.first, WordClass::MiddleName);
    let before = || document.sentence_of(open.first).checked_sub(1).map(|n| document.sentences[n].concepts);
    alone && before().is_none_or(|c| !c.meets(PLACE.with(ASPECT)))
}

/// "Entry from lateral", "17G outer / 18G", "a cube off the front face": where something came from, or a part of a needle or a sample.
fn is_direction(document: &Document, open: &Open) -> bool {
    const REACH: usize = 4;
    let before = word_before(document, open.first, 1);
    let lead = if before == "the" { word_before(document, open.first, 2) } else { before };
    let pulled = || {
        let mut back = (1..REACH).filter_map(|back| open.first.checked_sub(back));
        back.any(|t| document.is(t, known::RETRACT))
    };
    let gauge = || open.first.checked_sub(1).is_some_and(|t| document.is(t, known::GAUGE));
    matches!(lead, "from" | "off") || matches!(before, "entry" | "approach") || gauge() || pulled()
}

/// "The lump is posterior", "it lies lateral", "a mass, deep fat": told of a lesion or a pronoun before it.
fn tells_where_lesion_lies(document: &Document, open: &Open, sentence: &Sentence) -> bool {
    const SUBJECT: ConceptSet = ConceptSet::of(&[known::LESION, known::PRONOUN]);
    const LYING: ConceptSet = ConceptSet::of(&[known::BE, known::LIE]);
    let told =
        open.first > 0 && document.concepts(open.first - 1).meets(LYING) || document.is(open.last + 1, known::FAT);
    told && document.mentions_in(sentence.first, open.first).any(|m| document.mentions[m].concepts.meets(SUBJECT))
}

/// "At the mid level, a solid mass": a height told before its lesion; "Cut 3.5 cm, mid 1/3": behind its cut.
fn is_height(document: &Document, open: &Open, sentence: &Sentence) -> bool {
    const CUTS: ConceptSet = ConceptSet::of(&[known::INCISION, known::CUT]);
    let word = |t: usize| document.tokens.word(t);
    let before = word_before(document, open.first, 1);
    let lead = if before == "the" { word_before(document, open.first, 2) } else { before };
    let level = || {
        document.mention(open.last).is_some_and(|m| {
            document.word_is(m.last(), WordClass::LevelName)
                || word(m.last()).ends_with("/3")
                || word(m.last()) == "3" && m.first() < m.last()
        })
    };
    // "An incision was made midway between groin and knee."
    let midway = matches!(word(open.first), "halfway" | "midway")
        || matches!(word(open.first), "half" | "mid") && open.last > open.first && word(open.first + 1) == "way";
    let told_of =
        |t: usize| document.is(t, known::LESION) && t > open.last || document.concepts(t).meets(CUTS) && t < open.first;
    // "The mass was easily felt in the proximal part."
    let felt = || {
        const REACH: usize = 8;
        let part = (open.first..=open.last + 1)
            .any(|t| document.word_is(t, WordClass::PartName) || document.word_is(t, WordClass::LevelName));
        let from = sentence.first.max(open.first.saturating_sub(REACH));
        let sampled = |t: usize| document.concepts(t).meets(ABOUT_SAMPLE) || document.is(t, known::TAKE);
        lead == "in"
            && part
            && document.tokens.word(open.last + 1) != "of"
            && (from..open.first).any(|t| document.word_is(t, WordClass::Palpated))
            && (from..open.first).any(|t| document.is(t, known::LESION))
            && !(from..open.first).any(sampled)
    };
    // "The outer thigh was prepped midway between hip and knee".
    let prepped = || midway && (sentence.first..open.first).any(|t| document.is(t, known::PREP));
    // "A nodule of the gracilis, 31 mm long, at the junction of proximal and middle thirds".
    let behind_lesion = || {
        lead == "at"
            && matches!(word(open.last), "thirds" | "third")
            && (sentence.first..open.first).any(|t| document.is(t, known::LESION))
            && !(sentence.first..open.first).any(|t| document.concepts(t).meets(ABOUT_SAMPLE))
    };
    felt()
        || prepped()
        || behind_lesion()
        || (midway || matches!(lead, "at" | ",") && level()) && (sentence.first..sentence.end).any(told_of)
}

/// "Laterally, at its mid-point, a 2 cm incision was made": where on the limb the cut behind the words is.
pub(super) fn places_cut(document: &Document, first: usize, last: usize) -> bool {
    const REACH: usize = 12;
    const BETWEEN: ConceptSet =
        ConceptSet::of(&[known::LESION, known::NEUROVASCULAR, known::NON_SOFT_TISSUE, known::FASCIA, known::MUSCLE]);
    let sentence = &document.sentences[document.sentence_of(first)];
    let word = |back: usize| first.checked_sub(back).map_or("", |t| document.tokens.word(t));
    let adverb = first == sentence.first && document.tokens.word(first).ends_with("ly");
    let own = word(1) == "its" && first.checked_sub(2).is_some_and(|t| document.word_is(t, WordClass::PlaceWord));
    let end = sentence.end.min(last + REACH);
    let cut = (last + 1..end).find(|&t| document.concepts(t).meets(BETWEEN.with(ConceptSet::of(&[known::INCISION]))));
    const DONE_REACH: usize = 5;
    // "Laterally, the incision was extended": where it went on to.
    let made = |t: usize| (t + 1..sentence.end.min(t + DONE_REACH)).any(|d| document.word_is(d, WordClass::CutMade));
    // "A vertical incision was sited over the junction of the upper and middle thirds".
    let over = usize::from(word(1) == "the") + 1;
    let before = || {
        let told = |t: usize| document.concepts(t).meets(BETWEEN);
        let named = |t: usize| document.is(t, known::CUT) && document.tokens.word(t).starts_with("incision");
        let cut = (sentence.first..first).rfind(|&t| document.is(t, known::INCISION) || named(t));
        // "After the incision retractors were placed at …", "… was begun at the proximal end of the old scar".
        let goes_on = |t: usize| {
            document.tokens.is_mark(t, b',') && document.is_verb(t + 1)
                || document.is(t, known::CONJUNCTION)
                || document.is(t, known::RETRACT)
                || document.is(t, known::CUT) && document.mention(t).is_some_and(|m| m.first() == t) && !named(t)
        };
        let part = document.word_is(last + 1, WordClass::LandmarkEdge)
            || document.word_is(last + 1, WordClass::PlaceEnd)
            || document.tokens.word(last + 1) == "of";
        // "A five centimeter incision in the lower third straight up and down".
        let level = || word(over) == "in" && document.word_is(last, WordClass::LevelName) && word(1) == "the";
        // "Incision 2.5 cm along the front, mid-length".
        let along = || word(over) == "along" && document.tokens.is_mark(last + 1, b',');
        (matches!(word(over), "over" | "at") || along() || level())
            && !part
            && cut.is_some_and(|c| !(c + 1..first).any(|t| told(t) || goes_on(t)))
    };
    // "A 4 cm incision was made anteriorly.": the adverb ends what is told of the cut.
    if before() || is_behind_cut(document, first) {
        return true;
    }
    (adverb || own) && cut.is_some_and(|t| document.is(t, known::INCISION) && made(t))
}

/// "A 4 cm incision was made anteriorly": an adverb right behind the verb of a cut; what it "was extended" to is no place.
pub(super) fn is_behind_cut(document: &Document, first: usize) -> bool {
    const REACH: usize = 5;
    let sentence = &document.sentences[document.sentence_of(first)];
    let made = first.checked_sub(1).filter(|&t| t > sentence.first && document.word_is(t, WordClass::CutMade));
    let end = document.tokens.list.get(first + 1).is_none_or(|t| matches!(t.kind, Kind::Punct(_)));
    end && document.tokens.word(first).ends_with("ly")
        && made
            .is_some_and(|m| (sentence.first.max(m.saturating_sub(REACH))..m).any(|t| document.is(t, known::INCISION)))
}

/// "Medially, in the subcutaneous fat: a nodule", "Anteriorly, proximal third: 31 x 22 mm": an adverb of place that opens a sentence with no
/// verb, on a lesion or its size.
pub(super) fn opens_with_adverb(document: &Document, first: usize, last: usize) -> bool {
    const TOLD: ConceptSet = ConceptSet::of(&[known::LESION, known::UNIT_CM, known::UNIT_MM]);
    const OTHERS: ConceptSet = ABOUT_SAMPLE.with(ConceptSet::of(&[
        known::RETRACT,
        known::NEUROVASCULAR,
        known::NON_SOFT_TISSUE,
        known::CLOSE,
        known::DISSECT,
        known::TAKE,
        known::DEVICE,
        known::SUTURE,
    ]));
    let sentence = &document.sentences[document.sentence_of(first)];
    let within = |set: ConceptSet| (last + 1..sentence.end).any(|t| document.concepts(t).meets(set));
    first == sentence.first
        && document.tokens.word(last).ends_with("ly")
        && document.tokens.is_mark(last + 1, b',')
        && within(TOLD)
        && !within(OTHERS)
        && !(last + 1..sentence.end).any(|t| document.is_verb(t) || document.is(t, known::BE))
}

/// "A lump of 4 cm occupies the front": a lesion that takes up a place.
fn is_filled(document: &Document, first: usize, from: usize) -> bool {
    let word = |back: usize| first.checked_sub(back).map_or("", |t| document.tokens.word(t));
    let article = usize::from(matches!(word(1), "the" | "its"));
    let verb = first.checked_sub(1 + article);
    verb.is_some_and(|t| document.word_is(t, WordClass::FillsPlace))
        && (from..first).any(|t| document.is(t, known::LESION))
}

/// "R: VL, midthigh. 3 strips.", "Then right: mirror-image cut": the side opens its line or sentence and labels what stands behind.
pub(super) fn is_side_label(document: &Document, open: &Open) -> bool {
    let line = document.tokens.list[open.first].before >= Break::Line;
    let opens = open.first <= document.sentences[document.sentence_of(open.first)].first + 1;
    (line || opens) && document.tokens.is_mark(open.last + 1, b':')
}

/// "Limb: the left one", "leg: L", "left is the leg in question", "popliteal mass biopsied, left.": a side that answers for a limb,
/// or closes a sentence on what was done behind a comma.
pub(super) fn answers_limb(document: &Document, open: &Open) -> bool {
    let list = &document.tokens.list;
    let word = |t: usize| list.get(t).map_or("", |_| document.tokens.word(t));
    let limb = |t: usize| document.is(t, known::LIMB) || matches!(word(t), "side" | "limb" | "leg");
    let lead = open.first.checked_sub(1).map(|t| t - usize::from(t > 0 && document.is(t, known::DETERMINER)));
    let labelled = lead
        .is_some_and(|t| t > 0 && document.tokens.is_mark(t, b':') && limb(t - 1) && document.mention(t - 1).is_some());
    let equated = document.is(open.last + 1, known::BE)
        && document.is(open.last + 2, known::DETERMINER)
        && limb(open.last + 3)
        && !document.is(open.last + 4, known::SOUND);
    let sentence = &document.sentences[document.sentence_of(open.first)];
    let within = |set: ConceptSet| (sentence.first..open.first).any(|t| document.concepts(t).meets(set));
    let closes = open.last - open.first == 0
        && word(open.first).len() > 1
        && open.first.checked_sub(1).is_some_and(|t| document.tokens.is_mark(t, b','))
        && document.tokens.is_mark(open.last + 1, b'.')
        && open.last + 2 >= sentence.end
        && within(ConceptSet::of(&[known::LESION]))
        && within(ABOUT_SAMPLE)
        && !within(SIDE);
    labelled || equated || closes
}

/// "a lateral longitudinal incision", "Incision: lateral, 4 cm": the place of the cut. A drain or a second cut has its own.
pub(super) fn tells_cut(document: &Document, first: usize, last: usize) -> bool {
    const OTHERS: ConceptSet =
        ConceptSet::of(&[known::DEVICE, known::NEEDLE, known::PUNCH_TOOL, known::ENTRY, known::CLOSE]);
    // "The distal wound" is one end of the wound.
    const AROUND: ConceptSet = ConceptSet::of(&[known::ANTERIOR, known::POSTERIOR, known::MEDIAL, known::LATERAL]);
    if !document.concepts(first).meets(AROUND) {
        return false;
    }
    let sentence = &document.sentences[document.sentence_of(first)];
    let adjective = |t: usize| {
        document.tokens.list[t].kind == Kind::Word
            && !document.concepts(t).meets(ANY.with(ConceptSet::of(&[
                known::FILLER,
                known::PREPOSITION,
                known::CONJUNCTION,
            ])))
    };
    let ahead = (last + 1..sentence.end.min(last + 4)).find(|&t| document.is(t, known::INCISION) || !adjective(t));
    let cut = ahead.is_some_and(|t| document.is(t, known::INCISION));
    let reopened = document.is(last + 1, known::SCAR)
        && (last + 1..sentence.end.min(last + 6))
            .any(|t| document.concepts(t).meets(ConceptSet::of(&[known::REOPEN, known::CUT])));
    let labelled = first >= 2 && document.tokens.is_mark(first - 1, b':') && document.is(first - 2, known::INCISION);
    // "Incision 2.5 cm lateral, through fascia".
    let measured = || {
        let ends = [b',', b'.', b';'].into_iter().any(|m| document.tokens.is_mark(last + 1, m));
        let number = first >= 3 && document.concepts(first - 1).meets(LENGTH_UNITS);
        ends && number && (first - 3..first - 1).any(|t| document.is(t, known::INCISION))
    };
    (cut || reopened || labelled || measured())
        && !(sentence.first..sentence.end).any(|t| document.concepts(t).meets(OTHERS))
}

/// "lower slices", "front coil": an aspect told of a thing that is no place.
pub(super) fn modifies_other(document: &Document, last: usize, end: usize) -> bool {
    const PLACING: ConceptSet = ConceptSet::of(&[
        known::LESION,
        known::FILLER,
        known::PREPOSITION,
        known::DETERMINER,
        known::CONJUNCTION,
        known::BE,
        known::NUMBER_WORD,
        known::INCISION,
        known::CUT,
        known::BIOPSY,
        known::SKIN,
        known::FAT,
        known::SAMPLE,
        known::PARTIAL,
    ]);
    let next = last + 1;
    !document.is(last, known::FILLER)
        && document.tokens.list.get(next).is_some_and(|t| t.kind == Kind::Word)
        && next < end
        && !document.word_is(next, WordClass::RaisedSpot)
        && !document.concepts(next).meets(PLACING.with(ANY))
        && !document.is_verb(next)
}

/// "the nerve runs 9 mm ventral of the finding": how something lies to the lesion.
pub(super) fn is_beside_lesion(document: &Document, open: &Open) -> bool {
    let measured = open.first.checked_sub(1).is_some_and(|t| document.concepts(t).meets(LENGTH_UNITS));
    let joined = matches!(
        document.tokens.list.get(open.last + 1).map_or("", |_| document.tokens.word(open.last + 1)),
        "of" | "to"
    );
    joined && (measured || (open.last + 2..open.last + 5).any(|t| document.is(t, known::LESION)))
}

/// "Skin divided for 3 cm, upper third, front.", "Lesion 2 x 1 cm, subcutaneous, posteromedial.": aspects between marks behind
/// the lesion or its cut.
pub(super) fn stands_between_marks(document: &Document, open: &Open, from: usize) -> bool {
    if opens_fragment(document, open, from)
        || opens_item(document, open, from)
        || opens_quote(document, open, from)
        || stands_before_size(document, open, from)
    {
        return true;
    }
    // "22 mm, halfway down, in the fat.", "Equivalent spot, midlateral."
    let behind_size = || {
        document.concepts(open.first.saturating_sub(2)).meets(LENGTH_UNITS)
            && !(from..open.first).any(|t| document.concepts(t).meets(ABOUT_SAMPLE))
    };
    let behind_spot = || document.word_is(open.first.saturating_sub(2), WordClass::SpotName);
    // "Left thigh lump, 26 mm, outer: 2 cm cut".
    let labels = || document.tokens.is_mark(open.last + 1, b':') && behind_size();
    const TOLD: ConceptSet = ConceptSet::of(&[known::LESION, known::INCISION, known::CUT, known::BIOPSY]);
    is_behind_mark(document, open)
        && (labels()
            || ends_before_mark(document, open)
                && (is_of_chosen_muscle(document, open, from)
                    || (from..open.first).any(|t| document.concepts(t).meets(TOLD))
                    || behind_size()
                    || behind_spot())
            || heads_muscle(document, open, from))
}

/// Whether a comma or a bracket stands right before a site.
fn is_behind_mark(document: &Document, open: &Open) -> bool {
    open.first.checked_sub(1).is_some_and(|t| document.tokens.is_mark(t, b',') || document.tokens.is_mark(t, b'('))
}

/// Whether a mark or the end of its sentence stands right behind a site.
fn ends_before_mark(document: &Document, open: &Open) -> bool {
    let next = open.last + 1;
    next >= sentence_end(document, open)
        || matches!(document.tokens.list[next].kind, Kind::Punct(b',' | b'.' | b';' | b')'))
}

/// First token behind the sentence of a site.
fn sentence_end(document: &Document, open: &Open) -> usize {
    document.sentences[document.sentence_of(open.first)].end
}

/// "Left rectus femoris chosen, middle third.": behind the muscle that was chosen.
fn is_of_chosen_muscle(document: &Document, open: &Open, from: usize) -> bool {
    (from..open.first).any(|t| document.word_is(t, WordClass::Chosen))
        && (from..open.first).any(|t| document.is(t, known::THIGH_MUSCLE))
}

/// "Rectus femoris, indirect head, upper third: 24 x 14 mm".
fn heads_muscle(document: &Document, open: &Open, from: usize) -> bool {
    document.tokens.is_mark(open.last + 1, b':')
        && (from..open.first).any(|t| document.is(t, known::THIGH_MUSCLE))
        && !(from..open.first).any(|t| document.is_verb(t))
}

/// "Lateral, suprafascial, 28 mm."
fn opens_fragment(document: &Document, open: &Open, from: usize) -> bool {
    const MEASURED: ConceptSet = ConceptSet::of(&[known::UNIT_CM, known::UNIT_MM, known::FAT, known::SUBCUTANEOUS]);
    let end = sentence_end(document, open);
    let within = |set: ConceptSet| (from..end).any(|t| document.concepts(t).meets(set));
    open.first == from
        && document.tokens.is_mark(open.last + 1, b',')
        && within(MEASURED)
        && !within(ABOUT_SAMPLE.with(ConceptSet::of(&[known::DEVICE, known::SUTURE])))
        && !(from..end).any(|t| document.is_verb(t) || document.is(t, known::BE))
}

/// "Lesion A (R): anterior, subcutaneous, …": behind the name of an item.
fn opens_item(document: &Document, open: &Open, from: usize) -> bool {
    const LONGEST_NAME: usize = 6;
    let colon = open.first.checked_sub(1).filter(|&t| t > from && document.tokens.is_mark(t, b':'));
    let named = |t: usize| document.is(t, known::LESION) || document.concepts(t).meets(SIDE);
    document.tokens.is_mark(open.last + 1, b',')
        && colon.is_some_and(|c| c <= from + LONGEST_NAME && (from..c).any(named))
        && !(from..open.first).any(|t| document.is_verb(t) || document.concepts(t).meets(ABOUT_SAMPLE))
}

/// "Under the skin, fat, on the front, 16 mm": between marks, and the size behind them.
fn stands_before_size(document: &Document, open: &Open, from: usize) -> bool {
    const DIGITS: usize = 4;
    let end = sentence_end(document, open);
    let next = open.last + 1;
    let size = next < end
        && document.tokens.is_mark(next, b',')
        && document.tokens.list[(next + 1).min(end - 1)].kind == Kind::Number
        && (next + 2..end.min(next + 2 + DIGITS)).any(|t| document.concepts(t).meets(LENGTH_UNITS));
    // "…, on the front, 16 mm".
    let small = |t: usize| document.is(t, known::DETERMINER) || document.is(t, known::PREPOSITION);
    let lead = || (from..open.first).rev().find(|&t| !small(t));
    size && (is_behind_mark(document, open) || lead().is_some_and(|t| document.tokens.is_mark(t, b',')))
        && !(from..end).any(|t| document.concepts(t).meets(ABOUT_SAMPLE.with(ConceptSet::of(&[known::SCAR]))))
        && !(from..end).any(|t| document.is_verb(t) || document.is(t, known::BE))
}

/// "Surgeon's words: "proximal, medial; 4.5 cm wound; …"": what opens a quotation.
fn opens_quote(document: &Document, open: &Open, from: usize) -> bool {
    open.first > from
        && document.tokens.is_mark(open.first - 1, b'"')
        && ends_before_mark(document, open)
        && (open.last + 1..sentence_end(document, open)).any(|t| document.concepts(t).meets(LENGTH_UNITS))
}

/// Whether words under a label belong to its answer: its first sentence, or a fragment behind that. "Lesion: right thigh. The screen,
/// upper left, was dark.": what is told in a sentence of its own is no answer.
pub(super) fn answers(document: &Document, token: usize) -> bool {
    let number = document.sentence_of(token);
    let section = document.section_of(token);
    let sentence = &document.sentences[number];
    number == document.sentence_of(section.body.min(token))
        || !(sentence.first..sentence.end).any(|t| document.is_verb(t))
}

/// Whether a box before a token is ticked, or one behind it in a line whose boxes stand behind their options: "front [ ]   inner [x]".
pub(super) fn is_ticked(document: &Document, token: usize) -> bool {
    let tokens = &document.tokens.list;
    if token > 0 && tokens[token - 1].kind == Kind::Check(true) {
        return true;
    }
    /// Longest line of options that is looked at, in tokens to either side.
    const REACH: usize = 40;
    let behind = document.mention(token).map_or(token, |m| m.last()) + 1;
    let ticked = tokens.get(behind).is_some_and(|t| t.kind == Kind::Check(true) && t.before < Break::Line);
    let is_box = |t: usize| matches!(tokens[t].kind, Kind::Check(_));
    let first = || (token.saturating_sub(REACH)..=token).rev().find(|&t| tokens[t].before >= Break::Line);
    let last = || (behind + 1..tokens.len().min(behind + REACH)).find(|&t| tokens[t].before >= Break::Line);
    ticked && first().is_some_and(|t| !is_box(t)) && is_box(last().unwrap_or(tokens.len()) - 1)
}

/// "A. POSTERIOR, PROXIMAL.": the sentence is nothing but aspects, with the mark of an item at most.
pub(super) fn is_whole_fragment(document: &Document, open: &Open) -> bool {
    let sentence = &document.sentences[document.sentence_of(open.first)];
    let item = |t: usize| !matches!(document.tokens.list[t].kind, Kind::Word) || document.tokens.word(t).len() == 1;
    let headed = open.first < document.section_of(open.first).body
        || (open.first..=open.last).any(|t| document.is(t, known::ABBREVIATION));
    open.first - sentence.first <= 3
        && !headed
        && (sentence.first..open.first).all(item)
        && (open.last + 1..sentence.end).all(|t| matches!(document.tokens.list[t].kind, Kind::Punct(_)))
}

/// "swept to the left", "stood to the right of the table": where something went or stood. Attention turns to a lesion.
pub(super) fn is_movement(document: &Document, first: usize) -> bool {
    let is = |back: usize, class| first.checked_sub(back).is_some_and(|t| document.word_is(t, class));
    let article = usize::from(is(1, WordClass::Definite));
    let toward = is(1 + article, WordClass::Toward);
    let attention = (1..8).any(|back| is(back, WordClass::TurnedTo));
    toward && !attention && !first.checked_sub(1 + article).is_some_and(|to| lies_toward(document, to))
}

/// "The lump is toward the lower part of the back of the thigh": a lesion that is or lies there went nowhere.
fn lies_toward(document: &Document, to: usize) -> bool {
    const REACH: usize = 8;
    const RESTS: ConceptSet = ConceptSet::of(&[known::BE, known::LIE]);
    let from = document.sentences[document.sentence_of(to)].first.max(to.saturating_sub(REACH));
    let directed = matches!(document.tokens.word(to), "toward" | "towards");
    let rests = to > from && document.concepts(to - 1).meets(RESTS);
    directed && rests && (from..to).any(|t| document.is(t, known::LESION) || document.tokens.word(t) == "it")
}

/// "Stood on pt's left", "seated to the right": where someone who operates was.
fn is_stood_at(document: &Document, first: usize) -> bool {
    const REACH: usize = 5;
    let from = document.sentences[document.sentence_of(first)].first.max(first.saturating_sub(REACH));
    let near = |t: &usize| !matches!(document.tokens.list[*t].kind, Kind::Punct(b',' | b';' | b'.'));
    (from..first).rev().take_while(near).any(|t| document.word_is(t, WordClass::StoodAt))
        && !(from..first).any(|t| document.is(t, known::LESION))
}

/// "must put right what is written", "the count was right", "left in place": the words in another sense.
pub(super) fn is_no_side(document: &Document, open: &Open) -> bool {
    let word = |t: usize| document.tokens.list.get(t).map_or("", |_| document.tokens.word(t));
    // "60 Gy RT", "scar, thigh, post RT": radiotherapy.

    if open.first == open.last
        && word(open.first) == "rt"
        && open.first.checked_sub(1).is_some_and(|t| document.word_is(t, WordClass::BeforeTherapy))
    {
        return true;
    }
    let alone = open.first == open.last && matches!(word(open.first), "right" | "left");
    let (before, behind) = (open.first.checked_sub(1).map_or("", word), word(open.last + 1));
    let verb = open.first.checked_sub(1).is_some_and(|t| document.word_is(t, WordClass::RightAdverb));
    let object = document.word_is(open.last + 1, WordClass::LeftObject);
    // "The count was right", "he was right": nothing with a side is the subject.
    let from = document.sentences[document.sentence_of(open.first)].first;
    let sided = |t: usize| {
        const SIDED: ConceptSet = PLACE.with(ConceptSet::of(&[known::LESION, known::SIDE_FIELD, known::BIOPSY]));
        document.concepts(t).meets(SIDED) || document.word_is(t, WordClass::SideSubject)
    };
    let agreed = word(open.first) == "right"
        && open.first.checked_sub(1).is_some_and(|t| document.is(t, known::BE))
        && !(from..open.first).any(sided);
    if alone && agreed {
        return true;
    }
    // "Size, side and specimen are right as dictated": several things have no one side.
    let several = before == "are" && behind == "as";
    alone && !matches!(before, "the" | "on") && (verb || object || several)
        || is_leaving(document, open.first, open.last)
}

/// "A first sliver had just left the adductor magnus", "we left the vastus alone": a verb with its object, no side.
pub(super) fn is_leaving(document: &Document, first: usize, last: usize) -> bool {
    let tokens = &document.tokens;
    first == last
        && tokens.word(first) == "left"
        && !tokens.list[first].capital
        && !first.checked_sub(1).is_some_and(|t| document.word_is(t, WordClass::LeftAsSide))
        && (document.is(last + 1, known::DETERMINER) && !matches!(tokens.word(last + 1), "one" | "other")
            || is_left_to(document, first))
}

/// "Rectus left to fall together", "the muscle was left open", "gracilis left as it was": a participle, and no side.
pub(super) fn is_left_to(document: &Document, left: usize) -> bool {
    let word = |t: usize| document.tokens.list.get(t).map_or("", |_| document.tokens.word(t));
    let verb = |t: usize| document.word_is(t, WordClass::LeftToDo);
    let as_it_was = word(left + 1) == "as" && word(left + 2) == "it";
    word(left) == "left" && (as_it_was || word(left + 1) == "to" && verb(left + 2) || is_left_undecided(document, left))
}

/// "MRI left sarcoma and granuloma both open": what a study, told right before, left without an answer.
fn is_left_undecided(document: &Document, left: usize) -> bool {
    const REACH: usize = 9;
    const STUDY: ConceptSet =
        ConceptSet::of(&[known::IMAGING, known::MRI, known::CT, known::ULTRASOUND, known::CORE, known::CYTOLOGY]);
    let sentence = &document.sentences[document.sentence_of(left)];
    let study = left > sentence.first && {
        let before = left - 1;
        document.concepts(before).meets(STUDY) || document.word_is(before, WordClass::ProcedureEvent)
    };
    let ends = |t: usize| t >= sentence.end || matches!(document.tokens.list[t].kind, Kind::Punct(b'.' | b',' | b';'));
    let open = |t: usize| document.word_is(t, WordClass::LeftOpen) && ends(t + 1);
    study && (left + 1..sentence.end.min(left + 1 + REACH)).any(open)
}

/// "27324-LT", "modifier RT": a side told as a modifier of a code.
pub(super) fn is_modifier(document: &Document, first: usize) -> bool {
    let word = |back: usize| first.checked_sub(back).map_or("", |t| document.tokens.word(t));
    let code = |back: usize| word(back).len() == 5 && word(back).bytes().all(|b| b.is_ascii_digit());
    const LABEL_REACH: usize = 12;
    // "CPT/modifier: per coding -LT".
    let hung = || {
        let tokens = &document.tokens.list;
        let from = first.saturating_sub(LABEL_REACH);
        let line = (from..first).rev().find(|&t| tokens[t].before >= Break::Line).unwrap_or(from);
        let named = |t: usize| document.word_is(t, WordClass::ModifierLabel);
        tokens[first].before == Break::Joined && tokens[first - 1].before != Break::Joined && (line..first).any(named)
    };
    let named = first.checked_sub(1).is_some_and(|t| document.word_is(t, WordClass::ModifierLabel));
    (word(1) == "-" && (code(2) || hung())) || code(1) || named
}

/// "Left side confirmed with the patient."
pub(super) fn is_confirmed_side(document: &Document, first: usize) -> bool {
    let sentence = &document.sentences[document.sentence_of(first)];
    let last = document.mention(first).map_or(first, |m| m.last());
    first == sentence.first
        && document.tokens.list.get(last + 1).is_some_and(|_| document.word_is(last + 1, WordClass::Verified))
}

/// "the side is right; left was typed in error": taken back where it is told.
pub(super) fn is_taken_back(document: &Document, site: &Site) -> bool {
    const REACH: usize = 7;
    let clause = document.clause[site.last];
    if is_wrong_side(document, site) {
        return true;
    }
    // "Ignore RT.", "strike right"; "scratch that, left" takes back what stands before.
    let word = |back: usize| site.first.checked_sub(back).map_or("", |t| document.tokens.word(t));
    // "Take out left".
    let dropped = site.first.checked_sub(1).is_some_and(|t| document.word_is(t, WordClass::StruckSide))
        || word(1) == "out" && matches!(word(2), "take" | "cross");
    if dropped
        || (1..3).any(|n| {
            site.first.checked_sub(n).is_some_and(|t| document.word_is(t, WordClass::Ignored)) && word(1) != "that"
        })
    {
        return true;
    }
    // "Lateral thigh, delete lateral, it's the anterior thigh".
    let end = document.sentences[site.sentence].end;
    let struck = |t: usize| {
        let strikes = document.word_is(t, WordClass::Ignored) || document.word_is(t, WordClass::StrikesOut);
        let named = document.concepts(t + 1).within(SIDE.with(ASPECT));
        strikes && !named.is_empty() && site.concepts.with(site.aspects).meets(named)
    };
    if (site.last + 1..end.min(site.last + REACH).saturating_sub(1)).any(struck) {
        return true;
    }
    (site.last + 1..site.last + REACH)
        .take_while(|&t| document.clause.get(t) == Some(&clause))
        .any(|t| document.word_is(t, WordClass::Mistaken))
}

/// "The form carries the wrong side (left)", "wrong side: right": the side that is called wrong right before it.
fn is_wrong_side(document: &Document, site: &Site) -> bool {
    let Some(mark) = site.first.checked_sub(1) else { return false };
    let marked = [b'(', b',', b':', b'"'].into_iter().any(|m| document.tokens.is_mark(mark, m));
    let word = |back: usize| mark.checked_sub(back).map_or("", |t| document.tokens.word(t));
    marked && word(2) == "wrong" && matches!(word(1), "side" | "limb" | "leg" | "laterality")
}

/// "laterality confirmed as left", "the side operated on was the left": the side is named as such.
pub(super) fn is_named_side(document: &Document, first: usize) -> bool {
    let sentence = &document.sentences[document.sentence_of(first)];
    let from = sentence.first.max(first.saturating_sub(7));
    let named =
        (from..first).rev().find(|&t| document.is(t, known::SIDE_FIELD) || document.word_is(t, WordClass::SideName));
    let mark = |t: usize| [b':', b'=', b'('].iter().any(|&m| document.tokens.is_mark(t, m));
    if is_confirmed_side(document, first) {
        return true;
    }
    let told = |t: usize| document.is_verb(t) || mark(t) || document.tokens.word(t) == "as";
    let close = |n: usize| {
        let behind = document.mention(n).map_or(n, |m| m.last()) + 1;
        (behind == first && document.is(n, known::SIDE_FIELD))
            || (behind + 1 == first && document.tokens.is_mark(behind, b','))
    };
    named.is_some_and(|n| close(n) || (n + 1..first).any(told))
}
