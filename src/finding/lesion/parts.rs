//! The parts of a note: sentences, cut where they may go on to another lesion, and the numbers that label them.

use super::called::{changes_layer, refers_to_one};
use super::{ASPECT, Part, document_word};
use crate::document::Document;
use crate::lexicon::concept::group::{LENGTH_UNITS, MUSCLES, REGIONS, SIDES};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::{Break, Kind};
use std::ops::Range;

/// Cuts sentences where they may go on to another lesion: at semicolons, "(b)", "and a 4 mm punch of".
pub(super) fn parts(document: &Document) -> Vec<Part> {
    let mut out = Vec::with_capacity(document.sentences.len());
    for (number, sentence) in document.sentences.iter().enumerate() {
        let mut first = sentence.first;
        for at in sentence.first + 1..sentence.end {
            let goes_on = || goes_on_elsewhere(document, at, sentence.first, sentence.end);
            if may_begin(document, at) && (parts_before(document, at, sentence.first, sentence.end) || goes_on()) {
                out.push(Part { first, end: at, sentence: number });
                first = at;
            }
        }
        out.push(Part { first, end: sentence.end, sentence: number });
    }
    out
}

/// Whether a part may begin at a token at all: behind a mark, at a bracket, at a joint or at a word for another lesion. Nearly all words
/// end here.
fn may_begin(document: &Document, at: usize) -> bool {
    const OTHER: ConceptSet = ConceptSet::of(&[known::LESION_ITEM, known::SECOND_LESION, known::ALL_LESIONS]);
    matches!(document.tokens.list[at - 1].kind, Kind::Punct(_))
        || document.tokens.is_mark(at, b'(')
        || document.tokens.is_mark(at, b'#')
        || matches!(
            document.tokens.normal_form(at),
            b"and" | b"then" | b"next" | b"now" | b"while" | b"whereas" | b"both" | b"all" | b"each"
        )
        || document.concepts(at).meets(OTHER)
}

/// Whether a token within a sentence, at which a part [may begin](may_begin), does begin what is said of another lesion.
fn parts_before(document: &Document, at: usize, from: usize, end: usize) -> bool {
    let mark = |t: usize, m: u8| document.tokens.is_mark(t, m);
    if mark(at - 1, b';')
        || mark(at, b'(') && mark(at + 2, b')') && label_of(document.tokens.word(at + 1)).is_some()
        || mark(at - 1, b',') && is_numbered_wound(document, at)
    {
        return true;
    }
    let begins = document.mention(at).is_some_and(|m| m.first() == at);
    if begins && document.is(at, known::LESION_ITEM) {
        let opens = mark(at - 1, b',') || mark(at - 1, b':');
        return is_bare(document, at) || opens || document.is(at - 1, known::CONJUNCTION);
    }
    begins && is_bare(document, at) && opens_others(document, at, end)
        || numbers_place(document, at, end)
        || opens_all(document, at, from, end)
        || joins_lesion(document, at, from, end)
        || opens_former(document, at, end)
        || turns_to_place(document, at, end)
        || lists_sizes(document, at, from, end)
        || opens_one(document, at, from, end)
        || changes_layer(document, at, from, end)
        || joint_parts(document, at, from, end).unwrap_or_else(|| {
            (mark(at - 1, b',') || mark(at - 1, b':')) && opens_muscle_lesion(document, at, end)
                || lists_act(document, at, end)
        })
}

/// What a joint at a token tells: whether another lesion begins there; none where the word leaves it open.
fn joint_parts(document: &Document, at: usize, from: usize, end: usize) -> Option<bool> {
    match document.tokens.word(at) {
        "and" => and_parts(document, at, end),
        "then" | "next" | "now" => then_parts(document, at, from, end),
        _ => None,
    }
}

