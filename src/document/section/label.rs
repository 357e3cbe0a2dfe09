//! The shapes a heading comes in: before a colon, a dash, a bar or a wide blank, alone on its line, or spoken without a mark.

use super::super::Document;
use super::body::first_act;
use super::heading::line_break;
use super::timed::{is_of_past, is_planned, timed_diagnosis, timed_role};
use super::{
    Heading, LONGEST_ANSWER, LONGEST_LABEL, LONGEST_ROW, LONGEST_SIGNATURE, LONGEST_TERSE, Role, names_diagnosis,
};
use crate::lexicon::concept::known;
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::token::{Break, Kind};

/// Most tokens of a label of unknown words, and of one that opens with the number of an item.
const LONGEST_UNKNOWN: usize = 6;
const LONGEST_ITEM: usize = 9;

/// A label that is a question of a form: "Why is tissue wanted?     Growing." One of unknown words needs a wide blank behind it.
pub(super) fn asked(document: &Document, at: usize, mark: usize) -> Option<Heading> {
    let next = document.tokens.list.get(mark + 1)?;
    let heading = labelled(document, at, mark, true)?;
    let short = mark - at <= LONGEST_TERSE + 2;
    let answered = next.before == Break::Gap || (next.before == Break::Space && short && heading.role != Role::Field);
    answered.then_some(heading)
}

/// A line that opens with the name of an addendum and then tells when or by whom: "ADDENDUM, attending surgeon, next day. …",
/// "Late entry (48 hours): …", "Addendum 16:05 - …".
pub(super) fn addendum(document: &Document, at: usize) -> Option<Heading> {
    let tokens = &document.tokens;
    let mention = document.mention(at).filter(|m| m.first() == at && m.is(known::S_ADDENDUM))?;
    let next = mention.last() + 1;
    if line_break(document, at) < Break::Line || document.is_verb(next) || document.is(next, known::BE) {
        return None;
    }
    let limit = tokens.list.len().min(next + LONGEST_SIGNATURE);
    let spaced = |t: usize| tokens.list.get(t + 1).is_none_or(|n| n.before != Break::Joined);
    let ends = |t: &usize| match tokens.list[*t].kind {
        Kind::Punct(b'.' | b':') => spaced(*t),
        Kind::Punct(b'-' | b'>') => tokens.list[*t].before != Break::Joined,
        _ => false,
    };
    let line = (next..limit).take_while(|&t| t == next || tokens.list[t].before < Break::Line);
    let body = line.clone().find(ends).map(|t| t + 1).or_else(|| {
        let end = line.last().map_or(next, |t| t + 1);
        tokens.list.get(end).is_some_and(|t| t.before >= Break::Line).then_some(end)
    })?;
    (body < tokens.list.len()).then_some(Heading { inline: false, role: Role::Addendum, first: at, body })
}

/// A known label in the first column of a form, without any mark: a tab or wide blank behind it and no verb.
pub(super) fn column(document: &Document, at: usize, next: usize) -> Option<Heading> {
    let whole = document.mention(at).is_some_and(|m| m.first() == at && m.last() + 1 == next);
    let marked = matches!(document.tokens.list[next].kind, Kind::Punct(_) | Kind::Check(_));
    // "Diagnosis, before<tab>nodule": words of time tell which.
    let timed = (next - at <= LONGEST_TERSE).then(|| timed_diagnosis(document, at, next)).flatten();
    if let Some(role) = timed.filter(|_| !whole && !marked) {
        return Some(Heading { inline: false, role, first: at, body: next });
    }
    let ticked = matches!(document.tokens.list[next].kind, Kind::Check(_));
    if !whole || (marked && !ticked) || document.is_verb(next) {
        return None;
    }
    let role = Role::of(document, document.mention_at[at] as usize)?;
    // Boxes behind other labels are read with the label as one line.
    if ticked && !matches!(role, Role::Specimen | Role::Indication | Role::Depth | Role::Guidance) {
        return None;
    }
    Some(Heading { inline: false, role, first: at, body: next })
}

/// Most tokens of a label that opens with the name of a biopsy: "Biopsy site and side:".
const LONGEST_ACT_LABEL: usize = 5;

