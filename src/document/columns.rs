//! Tables whose columns are lesions, times or answers. In: tokens. Out: the same in the order in which they are meant: under the head of
//! each column a line for each row, its label, a colon and the cell; a column of what was planned or done before is left out, and
//! "Incision made   X" under YES or NO is a label with that answer.
//!
//! A table is told by its head, two or more parallel names ("LESION A   LESION B", "R thigh   L thigh", "Previous   Today", "YES   NO"),
//! and by rows that keep to its columns. The tokens keep their places in the note; the labels of rows are said once for each column.

use crate::span::Span;
use crate::token::{Break, Kind, Piece, Tokens};
use std::ops::Range;

/// Fewest rows under a head, and the most columns.
const FEWEST_ROWS: usize = 3;
const MOST_COLUMNS: usize = 6;

/// Longest head of a column, and longest label of a row, in tokens.
const LONGEST_HEAD: usize = 5;
const LONGEST_LABEL: usize = 7;

/// Longest row, in tokens, and the widest margin before it, in bytes: a text of nothing but rows stays quick.
const LONGEST_ROW: usize = 90;
const WIDEST_MARGIN: usize = 200;

/// How far left of its head a cell may start, in characters.
const SLACK: usize = 3;

const SIDES: [&str; 6] = ["r", "l", "right", "left", "rt", "lt"];

/// What stands between two wide blanks or bars of a line.
#[derive(Debug, Clone)]
struct Cell {
    tokens: Range<usize>,
    /// Its first column in the line, in characters; its number where bars part the cells.
    column: usize,
}

/// What the head of a column says of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Head {
    /// "Lesion A", "R thigh", "Today".
    Told,
    /// "Previous", "Planned": what is not of this encounter.
    Other,
    Yes,
    No,
}

struct Table {
    /// From the head to behind the last row.
    tokens: Range<usize>,
    heads: Vec<(Cell, Head)>,
    rows: Vec<Vec<Cell>>,
    /// Whether the first cell of a row is its label.
    labelled: bool,
    /// Whether its heads are places, each of a side of its own.
    sided: bool,
    /// How far left of its head a cell may start: bars leave no room.
    slack: usize,
}

/// Puts the tokens of such tables into the order in which they are meant.
pub(super) fn read_down(text: &str, tokens: &mut Tokens) {
    let lines: Vec<Range<usize>> = lines(tokens);
    let mut tables: Vec<Table> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let found = table(text, tokens, &lines[at..]);
        at += found.as_ref().map_or(1, |t| t.rows.len() + 1);
        tables.extend(found);
    }
    if tables.is_empty() {
        return;
    }
    let mut pieces = Vec::with_capacity(tokens.list.len() * 2);
    let mut from = 0;
    for table in &tables {
        pieces.extend((from..table.tokens.start).map(|t| Piece::Token(t, tokens.list[t].before)));
        table.write(tokens, &mut pieces);
        from = table.tokens.end;
    }
    let paragraph = |t: usize| if t == from { Break::Paragraph } else { tokens.list[t].before };
    pieces.extend((from..tokens.list.len()).map(|t| Piece::Token(t, paragraph(t))));
    *tokens = tokens.rearranged(&pieces);
}

fn lines(tokens: &Tokens) -> Vec<Range<usize>> {
    let count = tokens.list.len();
    let ends = (1..count).filter(|&t| tokens.list[t].before >= Break::Line).chain((count > 0).then_some(count));
    let mut first = 0;
    ends.map(|end| std::mem::replace(&mut first, end)..end).collect()
}

