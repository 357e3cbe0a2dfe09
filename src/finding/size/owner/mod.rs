//! What a length measures: the noun before or behind it, its label, or the subject of its sentence. In: a length and its sentence. Out: its
//! owner. What the words right around it tell, whatever the nouns, is read in a file for each owner: cut, piece, mass, and what has no name.

mod before;
mod behind;
mod beside;
mod cut;
mod item;
mod mass;
mod noun;
mod piece;
mod sentence;
mod things;
mod unnamed;

use super::weight::is_reported;
use super::{FAR, INCISION, LESION, OTHER, Owner, PARTS};
use crate::document::Document;
use crate::lexicon::concept::{ConceptSet, known};
use crate::mention::measurement::Length;
use crate::token::Kind;

/// What may stand between a noun and its article.
const DESCRIBING: ConceptSet = ConceptSet::of(&[known::DETERMINER, known::FILLER, known::EXTENT, known::UNCERTAIN]);

/// A length and the tokens of its sentence.
pub(super) struct Owned<'a> {
    pub(super) document: &'a Document<'a>,
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) length: &'a Length,
}

impl Owned<'_> {
    /// What the length measures: what the words around it tell outright, else what its noun is, unless something speaks against that.
    pub(super) fn owner(&self) -> Owner {
        if let Some(owner) = self.told_outright() {
            return owner;
        }
        let owner = self.of_noun();
        if let Some(owner) = self.told_without_noun(owner) {
            return owner;
        }
        let owner = if owner == Owner::Unknown && self.is_of_unnamed_cut() { Owner::Incision } else { owner };
        if owner == Owner::Incision && (self.is_beside_own_length() || self.tells_width()) || self.is_of_found(owner) {
            return Owner::Lesion;
        }
        if self.is_item(owner) { Owner::Thing } else { owner }
    }

    /// What the words around the length tell of it before any noun is looked for.
    fn told_outright(&self) -> Option<Owner> {
        let several = self.length.mm.len() >= 2;
        if let Some(owner) = self.of_thing() {
            return Some(owner);
        }
        if self.is_named_before_sending() {
            return Some(Owner::Lesion);
        }
        if self.follows_numbing() || self.is_under_cut_label() {
            return Some(Owner::Incision);
        }
        // "they want a piece, it was 34 by 26 mm on the scan": no sample is measured there.
        if self.is_taken_piece() && !self.is_of_one_of_several(self.first) || self.is_of_organ() {
            return Some(Owner::Other);
        }
        if several && self.is_in_planes()
            || (several || self.is_of_diameter()) && is_reported(self.document, self.length)
            || self.is_list_of_sides()
        {
            return Some(Owner::Lesion);
        }
        if self.is_thickness_of_layer() || self.is_of_muscle_without_lesion() || self.is_piece_of_muscle() {
            return Some(Owner::Other);
        }
        if let Some(owner) = self.head_of_place() {
            return Some(owner);
        }
        if self.cuts_skin() {
            return Some(Owner::Incision);
        }
        if self.is_read_off() {
            return Some(Owner::Lesion);
        }
        if self.is_of_each_sample() {
            return Some(Owner::Other);
        }
        // "It was twenty nine by twenty two millimeters local cut about two centimeters": no stop parts what is dictated.
        (several && self.is_of_it() == Some(Owner::Lesion)).then_some(Owner::Lesion)
    }

    /// "R thigh mass 5 cm to lab", "mass four centimeters skin nicked": one length right behind a lesion that nothing cuts off, where
    /// what follows is a step of its own.
    fn is_named_before_sending(&self) -> bool {
        const STEPS: ConceptSet = ConceptSet::of(&[known::SEND, known::PATHOLOGY, known::SKIN, known::ENTRY]);
        let document = self.document;
        let next = self.length.last + 1;
        let plural = document.tokens.word(self.length.last).ends_with('s') || document.is(next, known::SEND);
        self.length.mm.len() == 1
            && self.length.first > self.first
            && document.is(self.length.first - 1, known::LESION)
            && next < self.end
            && document.concepts(next).meets(STEPS)
            && plural
    }

    /// By the noun behind the length, the subject of its predicate, or the noun before it.
    fn of_noun(&self) -> Owner {
        let subject = || self.is_of_subject().then_some(Owner::Lesion);
        self.behind().or_else(subject).or_else(|| self.before()).unwrap_or(Owner::Unknown)
    }

    /// What only a lesion can be told of, where the noun found is none, or nothing is named that has the length.
    fn told_without_noun(&self, owner: Owner) -> Option<Owner> {
        let unowned = matches!(owner, Owner::Other | Owner::Unknown);
        let unknown = owner == Owner::Unknown;
        let single = self.length.mm.len() == 1;
        if unowned && (self.is_solid_on_scan() || self.is_growing() || self.has_grown_to())
            || owner != Owner::Lesion && self.is_taken_whole()
            || unknown && self.is_by_tool()
        {
            Some(Owner::Lesion)
        } else if unknown && (single && self.is_described() || self.opens_examination()) {
            Some(Owner::Thing)
        } else {
            None
        }
    }

    /// What a length at a token's noun would be of; none where the token names nothing that is measured here.
    pub(super) fn class(&self, token: usize) -> Option<Owner> {
        if self.is_only_near(token) {
            return None;
        }
        if self.is_spot_of_signal(token)
            || self.is_diseased_part(token)
            || self.is_shape(token)
            || self.is_walled(token)
        {
            return Some(Owner::Lesion);
        }
        if self.is_plate_of_scan(token) || self.is_tip_of_other(token) {
            return None;
        }
        let punched = || self.document.is(token, known::PUNCH) && (token > self.length.last || self.is_of_tool(token));
        if self.is_other_lesion(token) || punched() {
            return Some(Owner::Other);
        }
        if self.is_diseased_tissue(token) {
            return Some(Owner::Lesion);
        }
        self.class_of_concept(token)
    }

    /// Whether a token stands near the length and is not what it measures: a core, a tape, a degree, no subject, or a distance.
    fn is_only_near(&self, token: usize) -> bool {
        // "16G core x5 R thigh ant 29 x 17 mm": no core is as wide.
        token < self.length.first && self.is_wider_than_core(token)
            || self.is_parted_distance(token)
            || self.is_tape(token)
            || self.is_degree(token)
            || self.is_too_far_for_several(token)
            || self.is_no_subject(token)
    }

    /// "Lump just proximal to the right knee on the inner side, 4 cm": a distance stands right beside what it measures.
    fn is_parted_distance(&self, token: usize) -> bool {
        let concepts = self.document.concepts(token);
        token < self.length.first
            && concepts.has(known::DISTANCE)
            && !concepts.meets(OTHER.without(known::DISTANCE))
            && self.document.tokens.is_mark(self.length.first - 1, b',')
            && self.length.first - token > 3
    }

    /// "he read 30 x 22 mm from the ruler": several dimensions are no distance, and of nothing that stands far off.
    fn is_too_far_for_several(&self, token: usize) -> bool {
        let document = self.document;
        let concepts = document.concepts(token);
        // "bone flap 3 x 2 cm", "spleen 14 x 5 cm": right before it, where no lesion is told of.
        let close = || {
            token + 3 > self.length.first
                && (token..self.length.first).all(|t| document.tokens.list[t].kind == Kind::Word)
                && !concepts.has(known::DISTANCE)
                && !(self.first..token).any(|t| document.is(t, known::LESION))
        };
        self.length.mm.len() > 1
            && (token < self.length.first && concepts.meets(FAR) && !close() || concepts.has(known::DISTANCE))
    }

    /// What a length at a token would be of by what the token means.
    fn class_of_concept(&self, token: usize) -> Option<Owner> {
        let concepts = self.document.concepts(token);
        let behind = token > self.length.last;
        // "scar", "biopsy wound" and the like are cuts even where they stand beside the lesion.
        if concepts.meets(INCISION) || (concepts.has(known::CUT) && behind) {
            Some(Owner::Incision)
        } else if (concepts.meets(OTHER) && !self.is_place(token))
            || (concepts.has(known::GAUGE) && self.is_counted(token))
        {
            Some(Owner::Other)
        } else if concepts.has(known::PARTIAL) && behind {
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
}