/// A label before a colon.
pub(super) fn labelled(document: &Document, at: usize, colon: usize, line_start: bool) -> Option<Heading> {
    if holds_own_label(document, at, colon) || is_head_of_account(document, at, colon) {
        return None;
    }
    let role = match role_of_label(document, at, colon, line_start)? {
        role if is_planned(document, at, colon, role) => Role::Planned,
        role if is_of_past(document, at, colon, role) => Role::Past,
        role => role,
    };
    // "HEADING: , text": the comma of glued transcriptions belongs to the heading.
    // "**HEADING:** text": so do the stars of a markup.
    let decorates = |t: &usize| {
        document.tokens.is_mark(*t, b',')
            || (document.tokens.is_mark(*t, b'*') && document.tokens.list[*t].before == Break::Joined)
    };
    let body = colon + 1 + (colon + 1..colon + 3).take_while(decorates).count();
    // "Technique: open, scalpel": the answer of a form, and no account.
    let answered = || is_answered(document, body) || is_chosen(document, body);
    let role = if role == Role::Technique && answered() { Role::Field } else { role };
    let glued = at > 0 && document.tokens.is_mark(at - 1, b',');
    let inline = !line_start
        && !glued
        && document.tokens.list[at].before == Break::Space
        && !is_run_together(document, role, at, colon);
    Some(Heading { inline, role, first: at, body })
}

/// Whether the label of a colon starts further on than at a token.
fn holds_own_label(document: &Document, at: usize, colon: usize) -> bool {
    // "tumor, soft tissue     Dx postop: tumor": the label starts behind the wide blank.
    let own = |t: usize| document.mention(t).is_some_and(|m| m.first() == t && Role::of_concepts(m.concepts).is_some());
    let behind_gap = |t: usize| document.tokens.list[t].before >= Break::Gap && own(t);
    // "OPERATIVE NOTE PREOPERATIVE DIAGNOSIS:": lines run together, of which the last is the label.
    (at + 1..colon).any(behind_gap) || (at + 1..colon).any(|t| is_run_in_diagnosis(document, t, colon))
}

/// "Needle biopsy at bedside after talk with oncology: area frozen, needle in x4": the head of an account, and no label.
fn is_head_of_account(document: &Document, at: usize, colon: usize) -> bool {
    document.is(at, known::BIOPSY) && colon - at > LONGEST_ACT_LABEL
}

/// The role of the section that a label opens; none where it is too long for a label that nothing names.
fn role_of_label(document: &Document, at: usize, colon: usize, line_start: bool) -> Option<Role> {
    // "1) Left anterior thigh, mid third: a mass of 4 cm": the site of an item may take a few words more.
    let longest = if super::super::sentence::is_item_mark(document, at) { LONGEST_ITEM } else { LONGEST_UNKNOWN };
    let known = role_named(document, at, colon, line_start);
    match known.map(|(role, first)| (timed_role(document, at, colon, role), first)) {
        Some((role, first)) if line_start || colon - first <= LONGEST_LABEL => Some(role),
        // "Preprocedural label:" names a diagnosis in words of its own.
        None if (line_start || colon - at <= LONGEST_TERSE)
            && let Some(role) = timed_diagnosis(document, at, colon) =>
        {
            Some(role)
        }
        _ if line_start && colon - at <= LONGEST_UNKNOWN && asks_why(document, at, colon) => Some(Role::Indication),
        _ if line_start && colon - at <= longest && colon > at => Some(Role::Field),
        _ if document.tokens.list[at].before == Break::Gap && colon - at <= 3 && colon > at => Some(Role::Field),
        _ => None,
    }
}

/// The role that a word of a label names, and where that word starts.
fn role_named(document: &Document, at: usize, colon: usize, line_start: bool) -> Option<(Role, usize)> {
    // "Ultrasound at imaging center: solid" names whose finding it is, and no section.
    let of_whom = |first: usize| first > at && matches!(document.tokens.word(first - 1), "at" | "from");
    let heading_of = |m: usize| {
        let first = document.mentions[m].first();
        Role::of(document, m).filter(|_| line_start || !of_whom(first)).map(|role| (role, first))
    };
    // "Planning scan (2 mm, no contrast):": what stands in brackets does not name the section.
    let bracket = (at..colon).find(|&t| document.tokens.is_mark(t, b'(')).filter(|&t| t > at).unwrap_or(colon);
    let outside = document.mentions_in(at, bracket).find_map(heading_of);
    let bracketed = || document.mentions_in(at, colon).find_map(heading_of).filter(|(r, _)| *r != Role::Aside);
    // "Diagnosis on leaving the suite:" tells of no act.
    let told = || is_told(document, at, colon) && timed_diagnosis(document, at, colon).is_none();
    // "Done because:" gives a reason, whatever else it names.
    let because = || (at..colon).any(|t| document.tokens.word(t) == "because");
    outside.or_else(bracketed).filter(|_| !told() && !because())
}

