//! What a pronoun stands for as the object of a verb. In: a verb or the start of a sentence. Out: the noun before it.

use super::{LAYERS, PARTED, PASSIVE_REACH, Search, THINGS};
use crate::document::Document;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::token::Kind;

/// The layer that the first words of a sentence go on about: "Reached the fascia lata. It was split." The last thing named in the
/// sentence before counts, and only where no lesion stands before it.
pub fn antecedent(document: &Document, number: usize) -> Option<usize> {
    const DONE: ConceptSet = ConceptSet::of(&[known::CUT, known::SPARE]);
    let sentence = &document.sentences[number];
    let opens = (sentence.first..sentence.end.min(sentence.first + PASSIVE_REACH + 2))
        .find(|&t| document.concepts(t).meets(DONE))?;
    let word = document.tokens.word(sentence.first);
    let behind = document.mention(opens).map_or(opens, Mention::last) + 1;
    let told_behind = behind < sentence.end && is_pronoun(document, behind);
    let goes_on = matches!(word, "it" | "this" | "that") || opens == sentence.first || told_behind;
    let named = |first: usize, end: usize| {
        document.mentions_in(first, end).rev().find(|&m| document.mentions[m].concepts.meets(THINGS))
    };
    if !goes_on
        || named(sentence.first, opens.max(sentence.first)).is_some()
        || (word != "it" && !told_behind && named(opens, sentence.end).is_some())
    {
        return None;
    }
    let before = &document.sentences[number.checked_sub(1)?];
    let last = named(before.first, before.end)?;
    // Where it was numbed or has been cut already, the next sentence is about something else.
    const OTHERWISE: ConceptSet = ConceptSet::of(&[known::LESION, known::ANESTHESIA, known::CUT]);
    // A muscle of which tissue was taken may be "it" as what was taken.
    const TAKEN: ConceptSet = OTHERWISE.with(ConceptSet::of(&[known::TAKE, known::SAMPLE, known::BIOPSY, known::CORE]));
    let concepts = document.mentions[last].concepts;
    let otherwise = if concepts.meets(LAYERS) { OTHERWISE } else { TAKEN };
    // "A nerve ran to the vastus lateralis. It was cut.": a muscle that only tells where another thing lies is not "it".
    let lead = (before.first..document.mentions[last].first()).rev().find(|&t| !document.is(t, known::DETERMINER));
    let placed = lead.is_some_and(|t| document.word_is(t, WordClass::Position) || document.is(t, known::PREPOSITION));
    // "In the fat, 6 mm over the fascia line. Cut 2 cm beside the probe.": a layer that a distance is told from is not what is cut.
    const APART: ConceptSet =
        ConceptSet::of(&[known::OVER, known::ABOVE, known::APART, known::BESIDE, known::DISTANCE]);
    let afar = opens == sentence.first && lead.is_some_and(|t| document.concepts(t).meets(APART));
    let alone = !before.concepts.meets(otherwise) && !afar && (concepts.meets(LAYERS) || !placed);
    (alone && before.section == sentence.section && concepts.meets(PARTED)).then_some(last)
}

/// Whether a pronoun that stands for a thing stands at a token: "it", and "this" or "that" without a noun of their own.
fn is_pronoun(document: &Document, at: usize) -> bool {
    const FOLLOWS: ConceptSet =
        ConceptSet::of(&[known::CONJUNCTION, known::PREPOSITION, known::PRONOUN, known::BE, known::CLAUSE_BREAK]);
    match document.tokens.word(at) {
        "it" => true,
        "this" | "that" => document.tokens.list.get(at + 1).is_none_or(|next| {
            matches!(next.kind, Kind::Punct(_))
                || document.concepts(at + 1).meets(FOLLOWS)
                || matches!(document.tokens.word(at + 1), "is" | "was")
        }),
        _ => false,
    }
}

