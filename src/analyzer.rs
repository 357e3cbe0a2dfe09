//! A note in, an analysis out: the order of the steps, a line each.

use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;

use crate::analysis::{
    AddOn, Analysis, Approach, CodeModifier, Element, Evidence, Flag, Neighbour, OffsetUnit, Procedure, Record,
    RuleSet, SCHEMA,
};
use crate::assertion::{Assertion, assertion};
use crate::audit;
use crate::claim::{self, Claim, ClaimRules};
use crate::coding;
use crate::coding::case::Situation;
use crate::document::Document;
use crate::error::Error;
use crate::finding::{Findings, Reading};
use crate::lexicon::advice::Per;
use crate::lexicon::pattern::Claim as PatternClaim;
use crate::lexicon::said::IMAGES_KEPT;
use crate::lexicon::{Lexicon, LexiconFiles};
use crate::mention::phrase::Phrases;
use crate::note::Note;
use crate::parallel::both;
use crate::span::Span;
use crate::statement::topic::{Told, TopicReader};
use crate::statement::{PatternIndex, Statement, statements};
use crate::trace::{self, Trace};

/// How a text means some of its words.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// Polarity, certainty, temporality and subject.
    pub assertion: Assertion,
    /// The cues that make it other than affirmed, certain, recent and the patient's; none for what a section's heading implies.
    pub cues: Vec<Evidence>,
}

/// Reads notes by the rules of one lexicon. Built once, used from any number of threads.
#[derive(Debug)]
pub struct Analyzer {
    lexicon: Lexicon,
    phrases: Phrases,
    patterns: PatternIndex,
    topics: TopicReader,
    /// Read when the first claim is met: most notes come without one.
    claim_rules: OnceLock<Option<ClaimRules>>,
}

impl Analyzer {
    /// An analyzer with the built-in lexicons.
    ///
    /// # Panics
    /// Never with a crate whose tests pass: they load the same lexicons.
    pub fn builtin() -> Self {
        let analyzer = Self::read(&LexiconFiles::builtin());
        analyzer.expect("the built-in lexicons load: tests/lexicon.rs")
    }

    /// An analyzer with the built-in lexicons changed by a folder, as [`Lexicon::with_folder`] says. The files of the claim check are
    /// read at once, so that no claim goes unchecked for a fault in them.
    ///
    /// # Errors
    /// A folder or file that cannot be read, any fault in a file, and a phrase without words.
    pub fn with_folder(folder: &Path) -> Result<Self, Error> {
        let mut analyzer = Self::read(&LexiconFiles::with_folder(folder)?)?;
        analyzer.claim_rules = OnceLock::from(Some(ClaimRules::new(&analyzer.lexicon)?));
        Ok(analyzer)
    }

    /// An analyzer with the given lexicon. Whether the files of the claim check read as well tells [`ClaimRules::new`]; where they do
    /// not, there is no claim.
    ///
    /// # Errors
    /// A phrase without words.
    pub fn new(lexicon: Lexicon) -> Result<Self, Error> {
        let phrases = Phrases::new(lexicon.vocabulary())?;
        let of_topics = Phrases::of_topics(lexicon.vocabulary())?;
        Ok(Self::over(lexicon, phrases, of_topics))
    }

    /// Reads the rules while the automata over the words are built: each is about half of what start-up takes.
    fn read(files: &LexiconFiles) -> Result<Self, Error> {
        let vocabulary = files.vocabulary()?;
        let rules = || files.rules(vocabulary.concepts());
        let rules_and_topics = || (rules(), Phrases::of_topics(&vocabulary));
        let ((rules, of_topics), phrases) = both(&rules_and_topics, || Phrases::new(&vocabulary));
        let (rules, of_topics, phrases) = (rules?, of_topics?, phrases?);
        Ok(Self::over(Lexicon::of(vocabulary, rules), phrases, of_topics))
    }

    fn over(lexicon: Lexicon, mut phrases: Phrases, mut of_topics: Phrases) -> Self {
        phrases.carry(&mut of_topics);
        let patterns = PatternIndex::new(&lexicon, &phrases);
        let topics = TopicReader::new(&lexicon, &phrases, of_topics);
        Self { lexicon, phrases, patterns, topics, claim_rules: OnceLock::new() }
    }

