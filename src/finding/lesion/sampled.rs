//! Whether soft tissue of a lesion was taken in this encounter. In: the statements about it. Out: yes or no, and the lesions that
//! are left. Titles and names are told from what was done here; other tissues in `tissue`, what was left undone in `undone`.

use super::{Finder, Lesions};
use crate::analysis::Approach;
use crate::assertion::assertion;
use crate::document::section::Role;
use crate::finding::{Tier, is_sampling};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::statement::Statement;
use std::cell::OnceCell;

/// Most tokens of a sentence that names a sample and nothing else, and most of them before the sample.
const BARE: usize = 10;
const BARE_LEAD: usize = 5;

/// What the note tells of a lesion in this encounter, by the tissue it is of.
pub(super) struct Told<'s> {
    pub(super) soft: Vec<&'s Statement>,
    pub(super) other: Vec<&'s Statement>,
}

/// What is told to have been had of a lesion.
struct Had {
    /// Tissue was taken.
    taken: bool,
    /// Something went to a laboratory.
    sent: bool,
    /// Samples were counted.
    counted: bool,
    /// It was reached by a way that yields tissue.
    approached: bool,
    /// A wound, and a sample named in a few words.
    bare: bool,
}

/// Whether words tell that the tissue was reached through a wound.
fn tells_wound(claim: Claim) -> bool {
    matches!(claim, Claim::Approach(Approach::Incision) | Claim::Exposed | Claim::Wound)
}

/// Whether words tell that tissue was taken, whole or in part.
pub(super) fn is_taken(claim: Claim) -> bool {
    matches!(claim, Claim::Sampled | Claim::Whole | Claim::Part)
}

/// Whether a title names a sampling.
pub(super) fn is_titled(told: &[&Statement]) -> bool {
    told.iter().any(|s| s.role == Role::Title && is_sampling(s.claim))
}

