//! What a site is said of: the lesion, another one, a thing of the past.

use super::aside::{is_bystander, is_label};
use super::described::is_named_side;
use super::{ABOUT_SAMPLE, ANY, PLACE, SIDE, STRUCTURE, Site};
use crate::assertion::{Subject, Temporality, assertion};
use crate::document::Document;
use crate::lexicon::concept::group::{LENGTH_UNITS, REGIONS};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::{Break, Kind};

/// "The left thigh has a lipoma", "the right side had a lipoma out", "in the left thigh there is an old fragment": a place that is told
/// to have something of its own.
pub(super) fn introduces_another(document: &Document, site: &Site) -> bool {
    let word = |t: usize| document.tokens.list.get(t).map_or("", |_| document.tokens.word(t));
    let begins = |t: usize| {
        t == document.sentences[site.sentence].first
            || t.checked_sub(1).is_none_or(|before| {
                matches!(document.tokens.list[before].kind, Kind::Punct(_)) || document.is(before, known::CONJUNCTION)
            })
    };
    const LEAD: usize = 5;
    let there = site.last + 1;
    let former = |t: usize| document.word_is(t, WordClass::Former);
    let sentence = &document.sentences[site.sentence];
    // "… there is an old scar and a mass".
    let another = || {
        (there..sentence.end)
            .any(|t| document.is(t, known::CONJUNCTION) && (t + 1..sentence.end).any(|l| document.is(l, known::LESION)))
    };
    let told = word(there) == "there" && document.is(there + 1, known::BE);
    if told && (there + 2..there + LEAD).any(former) && !another() {
        return true;
    }
    let within = |set: ConceptSet| sentence.concepts.meets(set);
    // "The right thigh had a hard lump; we cored it."
    if within(ABOUT_SAMPLE) && !within(ConceptSet::of(&[known::SCAR])) {
        return false;
    }
    // "The right thigh was looked at because of an old lipoma there, unchanged".
    let old = |t: usize| document.is(t, known::LESION) && t > 0 && word(t - 1) == "old";
    let unchanged = |t: usize| document.word_is(t, WordClass::LeftAlone);
    if (site.last + 1..sentence.end).find(|&t| old(t)).is_some_and(|l| (l..sentence.end).any(unchanged)) {
        return true;
    }
    let article = site.first.checked_sub(1).filter(|&t| document.is(t, known::DETERMINER));
    // "There is also a lump in the left thigh that has not changed in a decade": one more, and nothing done to it.
    let also = || {
        word(sentence.first) == "there"
            && document.is(sentence.first + 1, known::BE)
            && (sentence.first + 2..site.first).any(|t| document.is(t, known::LESION))
            && (sentence.first + 2..site.first.min(sentence.first + LEAD))
                .any(|t| matches!(word(t), "also" | "another"))
    };
    if site.concepts.meets(SIDE) && !within(ConceptSet::of(&[known::TAKE, known::BIOPSIED])) && also() {
        return true;
    }
    let opens = begins(site.first) || article.is_some_and(begins);
    let side = usize::from(word(site.last + 1) == "side");
    opens
        && document.word_is(site.last + 1 + side, WordClass::Bears)
        && document.word_is(site.last + 2 + side, WordClass::HasWhat)
}

/// "The right leg has an ulcer over the ankle": the limb is told, and what lies in it has a place elsewhere.
pub(super) fn is_within(document: &Document, site: &Site) -> bool {
    let sentence = &document.sentences[site.sentence];
    let clause = document.clause[site.first];
    !site.concepts.meets(REGIONS.with(STRUCTURE))
        && site.concepts.has(known::LIMB)
        && document
            .mentions_in(site.last + 1, sentence.end)
            .map(|m| &document.mentions[m])
            .filter(|m| document.clause[m.first()] == clause)
            // "The left leg was prepped from the iliac crest to the toes."
            .take_while(|m| !m.is(known::PREP))
            .any(|m| m.is(known::OTHER_REGION))
}

