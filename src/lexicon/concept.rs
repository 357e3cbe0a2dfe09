//! Concepts: what a phrase means. The names the engine itself asks for have fixed numbers; `lexicons/concepts.tsv`
//! describes these and may add more, which only patterns use.

use rustc_hash::FxHashMap;

use crate::error::Error;

/// What a row means, e.g. `deep-fascia`. A small number, valid for the lexicon it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Concept(pub(crate) u16);

/// A set of concepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct ConceptSet([u64; WORDS]);

/// Words of a set, of 64 concepts each; an even number ([`ConceptSet::folded`]).
const WORDS: usize = 10;

const _: () = assert!(WORDS.is_multiple_of(2));

/// Most concepts of a lexicon.
const MOST: usize = WORDS * 64;

impl ConceptSet {
    /// The empty set.
    pub const EMPTY: Self = Self([0; WORDS]);

    /// Every concept there may be.
    pub const ALL: Self = Self([u64::MAX; WORDS]);

    /// A set of the given concepts.
    pub const fn of(concepts: &[Concept]) -> Self {
        let mut bits = [0; WORDS];
        let mut i = 0;
        while i < concepts.len() {
            let n = concepts[i].0 as usize;
            bits[n / 64] |= 1 << (n % 64);
            i += 1;
        }
        Self(bits)
    }

    /// Adds a concept.
    pub fn insert(&mut self, concept: Concept) {
        self.0[concept.0 as usize / 64] |= 1 << (concept.0 % 64);
    }

    /// The set but for a concept.
    pub fn without(mut self, concept: Concept) -> Self {
        self.0[concept.0 as usize / 64] &= !(1 << (concept.0 % 64));
        self
    }

    /// Whether the concept is in the set.
    pub fn has(self, concept: Concept) -> bool {
        self.0[concept.0 as usize / 64] & (1 << (concept.0 % 64)) != 0
    }

    /// Whether the two sets share a concept.
    pub fn meets(self, other: Self) -> bool {
        // All words at once: a branch after each costs more than the words behind it.
        (0..WORDS).fold(0, |shared, w| shared | (self.0[w] & other.0[w])) != 0
    }

    /// Fewer bits, each for several concepts: sets that share a concept share a bit.
    pub fn folded(self) -> u128 {
        self.0.chunks_exact(2).fold(0, |folded, pair| folded | u128::from(pair[0]) << 64 | u128::from(pair[1]))
    }

    /// Both sets together.
    pub const fn with(self, other: Self) -> Self {
        let mut both = self.0;
        let mut word = 0;
        while word < WORDS {
            both[word] |= other.0[word];
            word += 1;
        }
        Self(both)
    }

    /// What both sets hold.
    pub fn within(mut self, other: Self) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(own, theirs)| *own &= theirs);
        self
    }

    /// Whether nothing is in the set.
    pub fn is_empty(self) -> bool {
        self.0 == [0; WORDS]
    }

    /// The concepts, in the order of their numbers.
    pub fn iter(self) -> impl Iterator<Item = Concept> {
        (0..WORDS).flat_map(move |word| {
            let mut bits = self.0[word];
            std::iter::from_fn(move || {
                let bit = bits.trailing_zeros();
                bits &= bits.checked_sub(1)?;
                Some(Concept((word * 64) as u16 + bit as u16))
            })
        })
    }
}

/// Sets that many modules ask for.
pub mod group {
    use super::{ConceptSet, known};

