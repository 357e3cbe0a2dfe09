//! How the tissue was reached. What the body tells outweighs the title; an incision that only admits a needle is none; a needle
//! used in the open wound does not make a needle biopsy; a whole lesion out is an excision, whatever the title says.

mod beside;

use super::{Findings, Reading, Tier, follows_correction, is_sampling};
use crate::analysis::Approach;
use crate::assertion::assertion;
use crate::document::Document;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::statement::Statement;
use std::collections::HashSet;

/// Longest cut (mm) that only admits a needle.
const STAB_MM: f64 = 10.0;

/// A cut longer than this (mm) is none for a needle.
const LONG_MM: f64 = 15.0;

/// Farthest from a cut, in tokens, that the word for a stab tells of it.
const STAB_REACH: usize = 20;

/// Words for a needle that was tried.
const TRIED: ConceptSet = ConceptSet::of(&[known::NEEDLE, known::CORE, known::ASPIRATE, known::PASS]);

/// How far before a needle, in tokens, its passes may be told.
const PASS_REACH: usize = 20;

/// How far behind a needle, in tokens, it may be told what became of it.
const NEEDLE_TOLD: usize = 6;

/// How far before a needle, in tokens, it may be told that it was tried.
const TRY_REACH: usize = 2;

/// Words for what a needle that was passed does or yields.
const YIELD: ConceptSet = ConceptSet::of(&[
    known::PASS,
    known::CORE,
    known::CYTOLOGY,
    known::TAKE,
    known::ASPIRATE,
    known::FAIL,
    known::NOTHING_TAKEN,
]);

/// The statements on one lesion's approach, sorted by what they claim.
struct Told<'a> {
    reading: &'a Reading<'a>,
    all: Vec<&'a Statement>,
}

/// Decides the approach to a lesion.
pub(super) fn find<'a>(reading: &'a Reading<'a>, lesion: usize, findings: &mut Findings) {
    let mut all: Vec<&Statement> = reading.held(lesion).filter(|s| Tier::of(s.role) >= Tier::Title).collect();
    correct(reading, &mut all);
    // What was done to a node beside the lesion tells nothing of it, unless nothing else is told.
    let elsewhere = |s: &Statement| is_sampling(s.claim) && reading.lesions.is_elsewhere(s.first);
    let tells = |s: &&Statement| matches!(s.claim, Claim::Approach(_) | Claim::Converted) && !elsewhere(s);
    if all.iter().any(tells) {
        all.retain(|s| !elsewhere(s));
    }
    // "Site 2: fine needle, three passes. … Cores to histology, smears to cytology": what is said of no lesion in particular tells
    // nothing of one whose own words tell how it was reached.
    let own = |s: &Statement| reading.lesions.of(s.first) == Some(lesion);
    if reading.lesions.count > 1 && all.iter().any(|s| tells(s) && own(s) && Tier::of(s.role) == Tier::Body) {
        all.retain(|s| !tells(s) || own(s));
    }
    let told = Told { reading, all };
    let value = told.decide();
    findings.approach.value = value;
    let needled = matches!(value, None | Some(Approach::CoreNeedle | Approach::Needle));
    let beside = needled || told.is_converted(lesion);
    findings.fine_needle =
        told.aspirated() || reading.dry_fine_needle(lesion) || beside && reading.passed_for_cells(lesion);
    findings.converted = value == Some(Approach::Incision) && told.is_converted(lesion);
    if let Some(value) = value {
        findings.approach.evidence = told.evidence(value);
    }
}

/// Drops the approach that a later correction contradicts.
fn correct(reading: &Reading, all: &mut Vec<&Statement>) {
    let approach = |s: &Statement| matches!(s.claim, Claim::Approach(_) | Claim::Exposed);
    let Some(last) = all.iter().rev().find(|s| approach(s) && follows_correction(reading.document, s.first)) else {
        return;
    };
    let (claim, first) = (last.claim, last.first);
    all.retain(|s| !approach(s) || s.claim == claim || s.first > first);
}