/// "known melanoma R calf 2022", "prior sarcoma of the foot": where an earlier disease was, told by a word of time before it or
/// the year behind it.
pub(super) fn is_former(document: &Document, site: &Site) -> bool {
    const DISEASE: ConceptSet = ConceptSet::of(&[known::LESION, known::EXCISION, known::REMOVE, known::SCAR]);
    let clause = document.clause[site.first];
    let from = document.sentences[site.sentence].first.max(site.first.saturating_sub(8));
    let diseased = (from..site.first).any(|t| document.concepts(t).meets(DISEASE) && document.clause[t] == clause);
    let timed = (from..site.first).any(|t| document.clause[t] == clause && document.word_is(t, WordClass::Former));
    let bracket =
        usize::from(document.tokens.is_mark(site.last + 1, b'(') || document.tokens.is_mark(site.last + 1, b','));
    let year = document.is_year(site.last + 1 + bracket);
    // "Her 2021 biopsy of the abdominal wall".
    let named_by_year = || {
        (from..site.first).any(|t| {
            document.clause[t] == clause
                && document.word_is(t, WordClass::Possessive)
                && document.is_year(t + 1)
                && document.is(t + 2, known::BIOPSY)
        })
    };
    diseased && (timed || year) || named_by_year() || is_sampled_before(document, site)
}

/// "The one on the calf was sampled by needle in December", "lesions of the right thigh known, biopsied 2021": the first act told behind
/// a place is one of the past, in the same sentence.
pub(super) fn is_sampled_before(document: &Document, site: &Site) -> bool {
    const ACT: ConceptSet = ConceptSet::of(&[
        known::BIOPSY,
        known::BIOPSIED,
        known::TAKE,
        known::REMOVE,
        known::EXCISION,
        known::SHELL_OUT,
    ]);
    let end = document.sentences[site.sentence].end;
    let clause = document.clause[site.first];
    let mut acts = document.mentions_in(site.last + 1, end).map(|m| &document.mentions[m]);
    let Some(act) = acts.find(|m| m.concepts.meets(ACT)) else { return false };
    let joint = usize::from(
        document.tokens.list.get(act.last() + 1).is_some_and(|_| document.tokens.word(act.last() + 1) == "in"),
    );
    let dated = document.is_year(act.last() + 1 + joint) && !acts.any(|m| m.concepts.meets(ACT));
    let past = || assertion(document, act.first(), act.last()).temporality == Temporality::Historical;
    dated || document.clause[act.first()] == clause && past()
}

/// "Hx R thigh lipoma excised 2011", "file from 2017 (biopsy of left thigh, haemangioma)": an act with its year behind it, or a bracket
/// behind a year: what was done then.
pub(super) fn is_of_year(document: &Document, site: &Site) -> bool {
    const REACH: usize = 4;
    const ACT: ConceptSet = ConceptSet::of(&[
        known::TAKE,
        known::REMOVE,
        known::EXCISION,
        known::BIOPSIED,
        known::BIOPSY,
        known::SHELL_OUT,
        known::ASPIRATE,
        known::DRAINAGE,
    ]);
    let sentence = &document.sentences[site.sentence];
    let mark = |t: usize, byte: u8| document.tokens.is_mark(t, byte);
    let within = |t: &usize| !matches!(document.tokens.list[*t].kind, Kind::Punct(b',' | b';' | b':' | b'.'));
    // "His left thigh, where he had a melanoma removed in 2012".
    let relative = document.tokens.is_mark(site.last + 1, b',') && document.is(site.last + 2, known::RELATIVE);
    // "R knee Baker's cyst 5 cm aspirated 2020": a lesion and its size stand between.
    let (start, reach) = if relative { (site.last + 3, 2 * REACH) } else { (site.last + 1, 2 * REACH) };
    let act = (start..sentence.end.min(start + reach))
        .take_while(within)
        .find(|&t| document.concepts(t).meets(ACT) && !document.is(t, known::NEGATED_NEXT));
    let behind = |t: usize| document.mention(t).map_or(t, |m| m.last()) + 1;
    let dated = |t: usize| {
        let next = behind(t);
        let joint = usize::from(
            mark(next, b'(')
                || mark(next, b',')
                || document.tokens.list.get(next).is_some_and(|_| document.tokens.word(next) == "in"),
        );
        document.is_year(next + joint)
    };
    let diseased = |t: usize| (site.last + 1..t).any(|l| document.is(l, known::LESION));
    let near = sentence.first.max(site.first.saturating_sub(2 * REACH));
    let open = (near..site.first).rev().find(|&t| mark(t, b'(') || mark(t, b')')).filter(|&t| mark(t, b'('));
    let bracketed = open.and_then(|t| t.checked_sub(1)).is_some_and(|t| t > sentence.first && document.is_year(t));
    let done = || (open.unwrap_or(site.first)..site.first).any(|t| document.concepts(t).meets(ACT));
    act.is_some_and(|t| diseased(t) && dated(t)) || bracketed && done()
}

