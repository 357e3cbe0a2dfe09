//! Which sentence speaks of which lesion. In: a document, its sites and statements. Out: the lesions sampled or removed in
//! this encounter, and for every sentence the lesion it is about; a sentence about none in particular holds for all.
//!
//! Lesions are told apart where the note itself does: numbered items, headings that are sites, a list of procedures, or a second
//! incision at another site; and where its words weigh so (`weighed.rs`). Two sides without any such sign are a contradiction, not two
//! lesions.

mod assigned;
mod called;
mod dated;
mod fluid;
mod headed;
mod item_marks;
mod items;
mod moves;
mod named;
mod of_all;
mod ordered;
mod paired;
mod parts;
mod referents;
mod sampled;
mod several;
mod subject;
mod tissue;
mod turns;
mod undone;
mod weighed;

use super::Tier;
use super::site::{ASPECT, CONTRADICTS, Site};
use crate::assertion::{Subject, assertion};
use crate::document::Document;
use crate::document::section::Role;
use crate::lexicon::concept::group::{LENGTH_UNITS, MUSCLES, REGIONS, SIDES};
use crate::lexicon::concept::{Concept, ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::statement::Statement;
use crate::token::{Break, Kind};
use parts::parts;
use rustc_hash::FxHashSet;
use std::cell::OnceCell;
use std::ops::{Range, RangeInclusive};
pub use weighed::{Passage, passages};

/// The lesions of a note.
#[derive(Debug, Clone, Default)]
pub struct Lesions {
    /// How many were sampled or removed.
    pub count: usize,
    /// What words weigh decided how many: of the note that there are none, or one after all, or of passages that there are two.
    pub by_words: bool,
    /// The account tells that another tissue was taken, and none that is soft.
    pub took_other: bool,
    /// The account tells of samples of a mass that lies apart from the other tissue: "cores of the soft tissue mass".
    pub took_soft: bool,
    /// The words that name another tissue, by which it was told that no soft tissue was sampled.
    pub instead: Option<RangeInclusive<usize>>,
    /// For each token its part of the note.
    part_at: Vec<u32>,
    /// For each part its lesion; none where it holds for all.
    of_part: Vec<Option<usize>>,
    /// What sets the lesions apart: side and region words.
    keys: Vec<ConceptSet>,
    /// What tells where on a limb they lie, where that is all that opens an item.
    aspects: Vec<ConceptSet>,
    /// The part each lesion was first told apart in; empty where there is but one.
    heads: Vec<usize>,
    /// For each lesion whether the note says that it was dealt with as another before it.
    repeats: Vec<bool>,
    /// First tokens of what was done to other tissue than soft tissue, rising.
    elsewhere: Vec<usize>,
}

const FILLERS: ConceptSet =
    ConceptSet::of(&[known::FILLER, known::CONJUNCTION, known::LESION_ITEM, known::PREPOSITION, known::DETERMINER]);

/// The first words of a note, in tokens, where it says what visit it is about.
const OPENING: usize = 16;

/// How soon in each of two parallel parts, in tokens, their sites stand.
const PARALLEL_REACH: usize = 7;

/// Bytes of a digit in a ring.
const RINGED: usize = 3;

/// Longest name of a site that heads what was done there, in tokens, with its mark and an article behind it.
const SHORT_HEADING: usize = 5;

/// Longest size between the name of a site and its mark, in tokens.
const LONGEST_SIZE: usize = 6;

/// Most lesions told apart in one note; later ones join the last.
const MOST: usize = 12;

impl Lesions {
    /// No lesion: nothing was sampled.
    pub(super) fn none() -> Self {
        Self::default()
    }

    /// None, or one of which all words tell, as what the words weigh together says.
    pub(super) fn by_words(count: usize) -> Self {
        Self { count, by_words: true, ..Self::default() }
    }

    /// None, as another tissue was sampled, which some words name.
    pub(super) fn of_other_tissue(named: RangeInclusive<usize>) -> Self {
        Self { instead: Some(named), ..Self::by_words(0) }
    }

    /// Whether two lesions are told apart by nothing but their sizes: "two nodules, 2 cm and 1 cm, cores from each".
    pub fn are_told_by_size(&self) -> bool {
        self.count == 2 && self.heads.is_empty() && self.keys.iter().chain(&self.aspects).all(|k| k.is_empty())
    }

    /// Whether words tell of what was done to a node, a bone, a joint or an organ.
    pub fn is_elsewhere(&self, token: usize) -> bool {
        self.elsewhere.binary_search(&token).is_ok()
    }

    /// Whether a lesion was dealt with as the one before it: "same needle, two cores".
    pub fn repeats(&self, lesion: usize) -> bool {
        self.repeats.get(lesion) == Some(&true)
    }

    /// The side, region or muscle, and the aspects, by which a lesion is set apart from the others; empty where there is but one.
    pub fn told_apart_by(&self, lesion: usize) -> (ConceptSet, ConceptSet) {
        let of = |sets: &[ConceptSet]| sets.get(lesion).copied().unwrap_or(ConceptSet::EMPTY);
        (of(&self.keys), of(&self.aspects))
    }

    /// Whether what is said at a token holds for a lesion.
    pub fn concerns(&self, token: usize, lesion: usize) -> bool {
        self.of(token).is_none_or(|l| l == lesion)
    }

    /// The lesion the words at a token are about; none where they hold for all.
    pub fn of(&self, token: usize) -> Option<usize> {
        self.part_at.get(token).and_then(|&p| self.of_part[p as usize])
    }

    /// The sites that may speak of a lesion: those of its own parts, and elsewhere those that do not name another lesion.
    pub fn sites<'s>(&self, sites: &'s [Site], lesion: usize) -> impl Iterator<Item = &'s Site> {
        let fits = move |s: &&Site| match self.of(s.first) {
            Some(l) => l == lesion,
            None => {
                self.count < 2
                    || self.only(s.concepts).is_none_or(|l| l == lesion) && !self.contradicts(s.concepts, lesion)
            }
        };
        sites.iter().filter(fits)
    }

    /// "2nd muscle: flexor digitorum, left forearm": the site that opens what is told of a lesion among several is its place, wherever
    /// on the body it lies.
    pub(super) fn place_items(&self, sites: &mut [Site]) {
        const OPENING: usize = 9;
        if self.count < 2 {
            return;
        }
        for lesion in 0..self.count {
            let Some(first) = self.part_at.iter().position(|&p| self.of_part[p as usize] == Some(lesion)) else {
                continue;
            };
            let opens = |s: &&mut Site| {
                (first..first + OPENING).contains(&s.first)
                    && self.of(s.first) == Some(lesion)
                    && s.concepts.meets(REGIONS.with(MUSCLES))
            };
            let opening = sites.iter_mut().find(opens);
            if let Some(site) = opening.filter(|s| s.assertion.is_current() && !s.assertion.is_negated()) {
                site.weight = site.weight.max(CONTRADICTS);
            }
        }
    }

    /// The one lesion whose key fits, if just one does.
    fn only(&self, concepts: ConceptSet) -> Option<usize> {
        let mut fitting = (0..self.keys.len()).filter(|&i| !self.contradicts(concepts, i));
        let first = fitting.next()?;
        fitting.next().is_none().then_some(first)
    }

    /// Whether words may be of one of the lesions.
    fn fits_any(&self, concepts: ConceptSet) -> bool {
        (0..self.keys.len()).any(|i| !self.contradicts(concepts, i))
    }

    /// Whether words name another side or region than the lesion's.
    fn contradicts(&self, concepts: ConceptSet, lesion: usize) -> bool {
        self.keys.get(lesion).is_some_and(|key| apart(*key, concepts))
    }
}

