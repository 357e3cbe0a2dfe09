//! The blocks of the code book as they stand in its files.

use serde::{Deserialize, Serialize, Serializer};

/// What one code means.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeEntry {
    /// The bare number.
    pub code: String,
    /// What it means, in our own plain words.
    pub meaning: String,
    /// Where the meaning comes from.
    pub source: Tags,
    /// The codes it belongs with, such as `muscle biopsy`.
    pub family: String,
    /// The part of the body; `any` where it holds for all.
    pub region: String,
    /// Relative value units, rates, days.
    #[serde(default)]
    pub figures: Vec<Figure>,
    /// What the note must hold.
    #[serde(default)]
    pub needs: Vec<Statement>,
    /// Code modifiers it takes.
    #[serde(default)]
    pub modifiers: Vec<String>,
    /// Codes that may stand beside it.
    #[serde(default)]
    pub add_ons: Vec<AddOnEntry>,
    /// What payers refuse.
    #[serde(default)]
    pub denials: Vec<Statement>,
    /// What coders ask.
    #[serde(default)]
    pub questions: Vec<Question>,
    /// Where sources contradict one another, and other reasons for care.
    #[serde(default)]
    pub cautions: Vec<Statement>,
    /// What could not be found out.
    #[serde(default)]
    pub not_known: Vec<String>,
    /// Codes to look at as well.
    #[serde(default)]
    pub see_also: Vec<String>,
}

impl CodeEntry {
    /// A figure of a year.
    pub fn figure(&self, name: FigureName, year: u16) -> Option<&Figure> {
        self.figures.iter().find(|f| f.name == name && f.year == Some(year))
    }
}

/// What one code modifier means.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModifierEntry {
    /// Two characters.
    pub modifier: String,
    /// What it means, in our own plain words.
    pub meaning: String,
    /// Where the meaning comes from.
    pub source: Tags,
    /// What it is appended to.
    pub applies_to: String,
    /// When it belongs there.
    #[serde(default)]
    pub when: Vec<Statement>,
    /// When it does not.
    #[serde(default)]
    pub not_when: Vec<Statement>,
    /// Words of a note that call for it; house rules all.
    #[serde(default)]
    pub words: Vec<String>,
    /// Words that may mislead to it.
    #[serde(default)]
    pub not_words: Vec<String>,
}

/// A sentence and where it comes from.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// In our own plain words.
    pub text: String,
    /// Its sources.
    pub source: Tags,
}

/// A question and its answers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The question.
    pub ask: String,
    /// The answer, each part with its sources.
    pub answer: Vec<Statement>,
}

/// A code that may stand beside another.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddOnEntry {
    /// The bare number.
    pub code: String,
    /// When it may.
    pub when: String,
    /// Where that comes from.
    pub source: Tags,
}

/// A number with its year and source.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// What it counts.
    pub name: FigureName,
    /// The number.
    pub value: f64,
    /// Its unit.
    pub unit: Unit,
    /// The year it holds for; only days may lack it.
    pub year: Option<u16>,
    /// Where it comes from.
    pub source: Tags,
    /// What else the source says of it.
    pub detail: Option<String>,
    /// Whether a total was computed from rate and conversion factor.
    #[serde(default)]
    pub computed: bool,
}

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FigureName {
    /// The physician's work.
    Work,
    /// The cost of the practice.
    Practice,
    /// The cost of insurance against claims.
    Malpractice,
    /// The sum of the three.
    Total,
    /// National payment to the physician.
    NationalRate,
    /// Payment in an office.
    Office,
    /// Payment to the physician in a facility.
    Facility,
    /// Payment to a hospital for an outpatient.
    HospitalOutpatient,
    /// Payment to an ambulatory surgery center.
    SurgeryCenter,
    /// Days in which what belongs to the procedure is not paid again.
    GlobalPeriod,
}

/// The unit of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
pub enum Unit {
    /// Relative value units.
    #[serde(rename = "RVU")]
    Rvu,
    /// US dollars.
    #[serde(rename = "USD")]
    Usd,
    /// Days.
    #[serde(rename = "days")]
    Days,
}

/// What one relative value unit pays in a year, in US dollars.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConversionFactor {
    /// The year.
    pub year: u16,
    /// US dollars per unit.
    pub value: f64,
    /// Where it comes from.
    pub source: Tags,
}

/// A page that statements cite, or the project's own judgement.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// What the files cite.
    pub tag: String,
    /// The site.
    #[serde(default)]
    pub site: String,
    /// The page's title.
    #[serde(default)]
    pub page: String,
    /// The year in which it was read.
    pub read: Option<u16>,
    /// Whether it marks the project's own judgement rather than a page.
    #[serde(default)]
    pub house_rule: bool,
}

impl Source {
    /// As a reader may see it.
    pub fn citation(&self) -> String {
        let read = self.read.map(|y| format!(", read {y}")).unwrap_or_default();
        if self.house_rule { super::HOUSE_RULE.to_owned() } else { format!("{}: {}{read}", self.site, self.page) }
    }
}

/// One or several tags of sources; in the files a string or a list.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "OneOrMany")]
pub struct Tags(Vec<String>);

impl Tags {
    /// The tags.
    pub fn iter(&self) -> std::slice::Iter<'_, String> {
        self.0.iter()
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl From<OneOrMany> for Tags {
    fn from(tags: OneOrMany) -> Self {
        match tags {
            OneOrMany::One(tag) => Self(vec![tag]),
            OneOrMany::Many(tags) => Self(tags),
        }
    }
}

/// A number without decimals where it is whole.
pub(super) fn whole<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    match value.fract() == 0.0 {
        true => serializer.serialize_i64(*value as i64),
        false => serializer.serialize_f64(*value),
    }
}