/// "2019: left groin nodes out. 2022: core of a right thigh lump.": one of several sentences in a row that open with a year and a colon.
pub(super) fn is_of_chronicle(document: &Document, site: &Site) -> bool {
    let year = |number: usize| {
        let sentence = document.sentences.get(number)?;
        let digits = document.tokens.list.get(sentence.first).filter(|_| document.is_year(sentence.first))?;
        document.tokens.is_mark(sentence.first + 1, b':').then(|| digits.span.of(document.text))
    };
    let Some(own) = year(site.sentence) else { return false };
    let differs = |number: usize| year(number).is_some_and(|y| y != own);
    differs(site.sentence + 1) || site.sentence.checked_sub(1).is_some_and(differs)
}

/// "Arthroscopy of this (left) knee in 2022": the limb that the note is about, whatever was done to it then.
pub(super) fn is_pointed_out(document: &Document, site: &Site) -> bool {
    let open = usize::from(site.first > 0 && document.tokens.is_mark(site.first - 1, b'('));
    document.concepts(site.first).meets(SIDE)
        && !site.assertion.is_negated()
        && site.assertion.subject == Subject::Patient
        && site.first.checked_sub(1 + open).is_some_and(|t| document.tokens.word(t) == "this")
}

/// "R groin line removed": the place only tells of which line; "Right shin, lateral." ends in a mark.
pub(super) fn leads_on(document: &Document, site: &Site) -> bool {
    const SMALL: ConceptSet = ConceptSet::of(&[known::PREPOSITION, known::CONJUNCTION, known::BE, known::FILLER]);
    let next = site.last + 1;
    document.tokens.list.get(next).is_some_and(|t| t.kind == Kind::Word && t.before < Break::Line)
        && !document.concepts(next).meets(SMALL)
}

/// "She found a lump of the left knee a year ago": the lump is of the past, and still there. Nothing was done to it then.
pub(super) fn is_discovery(document: &Document, site: &Site, clause: u32) -> bool {
    const DONE: ConceptSet = ABOUT_SAMPLE.with(ConceptSet::of(&[
        known::TAKE,
        known::REMOVE,
        known::SITE_DISTRACTOR,
        known::EXCISION,
        known::DRAINAGE,
        known::PERFORM,
        known::PUNCH,
        known::PUNCH_TOOL,
    ]));
    let sentence = &document.sentences[site.sentence];
    // "She had the right hip replaced in 2017 and a lump of the thigh": what was done is another thing's.
    let cue = site.assertion.moved_by.map_or(site.first, |m| document.mentions[m as usize].last());
    let another = |t: &usize| {
        let lesion = || (t + 1..site.first.min(t + 6)).any(|l| document.is(l, known::LESION));
        document.is(*t, known::CONJUNCTION) && document.is(t + 1, known::DETERMINER) && lesion()
    };
    let from = (cue..site.first).find(another).unwrap_or(sentence.first);
    let in_clause = |set: ConceptSet| {
        document.mentions_in(from, sentence.end).any(|m| {
            document.mentions[m].concepts.meets(set) && document.clause[document.mentions[m].first()] == clause
        })
    };
    // "H/o swelling inner side Rt thigh since one and a half years": it is there still.
    let ongoing = || {
        document.mentions_in(site.last + 1, sentence.end).any(|m| {
            let mention = &document.mentions[m];
            mention.is(known::ONGOING) && document.tokens.word(mention.last()) == "since"
        })
    };
    let dated = site.assertion.moved_by.is_some_and(|m| {
        document.mentions[m as usize].is(known::HISTORICAL)
            || document.mentions[m as usize].is(known::HISTORY_LIST) && ongoing()
    });
    dated
        && (!site.concepts.has(known::OTHER_REGION)
            || site.concepts.meets(ConceptSet::of(&[known::THIGH, known::KNEE])))
        && site.assertion.subject == Subject::Patient
        && !site.assertion.is_negated()
        && (in_clause(ConceptSet::of(&[known::LESION])) || is_noticed(document, sentence.first, site.first))
        && !in_clause(DONE)
}

