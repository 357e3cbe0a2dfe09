//! What a length measures: the noun before or behind it, its label, or the subject of its sentence.

use super::weight::{is_reported, word_at};
use super::{FAR, FRAGMENT_REACH, INCISION, LAYERS, LESION, OTHER, Owner, PARTS, SCANS, SITES};
use crate::document::Document;
use crate::lexicon::concept::{ConceptSet, known};
use crate::mention::measurement::Length;
use crate::token::{Break, Kind};

pub(super) struct Owned<'a> {
    pub(super) document: &'a Document<'a>,
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) length: &'a Length,
}

impl Owned<'_> {
    pub(super) fn owner(&self) -> Owner {
        if self.is_taken_piece() {
            return Owner::Other;
        }
        // "they want a piece, it was 34 by 26 mm on the scan": no sample is measured there.
        if self.length.mm.len() >= 2 && is_reported(self.document, self.length) {
            return Owner::Lesion;
        }
        if self.is_of_thing() {
            return Owner::Other;
        }
        if let Some(owner) = self.by_shape() {
            return owner;
        }
        let told = self.behind().or_else(|| self.is_pictured().then_some(Owner::Lesion)).or_else(|| self.before());
        let owner = told.unwrap_or(Owner::Unknown);
        // "I planned the cut so that it can be taken out later: five centimetres, straight".
        let cut = || {
            let within = |c| (self.first..self.length.first).any(|t| self.document.is(t, c));
            within(known::INCISION) && !within(known::LESION)
        };
        // "3 cm over the front of the thigh.": a sentence that opens with one length and a course tells of the cut.
        let course = || {
            self.first == self.length.first
                && matches!(word_at(self.document, self.length.last + 1), "over" | "along" | "across")
                && !(self.first..self.end).any(|t| self.document.is(t, known::LESION))
        };
        if owner == Owner::Unknown && self.length.mm.len() == 1 && (cut() || course()) {
            Owner::Incision
        } else {
            owner
        }
    }

    /// "The prostate measured 4 x 5 cm", "A spleen of 13 x 6 cm was noted", "A plaster 6 x 7 cm was applied": the sentence opens with an
    /// organ, a part of the body or a thing, or tells that what was measured was put somewhere, and names no lesion before.
    fn is_of_thing(&self) -> bool {
        const THINGS: ConceptSet = ConceptSet::of(&[
            known::NON_SOFT_TISSUE,
            known::OTHER_REGION,
            known::SITE_DISTRACTOR,
            known::DEVICE,
            known::ANESTHESIA,
        ]);
        const OWN: ConceptSet =
            LESION.with(PARTS).with(ConceptSet::of(&[known::THIGH, known::KNEE, known::THIGH_MUSCLE]));
        const SMALL: ConceptSet = ConceptSet::of(&[known::DETERMINER, known::NUMBER_WORD, known::LEFT, known::RIGHT]);
        let document = self.document;
        let before = || self.first..self.length.first;
        if before().any(|t| document.concepts(t).meets(OWN)) {
            return false;
        }
        let opens =
            before().find(|&t| !document.concepts(t).meets(SMALL) && document.tokens.list[t].kind == Kind::Word);
        // "Bone lesion"; "thigh muscle" names a place.
        let thing = opens.is_some_and(|t| {
            document.concepts(t).meets(THINGS)
                && document.tokens.word(t) != "plate"
                && document.tokens.list[self.first].kind != Kind::Number
                || document.tokens.word(t) == "pillow"
        });
        let joined = || {
            before().any(|t| document.concepts(t).meets(ConceptSet::of(&[known::BE, known::MEASURE])))
                || self.length.first.checked_sub(1).is_some_and(|t| document.tokens.word(t) == "of")
        };
        let next = self.length.last + 1;
        let put = document.is(next, known::BE) && next + 1 < self.end
            || self.length.mm.len() >= 2 && next + 2 < self.end && matches!(word_at(document, next), "was" | "were");
        let put = put
            && (next + 1..self.end.min(next + 3)).any(|t| {
                matches!(
                    document.tokens.word(t),
                    "applied" | "used" | "counted" | "laid" | "stuck" | "fixed" | "draped" | "spread" | "inserted"
                )
            });
        thing && joined() || put
    }

    /// What the words right beside a length tell: "4 cm longitudinal.", "(2 cm) incision", "Incn 3 cm", "9 x 6 cm of firm swelling".
    fn by_shape(&self) -> Option<Owner> {
        const COURSES: [&str; 14] = [
            "longitudinal",
            "transverse",
            "oblique",
            "vertical",
            "horizontal",
            "curvilinear",
            "curved",
            "linear",
            "midline",
            "straight",
            "elliptical",
            "lenticular",
            "fusiform",
            "axial",
        ];
        const SHORT: [&str; 7] = ["inc", "incn", "incis", "incsn", "incisn", "incns", "incs"];
        const TAKEN: ConceptSet = ConceptSet::of(&[known::TAKE, known::REMOVE, known::CUT]);
        let document = self.document;
        let word = |t: usize| word_at(document, t);
        let next = self.length.last + 1;
        let single = self.length.mm.len() == 1;
        let ends = |t: usize| t >= self.end || matches!(document.tokens.list[t].kind, Kind::Punct(_));
        let lead = |n: usize| self.length.first.checked_sub(n).filter(|&t| t >= self.first);
        if single {
            let along = |t: usize| ends(t) || matches!(word(t), "over" | "along" | "across" | "in" | "at");
            let course = COURSES.contains(&word(next)) && along(next + 1);
            let dotted = usize::from(document.tokens.is_mark(next + 1, b'.'));
            let long = usize::from(word(next) == "long") * (1 + dotted);
            let abbreviated = SHORT.contains(&word(next + long)) || lead(1).is_some_and(|t| SHORT.contains(&word(t)));
            // "an inch of incision", "three centimetres of the old scar were opened".
            let share = word(next) == "of"
                && (next + 1..self.end.min(next + 5))
                    .take_while(|&t| document.tokens.list[t].kind == Kind::Word)
                    .any(|t| document.concepts(t).meets(INCISION.with(ConceptSet::of(&[known::SCAR, known::SKIN]))));
            // "I reopened 3 cm of the old graft's margin".
            let opened = word(next) == "of"
                && lead(1).is_some_and(|t| document.concepts(t).meets(ConceptSet::of(&[known::REOPEN, known::CUT])));
            if course || abbreviated || share || opened {
                return Some(Owner::Incision);
            }
            // "three strips, the longest 2 cm".
            let longest = lead(1).is_some_and(|t| matches!(word(t), "longest" | "largest" | "biggest"))
                && lead(2).is_some_and(|t| document.is(t, known::DETERMINER))
                && (self.first..self.length.first)
                    .any(|t| document.concepts(t).meets(ConceptSet::of(&[known::SAMPLE, known::CORE])));
            if longest {
                return Some(Owner::Other);
            }
        }
        // "a small (2 cm) incision".
        let bracketed =
            lead(1).is_some_and(|t| document.tokens.is_mark(t, b'(')) && document.tokens.is_mark(next, b')');
        if bracketed && !lead(2).is_some_and(|t| self.class(t).is_some()) {
            let noun = (next + 1..self.end.min(next + 3)).take_while(|&t| document.tokens.list[t].kind == Kind::Word);
            if let Some(owner) = noun.into_iter().find_map(|t| self.class(t)) {
                return Some(owner);
            }
        }
        let share = || {
            let lesion = (next + 1..self.end.min(next + 5)).find(|&t| document.is(t, known::LESION))?;
            let taken = (lesion..self.end.min(lesion + 4)).any(|t| document.concepts(t).meets(TAKEN));
            let before = (self.first..self.length.first).any(|t| document.concepts(t).meets(TAKEN));
            (!single && !taken && !before).then_some(Owner::Lesion)
        };
        (word(next) == "of").then(share).flatten()
    }

    /// "The MR showed a solid enhancing thing, 82 by 56 by 51 mm": what a picture shows in several dimensions is the lesion.
    fn is_pictured(&self) -> bool {
        const SHOWING: ConceptSet = ConceptSet::of(&[known::SEE, known::MEASURE, known::LIE, known::EXPOSURE]);
        const PIECES: ConceptSet = ConceptSet::of(&[
            known::SAMPLE,
            known::CORE,
            known::NEEDLE,
            known::INCISION,
            known::NON_SOFT_TISSUE,
            known::DEVICE,
            known::MARGIN,
            known::ANESTHESIA,
        ]);
        let document = self.document;
        let scan = (self.first..self.length.first).rev().find(|&t| document.concepts(t).meets(SCANS));
        self.length.mm.len() >= 2
            && scan.is_some_and(|scan| {
                let between = || scan + 1..self.length.first;
                let shown = |t: usize| {
                    document.concepts(t).meets(SHOWING)
                        || matches!(
                            document.tokens.word(t),
                            "showed" | "shows" | "showing" | "revealed" | "demonstrated"
                        )
                };
                between().any(shown) && !between().any(|t| document.concepts(t).meets(PIECES))
            })
    }

    /// "Yellowish lobule 20 x 16 mm in the fat", "a hard disc of tissue, 42 x 36 mm": a word for a shape in a sentence that takes nothing.
    fn is_found_shape(&self, token: usize) -> bool {
        const TAKEN: ConceptSet = ConceptSet::of(&[
            known::TAKE,
            known::REMOVE,
            known::CUT,
            known::PATHOLOGY,
            known::BIOPSY,
            known::EXCISION,
            known::SEND,
            known::CORE,
            known::NEEDLE,
        ]);
        const SHAPES: [&str; 28] = [
            "lobule", "lobules", "disc", "disk", "rind", "nub", "nubbin", "knob", "bean", "bundle", "strand",
            "cylinder", "slab", "fleck", "tuft", "worm", "ribbon", "rod", "button", "plate", "wafer", "plug", "sac",
            "shell", "cord", "cake", "sheet", "string",
        ];
        let document = self.document;
        self.length.mm.len() >= 2
            && token < self.length.first
            && SHAPES.contains(&document.tokens.word(token))
            && !document.mentions_in(self.first, self.end).any(|m| document.mentions[m].concepts.meets(TAKEN))
    }

    pub(super) fn class(&self, token: usize) -> Option<Owner> {
        let concepts = self.document.concepts(token);
        if self.is_tape(token) || (self.length.mm.len() > 1 && token < self.length.first && concepts.meets(FAR)) {
            return None;
        }
        if self.is_diseased_tissue(token) || self.is_found_shape(token) {
            return Some(Owner::Lesion);
        }
        // "scar", "biopsy wound" and the like are cuts even where they stand beside the lesion.
        if concepts.meets(INCISION) || (concepts.meets(ConceptSet::of(&[known::CUT])) && token > self.length.last) {
            Some(Owner::Incision)
        } else if (concepts.meets(OTHER) && !self.is_place(token))
            || (concepts.has(known::GAUGE) && self.is_counted(token))
        {
            Some(Owner::Other)
        } else if concepts.has(known::PARTIAL) && token > self.length.last {
            // "a 2 cm piece of tumor".
            Some(Owner::Other)
        } else if concepts.meets(LESION) {
            // "The liver lesion is 14 mm."
            let first = self.document.mention(token).map_or(token, |m| m.first());
            let of_organ = first > self.first && self.document.is(first - 1, known::NON_SOFT_TISSUE);
            Some(if of_organ || self.is_partitive(token) { Owner::Other } else { Owner::Lesion })
        } else if concepts.meets(PARTS) {
            Some(Owner::Part)
        } else {
            None
        }
    }

    /// "A block measuring 2 x 1 cm was resected from its surface": the subject was taken, and is no lesion.
    pub(super) fn is_taken_piece(&self) -> bool {
        const TAKEN: ConceptSet = ConceptSet::of(&[known::TAKE, known::REMOVE]);
        let document = self.document;
        let next = self.length.last + 1;
        let verb = next < self.end
            && matches!(document.tokens.word(next), "was" | "were")
            && (next..self.end.min(next + 3)).any(|t| document.concepts(t).meets(TAKEN));
        // "a parallelogram of 2 x 1 cm, skin included, was taken".
        let inset = || {
            document.tokens.is_mark(next, b',')
                && (next..self.end.min(next + 6)).take_while(|&t| !document.is(t, known::CONJUNCTION)).any(|t| {
                    matches!(document.tokens.word(t), "was" | "were")
                        && (t..self.end.min(t + 3)).any(|t| document.concepts(t).meets(TAKEN))
                })
        };
        // "spongy tissue under it, 4 x 4 mm bitten out".
        let participle = || {
            (document.is(next, known::TAKE) || document.tokens.word(next) == "sent")
                && document.tokens.list[next].before < Break::Line
        };
        // "1 x 1 cm of tumor taken".
        let share = || {
            document.tokens.word(next) == "of"
                && (next + 1..self.end.min(next + 5))
                    .any(|t| document.is(t, known::TAKE) && document.tokens.list[t].kind == Kind::Word)
        };
        // "A pink bean, 12 x 9 mm, was freed from the fat and lifted out entire": all of it.
        let whole = || {
            (next..self.end.min(next + 14)).take_while(|&t| !document.tokens.is_mark(t, b';')).any(|t| {
                document.is(t, known::WHOLE)
                    && document.mention(t).is_none_or(|m| document.tokens.word(m.first()) != "en")
                    || matches!(
                        document.tokens.word(t),
                        "entire" | "entirely" | "whole" | "complete" | "completely" | "intact"
                    )
            })
        };
        let verb = verb && !whole() || inset() && !whole() || (next < self.end && (participle() || share()));
        let clause = document.clause[self.length.first];
        verb && !(self.first..self.length.first).any(|t| document.clause[t] == clause && document.is(t, known::LESION))
    }

    /// "a paper tape across it": what measures is not what is measured.
    pub(super) fn is_tape(&self, token: usize) -> bool {
        matches!(word_at(self.document, token), "tape" | "ruler" | "caliper" | "calipers" | "callipers")
    }

    /// "2.8 x 2.2 cm thickened tissue": tissue that the sentence does not tell as taken.
    pub(super) fn is_diseased_tissue(&self, token: usize) -> bool {
        const TAKEN: ConceptSet =
            ConceptSet::of(&[known::TAKE, known::REMOVE, known::CUT, known::PATHOLOGY, known::BIOPSY, known::EXCISION]);
        let document = self.document;
        let compound =
            document.is(token + 1, known::SAMPLE) || matches!(word_at(document, token + 1), "block" | "blocks");
        matches!(word_at(document, token), "tissue" | "tissues")
            && !compound
            && token.checked_sub(1).is_none_or(|t| document.tokens.word(t) != "of")
            && document.mention(token).is_some_and(|m| m.first() == m.last())
            && !document.mentions_in(self.first, self.end).any(|m| document.mentions[m].concepts.meets(TAKEN))
    }

    /// "a tumor above the knee on the inner side": words for a place measure nothing.
    pub(super) fn is_place(&self, token: usize) -> bool {
        const PLACES: ConceptSet = SITES.with(ConceptSet::of(&[
            known::LANDMARK,
            known::MEDIAL,
            known::LATERAL,
            known::PROXIMAL,
            known::DISTAL,
        ]));
        let concepts = self.document.concepts(token);
        concepts.meets(ConceptSet::of(&[known::DISTANCE, known::SAMPLE])) && concepts.meets(PLACES)
    }

    /// "rim-enhancing": the first part of a word with a hyphen.
    pub(super) fn is_adjective(&self, token: usize) -> bool {
        let end = self.document.tokens.list[token].span.end as usize;
        matches!(self.document.text.as_bytes().get(end..end + 2), Some([b'-', next]) if next.is_ascii_alphabetic())
    }

    /// "14 gauge", not "a gauge placed on it read 29 mm".
    pub(super) fn is_counted(&self, token: usize) -> bool {
        (1..=2).any(|back| {
            token.checked_sub(back).is_some_and(|t| {
                self.document.tokens.list[t].kind == Kind::Number || self.document.is(t, known::NUMBER_WORD)
            })
        })
    }

    /// "an oblong of tumor, 12 x 8 mm, was excised": a piece under any name, told of before its length and taken behind it.
    pub(super) fn is_partitive(&self, token: usize) -> bool {
        const TAKEN: ConceptSet = ConceptSet::of(&[known::TAKE, known::REMOVE, known::CUT]);
        let document = self.document;
        let first = document.mention(token).map_or(token, |m| m.first());
        token < self.length.first
            && first >= 2
            && (document.tokens.word(first - 1) == "of" || document.is(first - 1, known::PARTIAL))
            && document.mention(first - 2).is_none_or(|m| m.is(known::PARTIAL) || m.is(known::MARGIN))
            && document.tokens.list[first - 2].kind == Kind::Word
            && (self.length.last + 1..self.end.min(self.length.last + 6))
                .any(|t| document.concepts(t).meets(TAKEN) || document.tokens.word(t) == "taken")
    }

    /// The noun the length describes from the front: "5 cm firm mass", "4 cm longitudinal incision", "3 cm above the patella".
    pub(super) fn behind(&self) -> Option<Owner> {
        let document = self.document;
        let mut at = self.length.last + 1;
        let limit = self.end.min(at + 7);
        // "in greatest dimension", "across", "in size": the noun stands before.
        while at < limit
            && (document.is(at, known::LENGTH_NOUN)
                || matches!(document.tokens.word(at), "in" | "of" | "its") && document.is(at + 1, known::LENGTH_NOUN))
        {
            at += 1;
        }
        // "5 cm wide mass": an adjective before its noun.
        let adjective = at == self.length.last + 2
            && matches!(document.tokens.word(at - 1), "wide" | "long" | "thick" | "broad" | "tall" | "deep");
        // "12 mm crosswise cut".
        let adjective = adjective || at == self.length.last + 2 && self.class(at) == Some(Owner::Incision);
        let described = at == self.length.last + 1 || (adjective && at < limit && self.class(at).is_some());
        for token in at..limit {
            if let Kind::Punct(mark) = document.tokens.list[token].kind {
                // "31 x 28 mm rim-enhancing nodule".
                let joined = |t: usize| document.tokens.list.get(t).is_some_and(|t| t.before == Break::Joined);
                if mark == b'-' && joined(token) && joined(token + 1) {
                    continue;
                }
                return None;
            }
            if self.is_adjective(token) && self.class(token) != Some(Owner::Incision) {
                continue;
            }
            let concepts = document.concepts(token);
            // "A 2 cm piece of the tumor".
            if described && concepts.has(known::PARTIAL) && token <= at + 2 {
                return Some(Owner::Other);
            }
            // One length may lead somewhere, "3 cm to the patella"; two are a size, "9 x 8 cm to palpation".
            let felt = matches!(
                word_at(document, token + 1),
                "palpation" | "touch" | "feel" | "caliper" | "calipers" | "calliper" | "callipers" | "tape" | "ruler"
            ) || document.is(token + 1, known::DETERMINER)
                && matches!(
                    word_at(document, token + 2),
                    "touch" | "feel" | "finger" | "fingers" | "hand" | "tape" | "ruler"
                );
            let away = document.tokens.word(token) == "to" && token == at && self.length.mm.len() == 1 && !felt;
            let clear = token == at
                && matches!(document.tokens.word(token), "off" | "away" | "clear" | "short" | "shy" | "into" | "down");
            // "5 cm from a mole"; "6 cm from end to end" is one phrase, "5 cm from top to toe" a span.
            let apart = document.tokens.word(token) == "from"
                && token == at
                && self.length.mm.len() == 1
                && !(token + 1..limit).any(|t| document.tokens.word(t) == "to");
            if away || clear || apart || self.is_share(token, at) {
                return Some(Owner::Other);
            }
            let layer = document.tokens.word(token) == "of"
                && (token + 1..token + 4).any(|t| document.concepts(t).meets(LAYERS));
            // "under local", "under ultrasound": no place.
            let manner = document.tokens.word(token) == "under"
                && document.concepts(token + 1).meets(SCANS.with(ConceptSet::of(&[known::ANESTHESIA])));
            let away = concepts.meets(ConceptSet::of(&[known::DISTANCE, known::ABOVE, known::BELOW]));
            // "groin mass 3.1 cm just under the ligament".
            let just = token == at + 1
                && matches!(document.tokens.word(at), "just" | "lying" | "sitting" | "situated" | "immediately")
                && self.length.first.checked_sub(1).is_some_and(|t| document.is(t, known::LESION));
            if layer || (away && token <= at + 1 && !manner && !just && self.length.mm.len() == 1) {
                return Some(Owner::Other);
            }
            if described && self.class(token).is_some() {
                // "5 x 4 cm right vastus core biopsy": the tool is not what is measured.
                let placed = (at..token).any(|t| document.concepts(t).meets(SITES));
                return self.head(token, limit).filter(|&o| !(placed && o == Owner::Other));
            }
            let stops = document.is_verb(token)
                || document.tokens.list[token].kind == Kind::Number
                || concepts.meets(ConceptSet::of(&[
                    known::PREPOSITION,
                    known::CONJUNCTION,
                    known::RELATIVE,
                    known::PRONOUN,
                    known::DETERMINER,
                    known::NUMBER_WORD,
                    known::CLAUSE_BREAK,
                ]));
            if stops || matches!(document.tokens.word(token), "in" | "over" | "into" | "within") {
                return None;
            }
        }
        None
    }

    /// "2 cm of it", "2 cm of the mass", "a 15 mm block of tumour": only a share of the lesion.
    pub(super) fn is_share(&self, token: usize, at: usize) -> bool {
        let document = self.document;
        if word_at(document, token) != "of" {
            return false;
        }
        let lesion = |t: usize| document.is(t, known::LESION);
        let whole = word_at(document, token + 1) == "it"
            || (document.is(token + 1, known::DETERMINER) && word_at(document, token + 1) != "a" && lesion(token + 2));
        let piece = token > at && lesion(token + 1) && !document.is(token - 1, known::FILLER);
        (token == at && whole && self.length.mm.len() == 1) || piece
    }

    /// Of a compound the last noun counts: "mass specimen", "tumor capsule incision".
    pub(super) fn head(&self, token: usize, limit: usize) -> Option<Owner> {
        let mut owner = self.class(token);
        for next in token + 1..limit {
            if self.document.tokens.list[next].kind != Kind::Word || self.document.mention(next).is_none() {
                break;
            }
            // "2 cm cut over the nodule": the phrase ends in an article, a new noun follows.
            if matches!(self.document.tokens.word(next - 1), "the" | "a" | "an" | "over" | "of" | "in" | "into") {
                break;
            }
            // "The 2 cm lump was incised": a verb measures nothing.
            let concepts = self.document.concepts(next);
            if owner == Some(Owner::Lesion) && concepts.has(known::CUT) && !concepts.meets(INCISION) {
                break;
            }
            match self.class(next) {
                Some(o) => owner = Some(o),
                None => break,
            }
        }
        owner
    }

    /// The nearest noun before: "the mass measured 6 cm", "incision of 6 cm", "nodule, 22 mm".
    pub(super) fn before(&self) -> Option<Owner> {
        let document = self.document;
        let clause = document.clause[self.length.first];
        let from = self.first.max(self.length.first.saturating_sub(25));
        // "found it, 3 cm, gristly".
        let comma = self.length.first.checked_sub(1).filter(|&t| document.tokens.is_mark(t, b','));
        if comma.and_then(|t| t.checked_sub(1)).is_some_and(|t| document.tokens.word(t) == "it") {
            return Some(Owner::Lesion);
        }
        if self.is_of_layer(from)
            || self.is_of_vessel()
            || self.is_of_scar(from)
            || self.is_behind_distance()
            || self.is_stature()
            || self.is_position()
            || self.is_course()
        {
            return Some(Owner::Other);
        }
        if self.is_sized() {
            return Some(Owner::Lesion);
        }
        if self.is_of_cut() {
            return Some(Owner::Incision);
        }
        let reached = self.length.first.checked_sub(1).is_some_and(|t| document.tokens.word(t) == "to")
            || (self.length.first..self.length.last).any(|t| document.tokens.word(t) == "to");
        let mut it = false;
        for token in (from..self.length.first).rev() {
            let same = document.clause[token] == clause;
            let measures = document.concepts(token + 1).meets(ConceptSet::of(&[known::MEASURE, known::BE]));
            it |= measures && document.tokens.word(token) == "it";
            // "grown from a pea to 3 cm".
            let start = reached && document.tokens.word(token) == "from";
            // "noticed after a bruise, 7 x 6 cm": what came before it.
            let event = document.is(token, known::MARGIN) && self.is_event(token);
            // What "it" is can be a lesion, a cut or a piece, and no tool.
            let tool = it && !document.concepts(token).meets(ConceptSet::of(&[known::SAMPLE, known::MARGIN]));
            if let Some(owner) = self.class(token).filter(|&o| !(start || event || tool && o == Owner::Other))
                && (same || owner == Owner::Lesion)
            {
                if owner == Owner::Lesion && self.holds_part(token) {
                    return Some(Owner::Part);
                }
                // "we wanted a piece of it, it measures 3 cm": the piece is not what is measured.
                let behind = |n: usize| word_at(document, token + n);
                let piece_of_it = it && (behind(0) == "it" || (behind(1) == "of" && behind(2) == "it"));
                return Some(if piece_of_it { Owner::Lesion } else { owner });
            }
            if !same && document.is_verb(token) {
                break;
            }
            if document.tokens.is_mark(token, b'(') && same {
                // "two chunks (1.2 cm, 0.9 cm)": what stands before the bracket.
                return (token.saturating_sub(4)..token).rev().find_map(|t| self.class(t));
            }
            // "The muscle was parted, and within it a bluish sac 44 x 38 mm": a new noun with its article.
            let renewed = self.length.mm.len() >= 2
                && (token + 4..self.length.first).any(|t| matches!(document.tokens.word(t), "a" | "an"));
            if document.is(token, known::CUT) && same && !renewed {
                return Some(Owner::Incision);
            }
            // "the lesion is retrieved at 44 mm in its large axis".
            let of_axis = document.concepts(self.length.last + 1).meets(ConceptSet::of(&[known::LENGTH_NOUN]))
                && (from..token).any(|t| document.is(t, known::LESION) && document.clause[t] == clause);
            if document.is(token, known::TAKE) && same && !renewed && !of_axis {
                return Some(Owner::Other);
            }
        }
        self.label().or_else(|| self.pronoun(from))
    }

    /// "after a bruise", "since the bruise": what the lesion followed.
    pub(super) fn is_event(&self, token: usize) -> bool {
        let first = self.document.mention(token).map_or(token, |m| m.first());
        (1..4)
            .filter_map(|n| first.checked_sub(n))
            .take_while(|&t| t >= self.first && self.document.tokens.list[t].kind == Kind::Word)
            .any(|t| matches!(self.document.tokens.word(t), "after" | "since" | "following" | "post"))
    }

    /// "the calcification inside the tumour": what stands before the lesion is a part of it.
    pub(super) fn holds_part(&self, lesion: usize) -> bool {
        const WITHIN: ConceptSet = ConceptSet::of(&[known::PREPOSITION, known::INSIDE]);
        let document = self.document;
        let first = document.mention(lesion).map_or(lesion, |m| m.first());
        let from = self.first.max(first.saturating_sub(5));
        let part = (from..first).rev().find(|&t| document.concepts(t).meets(PARTS));
        part.is_some_and(|p| (p + 1..first).any(|t| document.concepts(t).meets(WITHIN)))
    }

    /// "the fat was 2 cm thick", "fat lobules of 2 cm": a layer right before the length, and no lesion before it.
    pub(super) fn is_of_layer(&self, from: usize) -> bool {
        const BETWEEN: ConceptSet =
            ConceptSet::of(&[known::BE, known::MEASURE, known::PREPOSITION, known::LENGTH_NOUN, known::FILLER]);
        let document = self.document;
        let small =
            |t: usize| matches!(document.tokens.word(t), "here" | "there" | "about" | "some" | "roughly" | "only");
        let joins =
            |t: usize| document.tokens.list[t].kind == Kind::Word && (document.concepts(t).meets(BETWEEN) || small(t));
        let Some(at) = (from..self.length.first).rev().find(|&t| !joins(t)) else { return false };
        let clause = document.clause[self.length.first];
        let thick = matches!(word_at(document, self.length.last + 1), "thick" | "deep");
        (at + 1 < self.length.first || thick || document.is(at, known::FAT))
            && document.concepts(at).meets(LAYERS.with(ConceptSet::of(&[known::SCAR])))
            && !(from..at).any(|t| document.concepts(t).meets(LESION) && document.clause[t] == clause)
    }

    /// "Vein 8 mm wide", "the nerve was 4 mm": what runs by.
    pub(super) fn is_of_vessel(&self) -> bool {
        let document = self.document;
        let small = |t: &usize| document.concepts(*t).meets(ConceptSet::of(&[known::BE, known::MEASURE]));
        let noun = (self.first..self.length.first).rev().find(|t| !small(t));
        self.length.mm.len() == 1
            && noun.is_some_and(|t| {
                matches!(
                    document.tokens.word(t),
                    "vein"
                        | "artery"
                        | "vessel"
                        | "vessels"
                        | "nerve"
                        | "perforator"
                        | "pedicle"
                        | "stalk"
                        | "tendon"
                        | "aneurysm"
                )
            })
    }

    /// "a scar of earlier surgery, 9 cm": a scar before the length and no lesion between.
    pub(super) fn is_of_scar(&self, from: usize) -> bool {
        let document = self.document;
        let part = (from..self.length.first).rev().take_while(|&t| matches!(document.tokens.list[t].kind, Kind::Word));
        let named = |t: &usize| document.concepts(*t).meets(LESION.with(ConceptSet::of(&[known::SCAR, known::SAMPLE])));
        let noun = part.into_iter().find(named);
        self.length.mm.len() == 1 && noun.is_some_and(|t| document.is(t, known::SCAR) && !document.is(t, known::LESION))
    }

    /// "5 cm from a 4 mm mole": the end of a distance.
    pub(super) fn is_behind_distance(&self) -> bool {
        const UNITS: ConceptSet = ConceptSet::of(&[known::UNIT_CM, known::UNIT_MM, known::UNIT_INCH]);
        let document = self.document;
        let Some(at) = self.length.first.checked_sub(3).filter(|&t| t >= self.first) else { return false };
        document.concepts(at).meets(UNITS)
            && document.tokens.word(at + 1) == "from"
            && document.is(at + 2, known::DETERMINER)
    }

    /// "the patient is 178 cm tall": a person's height.
    pub(super) fn is_stature(&self) -> bool {
        let document = self.document;
        if self.length.mm.len() > 1 {
            return false;
        }
        let Some(be) = self.length.first.checked_sub(1).filter(|&t| document.is(t, known::BE)) else { return false };
        let subject = be.checked_sub(1).filter(|&t| document.is(t, known::PRONOUN));
        subject.is_some_and(|t| !matches!(document.tokens.word(t), "it" | "they" | "there" | "here"))
    }

    /// "The knife was drawn across the lump for about an inch": how far something went.
    pub(super) fn is_course(&self) -> bool {
        let document = self.document;
        let lead = (1..4)
            .filter_map(|n| self.length.first.checked_sub(n))
            .find(|&t| !matches!(document.tokens.word(t), "about" | "some" | "roughly" | "approximately" | "around"));
        let lead = lead.filter(|&t| t >= self.first);
        // "The lump was exposed over 1 cm only."
        let bared = |t: usize| {
            const BARED: ConceptSet = ConceptSet::of(&[known::EXPOSURE, known::CUT]);
            document.tokens.word(t) == "over" && t > self.first && document.concepts(t - 1).meets(BARED)
        };
        self.length.mm.len() == 1 && lead.is_some_and(|t| document.tokens.word(t) == "for" || bared(t))
    }

    /// "Scalpel 25 mm.", "Incision over the mass, 3.5 cm": one length behind the blade, or behind a cut that tells where it lies.
    pub(super) fn is_of_cut(&self) -> bool {
        let document = self.document;
        let back = |n: usize| self.length.first.checked_sub(n).filter(|&t| t >= self.first);
        let word = |n: usize| back(n).map_or("", |t| document.tokens.word(t));
        // "Cut: one and a half inches."
        let labelled = back(1).is_some_and(|t| document.tokens.is_mark(t, b':'))
            && back(2).is_some_and(|t| document.concepts(t).meets(INCISION.with(ConceptSet::of(&[known::CUT]))));
        // "I marked a line four inches long."
        let blade = matches!(word(1), "scalpel" | "knife" | "line");
        let marked = back(1).is_some_and(|t| [b',', b'(', b':'].iter().any(|&m| document.tokens.is_mark(t, m)));
        let lesion = back(2).filter(|&t| marked && document.is(t, known::LESION)).and_then(|t| document.mention(t));
        let placed = lesion.and_then(|m| m.first().checked_sub(1)).is_some_and(|t| {
            let over = if document.is(t, known::DETERMINER) { t.saturating_sub(1) } else { t };
            matches!(document.tokens.word(over), "over" | "across" | "along" | "onto" | "on")
                && (self.first..=over)
                    .any(|t| document.concepts(t).meets(ConceptSet::of(&[known::INCISION, known::CUT])))
        });
        self.length.mm.len() == 1 && (blade || placed || labelled)
    }

    /// "a mass since a fall, size now 4 x 3 cm", "the whole thing, I would call it 6 by 3 cm": said of the lesion of the sentence.
    pub(super) fn is_sized(&self) -> bool {
        let document = self.document;
        let word = |n: usize| self.length.first.checked_sub(n).map_or("", |t| document.tokens.word(t));
        let lead = usize::from(matches!(word(1), "now" | "is" | "currently" | "about" | ":"));
        let lesion = (self.first..self.length.first).any(|t| document.is(t, known::LESION));
        let next = self.length.last + 1;
        // "about 3 cm by 2 cm it was".
        let turned = word_at(document, next) == "it" && document.is(next + 1, known::BE);
        // "Largest dimension in March was 5.3 cm; in June it is 6.8 cm".
        let again = || (self.first..self.length.first).any(|t| document.is(t, known::LENGTH_NOUN));
        let said = matches!(word(1), "is" | "was") && word(2) == "it" && (lesion || again());
        // "It has since spread and is now 42 x 28 mm".
        let it = self.first < self.length.first && word_at(document, self.first) == "it";
        let said = said || word(1) == "now" && matches!(word(2), "is" | "are") && (lesion || it);
        // "It is 2 cm": what is told in the present is no cut and no sample.
        let said = said || matches!(word(1), "is" | "'s") && word(2) == "it" && self.length.first - self.first <= 2;
        // "a fish-egg-like thing of about 4 cm".
        let small = |w: &str| {
            matches!(w, "of" | "about" | "some" | "roughly" | "approximately" | "around" | "maybe" | "perhaps")
        };
        // "The bead is easily felt; I make it 14 mm across."
        let made = self
            .length
            .first
            .checked_sub(1 + usize::from(matches!(word(1), "about" | "some" | "at")))
            .is_some_and(|t| document.tokens.word(t) == "it" && document.is(t, known::MEASURE));
        let said = said || made;
        let thing = (1..4).find(|&n| !small(word(n))).is_some_and(|n| {
            n > 1
                && matches!(
                    word(n),
                    "thing" | "something" | "structure" | "spot" | "ball" | "shadow" | "formation" | "finding"
                )
        });
        if thing {
            return true;
        }
        said || (word(1 + lead) == "size" && lesion) || (word(1 + lead) == "it" && word(2 + lead) == "call") || turned
    }

    /// "tumour at 15 mm": where it lies; "palpated at 5 cm" is a size.
    pub(super) fn is_position(&self) -> bool {
        let document = self.document;
        let about = usize::from(document.tokens.is_mark(self.length.first.saturating_sub(1), b'~'));
        let at = self.length.first.checked_sub(1 + about).filter(|&t| document.tokens.word(t) == "at");
        const WAY: ConceptSet = ConceptSet::of(&[known::INSIDE, known::BELOW, known::DISTANCE, known::DEEP_WORD]);
        let inward = (self.length.last + 1..self.end.min(self.length.last + 3))
            .any(|t| document.concepts(t).meets(WAY) || document.tokens.word(t) == "into");
        self.length.mm.len() == 1
            && inward
            && at.and_then(|t| t.checked_sub(1)).is_some_and(|t| document.concepts(t).meets(LESION.with(INCISION)))
    }

    /// "Incision length: 2.5 cm": the noun of the label.
    pub(super) fn label(&self) -> Option<Owner> {
        let section = self.document.section_of(self.length.first);
        if self.length.first != section.body {
            return None;
        }
        // "Skin opened: 2 cm".
        let opened = || (section.first..section.body).any(|t| self.document.is(t, known::CUT));
        let named = (section.first..section.body).rev().find_map(|t| self.class(t));
        named.or_else(|| opened().then_some(Owner::Incision))
    }

    /// "Rolls under the finger, 2.5 cm.", "Firm, not tender, 3 cm.": a short sentence that names nothing of a size and no act.
    pub(super) fn trails(&self) -> bool {
        const LONGEST: usize = 10;
        const ACTS: ConceptSet =
            ConceptSet::of(&[known::CUT, known::TAKE, known::REMOVE, known::SKIN, known::CLOSE, known::RETRACT]);
        let document = self.document;
        let comma =
            self.length.first.checked_sub(1).is_some_and(|t| t > self.first && document.tokens.is_mark(t, b','));
        let ends = (self.length.last + 1..self.end).all(|t| matches!(document.tokens.list[t].kind, Kind::Punct(_)));
        let acts = || {
            (self.first..self.length.first)
                .any(|t| document.concepts(t).meets(ACTS.with(SITES)) || document.is(t, known::PRONOUN))
        };
        comma && ends && self.length.first - self.first <= LONGEST && !acts()
    }

    /// "It measured 6 cm": what the sentence before was about, a lesion unless its last noun was a cut or a sample.
    pub(super) fn pronoun(&self, from: usize) -> Option<Owner> {
        let document = self.document;
        const MEASURED: ConceptSet = ConceptSet::of(&[known::MEASURE, known::BE, known::GROWTH]);
        let measured = (from..self.length.first).any(|t| document.concepts(t).meets(MEASURED));
        // "The couch was raised 10 cm": another subject.
        let known = |t: usize| {
            document.mention(t).is_some()
                || document.tokens.list[t].kind != Kind::Word
                || document.tokens.word(t).ends_with("ly")
        };
        let short = self.length.first.saturating_sub(self.first) <= 4;
        const THINGS: ConceptSet = ConceptSet::of(&[
            known::DEVICE,
            known::SITE_DISTRACTOR,
            known::NON_SOFT_TISSUE,
            known::OTHER_REGION,
            known::ANESTHESIA,
            known::SKIN,
        ]);
        let thing = (self.first..self.length.first).any(|t| document.concepts(t).meets(THINGS));
        let begins = short && !thing && (self.first..self.length.first).all(known)
            || (self.first..self.first + 2).any(|t| matches!(word_at(document, t), "it" | "they"));
        // "Lump, left thigh. 17 mm, doughy.": a fragment that goes on about the one before.
        let fragment = self.length.first == self.first && !(self.first..self.end).any(|t| document.is_verb(t));
        let headed = (from..self.length.first).any(|t| document.is(t, known::SIZE_FIELD));
        // "Rolls under the finger, 2.5 cm.": a sentence without its subject that ends in the length.
        let fragment = fragment || self.trails();
        if !((measured && begins && !headed) || fragment) || self.first == 0 {
            return None;
        }
        let before = document.sentence_of(self.first - 1);
        let previous = &document.sentences[before];
        if fragment {
            // The nearest of the last sentences that tells of anything that can be measured.
            let told = |s: usize| {
                let tokens = || document.sentences[s].first..document.sentences[s].end;
                let first = tokens().find_map(|t| self.class(t));
                // "Core biopsy of thigh mass. 27 mm, hypoechoic": cores have no size of their own.
                first.map(|o| match o {
                    Owner::Other if tokens().any(|t| self.class(t) == Some(Owner::Lesion)) => Owner::Lesion,
                    _ => o,
                })
            };
            let owner = (before.saturating_sub(FRAGMENT_REACH - 1)..=before).rev().find_map(told);
            return owner.filter(|o| matches!(o, Owner::Lesion | Owner::Incision));
        }
        let lesion = (previous.first..previous.end).any(|t| document.is(t, known::LESION));
        let subject = (previous.first..previous.end).find_map(|t| self.class(t));
        Some(if lesion { Owner::Lesion } else { subject.unwrap_or(Owner::Lesion) })
    }
}
