//! A note cut up, nothing lost: tokens, mentions, sections, sentences and clauses.

mod carried;
mod census;
mod choice;
pub mod clause;
mod columns;
mod leader;
mod occasion;
mod overlay;
mod paper;
mod quoted;
mod said;
pub mod section;
pub mod sentence;
mod visits;
mod wrap;

use std::cell::OnceCell;
use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use crate::lexicon::around::{Fact, Matter};
use crate::lexicon::concept::group::THIGH_OR_KNEE;
use crate::lexicon::concept::{Concept, ConceptSet, known};
use crate::lexicon::weights::{Answer, Turn};
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::mention::around::{Around, WeightsAround};
use crate::mention::measurement::Units;
use crate::mention::phrase::Phrases;
use crate::mention::weight::{Said, Sums, WordWeights};
use crate::mention::word::{ClassedWords, WordClasses};
use crate::span::Span;
use crate::token::{Tokens, tokenize};
use census::Census;
use section::Section;
use sentence::Sentence;

/// Words that say how others are meant.
const CUES: ConceptSet = ConceptSet::of(&[
    known::NEGATED_NEXT,
    known::NEGATED_BEFORE,
    known::POSSIBLE_NEXT,
    known::POSSIBLE_BEFORE,
    known::HISTORICAL_NEXT,
    known::HISTORICAL_BEFORE,
    known::HISTORICAL,
    known::HYPOTHETICAL_NEXT,
    known::HYPOTHETICAL_BEFORE,
    known::OTHER_PERSON,
    known::CURRENT,
    known::ONGOING,
    known::SCOPE_END,
]);

/// Verbs of any class and forms of "to be".
const VERBS: ConceptSet = ConceptSet::of(&[known::VERB, known::CUT, known::TAKE, known::BE]);

/// How far into a note, in tokens, an "s/p" opens it.
const OPENING: usize = 14;

/// No mention covers this token.
pub const NO_MENTION: u32 = u32::MAX;

/// A note and everything that can be said of it without knowing what it means.
#[derive(Debug)]
pub struct Document<'a> {
    /// The note as received.
    pub text: &'a str,
    /// What single words are that are no mentions.
    words: Arc<ClassedWords>,
    /// The number of each token's word, by which phrases laid over it are looked up.
    numbers: Arc<[u32]>,
    /// What the stems of single words are.
    classes: &'a WordClasses,
    /// What words, and what phrases mean, weigh.
    weights: &'a WordWeights,
    /// What stands around its mentions weighs.
    around: &'a WeightsAround,
    /// What its words weigh together, once that is asked.
    weighed: OnceCell<Sums>,
    /// Its tokens.
    pub tokens: Arc<Tokens>,
    /// What a look at each of them told.
    census: Census,
    /// Its mentions, in order, none overlapping another.
    pub mentions: Vec<Mention>,
    /// For each token the index of the mention that covers it, or [`NO_MENTION`].
    pub mention_at: Vec<u32>,
    /// All that its mentions mean together.
    pub concepts: ConceptSet,
    /// For each token its clause; clause numbers rise through the note.
    pub clause: Vec<u32>,
    /// Its sections, in order, without gaps.
    pub sections: Vec<Section>,
    /// Its sentences, in order, without gaps.
    pub sentences: Vec<Sentence>,
    /// The mentions that say how others are meant, by their index, in order.
    cues: Vec<u32>,
    /// For each sentence the first of its cues in `cues`; one more entry closes the last.
    cue_start: Vec<u32>,
    /// For each token its sentence.
    sentence_at: Vec<u32>,
    /// Whether most of its lines start in lower case, so that a small letter goes on with nothing.
    pub(crate) lowercase_lines: bool,
    /// Of mentions laid over a part of a longer phrase what that means, by the mention's index; none where nothing is laid over.
    under: Vec<(u32, u32)>,
    /// Whether it is one long run of words, as dictation software without punctuation leaves it.
    unpunctuated: bool,
}

