//! How strongly a site speaks of the sampled lesion, and whether it is tied to it.

use super::aside::{
    is_bystander, is_deferred, is_denied_behind, is_distracted, is_label, is_lain_on, is_passed_by, is_propped,
    is_reference, is_site_field, located_in,
};
use super::described::{is_modifier, is_taken_back, is_ticked};
use super::subject::{
    introduces_another, is_discovery, is_former, is_said_of_it, is_told_of_lesion, is_within, leads_on,
};
use super::{ABOUT_SAMPLE, ASPECT, LONE, PLACE, REGION, SIDE, STRUCTURE, Site};
use crate::assertion::{Subject, assertion};
use crate::document::Document;
use crate::document::section::Role;
use crate::finding::Tier;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;

/// "Over its posterior aspect, an incision was made": the place opens its sentence and belongs to the clause behind the comma.
pub(super) fn leads_sentence(document: &Document, site: &Site) -> bool {
    const LEADING: ConceptSet = ConceptSet::of(&[known::PREPOSITION, known::DETERMINER, known::INSIDE, known::OVER]);
    let first = document.sentences[site.sentence].first;
    site.first > first
        && (site.last + 1..site.last + 5).any(|t| document.tokens.is_mark(t, b','))
        && (first..site.first).all(|t| document.concepts(t).meets(LEADING))
}

/// "Head/neck & soft tissue cytology service": a first line that names who sees patients, and no side.
fn is_letterhead(document: &Document, site: &Site) -> bool {
    const FIRST_LINES: usize = 2;
    const REACH: usize = 8;
    let sentence = &document.sentences[site.sentence];
    let end = sentence.end.min(site.last + REACH);
    site.sentence < FIRST_LINES
        && !site.concepts.meets(SIDE)
        && !sentence.concepts.has(known::LESION)
        && (site.last + 1..end).any(|t| document.word_is(t, WordClass::Institution))
        && !document.mentions_in(sentence.first, sentence.end).any(|m| document.is_verb(document.mentions[m].first()))
}

