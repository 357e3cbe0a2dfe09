//! Labels of a form parted from their values by other marks than a colon. In: tokens. Out: the same, with the dots that lead to a value
//! ("Side ....... left"), the bar of a row of two cells ("| Fascia | opened |") and the question mark before an answer ("Side? left")
//! turned into colons, and without the numbers of such labels, which count no lesions.
//!
//! One line like that may be anything; a form has several.

use crate::token::{Break, Kind, Tokens};

/// Fewest lines from which a habit is told.
const FEWEST: usize = 3;

/// Longest label before such a mark, in tokens.
const LONGEST_LABEL: usize = 10;

/// Longest label before such a sign, with what it adds in brackets, in tokens.
const LONGEST_SIGNED: usize = 14;

/// Fewest dots that lead to something wherever they stand; fewer do so where the note has such runs.
const LONG_RUN: usize = 4;

/// What becomes of a token.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Kept,
    Colon,
    Dropped,
    /// The number of a label, at which a field starts.
    Number,
    /// A mark behind which the next line starts.
    Line,
}

/// Turns leaders and the bars of two-cell rows into colons. Whether the text is one of keys and values, whose lines are no wrapped text.
pub(super) fn read_as_colons(text: &str, tokens: &mut Tokens) -> bool {
    let bytes = text.as_bytes();
    let signs = || memchr::memmem::find(bytes, b" > ").is_some() || memchr::memmem::find(bytes, b" = ").is_some();
    if memchr::memmem::find(bytes, b" / ").is_some() {
        read_strokes_as_stops(tokens);
    }
    let quoted = memchr::memmem::find(bytes, b"\":").is_some();
    let dotted = || memchr::memmem::find(bytes, b"..").is_some();
    let numbered = row_numbers(tokens);
    if !(!numbered.is_empty() || quoted || memchr::memchr3(b'|', b'?', 0xe2, bytes).is_some() || dotted() || signs()) {
        return false;
    }
    let mut fates = vec![Fate::Kept; tokens.list.len()];
    let keyed = quoted && keys(text, tokens, &mut fates);
    let found = [
        leaders(tokens, &mut fates),
        rows(text, tokens, &mut fates),
        questions(tokens, &mut fates),
        separators(tokens, &mut fates),
    ];
    for &at in &numbered {
        fates[at] = Fate::Number;
    }
    if keyed || found.contains(&true) || !numbered.is_empty() {
        apply(tokens, &fates);
    }
    keyed
}

/// "Open bx thigh R / GA / knife skin, fascia lata open / no echo / lat thigh": in a line of many strokes set apart by blanks, and of no
/// full stop but its last, each stroke ends what is said before it. Of a few it parts choices: "opened / not opened / not seen".
fn read_strokes_as_stops(tokens: &mut Tokens) {
    /// Fewest strokes of such a line, and fewest tokens of its longest part.
    const FEWEST_STROKES: usize = 5;
    const LONGEST_PART: usize = 6;
    let mut stops = Vec::new();
    for (first, end) in lines(tokens) {
        let apart = |t: usize| {
            tokens.is_mark(t, b'/')
                && tokens.list[t].before == Break::Space
                && tokens.list.get(t + 1).is_some_and(|n| n.before == Break::Space)
        };
        let strokes: Vec<usize> = (first + 1..end).filter(|&t| apart(t)).collect();
        let longest = strokes.windows(2).map(|w| w[1] - w[0] - 1).max().unwrap_or(0);
        let boxed = (first..end).any(|t| matches!(tokens.list[t].kind, Kind::Check(_)) || tokens.is_mark(t, b'{'));
        let stopped = (first..end.saturating_sub(1)).any(|t| tokens.is_mark(t, b'.'));
        if strokes.len() >= FEWEST_STROKES && longest >= LONGEST_PART && !boxed && !stopped {
            stops.extend(strokes);
        }
    }
    stops.iter().for_each(|&at| tokens.read_as(at, b'.'));
}

/// Drops and changes tokens; what stood before one that was dropped stands before the next.
fn apply(tokens: &mut Tokens, fates: &[Fate]) {
    for at in (0..fates.len()).filter(|&t| fates[t] == Fate::Colon) {
        tokens.read_as(at, b':');
    }
    let mut at = 0;
    let mut before = Break::Joined;
    tokens.list.retain_mut(|token| {
        let fate = fates[at];
        at += 1;
        if matches!(fate, Fate::Dropped | Fate::Number | Fate::Line) {
            let field = match fate {
                Fate::Number => Break::Gap,
                Fate::Line => Break::Line,
                _ => Break::Joined,
            };
            before = before.max(token.before).max(field);
            return false;
        }
        token.before = token.before.max(before);
        before = Break::Joined;
        true
    });
}

