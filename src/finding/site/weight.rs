//! How strongly a site speaks of the sampled lesion, and whether it is tied to it.

use super::aside::{
    is_bystander, is_deferred, is_denied_behind, is_distracted, is_label, is_lain_on, is_moved_to, is_of_other_trouble,
    is_of_vessel, is_passed_by, is_propped, is_reference, is_site_field, located_in,
};
use super::described::{chose, is_modifier, is_taken_back, is_ticked, tells_choice};
use super::idle::is_idle;
use super::subject::{
    introduces_another, is_discovery, is_former, is_of_chronicle, is_of_year, is_pointed_out, is_said_of_it,
    is_sampled_before, is_told_of_lesion, is_within, leads_on,
};
use super::{ABOUT_SAMPLE, ASPECT, LONE, PLACE, SIDE, STRUCTURE, Site};
use crate::assertion::{Subject, Temporality, assertion};
use crate::document::Document;
use crate::document::section::Role;
use crate::document::sentence::Sentence;
use crate::finding::{Tier, holds};
use crate::lexicon::concept::group::REGIONS;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::token::Kind;

/// "Over its posterior aspect, an incision was made": the place opens its sentence and belongs to the clause behind the comma.
pub(super) fn leads_sentence(document: &Document, site: &Site) -> bool {
    const LEADING: ConceptSet = ConceptSet::of(&[known::PREPOSITION, known::DETERMINER, known::INSIDE, known::OVER]);
    let first = document.sentences[site.sentence].first;
    site.first > first
        && (site.last + 1..site.last + 5).any(|t| document.tokens.is_mark(t, b','))
        && (first..site.first).all(|t| document.concepts(t).meets(LEADING))
}

/// "Head/neck & soft tissue cytology service": a first line that names who sees patients, and no side.
fn is_letterhead(document: &Document, site: &Site) -> bool {
    const FIRST_LINES: usize = 2;
    const REACH: usize = 8;
    let sentence = &document.sentences[site.sentence];
    let end = sentence.end.min(site.last + REACH);
    site.sentence < FIRST_LINES
        && !site.concepts.meets(SIDE)
        && !sentence.concepts.has(known::LESION)
        && (site.last + 1..end).any(|t| document.word_is(t, WordClass::Institution))
        && !document.mentions_in(sentence.first, sentence.end).any(|m| document.is_verb(document.mentions[m].first()))
}

/// How strongly a site speaks of the sampled lesion.
pub(super) fn weight(document: &Document, site: &Site) -> u32 {
    let words = Around::new(document, site);
    if words.tells_no_place() {
        return 0;
    }
    let lesion = words.tells_of_lesion();
    match Tier::of(site.role) {
        Tier::Outside => 0,
        Tier::Body if !lesion && is_pointed_out(document, site) => 1,
        Tier::Body if words.is_put_off() => u32::from(lesion),
        Tier::Title if is_distracted(document, site) && !(lesion || words.tells_of_sampling()) => 0,
        Tier::Title => 3,
        Tier::Body => words.weight_in_account(lesion),
        Tier::Background => words.weight_in_background(lesion),
    }
}

/// A site and the words around it.
struct Around<'a> {
    document: &'a Document<'a>,
    site: &'a Site,
    sentence: &'a Sentence,
    clause: u32,
    /// Whether the site opens its sentence and belongs to the clauses behind as well.
    leads: bool,
}

impl<'a> Around<'a> {
    fn new(document: &'a Document<'a>, site: &'a Site) -> Self {
        let sentence = &document.sentences[site.sentence];
        Self { document, site, sentence, clause: document.clause[site.first], leads: leads_sentence(document, site) }
    }

    /// The mentions of the sentence.
    fn mentions(&self) -> impl Iterator<Item = &'a Mention> + use<'a> {
        let document = self.document;
        document.mentions_in(self.sentence.first, self.sentence.end).map(|m| &document.mentions[m])
    }

