//! What the words of a note weigh. In: its tokens and mentions, and an answer or a matter. Out: how much they speak for it, and which of
//! them do most. What follows from that is left to the findings.

use std::ops::{Range, RangeInclusive};

use super::section;
use super::sentence::Sentence;
use super::{Document, paper};
use crate::lexicon::around::{Fact, Matter};
use crate::lexicon::concept::ConceptSet;
use crate::lexicon::said::MOST as SAID;
use crate::lexicon::weights::{Answer, Turn};
use crate::mention::around::Around;
use crate::mention::weight::{Said, Sums};

impl Document<'_> {
    /// The words that speak most for a note's being a paper, where by what its words weigh it is read as one; else none.
    pub fn words_of_paper(&self) -> Vec<&str> {
        const MOST: usize = 6;
        if !self.sections.iter().all(|s| s.role == section::Role::Comparison) || !paper::reads_as_paper(self) {
            return Vec::new();
        }
        self.words_for(Answer::Paper, MOST)
    }

    /// How much the words of the note speak for an answer, all together: above nothing for it, below against it.
    pub fn weighs(&self, answer: Answer) -> f32 {
        self.weighed.get_or_init(|| self.weights.of(&self.said(None))).of(answer)
    }

    /// What its words weigh without some of its tokens.
    pub fn weighs_without(&self, left_out: &dyn Fn(usize) -> bool) -> Sums {
        self.weights.of(&self.said(Some(left_out)))
    }

    /// What the words of a passage weigh, by what it tells of where it stands too.
    pub fn weighs_passage(&self, range: Range<usize>, turns: &[Turn]) -> Sums {
        self.weights.of(&self.said_in(range, turns))
    }

    /// What the words of a sentence, or of some tokens of one, weigh for what it may say, by the columns of [`crate::lexicon::said`].
    pub fn weighs_said(&self, range: Range<usize>) -> Sums<SAID> {
        self.sayings.of(&self.said_in(range, &[]))
    }

    /// The tokens of a sentence that speak most for what a column stands for; none where nothing does.
    pub fn words_said(&self, sentence: usize, column: usize) -> Option<RangeInclusive<usize>> {
        self.sayings.heaviest(&self.said_by(sentence), column, 1).pop()
    }

    /// What is weighed of a sentence.
    pub fn said_by(&self, sentence: usize) -> Said<'_> {
        let Sentence { first, end, .. } = self.sentences[sentence];
        self.said_in(first..end, &[])
    }

    /// What is weighed of a passage: some tokens, and how they stand to those before them.
    pub fn said_in<'s>(&'s self, range: Range<usize>, turns: &'s [Turn]) -> Said<'s> {
        let mentions = &self.mentions[self.mentions_in(range.start, range.end)];
        Said { range, mentions, turns, ..self.said(None) }
    }

    /// What is weighed of the note.
    pub fn said<'s>(&'s self, left_out: Option<&'s dyn Fn(usize) -> bool>) -> Said<'s> {
        let range = 0..self.tokens.list.len();
        Said { tokens: &self.tokens, range, numbers: &self.numbers, mentions: &self.mentions, left_out, turns: &[] }
    }

    /// What stands around some tokens of one sentence, which are a part of a place that means `place`.
    pub fn stands_around(&self, own: RangeInclusive<usize>, place: ConceptSet) -> Around<'_> {
        let Sentence { first, end, .. } = self.sentences[self.sentence_of(*own.start())];
        let mentions = &self.mentions[self.mentions_in(first, end)];
        Around { tokens: &self.tokens, numbers: &self.numbers, mentions, sentence: first..end, own, place }
    }

    /// How much what stands around some tokens, and the facts, speak for their being the sampled lesion's.
    pub fn weighs_around(&self, matter: Matter, around: &Around, facts: &[Fact]) -> f32 {
        self.around.of(matter, around, facts)
    }

    /// Whether it is known what weighs around a mention.
    pub fn knows_around(&self) -> bool {
        !self.around.is_empty()
    }

    /// What each token weighs for an answer, by itself and with its neighbours, but for some tokens.
    pub fn weights_at(&self, answer: Answer, left_out: &dyn Fn(usize) -> bool) -> Vec<f32> {
        self.weights.at(&self.said(Some(left_out)), answer)
    }

    /// The words and pairs that speak most for an answer, the heaviest first.
    pub fn words_for(&self, answer: Answer, most: usize) -> Vec<&str> {
        let heaviest = answer.column().map(|column| self.weights.heaviest(&self.said(None), column, most));
        let mut words: Vec<&str> =
            heaviest.into_iter().flatten().map(|at| self.span(*at.start(), *at.end()).of(self.text)).collect();
        words.dedup();
        words
    }
}
