//! Papers that are no account of a procedure: a consent, a booking, a laboratory's report. In: a document. Out:
//! the role that all its sections have then. A note that narrates what was done is an account, whatever it is headed.

use super::section::{Role, Section};
use super::{Document, occasion, quoted};
use crate::lexicon::concept::group::OTHER_TIME;
use crate::lexicon::concept::{Concept, ConceptSet, known};
use crate::lexicon::weights::Answer;
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::token::{Break, Kind};

/// What a heading makes of a paper. What a report tells was done before, as a study that is compared with.
const PAPERS: [(Concept, Role); 3] = [
    (known::PAPER_CONSENT, Role::Consent),
    (known::PAPER_REQUEST, Role::Planned),
    (known::PAPER_REPORT, Role::Comparison),
];

/// Most lines of a letterhead in which the name of a paper is looked for.
const HEAD_LINES: usize = 3;

/// Longest line that may name a paper, in tokens.
const LONGEST_NAME: usize = 12;

/// Most tokens behind the name of a paper that belong to its label.
const LONGEST_LABEL: usize = 8;

/// The acts that a note may be headed by.
const ACT: ConceptSet =
    ConceptSet::of(&[known::BIOPSY, known::CORE, known::FINE_NEEDLE, known::ASPIRATE, known::PUNCH, known::EXCISION]);

/// What a mention of its name makes of a paper.
fn role_of(name: &Mention) -> Option<Role> {
    PAPERS.iter().find(|(concept, _)| name.is(*concept)).map(|(_, role)| *role)
}

/// Parts of a laboratory's report that tell one where no heading does.
const LEAST_PARTS: usize = 2;

/// The role of all sections where the document is no account of a procedure.
pub(super) fn role(document: &Document, is_narrated: bool, sections: &[Section]) -> Option<Role> {
    let tells_outcome = sections.iter().any(|s| matches!(s.role, Role::Postop | Role::PrePost));
    // "Operative plan: discussed. Procedure: a 4 cm incision was made."
    let tells_acts = sections.iter().any(|s| s.role == Role::Technique && s.body > s.first);
    // A consent tells at length what will be done.
    if is_guide(document) {
        return Some(Role::Planned);
    }
    is_practice(document)
        .then_some(Role::Planned)
        // A list of what is to come has no diagnosis after it.
        .or_else(|| named(document).filter(|role| !(tells_outcome && *role == Role::Planned)))
        .or_else(|| labelled(document).filter(|role| !tells_outcome && (*role == Role::Consent || !tells_acts)))
        .or_else(|| has_report_parts(document).then_some(Role::Comparison))
        .filter(|role| *role == Role::Consent || !is_narrated)
        .or_else(|| (!tells_outcome && !is_narrated && reads_as_paper(document)).then_some(Role::Comparison))
}

/// Whether the words of a note weigh more for a paper on what others did, will do or once did than for the account of whoever did it, and
/// nothing ties a biopsy to this encounter.
pub(super) fn reads_as_paper(document: &Document) -> bool {
    /// Above this the held-out notes of `corpora` were papers, but for few (`examples/weigh_words.rs`).
    const LEAST: f32 = 0.0;
    const ACTS: ConceptSet = ConceptSet::of(&[known::BIOPSY, known::CORE, known::CUT, known::TAKE, known::PERFORM]);
    /// A sentence or two tell too little of what they stand in.
    const SHORTEST: usize = 48;
    let today = || document.concepts.has(known::CURRENT) && tells_act_today(document, ACTS);
    let long = document.tokens.list.len() >= SHORTEST;
    long && document.concepts.meets(ACTS)
        && document.weighs(Answer::Paper) > LEAST
        && !today()
        && !occasion::tells_act_now(document)
        && !occasion::tells_stop_now(document)
}

/// "Biopsy done today", "this morning I took two cores": an act and this encounter in one sentence.
fn tells_act_today(document: &Document, acts: ConceptSet) -> bool {
    const REACH: usize = 10;
    let stops = |t: &usize| document.tokens.is_mark(*t, b'.') || document.tokens.list[*t].before >= Break::Line;
    document.mentions.iter().filter(|m| m.is(known::CURRENT)).any(|m| {
        let before =
            (m.first().saturating_sub(REACH)..m.first()).rev().take_while(|t| !document.tokens.is_mark(*t, b'.'));
        let end = document.tokens.list.len().min(m.last() + 1 + REACH);
        let behind = (m.last() + 1..end).take_while(|t| !stops(t));
        before.chain(behind).any(|t| document.concepts(t).meets(acts) && !document.is(t, known::UNSAMPLED))
    })
}

