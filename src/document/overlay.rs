//! The same note with further mentions laid over those it has. In: a document, and the phrases of topics. Out: a document of the
//! same tokens, sentences and sections, in which those phrases stand where they match, and what they cover gives way.
//!
//! So topics may be told in any words, and none of them changes what is found about a lesion.

use std::sync::Arc;

use super::said::retain_said;
use super::{CUES, Document, NO_MENTION, sentence};
use crate::lexicon::concept::{ConceptSet, known};
use crate::mention::Mention;
use crate::mention::phrase::Phrases;
use crate::token::{Break, Kind};

impl<'a> Document<'a> {
    /// Lays the mentions of `phrases` over this document. Their meanings are numbered from `offset` on.
    pub(crate) fn overlaid(&self, phrases: &Phrases, offset: u32) -> Document<'a> {
        let mut laid = phrases.find_over(&self.numbers);
        let unticked = self.census.unticked(&self.tokens);
        retain_said(self.text, &self.tokens, &self.census, &unticked, &self.words, &mut laid);
        laid.retain(|m| !m.is(known::SEVERAL_COUNT) || self.is_count(m));
        laid.iter_mut().for_each(|m| m.meaning += offset);
        let (mentions, under) = merged(&self.mentions, laid);
        let mut document = Document {
            text: self.text,
            words: Arc::clone(&self.words),
            numbers: Arc::clone(&self.numbers),
            classes: self.classes,
            weights: self.weights,
            around: self.around,
            sayings: self.sayings,
            weighed: self.weighed.clone(),
            tokens: Arc::clone(&self.tokens),
            census: self.census,
            mentions,
            under,
            mention_at: vec![NO_MENTION; self.tokens.list.len()],
            concepts: self.concepts,
            clause: self.clause.clone(),
            sections: self.sections.clone(),
            sentences: self.sentences.clone(),
            cues: Vec::new(),
            cue_start: Vec::new(),
            sentence_at: self.sentence_at.clone(),
            lowercase_lines: self.lowercase_lines,
            unpunctuated: self.unpunctuated,
        };
        for (index, mention) in document.mentions.iter().enumerate() {
            document.mention_at[mention.first()..=mention.last()].fill(index as u32);
            document.concepts = document.concepts.with(mention.concepts);
        }
        sentence::sum_up(&mut document.sentences, &document.mentions);
        document.index_cues();
        document
    }
}

/// Units behind a number that so counts nothing.
const UNITS: ConceptSet = ConceptSet::of(&[
    known::UNIT_MM,
    known::UNIT_CM,
    known::UNIT_INCH,
    known::UNIT_OTHER,
    known::TIME_SPAN,
    known::GAUGE,
]);

impl Document<'_> {
    /// Whether a number counts things, rather than measuring or naming one: not "5 cm", "3 x 2 cm", "12 gauge", "4-0", "2/3".
    fn is_count(&self, number: &Mention) -> bool {
        let next = number.last() + 1;
        let Some(token) = self.tokens.list.get(next) else { return true };
        let joined =
            token.before == Break::Joined && matches!(token.kind, Kind::Punct(b'-' | b'/' | b':' | b'%' | b'#'));
        let factor = self.is(next, known::TIMES)
            && self.tokens.list.get(next + 1).is_some_and(|t| t.kind == Kind::Number)
            && (self.concepts(next + 2).meets(UNITS.without(known::GAUGE)) || self.is(next + 2, known::TIMES));
        !(joined || factor || self.concepts(next).meets(UNITS))
    }
}

/// Both lists in the order of their words; of two that overlap the one laid over stands, unless what it would cover starts
/// before it and only looks like something: "no separate lesion" tells of none. What says how others are meant does so still where
/// the very same words mean something besides: "rather than", "was refused"; but not who else did it, which some topics ask, and not
/// where what is laid over is a cue itself. What lies within a longer phrase means what that means too: "nothing but blood". The
/// second list has each such mention, by its place, with the meaning of the phrase under it.
fn merged(under: &[Mention], over: Vec<Mention>) -> (Vec<Mention>, Vec<(u32, u32)>) {
    let mut out = Vec::with_capacity(under.len() + over.len());
    let mut within = Vec::new();
    let mut covering: Option<Mention> = None;
    let mut under = under.iter().peekable();
    for mut mention in over {
        while let Some(before) = under.next_if(|m| m.last() < mention.first()) {
            out.push(*before);
        }
        if under.peek().is_some_and(|m| m.first() < mention.first() && m.is(known::PSEUDO)) {
            continue;
        }
        while let Some(covered) = under.next_if(|m| m.first() <= mention.last()) {
            let same = (covered.first, covered.last) == (mention.first, mention.last);
            if same && !mention.concepts.meets(CUES) {
                mention.concepts = mention.concepts.with(covered.concepts.within(CUES.without(known::OTHER_PERSON)));
            }
            covering = Some(*covered);
        }
        let longer = |c: &Mention| {
            c.first <= mention.first && mention.last <= c.last && c.last - c.first > mention.last - mention.first
        };
        if let Some(covered) = covering.filter(longer) {
            mention.concepts = mention.concepts.with(covered.concepts);
            within.push((out.len() as u32, covered.meaning));
        }
        out.push(mention);
    }
    out.extend(under);
    (out, within)
}

#[cfg(test)]
mod tests {
    use super::merged;
    use crate::lexicon::concept::{ConceptSet, known};
    use crate::mention::Mention;

    fn mention(meaning: u32, first: u32, last: u32) -> Mention {
        Mention { meaning, row: 0, first, last, concepts: ConceptSet::EMPTY }
    }

    #[test]
    fn a_cue_under_the_same_words_stays() {
        let cue = ConceptSet::of(&[known::NEGATED_NEXT, known::LESION]);
        let under = Mention { concepts: cue, ..mention(0, 2, 3) };
        let kept = |over: Mention| merged(&[under], vec![over]).0[0].concepts;
        assert!(kept(mention(9, 2, 3)).has(known::NEGATED_NEXT) && !kept(mention(9, 2, 3)).has(known::LESION));
        assert!(kept(mention(9, 2, 4)).is_empty());
    }

    #[test]
    fn a_longer_phrase_is_meant_as_well() {
        let lesion = Mention { concepts: ConceptSet::of(&[known::LESION]), ..mention(0, 2, 4) };
        let (kept, within) = merged(&[lesion], vec![mention(9, 2, 3)]);
        assert!(kept.len() == 1 && kept[0].is(known::LESION) && within == [(0, 0)]);
    }

    #[test]
    fn what_is_covered_gives_way() {
        let under = [mention(0, 0, 0), mention(1, 2, 4), mention(2, 5, 5), mention(3, 7, 8)];
        let kept: Vec<u32> =
            merged(&under, vec![mention(9, 3, 5), mention(8, 9, 9)]).0.iter().map(|m| m.meaning).collect();
        assert_eq!(kept, [0, 9, 3, 8]);
    }
}
