//! Fluid that was drawn off or drained, and what is told of it as well as of tissue. In: the document. Out: yes or no.

use super::{Finder, OPENING};
use crate::analysis::Approach;
use crate::document::section::Role;
use crate::document::sentence::Sentence;
use crate::finding::{Tier, is_sampling};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::statement::Statement;
use crate::token::Kind;

impl Finder<'_> {
    /// "Operation: Irrigation and debridement of a thigh abscess".
    pub(super) fn is_titled_drainage(&self) -> bool {
        // "Op note: I&D of thigh abscess. …": a note without any title of its own.
        let opens = |m: &Mention| m.first() < OPENING / 2 && self.document.sentence_of(m.first()) == 0;
        let drains = |m: &Mention| {
            (m.is(known::DRAINAGE) || m.is(known::ASPIRATE) && self.names_sac(m))
                && (self.document.section_of(m.first()).role == Role::Title || opens(m))
        };
        self.document.mentions.iter().any(drains)
    }

    /// "Ultrasound-guided aspiration, popliteal cyst": a sac stands beside an aspiration, and no biopsy.
    fn names_sac(&self, aspiration: &Mention) -> bool {
        let document = self.document;
        let s = &document.sentences[document.sentence_of(aspiration.first())];
        const TISSUE: ConceptSet =
            ConceptSet::of(&[known::BIOPSY, known::CORE, known::CORE_DEVICE, known::FINE_NEEDLE, known::CYTOLOGY]);
        let solid = |m: usize| {
            let m = &document.mentions[m];
            document.word_is(m.last(), WordClass::LesionNoun) && !document.word_is(m.last(), WordClass::Sac)
        };
        (s.first..s.end).any(|t| document.word_is(t, WordClass::Sac))
            && !s.concepts.meets(TISSUE)
            && !document.concepts.has(known::CYTOLOGY)
            && !document.mentions_in(s.first, s.end).any(solid)
    }

    /// "85 mL of clear liquid were drawn off", "120 cc of serous fluid aspirated": the account tells how much fluid was drawn.
    pub(super) fn draws_fluid(&self) -> bool {
        const FLUIDS: ConceptSet = ConceptSet::of(&[known::FLUID, known::DRAINAGE]);
        let document = self.document;
        let body = |section: usize| Tier::of(document.sections[section].role) == Tier::Body;
        let is_drawn = |s: &&Sentence| {
            let volume = (s.first + 1..s.end)
                .any(|t| document.word_is(t, WordClass::Volume) && document.tokens.list[t - 1].kind == Kind::Number);
            let holds = |class| (s.first..s.end).any(|t| document.word_is(t, class));
            let drawn =
                || s.concepts.meets(ConceptSet::of(&[known::DRAINAGE, known::ASPIRATE])) || holds(WordClass::Drawn);
            let liquid = || s.concepts.meets(FLUIDS) || holds(WordClass::Liquid);
            // "3 cm incision, pus out": of pus it is seldom told how much.
            let pus = document.mentions_in(s.first, s.end).any(|m| {
                let m = &document.mentions[m];
                document.word_is(m.last(), WordClass::Pus) && self.affirmed(m)
            });
            body(s.section)
                && (volume || pus)
                && !s.concepts.meets(ConceptSet::of(&[known::ANESTHESIA, known::BODY_FLUID]))
                && liquid()
                && drawn()
                && !holds(WordClass::NotDrawn)
        };
        document.sentences.iter().any(|s| is_drawn(&s))
    }

    /// "A sample was sent for Gram stain", "an 18-gauge needle": what is told of fluid that was drawn as well as of tissue.
    pub(super) fn may_be_of_fluid(&self, statement: &Statement) -> bool {
        const SOLID: ConceptSet = ConceptSet::of(&[
            known::CORE,
            known::CORE_DEVICE,
            known::WEDGE,
            known::PARTIAL,
            known::CYTOLOGY,
            known::FINE_NEEDLE,
            known::MUSCLE,
            known::PASS,
        ]);
        const TISSUE: ConceptSet = SOLID.with(ConceptSet::of(&[known::CUT, known::INCISION, known::BIOPSY]));
        let document = self.document;
        let tissue = |t: usize| {
            let word = document.tokens.word(t);
            ["tissue", "histol", "cytol", "wall", "rind"].iter().any(|stem| word.starts_with(stem))
        };
        let s = &document.sentences[statement.sentence];
        // "3 cm incision, pus out, cavity sampled for culture".
        let pus = (s.first..s.end).any(|t| document.word_is(t, WordClass::Pus));
        let cultured = (s.first..s.end).any(|t| {
            let word = document.tokens.word(t);
            ["cultur", "microbiol"].iter().any(|stem| word.starts_with(stem))
        });
        let claim = matches!(
            statement.claim,
            Claim::Sampled
                | Claim::Specimen
                | Claim::SpecimenNamed
                | Claim::Approach(Approach::Needle | Approach::CoreNeedle)
        );
        let other =
            !is_sampling(statement.claim) || pus && cultured && statement.claim == Claim::Approach(Approach::Incision);
        // "Three samples of the mass obtained": not of the fluid.
        let named = statement.claim == Claim::Sampled && s.concepts.has(known::LESION);
        let solid = if pus && cultured { SOLID } else { TISSUE };
        other || claim && !named && !s.concepts.meets(solid) && !(s.first..s.end).any(tissue)
    }
}
