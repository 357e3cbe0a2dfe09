//! How a note got its result: what [`crate::Analyzer::trace`] reports, rule by rule.
//!
//! A trace is for the person who maintains the lexicons. It holds words of the note, so it is shown only when asked for.
//! Positions are bytes into `Note::text`, end exclusive.

use serde::Serialize;

use crate::analysis::{Analysis, Evidence, Procedure};
use crate::assertion::{Assertion, Subject, Temporality, assertion};
use crate::document::Document;
use crate::document::section::Section;
use crate::finding::site::Site;
use crate::finding::size::Size;
use crate::finding::{Reading, is_held, weighed};
use crate::lexicon::pattern::Claim;
use crate::lexicon::weights::Answer;
use crate::mention::Mention;
use crate::span::Span;
use crate::statement::Statement;
use crate::statement::topic::{Told, is_told};

/// Every step from the words to the code, in the order in which they were taken.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Trace {
    /// The sections the note was cut into.
    pub sections: Vec<TraceSection>,
    /// The words that a lexicon row matched.
    pub mentions: Vec<TraceMention>,
    /// What patterns read from the mentions, used or not.
    pub statements: Vec<TraceStatement>,
    /// How each element and code fell.
    pub decisions: Vec<TraceDecision>,
}

/// A section of the note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TraceSection {
    /// What kind of section it was taken for.
    pub kind: String,
    /// First byte.
    pub start: u32,
    /// First byte after it.
    pub end: u32,
    /// The heading as dictated; empty where there is none.
    pub title: String,
}

/// Words that a lexicon row matched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TraceMention {
    /// First byte.
    pub start: u32,
    /// First byte after it.
    pub end: u32,
    /// The words as dictated.
    pub text: String,
    /// What the row means.
    pub concepts: Vec<String>,
    /// The row (`file:line`).
    pub rule: String,
    /// `affirmed`, or how the note means it and by which cue: `negated (cue 'no')`.
    pub assertion: String,
}

/// A value that a pattern read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TraceStatement {
    /// The element it speaks of.
    pub element: String,
    /// The value it gives.
    pub value: String,
    /// First byte.
    pub start: u32,
    /// First byte after it.
    pub end: u32,
    /// The words as dictated.
    pub text: String,
    /// The pattern or row that read it.
    pub rule: String,
    /// Index of the procedure it was linked to; null where to none.
    pub procedure: Option<usize>,
    /// `used`, or why it was not: `set aside: historical ('two weeks ago')`.
    pub outcome: String,
}

/// How an element or a code fell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TraceDecision {
    /// Index of the procedure; null where the decision is about the note.
    pub procedure: Option<usize>,
    /// The element, or `code`.
    pub element: String,
    /// What was decided.
    pub value: String,
    /// Why, in plain words.
    pub why: String,
}

/// What is said of topics.
pub(crate) struct OfTopics<'a> {
    /// The document it was read in, whose mentions are those of topics as well.
    pub overlay: Document<'a>,
    /// What patterns read, held or not.
    pub statements: Vec<Statement>,
    /// What the note speaks of by patterns and weights.
    pub told: Vec<Told>,
}

/// Traces a reading, what it says of topics, and what was concluded from it.
pub(crate) fn trace(reading: &Reading, topics: &OfTopics, analysis: &Analysis) -> Trace {
    Trace {
        sections: reading.document.sections.iter().map(|s| section(reading, s)).collect(),
        mentions: reading.document.mentions.iter().map(|m| mention(reading, m)).collect(),
        statements: reading
            .statements
            .iter()
            .map(|s| statement(reading, reading.document, s))
            .chain(reading.sites.iter().map(|s| site(reading, s)))
            .chain(reading.sizes.iter().map(|s| size(reading, s)))
            .chain(topics.statements.iter().map(|s| statement(reading, &topics.overlay, s)))
            .collect(),
        decisions: std::iter::once(lesions(reading))
            .chain(paper(reading))
            .chain(weighed(reading))
            .chain(topics.told.iter().filter(|t| t.is_weighed()).map(|t| spoken_of(reading, t)))
            .chain(analysis.procedures.iter().enumerate().flat_map(|(i, p)| decisions(reading, i, p)))
            .collect(),
    }
}

fn section(reading: &Reading, section: &Section) -> TraceSection {
    let document = reading.document;
    let title = if section.body > section.first {
        document.span(section.first, section.body - 1).of(document.text)
    } else {
        ""
    };
    let span =
        if section.end > section.first { document.span(section.first, section.end - 1) } else { Span::new(0, 0) };
    TraceSection {
        kind: format!("{:?}", section.role).to_lowercase(),
        start: span.start,
        end: span.end,
        title: title.to_owned(),
    }
}

