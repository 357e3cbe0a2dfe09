//! The coders' tables, read once: phrases and their concepts, patterns over concepts, flags and codes; the code book is kept as text.
//!
//! In: the built-in files of `lexicons/`, or a folder that replaces or extends them. Out: a [`Lexicon`], validated;
//! building it may fail, using it may not.

pub mod advice;
pub mod around;
pub mod check;
pub mod concept;
mod counted;
pub mod pattern;
pub mod rule;
pub mod said;
pub mod table;
pub mod topic;
pub mod weights;
pub mod word_class;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fs;
use std::path::Path;

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use crate::analysis::RuleSet;
use crate::error::Error;
use advice::AdviceRules;
use around::AroundWeights;
use concept::Concepts;
use pattern::Pattern;
use rule::{CodeRule, FlagRule};
use said::{SaidRule, SaidWeights};
use table::Row;
use topic::TopicNames;
use weights::Weights;

macro_rules! built_in {
    ($($name:literal),+ $(,)?) => {
        /// The files compiled into the crate.
        const BUILT_IN: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../lexicons/", $name)))),+];
    };
}

built_in! {
    "concepts.tsv", "site.tsv", "layer.tsv", "lesion.tsv", "technique.tsv", "imaging.tsv", "record.tsv", "grammar.tsv", "number.tsv", "size.tsv",
    "modifiers.tsv", "sections.tsv", "discourse.tsv", "spelling.tsv", "words.tsv", "weights.tsv", "around.tsv", "said.tsv", "said.toml",
    "approach.toml", "depth.toml", "guidance.toml", "outcome.toml", "record.toml", "flags.toml", "codes.toml",
    "codebook.toml", "code-modifiers.toml", "sources.toml", "claim.toml", "diagnoses.tsv",
    "topic-concepts.tsv", "topics.tsv", "topics.toml",
    "neighbours.toml", "triggers.toml", "add-ons.toml", "advice.toml", "risks.toml", "completeness.toml", "queries.toml",
}

/// The files of the code book. They are kept as text: reading a note does not need them, and [`crate::codebook`] reads them when asked.
/// So are the words of the claim check and the diagnosis codes, which [`crate::claim`] reads.
const BOOK: [&str; 5] = ["codebook.toml", "code-modifiers.toml", "sources.toml", "claim.toml", "diagnoses.tsv"];

/// A file's name and its text.
type File = (String, Cow<'static, str>);

/// The words in force: concepts, and the rows whose phrases stand for them. All that [`Phrases`](crate::mention::phrase::Phrases)
/// is built of.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    concepts: Concepts,
    rows: Vec<Row>,
    weights: Weights,
    around: AroundWeights,
    said: SaidWeights,
}

impl Vocabulary {
    /// What words weigh for a paper and against an account.
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// What the words of a sentence weigh for its telling of a topic.
    pub fn said(&self) -> &SaidWeights {
        &self.said
    }

    /// What stands around a mention weighs for its being the sampled lesion's.
    pub fn around(&self) -> &AroundWeights {
        &self.around
    }

    /// The concepts and their names.
    pub fn concepts(&self) -> &Concepts {
        &self.concepts
    }

    /// All rows of all tables.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }
}

/// All rows, patterns and rules in force.
#[derive(Debug, Clone)]
pub struct Lexicon {
    vocabulary: Vocabulary,
    rules: Rules,
}

/// What is made of the words: patterns, flags, codes, advice and the code book.
#[derive(Debug, Clone)]
pub(crate) struct Rules {
    patterns: Vec<Pattern>,
    /// The place of each pattern, by its id.
    by_id: FxHashMap<String, usize>,
    flags: Vec<FlagRule>,
    codes: Vec<CodeRule>,
    book: HashMap<String, Cow<'static, str>>,
    topics: TopicNames,
    said: Vec<SaidRule>,
    advice: AdviceRules,
    set: RuleSet,
}

/// The files of a lexicon, not yet read. Their words and their rules can be read one beside the other.
#[derive(Debug)]
pub(crate) struct LexiconFiles {
    files: Vec<File>,
    /// What is added to the version.
    suffix: &'static str,
}