impl<'a> Told<'a> {
    fn decide(&self) -> Option<Approach> {
        let open = self.opening();
        let needle = self.needle(Tier::Body);
        if self.is_excision(open.is_some()) {
            return Some(Approach::Excision);
        }
        // The tip of a needle that lifts the plug, a larger biopsy that is spoken of: a punch is told as what was done.
        if self.any(Approach::Punch, Tier::Body).is_some() && open.is_none_or(|_| !self.is_cut()) {
            return Some(Approach::Punch);
        }
        match (open, needle) {
            (None, _) if self.has(Claim::Converted) => Some(Approach::Incision),
            (Some(_), None) => Some(Approach::Incision),
            (Some(_), Some(needle)) if self.only_admits_needle() || self.is_muscle_needle(needle) => Some(needle),
            (Some(_), Some(needle)) if !self.is_cut() && (self.denies_cut() || self.is_headed_open(needle)) => {
                Some(needle)
            }
            (Some(_), Some(_)) => Some(Approach::Incision),
            (None, Some(_)) if self.has(Claim::Exposed) && self.any(Approach::Incision, Tier::Title).is_some() => {
                Some(Approach::Incision)
            }
            (None, Some(_)) if self.is_cored_in_wound() => Some(Approach::Incision),
            (None, Some(needle)) => Some(needle),
            (None, None) => self.titled().or_else(|| self.punctured()),
        }
    }

