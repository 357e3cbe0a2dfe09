//! Which sentence speaks of which lesion. In: a document, its sites and statements. Out: the lesions sampled or removed in
//! this encounter, and for every sentence the lesion it is about; a sentence about none in particular holds for all.
//!
//! Lesions are told apart where the note itself does: numbered items, headings that are sites, a list of procedures, or a second
//! incision at another site. Two sides without any such sign are a contradiction, not two lesions.

use super::site::Site;
use super::{Tier, is_sampling};
use crate::analysis::Approach;
use crate::assertion::assertion;
use crate::document::Document;
use crate::document::section::Role;
use crate::lexicon::concept::{Concept, ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::mention::Mention;
use crate::statement::Statement;
use crate::token::{Break, Kind};

/// The lesions of a note.
#[derive(Debug, Clone, Default)]
pub struct Lesions {
    /// How many were sampled or removed.
    pub count: usize,
    /// For each sentence its lesion; none where it holds for all.
    of_sentence: Vec<Option<usize>>,
    /// What sets the lesions apart: side and region words.
    keys: Vec<ConceptSet>,
}

const SIDES: ConceptSet = ConceptSet::of(&[known::LEFT, known::RIGHT]);
const REGIONS: ConceptSet = ConceptSet::of(&[known::THIGH, known::KNEE, known::OTHER_REGION]);
const MUSCLES: ConceptSet = ConceptSet::of(&[known::THIGH_MUSCLE, known::OTHER_MUSCLE]);
const ASPECTS: ConceptSet = ConceptSet::of(&[
    known::ANTERIOR,
    known::POSTERIOR,
    known::MEDIAL,
    known::LATERAL,
    known::PROXIMAL,
    known::MID,
    known::DISTAL,
]);

/// Most lesions told apart in one note; later ones join the last.
const MOST: usize = 12;

impl Lesions {
    /// No lesion: nothing was sampled.
    pub(super) fn none(document: &Document) -> Self {
        Self { count: 0, of_sentence: vec![None; document.sentences.len()], keys: Vec::new() }
    }

    /// Whether a sentence holds for a lesion.
    pub fn concerns(&self, sentence: usize, lesion: usize) -> bool {
        self.of_sentence[sentence].is_none_or(|l| l == lesion)
    }

    /// The lesion a sentence is about; none where it holds for all.
    pub fn of(&self, sentence: usize) -> Option<usize> {
        self.of_sentence[sentence]
    }

    /// The sites that may speak of a lesion: those of its sentences, and elsewhere those that do not name another lesion.
    pub fn sites<'s>(&self, sites: &'s [Site], lesion: usize) -> impl Iterator<Item = &'s Site> {
        let fits = move |s: &&Site| match self.of_sentence[s.sentence] {
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

/// An item of the note that may be a lesion of its own.
#[derive(Debug, Clone)]
struct Item {
    /// Its sentences.
    first: usize,
    end: usize,
    key: ConceptSet,
    aspects: ConceptSet,
}

/// Finds the lesions of a document.
pub(super) fn lesions(document: &Document, sites: &[Site], statements: &[Statement]) -> Lesions {
    let finder = Finder { document, sites, statements };
    let all_shared = || vec![None; document.sentences.len()];
    let several = [finder.items(), finder.site_headings(), finder.moves(), finder.titles()]
        .into_iter()
        .find(|items| finder.are_lesions(items));
    let mut lesions = match several {
        Some(items) => finder.assign(&items),
        None => Lesions { count: 1, of_sentence: all_shared(), keys: vec![ConceptSet::EMPTY] },
    };
    finder.drop_unsampled(&mut lesions);
    lesions
}

struct Finder<'a> {
    document: &'a Document<'a>,
    sites: &'a [Site],
    statements: &'a [Statement],
}

impl Finder<'_> {
    /// Numbered or lettered items, or "lesion 1", each at the start of a sentence of the body.
    fn items(&self) -> Vec<Item> {
        let body = |s: usize| {
            matches!(self.role(s), Role::Technique | Role::Narrative | Role::Findings | Role::Field | Role::Impression)
        };
        let starts: Vec<usize> =
            (0..self.document.sentences.len()).filter(|&s| body(s) && self.starts_item(s)).collect();
        self.items_from(&starts, true)
    }

    /// Sections whose heading is a site: "KNEE:", "Left thigh –".
    fn site_headings(&self) -> Vec<Item> {
        let headed = |s: usize| {
            let sentence = &self.document.sentences[s];
            let section = &self.document.sections[sentence.section];
            section.role == Role::Field
                && sentence.first == section.first
                && (section.first..section.body).any(|t| self.document.concepts(t).meets(REGIONS.with(MUSCLES)))
        };
        let starts: Vec<usize> = (0..self.document.sentences.len()).filter(|&s| headed(s)).collect();
        self.items_from(&starts, false)
    }

    /// A new incision or needle at another site: "a separate incision was made over the medial calf", "attention was turned to the left".
    fn moves(&self) -> Vec<Item> {
        let body = |s: usize| matches!(self.role(s), Role::Technique | Role::Narrative | Role::Findings);
        let mut starts: Vec<usize> = Vec::new();
        let mut key = ConceptSet::EMPTY;
        for site in self.sites.iter().filter(|s| s.weight >= 3 && body(s.sentence) && !self.is_left_alone(s.sentence)) {
            let other = apart(key, site.concepts);
            if starts.is_empty() || (other && self.announces(site.sentence)) {
                if starts.last() != Some(&site.sentence) {
                    starts.push(site.sentence);
                }
                key = ConceptSet::EMPTY;
            }
            key = key.with(key_of(site.concepts));
        }
        self.items_from(&starts, false)
    }

    /// "Other nodules, left flank, were left undisturbed."
    fn is_left_alone(&self, sentence: usize) -> bool {
        let s = &self.document.sentences[sentence];
        self.document
            .mentions_in(s.first, s.end)
            .any(|m| self.document.mentions[m].concepts.meets(ConceptSet::of(&[known::SPARE, known::UNSAMPLED])))
    }

    /// A list of procedures at different sites: "1) Open biopsy, left thigh. 2) Open biopsy, left calf."
    fn titles(&self) -> Vec<Item> {
        let titled: Vec<&Site> = self.sites.iter().filter(|s| s.role == Role::Title && s.weight > 0).collect();
        let mut items: Vec<Item> = Vec::new();
        for site in titled {
            if !items.iter().all(|i| apart(i.key, site.concepts)) || !site.concepts.meets(REGIONS.with(MUSCLES)) {
                continue;
            }
            items.push(Item {
                first: site.sentence,
                end: site.sentence,
                key: key_of(site.concepts),
                aspects: site.aspects,
            });
        }
        let counted = self
            .document
            .mentions
            .iter()
            .any(|m| m.concepts.meets(ConceptSet::of(&[known::SECOND_LESION, known::ALL_LESIONS])));
        let listed = self
            .document
            .sentences
            .iter()
            .enumerate()
            .filter(|(i, _)| self.role(*i) == Role::Title && self.starts_item(*i))
            .count()
            >= 2;
        if items.len() >= 2 && (counted || listed) { items } else { Vec::new() }
    }

    fn role(&self, sentence: usize) -> Role {
        self.document.sections[self.document.sentences[sentence].section].role
    }

    /// Whether a sentence starts with the mark of an item.
    fn starts_item(&self, sentence: usize) -> bool {
        let document = self.document;
        let mut at = document.sentences[sentence].first;
        while document.tokens.is_mark(at, b'*') || document.tokens.is_mark(at, b'-') {
            at += 1;
        }
        let tokens = &document.tokens.list;
        let Some(token) = tokens.get(at) else { return false };
        if document.is(at, known::LESION_ITEM) {
            return true;
        }
        let behind = document.mention(at).map_or(at, |m| m.last()) + 1;
        if document.is(at, known::SECOND_LESION)
            && (document.tokens.is_mark(behind, b':') || document.is(behind, known::BE))
        {
            return true;
        }
        if document.concepts(at).meets(ConceptSet::of(&[known::LESION, known::SITE_NOUN, known::MUSCLE]))
            && self.is_counter(document.mention(at).map_or(at, |m| m.last()) + 1)
        {
            return true;
        }
        let mark = |t: usize, m: u8| document.tokens.is_mark(t, m);
        if token.kind == Kind::Word && document.tokens.word(at) == "no" {
            return self.is_counter(at + 1 + usize::from(mark(at + 1, b'.')));
        }
        let short_number = |t: usize| tokens.get(t).is_some_and(|k| k.kind == Kind::Number && k.span.len() == 1);
        let letter = |t: usize| tokens.get(t).is_some_and(|k| k.kind == Kind::Word && k.span.len() == 1 && k.capital);
        if mark(at, b'(') || mark(at, b'#') {
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
        if ordinal && token.before >= Break::Line {
            return true;
        }
        let numbered =
            (short_number(at) || letter(at)) && (mark(at + 1, b'.') || mark(at + 1, b')') || mark(at + 1, b':'));
        numbered && token.before != Break::Joined
    }

    /// `1`, `A`: what tells items of a kind apart.
    fn is_counter(&self, at: usize) -> bool {
        let tokens = &self.document.tokens.list;
        tokens.get(at).is_some_and(|t| {
            t.span.len() == 1 && (t.kind == Kind::Number || (t.kind == Kind::Word && t.capital))
                || matches!(self.document.tokens.word(at), "one" | "two" | "three" | "four")
        }) && !tokens.get(at + 1).is_some_and(|t| {
            t.kind == Kind::Word
                && t.before != Break::Joined
                && self.document.concepts(at + 1).meets(ConceptSet::of(&[known::UNIT_CM, known::UNIT_MM, known::TIMES]))
        })
    }

    /// Whether a sentence announces another lesion, incision or site.
    fn announces(&self, sentence: usize) -> bool {
        let s = &self.document.sentences[sentence];
        let previous = sentence.checked_sub(1).map_or(s.first, |p| self.document.sentences[p].first);
        self.document.mentions_in(previous, s.end).any(|m| self.document.mentions[m].is(known::SECOND_LESION))
    }

    /// Items from the sentences they start in, each up to the next, a blank line, a sentence about all, or another section.
    fn items_from(&self, starts: &[usize], within_section: bool) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        for (i, &first) in starts.iter().enumerate().take(MOST) {
            let limit = starts.get(i + 1).copied().unwrap_or(self.document.sentences.len());
            let section = self.document.sentences[first].section;
            let leaves = |s: &usize| {
                let sentence = &self.document.sentences[*s];
                let other_section = sentence.section != section
                    && (within_section
                        || !matches!(self.role(*s), Role::Narrative | Role::Technique | Role::Field | Role::Findings));
                let paragraph = self.document.tokens.list[sentence.first].before == Break::Paragraph && within_section;
                other_section || paragraph || self.speaks_of_all(*s)
            };
            let end = (first + 1..limit).find(leaves).unwrap_or(limit);
            let (key, aspects) = self.key(first, end);
            items.push(Item { first, end, key, aspects });
        }
        items
    }

    fn speaks_of_all(&self, sentence: usize) -> bool {
        let s = &self.document.sentences[sentence];
        self.document
            .mentions_in(s.first, s.end)
            .next()
            .is_some_and(|m| self.document.mentions[m].is(known::ALL_LESIONS))
            || self.document.mentions_in(s.first, s.end).any(|m| {
                self.document.mentions[m].is(known::ALL_LESIONS) && self.document.mentions[m].first() <= s.first + 1
            })
    }

    /// Side, region and muscle of a run of sentences: those of its first site, completed by the next ones that fit.
    fn key(&self, first: usize, end: usize) -> (ConceptSet, ConceptSet) {
        let mut key = ConceptSet::EMPTY;
        let mut aspects = ConceptSet::EMPTY;
        for site in self.sites.iter().filter(|s| (first..end).contains(&s.sentence)) {
            if !apart(key, site.concepts) && (key.is_empty() || site.weight > 0) {
                key = key.with(key_of(site.concepts));
                aspects = aspects.with(keep(site.aspects, ASPECTS));
            }
        }
        (key, aspects)
    }

    /// Whether items are lesions: two and more, at different sites, of which at least two tell of sampling or a site of their own.
    fn are_lesions(&self, items: &[Item]) -> bool {
        let placed: Vec<&Item> = items.iter().filter(|i| !i.key.is_empty() || self.samples(i)).collect();
        let differ = |a: &Item, b: &Item| {
            apart(a.key, b.key) || (a.aspects != b.aspects && !a.key.is_empty() && !b.key.is_empty())
        };
        let sampled = placed.iter().filter(|i| i.first == i.end || self.samples(i)).count();
        placed.len() >= 2 && sampled >= 2 && placed.windows(2).all(|p| differ(p[0], p[1]))
    }

    fn samples(&self, item: &Item) -> bool {
        let told = |s: &&Statement| {
            (item.first..item.end).contains(&s.sentence)
                && is_sampling(s.claim)
                && s.assertion.is_current()
                && !s.assertion.is_negated()
        };
        self.statements.iter().any(|s| told(&s))
    }

    fn assign(&self, items: &[Item]) -> Lesions {
        let mut lesions = Lesions {
            count: items.len().min(MOST),
            of_sentence: vec![None; self.document.sentences.len()],
            keys: items.iter().take(MOST).map(|i| i.key).collect(),
        };
        for (i, item) in items.iter().enumerate() {
            lesions.of_sentence[item.first..item.end].fill(Some(i.min(MOST - 1)));
        }
        let titles_only = items.iter().all(|i| i.first == i.end);
        let mut current = None;
        for sentence in 0..self.document.sentences.len() {
            if lesions.of_sentence[sentence].is_some() {
                continue;
            }
            let named = self.names(sentence, &lesions);
            if named.is_some() || self.speaks_of_all(sentence) {
                current = named;
            }
            let narrative = Tier::of(self.role(sentence)) == Tier::Body;
            lesions.of_sentence[sentence] = if titles_only && narrative { current } else { named };
        }
        lesions
    }

    /// The lesion that all sites of a sentence name, if just one.
    fn names(&self, sentence: usize, lesions: &Lesions) -> Option<usize> {
        let from = self.sites.partition_point(|s| s.sentence < sentence);
        let own: Vec<Option<usize>> = self.sites[from..]
            .iter()
            .take_while(|s| s.sentence == sentence)
            .map(|s| lesions.only(s.concepts))
            .collect();
        let first = own.first().copied().flatten()?;
        own.iter().all(|l| *l == Some(first)).then_some(first)
    }

    /// Leaves out lesions of which nothing was taken; none remains where the note tells that nothing was taken at all.
    fn drop_unsampled(&self, lesions: &mut Lesions) {
        let kept: Vec<usize> = (0..lesions.count).filter(|&l| self.is_sampled(lesions, l)).collect();
        for of in &mut lesions.of_sentence {
            // What was said of a lesion that is no procedure concerns none of the others.
            *of = of.map(|l| kept.iter().position(|&k| k == l).unwrap_or(usize::MAX));
        }
        lesions.keys = kept.iter().map(|&k| lesions.keys[k]).collect();
        lesions.count = kept.len();
    }

    /// Whether soft tissue of a lesion was taken in this encounter.
    fn is_sampled(&self, lesions: &Lesions, lesion: usize) -> bool {
        let about = |s: &&Statement| {
            lesions.concerns(s.sentence, lesion)
                && s.assertion.is_current()
                && !s.assertion.is_negated()
                && Tier::of(s.role) >= Tier::Title
        };
        let (soft, other): (Vec<&Statement>, Vec<&Statement>) =
            self.statements.iter().filter(about).partition(|s| !self.is_other_tissue(s));
        let titled = |told: &[&Statement]| told.iter().any(|s| s.role == Role::Title && is_sampling(s.claim));
        if titled(&other) && !titled(&soft) {
            return false;
        }
        let taken = soft
            .iter()
            .any(|s| matches!(s.claim, Claim::Sampled | Claim::Whole | Claim::Part) && Tier::of(s.role) == Tier::Body);
        if self.is_item_of_other_tissue(lesions, lesion) {
            return false;
        }
        // What goes to the laboratory from an irrigation or a drainage is no biopsy unless the note says that tissue was taken.
        if !taken && !titled(&soft) && self.is_titled_drainage() {
            return false;
        }
        // A cut alone is no sampling; a cut and tissue at the laboratory are.
        let sent = soft.iter().any(|s| s.claim == Claim::Specimen && Tier::of(s.role) == Tier::Body);
        let reached = |s: &&Statement| {
            matches!(s.claim, Claim::Approach(a) if sent || a != Approach::Incision) || s.claim == Claim::Converted
        };
        let approached = soft.iter().any(|s| reached(s) || s.claim == Claim::Sampled);
        if !soft.iter().any(|s| self.names_subject(s)) && !self.is_about_sampling(sent) {
            return false;
        }
        let needled = soft.iter().any(|s| matches!(s.claim, Claim::Approach(_)) && Tier::of(s.role) == Tier::Body);
        let skipped = !taken && !needled && soft.iter().any(|s| s.claim == Claim::Skipped);
        let none = skipped || soft.iter().any(|s| s.claim == Claim::NotSampled);
        if none { taken && !self.nothing_at_all(&soft) } else { taken || approached }
    }

    /// "Operation: Irrigation and debridement of a thigh abscess".
    fn is_titled_drainage(&self) -> bool {
        let drains = |m: &Mention| m.is(known::DRAINAGE) && self.document.section_of(m.first()).role == Role::Title;
        self.document.mentions.iter().any(drains)
    }

    /// Whether the sentence before names another tissue as the target: "Right inguinal node 2.6 cm. 18 G, 4 cores."
    fn follows_other_tissue(&self, sentence: usize) -> bool {
        let Some(previous) = sentence.checked_sub(1).map(|p| &self.document.sentences[p]) else { return false };
        let same_section = previous.section == self.document.sentences[sentence].section;
        let within = |c: Concept| {
            self.document.mentions_in(previous.first, previous.end).any(|m| self.document.mentions[m].is(c))
        };
        let short = previous.end - previous.first < 14;
        same_section && short && within(known::NON_SOFT_TISSUE) && !within(known::LESION) && !within(known::BE)
    }

    /// "Target 1, right inguinal node": an item that opens with another tissue and no lesion.
    fn is_item_of_other_tissue(&self, lesions: &Lesions, lesion: usize) -> bool {
        let Some(first) =
            (lesions.count > 1).then(|| lesions.of_sentence.iter().position(|l| *l == Some(lesion))).flatten()
        else {
            return false;
        };
        let s = &self.document.sentences[first];
        let within = |c: Concept| self.document.mentions_in(s.first, s.end).any(|m| self.document.mentions[m].is(c));
        within(known::NON_SOFT_TISSUE) && !within(known::LESION)
    }

    /// "A wedge of the mass was taken", "fine needle aspiration": a statement that names what it is about.
    fn names_subject(&self, statement: &Statement) -> bool {
        let s = &self.document.sentences[statement.sentence];
        let lesion = || self.document.mentions_in(s.first, s.end).any(|m| self.document.mentions[m].is(known::LESION));
        match statement.claim {
            Claim::Approach(Approach::FineNeedle | Approach::Punch) => true,
            Claim::Approach(Approach::Excision) | Claim::Converted => lesion(),
            Claim::Sampled | Claim::Part | Claim::Whole => {
                lesion() || self.samples_muscle(statement) || self.is_placed_core(statement)
            }
            _ => false,
        }
    }

    /// "Cores, right thigh", "core sample from the vastus".
    fn is_placed_core(&self, statement: &Statement) -> bool {
        const PLACES: ConceptSet = ConceptSet::of(&[known::THIGH, known::KNEE, known::THIGH_MUSCLE]);
        let s = &self.document.sentences[statement.sentence];
        (statement.first..=statement.last).any(|t| self.document.is(t, known::CORE))
            && self.document.mentions_in(s.first, s.end).any(|m| self.document.mentions[m].concepts.meets(PLACES))
    }

    /// "A block of muscle was excised": a sample and a muscle in one statement.
    fn samples_muscle(&self, statement: &Statement) -> bool {
        let within =
            |set: ConceptSet| (statement.first..=statement.last + 5).any(|t| self.document.concepts(t).meets(set));
        within(ConceptSet::of(&[known::SAMPLE, known::PARTIAL])) && within(MUSCLES.with(ConceptSet::of(&[known::MUSCLE])))
    }

    /// Whether the note is about sampling at all: it names a biopsy of this encounter, or its title, diagnoses or indication a
    /// lesion or a muscle disease, or it tells of a lesion and of tissue sent. Tissue is also removed when menisci are trimmed and wounds are cleaned.
    fn is_about_sampling(&self, sent: bool) -> bool {
        const SUBJECT: ConceptSet = ConceptSet::of(&[known::LESION, known::MUSCLE_DISEASE]);
        self.document.mentions.iter().any(|m| {
            let role = self.document.section_of(m.first()).role;
            let headed = matches!(Tier::of(role), Tier::Title) || matches!(role, Role::Indication | Role::Findings);
            (m.is(known::BIOPSY) && Tier::of(role) >= Tier::Title && self.affirmed(m))
                || ((headed || sent) && Tier::of(role) > Tier::Outside && m.concepts.meets(SUBJECT))
        })
    }

    fn affirmed(&self, mention: &Mention) -> bool {
        super::holds(&assertion(self.document, mention.first(), mention.last()))
    }

    /// Whether a statement is about a node, bone, joint or organ: such a word stands in its sentence and no lesion of soft tissue does.
    fn is_other_tissue(&self, statement: &Statement) -> bool {
        let s = &self.document.sentences[statement.sentence];
        let within = |c: Concept| self.document.mentions_in(s.first, s.end).any(|m| self.document.mentions[m].is(c));
        let near = (statement.first.saturating_sub(3)..=statement.last + 4)
            .any(|t| self.document.is(t, known::NON_SOFT_TISSUE));
        let lesion = within(known::LESION);
        near || (within(known::NON_SOFT_TISSUE) && !lesion && s.end - s.first < 30)
            || (!lesion && self.follows_other_tissue(statement.sentence))
    }

    /// "No tissue was obtained": nothing else can have been taken, unless the note tells so after it.
    fn nothing_at_all(&self, told: &[&Statement]) -> bool {
        let last_none = told.iter().filter(|s| s.claim == Claim::NotSampled).map(|s| s.first).max();
        let last_taken = told
            .iter()
            .filter(|s| {
                matches!(s.claim, Claim::Sampled | Claim::Part | Claim::Whole) && Tier::of(s.role) == Tier::Body
            })
            .map(|s| s.first)
            .max();
        last_none > last_taken
    }
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
