//! How far a cue reaches. In: a cue and the words that are judged, in one sentence. Out: what the cue says of them.
//!
//! A cue reaches through its clause and no further than a word that ends scopes; "if" and "will" reach through the rest of their
//! sentence; a date in brackets reaches out of them.

mod denial;
mod past;
mod person;
mod plan;

use crate::document::Document;
use crate::lexicon::concept::group::{LENGTH_UNITS, PAST};
use crate::lexicon::concept::{Concept, ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;

/// Longest aside between commas over which a cue goes on, in tokens.
const LONGEST_ASIDE: usize = 16;

/// Farthest a cue of the past reaches, in tokens: "prior biopsy of the thigh", not the rest of a long sentence. What opens a list
/// of past things reaches through its clause.
const HISTORICAL_REACH: usize = 12;

/// How many tokens a comma parts as much as.
const COMMA: usize = 6;

/// Most marks between a label and its answer.
const LONGEST_LEADER: usize = 40;

/// How far a date in brackets reaches out of them, in tokens.
const ASIDE_REACH: usize = 6;

/// Most tokens between a subject and its modal: "core biopsy [of the mass under ultrasound] would be".
const SUBJECT_REACH: usize = 10;

/// How far before the words that are judged their subject may name what was had, in tokens.
const SUBJECT_LEAD: usize = 3;

/// Most tokens between a modal and what is proposed: "would [be the usual first] step".
const PREDICATE_REACH: usize = 6;

/// The words that are judged.
pub(super) struct Target<'a> {
    pub document: &'a Document<'a>,
    /// The cues of their sentence.
    pub cues: &'a [u32],
    pub first: usize,
    /// Inclusive.
    pub last: usize,
    /// They tell of something done, not of something found.
    pub is_act: bool,
    /// Those of the cues that end scopes. Looked up once: every cue asks for them.
    ends: Vec<u32>,
    /// The brackets between the first cue and the target.
    brackets: Vec<usize>,
}

/// What a cue says of the words that are judged.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Reach {
    /// It stands before them.
    pub next: bool,
    pub denies: bool,
    pub doubts: bool,
    /// To someone else.
    pub attributes: bool,
    /// To the past.
    pub dates: bool,
    /// Makes them planned or conditional.
    pub conditions: bool,
    pub is_of_today: bool,
}

/// A cue and how it stands to the target.
struct Placed<'m> {
    cue: &'m Mention,
    /// It stands before the target.
    next: bool,
    /// The tokens between them.
    between: std::ops::Range<usize>,
    same_clause: bool,
}

impl Placed<'_> {
    /// Whether the cue, from its side, speaks of the target: as one class where it stands before, as another where it stands behind.
    fn is_ahead(&self, next_class: Concept, before_class: Concept) -> bool {
        self.cue.is(if self.next { next_class } else { before_class })
    }
}

impl<'a> Target<'a> {
    pub fn new(document: &'a Document<'a>, cues: &'a [u32], first: usize, last: usize, is_act: bool) -> Self {
        let cue = |c: u32| &document.mentions[c as usize];
        let ends = cues.iter().copied().filter(|&c| cue(c).is(known::SCOPE_END)).collect();
        let from = cues.first().map_or(first, |&c| cue(c).last() + 1);
        let is_bracket = |t: &usize| document.tokens.is_mark(*t, b'(') || document.tokens.is_mark(*t, b')');
        Self { document, cues, first, last, is_act, ends, brackets: (from..first).filter(is_bracket).collect() }
    }

    /// How far a cue outside the target stands from it, in tokens; a comma counts more.
    pub fn distance(&self, cue: &Mention) -> usize {
        let between = self.between(cue, self.resumed(cue));
        between.len() + 1 + COMMA * between.filter(|&t| self.document.tokens.is_mark(t, b',')).count()
    }

    /// The tokens between a cue, or where it is [resumed](Self::resumed), and the target.
    fn between(&self, cue: &Mention, resumed: Option<usize>) -> std::ops::Range<usize> {
        if cue.last() < self.first { resumed.unwrap_or(cue.last() + 1)..self.first } else { self.last + 1..cue.first() }
    }

