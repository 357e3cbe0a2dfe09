//! A note cut up, nothing lost: tokens, mentions, sections, sentences and clauses.

pub mod blank;
mod carried;
mod census;
mod choice;
pub mod clause;
mod columns;
mod counted;
mod fax;
mod leader;
mod occasion;
mod outline;
mod overlay;
mod paper;
mod quotable;
mod quoted;
mod said;
mod sampling;
pub mod section;
pub mod sentence;
mod visits;
mod weighed;
mod wrap;

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::Arc;

use crate::lexicon::concept::{Concept, ConceptSet, known};
use crate::lexicon::said::MOST as SAID;
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::mention::around::WeightsAround;
use crate::mention::measurement::Units;
use crate::mention::phrase::Phrases;
use crate::mention::weight::{Sums, WordWeights};
use crate::mention::word::{ClassedWords, WordClasses};
use crate::span::Span;
use crate::token::Tokens;
use census::Census;
use outline::{cuts, laid_out, mentions};
use section::Section;
use sentence::Sentence;

/// Words that say how others are meant.
const CUES: ConceptSet = ConceptSet::of(&[
    known::NEGATED_NEXT,
    known::NEGATED_BEFORE,
    known::POSSIBLE_NEXT,
    known::POSSIBLE_BEFORE,
    known::HISTORICAL_NEXT,
    known::HISTORICAL_BEFORE,
    known::HISTORICAL,
    known::HYPOTHETICAL_NEXT,
    known::HYPOTHETICAL_BEFORE,
    known::OTHER_PERSON,
    known::CURRENT,
    known::ONGOING,
    known::SCOPE_END,
]);

/// Verbs of any class and forms of "to be".
const VERBS: ConceptSet = ConceptSet::of(&[known::VERB, known::CUT, known::TAKE, known::BE]);

/// How far into a note, in tokens, an "s/p" opens it.
const OPENING: usize = 14;

/// No mention covers this token.
pub const NO_MENTION: u32 = u32::MAX;

/// A note and everything that can be said of it without knowing what it means.
#[derive(Debug)]
pub struct Document<'a> {
    /// The note as received.
    pub text: &'a str,
    /// What single words are that are no mentions.
    words: Arc<ClassedWords>,
    /// The number of each token's word, by which phrases laid over it are looked up.
    numbers: Arc<[u32]>,
    /// What the stems of single words are.
    classes: &'a WordClasses,
    /// What words, and what phrases mean, weigh.
    weights: &'a WordWeights,
    /// What stands around its mentions weighs.
    around: &'a WeightsAround,
    /// What the words of a sentence weigh for its telling of a topic.
    sayings: &'a WordWeights<SAID>,
    /// What its words weigh together, once that is asked.
    weighed: OnceCell<Sums>,
    /// Its tokens.
    pub tokens: Arc<Tokens>,
    /// What a look at each of them told.
    census: Census,
    /// Its mentions, in order, none overlapping another.
    pub mentions: Vec<Mention>,
    /// For each token the index of the mention that covers it, or [`NO_MENTION`].
    pub mention_at: Vec<u32>,
    /// All that its mentions mean together.
    pub concepts: ConceptSet,
    /// For each token its clause; clause numbers rise through the note.
    pub clause: Vec<u32>,
    /// Its sections, in order, without gaps.
    pub sections: Vec<Section>,
    /// Its sentences, in order, without gaps.
    pub sentences: Vec<Sentence>,
    /// The mentions that say how others are meant, by their index, in order.
    cues: Vec<u32>,
    /// For each sentence the first of its cues in `cues`; one more entry closes the last.
    cue_start: Vec<u32>,
    /// For each token its sentence.
    sentence_at: Vec<u32>,
    /// Whether most of its lines start in lower case, so that a small letter goes on with nothing.
    pub(crate) lowercase_lines: bool,
    /// Of mentions laid over a part of a longer phrase what that means, by the mention's index; none where nothing is laid over.
    under: Vec<(u32, u32)>,
    /// Whether it is one long run of words, as dictation software without punctuation leaves it.
    unpunctuated: bool,
}

impl<'a> Document<'a> {
    /// Cuts up a note.
    pub fn new(text: &'a str, phrases: &'a Phrases) -> Self {
        let mut document = Self::outline(text, phrases, None);
        document.relate();
        document
    }