/// "He noticed this thing on the front of the thigh", "she found it there": what was noticed is the lesion.
fn is_noticed(document: &Document, from: usize, before: usize) -> bool {
    const REACH: usize = 3;
    let thing = |t: usize| {
        document.word_is(t, WordClass::ThingName) || matches!(document.tokens.word(t), "it" | "this" | "something")
    };
    let noticed = (from..before).rev().find(|&t| document.word_is(t, WordClass::Discovered));
    noticed.is_some_and(|verb| (verb + 1..before.min(verb + 1 + REACH)).any(thing))
}

/// "the lump, which is on the right", "the side operated on was the left": the clause speaks of the lesion without its name.
pub(super) fn is_told_of_lesion(document: &Document, site: &Site, clause: u32) -> bool {
    let sentence = &document.sentences[site.sentence];
    let relative = (sentence.first..site.first)
        .rev()
        .find(|&t| document.is(t, known::RELATIVE) && document.clause[t] == clause)
        .and_then(|t| document.mention(t))
        .is_some_and(|m| {
            let noun = m.first().saturating_sub(1);
            let noun = if document.tokens.is_mark(noun, b',') { noun.saturating_sub(1) } else { noun };
            document.is(noun, known::LESION)
        });
    // "The firmest nodule was chosen: left thigh".
    let colon = site.first.checked_sub(1).filter(|&t| t > sentence.first && document.tokens.is_mark(t, b':'));
    let announced =
        colon.is_some_and(|c| (sentence.first.max(c.saturating_sub(8))..c).any(|t| document.is(t, known::LESION)));
    relative
        || announced
        || (is_label(document, site) && !is_bystander(document, site))
        || (site.concepts.meets(SIDE) && !site.concepts.meets(PLACE) && is_named_side(document, site.first))
}

/// "It is on the inner side": the pronoun stands for what the note is about.
pub(super) fn is_said_of_it(document: &Document, site: &Site) -> bool {
    let from = document.sentences[site.sentence].first;
    let subject = place_verb(document, site.first, from).filter(|&t| t > from).map(|t| t - 1);
    subject.is_some_and(|t| document.word_is(t, WordClass::LesionStandIn))
}

/// "The lump is on the front", "it sits on the outer side": aspects alone that tell where a lesion is.
pub(super) fn is_predicate(document: &Document, first: usize, from: usize) -> bool {
    let Some(verb) = place_verb(document, first, from).filter(|&t| t > from) else { return false };
    // "a tumour 5.4 cm located distally": a verb of place goes back to any lesion before it.
    let lies = document.concepts(verb).meets(ConceptSet::of(&[known::LIE, known::BESIDE]))
        && (from..verb).any(|t| document.is(t, known::LESION));
    let noun = subject_of(document, verb, from);
    // "The smaller, 11 x 8 mm, is in the lower third".
    let measured = || {
        document.tokens.is_mark(noun, b',')
            && document.concepts(noun.saturating_sub(1)).meets(LENGTH_UNITS)
            && document.tokens.word(from) == "the"
    };
    lies || document.is(noun, known::LESION) || document.word_is(noun, WordClass::LesionStandIn) || measured()
}

/// "The vein lay on the medial side": what has the place is neither the lesion nor a cut into it.
pub(super) fn is_told_of_other(document: &Document, first: usize, from: usize) -> bool {
    const OWN: ConceptSet =
        ConceptSet::of(&[known::LESION, known::INCISION, known::CUT, known::BIOPSY, known::SAMPLE, known::PRONOUN]);
    let Some(verb) = place_verb(document, first, from).filter(|&t| t > from) else { return false };
    let noun = subject_of(document, verb, from);
    document.tokens.list[noun].kind == Kind::Word
        && !document.concepts(noun).meets(OWN.with(ANY))
        && !(from..noun).any(|t| document.concepts(t).meets(OWN))
}

/// The token before a verb and its auxiliaries: "it was found".
pub(super) fn subject_of(document: &Document, verb: usize, from: usize) -> usize {
    (from..verb).rev().find(|&t| !document.is(t, known::BE)).unwrap_or(from)
}

