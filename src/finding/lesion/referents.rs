//! Lesions told apart by what sets them against each other: "the upper one … the lower one", "the larger lump … the smaller", or by
//! their names, where they were introduced by different ones: "a plaque on the left knee and a mass in the thigh … the mass".

use std::collections::BTreeSet;

use super::parts::label_of;
use super::{Finder, Item, MOST, Part, apart, key_of};
use crate::document::section::Role;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;

/// How soon in a part it names what it is about, in tokens.
const OPENING: usize = 6;

/// How soon in a part what is dealt with first or next may be named, in tokens: "Let me take the small one first".
const LONGEST_LEAD: usize = 10;

/// How far before the name of a lesion its article may stand, and behind it its place, in tokens.
const LEAD: usize = 4;
const PLACE: usize = 9;

/// Words that set one thing against another, by pairs.
const POLES: [(WordClass, WordClass); 7] = [
    (WordClass::UpperOne, WordClass::LowerOne),
    (WordClass::LargerOne, WordClass::SmallerOne),
    (WordClass::InnerOne, WordClass::OuterOne),
    (WordClass::FrontOne, WordClass::BackOne),
    (WordClass::DeeperOne, WordClass::ShallowerOne),
    (WordClass::NearerOne, WordClass::FartherOne),
    (WordClass::FirstOne, WordClass::SecondOne),
];

/// The number of the first label of the last pair, the words of order.
const ORDINALS: u8 = NAMED - 2;

/// The number of the first label that names of lesions give; those of the poles stand below.
const NAMED: u8 = 2 * POLES.len() as u8;

/// A lesion by the name it was introduced with.
struct Introduced<'d> {
    name: &'d str,
    key: ConceptSet,
}

