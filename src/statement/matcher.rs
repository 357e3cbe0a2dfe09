//! One pattern tried within one sentence. In: a pattern, the sentence and the mention of its first class. Out: the mentions of all
//! its classes, where they stand as the pattern wants them. What it says is read in `statement`.

use std::ops::Range;

use crate::assertion::assertion;
use crate::document::Document;
use crate::document::section::Role;
use crate::lexicon::concept::{Concept, ConceptSet, known};
use crate::lexicon::pattern::{Link, MOST_CLASSES, Pattern};
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::token::Kind;

use super::object::{Object, antecedent, object, placed_by};

/// How far a clause reaches in dictation without marks, in tokens.
const RUN: usize = 14;

/// How far the neighbours of a sentence reach, in tokens: a run without marks may be the whole note.
const NEIGHBOURHOOD: usize = 60;

/// Most tokens of a line of a form, and how many such lines are neighbours.
const SHORT_LINE: usize = 10;
const FORM_LINES: usize = 3;

/// The mentions of a match, one for each class of its pattern.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words {
    mentions: [usize; MOST_CLASSES],
    count: usize,
}

impl Words {
    fn one(mention: usize) -> Self {
        Self { mentions: [mention; MOST_CLASSES], count: 1 }
    }

    fn and(mut self, mention: usize) -> Self {
        self.mentions[self.count] = mention;
        self.count += 1;
        self
    }

    fn last(&self) -> usize {
        self.mentions[self.count - 1]
    }

    pub(super) fn list(&self) -> &[usize] {
        &self.mentions[..self.count]
    }
}

/// A sentence in which patterns are tried.
pub(super) struct Whole {
    /// Its number.
    pub(super) number: usize,
    /// First token.
    pub(super) first: usize,
    /// First token behind it.
    pub(super) end: usize,
    /// Its mentions.
    pub(super) mentions: Range<usize>,
    /// All they mean together: what is not among it need not be looked for.
    pub(super) concepts: ConceptSet,
    /// The same with a mention that reaches in from the sentence before, which may be the noun of a verb.
    pub(super) in_reach: ConceptSet,
    /// The concept of its section.
    pub(super) section: ConceptSet,
    /// What is in reach, what its mentions mean and the concept of its section, each folded.
    pub(super) folded: [u128; 3],
    /// The layer of the sentence before that its first words go on about.
    pub(super) antecedent: Option<usize>,
}

impl Whole {
    pub(super) fn new(document: &Document, number: usize, mentions: Range<usize>, role: Role) -> Self {
        let sentence = &document.sentences[number];
        let concepts = sentence.concepts;
        let antecedent = antecedent(document, number);
        let told_before = antecedent.map_or(ConceptSet::EMPTY, |m| document.mentions[m].concepts);
        let in_reach = concepts.with(document.concepts(sentence.first)).with(told_before);
        let section = section_concepts(role);
        Self {
            number,
            first: sentence.first,
            end: sentence.end,
            mentions,
            concepts,
            in_reach,
            section,
            folded: [in_reach, concepts, section].map(ConceptSet::folded),
            antecedent,
        }
    }
}

/// One pattern tried within one sentence.
pub(super) struct Matcher<'a> {
    pub(super) document: &'a Document<'a>,
    pub(super) pattern: &'a Pattern,
    pub(super) sentence: &'a Whole,
}

