//! The lesion's size. In: the lengths of a document. Out: which of them are the lesion's, by the noun they belong to. Lengths of
//! incisions, samples, needles, margins and distances are told apart and left out; so are past sizes and mere bounds.

mod listed;
mod owner;
mod told;
mod weight;

use super::own::{RULE, lengths};
use super::{Findings, Reading, follows_correction};
use crate::analysis::Region;
use crate::document::Document;
use crate::lexicon::around::Matter;
use crate::lexicon::concept::group::THIGH_OR_KNEE;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::mention::measurement::Length;
use crate::token::Kind;
use owner::Owned;
use weight::{is_current, is_left_alone, is_too_large_for_sample, is_unclaimed, weight, word_at};

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
    /// It tells no size: it was taken back, is a mere bound, or that of a lesion left alone.
    pub void: bool,
    /// A lesion is named right behind it, with no more than its muscle between: "wedge of a 6 cm vastus lateralis mass".
    pub names_lesion: bool,
    /// How much what stands around it speaks for its being the lesion's.
    pub own: f32,
}

impl Size {
    /// How much all speaks for its being the lesion's: what the nouns tell, and what stands around it.
    fn speaks(&self) -> f32 {
        const KNOWN: f32 = 1.0;
        const STEP: f32 = 0.25;
        let told = if self.weight == 0 { 0.0 } else { KNOWN + STEP * self.weight as f32 };
        self.own + told
    }

    /// Whether enough speaks for its being the lesion's.
    fn may_be_lesions(&self) -> bool {
        !self.void && (self.names_lesion || self.speaks() > if self.weight == 0 { UNOWNED } else { OWNED })
    }
}

/// How much must speak for a size that a noun owns, and for one of which no noun tells that it is the lesion's. By notes of thirteen writers
/// whom neither the nouns nor the weights had met.
const OWNED: f32 = -3.0;
const UNOWNED: f32 = 2.0;

/// What a length belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    Lesion,
    /// Something found, under a name of its own.
    Thing,
    /// What the lesion holds: it stands for the lesion where nothing else is measured.
    Part,
    Incision,
    Other,
    /// No noun decides: the sentence does.
    Unknown,
}

/// "two millimetres of clean fat" measures the fat.
const LAYERS: ConceptSet = ConceptSet::of(&[known::FAT, known::MUSCLE, known::FASCIA]);

/// Millimetres of the largest lesion; what is longer is a patient or a table.
const LARGEST: f64 = 600.0;

/// The most that a length counts which belongs to no noun for a lesion.
const UNCLAIMED: u32 = 3;

/// How many sentences back a fragment such as "17 mm, doughy." may go on about.
const FRAGMENT_REACH: usize = 3;
const LESION: ConceptSet = ConceptSet::of(&[known::LESION]);
const INCISION: ConceptSet = ConceptSet::of(&[known::INCISION, known::ENTRY]);
const OTHER: ConceptSet = ConceptSet::of(&[
    known::SAMPLE,
    known::DEVICE,
    known::NEEDLE,
    known::NEEDLE_PART,
    known::CORE,
    known::PASS,
    known::MARGIN,
    known::DISTANCE,
    known::NON_SOFT_TISSUE,
    known::PUNCH_TOOL,
]);

/// What several dimensions are not told of, but where it stands right before them.
const FAR: ConceptSet = ConceptSet::of(&[known::DISTANCE, known::NON_SOFT_TISSUE, known::PASS]);
const PARTS: ConceptSet = ConceptSet::of(&[known::PART]);
const SITES: ConceptSet = ConceptSet::of(&[known::THIGH, known::KNEE, known::OTHER_REGION, known::THIGH_MUSCLE]);
const SCANS: ConceptSet = ConceptSet::of(&[known::MRI, known::CT, known::ULTRASOUND, known::IMAGING]);