/// The tokens of a note, in the order and with the marks that its layout means: columns, leaders, boxes and wrapped lines.
fn laid_out(text: &str, phrases: &Phrases) -> Tokens {
    let mut tokens = tokenize(text, &|word| phrases.knows(word));
    columns::read_down(text, &mut tokens);
    let keyed = leader::read_as_colons(text, &mut tokens);
    choice::answer_alone(&mut tokens);
    if !keyed {
        wrap::unwrap(&mut tokens);
    }
    wrap::close_up(&mut tokens);
    tokens
}

/// The tokens that no phrase may reach across, in order.
fn cuts(tokens: &Tokens, unticked: &[bool]) -> Vec<usize> {
    // "[ ] No", and in the next line "Guidance:": no phrase reaches from an option left unticked into what is said.
    let mut cuts: Vec<usize> = (1..unticked.len()).filter(|&t| unticked[t] != unticked[t - 1]).collect();
    // "Imaging: none", and in the next line "Sent to: pathology": nor from one field into the next.
    cuts.extend(leader::field_starts(tokens));
    cuts.sort_unstable();
    cuts
}

/// The phrases of a note; where some bytes are words of their own, none that denies reaches into them.
fn mentions(phrases: &Phrases, tokens: &Tokens, numbers: &[u32], cuts: &[usize], apart: Option<Span>) -> Vec<Mention> {
    let mentions = phrases.find(tokens, numbers, cuts);
    let Some(words) = apart.and_then(|words| tokens.within(words)) else { return mentions };
    let straddles = |m: &Mention| {
        let (first, last) = (m.first(), m.last());
        [words.start, words.end].into_iter().any(|cut| first < cut && cut <= last)
    };
    let denies = |m: &Mention| matches!(tokens.word(m.first()), "no" | "not" | "without");
    if mentions.iter().any(|m| straddles(m) && (m.is(known::PSEUDO) || denies(m))) {
        return phrases.find(tokens, numbers, &[words.start, words.end]);
    }
    mentions
}

impl<'a> Document<'a> {
    /// Cuts up a note.
    pub fn new(text: &'a str, phrases: &'a Phrases) -> Self {
        let mut document = Self::outline(text, phrases, None);
        document.relate();
        document
    }

    /// The same where some bytes are words of their own, which no phrase may tie to the words around them: "no change in" says
    /// nothing of a "change in vision" that is asked for.
    pub fn around(text: &'a str, phrases: &'a Phrases, words: Span) -> Self {
        let mut document = Self::outline(text, phrases, Some(words));
        document.relate();
        document
    }

    /// The same for a reader who asks for clauses and cues only where [`Document::may_sample`]: most notes do without.
    pub fn for_sampling(text: &'a str, phrases: &'a Phrases) -> Self {
        let mut document = Self::outline(text, phrases, None);
        if document.may_sample() || document.may_sample_elsewhere() {
            document.relate();
        }
        document
    }

    /// All but clauses and cues.
    fn outline(text: &'a str, phrases: &'a Phrases, apart: Option<Span>) -> Self {
        let tokens = laid_out(text, phrases);
        let census = Census::of(&tokens);
        let unticked = census.unticked(&tokens);
        let numbers = phrases.numbers(&tokens);
        let mut mentions = mentions(phrases, &tokens, &numbers, &cuts(&tokens, &unticked), apart);
        let words = phrases.classes().of(&tokens, &numbers);
        said::read(text, &tokens, &census, &unticked, &words, &mut mentions);
        let mut mention_at = vec![NO_MENTION; tokens.list.len()];
        let mut concepts = ConceptSet::EMPTY;
        for (index, mention) in mentions.iter().enumerate() {
            mention_at[mention.first()..=mention.last()].fill(index as u32);
            concepts = concepts.with(mention.concepts);
        }
        let unpunctuated = tokens.list.len() > 40 && tokens.list.len() / (census.breaks + 1) > 40;
        let mut document = Self {
            text,
            words: Arc::new(words),
            numbers: numbers.into(),
            classes: phrases.classes(),
            weights: phrases.weights(),
            around: phrases.around(),
            weighed: OnceCell::new(),
            tokens: Arc::new(tokens),
            census,
            mentions,
            mention_at,
            concepts,
            clause: Vec::new(),
            sections: Vec::new(),
            sentences: Vec::new(),
            cues: Vec::new(),
            cue_start: Vec::new(),
            sentence_at: Vec::new(),
            under: Vec::new(),
            lowercase_lines: census.has_lowercase_lines(text),
            unpunctuated,
        };
        document.divide();
        document
    }

