//! Which of two layers stands where statements tell of both: what was met on the way, searched in vain or only named yields to what was
//! opened.

use super::{Stated, TAKEN, is_deep, says};
use crate::analysis::Depth;
use crate::document::Document;
use crate::document::section::Role;
use crate::finding::{Reading, Tier};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::statement::Statement;
use crate::token::Kind;

const FASCIA: ConceptSet = ConceptSet::of(&[known::FASCIA]);
const BELOW: ConceptSet = ConceptSet::of(&[known::BELOW]);
const MUSCLES: ConceptSet = ConceptSet::of(&[known::MUSCLE, known::THIGH_MUSCLE]);

/// Drops what does not place the lesion where another statement does: the fat that a needle brought up before the wound was opened,
/// and "in the fat underneath" of a layer that was cut.
pub(super) fn settle(reading: &Reading, lesion: usize, converted: bool, stated: &mut Stated) {
    if !stated.iter().any(|s| is_deep(s.0.claim)) {
        return;
    }
    let document = reading.document;
    drop_shared_diagnoses(reading, lesion, stated);
    if converted {
        let opens = |s: &&Statement| matches!(s.claim, Claim::Exposed) && Tier::of(s.role) == Tier::Body;
        let opened = reading.held(lesion).find(opens).map(|s| s.first);
        stated.retain(|s| !(is_shallow(s.0) && opened.is_some_and(|o| s.0.first < o)));
    }
    // "A canoe of skin and fat, then a strip of the fascia": layers taken one after the other.
    let taken = |s: &Statement| says(document, s, TAKEN);
    if stated.iter().any(|s| is_deep(s.0.claim) && taken(s.0)) {
        stated.retain(|s| !(is_shallow(s.0) && taken(s.0) && is_of_layers(document, s.0)));
    }
    stated.retain(|s| !(is_shallow(s.0) && is_passed(document, s.0)));
    drop_outside_muscle(document, stated);
    drop_on_the_way(document, stated);
    drop_only_at_first(document, stated);
    // A form that lists all layers that were cut: the deepest counts.
    let listed = |s: &Statement| says(document, s, ConceptSet::of(&[known::LAYERS_CUT]));
    let listed_at = stated.iter().find(|s| is_deep(s.0.claim) && listed(s.0)).map(|s| s.0.sentence);
    stated.retain(|s| !(is_shallow(s.0) && (Some(s.0.sentence) == listed_at || listed(s.0))));
    drop_searched(reading, lesion, stated);
    stated.retain(|s| !(is_shallow(s.0) && is_nicked(document, s.0)));
    // Seen whole, and opened after that.
    let whole = |s: &Statement| (s.first..=s.last).any(|t| document.word_is(t, WordClass::SeenWhole));
    let cut_at = stated.iter().filter(|s| cuts_fascia(document, s.0)).map(|s| s.0.last).max();
    stated.retain(|s| !(is_shallow(s.0) && whole(s.0) && cut_at > Some(s.0.last)));
}

fn is_shallow(statement: &Statement) -> bool {
    statement.claim == Claim::Depth(Depth::Superficial)
}

/// "Skin and subcutaneous nodules, muscle": a diagnosis shared by several lesions does not say which of them lies where.
fn drop_shared_diagnoses(reading: &Reading, lesion: usize, stated: &mut Stated) {
    let of_diagnosis = |s: &Statement| matches!(s.role, Role::Preop | Role::Postop | Role::PrePost | Role::Title);
    let own = |s: &Statement| reading.lesions.of(s.first) == Some(lesion);
    if reading.lesions.count > 1 && stated.iter().any(|s| own(s.0)) {
        stated.retain(|s| own(s.0) || !of_diagnosis(s.0));
    }
}

