//! What a length measures: the noun before or behind it, its label, or the subject of its sentence.

mod before;
mod behind;
mod beside;
mod item;
mod noun;
mod sentence;
mod things;

use super::weight::{is_reported, scanned, word_at};
use super::{FAR, INCISION, LESION, OTHER, Owner, PARTS, SITES};
use crate::document::Document;
use crate::finding::site::ASPECT;
use crate::lexicon::concept::group::{LENGTH_UNITS, SIDES};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
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
        if self.follows_numbing() {
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

    /// "Gallbladder polyp 6 x 5 mm on an old scan": right behind an organ, in a sentence that names no lesion before.
    fn is_of_organ(&self) -> bool {
        let document = self.document;
        let organ = self.length.first.checked_sub(1).is_some_and(|t| {
            t >= self.first && document.concepts(t).has(known::NON_SOFT_TISSUE) && !document.is(t, known::BARE_NODE)
        });
        organ && !(self.first..self.length.first).any(|t| document.is(t, known::LESION))
    }

    /// "The lump projects as a halo, 48 x 40 mm in two planes": what is measured on a picture.
    fn is_in_planes(&self) -> bool {
        let behind = |n: usize| word_at(self.document, self.length.last + n);
        behind(1) == "in" && (2..4).any(|n| matches!(behind(n), "planes" | "projections" | "views"))
    }

    /// One length in a sentence that tells of a cut, or only of the course of one.
    fn is_of_unnamed_cut(&self) -> bool {
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

    /// "On MRI one corner lights up, 9 x 6 x 4 cm": three dimensions on a picture, of no organ, other place or collection.
    fn is_solid_on_scan(&self) -> bool {
        const LEAST: f64 = 12.0;
        const ELSEWHERE: ConceptSet =
            ConceptSet::of(&[known::NON_SOFT_TISSUE, known::OTHER_REGION, known::OPPOSITE, known::FLUID]);
        let document = self.document;
        self.length.mm.len() == 3
            && !self.length.bare
            && self.length.mm.iter().all(|&mm| mm >= LEAST)
            && scanned(document, self.first, self.length.first)
            && !(self.first..self.end).any(|t| document.concepts(t).meets(ELSEWHERE))
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
    fn follows_numbing(&self) -> bool {
        const LONGEST: usize = 4;
        let document = self.document;
        let next = self.length.last + 1;
        let alone = self.length.first == self.first
            && (next >= self.end || document.tokens.is_mark(next, b'.') && next + 1 >= self.end);
        let before = self.first.checked_sub(1).map(|t| &document.sentences[document.sentence_of(t)]);
        self.length.mm.len() == 1
            && alone
            && before.is_some_and(|s| {
                s.end - s.first <= LONGEST && (s.concepts.has(known::ANESTHESIA) || word_at(document, s.first) == "la")
            })
    }

    /// "The greatest diameter was 57 mm on that study".
    fn is_of_diameter(&self) -> bool {
        const LEAD: usize = 4;
        let document = self.document;
        (self.first.max(self.length.first.saturating_sub(LEAD))..self.length.first).any(|t| {
            document.is(t, known::LENGTH_NOUN) && matches!(document.tokens.word(t), "diameter" | "dimension" | "axis")
        })
    }

    /// "Cut six centimeters, slit the band, and it's in the vastus, pink-gray, 58 by 40 mm": the cut has its length already, and is not as
    /// wide.
    fn is_beside_own_length(&self) -> bool {
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
    fn tells_width(&self) -> bool {
        let next = self.length.last + 1;
        self.first == self.length.first
            && word_at(self.document, next) == "across"
            && self.document.tokens.is_mark(next + 1, b'.')
    }

    /// "Sterile probe on, nodule found 11 mm, in fat": what was found is measured right behind.
    fn is_of_found(&self, owner: Owner) -> bool {
        let document = self.document;
        let verb = self.length.first.checked_sub(1).filter(|&t| t > self.first);
        let found = verb.is_some_and(|t| {
            matches!(document.tokens.word(t), "found" | "seen" | "felt" | "identified" | "located" | "spotted")
                && document.is(t - 1, known::LESION)
        });
        let ends = || {
            let next = self.length.last + 1;
            next >= self.end || matches!(document.tokens.list[next].kind, Kind::Punct(_))
        };
        matches!(owner, Owner::Unknown | Owner::Other) && self.length.mm.len() == 1 && found && ends()
    }

    /// "Medial thigh, knife biopsy, 4 cm. Fascia thick … gracilis, 5 mm taken": one length in a note on the biopsy of a muscle that names
    /// no lesion is of the cut or of what was taken.
    fn is_of_muscle_without_lesion(&self) -> bool {
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
    fn is_piece_of_muscle(&self) -> bool {
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
                || matches!(document.tokens.word(t - 1), "opened" | "open")
        })
    }

    /// "R 2 cm, L 3 cm.": a sentence of nothing but sides and their lengths.
    fn is_list_of_sides(&self) -> bool {
        let document = self.document;
        let listed = |t: usize| {
            !matches!(document.tokens.list[t].kind, Kind::Word)
                || document.concepts(t).meets(SIDES.with(LENGTH_UNITS))
                || document.concepts(t).meets(ConceptSet::of(&[known::TIMES, known::CONJUNCTION, known::NUMBER_WORD]))
        };
        let sides = (self.first..self.end).filter(|&t| document.concepts(t).meets(SIDES)).count();
        sides > 1 && (self.first..self.end).all(listed)
    }

    /// "An incision over the mass, 47 mm long by ruler": what stands right before the comma was measured, and with a tool.
    fn is_read_off(&self) -> bool {
        const REACH: usize = 4;
        let document = self.document;
        let comma = self.length.first.checked_sub(1).filter(|&t| t > self.first && document.tokens.is_mark(t, b','));
        let lesion = comma.is_some_and(|t| document.is(t - 1, known::LESION));
        // "A 3 cm incision over the mass, 47 mm by ruler": the cut has its length already.
        let lesion = lesion && (self.first..self.length.first).any(|t| document.concepts(t).meets(LENGTH_UNITS));
        let behind = self.length.last + 1..self.end.min(self.length.last + 1 + REACH);
        // "A 2 cm opening over the lipoma, 18 mm, which was popped out".
        let next = self.length.last + 1;
        let which = document.tokens.is_mark(next, b',') && word_at(document, next + 1) == "which";
        lesion && (which || behind.into_iter().any(|t| document.word_is(t, WordClass::MeasuringTool)))
    }

    /// "Biopsies of fascia and muscle, 1 x 1 cm each": what stands nearest before a length that each of several has.
    fn is_of_each_sample(&self) -> bool {
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

    /// "The mass lay 1 cm from the vein and was 4.8 cm across": a second predicate is told of the subject of the first.
    fn is_of_subject(&self) -> bool {
        const SUBJECTS: ConceptSet = ConceptSet::of(&[
            known::INCISION,
            known::CUT,
            known::SAMPLE,
            known::CORE,
            known::WEDGE,
            known::NEEDLE,
            known::PARTIAL,
            known::NON_SOFT_TISSUE,
            known::FASCIA,
            known::SCAR,
        ]);
        let document = self.document;
        let Some(verb) = self.length.first.checked_sub(1).filter(|&t| t > self.first + 1) else { return false };
        let first = document.mention(verb).map_or(verb, |m| m.first());
        let joined = first.checked_sub(1).is_some_and(|t| t > self.first && document.is(t, known::CONJUNCTION));
        // "The lump, measured before he cut into it, was 27 by 20 mm": what stands between two commas is set in.
        let comma = |t: &usize| document.tokens.is_mark(*t, b',');
        let closes = first.checked_sub(1).filter(|t| *t > self.first && comma(t));
        let opens = closes.and_then(|c| (self.first..c).rev().find(comma));
        let inset =
            opens.and_then(|t| t.checked_sub(1)).is_some_and(|t| t >= self.first && document.is(t, known::LESION));
        let is = document.concepts(verb).meets(ConceptSet::of(&[known::BE, known::MEASURE]));
        if inset && is && !(self.first..opens.unwrap_or(first)).any(|t| document.concepts(t).meets(SUBJECTS)) {
            return true;
        }
        let predicate = joined && document.concepts(verb).meets(ConceptSet::of(&[known::BE, known::MEASURE]));
        let named = |t: &usize| document.concepts(*t).meets(SUBJECTS.with(LESION));
        let subject = || (self.first..first).find(named).filter(|&t| document.is(t, known::LESION));
        // "From the mass a slice was taken and was 2 cm long", "the lesion was cored; tissue came out and was 18 mm long".
        let alone = |l: usize| {
            !(self.first..l).any(|t| document.is(t, known::PREPOSITION))
                && !(l + 1..first).any(|t| document.concepts(t).meets(SUBJECTS) || document.tokens.is_mark(t, b';'))
        };
        predicate && subject().is_some_and(alone)
    }

    /// "5.5 cm on my tape": with what it was measured.
    fn is_by_tool(&self) -> bool {
        let document = self.document;
        let next = self.length.last + 1;
        next < self.end
            && matches!(document.tokens.word(next), "on" | "by" | "with" | "to")
            && (next + 1..self.end.min(next + 4)).any(|t| document.word_is(t, WordClass::MeasuringTool))
    }

    /// "O/E 14 mm, firm", "14 mm, mobile": a length that opens what was felt, and a quality behind it.
    fn opens_examination(&self) -> bool {
        let document = self.document;
        // "…, not shrinking, on exam 5 cm".
        let comma = |t: &usize| document.tokens.is_mark(*t, b',');
        let from = self.first.max(self.length.first.saturating_sub(4));
        let item = (from..self.length.first).rev().find(comma).map_or(self.first, |t| t + 1);
        let label = (item..self.length.first)
            .all(|t| document.is(t, known::S_EXAM) || matches!(document.tokens.list[t].kind, Kind::Punct(_)));
        let comma = self.length.last + 1;
        // "31 mm, rock hard, dimples when pinched".
        let degree = document.tokens.list.get(comma + 1).is_some_and(|t| t.kind == Kind::Word)
            && document.mention(comma + 1).is_none()
            && document.word_is(comma + 2, WordClass::Quality);
        let felt = document.tokens.is_mark(comma, b',') && (document.word_is(comma + 1, WordClass::Quality) || degree);
        // "O/E 6cm.", "O/E 26 x 20 mm, outer side".
        let named = (item..self.length.first).any(|t| document.is(t, known::S_EXAM));
        let ends = comma >= self.end || document.tokens.is_mark(comma, b'.') || self.length.mm.len() > 1;
        let alone = named && ends;
        label && (felt || alone)
    }

    /// "Through fat, which was about an inch thick", "2 cm of fat": how thick a layer is.
    fn is_thickness_of_layer(&self) -> bool {
        const REACH: usize = 8;
        const LAYER: ConceptSet = ConceptSet::of(&[known::FAT, known::SUBCUTANEOUS, known::SKIN]);
        let document = self.document;
        let from = self.first.max(self.length.first.saturating_sub(REACH));
        let thick = document.word_is(self.length.last + 1, WordClass::ThicknessWord);
        let nearest = (from..self.length.first).rev().find(|&t| {
            document.concepts(t).meets(LAYER.with(ConceptSet::of(&[known::LESION, known::INCISION, known::SAMPLE])))
        });
        // "Lump in the fat, 3 cm thick", "a 2.5 cm thick plaque": the lump is.
        let lesion = |t: usize| document.is(t, known::LESION);
        let behind = self.length.last + 2..self.end.min(self.length.last + 4);
        // "The lump lay beneath fat 4 cm thick": the fat is.
        let within = |layer: usize| {
            let first = document.mention(layer).map_or(layer, |m| m.first());
            let lead = (from..first).rev().find(|&t| !document.is(t, known::DETERMINER));
            lead.is_some_and(|t| document.is(t, known::INSIDE))
        };
        let of_lesion =
            (from..self.length.first).any(lesion) && nearest.is_some_and(within) || behind.into_iter().any(lesion);
        // "How deep the fat was (11 mm)".
        let how = || {
            let asked = |t: usize| {
                word_at(document, t) == "how" && matches!(word_at(document, t + 1), "deep" | "thick" | "far" | "much")
            };
            (from..self.length.first).rev().find(|&t| asked(t)).is_some_and(|t| nearest.is_some_and(|n| n > t))
        };
        let thick = thick || how();
        self.length.mm.len() == 1 && thick && !of_lesion && nearest.is_some_and(|t| document.concepts(t).meets(LAYER))
    }

    /// "Incision over the lump 4cm", "wedge off the nodule ~1 cm": a cut or a piece, the lesion that it was of, and one length right behind.
    fn head_of_place(&self) -> Option<Owner> {
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
        // "Incision made over the lump about 2 inches".
        let head = head - usize::from(head > self.first && document.word_is(head, WordClass::CutMade));
        match word_at(document, of) {
            "over" | "above" if document.is(head, known::INCISION) => Some(Owner::Incision),
            "off" | "from" | "of" if document.concepts(head).meets(PIECE) && self.length.mm[0] <= LARGEST => {
                Some(Owner::Other)
            }
            _ => None,
        }
    }

    /// "2 cm of skin was opened on to the lump": one length of skin that is cut.
    fn cuts_skin(&self) -> bool {
        const REACH: usize = 7;
        let document = self.document;
        let of = self.length.last + 1;
        let skin = (of + 1..of + 3).find(|&t| word_at(document, t) == "skin");
        let cut = |t: usize| document.concepts(t).meets(ConceptSet::of(&[known::CUT]));
        let opened = |t: usize| cut(t) || matches!(word_at(document, t), "opened" | "open");
        self.length.mm.len() == 1
            && word_at(document, of) == "of"
            && skin.is_some_and(|s| (s..self.end.min(s + REACH)).any(opened))
    }

    /// "It was uncovered in the fat and enucleated in toto, 5 x 4 cm": several dimensions of what came out whole, and no cut's, which
    /// is slender.
    fn is_taken_whole(&self) -> bool {
        const SLENDER: f64 = 2.0;
        const WHOLE: ConceptSet = ConceptSet::of(&[known::WHOLE, known::SHELL_OUT]);
        const SAMPLES: ConceptSet = ConceptSet::of(&[known::SAMPLE, known::CORE, known::WEDGE]);
        let document = self.document;
        let least = self.length.mm.iter().fold(f64::INFINITY, |a, &b| a.min(b));
        let clause = document.clause[self.length.first];
        let within = |set: ConceptSet| {
            document
                .mentions_in(self.first, self.end)
                .map(|m| &document.mentions[m])
                .any(|m| m.concepts.meets(set) && document.clause[m.first()] == clause)
        };
        self.length.mm.len() >= 2 && self.length.mm[0] < least * SLENDER && within(WHOLE) && !within(SAMPLES)
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
            || self.is_no_distance(token)
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
    fn is_no_distance(&self, token: usize) -> bool {
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

    /// "Punch biopsy x 1, 4 mm": one length behind the punch, with nothing but its number between.
    fn is_of_tool(&self, punch: usize) -> bool {
        let document = self.document;
        let last = document.mention(punch).map_or(punch, |m| m.last());
        let counts = |t: usize| {
            document.tokens.list[t].kind == Kind::Number
                || document.concepts(t).meets(ConceptSet::of(&[known::TIMES, known::NUMBER_WORD]))
                || document.tokens.is_mark(t, b',')
        };
        self.length.mm.len() == 1 && (last + 1..self.length.first).all(counts)
    }

    /// "14G needle, left vastus, 43 mm and growing": only a lesion grows.
    fn is_growing(&self) -> bool {
        let document = self.document;
        let joint = self.length.last + 1;
        let joins = document.is(joint, known::CONJUNCTION)
            || document.tokens.is_mark(joint, b',')
            || document.tokens.is_mark(joint, b'&');
        let grows = document.mention(joint + 1).filter(|m| m.is(known::GROWTH));
        joint + 1 < self.end && joins && grows.is_some_and(|m| !document.is(m.last() + 1, known::LESION))
    }

    /// "It has gone from 7 to 11 mm", "passed from 3 cm to 5 cm": what something has become, where nothing is cut that far.
    fn has_grown_to(&self) -> bool {
        const REACH: usize = 8;
        const CUTS: ConceptSet =
            ConceptSet::of(&[known::CUT, known::INCISION, known::ENTRY, known::NEEDLE, known::DEVICE]);
        let document = self.document;
        let word = |t: usize| document.tokens.word(t);
        // "… to its present 3.7 x 2.5 cm".
        let present = |t: &usize| {
            document.is(*t, known::CURRENT)
                || document.word_is(*t, WordClass::PresentSize)
                || matches!(word(*t), "something" | "one")
        };
        let to = (self.first..self.length.first).rev().find(|t| !present(t));
        let Some(to) = to.filter(|&t| t > self.first && word(t) == "to") else { return false };
        let from = (self.first.max(to.saturating_sub(REACH))..to).rev().find(|&t| word(t) == "from");
        let number = |t: usize| document.tokens.list[t].kind == Kind::Number || document.is(t, known::NUMBER_WORD);
        let verb = from.and_then(|t| t.checked_sub(1)).filter(|&t| t >= self.first);
        // "Crept up from a pea to something 5 cm long".
        let likened = |t: usize| document.is(t + 1, known::DETERMINER) && t + 3 >= to;
        from.is_some_and(|t| number(t + 1) || likened(t))
            && verb.is_some_and(|t| document.is(t, known::GROWTH) || document.word_is(t, WordClass::BecomeVerb))
            && !(self.first..self.length.first)
                .any(|t| document.concepts(t).meets(CUTS) || document.word_is(t, WordClass::MeasuredElse))
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
    fn is_taken_piece(&self) -> bool {
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
}