    /// What a cue outside the target says of it.
    pub fn reach_of(&self, cue: &Mention) -> Reach {
        let document = self.document;
        let next = cue.last() < self.first;
        let resumed = self.resumed(cue);
        let between = self.between(cue, resumed);
        let mut reach = Reach { next, ..Reach::default() };
        if self.is_interrupted(cue, &between) {
            return reach;
        }
        let clause = document.clause[self.first];
        let same_clause = document.clause[cue.first()] == clause
            || document.clause[cue.last()] == clause
            || resumed.is_some_and(|t| document.clause[t] == clause)
            || next && self.is_person_label(cue);
        let cue = Placed { cue, next, between, same_clause };
        let answers = !next && self.is_answer(cue.cue);
        reach.denies = (same_clause || answers) && self.denies(&cue);
        reach.doubts = (same_clause || answers)
            && cue.is_ahead(known::POSSIBLE_NEXT, known::POSSIBLE_BEFORE)
            && !(next && self.leaves_list(&cue.between));
        reach.attributes = self.attributes(&cue);
        const TODAY: ConceptSet = ConceptSet::of(&[known::CURRENT, known::ONGOING]);
        reach.is_of_today = same_clause && cue.cue.concepts.meets(TODAY);
        // "9 x 5 cm by MRI of last week": an earlier scan still tells the size.
        let measured = || (self.first..=self.last).any(|t| document.concepts(t).meets(LENGTH_UNITS));
        if cue.cue.is(known::ACT_ONLY) && (!self.is_act || cue.cue.is(known::REPORT_SEEN) && measured()) {
            return reach;
        }
        if self.is_there_in_wound(cue.cue) {
            return reach;
        }
        reach.dates = self.dates(&cue);
        reach.conditions = self.conditions(&cue);
        reach
    }

    /// "Skin cut, fascia cut, wedge of the mass taken there": what is told to be cut in the same sentence is where "there" is.
    fn is_there_in_wound(&self, cue: &Mention) -> bool {
        const CUTS: ConceptSet = ConceptSet::of(&[known::CUT, known::INCISION]);
        let document = self.document;
        let from = document.sentences[document.sentence_of(cue.first())].first;
        document.tokens.word(cue.last()) == "there"
            && document.mentions_in(from, cue.first()).any(|m| document.mentions[m].concepts.meets(CUTS))
    }

    /// Whether a cue of denial in reach does deny the target: nothing between makes it deny something else.
    fn denies(&self, placed: &Placed) -> bool {
        let Placed { cue, next, between, .. } = placed;
        placed.is_ahead(known::NEGATED_NEXT, known::NEGATED_BEFORE)
            && !if *next { self.passes_forward(cue, between) } else { self.passes_backward(cue, between) }
    }

    /// Whether a denial before the target passes it over: it is of something else, or over where the target begins.
    fn passes_forward(&self, cue: &Mention, between: &std::ops::Range<usize>) -> bool {
        (self.is_closed_answer(cue) || self.goes_on(between) || self.tells_on(cue))
            || self.acts_behind(cue, between)
            || self.is_aside(cue) && self.leaves_list(between)
            || (self.takes_up_place(cue, between) || self.leaves_place(cue, between))
            || (self.runs_on(cue, between) || self.ends_without(cue, between) || self.is_passive(cue))
            || (self.opens_main_clause(cue, between) || self.takes_back(cue))
            // "without suction, guided by touch": "without" denies what it governs, or a list of such.
            || cue.is(known::PREPOSITION) && self.leaves_list(between)
            || self.denies_place(cue) && self.leaves_list(between)
    }

    /// Whether a denial behind the target passes it over: it is of a finding, a verb or a time of its own.
    fn passes_backward(&self, cue: &Mention, between: &std::ops::Range<usize>) -> bool {
        self.is_of_senses(cue)
            || self.has_own_verb(cue, between)
            || self.is_of_own_finding(cue, between)
            || !self.is_act && self.is_of_other_time(cue)
            || self.starts_anew(cue)
            || self.is_guided_by_other(between)
    }

