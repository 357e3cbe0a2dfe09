//! Lines of a stream as bytes, each at most so long: what is longer is passed by without being held.

use std::io::{self, BufRead};

/// A line, or the fact that it was too long.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    /// Without its line break.
    Whole(Vec<u8>),
    /// Longer than the cap; passed by.
    TooLong,
}

/// Reads lines one by one.
pub struct Lines<R> {
    reader: R,
    cap: usize,
}

impl<R: BufRead> Lines<R> {
    pub fn new(reader: R, cap: usize) -> Self {
        Self { reader, cap }
    }

    /// The next line; `None` at the end.
    pub fn next_line(&mut self) -> io::Result<Option<Line>> {
        let (mut line, mut any, mut ended) = (Some(Vec::new()), false, false);
        while !ended {
            let chunk = match self.reader.fill_buf() {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                chunk => chunk?,
            };
            if chunk.is_empty() {
                break;
            }
            let at = chunk.iter().position(|b| *b == b'\n');
            let part = &chunk[..at.unwrap_or(chunk.len())];
            line = line.filter(|l: &Vec<u8>| l.len() + part.len() <= self.cap);
            line.iter_mut().for_each(|l| l.extend_from_slice(part));
            let used = part.len() + usize::from(at.is_some());
            (any, ended) = (true, at.is_some());
            self.reader.consume(used);
        }
        Ok(any.then(|| line.map_or(Line::TooLong, Line::Whole)))
    }
}

#[cfg(test)]
mod tests {
    use super::{Line, Lines};
    use std::io::BufReader;

    #[test]
    fn a_line_over_the_cap_is_passed_by() {
        let reader = BufReader::with_capacity(3, &b"ab\n\nabcdefgh\nlast"[..]);
        let mut lines = Lines::new(reader, 4);
        let mut all = Vec::new();
        while let Ok(Some(line)) = lines.next_line() {
            all.push(line);
        }
        let whole = |s: &str| Line::Whole(s.as_bytes().to_vec());
        assert_eq!(all, [whole("ab"), whole(""), Line::TooLong, whole("last")]);
    }
}
