//! Whether what is told as a plan, a wish or a condition was done all the same. In: a cue and the words that are judged. Out: whether
//! they are narrated, put right or had; and whether the words themselves only propose.

use super::{PREDICATE_REACH, SUBJECT_LEAD, SUBJECT_REACH, Target};
use crate::lexicon::concept::group::SIDES;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::token::{Break, Kind};

impl Target<'_> {
    /// "… was put in formalin and given to a porter to be taken down": what is yet to be done with what was sent.
    pub(super) fn goes_with_sent(&self, cue: &Mention, between: &std::ops::Range<usize>) -> bool {
        let document = self.document;
        document.tokens.word(cue.first()) == "to" && (self.first..between.end).any(|t| document.is(t, known::SEND))
    }

    /// "This should be left thigh": what should stand in the note is so.
    pub(super) fn is_put_right(&self, cue: &Mention) -> bool {
        let document = self.document;
        let told = document.is(self.last, known::THIGH) || document.is(self.last, known::KNEE);
        let meant = cue
            .first()
            .checked_sub(1)
            .is_some_and(|t| matches!(document.tokens.word(t), "this" | "that" | "it" | "which" | "side"));
        document.tokens.word(cue.last()) == "be"
            && self.first == cue.last() + 1
            && document.concepts(self.first).meets(SIDES)
            && told
            && meant
    }

    /// "It wants a biopsy and four cores were taken", "marked so that it can be seen, and I took four cores": what is wished or meant ends
    /// at an "and" behind which a verb in the past tells what was done.
    pub(super) fn leaves_wish(&self, cue: &Mention, between: &std::ops::Range<usize>) -> bool {
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

    /// "Discussed with the attending, opened at the same site": what was talked over ends at a comma behind which a verb in the past tells
    /// what was done.
    pub(super) fn leaves_talk(&self, cue: &Mention, between: &std::ops::Range<usize>) -> bool {
        let document = self.document;
        let past =
            |t: usize| document.word_is(t, WordClass::PastForm) || document.is(t, known::CUT) && document.is_ed_form(t);
        let told = |t: usize| document.tokens.is_mark(t, b',') && past(t + 1);
        document.word_is(cue.first(), WordClass::Conferred) && between.clone().any(told)
    }

    /// "Of the three planned wedges only one was cut", "the planned core biopsy was carried out": samples that are counted, or the
    /// biopsy of which the note tells, called planned, and a verb that tells of taking or doing.
    pub(super) fn takes_of_planned(&self, cue: &Mention) -> bool {
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

    /// "Angle planned on the slices, introducer in, four cores": the way of the needle was planned, and behind a comma it was gone. Where
    /// no verb and no "in" tells so, or a day or a booking is named soon, all of it is planned.
    pub(super) fn plans_way(&self, cue: &Mention, between: &std::ops::Range<usize>) -> bool {
        const REACH: usize = 40;
        let document = self.document;
        let word = |t: usize| document.tokens.word(t);
        let way = || cue.first().checked_sub(1).is_some_and(|t| document.word_is(t, WordClass::WayName));
        // "Path planned, core biopsy next week": the name of an act is as planned as its way.
        let named = || (self.first..=self.last).any(|t| document.is(t, known::BIOPSY));
        if word(cue.first()) != "planned" || between.len() > REACH || !way() || named() {
            return false;
        }
        let mark = |t: usize, byte: u8| document.tokens.is_mark(t, byte);
        let number = document.sentence_of(cue.first());
        let from = cue.last() + 1;
        let end = document.sentences[number].end.min(from + REACH);
        let next = document.sentences.get(number + 1).map_or(end, |s| s.end).min(from + REACH);
        let in_place = |t: usize| word(t) == "in" && (mark(t + 1, b',') || mark(t + 1, b'.') || mark(t + 1, b';'));
        let gone = (from..end).any(|t| document.is_verb(t) || in_place(t));
        let coming = |t: usize| {
            document.word_is(t, WordClass::Elsewhen)
                || document.word_is(t, WordClass::Modal)
                || document.word_is(t, WordClass::Wanting)
                || word(t) == "be"
                || t < end && mark(t, b':')
        };
        between.clone().any(|t| mark(t, b',')) && gone && !(from..next).any(coming)
    }

    /// "In case his nausea returns": what may come again or last is there, and someone's own.
    pub(super) fn comes_again(&self) -> bool {
        let owned = self.first.checked_sub(1).is_some_and(|t| self.document.word_is(t, WordClass::Possessive));
        owned && self.document.word_is(self.last + 1, WordClass::Persisting)
    }

    /// "Whoever comes after me may take it away, and having gone through the fat I divided the fibres": behind a mark or a joint, who
    /// did something and what they did tell what was done, whatever was wished or possible before.
    pub(super) fn narrates_behind(&self, between: &std::ops::Range<usize>) -> bool {
        let document = self.document;
        let word = |t: usize| document.tokens.word(t);
        let past = |t: usize| {
            document.word_is(t, WordClass::PastForm)
                || document.word_is(t, WordClass::PastOnly)
                || document.is_past_verb(t)
        };
        let joins = |t: usize| document.tokens.is_mark(t, b',') || document.is(t, known::CONJUNCTION);
        let told = |t: usize| match word(t) {
            "i" | "we" => past(t + 1),
            "having" => true,
            _ => false,
        };
        // "As transport may take two weeks, I have done a needle aspiration".
        let has_done = |t: usize| matches!(word(t), "i" | "we") && word(t + 1) == "have" && t + 1 < self.first;
        // "Planned three, took four".
        let took = |t: usize| document.tokens.is_mark(t, b',') && document.word_is(t + 1, WordClass::PastOnly);
        (between.start..self.first)
            .any(|t| joins(t) && told(t + 1) || took(t) || document.tokens.is_mark(t, b',') && has_done(t + 1))
    }

    /// "A nick so that the needle would pass, and took five bites": behind "would" a verb has its plain form; one in the past tense
    /// tells of what was done.
    pub(super) fn leaves_modal(&self, cue: &Mention) -> bool {
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
        // "… that the rest would stay, and had the nurse label the slice".
        let had_done = |t: usize| {
            let comma = t.checked_sub(2).is_some_and(|c| document.tokens.is_mark(c, b','));
            comma
                && document.tokens.word(t) == "had"
                && matches!(document.tokens.word(t + 1), "the" | "a" | "her" | "his")
        };
        (cue.last() + 2..=self.first)
            .any(|t| (document.word_is(t, WordClass::PastOnly) || had_done(t)) && joined(t - 1) || past(t) && then(t))
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
        // "A needle biopsy or an open sample", "an open biopsy performed in haste": no verbs of the sentence.
        let is_verb = |t: usize| {
            let attribute = word(t) == "open" && document.is(t - 1, known::DETERMINER);
            let reduced =
                t == self.last + 1 && document.word_is(t, WordClass::CutMade) && !document.is(t + 1, known::CURRENT);
            document.is_verb(t) && !attribute && !reduced
        };
        let ends_subject = |t: usize| {
            is_mark(t)
                || document.is(t, known::RELATIVE)
                || document.is(t, known::PRONOUN)
                // "A needle biopsy or an open sample would be possible" has both for its subject.
                || document.is(t, known::CONJUNCTION) && word(t) != "or"
                || document.word_is(t, WordClass::PastOnly)
        };
        let last = end.min(self.last + 1 + SUBJECT_REACH);
        let verb = (self.last + 1..last).find(|&t| modal(t) || ends_subject(t) || is_verb(t)).filter(|&t| modal(t));
        // "Four cores should be next day reported": what was had is there.
        const HAD: ConceptSet = ConceptSet::of(&[known::CORE, known::SAMPLE, known::WEDGE]);
        let is_had = |verb: usize| {
            !matches!(word(verb), "would" | "might" | "may")
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
        verb.is_some_and(|v| proposal(v) || self.is_any_such(v))
            || self.is_general_truth()
            || self.is_left_to_others()
            || self.goes_on_wish()
    }

    /// "I'd like to open it properly. Small cut, through the fascia, take a wedge, go home.": a sentence without subject and without past,
    /// whose verbs stand in their plain form, goes on about the wish of the sentence before.
    fn goes_on_wish(&self) -> bool {
        const LONGEST: usize = 40;
        let document = self.document;
        let number = document.sentence_of(self.first);
        let sentence = &document.sentences[number];
        let Some(before) = number.checked_sub(1).map(|n| &document.sentences[n]) else { return false };
        if sentence.end - sentence.first > LONGEST || before.end - before.first > LONGEST {
            return false;
        }
        let joined = |t: usize| {
            t == sentence.first
                || document.tokens.is_mark(t - 1, b',')
                || document.tokens.is_mark(t - 1, b';')
                || matches!(document.tokens.word(t - 1), "and" | "then")
        };
        let told = |t: usize| {
            document.is(t, known::BE)
                || document.is(t, known::PRONOUN) && !matches!(document.tokens.word(t), "it" | "them")
                || document.word_is(t, WordClass::PastOnly)
                || document.is_ed_form(t)
        };
        let within =
            |range: &crate::document::sentence::Sentence, is: &dyn Fn(usize) -> bool| (range.first..range.end).any(is);
        let to = |t: usize| document.tokens.list.get(t).is_some() && document.tokens.word(t) == "to";
        let wish = |t: usize| {
            let cue = document.mention(t).is_some_and(|m| m.is(known::HYPOTHETICAL_NEXT) && m.last() == t);
            cue && (to(t) || to(t + 1))
        };
        within(sentence, &|t| document.word_is(t, WordClass::PlainAct) && joined(t))
            && within(before, &wish)
            && !within(sentence, &told)
            && !within(before, &|t| document.word_is(t, WordClass::PastOnly))
    }

    /// "IR to take cores on Thursday": an act that somebody is to do, told without a verb that says so.
    fn is_left_to_others(&self) -> bool {
        let document = self.document;
        let to = self.first.checked_sub(1).filter(|&t| document.tokens.word(t) == "to");
        let Some(who) = to.and_then(|t| t.checked_sub(1)) else { return false };
        let sentence = document.sentences[document.sentence_of(self.first)].first;
        let clause = document.clause[self.first];
        let finite =
            |t: usize| document.is_verb(t) || document.word_is(t, WordClass::PastOnly) || document.is_ed_form(t);
        who >= sentence
            && document.word_is(who, WordClass::Department)
            && !(sentence..who).any(|t| document.clause[t] == clause && finite(t))
    }

    /// "Was a core biopsy done? The letter does not say.": whether it was is asked, and neither answered nor ticked.
    pub fn is_asked(&self) -> bool {
        let document = self.document;
        let tokens = &document.tokens;
        let sentence = &document.sentences[document.sentence_of(self.first)];
        let asks = document.word_is(sentence.first, WordClass::AsksWhether);
        let mark = (self.last + 1..sentence.end).find(|&t| tokens.is_mark(t, b'?'));
        let Some(mark) = mark.filter(|_| asks) else { return false };
        // "Was the fascia opened? Yes." is a form; so is a question that heads a line of its own.
        let answer = mark + 1;
        let ends = |t: usize| tokens.list.get(t).is_none_or(|k| k.before >= Break::Gap || k.kind == Kind::Punct(b'.'));
        let answered = tokens.list.get(answer).is_some_and(|k| k.before >= Break::Gap || k.kind != Kind::Word)
            || document.is(answer, known::YES_ANSWER)
            || document.is(answer, known::PRONOUN)
            || ends(answer + 1)
            || ends(answer + 2);
        !answered
    }

    /// "Open sampling carries a risk", "a core biopsy of such a lump avoids the vessels", "how a core biopsy is done": what is true of
    /// any such act, and none that was done.
    fn is_general_truth(&self) -> bool {
        let document = self.document;
        let word = |t: usize| document.tokens.word(t);
        let named = (self.first..=self.last).any(|t| document.is(t, known::BIOPSY));
        if !named {
            return false;
        }
        let lead = self.first.checked_sub(1);
        let any = lead.is_none_or(|t| {
            document.tokens.list[t].kind != Kind::Word
                || document.is(t, known::CONJUNCTION)
                || matches!(word(t), "a" | "an" | "any" | "open")
        });
        let end = document.sentences[document.sentence_of(self.first)].end.min(self.last + 1 + SUBJECT_REACH);
        let ends_subject = |t: usize| {
            document.is_verb(t) || document.is(t, known::RELATIVE) || document.tokens.list[t].kind != Kind::Word
        };
        // "By open means" holds no verb.
        let truth = |t: usize| {
            document.word_is(t, WordClass::GeneralTruth) && document.mention(t).is_none_or(|m| m.first() == t)
        };
        let verb = (self.last + 1..end).find(|&t| truth(t) || ends_subject(t));
        // "The juniors were shown how a core biopsy of a mass is done".
        let how = lead.map(|t| t - usize::from(t > 0 && document.is(t, known::DETERMINER)));
        let taught = how.is_some_and(|t| word(t) == "how")
            && verb.is_some_and(|t| {
                matches!(word(t), "is" | "are" | "should")
                    && (t + 1..t + 3).any(|d| document.word_is(d, WordClass::CutMade))
            });
        taught || any && verb.is_some_and(truth)
    }

    /// "A badly placed open biopsy can cost him muscle": what any such act may do, and none that was done.
    fn is_any_such(&self, verb: usize) -> bool {
        const LEAD: usize = 4;
        let document = self.document;
        let word = |t: usize| document.tokens.word(t);
        let named = (self.first..=self.last).any(|t| document.is(t, known::BIOPSY));
        let lead = (self.first.saturating_sub(LEAD)..self.first).rev();
        let any = lead
            .take_while(|&t| document.tokens.list[t].kind == Kind::Word)
            .any(|t| matches!(word(t), "a" | "an" | "any"));
        let told = verb == self.last + 1 || document.word_is(self.last + 1, WordClass::CutMade) && word(verb) != "will";
        named && any && told && matches!(word(verb), "can" | "may" | "might" | "will")
    }
}