impl Finder<'_> {
    /// Runs of parts that each open with such a reference.
    pub(super) fn referents(&self) -> Vec<Item> {
        let introduced = self.introduced();
        let mut starts: Vec<(usize, u8)> = Vec::new();
        for part in 0..self.parts.len() {
            // "First: …", "Second: …" as labels count needles as well.
            let label = match self.role(part) {
                Role::Field => self.pole(part).filter(|&l| l < ORDINALS),
                _ if self.is_account(part) => self.pole(part).or_else(|| self.name(part, &introduced)),
                _ => None,
            };
            starts.extend(label.map(|l| (part, l)));
        }
        // Each label is looked at once, however many parts a long note has.
        let told: BTreeSet<u8> = starts.iter().map(|s| s.1).collect();
        let named = told.range(NAMED..).count() > 1;
        let paired = |l: u8| if l < NAMED { told.contains(&(l ^ 1)) } else { named };
        let mut starts: Vec<(usize, u8)> = starts.iter().copied().filter(|s| paired(s.1)).take(MOST).collect();
        if starts.is_empty() {
            starts = self.singled_out();
            starts.truncate(MOST);
        }
        let parts: Vec<usize> = starts.iter().map(|s| s.0).collect();
        let mut items: Vec<Item> = Vec::new();
        for (mut item, (_, label)) in self.items_from(&parts, false).into_iter().zip(starts) {
            item.label = Some(label + 1);
            if let Some(lesion) = introduced.get(usize::from(label.saturating_sub(NAMED))).filter(|_| label >= NAMED) {
                item.key = lesion.key;
            }
            match items.iter_mut().find(|i| i.label == item.label) {
                Some(same) if !apart(same.key, item.key) => {
                    same.key = same.key.with(item.key);
                    same.aspects = same.aspects.with(item.aspects);
                    same.runs.extend(item.runs);
                }
                _ => items.push(item),
            }
        }
        items
    }

    /// "From the upper one, …", "The larger lump …": which pole of which pair a part opens with.
    fn pole(&self, part: usize) -> Option<u8> {
        let document = self.document;
        let Part { first, end, .. } = self.parts[part];
        let word = |t: usize| document.tokens.word(t);
        let is = |t: usize, class| document.word_is(t, class);
        // "(a) The larger: …": the mark of an item stands before it.
        let first = self.behind_mark(first, end);
        // "High one: 3 cm cut", "Upper: 18 mm", "FRONT LUMP." leave the article out.
        let article = (first..end.min(first + LONGEST_LEAD)).find(|&t| matches!(word(t), "the" | "that" | "its"));
        let is_mark = |t: usize, mark: u8| document.tokens.is_mark(t, mark);
        let is_noun =
            |t: usize| document.is(t, known::LESION) || word(t) == "one" || document.word_is(t, WordClass::Neighbour);
        // "Front one, rectus femoris, 25 mm": behind a comma goes what is told of it.
        let headed = |t: usize| {
            let noun = || is_mark(t + 2, b':') || is_mark(t + 2, b',') || is_mark(t + 2, b'.') && t + 3 >= end;
            is_noun(t + 1) && noun() || is_mark(t + 1, b':')
        };
        let at = match article {
            Some(t) => t + 1,
            None if first + 2 < end && headed(first) => first,
            None => return None,
        };
        let pair = POLES.iter().position(|&(one, other)| is(at, one) || is(at, other))?;
        let behind = at + 1 + usize::from(is_noun(at + 1));
        // "Its lateral neighbour" is a lesion, "its upper pole" is a part of one.
        if word(at - usize::from(at > first)) == "its" && !document.word_is(at + 1, WordClass::Neighbour) {
            return None;
        }
        // "I took the small one first": whatever leads to it, it is what follows.
        let ordered = || matches!(word(behind), "first" | "next" | "last");
        let led = (first..at).all(|t| self.is_lead(t)) && at < first + OPENING + 1;
        if !(led || ordered()) || at + 1 >= end {
            return None;
        }
        // "The smaller, which lies …", "For the smaller I changed …" leave the noun out.
        let named = behind > at + 1
            || is_mark(at + 1, b',')
            || is_mark(at + 1, b':')
            || ordered()
            || is_comparative(word(at)) && self.goes_on(at + 1);
        named.then(|| 2 * pair as u8 + u8::from(is(at, POLES[pair].1)))
    }

    /// The token behind "(a)", "a)" or "1." at the head of a part.
    fn behind_mark(&self, first: usize, end: usize) -> usize {
        let document = self.document;
        let mark = |t: usize, m: u8| document.tokens.is_mark(t, m);
        let bracket = usize::from(mark(first, b'(') || mark(first, b'#'));
        let at = first + bracket;
        let closed = mark(at + 1, b')') || mark(at + 1, b'.') || mark(at + 1, b':');
        if at + 2 < end && closed && label_of(document.tokens.word(at)).is_some() { at + 2 } else { first }
    }

    /// The end of a limb, or the face of it, that a part opens with: "BACK LUMP.", "(b) The upper one".
    pub(super) fn pole_aspects(&self, part: usize) -> ConceptSet {
        let aspect = match self.pole(part) {
            Some(0) => known::PROXIMAL,
            Some(1) => known::DISTAL,
            Some(4) => known::MEDIAL,
            Some(5) => known::LATERAL,
            Some(6) => known::ANTERIOR,
            Some(7) => known::POSTERIOR,
            _ => return ConceptSet::EMPTY,
        };
        ConceptSet::of(&[aspect])
    }

    /// "The patellar one, 14 mm, … The lateral one, 11 mm, …": in a note that counts its lesions, parts that each open with one of
    /// them by a word of its own.
    fn singled_out(&self) -> Vec<(usize, u8)> {
        const MOST_NAMES: usize = 4;
        if !self.several {
            return Vec::new();
        }
        let mut names: Vec<&str> = Vec::new();
        let mut starts = Vec::new();
        for part in (0..self.parts.len()).filter(|&p| self.is_account(p)) {
            let Some(name) = self.single(part) else { continue };
            let label = names.iter().position(|&n| n == name).unwrap_or_else(|| {
                names.push(name);
                names.len() - 1
            });
            if names.len() > MOST_NAMES {
                return Vec::new();
            }
            starts.push((part, label as u8));
        }
        if names.len() > 1 { starts } else { Vec::new() }
    }

    /// "Of the patellar one": the word that singles out the lesion a part opens with.
    fn single(&self, part: usize) -> Option<&str> {
        let document = self.document;
        let Part { first, end, .. } = self.parts[part];
        let first = self.behind_mark(first, end);
        let at = (first..end.min(first + OPENING)).find(|&t| document.tokens.word(t) == "the")? + 1;
        let name = document.tokens.word(at.min(end - 1));
        let named = at + 1 < end && document.tokens.word(at + 1) == "one" && !document.word_is(at, WordClass::NoName);
        (named && (first..at).all(|t| self.is_lead(t))).then_some(name)
    }

    /// Whether a subject, a verb or a bracket stands behind a comparative without its noun.
    fn goes_on(&self, token: usize) -> bool {
        const SAID: ConceptSet = ConceptSet::of(&[known::BE, known::LIE, known::VERB, known::TAKE, known::CUT]);
        let document = self.document;
        document.concepts(token).meets(SAID)
            || matches!(document.tokens.word(token), "i" | "we")
            || document.tokens.is_mark(token, b'(')
    }

    /// Words before a reference: "and from the", "then the".
    fn is_lead(&self, token: usize) -> bool {
        const LEADS: ConceptSet =
            ConceptSet::of(&[known::PREPOSITION, known::CONJUNCTION, known::DETERMINER, known::CLAUSE_BREAK]);
        let word = self.document.tokens.word(token);
        self.document.concepts(token).meets(LEADS) || matches!(word, "then" | "next" | "as" | "now" | "," | "only")
    }

    /// "The plaque had a 4 mm punch": which of the lesions introduced by name a part opens with.
    fn name(&self, part: usize, introduced: &[Introduced]) -> Option<u8> {
        let document = self.document;
        let Part { first, end, .. } = self.parts[part];
        let at = (first..end.min(first + OPENING)).find(|&t| document.tokens.word(t) == "the")? + 1;
        if !(first..at).all(|t| self.is_lead(t)) {
            return None;
        }
        let lesion = document.mention(at).filter(|m| m.is(known::LESION))?;
        let name = document.tokens.word(lesion.last());
        introduced.iter().position(|i| i.name == name).map(|n| NAMED + n as u8)
    }

    /// Two lesions of different names and places that one sentence introduces.
    fn introduced(&self) -> Vec<Introduced<'_>> {
        let document = self.document;
        for sentence in document.sentences.iter().filter(|s| s.concepts.has(known::LESION)) {
            let lesions = document.mentions_in(sentence.first, sentence.end).map(|m| &document.mentions[m]);
            let new: Vec<Introduced> = lesions
                .filter(|m| self.is_introduced(m, sentence.first))
                .filter_map(|m| self.placed(m, sentence.end))
                .collect();
            if let [one, other] = &new[..]
                && one.name != other.name
                && apart(one.key, other.key)
            {
                return new;
            }
        }
        Vec::new()
    }

    /// "A plaque", "one firm mass".
    fn is_introduced(&self, lesion: &Mention, from: usize) -> bool {
        let lead = lesion.first().saturating_sub(LEAD).max(from)..lesion.first();
        lesion.is(known::LESION) && lead.into_iter().any(|t| matches!(self.document.tokens.word(t), "a" | "an" | "one"))
    }

    fn placed(&self, lesion: &Mention, end: usize) -> Option<Introduced<'_>> {
        let site = self.sites_from(lesion.last()).next()?;
        let near = site.first < end.min(lesion.last() + PLACE);
        near.then(|| Introduced { name: self.document.tokens.word(lesion.last()), key: key_of(site.concepts) })
    }
}

/// "Larger", "lowermost": words that set one of two against the other even without a noun.
fn is_comparative(word: &str) -> bool {
    word.ends_with("er")
        && word != "inner"
        && word != "outer"
        && word != "other"
        && word != "further"
        && word != "former"
        || word.ends_with("est")
}