/// Whether a label is one of those of a form whose lines were run together, so that it reaches to the next: it stands in capitals
/// and so does the next, and nothing between tells of an act that would be of the account.
fn is_run_together(document: &Document, role: Role, at: usize, colon: usize) -> bool {
    let tokens = &document.tokens.list;
    let of_account = matches!(role, Role::Technique | Role::Findings | Role::Addendum);
    if !is_shouted(document, at, colon) {
        return false;
    }
    let shouts = |t: usize| {
        let word = tokens[t].span.of(document.text);
        word.len() >= SHOUTED_WORD && word.bytes().all(|b| b.is_ascii_uppercase())
    };
    let reach = tokens.len().min(colon + LONGEST_SECTION);
    let next = (colon + 2..reach).find(|&t| document.tokens.is_mark(t, b':') && shouts(t - 1));
    let acts = || first_act(document, Role::Diagnosis, colon + 1, next.unwrap_or(reach)).is_some();
    of_account || next.is_some() && !acts()
}

/// Whether a label stands in capitals and what stands behind it does not.
fn is_shouted(document: &Document, at: usize, colon: usize) -> bool {
    let (text, tokens) = (document.text, &document.tokens.list);
    let is_small = |t: &usize| tokens[*t].span.of(text).bytes().any(|b| b.is_ascii_lowercase());
    let behind = colon + 1..tokens.len().min(colon + 1 + SHOUTED_ANSWER);
    colon > at
        && document.span(at, colon - 1).len() >= SHOUTED_LABEL
        && !(at..colon).any(|t| is_small(&t))
        && behind.into_iter().any(|t| is_small(&t))
}

/// How far behind such a label, in tokens, the next is looked for: a note of nothing but labels stays quick.
const LONGEST_SECTION: usize = 2000;

/// Shortest last word of such a label, in bytes.
const SHOUTED_WORD: usize = 4;

/// Shortest label, in bytes, that capitals set apart: "CT" and "FNA" stand in them anywhere.
const SHOUTED_LABEL: usize = 6;

/// How far behind a label in capitals, in tokens, small letters must stand.
const SHOUTED_ANSWER: usize = 6;

/// Whether a few words behind a colon fill the rest of its line or field.
fn is_answered(document: &Document, body: usize) -> bool {
    let ends = |t: usize| document.tokens.list.get(t).is_none_or(|k| k.before >= Break::Gap);
    !ends(body) && (body + 1..body + LONGEST_ANSWER).any(ends)
}

/// "Method: ( ) Tru-Cut (x) cut-down", "Method: FNA / (OPEN) / PUNCH": whether boxes or strokes between options fill a line.
fn is_chosen(document: &Document, body: usize) -> bool {
    let tokens = &document.tokens.list;
    let line = (body..tokens.len()).take_while(|&t| t == body || tokens[t].before < Break::Line).take(LONGEST_ROW);
    let (mut chosen, mut told) = (0, false);
    for t in line {
        match tokens[t].kind {
            Kind::Check(_) => chosen += 2,
            Kind::Punct(b'/') => chosen += 1,
            // "Method: open [x] needle [ ]. Two pieces": a stop behind a box ends the answer.
            Kind::Punct(b'.' | b';') if t > body && matches!(tokens[t - 1].kind, Kind::Check(_)) => break,
            Kind::Punct(b'.' | b';') => told = true,
            _ => {}
        }
    }
    chosen > 1 && !told
}

/// Whether the name of a timed diagnosis, with a capital, starts at a token and ends at a colon.
pub(super) fn is_run_in_diagnosis(document: &Document, at: usize, colon: usize) -> bool {
    let timed = |m: &Mention| {
        m.first() == at
            && m.last() + 1 == colon
            && matches!(Role::of_concepts(m.concepts), Some(Role::Preop | Role::Postop | Role::PrePost))
    };
    document.tokens.list[at].capital
        && document.tokens.list[at].before == Break::Space
        && document.mention(at).is_some_and(timed)
}

/// Whether a label of any wording asks for the reason: "Question to answer:", "Referred for:". Who asked is no reason.
pub(super) fn asks_why(document: &Document, at: usize, colon: usize) -> bool {
    // "Referred lump: thigh": what was referred, and no reason.
    let names_lesion = colon > at && document.is(colon - 1, known::LESION);
    (at..colon).any(|t| document.word_is(t, WordClass::ReasonLabel))
        && !names_lesion
        && !(at..colon).any(|t| document.word_is(t, WordClass::WhoTold))
}

