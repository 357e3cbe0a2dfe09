//! What the rules of advice ask: whether a condition holds of a procedure, or of the note as a whole, and the words it then
//! rests on. In: what was found, coded and said. Nothing is decided here.

use crate::analysis::{
    AddOnStatus, Approach, Aspects, Element, Evidence, Flag, Guidance, GuidanceUse, Laterality, Modality, Procedure,
    Record, Region, Status,
};
use crate::coding::margin;
use crate::document::sentence::Sentence;
use crate::finding::region::{implied_region, named_region};
use crate::finding::site::Site;
use crate::finding::size::Size;
use crate::finding::{Findings, Reading, Tier, is_held};
use crate::lexicon::advice::{Condition, Fact, Per, Topics};
use crate::lexicon::concept::known;
use crate::lexicon::pattern::Claim;
use crate::lexicon::rule::OrNone;
use crate::lexicon::topic::TopicSet;
use crate::lexicon::word_class::WordClass;
use crate::span::Span;
use crate::statement::Statement;
use crate::statement::topic::Told;

/// Most words, marks among them, of an indication that says nothing but what it is about.
const FEW: usize = 9;

/// How words for a part of a lesion begin; an ellipse is often the skin that was opened.
const PARTS: [&str; 8] = ["wedge", "piece", "slice", "sliver", "segment", "portion", "fragment", "chunk"];

/// How words begin for what may be a part, and is one where the whole lesion is told to have come out after it.
const BITS: [&str; 5] = ["bit", "sample", "snippet", "strip", "biops"];

/// Most quotations of one piece of advice.
const MOST_QUOTED: usize = 4;

/// Everything advice may ask of a note.
#[derive(Debug)]
pub struct Situation<'a> {
    /// The note as read.
    pub reading: &'a Reading<'a>,
    /// Its procedures, coded.
    pub procedures: &'a [Procedure],
    /// Their findings.
    pub details: &'a [Findings],
    /// What the note as a whole documents.
    pub record: &'a Record,
    /// Its flags.
    pub flags: &'a [Flag],
    /// The topics it speaks of, in the order of its words.
    pub told: &'a [Told],
    /// The same topics as a set: most rules ask for topics that a note does not speak of.
    pub spoken_of: TopicSet,
    /// Where nothing of soft tissue was sampled, how the note tells that tissue was reached.
    pub elsewhere: Element<Approach>,
}

/// A procedure, or the note as a whole, that rules are tried on.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    situation: &'a Situation<'a>,
    /// Index of the procedure; none for the note.
    pub index: Option<usize>,
}