    /// "CT-guided, US not used": behind a comma another aid is denied than the one that led.
    fn is_guided_by_other(&self, between: &std::ops::Range<usize>) -> bool {
        const AIDS: ConceptSet =
            ConceptSet::of(&[known::IMAGING, known::ULTRASOUND, known::CT, known::MRI, known::FLUOROSCOPY]);
        let document = self.document;
        let comma = between.clone().find(|&t| document.tokens.is_mark(t, b','));
        document.tokens.word(self.last) == "guided"
            && comma.is_some_and(|c| (c + 1..between.end).any(|t| document.concepts(t).meets(AIDS)))
    }

    /// Whether a cue tells that the target is of someone else.
    fn attributes(&self, placed: &Placed) -> bool {
        let Placed { cue, next, between, same_clause } = placed;
        cue.is(known::OTHER_PERSON)
            && (*same_clause || *next && (self.is_bracketed_behind(cue, between) || self.is_told_of_act(cue, between)))
            && !self.is_witness(cue)
            && (*next || !(self.is_recipient(cue) || self.is_owner(cue)))
            && !self.is_handed(cue)
            && !(*next && between.clone().any(|t| self.document.is(t, known::THE_PATIENT)))
    }

    /// Whether a cue puts the target into the past.
    fn dates(&self, placed: &Placed) -> bool {
        let Placed { cue, next, between, same_clause } = placed;
        let (next, same_clause) = (*next, *same_clause);
        // The label of a field dates what stands in it: "Copied from the record of last week: …".
        let in_label = || cue.last() < self.document.section_of(self.first).body;
        let near = between.len() < HISTORICAL_REACH || cue.is(known::HISTORY_LIST);
        let by_word = placed.is_ahead(known::HISTORICAL_NEXT, known::HISTORICAL_BEFORE)
            && (same_clause && near || next && self.is_act && (self.is_detail_of(cue) || self.is_account_of(cue)))
            && !(next && self.has_now(between));
        let by_time = || {
            cue.is(known::HISTORICAL)
                && (same_clause
                    || in_label()
                    || between.len() < ASIDE_REACH
                    || next && self.is_act && self.is_account_of(cue))
                && !(next && self.closes_past(cue, between))
                && (next || self.is_act || !self.dates_event(between))
        };
        let in_brackets = || next && cue.concepts.meets(PAST) && self.is_bracketed_behind(cue, between);
        (by_word || by_time() || in_brackets())
            && !(self.is_compared(cue)
                || !next && self.is_of_own_brackets(cue, between)
                || next && (self.is_trade(cue, between) || self.is_known_label(cue, between)))
    }

    /// Whether a cue makes the target planned or conditional. Most cues tell of no plan: what they are is asked before what stands
    /// around them.
    fn conditions(&self, placed: &Placed) -> bool {
        let Placed { cue, next, between, same_clause } = placed;
        (self.plans_sentence(placed)
            || (*same_clause && placed.is_ahead(known::HYPOTHETICAL_NEXT, known::HYPOTHETICAL_BEFORE)))
            && !(*next
                && (self.is_put_right(cue)
                    || self.leaves_wish(cue, between)
                    || self.leaves_talk(cue, between)
                    || self.comes_again()
                    || self.leaves_modal(cue)
                    || self.takes_of_planned(cue)
                    || self.plans_way(cue, between)
                    || self.narrates_behind(between)))
            && (*next || !self.goes_with_sent(cue, between))
    }

    /// Whether a cue of planning reaches over the clauses of its sentence, up to a semicolon.
    fn plans_sentence(&self, placed: &Placed) -> bool {
        let Placed { cue, next, between, .. } = placed;
        let document = self.document;
        // "So that it can come out later: five centimetres, straight": behind a purpose a colon goes on with what was done.
        let purpose = document.tokens.word(cue.first()) == "so";
        let ends = |t: usize| document.tokens.is_mark(t, b';') || (purpose && document.tokens.is_mark(t, b':'));
        // In a run without marks the rest of the sentence is the rest of the note.
        cue.is(known::HYPOTHETICAL_NEXT) && *next && !document.is_unpunctuated() && !between.clone().any(ends)
    }