impl Search<'_> {
    /// The pronoun that is the object of the verb: "and I opened it", "split that", "this was then parted".
    pub(super) fn pronoun(&self) -> Option<usize> {
        let document = self.document;
        let verb = &document.mentions[self.verb];
        // "… and I opened it" is told in one phrase.
        let in_phrase = verb.last() > verb.first() && self.is_small(verb.last(), &["it"]);
        let behind = verb.last() + usize::from(!in_phrase);
        // "The fascia was opened it was thick", dictated without marks: the subject of what comes next.
        let tells_on = document.is(behind + 1, known::BE);
        // "A piece was cut from it."
        let from = self.is_small(verb.last(), &["from", "of", "off", "to", "on", "at", "with", "for", "by"]);
        if behind < self.sentence.end && is_pronoun(document, behind) && !tells_on && !from {
            return Some(behind);
        }
        for back in 1..=PASSIVE_REACH {
            let at = verb.first().checked_sub(back).filter(|&t| t >= self.sentence.start)?;
            let passed = document.mention(at).is_none() && document.tokens.list[at].kind == Kind::Word;
            if document.is(at, known::BE) || passed {
                continue;
            }
            let told =
                self.is_small(at + 1, &["is", "was", "has", "had"]) && self.is_small(at, &["it", "this", "that"]);
            // "A biopsy of it was done."
            let governed =
                at > self.sentence.start && (document.is(at - 1, known::PREPOSITION) || self.is_small(at - 1, &["of"]));
            // "The fascia behind it was opened": the pronoun belongs to a phrase of place.
            let placed = document.mention(at).is_some_and(|m| m.first() < at);
            return (told && !governed && !placed).then_some(at);
        }
        None
    }

    /// "I came on the vastus and split it": the layer or muscle that a pronoun stands for, the thing named last before it in its
    /// sentence that is not only told as the place of another.
    pub(super) fn stood_for(&self, pronoun: usize) -> Option<usize> {
        let document = self.document;
        if !is_pronoun(document, pronoun) {
            return None;
        }
        let things = || {
            let named = document.mentions_in(self.sentence.start, pronoun).rev();
            named.filter(|&m| document.mentions[m].concepts.meets(THINGS))
        };
        let own =
            |m: &usize| !self.is_position(document.mentions[*m].first()) && !document.mentions[*m].is(known::SKIN);
        // "It was cut" goes on about the subject of what was said before it, "this was cut" and "I cut it" about the last thing.
        let subject = self.is_small(pronoun, &["it"]) && pronoun < document.mentions[self.verb].first();
        let named = if subject { things().rev().find(own) } else { things().find(own) };
        let last = named?;
        let concepts = document.mentions[last].concepts;
        // "The lump lay in the fat and I cut it in two."
        let lesion = concepts.has(known::LESION) && document.mentions[self.verb].is(known::CUT);
        ((lesion || concepts.meets(PARTED)) && concepts.meets(self.noun)).then_some(last)
    }

    /// "…, fascia intact": a noun behind the verb that is the subject of a verb right behind itself, with a comma before it.
    pub(super) fn has_own_predicate(&self, noun: usize) -> bool {
        let mention = &self.document.mentions[noun];
        let comma = mention.first().checked_sub(1).is_some_and(|t| self.document.tokens.is_mark(t, b','));
        let mut next = mention.last() + 1;
        if next < self.sentence.end
            && self.document.mention(next).is_none()
            && self.document.tokens.list[next].kind == Kind::Word
        {
            next += 1;
        }
        let own = next < self.sentence.end
            && self.document.clause[next] == self.document.clause[mention.first()]
            && self.document.is_verb(next)
            && !self.document.is(next, known::PREPOSITION);
        // "Opening the fascia was not required": the predicate is that of the act.
        let first = self.document.mentions[self.verb].first();
        let act = first == self.sentence.start && self.document.tokens.word(first).ends_with("ing");
        own && !act && (comma || self.document.is(next, known::BE))
    }
}
