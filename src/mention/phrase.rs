//! All phrases of the lexicon in one pass over a note's words. Whole words only; of two matches that overlap the one that
//! starts first wins, of two that start together the longer.
//!
//! The automaton is a trie over words (`trie.rs`), not bytes: a byte automaton over these phrases takes tens of megabytes and longer to build
//! than a note may take from start to exit. A word costs one look-up, whoever asks for it: phrases, topics and classes of single
//! words share its number. Only where a phrase starts are the next words walked, at most as many as the longest phrase has, so the
//! pass is linear in the note.

use rustc_hash::FxHashMap;

use super::Mention;
use super::around::WeightsAround;
use super::spelling::{self, Spelling};
use super::trie::{GrowingTrie, Trie};
use super::weight::WordWeights;
use super::word::WordClasses;
use crate::error::Error;
use crate::lexicon::Vocabulary;
use crate::lexicon::concept::{ConceptSet, known};
use crate::lexicon::said::MOST as SAID;
use crate::lexicon::table::Row;
use crate::token::{Break, Kind, Tokens, plain_words, tokenize_phrase};

/// What a phrase stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Target {
    /// The first row it stands in, which evidence names.
    pub(super) row: u32,
    /// What all its rows mean together, by its place among the meanings: a word may mean several things, and its sentence
    /// tells which.
    pub(super) meaning: u32,
}

impl Target {
    /// Of what is no phrase.
    pub(super) const NONE: Self = Self { row: NONE, meaning: NONE };
}

/// The automaton over all phrases.
#[derive(Debug)]
pub struct Phrases {
    words: Words,
    /// How many words stand in phrases of its own; those with higher numbers are only known to others.
    own: u32,
    trie: Trie,
    /// For phrases laid over others: the number of each word here by its number there, or [`NONE`].
    by_base: Vec<u32>,
    meanings: Meanings,
    spelling: Spelling,
    /// Words that look like a misspelling and are none; only those that do are looked up, so that no other word pays for them.
    /// Each is a phrase of its own, behind the [`Phrases::own`] first words of the trie.
    everyday: Words,
    /// Words that are asked for one by one.
    classes: WordClasses,
    /// What words weigh for a paper and against an account.
    weights: WordWeights,
    /// What the words of a sentence weigh for its telling of a topic.
    said: WordWeights<SAID>,
    /// What stands around a mention weighs for its being the sampled lesion's.
    around: WeightsAround,
}

/// The sets of concepts that phrases mean, each once: they are few, and large beside a target.
#[derive(Debug, Default)]
struct Meanings {
    list: Vec<ConceptSet>,
    places: FxHashMap<ConceptSet, u32>,
}

impl Meanings {
    fn place(&mut self, concepts: ConceptSet) -> u32 {
        *self.places.entry(concepts).or_insert_with(|| {
            self.list.push(concepts);
            self.list.len() as u32 - 1
        })
    }
}

/// No word, node or phrase.
pub(super) const NONE: u32 = u32::MAX;

/// Numbers under keys, by open addressing: a multiplication and nearly always one slot.
#[derive(Debug)]
pub(super) struct Table {
    /// Key and number; [`NONE`] where free. At most three in four are taken, so that every search ends soon.
    slots: Vec<(u64, u32)>,
    taken: usize,
}

impl Table {
    pub(super) fn with_slots(count: usize) -> Self {
        Self { slots: vec![(0, NONE); count.max(16).next_power_of_two()], taken: 0 }
    }

