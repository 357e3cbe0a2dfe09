//! Whether what is told of someone else is only told by them. In: a person and the words that are judged. Out: whether the person
//! bears witness, receives or carries something.

use super::Target;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;

impl Target<'_> {
    /// "… was handed to her son": who is given something behind it has not had it done to them.
    pub(super) fn is_recipient(&self, cue: &Mention) -> bool {
        let document = self.document;
        let before = (self.last + 1..cue.first()).rev().find(|&t| !document.is(t, known::DETERMINER));
        // "… held up for the husband to look at" as well.
        let looks =
            document.tokens.list.get(cue.last() + 1).is_some_and(|_| document.tokens.word(cue.last() + 1) == "to");
        before.is_some_and(|t| document.tokens.word(t) == "to" || document.tokens.word(t) == "for" && looks)
    }

    /// "A swelling of his thigh, after his brother's lymphoma": whose something is, behind the target, owns what follows.
    pub(super) fn is_owner(&self, cue: &Mention) -> bool {
        // "A core biopsy of his brother's thigh mass" is the brother's all the same.
        let of = cue
            .first()
            .checked_sub(1)
            .is_some_and(|t| matches!(self.document.tokens.word(t), "of" | "in" | "on" | "from" | "into"));
        !of && self.is_possessive(cue)
    }

    fn is_possessive(&self, cue: &Mention) -> bool {
        const OWN: [&str; 2] = ["'s", "\u{2019}s"];
        let span = self.document.span(cue.first(), cue.last());
        let (within, behind) = (span.of(self.document.text), &self.document.text[span.end as usize..]);
        OWN.iter().any(|own| within.ends_with(own) || behind.starts_with(own))
    }

    /// "Her brother's operation", "her aunt had a biopsy": whose act is told of, in someone else's name.
    fn owns_act(&self, cue: &Mention) -> bool {
        const ACTS: ConceptSet = ConceptSet::of(&[known::BIOPSY, known::EXCISION]);
        const REACH: usize = 4;
        let document = self.document;
        let names = |t: usize| document.concepts(t).meets(ACTS) || document.word_is(t, WordClass::OperationName);
        let end = document.tokens.list.len().min(cue.last() + 1 + REACH);
        let had = (cue.last() + 1..end).any(|t| matches!(document.tokens.word(t), "had" | "underwent"));
        (had || self.is_possessive(cue)) && (cue.last() + 1..end).any(names)
    }

    /// "Her brother's operation on the thigh, in which muscle was taken": a relative clause goes on about someone else's act, unless
    /// whoever writes speaks of themselves in it.
    pub(super) fn is_told_of_act(&self, cue: &Mention, between: &std::ops::Range<usize>) -> bool {
        let document = self.document;
        let goes_on = |t: usize| document.is(t, known::RELATIVE) && document.clause[t] >= document.clause[cue.last()];
        let ends = |t: usize| document.tokens.is_mark(t, b';') || document.is(t, known::PRONOUN);
        let within = between.clone();
        within.clone().any(goes_on) && !within.clone().any(ends) && self.owns_act(cue)
    }

    /// "It was given to Sister for the laboratory": whoever carries a sample is no subject.
    pub(super) fn is_handed(&self, cue: &Mention) -> bool {
        let document = self.document;
        let to = cue.first().checked_sub(1).filter(|&t| document.tokens.word(t) == "to");
        to.is_some_and(|t| (t.saturating_sub(3)..=t).any(|w| document.is(w, known::SEND)))
    }

    /// "Her mother: open biopsy of a sarcoma, 1998": a person as the label of what is told.
    pub(super) fn is_person_label(&self, cue: &Mention) -> bool {
        let document = self.document;
        let opens = document.sentences[document.sentence_of(self.first)].first == cue.first();
        let within = |t: usize| !document.tokens.is_mark(t, b';');
        opens
            && cue.is(known::OTHER_PERSON)
            && document.tokens.is_mark(cue.last() + 1, b':')
            && (cue.last()..self.first).all(within)
    }

    /// Whether someone else only tells of the patient: "his mother reports that he has fever", "according to her son", "a lump that
    /// his wife has watched get bigger".
    pub(super) fn is_witness(&self, person: &Mention) -> bool {
        let document = self.document;
        let next = person.last() + 1;
        let perfect = document.tokens.list.get(next).is_some() && matches!(document.tokens.word(next), "has" | "had");
        let watched = perfect && document.mention(next).is_none_or(|m| m.last() == next);
        let tells = document.is(next, known::TELL) || (watched && document.is(next + 1, known::WATCH));
        let cited = person.first().checked_sub(1).is_some_and(|before| document.is(before, known::TELL))
            && !self.owns_act(person);
        // "Whose grandmother felt a lump on the outside of the thigh".
        let found = !self.is_act && document.word_is(next, WordClass::Discovered);
        // "She is here with her husband about the lump on her thigh".
        let with = person.first().checked_sub(1).is_some_and(|t| {
            document.tokens.word(t) == "with"
                || document.mention(t).is_some_and(|m| document.tokens.word(m.last()) == "with")
        });
        let came = with && document.word_is(next, WordClass::CameAbout);
        // "This young mother of three consulted me about a swelling": she is the patient.
        let from = person.first().saturating_sub(2);
        let pointed = (from..person.first()).any(|t| document.tokens.word(t) == "this")
            && !(from..person.first()).any(|t| document.word_is(t, WordClass::Possessive));
        // "A widow found by her daughter to have a mass of the thigh".
        let owned = |t: usize| document.word_is(t, WordClass::Possessive);
        let whose = usize::from(person.first().checked_sub(1).is_some_and(owned));
        let by = person
            .first()
            .checked_sub(2 + whose)
            .is_some_and(|t| document.tokens.word(t + 1) == "by" && document.word_is(t, WordClass::Discovered));
        let found = found || by && !self.is_act;
        tells || pointed || came || cited || found || self.is_child_of_witness(person)
    }

    /// "Mom says that the bump on her daughter's knee is bigger": the child is the patient.
    fn is_child_of_witness(&self, person: &Mention) -> bool {
        let document = self.document;
        let child = document.word_is(person.last(), WordClass::ChildName);
        let parent = |m: &Mention| {
            m.is(known::OTHER_PERSON) && m.last() < person.first() && document.is(m.last() + 1, known::TELL)
        };
        child && self.cues.iter().any(|&c| parent(&document.mentions[c as usize]))
    }
}
