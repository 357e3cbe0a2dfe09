//! Patterns over word classes, read from TOML: what stands together says what was done.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::concept::{Concept, ConceptSet, Concepts};
use super::topic::{Topic, TopicNames};
use crate::analysis::{Approach, Depth, GuidanceUse};
use crate::error::Error;

/// What a pattern says when it matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// How the tissue was reached.
    Approach(Approach),
    /// Where the lesion lies, or what was opened to reach it.
    Depth(Depth),
    /// Whether imaging directed the sampling.
    Guidance(GuidanceUse),
    /// Images of the guidance were kept.
    ImagesSaved,
    /// Why tissue was wanted.
    Indication,
    /// Tissue went to a laboratory.
    Specimen,
    /// Tissue went to a laboratory, in words too loose to tell that it was sampled.
    SpecimenNamed,
    /// Tissue was taken.
    Sampled,
    /// No tissue was taken, or nothing was done.
    NotSampled,
    /// A lesion was left unsampled; another may have been sampled.
    Skipped,
    /// The lesion was removed whole.
    Whole,
    /// Only a part of the lesion was taken.
    Part,
    /// A needle try was turned into an open biopsy.
    Converted,
    /// The lesion lies open in the wound.
    Exposed,
    /// There is a wound, though no cut is told: it was sewn up, or a layer was met in it.
    Wound,
    /// The cut only admits a needle.
    Stab,
    /// A preoperative diagnosis is told.
    Preoperative,
    /// A postoperative diagnosis is told.
    Postoperative,
    /// A preoperative diagnosis is told, in words that count where the postoperative one is told too.
    PreoperativeToo,
    /// A postoperative diagnosis is told, in words that count where the preoperative one is told too.
    PostoperativeToo,
    /// The lesion or tissue is called just deep, or just superficial.
    BareDepth,
    /// The deep fascia was closed, and so had been opened.
    Closed,
    /// A layer above the deep fascia was opened: the lesion is superficial unless the note says otherwise.
    Shallow,
    /// A needle whose gauge tells its kind; the number before the mention decides.
    Gauge(Gauge),
    /// The note speaks of a topic.
    Topic(Topic),
    /// The pattern only keeps others from reading the same words.
    Nothing,
}

/// Which gauges a claim counts, by the annotation guideline's rulings on approach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gauge {
    /// 10 to 18: a core needle.
    Core,
    /// 20 to 27: a fine needle, where cytology or aspiration is told.
    Fine,
    /// Any other: a needle.
    Any,
}

impl Gauge {
    /// The approach a needle of this gauge means, if it is one of those counted.
    pub fn approach(self, gauge: f64) -> Option<Approach> {
        match self {
            Self::Core => (10.0..=18.0).contains(&gauge).then_some(Approach::CoreNeedle),
            Self::Fine => (20.0..=27.0).contains(&gauge).then_some(Approach::FineNeedle),
            Self::Any => (10.0..=27.0).contains(&gauge).then_some(Approach::Needle),
        }
    }
}

/// How the classes of a pattern stand to one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Link {
    /// In the order given.
    #[default]
    Order,
    /// In either order.
    Any,
    /// The first is a verb, the second its grammatical object: "opened the fascia", "the fascia was opened".
    Object,
}

/// Most classes of a pattern.
pub const MOST_CLASSES: usize = 3;