    /// Version and digest of the rules in force.
    pub fn rules(&self) -> &RuleSet {
        self.lexicon.rules()
    }

    /// The lexicon in force.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// What the note says, which code that supports, and what it leaves out. Any text gives an analysis. Offsets are bytes.
    ///
    /// # Example
    /// ```
    /// use opnote::{Analyzer, Note};
    /// let note = Note::new("PROCEDURE: Open biopsy, left thigh. An incision was made and the fascia lata was opened. A wedge was sent.");
    /// let analysis = Analyzer::builtin().analyze(&note);
    /// assert_eq!(analysis.procedures[0].code.as_deref(), Some("27324"));
    /// ```
    pub fn analyze(&self, note: &Note) -> Analysis {
        self.analyze_billed(note, None)
    }

    /// The same, and how it stands to what was billed: the analysis has a `claim` then. Without a claim, or with one that names no
    /// code, the codes that the note itself states are compared, if it states any.
    ///
    /// # Example
    /// ```
    /// use opnote::analysis::Verdict;
    /// use opnote::claim::Claim;
    /// use opnote::{Analyzer, Note};
    /// let note = Note::new("Core needle biopsy of a mass, left thigh, in the vastus lateralis. Three cores to pathology.");
    /// let claim = Claim::typed("27324-RT", "C49.22", None);
    /// let analysis = Analyzer::builtin().analyze_billed(&note, Some(&claim));
    /// let check = analysis.claim.expect("something was billed");
    /// assert_eq!(check.verdict, Verdict::OverCoded);
    /// assert!(check.findings.iter().any(|f| f.id == "modifier-wrong-side"));
    /// ```
    pub fn analyze_billed(&self, note: &Note, claim: Option<&Claim>) -> Analysis {
        let document = Document::for_sampling(&note.text, &self.phrases);
        let reading = Reading::new(&document, &self.lexicon, &self.patterns);
        let mut analysis = self.conclude(note, &reading);
        if let Some(rules) = self.claim_rules(claim, &reading) {
            analysis.claim = rules.check(claim, &reading, &analysis.procedures, &analysis.neighbours);
        }
        analysis
    }

    /// The rules of claims, where there may be one. Files of them that do not read are faults that `lexicon check` names, and that
    /// [`ClaimRules::new`] returns; here there is no claim then.
    fn claim_rules(&self, claim: Option<&Claim>, reading: &Reading) -> Option<&ClaimRules> {
        let asked = claim.is_some() || claim::states_codes(reading);
        let rules = || self.claim_rules.get_or_init(|| ClaimRules::new(&self.lexicon).ok());
        asked.then(rules).and_then(Option::as_ref)
    }

    /// How the analysis of a note came about.
    pub fn trace(&self, note: &Note) -> Trace {
        let document = self.document(&note.text);
        let reading = self.reading(&document);
        let analysis = self.conclude(note, &reading);
        let (overlay, statements) = self.topic_statements(&document);
        let told = self.told(&reading);
        trace::trace(&reading, &trace::OfTopics { overlay, statements, told }, &analysis)
    }

    /// How a text means a run of its words (bytes, end exclusive), whatever they are, and the cues that say so. A range that holds
    /// no token, be it empty, reversed or beyond the text, is taken as affirmed; one within a character or word counts as all of it.
    ///
    /// # Example
    /// ```
    /// use opnote::Analyzer;
    /// use opnote::assertion::Polarity;
    /// let text = "There was no fever, but a cough.";
    /// let judged = Analyzer::builtin().judge(text, 13..18);
    /// assert_eq!(judged.assertion.polarity, Polarity::Negated);
    /// assert_eq!(judged.cues[0].text, "no");
    /// ```
    pub fn judge(&self, text: &str, words: Range<usize>) -> Judgement {
        let end = words.end.min(text.len());
        let words = Span::new(words.start.min(end) as u32, end as u32);
        let document = Document::around(text, &self.phrases, words);
        let assertion = match document.tokens.within(words) {
            Some(words) => assertion(&document, words.start, words.end - 1),
            None => Assertion::default(),
        };
        let cues = assertion.cues().map(|m| self.cue(&document, m)).collect();
        Judgement { assertion, cues }
    }

