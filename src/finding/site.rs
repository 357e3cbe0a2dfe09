//! Where: phrases that describe a site ("soft tissue mass, left anterolateral thigh"), cut out of each sentence. In: a
//! document. Out: sites with their region, sides, aspects and structures, how they are meant, and how strongly they speak of
//! the sampled lesion. Which site belongs to which lesion is left to `lesion`.

use crate::assertion::{Assertion, Subject, assertion};
use crate::document::Document;
use crate::document::section::Role;
use crate::finding::Tier;
use crate::lexicon::concept::{ConceptSet, known};
use crate::token::Kind;

/// A description of a site.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// First token.
    pub first: usize,
    /// Last token, inclusive.
    pub last: usize,
    /// All that its words mean.
    pub concepts: ConceptSet,
    /// The aspects that belong to the region, not to a muscle or to a part of the lesion.
    pub aspects: ConceptSet,
    /// How the words are meant.
    pub assertion: Assertion,
    /// The sentence.
    pub sentence: usize,
    /// The role of the section.
    pub role: Role,
    /// How strongly the words speak of the sampled lesion; 0 where they do not.
    pub weight: u32,
    /// Dictated as a correction.
    pub corrects: bool,
}

const REGION: ConceptSet = ConceptSet::of(&[known::THIGH, known::KNEE, known::OTHER_REGION]);
const SIDE: ConceptSet = ConceptSet::of(&[known::LEFT, known::RIGHT, known::BILATERAL]);
const ASPECT: ConceptSet = ConceptSet::of(&[
    known::ANTERIOR,
    known::POSTERIOR,
    known::MEDIAL,
    known::LATERAL,
    known::PROXIMAL,
    known::MID,
    known::DISTAL,
]);
const STRUCTURE: ConceptSet = ConceptSet::of(&[known::THIGH_MUSCLE, known::OTHER_MUSCLE, known::LANDMARK]);
const PLACE: ConceptSet = REGION.with(STRUCTURE).with(ConceptSet::of(&[known::LIMB]));
const ANY: ConceptSet = PLACE.with(SIDE).with(ASPECT);
const ABOUT_SAMPLE: ConceptSet = ConceptSet::of(&[
    known::BIOPSY,
    known::SAMPLE,
    known::INCISION,
    known::CUT,
    known::NEEDLE,
    known::CORE,
    known::SCAR,
]);

/// Most tokens between two words of one site.
const STEP: usize = 4;

/// All sites of a document, in order.
pub fn sites(document: &Document) -> Vec<Site> {
    let mut out = Vec::new();
    for (number, sentence) in document.sentences.iter().enumerate() {
        let mut open: Option<Open> = None;
        for index in document.mentions_in(sentence.first, sentence.end) {
            let mention = &document.mentions[index];
            if is_initial(document, mention.first()) {
                continue;
            }
            // "breast metastasis": an organ names an origin, not a place.
            if mention.is(known::PSEUDO) || mention.is(known::NON_SOFT_TISSUE) || !mention.concepts.meets(ANY) {
                continue;
            }
            let joined = open.as_ref().is_some_and(|o| o.takes(document, mention.first(), mention.concepts));
            if !joined {
                close(document, number, open.take(), &mut out);
                open = Some(Open {
                    first: mention.first(),
                    last: mention.last(),
                    concepts: ConceptSet::EMPTY,
                    aspects: ConceptSet::EMPTY,
                });
            }
            if let Some(o) = open.as_mut() {
                o.add(document, mention.first(), mention.last(), mention.concepts);
            }
        }
        close(document, number, open, &mut out);
    }
    out
}

/// The initial of a name: "Mrs. R".
fn is_initial(document: &Document, token: usize) -> bool {
    let titled = (1..=2).any(|back| {
        token >= back
            && document.is(token - back, known::ABBREVIATION)
            && !document.is(token - back, known::LEFT)
            && !document.is(token - back, known::RIGHT)
    });
    let named =
        token.checked_sub(1).is_some_and(|t| matches!(document.tokens.word(t), "mr" | "mrs" | "ms" | "dr" | "."))
            && titled;
    named && document.tokens.word(token).len() == 1
}

/// A site being read.
struct Open {
    first: usize,
    last: usize,
    concepts: ConceptSet,
    aspects: ConceptSet,
}