impl Finder<'_> {
    /// Leaves out lesions of which nothing was taken; none remains where the note tells that nothing was taken at all.
    pub(super) fn drop_unsampled(&self, lesions: &mut Lesions) {
        // "Same needle, two bites" tells of a sampling beside another that is told in full.
        let yields = OnceCell::new();
        let in_full: Vec<bool> = (0..lesions.count).map(|l| self.is_sampled(lesions, l, false, &yields)).collect();
        let told = in_full.contains(&true);
        // "(1) Right: 4 cm incision, fascia window. (2) Left: the same. To pathology.": what was done again yielded at first as well.
        let done_again = |l: usize| {
            lesions.repeats(l + 1) && in_full.get(l + 1) == Some(&true) && {
                let told = self.told(lesions, l);
                let reached = |s: &&Statement| tells_wound(s.claim) && Tier::of(s.role) == Tier::Body;
                told.soft.iter().any(reached) && !self.outcome(&told.soft, lesions, true).skipped
            }
        };
        let kept: Vec<usize> = (0..lesions.count)
            .filter(|&l| in_full[l] || (told && self.is_sampled(lesions, l, true, &yields)) || done_again(l))
            .collect();
        for of in &mut lesions.of_part {
            // What was said of a lesion that is no procedure concerns none of the others.
            *of = of.map(|l| kept.iter().position(|&k| k == l).unwrap_or(usize::MAX));
        }
        lesions.keys = kept.iter().map(|&k| lesions.keys[k]).collect();
        lesions.aspects = kept.iter().filter_map(|&k| lesions.aspects.get(k).copied()).collect();
        let repeats = kept.iter().enumerate().map(|(n, &k)| n > 0 && lesions.repeats.get(k) == Some(&true)).collect();
        lesions.repeats = repeats;
        lesions.count = kept.len();
    }

    /// "3 bites of muscle": whether the narrative on a lesion counts its samples.
    pub(super) fn counts_samples(&self, lesions: &Lesions, lesion: usize) -> bool {
        (0..self.parts.len()).any(|p| {
            lesions.of_part[p].is_none_or(|l| l == lesion)
                && matches!(self.role(p), Role::Technique | Role::Narrative | Role::Findings | Role::Field)
                && self.counts_in(&(p..p + 1))
                && self.tells_of_soft_tissue(self.parts[p].sentence)
        })
    }

    /// "Small bite only.", "1.5 cm cubic sample.": whether the narrative on a lesion names its sample in a few words without a verb,
    /// as notes of a line do.
    pub(super) fn tells_bare_sample(&self, lesions: &Lesions, lesion: usize) -> bool {
        (0..self.parts.len()).any(|p| {
            let part = &self.parts[p];
            lesions.of_part[p].is_none_or(|l| l == lesion)
                && matches!(self.role(p), Role::Technique | Role::Narrative | Role::Findings | Role::Field)
                && self.names_bare_sample(part.first, part.end)
        })
    }

    /// Whether words name a sample and hold no verb; where a cut is told beside it, what stands between marks may do so: "Cut of 2 cm,
    /// piece of the lump in the fat, fascia not touched".
    fn names_bare_sample(&self, first: usize, end: usize) -> bool {
        const WOUND: ConceptSet = ConceptSet::of(&[known::INCISION, known::CUT]);
        let document = self.document;
        let cut = document.mentions_in(first, end).any(|m| {
            let m = &document.mentions[m];
            m.concepts.meets(WOUND) && self.affirmed(m)
        });
        let mark = |t: &usize| cut && (document.tokens.is_mark(*t, b',') || document.tokens.is_mark(*t, b';'));
        let (mut from, mut found) = (first, false);
        while from < end && !found {
            let until = (from..end).find(mark).unwrap_or(end);
            found = until - from <= BARE
                && !(from..until).any(|t| document.is_verb(t) || document.is(t, known::BE))
                && document.mentions_in(from, until).any(|m| {
                    let m = &document.mentions[m];
                    m.is(known::SAMPLE)
                        && m.first() < from + BARE_LEAD
                        && !(m.first() > from && document.tokens.word(m.first() - 1) == "steri")
                        && self.affirmed(m)
                });
            from = until + 1;
        }
        found
    }

    /// Whether a lesion's own parts tell of a sampling in short.
    pub(super) fn is_told_in_short(&self, lesions: &Lesions, lesion: usize) -> bool {
        lesions.count > 1
            && (0..self.parts.len()).any(|p| lesions.of_part[p] == Some(lesion) && self.is_elliptical(&(p..p + 1)))
    }

    /// "Thigh next, a fresh cut of 6 cm. Deep fascia divided. Cube and cube again": whether a wound of one of several lesions is told in
    /// its own parts, and a sample in a few words without a verb.
    fn is_bare_beside_other(&self, told: &Told, lesions: &Lesions, lesion: usize) -> bool {
        let own = |p: usize| lesions.of_part[p] == Some(lesion) && Tier::of(self.role(p)) == Tier::Body;
        let opened = |s: &&Statement| tells_wound(s.claim) && own(self.part(s.first));
        lesions.count > 1
            && told.soft.iter().any(opened)
            && (0..self.parts.len()).any(|p| own(p) && self.names_bare_sample(self.parts[p].first, self.parts[p].end))
    }

    /// Whether soft tissue of a lesion was taken in this encounter; `short` words count where another lesion is told of in full.
    /// Whether the note tells of a yield is found once for all lesions.
    fn is_sampled(&self, lesions: &Lesions, lesion: usize, short: bool, yields: &OnceCell<bool>) -> bool {
        let told = self.told(lesions, lesion);
        if self.is_of_other_tissue(&told, lesions, lesion) || self.is_titled_otherwise(&told) {
            return false;
        }
        let beside_other = short;
        let short =
            short && (self.is_told_in_short(lesions, lesion) || self.is_bare_beside_other(&told, lesions, lesion));
        let had = self.had(&told, lesions, lesion, yields);
        let named = || told.soft.iter().any(|s| self.names_subject(s));
        // "The upper one … The lower one … Slices to the pathologist.": what was sent of several is told behind the last.
        let sent = || had.sent || lesions.count > 1 && self.sends_any();
        if !short && !had.bare && !named() && !self.is_about_sampling(sent()) {
            return false;
        }
        // "Site 1: shave, 6 mm papule. Site 2, right knee: elliptical incisional biopsy": beside an item that was sampled, the name of
        // a biopsy under the label of another tells of the act.
        let listed = || beside_other && self.is_named_under_label(&told, lesions, lesion);
        if self.only_names_biopsy(&told.soft) && !listed() {
            return false;
        }
        let outcome = self.outcome(&told.soft, lesions, had.sent);
        if lesions.count > 1 && outcome.skipped_itself {
            return false;
        }
        if (outcome.skipped && !outcome.done) || outcome.undone {
            return (outcome.yielded || outcome.done && !outcome.undone) && !self.nothing_at_all(&told.soft);
        }
        // "Core biopsy attempted. … Abandoned.": a name, nothing that was had, and a sentence that gives it up.
        let named_only =
            !outcome.done && !had.sent && !had.counted && (self.gives_up_alone() || self.tells_nothing_taken());
        !named_only && (had.taken || had.approached || had.bare || short || self.document.fresh_act().is_some())
    }

    /// Whether the account names a biopsy in a part that opens with the label of a lesion.
    fn is_named_under_label(&self, told: &Told, lesions: &Lesions, lesion: usize) -> bool {
        let own = |s: &&&Statement| lesions.of_part[self.part(s.first)] == Some(lesion);
        let named = |s: &Statement| {
            let part = self.part(s.first);
            s.claim == Claim::Sampled && Tier::of(s.role) == Tier::Body && self.starts_item(part)
        };
        lesions.count > 1 && told.soft.iter().filter(own).any(|s| named(s))
    }

    /// Whether the account tells that something went to a laboratory.
    fn sends_any(&self) -> bool {
        let sent = |s: &Statement| s.claim == Claim::Specimen && Tier::of(s.role) == Tier::Body;
        self.statements.iter().any(|s| sent(s) && crate::finding::is_held(s) && !self.sends_fluid(s))
    }

    /// What the note tells of a lesion in this encounter.
    fn told(&self, lesions: &Lesions, lesion: usize) -> Told<'_> {
        let aftercare = self.is_aftercare();
        let about = |s: &&Statement| {
            lesions.of_part[self.part(s.first)].is_none_or(|l| l == lesion)
                && (s.assertion.is_current() || (s.claim == Claim::NotSampled && self.is_of_today(s)))
                && !s.assertion.is_negated()
                && (!aftercare || self.is_of_today(s))
                && !self.is_dated(s)
                && !self.is_reported(s)
                && !self.is_refused(s)
                && !self.is_unfilled(s)
                && !self.takes_device(s)
                && !self.is_share_of_fluid(s)
                && (Tier::of(s.role) >= Tier::Title || self.is_nothing_today(s))
        };
        let (soft, other) = self.statements.iter().filter(about).partition(|s| !self.is_other_tissue(s));
        Told { soft, other }
    }

    /// "The nail was taken out through the old incisions": what was taken is a thing that stands right before.
    fn takes_device(&self, statement: &Statement) -> bool {
        const SMALL: ConceptSet = ConceptSet::of(&[known::BE]);
        let document = self.document;
        let from = document.sentences[statement.sentence].first;
        let before = (from..statement.first).rev().find(|&t| !document.concepts(t).meets(SMALL));
        statement.claim == Claim::Sampled
            && document.is(statement.first, known::TAKE)
            && before.is_some_and(|t| document.is(t, known::DEVICE))
    }

    /// Whether a title names something else than the sampling of soft tissue, and the account tells of none.
    fn is_titled_otherwise(&self, told: &Told) -> bool {
        let in_body = |s: &&&Statement| Tier::of(s.role) == Tier::Body && !self.is_name(s);
        let acts = || told.soft.iter().filter(in_body);
        // What goes to the laboratory from an irrigation or a drainage is no biopsy unless the note says that tissue was taken.
        let drained = self.is_titled_drainage() && !is_titled(&told.soft) && !acts().any(|s| is_taken(s.claim));
        let body = || told.soft.iter().filter(|s| Tier::of(s.role) == Tier::Body);
        let drawn = || !is_titled(&told.soft) && self.draws_fluid() && body().all(|s| self.may_be_of_fluid(s));
        drained
            || drawn()
            || (self.is_titled_nothing() || self.is_titled_injection()) && !acts().any(|s| is_sampling(s.claim))
            || self.is_titled_biopsy_of_other_tissue()
                && !acts().any(|s| is_sampling(s.claim) && self.names_soft(s) && !self.names_other(s))
                && !told.soft.iter().any(|s| self.samples_placed_lesion(s))
    }

    /// What is told to have been had of a lesion.
    fn had(&self, told: &Told, lesions: &Lesions, lesion: usize, yields: &OnceCell<bool>) -> Had {
        let in_body = |s: &Statement| Tier::of(s.role) == Tier::Body;
        let taken = told.soft.iter().any(|s| is_taken(s.claim) && in_body(s));
        // A cut alone is no sampling; a cut and tissue at the laboratory are.
        let sent = told.soft.iter().any(|s| s.claim == Claim::Specimen && in_body(s) && !self.sends_fluid(s));
        let counted = self.counts_samples(lesions, lesion);
        let yields = || *yields.get_or_init(|| self.tells_of_yield());
        let reached = |s: &Statement| {
            matches!(s.claim, Claim::Approach(a) if sent || counted || a != Approach::Incision && !(in_body(s) && self.is_bare_tool(s) && !yields()))
                || s.claim == Claim::Converted
        };
        let soft_alone = || !told.other.iter().any(|s| is_sampling(s.claim)) && self.has_soft_lesion(lesions, lesion);
        let sent_of_lesion =
            || soft_alone() && (self.names_biopsy() || told.soft.iter().any(|s| self.sends_what_is_named(s)));
        let approached = told.soft.iter().any(|s| reached(s) || s.claim == Claim::Sampled) || sent && sent_of_lesion();
        let opened = || told.soft.iter().any(|s| in_body(s) && tells_wound(s.claim));
        let bare = !approached && opened() && soft_alone() && self.tells_bare_sample(lesions, lesion);
        Had { taken, sent, counted, approached, bare }
    }

    /// Whether a statement rests on the name of a biopsy alone, which tells its approach as well: "core biopsy", "FNA".
    pub(super) fn is_name(&self, statement: &Statement) -> bool {
        let from = self.statements.partition_point(|s| s.sentence < statement.sentence);
        let same = self.statements[from..].iter().take_while(|s| s.sentence == statement.sentence);
        let mut twins = same.filter(|s| s.pattern == statement.pattern && s.first == statement.first);
        let bare = self
            .document
            .mention(statement.first)
            .is_some_and(|m| m.is(known::BIOPSY) && m.first() == statement.first && m.last() == statement.last);
        let named = bare || twins.any(|s| matches!(s.claim, Claim::Approach(_)));
        const ACT: ConceptSet = ConceptSet::of(&[known::TAKE, known::WEDGE, known::BIOPSIED]);
        let acted = |t: usize| self.document.concepts(t).meets(ACT);
        // "14G core x3": what is counted was had.
        const COUNTED: ConceptSet = ConceptSet::of(&[known::TIMES, known::NUMBER_WORD]);
        let within = |set: ConceptSet| (statement.first..=statement.last).any(|t| self.document.concepts(t).meets(set));
        let had =
            || within(ConceptSet::of(&[known::CORE])) && within(COUNTED) && !within(ConceptSet::of(&[known::BIOPSY]));
        named && !acted(statement.first) && !acted(statement.last) && !had()
    }

    /// "It slid off on each throw": a statement that rests on a pass of the needle alone, which may have yielded nothing.
    pub(super) fn is_pass(&self, statement: &Statement) -> bool {
        self.document.mention(statement.first).is_some_and(|m| m.is(known::PASS) && m.last() >= statement.last)
    }

    /// "Three cores in formalin": tissue and the laboratory in one statement of the narrative.
    pub(super) fn sends_sample(&self, statement: &Statement) -> bool {
        const TISSUE: ConceptSet = ConceptSet::of(&[known::SAMPLE, known::CORE, known::WEDGE, known::PARTIAL]);
        let within = |set| (statement.first..=statement.last).any(|t| self.document.concepts(t).meets(set));
        matches!(statement.role, Role::Technique | Role::Narrative | Role::Findings | Role::Impression)
            && within(TISSUE)
            && within(ConceptSet::of(&[known::PATHOLOGY]))
    }

    /// "I had a trolley set out for a Tru-Cut": the name of a tool, or its gauge, and nothing that it did; "with the Tru-Cut" it did.
    fn is_bare_tool(&self, statement: &Statement) -> bool {
        const TOOL: ConceptSet = ConceptSet::of(&[known::CORE_DEVICE, known::GAUGE]);
        const ACT: ConceptSet = ConceptSet::of(&[known::CORE, known::BIOPSIED, known::TAKE]);
        let document = self.document;
        let Some(tool) = document.mention(statement.first) else { return false };
        // "Tru-Cut cores".
        let names_sample = |t: usize| {
            let word = document.tokens.word(t);
            ["core", "biops", "bx", "sampl"].into_iter().any(|stem| word.starts_with(stem))
        };
        let lead =
            (1..3).filter_map(|back| tool.first().checked_sub(back)).find(|&t| !document.is(t, known::DETERMINER));
        let led = lead.is_some_and(|t| document.word_is(t, WordClass::WithTool));
        matches!(statement.claim, Claim::Approach(Approach::CoreNeedle | Approach::Needle))
            && tool.last() >= statement.last
            && tool.concepts.meets(TOOL)
            && !tool.concepts.meets(ACT)
            && !(tool.first()..=tool.last()).any(names_sample)
            && !led
    }

    /// Whether anything but the names of tools tells of a sampling: a biopsy, passes, cores or pieces of this encounter, or how often.
    fn tells_of_yield(&self) -> bool {
        const YIELD: ConceptSet =
            ConceptSet::of(&[known::BIOPSY, known::PASS, known::CORE, known::SAMPLE, known::TIMES, known::PARTIAL]);
        const TOOL: ConceptSet = ConceptSet::of(&[known::CORE_DEVICE, known::GAUGE]);
        let told = |m: &Mention| Tier::of(self.document.section_of(m.first()).role) >= Tier::Title && self.affirmed(m);
        let mut mentions = self.document.mentions.iter();
        mentions.any(|m| m.concepts.meets(YIELD) && (!m.concepts.meets(TOOL) || m.is(known::CORE)) && told(m))
    }

    /// "30 ml of straw fluid off; a sample of it to the lab", "Sent for biopsy": fluid went to the laboratory, or the patient came to it.
    pub(super) fn sends_fluid(&self, statement: &Statement) -> bool {
        const FLUIDS: ConceptSet = ConceptSet::of(&[known::FLUID, known::BODY_FLUID]);
        const TISSUE: ConceptSet =
            ConceptSet::of(&[known::CORE, known::WEDGE, known::PARTIAL, known::CYTOLOGY, known::MUSCLE]);
        let s = &self.document.sentences[statement.sentence];
        let came = statement.first == s.first && self.document.is(statement.last, known::BIOPSY);
        came && self.document.tokens.word(statement.first + 1) == "for"
            || s.concepts.meets(FLUIDS) && !s.concepts.meets(TISSUE)
    }

    /// "Small bite only. To lab fresh": the narrative sends tissue and names it in the sentence or the one before, and no fluid.
    pub(super) fn sends_what_is_named(&self, statement: &Statement) -> bool {
        const TISSUE: ConceptSet = ConceptSet::of(&[known::SAMPLE, known::WEDGE, known::PARTIAL]);
        const NO_TISSUE: ConceptSet = ConceptSet::of(&[known::BODY_FLUID, known::DRAINAGE, known::DISCARDED]);
        let sentences = &self.document.sentences;
        let from = &sentences[statement.sentence.saturating_sub(1)];
        let named = |set: ConceptSet| {
            self.document
                .mentions_in(from.first, sentences[statement.sentence].end)
                .any(|m| self.document.mentions[m].concepts.meets(set) && self.affirmed(&self.document.mentions[m]))
        };
        statement.claim == Claim::Specimen
            && matches!(statement.role, Role::Technique | Role::Narrative | Role::Findings)
            && named(TISSUE)
            && !named(NO_TISSUE)
    }

    /// Whether the body names a biopsy of this encounter: "a biopsy was had this morning".
    pub(super) fn names_biopsy(&self) -> bool {
        self.document.mentions.iter().any(|m| {
            m.is(known::BIOPSY) && Tier::of(self.document.section_of(m.first()).role) == Tier::Body && self.affirmed(m)
        })
    }

    /// Whether the note says so of this patient and encounter.
    pub(super) fn affirmed(&self, mention: &Mention) -> bool {
        crate::finding::holds(&assertion(self.document, mention.first(), mention.last()))
    }
}
