//! Check boxes: what stands behind an empty box is not said. In: tokens. Out: which tokens belong to an option left unticked.
//!
//! Boxes stand before their options ("[x] open [ ] needle") unless the line opens with an option and ends with a box.

use std::ops::Range;

use crate::token::{Break, Kind, Tokens};

/// For each token whether it belongs to an option left unticked. Worth asking where a note has a box.
pub(super) fn unticked(tokens: &Tokens) -> Vec<bool> {
    let is_box = |t: &crate::token::Token| matches!(t.kind, Kind::Check(_));
    let mut out = vec![false; tokens.list.len()];
    let mut line = 0;
    while line < tokens.list.len() {
        let end =
            (line + 1..tokens.list.len()).find(|&i| tokens.list[i].before >= Break::Line).unwrap_or(tokens.list.len());
        if tokens.list[line..end].iter().any(is_box) {
            fields(tokens, line, end).for_each(|field| mark_field(tokens, field.start, field.end, &mut out));
        } else {
            mark_ringed(tokens, line, end, &mut out);
            mark_enclosed(tokens, line, end, &mut out);
        }
        mark_answers(tokens, line, end, &mut out);
        mark_offered(tokens, line, end, &mut out);
        mark_unfilled(tokens, line, end, &mut out);
        line = end;
    }
    out
}

/// "Path: [x]": the ticked box that is all there is behind a label says yes. Stars about an option of several ring it.
pub(super) fn answer_alone(tokens: &mut Tokens) {
    for at in 1..tokens.list.len() {
        let alone = tokens.list[at].kind == Kind::Check(true)
            && tokens.is_mark(at - 1, b':')
            && tokens.list[at].before < Break::Line
            && tokens.list.get(at + 1).is_none_or(|t| t.before >= Break::Gap && t.kind == Kind::Word);
        if alone {
            tokens.read_as_yes(at);
        }
        if let Some(close) = star_behind(tokens, at) {
            tokens.read_as(at, b'(');
            tokens.read_as(close, b')');
        }
    }
}

/// "core   *OPEN*   punch": the star that closes what one opens behind a wide blank.
fn star_behind(tokens: &Tokens, at: usize) -> Option<usize> {
    if !tokens.is_mark(at, b'*') || tokens.list[at].before != Break::Gap {
        return None;
    }
    let joined = |t: usize| tokens.list.get(t).is_some_and(|k| k.before == Break::Joined);
    let close = (at + 2..=at + LONGEST_OPTION).find(|&t| tokens.is_mark(t, b'*'))?;
    (joined(at + 1) && joined(close)).then_some(close)
}

/// The fields of a line: "Side: L [ ]  R [x]     Where: knee" are two, since behind the wide blank a label stands before any box.
fn fields(tokens: &Tokens, first: usize, end: usize) -> impl Iterator<Item = Range<usize>> {
    // Each wide blank asks for the mark behind it, which is carried along: a line may be long.
    let is_mark = move |i: &usize| matches!(tokens.list[*i].kind, Kind::Check(_) | Kind::Punct(b':'));
    let mut next = first;
    let stop = |t: usize| tokens.is_mark(t, b'.') || tokens.is_mark(t, b';');
    let opens_field = move |at: &usize| {
        // "Side: R [ ] L [x]. Method: open [x] needle [ ]. Two pieces.": a stop behind a box ends what the boxes answer.
        let stopped = stop(*at - 1);
        if stopped && *at > first + 1 && matches!(tokens.list[*at - 2].kind, Kind::Check(_)) {
            return true;
        }
        if tokens.list[*at].before < Break::Gap && !stopped {
            return false;
        }
        if next < *at {
            next = (*at..end).find(is_mark).unwrap_or(end);
        }
        next < end && tokens.is_mark(next, b':')
    };
    let mut start = first;
    (first + 1..end).filter(opens_field).chain([end]).map(move |stop| std::mem::replace(&mut start, stop)..stop)
}