fn mention(reading: &Reading, mention: &Mention) -> TraceMention {
    let document = reading.document;
    let span = document.span(mention.first(), mention.last());
    let names = reading.lexicon.concepts();
    let meant = assertion(document, mention.first(), mention.last());
    TraceMention {
        start: span.start,
        end: span.end,
        text: span.of(document.text).to_owned(),
        concepts: mention.concepts.iter().map(|c| names.name(c).to_owned()).collect(),
        rule: reading.lexicon.rows()[mention.row as usize].id(),
        assertion: described(document, &meant).unwrap_or_else(|| "affirmed".to_owned()),
    }
}

/// How words are meant, with the cue; none where they are affirmed, of this encounter and patient.
fn described(document: &Document, meant: &Assertion) -> Option<String> {
    let cue = |index: Option<u32>| {
        let words =
            index.map(|i| &document.mentions[i as usize]).map(|m| document.span(m.first(), m.last()).of(document.text));
        words.map_or_else(|| "the section".to_owned(), |w| format!("cue '{w}'"))
    };
    if meant.is_negated() {
        return Some(format!("negated ({})", cue(meant.negated_by)));
    }
    let moved = match (meant.subject, meant.temporality) {
        (Subject::Other, _) => "other person",
        (_, Temporality::Historical) => "historical",
        (_, Temporality::Hypothetical) => "hypothetical",
        _ => return None,
    };
    Some(format!("{moved} ({})", cue(meant.moved_by)))
}

fn statement(reading: &Reading, document: &Document, statement: &Statement) -> TraceStatement {
    let evidence = reading.evidence(statement);
    let (element, value) = match statement.claim {
        Claim::Topic(topic) => ("topic", reading.lexicon.topics().name(topic).to_owned()),
        claim => named(claim),
    };
    let pattern = &reading.lexicon.patterns()[statement.pattern];
    let held = if pattern.is_of_topics() { is_told(pattern, statement) } else { is_held(statement) };
    let outcome = if held {
        "used".to_owned()
    } else {
        let why = described(document, &statement.assertion)
            .unwrap_or_else(|| format!("section {:?}", statement.role).to_lowercase());
        format!("set aside: {why}")
    };
    let procedure = reading.lesions.of(statement.first).filter(|&l| l < reading.lesions.count);
    TraceStatement {
        element: element.to_owned(),
        value,
        start: evidence.start,
        end: evidence.end,
        text: evidence.text,
        rule: evidence.rule,
        procedure,
        outcome,
    }
}

fn named(claim: Claim) -> (&'static str, String) {
    let word = |value: &dyn std::fmt::Debug| format!("{value:?}").to_lowercase();
    match claim {
        Claim::Approach(a) => ("approach", word(&a)),
        Claim::Depth(d) => ("depth", word(&d)),
        Claim::Guidance(g) => ("guidance", word(&g)),
        Claim::ImagesSaved => ("images", "saved".to_owned()),
        Claim::Indication => ("indication", "stated".to_owned()),
        Claim::Specimen => ("specimen", "sent".to_owned()),
        Claim::SpecimenNamed => ("specimen", "named".to_owned()),
        Claim::Sampled | Claim::NotSampled | Claim::Skipped | Claim::Whole | Claim::Part => ("sampling", word(&claim)),
        Claim::Converted => ("conversion", "done".to_owned()),
        Claim::Exposed | Claim::Wound | Claim::Stab => ("wound", word(&claim)),
        Claim::Preoperative | Claim::Postoperative => ("diagnosis", word(&claim)),
        Claim::PreoperativeToo => ("diagnosis", "preoperative, where the other is told".to_owned()),
        Claim::PostoperativeToo => ("diagnosis", "postoperative, where the other is told".to_owned()),
        Claim::Gauge(g) => ("gauge", word(&g)),
        Claim::BareDepth => ("depth", "bare word".to_owned()),
        Claim::Closed => ("depth", "deep, by its closure".to_owned()),
        Claim::Shallow => ("depth", "superficial, unless otherwise told".to_owned()),
        Claim::Topic(_) => ("topic", String::new()),
        Claim::Nothing => ("nothing", String::new()),
    }
}

fn site(reading: &Reading, site: &Site) -> TraceStatement {
    let evidence = reading.quote(site.first, site.last, &reading.row_of(site.first));
    let value: Vec<&str> = site.concepts.iter().map(|c| reading.lexicon.concepts().name(c)).collect();
    let outcome = match (site.weight, described(reading.document, &site.assertion)) {
        (0, Some(why)) => format!("set aside: {why}"),
        (0, None) => "set aside: does not speak of the lesion".to_owned(),
        (weight, _) => format!("used, weight {weight}"),
    };
    let procedure = reading.lesions.of(site.first).filter(|&l| l < reading.lesions.count);
    TraceStatement {
        element: "site".to_owned(),
        value: value.join(" "),
        start: evidence.start,
        end: evidence.end,
        text: evidence.text,
        rule: evidence.rule,
        procedure,
        outcome,
    }
}

