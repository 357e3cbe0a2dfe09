//! Headings, and the sections they open. A heading is a phrase of `sections.tsv` before a colon or dash or alone on its
//! line, any short label before a colon at the start of a line, or in unpunctuated dictation the bare phrase.

use super::{Document, carried, paper};
use crate::lexicon::concept::{Concept, ConceptSet, known};
use crate::mention::Mention;
use crate::token::{Break, Kind};

/// What a section is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Role {
    /// The name of the procedure.
    Title,
    Preop,
    Postop,
    /// One heading for both diagnoses.
    PrePost,
    /// A diagnosis that is neither called pre- nor postoperative.
    Diagnosis,
    Indication,
    History,
    /// What was before the present illness.
    Past,
    Technique,
    Findings,
    Impression,
    Specimen,
    Exam,
    /// A short field with a label the lexicon does not know, or one about the lesion.
    Field,
    Guidance,
    Depth,
    Code,
    Addendum,
    /// What is said of another study.
    Comparison,
    Plan,
    /// Booked or planned procedure.
    Planned,
    Consent,
    Family,
    /// Anaesthesia, position, blood loss and all else that is not about the lesion.
    Aside,
    /// Text under no heading.
    Narrative,
}

/// A heading and what stands under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section {
    /// What it is about.
    pub role: Role,
    /// First token, the heading included.
    pub first: usize,
    /// First token of the body.
    pub body: usize,
    /// First token behind the section.
    pub end: usize,
}

const ROLES: [(Concept, Role); 25] = [
    (known::S_PREPOST, Role::PrePost),
    (known::S_PREOP, Role::Preop),
    (known::S_POSTOP, Role::Postop),
    (known::S_PLANNED, Role::Planned),
    (known::S_TITLE, Role::Title),
    (known::S_INDICATION, Role::Indication),
    (known::S_PAST, Role::Past),
    (known::S_HISTORY, Role::History),
    (known::S_TECHNIQUE, Role::Technique),
    (known::S_FINDINGS, Role::Findings),
    (known::S_IMPRESSION, Role::Impression),
    (known::S_SPECIMEN, Role::Specimen),
    (known::S_EXAM, Role::Exam),
    (known::S_GUIDANCE, Role::Guidance),
    (known::S_DEPTH, Role::Depth),
    (known::S_CODE, Role::Code),
    (known::S_ADDENDUM, Role::Addendum),
    (known::S_COMPARISON, Role::Comparison),
    (known::S_PLAN, Role::Plan),
    (known::S_CONSENT, Role::Consent),
    (known::S_FAMILY, Role::Family),
    (known::S_ASIDE, Role::Aside),
    (known::S_DIAGNOSIS, Role::Diagnosis),
    (known::S_FIELD, Role::Field),
    (known::SIZE_FIELD, Role::Field),
];

/// Longest label, in tokens.
const LONGEST_LABEL: usize = 9;

/// Longest addition to a label in brackets, in tokens.
const LONGEST_BRACKET: usize = 6;

/// Most tokens behind the name of an addendum that tell when and by whom it was written.
const LONGEST_SIGNATURE: usize = 16;

/// Most marks before a line: `### `.
const LONGEST_BULLET: usize = 4;

/// A label this short, in tokens, is one whatever its words.
const LONGEST_TERSE: usize = 4;

/// Longest row of a table that is looked through for its label, in tokens.
const LONGEST_ROW: usize = 24;

/// Fewest tokens under a heading of technique that tell what was done: "Procedure summary - outpatient theatre" does not.
const LEAST_NARRATIVE: usize = 6;

/// Longest title that stands under no heading at the top of a note, in tokens.
const LONGEST_TITLE: usize = 16;

impl Role {
    fn of(document: &Document, mention: usize) -> Option<Self> {
        Self::of_concepts(document.mentions[mention].concepts)
    }

    fn of_concepts(concepts: ConceptSet) -> Option<Self> {
        ROLES.iter().find(|(c, _)| concepts.has(*c)).map(|(_, r)| *r)
    }

    /// A section of a line or two, which a blank line ends.
    fn is_short(self) -> bool {
        !matches!(
            self,
            Self::Technique
                | Self::Findings
                | Self::Narrative
                | Self::History
                | Self::Past
                | Self::Indication
                | Self::Addendum
                | Self::Plan
                | Self::Impression
        )
    }
}

struct Heading {
    /// Stands behind a full stop in running text, so that it reaches no further than its sentence.
    inline: bool,
    role: Role,
    first: usize,
    body: usize,
}

