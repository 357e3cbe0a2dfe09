//! What a note speaks of beyond the findings. In: a document and the phrases and patterns of topics. Out: one [`Told`] for each
//! place where a topic is told, and how the words are meant. The findings never see these.

use std::cell::OnceCell;

use super::{PatternIndex, Statement, has_blanks, is_unfilled, statements};
use crate::analysis::Evidence;
use crate::document::Document;
use crate::document::section::{Role, Section};
use crate::document::sentence::Sentence;
use crate::lexicon::Lexicon;
use crate::lexicon::concept::known;
use crate::lexicon::pattern::{Claim, Pattern};
use crate::lexicon::said::{self, Counts, Says};
use crate::lexicon::topic::Topic;
use crate::mention::phrase::Phrases;
use crate::token::Kind;

/// Reads topics by the rules of one lexicon. Built once.
#[derive(Debug)]
pub struct TopicReader {
    phrases: Phrases,
    patterns: PatternIndex,
    offset: u32,
}

/// A topic that a note speaks of.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The topic.
    pub topic: Topic,
    /// First token of the words.
    pub first: usize,
    /// Last token, inclusive.
    last: usize,
    /// What read them.
    reader: Reader,
    /// The words and the pattern, once they were asked for: of most topics that are told nobody does.
    evidence: OnceCell<Evidence>,
}

/// What reads a topic, by its index.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Reader {
    /// A pattern.
    Pattern(usize),
    /// What all words of a sentence weigh together.
    Weights(usize),
}

impl Told {
    fn new(topic: Topic, first: usize, last: usize, reader: Reader) -> Self {
        Self { topic, first, last, reader, evidence: OnceCell::new() }
    }

    /// Whether all words of a sentence speak for it, and no pattern reads it there.
    pub fn is_weighed(&self) -> bool {
        matches!(self.reader, Reader::Weights(_))
    }

    /// The words and the pattern or weights that read them, in the document they are told in.
    pub fn evidence(&self, document: &Document, lexicon: &Lexicon) -> &Evidence {
        self.evidence.get_or_init(|| {
            let span = document.quotable(self.first, self.last);
            let rule = match self.reader {
                Reader::Pattern(pattern) => lexicon.patterns()[pattern].id.clone(),
                Reader::Weights(rule) => format!("{}:{}", said::WEIGHTS_FILE, lexicon.said()[rule].label),
            };
            Evidence { start: span.start, end: span.end, text: span.of(document.text).to_owned(), rule }
        })
    }
}

impl TopicReader {
    /// A reader of the lexicon's topics, by their own phrases ([`Phrases::of_topics`]) over its other ones.
    pub fn new(lexicon: &Lexicon, base: &Phrases, phrases: Phrases) -> Self {
        let patterns = PatternIndex::over(lexicon, &[base, &phrases], Pattern::is_of_topics);
        Self { phrases, patterns, offset: base.meanings().len() as u32 }
    }

    /// The document with the phrases of topics laid over its own.
    pub fn overlay<'a>(&self, document: &Document<'a>) -> Document<'a> {
        document.overlaid(&self.phrases, self.offset)
    }

    /// All that is said of topics, held or not, in an overlaid document.
    pub fn statements(&self, overlaid: &Document, lexicon: &Lexicon) -> Vec<Statement> {
        statements(overlaid, lexicon, &self.patterns)
    }

    /// The topics that a note speaks of: in its sentences, and by headings with something under them.
    pub fn read(&self, document: &Document, lexicon: &Lexicon) -> Vec<Told> {
        let overlaid = self.overlay(document);
        let statements = self.statements(&overlaid, lexicon);
        let mut told: Vec<Told> = statements.iter().filter_map(|s| told(lexicon, s)).collect();
        told.extend(headings(&overlaid, lexicon, &self.patterns));
        told.sort_by_key(|t| t.first);
        weigh(&overlaid, lexicon, &statements, &mut told);
        told.sort_by_key(|t| t.first);
        told
    }
}

/// Whether a topic counts: it is meant as its pattern asks, and stands where it may.
///
/// A pattern that takes any assertion and any polarity asks for words and not for what they mean, so it counts anywhere. One that
/// names its sections counts there, be it a plan.
pub fn is_told(pattern: &Pattern, statement: &Statement) -> bool {
    let outside = matches!(statement.role, Role::Plan | Role::Planned | Role::Consent | Role::Family);
    let anywhere = pattern.any_assertion && pattern.any_polarity;
    let meant = !statement.assertion.is_negated() && statement.assertion.is_current();
    anywhere || (meant && (!outside || !pattern.sections.is_empty()))
}

