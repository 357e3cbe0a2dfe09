//! What a sampling is about: whether a statement, or the note, names a lesion or a muscle that was sampled. In: statements. Out: yes
//! or no.

use super::{Finder, document_word};
use crate::analysis::Approach;
use crate::document::section::Role;
use crate::finding::Tier;
use crate::lexicon::concept::group::{LENGTH_UNITS, THIGH_OR_KNEE};
use crate::lexicon::concept::{Concept, ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::statement::Statement;

impl Finder<'_> {
    /// "A wedge of the mass was taken", "fine needle aspiration": a statement that names what it is about.
    pub(super) fn names_subject(&self, statement: &Statement) -> bool {
        let s = &self.document.sentences[statement.sentence];
        let lesion = || s.concepts.has(known::LESION);
        match statement.claim {
            Claim::Approach(Approach::FineNeedle | Approach::Punch) => true,
            Claim::Approach(Approach::Excision) | Claim::Converted => lesion(),
            Claim::Approach(Approach::CoreNeedle) => self.rests_on(statement, known::CORE) || lesion(),
            Claim::Sampled if self.rests_on(statement, known::WEDGE) => {
                self.follows_lesion(statement)
                    || self.samples_muscle(statement)
                    || self.is_of_it(statement) && self.opens_with_lesion()
                    || self.rests_on(statement, known::TAKE) && self.opens_with_lesion() && self.tells_cut()
            }
            Claim::Sampled | Claim::Part | Claim::Whole => {
                lesion()
                    || self.is_of_lesion_left(statement)
                    || self.follows_lesion(statement)
                    || self.samples_muscle(statement)
                    || self.snips_layer(statement)
                    || self.is_placed_core(statement)
                    || statement.claim == Claim::Whole && self.leads_to_lesion(statement)
            }
            _ => false,
        }
    }

    /// "Fascia and tibialis anterior snipped, 1 cm, for frozen section": a layer, the snip and the laboratory in one statement.
    fn snips_layer(&self, statement: &Statement) -> bool {
        const LAYER: ConceptSet =
            ConceptSet::of(&[known::FASCIA, known::MUSCLE, known::THIGH_MUSCLE, known::OTHER_MUSCLE]);
        const SNIP: ConceptSet = ConceptSet::of(&[known::NIBBLE, known::TAKE_OFF]);
        const POT: ConceptSet = ConceptSet::of(&[known::PATHOLOGY, known::FIXATIVE]);
        let within = |set: ConceptSet| (statement.first..=statement.last).any(|t| self.document.concepts(t).meets(set));
        within(SNIP) && within(LAYER) && within(POT)
    }

    /// "A slice taken from its top": what was sampled is named by a pronoun right behind.
    pub(super) fn is_of_it(&self, statement: &Statement) -> bool {
        const REACH: usize = 5;
        let end = self.document.sentences[statement.sentence].end.min(statement.last + REACH);
        (statement.first..end).any(|t| matches!(self.document.tokens.word(t), "its" | "it"))
    }

    /// "All of it came out. The tumor, 28 mm across, sat within …": a note may open with what was done and name the lesion behind it.
    fn leads_to_lesion(&self, statement: &Statement) -> bool {
        const SUBJECT_REACH: usize = 5;
        let document = self.document;
        let Some(next) = document.sentences.get(statement.sentence + 1) else { return false };
        let told = document.word_is(next.first, WordClass::LesionStart);
        let end = next.end.min(next.first + SUBJECT_REACH);
        told && (next.first..end).any(|t| document.is(t, known::LESION))
    }

    /// "Cores, right thigh", "core sample from the vastus".
    pub(super) fn is_placed_core(&self, statement: &Statement) -> bool {
        let s = &self.document.sentences[statement.sentence];
        (statement.first..=statement.last).any(|t| self.document.is(t, known::CORE)) && s.concepts.meets(THIGH_OR_KNEE)
    }

    pub(super) fn rests_on(&self, statement: &Statement, concept: Concept) -> bool {
        (statement.first..=statement.last).any(|t| self.document.is(t, concept))
    }

    /// Whether a lesion is named in the sentence of a statement or in the two before it.
    pub(super) fn follows_lesion(&self, statement: &Statement) -> bool {
        let from = &self.document.sentences[statement.sentence.saturating_sub(2)];
        let to = &self.document.sentences[statement.sentence];
        self.document.mentions_in(from.first, to.end).any(|m| self.document.mentions[m].is(known::LESION))
    }

    /// Whether the note is about sampling at all: it names a biopsy of this encounter, or its title, diagnoses or indication a
    /// lesion or a muscle disease, or it tells of a lesion and of tissue sent. Tissue is also removed when menisci are trimmed and wounds are cleaned.
    pub(super) fn is_about_sampling(&self, sent: bool) -> bool {
        const SUBJECT: ConceptSet = ConceptSet::of(&[known::LESION, known::MUSCLE_DISEASE]);
        let cored = self
            .statements
            .iter()
            .any(|s| s.claim == Claim::Approach(Approach::CoreNeedle) && crate::finding::is_held(s));
        // "Six specimens, 16 G", in a note that names a lesion.
        let counted = self.statements.iter().any(|s| {
            s.claim == Claim::Approach(Approach::CoreNeedle)
                && crate::finding::is_held(s)
                && (self.rests_on(s, known::SAMPLE) || self.rests_on(s, known::CORE))
        });
        self.document.mentions.iter().any(|m| {
            let role = self.document.section_of(m.first()).role;
            let headed = matches!(Tier::of(role), Tier::Title) || matches!(role, Role::Indication | Role::Findings);
            ((m.is(known::BIOPSY) || (cored && m.is(known::CORE))) && Tier::of(role) >= Tier::Title && self.affirmed(m))
                || ((headed || sent || counted) && Tier::of(role) > Tier::Outside && m.concepts.meets(SUBJECT))
        }) || self.tells_samples(cored, sent)
            || self.opens_with_lesion() && self.cuts_wedge_for_laboratory()
            || self.removes_for_laboratory()
            || self.counts_samples_of_muscle()
            || (sent || self.names_laboratory()) && self.measures_thing()
    }

    /// Whether the account tells of a cut.
    fn tells_cut(&self) -> bool {
        let cut = |s: &Statement| s.claim == Claim::Approach(Approach::Incision) && Tier::of(s.role) == Tier::Body;
        self.statements.iter().any(|s| cut(s) && crate::finding::is_held(s))
    }

    /// "9.2 x 6 cm thing inside rectus femoris", "a thing of 4 cm": what is so called and measured is a lesion.
    fn measures_thing(&self) -> bool {
        const REACH: usize = 3;
        let document = self.document;
        let is_unit = |t: usize| document.concepts(t).meets(LENGTH_UNITS);
        let thing = |t: usize| {
            let sentence = &document.sentences[document.sentence_of(t)];
            let before = sentence.first.max(t.saturating_sub(REACH))..t;
            let behind = t + 1..sentence.end.min(t + 1 + REACH);
            Tier::of(document.section_of(t).role) > Tier::Outside && before.chain(behind).any(is_unit)
        };
        (0..document.tokens.list.len()).any(|t| document.word_is(t, WordClass::ThingName) && thing(t))
    }

    /// "Vastus medialis, aponeurosis nicked and lengthened, 3 samples. Pathology.": samples counted in the sentence that tells how a
    /// muscle was reached, where the account names the laboratory.
    fn counts_samples_of_muscle(&self) -> bool {
        let told = |s: &&Statement| s.claim == Claim::Approach(Approach::Incision) && Tier::of(s.role) == Tier::Body;
        let counted = |s: &Statement| {
            let part = self.part(s.first);
            let said = self.document.sentences[s.sentence].concepts;
            said.has(known::THIGH_MUSCLE) && said.has(known::FASCIA) && self.counts_in(&(part..part + 1))
        };
        self.statements.iter().filter(told).any(|s| crate::finding::is_held(s) && counted(s)) && self.names_laboratory()
    }

    /// "Right medial thigh sarcoma, 7 cm.": the note opens with a lesion at a place that this project reads.
    fn opens_with_lesion(&self) -> bool {
        let Some(first) = self.document.sentences.first() else { return false };
        let lesion = |m: usize| {
            let m = &self.document.mentions[m];
            m.is(known::LESION) && self.affirmed(m)
        };
        first.concepts.meets(THIGH_OR_KNEE) && self.document.mentions_in(first.first, first.end).any(lesion)
    }

    /// "1 cm wedge taken from the solid part. Pathology.": a wedge is cut in the account, which names the laboratory.
    fn cuts_wedge_for_laboratory(&self) -> bool {
        let told = |s: &&Statement| s.claim == Claim::Sampled && Tier::of(s.role) == Tier::Body;
        let mut cut = self.statements.iter().filter(told).filter(|s| self.rests_on(s, known::WEDGE));
        cut.any(crate::finding::is_held) && self.names_laboratory()
    }

    /// "Left thigh, complete removal. Lump 27 mm. Histology.": a whole lesion is out, and the account names the laboratory.
    fn removes_for_laboratory(&self) -> bool {
        let told = |s: &&Statement| s.claim == Claim::Whole && Tier::of(s.role) == Tier::Body;
        let lesion = |m: &Mention| m.is(known::LESION) && self.affirmed(m);
        self.statements.iter().filter(told).any(crate::finding::is_held)
            && self.document.mentions.iter().any(lesion)
            && self.names_laboratory()
    }

    /// Whether the account names the laboratory.
    fn names_laboratory(&self) -> bool {
        let sent = |m: &Mention| {
            m.is(known::PATHOLOGY)
                && Tier::of(self.document.section_of(m.first()).role) == Tier::Body
                && self.affirmed(m)
        };
        self.document.mentions.iter().any(sent)
    }

    /// "Six 18G pieces, right adductor brevis", "10:44 sample 1. 10:51 coaxial out": samples by a needle that takes cores, or samples
    /// of a muscle or from a cut that went to a laboratory, where neither lesion nor biopsy is named.
    pub(super) fn tells_samples(&self, cored: bool, sent: bool) -> bool {
        const HAD: ConceptSet = ConceptSet::of(&[known::SAMPLE, known::PASS, known::PARTIAL, known::FIXATIVE]);
        let told = |m: &Mention| Tier::of(self.document.section_of(m.first()).role) == Tier::Body && self.affirmed(m);
        // "18G x 5. Path.", "14G, x3, histology": how often a needle was used, and what for.
        let repeated = |m: &Mention| {
            let next = m.last() + 1 + usize::from(self.document.tokens.is_mark(m.last() + 1, b','));
            m.is(known::GAUGE)
                && (self.document.is(next, known::TIMES) || document_word(self.document, next) == "x")
                && self.document.concepts.has(known::PATHOLOGY)
        };
        let counts = |m: &Mention| (m.concepts.meets(HAD) || repeated(m)) && told(m);
        let counted = || self.document.mentions.iter().any(counts);
        let held = || self.statements.iter().filter(|s| crate::finding::is_held(s));
        let of_muscle = || {
            let opened = held().any(|s| s.claim == Claim::Approach(Approach::Incision));
            let sampled = |s: &&Statement| matches!(s.claim, Claim::Sampled | Claim::Part);
            held().filter(sampled).any(|s| opened || self.samples_muscle(s) || self.names_soft(s))
        };
        self.document.samples_place()
            && ((cored && counted()) || (sent && (of_muscle() || self.document.cuts_at_place())))
    }
}
