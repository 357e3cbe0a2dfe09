//! ConText: how a note means what it says. In: a run of tokens in a document. Out: whether it is affirmed, certain, of this
//! encounter and of this patient, and the cue that says otherwise.
//!
//! Source of the method: Chapman and others, ConText, J Biomed Inform 2009; the scopes are ours: a cue reaches through its clause,
//! "if" and "will" through the rest of their sentence. Cues and their directions are rows of `lexicons/modifiers.tsv`.

use crate::document::Document;
use crate::document::section::Role;
use crate::lexicon::concept::{Concept, ConceptSet, known};
use crate::mention::Mention;

/// Whether a statement is affirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Polarity {
    /// It is.
    #[default]
    Affirmed,
    /// It is denied.
    Negated,
}

/// How sure the note is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Certainty {
    /// Stated as fact.
    #[default]
    Certain,
    /// Stated as possible.
    Possible,
}

/// When it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Temporality {
    /// In this encounter.
    #[default]
    Recent,
    /// Before it.
    Historical,
    /// Planned, conditional, discussed.
    Hypothetical,
}

/// Whom it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Subject {
    /// The patient.
    #[default]
    Patient,
    /// Someone else.
    Other,
}

/// How the note means a run of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Assertion {
    /// Affirmed or negated.
    pub polarity: Polarity,
    /// Certain or possible.
    pub certainty: Certainty,
    /// Recent, historical or hypothetical.
    pub temporality: Temporality,
    /// The patient or someone else.
    pub subject: Subject,
    /// The mention that denies it.
    pub negated_by: Option<u32>,
    /// The mention that makes it uncertain.
    pub doubted_by: Option<u32>,
    /// The mention that moves it out of this encounter or patient; none where its section does.
    pub moved_by: Option<u32>,
}

impl Assertion {
    /// Of this encounter and patient.
    pub fn is_current(&self) -> bool {
        self.temporality == Temporality::Recent && self.subject == Subject::Patient
    }

    /// The mentions that make it other than affirmed, certain, recent and the patient's.
    pub fn cues(&self) -> impl Iterator<Item = u32> {
        [self.negated_by, self.doubted_by, self.moved_by].into_iter().flatten()
    }

    /// Denied.
    pub fn is_negated(&self) -> bool {
        self.polarity == Polarity::Negated
    }
}

/// Farthest a cue of the past reaches forward, in tokens: "prior biopsy of the thigh", not the rest of a long sentence.
const HISTORICAL_REACH: usize = 12;

/// Words for what is done, as against what is found.
const ACTS: ConceptSet = ConceptSet::of(&[
    known::BIOPSY,
    known::TAKE,
    known::CUT,
    known::REMOVE,
    known::EXCISION,
    known::SHELL_OUT,
    known::SAMPLE,
    known::CORE,
    known::NEEDLE,
    known::GAUGE,
    known::ASPIRATE,
    known::PUNCH,
    known::PUNCH_TOOL,
    known::INCISION,
    known::ENTRY,
    known::DRAINAGE,
    known::PERFORM,
    known::IMAGING,
    known::ULTRASOUND,
    known::CT,
    known::MRI,
    known::FLUOROSCOPY,
]);

/// How far a date in brackets reaches out of them, in tokens.
const ASIDE_REACH: usize = 6;

/// Where a cue stands to its target.
struct Placed {
    next: bool,
    same_clause: bool,
    distance: usize,
    interrupted: bool,
    /// The note has marks, so that a sentence is one.
    punctuated: bool,
    /// The cue can move the target in time.
    dated: bool,
}

/// How the note means the tokens `first..=last`.
pub fn assertion(document: &Document, first: usize, last: usize) -> Assertion {
    assertion_without(document, first, last, &[])
}