impl Matcher<'_> {
    /// The mentions that match, the first class at mention `start`.
    pub(super) fn matched(&self, start: usize) -> Option<Words> {
        let one = Words::one(start);
        let mut by_pronoun = false;
        let words = match (self.pattern.link, self.pattern.when.len()) {
            (_, 1) => one,
            (Link::Object, _) => {
                let object = self.object(start)?;
                by_pronoun = object.by_pronoun;
                one.and(object.mention)
            }
            (Link::Order, _) => {
                self.in_order(start).filter(|w| !self.pattern.entire || !self.tells_of_part(w.list()))?
            }
            // "2 cm incision, a nodule of 17 mm": the nearest behind may lie beyond something else, and the one before not.
            (Link::Any, _) => {
                self.in_order(start).filter(|w| self.clear_between(w.list())).or_else(|| self.backwards(start))?
            }
        };
        ((by_pronoun || self.clear_between(words.list()))
            && self.clause_fits(start)
            && self.neighbours_fit(start)
            && (!self.pattern.alone || self.stands_alone(words.list()))
            && !(self.pattern.subject && self.starts_with_place(words.list())))
        .then_some(words)
    }

    /// "The lump lying on the fascia was cut": whether the first of some words only tells where another thing lies. Behind a mark the next
    /// word is told of it all the same ("lump on the fascia, which was cut"), and a way that leads down to a layer ends in it.
    fn starts_with_place(&self, words: &[usize]) -> bool {
        let document = self.document;
        let [first, next, ..] = *words else { return false };
        let (first, next) = (&document.mentions[first], &document.mentions[next]);
        let marked = (first.last() + 1..next.first()).any(|t| matches!(document.tokens.list[t].kind, Kind::Punct(_)));
        let placed = placed_by(document, first.first(), self.sentence.first);
        !marked && !next.is(known::INCISION) && placed.is_some_and(|t| !document.is(t, known::DOWN_TO))
    }

    /// Whether nothing stands beside some words between the marks around them but what a cut was like: "Short oblique incision." A label
    /// is not alone.
    fn stands_alone(&self, words: &[usize]) -> bool {
        let tokens = &self.document.tokens;
        let mentions = words.iter().map(|&w| &self.document.mentions[w]);
        let look =
            |t: usize| self.document.word_is(t, WordClass::CutLook) || self.document.word_is(t, WordClass::CutCourse);
        let mut first = mentions.clone().map(Mention::first).min().unwrap_or(self.sentence.first);
        while first > self.sentence.first && look(first - 1) {
            first -= 1;
        }
        let last = mentions.map(Mention::last).max().unwrap_or(first);
        let mark = |t: usize| matches!(tokens.list[t].kind, Kind::Punct(b'.' | b',' | b';' | b'(' | b')' | b'-'));
        let before = first == self.sentence.first || mark(first - 1) || tokens.is_mark(first - 1, b':');
        before && (last + 1 >= self.sentence.end || mark(last + 1))
    }

    /// The object of the verb at mention `start`, or the layer that the sentence goes on about.
    fn object(&self, start: usize) -> Option<Object> {
        let noun = self.pattern.when[1];
        let sentence = self.sentence.first..self.sentence.end;
        let meant = |m: &usize| self.document.mentions[*m].concepts.meets(noun);
        let told = || Some(Object { mention: self.sentence.antecedent.filter(meant)?, by_pronoun: false });
        object(self.document, start, noun, self.pattern.gap, sentence)
            .filter(|o| !self.pattern.entire || !self.is_part_of(o.mention, start))
            .or_else(told)
    }

    /// Whether a lesion among the words is what a part is of: "1/3 of mass out".
    fn tells_of_part(&self, words: &[usize]) -> bool {
        let is_lesion = |&&word: &&usize| self.document.mentions[word].is(known::LESION);
        let other = |word: usize| words.iter().copied().find(|&w| w != word).unwrap_or(word);
        words.iter().filter(is_lesion).any(|&word| self.is_part_of(word, other(word)))
    }

    /// Whether a noun is told of by "of" as what a part is of: "a cubic centimetre of tumor", not "removal of the tumor".
    fn is_part_of(&self, noun: usize, verb: usize) -> bool {
        let document = self.document;
        let (noun, verb) = (&document.mentions[noun], &document.mentions[verb]);
        let before = (self.sentence.first..noun.first()).rev().find(|&t| !document.is(t, known::DETERMINER));
        let part = |t: usize| t.checked_sub(1).is_none_or(|head| !document.word_is(head, WordClass::WholeOrRest));
        before.is_some_and(|t| document.tokens.word(t) == "of" && (t < verb.first() || t > verb.last() + 1) && part(t))
    }

    fn in_order(&self, start: usize) -> Option<Words> {
        self.pattern.when[1..]
            .iter()
            .try_fold(Words::one(start), |words, class| Some(words.and(self.next(words.last(), *class)?)))
    }

    fn backwards(&self, start: usize) -> Option<Words> {
        self.pattern.when[1..]
            .iter()
            .try_fold(Words::one(start), |words, class| Some(words.and(self.previous(words.last(), *class)?)))
    }

    /// The nearest mention of a class behind mention `from`, within the gap and the clause.
    fn next(&self, from: usize, class: ConceptSet) -> Option<usize> {
        let mentions = &self.document.mentions;
        let limit = (mentions[from].last() + self.pattern.gap + 1).min(self.sentence.end - 1);
        mentions[from + 1..]
            .iter()
            .take_while(|m| m.first() <= limit)
            .position(|m| m.concepts.meets(class) && self.same_clause(mentions[from].last(), m.first()))
            .map(|i| from + 1 + i)
    }

    fn previous(&self, from: usize, class: ConceptSet) -> Option<usize> {
        let mentions = &self.document.mentions;
        let limit = mentions[from].first().saturating_sub(self.pattern.gap + 1).max(self.sentence.first);
        mentions[..from]
            .iter()
            .rev()
            .take_while(|m| m.last() >= limit)
            .position(|m| m.concepts.meets(class) && self.same_clause(mentions[from].first(), m.last()))
            .map(|i| from - 1 - i)
    }

    fn same_clause(&self, a: usize, b: usize) -> bool {
        self.pattern.across_clauses || self.document.clause[a] == self.document.clause[b]
    }

    /// Whether nothing blocked stands between two neighbours of the match.
    fn clear_between(&self, words: &[usize]) -> bool {
        words.windows(2).all(|pair| {
            let (low, high) = (pair[0].min(pair[1]), pair[0].max(pair[1]));
            let between = self.document.mentions[low].last() + 1..self.document.mentions[high].first();
            let parted = self.pattern.tight && between.into_iter().any(|t| self.document.tokens.is_mark(t, b','));
            !parted && !self.document.mentions[low + 1..high].iter().any(|m| m.concepts.meets(self.pattern.blocked))
        })
    }

    /// Whether the clause holds nothing of `without`.
    fn clause_fits(&self, start: usize) -> bool {
        if !self.sentence.concepts.meets(self.pattern.without) {
            return true;
        }
        let at = self.document.mentions[start].first();
        let clause = self.document.clause[at];
        // Of a run without marks the clause may be the whole note.
        let reach = if self.document.is_unpunctuated() { RUN } else { usize::MAX };
        let mut mentions = self.document.mentions[self.sentence.mentions.clone()].iter();
        let bracket = self.bracket_around(at);
        let beside = |m: &Mention| {
            m.first().abs_diff(at) <= reach
                && self.document.clause[m.first()] == clause
                && bracket.as_ref().is_none_or(|b| b.contains(&m.first()))
        };
        !mentions.any(|m| m.concepts.meets(self.pattern.without) && beside(m))
    }

    /// "Cores x3 (palpation-guided, no US), read by pathology": what stands in the brackets around a token, if it stands in any.
    fn bracket_around(&self, at: usize) -> Option<Range<usize>> {
        const LONGEST: usize = 24;
        let tokens = &self.document.tokens;
        let mark = |t: &usize| tokens.is_mark(*t, b'(') || tokens.is_mark(*t, b')');
        let open = (self.sentence.first.max(at.saturating_sub(LONGEST))..at).rev().find(mark)?;
        let close = (at..self.sentence.end.min(at + LONGEST)).find(mark)?;
        (tokens.is_mark(open, b'(') && tokens.is_mark(close, b')')).then_some(open..close)
    }

    /// Whether the sentence or its neighbours hold one of `near` and none of `absent`.
    fn neighbours_fit(&self, start: usize) -> bool {
        let pattern = self.pattern;
        (pattern.absent.is_empty() || !self.is_near(start, pattern.absent))
            && (pattern.near.is_empty() || self.is_near(start, pattern.near))
    }

    fn is_near(&self, start: usize, class: ConceptSet) -> bool {
        let sentences = &self.document.sentences;
        let at = self.document.mentions[start].first();
        let reach = self.lines_in_reach(at);
        let first = sentences[self.sentence.number.saturating_sub(reach)].first.max(at.saturating_sub(NEIGHBOURHOOD));
        let end = sentences[(self.sentence.number + reach).min(sentences.len() - 1)].end.min(at + NEIGHBOURHOOD);
        let near = self.document.mentions_in(first, end);
        let topic = self.pattern.is_of_topics();
        near.into_iter().any(|m| self.document.mentions[m].concepts.meets(class) && !(topic && self.is_ruled_out(m)))
    }

    /// How many sentences on either side are neighbours: of a form, whose lines are short, more than one.
    fn lines_in_reach(&self, at: usize) -> usize {
        let form = self.document.section_of(at).role == Role::Field;
        let short = self.sentence.end - self.sentence.first <= SHORT_LINE;
        if form && short { FORM_LINES } else { 1 }
    }

    /// "There was no bradycardia": whether words before a mention deny it. What stands behind may be told of it: "bradycardia, so
    /// the procedure was abandoned".
    fn is_ruled_out(&self, mention: usize) -> bool {
        let m = &self.document.mentions[mention];
        let before = |cue: u32| self.document.mentions[cue as usize].first() < m.first();
        let a = assertion(self.document, m.first(), m.last());
        a.is_negated() && a.cues().any(before)
    }
}

