//! A note cut up, nothing lost: tokens, mentions, sections, sentences and clauses.

mod carried;
mod choice;
pub mod clause;
mod leader;
mod overlay;
mod paper;
pub mod section;
pub mod sentence;
mod wrap;

use crate::lexicon::concept::{Concept, ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::mention::measurement::Units;
use crate::mention::phrase::Phrases;
use crate::mention::word::WordClasses;
use crate::span::Span;
use crate::token::{Break, Kind, Tokens, tokenize};
use section::Section;
use sentence::Sentence;

/// Whether a short word stands as an abbreviation, in capitals, and not as the everyday word it looks like ("us", "bf").
fn is_abbreviation(text: &str, tokens: &Tokens, token: usize) -> bool {
    tokens.list[token].span.of(text).chars().all(|c| !c.is_lowercase())
}

/// "MR. HALE": the abbreviation with a full stop, a capital and more of the line behind it, at the start of a sentence.
fn is_form_of_address(tokens: &Tokens, mention: &Mention) -> bool {
    let (at, dot) = (mention.first(), mention.last() + 1);
    let named = tokens.list.get(dot + 1).is_some_and(|t| t.kind == Kind::Word && t.capital && t.before == Break::Space);
    mention.is(known::ABBREVIATION)
        && tokens.is_mark(dot, b'.')
        && tokens.list[dot].before == Break::Joined
        && named
        && at
            .checked_sub(1)
            .is_none_or(|t| matches!(tokens.list[t].kind, Kind::Punct(_)) || tokens.list[at].before >= Break::Gap)
}

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

/// What a look at every token tells of a note.
#[derive(Debug, Default)]
struct Census {
    /// It has a box to tick.
    boxes: bool,
    /// It has marks that enclose unfilled blanks.
    blanks: bool,
    /// Its marks and line ends that part sentences and clauses.
    breaks: usize,
    /// Its lines that start with a word, those of them that start small, and those behind a line that ends with a mark.
    lines: usize,
    small_lines: usize,
    marked_lines: usize,
}

impl Census {
    /// For each token whether it belongs to an option left unticked; empty where the note has no box.
    fn unticked(&self, tokens: &Tokens) -> Vec<bool> {
        if self.boxes { choice::unticked(tokens) } else { Vec::new() }
    }

    fn of(tokens: &Tokens) -> Self {
        let mut census = Self::default();
        let (mut marked, mut stroke, mut marked_end) = (false, false, false);
        for token in &tokens.list {
            // "TRU-CUT / (OPEN)", "(Y) / N": an option may be ringed.
            census.boxes |=
                (stroke && token.kind == Kind::Punct(b'(')) || (marked_end && token.kind == Kind::Punct(b'/'));
            stroke = token.kind == Kind::Punct(b'/');
            marked_end = token.kind == Kind::Punct(b')');
            let mut parts = token.before >= Break::Line;
            match token.kind {
                Kind::Punct(b'.' | b':' | b',' | b';') => parts = true,
                Kind::Punct(b'@' | b'{' | b'[') => census.blanks = true,
                Kind::Check(_) => census.boxes = true,
                _ => {}
            }
            census.breaks += usize::from(parts);
            let ends = matches!(token.kind, Kind::Punct(b'.' | b',' | b';'));
            if token.before >= Break::Line && token.kind == Kind::Word {
                census.lines += 1;
                census.small_lines += usize::from(!token.capital);
                census.marked_lines += usize::from(marked);
            }
            marked = ends;
        }
        census
    }

    /// Nine lines of ten start small, or some do, hardly any ends with a mark and they are of many lengths: a note typed line by
    /// line, and not wrapped.
    fn has_lowercase_lines(&self, text: &str) -> bool {
        let small = self.small_lines * 10 >= self.lines * 9;
        let unmarked = self.small_lines >= 2 && self.marked_lines * 12 <= self.lines;
        self.lines >= 4 && (small || (unmarked && is_ragged(text)))
    }
}

/// Whether the longest line of a text is half as long again as the mean of those that hold anything.
fn is_ragged(text: &str) -> bool {
    let lengths = text.lines().map(|l| l.trim().len()).filter(|&bytes| bytes > 0);
    let (lines, all, longest) =
        lengths.fold((0, 0, 0), |(lines, all, longest), bytes| (lines + 1, all + bytes, longest.max(bytes)));
    longest * lines * 2 >= all * 3
}

/// Whether a token stands in an unfilled blank: `@LAT@`, `{laterality:1234}`.
fn is_blank(tokens: &Tokens, token: usize) -> bool {
    let before = |mark: u8| {
        (1..=10)
            .take_while(|&back| token >= back && !tokens.is_mark(token - back, b'}'))
            .any(|back| tokens.is_mark(token - back, mark))
    };
    let behind = |mark: u8| (1..=10).any(|ahead| tokens.is_mark(token + ahead, mark));
    let signs = token > 0 && tokens.is_mark(token - 1, b'@') && tokens.is_mark(token + 1, b'@');
    signs || (before(b'{') && behind(b'}')) || is_said_unfilled(tokens, token)
}

/// "[NOT ENTERED]", "[not recorded]": words in brackets that call the field unfilled.
fn is_said_unfilled(tokens: &Tokens, token: usize) -> bool {
    const FILLED: [&str; 9] =
        ["entered", "recorded", "filled", "completed", "specified", "selected", "documented", "supplied", "answered"];
    let opens = |t: usize| t > 0 && tokens.is_mark(t - 1, b'[');
    let said = |t: usize| tokens.is_mark(t + 2, b']') && FILLED.contains(&tokens.word(t + 1));
    let negation = [token, token.saturating_sub(1)].into_iter().find(|&t| opens(t));
    negation.is_some_and(said)
}

/// Whether a hyphen makes a mention of one word the first part of a longer one: "nor-adrenaline", "no-touch".
fn is_joined(text: &str, tokens: &Tokens, mention: &Mention) -> bool {
    let behind = &text.as_bytes()[tokens.list[mention.last()].span.end as usize..];
    mention.first == mention.last && matches!(behind, [b'-', next, ..] if next.is_ascii_alphabetic())
}

/// Drops the mentions that the note does not say: in unfilled blanks and options left unticked, and everyday words that only
/// look like an abbreviation.
fn retain_said(text: &str, tokens: &Tokens, census: &Census, unticked: &[bool], mentions: &mut Vec<Mention>) {
    mentions.retain(|m| {
        let blank = census.blanks && is_blank(tokens, m.first());
        let everyday =
            m.is(known::CAPITALS) && (!is_abbreviation(text, tokens, m.first()) || is_form_of_address(tokens, m));
        let part_of_word = m.concepts.meets(CUES) && is_joined(text, tokens, m);
        let number = m.is(known::NEGATED_NEXT) && is_short_for_number(tokens, m);
        !(blank || everyday || part_of_word || number || unticked.get(m.first()) == Some(&true))
    });
}

/// "No. 15 blade", "no. of cores: 5": the abbreviation, and no denial.
fn is_short_for_number(tokens: &Tokens, mention: &Mention) -> bool {
    let stop = mention.last() + 1;
    let on_line = |t: usize| tokens.list.get(t).is_some_and(|n| n.before < Break::Line);
    // "Path no. S22-1100."
    let next = |t: usize| on_line(t) && tokens.word(t).bytes().any(|b| b.is_ascii_digit());
    tokens.word(mention.first()) == "no"
        && mention.first == mention.last
        && tokens.is_mark(stop, b'.')
        && tokens.list[stop].before == Break::Joined
        && (next(stop + 1) || on_line(stop + 1) && tokens.word(stop + 1) == "of")
}

/// "on the lateral, no, wait, the medial side": a "no" between commas that goes on with a word of correction takes back what
/// stands before it and denies nothing behind.
fn read_corrections(tokens: &Tokens, mentions: &mut [Mention]) {
    for index in 0..mentions.len() {
        let mention = &mentions[index];
        let alone = mention.first == mention.last && tokens.word(mention.first()) == "no";
        if !alone || !mention.is(known::NEGATED_NEXT) || !tokens.is_mark(mention.last() + 1, b',') {
            continue;
        }
        let next = mention.last() + 2;
        let said = mentions.get(index + 1).is_some_and(|m| m.first() == next && m.is(known::CORRECTION));
        let word = tokens.list.get(next).map_or("", |_| tokens.word(next));
        let awaited = word == "wait" && tokens.is_mark(next + 1, b',');
        if said || awaited || (word == "actually" && tokens.is_mark(next + 1, b',')) {
            mentions[index].concepts = ConceptSet::of(&[known::CORRECTION]);
        }
    }
}

/// "The tumour of the thigh … from the node three pieces are taken": where a note tells of a lesion and nowhere of lymph, a node is
/// that lesion.
fn read_nodes(mentions: &mut [Mention]) {
    let told = |c: Concept| mentions.iter().any(|m| m.is(c));
    if !told(known::BARE_NODE) || told(known::LYMPHATIC) || !told(known::LESION) {
        return;
    }
    for node in mentions.iter_mut().filter(|m| m.is(known::BARE_NODE)) {
        node.concepts = ConceptSet::of(&[known::LESION]);
    }
}

/// No mention covers this token.
pub const NO_MENTION: u32 = u32::MAX;

/// A note and everything that can be said of it without knowing what it means.
#[derive(Debug)]
pub struct Document<'a> {
    /// The note as received.
    pub text: &'a str,
    /// What single words are that are no mentions.
    words: &'a WordClasses,
    /// Its tokens.
    pub tokens: Tokens,
    /// Its mentions, in order, none overlapping another.
    pub mentions: Vec<Mention>,
    /// For each token the index of the mention that covers it, or [`NO_MENTION`].
    pub mention_at: Vec<u32>,
    /// All that its mentions mean together.
    concepts: ConceptSet,
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
    /// Of mentions laid over a part of a longer phrase that phrase, by the mention's index; none where nothing is laid over.
    under: Vec<(u32, u32)>,
    /// Whether it is one long run of words, as dictation software without punctuation leaves it.
    unpunctuated: bool,
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
        let mut tokens = tokenize(text, &|word| phrases.knows(word));
        leader::read_as_colons(text, &mut tokens);
        wrap::unwrap(&mut tokens);
        wrap::close_up(&mut tokens);
        let census = Census::of(&tokens);
        let unticked = census.unticked(&tokens);
        // "[ ] No", and in the next line "Guidance:": no phrase reaches from an option left unticked into what is said.
        let mut cuts: Vec<usize> = (1..unticked.len()).filter(|&t| unticked[t] != unticked[t - 1]).collect();
        // "Imaging: none", and in the next line "Sent to: pathology": nor from one field into the next.
        cuts.extend(leader::field_starts(&tokens));
        cuts.sort_unstable();
        let mut mentions = phrases.find_parted(&tokens, &cuts);
        if let Some(words) = apart.and_then(|words| tokens.within(words)) {
            let straddles = |m: &Mention| {
                let (first, last) = (m.first(), m.last());
                [words.start, words.end].into_iter().any(|cut| first < cut && cut <= last)
            };
            let denies = |m: &Mention| matches!(tokens.word(m.first()), "no" | "not" | "without");
            if mentions.iter().any(|m| straddles(m) && (m.is(known::PSEUDO) || denies(m))) {
                mentions = phrases.find_parted(&tokens, &[words.start, words.end]);
            }
        }
        retain_said(text, &tokens, &census, &unticked, &mut mentions);
        read_corrections(&tokens, &mut mentions);
        read_nodes(&mut mentions);
        let mut mention_at = vec![NO_MENTION; tokens.list.len()];
        let mut concepts = ConceptSet::EMPTY;
        for (index, mention) in mentions.iter().enumerate() {
            mention_at[mention.first()..=mention.last()].fill(index as u32);
            concepts = concepts.with(mention.concepts);
        }
        let unpunctuated = tokens.list.len() > 40 && tokens.list.len() / (census.breaks + 1) > 40;
        let mut document = Self {
            text,
            words: phrases.classes(),
            tokens,
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
        document.sections = section::sections(&document);
        document.sentences = sentence::sentences(&document);
        sentence::sum_up(&mut document.sentences, &document.mentions);
        document.sentence_at = document
            .sentences
            .iter()
            .zip(0u32..)
            .flat_map(|(s, number)| std::iter::repeat_n(number, s.end - s.first))
            .collect();
        document
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
        ]);
        // "Nipped off with scissors, to histology": an act, and the laboratory that it was for.
        const ACT: ConceptSet = ConceptSet::of(&[known::TAKE, known::CUT, known::PASS, known::GAUGE]);
        let acted = || self.concepts.has(known::PATHOLOGY) && self.concepts.meets(ACT);
        let named = self.concepts.meets(SUBJECT) && (self.concepts.meets(TAKEN) || acted());
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
        self.concepts.meets(PLACE) && (by_needle() || by_knife()) && !self.concepts.meets(OTHERWISE)
    }

    /// "A thing in her right thigh, cut into, a sliver to histology": a lesion without any word for one. Its place, a cut, a sample
    /// and a laboratory stand for it where nothing else is told that tissue may come from.
    pub fn cuts_at_place(&self) -> bool {
        const PLACE: ConceptSet = ConceptSet::of(&[known::THIGH, known::KNEE, known::THIGH_MUSCLE]);
        const SAMPLE: ConceptSet = ConceptSet::of(&[known::SAMPLE, known::PARTIAL, known::WEDGE]);
        const ACT: ConceptSet = ConceptSet::of(&[known::CUT, known::TAKE, known::INCISION, known::NEEDLE]);
        const APART: ConceptSet = ConceptSet::of(&[known::NON_SOFT_TISSUE, known::DRAINAGE]);
        let asks = || self.concepts.has(known::PATHOLOGY) && self.concepts.meets(ACT) && self.concepts.meets(SAMPLE);
        self.concepts.meets(PLACE) && asks() && !self.concepts.meets(APART)
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
    }

    /// Whether the lining of a joint may have been taken, with no word for a biopsy.
    fn tells_of_synovium(&self) -> bool {
        const TAKEN: ConceptSet = ConceptSet::of(&[known::TAKE, known::SAMPLE, known::REMOVE, known::EXCISION]);
        self.concepts.has(known::NON_SOFT_TISSUE)
            && self.concepts.has(known::PATHOLOGY)
            && self.concepts.meets(TAKEN)
            && self.speaks_of(WordClass::SynoviumName)
    }

    /// Whether bone may have been laid open and its contents taken, with no word for a biopsy.
    fn tells_of_opened_bone(&self) -> bool {
        self.concepts.has(known::NON_SOFT_TISSUE)
            && self.concepts.has(known::PATHOLOGY)
            && self.speaks_of(WordClass::BoneOpened)
    }

    /// Whether something was given up or put off, or the patient was in danger.
    pub fn breaks_off(&self) -> bool {
        self.concepts.has(known::ABORT) || self.speaks_of(WordClass::BrokenOff)
    }

    /// Whether a node of groin, thigh or knee may have been taken out or aspirated. "Node" is no word for a lesion, so a note that
    /// speaks of nothing else is not one that can tell of soft tissue taken.
    fn tells_of_groin_node(&self) -> bool {
        const TAKEN: ConceptSet =
            ConceptSet::of(&[known::FINE_NEEDLE, known::ASPIRATE, known::EXCISION, known::REMOVE, known::TAKE]);
        self.concepts.has(known::NON_SOFT_TISSUE)
            && self.concepts.meets(TAKEN)
            && self.tokens.normal.contains("node")
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
        let index = self.mentions.iter().position(|m| self.is_status_after(m))?;
        let cue = &self.mentions[index];
        let mut biopsies = self.mentions.iter().filter(|m| m.is(known::BIOPSY));
        let act = biopsies.next()?;
        let near = act.first() > cue.last() && act.first() < cue.last() + 4 && biopsies.next().is_none();
        let says = |class| (0..self.tokens.list.len()).any(|t| self.word_is(t, class));
        (near && says(WordClass::WentWell) && !says(WordClass::TimeSince)).then_some(index as u32)
    }

    /// "s/p" among the first words of a note.
    fn is_status_after(&self, mention: &Mention) -> bool {
        const OPENING: usize = 14;
        let words = [mention.first(), mention.last()].map(|t| self.tokens.word(t));
        mention.first() < OPENING
            && mention.is(known::HISTORICAL_NEXT)
            && matches!(words, ["s", "p"] | ["sp", "sp"] | ["status", "post"])
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

    /// The longer phrase that a mention was laid over.
    pub fn phrase_under(&self, mention: usize) -> Option<u32> {
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
        token < self.tokens.list.len() && self.words.is(self.tokens.word(token), class)
    }

    /// Whether a stem of a class stands anywhere in the note.
    fn speaks_of(&self, class: WordClass) -> bool {
        self.words.stand_in(&self.tokens.normal, class)
    }

    /// What a token means.
    pub fn concepts(&self, token: usize) -> ConceptSet {
        self.mention(token).map_or(ConceptSet::EMPTY, |m| m.concepts)
    }

    /// Indices of the mentions that start within a run of tokens.
    pub fn mentions_in(&self, first: usize, end: usize) -> std::ops::Range<usize> {
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
        Units { tokens: &self.tokens, mentions: &self.mentions, at: &self.mention_at }
    }

    /// Whether a verb of any class, or a form of "to be", stands at a token.
    pub fn is_verb(&self, token: usize) -> bool {
        self.concepts(token).meets(VERBS)
    }

    /// Whether the note is one long run of words, as dictation software without punctuation leaves it.
    pub fn is_unpunctuated(&self) -> bool {
        self.unpunctuated
    }
}
