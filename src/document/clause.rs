//! Clauses: what one verb governs. A cue such as "not" reaches no further than its clause, and a verb takes its object from it.
//!
//! A clause ends at a semicolon, a dash, a colon, a word of class `clause-break` ("but", "then"), and at a comma, "and" or
//! "or" behind which a new subject has a verb of its own. A relative clause between commas stands apart from the one it interrupts.

use super::sentence::Sentence;
use super::{Document, VERBS};
use crate::lexicon::concept::{ConceptSet, known};
use crate::token::Kind;

/// How far a subject may stand from its verb, in tokens.
const SUBJECT: usize = 9;

/// In a sentence this long without any mark, an article or pronoun with a verb behind it opens a clause by itself.
const UNPUNCTUATED: usize = 30;

/// Words that may open a clause or be its verb; all others belong to the clause they stand in.
const TELLING: ConceptSet = VERBS.with(ConceptSet::of(&[known::CLAUSE_BREAK, known::CONJUNCTION]));

/// The clause of every token; numbers rise through the note.
pub(super) fn clauses(document: &Document) -> Vec<u32> {
    let mut out = vec![0; document.tokens.list.len()];
    let mut next = 0;
    for sentence in &document.sentences {
        next = Clauses { document, sentence, out: &mut out }.number_from(next);
    }
    out
}

struct Clauses<'a, 'b> {
    document: &'a Document<'a>,
    sentence: &'a Sentence,
    out: &'b mut [u32],
}

impl Clauses<'_, '_> {
    fn number_from(&mut self, first: u32) -> u32 {
        let mut current = first;
        let mut highest = first;
        // The clause to return to behind a relative clause, and where that one ends.
        let mut outer: Option<(u32, usize)> = None;
        let mut has_verb = false;
        let mut numbed = false;
        let bare = self.is_bare();
        for at in self.sentence.first..self.sentence.end {
            if let Some((clause, end)) = outer
                && at >= end
            {
                current = clause;
                outer = None;
                has_verb = false;
            }
            let concepts = self.document.concepts(at);
            // "With more local I cut the skin and slit the fascia": what was numbed, and behind it who did what.
            numbed |= concepts.has(known::ANESTHESIA);
            let is_plain =
                matches!(self.document.tokens.list[at].kind, Kind::Word | Kind::Number) && !concepts.meets(TELLING);
            let may_open = bare || numbed && concepts.has(known::PRONOUN);
            if is_plain && !may_open {
                self.out[at] = current;
                continue;
            }
            if outer.is_none() && at > self.sentence.first {
                if let Some(end) = self.relative_end(at) {
                    outer = Some((current, end));
                    highest += 1;
                    current = highest;
                } else if self.breaks(at, has_verb, bare) || numbed && self.is_surgeon(at) && self.opens_alone(at) {
                    highest += 1;
                    current = highest;
                    has_verb = false;
                }
            }
            // "Rather than bring him back I opened it": without marks, what is denied ends where a new subject has its verb.
            has_verb |= concepts.meets(VERBS) || bare && concepts.has(known::NEGATED_NEXT);
            self.out[at] = current;
        }
        highest + 1
    }

    /// Whether the sentence is a long run without marks.
    fn is_bare(&self) -> bool {
        let marks = (self.sentence.first..self.sentence.end)
            .filter(|&i| matches!(self.document.tokens.list[i].kind, Kind::Punct(b',' | b';')))
            .count();
        self.sentence.end - self.sentence.first > UNPUNCTUATED * (marks + 1)
    }

    /// `(8 cm on MRI)` and `, which looked normal,`: where the aside that starts at `at` ends, if another comma closes it.
    fn relative_end(&self, at: usize) -> Option<usize> {
        if self.document.tokens.is_mark(at, b'(') {
            let limit = self.sentence.end.min(at + 40);
            return (at + 1..limit).find(|&i| self.document.tokens.is_mark(i, b')')).map(|end| end + 1);
        }
        let opens = self.document.tokens.is_mark(at, b',') && self.document.is(at + 1, known::RELATIVE);
        if !opens {
            return None;
        }
        let limit = self.sentence.end.min(at + 30);
        // "…, who chatted throughout; I changed tools, opening the fascia": a stronger mark ends what it stands in.
        (at + 2..limit)
            .find(|&i| self.document.tokens.is_mark(i, b',') || self.document.tokens.is_mark(i, b';'))
            .filter(|&i| self.document.tokens.is_mark(i, b','))
            .filter(|&end| self.document.is_verb(end + 1) || self.document.is(end + 1, known::PREPOSITION))
    }