/// Whether the words before a colon are part of a sentence rather than a label: "Radiologist came over with the scanner: …".
pub(super) fn is_told(document: &Document, at: usize, colon: usize) -> bool {
    colon - at > LONGEST_TERSE && (at + 1..colon).any(|t| document.is_verb(t)) && {
        let small = |t: usize| document.is(t, known::PREPOSITION) || document.is(t, known::DETERMINER);
        (at + 1..colon).any(small)
    }
}

/// The first cell of a table's row, or the name of an HL7 segment's observation: `OBX|2|TX|PREDX||Nodule`.
pub(super) fn cell(document: &Document, at: usize, bar: usize) -> Option<Heading> {
    let tokens = &document.tokens;
    let observation = tokens.word(at) == "obx";
    let from = if observation { bar } else { at };
    let line =
        (bar..tokens.list.len()).take_while(|&t| t == bar || tokens.list[t].before < Break::Line).take(LONGEST_ROW);
    let last_bar = line.filter(|&t| tokens.is_mark(t, b'|')).take(if observation { 5 } else { 1 }).last()?;
    let known = document.mentions_in(from, last_bar).find_map(|m| Role::of(document, m));
    let dash_label = dashed(document, at, bar, true);
    match (known, timed_diagnosis(document, at, bar)) {
        (_, Some(role)) | (Some(role), None) if dash_label.is_none() || observation => {
            Some(Heading { inline: false, role, first: at, body: last_bar + 1 })
        }
        _ if dash_label.is_some() => dash_label,
        _ if observation || tokens.list[bar].before >= Break::Gap => {
            Some(Heading { inline: false, role: Role::Field, first: at, body: last_bar + 1 })
        }
        _ => None,
    }
}

/// A diagnosis with its time in brackets and no mark behind: "Dx (pre) growth of the thigh".
pub(super) fn bracketed_time(document: &Document, at: usize, bracket: usize) -> Option<Heading> {
    let next = document.tokens.list.get(bracket + 1)?;
    let named = document.mention(at).is_some_and(|m| m.first() == at && m.is(known::S_DIAGNOSIS));
    if !named || bracket - at > LONGEST_TERSE || next.kind != Kind::Word || next.before >= Break::Line {
        return None;
    }
    let role = timed_diagnosis(document, at, bracket)?;
    Some(Heading { inline: false, role, first: at, body: bracket + 1 })
}

/// A known heading before a full stop: "INDICATION. Night pain."
pub(super) fn stopped(document: &Document, at: usize, dot: usize) -> Option<Heading> {
    let whole = document.mention(at).is_some_and(|m| m.first() == at && m.last() + 1 == dot);
    let goes_on = document.tokens.list.get(dot + 1).is_some_and(|t| t.before == Break::Space);
    let role = (whole && goes_on).then(|| Role::of(document, document.mention_at[at] as usize)).flatten()?;
    // "Consent. Lidocaine 4 mL. 1.5 cm incision", "Local anesthesia. 1.5 cm incision": that it was given, and no heading of the rest
    // unless it stands in capitals and names no kind.
    let shouted = document.tokens.list[at].span.of(document.text).bytes().all(|b| !b.is_ascii_lowercase());
    let named = document.is(at, known::ANESTHESIA) && at + 1 < dot;
    if matches!(role, Role::Consent | Role::Aside) && (!shouted || named) {
        return None;
    }
    Some(Heading { inline: false, role, first: at, body: dot + 1 })
}

/// A known heading before a dash: "Indication – cramps".
pub(super) fn dashed(document: &Document, at: usize, dash: usize, line_start: bool) -> Option<Heading> {
    let mention = document.mention_at[at];
    let whole = document.mention(at).is_some_and(|m| m.first() == at && m.last() + 1 == dash);
    let spaced = document.tokens.list[dash].before != Break::Joined;
    let starred = at > 0 && document.tokens.is_mark(dash, b'*') && document.tokens.is_mark(at - 1, b'*');
    if !(spaced || line_start || starred) {
        return None;
    }
    // An arrow may be typed as two marks.
    let body = dash + 1 + usize::from(document.tokens.is_mark(dash + 1, b'>'));
    // "Diagnosis – pre-op: mass": the time stands behind the dash.
    let of_line = |t: &usize| document.tokens.list.get(*t).is_some_and(|k| k.before < Break::Line);
    let colon = (dash + 1..dash + 5).take_while(of_line).find(|&t| document.tokens.is_mark(t, b':'));
    if let Some((colon, role)) = colon.and_then(|c| timed_diagnosis(document, at, c).map(|r| (c, r))) {
        return Some(Heading { inline: false, role, first: at, body: colon + 1 });
    }
    // "#2 post distal thigh 4 cm - tru-cut x4": an item of a list, and the back of a limb.
    let counted = at > 0 && document.tokens.is_mark(at - 1, b'#') && !names_diagnosis(document, at, dash);
    if let Some(role) = timed_diagnosis(document, at, dash).filter(|_| !counted) {
        return Some(Heading { inline: false, role, first: at, body });
    }
    // "Steps → …" among the bullets of a form: a short label of any wording.
    let arrow = document.tokens.is_mark(dash, b'>') && line_start && dash - at <= LONGEST_TERSE;
    let known = whole.then(|| Role::of(document, mention as usize)).flatten();
    let role = known.or(arrow.then_some(Role::Field))?;
    Some(Heading { inline: false, role, first: at, body })
}

