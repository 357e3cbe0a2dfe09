//! What was done on another occasion, told within a sentence: "Biopsy was 12 days ago under Mr O.: 3 cm cut, part removed", "Dr A., who on
//! 4 March at Mercy General opened the fascia and took a wedge". In: a document. Out: the runs of tokens that tell it.
//!
//! A day, a doctor, a place or a paper alone is no proof: an account may name its surgeon and its date. Two of them beside an act are, or
//! a time that is told to be past and the details behind a colon or in brackets.

use super::Document;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::word_class::WordClass;
use crate::token::{Break, Kind};
use std::ops::Range;

/// The acts that an account of a biopsy tells.
const ACTS: ConceptSet = ConceptSet::of(&[
    known::BIOPSY,
    known::OPEN_BIOPSY,
    known::CORE,
    known::FINE_NEEDLE,
    known::INCISION,
    known::CUT,
    known::WEDGE,
    known::TAKE,
    known::PARTIAL,
    known::SAMPLE,
]);

/// The names of a whole procedure.
const NAMES: ConceptSet = ConceptSet::of(&[known::BIOPSY, known::OPEN_BIOPSY, known::CORE, known::FINE_NEEDLE]);

/// What was aspirated, and what is made of it.
const ASPIRATES: ConceptSet = ConceptSet::of(&[known::FINE_NEEDLE, known::ASPIRATE]);

/// Longest sentence that is looked at, in tokens.
const LONGEST: usize = 160;

/// How far from an act its day, its doctor and its place may stand, in tokens.
const REACH: usize = 12;

/// What a sentence tells of when, by whom and where something was done.
#[derive(Debug, Default, PartialEq, Eq)]
struct Signs {
    /// A time that is told to be past: "12 days ago".
    past: bool,
    /// A day or month: "on 4 March".
    dated: bool,
    /// A doctor or a team, by name or trade.
    agent: bool,
    /// A place by name, or another institution.
    place: bool,
    /// A paper of others: "their letter".
    paper: bool,
    /// A relative of the patient, before a colon or a verb.
    relative: bool,
}

/// Every sentence that tells of another occasion, in the order of the text.
pub(super) fn of_other_days(document: &Document) -> Vec<Range<usize>> {
    if !document.concepts.meets(ACTS.with(ASPIRATES)) {
        return Vec::new();
    }
    let sentences = sentences(document);
    let current: Vec<bool> = sentences.iter().map(|s| says(document, s, ConceptSet::of(&[known::CURRENT]))).collect();
    let currents = current.iter().filter(|c| **c).count();
    let visited = opens_as_visit(document);
    let mut found: Vec<Range<usize>> = Vec::new();
    for (sentence, current) in sentences.into_iter().zip(current) {
        let other_visit = visited || currents > usize::from(current);
        let goes_on = |run: &Range<usize>| run.end == sentence.start && !current && goes_on(document, &sentence);
        if !current && other_visit && is_answer_of_date(document, &sentence) {
            found.push(sentence);
        } else if let Some(run) = told_of_other_day(document, &sentence, current, other_visit) {
            found.push(run);
        } else if found.last().is_some_and(goes_on) {
            found.push(sentence);
        }
    }
    found
}

/// "I did a fascial biopsy under lidocaine", "at 14:20 core biopsy was performed": whether a sentence tells an act of the writer, or one at
/// a time of the day, and of no other day.
pub(super) fn tells_act_now(document: &Document) -> bool {
    sentences(document).iter().any(|sentence| {
        let elsewhen = |t: usize| {
            is_past(document, t, sentence)
                || is_date(document, t, sentence)
                || document.word_is(t, WordClass::Modal)
                || document.word_is(t, WordClass::Elsewhen)
                || document.tokens.is_mark(t, b'"')
        };
        sentence.len() <= LONGEST
            && sentence.clone().any(|t| is_act_of_writer(document, t, sentence) || is_timed_act(document, t, sentence))
            && !sentence.clone().any(elsewhen)
    })
}

