//! Text for a person: pages that never grow wider than the terminal and never pass a control character on to it.

mod beside;
mod claim;
mod counsel;
mod evaluation;
mod explanation;
mod flags;
mod listing;
mod marked;
mod paragraph;
mod query;
mod report;
mod sheet;
mod summary;
mod table;
mod tone;
mod trace;
mod visible;

pub use evaluation::{context_evaluation, evaluation};
pub use explanation::explanation;
pub use listing::listing;
pub use query::queries;
pub use report::report;
pub use trace::{trace, tried};
pub use visible::visible;

/// The narrowest page that is laid out; anything narrower is treated as this wide.
pub const MIN_WIDTH: usize = 30;
