//! What the note's sentences say: patterns over classes, matched clause by clause. In: a document. Out: statements, each with
//! its claim, the words it rests on and how they are meant. Nothing is weighed here.

pub mod object;
pub mod topic;

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::assertion::{Assertion, assertion, assertion_without};
use crate::document::section::Role;
use crate::document::sentence::Sentence;
use crate::document::{Document, NO_MENTION};
use crate::lexicon::Lexicon;
use crate::lexicon::concept::{Concept, ConceptSet, known};
use crate::lexicon::pattern::{Claim, Link, MOST_CLASSES, Pattern};
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::mention::number::number;
use crate::mention::phrase::Phrases;
use crate::token::{Break, Kind};
use object::{Object, antecedent, object};

/// One claim of the note.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// What is claimed.
    pub claim: Claim,
    /// First token of the words.
    pub first: usize,
    /// Last token, inclusive.
    pub last: usize,
    /// Index of the pattern.
    pub pattern: usize,
    /// How the words are meant. A negated statement whose pattern says what its denial means has that claim instead.
    pub assertion: Assertion,
    /// The sentence it stands in.
    pub sentence: usize,
    /// The role of its section.
    pub role: Role,
}

/// How far the neighbours of a sentence reach, in tokens: a run without marks may be the whole note.
const NEIGHBOURHOOD: usize = 60;

/// How far a clause reaches in dictation without marks, in tokens.
const RUN: usize = 14;

/// Most tokens of a line of a form, and how many such lines are neighbours.
const SHORT_LINE: usize = 10;
const FORM_LINES: usize = 3;

/// For each meaning of the lexicon's phrases the patterns whose first class it belongs to.
#[derive(Debug)]
pub struct PatternIndex {
    /// For each meaning where the patterns it may start stand in `patterns`; one more entry closes the last.
    starting: Vec<u32>,
    /// Patterns by their numbers, those of one meaning side by side.
    patterns: Vec<u32>,
    /// For each pattern what its sentence must hold.
    needs: Vec<Needs>,
    /// The same folded, which is looked at first: it fits a line of the cache and nearly always ends the matter.
    folded: Vec<FoldedNeeds>,
}

impl PatternIndex {
    /// Indexes the patterns of a lexicon that say more than topics.
    pub fn new(lexicon: &Lexicon, phrases: &Phrases) -> Self {
        Self::over(lexicon, &[phrases], |p| !p.is_of_topics())
    }

    /// Indexes some patterns over the meanings of several automata, numbered one behind the other.
    fn over(lexicon: &Lexicon, phrases: &[&Phrases], wanted: impl Fn(&Pattern) -> bool) -> Self {
        // Few patterns start with any one concept, so a meaning's patterns are gathered from those of its concepts.
        let mut by_concept: Vec<Vec<u32>> = vec![Vec::new(); lexicon.concepts().names().count()];
        for (pattern, number) in lexicon.patterns().iter().zip(0u32..).filter(|p| wanted(p.0)) {
            pattern.when[0].iter().for_each(|concept| by_concept[concept.0 as usize].push(number));
        }
        let starting = |concepts: &ConceptSet| {
            let mut found: Vec<u32> = concepts.iter().flat_map(|c| by_concept[c.0 as usize].iter().copied()).collect();
            found.sort_unstable();
            found.dedup();
            found
        };
        let needs: Vec<Needs> = lexicon.patterns().iter().map(Needs::of).collect();
        let folded = needs.iter().map(FoldedNeeds::of).collect();
        let mut index = Self { starting: vec![0], patterns: Vec::new(), needs, folded };
        for meaning in phrases.iter().flat_map(|automaton| automaton.meanings()) {
            index.patterns.extend(starting(meaning));
            index.starting.push(index.patterns.len() as u32);
        }
        index
    }

    /// The patterns that may start with a meaning.
    fn of(&self, meaning: u32) -> &[u32] {
        let meaning = meaning as usize;
        &self.patterns[self.starting[meaning] as usize..self.starting[meaning + 1] as usize]
    }