    /// Units of length.
    pub const LENGTH_UNITS: ConceptSet = ConceptSet::of(&[known::UNIT_MM, known::UNIT_CM, known::UNIT_INCH]);
    /// What puts words into the past.
    pub const PAST: ConceptSet = ConceptSet::of(&[known::HISTORICAL, known::HISTORICAL_NEXT, known::HISTORICAL_BEFORE]);
    /// What puts words into the past or only plans them.
    pub const OTHER_TIME: ConceptSet =
        PAST.with(ConceptSet::of(&[known::HYPOTHETICAL_NEXT, known::HYPOTHETICAL_BEFORE]));
    /// The two sides.
    pub const SIDES: ConceptSet = ConceptSet::of(&[known::LEFT, known::RIGHT]);
    /// The regions that a place is told by.
    pub const REGIONS: ConceptSet = ConceptSet::of(&[known::THIGH, known::KNEE, known::OTHER_REGION]);
    /// The muscles that a place is told by.
    pub const MUSCLES: ConceptSet = ConceptSet::of(&[known::THIGH_MUSCLE, known::OTHER_MUSCLE]);
    /// What lies where the three codes hold.
    pub const THIGH_OR_KNEE: ConceptSet = ConceptSet::of(&[known::THIGH, known::KNEE, known::THIGH_MUSCLE]);
}

macro_rules! known {
    ($($name:ident = $text:literal),+ $(,)?) => {
        /// The concepts the engine asks for by name.
        #[allow(missing_docs)]
        pub mod known {
            use super::Concept;
            #[repr(u16)]
            #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
            enum Number { $($name),+ }
            $(pub const $name: Concept = Concept(Number::$name as u16);)+
            pub(super) const NAMES: &[&str] = &[$($text),+];
        }
    };
}

