//! Reads a table of phrases: tab-separated, one concept a row, the first line its heading, `#` lines comments.

use std::borrow::Cow;

use super::concept::{ConceptSet, Concepts};
use super::word_class::WordClass;
use crate::error::Error;

/// Heading of every table of phrases.
pub const COLUMNS: [&str; 6] = ["phrase", "variants", "concepts", "source", "example", "counter_example"];

/// How the names of the tables begin that list single words.
const WORDS: &str = "words";

/// One row: a phrase, its variants, and what they mean.
#[derive(Debug, Clone)]
pub struct Row {
    /// Name of the table.
    pub file: String,
    /// Line in the table, 1-based.
    pub line: usize,
    /// The phrase that names the row.
    pub phrase: Cow<'static, str>,
    /// Inflections, spellings and abbreviations that mean the same, as they stand in their cell: most are never asked for one by
    /// one, and there are thousands.
    variants: Cow<'static, str>,
    /// What it means; nothing where it lists single words.
    pub concepts: ConceptSet,
    /// What single words it lists, in a table of words.
    pub words: Option<WordClass>,
    /// Where the row comes from.
    pub source: Cow<'static, str>,
    /// A sentence in which the row must match.
    pub example: Cow<'static, str>,
    /// A sentence in which it must not.
    pub counter_example: Cow<'static, str>,
}

impl Row {
    /// `file:line`, as in evidence.
    pub fn id(&self) -> String {
        format!("{}:{}", self.file, self.line)
    }

    /// Whether its phrases are read for topics only, in a pass of their own.
    pub fn is_of_topics(&self) -> bool {
        self.file.starts_with("topics")
    }

    /// Whether it lists single words that the engine asks for where they stand, and that are no mentions: they mean nothing by
    /// themselves, and stand in the way of no phrase.
    pub fn is_of_words(&self) -> bool {
        self.words.is_some()
    }

    /// The phrase and its variants.
    pub fn phrases(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&*self.phrase).chain(self.variants())
    }

    /// How many bytes its phrases take, with what parts them.
    pub(crate) fn bytes_of_phrases(&self) -> usize {
        self.phrase.len() + self.variants.len()
    }

    /// Inflections, spellings and abbreviations that mean the same.
    pub fn variants(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        let ends = memchr::memchr_iter(b'|', self.variants.as_bytes()).chain(std::iter::once(self.variants.len()));
        let cells = ends.map(move |end| &self.variants[std::mem::replace(&mut start, end + 1)..end]);
        cells.map(str::trim_ascii).filter(|v| !v.is_empty())
    }
}

/// Reads the rows of a table.
///
/// # Errors
/// A wrong heading, a wrong number of columns, an empty phrase or an unknown concept, with line and column.
pub(super) fn read(file: &str, text: Cow<'static, str>, concepts: &Concepts) -> Result<Vec<Row>, Error> {
    match text {
        // What is compiled in is pointed at, not copied: start-up is short where little is allocated.
        Cow::Borrowed(text) => rows(file, text, concepts, Cow::Borrowed),
        Cow::Owned(text) => rows(file, &text, concepts, |part| Cow::Owned(part.to_owned())),
    }
}

/// Of each row `keep` says how its cells are held.
fn rows<'t>(file: &str, text: &'t str, concepts: &Concepts, keep: Keep<'t>) -> Result<Vec<Row>, Error> {
    let mut lines = text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.trim().is_empty());
    match lines.next() {
        Some((_, heading)) if heading.split('\t').eq(COLUMNS) => {}
        Some((n, _)) => return Err(Error::at(file, n + 1, format!("the heading must be {}", COLUMNS.join(", ")))),
        None => return Err(Error::at(file, 1, "the table has no heading")),
    }
    lines.map(|(n, line)| row(file, n + 1, line, concepts, keep)).collect()
}

/// Holds a part of a text for as long as the program runs.
type Keep<'t> = fn(&'t str) -> Cow<'static, str>;

fn row<'t>(file: &str, line: usize, text: &'t str, concepts: &Concepts, keep: Keep<'t>) -> Result<Row, Error> {
    let cells: Vec<&str> = text.split('\t').map(str::trim).collect();
    let [phrase, variants, names, source, example, counter_example] = cells[..] else {
        return Err(Error::at(file, line, format!("{} columns, expected {}", cells.len(), COLUMNS.len())));
    };
    if phrase.is_empty() {
        return Err(Error::at(file, line, "the phrase is empty").column(1));
    }
    let unknown =
        |what: &str, name: &str| Error::at(file, line, format!("unknown {what} `{name}`")).column(column(text, name));
    let mut set = ConceptSet::EMPTY;
    let mut words = None;
    if file.starts_with(WORDS) {
        words = Some(WordClass::find(names).ok_or_else(|| unknown("class of words", names))?);
    } else {
        for name in names.split_whitespace() {
            set.insert(concepts.find(name).ok_or_else(|| unknown("concept", name))?);
        }
        if set.is_empty() {
            return Err(Error::at(file, line, "the row has no concept").column(column(text, "\t") + 1));
        }
    }
    Ok(Row {
        file: file.to_owned(),
        line,
        phrase: keep(phrase),
        variants: keep(variants),
        concepts: set,
        words,
        source: keep(source),
        example: keep(example),
        counter_example: keep(counter_example),
    })
}

fn column(text: &str, part: &str) -> usize {
    text.find(part).map_or(1, |i| text[..i].chars().count() + 1)
}

/// What a meaning in `concepts.tsv` says of a concept whose words are read where they are misspelt by a letter.
const MISSPELT_TOO: &str = "(misspelt too)";

/// Declares the concepts of `concepts.tsv`: name and meaning, tab-separated.
pub(super) fn declare(file: &str, text: &str, concepts: &mut Concepts) -> Result<(), Error> {
    for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.trim().is_empty()).skip(1) {
        let Some((name, meaning)) = line.split_once('\t') else {
            return Err(Error::at(file, n + 1, "expected a concept, a tab and its meaning"));
        };
        if meaning.trim().is_empty() {
            return Err(Error::at(file, n + 1, format!("concept `{name}` has no meaning")).column(name.len() + 2));
        }
        let concept = concepts.declare(name.trim())?;
        if meaning.contains(MISSPELT_TOO) {
            concepts.read_where_misspelt(concept);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "phrase\tvariants\tconcepts\tsource\texample\tcounter_example\n";

    #[test]
    fn a_wrong_row_names_file_line_and_column() {
        let concepts = Concepts::new();
        let text = format!("{HEAD}thigh\t\tthigh\ts\te\tc\nfoot\t\tfeet\ts\te\tc\n");
        let error = read("site.tsv", Cow::Owned(text), &concepts).expect_err("`feet` is no concept");
        assert_eq!(error.to_string(), "site.tsv:3:7: unknown concept `feet`");
        let of_words = format!("{HEAD}intact\t\tthigh\ts\te\tc\n");
        let error = read("words.tsv", Cow::Owned(of_words), &concepts).expect_err("`thigh` is a concept");
        assert_eq!(error.to_string(), "words.tsv:2:9: unknown class of words `thigh`");
        let error = read("site.tsv", Cow::Owned(format!("{HEAD}thigh\tthigh\n")), &concepts).expect_err("two columns");
        assert_eq!(error.to_string(), "site.tsv:2: 2 columns, expected 6");
        let error = read("site.tsv", Cow::Borrowed("word\tmeaning\n"), &concepts).expect_err("heading");
        assert!(error.to_string().starts_with("site.tsv:1: the heading must be phrase"));
    }
}