impl<'a> Situation<'a> {
    /// What rules of a kind are tried on.
    pub fn cases(&'a self, per: Per) -> impl Iterator<Item = Case<'a>> {
        let note = (per == Per::Note).then_some(None);
        let each = (0..if per == Per::Procedure { self.procedures.len() } else { 0 }).map(Some);
        note.into_iter().chain(each).map(|index| Case { situation: self, index })
    }

    /// A procedure.
    pub fn procedure(&'a self, index: usize) -> Case<'a> {
        Case { situation: self, index: Some(index) }
    }

    /// Quotations of topics that a procedure, or with none the note, speaks of.
    pub fn quotes_of(&self, topics: &Topics, procedure: Option<usize>) -> impl Iterator<Item = &Evidence> {
        let asked = move |t: &&Told| topics.list().contains(&t.topic) && self.concerns(t, procedure);
        self.told.iter().filter(asked).map(|t| self.quote(t))
    }

    /// Whether a topic is told of a procedure, or at all.
    pub fn says(&self, topics: &Topics, procedure: Option<usize>) -> bool {
        let asked = |t: &Told| topics.list().contains(&t.topic) && self.concerns(t, procedure);
        self.spoken_of.meets(topics.set()) && self.told.iter().any(asked)
    }

    /// The words that tell a topic.
    pub fn quote(&self, told: &'a Told) -> &'a Evidence {
        told.evidence(self.reading.document, self.reading.lexicon)
    }

    fn concerns(&self, told: &Told, procedure: Option<usize>) -> bool {
        procedure.is_none_or(|p| self.reading.lesions.concerns(told.first, p))
    }
}

impl<'a> Case<'a> {
    /// The procedure, if it is one.
    pub fn procedure(&self) -> Option<&'a Procedure> {
        self.index.map(|i| &self.situation.procedures[i])
    }

    /// The topics that the note speaks of.
    pub fn spoken_of(&self) -> TopicSet {
        self.situation.spoken_of
    }

    fn detail(&self) -> Option<&'a Findings> {
        self.index.and_then(|i| self.situation.details.get(i))
    }

    fn approach(&self) -> Option<Approach> {
        match self.procedure() {
            Some(p) => p.approach.value,
            None => self.situation.elsewhere.value.or_else(|| self.shared_approach()),
        }
    }

    /// How all procedures of the note were done, if they were done alike: what else was sampled was reached that way.
    fn shared_approach(&self) -> Option<Approach> {
        let (first, others) = self.situation.procedures.split_first()?;
        others.iter().all(|p| p.approach.value == first.approach.value).then_some(first.approach.value)?
    }

    /// Whether a condition holds.
    pub fn fits(&self, when: &Condition) -> bool {
        let spoken_of = |t: &Topics| self.situation.spoken_of.meets(t.set());
        // What most rules fail by comes first.
        when.topics.iter().chain(&when.note).all(spoken_of)
            && one_of(&when.approach, self.approach())
            && self.fits_elements(when)
            && when.topics.iter().all(|t| self.says(t))
            && when.note.iter().all(|t| self.situation.says(t, None))
            && !when.without.iter().any(|t| self.says(t))
            && (when.sited.is_empty() || when.sited.iter().any(|t| self.sited(t).next().is_some()))
            && when.facts.iter().all(|f| self.is(*f))
            && !when.unless.iter().any(|f| self.is(*f))
    }

    fn fits_elements(&self, when: &Condition) -> bool {
        let of = self.procedure();
        let guidance = self.guidance();
        let modalities: &[Modality] = guidance.map_or(&[], |g| &g.modalities);
        let modality = |m: &OrNone<Modality>| match m {
            OrNone::Value(v) => modalities.contains(v),
            OrNone::None(_) => modalities.is_empty(),
        };
        one_of(&when.depth, of.and_then(|p| p.depth.value))
            && one_of(&when.region, of.and_then(|p| p.region.value))
            && one_of(&when.laterality, of.and_then(|p| p.laterality.value))
            && one_of(&when.guidance, guidance.and_then(|g| g.value))
            && (when.modality.is_empty() || when.modality.iter().any(modality))
            && (when.status.is_empty() || of.is_some_and(|p| when.status.contains(&p.status)))
            && (when.code.is_empty() || of.and_then(|p| p.code.as_ref()).is_some_and(|c| when.code.contains(c)))
            && when.size_mm.is_none_or(|[from, below]| self.size().is_some_and(|s| from <= s && s < below))
    }

    /// The guidance told of a procedure, or, of one of several aspirations of which it is not told, that of the others.
    fn guidance(&self) -> Option<&'a Guidance> {
        let own = self.procedure()?;
        if own.guidance.value.is_some() || own.approach.value != Some(Approach::FineNeedle) {
            return Some(&own.guidance);
        }
        let fine = |p: &&Procedure| p.approach.value == Some(Approach::FineNeedle) && p.guidance.value.is_some();
        let mut told = self.situation.procedures.iter().filter(fine).map(|p| &p.guidance);
        let first = told.next();
        let alike = first.filter(|f| told.all(|g| g.value == f.value && g.modalities == f.modalities));
        alike.or(Some(&own.guidance))
    }

    /// The lesion's greatest dimension, millimetres; of what was removed that with its margin, where the note gives it.
    fn size(&self) -> Option<f64> {
        let longest = |mm: &[f64]| mm.iter().copied().max_by(f64::total_cmp);
        let with_margin = self.size_of_removed().and_then(|s| longest(&s.mm));
        with_margin.or_else(|| longest(self.procedure()?.size_mm.value.as_ref()?))
    }