/// Cuts a document into sections.
pub(super) fn sections(document: &Document) -> Vec<Section> {
    let count = document.tokens.list.len();
    let headings = headings(document);
    // "OPERATIVE RECORD" over the fields of a form tells nothing itself.
    let behind = |i: usize| headings.get(i + 1).map_or(count, |h| h.first);
    let narrated =
        headings.iter().enumerate().any(|(i, h)| h.role == Role::Technique && h.body + LEAST_NARRATIVE < behind(i));
    let mut sections = Vec::with_capacity(headings.len() + 2);
    let first_heading = headings.first().map_or(count, |h| h.first);
    if first_heading > 0 {
        opening(document, first_heading, &mut sections);
    }
    for (i, heading) in headings.iter().enumerate() {
        let end = behind(i);
        let role = title_or_narrative(document, heading, end);
        let before = sections.last().map(|s: &Section| s.role);
        if role == Role::Technique
            && heading.role == Role::Title
            && let Some(stop) = titled_sentence(document, heading.body, end)
        {
            sections.push(Section { role: Role::Title, first: heading.first, body: heading.body, end: stop });
            sections.push(Section { role: Role::Technique, first: stop, body: stop, end });
            continue;
        }
        let bulleted = heading.first.checked_sub(1).is_some_and(|t| is_bullet(document, t));
        let stop = body_end(document, role, heading.body, end, narrated, bulleted);
        let stop = if heading.inline { stop.min(sentence_end(document, heading.body, end)) } else { stop };
        sections.push(Section { role, first: heading.first, body: heading.body, end: stop });
        if stop < end {
            // "… . Allergies: none. The lump …": an aside within running text interrupts it.
            let resumed = before.filter(|r| heading.inline && role == Role::Aside && !r.is_short());
            sections.push(Section { role: resumed.unwrap_or(Role::Narrative), first: stop, body: stop, end });
        }
    }
    if sections.is_empty() {
        sections.push(Section { role: Role::Narrative, first: 0, body: 0, end: count });
    }
    if let Some(role) = paper::role(document, narrated, &sections) {
        sections.iter_mut().for_each(|s| s.role = role);
    }
    carried::set_apart(document, &mut sections);
    sections
}

/// Text before the first heading: a short first line or paragraph is the title.
fn opening(document: &Document, end: usize, sections: &mut Vec<Section>) {
    let tokens = &document.tokens.list;
    let line_end = (1..end).find(|&i| tokens[i].before >= Break::Line).unwrap_or(end);
    let titled = line_end <= LONGEST_TITLE
        && (line_end < end || end < tokens.len())
        && !(0..line_end).any(|i| document.is(i, known::PRONOUN));
    if titled {
        sections.push(Section { role: Role::Title, first: 0, body: 0, end: line_end });
        if line_end < end {
            sections.push(Section { role: Role::Narrative, first: line_end, body: line_end, end });
        }
    } else {
        sections.push(Section { role: Role::Narrative, first: 0, body: 0, end });
    }
}

fn headings(document: &Document) -> Vec<Heading> {
    let unpunctuated = document.is_unpunctuated();
    let mut found: Vec<Heading> = Vec::new();
    let mut at = 0;
    while at < document.tokens.list.len() {
        let spoken = if unpunctuated { spoken_heading(document, at) } else { None };
        let marked = || {
            addendum(document, at)
                .or_else(|| unmarked_heading(document, at).filter(|_| !unpunctuated))
                .or_else(|| heading(document, at))
        };
        let inside = at > 0 && is_one_label(document, at);
        match spoken.or_else(|| if !inside && starts(document, at) { marked() } else { None }) {
            Some(h) => {
                at = h.body.max(at + 1);
                found.push(h);
            }
            None => at += 1,
        }
    }
    found
}

/// Whether a sentence or field may start at a token.
fn starts(document: &Document, at: usize) -> bool {
    let tokens = &document.tokens.list;
    let before = line_break(document, at);
    let Some(previous) = at.checked_sub(1) else { return before >= Break::Gap };
    match tokens[previous].kind {
        _ if before >= Break::Gap => true,
        Kind::Punct(b'.' | b';' | b'*') => true,
        Kind::Punct(b'?' | b'!') => tokens[previous].before == Break::Joined && before == Break::Space,
        // "Pre dx: nodule / post dx: nodule", "before: nodule → after: cyst"
        Kind::Punct(b'/' | b'>') => tokens[previous].before == Break::Space && before == Break::Space,
        // The field of an HL7 segment: "OBX|1|TX|OPNOTE||PREOP DX: nodule".
        Kind::Punct(b'|') => before == Break::Joined,
        Kind::Punct(b',') => {
            (at >= 2 && document.tokens.is_mark(at - 2, b'.'))
                || (tokens[previous].before == Break::Joined && before == Break::Joined)
                || is_run_in(document, at)
        }
        _ => is_run_in(document, at),
    }
}