/// Whether two descriptions cannot be of the same lesion.
fn apart(a: ConceptSet, b: ConceptSet) -> bool {
    [SIDES, REGIONS, MUSCLES].into_iter().any(|set| a.meets(set) && b.meets(set) && !a.within(set).meets(b))
}

/// Whether two sets of aspects lie at opposite ends of a limb.
fn opposed(a: ConceptSet, b: ConceptSet) -> bool {
    const ENDS: [(Concept, Concept); 3] =
        [(known::ANTERIOR, known::POSTERIOR), (known::MEDIAL, known::LATERAL), (known::PROXIMAL, known::DISTAL)];
    let over = |x: Concept, y: Concept| a.has(x) && b.has(y) && !a.has(y) && !b.has(x);
    ENDS.into_iter().any(|(x, y)| over(x, y) || over(y, x))
}

/// A run of the note between two places where another lesion may begin: a sentence, or less where it lists several.
#[derive(Debug, Clone, Copy)]
struct Part {
    /// First token.
    first: usize,
    /// First token behind it.
    end: usize,
    sentence: usize,
}

/// What may be a lesion of its own.
#[derive(Debug, Clone)]
struct Item {
    /// Its runs of parts.
    runs: Vec<Range<usize>>,
    key: ConceptSet,
    aspects: ConceptSet,
    /// Its number or letter.
    label: Option<u8>,
}