    fn breaks(&self, at: usize, has_verb: bool, bare: bool) -> bool {
        let document = self.document;
        match document.tokens.list[at].kind {
            Kind::Punct(b';' | b'|' | b':') | Kind::Check(_) => return true,
            Kind::Punct(b'-' | b'>') => return document.tokens.list[at].before != crate::token::Break::Joined,
            // ", the mass is 6 cm" tells something new, whatever stands before it.
            Kind::Punct(b',') => {
                return (has_verb || self.has_named_subject(at + 1)) && self.has_own_verb(at + 1, true);
            }
            Kind::Punct(_) => return false,
            _ => {}
        }
        if let Some(m) = document.mention(at).filter(|m| m.first() == at && m.is(known::CLAUSE_BREAK)) {
            // "The fascia then opened": it stands between a subject and its verb.
            let within = !has_verb && !m.is(known::SCOPE_END) && document.tokens.list[at - 1].kind == Kind::Word;
            return !(within && document.is_verb(m.last() + 1));
        }
        if document.is(at, known::CONJUNCTION) {
            // "no rales or rhonchi noted" is one list; only a subject with an article or a pronoun goes on behind "or".
            let listed = document.tokens.word(at) == "or" && !self.has_named_subject(at + 1);
            let tells = document.is(at + 1, known::TELL);
            return has_verb && !listed && (tells || self.has_own_verb(at + 1, false));
        }
        bare && has_verb && self.opens_alone(at)
    }

    /// Whether a pronoun or an article starts at `at`.
    fn has_named_subject(&self, at: usize) -> bool {
        const NAMED: ConceptSet = ConceptSet::of(&[known::PRONOUN, known::DETERMINER]);
        self.document.concepts(at).meets(NAMED)
    }

    /// Whether a subject with a verb of its own starts at `at`: "the mass was seen", "fascia intact". A bare verb has no subject of its own.
    fn has_own_verb(&self, at: usize, after_comma: bool) -> bool {
        let document = self.document;
        let mut at = at;
        while document.is(at, known::CONJUNCTION) || document.tokens.is_mark(at, b',') {
            at += 1;
        }
        if at >= self.sentence.end || document.is_verb(at) {
            return false;
        }
        // "… and general anaesthesia was not required": words that stand as a preposition elsewhere are a subject before their verb.
        let phrase = document.mention(at).filter(|m| m.is(known::PREPOSITION));
        if phrase.is_some_and(|m| m.last() == m.first() || !self.is_told(m.last() + 1)) {
            return false;
        }
        if document.is(at, known::RELATIVE) {
            return after_comma;
        }
        for (nouns, i) in (at..self.sentence.end.min(at + SUBJECT)).enumerate() {
            match document.tokens.list[i].kind {
                Kind::Punct(b',') if after_comma && nouns > 0 => return false,
                // "Through fat and fascia, and the rectus was pulled aside": the new subject stands behind the next joint.
                Kind::Punct(b',') if nouns > 0 && document.is(i + 1, known::CONJUNCTION) => return false,
                Kind::Punct(b'.' | b';' | b':' | b'|') => return false,
                _ => {}
            }
            let concepts = document.concepts(i);
            if self.is_told(i) {
                return nouns > 0;
            }
            if after_comma && concepts.has(known::CONJUNCTION) {
                return false;
            }
        }
        false
    }

    /// Whether a verb stands at a token, or a denial of one: "was opened", "were not seen".
    fn is_told(&self, at: usize) -> bool {
        let document = self.document;
        at < self.sentence.end
            && (document.is_verb(at)
                || document.is(at, known::NEGATED_BEFORE)
                    && matches!(document.tokens.word(at), "was" | "were" | "is" | "are"))
    }

    fn is_surgeon(&self, at: usize) -> bool {
        matches!(self.document.tokens.word(at), "i" | "we")
    }

    /// In a run without marks: a pronoun, or an article that no preposition governs, with a verb soon behind it.
    fn opens_alone(&self, at: usize) -> bool {
        const BOUND: ConceptSet = ConceptSet::of(&[
            known::PREPOSITION,
            known::CONJUNCTION,
            known::DETERMINER,
            known::TAKE,
            known::CUT,
            known::VERB,
            known::RELATIVE,
            known::BE,
        ]);
        // "It was never opened I cut out half": such a pronoun is no object of the verb before it.
        const GOVERNED: ConceptSet =
            ConceptSet::of(&[known::PREPOSITION, known::CONJUNCTION, known::DETERMINER, known::RELATIVE]);
        let document = self.document;
        let subject = document.is(at, known::PRONOUN) || document.is(at, known::DETERMINER);
        let nominative = matches!(document.tokens.word(at), "i" | "we" | "he" | "she" | "they");
        let bound = if nominative { GOVERNED } else { BOUND };
        if !subject || document.concepts(at - 1).meets(bound) {
            return false;
        }
        let reach = if document.is(at, known::PRONOUN) { 3 } else { SUBJECT };
        const FINITE: ConceptSet = ConceptSet::of(&[known::BE, known::TELL, known::SEE]);
        // "The scan from last thursday reads": behind a preposition only a verb that takes no object is the subject's own.
        let mut governed = false;
        (at + 1..self.sentence.end.min(at + reach)).any(|i| {
            governed |= document.is(i, known::PREPOSITION);
            let reads = document.tokens.word(i) == "reads";
            if governed { reads || document.concepts(i).meets(FINITE) } else { reads || document.is_verb(i) }
        })
    }
}