/// "How to do an open biopsy of a thigh tumour", "STUDY PROTOCOL, section 6.3": a first line that names a paper on how such things are done, or
/// on what another did, tells no procedure of the writer, however it goes on.
fn is_guide(document: &Document) -> bool {
    const LONGEST_TITLE: usize = 20;
    let tokens = &document.tokens.list;
    let line = (1..tokens.len()).find(|&t| tokens[t].before >= Break::Line).unwrap_or(tokens.len());
    // "Biopsy per study protocol", "as in the study protocol".
    let referred = |m: &Mention| {
        m.first() > 0 && !document.is(m.first() - 1, known::BIOPSY) && {
            matches!(
                document.tokens.word(m.first() - 1),
                "per" | "the" | "not" | "under" | "of" | "by" | "to" | "on" | "in"
            )
        }
    };
    let acts = |m: usize| document.mentions[m].concepts.meets(ACT) || document.mentions[m].is(known::CURRENT);
    // "Left thigh mass, growing. Research protocol wants nine cores": what asks for something is no title.
    let asks = |m: &Mention| document.is(m.last() + 1, known::VERB);
    let names = |m: &Mention| m.is(known::PAPER_GUIDE) && m.last() < line && !asks(m) && !referred(m);
    // "QA-117 Protocol: percutaneous muscle biopsy", "Teaching: …".
    let labels = |t: usize| document.word_is(t, WordClass::GuideLabel) && document.tokens.is_mark(t + 1, b':');
    // "TEACHING CASE. Attending: Prof. A.": the line tells more.
    let goes_on = (0..line).any(|t| document.tokens.is_mark(t, b'.') || document.tokens.is_mark(t, b':'));
    // "RESIDENT TEACHING – handout", "PROTOCOL MYO-22, section 7": the whole line names it, "protocol biopsy" an act.
    let heads = |t: usize| {
        // "Operation protocol", "protocol of the operation": the account itself, in other tongues.
        let ends = t + 1 == line && document.tokens.word(t) != "protocol";
        let alone = t == 0 && !document.is(1, known::BIOPSY) && !document.is(1, known::PREPOSITION) || ends;
        alone && !goes_on && document.word_is(t, WordClass::GuideLabel) && !document.mentions_in(0, line).any(acts)
    };
    if line < tokens.len() && (0..line.min(LONGEST_LABEL)).any(|t| labels(t) || heads(t)) {
        return true;
    }
    line < tokens.len() && line <= LONGEST_TITLE && document.mentions_in(0, line).any(|m| names(&document.mentions[m]))
}

/// "A gelatin phantom of the thigh was used to show how a gun is fired. Six cores were pulled.": something that is no patient, and
/// nobody who might be one.
fn is_practice(document: &Document) -> bool {
    const FILLED: usize = 2;
    let count = document.tokens.list.len();
    let practised = |t: usize| {
        document.word_is(t, WordClass::Practice)
            && !(t + 1..count.min(t + 1 + FILLED)).any(|n| document.word_is(n, WordClass::PracticeOther))
    };
    let patient = |t: usize| {
        document.word_is(t, WordClass::PatientTitle)
            || matches!(document.tokens.word(t), "he" | "she" | "his" | "her" | "him")
    };
    let someone = document.concepts.meets(ConceptSet::of(&[known::THE_PATIENT, known::LESION]));
    !someone && (0..count).any(practised) && !(0..count).any(patient)
}

/// By the first lines: "CONSENT FOR PROCEDURE", "SURGICAL PATHOLOGY - FINAL"; where the note is one paragraph, by its first sentence:
/// "Cancellation slip. Procedure: …". A line with a label or a verb names no paper, and neither does one that names an act beside it:
/// "CYTOPATHOLOGY FNA CLINIC", "Core biopsy at the request of the tumor board".
fn named(document: &Document) -> Option<Role> {
    let mut first = 0;
    for _ in 0..HEAD_LINES {
        // The letterhead is over where a line is too long for a name.
        let line = HeadLine::at(document, first)?;
        if let Some(role) = line.role(document) {
            return Some(role);
        }
        if line.line_end > line.end {
            return None;
        }
        first = line.line_end;
    }
    None
}

