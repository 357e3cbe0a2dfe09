//! What was found → text or JSON. Nothing is decided here and nothing is printed: every function returns what it made.
//!
//! Text carries ANSI styles; whoever writes it to something that is no terminal strips them (`anstream` does).

mod hidden;
pub mod json;
pub mod listing;
pub mod offsets;
#[cfg(feature = "cli")]
pub mod text;
