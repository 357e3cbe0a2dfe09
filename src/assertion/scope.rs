//! How far a cue reaches. In: a cue and the words that are judged, in one sentence. Out: what the cue says of them.
//!
//! A cue reaches through its clause and no further than a word that ends scopes; "if" and "will" reach through the rest of their
//! sentence; a date in brackets reaches out of them.

use crate::document::Document;
use crate::lexicon::concept::{Concept, ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::token::{Break, Kind};

/// Farthest a cue of the past reaches, in tokens: "prior biopsy of the thigh", not the rest of a long sentence. What opens a list
/// of past things reaches through its clause.
const HISTORICAL_REACH: usize = 12;

/// How many tokens a comma parts as much as.
const COMMA: usize = 6;

/// Most marks between a label and its answer.
const LONGEST_LEADER: usize = 40;

/// How far a date in brackets reaches out of them, in tokens.
const ASIDE_REACH: usize = 6;

/// Most tokens between a subject and its modal: "core biopsy [of the mass under ultrasound] would be".
const SUBJECT_REACH: usize = 10;

/// How far before the words that are judged their subject may name what was had, in tokens.
const SUBJECT_LEAD: usize = 3;

/// Most tokens between a modal and what is proposed: "would [be the usual first] step".
const PREDICATE_REACH: usize = 6;

/// The words that are judged.
pub(super) struct Target<'a> {
    pub document: &'a Document<'a>,
    /// The cues of their sentence.
    pub cues: &'a [u32],
    pub first: usize,
    /// Inclusive.
    pub last: usize,
    /// They tell of something done, not of something found.
    pub is_act: bool,
}

/// What a cue says of the words that are judged.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Reach {
    /// It stands before them.
    pub next: bool,
    /// In tokens; a comma counts more.
    pub distance: usize,
    pub denies: bool,
    pub doubts: bool,
    /// To someone else.
    pub attributes: bool,
    /// To the past.
    pub dates: bool,
    /// Makes them planned or conditional.
    pub conditions: bool,
    pub is_of_today: bool,
}

