//! The lesion's size. In: the lengths of a document. Out: which of them are the lesion's, by the noun they belong to. Lengths of
//! incisions, samples, needles, margins and distances are told apart and left out; so are past sizes and mere bounds.

use super::{Findings, Reading, Tier, holds};
use crate::assertion::assertion;
use crate::document::Document;
use crate::document::section::Role;
use crate::lexicon::concept::{ConceptSet, known};
use crate::mention::measurement::Length;
use crate::token::Kind;

/// A length and what it measures.
#[derive(Debug, Clone, PartialEq)]
pub struct Size {
    /// First token.
    pub first: usize,
    /// Last token, inclusive.
    pub last: usize,
    /// Millimetres, longest first.
    pub mm: Vec<f64>,
    /// The sentence.
    pub sentence: usize,
    /// How strongly it speaks of the lesion; 0 where it does not.
    pub weight: u32,
    /// It measures the incision.
    pub of_incision: bool,
    /// Dictated as a correction.
    pub corrects: bool,
}

/// What a length belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    Lesion,
    Incision,
    Other,
    /// No noun decides: the sentence does.
    Unknown,
}

/// "two millimetres of clean fat" measures the fat.
const LAYERS: ConceptSet = ConceptSet::of(&[known::FAT, known::MUSCLE, known::FASCIA]);
const LESION: ConceptSet = ConceptSet::of(&[known::LESION]);
const INCISION: ConceptSet = ConceptSet::of(&[known::INCISION, known::ENTRY]);
const OTHER: ConceptSet = ConceptSet::of(&[
    known::SAMPLE,
    known::DEVICE,
    known::NEEDLE,
    known::CORE,
    known::MARGIN,
    known::DISTANCE,
    known::NON_SOFT_TISSUE,
    known::GAUGE,
    known::PUNCH_TOOL,
]);
const SITES: ConceptSet = ConceptSet::of(&[known::THIGH, known::KNEE, known::OTHER_REGION, known::THIGH_MUSCLE]);
const SCANS: ConceptSet = ConceptSet::of(&[known::MRI, known::CT, known::ULTRASOUND, known::IMAGING]);

/// All lengths of a document.
pub(super) fn sizes(document: &Document) -> Vec<Size> {
    let mut out = Vec::new();
    for (number, sentence) in document.sentences.iter().enumerate() {
        for length in document.units().lengths(sentence.first, sentence.end) {
            let owner = Owned { document, first: sentence.first, end: sentence.end, length: &length }.owner();
            let weight = if length.bound { 0 } else { weight(document, number, &length, owner) };
            let corrects = super::corrects(document, length.first);
            out.push(Size {
                first: length.first,
                last: length.last,
                mm: length.mm,
                sentence: number,
                weight,
                of_incision: owner == Owner::Incision,
                corrects,
            });
        }
    }
    out
}

/// Decides the size of a lesion.
pub(super) fn find(reading: &Reading, lesion: usize, findings: &mut Findings) {
    let own = |s: &&Size| s.weight > 0 && reading.lesions.concerns(s.first, lesion);
    let candidates: Vec<&Size> = reading.sizes.iter().filter(own).collect();
    let corrected = candidates.iter().rev().find(|s| s.corrects).copied();
    // Of equals the first, unless it has fewer dimensions than a later one.
    let best = corrected.or_else(|| candidates.iter().copied().rev().max_by_key(|s| (s.weight, s.mm.len())));
    if let Some(size) = best {
        findings.size_mm.value = Some(size.mm.clone());
        findings.size_mm.evidence = vec![reading.quote(size.first, size.last, "measurement")];
    }
}

