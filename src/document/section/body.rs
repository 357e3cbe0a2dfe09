//! Where the body of a section ends, and what it is: a title, or the narrative itself.

use super::super::Document;
use super::heading::is_bullet;
use super::{Heading, LONGEST_ANSWER, LONGEST_LABEL, LONGEST_TITLE, Role};
use crate::lexicon::concept::group::{LENGTH_UNITS, OTHER_TIME, PAST};
use crate::lexicon::concept::{ConceptSet, known};
use crate::token::{Break, Kind};

/// Fewest sentences of an account in telegraphic style.
const LEAST_SENTENCES: usize = 4;

/// "PROCEDURE:" opens a title or the narrative; a pronoun, an article with a verb, or sheer length tells the narrative.
pub(super) fn title_or_narrative(document: &Document, heading: &Heading, end: usize) -> Role {
    const PROCEDURES: ConceptSet = ConceptSet::of(&[known::BIOPSY, known::NEEDLE]);
    // "For the billing office, please read: ONE tumour …": no code stands there, and an account does.
    if heading.role == Role::Code && tells_for_code(document, heading.body, end) {
        return Role::Technique;
    }
    // "EXAM: CT guided biopsy" names the procedure; "EXAM: firm mass" does not.
    let study = heading.role == Role::Exam
        && (heading.body..end.min(heading.body + LONGEST_TITLE)).any(|i| document.concepts(i).meets(PROCEDURES));
    if heading.role != Role::Title && !study {
        return heading.role;
    }
    let tokens = &document.tokens.list;
    let paragraph_end = (heading.body + 1..end)
        .find(|&i| tokens[i].before == Break::Paragraph || leaves_line(document, i))
        .unwrap_or(end);
    // "Was excised" is one word of the lexicon.
    let past = |i: usize| matches!(document.tokens.word(i), "was" | "were");
    let told = (heading.body..paragraph_end)
        .filter(|&i| document.is(i, known::BE) || document.is(i, known::PRONOUN) || past(i))
        .count();
    let verbs =
        (heading.body..paragraph_end).filter(|&i| document.is(i, known::CUT) || document.is(i, known::TAKE)).count();
    let length = paragraph_end - heading.body;
    // "Prone. S-shaped cut, 7 cm. Nerve looped. Roof of the fossa divided. …": no title has so many sentences.
    const ACTS: ConceptSet =
        ConceptSet::of(&[known::CUT, known::TAKE, known::INCISION, known::CLOSE, known::SUTURE, known::DISSECT]);
    let stops = (heading.body..paragraph_end).filter(|&i| is_stop(document, i)).count();
    let acts = (heading.body..paragraph_end).filter(|&i| document.concepts(i).meets(ACTS)).count();
    let telegraphic = stops >= LEAST_SENTENCES && acts >= 2 && length > LONGEST_TITLE;
    if telegraphic {
        return Role::Technique;
    }
    if goes_on_to_tell(document, heading.body, paragraph_end) {
        return Role::Technique;
    }
    if (told >= 1 && length > 12) || told >= 2 || (verbs >= 2 && length > 20) { Role::Technique } else { Role::Title }
}

/// "Procedure: open biopsy of thigh mass. A 3 mm nick, 14 G, four cores …", "Operation: left thigh, fascia lata opened, a piece to
/// pathology": an act behind a name that is told in full, or one that ends in the laboratory.
fn goes_on_to_tell(document: &Document, body: usize, end: usize) -> bool {
    let said = |range: std::ops::Range<usize>| {
        range.into_iter().fold(ConceptSet::EMPTY, |all, t| all.with(document.concepts(t)))
    };
    if end - body <= LONGEST_TITLE {
        return false;
    }
    // "Procedure: attempted core biopsy. Three dry passes. Abandoned." tells what came of the name.
    let given_up = || said(body..end).meets(ConceptSet::of(&[known::ABORT, known::FAIL]));
    let behind = titled_sentence(document, body, end)
        .filter(|_| !given_up())
        .is_some_and(|stop| is_act(Role::Indication, said(stop..sentence_end(document, stop, end))));
    let first = said(body..sentence_end(document, body, end));
    let opened = first.has(known::CUT) && first.has(known::FASCIA);
    behind || opened && first.has(known::PATHOLOGY)
}

