//! Sites that do not speak of the lesion: passed by, propped, told of a support, a reference of a distance.

use super::described::{answers, is_ticked};
use super::{ABOUT_SAMPLE, ANY, ASPECT, PLACE, SIDE, STRUCTURE, Site};
use crate::assertion::assertion;
use crate::document::Document;
use crate::document::section::Role;
use crate::finding::Tier;
use crate::lexicon::concept::group::{LENGTH_UNITS, MUSCLES, REGIONS};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::Kind;

/// "the right thigh shows a like mass, to be biopsied next month", "left knee: nothing done": what the sentence tells of a
/// biopsy there is denied or still to come.
pub(super) fn is_deferred(document: &Document, site: &Site) -> bool {
    const REACH: usize = 40;
    const ACTS: ConceptSet = ConceptSet::of(&[known::BIOPSY, known::UNSAMPLED]);
    let sentence = &document.sentences[site.sentence];
    let (from, end) = (site.first.saturating_sub(REACH), site.last + REACH);
    let mut acts = document
        .mentions_in(sentence.first.max(from), sentence.end.min(end))
        .map(|m| &document.mentions[m])
        .filter(|m| m.concepts.meets(ACTS))
        .peekable();
    let behind = acts.peek().is_some_and(|m| m.first() > site.last);
    behind && acts.all(|m| m.is(known::UNSAMPLED) || !super::super::holds(&assertion(document, m.first(), m.last())))
}

/// "Left knee normal", "the left knee, which also grumbles, was not touched": a side that the sentence only tells to be well
/// or left in peace, with nothing done there.
pub(super) fn is_passed_by(document: &Document, site: &Site) -> bool {
    const REACH: usize = 14;
    const CUES: ConceptSet = ConceptSet::of(&[known::SOUND, known::SPARE, known::UNSAMPLED, known::IDLE]);
    const NOT_TAKEN: ConceptSet = ConceptSet::of(&[known::SAMPLE, known::BIOPSY, known::NEEDLE, known::INCISION]);
    const DONE: ConceptSet = ABOUT_SAMPLE.with(ConceptSet::of(&[
        known::TAKE,
        known::REMOVE,
        known::EXCISION,
        known::PUNCH,
        known::PREP,
        known::UNIT_CM,
        known::UNIT_MM,
    ]));
    // "Lump of the left thigh, fascia intact": it is the layer that was spared.
    const LAYER: ConceptSet =
        ConceptSet::of(&[known::FASCIA, known::FAT, known::MUSCLE, known::THIGH_MUSCLE, known::NON_SOFT_TISSUE]);
    let sentence = &document.sentences[site.sentence];
    // "R thigh plaque: photographed, no sample".
    let none = |t: usize| document.is(t, known::NONE) && document.concepts(t + 1).meets(NOT_TAKEN);
    // "Incidentally the left thigh has a small lipoma."
    let opened =
        (sentence.first..site.first).all(|t| document.is(t, known::DETERMINER) || document.is(t, known::SOUND));
    let opened = opened && document.is(sentence.first, known::SOUND);
    if opened && site.concepts.meets(SIDE) {
        return true;
    }
    // "Quadriceps, as biceps was too wasted": it is the other muscle that was passed by.
    let own = |t: &usize| !document.concepts(*t).meets(MUSCLES) || document.concepts(*t).meets(CUES);
    let cue = (site.last + 1..sentence.end.min(site.last + REACH))
        .take_while(own)
        .find(|&t| document.concepts(t).meets(CUES) || none(t));
    // "R thigh lipoma 3 cm, not sampled": a lesion that was left may have a size.
    let unsampled = cue.is_some_and(|c| document.is(c, known::UNSAMPLED) || none(c));
    let measured = |t: usize| document.concepts(t).meets(ConceptSet::of(&[known::UNIT_CM, known::UNIT_MM]));
    let scar = (site.last + 1..sentence.end.min(site.last + REACH)).find(|&t| document.is(t, known::SCAR));
    let done = |t: usize| {
        // "R thigh: old scar from lipoma removal, left alone": what left the scar.
        let of_scar = scar.is_some_and(|s| s < t);
        document.concepts(t).meets(DONE)
            && !(unsampled && measured(t) || of_scar)
            && !document.concepts(t).meets(CUES)
            && document.mention(t).is_some_and(|m| super::super::holds(&assertion(document, m.first(), m.last())))
    };
    // "Popliteal fossa clear, prepatellar bursa dry": a place without a side that is well.
    let well = !site.concepts.meets(SIDE)
        && cue.is_some_and(|c| c == site.last + 1 && document.is(c, known::SOUND))
        && !(sentence.first..sentence.end).any(|t| document.is(t, known::LESION));
    well || site.concepts.meets(SIDE)
        && cue.is_some_and(|cue| {
            let layered = document.is(cue, known::SPARE)
                && (site.concepts.meets(STRUCTURE) || (site.last + 1..cue).any(|t| document.concepts(t).meets(LAYER)));
            // "The left thigh mass was firm, the skin over it normal": it is not the place that is well.
            let diseased =
                document.is(cue, known::SOUND) && (sentence.first..sentence.end).any(|t| document.is(t, known::LESION));
            !layered && !diseased && !(sentence.first..sentence.end).any(done)
        })
}