    /// Whether a mention stands in the clause of the site, or in one that the site leads.
    fn is_in_clause(&self, mention: &Mention) -> bool {
        const LED: u32 = 3;
        let told = self.document.clause[mention.first()];
        told == self.clause || self.leads && (self.clause..self.clause + LED).contains(&told)
    }

    fn in_clause(&self, set: ConceptSet) -> bool {
        self.mentions().any(|m| m.concepts.meets(set) && self.is_in_clause(m))
    }

    /// Whether the site is one of other parts of the body alone.
    fn is_elsewhere(&self) -> bool {
        const NEAR: ConceptSet = ConceptSet::of(&[known::THIGH, known::KNEE]);
        self.site.concepts.has(known::OTHER_REGION) && !self.site.concepts.meets(NEAR)
    }

    /// Whether the words tell no place of a lesion: a distance, a thing, a posture, what is denied, past or taken back.
    fn tells_no_place(&self) -> bool {
        let (document, site) = (self.document, self.site);
        is_reference(document, site)
            || is_propped(document, site)
            || is_of_thing(document, site)
            || is_lain_on(document, site)
            || is_of_vessel(document, site)
            || is_moved_to(document, site)
            || is_of_other_trouble(document, site)
            || is_idle(document, site)
            || is_weak(document, site)
            || is_letterhead(document, site)
            || self.is_scanned_on_both()
            || self.is_left_alone()
            || is_taken_back(document, site)
            || is_of_year(document, site)
            || (self.is_elsewhere() && (is_former(document, site) || self.is_of_scar()))
            || is_denied_behind(document, site)
            || !(self.is_titled()
                || holds(&site.assertion)
                || is_discovery(document, site, self.clause)
                || is_pointed_out(document, site))
    }

    /// "Planning slices through both thighs were taken first": a scan takes in the other limb as well.
    fn is_scanned_on_both(&self) -> bool {
        const NEAR: usize = 6;
        const SCAN: ConceptSet = ConceptSet::of(&[known::IMAGING, known::CT, known::MRI, known::ULTRASOUND]);
        let (document, site) = (self.document, self.site);
        let from = self.sentence.first.max(site.first.saturating_sub(NEAR));
        let scanned = |t: usize| document.concepts(t).meets(SCAN) || document.word_is(t, WordClass::ScanPart);
        site.concepts.has(known::BILATERAL)
            && !site.concepts.has(known::LEFT)
            && !site.concepts.has(known::RIGHT)
            && Tier::of(site.role) != Tier::Title
            // "MRI of both thighs. Only the left one has a mass": such a title is narrowed by what follows.
            && self.mentions().any(|m| document.is_verb(m.first()))
            && (from..site.first).any(scanned)
            && !self.sentence.concepts.has(known::LESION)
            && !self.sentence.concepts.meets(ConceptSet::of(&[known::BIOPSY, known::SAMPLE, known::NEEDLE]))
    }

    /// "Melanoma primary scar right heel": an old scar on another part of the body.
    fn is_of_scar(&self) -> bool {
        const ACT: ConceptSet =
            ConceptSet::of(&[known::CUT, known::TAKE, known::BIOPSIED, known::BIOPSY, known::INCISION, known::REOPEN]);
        let said = self.sentence.concepts;
        said.has(known::SCAR) && !said.meets(ACT)
    }

    /// "The knee joint was not entered."
    fn is_left_alone(&self) -> bool {
        let mut behind = self.site.last + 1..self.site.last + 3;
        behind.any(|t| t < self.sentence.end && self.document.is(t, known::SPARE))
            && !self.in_clause(ConceptSet::of(&[known::LESION]))
    }

