//! The grammatical object of a verb: "opened the fascia", "the fascia was opened", "fascia opened", "division of the fascia".
//!
//! A passive verb takes the noun before it, an active one the noun behind it. A bare participle directly behind a noun belongs
//! to that noun. Between the two no other verb may stand, except one coordinated with it ("opened and biopsied").

mod apposition;
mod pronoun;

pub use pronoun::antecedent;

use crate::document::Document;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::Kind;
use std::ops::Range;

/// How far before a verb its form of "to be" may stand, in tokens ("was then carefully opened").
const PASSIVE_REACH: usize = 4;

/// How far before a noun the word that places something against it may stand, in tokens ("over the left lump").
const PLACED_REACH: usize = 4;

/// Words that place something against a noun: what lies there is cut, not the noun.
const PLACES: ConceptSet =
    ConceptSet::of(&[known::ABOVE, known::BELOW, known::OVER, known::BESIDE, known::APART, known::DOWN_TO]);

/// How the verb takes its object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Voice {
    /// Only before it.
    Passive,
    /// Before it, else behind it: "fascia opened", "scissors opened the fascia".
    Trailing,
    /// Only behind it.
    Active,
    /// Behind it, else before it.
    Bare,
}

/// Layers that "it" may stand for in the next sentence.
const LAYERS: ConceptSet = ConceptSet::of(&[known::FASCIA, known::SEPTUM]);

/// Layers and muscles: what is parted on the way to a lesion.
const PARTED: ConceptSet = LAYERS.with(ConceptSet::of(&[known::MUSCLE, known::THIGH_MUSCLE]));

/// What a pronoun may stand for.
const THINGS: ConceptSet = LAYERS.with(ConceptSet::of(&[
    known::SUPERFICIAL_FASCIA,
    known::LESION,
    known::MUSCLE,
    known::THIGH_MUSCLE,
    known::FAT,
    known::SUBCUTANEOUS,
    known::SKIN,
    known::SAMPLE,
    known::NEEDLE,
    known::CORE,
    known::DEVICE,
    known::NON_SOFT_TISSUE,
]));

/// The mention of class `noun` that is the object of the verb at mention `verb`, at most `gap` tokens away, within `sentence`.
pub fn object(
    document: &Document,
    verb: usize,
    noun: ConceptSet,
    gap: usize,
    sentence: Range<usize>,
) -> Option<Object> {
    let search = Search { document, verb, noun, gap, sentence };
    let named = |mention: usize| Object { mention, by_pronoun: false };
    if let Some(subject) = search.inverted() {
        return Some(named(subject));
    }
    if let Some(pronoun) = search.pronoun() {
        let meant = search.stood_for(pronoun).map(|mention| Object { mention, by_pronoun: true });
        // "I opened this, the fascia lata": where it stands for nothing before it, what is named behind it counts.
        if meant.is_some() || search.is_small(pronoun, &["it"]) {
            return meant;
        }
    }
    let voice = search.voice();
    let found = match voice {
        Voice::Passive => search.before(),
        Voice::Active => search.behind().or_else(|| search.fronted()),
        Voice::Trailing => search.before().or_else(|| search.behind()),
        Voice::Bare => search.behind().or_else(|| search.before().filter(|_| !search.takes_other())),
    }
    .map(named);
    // What stands between the noun and its verb belongs to the noun.
    found.or_else(|| search.behind_apposition(voice).map(|mention| Object { mention, by_pronoun: true }))
}

/// What a verb is told of.
#[derive(Debug, Clone, Copy)]
pub struct Object {
    /// The mention that names it.
    pub mention: usize,
    /// Whether a pronoun beside the verb stands for it: then nothing between the two parts them.
    pub by_pronoun: bool,
}