/// "Left thigh, outer side: lump": the sentence opens with the site and a colon.
pub(super) fn is_label(document: &Document, site: &Site) -> bool {
    let sentence = &document.sentences[site.sentence];
    let opens = site.first <= sentence.first + 3 && !(sentence.first..site.first).any(|t| document.is_verb(t));
    opens
        && (site.last + 1..sentence.end.min(site.last + 8))
            .take_while(|&t| !document.is_verb(t) && !document.tokens.is_mark(t, b';'))
            .any(|t| document.tokens.is_mark(t, b':'))
}

/// "With the patient on her left side": how someone lies, and no place of a lesion ("a lump on her left side").
pub(in crate::finding) fn is_lain_on(document: &Document, site: &Site) -> bool {
    const REACH: usize = 5;
    let word = |n: usize| site.first.checked_sub(n).map_or("", |t| document.tokens.word(t));
    let last = document.tokens.word(site.last);
    let sided = last == "side"
        || document.tokens.list.get(site.last + 1).is_some() && document.tokens.word(site.last + 1) == "side";
    let own = matches!(word(1), "her" | "his" | "their") && matches!(word(2), "on" | "onto" | "to");
    let lesion = (site.first.saturating_sub(REACH)..site.first).any(|t| document.is(t, known::LESION));
    sided && own && !lesion && !site.concepts.meets(REGIONS)
}

/// "Lines: L femoral vein, R radial artery", "thyroid nodule, L lobe": the side of a vessel or of a part of another organ.
pub(super) fn is_of_vessel(document: &Document, site: &Site) -> bool {
    const REACH: usize = 2;
    let bare = site.concepts.meets(SIDE) && !site.concepts.meets(REGIONS.with(STRUCTURE).with(PLACE));
    let end = document.sentences[site.sentence].end.min(site.last + 1 + REACH);
    let vessel = |t: usize| {
        document.is(t, known::NEUROVASCULAR)
            || document.word_is(t, WordClass::VesselName)
            || document.word_is(t, WordClass::OrganPart)
    };
    bare && (site.last + 1..end).take_while(|&t| document.tokens.list[t].kind == Kind::Word).any(vessel)
}

