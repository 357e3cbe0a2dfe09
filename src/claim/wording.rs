//! What a finding says: the blocks of `claim.toml`, filled in. In: the name of a block, what stands in its braces, quotations.
//! Out: findings, each with its source as a reader may see it.

use serde::Deserialize;

use crate::analysis::{ClaimFinding, Evidence};
use crate::codebook::CodeBook;
use crate::codebook::entry::Tags;
use crate::error::Error;
use crate::lexicon::Lexicon;
use crate::lexicon::pattern::broken;

/// The file of the wordings.
pub(super) const FILE: &str = "claim.toml";

/// The words of one finding.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wording {
    pub(super) name: String,
    pub(super) id: String,
    pub(super) message: String,
    pub(super) denial: Option<String>,
    pub(super) source: Option<Tags>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wordings {
    #[serde(default)]
    finding: Vec<Wording>,
}

/// The wordings of a lexicon, in the order of their file.
pub(super) fn read(lexicon: &Lexicon) -> Result<Vec<Wording>, Error> {
    let text = lexicon.book(FILE);
    toml::from_str::<Wordings>(text).map(|w| w.finding).map_err(|e| broken(FILE, text, &e))
}

/// Something found, in no words yet.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    name: &'static str,
    filled: Vec<(&'static str, String)>,
    evidence: Vec<Evidence>,
    source: Option<String>,
}

impl Found {
    /// What was found, by the name of its wording.
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, ..Self::default() }
    }

    /// The name of its wording.
    #[cfg(test)]
    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    /// What stands in the braces of that name.
    pub(super) fn with(mut self, brace: &'static str, text: impl Into<String>) -> Self {
        self.filled.push((brace, text.into()));
        self
    }

    /// The words of the note that it rests on.
    pub(super) fn quoting(mut self, evidence: Vec<Evidence>) -> Self {
        self.evidence = evidence;
        self
    }

    /// The source where the wording cites none.
    pub(super) fn citing(mut self, source: impl Into<String>) -> Self {
        self.source = Some(source.into());
        self
    }
}

/// The findings in words, in the order of the wordings; what has no wording is left out, what is said twice is said once.
pub(super) fn findings(wordings: &[Wording], book: &CodeBook, found: Vec<Found>) -> Vec<ClaimFinding> {
    let place = |f: &Found| wordings.iter().position(|w| w.name == f.name);
    let mut placed: Vec<(usize, Found)> = found.into_iter().filter_map(|f| place(&f).map(|p| (p, f))).collect();
    placed.sort_by_key(|(place, _)| *place);
    let mut out: Vec<ClaimFinding> = Vec::with_capacity(placed.len());
    for (place, found) in placed {
        let finding = finding(&wordings[place], book, found);
        if !out.iter().any(|f| f.id == finding.id && f.message == finding.message) {
            out.push(finding);
        }
    }
    out
}

fn finding(wording: &Wording, book: &CodeBook, found: Found) -> ClaimFinding {
    let cited = wording.source.as_ref().map(|tags| book.citations(tags).join("; "));
    ClaimFinding {
        id: wording.id.clone(),
        message: fill(&wording.message, &found.filled),
        denial: wording.denial.clone(),
        evidence: found.evidence,
        source: cited.or(found.source).unwrap_or_else(|| crate::codebook::HOUSE_RULE.to_owned()),
    }
}

/// Fills the braces in one pass, so that what is filled in is never looked at again.
fn fill(message: &str, filled: &[(&'static str, String)]) -> String {
    let mut out = String::with_capacity(message.len() + 32);
    let mut rest = message;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (brace, after) = after.split_once('}').unwrap_or((after, ""));
        out.push_str(filled.iter().find(|(name, _)| *name == brace).map_or("", |(_, text)| text));
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn braces_are_filled_once() {
        let filled = [("code", "{side}".to_owned()), ("side", "left".to_owned())];
        assert_eq!(fill("{code} is {side}; {nothing}.", &filled), "{side} is left; .");
    }
}
