//! What was done, with evidence. In: a document and its statements. Out: one [`Findings`] per lesion and the record of the note.
//! Which code follows, and what is missing, is left to others.

mod announced;
mod approach;
pub mod depth;
pub mod guidance;
pub mod laterality;
pub mod lesion;
pub mod own;
pub mod record;
pub mod region;
mod retraction;
mod said;
pub mod site;
pub mod size;
mod views;
pub mod weighed;

use crate::analysis::Aspects;
use crate::analysis::{Approach, Aspect, Depth, Element, Evidence, Guidance, Laterality, Record, Region};
use crate::assertion::{Assertion, assertion};
use crate::document::Document;
use crate::document::section::Role;
use crate::lexicon::Lexicon;
use crate::lexicon::concept::{ConceptSet, known};

use crate::lexicon::pattern::Claim;
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::mention::weight::Sums;
use crate::statement::{PatternIndex, Statement, statements};
use crate::token::Kind;
use lesion::Lesions;
use site::Site;
use size::Size;
use std::cell::{LazyCell, OnceCell};

/// Everything read from a note before anything is decided.
#[derive(Debug)]
pub struct Reading<'a> {
    /// The note cut up.
    pub document: &'a Document<'a>,
    /// The lexicon in force.
    pub lexicon: &'a Lexicon,
    /// What its sentences say.
    pub statements: Vec<Statement>,
    /// The sites it names.
    pub sites: Vec<Site>,
    /// The lengths it names.
    pub sizes: Vec<Size>,
    /// Which sentence speaks of which lesion.
    pub lesions: Lesions,
    /// The aids of guidance that are denied, found once where they are asked for.
    denied_aids: OnceCell<Vec<guidance::DeniedAid>>,
    /// What the words of each of several lesions weigh, once that is asked.
    weighed: OnceCell<Vec<Sums>>,
}

/// What was found about one lesion.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    /// How the tissue was reached.
    pub approach: Element<Approach>,
    /// Against the deep fascia.
    pub depth: Element<Depth>,
    /// What tells of the other layer, and was outweighed.
    pub depth_outweighed: Vec<Evidence>,
    /// Where on the body.
    pub region: Element<Region>,
    /// Aspects of the region.
    pub aspects: Aspects,
    /// Muscle, compartment or landmark.
    pub structure: Element<String>,
    /// Side.
    pub laterality: Element<Laterality>,
    /// Dimensions, millimetres.
    pub size_mm: Element<Vec<f64>>,
    /// Imaging guidance.
    pub guidance: Guidance,
    /// Images of the guidance were kept.
    pub images_saved: bool,
    /// The words by whose weights they were, where no pattern reads it.
    pub images_weighed: Option<Evidence>,
    /// Fine needle aspiration was done, alone or beside cores.
    pub fine_needle: bool,
    /// A needle try was turned into an open biopsy.
    pub converted: bool,
    /// The lesion or tissue is called just deep, or just superficial.
    pub bare_depth: bool,
}

impl Findings {
    /// Takes the aspects of the lesion before: all where none are told, and else how high it lies ("same level, lateral side").
    fn take_level(&mut self, before: Self) {
        const ALONG: [Aspect; 3] = [Aspect::Proximal, Aspect::Mid, Aspect::Distal];
        if before.region.value != self.region.value {
            return;
        }
        if self.aspects.value.is_empty() {
            self.aspects = before.aspects;
        } else if !self.aspects.value.iter().any(|a| ALONG.contains(a)) {
            self.aspects.value.extend(before.aspects.value.into_iter().filter(|a| ALONG.contains(a)));
            self.aspects.value.sort();
        }
    }