/// Where a label follows the field before it, in the next line or behind a wide blank: from the value of a field no phrase reaches
/// into the label of the next.
pub(super) fn field_starts(tokens: &Tokens) -> Vec<usize> {
    let mut out = Vec::new();
    let (mut labelled, mut boxed, mut answered) = (false, false, false);
    for (first, end) in lines(tokens) {
        // "Face  [ ] inner [x] outer", and in the next line "Layer"; "scalpel no", and "ultrasound no".
        let boxes = (first..end).any(|t| matches!(tokens.list[t].kind, Kind::Check(_)));
        let answer = end - first <= LONGEST_LABEL && matches!(tokens.word(end - 1), "yes" | "no");
        if boxed && boxes || answered && answer {
            out.push(first);
        }
        answered = answer || end > first + 1 && matches!(tokens.word(end - 1), "yes" | "no");
        boxed = boxes;
        let label = |first: usize| {
            let within =
                (first + 1..end.min(first + LONGEST_LABEL)).take_while(|&t| tokens.list[t].before < Break::Gap);
            within.into_iter().any(|t| tokens.is_mark(t, b':'))
        };
        let colon = label(first);
        if colon && labelled && tokens.list[first].before == Break::Line {
            out.push(first);
        }
        if colon {
            out.extend((first + 1..end).filter(|&t| tokens.list[t].before == Break::Gap && label(t)));
        }
        labelled = colon;
    }
    out
}

/// Marks the signs between a label and its value: "side > right", "bottle 1 = left thigh".
fn separators(tokens: &Tokens, fates: &mut [Fate]) -> bool {
    let word = |t: usize| tokens.list[t].kind == Kind::Word;
    let sign = |first: usize, end: usize, mark: u8| {
        let at = (first + 1..end.min(first + LONGEST_SIGNED + 1)).find(|&t| tokens.is_mark(t, mark))?;
        let apart =
            tokens.list[at].before == Break::Space && at + 1 < end && tokens.list[at + 1].before == Break::Space;
        let label = word(first) && !(first..at).any(|t| tokens.is_mark(t, b':') || tokens.is_mark(t, b','));
        (apart && label).then_some(at)
    };
    let mut found = false;
    for mark in [b'>', b'='] {
        let signs: Vec<usize> = lines(tokens).filter_map(|(first, end)| sign(first, end, mark)).collect();
        if signs.len() >= FEWEST {
            signs.iter().for_each(|&at| fates[at] = Fate::Colon);
            found = true;
        }
    }
    found
}

/// Marks the signs of `{"side":"left","third":"distal"}`: a field a key, and nothing of what encloses it.
fn keys(text: &str, tokens: &Tokens, fates: &mut [Fate]) -> bool {
    let is = |t: usize, mark: u8| tokens.is_mark(t, mark);
    let colons = (1..tokens.list.len()).filter(|&t| is(t, b':') && is(t - 1, b'"')).count();
    if colons < FEWEST || !text.trim_start().starts_with(['{', '[']) {
        return false;
    }
    for (at, fate) in fates.iter_mut().enumerate() {
        let closes = at > 0 && is(at - 1, b'"');
        let parts = is(at, b',') && (closes || is(at + 1, b'"'));
        if parts || is(at, b'{') {
            *fate = Fate::Line;
        } else if is(at, b'"') || is(at, b'}') || is(at, b'_') {
            *fate = Fate::Dropped;
        }
    }
    true
}

/// The lines of a note, as runs of tokens.
fn lines(tokens: &Tokens) -> impl Iterator<Item = (usize, usize)> {
    let count = tokens.list.len();
    let ends = (1..count).filter(|&t| tokens.list[t].before >= Break::Line).chain((count > 0).then_some(count));
    let mut first = 0;
    ends.map(move |end| (std::mem::replace(&mut first, end), end))
}

