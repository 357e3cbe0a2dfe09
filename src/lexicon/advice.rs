//! Rules of advice, read from TOML: a condition on what was found and said, and what a coder should then look at. Short blocks
//! in `neighbours.toml`, `triggers.toml`, `add-ons.toml`, `advice.toml`, `risks.toml`, `completeness.toml` and `queries.toml`.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::pattern::broken;
use super::rule::OrNone;
use super::topic::{Topic, TopicNames, TopicSet};
use crate::analysis::{
    AddOnGap, AddOnStatus, Approach, Depth, Family, GuidanceUse, Laterality, Modality, Region, Status,
};
use crate::error::Error;

/// When a rule holds. Everything that is filled must hold; of a list of values one must.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Condition {
    /// Approaches; `none` stands for one that is not told.
    pub approach: Vec<OrNone<Approach>>,
    /// Depths, likewise.
    pub depth: Vec<OrNone<Depth>>,
    /// Regions, likewise.
    pub region: Vec<OrNone<Region>>,
    /// Sides, likewise.
    pub laterality: Vec<OrNone<Laterality>>,
    /// Uses of guidance, likewise.
    pub guidance: Vec<OrNone<GuidanceUse>>,
    /// Modalities of the guidance; `none` where none is told.
    pub modality: Vec<OrNone<Modality>>,
    /// Statuses of the code.
    pub status: Vec<Status>,
    /// Codes that were proposed.
    pub code: Vec<String>,
    /// The lesion's greatest dimension in millimetres: from the first, below the second.
    pub size_mm: Option<[f64; 2]>,
    /// What must have been said: one of `a|b`, for each entry.
    pub topics: Vec<Topics>,
    /// What must have been said anywhere in the note, of whatever lesion.
    pub note: Vec<Topics>,
    /// What must not have been said.
    pub without: Vec<Topics>,
    /// What the words for the lesion's site must say, one of the entries.
    pub sited: Vec<Topics>,
    /// What must be so.
    pub facts: Vec<Fact>,
    /// What must not be so.
    pub unless: Vec<Fact>,
}

/// Topics of which one is meant: `a|b`. The names are looked up once the patterns are read.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "String")]
pub struct Topics {
    names: String,
    list: Vec<Topic>,
    /// The same, to be told at a glance from those of a note.
    set: TopicSet,
}

impl From<String> for Topics {
    fn from(names: String) -> Self {
        Self { names, ..Self::default() }
    }
}

impl Topics {
    /// The topics.
    pub fn list(&self) -> &[Topic] {
        &self.list
    }

    /// The topics as a set.
    pub fn set(&self) -> &TopicSet {
        &self.set
    }

    fn resolve(&mut self, names: &TopicNames) -> Result<(), String> {
        if self.names.is_empty() {
            return Ok(());
        }
        let find = |name: &str| names.find(name.trim()).ok_or_else(|| format!("no pattern says topic `{name}`"));
        self.list = self.names.split('|').map(find).collect::<Result<_, _>>()?;
        self.set = self.list.iter().copied().collect();
        Ok(())
    }
}

impl Condition {
    fn resolve(&mut self, names: &TopicNames) -> Result<(), String> {
        let lists = [&mut self.topics, &mut self.note, &mut self.without, &mut self.sited];
        lists.into_iter().flatten().try_for_each(|t| t.resolve(names))
    }

    /// Topics of which one must be told for it to hold; none where it asks for no topic.
    fn needs(&self) -> Option<TopicSet> {
        self.topics.iter().chain(&self.note).map(|t| t.set).next()
    }

    /// The topics it asks for, welcome or not.
    fn asked(&self) -> impl Iterator<Item = Topic> {
        [&self.topics, &self.note, &self.without, &self.sited]
            .into_iter()
            .flatten()
            .flat_map(|t| t.list.iter().copied())
    }
}