    /// A diagnosis may be called possible or recurrent; its site holds all the same.
    fn is_titled(&self) -> bool {
        let told = &self.site.assertion;
        // "2. History of osteosarcoma of the right tibia": an old disease of a bone is none of the lesion.
        let of_bone = self.document.is(self.site.last + 1, known::NON_SOFT_TISSUE)
            && told.temporality == Temporality::Historical
            && !self.site.concepts.meets(REGIONS.with(STRUCTURE));
        Tier::of(self.site.role) == Tier::Title
            && !of_bone
            && (!told.is_negated() || is_denied_to_touch(self.document, self.site))
            && told.subject == Subject::Patient
    }

    /// Whether the account puts the place off or passes it by.
    fn is_put_off(&self) -> bool {
        self.site.role != Role::Addendum
            && !self.site.corrects
            && (is_deferred(self.document, self.site) || is_passed_by(self.document, self.site))
    }

    fn tells_of_lesion(&self) -> bool {
        self.in_clause(ConceptSet::of(&[known::LESION]))
            || self.in_clause(ConceptSet::of(&[known::PRONOUN])) && self.in_clause(ConceptSet::of(&[known::LIE]))
            || is_said_of_it(self.document, self.site)
            || is_told_of_lesion(self.document, self.site, self.clause)
    }

    /// "The old scar was reopened" tells of a sampling as well, "a scar from a fall" does not.
    fn tells_of_sampling(&self) -> bool {
        const CUT: ConceptSet = ConceptSet::of(&[known::CUT, known::TAKE]);
        self.in_clause(ABOUT_SAMPLE) || self.in_clause(ConceptSet::of(&[known::SCAR])) && self.in_clause(CUT)
    }

    fn tells_of_incision(&self) -> bool {
        self.in_clause(ConceptSet::of(&[known::INCISION]))
    }

    /// Whether the clause deals with another tissue, and does not only tell a distance from it: "four fingers above the joint".
    fn tells_of_other_tissue(&self) -> bool {
        let document = self.document;
        let afar = |t: usize| {
            let article = usize::from(t.checked_sub(1).is_some_and(|t| document.tokens.word(t) == "the"));
            t.checked_sub(1 + article).is_some_and(|t| document.word_is(t, WordClass::NextToPlace))
        };
        self.mentions().any(|m| m.is(known::NON_SOFT_TISSUE) && self.is_in_clause(m) && !afar(m.first()))
    }

    /// The token before the site and its article.
    fn before(&self) -> Option<usize> {
        let before = self.site.first.checked_sub(1);
        before.map(|t| t - usize::from(t > 0 && self.document.tokens.word(t) == "the"))
    }

    /// "A separate incision was made over the medial calf.", "oblique groin incision of 5 cm".
    fn is_announced(&self) -> bool {
        let behind = self.site.last + 1;
        // "Incision of" reads as the act.
        let cut = |t: usize| self.document.is(t, known::INCISION) || self.document.tokens.word(t) == "incision";
        behind < self.sentence.end && cut(behind)
            || self.tells_of_incision() && self.before().is_some_and(|t| self.document.tokens.word(t) == "over")
    }

    /// "An incision was placed on the inner side of the joint": the joint only helps to tell where.
    fn places_incision(&self) -> bool {
        let placing = |t: usize| self.document.word_is(t, WordClass::PlaceWord);
        self.site.aspects != ConceptSet::EMPTY
            && self.tells_of_incision()
            && (self.before().is_some_and(placing) || placing(self.site.first))
    }

    /// "That belly was selected, in the middle third of the thigh", "R side chosen from MRI".
    fn is_chosen(&self) -> bool {
        let chosen = |t: usize| self.document.clause[t] == self.clause && self.document.word_is(t, WordClass::Chosen);
        // "I chose the left side, as the right had been needled".
        let took = || self.site.concepts.meets(SIDE) && chose(self.document, self.site.first);
        self.site.concepts.meets(REGIONS.with(STRUCTURE).with(SIDE))
            && ((self.sentence.first..self.sentence.end).any(chosen)
                || took()
                || self.site.concepts.meets(SIDE) && tells_choice(self.document, self.site.first, self.site.last))
    }