/// What an "and" tells: whether a lesion, a visit or "the other" behind it is at a place of its own.
fn and_parts(document: &Document, at: usize, end: usize) -> Option<bool> {
    let within = |set: ConceptSet, tokens: Range<usize>| means(document, tokens, end, set);
    // "The anterior lump, 45 mm, inside the rectus, and the medial thigh lump, 20 mm".
    let aspect_lesion = || {
        document_word(document, at + 1) == "the"
            && document.concepts(at + 2).meets(ASPECT)
            && within(ConceptSet::of(&[known::LESION]), at + 2..at + 8)
    };
    if document.tokens.is_mark(at - 1, b',') && aspect_lesion() {
        return Some(true);
    }
    // "… and in the same sitting ran a needle into a nodule behind the knee".
    let same = |t: usize| document_word(document, t) == "same" && document.word_is(t + 1, WordClass::Visit);
    if (at + 1..at + 4).any(|t| t < end && same(t)) {
        return Some(within(REGIONS, at..end));
    }
    // "Mass A, anterior, 3 cm, and mass B, posterior".
    let label = at + 2;
    let labelled = document.is(at + 1, known::LESION)
        && label < end
        && document.tokens.list[label].span.len() == 1
        && (document.tokens.list[label].capital || document.tokens.list[label].kind == Kind::Number);
    if labelled && label_of(document.tokens.word(label)).is_some() {
        return Some(true);
    }
    let another = |t: usize| matches!(document_word(document, t), "other" | "another" | "second" | "one");
    if (at + 1..at + 5).any(|t| t < end && another(t)) {
        // "one in front and one at the back".
        let paired = || document.tokens.word(at + 1) == "one";
        return Some(within(REGIONS, at..at + 14) || paired() && within(ASPECT, at..at + 6));
    }
    None
}

/// What a "then" tells: whether a place stands behind it.
fn then_parts(document: &Document, at: usize, from: usize, end: usize) -> Option<bool> {
    const PLACED: usize = 14;
    const SIDED: ConceptSet = REGIONS.with(MUSCLES).with(SIDES);
    let within = |set: ConceptSet, tokens: Range<usize>| means(document, tokens, end, set);
    // Speech without marks goes on to the next place: "… and sent it off now for the knee same side".
    if document_word(document, at + 1) != "to"
        && document.is_unpunctuated()
        && within(SIDED.with(ASPECT), at + 1..at + PLACED)
    {
        return Some(true);
    }
    (document.tokens.word(at) == "then").then(|| {
        within(REGIONS, at..at + 7)
            || document.tokens.is_mark(at + 1, b',') && within(SIDED, at..at + 20)
            || within(SIDED, at + 1..at + 4)
            // "First the trained leg (left), then the control leg (right)".
            || within(SIDES, at + 1..at + 7) && within(SIDES, from..at)
    })
}

/// "Cores x3 from the right thigh, cores x4 from the left knee": an act and its place, as one of a list.
fn lists_act(document: &Document, at: usize, end: usize) -> bool {
    const ACT: ConceptSet =
        ConceptSet::of(&[known::PUNCH, known::PUNCH_TOOL, known::BIOPSY, known::CORE, known::EXCISION]);
    let within = |set: ConceptSet, tokens: Range<usize>| means(document, tokens, end, set);
    let listed =
        document.tokens.is_mark(at - 1, b',') && (at..at + 4).any(|t| t < end && document.concepts(t).meets(ACT));
    let marked = |t: &usize| matches!(document.tokens.list[*t].kind, Kind::Punct(b',' | b';' | b':' | b'.'));
    let own = || (at..end.min(at + 10)).find(marked).unwrap_or(at + 10);
    listed && within(REGIONS, at..own())
        || document.tokens.word(at) == "and" && within(ACT, at..at + 6) && within(REGIONS, at..at + 14)
}

/// Whether what some tokens mean, up to an end, is of a class.
fn means(document: &Document, tokens: Range<usize>, end: usize, set: ConceptSet) -> bool {
    document.mentions_in(tokens.start, tokens.end.min(end)).any(|m| document.mentions[m].concepts.meets(set))
}

/// A word for another lesion, or for all of them where they are sent: "… left the fascia alone both to pathology": speech without marks
/// goes on to what is said of all.
fn opens_others(document: &Document, at: usize, end: usize) -> bool {
    const SENT: ConceptSet = ConceptSet::of(&[known::SEND, known::PATHOLOGY]);
    let sent = |t: usize| document.concepts(t).meets(SENT);
    document.is(at, known::SECOND_LESION) || document.is(at, known::ALL_LESIONS) && (at + 1..end.min(at + 5)).any(sent)
}

