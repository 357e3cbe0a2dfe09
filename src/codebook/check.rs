//! What a code book must hold beyond being readable: references that lead somewhere, figures with year and source that add up,
//! money in figures alone, and an entry for each code that can be proposed.

use std::collections::HashSet;

use super::entry::{CodeEntry, Figure, FigureName, ModifierEntry, Source, Statement, Tags, Unit};
use super::{CODES, CodeBook, MODIFIERS, SOURCES};
use crate::error::Error;
use crate::lexicon::Lexicon;
use crate::lexicon::rule::GUIDANCE_CODES;

/// The most by which a rate may differ from total times conversion factor, in US dollars.
const ONE_CENT: f64 = 0.01;
/// The most by which a total may differ from the sum of its parts: what rounding to two decimals can do.
const ROUNDING: f64 = 0.0101;

/// Everything that can be said against the code book of a lexicon. A book that does not read has one fault.
pub fn faults(lexicon: &Lexicon) -> Vec<Error> {
    let book = match CodeBook::new(lexicon) {
        Ok(book) => book,
        Err(fault) => return vec![fault],
    };
    let check = Check { lexicon, book: &book };
    let codes = book.codes().iter().flat_map(|c| check.code(c));
    let modifiers = book.modifiers().iter().flat_map(|m| check.modifier(m));
    codes
        .chain(modifiers)
        .chain(check.factors())
        .chain(check.sources())
        .chain(check.missing())
        .chain(check.repeated())
        .collect()
}

struct Check<'a> {
    lexicon: &'a Lexicon,
    book: &'a CodeBook,
}