/// Drops what stands above or outside a muscle where its fascia was opened: that is not above the fascia.
fn drop_outside_muscle(document: &Document, stated: &mut Stated) {
    const LAYERS: ConceptSet = ConceptSet::of(&[known::FASCIA, known::FAT, known::SUBCUTANEOUS, known::SKIN]);
    const ABOVE: ConceptSet = ConceptSet::of(&[known::ABOVE]);
    // "The fascia was opened, and under it, but outside the muscle, …".
    let over_muscle =
        |s: &Statement| says(document, s, ABOVE) && says(document, s, MUSCLES) && !says(document, s, FASCIA);
    // "Under the deep fascia, but not grown into the muscle".
    let outside_muscle = |s: &Statement| says(document, s, MUSCLES) && !says(document, s, LAYERS);
    let below_fascia = |s: &Statement| is_deep(s.claim) && says(document, s, BELOW) && says(document, s, FASCIA);
    let opened = stated.iter().any(|s| cuts_fascia(document, s.0));
    let beneath = opened || stated.iter().any(|s| below_fascia(s.0));
    stated.retain(|s| !(beneath && is_shallow(s.0) && outside_muscle(s.0)));
    // "Lying under the rectus and on top of the intermedius".
    let under_muscle = stated.iter().any(|s| is_deep(s.0.claim) && is_under_muscle(document, s.0));
    stated.retain(|s| !((opened || under_muscle) && is_shallow(s.0) && over_muscle(s.0)));
    // "Beneath it, in the fat of the popliteal fossa": behind the fascia that was opened lies the fat of the space.
    stated.retain(|s| !(opened && is_shallow(s.0) && is_fat_of_space(document, s.0)));
}

/// Drops what was passed by something that went on, or stands underneath.
fn drop_on_the_way(document: &Document, stated: &mut Stated) {
    let further = deeper_layers(document, stated);
    stated.retain(|s| !(is_shallow(s.0) && goes_deeper(document, s.0, &further)));
    let underneath = |s: &Statement| {
        let next = s.last + 1;
        document.is(next, known::BELOW)
            && document.tokens.list.get(next + 1).is_none_or(|t| matches!(t.kind, Kind::Punct(_)))
    };
    stated.retain(|s| !(is_shallow(s.0) && underneath(s.0)));
}

/// "Skin and fat only, then deep fascia opened": a layer that was all until the next was cut, in the same sentence.
fn drop_only_at_first(document: &Document, stated: &mut Stated) {
    const ALL_THERE_WAS: ConceptSet = ConceptSet::of(&[known::FAT, known::ONLY, known::PREPOSITION]);
    let plain = |s: &Statement| {
        (s.first..=s.last).all(|t| document.concepts(t).meets(ALL_THERE_WAS)) && document.is(s.last, known::ONLY)
    };
    let mut cuts: Vec<(usize, usize)> =
        stated.iter().filter(|s| cuts_fascia(document, s.0)).map(|s| (s.0.sentence, s.0.first)).collect();
    cuts.sort_unstable();
    let cut_behind = |s: &Statement| {
        let next = cuts.partition_point(|&cut| cut <= (s.sentence, s.last));
        cuts.get(next).is_some_and(|&(sentence, _)| sentence == s.sentence)
    };
    stated.retain(|s| !(is_shallow(s.0) && plain(s.0) && cut_behind(s.0)));
}

/// "Subcutaneous lesion. … No lesion in the fat; the fascia was opened": what is denied where the lesion was looked for stands no more. Only
/// a name goes: "the whole lesion lay in the fat" contradicts what was found below.
fn drop_searched(reading: &Reading, lesion: usize, stated: &mut Stated) {
    const NAME: ConceptSet = ConceptSet::of(&[known::SUBCUTANEOUS]);
    const TOLD: ConceptSet = ConceptSet::of(&[known::INSIDE, known::LIE, known::BE, known::FASCIA, known::PRONOUN]);
    let in_vain = |s: &&Statement| is_shallow(s) && s.assertion.is_negated() && Tier::of(s.role) == Tier::Body;
    let searched = reading.about(lesion).filter(in_vain).map(|s| s.first).max();
    let named = |s: &Statement| says(reading.document, s, NAME) && !says(reading.document, s, TOLD);
    stated.retain(|s| !(is_shallow(s.0) && named(s.0) && searched.is_some_and(|at| s.0.first < at)));
}