/// How strongly a length speaks of the lesion's present size.
fn weight(document: &Document, sentence: usize, length: &Length, owner: Owner) -> u32 {
    let span = &document.sentences[sentence];
    let role = document.sections[span.section].role;
    let near = length.first.saturating_sub(6);
    let measured = document.mentions_in(near, length.first).any(|m| document.mentions[m].is(known::MEASURE));
    let doubted = !holds(&assertion(document, length.first, length.last))
        && !scanned(document, span.first, span.end)
        && !measured;
    if is_past(document, length) || doubted {
        return 0;
    }
    let lesion_named = document.mentions_in(span.first, span.end).any(|m| document.mentions[m].is(known::LESION));
    let owned = match owner {
        Owner::Lesion => true,
        Owner::Unknown => {
            let placed = document.mentions_in(span.first, span.end).any(|m| document.mentions[m].concepts.meets(SITES));
            let bare = span.end - span.first <= length.last - length.first + 4;
            lesion_named
                || placed
                || bare
                || role == Role::Findings
                || scanned(document, span.first, span.end)
                || is_size_field(document, sentence)
        }
        _ => false,
    };
    if !owned {
        return 0;
    }
    const EARLIER: ConceptSet = ConceptSet::of(&[known::MRI, known::CT]);
    let scan = document.mentions_in(span.first, length.first).any(|m| document.mentions[m].concepts.meets(EARLIER));
    match Tier::of(role) {
        Tier::Outside if role != Role::Plan => 0,
        Tier::Body if !scan => 4,
        Tier::Body | Tier::Background if role == Role::Exam => 4,
        Tier::Title => 3,
        _ => 2,
    }
}

fn is_size_field(document: &Document, sentence: usize) -> bool {
    let section = &document.sections[document.sentences[sentence].section];
    document
        .mentions_in(section.first, document.sentences[sentence].end)
        .any(|m| document.mentions[m].concepts.meets(ConceptSet::of(&[known::SIZE_FIELD, known::MEASURE])))
}

fn scanned(document: &Document, first: usize, end: usize) -> bool {
    document.mentions_in(first, end).any(|m| document.mentions[m].concepts.meets(SCANS))
}

/// "was 2 cm last year", "from 3 to 6 cm", "grew from 3 cm".
fn is_past(document: &Document, length: &Length) -> bool {
    let word = |back: usize| length.first.checked_sub(back).map(|t| document.tokens.word(t)).unwrap_or("");
    let near = length.first.saturating_sub(5);
    let dated = document.mentions_in(length.last + 1, length.last + 4).any(|m| {
        let mention = &document.mentions[m];
        mention.is(known::HISTORICAL) && document.clause[mention.first()] == document.clause[length.last]
    });
    // "2 cm last year and now 5 cm": the last word of time before the length dates it.
    let time = document
        .mentions_in(near, length.first)
        .rfind(|&m| document.mentions[m].concepts.meets(ConceptSet::of(&[known::PAST_SIZE, known::CURRENT])));
    dated
        || word(1) == "from"
        || time.is_some_and(|m| {
            document.mentions[m].is(known::PAST_SIZE)
                && document.clause[document.mentions[m].first()] == document.clause[length.first]
        })
}

struct Owned<'a> {
    document: &'a Document<'a>,
    first: usize,
    end: usize,
    length: &'a Length,
}