    /// "Right leg": a limb and no part of it.
    fn names_limb(&self) -> bool {
        !self.site.concepts.meets(REGIONS.with(STRUCTURE).with(ASPECT)) && self.site.concepts.has(known::LIMB)
    }

    /// "Right knee, lateral.": a fragment that only names the place.
    fn is_fragment(&self) -> bool {
        let sentence = self.sentence;
        // "On the left." names the side; "The scrub nurse stood on the left." does not.
        let lone_side = !self.site.concepts.meets(PLACE.with(ASPECT))
            && sentence.end - sentence.first > LONE
            && self.site.first > sentence.first;
        !self.names_limb()
            && !lone_side
            && !self.mentions().any(|m| self.document.is_verb(m.first()))
            // "He may bend the knee": a person has a verb, known or not.
            && !self.document.word_is(sentence.first, WordClass::PersonSubject)
            && !self.site.of_other
    }

    /// Whether the site answers a field or a box, or corrects what was written.
    fn is_field(&self) -> bool {
        let (document, site) = (self.document, self.site);
        is_site_field(document, site)
            || site.corrects
            || is_ticked(document, site.first)
            || is_modifier(document, site.first)
    }

    /// "CT chest", "scan of the abdomen".
    fn is_imaged_elsewhere(&self) -> bool {
        !self.site.concepts.meets(SIDE)
            && self.site.concepts.has(known::OTHER_REGION)
            && self.in_clause(ConceptSet::of(&[known::IMAGING]))
    }

    /// Where the limb was made ready or the site signed.
    fn is_prepared(&self) -> bool {
        let (document, site) = (self.document, self.site);
        (site.concepts.meets(REGIONS) || self.names_limb() && site.concepts.meets(SIDE))
            && (self.in_clause(ConceptSet::of(&[known::PREP])) && !is_extent(document, site)
                || is_signed(document, site))
    }

    fn is_located(&self) -> bool {
        located_in(self.document, self.sentence.first, self.sentence.end)
    }

    /// How strongly a site of the account speaks, where what is said of it tells of a `lesion` or not.
    fn weight_in_account(&self, lesion: bool) -> u32 {
        let (document, site) = (self.document, self.site);
        let (elsewhere, sampled, field) = (self.is_elsewhere(), self.tells_of_sampling(), self.is_field());
        // "A hand's breadth", "warm toes", "a lipoma of the buttock": other parts of the body count where a lesion is told to lie there.
        let other_part = elsewhere
            && !(lesion || self.is_announced() || self.answers_where())
            && (!site.concepts.meets(SIDE) || (!sampled && !field && leads_on(document, site)));
        let firm = lesion && sampled;
        let of_other = other_part
            || elsewhere && self.is_felt()
            || is_distracted(document, site) && !firm
            || !lesion && self.tells_of_other_tissue() && !self.places_incision()
            || site.role == Role::Aside && !firm
            || !firm && self.is_imaged_elsewhere();
        if of_other {
            // "Time-out: LEFT, front of the thigh": the team names the place before it starts.
            if self.is_named_at_pause() { 2 } else { 0 }
        } else if is_bystander(document, site)
            || is_of_chronicle(document, site)
            || is_sampled_before(document, site) && site.role == Role::Narrative
        {
            1
        } else if field || site.role == Role::Addendum || sampled {
            4
        } else if introduces_another(document, site) || is_within(document, site) {
            1
        } else if lesion || self.is_fragment() || self.is_prepared() {
            3
        } else if is_sighted(document, site) || self.is_chosen() || self.is_located() {
            2
        } else {
            u32::from(!(elsewhere || site.aside) && site.concepts.meets(REGIONS.with(STRUCTURE)))
        }
    }