/// "The fascia under it was nicked as well": a layer told as lying below, and opened in the words behind.
fn is_nicked(document: &Document, statement: &Statement) -> bool {
    const REACH: usize = 5;
    const OPENED: ConceptSet = ConceptSet::of(&[known::CUT, known::ENTRY]);
    let end = document.sentences[statement.sentence].end.min(statement.last + 1 + REACH);
    let mut behind = statement.last + 1..end;
    says(document, statement, FASCIA)
        && says(document, statement, BELOW)
        && !says(document, statement, ConceptSet::of(&[known::SPARE]))
        && behind.clone().any(|t| document.concepts(t).meets(OPENED))
        && !behind.any(|t| document.is(t, known::NEGATED_NEXT) || document.tokens.is_mark(t, b';'))
}

/// The sentences and first tokens of what places something below the fascia without a cut, in the order of the note.
fn deeper_layers(document: &Document, stated: &Stated) -> Vec<(usize, usize)> {
    const CUT: ConceptSet = ConceptSet::of(&[known::CUT, known::INCISION]);
    let deeper = |s: &Statement| is_deep(s.claim) && says(document, s, FASCIA) && !says(document, s, CUT);
    let mut layers: Vec<_> = stated.iter().filter(|s| deeper(s.0)).map(|s| (s.0.sentence, s.0.first)).collect();
    layers.sort_unstable();
    layers
}

/// "The first image showed the tip in fat, the second past the fascia": a needle that is told to have gone on in the same sentence,
/// to one of the `further` layers.
fn goes_deeper(document: &Document, statement: &Statement, further: &[(usize, usize)]) -> bool {
    let next = further.partition_point(|&layer| layer <= (statement.sentence, statement.last));
    let sentence = &document.sentences[statement.sentence];
    further.get(next).is_some_and(|&(sentence, _)| sentence == statement.sentence)
        && sentence.concepts.has(known::NEEDLE_PART)
        && (sentence.first..statement.first).any(|t| document.is(t, known::NEEDLE_PART))
}

/// "In the fat of the fossa", "the popliteal fat": the fat of the space behind the knee, on both sides of its fascia.
fn is_fat_of_space(document: &Document, statement: &Statement) -> bool {
    const REACH: usize = 4;
    const SPACE: ConceptSet = ConceptSet::of(&[known::KNEE, known::LANDMARK]);
    let fat = (statement.first..=statement.last).any(|t| document.is(t, known::FAT));
    let end = document.sentences[statement.sentence].end.min(statement.last + REACH);
    fat && (statement.first..end).any(|t| {
        document.word_is(t, WordClass::SpaceName)
            || document.is(t, known::POSTERIOR) && document.concepts(t).meets(SPACE)
    })
}

/// "Under the rectus femoris", "between the vasti": a place that no lesion above the deep fascia has.
fn is_under_muscle(document: &Document, statement: &Statement) -> bool {
    const UNDER: ConceptSet = ConceptSet::of(&[known::BELOW, known::BETWEEN]);
    says(document, statement, UNDER) && says(document, statement, MUSCLES)
}

/// How far before words for a layer, in tokens, what lies there may be named; half as far in a run without marks.
const SUBJECT_REACH: usize = 24;