    /// The length of a removed lesion by which excisions are told apart: with its margin, which is no size of the lesion, or else
    /// that of several which was measured at the operation.
    fn size_of_removed(&self) -> Option<&'a Size> {
        let lesion = self.index.filter(|_| self.approach() == Some(Approach::Excision))?;
        let Reading { document, sizes, lesions, .. } = self.situation.reading;
        let current = |s: &&Size| Tier::of(document.section_of(s.first).role) == Tier::Body;
        let own = || sizes.iter().filter(|s| lesions.concerns(s.first, lesion)).filter(current);
        let at_operation = |s: &&Size| s.weight > 0 && margin::is_of_operation(document, s);
        own().find(|s| margin::takes_in_margin(document, s)).or_else(|| own().find(at_operation))
    }

    fn says(&self, topics: &Topics) -> bool {
        self.situation.says(topics, self.index)
    }

    /// Topics told by the words for the lesion's site.
    fn sited(&self, topics: &Topics) -> impl Iterator<Item = &'a Evidence> {
        let site: Vec<&Evidence> = self
            .procedure()
            .map(|p| p.region.evidence.iter().chain(&p.structure.evidence))
            .into_iter()
            .flatten()
            .collect();
        let list = topics.list().to_vec();
        let within = move |e: &Evidence| site.iter().any(|s| s.start < e.end && e.start < s.end);
        let told = self.situation.told.iter().filter(move |t| list.contains(&t.topic));
        told.map(|t| self.situation.quote(t)).filter(move |e| within(e))
    }

    /// Whether a fact is so.
    pub fn is(&self, fact: Fact) -> bool {
        let of = self.procedure();
        match fact {
            Fact::AnyProcedure => !self.situation.procedures.is_empty(),
            Fact::SeveralProcedures => self.situation.procedures.len() > 1,
            Fact::SameWayElsewhere => of.is_some_and(|p| {
                self.situation.procedures.iter().filter(|other| other.approach.value == p.approach.value).count() > 1
            }),
            Fact::FineNeedle => self.detail().is_some_and(|d| d.fine_needle),
            Fact::BareDepth => self.detail().is_some_and(|d| d.bare_depth),
            Fact::ImagesSaved => self.detail().is_some_and(|d| d.images_saved),
            Fact::SiteVague => of.is_some_and(|p| is_empty(&p.aspects) && p.structure.value.is_none()),
            Fact::SizeMissing => of.is_some_and(|p| p.size_mm.value.is_none()) && self.size_of_removed().is_none(),
            Fact::SameGroundEarlier => self.is_on_ground_of_earlier(),
            Fact::MirrorsEarlier => self.procedure().is_some_and(|p| self.earlier().iter().any(|e| mirror(p, e))),
            Fact::OtherCodeLeads => self.other_code_leads(),
            Fact::GuidedTwice => self.situation.procedures.iter().filter(|p| is_guided(p)).count() > 1,
            Fact::GuidedEarlier => self.earlier().iter().any(is_guided),
            Fact::GuidanceUnrecorded => {
                of.is_some_and(|p| p.add_ons.iter().any(|a| a.status == AddOnStatus::Incomplete))
            }
            Fact::TitledOpen => self.is_titled_open(),
            Fact::SampledAndRemoved => self.is_sampled_and_removed(),
            Fact::HoursApart => self.tells_hours_apart(),
            Fact::DaysFollow => super::days::follow_one_another(self.situation.reading.document),
            Fact::OpenAndNeedle => self.is_open_and_by_needle(),
            Fact::TwoPlaces => self.names_two_places(),
            _ => self.is_of_record(fact),
        }
    }

    /// "08:30 … 14:00": times of day with a colon; how long an operation took seldom makes two hours here.
    fn tells_hours_apart(&self) -> bool {
        const APART: u8 = 2;
        let document = self.situation.reading.document;
        let hours = (0..document.tokens.list.len()).filter_map(|t| document.hour_at(t));
        let span =
            hours.fold(None, |span: Option<(u8, u8)>, h| Some(span.map_or((h, h), |(a, b)| (a.min(h), b.max(h)))));
        span.is_some_and(|(first, last)| last - first >= APART)
    }

    /// "A wedge of the deep one through the opened fascia; the small one was cored": both ways are told where the engine sets no lesions
    /// apart.
    fn is_open_and_by_needle(&self) -> bool {
        let Some(index) = self.index else { return false };
        let held = || self.situation.reading.held(index);
        let both = |tier: Tier| {
            let told = || held().filter(|s| Tier::of(s.role) == tier);
            told().any(|s| s.claim == Claim::Approach(Approach::Incision))
                && told().any(|s| matches!(s.claim, Claim::Approach(Approach::CoreNeedle | Approach::Needle)))
        };
        // A title that says other than the account is a contradiction.
        (both(Tier::Title) || both(Tier::Body)) && !held().any(|s| s.claim == Claim::Converted)
    }

    /// "The one at the right knee was cored, the one in the left quadriceps cut": two sided places of different sides or regions.
    fn names_two_places(&self) -> bool {
        /// Least weight of a site that its sentence ties to the lesion.
        const TIED: u32 = 3;
        let Some(index) = self.index else { return false };
        let Reading { sites, lesions, .. } = self.situation.reading;
        let side = |s: &Site| match (s.concepts.has(known::LEFT), s.concepts.has(known::RIGHT)) {
            (true, false) => Some(known::LEFT),
            (false, true) => Some(known::RIGHT),
            _ => None,
        };
        let region = |s: &Site| named_region(s).or_else(|| implied_region(s));
        let told = |s: &&Site| s.weight >= TIED && Tier::of(s.role) >= Tier::Title && side(s).is_some();
        let mut all = lesions.sites(sites, index).filter(told).filter_map(|s| region(s).map(|r| (side(s), r)));
        let Some(first) = all.next().filter(|(_, r)| *r != Region::Other) else { return false };
        all.any(|other| other != first && other.1 != Region::Other)
    }

    /// Facts about what the note as a whole documents; they speak of procedures in scope only.
    fn is_of_record(&self, fact: Fact) -> bool {
        let record = self.situation.record;
        let in_scope = self.situation.procedures.iter().any(|p| p.status != Status::OutOfScope);
        in_scope
            && match fact {
                Fact::IndicationMissing => !record.indication.value,
                Fact::IndicationWeak => self.is_reason_weak(&record.indication.evidence),
                Fact::SpecimenMissing => !record.specimen.value,
                Fact::DiagnosisMissing => !record.preop_diagnosis.value || !record.postop_diagnosis.value,
                Fact::CodeDiffers => self.situation.flags.iter().any(|f| f.id == "code-mismatch"),
                _ => false,
            }
    }

    /// Whether all that is told of the reason is weak, and where: by its pattern, by all words of its sentence, or as a bare lump under a
    /// heading.
    fn is_reason_weak(&self, indication: &[Evidence]) -> bool {
        /// Millimetres from which a lump's size alone is a reason.
        const LARGE: f64 = 50.0;
        let Reading { document, lexicon, statements, sizes, .. } = self.situation.reading;
        let is_large = |sentence: usize| {
            let Sentence { first, end, .. } = document.sentences[sentence];
            let from = sizes.partition_point(|s| s.first < first);
            let mut own = sizes[from..].iter().take_while(|s| s.first < end).filter(|s| s.weight > 0);
            own.any(|s| s.mm.iter().any(|&mm| mm >= LARGE))
        };
        let speaks = |sentence| self.situation.reading.gives_weak_reason(sentence);
        // "Two nodules after melanoma, both new".
        let by_pattern = |s: &Statement| {
            lexicon.patterns()[s.pattern].weak && !document.sentences[s.sentence].concepts.has(known::MALIGNANCY)
        };
        let weak = |s: &Statement| !is_large(s.sentence) && (by_pattern(s) || speaks(s.sentence));
        let mut reasons = statements.iter().filter(|s| s.claim == Claim::Indication && is_held(s)).peekable();
        if reasons.peek().is_some() {
            return reasons.all(weak);
        }
        let Some(told) = indication.first() else { return self.situation.reading.words_of_weak_reason().is_some() };
        let at = document.tokens.within(Span::new(told.start, told.end)).map(|t| document.sentence_of(t.start));
        self.names_bare_lump(told) || at.is_some_and(|sentence| !is_large(sentence) && speaks(sentence))
    }

    /// The words of the reason, or those that were weighed where none is told.
    fn words_of_reason(&self) -> Vec<Evidence> {
        let told = &self.situation.record.indication.evidence;
        if told.is_empty() { self.situation.reading.words_of_weak_reason().into_iter().collect() } else { told.clone() }
    }

    /// Whether a few words under the heading of the indication name a lesion and no pattern reads a reason in them.
    fn names_bare_lump(&self, told: &Evidence) -> bool {
        /// Millimetres from which a lump's size alone is a reason.
        const LARGE: f64 = 50.0;
        let Reading { document, lexicon, sizes, .. } = self.situation.reading;
        let tokens = document.tokens.within(Span::new(told.start, told.end)).unwrap_or_default();
        let is_large = |s: &Size| tokens.contains(&s.first) && s.mm.iter().any(|&mm| mm >= LARGE);
        tokens.len() <= FEW
            && !sizes.iter().any(is_large)
            && tokens.into_iter().any(|t| document.is(t, known::LESION))
            && !lexicon.is_pattern(&told.rule)
    }

    fn earlier(&self) -> &'a [Procedure] {
        &self.situation.procedures[..self.index.unwrap_or(0)]
    }

    /// An earlier procedure was done at thigh or knee of the same side.
    fn is_on_ground_of_earlier(&self) -> bool {
        let ground = |p: &Procedure| match (p.region.value, p.laterality.value) {
            (Some(Region::Thigh | Region::Knee), side) => side,
            _ => None,
        };
        let own = self.procedure().and_then(ground);
        own.is_some() && self.earlier().iter().any(|p| ground(p) == own)
    }

    /// Of the three codes the greater number is the one of the greater work, so it leads; a removal leads them all.
    fn other_code_leads(&self) -> bool {
        let Some(own) = self.procedure().and_then(|p| p.code.as_ref()) else { return false };
        let removed =
            |p: &Procedure| p.approach.value == Some(Approach::Excision) && p.region.value != Some(Region::Other);
        self.situation.procedures.iter().any(|p| p.code.as_ref().is_some_and(|c| c > own) || removed(p))
    }

    /// The title, or a name in the text, calls the biopsy open, or the note states an open code that its text does not support.
    fn is_titled_open(&self) -> bool {
        let Some(index) = self.index else { return false };
        let open = |claim: Claim| claim == Claim::Approach(Approach::Incision);
        let document = self.situation.reading.document;
        let named = |s: &Statement| (s.first..=s.last).any(|t| document.is(t, known::BIOPSY));
        let titled =
            self.situation.reading.held(index).any(|s| open(s.claim) && (Tier::of(s.role) == Tier::Title || named(s)));
        // "Booked and titled as an open biopsy. In the event …": what a paper is said to be headed.
        let headed = |s: &Statement| {
            let sentence = &document.sentences[s.sentence];
            let heads = |t: usize| document.word_is(t, WordClass::HeadedWord);
            open(s.claim) && named(s) && (sentence.first..s.first).any(heads)
        };
        let titled =
            titled || self.situation.procedures.len() == 1 && self.situation.reading.statements.iter().any(headed);
        let stated = |e: &Evidence| matches!(e.text.as_str(), "27323" | "27324");
        titled || self.situation.flags.iter().any(|f| f.id == "code-mismatch" && f.evidence.iter().any(stated))
    }

    /// A part was taken, or a needle passed, and the whole lesion then removed.
    fn is_sampled_and_removed(&self) -> bool {
        let Some(index) = self.index.filter(|_| self.approach() == Some(Approach::Excision)) else { return false };
        const SAMPLED: [Claim; 4] = [
            Claim::Part,
            Claim::Approach(Approach::CoreNeedle),
            Claim::Approach(Approach::FineNeedle),
            Claim::Approach(Approach::Needle),
        ];
        let Reading { document, .. } = self.situation.reading;
        let names = |s: &Statement, words: &[&str]| {
            (s.first..=s.last).any(|t| words.iter().any(|w| document.tokens.word(t).starts_with(w)))
        };
        let body = || self.situation.reading.held(index).filter(|s| Tier::of(s.role) == Tier::Body);
        let whole = body().filter(|s| s.claim == Claim::Whole).map(|s| s.first).max();
        let before_whole = |s: &Statement| {
            matches!(s.claim, Claim::Sampled | Claim::Specimen | Claim::SpecimenNamed)
                && (names(s, &PARTS) || names(s, &BITS))
                && whole.is_some_and(|w| s.last < w)
        };
        // "Enucleated complete. Piece sent": what is told behind the removal is what was removed.
        let behind_whole = |s: &Statement| whole.is_some_and(|w| s.first > w);
        let sampled = |s: &Statement| {
            SAMPLED.contains(&s.claim)
                || s.claim == Claim::Sampled && names(s, &PARTS) && !behind_whole(s)
                || before_whole(s)
        };
        body().any(sampled)
    }

    /// The words a condition rests on, once it holds: of the topics it asks for, then of the elements.
    pub fn evidence(&self, when: &Condition) -> Vec<Evidence> {
        let topics = when.topics.iter().flat_map(|t| self.situation.quotes_of(t, self.index));
        let noted = when.note.iter().flat_map(|t| self.situation.quotes_of(t, None));
        let sited = when.sited.iter().flat_map(|t| self.sited(t));
        let elements = self.procedure().into_iter().flat_map(|p| elements(p, when)).flatten().flat_map(|e| e.first());
        let elsewhere =
            self.situation.elsewhere.evidence.iter().filter(|_| self.index.is_none() && !when.approach.is_empty());
        let sized = when.size_mm.and_then(|_| self.size_of_removed());
        let sized = sized.map(|s| self.situation.reading.quote(s.first, s.last, margin::RULE));
        let several = [Fact::SeveralProcedures, Fact::SameWayElsewhere, Fact::GuidedTwice, Fact::OtherCodeLeads]
            .iter()
            .any(|f| when.facts.contains(f));
        let each = self.situation.procedures.iter().filter(|_| several).filter_map(|p| p.region.evidence.first());
        let reason = if when.facts.contains(&Fact::IndicationWeak) { self.words_of_reason() } else { Vec::new() };
        let mut out: Vec<Evidence> = Vec::new();
        for evidence in
            topics.chain(noted).chain(sited).chain(&sized).chain(elements).chain(elsewhere).chain(each).chain(&reason)
        {
            if out.len() < MOST_QUOTED && !out.iter().any(|e| e.start < evidence.end && evidence.start < e.end) {
                out.push(evidence.clone());
            }
        }
        out
    }
}

