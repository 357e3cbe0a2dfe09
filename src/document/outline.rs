//! How a note is cut up first: its tokens as the layout means them, where no phrase may reach across, and its phrases. In: the text. Out:
//! tokens, cuts and mentions. Sections and sentences are made of them later.

use super::{choice, columns, counted, fax, leader, wrap};
use crate::lexicon::concept::known;
use crate::mention::Mention;
use crate::mention::phrase::Phrases;
use crate::span::Span;
use crate::token::{Tokens, tokenize};

/// The tokens of a note, in the order and with the marks that its layout means: columns, leaders, boxes and wrapped lines.
pub(super) fn laid_out(text: &str, phrases: &Phrases) -> Tokens {
    let mut tokens = fax::put_together(tokenize(text, &|word| phrases.knows(word)));
    tokens = counted::read_by_number(tokens);
    columns::read_down(text, &mut tokens);
    let keyed = leader::read_as_colons(text, &mut tokens);
    choice::answer_alone(&mut tokens);
    if !keyed {
        wrap::unwrap(&mut tokens);
    }
    wrap::close_up(&mut tokens);
    tokens
}

/// The tokens that no phrase may reach across, in order.
pub(super) fn cuts(tokens: &Tokens, unticked: &[bool]) -> Vec<usize> {
    // "[ ] No", and in the next line "Guidance:": no phrase reaches from an option left unticked into what is said.
    let mut cuts: Vec<usize> = (1..unticked.len()).filter(|&t| unticked[t] != unticked[t - 1]).collect();
    // "Imaging: none", and in the next line "Sent to: pathology": nor from one field into the next.
    cuts.extend(leader::field_starts(tokens));
    cuts.sort_unstable();
    cuts
}

/// The phrases of a note; where some bytes are words of their own, none that denies reaches into them.
pub(super) fn mentions(
    phrases: &Phrases,
    tokens: &Tokens,
    numbers: &[u32],
    cuts: &[usize],
    apart: Option<Span>,
) -> Vec<Mention> {
    let mentions = phrases.find(tokens, numbers, cuts);
    let Some(words) = apart.and_then(|words| tokens.within(words)) else { return mentions };
    let straddles = |m: &Mention| {
        let (first, last) = (m.first(), m.last());
        [words.start, words.end].into_iter().any(|cut| first < cut && cut <= last)
    };
    let denies = |m: &Mention| matches!(tokens.word(m.first()), "no" | "not" | "without");
    if mentions.iter().any(|m| straddles(m) && (m.is(known::PSEUDO) || denies(m))) {
        return phrases.find(tokens, numbers, &[words.start, words.end]);
    }
    mentions
}