impl Check<'_> {
    /// A fault at the block of a code.
    fn at_code(&self, code: &str, reason: String) -> Error {
        self.at(CODES, &format!("code = \"{code}\""), format!("code `{code}`: {reason}"))
    }

    /// A fault at the first line of a file that is a given one.
    fn at(&self, file: &str, line: &str, reason: String) -> Error {
        match self.lexicon.book(file).lines().position(|l| l.trim() == line) {
            Some(index) => Error::at(file, index + 1, reason),
            None => Error::of(file, reason),
        }
    }

    fn code(&self, code: &CodeEntry) -> Vec<Error> {
        let reasons = cells(&[("meaning", &code.meaning), ("family", &code.family), ("region", &code.region)])
            .chain(self.statements(&statements(code)))
            .chain(self.tags(&code.source))
            .chain(code.add_ons.iter().flat_map(|a| self.tags(&a.source)))
            .chain(self.references(code))
            .chain(code.figures.iter().flat_map(|f| self.figure(f)))
            .chain(self.sum(code))
            .chain(self.rates(code));
        reasons.map(|reason| self.at_code(&code.code, reason)).collect()
    }

    fn modifier(&self, modifier: &ModifierEntry) -> Vec<Error> {
        let name = &modifier.modifier;
        let statements: Vec<_> = modifier.when.iter().chain(&modifier.not_when).collect();
        let idle = self.book.codes().iter().all(|c| !c.modifiers.contains(name));
        let reasons = cells(&[("meaning", &modifier.meaning), ("applies_to", &modifier.applies_to)])
            .chain(self.statements(&statements))
            .chain(self.tags(&modifier.source))
            .chain(idle.then(|| "no code takes it".to_owned()));
        let place = format!("modifier = \"{name}\"");
        reasons.map(|r| self.at(MODIFIERS, &place, format!("modifier `{name}`: {r}"))).collect()
    }

    /// Sentences that are empty, name money or cite nothing that exists.
    fn statements<'s>(&'s self, statements: &[&'s Statement]) -> impl Iterator<Item = String> + use<'s> {
        let one = |s: &'s Statement| {
            let money = s.text.contains('$').then(|| format!("money outside `figures`: `{}`", s.text));
            cells(&[("text", &s.text)]).chain(money).chain(self.tags(&s.source)).collect::<Vec<_>>()
        };
        statements.iter().flat_map(|s| one(s)).collect::<Vec<_>>().into_iter()
    }

    fn tags(&self, tags: &Tags) -> Vec<String> {
        let unknown = tags.iter().filter(|t| self.book.sources().iter().all(|s| s.tag != **t));
        let none = (tags.iter().len() == 0).then(|| "a statement or figure without source".to_owned());
        let mixed = (tags.iter().len() > 1 && tags.iter().any(|t| self.is_house(t)))
            .then(|| "a house rule and a citation in one statement".to_owned());
        unknown.map(|t| format!("unknown source `{t}`")).chain(none).chain(mixed).collect()
    }

    fn is_house(&self, tag: &str) -> bool {
        self.book.sources().iter().any(|s| s.tag == tag && s.house_rule)
    }

    /// Codes and modifiers that are named and have no entry.
    fn references(&self, code: &CodeEntry) -> Vec<String> {
        let codes = code.see_also.iter().chain(code.add_ons.iter().map(|a| &a.code));
        let codes = codes.filter(|c| self.book.code(c).is_none()).map(|c| format!("unknown code `{c}`"));
        let modifiers = code.modifiers.iter().filter(|m| self.book.modifier(m).is_none());
        codes.chain(modifiers.map(|m| format!("unknown modifier `{m}`"))).collect()
    }

    fn figure(&self, figure: &Figure) -> Vec<String> {
        let name = label(figure.name);
        let yearless = figure.year.is_none() && figure.unit != Unit::Days;
        let mut reasons = self.tags(&figure.source);
        reasons.extend(yearless.then(|| format!("figure `{name}`: no year")));
        reasons.extend(
            figure
                .source
                .iter()
                .any(|t| self.is_house(t))
                .then(|| format!("figure `{name}`: a house rule is no source of figures")),
        );
        reasons.extend((figure.unit != unit(figure.name)).then(|| format!("figure `{name}`: the unit is another")));
        reasons
    }

    /// A total that is not the sum of its parts, where all are known.
    fn sum(&self, code: &CodeEntry) -> Option<String> {
        let value = |name| code.figures.iter().find(|f| f.name == name).map(|f| f.value);
        let parts = value(FigureName::Work)? + value(FigureName::Practice)? + value(FigureName::Malpractice)?;
        let total = value(FigureName::Total)?;
        ((parts - total).abs() > ROUNDING).then(|| format!("the parts are {parts:.2} RVU, the total {total:.2}"))
    }

    /// Rates that are not their total times the year's conversion factor.
    fn rates(&self, code: &CodeEntry) -> Vec<String> {
        let totals = code.figures.iter().filter(|f| f.name == FigureName::Total);
        totals.filter_map(|total| self.rate(code, total)).collect()
    }

    fn rate(&self, code: &CodeEntry, total: &Figure) -> Option<String> {
        let year = total.year?;
        let rate = code.figure(FigureName::NationalRate, year)?.value;
        let Some(factor) = self.book.conversion_factor(year) else {
            return Some(format!("no conversion factor of {year}"));
        };
        let computed = total.value * factor.value;
        let apart = (computed - rate).abs() > ONE_CENT + f64::EPSILON * rate;
        apart.then(|| format!("total times conversion factor is {computed:.2}, the rate of {year} {rate:.2}"))
    }

    fn factors(&self) -> Vec<Error> {
        let reasons = self.book.conversion_factors.iter().flat_map(|f| self.tags(&f.source));
        reasons.map(|r| self.at(CODES, "[[conversion_factor]]", format!("conversion factor: {r}"))).collect()
    }

    /// Whether the words of the claim check or the diagnosis codes cite a tag.
    fn is_cited_by_claims(&self, tag: &str) -> bool {
        let (words, codes) = (self.lexicon.book("claim.toml"), self.lexicon.book("diagnoses.tsv"));
        words.contains(&format!("\"{tag}\"")) || codes.lines().any(|l| l.ends_with(&format!("\t{tag}")))
    }

    /// Sources that say too little, or that nothing cites.
    fn sources(&self) -> Vec<Error> {
        let cited: HashSet<&String> = self.cited().flat_map(Tags::iter).collect();
        let reason = |s: &Source| {
            let scant = !s.house_rule && (s.site.is_empty() || s.page.is_empty() || s.read.is_none());
            match (scant, cited.contains(&s.tag) || self.is_cited_by_claims(&s.tag)) {
                (true, _) => Some("needs site, page and year of reading"),
                (_, false) => Some("nothing cites it"),
                _ => None,
            }
        };
        let fault = |s: &Source| {
            let place = format!("tag = \"{}\"", s.tag);
            reason(s).map(|r| self.at(SOURCES, &place, format!("source `{}`: {r}", s.tag)))
        };
        self.book.sources().iter().filter_map(fault).collect()
    }

    /// All tags of the book.
    fn cited(&self) -> impl Iterator<Item = &Tags> {
        let codes = self.book.codes().iter().flat_map(tags_of_code);
        let modifiers = self.book.modifiers().iter().flat_map(tags_of_modifier);
        codes.chain(modifiers).chain(self.book.conversion_factors.iter().map(|f| &f.source))
    }

    /// Codes that can be proposed and have no entry.
    fn missing(&self) -> Vec<Error> {
        let rules = self.lexicon.codes().iter().filter_map(|r| r.code.as_deref());
        let proposed: HashSet<&str> = rules.chain(GUIDANCE_CODES.map(|g| g.1)).collect();
        let mut missing: Vec<_> = proposed.into_iter().filter(|c| self.book.code(c).is_none()).collect();
        missing.sort_unstable();
        missing.into_iter().map(|c| Error::of(CODES, format!("code `{c}` can be proposed and has no entry"))).collect()
    }

    /// Codes, modifiers and sources that stand twice, and figures that stand twice for one year.
    fn repeated(&self) -> Vec<Error> {
        let twice = |what: &str, name: &str| format!("{what} `{name}` stands twice");
        let codes = doubles(self.book.codes().iter().map(|c| c.code.as_str()));
        let modifiers = doubles(self.book.modifiers().iter().map(|m| m.modifier.as_str()));
        let sources = doubles(self.book.sources().iter().map(|s| s.tag.as_str()));
        let figures = self.book.codes().iter().flat_map(|c| {
            let names = c.figures.iter().map(|f| (label(f.name), f.year));
            doubles(names)
                .into_iter()
                .map(|(name, _)| self.at_code(&c.code, twice("figure", &name)))
                .collect::<Vec<_>>()
        });
        codes
            .into_iter()
            .map(|c| Error::of(CODES, twice("code", c)))
            .chain(modifiers.into_iter().map(|m| Error::of(MODIFIERS, twice("modifier", m))))
            .chain(sources.into_iter().map(|s| Error::of(SOURCES, twice("source", s))))
            .chain(figures)
            .collect()
    }
}