/// "Left thigh has striae only", "R thigh keloid for triamcinolone next clinic": what else a limb has.
pub(super) fn is_of_other_trouble(document: &Document, site: &Site) -> bool {
    const REACH: usize = 5;
    const TOLD: ConceptSet = ABOUT_SAMPLE.with(ConceptSet::of(&[
        known::LESION,
        known::TAKE,
        known::CUT,
        known::PUNCH,
        known::UNIT_CM,
        known::UNIT_MM,
        known::SCAR,
    ]));
    let sentence = &document.sentences[site.sentence];
    let mut behind = site.last + 1..sentence.end.min(site.last + 1 + REACH);
    site.concepts.meets(SIDE)
        && Tier::of(site.role) == Tier::Body
        && !sentence.concepts.meets(TOLD)
        && behind.any(|t| document.word_is(t, WordClass::OtherTrouble))
}

/// "Biceps to the outside, semitendinosus to the inside": where a muscle, nerve or vessel was moved to.
pub(super) fn is_moved_to(document: &Document, site: &Site) -> bool {
    const MOVED: ConceptSet =
        MUSCLES.with(ConceptSet::of(&[known::NEUROVASCULAR, known::RETRACT, known::NON_SOFT_TISSUE]));
    if site.concepts.meets(REGIONS.with(SIDE).with(STRUCTURE)) {
        return false;
    }
    let word = |t: usize| document.tokens.word(t);
    let to = if matches!(word(site.first), "to" | "toward" | "towards") {
        Some(site.first)
    } else {
        site.first.checked_sub(2).filter(|&t| word(t) == "to" && word(t + 1) == "the")
    };
    let before = to.and_then(|t| t.checked_sub(1)).filter(|&t| t >= document.sentences[site.sentence].first);
    before.is_some_and(|t| document.concepts(t).meets(MOVED))
}

/// Whether something else in the clause has the place: a tool, a position, a symptom, nearer to it than any lesion.
pub(super) fn is_distracted(document: &Document, site: &Site) -> bool {
    const FAR: usize = 12;
    const DISTRACTING: ConceptSet = ConceptSet::of(&[known::SITE_DISTRACTOR, known::SYMPTOM, known::OPPOSITE]);
    let sentence = &document.sentences[site.sentence];
    let clause = document.clause[site.first];
    let told_apart = told_apart(document, site);
    let behind_comma = |t: &usize| document.is(*t, known::RELATIVE) && document.tokens.is_mark(t - 1, b',');
    let relative = (site.last + 1..sentence.end).find(behind_comma);
    let (mut distractor, mut lesion) = (usize::MAX, usize::MAX);
    for mention in document.mentions_in(sentence.first, sentence.end).map(|m| &document.mentions[m]) {
        if document.clause[mention.first()] != clause {
            continue;
        }
        let apart = if mention.first() > site.last {
            mention.first() - site.last
        } else {
            site.first.saturating_sub(mention.last())
        };
        // "Right thigh, vastus lateralis, patient supine.": who lies so is named, behind a comma.
        let of_patient = mention.first() > site.last + 1
            && document.is(mention.first() - 1, known::THE_PATIENT)
            && document.tokens.is_mark(mention.first() - 2, b',');
        // "Left knee, prone, S-cut.": how she lay, in a word of its own behind the place that opens the sentence.
        let of_posture = site.first == sentence.first
            && document.tokens.is_mark(site.last + 1, b',')
            && mention.first() == site.last + 2
            && mention.first() == mention.last()
            && [b',', b';', b'.'].into_iter().any(|m| document.tokens.is_mark(mention.last() + 1, m));
        // "Left rectus femoris chosen, where it is MRC grade 4": told of it behind a comma.
        let relative = relative.is_some_and(|t| t < mention.first());
        // "With the patient supine the left thigh was given a 3 cm incision": the place is cut, however she lay.
        let is_cut = mention.last() < site.first && cuts_place(document, site);
        // Speech without marks is one clause for long: what ails far off has a place of its own.
        let far = document.is_unpunctuated() && apart > FAR && !mention.is(known::SITE_DISTRACTOR);
        let outside = far
            || of_patient
            || of_posture
            || is_cut
            || relative
            || told_apart.as_ref().is_some_and(|part| !part.contains(&mention.first()));
        if mention.concepts.meets(DISTRACTING) && !outside {
            distractor = distractor.min(apart);
        } else if mention.is(known::LESION) || (mention.is(known::INCISION) && !document.is_unpunctuated()) {
            lesion = lesion.min(apart);
        }
    }
    distractor < usize::MAX && distractor <= lesion
}