/// A pattern over classes.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// Its name, as in evidence.
    pub id: String,
    /// File and line it stands in.
    pub place: (String, usize),
    /// What it says.
    pub says: Vec<Claim>,
    /// What it says when its words are negated; nothing where empty.
    pub negated: Vec<Claim>,
    /// The classes, each a set of concepts of which one must stand there.
    pub when: Vec<ConceptSet>,
    /// How they stand to one another.
    pub link: Link,
    /// Most tokens between two neighbours.
    pub gap: usize,
    /// Whether no comma may stand between two neighbours: "no complication, samples to path" denies no sample.
    pub tight: bool,
    /// Whether a clause end may stand between.
    pub across_clauses: bool,
    /// Classes that may not stand between.
    pub blocked: ConceptSet,
    /// Classes that may not stand in the clause.
    pub without: ConceptSet,
    /// Classes of which one must stand in the sentence.
    pub with: ConceptSet,
    /// Classes of which one must stand in the sentence, the one before or the one behind.
    pub near: ConceptSet,
    /// Classes that may not stand in the sentence, the one before or the one behind.
    pub absent: ConceptSet,
    /// Whether a cue of negation elsewhere in the clause leaves it as it is: the words deny something themselves.
    pub any_polarity: bool,
    /// Sections (by their concept) the pattern is confined to; all where empty.
    pub sections: ConceptSet,
    /// Whether what is only planned, possible or past counts too.
    pub any_assertion: bool,
    /// Whether what it reads as the reason is one that payers often find too little: a wish, a referral, a lump that was noticed.
    pub weak: bool,
    /// Whether it counts in a narrative only before the last that is told of sampling: pain behind it is of the act.
    pub before_act: bool,
    /// Whether it counts in a narrative only before the first cut: what comes up behind it does so in the wound.
    pub before_cut: bool,
    /// Whether the object of its verb, or the lesion among its words, is told as a whole: "2 mL of tumor was removed" is no such object.
    pub entire: bool,
    /// Whether its words are all that stands between two marks, or a mark and an end: "Lump, right. Subfascial. …".
    pub alone: bool,
    /// Whether its first word is what the next is told of, and no place where another thing lies: "the lump on the fascia was cut".
    pub subject: bool,
    /// Where the pattern comes from.
    pub source: String,
    /// A sentence in which it must match.
    pub example: String,
    /// A sentence in which it must not.
    pub counter: String,
}

impl Pattern {
    /// Whether it says topics only, and so is tried in the pass for topics.
    pub fn is_of_topics(&self) -> bool {
        let mut claims = self.says.iter().chain(&self.negated).peekable();
        claims.peek().is_some() && claims.all(|c| matches!(c, Claim::Topic(_)))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Classes that several patterns of the file name together, by the name that stands for them behind an `@`.
    #[serde(default)]
    lists: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pattern: Vec<Spanned<Block>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Block {
    id: String,
    #[serde(default)]
    says: toml::Table,
    #[serde(default)]
    negated: toml::Table,
    when: Vec<String>,
    #[serde(default)]
    link: Link,
    #[serde(default = "default_gap")]
    gap: usize,
    #[serde(default)]
    tight: bool,
    #[serde(default)]
    across_clauses: bool,
    #[serde(default)]
    blocked: Vec<String>,
    #[serde(default)]
    without: Vec<String>,
    #[serde(default)]
    with: Vec<String>,
    #[serde(default)]
    near: Vec<String>,
    #[serde(default)]
    absent: Vec<String>,
    #[serde(default)]
    any_polarity: bool,
    #[serde(default)]
    sections: Vec<String>,
    #[serde(default)]
    any_assertion: bool,
    #[serde(default)]
    weak: bool,
    #[serde(default)]
    before_act: bool,
    #[serde(default)]
    before_cut: bool,
    #[serde(default)]
    entire: bool,
    #[serde(default)]
    alone: bool,
    #[serde(default)]
    subject: bool,
    source: String,
    example: String,
    counter: String,
}

fn default_gap() -> usize {
    8
}

/// Reads the patterns of a file.
///
/// # Errors
/// Broken TOML, an unknown field, concept, link or claim, with line and column.
pub(super) fn read(
    file: &str,
    text: &str,
    concepts: &Concepts,
    topics: &mut TopicNames,
) -> Result<Vec<Pattern>, Error> {
    let parsed: File = toml::from_str(text).map_err(|e| broken(file, text, &e))?;
    let lists = Lists::new(parsed.lists, concepts).map_err(|reason| Error::of(file, reason))?;
    // Blocks come in the order of the file, so each counts its lines on from the one before.
    let (mut line, mut at) = (1, 0);
    let mut counted = |block: &Spanned<Block>| {
        let start = block.span().start;
        line += text.as_bytes()[at..start].iter().filter(|b| **b == b'\n').count();
        at = start;
        line
    };
    let patterns = parsed.pattern.into_iter();
    patterns.map(|block| pattern(file, counted(&block), block, &lists, topics)).collect()
}

/// A TOML error as one of ours: file, line, column, reason in one line.
pub(crate) fn broken(file: &str, text: &str, error: &toml::de::Error) -> Error {
    let start = error.span().map_or(0, |s| s.start);
    let (line, column) = place(text, start);
    Error::at(file, line, error.message().replace('\n', " ")).column(column)
}

/// Line and column, 1-based, of a byte.
pub(super) fn place(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()) + 1;
    (line, column)
}

fn pattern(
    file: &str,
    line: usize,
    block: Spanned<Block>,
    lists: &Lists,
    topics: &mut TopicNames,
) -> Result<Pattern, Error> {
    let block = block.into_inner();
    let fault = |reason: String| Error::at(file, line, format!("pattern `{}`: {reason}", block.id));
    let set = |names: &[String]| names.iter().try_fold(ConceptSet::EMPTY, |s, n| Ok(s.with(lists.classes(n)?)));
    let mut claims = |table: &toml::Table| {
        table.iter().map(|(k, v)| claim(k, v.as_str().unwrap_or_default(), topics)).collect::<Result<Vec<_>, _>>()
    };
    let when = block.when.iter().map(|n| lists.classes(n)).collect::<Result<Vec<_>, _>>().map_err(&fault)?;
    if when.is_empty() || when.len() > MOST_CLASSES || (block.link == Link::Object && when.len() != 2) {
        return Err(fault("`when` names one to three classes, a verb and a noun for link = \"object\"".to_owned()));
    }
    let sections: Vec<String> = block.sections.iter().map(|s| format!("section-{s}")).collect();
    Ok(Pattern {
        says: claims(&block.says).map_err(&fault)?,
        negated: claims(&block.negated).map_err(&fault)?,
        blocked: set(&block.blocked).map_err(&fault)?,
        without: set(&block.without).map_err(&fault)?,
        with: set(&block.with).map_err(&fault)?,
        near: set(&block.near).map_err(&fault)?,
        absent: set(&block.absent).map_err(&fault)?,
        any_polarity: block.any_polarity,
        sections: set(&sections).map_err(&fault)?,
        when,
        place: (file.to_owned(), line),
        id: block.id,
        link: block.link,
        gap: block.gap,
        tight: block.tight,
        across_clauses: block.across_clauses,
        any_assertion: block.any_assertion,
        weak: block.weak,
        before_act: block.before_act,
        before_cut: block.before_cut,
        entire: block.entire,
        alone: block.alone,
        subject: block.subject,
        source: block.source,
        example: block.example,
        counter: block.counter,
    })
}

/// The lists of a file, and the concepts that they and its patterns name.
struct Lists<'a> {
    concepts: &'a Concepts,
    by_name: BTreeMap<String, ConceptSet>,
}