    /// A cut that opens the way to the lesion, told in the body.
    fn opening(&self) -> Option<&'a Statement> {
        self.any(Approach::Incision, Tier::Body)
    }

    /// Whether the body tells of a cut by more than the name of an open biopsy.
    fn is_cut(&self) -> bool {
        let named = |s: &Statement| (s.first..=s.last).any(|t| self.reading.document.is(t, known::BIOPSY));
        self.all
            .iter()
            .any(|s| s.claim == Claim::Approach(Approach::Incision) && Tier::of(s.role) == Tier::Body && !named(s))
    }

    /// "Open biopsy, right knee. … The skin was not cut": an open biopsy by name only.
    fn denies_cut(&self) -> bool {
        let cut = |s: &&Statement| s.claim == Claim::Approach(Approach::Incision) && Tier::of(s.role) == Tier::Body;
        !self.has(Claim::Exposed)
            && self.reading.statements.iter().filter(cut).any(|s| s.assertion.is_negated() && s.assertion.is_current())
    }

    /// "OPEN BIOPSY RIGHT THIGH. A needle was passed through the skin and four cores taken": open by the name that heads the note, and
    /// a needle in all that follows. Such a name is a title, whether or not it stands under one.
    fn is_headed_open(&self, needle: Approach) -> bool {
        let open = |s: &&&Statement| {
            matches!(s.claim, Claim::Approach(Approach::Incision) | Claim::Exposed | Claim::Wound)
                && Tier::of(s.role) == Tier::Body
        };
        let sampled = |s: &Statement| s.claim == Claim::Approach(needle) && Tier::of(s.role) == Tier::Body;
        // "Cores taken through the open wound" under a title of its own is not headed so.
        self.all.iter().any(|s| open(&s))
            && self
                .all
                .iter()
                .filter(open)
                .all(|s| s.sentence == 0 && s.first == 0 && matches!(s.claim, Claim::Approach(_)))
            && self.all.iter().any(|s| sampled(s) && s.first > 0)
            && !self.has(Claim::Converted)
    }

    /// The first statement of an approach at or above a tier.
    fn any(&self, approach: Approach, tier: Tier) -> Option<&'a Statement> {
        self.all.iter().copied().find(|s| s.claim == Claim::Approach(approach) && Tier::of(s.role) >= tier)
    }

    fn has(&self, claim: Claim) -> bool {
        self.all.iter().any(|s| s.claim == claim && Tier::of(s.role) == Tier::Body)
    }

    /// The kind of needle: cores outweigh a fine needle, either outweighs a needle without a type.
    fn needle(&self, tier: Tier) -> Option<Approach> {
        let kind = [Approach::CoreNeedle, Approach::FineNeedle, Approach::Needle]
            .into_iter()
            .find(|&a| self.any(a, tier).is_some())?;
        // The body may only say "needle" where the title says which.
        let named =
            [Approach::CoreNeedle, Approach::FineNeedle].into_iter().find(|&a| self.any(a, Tier::Title).is_some());
        Some(if kind == Approach::Needle { named.unwrap_or(kind) } else { kind })
    }

    fn titled(&self) -> Option<Approach> {
        use Approach::{CoreNeedle, Excision, FineNeedle, Incision, Needle, Punch};
        if self.any(Punch, Tier::Body).is_some() {
            return Some(Punch);
        }
        let titled = [Excision, Incision, CoreNeedle, FineNeedle, Needle, Punch]
            .into_iter()
            .find(|&a| self.any(a, Tier::Title).is_some());
        // Titled an excision, but only a part came out.
        let part = || self.all.iter().any(|s| s.claim == Claim::Part);
        let titled = if titled == Some(Excision) && part() { Some(Incision) } else { titled };
        // "A small cut to let the needle in. … Cut sutured": what was sewn is the cut for the needle.
        let stabbed = self.has(Claim::Stab) && !self.has(Claim::Exposed);
        titled.or_else(|| (!stabbed && self.cut_untold().is_some()).then_some(Incision))
    }

    /// "I took three slivers. The puncture was dressed": tissue from a hole that only a needle makes.
    fn punctured(&self) -> Option<Approach> {
        let sampled = self.has(Claim::Sampled) || self.has(Claim::Part);
        (sampled && self.has(Claim::Stab)).then_some(Approach::Needle)
    }

    /// What was laid open and sampled, or taken from a wound, was cut, though no cut is told.
    fn cut_untold(&self) -> Option<Claim> {
        let sampled = self.has(Claim::Sampled) || self.has(Claim::Part);
        [Claim::Exposed, Claim::Wound].into_iter().find(|&claim| sampled && self.has(claim))
    }

    /// "Scalpel in at the mark … two Tru-Cut cores in the open wound": a knife, and a needle that took its cores in sight of the eye,
    /// though no cut is told. "With it lying open in front of me I used a Tru-Cut … fascia shut": a wound that had its fascia sewn.
    fn is_cored_in_wound(&self) -> bool {
        let document = self.reading.document;
        let exposed = || self.all.iter().filter(|s| s.claim == Claim::Exposed && Tier::of(s.role) == Tier::Body);
        let knife = |t: usize| matches!(document.tokens.word(t), "scalpel" | "knife" | "blade");
        exposed().any(|s| document.is(s.first, known::EXPOSURE))
            && (self.has(Claim::Closed) || exposed().any(|s| (s.first..=s.last).any(knife)))
            && !self.has(Claim::Stab)
    }

    /// Removed whole: said so in the body and not only a part taken, or titled an excision without any sign of a part.
    fn is_excision(&self, open: bool) -> bool {
        let whole = self.has(Claim::Whole);
        let part = self.has(Claim::Part) || self.all.iter().any(|s| s.claim == Claim::Part);
        let titled = self.any(Approach::Excision, Tier::Title).is_some();
        let sampled = self.needle(Tier::Body).is_some() && !open;
        let incisional = self.any(Approach::Incision, Tier::Title).is_some_and(|s| Tier::of(s.role) == Tier::Title);
        // "Excision of tumor" over an account that sends a piece and removes nothing.
        let told = |s: &&Statement| {
            s.claim == Claim::Approach(Approach::Excision) && Tier::of(s.role) == Tier::Body && !self.names_attempt(s)
        };
        let pieced = open && !whole && !self.all.iter().copied().any(|s| told(&s)) && self.takes_piece();
        let only_titled = titled && !part && !sampled && !incisional && !pieced;
        only_titled || (whole && (titled || !part || self.is_removed_after_part()))
    }

    /// "Excision of a left thigh mass attempted": an excision that is named, and told behind its name to have been tried or meant.
    fn names_attempt(&self, excision: &Statement) -> bool {
        let document = self.reading.document;
        let end = document.sentences[excision.sentence].end;
        (excision.last + 1..end)
            .take_while(|&t| !document.tokens.is_mark(t, b';') && !document.tokens.is_mark(t, b','))
            .any(|t| document.word_is(t, WordClass::AttemptWord))
    }

    /// "A representative piece was sent", "a biopsy of the tumor was taken": whether the account of an operation titled an excision tells of
    /// a piece and of no removal.
    fn takes_piece(&self) -> bool {
        const PIECES: ConceptSet = ConceptSet::of(&[known::SAMPLE, known::PARTIAL]);
        let document = self.reading.document;
        let sampled = |s: &&&Statement| s.claim == Claim::Sampled && Tier::of(s.role) == Tier::Body;
        let within = |s: &Statement, holds: &dyn Fn(usize) -> bool| (s.first..=s.last).any(holds);
        // "Specimen" and "tissue" may be the whole.
        let piece = |t: usize| document.concepts(t).meets(PIECES) && !document.word_is(t, WordClass::AnyTissue);
        let biopsied = |s: &Statement| {
            within(s, &|t| document.is(t, known::BIOPSY)) && within(s, &|t| document.is(t, known::TAKE))
        };
        // "Excisional biopsy": its biopsy is the excision.
        let titled = |s: &&Statement| s.claim == Claim::Approach(Approach::Excision);
        let named = self.all.iter().copied().filter(titled).any(|s| within(s, &|t| document.is(t, known::BIOPSY)));
        self.all.iter().filter(sampled).any(|s| within(s, &piece) || !named && biopsied(s))
    }

    /// "A wedge went for frozen section. On the answer the whole tumour was removed": the last that the body tells.
    fn is_removed_after_part(&self) -> bool {
        const REMOVED: ConceptSet = ConceptSet::of(&[known::WHOLE, known::EXCISION, known::SHELL_OUT, known::REMAIN]);
        let names =
            |s: &Statement, set: ConceptSet| (s.first..=s.last).any(|t| self.reading.document.concepts(t).meets(set));
        let body = |claim: Claim| self.all.iter().filter(move |s| s.claim == claim && Tier::of(s.role) == Tier::Body);
        let Some(whole) = body(Claim::Whole).filter(|s| names(s, REMOVED)).map(|s| s.sentence).max() else {
            return false;
        };
        // "The remainder was excised" names a part and leaves none.
        let rest = ConceptSet::of(&[known::REMAIN]);
        let removed: HashSet<usize> = body(Claim::Whole).filter(|s| names(s, rest)).map(|s| s.sentence).collect();
        let left = body(Claim::Part).map(|s| s.sentence).filter(|s| !removed.contains(s)).max();
        left.is_none_or(|part| whole > part)
    }

    /// Whether every cut told is a stab, a nick or a few millimetres long, so that it only admits a needle.
    fn only_admits_needle(&self) -> bool {
        // "One nylon to the incision", "cut sutured" names a cut that was told before.
        const CLOSED: ConceptSet = ConceptSet::of(&[known::SUTURE, known::CLOSE]);
        let document = self.reading.document;
        let closes = |s: &Statement| {
            let sentence = &document.sentences[s.sentence];
            sentence.concepts.meets(CLOSED)
                && (s.first.saturating_sub(3).max(sentence.first)..sentence.end.min(s.last + 3))
                    .any(|t| document.concepts(t).meets(CLOSED))
        };
        let mut openings = self
            .all
            .iter()
            .filter(|s| s.claim == Claim::Approach(Approach::Incision) && Tier::of(s.role) == Tier::Body && !closes(s));
        if openings.clone().next().is_none() {
            return false;
        }
        // "A 5 mm slit through skin and fascia" lets in a needle and lays nothing open.
        let lays_open = |s: &&&Statement| s.claim == Claim::Exposed && Tier::of(s.role) == Tier::Body;
        let laid_open = self.all.iter().filter(lays_open).any(|s| !self.has_short_cut(s.sentence));
        let told_stab = self.has(Claim::Stab) || openings.clone().any(|s| self.has_short_cut(s.sentence));
        let replaces_needle = self.replaced_needle();
        !self.has(Claim::Converted)
            && openings.all(|s| {
                // "Cut 6 cm around the coaxial. … the tract, which had been nicked": no cut for a needle.
                let small = || {
                    !laid_open
                        && (told_stab || self.is_small(s))
                        && !replaces_needle(s)
                        && !self.has_long_cut(s.sentence)
                };
                !self.is_lengthened(s) && (self.is_stab(s) || small())
            })
    }

    /// A Bergström needle goes through a slit of skin and fascia and makes no open biopsy (annotation guideline, rulings on
    /// approach), unless the note says that it was given up.
    fn is_muscle_needle(&self, needle: Approach) -> bool {
        let document = self.reading.document;
        needle == Approach::CoreNeedle
            && !self.all.iter().any(|s| s.claim == Claim::Converted)
            && self
                .all
                .iter()
                .filter(|s| s.claim == Claim::Approach(needle) && Tier::of(s.role) == Tier::Body)
                .any(|s| (s.first..=s.last).any(|t| document.is(t, known::MUSCLE_NEEDLE)))
    }

    /// "The needle brought up nothing. I made a short cut and spooned out a piece": whether behind a cut tissue was taken, and no needle
    /// is told of any more. What is looked for stands last in the note, so it is found once for all cuts.
    fn replaced_needle(&self) -> impl Fn(&Statement) -> bool + use<> {
        let needle = |claim: Claim| {
            matches!(claim, Claim::Approach(Approach::CoreNeedle | Approach::FineNeedle | Approach::Needle))
        };
        let last = |told: &dyn Fn(Claim) -> bool| {
            self.all.iter().filter(|s| Tier::of(s.role) == Tier::Body && told(s.claim)).map(|s| s.first).max()
        };
        let (sampled, needled) = (last(&|c| c == Claim::Sampled), last(&needle));
        move |open| sampled > Some(open.first) && needled <= Some(open.first)
    }

    /// "The puncture was lengthened to 4 cm": a stab no more.
    fn is_lengthened(&self, open: &Statement) -> bool {
        (open.first..=open.last).any(|t| self.reading.document.is(t, known::REOPEN))
    }

    /// A cut told as a stab close by, or of a few millimetres.
    fn is_stab(&self, open: &Statement) -> bool {
        let near = self.all[self.all.partition_point(|s| s.sentence < open.sentence)..]
            .iter()
            .take_while(|s| s.sentence == open.sentence);
        self.has_short_cut(open.sentence)
            || !self.has_long_cut(open.sentence)
                && near.filter(|s| s.claim == Claim::Stab).any(|s| s.first.abs_diff(open.first) <= STAB_REACH)
    }

    /// Whether a sentence tells of a cut of a few millimetres.
    fn has_short_cut(&self, sentence: usize) -> bool {
        let sizes = &self.reading.sizes;
        let of_sentence =
            sizes[sizes.partition_point(|z| z.sentence < sentence)..].iter().take_while(|z| z.sentence == sentence);
        of_sentence.filter(|z| z.of_incision).any(|z| z.mm.iter().all(|m| *m <= STAB_MM))
    }

    /// Whether a sentence tells of a cut too long for a needle: "Knife cut, 4 cm, over the needle hole".
    fn has_long_cut(&self, sentence: usize) -> bool {
        let sizes = &self.reading.sizes;
        let of_sentence =
            sizes[sizes.partition_point(|z| z.sentence < sentence)..].iter().take_while(|z| z.sentence == sentence);
        of_sentence.filter(|z| z.of_incision).any(|z| z.mm.iter().any(|m| *m > LONG_MM))
    }

    fn is_small(&self, open: &Statement) -> bool {
        let document = self.reading.document;
        (open.first.saturating_sub(3)..=open.last).any(|t| document.word_is(t, WordClass::SmallCut))
    }

    /// Whether a title or the body tells of an aspiration of this encounter.
    fn aspirated(&self) -> bool {
        let fine = |s: &&Statement| {
            s.claim == Claim::Approach(Approach::FineNeedle)
                && Tier::of(s.role) >= Tier::Title
                && !beside::was_before(self.reading.document, s)
                && !is_of_other_organ(self.reading.document, s.first)
        };
        self.all.iter().copied().any(|s| fine(&s))
    }

    /// A needle was tried first and the wound was opened after it, in this encounter.
    fn is_converted(&self, lesion: usize) -> bool {
        let body = |s: &&&Statement| Tier::of(s.role) == Tier::Body;
        let converted = self.all.iter().filter(body).find(|s| s.claim == Claim::Converted);
        let needled = |s: &&&Statement| {
            matches!(s.claim, Claim::Approach(Approach::CoreNeedle | Approach::FineNeedle | Approach::Needle))
        };
        // "Attempted needle biopsy, converted to incisional biopsy": a title, where the account tells of the needle.
        let titled = |s: &&&Statement| s.claim == Claim::Converted && Tier::of(s.role) == Tier::Title;
        let tried = || self.reading.tried_needle(lesion, self.reading.document.sentences.len().saturating_sub(1));
        if converted.is_none()
            && self.all.iter().any(|s| titled(&s))
            && (self.all.iter().filter(body).any(|s| needled(&s)) || tried())
        {
            return true;
        }
        // "No needle was passed: it was opened straight away", "the needle tray went back unopened".
        if self.reading.denies_needle(lesion) && !self.counts_passes() {
            return false;
        }
        if let Some(converted) = converted {
            return self.all.iter().any(|s| needled(&s))
                || self.reading.dry_fine_needle(lesion)
                || self.reading.tried_needle(lesion, converted.sentence);
        }
        // "Performed: open biopsy after failed aspiration" stands before all that was done.
        let cut = |s: &&&Statement| {
            s.claim == Claim::Approach(Approach::Incision)
                && Tier::of(s.role) == Tier::Body
                && !(s.first..=s.last).any(|t| self.reading.document.is(t, known::BIOPSY))
        };
        let first_cut = self.all.iter().filter(cut).map(|s| s.first).min();
        let Some(opened) = first_cut.or_else(|| self.opening().map(|s| s.first)) else { return false };
        let mut needles = self.all.iter().filter(body).filter(needled).filter(|s| s.first < opened);
        let passed = needles.find(|s| self.is_passed(s, opened)).map(|s| s.first);
        let Some(passed) = passed.or_else(|| self.reading.tried_by_name(lesion, opened)) else { return false };
        let exposed = self.all.iter().filter(body).find(|s| s.claim == Claim::Exposed);
        exposed.is_none_or(|s| passed < s.first)
    }

    /// Whether the body tells how often a needle was passed, or that it was tried: "Tru-Cut x3, only blood. No needle was passed again."
    fn counts_passes(&self) -> bool {
        let document = self.reading.document;
        // "The core biopsy set was ready, but the machine failed its start-up check": a thing fails at what is its own.
        let of_thing =
            |t: usize| document.tokens.list.get(t + 1).is_some() && matches!(document.tokens.word(t + 1), "its" | "on");
        let tells = |t: usize| match document.tokens.word(t) {
            "x" | "tried" | "attempted" | "cores" | "passes" | "throws" => true,
            "failed" => !of_thing(t),
            _ => false,
        };
        let needle = |s: &&&Statement| {
            matches!(s.claim, Claim::Approach(Approach::CoreNeedle | Approach::FineNeedle | Approach::Needle))
                && Tier::of(s.role) == Tier::Body
        };
        let mut needles = self.all.iter().filter(needle);
        needles.any(|s| {
            let sentence = &document.sentences[s.sentence];
            (s.first..sentence.end.min(s.last + 1 + PASS_REACH)).any(tells)
        })
    }

    /// Whether a needle that a statement names was passed before the wound was opened, rather than spoken of: its sentence or
    /// one of the next two tells of passes, of a sample, or of a poor yield.
    fn is_passed(&self, needle: &Statement, opened: usize) -> bool {
        let document = self.reading.document;
        if self.came_back(needle) {
            return false;
        }
        // "Sixteen gauge, two goes into the swelling".
        let go =
            |t: usize| matches!(document.tokens.word(t), "goes" | "stabs" | "pokes" | "jabs" | "tries" | "firings");
        let own_end = document.sentences[needle.sentence].end.min(needle.last + 1 + NEEDLE_TOLD);
        if (needle.last + 1..own_end).any(|t| go(t) && document.is(t - 1, known::NUMBER_WORD)) {
            return true;
        }
        // "Attempted Tru-Cut in the clinic room".
        let attempted = |t: usize| matches!(document.tokens.word(t), "attempted" | "tried" | "attempt");
        if (needle.first.saturating_sub(TRY_REACH)..needle.first).any(attempted) {
            return true;
        }
        // "TruCut x2".
        let counted = |t: usize| document.is(t, known::TIMES) || document.tokens.word(t) == "x";
        if (needle.last..(needle.last + 4).min(document.tokens.list.len())).any(counted) {
            return true;
        }
        let sentences = &document.sentences;
        let end = sentences[(needle.sentence + 2).min(sentences.len() - 1)].end.min(opened);
        let first = sentences[needle.sentence].first.max(needle.first.saturating_sub(PASS_REACH));
        let within = first..end.max(needle.last + 1);
        let tried = document
            .mentions_in(within.start, within.end)
            .map(|m| &document.mentions[m])
            .any(|m| m.concepts.meets(YIELD) && assertion(document, m.first(), m.last()).is_current());
        tried
            || self
                .all
                .iter()
                .any(|s| s.claim == Claim::Sampled && within.contains(&s.first) && s.first != needle.first)
    }

    /// "Two core biopsies in radiology both came back scar": what was had in another place, or a result is told of, was had before.
    fn came_back(&self, needle: &Statement) -> bool {
        const REACH: usize = 8;
        let document = self.reading.document;
        let end = document.sentences[needle.sentence].end.min(needle.last + 1 + REACH);
        // "Two stabs came back as fat" tells of this session.
        let word = |t: usize| document.tokens.word(t);
        let named = (needle.first..=needle.last).any(|t| word(t).starts_with("biops") || word(t) == "bx");
        // "Came back dry" tells of this session.
        let failed = |t: usize| (t + 2..t + 5).any(|n| document.is(n, known::FAIL));
        let pair = |t: usize| match (word(t), word(t + 1)) {
            ("came", "back") => !failed(t),
            ("in", "radiology") => true,
            _ => false,
        };
        named && (needle.last + 1..end.saturating_sub(1)).any(pair) || beside::was_before(document, needle)
    }

    fn evidence(&self, value: Approach) -> Vec<crate::analysis::Evidence> {
        // Asked once, and not at each statement: a note may hold thousands.
        let opened = self.opening().is_some();
        let titled = |approach| self.any(approach, Tier::Title).is_some();
        let told = titled(Approach::Incision) || self.has(Claim::Converted);
        let untold = self.cut_untold();
        let stabbed = value == Approach::Needle && !titled(Approach::Needle);
        let claims = |s: &&&Statement| match value {
            Approach::Excision => matches!(s.claim, Claim::Whole | Claim::Approach(Approach::Excision)),
            Approach::Incision if !opened => match s.claim {
                Claim::Converted | Claim::Approach(Approach::Incision) => true,
                Claim::Approach(Approach::Excision) => !told,
                claim if Some(claim) == untold => !told,
                _ => false,
            },
            Approach::Needle if stabbed => s.claim == Claim::Stab,
            _ => s.claim == Claim::Approach(value),
        };
        let mut found: Vec<&Statement> = self.all.iter().filter(claims).copied().collect();
        found.sort_by_key(|s| std::cmp::Reverse(Tier::of(s.role)));
        self.reading.evidence_of(found)
    }
}

