//! What the book says of one code, code modifier or flag, with citations in place of tags; and the list of all that it knows.
//! In: a topic as typed. Out: an [`Explanation`], the published contract of `opnote explain --format json`.

use serde::Serialize;

use super::entry::{CodeEntry, Figure, FigureName, ModifierEntry, Statement, Tags, Unit, whole};
use super::near::nearest;
use super::{CodeBook, HOUSE_RULE};
use crate::analysis::{RuleSet, Severity, Status};
use crate::lexicon::Lexicon;
use crate::lexicon::rule::FlagRule;

/// Name of this format, written into every explanation.
pub const SCHEMA: &str = "opnote/explanation/1";

/// What is known of a topic.
#[derive(Debug, Clone, Serialize)]
pub struct Explanation {
    /// Always `opnote/explanation/1`.
    pub schema: &'static str,
    /// The lexicons it comes from.
    pub rules: RuleSet,
    /// What is explained; its fields stand at the top level, beside `kind`.
    #[serde(flatten)]
    pub subject: Subject,
}

/// What is explained.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Subject {
    /// A code.
    Code(Box<CodeExplanation>),
    /// A code modifier.
    Modifier(ModifierExplanation),
    /// A flag.
    Flag(FlagExplanation),
    /// All that can be explained.
    Index(Index),
}

/// What is known of a code.
#[derive(Debug, Clone, Serialize)]
pub struct CodeExplanation {
    /// The bare number.
    pub code: String,
    /// What it means, in our own plain words.
    pub meaning: String,
    /// Citations of the meaning.
    pub source: Vec<String>,
    /// The codes it belongs with.
    pub family: String,
    /// The part of the body, or `any`.
    pub region: String,
    /// When `opnote` itself proposes it.
    pub proposed: Vec<Proposal>,
    /// Relative value units, rates, days.
    pub figures: Vec<CitedFigure>,
    /// What one unit pays, where both total and rate of a year are known.
    pub conversion_factor: Option<CitedFactor>,
    /// What the note must hold.
    pub needs: Vec<Cited>,
    /// Code modifiers it takes.
    pub modifiers: Vec<Named>,
    /// Codes that may stand beside it.
    pub add_ons: Vec<CitedAddOn>,
    /// What payers refuse.
    pub denials: Vec<Cited>,
    /// What coders ask.
    pub questions: Vec<Answered>,
    /// Where sources contradict one another, and other reasons for care.
    pub cautions: Vec<Cited>,
    /// What could not be found out.
    pub not_known: Vec<String>,
    /// Codes to look at as well.
    pub see_also: Vec<Named>,
}

/// What is known of a code modifier.
#[derive(Debug, Clone, Serialize)]
pub struct ModifierExplanation {
    /// Two characters.
    pub modifier: String,
    /// What it means, in our own plain words.
    pub meaning: String,
    /// Citations of the meaning.
    pub source: Vec<String>,
    /// What it is appended to.
    pub applies_to: String,
    /// Codes of the book that take it.
    pub codes: Vec<String>,
    /// When it belongs there.
    pub when: Vec<Cited>,
    /// When it does not.
    pub not_when: Vec<Cited>,
    /// Words of a note that call for it; house rules.
    pub words: Vec<String>,
    /// Words that may mislead to it; house rules.
    pub not_words: Vec<String>,
}

/// What is known of a flag.
#[derive(Debug, Clone, Serialize)]
pub struct FlagExplanation {
    /// The flag's id.
    pub flag: String,
    /// How serious it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Why it matters.
    pub meaning: String,
    /// When it is raised.
    pub raised: String,
    /// What mends it.
    pub mended: String,
    /// The question to the physician; null where there is none to ask.
    pub question: Option<String>,
    /// Where the rule comes from.
    pub source: String,
}

/// All that can be explained.
#[derive(Debug, Clone, Serialize)]
pub struct Index {
    /// Codes by family, in the order of the book.
    pub codes: Vec<Family>,
    /// Code modifiers.
    pub modifiers: Vec<Named>,
    /// Flags.
    pub flags: Vec<Named>,
}

/// Codes that belong together.
#[derive(Debug, Clone, Serialize)]
pub struct Family {
    /// What they have in common.
    pub family: String,
    /// The codes.
    pub codes: Vec<Named>,
}

/// A name and what it means.
#[derive(Debug, Clone, Serialize)]
pub struct Named {
    /// A code, a code modifier or a flag's id.
    pub name: String,
    /// In our own plain words.
    pub meaning: String,
    /// Whether the meaning rests on the project's own judgement rather than on a page.
    pub house_rule: bool,
}

/// A sentence and its citations.
#[derive(Debug, Clone, Serialize)]
pub struct Cited {
    /// The sentence.
    pub text: String,
    /// Site, page and year of reading, or `house rule`.
    pub source: Vec<String>,
}

/// A question with its answers.
#[derive(Debug, Clone, Serialize)]
pub struct Answered {
    /// The question.
    pub ask: String,
    /// The answers.
    pub answer: Vec<Cited>,
}

