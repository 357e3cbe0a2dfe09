//! Text as a scanner reads a fax: blanks in front of marks, within decimals and before the hyphen that breaks a word, and wide ones between
//! any two words. In: tokens. Out: the same, put together again. Justified text is left to `wrap`, misread letters to the phrases.

use crate::token::{Break, Kind, Piece, Tokens};

/// Fewest marks that stand apart from the word before them by which a fax is told, and how many of them are full stops or commas.
const FEWEST: usize = 4;
const FEWEST_STOPS: usize = 2;

/// Fewest wide blanks of a fax that has more of them than single ones, so that none of them is a column.
const FEWEST_WIDE: usize = 24;

/// "Rt .  vastus  lat.  ,  antero -" / "lateral  thigh", "3. 5  cm": puts together what a scan set apart.
pub(super) fn put_together(tokens: Tokens) -> Tokens {
    let apart: Vec<usize> = (1..tokens.list.len()).filter(|&t| is_apart(&tokens, t)).collect();
    let stops = apart.iter().filter(|&&t| matches!(tokens.list[t].kind, Kind::Punct(b'.' | b','))).count();
    if apart.len() < FEWEST || stops < FEWEST_STOPS {
        return tokens;
    }
    let many = |gap: Break| tokens.list.iter().filter(|t| t.before == gap).count();
    let closed = many(Break::Gap) >= FEWEST_WIDE.max(many(Break::Space));
    let mut pieces = Vec::with_capacity(tokens.list.len());
    let mut at = 0;
    let mut broken = false;
    while let Some(token) = tokens.list.get(at) {
        let before = match token.kind {
            Kind::Punct(b'.' | b',') if is_apart(&tokens, at) => Break::Joined,
            _ if broken || closed && token.before == Break::Gap && !opens_column(&tokens, at) => Break::Space,
            _ => token.before,
        };
        broken = is_hyphen_of_line(&tokens, at);
        if is_decimal(&tokens, at) {
            pieces.push(Piece::Merged(at, at + 2, before));
            at += 2;
        } else if !broken {
            pieces.push(Piece::Token(at, before));
        }
        at += 1;
    }
    tokens.rearranged(&pieces)
}

/// A label, or what stands behind a full stop.
fn opens_column(tokens: &Tokens, at: usize) -> bool {
    at > 0 && tokens.is_mark(at - 1, b'.') || (at + 1..at + 4).any(|m| tokens.is_mark(m, b':'))
}

/// A mark behind a blank, no leader: neither another mark nor the end of a line stands before it.
fn is_apart(tokens: &Tokens, at: usize) -> bool {
    let told = |t: usize| tokens.list.get(t).is_some_and(|t| matches!(t.kind, Kind::Word | Kind::Number));
    let token = &tokens.list[at];
    let behind = tokens.list.get(at + 1).is_none_or(|t| t.before != Break::Joined);
    matches!(token.kind, Kind::Punct(b'.' | b',' | b':' | b';'))
        && matches!(token.before, Break::Space | Break::Gap)
        && (told(at - 1) || tokens.is_mark(at - 1, b'.') && told(at.wrapping_sub(2)))
        && behind
        && !tokens.is_mark(at + 1, b'.')
}

/// "3. 5 cm", "5 , 1 x 3. 9 cm": a small number, its point, and one digit behind a blank that is measured.
fn is_decimal(tokens: &Tokens, at: usize) -> bool {
    let number = |t: usize, longest: usize| {
        tokens.list.get(t).is_some_and(|n| n.kind == Kind::Number)
            && tokens.word(t).len() <= longest
            && !tokens.word(t).contains('.')
    };
    let close = |t: usize| matches!(tokens.list[t].before, Break::Joined | Break::Space | Break::Gap);
    number(at, 2)
        && (tokens.is_mark(at + 1, b'.') || tokens.is_mark(at + 1, b','))
        && number(at + 2, 1)
        && close(at + 1)
        && close(at + 2)
        && matches!(tokens.word(at + 3), "cm" | "mm" | "x")
}

/// "postero -" / "medial": a hyphen behind a blank at the end of a line, in front of a small letter.
fn is_hyphen_of_line(tokens: &Tokens, at: usize) -> bool {
    let word = |t: usize| tokens.list.get(t).is_some_and(|t| t.kind == Kind::Word);
    at > 0
        && tokens.is_mark(at, b'-')
        && tokens.list[at].before == Break::Space
        && word(at - 1)
        && word(at + 1)
        && tokens.list[at + 1].before == Break::Line
        && !tokens.list[at + 1].capital
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::tokenize;

    fn read(text: &str) -> Vec<String> {
        let tokens = put_together(tokenize(text, &|_| false));
        (0..tokens.list.len()).map(|t| tokens.word(t).to_owned()).collect()
    }

    #[test]
    fn decimals_and_broken_words_are_put_together() {
        let words = read("Lt .  thigh , postero -\nlateral , mass 3. 5  x  2 cm .  Cut 4 cm .");
        assert!(words.iter().any(|w| w.starts_with("3.")), "{words:?}");
        assert!(!words.iter().any(|w| w == "-"), "{words:?}");
    }

    #[test]
    fn a_note_with_a_blank_before_a_mark_or_two_is_no_fax() {
        let words = read("Lt thigh , postero -\nlateral. Item 3. 5 cm mass .");
        assert!(words.iter().any(|w| w == "-"), "{words:?}");
    }
}