/// "I stopped at once for the patient's safety. No tissue was removed", "no core had been fired. Procedure abandoned": whether the writer
/// broke off what was begun and took nothing, on no other day.
pub(super) fn tells_stop_now(document: &Document) -> bool {
    const ENDED: [&str; 6] = ["stopped", "abandoned", "discontinued", "withdrew", "ended", "closed"];
    const WORDS_BETWEEN: usize = 3;
    let begun = ConceptSet::of(&[known::ENTRY, known::CUT, known::INCISION, known::CORE_DEVICE]);
    let by_writer = |t: usize, end: usize| {
        matches!(document.tokens.word(t), "i" | "we")
            && (t + 1..end.min(t + 1 + WORDS_BETWEEN)).any(|n| ENDED.contains(&document.tokens.word(n)))
    };
    document.concepts.has(known::NOTHING_TAKEN)
        && document.concepts.meets(begun)
        && sentences(document).iter().any(|sentence| {
            // "Could not be ventilated" was so.
            let modal = |t: usize| document.word_is(t, WordClass::Modal) && document.tokens.word(t + 1) != "not";
            let elsewhen = |t: usize| {
                is_past(document, t, sentence)
                    || is_date(document, t, sentence)
                    || modal(t)
                    || document.word_is(t, WordClass::Elsewhen)
            };
            sentence.len() <= LONGEST
                && sentence.clone().any(|t| document.is(t, known::ABORT) || by_writer(t, sentence.end))
                && !sentence.clone().any(elsewhen)
        })
}

/// "I took", "we have, under local, made a small cut".
fn is_act_of_writer(document: &Document, at: usize, sentence: &Range<usize>) -> bool {
    const WORDS_BETWEEN: usize = 8;
    const DONE: ConceptSet = ConceptSet::of(&[known::PERFORM, known::CUT, known::TAKE, known::BIOPSIED]);
    let tokens = &document.tokens;
    let past = |t: usize| {
        document.is_ed_form(t)
            || document.word_is(t, WordClass::PastForm)
            || matches!(tokens.word(t), "cut" | "done" | "taken" | "removed")
    };
    let told = || {
        says(document, sentence, NAMES)
            || says(document, sentence, ConceptSet::of(&[known::INCISION, known::FASCIA, known::GAUGE]))
    };
    matches!(tokens.word(at), "i" | "we")
        && (at + 1..sentence.end.min(at + 1 + WORDS_BETWEEN))
            .take_while(|&t| !matches!(tokens.word(t), "he" | "she" | "they" | "not"))
            .any(|t| document.concepts(t).meets(DONE) && past(t))
        && told()
}

/// "12:05 biopsy, done by me", "Surg SHO 21:15. Biopsy of the lump done": a time of the day in or right before a sentence, and behind it an
/// act that is told as done.
fn is_timed_act(document: &Document, at: usize, sentence: &Range<usize>) -> bool {
    const DONE: ConceptSet = ConceptSet::of(&[known::PERFORM, known::TAKE, known::BIOPSIED]);
    const LEAD: usize = 4;
    let from = if at == sentence.start { at.saturating_sub(LEAD) } else { at };
    let timed = (from..=at).any(|t| is_time_of_day(document, t));
    timed && says(document, sentence, NAMES) && (at..sentence.end).any(|t| document.concepts(t).meets(DONE))
}

/// "14:20", "11 am", "10h".
fn is_time_of_day(document: &Document, at: usize) -> bool {
    let tokens = &document.tokens;
    let is = |t: usize, kind: Kind| tokens.list.get(t).is_some_and(|n| n.kind == kind && n.before == Break::Joined);
    let clock = tokens.is_mark(at + 1, b':') && is(at + 1, Kind::Punct(b':')) && is(at + 2, Kind::Number);
    tokens.list[at].kind == Kind::Number && (clock || matches!(tokens.word(at + 1), "am" | "pm" | "h"))
}

/// What of a sentence tells of another occasion; `current`: it names this one; `other_visit`: the note is one of another visit.
fn told_of_other_day(
    document: &Document,
    sentence: &Range<usize>,
    current: bool,
    other_visit: bool,
) -> Option<Range<usize>> {
    if sentence.len() > LONGEST || !says(document, sentence, ACTS) || is_labelled_account(document, sentence) {
        return None;
    }
    // "Return to theatre on day 5 after biopsy: washout and further wedge".
    if sentence.clone().any(|t| document.word_is(t, WordClass::ActsAgain)) {
        return None;
    }
    let signs = signs(document, sentence);
    // "This morning at Riverside Imaging …, per their sheet."
    if current && !(signs.paper && signs.place) {
        return None;
    }
    let own = is_own(document, sentence);
    let others = usize::from(signs.agent) + usize::from(signs.place) + usize::from(signs.paper);
    let elsewhen = signs.past || signs.dated && other_visit;
    let by_others = !own && (elsewhen && others > 0 || signs.paper && others > 1);
    if signs.relative || by_others {
        return Some(sentence.clone());
    }
    elsewhen.then(|| details(document, sentence)).flatten()
}