/// The table that the first of some lines heads, if any.
fn table(text: &str, tokens: &Tokens, lines: &[Range<usize>]) -> Option<Table> {
    let head = lines.first()?;
    // Nearly all lines end here.
    let parted = |t: usize| tokens.list[t].before == Break::Gap || tokens.is_mark(t, b'|');
    if head.len() > (MOST_COLUMNS + 1) * LONGEST_HEAD || !head.clone().skip(1).any(parted) {
        return None;
    }
    let barred = is_barred(text, tokens, head);
    let cells = cells(text, tokens, head, barred);
    let mut heads = heads(tokens, &cells)?;
    // "   | Lesion A | Lesion B" over "Side | left | right": nothing stands over the labels, not even a bar.
    let blank =
        barred && is_bar(text, tokens, head.start) && lines.get(1).is_some_and(|l| !is_bar(text, tokens, l.start));
    let shifted = blank && !bars_before(text, tokens, head);
    if shifted {
        heads.iter_mut().for_each(|(cell, _)| cell.column += 1);
    }
    let labelled = shifted || !barred || heads.len() < cells.len() || bars_before(text, tokens, head);
    let mut rows = Vec::new();
    let mut full = 0;
    for line in &lines[1..] {
        let row = cells_of_row(text, tokens, line, barred, &heads, labelled);
        if tokens.list[line.start].before == Break::Paragraph || row.is_none() {
            break;
        }
        let row = row.unwrap_or_default();
        full += usize::from(row.len() == heads.len() + usize::from(labelled));
        rows.push(row);
    }
    let answers = heads.iter().all(|(_, h)| matches!(h, Head::Yes | Head::No));
    let end = lines.get(rows.len()).map_or(head.end, |l| l.end);
    let kept = rows.iter().filter(|r| r.len() > 1).count() >= FEWEST_ROWS && (answers || full >= 2);
    let sided =
        heads.iter().all(|(c, h)| *h == Head::Told && c.tokens.clone().any(|t| SIDES.contains(&tokens.word(t))));
    let slack = if barred { 0 } else { SLACK };
    kept.then_some(Table { tokens: head.start..end, heads, rows, labelled, sided, slack })
}

fn is_barred(text: &str, tokens: &Tokens, line: &Range<usize>) -> bool {
    line.clone().any(|t| is_bar(text, tokens, t))
}

fn is_bar(text: &str, tokens: &Tokens, t: usize) -> bool {
    tokens.is_mark(t, b'|') && tokens.list[t].span.of(text) == "|"
}

/// "|   | Lesion A | Lesion B |": an empty cell over the labels.
fn bars_before(text: &str, tokens: &Tokens, line: &Range<usize>) -> bool {
    is_bar(text, tokens, line.start) && is_bar(text, tokens, line.start + 1)
}

/// The cells of a line, none of them empty.
fn cells(text: &str, tokens: &Tokens, line: &Range<usize>, barred: bool) -> Vec<Cell> {
    let mut out: Vec<Cell> = Vec::new();
    let opening = tokens.list[line.start].span.start as usize;
    let from = opening.saturating_sub(WIDEST_MARGIN);
    let line_start = memchr::memrchr(b'\n', &text.as_bytes()[from..opening]).map_or(from, |n| from + n + 1);
    let (mut bars, mut opens) = (0, true);
    for t in line.clone() {
        if barred && is_bar(text, tokens, t) {
            bars += usize::from(t > line.start);
            opens = true;
            continue;
        }
        if opens || !barred && tokens.list[t].before == Break::Gap {
            let start = tokens.list[t].span.start as usize;
            let column = if barred { bars } else { column_at(text, line_start, start) };
            out.push(Cell { tokens: t..t + 1, column });
            opens = false;
        } else if let Some(cell) = out.last_mut() {
            cell.tokens.end = t + 1;
        }
    }
    out
}

/// The column at which a byte stands, a tab reaching to the next eighth.
fn column_at(text: &str, line_start: usize, byte: usize) -> usize {
    let lead = text.get(line_start..byte).unwrap_or_default();
    lead.chars().fold(0, |column, c| if c == '\t' { (column / 8 + 1) * 8 } else { column + 1 })
}

/// The heads of columns among the cells of a line: all of them, or all behind the first.
fn heads(tokens: &Tokens, cells: &[Cell]) -> Option<Vec<(Cell, Head)>> {
    let parallel = |cells: &[Cell]| {
        let short = cells.iter().all(|c| c.tokens.len() <= LONGEST_HEAD);
        let fits = (2..=MOST_COLUMNS).contains(&cells.len()) && short;
        fits.then(|| meaning(tokens, cells)).flatten()
    };
    let (from, heads) = [0, 1].into_iter().find_map(|from| Some((from, parallel(cells.get(from..)?)?)))?;
    Some(cells[from..].iter().cloned().zip(heads).collect())
}