/// "The former without touching the fascia, the latter through it".
fn opens_former(document: &Document, at: usize, end: usize) -> bool {
    let and = document.tokens.word(at) == "and";
    (and || document.tokens.is_mark(at - 1, b',')) && is_former(document, at + usize::from(and), end).is_some()
}

/// "Two lumps of the left thigh, the medial lump, 3 cm, …": one of the lesions named before, behind a comma.
fn opens_one(document: &Document, at: usize, from: usize, end: usize) -> bool {
    const REACH: usize = 40;
    document.tokens.is_mark(at - 1, b',')
        && document.tokens.word(at) == "the"
        && refers_to_one(document, at, end.min(at + 3))
        && means(document, from.max(at.saturating_sub(REACH))..at, end, ConceptSet::of(&[known::LESION]))
}

/// ", attention turned to the knee": what was done there is told of another place.
fn turns_to_place(document: &Document, at: usize, end: usize) -> bool {
    document.tokens.is_mark(at - 1, b',')
        && document.word_is(at + 1, WordClass::Turning)
        && means(document, at..at + 9, end, REGIONS.with(SIDES))
}

/// "Medial 1.1 cm and lateral 1.5 cm", "one in the rectus 3 cm, the other in the gracilis 2 cm": a joint between two places on a limb, each with a
/// size of its own.
fn lists_sizes(document: &Document, at: usize, from: usize, end: usize) -> bool {
    const LONGEST: usize = 10;
    const NAMED: ConceptSet = PLACES.with(ASPECT).with(ConceptSet::of(&[known::LESION]));
    // What has a length too.
    const OTHERS: ConceptSet = ConceptSet::of(&[
        known::INCISION,
        known::CUT,
        known::NEEDLE,
        known::GAUGE,
        known::SAMPLE,
        known::CORE,
        known::PARTIAL,
        known::WEDGE,
        known::DISTANCE,
        known::SKIN,
    ]);
    let joint = |t: usize| {
        document.tokens.word(t) == "and" || matches!(document.tokens.list[t].kind, Kind::Punct(b',' | b':' | b';'))
    };
    // "One lateral, 3 cm, the other medial, 2 cm": behind its comma a length goes with the place before it.
    let sized = |t: usize| t + 1 < end && document.tokens.list[t + 1].kind == Kind::Number;
    let joint = |t: usize| joint(t) && !(document.tokens.is_mark(t, b',') && sized(t));
    let mark = at - usize::from(document.tokens.word(at) != "and");
    if !joint(mark) {
        return false;
    }
    let place_of = |tokens: Range<usize>| {
        let told = || document.mentions_in(tokens.start, tokens.end).map(|m| &document.mentions[m]);
        let meant = told().map(|m| m.concepts).fold(ConceptSet::EMPTY, ConceptSet::with);
        // "38 mm on the left and 33 mm on the right" goes on of both.
        let sized = meant.meets(LENGTH_UNITS) && meant.meets(NAMED) && !meant.meets(OTHERS);
        let muscle = told().find(|m| m.concepts.meets(MUSCLES)).map(|m| m.row);
        sized
            .then(|| (meant.within(SIDES.with(ASPECT)), muscle))
            .filter(|(place, muscle)| !place.is_empty() || muscle.is_some())
    };
    let stop = (at + 1..end.min(at + LONGEST)).find(|&t| joint(t)).unwrap_or(end.min(at + LONGEST));
    let start = (from.max(mark.saturating_sub(LONGEST))..mark).rev().find(|&t| joint(t)).map_or(from, |t| t + 1);
    let before = || place_of(start.max(mark.saturating_sub(LONGEST))..mark);
    // Two muscles are told apart by their rows in the lexicon.
    let differ = |(own, muscle): (ConceptSet, Option<u32>), (before, other): (ConceptSet, Option<u32>)| {
        !own.meets(before) && (muscle.is_none() || muscle != other)
    };
    // "Two lumps of the left thigh, one lateral, 3 cm, the other medial, 2 cm": the list begins behind what is said of both.
    let behind = || {
        let next = stop + usize::from(stop < end && document.tokens.word(stop) == "and");
        let from = next.max(stop + 1);
        let last = (from + 1..end.min(from + LONGEST)).find(|&t| joint(t)).unwrap_or(end.min(from + LONGEST));
        if from < end { place_of(from..last) } else { None }
    };
    place_of(at..stop).is_some_and(|own| before().or_else(behind).is_some_and(|other| differ(own, other)))
}