/// Marks the options left unticked in a field.
fn mark_field(tokens: &Tokens, first: usize, end: usize, out: &mut [bool]) {
    let boxes: Vec<(usize, bool)> = (first..end)
        .filter_map(|i| match tokens.list[i].kind {
            Kind::Check(ticked) => Some((i, ticked)),
            _ => None,
        })
        .collect();
    let Some(&(opening, _)) = boxes.first() else { return };
    let option_first = opening > first && !tokens.is_mark(opening - 1, b':');
    let stopped = usize::from(end > first + 1 && (tokens.is_mark(end - 1, b'.') || tokens.is_mark(end - 1, b';')));
    let trailing = option_first && boxes.last().is_some_and(|b| b.0 + stopped == end - 1);
    // "Right: [ ]": the label is the option.
    if let [(at, false)] = boxes[..]
        && at + 1 == end
        && !option_first
    {
        out[first..at].fill(true);
        return;
    }
    let mut opens = first;
    for (n, &(at, ticked)) in boxes.iter().enumerate() {
        let option = if trailing {
            // Behind the box before, or behind a label after that.
            let from = (opens..at).rev().find(|&i| tokens.is_mark(i, b':')).map_or(opens, |i| i + 1);
            opens = at + 1;
            from.max(at.saturating_sub(own_length(tokens, from..at, boxes.get(n + 1).map(|b| at + 1..b.0))))..at
        } else {
            let next = boxes.get(n + 1).map_or(end, |b| b.0);
            at + 1..option_end(tokens, at + 1, next)
        };
        if !ticked {
            out[option].fill(true);
        }
    }
}

/// How many of the tokens before a box are its option where a label without a mark may stand before that: "Guidance used [ ]  not used [x]",
/// "Images kept yes [x]  no [ ]".
fn own_length(tokens: &Tokens, words: Range<usize>, next: Option<Range<usize>>) -> usize {
    let last = words.end.saturating_sub(1);
    if matches!(tokens.word(last), "yes" | "no" | "y" | "n") && !words.is_empty() {
        return 1;
    }
    match next {
        Some(next) if tokens.word(next.start) == "not" && next.len() <= words.len() => next.len() - 1,
        _ => words.len(),
    }
}

/// "Method (ring): FNA / TRU-CUT / (OPEN) / PUNCH": of options between strokes the one in brackets is said.
fn mark_ringed(tokens: &Tokens, first: usize, end: usize, out: &mut [bool]) {
    let strokes: Vec<usize> = (first..end).filter(|&i| tokens.is_mark(i, b'/')).collect();
    let (Some(&opening), Some(&closing)) = (strokes.first(), strokes.last()) else { return };
    let is_label = |i: &usize| tokens.is_mark(*i, b':') || tokens.is_mark(*i, b'?');
    let Some(label) = (first..opening).rev().find(is_label) else { return };
    let stop = (closing + 1..end).find(|&i| tokens.list[i].before >= Break::Gap).unwrap_or(end);
    let starts = std::iter::once(label).chain(strokes.iter().copied()).map(|i| i + 1);
    let options: Vec<_> = starts.zip(strokes.iter().copied().chain([stop])).map(|(from, to)| from..to).collect();
    let short = |o: &Range<usize>| !o.is_empty() && o.len() <= LONGEST_OPTION;
    let ringed = |o: &Range<usize>| tokens.is_mark(o.start, b'(') && tokens.is_mark(o.end - 1, b')');
    if options.iter().all(short) && options.iter().filter(|o| ringed(o)).count() == 1 {
        for option in options.into_iter().filter(|o| !ringed(o)) {
            out[option].fill(true);
        }
    }
}

