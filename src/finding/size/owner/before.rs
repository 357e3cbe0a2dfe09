//! The noun before a length: "the mass measured 6 cm", "incision of 6 cm".

use super::super::weight::{is_called, is_reported, word_at};
use super::super::{INCISION, Owner, PARTS};
use super::{DESCRIBING, Owned};
use crate::finding::site::ASPECT;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::{Break, Kind};

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

    /// A layer, a vessel, a scar, a way or a place has the length, unless the lesion is sized in so many words.
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

    /// "found it, 3 cm, gristly".
    fn is_of_found_it(&self) -> bool {
        let document = self.document;
        let comma = self.length.first.checked_sub(1).filter(|&t| document.tokens.is_mark(t, b','));
        // "the vein beside it, 8 mm".
        let beside = |t: usize| document.word_is(t, WordClass::BesideIt);
        let of = |t: usize| beside(t) || document.tokens.word(t) == "of";
        // "Jelly-like tissue under it, 8.8 cm on MR".
        let of = |t: usize| of(t) && !(beside(t) && is_reported(document, self.length));
        let found = |t: usize| document.tokens.word(t) == "it" && !t.checked_sub(1).is_some_and(of);
        comma.and_then(|t| t.checked_sub(1)).is_some_and(found)
    }

    /// "A cube of about 12 mm was handed over".
    fn is_of_partial(&self, from: usize) -> bool {
        let document = self.document;
        let last = (from..self.length.first).rev().find(|&t| !document.word_is(t, WordClass::Roughly));
        last.is_some_and(|t| document.is(t, known::PARTIAL) && document.tokens.word(t) == "of")
    }

    /// "the spot was 26 mm".
    fn is_of_named_thing(&self) -> bool {
        const TOLD: ConceptSet = ConceptSet::of(&[known::BE, known::MEASURE]);
        let document = self.document;
        let verb = self.length.first.checked_sub(1).filter(|&t| t > self.first && document.concepts(t).meets(TOLD));
        let subject = verb.and_then(|t| document.mention(t)).and_then(|m| m.first().checked_sub(1));
        subject.is_some_and(|t| t >= self.first && document.word_is(t, WordClass::ThingName))
    }

    /// "It has since spread and is now 4.2 x 2.8 cm".
    fn is_of_it_now(&self) -> bool {
        let document = self.document;
        let now = self.length.first.checked_sub(1).is_some_and(|t| document.is(t, known::CURRENT));
        now && word_at(document, self.first) == "it"
    }

    /// "Stable at 22 mm since last summer": a size that something keeps, and nothing else is named that has one.
    fn stands_at(&self) -> bool {
        let document = self.document;
        let back = |n: usize| self.length.first.checked_sub(n).filter(|&t| t >= self.first);
        back(1).is_some_and(|t| document.tokens.word(t) == "at")
            && back(2).is_some_and(|t| document.word_is(t, WordClass::Unchanged))
            && !(self.first..self.length.first).any(|t| document.word_is(t, WordClass::MeasuredElse))
    }

    /// "Cut at the edge of a violaceous zone 11 x 9 cm", "until the blade reaches the solid zone, 31 x 26 mm": two dimensions right behind an
    /// area of which no act is told behind.
    fn is_of_zone(&self) -> bool {
        let document = self.document;
        let last = self.length.first.checked_sub(1).filter(|&t| t > self.first);
        let noun = last.map(|t| t - usize::from(document.tokens.is_mark(t, b',')));
        let next = word_at(document, self.length.last + 1);
        self.length.mm.len() > 1
            && noun
                .is_some_and(|t| t > self.first && word_at(document, t) == "zone" && !document.is(t - 1, known::SKIN))
            && !matches!(next, "was" | "were" | "is" | "of")
    }

    /// "I guess nine centimetres at the very least": whose guess it is, in a sentence that tells of no cut.
    fn is_guessed(&self) -> bool {
        const CUTS: ConceptSet = INCISION.with(ConceptSet::of(&[known::CUT, known::SAMPLE, known::DISTANCE]));
        let document = self.document;
        let roughly = |t: &usize| document.word_is(*t, WordClass::Roughly);
        let verb = (self.first..self.length.first).rev().find(|t| !roughly(t));
        let verb = verb.filter(|&t| document.word_is(t, WordClass::GuessVerb));
        let who = verb.and_then(|t| document.mention(t).map_or(t, |m| m.first()).checked_sub(1));
        let who = who.is_some_and(|t| t >= self.first && document.is(t, known::PRONOUN))
            || verb.is_some_and(|t| {
                document.mention(t).is_some_and(|m| matches!(word_at(document, m.first()), "i" | "we"))
            });
        who && !(self.first..self.end).any(|t| document.concepts(t).meets(CUTS))
    }

    /// "Edge of the lump snipped off (1 cm)": how much came off.
    fn is_snipped_off(&self) -> bool {
        const LARGEST: f64 = 20.0;
        let document = self.document;
        let open = self.length.first.checked_sub(1).filter(|&t| t > self.first && document.tokens.is_mark(t, b'('));
        self.length.mm.iter().all(|&mm| mm <= LARGEST)
            && open.is_some_and(|t| matches!(document.tokens.word(t - 1), "off" | "away"))
    }

    /// "That layer, thickened to 4 mm": how thick, where no lesion is named before.
    fn is_thickened_layer(&self) -> bool {
        let document = self.document;
        let to = self.length.first.checked_sub(1).filter(|&t| t > self.first && document.tokens.word(t) == "to");
        self.length.mm.len() == 1
            && to.is_some_and(|t| document.tokens.word(t - 1) == "thickened")
            && !(self.first..self.length.first).any(|t| document.is(t, known::LESION))
    }

    /// "In the fat there it was, gray and shiny, about 20 x 15 mm", "there it is, next to the nerve, 4 cm": what comes in sight at last.
    fn is_presented(&self) -> bool {
        const REACH: usize = 14;
        const OTHERS: ConceptSet = ConceptSet::of(&[
            known::SAMPLE,
            known::PARTIAL,
            known::INCISION,
            known::CUT,
            known::NEEDLE,
            known::CORE,
            known::TAKE,
        ]);
        let document = self.document;
        let from = self.first.max(self.length.first.saturating_sub(REACH));
        let here = |t: &usize| {
            matches!(document.tokens.word(*t), "there" | "here")
                && document.tokens.word(*t + 1) == "it"
                && (document.concepts(*t + 2).meets(ConceptSet::of(&[known::BE, known::LIE])))
        };
        // "It was right there in the fat about 15 mm across".
        let word = |t: usize| document.tokens.word(t);
        let right = |t: &usize| {
            word(*t) == "it"
                && document.is(*t + 1, known::BE)
                && (word(*t + 2) == "there" || word(*t + 3) == "there" && word(*t + 2) == "right")
        };
        let start = (from..self.length.first.saturating_sub(3)).rev().find(|t| here(t) || right(t));
        start.is_some_and(|s| !(s..self.length.first).any(|t| document.concepts(t).meets(OTHERS)))
    }

    /// "The one sampled is 3.4 cm": of several lesions the one that was.
    fn is_of_sampled_one(&self) -> bool {
        const TOLD: ConceptSet = ConceptSet::of(&[known::BE, known::MEASURE]);
        const SAMPLED: ConceptSet = ConceptSet::of(&[known::TAKE, known::BIOPSIED]);
        let document = self.document;
        let back = |n: usize| self.length.first.checked_sub(n).filter(|&t| t >= self.first);
        // "The one biopsied, 2.2 cm, lies laterally".
        back(1).is_some_and(|t| document.concepts(t).meets(TOLD) || document.tokens.is_mark(t, b','))
            && back(2).is_some_and(|t| document.concepts(t).meets(SAMPLED))
            && back(3).is_some_and(|t| document.tokens.word(t) == "one")
    }

    /// "Tissue 1 x 1 x 1 cm.": three dimensions that open a sentence behind the word are of what was taken.
    fn is_bare_tissue(&self) -> bool {
        let opens = self.length.first == self.first + 1 && word_at(self.document, self.first) == "tissue";
        opens && self.length.mm.len() == 3
    }

    /// "A crescent was pared off the tumor, 12 x 5 mm": what came off it.
    fn is_pared_off(&self) -> bool {
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
    fn is_of_piece(&self) -> bool {
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
    fn is_of_biopsy(&self) -> bool {
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

    /// "We measured it with the ruler, it was 29 by 22 mm", "having gauged it with calipers at 29 mm by 18 mm": what is told of "it" is
    /// the lesion's, unless a cut or a piece was named last.
    pub(super) fn is_of_it(&self) -> Option<Owner> {
        const BACK: usize = 14;
        const LEAD: usize = 8;
        const TOLD: ConceptSet = ConceptSet::of(&[known::BE, known::MEASURE]);
        let document = self.document;
        let word = |t: usize| document.tokens.word(t);
        let roughly = |t: &usize| document.word_is(*t, WordClass::Roughly);
        let lead = (self.first..self.length.first).rev().find(|t| !roughly(t))?;
        let from = self.first.max(lead.saturating_sub(LEAD));
        let gauged = |t: &usize| {
            word(*t) == "it" && *t > from && (document.is(*t - 1, known::MEASURE) || word(*t - 1) == "gauged")
        };
        // "Outer side about halfway it's forty millimeters across".
        let contracted = word(lead) == "it" && document.tokens.list[lead].span.len() > 2;
        let it = if contracted {
            Some(lead)
        } else if word(lead) == "at" {
            (from..lead).rev().find(gauged)
        } else if document.concepts(lead).meets(TOLD) {
            lead.checked_sub(1).filter(|&t| t >= self.first && word(t) == "it")
        } else {
            None
        }?;
        let parted = it == self.first || document.tokens.is_mark(it - 1, b';');
        let wide = self.length.mm.len() > 1;
        let back = self.first.max(it.saturating_sub(BACK));
        let named = (back..it).rev().find_map(|t| self.class(t));
        match named {
            Some(Owner::Lesion) => Some(Owner::Lesion),
            None if it > self.first && (wide || parted || contracted) => Some(Owner::Lesion),
            _ => None,
        }
    }

    /// "Skin to lesion 12 mm", "from the surface to the mass: 2 cm": how far in it lies.
    fn is_way_in(&self) -> bool {
        let document = self.document;
        let small = |t: &usize| {
            document.is(*t, known::DETERMINER)
                || document.word_is(*t, WordClass::Roughly)
                || [b':', b','].iter().any(|&m| document.tokens.is_mark(*t, m))
        };
        let mut before = (self.first..self.length.first).rev().filter(|t| !small(t));
        let (lesion, to, start) = (before.next(), before.next(), before.next());
        let outer = |t: usize| document.is(t, known::SKIN) || document.tokens.word(t) == "surface";
        self.length.mm.len() == 1
            && lesion.is_some_and(|t| document.is(t, known::LESION))
            && to.is_some_and(|t| document.tokens.word(t) == "to")
            && start.is_some_and(outer)
    }

    /// "The lesion at 6 cm depth": how deep it lies.
    fn is_how_deep(&self) -> bool {
        let at = self.length.first.checked_sub(1).filter(|&t| t >= self.first);
        self.length.mm.len() == 1
            && at.is_some_and(|t| self.document.tokens.word(t) == "at")
            && word_at(self.document, self.length.last + 1) == "depth"
    }

    /// "I cut the skin for 4 cm", "skin and fat were opened over 5 cm", "the knife was taken through the skin on top of the mass for a
    /// length of 4 cm": how far a layer was cut.
    fn is_how_far_cut(&self) -> bool {
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

    /// "The lateral one (27 mm)", "Upper one 3.5 cm", "the anterior, 12 mm, was excised": a lesion named by its place among several.
    pub(super) fn is_of_one_of_several(&self, from: usize) -> bool {
        let document = self.document;
        let at = |back: usize| self.length.first.checked_sub(back).filter(|&t| t >= from);
        let marked = at(1).is_some_and(|t| document.tokens.is_mark(t, b',') || document.tokens.is_mark(t, b'('));
        let Some(last) = at(1 + usize::from(marked)) else { return false };
        let placed = |t: usize| document.concepts(t).meets(ASPECT) || document.word_is(t, WordClass::OneOfSeveral);
        let before = last.checked_sub(1).filter(|&t| t >= from);
        let one = document.tokens.word(last) == "one" && before.is_some_and(placed);
        let bare = marked && placed(last) && before.is_some_and(|t| document.tokens.word(t) == "the");
        // "Two nodules close by, larger 2.4 cm sampled".
        let named = || (from..last).any(|t| document.is(t, known::LESION));
        let comparative =
            || !marked && document.tokens.word(last).ends_with("er") && document.word_is(last, WordClass::OneOfSeveral);
        let comma = || before.is_some_and(|t| document.tokens.is_mark(t, b','));
        one || bare || comparative() && comma() && named()
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

    /// "a spindle of skin 5 x 1.2 cm".
    fn is_of_skin(&self) -> bool {
        let document = self.document;
        let comma = |t: &usize| document.tokens.is_mark(*t, b',');
        let noun = (self.first..self.length.first).rev().find(|t| !comma(t));
        const SHEETS: ConceptSet = ConceptSet::of(&[known::SKIN, known::FASCIA]);
        let sheet = noun.filter(|&t| document.concepts(t).meets(SHEETS)).and_then(|t| document.mention(t));
        let of = sheet.and_then(|m| m.first().checked_sub(1)).filter(|&t| t > self.first);
        of.is_some_and(|t| document.tokens.word(t) == "of" && !document.is(t - 1, known::LESION))
    }

    /// "three strips of it, the longest 2 cm".
    fn is_longest(&self) -> bool {
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

    /// "showed a solid enhancing thing, 8.2 by 5.6 cm", "there was a grape of 2 cm": what is brought in by its article under a name
    /// of its own, and by no verb of taking. One length alone wants a verb of seeing.
    fn is_thing(&self, article: usize) -> bool {
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
        let Some(head) = self.unclassed_noun(article) else { return false };
        let before = article.checked_sub(1).filter(|&t| t >= self.first && self.is_word(t));
        // "cut into an area measuring 3 by 2 cm".
        let area = document.word_is(head, WordClass::VagueArea)
            && before.is_some_and(|t| matches!(document.tokens.word(t), "into" | "within" | "from" | "of"));
        if !area && before.is_some_and(|t| document.concepts(t).meets(GONE)) {
            return false;
        }
        self.length.mm.len() > 1 || self.is_seen_before(article)
    }

    fn is_word(&self, token: usize) -> bool {
        self.document.tokens.list[token].kind == Kind::Word
    }

    /// "A solid enhancing thing": the noun behind an article, where it and what describes it mean nothing that the tables know.
    fn unclassed_noun(&self, article: usize) -> Option<usize> {
        const REACH: usize = 8;
        const NAMED: ConceptSet = DESCRIBING.with(ConceptSet::of(&[known::SITE_NOUN, known::ABBREVIATION]));
        const ENDS: ConceptSet = ConceptSet::of(&[known::PREPOSITION, known::RELATIVE, known::MEASURE, known::PRONOUN]);
        let document = self.document;
        let limit = self.length.first.min(article + REACH);
        let joined = |t: usize| document.tokens.is_mark(t, b'-') || self.is_word(t);
        let ends = |&t: &usize| !joined(t) || document.is_verb(t) || document.concepts(t).meets(ENDS);
        let end = (article + 1..limit).find(ends).unwrap_or(limit);
        // "a fish-egg-like thing".
        let hyphened = |t: usize| document.tokens.is_mark(t, b'-') && document.tokens.list[t].before == Break::Joined;
        let plain = |t: usize| {
            document.mention(t).is_none() || document.concepts(t).meets(NAMED) || hyphened(t + 1) || hyphened(t - 1)
        };
        // "an area some 70 x 45 mm".
        let small = |t: usize| document.word_is(t, WordClass::Roughly);
        let head = if end - 1 > article && small(end - 1) { end - 2 } else { end - 1 };
        let named = head > article
            && self.is_word(head)
            && (document.mention(head).is_none() || document.is(head, known::SITE_NOUN));
        (named && (article + 1..end).all(plain)).then_some(head)
    }

    /// "There was", "showed": whether a verb of seeing brings in what an article opens.
    fn is_seen_before(&self, article: usize) -> bool {
        const FOUND: ConceptSet =
            ConceptSet::of(&[known::SEE, known::LIE, known::BE, known::NEW_FINDING, known::SIGHTING]);
        (1..4)
            .filter_map(|n| article.checked_sub(n))
            .take_while(|&t| t >= self.first && self.is_word(t))
            .any(|t| self.document.concepts(t).meets(FOUND))
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

    /// "Scalpel 25 mm.", "Incision over the mass, 3.5 cm": one length behind the blade, or behind a cut that tells where it lies.
    fn is_of_cut(&self) -> bool {
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

    /// "a mass since a fall, size now 4 x 3 cm", "the whole thing, I would call it 6 by 3 cm": said of the lesion of the sentence.
    fn is_sized(&self) -> bool {
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
        // "The right one has grown to 6 cm".
        let grown = word(1) == "to"
            && self.length.first.checked_sub(2).is_some_and(|t| t >= self.first && document.is(t, known::GROWTH));
        said || grown
            || (word(1 + lead) == "size" && lesion)
            || (word(1 + lead) == "it" && word(2 + lead) == "call")
            || turned
    }
}

/// Fewest tokens before a colon that tell something; fewer are a label.
const SHORTEST_CLAUSE: usize = 3;