/// "1st incision: …", "2nd wound 6 cm higher": the number of a wound, its ending joined to it.
pub(super) fn is_numbered_wound(document: &Document, at: usize) -> bool {
    let tokens = &document.tokens.list;
    let ending = tokens.get(at + 1).is_some_and(|t| t.kind == Kind::Word && t.before == Break::Joined);
    ending
        && tokens[at].kind == Kind::Number
        && matches!(document.tokens.word(at + 1), "st" | "nd" | "rd" | "th")
        && document.is(at + 2, known::INCISION)
}

/// Places that set lesions apart.
const PLACES: ConceptSet = REGIONS.with(MUSCLES);

/// "The former", "the latter": whether a token opens with the first of two that were named, or with the second.
pub(super) fn is_former(document: &Document, at: usize, end: usize) -> Option<bool> {
    if at + 1 >= end || document.tokens.word(at) != "the" {
        return None;
    }
    match document.tokens.word(at + 1) {
        "former" => Some(true),
        "latter" => Some(false),
        _ => None,
    }
}

/// "Biopsies #1 L thigh lat 2 cm lump": a number sign within a line, with a place right behind it.
fn numbers_place(document: &Document, at: usize, end: usize) -> bool {
    const REACH: usize = 6;
    // "Core #1 medial rim" counts what is taken.
    const TAKEN: ConceptSet =
        ConceptSet::of(&[known::SAMPLE, known::CORE, known::PASS, known::PATHOLOGY, known::WEDGE]);
    document.tokens.is_mark(at, b'#')
        && !document.concepts(at - 1).meets(TAKEN)
        && at + 2 < end
        && label_of(document.tokens.word(at + 1)).is_some()
        && document.concepts(at + 2).meets(PLACES.with(SIDES).with(ASPECT))
        && document.mentions_in(at + 2, end.min(at + REACH)).any(|m| document.mentions[m].concepts.meets(PLACES))
}

/// "…, all 18G under CT", "…, both in fat", or a line of it: what is said of all, behind what was said of each.
fn opens_all(document: &Document, at: usize, from: usize, end: usize) -> bool {
    const ACT: ConceptSet = ConceptSet::of(&[known::TAKE, known::CUT, known::BIOPSIED]);
    const NAMED: ConceptSet = PLACES.with(ConceptSet::of(&[known::LESION])).with(LENGTH_UNITS);
    // "Left vastus and right vastus each sampled".
    let told = || document.concepts(at - 1).meets(NAMED) && document.concepts(at + 1).meets(ACT) && at + 1 < end;
    let opens = document.tokens.is_mark(at - 1, b',') || document.tokens.list[at].before >= Break::Line || told();
    let were = opens && matches!(document.tokens.word(at), "were" | "are") && tells_of_all(document, at + 1, end);
    opens
        && (tells_of_all(document, at, end) && !is_of_samples(document, at) || takes_from_each(document, at, from, end))
        || were
}

/// "…, three 16G cores from each": behind a comma, what was taken of each that was listed before.
fn takes_from_each(document: &Document, at: usize, from: usize, end: usize) -> bool {
    const REACH: usize = 8;
    const TAKEN: ConceptSet =
        ConceptSet::of(&[known::CORE, known::SAMPLE, known::PASS, known::WEDGE, known::BIOPSY, known::PARTIAL]);
    let word = |t: usize| document_word(document, t);
    let own = (at..end.min(at + REACH))
        .take_while(|&t| !document.tokens.is_mark(t, b',') && !document.tokens.is_mark(t, b';'));
    let each = own.clone().find(|&t| t > at && word(t) == "each" && matches!(word(t - 1), "from" | "of" | "in" | "at"));
    const LISTED: ConceptSet = PLACES.with(SIDES).with(ASPECT);
    // "Fascia opened, wedge from each" goes on about what was done to each.
    let listed = || {
        let before = from.max(at.saturating_sub(2 * REACH))..at;
        means(document, before.clone(), end, LISTED) && means(document, before, end, LENGTH_UNITS)
    };
    document.tokens.is_mark(at - 1, b',')
        && each.is_some_and(|e| (at..e).any(|t| document.concepts(t).meets(TAKEN)))
        && listed()
}

