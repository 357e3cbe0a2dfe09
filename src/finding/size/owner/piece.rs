//! Lengths of what was taken: "2 x 1 cm muscle sent fresh", "three strips of it, the longest 2 cm". In: a length and the words of its
//! sentence. Out: whether a sample, and not the lesion, is as large.

use super::super::LESION;
use super::super::weight::word_at;
use super::Owned;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::{Break, Kind};

impl Owned<'_> {
    /// "Medial thigh, knife biopsy, 4 cm. Fascia thick … gracilis, 5 mm taken": one length in a note on the biopsy of a muscle that names
    /// no lesion is of the cut or of what was taken.
    pub(super) fn is_of_muscle_without_lesion(&self) -> bool {
        /// How far before its sentence a thing may be named that the length is of, in tokens.
        const NEAR: usize = 40;
        const MUSCLE: ConceptSet = ConceptSet::of(&[known::MUSCLE, known::THIGH_MUSCLE]);
        // "Right semimembranosus, 66 mm, doubling since the summer": what grows is a lesion, under whatever name.
        const THINGS: ConceptSet = ConceptSet::of(&[known::LESION, known::GROWTH]);
        let document = self.document;
        let all = document.concepts;
        let thing = |t: usize| {
            document.word_is(t, WordClass::LesionNoun)
                || document.word_is(t, WordClass::ThingName)
                || document.word_is(t, WordClass::VagueArea)
        };
        self.length.mm.len() == 1
            && !all.meets(THINGS)
            && all.meets(MUSCLE)
            && all.has(known::FASCIA)
            && all.meets(ConceptSet::of(&[known::SAMPLE, known::BIOPSY]))
            && !(self.first.saturating_sub(NEAR)..self.end).any(thing)
    }

    /// "2 cm x 1 cm muscle sent fresh": what was measured is told right behind.
    pub(super) fn is_piece_of_muscle(&self) -> bool {
        const REACH: usize = 5;
        const WENT: ConceptSet = ConceptSet::of(&[known::SEND, known::TAKE, known::FIXATIVE]);
        let document = self.document;
        let next = self.length.last + 1;
        let muscle = document.mention(next).filter(|m| m.is(known::MUSCLE) && m.first() == next);
        muscle.is_some_and(|m| {
            let behind = m.last() + 1..self.end.min(m.last() + REACH);
            !document.is(m.last() + 1, known::LESION) && behind.into_iter().any(|t| document.concepts(t).meets(WENT))
        })
    }

    /// "Biopsies of fascia and muscle, 1 x 1 cm each": what stands nearest before a length that each of several has.
    pub(super) fn is_of_each_sample(&self) -> bool {
        const SAMPLES: ConceptSet =
            ConceptSet::of(&[known::BIOPSY, known::SAMPLE, known::CORE, known::WEDGE, known::PARTIAL]);
        let document = self.document;
        let nearest =
            || (self.first..self.length.first).rev().find(|&t| document.concepts(t).meets(SAMPLES.with(LESION)));
        // "Three blocks, each about 7 x 6 mm".
        let roughly = |t: &usize| document.word_is(*t, WordClass::Roughly) || document.tokens.is_mark(*t, b'~');
        let lead = (self.first..self.length.first).rev().find(|t| !roughly(t));
        // "Biopsies of both thighs, each 4 cm growing lump": the noun stands behind.
        let named = (self.length.last + 1..self.end.min(self.length.last + 5)).any(|t| document.is(t, known::LESION));
        let each = !named && lead.is_some_and(|t| document.word_is(t, WordClass::EachOne));
        (each || document.word_is(self.length.last + 1, WordClass::EachOne))
            && nearest().is_some_and(|t| document.concepts(t).meets(SAMPLES))
    }

    /// "Two lumps, each about 2 x 1.5 cm, were taken from different streaks": each of several that were taken from somewhere.
    fn is_of_each_piece(&self) -> bool {
        const REACH: usize = 6;
        let document = self.document;
        let roughly = |t: &usize| document.word_is(*t, WordClass::Roughly);
        let each = (self.first..self.length.first).rev().find(|t| !roughly(t));
        let from = (self.length.last + 1..self.end.min(self.length.last + 1 + REACH)).any(|t| {
            document.tokens.word(t) == "from"
                || document.mention(t).is_some_and(|m| m.is(known::TAKE) && word_at(document, m.last()) == "from")
        });
        from && each.is_some_and(|t| document.word_is(t, WordClass::EachOne))
    }

    /// "A block measuring 2 x 1 cm was resected from its surface": the subject was taken, and is no lesion.
    pub(super) fn is_taken_piece(&self) -> bool {
        const TAKEN: ConceptSet = ConceptSet::of(&[known::TAKE, known::REMOVE]);
        let document = self.document;
        // "25 mm length removed".
        let next = self.length.last + 1 + usize::from(word_at(document, self.length.last + 1) == "length");
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
        // "A 5 mm square was removed from the bare area": under a name of its own, from somewhere.
        let shaped = || {
            let be = next + 1;
            let noun =
                next < self.end && document.tokens.list[next].kind == Kind::Word && document.mention(next).is_none();
            noun && matches!(word_at(document, be), "was" | "were" | "is")
                && (be..self.end.min(be + 3)).any(|t| document.concepts(t).meets(TAKEN))
                && (be..self.end.min(be + 5)).any(|t| document.tokens.word(t) == "from")
        };
        // "1 cm gracilis taken", "1 cm of gracilis taken".
        const MUSCLES: ConceptSet = ConceptSet::of(&[known::MUSCLE, known::THIGH_MUSCLE, known::OTHER_MUSCLE]);
        let muscle = || {
            let noun = next + usize::from(word_at(document, next) == "of");
            let name = document.mention(noun).filter(|m| m.first() == noun && m.concepts.meets(MUSCLES));
            name.is_some_and(|m| {
                let verb = m.last() + 1;
                verb < self.end
                    && !document.is(verb, known::LESION)
                    && document.concepts(verb).meets(TAKEN)
                    && word_at(document, verb + 1) != "up"
            })
        };
        let verb = verb || inset() || shaped() || (next < self.end && (participle() || muscle()));
        let clause = document.clause[self.length.first];
        let lesion = |t: usize| {
            document.clause[t] == clause && (document.is(t, known::LESION) || self.is_shape(t) && self.is_whole())
        };
        verb && (self.is_of_each_piece() || !(self.first..self.length.first).any(lesion))
    }

    /// "Punch biopsy x 1, 4 mm": one length behind the punch, with nothing but its number between.
    pub(super) fn is_of_tool(&self, punch: usize) -> bool {
        let document = self.document;
        let last = document.mention(punch).map_or(punch, |m| m.last());
        let counts = |t: usize| {
            document.tokens.list[t].kind == Kind::Number
                || document.concepts(t).meets(ConceptSet::of(&[known::TIMES, known::NUMBER_WORD]))
                || document.tokens.is_mark(t, b',')
        };
        self.length.mm.len() == 1 && (last + 1..self.length.first).all(counts)
    }

    /// "A cube of about 12 mm was handed over".
    pub(super) fn is_of_partial(&self, from: usize) -> bool {
        let document = self.document;
        let last = (from..self.length.first).rev().find(|&t| !document.word_is(t, WordClass::Roughly));
        last.is_some_and(|t| document.is(t, known::PARTIAL) && document.tokens.word(t) == "of")
    }

    /// "Edge of the lump snipped off (1 cm)": how much came off.
    pub(super) fn is_snipped_off(&self) -> bool {
        const LARGEST: f64 = 20.0;
        let document = self.document;
        let open = self.length.first.checked_sub(1).filter(|&t| t > self.first && document.tokens.is_mark(t, b'('));
        self.length.mm.iter().all(|&mm| mm <= LARGEST)
            && open.is_some_and(|t| matches!(document.tokens.word(t - 1), "off" | "away"))
    }

    /// "Tissue 1 x 1 x 1 cm.": three dimensions that open a sentence behind the word are of what was taken.
    pub(super) fn is_bare_tissue(&self) -> bool {
        let opens = self.length.first == self.first + 1 && word_at(self.document, self.first) == "tissue";
        opens && self.length.mm.len() == 3
    }

    /// "A crescent was pared off the tumor, 12 x 5 mm": what came off it.
    pub(super) fn is_pared_off(&self) -> bool {
        const LARGEST: f64 = 25.0;
        const TAKEN: ConceptSet =
            ConceptSet::of(&[known::TAKE, known::REMOVE, known::CUT, known::SAMPLE, known::PARTIAL]);
        let document = self.document;
        let small = |t: &usize| document.is(*t, known::DETERMINER) || document.tokens.word(*t) == "of";
        let comma = self.length.first.checked_sub(1).filter(|&t| t > self.first && document.tokens.is_mark(t, b','));
        // "A wedge off it, 12 x 6 mm".
        let pared = |t: usize| document.is(t, known::LESION) || document.tokens.word(t) == "it";
        let lesion = comma.map(|t| t - 1).filter(|&t| pared(t));
        let off = lesion.and_then(|l| (self.first..l).rev().find(|t| !small(t)));
        self.length.mm[0] <= LARGEST
            && off.is_some_and(|o| {
                matches!(document.tokens.word(o), "off" | "from" | "out")
                    && (self.first.max(o.saturating_sub(2))..=o).any(|t| document.concepts(t).meets(TAKEN))
            })
    }

    /// "A piece of the wall 15 mm long", "a strip of its capsule, 12 mm wide": how long what was taken is.
    pub(super) fn is_of_piece(&self) -> bool {
        const REACH: usize = 6;
        const PIECES: ConceptSet = ConceptSet::of(&[known::SAMPLE, known::PARTIAL]);
        let document = self.document;
        let behind = self.length.last + 1;
        let extent = matches!(word_at(document, behind), "long" | "thick" | "wide" | "across" | "in");
        let from = self.first.max(self.length.first.saturating_sub(REACH));
        let small = |t: usize| {
            document.is(t, known::DETERMINER)
                || document.word_is(t, WordClass::SurfacePart)
                || matches!(document.tokens.word(t), "of" | "its" | "," | "from" | "about")
        };
        let piece = (from..self.length.first).rev().find(|&t| !small(t));
        // "A lump 15 mm across" has its own size; a part between the piece and the length has none.
        let part =
            piece.is_some_and(|p| (p + 1..self.length.first).any(|t| document.word_is(t, WordClass::SurfacePart)));
        extent && part && piece.is_some_and(|t| document.concepts(t).meets(PIECES))
    }

    /// "An incisional biopsy, 1.2 x 0.8 cm, was performed": what was taken, set in behind its name.
    pub(super) fn is_of_biopsy(&self) -> bool {
        const LARGEST: f64 = 25.0;
        const NAMED: ConceptSet = ConceptSet::of(&[known::BIOPSY, known::OPEN_BIOPSY]);
        let document = self.document;
        let comma = self.length.first.checked_sub(1).filter(|&t| t > self.first && document.tokens.is_mark(t, b','));
        let name = comma.and_then(|t| document.mention(t - 1)).filter(|m| m.concepts.meets(NAMED));
        let led = name.and_then(|m| m.first().checked_sub(1)).is_some_and(|t| {
            t >= self.first && (document.is(t, known::DETERMINER) || document.tokens.word(t).ends_with("al"))
        });
        let next = self.length.last + 1;
        self.length.mm[0] <= LARGEST
            && led
            && document.tokens.is_mark(next, b',')
            && matches!(word_at(document, next + 1), "was" | "were")
    }

    /// "a spindle of skin 5 x 1.2 cm".
    pub(super) fn is_of_skin(&self) -> bool {
        let document = self.document;
        let comma = |t: &usize| document.tokens.is_mark(*t, b',');
        let noun = (self.first..self.length.first).rev().find(|t| !comma(t));
        const SHEETS: ConceptSet = ConceptSet::of(&[known::SKIN, known::FASCIA]);
        let sheet = noun.filter(|&t| document.concepts(t).meets(SHEETS)).and_then(|t| document.mention(t));
        let of = sheet.and_then(|m| m.first().checked_sub(1)).filter(|&t| t > self.first);
        of.is_some_and(|t| document.tokens.word(t) == "of" && !document.is(t - 1, known::LESION))
    }

    /// "three strips of it, the longest 2 cm".
    pub(super) fn is_longest(&self) -> bool {
        const MANY: ConceptSet = ConceptSet::of(&[known::SAMPLE, known::CORE]);
        let document = self.document;
        let last = self.length.first.checked_sub(1).filter(|&t| t > self.first);
        last.is_some_and(|t| document.word_is(t, WordClass::LongestWord))
            && (self.first..self.length.first).any(|t| document.concepts(t).meets(MANY) && !self.is_shape(t))
            && !(self.first..self.length.first)
                .rev()
                .take_while(|&t| !document.concepts(t).meets(MANY))
                .any(|t| document.is(t, known::LESION))
    }
}