/// Something the engine knows of a procedure or a note that is neither one of its elements nor a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fact {
    /// The note tells of at least one procedure.
    AnyProcedure,
    /// The note tells of two or more.
    SeveralProcedures,
    /// Another procedure of the note was done in the same way.
    SameWayElsewhere,
    /// Fine needle aspiration was done, alone or beside cores.
    FineNeedle,
    /// The lesion is called just deep, or just superficial.
    BareDepth,
    /// Images of the guidance were kept.
    ImagesSaved,
    /// Neither aspect nor structure places the lesion.
    SiteVague,
    /// The size is not told.
    SizeMissing,
    /// An earlier procedure lies on the same side of thigh and knee, so that a side does not tell the two apart.
    SameGroundEarlier,
    /// An earlier procedure was the same open biopsy at the same place of the other side.
    MirrorsEarlier,
    /// Another code was proposed for another procedure, and this is not the one that leads.
    OtherCodeLeads,
    /// Two or more procedures were guided.
    GuidedTwice,
    /// An earlier procedure has its guidance already.
    GuidedEarlier,
    /// Guidance is told, and something that its code needs is not.
    GuidanceUnrecorded,
    /// The title or a stated code tells of an open biopsy.
    TitledOpen,
    /// A part was taken as a biopsy, and the whole lesion was removed.
    SampledAndRemoved,
    /// No reason for the biopsy is told.
    IndicationMissing,
    /// Of the reason no more is told than that there is a lump, or a wish or a referral.
    IndicationWeak,
    /// Nothing tells where the tissue went.
    SpecimenMissing,
    /// One of the two diagnoses is not told.
    DiagnosisMissing,
    /// The note states another code than its text supports.
    CodeDiffers,
    /// The note names two times of day that lie two hours or more apart.
    HoursApart,
    /// The note names two days of which one follows the other.
    DaysFollow,
    /// What is told of a lesion tells of an open sampling and of one by a needle, and of no change from one to the other.
    OpenAndNeedle,
    /// What is told of a lesion names two places with their sides, of different sides or regions, each as that of something sampled.
    TwoPlaces,
}

/// Whether a rule is tried on each procedure or once on the note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Per {
    /// On each procedure.
    #[default]
    Procedure,
    /// On the note as a whole.
    Note,
}

/// A family of codes beyond the three.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NeighbourRule {
    /// Its name. Of rules of one family and of equal `per`, the first that fits decides.
    pub id: String,
    /// What it is tried on.
    #[serde(default)]
    pub per: Per,
    /// When it holds.
    pub when: Condition,
    /// The codes that fit.
    pub codes: Vec<String>,
    /// The family.
    pub family: Family,
    /// Why, in plain words.
    pub reason: String,
    /// What the note would have to say to settle on one.
    #[serde(default)]
    pub missing: Vec<String>,
    /// Where the rule comes from.
    pub source: String,
}

/// A modifier and its trigger.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModifierRule {
    /// The modifier.
    pub modifier: String,
    /// When it holds.
    pub when: Condition,
    /// Why, in plain words.
    pub reason: String,
    /// Where the rule comes from.
    pub source: String,
}

/// What becomes of guidance codes.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddOnRules {
    /// What the note must hold for it.
    pub need: Vec<AddOnNeed>,
    /// Its status by what was done, the first that fits.
    pub add_on: Vec<AddOnRule>,
}

/// Something that must be documented.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddOnNeed {
    /// What is missing where it is not said.
    pub gap: AddOnGap,
    /// When it is there.
    pub when: Condition,
}

/// The status of a guidance code.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddOnRule {
    /// Its name.
    pub id: String,
    /// When it holds.
    pub when: Condition,
    /// The status; `documented` becomes `incomplete` where something is missing.
    pub status: AddOnStatus,
    /// Why, in plain words.
    pub reason: String,
    /// Where the rule comes from.
    pub source: String,
}

/// Something to look at before the claim.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdviceRule {
    /// Its id; several blocks may share one, the first that fits speaks.
    pub id: String,
    /// What it is tried on.
    #[serde(default)]
    pub per: Per,
    /// When it holds.
    pub when: Condition,
    /// What to look at, in plain words.
    pub message: String,
    /// Code modifiers that it names and that stand with no code of this analysis: of a visit, or of what was begun and has no code.
    #[serde(default)]
    pub code_modifiers: Vec<String>,
    /// Where the rule comes from.
    pub source: String,
}

/// A likely refusal. The order of the file is the order of likelihood.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RiskRule {
    /// Its id.
    pub id: String,
    /// What it is tried on.
    #[serde(default)]
    pub per: Per,
    /// When it holds.
    pub when: Condition,
    /// What may happen and why.
    pub message: String,
    /// What would mend it.
    pub mend: String,
    /// Where the rule comes from.
    pub source: String,
}

/// A part of an operative report and how it is recognised.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemRule {
    /// Its name.
    pub item: String,
    /// The topics that tell it, in a sentence or by a heading with something under it.
    #[serde(default)]
    pub told: Topics,
    /// What was read already that tells it too.
    #[serde(default)]
    pub read: Option<ReadEntry>,
    /// Where the rule comes from.
    pub source: String,
}

/// What an analysis holds already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum ReadEntry {
    PreopDiagnosis,
    PostopDiagnosis,
    Specimen,
    Approach,
    /// A title section.
    Title,
    /// A section of findings, or a size or depth.
    Findings,
}

