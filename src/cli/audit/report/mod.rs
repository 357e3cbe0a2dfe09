//! The report: one page that needs nothing else, no network, no script. What is on it is made by [`page`], how it looks stands in
//! `report.html`.

pub mod overview;
mod page;
pub mod risk;
mod wilson;

pub use overview::Overview;
pub use page::{Asked, Page};

use crate::cli::Failure;
use minijinja::Environment;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;

const NAME: &str = "report.html";
const TEMPLATE: &str = include_str!("report.html");

/// The page as HTML; every value is escaped.
///
/// # Errors
/// Never with a template whose tests pass.
pub fn html(page: &Page) -> Result<String, Failure> {
    let failed = |e: minijinja::Error| Failure::Message(format!("internal error in the report: {e}; please report it"));
    let mut environment = Environment::new();
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    environment.set_syntax(syntax.map_err(failed)?);
    environment.add_template(NAME, TEMPLATE).map_err(failed)?;
    environment.get_template(NAME).and_then(|t| t.render(Serde(page))).map_err(failed)
}
