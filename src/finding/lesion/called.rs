//! Lesions told apart by what each is called by: a muscle, a layer, an end of the limb, or its place in the order they were named in. "Three
//! cores from the sartorius lump. Two from the gracilis lump", "one in the fat, 2 cm, and one in the sartorius", "one lateral, the other
//! medial … the former … the latter". In: a note that counts its lesions. Out: the runs of parts of each.

use super::parts::is_former;
use super::{ASPECT, Finder, Item, MOST, Part, document_word, is_several_lesions, key_of, opposed};
use crate::document::Document;
use crate::document::section::Role;
use crate::lexicon::concept::group::{LENGTH_UNITS, MUSCLES};
use crate::lexicon::concept::{Concept, ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::statement::Statement;
use crate::token::Kind;

/// Words for an end of the limb that are no mentions by themselves.
const ENDS: [(WordClass, Concept); 6] = [
    (WordClass::UpperOne, known::PROXIMAL),
    (WordClass::LowerOne, known::DISTAL),
    (WordClass::InnerOne, known::MEDIAL),
    (WordClass::OuterOne, known::LATERAL),
    (WordClass::FrontOne, known::ANTERIOR),
    (WordClass::BackOne, known::POSTERIOR),
];

/// How far behind a lesion its muscle may stand, in tokens: "the lump in the sartorius".
const BEHIND: usize = 4;

/// How far before a verb, in tokens, the lesion may be named of which it tells: "the second, a firm one of 2 cm, lies …".
const SUBJECT: usize = 10;

/// What a part calls its lesion by.
enum Call {
    /// A muscle, a layer, an end of the limb, a size or a number in a row.
    Name(Name),
    /// Its place in the order of naming.
    Order(usize),
    /// Several names.
    Several,
    Nothing,
}

/// What one lesion of several is called by; all of it that is told.
#[derive(Clone, Copy, PartialEq, Default)]
struct Name {
    /// The row of its muscle in the lexicon.
    muscle: Option<u32>,
    /// The muscle may stand for several: the quadriceps for a vastus.
    is_group: bool,
    key: ConceptSet,
    aspects: ConceptSet,
    /// The larger one, or the smaller.
    is_larger: Option<bool>,
    /// Below the deep fascia, or above it.
    is_deep: Option<bool>,
    /// Its place in the order of naming, from 0.
    order: Option<usize>,
}

impl Name {
    /// Whether two names are surely of one lesion, or surely of two; none where they may be of either.
    fn is_same(&self, other: &Name) -> Option<bool> {
        let equal = |a: Option<bool>, b: Option<bool>| a.zip(b).map(|(a, b)| a == b);
        let order = self.order.zip(other.order).map(|(a, b)| a == b);
        let by_muscle = match (self.muscle, other.muscle) {
            (Some(one), Some(another)) if one == another => Some(true),
            (Some(_), Some(_)) => return (!self.is_group && !other.is_group).then_some(false),
            _ => None,
        };
        let apart = opposed(self.aspects, other.aspects).then_some(false);
        let together = self.aspects.meets(other.aspects).then_some(true);
        let layers = equal(self.is_deep, other.is_deep);
        let other_layer = layers.filter(|same| !same);
        order.or(equal(self.is_larger, other.is_larger)).or(apart).or(other_layer).or(by_muscle).or(together).or(layers)
    }

    /// Takes over what another name of the same lesion tells.
    fn learn(&mut self, other: &Name) {
        if self.muscle.is_none() {
            (self.muscle, self.is_group, self.key) = (other.muscle, other.is_group, other.key);
        }
        if self.aspects.is_empty() {
            self.aspects = other.aspects;
        }
        self.is_larger = self.is_larger.or(other.is_larger);
        self.is_deep = self.is_deep.or(other.is_deep);
        self.order = self.order.or(other.order);
    }
}

impl Finder<'_> {
    /// Lesions that were each sampled, with all that is told behind their names; or one that was and one that was left, of which only the
    /// parts that name it tell.
    pub(super) fn called(&self) -> Option<Vec<Item>> {
        if !self.several {
            return None;
        }
        // What was cut down upon was not left, whatever else is told of it.
        let left = |i: &Item| {
            let cut = |s: &Statement| matches!(s.claim, Claim::Approach(_));
            !i.runs.iter().any(|r| self.statements_in(r).any(cut))
        };
        let one_sampled = |items: &Vec<Item>| {
            items.len() == 2
                && items.iter().filter(|i| self.samples(i)).count() == 1
                && items.iter().all(|i| self.samples(i) || left(i))
        };
        Some(self.by_name(true))
            .filter(|items| {
                items.len() >= 2
                    && (self.samples_all() || self.samples_counted() || items.iter().all(|i| self.samples(i)))
            })
            .or_else(|| Some(self.by_name(false)).filter(one_sampled))
    }

    /// "Two lumps were cored": a sampling told of the lesions that were counted right before.
    fn samples_counted(&self) -> bool {
        let counted = |s: &Statement| {
            let first = self.parts[self.part(s.first)].first;
            let mut before = self.document.mentions_in(first, s.first).map(|m| &self.document.mentions[m]);
            let counted = before.find(|m| is_several_lesions(self.document, m));
            let together = |m: &Mention| (m.last() + 1..s.last + 1).any(|t| document_word(self.document, t) == "were");
            counted.is_some_and(together) || self.is_told_of_each(s)
        };
        let taken = |s: &&Statement| s.claim == Claim::Sampled && super::super::is_held(s);
        self.statements.iter().filter(taken).any(counted)
    }

    /// "Were each biopsied", "each sampled with 14G".
    fn is_told_of_each(&self, sampling: &Statement) -> bool {
        let from = self.document.sentences[sampling.sentence].first.max(sampling.first.saturating_sub(2));
        (from..=sampling.first).any(|t| document_word(self.document, t) == "each")
    }

    /// Runs of parts by what their lesion is called by. A part that calls none goes on with the one before it where that is asked for, and
    /// then history and titles may name it as well.
    fn by_name(&self, goes_on: bool) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        let mut names: Vec<Name> = Vec::new();
        let mut current = None;
        for part in 0..self.parts.len() {
            // Elsewhere a part only tells what it names itself: "HISTORY: two lumps, one in the sartorius, 3 cm, …".
            let account = self.is_account(part);
            if !(account || goes_on && self.introduces(part)) || self.speaks_of_all(part) {
                current = None;
                continue;
            }
            current = match self.call(part) {
                Call::Name(name) => self.named_item(name, &mut names, &mut items),
                Call::Order(nth) if names.len() == 2 && names.iter().all(|n| n.order.is_none()) => Some(nth),
                Call::Order(nth) => {
                    self.named_item(Name { order: Some(nth), ..Name::default() }, &mut names, &mut items)
                }
                Call::Nothing => current.filter(|_| account && goes_on && !self.samples_of_all(part)),
                Call::Several => None,
            };
            let Some(item) = current else { continue };
            match items[item].runs.last_mut().filter(|r| r.end == part) {
                Some(run) => run.end = part + 1,
                None => items[item].runs.push(part..part + 1),
            }
        }
        items
    }

    /// The item of a name: the one that has it, or a new one where none may have it.
    fn named_item(&self, name: Name, names: &mut Vec<Name>, items: &mut Vec<Item>) -> Option<usize> {
        let same: Vec<Option<bool>> = names.iter().map(|n| n.is_same(&name)).collect();
        let mut known = (0..same.len()).filter(|&n| same[n] == Some(true));
        if let Some(item) = known.next() {
            // "The mass in the muscle" is neither of two in muscles.
            return known.next().is_none().then(|| {
                names[item].learn(&name);
                item
            });
        }
        let new = names.len() < MOST && same.iter().all(|s| *s == Some(false));
        new.then(|| {
            names.push(name);
            items.push(Item { runs: Vec::new(), key: name.key, aspects: name.aspects, label: None });
            items.len() - 1
        })
    }

    /// Whether a part may introduce what the account deals with.
    fn introduces(&self, part: usize) -> bool {
        matches!(
            self.role(part),
            Role::Field | Role::Title | Role::Indication | Role::History | Role::Exam | Role::Preop
        )
    }

    /// What the lesion of a part is called by.
    fn call(&self, part: usize) -> Call {
        let Part { first, end, .. } = self.parts[part];
        let mut names = self.muscle_names(first, end);
        if names.len() > 1 {
            return Call::Several;
        }
        let order = order(self.document, first, end);
        let layer = layer(self.document, first, end);
        let beside = self.aspect_name(first, end).or_else(|| self.size_name(first, end));
        match (names.pop(), beside, layer) {
            (Some(name), _, _) => Call::Name(Name { is_deep: Some(true), order, ..name }),
            (None, Some(name), is_deep) => Call::Name(Name { is_deep, order, ..name }),
            (None, None, Some(deep)) => Call::Name(Name { is_deep: Some(deep), order, ..Name::default() }),
            (None, None, None) => order.map_or(Call::Nothing, Call::Order),
        }
    }

    /// "The sartorius lump", "the lump in gracilis", "a 2 cm one in the soleus": each muscle once.
    fn muscle_names(&self, first: usize, end: usize) -> Vec<Name> {
        let document = self.document;
        let muscles = document.mentions_in(first, end).map(|m| &document.mentions[m]);
        let mut names: Vec<Name> = Vec::new();
        for muscle in muscles.filter(|m| m.concepts.meets(MUSCLES)).filter(|m| calls_lesion(document, m, first, end)) {
            if names.iter().all(|n| n.muscle != Some(muscle.row)) {
                let key = key_of(muscle.concepts);
                let is_group = muscle.is(known::MUSCLE_GROUP);
                names.push(Name { muscle: Some(muscle.row), is_group, key, ..Name::default() });
            }
        }
        names
    }

    /// "The other medial, 2 cm", "and lateral 3 cm", "a 2 cm one medially": ends of the limb beside a lesion or its size; none where they
    /// may be of a cut or a sample.
    fn aspect_name(&self, first: usize, end: usize) -> Option<Name> {
        const OTHERS: ConceptSet =
            ConceptSet::of(&[known::INCISION, known::CUT, known::SAMPLE, known::CORE, known::DISTANCE]);
        let document = self.document;
        let mentions = || document.mentions_in(first, end).map(|m| &document.mentions[m]);
        let measures = |t: usize| t + 1 < end && self.is_number(t) && document.concepts(t + 1).meets(LENGTH_UNITS);
        let other = mentions().any(|m| m.concepts.meets(OTHERS));
        // "The medial mass edge" is a part of it.
        let parted = |t: usize| {
            matches!(
                document_word(document, t),
                "pole" | "edge" | "margin" | "wall" | "rim" | "border" | "half" | "part" | "end"
            )
        };
        let lesion_behind = |t: usize| t < end && is_lesion_word(document, t) && !parted(t + 1);
        let beside = |m: &&Mention| {
            lesion_behind(m.last() + 1)
                || !other && (m.first() > first && is_lesion_word(document, m.first() - 1) || measures(m.last() + 1))
        };
        let named = mentions().filter(|m| m.concepts.meets(ASPECT)).filter(beside);
        let aspects = named.fold(ConceptSet::EMPTY, |set, m| set.with(m.concepts.within(ASPECT)));
        // "The upper lump", "the back one".
        // "The upper in rectus femoris".
        let led = |t: usize| {
            t > first
                && document_word(document, t - 1) == "the"
                && matches!(document_word(document, t + 1), "in" | "within" | "inside" | "at")
        };
        // "One at the front 3 cm".
        let stands = |t: usize| {
            t >= first + 3
                && document_word(document, t - 1) == "the"
                && matches!(document_word(document, t - 2), "at" | "in" | "on")
                && is_lesion_word(document, t - 3)
        };
        let ends =
            (first..end).filter(|&t| lesion_behind(t + 1) || led(t) || stands(t)).filter_map(|t| pole_at(document, t));
        let aspects = ends.fold(aspects, |set, end| set.with(ConceptSet::of(&[end])));
        (!aspects.is_empty()).then_some(Name { aspects, ..Name::default() })
    }

    /// "The larger, 6 cm, …", "from the smaller one".
    fn size_name(&self, first: usize, end: usize) -> Option<Name> {
        let document = self.document;
        let is_larger = (first + 1..end).find_map(|t| is_larger_at(document, t, end))?;
        Some(Name { is_larger: Some(is_larger), ..Name::default() })
    }
}

