//! The noun before a length: "the mass measured 6 cm", "incision of 6 cm". In: a length and the words before it. Out: the owner that the
//! words right before tell, else the nearest noun. Which words tell of which owner is left to the files of the owners.

use super::super::weight::{is_called, word_at};
use super::super::{Owner, PARTS};
use super::Owned;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::Kind;

impl Owned<'_> {
    /// The nearest noun before: "the mass measured 6 cm", "incision of 6 cm", "nodule, 22 mm".
    pub(super) fn before(&self) -> Option<Owner> {
        const REACH: usize = 25;
        let from = self.first.max(self.length.first.saturating_sub(REACH));
        self.told_right_before(from).or_else(|| self.nearest_before(from))
    }

    /// What the words that end at the length tell, whatever nouns stand further on: "found it, 3 cm", "the vein, 8 mm".
    fn told_right_before(&self, from: usize) -> Option<Owner> {
        if self.is_of_found_it() {
            return Some(Owner::Lesion);
        }
        if self.is_of_partial(from) {
            return Some(Owner::Other);
        }
        if self.stands_at() || self.is_of_sampled_one() || self.is_presented() {
            return Some(Owner::Lesion);
        }
        if self.is_of_zone() {
            return Some(Owner::Thing);
        }
        if self.is_guessed() {
            return Some(Owner::Lesion);
        }
        if self.is_snipped_off()
            || self.is_thickened_layer()
            || self.is_bare_tissue()
            || self.is_how_deep()
            || self.is_way_in()
        {
            return Some(Owner::Other);
        }
        if is_called(self.document, self.length) {
            return Some(Owner::Lesion);
        }
        if let Some(owner) = self.is_of_it() {
            return Some(owner);
        }
        if self.is_pared_off() || self.is_of_piece() || self.is_of_biopsy() {
            return Some(Owner::Other);
        }
        if self.is_how_far_cut() {
            return Some(Owner::Incision);
        }
        self.told_of_surroundings(from).or_else(|| self.told_by_predicate(from))
    }

    /// A layer, a vessel, a scar, a way or a place before the length, else the lesion where it is sized in so many words.
    fn told_of_surroundings(&self, from: usize) -> Option<Owner> {
        if self.is_of_layer(from)
            || self.is_of_vessel()
            || self.is_of_scar(from)
            || self.is_behind_distance()
            || self.is_stature()
            || self.is_position()
            || self.is_course()
        {
            Some(Owner::Other)
        } else if self.is_sized() || self.is_of_one_of_several(from) {
            Some(Owner::Lesion)
        } else {
            None
        }
    }

    /// What the subject before the length is: skin, a thing of whatever name, the longest of several pieces, "it", or a cut.
    fn told_by_predicate(&self, from: usize) -> Option<Owner> {
        if self.is_of_skin() {
            return Some(Owner::Other);
        }
        if self.is_of_named_thing() {
            return Some(Owner::Thing);
        }
        if self.is_longest() {
            return Some(Owner::Other);
        }
        if self.is_of_it_now() {
            return self.pronoun(from).or(Some(Owner::Lesion));
        }
        self.is_of_cut().then_some(Owner::Incision)
    }

    /// The nearest noun that can be measured, back to a token; where there is none, what the label or the sentence before is about.
    fn nearest_before(&self, from: usize) -> Option<Owner> {
        let document = self.document;
        let clause = document.clause[self.length.first];
        let led = self.led_clause(from);
        let reached = self.is_reached();
        let mut it = false;
        for token in (from..self.length.first).rev() {
            let same = document.clause[token] == clause || document.clause[token] == led;
            let measures = document.concepts(token + 1).meets(ConceptSet::of(&[known::MEASURE, known::BE]));
            it |= measures && document.tokens.word(token) == "it";
            if same && self.is_thing(token) || self.is_before_relative(token) {
                return Some(Owner::Thing);
            }
            // "grown from a pea to 3 cm".
            let start = reached && document.tokens.word(token) == "from";
            // "noticed after a bruise, 7 x 6 cm": what came before it.
            let event = document.is(token, known::MARGIN) && self.is_event(token);
            // What "it" is can be a lesion, a cut or a piece, and no tool.
            let tool = it && !document.concepts(token).meets(ConceptSet::of(&[known::SAMPLE, known::MARGIN]));
            if let Some(owner) = self.class(token).filter(|&o| !(start || event || tool && o == Owner::Other))
                && (same || owner == Owner::Lesion)
            {
                return Some(self.narrowed(owner, token, it));
            }
            if !same && document.is_verb(token) {
                break;
            }
            if document.tokens.is_mark(token, b'(') && same {
                // "two chunks (1.2 cm, 0.9 cm)": what stands before the bracket.
                return (token.saturating_sub(4)..token).rev().find_map(|t| self.class(t));
            }
            if document.is(token, known::CUT) && same && !self.is_no_subject(token) {
                return Some(Owner::Incision);
            }
            if same && self.is_taken_by(token) {
                return Some(Owner::Other);
            }
        }
        self.label().or_else(|| self.pronoun(from))
    }

    /// "Two strips were cut away: 4 x 12 mm each": the clause that a colon before the length leads on from, else the length's own.
    /// "Sampled: 22 mm" is a label.
    fn led_clause(&self, from: usize) -> u32 {
        let document = self.document;
        let roughly = |t: &usize| document.tokens.is_mark(*t, b'~') || document.word_is(*t, WordClass::Roughly);
        let lead = (from..self.length.first).rev().find(|t| !roughly(t));
        let colon = lead.filter(|&t| t >= from + SHORTEST_CLAUSE && document.tokens.is_mark(t, b':'));
        colon.map_or(document.clause[self.length.first], |t| document.clause[t - 1])
    }

    /// "From a pea to 3 cm", "from 2 to 3 cm": whether the length is what something came to.
    fn is_reached(&self) -> bool {
        let to = |t: usize| self.document.tokens.word(t) == "to";
        self.length.first.checked_sub(1).is_some_and(to) || (self.length.first..self.length.last).any(to)
    }

    /// "a cut across the area which is six by four": what stands before the pronoun is measured, a thing under a name of its own.
    fn is_before_relative(&self, token: usize) -> bool {
        let document = self.document;
        let relates = document.is(token, known::RELATIVE)
            && token > self.first
            && document.concepts(token + 1).meets(ConceptSet::of(&[known::BE, known::MEASURE]))
            && self.length.first - token < 6
            && matches!(document.tokens.word(token), "which" | "that");
        relates && {
            // A note may open with ", which".
            let lead = 1 + usize::from(document.tokens.is_mark(token - 1, b','));
            let noun = token.checked_sub(lead).filter(|&t| document.tokens.list[t].kind == Kind::Word);
            let plain = |t: &usize| document.mention(*t).is_none() || document.is(*t, known::SITE_NOUN);
            noun.filter(plain).is_some_and(|t| self.class(t).is_none())
        }
    }

    /// What a noun that was found stands for: a part of the lesion, or the lesion that a piece is of.
    fn narrowed(&self, owner: Owner, token: usize, it: bool) -> Owner {
        if owner == Owner::Lesion && self.holds_part(token) {
            return Owner::Part;
        }
        // "we wanted a piece of it, it measures 3 cm": the piece is not what is measured.
        let behind = |n: usize| word_at(self.document, token + n);
        let piece_of_it = it && (behind(0) == "it" || (behind(1) == "of" && behind(2) == "it"));
        if piece_of_it { Owner::Lesion } else { owner }
    }

    /// Whether a verb tells that what the length is of was taken.
    fn is_taken_by(&self, verb: usize) -> bool {
        let document = self.document;
        // "the MR we got showed".
        let got = || document.tokens.word(verb) == "got" && verb + 1 < self.length.first;
        // "the nodule biopsied is on the left thigh, 3.5 cm": said of the lesion, no verb with an object.
        let attribute = || {
            document.is(verb, known::BIOPSIED)
                && verb.checked_sub(1).is_some_and(|t| t >= self.first && document.is(t, known::LESION))
        };
        // "lipoma removed whole, 28 mm": what came out whole is as large as it was.
        let whole = || (verb..self.length.first).any(|t| document.is(t, known::WHOLE));
        document.is(verb, known::TAKE) && !got() && !attribute() && !whole() && !self.stands_behind_removal(verb)
    }

    /// "lipoma removed, 25 mm", "excised from the fat, 3 x 2 cm": the length stands for itself behind the act, of which no part is told.
    fn stands_behind_removal(&self, verb: usize) -> bool {
        const PARTS: ConceptSet = ConceptSet::of(&[known::PARTIAL, known::SAMPLE, known::CORE]);
        let document = self.document;
        let mark = |t: usize| matches!(document.tokens.list[t].kind, Kind::Punct(b',' | b';'));
        document.is(verb, known::REMOVE)
            && verb + 1 < self.length.first
            && mark(self.length.first - 1)
            && !(self.first..verb).any(|t| document.concepts(t).meets(PARTS))
    }

    /// "the calcification inside the tumour": what stands before the lesion is a part of it.
    fn holds_part(&self, lesion: usize) -> bool {
        const WITHIN: ConceptSet = ConceptSet::of(&[known::PREPOSITION, known::INSIDE]);
        let document = self.document;
        let first = document.mention(lesion).map_or(lesion, |m| m.first());
        let from = self.first.max(first.saturating_sub(5));
        let part = (from..first).rev().find(|&t| document.concepts(t).meets(PARTS));
        part.is_some_and(|p| (p + 1..first).any(|t| document.concepts(t).meets(WITHIN)))
    }
}

/// Fewest tokens before a colon that tell something; fewer are a label.
const SHORTEST_CLAUSE: usize = 3;
