//! What a lexicon must hold beyond being readable: every row with a source, an example and a counter-example, tables sorted by
//! nothing but free of repetition. Whether the examples match is checked by `examples`, which needs the analyzer.

use super::Lexicon;
use crate::error::Error;

/// The rows and patterns that lack a source, an example or a counter-example.
pub fn incomplete(lexicon: &Lexicon) -> Vec<Error> {
    let lacking = |cells: [(&str, &str); 3]| cells.iter().find(|c| c.1.trim().is_empty()).map(|c| format!("no {}", c.0));
    let rows = lexicon.rows().iter().filter_map(|r| {
        let what = lacking([("source", &r.source), ("example", &r.example), ("counter-example", &r.counter_example)])?;
        Some(Error::at(&r.file, r.line, format!("`{}`: {what}", r.phrase)))
    });
    let patterns = lexicon.patterns().iter().filter_map(|p| {
        let what = lacking([("source", &p.source), ("example", &p.example), ("counter-example", &p.counter)])?;
        Some(Error::at(&p.place.0, p.place.1, format!("pattern `{}`: {what}", p.id)))
    });
    rows.chain(patterns).collect()
}