/// How strongly a site speaks of the sampled lesion.
pub(super) fn weight(document: &Document, site: &Site) -> u32 {
    let sentence = &document.sentences[site.sentence];
    let clause = document.clause[site.first];
    let leads = leads_sentence(document, site);
    let in_clause = |set: ConceptSet| {
        document.mentions_in(sentence.first, sentence.end).any(|m| {
            let told = document.clause[document.mentions[m].first()];
            document.mentions[m].concepts.meets(set)
                && (told == clause || leads && (clause..clause + 3).contains(&told))
        })
    };
    let deferred = Tier::of(site.role) == Tier::Body
        && site.role != Role::Addendum
        && !site.corrects
        && (is_deferred(document, site) || is_passed_by(document, site));
    let distracted = is_distracted(document, site);
    let referenced = is_reference(document, site) || is_propped(document, site);
    let elsewhere =
        site.concepts.has(known::OTHER_REGION) && !site.concepts.meets(ConceptSet::of(&[known::THIGH, known::KNEE]));
    // A diagnosis may be called possible or recurrent; its site holds all the same.
    let titled = Tier::of(site.role) == Tier::Title
        && (!site.assertion.is_negated() || is_denied_to_touch(document, site))
        && site.assertion.subject == Subject::Patient;
    // "The knee joint was not entered."
    let left_alone = (site.last + 1..site.last + 3).any(|t| t < sentence.end && document.is(t, known::SPARE))
        && !in_clause(ConceptSet::of(&[known::LESION]));
    if referenced
        || is_of_thing(document, site)
        || is_lain_on(document, site)
        || is_weak(document, site)
        || is_letterhead(document, site)
        || left_alone
        || is_taken_back(document, site)
        || (elsewhere && is_former(document, site))
        || is_denied_behind(document, site)
        || !(titled || super::super::holds(&site.assertion) || is_discovery(document, site, clause))
    {
        return 0;
    }
    let located = in_clause(ConceptSet::of(&[known::PRONOUN])) && in_clause(ConceptSet::of(&[known::LIE]))
        || is_said_of_it(document, site);
    let related = is_told_of_lesion(document, site, clause);
    let lesion = located || related || in_clause(ConceptSet::of(&[known::LESION]));
    // "the old scar was reopened", not "a scar from a fall".
    let rescarred = in_clause(ConceptSet::of(&[known::SCAR])) && in_clause(ConceptSet::of(&[known::CUT, known::TAKE]));
    let sampled = in_clause(ABOUT_SAMPLE) || rescarred;
    // "four fingers above the joint": what only tells a distance is not what was dealt with.
    let afar = |t: usize| {
        let article = usize::from(t.checked_sub(1).is_some_and(|t| document.tokens.word(t) == "the"));
        let is = |back: usize, class| t.checked_sub(back).is_some_and(|t| document.word_is(t, class));
        is(1 + article, WordClass::NextToPlace)
    };
    let other_tissue = document.mentions_in(sentence.first, sentence.end).any(|m| {
        let mention = &document.mentions[m];
        let told = document.clause[mention.first()];
        mention.is(known::NON_SOFT_TISSUE)
            && (told == clause || leads && (clause..clause + 3).contains(&told))
            && !afar(mention.first())
    });
    // "A separate incision was made over the medial calf."
    let over = site.first.checked_sub(1).map(|t| t - usize::from(t > 0 && document.tokens.word(t) == "the"));
    let announced =
        in_clause(ConceptSet::of(&[known::INCISION])) && over.is_some_and(|t| document.tokens.word(t) == "over");
    // "An incision was placed on the inner side of the joint": the joint only helps to tell where.
    let placed = site.aspects != ConceptSet::EMPTY
        && in_clause(ConceptSet::of(&[known::INCISION]))
        && (over.is_some_and(|t| document.word_is(t, WordClass::PlaceWord))
            || document.word_is(site.first, WordClass::PlaceWord));
    let sighted = is_sighted(document, site);
    // "that belly was selected, in the middle third of the thigh", "R side chosen from MRI".
    let chosen = site.concepts.meets(REGION.with(STRUCTURE).with(SIDE))
        && (sentence.first..sentence.end)
            .any(|t| document.clause[t] == clause && document.word_is(t, WordClass::Chosen));
    // "Right knee, lateral.": a fragment that only names the place.
    // "On the left." names the side; "The scrub nurse stood on the left." does not.
    let lone_side =
        !site.concepts.meets(PLACE.with(ASPECT)) && sentence.end - sentence.first > LONE && site.first > sentence.first;
    let names_limb = !site.concepts.meets(REGION.with(STRUCTURE).with(ASPECT)) && site.concepts.has(known::LIMB);
    let fragment = !names_limb
        && !lone_side
        && !document.mentions_in(sentence.first, sentence.end).any(|m| document.is_verb(document.mentions[m].first()))
        // "He may bend the knee": a person has a verb, known or not.
        && !document.word_is(sentence.first, WordClass::PersonSubject)
        && !site.of_other;
    let field = is_site_field(document, site)
        || site.corrects
        || is_ticked(document, site.first)
        || is_modifier(document, site.first);
    match Tier::of(site.role) {
        Tier::Outside => 0,
        _ if deferred => u32::from(lesion),
        // "a hand's breadth", "warm toes", "a lipoma of the buttock": other parts of the body count where a lesion is told to lie there.
        Tier::Body
            if elsewhere
                && !(lesion || announced)
                && (!site.concepts.meets(SIDE) || (!sampled && !field && leads_on(document, site))) =>
        {
            0
        }
        // "CT chest shows nodules".
        Tier::Background if elsewhere && !site.concepts.meets(SIDE) && in_clause(ConceptSet::of(&[known::IMAGING])) => {
            0
        }
        Tier::Background if elsewhere => u32::from(lesion),
        Tier::Title if distracted && !(lesion || sampled) => 0,
        Tier::Title => 3,
        _ if distracted && !(lesion && sampled) => 0,
        Tier::Body if (other_tissue && !lesion && !placed) || (site.role == Role::Aside && !(lesion && sampled)) => 0,
        // "CT chest", "scan of the abdomen".
        _ if !site.concepts.meets(SIDE)
            && site.concepts.has(known::OTHER_REGION)
            && !(lesion && sampled)
            && in_clause(ConceptSet::of(&[known::IMAGING])) =>
        {
            0
        }
        Tier::Body if is_bystander(document, site) => 1,
        Tier::Body if field || site.role == Role::Addendum || sampled => 4,
        Tier::Body if introduces_another(document, site) || is_within(document, site) => 1,
        Tier::Body if lesion || fragment => 3,
        Tier::Body
            if (site.concepts.meets(REGION) || names_limb && site.concepts.meets(SIDE))
                && (in_clause(ConceptSet::of(&[known::PREP])) && !is_extent(document, site)
                    || is_signed(document, site)) =>
        {
            3
        }
        Tier::Body if sighted || chosen || located_in(document, sentence.first, sentence.end) => 2,
        Tier::Body if elsewhere || site.aside => 0,
        Tier::Body if site.concepts.meets(REGION.with(STRUCTURE)) => 1,
        Tier::Background if lesion && matches!(site.role, Role::Indication | Role::Exam) => 3,
        Tier::Background if lesion || sampled => 2,
        Tier::Background
            if site.role == Role::Exam
                && site.concepts.meets(REGION)
                && located_in(document, sentence.first, sentence.end) =>
        {
            2
        }
        _ if site.concepts.meets(STRUCTURE) => 1,
        _ => 0,
    }
}

