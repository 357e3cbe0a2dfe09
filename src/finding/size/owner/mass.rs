//! Lengths that only a lesion can have: what was scanned, felt, found, grew or came out whole. In: a length and the words of its sentence.
//! Out: whether it is the lesion's, be a noun for one there or not.

use super::super::weight::{scanned, word_at};
use super::super::{INCISION, LESION, Owner};
use super::Owned;
use crate::finding::site::ASPECT;
use crate::lexicon::concept::group::{LENGTH_UNITS, SIDES};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::Kind;

impl Owned<'_> {
    /// "The lump projects as a halo, 48 x 40 mm in two planes": what is measured on a picture.
    pub(super) fn is_in_planes(&self) -> bool {
        let next = self.length.last + 1;
        word_at(self.document, next) == "in"
            && (next + 1..next + 3).any(|t| self.document.word_is(t, WordClass::PictureView))
    }

    /// "On MRI one corner lights up, 9 x 6 x 4 cm": three dimensions on a picture, of no organ, other place or collection.
    pub(super) fn is_solid_on_scan(&self) -> bool {
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

    /// "The greatest diameter was 57 mm on that study".
    pub(super) fn is_of_diameter(&self) -> bool {
        const LEAD: usize = 4;
        let document = self.document;
        (self.first.max(self.length.first.saturating_sub(LEAD))..self.length.first).any(|t| {
            document.is(t, known::LENGTH_NOUN) && matches!(document.tokens.word(t), "diameter" | "dimension" | "axis")
        })
    }

    /// "Sterile probe on, nodule found 11 mm, in fat": what was found is measured right behind.
    pub(super) fn is_of_found(&self, owner: Owner) -> bool {
        let document = self.document;
        let verb = self.length.first.checked_sub(1).filter(|&t| t > self.first);
        let found = verb.is_some_and(|t| document.word_is(t, WordClass::ComeUpon) && document.is(t - 1, known::LESION));
        let ends = || {
            let next = self.length.last + 1;
            next >= self.end || matches!(document.tokens.list[next].kind, Kind::Punct(_))
        };
        matches!(owner, Owner::Unknown | Owner::Other) && self.length.mm.len() == 1 && found && ends()
    }

    /// "R 2 cm, L 3 cm.": a sentence of nothing but sides and their lengths.
    pub(super) fn is_list_of_sides(&self) -> bool {
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
    pub(super) fn is_read_off(&self) -> bool {
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

    /// "The mass lay 1 cm from the vein and was 4.8 cm across": a second predicate is told of the subject of the first.
    pub(super) fn is_of_subject(&self) -> bool {
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
    pub(super) fn is_by_tool(&self) -> bool {
        let document = self.document;
        let next = self.length.last + 1;
        next < self.end
            && matches!(document.tokens.word(next), "on" | "by" | "with" | "to")
            && (next + 1..self.end.min(next + 4)).any(|t| document.word_is(t, WordClass::MeasuringTool))
    }

    /// "O/E 14 mm, firm", "14 mm, mobile": a length that opens what was felt, and a quality behind it.
    pub(super) fn opens_examination(&self) -> bool {
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

    /// "It was uncovered in the fat and enucleated in toto, 5 x 4 cm": several dimensions of what came out whole, and no cut's, which
    /// is slender.
    pub(super) fn is_taken_whole(&self) -> bool {
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

    /// "14G needle, left vastus, 43 mm and growing": only a lesion grows.
    pub(super) fn is_growing(&self) -> bool {
        let document = self.document;
        let joint = self.length.last + 1;
        let joins = document.is(joint, known::CONJUNCTION)
            || document.tokens.is_mark(joint, b',')
            || document.tokens.is_mark(joint, b'&');
        let grows = document.mention(joint + 1).filter(|m| m.is(known::GROWTH));
        joint + 1 < self.end && joins && grows.is_some_and(|m| !document.is(m.last() + 1, known::LESION))
    }

    /// "It has gone from 7 to 11 mm", "passed from 3 cm to 5 cm": what something has become, where nothing is cut that far.
    pub(super) fn has_grown_to(&self) -> bool {
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

    /// "Stable at 22 mm since last summer": a size that something keeps, and nothing else is named that has one.
    pub(super) fn stands_at(&self) -> bool {
        let document = self.document;
        let back = |n: usize| self.length.first.checked_sub(n).filter(|&t| t >= self.first);
        back(1).is_some_and(|t| document.tokens.word(t) == "at")
            && back(2).is_some_and(|t| document.word_is(t, WordClass::Unchanged))
            && !(self.first..self.length.first).any(|t| document.word_is(t, WordClass::MeasuredElse))
    }

    /// "I guess nine centimetres at the very least": whose guess it is, in a sentence that tells of no cut.
    pub(super) fn is_guessed(&self) -> bool {
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

    /// "In the fat there it was, gray and shiny, about 20 x 15 mm", "there it is, next to the nerve, 4 cm": what comes in sight at last.
    pub(super) fn is_presented(&self) -> bool {
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
    pub(super) fn is_of_sampled_one(&self) -> bool {
        const TOLD: ConceptSet = ConceptSet::of(&[known::BE, known::MEASURE]);
        const SAMPLED: ConceptSet = ConceptSet::of(&[known::TAKE, known::BIOPSIED]);
        let document = self.document;
        let back = |n: usize| self.length.first.checked_sub(n).filter(|&t| t >= self.first);
        // "The one biopsied, 2.2 cm, lies laterally".
        back(1).is_some_and(|t| document.concepts(t).meets(TOLD) || document.tokens.is_mark(t, b','))
            && back(2).is_some_and(|t| document.concepts(t).meets(SAMPLED))
            && back(3).is_some_and(|t| document.tokens.word(t) == "one")
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
        // "The right one has grown to 6 cm".
        let grown = word(1) == "to"
            && self.length.first.checked_sub(2).is_some_and(|t| t >= self.first && document.is(t, known::GROWTH));
        said || grown
            || (word(1 + lead) == "size" && lesion)
            || (word(1 + lead) == "it" && word(2 + lead) == "call")
            || turned
    }
}