/// What a question to the physician quotes and offers. The question itself stands with its flag.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueryRule {
    /// The flag it belongs to.
    pub flag: String,
    /// Elements whose words are quoted.
    #[serde(default)]
    pub quotes: Vec<Quoted>,
    /// Topics whose words are quoted.
    #[serde(default)]
    pub topics: Topics,
    /// The answers to choose from, each with what the note must say for it to be offered.
    #[serde(default)]
    pub option: Vec<OptionRule>,
    /// Where the rule comes from.
    pub source: String,
}

/// An answer to choose from.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionRule {
    /// The answer.
    pub text: String,
    /// Offered where one of these is said.
    pub said: Topics,
}

/// An element whose words a question quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Quoted {
    Approach,
    Depth,
    Region,
    Structure,
    Laterality,
    Size,
    Guidance,
    PreopDiagnosis,
    PostopDiagnosis,
    Indication,
    Specimen,
}

/// Rules in the order of their file. Beside them, close together, the topics of which each needs one: nearly all rules ask for what a
/// note does not speak of, and are passed over without being looked at.
#[derive(Debug, Clone)]
pub struct RuleList<R> {
    rules: Vec<R>,
    /// Of each rule the topics of which one must be told; none of a rule that asks for no topic.
    needs: Vec<Option<TopicSet>>,
}

impl<R> Default for RuleList<R> {
    fn default() -> Self {
        Self { rules: Vec::new(), needs: Vec::new() }
    }
}

impl<R> RuleList<R> {
    /// Gathers what the rules need, once their topics are looked up.
    fn sum_up(&mut self, when: impl Fn(&R) -> &Condition) {
        self.needs = self.rules.iter().map(|rule| when(rule).needs()).collect();
    }

    /// All rules.
    pub fn iter(&self) -> std::slice::Iter<'_, R> {
        self.rules.iter()
    }

    /// The rules that may hold where a note speaks of some topics.
    pub fn open_to(&self, spoken_of: TopicSet) -> impl Iterator<Item = &R> {
        let is_open = move |needs: &Option<TopicSet>| needs.is_none_or(|topics| topics.meets(&spoken_of));
        self.rules.iter().zip(&self.needs).filter(move |(_, needs)| is_open(needs)).map(|(rule, _)| rule)
    }
}

/// All rules of advice.
#[derive(Debug, Clone, Default)]
pub struct AdviceRules {
    /// Families beyond the three codes.
    pub neighbours: RuleList<NeighbourRule>,
    /// Modifiers.
    pub modifiers: RuleList<ModifierRule>,
    /// Guidance codes.
    pub add_ons: AddOnRules,
    /// Things to look at.
    pub advice: RuleList<AdviceRule>,
    /// Likely refusals, the likeliest first.
    pub risks: RuleList<RiskRule>,
    /// Parts of a report.
    pub items: Vec<ItemRule>,
    /// What questions quote and offer.
    pub queries: Vec<QueryRule>,
}

/// The files it reads.
const FILES: [&str; 7] = [
    "neighbours.toml",
    "triggers.toml",
    "add-ons.toml",
    "advice.toml",
    "risks.toml",
    "completeness.toml",
    "queries.toml",
];

macro_rules! list_of {
    ($file:ident, $text:ident, $key:ident: $rule:ty) => {{
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct File {
            #[serde(default)]
            $key: Vec<$rule>,
        }
        parse::<File>($file, $text)?.$key
    }};
}

impl AdviceRules {
    /// Whether a file holds rules of advice.
    pub(super) fn has(file: &str) -> bool {
        FILES.contains(&file)
    }

    /// Reads one of the files.
    ///
    /// # Errors
    /// A file that is no such list, with line and column.
    pub(super) fn read(&mut self, file: &str, text: &str) -> Result<(), Error> {
        match file {
            "neighbours.toml" => self.neighbours.rules = list_of!(file, text, neighbour: NeighbourRule),
            "triggers.toml" => self.modifiers.rules = list_of!(file, text, modifier: ModifierRule),
            "add-ons.toml" => self.add_ons = parse(file, text)?,
            "advice.toml" => self.advice.rules = list_of!(file, text, advice: AdviceRule),
            "risks.toml" => self.risks.rules = list_of!(file, text, risk: RiskRule),
            "completeness.toml" => self.items = list_of!(file, text, item: ItemRule),
            _ => self.queries = list_of!(file, text, query: QueryRule),
        }
        Ok(())
    }