    /// Finds its sections and sentences.
    fn divide(&mut self) {
        self.sections = section::sections(self);
        self.sentences = sentence::sentences(self);
        sentence::sum_up(&mut self.sentences, &self.mentions);
        self.sentence_at.reserve_exact(self.tokens.list.len());
        for (sentence, number) in self.sentences.iter().zip(0u32..) {
            self.sentence_at.resize(sentence.end, number);
        }
    }

    /// Finds out which words bear on which others.
    fn relate(&mut self) {
        self.index_cues();
        self.clause = clause::clauses(self);
    }

    /// Whether the note holds the words without which no tissue can be told as taken: a lesion, biopsy or muscle disease, and a
    /// sample, needle, biopsy or removal, or an act and a laboratory; or else a sample or needle at a place of thigh or knee.
    pub fn may_sample(&self) -> bool {
        const SUBJECT: ConceptSet = ConceptSet::of(&[
            known::LESION,
            known::BIOPSY,
            known::CORE,
            known::PUNCH,
            known::FINE_NEEDLE,
            known::MUSCLE_DISEASE,
        ]);
        const TAKEN: ConceptSet = ConceptSet::of(&[
            known::SAMPLE,
            known::BIOPSY,
            known::NEEDLE,
            known::CORE,
            known::PUNCH_TOOL,
            known::PUNCH,
            known::PARTIAL,
            known::ASPIRATE,
            known::CYTOLOGY,
            known::REMOVE,
            known::EXCISION,
            known::SHELL_OUT,
            known::WHOLE,
            known::NIBBLE,
            known::TAKE_OFF,
            known::SHARE_SENT,
        ]);
        // "Nipped off with scissors, to histology": an act, and the laboratory that it was for.
        const ACT: ConceptSet = ConceptSet::of(&[known::TAKE, known::CUT, known::INCISION, known::PASS, known::GAUGE]);
        let acted = || self.concepts.has(known::PATHOLOGY) && self.concepts.meets(ACT);
        // "Right thigh. Lump out": a lesion at a place, and that it is out.
        const OUT: ConceptSet = ConceptSet::of(&[known::OUT_WORD, known::COME_OFF]);
        let out = || self.concepts.meets(OUT) && self.concepts.meets(THIGH_OR_KNEE);
        let named = self.concepts.meets(SUBJECT) && (self.concepts.meets(TAKEN) || acted() || out());
        named || self.samples_place()
    }

