//! Whether soft tissue of a lesion was taken in this encounter. In: the statements about it. Out: yes or no, and the lesions that
//! are left. Titles, plans, attempts and other tissues are told apart here.

use super::{Finder, Lesions, MUSCLES, OPENING, apart, document_word, key_of};
use crate::analysis::Approach;
use crate::assertion::assertion;
use crate::document::section::Role;
use crate::finding::{Tier, is_sampling};
use crate::lexicon::concept::{Concept, ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::mention::Mention;
use crate::statement::Statement;
use crate::token::{Break, Kind};
use std::ops::Range;

/// Words that open a noun of its own.
const DETERMINERS: ConceptSet = ConceptSet::of(&[known::DETERMINER, known::PRONOUN]);

/// How far behind an act the day on which it was done may stand, in tokens.
const DAY_REACH: usize = 16;

/// Most tokens of a sentence that names a sample and nothing else, and most of them before the sample.
const BARE: usize = 10;
const BARE_LEAD: usize = 5;

/// Whether words tell that the tissue was reached through a wound.
fn tells_wound(claim: Claim) -> bool {
    matches!(claim, Claim::Approach(Approach::Incision) | Claim::Exposed | Claim::Wound)
}

impl Finder<'_> {
    /// Leaves out lesions of which nothing was taken; none remains where the note tells that nothing was taken at all.
    pub(super) fn drop_unsampled(&self, lesions: &mut Lesions) {
        // "Same needle, two bites" tells of a sampling beside another that is told in full.
        let in_full: Vec<bool> = (0..lesions.count).map(|l| self.is_sampled(lesions, l, false)).collect();
        let told = in_full.contains(&true);
        let kept: Vec<usize> =
            (0..lesions.count).filter(|&l| in_full[l] || (told && self.is_sampled(lesions, l, true))).collect();
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

    /// The first tokens of the acts that are told of other tissue, rising.
    pub(super) fn elsewhere(&self) -> Vec<usize> {
        let mut out: Vec<usize> = self
            .statements
            .iter()
            .filter(|s| is_sampling(s.claim) && self.is_other_tissue(s))
            .map(|s| s.first)
            .collect();
        out.sort_unstable();
        out
    }

    /// "3 bites of muscle": whether the narrative on a lesion counts its samples.
    fn counts_samples(&self, lesions: &Lesions, lesion: usize) -> bool {
        (0..self.parts.len()).any(|p| {
            lesions.of_part[p].is_none_or(|l| l == lesion)
                && matches!(self.role(p), Role::Technique | Role::Narrative | Role::Findings | Role::Field)
                && self.counts_in(&(p..p + 1))
                && self.tells_of_soft_tissue(self.parts[p].sentence)
        })
    }

    /// Whether a sentence or the one before it names a lesion or a muscle.
    fn tells_of_soft_tissue(&self, sentence: usize) -> bool {
        const SOFT: ConceptSet = MUSCLES.with(ConceptSet::of(&[known::LESION, known::MUSCLE]));
        let first = self.document.sentences[sentence.saturating_sub(1)].first;
        let end = self.document.sentences[sentence].end;
        self.document.mentions_in(first, end).any(|m| self.document.mentions[m].concepts.meets(SOFT))
    }

    /// "Small bite only.", "1.5 cm cubic sample.": whether the narrative on a lesion names its sample in a few words without a verb,
    /// as notes of a line do.
    fn tells_bare_sample(&self, lesions: &Lesions, lesion: usize) -> bool {
        (0..self.parts.len()).any(|p| {
            let part = &self.parts[p];
            lesions.of_part[p].is_none_or(|l| l == lesion)
                && matches!(self.role(p), Role::Technique | Role::Narrative | Role::Findings | Role::Field)
                && part.end - part.first <= BARE
                && !(part.first..part.end).any(|t| self.document.is_verb(t) || self.document.is(t, known::BE))
                && self.document.mentions_in(part.first, part.end).any(|m| {
                    let m = &self.document.mentions[m];
                    m.is(known::SAMPLE) && m.first() < part.first + BARE_LEAD && self.affirmed(m)
                })
        })
    }

    /// Whether a lesion's own parts tell of a sampling in short.
    fn is_told_in_short(&self, lesions: &Lesions, lesion: usize) -> bool {
        lesions.count > 1
            && (0..self.parts.len()).any(|p| lesions.of_part[p] == Some(lesion) && self.is_elliptical(&(p..p + 1)))
    }

    /// Whether soft tissue of a lesion was taken in this encounter; `short` words count where another lesion is told of in full.
    fn is_sampled(&self, lesions: &Lesions, lesion: usize, short: bool) -> bool {
        let aftercare = self.is_aftercare();
        let about = |s: &&Statement| {
            lesions.of_part[self.part(s.first)].is_none_or(|l| l == lesion)
                && (s.assertion.is_current() || (s.claim == Claim::NotSampled && self.is_of_today(s)))
                && !s.assertion.is_negated()
                && (!aftercare || self.is_of_today(s))
                && !self.is_dated(s)
                && !self.is_refused(s)
                && !self.is_unfilled(s)
                && (Tier::of(s.role) >= Tier::Title || self.is_nothing_today(s))
        };
        let (soft, other): (Vec<&Statement>, Vec<&Statement>) =
            self.statements.iter().filter(about).partition(|s| !self.is_other_tissue(s));
        let titled = |told: &[&Statement]| told.iter().any(|s| s.role == Role::Title && is_sampling(s.claim));
        if titled(&other) && !titled(&soft) {
            return false;
        }
        // A title may name the mass that was sent for a biopsy and turned out to be a node.
        let in_body = |told: &[&Statement]| told.iter().any(|s| is_sampling(s.claim) && Tier::of(s.role) == Tier::Body);
        if in_body(&other) && !in_body(&soft) {
            return false;
        }
        let samples_soft = |s: &&Statement| is_sampling(s.claim) && self.names_soft(s);
        if other.iter().any(|s| is_sampling(s.claim))
            && !soft.iter().any(samples_soft)
            && !self.has_soft_lesion(lesions, lesion)
        {
            return false;
        }
        let taken = soft
            .iter()
            .any(|s| matches!(s.claim, Claim::Sampled | Claim::Whole | Claim::Part) && Tier::of(s.role) == Tier::Body);
        if self.is_item_of_other_tissue(lesions, lesion) {
            return false;
        }
        // What goes to the laboratory from an irrigation or a drainage is no biopsy unless the note says that tissue was taken.
        let acted = || soft.iter().any(|s| is_sampling(s.claim) && Tier::of(s.role) == Tier::Body && !self.is_name(s));
        let taken_there = || {
            let taken = |s: &&&Statement| matches!(s.claim, Claim::Sampled | Claim::Part | Claim::Whole);
            soft.iter().filter(taken).any(|s| Tier::of(s.role) == Tier::Body && !self.is_name(s))
        };
        if self.is_titled_drainage() && !titled(&soft) && !taken_there() {
            return false;
        }
        if self.is_titled_nothing() && !acted() {
            return false;
        }
        let taken_of_soft = || {
            soft.iter().any(|s| {
                is_sampling(s.claim) && Tier::of(s.role) == Tier::Body && self.names_soft(s) && !self.is_name(s)
            })
        };
        if self.is_titled_biopsy_of_other_tissue() && !taken_of_soft() {
            return false;
        }
        // A cut alone is no sampling; a cut and tissue at the laboratory are.
        let sent = soft.iter().any(|s| s.claim == Claim::Specimen && Tier::of(s.role) == Tier::Body);
        let counted = self.counts_samples(lesions, lesion);
        let reached = |s: &&Statement| {
            matches!(s.claim, Claim::Approach(a) if sent || counted || a != Approach::Incision)
                || s.claim == Claim::Converted
        };
        let approached = soft.iter().any(|s| reached(s) || s.claim == Claim::Sampled)
            || sent
                && !other.iter().any(|s| is_sampling(s.claim))
                && self.has_soft_lesion(lesions, lesion)
                && (self.names_biopsy() || soft.iter().any(|s| self.sends_what_is_named(s)));
        let opened = || soft.iter().any(|s| Tier::of(s.role) == Tier::Body && tells_wound(s.claim));
        let bare = !approached
            && !other.iter().any(|s| is_sampling(s.claim))
            && opened()
            && self.has_soft_lesion(lesions, lesion)
            && self.tells_bare_sample(lesions, lesion);
        let short = short && self.is_told_in_short(lesions, lesion);
        if !short && !bare && !soft.iter().any(|s| self.names_subject(s)) && !self.is_about_sampling(sent) {
            return false;
        }
        // Where something was left undone, a biopsy's mere name is a plan; only what was taken or sent counts.
        let done = |s: &&Statement| {
            Tier::of(s.role) == Tier::Body
                && match s.claim {
                    Claim::Sampled => !self.is_name(s),
                    Claim::Whole | Claim::Part => true,
                    Claim::Specimen => self.sends_sample(s),
                    _ => false,
                }
        };
        let own = |s: &Statement| lesions.count < 2 || lesions.of_part[self.part(s.first)].is_some();
        // "No core was taken" leaves what a fine needle drew, and its smears, as they are.
        let fine = soft.iter().any(|s| match s.claim {
            Claim::Approach(a) => a == Approach::FineNeedle,
            Claim::Specimen => Tier::of(s.role) == Tier::Body && self.rests_on(s, known::CYTOLOGY),
            _ => false,
        });
        let of_cores = |s: &Statement| {
            !self.rests_on(s, known::SAMPLE)
                && (s.first..=s.last).any(|t| document_word(self.document, t).starts_with("core"))
        };
        let skipped = soft
            .iter()
            .any(|s| s.claim == Claim::Skipped && !(fine && of_cores(s)) && own(s) && !self.is_of_another(s));
        // "(a) 6 mm. Not sampled. (b) …": what is told of no item in particular was not done there.
        let skipped_itself = skipped && !soft.iter().any(|s| own(s) && done(s));
        // Passes may have yielded nothing, where the note says that something did.
        let yielded = soft.iter().any(|s| done(s) && !self.is_pass(s));
        let done = soft.iter().any(done);
        let opened_at = soft
            .iter()
            .filter(|s| s.claim == Claim::Approach(Approach::Incision) && Tier::of(s.role) == Tier::Body)
            .map(|s| s.first)
            .max();
        // A needle that took nothing before the wound was opened tells nothing of the whole.
        // "FNA not done. 18G cores, four": what was left out is another way.
        let cored = soft.iter().any(|s| s.claim == Claim::Sampled && self.rests_on(s, known::CORE));
        let undone = |s: &&Statement| {
            s.claim == Claim::NotSampled
                && !(done && self.is_of_bare_place(s))
                && !(cored && self.rests_on(s, known::FINE_NEEDLE))
                && !(sent && opened_at > Some(s.first))
                && !(done && self.rests_on(s, known::CORE) && !self.rests_on(s, known::SAMPLE))
                && !(fine && of_cores(s))
                && !(done && self.is_of_part(s))
        };
        let undone = soft.iter().any(undone);
        let none = (skipped && !done) || undone;
        if lesions.count > 1 && skipped_itself {
            return false;
        }
        if none {
            (yielded || done && !undone) && !self.nothing_at_all(&soft)
        } else {
            // "Core biopsy attempted. … Abandoned.": a name, nothing that was had, and a sentence that gives it up.
            let named_only = !done && !sent && !counted && self.gives_up_alone();
            !named_only && (taken || approached || bare || short || self.document.fresh_act().is_some())
        }
    }

    /// Whether a statement rests on the name of a biopsy alone, which tells its approach as well: "core biopsy", "FNA".
    fn is_name(&self, statement: &Statement) -> bool {
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
        named && !acted(statement.first) && !acted(statement.last)
    }

    /// "It slid off on each throw": a statement that rests on a pass of the needle alone, which may have yielded nothing.
    fn is_pass(&self, statement: &Statement) -> bool {
        self.document.mention(statement.first).is_some_and(|m| m.is(known::PASS) && m.last() >= statement.last)
    }

    /// "Three cores in formalin": tissue and the laboratory in one statement of the narrative.
    fn sends_sample(&self, statement: &Statement) -> bool {
        const TISSUE: ConceptSet = ConceptSet::of(&[known::SAMPLE, known::CORE, known::WEDGE, known::PARTIAL]);
        let within = |set| (statement.first..=statement.last).any(|t| self.document.concepts(t).meets(set));
        matches!(statement.role, Role::Technique | Role::Narrative | Role::Findings | Role::Impression)
            && within(TISSUE)
            && within(ConceptSet::of(&[known::PATHOLOGY]))
    }

    /// "Small bite only. To lab fresh": the narrative sends tissue and names it in the sentence or the one before, and no fluid.
    fn sends_what_is_named(&self, statement: &Statement) -> bool {
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

    /// "Plan: core biopsy next week. Nothing done today."
    fn is_nothing_today(&self, statement: &Statement) -> bool {
        statement.claim == Claim::NotSampled && statement.role == Role::Plan && self.is_of_today(statement)
    }

    /// "Knee and thigh: nothing to sample": told of a place that is named where nothing that was done is told.
    fn is_of_bare_place(&self, statement: &Statement) -> bool {
        let s = &self.document.sentences[statement.sentence];
        let from = self.sites.partition_point(|site| site.first < s.first);
        let mut own = self.sites[from..].iter().take_while(|site| site.first < s.end);
        let placed = own.any(|site| site.first < statement.first);
        let opens = (s.first..statement.first).any(|t| self.document.tokens.is_mark(t, b':'));
        placed && opens && !s.concepts.has(known::LESION)
    }

    /// "Abandoned.", "Procedure aborted.": a sentence of a few words that gives up what was begun.
    fn gives_up_alone(&self) -> bool {
        const FEW: usize = 5;
        const NAMED: ConceptSet = ConceptSet::of(&[known::S_TITLE, known::BIOPSY, known::DETERMINER, known::BE]);
        let document = self.document;
        document.sentences.iter().any(|s| {
            let told = matches!(document.sections[s.section].role, Role::Technique | Role::Narrative);
            let gives_up = |m: usize| {
                let m = &document.mentions[m];
                let opens = (s.first..m.first()).all(|t| document.concepts(t).meets(NAMED));
                m.is(known::ABORT) && opens && self.affirmed(m)
            };
            told && s.end - s.first <= FEW && document.mentions_in(s.first, s.end).any(gives_up)
        })
    }

    /// "The outer half I looked at and did not sample": a part that was left where another was taken.
    fn is_of_part(&self, statement: &Statement) -> bool {
        const REACH: usize = 8;
        let document = self.document;
        let part = |t: usize| {
            matches!(document.tokens.word(t), "half" | "rest" | "remainder" | "pole" | "portion" | "third" | "quadrant")
        };
        let from = document.sentences[statement.sentence].first.max(statement.first.saturating_sub(REACH));
        (from..statement.first).any(part)
    }

    /// Whether a sentence ties its words to this encounter: "today".
    fn is_of_today(&self, statement: &Statement) -> bool {
        let s = &self.document.sentences[statement.sentence];
        s.concepts.has(known::CURRENT)
    }

    /// "She did not want it biopsied": the words lie within those of a refusal.
    fn is_refused(&self, statement: &Statement) -> bool {
        let from = self.statements.partition_point(|s| s.sentence < statement.sentence);
        let mut same = self.statements[from..].iter().take_while(|s| s.sentence == statement.sentence);
        let refuses = |s: &Statement| {
            s.claim == Claim::NotSampled
                && s.first < statement.first
                && statement.last <= s.last
                && s.last - s.first < 6
        };
        statement.claim == Claim::Sampled && same.any(refuses)
    }

    /// "Number of cores ____": the words are the label of a blank that nobody filled.
    fn is_unfilled(&self, statement: &Statement) -> bool {
        let span = self.document.span(statement.first, statement.last);
        let behind = self.document.text[span.end as usize..].trim_start_matches([' ', ':', '\t']);
        behind.starts_with("__") || behind.starts_with("***")
    }

    /// "Biopsied 2011, unchanged": a year close behind the words, and no date of this encounter.
    fn is_dated(&self, statement: &Statement) -> bool {
        let tokens = &self.document.tokens;
        let joined = |t: usize| {
            tokens.is_mark(t, b'-')
                || tokens.is_mark(t, b'/')
                || tokens.is_mark(t, b'.') && tokens.list.get(t + 1).is_some_and(|n| n.before == Break::Joined)
        };
        let year = |t: usize| {
            let text = document_word(self.document, t).as_bytes();
            text.len() == 4
                && (text.starts_with(b"19") || text.starts_with(b"20"))
                && text.iter().all(u8::is_ascii_digit)
                && !joined(t - 1)
                && !joined(t + 1)
        };
        let past = |t: usize| !self.document.section_of(t).role.eq(&Role::Title);
        let dated = || {
            (statement.last + 1..=statement.last + 3)
                .any(|t| tokens.list.get(t).is_some_and(|k| k.kind == Kind::Number) && year(t))
        };
        is_sampling(statement.claim) && past(statement.first) && (dated() || self.has_day_behind(statement))
    }

    /// "It was biopsied on the 4th": a day of the month behind the words, in the same clause.
    fn has_day_behind(&self, statement: &Statement) -> bool {
        let document = self.document;
        let end = document.sentences[statement.sentence].end.min(statement.last + DAY_REACH);
        let ends = |t: usize| {
            document.tokens.list.get(t).is_none_or(|k| k.before >= Break::Line || matches!(k.kind, Kind::Punct(_)))
                || document.concepts(t).meets(ConceptSet::of(&[known::CONJUNCTION, known::PREPOSITION]))
        };
        let ordinal = |t: usize| {
            document.tokens.list[t].kind == Kind::Number
                && document.tokens.list[t].before == Break::Space
                && matches!(document_word(document, t + 1), "st" | "nd" | "rd" | "th")
                && document.tokens.list[t + 1].before == Break::Joined
        };
        (statement.last + 1..end).any(|t| {
            document_word(document, t) == "on"
                && document_word(document, t + 1) == "the"
                && t + 2 < end
                && ordinal(t + 2)
                && ends(t + 4)
                && document.clause[t] == document.clause[statement.last]
        })
    }

    /// A visit after a biopsy: the note opens as a wound check and no title tells of a procedure. What it tells without "today" was
    /// done before.
    fn is_aftercare(&self) -> bool {
        let opening = self.document.mentions_in(0, OPENING);
        let titled = |s: &Statement| s.role == Role::Title && is_sampling(s.claim);
        opening.into_iter().any(|m| self.document.mentions[m].is(known::AFTERCARE))
            && !self.statements.iter().any(titled)
    }

    /// "A second nodule was not biopsied": of a lesion that is none of the note's.
    fn is_of_another(&self, statement: &Statement) -> bool {
        let s = &self.document.sentences[statement.sentence];
        let another = |m: &Mention| m.concepts.meets(ConceptSet::of(&[known::SECOND_LESION, known::OPPOSITE]));
        let titled = self.sites.iter().filter(|s| s.weight > 2).fold(ConceptSet::EMPTY, |key, site| {
            if site.sentence == statement.sentence { key } else { key.with(key_of(site.concepts)) }
        });
        self.document.mentions_in(s.first, s.end).any(|m| another(&self.document.mentions[m]))
            || self.sites.iter().any(|site| site.sentence == statement.sentence && apart(titled, key_of(site.concepts)))
    }

    /// "Operation: Irrigation and debridement of a thigh abscess".
    fn is_titled_drainage(&self) -> bool {
        // "Op note: I&D of thigh abscess. …": a note without any title of its own.
        let opens = |m: &Mention| m.first() < OPENING / 2 && self.document.sentence_of(m.first()) == 0;
        let drains = |m: &Mention| {
            m.is(known::DRAINAGE) && (self.document.section_of(m.first()).role == Role::Title || opens(m))
        };
        self.document.mentions.iter().any(drains)
    }

    /// Whether the body names a biopsy of this encounter: "a biopsy was had this morning".
    fn names_biopsy(&self) -> bool {
        self.document.mentions.iter().any(|m| {
            m.is(known::BIOPSY) && Tier::of(self.document.section_of(m.first()).role) == Tier::Body && self.affirmed(m)
        })
    }

    /// "Procedure performed: none."
    fn is_titled_nothing(&self) -> bool {
        let tokens = &self.document.tokens.list;
        let answers = |t: usize| {
            self.document.is(t, known::NONE)
                && tokens.get(t + 1).is_none_or(|n| n.before >= Break::Line || n.kind == Kind::Punct(b'.'))
        };
        let titles = self.document.sections.iter().filter(|s| s.role == Role::Title && s.body > s.first);
        titles.into_iter().any(|s| s.body < s.end && answers(s.body))
    }

    /// "NERVE BIOPSY RECORD": the first line names a biopsy of another tissue and neither a muscle nor a lesion.
    fn is_titled_biopsy_of_other_tissue(&self) -> bool {
        const SOFT: ConceptSet = MUSCLES.with(ConceptSet::of(&[known::LESION, known::MUSCLE]));
        let Some(title) = self.document.sections.first().filter(|s| s.role == Role::Title) else { return false };
        let concepts = self
            .document
            .mentions_in(title.first, title.end)
            .fold(ConceptSet::EMPTY, |all, m| all.with(self.document.mentions[m].concepts));
        let names = |stem: &str| (title.first..title.end).any(|t| document_word(self.document, t).starts_with(stem));
        concepts.has(known::NON_SOFT_TISSUE) && !concepts.meets(SOFT) && names("biops") && !names("muscle")
    }

    /// Whether the sentence before names another tissue as the target: "Right inguinal node 2.6 cm. 18 G, 4 cores."
    fn follows_other_tissue(&self, sentence: usize) -> bool {
        let Some(previous) = sentence.checked_sub(1).map(|p| &self.document.sentences[p]) else { return false };
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
        let finite = |t: usize| {
            self.document.is_verb(t)
                || matches!(self.document.tokens.word(t), "was" | "were" | "is" | "are" | "has" | "had")
        };
        let told = || other.into_iter().any(within) || (previous.first..previous.end).any(finite);
        same_section && short && within(known::NON_SOFT_TISSUE) && !told()
    }

    /// "Target 1, right inguinal node": an item that opens with another tissue and no lesion.
    fn is_item_of_other_tissue(&self, lesions: &Lesions, lesion: usize) -> bool {
        let Some(&first) = lesions.heads.get(lesion) else { return false };
        let s = &self.parts[first];
        let within = |c: Concept| self.document.mentions_in(s.first, s.end).any(|m| self.document.mentions[m].is(c));
        let label = self.document.mention(s.first).map_or(s.first, |m| m.last());
        let lesion = self.document.mentions_in(label + 1, s.end).any(|m| self.document.mentions[m].is(known::LESION));
        within(known::NON_SOFT_TISSUE) && !lesion
    }

    /// "A wedge of the mass was taken", "fine needle aspiration": a statement that names what it is about.
    fn names_subject(&self, statement: &Statement) -> bool {
        let s = &self.document.sentences[statement.sentence];
        let lesion = || s.concepts.has(known::LESION);
        match statement.claim {
            Claim::Approach(Approach::FineNeedle | Approach::Punch) => true,
            Claim::Approach(Approach::Excision) | Claim::Converted => lesion(),
            Claim::Approach(Approach::CoreNeedle) => self.rests_on(statement, known::CORE) || lesion(),
            Claim::Sampled if self.rests_on(statement, known::WEDGE) => self.follows_lesion(statement),
            Claim::Sampled | Claim::Part | Claim::Whole => {
                lesion()
                    || self.is_of_lesion_left(statement)
                    || self.follows_lesion(statement)
                    || self.samples_muscle(statement)
                    || self.is_placed_core(statement)
            }
            _ => false,
        }
    }

    /// "The rest of the tumour was shelled out": what remained of a lesion, in one phrase.
    fn is_of_lesion_left(&self, statement: &Statement) -> bool {
        const NOUNS: [&str; 7] = ["tumour", "tumor", "mass", "lump", "lesion", "nodule", "growth"];
        let names = |t: usize| NOUNS.contains(&document_word(self.document, t));
        (statement.first..=statement.last).any(|t| self.document.is(t, known::REMAIN) && names(t))
    }

    /// "Cores, right thigh", "core sample from the vastus".
    fn is_placed_core(&self, statement: &Statement) -> bool {
        const PLACES: ConceptSet = ConceptSet::of(&[known::THIGH, known::KNEE, known::THIGH_MUSCLE]);
        let s = &self.document.sentences[statement.sentence];
        (statement.first..=statement.last).any(|t| self.document.is(t, known::CORE)) && s.concepts.meets(PLACES)
    }

    fn rests_on(&self, statement: &Statement, concept: Concept) -> bool {
        (statement.first..=statement.last).any(|t| self.document.is(t, concept))
    }

    /// Whether a lesion is named in the sentence of a statement or in the two before it.
    fn follows_lesion(&self, statement: &Statement) -> bool {
        let from = &self.document.sentences[statement.sentence.saturating_sub(2)];
        let to = &self.document.sentences[statement.sentence];
        self.document.mentions_in(from.first, to.end).any(|m| self.document.mentions[m].is(known::LESION))
    }

    /// "A block of muscle was excised": a sample and a muscle in one statement.
    fn samples_muscle(&self, statement: &Statement) -> bool {
        let within =
            |set: ConceptSet| (statement.first..=statement.last + 5).any(|t| self.document.concepts(t).meets(set));
        // "Muscle belly lifted; two blocks cut".
        const LEAD: usize = 6;
        let from = self.document.sentences[statement.sentence].first.max(statement.first.saturating_sub(LEAD));
        let muscle = MUSCLES.with(ConceptSet::of(&[known::MUSCLE]));
        within(ConceptSet::of(&[known::SAMPLE, known::PARTIAL]))
            && (within(muscle) || (from..statement.first).any(|t| self.document.concepts(t).meets(muscle)))
    }

    /// Whether the note is about sampling at all: it names a biopsy of this encounter, or its title, diagnoses or indication a
    /// lesion or a muscle disease, or it tells of a lesion and of tissue sent. Tissue is also removed when menisci are trimmed and wounds are cleaned.
    fn is_about_sampling(&self, sent: bool) -> bool {
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
    }

    /// "Six 18G pieces, right adductor brevis", "10:44 sample 1. 10:51 coaxial out": samples by a needle that takes cores, or samples
    /// of a muscle or from a cut that went to a laboratory, where neither lesion nor biopsy is named.
    fn tells_samples(&self, cored: bool, sent: bool) -> bool {
        const HAD: ConceptSet = ConceptSet::of(&[known::SAMPLE, known::PASS, known::PARTIAL, known::FIXATIVE]);
        let told = |m: &Mention| Tier::of(self.document.section_of(m.first()).role) == Tier::Body && self.affirmed(m);
        // "18G x 5. Path.": how often a needle was used, and what for.
        let repeated = |m: &Mention| {
            m.is(known::GAUGE)
                && (self.document.is(m.last() + 1, known::TIMES) || self.document.tokens.word(m.last() + 1) == "x")
                && self.document.mentions.iter().any(|p| p.is(known::PATHOLOGY))
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

    /// "The sural nerve was spared": a landmark on the way, and not what was sampled.
    fn is_landmark(&self, token: usize) -> bool {
        const REACH: usize = 5;
        const PASSED: ConceptSet = ConceptSet::of(&[known::SPARE, known::RETRACT]);
        let document = self.document;
        let last = document.mention(token).map_or(token, |m| m.last());
        let end = document.sentences[document.sentence_of(token)].end.min(last + REACH);
        (last + 1..end)
            .take_while(|&t| !document.concepts(t).meets(ConceptSet::of(&[known::LESION, known::SAMPLE])))
            .any(|t| document.concepts(t).meets(PASSED))
    }

    fn affirmed(&self, mention: &Mention) -> bool {
        crate::finding::holds(&assertion(self.document, mention.first(), mention.last()))
    }

    /// Whether any sentence of this encounter names a lesion and no other tissue.
    fn has_soft_lesion(&self, lesions: &Lesions, lesion: usize) -> bool {
        self.document.mentions.iter().filter(|m| m.is(known::LESION)).any(|m| {
            let s = &self.document.sentences[self.document.sentence_of(m.first())];
            let mut within = self.document.mentions_in(s.first, s.end);
            let told = Tier::of(self.document.section_of(m.first()).role) > Tier::Background;
            let own = lesions.count < 2 || lesions.of_part[self.part(m.first())] == Some(lesion);
            // A lesion that was only seen, or passed by, is no target either.
            const NO_TARGET: ConceptSet =
                ConceptSet::of(&[known::NON_SOFT_TISSUE, known::SOUND, known::UNSAMPLED, known::SPARE]);
            told && own && !within.any(|m| self.document.mentions[m].concepts.meets(NO_TARGET))
        })
    }

    /// Whether a lesion or a muscle is named in the sentence of a statement, or the note is headed by one.
    fn names_soft(&self, statement: &Statement) -> bool {
        let s = &self.document.sentences[statement.sentence];
        let soft = MUSCLES.with(ConceptSet::of(&[known::LESION, known::MUSCLE]));
        s.concepts.meets(soft)
    }

    /// Whether a statement is about a node, bone, joint or organ: such a word stands in its sentence and no lesion of soft tissue does.
    fn is_other_tissue(&self, statement: &Statement) -> bool {
        let s = &self.document.sentences[statement.sentence];
        if statement.claim == Claim::Skipped
            && self.rests_on(statement, known::UNSAMPLED)
            && self.is_left_tissue(statement)
        {
            return true;
        }
        let lesion = s.concepts.has(known::LESION);
        let names_other = s.concepts.has(known::NON_SOFT_TISSUE) || self.document.is(s.first, known::NON_SOFT_TISSUE);
        if lesion && !names_other {
            return false;
        }
        let target = |t: usize| {
            self.document.is(t, known::NON_SOFT_TISSUE) && !self.is_only_beside(t, s.first) && !self.is_landmark(t)
        };
        let reach = statement.first.saturating_sub(3).max(s.first)..(statement.last + 5).min(s.end);
        let near = || names_other && reach.into_iter().any(target);
        // "Thyroid and superficial lumps": the name of a list or clinic for both.
        if lesion && self.lists_lesions_beside(s.first..s.end) {
            return false;
        }
        // "Nerve and muscle biopsy".
        let muscle = (statement.first.saturating_sub(2)..=statement.last + 1)
            .any(|t| document_word(self.document, t).starts_with("muscle"));
        if muscle {
            return false;
        }
        // "Biopsy of the saphenous nerve": nerves by name are landmarks elsewhere.
        let is_nerve = |t: usize| {
            document_word(self.document, t) == "nerve"
                && document_word(self.document, t + 1) != "sheath"
                && !self.is_only_beside(t, s.first)
        };
        let nerve = || (statement.first..s.end.min(statement.last + 6)).any(is_nerve);
        let other = || {
            let mut within = self.document.mentions_in(s.first, s.end).map(|m| &self.document.mentions[m]);
            names_other && within.any(|m| target(m.first()))
        };
        near()
            || !lesion && (nerve() || s.end - s.first < 30 && other() || self.follows_other_tissue(statement.sentence))
    }

    /// "Open biopsy beside the right sciatic nerve": what is sampled lies next to the other tissue.
    fn is_only_beside(&self, token: usize, from: usize) -> bool {
        const REACH: usize = 6;
        let first = self.document.mention(token).map_or(token, Mention::first);
        let lead = (first.saturating_sub(REACH).max(from)..first).rev().take_while(|&t| {
            !self.document.concepts(t).meets(ConceptSet::of(&[known::BIOPSY, known::CONJUNCTION, known::SAMPLE]))
                && self.document.tokens.list[t].kind == Kind::Word
        });
        lead.into_iter().any(|t| {
            self.document.is(t, known::BESIDE)
                || matches!(
                    document_word(self.document, t),
                    "beside"
                        | "near"
                        | "next"
                        | "adjacent"
                        | "alongside"
                        | "against"
                        | "abutting"
                        | "hugging"
                        | "encasing"
                )
        })
    }

    /// Whether another tissue and a lesion are joined as alike: "thyroid & superficial lumps", "nodes and soft tissue masses".
    fn lists_lesions_beside(&self, sentence: Range<usize>) -> bool {
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
    fn is_left_tissue(&self, statement: &Statement) -> bool {
        const LAYERS: ConceptSet =
            ConceptSet::of(&[known::NON_SOFT_TISSUE, known::FAT, known::FASCIA, known::SUBCUTANEOUS]);
        const NAMED: ConceptSet = LAYERS.with(MUSCLES).with(ConceptSet::of(&[known::LESION, known::MUSCLE]));
        let s = &self.document.sentences[statement.sentence];
        let before = self.document.mentions_in(s.first, statement.first);
        let nearest = before.map(|m| &self.document.mentions[m]).rfind(|m| m.concepts.meets(NAMED));
        nearest.is_some_and(|m| m.concepts.meets(LAYERS))
    }

    /// "No tissue was obtained": nothing else can have been taken, unless the note tells so after it.
    fn nothing_at_all(&self, told: &[&Statement]) -> bool {
        // "A sliver to pathology. Then anaphylaxis; procedure terminated": what was handed over before it was broken off is had.
        let handed = |at: usize| {
            let before = |s: &Statement| s.first < at && Tier::of(s.role) == Tier::Body;
            let taken =
                |s: &Statement| matches!(s.claim, Claim::Sampled | Claim::Part) && !self.is_name(s) && !self.is_pass(s);
            told.iter().any(|s| before(s) && taken(s)) && told.iter().any(|s| before(s) && s.claim == Claim::Specimen)
        };
        let voids = |s: &&&Statement| {
            s.claim == Claim::NotSampled && !(self.rests_on(s, known::ABORT) && handed(s.first)) && !self.is_of_part(s)
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
        let today = told.iter().filter(|s| s.claim == Claim::NotSampled).any(|s| {
            let s = &self.document.sentences[s.sentence];
            s.concepts.has(known::CURRENT)
        });
        !sent && (today || last_none > last_taken)
    }
}
