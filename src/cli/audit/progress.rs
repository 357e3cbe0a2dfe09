//! Progress on a terminal: rows, speed and, where the inputs are plain files, the time left. Elsewhere nothing is shown.

use super::records::Position;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::path::PathBuf;

/// A line at the foot of the terminal.
pub struct Progress(ProgressBar);

impl Progress {
    /// Begins to show how far a run over these inputs has come.
    pub fn new(inputs: &[PathBuf]) -> Self {
        let size = size(inputs);
        let bar = ProgressBar::with_draw_target(size, ProgressDrawTarget::stderr());
        let template = match size {
            Some(_) => "{bar:24} {percent:>3} %  {msg}  {decimal_bytes_per_sec}  {eta} left",
            None => "{spinner} {msg}  {decimal_bytes_per_sec}  {elapsed}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("█▓░"));
        }
        Self(bar)
    }

    /// Shows how far the rows have come.
    pub fn show(&self, position: Position) {
        if !self.0.is_hidden() {
            self.0.set_message(format!("{} rows", super::summary::grouped(position.rows)));
            self.0.set_position(position.bytes);
        }
    }

    /// Takes the line away.
    pub fn end(&self) {
        self.0.finish_and_clear();
    }
}

/// The bytes that will be read, where that is known: all inputs are files, and none is packed.
fn size(inputs: &[PathBuf]) -> Option<u64> {
    let is_packed = |path: &PathBuf| path.extension().is_some_and(|e| e == "gz" || e == "zst" || e == "zstd");
    let size = |path: &PathBuf| {
        let metadata = std::fs::metadata(path).ok()?;
        (metadata.is_file() && !is_packed(path)).then_some(metadata.len())
    };
    inputs.iter().map(size).sum()
}

#[cfg(test)]
mod tests {
    use super::size;
    use std::path::PathBuf;

    #[test]
    fn a_size_is_told_only_of_plain_files() {
        let plain = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
        assert!(size(std::slice::from_ref(&plain)).is_some_and(|n| n > 1000));
        assert_eq!(size(&[plain.clone(), PathBuf::from("-")]), None);
        assert_eq!(size(&[plain, PathBuf::from(env!("CARGO_MANIFEST_DIR"))]), None);
    }
}