/// "CK 3,900, weak hips and shoulders": parts of the body that are told to be weak.
fn is_weak(document: &Document, site: &Site) -> bool {
    const REACH: usize = 5;

    let first = document.sentences[site.sentence].first.max(site.first.saturating_sub(REACH));
    let weak = |t: &usize| document.tokens.word(*t).starts_with("weak");
    let small = |t: usize| {
        document.word_is(t, WordClass::WeakBetween)
            || document.tokens.is_mark(t, b',')
            || document.is(t, known::OTHER_REGION)
            || document.is(t, known::LIMB)
    };
    !site.concepts.meets(ConceptSet::of(&[known::THIGH, known::KNEE]))
        && (first..site.first).rfind(weak).is_some_and(|w| (w + 1..site.first).all(small))
}

/// "The monitor stood on the left.": the side of a thing of the room, a noun the lexicon knows as such, or not at all, at the head of its sentence.
fn is_of_thing(document: &Document, site: &Site) -> bool {
    const HEAD: usize = 8;
    const THINGS: ConceptSet =
        ConceptSet::of(&[known::IMAGING, known::DEVICE, known::OTHER_PERSON, known::SITE_DISTRACTOR, known::WATCH]);
    const OTHERWISE: ConceptSet = ABOUT_SAMPLE.with(ConceptSet::of(&[
        known::LESION,
        known::PRONOUN,
        known::THE_PATIENT,
        known::TAKE,
        known::PREP,
        known::TELL,
        known::CONJUNCTION,
    ]));
    let first = document.sentences[site.sentence].first;
    let word = |back: usize| site.first.checked_sub(back).map_or("", |t| document.tokens.word(t));
    let placed = word(1) == "the" && matches!(word(2), "on" | "to" | "at");
    placed
        && !site.concepts.meets(PLACE.with(ASPECT))
        && (3..=HEAD).contains(&(site.first - first))
        && (document.tokens.word(first) == "a" || document.word_is(first, WordClass::Definite))
        && document.mention(first + 1).is_none_or(|m| m.concepts.meets(THINGS))
        && !(first..site.first).any(|t| document.concepts(t).meets(OTHERWISE) || document.tokens.is_mark(t, b':'))
}

/// "14 mm nodule, left thigh, not palpable": what is denied behind the place is that the lesion can be felt or seen.
fn is_denied_to_touch(document: &Document, site: &Site) -> bool {
    let cue = site.assertion.negated_by.and_then(|m| document.mentions.get(m as usize));
    let told = |t: usize| document.word_is(t, WordClass::Palpated);
    cue.is_some_and(|cue| cue.first() > site.last && (cue.first()..cue.last() + 1).any(told))
}

/// "prepped from the groin to the toes", "the drape was clipped at the upper thigh": how far the preparation went.
fn is_extent(document: &Document, site: &Site) -> bool {
    let is = |n: usize, class| site.first.checked_sub(n).is_some_and(|t| document.word_is(t, class));
    let article = usize::from(is(1, WordClass::Definite));
    is(1 + article, WordClass::ExtentEnd)
}

