//! What a length measures: the noun before or behind it, its label, or the subject of its sentence.

use super::weight::{is_reported, word_at};
use super::{FAR, FRAGMENT_REACH, INCISION, LAYERS, LESION, OTHER, Owner, PARTS, SCANS, SITES};
use crate::document::Document;
use crate::lexicon::concept::{ConceptSet, known};
use crate::mention::measurement::Length;
use crate::token::{Break, Kind};

/// What may stand between a noun and its article.
const DESCRIBING: ConceptSet = ConceptSet::of(&[known::DETERMINER, known::FILLER, known::EXTENT, known::UNCERTAIN]);

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
        let owner = self.behind().or_else(|| self.before()).unwrap_or(Owner::Unknown);
        if owner == Owner::Unknown && self.length.mm.len() == 1 && self.is_described() {
            return Owner::Thing;
        }
        // "I planned the cut so that it can be taken out later: five centimetres, straight".
        let cut = || {
            let within = |c| (self.first..self.length.first).any(|t| self.document.is(t, c));
            (within(known::INCISION) || within(known::CUT) && within(known::SKIN)) && !within(known::LESION)
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

    pub(super) fn class(&self, token: usize) -> Option<Owner> {
        let concepts = self.document.concepts(token);
        let several = self.length.mm.len() > 1;
        // "he read 30 x 22 mm from the ruler": several dimensions are no distance.
        // "bone flap 3 x 2 cm", "spleen 14 x 5 cm": right before it, where no lesion is told of.
        let close = || {
            token + 3 > self.length.first
                && (token..self.length.first).all(|t| self.document.tokens.list[t].kind == Kind::Word)
                && !concepts.has(known::DISTANCE)
                && !(self.first..token).any(|t| self.document.is(t, known::LESION))
        };
        let far =
            several && (token < self.length.first && concepts.meets(FAR) && !close() || concepts.has(known::DISTANCE));
        if self.is_tape(token) || far {
            return None;
        }
        if self.is_shape(token) {
            return Some(Owner::Lesion);
        }
        if self.is_other_lesion(token) || concepts.has(known::PUNCH) && token > self.length.last {
            return Some(Owner::Other);
        }
        if self.is_diseased_tissue(token) {
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
        const GONE: ConceptSet = ConceptSet::of(&[known::TAKE, known::SEND]);
        let participle = || document.concepts(next).meets(GONE) && document.tokens.list[next].before < Break::Line;
        let verb = verb || inset() || (next < self.end && participle());
        let clause = document.clause[self.length.first];
        let lesion = |t: usize| {
            document.clause[t] == clause && (document.is(t, known::LESION) || self.is_shape(t) && self.is_whole())
        };
        verb && !(self.first..self.length.first).any(lesion)
    }

    /// "a 1 cm hematoma remains", "Baker's cyst 4 x 2 cm": what the needle left, and what is no soft tissue.
    fn is_other_lesion(&self, token: usize) -> bool {
        let document = self.document;
        let mention = document.mention(token).filter(|m| m.is(known::LESION));
        let (first, end) = mention.map_or((token, token + 1), |m| (m.first(), m.last() + 1));
        let within =
            |words: &[&str], first: usize, end: usize| (first..end).any(|t| words.contains(&word_at(document, t)));
        const BLEED: [&str; 6] = ["hematoma", "haematoma", "bleed", "bleeding", "haemorrhage", "hemorrhage"];
        const AFTER: [&str; 12] = [
            "after",
            "afterwards",
            "afterward",
            "post",
            "postprocedure",
            "complication",
            "complications",
            "compressed",
            "compression",
            "remains",
            "tract",
            "track",
        ];
        let section = document.section_of(self.length.first);
        let from = if self.first == section.body { section.first } else { self.first };
        mention.is_some() && within(&["baker", "bakers"], first, end)
            || within(&BLEED, first, end) && within(&AFTER, from, self.end)
    }

    /// "a pink-tan bean, 12 x 9 mm", "the rind was 58 x 31 mm": a word for a shape, which a piece may have as well as a lesion, in a
    /// sentence that tells of nothing taken, or of something taken whole.
    pub(super) fn is_shape(&self, token: usize) -> bool {
        const SHAPES: [&str; 10] =
            ["bean", "disc", "disk", "lobule", "lobules", "rind", "nub", "nubbin", "knob", "button"];
        const WITHIN: ConceptSet = ConceptSet::of(&[known::INSIDE, known::BELOW]);
        const LAYER: ConceptSet = LAYERS.with(ConceptSet::of(&[known::SUBCUTANEOUS, known::THIGH_MUSCLE]));
        let document = self.document;
        let word = word_at(document, token);
        let alone = document.mention(token).is_some_and(|m| m.first() == m.last() && m.is(known::SAMPLE));
        // "the lump popped out as a single lobule".
        let named = (1..4).filter_map(|n| token.checked_sub(n)).find(|&t| document.is(t, known::DETERMINER));
        let named = named.and_then(|t| t.checked_sub(1)).is_some_and(|t| document.tokens.word(t) == "as");
        let placed = || {
            let next = self.length.last + 1;
            document.concepts(next).meets(WITHIN) && (next..next + 3).any(|t| document.concepts(t).meets(LAYER))
        };
        let shape = SHAPES.contains(&word) || matches!(word, "material" | "stuff" | "matter") && placed();
        alone && shape && (named || self.is_whole() || !self.tells_of_taking())
    }

    /// Whether the sentence tells of something taken, cut or looked at in the laboratory.
    fn tells_of_taking(&self) -> bool {
        const TAKEN: ConceptSet = ConceptSet::of(&[
            known::TAKE,
            known::REMOVE,
            known::CUT,
            known::SEND,
            known::PATHOLOGY,
            known::BIOPSY,
            known::EXCISION,
        ]);
        let document = self.document;
        // "Sent: tissue 14 x 10 mm": the label tells it.
        let section = document.section_of(self.length.first);
        let from = if self.first == section.body { section.first } else { self.first };
        document.mentions_in(from, self.end).any(|m| document.mentions[m].concepts.meets(TAKEN))
    }

    /// "was freed from the fat and lifted out en bloc".
    fn is_whole(&self) -> bool {
        const WHOLE: ConceptSet = ConceptSet::of(&[known::WHOLE, known::SHELL_OUT]);
        let document = self.document;
        document.mentions_in(self.length.last + 1, self.end).any(|m| document.mentions[m].concepts.meets(WHOLE))
    }

    /// "a paper tape across it": what measures is not what is measured.
    pub(super) fn is_tape(&self, token: usize) -> bool {
        matches!(word_at(self.document, token), "tape" | "ruler" | "caliper" | "calipers" | "callipers")
    }

    /// "2.8 x 2.2 cm thickened tissue": tissue that the sentence does not tell as taken.
    pub(super) fn is_diseased_tissue(&self, token: usize) -> bool {
        let document = self.document;
        let compound =
            document.is(token + 1, known::SAMPLE) || matches!(word_at(document, token + 1), "block" | "blocks");
        matches!(word_at(document, token), "tissue" | "tissues")
            && !compound
            && !self.is_of(token)
            && document.mention(token).is_some_and(|m| m.first() == m.last())
            && !self.tells_of_taking()
    }

    /// "strips of the solid tissue": what is told as a part of the noun at a token, unless that part is a shape.
    fn is_of(&self, token: usize) -> bool {
        const REACH: usize = 4;
        let document = self.document;
        let plain = |t: &usize| {
            document.tokens.list[*t].kind == Kind::Word
                && (document.mention(*t).is_none() || document.concepts(*t).meets(DESCRIBING))
        };
        let from = self.first.max(token.saturating_sub(REACH));
        let lead = (from..token).rev().find(|t| document.tokens.word(*t) == "of" || !plain(t));
        lead.is_some_and(|t| {
            document.tokens.word(t) == "of" && !t.checked_sub(1).is_some_and(|part| self.is_shape(part))
        })
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
        // "5 cm inc, ITB opened", "4 cm long. inc": short for the cut.
        let stop = usize::from(at < limit && document.tokens.is_mark(at, b'.'));
        if self.length.mm.len() == 1 && word_at(document, at + stop) == "inc" {
            return Some(Owner::Incision);
        }
        if let Some(owner) = self.of_what(at).or_else(|| self.is_cut_course(at).then_some(Owner::Incision)) {
            return Some(owner);
        }
        if let Some(owner) = self.bracketed() {
            return Some(owner);
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
            let away = document.tokens.word(token) == "to"
                && token == at
                && self.length.mm.len() == 1
                && !self.is_told_by(token + 1);
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
            // "mass 3.1 cm just under the ligament": where it lies.
            let close = token == at + 1
                && matches!(document.tokens.word(at), "just" | "right" | "immediately" | "directly")
                && self.length.first.checked_sub(1).is_some_and(|t| document.is(t, known::LESION));
            if layer || (away && token <= at + 1 && !manner && !close && self.length.mm.len() == 1) {
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

    /// "about 9 x 6 cm of firm red swelling"; "an inch of incision", "three centimeters of the former scar": what a length is
    /// told to be of.
    fn of_what(&self, at: usize) -> Option<Owner> {
        const REACH: usize = 6;
        const CUTS: ConceptSet = INCISION.with(ConceptSet::of(&[known::SCAR, known::SKIN]));
        const STOPS: ConceptSet = ConceptSet::of(&[known::PREPOSITION, known::CONJUNCTION, known::RELATIVE]);
        let document = self.document;
        if word_at(document, at) != "of" {
            return None;
        }
        let limit = self.end.min(at + REACH);
        // "exposed 2 x 2 cm of its surface".
        if (at + 1..self.end.min(at + 4)).any(|t| {
            matches!(word_at(document, t), "surface" | "capsule" | "wall" | "rim" | "edge" | "dome" | "depth" | "pole")
        }) {
            return Some(Owner::Other);
        }
        let noun = (at + 1..limit)
            .take_while(|&t| {
                let concepts = document.concepts(t);
                document.tokens.list[t].kind == Kind::Word && (!concepts.meets(STOPS) || concepts.meets(CUTS))
            })
            .find(|&t| document.concepts(t).meets(CUTS.with(LESION)) && !self.is_adjective(t))?;
        if document.concepts(noun).meets(CUTS) {
            return Some(if self.length.mm.len() == 1 { Owner::Incision } else { Owner::Other });
        }
        // "1 x 1 cm of tumor taken".
        const TAKEN: ConceptSet = ConceptSet::of(&[known::TAKE, known::REMOVE, known::CUT]);
        let near = self.first.max(self.length.first.saturating_sub(3))..self.length.first;
        let gone = near.chain(noun + 1..self.end.min(noun + 5)).any(|t| document.concepts(t).meets(TAKEN));
        if gone && self.length.mm.len() > 1 {
            return Some(Owner::Other);
        }
        let defined = (at + 1..noun).any(|t| matches!(document.tokens.word(t), "the" | "this" | "that" | "its"));
        (self.length.mm.len() > 1 && !defined).then_some(Owner::Lesion)
    }

    /// "Details: 4 cm longitudinal. Vein preserved.": a length with the course of a cut, and nothing else.
    fn is_cut_course(&self, at: usize) -> bool {
        let document = self.document;
        let course = matches!(
            word_at(document, at),
            "longitudinal" | "oblique" | "curvilinear" | "elliptical" | "lenticular" | "lengthwise" | "longitudinally"
        );
        let ends = at + 1 >= self.end || matches!(document.tokens.list[at + 1].kind, Kind::Punct(_));
        course
            && ends
            && self.length.mm.len() == 1
            && !(self.first..self.end)
                .any(|t| document.concepts(t).meets(LESION.with(SCANS).with(ConceptSet::of(&[known::MEASURE]))))
    }

    /// "a small (2 cm) incision": the noun behind the bracket, where none stands before it.
    fn bracketed(&self) -> Option<Owner> {
        const REACH: usize = 3;
        let document = self.document;
        let open = self.length.first.checked_sub(1).filter(|&t| document.tokens.is_mark(t, b'('))?;
        let close = self.length.last + 1;
        if !document.tokens.is_mark(close, b')') || open.checked_sub(1).is_some_and(|t| self.class(t).is_some()) {
            return None;
        }
        (close + 1..self.end.min(close + 1 + REACH))
            .take_while(|&t| document.tokens.list[t].kind == Kind::Word && !document.is(t, known::PREPOSITION))
            .find_map(|t| self.class(t))
            .filter(|o| matches!(o, Owner::Incision | Owner::Other))
    }

    /// "2.3 cm to calipers", "4 cm to the touch": how it was measured.
    fn is_told_by(&self, at: usize) -> bool {
        (at..at + 2).any(|t| {
            matches!(word_at(self.document, t), "palpation" | "touch" | "feel" | "finger" | "fingers")
                || self.is_tape(t)
        })
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
        let found = |t: usize| {
            // "the vein beside it, 8 mm".
            let beside =
                |t: usize| matches!(document.tokens.word(t), "beside" | "near" | "by" | "along" | "to" | "from");
            let of = |t: usize| beside(t) || document.tokens.word(t) == "of";
            document.tokens.word(t) == "it" && !t.checked_sub(1).is_some_and(of)
        };
        if comma.and_then(|t| t.checked_sub(1)).is_some_and(found) {
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
        // "a spindle of skin 5 x 1.2 cm".
        if self.is_of_skin() {
            return Some(Owner::Other);
        }
        if self.is_longest() {
            return Some(Owner::Other);
        }
        // "It has since spread and is now 4.2 x 2.8 cm".
        let now = self.length.first.checked_sub(1).is_some_and(|t| document.is(t, known::CURRENT));
        if now && word_at(document, self.first) == "it" {
            return self.pronoun(from).or(Some(Owner::Lesion));
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
            if same && self.is_thing(token) {
                return Some(Owner::Thing);
            }
            // "noticed after a bruise, 7 x 6 cm": what came before it.
            let event = document.is(token, known::MARGIN) && self.is_event(token);
            // "a cut across the area which is six by four": what stands before the pronoun is measured.
            if document.is(token, known::RELATIVE)
                && token > self.first
                && document.concepts(token + 1).meets(ConceptSet::of(&[known::BE, known::MEASURE]))
                && self.length.first - token < 6
                && matches!(document.tokens.word(token), "which" | "that")
            {
                let noun = if document.tokens.is_mark(token - 1, b',') { token - 2 } else { token - 1 };
                let plain = document.mention(noun).is_none() || document.is(noun, known::SITE_NOUN);
                if document.tokens.list[noun].kind == Kind::Word && plain && self.class(noun).is_none() {
                    return Some(Owner::Thing);
                }
            }
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
            if document.is(token, known::CUT) && same {
                return Some(Owner::Incision);
            }
            // "the MR we got showed".
            let got = document.tokens.word(token) == "got" && token + 1 < self.length.first;
            if document.is(token, known::TAKE) && same && !got {
                return Some(Owner::Other);
            }
        }
        self.label().or_else(|| self.pronoun(from))
    }

    /// "a spindle of skin 5 x 1.2 cm".
    fn is_of_skin(&self) -> bool {
        let document = self.document;
        let comma = |t: &usize| document.tokens.is_mark(*t, b',');
        let noun = (self.first..self.length.first).rev().find(|t| !comma(t));
        let first = noun.filter(|&t| document.is(t, known::SKIN)).and_then(|t| document.mention(t)).map(|m| m.first());
        first.and_then(|t| t.checked_sub(1)).is_some_and(|t| t > self.first && document.tokens.word(t) == "of")
    }

    /// "three strips of it, the longest 2 cm".
    fn is_longest(&self) -> bool {
        const MANY: ConceptSet = ConceptSet::of(&[known::SAMPLE, known::CORE]);
        let document = self.document;
        let last = self.length.first.checked_sub(1).filter(|&t| t > self.first);
        last.is_some_and(|t| matches!(document.tokens.word(t), "longest" | "largest" | "biggest" | "each"))
            && (self.first..self.length.first).any(|t| document.concepts(t).meets(MANY) && !self.is_shape(t))
            && !(self.first..self.length.first)
                .rev()
                .take_while(|&t| !document.concepts(t).meets(MANY))
                .any(|t| document.is(t, known::LESION))
    }

    /// "showed a solid enhancing thing, 8.2 by 5.6 cm", "there was a grape of 2 cm": what is brought in by its article under a name
    /// of its own, and by no verb of taking. One length alone wants a verb of seeing.
    fn is_thing(&self, article: usize) -> bool {
        const REACH: usize = 8;
        const NAMED: ConceptSet = DESCRIBING.with(ConceptSet::of(&[known::SITE_NOUN, known::ABBREVIATION]));
        const FOUND: ConceptSet =
            ConceptSet::of(&[known::SEE, known::LIE, known::BE, known::NEW_FINDING, known::SIGHTING]);
        const GONE: ConceptSet = ConceptSet::of(&[
            known::PREPOSITION,
            known::TAKE,
            known::REMOVE,
            known::CUT,
            known::CLOSE,
            known::SUTURE,
            known::DISTANCE,
            known::NEGATED_NEXT,
        ]);
        let document = self.document;
        if !matches!(document.tokens.word(article), "a" | "an") || !document.is(article, known::DETERMINER) {
            return false;
        }
        let word = |t: usize| document.tokens.list[t].kind == Kind::Word;
        let limit = self.length.first.min(article + REACH);
        let joined = |t: usize| document.tokens.is_mark(t, b'-') || word(t);
        let end = (article + 1..limit)
            .find(|&t| {
                !joined(t)
                    || document.is_verb(t)
                    || document.concepts(t).meets(ConceptSet::of(&[
                        known::PREPOSITION,
                        known::RELATIVE,
                        known::MEASURE,
                        known::PRONOUN,
                    ]))
            })
            .unwrap_or(limit);
        // "a fish-egg-like thing".
        let hyphened = |t: usize| document.tokens.is_mark(t, b'-') && document.tokens.list[t].before == Break::Joined;
        let plain = |t: usize| {
            document.mention(t).is_none() || document.concepts(t).meets(NAMED) || hyphened(t + 1) || hyphened(t - 1)
        };
        let head = end - 1;
        let named = head > article
            && document.tokens.list[head].kind == Kind::Word
            && (document.mention(head).is_none() || document.is(head, known::SITE_NOUN));
        if !named || !(article + 1..end).all(plain) {
            return false;
        }
        let before = article.checked_sub(1).filter(|&t| t >= self.first && word(t));
        if before.is_some_and(|t| document.concepts(t).meets(GONE)) {
            return false;
        }
        let found = || {
            (1..4)
                .filter_map(|n| article.checked_sub(n))
                .take_while(|&t| t >= self.first && word(t))
                .any(|t| document.concepts(t).meets(FOUND))
        };
        self.length.mm.len() > 1 || found()
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
                        | "aorta"
                )
            })
    }

    /// "a scar of earlier surgery, 9 cm": a scar before the length and no lesion between.
    pub(super) fn is_of_scar(&self, from: usize) -> bool {
        let document = self.document;
        let part = (from..self.length.first).rev().take_while(|&t| matches!(document.tokens.list[t].kind, Kind::Word));
        let named = |t: &usize| document.concepts(*t).meets(LESION.with(ConceptSet::of(&[known::SCAR, known::SAMPLE])));
        let noun = part.into_iter().find(named);
        // "an old scar 9 x 1 cm": no lump is that slender.
        const SLENDER: f64 = 5.0;
        let line = self.length.mm.iter().fold(f64::INFINITY, |a, &b| a.min(b)) * SLENDER <= self.length.mm[0];
        (self.length.mm.len() == 1 || line)
            && noun.is_some_and(|t| document.is(t, known::SCAR) && !document.is(t, known::LESION))
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
            // "Size: he read 30 x 22 mm from the ruler."
            let sized = (section.first..section.body).any(|t| self.document.is(t, known::SIZE_FIELD));
            let short = self.length.first.saturating_sub(section.body) <= 8;
            return (sized && short && self.first <= section.body).then_some(Owner::Lesion);
        }
        // "Skin opened: 2 cm".
        let opened = || (section.first..section.body).any(|t| self.document.is(t, known::CUT));
        let named = (section.first..section.body).rev().find_map(|t| self.class(t));
        named.or_else(|| opened().then_some(Owner::Incision))
    }

    /// "Mobile pea-shaped thing, 21 mm, in the fat.": a sentence without a verb that tells of a thing under a name of its own and
    /// what it measures.
    pub(super) fn is_described(&self) -> bool {
        const LONGEST: usize = 8;
        const TOLD: ConceptSet =
            DESCRIBING.with(ConceptSet::of(&[known::PREPOSITION, known::FAT, known::ABBREVIATION]));
        const WITHIN: ConceptSet = ConceptSet::of(&[known::INSIDE, known::SUBCUTANEOUS, known::BE]);
        let document = self.document;
        let mark = |t: usize| [b',', b'('].iter().any(|&m| document.tokens.is_mark(t, m));
        let lead = self.length.first.checked_sub(1).filter(|&t| mark(t) || document.tokens.word(t) == "of");
        let Some(lead) = lead.or(Some(self.length.first)).filter(|&t| t > self.first && t - self.first <= LONGEST)
        else {
            return false;
        };
        let head = lead - 1;
        let plain = |t: usize| match document.tokens.list[t].kind {
            Kind::Word => document.mention(t).is_none() || document.concepts(t).meets(TOLD),
            Kind::Punct(m) => matches!(m, b'-' | b','),
            _ => false,
        };
        let next = self.length.last + 1;
        let ends = next >= self.end
            || document.concepts(next).meets(WITHIN)
            || matches!(document.tokens.list[next].kind, Kind::Punct(b',' | b'.' | b')'));
        let named = document.tokens.list[head].kind == Kind::Word && document.mention(head).is_none();
        // "Small bluish blob 15 mm, just above the fascia."
        let named = named && (lead < self.length.first || lead - self.first > 2);
        ends && named && (self.first..lead).all(plain)
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
        // "and it is seven and a half centimeters".
        let it = |n: usize| {
            self.length.first.checked_sub(n).is_some_and(|t| t >= self.first && document.tokens.word(t) == "it")
        };
        let said = it(2) && self.length.first.checked_sub(1).is_some_and(|t| document.concepts(t).meets(MEASURED));
        let own = (self.first..self.length.first).any(|t| document.is(t, known::LESION));
        if said && own {
            return Some(Owner::Lesion);
        }
        let begins = said
            || short && (self.first..self.length.first).all(known)
            || (self.first..self.first + 2).any(|t| matches!(word_at(document, t), "it" | "they" | "its"))
            || document.is(self.first + 1, known::WHOLE) && document.is(self.first, known::DETERMINER);
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
        // "Core biopsy, right thigh. It measures 8 cm": what was done is no subject; nor is a sample that is only wanted.
        let wanted = (previous.first..previous.end).any(|t| {
            matches!(document.tokens.word(t), "want" | "wants" | "wanted" | "need" | "needs" | "asked" | "wish")
        });
        let done = |t: usize| document.concepts(t).meets(ConceptSet::of(&[known::BIOPSY, known::EXCISION]));
        let subject = (previous.first..previous.end).filter(|&t| !done(t)).find_map(|t| self.class(t));
        let subject = subject.filter(|&o| !(wanted && o == Owner::Other));
        Some(if lesion { Owner::Lesion } else { subject.unwrap_or(Owner::Lesion) })
    }
}