/// "Cytology of 4 April (aspirate, Kisumu) was reported as insufficient. So today …": what was aspirated, a date, and that it failed; an
/// answer takes days.
fn is_answer_of_date(document: &Document, sentence: &Range<usize>) -> bool {
    sentence.len() <= LONGEST
        && says(document, sentence, ASPIRATES)
        && says(document, sentence, ConceptSet::of(&[known::FAIL]))
        && sentence.clone().any(|t| is_date(document, t, sentence))
        && !is_own(document, sentence)
}

/// "He cut about 4 cm and opened the fascia": whether a sentence goes on with what another did.
fn goes_on(document: &Document, sentence: &Range<usize>) -> bool {
    let tokens = &document.tokens;
    let told_of_another = matches!(tokens.word(sentence.start), "he" | "she" | "they")
        && sentence.start + 1 < sentence.end
        && document.concepts(sentence.start + 1).meets(ACTS.with(ConceptSet::of(&[known::PERFORM])));
    told_of_another && tokens.list[sentence.start].before < Break::Line && !is_own(document, sentence)
}

/// Whether a sentence tells of its writer as one who acts.
fn is_own(document: &Document, sentence: &Range<usize>) -> bool {
    sentence.clone().any(|t| matches!(document.tokens.word(t), "i" | "we"))
}

/// Whether a biopsy is named at a token.
fn names_biopsy(document: &Document, token: usize) -> bool {
    let word = document.tokens.word(token);
    document.concepts(token).meets(NAMES) || word.starts_with("biops") || matches!(word, "bx" | "fna" | "cnb")
}

/// The words behind a colon or in brackets where a biopsy that is named before them is told to be past.
fn details(document: &Document, sentence: &Range<usize>) -> Option<Range<usize>> {
    let opens = |t: &usize| document.tokens.is_mark(*t, b':') || document.tokens.is_mark(*t, b'(');
    let mark = sentence.clone().skip(1).find(opens)?;
    let lead = sentence.start..mark;
    let named = lead.clone().any(|t| names_biopsy(document, t));
    let timed = |t: usize| is_past(document, t, sentence) || is_date(document, t, sentence);
    let past = lead.clone().any(|t| timed(t) && !is_of_other_verb(document, t, sentence));
    let inside =
        past || document.tokens.is_mark(mark, b'(') && (mark..sentence.end).any(|t| is_past(document, t, sentence));
    (named && inside && says(document, &(mark..sentence.end), ACTS)).then_some(mark..sentence.end)
}

/// Whether a sentence opens with the label of an account: "Procedure: …", "Surgeon: Dr A.".
fn is_labelled_account(document: &Document, sentence: &Range<usize>) -> bool {
    const LABELS: ConceptSet = ConceptSet::of(&[known::S_TITLE, known::S_TECHNIQUE, known::S_PREOP, known::S_POSTOP]);
    let first = document.concepts(sentence.start);
    let colon = sentence.clone().take(5).any(|t| document.tokens.is_mark(t, b':'));
    colon && first.meets(LABELS)
}

/// Whether the first line names a visit at which nothing is operated on.
fn opens_as_visit(document: &Document) -> bool {
    const HEAD: usize = 14;
    let count = document.tokens.list.len();
    let line = (1..count).find(|&t| document.tokens.list[t].before >= Break::Line).unwrap_or(count).min(HEAD);
    (0..line).any(|t| document.word_is(t, WordClass::OtherVisit))
}