/// What parallel heads say of their columns; none where they are not parallel.
fn meaning(tokens: &Tokens, cells: &[Cell]) -> Option<Vec<Head>> {
    let is_box = |t: usize| matches!(tokens.list[t].kind, Kind::Check(_));
    if cells.iter().any(|c| c.tokens.clone().any(is_box)) {
        return None;
    }
    let words = |c: &Cell| {
        c.tokens.clone().map(|t| tokens.word(t)).filter(|w| w.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric))
    };
    let one_of = |c: &Cell, list: &[&str]| words(c).next().is_some_and(|w| list.contains(&w));
    let lone = |c: &Cell| words(c).count() == 1;
    if cells.iter().all(|c| lone(c) && one_of(c, &["yes", "no", "y", "n"])) && cells.len() == 2 {
        let heads = cells.iter().map(|c| if one_of(c, &["yes", "y"]) { Head::Yes } else { Head::No });
        return Some(heads.collect());
    }
    // "Previous (2022)   Today", "Planned   Done".
    const OTHER: [&str; 10] =
        ["previous", "prior", "planned", "before", "past", "intended", "booked", "last", "old", "previously"];
    const NOW: [&str; 10] =
        ["today", "now", "done", "performed", "actual", "current", "this", "present", "new", "carried"];
    let timed = cells.iter().all(|c| one_of(c, &OTHER) || one_of(c, &NOW));
    if timed && cells.iter().any(|c| one_of(c, &OTHER)) && cells.iter().any(|c| one_of(c, &NOW)) {
        return Some(cells.iter().map(|c| if one_of(c, &OTHER) { Head::Other } else { Head::Told }).collect());
    }
    let told = || Some(vec![Head::Told; cells.len()]);
    // "Lesion A   Lesion B", "Site 1   Site 2", "#1   #2", "A   B": the same words but for the last, which counts.
    let counts = |w: &str| {
        matches!(w.as_bytes(), [b'1'..=b'6'] | [b'a'..=b'f'])
            || matches!(w, "i" | "ii" | "iii" | "one" | "two" | "three" | "first" | "second" | "third")
    };
    let stem = |c: &Cell| words(c).find(|w| !counts(w));
    let number = |c: &Cell| words(c).find(|w| counts(w));
    let numbered = cells.iter().all(|c| number(c).is_some() && words(c).count() <= 2 && stem(c) == stem(&cells[0]));
    if numbered && cells.windows(2).all(|w| number(&w[0]) != number(&w[1])) {
        return told();
    }
    // "R THIGH   L THIGH", "Left   Right": a side each, and not the same place.
    let sided = cells.iter().all(|c| words(c).any(|w| SIDES.contains(&w)));
    let same = |a: &Cell, b: &Cell| words(a).eq(words(b));
    if sided && cells.windows(2).all(|w| !same(&w[0], &w[1])) { told() } else { None }
}

/// The cells of a row, each under one head; none where the line keeps to no column.
fn cells_of_row(
    text: &str,
    tokens: &Tokens,
    line: &Range<usize>,
    barred: bool,
    heads: &[(Cell, Head)],
    labelled: bool,
) -> Option<Vec<Cell>> {
    let rule = |t: usize| matches!(tokens.list[t].kind, Kind::Punct(b'-' | b'|' | b':' | b'+' | b'='));
    if line.len() > 3 && line.clone().all(rule) {
        return Some(Vec::new());
    }
    if line.len() > LONGEST_ROW || is_barred(text, tokens, line) != barred {
        return None;
    }
    let row = cells(text, tokens, line, barred);
    let first = heads.first()?.0.column;
    let under = |c: &Cell| barred || c.column + SLACK >= first;
    if !labelled {
        return (row.len() == heads.len()).then_some(row);
    }
    let label = row.first().filter(|c| c.tokens.len() <= LONGEST_LABEL && !(barred && c.column > 0))?;
    let behind = row.get(1..)?;
    // "X", "[x]", "✓": under YES and NO stands nothing else.
    let mark = |c: &Cell| {
        c.tokens.len() == 1
            && (tokens.word(c.tokens.start) == "x"
                || matches!(tokens.list[c.tokens.start].kind, Kind::Check(_) | Kind::Punct(b'*')))
    };
    let answers = heads.iter().any(|(_, h)| matches!(h, Head::Yes | Head::No));
    if answers && !behind.iter().all(mark) {
        return None;
    }
    let fits =
        !behind.is_empty() && (barred || !under(label)) && behind.len() <= heads.len() && behind.iter().all(under);
    fits.then_some(row)
}

