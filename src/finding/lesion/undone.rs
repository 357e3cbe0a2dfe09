//! What was left undone, refused, only planned, or done on another day.

use super::{Finder, Lesions, OPENING, apart, document_word, key_of};
use crate::analysis::Approach;
use crate::document::section::Role;
use crate::document::sentence::Sentence;
use crate::finding::site::{CONTRADICTS, Site};
use crate::finding::{Tier, is_sampling};
use crate::lexicon::concept::group::REGIONS;
use crate::lexicon::concept::group::SIDES;
use crate::lexicon::concept::{Concept, ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::statement::Statement;
use crate::token::{Break, Kind};
use std::cell::OnceCell;

/// How soon behind care that is named, in tokens, it is told to be still to come.
const COMING: usize = 9;

/// What sets sites apart ([`key_of`]).
const KEYS: [Concept; 7] = [
    known::LEFT,
    known::RIGHT,
    known::THIGH,
    known::KNEE,
    known::OTHER_REGION,
    known::THIGH_MUSCLE,
    known::OTHER_MUSCLE,
];

/// What is told beside a denial; found once where it is asked for.
struct Beside<'s> {
    told: &'s [&'s Statement],
    /// A needle was used.
    needled: OnceCell<bool>,
    /// Something came out whole.
    removed: OnceCell<bool>,
}

impl<'s> Beside<'s> {
    fn of(told: &'s [&'s Statement]) -> Self {
        Self { told, needled: OnceCell::new(), removed: OnceCell::new() }
    }

    fn tells_needle(&self) -> bool {
        const NEEDLES: [Claim; 3] = [
            Claim::Approach(Approach::Needle),
            Claim::Approach(Approach::CoreNeedle),
            Claim::Approach(Approach::FineNeedle),
        ];
        let needle = |s: &&Statement| Tier::of(s.role) == Tier::Body && NEEDLES.contains(&s.claim);
        *self.needled.get_or_init(|| self.told.iter().any(needle))
    }
}

/// Where the first of some statements begins.
fn first_of(told: &[&Statement], is: impl Fn(&Statement) -> bool) -> Option<usize> {
    told.iter().filter(|s| is(s)).map(|s| s.first).min()
}

/// Of some statements in the order of the note those in the sentence of one.
fn same_sentence<'s>(told: &'s [&'s Statement], statement: &Statement) -> impl Iterator<Item = &'s &'s Statement> {
    let sentence = statement.sentence;
    let from = told.partition_point(|s| s.sentence < sentence);
    told[from..].iter().take_while(move |s| s.sentence == sentence)
}

/// What became of the sampling of a lesion.
pub(super) struct Outcome {
    /// Something was taken or sent; where something was left undone, a biopsy's mere name is a plan.
    pub(super) done: bool,
    /// By more than passes, which may have yielded nothing.
    pub(super) yielded: bool,
    /// No tissue was taken, or nothing was done.
    pub(super) undone: bool,
    /// A lesion was left unsampled.
    pub(super) skipped: bool,
    /// This one was: "(a) 6 mm. Not sampled. (b) …". What is told of no item in particular was not done there.
    pub(super) skipped_itself: bool,
}

/// How many sites tell each side, region and muscle.
pub(super) struct Told {
    /// Of any weight.
    any: [u32; KEYS.len()],
    /// That may stand in a title.
    titled: [u32; KEYS.len()],
}

impl Told {
    fn by(sites: &[Site]) -> Self {
        let mut told = Self { any: [0; KEYS.len()], titled: [0; KEYS.len()] };
        for site in sites.iter().filter(|s| s.weight > 0) {
            let key = key_of(site.concepts);
            for (i, _) in KEYS.iter().enumerate().filter(|(_, c)| key.has(**c)) {
                told.any[i] += 1;
                told.titled[i] += u32::from(site.weight >= CONTRADICTS);
            }
        }
        told
    }

    /// What is told oftener than by `some` of these sites; `titled`: by sites as heavy as those of a title.
    fn but_for(&self, some: &Self, titled: bool) -> ConceptSet {
        let (all, some) = if titled { (self.titled, some.titled) } else { (self.any, some.any) };
        let mut left = ConceptSet::EMPTY;
        KEYS.into_iter().zip(all.into_iter().zip(some)).filter(|(_, (a, s))| a > s).for_each(|(c, _)| left.insert(c));
        left
    }
}

