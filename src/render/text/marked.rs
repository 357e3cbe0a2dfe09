//! The note with its evidence in brackets: `[left thigh|region, laterality]`.
//!
//! Two layers: words an element or a flag rests on, and the longer passages the record rests on, which may hold such words.
//! What overlaps within a layer becomes one mark with both labels; a mark that crosses a passage's edge becomes part of it.

use super::paragraph::{Line, Paragraph};
use super::table::{elements, record};
use super::tone::Tone;
use crate::analysis::{Analysis, Evidence};
use crate::note::Note;

/// Bytes of the note, half open, and what they tell.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mark {
    start: usize,
    end: usize,
    labels: Vec<String>,
}

/// The note, wrapped, marked and labelled.
pub(super) fn lines(note: &Note, analysis: &Analysis, width: usize) -> Vec<Line> {
    let (words, passages) = layers(&note.text, analysis);
    let mut page = Paragraph::new(width);
    let mut at = 0;
    for passage in &passages {
        let (before, rest) = split(&words, at, passage.start);
        write_words(&mut page, &note.text, at..passage.start, before, Tone::Plain);
        page.push(Tone::Label, "[");
        let (inside, _) = split(rest, passage.start, passage.end);
        write_words(&mut page, &note.text, passage.start..passage.end, inside, Tone::Passage);
        close(&mut page, passage);
        at = passage.end;
    }
    let (rest, _) = split(&words, at, note.text.len());
    write_words(&mut page, &note.text, at..note.text.len(), rest, Tone::Plain);
    page.finish()
}

/// The marks from `from` on that end by `to`, and those after them.
fn split(marks: &[Mark], from: usize, to: usize) -> (&[Mark], &[Mark]) {
    let marks = &marks[marks.partition_point(|m| m.start < from)..];
    marks.split_at(marks.partition_point(|m| m.end <= to))
}

fn write_words(page: &mut Paragraph, text: &str, range: std::ops::Range<usize>, marks: &[Mark], tone: Tone) {
    let mut at = range.start;
    for mark in marks {
        page.push(tone, &text[at..mark.start]);
        page.push(Tone::Label, "[");
        page.push(Tone::Mark, &text[mark.start..mark.end]);
        close(page, mark);
        at = mark.end;
    }
    page.push(tone, &text[at..range.end]);
}

fn close(page: &mut Paragraph, mark: &Mark) {
    page.push(Tone::Label, &format!("|{}]", mark.labels.join(", ")));
}

/// Words and passages, each sorted and disjoint, every mark of the words either inside a passage or outside all.
fn layers(text: &str, analysis: &Analysis) -> (Vec<Mark>, Vec<Mark>) {
    let mut words = Vec::new();
    let several = analysis.procedures.len() > 1;
    for (index, procedure) in analysis.procedures.iter().enumerate() {
        for (name, _, evidence) in elements(procedure) {
            let label = if several { format!("{name}#{}", index + 1) } else { name.to_owned() };
            words.extend(evidence.iter().filter_map(|e| mark(text, e, &label)));
        }
    }
    for flag in &analysis.flags {
        words.extend(flag.evidence.iter().filter_map(|e| mark(text, e, &flag.id)));
    }
    let entries = record(&analysis.record);
    let passages = entries.iter().flat_map(|(name, _, evidence)| evidence.iter().filter_map(|e| mark(text, e, name)));
    nest(joined(words), joined(passages.collect()))
}

/// The mark of a quotation, on character boundaries; `None` where nothing is left of it.
fn mark(text: &str, evidence: &Evidence, label: &str) -> Option<Mark> {
    let start = text.floor_char_boundary(evidence.start as usize);
    let end = text.ceil_char_boundary((evidence.end as usize).min(text.len()));
    (start < end).then(|| Mark { start, end, labels: vec![label.to_owned()] })
}

/// Overlapping marks made one; sorted.
fn joined(mut marks: Vec<Mark>) -> Vec<Mark> {
    marks.sort_by_key(|m| (m.start, m.end));
    let mut out: Vec<Mark> = Vec::with_capacity(marks.len());
    for mark in marks {
        match out.last_mut().filter(|last| mark.start < last.end) {
            Some(last) => absorb(last, mark),
            None => out.push(mark),
        }
    }
    out
}

fn absorb(into: &mut Mark, other: Mark) {
    into.start = into.start.min(other.start);
    into.end = into.end.max(other.end);
    for label in other.labels {
        if !into.labels.contains(&label) {
            into.labels.push(label);
        }
    }
}

/// Moves words that are not strictly inside a passage, yet touch it, into the passages, until none is left.
fn nest(mut words: Vec<Mark>, mut passages: Vec<Mark>) -> (Vec<Mark>, Vec<Mark>) {
    loop {
        let (crossing, rest): (Vec<_>, Vec<_>) = words.into_iter().partition(|w| crosses(w, &passages));
        words = rest;
        if crossing.is_empty() {
            return (words, passages);
        }
        passages.extend(crossing);
        passages = joined(passages);
    }
}

fn crosses(word: &Mark, passages: &[Mark]) -> bool {
    let touched = &passages[passages.partition_point(|p| p.end <= word.start)..];
    touched.first().is_some_and(|p| p.start < word.end && !is_inside(word, p))
}

fn is_inside(word: &Mark, passage: &Mark) -> bool {
    passage.start <= word.start && word.end <= passage.end && (word.start, word.end) != (passage.start, passage.end)
}

#[cfg(test)]
mod tests {
    use super::{Mark, joined, nest};

    fn m(start: usize, end: usize, label: &str) -> Mark {
        Mark { start, end, labels: vec![label.into()] }
    }

    #[test]
    fn overlapping_words_share_a_mark() {
        let marks = joined(vec![m(5, 9, "b"), m(0, 6, "a"), m(9, 10, "c")]);
        assert_eq!(marks, [Mark { start: 0, end: 9, labels: vec!["a".into(), "b".into()] }, m(9, 10, "c")]);
    }

    #[test]
    fn words_lie_inside_a_passage_or_join_it() {
        let (words, passages) = nest(vec![m(2, 4, "in"), m(8, 12, "across")], vec![m(0, 10, "p")]);
        assert_eq!(words, [m(2, 4, "in")]);
        assert_eq!(passages, [Mark { start: 0, end: 12, labels: vec!["p".into(), "across".into()] }]);
    }

    #[test]
    fn the_same_words_are_marked_once() {
        let (words, passages) = nest(vec![m(0, 4, "a")], vec![m(0, 4, "p")]);
        assert!(words.is_empty());
        assert_eq!(passages[0].labels, ["p", "a"]);
    }
}