/// Whether a cut is told right behind a place, with no mark between: "the left thigh was incised", "received a 3 cm incision".
fn cuts_place(document: &Document, site: &Site) -> bool {
    const REACH: usize = 7;
    const CUTS: ConceptSet = ConceptSet::of(&[known::CUT, known::INCISION]);
    let end = document.sentences[site.sentence].end.min(site.last + 1 + REACH);
    let goes_on = |t: &usize| !matches!(document.tokens.list[*t].kind, Kind::Punct(b',' | b';' | b':'));
    (site.last + 1..end).take_while(goes_on).any(|t| document.concepts(t).meets(CUTS))
}

/// The words between commas that a site stands in, where they have a verb of their own: "supine, the skin of the thigh was
/// infiltrated". What stands outside them has no hold on the site.
pub(super) fn told_apart(document: &Document, site: &Site) -> Option<std::ops::Range<usize>> {
    let sentence = &document.sentences[site.sentence];
    let comma = |t: &usize| document.tokens.is_mark(*t, b',');
    let first = (sentence.first..site.first).rev().find(comma).map_or(sentence.first, |t| t + 1);
    let end = (site.last + 1..sentence.end).find(comma).unwrap_or(sentence.end);
    (first..end).any(|t| document.is(t, known::BE)).then_some(first..end)
}

/// "a folded blanket beneath the left hip", "the knee on a roll": what lies under or around the limb has the place.
pub(super) fn is_propped(document: &Document, site: &Site) -> bool {
    const SMALL: ConceptSet =
        ConceptSet::of(&[known::DETERMINER, known::PREPOSITION, known::BELOW, known::FILLER, known::BE]);
    let sentence = &document.sentences[site.sentence];
    let under = (sentence.first..site.first)
        .rev()
        .take(6)
        .take_while(|&t| matches!(document.tokens.list[t].kind, Kind::Word) && !document.is(t, known::LESION))
        .find(|&t| document.is(t, known::SITE_DISTRACTOR));
    let carried = under.is_some_and(|u| {
        let last = document.mention(u).map_or(u, |m| m.last());
        let place = |t: usize| document.concepts(t).meets(SMALL) || document.word_is(t, WordClass::ProppedBy);
        let located = document.word_is(last, WordClass::Under);
        let any = (last + 1..site.first).any(|t| document.is(t, known::BELOW) || document.word_is(t, WordClass::Under));
        (located || any) && (last + 1..site.first).all(place)
    });
    let on_it = (site.last + 1..=site.last + 2)
        .any(|t| document.is(t, known::SITE_DISTRACTOR) && document.word_is(t, WordClass::RestsOn));
    carried || on_it
}

/// Longest aside between commas behind a site, in tokens.
const LONGEST_ASIDE: usize = 16;

/// "The LEFT knee was never uncovered": the denial stands behind its subject.
pub(super) fn is_denied_behind(document: &Document, site: &Site) -> bool {
    // "the inside of the thigh it does not hurt": something else is denied.
    const NEW_SUBJECT: ConceptSet = ConceptSet::of(&[known::CONJUNCTION, known::PRONOUN]);
    // "The left leg, which gave its vein in 2011, was not prepped": behind the words between the commas.
    let comma = |t: usize| document.tokens.is_mark(t, b',');
    let relative = comma(site.last + 1) && document.is(site.last + 2, known::RELATIVE);
    let closing = relative.then(|| (site.last + 3..site.last + 3 + LONGEST_ASIDE).find(|&t| comma(t))).flatten();
    let last = closing.unwrap_or(site.last);
    let clause = document.clause[site.last];
    (last + 1..last + 4)
        .take_while(|&t| !document.concepts(t).meets(NEW_SUBJECT) && !document.tokens.is_mark(t, b','))
        .any(|t| {
            document.is(t, known::NEGATED_NEXT)
                && document.clause.get(t) == Some(&clause)
                && !denies_removal(document, site, t)
                && !denies_aid(document, t)
        })
}