/// The verb of being or lying before a place, with small words between them at most.
pub(super) fn place_verb(document: &Document, first: usize, from: usize) -> Option<usize> {
    const SMALL: ConceptSet = ConceptSet::of(&[known::DETERMINER, known::PREPOSITION, known::RELATIVE]);
    const PLACING: ConceptSet = ConceptSet::of(&[known::BE, known::LIE, known::BESIDE]);
    let placing = |t: usize| document.concepts(t).meets(PLACING);
    let verb = (from..first).rev().take(5).find(|&t| placing(t) || !document.concepts(t).meets(SMALL))?;
    document.mention(verb).filter(|_| placing(verb)).map(|m| m.first())
}

/// "A tattoo covers the lower third of the thigh", "the drape was clipped at the upper thigh": what the clause opens with is neither
/// the lesion nor a cut or a sample, and nothing else in the clause is.
pub(super) fn has_other_subject(document: &Document, site: &Site) -> bool {
    const OWN: ConceptSet = ABOUT_SAMPLE.with(ConceptSet::of(&[
        known::BIOPSIED,
        known::LESION,
        known::TAKE,
        known::REMOVE,
        known::EXCISION,
        known::PUNCH,
        known::FINE_NEEDLE,
        known::SIGHTING,
        known::SIDE_FIELD,
        known::SITE_FIELD,
        known::S_FIELD,
        known::SKIN,
        known::GROWTH,
        known::CORRECTION,
    ]));
    // "The muscle biopsied was the vastus lateralis."
    if document.is_unpunctuated() || site.concepts.meets(STRUCTURE) {
        return false;
    }
    if is_gone_to(document, site) {
        return false;
    }
    let sentence = &document.sentences[site.sentence];
    let clause = document.clause[site.first];
    let parts = |t: &usize| [b',', b':', b';'].iter().any(|&m| document.tokens.is_mark(*t, m));
    let from = (sentence.first..site.first).rev().find(parts).map_or(sentence.first, |t| t + 1);
    let own =
        |t: usize| document.is(t, known::LESION) || document.clause[t] == clause && document.concepts(t).meets(OWN);
    const SMALL: ConceptSet = ANY.with(PLACE).with(ConceptSet::of(&[
        known::DETERMINER,
        known::PREPOSITION,
        known::CONJUNCTION,
        known::RELATIVE,
        known::FILLER,
        known::NUMBER_WORD,
        known::CURRENT,
        known::CLAUSE_BREAK,
        known::INSIDE,
        known::OVER,
    ]));
    let plain = |t: usize| document.tokens.list[t].kind == Kind::Word && document.mention(t).is_none();
    let subject = |t: usize| {
        document.tokens.list[t].kind == Kind::Word
            && !document.word_is(t, WordClass::LesionStandIn)
            && !document.word_is(t, WordClass::SubjectLead)
            && (document.is(t, known::PSEUDO) || !document.concepts(t).meets(SMALL))
    };
    const VERBS: ConceptSet = ConceptSet::of(&[known::BE, known::LIE, known::BESIDE]);
    let verb = |t: &usize| {
        *t > from
            && (document.is_verb(*t)
                || document.concepts(*t).meets(VERBS)
                || document.word_is(*t, WordClass::IrregularPast)
                || plain(*t) && is_like_verb(document.tokens.word(*t)))
    };
    let Some(verb) = (from..site.first).find(verb) else { return false };
    (from..verb).any(subject) && !(sentence.first..sentence.end).any(own)
}

/// "We first went to the right knee", "attention was turned to the thigh": where whoever tells it went on.
fn is_gone_to(document: &Document, site: &Site) -> bool {
    const REACH: usize = 8;
    let word = |t: usize| document.tokens.word(t);
    let from = document.sentences[site.sentence].first.max(site.first.saturating_sub(REACH));
    let to = (from..site.first).rev().find(|&t| !document.is(t, known::DETERMINER)).filter(|&t| word(t) == "to");
    to.is_some_and(|to| {
        let went =
            |t: usize| document.word_is(t, WordClass::Turning) || matches!(word(t), "went" | "came" | "returned");
        (from..to).any(went) && (from..to).any(|t| matches!(word(t), "i" | "we" | "attention"))
    })
}

/// Whether a word that no table has looks like a verb: "covers", "rested".
fn is_like_verb(word: &str) -> bool {
    word.len() > 4 && (word.ends_with("ed") || word.ends_with('s') && !word.ends_with("ss"))
}