fn size(reading: &Reading, size: &Size) -> TraceStatement {
    let evidence = reading.quote(size.first, size.last, "measurement");
    let value: Vec<String> = size.mm.iter().map(|m| format!("{m}")).collect();
    let outcome = match size.weight {
        0 if size.of_incision => "set aside: measures the incision".to_owned(),
        0 => "set aside: does not measure the lesion as it is now".to_owned(),
        weight => format!("used, weight {weight}"),
    };
    let procedure = reading.lesions.of(size.first).filter(|&l| l < reading.lesions.count);
    TraceStatement {
        element: "size_mm".to_owned(),
        value: value.join(" x "),
        start: evidence.start,
        end: evidence.end,
        text: evidence.text,
        rule: evidence.rule,
        procedure,
        outcome,
    }
}

/// That a note is read as a paper by what its words weigh, and which weighed most.
fn paper(reading: &Reading) -> Option<TraceDecision> {
    let words = reading.document.words_of_paper();
    (!words.is_empty()).then(|| {
        let why = format!("weights.tsv: no account of what its writer did, above all by “{}”", words.join("”, “"));
        TraceDecision { procedure: None, element: "paper".to_owned(), value: "yes".to_owned(), why }
    })
}

/// A topic that the words of a sentence speak for together, and which of them most.
fn spoken_of(reading: &Reading, told: &Told) -> TraceDecision {
    let Evidence { text, rule, .. } = told.evidence(reading.document, reading.lexicon).clone();
    let value = reading.lexicon.topics().name(told.topic).to_owned();
    let why = format!("{rule}, by all words of the sentence, above all by “{text}”");
    TraceDecision { procedure: None, element: "topic".to_owned(), value, why }
}

/// What the words of a note that is long enough weigh for each answer, the heaviest first; below nothing they speak against it.
fn weighed(reading: &Reading) -> Option<TraceDecision> {
    if weighed::is_short(reading.document) {
        return None;
    }
    let mut answers: Vec<(f32, Answer)> =
        Answer::ALL.into_iter().map(|a| (weighed::speaks_for(reading.document, a), a)).collect();
    // Passages are asked for these, and not the note.
    answers.retain(|(_, answer)| !matches!(answer, Answer::FirstTold | Answer::NextTold));
    answers.sort_by(|a, b| b.0.total_cmp(&a.0));
    let told: Vec<String> = answers.iter().map(|(sum, answer)| format!("{} {sum:.1}", answer.name())).collect();
    let why = "weights.tsv: all words of the note together, for its length".to_owned();
    Some(TraceDecision { procedure: None, element: "words".to_owned(), value: told.join(", "), why })
}

fn lesions(reading: &Reading) -> TraceDecision {
    let why = match (reading.lesions.by_words, reading.lesions.count) {
        _ if reading.lesions.instead.is_some() => {
            "around.tsv:other-tissue, by what stands around the tissues that are named, against what was read"
        }
        (true, 0 | 1) => "weights.tsv:nothing, by all words of the note together, against what was read",
        (true, _) => "weights.tsv:several and next-told, by what the passages weigh with which each lesion begins",
        (false, _) => "items, headings or incisions that set lesions apart and of which tissue was taken",
    };
    let why = why.to_owned();
    TraceDecision { procedure: None, element: "lesions".to_owned(), value: reading.lesions.count.to_string(), why }
}

fn decisions(reading: &Reading, index: usize, procedure: &Procedure) -> Vec<TraceDecision> {
    let rules = |evidence: &[Evidence]| {
        let rules: Vec<&str> = evidence.iter().map(|e| e.rule.as_str()).collect();
        if rules.is_empty() { "nothing in the note".to_owned() } else { rules.join(", ") }
    };
    let line = |element: &str, value: String, why: String| TraceDecision {
        procedure: Some(index),
        element: element.to_owned(),
        value,
        why,
    };
    let word = |value: Option<String>| value.map_or_else(|| "null".to_owned(), |v| v.to_lowercase());
    let findings = reading.findings(index);
    let rule = crate::coding::deciding_rule(reading.lexicon, &findings);
    vec![
        line("approach", word(procedure.approach.value.map(|v| format!("{v:?}"))), rules(&procedure.approach.evidence)),
        line("depth", word(procedure.depth.value.map(|v| format!("{v:?}"))), rules(&procedure.depth.evidence)),
        line("region", word(procedure.region.value.map(|v| format!("{v:?}"))), rules(&procedure.region.evidence)),
        line(
            "laterality",
            word(procedure.laterality.value.map(|v| format!("{v:?}"))),
            rules(&procedure.laterality.evidence),
        ),
        line("guidance", word(procedure.guidance.value.map(|v| format!("{v:?}"))), rules(&procedure.guidance.evidence)),
        line(
            "code",
            procedure.code.clone().unwrap_or_else(|| "null".to_owned()),
            rule.map_or_else(|| "no rule fits".to_owned(), |r| format!("codes.toml:{}: {}", r.id, r.reason)),
        ),
    ]
}
