//! What a noun beside a length stands for: a shape, a piece, a place, a tool or what the needle left.

use super::super::weight::word_at;
use super::super::{LAYERS, SCANS, SITES};
use super::{DESCRIBING, Owned};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::Kind;

impl Owned<'_> {
    /// "a 1 cm hematoma remains", "Baker's cyst 4 x 2 cm": what the needle left, and what is no soft tissue.
    pub(super) fn is_other_lesion(&self, token: usize) -> bool {
        let document = self.document;
        let mention = document.mention(token).filter(|m| m.is(known::LESION));
        let (first, end) = mention.map_or((token, token + 1), |m| (m.first(), m.last() + 1));
        let within = |class, first: usize, end: usize| (first..end).any(|t| document.word_is(t, class));
        let section = document.section_of(self.length.first);
        let from = if self.first == section.body { section.first } else { self.first };
        mention.is_some() && within(WordClass::JointCyst, first, end)
            || within(WordClass::Bleed, first, end) && within(WordClass::AfterNeedle, from, self.end)
    }

    /// "a pink-tan bean, 12 x 9 mm", "the rind was 58 x 31 mm": a word for a shape, which a piece may have as well as a lesion, in a
    /// sentence that tells of nothing taken, or of something taken whole.
    pub(super) fn is_shape(&self, token: usize) -> bool {
        const WITHIN: ConceptSet = ConceptSet::of(&[known::INSIDE, known::BELOW]);
        const LAYER: ConceptSet = LAYERS.with(ConceptSet::of(&[known::SUBCUTANEOUS, known::THIGH_MUSCLE]));
        let document = self.document;
        let alone = document.mention(token).is_some_and(|m| m.first() == m.last() && m.is(known::SAMPLE));
        // "the lump popped out as a single lobule".
        let named = (1..4).filter_map(|n| token.checked_sub(n)).find(|&t| document.is(t, known::DETERMINER));
        let named = named.and_then(|t| t.checked_sub(1)).is_some_and(|t| document.tokens.word(t) == "as");
        let placed = || {
            let next = self.length.last + 1;
            document.concepts(next).meets(WITHIN) && (next..next + 3).any(|t| document.concepts(t).meets(LAYER))
        };
        let shape =
            document.word_is(token, WordClass::ShapeName) || document.word_is(token, WordClass::MatterName) && placed();
        alone && shape && (named || self.is_whole() || !self.tells_of_taking() || self.is_sighted(token))
    }

    /// Whether the sentence tells of something taken, cut or looked at in the laboratory.
    pub(super) fn tells_of_taking(&self) -> bool {
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
    pub(super) fn is_whole(&self) -> bool {
        const WHOLE: ConceptSet = ConceptSet::of(&[known::WHOLE, known::SHELL_OUT]);
        let document = self.document;
        document.mentions_in(self.length.last + 1, self.end).any(|m| document.mentions[m].concepts.meets(WHOLE))
    }

    /// "The mass, in the wound, was 27 mm", "not a node, 28 mm", "the scan from the clinic says 19 mm", "beside the stem tip, 25 mm": where
    /// the lesion is, what it is not, whence a picture came and what it lies beside.
    pub(super) fn is_no_subject(&self, token: usize) -> bool {
        const DENIED: ConceptSet = ConceptSet::of(&[known::NON_SOFT_TISSUE, known::MARGIN]);
        let document = self.document;
        let word = |t: usize| document.tokens.word(t);
        let concepts = document.concepts(token);
        let (start, last) = document.mention(token).map_or((token, token), |m| (m.first(), m.last()));
        let lead = (self.first..start).rev().find(|&t| !document.is(t, known::DETERMINER));
        let led = |words: &[&str]| lead.is_some_and(|t| words.contains(&word(t)));
        const AROUND: [&str; 8] = ["in", "within", "inside", "across", "around", "round", "beside", "near"];
        let hollow = matches!(word(last), "wound" | "opening" | "incision");
        // "At the depth of the wound".
        let floor = lead.and_then(|t| t.checked_sub(1)).is_some_and(|t| {
            matches!(word(t + 1), "of") && matches!(word(t), "depth" | "depths" | "bottom" | "floor" | "base")
        });
        let in_wound = hollow && (AROUND.contains(&word(start)) || led(&AROUND) || floor);
        let denied = concepts.meets(DENIED) && led(&["not", "no"]);
        let scanned = word(token) == "from" && lead.is_some_and(|t| document.concepts(t).meets(SCANS));
        let part = |t: usize| document.word_is(t, WordClass::ImplantPart);
        let tip = document.is(token, known::NEEDLE_PART)
            && start == token
            && start.checked_sub(1).is_some_and(|t| t >= self.first && part(t));
        let implant =
            document.is(token, known::DEVICE) && part(token) && led(&["to", "beside", "near", "by", "behind"]);
        in_wound || token < self.length.first && (denied || scanned || tip || implant)
    }

    /// "A fleck of enhancement, 12 mm": a piece of what only a picture shows was not taken.
    pub(super) fn is_spot_of_signal(&self, token: usize) -> bool {
        let last = self.document.mention(token).map_or(token, |m| m.last());
        let of = last + usize::from(word_at(self.document, last) != "of");
        self.document.is(token, known::SAMPLE)
            && word_at(self.document, of) == "of"
            && self.document.word_is(of + 1, WordClass::PictureSign)
    }

    /// "The thickened segment is 42 mm long": a part under what ails it, in a sentence that tells of nothing taken.
    pub(super) fn is_diseased_part(&self, token: usize) -> bool {
        let document = self.document;
        let ails = token.checked_sub(1).filter(|&t| t > self.first && document.word_is(t, WordClass::Ailing));
        matches!(word_at(document, token), "segment" | "part" | "portion" | "section" | "stretch")
            && ails.is_some_and(|t| document.is(t - 1, known::DETERMINER))
            && !self.tells_of_taking()
    }

    /// "I could see a paler lobule, 38 x 30 mm": what was seen, whatever else the sentence tells.
    fn is_sighted(&self, token: usize) -> bool {
        const SEEN: ConceptSet = ConceptSet::of(&[known::SEE, known::LIE, known::NEW_FINDING, known::SIGHTING]);
        const REACH: usize = 5;
        let document = self.document;
        let from = self.first.max(token.saturating_sub(REACH));
        let article = (from..token).rev().find(|&t| document.is(t, known::DETERMINER));
        let seen = |t: usize| document.concepts(t).meets(SEEN) || matches!(document.tokens.word(t), "see" | "saw");
        article.and_then(|t| t.checked_sub(1)).is_some_and(|t| t >= self.first && seen(t))
    }

    /// "The MRI plate shows 8 x 6 cm": the film of a scan is no device.
    pub(super) fn is_plate_of_scan(&self, token: usize) -> bool {
        let scan = token.checked_sub(1).filter(|&t| t >= self.first);
        self.document.is(token, known::DEVICE) && scan.is_some_and(|t| self.document.concepts(t).meets(SCANS))
    }

    /// "The mass at the tip of the scapula": a tip that is no needle's.
    pub(super) fn is_tip_of_other(&self, token: usize) -> bool {
        const REACH: usize = 4;
        let document = self.document;
        let last = document.mention(token).map_or(token, |m| m.last());
        document.is(token, known::NEEDLE_PART)
            && word_at(document, last) == "tip"
            && word_at(document, last + 1) == "of"
            && !(last + 2..self.end.min(last + 2 + REACH)).any(|t| document.is(t, known::NEEDLE))
    }

    /// "A bit firm": how firm, and no bit of anything.
    pub(super) fn is_degree(&self, token: usize) -> bool {
        let document = self.document;
        document.tokens.word(token) == "bit"
            && token.checked_sub(1).is_some_and(|t| matches!(document.tokens.word(t), "a" | "little"))
            && document.tokens.list.get(token + 1).is_some_and(|t| t.kind == Kind::Word)
            && document.mention(token + 1).is_none()
    }

    /// "a paper tape across it": what measures is not what is measured.
    pub(super) fn is_tape(&self, token: usize) -> bool {
        self.document.word_is(token, WordClass::MeasuringTool)
    }

    /// "2.8 x 2.2 cm thickened tissue": tissue that the sentence does not tell as taken.
    pub(super) fn is_diseased_tissue(&self, token: usize) -> bool {
        let document = self.document;
        let compound = document.is(token + 1, known::SAMPLE) || document.word_is(token + 1, WordClass::BlockName);
        document.word_is(token, WordClass::TissueName)
            && !compound
            && !self.is_of(token)
            && document.mention(token).is_some_and(|m| m.first() == m.last())
            && (!self.tells_of_taking() || self.is_met(token))
    }

    /// "4 x 3 cm grey tissue found, two pieces excised": what was met there, before anything was taken of it.
    fn is_met(&self, token: usize) -> bool {
        const MET: ConceptSet = ConceptSet::of(&[known::SEE, known::LIE, known::NEW_FINDING]);
        let next = if token < self.length.first { self.length.last + 1 } else { token + 1 };
        let adjacent = token + 2 > self.length.first;
        adjacent && next < self.end && self.document.concepts(next).meets(MET)
    }

    /// "6 x 6 cm cavity in rectus femoris, part of its wall cut out": a cavity that was sampled is no wound.
    pub(super) fn is_walled(&self, token: usize) -> bool {
        const TAKEN: ConceptSet =
            ConceptSet::of(&[known::TAKE, known::REMOVE, known::CUT, known::SAMPLE, known::BIOPSY, known::BIOPSIED]);
        let document = self.document;
        let named = document.is(token, known::MARGIN) && document.word_is(token, WordClass::HollowName);
        let wall = || (token + 1..self.end).find(|&t| matches!(document.tokens.word(t), "wall" | "walls" | "lining"));
        named
            && self.length.mm.len() > 1
            && wall().is_some_and(|w| (token + 1..self.end).any(|t| t != w && document.concepts(t).meets(TAKEN)))
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
        const TAKEN: ConceptSet = ConceptSet::of(&[known::TAKE, known::REMOVE, known::CUT, known::EXCISION]);
        const PIECE: ConceptSet = ConceptSet::of(&[known::PARTIAL, known::MARGIN, known::SAMPLE]);
        let document = self.document;
        let first = document.mention(token).map_or(token, |m| m.first());
        let taken = || {
            (self.length.last + 1..self.end.min(self.length.last + 6))
                .any(|t| document.concepts(t).meets(TAKEN) || document.tokens.word(t) == "taken")
        };
        // "A part of tumor, 12 x 8 mm, was resected": one phrase.
        if document.is(token, known::PARTIAL) {
            return token < self.length.first && taken();
        }
        token < self.length.first
            && first >= 2
            && (document.tokens.word(first - 1) == "of" || document.is(first - 1, known::PARTIAL))
            && document.mention(first - 2).is_none_or(|m| m.concepts.meets(PIECE))
            && document.tokens.list[first - 2].kind == Kind::Word
            && taken()
    }

    /// "after a bruise", "since the bruise": what the lesion followed.
    pub(super) fn is_event(&self, token: usize) -> bool {
        let first = self.document.mention(token).map_or(token, |m| m.first());
        (1..4)
            .filter_map(|n| first.checked_sub(n))
            .take_while(|&t| t >= self.first && self.document.tokens.list[t].kind == Kind::Word)
            .any(|t| self.document.word_is(t, WordClass::AfterEvent))
    }
}