/// A line that may name a paper.
struct HeadLine {
    first: usize,
    /// First token of the name: behind "Re:".
    name: usize,
    /// First token behind the name.
    end: usize,
    /// First token of the next line.
    line_end: usize,
    /// It is the subject of a letter: "Re: Request for authorization".
    subject: bool,
}

impl HeadLine {
    /// The line that starts at a token, unless it is longer than a name.
    fn at(document: &Document, first: usize) -> Option<Self> {
        let tokens = &document.tokens.list;
        let line_end = (first + 1..tokens.len()).find(|&t| tokens[t].before >= Break::Line).unwrap_or(tokens.len());
        // What is agreed to is asked for with more words, and "Informed consent." alone names no paper.
        let ends = |t: usize| document.tokens.is_mark(t, b'.') && !document.word_is(t - 1, WordClass::NameTitle);
        let stop = (first + 1..line_end).find(|&t| first == 0 && ends(t));
        // "Teaching case, consented for filming. …" goes on as a note.
        let one_name = |&stop: &usize| stop + 1 < line_end && !(first..stop).any(|t| document.tokens.is_mark(t, b','));
        let end = stop.filter(one_name).unwrap_or(line_end);
        let subject = document.word_is(first, WordClass::SubjectLine) && document.tokens.is_mark(first + 1, b':');
        if end > first + LONGEST_NAME && !subject {
            return None;
        }
        let name = if subject { first + 2 } else { first };
        // "Re: prior authorization, member ID on file".
        let comma = (name..end).find(|&t| subject && document.tokens.is_mark(t, b','));
        Some(Self { first, name, end: comma.unwrap_or(end), line_end, subject })
    }

    /// The role of the paper that the line names.
    fn role(&self, document: &Document) -> Option<Role> {
        if self.tells(document) {
            return None;
        }
        let role = self.mentions(document).find_map(role_of)?;
        let names_it = if role == Role::Consent {
            (self.first == 0 || self.is_consent_alone(document)) && self.end == self.line_end
        } else {
            // What is told to be done today is no mere request, whatever a letter is about.
            !(self.subject && (role != Role::Planned || document.concepts.has(known::CURRENT)))
                && !self.names_act(document)
                && !self.names_more(document)
                && !(role == Role::Planned && tells_own_act(document))
                && !(role == Role::Comparison && self.names_clinic(document))
        };
        names_it.then_some(role)
    }

    /// Whether the line holds a label or a verb.
    fn tells(&self, document: &Document) -> bool {
        // "Wed AM" is no verb.
        let verb = |t: usize| document.is_verb(t) && document.tokens.word(t) != "am";
        (self.name..self.end).any(|t| document.tokens.list[t].kind == Kind::Punct(b':') || verb(t))
    }

    /// What the name is made of.
    fn mentions<'d>(&self, document: &'d Document) -> impl Iterator<Item = &'d Mention> {
        let (first, end) = (self.first, self.end);
        // "Surgery report (translated for a second opinion)": what stands in brackets names nothing.
        let bracket = (first..end).find(|&t| document.tokens.is_mark(t, b'(')).filter(|&t| t > first);
        let within = document.mentions_in(first, bracket.unwrap_or(end)).map(|m| &document.mentions[m]);
        // "MRI intervention, biopsy" over "Request: …": words of two lines name nothing together.
        within.filter(move |m| m.last() < end)
    }

    /// Whether the name is that of an act, or of an account of one, beside that of a paper.
    fn names_act(&self, document: &Document) -> bool {
        // "Tumour board follow-up, operation today."
        let today = |m: &Mention| m.is(known::CURRENT) && self.end < self.line_end;
        // "Bedside procedure, oncology ward round": an account, wherever it was written.
        let of_name =
            |t: usize| self.mentions(document).any(|m| role_of(m).is_some() && (m.first()..=m.last()).contains(&t));
        let procedure = |t: usize| document.tokens.word(t) == "procedure" && !of_name(t) && !self.subject;
        self.mentions(document).any(|m| m.concepts.meets(ACT) || today(m)) || (self.first..self.end).any(procedure)
    }

    /// "Laboratory requisition & operative statement" is an account as well.
    fn names_more(&self, document: &Document) -> bool {
        let and_more = |t: usize| {
            document.is(t, known::CONJUNCTION) || [b'&', b'+'].iter().any(|m| document.tokens.is_mark(t, *m))
        };
        self.mentions(document).any(|m| role_of(m).is_some() && (m.last() + 1..self.end).any(and_more))
    }

    /// "Consent for biopsy on chart" below the name of a note names no paper.
    fn is_consent_alone(&self, document: &Document) -> bool {
        let alone = |m: &Mention| m.is(known::PAPER_CONSENT) && m.first() == self.first && m.last() + 1 == self.end;
        self.mentions(document).any(alone)
    }

    /// "CYTOPATHOLOGY INTERVENTIONAL CLINIC" is where patients are seen.
    fn names_clinic(&self, document: &Document) -> bool {
        (self.first..self.end).any(|t| document.tokens.word(t) == "clinic")
    }
}