/// Finds the lesions of a document.
pub(super) fn lesions(document: &Document, sites: &[Site], statements: &[Statement]) -> Lesions {
    let finder = Finder::of(document, sites, statements);
    let mut lesions = match finder.several_items() {
        Some((items, by_words)) => Lesions { by_words, ..finder.assign(&items) },
        None => finder.one(),
    };
    finder.drop_unsampled(&mut lesions);
    // Where words parted what is told of one lesion, no part of it may be lost.
    if lesions.by_words && lesions.count < 2 {
        lesions = finder.one();
        finder.drop_unsampled(&mut lesions);
    }
    for part in 0..finder.parts.len() {
        if finder.is_other_left(part) || finder.is_left_elsewhere(part) || finder.is_drained_elsewhere(part) {
            lesions.of_part[part] = Some(usize::MAX);
        }
    }
    lesions.elsewhere = finder.elsewhere();
    lesions.took_other = lesions.count == 0 && finder.takes_only_other_tissue();
    lesions.took_soft = finder.statements.iter().any(|s| finder.samples_soft_mass(s));
    lesions.part_at = finder.part_at;
    lesions
}

impl<'a> Finder<'a> {
    /// Cuts a document into parts, and looks up what is asked of them again and again.
    fn of(document: &'a Document, sites: &'a [Site], statements: &'a [Statement]) -> Self {
        const SEVERAL: ConceptSet = ConceptSet::of(&[known::SECOND_LESION, known::ALL_LESIONS]);
        let parts = parts(document);
        let mut part_at = vec![0; document.tokens.list.len()];
        for (part, number) in parts.iter().zip(0u32..) {
            part_at[part.first..part.end].fill(number);
        }
        let several = counts_several(document, sites) || super::weighed::speaks_for_several(document);
        let counted = several || document.mentions.iter().any(|m| m.concepts.meets(SEVERAL));
        let labels =
            (0..document.mentions.len()).filter(|&m| document.mentions[m].is(known::LESION_ITEM)).take(MOST).collect();
        let mut finder = Finder {
            document,
            sites,
            statements,
            parts,
            part_at,
            counted,
            several,
            labels,
            counted_nouns: Vec::new(),
            counts_places: OnceCell::new(),
            lettered: OnceCell::new(),
            sampled_places: OnceCell::new(),
            punched: OnceCell::new(),
            told_key: OnceCell::new(),
            sides_acted_on: OnceCell::new(),
            told_by_sites: OnceCell::new(),
            of_other_visit: OnceCell::new(),
        };
        finder.counted_nouns =
            (0..finder.parts.len()).filter(|&p| finder.counted_noun(p).is_some()).take(MOST).collect();
        finder
    }

    /// The items of a note of several lesions, the surest way of telling them apart first, and whether only the weights of words
    /// part them.
    fn several_items(&self) -> Option<(Vec<Item>, bool)> {
        if let Some(items) = self.listed_by_form() {
            return Some((items, false));
        }
        let begun = self.begun_by_weight();
        match (self.told_in_account(), begun) {
            // The words tell two apart at most.
            (Some(items), begun) if items.len() > 2 || !begun.is_some_and(|b| b.is_clear()) => Some((items, false)),
            (_, begun) => begun.map(|b| (self.items_that_begin(b), true)),
        }
    }

    /// Items that the form of the note lists: numbers and letters, headings, pairs, an order.
    fn listed_by_form(&self) -> Option<Vec<Item>> {
        self.told_apart(self.items())
            .or_else(|| self.told_apart(self.site_headings()))
            .or_else(|| Some(self.paired()).filter(|items| items.len() > 1))
            .or_else(|| self.told_apart(self.in_order()))
    }

