//! Whether a note only names a biopsy: one that was asked for, had before or talked over. In: what is told of a lesion. Out: yes or no.

use super::sampled::is_taken;
use super::{Finder, document_word};
use crate::analysis::{Depth, GuidanceUse};
use crate::document::section::Role;
use crate::finding::{Tier, is_held, is_sampling};
use crate::lexicon::concept::group::LENGTH_UNITS;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::pattern::Claim;
use crate::lexicon::word_class::WordClass;
use crate::mention::Mention;
use crate::statement::Statement;
use crate::token::{Break, Kind};

/// How far behind "open" the biopsy may stand that it belongs to, in tokens.
const NAME_REACH: usize = 3;

/// Most tokens of a note of a line.
const ONE_LINE: usize = 30;

impl Finder<'_> {
    /// "Core biopsy requested.", "sarcoma on core biopsy in March": a biopsy is only named, in no title, and nothing tells how one was
    /// done.
    pub(super) fn only_names_biopsy(&self, soft: &[&Statement]) -> bool {
        let mut acts = soft.iter().filter(|s| is_taken(s.claim) || matches!(s.claim, Claim::Approach(_))).peekable();
        // A title, or the answer to a field, tells what the note is of; the first words of a paragraph may be those of a talk.
        let heads = |s: &Statement| match s.role {
            Role::Title => !self.is_first_sentence(s),
            role => role == Role::Field && !self.is_named_elsewhen(s),
        };
        // "Right shin nodule in the fat, incisional biopsy": a note of a line names what was done, unless it tells of another time.
        let line = self.document.tokens.list.len() <= ONE_LINE;
        let named = |s: &Statement| {
            !heads(s) && self.is_named(s) && !self.is_told_done(s) && (!line || self.is_named_elsewhen(s))
        };
        acts.peek().is_some() && acts.all(|s| named(s)) && !self.tells_of_doing()
    }

    /// Whether a title is the first sentence of a paragraph, and stands on no line of its own.
    fn is_first_sentence(&self, statement: &Statement) -> bool {
        let section = self.document.section_of(statement.first);
        let next = self.document.tokens.list.get(section.end);
        section.first == 0 && section.body == 0 && next.is_some_and(|t| t.before < Break::Line)
    }

    /// Whether anything in the note tells how a sampling is done, or how it went.
    fn tells_of_doing(&self) -> bool {
        const DOING: ConceptSet = ConceptSet::of(&[
            known::ANESTHESIA,
            known::GAUGE,
            known::PASS,
            known::FIXATIVE,
            known::CUT,
            known::INCISION,
            known::CLOSE,
            known::SUTURE,
            known::DISSECT,
            known::WEDGE,
            known::SAMPLE,
            known::CORE,
            known::TAKE,
            known::TIMES,
        ]);
        let document = self.document;
        let does =
            |m: &Mention| m.concepts.meets(DOING) && self.affirmed(m) && !self.names_act(m) && !self.tells_aside(m);
        // "Fascia not opened", "no imaging was used": what was left out of an act is told of one.
        let unopened = |s: &Statement| {
            let denied = |t: usize| matches!(document_word(document, t), "not" | "never");
            (s.first..=s.last).any(|t| document.is(t, known::SPARE) && denied(t)) || self.rests_on(s, known::CUT)
        };
        let left_out = |s: &Statement| match s.claim {
            Claim::Guidance(GuidanceUse::NotUsed) => true,
            Claim::Depth(Depth::Superficial) => self.rests_on(s, known::FASCIA) && unopened(s),
            _ => false,
        };
        let told = |s: &Statement| left_out(s) || s.claim == Claim::Specimen && self.sends_tissue(s);
        document.mentions.iter().any(does)
            || self.statements.iter().any(|s| Tier::of(s.role) == Tier::Body && is_held(s) && told(s))
            || (0..document.tokens.list.len()).any(|t| document.word_is(t, WordClass::ToldDone))
    }

    /// "The core biopsy of his thigh (18 gauge x5) shows lymphoma", "the piece taken on the 9th is a sarcoma": what a diagnosis is told
    /// of was read, and so taken before this note. A frozen section is read at once.
    pub(super) fn is_reported(&self, statement: &Statement) -> bool {
        const TISSUE: ConceptSet = ConceptSet::of(&[known::BIOPSY, known::CORE, known::SAMPLE]);
        const AT_ONCE: ConceptSet = ConceptSet::of(&[known::FROZEN, known::CYTOLOGY]);
        const OTHERS: ConceptSet = ConceptSet::of(&[known::IMAGING, known::CONJUNCTION, known::BE, known::PRONOUN]);
        const REACH: usize = 8;
        let document = self.document;
        let sentence = &document.sentences[statement.sentence];
        if !is_sampling(statement.claim) || sentence.concepts.meets(AT_ONCE) || !sentence.concepts.meets(TISSUE) {
            return false;
        }
        let diagnosed = |verb: usize| {
            let shows = document.word_is(verb, WordClass::ResultVerb);
            // "Came back as sarcoma"; "as its growth made sarcoma a worry" gives a reason.
            let read_as = || verb > 0 && matches!(document.tokens.word(verb - 1), "back" | "read" | "reported");
            let is = || {
                matches!(document.tokens.word(verb), "is" | "was") || document.tokens.word(verb) == "as" && read_as()
            };
            let end = sentence.end.min(verb + 1 + REACH);
            let told = |set: ConceptSet| (verb + 1..end).any(|t| document.concepts(t).meets(set));
            shows && told(ConceptSet::of(&[known::LESION, known::MALIGNANCY]))
                || is() && told(ConceptSet::of(&[known::MALIGNANCY]))
        };
        // What stands in brackets parts nothing: "the core biopsy (18 gauge, five) shows".
        let of_tissue = |verb: usize| {
            let mut depth = 0usize;
            for t in (sentence.first..verb).rev() {
                match document.tokens.list[t].kind {
                    Kind::Punct(b')') => depth += 1,
                    Kind::Punct(b'(') => depth = depth.saturating_sub(1),
                    Kind::Punct(b',' | b';' | b':') if depth == 0 => return false,
                    _ if depth > 0 => {}
                    _ if document.concepts(t).meets(TISSUE) => return true,
                    _ if document.concepts(t).meets(OTHERS) => return false,
                    _ => {}
                }
            }
            false
        };
        (statement.last + 1..sentence.end).any(|verb| diagnosed(verb) && of_tissue(verb))
    }

    /// "Half to histology", and neither "sent home" nor "biopsy report received" nor the slides of another day.
    fn sends_tissue(&self, statement: &Statement) -> bool {
        !(statement.first..=statement.last).any(|t| self.is_elsewhen(t))
            && self.rests_on(statement, known::PATHOLOGY)
            && !self.is_named(statement)
            && !self.sends_fluid(statement)
    }

    /// Whether words are the name of a biopsy, or of its needle.
    fn names_act(&self, mention: &Mention) -> bool {
        mention.concepts.meets(ConceptSet::of(&[known::BIOPSY, known::NEEDLE])) || self.names_open(mention.last())
    }

    /// "Bruise 4 x 3 cm", "soft tissue", "stitches come out on the 14th": words of an act that tell of something else.
    fn tells_aside(&self, mention: &Mention) -> bool {
        let document = self.document;
        let behind = mention.last() + 1..=mention.last() + 2;
        let measures = mention.is(known::TIMES) && behind.into_iter().any(|t| document.concepts(t).meets(LENGTH_UNITS));
        let soft = mention.is(known::SAMPLE)
            && mention.first().checked_sub(1).is_some_and(|t| document.tokens.word(t) == "soft");
        let sentence = || document.sentences[document.sentence_of(mention.first())].concepts;
        measures || soft || mention.is(known::SUTURE) && sentence().has(known::AFTERCARE)
    }

    /// "Today: bx of the lump", "biopsy done, tolerated well", "then core biopsies"; "biopsy done last Wednesday" was done another day.
    fn is_told_done(&self, statement: &Statement) -> bool {
        let sentence = &self.document.sentences[statement.sentence];
        let then = self.document.tokens.word(sentence.first) == "then";
        // "Now half its size" dates no act.
        let today = || {
            let current = |t: usize| self.document.is(t, known::CURRENT) && self.document.tokens.word(t) != "now";
            sentence.concepts.has(known::CURRENT) && (sentence.first..sentence.end).any(current)
        };
        then || today() || sentence.concepts.has(known::PERFORM) && !self.is_named_elsewhen(statement)
    }

    /// Whether the name of a biopsy stands beside words of another time, or is only spoken of.
    fn is_named_elsewhen(&self, statement: &Statement) -> bool {
        const REACH: usize = 3;
        const RESULT_REACH: usize = 8;
        let document = self.document;
        let sentence = &document.sentences[statement.sentence];
        let name = (statement.first..=statement.last).find(|&t| document.is(t, known::BIOPSY));
        let name = name.and_then(|t| document.mention(t));
        let (first, last) = name.map_or((statement.first, statement.last), |m| (m.first(), m.last()));
        let own = |t: &usize| !matches!(document.tokens.list[*t].kind, Kind::Punct(b',' | b';' | b'-'));
        let from = first.min(statement.first.max(sentence.first));
        let before = (from.saturating_sub(REACH).max(sentence.first)..first).rev().take_while(own);
        let behind = |reach: usize| (last + 1..sentence.end.min(last + 1 + reach)).take_while(own);
        // "Liposarcoma on core biopsy".
        let rests_on = first >= sentence.first + 2
            && document.tokens.word(first - 1) == "on"
            && document.is(first - 2, known::LESION);
        // "The core biopsy is being re-read", "a core biopsy would only confuse", "came back": told of something else than doing it.
        // "The Bergstrom cannula could follow" is a tool that did.
        let told_of = behind(RESULT_REACH).any(|t| matches!(document.tokens.word(t), "being" | "came"))
            || !document.is(first, known::CORE_DEVICE) && behind(REACH).any(|t| document.word_is(t, WordClass::Modal));
        // "She had the core biopsy of her thigh on Tuesday".
        let owned = |t: usize| matches!(document.tokens.word(t), "had" | "her" | "his");
        let on_day = || {
            (sentence.first..first).any(owned)
                && behind(RESULT_REACH).any(|t| {
                    matches!(document.tokens.word(t), "on" | "last")
                        && document.word_is(t + 1, WordClass::Elsewhen)
                        && document.tokens.word(t + 1).ends_with("day")
                })
        };
        // "For CNB under US on Thursday": whom a note only lists for it.
        let listed = || {
            document.tokens.word(sentence.first) == "for"
                && first == sentence.first + 1
                && !(last + 1..sentence.end).any(|t| document.is_verb(t) || document.is(t, known::BE))
        };
        rests_on
            || listed()
            || on_day()
            || told_of
            || before.chain(behind(REACH)).any(|t| self.is_elsewhen(t))
            || behind(RESULT_REACH).any(|t| document.word_is(t, WordClass::ResultTold))
    }

    /// Whether a word is of another time; "next to the knee" is a place, and "as requested" tells that something was done.
    fn is_elsewhen(&self, token: usize) -> bool {
        let document = self.document;
        document.word_is(token, WordClass::Elsewhen)
            && !document.is(token, known::BESIDE)
            && !(token > 0 && document.tokens.word(token - 1) == "as")
    }

    /// Whether a statement rests on the name of a biopsy, whatever stands beside it: "open thigh biopsy" names one, be it only for its
    /// first two words. "It was biopsied" tells of the act.
    fn is_named(&self, statement: &Statement) -> bool {
        let last = if self.names_open(statement.first) { statement.last + NAME_REACH } else { statement.last };
        let holds = |concept| (statement.first..=last).any(|t| self.document.is(t, concept));
        holds(known::BIOPSY) && !holds(known::BIOPSIED)
    }

    /// "Her open thigh biopsy" names one; "we open the skin" does it.
    fn names_open(&self, at: usize) -> bool {
        let document = self.document;
        document_word(document, at) == "open" && (at + 1..=at + NAME_REACH).any(|t| document.is(t, known::BIOPSY))
    }
}
