//! Lesions told apart by what each is called by: a muscle, an end of the limb, or its place in the order they were named in. "Three cores
//! from the sartorius lump. Two from the gracilis lump", "one lateral, 3 cm, the other medial, 2 cm … the former … the latter". In: a note
//! that counts its lesions. Out: the runs of parts of each.

use super::parts::is_former;
use super::{ASPECT, Finder, Item, MOST, Part, document_word, key_of, opposed};
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

/// What a part calls its lesion by.
enum Call {
    /// A muscle or an end of the limb.
    Name(Name),
    /// Its place in the order of naming.
    Order(usize),
    /// Several names.
    Several,
    Nothing,
}

/// A muscle, ends of a limb, or the larger or smaller of two.
#[derive(Clone, Copy, PartialEq, Default)]
struct Name {
    /// Its row in the lexicon.
    muscle: Option<u32>,
    /// It may stand for several muscles: the quadriceps for a vastus.
    is_group: bool,
    key: ConceptSet,
    aspects: ConceptSet,
    /// The larger one, or the smaller.
    is_larger: Option<bool>,
}

impl Name {
    /// Whether two names are surely of one lesion, or surely of two; none where they may be of either.
    fn is_same(&self, other: &Name) -> Option<bool> {
        if let (Some(one), Some(another)) = (self.is_larger, other.is_larger) {
            return Some(one == another);
        }
        match (self.muscle, other.muscle) {
            (Some(one), Some(another)) if one == another => Some(true),
            (Some(_), Some(_)) => (!self.is_group && !other.is_group).then_some(false),
            (None, None) if self.aspects.meets(other.aspects) => Some(true),
            (None, None) if opposed(self.aspects, other.aspects) => Some(false),
            _ => None,
        }
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
            .filter(|items| items.len() >= 2 && (self.samples_all() || items.iter().all(|i| self.samples(i))))
            .or_else(|| Some(self.by_name(false)).filter(one_sampled))
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
                Call::Order(nth) => Some(nth).filter(|_| names.len() == 2),
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
        if let Some(known) = same.iter().position(|s| *s == Some(true)) {
            return Some(known);
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
        if names.is_empty() {
            names.extend(self.aspect_name(first, end).or_else(|| self.size_name(first, end)));
        }
        match &names[..] {
            [] => self.order(first, end).map_or(Call::Nothing, Call::Order),
            [name] => Call::Name(*name),
            _ => Call::Several,
        }
    }

    /// Whether a token stands for a lesion.
    fn is_lesion_word(&self, token: usize) -> bool {
        self.document.is(token, known::LESION)
            || matches!(document_word(self.document, token), "one" | "other" | "second")
    }

    /// "The sartorius lump", "the lump in gracilis", "a 2 cm one in the soleus": each muscle once.
    fn muscle_names(&self, first: usize, end: usize) -> Vec<Name> {
        let document = self.document;
        let leads = |t: usize| matches!(document_word(document, t), "in" | "within" | "inside" | "of");
        let is_call = |m: &&Mention| {
            let from = first.max(m.first().saturating_sub(BEHIND));
            let lead = (from..m.first()).rev().find(|&t| leads(t));
            m.last() + 1 < end && self.is_lesion_word(m.last() + 1)
                || lead.is_some_and(|t| t > first && self.is_lesion_word(t - 1))
        };
        let muscles = document.mentions_in(first, end).map(|m| &document.mentions[m]);
        let mut names: Vec<Name> = Vec::new();
        for muscle in muscles.filter(|m| m.concepts.meets(MUSCLES)).filter(is_call) {
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
        let lesion_behind = |t: usize| t < end && self.is_lesion_word(t) && !parted(t + 1);
        let beside = |m: &&Mention| {
            lesion_behind(m.last() + 1)
                || !other && (m.first() > first && self.is_lesion_word(m.first() - 1) || measures(m.last() + 1))
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
        let ends = (first..end).filter(|&t| lesion_behind(t + 1) || led(t)).filter_map(|t| pole_at(document, t));
        let aspects = ends.fold(aspects, |set, end| set.with(ConceptSet::of(&[end])));
        (!aspects.is_empty()).then_some(Name { aspects, ..Name::default() })
    }

    /// "The larger, 6 cm, …", "from the smaller one".
    fn size_name(&self, first: usize, end: usize) -> Option<Name> {
        let document = self.document;
        let is_larger = (first + 1..end).find_map(|t| is_larger_at(document, t, end))?;
        Some(Name { is_larger: Some(is_larger), ..Name::default() })
    }

    /// "From the former", "the second twice": which of two lesions a part names by their order.
    fn order(&self, first: usize, end: usize) -> Option<usize> {
        (first..end).find_map(|t| order_at(self.document, t, end))
    }
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