/// What the statements on a sampling tell together.
struct Together<'s> {
    beside: Beside<'s>,
    /// Something went to a laboratory.
    sent: bool,
    done: bool,
    /// A fine needle drew something, or smears were made: "no core was taken" leaves them as they are.
    fine: bool,
    cored: bool,
    /// Cores of a needle are counted.
    needled: bool,
    /// Where the wound is last told as opened.
    opened_at: Option<usize>,
    /// Where the account first tells of an act of sampling, and where first of what was sent.
    acted_at: Option<usize>,
    sent_at: Option<usize>,
}

impl Together<'_> {
    /// "Punch, 6 mm. … Both in formalin. Declined biopsy of the lip lesion today": what is refused behind an act and what it sent is
    /// something else.
    fn is_acted_before(&self, token: usize) -> bool {
        self.acted_at.is_some_and(|a| a < token) && self.sent_at.is_some_and(|a| a < token)
    }
}

impl Finder<'_> {
    /// What became of the sampling that some statements tell of; `sent`: something went to a laboratory.
    pub(super) fn outcome(&self, soft: &[&Statement], lesions: &Lesions, sent: bool) -> Outcome {
        let told = self.told_together(soft, sent);
        let own = |s: &Statement| lesions.count < 2 || lesions.of_part[self.part(s.first)].is_some();
        let of_other = |s: &Statement| {
            self.is_of_another(s)
                || self.is_of_aid(s)
                || self.answers_late(s)
                || self.denies_more(s, &told)
                || self.denies_part_beside_whole(s, &told.beside)
                || told.done && self.is_of_other_structure(s)
        };
        let skips =
            |s: &Statement| s.claim == Claim::Skipped && !(told.fine && self.is_of_cores(s)) && own(s) && !of_other(s);
        let skipped = soft.iter().any(|s| skips(s));
        Outcome {
            done: told.done,
            yielded: soft.iter().any(|s| self.is_done(s) && !self.is_pass(s)),
            undone: soft.iter().any(|s| self.is_undone(s, &told)),
            skipped,
            skipped_itself: skipped && !soft.iter().any(|s| own(s) && self.is_done(s) && !self.is_of_jars(s, soft)),
        }
    }

    /// What statements on a sampling tell together, against which each denial is held.
    fn told_together<'s>(&self, soft: &'s [&'s Statement], sent: bool) -> Together<'s> {
        let body = |s: &Statement| Tier::of(s.role) == Tier::Body;
        Together {
            beside: Beside::of(soft),
            sent,
            done: soft.iter().any(|s| self.is_done(s)),
            fine: soft.iter().any(|s| match s.claim {
                Claim::Approach(a) => a == Approach::FineNeedle,
                Claim::Specimen => body(s) && self.rests_on(s, known::CYTOLOGY),
                _ => false,
            }),
            cored: soft.iter().any(|s| s.claim == Claim::Sampled && self.rests_on(s, known::CORE)),
            needled: soft.iter().any(|s| {
                s.claim == Claim::Approach(Approach::Needle)
                    && !self.rests_on(s, known::FINE_NEEDLE)
                    && self.counts_near(s)
            }),
            opened_at: soft
                .iter()
                .filter(|s| s.claim == Claim::Approach(Approach::Incision) && body(s))
                .map(|s| s.first)
                .max(),
            acted_at: first_of(soft, |s| body(s) && is_sampling(s.claim) && !self.rests_on(s, known::BIOPSY)),
            sent_at: first_of(soft, |s| body(s) && s.claim == Claim::Specimen),
        }
    }

    /// Whether a statement tells that the sampling was not done, and not only a part, an aid or another way of it.
    fn is_undone(&self, statement: &Statement, told: &Together) -> bool {
        let s = statement;
        let Together { done, sent, .. } = *told;
        s.claim == Claim::NotSampled
            && !(self.declines_of_lesion(s) && told.is_acted_before(s.first))
            && !(done && (self.is_of_bare_place(s) || self.is_of_other_side(s) || self.is_of_part(s)))
            && !(done && self.rests_on(s, known::CORE) && !self.rests_on(s, known::SAMPLE))
            && !(done && self.is_other_left(self.part(s.first)))
            && !(done && self.is_of_other_structure(s))
            && !self.is_beside_act_elsewhere(s)
            // "FNA not done. 18G cores, four", "Needle bx x4, decent tissue, FNA not done": what was left out is another way.
            && !((told.cored || told.needled) && self.rests_on(s, known::FINE_NEEDLE))
            // A needle that took nothing before the wound was opened tells nothing of the whole.
            && !(sent && told.opened_at > Some(s.first))
            && !(told.fine && self.is_of_cores(s))
            && !(done && self.denies_operation(s, &told.beside))
            && !(done && self.denies_needle(s))
            && !self.is_of_aid(s)
            && !(done && self.denies_more(s, told))
            && !(sent && self.is_of_culture(s))
            && !self.denies_part_beside_whole(s, &told.beside)
    }

    /// "Core biopsy of left thigh mass, 3 cores. The right thigh mass biopsy was cancelled": what was not done lies on the other side of
    /// what another sentence tells to have been done.
    fn is_beside_act_elsewhere(&self, statement: &Statement) -> bool {
        // "Nothing was sent" tells of what came out, on whatever side it stands.
        let names_act = self.rests_on(statement, known::BIOPSY) || self.rests_on(statement, known::SAMPLE);
        let other = match self.one_side(statement.sentence) {
            Some(known::LEFT) => known::RIGHT,
            Some(_) => known::LEFT,
            None => return false,
        };
        names_act && self.sides_acted_on().has(other)
    }

    /// The side that a sentence tells, where it tells one alone.
    fn one_side(&self, sentence: usize) -> Option<Concept> {
        let told = self.sites_of(sentence).iter().fold(ConceptSet::EMPTY, |all, site| all.with(site.concepts));
        match (told.has(known::LEFT), told.has(known::RIGHT)) {
            (true, false) => Some(known::LEFT),
            (false, true) => Some(known::RIGHT),
            _ => None,
        }
    }

    /// The sides that sentences which tell of a sampling tell alone; gathered once for all denials.
    fn sides_acted_on(&self) -> ConceptSet {
        *self.sides_acted_on.get_or_init(|| {
            let acted =
                |s: &&Statement| s.claim == Claim::Sampled && s.assertion.is_current() && !s.assertion.is_negated();
            let sides = self.statements.iter().filter(acted).filter_map(|s| self.one_side(s.sentence));
            sides.fold(ConceptSet::EMPTY, |all, side| all.with(ConceptSet::of(&[side])))
        })
    }

    /// "Sciatic nerve not biopsied", "the bone was not sampled": what was spared is another structure than the lesion that was sampled.
    fn is_of_other_structure(&self, statement: &Statement) -> bool {
        const OTHERS: ConceptSet = ConceptSet::of(&[known::NEUROVASCULAR, known::NON_SOFT_TISSUE]);
        const OWN: ConceptSet = ConceptSet::of(&[known::LESION, known::MUSCLE, known::THIGH_MUSCLE, known::PRONOUN]);
        let document = self.document;
        let sentence = &document.sentences[statement.sentence];
        let mut before = document.mentions_in(sentence.first, statement.first).map(|m| &document.mentions[m]);
        before.clone().any(|m| m.concepts.meets(OTHERS)) && !before.any(|m| m.concepts.meets(OWN))
    }

    /// "No core was taken", "no tissue cylinder was taken": the word may stand behind a shorter denial.
    fn is_of_cores(&self, statement: &Statement) -> bool {
        let core = |t: usize| ["core", "cylinder"].iter().any(|w| document_word(self.document, t).starts_with(w));
        !self.rests_on(statement, known::SAMPLE) && (statement.first..=statement.last + 1).any(core)
    }

    /// "Path -> lab. Bleeding nil.": under the label of a specimen the answer stands first.
    fn answers_late(&self, statement: &Statement) -> bool {
        let section = self.document.section_of(statement.first);
        section.role == Role::Specimen
            && self.document.is(statement.first, known::NONE)
            && statement.first > section.body + 1
    }

    /// "The portable scanner was offered by the nurse and declined": an aid that was done without.
    fn is_of_aid(&self, statement: &Statement) -> bool {
        const AIDS: ConceptSet = ConceptSet::of(&[
            known::IMAGING,
            known::ULTRASOUND,
            known::CT,
            known::MRI,
            known::FLUOROSCOPY,
            known::DEVICE,
            known::ANESTHESIA,
        ]);
        const ACTS: ConceptSet = ConceptSet::of(&[
            known::BIOPSY,
            known::LESION,
            known::SAMPLE,
            known::NEEDLE,
            known::CORE,
            known::FINE_NEEDLE,
            known::S_TITLE,
        ]);
        let said = self.document.sentences[statement.sentence].concepts;
        self.rests_on(statement, known::DECLINED) && said.meets(AIDS) && !said.meets(ACTS)
    }

    /// "Path: 1 piece, formalin. Cx none sent": what was not sent is one use of the tissue.
    fn is_of_culture(&self, statement: &Statement) -> bool {
        let before = statement.first.checked_sub(1).filter(|&t| t >= self.document.sentences[statement.sentence].first);
        before
            .is_some_and(|t| self.document.is(t, known::PATHOLOGY) || self.document.word_is(t, WordClass::CultureName))
    }

    /// "Declined biopsy of the lip lesion": what is refused is named by its lesion; "declined any needle today" refuses all.
    fn declines_of_lesion(&self, statement: &Statement) -> bool {
        const REACH: usize = 6;
        let document = self.document;
        let end = document.sentences[statement.sentence].end.min(statement.last + REACH);
        self.rests_on(statement, known::DECLINED) && (statement.last + 1..end).any(|t| document.is(t, known::LESION))
    }

    /// "After the first core, now in formalin, she did not want any more", "nothing was removed beyond that": what is denied comes behind some
    /// that was taken and sent.
    fn denies_more(&self, statement: &Statement, told: &Together) -> bool {
        const REACH: usize = 3;
        let document = self.document;
        let end = document.sentences[statement.sentence].end.min(statement.last + 1 + REACH);
        let more = (statement.last + 1..end)
            .take_while(|&t| document.tokens.list[t].kind == Kind::Word)
            // "She declined a further biopsy" tells of another day's too.
            .any(|t| document.word_is(t, WordClass::FurtherOne) && !document.is(t + 1, known::BIOPSY));
        more && told.sent && told.acted_at.is_some_and(|acted| acted < statement.first)
    }

    /// "I have done a needle aspiration … no operation was done here": what was not done is an operation, beside a needle.
    fn denies_operation(&self, statement: &Statement, beside: &Beside) -> bool {
        let operation = |t: usize| self.document.word_is(t, WordClass::OperationName);
        let named = (statement.first..=statement.last).any(operation) && !self.rests_on(statement, known::BIOPSY);
        // "Family had declined open biopsy", "no incisional biopsy was done".
        let open = || self.rests_on(statement, known::OPEN_BIOPSY);
        (named || open()) && beside.tells_needle()
    }

    /// "No needle or wire was ever placed": what was not put in is a tool, and no tissue is spoken of.
    fn denies_needle(&self, statement: &Statement) -> bool {
        const TISSUE: ConceptSet = ConceptSet::of(&[known::SAMPLE, known::BIOPSY, known::CORE, known::LESION]);
        let said = self.document.mentions_in(statement.first, statement.last + 1);
        let said = said.fold(ConceptSet::EMPTY, |all, m| all.with(self.document.mentions[m].concepts));
        // "No needle was passed" is one phrase of the lexicon.
        let named =
            || (statement.first..=statement.last).any(|t| document_word(self.document, t).starts_with("needle"));
        (said.has(known::NEEDLE) || named()) && !said.meets(TISSUE)
    }

    /// "Lifted out whole. No piece had been taken before", "no separate biopsy": what was not taken is a part, of what came out whole.
    fn denies_part_beside_whole(&self, statement: &Statement, beside: &Beside) -> bool {
        const PARTS: ConceptSet =
            ConceptSet::of(&[known::BIOPSY, known::SAMPLE, known::PARTIAL, known::WEDGE, known::CORE, known::NEEDLE]);
        let said = self.document.mentions_in(statement.first, statement.last + 1);
        let said = said.fold(ConceptSet::EMPTY, |all, m| all.with(self.document.mentions[m].concepts));
        // "No biopsy was taken" is one phrase of the lexicon.
        let biopsy = |t: usize| document_word(self.document, t).starts_with("biops");
        // "No tissue to send" denies the whole as well.
        const ANY: [&str; 3] = ["tissue", "material", "specimen"];
        let any = |t: usize| ANY.iter().any(|w| document_word(self.document, t).starts_with(w));
        if (statement.first..=statement.last).any(any) {
            return false;
        }
        let is_part = said.meets(PARTS) || (statement.first..=statement.last).any(biopsy);
        is_part && !said.has(known::ABORT) && self.tells_removed(beside) && !self.is_of_lesion_left(statement)
    }

    /// Whether what is told beside a denial came out whole; found once for all denials.
    fn tells_removed(&self, beside: &Beside) -> bool {
        *beside.removed.get_or_init(|| {
            let sent = beside.told.iter().any(|s| s.claim == Claim::Specimen && Tier::of(s.role) == Tier::Body);
            beside.told.iter().any(|s| {
                let excision = || s.claim == Claim::Approach(Approach::Excision);
                let today = || self.document.sentences[s.sentence].concepts.has(known::CURRENT);
                let body = || Tier::of(s.role) == Tier::Body && (s.claim == Claim::Whole || excision() && today());
                // "Wide radical resection of the tumour … No biopsy was performed": the name of the operation heads the note,
                // and something went to the laboratory.
                let headed = || sent && excision() && (s.role == Role::Title || s.sentence == 0);
                body() || headed()
            })
        })
    }

    /// Whether it is told how often, right behind a statement: "needle bx x4".
    fn counts_near(&self, statement: &Statement) -> bool {
        (statement.last + 1..statement.last + 3).any(|t| self.document.is(t, known::TIMES))
    }

    /// "Cores in formalin": what tells of the laboratory as well, and may stand behind the last lesion for all of them.
    fn is_of_jars(&self, statement: &Statement, told: &[&Statement]) -> bool {
        statement.claim == Claim::Specimen
            || same_sentence(told, statement)
                .any(|s| s.claim == Claim::Specimen && s.first == statement.first && s.last == statement.last)
    }

    /// Whether the account tells that something was taken or sent, and not only names it.
    fn is_done(&self, statement: &Statement) -> bool {
        Tier::of(statement.role) == Tier::Body
            && match statement.claim {
                Claim::Sampled => !self.is_name(statement),
                Claim::Whole | Claim::Part => true,
                Claim::Specimen => self.sends_sample(statement),
                _ => false,
            }
    }

    /// "Plan: core biopsy next week. Nothing done today."
    pub(super) fn is_nothing_today(&self, statement: &Statement) -> bool {
        statement.claim == Claim::NotSampled && statement.role == Role::Plan && self.is_of_today(statement)
    }

    /// "Knee and thigh: nothing to sample": told of a place that is named where nothing that was done is told.
    pub(super) fn is_of_bare_place(&self, statement: &Statement) -> bool {
        let s = &self.document.sentences[statement.sentence];
        let placed = self.sites_of(statement.sentence).first().is_some_and(|site| site.first < statement.first);
        let opens = (s.first..statement.first).any(|t| self.document.tokens.is_mark(t, b':'));
        placed && opens && !s.concepts.has(known::LESION)
    }

    /// "The left knee has a prosthesis, nothing was done there": beside an act on a lesion whose sites all lie on the other side.
    fn is_of_other_side(&self, statement: &Statement) -> bool {
        let s = &self.document.sentences[statement.sentence];
        let told =
            self.sites_of(statement.sentence).iter().fold(ConceptSet::EMPTY, |all, site| all.with(site.concepts));
        let (here, elsewhere) = (told.within(SIDES), self.keys_elsewhere(statement.sentence, false));
        let apart = |one, other| here.has(one) && !here.has(other) && elsewhere.has(other) && !elsewhere.has(one);
        !s.concepts.has(known::LESION) && (apart(known::LEFT, known::RIGHT) || apart(known::RIGHT, known::LEFT))
    }

    /// "Abandoned.", "Case cancelled, patient had eaten.", "Core biopsy of the thigh – not done", "Outcome: not done", "… and we stopped
    /// before anything was passed": what was begun is given up, in a few words, as the answer to a label, or by whoever tells it.
    pub(super) fn gives_up_alone(&self) -> bool {
        const FEW: usize = 5;
        const NAMED: ConceptSet = ConceptSet::of(&[known::S_TITLE, known::BIOPSY, known::DETERMINER, known::BE]);
        let document = self.document;
        let occasion = |t: usize| document.word_is(t, WordClass::ProcedureEvent);
        document.sentences.iter().any(|s| {
            let section = &document.sections[s.section];
            let told = matches!(section.role, Role::Technique | Role::Narrative | Role::Addendum | Role::Aside);
            let gives_up = |m: usize| {
                let m = &document.mentions[m];
                let names = |t: usize| document.concepts(t).meets(NAMED) || occasion(t);
                let opens = || s.end - s.first <= FEW && (s.first..m.first()).all(names);
                let clause = |from: usize| from < m.first() && (from..m.first()).all(names);
                let of_occasion = || (s.first..m.first()).any(occasion) && clause(self.clause_start(s, m.first()));
                let by_whom = || m.first() > s.first && matches!(document.tokens.word(m.first() - 1), "i" | "we");
                let answers = section.role == Role::Field && m.first() == section.body;
                let dashed = || self.stands_behind_dash(m);
                m.is(known::ABORT)
                    && (answers || of_occasion() || told && (opens() || dashed() || by_whom()))
                    && self.affirmed(m)
            };
            (told || section.role == Role::Field) && document.mentions_in(s.first, s.end).any(gives_up)
        })
    }

    /// "Wound closed at once, nothing taken": whether the account says so, in as few words, and of no lesion or place in particular.
    pub(super) fn tells_nothing_taken(&self) -> bool {
        let document = self.document;
        let is_nothing = |t: usize| matches!(document.tokens.word(t), "nothing" | "none" | "nil");
        let before =
            |m: &Mention| m.first().checked_sub(1).filter(|&t| !document.is(t, known::BE)).or(m.first().checked_sub(2));
        // "Fluid: nil taken", "nothing taken from the rim" tell of something else.
        let list = &document.tokens.list;
        let mark = |t: usize| matches!(list[t].kind, Kind::Punct(b'.' | b',' | b';' | b'|' | b'-'));
        let opens = |t: usize| t == 0 || mark(t - 1) || document.is(t - 1, known::CONJUNCTION);
        let ends = |t: usize| list.get(t).is_none_or(|k| k.before >= Break::Line) || mark(t);
        let of_one = |m: &Mention| {
            let sentence = document.sentences[document.sentence_of(m.first())].concepts;
            sentence.has(known::LESION) || sentence.meets(REGIONS)
        };
        document.mentions.iter().any(|m| {
            m.is(known::TAKE)
                && !of_one(m)
                && Tier::of(document.section_of(m.first()).role) == Tier::Body
                && before(m).is_some_and(|t| is_nothing(t) && opens(t))
                && ends(m.last() + 1)
        })
    }

    /// Behind the last mark before a token of a sentence.
    fn clause_start(&self, sentence: &Sentence, token: usize) -> usize {
        let tokens = &self.document.tokens;
        let mark = |t: usize| matches!(tokens.list[t].kind, Kind::Punct(b',' | b';' | b':' | b'-' | b'|'));
        (sentence.first..token).rev().find(|&t| mark(t)).map_or(sentence.first, |t| t + 1)
    }

    /// "… thigh mass – NOT DONE": alone behind a dash at the end of a line.
    fn stands_behind_dash(&self, mention: &Mention) -> bool {
        let tokens = &self.document.tokens;
        let is_dash = |t: usize| tokens.is_mark(t, b'-') || tokens.is_mark(t, b'|');
        let dash = mention.first().checked_sub(1).is_some_and(is_dash);
        dash && tokens.list.get(mention.last() + 1).is_none_or(|t| t.before >= Break::Line)
    }

    /// "The outer half I looked at and did not sample", "forced us to abandon the rest": a part that was left where another was taken.
    pub(super) fn is_of_part(&self, statement: &Statement) -> bool {
        const REACH: usize = 8;
        let document = self.document;
        let part = |t: usize| document.word_is(t, WordClass::LesionPart);
        let from = document.sentences[statement.sentence].first.max(statement.first.saturating_sub(REACH));
        (from..=statement.last).any(part)
    }

    /// Whether a sentence ties its words to this encounter: "today".
    pub(super) fn is_of_today(&self, statement: &Statement) -> bool {
        let s = &self.document.sentences[statement.sentence];
        s.concepts.has(known::CURRENT)
    }

    /// "She did not want it biopsied": the words lie within those of a refusal.
    pub(super) fn is_refused(&self, statement: &Statement) -> bool {
        if statement.claim != Claim::Sampled {
            return false;
        }
        let from = self.statements.partition_point(|s| s.sentence < statement.sentence);
        let mut same = self.statements[from..].iter().take_while(|s| s.sentence == statement.sentence);
        let refuses = |s: &Statement| {
            s.claim == Claim::NotSampled
                && s.first < statement.first
                && statement.last <= s.last
                && s.last - s.first < 6
        };
        same.any(refuses)
    }

    /// "Number of cores ____": the words are the label of a blank that nobody filled.
    pub(super) fn is_unfilled(&self, statement: &Statement) -> bool {
        const BLANKS: [&str; 2] = ["__", "***"];
        let label = self.document.span(statement.first, statement.last);
        let answer = self.document.text[label.end as usize..].trim_start_matches([' ', ':', '\t']);
        BLANKS.iter().any(|blank| answer.starts_with(blank))
    }

    /// A visit after a biopsy: the note opens as a wound check and no title tells of a procedure. What it tells without "today" was
    /// done before.
    pub(super) fn is_aftercare(&self) -> bool {
        let opening = self.document.mentions_in(0, OPENING);
        let titled = |s: &Statement| s.role == Role::Title && is_sampling(s.claim);
        // "Fascia opened, wedge, pathology. Stitches out on day 14": a note of a line tells of the care to come after the sampling.
        let sampled_before = |at: usize| {
            let told = self.statements.iter().take_while(|s| s.first < at);
            told.into_iter().any(|s| {
                let named = self.is_name(s) && self.rests_on(s, known::BIOPSY);
                is_sampling(s.claim) && s.assertion.is_current() && !s.assertion.is_negated() && !named
            })
        };
        let mut cared = opening.into_iter().map(|m| &self.document.mentions[m]).filter(|m| m.is(known::AFTERCARE));
        // "Wound check is booked for two weeks from today": care that is still to come.
        let to_come = |m: &Mention| {
            let end = self.document.sentences[self.document.sentence_of(m.first())].end;
            (m.last() + 1..end.min(m.last() + COMING)).any(|t| self.document.word_is(t, WordClass::StillToCome))
        };
        // "Opened through the old wound: stitches out, edges spread": what was taken out made the way.
        let makes_way = |m: &Mention| {
            const OPENED: ConceptSet = ConceptSet::of(&[known::CUT, known::REOPEN]);
            let from = self.document.sentences[self.document.sentence_of(m.first())].first;
            let mut before = self.document.mentions_in(from, m.first()).map(|m| &self.document.mentions[m]);
            before.any(|o| o.concepts.meets(OPENED) && self.document.tokens.word(o.last() + 1) == "through")
        };
        cared.any(|m| !sampled_before(m.first()) && !to_come(m) && !makes_way(m)) && !self.statements.iter().any(titled)
    }

    /// The sites that a sentence names.
    fn sites_of(&self, sentence: usize) -> &[Site] {
        let s = &self.document.sentences[sentence];
        let from = self.sites.partition_point(|site| site.first < s.first);
        let named = self.sites[from..].partition_point(|site| site.first < s.end);
        &self.sites[from..from + named]
    }

    /// The sides, regions and muscles that sites in other sentences than one tell.
    fn keys_elsewhere(&self, sentence: usize, titled: bool) -> ConceptSet {
        let all = self.told_by_sites.get_or_init(|| Told::by(self.sites));
        all.but_for(&Told::by(self.sites_of(sentence)), titled)
    }

    /// "A second nodule was not biopsied": of a lesion that is none of the note's.
    pub(super) fn is_of_another(&self, statement: &Statement) -> bool {
        let s = &self.document.sentences[statement.sentence];
        let another = |m: &Mention| m.concepts.meets(ConceptSet::of(&[known::SECOND_LESION, known::OPPOSITE]));
        let elsewhere = |titled: bool| self.keys_elsewhere(statement.sentence, titled);
        let titled = Some(elsewhere(true)).filter(|key| !key.is_empty()).unwrap_or_else(|| elsewhere(false));
        self.document.mentions_in(s.first, s.end).any(|m| another(&self.document.mentions[m]))
            || self.sites_of(statement.sentence).iter().any(|site| apart(titled, key_of(site.concepts)))
            || self.is_other_left(self.part(statement.first))
    }

    /// "Procedure performed: none."
    pub(super) fn is_titled_nothing(&self) -> bool {
        let tokens = &self.document.tokens.list;
        let answers = |t: usize| {
            self.document.is(t, known::NONE)
                && tokens.get(t + 1).is_none_or(|n| n.before >= Break::Line || n.kind == Kind::Punct(b'.'))
        };
        let titles = self.document.sections.iter().filter(|s| s.role == Role::Title && s.body > s.first);
        titles.into_iter().any(|s| s.body < s.end && answers(s.body))
    }

    /// "Procedure note, left thigh injection.": the first title names an injection and no sampling.
    pub(super) fn is_titled_injection(&self) -> bool {
        const SAMPLING: ConceptSet = ConceptSet::of(&[
            known::BIOPSY,
            known::NEEDLE,
            known::CORE,
            known::FINE_NEEDLE,
            known::PUNCH,
            known::EXCISION,
        ]);
        let Some(title) = self.document.sections.first().filter(|s| s.role == Role::Title) else { return false };
        let within = self.document.mentions_in(title.first, title.end);
        let said = within.fold(ConceptSet::EMPTY, |all, m| all.with(self.document.mentions[m].concepts));
        let names = |class| (title.first..title.end).any(|t| self.document.word_is(t, class));
        said.has(known::ANESTHESIA)
            && !said.meets(SAMPLING)
            && names(WordClass::InjectionName)
            && !names(WordClass::Institution)
    }

    /// "The rest of the tumour was shelled out": what remained of a lesion, in one phrase.
    pub(super) fn is_of_lesion_left(&self, statement: &Statement) -> bool {
        let names = |t: usize| self.document.word_is(t, WordClass::LesionNoun);
        (statement.first..=statement.last).any(|t| self.document.is(t, known::REMAIN) && names(t))
    }

    /// "No tissue was obtained": nothing else can have been taken, unless the note tells so after it.
    pub(super) fn nothing_at_all(&self, told: &[&Statement]) -> bool {
        // "A sliver to pathology. Then anaphylaxis; procedure terminated", "two cores taken, then hypotensive; abandoned": what was
        // taken before it was broken off is had.
        let body = |s: &Statement| Tier::of(s.role) == Tier::Body;
        let taken = |s: &Statement| {
            body(s) && matches!(s.claim, Claim::Sampled | Claim::Part) && !self.is_name(s) && !self.is_pass(s)
        };
        let counted = |s: &Statement| self.rests_on(s, known::TAKE) && self.rests_on(s, known::CORE);
        let taken_at = first_of(told, taken);
        let counted_at = first_of(told, |s| taken(s) && counted(s));
        let sent_at = first_of(told, |s| body(s) && s.claim == Claim::Specimen);
        let handed = |at: usize| {
            let before = |first: Option<usize>| first.is_some_and(|f| f < at);
            before(counted_at) || before(taken_at) && before(sent_at)
        };
        let beside = Beside::of(told);
        let voids = |s: &&&Statement| {
            let had = self.rests_on(s, known::ABORT) && handed(s.first);
            let of_other = self.is_of_part(s)
                || self.denies_operation(s, &beside)
                || self.denies_needle(s)
                || self.denies_part_beside_whole(s, &beside);
            s.claim == Claim::NotSampled && !had && !of_other
        };
        let last_none = told.iter().filter(voids).map(|s| s.first).max();
        let last_taken = told
            .iter()
            .filter(|s| {
                matches!(s.claim, Claim::Sampled | Claim::Part | Claim::Whole)
                    && Tier::of(s.role) == Tier::Body
                    && !self.is_name(s)
                    && !self.is_pass(s)
            })
            .map(|s| s.first)
            .max();
        // What was taken and sent before the rest was given up stays taken.
        let stands = |s: &&Statement| last_taken.is_some() || Some(s.first) > last_none;
        let sent = told.iter().any(|s| s.claim == Claim::Specimen && stands(s) && self.sends_sample(s));
        let today = told.iter().filter(voids).any(|s| {
            let s = &self.document.sentences[s.sentence];
            s.concepts.has(known::CURRENT)
        });
        !sent && (today || last_none > last_taken)
    }
}