    /// "Time-out: LEFT, front of thigh. Agreed by all": a side with a place of thigh or knee that opens what stands under this label.
    fn is_named_at_pause(&self) -> bool {
        const REACH: usize = 6;
        let (document, site) = (self.document, self.site);
        let section = document.section_of(site.first);
        site.role == Role::Aside
            && site.concepts.meets(SIDE)
            && site.concepts.meets(ConceptSet::of(&[known::THIGH, known::KNEE]))
            && document.word_is(section.first, WordClass::PauseName)
            && (section.body..section.body + REACH).contains(&site.first)
    }

    /// "Region: calf, medial": the first that stands behind a label that asks for the place.
    fn answers_where(&self) -> bool {
        /// Most tokens before the answer.
        const REACH: usize = 2;
        let (document, site) = (self.document, self.site);
        let section = document.section_of(site.first);
        let asks = |t: usize| {
            document.is(t, known::SITE_FIELD) || document.is(t, known::FILLER) && document.is(t, known::S_FIELD)
        };
        section.role == Role::Field
            && (section.body..=section.body + REACH).contains(&site.first)
            && (section.first..section.body).any(asks)
    }

    /// "An electric feeling down the shin with core two": where something was felt that comes from elsewhere.
    fn is_felt(&self) -> bool {
        let small = ConceptSet::of(&[known::PREPOSITION, known::DETERMINER]).with(SIDE);
        let before = (self.sentence.first..self.site.first).rfind(|&t| {
            !self.document.concepts(t).meets(small) && !matches!(self.document.tokens.word(t), "down" | "up")
        });
        before.is_some_and(|t| self.document.is(t, known::SYMPTOM))
    }

    /// How strongly a site of what went before speaks.
    fn weight_in_background(&self, lesion: bool) -> u32 {
        let site = self.site;
        if self.is_elsewhere() {
            // "CT chest shows nodules".
            return u32::from(lesion && !self.is_imaged_elsewhere());
        }
        let sampled = self.tells_of_sampling();
        let distracted = is_distracted(self.document, site) || self.is_imaged_elsewhere();
        if distracted && !(lesion && sampled) {
            0
        } else if lesion && matches!(site.role, Role::Indication | Role::Exam) {
            3
        } else if site.concepts.meets(SIDE) && chose(self.document, site.first) {
            // "I chose the left side, as the right had been needled": told before the account.
            2
        } else if lesion
            || sampled
            || site.role == Role::Exam
                && (site.concepts.meets(REGIONS) || site.concepts.meets(ASPECT) && self.is_fragment())
                && self.is_located()
        {
            2
        } else {
            u32::from(site.concepts.meets(STRUCTURE))
        }
    }
}

/// "CK 3,900, weak hips and shoulders": parts of the body that are told to be weak.
fn is_weak(document: &Document, site: &Site) -> bool {
    const REACH: usize = 5;

    let first = document.sentences[site.sentence].first.max(site.first.saturating_sub(REACH));
    let weak = |t: &usize| document.tokens.word(*t).starts_with("weak");
    let small = |t: usize| {
        document.word_is(t, WordClass::WeakBetween)
            || document.tokens.is_mark(t, b',')
            || document.is(t, known::OTHER_REGION)
            || document.is(t, known::LIMB)
    };
    !site.concepts.meets(ConceptSet::of(&[known::THIGH, known::KNEE]))
        && (first..site.first).rfind(weak).is_some_and(|w| (w + 1..site.first).all(small))
}

