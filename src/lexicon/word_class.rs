//! Classes of single words, which the engine asks for where a word stands: what the tables `words….tsv` list. They are no concepts:
//! no phrase means them and no pattern names them.

macro_rules! classes {
    ($($name:ident = $text:literal: $meaning:literal),+ $(,)?) => {
        /// What a single word is where it stands.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum WordClass { $(#[doc = $meaning] $name),+ }

        impl WordClass {
            /// All classes, in the order of their numbers.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The name that the tables give it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }
        }
    };
}

classes! {
    WentWell = "went-well": "How a procedure went, told right after it.",
    TimeSince = "time-since": "Time has passed since a procedure.",
    SacName = "sac-name": "Sacs of fluid that are drained or removed.",
    BoneOpened = "bone-opened": "Bone was laid open.",
    BrokenOff = "broken-off": "Something may have been given up, not found, or taken in a way that no element tells.",
    NodePlace = "node-place": "Where nodes lie that may be taken for a lesion of thigh or knee.",
    Holder = "holder": "What holds a specimen and is named by a letter.",
    SeenWhole = "seen-whole": "A layer is whole.",
    PastForm = "past-form": "Verbs in a past tense.",
    PastOnly = "past-only": "Verbs in a past tense that do not follow \"would\" or \"could\".",
    Modal = "modal": "Verbs that another verb follows in its plain form.",
    SynoviumName = "synovium-name": "The lining of a joint.",
    IrregularPast = "irregular-past": "Verbs, most in an irregular past tense, that tell of a subject of their own.",
    PlannedLabel = "planned-label": "Labels of what is only planned.",
    TimeBefore = "time-before": "Times before a procedure, in labels.",
    TimeAfter = "time-after": "Times behind a procedure, in labels.",
    DiagnosisLabel = "diagnosis-label": "Words that name a diagnosis beside a time.",
    DiagnosisName = "diagnosis-name": "Words that name a diagnosis.",
    ReasonLabel = "reason-label": "Words of labels that ask for the reason.",
    CareWord = "care-word": "Care after a procedure.",
    FirstDiagnosis = "first-diagnosis": "The earlier of two diagnoses.",
    LastDiagnosis = "last-diagnosis": "The later of two diagnoses.",
    NoContent = "no-content": "Words that tell no diagnosis.",
    Quoting = "quoting": "Nouns and verbs for what was written before.",
    Institution = "institution": "Where patients are seen, as a letterhead names it.",
    CountedElse = "counted-else": "What is numbered in a note and is no lesion: days, steps, throws, jars, pictures.",
    Linen = "linen": "Drapes and the like, which are no layer of the patient.",
    JointCyst = "joint-cyst": "Cysts of a joint by their names, which are measured apart from a lesion.",
    Bleed = "bleed": "Blood that has run out of its vessels.",
    AfterNeedle = "after-needle": "What is told of the state behind a procedure.",
    ShapeName = "shape-name": "Shapes that a piece may have as well as a lesion.",
    MatterName = "matter-name": "Stuff without a shape.",
    MeasuringTool = "measuring-tool": "What measures.",
    VesselName = "vessel-name": "What runs by a lesion.",
    SurfacePart = "surface-part": "Parts of a lesion that may be bared or taken.",
    CutCourse = "cut-course": "Courses of a cut.",
    FacePart = "face-part": "Parts of a limb that have a face: \"the upper back part of the thigh\".",
    WayName = "way-name": "What of a needle's or a cut's way is planned before it is gone.",
    CutLook = "cut-look": "What a cut is called, beside its course.",
    Touch = "touch": "How a lesion was measured without a tool.",
    Wanting = "wanting": "What is wished for and not yet had.",
    ThingName = "thing-name": "Names for a lesion that is called by none of its own.",
    Visit = "visit": "A sitting of the patient and the doctor.",
    BeginsAt = "begins-at": "Where something lies or begins, told with a depth.",
    FeltName = "felt-name": "How a lesion was felt or measured.",
    Turning = "turning": "Turning to something else.",
    OrderWord = "order-word": "Words of order.",
    DealtWith = "dealt-with": "Dealing with a place or a lesion.",
    Position = "position": "Words that place one thing against another.",
    Liquid = "liquid": "What is drawn through a needle and is no tissue.",
    Drawn = "drawn": "Drawing something off.",
    NotDrawn = "not-drawn": "A volume of something else: lost, washed or injected.",
    Proposal = "proposal": "What an act may be, behind a modal, as long as it is not done.",
    BillWord = "bill-word": "Billing and charging.",
    CodeWord = "code-word": "What a number is called that stands for a service.",
    OtherNumber = "other-number": "What a number is called that stands for no service.",
    LooseLaboratory = "loose-laboratory": "Words that name a laboratory's work only where something goes there.",
    InjuredMuscle = "injured-muscle": "How a muscle before which they stand was hurt.",
    MeasureName = "measure-name": "What is compared in extent.",
    Multiple = "multiple": "How many times a thing is as large as another.",
    Trade = "trade": "What people do or did for a living, or were.",
    LaboratoryTold = "laboratory-told": "What is told of a laboratory's work right behind its name.",
    CutMade = "cut-made": "Making a cut, told behind it.",
    PairWord = "pair-word": "Words by which one lesion of two is told from the other.",
    NoName = "no-name": "Words before \"one\" that single out no lesion by a name of its own.",
    SumWord = "sum-word": "A sum of lengths.",
    AtOperation = "at-operation": "Where or with what a length is taken at an operation.",
    HeadedWord = "headed-word": "How a paper is headed.",
    FillsPlace = "fills-place": "Taking up a place.",
    PutAway = "put-away": "Taking back a word that was written.",
    TextBlock = "text-block": "What a run of text in a note is called.",
    PatientWord = "patient-word": "Last words of a phrase for another patient.",
    Month = "month": "Months, and what stands for the part of a date that is left out.",
    Discovered = "discovered": "Coming upon a lesion.",
    Elsewhen = "elsewhen": "What tells, beside a biopsy that is only named, that it is not of this encounter.",
    TracedTo = "traced-to": "Words before \"to\" and what something was explained by.",
    ResultWord = "result-word": "What a laboratory made of a sample.",
    LaboratoryAsked = "laboratory-asked": "Words before a laboratory's work that is waited for.",
    UpperEnd = "upper-end": "Where the thigh begins.",
    ResultTold = "result-told": "What a biopsy that is only named brought.",
    ToldDone = "told-done": "How a biopsy went.",
    OtherDeed = "other-deed": "What else may be told of a text and a patient.",
    TakenFor = "taken-for": "Words before what something was held to be.",
    MuscleInjury = "muscle-injury": "What a muscle may suffer.",
    LaboratoryMisled = "laboratory-misled": "Nouns that such a word belongs to otherwise.",
    HarmWord = "harm-word": "What may become of a nerve or vessel on the way.",
    Neighbour = "neighbour": "What another lesion is called by the one it lies beside.",
}

impl WordClass {
    /// The class of this name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|c| c.name() == name)
    }
}