impl Table {
    /// The column that a cell stands under.
    fn column(&self, cell: &Cell, number: usize) -> usize {
        if !self.labelled {
            return number;
        }
        let behind = self.heads.iter().rposition(|(h, _)| h.column <= cell.column + self.slack);
        behind.unwrap_or(0)
    }

    fn write(&self, tokens: &Tokens, pieces: &mut Vec<Piece>) {
        if self.heads.iter().any(|(_, h)| matches!(h, Head::Yes | Head::No)) {
            for row in &self.rows {
                self.write_answer(tokens, row, pieces);
            }
            return;
        }
        for (number, (head, meaning)) in self.heads.iter().enumerate() {
            if *meaning == Head::Other {
                continue;
            }
            if self.sided {
                self.write_number(tokens, number, head, pieces);
                pieces.extend(run(tokens, &head.tokens, Break::Line));
            } else {
                pieces.extend(run(tokens, &head.tokens, Break::Paragraph));
            }
            for row in &self.rows {
                let skipped = usize::from(self.labelled);
                let cells = row.iter().enumerate().skip(skipped);
                let own = cells.filter(|(n, c)| self.column(c, n - skipped) == number).map(|(_, c)| c);
                let label = self.labelled.then(|| row.first()).flatten();
                own.for_each(|cell| write_cell(tokens, label, cell, pieces));
            }
            self.close(tokens, number, pieces);
        }
    }

    /// Behind the last cell of a column without labels: no word of it heads what follows.
    fn close(&self, tokens: &Tokens, number: usize, pieces: &mut Vec<Piece>) {
        let last = self.rows.iter().rev().find_map(|r| r.get(number)).filter(|_| !self.labelled);
        if let Some(cell) = last {
            let end = tokens.list[cell.tokens.end - 1].span.end;
            pieces.push(Piece::Written(Span::new(end, end), ".", Kind::Punct(b'.'), Break::Joined));
        }
    }

    /// "R THIGH   L THIGH" head two lesions: each is told by its number.
    fn write_number(&self, tokens: &Tokens, number: usize, head: &Cell, pieces: &mut Vec<Piece>) {
        const NUMBERS: [&str; MOST_COLUMNS] = ["1", "2", "3", "4", "5", "6"];
        let Some(written) = NUMBERS.get(number) else { return };
        let start = tokens.list[head.tokens.start].span.start;
        let at = Span::new(start, start);
        pieces.push(Piece::Written(at, "lesion", Kind::Word, Break::Paragraph));
        pieces.push(Piece::Written(at, written, Kind::Number, Break::Space));
    }

    /// "Incision made   X": the label, and what the head over the mark says.
    fn write_answer(&self, tokens: &Tokens, row: &[Cell], pieces: &mut Vec<Piece>) {
        let Some((label, cells)) = row.split_first() else { return };
        let ticked = |c: &&Cell| !matches!(tokens.list[c.tokens.start].kind, Kind::Check(false));
        let Some(cell) = cells.iter().find(ticked) else { return };
        let answer = match self.heads.get(self.column(cell, 0)) {
            Some((_, Head::No)) => "no",
            _ => "yes",
        };
        write_label(tokens, label, pieces);
        pieces.push(Piece::Written(tokens.list[cell.tokens.start].span, answer, Kind::Word, Break::Space));
    }
}

