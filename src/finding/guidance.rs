//! Whether imaging directed the sampling, and which. In: the statements on guidance, else the words of the note. Out: the guidance of a
//! lesion, its modalities, and whether pictures were kept. What only sounds like guidance, what is denied in words of its own, what holds
//! for several lesions and which modality it was are read in the files below.

mod aside;
mod denied;
mod modality;
mod plain;
mod several;

use super::{Findings, Reading, Tier, corrects, holds, is_held, is_left_blank, is_told_after};
use crate::analysis::GuidanceUse;
use crate::assertion::assertion;
use crate::document::Document;
use crate::document::section::Role;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::mention::Mention;
use crate::statement::Statement;
use crate::token::{Break, Kind};
use aside::{
    answered_label, denies_blindness, denies_other_aid, denies_view, is_measured_by_hand, is_measured_on_picture,
    is_named_beside, is_of_device, is_of_sampling, label_at, leads_implant,
};
pub(super) use denied::DeniedAid;
use denied::{denied, was_left_unused};
use modality::{listed, listed_end, modalities, named, spelt};
use several::{told_for_all, told_of_each};

/// Any modality.
const ANY: ConceptSet = ConceptSet::of(&[known::ULTRASOUND, known::CT, known::MRI, known::FLUOROSCOPY]);

/// What leads a needle or a knife.
const AIDS: ConceptSet = ANY.with(ConceptSet::of(&[known::IMAGING, known::NO_IMAGING]));

/// How far about an aid its clause is looked at, in tokens.
const AROUND: usize = 30;

/// Decides the guidance of a lesion's sampling: told in the body outweighs told in the title, used outweighs not used.
pub(super) fn find(reading: &Reading, lesion: usize, findings: &mut Findings) {
    findings.images_saved = images_saved(reading, lesion);
    let mut stated = stated_of(reading, lesion);
    drop_unused(reading.document, &mut stated);
    drop_answered(reading.document, &mut stated);
    drop_other_matters(reading.document, &mut stated);
    if reading.lesions.count == 1 {
        drop_guided_else(reading, &mut stated);
        stated.retain(|s| !(tells_use(s) && guides_elsewhere(reading, s)));
    }
    correct(reading, &mut stated);
    drop_outweighed(reading, &mut stated);
    drop_denials_of_another(reading, &mut stated);
    let Some(value) = told_by(&stated) else {
        find_without_statements(reading, lesion, findings);
        return;
    };
    let telling: Vec<&Statement> = stated
        .iter()
        .copied()
        .filter(|s| s.claim == Claim::Guidance(value) && Tier::of(s.role) >= Tier::Title)
        .collect();
    findings.guidance.value = Some(value);
    findings.guidance.evidence = reading.evidence_of(telling.iter().copied());
    if value == GuidanceUse::Used {
        findings.guidance.modalities = modalities(reading, lesion, &telling);
    }
}

/// Whether a statement tells that imaging guided.
fn tells_use(statement: &Statement) -> bool {
    statement.claim == Claim::Guidance(GuidanceUse::Used)
}

/// Whether a statement tells that no imaging guided.
fn tells_disuse(statement: &Statement) -> bool {
    statement.claim == Claim::Guidance(GuidanceUse::NotUsed)
}

/// "The left inguinal node was then cored with an 18G needle under ultrasound": what led to another tissue, in a sentence that tells of no
/// lesion.
fn guides_elsewhere(reading: &Reading, statement: &Statement) -> bool {
    const OWN: ConceptSet = ConceptSet::of(&[known::LESION, known::MUSCLE, known::THIGH_MUSCLE]);
    let sentence = &reading.document.sentences[statement.sentence];
    sentence.concepts.has(known::NON_SOFT_TISSUE)
        && !sentence.concepts.meets(OWN)
        && (sentence.first..sentence.end).any(|t| reading.lesions.is_elsewhere(t))
}

/// What is told of the guidance of a lesion: in its own words, else in words for all, for each, or for its place.
fn stated_of<'r>(reading: &'r Reading, lesion: usize) -> Vec<&'r Statement> {
    let mut stated: Vec<&Statement> = reading.held(lesion).filter(|s| matches!(s.claim, Claim::Guidance(_))).collect();
    if stated.is_empty() {
        stated = told_for_all(reading, |s| tells_disuse(s));
    }
    if stated.is_empty() {
        stated = told_of_each(reading);
    }
    if stated.is_empty() {
        stated = denied_at_place(reading);
    }
    stated
}

/// "Radiologic assistance: {US/CT/NONE}"; "ultrasound drew the borders before prep, not used afterwards": drops a use that was left
/// blank, given up, or served an implant.
fn drop_unused(document: &Document, stated: &mut Vec<&Statement>) {
    stated.retain(|s| {
        !(tells_use(s) && (is_left_blank(document, s) || was_left_unused(document, s) || leads_implant(document, s)))
    });
}