impl<'a> Lists<'a> {
    /// # Errors
    /// A list that names an unknown concept.
    fn new(lists: BTreeMap<String, Vec<String>>, concepts: &'a Concepts) -> Result<Self, String> {
        let classes = |(list, names): (String, Vec<String>)| {
            let set = names.iter().try_fold(ConceptSet::EMPTY, |s, n| Ok(s.with(alternatives(n, concepts)?)));
            set.map_err(|reason: String| format!("list `{list}`: {reason}")).map(|set| (list, set))
        };
        let by_name = lists.into_iter().map(classes).collect::<Result<_, _>>()?;
        Ok(Self { concepts, by_name })
    }

    /// The classes that an entry of a pattern means: those of a list where it begins with `@`.
    fn classes(&self, entry: &str) -> Result<ConceptSet, String> {
        match entry.strip_prefix('@') {
            Some(list) => self.by_name.get(list).copied().ok_or_else(|| format!("unknown list `{list}`")),
            None => alternatives(entry, self.concepts),
        }
    }
}

/// `a|b` means one of the two.
fn alternatives(names: &str, concepts: &Concepts) -> Result<ConceptSet, String> {
    let mut set = ConceptSet::EMPTY;
    for name in names.split('|') {
        let concept: Concept = concepts.find(name.trim()).ok_or_else(|| format!("unknown concept `{name}`"))?;
        set.insert(concept);
    }
    Ok(set)
}