    /// Looks up the topics that the rules name.
    ///
    /// # Errors
    /// A topic that no pattern says.
    pub(super) fn resolve(&mut self, names: &TopicNames) -> Result<(), Error> {
        let named = |file: &'static str, id: &str, done: Result<(), String>| {
            done.map_err(|reason| Error::of(file, format!("`{id}`: {reason}")))
        };
        for r in &mut self.neighbours.rules {
            named("neighbours.toml", &r.id, r.when.resolve(names))?;
        }
        for r in &mut self.modifiers.rules {
            named("triggers.toml", &r.modifier, r.when.resolve(names))?;
        }
        for r in &mut self.add_ons.add_on {
            named("add-ons.toml", &r.id, r.when.resolve(names))?;
        }
        for r in &mut self.add_ons.need {
            named("add-ons.toml", "need", r.when.resolve(names))?;
        }
        for r in &mut self.advice.rules {
            named("advice.toml", &r.id, r.when.resolve(names))?;
        }
        for r in &mut self.risks.rules {
            named("risks.toml", &r.id, r.when.resolve(names))?;
        }
        for r in &mut self.items {
            named("completeness.toml", &r.item, r.told.resolve(names))?;
        }
        for r in &mut self.queries {
            let done = r.topics.resolve(names);
            let done = done.and_then(|()| r.option.iter_mut().try_for_each(|o| o.said.resolve(names)));
            named("queries.toml", &r.flag, done)?;
        }
        self.neighbours.sum_up(|r| &r.when);
        self.modifiers.sum_up(|r| &r.when);
        self.advice.sum_up(|r| &r.when);
        self.risks.sum_up(|r| &r.when);
        Ok(())
    }

    /// All topics that a rule asks for.
    pub fn asked(&self) -> Vec<Topic> {
        let conditions = (self.neighbours.iter().map(|r| &r.when))
            .chain(self.modifiers.iter().map(|r| &r.when))
            .chain(self.add_ons.add_on.iter().map(|r| &r.when))
            .chain(self.add_ons.need.iter().map(|r| &r.when))
            .chain(self.advice.iter().map(|r| &r.when))
            .chain(self.risks.iter().map(|r| &r.when));
        let options = self.queries.iter().flat_map(|q| q.option.iter().map(|o| &o.said).chain([&q.topics]));
        let lists = self.items.iter().map(|r| &r.told).chain(options);
        conditions.flat_map(Condition::asked).chain(lists.flat_map(|t| t.list.iter().copied())).collect()
    }

    /// Rules without a reason or a source, by file and name.
    pub(super) fn incomplete(&self) -> Vec<(&'static str, &str)> {
        let empty = |texts: &[&String]| texts.iter().any(|t| t.trim().is_empty());
        let mut out = Vec::new();
        out.extend(self.neighbours.iter().filter(|r| empty(&[&r.reason, &r.source])).map(|r| (FILES[0], &*r.id)));
        out.extend(self.modifiers.iter().filter(|r| empty(&[&r.reason, &r.source])).map(|r| (FILES[1], &*r.modifier)));
        out.extend(self.add_ons.add_on.iter().filter(|r| empty(&[&r.reason, &r.source])).map(|r| (FILES[2], &*r.id)));
        out.extend(self.advice.iter().filter(|r| empty(&[&r.message, &r.source])).map(|r| (FILES[3], &*r.id)));
        out.extend(self.risks.iter().filter(|r| empty(&[&r.message, &r.mend, &r.source])).map(|r| (FILES[4], &*r.id)));
        out.extend(self.items.iter().filter(|r| empty(&[&r.source])).map(|r| (FILES[5], &*r.item)));
        out.extend(self.queries.iter().filter(|r| empty(&[&r.source])).map(|r| (FILES[6], &*r.flag)));
        out
    }
}

fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, Error> {
    toml::from_str(text).map_err(|e| broken(file, text, &e))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: &str = "[[advice]]\nid = \"x\"\nwhen.topics = [\"a|b\"]\nmessage = \"m\"\nsource = \"s\"\n";

    #[test]
    fn topics_are_looked_up_by_name() {
        let mut names = TopicNames::default();
        let mut rules = AdviceRules::default();
        rules.read("advice.toml", RULE).expect("reads");
        let error = rules.resolve(&names).expect_err("no topics yet");
        assert_eq!(error.to_string(), "advice.toml: `x`: no pattern says topic `a`");
        let topics = ["a", "b"].map(|n| names.intern(n).expect("interned"));
        rules.resolve(&names).expect("both are known");
        assert_eq!(rules.asked(), topics);
    }

    #[test]
    fn a_rule_without_words_is_named() {
        let mut rules = AdviceRules::default();
        rules.read("advice.toml", &RULE.replace("\"m\"", "\" \"")).expect("reads");
        assert_eq!(rules.incomplete(), [("advice.toml", "x")]);
        let error = rules.read("advice.toml", &RULE.replace("when.topics", "when.topic")).expect_err("unknown");
        assert!(error.to_string().starts_with("advice.toml:3:"), "{error}");
    }
}