/// Whether a known label with a capital and a colon stands in running text: "Nodule, left thigh POSTOP DX: Same", a form whose lines
/// were run together.
fn is_run_in(document: &Document, at: usize) -> bool {
    let token = &document.tokens.list[at];
    let Some(mention) = document.mention(at).filter(|m| m.first() == at) else { return false };
    let Some(role) = Role::of_concepts(mention.concepts).filter(|_| token.before == Break::Space) else { return false };
    let next = mention.last() + 1;
    let timed = matches!(role, Role::Preop | Role::Postop | Role::PrePost);
    let named = timed && names_diagnosis(document, at, next);
    // "Pre: nodule, post: nodule"; "dx before: lump, dx after FNA: cyst".
    let listed = timed && document.tokens.is_mark(at - 1, b',');
    let longest = if named { next + 2 } else { next };
    let colon = (next..=longest).find(|&t| !document.tokens.list.get(t).is_some_and(|k| k.kind == Kind::Word));
    (token.capital || named || listed) && colon.is_some_and(|t| document.tokens.is_mark(t, b':'))
}

/// What stands before a token; marks that open a line do not count: the bar of a table's row, bullets, dashes, signs of a quotation
/// or a title.
fn line_break(document: &Document, at: usize) -> Break {
    let opens = |t: usize| matches!(document.tokens.list[t].kind, Kind::Punct(b'|' | b'*' | b'-' | b'>' | b'#'));
    let mut first = at;
    while first > 0
        && at - first < LONGEST_BULLET
        && document.tokens.list[first].before < Break::Line
        && opens(first - 1)
    {
        first -= 1;
    }
    let before = document.tokens.list[first].before;
    if before >= Break::Line { before } else { document.tokens.list[at].before }
}

/// Whether a token is a bullet at the start of a line.
fn is_bullet(document: &Document, at: usize) -> bool {
    matches!(document.tokens.list[at].kind, Kind::Punct(b'*' | b'-' | b'>'))
        && document.tokens.list[at].before >= Break::Line
}

/// A heading before a mark or alone on its line, where a sentence or field may start.
fn heading(document: &Document, at: usize) -> Option<Heading> {
    if !matches!(document.tokens.list[at].kind, Kind::Word | Kind::Number) {
        return None;
    }
    let tokens = &document.tokens;
    let line_start = line_break(document, at) >= Break::Line;
    let mut end = at;
    // "POSTOPERATIVE" / "DIAGNOSIS:": a label may be wrapped.
    let goes_on = |end: usize| tokens.list[end].before < Break::Line || is_one_label(document, end);
    // What a label adds in brackets does not count: "Label on the request (diagnosis before the procedure):".
    let longest = |end: usize| {
        let bracketed = (at + 1..end).any(|t| tokens.is_mark(t, b'('));
        LONGEST_LABEL + if bracketed { LONGEST_BRACKET } else { 0 }
    };
    while end < tokens.list.len() && end - at <= longest(end) && (end == at || goes_on(end)) {
        if end > at
            && line_start
            && tokens.list[end].before == Break::Gap
            && !is_one_label(document, end)
            && let Some(heading) = column(document, at, end)
        {
            return Some(heading);
        }
        match tokens.list[end].kind {
            Kind::Punct(b':') if is_clock(document, end) => end += 1,
            // "Pre = Post: nodule"
            Kind::Punct(b'=') if joins_times(document, at, end) => {
                let colon = (end..).find(|&t| tokens.is_mark(t, b':'))?;
                return Some(Heading { inline: false, role: Role::PrePost, first: at, body: colon + 1 });
            }
            Kind::Punct(b':' | b'=') => return labelled(document, at, end, line_start),
            Kind::Punct(b'?') if end > at && line_start => return asked(document, at, end),
            Kind::Punct(b'.') if end > at && is_shortened(document, end) => end += 1,
            Kind::Punct(b'.') if end > at && tokens.is_mark(end + 1, b'.') => {
                return labelled(document, at, end, line_start)
                    .map(|heading| Heading { body: behind_leader(document, end), ..heading });
            }
            Kind::Punct(b'.') if end > at && line_start => return stopped(document, at, end),
            Kind::Punct(b'.' | b';' | b'?' | b'!') | Kind::Check(_) => return None,
            Kind::Punct(b'-') if tokens.list[end].before == Break::Joined => end += 1,
            Kind::Punct(b'|') if end > at && line_start => return cell(document, at, end),
            Kind::Punct(b'-' | b'|' | b'>' | b'*') if end > at => return dashed(document, at, end, line_start),
            _ => end += 1,
        }
    }
    alone(document, at, end, line_start)
}