/// All lengths of a document.
pub fn sizes(document: &Document) -> Vec<Size> {
    let mut out = Vec::new();
    let units = document.units();
    let signs = units.signs();
    for (number, sentence) in document.sentences.iter().enumerate() {
        let left = super::site::left_label(document, number);
        for length in units.lengths(sentence.first, sentence.end, &signs) {
            let owner = if is_of_referent(document, length.first) {
                Owner::Lesion
            } else {
                Owned { document, first: sentence.first, end: sentence.end, length: &length }.owner()
            };
            // "Not sampled: right calf 40 x 30 mm".
            let left_alone = left.is_some_and(|colon| colon < length.first);
            let void = left_alone || length.bound || length.mm.iter().any(|&mm| mm > LARGEST);
            let weight = match weight(document, number, &length, owner) {
                _ if void => 0,
                0 => u32::from(is_too_large_for_sample(document, number, &length, owner)),
                _ if owner == Owner::Part || is_left_alone(document, number, &length) => 1,
                // What no noun of a lesion owns gives way to what one does.
                told if owner == Owner::Thing || owner == Owner::Unknown && is_unclaimed(document, number, &length) => {
                    UNCLAIMED.min(2 * told + u32::from(is_current(document, &length)))
                }
                told => 2 * told + u32::from(is_current(document, &length)),
            };
            let corrects = super::corrects(document, length.first);
            let names_lesion = weight > 1 && names_lesion(document, sentence.end, &length);
            out.push(Size {
                first: length.first,
                last: length.last,
                mm: length.mm,
                sentence: number,
                weight,
                of_incision: owner == Owner::Incision,
                corrects,
                void,
                names_lesion,
                own: 0.0,
            });
        }
    }
    join_axes(document, &mut out);
    prefer_fuller(document, &mut out);
    correct(document, &mut out);
    if document.knows_around() {
        let own: Vec<f32> = lengths(&out).iter().map(|c| c.speaks(document, Matter::Size)).collect();
        out.iter_mut().zip(own).for_each(|(size, own)| size.own = own);
    }
    out
}

/// Whether a lesion is named right behind a length, with no more than where it lies between.
fn names_lesion(document: &Document, end: usize, length: &Length) -> bool {
    const REACH: usize = 4;
    const PLACES: ConceptSet = SITES.with(ConceptSet::of(&[known::LEFT, known::RIGHT]));
    let place = |t: &usize| !document.concepts(*t).meets(PLACES.with(crate::finding::site::ASPECT));
    let noun = (length.last + 1..end.min(length.last + 1 + REACH)).find(place);
    noun.is_some_and(|t| document.is(t, known::LESION)) && length.mm.len() == 1
}

/// "Small one: 15 mm.", "The larger: 4.0 x 2.3 cm, six cores", "its neighbour, 1.2 cm, …": a length right behind what stands for one
/// lesion among several.
fn is_of_referent(document: &Document, first: usize) -> bool {
    let word = |back: usize| first.checked_sub(back).map_or("", |t| document.tokens.word(t));
    let marked =
        first.checked_sub(1).is_some_and(|t| [b':', b',', b'('].iter().any(|&m| document.tokens.is_mark(t, m)));
    let back = |back: usize, class: WordClass| first >= back && document.word_is(first - back, class);
    // "Needle one: 16 mm throw" is no lesion.
    let one = word(2) == "one" && back(3, WordClass::PairWord);
    let neighbour = back(2, WordClass::Neighbour) && [word(3), word(4)].iter().any(|w| matches!(*w, "its" | "the"));
    let named = one || neighbour || word(3) == "the" && back(2, WordClass::PairWord);
    marked && named
}