/// Whether a lesion and an act stand where codes were announced, and no number of their length.
fn tells_for_code(document: &Document, body: usize, end: usize) -> bool {
    const CODE_DIGITS: usize = 5;
    const ACTS: ConceptSet = ConceptSet::of(&[known::TAKE, known::CUT, known::SAMPLE]);
    let code = |t: usize| document.tokens.list[t].kind == Kind::Number && document.tokens.word(t).len() == CODE_DIGITS;
    let has = |set: ConceptSet| (body..end).any(|t| document.concepts(t).meets(set));
    end - body > LONGEST_TITLE && has(ConceptSet::of(&[known::LESION])) && has(ACTS) && !(body..end).any(code)
}

/// "Procedure: Biopsy of a thigh mass. The patient tolerated it well.": the end of a first sentence that only names a biopsy.
pub(super) fn titled_sentence(document: &Document, body: usize, end: usize) -> Option<usize> {
    const TELLS: ConceptSet =
        ConceptSet::of(&[known::BE, known::PRONOUN, known::CUT, known::TAKE, known::PERFORM, known::VERB]);
    let stop = sentence_end(document, body, end);
    let has = |set: ConceptSet| (body..stop).any(|t| document.concepts(t).meets(set));
    (stop < end && stop - body > 2 && has(ConceptSet::of(&[known::BIOPSY])) && !has(TELLS)).then_some(stop)
}

/// The token behind the first full stop of a run of tokens.
pub(super) fn sentence_end(document: &Document, first: usize, end: usize) -> usize {
    let stop = |t: &usize| document.tokens.is_mark(*t, b'.') && super::super::sentence::ends_sentence(document, *t);
    (first..end).find(stop).map_or(end, |t| t + 1)
}

/// Where the body of a section ends: an item of a list at the next bullet, short sections at a blank line, or in unpunctuated dictation at the first pronoun.
pub(super) fn body_end(
    document: &Document,
    role: Role,
    body: usize,
    end: usize,
    narrated: bool,
    bulleted: bool,
) -> usize {
    let tokens = &document.tokens.list;
    if document.is_unpunctuated() && (role.is_short() || role == Role::Indication) {
        return spoken_end(document, role, body, end);
    }
    // An addendum that is printed above its note ends where a paragraph does.
    let printed_above = role == Role::Addendum && tokens[..body].iter().skip(1).all(|t| t.before < Break::Paragraph);
    let is_first = printed_above && body <= super::LONGEST_SIGNATURE;
    if is_first && let Some(stop) = (body + 1..end).find(|&i| tokens[i].before == Break::Paragraph) {
        return stop;
    }
    let stays = matches!(role, Role::Technique | Role::Findings | Role::Addendum)
        || (narrated && !bulleted && matches!(role, Role::History | Role::Past | Role::Indication));
    if stays {
        return end;
    }
    if is_left_empty(document, role, body, end) {
        return body;
    }
    if let Some(stop) = answer_end(document, role, body, end) {
        return stop;
    }
    // What is planned is told last; where it opens a note, an account follows.
    let opens = role == Role::Plan && body <= LONGEST_LABEL;
    let lines = role.is_short() || opens || (role == Role::Indication && !narrated);
    let end = if narrated { end } else { first_act(document, role, body, end).unwrap_or(end) };
    (body + 1..end)
        .find(|&i| {
            tokens[i].before == Break::Paragraph
                || (lines && leaves_line(document, i))
                || (role == Role::Indication && lines && opens_list(document, body, i))
                || (bulleted && is_bullet(document, i))
        })
        .unwrap_or(end)
}

/// Where a section of unpunctuated dictation ends: at the first act, a short one also at the first pronoun.
fn spoken_end(document: &Document, role: Role, body: usize, end: usize) -> usize {
    let act = first_spoken_act(document, body, end).unwrap_or(end);
    if !role.is_short() {
        return act;
    }
    let someone = (body + 1..end).find(|&i| document.is(i, known::PRONOUN)).unwrap_or(end);
    act.min(someone)
}

