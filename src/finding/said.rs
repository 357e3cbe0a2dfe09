//! What single sentences say, by what all their words weigh (`said.tsv`): asked where patterns read nothing, or two things that cannot both
//! hold. In: a document and the rules of `said.toml`. Out: both layers told of a lesion, the words of a removal, sentences that document what
//! the record lacks, and whether a reason is weak. What topics they tell is read in [`crate::statement::topic`].

use super::Reading;
use crate::analysis::{Approach, Depth, Evidence, Record, RecordEntry};
use crate::assertion::{Subject, assertion};
use crate::document::blank::holds_blank;
use crate::document::section::Role;
use crate::document::sentence::Sentence;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::lexicon::said::{self, Entry, SaidRule, Says};
use crate::statement::Statement;
use crate::statement::topic::counts_at;

/// How the rule is called that a quotation rests on.
fn rule_of(rule: &SaidRule) -> String {
    format!("{}:{}", said::WEIGHTS_FILE, rule.label)
}

impl Reading<'_> {
    fn rule_that_says(&self, says: Says) -> Option<&SaidRule> {
        self.lexicon.said().iter().find(|rule| rule.says == says)
    }

    /// Whether a sentence, where it stands, says what a rule reads.
    fn says(&self, sentence: usize, rule: &SaidRule) -> bool {
        let Sentence { first, end, section, concepts } = self.document.sentences[sentence];
        counts_at(self.document.sections[section].role, rule.counts)
            && !concepts.meets(rule.without)
            && self.document.weighs_said(first..end).at(rule.column) >= rule.takes
    }

    /// Whether a sentence gives a reason that payers often find too little.
    pub fn gives_weak_reason(&self, sentence: usize) -> bool {
        self.rule_that_says(Says::WeakReason).is_some_and(|rule| self.says(sentence, rule))
    }

    /// The words that speak most for a weak reason, of the first sentence that gives one.
    pub fn words_of_weak_reason(&self) -> Option<Evidence> {
        let rule = self.rule_that_says(Says::WeakReason)?;
        let sentence = (0..self.document.sentences.len()).find(|s| self.says(*s, rule))?;
        let words = self.document.words_said(sentence, rule.column)?;
        Some(self.quote(*words.start(), *words.end(), &rule_of(rule)))
    }

    /// Whether either layer is read where the words around speak for it, in a note of one lesion.
    pub(super) fn tells_of_both_layers(&self) -> bool {
        let told = |layer| {
            let rule = self.rule_that_says(Says::Layer(layer));
            let read = || self.held(0).filter(|s| s.claim == Claim::Depth(layer));
            rule.is_some_and(|rule| read().any(|s| self.speaks_around(s, rule)))
        };
        self.lesions.count == 1 && told(Depth::Superficial) && told(Depth::Deep)
    }

    /// Whether the words around a statement, in its sentence, speak for what a rule says.
    fn speaks_around(&self, statement: &Statement, rule: &SaidRule) -> bool {
        const REACH: usize = 15;
        let document = self.document;
        let Sentence { first, end, section, .. } = document.sentences[statement.sentence];
        let role = document.sections[section].role;
        let range = first.max(statement.first.saturating_sub(REACH))..end.min(statement.last + 1 + REACH);
        let named = matches!(role, Role::Title | Role::Field | Role::Depth);
        counts_at(role, rule.counts)
            && role != Role::Preop
            && (named || document.weighs_said(range).at(rule.column) >= rule.takes)
    }

    /// "Benign on frozen, so I took out the rest": the words that speak most for the whole lesion's having been taken, of the first sentence
    /// that does by all its words, whatever is told of a part.
    pub(super) fn words_of_removal(&self) -> Option<Evidence> {
        let document = self.document;
        let rule = self.rule_that_says(Says::Approach(Approach::Excision))?;
        // "Lump exposed, wedge to histology": a piece and no word of a removal.
        const PIECES: ConceptSet = ConceptSet::of(&[known::WEDGE, known::PARTIAL]);
        const REMOVALS: ConceptSet = ConceptSet::of(&[
            known::REMOVE,
            known::EXCISION,
            known::SHELL_OUT,
            known::WHOLE,
            known::TAKE,
            known::FROZEN,
        ]);
        let removes = |s: &usize| {
            let concepts = document.sentences[*s].concepts;
            !concepts.meets(PIECES) || concepts.meets(REMOVALS)
        };
        // "No attempt was made to remove the entire nodule".
        let denied = |s: &usize| {
            let whole = || self.statements_of(*s).filter(|told| told.claim == Claim::Whole);
            whole().any(|told| told.assertion.is_negated()) && whole().all(|told| told.assertion.is_negated())
        };
        let told = |s: &usize| removes(s) && self.says(*s, rule) && !denied(s);
        let sentence = (0..document.sentences.len()).find(told)?;
        let words = document.words_said(sentence, rule.column)?;
        Some(self.quote(*words.start(), *words.end(), &rule_of(rule)))
    }

    /// Fills what of the record is still empty with the sentence that speaks most for it. A heading is no sentence here: what stands under
    /// it was read.
    pub(super) fn weigh_sentences(&self, record: &mut Record) {
        let document = self.document;
        /// An entry that is empty, the rule that may fill it, what patterns read of it, and of the sentences so far the one that speaks
        /// most for it.
        struct Empty<'r> {
            rule: &'r SaidRule,
            claims: &'r [Claim],
            entry: &'r mut RecordEntry,
            most: Option<(f32, usize)>,
        }
        let mut empty: Vec<Empty> = Vec::new();
        let Record { preop_diagnosis, postop_diagnosis, indication, specimen } = record;
        const SENT: &[Claim] = &[Claim::Specimen, Claim::SpecimenNamed];
        // What a pattern gave to one of the two diagnoses is not the other.
        const DIAGNOSES: &[Claim] = &[Claim::Preoperative, Claim::Postoperative];
        for (says, claims, entry) in [
            (Entry::PreopDiagnosis, DIAGNOSES, preop_diagnosis),
            (Entry::PostopDiagnosis, DIAGNOSES, postop_diagnosis),
            (Entry::Indication, &[Claim::Indication], indication),
            (Entry::Specimen, SENT, specimen),
        ] {
            let rule = self.rule_that_says(Says::Record(says));
            empty.extend(rule.filter(|_| !entry.value).map(|rule| Empty { rule, claims, entry, most: None }));
        }
        if empty.is_empty() {
            return;
        }
        for (number, &Sentence { first, end, section, concepts }) in document.sentences.iter().enumerate() {
            let section = &document.sections[section];
            let is_heading = first == section.first && end == section.body;
            let text = document.span(first, end - 1).of(document.text);
            if is_heading || holds_blank(text) {
                continue;
            }
            let sums = document.weighs_said(first..end);
            for Empty { rule, claims, most, .. } in &mut empty {
                let speaks = sums.at(rule.column);
                // What a pattern read there, it has set aside as denied, planned or another's.
                let read = || self.statements_of(number).any(|s| claims.contains(&s.claim));
                // "My father thought I would become a lawyer": the words that speak most for it are denied, or another's.
                let of_patient = || {
                    let words = document.words_said(number, rule.column);
                    let meant = words.map(|w| assertion(document, *w.start(), *w.end()));
                    meant.is_some_and(|a| !a.is_negated() && a.subject == Subject::Patient)
                };
                let counts =
                    || counts_at(section.role, rule.counts) && !concepts.meets(rule.without) && !read() && of_patient();
                if speaks >= rule.takes && counts() && most.is_none_or(|(best, _)| speaks > best) {
                    *most = Some((speaks, number));
                }
            }
        }
        for Empty { rule, entry, most, .. } in empty {
            if let Some((_, number)) = most {
                let Sentence { first, end, .. } = document.sentences[number];
                let quote = self.quote(first, end - 1, &rule_of(rule));
                *entry = RecordEntry { value: true, text: Some(quote.text.clone()), evidence: vec![quote] };
            }
        }
    }
}