/// "25G FNA of a thyroid nodule", "FNA of a left inguinal node": whether an aspiration, or the gauge before it, is of something else than
/// the lesion.
fn is_of_other_organ(document: &Document, aspiration: usize) -> bool {
    const LEAD: usize = 3;
    const REACH: usize = 6;
    const OTHERS: ConceptSet =
        ConceptSet::of(&[known::NON_SOFT_TISSUE, known::OTHER_REGION, known::LYMPHATIC, known::MARGIN]);
    const SMALL: ConceptSet = ConceptSet::of(&[known::DETERMINER, known::LEFT, known::RIGHT, known::PREPOSITION]);
    let end = document.sentences[document.sentence_of(aspiration)].end;
    let act = (aspiration..end.min(aspiration + LEAD)).find(|&t| document.is(t, known::FINE_NEEDLE));
    let Some(of) = act.and_then(|t| document.mention(t)).map(|m| m.last() + 1).filter(|&t| t < end) else {
        return false;
    };
    let noun = |t: &usize| document.mention(*t).is_some() && !document.concepts(*t).meets(SMALL);
    matches!(document.tokens.word(of), "of" | "from")
        && (of + 1..end.min(of + REACH)).find(noun).is_some_and(|t| document.concepts(t).meets(OTHERS))
}

