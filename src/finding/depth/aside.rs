//! Statements on a layer that place no lesion: of another structure or muscle, of an edge, of an anaesthetic, of what was cut to see it.

use super::{TAKEN, is_deep};
use crate::analysis::Depth;
use crate::document::Document;
use crate::document::section::Role;
use crate::finding::{Reading, Tier, is_sampling};
use crate::lexicon::concept::group::THIGH_OR_KNEE;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::statement::Statement;
use crate::token::Break;

/// Whether a statement places the lesion in no layer, whatever it says of one.
pub(super) fn is_aside(reading: &Reading, statement: &Statement) -> bool {
    let document = reading.document;
    is_list_begun(document, statement)
        || is_of_other_structure(document, statement)
        || ends_at_edge(document, statement)
        || is_of_other_muscle(reading, statement)
        || is_fat_below(document, statement)
        || is_numbed(document, statement)
        || is_cut_to_see(document, statement)
        || is_denied_next(document, statement)
        || is_sought(document, statement)
        || ends_between(document, statement)
        || reaches_only(document, statement)
        || is_unchosen(document, statement)
        || is_clear_of(document, statement)
        || names_fascia_biopsy(document, statement)
}

/// "Well clear of the fascia: cut, slice": what is cut behind the words for a distance from the fascia is not the fascia.
fn is_clear_of(document: &Document, statement: &Statement) -> bool {
    const AWAY: ConceptSet = ConceptSet::of(&[known::APART, known::ABOVE]);
    let led = statement.first.checked_sub(1).is_some_and(|t| document.concepts(t).meets(AWAY));
    is_deep(statement.claim) && document.is(statement.first, known::FASCIA) && led
}

/// "Open fascia biopsy": the biopsy is open, whatever became of the fascia.
fn names_fascia_biopsy(document: &Document, statement: &Statement) -> bool {
    let open = document.tokens.word(statement.first) == "open" && document.is(statement.first + 1, known::FASCIA);
    let last = document.mention(statement.first + 1).map_or(statement.first + 1, Mention::last);
    is_deep(statement.claim) && open && document.is(last + 1, known::BIOPSY) && statement.last <= last + 1
}

/// "Dissection through fat to the fascia lata", "cut skin and fat to deep fascia": what is cut or passed ends at a layer that is only
/// reached; "deep to the fascia" is one phrase. "Vicryl to fascia" closes it.
fn reaches_only(document: &Document, statement: &Statement) -> bool {
    const LYING: ConceptSet = ConceptSet::of(&[known::BELOW, known::INTO, known::LIE]);
    let Some(fascia) = document.mention(statement.last).filter(|m| m.is(known::FASCIA)) else { return false };
    let before = fascia.first().saturating_sub(1);
    let at = if document.is(before, known::DETERMINER) { before.saturating_sub(1) } else { before };
    statement.claim == Claim::Depth(Depth::Deep)
        && at > statement.first
        && document.tokens.normal_form(at) == b"to"
        && document.mention(at).is_none_or(|m| m.first() == m.last())
        && !(statement.first..=statement.last).any(|t| document.concepts(t).meets(LYING))
}

/// "I looked for the lipoma in the subcutaneous tissue": where a lesion was looked for it need not have been.
fn is_sought(document: &Document, statement: &Statement) -> bool {
    const REACH: usize = 3;
    let from = document.sentences[statement.sentence].first.max(statement.first.saturating_sub(REACH));
    let sought = |t: usize| {
        document.word_is(t, WordClass::SearchVerb)
            && (document.tokens.word(t + 1) == "for" || document.tokens.word(t) == "sought")
    };
    let found = |t: usize| document.tokens.word(t).starts_with("found");
    let Some(at) = (from..statement.last).find(|&t| sought(t)) else { return false };
    !(at..=statement.last).any(found)
}

