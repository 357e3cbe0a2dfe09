//! An explanation for a coder: meaning, figures, what the note must hold, and at the end the pages it all comes from.

use super::sheet::{Run, Sheet};
use super::tone::Tone;
use crate::analysis::{Severity, Status};
use crate::codebook::HOUSE_RULE;
use crate::codebook::entry::{FigureName, Unit};
use crate::codebook::explanation::{
    Answered, Cited, CitedFigure, CodeExplanation, Explanation, FlagExplanation, Index, ModifierExplanation, Named,
    Subject,
};

/// From this width on, names stand beside their meanings; below it, above them.
const WIDE: usize = 64;
/// Columns of a figure's name, value and year.
const FIGURE: (usize, usize, usize) = (19, 10, 4);
/// Columns of a flag's id.
const FLAG: usize = 31;
/// What a reader of a code has to know.
const NOTICE: &str = "Plain words of our own, not the code set's licensed wording. Figures are national; local ones differ. \
                      This is no billing advice.";

/// The explanation, at most `width` columns wide (30 at least), with ANSI styles.
pub fn explanation(explanation: &Explanation, width: usize) -> String {
    let mut page = Page { sheet: Sheet::new(width), sources: Vec::new() };
    match &explanation.subject {
        Subject::Code(code) => page.code(code),
        Subject::Modifier(modifier) => page.modifier(modifier),
        Subject::Flag(flag) => page.flag(flag),
        Subject::Index(index) => page.index(index),
    }
    page.sources();
    page.sheet.finish()
}

/// A page that numbers the sources it cites.
struct Page {
    sheet: Sheet,
    sources: Vec<String>,
}

impl Page {
    fn code(&mut self, code: &CodeExplanation) {
        let about = format!("  {}; {}", code.family, region(&code.region));
        self.sheet.flow(0, &[(Tone::Strong, &code.code), (Tone::Quiet, &about)]);
        self.cited(0, &code.meaning, &code.source);
        self.proposals(code);
        self.figures(code);
        self.points("THE NOTE MUST DOCUMENT", &code.needs);
        self.names("CODE MODIFIERS", &code.modifiers);
        self.add_ons(code);
        self.points("USUAL DENIALS", &code.denials);
        self.questions(&code.questions);
        self.points("CAUTION", &code.cautions);
        self.lines("NOT KNOWN", &code.not_known);
        self.names("SEE ALSO", &code.see_also);
    }

    fn modifier(&mut self, modifier: &ModifierExplanation) {
        self.sheet.flow(0, &[(Tone::Strong, &modifier.modifier), (Tone::Quiet, "  code modifier")]);
        self.cited(0, &modifier.meaning, &modifier.source);
        self.heading("APPENDED TO");
        self.sheet.flow(2, &[(Tone::Plain, &modifier.applies_to)]);
        self.sheet.flow(2, &[(Tone::Quiet, "here  "), (Tone::Plain, &modifier.codes.join(", "))]);
        self.points("WHEN", &modifier.when);
        self.points("WHEN NOT", &modifier.not_when);
        self.lines("WORDS THAT CALL FOR IT (house rule)", &quoted(&modifier.words));
        self.lines("WORDS THAT DO NOT (house rule)", &quoted(&modifier.not_words));
    }

    fn flag(&mut self, flag: &FlagExplanation) {
        let (tone, severity) = match flag.severity {
            Severity::Error => (Tone::Error, "error"),
            Severity::Warning => (Tone::Warning, "warning"),
            Severity::Info => (Tone::Info, "info"),
        };
        self.sheet.flow(0, &[(Tone::Strong, &flag.flag), (Tone::Quiet, "  flag, "), (tone, severity)]);
        self.sheet.flow(0, &[(Tone::Plain, &flag.message)]);
        let question = flag.question.as_deref().unwrap_or_default();
        let parts = [
            ("WHY IT MATTERS", flag.meaning.as_str()),
            ("RAISED WHEN", &flag.raised),
            ("MENDED BY", &flag.mended),
            ("QUESTION TO THE PHYSICIAN", question),
            ("SOURCE", &flag.source),
        ];
        for (heading, text) in parts.into_iter().filter(|p| !p.1.is_empty()) {
            self.heading(heading);
            self.sheet.flow(2, &[(Tone::Plain, text)]);
        }
    }

    fn index(&mut self, index: &Index) {
        self.sheet.flow(0, &[(Tone::Plain, "opnote explain NAME tells more about any of these.")]);
        self.heading("CODES");
        for family in &index.codes {
            self.sheet.flow(2, &[(Tone::Quiet, &family.family)]);
            family.codes.iter().for_each(|code| self.named(4, 5, code));
        }
        self.names("CODE MODIFIERS", &index.modifiers);
        self.heading("FLAGS");
        index.flags.iter().for_each(|flag| self.named(2, FLAG, flag));
    }

    fn heading(&mut self, text: &str) {
        self.sheet.heading(text);
    }