    /// The same where some bytes are words of their own, which no phrase may tie to the words around them: "no change in" says
    /// nothing of a "change in vision" that is asked for.
    pub fn around(text: &'a str, phrases: &'a Phrases, words: Span) -> Self {
        let mut document = Self::outline(text, phrases, Some(words));
        document.relate();
        document
    }

    /// The same for a reader who asks for clauses and cues only where [`Document::may_sample`]: most notes do without.
    pub fn for_sampling(text: &'a str, phrases: &'a Phrases) -> Self {
        let mut document = Self::outline(text, phrases, None);
        if document.may_sample() || document.may_sample_elsewhere() {
            document.relate();
        }
        document
    }

    /// All but clauses and cues.
    fn outline(text: &'a str, phrases: &'a Phrases, apart: Option<Span>) -> Self {
        let tokens = laid_out(text, phrases);
        let census = Census::of(&tokens);
        let unticked = census.unticked(&tokens);
        let numbers = phrases.numbers(&tokens);
        let mut mentions = mentions(phrases, &tokens, &numbers, &cuts(&tokens, &unticked), apart);
        let words = phrases.classes().of(&tokens, &numbers);
        said::read(text, &tokens, &census, &unticked, &words, &mut mentions);
        let mut mention_at = vec![NO_MENTION; tokens.list.len()];
        let mut concepts = ConceptSet::EMPTY;
        for (index, mention) in mentions.iter().enumerate() {
            mention_at[mention.first()..=mention.last()].fill(index as u32);
            concepts = concepts.with(mention.concepts);
        }
        let unpunctuated = tokens.list.len() > 40 && tokens.list.len() / (census.breaks + 1) > 40;
        let mut document = Self {
            text,
            words: Arc::new(words),
            numbers: numbers.into(),
            classes: phrases.classes(),
            weights: phrases.weights(),
            around: phrases.around(),
            sayings: phrases.said(),
            weighed: OnceCell::new(),
            tokens: Arc::new(tokens),
            census,
            mentions,
            mention_at,
            concepts,
            clause: Vec::new(),
            sections: Vec::new(),
            sentences: Vec::new(),
            cues: Vec::new(),
            cue_start: Vec::new(),
            sentence_at: Vec::new(),
            under: Vec::new(),
            lowercase_lines: census.has_lowercase_lines(text),
            unpunctuated,
        };
        document.divide();
        document
    }

    /// Finds its sections and sentences.
    fn divide(&mut self) {
        self.sections = section::sections(self);
        self.sentences = sentence::sentences(self);
        sentence::sum_up(&mut self.sentences, &self.mentions);
        self.sentence_at.reserve_exact(self.tokens.list.len());
        for (sentence, number) in self.sentences.iter().zip(0u32..) {
            self.sentence_at.resize(sentence.end, number);
        }
    }

    /// Finds out which words bear on which others.
    fn relate(&mut self) {
        self.index_cues();
        self.clause = clause::clauses(self);
    }

    /// "Pt s/p bx L thigh mass, tolerated well": the "s/p" that opens a line written right after the act, the only biopsy the note
    /// names, with words for how it went and none for the time since.
    pub fn fresh_act(&self) -> Option<u32> {
        let mut opening = self.mentions.iter().take_while(|m| m.first() < OPENING);
        let index = opening.position(|m| self.is_status_after(m))?;
        let cue = &self.mentions[index];
        let mut biopsies = self.mentions.iter().filter(|m| m.is(known::BIOPSY));
        let act = biopsies.next()?;
        let near = act.first() > cue.last() && act.first() < cue.last() + 4 && biopsies.next().is_none();
        let says = |class| (0..self.tokens.list.len()).any(|t| self.word_is(t, class));
        (near && says(WordClass::WentWell) && !says(WordClass::TimeSince)).then_some(index as u32)
    }

    /// "s/p".
    fn is_status_after(&self, mention: &Mention) -> bool {
        let words = [mention.first(), mention.last()].map(|t| self.tokens.word(t));
        mention.is(known::HISTORICAL_NEXT) && matches!(words, ["s", "p"] | ["sp", "sp"] | ["status", "post"])
    }

    fn index_cues(&mut self) {
        let fresh = self.fresh_act();
        let cues =
            self.mentions.iter().zip(0u32..).filter(|(m, i)| m.concepts.meets(CUES) && fresh.is_none_or(|f| f != *i));
        self.cues = cues.map(|(_, i)| i).collect();
        self.cue_start.reserve_exact(self.sentences.len() + 1);
        let mut next = 0;
        for sentence in &self.sentences {
            let from =
                self.cues[next..].iter().take_while(|&&c| self.mentions[c as usize].first() < sentence.first).count();
            next += from;
            self.cue_start.push(next as u32);
        }
        self.cue_start.push(self.cues.len() as u32);
    }