/// "A grid was laid over the distal thigh", "the skin over the outer thigh was numbed": made ready for the sampling.
pub(super) fn is_sighted(document: &Document, site: &Site) -> bool {
    const READY: ConceptSet = ConceptSet::of(&[known::SIGHTING, known::ULTRASOUND, known::ANESTHESIA, known::SKIN]);
    let sentence = &document.sentences[site.sentence];
    let clause = document.clause[site.first];
    let over = site.first.checked_sub(1).map(|t| t - usize::from(t > 0 && document.tokens.word(t) == "the"));
    site.concepts.meets(ConceptSet::of(&[known::THIGH, known::KNEE]).with(ASPECT))
        && over.is_some_and(|t| matches!(document.tokens.word(t), "over" | "on" | "along" | "at" | "to"))
        && document.mentions_in(sentence.first, sentence.end).any(|m| {
            document.mentions[m].concepts.meets(READY) && document.clause[document.mentions[m].first()] == clause
        })
}

/// Whether something that is not the lesion has the place.
pub(super) fn is_aside(document: &Document, site: &Site) -> bool {
    let sentence = &document.sentences[site.sentence];
    let scar = document
        .mentions_in(sentence.first, sentence.end)
        .any(|m| document.mentions[m].concepts.meets(ConceptSet::of(&[known::SCAR, known::DEVICE, known::SOUND])));
    let apart = introduces_another(document, site) || is_within(document, site) || is_bystander(document, site);
    scar || apart
        || is_distracted(document, site)
        || is_propped(document, site)
        || is_reference(document, site)
        || is_passed_by(document, site)
}

/// Whether the words tie the place to what was sampled, so that another side or region beside it is a contradiction.
pub(super) fn is_firm(document: &Document, site: &Site) -> bool {
    if Tier::of(site.role) == Tier::Title {
        return true;
    }
    let sentence = &document.sentences[site.sentence];
    let clause = document.clause[site.first];
    let leads = leads_sentence(document, site);
    let in_clause = |set: ConceptSet| {
        document.mentions_in(sentence.first, sentence.end).any(|m| {
            let told = document.clause[document.mentions[m].first()];
            document.mentions[m].concepts.meets(set)
                && (told == clause || leads && (clause..clause + 3).contains(&told))
        })
    };
    let section = document.section_of(site.first);
    let answered = is_ticked(document, site.first) || is_site_field(document, site) && site.first >= section.body;
    let acted =
        in_clause(ABOUT_SAMPLE.with(ConceptSet::of(&[known::PREP, known::CORRECTION, known::TAKE, known::PUNCH])));
    let signed = is_signed(document, site);
    let lesion = |t: usize| document.is(t, known::LESION) && !assertion(document, t, t).is_negated();
    let told = || (site.first..sentence.end).any(lesion);
    let own = |t: usize| document.clause[t] == clause || leads && (clause..clause + 3).contains(&document.clause[t]);
    let diseased = (sentence.first..sentence.end).any(|t| own(t) && lesion(t))
        || is_told_of_lesion(document, site, clause) && (!is_label(document, site) || told());
    let elsewhere =
        site.concepts.has(known::OTHER_REGION) && !site.concepts.meets(ConceptSet::of(&[known::THIGH, known::KNEE]));
    let other =
        elsewhere || in_clause(ConceptSet::of(&[known::SCAR, known::NON_SOFT_TISSUE])) || is_within(document, site);
    let bound = answered || site.corrects || is_modifier(document, site.first);
    bound || !introduces_another(document, site) && (acted || signed || (diseased && !other))
}

/// "the left thigh was signed by the surgeon", "right thigh infiltrated", "the left fossa was scanned": made ready by hand as the
/// place to be operated on; "the other thigh was scanned for comparison" was not.
pub(super) fn is_signed(document: &Document, site: &Site) -> bool {
    let clause = document.clause[site.first];
    let sentence = &document.sentences[site.sentence];
    let compared = || {
        sentence.concepts.meets(ConceptSet::of(&[known::SOUND, known::NONE, known::NEGATED_NEXT]))
            || (sentence.first..sentence.end).any(|t| document.tokens.word(t).starts_with("compar"))
    };
    (site.last + 1..site.last + 4).take_while(|&t| document.clause.get(t) == Some(&clause)).any(|t| {
        let scanned = || matches!(document.tokens.word(t), "scanned" | "insonated");
        document.word_is(t, WordClass::SitePrepared) || scanned() && site.concepts.meets(REGION) && !compared()
    })
}