/// "The monitor stood on the left.": the side of a thing of the room, a noun the lexicon knows as such, or not at all, at the head of its sentence.
fn is_of_thing(document: &Document, site: &Site) -> bool {
    const HEAD: usize = 8;
    const THINGS: ConceptSet =
        ConceptSet::of(&[known::IMAGING, known::DEVICE, known::OTHER_PERSON, known::SITE_DISTRACTOR, known::WATCH]);
    const OTHERWISE: ConceptSet = ABOUT_SAMPLE.with(ConceptSet::of(&[
        known::LESION,
        known::PRONOUN,
        known::THE_PATIENT,
        known::TAKE,
        known::PREP,
        known::TELL,
        known::CONJUNCTION,
    ]));
    let first = document.sentences[site.sentence].first;
    let word = |back: usize| site.first.checked_sub(back).map_or("", |t| document.tokens.word(t));
    let placed = word(1) == "the" && matches!(word(2), "on" | "to" | "at");
    placed
        && !site.concepts.meets(PLACE.with(ASPECT))
        && (3..=HEAD).contains(&(site.first - first))
        && (document.tokens.word(first) == "a" || document.word_is(first, WordClass::Definite))
        && document.mention(first + 1).is_none_or(|m| m.concepts.meets(THINGS))
        && !(first..site.first).any(|t| document.concepts(t).meets(OTHERWISE) || document.tokens.is_mark(t, b':'))
}

/// "14 mm nodule, left thigh, not palpable": what is denied behind the place is that the lesion can be felt or seen.
fn is_denied_to_touch(document: &Document, site: &Site) -> bool {
    let cue = site.assertion.negated_by.and_then(|m| document.mentions.get(m as usize));
    let told = |t: usize| document.word_is(t, WordClass::Palpated);
    cue.is_some_and(|cue| cue.first() > site.last && (cue.first()..cue.last() + 1).any(told))
}

/// "prepped from the groin to the toes", "the drape was clipped at the upper thigh": how far the preparation went.
fn is_extent(document: &Document, site: &Site) -> bool {
    let is = |n: usize, class| site.first.checked_sub(n).is_some_and(|t| document.word_is(t, class));
    let article = usize::from(is(1, WordClass::Definite));
    is(1 + article, WordClass::ExtentEnd)
}

/// "A grid was laid over the distal thigh", "the skin over the outer thigh was numbed": made ready for the sampling.
pub(super) fn is_sighted(document: &Document, site: &Site) -> bool {
    const READY: ConceptSet = ConceptSet::of(&[known::SIGHTING, known::ULTRASOUND, known::ANESTHESIA, known::SKIN]);
    let sentence = &document.sentences[site.sentence];
    let clause = document.clause[site.first];
    let over = site.first.checked_sub(1).map(|t| t - usize::from(t > 0 && document.tokens.word(t) == "the"));
    site.concepts.meets(ConceptSet::of(&[known::THIGH, known::KNEE]).with(ASPECT))
        && over.is_some_and(|t| matches!(document.tokens.word(t), "over" | "on" | "along" | "at" | "to"))
        && document.mentions_in(sentence.first, sentence.end).any(|m| {
            document.mentions[m].concepts.meets(READY) && document.clause[document.mentions[m].first()] == clause
        })
}

/// Whether something that is not the lesion has the place.
pub(super) fn is_aside(document: &Document, site: &Site) -> bool {
    let sentence = &document.sentences[site.sentence];
    // Speech without marks is one sentence: what stands far off is told of something else.
    const REACH: usize = 8;
    let (from, end) = match document.is_unpunctuated() {
        true => (sentence.first.max(site.first.saturating_sub(REACH)), sentence.end.min(site.last + 1 + REACH)),
        false => (sentence.first, sentence.end),
    };
    let scar = document
        .mentions_in(from, end)
        .any(|m| document.mentions[m].concepts.meets(ConceptSet::of(&[known::SCAR, known::DEVICE, known::SOUND])));
    let apart = introduces_another(document, site) || is_within(document, site) || is_bystander(document, site);
    !is_pointed_out(document, site)
        && (scar
            || apart
            || is_distracted(document, site)
            || is_idle(document, site)
            || is_taken_back(document, site)
            || is_propped(document, site)
            || is_reference(document, site)
            || is_passed_by(document, site))
}