/// A line of a column: "label: cell". A ticked box answers its label, an empty one stands before it.
fn write_cell(tokens: &Tokens, label: Option<&Cell>, cell: &Cell, pieces: &mut Vec<Piece>) {
    let first = cell.tokens.start;
    // "-": nothing to tell.
    let blank = cell.tokens.clone().all(|t| matches!(tokens.list[t].kind, Kind::Punct(b'-' | b'_' | b'|' | b'/')));
    let Some(label) = label else { return pieces.extend(run(tokens, &cell.tokens, Break::Line)) };
    if blank {
        return;
    }
    match tokens.list[first].kind {
        Kind::Check(true) => {
            write_label(tokens, label, pieces);
            pieces.push(Piece::Written(tokens.list[first].span, "yes", Kind::Word, Break::Space));
            return pieces.extend(run(tokens, &(first + 1..cell.tokens.end), Break::Space));
        }
        // The box is asked about by those who drop what is left unticked.
        Kind::Check(false) => {
            pieces.push(Piece::Token(first, Break::Line));
            return pieces.extend(run(tokens, &label.tokens, Break::Space));
        }
        _ => {}
    }
    write_label(tokens, label, pieces);
    pieces.extend(run(tokens, &cell.tokens, Break::Space));
}

fn write_label(tokens: &Tokens, label: &Cell, pieces: &mut Vec<Piece>) {
    let last = label.tokens.end - 1;
    let asked = tokens.is_mark(last, b'?');
    let end = if asked && label.tokens.len() > 1 { last } else { last + 1 };
    pieces.extend(run(tokens, &(label.tokens.start..end), Break::Line));
    if !tokens.is_mark(last, b':') {
        let at = tokens.list[last].span.end;
        pieces.push(Piece::Written(Span::new(at, at), ":", Kind::Punct(b':'), Break::Joined));
    }
}

/// Some tokens in their order, the first behind another break.
pub(super) fn run<'a>(tokens: &'a Tokens, range: &Range<usize>, before: Break) -> impl Iterator<Item = Piece> + 'a {
    let first = range.start;
    range.clone().map(move |t| Piece::Token(t, if t == first { before } else { tokens.list[t].before }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::tokenize;

    fn read(text: &str) -> String {
        let mut tokens = tokenize(text, &|_| false);
        read_down(text, &mut tokens);
        let breaks = |t: usize| if tokens.list[t].before >= Break::Line { "\n" } else { " " };
        let out: String = (0..tokens.list.len()).map(|t| format!("{}{}", breaks(t), tokens.word(t))).collect();
        out.trim().to_owned()
    }

    #[test]
    fn columns_of_lesions_are_read_one_by_one() {
        let table = "        SITE 1      SITE 2\nSide    left        right\nTool    core        knife\nSize    2 cm        -\n\nEnd";
        assert_eq!(
            read(table),
            "site 1\nside : left\ntool : core\nsize : 2 cm\nsite 2\nside : right\ntool : knife\nend"
        );
        let bars = "Lump A | Lump B\nL thigh | R knee\ncore | knife\n2 cm | 3 cm";
        assert_eq!(read(bars), "lump a\nl thigh\ncore\n2 cm .\nlump b\nr knee\nknife\n3 cm .");
    }

    #[test]
    fn what_was_before_is_left_out_and_marks_answer() {
        let table = "       Previous   Today\nTool   knife      core\nSize   1 cm       2 cm\nWhere  thigh      knee";
        assert_eq!(read(table), "today\ntool : core\nsize : 2 cm\nwhere : knee");
        let grid = "             YES   NO\nCut made     X\nNeedle used        X\nSent         X";
        assert_eq!(read(grid), "cut made : yes\nneedle used : no\nsent : yes");
    }

    #[test]
    fn other_text_stays() {
        for text in ["Side: L   Size: 2 cm\na   b\nc   d\ne   f", "Power   Right   Left\nWell. No change.\n\nEnd"] {
            assert_eq!(read(text).replace('\n', " "), tokenize(text, &|_| false).normal.trim());
        }
    }
}
