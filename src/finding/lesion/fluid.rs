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
            // "Twelve cc's".
            let number = |t: usize| document.tokens.list[t].kind == Kind::Number || document.is(t, known::NUMBER_WORD);
            let volume = (s.first + 1..s.end).any(|t| document.word_is(t, WordClass::Volume) && number(t - 1));
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
        // "Stuff out until the walls kissed".
        let fell_in = |t: usize| document.word_is(t + 1, WordClass::FellIn);
        let s = &document.sentences[statement.sentence];
        // "Fluid: cell count, cytology".
        let of_fluid = document.word_is(s.first, WordClass::Liquid) || document.is(s.first, known::FLUID);
        let tissue = |t: usize| {
            let word = document.tokens.word(t);
            ["tissue", "histol", "rind"].iter().any(|stem| word.starts_with(stem))
                || word.starts_with("wall") && !fell_in(t)
                || word.starts_with("cytol") && !of_fluid
        };
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
        let said = if of_fluid { s.concepts.without(known::CYTOLOGY) } else { s.concepts };
        other || claim && !named && !said.meets(solid) && !(s.first..s.end).any(tissue)
    }

    /// "90 mL of pus was obtained and a portion of this was sent", "the lump was entered and pus ran out": what was sent is a share of a
    /// fluid that is told before it, or what was cut into held one; no tissue is named.
    pub(super) fn is_share_of_fluid(&self, statement: &Statement) -> bool {
        const SHARE: ConceptSet = ConceptSet::of(&[known::SAMPLE, known::PARTIAL]);
        const TISSUE: ConceptSet = ConceptSet::of(&[known::CORE, known::WEDGE, known::NIBBLE, known::BIOPSY]);
        if !matches!(statement.claim, Claim::Sampled | Claim::Specimen | Claim::SpecimenNamed | Claim::Part) {
            return false;
        }
        let document = self.document;
        let s = &document.sentences[statement.sentence];
        let is_fluid = |t: usize| document.is(t, known::FLUID) || document.word_is(t, WordClass::Pus);
        let Some(fluid) = (s.first..s.end).find(|&t| is_fluid(t)) else { return false };
        // "A portion of this", "some of it".
        let of_it = |m: &Mention| {
            let of = m.last() + 1;
            document.tokens.word(of) == "of"
                && (matches!(document.tokens.word(of + 1), "this" | "it" | "that" | "which" | "these")
                    || is_fluid(of + 1)
                    || is_fluid(of + 2))
        };
        let shares =
            || document.mentions_in(s.first, s.end).map(|m| &document.mentions[m]).filter(|m| m.concepts.meets(SHARE));
        if s.concepts.meets(TISSUE) || shares().any(|m| m.first() < fluid || !of_it(m)) {
            return false;
        }
        fluid < statement.first && shares().any(|m| m.first() >= statement.first && m.last() <= statement.last)
            || statement.claim == Claim::Part && statement.last < fluid
    }
}