    /// Takes over from the lesion before how tissue was reached, where the note says that it was done the same way.
    fn repeat(&mut self, before: Self) {
        // "Same needle, three passes": a needle of the kind that was named before.
        let unnamed = self.approach.value.is_none_or(|a| a == Approach::Needle);
        if unnamed && before.approach.value.is_some() {
            self.approach = before.approach;
            self.fine_needle |= before.fine_needle;
        }
        // "Then right leg, same muscle and level": where, but for the side.
        if self.region.value.is_none() {
            self.region = before.region;
            if self.aspects.value.is_empty() {
                self.aspects = before.aspects;
            }
            if self.structure.value.is_none() {
                self.structure = before.structure;
            }
        }
        if self.guidance.value.is_none() {
            self.guidance = before.guidance;
            self.images_saved |= before.images_saved;
        }
        if self.depth.value.is_none() {
            self.depth = before.depth;
        }
    }
}

/// How much a part of the note says of what was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// Plans, consent, family, other studies: nothing.
    Outside,
    /// History and indication.
    Background,
    /// Titles and diagnoses.
    Title,
    /// What was done and found.
    Body,
}

impl Tier {
    /// The tier of a section.
    pub fn of(role: Role) -> Self {
        match role {
            Role::Technique
            | Role::Narrative
            | Role::Findings
            | Role::Field
            | Role::Impression
            | Role::Specimen
            | Role::Addendum
            | Role::Guidance
            | Role::Depth
            | Role::Aside => Self::Body,
            Role::Title | Role::Preop | Role::Postop | Role::PrePost | Role::Diagnosis | Role::Code => Self::Title,
            Role::Indication | Role::History | Role::Past | Role::Exam | Role::Comparison => Self::Background,
            Role::Plan | Role::Planned | Role::Consent | Role::Family => Self::Outside,
        }
    }
}

impl<'a> Reading<'a> {
    /// Reads a document. Nothing is looked up in one that cannot tell of a sampling.
    pub fn new(document: &'a Document<'a>, lexicon: &'a Lexicon, patterns: &PatternIndex) -> Self {
        if !document.may_sample() {
            return Self {
                document,
                lexicon,
                statements: Vec::new(),
                sites: Vec::new(),
                sizes: Vec::new(),
                lesions: Lesions::none(),
                denied_aids: OnceCell::new(),
                weighed: OnceCell::new(),
            };
        }
        let mut statements = statements(document, lexicon, patterns);
        // "Tissue obtained: ____": nobody filled it in.
        statements.retain(|s| s.claim != Claim::Sampled || !is_left_blank(document, s));
        let mut sites = site::sites(document);
        let lesions = weighed::lesions(document, &statements, lesion::lesions(document, &sites, &statements));
        if lesions.count == 1 {
            announced::take_up(document, &statements, &mut sites);
        }
        lesions.place_items(&mut sites);
        let sizes = size::sizes(document);
        Self {
            document,
            lexicon,
            statements,
            sites,
            sizes,
            lesions,
            denied_aids: OnceCell::new(),
            weighed: OnceCell::new(),
        }
    }

    /// Statements about a lesion that hold: affirmed, of this encounter and patient, outside plans and the like.
    pub fn held(&self, lesion: usize) -> impl Iterator<Item = &Statement> {
        self.about(lesion).filter(|s| is_held(s))
    }

    /// Statements of a sentence, whether they hold or not.
    pub fn statements_of(&self, sentence: usize) -> impl Iterator<Item = &Statement> {
        let first = self.statements.partition_point(|s| s.sentence < sentence);
        self.statements[first..].iter().take_while(move |s| s.sentence == sentence)
    }

    /// Statements about a lesion, whether they hold or not.
    pub fn about(&self, lesion: usize) -> impl Iterator<Item = &Statement> {
        // "Lump of the left thigh and subfascial mass of the right": words of two lesions tell of neither.
        let own = move |s: &&Statement| self.lesions.concerns(s.first, lesion) && self.lesions.concerns(s.last, lesion);
        self.statements.iter().filter(own)
    }

    /// Evidence of a statement.
    pub fn evidence(&self, statement: &Statement) -> Evidence {
        self.quote(statement.first, statement.last, &self.lexicon.patterns()[statement.pattern].id)
    }

