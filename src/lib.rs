//! `opnote` reads operative and procedure notes of soft-tissue biopsies of the thigh and knee: what was done, which procedure
//! code that supports, and what the note fails to say, each with the words it rests on.
//!
//! ```
//! use opnote::{Analyzer, Note};
//!
//! let analyzer = Analyzer::builtin();
//! let note = Note::new("Core needle biopsy of a 3 cm mass, right posterior thigh, in the semitendinosus. Cores to pathology.");
//! let analysis = analyzer.analyze(&note);
//! assert_eq!(analysis.procedures[0].code.as_deref(), Some("20206"));
//! assert!(analysis.flags.iter().any(|f| f.id == "guidance-undocumented"));
//! ```
//!
//! The layers, top to bottom; each uses only what stands above it:
//! [`token`] → [`lexicon`] → [`codebook`] → [`mention`] → [`document`] → [`assertion`] → [`statement`] → [`finding`] → [`coding`] → [`audit`] → [`claim`] →
//! [`Analyzer`] → [`examples`] → [`evaluate`] → [`render`]. What comes out is described in [`analysis`]; how it came about, in [`trace`].

#![deny(missing_docs)]
#![forbid(unsafe_code)]

pub mod analysis;
pub mod analyzer;
pub mod assertion;
pub mod audit;
pub mod claim;
pub mod codebook;
pub mod coding;
pub mod document;
pub mod error;
pub mod evaluate;
pub mod examples;
pub mod finding;
pub mod lexicon;
pub mod mention;
pub mod note;
mod parallel;
pub mod render;
pub mod span;
pub mod statement;
pub mod token;
pub mod trace;

pub use analysis::Analysis;
pub use analyzer::{Analyzer, Judgement};
pub use error::Error;
pub use lexicon::Lexicon;
pub use note::Note;
pub use span::Span;
pub use trace::Trace;

/// The README's examples are compiled and run as well.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