    /// "Six 18G pieces, right adductor brevis", "a strip of the quadriceps went to histology": whether samples and how they were had
    /// are told of a place, though neither lesion nor biopsy is named.
    pub fn samples_place(&self) -> bool {
        const PLACE: ConceptSet =
            ConceptSet::of(&[known::THIGH, known::KNEE, known::THIGH_MUSCLE, known::LANDMARK, known::LIMB]);
        const BY_NEEDLE: ConceptSet = ConceptSet::of(&[known::GAUGE, known::CORE_DEVICE]);
        const HAD: ConceptSet =
            ConceptSet::of(&[known::SAMPLE, known::PASS, known::PARTIAL, known::FIXATIVE, known::TIMES, known::LESION]);
        const CUT_OUT: ConceptSet = ConceptSet::of(&[known::SAMPLE, known::PARTIAL]);
        let by_needle = || self.concepts.meets(BY_NEEDLE) && self.concepts.meets(HAD);
        const OPENED: ConceptSet = ConceptSet::of(&[known::CUT, known::FASCIA, known::INCISION]);
        let wedge = || self.concepts.has(known::WEDGE) && self.concepts.meets(OPENED);
        let by_knife = || self.concepts.meets(CUT_OUT) && self.concepts.has(known::PATHOLOGY) || wedge();
        // A joint that was drawn off or scoped has samples and parts as well.
        const OTHERWISE: ConceptSet = ConceptSet::of(&[known::NON_SOFT_TISSUE, known::DRAINAGE, known::ASPIRATE]);
        // "Nerve: … Muscle: right thigh, fascia nicked, a strip removed": the muscle was taken as well.
        let both = || self.concepts.has(known::FASCIA) && self.concepts.has(known::THIGH_MUSCLE) && by_knife();
        self.concepts.meets(PLACE) && (by_needle() || by_knife()) && (!self.concepts.meets(OTHERWISE) || both())
            || self.sends_pieces_of_muscle()
    }

    /// "Fascia opened, two pieces of semimembranosus clipped out, sent to the muscle centre": a sample that is named of a muscle of the
    /// thigh, and sent in the same breath, wherever to.
    fn sends_pieces_of_muscle(&self) -> bool {
        const REACH: usize = 16;
        const SENT: ConceptSet = ConceptSet::of(&[known::SEND, known::FIXATIVE]);
        const ALL: ConceptSet = ConceptSet::of(&[known::SAMPLE, known::THIGH_MUSCLE, known::FASCIA, known::TAKE]);
        let of_muscle = |m: &&Mention| {
            let next = m.last() + 1;
            let noun = next + 1 + usize::from(self.is(next + 1, known::DETERMINER));
            m.is(known::SAMPLE) && self.is(next, known::PREPOSITION) && self.is(noun, known::THIGH_MUSCLE)
        };
        let sent = |m: &Mention| {
            let end = self.sentences[self.sentence_of(m.first())].end.min(m.last() + REACH);
            let behind = (m.last() + 1..end).take_while(|&t| !self.tokens.is_mark(t, b';'));
            behind.into_iter().any(|t| self.concepts(t).meets(SENT))
        };
        ALL.iter().all(|c| self.concepts.has(c))
            && self.concepts.meets(SENT)
            && self.mentions.iter().filter(of_muscle).any(sent)
    }

    /// "A thing in her right thigh, cut into, a sliver to histology": a lesion without any word for one. Its place, a cut, a sample
    /// and a laboratory stand for it where nothing else is told that tissue may come from.
    pub fn cuts_at_place(&self) -> bool {
        const SAMPLE: ConceptSet = ConceptSet::of(&[known::SAMPLE, known::PARTIAL, known::WEDGE]);
        const ACT: ConceptSet = ConceptSet::of(&[known::CUT, known::TAKE, known::INCISION, known::NEEDLE]);
        const APART: ConceptSet = ConceptSet::of(&[known::NON_SOFT_TISSUE, known::DRAINAGE]);
        let asks = || self.concepts.has(known::PATHOLOGY) && self.concepts.meets(ACT) && self.concepts.meets(SAMPLE);
        self.concepts.meets(THIGH_OR_KNEE) && asks() && !self.concepts.meets(APART)
    }