impl Target<'_> {
    /// What a cue outside the target says of it.
    pub fn reach_of(&self, cue: &Mention) -> Reach {
        let document = self.document;
        let next = cue.last() < self.first;
        let between = if next { cue.last() + 1..self.first } else { self.last + 1..cue.first() };
        let distance =
            between.len() + 1 + COMMA * between.clone().filter(|&t| document.tokens.is_mark(t, b',')).count();
        let mut reach = Reach { next, distance, ..Reach::default() };
        if self.is_interrupted(&between) {
            return reach;
        }
        let clause = document.clause[self.first];
        let same_clause = document.clause[cue.first()] == clause || document.clause[cue.last()] == clause;
        let answers = !next && self.is_answer(cue);
        let ahead = |next_class: Concept, before_class: Concept| {
            (next && cue.is(next_class)) || (!next && cue.is(before_class))
        };
        reach.denies = (same_clause || answers)
            && ahead(known::NEGATED_NEXT, known::NEGATED_BEFORE)
            && (next || !self.is_of_senses(cue))
            && !(next && (self.is_closed_answer(cue) || self.goes_on(&between) || self.tells_on(cue)))
            && !(next && self.acts_behind(&between))
            && !(next && self.is_aside(cue) && self.leaves_list(&between))
            && !(next && self.takes_up_place(cue, &between))
            && !(next && (self.runs_on(cue, &between) || self.ends_gerund(cue, &between)))
            && !(next && self.opens_main_clause(cue, &between))
            && (next || !self.has_own_verb(&between))
            && (next || self.is_act || !self.is_of_other_time(cue))
            // "without suction, guided by touch": "without" denies what it governs, or a list of such.
            && !(next && cue.is(known::PREPOSITION) && self.leaves_list(&between));
        reach.doubts = (same_clause || answers)
            && ahead(known::POSSIBLE_NEXT, known::POSSIBLE_BEFORE)
            && !(next && self.leaves_list(&between));
        reach.attributes = same_clause
            && cue.is(known::OTHER_PERSON)
            && !self.is_witness(cue)
            && (next || !self.is_recipient(cue))
            && !self.is_handed(cue)
            && !(next && between.clone().any(|t| document.is(t, known::THE_PATIENT)));
        const TODAY: ConceptSet = ConceptSet::of(&[known::CURRENT, known::ONGOING]);
        reach.is_of_today = same_clause && cue.concepts.meets(TODAY);
        if cue.is(known::ACT_ONLY) && !self.is_act {
            return reach;
        }
        // The label of a field dates what stands in it: "Copied from the record of last week: …".
        let in_label = cue.last() < document.section_of(self.first).body;
        const PAST: ConceptSet = ConceptSet::of(&[known::HISTORICAL, known::HISTORICAL_NEXT, known::HISTORICAL_BEFORE]);
        let near = between.len() < HISTORICAL_REACH || cue.is(known::HISTORY_LIST);
        reach.dates = ((same_clause && near || next && self.is_act && self.is_detail_of(cue))
            && !(next && self.has_now(&between))
            && ahead(known::HISTORICAL_NEXT, known::HISTORICAL_BEFORE))
            || (cue.is(known::HISTORICAL)
                && (same_clause || in_label || between.len() < ASIDE_REACH)
                && (next || self.is_act || !self.dates_event(&between)))
            || (next && cue.concepts.meets(PAST) && self.is_bracketed_behind(cue, &between));
        reach.dates &=
            !(self.is_compared(cue) || next && (self.is_trade(cue, &between) || self.is_known_label(cue, &between)));
        // "So that it can come out later: five centimetres, straight": behind a purpose a colon goes on with what was done.
        let purpose = document.tokens.word(cue.first()) == "so";
        // In a run without marks the rest of the sentence is the rest of the note.
        let whole_sentence = cue.is(known::HYPOTHETICAL_NEXT)
            && next
            && !document.is_unpunctuated()
            && !between
                .clone()
                .any(|t| document.tokens.is_mark(t, b';') || (purpose && document.tokens.is_mark(t, b':')));
        reach.conditions = !(next
            && (self.is_put_right(cue)
                || self.leaves_wish(cue, &between)
                || self.comes_again()
                || self.leaves_modal(cue)
                || self.takes_of_planned(cue)
                || self.plans_way(cue, &between)
                || self.narrates_behind(&between)))
            && (next || !self.goes_with_sent(cue, &between))
            && (whole_sentence || (same_clause && ahead(known::HYPOTHETICAL_NEXT, known::HYPOTHETICAL_BEFORE)));
        reach
    }

    /// "… that a core biopsy was done at your hospital: 14 gauge, three passes": what stands behind a colon, without a verb of its own,
    /// belongs to what stands before it.
    fn is_detail_of(&self, cue: &Mention) -> bool {
        let document = self.document;
        let Some(colon) = (cue.last() + 1..self.first).rev().find(|&t| document.tokens.is_mark(t, b':')) else {
            return false;
        };
        let before = document.clause[colon.saturating_sub(1)];
        (document.clause[cue.first()] == before || document.clause[cue.last()] == before)
            && !(colon + 1..self.first).any(|t| document.is_verb(t) || document.is(t, known::PRONOUN))
    }

    /// "Bigger than in June", "larger than it was last year", "twice the size of last fall's", "three times as big as last year": what
    /// something is compared with dates nothing that was done.
    fn is_compared(&self, cue: &Mention) -> bool {
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

    /// "Known sarcoma, left thigh: one more wedge from it": a disease that is known and its place, up to the colon, date nothing behind it.
    fn is_known_label(&self, cue: &Mention, between: &std::ops::Range<usize>) -> bool {
        const PLACES: ConceptSet = ConceptSet::of(&[known::THIGH, known::KNEE, known::THIGH_MUSCLE]);
        let document = self.document;
        if document.tokens.word(cue.first()) != "known" {
            return false;
        }
        let Some(colon) = between.clone().find(|&t| document.tokens.is_mark(t, b':')) else { return false };
        let placed = (between.start..colon).any(|t| document.concepts(t).meets(PLACES));
        // "Known sarcoma, left thigh: open biopsy 2019", "core biopsy 03/19 grade 2": what dates an act, or tells its result.
        let sentence = &document.sentences[document.sentence_of(cue.first())];
        let dates = |t: usize| {
            let word = document.tokens.word(t);
            let year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
            let month = document.tokens.is_mark(t, b'/') && document.tokens.list[t - 1].kind == Kind::Number;
            year || month || document.word_is(t, WordClass::Elsewhen) || document.word_is(t, WordClass::ResultWord)
        };
        placed && !(colon + 1..sentence.end).any(dates)
    }

    /// "Mrs A., 62, former lab technician, two lumps of the left thigh": what someone was, up to the comma.
    fn is_trade(&self, cue: &Mention, between: &std::ops::Range<usize>) -> bool {
        const LONGEST: usize = 4;
        let document = self.document;
        let is_cue = cue.first() == cue.last() && matches!(document.tokens.word(cue.first()), "former" | "ex");
        let comma = || between.clone().take(LONGEST).find(|&t| document.tokens.is_mark(t, b','));
        is_cue && comma().is_some_and(|end| end > between.start && document.word_is(end - 1, WordClass::Trade))
    }

    /// "A 5 cm swelling that came back after a cyst was removed in 2019": the date is that of what stands behind "after".
    fn dates_event(&self, between: &std::ops::Range<usize>) -> bool {
        between.clone().any(|t| matches!(self.document.tokens.word(t), "after" | "since" | "following"))
    }

    /// "A woman with a prior carcinoma of the ankle has a nodule": what someone has now is not what they had before.
    fn has_now(&self, between: &std::ops::Range<usize>) -> bool {
        between.clone().any(|t| self.document.word_is(t, WordClass::TellsNow))
    }

    /// "… was handed to her son": who is given something behind it has not had it done to them.
    fn is_recipient(&self, cue: &Mention) -> bool {
        let document = self.document;
        let before = (self.last + 1..cue.first()).rev().find(|&t| !document.is(t, known::DETERMINER));
        before.is_some_and(|t| document.tokens.word(t) == "to")
    }

    /// "It was given to Sister for the laboratory": whoever carries a sample is no subject.
    fn is_handed(&self, cue: &Mention) -> bool {
        let document = self.document;
        let to = cue.first().checked_sub(1).filter(|&t| document.tokens.word(t) == "to");
        to.is_some_and(|t| (t.saturating_sub(3)..=t).any(|w| document.is(w, known::SEND)))
    }

    /// "… was put in formalin and given to a porter to be taken down": what is yet to be done with what was sent.
    fn goes_with_sent(&self, cue: &Mention, between: &std::ops::Range<usize>) -> bool {
        let document = self.document;
        document.tokens.word(cue.first()) == "to" && (self.first..between.end).any(|t| document.is(t, known::SEND))
    }

    /// Whether a cue answers the label that the target stands in: "Perineural invasion: not found".
    fn is_answer(&self, cue: &Mention) -> bool {
        let document = self.document;
        let Some(mark) = cue.first().checked_sub(1) else { return false };
        document.tokens.is_mark(mark, b':')
            && document.clause[mark - usize::from(mark > 0)] == document.clause[self.last]
    }

    /// "A 15 mm focus that cannot be felt": what is not seen or felt is there.
    fn is_of_senses(&self, cue: &Mention) -> bool {
        let relative = cue.first().checked_sub(1);
        cue.is(known::SEE) && relative.is_some_and(|t| matches!(self.document.tokens.word(t), "that" | "which"))
    }

    /// "Firm, not tender, and on the right": behind a quality that is denied and a comma it is told where the thing is.
    fn takes_up_place(&self, cue: &Mention, between: &std::ops::Range<usize>) -> bool {
        const TAKEN_UP: ConceptSet = ConceptSet::of(&[
            known::THIGH,
            known::KNEE,
            known::THIGH_MUSCLE,
            known::LEFT,
            known::RIGHT,
            known::ANTERIOR,
            known::POSTERIOR,
            known::MEDIAL,
            known::LATERAL,
            known::FAT,
            known::MUSCLE,
        ]);
        let document = self.document;
        // "Not painful, on walking or at rest" tells no place.
        let is_place = |t: usize| document.concepts(t).meets(TAKEN_UP);
        let resumes = |t: usize| {
            let place = t + 1 + usize::from(document.tokens.word(t + 1) == "and");
            document.tokens.is_mark(t, b',')
                && document.word_is(place, WordClass::PlaceWord)
                && (place + 1..place + 4).any(is_place)
        };
        document.tokens.word(cue.last()) == "not" && between.clone().any(resumes)
    }

    /// "Went through the fat without seeing anything and opened the retinaculum": what was not done is told by its first verb, and a
    /// past tense behind "and" tells what was.
    fn ends_gerund(&self, cue: &Mention, between: &std::ops::Range<usize>) -> bool {
        let document = self.document;
        let word = |t: usize| document.tokens.word(t);
        let gerund = word(cue.last()) == "without" && between.len() > 1 && word(between.start).ends_with("ing");
        let past = |t: usize| {
            document.word_is(t, WordClass::PastOnly)
                || word(t).ends_with("ed") && (document.is_verb(t) || document.is(t, known::CUT))
        };
        gerund && (between.start + 1..=self.first).any(|t| past(t) && document.is(t - 1, known::CONJUNCTION))
    }

    /// "… kind of tan and soft no pus took a bite": in speech without marks a verb in the past behind a denied noun begins anew.
    fn runs_on(&self, cue: &Mention, between: &std::ops::Range<usize>) -> bool {
        const NOUN: usize = 3;
        let document = self.document;
        document.is_unpunctuated()
            && document.tokens.word(cue.last()) == "no"
            && !between.is_empty()
            && between.clone().take(NOUN + 1).chain([self.first]).any(|t| {
                t > between.start && document.word_is(t, WordClass::PastOnly) && !document.is(t - 1, known::CONJUNCTION)
            })
    }

    /// Whether a denial is the whole answer to what stands before it: "warfarin no, apixaban yes".
    fn is_closed_answer(&self, cue: &Mention) -> bool {
        let document = self.document;
        let behind = cue.last() + 1;
        let Some(label) = cue.first().checked_sub(1) else { return false };
        let is_label = !document.is_verb(label)
            && !document.is(label, known::PREPOSITION)
            && !document.tokens.is_mark(label, b',');
        let ends = document.tokens.list.get(behind).is_none_or(|t| {
            // Several blanks end a "no", not a "denies".
            (t.before >= Break::Gap && (cue.is(known::NONE) || t.before >= Break::Line))
                || matches!(t.kind, Kind::Punct(b',' | b';' | b'.' | b'|' | b')'))
        });
        cue.concepts.meets(ConceptSet::of(&[known::NONE, known::NEGATED_NEXT])) && ends && is_label
    }

    /// "This should be left thigh": what should stand in the note is so.
    fn is_put_right(&self, cue: &Mention) -> bool {
        const SIDE: ConceptSet = ConceptSet::of(&[known::LEFT, known::RIGHT]);
        let document = self.document;
        let told = document.is(self.last, known::THIGH) || document.is(self.last, known::KNEE);
        let meant = cue
            .first()
            .checked_sub(1)
            .is_some_and(|t| matches!(document.tokens.word(t), "this" | "that" | "it" | "which" | "side"));
        document.tokens.word(cue.last()) == "be"
            && self.first == cue.last() + 1
            && document.concepts(self.first).meets(SIDE)
            && told
            && meant
    }

    /// "It wants a biopsy and four cores were taken", "marked so that it can be seen, and I took four cores": what is wished or meant ends
    /// at an "and" behind which a verb in the past tells what was done.
    fn leaves_wish(&self, cue: &Mention, between: &std::ops::Range<usize>) -> bool {
        let document = self.document;
        let word = |t: usize| document.tokens.word(t);
        let and = between.clone().find(|&t| word(t) == "and");
        let told = |t: usize| {
            matches!(word(t), "was" | "were")
                || document.word_is(t, WordClass::PastForm)
                || document.word_is(t, WordClass::PastOnly)
        };
        document.word_is(cue.first(), WordClass::CallsFor) && and.is_some_and(|a| (a + 1..=self.last).any(told))
    }

    /// "Of the three planned wedges only one was cut", "the planned core biopsy was carried out": samples that are counted, or the
    /// biopsy of which the note tells, called planned, and a verb that tells of taking or doing.
    fn takes_of_planned(&self, cue: &Mention) -> bool {
        const TAKEN: ConceptSet = ConceptSet::of(&[known::TAKE, known::CUT, known::BIOPSIED, known::REMOVE]);
        const SAMPLES: ConceptSet =
            ConceptSet::of(&[known::CORE, known::WEDGE, known::SAMPLE, known::PASS, known::PARTIAL]);
        const VERB_REACH: usize = 3;
        let document = self.document;
        let word = |t: usize| document.tokens.word(t);
        let lone = cue.first() == cue.last() && matches!(word(cue.first()), "planned" | "intended");
        let counted = |t: usize| document.is(t, known::NUMBER_WORD) || document.tokens.list[t].kind == Kind::Number;
        let told = |set: ConceptSet| (cue.last() + 1..=cue.last() + 2).any(|t| document.concepts(t).meets(set));
        let end = document.sentences[document.sentence_of(cue.first())].end;
        let was = |set: ConceptSet| {
            let verb = |t: usize| (t..end.min(t + VERB_REACH)).any(|v| document.concepts(v).meets(set));
            (cue.last() + 1..end).any(|t| matches!(word(t), "was" | "were") && verb(t))
        };
        let Some(lead) = cue.first().checked_sub(1).filter(|_| lone) else { return false };
        counted(lead) && told(SAMPLES) && was(TAKEN)
            || word(lead) == "the" && told(ConceptSet::of(&[known::BIOPSY])) && was(ConceptSet::of(&[known::PERFORM]))
    }

    /// "Angle planned on the slices, introducer in, four cores": the way of the needle was planned, and behind a comma it was gone.
    fn plans_way(&self, cue: &Mention, between: &std::ops::Range<usize>) -> bool {
        let document = self.document;
        let way = || cue.first().checked_sub(1).is_some_and(|t| document.word_is(t, WordClass::WayName));
        // "Path planned, core biopsy next week": the name of an act is as planned as its way.
        let named = || (self.first..=self.last).any(|t| document.is(t, known::BIOPSY));
        document.tokens.word(cue.first()) == "planned"
            && way()
            && !named()
            && between.clone().any(|t| document.tokens.is_mark(t, b','))
            && !between.clone().any(|t| document.tokens.is_mark(t, b':') || document.word_is(t, WordClass::Modal))
    }

    /// "In case his nausea returns": what may come again or last is there, and someone's own.
    fn comes_again(&self) -> bool {
        let owned = self.first.checked_sub(1).is_some_and(|t| self.document.word_is(t, WordClass::Possessive));
        owned && self.document.word_is(self.last + 1, WordClass::Persisting)
    }

    /// "Punch to full thickness of dermis, fat seen at base and not sampled": what is denied behind a comma has a subject and a verb
    /// of its own there.
    fn has_own_verb(&self, between: &std::ops::Range<usize>) -> bool {
        // "Six samples under ultrasound, clip not placed."
        const SEEN: ConceptSet = ConceptSet::of(&[known::SEE, known::LIE, known::DEVICE]);
        let document = self.document;
        let comma = between.clone().rev().find(|&t| document.tokens.is_mark(t, b','));
        // "6 cm incision down to the fascia, fascia not taken": an act, and a layer of which the denial is told.
        const ACT: ConceptSet = ConceptSet::of(&[
            known::INCISION,
            known::SAMPLE,
            known::WEDGE,
            known::CORE,
            known::BIOPSIED,
            known::PARTIAL,
        ]);
        const LAYER: ConceptSet = ConceptSet::of(&[known::FASCIA, known::MUSCLE, known::THIGH_MUSCLE]);
        let within =
            |c: usize, set| document.mentions_in(c, between.end).any(|m| document.mentions[m].concepts.meets(set));
        let act = (self.first..=self.last).any(|t| document.concepts(t).meets(ACT));
        // "Needle bx x4 from the bump, FNA not done": the denial has an act of its own.
        const OTHER_ACT: ConceptSet = ConceptSet::of(&[known::FINE_NEEDLE, known::DRAINAGE]);
        comma.is_some_and(|c| within(c, SEEN) || (act && within(c, LAYER)) || within(c, OTHER_ACT))
    }

    /// "A nodule in the adductors, not seen on the 2023 study", "not there before": what was not so at another time is so now.
    fn is_of_other_time(&self, cue: &Mention) -> bool {
        const REACH: usize = 6;
        const PAST: ConceptSet =
            ConceptSet::of(&[known::HISTORICAL, known::HISTORICAL_NEXT, known::HISTORICAL_BEFORE, known::HISTORY_LIST]);
        let document = self.document;
        let end = document.sentences[document.sentence_of(self.first)].end;
        let behind = cue.last() + 1..end.min(cue.last() + 1 + REACH);
        behind.take_while(|&t| !document.tokens.is_mark(t, b',') && !document.tokens.is_mark(t, b';')).any(|t| {
            let then = matches!(document.tokens.word(t), "before" | "earlier" | "then");
            let ends = document.tokens.list.get(t + 1).is_none_or(|n| matches!(n.kind, Kind::Punct(_)));
            document.concepts(t).meets(PAST) || then && ends
        })
    }

    /// "Without closing the field I lengthened the nick": what was left undone, and behind it who did something else.
    fn opens_main_clause(&self, cue: &Mention, between: &std::ops::Range<usize>) -> bool {
        let word = |t: usize| self.document.tokens.word(t);
        // "Rather than knife it I took a needle": what was not chosen, and who did what instead.
        let passed_over = matches!(word(cue.first()), "rather" | "instead");
        let undone = word(cue.last()) == "without" && between.len() > 1 && word(between.start).ends_with("ing");
        // "So as not to leave it at that, two cores were taken": a purpose that opens its sentence ends at the comma.
        let sentence = &self.document.sentences[self.document.sentence_of(cue.first())];
        let purpose = word(sentence.first) == "so"
            && matches!(word(sentence.first + 1), "as" | "that")
            && cue.last() <= sentence.first + 3;
        let told = between.clone().skip(1).any(|t| matches!(word(t), "i" | "we"));
        (undone || passed_over || purpose) && told
            || purpose && between.clone().any(|t| self.document.tokens.is_mark(t, b','))
    }

    /// Whether a denial opens an aside between commas: "an ellipse, not the lot, was handed over", "then, rather than cut it, we
    /// fired a needle".
    fn is_aside(&self, cue: &Mention) -> bool {
        let comma = cue.first().checked_sub(1).is_some_and(|before| self.document.tokens.is_mark(before, b','));
        comma && matches!(self.document.tokens.word(cue.first()), "not" | "rather" | "instead")
    }

    /// Whether a denied subject goes on with what is true of it: "has no ulcer or tethering and is firm", ", with a keloid".
    fn goes_on(&self, between: &std::ops::Range<usize>) -> bool {
        const FINITE: ConceptSet = ConceptSet::of(&[known::BE, known::AFFIRMS]);
        let document = self.document;
        let opens = |at: usize| {
            document.tokens.is_mark(at, b',')
                || (document.is(at, known::CONJUNCTION) && document.tokens.word(at) != "or")
        };
        between.clone().any(|at| {
            let next = at + 1;
            opens(at)
                && between.contains(&next)
                && document.concepts(next).meets(FINITE)
                && !document.is(next, known::NEGATED_NEXT)
        })
    }

    /// "I did not open the fascia took a slice": behind a denied verb, which has its plain form, a verb in the past tense tells
    /// of what was done. Dictation has no mark there.
    fn tells_on(&self, cue: &Mention) -> bool {
        const BOUND: ConceptSet =
            ConceptSet::of(&[known::BE, known::DETERMINER, known::PREPOSITION, known::NEGATED_NEXT, known::RELATIVE]);
        const PLAIN: [&str; 4] = ["did", "could", "would", "do"];
        let document = self.document;
        let plain = PLAIN.iter().any(|w| document.tokens.word(cue.first()).starts_with(w));
        let told = |t: usize| document.word_is(t, WordClass::PastForm) && !document.concepts(t - 1).meets(BOUND);
        cue.is(known::DENIED_VERB) && plain && (cue.last() + 3..=self.first).any(told)
    }

    /// "I avoided the fascicles and took two slivers": behind "and", a verb that is nothing but a past form has no part in a denial.
    fn acts_behind(&self, between: &std::ops::Range<usize>) -> bool {
        let document = self.document;
        (between.start + 1..=self.first)
            .any(|t| document.word_is(t, WordClass::PastOnly) && document.is(t - 1, known::CONJUNCTION))
    }

    /// "Whoever comes after me may take it away, and having gone through the fat I divided the fibres": behind a mark or a joint, who
    /// did something and what they did tell what was done, whatever was wished or possible before.
    fn narrates_behind(&self, between: &std::ops::Range<usize>) -> bool {
        let document = self.document;
        let word = |t: usize| document.tokens.word(t);
        let past = |t: usize| {
            document.word_is(t, WordClass::PastForm)
                || document.word_is(t, WordClass::PastOnly)
                || document.is_verb(t) && word(t).ends_with("ed")
                || document.is(t, known::CUT) && word(t).ends_with("ed")
        };
        let joins = |t: usize| document.tokens.is_mark(t, b',') || document.is(t, known::CONJUNCTION);
        let told = |t: usize| match word(t) {
            "i" | "we" => past(t + 1),
            "having" => true,
            _ => false,
        };
        // "As transport may take two weeks, I have done a needle aspiration".
        let has_done = |t: usize| matches!(word(t), "i" | "we") && word(t + 1) == "have" && t + 1 < self.first;
        (between.start..self.first)
            .any(|t| joins(t) && told(t + 1) || document.tokens.is_mark(t, b',') && has_done(t + 1))
    }

    /// "A nick so that the needle would pass, and took five bites": behind "would" a verb has its plain form; one in the past tense
    /// tells of what was done.
    fn leaves_modal(&self, cue: &Mention) -> bool {
        let document = self.document;
        let modal = (cue.first()..=cue.last()).any(|t| document.word_is(t, WordClass::Modal));
        let joined = |t: usize| document.is(t, known::CONJUNCTION) || document.is(t, known::PRONOUN);
        if !modal {
            return false;
        }
        // "… so the needle would go in smoothly, and then, holding the mass, took three cores".
        let first_then = (cue.last() + 1..self.first).find(|&t| document.tokens.word(t) == "then");
        let then = |t: usize| document.tokens.is_mark(t - 1, b',') && first_then.is_some_and(|first| first < t);
        let past = |t: usize| document.word_is(t, WordClass::PastOnly) || document.word_is(t, WordClass::PastForm);
        (cue.last() + 2..=self.first)
            .any(|t| document.word_is(t, WordClass::PastOnly) && joined(t - 1) || past(t) && then(t))
    }

    /// "… core biopsy 4 weeks ago at the referring centre (14G, six cores)": whether the target stands in brackets that open behind
    /// a cue.
    fn is_bracketed_behind(&self, cue: &Mention, between: &std::ops::Range<usize>) -> bool {
        let document = self.document;
        // "… at the county hospital in spring (…)".
        const LEAD: usize = 4;
        let next = cue.last() + 1;
        let opens = |t: usize| document.tokens.is_mark(t, b'(');
        let opened = opens(next) || document.is(next, known::PREPOSITION) && (next + 1..next + LEAD).any(opens);
        opened && !between.clone().any(|t| document.tokens.is_mark(t, b')') || document.tokens.is_mark(t, b'.'))
    }

    /// Whether a comma parts a doubt from the target, and no "or" joins the two in a list: "likely viral, fever of 38".
    fn leaves_list(&self, between: &std::ops::Range<usize>) -> bool {
        let document = self.document;
        let parted = between.clone().any(|t| document.tokens.is_mark(t, b','));
        let joined = |at: usize| document.is(at, known::CONJUNCTION);
        parted && !between.clone().any(joined) && !(self.last + 1..=self.last + 2).any(joined)
    }

    /// Whether a word that ends scopes stands between a cue and the target.
    fn is_interrupted(&self, between: &std::ops::Range<usize>) -> bool {
        // A cue in brackets says nothing of what follows them: "FNA (smears poor, defer), then core".
        let closes = |t: usize| self.document.tokens.is_mark(t, b')');
        let opens = |t: usize| self.document.tokens.is_mark(t, b'(');
        let leaves_brackets =
            self.first == between.end && between.clone().find(|&t| closes(t) || opens(t)).is_some_and(closes);
        leaves_brackets
            || self.cues.iter().any(|&c| {
                let other = &self.document.mentions[c as usize];
                other.is(known::SCOPE_END) && between.contains(&other.first())
            })
    }

    /// Whether someone else only tells of the patient: "his mother reports that he has fever", "according to her son", "a lump that
    /// his wife has watched get bigger".
    fn is_witness(&self, person: &Mention) -> bool {
        let document = self.document;
        let next = person.last() + 1;
        let perfect = document.tokens.list.get(next).is_some() && matches!(document.tokens.word(next), "has" | "had");
        let watched = perfect && document.mention(next).is_none_or(|m| m.last() == next);
        let tells = document.is(next, known::TELL) || (watched && document.is(next + 1, known::WATCH));
        let cited = person.first().checked_sub(1).is_some_and(|before| document.is(before, known::TELL));
        tells || cited || self.is_child_of_witness(person)
    }

    /// "Mom says that the bump on her daughter's knee is bigger": the child is the patient.
    fn is_child_of_witness(&self, person: &Mention) -> bool {
        let document = self.document;
        let child = matches!(document.tokens.word(person.last()), "daughter" | "son" | "child");
        let parent = |m: &Mention| {
            m.is(known::OTHER_PERSON) && m.last() < person.first() && document.is(m.last() + 1, known::TELL)
        };
        child && self.cues.iter().any(|&c| parent(&document.mentions[c as usize]))
    }

    /// The answer that denies the target, where it is the label of one: "Fever: none", "drains - no", "warfarin no, aspirin yes".
    pub fn answered_no(&self) -> Option<u32> {
        let document = self.document;
        let is_mark = |at: usize| {
            let kind = document.tokens.list.get(at).map(|t| t.kind);
            matches!(kind, Some(Kind::Punct(b':' | b'-' | b'=' | b'?' | b'.')))
        };
        // A row of dots leads from a label to its answer.
        let marks = (self.last + 1..).take_while(|&at| is_mark(at)).take(LONGEST_LEADER).count();
        let at = self.last + 1 + marks;
        let answer = document.mention(at).filter(|m| m.first() == at)?;
        self.is_closed_answer(answer).then(|| document.mention_at[at])
    }

    /// "A core biopsy under ultrasound would be the usual first step", "the needle is to follow": whether the target is the subject of a
    /// modal, and what is told of it is a proposal. "The cores will be sent" tells of what is there.
    pub fn is_proposed(&self) -> bool {
        let document = self.document;
        let word = |t: usize| document.tokens.list.get(t).map_or("", |_| document.tokens.word(t));
        let end = document.sentences[document.sentence_of(self.first)].end;
        let modal = |t: usize| match word(t) {
            "is" | "are" | "remains" | "seems" => {
                matches!(word(t + 1), "to" | "going" | "the" | "premature" | "a" | "an")
            }
            "was" | "were" => matches!(word(t + 1), "to" | "going"),
            _ => document.word_is(t, WordClass::Modal),
        };
        let is_mark = |t: usize| matches!(document.tokens.list[t].kind, Kind::Punct(_));
        let ends_subject = |t: usize| {
            is_mark(t)
                || document.is(t, known::RELATIVE)
                || document.is(t, known::PRONOUN)
                // "A needle biopsy or an open sample would be possible" has both for its subject.
                || document.is(t, known::CONJUNCTION) && word(t) != "or"
                || document.word_is(t, WordClass::PastOnly)
        };
        let last = end.min(self.last + 1 + SUBJECT_REACH);
        let verb =
            (self.last + 1..last).find(|&t| modal(t) || ends_subject(t) || document.is_verb(t)).filter(|&t| modal(t));
        // "Four cores should be next day reported": what was had is there.
        const HAD: ConceptSet = ConceptSet::of(&[known::CORE, known::SAMPLE, known::WEDGE]);
        let is_had = |verb: usize| {
            !matches!(word(verb), "would" | "could" | "might" | "may")
                && (self.first.saturating_sub(SUBJECT_LEAD)..verb).any(|t| document.concepts(t).meets(HAD))
        };
        // "A nick through both so the cannula could follow": what was done for it to follow tells that it did.
        const NICK_REACH: usize = 16;
        let sentence = document.sentences[document.sentence_of(self.first)].first;
        let from = sentence.max(self.first.saturating_sub(NICK_REACH));
        let is_let_in = || {
            let so = (from..self.first).find(|&t| matches!(word(t), "so" | "which" | "whereby"));
            so.is_some_and(|t| (from..t).any(|c| document.is(c, known::CUT) || document.is(c, known::ENTRY)))
        };
        let proposal = |verb: usize| {
            (verb + 1..end.min(verb + 1 + PREDICATE_REACH))
                .take_while(|&t| !is_mark(t) && !document.is(t, known::SEND))
                .any(|t| document.word_is(t, WordClass::Proposal) && !(word(t) == "follow" && is_let_in()))
                && !is_had(verb)
        };
        verb.is_some_and(proposal)
    }

    /// "Too small and too close to the skin for a gun": what something is too much of anything for was not used.
    pub fn is_more_than_fits(&self) -> bool {
        const REACH: usize = 12;
        let document = self.document;
        let word = |t: usize| document.tokens.word(t);
        let sentence = document.sentences[document.sentence_of(self.first)].first;
        let lead = (sentence..self.first).rev().find(|&t| !document.is(t, known::DETERMINER));
        let Some(at) = lead.filter(|&t| word(t) == "for") else { return false };
        let clause = document.clause[at];
        (sentence.max(at.saturating_sub(REACH))..at)
            .rev()
            .take_while(|&t| document.clause[t] == clause)
            .any(|t| word(t) == "too")
    }

    /// Whether a minus stands for a denial: "(-) trauma", or "-fever" beside "+cough".
    pub fn is_signed_away(&self) -> bool {
        let document = self.document;
        let mark = |back: usize, byte: u8| self.first >= back && document.tokens.is_mark(self.first - back, byte);
        let bracketed = mark(1, b')') && mark(2, b'-') && mark(3, b'(');
        let sentence = &document.sentences[document.sentence_of(self.first)];
        let signed = || {
            // "-> histology + culture" is an arrow.
            let arrow = document.tokens.is_mark(self.first, b'>');
            let joined = !arrow
                && document.tokens.list[self.first].before == Break::Joined
                && document.tokens.list[self.first - 1].before != Break::Joined;
            joined && (sentence.first..sentence.end).any(|t| document.tokens.is_mark(t, b'+'))
        };
        bracketed || (mark(1, b'-') && signed())
    }
}