/// "Telephone encounter: …", "Teaching note for residents: …", "Form of consent. Procedure: …": a paper named by its first words, as the label of all that follows.
fn labelled(document: &Document) -> Option<Role> {
    let name = document.mention(0).filter(|m| m.last() > m.first())?;
    let role = role_of(name)?;
    // "Phone note from theatre: biopsy just done" is an account, by whoever rang.
    if role == Role::Planned && tells_biopsy_done(document) {
        return None;
    }
    let next = name.last() + 1;
    let is_stop = |t: usize| document.tokens.is_mark(t, b'.');
    // "Dear parents, your child is on our list …".
    let address = document.tokens.word(name.first()) == "dear" && document.tokens.is_mark(next, b',');
    let stop = Some(next).filter(|&t| is_stop(t) || address);
    // "Informed consent. Three cores taken" names no paper, "Form of consent." does.
    let form = (name.first()..=name.last()).any(|t| document.tokens.word(t) == "form");
    if role == Role::Consent && !(form && stop.is_some()) {
        return None;
    }
    let label = || next..name.last() + LONGEST_LABEL;
    // "Theatre list for Wednesday.", but "Teaching case, consented for filming." goes on as a note.
    let leads = |t: usize| document.is(t, known::PREPOSITION) || matches!(document.tokens.word(t), "to" | "for");
    let led_on = role == Role::Planned && (leads(next) || leads(name.last()));
    let ends_label = |t: &usize| document.tokens.is_mark(*t, b':') || led_on && is_stop(*t);
    let colon = stop.or_else(|| label().find(ends_label))?;
    let one_line = (1..=colon).all(|t| document.tokens.list[t].before < Break::Line);
    let goes_on = document.tokens.list.get(colon + 1).is_some_and(|t| t.before < Break::Line);
    (one_line && goes_on).then_some(role)
}

/// "The biopsy was done this morning", "her thigh has been biopsied": an account, where a paper is only called so by its first words.
fn tells_biopsy_done(document: &Document) -> bool {
    const REACH: usize = 8;
    let named_before = |at: usize| {
        let before = (at.saturating_sub(REACH)..at).rev().take_while(|&t| !document.tokens.is_mark(t, b'.'));
        before.into_iter().any(|t| document.is(t, known::BIOPSY))
    };
    // "The biopsy will be done."
    let to_come = |m: &Mention| matches!(document.tokens.word(m.first().saturating_sub(1)), "be" | "to" | "will");
    let done = |m: &Mention| m.is(known::BIOPSIED) || m.is(known::PERFORM) && named_before(m.first()) && !to_come(m);
    document.mentions.iter().any(done) || tells_own_act(document)
}

/// "I personally performed an open biopsy", "four cores of the lump were sent", "the fascia was opened and a wedge taken": a sentence that
/// tells of an act in the past tense, and of no other time, makes an account of it, whatever the paper is headed.
fn tells_own_act(document: &Document) -> bool {
    const ELSEWHEN: ConceptSet = OTHER_TIME.with(ConceptSet::of(&[known::OTHER_PERSON]));
    let quoted = quoted::of_other_papers(document);
    let is_quoted = |t: usize| {
        let last = quoted.partition_point(|q| q.start <= t);
        last > 0 && quoted[last - 1].contains(&t)
    };
    let elsewhen = |t: usize| is_of_other_time(document, t) || is_quoted(t);
    let mut first = 0;
    while first < document.tokens.list.len() {
        let end = (first..document.tokens.list.len()).find(|&t| document.tokens.is_mark(t, b'.'));
        let end = end.map_or(document.tokens.list.len(), |t| t + 1);
        let said =
            document.mentions_in(first, end).fold(ConceptSet::EMPTY, |all, m| all.with(document.mentions[m].concepts));
        if !said.meets(ELSEWHEN) && tells_act_done(document, first, end, said) && !(first..end).any(elsewhen) {
            return true;
        }
        first = end;
    }
    false
}