    /// Whether a note that cannot tell of soft tissue taken may tell of a node, joint or bone that was sampled, or of a bursa that
    /// was drained or removed: "synovial biopsy" is one phrase, and no word of it stands for a biopsy of soft tissue.
    pub fn may_sample_elsewhere(&self) -> bool {
        let named = |m: &Mention| {
            m.is(known::NON_SOFT_TISSUE) && (m.first()..=m.last()).any(|t| self.tokens.word(t).starts_with("biops"))
        };
        let sampled = self.concepts.has(known::NON_SOFT_TISSUE) && self.mentions.iter().any(named);
        const LET_OUT: ConceptSet = ConceptSet::of(&[known::DRAINAGE, known::ASPIRATE, known::EXCISION, known::REMOVE]);
        sampled
            || (self.concepts.meets(LET_OUT) && self.speaks_of(WordClass::SacName))
            || self.tells_of_groin_node()
            || self.tells_of_opened_bone()
            || self.tells_of_synovium()
            || self.gives_up_at_place()
    }

    /// "Right thigh. Failed to find the mass. Fat to histology", "no cores": a lesion, a biopsy or a laboratory is named beside thigh or
    /// knee, and something may have been given up or not found. What was taken, if anything, may have no word of its own.
    fn gives_up_at_place(&self) -> bool {
        const ASKED: ConceptSet = ConceptSet::of(&[known::LESION, known::BIOPSY, known::CORE, known::PATHOLOGY]);
        self.concepts.meets(THIGH_OR_KNEE) && self.concepts.meets(ASKED) && self.breaks_off()
    }

    /// "Rhabdomyolysis. Right quad open biopsy, three pieces for histochemistry": a place of thigh or knee, a sampling or removal and a
    /// laboratory or a disease of muscle are named, whatever is told of them.
    pub fn sends_from_place(&self) -> bool {
        const HAD: ConceptSet = ConceptSet::of(&[
            known::SAMPLE,
            known::BIOPSY,
            known::CORE,
            known::WEDGE,
            known::PARTIAL,
            known::GAUGE,
            known::EXCISION,
            known::REMOVE,
        ]);
        const SENT: ConceptSet =
            ConceptSet::of(&[known::PATHOLOGY, known::CYTOLOGY, known::FIXATIVE, known::MUSCLE_DISEASE]);
        [THIGH_OR_KNEE, HAD, SENT].into_iter().all(|set| self.concepts.meets(set))
    }

    /// Whether the lining of a joint may have been taken, with no word for a biopsy.
    fn tells_of_synovium(&self) -> bool {
        const TAKEN: ConceptSet = ConceptSet::of(&[known::TAKE, known::SAMPLE, known::REMOVE, known::EXCISION]);
        const PIECE: ConceptSet = ConceptSet::of(&[known::PATHOLOGY, known::PARTIAL, known::SAMPLE, known::BIOPSY]);
        self.concepts.has(known::NON_SOFT_TISSUE)
            && self.concepts.meets(PIECE)
            && self.concepts.meets(TAKEN)
            && self.speaks_of(WordClass::SynoviumName)
    }

    /// Whether bone may have been laid open and its contents taken, with no word for a biopsy.
    fn tells_of_opened_bone(&self) -> bool {
        const PIECE: ConceptSet =
            ConceptSet::of(&[known::PATHOLOGY, known::SAMPLE, known::CORE, known::PUNCH_TOOL, known::PUNCH]);
        self.concepts.has(known::NON_SOFT_TISSUE) && self.concepts.meets(PIECE) && self.speaks_of(WordClass::BoneOpened)
    }

    /// Whether something was given up or put off, or the patient was in danger.
    pub fn breaks_off(&self) -> bool {
        self.concepts.meets(ConceptSet::of(&[known::ABORT, known::NOTHING_TAKEN]))
            || self.speaks_of(WordClass::BrokenOff)
    }

    /// Whether a node of groin, thigh or knee may have been taken out or aspirated. "Node" is no word for a lesion, so a note that
    /// speaks of nothing else is not one that can tell of soft tissue taken.
    fn tells_of_groin_node(&self) -> bool {
        const TAKEN: ConceptSet =
            ConceptSet::of(&[known::FINE_NEEDLE, known::ASPIRATE, known::EXCISION, known::REMOVE, known::TAKE]);
        self.concepts.has(known::NON_SOFT_TISSUE)
            && self.concepts.meets(TAKEN)
            && (self.tokens.normal.contains("node") || self.tokens.normal.contains("gland"))
            && self.speaks_of(WordClass::NodePlace)
    }

