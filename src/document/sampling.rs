//! Whether a note can tell of a sampling at all. In: what all its phrases mean together. Out: whether the words stand there without which no
//! tissue, soft or other, can be told as taken. Notes that cannot are read no further; what was taken is left to the findings.

use super::Document;
use super::sentence::Sentence;
use crate::lexicon::concept::group::THIGH_OR_KNEE;
use crate::lexicon::concept::{Concept, ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;

impl Document<'_> {
    /// Whether the note holds the words without which no tissue can be told as taken: a lesion, biopsy or muscle disease, and a
    /// sample, needle, biopsy or removal, or an act and a laboratory; or else a sample or needle at a place of thigh or knee.
    pub fn may_sample(&self) -> bool {
        const SUBJECT: ConceptSet = ConceptSet::of(&[
            known::LESION,
            known::BIOPSY,
            known::CORE,
            known::PUNCH,
            known::FINE_NEEDLE,
            known::MUSCLE_DISEASE,
        ]);
        const TAKEN: ConceptSet = ConceptSet::of(&[
            known::SAMPLE,
            known::BIOPSY,
            known::NEEDLE,
            known::CORE,
            known::PUNCH_TOOL,
            known::PUNCH,
            known::PARTIAL,
            known::ASPIRATE,
            known::CYTOLOGY,
            known::REMOVE,
            known::EXCISION,
            known::SHELL_OUT,
            known::WHOLE,
            known::NIBBLE,
            known::TAKE_OFF,
            known::SHARE_SENT,
        ]);
        // "Nipped off with scissors, to histology": an act, and the laboratory that it was for.
        const ACT: ConceptSet = ConceptSet::of(&[known::TAKE, known::CUT, known::INCISION, known::PASS, known::GAUGE]);
        let acted = || self.concepts.has(known::PATHOLOGY) && self.concepts.meets(ACT);
        // "Right thigh. Lump out": a lesion at a place, and that it is out.
        const OUT: ConceptSet = ConceptSet::of(&[known::OUT_WORD, known::COME_OFF]);
        let out = || self.concepts.meets(OUT) && self.concepts.meets(THIGH_OR_KNEE);
        let named = self.concepts.meets(SUBJECT) && (self.concepts.meets(TAKEN) || acted() || out());
        named || self.samples_place() || self.snips_layer()
    }

    /// "Six 18G pieces, right adductor brevis", "a strip of the quadriceps went to histology": whether samples and how they were had
    /// are told of a place, though neither lesion nor biopsy is named.
    pub fn samples_place(&self) -> bool {
        const PLACE: ConceptSet =
            ConceptSet::of(&[known::THIGH, known::KNEE, known::THIGH_MUSCLE, known::LANDMARK, known::LIMB]);
        const BY_NEEDLE: ConceptSet = ConceptSet::of(&[known::GAUGE, known::CORE_DEVICE]);
        const HAD: ConceptSet =
            ConceptSet::of(&[known::SAMPLE, known::PASS, known::PARTIAL, known::FIXATIVE, known::TIMES, known::LESION]);
        const CUT_OUT: ConceptSet = ConceptSet::of(&[known::SAMPLE, known::PARTIAL]);
        let by_needle = || self.concepts.meets(BY_NEEDLE) && self.concepts.meets(HAD);
        const OPENED: ConceptSet = ConceptSet::of(&[known::CUT, known::FASCIA, known::INCISION]);
        let wedge = || self.concepts.has(known::WEDGE) && self.concepts.meets(OPENED);
        let by_knife = || self.concepts.meets(CUT_OUT) && self.concepts.has(known::PATHOLOGY) || wedge();
        // A joint that was drawn off or scoped has samples and parts as well.
        const FLUID: ConceptSet = ConceptSet::of(&[known::DRAINAGE, known::ASPIRATE]);
        const OTHERWISE: ConceptSet = FLUID.with(ConceptSet::of(&[known::NON_SOFT_TISSUE]));
        // "Nerve: … Muscle: right thigh, fascia nicked, a strip removed": the muscle was taken as well.
        let both = || self.concepts.has(known::FASCIA) && self.concepts.has(known::THIGH_MUSCLE) && by_knife();
        // "Thigh mass 4 cm, 14G x4. The femur was normal": a lesion, and passes counted of a needle, whatever lies beside.
        const PASSES: ConceptSet = ConceptSet::of(&[known::LESION, known::GAUGE, known::TIMES]);
        let counted = || PASSES.iter().all(|c| self.concepts.has(c)) && !self.concepts.meets(FLUID);
        // "4 mm punch, left thigh, one stitch": a punch, by its width.
        const PUNCHED: ConceptSet = ConceptSet::of(&[known::PUNCH_TOOL, known::UNIT_MM]);
        let by_punch = || PUNCHED.iter().all(|c| self.concepts.has(c));
        self.concepts.meets(PLACE)
            && (by_needle() || by_knife() || by_punch())
            && (!self.concepts.meets(OTHERWISE) || both() || counted())
            || self.sends_pieces_of_muscle()
    }

    /// "Fascia + tib ant snipped, 1 cm, for urgent frozen and culture": a layer was bitten or cut off, and the laboratory is named in the
    /// same sentence.
    fn snips_layer(&self) -> bool {
        const LAYER: ConceptSet =
            ConceptSet::of(&[known::FASCIA, known::MUSCLE, known::THIGH_MUSCLE, known::OTHER_MUSCLE]);
        const SNIP: ConceptSet = ConceptSet::of(&[known::NIBBLE, known::TAKE_OFF]);
        let told =
            |s: &Sentence| [LAYER, SNIP, ConceptSet::of(&[known::PATHOLOGY])].iter().all(|c| s.concepts.meets(*c));
        self.concepts.meets(SNIP) && self.concepts.meets(LAYER) && self.sentences.iter().any(told)
    }

    /// "Fascia opened, two pieces of semimembranosus clipped out, sent to the muscle centre": a sample that is named of a muscle of the
    /// thigh, and sent in the same breath, wherever to.
    fn sends_pieces_of_muscle(&self) -> bool {
        const REACH: usize = 16;
        const SENT: ConceptSet = ConceptSet::of(&[known::SEND, known::FIXATIVE]);
        const ALL: ConceptSet = ConceptSet::of(&[known::SAMPLE, known::THIGH_MUSCLE, known::FASCIA, known::TAKE]);
        let of_muscle = |m: &&Mention| {
            let next = m.last() + 1;
            let noun = next + 1 + usize::from(self.is(next + 1, known::DETERMINER));
            m.is(known::SAMPLE) && self.is(next, known::PREPOSITION) && self.is(noun, known::THIGH_MUSCLE)
        };
        let sent = |m: &Mention| {
            let end = self.sentences[self.sentence_of(m.first())].end.min(m.last() + REACH);
            let behind = (m.last() + 1..end).take_while(|&t| !self.tokens.is_mark(t, b';'));
            behind.into_iter().any(|t| self.concepts(t).meets(SENT))
        };
        ALL.iter().all(|c| self.concepts.has(c))
            && self.concepts.meets(SENT)
            && self.mentions.iter().filter(of_muscle).any(sent)
    }

    /// "A thing in her right thigh, cut into, a sliver to histology": a lesion without any word for one. Its place, a cut, a sample
    /// and a laboratory stand for it where nothing else is told that tissue may come from.
    pub fn cuts_at_place(&self) -> bool {
        const SAMPLE: ConceptSet = ConceptSet::of(&[known::SAMPLE, known::PARTIAL, known::WEDGE]);
        const ACT: ConceptSet = ConceptSet::of(&[known::CUT, known::TAKE, known::INCISION, known::NEEDLE]);
        const APART: ConceptSet = ConceptSet::of(&[known::NON_SOFT_TISSUE, known::DRAINAGE]);
        let asks = || self.concepts.has(known::PATHOLOGY) && self.concepts.meets(ACT) && self.concepts.meets(SAMPLE);
        self.concepts.meets(THIGH_OR_KNEE) && asks() && !self.concepts.meets(APART)
    }

    /// Whether a note that cannot tell of soft tissue taken may tell of a node, joint or bone that was sampled, or of a bursa that
    /// was drained or removed: "synovial biopsy" is one phrase, and no word of it stands for a biopsy of soft tissue.
    pub fn may_sample_elsewhere(&self) -> bool {
        let named = |m: &Mention| {
            m.is(known::NON_SOFT_TISSUE) && (m.first()..=m.last()).any(|t| self.tokens.word(t).starts_with("biops"))
        };
        let sampled = self.concepts.has(known::NON_SOFT_TISSUE) && self.mentions.iter().any(named);
        const LET_OUT: ConceptSet = ConceptSet::of(&[
            known::DRAINAGE,
            known::ASPIRATE,
            known::EXCISION,
            known::REMOVE,
            known::TAKE,
            known::SHELL_OUT,
        ]);
        sampled
            || (self.concepts.meets(LET_OUT) && self.speaks_of(WordClass::SacName))
            || self.tells_of_groin_node()
            || self.tells_of_opened_bone()
            || self.tells_of_synovium()
            || self.gives_up_at_place()
    }

    /// "Right thigh. Failed to find the mass. Fat to histology", "no cores": a lesion, a biopsy or a laboratory is named beside thigh or
    /// knee, and something may have been given up or not found. What was taken, if anything, may have no word of its own.
    fn gives_up_at_place(&self) -> bool {
        const ASKED: ConceptSet = ConceptSet::of(&[known::LESION, known::BIOPSY, known::CORE, known::PATHOLOGY]);
        self.concepts.meets(THIGH_OR_KNEE) && self.concepts.meets(ASKED) && self.breaks_off()
    }

    /// "Rhabdomyolysis. Right quad open biopsy, three pieces for histochemistry": a place of thigh or knee, a sampling or removal and a
    /// laboratory or a disease of muscle are named, whatever is told of them.
    pub fn sends_from_place(&self) -> bool {
        const HAD: ConceptSet = ConceptSet::of(&[
            known::SAMPLE,
            known::BIOPSY,
            known::CORE,
            known::WEDGE,
            known::PARTIAL,
            known::GAUGE,
            known::EXCISION,
            known::REMOVE,
        ]);
        const SENT: ConceptSet =
            ConceptSet::of(&[known::PATHOLOGY, known::CYTOLOGY, known::FIXATIVE, known::MUSCLE_DISEASE]);
        [THIGH_OR_KNEE, HAD, SENT].into_iter().all(|set| self.concepts.meets(set))
    }

    /// Whether the lining of a joint may have been taken, with no word for a biopsy.
    fn tells_of_synovium(&self) -> bool {
        const TAKEN: ConceptSet = ConceptSet::of(&[known::TAKE, known::SAMPLE, known::REMOVE, known::EXCISION]);
        const PIECE: ConceptSet = ConceptSet::of(&[known::PATHOLOGY, known::PARTIAL, known::SAMPLE, known::BIOPSY]);
        self.concepts.has(known::NON_SOFT_TISSUE)
            && self.concepts.meets(PIECE)
            && self.concepts.meets(TAKEN)
            && self.speaks_of(WordClass::SynoviumName)
    }

    /// Whether bone may have been laid open and its contents taken, with no word for a biopsy.
    fn tells_of_opened_bone(&self) -> bool {
        const PIECE: ConceptSet =
            ConceptSet::of(&[known::PATHOLOGY, known::SAMPLE, known::CORE, known::PUNCH_TOOL, known::PUNCH]);
        self.concepts.has(known::NON_SOFT_TISSUE) && self.concepts.meets(PIECE) && self.speaks_of(WordClass::BoneOpened)
    }

    /// Whether something was given up or put off, or the patient was in danger.
    pub fn breaks_off(&self) -> bool {
        self.concepts.meets(ConceptSet::of(&[known::ABORT, known::NOTHING_TAKEN]))
            || self.speaks_of(WordClass::BrokenOff)
    }

    /// Whether a node of groin, thigh or knee may have been taken out or aspirated. "Node" is no word for a lesion, so a note that
    /// speaks of nothing else is not one that can tell of soft tissue taken.
    fn tells_of_groin_node(&self) -> bool {
        const TAKEN: ConceptSet = ConceptSet::of(&[
            known::FINE_NEEDLE,
            known::ASPIRATE,
            known::EXCISION,
            known::REMOVE,
            known::TAKE,
            known::CORE,
            known::GAUGE,
            known::BIOPSY,
        ]);
        self.concepts.has(known::NON_SOFT_TISSUE)
            && self.concepts.meets(TAKEN)
            && (self.tokens.normal.contains("node") || self.tokens.normal.contains("gland"))
            && self.speaks_of(WordClass::NodePlace)
    }

    /// "Two pieces of synovium were taken": another tissue, a sample and an act in one sentence, and a laboratory in the note.
    pub(super) fn takes_other_tissue(&self) -> bool {
        const ALL: [Concept; 4] = [known::NON_SOFT_TISSUE, known::SAMPLE, known::TAKE, known::PATHOLOGY];
        let samples = || self.mentions.iter().filter(|m| m.is(known::SAMPLE));
        let whole = |sample: &Mention| {
            let sentence = &self.sentences[self.sentence_of(sample.first())];
            let within = |c| sentence.concepts.has(c);
            within(known::NON_SOFT_TISSUE) && within(known::TAKE)
        };
        ALL.into_iter().all(|c| self.concepts.has(c)) && samples().any(whole)
    }

    /// Whether the note names tissue whose sampling is no soft-tissue biopsy, or the drawing off of fluid.
    pub fn tells_of_other_tissue(&self) -> bool {
        self.takes_other_tissue() || self.speaks_of_other_tissue()
    }

    fn speaks_of_other_tissue(&self) -> bool {
        const TISSUE: ConceptSet = ConceptSet::of(&[known::NON_SOFT_TISSUE]);
        const SAMPLED: ConceptSet = ConceptSet::of(&[known::BIOPSY, known::CORE]);
        const DRAINED: ConceptSet = ConceptSet::of(&[known::DRAINAGE, known::ASPIRATE]);
        const PLACES: ConceptSet = ConceptSet::of(&[known::NON_SOFT_TISSUE, known::KNEE, known::THIGH]);
        let pairs = [(SAMPLED, TISSUE), (DRAINED, PLACES)];
        if !pairs.iter().any(|(act, on)| self.concepts.meets(*act) && self.concepts.meets(*on)) {
            return false;
        }
        // Only the sentences that hold such an act are looked at in full.
        let acts = self.mentions.iter().filter(|m| m.concepts.meets(SAMPLED.with(DRAINED)));
        acts.into_iter().any(|act| {
            let sentence = &self.sentences[self.sentence_of(act.first())];
            let on = if act.concepts.meets(SAMPLED) { TISSUE } else { PLACES };
            sentence.concepts.meets(on)
        })
    }
}