    /// The words of the tokens `first..=last`, read by `rule`.
    pub fn quote(&self, first: usize, last: usize, rule: &str) -> Evidence {
        let span = self.document.quotable(first, last);
        Evidence {
            start: span.start,
            end: span.end,
            text: span.of(self.document.text).to_owned(),
            rule: rule.to_owned(),
        }
    }

    /// The row that a token's mention matches, as in evidence.
    pub fn row_of(&self, token: usize) -> String {
        self.document
            .mention(token)
            .map_or_else(|| "measurement".to_owned(), |m| self.lexicon.rows()[m.row as usize].id())
    }

    /// Evidence of up to three statements, the strongest first.
    pub fn evidence_of<'s>(&self, statements: impl IntoIterator<Item = &'s Statement>) -> Vec<Evidence> {
        let mut out: Vec<Evidence> = Vec::new();
        for statement in statements {
            let evidence = self.evidence(statement);
            if !out.iter().any(|e| e.start < evidence.end && evidence.start < e.end) {
                out.push(evidence);
            }
            if out.len() == 3 {
                break;
            }
        }
        out
    }

    /// Everything found about a lesion.
    pub fn findings(&self, lesion: usize) -> Findings {
        let mut findings = Findings::default();
        region::find(self, lesion, &mut findings);
        if self.lesions.count > 1 {
            region::take_over(self, lesion, &mut findings);
        }
        let read = findings.region.value;
        self.weigh_region(lesion, &mut findings);
        if findings.region.value != read {
            region::place_anew(self, lesion, &mut findings);
        }
        if self.lesions.count == 1 {
            self.weigh_aspects(lesion, &mut findings);
            self.weigh_own_aspects(lesion, &mut findings);
        }
        laterality::find(self, lesion, &mut findings);
        if self.lesions.count == 1 {
            self.weigh_side(lesion, &mut findings);
        }
        approach::find(self, lesion, &mut findings);
        self.weigh_approach(lesion, &mut findings);
        self.weigh_whole(lesion, &mut findings);
        self.weigh_conversion(lesion, &mut findings);
        depth::find(self, lesion, &mut findings);
        // Found once at most, as those of the lesion before it are asked for in their turn.
        let before = LazyCell::new(|| self.findings(lesion - 1));
        let as_deep = || self.told_as_before(lesion, WordClass::DepthNoun);
        match if findings.depth.value.is_none() && lesion > 0 { as_deep() } else { None } {
            Some(noun) if before.depth.value.is_some() => findings.depth = self.as_before(&before.depth, noun),
            _ => self.weigh_depth(lesion, &mut findings),
        }
        size::find(self, lesion, &mut findings);
        guidance::find(self, lesion, &mut findings);
        self.weigh_guidance(lesion, &mut findings);
        if findings.laterality.value.is_none() && self.lesions.count > 1 {
            laterality::take_over(self, lesion, &mut findings, || before.laterality.clone());
        }
        if findings.laterality.value.is_none() && self.lesions.count > 1 {
            laterality::only_side_of_note(self, &mut findings);
        }
        if lesion > 0 && self.told_as_before(lesion, WordClass::PlaceNoun).is_some() {
            findings.take_level(before.clone());
        }
        let unnamed = findings.approach.value.is_none_or(|a| a == Approach::Needle);
        if (unnamed || findings.region.value.is_none()) && self.lesions.repeats(lesion) {
            findings.repeat(before.clone());
        }
        if self.lesions.count > 1 {
            self.weigh_aspects(lesion, &mut findings);
        }
        findings
    }

    /// "Left: vastus lateralis, same level", "through the same layers": the noun by which a lesion is told to be as the one before it.
    fn told_as_before(&self, lesion: usize, noun: WordClass) -> Option<usize> {
        const REACH: usize = 4;
        let tokens = &self.document.tokens;
        // "Closed in the same layers" tells how it ended.
        let closes = |t: usize| (t.saturating_sub(REACH)..t).any(|b| self.document.is(b, known::CLOSE));
        (1..tokens.list.len()).find(|&t| {
            self.document.word_is(t, noun)
                && self.document.word_is(t - 1, WordClass::SameWord)
                && self.lesions.of(t) == Some(lesion)
                && !closes(t)
                && !assertion(self.document, t - 1, t).is_negated()
        })
    }

    /// What was found of the lesion before, with the words that tell that it holds of this one too.
    fn as_before<V: Copy>(&self, before: &Element<V>, noun: usize) -> Element<V> {
        let rule = before.evidence.first().map(|e| e.rule.clone());
        let same = rule.map(|rule| self.quote(noun - 1, noun, &rule));
        Element { value: before.value, evidence: before.evidence.iter().cloned().chain(same).collect() }
    }

    /// How the note tells that tissue was reached where nothing of soft tissue was sampled; nothing where something was.
    pub fn approach_elsewhere(&self, patterns: &PatternIndex) -> Element<Approach> {
        let mut findings = Findings::default();
        if self.lesions.count == 0 {
            // A document that cannot tell of soft tissue taken was not read for statements.
            let statements = match self.document.may_sample() {
                true => self.statements.clone(),
                false => statements(self.document, self.lexicon, patterns),
            };
            let elsewhere = Self {
                document: self.document,
                lexicon: self.lexicon,
                statements,
                sites: Vec::new(),
                sizes: Vec::new(),
                lesions: Lesions::none(),
                denied_aids: OnceCell::new(),
                weighed: OnceCell::new(),
            };
            approach::find(&elsewhere, 0, &mut findings);
        }
        findings.approach
    }

    /// What the note as a whole documents.
    pub fn record(&self) -> Record {
        let mut record = record::find(self);
        self.weigh_record(&mut record);
        record
    }
}

