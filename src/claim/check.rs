//! What the files of the claim check must hold beyond being readable: every wording that is asked for, ids and sources that
//! exist, no figure of money, and codes in their families.

use super::wording::{self, Wording};
use super::{ClaimRules, WORDINGS, diagnoses};
use crate::codebook::CodeBook;
use crate::error::Error;
use crate::lexicon::Lexicon;

/// Everything that can be said against the claim files of a lexicon. A file that does not read has one fault.
pub fn faults(lexicon: &Lexicon) -> Vec<Error> {
    match ClaimRules::new(lexicon) {
        Ok(rules) => wordings(&rules).chain(table(&rules)).collect(),
        Err(fault) if fault.file().is_some_and(|f| f != wording::FILE && f != diagnoses::FILE) => Vec::new(),
        Err(fault) => vec![fault],
    }
}

fn wordings(rules: &ClaimRules) -> impl Iterator<Item = Error> {
    let missing = WORDINGS.iter().filter(|name| rules.wordings.iter().all(|w| w.name != **name));
    let missing = missing.map(|name| Error::of(wording::FILE, format!("no finding `{name}`")));
    let each = rules.wordings.iter().enumerate().flat_map(|(index, w)| {
        let again = rules.wordings[..index].iter().any(|other| other.name == w.name);
        let reasons = [
            again.then(|| "stands twice".to_owned()),
            (!WORDINGS.contains(&w.name.as_str())).then(|| "nothing asks for it".to_owned()),
            w.message.trim().is_empty().then(|| "no message".to_owned()),
            w.id.trim().is_empty().then(|| "no id".to_owned()),
            has_money(w).then(|| "money in the words".to_owned()),
        ];
        let reasons: Vec<_> = reasons.into_iter().flatten().chain(unknown_sources(&rules.book, w)).collect();
        reasons.into_iter().map(|r| Error::of(wording::FILE, format!("finding `{}`: {r}", w.name)))
    });
    missing.chain(each)
}

fn has_money(wording: &Wording) -> bool {
    wording.message.contains('$') || wording.denial.as_ref().is_some_and(|d| d.contains('$'))
}

fn unknown_sources(book: &CodeBook, wording: &Wording) -> Vec<String> {
    let tags = wording.source.iter().flat_map(|tags| tags.iter());
    tags.filter(|t| !knows(book, t)).map(|t| format!("unknown source `{t}`")).collect()
}

fn knows(book: &CodeBook, tag: &str) -> bool {
    book.sources().iter().any(|s| s.tag == tag)
}

fn table(rules: &ClaimRules) -> impl Iterator<Item = Error> {
    let mut rows: Vec<_> = rules.diagnoses.rows().collect();
    rows.sort_by_key(|(_, d)| d.line);
    rows.into_iter().flat_map(|(code, d)| {
        let reasons = [
            (diagnoses::normal(code).as_ref() != Some(code)).then(|| "not the shape of a diagnosis code".to_owned()),
            (!code.starts_with(&d.family)).then(|| format!("not of the family `{}`", d.family)),
            d.meaning.is_empty().then(|| "no meaning".to_owned()),
            (!knows(&rules.book, &d.source)).then(|| format!("unknown source `{}`", d.source)),
        ];
        let at = |r: String| Error::at(diagnoses::FILE, d.line, format!("`{code}`: {r}"));
        reasons.into_iter().flatten().map(at).collect::<Vec<_>>()
    })
}
