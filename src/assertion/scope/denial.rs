//! Whether a denial holds of what stands behind it. In: a cue and the words that are judged. Out: whether they go on with something that
//! is not denied: a clause or verb of its own, a place, an aside.

use super::{LONGEST_LEADER, Target};
use crate::lexicon::concept::group::LENGTH_UNITS;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::token::{Break, Kind};

impl Target<'_> {
    /// Whether a cue answers the label that the target stands in: "Perineural invasion: not found".
    pub(super) fn is_answer(&self, cue: &Mention) -> bool {
        let document = self.document;
        let Some(mark) = cue.first().checked_sub(1) else { return false };
        document.tokens.is_mark(mark, b':')
            && document.clause[mark - usize::from(mark > 0)] == document.clause[self.last]
    }

    /// "A 15 mm focus that cannot be felt": what is not seen or felt is there.
    pub(super) fn is_of_senses(&self, cue: &Mention) -> bool {
        const REACH: usize = 3;
        const SCANS: ConceptSet = ConceptSet::of(&[known::ULTRASOUND, known::CT, known::MRI, known::IMAGING]);
        let document = self.document;
        let Some(before) = cue.first().checked_sub(1).filter(|_| cue.is(known::SEE)) else { return false };
        let relative = matches!(document.tokens.word(before), "that" | "which");
        // "A focus in the adductor magnus, not visible on ultrasound" is seen by other means.
        let aside = document.tokens.is_mark(before, b',')
            && document.is(cue.last() + 1, known::PREPOSITION)
            && (cue.last() + 2..cue.last() + 2 + REACH).any(|t| document.concepts(t).meets(SCANS));
        // "A mass of adductor brevis, 29 mm, not palpable, …": one more trait of what was measured.
        let trait_of_measured = document.tokens.is_mark(before, b',')
            && before.checked_sub(1).is_some_and(|t| document.concepts(t).meets(LENGTH_UNITS))
            && document.tokens.is_mark(cue.last() + 1, b',');
        relative || aside || trait_of_measured
    }

    /// "A curved approach avoided on purpose, the incision is straight": what was avoided stands before the word, and a mark or a
    /// preposition behind it.
    pub(super) fn is_passive(&self, cue: &Mention) -> bool {
        let document = self.document;
        let next = cue.last() + 1;
        let ends = document.tokens.is_mark(next, b',') || document.word_is(next, WordClass::OnPurpose);
        cue.first() == cue.last() && document.word_is(cue.first(), WordClass::DeniedBehind) && ends
    }

    /// "Firm, not tender, and on the right": behind a quality that is denied and a comma it is told where the thing is.
    pub(super) fn takes_up_place(&self, cue: &Mention, between: &std::ops::Range<usize>) -> bool {
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

    /// "Went through the fat without seeing anything and opened the retinaculum", "freed without rupture and lifted out": a past tense
    /// behind "and" tells what was done.
    pub(super) fn ends_without(&self, cue: &Mention, between: &std::ops::Range<usize>) -> bool {
        let document = self.document;
        let word = |t: usize| document.tokens.word(t);
        let without = word(cue.last()) == "without" && between.len() > 1;
        let past = |t: usize| document.word_is(t, WordClass::PastOnly) || document.is_past_verb(t);
        without && (between.start + 1..=self.first).any(|t| past(t) && word(t - 1) == "and")
    }

    /// "… kind of tan and soft no pus took a bite": in speech without marks a verb in the past behind a denied noun begins anew.
    pub(super) fn runs_on(&self, cue: &Mention, between: &std::ops::Range<usize>) -> bool {
        const NOUN: usize = 3;
        const PARTICIPLE: usize = 2;
        let document = self.document;
        // "The fascia was not cut one half of the nodule was removed": another subject and its verb behind the denied one.
        let denied = cue.is(known::DENIED_VERB) && cue.first() < cue.last() && document.is(cue.first(), known::BE)
            || cue.is(known::BE) && cue.is(known::NEGATED_NEXT);
        let told = |t: usize| document.is(t, known::BE) || matches!(document.tokens.word(t), "was" | "were");
        if document.is_unpunctuated() && denied && (cue.last() + 1 + PARTICIPLE..=self.last).any(told) {
            return true;
        }
        document.is_unpunctuated()
            && document.tokens.word(cue.last()) == "no"
            && !between.is_empty()
            && between.clone().take(NOUN + 1).chain([self.first]).any(|t| {
                t > between.start && document.word_is(t, WordClass::PastOnly) && !document.is(t - 1, known::CONJUNCTION)
            })
    }

    /// Whether a denial is the whole answer to what stands before it: "warfarin no, apixaban yes".
    pub(super) fn is_closed_answer(&self, cue: &Mention) -> bool {
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
                // "Jamshidi no / Tru-Cut yes"
                || t.kind == Kind::Punct(b'/') && t.before == Break::Space
        });
        let ends = ends || cue.is(known::NONE) && self.is_echo(behind);
        cue.concepts.meets(ConceptSet::of(&[known::NONE, known::NEGATED_NEXT])) && ends && is_label
    }

    /// "Did I use the ultrasound? No I did not, …": behind a "no", whether the question's own words say it again and no more.
    fn is_echo(&self, behind: usize) -> bool {
        let document = self.document;
        let denial = document.mention(behind + 1).filter(|m| m.is(known::DENIED_VERB) && m.first() == behind + 1);
        let closed = |m: &Mention| {
            let next = document.tokens.list.get(m.last() + 1);
            next.is_none_or(|t| t.before >= Break::Line || matches!(t.kind, Kind::Punct(b',' | b';' | b'.')))
        };
        document.is(behind, known::PRONOUN) && denial.is_some_and(closed)
    }

    /// "Punch to full thickness of dermis, fat seen at base and not sampled": what is denied behind a comma has a subject and a verb
    /// of its own there.
    pub(super) fn has_own_verb(&self, cue: &Mention, between: &std::ops::Range<usize>) -> bool {
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
        // "3 cm cut, lump in the fat, corner taken, muscle not seen": what is no layer itself, or where something lies, is in no list
        // with one.
        const LAYERS: ConceptSet = LAYER.with(ConceptSet::of(&[known::FAT, known::SUBCUTANEOUS, known::SKIN]));
        let led = self.first.checked_sub(1).is_some_and(|t| document.is(t, known::INSIDE));
        let listed_layer = || !led && (self.first..=self.last).any(|t| document.concepts(t).meets(LAYERS));
        // "Needle bx x4 from the bump, FNA not done": the denial has an act of its own.
        const OTHER_ACT: ConceptSet = ConceptSet::of(&[known::FINE_NEEDLE, known::DRAINAGE]);
        // "14G cores under ultrasound, contrast was not given", "… and sedation not needed".
        let parted = |t: usize| document.tokens.is_mark(t, b',') || document.is(t, known::CONJUNCTION);
        // "Ultrasound and contrast were not used" denies both.
        let all = |t: usize| document.tokens.word(cue.first()) == "were" && !document.tokens.word(t).ends_with('s');
        let aid = between.end.checked_sub(1).filter(|&t| document.word_is(t, WordClass::OtherAid) && !all(t));
        // Imaging that no word leads and no verb follows stands in one list with it: "ultrasound or sedation was not used".
        let listed = |a: usize| {
            let imaged = (self.first..=self.last).all(|t| {
                document.is(t, known::IMAGING) || document.is(t, known::DETERMINER) || document.mention(t).is_none()
            });
            let led = self.first.checked_sub(1).is_some_and(|t| document.is(t, known::PREPOSITION));
            imaged && !led && !(self.last + 1..a).any(|t| document.is_verb(t))
        };
        let aid = aid.filter(|&a| !listed(a));
        if aid.is_some_and(|a| between.clone().any(|t| t < a && parted(t))) {
            return true;
        }
        // "23G, three punctures, US not needed as palpable".
        const NEEDLED: ConceptSet =
            ConceptSet::of(&[known::GAUGE, known::NEEDLE, known::PASS, known::CORE, known::TIMES]);
        const IMAGED: ConceptSet = ConceptSet::of(&[known::IMAGING]);
        let needled = || act || (self.first..=self.last).any(|t| document.concepts(t).meets(NEEDLED));
        comma.is_some_and(|c| {
            within(c, SEEN)
                || within(c, LAYER) && (act || !listed_layer())
                || within(c, OTHER_ACT)
                || within(c, IMAGED) && needled()
        })
    }

    /// "Met in the fat and never below the fascia, piece removed": what is denied is a place, and behind the comma an act is told.
    pub(super) fn leaves_place(&self, cue: &Mention, between: &std::ops::Range<usize>) -> bool {
        const ACTS: ConceptSet = ConceptSet::of(&[
            known::TAKE,
            known::CUT,
            known::SAMPLE,
            known::PARTIAL,
            known::CORE,
            known::WEDGE,
            known::SEND,
        ]);
        let document = self.document;
        if !document.is(cue.last() + 1, known::PREPOSITION) {
            return false;
        }
        let comma = between.clone().find(|&t| document.tokens.is_mark(t, b','));
        comma.is_some_and(|c| (c + 1..=self.last).any(|t| document.concepts(t).meets(ACTS)))
    }

    /// "Fascia lata incised, pus absent", "a mass in the fat, necrosis absent": what is absent stands behind the comma, and what is told
    /// before it is no finding that could be listed with it.
    pub(super) fn is_of_own_finding(&self, cue: &Mention, between: &std::ops::Range<usize>) -> bool {
        const TOLD: ConceptSet =
            ConceptSet::of(&[known::PREPOSITION, known::VERB, known::CUT, known::BE, known::UNIT_CM, known::UNIT_MM]);
        if !self.is_act && self.is_in_measured_aside(cue) {
            return true;
        }
        // Few cues are such words: nothing is looked for where this one is none.
        if !cue.is(known::FINDING_ABSENT) && !cue.is(known::FINDING_DENIED) {
            return false;
        }
        let document = self.document;
        let comma = |t: &usize| document.tokens.is_mark(*t, b',');
        let Some(last_comma) = between.clone().rev().find(comma) else { return false };
        let own_end = between.clone().find(comma).unwrap_or(last_comma);
        let sentence = document.sentences[document.sentence_of(self.first)].first;
        if cue.is(known::FINDING_DENIED) {
            return last_comma + 1 < between.end && self.is_listed_with_measure(sentence, last_comma, between.end);
        }
        let lead = (sentence..self.first).rev().find(|&t| !document.is(t, known::DETERMINER)).unwrap_or(self.first);
        let listed = || !self.is_act && !(lead..own_end).any(|t| document.concepts(t).meets(TOLD));
        last_comma + 1 < between.end && !listed()
    }

    /// "The lump of June, 1.5 cm and tender, could not be felt": an aside between commas tells what the lump is like, and what is denied
    /// behind it is the lump.
    fn is_in_measured_aside(&self, cue: &Mention) -> bool {
        const MEASURES: ConceptSet = ConceptSet::of(&[known::UNIT_CM, known::UNIT_MM]);
        let document = self.document;
        let comma = |t: usize| document.tokens.is_mark(t, b',');
        let Some(close) = cue.first().checked_sub(1).filter(|&t| comma(t)) else { return false };
        let sentence = document.sentences[document.sentence_of(self.first)].first;
        let open =
            (sentence.max(self.first.saturating_sub(super::LONGEST_ASIDE))..self.first).rev().find(|&t| comma(t));
        open.is_some_and(|open| {
            (open + 1..close).any(|t| document.concepts(t).meets(MEASURES))
                && !(open + 1..close).any(comma)
                && (sentence..open).any(|t| document.is(t, known::LESION))
        })
    }

    /// "Swelling of the thigh, 5 cm, getting bigger, clot ruled out on duplex": what was measured is there, and so is what is listed
    /// with it; "clot, abscess and aneurysm were excluded" lists what is not.
    fn is_listed_with_measure(&self, first: usize, last_comma: usize, end: usize) -> bool {
        const MEASURES: ConceptSet = ConceptSet::of(&[known::UNIT_CM, known::UNIT_MM]);
        let document = self.document;
        (first..last_comma).any(|t| document.concepts(t).meets(MEASURES))
            && !(last_comma + 1..end).any(|t| document.is(t, known::CONJUNCTION))
    }

    /// "A nodule in the adductors, not seen on the 2023 study", "not there before": what was not so at another time is so now.
    pub(super) fn is_of_other_time(&self, cue: &Mention) -> bool {
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
    pub(super) fn opens_main_clause(&self, cue: &Mention, between: &std::ops::Range<usize>) -> bool {
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
        // "At the centre rather than the edge, and sarcoma became a concern".
        let joined = |t: usize| {
            self.document.tokens.is_mark(t, b',')
                && matches!(word(t + 1), "and" | "but" | "so")
                && (self.first..=self.last + 1)
                    .any(|t| self.document.is_verb(t) || self.document.word_is(t, WordClass::PastForm))
        };
        if passed_over && between.clone().any(joined) {
            return true;
        }
        // "Though unwilling to wait, the patient consented, and a core biopsy was done".
        let conceded = matches!(word(sentence.first), "though" | "although" | "while" | "initially")
            && cue.first() <= sentence.first + 3;
        if conceded && between.clone().any(|t| self.document.tokens.is_mark(t, b',')) {
            return true;
        }
        (undone || passed_over || purpose) && told
            || purpose && between.clone().any(|t| self.document.tokens.is_mark(t, b','))
    }

    /// Whether a denial opens an aside between commas: "an ellipse, not the lot, was handed over", "then, rather than cut it, we
    /// fired a needle".
    pub(super) fn is_aside(&self, cue: &Mention) -> bool {
        let comma = cue.first().checked_sub(1).is_some_and(|before| self.document.tokens.is_mark(before, b','));
        comma && matches!(self.document.tokens.word(cue.first()), "not" | "rather" | "instead")
    }

    /// "The right knee. Sorry, no, left knee": a "no" that goes with a correction takes back what stands before it.
    pub(super) fn takes_back(&self, cue: &Mention) -> bool {
        let document = self.document;
        let before = (1..=2).filter_map(|back| cue.first().checked_sub(back));
        document.tokens.word(cue.first()) == "no"
            && before.into_iter().any(|t| document.is(t, known::CORRECTION))
            && document.tokens.is_mark(cue.last() + 1, b',')
    }

    /// Whether a denied subject goes on with what is true of it: "has no ulcer or tethering and is firm", ", with a keloid"; or what was
    /// done next is told behind a comma: "no tissue, opened, lump in the fat".
    pub(super) fn goes_on(&self, between: &std::ops::Range<usize>) -> bool {
        const FINITE: ConceptSet = ConceptSet::of(&[known::BE, known::AFFIRMS]);
        let document = self.document;
        let opens = |at: usize| {
            document.tokens.is_mark(at, b',')
                || (document.is(at, known::CONJUNCTION) && document.tokens.word(at) != "or")
        };
        let told = |t: usize| {
            document.is_past_verb(t) && document.tokens.is_mark(t + 1, b',') || document.word_is(t, WordClass::PastOnly)
        };
        between.clone().any(|at| {
            let next = at + 1;
            opens(at)
                && between.contains(&next)
                && (document.concepts(next).meets(FINITE) || document.tokens.is_mark(at, b',') && told(next))
                && !document.is(next, known::NEGATED_NEXT)
        })
    }

    /// "I did not open the fascia took a slice": behind a denied verb, which has its plain form, a verb in the past tense tells
    /// of what was done. Dictation has no mark there.
    pub(super) fn tells_on(&self, cue: &Mention) -> bool {
        const BOUND: ConceptSet =
            ConceptSet::of(&[known::BE, known::DETERMINER, known::PREPOSITION, known::NEGATED_NEXT, known::RELATIVE]);
        let document = self.document;
        let plain = has_plain_verb(document.tokens.word(cue.first()));
        let told = |t: usize| document.word_is(t, WordClass::PastForm) && !document.concepts(t - 1).meets(BOUND);
        cue.is(known::DENIED_VERB) && plain && (cue.last() + 3..=self.first).any(told)
    }

    /// "I avoided the fascicles and took two slivers", "does not reach the fascia and lies in the fat": behind "and", a verb that has a
    /// person or tense of its own has no part in a denial.
    pub(super) fn acts_behind(&self, cue: &Mention, between: &std::ops::Range<usize>) -> bool {
        let document = self.document;
        let word = |t: usize| document.tokens.word(t);
        // Behind "did not" and the like a verb has its plain form; "never gets there and stays low" has no such sign but what is told.
        let plain = cue.is(known::DENIED_VERB) && has_plain_verb(word(cue.first()));
        let never = word(cue.first()) == "never";
        let inflected = |t: usize| document.is_ed_form(t) || word(t).ends_with('s') && !word(t).ends_with("ss");
        let finite = |t: usize| {
            plain && document.is_verb(t) && inflected(t) || never && document.is(t, known::LIE) && inflected(t)
        };
        // "No tissue was removed or sampled" denies both.
        let joined = |t: usize| document.is(t, known::CONJUNCTION) && !matches!(word(t), "or" | "nor");
        // "We did not need the probe, opened the fascia and took a wedge": behind a comma, a past tense with an object of its own.
        let resumed = |t: usize| {
            plain
                && document.tokens.is_mark(t - 1, b',')
                && document.is_past_verb(t)
                && document.is(document.mention(t).map_or(t, Mention::last) + 1, known::DETERMINER)
        };
        // "I came up with nothing that felt wrong, and sent a bit of fat": behind a comma and "and", a past tense with an object.
        let went_on = |t: usize| {
            t > between.start + 1
                && word(cue.first()) == "nothing"
                && joined(t - 1)
                && document.tokens.is_mark(t - 2, b',')
                && (document.is_past_verb(t) || matches!(word(t), "sent" | "took" | "cut"))
                && matches!(word(t + 1), "a" | "an" | "the" | "some" | "it")
        };
        (between.start + 1..=self.first).any(|t| {
            joined(t - 1) && (document.word_is(t, WordClass::PastOnly) || finite(t)) || resumed(t) || went_on(t)
        })
    }

    /// "R thigh ant. Mini-open not needed": behind a word that was shortened a capital starts what is denied.
    pub(super) fn starts_anew(&self, cue: &Mention) -> bool {
        let tokens = &self.document.tokens;
        let dot = self.last + 1 - usize::from(tokens.is_mark(self.last, b'.'));
        dot + 1 < cue.first() && tokens.is_mark(dot, b'.') && tokens.list[dot + 1].capital
    }

    /// "On the sheath but not in it, all subcutaneous", "avoiding the vein, the lump was reached": a denial of a place or of a thing passed
    /// by, which governs no verb.
    pub(super) fn denies_place(&self, cue: &Mention) -> bool {
        let document = self.document;
        let next = cue.last() + 1;
        let place = document.tokens.word(cue.last()) == "not"
            && next < self.first
            && (document.is(next, known::PREPOSITION) || document.is(next, known::INSIDE));
        place || cue.first() == cue.last() && matches!(document.tokens.word(cue.first()), "avoiding" | "sparing")
    }

    /// Whether a comma parts a doubt from the target, and no "or" joins the two in a list: "likely viral, fever of 38".
    pub(super) fn leaves_list(&self, between: &std::ops::Range<usize>) -> bool {
        let document = self.document;
        let parted = between.clone().any(|t| document.tokens.is_mark(t, b','));
        let joined = |at: usize| document.is(at, known::CONJUNCTION);
        parted && !between.clone().any(joined) && !(self.last + 1..=self.last + 2).any(joined)
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
        if self.is_what_for() {
            return None;
        }
        self.is_closed_answer(answer).then(|| document.mention_at[at])
    }

    /// "Any imaging used to direct the biopsy? No": what is asked about is the aid, and not the biopsy that it was for.
    fn is_what_for(&self) -> bool {
        const AID: ConceptSet = ConceptSet::of(&[known::IMAGING, known::ULTRASOUND, known::S_GUIDANCE]);
        const REACH: usize = 8;
        let document = self.document;
        let named = self.first.checked_sub(1).is_some_and(|t| matches!(document.tokens.word(t), "the" | "this"));
        let first = document.sentences[document.sentence_of(self.first)].first;
        let before = self.first.saturating_sub(REACH).max(first)..self.first;
        named && document.is(self.first, known::BIOPSY) && before.into_iter().any(|t| document.concepts(t).meets(AID))
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

/// Whether a verb has its plain form behind such a word: "did not", "could not", "doesn't".
fn has_plain_verb(word: &str) -> bool {
    ["did", "could", "would", "do"].into_iter().any(|w| word.starts_with(w))
}
