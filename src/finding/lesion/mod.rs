//! Which sentence speaks of which lesion. In: a document, its sites and statements. Out: the lesions sampled or removed in
//! this encounter, and for every sentence the lesion it is about; a sentence about none in particular holds for all.
//!
//! Lesions are told apart where the note itself does: numbered items, headings that are sites, a list of procedures, or a second
//! incision at another site. Two sides without any such sign are a contradiction, not two lesions.

mod sampled;

use super::site::Site;
use super::{Tier, is_sampling};
use crate::analysis::Approach;
use crate::document::Document;
use crate::document::section::Role;
use crate::lexicon::concept::{Concept, ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::mention::Mention;
use crate::statement::Statement;
use crate::token::{Break, Kind};
use std::ops::Range;

/// The lesions of a note.
#[derive(Debug, Clone, Default)]
pub struct Lesions {
    /// How many were sampled or removed.
    pub count: usize,
    /// For each token its part of the note.
    part_at: Vec<u32>,
    /// For each part its lesion; none where it holds for all.
    of_part: Vec<Option<usize>>,
    /// What sets the lesions apart: side and region words.
    keys: Vec<ConceptSet>,
    /// The part each lesion was first told apart in; empty where there is but one.
    heads: Vec<usize>,
    /// For each lesion whether the note says that it was dealt with as another before it.
    repeats: Vec<bool>,
    /// First tokens of what was done to other tissue than soft tissue, rising.
    elsewhere: Vec<usize>,
}

const SIDES: ConceptSet = ConceptSet::of(&[known::LEFT, known::RIGHT]);
const REGIONS: ConceptSet = ConceptSet::of(&[known::THIGH, known::KNEE, known::OTHER_REGION]);
const MUSCLES: ConceptSet = ConceptSet::of(&[known::THIGH_MUSCLE, known::OTHER_MUSCLE]);
const FILLERS: ConceptSet =
    ConceptSet::of(&[known::FILLER, known::CONJUNCTION, known::LESION_ITEM, known::PREPOSITION, known::DETERMINER]);
const ASPECTS: ConceptSet = ConceptSet::of(&[
    known::ANTERIOR,
    known::POSTERIOR,
    known::MEDIAL,
    known::LATERAL,
    known::PROXIMAL,
    known::MID,
    known::DISTAL,
]);

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

    /// Whether words tell of what was done to a node, a bone, a joint or an organ.
    pub fn is_elsewhere(&self, token: usize) -> bool {
        self.elsewhere.binary_search(&token).is_ok()
    }

    /// Whether a lesion was dealt with as the one before it: "same needle, two cores".
    pub fn repeats(&self, lesion: usize) -> bool {
        self.repeats.get(lesion) == Some(&true)
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

    /// The one lesion whose key fits, if just one does.
    fn only(&self, concepts: ConceptSet) -> Option<usize> {
        let mut fitting = (0..self.keys.len()).filter(|&i| !self.contradicts(concepts, i));
        let first = fitting.next()?;
        fitting.next().is_none().then_some(first)
    }

    /// Whether words name another side or region than the lesion's.
    fn contradicts(&self, concepts: ConceptSet, lesion: usize) -> bool {
        self.keys.get(lesion).is_some_and(|key| apart(*key, concepts))
    }
}

/// Whether two descriptions cannot be of the same lesion.
fn apart(a: ConceptSet, b: ConceptSet) -> bool {
    [SIDES, REGIONS, MUSCLES]
        .into_iter()
        .any(|set| a.meets(set) && b.meets(set) && !set.iter().any(|c| a.has(c) && b.has(c)))
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
    let parts = parts(document);
    let mut part_at = vec![0; document.tokens.list.len()];
    for (part, number) in parts.iter().zip(0u32..) {
        part_at[part.first..part.end].fill(number);
    }
    const SEVERAL: ConceptSet = ConceptSet::of(&[known::SECOND_LESION, known::ALL_LESIONS]);
    let counted = document.mentions.iter().any(|m| m.concepts.meets(SEVERAL) || is_several_lesions(document, m));
    let finder = Finder { document, sites, statements, parts, part_at, counted };
    let several = [finder.items(), finder.site_headings(), finder.moves(), finder.titles()]
        .into_iter()
        .find(|items| finder.are_lesions(items));
    let mut lesions = match several {
        Some(items) => finder.assign(&items),
        None => Lesions {
            count: 1,
            keys: vec![ConceptSet::EMPTY],
            of_part: vec![None; finder.parts.len()],
            ..Lesions::default()
        },
    };
    finder.drop_unsampled(&mut lesions);
    for part in 0..finder.parts.len() {
        if finder.is_other_left(part) {
            lesions.of_part[part] = Some(usize::MAX);
        }
    }
    lesions.elsewhere = finder.elsewhere();
    lesions.part_at = finder.part_at;
    lesions
}

/// "Two lumps", "3 nodules": lesions counted in the plural.
fn is_several_lesions(document: &Document, lesion: &Mention) -> bool {
    let plural = document.tokens.word(lesion.last()).ends_with('s');
    let counts = |t: usize| {
        let word = document.tokens.word(t);
        matches!(word, "two" | "three" | "four" | "five")
            || (word.len() == 1 && matches!(word.as_bytes(), [b'2'..=b'9']))
    };
    lesion.is(known::LESION) && plural && lesion.first().checked_sub(1).is_some_and(counts)
}

/// Cuts sentences where they may go on to another lesion: at semicolons, "(b)", "and a 4 mm punch of".
fn parts(document: &Document) -> Vec<Part> {
    let mut out = Vec::with_capacity(document.sentences.len());
    for (number, sentence) in document.sentences.iter().enumerate() {
        let mut first = sentence.first;
        for at in sentence.first + 1..sentence.end {
            if at > first && parts_before(document, at, sentence.end) {
                out.push(Part { first, end: at, sentence: number });
                first = at;
            }
        }
        out.push(Part { first, end: sentence.end, sentence: number });
    }
    out
}

/// Whether a token within a sentence may begin what is said of another lesion.
fn parts_before(document: &Document, at: usize, end: usize) -> bool {
    const ACT: ConceptSet =
        ConceptSet::of(&[known::PUNCH, known::PUNCH_TOOL, known::BIOPSY, known::CORE, known::EXCISION]);
    const PLACE: ConceptSet = ConceptSet::of(&[known::THIGH, known::KNEE, known::OTHER_REGION]);
    let mark = |t: usize, m: u8| document.tokens.is_mark(t, m);
    let within = |set: ConceptSet, t: Range<usize>| {
        document.mentions_in(t.start, t.end.min(end)).any(|m| document.mentions[m].concepts.meets(set))
    };
    if mark(at - 1, b';') {
        return true;
    }
    if mark(at, b'(') && mark(at + 2, b')') && label_of(document.tokens.word(at + 1)).is_some() {
        return true;
    }
    let begins = document.mention(at).is_some_and(|m| m.first() == at);
    if begins && document.concepts(at).meets(ConceptSet::of(&[known::LESION_ITEM])) {
        return document.is_unpunctuated() || mark(at - 1, b',') || document.is(at - 1, known::CONJUNCTION);
    }
    let word = document.tokens.word(at);
    if word == "then" {
        return within(PLACE, at..at + 7);
    }
    let another = |t: usize| matches!(document_word(document, t), "other" | "another" | "second" | "one");
    if word == "and" && (at + 1..at + 5).any(|t| t < end && another(t)) {
        // "one in front and one at the back".
        let paired = || document.tokens.word(at + 1) == "one";
        return within(PLACE, at..at + 14) || paired() && within(ASPECTS, at..at + 6);
    }
    // "Cores x3 from the right thigh, cores x4 from the left knee".
    let listed = mark(at - 1, b',') && (at..at + 4).any(|t| t < end && document.concepts(t).meets(ACT));
    let marked = |t: &usize| matches!(document.tokens.list[*t].kind, Kind::Punct(b',' | b';' | b':' | b'.'));
    let own = (at..end.min(at + 10)).find(marked).unwrap_or(at + 10);
    (listed && within(PLACE, at..own)) || (word == "and" && within(ACT, at..at + 6) && within(PLACE, at..at + 14))
}

/// The number a mark of an item stands for: `2`, `b`, `ii`, `two`, `second`.
fn label_of(word: &str) -> Option<u8> {
    Some(match word {
        "i" | "one" | "first" => 1,
        "ii" | "two" | "second" => 2,
        "iii" | "three" | "third" => 3,
        "iv" | "four" | "fourth" => 4,
        "v" | "five" => 5,
        _ => match word.as_bytes() {
            [digit @ b'1'..=b'9'] => digit - b'0',
            [letter @ b'a'..=b'h'] => letter - b'a' + 1,
            _ => return None,
        },
    })
}

struct Finder<'a> {
    document: &'a Document<'a>,
    sites: &'a [Site],
    statements: &'a [Statement],
    parts: Vec<Part>,
    part_at: Vec<u32>,
    /// The note speaks of several lesions.
    counted: bool,
}