    /// The rules by which the code is proposed.
    fn proposals(&mut self, code: &CodeExplanation) {
        if code.proposed.is_empty() {
            return;
        }
        self.heading("PROPOSED BY OPNOTE");
        for proposal in &code.proposed {
            let status = match proposal.status {
                Status::Supported => "supported: ",
                Status::Default => "default: ",
                Status::Undetermined => "undetermined: ",
                Status::OutOfScope => "out of scope: ",
            };
            self.point(&[(Tone::Plain, status), (Tone::Plain, &proposal.reason)]);
        }
    }

    fn figures(&mut self, code: &CodeExplanation) {
        if code.figures.is_empty() {
            return;
        }
        self.heading("FIGURES (Medicare, national)");
        code.figures.iter().for_each(|f| self.figure(f));
        if let Some(factor) = &code.conversion_factor {
            let mark = self.mark(&factor.source);
            let text = format!("rate = total RVU × ${} (conversion factor {})", factor.value, factor.year);
            self.sheet.flow(2, &[(Tone::Plain, &text), (Tone::Quiet, &mark)]);
        }
    }

    /// One figure: a row of the table, or two parts on a narrow page.
    fn figure(&mut self, figure: &CitedFigure) {
        let (name, value) = (figure_name(figure.name), figure_value(figure));
        let year = figure.year.map_or("–".to_owned(), |y| y.to_string());
        let detail = match (&figure.detail, figure.computed, figure.year) {
            (Some(detail), ..) => format!("  {detail}"),
            (_, true, _) => "  computed from the rate".to_owned(),
            (_, _, None) => "  year not given".to_owned(),
            _ => String::new(),
        };
        let mark = self.mark(&figure.source);
        let note: [Run<'_>; 2] = [(Tone::Quiet, mark.trim_start()), (Tone::Plain, &detail)];
        if self.sheet.width() < WIDE {
            let told = format!("{value}  {year}  ");
            let runs = [(Tone::Strong, told.as_str()), note[0], note[1]];
            self.sheet.labelled(2, FIGURE.0.min(self.sheet.width() / 2 - 4), (Tone::Plain, name), &runs);
            return;
        }
        let value = format!("{value:>width$}", width = FIGURE.1);
        let cells: [(usize, &[Run<'_>]); 4] = [
            (FIGURE.0, &[(Tone::Plain, name)]),
            (FIGURE.1, &[(Tone::Strong, &value)]),
            (FIGURE.2, &[(Tone::Plain, &year)]),
            (0, &note),
        ];
        self.sheet.columns(2, &cells);
    }

    fn add_ons(&mut self, code: &CodeExplanation) {
        if code.add_ons.is_empty() {
            return;
        }
        self.heading("ADD-ONS");
        for add_on in &code.add_ons {
            let mark = self.mark(&add_on.source);
            self.sheet.labelled(
                2,
                5,
                (Tone::Strong, &add_on.code),
                &[(Tone::Plain, &add_on.when), (Tone::Quiet, &mark)],
            );
        }
    }

    fn questions(&mut self, questions: &[Answered]) {
        if !questions.is_empty() {
            self.heading("QUESTIONS");
        }
        for question in questions {
            self.sheet.flow(2, &[(Tone::Info, &question.ask)]);
            question.answer.iter().for_each(|a| self.cited(4, &a.text, &a.source));
        }
    }

    fn points(&mut self, heading: &str, statements: &[Cited]) {
        if !statements.is_empty() {
            self.heading(heading);
        }
        for statement in statements {
            let mark = self.mark(&statement.source);
            self.point(&[(Tone::Plain, &statement.text), (Tone::Quiet, &mark)]);
        }
    }

    fn lines(&mut self, heading: &str, lines: &[String]) {
        if !lines.is_empty() {
            self.heading(heading);
        }
        lines.iter().for_each(|line| self.point(&[(Tone::Plain, line)]));
    }

    fn names(&mut self, heading: &str, names: &[Named]) {
        if !names.is_empty() {
            self.heading(heading);
        }
        let columns = names.iter().map(|n| n.name.len()).max().unwrap_or(0);
        names.iter().for_each(|n| self.named(2, columns, n));
    }

    /// A name and its meaning, side by side where there is room.
    fn named(&mut self, indent: usize, columns: usize, named: &Named) {
        let mark = if named.house_rule { format!(" [{HOUSE_RULE}]") } else { String::new() };
        let meaning: [Run<'_>; 2] = [(Tone::Plain, &named.meaning), (Tone::Quiet, &mark)];
        if columns > 8 && self.sheet.width() < WIDE {
            self.sheet.flow(indent, &[(Tone::Strong, &named.name)]);
            self.sheet.flow(indent + 2, &meaning);
        } else {
            self.sheet.labelled(indent, columns, (Tone::Strong, &named.name), &meaning);
        }
    }

    fn point(&mut self, runs: &[Run<'_>]) {
        self.sheet.labelled(2, 1, (Tone::Quiet, "-"), runs);
    }

    fn cited(&mut self, indent: usize, text: &str, source: &[String]) {
        let mark = self.mark(source);
        self.sheet.flow(indent, &[(Tone::Plain, text), (Tone::Quiet, &mark)]);
    }

    /// The numbers of sources in brackets, behind a blank; sources are numbered as they come.
    fn mark(&mut self, source: &[String]) -> String {
        let marks: Vec<_> = source.iter().map(|s| self.number(s)).collect();
        if marks.is_empty() { String::new() } else { format!(" [{}]", marks.join(",")) }
    }

    fn number(&mut self, source: &str) -> String {
        if source == HOUSE_RULE {
            return source.to_owned();
        }
        let known = self.sources.iter().position(|s| s == source);
        let index = known.unwrap_or_else(|| {
            self.sources.push(source.to_owned());
            self.sources.len() - 1
        });
        (index + 1).to_string()
    }

    /// The sources that were cited, and the notice on the code set.
    fn sources(&mut self) {
        if self.sources.is_empty() {
            return;
        }
        self.heading("SOURCES");
        let sources = std::mem::take(&mut self.sources);
        let columns = sources.len().to_string().len() + 2;
        for (index, source) in sources.iter().enumerate() {
            let number = format!("{:>columns$}", format!("[{}]", index + 1));
            self.sheet.labelled(2, columns, (Tone::Quiet, &number), &[(Tone::Plain, source)]);
        }
        self.sheet.blank();
        self.sheet.flow(0, &[(Tone::Quiet, NOTICE)]);
    }
}

fn region(region: &str) -> &str {
    if region == "any" { "any body region" } else { region }
}

fn quoted(words: &[String]) -> Vec<String> {
    words.iter().map(|w| format!("“{w}”")).collect()
}

fn figure_name(name: FigureName) -> &'static str {
    match name {
        FigureName::Work => "work RVU",
        FigureName::Practice => "practice RVU",
        FigureName::Malpractice => "malpractice RVU",
        FigureName::Total => "total RVU",
        FigureName::NationalRate => "national rate",
        FigureName::Office => "office",
        FigureName::Facility => "facility",
        FigureName::HospitalOutpatient => "hospital outpatient",
        FigureName::SurgeryCenter => "surgery center",
        FigureName::GlobalPeriod => "global period",
    }
}

fn figure_value(figure: &CitedFigure) -> String {
    match figure.unit {
        Unit::Rvu => format!("{:.2}", figure.value),
        Unit::Usd => dollars(figure.value),
        Unit::Days => format!("{} days", figure.value),
    }
}

/// US dollars with cents and a comma for thousands.
fn dollars(value: f64) -> String {
    let text = format!("{value:.2}");
    let (whole, cents) = text.split_once('.').unwrap_or((&text, "00"));
    let (head, tail) = whole.split_at(whole.len().saturating_sub(3));
    if head.is_empty() { format!("${tail}.{cents}") } else { format!("${head},{tail}.{cents}") }
}

#[cfg(test)]
mod tests {
    use super::{dollars, explanation};
    use crate::codebook::CodeBook;
    use crate::lexicon::Lexicon;

    /// Every page of the book and the index, without styles.
    fn pages(width: usize) -> Vec<String> {
        let lexicon = Lexicon::builtin().expect("loads");
        let book = CodeBook::new(&lexicon).expect("reads");
        let codes = book.codes().iter().map(|c| c.code.as_str());
        let names = codes.chain(book.modifiers().iter().map(|m| m.modifier.as_str()));
        let names = names.chain(lexicon.flags().iter().map(|f| f.id.as_str()));
        let all = names.map(|n| book.explain(&lexicon, n).expect("known")).chain([book.index(&lexicon)]);
        all.map(|e| anstream::adapter::strip_str(&explanation(&e, width)).to_string()).collect()
    }

    #[test]
    fn no_page_is_wider_than_it_may_be() {
        for width in [30, 47, 64, 80, 120] {
            for page in pages(width) {
                assert!(page.lines().all(|l| l.chars().count() <= width && l.trim_end() == l), "{width}\n{page}");
            }
        }
    }

    #[test]
    fn money_on_a_page_has_year_and_source_beside_it() {
        let mut figures = 0;
        for page in pages(80) {
            for line in page.lines().filter(|l| l.contains('$')) {
                assert!(line.contains(" 20") || line.contains("factor 20"), "{line}");
                assert!(line.contains('['), "{line}");
                figures += 1;
            }
        }
        assert!(figures >= 40, "{figures}");
    }

    #[test]
    fn thousands_are_parted() {
        assert_eq!(dollars(1687.37), "$1,687.37");
        assert_eq!(dollars(742.0), "$742.00");
        assert_eq!(dollars(0.5), "$0.50");
    }
}
