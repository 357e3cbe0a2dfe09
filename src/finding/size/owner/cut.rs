//! Lengths of a cut that no noun right beside them names: "Local. 4 cm.", "2 cm of skin was opened", "knife, 6 cm". In: a length and the
//! words of its sentence. Out: whether it is of the cut, or of a lesion beside one. "A 4 cm incision" is left to the noun.

use super::super::weight::word_at;
use super::super::{INCISION, Owner, SITES};
use super::Owned;
use crate::document::sentence::Sentence;
use crate::finding::site::ASPECT;
use crate::lexicon::concept::group::{LENGTH_UNITS, SIDES};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::{Break, Kind};

impl Owned<'_> {
    /// One length in a sentence that tells of a cut, or only of the course of one.
    pub(super) fn is_of_unnamed_cut(&self) -> bool {
        self.length.mm.len() == 1 && (self.is_in_words_of_cut() || self.tells_course() || self.is_bare_cut())
    }

    /// "I planned the cut so that it can be taken out later: five centimetres, straight": a cut is told before, and no lesion.
    fn is_in_words_of_cut(&self) -> bool {
        let within = |c| (self.first..self.length.first).any(|t| self.document.is(t, c));
        (within(known::INCISION) || within(known::CUT) && within(known::SKIN) || self.is_opened_place())
            && !within(known::LESION)
    }

    /// "3 cm over the front of the thigh.": a sentence that opens with one length and a course tells of the cut.
    fn tells_course(&self) -> bool {
        let behind = |n: usize| word_at(self.document, self.length.last + n);
        self.first == self.length.first
            && (matches!(behind(1), "over" | "along" | "across")
                || behind(1) == "in" && (2..4).any(|n| behind(n) == "line"))
            && !(self.first..self.end).any(|t| self.document.is(t, known::LESION))
    }

    /// "5 cm, gluteal fascia divided", "skin, 5 cm, lengthwise": a length before a layer that was cut, or with its course.
    fn is_bare_cut(&self) -> bool {
        const REACH: usize = 5;
        const LAYER: ConceptSet = ConceptSet::of(&[known::FASCIA, known::FAT, known::SKIN, known::SUBCUTANEOUS]);
        const CUTS: ConceptSet = ConceptSet::of(&[known::CUT, known::DISSECT]);
        let document = self.document;
        let next = self.length.last + 1;
        let comma = document.tokens.is_mark(next, b',');
        let coursed = comma
            && document.word_is(next + 1, WordClass::CutCourse)
            && !(self.first..self.end).any(|t| document.is(t, known::LESION));
        if self.length.first != self.first {
            return coursed;
        }
        let behind = || next + 1..self.end.min(next + 1 + REACH);
        let layer = behind().find(|&t| document.concepts(t).meets(LAYER));
        let opened = comma && layer.is_some_and(|l| behind().any(|t| t > l && document.concepts(t).meets(CUTS)));
        coursed || opened
    }

    /// "Local. 4 cm. Blunt scissors.": one length and nothing else, right behind a few words on what numbed the skin.
    pub(super) fn follows_numbing(&self) -> bool {
        const LONGEST: usize = 5;
        let document = self.document;
        let next = self.length.last + 1;
        // "LA skin/SC only." is short as well.
        let words = |s: &Sentence| (s.first..s.end).filter(|&t| document.tokens.list[t].kind == Kind::Word).count();
        let alone = self.length.first == self.first
            && (next >= self.end || document.tokens.is_mark(next, b'.') && next + 1 >= self.end);
        let before = self.first.checked_sub(1).map(|t| &document.sentences[document.sentence_of(t)]);
        self.length.mm.len() == 1
            && alone
            && before.is_some_and(|s| {
                s.end - s.first <= 2 * LONGEST
                    && words(s) <= LONGEST
                    && (s.concepts.has(known::ANESTHESIA) || word_at(document, s.first) == "la")
            })
    }

    /// "Incision: transverse, 5.5 cm": one length in the line of a label for the cut, where no lesion is named.
    pub(super) fn is_under_cut_label(&self) -> bool {
        const REACH: usize = 8;
        let document = self.document;
        let from = self.length.first.saturating_sub(REACH);
        let in_line = |t: &usize| document.tokens.list[*t + 1].before < Break::Line;
        let before = || (from..self.length.first).rev().take_while(in_line);
        let colon = before().find(|&t| document.tokens.is_mark(t, b':'));
        let Some(label) = colon.and_then(|t| t.checked_sub(1)) else { return false };
        // "On deepening a 3 cm incision: 2.9 cm, yellow-white": no label, and the cut has its length.
        let opens_line = |first: usize| {
            first == document.sentences[document.sentence_of(first)].first
                || document.tokens.list[first].before >= Break::Line
        };
        self.length.mm.len() == 1
            && document.mention(label).is_some_and(|m| m.is(known::INCISION) && opens_line(m.first()))
            && !(label..self.length.first).any(|t| document.is(t, known::LESION))
    }

    /// "So opened: medial thigh 3 cm": a place behind the label of the cut.
    fn is_opened_place(&self) -> bool {
        const PLACES: ConceptSet = SITES.with(ASPECT).with(SIDES);
        let document = self.document;
        let place = |t: &usize| document.concepts(*t).meets(PLACES);
        let colon = (self.first..self.length.first).rev().find(|t| !place(t));
        let colon = colon.filter(|&t| t > self.first && t + 1 < self.length.first && document.tokens.is_mark(t, b':'));
        colon.is_some_and(|t| {
            // "Open bx: distal thigh 3 cm".
            document.concepts(t - 1).meets(ConceptSet::of(&[known::CUT, known::OPEN_BIOPSY]))
                || document.is(t - 1, known::BIOPSY) && t >= 2 && document.tokens.word(t - 2) == "open"
                || document.word_is(t - 1, WordClass::LaidOpen)
        })
    }

    /// "2 cm of skin was opened on to the lump": one length of skin that is cut.
    pub(super) fn cuts_skin(&self) -> bool {
        const REACH: usize = 7;
        let document = self.document;
        let of = self.length.last + 1;
        let skin = (of + 1..of + 3).find(|&t| word_at(document, t) == "skin");
        let cut = |t: usize| document.concepts(t).meets(ConceptSet::of(&[known::CUT]));
        let opened = |t: usize| cut(t) || document.word_is(t, WordClass::LaidOpen);
        self.length.mm.len() == 1
            && word_at(document, of) == "of"
            && skin.is_some_and(|s| (s..self.end.min(s + REACH)).any(opened))
    }

    /// "Incision over the lump 4cm", "wedge off the nodule ~1 cm": a cut or a piece, the lesion that it was of, and one length right behind.
    pub(super) fn head_of_place(&self) -> Option<Owner> {
        const LONGEST: usize = 6;
        const LARGEST: f64 = 20.0;
        const PIECE: ConceptSet = ConceptSet::of(&[known::WEDGE, known::PARTIAL]);
        let document = self.document;
        if self.length.mm.len() > 1 || self.length.first == self.first {
            return None;
        }
        // "Incision over lump 7 cm across" measures the lump, and so does "5 cm incision over lump 7 cm".
        let next = self.length.last + 1;
        let ends = next >= self.end
            || matches!(document.tokens.list[next].kind, Kind::Punct(_))
            || document.tokens.word(next) == "long";
        if !ends || (self.first..self.length.first).any(|t| document.concepts(t).meets(LENGTH_UNITS)) {
            return None;
        }
        let small = |t: usize| {
            document.is(t, known::DETERMINER)
                || document.word_is(t, WordClass::Roughly)
                || document.tokens.is_mark(t, b'~')
        };
        let from = self.first.max(self.length.first.saturating_sub(LONGEST + 1));
        // "Incision over the lump, maybe four centimeters.": the comma of a second thought.
        let thought = |t: usize| {
            document.tokens.is_mark(t, b',')
                && (document.word_is(t + 1, WordClass::Roughly)
                    || matches!(document.tokens.word(t + 1), "maybe" | "say"))
        };
        let small = |t: usize| small(t) || thought(t) || t > from && thought(t - 1);
        let lesion = (from..self.length.first).rev().find(|&t| !small(t)).filter(|&t| document.is(t, known::LESION))?;
        let of = (from..lesion).rev().find(|&t| !small(t))?;
        let head = of.checked_sub(1).filter(|&t| t >= self.first)?;
        // "Number 10 blade over the lump, about 4 cm".
        let is_blade = |t: usize| word_at(document, t) == "blade" || document.word_is(t, WordClass::BeforeCutLength);
        // "Incision made over the lump about 2 inches".
        let head = head - usize::from(head > self.first && document.word_is(head, WordClass::CutMade));
        match word_at(document, of) {
            "over" | "above" if document.is(head, known::INCISION) || is_blade(head) => Some(Owner::Incision),
            "off" | "from" | "of" if document.concepts(head).meets(PIECE) && self.length.mm[0] <= LARGEST => {
                Some(Owner::Other)
            }
            _ => None,
        }
    }

    /// "Cut six centimeters, slit the band, and it's in the vastus, pink-gray, 58 by 40 mm": the cut has its length already, and is not as
    /// wide.
    pub(super) fn is_beside_own_length(&self) -> bool {
        const SLENDER: f64 = 2.0;
        const PIECE: ConceptSet = ConceptSet::of(&[known::SAMPLE, known::WEDGE, known::CORE, known::SKIN, known::SCAR]);
        let document = self.document;
        let wide = self.length.mm.get(1).is_some_and(|&w| w * SLENDER > self.length.mm[0]);
        let told = (self.first..self.length.first).find(|&t| document.concepts(t).meets(LENGTH_UNITS));
        wide && told.is_some_and(|t| {
            let between = t + 1..self.length.first;
            between.clone().any(|b| document.is(b, known::PRONOUN))
                && !between.into_iter().any(|b| document.concepts(b).meets(PIECE.with(INCISION)))
        })
    }

    /// "3.5 cm across.": a sentence of its own; a cut is long, and not so far across.
    pub(super) fn tells_width(&self) -> bool {
        let next = self.length.last + 1;
        self.first == self.length.first
            && word_at(self.document, next) == "across"
            && self.document.tokens.is_mark(next + 1, b'.')
    }

    /// "I cut the skin for 4 cm", "skin and fat were opened over 5 cm", "the knife was taken through the skin on top of the mass for a
    /// length of 4 cm": how far a layer was cut.
    pub(super) fn is_how_far_cut(&self) -> bool {
        const LAYER: ConceptSet = ConceptSet::of(&[known::CUT, known::SKIN, known::DISSECT]);
        let document = self.document;
        let word = |t: usize| document.tokens.word(t);
        let clause = document.clause[self.length.first];
        // "For a length of about 3 cm".
        let roughly = |t: &usize| document.word_is(*t, WordClass::Roughly);
        let Some(last) = (self.first + 1..self.length.first).rev().find(|t| !roughly(t)) else { return false };
        let said = last >= self.first + 3
            && word(last) == "of"
            && matches!(word(last - 1), "length" | "distance")
            && word(last - 2) == "a";
        let far = matches!(word(if said { last - 3 } else { last }), "for" | "over");
        let find = |set: ConceptSet| (self.first..self.length.first).find(|&t| document.concepts(t).meets(set));
        let lesion = find(ConceptSet::of(&[known::LESION]));
        let cut = || (self.first..last).any(|t| document.is(t, known::CUT) && document.clause[t] == clause);
        // "Through the skin on top of the mass": the layer is what was opened, the mass only where.
        let through = || said && find(LAYER).is_some_and(|t| lesion.is_none_or(|l| t < l));
        // "Over a length of 3 cm the skin was opened".
        let behind = self.length.last + 1..self.end.min(self.length.last + 5);
        let ahead = || said && behind.into_iter().any(|t| word(t) == "skin");
        self.length.mm.len() == 1 && far && (lesion.is_none() && cut() || through() || ahead())
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
        let blade = back(1).is_some_and(|t| document.word_is(t, WordClass::BeforeCutLength));
        // "Way in: knife, 6 cm".
        let mark = |n: usize, of: u8| back(n).is_some_and(|t| document.tokens.is_mark(t, of));
        let listed =
            mark(1, b',') && mark(3, b':') && back(2).is_some_and(|t| document.word_is(t, WordClass::BeforeCutLength));
        // "Skin 2.5 cm over the outer thigh", "through 3 cm at the back of it a lipoma was popped out".
        let lesion_before = (self.first..self.length.first).any(|t| document.is(t, known::LESION));
        let skin = (word(1) == "skin" && back(2).is_none()) || (word(1) == "through" && !lesion_before);
        let marked = back(1).is_some_and(|t| [b',', b'(', b':'].iter().any(|&m| document.tokens.is_mark(t, m)));
        let lesion = back(2).filter(|&t| marked && document.is(t, known::LESION)).and_then(|t| document.mention(t));
        let placed = lesion.and_then(|m| m.first().checked_sub(1)).is_some_and(|t| {
            let over = if document.is(t, known::DETERMINER) { t.saturating_sub(1) } else { t };
            document.word_is(over, WordClass::LaidOver)
                && (self.first..=over)
                    .any(|t| document.concepts(t).meets(ConceptSet::of(&[known::INCISION, known::CUT])))
        });
        self.length.mm.len() == 1 && (blade || listed || skin || placed || labelled)
    }
}