/// "Ultrasound guidance: none": drops a use that is read from the label, or beside it, of a field whose answer denies it.
fn drop_answered(document: &Document, stated: &mut Vec<&Statement>) {
    let answers: Vec<usize> =
        stated.iter().filter(|s| !tells_use(s)).filter_map(|s| answered_label(document, s)).collect();
    stated.retain(|s| {
        let outweighed = || answers.contains(&label_at(document, s.last)) || is_named_beside(document, s, &answers);
        !(tells_use(s) && outweighed())
    });
}

/// Drops what sounds like guidance and tells of something else: a measurement, a view, another aid, another act.
fn drop_other_matters(document: &Document, stated: &mut Vec<&Statement>) {
    stated.retain(|s| {
        let used = tells_use(s);
        !(is_measured_by_hand(document, s)
            || used && is_measured_on_picture(document, s)
            || denies_other_aid(document, s)
            || denies_view(document, s)
            || denies_blindness(document, s)
            || used && plain::spared(document, s.last).is_some()
            || used && plain::is_cutting_probe(document, s.first, s.last)
            || !used && plain::denies_its_worth(document, s.first, s.last))
    });
}

/// Drops a use that a denial in the same sentence [outweighs].
fn drop_outweighed(reading: &Reading, stated: &mut Vec<&Statement>) {
    let denials: Vec<&Statement> = stated.iter().copied().filter(|s| tells_disuse(s)).collect();
    let outweighed = |used: &Statement| {
        let of_sentence = denials.partition_point(|d| d.sentence < used.sentence);
        let mut same = denials[of_sentence..].iter().take_while(|d| d.sentence == used.sentence);
        same.any(|denial| outweighs(reading, denial, used))
    };
    stated.retain(|s| tells_disuse(s) || !outweighed(s));
}

/// What the statements come to: the body before the title, and in either use before its denial; of the background a denial alone.
fn told_by(stated: &[&Statement]) -> Option<GuidanceUse> {
    let says = |used: GuidanceUse, tier: Tier| {
        stated.iter().any(|s| s.claim == Claim::Guidance(used) && Tier::of(s.role) == tier)
    };
    if says(GuidanceUse::Used, Tier::Body) {
        Some(GuidanceUse::Used)
    } else if says(GuidanceUse::NotUsed, Tier::Body) {
        Some(GuidanceUse::NotUsed)
    } else if says(GuidanceUse::Used, Tier::Title) {
        Some(GuidanceUse::Used)
    } else if says(GuidanceUse::NotUsed, Tier::Title) || says(GuidanceUse::NotUsed, Tier::Background) {
        Some(GuidanceUse::NotUsed)
    } else {
        None
    }
}

/// Where no statement tells: an aid that is denied in other words, or guidance that a label or a ticked box names.
fn find_without_statements(reading: &Reading, lesion: usize, findings: &mut Findings) {
    if let Some(words) = denied(reading, lesion) {
        findings.guidance.value = Some(GuidanceUse::NotUsed);
        findings.guidance.evidence = vec![reading.quote(*words.start(), *words.end(), "guidance.denied")];
    } else if let Some(label) = in_label(reading, lesion).or_else(|| ticked(reading, lesion)) {
        findings.guidance.value = Some(GuidanceUse::Used);
        findings.guidance.evidence = vec![reading.quote(label.first(), label.last(), "guidance.image-guidance")];
        findings.guidance.modalities = listed(named(reading, label.first()..label.last() + 1));
    }
}

/// Whether pictures were kept, whatever tells of the guidance.
fn images_saved(reading: &Reading, lesion: usize) -> bool {
    let saved = |s: &&Statement| {
        s.claim == Claim::ImagesSaved && !is_left_blank(reading.document, s) && !is_of_device(reading.document, s)
    };
    reading.held(lesion).any(|s| saved(&s)) || !told_for_all(reading, saved).is_empty()
}

/// "Ultrasound was not brought down to the thigh": a denial that names the place of the only lesion, though what stands before it was
/// told of another, such as a node.
fn denied_at_place<'r>(reading: &'r Reading) -> Vec<&'r Statement> {
    const PLACES: ConceptSet = ConceptSet::of(&[known::THIGH, known::KNEE]);
    if reading.lesions.count != 1 {
        return Vec::new();
    }
    let denied = |s: &&Statement| {
        tells_disuse(s)
            && is_held(s)
            && Tier::of(s.role) == Tier::Body
            && reading.document.sentences[s.sentence].concepts.meets(PLACES)
            && !denies_view(reading.document, s)
    };
    reading.statements.iter().filter(denied).collect()
}