fn signs(document: &Document, sentence: &Range<usize>) -> Signs {
    let mut signs = Signs::default();
    let near = |t: usize| {
        let (from, end) = (sentence.start.max(t.saturating_sub(REACH)), sentence.end.min(t + REACH));
        (from..end).any(|a| document.concepts(a).meets(ACTS) || names_biopsy(document, a))
    };
    for t in sentence.clone() {
        let here = Signs {
            past: is_past(document, t, sentence),
            dated: is_date(document, t, sentence),
            agent: is_agent(document, t, sentence),
            place: is_place(document, t, sentence),
            paper: is_paper_of_others(document, t, sentence),
            relative: document.is(t, known::OTHER_PERSON) && heads(document, t, sentence),
        };
        // Few words are signs: what stands around the others is not asked.
        if here == Signs::default() || !near(t) {
            continue;
        }
        let of_act = !is_of_other_verb(document, t, sentence);
        signs.past |= of_act && here.past;
        signs.dated |= of_act && here.dated;
        signs.agent |= of_act && here.agent;
        signs.place |= here.place;
        signs.paper |= here.paper;
        signs.relative |= here.relative;
    }
    signs
}

/// "Referred by Dr A. two weeks ago for biopsy", "noticed a lump last month, core biopsy": a day or a doctor of something else that is told
/// before the biopsy.
fn is_of_other_verb(document: &Document, at: usize, sentence: &Range<usize>) -> bool {
    const REACH: usize = 9;
    let acts = |t: usize| names_biopsy(document, t) || document.concepts(t).meets(ACTS);
    let before = (sentence.start.max(at.saturating_sub(REACH))..at).rev().take_while(|&t| !acts(t));
    before.into_iter().any(|t| document.word_is(t, WordClass::CameVerb))
}

/// "Mother, 58: open biopsy …": whether a relative opens what a colon heads, and a biopsy stands right behind it; "Father: present" sat by.
fn heads(document: &Document, at: usize, sentence: &Range<usize>) -> bool {
    const LEAD: usize = 4;
    const BEHIND: usize = 3;
    let colon = (at + 1..sentence.end.min(at + 1 + LEAD)).find(|&t| document.tokens.is_mark(t, b':'));
    let biopsied = |colon: usize| (colon + 1..sentence.end.min(colon + BEHIND)).any(|t| names_biopsy(document, t));
    at < sentence.start + LEAD && colon.is_some_and(biopsied)
}

/// "12 days ago", "yesterday", "last Friday", "10 days after biopsy", "10/7 post open biopsy".
fn is_past(document: &Document, at: usize, sentence: &Range<usize>) -> bool {
    let tokens = &document.tokens;
    let next = |t: usize| t + 1 < sentence.end;
    let word = tokens.word(at);
    let period = |t: usize| {
        document.word_is(t, WordClass::TimeUnit)
            || document.word_is(t, WordClass::Month)
            || document.word_is(t, WordClass::PastDay)
    };
    let number = |t: usize| tokens.list[t].kind == Kind::Number || document.word_is(t, WordClass::SmallCount);
    // "Day 2 after biopsy", "two weeks post open biopsy", "10/7 post …".
    let after = || {
        let behind = (at + 1..sentence.end.min(at + 4)).any(|t| names_biopsy(document, t));
        // "2 cm; after a core biopsy (14G)" tells no time.
        let time = |t: usize| document.word_is(t, WordClass::TimeUnit) || tokens.is_mark(t, b'/');
        let lead = || sentence.start.max(at.saturating_sub(3))..at;
        behind && lead().any(&number) && lead().any(time)
    };
    match word {
        "ago" => true,
        "yesterday" | "pod" => true,
        "last" => next(at) && period(at + 1),
        "after" | "post" | "following" | "since" => after(),
        _ => false,
    }
}

/// "4 March", "on May ninth", "in January", "from December", "dated 3/4", "on the 3rd".
fn is_date(document: &Document, at: usize, sentence: &Range<usize>) -> bool {
    let tokens = &document.tokens;
    let number = |t: usize| tokens.list[t].kind == Kind::Number || tokens.word(t).ends_with("th");
    let before = (at > sentence.start).then(|| at - 1);
    let month = document.word_is(at, WordClass::Month);
    let counted = before.is_some_and(number) || at + 1 < sentence.end && number(at + 1);
    let led =
        before.is_some_and(|t| matches!(tokens.word(t), "in" | "on" | "from" | "of" | "dated" | "last" | "since"));
    let modal = matches!(tokens.word(at), "may" | "march");
    let ordinal = number(at)
        && at + 1 < sentence.end
        && matches!(tokens.word(at + 1), "st" | "nd" | "rd" | "th")
        && before.is_some_and(|t| tokens.word(t) == "the");
    month && (counted || led && (!modal || tokens.list[at].capital || before.is_some_and(|t| tokens.word(t) == "on")))
        || ordinal
}

