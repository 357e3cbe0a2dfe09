//! ConText: how a note means what it says. In: a run of tokens in a document. Out: whether it is affirmed, certain, of this
//! encounter and of this patient, and the cue that says otherwise.
//!
//! Source of the method: Chapman and others, ConText, J Biomed Inform 2009; the scopes are ours: a cue reaches through its clause,
//! "if" and "will" through the rest of their sentence. Cues and their directions are rows of `lexicons/modifiers.tsv`.

mod scope;

use crate::document::Document;
use crate::document::section::Role;
use crate::lexicon::concept::{ConceptSet, known};
use scope::{Denials, Reach, Target};

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

/// Words for what is done, as against what is found.
const ACTS: ConceptSet = ConceptSet::of(&[
    known::BIOPSY,
    known::TAKE,
    known::CUT,
    known::WEDGE,
    known::REMOVE,
    known::EXCISION,
    known::SHELL_OUT,
    known::CORE,
    known::NEEDLE,
    known::GAUGE,
    known::PASS,
    known::ASPIRATE,
    known::PUNCH,
    known::PUNCH_TOOL,
    known::INCISION,
    known::ENTRY,
    known::DRAINAGE,
    known::ABORT,
    known::PERFORM,
    known::IMAGING,
    known::ULTRASOUND,
    known::CT,
    known::MRI,
    known::FLUOROSCOPY,
]);

/// How the note means the tokens `first..=last`.
pub fn assertion(document: &Document, first: usize, last: usize) -> Assertion {
    assertion_without(document, first, last, &[])
}

/// The same, with some mentions not counted as cues: those that are part of what is said.
pub fn assertion_without(document: &Document, first: usize, last: usize, ignored: &[usize]) -> Assertion {
    let mut found = Assertion::default();
    let number = document.sentence_of(first);
    let cues = nearest(document, document.cues_of(number), first);
    let is_act = (first..=last).any(|t| document.concepts(t).meets(ACTS));
    let target = Target::new(document, cues, first, last, is_act);
    let mut denials = Denials::default();
    let (mut past, mut today) = (usize::MAX, usize::MAX);
    for &index in cues {
        let cue = &document.mentions[index as usize];
        let outside = cue.last() < first || cue.first() > last;
        if !outside || cue.is(known::PSEUDO) || ignored.contains(&(index as usize)) {
            continue;
        }
        let reach = target.reach_of(cue);
        if reach.denies {
            denials.add(document, index, reach.next);
        }
        if reach.is_of_today {
            today = today.min(target.distance(cue));
        }
        if reach.dates {
            past = past.min(target.distance(cue));
        }
        apply(&mut found, index, &reach);
    }
    // "Prior biopsy in March, today the mass was opened": what stands nearer tells the time.
    settle_time(&mut found, &target, is_act, today <= past);
    if let Some(cue) = denials.holds().or_else(|| target.answered_no()) {
        found.polarity = Polarity::Negated;
        found.negated_by = Some(cue);
    } else if target.is_signed_away() || is_act && target.is_more_than_fits() {
        found.polarity = Polarity::Negated;
    }
    if let Some(sentence) = document.sentences.get(number) {
        by_section(&mut found, document.sections[sentence.section].role, is_act);
    }
    found
}

/// Takes up what one cue says, all but its denial.
fn apply(found: &mut Assertion, cue: u32, reach: &Reach) {
    if reach.doubts {
        found.certainty = Certainty::Possible;
        found.doubted_by = Some(cue);
    }
    if reach.attributes {
        found.subject = Subject::Other;
        found.moved_by = Some(cue);
    }
    if reach.dates && found.temporality == Temporality::Recent {
        found.temporality = Temporality::Historical;
        found.moved_by = Some(cue);
    }
    if reach.conditions {
        found.temporality = Temporality::Hypothetical;
        found.moved_by = Some(cue);
    }
}

/// Settles the time by more than single cues: what is asked or proposed is to come, a word for today that stands nearer than one for the
/// past outweighs it, and an event or year may date an act.
fn settle_time(found: &mut Assertion, target: &Target, is_act: bool, today_is_nearer: bool) {
    if is_act && found.temporality == Temporality::Recent && (target.is_proposed() || target.is_asked()) {
        found.temporality = Temporality::Hypothetical;
    }
    if today_is_nearer && found.temporality == Temporality::Historical {
        found.temporality = Temporality::Recent;
        found.moved_by = None;
    }
    if is_act && found.temporality == Temporality::Recent && (target.is_of_earlier_event() || target.is_named_by_year())
    {
        found.temporality = Temporality::Historical;
    }
}

/// Most cues looked at on either side. No seen note has more than 15 there; a sentence that repeats one without end has hundreds, and each
/// is asked of every word.
const MOST_CUES: usize = 24;

/// The cues of a sentence that stand nearest to a token.
fn nearest<'a>(document: &Document, cues: &'a [u32], token: usize) -> &'a [u32] {
    let behind = cues.partition_point(|&c| document.mentions[c as usize].first() < token);
    &cues[behind.saturating_sub(MOST_CUES)..cues.len().min(behind + MOST_CUES)]
}

/// What a section implies for everything in it.
fn by_section(found: &mut Assertion, role: Role, is_act: bool) {
    match role {
        Role::Past if found.temporality == Temporality::Recent => found.temporality = Temporality::Historical,
        // What an earlier study shows may still be there.
        Role::Comparison if is_act && found.temporality == Temporality::Recent => {
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