/// A figure and its citations.
#[derive(Debug, Clone, Serialize)]
pub struct CitedFigure {
    /// What it counts.
    pub name: FigureName,
    /// The number.
    #[serde(serialize_with = "whole")]
    pub value: f64,
    /// Its unit.
    pub unit: Unit,
    /// The year it holds for; null where the source gives none.
    pub year: Option<u16>,
    /// Whether it was computed from rate and conversion factor.
    pub computed: bool,
    /// What else the source says of it.
    pub detail: Option<String>,
    /// Citations.
    pub source: Vec<String>,
}

/// A conversion factor and its citations.
#[derive(Debug, Clone, Serialize)]
pub struct CitedFactor {
    /// The year it holds for.
    pub year: u16,
    /// US dollars per relative value unit.
    pub value: f64,
    /// Citations.
    pub source: Vec<String>,
}

/// A code that may stand beside another.
#[derive(Debug, Clone, Serialize)]
pub struct CitedAddOn {
    /// The bare number.
    pub code: String,
    /// When it may.
    pub when: String,
    /// Citations.
    pub source: Vec<String>,
}

/// A rule by which `opnote` proposes a code.
#[derive(Debug, Clone, Serialize)]
pub struct Proposal {
    /// How firmly.
    pub status: Status,
    /// Why.
    pub reason: String,
    /// Where the rule comes from.
    pub source: String,
}

impl CodeBook {
    /// What is known of a code, a code modifier or a flag; upper and lower case are one, and so are blanks, `_` and `-`.
    pub fn explain(&self, lexicon: &Lexicon, topic: &str) -> Option<Explanation> {
        let topic = plain(topic);
        let is = |name: &str| plain(name) == topic;
        let code = || self.codes.iter().find(|c| is(&c.code)).map(|c| self.explained_code(lexicon, c));
        let modifier = || self.modifiers.iter().find(|m| is(&m.modifier)).map(|m| self.explained_modifier(m));
        let flag = || lexicon.flags().iter().find(|f| is(&f.id)).map(explained_flag);
        code().or_else(modifier).or_else(flag).map(|subject| explanation(lexicon, subject))
    }

    /// The names nearest to one that is not known; the nearest first.
    pub fn near<'a>(&'a self, lexicon: &'a Lexicon, topic: &str) -> Vec<&'a str> {
        let codes = self.codes.iter().map(|c| c.code.as_str());
        let modifiers = self.modifiers.iter().map(|m| m.modifier.as_str());
        let flags = lexicon.flags().iter().map(|f| f.id.as_str());
        nearest(&plain(topic), codes.chain(modifiers).chain(flags))
    }

    /// All that can be explained.
    pub fn index(&self, lexicon: &Lexicon) -> Explanation {
        let modifiers = self.modifiers.iter().map(|m| self.named_modifier(&m.modifier)).collect();
        let flags = lexicon.flags().iter().map(|f| self.named(&f.id, &f.message, None)).collect();
        explanation(lexicon, Subject::Index(Index { codes: self.families(), modifiers, flags }))
    }

    fn families(&self) -> Vec<Family> {
        let mut families: Vec<Family> = Vec::new();
        for code in &self.codes {
            let entry = self.named_code(&code.code);
            match families.iter_mut().find(|f| f.family == code.family) {
                Some(family) => family.codes.push(entry),
                None => families.push(Family { family: code.family.clone(), codes: vec![entry] }),
            }
        }
        families
    }

    fn explained_code(&self, lexicon: &Lexicon, entry: &CodeEntry) -> Subject {
        Subject::Code(Box::new(CodeExplanation {
            code: entry.code.clone(),
            meaning: entry.meaning.clone(),
            source: self.citations(&entry.source),
            family: entry.family.clone(),
            region: entry.region.clone(),
            proposed: proposals(lexicon, &entry.code),
            figures: entry.figures.iter().map(|f| self.figure(f)).collect(),
            conversion_factor: self.factor(entry),
            needs: self.cited(&entry.needs),
            modifiers: entry.modifiers.iter().map(|m| self.named_modifier(m)).collect(),
            add_ons: entry.add_ons.iter().map(|a| self.add_on(&a.code, &a.when, &a.source)).collect(),
            denials: self.cited(&entry.denials),
            questions: self.answered(entry),
            cautions: self.cited(&entry.cautions),
            not_known: entry.not_known.clone(),
            see_also: entry.see_also.iter().map(|c| self.named_code(c)).collect(),
        }))
    }

    fn explained_modifier(&self, entry: &ModifierEntry) -> Subject {
        let takes = |c: &&CodeEntry| c.modifiers.contains(&entry.modifier);
        Subject::Modifier(ModifierExplanation {
            modifier: entry.modifier.clone(),
            meaning: entry.meaning.clone(),
            source: self.citations(&entry.source),
            applies_to: entry.applies_to.clone(),
            codes: self.codes.iter().filter(takes).map(|c| c.code.clone()).collect(),
            when: self.cited(&entry.when),
            not_when: self.cited(&entry.not_when),
            words: entry.words.clone(),
            not_words: entry.not_words.clone(),
        })
    }