/// A known heading that fills its line.
pub(super) fn alone(document: &Document, at: usize, end: usize, line_start: bool) -> Option<Heading> {
    let last_of_line = end >= document.tokens.list.len() || document.tokens.list[end].before >= Break::Line;
    let mention = document.mention(at)?;
    if !line_start
        || !last_of_line
        || mention.first() != at
        || mention.last() + 1 != end
        || end >= document.tokens.list.len()
    {
        return None;
    }
    let role = Role::of(document, document.mention_at[at] as usize)?;
    Some(Heading { inline: false, role, first: at, body: end })
}

/// A heading without any mark, as spoken: a phrase of two words and more, or one word behind no article.
pub(super) fn spoken_heading(document: &Document, at: usize) -> Option<Heading> {
    let mention = document.mention(at).filter(|m| m.first() == at)?;
    let role = Role::of(document, document.mention_at[at] as usize)?;
    let bound = at > 0
        && (document.is(at - 1, known::DETERMINER)
            || document.is(at - 1, known::PREPOSITION)
            || document.is(at - 1, known::BE));
    let single = mention.first == mention.last;
    // "And that is also the diagnosis going in": told of what was named before.
    let subject = at > 1 && document.is(at - 1, known::BE) && {
        let be = document.mention(at - 1).map_or(at - 1, |m| m.first());
        be > 0 && matches!(document.tokens.word(be - 1), "that" | "this" | "which")
    };
    if subject {
        return None;
    }
    // "So I need fat to call this one": behind a person the word is a verb.
    let bound = bound || single && at > 0 && document.is(at - 1, known::PRONOUN);
    let diagnosis = matches!(role, Role::Preop | Role::Postop | Role::PrePost)
        && names_diagnosis(document, mention.first(), mention.last() + 1);
    let clear = (diagnosis && !single)
        || (!bound && (!single || matches!(role, Role::Title | Role::Aside | Role::Indication | Role::Findings)));
    let followed_by_verb =
        document.is(mention.last() + 1, known::BE) && !matches!(role, Role::Preop | Role::Postop | Role::PrePost);
    (clear && !followed_by_verb).then_some(Heading { inline: false, role, first: at, body: mention.last() + 1 })
}

/// A sentence that starts with the name of a diagnosis or procedure and goes straight on: "Pre-op diagnosis mass right thigh."
pub(super) fn unmarked_heading(document: &Document, at: usize) -> Option<Heading> {
    let mention = document.mention(at).filter(|m| m.first() == at)?;
    let role = Role::of(document, document.mention_at[at] as usize)?;
    let next = mention.last() + 1;
    let next = next + usize::from(document.tokens.is_mark(next, b','));
    let goes_on = document.tokens.list.get(next).is_some_and(|t| t.kind == Kind::Word && t.before < Break::Line);
    let next = next + usize::from(document.is(next, known::BE));
    // "Dx pre-procedure: …": the label ends at its colon.
    let in_label = (next..next + 3).any(|t| document.tokens.is_mark(t, b':'));
    let goes_on = goes_on && !in_label && !document.is_verb(next);
    let diagnosis = matches!(role, Role::Preop | Role::Postop | Role::PrePost)
        && mention.last > mention.first
        && names_diagnosis(document, mention.first(), mention.last() + 1);
    let procedure = role == Role::Title
        && (next..next + 4).any(|t| document.is(t, known::BIOPSY))
        && !document.is(next, known::PREPOSITION);
    // "Specimen to Surg Path, jar labelled": a line of its own among the lines of a form.
    let sent = role == Role::Specimen && mention.is(known::SEND) && line_break(document, at) >= Break::Line;
    (goes_on && (diagnosis || procedure || sent)).then_some(Heading { inline: true, role, first: at, body: next })
}
