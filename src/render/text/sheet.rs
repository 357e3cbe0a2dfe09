//! The page a report is written on: knows its width, indents and blank lines, nothing of what is said.

use super::MIN_WIDTH;
use super::paragraph::{Line, Paragraph};
use super::tone::Tone;

/// A run of text and what it is.
pub(super) type Run<'a> = (Tone, &'a str);

/// A page of fixed width.
pub(super) struct Sheet {
    width: usize,
    out: String,
}

impl Sheet {
    pub(super) fn new(width: usize) -> Self {
        Self { width: width.max(MIN_WIDTH), out: String::new() }
    }

    pub(super) fn width(&self) -> usize {
        self.width
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    pub(super) fn blank(&mut self) {
        self.out.push('\n');
    }

    /// A heading, after a blank line.
    pub(super) fn heading(&mut self, text: &str) {
        self.blank();
        self.flow(0, &[(Tone::Strong, text)]);
    }

    /// Wrapped text, indented.
    pub(super) fn flow(&mut self, indent: usize, runs: &[Run<'_>]) {
        self.lines(indent, &Paragraph::wrap(self.width - indent, runs));
    }

    /// Wrapped text behind a label that stands in a column of its own.
    pub(super) fn labelled(&mut self, indent: usize, columns: usize, label: Run<'_>, runs: &[Run<'_>]) {
        self.columns(indent, &[(columns, &[label]), (0, runs)]);
    }

    /// Columns side by side, two blanks apart; the last takes what is left (its width is ignored).
    pub(super) fn columns(&mut self, indent: usize, cells: &[(usize, &[Run<'_>])]) {
        let mut left = self.width.saturating_sub(indent);
        let mut blocks = Vec::with_capacity(cells.len());
        for (index, (width, runs)) in cells.iter().enumerate() {
            let width = if index + 1 == cells.len() { left } else { *width };
            blocks.push((width, Paragraph::wrap(width, runs)));
            left = left.saturating_sub(width + 2);
        }
        let height = blocks.iter().map(|b| b.1.len()).max().unwrap_or(0);
        (0..height).for_each(|row| self.row(indent, &blocks, row));
    }

    fn row(&mut self, indent: usize, blocks: &[(usize, Vec<Line>)], row: usize) {
        let mut pending = indent;
        for (width, lines) in blocks {
            let line = lines.get(row).filter(|l| l.columns > 0);
            let columns = line.map_or(0, |l| l.columns);
            if let Some(line) = line {
                self.out.push_str(&" ".repeat(pending));
                self.out.push_str(&line.text);
                pending = 0;
            }
            pending += width.saturating_sub(columns) + 2;
        }
        self.blank();
    }

    /// Lines laid out elsewhere.
    pub(super) fn lines(&mut self, indent: usize, lines: &[Line]) {
        for line in lines {
            if line.columns > 0 {
                self.out.push_str(&" ".repeat(indent));
                self.out.push_str(&line.text);
            }
            self.blank();
        }
    }
}