/// "at the aid station it was called 3 cm, and at our MRI 5.3 x 4.7 cm": of two sizes in a sentence the later with more dimensions
/// is no less the lesion's.
fn prefer_fuller(document: &Document, sizes: &mut [Size]) {
    // "It was seven centimeters. Actually let me pull that up. 7.8 by 6.6 by 6.0.": a sentence that is nothing but a size.
    let alone = |s: &Size| {
        let sentence = &document.sentences[s.sentence];
        s.first == sentence.first && (s.last + 1..sentence.end).all(|t| document.tokens.list[t].kind != Kind::Word)
    };
    for at in 1..sizes.len() {
        let (before, behind) = sizes.split_at_mut(at);
        let (rough, full) = (&before[at - 1], &mut behind[0]);
        let near = rough.sentence == full.sentence || rough.sentence + 2 >= full.sentence && alone(full);
        if near && full.weight > 0 && full.mm.len() > rough.mm.len() {
            full.weight = full.weight.max(rough.weight);
        }
    }
}

/// "34 by 22 mm, strike that, 34 by 27 mm": a length behind a correction takes the place of the one before it.
fn correct(document: &Document, sizes: &mut [Size]) {
    const NEAR: usize = 18;
    const FAR_CORRECTION: usize = 24;
    for at in 1..sizes.len() {
        let (before, behind) = sizes.split_at_mut(at);
        let (wrong, right) = (&mut before[at - 1], &mut behind[0]);
        let close = right.first - wrong.last < NEAR;
        // "4 cm by, no, that is the old one, today's figure is 52 by 37 mm".
        let old = || {
            (wrong.last + 1..right.first)
                .any(|t| word_at(document, t) == "old" && document.word_is(t + 1, WordClass::FigureName))
        };
        if close && right.weight > 0 && old() {
            wrong.weight = 0;
            wrong.void = true;
            wrong.corrects = false;
        }
        // "Four by three, no wait, that was the other patient, it is 28 by 20 mm".
        let behind = wrong.last + 1 + usize::from(document.tokens.is_mark(wrong.last + 1, b','));
        let aloud = right.sentence == wrong.sentence
            && right.first - wrong.last < FAR_CORRECTION
            && document.is(behind, known::CORRECTION);
        if aloud && right.weight > 0 && wrong.weight > 0 {
            right.weight = right.weight.max(wrong.weight);
            wrong.weight = 0;
            wrong.void = true;
        }
        let near = close && wrong.mm.len() == right.mm.len();
        // "Actually I put a ruler on it, two point three by one point six".
        let actually = || (wrong.last + 1..right.first).any(|t| word_at(document, t) == "actually");
        if near && wrong.weight > 0 && (follows_correction(document, right.first) || right.weight > 0 && actually()) {
            right.weight = right.weight.max(wrong.weight);
            wrong.weight = 0;
            wrong.void = true;
        }
    }
}

/// "Length: 6 cm. Width: 4 cm.": dimensions told one by one, each with its axis, are one size.
fn join_axes(document: &Document, sizes: &mut Vec<Size>) {
    const NEAR: usize = 12;
    const MOST: usize = 3;
    let mut at = 0;
    while at + 1 < sizes.len() {
        let (this, next) = (&sizes[at], &sizes[at + 1]);
        let axes = || axis(document, this).zip(axis(document, next));
        let joined = this.weight > 1
            && next.weight > 1
            && next.mm.len() == 1
            && this.mm.len() < MOST
            && next.first.saturating_sub(this.last) < NEAR
            // "Depth 6 mm from the skin" is how far away it lies.
            && word_at(document, next.last + 1) != "from"
            && axes().is_some_and(|(a, b)| a != b);
        if !joined {
            at += 1;
            continue;
        }
        let next = sizes.remove(at + 1);
        let this = &mut sizes[at];
        this.last = next.last;
        this.weight = this.weight.max(next.weight);
        this.mm.extend(next.mm);
        this.mm.sort_by(|a, b| b.total_cmp(a));
    }
}