    /// Whether a sentence holds what a pattern needs.
    fn may_match(&self, pattern: u32, sentence: &Whole) -> bool {
        self.folded[pattern as usize].are_met(sentence) && self.needs[pattern as usize].are_met(sentence)
    }
}

/// What a pattern needs of a sentence, wherever it stands there. Kept together and apart from the patterns, since nearly all
/// that is tried fails here.
#[derive(Debug)]
struct Needs {
    /// One of each of these must be in reach: the classes behind the first.
    classes: [ConceptSet; MOST_CLASSES - 1],
    /// One of these in the sentence.
    with: ConceptSet,
    /// One of these sections.
    sections: ConceptSet,
}

impl Needs {
    fn of(pattern: &Pattern) -> Self {
        let or_any = |set: ConceptSet| if set.is_empty() { ConceptSet::ALL } else { set };
        let class = |n: usize| pattern.when.get(n).copied().unwrap_or(ConceptSet::ALL);
        Self { classes: [class(1), class(2)], with: or_any(pattern.with), sections: or_any(pattern.sections) }
    }

    fn are_met(&self, sentence: &Whole) -> bool {
        self.classes.iter().all(|class| sentence.in_reach.meets(*class))
            && sentence.concepts.meets(self.with)
            && sentence.section.meets(self.sections)
    }
}

/// What a pattern needs of a sentence, each set folded ([`ConceptSet::folded`]): where one is not met folded, it is not met.
#[derive(Debug)]
struct FoldedNeeds {
    classes: [u128; MOST_CLASSES - 1],
    with: u128,
    sections: u128,
}

impl FoldedNeeds {
    fn of(needs: &Needs) -> Self {
        Self {
            classes: needs.classes.map(ConceptSet::folded),
            with: needs.with.folded(),
            sections: needs.sections.folded(),
        }
    }

    fn are_met(&self, sentence: &Whole) -> bool {
        let [in_reach, concepts, section] = sentence.folded;
        self.classes.iter().all(|class| class & in_reach != 0)
            && self.with & concepts != 0
            && self.sections & section != 0
    }
}

/// All statements of a document, in the order of their words.
pub fn statements(document: &Document, lexicon: &Lexicon, index: &PatternIndex) -> Vec<Statement> {
    let mut stating = Stating::of(document, lexicon);
    let mut behind = 0;
    const ACT: ConceptSet = ConceptSet::of(&[known::TAKE, known::CUT, known::INCISION, known::CORE, known::NEEDLE]);
    let mut unfilled = false;
    let blank =
        memchr::memchr(b'{', document.text.as_bytes()).is_some() || BLANK.find(document.text.as_bytes()).is_some();
    for (number, sentence) in document.sentences.iter().enumerate() {
        let mentions =
            behind..behind + document.mentions[behind..].iter().take_while(|m| m.first() < sentence.end).count();
        behind = mentions.end;
        // Headings say nothing themselves.
        let section = &document.sections[sentence.section];
        let heading = section.body > section.first && sentence.end <= section.body;
        if heading && section.role != Role::Field && section.role != Role::Guidance {
            continue;
        }
        if blank && is_unfilled(document, sentence) {
            unfilled |= sentence.concepts.meets(ACT);
            continue;
        }
        let whole = Whole::new(document, number, mentions, section.role);
        for m in whole.mentions.clone() {
            let own = index.of(document.mentions[m].meaning);
            let under = document.meaning_under(m).map_or(&[][..], |meaning| index.of(meaning));
            for &p in own.iter().chain(under.iter().filter(|p| !own.contains(p))) {
                if !index.may_match(p, &whole) {
                    continue;
                }
                let matcher = Matcher { document, pattern: &lexicon.patterns()[p as usize], sentence: &whole };
                if let Some(words) = matcher.matched(m) {
                    stating.state(p as usize, words.list(), number, section.role);
                }
            }
        }
    }
    let mut out = stating.out;
    // Where nobody filled in what was done, the title of the form tells nothing of it either.
    let is_act = |s: &Statement| matches!(s.claim, Claim::Sampled | Claim::Part | Claim::Whole);
    let is_title = |s: &Statement| s.role == Role::Title;
    let is_account =
        |s: &Statement| matches!(s.role, Role::Technique | Role::Narrative | Role::Findings | Role::Addendum);
    if unfilled && !out.iter().any(|s| is_act(s) && is_account(s)) {
        out.retain(|s| !(is_title(s) && is_act(s)));
    }
    out
}

