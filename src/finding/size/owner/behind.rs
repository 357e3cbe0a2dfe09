//! The noun behind a length: "5 cm firm mass", "3 cm above the patella".

use super::super::weight::{scanned, word_at};
use super::super::{INCISION, LAYERS, LESION, Owner, SCANS, SITES};
use super::Owned;
use crate::finding::site::ASPECT;
use crate::lexicon::concept::group::{LENGTH_UNITS, SIDES};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::{Break, Kind};

impl Owned<'_> {
    /// The noun the length describes from the front: "5 cm firm mass", "4 cm longitudinal incision", "3 cm above the patella".
    pub(super) fn behind(&self) -> Option<Owner> {
        const REACH: usize = 7;
        let limit = self.end.min(self.length.last + 1 + REACH);
        let at = self.behind_length_nouns(limit);
        self.told_right_behind(at, limit).or_else(|| self.nearest_behind(at, limit))
    }

    /// What the first words behind the length tell, whatever nouns stand further on.
    fn told_right_behind(&self, at: usize, limit: usize) -> Option<Owner> {
        let document = self.document;
        if self.is_shortened_cut(at) {
            return Some(Owner::Incision);
        }
        if self.is_of_lesion_before(at, limit) {
            return Some(Owner::Lesion);
        }
        if self.is_short_for_cut(at, limit) || self.is_way_gone_in() {
            return Some(Owner::Incision);
        }
        if self.is_of_gauged_needle() {
            return Some(Owner::Other);
        }
        let led = || self.length.first.checked_sub(1).is_some_and(|t| document.is(t, known::DETERMINER));
        if self.is_one_or_thing(at) || led() && self.is_shape_behind(at, limit) {
            return Some(Owner::Lesion);
        }
        self.of_what(at)
            .or_else(|| self.is_cut_course(at).then_some(Owner::Incision))
            .or_else(|| self.bracketed())
            .or_else(|| self.is_cored_there(at).then_some(Owner::Lesion))
    }

    /// "4 cm long. incis": the dot of a shortened word.
    fn is_shortened_cut(&self, at: usize) -> bool {
        let document = self.document;
        document.tokens.is_mark(at, b'.')
            && at > self.length.last + 1
            && word_at(document, at + 1) == "incis"
            && !(self.first..self.length.first).any(|t| document.concepts(t).meets(LESION))
    }

    /// "Three passes into a 13 mm one in the subcutis", "until it lay inside the 13 mm spot", and no spot of something.
    fn is_one_or_thing(&self, at: usize) -> bool {
        let document = self.document;
        let article = self.length.first.checked_sub(1).is_some_and(|t| matches!(document.tokens.word(t), "a" | "the"));
        let thing = || document.word_is(at, WordClass::ThingName) && word_at(document, at + 1) != "of";
        article && at == self.length.last + 1 && at < self.end && (word_at(document, at) == "one" || thing())
    }

    /// The nearest noun behind, past the adjectives that describe it, up to what ends it.
    fn nearest_behind(&self, at: usize, limit: usize) -> Option<Owner> {
        let document = self.document;
        let described =
            at == self.length.last + 1 || self.is_behind_adjective(at) && at < limit && self.class(at).is_some();
        for token in at..limit {
            if token == at && self.is_row_of_form() {
                return None;
            }
            // "25 mm elongated cut": a participle before its noun.
            let shaped = || document.concepts(token + 1).meets(INCISION.with(ConceptSet::of(&[known::CUT])));
            if token == at && document.is_ed_form(token) && self.class(token).is_none() && shaped() {
                continue;
            }
            if matches!(document.tokens.list[token].kind, Kind::Punct(_)) {
                // "2.8 cm s/c swelling": a mark within a phrase parts nothing.
                let within = document.mention(token).is_some_and(|m| m.first() < token && token < m.last());
                if within || self.hyphenates(token) || self.parts_adjectives(token) {
                    continue;
                }
                return None;
            }
            if self.is_adjective(token) && self.class(token) != Some(Owner::Incision) {
                continue;
            }
            // "A 2 cm piece of the tumor".
            let piece = described && document.is(token, known::PARTIAL) && token <= at + 2;
            if piece || self.leads_away(token, at, limit) || self.is_share(token, at) || self.leads_off(token, at) {
                return Some(Owner::Other);
            }
            if described && self.class(token).is_some() {
                // "5 x 4 cm right vastus core biopsy": the tool is not what is measured.
                let placed = (at..token).any(|t| document.concepts(t).meets(SITES));
                return self.head(token, limit).filter(|&o| !(placed && o == Owner::Other));
            }
            if self.ends_noun(token) {
                return None;
            }
        }
        None
    }

    /// "An 8 mm subcutaneous bead": a shape behind what is told of it, in a sentence that tells of nothing taken.
    fn is_shape_behind(&self, at: usize, limit: usize) -> bool {
        const REACH: usize = 3;
        const TOLD: ConceptSet = ConceptSet::of(&[known::SUBCUTANEOUS, known::EXTENT, known::FILLER]);
        let document = self.document;
        let word = |t: usize| document.tokens.list[t].kind == Kind::Word;
        let plain = |t: usize| word(t) && (document.mention(t).is_none() || document.concepts(t).meets(TOLD));
        let shape = |t: usize| document.word_is(t, WordClass::LumpShape) || document.word_is(t, WordClass::ThingName);
        let noun = (at..limit.min(at + REACH)).find(|&t| shape(t));
        noun.is_some_and(|n| {
            (at..n).all(plain)
                && document.mention(n).is_none()
                && word_at(document, n + 1) != "of"
                && !self.tells_of_taking()
        })
    }

    /// "Lesion, cm  3.4 x 2.8", and below it "Incision, cm  3.5": the unit stands in the label, and the next line is another row.
    fn is_row_of_form(&self) -> bool {
        let document = self.document;
        let mark = |t: &usize| [b',', b'(', b')', b':', b'/'].iter().any(|&m| document.tokens.is_mark(*t, m));
        let unit = (self.first..self.length.first).rev().find(|t| !mark(t));
        let next = document.tokens.list.get(self.length.last + 1);
        next.is_some_and(|t| t.before >= Break::Line)
            && unit.is_some_and(|t| document.concepts(t).meets(LENGTH_UNITS))
            && document.tokens.list[self.length.last].kind == Kind::Number
    }

    /// "R lateral thigh 3 cm tru-cut", "L 31 mm core x3": behind a place or a side the length is of what was cored, and longer than a core.
    fn is_cored_there(&self, tool: usize) -> bool {
        const PLACES: ConceptSet = SITES.with(ASPECT).with(SIDES);
        const DEVICES: ConceptSet = ConceptSet::of(&[known::CORE_DEVICE, known::FINE_NEEDLE]);
        const LONGEST_CORE: f64 = 22.0;
        let document = self.document;
        let placed =
            self.length.first.checked_sub(1).is_some_and(|t| t >= self.first && document.concepts(t).meets(PLACES));
        if tool >= self.end {
            return false;
        }
        let told = document.concepts(tool);
        let counted = document.mention(tool).is_some_and(|m| document.is(m.last() + 1, known::TIMES));
        let cored = told.has(known::CORE) && counted && self.length.mm[0] > LONGEST_CORE;
        self.length.mm.len() == 1 && tool == self.length.last + 1 && placed && (told.meets(DEVICES) || cored)
    }

    /// "An 11 cm, 16 gauge Temno": how long a needle is.
    fn is_of_gauged_needle(&self) -> bool {
        let document = self.document;
        let comma = self.length.last + 1;
        let number = comma + 1;
        let article = self.length.first.checked_sub(1).is_some_and(|t| document.is(t, known::DETERMINER));
        self.length.mm.len() == 1
            && article
            && document.tokens.is_mark(comma, b',')
            && document.tokens.list.get(number).is_some_and(|t| t.kind == Kind::Number)
            && (number + 1..number + 3).any(|t| document.is(t, known::GAUGE))
    }

    /// "A 4.4 x 3.5 cm white, tendon-like mass": a comma between two qualities of the lesion.
    fn parts_adjectives(&self, comma: usize) -> bool {
        const REACH: usize = 5;
        const OTHERWISE: ConceptSet =
            ConceptSet::of(&[known::PREPOSITION, known::VERB, known::BE, known::INCISION, known::CUT]);
        let document = self.document;
        let plain = |t: usize| {
            document.tokens.list[t].kind == Kind::Word && document.mention(t).is_none()
                || document.tokens.is_mark(t, b'-')
        };
        let behind = comma + 1..self.end.min(comma + 1 + REACH);
        let lesion = behind.clone().find(|&t| document.concepts(t).meets(LESION));
        document.tokens.is_mark(comma, b',')
            && comma > self.length.last + 1
            && plain(comma - 1)
            && lesion.is_some_and(|l| {
                (comma + 1..l).all(|t| !document.concepts(t).meets(OTHERWISE) && !document.tokens.is_mark(t, b','))
            })
    }

    /// The token behind "in greatest dimension", "across", "in size": the noun stands before.
    fn behind_length_nouns(&self, limit: usize) -> usize {
        let document = self.document;
        let names_length = |t: usize| {
            document.is(t, known::LENGTH_NOUN)
                || matches!(document.tokens.word(t), "in" | "of" | "its") && document.is(t + 1, known::LENGTH_NOUN)
        };
        (self.length.last + 1..limit).find(|&t| !names_length(t)).unwrap_or(limit.max(self.length.last + 1))
    }

    /// "A mass of 4.4 cm beneath it": the lesion stands before; "a mass of 4 cm below the skin" lies so deep, "a mass of 4 cm from the
    /// skin" so far away.
    fn is_of_lesion_before(&self, at: usize, limit: usize) -> bool {
        const REACH: usize = 4;
        let document = self.document;
        let of = self.length.first.checked_sub(1).filter(|&t| t > self.first && document.tokens.word(t) == "of");
        // "A mass of 4 cm was opened": what was done to the mass.
        let cut = || {
            let concepts = document.concepts(at);
            at < limit && concepts.has(known::CUT) && !concepts.meets(INCISION)
        };
        let passive = matches!(word_at(document, at), "was" | "were") || cut();
        let away = || {
            word_at(document, at) == "from"
                || self.class(at) == Some(Owner::Incision) && !passive
                || (at..limit.min(at + REACH)).any(|t| document.is(t, known::SKIN))
        };
        // "Lesion 24 x 19 mm entered with a blade".
        let worked = || {
            let verb = document.tokens.word(at).ends_with("ed")
                && document.concepts(at).meets(INCISION.with(ConceptSet::of(&[known::CUT])));
            at < limit
                && verb
                && self.length.first.checked_sub(1).is_some_and(|t| t >= self.first && document.is(t, known::LESION))
        };
        of.is_some_and(|t| self.class(t - 1) == Some(Owner::Lesion)) && !away() || worked()
    }

    /// "5 cm inc, ITB opened", "4 cm long. inc": short for the cut.
    fn is_short_for_cut(&self, at: usize, limit: usize) -> bool {
        let stop = usize::from(at < limit && self.document.tokens.is_mark(at, b'.'));
        self.length.mm.len() == 1 && word_at(self.document, at + stop) == "inc"
    }

    /// "5 cm wide mass", "12 mm crosswise cut": an adjective between the length and its noun.
    fn is_behind_adjective(&self, at: usize) -> bool {
        at == self.length.last + 2
            && (self.document.word_is(at - 1, WordClass::LengthAdjective) || self.class(at) == Some(Owner::Incision))
    }

    /// "31 x 28 mm rim-enhancing nodule": a hyphen within a word.
    fn hyphenates(&self, token: usize) -> bool {
        let tokens = &self.document.tokens;
        let joined = |t: usize| tokens.list.get(t).is_some_and(|t| t.before == Break::Joined);
        tokens.is_mark(token, b'-') && joined(token) && joined(token + 1)
    }

    /// Whether the length leads somewhere or tells how far away something is; `at` is the first token behind it.
    fn leads_away(&self, token: usize, at: usize, limit: usize) -> bool {
        if token != at {
            return false;
        }
        let document = self.document;
        let single = self.length.mm.len() == 1;
        let next_ends = || {
            document.tokens.list.get(token + 1).is_none_or(|next| matches!(next.kind, Kind::Punct(_)))
                || document.is(token + 1, known::PREPOSITION)
        };
        // "Then, 4 cm lower, a cut was made."
        let farther = || single && document.word_is(token, WordClass::FartherBy) && next_ends();
        let led = match document.tokens.word(token) {
            // One length may lead somewhere, "3 cm to the patella"; two are a size, "9 x 8 cm to palpation".
            "to" => single && !self.is_told_by(token + 1),
            // "5 cm from a mole"; "6 cm from end to end" is one phrase, "5 cm from top to toe" a span.
            // "Two and a half centimeters from the ruler" was read from it.
            "from" => {
                single && !self.is_told_by(token + 1) && !(token + 1..limit).any(|t| document.tokens.word(t) == "to")
            }
            _ => false,
        };
        led || document.word_is(token, WordClass::AwayBy) || farther()
    }

    /// "3 cm above the patella", "5 mm of fat": the length tells how far off or how thick something is.
    fn leads_off(&self, token: usize, at: usize) -> bool {
        const OFF: ConceptSet = ConceptSet::of(&[known::DISTANCE, known::ABOVE, known::BELOW]);
        const REACH: usize = 4;
        const DEEPEST: f64 = 40.0;
        let document = self.document;
        let word = document.tokens.word(token);
        let layer = || (token + 1..token + REACH).any(|t| document.concepts(t).meets(LAYERS));
        // "Under local", "under ultrasound": no place.
        let manner = || {
            let means = SCANS.with(ConceptSet::of(&[known::ANESTHESIA]));
            word == "under" && document.concepts(token + 1).meets(means)
        };
        // "Mass 3.1 cm just under the ligament": where it lies.
        let close = || {
            token == at + 1
                && document.word_is(at, WordClass::CloseBy)
                && self.length.first.checked_sub(1).is_some_and(|t| document.is(t, known::LESION))
        };
        let off = document.concepts(token).meets(OFF) && token <= at + 1 && self.length.mm.len() == 1;
        // "Tumour 74 mm under the fascia": so far below it no lesion of a thigh lies.
        let seated = || {
            self.length.mm[0] >= DEEPEST
                && document.is(token, known::BELOW)
                && self.length.first.checked_sub(1).is_some_and(|t| document.is(t, known::LESION))
                && (token + 1..token + REACH).any(|t| document.is(t, known::FASCIA))
        };
        // "The scan showed 9 x 5 cm of fat with strands": what a picture shows in two dimensions.
        let shown = || self.length.mm.len() > 1 && scanned(document, self.first, self.length.first);
        // "About 1 cm inside it lay the mass".
        let within = || {
            document.is(token, known::INSIDE)
                && token == at
                && self.length.mm.len() == 1
                && document.is(token + 1, known::PRONOUN)
        };
        word == "of" && layer() && !shown() || within() || off && !manner() && !close() && !seated()
    }

    /// Whether a token ends the words that may describe a noun.
    fn ends_noun(&self, token: usize) -> bool {
        const ENDS: ConceptSet = ConceptSet::of(&[
            known::PREPOSITION,
            known::CONJUNCTION,
            known::RELATIVE,
            known::PRONOUN,
            known::DETERMINER,
            known::NUMBER_WORD,
            known::CLAUSE_BREAK,
        ]);
        let document = self.document;
        document.is_verb(token)
            || matches!(document.tokens.list[token].kind, Kind::Number)
            || document.concepts(token).meets(ENDS)
            || matches!(document.tokens.word(token), "in" | "over" | "into" | "within")
    }

    /// "about 9 x 6 cm of firm red swelling"; "an inch of incision", "three centimeters of the former scar": what a length is
    /// told to be of.
    fn of_what(&self, at: usize) -> Option<Owner> {
        const REACH: usize = 6;
        const CUTS: ConceptSet = INCISION.with(ConceptSet::of(&[known::SCAR, known::SKIN]));
        const STOPS: ConceptSet = ConceptSet::of(&[known::PREPOSITION, known::CONJUNCTION, known::RELATIVE]);
        let document = self.document;
        if word_at(document, at) != "of" {
            return None;
        }
        let limit = self.end.min(at + REACH);
        // "exposed 2 x 2 cm of its surface".
        if (at + 1..self.end.min(at + 4)).any(|t| document.word_is(t, WordClass::SurfacePart)) {
            return Some(Owner::Other);
        }
        let noun = (at + 1..limit)
            .take_while(|&t| {
                let concepts = document.concepts(t);
                document.tokens.list[t].kind == Kind::Word && (!concepts.meets(STOPS) || concepts.meets(CUTS))
            })
            .find(|&t| document.concepts(t).meets(CUTS.with(LESION)) && !self.is_adjective(t))?;
        if document.concepts(noun).meets(CUTS) {
            return Some(if self.length.mm.len() == 1 { Owner::Incision } else { Owner::Other });
        }
        // "1 x 1 cm of tumor taken", "2 x 1 cm of tumour to histology".
        const TAKEN: ConceptSet =
            ConceptSet::of(&[known::TAKE, known::REMOVE, known::CUT, known::SEND, known::PATHOLOGY, known::FIXATIVE]);
        let near = self.first.max(self.length.first.saturating_sub(3))..self.length.first;
        let gone = near.chain(noun + 1..self.end.min(noun + 5)).any(|t| document.concepts(t).meets(TAKEN));
        if gone && self.length.mm.len() > 1 {
            return Some(Owner::Other);
        }
        let defined = (at + 1..noun).any(|t| document.word_is(t, WordClass::Pointing));
        (self.length.mm.len() > 1 && !defined).then_some(Owner::Lesion)
    }

    /// "I went in over the outer thigh, 1.5 cm lengthwise", "straight down on it, 3 cm long": one length with a course, behind words of going
    /// in.
    fn is_way_gone_in(&self) -> bool {
        let document = self.document;
        let next = self.length.last + 1;
        let course = next < self.end
            && (document.word_is(next, WordClass::CutCourse) || matches!(word_at(document, next), "long" | "along"));
        let went = |t: usize| document.word_is(t, WordClass::WentIn);
        let inward = |t: usize| matches!(word_at(document, t), "in" | "down" | "straight" | "through");
        course
            && self.length.mm.len() == 1
            && self.length.first > self.first
            && (self.first..self.length.first).any(|t| inward(t) && (t == self.first || went(t - 1)))
            && !(self.first..self.length.first).any(|t| document.is(t, known::MEASURE) || document.is(t, known::BE))
    }

    /// "Details: 4 cm longitudinal. Vein preserved.": a length with the course of a cut, and nothing else.
    fn is_cut_course(&self, at: usize) -> bool {
        let document = self.document;
        let course = document.word_is(at, WordClass::CutCourse);
        let ends = at + 1 >= self.end || matches!(document.tokens.list[at + 1].kind, Kind::Punct(_));
        // "4.5 cm long. incision": an abbreviation.
        let short = (course || word_at(document, at) == "long") && document.tokens.is_mark(at + 1, b'.');
        if short && document.is(at + 2, known::INCISION) {
            return true;
        }
        // "5 cm longitudinal over the biceps."
        // "6 cm longitudinal at the back of the thigh, straight onto the lesion."
        let placed = || self.length.first == self.first && document.word_is(at + 1, WordClass::OnPlace);
        if course && self.length.mm.len() == 1 && placed() {
            return true;
        }
        let over = || {
            matches!(word_at(document, at + 1), "over" | "along" | "across")
                && document.concepts.meets(ConceptSet::of(&[known::INCISION, known::CUT]))
        };
        course
            && (ends || over())
            && self.length.mm.len() == 1
            && !(self.first..self.end)
                .any(|t| document.concepts(t).meets(LESION.with(SCANS).with(ConceptSet::of(&[known::MEASURE]))))
    }

    /// "a small (2 cm) incision": the noun behind the bracket, where none stands before it.
    pub(super) fn bracketed(&self) -> Option<Owner> {
        const REACH: usize = 3;
        let document = self.document;
        let open = self.length.first.checked_sub(1).filter(|&t| document.tokens.is_mark(t, b'('))?;
        let close = self.length.last + 1;
        if !document.tokens.is_mark(close, b')') || open.checked_sub(1).is_some_and(|t| self.class(t).is_some()) {
            return None;
        }
        (close + 1..self.end.min(close + 1 + REACH))
            .take_while(|&t| document.tokens.list[t].kind == Kind::Word && !document.is(t, known::PREPOSITION))
            .find_map(|t| self.class(t))
            .filter(|o| matches!(o, Owner::Incision | Owner::Other))
    }

    /// "2.3 cm to calipers", "4 cm to the touch": how it was measured.
    fn is_told_by(&self, at: usize) -> bool {
        (at..at + 2).any(|t| self.document.word_is(t, WordClass::Touch) || self.is_tape(t))
    }

    /// "2 cm of it", "2 cm of the mass", "a 15 mm block of tumour": only a share of the lesion.
    fn is_share(&self, token: usize, at: usize) -> bool {
        let document = self.document;
        if word_at(document, token) != "of" {
            return false;
        }
        let lesion = |t: usize| document.is(t, known::LESION);
        let whole = word_at(document, token + 1) == "it"
            || (document.is(token + 1, known::DETERMINER) && word_at(document, token + 1) != "a" && lesion(token + 2));
        let piece = token > at && lesion(token + 1) && !document.is(token - 1, known::FILLER);
        (token == at && whole && self.length.mm.len() == 1) || piece
    }

    /// Of a compound the last noun counts: "mass specimen", "tumor capsule incision".
    pub(super) fn head(&self, token: usize, limit: usize) -> Option<Owner> {
        let mut owner = self.class(token);
        for next in token + 1..limit {
            if self.document.tokens.list[next].kind != Kind::Word || self.document.mention(next).is_none() {
                break;
            }
            // "2 cm cut over the nodule": the phrase ends in an article, a new noun follows.
            if self.document.word_is(next - 1, WordClass::NewNoun) {
                break;
            }
            let concepts = self.document.concepts(next);
            // "A 4 cm lump from the thigh": where it was, and no distance.
            // "A 3 cm lump below the skin": so does that.
            if owner == Some(Owner::Lesion)
                && (concepts.has(known::DISTANCE) || self.document.tokens.word(next) == "from")
            {
                break;
            }
            // "The 2 cm lump was incised": a verb measures nothing.
            // "A 5 mm papule shaved flush": so does a shave.
            let shaved = concepts.has(known::PUNCH) && self.document.tokens.word(next).ends_with("ed");
            if owner == Some(Owner::Lesion) && (concepts.has(known::CUT) && !concepts.meets(INCISION) || shaved) {
                break;
            }
            match self.class(next) {
                Some(o) => owner = Some(o),
                None => break,
            }
        }
        owner
    }
}