/// Whether a token stands for a lesion.
fn is_lesion_word(document: &Document, token: usize) -> bool {
    document.is(token, known::LESION) || matches!(document_word(document, token), "one" | "other" | "second")
}

/// "The sartorius lump", "the one in the fat", "the second lies in the gracilis": whether a muscle or a layer places a lesion of some
/// tokens.
fn calls_lesion(document: &Document, place: &Mention, first: usize, end: usize) -> bool {
    const LIES: ConceptSet = ConceptSet::of(&[known::LIE, known::BE]);
    let leads = |t: usize| matches!(document_word(document, t), "in" | "within" | "inside" | "of");
    let subject = |t: usize| {
        let from = first.max(t.saturating_sub(SUBJECT));
        (from..t).any(|s| is_lesion_word(document, s)) || order(document, from, t).is_some()
    };
    let from = first.max(place.first().saturating_sub(BEHIND));
    let lead = (from..=place.first()).rev().find(|&t| leads(t)).filter(|&t| t > first);
    let placed = |t: usize| is_lesion_word(document, t - 1) || document.concepts(t - 1).meets(LIES) && subject(t - 1);
    place.last() + 1 < end && is_lesion_word(document, place.last() + 1) || lead.is_some_and(placed)
}

/// "The subcutaneous lump", "one in the fat", "the other lies beneath the fascia", "the deep one": whether some tokens call a lesion by a
/// place below the deep fascia; none where they tell of no layer, or of both.
fn layer(document: &Document, first: usize, end: usize) -> Option<bool> {
    const SHALLOW: ConceptSet = ConceptSet::of(&[known::FAT, known::SUBCUTANEOUS, known::SUPRAFASCIAL]);
    const DEEP: ConceptSet = ConceptSet::of(&[known::MUSCLE, known::INTRAMUSCULAR, known::SUBFASCIAL]);
    const SIDES_OF_FASCIA: ConceptSet = ConceptSet::of(&[known::ABOVE, known::BELOW]);
    let lesion = |t: usize| t < end && is_lesion_word(document, t);
    let of_fascia = |m: &Mention| {
        let next = m.last() + 1;
        let it = next < end && document_word(document, next) == "it";
        let fascia = next + usize::from(document.is(next, known::DETERMINER));
        let stands = m.first() > first && (lesion(m.first() - 1) || document.is(m.first() - 1, known::LIE));
        stands && (it || fascia < end && document.is(fascia, known::FASCIA))
    };
    let called = |m: &Mention| match m.concepts {
        c if c.meets(SHALLOW) => calls_lesion(document, m, first, end).then_some(false),
        c if c.meets(DEEP) => calls_lesion(document, m, first, end).then_some(true),
        c if c.meets(SIDES_OF_FASCIA) => of_fascia(m).then_some(c.has(known::BELOW)),
        _ => None,
    };
    let adjective = |t: usize| {
        let deep = document.word_is(t, WordClass::DeepOne);
        (lesion(t + 1) && (deep || document.word_is(t, WordClass::ShallowOne))).then_some(deep)
    };
    let mut layers = document
        .mentions_in(first, end)
        .filter_map(|m| called(&document.mentions[m]))
        .chain((first..end).filter_map(adjective));
    let layer = layers.next()?;
    layers.all(|l| l == layer).then_some(layer)
}

