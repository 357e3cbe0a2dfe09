//! The code book: what each code and code modifier means, its figures, what a note must hold, each with its source.
//!
//! In: the texts of `codebook.toml`, `code-modifiers.toml` and `sources.toml`, which a [`Lexicon`] carries unread, so that reading a
//! note costs nothing more. Out: a [`CodeBook`], read whole; [`explain`](CodeBook::explain) answers a coder with readable citations.
//! What the book must hold beyond being readable is checked by [`check`].

pub mod check;
pub mod entry;
pub mod explanation;
mod near;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::error::Error;
use crate::lexicon::Lexicon;
use crate::lexicon::pattern::broken;
use entry::{CodeEntry, ConversionFactor, ModifierEntry, Source, Tags};

const CODES: &str = "codebook.toml";
const MODIFIERS: &str = "code-modifiers.toml";
const SOURCES: &str = "sources.toml";

/// What stands for a source where the project itself judged.
pub const HOUSE_RULE: &str = "house rule";

/// All codes, code modifiers and sources of a lexicon.
#[derive(Debug, Clone)]
pub struct CodeBook {
    codes: Vec<CodeEntry>,
    modifiers: Vec<ModifierEntry>,
    sources: Vec<Source>,
    conversion_factors: Vec<ConversionFactor>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Codes {
    #[serde(default)]
    conversion_factor: Vec<ConversionFactor>,
    #[serde(default)]
    code: Vec<CodeEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Modifiers {
    #[serde(default)]
    modifier: Vec<ModifierEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sources {
    #[serde(default)]
    source: Vec<Source>,
}

impl CodeBook {
    /// The code book of a lexicon.
    ///
    /// # Errors
    /// A file that does not read, with line and column.
    ///
    /// # Example
    /// ```
    /// use opnote::codebook::CodeBook;
    /// use opnote::codebook::entry::FigureName;
    /// let book = CodeBook::new(&opnote::Lexicon::builtin()?)?;
    /// let rate = book.code("27323").and_then(|c| c.figure(FigureName::NationalRate, 2026));
    /// assert_eq!(rate.map(|f| f.value), Some(274.89));
    /// # Ok::<(), opnote::Error>(())
    /// ```
    pub fn new(lexicon: &Lexicon) -> Result<Self, Error> {
        let codes: Codes = read(lexicon, CODES)?;
        let modifiers: Modifiers = read(lexicon, MODIFIERS)?;
        let sources: Sources = read(lexicon, SOURCES)?;
        Ok(Self {
            codes: codes.code,
            modifiers: modifiers.modifier,
            sources: sources.source,
            conversion_factors: codes.conversion_factor,
        })
    }

    /// All codes, in the order of the file.
    pub fn codes(&self) -> &[CodeEntry] {
        &self.codes
    }

    /// All code modifiers, in the order of the file.
    pub fn modifiers(&self) -> &[ModifierEntry] {
        &self.modifiers
    }

    /// All sources.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The entry of a code.
    pub fn code(&self, code: &str) -> Option<&CodeEntry> {
        self.codes.iter().find(|c| c.code == code)
    }

    /// The entry of a code modifier.
    pub fn modifier(&self, modifier: &str) -> Option<&ModifierEntry> {
        self.modifiers.iter().find(|m| m.modifier == modifier)
    }

    /// What one relative value unit pays in a year.
    pub fn conversion_factor(&self, year: u16) -> Option<&ConversionFactor> {
        self.conversion_factors.iter().find(|f| f.year == year)
    }

    /// The latest year that has a conversion factor.
    pub fn latest_year(&self) -> Option<u16> {
        self.conversion_factors.iter().map(|f| f.year).max()
    }

    /// Tags as a reader may see them: site, page and year of reading, or [`HOUSE_RULE`].
    pub fn citations(&self, tags: &Tags) -> Vec<String> {
        let source = |tag: &String| self.sources.iter().find(|s| s.tag == *tag);
        tags.iter().map(|tag| source(tag).map_or_else(|| tag.clone(), Source::citation)).collect()
    }
}

fn read<T: DeserializeOwned>(lexicon: &Lexicon, file: &str) -> Result<T, Error> {
    let text = lexicon.book(file);
    toml::from_str(text).map_err(|e| broken(file, text, &e))
}

#[cfg(test)]
mod tests {
    use super::entry::{FigureName, Unit};
    use super::*;

    fn book() -> CodeBook {
        CodeBook::new(&Lexicon::builtin().expect("loads")).expect("reads")
    }

    /// The rate of a year is its total of relative value units times its conversion factor, to the cent.
    #[test]
    fn rate_is_total_times_conversion_factor() {
        let (book, mut compared) = (book(), 0);
        for code in book.codes() {
            let total = code.figures.iter().find(|f| f.name == FigureName::Total);
            let Some((total, year)) = total.and_then(|t| t.year.map(|y| (t.value, y))) else { continue };
            let Some(rate) = code.figure(FigureName::NationalRate, year) else { continue };
            let factor = book.conversion_factor(year).expect("the year's factor").value;
            assert!(
                (total * factor - rate.value).abs() <= 0.01,
                "{}: {} and {}",
                code.code,
                total * factor,
                rate.value
            );
            compared += 1;
        }
        assert!(compared >= 20, "{compared}");
    }

    #[test]
    fn money_has_year_and_source() {
        let book = book();
        let money = book.codes().iter().flat_map(|c| &c.figures).filter(|f| f.unit == Unit::Usd);
        assert!(money.clone().count() >= 25);
        assert!(money.clone().all(|f| f.year.is_some()));
        let cited = |f: &entry::Figure| book.citations(&f.source).iter().all(|c| c.contains(", read 20"));
        assert!(money.clone().all(cited));
    }

    #[test]
    fn the_three_codes_are_told_in_full() {
        let book = book();
        for code in ["27323", "27324", "20206"] {
            let entry = book.code(code).expect("an entry");
            for list in [&entry.needs, &entry.denials, &entry.cautions] {
                assert!(list.len() >= 2, "{code}");
            }
            assert!(entry.questions.len() >= 6 && entry.modifiers.len() >= 10, "{code}");
            assert!(entry.figure(FigureName::GlobalPeriod, 2026).is_some(), "{code}");
        }
    }

    /// Turns of phrase that are the licensed descriptors' own, and money that would escape the figures.
    #[test]
    fn no_licensed_wording() {
        let marks =
            ["(eg", "e.g.", "separate procedure", "list separately", "when performed", "(s)", "each additional", "$"];
        for file in ["codebook.toml", "code-modifiers.toml"] {
            let lexicon = Lexicon::builtin().expect("loads");
            let text = lexicon.book(file).to_lowercase();
            let lines = text.lines().filter(|l| !l.starts_with('#'));
            let found: Vec<_> = lines.filter(|l| marks.iter().any(|m| l.contains(m))).collect();
            assert!(found.is_empty(), "{file}: {found:?}");
        }
    }

    /// Codes for which no page could be read are told as house rules, without figures.
    #[test]
    fn what_nobody_read_is_no_cited_fact() {
        let book = book();
        for code in ["23065", "23066", "25065", "25066"] {
            let entry = book.code(code).expect("an entry");
            assert_eq!(book.citations(&entry.source), [HOUSE_RULE], "{code}");
        }
        for code in ["27327", "27364", "23065", "23066", "25065", "25066", "27614", "27040"] {
            assert!(book.code(code).expect("an entry").figures.is_empty(), "{code}");
        }
    }

    #[test]
    fn a_broken_file_names_its_line() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("codebook.toml"), "[[code]]\ncode = 27323\n").expect("written");
        let lexicon = Lexicon::with_folder(folder.path()).expect("the book is not read yet");
        let error = CodeBook::new(&lexicon).expect_err("a number");
        assert!(error.to_string().starts_with("codebook.toml:2:8: "), "{error}");
    }
}