    /// "Two pieces of synovium were taken": another tissue, a sample and an act in one sentence, and a laboratory in the note.
    fn takes_other_tissue(&self) -> bool {
        const ALL: [Concept; 4] = [known::NON_SOFT_TISSUE, known::SAMPLE, known::TAKE, known::PATHOLOGY];
        let samples = || self.mentions.iter().filter(|m| m.is(known::SAMPLE));
        let whole = |sample: &Mention| {
            let sentence = &self.sentences[self.sentence_of(sample.first())];
            let within = |c| sentence.concepts.has(c);
            within(known::NON_SOFT_TISSUE) && within(known::TAKE)
        };
        ALL.into_iter().all(|c| self.concepts.has(c)) && samples().any(whole)
    }

    /// Whether the note names tissue whose sampling is no soft-tissue biopsy, or the drawing off of fluid.
    pub fn tells_of_other_tissue(&self) -> bool {
        self.takes_other_tissue() || self.speaks_of_other_tissue()
    }

    fn speaks_of_other_tissue(&self) -> bool {
        const TISSUE: ConceptSet = ConceptSet::of(&[known::NON_SOFT_TISSUE]);
        const SAMPLED: ConceptSet = ConceptSet::of(&[known::BIOPSY, known::CORE]);
        const DRAINED: ConceptSet = ConceptSet::of(&[known::DRAINAGE, known::ASPIRATE]);
        const PLACES: ConceptSet = ConceptSet::of(&[known::NON_SOFT_TISSUE, known::KNEE, known::THIGH]);
        let pairs = [(SAMPLED, TISSUE), (DRAINED, PLACES)];
        if !pairs.iter().any(|(act, on)| self.concepts.meets(*act) && self.concepts.meets(*on)) {
            return false;
        }
        // Only the sentences that hold such an act are looked at in full.
        let acts = self.mentions.iter().filter(|m| m.concepts.meets(SAMPLED.with(DRAINED)));
        acts.into_iter().any(|act| {
            let sentence = &self.sentences[self.sentence_of(act.first())];
            let on = if act.concepts.meets(SAMPLED) { TISSUE } else { PLACES };
            sentence.concepts.meets(on)
        })
    }

    /// "Pt s/p bx L thigh mass, tolerated well": the "s/p" that opens a line written right after the act, the only biopsy the note
    /// names, with words for how it went and none for the time since.
    pub fn fresh_act(&self) -> Option<u32> {
        let mut opening = self.mentions.iter().take_while(|m| m.first() < OPENING);
        let index = opening.position(|m| self.is_status_after(m))?;
        let cue = &self.mentions[index];
        let mut biopsies = self.mentions.iter().filter(|m| m.is(known::BIOPSY));
        let act = biopsies.next()?;
        let near = act.first() > cue.last() && act.first() < cue.last() + 4 && biopsies.next().is_none();
        let says = |class| (0..self.tokens.list.len()).any(|t| self.word_is(t, class));
        (near && says(WordClass::WentWell) && !says(WordClass::TimeSince)).then_some(index as u32)
    }

    /// "s/p".
    fn is_status_after(&self, mention: &Mention) -> bool {
        let words = [mention.first(), mention.last()].map(|t| self.tokens.word(t));
        mention.is(known::HISTORICAL_NEXT) && matches!(words, ["s", "p"] | ["sp", "sp"] | ["status", "post"])
    }

