//! Headings, and the sections they open. A heading is a phrase of `sections.tsv` before a colon or dash or alone on its
//! line, any short label before a colon at the start of a line, or in unpunctuated dictation the bare phrase.

mod body;
mod done;
mod heading;
mod label;
mod timed;

use super::{Document, carried, paper};
use crate::lexicon::concept::group::OTHER_TIME;
use crate::lexicon::concept::{Concept, ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::{Break, Kind};
use body::{body_end, is_act, sentence_end, title_or_narrative, titled_sentence};
use heading::{headings, is_bullet};
use timed::is_assessment;

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

/// All of them.
const OF_SECTIONS: ConceptSet = {
    let (mut all, mut i) = (ConceptSet::EMPTY, 0);
    while i < ROLES.len() {
        all = all.with(ConceptSet::of(&[ROLES[i].0]));
        i += 1;
    }
    all
};

/// Longest label, in tokens.
const LONGEST_LABEL: usize = 9;

/// Longest answer under a heading of technique, in tokens, that a form gives.
const LONGEST_ANSWER: usize = 6;

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
        // Every word of a note is asked, and hardly any opens a section.
        if !concepts.meets(OF_SECTIONS) {
            return None;
        }
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

/// What an account tells of, beside verbs.
const ACTS: ConceptSet = ConceptSet::of(&[
    known::INCISION,
    known::NEEDLE,
    known::CORE,
    known::GAUGE,
    known::BIOPSY,
    known::FASCIA,
    known::ANESTHESIA,
]);

/// Cuts a document into sections.
pub(super) fn sections(document: &Document) -> Vec<Section> {
    let count = document.tokens.list.len();
    let mut headings = headings(document);
    drop_dates_of_past(document, &mut headings);
    // "OPERATIVE RECORD" over the fields of a form tells nothing itself.
    let behind = |i: usize| headings.get(i + 1).map_or(count, |h| h.first);
    // "Operative record: surgeon A., fellow B., dictated by B." narrates nothing.
    let acts = |h: &Heading, end: usize| (h.body..end).any(|t| document.is_verb(t) || document.concepts(t).meets(ACTS));
    let narrates = |i: usize, h: &Heading| h.body + LEAST_NARRATIVE < behind(i) && acts(h, behind(i));
    let narrated = headings.iter().enumerate().any(|(i, h)| h.role == Role::Technique && narrates(i, h));
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
        let stop = if role == Role::Past { stop.min(ends_dated_past(document, heading, end)) } else { stop };
        let of_before = matches!(role, Role::Past | Role::History);
        let stop = if of_before { stop.min(told_of_today(document, heading.body, end)) } else { stop };
        // What is added at the end of a paragraph goes on to its end.
        let stop = if heading.inline && role != Role::Addendum {
            stop.min(sentence_end(document, heading.body, end))
        } else {
            stop
        };
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
    let done = done::under_plan(document, &sections);
    carried::cut(&mut sections, &done, Role::Narrative, None);
    carried::set_apart(document, &mut sections);
    sections
}

/// "What was done in 2017: needle biopsy. What is done now: …": what a date makes the past of ends at the sentence that tells of now.
fn ends_dated_past(document: &Document, heading: &Heading, end: usize) -> usize {
    if !timed::is_of_past(document, heading.first, heading.body - 1, Role::Technique) {
        return end;
    }
    let now = (heading.body..end).find(|&t| document.is(t, known::CURRENT)).unwrap_or(end);
    (heading.body + 1..now).rev().find(|&t| document.tokens.is_mark(t - 1, b'.')).unwrap_or(end)
}

/// "History: an open biopsy in 2019 …" / "Today, after consent, …": a line that opens with this day ends what was before it, and so does a
/// sentence in which something is cut or taken: "Past history: hip 2017. Today the fascia was opened and a piece taken".
fn told_of_today(document: &Document, body: usize, end: usize) -> usize {
    const ACTS: ConceptSet = ConceptSet::of(&[known::CUT, known::INCISION, known::GAUGE]);
    let opens_line = |t: usize| document.tokens.list[t].before >= Break::Line;
    let stop = |t: &usize| document.tokens.is_mark(*t, b'.') || opens_line(*t);
    let acts = |t: usize| (t + 1..end).take_while(|n| !stop(n)).any(|n| document.concepts(n).meets(ACTS));
    let opens = |t: usize| opens_line(t) || document.tokens.is_mark(t - 1, b'.') && acts(t);
    let today = |&t: &usize| document.tokens.word(t) == "today" && document.is(t, known::CURRENT) && opens(t);
    (body + 1..end).find(today).unwrap_or(end)
}

/// "ONCOLOGIC HISTORY" / "12/xx: core biopsy": a date before a colon heads no section of its own where the past is told.
fn drop_dates_of_past(document: &Document, headings: &mut Vec<Heading>) {
    let tokens = &document.tokens;
    // "10:12" and "2:" are no dates.
    let is_date = |h: &Heading| {
        let plain = |t: usize| match tokens.list[t].kind {
            Kind::Number | Kind::Punct(_) => true,
            Kind::Word => document.word_is(t, WordClass::Month),
            _ => false,
        };
        let dated = |t: usize| tokens.is_mark(t, b'/') || document.word_is(t, WordClass::Month);
        (h.first..h.body).all(plain) && (h.first..h.body).any(dated)
    };
    // "PMH: hypertension" is answered; "ONCOLOGIC HISTORY" heads the lines below it.
    let heads_list = |h: &Heading| tokens.list.get(h.body).is_some_and(|t| t.before >= Break::Line);
    let mut past = false;
    headings.retain(|heading| {
        if past && heading.role == Role::Field && is_date(heading) {
            return false;
        }
        past = heading.role == Role::Past && heads_list(heading);
        true
    });
}

/// Text before the first heading: a short first line or paragraph is the title.
fn opening(document: &Document, end: usize, sections: &mut Vec<Section>) {
    let tokens = &document.tokens.list;
    let line_end = (1..end).find(|&i| tokens[i].before >= Break::Line).unwrap_or(end);
    let titled = line_end <= LONGEST_TITLE
        && (line_end < end || end < tokens.len())
        && !(0..line_end).any(|i| document.is(i, known::PRONOUN))
        && !(line_end == end && tells_act(document, end));
    if titled {
        sections.push(Section { role: Role::Title, first: 0, body: 0, end: line_end });
        if line_end < end {
            sections.push(Section { role: Role::Narrative, first: line_end, body: line_end, end });
        }
    } else if let Some(stop) = titled_sentence(document, 0, end).filter(|&stop| names_own_act(document, stop)) {
        // "Core biopsy, left calf. 18G x4 …": a note of one paragraph that opens with the name of what was done.
        sections.push(Section { role: Role::Title, first: 0, body: 0, end: stop });
        sections.push(Section { role: Role::Narrative, first: stop, body: stop, end });
    } else {
        sections.push(Section { role: Role::Narrative, first: 0, body: 0, end });
    }
}

/// Whether a first sentence that names a biopsy may be the name of the note: it is no long one, and tells of no other time, person or
/// try.
fn names_own_act(document: &Document, end: usize) -> bool {
    const OTHER: ConceptSet = OTHER_TIME.with(ConceptSet::of(&[
        known::AFTERCARE,
        known::OTHER_PERSON,
        known::ABORT,
        known::DECLINED,
        // "A knee nodule was cored" tells it.
        known::BIOPSIED,
        // So do passes and gauges: "Core biopsy right buttock, 14G x2."
        known::GAUGE,
        known::TIMES,
        known::PASS,
    ]));
    let told_otherwise = |t: usize| {
        document.concepts(t).meets(OTHER)
            || document.word_is(t, WordClass::Elsewhen)
            || document.word_is(t, WordClass::PastOnly)
            || matches!(document.tokens.word(t), "attempted" | "after")
    };
    end <= LONGEST_TITLE && !(0..end).any(told_otherwise)
}

/// "Left knee, growing lump, cut into and a piece sent. Billing: …": words before a label on the same line that tell what was done.
fn tells_act(document: &Document, end: usize) -> bool {
    const DONE: ConceptSet = ConceptSet::of(&[known::CUT, known::TAKE, known::SEND]);
    let same_line = document.tokens.list.get(end).is_some_and(|t| t.before < Break::Line);
    let said = (0..end).fold(ConceptSet::EMPTY, |all, t| all.with(document.concepts(t)));
    same_line && is_act(Role::Indication, said) && said.meets(DONE) && said.has(known::LESION)
}

/// Whether some words speak of a diagnosis, rather than of a time alone.
pub(crate) fn names_diagnosis(document: &Document, first: usize, end: usize) -> bool {
    is_assessment(document, first) || (first..end).any(|t| document.word_is(t, WordClass::DiagnosisName))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;
    use crate::mention::phrase::Phrases;

    fn roles(text: &str) -> Vec<(Role, String)> {
        let lexicon = Lexicon::builtin().expect("the built-in lexicon");
        let phrases = Phrases::new(lexicon.vocabulary()).expect("phrases");
        let document = Document::new(text, &phrases);
        let words = |s: &Section| document.span(s.first, s.end - 1).of(text).to_owned();
        document.sections.iter().map(|s| (s.role, words(s))).collect()
    }

    /// Headings in capitals keep their text though all lines were run together; a label within a sentence ends with it.
    #[test]
    fn run_together_headings_reach_to_the_next() {
        let note = "INDICATIONS: A firm lump has grown since spring. She fears the worst. FINDINGS: The wall was thick. No fluid. \
                    DESCRIPTION OF PROCEDURE: He lay supine. The abdomen was draped. A port went in.";
        let [indication, findings, technique] = roles(note).try_into().expect("three sections");
        assert_eq!((indication.0, indication.1.ends_with("worst.")), (Role::Indication, true));
        assert_eq!((findings.0, findings.1.ends_with("fluid.")), (Role::Findings, true));
        assert_eq!((technique.0, technique.1.ends_with("went in.")), (Role::Technique, true));
        let told = "He lay supine. Findings: a pale mass. We then closed the skin.";
        assert_eq!(roles(told).last().map(|s| s.0), Some(Role::Narrative));
    }
}