    /// Items that the account tells apart: where it moves on, what it refers to, turn by turn, or by its titles.
    fn told_in_account(&self) -> Option<Vec<Item>> {
        self.told_apart(self.moves())
            .or_else(|| Some(self.referents()).filter(|items| self.are_each_sampled(items)))
            .or_else(|| Some(self.in_turn()).filter(|items| self.are_each_sampled(items)))
            .or_else(|| self.called())
            .or_else(|| self.told_apart(self.titles()))
            .or_else(|| self.sized_pair())
    }

    /// All that is told as of one lesion.
    fn one(&self) -> Lesions {
        Lesions { count: 1, keys: vec![ConceptSet::EMPTY], of_part: vec![None; self.parts.len()], ..Lesions::default() }
    }
}

/// Whether a note says that it is about more than one lesion or site.
fn counts_several(document: &Document, sites: &[Site]) -> bool {
    document.mentions.iter().any(|m| is_several_lesions(document, m))
        || document.sentences.iter().any(|s| opens_with_spots(document, s.first, s.end))
        || sites.windows(2).any(|pair| are_two_lesions(document, &pair[0], &pair[1]))
        || sites.iter().any(|s| {
            s.weight > 0
                && s.role != Role::Narrative
                && Tier::of(s.role) == Tier::Title
                && s.concepts.has(known::BILATERAL)
        })
}

/// "Two spots, one sitting, both left leg.": an introduction that counts places.
fn opens_with_spots(document: &Document, first: usize, end: usize) -> bool {
    const LEAD: usize = 3;
    let word = |t: usize| document.tokens.word(t);
    let lead = (first..end.min(first + LEAD)).find(|&t| matches!(word(t), "two" | "both" | "three" | "2" | "3"));
    lead.is_some_and(|t| {
        let noun = t + 1 + usize::from(t + 2 < end && document.word_is(t + 2, WordClass::SpotPlural));
        noun < end
            && document.word_is(noun, WordClass::SpotPlural)
            && Tier::of(document.section_of(first).role) != Tier::Background
            && !assertion(document, t, noun).is_negated()
    })
}

/// "Two lumps", "3 nodules", "lumps of the right thigh x2", "masses of both thighs", "a lump above each knee": lesions counted, or
/// named of both sides.
fn is_several_lesions(document: &Document, lesion: &Mention) -> bool {
    const REACH: usize = 6;
    const COUNT_REACH: usize = 4;
    if !lesion.is(known::LESION) {
        return false;
    }
    let told = Tier::of(document.section_of(lesion.first()).role) != Tier::Background;
    let said = document.sentences[document.sentence_of(lesion.first())].concepts;
    // "CT chest: two small nodules".
    let away = said.meets(ConceptSet::of(&[known::OTHER_REGION, known::BLOCK]))
        && !said.meets(ConceptSet::of(&[known::THIGH, known::KNEE, known::LIMB]));
    let meant = assertion(document, lesion.first(), lesion.last());
    if !told || away || meant.is_negated() || meant.subject != Subject::Patient {
        return false;
    }
    if lesion.is(known::ALL_LESIONS) {
        return true;
    }
    let word = |t: usize| document_word(document, t);
    let last = document.tokens.word(lesion.last());
    let plural = last.ends_with('s') && !last.ends_with("ss");
    let digit = |w: &str| matches!(w.as_bytes(), [b'2'..=b'9']);
    let counts = |t: usize| matches!(word(t), "two" | "three" | "four" | "five") || digit(word(t));
    let end = document.sentences[document.sentence_of(lesion.first())].end.min(lesion.last() + REACH);
    let behind = lesion.last() + 1..end;
    let times =
        || behind.clone().any(|t| document.is(t, known::TIMES) && digit(word(t + 1)) && !is_measured(document, t + 1));
    let each_side = || behind.clone().any(|t| word(t) == "each" && document.is(t, known::BILATERAL));
    let both_sides = || behind.clone().any(|t| document.is(t, known::BILATERAL));
    // "Two soft tissue nodules".
    const WORDS: ConceptSet =
        ConceptSet::of(&[known::PREPOSITION, known::VERB, known::BE, known::UNIT_CM, known::UNIT_MM]);
    let lead = (1..=COUNT_REACH).map_while(|back| lesion.first().checked_sub(back));
    let counted = || {
        lead.take_while(|&t| document.tokens.list[t].kind != Kind::Punct(b',') && !document.concepts(t).meets(WORDS))
            .any(counts)
    };
    plural && (counted() || times() || both_sides()) || each_side()
}