/// Whether a colon stands within a time of day: "14:10".
fn is_clock(document: &Document, colon: usize) -> bool {
    let list = &document.tokens.list;
    let digits =
        |t: usize, longest: usize| list.get(t).is_some_and(|k| k.kind == Kind::Number && k.span.len() <= longest);
    colon > 0
        && digits(colon - 1, 2)
        && digits(colon + 1, 2)
        && list[colon].before == Break::Joined
        && list[colon + 1].before == Break::Joined
        && list[colon + 1].span.len() == 2
}

/// "Pre = Post:": an equals sign between two words of time.
fn joins_times(document: &Document, at: usize, mark: usize) -> bool {
    let role = |t: usize| document.mention(t).and_then(|m| Role::of_concepts(m.concepts));
    let next = document.mention(mark + 1).map_or(mark + 1, Mention::last);
    role(at) == Some(Role::Preop)
        && role(mark + 1) == Some(Role::Postop)
        && (next + 1..next + 3).any(|t| document.tokens.is_mark(t, b':'))
}

/// A label that is a question of a form: "Why is tissue wanted?     Growing." One of unknown words needs a wide blank behind it.
fn asked(document: &Document, at: usize, mark: usize) -> Option<Heading> {
    let next = document.tokens.list.get(mark + 1)?;
    let heading = labelled(document, at, mark, true)?;
    let short = mark - at <= LONGEST_TERSE + 2;
    let answered = next.before == Break::Gap || (next.before == Break::Space && short && heading.role != Role::Field);
    answered.then_some(heading)
}

/// Whether a full stop shortens a word of a label: "Pre-op. Dx.:", "Diagnosis (R22.42):".
fn is_shortened(document: &Document, dot: usize) -> bool {
    let Some(next) = document.tokens.list.get(dot + 1) else { return false };
    let joined = next.before == Break::Joined && matches!(next.kind, Kind::Number | Kind::Punct(b':' | b')'));
    let diagnosis = |t: usize| names_diagnosis(document, t, t + 1) || matches!(document.tokens.word(t), "dg" | "dgn");
    let spaced =
        || (diagnosis(dot + 1) && is_time(document, dot - 1)) || (diagnosis(dot - 1) && is_time(document, dot + 1));
    joined || (next.before == Break::Space && spaced())
}

/// Whether a word is a time before or after a procedure alone.
fn is_time(document: &Document, at: usize) -> bool {
    document.mention(at).is_some_and(|m| {
        matches!(Role::of_concepts(m.concepts), Some(Role::Preop | Role::Postop))
            && !names_diagnosis(document, m.first(), m.last() + 1)
    })
}

/// Whether a token stands in the same name of a diagnosis as the one before it.
fn is_one_label(document: &Document, at: usize) -> bool {
    let names =
        |m: &Mention| Role::of_concepts(m.concepts).is_some() && names_diagnosis(document, m.first(), m.last() + 1);
    document.mention_at[at] == document.mention_at[at - 1] && document.mention(at).is_some_and(names)
}

/// The first token behind a run of dots: "Plane ....... subfascial".
fn behind_leader(document: &Document, dot: usize) -> usize {
    let more = (dot..document.tokens.list.len()).take_while(|&t| document.tokens.is_mark(t, b'.'));
    dot + more.count()
}