impl Open {
    /// Whether the next word belongs to the same site.
    fn takes(&self, document: &Document, at: usize, concepts: ConceptSet) -> bool {
        if at - self.last > STEP + 1 || !(self.last + 1..at).all(|t| may_join(document, t)) {
            return false;
        }
        let conjoined = (self.last + 1..at).any(|t| document.is(t, known::CONJUNCTION));
        let same_place = |set: ConceptSet| same(self.concepts, concepts, set);
        if self.concepts.meets(REGION) && concepts.meets(REGION) && !same_place(REGION) {
            return false;
        }
        if self.concepts.meets(SIDE) && concepts.meets(SIDE) && !same_place(SIDE) {
            return false;
        }
        !conjoined || concepts.meets(ASPECT)
    }

    fn add(&mut self, document: &Document, first: usize, last: usize, concepts: ConceptSet) {
        self.last = last;
        self.concepts = self.concepts.with(concepts);
        let own = concepts.meets(REGION)
            || (!concepts.meets(STRUCTURE.with(SIDE)) || concepts.meets(ASPECT))
                && !belongs_elsewhere(document, first, last);
        if own {
            self.aspects = self.aspects.with(concepts);
        }
    }
}

fn same(a: ConceptSet, b: ConceptSet, of: ConceptSet) -> bool {
    of.iter().all(|c| !b.has(c) || a.has(c))
}

/// Whether a token may stand within the description of a site.
fn may_join(document: &Document, token: usize) -> bool {
    const JOINING: ConceptSet = ConceptSet::of(&[
        known::FILLER,
        known::DETERMINER,
        known::PREPOSITION,
        known::CONJUNCTION,
        known::LESION,
        known::NUMBER_WORD,
    ]);
    match document.tokens.list[token].kind {
        Kind::Punct(b',' | b'(' | b')' | b'/' | b'.' | b'-') => true,
        Kind::Check(ticked) => ticked,
        Kind::Punct(_) | Kind::Number => false,
        Kind::Word => {
            document.concepts(token).meets(JOINING)
                || matches!(
                    document.tokens.word(token),
                    "in" | "on" | "over" | "to" | "within" | "just" | "near" | "its" | "soft" | "tissue" | "side"
                )
        }
    }
}

/// An aspect that belongs to a muscle, vessel or tool ("lateral gastrocnemius", "medial head"), or to a part of the lesion ("the anterior third of it").
fn belongs_elsewhere(document: &Document, first: usize, last: usize) -> bool {
    let next = last + 1;
    if document.concepts(next).meets(ConceptSet::of(&[
        known::THIGH_MUSCLE,
        known::OTHER_MUSCLE,
        known::INCISION,
        known::DEVICE,
        known::FASCIA,
    ])) {
        return true;
    }
    let word = |t: usize| if t < document.tokens.list.len() { document.tokens.word(t) } else { "" };
    if matches!(
        word(next),
        "head" | "heads" | "margin" | "border" | "edge" | "pole" | "end" | "wall" | "face" | "approach" | "flap"
    ) {
        return true;
    }
    let part = matches!(word(next), "third" | "half" | "part" | "portion" | "quarter")
        || matches!(word(last), "third" | "half" | "part" | "portion");
    let behind = if word(last) == "third" || word(last) == "half" { last + 1 } else { last + 2 };
    let of_lesion = word(behind) == "of"
        && (matches!(word(behind + 1), "it" | "which")
            || (behind + 1..behind + 4).any(|t| document.is(t, known::LESION)));
    part && of_lesion && first <= last
}

fn close(document: &Document, sentence: usize, open: Option<Open>, out: &mut Vec<Site>) {
    let Some(open) = open else { return };
    if !is_site(document, &open) {
        return;
    }
    let role = document.sections[document.sentences[sentence].section].role;
    let assertion = assertion(document, open.first, open.last);
    let corrects = super::corrects(document, open.first);
    let mut site = Site {
        first: open.first,
        last: open.last,
        concepts: open.concepts,
        aspects: keep_aspects(open.aspects),
        assertion,
        sentence,
        role,
        weight: 0,
        corrects,
    };
    site.weight = weight(document, &site);
    out.push(site);
}

fn keep_aspects(concepts: ConceptSet) -> ConceptSet {
    let mut out = ConceptSet::EMPTY;
    for c in ASPECT.iter().filter(|c| concepts.has(*c)) {
        out.insert(c);
    }
    out
}