fn told(lexicon: &Lexicon, statement: &Statement) -> Option<Told> {
    let pattern = &lexicon.patterns()[statement.pattern];
    let Claim::Topic(topic) = statement.claim else { return None };
    is_told(pattern, statement)
        .then(|| Told::new(topic, statement.first, statement.last, Reader::Pattern(statement.pattern)))
}

/// Adds the topics that all words of a sentence speak for where no pattern reads them, be it to deny them. `told` and `statements` are in
/// the order of the note.
fn weigh(document: &Document, lexicon: &Lexicon, statements: &[Statement], told: &mut Vec<Told>) {
    let by_patterns = told.len();
    let blank = has_blanks(document);
    let mut next = 0;
    let mut rest = statements;
    for (number, sentence) in document.sentences.iter().enumerate() {
        let &Sentence { first: start, end, section, concepts } = sentence;
        let first = next;
        next += told[first..by_patterns].iter().take_while(|t| t.first < end).count();
        let here = rest.iter().take_while(|s| s.sentence <= number).count();
        let (stated, behind) = rest.split_at(here);
        rest = behind;
        // What a heading names is told of what stands under it; a template's blanks tell nothing.
        if blank && is_unfilled(document, sentence) {
            continue;
        }
        let role = document.sections[section].role;
        let sums = document.weighs_said(start..end);
        for (index, rule) in lexicon.said().iter().enumerate() {
            let Says::Topic(topic) = rule.says else { continue };
            if concepts.meets(rule.without) {
                continue;
            }
            let stated = stated.iter().any(|s| s.claim == Claim::Topic(topic));
            let read = stated || told[first..next].iter().any(|t| t.topic == topic);
            if sums.at(rule.column) >= rule.takes && counts_at(role, rule.counts) && !read {
                let words = document.words_said(number, rule.column);
                told.extend(words.map(|w| Told::new(topic, *w.start(), *w.end(), Reader::Weights(index))));
            }
        }
    }
}

/// Whether a sentence under a heading of this role counts.
pub fn counts_at(role: Role, counts: Counts) -> bool {
    let planned = matches!(role, Role::Plan | Role::Planned | Role::Consent | Role::Family);
    let before = matches!(role, Role::Indication | Role::History | Role::Past | Role::Exam | Role::Comparison);
    match counts {
        Counts::Account => !planned && !before,
        Counts::Note => !planned,
        Counts::Anywhere => true,
    }
}

/// Headings that name a topic: "Surgeon: …", by a pattern of one class, and "Assistant: …, PA-C", by one of two, the second of
/// which stands under the heading. A denial under it ("Drains: none") leaves only what any words tell.
fn headings(document: &Document, lexicon: &Lexicon, patterns: &PatternIndex) -> Vec<Told> {
    let mut out = Vec::new();
    for section in document.sections.iter().filter(|s| is_filled(document, s)) {
        for m in document.mentions_in(section.first, section.body) {
            let mention = &document.mentions[m];
            for &p in patterns.of(mention.meaning) {
                let pattern = &lexicon.patterns()[p as usize];
                let [Claim::Topic(topic)] = pattern.says[..] else { continue };
                if let Some(last) = last_under(document, section, pattern) {
                    out.push(Told::new(topic, mention.first(), last, Reader::Pattern(p as usize)));
                }
            }
        }
    }
    out
}

/// The last token under a heading that a pattern quotes, if it speaks of headings and what stands there fits it.
fn last_under(document: &Document, section: &Section, pattern: &Pattern) -> Option<usize> {
    let plain = pattern.with.is_empty() && pattern.near.is_empty();
    let denied = document.is(section.body, known::NONE) && !pattern.any_polarity;
    if !plain || denied || !pattern.sections.is_empty() {
        return None;
    }
    let last = (section.end - 1).min(section.body + LONGEST_QUOTE);
    match pattern.when[..] {
        [_] => Some(last),
        [_, class] => {
            let end = section.end.min(section.body + UNDER_HEADING);
            let found = document.mentions_in(section.body, end).find(|&m| document.mentions[m].concepts.meets(class));
            found.map(|m| document.mentions[m].last())
        }
        _ => None,
    }
}

/// Whether a heading has words or numbers under it.
fn is_filled(document: &Document, section: &Section) -> bool {
    let tokens = &document.tokens.list[section.body..section.end];
    section.body > section.first && tokens.iter().any(|t| matches!(t.kind, Kind::Word | Kind::Number))
}

/// Farthest under a heading that its second class may stand, in tokens.
const UNDER_HEADING: usize = 12;

/// Most tokens quoted from under a heading, less one.
const LONGEST_QUOTE: usize = 5;