/// Whether the words tie the place to what was sampled, so that another side or region beside it is a contradiction.
pub(super) fn is_firm(document: &Document, site: &Site) -> bool {
    if Tier::of(site.role) == Tier::Title {
        return true;
    }
    let sentence = &document.sentences[site.sentence];
    let clause = document.clause[site.first];
    let leads = leads_sentence(document, site);
    let in_clause = |set: ConceptSet| {
        document.mentions_in(sentence.first, sentence.end).any(|m| {
            let told = document.clause[document.mentions[m].first()];
            document.mentions[m].concepts.meets(set)
                && (told == clause || leads && (clause..clause + 3).contains(&told))
        })
    };
    let section = document.section_of(site.first);
    let answered = is_ticked(document, site.first) || is_site_field(document, site) && site.first >= section.body;
    let acted =
        in_clause(ABOUT_SAMPLE.with(ConceptSet::of(&[known::PREP, known::CORRECTION, known::TAKE, known::PUNCH])));
    let signed = is_signed(document, site);
    let lesion = |t: usize| document.is(t, known::LESION) && !assertion(document, t, t).is_negated();
    let told = || (site.first..sentence.end).any(lesion);
    let own = |t: usize| document.clause[t] == clause || leads && (clause..clause + 3).contains(&document.clause[t]);
    let diseased = (sentence.first..sentence.end).any(|t| own(t) && lesion(t))
        || is_told_of_lesion(document, site, clause) && (!is_label(document, site) || told());
    let elsewhere =
        site.concepts.has(known::OTHER_REGION) && !site.concepts.meets(ConceptSet::of(&[known::THIGH, known::KNEE]));
    let other =
        elsewhere || in_clause(ConceptSet::of(&[known::SCAR, known::NON_SOFT_TISSUE])) || is_within(document, site);
    let bound = answered || site.corrects || is_modifier(document, site.first) || names_case(document, site);
    bound || !introduces_another(document, site) && (acted || signed || (diseased && !other))
}

/// "The bus driver with the left thigh.": a sentence without a verb that calls the patient by the limb that ails.
fn names_case(document: &Document, site: &Site) -> bool {
    const LONGEST: usize = 6;
    let sentence = &document.sentences[site.sentence];
    let article = usize::from(site.first > sentence.first && document.is(site.first - 1, known::DETERMINER));
    let with = site.first.checked_sub(1 + article).filter(|&t| t > sentence.first + 1);
    let ends = site.last + 1 >= sentence.end || document.tokens.is_mark(site.last + 1, b'.');
    let words = sentence.first + 1..with.unwrap_or(sentence.first);
    let plain = |t: usize| document.tokens.list[t].kind == Kind::Word && document.mention(t).is_none();
    ends && site.concepts.meets(SIDE)
        && site.concepts.meets(REGIONS)
        && document.is(sentence.first, known::DETERMINER)
        && with.is_some_and(|t| document.tokens.word(t) == "with")
        && words.len() <= LONGEST
        && words.into_iter().all(plain)
}

/// "the left thigh was signed by the surgeon", "right thigh infiltrated", "the left fossa was scanned": made ready by hand as the
/// place to be operated on; "the other thigh was scanned for comparison" was not.
pub(super) fn is_signed(document: &Document, site: &Site) -> bool {
    let clause = document.clause[site.first];
    let sentence = &document.sentences[site.sentence];
    let compared = || {
        sentence.concepts.meets(ConceptSet::of(&[known::SOUND, known::NONE, known::NEGATED_NEXT]))
            || (sentence.first..sentence.end).any(|t| document.tokens.word(t).starts_with("compar"))
    };
    (site.last + 1..site.last + 4).take_while(|&t| document.clause.get(t) == Some(&clause)).any(|t| {
        let scanned = || document.word_is(t, WordClass::Scanned);
        document.word_is(t, WordClass::SitePrepared) || scanned() && site.concepts.meets(REGIONS) && !compared()
    })
}