/// "Guidance  (Y)  N", "Scan used: yes (no)", "Guided?  Y / (N)": of two answers side by side the one in brackets is said.
fn mark_answers(tokens: &Tokens, first: usize, end: usize, out: &mut [bool]) {
    let answer = |t: usize| match tokens.word(t) {
        "yes" | "y" => Some(true),
        "no" | "n" => Some(false),
        _ => None,
    };
    let ringed = |t: usize| t > first && t + 1 < end && tokens.is_mark(t - 1, b'(') && tokens.is_mark(t + 1, b')');
    let stroke = |t: usize| usize::from(tokens.is_mark(t, b'/') || tokens.is_mark(t, b'|'));
    for at in (first..end).filter(|&t| answer(t).is_some() && ringed(t)) {
        let next = at + 2 + stroke(at + 2);
        let before = (at - 1).checked_sub(1).map(|t| t.saturating_sub(stroke(t)));
        let other =
            |t: usize| (first..end).contains(&t) && answer(t).is_some_and(|a| Some(!a) == answer(at)) && !ringed(t);
        // "(yes) no" behind a label; "yes" may also be the answer to another question.
        if let Some(unsaid) = before.filter(|&t| other(t)).or_else(|| Some(next).filter(|&t| other(t))) {
            out[unsaid] = true;
        }
    }
}

/// "Side (left/right): right", "kind (fna/core/open) : core": of the options that a label offers in brackets only the answer is said. Behind
/// "Diagnosis (pre/post):" stands no such answer.
fn mark_offered(tokens: &Tokens, first: usize, end: usize, out: &mut [bool]) {
    let Some(colon) = (first + 3..end).find(|&t| tokens.is_mark(t, b':')) else { return };
    if !tokens.is_mark(colon - 1, b')') || colon + 1 >= end {
        return;
    }
    let Some(open) = (first..colon - 1).rev().find(|&t| tokens.is_mark(t, b'(')) else { return };
    let options = open + 1..colon - 1;
    let offered = options.clone().any(|t| tokens.is_mark(t, b'/'))
        && options.clone().any(|t| tokens.word(t) == tokens.word(colon + 1));
    if offered {
        out[options].fill(true);
    }
}

/// "Type (circle): fine needle   core   (OPEN)   punch": of three options and more between wide blanks the one in brackets is said.
fn mark_enclosed(tokens: &Tokens, first: usize, end: usize, out: &mut [bool]) {
    let Some(label) = (first..end).find(|&t| tokens.is_mark(t, b':')) else { return };
    let enclosed = |o: &Range<usize>| o.len() > 2 && tokens.is_mark(o.start, b'(') && tokens.is_mark(o.end - 1, b')');
    if !(label + 1..end).any(|t| tokens.is_mark(t, b'(')) {
        return;
    }
    let starts: Vec<usize> =
        (label + 1..end).filter(|&t| t == label + 1 || tokens.list[t].before == Break::Gap).collect();
    let ends = starts.iter().skip(1).copied().chain([end]);
    let options: Vec<_> = starts.iter().copied().zip(ends).map(|(from, to)| from..to).collect();
    let short = |o: &Range<usize>| o.len() <= LONGEST_OPTION;
    if options.len() > 2 && options.iter().all(short) && options.iter().filter(|o| enclosed(o)).count() == 1 {
        for option in options.into_iter().filter(|o| !enclosed(o)) {
            out[option].fill(true);
        }
    }
}

/// "CORE   gauge ____  number ____": a line that names what was to be filled in, two or more blanks and nothing in any of them, is a part of
/// the form that was not used.
fn mark_unfilled(tokens: &Tokens, first: usize, end: usize, out: &mut [bool]) {
    let rule = |t: usize| tokens.is_mark(t, b'_');
    if !(first..end).any(rule) {
        return;
    }
    let mut blanks = 0;
    let mut words = 0;
    let mut at = first;
    while at < end {
        if rule(at) {
            let stop = (at..end).find(|&t| !rule(t)).unwrap_or(end);
            if stop - at < SHORTEST_BLANK || words == 0 && blanks == 0 {
                return;
            }
            blanks += 1;
            words = 0;
            at = stop;
            continue;
        }
        // Behind the last blank no more than a unit; between two of them a label.
        words += usize::from(matches!(tokens.list[at].kind, Kind::Word));
        let value =
            tokens.list[at].kind == Kind::Number && blanks > 0 || matches!(tokens.list[at].kind, Kind::Check(_));
        if value || words > LONGEST_UNFILLED {
            return;
        }
        at += 1;
    }
    if blanks > 1 && words <= 1 {
        out[first..end].fill(true);
    }
}