/// The evidence of the elements that a condition asks for.
fn elements<'p>(p: &'p Procedure, when: &Condition) -> [Option<&'p [Evidence]>; 6] {
    let open = when.facts.iter().any(|f| matches!(f, Fact::TitledOpen | Fact::SampledAndRemoved | Fact::FineNeedle));
    [
        (!when.approach.is_empty() || open).then_some(&p.approach.evidence),
        (!when.depth.is_empty()).then_some(&p.depth.evidence),
        (!when.region.is_empty()).then_some(&p.region.evidence),
        (!when.laterality.is_empty()).then_some(&p.laterality.evidence),
        when.size_mm.is_some().then_some(&p.size_mm.evidence),
        (!when.guidance.is_empty() || !when.modality.is_empty()).then_some(&p.guidance.evidence),
    ]
    .map(|e| e.map(Vec::as_slice))
}

fn one_of<T: PartialEq + Copy>(allowed: &[OrNone<T>], found: Option<T>) -> bool {
    allowed.is_empty() || allowed.iter().any(|a| a.is(found))
}

/// Whether two procedures are one open biopsy, done on either side.
fn mirror(one: &Procedure, other: &Procedure) -> bool {
    let sides = [one.laterality.value, other.laterality.value];
    let opposite = sides == [Some(Laterality::Left), Some(Laterality::Right)]
        || sides == [Some(Laterality::Right), Some(Laterality::Left)];
    let open = |p: &Procedure| p.approach.value == Some(Approach::Incision);
    let alike = one.code.is_some()
        && one.code == other.code
        && one.region.value == other.region.value
        && one.depth.value == other.depth.value;
    // A muscle named for one of them only says nothing against it, nor "that rectus" beside "rectus femoris".
    let elsewhere = one
        .structure
        .value
        .as_ref()
        .zip(other.structure.value.as_ref())
        .is_some_and(|(a, b)| !a.contains(b.as_str()) && !b.contains(a.as_str()));
    opposite && open(one) && open(other) && alike && !elsewhere
}

fn is_empty(aspects: &Aspects) -> bool {
    aspects.value.is_empty()
}

fn is_guided(procedure: &Procedure) -> bool {
    procedure.guidance.value == Some(GuidanceUse::Used)
}