/// What a template leaves where nobody filled it in.
static BLANK: LazyLock<Finder> = LazyLock::new(|| Finder::new("***"));

/// "A *** gauge needle was used to take *** cores": a sentence of which a template gave all but the blanks tells nothing. One that
/// tells a number, or whose blanks stand beside no quantity, was filled in where it matters.
fn is_unfilled(document: &Document, sentence: &Sentence) -> bool {
    const FEWEST: usize = 2;
    const LONGEST_CHOICE: usize = 16;
    const QUANTITIES: ConceptSet = ConceptSet::of(&[
        known::GAUGE,
        known::CORE,
        known::PASS,
        known::SAMPLE,
        known::UNIT_CM,
        known::UNIT_MM,
        known::BIOPSY,
        known::SEND,
    ]);
    let tokens = &document.tokens;
    let star = |t: usize| tokens.is_mark(t, b'*');
    // Three stars, and not a line of them, nor one of a pair around a title.
    let (mut blanks, mut beside, mut inside, mut counted) = (0, false, false, false);
    let mut at = sentence.first;
    while at < sentence.end {
        let run = (at..sentence.end).take_while(|&t| star(t)).count();
        // "{CORE/FNA:30117}" asks; "{14}" was answered.
        let closes = || (at..sentence.end.min(at + LONGEST_CHOICE)).find(|&t| tokens.is_mark(t, b'}'));
        let asks = |close: &usize| (at..*close).any(|t| tokens.is_mark(t, b':'));
        let choice = tokens.is_mark(at, b'{').then(closes).flatten().filter(asks);
        if run == 3 || choice.is_some() {
            let close = choice.unwrap_or(at + run.max(1) - 1);
            let behind = |t: usize| tokens.list.get(t).is_some_and(|_| document.concepts(t).meets(QUANTITIES));
            blanks += 1;
            beside |= behind(close + 1) || at > sentence.first && document.concepts(at - 1).meets(QUANTITIES);
            at = close + 1;
            continue;
        }
        inside |= run > 3;
        counted |= tokens.list[at].kind == Kind::Number;
        at += run.max(1);
    }
    let text = document.span(sentence.first, sentence.end - 1).of(document.text);
    let ornament = blanks == 2 && text.starts_with("***") && text.trim_end().ends_with("***");
    blanks >= FEWEST && beside && !counted && !inside && !ornament
}

/// Turns matches into statements.
struct Stating<'a> {
    document: &'a Document<'a>,
    lexicon: &'a Lexicon,
    /// How each mention is meant, once it was asked for: several patterns match the same words.
    meant: Vec<Option<Assertion>>,
    out: Vec<Statement>,
}

impl<'a> Stating<'a> {
    fn of(document: &'a Document<'a>, lexicon: &'a Lexicon) -> Self {
        let mentions = document.mentions.len();
        Self { document, lexicon, meant: vec![None; mentions], out: Vec::with_capacity(mentions / 2) }
    }

    /// How a mention is meant, with some mentions not counted as cues.
    fn meant(&mut self, mention: usize, ignored: &[usize]) -> Assertion {
        let (first, last) = (self.document.mentions[mention].first(), self.document.mentions[mention].last());
        let cues = self.document.cues_of(self.document.sentence_of(first));
        if ignored.iter().any(|&m| cues.contains(&(m as u32))) {
            return assertion_without(self.document, first, last, ignored);
        }
        *self.meant[mention].get_or_insert_with(|| assertion(self.document, first, last))
    }