fn tags_of_code(code: &CodeEntry) -> Vec<&Tags> {
    let figures = code.figures.iter().map(|f| &f.source);
    let add_ons = code.add_ons.iter().map(|a| &a.source);
    statements(code).into_iter().map(|s| &s.source).chain(figures).chain(add_ons).chain([&code.source]).collect()
}

fn tags_of_modifier(modifier: &ModifierEntry) -> Vec<&Tags> {
    let statements = modifier.when.iter().chain(&modifier.not_when);
    statements.map(|s| &s.source).chain([&modifier.source]).collect()
}

/// All sentences of a code.
fn statements(code: &CodeEntry) -> Vec<&Statement> {
    let answers = code.questions.iter().flat_map(|q| &q.answer);
    code.needs.iter().chain(&code.denials).chain(&code.cautions).chain(answers).collect()
}

/// What is said of each cell that is empty.
fn cells(cells: &[(&'static str, &String)]) -> impl Iterator<Item = String> + use<> {
    let empty = cells.iter().filter(|c| c.1.trim().is_empty());
    empty.map(|c| format!("no {}", c.0)).collect::<Vec<_>>().into_iter()
}

fn doubles<T: std::hash::Hash + Eq + Clone>(names: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = HashSet::new();
    names.filter(|n| !seen.insert(n.clone())).collect()
}

/// The unit that belongs to a name.
fn unit(name: FigureName) -> Unit {
    match name {
        FigureName::Work | FigureName::Practice | FigureName::Malpractice | FigureName::Total => Unit::Rvu,
        FigureName::GlobalPeriod => Unit::Days,
        _ => Unit::Usd,
    }
}

fn label(name: FigureName) -> String {
    serde_json::to_string(&name).unwrap_or_default().replace('"', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &str = r#"
[[code]]
code = "1"
meaning = "m"
source = "s"
family = "f"
region = "any"
"#;

    /// What is said against the built-in lexicons with another code book of one code.
    fn said(block: &str, sources: &str) -> Vec<String> {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("written");
        let factor = "[[conversion_factor]]\nyear = 2026\nvalue = 2.0\nsource = \"s\"\n";
        write("codebook.toml", &format!("{factor}{SOUND}{block}"));
        write("code-modifiers.toml", "");
        write("sources.toml", &format!("[[source]]\ntag = \"s\"\nsite = \"a\"\npage = \"b\"\nread = 2026\n{sources}"));
        let lexicon = Lexicon::with_folder(folder.path()).expect("loads");
        let lines = faults(&lexicon).into_iter().map(|f| f.to_string());
        lines.filter(|l| !l.contains("has no entry")).collect()
    }

    #[test]
    fn the_built_in_book_has_no_fault() {
        let lines: Vec<_> = faults(&Lexicon::builtin().expect("loads")).iter().map(ToString::to_string).collect();
        assert!(lines.is_empty(), "{}", lines.join("\n"));
    }

    #[test]
    fn a_sound_book_has_none_and_references_must_lead_somewhere() {
        assert!(said("", "").is_empty());
        assert_eq!(said("see_also = [\"2\"]", ""), ["codebook.toml:7: code `1`: unknown code `2`"]);
        assert_eq!(said("modifiers = [\"QQ\"]", ""), ["codebook.toml:7: code `1`: unknown modifier `QQ`"]);
        let found = said("needs = [{ text = \"t\", source = \"x\" }]", "");
        assert_eq!(found, ["codebook.toml:7: code `1`: unknown source `x`"]);
        assert_eq!(said("", "[[source]]\ntag = \"t\"\nsite = \"a\"\npage = \"b\"\nread = 2026\n").len(), 1);
    }

    #[test]
    fn figures_need_a_year_and_add_up() {
        let figure = |name: &str, value: &str, unit: &str, year: &str| {
            format!("{{ name = \"{name}\", value = {value}, unit = \"{unit}\", {year} source = \"s\" }}")
        };
        let book = |figures: &[String]| said(&format!("figures = [{}]", figures.join(", ")), "");
        let year = "year = 2026,";
        let yearless = book(&[figure("office", "1.0", "USD", "")]);
        assert_eq!(yearless, ["codebook.toml:7: code `1`: figure `office`: no year"]);
        let total = figure("total", "3.0", "RVU", year);
        assert!(book(&[total.clone(), figure("national-rate", "6.01", "USD", year)]).is_empty());
        let found = book(&[total.clone(), figure("national-rate", "6.02", "USD", year)]);
        assert_eq!(found, ["codebook.toml:7: code `1`: total times conversion factor is 6.00, the rate of 2026 6.02"]);
        let parts = ["work", "practice", "malpractice"].map(|p| figure(p, "0.5", "RVU", year));
        assert_eq!(book(&[parts.to_vec(), vec![total]].concat()).len(), 1);
    }

    #[test]
    fn money_stands_in_figures_alone() {
        let found = said("cautions = [{ text = \"It pays $5.\", source = \"s\" }]", "");
        assert_eq!(found, ["codebook.toml:7: code `1`: money outside `figures`: `It pays $5.`"]);
    }

    #[test]
    fn what_can_be_proposed_has_an_entry() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("codebook.toml"), "").expect("written");
        let lexicon = Lexicon::with_folder(folder.path()).expect("loads");
        let missing = faults(&lexicon).iter().filter(|f| f.reason().contains("has no entry")).count();
        assert_eq!(missing, 7);
    }
}