/// Whether a sentence tells of a way of sampling and an act, of an act of the writer's, or in a fragment of what was had or done.
fn tells_act_done(document: &Document, first: usize, end: usize, said: ConceptSet) -> bool {
    const ACTS: ConceptSet = ConceptSet::of(&[known::CUT, known::TAKE, known::SEND, known::PERFORM]);
    const NEEDLED: ConceptSet = ConceptSet::of(&[known::GAUGE, known::CORE]);
    const WAYS: ConceptSet = ConceptSet::of(&[
        known::GAUGE,
        known::CORE,
        known::CORE_DEVICE,
        known::INCISION,
        known::FASCIA,
        known::WEDGE,
        known::OPEN_BIOPSY,
    ]);
    let acts = |t: usize| document.concepts(t).meets(ACTS) && is_past_tense(document, t);
    let writer = |t: usize| matches!(document.tokens.word(t), "i" | "we");
    // "I took a small piece".
    let own = || (first + 1..end).any(|t| acts(t) && writer(t - 1));
    // "Four 18G cores from the mass, to pathology", "punch biopsy done today".
    let noted = || said.meets(NEEDLED) && said.has(known::SEND) && said.has(known::LESION);
    let today = || said.has(known::CURRENT) && said.has(known::PERFORM) && said.has(known::BIOPSY);
    said.meets(WAYS) && (first..end).any(acts) || own() || noted() || today()
}

/// Whether a verb tells that something was done, and not how it is done.
fn is_past_tense(document: &Document, verb: usize) -> bool {
    let word = |t: usize| document.tokens.word(t);
    // "A wedge is taken" tells how it is done, "a small cut" of a thing.
    let general = || {
        let from = document.mention(verb).map_or(verb, Mention::first);
        (from.saturating_sub(1)..verb).any(|w| matches!(word(w), "is" | "are" | "be" | "being" | "to"))
    };
    // "Fascia lata slit" is told in a fragment.
    const LAYERS: ConceptSet = ConceptSet::of(&[known::FASCIA, known::FAT, known::SKIN, known::MUSCLE]);
    let told = || {
        verb.checked_sub(1).is_some_and(|t| {
            matches!(word(t), "was" | "were" | "i" | "we" | "and") || document.concepts(t).meets(LAYERS)
        })
    };
    let form = document.is_ed_form(verb)
        || document.word_is(verb, WordClass::PastOnly)
        || matches!(word(verb), "taken" | "sent" | "took" | "done")
        || matches!(word(verb), "cut" | "split" | "slit") && told();
    form && !general()
}

/// "How a mass is biopsied: … a wedge taken": whether a word tells of another time, of another who tells, or how something is done.
fn is_of_other_time(document: &Document, token: usize) -> bool {
    document.word_is(token, WordClass::Elsewhen)
        || document.word_is(token, WordClass::OtherTeller)
        || document.word_is(token, WordClass::Month)
        || document.is_year(token)
        || document.tokens.word(token) == "how"
}

/// By its parts, each at the start of a line, or, where the note opens with one, as a label at that of a sentence: "Gross: …",
/// "MICRO. …".
fn has_report_parts(document: &Document) -> bool {
    let is_label = |m: &Mention| {
        document.tokens.is_mark(m.last() + 1, b':')
            && m.first() > 0
            && document.tokens.is_mark(m.first() - 1, b'.')
            && document.is(0, known::REPORT_PART)
            && !document.concepts.meets(ConceptSet::of(&[known::GAUGE, known::ANESTHESIA, known::INCISION]))
    };
    let opens_line = |m: &&Mention| document.tokens.list[m.first()].before >= Break::Line || is_label(m);
    let parts = document.mentions.iter().filter(|m| m.is(known::REPORT_PART)).filter(opens_line);
    parts.take(LEAST_PARTS).count() == LEAST_PARTS
}