/// The axis that a length tells, by its last word: "length: 6 cm", "6 cm wide".
fn axis<'a>(document: &'a Document, size: &Size) -> Option<&'a str> {
    const BEFORE: usize = 3;
    // "Longest axis 6 cm" / "Second axis 4 cm": the word before tells which.
    let which = |t: usize| matches!(word_at(document, t), "axis" | "dimension") && t > 0;
    let kind = |t: usize| {
        if which(t) {
            return Some(word_at(document, t - 1));
        }
        document.word_is(t, WordClass::AxisName).then(|| word_at(document, t))
    };
    let named = |t: usize| if document.is(t, known::LENGTH_NOUN) { kind(t) } else { None };
    let before = || (size.first.saturating_sub(BEFORE)..size.first).rev().find_map(named);
    // "As long as 7 cm and as wide as 4 cm".
    let as_long_as = || {
        let word = |back: usize| size.first.checked_sub(back).map_or("", |t| document.tokens.word(t));
        let compared = word(1) == "as" && word(3) == "as" && document.word_is(size.first - 2, WordClass::AxisName);
        compared.then(|| word(2))
    };
    named(size.last + 1).or_else(before).or_else(as_long_as)
}

/// Decides the size of a lesion.
pub(super) fn find(reading: &Reading, lesion: usize, findings: &mut Findings) {
    let own = |s: &&Size| s.may_be_lesions() && reading.lesions.concerns(s.first, lesion);
    let mut candidates: Vec<&Size> = reading.sizes.iter().filter(own).collect();
    let sited = matches!(findings.region.value, Some(Region::Thigh | Region::Knee));
    let other = |s: &Size| sited && is_elsewhere(reading.document, s) || listed::is_of_another(reading, findings, s);
    candidates.retain(|s| !other(s));
    prefer_own(reading, lesion, &mut candidates);
    drop_slivers(reading, &mut candidates);
    let corrected = candidates.iter().rev().find(|s| s.corrects).copied();
    if let Some((mm, size)) = candidates.iter().find_map(|s| Some((respective(reading, lesion, s)?, s))) {
        findings.size_mm.value = Some(mm);
        findings.size_mm.evidence = vec![reading.quote(size.first, size.last, "measurement")];
        return;
    }
    // Of equals the first, unless it has fewer dimensions than a later one.
    let order = |a: &&Size, b: &&Size| a.speaks().total_cmp(&b.speaks()).then(a.mm.len().cmp(&b.mm.len()));
    let most = candidates.iter().copied().rev().max_by(order);
    // Where the nouns alone would have chosen another, or none, the choice rests on what stands around.
    let by_weight = |s: &&Size| s.weight == 0 || candidates.iter().any(|c| c.weight > s.weight);
    let rule = match most.filter(|_| corrected.is_none()).filter(by_weight) {
        Some(_) => format!("{RULE}{}", Matter::Size.name()),
        None => "measurement".to_owned(),
    };
    if let Some(size) = corrected.or(most).or_else(|| told::of_lesion(reading, lesion)) {
        findings.size_mm.value = Some(size.mm.clone());
        findings.size_mm.evidence = vec![reading.quote(size.first, size.last, &rule)];
    }
}

/// "First: sartorius, 17 mm … A third thing is on the CT as well; it is 6 mm": of several lesions, what is told of one goes before what is
/// told of none of them.
fn prefer_own(reading: &Reading, lesion: usize, candidates: &mut Vec<&Size>) {
    let own = |s: &&Size| s.weight > 1 && reading.lesions.of(s.first) == Some(lesion);
    if reading.lesions.count > 1 && candidates.iter().any(own) {
        candidates.retain(|s| s.corrects || reading.lesions.of(s.first).is_some());
    }
}

/// "On MRI 53 x 38 x 20 mm … the mass began about 5 mm …": no lesion shrinks to a fifth of what was measured in several dimensions; one
/// length that is so much smaller is of something else, where the note tells of one lesion.
fn drop_slivers(reading: &Reading, candidates: &mut Vec<&Size>) {
    const SHARE: f64 = 5.0;
    if reading.lesions.count != 1 {
        return;
    }
    let whole = candidates.iter().filter(|s| s.mm.len() > 1 && s.weight > 1).map(|s| s.mm[0]).fold(0.0, f64::max);
    candidates.retain(|s| s.mm.len() > 1 || s.mm[0] * SHARE > whole);
}