/// "Two lumps: a subcutaneous one of 2 cm and a deep one of 5 cm": whether a joint at a token stands before one of two lesions that are
/// called by different layers.
pub(super) fn changes_layer(document: &Document, at: usize, from: usize, end: usize) -> bool {
    const REACH: usize = 14;
    let marked = |t: usize| matches!(document.tokens.list[t].kind, Kind::Punct(b',' | b';' | b':' | b'.'));
    let and = |t: usize| document.tokens.word(t) == "and";
    if !and(at) && !marked(at - 1) {
        return false;
    }
    let chunk_end = |first: usize| {
        let limit = end.min(first + REACH);
        (first + 1..limit).find(|&t| marked(t) && !is_sized(document, t + 1) || and(t)).unwrap_or(limit)
    };
    let behind = at + usize::from(and(at));
    let stop = chunk_end(behind);
    let Some(own) = layer_or_muscle(document, behind, stop) else { return false };
    match layer_or_muscle(document, from.max(at.saturating_sub(REACH)), at) {
        Some(before) => before != own,
        None => stop + 1 < end && layer_or_muscle(document, stop + 1, chunk_end(stop + 1)) == Some(!own),
    }
}

/// "…, 2 cm": whether a number opens what stands behind a mark, which goes on about the lesion before it.
fn is_sized(document: &Document, at: usize) -> bool {
    document.tokens.list.get(at).is_some_and(|t| t.kind == Kind::Number)
}