/// The denials that reach the target, counted so that two of them undo each other: "we cannot say that there is no mass".
#[derive(Debug, Default)]
pub(super) struct Denials {
    /// The nearest before the target, and whether it denies a verb.
    before: Option<u32>,
    /// A denied verb stands before that one and governs it.
    undone: bool,
    behind: Option<u32>,
}

impl Denials {
    /// Adds a denial; those before the target come in the order of the text.
    pub fn add(&mut self, document: &Document, cue: u32, next: bool) {
        if !next {
            self.behind = Some(cue);
            return;
        }
        self.undone = self.before.is_some_and(|outer| governs(document, outer, cue));
        self.before = Some(cue);
    }

    /// The denial that holds.
    pub fn holds(&self) -> Option<u32> {
        self.before.filter(|_| !self.undone).or(self.behind)
    }
}

/// Whether a denied verb governs a second denial: no comma and no conjunction parts them.
fn governs(document: &Document, outer: u32, inner: u32) -> bool {
    const PARTS: ConceptSet = ConceptSet::of(&[known::CONJUNCTION, known::CLAUSE_BREAK, known::SCOPE_END]);
    let [outer_cue, inner_cue] = [outer, inner].map(|m| &document.mentions[m as usize]);
    if !outer_cue.is(known::DENIED_VERB) || inner_cue.is(known::DENIED_VERB) || inner_cue.concepts.meets(PARTS) {
        return false;
    }
    let mut between = outer_cue.last() + 1..inner_cue.first();
    let mentions = &document.mentions[outer as usize + 1..inner as usize];
    !mentions.iter().any(|m| m.concepts.meets(PARTS)) && !between.any(|t| document.tokens.is_mark(t, b','))
}