    /// The number under a key that `is` accepts, or [`NONE`].
    pub(super) fn find(&self, key: u64, is: impl Fn(u32) -> bool) -> u32 {
        let mut at = self.home(key);
        loop {
            let (found, number) = self.slots[at];
            if number == NONE || (found == key && is(number)) {
                return number;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    /// Adds a key that is not there.
    pub(super) fn insert(&mut self, key: u64, number: u32) {
        if self.taken * 4 >= self.slots.len() * 3 {
            let larger = Self::with_slots(self.slots.len() * 2);
            let old = std::mem::replace(self, larger);
            old.slots.iter().filter(|s| s.1 != NONE).for_each(|&(key, number)| self.insert(key, number));
        }
        let mut at = self.home(key);
        while self.slots[at].1 != NONE {
            at = (at + 1) & (self.slots.len() - 1);
        }
        self.slots[at] = (key, number);
        self.taken += 1;
    }

    /// Where the search for a key starts: high bits of a product, on which all bits of the key bear.
    fn home(&self, key: u64) -> usize {
        (mixed(key) >> 32) as usize & (self.slots.len() - 1)
    }
}

pub(super) fn mixed(key: u64) -> u64 {
    (key ^ (key >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The number of each word that stands in a phrase. Words of up to eight bytes are looked up as one integer.
#[derive(Debug)]
pub(super) struct Words {
    short: Table,
    /// From the hash of a longer word to its place in `spelled`.
    long: Table,
    spelled: Vec<(Box<[u8]>, u32)>,
}

impl Words {
    fn with_slots(short: usize, long: usize) -> Self {
        Self { short: Table::with_slots(short), long: Table::with_slots(long), spelled: Vec::new() }
    }

    /// The number of a word, or [`NONE`].
    fn number(&self, word: &[u8]) -> u32 {
        match packed(word) {
            Some(key) => self.short.find(key, |_| true),
            None => self.long_number(word),
        }
    }

    fn long_number(&self, word: &[u8]) -> u32 {
        match self.long.find(hash(word), |place| *self.spelled[place as usize].0 == *word) {
            NONE => NONE,
            place => self.spelled[place as usize].1,
        }
    }

    /// The number of a token's word, or [`NONE`]. The eight bytes at its start are read at once, whatever its length.
    fn number_of(&self, tokens: &Tokens, token: usize) -> u32 {
        let (start, end) = tokens.normal_place(token);
        if end - start > 8 {
            return self.long_number(tokens.normal_form(token));
        }
        let (Some(eight), 1..) = (tokens.normal.as_bytes()[start..].first_chunk(), end - start) else {
            return self.number(tokens.normal_form(token));
        };
        let beyond = 64 - 8 * (end - start);
        self.short.find(u64::from_le_bytes(*eight) << beyond >> beyond, |_| true)
    }

    /// All words and their numbers.
    pub(super) fn all(&self) -> impl Iterator<Item = (Box<[u8]>, u32)> {
        let short = self.short.slots.iter().filter(|s| s.1 != NONE);
        let short =
            short.map(|&(key, number)| (key.to_le_bytes().into_iter().take_while(|b| *b != 0).collect(), number));
        short.chain(self.spelled.iter().cloned())
    }

    /// The number of a word, or the next one if it has none yet.
    pub(super) fn number_or_next(&mut self, word: &[u8]) -> u32 {
        match self.number(word) {
            NONE => {
                let number = self.count() as u32;
                self.insert(word, number);
                number
            }
            known => known,
        }
    }

    /// How many words there are.
    pub(super) fn count(&self) -> usize {
        self.short.taken + self.long.taken
    }

    fn insert(&mut self, word: &[u8], number: u32) {
        if let Some(key) = packed(word) {
            return self.short.insert(key, number);
        }
        self.long.insert(hash(word), self.spelled.len() as u32);
        self.spelled.push((word.into(), number));
    }
}

/// A word of up to eight bytes as an integer; no word holds a zero byte, so no two are alike.
fn packed(word: &[u8]) -> Option<u64> {
    let mut bytes = [0; 8];
    bytes.get_mut(..word.len())?.copy_from_slice(word);
    Some(u64::from_le_bytes(bytes))
}

/// A hash of a word of more than eight bytes; the last eight are read with whatever they overlap.
fn hash(word: &[u8]) -> u64 {
    let last = word.last_chunk().map_or(0, |eight| u64::from_le_bytes(*eight));
    let (eights, _) = word.as_chunks::<8>();
    eights
        .iter()
        .fold(mixed(last) ^ word.len() as u64, |hash, eight| mixed(hash.rotate_left(23) ^ u64::from_le_bytes(*eight)))
}

/// "Cut 2 in. over it", "a 2 in incision": the short word for inches, before a full stop that touches it or what has a length.
fn is_inch(tokens: &Tokens, token: usize) -> bool {
    const MEASURED: [&str; 7] = ["incision", "cut", "wound", "long", "across", "wide", "thick"];
    let list = &tokens.list;
    if list[token].span.len() != 2 || list[token].kind != Kind::Word || tokens.word(token) != "in" {
        return false;
    }
    let counted = token.checked_sub(1).is_some_and(|t| list[t].kind == Kind::Number);
    let stopped = || tokens.is_mark(token + 1, b'.') && list[token + 1].before == Break::Joined;
    let measured = || {
        let next = list.get(token + 1).filter(|t| t.kind == Kind::Word && t.before == Break::Space);
        next.is_some_and(|_| MEASURED.contains(&tokens.word(token + 1)))
    };
    counted && (stopped() || measured())
}

impl Phrases {
    /// Builds the automaton over all phrases but those that are read for topics only.
    ///
    /// # Errors
    /// A phrase without any word.
    pub fn new(vocabulary: &Vocabulary) -> Result<Self, Error> {
        let of_all = |row: &Row| !row.is_of_topics() && !row.is_of_words();
        let mut phrases = Self::over(vocabulary, of_all, vocabulary.concepts().read_misspelt())?;
        phrases.weights = WordWeights::new(vocabulary.weights(), vocabulary.concepts(), &mut phrases.words);
        phrases.said = WordWeights::new(&vocabulary.said().weights, vocabulary.concepts(), &mut phrases.words);
        phrases.around = WeightsAround::new(vocabulary.around(), vocabulary.concepts(), &mut phrases.words);
        phrases.classes = WordClasses::new(vocabulary, &mut phrases.words)?;
        Ok(phrases)
    }

    /// The automaton over the phrases that are read for topics only. None is read where it is misspelt: the words that tell
    /// a misspelling from another word are those of the whole lexicon, which these are not ("stayed" is not "staged"). It has no
    /// classes of single words.
    ///
    /// # Errors
    /// A phrase without any word.
    pub fn of_topics(vocabulary: &Vocabulary) -> Result<Self, Error> {
        Self::over(vocabulary, Row::is_of_topics, ConceptSet::EMPTY)
    }

    fn over(vocabulary: &Vocabulary, wanted: impl Fn(&Row) -> bool, meant: ConceptSet) -> Result<Self, Error> {
        // A table that grows is filled again, and the lexicon is read at every start. By the bytes of today's phrases, the tables are
        // half full.
        let bytes: usize = vocabulary.rows().iter().filter(|row| wanted(row)).map(Row::bytes_of_phrases).sum();
        let mut trie = GrowingTrie::with_room(bytes);
        let mut everyday_phrases = Vec::new();
        // What each phrase stands for.
        let mut targets = Vec::with_capacity(bytes / 16);
        let mut phrases = Self {
            words: Words::with_slots(bytes / 64, bytes / 128),
            own: 0,
            trie: Trie::default(),
            by_base: Vec::new(),
            meanings: Meanings::default(),
            spelling: Spelling::default(),
            everyday: Words::with_slots(bytes / 512, bytes / 1024),
            classes: WordClasses::default(),
            weights: WordWeights::default(),
            said: WordWeights::default(),
            around: WeightsAround::default(),
        };
        // Of each word whether it stands in a phrase that is not read where it is misspelt.
        let mut elsewhere: Vec<bool> = Vec::new();
        let mut tokens = Tokens::default();
        let mut spelt = Vec::new();
        for (index, row) in vocabulary.rows().iter().enumerate().filter(|(_, row)| wanted(row)) {
            let meaning = phrases.meanings.place(row.concepts);
            let everyday = row.concepts == ConceptSet::of(&[known::EVERYDAY]);
            let elsewhere_too = !row.concepts.meets(meant);
            for phrase in row.phrases() {
                spelt.clear();
                if let Some(words) = plain_words(phrase).filter(|_| !everyday) {
                    spelt.extend(words.map(|word| phrases.words.number_or_next(word)));
                } else {
                    tokens = tokenize_phrase(tokens, phrase);
                    if everyday && tokens.list.len() == 1 {
                        phrases.everyday.insert(tokens.normal_form(0), everyday_phrases.len() as u32);
                        everyday_phrases.push(targets.len() as u32);
                        targets.push(Target { row: index as u32, meaning });
                        continue;
                    }
                    let forms = (0..tokens.list.len()).map(|token| tokens.normal_form(token));
                    spelt.extend(forms.map(|word| phrases.words.number_or_next(word)));
                }
                if spelt.is_empty() {
                    return Err(Error::at(&row.file, row.line, format!("`{phrase}` holds no word")));
                }
                phrases.add(trie.end_of(&spelt), &mut targets, Target { row: index as u32, meaning });
                if elsewhere_too {
                    elsewhere.resize(phrases.words.count(), false);
                    spelt.iter().for_each(|word| elsewhere[*word as usize] = true);
                }
            }
        }
        phrases.own = phrases.words.count() as u32;
        phrases.trie = trie.grown(phrases.words.count(), &everyday_phrases, &targets);
        if !meant.is_empty() {
            phrases.spelling = phrases.spelling(meant, &elsewhere);
        }
        Ok(phrases)
    }

    /// The words that are read where they are misspelt: by themselves they mean something of those classes, or all phrases they
    /// stand in do.
    fn spelling(&self, classes: ConceptSet, elsewhere: &[bool]) -> Spelling {
        Spelling::new(self.words.all().map(|(word, number)| {
            let meaning = self.trie.first[number as usize].ends.meaning;
            let meant = match self.meanings.list.get(meaning as usize) {
                Some(concepts) => concepts.meets(classes),
                None => elsewhere.get(number as usize) != Some(&true),
            };
            (word, number, meaning, meant)
        }))
    }

    /// Adds a phrase that ends at a place of the trie to those known by now, or its meaning to the phrase that ends there already.
    fn add(&mut self, ends: &mut u32, targets: &mut Vec<Target>, phrase: Target) {
        match targets.get_mut(*ends as usize) {
            None => {
                *ends = targets.len() as u32;
                targets.push(phrase);
            }
            Some(known) => {
                let [before, now] = [known.meaning, phrase.meaning].map(|m| self.meanings.list[m as usize]);
                known.meaning = self.meanings.place(before.with(now));
            }
        }
    }

    /// Lets the words of phrases that will be laid over these be found by their numbers here.
    pub fn carry(&mut self, over: &mut Self) {
        for (word, number) in over.words.all() {
            let here = self.words.number_or_next(&word) as usize;
            if over.by_base.len() <= here {
                over.by_base.resize(here + 1, NONE);
            }
            over.by_base[here] = number;
        }
    }

    /// Whether a word stands in any phrase.
    pub fn knows(&self, word: &[u8]) -> bool {
        self.words.number(word) < self.own
    }

    /// What single words are that are no mentions.
    pub fn classes(&self) -> &WordClasses {
        &self.classes
    }

    /// What words weigh for a paper and against an account.
    pub fn weights(&self) -> &WordWeights {
        &self.weights
    }

    /// What the words of a sentence weigh for its telling of a topic.
    pub fn said(&self) -> &WordWeights<SAID> {
        &self.said
    }

    /// What stands around a mention weighs for its being the sampled lesion's.
    pub fn around(&self) -> &WeightsAround {
        &self.around
    }

    /// All that phrases mean, each once, in the order of [`Mention::meaning`].
    pub fn meanings(&self) -> &[ConceptSet] {
        &self.meanings.list
    }

    /// The number of each token's word, the highest there is where it has none: what phrases, topics and classes of single words
    /// are looked up by.
    pub fn numbers(&self, tokens: &Tokens) -> Vec<u32> {
        let number = |token: usize| match is_inch(tokens, token) {
            true => self.words.number(b"inch"),
            false => self.words.number_of(tokens, token),
        };
        (0..tokens.list.len()).map(number).collect()
    }

    /// The mentions of a note, in order, none overlapping another, given the numbers of its words. No phrase reaches over certain
    /// tokens' starts, given in rising order.
    pub fn find(&self, tokens: &Tokens, numbers: &[u32], cuts: &[usize]) -> Vec<Mention> {
        let spelt = |(token, &number): (usize, &u32)| match number {
            own if own < self.own => own,
            _ if may_be_misspelt(tokens, token) => self.misspelt(tokens.normal_form(token)),
            _ => NONE,
        };
        let words: Vec<u32> = numbers.iter().enumerate().map(spelt).collect();
        self.find_in(&words, cuts)
    }

    /// The same of phrases laid over others ([`Phrases::carry`]), given the numbers that words have there.
    pub fn find_over(&self, numbers: &[u32]) -> Vec<Mention> {
        let own = |number: &u32| self.by_base.get(*number as usize).copied().unwrap_or(NONE);
        let words: Vec<u32> = numbers.iter().map(own).collect();
        self.find_in(&words, &[])
    }

    fn find_in(&self, words: &[u32], cuts: &[usize]) -> Vec<Mention> {
        let mut mentions = Vec::with_capacity(words.len() * 3 / 4);
        let mut cuts = cuts.iter().copied().peekable();
        let mut at = 0;
        while at < words.len() {
            while cuts.next_if(|&cut| cut <= at).is_some() {}
            if words[at] == NONE {
                at += 1;
                continue;
            }
            let limit = cuts.peek().map_or(words.len(), |&cut| cut.min(words.len()));
            let Some((target, count)) = self.trie.longest(&words[at..limit]) else {
                at += 1;
                continue;
            };
            let behind = at + count;
            mentions.push(Mention {
                meaning: target.meaning,
                row: target.row,
                first: at as u32,
                last: behind as u32 - 1,
                concepts: self.meanings.list[target.meaning as usize],
            });
            at = behind;
        }
        mentions
    }

    /// "rnuscle", "irnaging": the number of the word that an unknown one is where each "rn" was scanned from an "m".
    fn as_scanned(&self, word: &[u8]) -> u32 {
        const LONGEST: usize = 40;
        let mut read = [0; LONGEST];
        if word.len() > LONGEST || !word.windows(2).any(|pair| pair == b"rn") {
            return NONE;
        }
        let (mut at, mut length) = (0, 0);
        while at < word.len() {
            let joined = word[at..].starts_with(b"rn");
            read[length] = if joined { b'm' } else { word[at] };
            at += 1 + usize::from(joined);
            length += 1;
        }
        let number = self.words.number(&read[..length]);
        if number < self.own { number } else { NONE }
    }

    /// The number of the word that an unknown one is a misspelling of, or its own where it only looks like one.
    #[inline(never)]
    fn misspelt(&self, word: &[u8]) -> u32 {
        let meant = match self.as_scanned(word) {
            NONE => self.spelling.meant(word),
            scanned => scanned,
        };
        if meant == NONE {
            return NONE;
        }
        match self.everyday.number(word) {
            NONE => meant,
            everyday => self.own + everyday,
        }
    }
}

/// Whether a token is a word long enough to be read as another.
fn may_be_misspelt(tokens: &Tokens, token: usize) -> bool {
    let (start, end) = tokens.normal_place(token);
    end - start >= spelling::SHORTEST && tokens.list[token].kind == Kind::Word
}