/// "The block was set with ultrasound; no imaging was used for the biopsy", "For mine I used no ultrasound": a denial that names the
/// sampling itself, beside which what is told as guided was something else.
fn drop_guided_else(reading: &Reading, stated: &mut Vec<&Statement>) {
    let denies = |s: &Statement| tells_disuse(s) && Tier::of(s.role) == Tier::Body && is_of_sampling(reading, s);
    let denial = stated.iter().copied().find(|s| denies(s));
    if let Some(denial) = denial {
        stated.retain(|s| s.claim == denial.claim || s.role == Role::Title || !concern_one(reading, denial, s));
    }
}

/// "Core biopsy under ultrasound. CT was not used.": drops what denies another modality than the one a title names.
fn drop_denials_of_another(reading: &Reading, stated: &mut Vec<&Statement>) {
    let modality = |s: &Statement| named(reading, s.first..s.last + 1);
    let titled = stated
        .iter()
        .filter(|s| tells_use(s) && Tier::of(s.role) == Tier::Title)
        .fold(ConceptSet::EMPTY, |all, s| all.with(modality(s)));
    if titled.is_empty() {
        return;
    }
    stated.retain(|s| {
        // "No CT" is one phrase.
        let denied = modality(s).with(spelt(reading, s.first..s.last + 1));
        !tells_disuse(s) || denied.is_empty() || titled.meets(denied)
    });
}

/// "Procedure per fellow, image-guided: 17 G introducer, 18 G needle x 5": guidance told in the label of what was done.
fn in_label<'r>(reading: &'r Reading, lesion: usize) -> Option<&'r Mention> {
    const TOLD: [Role; 3] = [Role::Title, Role::Technique, Role::Findings];
    let document = reading.document;
    document.mentions.iter().find(|m| {
        let section = document.section_of(m.first());
        m.is(known::IMAGE_GUIDANCE)
            && m.first() < section.body
            && TOLD.contains(&section.role)
            && reading.lesions.concerns(m.first(), lesion)
            && holds(&assertion(document, m.first(), m.last()))
    })
}

/// "Addendum: it was not ultrasound guided": what a correction or an addendum says last takes back what stands before it.
fn correct(reading: &Reading, stated: &mut Vec<&Statement>) {
    let last = stated.iter().rev().find(|s| corrects(reading.document, s.first)).copied();
    let Some(last) = last else { return };
    let denied = tells_disuse(last);
    let later = |s: &Statement| is_told_after(reading.document, s.first, last.first);
    stated.retain(|s| s.claim == last.claim || later(s) || (denied && !concern_one(reading, last, s)));
}

/// "C-arm and ultrasound were in the corridor and none was used": a denial outweighs what else its sentence seems to say, unless
/// it denies another modality: "under ultrasound; CT was not required". A free hand denies nothing of a probe in the same clause.
fn outweighs(reading: &Reading, denial: &Statement, used: &Statement) -> bool {
    let document = reading.document;
    let by_hand = (denial.first..=denial.last).any(|t| document.is(t, known::BLIND));
    if by_hand && document.clause[denial.first] == document.clause[used.first] {
        return false;
    }
    // "Ultrasound led the needle in; no scan was made afterwards": two statements, as in two sentences.
    let between = used.last.min(denial.last)..used.first.max(denial.first);
    if between.into_iter().any(|t| document.tokens.is_mark(t, b';')) {
        return false;
    }
    concern_one(reading, denial, used)
}

/// Whether a denial is of the modality that another statement tells of, or either names none.
fn concern_one(reading: &Reading, denial: &Statement, used: &Statement) -> bool {
    let words = denial.first..listed_end(reading, denial.last + 1);
    let denied = named(reading, words.clone()).with(spelt(reading, words));
    let own = named(reading, used.first..used.last + 1);
    own.is_empty() || denied.is_empty() || own.meets(denied)
}

/// "[x] ultrasound, images stored": the ticked box of a modality, and nothing behind it that makes another thing of it.
fn ticked<'r>(reading: &'r Reading, lesion: usize) -> Option<&'r Mention> {
    let document = reading.document;
    document.mentions.iter().find(|m| {
        let box_before = m.first().checked_sub(1).map(|t| document.tokens.list[t].kind);
        let next = document.tokens.list.get(m.last() + 1);
        let ends = next.is_none_or(|t| t.before >= Break::Line || !matches!(t.kind, Kind::Word | Kind::Number));
        m.concepts.meets(ANY)
            && !m.is(known::MRI)
            && box_before == Some(Kind::Check(true))
            && ends
            && !plain::marks_follow(document, m)
            && Tier::of(document.section_of(m.first()).role) >= Tier::Title
            && reading.lesions.concerns(m.first(), lesion)
    })
}
