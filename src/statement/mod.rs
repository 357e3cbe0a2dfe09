//! What the note's sentences say: patterns over classes, matched clause by clause. In: a document. Out: statements, each with
//! its claim, the words it rests on and how they are meant. Nothing is weighed here.

mod matcher;
pub mod object;
pub mod topic;

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::assertion::{Assertion, assertion, assertion_without};
use crate::document::section::Role;
use crate::document::sentence::Sentence;
use crate::document::{Document, NO_MENTION};
use crate::lexicon::Lexicon;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::pattern::{Claim, MOST_CLASSES, Pattern};
use crate::mention::number::number;
use crate::mention::phrase::Phrases;
use crate::token::{Break, Kind};
use matcher::{Matcher, Whole};

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
    let blank = has_blanks(document);
    for (number, sentence) in document.sentences.iter().enumerate() {
        let mentions =
            behind..behind + document.mentions[behind..].iter().take_while(|m| m.first() < sentence.end).count();
        behind = mentions.end;
        let section = &document.sections[sentence.section];
        if is_bare_heading(document, sentence) {
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

/// Whether a sentence is a heading that says nothing itself.
fn is_bare_heading(document: &Document, sentence: &Sentence) -> bool {
    let section = &document.sections[sentence.section];
    let heading = section.body > section.first && sentence.end <= section.body;
    heading && section.role != Role::Field && section.role != Role::Guidance
}

/// Whether a note holds what a template leaves where nobody filled it in.
fn has_blanks(document: &Document) -> bool {
    let text = document.text.as_bytes();
    memchr::memchr(b'{', text).is_some() || BLANK.find(text).is_some()
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