/// Whether words were dictated as a correction of what stands before: a correcting cue close before them, or an addendum.
pub fn corrects(document: &Document, token: usize) -> bool {
    if document.section_of(token).role == Role::Addendum {
        return true;
    }
    follows_correction(document, token)
}

/// Whether what stands at a token was told after a correction: an addendum that is printed above its note was written last.
pub fn is_told_after(document: &Document, token: usize, correction: usize) -> bool {
    let added = |t: usize| document.section_of(t).role == Role::Addendum;
    let printed_above = document.sections.first().is_some_and(|s| s.role == Role::Addendum && correction < s.end);
    token > correction && (!printed_above || added(token))
}

/// Whether a correcting cue stands close before a token.
pub fn follows_correction(document: &Document, token: usize) -> bool {
    let from = token.saturating_sub(CORRECTION_REACH);
    document.mentions_in(from, token).any(|m| {
        let cue = &document.mentions[m];
        cue.is(known::CORRECTION) && (!cue.is(known::DISOWNED) || names_matter(document, cue, token))
    }) || is_taken_back_aloud(document, token)
        || takes_back_side(document, token)
}

/// "Please disregard the word 'right' in the preceding sentence; the limb operated on was the left one": the other side behind one that
/// is quoted to be put away.
fn takes_back_side(document: &Document, token: usize) -> bool {
    let put_away = |t: usize| document.word_is(t, WordClass::PutAway);
    const CUES: ConceptSet = ConceptSet::of(&[known::DISOWNED, known::WITHDRAWN]);
    const SIDES: [&str; 2] = ["left", "right"];
    let word = |t: usize| document.tokens.word(t);
    if !SIDES.contains(&word(token)) {
        return false;
    }
    let sentence = &document.sentences[document.sentence_of(token)];
    let quoted = |t: &usize| {
        let quote = |q: usize| document.tokens.is_mark(q, b'\'') || document.tokens.is_mark(q, b'"');
        SIDES.contains(&word(*t)) && (word(*t - 1) == "word" || put_away(*t - 1) || quote(*t - 1))
    };
    let cue = |t: usize| put_away(t) || document.concepts(t).meets(CUES);
    (sentence.first + 1..token).rev().find(quoted).is_some_and(|t| word(t) != word(token))
        && (sentence.first..token).any(cue)
}