known! {
    // Where.
    THIGH = "thigh", KNEE = "knee", OTHER_REGION = "other-region", LIMB = "limb",
    WAY_THROUGH = "opening",
    THIGH_MUSCLE = "thigh-muscle", MUSCLE_GROUP = "muscle-group", OTHER_MUSCLE = "other-muscle", MUSCLE = "muscle", LANDMARK = "landmark",
    ANTERIOR = "anterior", POSTERIOR = "posterior", MEDIAL = "medial", LATERAL = "lateral",
    PROXIMAL = "proximal", MID = "mid", DISTAL = "distal",
    BARE_ASPECT = "bare-aspect", BESIDE_LANDMARK = "beside-landmark", BESIDE_REGION = "beside-region", FRONT_LANDMARK = "front-landmark", SIGHTING = "sighting",
    WATCH = "watch", SEND = "send", LEFT = "left", RIGHT = "right", BILATERAL = "bilateral", OPPOSITE = "opposite-side",
    // What the sentence is about.
    LESION = "lesion", SAMPLE = "sample", INCISION = "incision", NEEDLE = "needle", CORE = "core", CORE_DEVICE = "core-device", FIXATIVE = "fixative", NIBBLE = "nibble", TAKE_OFF = "take-off", OUT_WORD = "out-word", DISSECT = "dissect", COME_OFF = "come-off", PASS = "pass", BIOPSY = "biopsy", BIOPSIED = "biopsied", ENTRY = "entry",
    NON_SOFT_TISSUE = "non-soft-tissue", NEUROVASCULAR = "neurovascular", PREOP_WORD = "preop-word", POSTOP_WORD = "postop-word", NAMED_BEFORE = "named-before", NAMED_AFTER = "named-after", CALLED = "called", DIAGNOSIS_WORD = "diagnosis-word", UNREVISED = "unrevised", MARK = "mark", PENDING = "pending", LYMPHATIC = "lymphatic", BARE_NODE = "bare-node", MUSCLE_NEEDLE = "muscle-needle", MUSCLE_DISEASE = "muscle-disease", SITE_DISTRACTOR = "site-distractor", EXTENT = "extent", DEVICE = "device", ANESTHESIA = "anesthesia",
    MEASURE = "measure", DISTANCE = "distance", PAST_SIZE = "past-size", GROWTH = "growth", EXPOSURE = "exposure", SYMPTOM = "symptom",
    SIZE_FIELD = "size-field", LENGTH_NOUN = "length-noun", MARGIN = "margin", PART = "part", SIDE_FIELD = "side-field", SITE_FIELD = "site-field",
    IMAGING = "imaging", ULTRASOUND = "ultrasound", CT = "ct", MRI = "mri", FLUOROSCOPY = "fluoroscopy", BLIND = "blind", IMAGE = "image", SAVE = "save", REPORT_SEEN = "report-seen", FINDING_DENIED = "finding-denied", FINDING_ABSENT = "finding-absent", NO_MORE = "no-more", REQUEST = "request", WORRY = "worry", BIOPSY_WISH = "biopsy-wish", NO_IMAGING = "no-imaging", IMAGES_KEPT = "images-kept", IMAGE_GUIDANCE = "image-guidance",
    DEEP_WORD = "deep-word", FASCIA = "deep-fascia", SEPTUM = "septum", PATHOLOGY = "pathology", NONE = "none-answer", BODY_FLUID = "body-fluid", DISCARDED = "discarded", NOTHING_TAKEN = "nothing-taken", MALIGNANCY = "malignancy", INFECTION = "infection", UNCERTAIN = "uncertain", SAME_DIAGNOSIS = "same-diagnosis", SUSPICION = "suspicion", PAIN = "pain",
    // Verbs and small words.
    CUT = "cut", TAKE = "take", RETRACT = "retract", LIE = "lie", SEE = "see", SCAR = "scar", SPARE = "spare", UNSAMPLED = "unsampled", ABORT = "abort", FINE_NEEDLE = "fine-needle", SOUND = "sound", IDLE = "idle", DRAINAGE = "drainage", PERFORM = "perform", PREP = "prep", PUNCH_TOOL = "punch-tool", PUNCH = "punch", PARTIAL = "partial", ASPIRATE = "aspirate", REMOVE = "remove", EXCISION = "excision", SHELL_OUT = "shell-out", WHOLE = "whole", REMAIN = "remain",
    INSIDE = "inside", INTO = "into", BLOCK = "block", BELOW = "below", ABOVE = "above", FAT = "fat", SKIN = "skin", SUBCUTANEOUS = "subcutaneous", CLOSE = "close", CAPITALS = "capitals-only", VERB = "verb", BE = "be", PRONOUN = "pronoun", DETERMINER = "determiner", PREPOSITION = "preposition",
    CONJUNCTION = "conjunction", CLAUSE_BREAK = "clause-break", ABBREVIATION = "abbreviation", RELATIVE = "relative", FILLER = "site-filler",
    OVER = "over", SUPERFICIAL_FASCIA = "superficial-fascia", BESIDE = "beside", BETWEEN = "between", APART = "apart", DOWN_TO = "down-to", REACH = "reach", NOT_THROUGH = "not-through", NUMBING_LETTERS = "numbing-letters",
    // Numbers.
    NUMBER_WORD = "number-word", UNIT_MM = "unit-mm", UNIT_CM = "unit-cm", UNIT_INCH = "unit-inch", TIMES = "times", GAUGE = "gauge",
    UNIT_OTHER = "unit-other", TIME_SPAN = "time-span", SEVERAL_COUNT = "several-count",
    // Assertion.
    NEGATED_NEXT = "negated-next", NEGATED_BEFORE = "negated-before", POSSIBLE_NEXT = "possible-next", POSSIBLE_BEFORE = "possible-before",
    HISTORICAL_NEXT = "historical-next", HISTORICAL_BEFORE = "historical-before", HISTORICAL = "historical-clause", YES_ANSWER = "yes-answer",
    HYPOTHETICAL_NEXT = "hypothetical-next", HYPOTHETICAL_BEFORE = "hypothetical-before", OTHER_PERSON = "other-person", SCOPE_END = "scope-end",
    ONGOING = "ongoing", NEEDLE_PART = "needle-part", CYTOLOGY = "cytology", FAIL = "fail", SUTURE = "suture", NEW_FINDING = "new-finding", REOPEN = "reopen", WEDGE = "wedge", AFTERCARE = "aftercare", LEFT_BEHIND = "left-behind", USE = "use", CARRIED_TEXT = "carried-text", CARRIED_END = "carried-end", PAPER_CONSENT = "paper-consent", PAPER_REQUEST = "paper-request", PAPER_GUIDE = "paper-guide", PAPER_REPORT = "paper-report", REPORT_PART = "report-part", CURRENT = "current", PSEUDO = "pseudo", ACT_ONLY = "act-only", HISTORY_LIST = "history-list", TELL = "tell", DENIED_VERB = "denied-verb", DECLINED = "declined", SHARE_SENT = "share-sent", CONVERT = "convert", FROZEN = "frozen", OPEN_BIOPSY = "open-biopsy", THE_PATIENT = "the-patient", AFFIRMS = "affirms", ONLY = "only",
    // Discourse.
    CORRECTION = "correction", WITHDRAWN = "withdrawn", DISOWNED = "disowned", LAYERS_CUT = "layers-cut", ADDENDUM = "addendum", SECOND_LESION = "second-lesion", SUPRAFASCIAL = "suprafascial", SUBFASCIAL = "subfascial", INTRAMUSCULAR = "intramuscular", ALL_LESIONS = "all-lesions",
    LESION_ITEM = "lesion-item", FLUID = "fluid", REPEATED = "repeated", SITE_NOUN = "site-noun", CODE_WORD = "code-word",
    // Spelling.
    EVERYDAY = "everyday",
    // Sections.
    S_TITLE = "section-title", S_PREOP = "section-preop", S_POSTOP = "section-postop", S_PREPOST = "section-prepost", S_INDICATION = "section-indication",
    S_HISTORY = "section-history", S_TECHNIQUE = "section-technique", S_FINDINGS = "section-findings", S_SPECIMEN = "section-specimen",
    S_PLAN = "section-plan", S_CONSENT = "section-consent", S_FAMILY = "section-family", S_PAST = "section-past", S_EXAM = "section-exam", S_COMPARISON = "section-comparison",
    S_FIELD = "section-field", S_CODE = "section-code", S_ASIDE = "section-aside", S_DIAGNOSIS = "section-diagnosis", S_ADDENDUM = "section-addendum",
    S_PLANNED = "section-planned", S_GUIDANCE = "section-guidance", S_DEPTH = "section-depth", S_IMPRESSION = "section-impression",
}

