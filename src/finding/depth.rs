//! Relation of the sampled lesion to the deep fascia. What was done and found outweighs titles and diagnoses, those outweigh
//! history and earlier imaging; two statements of equal standing that cannot both be true are a conflict.

mod standing;

use self::standing::standing;
use super::retraction::{Retraction, quotes};
use super::site::Site;
use super::{Findings, Reading, Tier, corrects, is_sampling};
use crate::analysis::{Approach, Depth};
use crate::assertion::assertion;
use crate::document::Document;
use crate::document::section::Role;
use crate::lexicon::concept::group::THIGH_OR_KNEE;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::statement::Statement;
use crate::token::{Break, Kind};

/// Decides the depth of a lesion.
pub(super) fn find(reading: &Reading, lesion: usize, findings: &mut Findings) {
    let mut stated: Vec<(&Statement, Tier)> = reading
        .held(lesion)
        .filter(|s| matches!(s.claim, Claim::Depth(_) | Claim::Closed))
        .map(|s| (s, standing(reading.document, s)))
        .collect();
    stated.retain(|s| !is_list_begun(reading.document, s.0) && !is_of_other_structure(reading.document, s.0));
    stated.retain(|s| !ends_at_edge(reading.document, s.0) && !is_of_other_muscle(reading, s.0));
    stated.retain(|s| !is_fat_below(reading.document, s.0) && !is_numbed(reading.document, s.0));
    stated.retain(|s| !is_cut_to_see(reading.document, s.0) && !is_denied_next(reading.document, s.0));
    correct(reading.document, &mut stated);
    let denied: Vec<&Statement> = reading.statements.iter().filter(|s| is_denied(reading.document, s)).collect();
    stated.retain(|s| !denied.iter().any(|d| d.claim == s.0.claim && d.first > s.0.first));
    let disowned = Retraction::all(reading.document);
    stated.retain(|s| !disowned.iter().any(|r| r.takes_back(reading.document, s.0)));
    let Some(best) = stated.iter().map(|s| s.1).max() else {
        if let Some((value, first, last)) = within_what_was_named(reading, lesion) {
            findings.depth.value = Some(value);
            findings.depth.evidence = vec![reading.quote(first, last, &reading.row_of(first))];
            return;
        }
        if let Some(site) = sampled_muscle(reading, lesion, findings) {
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
        return;
    };
    // What a scan said of the layer proves nothing against the wound, and may be quoted beside what says the same.
    let said: Vec<&Statement> =
        stated.iter().filter(|s| s.1 < best && Tier::of(s.0.role) == best).map(|s| s.0).collect();
    stated.retain(|s| s.1 == best);
    settle(reading, lesion, findings.converted, &mut stated);
    // A layer told as closed was opened, unless the note places the lesion above it in so many words.
    if stated.iter().any(|s| s.0.claim == Claim::Depth(Depth::Superficial)) {
        stated.retain(|s| s.0.claim != Claim::Closed);
    }
    let claims = |s: &Statement, d: Depth| s.claim == Claim::Depth(d) || (d == Depth::Deep && s.claim == Claim::Closed);
    let says = |d: Depth| stated.iter().any(|s| claims(s.0, d));
    let value = match (says(Depth::Superficial), says(Depth::Deep)) {
        (true, true) => Depth::Conflict,
        (true, false) => Depth::Superficial,
        _ => Depth::Deep,
    };
    findings.depth.value = Some(value);
    let first_of = |d: Depth| stated.iter().map(|s| s.0).filter(move |s| claims(s, d));
    findings.depth.evidence = if value == Depth::Conflict {
        reading.evidence_of(first_of(Depth::Superficial).take(1).chain(first_of(Depth::Deep).take(1)))
    } else {
        let agreeing = said.iter().copied().filter(|s| claims(s, value));
        let mut told: Vec<&Statement> = first_of(value).chain(agreeing).collect();
        told.sort_by_key(|s| s.first);
        reading.evidence_of(told.into_iter())
    };
}

/// Drops what does not place the lesion where another statement does: the fat that a needle brought up before the wound was opened,
/// and "in the fat underneath" of a layer that was cut.
fn settle(reading: &Reading, lesion: usize, converted: bool, stated: &mut Vec<(&Statement, Tier)>) {
    if !stated.iter().any(|s| is_deep(s.0.claim)) {
        return;
    }
    let shallow = |s: &Statement| s.claim == Claim::Depth(Depth::Superficial);
    // "Skin and subcutaneous nodules, muscle": a diagnosis shared by several lesions does not say which of them lies where.
    let of_diagnosis = |s: &Statement| matches!(s.role, Role::Preop | Role::Postop | Role::PrePost | Role::Title);
    let own = |s: &Statement| reading.lesions.of(s.first) == Some(lesion);
    if reading.lesions.count > 1 && stated.iter().any(|s| own(s.0)) {
        stated.retain(|s| own(s.0) || !of_diagnosis(s.0));
    }
    if converted {
        let opens = |s: &&Statement| matches!(s.claim, Claim::Exposed) && Tier::of(s.role) == Tier::Body;
        let opened = reading.held(lesion).find(opens).map(|s| s.first);
        stated.retain(|s| !(shallow(s.0) && opened.is_some_and(|o| s.0.first < o)));
    }
    // "A canoe of skin and fat, then a strip of the fascia": layers taken one after the other.
    let taken = |s: &Statement| (s.first..=s.last).any(|t| reading.document.concepts(t).meets(TAKEN));
    if stated.iter().any(|s| is_deep(s.0.claim) && taken(s.0)) {
        stated.retain(|s| !(shallow(s.0) && taken(s.0) && is_of_layers(reading.document, s.0)));
    }
    stated.retain(|s| !(shallow(s.0) && is_passed(reading.document, s.0)));
    // "The fascia was opened, and under it, but outside the muscle, …": above a muscle is not above its fascia.
    let over_muscle = |s: &Statement| {
        let within = |set: ConceptSet| (s.first..=s.last).any(|t| reading.document.concepts(t).meets(set));
        within(ConceptSet::of(&[known::ABOVE]))
            && within(ConceptSet::of(&[known::MUSCLE, known::THIGH_MUSCLE]))
            && !within(ConceptSet::of(&[known::FASCIA]))
    };
    let opened = stated.iter().any(|s| cuts_fascia(reading.document, s.0));
    // "Under the deep fascia, but not grown into the muscle": outside a muscle is not above its fascia.
    let within = |s: &Statement, set: ConceptSet| (s.first..=s.last).any(|t| reading.document.concepts(t).meets(set));
    let outside_muscle = |s: &Statement| {
        const LAYERS: ConceptSet = ConceptSet::of(&[known::FASCIA, known::FAT, known::SUBCUTANEOUS, known::SKIN]);
        within(s, ConceptSet::of(&[known::MUSCLE, known::THIGH_MUSCLE])) && !within(s, LAYERS)
    };
    let below_fascia = |s: &Statement| {
        is_deep(s.claim) && within(s, ConceptSet::of(&[known::BELOW])) && within(s, ConceptSet::of(&[known::FASCIA]))
    };
    let beneath = opened || stated.iter().any(|s| below_fascia(s.0));
    stated.retain(|s| !(beneath && shallow(s.0) && outside_muscle(s.0)));
    // "Lying under the rectus and on top of the intermedius".
    let under_muscle = stated.iter().any(|s| is_deep(s.0.claim) && is_under_muscle(reading.document, s.0));
    stated.retain(|s| !((opened || under_muscle) && shallow(s.0) && over_muscle(s.0)));
    // "Beneath it, in the fat of the popliteal fossa": behind the fascia that was opened lies the fat of the space.
    stated.retain(|s| !(opened && shallow(s.0) && is_fat_of_space(reading.document, s.0)));
    let on_the_way: Vec<usize> =
        stated.iter().filter(|s| goes_deeper(reading.document, s.0, stated)).map(|s| s.0.first).collect();
    stated.retain(|s| !(shallow(s.0) && on_the_way.contains(&s.0.first)));
    let underneath = |s: &Statement| {
        let next = s.last + 1;
        reading.document.is(next, known::BELOW)
            && reading.document.tokens.list.get(next + 1).is_none_or(|t| matches!(t.kind, Kind::Punct(_)))
    };
    stated.retain(|s| !(shallow(s.0) && underneath(s.0)));
    // A form that lists all layers that were cut: the deepest counts.
    let listed = |s: &Statement| (s.first..=s.last).any(|t| reading.document.is(t, known::LAYERS_CUT));
    let listed_at = stated.iter().find(|s| is_deep(s.0.claim) && listed(s.0)).map(|s| s.0.sentence);
    stated.retain(|s| !(shallow(s.0) && (Some(s.0.sentence) == listed_at || listed(s.0))));
    // "Subcutaneous lesion. … No lesion in the fat; the fascia was opened": what is denied where the lesion was looked for stands no more.
    let in_vain = reading.about(lesion).filter(|s| {
        s.claim == Claim::Depth(Depth::Superficial) && s.assertion.is_negated() && Tier::of(s.role) == Tier::Body
    });
    let searched = in_vain.map(|s| s.first).max();
    // Only a name goes: "the whole lesion lay in the fat" contradicts what was found below.
    let named = |s: &Statement| {
        within(s, ConceptSet::of(&[known::SUBCUTANEOUS]))
            && !within(s, ConceptSet::of(&[known::INSIDE, known::LIE, known::BE, known::FASCIA, known::PRONOUN]))
    };
    stated.retain(|s| !(shallow(s.0) && named(s.0) && searched.is_some_and(|at| s.0.first < at)));
    // "The fascia under it was nicked as well".
    let nicked = |s: &Statement| {
        const REACH: usize = 5;
        const OPENED: ConceptSet = ConceptSet::of(&[known::CUT, known::ENTRY]);
        let end = reading.document.sentences[s.sentence].end.min(s.last + 1 + REACH);
        let mut behind = s.last + 1..end;
        within(s, ConceptSet::of(&[known::FASCIA]))
            && within(s, ConceptSet::of(&[known::BELOW]))
            && !within(s, ConceptSet::of(&[known::SPARE]))
            && behind.clone().any(|t| reading.document.concepts(t).meets(OPENED))
            && !behind.any(|t| reading.document.is(t, known::NEGATED_NEXT) || reading.document.tokens.is_mark(t, b';'))
    };
    stated.retain(|s| !(shallow(s.0) && nicked(s.0)));
    // Seen whole, and opened after that.
    let whole = |s: &Statement| (s.first..=s.last).any(|t| reading.document.word_is(t, WordClass::SeenWhole));
    let cut_at = stated.iter().filter(|s| cuts_fascia(reading.document, s.0)).map(|s| s.0.last).max();
    stated.retain(|s| !(shallow(s.0) && whole(s.0) && cut_at > Some(s.0.last)));
}

/// "The first image showed the tip in fat, the second past the fascia": a needle that is told to have gone on in the same sentence.
fn goes_deeper(document: &Document, statement: &Statement, stated: &[(&Statement, Tier)]) -> bool {
    let holds = |s: &Statement, set: ConceptSet| (s.first..=s.last).any(|t| document.concepts(t).meets(set));
    let first = document.sentences[statement.sentence].first;
    let by_needle = || (first..statement.first).any(|t| document.is(t, known::NEEDLE_PART));
    let further = |d: &Statement| {
        d.sentence == statement.sentence
            && d.first > statement.last
            && is_deep(d.claim)
            && holds(d, ConceptSet::of(&[known::FASCIA]))
            && !holds(d, ConceptSet::of(&[known::CUT, known::INCISION]))
    };
    stated.iter().any(|d| further(d.0)) && by_needle()
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
    const MUSCLES: ConceptSet = ConceptSet::of(&[known::MUSCLE, known::THIGH_MUSCLE]);
    let within = |set: ConceptSet| (statement.first..=statement.last).any(|t| document.concepts(t).meets(set));
    within(UNDER) && within(MUSCLES)
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
    empty || words(ON_THE_WAY) && !words(TOLD) && !(first..=statement.last).any(placed)
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
            seen |= matches!(word(t), "to" | "onto" | "until") && document.is(t - 1, known::CUT);
            let sees = document.is(t, known::SEE) || document.is(t, known::WATCH);
            seen |= sees && document.tokens.word(t - 1) == "to";
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

/// Whether a statement tells of layers that were taken and of no lesion: "an ellipse of skin and fat".
fn is_of_layers(document: &Document, statement: &Statement) -> bool {
    const LYING: ConceptSet = ConceptSet::of(&[known::LESION, known::LIE, known::INSIDE, known::ABOVE]);
    !(statement.first..=statement.last).any(|t| document.concepts(t).meets(LYING))
}

/// Words for taking tissue and for the tissue taken.
const TAKEN: ConceptSet = ConceptSet::of(&[known::SAMPLE, known::TAKE, known::BIOPSY, known::PARTIAL]);

/// Words that tell that something lies against a layer rather than goes on with a list.
const PLACES: ConceptSet =
    ConceptSet::of(&[known::ABOVE, known::BELOW, known::BESIDE, known::APART, known::DOWN_TO, known::INSIDE]);

/// Drops what a later correction contradicts, and what the note itself calls wrong: "the statement that we stayed above the fascia is withdrawn".
fn correct(document: &Document, stated: &mut Vec<(&Statement, Tier)>) {
    drop_disregarded(document, stated);
    let taken_back = |s: &Statement| is_taken_back(document, s);
    if stated.iter().any(|s| !taken_back(s.0)) {
        stated.retain(|s| !taken_back(s.0));
    }
    let Some(last) = stated.iter().rev().find(|s| corrects(document, s.0.first)).map(|s| (s.0.claim, s.0.first)) else {
        return;
    };
    let same = |claim: Claim| is_deep(claim) == is_deep(last.0);
    stated.retain(|s| same(s.0.claim) || s.0.first > last.1);
}

/// "In this patient the fascia was opened. Please disregard 'in the fat, fascia not opened'": what is to be disregarded is told again to be
/// taken back, and goes wherever it stands before, where something else is told of the layers.
fn drop_disregarded(document: &Document, stated: &mut Vec<(&Statement, Tier)>) {
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

/// Whether a statement tells that the deep fascia was cut.
fn cuts_fascia(document: &Document, statement: &Statement) -> bool {
    let within = |c| (statement.first..=statement.last).any(|t| document.is(t, c));
    is_deep(statement.claim) && statement.claim != Claim::Closed && within(known::CUT) && within(known::FASCIA)
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