    /// Turns a match into statements, one per claim.
    fn state(&mut self, pattern: usize, words: &[usize], sentence: usize, role: Role) {
        let document = self.document;
        let rule = &self.lexicon.patterns()[pattern];
        let first = words.iter().map(|&m| document.mentions[m].first()).min().unwrap_or(0);
        let last = words.iter().map(|&m| document.mentions[m].last()).max().unwrap_or(first);
        let mut meant = Assertion::default();
        if let Some(denial) = answered_no(document, last) {
            meant.polarity = crate::assertion::Polarity::Negated;
            meant.negated_by = Some(denial).filter(|&m| m != NO_MENTION);
        }
        // A pattern that denies something itself is not denied by its own words.
        // Neither is "fascia not encountered", which spares it.
        let spares =
            words.iter().find(|&&m| document.mentions[m].is(known::SPARE)).map_or(&[][..], std::slice::from_ref);
        let own: &[usize] = if rule.any_polarity { words } else { spares };
        for &m in words {
            combine(&mut meant, self.meant(m, own));
        }
        let claims = if meant.is_negated() && !rule.negated.is_empty() { &rule.negated } else { &rule.says };
        let denied = meant.is_negated() && rule.negated.is_empty();
        for &claim in claims {
            let Some(claim) = resolved(document, claim, words) else { continue };
            let mut assertion = meant;
            if rule.any_assertion {
                assertion = Assertion {
                    polarity: meant.polarity,
                    negated_by: meant.negated_by,
                    subject: meant.subject,
                    moved_by: meant.moved_by,
                    ..Assertion::default()
                };
            }
            if !denied || rule.any_polarity {
                assertion.polarity = crate::assertion::Polarity::Affirmed;
            }
            self.out.push(Statement { claim, first, last, pattern, assertion, sentence, role });
        }
    }
}

/// How far behind words, in tokens, the mark of their question may stand.
const QUESTION: usize = 4;

/// Whether a "no" is the whole answer: a mark or the line's end stands behind it.
fn is_short_answer(document: &Document, at: usize) -> bool {
    document
        .tokens
        .list
        .get(at + 1)
        .is_none_or(|t| t.before >= Break::Line || matches!(t.kind, Kind::Punct(b'.' | b',' | b';' | b'|')))
}

/// What a "no" behind a label may deny in place of the label.
const LAYERS: ConceptSet = ConceptSet::of(&[known::FASCIA, known::MUSCLE, known::THIGH_MUSCLE, known::FAT]);

/// The denial behind a label or a question: "Ultrasound guidance: no", "Deep fascia entered? No". None where the words stand in
/// neither or are not denied.
fn answered_no(document: &Document, last: usize) -> Option<u32> {
    // "US? Yes. Vacuum? No.": the next question is another.
    let question = (last + 1..last + QUESTION)
        .take_while(|&t| !document.tokens.is_mark(t, b'.'))
        .find(|&t| document.tokens.is_mark(t, b'?'));
    let denies = |t: &usize| {
        t < &document.tokens.list.len() && matches!(document.tokens.word(*t), "no" | "none" | "n" | "neither" | "nil")
    };
    let denial = question.map(|mark| mark + 1).filter(denies);
    if let Some(denial) = denial
        && is_short_answer(document, denial)
    {
        return Some(document.mention_at[denial]);
    }
    let section = document.section_of(last);
    if section.body == section.first || last >= section.body {
        return None;
    }
    // Of "[ ] yes [x] no" the ticked answer counts.
    let ticked_box = |&t: &usize| document.tokens.list[t].kind == Kind::Check(true);
    let first = (section.body..section.end).find(ticked_box).map_or(section.body, |at| at + 1);
    // "Incisional biopsy, left knee: no fascia was opened" answers nothing.
    let denies_next = document.tokens.list.get(first).is_some_and(|_| document.tokens.word(first) == "no")
        && document.tokens.list.get(first + 1).is_some_and(|t| t.kind == Kind::Word)
        && document.concepts(first + 1).meets(LAYERS);
    // The "no" of an answer may belong to a longer phrase that goes on in the next line: "No" / "Image guidance: no".
    let bare = first < section.end
        && matches!(document.tokens.word(first), "no" | "none" | "n" | "neither" | "nil")
        && is_short_answer(document, first);
    let answer = document.mention(first).filter(|m| bare || m.is(known::NONE) && m.first() == first && !denies_next);
    let ticked =
        |wanted: bool| (section.body..section.end).any(|t| document.tokens.list[t].kind == Kind::Check(wanted));
    let unticked = ticked(false)
        && !ticked(true)
        && document.tokens.list.get(section.body).is_some_and(|t| t.kind == Kind::Check(false));
    (answer.is_some() || unticked).then(|| document.mention_at[first])
}

