//! What was found → text, JSON or the row of a table. Nothing is decided here and nothing is printed: every function returns what it made.
//!
//! Text carries ANSI styles; whoever writes it to something that is no terminal strips them (`anstream` does).

mod hidden;
pub mod json;
pub mod listing;
pub mod offsets;
pub mod row;
#[cfg(feature = "cli")]
pub mod text;