/// The word that makes a noun the place of another thing: "the skin *over* the lump was cut", "lifted *off* the fascia and removed",
/// "the plane *between* mass and fascia was developed".
pub(super) fn placed_by(document: &Document, noun: usize, from: usize) -> Option<usize> {
    for back in 1..=PLACED_REACH {
        let at = noun.checked_sub(back).filter(|&t| t >= from)?;
        // "Nipped off a corner": the word is the verb's.
        if document.mention(at).is_some_and(|m| m.concepts.has(known::TAKE) && m.first() < at) {
            return None;
        }
        if document.concepts(at).meets(PLACES) || matches!(document.tokens.word(at), "on" | "upon" | "off" | "onto") {
            return Some(at);
        }
        // "A plane between the mass and the fascia"; one between two muscles lies below it.
        if document.tokens.word(at) == "and" && document.concepts(noun).meets(LAYERS) {
            let between = (from.max(at.saturating_sub(PLACED_REACH))..at).find(|&t| document.is(t, known::BETWEEN));
            return between.filter(|_| back <= 2);
        }
        let passed = document.mention(at).is_none() || document.is(at, known::DETERMINER);
        if !passed || matches!(document.tokens.list[at].kind, Kind::Punct(_)) {
            return None;
        }
    }
    None
}

struct Search<'a> {
    document: &'a Document<'a>,
    verb: usize,
    noun: ConceptSet,
    gap: usize,
    sentence: Range<usize>,
}