/// The concept by which a pattern names a section.
fn section_concepts(role: Role) -> ConceptSet {
    let one = |c: Concept| ConceptSet::of(&[c]);
    match role {
        Role::Title => one(known::S_TITLE),
        Role::Preop => one(known::S_PREOP),
        Role::Postop => one(known::S_POSTOP),
        Role::PrePost => one(known::S_PREPOST),
        Role::Diagnosis => one(known::S_DIAGNOSIS),
        Role::Indication => one(known::S_INDICATION),
        Role::History => one(known::S_HISTORY),
        Role::Past => one(known::S_PAST),
        Role::Technique | Role::Narrative => one(known::S_TECHNIQUE),
        Role::Findings => one(known::S_FINDINGS),
        Role::Impression => one(known::S_IMPRESSION),
        Role::Specimen => one(known::S_SPECIMEN),
        Role::Exam => one(known::S_EXAM),
        Role::Field => one(known::S_FIELD),
        Role::Guidance => one(known::S_GUIDANCE),
        Role::Depth => one(known::S_DEPTH),
        Role::Code => one(known::S_CODE),
        Role::Addendum => one(known::S_ADDENDUM),
        Role::Comparison => one(known::S_COMPARISON),
        Role::Plan => one(known::S_PLAN),
        Role::Planned => one(known::S_PLANNED),
        Role::Consent => one(known::S_CONSENT),
        Role::Family => one(known::S_FAMILY),
        Role::Aside => one(known::S_ASIDE),
    }
}
