//! Whether a word of the past dates what stands beside it. In: a cue and the words that are judged. Out: whether it compares, names a
//! trade or a label, or tells of another event.

use super::{LONGEST_ASIDE, Target};
use crate::lexicon::concept::group::{LENGTH_UNITS, THIGH_OR_KNEE};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::token::Kind;

impl Target<'_> {
    /// "… that a core biopsy was done at your hospital: 14 gauge, three passes": what stands behind a colon, without a verb of its own,
    /// belongs to what stands before it.
    pub(super) fn is_detail_of(&self, cue: &Mention) -> bool {
        let document = self.document;
        self.colon_behind(cue)
            .is_some_and(|c| !(c + 1..self.first).any(|t| document.is_verb(t) || document.is(t, known::PRONOUN)))
    }

    /// "… was performed in January: through a 4 cm incision the fascia was divided", "his operation in January: …": what was done then, told
    /// at length; whoever writes did none of it. Where the label tells what came of it ("core biopsy last month was inconclusive: …"),
    /// what follows is what was done about it.
    pub(super) fn is_account_of(&self, cue: &Mention) -> bool {
        const OPENING: usize = 4;
        const DONE: ConceptSet = ConceptSet::of(&[known::BIOPSY, known::BIOPSIED, known::TAKE, known::REMOVE]);
        const OUTCOME: ConceptSet =
            ConceptSet::of(&[known::FAIL, known::SCAR, known::NEGATED_NEXT, known::NEGATED_BEFORE]);
        const TELLS_HOW: ConceptSet = ConceptSet::of(&[known::PREPOSITION, known::DETERMINER, known::NUMBER_WORD]);
        let document = self.document;
        let Some(colon) = self.colon_behind(cue) else { return false };
        let sentence = &document.sentences[document.sentence_of(self.first)];
        let own = |t: usize| matches!(document.tokens.word(t), "i" | "we" | "my" | "our" | "now");
        // "Last week's MRI showed a mass: through a cut …" dates a scan, and nothing that was done.
        let mut label = sentence.first..colon;
        let done =
            label.clone().any(|t| document.concepts(t).meets(DONE) || document.word_is(t, WordClass::OperationWord));
        let outcome = label.any(|t| {
            document.concepts(t).meets(OUTCOME)
                || document.word_is(t, WordClass::ResultTold)
                || document.word_is(t, WordClass::ResultWord) && document.tokens.word(t) != "done"
        });
        // "Open biopsy of a mass noted two years ago: …" dates the mass.
        const DATED_ELSE: ConceptSet =
            ConceptSet::of(&[known::LESION, known::MRI, known::CT, known::ULTRASOUND, known::IMAGING]);
        let told = (sentence.first..colon).any(|t| matches!(document.tokens.word(t), "was" | "were"));
        if !told && (sentence.first..cue.first()).any(|t| document.concepts(t).meets(DATED_ELSE)) {
            return false;
        }
        // "… through a fresh cut the fascia was divided" is another one than that of then.
        let anew = (colon + 1..self.first.min(colon + 1 + OPENING)).any(|t| document.word_is(t, WordClass::Anew));
        let next = colon + 1;
        let tells_how = document.concepts(next).meets(TELLS_HOW) || document.tokens.list[next].kind == Kind::Number;
        done && !outcome && !anew && tells_how && !sentence.concepts.has(known::CURRENT) && !(next..self.first).any(own)
    }

    /// "New since his lung cancer was resected", "pain since the biopsy was done", "after her lipoma was removed": an event that something has come after. What is done on the
    /// way ("after his fascia was split") is of today, and so is what else stands behind the event.
    pub fn is_of_earlier_event(&self) -> bool {
        const REACH: usize = 8;
        const ON_THE_WAY: ConceptSet = ConceptSet::of(&[
            known::FASCIA,
            known::SKIN,
            known::FAT,
            known::MUSCLE,
            known::THIGH_MUSCLE,
            known::ANESTHESIA,
        ]);
        let document = self.document;
        let word = |t: usize| document.tokens.word(t);
        let sentence = &document.sentences[document.sentence_of(self.first)];
        let from = sentence.first.max(self.first.saturating_sub(REACH));
        let Some(since) = (from..self.first).rev().find(|&t| matches!(word(t), "since" | "after")) else {
            return false;
        };
        let whose = since + 1;
        // "Pain since the open biopsy of the other thigh was done"; "since the fascia was opened, …" gives a reason.
        let dated = word(since) == "since"
            && since > sentence.first
            && document.tokens.list[since - 1].kind == Kind::Word
            && document.is(whose, known::DETERMINER);
        let end = if dated { sentence.end.min(self.last + 1 + REACH) } else { self.last + 1 };
        let was = (whose..end).find(|&t| matches!(word(t), "was" | "were"));
        (dated || document.word_is(whose, WordClass::Possessive))
            && was.is_some_and(|w| self.last <= w + 2 && (whose..w).all(|t| !document.concepts(t).meets(ON_THE_WAY)))
            && !(whose..self.first).any(|t| document.tokens.is_mark(t, b','))
    }

    /// "Her 2021 biopsy": an act named by its year.
    pub fn is_named_by_year(&self) -> bool {
        let document = self.document;
        let whose = self.first.checked_sub(2);
        whose.is_some_and(|t| document.word_is(t, WordClass::Possessive) && document.is_year(t + 1))
    }

    /// The last colon between a cue and the target, where the cue stands in the clause before it.
    fn colon_behind(&self, cue: &Mention) -> Option<usize> {
        let document = self.document;
        let colon = (cue.last() + 1..self.first).rev().find(|&t| document.tokens.is_mark(t, b':'))?;
        let before = document.clause[colon.saturating_sub(1)];
        (document.clause[cue.first()] == before || document.clause[cue.last()] == before).then_some(colon)
    }

    /// "Bigger than in June", "larger than it was last year", "twice the size of last fall's", "three times as big as last year": what
    /// something is compared with dates nothing that was done.
    pub(super) fn is_compared(&self, cue: &Mention) -> bool {
        const REACH: usize = 3;
        let document = self.document;
        let word = |t: usize| document.tokens.word(t);
        let clause = self.document.clause[cue.first()];
        let before = (1..=REACH).filter_map(|back| cue.first().checked_sub(back));
        let own = |t: &usize| self.document.clause[*t] == clause && !self.document.tokens.is_mark(*t, b',');
        before.take_while(own).any(|t| match word(t) {
            "than" => true,
            // "The rise in the size of last year" compares nothing.
            "of" => {
                t > 2
                    && document.word_is(t - 1, WordClass::MeasureName)
                    && (document.word_is(t - 3, WordClass::Multiple) || matches!(word(t - 3), "on" | "over"))
            }
            "as" => t > 1 && word(t - 2) == "as",
            _ => false,
        })
    }

    /// "A bead of 7 mm in the fat (letter of 2023: 3 mm)": a date in brackets that hold a label and a length dates that, and nothing before
    /// them.
    pub(super) fn is_of_own_brackets(&self, cue: &Mention, between: &std::ops::Range<usize>) -> bool {
        let document = self.document;
        let mark = |t: usize, mark: u8| document.tokens.is_mark(t, mark);
        let opened = between.clone().rev().find(|&t| mark(t, b'(') || mark(t, b')')).is_some_and(|t| mark(t, b'('));
        let end = document.tokens.list.len().min(cue.last() + 1 + LONGEST_ASIDE);
        let close = (cue.last() + 1..end).find(|&t| mark(t, b')')).unwrap_or(end);
        let colon = (cue.last() + 1..close).find(|&t| mark(t, b':'));
        opened && colon.is_some_and(|c| (c..close).any(|t| document.concepts(t).meets(LENGTH_UNITS)))
    }

    /// "Known sarcoma, left thigh: one more wedge from it": a disease that is known and its place, up to the colon, date nothing behind it.
    pub(super) fn is_known_label(&self, cue: &Mention, between: &std::ops::Range<usize>) -> bool {
        let document = self.document;
        if document.tokens.word(cue.first()) != "known" {
            return false;
        }
        let Some(colon) = between.clone().find(|&t| document.tokens.is_mark(t, b':')) else { return false };
        let placed = (between.start..colon).any(|t| document.concepts(t).meets(THIGH_OR_KNEE));
        // "Known sarcoma, left thigh: open biopsy 2019", "core biopsy 03/19 grade 2": what dates an act, or tells its result.
        let sentence = &document.sentences[document.sentence_of(cue.first())];
        let dates = |t: usize| {
            let year = document.is_year(t);
            let month = document.tokens.is_mark(t, b'/') && document.tokens.list[t - 1].kind == Kind::Number;
            year || month || document.word_is(t, WordClass::Elsewhen) || document.word_is(t, WordClass::ResultWord)
        };
        placed && !(colon + 1..sentence.end).any(dates)
    }

    /// "Mrs A., 62, former lab technician, two lumps of the left thigh": what someone was, up to the comma.
    pub(super) fn is_trade(&self, cue: &Mention, between: &std::ops::Range<usize>) -> bool {
        const LONGEST: usize = 4;
        let document = self.document;
        let is_cue = cue.first() == cue.last() && matches!(document.tokens.word(cue.first()), "former" | "ex");
        let comma = || between.clone().take(LONGEST).find(|&t| document.tokens.is_mark(t, b','));
        is_cue && comma().is_some_and(|end| end > between.start && document.word_is(end - 1, WordClass::Trade))
    }

    /// "A 5 cm swelling that came back after a cyst was removed in 2019": the date is that of what stands behind "after"; "a nodule beside
    /// the scar of a melanoma removed in 2019": that of the participle right before it, unless it tells of the target ("measured in 2019");
    /// "a lump that was removed in 2019" is dated itself.
    pub(super) fn dates_event(&self, between: &std::ops::Range<usize>) -> bool {
        const OF_TARGET: ConceptSet = ConceptSet::of(&[known::MEASURE, known::SEE, known::BE]);
        let document = self.document;
        let act = between.end.checked_sub(1).filter(|t| between.contains(t) && *t > between.start);
        let acted = act.is_some_and(|t| {
            document.is_ed_form(t)
                && !document.concepts(t).meets(OF_TARGET)
                && !document.is(t - 1, known::BE)
                && document.mention(t).is_none_or(|m| m.first() >= t)
        });
        // "A mass, 36 mm, bowel cancer in 2020": that of the disease named behind the last comma.
        let comma = between.clone().rev().find(|&t| document.tokens.is_mark(t, b','));
        let of_disease = comma.is_some_and(|c| {
            let within = |set: ConceptSet| (c + 1..between.end).any(|t| document.concepts(t).meets(set));
            within(ConceptSet::of(&[known::LESION])) && !within(OF_TARGET.with(ConceptSet::of(&[known::VERB])))
        });
        // "A right thigh lipoma removed in 2018" is one thing.
        let parted = |t: usize| document.tokens.is_mark(t, b',') || document.is(t, known::PREPOSITION);
        acted && between.clone().any(parted)
            || of_disease
            || between.clone().any(|t| matches!(document.tokens.word(t), "after" | "since" | "following"))
    }

    /// "Had a cancer removed in 2015, and the scan in March lit up a spot": a date right behind a participle ends at the comma behind which
    /// something else is told.
    pub(super) fn closes_past(&self, cue: &Mention, between: &std::ops::Range<usize>) -> bool {
        let document = self.document;
        const PLACES: ConceptSet =
            ConceptSet::of(&[known::THIGH, known::KNEE, known::THIGH_MUSCLE, known::LEFT, known::RIGHT, known::LIMB]);
        // "Lump noticed in March, four cores taken": when something was found or scanned.
        const FOUND: ConceptSet = ConceptSet::of(&[known::SEE, known::NEW_FINDING, known::ONGOING, known::IMAGING]);
        let found = cue.first().checked_sub(1).is_some_and(|t| document.concepts(t).meets(FOUND));
        if found && between.clone().any(|t| document.tokens.is_mark(t, b',')) {
            return true;
        }
        // What was done goes on behind the comma ("operated last year, and the fascia was split"); where a lesion lies does not.
        if !(self.first..=self.last).any(|t| document.concepts(t).meets(PLACES)) {
            return false;
        }
        let participle = cue.first().checked_sub(1).is_some_and(|t| document.is_ed_form(t));
        let goes_on = |t: usize| {
            document.tokens.is_mark(t, b',')
                && (document.is(t + 1, known::CONJUNCTION) || document.tokens.word(t + 1) == "now")
        };
        participle && between.clone().any(goes_on)
    }

    /// "A woman with a prior carcinoma of the ankle has a nodule": what someone has now is not what they had before.
    pub(super) fn has_now(&self, between: &std::ops::Range<usize>) -> bool {
        between.clone().any(|t| self.document.word_is(t, WordClass::TellsNow))
    }

    /// "… core biopsy 4 weeks ago at the referring centre (14G, six cores)": whether the target stands in brackets that open behind
    /// a cue.
    pub(super) fn is_bracketed_behind(&self, cue: &Mention, between: &std::ops::Range<usize>) -> bool {
        let document = self.document;
        // "… at the county hospital in spring (…)".
        const LEAD: usize = 4;
        let next = cue.last() + 1;
        let opens = |t: usize| document.tokens.is_mark(t, b'(');
        // "Her sister's biopsy (incisional, subcutaneous)".
        let named = document.is(next, known::BIOPSY) && opens(next + 1);
        let opened =
            named || opens(next) || document.is(next, known::PREPOSITION) && (next + 1..next + LEAD).any(opens);
        (opened || self.is_detail_in_brackets(cue, between))
            && !between.clone().any(|t| document.tokens.is_mark(t, b')') || document.tokens.is_mark(t, b'.'))
    }

    /// "Her brother had a lump biopsied at 19 (needle, then open)", "outside biopsy of the lump (open, small cut)": the brackets tell how
    /// the act was done that the cue tells of.
    fn is_detail_in_brackets(&self, cue: &Mention, between: &std::ops::Range<usize>) -> bool {
        const ACTS: ConceptSet = ConceptSet::of(&[known::BIOPSY, known::BIOPSIED, known::CORE, known::EXCISION]);
        let document = self.document;
        let Some(open) = between.clone().find(|&t| document.tokens.is_mark(t, b'(')) else { return false };
        let clause = document.clause[cue.first()];
        let acted = |t: usize| document.concepts(t).meets(ACTS) && document.clause[t] == clause;
        (cue.first()..open).any(acted)
            && !(cue.last() + 1..open).any(|t| document.tokens.is_mark(t, b';') || document.tokens.is_mark(t, b','))
    }
}