/// A line that opens with the name of an addendum and then tells when or by whom: "ADDENDUM, attending surgeon, next day. …",
/// "Late entry (48 hours): …", "Addendum 16:05 - …".
fn addendum(document: &Document, at: usize) -> Option<Heading> {
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
fn column(document: &Document, at: usize, next: usize) -> Option<Heading> {
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

/// A label before a colon.
fn labelled(document: &Document, at: usize, colon: usize, line_start: bool) -> Option<Heading> {
    // "tumor, soft tissue     Dx postop: tumor": the label starts behind the wide blank.
    let own = |t: usize| document.mention(t).is_some_and(|m| m.first() == t && Role::of_concepts(m.concepts).is_some());
    if (at + 1..colon).any(|t| document.tokens.list[t].before >= Break::Gap && own(t)) {
        return None;
    }
    // "OPERATIVE NOTE PREOPERATIVE DIAGNOSIS:": lines run together, of which the last is the label.
    if (at + 1..colon).any(|t| is_run_in_diagnosis(document, t, colon)) {
        return None;
    }
    let heading_of = |m: usize| Role::of(document, m).map(|role| (role, document.mentions[m].first()));
    // "Planning scan (2 mm, no contrast):": what stands in brackets does not name the section.
    let bracket = (at..colon).find(|&t| document.tokens.is_mark(t, b'(')).filter(|&t| t > at).unwrap_or(colon);
    let outside = document.mentions_in(at, bracket).find_map(heading_of);
    let bracketed = || document.mentions_in(at, colon).find_map(heading_of).filter(|(r, _)| *r != Role::Aside);
    // "Diagnosis on leaving the suite:" tells of no act.
    let told = is_told(document, at, colon) && timed_diagnosis(document, at, colon).is_none();
    let known = outside.or_else(bracketed).filter(|_| !told);
    let role = match known.map(|(role, first)| (timed_role(document, at, colon, role), first)) {
        Some((role, first)) if line_start || colon - first <= LONGEST_LABEL => role,
        // "Preprocedural label:" names a diagnosis in words of its own.
        None if line_start && let Some(role) = timed_diagnosis(document, at, colon) => role,
        _ if line_start && colon - at <= 6 && asks_why(document, at, colon) => Role::Indication,
        _ if line_start && colon - at <= 6 && colon > at => Role::Field,
        _ if document.tokens.list[at].before == Break::Gap && colon - at <= 3 && colon > at => Role::Field,
        _ => return None,
    };
    let role = if is_planned(document, at, colon, role) { Role::Planned } else { role };
    // "HEADING: , text": the comma of glued transcriptions belongs to the heading.
    // "**HEADING:** text": so do the stars of a markup.
    let decorates = |t: &usize| {
        document.tokens.is_mark(*t, b',')
            || (document.tokens.is_mark(*t, b'*') && document.tokens.list[*t].before == Break::Joined)
    };
    let body = colon + 1 + (colon + 1..colon + 3).take_while(decorates).count();
    let glued = at > 0 && document.tokens.is_mark(at - 1, b',');
    let inline = !line_start && !glued && document.tokens.list[at].before == Break::Space;
    Some(Heading { inline, role, first: at, body })
}

/// Whether the name of a timed diagnosis, with a capital, starts at a token and ends at a colon.
fn is_run_in_diagnosis(document: &Document, at: usize, colon: usize) -> bool {
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
fn asks_why(document: &Document, at: usize, colon: usize) -> bool {
    const REASONS: [&str; 17] = [
        "why",
        "reason",
        "reasons",
        "reasoning",
        "question",
        "questions",
        "query",
        "problem",
        "complaint",
        "concern",
        "purpose",
        "necessity",
        "referred",
        "referral",
        "requested",
        "admitted",
        "presented",
    ];
    let word = |words: &[&str]| (at..colon).any(|t| words.contains(&document.tokens.word(t)));
    word(&REASONS) && !word(&["by", "from", "date", "doctor", "physician", "provider", "clinic", "source"])
}

/// Whether the words before a colon are part of a sentence rather than a label: "Radiologist came over with the scanner: …".
fn is_told(document: &Document, at: usize, colon: usize) -> bool {
    colon - at > LONGEST_TERSE && (at + 1..colon).any(|t| document.is_verb(t)) && {
        let small = |t: usize| document.is(t, known::PREPOSITION) || document.is(t, known::DETERMINER);
        (at + 1..colon).any(small)
    }
}

/// The first cell of a table's row, or the name of an HL7 segment's observation: `OBX|2|TX|PREDX||Nodule`.
fn cell(document: &Document, at: usize, bar: usize) -> Option<Heading> {
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

/// A known heading before a full stop: "INDICATION. Night pain."
fn stopped(document: &Document, at: usize, dot: usize) -> Option<Heading> {
    let whole = document.mention(at).is_some_and(|m| m.first() == at && m.last() + 1 == dot);
    let goes_on = document.tokens.list.get(dot + 1).is_some_and(|t| t.before == Break::Space);
    let role = (whole && goes_on).then(|| Role::of(document, document.mention_at[at] as usize)).flatten()?;
    // "Informed consent. Time-out. Left knee, 18G x 3 cores.": one of several fragments, and no heading of the rest.
    let terse =
        (dot + 2..document.tokens.list.len().min(dot + 2 + LONGEST_TERSE)).any(|t| document.tokens.is_mark(t, b'.'));
    if role == Role::Consent && terse {
        return None;
    }
    Some(Heading { inline: false, role, first: at, body: dot + 1 })
}

/// "Technique planned:", "Approach requested:": what stands there is not yet done.
fn is_planned(document: &Document, at: usize, colon: usize, role: Role) -> bool {
    const PLANNED: [&str; 9] =
        ["planned", "proposed", "intended", "requested", "scheduled", "booked", "anticipated", "expected", "ordered"];
    const DONE: [&str; 6] = ["as", "done", "performed", "actual", "and", "unplanned"];
    let says = |words: &[&str]| (at..colon).any(|t| words.contains(&document.tokens.word(t)));
    let told = matches!(role, Role::Title | Role::Technique | Role::Field | Role::Guidance | Role::Depth);
    told && says(&PLANNED) && !says(&DONE)
}

/// The role of a label that a known phrase gives it: a time alone, with words that name no diagnosis, opens no diagnosis ("Pre-op bloods:").
fn timed_role(document: &Document, at: usize, colon: usize, role: Role) -> Role {
    let other = |t: usize| {
        document.tokens.list[t].kind == Kind::Word
            && document.mention(t).is_none_or(|m| Role::of_concepts(m.concepts).is_none())
    };
    let timed = matches!(role, Role::Preop | Role::Postop | Role::PrePost);
    let bare = timed && !names_diagnosis(document, at, colon);
    if bare && (at..colon).any(other) && !(at..colon).any(|t| document.is(t, known::LESION_ITEM)) {
        Role::Aside
    } else {
        timed_diagnosis(document, at, colon).unwrap_or(role)
    }
}

/// Whether some words speak of a diagnosis, rather than of a time alone.
pub(crate) fn names_diagnosis(document: &Document, first: usize, end: usize) -> bool {
    const STEMS: [&str; 10] = ["dx", "diag", "imp", "name", "label", "problem", "opinion", "hypothes", "verdict", "δ"];
    is_assessment(document, first)
        || (first..end).any(|t| {
            let word = document.tokens.word(t);
            matches!(word, "dg" | "dgn") || STEMS.iter().any(|stem| word.contains(stem))
        })
}

/// "A (before):", the assessment of a visit.
fn is_assessment(document: &Document, at: usize) -> bool {
    document.tokens.word(at) == "a" && document.tokens.is_mark(at + 1, b'(')
}

/// Words for the time before a procedure, in labels.
const FIRST_TIMES: &[&str] = &[
    "before",
    "beforehand",
    "booking",
    "prior",
    "arrival",
    "arriving",
    "entry",
    "entering",
    "outset",
    "start",
    "starting",
    "beginning",
    "commencing",
    "ahead",
    "admission",
    "admitting",
];

/// Words for the time behind a procedure, in labels.
const LAST_TIMES: &[&str] = &[
    "after",
    "afterwards",
    "afterward",
    "closing",
    "following",
    "departure",
    "departing",
    "exit",
    "exiting",
    "leaving",
    "end",
    "ending",
    "completion",
    "finish",
    "finishing",
];

/// Which diagnosis a label of any wording means: "Diagnosis (pre- and postoperative)", "Pre-exam diagnosis", "Dx going in".
fn timed_diagnosis(document: &Document, at: usize, colon: usize) -> Option<Role> {
    let says = |stem: &str, times: &[&str], leaning: &[&str]| {
        let told = |w: &str| w.starts_with(stem) || times.contains(&w) || leaning.contains(&w);
        (at..colon).any(|t| told(document.tokens.word(t)))
    };
    const STEMS: [&str; 5] = ["dx", "diag", "label", "hypothes", "δ"];
    let labelled = (at..colon).any(|t| STEMS.iter().any(|s| document.tokens.word(t).contains(s)));
    let diagnosis = labelled
        || is_assessment(document, at)
        || document.mentions_in(at, colon).any(|m| {
            matches!(
                Role::of(document, m),
                Some(Role::Diagnosis | Role::Preop | Role::Postop | Role::PrePost | Role::Impression)
            )
        });
    match (diagnosis, says("pre", FIRST_TIMES, &["in", "going"]), says("post", LAST_TIMES, &["out", "coming"])) {
        (true, true, true) => Some(Role::PrePost),
        (true, true, false) => Some(Role::Preop),
        (true, false, true) => Some(Role::Postop),
        _ => None,
    }
}

/// A known heading before a dash: "Indication – cramps".
fn dashed(document: &Document, at: usize, dash: usize, line_start: bool) -> Option<Heading> {
    let mention = document.mention_at[at];
    let whole = document.mention(at).is_some_and(|m| m.first() == at && m.last() + 1 == dash);
    let spaced = document.tokens.list[dash].before != Break::Joined;
    if !(spaced || line_start) {
        return None;
    }
    // An arrow may be typed as two marks.
    let body = dash + 1 + usize::from(document.tokens.is_mark(dash + 1, b'>'));
    // "Diagnosis – pre-op: mass": the time stands behind the dash.
    let colon = (dash + 1..dash + 5).find(|&t| document.tokens.is_mark(t, b':'));
    if let Some((colon, role)) = colon.and_then(|c| timed_diagnosis(document, at, c).map(|r| (c, r))) {
        return Some(Heading { inline: false, role, first: at, body: colon + 1 });
    }
    if let Some(role) = timed_diagnosis(document, at, dash) {
        return Some(Heading { inline: false, role, first: at, body });
    }
    // "Steps → …" among the bullets of a form: a short label of any wording.
    let arrow = document.tokens.is_mark(dash, b'>') && line_start && dash - at <= LONGEST_TERSE;
    let known = whole.then(|| Role::of(document, mention as usize)).flatten();
    let role = known.or(arrow.then_some(Role::Field))?;
    Some(Heading { inline: false, role, first: at, body })
}

/// A known heading that fills its line.
fn alone(document: &Document, at: usize, end: usize, line_start: bool) -> Option<Heading> {
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
fn spoken_heading(document: &Document, at: usize) -> Option<Heading> {
    let mention = document.mention(at).filter(|m| m.first() == at)?;
    let role = Role::of(document, document.mention_at[at] as usize)?;
    let bound = at > 0
        && (document.is(at - 1, known::DETERMINER)
            || document.is(at - 1, known::PREPOSITION)
            || document.is(at - 1, known::BE));
    let single = mention.first == mention.last;
    let diagnosis = matches!(role, Role::Preop | Role::Postop | Role::PrePost)
        && names_diagnosis(document, mention.first(), mention.last() + 1);
    let clear = (diagnosis && !single)
        || (!bound && (!single || matches!(role, Role::Title | Role::Aside | Role::Indication | Role::Findings)));
    let followed_by_verb =
        document.is(mention.last() + 1, known::BE) && !matches!(role, Role::Preop | Role::Postop | Role::PrePost);
    (clear && !followed_by_verb).then_some(Heading { inline: false, role, first: at, body: mention.last() + 1 })
}

/// A sentence that starts with the name of a diagnosis or procedure and goes straight on: "Pre-op diagnosis mass right thigh."
fn unmarked_heading(document: &Document, at: usize) -> Option<Heading> {
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

/// "PROCEDURE:" opens a title or the narrative; a pronoun, an article with a verb, or sheer length tells the narrative.
fn title_or_narrative(document: &Document, heading: &Heading, end: usize) -> Role {
    const PROCEDURES: ConceptSet = ConceptSet::of(&[known::BIOPSY, known::NEEDLE]);
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
    if (told >= 1 && length > 12) || told >= 2 || (verbs >= 2 && length > 20) { Role::Technique } else { Role::Title }
}

/// "Procedure: Biopsy of a thigh mass. The patient tolerated it well.": the end of a first sentence that only names a biopsy.
fn titled_sentence(document: &Document, body: usize, end: usize) -> Option<usize> {
    const TELLS: ConceptSet =
        ConceptSet::of(&[known::BE, known::PRONOUN, known::CUT, known::TAKE, known::PERFORM, known::VERB]);
    let stop = sentence_end(document, body, end);
    let has = |set: ConceptSet| (body..stop).any(|t| document.concepts(t).meets(set));
    (stop < end && stop - body > 2 && has(ConceptSet::of(&[known::BIOPSY])) && !has(TELLS)).then_some(stop)
}

/// The token behind the first full stop of a run of tokens.
fn sentence_end(document: &Document, first: usize, end: usize) -> usize {
    let stop = |t: &usize| document.tokens.is_mark(*t, b'.') && super::sentence::ends_sentence(document, *t);
    (first..end).find(stop).map_or(end, |t| t + 1)
}

/// Where the body of a section ends: an item of a list at the next bullet, short sections at a blank line, or in unpunctuated dictation at the first pronoun.
fn body_end(document: &Document, role: Role, body: usize, end: usize, narrated: bool, bulleted: bool) -> usize {
    let tokens = &document.tokens.list;
    if document.is_unpunctuated() && role.is_short() {
        return (body + 1..end).find(|&i| document.is(i, known::PRONOUN)).unwrap_or(end);
    }
    if document.is_unpunctuated() && role == Role::Indication {
        return first_spoken_act(document, body, end).unwrap_or(end);
    }
    let stays = matches!(role, Role::Technique | Role::Findings | Role::Addendum)
        || (narrated && !bulleted && matches!(role, Role::History | Role::Past | Role::Indication));
    if stays {
        return end;
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

/// A line drawn under a field: "-----".
fn is_rule(document: &Document, at: usize) -> bool {
    let mark = |t: usize| match document.tokens.list.get(t).map(|t| t.kind) {
        Some(Kind::Punct(mark @ (b'-' | b'=' | b'_'))) => Some(mark),
        _ => None,
    };
    mark(at).is_some() && (at + 1..at + 4).all(|t| mark(t) == mark(at))
}

/// "Indication: growing. A stab was made and a needle went in.": the sentence behind a reason, a diagnosis or an aside that begins to
/// tell what was done, where no heading opens a narrative. What was done before, or may be, goes on with them.
fn first_act(document: &Document, role: Role, body: usize, end: usize) -> Option<usize> {
    const ELSEWHEN: ConceptSet = ConceptSet::of(&[
        known::HISTORICAL,
        known::HISTORICAL_NEXT,
        known::HISTORICAL_BEFORE,
        known::HYPOTHETICAL_NEXT,
        known::HYPOTHETICAL_BEFORE,
        known::SCAR,
    ]);
    let mut first = body;
    while first < end {
        let stop = (first..end).find(|&t| is_stop(document, t)).unwrap_or(end);
        let said = (first..stop).fold(ConceptSet::EMPTY, |all, t| all.with(document.concepts(t)));
        if first > body && is_act(role, said) && !said.meets(ELSEWHEN) {
            return Some(first);
        }
        first = stop + 1;
    }
    None
}

/// A full stop, or a question mark behind a word: "bullous disease? 4 mm punch", not "?sarcoma".
fn is_stop(document: &Document, at: usize) -> bool {
    let tokens = &document.tokens;
    let asked = tokens.is_mark(at, b'?')
        && tokens.list[at].before == Break::Joined
        && tokens.list.get(at + 1).is_some_and(|t| t.before != Break::Joined);
    tokens.is_mark(at, b'.') || asked
}

/// Whether a sentence that says this, under a heading of that role, tells what was done. A reason may tell of any number of acts,
/// a diagnosis of none.
fn is_act(role: Role, said: ConceptSet) -> bool {
    const OPENED: ConceptSet = ConceptSet::of(&[known::INCISION, known::ENTRY, known::PREP]);
    const NEEDLE: ConceptSet = ConceptSet::of(&[known::NEEDLE, known::CORE, known::SAMPLE, known::PASS, known::TIMES]);
    const PUNCH: ConceptSet = ConceptSet::of(&[known::PUNCH, known::PUNCH_TOOL]);
    const ACTS: ConceptSet = ConceptSet::of(&[known::CUT, known::TAKE]);
    let measured = said.has(known::UNIT_MM) && said.meets(PUNCH);
    let needled = (said.has(known::GAUGE) && said.meets(NEEDLE)) || measured;
    match role {
        Role::Indication => said.meets(OPENED) || needled,
        Role::Preop | Role::Postop | Role::PrePost | Role::Diagnosis | Role::Exam | Role::Comparison | Role::Code => {
            said.meets(OPENED) || needled || said.meets(ACTS)
        }
        _ => false,
    }
}

/// "… and oncology wanted a big piece under general we used a long incision": where, in a run without marks, a subject begins to tell
/// of a cut behind the reason for it.
fn first_spoken_act(document: &Document, body: usize, end: usize) -> Option<usize> {
    const ACTS: ConceptSet = ConceptSet::of(&[known::INCISION, known::ENTRY, known::PREP]);
    const ELSEWHEN: ConceptSet = ConceptSet::of(&[
        known::HISTORICAL,
        known::HISTORICAL_NEXT,
        known::HISTORICAL_BEFORE,
        known::HYPOTHETICAL_NEXT,
        known::NEGATED_NEXT,
        known::SCAR,
    ]);
    let told = |at: usize| {
        let subject = (body + 1..at).rev().take(SPOKEN_SUBJECT).find(|&t| document.is(t, known::PRONOUN))?;
        let said = (subject..at).fold(ConceptSet::EMPTY, |all, t| all.with(document.concepts(t)));
        (!said.meets(ELSEWHEN)).then_some(subject)
    };
    (body..end).filter(|&t| document.concepts(t).meets(ACTS)).find_map(told)
}

/// How far before a spoken act its subject may stand, in tokens.
const SPOKEN_SUBJECT: usize = 7;

/// The first item of a list below a reason that has been told in full: "Indication: two masses." / "1. Left thigh: …".
fn opens_list(document: &Document, body: usize, at: usize) -> bool {
    let tokens = &document.tokens;
    let ends = |t: usize| tokens.is_mark(t, b'.');
    tokens.list[at].before == Break::Line
        && tokens.word(at) == "1"
        && (ends(at + 1) || tokens.is_mark(at + 1, b')'))
        && ends(at - 1)
        && tokens.list[body].kind != Kind::Number
}

/// A new line that does not go on with the field above it: neither wrapped text nor the next item of a list.
fn leaves_line(document: &Document, at: usize) -> bool {
    let token = &document.tokens.list[at];
    let numbered =
        token.kind == Kind::Number && (document.tokens.is_mark(at + 1, b'.') || document.tokens.is_mark(at + 1, b')'));
    let item = numbered || matches!(token.kind, Kind::Punct(_) | Kind::Check(_));
    token.before == Break::Line && (is_rule(document, at) || !item && super::sentence::line_ends(document, at))
}