/// "Right thigh, middle third, local only, no sedation": what was done without has nothing to do with the place.
fn denies_aid(document: &Document, denial: usize) -> bool {
    const AIDS: ConceptSet =
        ConceptSet::of(&[known::ANESTHESIA, known::IMAGING, known::ULTRASOUND, known::DEVICE, known::SUTURE]);
    let plain = matches!(document.tokens.word(denial), "no" | "without");
    plain && document.concepts(denial + 1).meets(AIDS)
}

/// "The tumour of the right gracilis was not removed": what was not taken whole lies there all the same.
fn denies_removal(document: &Document, site: &Site, denial: usize) -> bool {
    const WHOLE: ConceptSet = ConceptSet::of(&[known::REMOVE, known::EXCISION, known::SHELL_OUT, known::WHOLE]);
    let last = document.mention(denial).map_or(denial, |m| m.last());
    let sentence = &document.sentences[site.sentence];
    document.concepts(last + 1).meets(WHOLE) && (sentence.first..site.first).any(|t| document.is(t, known::LESION))
}

/// A sentence that measures something or places it in a layer speaks of the lesion, in this kind of note.
pub(super) fn located_in(document: &Document, first: usize, end: usize) -> bool {
    let within = |m: usize| document.mentions[m].concepts;
    let measured = document.mentions_in(first, end).any(|m| within(m).meets(LENGTH_UNITS));
    measured
        || document.mentions_in(first, end).any(|m| {
            within(m).meets(ConceptSet::of(&[known::INSIDE, known::BELOW]))
                && document.concepts(document.mentions[m].last() + 1).meets(STRUCTURE)
        })
}

/// A field about the site: its label names one, or its whole content is one.
pub(super) fn is_site_field(document: &Document, site: &Site) -> bool {
    let section = document.section_of(site.first);
    let labelled = (section.first..section.body).any(|t| {
        document.concepts(t).meets(ANY.with(ConceptSet::of(&[known::S_FIELD, known::SIDE_FIELD, known::SITE_FIELD])))
    });
    // "Image: right knee": what a picture shows is no answer.
    const PICTURE: ConceptSet = ConceptSet::of(&[known::IMAGING, known::MRI, known::CT]);
    let label = |set: ConceptSet| (section.first..section.body).any(|t| document.concepts(t).meets(set));
    if label(PICTURE) && !label(ABOUT_SAMPLE.with(PLACE).with(SIDE)) {
        return false;
    }
    // "Site: right thigh. The nurse stood on the left.": what follows the answer is told in sentences of its own.
    let answer = answers(document, site.first) || site.concepts.meets(PLACE);
    section.role == Role::Field && answer && (labelled || section.body == site.first)
}

/// "Left knee: old scar, no effusion": a label that is nothing but a place, over words on something else.
pub(super) fn is_bystander(document: &Document, site: &Site) -> bool {
    const TOLD: ConceptSet = ABOUT_SAMPLE.with(ConceptSet::of(&[
        known::LESION,
        known::TAKE,
        known::REMOVE,
        known::EXCISION,
        known::PUNCH,
        known::PUNCH_TOOL,
        known::UNIT_CM,
        known::UNIT_MM,
        known::FAT,
        known::FASCIA,
    ]));
    let section = document.section_of(site.first);
    let sentence = &document.sentences[site.sentence];
    let words = if site.first == section.first && site.last < section.body {
        section.body..section.end
    } else if is_label(document, site)
        && !is_ticked(document, site.first)
        && Tier::of(site.role) == Tier::Body
        // "Lump in the left thigh: one sees it when she sits."
        && !(sentence.first..site.first).any(|t| document.is(t, known::LESION))
    {
        site.last + 1..sentence.end
    } else {
        return false;
    };
    let told = |t: usize| {
        document.concepts(t).meets(TOLD) && !(document.is(t, known::LESION) && assertion(document, t, t).is_negated())
    };
    let spoken = words.clone().filter(|&t| document.tokens.list[t].kind == Kind::Word).count();
    spoken >= 2 && !words.into_iter().any(told)
}