/// Whether some tokens place the lesion they tell of below the deep fascia, or above it: as [`layer`], a muscle that is named among the deep ones.
pub(super) fn layer_or_muscle(document: &Document, first: usize, end: usize) -> Option<bool> {
    let named = |m: usize| {
        let mention = &document.mentions[m];
        mention.concepts.meets(MUSCLES) && calls_lesion(document, mention, first, end)
    };
    match (layer(document, first, end), document.mentions_in(first, end).any(named)) {
        (None, true) => Some(true),
        (Some(false), true) => None,
        (layer, _) => layer,
    }
}

/// "From the former", "the second twice": which of two lesions some tokens name by their order.
fn order(document: &Document, first: usize, end: usize) -> Option<usize> {
    (first..end).find_map(|t| order_at(document, t, end))
}

/// "The former", "the second": which of two lesions an article and the word behind it name; not a core, a pass or a cut.
fn order_at(document: &Document, article: usize, end: usize) -> Option<usize> {
    let word = |t: usize| if t < end { document_word(document, t) } else { "" };
    if let Some(former) = is_former(document, article, end) {
        return Some(usize::from(!former));
    }
    if word(article) != "the" {
        return None;
    }
    let behind = article + 2;
    // "The first three times": how often, and no noun of its own.
    let bare = behind >= end
        || document.is(behind, known::LESION)
        || matches!(document.tokens.list[behind].kind, Kind::Punct(_) | Kind::Number)
        || document.is(behind, known::NUMBER_WORD)
        || document.concepts(behind).meets(ConceptSet::of(&[known::LIE, known::BE]))
        || matches!(word(behind), "one" | "was" | "with" | "once" | "twice" | "thrice" | "and" | "then" | "i" | "we");
    match word(article + 1) {
        "first" if bare => Some(0),
        "second" if bare => Some(1),
        _ => None,
    }
}