/// "A film of fat between the disk and the fascia", "between skin and fascia, wedge": what the fascia bounds is not what was taken with
/// it.
fn ends_between(document: &Document, statement: &Statement) -> bool {
    const REACH: usize = 6;
    const BOUNDS: ConceptSet = ConceptSet::of(&[
        known::SKIN,
        known::FAT,
        known::SUBCUTANEOUS,
        known::LESION,
        known::CONJUNCTION,
        known::DETERMINER,
        known::LANDMARK,
        known::KNEE,
    ]);
    if !is_deep(statement.claim) {
        return false;
    }
    let Some(fascia) = (statement.first..=statement.last).find(|&t| document.is(t, known::FASCIA)) else {
        return false;
    };
    let from = document.sentences[statement.sentence].first.max(fascia.saturating_sub(REACH));
    let bounds = |t: &usize| document.concepts(*t).meets(BOUNDS) || document.mention(*t).is_none();
    let led = (from..fascia).rev().find(|t| !bounds(t)).is_some_and(|t| document.is(t, known::BETWEEN));
    let joined = (from..fascia).any(|t| document.is(t, known::CONJUNCTION));
    led && joined
}

/// "Depth: subcutaneous / subfascial": layers of which a form asks for one, and nobody chose.
fn is_unchosen(document: &Document, statement: &Statement) -> bool {
    const LAYERS: ConceptSet = ConceptSet::of(&[
        known::SUBCUTANEOUS,
        known::SUPRAFASCIAL,
        known::SUBFASCIAL,
        known::INTRAMUSCULAR,
        known::ABOVE,
        known::BELOW,
    ]);
    let section = document.section_of(statement.first);
    let slash = |t: usize| document.tokens.is_mark(t, b'/');
    let layer = |t: usize| (section.body..section.end).contains(&t) && document.concepts(t).meets(LAYERS);
    let own = (statement.first..=statement.last).find(|&t| layer(t));
    let joined = |t: usize| {
        let last = document.mention(t).map_or(t, Mention::last);
        slash(last + 1) && layer(last + 2) || t >= 2 && slash(t - 1) && layer(t - 2)
    };
    matches!(section.role, Role::Depth | Role::Field) && own.is_some_and(joined)
}

/// "In the fat deep to the tendon", "in fat beneath it": fat that a layer covers is not the fat under the skin.
fn is_fat_below(document: &Document, statement: &Statement) -> bool {
    const COVER: ConceptSet = ConceptSet::of(&[known::FASCIA, known::MUSCLE, known::THIGH_MUSCLE]);
    let below = document.mention(statement.last + 1).filter(|m| m.is(known::BELOW));
    let shallow = statement.claim == Claim::Depth(Depth::Superficial);
    let Some(below) = below.filter(|_| shallow && document.is(statement.last, known::FAT)) else { return false };
    let cover = below.last() + 1 + usize::from(document.is(below.last() + 1, known::DETERMINER));
    let it = document.tokens.list.get(cover).is_some_and(|_| document.tokens.word(cover) == "it");
    let from = document.sentences[statement.sentence].first;
    let covered = || (from..statement.first).any(|t| document.concepts(t).meets(COVER));
    it && covered() || document.concepts(cover).meets(COVER)
}

/// "LA to skin and fat; none beyond the fascia", "10 mL to the edges above the fascia": how far the anaesthetic went.
fn is_numbed(document: &Document, statement: &Statement) -> bool {
    const ALLOWED: ConceptSet = ConceptSet::of(&[
        known::SKIN,
        known::FAT,
        known::SUBCUTANEOUS,
        known::FASCIA,
        known::MUSCLE,
        known::ANESTHESIA,
        known::NONE,
        known::NEGATED_NEXT,
        known::NOT_THROUGH,
        known::ABOVE,
        known::BELOW,
        known::PREPOSITION,
        known::CONJUNCTION,
        known::DETERMINER,
        known::UNIT_OTHER,
        known::LANDMARK,
        known::PERFORM,
        known::SEND,
        known::VERB,
        known::BE,
    ]);
    let first = document.sentences[statement.sentence].first;
    const NUMBING: ConceptSet = ConceptSet::of(&[known::ANESTHESIA, known::NUMBING_LETTERS]);
    let numbs = |&m: &usize| document.mentions[m].concepts.meets(NUMBING);
    let numbed = document.mentions_in(first, statement.first).rev().find(numbs);
    numbed.is_some_and(|m| {
        let behind = document.mentions[m].last() + 1;
        document.mentions_in(behind, statement.last + 1).all(|m| document.mentions[m].concepts.meets(ALLOWED))
    })
}