/// "4 and 2 cm respectively", "4 cm and 2 cm, respectively": of two sizes told of two lesions in turn, that of a lesion.
fn respective(reading: &Reading, lesion: usize, size: &Size) -> Option<Vec<f64>> {
    let document = reading.document;
    let behind = size.last + 1 + usize::from(document.tokens.is_mark(size.last + 1, b','));
    let joined = size.first >= 2 && matches!(word_at(document, size.first - 1), "and" | "&");
    // "Two nodules, 2 cm and 1 cm, cores from each": in the order in which they are measured.
    let in_order = reading.lesions.are_told_by_size()
        && (joined || size.first >= 1 && document.tokens.is_mark(size.first - 1, b','))
        && reading.sizes.iter().any(|s| s.last + 2 == size.first && s.sentence == size.sentence);
    let told = word_at(document, behind) == "respectively" && joined;
    if reading.lesions.count != 2 || !told && !in_order {
        return None;
    }
    if lesion == 1 {
        return Some(size.mm.clone());
    }
    let before = reading.sizes.iter().find(|s| s.last + 2 == size.first);
    if let Some(before) = before {
        return Some(before.mm.clone());
    }
    // The unit stands behind the second.
    let number = |t: usize| word_at(document, t).parse::<f64>().ok().filter(|&n| n > 0.0);
    let (first, second) = (number(size.first - 2)?, number(size.first)?);
    let &[mm] = &size.mm[..] else { return None };
    Some(vec![first * mm / second])
}

/// "a lump of 4 cm on the scapula", in a note on a thigh: the place stands right behind, and no other in the sentence.
fn is_elsewhere(document: &Document, size: &Size) -> bool {
    const REACH: usize = 5;
    const NEAR: usize = 8;
    const SMALL: ConceptSet = ConceptSet::of(&[known::DETERMINER, known::LEFT, known::RIGHT]);
    let sentence = &document.sentences[size.sentence];
    let here = (sentence.first..sentence.end).any(|t| document.concepts(t).meets(THIGH_OR_KNEE));
    let joined = document.word_is(size.last + 1, WordClass::OnPlace);
    let place = (size.last + 2..sentence.end.min(size.last + REACH)).find(|&t| !document.concepts(t).meets(SMALL));
    // "Lipoma of the back, 6 x 5 cm": between the lesion and its size.
    let tells = |t: usize| document.is_verb(t) && !document.is(t, known::BE) && !document.is(t, known::MEASURE);
    let owns = |t: usize| document.word_is(t, WordClass::Possessive);
    let before = || {
        let from = sentence.first.max(size.first.saturating_sub(NEAR));
        let noun = (from..size.first).rev().take_while(|&t| !tells(t)).find(|&t| document.is(t, known::LESION))?;
        let of = document.word_is(noun + 1, WordClass::OnPlace);
        // "Upper back lipoma, 3 cm".
        let named = noun.checked_sub(1).filter(|&t| t >= sentence.first && document.is(t, known::OTHER_REGION));
        named.or_else(|| {
            (noun + 2..size.first.min(noun + 5)).find(|&t| of && !document.concepts(t).meets(SMALL) && !owns(t))
        })
    };
    // "The prostate measured 4 x 5 cm", "The CT of the chest showed a nodule of 6 mm".
    let opens_with_organ = || {
        !sentence.concepts.has(known::LESION)
            && (sentence.first..size.first.min(sentence.first + 3)).any(|t| document.is(t, known::NON_SOFT_TISSUE))
    };
    let scan_of_other = || (sentence.first..size.first).any(|t| document.is(t, known::BLOCK));
    let other = |t: usize| document.is(t, known::OTHER_REGION);
    let away = |t: usize| other(t) && !document.is(t, known::LYMPHATIC);
    !here && (joined && place.is_some_and(other) || before().is_some_and(away) || opens_with_organ() || scan_of_other())
}