impl Finder<'_> {
    /// Numbered or lettered items, or "lesion 1", each at the start of a part of the body. Those of one number are of one lesion,
    /// and a list of titles or diagnoses tells more of each.
    fn items(&self) -> Vec<Item> {
        let body = |p: usize| {
            matches!(self.role(p), Role::Technique | Role::Narrative | Role::Findings | Role::Field | Role::Impression)
                || (p == 0 && self.is_unheaded(p))
        };
        let form = self.is_numbered_form();
        let numbered = |p: usize| self.document.tokens.list[self.behind_bullet(p)].kind == Kind::Number;
        let starts: Vec<usize> =
            (0..self.parts.len()).filter(|&p| body(p) && self.starts_item(p) && !(form && numbered(p))).collect();
        let mut items: Vec<Item> = Vec::new();
        for item in self.items_from(&starts, true) {
            match items.iter_mut().find(|i| i.label.is_some() && i.label == item.label) {
                Some(same) if !apart(same.key, item.key) => {
                    same.key = same.key.with(item.key);
                    same.aspects = same.aspects.with(item.aspects);
                    same.runs.extend(item.runs);
                }
                _ => items.push(item),
            }
        }
        if self.are_steps(&items) {
            return Vec::new();
        }
        if items.len() > 1 {
            self.add_listed(&mut items);
        }
        items
    }

    /// "2. Incision over the thigh. 3. Fascia opened. 4. A piece cut off and sent.": steps of one operation, of which one tells of
    /// the cut and another, at no other place, of the sample.
    fn are_steps(&self, items: &[Item]) -> bool {
        let parts = |i: &Item| i.runs.iter().flat_map(Clone::clone).collect::<Vec<usize>>();
        let sampled = |i: &Item| parts(i).into_iter().any(|p| self.is_sampled_in(p));
        let cut = |i: &Item| {
            let claims = |s: &Statement| s.claim == Claim::Approach(Approach::Incision) && super::is_held(s);
            i.runs.iter().any(|r| self.statements_in(r).any(claims))
        };
        let opens = |i: &Item| cut(i) && !sampled(i) && !self.is_left(i);
        let takes = |i: &Item| sampled(i) && !cut(i);
        items.iter().enumerate().any(|(n, first)| {
            opens(first) && items[n + 1..].iter().any(|later| takes(later) && !apart(first.key, later.key))
        })
    }

    /// "1. Preop diagnosis: … 2. Indication: …": the numbers are those of a form's fields, and no lesion's.
    fn is_numbered_form(&self) -> bool {
        let tokens = &self.document.tokens;
        let numbered = |first: usize| {
            first >= 2
                && (tokens.is_mark(first - 1, b'.') || tokens.is_mark(first - 1, b')'))
                && tokens.list[first - 2].kind == Kind::Number
                && tokens.list[first - 2].before >= Break::Line
        };
        let of_form = |role: Role| {
            matches!(
                role,
                Role::Preop
                    | Role::Postop
                    | Role::PrePost
                    | Role::Indication
                    | Role::History
                    | Role::Technique
                    | Role::Findings
                    | Role::Specimen
                    | Role::Impression
                    | Role::Aside
            )
        };
        self.document.sections.iter().filter(|s| of_form(s.role) && numbered(s.first)).take(2).count() == 2
    }

    /// The first line of a note, taken for its title without any heading.
    fn is_unheaded(&self, part: usize) -> bool {
        let section = &self.document.sections[self.section(part)];
        section.role == Role::Title && section.body == section.first && self.document.tokens.list.len() > section.end
    }

    /// Adds to labelled items what a list under a heading tells of the same number.
    fn add_listed(&self, items: &mut [Item]) {
        let mut at = 0;
        while at < self.parts.len() {
            let headed = matches!(Tier::of(self.role(at)), Tier::Title) || self.role(at) == Role::Indication;
            let label = if headed && self.starts_item(at) { self.label(at) } else { None };
            let Some(item) = items.iter_mut().find(|i| label.is_some() && i.label == label) else {
                at += 1;
                continue;
            };
            let section = self.section(at);
            let goes_on = |p: &usize| *p < self.parts.len() && self.section(*p) == section && !self.starts_item(*p);
            let end = (at + 1..).take_while(goes_on).last().map_or(at + 1, |p| p + 1);
            let (key, aspects) = self.key(at, end);
            if !apart(item.key, key) {
                item.key = item.key.with(key);
                item.aspects = item.aspects.with(aspects);
                item.runs.push(at..end);
            }
            at = end;
        }
    }

    /// Runs under a site: "KNEE:", "Left thigh –", "LEFT.".
    fn site_headings(&self) -> Vec<Item> {
        let starts: Vec<usize> = (0..self.parts.len()).filter(|&p| self.is_headed_by_site(p)).collect();
        self.items_from(&starts, false)
    }

    fn is_headed_by_site(&self, part: usize) -> bool {
        let document = self.document;
        let at = self.parts[part].first;
        let sentence = &document.sentences[self.parts[part].sentence];
        let section = &document.sections[sentence.section];
        let mut places = SIDES.with(REGIONS).with(MUSCLES);
        if self.counted {
            places = places.with(ASPECTS);
        }
        if section.role == Role::Field && at == section.first {
            return (section.first..section.body).any(|t| document.concepts(t).meets(places));
        }
        if !matches!(section.role, Role::Technique | Role::Narrative | Role::Findings | Role::Field)
            || at != sentence.first
        {
            return false;
        }
        // "Left first: …", "Then right: …".
        let ordered =
            |t: usize| matches!(document_word(document, t), "then" | "next" | "now" | "first" | "second" | "finally");
        let turned = usize::from(ordered(at));
        let at = at + turned;
        let Some(mention) = document.mention(at).filter(|m| m.concepts.meets(places) && !m.is(known::PSEUDO)) else {
            return false;
        };
        let site = self.sites.get(self.sites.partition_point(|s| s.first < at)).filter(|s| s.first == at);
        let last = site.map_or(mention.last(), |s| s.last);
        // "Anterior mass:".
        let last = document.mention(last + 1).filter(|m| m.is(known::LESION)).map_or(last, |m| m.last());
        let last = last + usize::from(ordered(last + 1));
        let last = self.behind_length(last);
        let last = self.behind_size(last, sentence.end);
        let stop = |m: u8| document.tokens.is_mark(last + 1, m);
        let dashed = stop(b'-') && document.tokens.list[last + 1].before != Break::Joined;
        // "Then right leg, same muscle".
        let listed = turned > 0 && stop(b',');
        stop(b':') || dashed || listed || (stop(b'.') && last + 2 >= sentence.end && last < at + 3)
    }

    /// "Anterior lump, 2 cm:", "Left thigh (3 x 2 cm):": the last token of a size that stands between the name of a site and its mark.
    fn behind_size(&self, last: usize, end: usize) -> usize {
        const UNITS: ConceptSet = ConceptSet::of(&[known::UNIT_CM, known::UNIT_MM, known::UNIT_INCH]);
        let mark = |t: usize, m: u8| self.document.tokens.is_mark(t, m);
        if !(mark(last + 1, b',') || mark(last + 1, b'(')) {
            return last;
        }
        let unit = (last + 3..end.min(last + 3 + LONGEST_SIZE)).find(|&t| self.document.concepts(t).meets(UNITS));
        let unit = unit.filter(|_| self.is_number(last + 2));
        let noun = |t: usize| self.document.mention(t + 1).filter(|m| m.is(known::LESION)).map_or(t, |m| m.last());
        unit.map_or(last, |t| noun(t + usize::from(mark(t + 1, b')')))).max(last)
    }

    /// Behind "Thigh lump", the last token of ", 3 cm" where a mark of a heading follows.
    fn behind_length(&self, last: usize) -> usize {
        const LONGEST: usize = 8;
        const LENGTH: ConceptSet =
            ConceptSet::of(&[known::UNIT_CM, known::UNIT_MM, known::UNIT_INCH, known::TIMES, known::NUMBER_WORD]);
        let document = self.document;
        let measures = |t: usize| match document.tokens.list.get(t).map(|t| t.kind) {
            Some(Kind::Number | Kind::Punct(b',' | b'(' | b')')) => true,
            Some(Kind::Word) => document.concepts(t).meets(LENGTH),
            _ => false,
        };
        let end = (last + 1..last + 1 + LONGEST).take_while(|&t| measures(t)).last();
        end.filter(|&e| document.tokens.is_mark(e + 1, b':')).unwrap_or(last)
    }

    /// A new incision or needle at another site: "a separate incision was made over the medial calf", "attention was turned to the
    /// left", "then the knee lump".
    fn moves(&self) -> Vec<Item> {
        let body = |p: usize| {
            matches!(self.role(p), Role::Technique | Role::Narrative | Role::Findings) || self.is_told_in_field(p)
        };
        let counted = self.counted;
        let mut starts: Vec<usize> = Vec::new();
        let (mut key, mut aspects) = (ConceptSet::EMPTY, ConceptSet::EMPTY);
        for site in self.sites.iter().filter(|s| s.weight >= 2 || self.is_told_first(s) || self.is_turned_to(s)) {
            let part = self.part(site.first);
            if !body(part) || self.is_left_alone(part) {
                continue;
            }
            let elsewhere = apart(key, key_of(site.concepts));
            let other_end = (key.is_empty() || !elsewhere) && opposed(aspects, site.aspects);
            let turned = || self.announces(part) || (counted && self.is_sampled_in(part));
            let new = if elsewhere {
                let done = || starts.last().is_some_and(|&s| (s..part).any(|p| self.is_sampled_in(p)));
                let own = || (counted && self.is_sampled_in(part)) || self.is_another_act(part, key, site);
                (site.weight >= 3 && self.announces(part))
                    || self.turns(part)
                    || (self.turns_to(part, site) && done())
                    || (own() && done())
                    || (apart(keep(key, SIDES), keep(site.concepts, SIDES)) && self.repeats_in(&(part..part + 1)))
                    || self.is_parallel(part, site, starts.last())
            } else {
                other_end && self.opens(part, site) && turned()
            };
            if starts.is_empty() || new {
                if starts.last() != Some(&part) {
                    starts.push(part);
                }
                (key, aspects) = (ConceptSet::EMPTY, ConceptSet::EMPTY);
            }
            key = key.with(key_of(site.concepts));
            aspects = aspects.with(site.aspects);
        }
        self.items_from(&starts, false)
    }

    /// "The left thigh was done first": a place in passing that nonetheless opens a series.
    fn is_told_first(&self, site: &Site) -> bool {
        let Part { first, end, .. } = self.parts[self.part(site.first)];
        let near = first..end.min(site.last + 8);
        site.weight == 1
            && near.into_iter().any(|t| matches!(self.document.tokens.word(t), "first" | "began" | "started"))
    }

    /// A field that tells as much as a narrative: "Biopsies today: L thigh, 14G core x3; R thigh, 14G core x3".
    fn is_told_in_field(&self, part: usize) -> bool {
        let section = &self.document.sections[self.section(part)];
        section.role == Role::Field
            && section.end - section.body > 16
            && (self.is_sampled_in(part) || self.is_of_same_visit(part))
    }

    /// "The anterior one", "the posterior nodule": a site at the start of a part that names a lesion by it.
    fn opens(&self, part: usize, site: &Site) -> bool {
        let next = site.last + 1;
        site.first < self.parts[part].first + 4
            && (self.document.is(next, known::LESION)
                || (site.first..=site.last).any(|t| self.document.is(t, known::LESION))
                || (next < self.parts[part].end && self.document.tokens.word(next) == "one"))
    }

    /// "Then the knee lump: two more cores": words of order before a part of its own sampling.
    fn turns(&self, part: usize) -> bool {
        let Part { first, end, .. } = self.parts[part];
        let ordered = (first..end.min(first + 9)).any(|t| {
            let opening = t < first + 3;
            let word = self.document.tokens.word(t);
            let session = || {
                matches!(
                    document_word(self.document, t + 1),
                    "session" | "sitting" | "visit" | "setting" | "anesthetic"
                )
            };
            matches!(word, "then" | "also")
                || (opening && word == "same" && session())
                || opening
                    && matches!(
                        word,
                        "next"
                            | "afterwards"
                            | "afterward"
                            | "subsequently"
                            | "finally"
                            | "similarly"
                            | "likewise"
                            | "secondly"
                            | "lastly"
                            | "additionally"
                            | "beforehand"
                    )
        });
        let cut = || self.statements_in(&(part..part + 1)).any(|s| s.claim == Claim::Approach(Approach::Incision));
        (ordered && (self.is_sampled_in(part) || cut() || self.is_sampled_next(part))) || self.starts_afresh(part)
    }

    /// "Then the right leg, same muscle, fresh nick. Bergstrom again, one bite": a part that opens with a word of order, and the
    /// next, which names no site of its own, tells of the sampling.
    fn is_sampled_next(&self, part: usize) -> bool {
        const ORDER: [&str; 5] = ["then", "next", "finally", "lastly", "afterwards"];
        let Some(next) = self.parts.get(part + 1) else { return false };
        let opens = ORDER.contains(&self.document.tokens.word(self.parts[part].first));
        let placed = || self.sites_from(next.first).next().is_some_and(|s| s.first < next.end && s.weight > 0);
        opens && self.is_sampled_in(part + 1) && !placed()
    }

    /// "Attention was then turned to the right knee", "we moved on to the calf": the sampling is told soon behind it.
    fn turns_to(&self, part: usize, site: &Site) -> bool {
        self.is_turned_to(site) && self.samples_in(&(part..(part + 4).min(self.parts.len())))
    }

    /// Whether words for turning to something stand before a site.
    fn is_turned_to(&self, site: &Site) -> bool {
        const TURNS: [&str; 9] =
            ["attention", "turned", "turning", "moved", "moving", "proceeded", "proceeding", "switched", "addressed"];
        // "Next the shin was addressed", "then the right leg, same muscle".
        const ORDER: [&str; 5] = ["next", "then", "second", "secondly", "finally"];
        const DEALT: [&str; 6] = ["addressed", "approached", "tackled", "attended", "turned", "sampled"];
        let part = self.part(site.first);
        let Part { first, end, .. } = self.parts[part];
        let word = |t: usize| self.document.tokens.word(t);
        let mut before = site.first.saturating_sub(8).max(first)..site.first;
        let mut behind = site.last + 1..end.min(site.last + 4);
        let mut dealt_with = || {
            ORDER.contains(&word(first))
                && site.first < first + 4
                && (behind.any(|t| DEALT.contains(&word(t))) || self.repeats_in(&(part..part + 1)))
        };
        (site.weight >= 1 && before.any(|t| TURNS.contains(&word(t)))) || dealt_with()
    }

    /// "Through a separate 5 cm incision": an opening that is said to be another.
    fn starts_afresh(&self, part: usize) -> bool {
        const OPENING: ConceptSet = ConceptSet::of(&[known::INCISION, known::NEEDLE, known::PUNCH, known::PUNCH_TOOL]);
        let Part { first, end, .. } = self.parts[part];
        (first..end).any(|t| {
            matches!(self.document.tokens.word(t), "separate" | "second" | "another" | "additional" | "further" | "new")
                && (t + 1..end.min(t + 5)).any(|n| self.document.concepts(n).meets(OPENING))
        })
    }

    /// A part that tells of its own sampling by other means, at a place that differs in side and region from that of the part before.
    fn is_another_act(&self, part: usize, key: ConceptSet, site: &Site) -> bool {
        let other = key_of(site.concepts);
        let differs = |set: ConceptSet| key.meets(set) && other.meets(set) && apart(keep(key, set), keep(other, set));
        let punched = || self.statements.iter().any(|s| s.claim == Claim::Approach(Approach::Punch));
        let otherwise = || differs(SIDES) || punched() || self.is_done_otherwise(part);
        differs(REGIONS) && self.is_sampled_in(part) && otherwise()
    }

    /// Whether a part tells of a needle or of a removal where the part before it told of the other.
    fn is_done_otherwise(&self, part: usize) -> bool {
        let done = |part: usize, claims: fn(Claim) -> bool| {
            self.statements_in(&(part..part + 1)).any(|s| claims(s.claim) && super::is_held(s))
        };
        let cored: fn(Claim) -> bool = |c| matches!(c, Claim::Approach(Approach::CoreNeedle | Approach::FineNeedle));
        let whole: fn(Claim) -> bool = |c| matches!(c, Claim::Whole);
        part.checked_sub(1).is_some_and(|before| {
            (done(part, cored) && done(before, whole)) || (done(part, whole) && done(before, cored))
        })
    }

    /// Whether a part tells of tissue taken, or of a needle or punch; a cut alone is on the way to somewhere.
    fn is_sampled_in(&self, part: usize) -> bool {
        let told = |s: &Statement| {
            is_sampling(s.claim)
                && s.claim != Claim::Approach(Approach::Incision)
                && s.assertion.is_current()
                && !s.assertion.is_negated()
        };
        self.statements_in(&(part..part + 1)).any(told)
    }

    /// "L thigh, 14G core x3; R thigh, 14G core x3": this part and the one where the last lesion began both open with a site and
    /// tell of sampling.
    fn is_parallel(&self, part: usize, site: &Site, previous: Option<&usize>) -> bool {
        let Some(&previous) = previous else { return false };
        let reach = if self.parts[part].sentence == self.parts[previous].sentence { PARALLEL_REACH } else { 4 };
        let opens =
            |part: usize, site: &Site| site.first < self.parts[part].first + reach && self.part(site.first) == part;
        let short = part <= previous + 2 && self.section(part) == self.section(previous);
        short
            && opens(part, site)
            && self.sites_from(self.parts[previous].first).take(2).any(|s| opens(previous, s))
            && self.is_sampled_in(part)
            && self.is_sampled_in(previous)
    }

    /// The sites from a token on, in order.
    fn sites_from(&self, token: usize) -> impl Iterator<Item = &Site> {
        self.sites[self.sites.partition_point(|s| s.first < token)..].iter()
    }

    fn part(&self, token: usize) -> usize {
        self.part_at[token] as usize
    }

    fn section(&self, part: usize) -> usize {
        self.document.sentences[self.parts[part].sentence].section
    }

    /// "Other nodules, left flank, were left undisturbed."
    fn is_left_alone(&self, part: usize) -> bool {
        let s = &self.parts[part];
        let declined = |s: &Statement| matches!(s.claim, Claim::Skipped | Claim::NotSampled);
        self.document
            .mentions_in(s.first, s.end)
            .any(|m| self.document.mentions[m].concepts.meets(ConceptSet::of(&[known::SPARE, known::UNSAMPLED])))
            || (self.statements_in(&(part..part + 1)).any(declined) && !self.is_sampled_in(part))
    }

    /// "A second, smaller one of 9 mm lies deep in the vastus and was left": what is told of another lesion concerns no procedure.
    fn is_other_left(&self, part: usize) -> bool {
        const LEFT: ConceptSet = ConceptSet::of(&[known::SPARE, known::UNSAMPLED, known::LEFT_BEHIND]);
        const REACH: usize = 7;
        let Part { first, end, .. } = self.parts[part];
        let mut mentions = self.document.mentions_in(first, end).map(|m| &self.document.mentions[m]);
        let Some(second) = mentions.clone().find(|m| m.is(known::SECOND_LESION) && m.first() < first + 3) else {
            return false;
        };
        let named = (second.first()..end.min(second.last() + REACH))
            .any(|t| self.document.is(t, known::LESION) || matches!(self.document.tokens.word(t), "one" | "ones"));
        named && mentions.any(|m| m.concepts.meets(LEFT)) && !self.is_sampled_in(part)
    }

    /// A list of procedures at different sites: "1) Open biopsy, left thigh. 2) Open biopsy, left calf."
    fn titles(&self) -> Vec<Item> {
        let titled = |s: &&Site| s.role == Role::Title && s.weight > 0 && !self.is_left_alone(self.part(s.first));
        let titled: Vec<&Site> = self.sites.iter().filter(titled).collect();
        let mut items: Vec<Item> = Vec::new();
        for site in titled {
            if !items.iter().all(|i| apart(i.key, site.concepts)) || !site.concepts.meets(REGIONS.with(MUSCLES)) {
                continue;
            }
            items.push(Item { runs: Vec::new(), key: key_of(site.concepts), aspects: site.aspects, label: None });
        }
        let listed = (0..self.parts.len()).filter(|&p| self.role(p) == Role::Title && self.starts_item(p)).count() >= 2;
        let counted = self.counted;
        if items.len() >= 2 && (counted || listed) { items } else { Vec::new() }
    }

    fn role(&self, part: usize) -> Role {
        self.document.sections[self.section(part)].role
    }

    /// The number or letter of the item that a part starts with.
    fn label(&self, part: usize) -> Option<u8> {
        let document = self.document;
        let (first, end) = (self.behind_bullet(part), self.parts[part].end);
        let counter = |t: usize| label_of(document.tokens.word(t)).filter(|_| t < end);
        if document.is(first, known::LESION_ITEM) {
            let mention = document.mention(first)?;
            return (mention.first()..=mention.last()).rev().find_map(counter);
        }
        if document.is(first, known::SECOND_LESION) {
            return None;
        }
        let first = document.mention(first).filter(|m| m.last() > first).map_or(first, |m| m.last());
        let article = |t: usize| document.tokens.word(t) == "a" && !document.tokens.list[t].capital;
        let marked = |t: usize| document.tokens.is_mark(t + 1, b')') || document.tokens.is_mark(t + 1, b'.');
        (first..(first + 5).min(end)).filter(|&t| !article(t) || marked(t)).find_map(counter)
    }

    /// "The first sits at the front of the left thigh", "the other one, at the back": a number or order word as the subject.
    fn starts_in_order(&self, part: usize) -> bool {
        const SAID: ConceptSet = ConceptSet::of(&[known::BE, known::LIE, known::VERB, known::TAKE, known::CUT]);
        let document = self.document;
        let Part { first, end, .. } = self.parts[part];
        let at = first + usize::from(matches!(document.tokens.word(first), "the" | "and"));
        let second = document.is(first, known::SECOND_LESION);
        let ordinal = matches!(document.tokens.word(at), "first" | "second" | "third" | "fourth");
        let behind = if second { document.mention(first).map_or(at, |m| m.last()) + 1 } else { at + 1 };
        let marked = |m: u8| document.tokens.is_mark(behind, m);
        // "FIRST. Front of the thigh", "SECOND -".
        let headed =
            || at == first && (marked(b'.') || marked(b'|') || marked(b'-')) && document.tokens.list[at].capital;
        let subject =
            behind < end && (marked(b',') || marked(b':') || headed() || document.concepts(behind).meets(SAID));
        (second || ordinal && document.mention(at).is_none_or(|m| m.last() == at)) && subject
    }

    /// The first token of a part that is no bullet.
    fn behind_bullet(&self, part: usize) -> usize {
        let Part { first, end, .. } = self.parts[part];
        let is_bullet = |t: &usize| [b'*', b'-'].iter().any(|m| self.document.tokens.is_mark(*t, *m));
        (first..end).find(|t| !is_bullet(t)).unwrap_or(end)
    }

    /// Whether a part starts with the mark of an item.
    fn starts_item(&self, part: usize) -> bool {
        let document = self.document;
        let at = self.behind_bullet(part);
        let tokens = &document.tokens.list;
        // A bullet that a heading follows is a part of its own.
        let Some(token) = tokens.get(at).filter(|_| at < self.parts[part].end) else { return false };
        if document.is(at, known::LESION_ITEM) {
            return true;
        }
        if self.starts_in_order(part) {
            return true;
        }
        if document.concepts(at).meets(ConceptSet::of(&[known::LESION, known::SITE_NOUN, known::MUSCLE]))
            && self.is_counter(document.mention(at).map_or(at, |m| m.last()) + 1)
        {
            return true;
        }
        let mark = |t: usize, m: u8| document.tokens.is_mark(t, m);
        // "Sample 1: …", "Biopsy B – …": such words are counted in running text as well, so a mark must follow.
        if document.concepts(at).meets(ConceptSet::of(&[known::SAMPLE, known::BIOPSY, known::INCISION])) {
            let counter = document.mention(at).map_or(at, |m| m.last()) + 1;
            let marked = [b':', b'-', b'|', b'.'].into_iter().any(|m| mark(counter + 1, m));
            if marked && self.is_counter(counter) {
                return true;
            }
        }
        if token.kind == Kind::Word && matches!(document.tokens.word(at), "no" | "ad" | "nr") {
            return self.is_counter(at + 1 + usize::from(mark(at + 1, b'.')));
        }
        let short_number = |t: usize| tokens.get(t).is_some_and(|k| k.kind == Kind::Number && k.span.len() == 1);
        // "#2 Right thigh, lateral: …": the mark may stand before the label of the part.
        let hashed = at.checked_sub(1).is_some_and(|t| mark(t, b'#') && tokens[t].before >= Break::Line);
        if hashed && short_number(at) {
            return true;
        }
        let letter = |t: usize| tokens.get(t).is_some_and(|k| k.kind == Kind::Word && k.span.len() == 1 && k.capital);
        // The mark may stand alone before a label: that part begins there.
        if (mark(at, b'(') || mark(at, b'#')) && at + 1 < self.parts[part].end {
            let roman = tokens.get(at + 1).is_some_and(|t| t.kind == Kind::Word)
                && matches!(document.tokens.word(at + 1), "i" | "ii" | "iii" | "iv" | "v");
            let small = tokens.get(at + 1).is_some_and(|t| t.kind == Kind::Word && t.span.len() == 1);
            return (short_number(at + 1) || letter(at + 1) || roman) && mark(at, b'#')
                || (short_number(at + 1) || small || roman) && mark(at + 2, b')');
        }
        let ordinal = short_number(at)
            && tokens.get(at + 1).is_some_and(|t| t.before == Break::Joined)
            && matches!(
                document.tokens.list.get(at + 1).map(|_| document.tokens.word(at + 1)),
                Some("st" | "nd" | "rd" | "th")
            );
        let told = || [b':', b'|', b'-', b',', b'.', b')'].into_iter().any(|m| mark(at + 2, m));
        if ordinal && (token.before >= Break::Line || told()) {
            return true;
        }
        // A digit in a ring.
        if token.kind == Kind::Number && token.span.len() == RINGED && document.tokens.word(at).len() == 1 {
            return true;
        }
        let numbered =
            (short_number(at) || letter(at)) && (mark(at + 1, b'.') || mark(at + 1, b')') || mark(at + 1, b':'));
        // "No." may end a sentence of its own.
        let placed = mark(at + 1, b'-') && document.concepts(at + 2).meets(SIDES.with(REGIONS));
        if short_number(at) && placed {
            return true;
        }
        let bracketed = mark(at + 1, b')') && label_of(document.tokens.word(at)).is_some();
        (numbered || bracketed) && token.before != Break::Joined
    }

    /// `1`, `A`: what tells items of a kind apart.
    fn is_counter(&self, at: usize) -> bool {
        let tokens = &self.document.tokens.list;
        tokens.get(at).is_some_and(|t| {
            t.span.len() == 1 && (t.kind == Kind::Number || (t.kind == Kind::Word && t.capital))
                || matches!(self.document.tokens.word(at), "one" | "two" | "three" | "four" | "ii" | "iii" | "iv")
        }) && !tokens.get(at + 1).is_some_and(|t| {
            t.kind == Kind::Word
                && t.before != Break::Joined
                && self.document.concepts(at + 1).meets(ConceptSet::of(&[known::UNIT_CM, known::UNIT_MM, known::TIMES]))
        })
    }

    /// Whether a part, or the one before it, announces another lesion, incision or site.
    fn announces(&self, part: usize) -> bool {
        if self.is_of_same_visit(part) {
            return true;
        }
        let previous = part.saturating_sub(1);
        let Part { first, .. } = self.parts[previous];
        self.document
            .mentions_in(first, self.parts[part].end)
            .any(|m| self.document.mentions[m].is(known::SECOND_LESION))
    }

    /// "Same visit: lump, left knee": a label that adds something to what was done before.
    fn is_of_same_visit(&self, part: usize) -> bool {
        let section = &self.document.sections[self.section(part)];
        let within =
            |words: &[&str]| (section.first..section.body).any(|t| words.contains(&self.document.tokens.word(t)));
        within(&["same", "also", "while", "further"])
            && (within(&["visit", "sitting", "session", "appointment", "list", "time", "there", "here", "day"])
                || section.body - section.first <= 2)
    }

    /// Items from the parts they start in, each up to the next, a blank line, a part about all, or another section.
    fn items_from(&self, starts: &[usize], within_section: bool) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        for (i, &first) in starts.iter().enumerate().take(MOST) {
            let limit = starts.get(i + 1).copied().unwrap_or(self.parts.len());
            let section = self.section(first);
            let leaves = |p: &usize| {
                let unheaded = first == 0 && self.is_unheaded(first) && i + 1 < starts.len();
                let inline = unheaded
                    || self.document.tokens.list[self.parts[*p].first].before < Break::Line
                    || self.document.sections[self.section(*p)].first != self.parts[*p].first;
                let goes_on = match within_section {
                    // The last item goes on within its line.
                    true => {
                        (inline && i + 1 < starts.len())
                            || self.document.tokens.list[self.parts[*p].first].before < Break::Line
                                && matches!(self.role(*p), Role::Narrative | Role::Technique | Role::Indication)
                            || self.is_below_label(first, *p)
                    }
                    false => {
                        let told = [Role::Narrative, Role::Technique, Role::Field, Role::Findings];
                        // Diagnoses of one lesion, between its place and what was done there.
                        let between = [Role::Preop, Role::Postop, Role::PrePost, Role::Diagnosis];
                        let goes_on = || i + 1 < starts.len() || self.samples_in(&(*p..limit));
                        told.contains(&self.role(*p)) || (between.contains(&self.role(*p)) && goes_on())
                    }
                };
                let other_section = self.section(*p) != section && !goes_on;
                let paragraph =
                    self.document.tokens.list[self.parts[*p].first].before == Break::Paragraph && within_section;
                other_section || paragraph || self.speaks_of_all(*p)
            };
            let end = (first + 1..limit).find(leaves).unwrap_or(limit);
            let (key, aspects) = self.key(first, end);
            let runs = std::iter::once(first..end).collect();
            items.push(Item { runs, key, aspects, label: self.label(first) });
        }
        items
    }

    /// "Target A – left thigh" on a line of its own: what stands on the lines below it is of that item.
    fn is_below_label(&self, first: usize, part: usize) -> bool {
        self.role(first) == Role::Field
            && self.role(part) == Role::Narrative
            && self.section(part) == self.section(first) + 1
    }

    fn speaks_of_all(&self, part: usize) -> bool {
        let Part { first, end, .. } = self.parts[part];
        let mut mentions = self.document.mentions_in(first, end).map(|m| &self.document.mentions[m]);
        let opening = mentions.clone().next();
        opening.is_some_and(|m| m.is(known::ALL_LESIONS))
            || mentions.any(|m| m.is(known::ALL_LESIONS) && m.first() <= first + 1)
    }

    /// Side, region and muscle of a run of parts: those of its first site, completed by the next ones that fit.
    fn key(&self, first: usize, end: usize) -> (ConceptSet, ConceptSet) {
        let mut key = ConceptSet::EMPTY;
        let mut aspects = ConceptSet::EMPTY;
        let opening = self.document.concepts(self.parts[first].first);
        if self.is_headed_by_site(first) {
            key = key_of(opening);
        }
        for site in self.sites.iter().filter(|s| (first..end).contains(&self.part(s.first))) {
            if !apart(key, site.concepts) && (key.is_empty() || site.weight > 0) {
                key = key.with(key_of(site.concepts));
                aspects = aspects.with(keep(site.aspects, ASPECTS));
            }
        }
        if aspects.is_empty() && self.starts_item(first) {
            aspects = self.fragment_aspects(first);
        }
        (key, aspects)
    }

    /// "A. POSTERIOR, PROXIMAL.": the aspects of an item that opens with nothing else.
    fn fragment_aspects(&self, part: usize) -> ConceptSet {
        let section_end = self.parts.len().min(part + 2);
        let opening = self.parts[part..section_end].iter().find(|p| {
            p.end - p.first < 9
                && self
                    .document
                    .mentions_in(p.first, p.end)
                    .all(|m| self.document.mentions[m].concepts.meets(ASPECTS.with(FILLERS)))
        });
        opening.map_or(ConceptSet::EMPTY, |p| {
            let mentions = self.document.mentions_in(p.first, p.end);
            mentions.fold(ConceptSet::EMPTY, |set, m| set.with(keep(self.document.mentions[m].concepts, ASPECTS)))
        })
    }

    /// Whether items are lesions: two and more, at different sites, of which at least two tell of sampling, or one of sampling and
    /// another of none.
    fn are_lesions(&self, items: &[Item]) -> bool {
        let placed: Vec<&Item> =
            items.iter().filter(|i| !i.key.is_empty() || self.samples(i) || self.is_left(i)).collect();
        let differ = |a: &Item, b: &Item| {
            apart(a.key, b.key)
                || (a.aspects != b.aspects && !a.key.is_empty() && !b.key.is_empty())
                || (self.counted && a.aspects != b.aspects && !a.aspects.is_empty() && !b.aspects.is_empty())
                || opposed(a.aspects, b.aspects)
                || self.are_in_other_muscles(a, b)
        };
        let all = self.samples_all();
        let named = self.sampled_by_label(items);
        let samples = |i: &Item| self.samples(i) || (i.label.is_some() && named == i.label);
        let sampled = placed.iter().filter(|i| all || i.runs.is_empty() || samples(i)).count();
        let told = sampled + placed.iter().filter(|i| !all && !samples(i) && self.is_left(i)).count();
        placed.len() >= 2 && sampled >= 1 && told >= 2 && placed.windows(2).all(|p| differ(p[0], p[1]))
    }

    /// "Three samples of nodule (b)": the label of the one item that a sampling told elsewhere names.
    fn sampled_by_label(&self, items: &[Item]) -> Option<u8> {
        let own = |p: usize| items.iter().any(|i| i.runs.iter().any(|r| r.contains(&p)));
        let named = |p: usize| self.names_label(p, items).and_then(|i| items[i].label);
        (0..self.parts.len()).filter(|&p| !own(p) && self.is_sampled_in(p)).find_map(named)
    }

    /// "Lesion A: vastus medialis, three cores. Lesion B: biceps femoris, two cores.": labelled, each sampled, and no muscle shared.
    fn are_in_other_muscles(&self, a: &Item, b: &Item) -> bool {
        let labelled = (a.label.is_some() || b.label.is_some()) && a.label != b.label;
        if !labelled || !self.samples(a) || !self.samples(b) {
            return false;
        }
        let (one, other) = (self.muscles_of(a), self.muscles_of(b));
        !one.is_empty() && !other.is_empty() && !one.iter().any(|m| other.contains(m))
    }

    /// The rows of the lexicon that name the muscles of an item.
    fn muscles_of(&self, item: &Item) -> Vec<u32> {
        let ranges = item.runs.iter().filter_map(|r| self.tokens_of(r));
        let mentions = ranges.flat_map(|r| self.document.mentions_in(r.start, r.end));
        let named = mentions.map(|m| &self.document.mentions[m]).filter(|m| m.is(known::THIGH_MUSCLE));
        named.map(|m| m.row).collect()
    }

    /// "Both nodules were biopsied": a sampling told of all lesions at once.
    fn samples_all(&self) -> bool {
        let of_all = |s: &Statement| {
            let Part { first, end, .. } = self.parts[self.part(s.first)];
            self.document.mentions_in(first, end).any(|m| self.document.mentions[m].is(known::ALL_LESIONS))
        };
        self.statements.iter().any(|s| s.claim == Claim::Sampled && super::is_held(s) && of_all(s))
    }

    fn samples(&self, item: &Item) -> bool {
        item.runs.iter().any(|r| self.samples_in(r) || self.is_elliptical(r))
    }

    /// Whether some parts tell of a sampling in the short way that only holds beside another: "same needle, two cores", "three
    /// samples".
    fn is_elliptical(&self, run: &Range<usize>) -> bool {
        self.repeats_in(run) || self.counts_in(run)
    }

    /// Whether some parts count samples, passes or cores.
    fn counts_in(&self, run: &Range<usize>) -> bool {
        const TAKEN: ConceptSet = ConceptSet::of(&[known::SAMPLE, known::PASS, known::CORE]);
        const UNITS: ConceptSet =
            ConceptSet::of(&[known::UNIT_CM, known::UNIT_MM, known::UNIT_INCH, known::UNIT_OTHER, known::TIMES]);
        let Some(range) = self.tokens_of(run) else { return false };
        let counted = |at: usize| {
            (1..=2).any(|back| at.checked_sub(back).is_some_and(|t| range.contains(&t) && self.is_number(t)))
                && !at.checked_sub(1).is_some_and(|t| self.document.concepts(t).meets(UNITS))
        };
        self.document.mentions_in(range.start, range.end).any(|m| {
            let m = &self.document.mentions[m];
            m.concepts.meets(TAKEN)
                && counted(m.first())
                && super::holds(&crate::assertion::assertion(self.document, m.first(), m.last()))
        })
    }

    fn is_number(&self, token: usize) -> bool {
        self.document.tokens.list[token].kind == Kind::Number || self.document.is(token, known::NUMBER_WORD)
    }

    /// Whether some parts say that something was done as it was before.
    fn repeats_in(&self, run: &Range<usize>) -> bool {
        // "Right: the same.": what opens under the name of a site tells of acts, not of a diagnosis.
        let unchanged = |m: usize, first: usize| {
            let mention = &self.document.mentions[m];
            mention.is(known::SAME_DIAGNOSIS)
                && self.document.tokens.list[mention.first()].kind == Kind::Word
                && mention.first() <= first + SHORT_HEADING
                && Tier::of(self.role(run.start)) == Tier::Body
                && self.is_headed_by_site(run.start)
        };
        self.tokens_of(run).is_some_and(|range| {
            let mut mentions = self.document.mentions_in(range.start, range.end);
            mentions.any(|m| self.document.mentions[m].is(known::REPEATED) || unchanged(m, range.start))
        })
    }

    /// The tokens of some parts.
    fn tokens_of(&self, run: &Range<usize>) -> Option<Range<usize>> {
        let (first, last) = (self.parts.get(run.start)?, self.parts.get(run.end.checked_sub(1)?)?);
        (!run.is_empty()).then_some(first.first..last.end)
    }

    /// Whether the statements of some parts tell of a sampling.
    fn samples_in(&self, run: &Range<usize>) -> bool {
        self.statements_in(run).any(|s| is_sampling(s.claim) && s.assertion.is_current() && !s.assertion.is_negated())
    }

    /// Whether an item tells that nothing was taken there.
    fn is_left(&self, item: &Item) -> bool {
        let left = |s: &Statement| matches!(s.claim, Claim::Skipped | Claim::NotSampled);
        item.runs.iter().any(|r| self.statements_in(r).any(left))
    }

    fn statements_in(&self, run: &Range<usize>) -> impl Iterator<Item = &Statement> {
        let (first, end) = match (self.parts.get(run.start), run.end.checked_sub(1).and_then(|p| self.parts.get(p))) {
            (Some(a), Some(b)) if !run.is_empty() => (a.first, b.end),
            _ => (0, 0),
        };
        let from = match self.parts.get(run.start) {
            Some(p) => self.statements.partition_point(|s| s.sentence < p.sentence),
            None => self.statements.len(),
        };
        let last = run.end.checked_sub(1).and_then(|p| self.parts.get(p)).map_or(0, |p| p.sentence);
        self.statements[from..]
            .iter()
            .take_while(move |s| s.sentence <= last)
            .filter(move |s| (first..end).contains(&s.first))
    }

    /// The lesions that items are, and the lesion of each part.
    fn assign(&self, items: &[Item]) -> Lesions {
        let items = &items[..items.len().min(MOST)];
        let mut lesions = Lesions {
            count: items.len(),
            part_at: Vec::new(),
            of_part: vec![None; self.parts.len()],
            keys: items.iter().map(|i| i.key).collect(),
            heads: items.iter().filter_map(|i| i.runs.first()).map(|r| r.start).collect(),
            elsewhere: Vec::new(),
            repeats: items.iter().map(|i| i.runs.iter().any(|r| self.repeats_in(r))).collect(),
        };
        for (i, item) in items.iter().enumerate() {
            for run in &item.runs {
                lesions.of_part[run.clone()].fill(Some(i));
            }
        }
        let titles_only = items.iter().all(|i| i.runs.is_empty());
        let mut current = None;
        for part in 0..self.parts.len() {
            if lesions.of_part[part].is_some() {
                continue;
            }
            let named = self.names(part, &lesions).or_else(|| self.names_label(part, items));
            if named.is_some() || self.speaks_of_all(part) {
                current = named;
            }
            let narrative = Tier::of(self.role(part)) == Tier::Body;
            lesions.of_part[part] = if titles_only && narrative { current } else { named };
        }
        lesions
    }

    /// The lesion that all sites of a part name, if just one.
    fn names(&self, part: usize, lesions: &Lesions) -> Option<usize> {
        let Part { first, end, .. } = self.parts[part];
        let from = self.sites.partition_point(|s| s.first < first);
        let own: Vec<Option<usize>> =
            self.sites[from..].iter().take_while(|s| s.first < end).map(|s| lesions.only(s.concepts)).collect();
        let first = own.first().copied().flatten()?;
        own.iter().all(|l| *l == Some(first)).then_some(first)
    }

    /// "The fascia at site A was repaired": the lesion that a part names by its label, if just one.
    fn names_label(&self, part: usize, items: &[Item]) -> Option<usize> {
        let Part { first, end, .. } = self.parts[part];
        let labels = |m: usize| {
            let m = &self.document.mentions[m];
            let words = m.is(known::LESION_ITEM).then(|| m.first()..=m.last())?;
            words.rev().find_map(|t| label_of(self.document.tokens.word(t)))
        };
        let mut named = self.document.mentions_in(first, end).filter_map(labels);
        let label = named.next()?;
        named.all(|l| l == label).then(|| items.iter().position(|i| i.label == Some(label)))?
    }
}

fn document_word<'d>(document: &'d Document, token: usize) -> &'d str {
    if token < document.tokens.list.len() { document.tokens.word(token) } else { "" }
}

/// What sets a site apart: its side, region and muscle; a muscle implies its region where none is named.
fn key_of(concepts: ConceptSet) -> ConceptSet {
    let mut key = keep(concepts, SIDES.with(REGIONS).with(MUSCLES));
    if !key.meets(REGIONS) && key.has(known::THIGH_MUSCLE) {
        key.insert(known::THIGH);
    } else if !key.meets(REGIONS) && key.has(known::OTHER_MUSCLE) {
        key.insert(known::OTHER_REGION);
    }
    key
}

/// The concepts of `set` that are in `concepts`.
fn keep(concepts: ConceptSet, set: ConceptSet) -> ConceptSet {
    let mut out = ConceptSet::EMPTY;
    for c in set.iter().filter(|c: &Concept| concepts.has(*c)) {
        out.insert(c);
    }
    out
}
