//! The unfilled blanks of a template as evidence. In: a reading. Out: the first few, quoted.

use crate::analysis::Evidence;
use crate::document::blank::unfilled;
use crate::finding::Reading;

/// Most blanks quoted.
const MOST: usize = 3;

/// The blanks of a note, at most three.
pub(super) fn find(reading: &Reading) -> Vec<Evidence> {
    unfilled(reading.document.text)
        .take(MOST)
        .map(|(start, blank)| {
            let end = start + blank.len();
            Evidence { start: start as u32, end: end as u32, text: blank.to_owned(), rule: "placeholder".to_owned() }
        })
        .collect()
}
