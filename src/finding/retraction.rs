//! What a note takes back: "The findings line was copied from another sheet and is withdrawn", "disregard the sentence about the
//! fat". In: a document. Out: for each such sentence what of the text before it no longer counts.

use crate::document::Document;
use crate::document::section::Role;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::statement::Statement;

/// A sentence that takes back what stands before it.
#[derive(Debug)]
pub(super) struct Retraction {
    /// First token of the sentence, or of the addendum it stands in.
    at: usize,
    /// The part of the note it names, if it names one.
    role: Option<Role>,
    /// The layers it names.
    layers: ConceptSet,
}

/// Layers that a retracted statement may be about; each stands for the words of its kind.
const KINDS: [ConceptSet; 3] = [
    ConceptSet::of(&[known::FASCIA, known::SEPTUM]),
    ConceptSet::of(&[known::FAT, known::SUBCUTANEOUS]),
    ConceptSet::of(&[known::MUSCLE, known::THIGH_MUSCLE]),
];

/// How far from the noun for what was written the name of its part of the note may stand, in tokens.
const NAMED_REACH: usize = 4;

impl Retraction {
    /// All of a document.
    pub(super) fn all(document: &Document) -> Vec<Self> {
        let withdrawn = document.mentions.iter().filter(|m| m.is(known::DISOWNED));
        withdrawn.filter_map(|m| Self::of(document, m)).collect()
    }

    fn of(document: &Document, cue: &Mention) -> Option<Self> {
        let sentence = &document.sentences[document.sentence_of(cue.first())];
        let noun = (sentence.first..sentence.end).find(|&t| quotes(document, t))?;
        let near = noun.saturating_sub(NAMED_REACH).max(sentence.first)..(noun + NAMED_REACH).min(sentence.end);
        let role = near.into_iter().find_map(|t| role_named(document, t));
        let layers = document
            .mentions_in(sentence.first, sentence.end)
            .filter(|&m| !document.mentions[m].is(known::DISOWNED))
            .fold(ConceptSet::EMPTY, |all, m| all.with(document.mentions[m].concepts));
        // "The line on depth is wrong": whatever layer it named.
        let all = layers.has(known::S_DEPTH);
        let layers = KINDS.into_iter().filter(|k| all || k.meets(layers)).fold(ConceptSet::EMPTY, ConceptSet::with);
        // "The side in the findings line is wrong" leaves the rest of the line.
        let of_other =
            ConceptSet::of(&[known::LEFT, known::RIGHT, known::SIDE_FIELD, known::SIZE_FIELD, known::LENGTH_NOUN]);
        let apart = sentence.concepts.meets(of_other);
        let section = document.section_of(cue.first());
        let at = if section.role == Role::Addendum { section.first } else { sentence.first };
        (!layers.is_empty() || (role.is_some() && !apart)).then_some(Self { at, role, layers })
    }

    /// Whether a statement is taken back.
    pub(super) fn takes_back(&self, document: &Document, statement: &Statement) -> bool {
        let told_there = self.role.is_none_or(|r| r == statement.role);
        let sentence = &document.sentences[statement.sentence];
        let mut words = document.mentions_in(sentence.first, sentence.end);
        let about = self.layers.is_empty() || words.any(|m| document.mentions[m].concepts.meets(self.layers));
        statement.last < self.at && told_there && about
    }
}

/// The part of a note that a word names.
fn role_named(document: &Document, token: usize) -> Option<Role> {
    const ROLES: [(ConceptSet, Role); 3] = [
        (ConceptSet::of(&[known::S_FINDINGS]), Role::Findings),
        (ConceptSet::of(&[known::S_TECHNIQUE]), Role::Technique),
        (ConceptSet::of(&[known::S_TITLE]), Role::Title),
    ];
    ROLES.into_iter().find(|(named, _)| document.concepts(token).meets(*named)).map(|(_, role)| role)
}

/// Whether a word is a noun or verb for what was written before.
pub(super) fn quotes(document: &Document, token: usize) -> bool {
    document.word_is(token, WordClass::Quoting)
}