/// "Two cores, both in formalin": whether a word for all speaks of samples counted right before it.
pub(super) fn is_of_samples(document: &Document, all: usize) -> bool {
    const REACH: usize = 6;
    const TAKEN: ConceptSet =
        ConceptSet::of(&[known::SAMPLE, known::CORE, known::PASS, known::PATHOLOGY, known::BIOPSY]);
    (all.saturating_sub(REACH)..all).any(|t| {
        matches!(document.tokens.word(t), "two" | "2") && (t + 1..all).any(|n| document.concepts(n).meets(TAKEN))
    })
}

/// "Both under ultrasound", "all 14 gauge", "each opened through its own cut": whether a word for all goes on to what is said of all,
/// and names no noun of its own. "Both by palpation and ultrasound" lists two ways.
pub(super) fn tells_of_all(document: &Document, at: usize, end: usize) -> bool {
    const SAID: ConceptSet = ConceptSet::of(&[
        known::PREPOSITION,
        known::BE,
        known::TAKE,
        known::BIOPSIED,
        known::CUT,
        known::SEND,
        known::PERFORM,
        known::GAUGE,
        known::CYTOLOGY,
        known::IMAGING,
        known::CORE_DEVICE,
        known::SUBCUTANEOUS,
    ]);
    const LISTED: usize = 5;
    let next = at + 1;
    let word = document_word(document, at);
    if next >= end || !matches!(word, "all" | "both" | "each") || document_word(document, next) == "of" {
        return false;
    }
    let listed = || word == "both" && (next..end.min(next + LISTED)).any(|t| document_word(document, t) == "and");
    let lone = document.mention(at).is_none_or(|m| m.last() == at);
    let led = || document.is(at, known::PSEUDO) && document.word_is(next, WordClass::SampleFrom);
    let said = || {
        lone && (document.tokens.list[next].kind == Kind::Number && word != "both"
            || document.concepts(next).meets(SAID))
    };
    (said() || led()) && !listed()
}

/// "… and left lateral thigh nodule 22 mm", "+ USG FNAC left knee": a joint behind one sided place and before another, with a lesion,
/// a muscle or a needle of its own.
fn joins_lesion(document: &Document, at: usize, from: usize, end: usize) -> bool {
    const REACH: usize = 10;
    const SIDE_REACH: usize = 7;
    const OWN: ConceptSet = MUSCLES.with(ConceptSet::of(&[known::LESION, known::FINE_NEEDLE, known::CORE_DEVICE]));
    let mark = |t: usize, m: u8| document.tokens.is_mark(t, m);
    if !(document.tokens.word(at) == "and" || mark(at - 1, b'+') || mark(at - 1, b'&')) {
        return false;
    }
    let within = |set: ConceptSet, first: usize, last: usize| {
        document.mentions_in(first, last.min(end)).any(|m| document.mentions[m].concepts.meets(set))
    };
    within(SIDES, at, at + SIDE_REACH)
        && within(PLACES, at, at + REACH)
        && within(OWN, at, at + REACH)
        && within(SIDES, from, at)
        && within(PLACES, from, at)
}