/// The names of all concepts of a lexicon.
#[derive(Debug, Clone)]
pub struct Concepts {
    names: Vec<String>,
    by_name: FxHashMap<String, Concept>,
    read_misspelt: ConceptSet,
}

impl Concepts {
    /// The concepts the engine knows; `declare` adds others.
    pub(crate) fn new() -> Self {
        let names: Vec<String> = known::NAMES.iter().map(|n| (*n).to_owned()).collect();
        let by_name = names.iter().cloned().zip((0..=u16::MAX).map(Concept)).collect();
        Self { names, by_name, read_misspelt: ConceptSet::EMPTY }
    }

    /// Adds a concept named in `concepts.tsv`; naming one the engine knows is no change.
    pub(crate) fn declare(&mut self, name: &str) -> Result<Concept, Error> {
        if let Some(found) = self.find(name) {
            return Ok(found);
        }
        if self.names.len() == MOST {
            return Err(Error::lexicon(format!("more than {MOST} concepts")));
        }
        let concept = Concept(self.names.len() as u16);
        self.names.push(name.to_owned());
        self.by_name.insert(name.to_owned(), concept);
        Ok(concept)
    }

    /// Has the words of a concept read where they are misspelt by a letter.
    pub(crate) fn read_where_misspelt(&mut self, concept: Concept) {
        self.read_misspelt.insert(concept);
    }

    /// The concepts whose words are read where they are misspelt by a letter.
    pub(crate) fn read_misspelt(&self) -> ConceptSet {
        self.read_misspelt
    }

    /// The concept of this name.
    pub fn find(&self, name: &str) -> Option<Concept> {
        self.by_name.get(name).copied()
    }

    /// The name of a concept.
    pub fn name(&self, concept: Concept) -> &str {
        &self.names[concept.0 as usize]
    }

    /// All names, in the order of their numbers.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }
}
