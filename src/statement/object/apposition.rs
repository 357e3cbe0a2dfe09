//! The subject before an apposition: "the lump, which had bothered her, was removed". In: a verb. Out: the noun before the marks.

use super::{PASSIVE_REACH, Search, Voice};
use crate::lexicon::concept::known;
use crate::token::Kind;

impl Search<'_> {
    /// "The nodule (2 cm, fat) was excised", "the lump, which had bothered her for years, was removed": the noun before what is told of
    /// it between marks, the second of which stands right before the passive.
    pub(super) fn behind_apposition(&self, voice: Voice) -> Option<usize> {
        const LONGEST: usize = 30;
        // "A mass in the adductors of the left thigh, 6 x 5 cm, which …"
        const NOUN_REACH: usize = 16;
        let document = self.document;
        let verb = document.mentions[self.verb].first();
        if voice != Voice::Passive {
            return None;
        }
        let be = |t: &usize| document.is(*t, known::BE) || self.is_small(*t, &["was", "were", "is", "been"]);
        let passive = (verb.saturating_sub(PASSIVE_REACH)..=verb).find(be)?;
        let mark = passive.checked_sub(1).filter(|&t| t > self.sentence.start)?;
        let start = self.sentence.start.max(mark.saturating_sub(LONGEST));
        let head = if document.tokens.is_mark(mark, b')') {
            (start..mark).rev().find(|&t| document.tokens.is_mark(t, b'('))?
        } else if document.tokens.is_mark(mark, b',') {
            self.apposition(mark, start)?
        } else {
            return None;
        };
        let from = self.sentence.start.max(head.saturating_sub(NOUN_REACH));
        let before = document.mentions_in(from, head).rev();
        for index in before {
            if document.is(document.mentions[index].first(), known::BE) {
                return None;
            }
            let mention = &document.mentions[index];
            let parted = (mention.last() + 1..head)
                .any(|t| matches!(document.tokens.list[t].kind, Kind::Punct(b'.' | b';' | b':')));
            // "The fascia was reached; the lump, which …, was cut": the lesion it is.
            if parted || mention.is(known::LESION) && !mention.concepts.meets(self.noun) {
                return None;
            }
            if mention.concepts.meets(self.noun) && !mention.is(known::PRONOUN) {
                return (!self.is_place(mention.first())).then_some(index);
            }
            if self.is_action(index) {
                return None;
            }
        }
        None
    }

    /// The comma that opens what closes with the comma at `mark`: that of a relative clause, or the first of a run without verbs.
    fn apposition(&self, mark: usize, start: usize) -> Option<usize> {
        let document = self.document;
        let (mut opened, mut verb) = (None, false);
        for t in (start..mark).rev() {
            if document.tokens.is_mark(t, b',') {
                if document.is(t + 1, known::RELATIVE) {
                    return Some(t);
                }
                if verb {
                    break;
                }
                opened = Some(t);
            } else if matches!(document.tokens.list[t].kind, Kind::Punct(b'.' | b';' | b':')) {
                break;
            } else if (document.is_verb(t) && !document.is(t, known::LIE)) || document.is(t, known::BE) {
                if opened.is_some() {
                    break;
                }
                // It may be that of a relative clause.
                verb = true;
            }
        }
        opened
    }

    /// "A piece was taken from the edge of the swelling and divided": a noun that a preposition ties to an earlier verb, where "and"
    /// gives the later one its subject.
    pub(super) fn is_complement(&self, noun: usize) -> bool {
        const LEAD: usize = 5;
        let document = self.document;
        let first = document.mentions[noun].first();
        let verb = document.mentions[self.verb].first();
        let joined = verb.checked_sub(1).is_some_and(|t| document.is(t, known::CONJUNCTION));
        let clause = document.clause[first];
        joined
            && first < verb
            && document.mentions_in(self.sentence.start.max(first.saturating_sub(LEAD + 3)), first).any(|m| {
                let taken = &document.mentions[m];
                taken.is(known::TAKE)
                    && document.clause[taken.last()] == clause
                    && (taken.last() + 1..first).len() <= LEAD
                    && document.tokens.word(taken.last() + 1) == "from"
            })
    }
}