    /// Indices of the mentions of a sentence that say how others are meant.
    pub fn cues_of(&self, sentence: usize) -> &[u32] {
        match (self.cue_start.get(sentence), self.cue_start.get(sentence + 1)) {
            (Some(&from), Some(&to)) => &self.cues[from as usize..to as usize],
            _ => &[],
        }
    }

    /// The meaning of the longer phrase that a mention was laid over.
    pub fn meaning_under(&self, mention: usize) -> Option<u32> {
        let place = self.under.binary_search_by_key(&(mention as u32), |u| u.0).ok()?;
        Some(self.under[place].1)
    }

    /// The mention that covers a token.
    pub fn mention(&self, token: usize) -> Option<&Mention> {
        self.mention_at.get(token).and_then(|&m| self.mentions.get(m as usize))
    }

    /// Whether the mention that covers a token means `concept`.
    pub fn is(&self, token: usize, concept: Concept) -> bool {
        self.mention(token).is_some_and(|m| m.is(concept))
    }

    /// Whether a token's word is listed in a class of single words; false beyond the end.
    pub fn word_is(&self, token: usize, class: WordClass) -> bool {
        self.words.is(token, class)
    }

    /// Whether a token is the number of a year of the last century or this one; false beyond the end.
    pub fn is_year(&self, token: usize) -> bool {
        let word = self.tokens.list.get(token).map_or(&[][..], |_| self.tokens.word(token).as_bytes());
        word.len() == 4 && (word.starts_with(b"19") || word.starts_with(b"20")) && word.iter().all(u8::is_ascii_digit)
    }

    /// Whether a stem of a class stands anywhere in the note.
    fn speaks_of(&self, class: WordClass) -> bool {
        self.words.hold_stem_of(class, self.classes, &self.tokens)
    }

    /// What a token means.
    pub fn concepts(&self, token: usize) -> ConceptSet {
        self.mention(token).map_or(ConceptSet::EMPTY, |m| m.concepts)
    }

    /// Indices of the mentions that start within a run of tokens.
    pub fn mentions_in(&self, first: usize, end: usize) -> Range<usize> {
        let covered = || (first..end.min(self.mention_at.len())).filter(|&t| self.mention_at[t] != NO_MENTION);
        // The first token may stand in a mention that starts before it.
        let starting = |t: usize| self.mentions[self.mention_at[t] as usize].first() >= first;
        let Some(from) = covered().find(|&t| starting(t)) else { return 0..0 };
        let last = covered().next_back().unwrap_or(from);
        self.mention_at[from] as usize..self.mention_at[last] as usize + 1
    }

    /// Bytes from the first to the last token, inclusive.
    pub fn span(&self, first: usize, last: usize) -> Span {
        self.tokens.span(first, last)
    }

    /// The sentence a token stands in.
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentence_at.get(token).map_or(self.sentences.len().saturating_sub(1), |&s| s as usize)
    }

    /// The section a token stands in.
    pub fn section_of(&self, token: usize) -> &Section {
        &self.sections[self.sentences.get(self.sentence_of(token)).map_or(0, |s| s.section)]
    }

    /// The measuring view of the note.
    pub fn units(&self) -> Units<'_> {
        Units { tokens: &self.tokens, mentions: &self.mentions, at: &self.mention_at, words: &self.words }
    }

    /// Whether a verb of any class, or a form of "to be", stands at a token.
    pub fn is_verb(&self, token: usize) -> bool {
        self.concepts(token).meets(VERBS)
    }

    /// Whether a word ends as regular pasts and participles do, those of verbs that no table has among them.
    pub fn is_ed_form(&self, token: usize) -> bool {
        self.tokens.word(token).ends_with("ed")
    }

    /// Whether a verb in its regular past, or the participle of one, stands at a token.
    pub fn is_past_verb(&self, token: usize) -> bool {
        self.is_verb(token) && self.is_ed_form(token)
    }

    /// Whether the note is one long run of words, as dictation software without punctuation leaves it.
    pub fn is_unpunctuated(&self) -> bool {
        self.unpunctuated
    }
}
