//! Whether imaging directed the sampling, and which.

mod plain;

use std::ops::{Range, RangeInclusive};

use super::{Findings, Reading, Tier, corrects, holds, is_held, is_left_blank};
use crate::analysis::{GuidanceUse, Modality};
use crate::assertion::assertion;
use crate::document::Document;
use crate::document::section::Role;
use crate::lexicon::concept::group::LENGTH_UNITS;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::statement::Statement;
use crate::token::{Break, Kind};

/// Any modality.
const ANY: ConceptSet = ConceptSet::of(&[known::ULTRASOUND, known::CT, known::MRI, known::FLUOROSCOPY]);

const MODALITIES: [(crate::lexicon::concept::Concept, Modality); 4] = [
    (known::ULTRASOUND, Modality::Ultrasound),
    (known::CT, Modality::Ct),
    (known::MRI, Modality::Mri),
    (known::FLUOROSCOPY, Modality::Fluoroscopy),
];

/// Decides the guidance of a lesion's sampling: told in the body outweighs told in the title, used outweighs not used.
pub(super) fn find(reading: &Reading, lesion: usize, findings: &mut Findings) {
    findings.images_saved = images_saved(reading, lesion);
    let mut stated = stated_of(reading, lesion);
    drop_unused(reading.document, &mut stated);
    drop_answered(reading.document, &mut stated);
    drop_other_matters(reading.document, &mut stated);
    if reading.lesions.count == 1 {
        drop_guided_else(reading, &mut stated);
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

/// "Guidance: none; MRI films were on the light box", "Imaging: MRI, solid. … Guidance (x) none": what a field of imaging names, where
/// the answer to the guidance is none.
fn is_named_beside(document: &Document, statement: &Statement, answers: &[usize]) -> bool {
    let section = document.section_of(statement.first);
    let bare = document.mention(statement.first).is_some_and(|m| m.last() >= statement.last);
    let parted = |t: usize| document.tokens.is_mark(t, b';') || document.tokens.is_mark(t, b'.');
    let lead = section.body.max(statement.first.saturating_sub(AROUND))..statement.first;
    let behind = || answers.contains(&section.first) && lead.clone().any(parted);
    let read_before = || !answers.is_empty() && document.is(statement.first, known::MRI);
    section.role == Role::Guidance && statement.first >= section.body && bare && (behind() || read_before())
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

/// Whether a denial tells what it was not used for, and that is the sampling: "for the biopsy", "for mine".
fn is_of_sampling(reading: &Reading, denial: &Statement) -> bool {
    const REACH: usize = 6;
    let document = reading.document;
    let sentence = &document.sentences[denial.sentence];
    let word = |t: usize| document.tokens.word(t);
    let names = |t: usize| word(t) == "for" && plain::names_sampling(document, t + 1, sentence.end);
    let around = sentence.first.max(denial.first.saturating_sub(REACH))..sentence.end.min(denial.last + 1 + REACH);
    around.into_iter().any(names)
}

/// "He would not stick a needle blindly near that nerve": what is denied to be done blind was not done by touch.
fn denies_blindness(document: &Document, statement: &Statement) -> bool {
    const REACH: usize = 8;
    let clause = document.clause[statement.first];
    let mut before = (statement.first.saturating_sub(REACH)..statement.first).filter(|&t| document.clause[t] == clause);
    statement.first == statement.last
        && document.tokens.word(statement.first).starts_with("blind")
        && before.any(|t| matches!(document.tokens.word(t), "wouldnt" | "would" | "never" | "rather"))
        && (statement.first.saturating_sub(REACH)..statement.first)
            .any(|t| matches!(document.tokens.word(t), "not" | "never" | "wouldnt" | "than"))
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

/// "The port was placed under fluoroscopy": what was led is no needle, and its sentence tells of no sample.
fn leads_implant(document: &Document, statement: &Statement) -> bool {
    const SAMPLING: ConceptSet = ConceptSet::of(&[
        known::BIOPSY,
        known::NEEDLE,
        known::CORE,
        known::CORE_DEVICE,
        known::SAMPLE,
        known::GAUGE,
        known::PASS,
        known::LESION,
    ]);
    const REACH: usize = 8;
    let s = &document.sentences[statement.sentence];
    let from = s.first.max(statement.first.saturating_sub(REACH));
    let implant = (from..statement.first).rev().find(|&t| document.word_is(t, WordClass::Implant));
    let parted = |t: usize| [b',', b';'].iter().any(|&m| document.tokens.is_mark(t, m));
    let put_in = implant.is_some_and(|i| {
        (i + 1..statement.first).any(|t| document.is(t, known::PERFORM)) && !(i..statement.first).any(parted)
    });
    put_in && !s.concepts.meets(SAMPLING)
}

/// "Under ultrasound, contrast was not given", "with ultrasound; CT was considered and not used": the denial is of something else than
/// the aid that its words begin with.
fn denies_other_aid(document: &Document, statement: &Statement) -> bool {
    if !tells_disuse(statement) {
        return false;
    }
    let Some(aid) = document.mention(statement.first) else { return false };
    let parts =
        |t: usize| [b',', b';'].iter().any(|&m| document.tokens.is_mark(t, m)) || document.is(t, known::CONJUNCTION);
    let within = aid.last() + 1..statement.last + 1;
    let Some(parted) = within.clone().find(|&t| parts(t)) else { return false };
    // "Ultrasound or sedation was not used", "imaging, wire and clip not used": one list, unless a word leads the aid or a verb
    // follows it.
    let led = document.mention(statement.first).is_some_and(|m| m.is(known::PREPOSITION))
        || statement.first.checked_sub(1).is_some_and(|t| document.is(t, known::PREPOSITION));
    let told = (aid.last() + 1..parted).any(|t| document.is_verb(t));
    if !led && !told || document.tokens.word(parted) == "or" {
        return false;
    }
    // "Ultrasound and contrast were not used" denies both.
    let word = |t: usize| document.tokens.list.get(t).map_or("", |_| document.tokens.word(t));
    let all = |t: usize| word(t + 1) == "were" && !word(t).ends_with('s');
    let other = |t: usize| document.word_is(t, WordClass::OtherAid) && !all(t);
    let second = |t: usize| document.tokens.is_mark(parted, b';') && document.concepts(t).meets(ANY);
    (parted + 1..statement.last + 1).any(|t| other(t) || second(t))
}

/// "What I sampled was a firm thing, 38 by 30 mm by the MRI": a picture that measured, in a sentence without a needle.
fn is_measured_on_picture(document: &Document, statement: &Statement) -> bool {
    const LED: ConceptSet =
        ConceptSet::of(&[known::NEEDLE, known::CORE_DEVICE, known::GAUGE, known::PASS, known::NEEDLE_PART]);
    let sentence = &document.sentences[statement.sentence];
    let measured = statement.first.checked_sub(1).is_some_and(|t| document.concepts(t).meets(LENGTH_UNITS));
    document.tokens.word(statement.first) == "by" && measured && !sentence.concepts.meets(LED)
}

/// "A nodule, 3.1 cm by palpation", "by palpation the mass is 5 cm": a hand that measured and led no needle.
fn is_measured_by_hand(document: &Document, statement: &Statement) -> bool {
    const IS: ConceptSet = ConceptSet::of(&[known::BE, known::MEASURE]);
    let is_unit = |t: usize| document.concepts(t).meets(LENGTH_UNITS);
    let length_behind = || {
        let clause = document.clause[statement.last];
        let behind = statement.last + 1..document.tokens.list.len().min(statement.last + LONGEST_MEASURED);
        let mut behind = behind.take_while(|&t| document.clause[t] == clause);
        behind.any(|t| document.concepts(t).meets(IS)) && behind.any(is_unit)
    };
    // "45 x 40 mm across by feel", "tumour by palpation under anaesthesia 15 x 10 cm".
    let length_before = || {
        let before = |back: usize| statement.first.checked_sub(back);
        let across = |t: usize| matches!(document.tokens.word(t), "across" | "wide" | "long" | "overall");
        before(1).is_some_and(is_unit) || before(1).is_some_and(across) && before(2).is_some_and(is_unit)
    };
    let lesion_before = || statement.first.checked_sub(1).is_some_and(|t| document.is(t, known::LESION));
    let unit_behind = || {
        let sentence = &document.sentences[statement.sentence];
        let behind = statement.last + 1..sentence.end.min(statement.last + LONGEST_MEASURED);
        !(sentence.first..sentence.end).any(|t| document.concepts(t).meets(SAMPLED)) && behind.into_iter().any(is_unit)
    };
    document.is(statement.first, known::BLIND)
        && (length_before() || length_behind() || lesion_before() && unit_behind())
}

/// Words for what a hand that leads does.
const SAMPLED: ConceptSet = ConceptSet::of(&[
    known::NEEDLE,
    known::CORE,
    known::CORE_DEVICE,
    known::BIOPSY,
    known::GAUGE,
    known::PASS,
    known::TAKE,
    known::INCISION,
]);

/// "Neither sonography nor CT shows what the PET shows": a modality that is denied to have shown something.
fn denies_view(document: &Document, statement: &Statement) -> bool {
    const ALL: ConceptSet = ConceptSet::of(&[known::IMAGING, known::CONJUNCTION]);
    let behind = statement.last + 1..document.sentences[statement.sentence].end;
    let mut behind =
        behind.skip_while(|&t| document.concepts(t).meets(ALL) || document.word_is(t, WordClass::DenialWord));
    let next = behind.next().map_or("", |t| document.tokens.word(t));
    // "Not happy with the ultrasound report".
    let shows =
        matches!(next, "shows" | "show" | "showed" | "sees" | "saw" | "reveals" | "revealed" | "finds" | "found");
    tells_disuse(statement) && (is_paper(next) || shows)
}

/// What is written of a picture, behind the word for its modality.
fn is_paper(word: &str) -> bool {
    matches!(word, "report" | "reports" | "reading" | "result" | "results" | "findings")
}

/// How far behind a hand, in tokens, the length may stand that it measured.
const LONGEST_MEASURED: usize = 12;

/// An aid that the note denies.
#[derive(Debug)]
pub(super) struct DeniedAid {
    /// The first token of the aid.
    first: usize,
    /// It closes the note for all lesions and names no place.
    closes: bool,
    /// The words from the aid to what denies it.
    words: RangeInclusive<usize>,
}

/// The denial of an aid that concerns a lesion.
fn denied(reading: &Reading, lesion: usize) -> Option<RangeInclusive<usize>> {
    let denied = reading.denied_aids.get_or_init(|| denied_aids(reading));
    denied.iter().find(|d| d.closes || reading.lesions.concerns(d.first, lesion)).map(|d| d.words.clone())
}

/// What leads a needle or a knife and is denied in what tells of this encounter, in words that no pattern knows: "at no point did I use
/// fluoroscopy", "ultrasound no, C-arm no", "not used: scopy". What was only looked for on a picture, told, kept or planned is another
/// matter, and so is an MRI, which seldom leads.
fn denied_aids(reading: &Reading) -> Vec<DeniedAid> {
    let document = reading.document;
    let tail = Tail::of(reading);
    // "guidance.   none": a label with a stop behind it.
    let labelled = |m: &Mention| {
        let sentence = &document.sentences[document.sentence_of(m.first())];
        document.tokens.word(m.last()) == "guidance" && sentence.first == m.first() && sentence.end <= m.last() + 2
    };
    let tells = |m: &Mention| {
        may_tell(document, m.first()) || m.is(known::NO_IMAGING) && plain::is_apart_from_reason(document, m.first())
    };
    let is_aid = |m: &&Mention| (m.concepts.meets(AIDS) || labelled(m)) && !m.is(known::MRI) && tells(m);
    let denied = |m: &Mention| {
        let words = denial_of(document, m)
            .or_else(|| left_unused(document, m))
            .or_else(|| plain::answered_no(document, m))
            .or_else(|| plain::spared(document, m.last()).map(|last| m.first()..=last))
            .or_else(|| plain::labelled_no(document, m))
            .or_else(|| plain::crossed(document, m))
            .or_else(|| plain::ticked_none(document, m))?;
        let closes = tail.begins_before(reading, m.last()) && !names_place(reading, document.sentence_of(m.first()));
        Some(DeniedAid { first: m.first(), closes, words })
    };
    let by_hand = |t: usize| {
        let words = plain::hand_for_aid(document, t)?;
        let closes = tail.begins_before(reading, t) && !names_place(reading, document.sentence_of(t));
        Some(DeniedAid { first: t, closes, words })
    };
    let aids = document.mentions.iter().filter(is_aid).filter_map(denied);
    aids.chain((0..document.tokens.list.len()).filter_map(by_hand)).collect()
}

/// Where the section of a token starts, whose label it may stand in; beyond all where it stands behind that.
fn label_at(document: &Document, token: usize) -> usize {
    let section = document.section_of(token);
    if section.role == Role::Guidance && token < section.body { section.first } else { usize::MAX }
}

/// "USS guidance:  Y / (N)", "US guided: N": where the section starts whose label a denial is the answer to, boxes, brackets and options
/// that are not said aside.
fn answered_label(document: &Document, denial: &Statement) -> Option<usize> {
    /// Most tokens of what stands before the answer.
    const REACH: usize = 5;
    let section = document.section_of(denial.first);
    let lead = section.body..denial.first;
    let bare = |t: usize| document.mention(t).is_none();
    (section.role == Role::Guidance
        && denial.first >= section.body
        && lead.len() <= REACH
        && lead.into_iter().all(bare))
    .then_some(section.first)
}

/// Whether the aid of a statement was left unused afterwards.
fn was_left_unused(document: &Document, statement: &Statement) -> bool {
    let aid =
        document.mentions_in(statement.first, statement.last + 1).find(|&m| document.mentions[m].concepts.meets(AIDS));
    aid.is_some_and(|m| left_unused(document, &document.mentions[m]).is_some())
}

/// "The scanner drew the borders before prep; not used afterwards", "equipment such as ultrasound: none in room", "the duplex was done
/// last week. Not needed today": what opens a clause or a sentence with a denial and names nothing before it goes on about the aid.
fn left_unused(document: &Document, aid: &Mention) -> Option<RangeInclusive<usize>> {
    /// How far behind an aid it may be told that it was not used, in tokens.
    const REACH: usize = 24;
    let number = document.sentence_of(aid.first());
    let end = document.sentences.get(number + 1).unwrap_or(&document.sentences[number]).end;
    let cues = document.mentions_in(aid.last() + 1, end.min(aid.last() + REACH));
    let mut cues = cues.map(|m| &document.mentions[m]);
    let cue = cues.find(|m| tells_idle(document, m) && opens_clause(document, m))?;
    let told_of = document.sentence_of(cue.first());
    let same_section = document.sentences[told_of].section == document.sentences[number].section;
    let goes_on = told_of == number || !has_own_subject(document, told_of, cue);
    (!is_none_of_something(document, cue) && goes_on && same_section && !names_other_idle(document, aid, cue))
        .then(|| aid.first()..=cue.last())
}

/// "Not used", "none", "was not done": whether a phrase tells that something was left idle. "No" and "not" have a noun of their own
/// behind them.
fn tells_idle(document: &Document, cue: &Mention) -> bool {
    // "It was not done before or during the procedure."
    let passive = matches!(document.tokens.word(cue.first()), "was" | "were") && cue.is(known::IDLE);
    document.word_is(cue.first() + usize::from(passive), WordClass::DenialWord)
        && (cue.is(known::IDLE)
            || cue.is(known::NONE) && document.tokens.word(cue.first()) == "none"
            || cue.is(known::NEGATED_BEFORE) && cue.is(known::USE))
}

/// Whether a phrase opens its clause: behind a mark or a joint, or with "it" or a word for today between.
fn opens_clause(document: &Document, cue: &Mention) -> bool {
    let tokens = &document.tokens;
    let at = cue.first();
    let mark = |t: usize| matches!(tokens.list[t].kind, Kind::Punct(b';' | b',' | b':' | b'-' | b'.'));
    let joined = |t: usize| mark(t) || document.is(t, known::CONJUNCTION) || document.is(t, known::CLAUSE_BREAK);
    let of_day = |t: usize| document.is(t, known::CURRENT) && mark(t - 1);
    at >= 2 && (joined(at - 1) || of_day(at - 1) || tokens.word(at - 1) == "it" && joined(at - 2))
}

/// "It had no tie to the band and none to the muscle": none of another thing.
fn is_none_of_something(document: &Document, cue: &Mention) -> bool {
    let tokens = &document.tokens;
    let next = tokens.list.get(cue.last() + 1).map_or("", |_| tokens.word(cue.last() + 1));
    tokens.word(cue.first()) == "none" && matches!(next, "to" | "of" | "from" | "into")
}

/// "Old US was lost. L knee has the metal one, not touched": whether a sentence names a subject of its own before a denial.
fn has_own_subject(document: &Document, sentence: usize, cue: &Mention) -> bool {
    const NO_SUBJECT: ConceptSet = ConceptSet::of(&[known::CURRENT, known::PRONOUN, known::CONJUNCTION, known::BE]);
    let opening = document.sentences[sentence].first;
    document.mentions_in(opening, cue.first()).any(|m| !document.mentions[m].concepts.meets(NO_SUBJECT))
}

/// Whether something else that might be left unused stands between an aid and a denial.
fn names_other_idle(document: &Document, aid: &Mention, cue: &Mention) -> bool {
    const OTHER: ConceptSet = ConceptSet::of(&[
        known::NEEDLE,
        known::CORE,
        known::SAMPLE,
        known::DEVICE,
        known::DRAINAGE,
        known::SUTURE,
        known::ANESTHESIA,
        known::TAKE,
        known::CORE_DEVICE,
        known::BODY_FLUID,
        known::PATHOLOGY,
    ]);
    let between = document.mentions_in(aid.last() + 1, cue.first());
    let word = |class: WordClass| (aid.last() + 1..cue.first()).any(|t| document.word_is(t, class));
    document.mentions[between].iter().any(|m| m.concepts.meets(OTHER))
        // "An ultrasound looked for haematoma: none".
        || word(WordClass::Bleed)
        // "Doppler at the end. In the left leg is a stent, not touched".
        || word(WordClass::Implant)
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

/// Whether the section of a token tells of this encounter: one that does, and behind its first sentence also a label within a line,
/// which holds no more than that: "Reason: growth. … No imaging guide used."
fn may_tell(document: &Document, token: usize) -> bool {
    let section = document.section_of(token);
    let behind = section.body < section.end && document.sentence_of(token) > document.sentence_of(section.body);
    match Tier::of(section.role) {
        Tier::Body => true,
        Tier::Title => behind,
        _ => behind && section.role == Role::Indication,
    }
}

/// What leads a needle or a knife.
const AIDS: ConceptSet = ANY.with(ConceptSet::of(&[known::IMAGING, known::NO_IMAGING]));

/// How far about an aid its clause is looked at, in tokens.
const AROUND: usize = 30;

/// The same in a sentence longer than what follows, in tokens.
const AROUND_IN_SPEECH: usize = 5;
const RUN_ON: usize = 100;

/// The words from an aid to what denies it.
fn denial_of(document: &Document, aid: &Mention) -> Option<RangeInclusive<usize>> {
    if is_paper(document.tokens.word(aid.last() + 1)) || is_told_otherwise(document, aid) {
        return None;
    }
    if aid.is(known::NO_IMAGING) {
        return Some(aid.first()..=aid.last());
    }
    let cue = denying_label(document, aid).or_else(|| {
        let meant = assertion(document, aid.first(), aid.last());
        let cue = meant.negated_by.map(|m| &document.mentions[m as usize]);
        cue.filter(|_| meant.is_negated() && meant.is_current())
    })?;
    (!denies_other_thing(document, cue, aid)).then(|| cue.first().min(aid.first())..=cue.last().max(aid.last()))
}

/// Whether the clause about an aid tells what it showed, or of another time or place, so that a denial in it is of that.
fn is_told_otherwise(document: &Document, aid: &Mention) -> bool {
    const OTHERWISE: ConceptSet = ConceptSet::of(&[
        known::SEE,
        known::TELL,
        known::BLOCK,
        known::REPORT_SEEN,
        known::SAVE,
        known::IMAGE,
        known::IMAGES_KEPT,
        known::FINDING_DENIED,
        known::UNCERTAIN,
        known::MALIGNANCY,
        known::INFECTION,
        known::MUSCLE_DISEASE,
        known::MEASURE,
        known::NO_MORE,
        known::PREOP_WORD,
        known::POSTOP_WORD,
        known::HISTORICAL,
        known::HISTORICAL_NEXT,
        known::HISTORICAL_BEFORE,
        known::HYPOTHETICAL_NEXT,
        known::HYPOTHETICAL_BEFORE,
        known::OTHER_REGION,
        known::REQUEST,
        known::SEND,
    ]);
    let clause = document.clause[aid.first()];
    let sentence = &document.sentences[document.sentence_of(aid.first())];
    let own = |m: &&Mention| document.clause[m.first()] == clause;
    // Speech without a stop tells of many things in one clause: what stands farther off says nothing of an aid.
    let around = if sentence.end - sentence.first > RUN_ON { AROUND_IN_SPEECH } else { AROUND };
    let near = sentence.first.max(aid.first().saturating_sub(around))..sentence.end.min(aid.last() + around);
    let mut others = document.mentions[document.mentions_in(near.start, near.end)].iter().filter(own);
    others.any(|m| m.concepts.meets(OTHERWISE))
}

/// "Not used: C-arm, ultrasound": the denial that is the label of a list.
fn denying_label<'d>(document: &'d Document, aid: &Mention) -> Option<&'d Mention> {
    let colon = document.tokens.is_mark(aid.first().saturating_sub(1), b':');
    let label = colon.then(|| document.mention(aid.first().saturating_sub(2))).flatten();
    label.filter(|m| m.concepts.meets(UNUSED))
}

/// Whether a denial near an aid is of another thing, or of what is known of the aid.
fn denies_other_thing(document: &Document, cue: &Mention, aid: &Mention) -> bool {
    let between = || document.mentions[document.mentions_in(cue.last() + 1, aid.first())].iter();
    // "Nobody wrote whether a scan was on": what is not known.
    (cue.last() + 1..aid.first()).any(|t| document.tokens.word(t) == "whether")
        // "Not a hernia on CT".
        || between().any(|m| m.concepts.meets(THINGS))
        || cue.last() < aid.first() && aid.first().checked_sub(1).is_some_and(|t| document.tokens.word(t) == "on")
}

/// What may be denied in place of an aid behind it.
const THINGS: ConceptSet =
    ConceptSet::of(&[known::LESION, known::NON_SOFT_TISSUE, known::BODY_FLUID, known::LYMPHATIC]);

/// Was not brought to bear.
const UNUSED: ConceptSet = ConceptSet::of(&[known::IDLE, known::NEGATED_BEFORE]);

/// "Addendum: it was not ultrasound guided": what a correction or an addendum says last takes back what stands before it.
fn correct(reading: &Reading, stated: &mut Vec<&Statement>) {
    let last = stated.iter().rev().find(|s| corrects(reading.document, s.first)).copied();
    let Some(last) = last else { return };
    let denied = tells_disuse(last);
    stated.retain(|s| s.claim == last.claim || s.first > last.first || (denied && !concern_one(reading, last, s)));
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

/// Statements that stand behind what is told of the last of several lesions and speak of none of them: "Wounds were closed. No
/// imaging was used."
fn told_for_all<'r>(reading: &'r Reading, claims: impl Fn(&&'r Statement) -> bool) -> Vec<&'r Statement> {
    if reading.lesions.count < 2 {
        return Vec::new();
    }
    let is_of_one = |s: &Statement| {
        let from = reading.statements.partition_point(|other| other.sentence < s.sentence);
        let mut same = reading.statements[from..].iter().take_while(|other| other.sentence == s.sentence);
        names_place(reading, s.sentence) || same.any(|other| other.claim == Claim::Sampled)
    };
    let tail = Tail::of(reading);
    let closes = |s: &&Statement| Tier::of(s.role) == Tier::Body && tail.begins_before(reading, s.last);
    let told = reading.statements.iter().filter(claims).filter(|s| is_held(s));
    told.filter(closes).filter(|s| !is_of_one(s)).collect()
}

/// "Both under ultrasound", "L core x3, then R core x3, all 18G under CT": what is told of each of several lesions in the words of one.
fn told_of_each<'r>(reading: &'r Reading) -> Vec<&'r Statement> {
    if reading.lesions.count < 2 {
        return Vec::new();
    }
    const REACH: usize = 4;
    // "All four cores under CT" are those of one lesion.
    const OF_ONE: ConceptSet = ConceptSet::of(&[known::CORE, known::PASS, known::SAMPLE, known::NEEDLE, known::LESION]);
    let document = reading.document;
    let each = |t: usize| matches!(document.tokens.word(t), "all" | "both" | "each");
    let plain =
        |t: &usize| !matches!(document.tokens.list[*t].kind, Kind::Punct(_)) && !document.concepts(*t).meets(OF_ONE);
    let told = |s: &&Statement| {
        let sentence = &document.sentences[s.sentence];
        let before = sentence.first.max(s.first.saturating_sub(REACH))..s.first;
        let mut within = s.first..=s.last;
        matches!(s.claim, Claim::Guidance(_))
            && is_held(s)
            && (before.rev().take_while(plain).any(each) || within.any(each) || names_each(document, s))
    };
    reading.statements.iter().filter(told).collect()
}

/// "No ultrasound for (a) or (b)", "no imaging for A or B", "for either": whether each of two items is named behind a statement.
fn names_each(document: &Document, statement: &Statement) -> bool {
    const REACH: usize = 8;
    let end = document.sentences[statement.sentence].end.min(statement.last + 1 + REACH);
    let word = |t: usize| document.tokens.word(t);
    let behind = || statement.last + 1..end;
    let Some(at) = behind().find(|&t| word(t) == "for") else { return false };
    let item = |t: usize| {
        let token = &document.tokens.list[t];
        token.span.len() == 1 && matches!(token.kind, Kind::Word | Kind::Number)
    };
    let joined = (at + 1..end).find(|&t| matches!(word(t), "or" | "and" | "nor"));
    let both = joined.is_some_and(|j| (at + 1..j).any(item) && (j + 1..end).any(item));
    both || matches!(end.checked_sub(at + 1), Some(1..)) && word(at + 1) == "either"
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

/// Whether a sentence names a site of its own.
fn names_place(reading: &Reading, sentence: usize) -> bool {
    let sentence = &reading.document.sentences[sentence];
    let site = reading.sites.partition_point(|site| site.first < sentence.first);
    reading.sites.get(site).is_some_and(|site| site.first < sentence.end)
}

/// Where the note last tells of a lesion, and where last of another than that.
struct Tail {
    last: Option<(usize, usize)>,
    other: Option<usize>,
}

impl Tail {
    fn of(reading: &Reading) -> Self {
        let tokens = 0..reading.document.tokens.list.len();
        let mut told = tokens.rev().filter_map(|t| reading.lesions.of(t).map(|lesion| (t, lesion)));
        let last = told.next();
        Self { last, other: told.find(|(_, lesion)| last.is_some_and(|(_, l)| l != *lesion)).map(|(t, _)| t) }
    }

    /// Whether nothing behind a token is told of a lesion other than its own.
    fn begins_before(&self, reading: &Reading, token: usize) -> bool {
        let Some((at, lesion)) = self.last else { return true };
        match reading.lesions.of(token) == Some(lesion) {
            true => self.other.is_none_or(|other| other <= token),
            false => at <= token,
        }
    }
}

/// "Ultrasound probe cleaned and stored", "the probe was put away", "films could not be called up, PACS being down": a machine was put
/// by, or nothing was, and no picture kept.
fn is_of_device(document: &Document, statement: &Statement) -> bool {
    const KEPT: ConceptSet = ConceptSet::of(&[known::IMAGE, known::IMAGES_KEPT]);
    let mut words = statement.first..=statement.last;
    // "The probe was kept in the wound, and I followed its picture".
    let device_before = statement.first.checked_sub(1).is_some_and(|t| document.word_is(t, WordClass::DeviceName));
    if device_before && !document.concepts(statement.first).meets(KEPT) {
        return true;
    }
    let pictured = words.clone().any(|t| document.concepts(t).meets(KEPT));
    let missing = ["not", "cannot", "couldnt", "unable"];
    words.any(|t| {
        let word = document.tokens.word(t);
        missing.contains(&word) || !pictured && document.word_is(t, WordClass::DeviceName)
    })
}

/// The modalities named in the statements, else those that their sentences affirm: "the tip was checked, by CT"; CT fluoroscopy is CT.
fn modalities(reading: &Reading, lesion: usize, telling: &[&Statement]) -> Vec<Modality> {
    let all = |sets: &mut dyn Iterator<Item = ConceptSet>| sets.fold(ConceptSet::EMPTY, ConceptSet::with);
    let mut found = all(&mut telling.iter().map(|s| named(reading, s.first..s.last + 1)));
    if found.is_empty() {
        found = all(&mut telling.iter().map(|s| affirmed(reading, s.sentence)));
    }
    // "The nodule was found with ultrasound. The needle was kept in view." What was read on MRI is seldom what guides.
    let unnamed = |s: &&Statement| (s.first..=s.last).any(|t| reading.document.is(t, known::IMAGING));
    if found.is_empty() && !telling.iter().any(unnamed) {
        let before = |s: &&Statement| s.sentence.checked_sub(1).map_or(ConceptSet::EMPTY, |n| affirmed(reading, n));
        found = all(&mut telling.iter().map(before)).without(known::MRI);
    }
    // "LEFT. Too far down for the probe, so CT was used": of several lesions each has what its own part tells of.
    if found.is_empty() && reading.lesions.count > 1 {
        found = of_own_part(reading, lesion);
    }
    // "Linear 12 MHz probe. … 18 G needle, every stroke seen": a needle is watched with the probe that the note tells of.
    if found.is_empty() && !telling.iter().all(unnamed) && probed(reading) {
        found = ConceptSet::of(&[known::ULTRASOUND]);
    }
    // "33 mm hypoechoic mass. … Both needles seen on the screen": words that only ultrasound is told in.
    if found.is_empty() && speaks_of_echo(reading.document) {
        found = ConceptSet::of(&[known::ULTRASOUND]);
    }
    // "CT suite, prone. … The guide was walked in over three short scans", "Interventional MRI, left thigh": what the note opens with.
    if found.is_empty() {
        found = opened_with(reading);
    }
    if found.is_empty() {
        found = of_room(reading);
    }
    listed(found)
}

/// The modalities as an analysis lists them.
fn listed(found: ConceptSet) -> Vec<Modality> {
    MODALITIES.into_iter().filter(|(c, _)| found.has(*c)).map(|(_, m)| m).collect()
}

/// Whether a sentence of what was done or found tells of a lesion by its echo.
fn speaks_of_echo(document: &Document) -> bool {
    const ECHOES: [&str; 6] = ["hypoechoic", "anechoic", "hyperechoic", "isoechoic", "echogenic", "echopoor"];
    let told = |t: usize| ECHOES.contains(&document.tokens.word(t));
    (0..document.tokens.list.len()).any(|t| told(t) && Tier::of(document.section_of(t).role) == Tier::Body)
}

/// The modality that is among the first words of a note, where the first sentence names no other.
fn opened_with(reading: &Reading) -> ConceptSet {
    const REACH: usize = 3;
    let document = reading.document;
    let first = named(reading, 0..REACH.min(document.tokens.list.len()));
    let told = |m: &&Mention| m.concepts.meets(ANY) && holds(&assertion(document, m.first(), m.last()));
    let opens = document.mentions.iter().take_while(|m| m.first() < REACH).any(|m| told(&m));
    let alone = MODALITIES.into_iter().filter(|(c, _)| affirmed(reading, 0).has(*c)).count() == 1;
    // "MRI of the thigh reviewed" tells of another paper.
    let end = document.sentences.first().map_or(0, |s| s.end);
    let tells = |t: usize| document.is_verb(t) || document.tokens.word(t) == "of";
    if opens && alone && !(0..end).any(tells) { first } else { ConceptSet::EMPTY }
}

/// "Mr. R, CT list, number two.": the modality whose room or list the first words of a note name.
fn of_room(reading: &Reading) -> ConceptSet {
    const REACH: usize = 12;
    let document = reading.document;
    let room = |m: &&Mention| {
        m.concepts.meets(ANY)
            && document.tokens.list.get(m.last() + 1).is_some()
            && document.word_is(m.last() + 1, WordClass::ImagingRoom)
            && holds(&assertion(document, m.first(), m.last()))
    };
    let mut rooms = document.mentions.iter().take_while(|m| m.first() < REACH).filter(room);
    match (rooms.next(), rooms.next()) {
        (Some(only), None) => named(reading, only.first()..only.last() + 1),
        _ => ConceptSet::EMPTY,
    }
}

/// The modality that the words on one of several lesions tell as used, or name alone.
fn of_own_part(reading: &Reading, lesion: usize) -> ConceptSet {
    let document = reading.document;
    let own = |m: &&Mention| {
        reading.lesions.of(m.first()) == Some(lesion)
            && m.concepts.meets(ANY)
            && Tier::of(document.section_of(m.first()).role) == Tier::Body
            && holds(&assertion(document, m.first(), m.last()))
    };
    let used = |m: &&Mention| (m.last() + 1..m.last() + 4).any(|t| document.is(t, known::USE));
    let sets = |wanted: &dyn Fn(&&Mention) -> bool| {
        document
            .mentions
            .iter()
            .filter(own)
            .filter(wanted)
            .fold(ConceptSet::EMPTY, |all, m| all.with(named(reading, m.first()..m.last() + 1)))
    };
    let told = sets(&used);
    let told = if told.is_empty() { sets(&|_| true) } else { told };
    let alone = MODALITIES.into_iter().filter(|(c, _)| told.has(*c)).count() == 1;
    if alone { told } else { ConceptSet::EMPTY }
}

/// Whether the title or the body tells of ultrasound and of no other modality that might have guided.
fn probed(reading: &Reading) -> bool {
    let document = reading.document;
    let told = |m: &&Mention| {
        Tier::of(document.section_of(m.first()).role) >= Tier::Title
            && m.concepts.meets(ANY)
            && holds(&assertion(document, m.first(), m.last()))
    };
    let found = document.mentions.iter().filter(told).fold(ConceptSet::EMPTY, |all, m| all.with(m.concepts));
    found.has(known::ULTRASOUND) && !found.has(known::CT) && !found.has(known::FLUOROSCOPY)
}

/// The end of a list that goes on behind some words: "no ultrasound, CT or fluoroscopy", "neither CT nor MRI".
fn listed_end(reading: &Reading, end: usize) -> usize {
    let document = reading.document;
    let mut end = end;
    let joins = |t: usize| document.is(t, known::CONJUNCTION) || document.tokens.is_mark(t, b',');
    while joins(end) && document.concepts(end + 1).meets(ANY) {
        end = document.mention(end + 1).map_or(end, Mention::last) + 1;
    }
    end
}

/// The modalities among some words.
fn named(reading: &Reading, words: Range<usize>) -> ConceptSet {
    let said = words.fold(ConceptSet::EMPTY, |all, t| all.with(reading.document.concepts(t)));
    MODALITIES
        .into_iter()
        .filter(|(c, _)| said.has(*c))
        .fold(ConceptSet::EMPTY, |all, (c, _)| all.with(ConceptSet::of(&[c])))
}

/// The modalities that words name by themselves, where they are part of a phrase that denies: "no CT".
fn spelt(reading: &Reading, words: Range<usize>) -> ConceptSet {
    words.fold(ConceptSet::EMPTY, |all, t| {
        let one = match reading.document.tokens.word(t) {
            "ct" => known::CT,
            "mri" => known::MRI,
            "us" | "usg" => known::ULTRASOUND,
            w if w.starts_with("ultraso") || w.starts_with("sono") => known::ULTRASOUND,
            w if w.starts_with("fluoro") => known::FLUOROSCOPY,
            _ => return all,
        };
        all.with(ConceptSet::of(&[one]))
    })
}

/// The modalities that a sentence names and neither denies nor moves out of this encounter.
fn affirmed(reading: &Reading, sentence: usize) -> ConceptSet {
    let document = reading.document;
    let sentence = &document.sentences[sentence];
    let held = |m: &&Mention| holds(&assertion(document, m.first(), m.last()));
    document.mentions[document.mentions_in(sentence.first, sentence.end)]
        .iter()
        .filter(|m| m.concepts.meets(ANY))
        .filter(held)
        .fold(ConceptSet::EMPTY, |all, m| all.with(named(reading, m.first()..m.last() + 1)))
}