fn claim(element: &str, value: &str, topics: &mut TopicNames) -> Result<Claim, String> {
    Ok(match (element, value) {
        ("approach", "incision") => Claim::Approach(Approach::Incision),
        ("approach", "core-needle") => Claim::Approach(Approach::CoreNeedle),
        ("approach", "fine-needle") => Claim::Approach(Approach::FineNeedle),
        ("approach", "needle") => Claim::Approach(Approach::Needle),
        ("approach", "excision") => Claim::Approach(Approach::Excision),
        ("approach", "punch") => Claim::Approach(Approach::Punch),
        ("gauge", "core") => Claim::Gauge(Gauge::Core),
        ("gauge", "fine") => Claim::Gauge(Gauge::Fine),
        ("gauge", "any") => Claim::Gauge(Gauge::Any),
        ("depth", "superficial") => Claim::Depth(Depth::Superficial),
        ("depth", "deep") => Claim::Depth(Depth::Deep),
        ("depth", "bare") => Claim::BareDepth,
        ("depth", "closed") => Claim::Closed,
        ("depth", "shallow") => Claim::Shallow,
        ("guidance", "used") => Claim::Guidance(GuidanceUse::Used),
        ("guidance", "not-used") => Claim::Guidance(GuidanceUse::NotUsed),
        ("images", "saved") => Claim::ImagesSaved,
        ("indication", "stated") => Claim::Indication,
        ("specimen", "sent") => Claim::Specimen,
        ("specimen", "named") => Claim::SpecimenNamed,
        ("sampling", "done") => Claim::Sampled,
        ("sampling", "none") => Claim::NotSampled,
        ("sampling", "skipped") => Claim::Skipped,
        ("sampling", "whole") => Claim::Whole,
        ("sampling", "part") => Claim::Part,
        ("conversion", "done") => Claim::Converted,
        ("wound", "open") => Claim::Exposed,
        ("wound", "told") => Claim::Wound,
        ("wound", "stab") => Claim::Stab,
        ("diagnosis", "before") => Claim::Preoperative,
        ("diagnosis", "after") => Claim::Postoperative,
        ("diagnosis", "before-too") => Claim::PreoperativeToo,
        ("diagnosis", "after-too") => Claim::PostoperativeToo,
        ("topic", name) if !name.is_empty() => Claim::Topic(topics.intern(name).ok_or("too many topics")?),
        ("nothing", "") => Claim::Nothing,
        _ => return Err(format!("nothing can be said as {element} = \"{value}\"")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::concept::known;

    #[test]
    fn a_list_stands_for_its_classes() {
        let concepts = Concepts::new();
        let of = |text: &str| read("outcome.toml", text, &concepts, &mut TopicNames::default());
        let text = |entry: &str| {
            format!(
                "[lists]\nparts = [\"core\", \"wedge|sample\"]\n[[pattern]]\nid = \"x\"\nwhen = [\"cut\"]\nabsent = \
                 [\"{entry}\", \"biopsy\"]\nsource = \"house rule\"\nexample = \"\"\ncounter = \"\"\n"
            )
        };
        let found = of(&text("@parts")).expect("reads");
        assert_eq!(found[0].absent, ConceptSet::of(&[known::CORE, known::WEDGE, known::SAMPLE, known::BIOPSY]));
        let error = of(&text("@pieces")).expect_err("no such list");
        assert_eq!(error.reason(), "pattern `x`: unknown list `pieces`");
    }

    #[test]
    fn faults_name_the_line() {
        let concepts = Concepts::new();
        let good = "[[pattern]]\nid = \"x\"\nwhen = [\"cut\"]\nsource = \"s\"\nexample = \"e\"\ncounter = \"c\"\n";
        assert_eq!(read("p.toml", good, &concepts, &mut TopicNames::default()).expect("reads").len(), 1);
        let unknown = good.replace("\"cut\"", "\"slice\"");
        let error = read("p.toml", &unknown, &concepts, &mut TopicNames::default()).expect_err("no such concept");
        assert_eq!(error.to_string(), "p.toml:1: pattern `x`: unknown concept `slice`");
        let claim = good.replace("source", "says = { depth = \"abyss\" }\nsource");
        assert!(
            read("p.toml", &claim, &concepts, &mut TopicNames::default())
                .expect_err("no such claim")
                .to_string()
                .contains("depth = \"abyss\"")
        );
        let typo = good.replace("source", "sauce");
        assert!(
            read("p.toml", &typo, &concepts, &mut TopicNames::default())
                .expect_err("unknown field")
                .to_string()
                .starts_with("p.toml:4:1: ")
        );
    }
}