/// "Post-op diagnosis:" over "Open biopsy, … the fascia was incised; two pieces to histology": a label that nobody filled.
fn is_left_empty(document: &Document, role: Role, body: usize, end: usize) -> bool {
    let below = document.tokens.list.get(body).is_some_and(|t| t.before >= Break::Line);
    below && matches!(role, Role::Preop | Role::Postop | Role::PrePost) && document.is(body, known::BIOPSY) && {
        let stop = sentence_end(document, body, end);
        let said = (body..stop).fold(ConceptSet::EMPTY, |all, t| all.with(document.concepts(t)));
        is_act(role, said)
    }
}

/// Where the short answer to a consent or a code ends that an account follows in the same line.
fn answer_end(document: &Document, role: Role, body: usize, end: usize) -> Option<usize> {
    const ACT: ConceptSet =
        ConceptSet::of(&[known::BIOPSY, known::NEEDLE, known::CORE, known::EXCISION, known::INCISION]);
    const BEGINS: ConceptSet = ConceptSet::of(&[known::LESION, known::LEFT, known::RIGHT, known::THIGH, known::KNEE]);
    let of_allergies = || body >= 2 && document.tokens.word(body - 2).starts_with("allerg");
    if !(matches!(role, Role::Consent | Role::Code) || role == Role::Past && of_allergies()) {
        return None;
    }
    let stop = sentence_end(document, body, end);
    let next = || stop..sentence_end(document, stop, end);
    let tells = |tokens: std::ops::Range<usize>, set| tokens.into_iter().any(|t| document.concepts(t).meets(set));
    let follows = || match role {
        // "Allergies: none. 14G by feel, three cores …": a short answer, and then what was done.
        Role::Past => {
            let said = next().fold(ConceptSet::EMPTY, |all, t| all.with(document.concepts(t)));
            is_act(Role::Indication, said)
        }
        // "Consent: obtained. 14G x4 from the left thigh": an answer, and no talk of what will be done.
        Role::Consent => !tells(body..stop, ACT),
        // "Billed: 27324. Right thigh, aching. …": the code is the answer, and the note begins behind it.
        _ => !tells(body..stop, BEGINS) && tells(next(), BEGINS),
    };
    (stop < end && stop - body <= LONGEST_ANSWER && follows()).then_some(stop)
}

/// A line drawn under a field: "-----".
pub(super) fn is_rule(document: &Document, at: usize) -> bool {
    let mark = |t: usize| match document.tokens.list.get(t).map(|t| t.kind) {
        Some(Kind::Punct(mark @ (b'-' | b'=' | b'_'))) => Some(mark),
        _ => None,
    };
    mark(at).is_some() && (at + 1..at + 4).all(|t| mark(t) == mark(at))
}

/// "Indication: growing. A stab was made and a needle went in.": the sentence behind a reason, a diagnosis or an aside that begins to
/// tell what was done, where no heading opens a narrative. What was done before, or may be, goes on with them.
pub(super) fn first_act(document: &Document, role: Role, body: usize, end: usize) -> Option<usize> {
    const ELSEWHEN: ConceptSet = OTHER_TIME.with(ConceptSet::of(&[known::SCAR]));
    let mut first = body;
    while first < end {
        let stop = (first..end).find(|&t| is_stop(document, t)).unwrap_or(end);
        let said = (first..stop).fold(ConceptSet::EMPTY, |all, t| all.with(document.concepts(t)));
        let act =
            is_act(role, said) && !said.meets(ELSEWHEN) && (role != Role::Plan || tells_as_done(document, first, stop));
        if first > body && (act || role == Role::Indication && counts_yield(document, first, stop, said)) {
            return Some(first);
        }
        first = stop + 1;
    }
    None
}

/// "Fascia opened, wedge taken", not "open the fascia, take a wedge": what a plan asks for is told by bare verbs.
fn tells_as_done(document: &Document, first: usize, end: usize) -> bool {
    const ACTS: ConceptSet = ConceptSet::of(&[known::CUT, known::TAKE]);
    let act = |t: usize| document.mention(t).filter(|m| m.concepts.meets(ACTS));
    let done = |t: usize| {
        let verb = document.tokens.word(t);
        verb.ends_with("ed") || matches!(verb, "took" | "taken")
    };
    (first..end).filter_map(act).filter(|m| done(m.last())).count() >= 2
}

