//! The side that sets a lesion apart from the others of a note. In: what is told of each. Out: the word for its side, or that it is the
//! same as before.

use super::super::{Reading, Tier, holds, is_held, is_sampling};
use crate::assertion::assertion;
use crate::document::Document;
use crate::lexicon::concept::group::SIDES;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::statement::Statement;

/// The one side that opens what is told of a lesion, where several are told apart.
pub(super) fn heading_side(reading: &Reading, lesion: usize) -> Option<usize> {
    if reading.lesions.count < 2 {
        return None;
    }
    let document = reading.document;
    let opening = (0..document.tokens.list.len()).find(|&t| reading.lesions.of(t) == Some(lesion))?;
    let first = opening + label_before(document, opening);
    // "Then the right: …", "Now for the left."
    let leads = |t: usize| document.word_is(t, WordClass::LeadsToSide);
    let led = (first..first + 4).take_while(|&t| leads(t)).count();
    // "Side one, right: …".
    let colon = (first..first + 6).find(|&t| document.tokens.is_mark(t, b':'));
    // "Target A (right). …"
    let count = document.tokens.list.len();
    let side = |t: usize| document.concepts(t).meets(SIDES) && !document.is(t, known::PSEUDO);
    let set_in = |t: &usize| document.tokens.is_mark(t - 1, b'(') && document.tokens.is_mark(t + 1, b')') && side(*t);
    let bracketed = || (first + 1..count.min(first + 5)).find(set_in);
    (first..colon.unwrap_or(first + led.max(1) + 1)).find(|&t| side(t)).or_else(bracketed)
}

/// "A) RIGHT. …", "2. Left: …", "(b) right …": how many tokens the mark of an item takes before what it lists.
fn label_before(document: &Document, first: usize) -> usize {
    let mark = |t: usize, marks: &[u8]| marks.iter().any(|m| document.tokens.is_mark(t, *m));
    let label = |t: usize| document.tokens.word(t).len() == 1;
    if mark(first, b"(") && label(first + 1) && mark(first + 2, b")") {
        3
    } else if label(first) && mark(first + 1, b").") {
        2
    } else {
        0
    }
}

/// "Masses of both thighs. We started on the right … and repeated it on the left": the first word in what is told of a lesion for the
/// side that sets it apart from the others.
pub(super) fn own_side(reading: &Reading, lesion: usize) -> Option<usize> {
    let (key, _) = reading.lesions.told_apart_by(lesion);
    let side = match (key.has(known::LEFT), key.has(known::RIGHT)) {
        (true, false) => known::LEFT,
        (false, true) => known::RIGHT,
        _ => return None,
    };
    let document = reading.document;
    let own = |m: &&Mention| m.is(side) && !m.is(known::PSEUDO) && reading.lesions.of(m.first()) == Some(lesion);
    document.mentions.iter().filter(|_| reading.lesions.count > 1).find(own).map(Mention::first)
}

/// "The right quadriceps is fatty, so the left was chosen", "right side selected (the left is the weaker)", "we chose the left one": the
/// token of the one side that is told to have been chosen of two, where the note sets no lesions apart.
pub(super) fn chosen_side(reading: &Reading) -> Option<usize> {
    const REACH: usize = 4;
    let document = reading.document;
    let word = |t: usize| document.tokens.word(t);
    let chosen = |t: usize| document.word_is(t, WordClass::ChosenSide);
    // "The right quadriceps was scarred": only what stands for the side itself may stand between.
    let named =
        |t: usize| matches!(word(t), "side" | "one" | "leg" | "thigh" | "knee" | "limb" | "was" | "is" | "therefore");
    let small = |t: usize| matches!(word(t), "the" | "side" | "out");
    let is_chosen = |m: &&Mention| {
        let end = document.sentences[document.sentence_of(m.first())].end;
        let behind = (m.last() + 1..end.min(m.last() + 1 + REACH)).find(|&t| !named(t));
        let before = (m.first().saturating_sub(REACH)..m.first()).rev().find(|&t| !small(t));
        m.concepts.meets(SIDES)
            && !m.concepts.meets(ConceptSet::of(&[known::PSEUDO, known::BILATERAL]))
            && (behind.is_some_and(chosen)
                || before.is_some_and(chosen) && !document.concepts(m.last() + 1).meets(OTHER))
            && Tier::of(document.section_of(m.first()).role) > Tier::Outside
            && !assertion(document, m.first(), m.last()).is_negated()
    };
    if reading.lesions.count != 1 {
        return None;
    }
    let mut all = document.mentions.iter().filter(is_chosen);
    let first = all.next()?;
    all.all(|m| m.is(known::LEFT) == first.is(known::LEFT)).then_some(first.first())
}

/// What else may be chosen on a side: "chose a left arm vein".
const OTHER: ConceptSet = ConceptSet::of(&[known::OTHER_REGION, known::ANESTHESIA, known::NEUROVASCULAR]);