/// Whether words that join go on, behind one place, to another: "three cores from the knee and two more from the sartorius", ", then 16G
/// x2 into the lump behind the knee", "while the firmer one in the vastus", "one on the knee and one on the thigh".
fn goes_on_elsewhere(document: &Document, at: usize, from: usize, end: usize) -> bool {
    const PLACE_REACH: usize = 20;
    const COUNT_REACH: usize = 8;
    const TOOL: ConceptSet = ConceptSet::of(&[known::GAUGE, known::CORE, known::NEEDLE, known::SAMPLE, known::PASS]);
    const MEASURE: ConceptSet = LENGTH_UNITS.with(ConceptSet::of(&[known::TIMES]));
    let word = |t: usize| if t < end { document_word(document, t) } else { "" };
    let marked = document.tokens.is_mark(at - 1, b',') || document.tokens.is_mark(at - 1, b':');
    // Nearly all words end here.
    if !marked && !matches!(document.tokens.word(at), "and" | "then" | "while" | "whereas") {
        return false;
    }
    let places = |first: usize, end: usize| {
        document.mentions_in(first, end).any(|m| document.mentions[m].concepts.meets(PLACES))
    };
    let counts = |t: usize| {
        t < end
            && (document.tokens.list[t].kind == Kind::Number || document.is(t, known::NUMBER_WORD))
            && !document.concepts(t + 1).meets(MEASURE)
    };
    let leads = |t: usize| t < end && document.word_is(t, WordClass::SampleFrom);
    let one = |t: usize| matches!(word(t), "one" | "other" | "another");
    // "… of the left thigh lump (x3) and of the calf lump (x3)".
    let times = |first: usize, end: usize| (first..end).any(|t| document.is(t, known::TIMES));
    let counted_again = || {
        let near = end.min(at + PLACE_REACH);
        leads(at + 1) && (at + 2..near).any(|t| document.is(t, known::LESION)) && times(at + 1, near) && times(from, at)
    };
    let back = from.max(at.saturating_sub(2 * PLACE_REACH));
    let joins = match word(at) {
        "and" if counted_again() => true,
        // "The larger lies in the rectus and the smaller in the fat".
        "and" if refers_to_one(document, at + 1, end.min(at + 4)) && refers_to_one(document, back, at) => return true,
        "and" => counts(at + 1) && !one(at + 1) && (at + 2..at + COUNT_REACH).any(leads),
        "then" => {
            (at + 1..at + 5).any(|t| t < end && (counts(t) || document.concepts(t).meets(TOOL)))
                || refers_to_one(document, at + 1, end.min(at + 3))
        }
        "while" | "whereas" => (at + 1..at + 6).any(|t| one(t) || t < end && document.is(t, known::LESION)),
        _ => false,
    };
    // "Two cuts, one on the front of the knee and one on the thigh", "from each: from the one on the inside …, and from the one …".
    let opens_pair = || {
        let first = (at..at + 3).find(|&t| word(t) == "one" && leads(t + 1));
        let second = |u: usize| word(u) == "and" && (u + 1..u + 5).any(one);
        marked && first.is_some_and(|t| (at..t).all(|b| leads(b) || word(b) == "the") && (t + 2..end).any(second))
    };
    let near = end.min(at + PLACE_REACH);
    // "Three cores from the former, then two from the latter".
    let refer = || refers_to_one(document, at + 1, near) && refers_to_one(document, back, at);
    joins && (places(at + 1, near) && places(from, at) || refer()) || opens_pair() && places(at, near)
}

/// "…, right gracilis nodule 14G x2": a side, a muscle, a lesion and the needle for it, behind a comma.
fn opens_muscle_lesion(document: &Document, at: usize, end: usize) -> bool {
    const NEEDLE: ConceptSet = ConceptSet::of(&[known::GAUGE, known::TIMES, known::CORE]);
    let within = |set: ConceptSet, reach: usize| {
        let mentions = document.mentions_in(at, end.min(at + reach));
        mentions.into_iter().any(|m| document.mentions[m].concepts.meets(set))
    };
    document.concepts(at).meets(SIDES)
        && within(MUSCLES, 5)
        && within(ConceptSet::of(&[known::LESION]), 6)
        && within(NEEDLE, 11)
}

/// Whether the words before a token are speech without marks.
pub(super) fn is_bare(document: &Document, at: usize) -> bool {
    const REACH: usize = 15;
    let unmarked = || {
        at > REACH
            && (at - REACH..at).all(|t| {
                let token = &document.tokens.list[t];
                token.before < Break::Line && !matches!(token.kind, Kind::Punct(_))
            })
    };
    document.is_unpunctuated() || unmarked()
}

/// The number a mark of an item stands for: `2`, `b`, `ii`, `two`, `second`.
pub(super) fn label_of(word: &str) -> Option<u8> {
    Some(match word {
        "i" | "one" | "first" => 1,
        "ii" | "two" | "second" => 2,
        "iii" | "three" | "third" => 3,
        "iv" | "four" | "fourth" => 4,
        "v" | "five" => 5,
        _ => match word.as_bytes() {
            [digit @ b'1'..=b'9'] => digit - b'0',
            [letter @ b'a'..=b'h'] => letter - b'a' + 1,
            _ => return None,
        },
    })
}