/// A claim that depends on the number before its gauge, settled by that number.
fn resolved(document: &Document, claim: Claim, words: &[usize]) -> Option<Claim> {
    let Claim::Gauge(gauge) = claim else { return Some(claim) };
    let first = words.iter().map(|&m| &document.mentions[m]).find(|m| m.is(known::GAUGE))?.first();
    // "Twenty three gauge" is not three.
    let before = (1..=2).rev().find_map(|back| {
        first.checked_sub(back).and_then(|at| number(&document.tokens, at)).filter(|n| n.end == first)
    })?;
    gauge.approach(before.value).map(Claim::Approach)
}

/// The words of a match are meant as the least current of them.
fn combine(all: &mut Assertion, one: Assertion) {
    use crate::assertion::{Certainty, Polarity, Subject, Temporality};
    if one.polarity == Polarity::Negated {
        all.polarity = Polarity::Negated;
        all.negated_by = one.negated_by;
    }
    if one.certainty == Certainty::Possible {
        all.certainty = Certainty::Possible;
    }
    if one.temporality != Temporality::Recent {
        all.temporality = one.temporality;
        all.moved_by = one.moved_by;
    }
    if one.subject == Subject::Other {
        all.subject = Subject::Other;
        all.moved_by = one.moved_by;
    }
}

/// The mentions of a match, one for each class of its pattern.
#[derive(Debug, Clone, Copy)]
struct Words {
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

    fn list(&self) -> &[usize] {
        &self.mentions[..self.count]
    }
}

/// A sentence in which patterns are tried.
struct Whole {
    /// Its number.
    number: usize,
    /// First token.
    first: usize,
    /// First token behind it.
    end: usize,
    /// Its mentions.
    mentions: Range<usize>,
    /// All they mean together: what is not among it need not be looked for.
    concepts: ConceptSet,
    /// The same with a mention that reaches in from the sentence before, which may be the noun of a verb.
    in_reach: ConceptSet,
    /// The concept of its section.
    section: ConceptSet,
    /// What is in reach, what its mentions mean and the concept of its section, each folded.
    folded: [u128; 3],
    /// The layer of the sentence before that its first words go on about.
    antecedent: Option<usize>,
}

impl Whole {
    fn new(document: &Document, number: usize, mentions: Range<usize>, role: Role) -> Self {
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
struct Matcher<'a> {
    document: &'a Document<'a>,
    pattern: &'a Pattern,
    sentence: &'a Whole,
}

impl Matcher<'_> {
    /// The mentions that match, the first class at mention `start`.
    fn matched(&self, start: usize) -> Option<Words> {
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
            (Link::Any, _) => self.in_order(start).or_else(|| self.backwards(start))?,
        };
        ((by_pronoun || self.clear_between(words.list()))
            && self.clause_fits(start)
            && self.neighbours_fit(start)
            && (!self.pattern.alone || self.stands_alone(words.list())))
        .then_some(words)
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
        const ALL: [&str; 7] = ["all", "both", "whole", "entirety", "each", "rest", "remainder"];
        let part = |t: usize| t.checked_sub(1).is_none_or(|head| !ALL.contains(&document.tokens.word(head)));
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
        let beside = |m: &Mention| m.first().abs_diff(at) <= reach && self.document.clause[m.first()] == clause;
        !mentions.any(|m| m.concepts.meets(self.pattern.without) && beside(m))
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
