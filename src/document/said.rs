//! What of the words found a note says: those of blanks, options left unticked and everyday words fall away, corrections and nodes
//! are read for what they stand for here.

use super::CUES;
use super::census::Census;
use crate::lexicon::concept::group::{MUSCLES, REGIONS, SIDES};
use crate::lexicon::concept::{Concept, ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::mention::word::ClassedWords;
use crate::token::{Break, Kind, Tokens};

/// Drops the mentions that the note does not say, and reads corrections and nodes.
pub(super) fn read(
    text: &str,
    tokens: &Tokens,
    census: &Census,
    unticked: &[bool],
    words: &ClassedWords,
    mentions: &mut Vec<Mention>,
) {
    retain_said(text, tokens, census, unticked, words, mentions);
    mentions.retain(|m| !is_cut_in_linen(tokens, words, m));
    mentions.retain(|m| !is_injured(tokens, words, m));
    drop_other_than_laboratory(tokens, words, mentions);
    drop_met_on_the_way(tokens, mentions);
    read_corrections(tokens, mentions);
    read_nodes(mentions);
}

/// "A cut in the drape", "cut the drape", "the sheet was cut": what is cut is no layer of the patient.
fn is_cut_in_linen(tokens: &Tokens, words: &ClassedWords, mention: &Mention) -> bool {
    const CUTS: ConceptSet = ConceptSet::of(&[known::CUT, known::INCISION, known::ENTRY]);
    if !mention.concepts.meets(CUTS) {
        return false;
    }
    let is_word = |t: usize, words: &[&str]| tokens.list.get(t).is_some_and(|_| words.contains(&tokens.word(t)));
    let is_linen = |t: usize| words.is(t, WordClass::Linen);
    let mut object = mention.last() + 1;
    object += usize::from(is_word(object, &["in", "into", "through", "of"]));
    object += usize::from(is_word(object, &["the", "a", "this"]));
    let subject = mention.first().checked_sub(2).filter(|&t| is_word(t + 1, &["was", "were"]));
    is_linen(object) || subject.is_some_and(is_linen)
}

/// "Treated as a pulled hamstring", "put down to a tear of the quadriceps": an injury that something was taken for is no layer and no
/// place. "A lump in a torn hamstring" lies there.
fn is_injured(tokens: &Tokens, words: &ClassedWords, mention: &Mention) -> bool {
    if !mention.is(known::THIGH_MUSCLE) {
        return false;
    }
    let is_word = |t: usize, word: &str| tokens.word(t) == word;
    let hurts = |t: usize| words.is(t, WordClass::MuscleInjury);
    let small = |t: usize| matches!(tokens.word(t), "the" | "a" | "an" | "his" | "her" | "this" | "of" | "old");
    let skip_small = |t: usize| (0..=t).rev().find(|&t| !small(t));
    let Some(mut before) = mention.first().checked_sub(1) else { return false };
    // "A tear of the quadriceps": the words of the injury stand before the muscle or behind it.
    let named_before = skip_small(before).filter(|&t| hurts(t) || words.is(t, WordClass::InjuredMuscle));
    if let Some(injury) = named_before {
        let Some(lead) = injury.checked_sub(1) else { return false };
        before = lead;
    } else if !hurts(mention.last() + 1) {
        return false;
    }
    // "Put down to a tear", "due to a strain", but not "next to a torn hamstring".
    let traced = |t: usize| is_word(t, "to") && t.checked_sub(1).is_some_and(|b| words.is(b, WordClass::TracedTo));
    skip_small(before).is_some_and(|t| words.is(t, WordClass::TakenFor) || traced(t))
}

/// "The perforators met in the fat", "the lump, met in the wound": behind what can be met, and before a place, the word is the verb and no
/// metastasis.
fn drop_met_on_the_way(tokens: &Tokens, mentions: &mut Vec<Mention>) {
    const MET: ConceptSet = ConceptSet::of(&[
        known::NEUROVASCULAR,
        known::LESION,
        known::FASCIA,
        known::FAT,
        known::MUSCLE,
        known::THIGH_MUSCLE,
        known::RELATIVE,
    ]);
    let is_verb = |before: &Mention, m: &Mention| {
        let lead =
            before.last() + 1 == m.first() || before.last() + 2 == m.first() && tokens.is_mark(before.last() + 1, b',');
        let place = tokens.list.get(m.last() + 1).is_some_and(|t| t.before == Break::Space)
            && matches!(
                tokens.word(m.last() + 1),
                "in" | "at" | "on" | "within" | "under" | "beneath" | "below" | "between"
            );
        m.first == m.last
            && m.is(known::LESION)
            && tokens.word(m.first()) == "met"
            && lead
            && place
            && before.concepts.meets(MET)
    };
    let mut at = 1;
    while at < mentions.len() {
        if is_verb(&mentions[at - 1], &mentions[at]) {
            mentions.remove(at);
        } else {
            at += 1;
        }
    }
}

/// Drops words that name a laboratory's work only where something goes there: "two for flow", "path and permanent", "Micro: sent", and
/// not "good flow", "permanent pacemaker", "gross hematuria", "along its path". Beside another word of the laboratory's they keep
/// what they mean.
fn drop_other_than_laboratory(tokens: &Tokens, words: &ClassedWords, mentions: &mut Vec<Mention>) {
    let mut listed = None;
    let mut kept = Vec::new();
    for (at, m) in mentions.iter().enumerate().filter(|(_, m)| is_loose_laboratory(words, m)) {
        if kept.is_empty() {
            kept.resize(mentions.len(), true);
        }
        let beside = |other: &Mention| other.is(known::PATHOLOGY) && !is_loose_laboratory(words, other);
        let next = mentions.get(at + 1).is_some_and(|n| beside(n) && joins(tokens, m.last(), n.first()));
        let before = at.checked_sub(1).is_some_and(|b| {
            let n = &mentions[b];
            (beside(n) || listed == Some(b)) && joins(tokens, n.last(), m.first())
        });
        kept[at] = next || before || receives(tokens, words, m);
        listed = kept[at].then_some(at);
    }
    if kept.contains(&false) {
        let mut kept = kept.into_iter();
        mentions.retain(|_| kept.next().unwrap_or(true));
    }
}

fn is_loose_laboratory(words: &ClassedWords, m: &Mention) -> bool {
    m.first == m.last && words.is(m.first(), WordClass::LooseLaboratory) && m.is(known::PATHOLOGY)
}

/// Whether nothing but a joining word or mark stands between two tokens: "micro & flow", "path, flow".
fn joins(tokens: &Tokens, before: usize, behind: usize) -> bool {
    let join = |t: usize| matches!(tokens.word(t), "and" | "or" | "plus" | "," | "/" | "&" | "+");
    behind <= before + 3 && (before + 1..behind).all(join)
}

/// Whether a word is where something goes, or the label or the answer of a field.
fn receives(tokens: &Tokens, words: &ClassedWords, m: &Mention) -> bool {
    let (at, next) = (m.first(), m.last() + 1);
    let ends = tokens.list.get(next).is_none_or(|t| t.before >= Break::Line || matches!(t.kind, Kind::Punct(_)));
    // "GROSS. Five tan cores" heads a part of a report.
    let heads = tokens.list[at].before >= Break::Line && tokens.is_mark(next, b'.');
    // "Flow pending", "microscopy shows", "(permanent)", "3 permanent".
    let told = words.is(next, WordClass::LaboratoryTold);
    let enclosed = tokens.is_mark(next, b')') && at.checked_sub(1).is_some_and(|b| tokens.is_mark(b, b'('));
    // "Cores went micro", "3 permanent, 1 flow".
    let counted = ends && at.checked_sub(1).is_some_and(|b| tokens.list[b].kind == Kind::Number);
    let asked = at.checked_sub(1).is_some_and(|b| words.is(b, WordClass::LaboratoryAsked));
    let only = tokens.list.get(next).is_some_and(|_| tokens.word(next) == "only");
    let label = heads
        || told
        || enclosed
        || counted
        || asked
        || only
        || [b':', b'=', b'?'].iter().any(|mark| tokens.is_mark(next, *mark));
    let behind = |b: usize| {
        let answer = tokens.is_mark(b, b':') && ends;
        let goes = matches!(tokens.word(b), "to" | "for" | "into") || tokens.is_mark(b, b'>');
        answer || goes && !words.is(next, WordClass::LaboratoryMisled)
    };
    label || at.checked_sub(1).is_some_and(behind)
}

/// Whether a short word stands as an abbreviation, in capitals, and not as the everyday word it looks like ("us", "bf").
fn is_abbreviation(text: &str, tokens: &Tokens, token: usize) -> bool {
    tokens.list[token].span.of(text).chars().all(|c| !c.is_lowercase())
}

/// "MR. HALE": the abbreviation with a full stop, a capital and more of the line behind it, at the start of a sentence.
fn is_form_of_address(tokens: &Tokens, mention: &Mention) -> bool {
    let (at, dot) = (mention.first(), mention.last() + 1);
    let named = tokens.list.get(dot + 1).is_some_and(|t| t.kind == Kind::Word && t.capital && t.before == Break::Space);
    mention.is(known::ABBREVIATION)
        && tokens.is_mark(dot, b'.')
        && tokens.list[dot].before == Break::Joined
        && named
        && at
            .checked_sub(1)
            .is_none_or(|t| matches!(tokens.list[t].kind, Kind::Punct(_)) || tokens.list[at].before >= Break::Gap)
}

/// Whether a token stands in an unfilled blank: `@LAT@`, `{laterality:1234}`.
fn is_blank(tokens: &Tokens, words: &ClassedWords, token: usize) -> bool {
    let before = |mark: u8| {
        (1..=10)
            .take_while(|&back| token >= back && !tokens.is_mark(token - back, b'}'))
            .any(|back| tokens.is_mark(token - back, mark))
    };
    let behind = |mark: u8| (1..=10).any(|ahead| tokens.is_mark(token + ahead, mark));
    let signs = token > 0 && tokens.is_mark(token - 1, b'@') && tokens.is_mark(token + 1, b'@');
    signs || (before(b'{') && behind(b'}')) || is_said_unfilled(tokens, words, token)
}

/// "[NOT ENTERED]", "[not recorded]": words in brackets that call the field unfilled.
fn is_said_unfilled(tokens: &Tokens, words: &ClassedWords, token: usize) -> bool {
    let opens = |t: usize| t > 0 && tokens.is_mark(t - 1, b'[');
    let said = |t: usize| tokens.is_mark(t + 2, b']') && words.is(t + 1, WordClass::FilledIn);
    let negation = [token, token.saturating_sub(1)].into_iter().find(|&t| opens(t));
    negation.is_some_and(said)
}

/// Whether a hyphen makes a mention of one word the first part of a longer one: "nor-adrenaline", "no-touch".
fn is_joined(text: &str, tokens: &Tokens, mention: &Mention) -> bool {
    let behind = &text.as_bytes()[tokens.list[mention.last()].span.end as usize..];
    mention.first == mention.last && matches!(behind, [b'-', next, ..] if next.is_ascii_alphabetic())
}

/// Drops the mentions that the note does not say: in unfilled blanks and options left unticked, and everyday words that only
/// look like an abbreviation.
pub(super) fn retain_said(
    text: &str,
    tokens: &Tokens,
    census: &Census,
    unticked: &[bool],
    words: &ClassedWords,
    mentions: &mut Vec<Mention>,
) {
    mentions.retain(|m| {
        let blank = census.blanks && is_blank(tokens, words, m.first());
        let everyday =
            m.is(known::CAPITALS) && (!is_abbreviation(text, tokens, m.first()) || is_form_of_address(tokens, m));
        let part_of_word = m.concepts.meets(CUES) && is_joined(text, tokens, m);
        let number = m.is(known::NEGATED_NEXT) && is_short_for_number(tokens, m);
        let unmeant = m.is(known::NON_SOFT_TISSUE) && is_behind_non(tokens, m);
        !(unmeant || blank || everyday || part_of_word || number || unticked.get(m.first()) == Some(&true))
    });
}

/// "Vacuum biopsy, non-breast", "non nodal": the tissue that is not meant.
fn is_behind_non(tokens: &Tokens, mention: &Mention) -> bool {
    let Some(before) = mention.first().checked_sub(1) else { return false };
    let lead = before - usize::from(before > 0 && tokens.is_mark(before, b'-'));
    tokens.word(lead) == "non"
}

/// "No. 15 blade", "no. of cores: 5": the abbreviation, and no denial.
fn is_short_for_number(tokens: &Tokens, mention: &Mention) -> bool {
    let stop = mention.last() + 1;
    let on_line = |t: usize| tokens.list.get(t).is_some_and(|n| n.before < Break::Line);
    // "Path no. S22-1100."
    let next = |t: usize| on_line(t) && tokens.word(t).bytes().any(|b| b.is_ascii_digit());
    tokens.word(mention.first()) == "no"
        && mention.first == mention.last
        && tokens.is_mark(stop, b'.')
        && tokens.list[stop].before == Break::Joined
        && (next(stop + 1) || on_line(stop + 1) && tokens.word(stop + 1) == "of")
}

/// "on the lateral, no, wait, the medial side": a "no" between commas that goes on with a word of correction, or with another place,
/// takes back what stands before it and denies nothing behind.
fn read_corrections(tokens: &Tokens, mentions: &mut [Mention]) {
    for index in 0..mentions.len() {
        let mention = &mentions[index];
        let alone = mention.first == mention.last && tokens.word(mention.first()) == "no";
        if !alone || !mention.is(known::NEGATED_NEXT) || !tokens.is_mark(mention.last() + 1, b',') {
            continue;
        }
        let next = mention.last() + 2;
        let said = mentions.get(index + 1).is_some_and(|m| m.first() == next && m.is(known::CORRECTION));
        let word = tokens.list.get(next).map_or("", |_| tokens.word(next));
        let awaited = word == "wait" && tokens.is_mark(next + 1, b',');
        if said
            || awaited
            || parts_places(tokens, mentions, index)
            || (word == "actually" && tokens.is_mark(next + 1, b','))
        {
            mentions[index].concepts = ConceptSet::of(&[known::CORRECTION]);
        }
    }
}

/// "Left thigh, no, right thigh", "the right calf, no, the thigh": a "no" between a place and another. A list of what was asked
/// ("thigh, no, knee, no") answers each with its own.
fn parts_places(tokens: &Tokens, mentions: &[Mention], no: usize) -> bool {
    const PLACES: ConceptSet = SIDES.with(REGIONS).with(MUSCLES);
    let at = mentions[no].first();
    let place = |m: &&Mention| m.concepts.meets(PLACES);
    let Some(before) = no.checked_sub(1).map(|m| &mentions[m]).filter(place) else { return false };
    let article = mentions.get(no + 1).filter(|m| m.is(known::DETERMINER));
    let Some(behind) = mentions.get(no + 1 + usize::from(article.is_some())).filter(place) else { return false };
    let start = article.map_or(behind.first(), |m| m.first());
    let end = (behind.last() + 1..behind.last() + 4).find(|&t| tokens.is_mark(t, b','));
    before.last() + 2 == at
        && tokens.is_mark(at - 1, b',')
        && start == at + 2
        && !end.is_some_and(|t| tokens.list.get(t + 1).is_some_and(|_| matches!(tokens.word(t + 1), "no" | "yes")))
}

/// "The tumour of the thigh … from the node three pieces are taken": where a note tells of a lesion and nowhere of lymph, a node is
/// that lesion.
fn read_nodes(mentions: &mut [Mention]) {
    let told = |c: Concept| mentions.iter().any(|m| m.is(c));
    if !told(known::BARE_NODE) || told(known::LYMPHATIC) || !told(known::LESION) {
        return;
    }
    for node in mentions.iter_mut().filter(|m| m.is(known::BARE_NODE)) {
        node.concepts = ConceptSet::of(&[known::LESION]);
    }
}