    fn index_cues(&mut self) {
        let fresh = self.fresh_act();
        let cues =
            self.mentions.iter().zip(0u32..).filter(|(m, i)| m.concepts.meets(CUES) && fresh.is_none_or(|f| f != *i));
        self.cues = cues.map(|(_, i)| i).collect();
        self.cue_start.reserve_exact(self.sentences.len() + 1);
        let mut next = 0;
        for sentence in &self.sentences {
            let from =
                self.cues[next..].iter().take_while(|&&c| self.mentions[c as usize].first() < sentence.first).count();
            next += from;
            self.cue_start.push(next as u32);
        }
        self.cue_start.push(self.cues.len() as u32);
    }

    /// Indices of the mentions of a sentence that say how others are meant.
    pub fn cues_of(&self, sentence: usize) -> &[u32] {
        match (self.cue_start.get(sentence), self.cue_start.get(sentence + 1)) {
            (Some(&from), Some(&to)) => &self.cues[from as usize..to as usize],
            _ => &[],
        }
    }

    /// The meaning of the longer phrase that a mention was laid over.
    pub fn meaning_under(&self, mention: usize) -> Option<u32> {
        let place = self.under.binary_search_by_key(&(mention as u32), |u| u.0).ok()?;
        Some(self.under[place].1)
    }

    /// The mention that covers a token.
    pub fn mention(&self, token: usize) -> Option<&Mention> {
        self.mention_at.get(token).and_then(|&m| self.mentions.get(m as usize))
    }

    /// Whether the mention that covers a token means `concept`.
    pub fn is(&self, token: usize, concept: Concept) -> bool {
        self.mention(token).is_some_and(|m| m.is(concept))
    }

    /// Whether a token's word is listed in a class of single words; false beyond the end.
    pub fn word_is(&self, token: usize, class: WordClass) -> bool {
        self.words.is(token, class)
    }

    /// Whether a token is the number of a year of the last century or this one; false beyond the end.
    pub fn is_year(&self, token: usize) -> bool {
        let word = self.tokens.list.get(token).map_or(&[][..], |_| self.tokens.word(token).as_bytes());
        word.len() == 4 && (word.starts_with(b"19") || word.starts_with(b"20")) && word.iter().all(u8::is_ascii_digit)
    }

    /// Whether a stem of a class stands anywhere in the note.
    fn speaks_of(&self, class: WordClass) -> bool {
        self.words.hold_stem_of(class, self.classes, &self.tokens)
    }

    /// What a token means.
    pub fn concepts(&self, token: usize) -> ConceptSet {
        self.mention(token).map_or(ConceptSet::EMPTY, |m| m.concepts)
    }

    /// Indices of the mentions that start within a run of tokens.
    pub fn mentions_in(&self, first: usize, end: usize) -> Range<usize> {
        let covered = || (first..end.min(self.mention_at.len())).filter(|&t| self.mention_at[t] != NO_MENTION);
        // The first token may stand in a mention that starts before it.
        let starting = |t: usize| self.mentions[self.mention_at[t] as usize].first() >= first;
        let Some(from) = covered().find(|&t| starting(t)) else { return 0..0 };
        let last = covered().next_back().unwrap_or(from);
        self.mention_at[from] as usize..self.mention_at[last] as usize + 1
    }

    /// Bytes from the first to the last token, inclusive.
    pub fn span(&self, first: usize, last: usize) -> Span {
        self.tokens.span(first, last)
    }