/// The same, with some mentions not counted as cues: those that are part of what is said.
pub fn assertion_without(document: &Document, first: usize, last: usize, ignored: &[usize]) -> Assertion {
    let mut found = Assertion::default();
    let number = document.sentence_of(first);
    let cues = document.cues_of(number);
    let mut current = false;
    let is_act = (first..=last).any(|t| document.concepts(t).meets(ACTS));
    for &index in cues {
        let mention = &document.mentions[index as usize];
        let outside = mention.last() < first || mention.first() > last;
        if !outside || mention.is(known::PSEUDO) || ignored.contains(&(index as usize)) {
            continue;
        }
        let mut placed = placed(document, cues, mention, first, last);
        placed.dated = is_act || !mention.is(known::ACT_ONLY);
        // The label of a field dates what stands in it: "Copied from the record of last week: …".
        placed.same_clause |= mention.last() < document.section_of(first).body && mention.is(known::HISTORICAL);
        current |= mention.is(known::CURRENT) && placed.same_clause;
        apply(&mut found, index, mention.concepts, &placed);
    }
    if current && found.temporality == Temporality::Historical {
        found.temporality = Temporality::Recent;
        found.moved_by = None;
    }
    if let Some(sentence) = document.sentences.get(number) {
        by_section(&mut found, document.sections[sentence.section].role, is_act);
    }
    found
}

fn placed(document: &Document, cues: &[u32], cue: &Mention, first: usize, last: usize) -> Placed {
    let next = cue.last() < first;
    let (from, to, distance) =
        if next { (cue.last() + 1, first, first - cue.last()) } else { (last + 1, cue.first(), cue.first() - last) };
    let clause = document.clause[first];
    let same_clause = document.clause[cue.first()] == clause || document.clause[cue.last()] == clause;
    let ends = |c: &u32| {
        let other = &document.mentions[*c as usize];
        other.is(known::SCOPE_END) && (from..to).contains(&other.first())
    };
    Placed { next, same_clause, distance, interrupted: cues.iter().any(ends), punctuated: !document.is_unpunctuated(), dated: true }
}

fn apply(found: &mut Assertion, cue: u32, concepts: ConceptSet, at: &Placed) {
    if at.interrupted {
        return;
    }
    let is = |c: Concept| concepts.has(c);
    if at.same_clause && ((is(known::NEGATED_NEXT) && at.next) || (is(known::NEGATED_BEFORE) && !at.next)) {
        found.polarity = Polarity::Negated;
        found.negated_by = Some(cue);
    }
    if at.same_clause && ((is(known::POSSIBLE_NEXT) && at.next) || (is(known::POSSIBLE_BEFORE) && !at.next)) {
        found.certainty = Certainty::Possible;
        found.doubted_by = Some(cue);
    }
    if is(known::OTHER_PERSON) && at.same_clause {
        found.subject = Subject::Other;
        found.moved_by = Some(cue);
    }
    if !at.dated {
        return;
    }
    // "(three passes, elsewhere)": an aside dates the words it stands beside.
    let dated = is(known::HISTORICAL) && (at.same_clause || at.distance <= ASIDE_REACH);
    let past = (is(known::HISTORICAL_NEXT) && at.next && (at.distance <= HISTORICAL_REACH || is(known::HISTORY_LIST)))
        || (is(known::HISTORICAL_BEFORE) && !at.next);
    if ((past && at.same_clause) || dated) && found.temporality == Temporality::Recent {
        found.temporality = Temporality::Historical;
        found.moved_by = Some(cue);
    }
    if (is(known::HYPOTHETICAL_NEXT) && at.next && (at.same_clause || at.punctuated))
        || (is(known::HYPOTHETICAL_BEFORE) && !at.next && at.same_clause)
    {
        found.temporality = Temporality::Hypothetical;
        found.moved_by = Some(cue);
    }
}

/// What a section implies for everything in it.
fn by_section(found: &mut Assertion, role: Role, is_act: bool) {
    match role {
        Role::Comparison | Role::Past if found.temporality == Temporality::Recent => {
            found.temporality = Temporality::Historical;
        }
        Role::Planned | Role::Consent => found.temporality = Temporality::Hypothetical,
        // A plan speaks of what is found as well as of what will be done.
        Role::Plan if is_act => found.temporality = Temporality::Hypothetical,
        Role::Family => {
            found.subject = Subject::Other;
            found.temporality = Temporality::Historical;
        }
        _ => {}
    }
}