    /// The words of a mention and the row that reads them.
    fn cue(&self, document: &Document, mention: u32) -> Evidence {
        let mention = &document.mentions[mention as usize];
        let span = document.span(mention.first(), mention.last());
        let rule = self.lexicon.rows()[mention.row as usize].id();
        Evidence { start: span.start, end: span.end, text: span.of(document.text).to_owned(), rule }
    }

    /// A note cut up, with the mentions of all phrases but those of topics.
    pub fn document<'a>(&'a self, text: &'a str) -> Document<'a> {
        Document::new(text, &self.phrases)
    }

    /// What is read from a document before anything is decided.
    pub(crate) fn reading<'a>(&'a self, document: &'a Document<'a>) -> Reading<'a> {
        Reading::new(document, &self.lexicon, &self.patterns)
    }

    /// What the sentences of a document say, whether or not it can tell of a sampling.
    pub(crate) fn statements(&self, document: &Document) -> Vec<Statement> {
        statements(document, &self.lexicon, &self.patterns)
    }

    /// What a document says of topics, held or not, with the document they were read in.
    pub(crate) fn topic_statements<'a>(&self, document: &Document<'a>) -> (Document<'a>, Vec<Statement>) {
        let overlay = self.topics.overlay(document);
        let statements = self.topics.statements(&overlay, &self.lexicon);
        (overlay, statements)
    }

    /// A text cut up, with the mentions of all phrases, those of topics laid over the others.
    pub fn overlaid<'a>(&'a self, text: &'a str) -> Document<'a> {
        self.topics.overlay(&self.document(text))
    }

    fn conclude(&self, note: &Note, reading: &Reading) -> Analysis {
        let told = self.told(reading);
        let mut details: Vec<Findings> = (0..reading.lesions.count).map(|l| reading.findings(l)).collect();
        let kept = self.lexicon.topics().find(IMAGES_KEPT);
        if let Some(told) = told.iter().find(|t| Some(t.topic) == kept) {
            for findings in details.iter_mut().filter(|f| !f.images_saved) {
                findings.images_saved = true;
                findings.images_weighed = Some(told.evidence(reading.document, &self.lexicon).clone());
            }
        }
        let mut procedures: Vec<Procedure> = details.iter().cloned().map(|f| coding::code(&self.lexicon, f)).collect();
        let record = reading.record();
        let flags = audit::flags(reading, &procedures, &details, &record);
        let elsewhere = if told.is_empty() { Element::default() } else { reading.approach_elsewhere(&self.patterns) };
        let read = Read { reading, details: &details, record: &record, told: &told, elsewhere };
        for index in 0..procedures.len() {
            let (modifiers, add_ons, neighbours) = read.beside(&procedures, &flags, index);
            let procedure = &mut procedures[index];
            (procedure.code_modifiers, procedure.add_ons, procedure.neighbours) = (modifiers, add_ons, neighbours);
        }
        let situation = read.situation(&procedures, &flags);
        let neighbours = read.neighbours_of_note(&situation);
        let counsel = audit::counsel(&situation);
        let flags = audit::with_questions(&situation, flags.clone());
        Analysis {
            schema: SCHEMA.to_owned(),
            id: note.id.clone(),
            rules: self.rules().clone(),
            offsets: OffsetUnit::Byte,
            procedures,
            record,
            flags,
            neighbours,
            advice: counsel.advice,
            risks: counsel.risks,
            completeness: counsel.completeness,
            claim: None,
        }
    }

    /// The topics of a note that tells of a procedure, or of a sampling of other tissue; other notes are spared the pass.
    fn told(&self, reading: &Reading) -> Vec<Told> {
        let document = reading.document;
        let elsewhere = || document.may_sample() && document.tells_of_other_tissue() || document.may_sample_elsewhere();
        // One that was broken off before tissue was taken is no procedure, yet it may have been begun; and what a note of a few
        // words tells of a sampling may be told in words that no finding rests on.
        let broken_off = || document.may_sample() && document.breaks_off();
        let in_few_words = || document.may_sample() && document.sends_from_place();
        let asked = reading.lesions.count > 0 || elsewhere() || broken_off() || in_few_words();
        let mut told = if asked { self.topics.read(reading.document, &self.lexicon) } else { Vec::new() };
        // Where a pattern of the findings speaks of pictures, it says how they are meant.
        let kept = self.lexicon.topics().find(IMAGES_KEPT);
        let speaks_of_images = |s: &&Statement| s.claim == PatternClaim::ImagesSaved;
        let mut read: Vec<usize> = reading.statements.iter().filter(speaks_of_images).map(|s| s.sentence).collect();
        read.sort_unstable();
        let is_read = |t: &Told| read.binary_search(&reading.document.sentence_of(t.first)).is_ok();
        told.retain(|t| Some(t.topic) != kept || !is_read(t));
        told
    }
}