    /// "We were not able, because of the bleeding, to take a core": where a cue goes on with its "to" behind an aside between commas.
    fn resumed(&self, cue: &Mention) -> Option<usize> {
        let document = self.document;
        let comma = |t: usize| document.tokens.is_mark(t, b',');
        let opens = cue.last() + 1 + usize::from(document.word_is(cue.last() + 1, WordClass::Able));
        if cue.last() >= self.first || !comma(opens) {
            return None;
        }
        let to = (opens + 1..self.first.min(opens + LONGEST_ASIDE)).find(|&t| comma(t))? + 1;
        (to < self.first && document.tokens.word(to) == "to").then_some(to)
    }

    /// Whether a word that ends scopes stands between a cue and the target.
    fn is_interrupted(&self, cue: &Mention, between: &std::ops::Range<usize>) -> bool {
        // A cue in brackets says nothing of what follows them: "FNA (smears poor, defer), then core".
        let next = self.brackets.partition_point(|&t| t < between.start);
        let leaves_brackets = self.first == between.end
            && self.brackets.get(next).is_some_and(|&t| self.document.tokens.is_mark(t, b')'));
        // "An open biopsy, which another had proposed, is not planned": the clause between the commas ends nothing.
        let clause = self.document.clause[self.first];
        let encloses = |relative: &Mention| {
            relative.is(known::RELATIVE)
                && self.document.clause[relative.first()] != clause
                && self.document.clause[cue.first()] == clause
        };
        // "Her sister has just had a lump cut out."
        let of_time = |word: &Mention| {
            let before = word.first().checked_sub(1).map_or("", |t| self.document.tokens.word(t));
            self.document.tokens.word(word.first()) == "just" && matches!(before, "has" | "have" | "had")
        };
        leaves_brackets
            || self.ends.iter().any(|&c| {
                let other = &self.document.mentions[c as usize];
                between.contains(&other.first()) && !encloses(other) && !of_time(other)
            })
    }

    /// "Too small and too close to the skin for a gun": what something is too much of anything for was not used.
    pub fn is_more_than_fits(&self) -> bool {
        const REACH: usize = 12;
        let document = self.document;
        let word = |t: usize| document.tokens.word(t);
        let sentence = document.sentences[document.sentence_of(self.first)].first;
        let lead = (sentence..self.first).rev().find(|&t| !document.is(t, known::DETERMINER));
        let Some(at) = lead.filter(|&t| word(t) == "for") else { return false };
        let clause = document.clause[at];
        (sentence.max(at.saturating_sub(REACH))..at)
            .rev()
            .take_while(|&t| document.clause[t] == clause)
            .any(|t| word(t) == "too")
    }
}

/// The denials that reach the target, counted so that two of them undo each other: "we cannot say that there is no mass".
#[derive(Debug, Default)]
pub(super) struct Denials {
    /// The nearest before the target, and whether it denies a verb.
    before: Option<u32>,
    /// A denied verb stands before that one and governs it.
    undone: bool,
    behind: Option<u32>,
}

impl Denials {
    /// Adds a denial; those before the target come in the order of the text.
    pub fn add(&mut self, document: &Document, cue: u32, next: bool) {
        if !next {
            self.behind = Some(cue);
            return;
        }
        self.undone = self.before.is_some_and(|outer| governs(document, outer, cue));
        self.before = Some(cue);
    }

    /// The denial that holds.
    pub fn holds(&self) -> Option<u32> {
        self.before.filter(|_| !self.undone).or(self.behind)
    }
}

/// Whether a denied verb governs a second denial: no comma and no conjunction parts them.
fn governs(document: &Document, outer: u32, inner: u32) -> bool {
    const PARTS: ConceptSet = ConceptSet::of(&[known::CONJUNCTION, known::CLAUSE_BREAK, known::SCOPE_END]);
    let [outer_cue, inner_cue] = [outer, inner].map(|m| &document.mentions[m as usize]);
    if !outer_cue.is(known::DENIED_VERB) || inner_cue.is(known::DENIED_VERB) || inner_cue.concepts.meets(PARTS) {
        return false;
    }
    let mut between = outer_cue.last() + 1..inner_cue.first();
    let mentions = &document.mentions[outer as usize + 1..inner as usize];
    !mentions.iter().any(|m| m.concepts.meets(PARTS)) && !between.any(|t| document.tokens.is_mark(t, b','))
}
