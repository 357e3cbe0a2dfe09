//! Sheets whose rows hold an answer for each lesion behind its number or letter: "Side …… 1) R   2) L". In: tokens. Out: the same, all answers of the
//! first number under "lesion 1", those of the next under "lesion 2"; the labels of rows are said once for each. Columns that a head names
//! are read in `columns`.

use std::ops::Range;

use super::columns::run;
use crate::span::Span;
use crate::token::{Break, Kind, Piece, Tokens};

/// Fewest rows from which such a sheet is told: a line or two may list anything.
const FEWEST: usize = 3;

/// Longest label of a row, in tokens that are no leader.
const LONGEST_LABEL: usize = 6;

/// What counts the answers of a row.
const NUMBERS: [&str; 4] = ["1", "2", "3", "4"];
const LETTERS: [&str; 4] = ["a", "b", "c", "d"];

/// Labels of which one tells that lesions are counted, and not drugs or visits.
const PLACES: [&str; 14] = [
    "side", "site", "sites", "muscle", "muscles", "region", "place", "limb", "area", "lesion", "lump", "location",
    "where", "body",
];

/// A row: its label, and what each number says.
struct Row {
    label: Range<usize>,
    cells: Vec<Range<usize>>,
    end: usize,
}

/// Puts the tokens of such rows into the order of their numbers.
pub(super) fn read_by_number(tokens: Tokens) -> Tokens {
    // Nearly all notes end here.
    if (0..tokens.list.len()).filter(|&t| counts(&tokens, t, 0)).take(FEWEST).count() < FEWEST {
        return tokens;
    }
    let mut pieces = Vec::with_capacity(tokens.list.len() * 2);
    let mut rows: Vec<Row> = Vec::new();
    let mut moved = false;
    let mut start = 0;
    while start < tokens.list.len() {
        let end = (start + 1..tokens.list.len()).find(|&t| tokens.list[t].before >= Break::Line);
        let line = start..end.unwrap_or(tokens.list.len());
        start = line.end;
        let row = row(&tokens, &line);
        let fits = row.as_ref().is_some_and(|r| rows.last().is_none_or(|l| l.cells.len() == r.cells.len()));
        if !fits {
            let wrote = write(&tokens, &mut rows, &mut pieces);
            moved |= wrote;
            if row.is_none() {
                let opened = if wrote { Break::Paragraph } else { tokens.list[line.start].before };
                pieces.extend(run(&tokens, &line, opened));
            }
        }
        rows.extend(row);
    }
    moved |= write(&tokens, &mut rows, &mut pieces);
    if moved { tokens.rearranged(&pieces) } else { tokens }
}

/// "1)", "(1)", "1." or "a)": what opens the answer of a number, which is counted from nought.
fn counts(tokens: &Tokens, at: usize, number: usize) -> bool {
    let bracketed = at > 0 && tokens.is_mark(at - 1, b'(');
    let Some(token) = tokens.list.get(at).filter(|t| bracketed || t.before != Break::Joined) else { return false };
    let closed = tokens.list.get(at + 1).is_some_and(|t| t.before == Break::Joined);
    let told = |list: &[&str]| list.get(number).is_some_and(|n| tokens.word(at) == *n);
    let bracket = tokens.is_mark(at + 1, b')');
    match token.kind {
        Kind::Number => closed && (bracket || tokens.is_mark(at + 1, b'.')) && told(&NUMBERS),
        Kind::Word => closed && bracket && told(&LETTERS),
        _ => false,
    }
}

/// "Fascia incised …… 1) yes   2) yes": a label and two answers or more, none of them empty.
fn row(tokens: &Tokens, line: &Range<usize>) -> Option<Row> {
    let leads = |t: usize| matches!(tokens.list[t].kind, Kind::Punct(b'.' | b':' | b'-' | b'_' | b'('));
    let mut starts: Vec<usize> = Vec::new();
    for at in line.clone() {
        if counts(tokens, at, starts.len()) {
            starts.push(at);
        }
    }
    let first = *starts.first()?;
    let label = line.start..(line.start..first).rev().find(|&t| !leads(t))? + 1;
    // The bracket before the next number is no word of the answer.
    let opens = |t: usize| if tokens.is_mark(t - 1, b'(') { t - 1 } else { t };
    let ends = starts.iter().skip(1).map(|&t| opens(t)).chain([line.end]);
    let cells: Vec<Range<usize>> = starts.iter().zip(ends).map(|(start, end)| start + 2..end).collect();
    let told = (1..=LONGEST_LABEL).contains(&label.len()) && cells.len() > 1 && cells.iter().all(|c| !c.is_empty());
    told.then_some(Row { label, cells, end: line.end })
}

/// Writes the rows that stand in a row, by their numbers where they are enough. Whether they were.
fn write(tokens: &Tokens, rows: &mut Vec<Row>, pieces: &mut Vec<Piece>) -> bool {
    let rows = std::mem::take(rows);
    let placed = rows.iter().any(|r| r.label.clone().any(|t| PLACES.contains(&tokens.word(t))));
    if rows.len() < FEWEST || !placed {
        let kept = rows.iter().map(|r| r.label.start..r.end);
        kept.for_each(|line| pieces.extend(run(tokens, &line, tokens.list[line.start].before)));
        return false;
    }
    for (number, written) in NUMBERS.iter().enumerate().take(rows[0].cells.len()) {
        let place = tokens.list[rows[0].cells[number].start - 2].span;
        pieces.push(Piece::Written(Span::new(place.start, place.start), "lesion", Kind::Word, Break::Paragraph));
        pieces.push(Piece::Written(place, written, Kind::Number, Break::Space));
        for row in &rows {
            let at = tokens.list[row.label.end - 1].span.end;
            pieces.extend(run(tokens, &row.label, Break::Line));
            pieces.push(Piece::Written(Span::new(at, at), ":", Kind::Punct(b':'), Break::Joined));
            pieces.extend(run(tokens, &row.cells[number], Break::Space));
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::tokenize;

    fn read(text: &str) -> String {
        let tokens = read_by_number(tokenize(text, &|_| false));
        let breaks = |t: usize| if tokens.list[t].before >= Break::Line { "\n" } else { " " };
        let out: String = (0..tokens.list.len()).map(|t| format!("{}{}", breaks(t), tokens.word(t))).collect();
        out.trim().to_owned()
    }

    #[test]
    fn answers_are_read_by_their_numbers() {
        let sheet =
            "Muscle ..... 1) vastus lateralis   2) biceps\nSide: 1) L 2) R\nCut mm .... 1) 30  2) 25\nSent: both";
        assert_eq!(
            read(sheet),
            "lesion 1\nmuscle : vastus lateralis\nside : l\ncut mm : 30\nlesion 2\nmuscle : biceps\nside : r\ncut mm : 25\nsent : both"
        );
    }

    #[test]
    fn lists_stay() {
        for text in [
            "Drugs: 1) oral 2) cream\nDose: 1) 5 mg 2) thin\nDays: 1) ten 2) two",
            "Plan: 1) clips out 2) clinic\nSent: 1) formalin 2) fresh",
            "1) thigh\n2) knee\n3) calf",
            "Side 1) L 2) R",
        ] {
            assert_eq!(read(text).replace('\n', " "), tokenize(text, &|_| false).normal.trim());
        }
    }
}