/// "4 passes intended, 1 obtained": how many of the samples that were planned were had.
fn counts_yield(document: &Document, first: usize, end: usize, said: ConceptSet) -> bool {
    const SAMPLES: ConceptSet = ConceptSet::of(&[known::PASS, known::CORE, known::SAMPLE]);
    let number = |t: usize| document.tokens.list[t].kind == Kind::Number || document.is(t, known::NUMBER_WORD);
    said.meets(SAMPLES)
        && said.has(known::HYPOTHETICAL_NEXT)
        && !said.meets(PAST)
        && (first + 1..end).any(|t| document.is(t, known::TAKE) && number(t - 1))
}

/// A full stop, or a question mark behind a word: "bullous disease? 4 mm punch", not "?sarcoma".
pub(super) fn is_stop(document: &Document, at: usize) -> bool {
    let tokens = &document.tokens;
    let asked = tokens.is_mark(at, b'?')
        && tokens.list[at].before == Break::Joined
        && tokens.list.get(at + 1).is_some_and(|t| t.before != Break::Joined);
    tokens.is_mark(at, b'.') || asked
}

/// Whether a sentence that says this, under a heading of that role, tells what was done. A reason may tell of any number of acts,
/// a diagnosis of none.
pub(super) fn is_act(role: Role, said: ConceptSet) -> bool {
    const OPENED: ConceptSet = ConceptSet::of(&[known::INCISION, known::ENTRY, known::PREP]);
    const NEEDLE: ConceptSet = ConceptSet::of(&[known::NEEDLE, known::CORE, known::SAMPLE, known::PASS, known::TIMES]);
    const PUNCH: ConceptSet = ConceptSet::of(&[known::PUNCH, known::PUNCH_TOOL]);
    const ACTS: ConceptSet = ConceptSet::of(&[known::CUT, known::TAKE]);
    // "I cut over it and took a wedge", "fascia lata split, tumour met": a cut and what was had or reached by it.
    const HAD: ConceptSet = ConceptSet::of(&[known::WEDGE, known::PARTIAL, known::SAMPLE, known::FASCIA]);
    const SENT: ConceptSet = ConceptSet::of(&[known::PATHOLOGY, known::SEND, known::FIXATIVE]);
    const MAY_BE: ConceptSet = ConceptSet::of(&[known::POSSIBLE_NEXT, known::POSSIBLE_BEFORE]);
    let measured = said.has(known::UNIT_MM) && said.meets(PUNCH);
    let passed = said.has(known::NEEDLE) && said.has(known::PASS);
    // "Bx with 14G gun by feel, x3": the gauge is a part of the tool's name.
    let shot = said.has(known::CORE_DEVICE) && said.has(known::TIMES);
    let needled = (said.has(known::GAUGE) && said.meets(NEEDLE)) || measured || passed || shot;
    let cut = said.meets(ConceptSet::of(&[known::CUT, known::REOPEN])) && said.meets(HAD);
    match role {
        Role::Indication | Role::Aside | Role::Guidance => said.meets(OPENED) || needled || cut,
        Role::Preop | Role::Postop | Role::PrePost | Role::Diagnosis | Role::Exam | Role::Comparison | Role::Code => {
            // "POST: lump. Tru-Cut biopsy done blind in clinic": the answer ended before it.
            let performed = said.has(known::BIOPSY) && said.has(known::PERFORM);
            said.meets(OPENED) || needled || said.meets(ACTS) || performed
        }
        // "Plan agreed with her: a sample only. Fascia opened, wedge taken, frozen section benign".
        Role::Plan => cut && said.meets(SENT) && !said.meets(MAY_BE),
        // "Booked: tru-cut. Ended open. Cut down through fat, a bit to the laboratory".
        Role::Planned => cut && said.meets(SENT) || said.has(known::CONVERT),
        // "Consent: biopsy of the knee. The lump was opened and a piece sent. Path": what was sent was taken.
        Role::Consent => said.has(known::LESION) && !said.meets(MAY_BE) && said.meets(SENT) && (cut || needled),
        _ => false,
    }
}

