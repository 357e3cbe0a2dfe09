//! Parquet, in and out. Only in builds with the feature `parquet`.

mod columns;
mod parts;
mod read;

pub use columns::{batch, schema};
pub use parts::Parts;
pub use read::{ParquetRows, names};