/// Shortest blank to be filled in, in rules, and the longest label before one, in words.
const SHORTEST_BLANK: usize = 3;
const LONGEST_UNFILLED: usize = 4;

/// Most tokens of an option between strokes, with its brackets.
const LONGEST_OPTION: usize = 5;

/// An option ends at the next box, at a full stop or semicolon, or before the label of another field in its line.
fn option_end(tokens: &Tokens, first: usize, next: usize) -> usize {
    let stops = |i: &usize| {
        (tokens.is_mark(*i, b'.') || tokens.is_mark(*i, b';'))
            && tokens.list.get(i + 1).is_some_and(|t| t.before != Break::Joined)
    };
    let gap = |end: usize| (first + 1..end).rev().find(|&i| tokens.list[i].before >= Break::Gap);
    let next = (first + 1..next).find(stops).unwrap_or(next);
    let Some(colon) = (first..next).find(|&i| tokens.is_mark(i, b':')) else {
        // "( ) none      Images saved  (x) yes": behind a wide blank the label of the next boxes.
        let boxed = tokens.list.get(next).is_some_and(|t| matches!(t.kind, Kind::Check(_)));
        return if boxed { gap(next).unwrap_or(next) } else { next };
    };
    gap(colon).unwrap_or(next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::tokenize;

    fn left(text: &str) -> String {
        let tokens = tokenize(text, &|_| false);
        let marks = unticked(&tokens);
        (0..tokens.list.len())
            .filter(|&i| marks.get(i) == Some(&true))
            .map(|i| tokens.word(i).to_owned())
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn options_behind_empty_boxes_are_not_said() {
        assert_eq!(left("Type: [ ] FNA [ ] core [x] incisional [ ] excisional\nSide left"), "fna core excisional");
        assert_eq!(left("Left [x]  Right [ ]"), "right");
        assert_eq!(left("Side: Left [ ]  Right [x]"), "left");
        assert_eq!(left("Side: L [ ]  R [x]      Where: knee, front"), "l");
        assert_eq!(left("Cut: no [x] yes [ ]   Drain:   no [ ] yes [x]     Clips: 4"), "yes no");
        assert_eq!(left("Side: [ ] L  [x] R      Guidance:  [ ] US  [x] none"), "l us");
        assert_eq!(left("no boxes here"), "");
        assert_eq!(left("Method (ring): FNA / TRU-CUT / (OPEN) / PUNCH"), "fna tru cut punch");
        assert_eq!(left("Guidance used [ ]  not used [x]\nImages kept yes [x] no [ ]"), "used no");
        assert_eq!(left("Side (left/right): right\nDiagnosis (pre/post): lump"), "left / right");
        assert_eq!(left("Guidance  (Y)  N\nSedation  Y  (N)\nScan: yes (no)"), "n y yes");
        assert_eq!(left("Guided?  Y / (N)\nGrowth (yes) and no pain"), "y");
        assert_eq!(left("Type (circle): fine needle   core   (OPEN)   punch"), "fine needle core punch");
        assert_eq!(
            left("A. CORE  gauge ____  number ____\nB. OPEN  cut 4 cm  layer ____"),
            "a . core gauge _ _ _ _ number _ _ _ _"
        );
        assert_eq!(left("Dose: 5 mg / day (oral)"), "");
        assert_eq!(left("Approach: [x] core [ ] FNA. Guidance: [x] US [ ] none. Site: left thigh"), "fna none");
    }
}