impl LexiconFiles {
    /// The files compiled into the crate.
    pub(crate) fn builtin() -> Self {
        let files = BUILT_IN.iter().map(|(name, text)| ((*name).to_owned(), Cow::Borrowed(*text))).collect();
        Self { files, suffix: "" }
    }

    /// The built-in files changed by a folder, as [`Lexicon::with_folder`] says.
    pub(crate) fn with_folder(folder: &Path) -> Result<Self, Error> {
        let mut files = Self::builtin().files;
        let mut found = 0;
        let mut entries: Vec<_> = fs::read_dir(folder)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|e| Error::io(folder, &e))?
            .into_iter()
            .map(|e| e.path())
            .filter(|p| p.extension().is_some_and(|e| e == "tsv" || e == "toml"))
            .collect();
        entries.sort();
        for path in entries {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            let text = fs::read_to_string(&path).map_err(|e| Error::io(&path, &e))?;
            found += 1;
            match files.iter_mut().find(|(n, _)| *n == name) {
                Some(file) => file.1 = text.into(),
                None => files.push((name, text.into())),
            }
        }
        if found == 0 {
            return Err(Error::lexicon(format!("{}: no .tsv or .toml file in the folder", folder.display())));
        }
        Ok(Self { files, suffix: "+custom" })
    }

    /// Reads concepts and phrases.
    pub(crate) fn vocabulary(&self) -> Result<Vocabulary, Error> {
        let mut concepts = Concepts::new();
        for (name, text) in self.files.iter().filter(|(n, _)| declares(n)) {
            table::declare(name, text, &mut concepts)?;
        }
        let mut rows = Vec::new();
        for (name, text) in self.files.iter().filter(|(n, _)| is_table(n)) {
            rows.extend(table::read(name, text.clone(), &concepts)?);
        }
        let counted = |file: &str| self.files.iter().find(|(n, _)| n == file).map(|(_, text)| text);
        let weights = counted(weights::FILE).map(|text| weights::read(text.clone())).transpose()?.unwrap_or_default();
        let around = counted(around::FILE).map(|text| around::read(text.clone())).transpose()?.unwrap_or_default();
        let said =
            counted(said::WEIGHTS_FILE).map(|text| said::read_weights(text.clone())).transpose()?.unwrap_or_default();
        Ok(Vocabulary { concepts, rows, weights, around, said })
    }

    /// Reads all that is no table of words.
    pub(crate) fn rules(&self, concepts: &Concepts) -> Result<Rules, Error> {
        let mut rules = Rules {
            patterns: Vec::new(),
            by_id: FxHashMap::default(),
            flags: Vec::new(),
            codes: Vec::new(),
            book: HashMap::new(),
            topics: TopicNames::default(),
            said: Vec::new(),
            advice: AdviceRules::default(),
            set: digest(&self.files, self.suffix),
        };
        for (name, text) in self.files.iter().filter(|(n, _)| !is_table(n) && !declares(n) && !is_counted(n)) {
            match name.as_str() {
                "flags.toml" => rules.flags = rule::read_flags(name, text)?,
                "codes.toml" => rules.codes = rule::read_codes(name, text)?,
                book if BOOK.contains(&book) => drop(rules.book.insert(name.clone(), text.clone())),
                said::FILE => {
                    let weights = self.files.iter().find(|(n, _)| n == said::WEIGHTS_FILE).map_or("", |(_, text)| text);
                    rules.said = said::read(name, text, weights, concepts, &mut rules.topics)?;
                }
                _ if AdviceRules::has(name) => rules.advice.read(name, text)?,
                _ => rules.patterns.extend(pattern::read(name, text, concepts, &mut rules.topics)?),
            }
        }
        rules.advice.resolve(&rules.topics)?;
        rules.index_patterns()?;
        Ok(rules)
    }
}

impl Rules {
    /// Indexes the patterns by their ids, of which none may stand twice.
    fn index_patterns(&mut self) -> Result<(), Error> {
        self.by_id.reserve(self.patterns.len());
        for (place, p) in self.patterns.iter().enumerate() {
            if let Some(first) = self.by_id.insert(p.id.clone(), place) {
                let first = &self.patterns[first];
                return Err(Error::at(
                    &p.place.0,
                    p.place.1,
                    format!("pattern `{}` stands already at {}:{}", p.id, first.place.0, first.place.1),
                ));
            }
        }
        Ok(())
    }
}