    fn cited(&self, statements: &[Statement]) -> Vec<Cited> {
        statements.iter().map(|s| Cited { text: s.text.clone(), source: self.citations(&s.source) }).collect()
    }

    fn answered(&self, entry: &CodeEntry) -> Vec<Answered> {
        entry.questions.iter().map(|q| Answered { ask: q.ask.clone(), answer: self.cited(&q.answer) }).collect()
    }

    fn figure(&self, figure: &Figure) -> CitedFigure {
        CitedFigure {
            name: figure.name,
            value: figure.value,
            unit: figure.unit,
            year: figure.year,
            computed: figure.computed,
            detail: figure.detail.clone(),
            source: self.citations(&figure.source),
        }
    }

    /// The factor of the year in which both total and rate are known.
    fn factor(&self, entry: &CodeEntry) -> Option<CitedFactor> {
        let years = entry.figures.iter().filter(|f| f.name == FigureName::Total).filter_map(|f| f.year);
        let year = years.into_iter().find(|y| entry.figure(FigureName::NationalRate, *y).is_some())?;
        let factor = self.conversion_factor(year)?;
        Some(CitedFactor { year, value: factor.value, source: self.citations(&factor.source) })
    }

    fn add_on(&self, code: &str, when: &str, source: &Tags) -> CitedAddOn {
        CitedAddOn { code: code.to_owned(), when: when.to_owned(), source: self.citations(source) }
    }

    fn named_code(&self, code: &str) -> Named {
        let entry = self.code(code);
        self.named(code, entry.map_or("", |c| &c.meaning), entry.map(|c| &c.source))
    }

    fn named_modifier(&self, modifier: &str) -> Named {
        let entry = self.modifier(modifier);
        self.named(modifier, entry.map_or("", |m| &m.meaning), entry.map(|m| &m.source))
    }

    fn named(&self, name: &str, meaning: &str, source: Option<&Tags>) -> Named {
        let house_rule = source.is_some_and(|s| self.citations(s).iter().all(|c| c == HOUSE_RULE));
        Named { name: name.to_owned(), meaning: meaning.to_owned(), house_rule }
    }
}

fn explanation(lexicon: &Lexicon, subject: Subject) -> Explanation {
    Explanation { schema: SCHEMA, rules: lexicon.rules().clone(), subject }
}

fn proposals(lexicon: &Lexicon, code: &str) -> Vec<Proposal> {
    let rules = lexicon.codes().iter().filter(|r| r.code.as_deref() == Some(code));
    rules.map(|r| Proposal { status: r.status, reason: r.reason.clone(), source: r.source.clone() }).collect()
}

fn explained_flag(rule: &FlagRule) -> Subject {
    Subject::Flag(FlagExplanation {
        flag: rule.id.clone(),
        severity: rule.severity,
        message: rule.message.clone(),
        meaning: rule.meaning.clone(),
        raised: rule.raised.clone(),
        mended: rule.mended.clone(),
        question: rule.question.clone(),
        source: rule.source.clone(),
    })
}

/// A name as it is compared.
fn plain(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '_'], "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn explained(topic: &str) -> Option<Subject> {
        let lexicon = Lexicon::builtin().expect("loads");
        CodeBook::new(&lexicon).expect("reads").explain(&lexicon, topic).map(|e| e.subject)
    }

    #[test]
    fn case_and_blanks_do_not_matter() {
        for (topic, name) in [("lt", "LT"), (" xs ", "XS"), ("Tc", "TC")] {
            assert!(matches!(explained(topic), Some(Subject::Modifier(m)) if m.modifier == name), "{topic}");
        }
        for topic in ["Depth-Undocumented", "depth_undocumented", "depth undocumented"] {
            assert!(matches!(explained(topic), Some(Subject::Flag(f)) if f.flag == "depth-undocumented"), "{topic}");
        }
        assert!(explained("27325").is_none());
    }

    #[test]
    fn a_code_comes_with_citations_and_its_factor() {
        let Some(Subject::Code(code)) = explained("27323") else { panic!("no code") };
        assert_eq!(code.source, ["mirahealth.care: reference page for 27323, read 2026"]);
        assert_eq!(code.conversion_factor.map(|f| f.value), Some(33.4009));
        assert_eq!(code.proposed.len(), 2);
        assert!(code.cautions.iter().all(|c| !c.source.is_empty() && !c.text.is_empty()));
    }

    #[test]
    fn the_index_names_each_code_once() {
        let lexicon = Lexicon::builtin().expect("loads");
        let book = CodeBook::new(&lexicon).expect("reads");
        let Subject::Index(index) = book.index(&lexicon).subject else { panic!("no index") };
        assert_eq!(index.codes.iter().map(|f| f.codes.len()).sum::<usize>(), book.codes().len());
        assert_eq!(index.flags.len(), lexicon.flags().len());
    }
}