/// A side alone is a site only where it cannot be the verb "left" or "right" in another sense.
fn is_site(document: &Document, open: &Open) -> bool {
    if open.concepts.meets(PLACE) {
        return true;
    }
    let word = |t: usize| if t < document.tokens.list.len() { document.tokens.word(t) } else { "" };
    let before = open.first.checked_sub(1).map(word).unwrap_or("");
    let lesion_near = (open.first.saturating_sub(4)..open.last + 4)
        .any(|t| document.is(t, known::LESION) && document.clause.get(t) == document.clause.get(open.first));
    let single_letter = open.first == open.last && word(open.first).len() == 1;
    let side_noun = matches!(word(open.last + 1), "side" | "sided" | "one") || document.is(open.last + 1, known::FILLER);
    if open.concepts.meets(SIDE) {
        let section = document.section_of(open.first);
        let field = section.role == Role::Field && open.first >= section.body;
        let ticked = open.first > 0 && document.tokens.list[open.first - 1].kind == Kind::Check(true);
        let on_the = before == "the" && open.first > 1 && matches!(word(open.first - 2), "on" | "to" | "of");
        let corrected = super::corrects(document, open.first);
        let paired = before == "," || before == "(";
        return field
            || ticked
            || side_noun
            || on_the
            || (corrected && !single_letter)
            || (lesion_near
                && (paired || open.aspects != ConceptSet::EMPTY || document.is(open.last + 1, known::LESION)));
    }
    // Aspects alone: "on the lateral side, distal third", "is posterior", a ticked box, a field; not "entry from lateral".
    if matches!(before, "from" | "entry" | "approach") {
        return false;
    }
    let ticked = open.first > 0 && document.tokens.list[open.first - 1].kind == Kind::Check(true);
    let sentence = &document.sentences[document.sentence_of(open.first)];
    let told = open.first > 0 && (document.is(open.first - 1, known::BE) || document.is(open.first - 1, known::LIE))
        || document.is(open.last + 1, known::FAT);
    if ticked
        || word(open.last + 1) == "one"
        || (told && document.mentions_in(sentence.first, open.first).any(|m| document.mentions[m].is(known::LESION)))
    {
        return true;
    }
    let filler = (open.first..=open.last + 1).any(|t| document.is(t, known::FILLER));
    filler || lesion_near || document.section_of(open.first).role == Role::Field
}

/// How strongly a site speaks of the sampled lesion.
fn weight(document: &Document, site: &Site) -> u32 {
    let sentence = &document.sentences[site.sentence];
    let clause = document.clause[site.first];
    let in_clause = |set: ConceptSet| {
        document.mentions_in(sentence.first, sentence.end).any(|m| {
            document.mentions[m].concepts.meets(set) && document.clause[document.mentions[m].first()] == clause
        })
    };
    let distracted = in_clause(ConceptSet::of(&[known::SITE_DISTRACTOR, known::SYMPTOM, known::OPPOSITE]));
    let referenced = is_reference(document, site);
    // A diagnosis may be called possible or recurrent; its site holds all the same.
    let titled = Tier::of(site.role) == Tier::Title
        && !site.assertion.is_negated()
        && site.assertion.subject == Subject::Patient;
    if referenced
        || is_denied_behind(document, site)
        || !(titled || super::holds(&site.assertion) || is_discovery(document, site, clause))
    {
        return 0;
    }
    let located = in_clause(ConceptSet::of(&[known::PRONOUN])) && in_clause(ConceptSet::of(&[known::LIE]));
    let one = site.last + 1 < sentence.end && document.tokens.word(site.last + 1) == "one";
    let lesion = located || one || in_clause(ConceptSet::of(&[known::LESION]));
    let sampled = in_clause(ABOUT_SAMPLE);
    let other_tissue = in_clause(ConceptSet::of(&[known::NON_SOFT_TISSUE]));
    let elsewhere =
        site.concepts.has(known::OTHER_REGION) && !site.concepts.meets(ConceptSet::of(&[known::THIGH, known::KNEE]));
    // "A separate incision was made over the medial calf."
    let over = site.first.checked_sub(1).map(|t| t - usize::from(t > 0 && document.tokens.word(t) == "the"));
    let announced = in_clause(ConceptSet::of(&[known::INCISION])) && over.is_some_and(|t| document.tokens.word(t) == "over");
    // "Right knee, lateral.": a fragment that only names the place.
    let names_limb = !site.concepts.meets(REGION.with(STRUCTURE).with(ASPECT)) && site.concepts.has(known::LIMB);
    let fragment = !names_limb
        && !document.mentions_in(sentence.first, sentence.end).any(|m| document.is_verb(document.mentions[m].first()));
    match Tier::of(site.role) {
        Tier::Outside => 0,
        // "a hand's breadth", "warm toes", "a lipoma of the buttock": other parts of the body count where a lesion is told to lie there.
        Tier::Body if elsewhere && !site.concepts.meets(SIDE) && !lesion && !announced => 0,
        Tier::Background if elsewhere => u32::from(lesion),
        Tier::Title if distracted && !(lesion || sampled) => 0,
        Tier::Title => 3,
        _ if distracted && !(lesion && sampled) => 0,
        Tier::Body if other_tissue || (site.role == Role::Aside && !(lesion && sampled)) => 0,
        // "CT chest", "scan of the abdomen".
        _ if !site.concepts.meets(SIDE)
            && site.concepts.has(known::OTHER_REGION)
            && in_clause(ConceptSet::of(&[known::IMAGING])) =>
        {
            0
        }
        Tier::Body if is_site_field(document, site) || site.role == Role::Addendum || site.corrects || sampled => 4,
        Tier::Body if lesion || fragment => 3,
        Tier::Body if site.concepts.meets(REGION) && in_clause(ConceptSet::of(&[known::PREP])) => 3,
        Tier::Body if located_in(document, sentence.first, sentence.end) => 2,
        Tier::Body if site.concepts.meets(REGION.with(STRUCTURE)) => 1,
        Tier::Background if lesion && matches!(site.role, Role::Indication | Role::Exam) => 3,
        Tier::Background if lesion || sampled => 2,
        _ if site.concepts.meets(STRUCTURE) => 1,
        _ => 0,
    }
}