/// The end of the limb that a word names.
fn pole_at(document: &Document, token: usize) -> Option<Concept> {
    ENDS.into_iter().find(|(class, _)| document.word_is(token, *class)).map(|(_, end)| end)
}

/// Whether a token behind "the" names the larger of two lesions, or the smaller; none where it names something else's size.
fn is_larger_at(document: &Document, token: usize, end: usize) -> Option<bool> {
    let behind = token + 1;
    let bare = behind >= end
        || matches!(document.tokens.list[behind].kind, Kind::Punct(_))
        || document.is(behind, known::LESION)
        || document.concepts(behind).meets(ConceptSet::of(&[known::BE, known::LIE, known::VERB]))
        || document_word(document, behind) == "one";
    if token == 0 || document_word(document, token - 1) != "the" || !bare {
        return None;
    }
    let larger = document.word_is(token, WordClass::LargerOne);
    (larger || document.word_is(token, WordClass::SmallerOne)).then_some(larger)
}

/// "The former", "the second", "the upper lump", "the lateral one": whether some tokens refer to one of several by its order or its end of
/// the limb, and not to a core, a pass or a cut.
pub(super) fn refers_to_one(document: &Document, first: usize, end: usize) -> bool {
    let word = |t: usize| if t < end { document_word(document, t) } else { "" };
    let lesion = |t: usize| t < end && (document.is(t, known::LESION) || word(t) == "one");
    (first..end).filter(|&t| word(t) == "the").any(|t| {
        let placed = pole_at(document, t + 1).is_some() || document.concepts(t + 1).meets(ASPECT);
        order_at(document, t, end).is_some() || placed && lesion(t + 2) || is_larger_at(document, t + 1, end).is_some()
    })
}