/// Marks runs of dots behind short labels.
fn leaders(tokens: &Tokens, fates: &mut [Fate]) -> bool {
    let runs: Vec<(usize, usize, usize)> =
        lines(tokens).flat_map(|(first, end)| runs_of_dots(tokens, first, end)).collect();
    let long = |run: &&(usize, usize, usize)| run.2 - run.1 >= LONG_RUN;
    if runs.iter().filter(long).count() < FEWEST {
        return false;
    }
    for (start, first, end) in runs {
        let colon = |t: usize| tokens.is_mark(t, b':');
        let beside = first > 0 && colon(first - 1) || colon(end);
        fates[first..end].fill(Fate::Dropped);
        if !beside {
            fates[first] = Fate::Colon;
        }
        // "After: diagnosis ....... lipoma": one label.
        for t in (start..first.saturating_sub(1)).filter(|&t| colon(t)) {
            fates[t] = Fate::Dropped;
        }
        // "Which side? ....... right"
        if first > 0 && tokens.is_mark(first - 1, b'?') {
            fates[first - 1] = Fate::Dropped;
        }
        drop_number(tokens, start, fates);
    }
    true
}

/// The runs of dots in a line with the short labels before them, apart from the word before them where they are few.
fn runs_of_dots(tokens: &Tokens, first: usize, end: usize) -> Vec<(usize, usize, usize)> {
    let dot = |t: usize| tokens.is_mark(t, b'.');
    let mut out = Vec::new();
    let mut start = first;
    let mut at = first;
    while at < end {
        if tokens.list[at].before >= Break::Gap && !dot(at) {
            start = at;
        }
        if !dot(at) {
            at += 1;
            continue;
        }
        let stop = (at..end).find(|&t| !dot(t)).unwrap_or(end);
        let labelled = at > start && at - start <= LONGEST_LABEL;
        let few = stop - at < LONG_RUN;
        let apart = tokens.list[at].before >= Break::Space && stop < end && tokens.list[stop].before >= Break::Space;
        if labelled && (!few || apart) {
            out.push((start, at, stop));
            start = stop;
        }
        at = stop;
    }
    out
}

/// Drops the number or letter before a label: "3 Side", "3. Side", "(c) Side", "Q3 Side".
fn drop_number(tokens: &Tokens, first: usize, fates: &mut [Fate]) {
    let mark = |t: usize, marks: &[u8]| marks.iter().any(|m| tokens.is_mark(t, *m));
    let at = first + usize::from(mark(first, b"(#"));
    let Some(token) = tokens.list.get(at) else { return };
    let marked = mark(at + 1, b".):-");
    let counts = match token.kind {
        Kind::Number => token.span.len() <= 2,
        Kind::Word => is_question_number(tokens, at) || (marked && token.span.len() == 1),
        _ => false,
    };
    let end = at + 1 + usize::from(marked);
    let named = tokens.list.get(end).is_some_and(|t| t.kind == Kind::Word && t.before < Break::Line);
    if counts && named {
        fates[first..end].fill(Fate::Number);
    }
}

/// Fewest rows that are numbered one by one, and are so many that they count no lesions.
const FEWEST_NUMBERED: usize = 5;

/// The numbers of the rows of a form, "2  Side    left", one more each time and without any mark behind them.
fn row_numbers(tokens: &Tokens) -> Vec<usize> {
    let number = |t: usize| {
        let token = tokens.list.get(t).filter(|k| k.kind == Kind::Number && k.span.len() <= 2)?;
        let named = tokens.list.get(t + 1).filter(|n| n.kind == Kind::Word && n.capital)?;
        let apart = matches!(named.before, Break::Space | Break::Gap) && token.before >= Break::Line;
        apart.then(|| tokens.word(t).parse::<usize>().ok()).flatten()
    };
    let rows: Vec<(usize, usize)> = lines(tokens).filter_map(|(first, _)| Some((first, number(first)?))).collect();
    let rising = rows.windows(2).all(|w| w[1].1 == w[0].1 + 1) && rows.first().is_some_and(|r| r.1 == 1);
    if rising && rows.len() >= FEWEST_NUMBERED { rows.into_iter().map(|r| r.0).collect() } else { Vec::new() }
}

/// "Q3".
fn is_question_number(tokens: &Tokens, at: usize) -> bool {
    matches!(tokens.word(at).as_bytes(), [b'q', b'0'..=b'9'] | [b'q', b'0'..=b'9', b'0'..=b'9'])
}

/// Marks the question marks of labels that are answered in their line.
fn questions(tokens: &Tokens, fates: &mut [Fate]) -> bool {
    let asked: Vec<(usize, usize)> = lines(tokens).flat_map(|(first, end)| asked_in(tokens, first, end)).collect();
    if asked.len() < FEWEST {
        return false;
    }
    for (start, mark) in asked {
        if fates[mark] == Fate::Kept {
            fates[mark] = Fate::Colon;
            drop_number(tokens, start, fates);
            // "Q: Which leg?   A: right"
            let answer = mark + 1;
            let named = matches!(tokens.word(answer), "a" | "answer" | "ans") && tokens.is_mark(answer + 1, b':');
            if named {
                fates[answer..answer + 2].fill(Fate::Dropped);
            }
        }
    }
    true
}