/// "Nodule of the right, no, I have the wrong chart open, nodule of the left knee": a "no" between commas right behind a side or a
/// length takes it back.
fn is_taken_back_aloud(document: &Document, token: usize) -> bool {
    const REACH: usize = 14;
    const MEANT: ConceptSet = ConceptSet::of(&[known::LEFT, known::RIGHT, known::UNIT_CM, known::UNIT_MM]);
    let sentence = &document.sentences[document.sentence_of(token)];
    let comma = |t: usize| document.tokens.is_mark(t, b',');
    (sentence.first + 2..token).rev().take(REACH).any(|t| {
        document.tokens.word(t) == "no" && comma(t - 1) && comma(t + 1) && document.concepts(t - 2).meets(MEANT)
    })
}

/// "The parking slip is wrong. …" corrects nothing of the sentence behind it: one that calls something wrong names what it is about.
fn names_matter(document: &Document, cue: &Mention, token: usize) -> bool {
    const MATTERS: ConceptSet = ConceptSet::of(&[
        known::LEFT,
        known::RIGHT,
        known::BILATERAL,
        known::THIGH,
        known::KNEE,
        known::LESION,
        known::FASCIA,
        known::FAT,
        known::SUBCUTANEOUS,
        known::MUSCLE,
        known::THIGH_MUSCLE,
        known::UNIT_CM,
        known::UNIT_MM,
        known::S_DEPTH,
        known::SIDE_FIELD,
        known::SIZE_FIELD,
        known::LENGTH_NOUN,
        known::ULTRASOUND,
        known::BIOPSY,
    ]);
    let number = document.sentence_of(cue.first());
    let sentence = &document.sentences[number];
    let named = |m: usize| document.mentions[m].concepts.meets(MATTERS);
    document.sentence_of(token) == number || document.mentions_in(sentence.first, sentence.end).any(named)
}

/// How far behind "correction" its words may stand, in tokens.
const CORRECTION_REACH: usize = 12;

/// Whether a claim tells that tissue was taken, or how.
pub fn is_sampling(claim: Claim) -> bool {
    matches!(claim, Claim::Approach(_) | Claim::Sampled | Claim::Whole | Claim::Part)
}

/// The aspects of a set of concepts.
pub fn aspects_of(concepts: crate::lexicon::concept::ConceptSet) -> impl Iterator<Item = Aspect> {
    const ASPECTS: [(crate::lexicon::concept::Concept, Aspect); 7] = [
        (known::ANTERIOR, Aspect::Anterior),
        (known::POSTERIOR, Aspect::Posterior),
        (known::MEDIAL, Aspect::Medial),
        (known::LATERAL, Aspect::Lateral),
        (known::PROXIMAL, Aspect::Proximal),
        (known::MID, Aspect::Mid),
        (known::DISTAL, Aspect::Distal),
    ];
    ASPECTS.into_iter().filter(move |(c, _)| concepts.has(*c)).map(|(_, a)| a)
}

/// Whether a statement is affirmed, of this encounter and of this patient, and stands outside plans and the like.
pub fn is_held(statement: &Statement) -> bool {
    holds(&statement.assertion) && Tier::of(statement.role) > Tier::Outside
}

/// "Images stored: ____", "sent to ***", "saved: {YES/NO:63}": what is said ends in a blank that nobody filled.
fn is_left_blank(document: &Document, statement: &Statement) -> bool {
    let behind = statement.last + 1;
    let at = if document.tokens.is_mark(behind, b':') { behind + 1 } else { behind };
    let marks = |mark: u8| (at..at + 2).all(|t| document.tokens.is_mark(t, mark));
    // "Images saved [ ] yes [x] no".
    let boxed = |t: usize, ticked: bool| document.tokens.list.get(t).is_some_and(|b| b.kind == Kind::Check(ticked));
    let denied = boxed(at, false) && boxed(at + 2, true) && document.tokens.word(at + 3) == "no";
    denied || marks(b'_') || marks(b'*') || document.tokens.is_mark(at, b'{')
}

/// An assertion that holds: affirmed, of this encounter and patient.
pub fn holds(assertion: &Assertion) -> bool {
    !assertion.is_negated() && assertion.is_current()
}