/// "3 x 2 cm": whether a number is followed by a unit or goes on.
fn is_measured(document: &Document, number: usize) -> bool {
    const MEASURE: ConceptSet = LENGTH_UNITS.with(ConceptSet::of(&[known::UNIT_OTHER, known::TIMES]));
    document
        .tokens
        .list
        .get(number + 1)
        .is_some_and(|t| t.before == Break::Joined && t.kind != Kind::Punct(b'.') && t.kind != Kind::Punct(b','))
        || document.concepts(number + 1).meets(MEASURE)
}

/// "Left knee lump + left calf lump", "a nodule of the thigh and another lump at the knee": two places side by side, each with a
/// lesion of its own.
fn are_two_lesions(document: &Document, one: &Site, other: &Site) -> bool {
    const NEAR: usize = 4;
    let own = |s: &Site| s.weight > 0 && Tier::of(s.role) != Tier::Background;
    if !(own(one) && own(other) && apart(key_of(one.concepts), key_of(other.concepts))) {
        return false;
    }
    let sentence = &document.sentences[document.sentence_of(one.first)];
    if other.first >= sentence.end || other.first > one.last + 2 * NEAR {
        return false;
    }
    let lesion = |from: usize, end: usize| {
        let mentions = document.mentions_in(from.max(sentence.first), end.min(sentence.end));
        mentions.map(|m| &document.mentions[m]).find(|m| m.is(known::LESION)).map(Mention::first)
    };
    let joined = (one.last + 1..other.first)
        .any(|t| document.is(t, known::CONJUNCTION) || [b'+', b'&'].into_iter().any(|m| document.tokens.is_mark(t, m)));
    let first = lesion(one.first.saturating_sub(NEAR), other.first);
    let second = lesion(first.map_or(other.first, |f| f + 1), other.last + NEAR);
    // "A lump on the inside of the right knee and another on the front of the thigh".
    let another = || (one.last + 1..other.first).any(|t| matches!(document.tokens.word(t), "another" | "one"));
    joined && first.is_some() && (second.is_some() || another())
}

struct Finder<'a> {
    document: &'a Document<'a>,
    sites: &'a [Site],
    statements: &'a [Statement],
    parts: Vec<Part>,
    part_at: Vec<u32>,
    /// The note speaks of several lesions, or of another one.
    counted: bool,
    /// The note counts its lesions, or its words speak for several.
    several: bool,
    /// Mentions of lesions by letter or number, the first few.
    labels: Vec<usize>,
    /// The first few parts that open with a noun and its number or letter.
    counted_nouns: Vec<usize>,
    /// The note counts what lies apart by another noun, such as wounds; found once where it is asked for.
    counts_places: OnceCell<bool>,
    /// Where each letter or number opens a part with a place; found once where it is asked for.
    lettered: OnceCell<[usize; item_marks::LABELS]>,
    /// The places at which tissue was taken.
    sampled_places: OnceCell<FxHashSet<ConceptSet>>,
    /// Whether the note tells of a punch.
    punched: OnceCell<bool>,
    /// The places of the title and the account.
    told_key: OnceCell<ConceptSet>,
    /// The sides on which something was sampled, as sentences tell them alone.
    sides_acted_on: OnceCell<ConceptSet>,
    /// What all sites tell; counted once where it is asked for.
    told_by_sites: OnceCell<undone::Told>,
    /// Whether the note tells of a visit after a biopsy; found once.
    of_other_visit: OnceCell<bool>,
}

impl Finder<'_> {
    fn role(&self, part: usize) -> Role {
        self.document.sections[self.section(part)].role
    }
}

fn document_word<'d>(document: &'d Document, token: usize) -> &'d str {
    if token < document.tokens.list.len() { document.tokens.word(token) } else { "" }
}

/// What sets a site apart: its side, region and muscle; a muscle implies its region where none is named.
fn key_of(concepts: ConceptSet) -> ConceptSet {
    let mut key = concepts.within(SIDES.with(REGIONS).with(MUSCLES));
    if !key.meets(REGIONS) && key.has(known::THIGH_MUSCLE) {
        key.insert(known::THIGH);
    } else if !key.meets(REGIONS) && key.has(known::OTHER_MUSCLE) {
        key.insert(known::OTHER_REGION);
    }
    key
}
