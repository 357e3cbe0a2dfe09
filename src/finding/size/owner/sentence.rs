//! A length without a noun of its own: what its label, its sentence or the sentence before is about.

use super::super::weight::word_at;
use super::super::{FRAGMENT_REACH, INCISION, Owner, SITES};
use super::{DESCRIBING, Owned};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::Kind;

impl Owned<'_> {
    /// Whether a token is a number of things.
    fn counts(&self, token: usize) -> bool {
        self.document.is(token, known::NUMBER_WORD) || self.document.tokens.list[token].kind == Kind::Number
    }

    /// "Incision length: 2.5 cm": the noun of the label.
    pub(super) fn label(&self) -> Option<Owner> {
        let section = self.document.section_of(self.length.first);
        // "DRAINS: One 7 mm closed suction": how many there are stands before.
        let counted = section.body + 1 == self.length.first && self.counts(section.body);
        if self.length.first != section.body && !counted {
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
    fn trails(&self) -> bool {
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

    /// "Small incision, sample taken of mass. 7 cm.": the sentence before tells of the cut first and ends in what was sampled.
    fn follows_sample(&self, before: usize) -> bool {
        const TAKEN: ConceptSet = ConceptSet::of(&[known::TAKE, known::SAMPLE, known::PARTIAL, known::BIOPSIED]);
        let document = self.document;
        let previous = &document.sentences[before];
        let word = |t: &usize| document.tokens.list[*t].kind == Kind::Word;
        let last = (previous.first..previous.end).rev().find(word).filter(|&t| document.is(t, known::LESION));
        let cut = (previous.first..previous.end).find(|&t| document.concepts(t).meets(INCISION));
        cut.zip(last).is_some_and(|(c, l)| (c + 1..l).any(|t| document.concepts(t).meets(TAKEN)))
    }

    /// "It measured 6 cm": what the sentence before was about, a lesion unless its last noun was a cut or a sample.
    pub(super) fn pronoun(&self, from: usize) -> Option<Owner> {
        let document = self.document;
        let said = self.is_said_of_it();
        if said && (self.first..self.length.first).any(|t| document.is(t, known::LESION)) {
            return Some(Owner::Lesion);
        }
        let fragment = self.is_fragment();
        // "She has an expanding 10 x 7 cm patch": who has it is nothing that was told of before.
        let someone = document.word_is(self.first, WordClass::Someone);
        if !(fragment || self.measures_pronoun(from, said)) || someone || self.first == 0 {
            return None;
        }
        let before = document.sentence_of(self.first - 1);
        if fragment { self.subject_of_fragment(before) } else { Some(self.subject_of_pronoun(before, said)) }
    }

    /// "and it is seven and a half centimeters".
    fn is_said_of_it(&self) -> bool {
        let document = self.document;
        let back = |n: usize| self.length.first.checked_sub(n);
        back(2).is_some_and(|t| t >= self.first && document.tokens.word(t) == "it")
            && back(1).is_some_and(|t| document.concepts(t).meets(MEASURED))
    }

    /// "Lump, left thigh. 17 mm, doughy.": a fragment that goes on about the one before; "Rolls under the finger, 2.5 cm.": a sentence
    /// without its subject that ends in the length.
    fn is_fragment(&self) -> bool {
        self.length.first == self.first && !(self.first..self.end).any(|t| self.document.is_verb(t)) || self.trails()
    }

    /// Whether a pronoun, or next to nothing, opens what is told as measured.
    fn measures_pronoun(&self, from: usize, said: bool) -> bool {
        let document = self.document;
        // "The couch was raised 10 cm": another subject.
        let known = |t: usize| {
            document.mention(t).is_some()
                || document.tokens.list[t].kind != Kind::Word
                || document.tokens.word(t).ends_with("ly")
        };
        let short = self.length.first.saturating_sub(self.first) <= 4;
        let begins = said
            || short && (self.first..self.length.first).all(known)
            || (self.first..self.first + 2).any(|t| matches!(word_at(document, t), "it" | "they" | "its"))
            || document.is(self.first + 1, known::WHOLE) && document.is(self.first, known::DETERMINER);
        begins
            && (from..self.length.first).any(|t| document.concepts(t).meets(MEASURED))
            && !(from..self.length.first).any(|t| document.is(t, known::SIZE_FIELD))
    }

    /// The nearest of the last sentences that tells of anything that can be measured.
    fn subject_of_fragment(&self, before: usize) -> Option<Owner> {
        let document = self.document;
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
        // "Incision 6 cm, carried down to the mass. Tan, rubbery, 8 x 5 cm.": a cut has one length.
        let previous = &document.sentences[before];
        let names_lesion = || (previous.first..previous.end).any(|t| document.is(t, known::LESION));
        if owner == Some(Owner::Incision) && names_lesion() && (self.length.mm.len() > 1 || self.follows_sample(before))
        {
            return Some(Owner::Lesion);
        }
        owner.filter(|o| matches!(o, Owner::Lesion | Owner::Incision))
    }

    /// What "it" is in the sentence before: its lesion, else its first noun, else a lesion all the same.
    fn subject_of_pronoun(&self, before: usize, said: bool) -> Owner {
        const DONE: ConceptSet = ConceptSet::of(&[known::BIOPSY, known::EXCISION, known::FINE_NEEDLE]);
        let document = self.document;
        let previous = &document.sentences[before];
        if (previous.first..previous.end).any(|t| document.is(t, known::LESION)) {
            return Owner::Lesion;
        }
        // "Core biopsy, right thigh. It measures 8 cm": what was done is no subject; nor is a sample that is only wanted.
        let wanted = (previous.first..previous.end).any(|t| document.word_is(t, WordClass::Wanting));
        // "Two core biopsies were read as fat. On my own scan it was 24 x 15 mm.": several are no "it".
        let several = |t: usize| {
            document.is(t, known::CORE)
                && document.mention(t).is_some_and(|m| document.tokens.word(m.last()).ends_with('s'))
        };
        let done = |t: usize| document.concepts(t).meets(DONE) || said && several(t);
        // "It came up where one would expect a bruise. It measures 16 mm.": what is told of "it" is no other thing.
        let of_it = |t: usize| {
            word_at(document, previous.first) == "it"
                && document.concepts(t).meets(ConceptSet::of(&[known::MARGIN, known::DEVICE, known::NON_SOFT_TISSUE]))
        };
        let subject = (previous.first..previous.end).filter(|&t| !done(t) && !of_it(t)).find_map(|t| self.class(t));
        subject.filter(|&o| !(wanted && o == Owner::Other)).unwrap_or(Owner::Lesion)
    }
}

/// Tells how large something is.
const MEASURED: ConceptSet = ConceptSet::of(&[known::MEASURE, known::BE, known::GROWTH]);
