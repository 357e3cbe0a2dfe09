//! Sentences with the words that matter marked, as `corpora/sentences/` holds them: `No [biopsy | negated] was taken.`

use std::ops::Range;

/// A marked run of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Bytes into the text without marks.
    pub words: Range<usize>,
    /// What is expected there, one by one.
    pub expected: Vec<String>,
}

/// The text of a line without its marks, and these. `\n` in it is a line break; a bracket without `|` is part of the text.
pub fn read_marked(line: &str) -> (String, Vec<Mark>) {
    let line = line.replace("\\n", "\n");
    let (mut text, mut marks, mut rest) = (String::new(), Vec::new(), line.as_str());
    while let Some(open) = rest.find('[') {
        let close = rest[open..].find(']').map(|c| open + c);
        let Some((close, (words, expected))) = close.and_then(|c| Some((c, rest[open + 1..c].split_once('|')?))) else {
            text.push_str(&rest[..=open]);
            rest = &rest[open + 1..];
            continue;
        };
        text.push_str(&rest[..open]);
        let start = text.len();
        text.push_str(words.trim_end());
        let expected = expected.split(',').map(|e| e.trim().to_owned()).collect();
        marks.push(Mark { words: start..text.len(), expected });
        rest = &rest[close + 1..];
    }
    text.push_str(rest);
    (text, marks)
}