/// "Under the skin, and the iliotibial band beneath was not cut into": what ends at a layer that the next words deny to have been cut.
fn is_denied_next(document: &Document, statement: &Statement) -> bool {
    const REACH: usize = 6;
    let end = document.sentences[statement.sentence].end.min(statement.last + REACH);
    let denied =
        (statement.last + 1..end).find(|&t| document.is(t, known::NEGATED_NEXT) || document.is(t, known::SPARE));
    is_deep(statement.claim)
        && document.is(statement.last, known::FASCIA)
        && !(statement.first..=statement.last).any(|t| document.is(t, known::CUT) || document.is(t, known::BELOW))
        && denied.is_some_and(|d| {
            let parted = (statement.last + 1..d).any(|t| document.tokens.is_mark(t, b','));
            let cut = (d..end).find(|&t| document.is(t, known::CUT));
            // "… is there under the finger, I did not cut it".
            let it = cut.and_then(|c| document.mention(c)).is_some_and(|m| {
                document.tokens.list.get(m.last() + 1).is_some_and(|_| document.tokens.word(m.last() + 1) == "it")
            });
            if parted { it } else { document.is(d, known::SPARE) || cut.is_some() }
        })
}

/// "The ellipse was cut deep enough to see the fascia", "cut to the muscle fascia": the layer was seen or met, and something else was cut.
fn is_cut_to_see(document: &Document, statement: &Statement) -> bool {
    let mut seen = false;
    let word = |t: usize| document.tokens.word(t);
    document.is(statement.first, known::CUT)
        && (statement.first..=statement.last).any(|t| {
            let before = t.saturating_sub(1);
            seen |= matches!(word(t), "to" | "onto" | "until") && document.is(before, known::CUT);
            let sees = document.is(t, known::SEE) || document.is(t, known::WATCH);
            seen |= sees && word(before) == "to";
            seen && document.is(t, known::FASCIA)
        })
}

/// "She got a tetanus shot in the right deltoid": a muscle of another region, named behind all that was sampled, where no lesion, cut or
/// sample is, beside a lesion of thigh or knee.
fn is_of_other_muscle(reading: &Reading, statement: &Statement) -> bool {
    const TOLD: ConceptSet = THIGH_OR_KNEE.with(ConceptSet::of(&[
        known::LESION,
        known::SAMPLE,
        known::CUT,
        known::INCISION,
        known::BIOPSY,
        known::NEEDLE,
        known::CORE,
    ]));
    let sentence = &reading.document.sentences[statement.sentence];
    (statement.first..=statement.last).any(|t| reading.document.is(t, known::OTHER_MUSCLE))
        && !sentence.concepts.meets(TOLD)
        && Tier::of(statement.role) == Tier::Body
        && !reading.statements.iter().any(|s| s.first > statement.first && is_sampling(s.claim))
        && reading.sites.iter().any(|site| site.weight > 0 && site.concepts.meets(THIGH_OR_KNEE))
}

