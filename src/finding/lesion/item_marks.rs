//! The marks that items start with: "1.", "(b)", "Mass 2", "No. 3", "The first lies …". In: a part of the note. Out: whether an item starts
//! there, and its number or letter. Which parts belong to it is left to `items`.

use super::parts::{is_bare, is_numbered_wound, label_of};
use super::{Finder, Part, RINGED, document_word};
use crate::lexicon::concept::group::{MUSCLES, REGIONS, SIDES};
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::token::{Break, Kind};

/// Most labels told apart.
pub(super) const LABELS: usize = 32;

impl Finder<'_> {
    /// Whether a part starts with the mark of an item.
    pub(super) fn starts_item(&self, part: usize) -> bool {
        let document = self.document;
        let at = self.behind_bullet(part);
        // A bullet that a heading follows is a part of its own.
        if at >= self.parts[part].end {
            return false;
        }
        // "Second site same leg medial knee": speech without marks.
        let second = || {
            is_bare(document, at)
                && document.mention(at).is_some_and(|m| m.first() == at)
                && self.names_another(part, at)
        };
        document.is(at, known::LESION_ITEM)
            || self.starts_in_order(part)
            || self.refers_to_label(part)
            || second()
            || self.names_with_counter(at)
            || self.is_counted_noun(part)
            || self.counts_sample(at)
            || match document.tokens.word(at) {
                "no" | "ad" | "nr" if document.tokens.list[at].kind == Kind::Word => self.is_short_for_number(at),
                _ => self.starts_with_mark(at, self.parts[part].end),
            }
    }

    /// The number or letter of the item that a part starts with.
    pub(super) fn label(&self, part: usize) -> Option<u8> {
        let document = self.document;
        let (first, end) = (self.behind_bullet(part), self.parts[part].end);
        let counter = |t: usize| label_of(document.tokens.word(t)).filter(|_| t < end);
        if document.is(first, known::LESION_ITEM) {
            let mention = document.mention(first)?;
            return (mention.first()..=mention.last()).rev().find_map(counter);
        }
        if document.is(first, known::SECOND_LESION) {
            return None;
        }
        let first = document.mention(first).filter(|m| m.last() > first).map_or(first, |m| m.last());
        let article = |t: usize| document.tokens.word(t) == "a" && !document.tokens.list[t].capital;
        let marked = |t: usize| document.tokens.is_mark(t + 1, b')') || document.tokens.is_mark(t + 1, b'.');
        (first..(first + 5).min(end)).filter(|&t| !article(t) || marked(t)).find_map(counter)
    }

    /// The first token of a part that is no bullet, and no word before the number of an item: "Then #1.", "For #2: …", "As to #2, …"
    pub(super) fn behind_bullet(&self, part: usize) -> usize {
        let Part { first, end, .. } = self.parts[part];
        let document = self.document;
        let leads = |t: usize| {
            matches!(document.tokens.word(t), "then" | "next" | "now" | "re")
                || document.word_is(t, WordClass::SampleFrom)
        };
        let words = (first..end.min(first + 2)).take_while(|&t| leads(t) || document.tokens.word(t) == "to").count();
        let named = words > 0 && leads(first) && document.tokens.is_mark(first + words, b'#');
        let first = first + if named { words } else { 0 };
        let is_bullet = |t: &usize| [b'*', b'-'].iter().any(|m| self.document.tokens.is_mark(*t, *m));
        (first..end).find(|t| !is_bullet(t)).unwrap_or(end)
    }

    /// "1. …", "A) …", "(b) …", "#2 …", "1st …", "① …", "ii. …": whether a part that ends before `end` starts with such a mark.
    fn starts_with_mark(&self, at: usize, end: usize) -> bool {
        let document = self.document;
        let tokens = &document.tokens.list;
        let token = &tokens[at];
        let mark = |t: usize, m: u8| document.tokens.is_mark(t, m);
        let opens_line = token.before >= Break::Line;
        let letter = |t: usize| self.is_letter(t) && tokens[t].capital;
        // "#2 Right thigh, lateral: …": the mark may stand before the label of the part.
        if self.is_digit(at) && at > 0 && mark(at - 1, b'#') && tokens[at - 1].before >= Break::Line {
            return true;
        }
        // The mark may stand alone before a label: that part begins there.
        if (mark(at, b'(') || mark(at, b'#')) && at + 1 < end {
            return self.encloses_label(at);
        }
        let ordinal = || {
            self.is_digit(at)
                && tokens.get(at + 1).is_some_and(|t| t.before == Break::Joined)
                && matches!(document.tokens.word(at + 1), "st" | "nd" | "rd" | "th")
                && (opens_line
                    || is_numbered_wound(document, at)
                    || [b':', b'|', b'-', b',', b'.', b')'].into_iter().any(|m| mark(at + 2, m)))
        };
        // A digit in a ring.
        let ringed = token.kind == Kind::Number && token.span.len() == RINGED && document.tokens.word(at).len() == 1;
        let placed = || self.is_digit(at) && mark(at + 1, b'-') && document.concepts(at + 2).meets(SIDES.with(REGIONS));
        let ends_label = mark(at + 1, b'.') || mark(at + 1, b':');
        let roman = opens_line && ends_label && matches!(document.tokens.word(at), "i" | "ii" | "iii" | "iv");
        if ringed || roman || ordinal() || placed() {
            return true;
        }
        // "Q: rimmed vacuoles?", "S:", "P:": the parts of a request or a visit.
        let of_list = matches!(document.tokens.word(at).as_bytes(), [b'a'..=b'h']);
        // "No." may end a sentence of its own.
        let numbered = (self.is_digit(at) || letter(at)) && (mark(at + 1, b'.') || mark(at + 1, b')'))
            || (self.is_digit(at) || letter(at) && of_list) && mark(at + 1, b':');
        let bracketed = mark(at + 1, b')') && label_of(document.tokens.word(at)).is_some();
        // "Mr. K., 38, has two lumps": a name.
        let initial = at >= 2 && mark(at - 1, b'.') && document.word_is(at - 2, WordClass::NameTitle);
        (numbered || bracketed) && token.before != Break::Joined && !initial && !self.signs(at)
    }

    /// "V. Ranasinghe, Galle": whether the last line opens with the initial of a name.
    fn signs(&self, at: usize) -> bool {
        let document = self.document;
        let tokens = &document.tokens.list;
        let surname = at + 2;
        let named = tokens.get(surname).is_some_and(|t| t.kind == Kind::Word && t.capital && t.before < Break::Line)
            && document.mention(surname).is_none();
        const LONGEST: usize = 12;
        let ends = tokens.get(surname + 1).is_none_or(|t| t.kind == Kind::Punct(b','));
        let is_last = tokens.len() <= at + LONGEST && tokens[at + 1..].iter().all(|t| t.before < Break::Line);
        is_last
            && self.is_letter(at)
            && tokens[at].before >= Break::Line
            && document.tokens.is_mark(at + 1, b'.')
            && named
            && ends
    }

    /// "(b)", "(2)", "#1", "#A", "# II": a bracket or a number sign with the label of an item behind it.
    fn encloses_label(&self, at: usize) -> bool {
        let document = self.document;
        let label = at + 1;
        let tokens = &document.tokens.list;
        let roman = tokens.get(label).is_some_and(|t| t.kind == Kind::Word)
            && matches!(document.tokens.word(label), "i" | "ii" | "iii" | "iv" | "v");
        let capital = || self.is_letter(label) && tokens[label].capital;
        document.tokens.is_mark(at, b'#') && (self.is_digit(label) || roman || capital())
            || document.tokens.is_mark(at + 2, b')') && (self.is_digit(label) || roman || self.is_letter(label))
    }

    /// "Mass 1", "site B", "muscle II".
    fn names_with_counter(&self, at: usize) -> bool {
        const NAMES: ConceptSet = ConceptSet::of(&[known::LESION, known::SITE_NOUN, known::MUSCLE]);
        // "For target B a new set was opened".
        let at = at + usize::from(self.document.word_is(at, WordClass::SampleFrom));
        self.document.concepts(at).meets(NAMES)
            && self.is_counter(self.document.mention(at).map_or(at, |m| m.last()) + 1)
    }

    /// "Sample 1: …", "Biopsy B – …": such words are counted in running text as well, so a mark must follow.
    fn counts_sample(&self, at: usize) -> bool {
        const NAMES: ConceptSet = ConceptSet::of(&[known::SAMPLE, known::BIOPSY, known::INCISION]);
        let document = self.document;
        let mark = |t: usize, m: u8| document.tokens.is_mark(t, m);
        let counter = document.mention(at).map_or(at, |m| m.last()) + 1;
        // "Pots 1, 2 and 3 to histology" counts.
        let opens_line = || {
            document.tokens.list[at].before >= Break::Line && mark(counter + 1, b',') && !self.is_counter(counter + 2)
        };
        document.concepts(at).meets(NAMES)
            && self.is_counter(counter)
            && (opens_line() || [b':', b'-', b'|', b'.'].into_iter().any(|m| mark(counter + 1, m)))
    }

    /// "No. 2", "ad 1"; "No X-ray in theatre" denies.
    pub(super) fn is_short_for_number(&self, at: usize) -> bool {
        let tokens = &self.document.tokens;
        let counter = at + 1 + usize::from(tokens.is_mark(at + 1, b'.'));
        let compound = tokens.list.get(counter + 1).is_some_and(|t| t.kind == Kind::Word && t.before == Break::Joined);
        self.is_counter(counter) && !compound
    }

    /// "Bead 1: …", and elsewhere "Bead 2: …": a noun of whatever kind that opens parts under several numbers or letters.
    fn is_counted_noun(&self, part: usize) -> bool {
        self.counted_noun(part).is_some_and(|(name, label)| {
            self.counted_nouns.iter().any(|&p| self.counted_noun(p).is_some_and(|n| n.0 == name && n.1 != label))
        })
    }

    /// The noun and the number or letter that a part opens with, before a mark.
    pub(super) fn counted_noun(&self, part: usize) -> Option<(&str, u8)> {
        /// What is taken from a lesion, or shows it, is none.
        const TAKEN: ConceptSet = ConceptSet::of(&[
            known::PASS,
            known::CORE,
            known::NEEDLE,
            known::SAMPLE,
            known::WEDGE,
            known::PATHOLOGY,
            known::IMAGING,
            known::SAVE,
            known::IMAGE,
        ]);
        let document = self.document;
        let at = self.behind_bullet(part);
        let tokens = &document.tokens.list;
        // "S1: …", "S2: …", and no T1 of a scan.
        let joined = tokens.get(at + 1).is_some_and(|t| t.before == Break::Joined);
        let noun = tokens.get(at).is_some_and(|t| {
            let named = t.span.len() > 2 || joined && t.capital && document.tokens.word(at) != "t";
            t.kind == Kind::Word && t.before != Break::Joined && named
        });
        let marked = [b':', b'-', b'.'].into_iter().any(|m| document.tokens.is_mark(at + 2, m));
        if !noun || !marked {
            return None;
        }
        let name = document_word(document, at);
        let label = label_of(document_word(document, at + 1)).filter(|_| self.is_counter(at + 1));
        let counts_other = document.word_is(at, WordClass::CountedElse) || document.concepts(at).meets(TAKEN);
        // "Bottle 1: R thigh, front": what was taken from a place of its own.
        let placed = || document.concepts(at + 3).meets(SIDES.with(REGIONS));
        label.filter(|_| !counts_other || placed()).map(|label| (name, label))
    }

    /// `1`, `A`: what tells items of a kind apart.
    pub(super) fn is_counter(&self, at: usize) -> bool {
        let tokens = &self.document.tokens.list;
        tokens.get(at).is_some_and(|t| {
            t.span.len() == 1 && (t.kind == Kind::Number || (t.kind == Kind::Word && t.capital))
                || matches!(self.document.tokens.word(at), "one" | "two" | "three" | "four" | "ii" | "iii" | "iv")
        }) && !tokens.get(at + 1).is_some_and(|t| {
            t.kind == Kind::Word
                && t.before != Break::Joined
                && self.document.concepts(at + 1).meets(ConceptSet::of(&[known::UNIT_CM, known::UNIT_MM, known::TIMES]))
        })
    }

    /// Whether a token is a number of one digit.
    pub(super) fn is_digit(&self, token: usize) -> bool {
        self.document.tokens.list.get(token).is_some_and(|t| t.kind == Kind::Number && t.span.len() == 1)
    }

    /// Whether a token is a single letter.
    pub(super) fn is_letter(&self, token: usize) -> bool {
        self.document.tokens.list.get(token).is_some_and(|t| t.kind == Kind::Word && t.span.len() == 1)
    }

    /// "For A, a 14 gauge needle", "B: two cores", "Then A, with a new blade", "B first": a part that opens with the letter or number of
    /// a lesion that was named before ("Lesion A is at the back", "A: thigh, lateral").
    fn refers_to_label(&self, part: usize) -> bool {
        let document = self.document;
        let Part { first, end, .. } = self.parts[part];
        let word = |t: usize| document_word(document, t);
        let then = matches!(word(first), "then" | "next" | "now");
        let at = first + usize::from(then || document.word_is(first, WordClass::SampleFrom));
        let label = |t: usize| label_of(document.tokens.word(t));
        let mark = |m: u8| document.tokens.is_mark(at + 1, m);
        // "A second lump was not found" names no lesion A.
        let stops = at + 2 >= end || document.tokens.list[at + 2].kind != Kind::Word;
        let ordered =
            then || stops && matches!(word(at + 1), "first" | "next" | "second" | "last" | "afterwards" | "then");
        let told = mark(b',')
            || mark(b':')
            || ordered
            || document.concepts(at + 1).meets(ConceptSet::of(&[known::BE, known::LIE, known::TAKE]));
        if at + 1 >= end || !told || document.tokens.list[at].span.len() != 1 || !document.tokens.list[at].capital {
            return false;
        }
        let Some(own) = label(at) else { return false };
        let named = |m: &Mention| m.is(known::LESION_ITEM) && m.last() < first && label(m.last()) == Some(own);
        self.labels.iter().any(|&m| named(&document.mentions[m]))
            || ordered && self.lettered().get(usize::from(own)).is_some_and(|&t| t < first)
    }

    /// Where each letter or number first opens a part before its colon, with a place behind it: "B: knee, just over the patella".
    fn lettered(&self) -> &[usize; LABELS] {
        const PLACES: ConceptSet = SIDES.with(REGIONS).with(MUSCLES);
        self.lettered.get_or_init(|| {
            let document = self.document;
            let mut found = [usize::MAX; LABELS];
            for Part { first, end, .. } in &self.parts {
                let place = first + 2;
                let headed = place < *end
                    && document.tokens.is_mark(first + 1, b':')
                    && document.tokens.list[*first].span.len() == 1
                    && (place..(place + 4).min(*end)).any(|t| document.concepts(t).meets(PLACES));
                let label = label_of(document.tokens.word(*first)).filter(|_| headed);
                if let Some(at) = label.and_then(|l| found.get_mut(usize::from(l))) {
                    *at = (*at).min(*first);
                }
            }
            found
        })
    }

    /// "The first sits at the front of the left thigh", "the other one, at the back": a number or order word as the subject.
    pub(super) fn starts_in_order(&self, part: usize) -> bool {
        const SAID: ConceptSet = ConceptSet::of(&[known::BE, known::LIE, known::VERB, known::TAKE, known::CUT]);
        let document = self.document;
        let Part { first, end, .. } = self.parts[part];
        let at = first + usize::from(matches!(document.tokens.word(first), "the" | "and"));
        let second = self.names_another(part, first);
        let ordinal = matches!(document.tokens.word(at), "first" | "second" | "third" | "fourth");
        let behind = if second { document.mention(first).map_or(at, |m| m.last()) + 1 } else { at + 1 };
        let marked = |m: u8| document.tokens.is_mark(behind, m);
        // "FIRST. Front of the thigh", "SECOND -".
        let headed =
            || at == first && (marked(b'.') || marked(b'|') || marked(b'-')) && document.tokens.list[at].capital;
        // "Two muscles, two wounds. First vastus lateralis, … Second rectus femoris, …": in a note that counts, the place itself.
        let placed = || {
            const PLACES: ConceptSet = SIDES.with(REGIONS).with(MUSCLES);
            document.tokens.list[first].capital && document.concepts(behind).meets(PLACES) && self.counts_places()
        };
        if !(second || ordinal) {
            return false;
        }
        if ordinal && at == first && self.is_ordinal_label(part) {
            return true;
        }
        let subject = behind < end
            && (marked(b',') || marked(b':') || headed() || document.concepts(behind).meets(SAID) || placed());
        (second || ordinal && document.mention(at).is_none_or(|m| m.last() == at)) && subject
    }

    /// "First sample: left vastus lateralis.", "Second muscle: right deltoid": an ordinal and its noun before the colon of a label, and a
    /// place behind it.
    fn is_ordinal_label(&self, part: usize) -> bool {
        const NOUN: usize = 2;
        const ANSWER: usize = 4;
        const PLACES: ConceptSet = SIDES.with(REGIONS).with(MUSCLES);
        let document = self.document;
        let Part { first, end, .. } = self.parts[part];
        let colon = (first + 2..end.min(first + 2 + NOUN)).find(|&t| document.tokens.is_mark(t, b':'));
        document.tokens.list[first].capital
            && colon.is_some_and(|c| (c + 1..end.min(c + 1 + ANSWER)).any(|t| document.concepts(t).meets(PLACES)))
    }

    /// "Two muscles, two wounds", "two sites": whether the note counts what lies apart, by whatever noun.
    fn counts_places(&self) -> bool {
        const NOUNS: ConceptSet =
            ConceptSet::of(&[known::MUSCLE, known::INCISION, known::SITE_NOUN, known::LESION, known::BIOPSY]);
        let document = self.document;
        let counts = |t: usize| matches!(document.tokens.word(t), "two" | "2" | "both");
        let plural = |m: &Mention| {
            let word = document.tokens.word(m.last());
            word.ends_with('s') && m.first() > 0 && counts(m.first() - 1)
        };
        let counted = || document.mentions.iter().any(|m| m.concepts.meets(NOUNS) && plural(m));
        self.several || *self.counts_places.get_or_init(counted)
    }

    /// Whether a word at a token opens what is told of another lesion. "Same technique, two cores" does so only where it names a place.
    fn names_another(&self, part: usize, at: usize) -> bool {
        let Part { first, end, .. } = self.parts[part];
        let placed = || self.sites_from(first).next().is_some_and(|s| s.first < end);
        self.document.is(at, known::SECOND_LESION) && (!self.document.is(at, known::REPEATED) || placed())
    }
}