/// "… and oncology wanted a big piece under general we used a long incision": where, in a run without marks, a subject begins to tell
/// of a cut behind the reason for it.
pub(super) fn first_spoken_act(document: &Document, body: usize, end: usize) -> Option<usize> {
    const ACTS: ConceptSet = ConceptSet::of(&[known::INCISION, known::ENTRY, known::PREP]);
    const ELSEWHEN: ConceptSet =
        PAST.with(ConceptSet::of(&[known::HYPOTHETICAL_NEXT, known::NEGATED_NEXT, known::SCAR]));
    let told = |at: usize| {
        let subject = (body + 1..at).rev().take(SPOKEN_SUBJECT).find(|&t| document.is(t, known::PRONOUN))?;
        let said = (subject..at).fold(ConceptSet::EMPTY, |all, t| all.with(document.concepts(t)));
        (!said.meets(ELSEWHEN)).then_some(subject)
    };
    // "A tiny nick was made": an act that is told without whoever did it.
    let made = |at: usize| {
        let last = document.mention(at).map_or(at, |m| m.last());
        let done =
            matches!(document.tokens.list.get(last + 1).map_or("", |_| document.tokens.word(last + 1)), "was" | "is")
                || document.is(last + 1, known::PERFORM);
        let article = (body + 1..at).rev().take(SPOKEN_SUBJECT / 2).find(|&t| document.is(t, known::DETERMINER));
        let cut = document.concepts(at).meets(ConceptSet::of(&[known::INCISION, known::ENTRY]));
        article.filter(|&first| {
            let said = (first..at).fold(ConceptSet::EMPTY, |all, t| all.with(document.concepts(t)));
            cut && done && !said.meets(ELSEWHEN)
        })
    };
    // "… rule out sarcoma two centimeter incision", "skin wiped", "lidocaine two cc", "twenty three gauge needle": told with no subject.
    let bare = |at: usize| {
        const NEEDLES: ConceptSet = ConceptSet::of(&[known::NEEDLE, known::CORE, known::CORE_DEVICE]);
        let counted = |t: usize| document.is(t, known::NUMBER_WORD) || document.tokens.list[t].kind == Kind::Number;
        let near = (body + 1..at).rev().take(SPOKEN_SUBJECT / 2);
        let length = || near.clone().any(|t| document.concepts(t).meets(LENGTH_UNITS));
        let needle = || (at + 1..at + 3).any(|t| document.concepts(t).meets(NEEDLES));
        let washed = || at > body + 1 && document.is(at - 1, known::SKIN);
        let numbed = document.is(at, known::ANESTHESIA);
        let acted = numbed
            || document.is(at, known::INCISION) && length()
            || document.is(at, known::GAUGE) && needle()
            || document.is(at, known::PREP) && washed();
        let first =
            near.clone().take_while(|&t| counted(t) || document.concepts(t).meets(LENGTH_UNITS)).last().unwrap_or(at);
        let around = first.saturating_sub(SPOKEN_SUBJECT).max(body)..end.min(at + SPOKEN_SUBJECT);
        let said = around.fold(ConceptSet::EMPTY, |all, t| all.with(document.concepts(t)));
        (acted && first > body && !said.meets(ELSEWHEN)).then_some(first)
    };
    const BARE: ConceptSet = ACTS.with(ConceptSet::of(&[known::ANESTHESIA, known::GAUGE]));
    (body..end)
        .filter(|&t| document.concepts(t).meets(BARE))
        .find_map(|t| told(t).or_else(|| made(t)).or_else(|| bare(t)))
}

/// How far before a spoken act its subject may stand, in tokens; half as far the article of what was made.
pub(super) const SPOKEN_SUBJECT: usize = 7;

/// The first item of a list below a reason that has been told in full: "Indication: two masses." / "1. Left thigh: …".
pub(super) fn opens_list(document: &Document, body: usize, at: usize) -> bool {
    let tokens = &document.tokens;
    let ends = |t: usize| tokens.is_mark(t, b'.');
    tokens.list[at].before == Break::Line
        && tokens.word(at) == "1"
        && (ends(at + 1) || tokens.is_mark(at + 1, b')'))
        && ends(at - 1)
        && tokens.list[body].kind != Kind::Number
}

/// A new line that does not go on with the field above it: neither wrapped text nor the next item of a list.
pub(super) fn leaves_line(document: &Document, at: usize) -> bool {
    let token = &document.tokens.list[at];
    let numbered =
        token.kind == Kind::Number && (document.tokens.is_mark(at + 1, b'.') || document.tokens.is_mark(at + 1, b')'));
    let item = numbered || matches!(token.kind, Kind::Punct(_) | Kind::Check(_));
    token.before == Break::Line && (is_rule(document, at) || !item && super::super::sentence::line_ends(document, at))
}