/// Whether tissue was taken before the words, in their clause, and no extent follows: "from the foot to the groin".
pub(super) fn is_source(document: &Document, site: &Site) -> bool {
    const TAKEN: ConceptSet = ABOUT_SAMPLE.with(ConceptSet::of(&[known::TAKE, known::REMOVE, known::EXCISION]));
    let sentence = &document.sentences[site.sentence];
    let clause = document.clause[site.first];
    let taken = (sentence.first..site.first)
        .any(|t| document.clause[t] == clause && document.concepts(t).meets(TAKEN) && !document.is(t, known::INCISION));
    let extends = document.tokens.list.get(site.last + 1).is_some_and(|_| document.tokens.word(site.last + 1) == "to");
    taken && !extends
}

/// A place that only tells a distance or an extent: "10 cm above the patella", "from the foot to the groin".
pub(super) fn is_reference(document: &Document, site: &Site) -> bool {
    let word = |t: Option<usize>| t.map(|t| document.tokens.word(t)).unwrap_or("");
    let back = |n: usize| site.first.checked_sub(n);
    // "above the superior pole of the patella": the edge of a landmark tells a distance as the landmark does.
    let of = (1..4)
        .find(|&n| word(back(n)) == "of")
        .filter(|&n| back(n + 1).is_some_and(|t| document.word_is(t, WordClass::LandmarkEdge)));
    let skip = match of {
        Some(n) => (n + 1..n + 6)
            .find(|&n| back(n).is_some_and(|t| document.word_is(t, WordClass::Relation)))
            .map_or(0, |n| n - 1),
        None => usize::from(back(1).is_some_and(|t| document.word_is(t, WordClass::Definite))),
    };
    let before = back(1 + skip);
    let measured = before.and_then(|b| b.checked_sub(1)).is_some_and(|t| document.concepts(t).meets(LENGTH_UNITS));
    // "arising from the vastus": where it lies.
    let within = before.is_some_and(|t| document.is(t, known::INSIDE));
    let relation = !within && before.is_some_and(|t| document.word_is(t, WordClass::Relation))
        || (word(before) == "to" && measured);
    // "cores were obtained from the vastus": the source of the tissue, not the end of a distance.
    let source = word(before) == "from" && !measured && is_source(document, site);
    // "the nerve ran two centimeters to the medial side".
    let aside = word(before) == "to" && measured && !site.concepts.meets(PLACE.with(SIDE));
    // "over the trochanter-to-patella line".
    let line = site.last + 1 < document.tokens.list.len()
        && document.word_is(site.last + 1, WordClass::StraightLine)
        && word(back(1)) != "the";
    // "the incision ran from the knee to the mid thigh".
    let sentence = &document.sentences[site.sentence];
    let cut = || (sentence.first..site.first).any(|t| document.is(t, known::INCISION));
    let starts = word(before) == "from" && word(Some(site.last + 1).filter(|&t| t < sentence.end)) == "to";
    let ends = word(before) == "to"
        && before.is_some_and(|b| (b.saturating_sub(10).max(sentence.first)..b).any(|t| word(Some(t)) == "from"));
    let extent = (starts || ends) && cut();
    aside
        || line
        || extent
        || relation
            && !source
            && (measured || matches!(word(before), "from" | "above" | "below"))
            && !site.concepts.meets(SIDE.with(ASPECT))
}