impl Owned<'_> {
    fn owner(&self) -> Owner {
        self.behind().or_else(|| self.before()).unwrap_or(Owner::Unknown)
    }

    fn class(&self, token: usize) -> Option<Owner> {
        let concepts = self.document.concepts(token);
        // "scar", "biopsy wound" and the like are cuts even where they stand beside the lesion.
        if concepts.meets(INCISION) || (concepts.meets(ConceptSet::of(&[known::CUT])) && token > self.length.last) {
            Some(Owner::Incision)
        } else if concepts.meets(OTHER) {
            Some(Owner::Other)
        } else if concepts.meets(LESION) {
            Some(Owner::Lesion)
        } else {
            None
        }
    }

    /// The noun the length describes from the front: "5 cm firm mass", "4 cm longitudinal incision", "3 cm above the patella".
    fn behind(&self) -> Option<Owner> {
        let document = self.document;
        let mut at = self.length.last + 1;
        let limit = self.end.min(at + 7);
        // "in greatest dimension", "across", "in size": the noun stands before.
        while at < limit
            && (document.is(at, known::LENGTH_NOUN)
                || matches!(document.tokens.word(at), "in" | "of" | "its") && document.is(at + 1, known::LENGTH_NOUN))
        {
            at += 1;
        }
        let described = at == self.length.last + 1;
        for token in at..limit {
            if let Kind::Punct(_) = document.tokens.list[token].kind {
                return None;
            }
            let concepts = document.concepts(token);
            // One length may lead somewhere, "3 cm to the patella"; two are a size, "9 x 8 cm to palpation".
            let away = document.tokens.word(token) == "to" && token == at && self.length.mm.len() == 1;
            if away {
                return Some(Owner::Other);
            }
            let layer = document.tokens.word(token) == "of"
                && (token + 1..token + 4).any(|t| document.concepts(t).meets(LAYERS));
            if layer
                || (concepts.meets(ConceptSet::of(&[known::DISTANCE, known::ABOVE, known::BELOW])) && token <= at + 1)
            {
                return Some(Owner::Other);
            }
            if described && self.class(token).is_some() {
                return self.head(token, limit);
            }
            let stops = document.is_verb(token)
                || concepts.meets(ConceptSet::of(&[
                    known::PREPOSITION,
                    known::CONJUNCTION,
                    known::RELATIVE,
                    known::PRONOUN,
                ]));
            if stops || matches!(document.tokens.word(token), "in" | "over" | "into" | "within") {
                return None;
            }
        }
        None
    }

    /// Of a compound the last noun counts: "mass specimen", "tumor capsule incision".
    fn head(&self, token: usize, limit: usize) -> Option<Owner> {
        let mut owner = self.class(token);
        for next in token + 1..limit {
            if self.document.tokens.list[next].kind != Kind::Word || self.document.mention(next).is_none() {
                break;
            }
            match self.class(next) {
                Some(o) => owner = Some(o),
                None => break,
            }
        }
        owner
    }

    /// The nearest noun before: "the mass measured 6 cm", "incision of 6 cm", "nodule, 22 mm".
    fn before(&self) -> Option<Owner> {
        let document = self.document;
        let clause = document.clause[self.length.first];
        let from = self.first.max(self.length.first.saturating_sub(25));
        // "found it, 3 cm, gristly".
        let comma = self.length.first.checked_sub(1).filter(|&t| document.tokens.is_mark(t, b','));
        if comma.and_then(|t| t.checked_sub(1)).is_some_and(|t| document.tokens.word(t) == "it") {
            return Some(Owner::Lesion);
        }
        for token in (from..self.length.first).rev() {
            let same = document.clause[token] == clause;
            if let Some(owner) = self.class(token)
                && (same || owner == Owner::Lesion)
            {
                return Some(owner);
            }
            if !same && document.is_verb(token) {
                break;
            }
            if document.tokens.is_mark(token, b'(') && same {
                // "two chunks (1.2 cm, 0.9 cm)": what stands before the bracket.
                return (token.saturating_sub(3)..token).rev().find_map(|t| self.class(t));
            }
            if document.is(token, known::CUT) && same {
                return Some(Owner::Incision);
            }
            if document.is(token, known::TAKE) && same {
                return Some(Owner::Other);
            }
        }
        self.pronoun(from)
    }

    /// "It measured 6 cm": what the sentence before was about, a lesion unless its last noun was a cut or a sample.
    fn pronoun(&self, from: usize) -> Option<Owner> {
        let document = self.document;
        let measured = (from..self.length.first).any(|t| document.is(t, known::MEASURE) || document.is(t, known::BE));
        let begins = self.length.first.saturating_sub(self.first) <= 4
            || (self.first..self.first + 2).any(|t| document.is(t, known::PRONOUN));
        if !(measured && begins) || self.first == 0 {
            return None;
        }
        let previous = &document.sentences[document.sentence_of(self.first - 1)];
        let lesion = (previous.first..previous.end).any(|t| document.is(t, known::LESION));
        let subject = (previous.first..previous.end).find_map(|t| self.class(t));
        Some(if lesion { Owner::Lesion } else { subject.unwrap_or(Owner::Lesion) })
    }
}