/// "She found a lump of the left knee a year ago": the lump is of the past, and still there. Nothing was done to it then.
fn is_discovery(document: &Document, site: &Site, clause: u32) -> bool {
    const DONE: ConceptSet = ABOUT_SAMPLE.with(ConceptSet::of(&[
        known::TAKE,
        known::REMOVE,
        known::SITE_DISTRACTOR,
        known::EXCISION,
        known::DRAINAGE,
        known::PERFORM,
    ]));
    let sentence = &document.sentences[site.sentence];
    let in_clause = |set: ConceptSet| {
        document.mentions_in(sentence.first, sentence.end).any(|m| {
            document.mentions[m].concepts.meets(set) && document.clause[document.mentions[m].first()] == clause
        })
    };
    let dated = site.assertion.moved_by.is_some_and(|m| document.mentions[m as usize].is(known::HISTORICAL));
    dated
        && site.assertion.subject == Subject::Patient
        && !site.assertion.is_negated()
        && in_clause(ConceptSet::of(&[known::LESION]))
        && !in_clause(DONE)
}

/// "The LEFT knee was never uncovered": the denial stands behind its subject.
fn is_denied_behind(document: &Document, site: &Site) -> bool {
    let clause = document.clause[site.last];
    (site.last + 1..site.last + 4)
        .any(|t| document.is(t, known::NEGATED_NEXT) && document.clause.get(t) == Some(&clause))
}

/// A sentence that measures something or places it in a layer speaks of the lesion, in this kind of note.
fn located_in(document: &Document, first: usize, end: usize) -> bool {
    const MEASURED: ConceptSet = ConceptSet::of(&[known::UNIT_CM, known::UNIT_MM, known::UNIT_INCH]);
    let within = |m: usize| document.mentions[m].concepts;
    let measured = document.mentions_in(first, end).any(|m| within(m).meets(MEASURED));
    measured
        || document.mentions_in(first, end).any(|m| {
            within(m).meets(ConceptSet::of(&[known::INSIDE, known::BELOW]))
                && document.concepts(document.mentions[m].last() + 1).meets(STRUCTURE)
        })
}

/// A field about the site: its label names one, or its whole content is one.
fn is_site_field(document: &Document, site: &Site) -> bool {
    let section = document.section_of(site.first);
    let labelled = (section.first..section.body).any(|t| {
        document.concepts(t).meets(ANY.with(ConceptSet::of(&[known::S_FIELD, known::SIDE_FIELD, known::SITE_FIELD])))
    });
    section.role == Role::Field && (labelled || section.body == site.first)
}

/// A place that only tells a distance or an extent: "10 cm above the patella", "from the foot to the groin".
fn is_reference(document: &Document, site: &Site) -> bool {
    let word = |t: Option<usize>| t.map(|t| document.tokens.word(t)).unwrap_or("");
    let back = |n: usize| site.first.checked_sub(n);
    let skip = usize::from(matches!(word(back(1)), "the" | "his" | "her"));
    let before = back(1 + skip);
    let measured = before.and_then(|b| b.checked_sub(1)).is_some_and(|t| {
        document.concepts(t).meets(ConceptSet::of(&[known::UNIT_CM, known::UNIT_MM, known::UNIT_INCH]))
    });
    let relation = matches!(word(before), "above" | "below" | "from" | "proximal" | "distal" | "beneath" | "beyond")
        || (word(before) == "to" && measured);
    relation
        && (measured || matches!(word(before), "from" | "above" | "below"))
        && !site.concepts.meets(SIDE.with(ASPECT))
}