impl Search<'_> {
    fn voice(&self) -> Voice {
        let first = self.document.mentions[self.verb].first();
        let last = self.document.mentions[self.verb].last();
        // "The cautery was carried through the fascia", "incision of the fascia": the object stands behind, whatever the voice.
        if self.is_small(last, &["through", "of", "into", "in"]) && last > first {
            return Voice::Active;
        }
        // "The joint stayed closed the retinaculum was repaired": what stays as it is stands before the verb.
        if self.is_small(first, &["stayed", "stays", "remained", "remains"]) {
            return Voice::Passive;
        }
        // A mention such as "was opened" or "incision of" may hold its own form of "to be".
        if (first..=last).any(|t| matches!(self.document.tokens.word(t), "was" | "were" | "been" | "being" | "is")) {
            return Voice::Passive;
        }
        // "I did not see the fascia took a piece out", dictated without marks: these forms are no participles.
        if self.document.tokens.word(first).ends_with("ing") || self.is_small(first, &["took", "takes"]) {
            return Voice::Active;
        }
        let mut joined = false;
        for back in 1..=PASSIVE_REACH {
            let Some(at) = first.checked_sub(back).filter(|&t| t >= self.sentence.start) else { break };
            // "We did not open the fascia": such a denial is no passive.
            if self.document.is(at, known::DENIED_VERB) && self.is_do_support(at) {
                return Voice::Active;
            }
            if self.document.is(at, known::BE) {
                // "Having incised the fascia", "the tumor had splayed the nerve": the perfect is no passive.
                let perfect = self.is_small(at, &["having", "had", "has", "have"]);
                return if perfect { Voice::Active } else { Voice::Passive };
            }
            joined |= self.document.is(at, known::CONJUNCTION);
            // "A slice of it taken": the pronoun says what the slice is of, and not who took it.
            if back == 1
                && self.document.is(at, known::PRONOUN)
                && at > self.sentence.start
                && self.is_small(at - 1, &["of"])
            {
                return Voice::Trailing;
            }
            // "We opened the fascia", "a slit in the fascia"; not "clamped in the jaws and cut free".
            if self.document.is(at, known::PRONOUN) || self.document.is(at, known::DETERMINER) {
                return if joined { Voice::Bare } else { Voice::Active };
            }
            let noun_like =
                self.document.mention(at).is_some() && !self.document.is(at, known::CONJUNCTION) && !self.is_cue(at);
            if back == 1 && self.is_small(at, &["to", "by", "without", "of", "through"]) {
                return Voice::Active;
            }
            if noun_like && !self.document.is_verb(at) {
                return if self.document.is(at, known::PREPOSITION) { Voice::Bare } else { Voice::Trailing };
            }
            if matches!(self.document.tokens.list[at].kind, Kind::Punct(_)) {
                break;
            }
        }
        Voice::Bare
    }

    /// "It is opened the deep fascia": the subject of a passive stands behind it, as in other languages, and "it" for nothing.
    fn inverted(&self) -> Option<usize> {
        let document = self.document;
        let verb = &document.mentions[self.verb];
        let be =
            (verb.first()..=verb.last()).find(|&t| document.tokens.word(t) == "is" || document.tokens.word(t) == "was");
        let be = be.or_else(|| verb.first().checked_sub(1).filter(|&t| self.is_small(t, &["is", "was"])))?;
        let dummy = be.checked_sub(1).filter(|&t| t >= self.sentence.start && self.is_small(t, &["it"]));
        dummy?;
        let noun = verb.last() + 1 + usize::from(document.is(verb.last() + 1, known::DETERMINER));
        let index = *document.mention_at.get(noun)? as usize;
        let mention = document.mentions.get(index)?;
        // "It was opened the fascia was thick", dictated without marks.
        let told = document.is(mention.last() + 1, known::BE) || document.is_verb(mention.last() + 1);
        (noun < self.sentence.end && mention.concepts.meets(self.noun) && !told).then_some(index)
    }

    /// "Did not", but not "did not have to be".
    fn is_do_support(&self, at: usize) -> bool {
        let Some(mention) = self.document.mention(at) else { return false };
        self.document.tokens.word(mention.first()).starts_with('d') && !self.is_small(mention.last(), &["be"])
    }

    fn is_small(&self, at: usize, words: &[&str]) -> bool {
        words.contains(&self.document.tokens.word(at))
    }

    /// Cues of negation and the like between subject and verb do not make a noun.
    fn is_cue(&self, at: usize) -> bool {
        const CUES: ConceptSet = ConceptSet::of(&[
            known::NEGATED_NEXT,
            known::HYPOTHETICAL_NEXT,
            known::HISTORICAL_NEXT,
            known::CLAUSE_BREAK,
            known::CURRENT,
            known::PSEUDO,
        ]);
        self.document.concepts(at).meets(CUES)
    }

    fn before(&self) -> Option<usize> {
        let mentions = &self.document.mentions;
        let verb = &mentions[self.verb];
        let limit = verb.first().saturating_sub(self.gap + 1).max(self.sentence.start);
        let clause = self.document.clause[verb.first()];
        // "The fascia was seen but not opened": "but" right before a verb leaves it the subject of the one before.
        let but = verb
            .first()
            .checked_sub(1)
            .filter(|&t| t > self.sentence.start && self.is_small(t, &["but", "yet", "though", "then"]));
        let before = but.map_or(clause, |t| self.document.clause[t - 1]);
        let mut coordinated = verb.first();
        for index in (0..self.verb).rev() {
            let mention = &mentions[index];
            let own = self.document.clause[mention.last()];
            if mention.last() < limit || (own != clause && own != before) {
                return None;
            }
            if mention.concepts.meets(self.noun) && !self.is_place(mention.first()) && !self.is_complement(index) {
                return Some(index);
            }
            if self.is_action(index) {
                if !self.coordinates(mention.last(), coordinated) && !self.shares_subject(coordinated) {
                    return None;
                }
                coordinated = mention.first();
            }
        }
        None
    }

    /// "That layer I slit with scissors", "the fascia I did not open": a noun right before who did it.
    fn fronted(&self) -> Option<usize> {
        const LEAD: usize = 3;
        let document = self.document;
        let verb = &document.mentions[self.verb];
        let nominative = |t: usize| self.is_small(t, &["i", "we", "he", "she", "they"]);
        let who = (1..=LEAD).filter_map(|back| verb.first().checked_sub(back)).find(|&t| nominative(t))?;
        let noun = who.checked_sub(1).filter(|&t| t >= self.sentence.start)?;
        let index = *document.mention_at.get(noun)? as usize;
        let mention = document.mentions.get(index)?;
        (mention.concepts.meets(self.noun) && !self.is_place(mention.first())).then_some(index)
    }

    /// Whether the noun only tells where another thing lies: "the skin over the lump was cut", "lifted off the fascia and removed".
    fn is_place(&self, noun: usize) -> bool {
        placed_by(self.document, noun, self.sentence.start).is_some()
    }

    /// "We separated the mass from the fascia": what a thing is cut from is not cut.
    fn is_parted_from(&self, noun: usize) -> bool {
        let mentions = &self.document.mentions;
        let first = mentions[noun].first();
        let from = (1..=3)
            .filter_map(|back| first.checked_sub(back))
            .take_while(|&t| t > mentions[self.verb].last())
            .any(|t| self.is_small(t, &["from"]));
        from && mentions[self.verb].is(known::CUT)
    }

    /// "The fascia was seen in the depths and left unopened": "and" right before a verb gives it the subject of the one before.
    fn shares_subject(&self, verb: usize) -> bool {
        (1..=2).any(|back| verb.checked_sub(back).is_some_and(|t| self.document.is(t, known::CONJUNCTION)))
    }

    fn behind(&self) -> Option<usize> {
        let mentions = &self.document.mentions;
        let verb = &mentions[self.verb];
        let limit = (verb.last() + self.gap + 1).min(self.sentence.end.saturating_sub(1));
        let clause = self.document.clause[verb.last()];
        if self.is_told_of_layer() {
            return None;
        }
        let mut coordinated = verb.last();
        for (index, mention) in mentions.iter().enumerate().skip(self.verb + 1) {
            if mention.first() > limit || self.document.clause[mention.first()] != clause {
                return None;
            }
            if mention.concepts.meets(self.noun) && !self.is_place(mention.first()) && !self.is_parted_from(index) {
                return (!self.has_own_predicate(index)).then_some(index);
            }
            // "A plane separated it from the fascia": the object is told already.
            if mention.is(known::PRONOUN) && mention.first() == verb.last() + 1 {
                return None;
            }
            if self.is_action(index) {
                if !self.coordinates(coordinated, mention.first()) {
                    return None;
                }
                coordinated = mention.last();
            }
            if mention.is(known::BE) {
                return None;
            }
        }
        None
    }

    /// "Crural fascia cut, lump of the soleus met", "gastrocnemius drawn aside, cyst dissected": a layer or muscle right before a
    /// participle that a comma follows is all it is told of.
    fn is_told_of_layer(&self) -> bool {
        let verb = &self.document.mentions[self.verb];
        let before = verb.first().checked_sub(1).filter(|&t| t >= self.sentence.start);
        self.document.tokens.is_mark(verb.last() + 1, b',')
            && before.is_some_and(|t| self.document.concepts(t).meets(PARTED))
    }

    /// "I slit the fascia, kept the gracilis to the front": a verb right before a noun of another kind has that for its object.
    fn takes_other(&self) -> bool {
        const THINGS: ConceptSet = ConceptSet::of(&[
            known::LESION,
            known::MUSCLE,
            known::THIGH_MUSCLE,
            known::NEUROVASCULAR,
            known::NON_SOFT_TISSUE,
            known::SKIN,
        ]);
        let document = self.document;
        let article = self.document.mentions[self.verb].last() + 1;
        let thing = document.concepts(article + 1);
        document.is(article, known::DETERMINER) && thing.meets(THINGS) && !thing.meets(self.noun)
    }

    /// Whether a noun tells where another thing is: "the lump in the fat".
    fn is_position(&self, noun: usize) -> bool {
        let document = self.document;
        let before = (self.sentence.start..noun).rev().find(|&t| !document.is(t, known::DETERMINER));
        before.is_some_and(|t| document.word_is(t, WordClass::Position))
    }

    fn is_action(&self, index: usize) -> bool {
        const ACTIONS: ConceptSet = ConceptSet::of(&[known::VERB, known::CUT, known::TAKE]);
        self.document.mentions[index].concepts.meets(ACTIONS)
    }

    /// Whether only "and", commas, adverbs, prepositions and forms of "to be" part two verbs: "seen at the base, not breached".
    fn coordinates(&self, from: usize, to: usize) -> bool {
        if to <= from + 1 || to - from > 5 {
            return to == from + 1;
        }
        let joint = |t: usize| {
            self.document.is(t, known::CONJUNCTION)
                || self.document.tokens.is_mark(t, b',')
                || self.is_small(t, &["but", "yet", "though"])
        };
        (from + 1..to).any(joint)
            && (from + 1..to).all(|t| {
                joint(t)
                    || self.document.is(t, known::BE)
                    || self.document.is(t, known::PREPOSITION)
                    || self.document.is(t, known::CLAUSE_BREAK)
                    || self.document.mention(t).is_none()
            })
    }
}