/// What was read of a note, before anything is advised.
struct Read<'a> {
    reading: &'a Reading<'a>,
    details: &'a [Findings],
    record: &'a Record,
    told: &'a [Told],
    elsewhere: Element<Approach>,
}

/// What stands beside a procedure's code.
type Beside = (Vec<CodeModifier>, Vec<AddOn>, Vec<Neighbour>);

impl Read<'_> {
    fn situation<'s>(&'s self, procedures: &'s [Procedure], flags: &'s [Flag]) -> Situation<'s> {
        Situation {
            reading: self.reading,
            procedures,
            details: self.details,
            record: self.record,
            flags,
            told: self.told,
            spoken_of: self.told.iter().map(|t| t.topic).collect(),
            elsewhere: self.elsewhere.clone(),
        }
    }

    fn beside(&self, procedures: &[Procedure], flags: &[Flag], index: usize) -> Beside {
        let situation = self.situation(procedures, flags);
        let rules = &self.reading.lexicon.advice().neighbours;
        (
            coding::code_modifier::of(&situation, index),
            coding::add_on::of(&situation, index),
            coding::neighbour::of(situation.procedure(index), rules),
        )
    }

    fn neighbours_of_note(&self, situation: &Situation) -> Vec<Neighbour> {
        let rules = &self.reading.lexicon.advice().neighbours;
        situation.cases(Per::Note).flat_map(|case| coding::neighbour::of(case, rules)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Analyzer;
    use crate::assertion::Assertion;
    use crate::lexicon::Lexicon;
    use std::ops::Range;

    #[test]
    fn any_range_is_judged() {
        let analyzer = Analyzer::builtin();
        let text = "Keine Größe: no fever.";
        let reversed = Range { start: 9, end: 4 };
        for range in [0..0, 500..900, reversed, text.len()..usize::MAX] {
            assert_eq!(analyzer.judge(text, range.clone()).assertion, Assertion::default(), "{range:?}");
        }
        // Within the "ö", and over the denied word.
        assert_eq!(analyzer.judge(text, 9..10).assertion, Assertion::default());
        assert!(analyzer.judge(text, 18..20).assertion.is_negated());
        assert!(analyzer.judge("", 0..3).cues.is_empty());
    }

    #[test]
    fn claim_files_of_a_folder_must_read() {
        let folder = tempfile::TempDir::new().expect("a folder");
        for name in ["claim.toml", "codebook.toml"] {
            let path = folder.path().join(name);
            std::fs::write(&path, "no = \n").expect("written");
            let fault = Analyzer::with_folder(folder.path()).expect_err("refused");
            assert_eq!((fault.file(), fault.line()), (Some(name), Some(1)));
            let lexicon = Lexicon::with_folder(folder.path()).expect("the claim files are not read yet");
            assert!(Analyzer::new(lexicon).is_ok(), "which `lexicon check` needs to name all faults");
            std::fs::remove_file(path).expect("removed");
        }
    }
}