    /// The sentence a token stands in.
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentence_at.get(token).map_or(self.sentences.len().saturating_sub(1), |&s| s as usize)
    }

    /// The section a token stands in.
    pub fn section_of(&self, token: usize) -> &Section {
        &self.sections[self.sentences.get(self.sentence_of(token)).map_or(0, |s| s.section)]
    }

    /// The measuring view of the note.
    pub fn units(&self) -> Units<'_> {
        Units { tokens: &self.tokens, mentions: &self.mentions, at: &self.mention_at, words: &self.words }
    }

    /// Whether a verb of any class, or a form of "to be", stands at a token.
    pub fn is_verb(&self, token: usize) -> bool {
        self.concepts(token).meets(VERBS)
    }

    /// Whether a word ends as regular pasts and participles do, those of verbs that no table has among them.
    pub fn is_ed_form(&self, token: usize) -> bool {
        self.tokens.word(token).ends_with("ed")
    }

    /// Whether a verb in its regular past, or the participle of one, stands at a token.
    pub fn is_past_verb(&self, token: usize) -> bool {
        self.is_verb(token) && self.is_ed_form(token)
    }

    /// The words that speak most for a note's being a paper, where by what its words weigh it is read as one; else none.
    pub fn words_of_paper(&self) -> Vec<&str> {
        const MOST: usize = 6;
        if !self.sections.iter().all(|s| s.role == section::Role::Comparison) || !paper::reads_as_paper(self) {
            return Vec::new();
        }
        self.words_for(Answer::Paper, MOST)
    }

    /// How much the words of the note speak for an answer, all together: above nothing for it, below against it.
    pub fn weighs(&self, answer: Answer) -> f32 {
        self.weighed.get_or_init(|| self.weights.of(&self.said(None))).of(answer)
    }

    /// What its words weigh without some of its tokens.
    pub fn weighs_without(&self, left_out: &dyn Fn(usize) -> bool) -> Sums {
        self.weights.of(&self.said(Some(left_out)))
    }

    /// What the words of a passage weigh, by what it tells of where it stands too.
    pub fn weighs_passage(&self, range: Range<usize>, turns: &[Turn]) -> Sums {
        self.weights.of(&self.said_in(range, turns))
    }

    /// What is weighed of a passage: some tokens, and how they stand to those before them.
    pub fn said_in<'s>(&'s self, range: Range<usize>, turns: &'s [Turn]) -> Said<'s> {
        let mentions = &self.mentions[self.mentions_in(range.start, range.end)];
        Said { range, mentions, turns, ..self.said(None) }
    }

    /// What is weighed of the note.
    pub fn said<'s>(&'s self, left_out: Option<&'s dyn Fn(usize) -> bool>) -> Said<'s> {
        let range = 0..self.tokens.list.len();
        Said { tokens: &self.tokens, range, numbers: &self.numbers, mentions: &self.mentions, left_out, turns: &[] }
    }

    /// What stands around some tokens of one sentence, which are a part of a place that means `place`.
    pub fn stands_around(&self, own: RangeInclusive<usize>, place: ConceptSet) -> Around<'_> {
        let Sentence { first, end, .. } = self.sentences[self.sentence_of(*own.start())];
        let mentions = &self.mentions[self.mentions_in(first, end)];
        Around { tokens: &self.tokens, numbers: &self.numbers, mentions, sentence: first..end, own, place }
    }

    /// How much what stands around some tokens, and the facts, speak for their being the sampled lesion's.
    pub fn weighs_around(&self, matter: Matter, around: &Around, facts: &[Fact]) -> f32 {
        self.around.of(matter, around, facts)
    }

    /// Whether it is known what weighs around a mention.
    pub fn knows_around(&self) -> bool {
        !self.around.is_empty()
    }

    /// What each token weighs for an answer, by itself and with its neighbours, but for some tokens.
    pub fn weights_at(&self, answer: Answer, left_out: &dyn Fn(usize) -> bool) -> Vec<f32> {
        self.weights.at(&self.said(Some(left_out)), answer)
    }

    /// The words and pairs that speak most for an answer, the heaviest first.
    pub fn words_for(&self, answer: Answer, most: usize) -> Vec<&str> {
        let heaviest = self.weights.heaviest(&self.said(None), answer, most);
        let mut words: Vec<&str> =
            heaviest.into_iter().map(|at| self.span(*at.start(), *at.end()).of(self.text)).collect();
        words.dedup();
        words
    }

    /// Whether the note is one long run of words, as dictation software without punctuation leaves it.
    pub fn is_unpunctuated(&self) -> bool {
        self.unpunctuated
    }
}