/// "I got into the fat", "the tissues above the fascia were held apart": whether a statement tells of a layer on the way down and not
/// where a lesion lies, a sample came from or a needle stood. A fascia that was not opened was not passed.
fn is_passed(document: &Document, statement: &Statement) -> bool {
    const PLACED: ConceptSet = ConceptSet::of(&[
        known::LESION,
        known::SAMPLE,
        known::BIOPSY,
        known::PARTIAL,
        known::CORE,
        known::NEEDLE,
        known::GAUGE,
        known::TAKE,
        known::LIE,
    ]);
    const ON_THE_WAY: ConceptSet = ConceptSet::of(&[known::INSIDE, known::INTO, known::ABOVE]);
    const TOLD: ConceptSet = ConceptSet::of(&[known::SPARE, known::SOUND, known::SEE, known::CLOSE, known::NONE]);
    let reach = if document.is_unpunctuated() { SUBJECT_REACH / 2 } else { SUBJECT_REACH };
    let first = document.sentences[statement.sentence].first.max(statement.first.saturating_sub(reach));
    let words = |set: ConceptSet| (statement.first..=statement.last).any(|t| document.concepts(t).meets(set));
    // "The tissues above the fascia were held apart."
    let placed = |t: usize| document.concepts(t).meets(PLACED) && !document.tokens.word(t).starts_with("tissue");
    let empty = is_found_empty(document, statement);
    // "Layer: above fascia" answers where the lesion lies.
    let answered = matches!(statement.role, Role::Field | Role::Depth);
    empty || !answered && words(ON_THE_WAY) && !words(TOLD) && !(first..=statement.last).any(placed)
}

/// "I looked above the fascia and found none", "between skin and fascia there was only fat", "I found fat of usual look": a place in
/// which the lesion was looked for in vain.
fn is_found_empty(document: &Document, statement: &Statement) -> bool {
    const REACH: usize = 12;
    const PLAIN_REACH: usize = 5;
    const DENIED: ConceptSet = ConceptSet::of(&[known::NONE, known::NEGATED_NEXT]);
    const PLACE: ConceptSet = ConceptSet::of(&[known::INSIDE, known::ABOVE, known::BETWEEN]);
    const FOUND: ConceptSet = ConceptSet::of(&[known::LIE, known::SEE, known::MEASURE]);
    let told = |set: ConceptSet| (statement.first..=statement.last).any(|t| document.concepts(t).meets(set));
    if told(ConceptSet::of(&[known::LESION, known::SAMPLE])) {
        return false;
    }
    let found_fat = document.concepts(statement.first).meets(FOUND)
        && matches!(document.tokens.word(statement.first), "found" | "met" | "saw")
        && document.is(statement.last, known::FAT)
        && !told(ConceptSet::of(&[known::PREPOSITION]));
    let end = document.sentences[statement.sentence].end;
    let of_lesion = |t: usize| {
        let next = document.mention(t).map_or(t, Mention::last) + 1;
        document.is(next, known::LESION)
            || document.tokens.list.get(next).is_none_or(|n| matches!(n.kind, Kind::Punct(_)))
    };
    let mut behind =
        (statement.last + 1..end.min(statement.last + REACH)).take_while(|&t| !document.tokens.is_mark(t, b';'));
    let mut in_vain = || behind.any(|t| document.concepts(t).meets(DENIED) && of_lesion(t));
    let only_fat = || {
        told(ConceptSet::of(&[known::BETWEEN]))
            && (statement.last + 1..end.min(statement.last + PLAIN_REACH)).any(|t| document.is(t, known::FAT))
    };
    found_fat || told(PLACE) && !told(ConceptSet::of(&[known::PRONOUN])) && (only_fat() || in_vain())
}

/// Whether a statement tells of layers that were taken and of no lesion: "an ellipse of skin and fat".
fn is_of_layers(document: &Document, statement: &Statement) -> bool {
    const LYING: ConceptSet = ConceptSet::of(&[known::LESION, known::LIE, known::INSIDE, known::ABOVE]);
    !(statement.first..=statement.last).any(|t| document.concepts(t).meets(LYING))
}

/// Whether a statement tells that the deep fascia was cut.
fn cuts_fascia(document: &Document, statement: &Statement) -> bool {
    let within = |c| (statement.first..=statement.last).any(|t| document.is(t, c));
    is_deep(statement.claim) && statement.claim != Claim::Closed && within(known::CUT) && within(known::FASCIA)
}
