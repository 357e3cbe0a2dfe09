//! The built-in lexicons prove themselves, as `opnote lexicon check` reports it.

use opnote::lexicon::check;
use opnote::{Analyzer, Error, Lexicon, claim, codebook, examples};

fn refuse(faults: &[Error]) {
    let lines: Vec<_> = faults.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{} faults\n{}", lines.len(), lines.join("\n"));
}

#[test]
fn the_built_in_lexicons_load() {
    assert_eq!(Lexicon::builtin().map(|l| l.rows().is_empty()).map_err(|e| e.to_string()), Ok(false));
}

#[test]
fn no_cell_is_empty() {
    refuse(&check::incomplete(Analyzer::builtin().lexicon()));
}

#[test]
fn no_phrase_stands_twice_with_one_meaning() {
    refuse(&check::repeated(Analyzer::builtin().lexicon()));
}

#[test]
fn every_single_word_can_be_one() {
    refuse(&check::unmatchable(Analyzer::builtin().lexicon().rows()));
}

#[test]
fn every_concept_is_spoken_and_asked_for() {
    refuse(&check::unused(Analyzer::builtin().lexicon()));
}

#[test]
fn every_row_and_pattern_proves_itself() {
    refuse(&examples::faults(&Analyzer::builtin()));
}

#[test]
fn the_code_book_is_sound() {
    refuse(&codebook::check::faults(Analyzer::builtin().lexicon()));
}

#[test]
fn the_files_of_the_claim_check_are_sound() {
    refuse(&claim::check::faults(Analyzer::builtin().lexicon()));
}