/// The labels of a line that end with a question mark, with that mark: each at the start of the line or of a field in it.
fn asked_in(tokens: &Tokens, first: usize, end: usize) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut start = Some(first);
    for at in first..end {
        let token = &tokens.list[at];
        if at > first && (token.before >= Break::Gap || is_question_number(tokens, at)) {
            start = Some(at);
        }
        let Kind::Punct(mark) = token.kind else { continue };
        let answered = at + 1 < end && tokens.list[at + 1].before != Break::Joined;
        let numbers = start.is_some_and(|s| at <= s + 2);
        if mark == b'?' && token.before == Break::Joined && answered {
            out.extend(start.filter(|s| at > *s && at - s <= LONGEST_LABEL).map(|s| (s, at)));
            start = None;
        } else if matches!(mark, b'.' | b':' | b';') && !numbers {
            start = None;
        }
    }
    out
}

/// Marks the bars of rows with two cells, and drops the rules between rows.
fn rows(text: &str, tokens: &Tokens, fates: &mut [Fate]) -> bool {
    let bar = |t: usize| tokens.is_mark(t, b'|') && tokens.list[t].span.of(text) == "|";
    let found: Vec<(usize, usize, usize)> =
        lines(tokens).filter_map(|(first, end)| inner_bar(tokens, &bar, first, end).map(|b| (first, b, end))).collect();
    if found.len() < FEWEST {
        return false;
    }
    for (first, inner, end) in found {
        for at in (first..end).filter(|&t| bar(t)) {
            fates[at] = if at == inner { Fate::Colon } else { Fate::Dropped };
        }
        // "| Fascia: | opened |", "| Imaging? | none |"
        if tokens.is_mark(inner - 1, b':') || tokens.is_mark(inner - 1, b'?') {
            fates[inner - 1] = Fate::Dropped;
        }
    }
    let rule = |t: usize| matches!(tokens.list[t].kind, Kind::Punct(b'-' | b'|' | b':' | b'+' | b'='));
    for (first, end) in lines(tokens) {
        if end - first > 3 && (first..end).all(rule) {
            fates[first..end].fill(Fate::Dropped);
        }
    }
    true
}

/// The one bar between the two cells of a row, of which the first is a short label.
fn inner_bar(tokens: &Tokens, bar: &dyn Fn(usize) -> bool, first: usize, end: usize) -> Option<usize> {
    let label = first + usize::from(bar(first));
    let last = end - usize::from(end > label && bar(end - 1));
    let mut inner = (label..last).filter(|&t| bar(t));
    let found = inner.next()?;
    let lone = inner.next().is_none();
    let named = found > label && found - label <= LONGEST_LABEL && found + 1 < last;
    let worded = matches!(tokens.list[label].kind, Kind::Word | Kind::Number);
    let unmarked = !(label..found.saturating_sub(1)).any(|t| tokens.is_mark(t, b':') || tokens.is_mark(t, b'.'));
    (lone && named && worded && unmarked).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::tokenize;

    fn read(text: &str) -> String {
        let mut tokens = tokenize(text, &|_| false);
        read_as_colons(text, &mut tokens);
        (0..tokens.list.len()).map(|t| tokens.word(t)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn leaders_are_colons() {
        let form = "1 Side ....... L   2 Imaging now? .. no\nSize ......... 3 cm\nFascia: ....... whole";
        assert_eq!(read(form), "side : l imaging now : no size : 3 cm fascia : whole");
        assert_eq!(read("The lump .... was cut."), "the lump . . . . was cut .");
    }

    #[test]
    fn answered_questions_are_labels() {
        let form = "Q1 Which leg? right  Q2 Where? thigh\n3. Imaging? US\nDiagnosis: ?sarcoma";
        assert_eq!(read(form), "which leg : right where : thigh imaging : us diagnosis : ? sarcoma");
        assert_eq!(read("Growing? Yes. A wedge was taken."), "growing ? yes . a wedge was taken .");
    }

    #[test]
    fn bars_of_two_cells_are_colons() {
        let table = "| Side | left |\n|---|---|\n| Fascia | opened |\n| Sent to: | Pathology |";
        assert_eq!(read(table), "side : left fascia : opened sent to : pathology");
        let columns = "| A | left | 3 cm |\n| B | right | 2 cm |\n| C | left | 1 cm |";
        assert_eq!(read(columns), "| a | left | 3 cm | | b | right | 2 cm | | c | left | 1 cm |");
    }
}
