//! Whether words are of soft tissue: nodes, bones, joints, nerves and organs are told apart, and so is what only lies beside them.

use super::sampled::{Told, is_taken, is_titled};
use super::{Finder, Lesions, document_word};
use crate::assertion::assertion;
use crate::document::section::{Role, Section};
use crate::document::sentence::Sentence;
use crate::finding::{Tier, is_sampling, own};
use crate::lexicon::concept::group::{MUSCLES, THIGH_OR_KNEE};
use crate::lexicon::concept::{Concept, ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::statement::Statement;
use crate::token::Kind;
use std::cell::OnceCell;
use std::ops::Range;

/// Words that open a noun of its own.
const DETERMINERS: ConceptSet = ConceptSet::of(&[known::DETERMINER, known::PRONOUN]);

impl Finder<'_> {
    /// Whether what was sampled was another tissue than soft tissue.
    pub(super) fn is_of_other_tissue(&self, told: &Told, lesions: &Lesions, lesion: usize) -> bool {
        // A title may name the mass that was sent for a biopsy and turned out to be a node.
        let in_body = |told: &[&Statement]| told.iter().any(|s| is_sampling(s.claim) && Tier::of(s.role) == Tier::Body);
        let samples_soft = |s: &&Statement| is_sampling(s.claim) && self.names_soft(s);
        let other_alone = || {
            told.other.iter().any(|s| is_sampling(s.claim))
                && !told.soft.iter().any(samples_soft)
                && !self.has_soft_lesion(lesions, lesion)
        };
        // "Nerve clinic, combined biopsy": of the muscle that was taken as well the account tells.
        let takes_muscle = || {
            let in_body = told.soft.iter().filter(|s| Tier::of(s.role) == Tier::Body);
            in_body.into_iter().any(|s| s.claim == Claim::Sampled && !self.is_name(s) && self.samples_muscle(s))
        };
        let titled = || is_titled(&told.other) && !is_titled(&told.soft) && !takes_muscle();
        let other = titled() && !told.soft.iter().any(|s| self.samples_placed_lesion(s))
            || in_body(&told.other) && !in_body(&told.soft)
            || other_alone()
            || self.is_item_of_other_tissue(lesions, lesion);
        let taken = |s: &&Statement| is_taken(s.claim) && Tier::of(s.role) == Tier::Body && !self.is_name(s);
        other && !(lesions.count == 1 && own::samples_soft(self.document))
            || !told.soft.iter().any(taken) && self.takes_nerve()
    }

    /// Whether the account tells that another tissue was taken in this encounter, and none that is soft.
    pub(super) fn takes_only_other_tissue(&self) -> bool {
        let taken = |s: &&Statement| {
            is_taken(s.claim)
                && Tier::of(s.role) == Tier::Body
                && crate::finding::is_held(s)
                && !self.is_name(s)
                && !self.is_dated(s)
                && !self.is_reported(s)
        };
        let mut acts = self.statements.iter().filter(taken).peekable();
        let told = acts.peek().is_some();
        acts.all(|s| self.is_other_tissue(s) && self.names_other(s)) && (told || self.takes_nerve())
    }

    /// "The intermediate cutaneous nerve was lifted on a loop and 3.5 cm of it taken": a length of a nerve was taken. Nerves by name are
    /// landmarks elsewhere.
    fn takes_nerve(&self) -> bool {
        const REACH: usize = 16;
        const NEAR: usize = 6;
        const LENGTH: ConceptSet = ConceptSet::of(&[known::UNIT_CM, known::UNIT_MM]);
        const TAKES: ConceptSet = ConceptSet::of(&[known::TAKE, known::REMOVE, known::TAKE_OFF]);
        const SOFT: ConceptSet =
            MUSCLES.with(ConceptSet::of(&[known::LESION, known::MUSCLE, known::SAMPLE, known::PARTIAL]));
        let document = self.document;
        let taken = |nerve: usize, s: &Sentence| {
            let behind = nerve + 1..s.end.min(nerve + 1 + REACH);
            let soft = || behind.clone().any(|t| document.concepts(t).meets(SOFT));
            // "3 cm of it", "3 cm of which".
            let of_it = |t: usize| {
                document.tokens.word(t + 1) == "of" && matches!(document.tokens.word(t + 2), "it" | "which" | "this")
            };
            let length = behind.clone().find(|&t| document.concepts(t).meets(LENGTH)).filter(|&t| of_it(t));
            let near = |at: usize| at.saturating_sub(NEAR).max(nerve + 1)..s.end.min(at + NEAR);
            let acts = |at: usize| {
                near(at).any(|t| document.concepts(t).meets(TAKES) && !assertion(document, t, t).is_negated())
            };
            length.is_some_and(acts) && !soft()
        };
        let in_sentence = |s: &Sentence| {
            Tier::of(document.sections[s.section].role) == Tier::Body
                && (s.first..s.end).any(|t| {
                    document.tokens.word(t) == "nerve"
                        && document_word(document, t + 1) != "sheath"
                        && !self.is_only_beside(t, s.first)
                        && !self.is_landmark(t)
                        && taken(t, s)
                })
        };
        document.concepts.meets(LENGTH) && document.sentences.iter().any(in_sentence)
    }

    /// The first tokens of the acts that are told of other tissue, rising.
    pub(super) fn elsewhere(&self) -> Vec<usize> {
        let mut out: Vec<usize> = self
            .statements
            .iter()
            // "Synovial sarcoma resected 2020" tells nothing of what was done now.
            .filter(|s| is_sampling(s.claim) && (self.is_other_tissue(s) || self.is_dated(s) || self.is_reported(s)))
            .map(|s| s.first)
            .collect();
        out.sort_unstable();
        out
    }

    /// Whether a sentence or the one before it names a lesion or a muscle.
    pub(super) fn tells_of_soft_tissue(&self, sentence: usize) -> bool {
        const SOFT: ConceptSet = MUSCLES.with(ConceptSet::of(&[known::LESION, known::MUSCLE]));
        let first = self.document.sentences[sentence.saturating_sub(1)].first;
        let end = self.document.sentences[sentence].end;
        self.document.mentions_in(first, end).any(|m| self.document.mentions[m].concepts.meets(SOFT))
    }

    /// "Iliac crest marrow biopsy. Left lateral thigh mass 4 cm. 16G core biopsy x3.": whether a statement of the account tells how a lesion
    /// was sampled that this sentence or the one before places at thigh or knee, with no other tissue in them.
    pub(super) fn samples_placed_lesion(&self, statement: &Statement) -> bool {
        const HOW: ConceptSet = ConceptSet::of(&[known::GAUGE, known::PASS, known::CORE, known::CUT, known::WEDGE]);
        const PLACES: ConceptSet = MUSCLES.with(ConceptSet::of(&[known::THIGH, known::KNEE]));
        let document = self.document;
        let own = &document.sentences[statement.sentence];
        let lesion = |s: &Sentence| {
            s.concepts.has(known::LESION) && s.concepts.meets(PLACES) && !s.concepts.has(known::NON_SOFT_TISSUE)
        };
        let before = statement.sentence.checked_sub(1).map(|b| &document.sentences[b]);
        let placed = lesion(own) || !own.concepts.has(known::NON_SOFT_TISSUE) && before.is_some_and(lesion);
        is_sampling(statement.claim)
            && Tier::of(statement.role) == Tier::Body
            && own.concepts.meets(HOW)
            && placed
            && crate::finding::is_held(statement)
    }

    /// "14G cores x 4 were taken of the extraosseous soft tissue mass": a sample of a mass that is called soft tissue, in a sentence that names
    /// no other.
    pub(super) fn samples_soft_mass(&self, statement: &Statement) -> bool {
        const REACH: usize = 4;
        let document = self.document;
        let sentence = &document.sentences[statement.sentence];
        let soft = |t: usize| {
            document_word(document, t) == "soft"
                && (t + 1..sentence.end.min(t + REACH)).any(|n| document.is(n, known::LESION))
        };
        statement.claim == Claim::Sampled
            && Tier::of(statement.role) == Tier::Body
            && crate::finding::is_held(statement)
            && !sentence.concepts.has(known::NON_SOFT_TISSUE)
            && (statement.first..sentence.end).any(soft)
    }

    /// "NERVE BIOPSY RECORD", "Operation: left sural nerve biopsy": the titles name a biopsy of another tissue and neither a muscle nor
    /// a lesion.
    pub(super) fn is_titled_biopsy_of_other_tissue(&self) -> bool {
        const SOFT: ConceptSet = MUSCLES.with(ConceptSet::of(&[known::LESION, known::MUSCLE]));
        const PLACES: ConceptSet = ConceptSet::of(&[known::THIGH, known::KNEE]);
        let titles = || self.document.sections.iter().filter(|s| s.role == Role::Title);
        let concepts = |s: &Section| {
            let within = self.document.mentions_in(s.first, s.end);
            within.fold(ConceptSet::EMPTY, |all, m| all.with(self.document.mentions[m].concepts))
        };
        let names =
            |s: &Section, stem: &str| (s.first..s.end).any(|t| document_word(self.document, t).starts_with(stem));
        // "Saphenous nerve biopsy at the knee": a place makes no soft tissue of a nerve.
        let placed = |s: &Section| concepts(s).meets(PLACES) && !names(s, "nerve");
        let soft = |s: &Section| concepts(s).meets(SOFT) || names(s, "muscle") || names(s, "soft") || placed(s);
        // A bone under its own title may have a mass beside it that is sampled; a nerve has none.
        let meets = OnceCell::new();
        let opens = |s: &Section| s.first == 0 || names(s, "nerve") || !*meets.get_or_init(|| self.meets_lesion());
        // "Biopsy of left thigh under nerve block" is of no nerve.
        let other = |s: &Section| concepts(s).has(known::NON_SOFT_TISSUE) && !names(s, "block");
        titles().any(|s| other(s) && names(s, "biops") && opens(s)) && !titles().any(soft)
    }

    /// Whether the account names a lesion that is there.
    fn meets_lesion(&self) -> bool {
        let document = self.document;
        document.mentions.iter().any(|m| {
            m.is(known::LESION) && Tier::of(document.section_of(m.first()).role) == Tier::Body && self.affirmed(m)
        })
    }

    /// Whether the sentence before names another tissue as the target: "Right inguinal node 2.6 cm. 18 G, 4 cores."
    pub(super) fn follows_other_tissue(&self, sentence: usize) -> bool {
        const SHORT: usize = 8;
        let numbs = |s: &Sentence| {
            s.concepts.has(known::ANESTHESIA) && !s.concepts.has(known::LESION) && s.end - s.first <= SHORT
        };
        // "Largest inguinal node. 1% lignocaine. 18G needle, four passes."
        let behind = sentence.checked_sub(1).map(|p| p - usize::from(p > 0 && numbs(&self.document.sentences[p])));
        let Some(previous) = behind.map(|p| &self.document.sentences[p]) else { return false };
        let same_section = previous.section == self.document.sentences[sentence].section;
        let within = |c: Concept| previous.concepts.has(c);
        let short = previous.end - previous.first < 14;
        // "The bone was not touched." names no target.
        let other = [
            known::LESION,
            known::SPARE,
            known::SOUND,
            known::NEGATED_NEXT,
            known::HISTORICAL,
            known::BETWEEN,
            known::BESIDE,
            // "Bone in the way of the probe" neither.
            known::IMAGING,
        ];
        // "Enlarged node in the groin" tells what it is like.
        let describes = |t: usize| self.document.is(t + 1, known::NON_SOFT_TISSUE);
        let finite =
            |t: usize| (self.document.is_verb(t) || self.document.word_is(t, WordClass::Finite)) && !describes(t);
        let told = || other.into_iter().any(within) || (previous.first..previous.end).any(finite);
        // "Open muscle biopsy and sural nerve biopsy" names both.
        let muscle = || (previous.first..previous.end).any(|t| document_word(self.document, t).starts_with("muscle"));
        let named = || short && within(known::NON_SOFT_TISSUE) && !told() && !muscle();
        same_section && (named() || self.takes_other_tissue(previous))
    }

    /// "Eight synovial fronds were bitten off": a sentence that tells of another tissue taken and names none that is soft.
    fn takes_other_tissue(&self, sentence: &Sentence) -> bool {
        const REACH: usize = 12;
        const TAKES: ConceptSet =
            ConceptSet::of(&[known::TAKE, known::TAKE_OFF, known::NIBBLE, known::PASS, known::CORE]);
        const SOFT: ConceptSet =
            MUSCLES.with(ConceptSet::of(&[known::LESION, known::MUSCLE, known::FASCIA, known::FAT]));
        let document = self.document;
        let takes = |m: &Mention| {
            let object = m.last() + 1..(m.last() + REACH).min(sentence.end);
            let subject = m.first().saturating_sub(REACH).max(sentence.first)..m.first();
            let other = |t: usize| {
                document.is(t, known::NON_SOFT_TISSUE)
                    && !self.is_only_beside(t, sentence.first)
                    // "Groin crease, not a node on the scan".
                    && !assertion(document, t, t).is_negated()
            };
            m.concepts.meets(TAKES) && subject.chain(object).any(other)
        };
        let acts = || document.mentions_in(sentence.first, sentence.end).map(|m| &document.mentions[m]);
        sentence.concepts.has(known::NON_SOFT_TISSUE) && !sentence.concepts.meets(SOFT) && acts().any(takes)
    }

    /// "Target 1, right inguinal node": an item that opens with another tissue and no lesion.
    pub(super) fn is_item_of_other_tissue(&self, lesions: &Lesions, lesion: usize) -> bool {
        let Some(&first) = lesions.heads.get(lesion) else { return false };
        let s = &self.parts[first];
        let label = self.document.mention(s.first).map_or(s.first, |m| m.last());
        let lesion = self.document.mentions_in(label + 1, s.end).any(|m| self.document.mentions[m].is(known::LESION));
        // "Site one: right thigh, in the vastus intermedius against bone" tells what lies beside it.
        let target = |m: &Mention| m.is(known::NON_SOFT_TISSUE) && !self.is_only_beside(m.first(), s.first);
        self.document.mentions_in(s.first, s.end).any(|m| target(&self.document.mentions[m])) && !lesion
    }

    /// "A block of muscle was excised": a sample and a muscle in one statement.
    pub(super) fn samples_muscle(&self, statement: &Statement) -> bool {
        let within =
            |set: ConceptSet| (statement.first..=statement.last + 5).any(|t| self.document.concepts(t).meets(set));
        // "Muscle belly lifted; two blocks cut".
        const LEAD: usize = 6;
        let from = self.document.sentences[statement.sentence].first.max(statement.first.saturating_sub(LEAD));
        let muscle = MUSCLES.with(ConceptSet::of(&[known::MUSCLE]));
        within(ConceptSet::of(&[known::SAMPLE, known::PARTIAL]))
            && (within(muscle) || (from..statement.first).any(|t| self.document.concepts(t).meets(muscle)))
    }

    /// "The sural nerve was spared", "the joint was never entered": a landmark on the way, and not what was sampled.
    pub(super) fn is_landmark(&self, token: usize) -> bool {
        const REACH: usize = 5;

        const PASSED: ConceptSet = ConceptSet::of(&[known::SPARE, known::RETRACT, known::IDLE, known::UNSAMPLED]);
        let document = self.document;
        let last = document.mention(token).map_or(token, |m| m.last());
        let end = document.sentences[document.sentence_of(token)].end.min(last + REACH);
        let denied = |t: usize| {
            matches!(document.tokens.word(t), "not" | "never")
                && (t + 1..(t + 3).min(end)).any(|n| document.word_is(n, WordClass::TissueEntered))
        };
        (last + 1..end)
            .take_while(|&t| !document.concepts(t).meets(ConceptSet::of(&[known::LESION, known::SAMPLE])))
            .any(|t| document.concepts(t).meets(PASSED) || denied(t))
    }

    /// Whether any sentence of this encounter names a lesion and no other tissue.
    pub(super) fn has_soft_lesion(&self, lesions: &Lesions, lesion: usize) -> bool {
        self.document.mentions.iter().filter(|m| m.is(known::LESION)).any(|m| {
            let s = &self.document.sentences[self.document.sentence_of(m.first())];
            let mut within = self.document.mentions_in(s.first, s.end);
            let told = Tier::of(self.document.section_of(m.first()).role) > Tier::Background;
            let own = lesions.count < 2 || lesions.of_part[self.part(m.first())] == Some(lesion);
            // A lesion that was only seen, or passed by, is no target either; "lump in the fat, fascia not touched" spares the layer.
            const NO_TARGET: ConceptSet =
                ConceptSet::of(&[known::NON_SOFT_TISSUE, known::SOUND, known::UNSAMPLED, known::LEFT_BEHIND]);
            let spared = |m: usize| {
                let m = &self.document.mentions[m];
                m.is(known::SPARE) && !(m.first() > 0 && self.document.is(m.first() - 1, known::FASCIA))
            };
            told && own
                && self.affirmed(m)
                && !within.any(|m| self.document.mentions[m].concepts.meets(NO_TARGET) || spared(m))
        })
    }

    /// Whether a lesion or a muscle is named in the sentence of a statement, or the note is headed by one.
    pub(super) fn names_soft(&self, statement: &Statement) -> bool {
        let s = &self.document.sentences[statement.sentence];
        let soft = MUSCLES.with(ConceptSet::of(&[known::LESION, known::MUSCLE]));
        s.concepts.meets(soft)
    }

    /// Whether a bone, nerve, node or organ is named in the sentence of a statement.
    pub(super) fn names_other(&self, statement: &Statement) -> bool {
        self.document.sentences[statement.sentence].concepts.has(known::NON_SOFT_TISSUE)
    }

    /// Whether a statement is about a node, bone, joint or organ: such a word stands in its sentence and no lesion of soft tissue does.
    pub(super) fn is_other_tissue(&self, statement: &Statement) -> bool {
        let s = &self.document.sentences[statement.sentence];
        if statement.claim == Claim::Skipped
            && (self.rests_on(statement, known::UNSAMPLED)
                || self.is_of_it(statement) && !s.concepts.has(known::LESION))
            && self.is_left_tissue(statement)
        {
            return true;
        }
        // "Breast & soft tissue FNA clinic, afternoon list": where patients are seen, and no title of what was done.
        let clinic = (statement.last + 1..=statement.last + 2)
            .any(|t| t < s.end && self.document.word_is(t, WordClass::ClinicName));
        if clinic || self.is_told_apart_of_muscle(statement) || self.goes_on_to_fix_bone(statement, s) {
            return false;
        }
        let lesion = s.concepts.has(known::LESION);
        let names_other = s.concepts.has(known::NON_SOFT_TISSUE) || self.document.is(s.first, known::NON_SOFT_TISSUE);
        if lesion && !names_other {
            return false;
        }
        // "Thyroid and superficial lumps": the name of a list or clinic for both.
        if lesion && self.lists_lesions_beside(s.first..s.end) || self.names_muscle(statement) {
            return false;
        }
        let mut near = statement.first.saturating_sub(3).max(s.first)..(statement.last + 5).min(s.end);
        names_other
            && (near.any(|t| self.is_other_target(t, s))
                || self.goes_on_of_organ(statement, s)
                || self.is_told_apart_of_other_tissue(statement))
            || !lesion
                && (self.names_nerve(statement)
                    || names_other && self.speaks_of_other_tissue_throughout(s)
                    || self.follows_other_tissue(statement.sentence) && !self.is_told_of_muscle(statement))
    }

    /// "Open bx -> IMN L femur", "biopsy + nailing of the femur": the bone is what another operation is named of, right behind the name
    /// of a biopsy that is named of nothing.
    fn goes_on_to_fix_bone(&self, statement: &Statement, sentence: &Sentence) -> bool {
        const REACH: usize = 5;
        let document = self.document;
        let end = sentence.end.min(statement.last + 1 + REACH);
        let bone = (statement.last + 1..sentence.end).find(|&t| document.is(t, known::NON_SOFT_TISSUE));
        let fixes = |t: &usize| document.word_is(*t, WordClass::BoneFixing);
        let joined = |t: usize| [b'>', b'+', b'/'].into_iter().any(|m| document.tokens.is_mark(t, m));
        let before = (sentence.first..statement.first).any(|t| document.is(t, known::NON_SOFT_TISSUE));
        let fixing = (statement.last + 1..end).find(fixes);
        !before && fixing.is_some_and(|at| bone.is_some_and(|b| at < b) && (statement.last + 1..at).any(joined))
    }

    /// "Sural nerve: 3 cm taken. Muscle: separate wound, 1.5 cm of vastus lateralis removed": what follows another tissue has a muscle of
    /// its own, named by the words that tell of the act or by the label of the sentence.
    fn is_told_of_muscle(&self, statement: &Statement) -> bool {
        const MUSCLE: ConceptSet = MUSCLES.with(ConceptSet::of(&[known::MUSCLE]));
        let document = self.document;
        let s = &document.sentences[statement.sentence];
        let label = document.mention(s.first).map_or(s.first, |m| m.last());
        let named = document.concepts(s.first).meets(MUSCLE) || document.tokens.word(s.first) == "muscle";
        let labelled = || named && (s.first..=label + 1).any(|t| document.tokens.is_mark(t, b':'));
        // "Fascia of vastus lateralis opened, 1 cm block taken": the nearest tissue named before.
        let before = || {
            let mut named = (s.first..statement.first)
                .rev()
                .filter(|&t| document.concepts(t).meets(MUSCLES) || document.is(t, known::NON_SOFT_TISSUE));
            named.next().is_some_and(|t| document.is(t, known::THIGH_MUSCLE))
        };
        (statement.first..=statement.last).any(|t| document.concepts(t).meets(MUSCLE)) || labelled() || before()
    }

    /// Whether a word of a sentence names another tissue as what is dealt with: it does not lie beside that, nor on the way.
    fn is_other_target(&self, token: usize, sentence: &Sentence) -> bool {
        self.document.is(token, known::NON_SOFT_TISSUE)
            && !self.is_only_beside(token, sentence.first)
            && !self.is_landmark(token)
            // "Mass over the fracture (not the bone end), bx x4".
            && !assertion(self.document, token, token).is_negated()
    }

    /// "Nerve and muscle biopsy", "open biopsy of the soft tissue component; curette sample of bone".
    fn names_muscle(&self, statement: &Statement) -> bool {
        const REACH: usize = 4;
        let document = self.document;
        let muscle = |t: usize| document.tokens.normal_form(t).starts_with(b"muscle");
        // "Through a soft tissue window" only passes it.
        let soft = |t: usize| {
            document_word(document, t) == "soft"
                && document_word(document, t + 1).starts_with("tissue")
                && !document_word(document, t + 2).starts_with("window")
        };
        let end = document.sentences[statement.sentence].end.min(statement.last + REACH);
        (statement.first.saturating_sub(2)..=statement.last + 1).any(muscle) || (statement.first..end).any(soft)
    }

    /// "Biopsy of the saphenous nerve": nerves by name are landmarks elsewhere.
    fn names_nerve(&self, statement: &Statement) -> bool {
        const REACH: usize = 6;
        let s = &self.document.sentences[statement.sentence];
        (statement.first..s.end.min(statement.last + REACH)).any(|t| {
            self.document.tokens.normal_form(t) == b"nerve"
                && document_word(self.document, t + 1) != "sheath"
                && !self.is_only_beside(t, s.first)
        })
    }

    /// "Core biopsy right breast, 16 mm mass, four cores": what the sentence goes on to tell is of the organ that its biopsy is named of,
    /// where it names no place of soft tissue.
    fn goes_on_of_organ(&self, statement: &Statement, sentence: &Sentence) -> bool {
        const LED: ConceptSet = ConceptSet::of(&[known::PREPOSITION, known::DETERMINER]);
        let document = self.document;
        let within = || document.mentions_in(sentence.first, sentence.end).map(|m| &document.mentions[m]);
        let of_organ = |m: &Mention| {
            let object = (m.last() + 1..m.last() + 4).find(|&t| !document.concepts(t).meets(LED));
            m.is(known::BIOPSY)
                && m.last() < statement.first
                && object.is_some_and(|t| self.is_other_target(t, sentence))
        };
        within().any(of_organ) && !within().any(|m| m.concepts.meets(THIGH_OR_KNEE))
    }

    /// A sentence that names another tissue, if it is a long one time and again.
    fn speaks_of_other_tissue_throughout(&self, sentence: &Sentence) -> bool {
        const LONG: usize = 30;
        const THROUGHOUT: usize = 3;
        let within = self.document.mentions_in(sentence.first, sentence.end).map(|m| &self.document.mentions[m]);
        let targets = within.filter(|m| self.is_other_target(m.first(), sentence)).take(THROUGHOUT).count();
        targets >= if sentence.end - sentence.first < LONG { 1 } else { THROUGHOUT }
    }

    /// "Fascia of vastus lateralis opened, 1 cm block taken; nerve 3 cm": what stands between two semicolons is told of a muscle, and the
    /// other tissue stands outside them.
    fn is_told_apart_of_muscle(&self, statement: &Statement) -> bool {
        let document = self.document;
        let s = &document.sentences[statement.sentence];
        let parts = |t: &usize| document.tokens.is_mark(*t, b';');
        let from = (s.first..statement.first).rev().find(parts).map_or(s.first, |t| t + 1);
        let to = (statement.last + 1..s.end).find(parts).unwrap_or(s.end);
        let within = |c: Concept| document.mentions_in(from, to).any(|m| document.mentions[m].is(c));
        (from > s.first || to < s.end) && within(known::THIGH_MUSCLE) && !within(known::NON_SOFT_TISSUE)
    }

    /// "FNA of the node with 22G, three passes; thigh lump left alone": what stands between two semicolons is told of one thing, and
    /// this one names another tissue and none that is soft.
    fn is_told_apart_of_other_tissue(&self, statement: &Statement) -> bool {
        const SOFT: ConceptSet =
            MUSCLES.with(ConceptSet::of(&[known::LESION, known::FASCIA, known::MUSCLE, known::FAT]));
        const TOOLS: ConceptSet = ConceptSet::of(&[known::DISSECT, known::DEVICE, known::NEEDLE]);
        let document = self.document;
        let s = &document.sentences[statement.sentence];
        let parts = |t: &usize| document.tokens.is_mark(*t, b';');
        let from = (s.first..statement.first).rev().find(parts).map_or(s.first, |t| t + 1);
        let to = (statement.last + 1..s.end).find(parts).unwrap_or(s.end);
        if from == s.first && to == s.end {
            return false;
        }
        let within = || document.mentions_in(from, to).map(|m| &document.mentions[m]);
        // "With a bone rongeur".
        let is_tool = |m: &Mention| document.concepts(m.last() + 1).meets(TOOLS);
        // "Advanced to bone and withdrawn".
        let is_met = |m: &Mention| m.first() > 0 && document.word_is(m.first() - 1, WordClass::MetTissue);
        within().any(|m| self.is_other_target(m.first(), s) && !is_tool(m) && !is_met(m))
            && !within().any(|m| m.concepts.meets(SOFT))
    }

    /// "Open biopsy beside the right sciatic nerve": what is sampled lies next to the other tissue.
    pub(super) fn is_only_beside(&self, token: usize, from: usize) -> bool {
        const REACH: usize = 6;
        let first = self.document.mention(token).map_or(token, Mention::first);
        const PAIRED: ConceptSet = ConceptSet::of(&[known::NEUROVASCULAR, known::NON_SOFT_TISSUE]);
        // "Between artery and nerve", "clear of the vein and the nerve".
        let pairs = |t: usize| t > from && self.document.concepts(t - 1).meets(PAIRED);
        let lead = (first.saturating_sub(REACH).max(from)..first).rev().take_while(|&t| {
            !self.document.concepts(t).meets(ConceptSet::of(&[known::BIOPSY, known::SAMPLE]))
                && (!self.document.is(t, known::CONJUNCTION) || pairs(t))
                && self.document.tokens.list[t].kind == Kind::Word
        });
        // "On the inner side of the joint".
        let word = |t: usize| self.document.tokens.word(t);
        let of = (from..first).rev().find(|&t| !self.document.concepts(t).meets(DETERMINERS));
        let side = of.filter(|&t| word(t) == "of" && t > from).map(|t| word(t - 1));
        if side.is_some_and(|w| matches!(w, "side" | "aspect" | "edge" | "border" | "level")) {
            return true;
        }
        lead.into_iter().any(|t| {
            self.document.concepts(t).meets(ConceptSet::of(&[known::BESIDE, known::BETWEEN]))
                || self.document.word_is(t, WordClass::HarmWord)
                || self.document.word_is(t, WordClass::BesideTissue)
        })
    }

    /// Whether another tissue and a lesion are joined as alike: "thyroid & superficial lumps", "nodes and soft tissue masses".
    pub(super) fn lists_lesions_beside(&self, sentence: Range<usize>) -> bool {
        let document = self.document;
        document.mentions_in(sentence.start, sentence.end).any(|m| {
            let other = &document.mentions[m];
            let joint = other.last() + 1;
            let joins = document.is(joint, known::CONJUNCTION) || document.tokens.is_mark(joint, b'&');
            other.is(known::NON_SOFT_TISSUE)
                && joins
                && (joint + 1..(joint + 4).min(sentence.end)).any(|t| document.is(t, known::LESION))
                && !(joint + 1..joint + 4).any(|t| document.concepts(t).meets(DETERMINERS))
        })
    }

    /// "The mass was cut; sciatic nerve teased off the front, not sampled": the nearest thing named before is another tissue.
    pub(super) fn is_left_tissue(&self, statement: &Statement) -> bool {
        const LAYERS: ConceptSet =
            ConceptSet::of(&[known::NON_SOFT_TISSUE, known::FAT, known::FASCIA, known::SUBCUTANEOUS]);
        const NAMED: ConceptSet = LAYERS.with(MUSCLES).with(ConceptSet::of(&[known::LESION, known::MUSCLE]));
        let s = &self.document.sentences[statement.sentence];
        let before = self.document.mentions_in(s.first, statement.first);
        let nearest = before.map(|m| &self.document.mentions[m]).rfind(|m| m.concepts.meets(NAMED));
        nearest.is_some_and(|m| m.concepts.meets(LAYERS))
    }
}