/// "The tibial nerve was found in its fat": whether a layer is told of a nerve, vessel or bone that the sentence opens with.
fn is_of_other_structure(document: &Document, statement: &Statement) -> bool {
    const SUBJECT: ConceptSet = ConceptSet::of(&[
        known::LESION,
        known::SAMPLE,
        known::NEEDLE,
        known::PRONOUN,
        known::FASCIA,
        known::FAT,
        known::MUSCLE,
        known::THIGH_MUSCLE,
        known::NON_SOFT_TISSUE,
        known::NEUROVASCULAR,
    ]);
    const STRUCTURES: ConceptSet = ConceptSet::of(&[known::NON_SOFT_TISSUE, known::NEUROVASCULAR]);
    const PLACED: ConceptSet = ConceptSet::of(&[known::LIE, known::INSIDE, known::ABOVE, known::BELOW]);
    const OTHERS: ConceptSet = ConceptSet::of(&[known::LESION, known::SAMPLE, known::CUT, known::TAKE]);
    let words = |set: ConceptSet| (statement.first..=statement.last).any(|t| document.concepts(t).meets(set));
    let first = document.sentences[statement.sentence].first;
    let mut subjects = document.mentions_in(first, statement.first).map(|m| &document.mentions[m]);
    let is_structure = |m: &Mention| m.concepts.meets(STRUCTURES);
    words(PLACED)
        && !words(OTHERS)
        && subjects.clone().find(|m| m.concepts.meets(SUBJECT)).is_some_and(is_structure)
        && !subjects.any(|m| m.concepts.meets(SUBJECT) && !is_structure(m))
}

/// Whether a statement ends within a list of sampled layers that goes on below: "bits of fat | , fascia and muscle".
fn is_list_begun(document: &Document, statement: &Statement) -> bool {
    const UPPER: ConceptSet = ConceptSet::of(&[known::FAT, known::SKIN, known::SUBCUTANEOUS]);
    const LOWER: ConceptSet = ConceptSet::of(&[known::FASCIA, known::MUSCLE, known::THIGH_MUSCLE]);
    const JOINTS: ConceptSet =
        ConceptSet::of(&[known::CONJUNCTION, known::DETERMINER, known::SAMPLE, known::PREPOSITION, known::PARTIAL]);
    const TOLD: ConceptSet =
        ConceptSet::of(&[known::BE, known::VERB, known::SPARE, known::CLOSE, known::SEE, known::LIE]);
    let sampled = (statement.first..=statement.last).any(|t| document.concepts(t).meets(TAKEN));
    if statement.claim != Claim::Depth(Depth::Superficial)
        || !sampled
        || !document.concepts(statement.last).meets(UPPER)
    {
        return false;
    }
    let end = document.sentences[statement.sentence].end;
    let mut at = statement.last + 1;
    let mut joined = false;
    while at < end {
        let concepts = document.concepts(at);
        let mark =
            document.tokens.is_mark(at, b',') || document.tokens.is_mark(at, b'+') || document.tokens.is_mark(at, b'/');
        if concepts.meets(LOWER) && joined {
            let next = document.mention(at).map_or(at, Mention::last) + 1;
            return !document.concepts(next).meets(TOLD) || listed_on(document, next);
        }
        if !(mark || concepts.meets(JOINTS) || concepts.meets(UPPER)) || concepts.meets(PLACES) {
            return false;
        }
        joined |= mark || concepts.has(known::CONJUNCTION);
        at = document.mention(at).map_or(at, Mention::last) + 1;
    }
    false
}

/// "I cut 3 cm along the adductor border": a place told by the edge of a muscle is none in it.
fn ends_at_edge(document: &Document, statement: &Statement) -> bool {
    let next = statement.last + 1;
    let muscle = document.is(statement.last, known::THIGH_MUSCLE);
    let sampled = (statement.first..=statement.last).any(|t| document.concepts(t).meets(TAKEN));
    muscle
        && !sampled
        && is_deep(statement.claim)
        && document.tokens.list.get(next).is_some_and(|t| t.before <= Break::Space)
        && document.word_is(next, WordClass::MuscleEdge)
}

/// Whether what a list is told of is that it was taken: "… and muscle were snipped free".
fn listed_on(document: &Document, at: usize) -> bool {
    (at..at + 4).any(|t| document.concepts(t).meets(TAKEN))
}

/// Words that tell that something lies against a layer rather than goes on with a list.
const PLACES: ConceptSet =
    ConceptSet::of(&[known::ABOVE, known::BELOW, known::BESIDE, known::APART, known::DOWN_TO, known::INSIDE]);