/// "Dr A. took", "under Mr O.", "by the surgeons".
fn is_agent(document: &Document, at: usize, sentence: &Range<usize>) -> bool {
    let tokens = &document.tokens;
    let titled = document.word_is(at, WordClass::DoctorTitle) && {
        let name = at + 1 + usize::from(at + 1 < sentence.end && tokens.is_mark(at + 1, b'.'));
        name < sentence.end && tokens.list[name].kind == Kind::Word && document.mention(name).is_none()
    };
    let led = || {
        let from = sentence.start.max(at.saturating_sub(4));
        (from..at)
            .rev()
            .take_while(|&t| tokens.list[t].kind == Kind::Word)
            .any(|t| matches!(tokens.word(t), "by" | "under"))
    };
    // "Mr" may stand before the patient's name as well.
    let named =
        document.word_is(at, WordClass::NameTitle) && (led() || at > sentence.start && tokens.is_mark(at - 1, b'('));
    titled || named || document.word_is(at, WordClass::Healer) && led()
}

/// "At Mercy General", "in Winnipeg", "at the county hospital", "at another hospital".
fn is_place(document: &Document, at: usize, sentence: &Range<usize>) -> bool {
    let tokens = &document.tokens;
    let led = |t: usize| t > sentence.start && matches!(tokens.word(t - 1), "at" | "in" | "from");
    let plain = |t: usize| {
        tokens.list[t].kind == Kind::Word
            && tokens.list[t].capital
            && document.mention(t).is_none()
            && !document.word_is(t, WordClass::Month)
    };
    // "LEFT THIGH" is no name.
    let written_small =
        || document.text[tokens.list[at].span.start as usize..].chars().nth(1).is_some_and(char::is_lowercase);
    let named = tokens.list[at].capital && led(at) && plain(at) && written_small();
    let institution = document.word_is(at, WordClass::Hospital) && {
        let from = sentence.start.max(at.saturating_sub(5));
        let lead = (from..at).rev().take_while(|&t| tokens.list[t].kind == Kind::Word);
        lead.into_iter().any(|t| matches!(tokens.word(t), "at" | "another" | "outside" | "other"))
    };
    named || institution
}

/// "Their letter", "letter from his surgeon", "the op report from December", "per their sheet".
fn is_paper_of_others(document: &Document, at: usize, sentence: &Range<usize>) -> bool {
    let paper = document.word_is(at, WordClass::ActPaper);
    let owned = || at > sentence.start && document.word_is(at - 1, WordClass::OthersOwn);
    let sent = || {
        at + 1 < sentence.end
            && matches!(document.tokens.word(at + 1), "from" | "of" | "by")
            && (at + 2..sentence.end.min(at + 6)).any(|t| {
                document.word_is(t, WordClass::DoctorTitle)
                    || document.word_is(t, WordClass::Healer)
                    || document.word_is(t, WordClass::Month)
                    || document.word_is(t, WordClass::Hospital)
            })
    };
    paper && (owned() || sent())
}

fn says(document: &Document, words: &Range<usize>, set: ConceptSet) -> bool {
    words.clone().any(|t| document.concepts(t).meets(set))
}

/// The sentences: up to a full stop before a capital, or the end of a line.
fn sentences(document: &Document) -> Vec<Range<usize>> {
    let tokens = &document.tokens;
    let count = tokens.list.len();
    let ends = |t: usize| {
        let Some(next) = tokens.list.get(t + 1) else { return true };
        let stop = [b'.', b'?', b'!'].into_iter().any(|m| tokens.is_mark(t, m));
        let titled =
            t > 0 && (document.word_is(t - 1, WordClass::NameTitle) || document.word_is(t - 1, WordClass::DoctorTitle));
        next.before >= Break::Line || stop && !titled && next.before != Break::Joined
    };
    let mut found = Vec::new();
    let mut first = 0;
    for t in 0..count {
        if ends(t) {
            found.push(first..t + 1);
            first = t + 1;
        }
    }
    found
}
