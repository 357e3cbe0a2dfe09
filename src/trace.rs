//! How a note got its result: what [`crate::Analyzer::trace`] reports, rule by rule.
//!
//! A trace is for the person who maintains the lexicons. It holds words of the note, so it is shown only when asked for.
//! Positions are bytes into `Note::text`, end exclusive.

use serde::Serialize;

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
