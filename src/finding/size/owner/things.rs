//! Things that have a length of their own in notes on a lesion: scars, grafts and fields, what was cut off, what was drawn to be cut; and
//! the plates and beads of tissue that are the lesion. In: a length and the words before it. Out: whose it is.

use super::super::weight::word_at;
use super::super::{LESION, Owner};
use super::Owned;
use crate::lexicon::concept::group::{REGIONS, SIDES};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::Kind;

/// Largest side of a piece that was cut off a lesion, in mm.
const LARGEST_PIECE: f64 = 20.0;

/// Words that a noun and its length may have between them.
const SMALL: ConceptSet = ConceptSet::of(&[known::DETERMINER, known::BE, known::FILLER, known::MEASURE]);

/// What is told of a sample.
const PIECES: ConceptSet = ConceptSet::of(&[known::WEDGE, known::PARTIAL, known::SAMPLE, known::CORE, known::BIOPSY]);

impl Owned<'_> {
    /// Whose a length is by the thing right before it.
    pub(super) fn of_thing(&self) -> Option<Owner> {
        if self.is_of_old_mark() || self.is_of_what_was_taken() || self.is_of_sample_alone() || self.is_of_way_through()
        {
            Some(Owner::Other)
        } else if self.is_drawn() || self.is_cut_in_bracket() || self.reopens() {
            Some(Owner::Incision)
        } else if self.is_plate_of_tissue() || self.is_beside_bone() || self.is_so_now() {
            Some(Owner::Lesion)
        } else {
            None
        }
    }

    /// The nearest token before the length, marks and small words left out, and where it stands.
    fn noun_before(&self) -> Option<usize> {
        const REACH: usize = 3;
        let document = self.document;
        let passed = |t: &usize| {
            document.concepts(*t).meets(SMALL)
                || matches!(document.tokens.list[*t].kind, Kind::Punct(b',' | b'(' | b':'))
        };
        let from = self.first.max(self.length.first.saturating_sub(REACH));
        (from..self.length.first).rev().find(|t| !passed(t))
    }

    /// "Window 5 x 10 mm", "a window of 2 cm": how large a way through a layer is.
    fn is_of_way_through(&self) -> bool {
        let of = |t: &usize| self.document.tokens.word(*t) == "of" || self.document.word_is(*t, WordClass::Roughly);
        let noun = (self.first..self.length.first).rev().find(|t| !of(t));
        // "A 2 x 1 cm window was cut out of the fascia".
        let next = self.length.last + 1;
        noun.is_some_and(|t| self.document.is(t, known::WAY_THROUGH))
            || next < self.end && self.document.is(next, known::WAY_THROUGH)
    }

    /// "Donor site R thigh ant. 12 x 9 cm", "burn scar 14 x 6 cm with a lump in it", "flap 15 x 8 cm": what was done to the skin before.
    /// "A lump in the scar, 19 mm" tells of the lump.
    fn is_of_old_mark(&self) -> bool {
        const REACH: usize = 7;
        const BETWEEN: ConceptSet = REGIONS.with(SIDES).with(SMALL).with(crate::finding::site::ASPECT);
        let document = self.document;
        let words = |t: usize| document.mention(t).map_or(t..t + 1, |m| m.first()..m.last() + 1);
        let mark = |t: usize| document.is(t, known::SCAR) || words(t).any(|t| document.word_is(t, WordClass::OldMark));
        let passed = |t: &usize| {
            document.concepts(*t).meets(BETWEEN)
                || document.word_is(*t, WordClass::SpotName)
                || document.is(*t, known::SITE_NOUN)
                || matches!(document.tokens.list[*t].kind, Kind::Punct(b'.' | b'(' | b','))
        };
        let from = self.first.max(self.length.first.saturating_sub(REACH));
        let Some(noun) = (from..self.length.first).rev().find(|t| mark(*t) || !passed(t)).filter(|&t| mark(t)) else {
            return self.is_in_bracket_of_scars();
        };
        let start = document.mention(noun).map_or(noun, |m| m.first());
        // "A lump in the old scar, 19 mm", "just proximal to the operation scar, 14 x 9 mm": beside it.
        const LEAD: usize = 4;
        let near = |t: &usize| !matches!(document.tokens.list[*t].kind, Kind::Punct(b',' | b';' | b':' | b'('));
        let lead = self.first.max(start.saturating_sub(LEAD))..start;
        let placed = lead.rev().take_while(near).any(|t| {
            document.is(t, known::PREPOSITION) || matches!(word_at(document, t), "to" | "with" | "under" | "beside")
        });
        // "Just proximal to op. scar, 14 x 9 mm": behind the stop of an abbreviation goes on what was told before it.
        let goes_on = start == self.first && start > 0 && !document.tokens.list[start].capital;
        // "Tumor bed scar 19 cm" has a name of its own.
        !placed && !goes_on
    }

    /// "Shrapnel scars L thigh x7, R thigh x2 (1 cm, 3 cm), none near the lump": a sentence that opens with scars.
    fn is_in_bracket_of_scars(&self) -> bool {
        const OPENING: usize = 3;
        let document = self.document;
        let opens = (self.first..self.length.first.min(self.first + OPENING)).any(|t| {
            document.is(t, known::SCAR) && word_at(document, document.mention(t).map_or(t, |m| m.last())).ends_with('s')
        });
        opens && !(self.first..self.length.first).any(|t| document.is(t, known::LESION))
    }

    /// "Took a wedge off it, 12 x 6 mm", "a quarter came off for the lab, 8 by 6 mm", "wedge out of the swelling 15 x 10 mm".
    fn is_of_what_was_taken(&self) -> bool {
        const REACH: usize = 9;
        const HEADS: ConceptSet = ConceptSet::of(&[known::WEDGE, known::PARTIAL, known::CORE]);
        const ENDS: usize = 2;
        let document = self.document;
        if self.length.mm.iter().any(|&mm| mm > LARGEST_PIECE) {
            return false;
        }
        let from = self.first.max(self.length.first.saturating_sub(REACH));
        let head = (from..self.length.first).rev().find(|&t| document.concepts(t).meets(HEADS));
        let Some(head) = head else { return false };
        let next = document.mention(head).map_or(head, |m| m.last()) + 1;
        let off = |t: usize| matches!(word_at(document, t), "off" | "from" | "of" | "out");
        // "Wedge out of" is one phrase.
        let source = (next - 1..self.length.first.min(next + 3)).find(|&t| off(t));
        let of_lesion = source.is_some_and(|s| {
            let end = self.length.first.min(s + 5);
            let lesion = (s + 1..end).find(|&t| document.is(t, known::LESION) || word_at(document, t) == "it");
            // Nothing else stands between the lesion and the length.
            lesion.is_some_and(|l| {
                let last = document.mention(l).map_or(l, |m| m.last());
                let comma = document.tokens.is_mark(last + 1, b',');
                last + 1 + usize::from(comma) == self.length.first
                    && (comma && word_at(document, l) == "it" || self.length.mm.len() > 1)
            })
        });
        let ended = self.length.last + ENDS >= self.end;
        let sent = || {
            let comma = self.length.first > self.first && document.tokens.is_mark(self.length.first - 1, b',');
            let lab = (next..self.length.first).any(|t| document.is(t, known::PATHOLOGY));
            let came = |t: usize| off(t) || document.is(t, known::TAKE) || document.is(t, known::SEND);
            comma && lab && (next..self.length.first).any(came)
        };
        of_lesion || ended && sent()
    }

    /// "Bx 1.5 x 1.5 cm.", "a strip of biceps under it, 1 cm": a sample and its length, in a sentence that names no lesion.
    fn is_of_sample_alone(&self) -> bool {
        const LARGEST: f64 = 30.0;
        const REACH: usize = 9;
        let document = self.document;
        let small = self.length.mm.iter().all(|&mm| mm <= LARGEST);
        if !small || (self.first..self.end).any(|t| document.is(t, known::LESION)) {
            return false;
        }
        let before = self.noun_before().filter(|&t| document.is(t, known::BIOPSY));
        let ends = self.length.last + 2 >= self.end;
        let bare = before.is_some_and(|t| {
            let start = document.mention(t).map_or(t, |m| m.first());
            start == self.first && !document.tokens.is_mark(self.length.first - 1, b':')
        });
        let comma = self.length.first > self.first && document.tokens.is_mark(self.length.first - 1, b',');
        let from = self.first.max(self.length.first.saturating_sub(REACH));
        let strip = || {
            let piece = |t: usize| document.word_is(t, WordClass::StripName) && document.concepts(t).meets(PIECES);
            (from..self.length.first).rev().any(piece)
        };
        ends && (bare || comma && self.length.mm.len() == 1 && strip())
    }

    /// "I marked 4 cm just in front of the tubercle, cut", "I drew 4 cm": what was to be cut.
    fn is_drawn(&self) -> bool {
        let document = self.document;
        let verb = self.length.first.checked_sub(1).filter(|&t| t > self.first);
        verb.is_some_and(|t| {
            document.word_is(t, WordClass::DrawnToCut) && matches!(word_at(document, t - 1), "i" | "we" | "and")
        }) && self.length.mm.len() == 1
    }

    /// "Through a small anteromedial cut (4 cm)", "4.5 cm long. incision incl. nick": the cut right before or behind.
    fn is_cut_in_bracket(&self) -> bool {
        const CUTS: ConceptSet = ConceptSet::of(&[known::INCISION, known::CUT]);
        let document = self.document;
        let open = self.length.first.checked_sub(1).filter(|&t| t > self.first && document.tokens.is_mark(t, b'('));
        let close = document.tokens.is_mark(self.length.last + 1, b')');
        let noun = |t: usize| document.concepts(t).meets(CUTS) && matches!(word_at(document, t), "cut" | "incision");
        let bracketed = close && open.is_some_and(|t| noun(t - 1));
        let long = word_at(document, self.length.last + 1) == "long"
            && document.tokens.is_mark(self.length.last + 2, b'.')
            && word_at(document, self.length.last + 3) == "incision";
        self.length.mm.len() == 1 && (bracketed || long)
    }

    /// "3 cm of the inner thigh seam reopened": how much of an old cut.
    fn reopens(&self) -> bool {
        const REACH: usize = 8;
        let document = self.document;
        let end = self.end.min(self.length.last + REACH);
        self.length.mm.len() == 1
            && word_at(document, self.length.last + 1) == "of"
            && (self.length.last + 2..end)
                .any(|t| document.is(t, known::REOPEN) || word_at(document, t).starts_with("reopen"))
    }

    /// "Hard plate of tissue, 55 x 40 mm", "a button of firm tissue 12 mm wide", "a heap of grey tissue, 31 x 20 mm", "the plate: 65 x 20
    /// mm": what it looks like, and nothing that was taken of it.
    fn is_plate_of_tissue(&self) -> bool {
        const REACH: usize = 5;
        const TAKEN: ConceptSet =
            ConceptSet::of(&[known::TAKE, known::CUT, known::SEND, known::REMOVE, known::PATHOLOGY]);
        let document = self.document;
        let of = self.length.first.checked_sub(1).filter(|&t| t > self.first && word_at(document, t) == "of");
        // "Plate of 55 x 40 mm."
        let gone = || (self.length.last + 1..self.end).any(|t| document.concepts(t).meets(TAKEN));
        let Some(noun) = of.filter(|_| !gone()).map(|t| t - 1).or_else(|| self.noun_before()) else { return false };
        let shape = |t: usize| document.word_is(t, WordClass::LumpShape);
        let from = self.first.max(noun.saturating_sub(REACH));
        let tissue = matches!(word_at(document, noun), "tissue" | "scar")
            && (from + 1..noun).rev().any(|t| word_at(document, t) == "of" && shape(t - 1));
        // "A slab measuring 9 x 5 mm was taken".
        let behind = self.end.min(self.length.last + REACH);
        let taken = || {
            let passive = |t: usize| document.is(t, known::TAKE) || document.is(t, known::REMOVE);
            (self.first..self.length.first).any(|t| document.concepts(t).meets(TAKEN))
                || matches!(word_at(document, self.length.last + 1), "was" | "were")
                    && (self.length.last + 2..behind).any(passive)
        };
        (tissue || self.length.mm.len() > 1 && shape(noun)) && !taken()
    }

    /// "Mass against the left femur, 9.4 cm": the subject of a sentence without a verb, where it lies, and its length behind a comma.
    fn is_beside_bone(&self) -> bool {
        const LONGEST: usize = 8;
        let document = self.document;
        let comma = self.length.first.checked_sub(1).filter(|&t| t > self.first && document.tokens.is_mark(t, b','));
        let Some(comma) = comma.filter(|&c| c - self.first <= LONGEST) else { return false };
        let lesion = (self.first..self.first + 3).find(|&t| document.is(t, known::LESION));
        let last = lesion.and_then(|t| document.mention(t)).map(|m| m.last());
        last.is_some_and(|l| {
            l + 2 < comma
                && document.word_is(l + 1, WordClass::LiesBy)
                && !(self.first..comma)
                    .any(|t| document.is_verb(t) || document.is(t, known::BE) || document.tokens.is_mark(t, b','))
                && !(self.first..comma).any(|t| document.concepts(t).meets(PIECES))
        })
    }

    /// "It is refilling after the drain, 62 x 40 mm now": several dimensions of today.
    fn is_so_now(&self) -> bool {
        let document = self.document;
        let before = (self.first..self.length.first).rev().find(|&t| document.concepts(t).meets(PIECES.with(LESION)));
        self.length.mm.len() > 1
            && word_at(document, self.length.last + 1) == "now"
            && before.is_none_or(|t| document.is(t, known::LESION))
    }
}