impl Reading<'_> {
    /// "No needle was passed", "the needle tray went back to the cupboard": whether the body tells that no needle was used at all, and
    /// of none that was.
    fn denies_needle(&self, lesion: usize) -> bool {
        let document = self.document;
        let word = |t: usize| document.tokens.word(t);
        let needle = |t: usize| matches!(word(t), "needle" | "needles");
        // "No needle was passed deeper", "no needle was left in it" deny something else.
        const PASSED: [&str; 9] =
            ["passed", "used", "put", "inserted", "introduced", "tried", "employed", "needed", "touched"];
        let denies = |t: usize| {
            let next = t + 1 + usize::from(matches!(word(t + 1), "was" | "were" | "had" | "has" | "been"));
            let next = next + usize::from(word(next) == "been");
            word(t - 1) == "no" && PASSED.contains(&word(next))
        };
        let put_back = |t: usize| {
            matches!(word(t + 1), "tray" | "pack" | "kit" | "set" | "gun" | "box")
                && (t + 2..t + 6).any(|n| matches!(word(n), "returned" | "unopened" | "back" | "unused" | "away"))
        };
        (1..document.tokens.list.len().saturating_sub(NEEDLE_TOLD)).any(|t| {
            needle(t)
                && (denies(t) || put_back(t))
                && self.lesions.concerns(t, lesion)
                && Tier::of(document.section_of(t).role) == Tier::Body
        })
    }

    /// Whether the body tells of a needle or a core of this encounter, other than that of an anaesthetic, up to the sentence that tells of its being given up.
    fn tried_needle(&self, lesion: usize, given_up: usize) -> bool {
        let document = self.document;
        let numbs = |m: &Mention| {
            let s = &document.sentences[document.sentence_of(m.first())];
            s.concepts.has(known::ANESTHESIA)
        };
        document.mentions.iter().take_while(|m| m.first() < document.sentences[given_up].end).any(|m| {
            m.concepts.meets(TRIED)
                && self.lesions.concerns(m.first(), lesion)
                && !(m.is(known::NEEDLE) && numbs(m))
                && Tier::of(document.section_of(m.first()).role) == Tier::Body
                && assertion(document, m.first(), m.last()).is_current()
        })
    }

    /// "Core tried, only blood. Opened skin and fascia …": the first needle or core before the wound was opened that is told to have been
    /// tried, or to have brought nothing.
    fn tried_by_name(&self, lesion: usize, opened: usize) -> Option<usize> {
        const REACH: usize = 3;
        const NOTHING: ConceptSet = ConceptSet::of(&[known::FAIL, known::NOTHING_TAKEN]);
        const TRIED: ConceptSet = ConceptSet::of(&[known::CORE, known::CORE_DEVICE, known::NEEDLE, known::ASPIRATE]);
        let document = self.document;
        let tried = |m: &Mention| {
            let sentence = &document.sentences[document.sentence_of(m.first())];
            let behind = m.last() + 1..sentence.end.min(m.last() + 1 + REACH).min(opened);
            let nothing = |t: usize| {
                let denied = document.is(t, known::NEGATED_NEXT) && document.is(t + 1, known::SAMPLE);
                document.concepts(t).meets(NOTHING) || denied
            };
            let told = |t: usize| document.word_is(t, WordClass::AttemptWord) || nothing(t);
            !sentence.concepts.has(known::ANESTHESIA) && behind.into_iter().any(told)
        };
        let before = document.mentions.iter().take_while(|m| m.last() < opened);
        let now = |m: &&Mention| !beside::is_of_other_time(document, m.first(), m.last());
        before.filter(|m| m.concepts.meets(TRIED) && tried(m)).filter(now).map(Mention::first).find(|&t| {
            self.lesions.concerns(t, lesion)
                && Tier::of(document.section_of(t).role) == Tier::Body
                && assertion(document, t, t).is_current()
        })
    }

    /// A fine-needle pass of this encounter that yielded nothing: still told, though denied or failed.
    fn dry_fine_needle(&self, lesion: usize) -> bool {
        let dry = |s: &Statement| {
            s.claim == Claim::Approach(Approach::FineNeedle)
                && s.assertion.is_current()
                && !s.assertion.is_negated()
                && Tier::of(s.role) == Tier::Body
                && !beside::was_before(self.document, s)
                && !is_of_other_organ(self.document, s.first)
        };
        // A node beside the lesion has its own.
        let own = |s: &Statement| self.lesions.concerns(s.first, lesion) && !self.lesions.is_elsewhere(s.first);
        self.statements.iter().any(|s| own(s) && dry(s))
    }
}