impl Lexicon {
    /// The lexicons compiled into the crate.
    ///
    /// # Errors
    /// Only when the crate was built from broken lexicons, which its tests exclude.
    pub fn builtin() -> Result<Self, Error> {
        Self::read(&LexiconFiles::builtin())
    }

    /// The built-in lexicons changed by a folder: a file named like a built-in one replaces it, any other `.tsv` adds
    /// phrases and any other `.toml` adds patterns. Phrases of a file named `topics….tsv` are read for topics only and never stand
    /// in the way of the others, those named `words….tsv` list single words that are asked for one by one; any `…concepts.tsv` declares concepts.
    ///
    /// # Errors
    /// A folder or file that cannot be read, and any fault in a file, with line and column.
    pub fn with_folder(folder: &Path) -> Result<Self, Error> {
        Self::read(&LexiconFiles::with_folder(folder)?)
    }

    fn read(files: &LexiconFiles) -> Result<Self, Error> {
        let vocabulary = files.vocabulary()?;
        let rules = files.rules(vocabulary.concepts())?;
        Ok(Self::of(vocabulary, rules))
    }

    pub(crate) fn of(vocabulary: Vocabulary, rules: Rules) -> Self {
        Self { vocabulary, rules }
    }

    /// The words in force.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The concepts and their names.
    pub fn concepts(&self) -> &Concepts {
        self.vocabulary.concepts()
    }

    /// All rows of all tables.
    pub fn rows(&self) -> &[Row] {
        self.vocabulary.rows()
    }

    /// All patterns.
    pub fn patterns(&self) -> &[Pattern] {
        &self.rules.patterns
    }

    /// Whether a rule that evidence names is a pattern.
    pub(crate) fn is_pattern(&self, rule: &str) -> bool {
        self.rules.by_id.contains_key(rule)
    }

    /// The rules of flags, in the order of their file.
    pub fn flags(&self) -> &[FlagRule] {
        &self.rules.flags
    }

    /// The rules of codes, in the order in which they are tried.
    pub fn codes(&self) -> &[CodeRule] {
        &self.rules.codes
    }

    /// The text of a file of the code book; empty where there is none.
    pub(crate) fn book(&self, file: &str) -> &str {
        self.rules.book.get(file).map_or("", |text| text)
    }

    /// The topics, layers and approaches that are weighed sentence by sentence.
    pub fn said(&self) -> &[SaidRule] {
        &self.rules.said
    }

    /// The topics that patterns say, and their names.
    pub fn topics(&self) -> &TopicNames {
        &self.rules.topics
    }

    /// The rules of advice.
    pub fn advice(&self) -> &AdviceRules {
        &self.rules.advice
    }

    /// Version and digest.
    pub fn rules(&self) -> &RuleSet {
        &self.rules.set
    }
}

/// Whether a file is a table of phrases.
fn is_table(file: &str) -> bool {
    file.ends_with(".tsv") && !declares(file) && !BOOK.contains(&file) && !is_counted(file)
}

/// Whether a file holds weights, which are counted and not written.
fn is_counted(file: &str) -> bool {
    [weights::FILE, around::FILE, said::WEIGHTS_FILE].contains(&file)
}

/// Whether a file declares concepts.
fn declares(file: &str) -> bool {
    file.ends_with("concepts.tsv")
}

/// A digest over names and contents, in the order of the names, so that the order of reading does not matter.
fn digest(files: &[File], suffix: &str) -> RuleSet {
    let mut sorted: Vec<_> = files.iter().collect();
    sorted.sort();
    let mut hash = Sha256::new();
    for (name, text) in sorted {
        hash.update(name.as_bytes());
        hash.update([0]);
        hash.update(text.as_bytes());
        hash.update([0]);
    }
    let hex: String = hash.finalize().iter().map(|b| format!("{b:02x}")).collect();
    RuleSet { version: format!("{}{suffix}", env!("CARGO_PKG_VERSION")), digest: format!("sha256:{hex}") }
}