/// "The biopsy was confined to the left", "only the left one was taken today": the one side to which what is told of both is narrowed
/// where a lesion or its sampling is told, and the note sets no lesions apart; `titled_only`: only right behind a heading, "PERFORMED: left only".
pub(super) fn singled_side(reading: &Reading, titled_only: bool) -> Option<usize> {
    const REACH: usize = 3;
    const NAMED: ConceptSet = ConceptSet::of(&[known::LESION, known::THIGH, known::KNEE, known::LIMB]);
    const ACT: ConceptSet = ConceptSet::of(&[
        known::BIOPSY,
        known::BIOPSIED,
        known::SAMPLE,
        known::CORE,
        known::WEDGE,
        known::PARTIAL,
        known::TAKE,
        known::CUT,
        known::NEEDLE,
    ]);
    // A tourniquet, a pain or a scan of one side narrows nothing.
    const ELSE: ConceptSet = ConceptSet::of(&[
        known::ANESTHESIA,
        known::SITE_DISTRACTOR,
        known::PAIN,
        known::IMAGING,
        known::DEVICE,
        known::HISTORICAL,
        known::HISTORICAL_NEXT,
    ]);
    let document = reading.document;
    let word = |t: usize| if t < document.tokens.list.len() { document.tokens.word(t) } else { "" };
    let both = |s: &Statement| (s.first..=s.last + REACH).any(|t| matches!(word(t), "both" | "each" | "either"));
    if reading.lesions.count != 1 || reading.statements.iter().any(|s| is_sampling(s.claim) && is_held(s) && both(s)) {
        return None;
    }
    let told = |s: &&Statement| s.claim == Claim::Sampled && is_held(s);
    let sampled: Vec<usize> = reading.statements.iter().filter(told).map(|s| s.sentence).collect();
    let singled = |m: &&Mention| {
        if !m.concepts.meets(SIDES) || m.is(known::BILATERAL) {
            return false;
        }
        let sentence = &document.sentences[document.sentence_of(m.first())];
        let from = sentence.first.max(m.first().saturating_sub(REACH));
        let narrowed = (from..m.first()).any(|t| document.word_is(t, WordClass::NarrowedTo));
        let next = m.first() + 1;
        let named = document.concepts(next).meets(NAMED) || matches!(word(next), "one" | "side");
        let noun = m.first() > from && word(m.first() - 1) == "the" || named || m.concepts.meets(NAMED);
        let clause = document.clause[m.first()];
        let acted = || {
            let within = document.mentions_in(sentence.first, sentence.end).map(|i| &document.mentions[i]);
            within.into_iter().any(|o| o.concepts.meets(ACT) && document.clause[o.first()] == clause)
        };
        // "Lumps on both thighs; the outer left one is the newest, so that was sampled".
        let sampled_so = || word(next) == "one" && sampled.binary_search(&document.sentence_of(m.first())).is_ok();
        // "Plaques, both thighs. Biopsy, one site: R thigh".
        let one_site = (from..m.first()).any(|t| word(t) == "one" && matches!(word(t + 1), "site" | "spot" | "place"));
        // "Masses in both thighs. We took the left one today."
        let today = || sentence.concepts.has(known::CURRENT) && named && acted();
        let section = document.section_of(m.first());
        let titled = section.body > section.first && m.first() == section.body;
        let about = || titled || acted() || sentence.concepts.has(known::LESION);
        Tier::of(document.section_of(m.first()).role) >= Tier::Title
            && (titled || !titled_only)
            && !sentence.concepts.meets(ELSE)
            && (narrowed && noun && about()
                || matches!(word(m.last() + 1), "only" | "alone") && about()
                || today()
                || sampled_so()
                || one_site && noun)
            && holds(&assertion(document, m.first(), m.last()))
    };
    let mut all = document.mentions.iter().filter(singled);
    let first = all.next()?;
    all.all(|m| m.is(known::LEFT) == first.is(known::LEFT)).then_some(first.first())
}

/// "Same again on the left.": the side that alone sets a lesion apart, where its words begin.
pub(super) fn apart_by_side(reading: &Reading, lesion: usize) -> Option<usize> {
    const OPENING: usize = 8;
    let (key, _) = reading.lesions.told_apart_by(lesion);
    let side = match (key.has(known::LEFT), key.has(known::RIGHT)) {
        (true, false) => known::LEFT,
        (false, true) => known::RIGHT,
        _ => return None,
    };
    let own = |t: usize| reading.lesions.of(t) == Some(lesion);
    let count = reading.document.tokens.list.len();
    let first = (0..count).find(|&t| own(t))?;
    (first..count.min(first + OPENING)).find(|&t| own(t) && reading.document.is(t, side))
}

/// "The same leg", "same thigh", "ipsilateral knee": in what is told of a lesion.
pub(super) fn is_on_same_side(reading: &Reading, lesion: usize) -> bool {
    const PLACE: ConceptSet = ConceptSet::of(&[known::LIMB, known::THIGH, known::KNEE, known::OTHER_REGION]);
    const REACH: usize = 3;
    let document = reading.document;
    let place = |t: usize| document.concepts(t).meets(PLACE) || document.tokens.word(t) == "side";
    let count = document.tokens.list.len();
    (0..count)
        .filter(|&t| matches!(document.tokens.word(t), "same" | "ipsilateral"))
        .any(|t| reading.lesions.of(t) == Some(lesion) && (t + 1..(t + 1 + REACH).min(count)).any(place))
}
