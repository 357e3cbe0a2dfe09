//! Words misspelt by one letter. In: the words of the lexicon that carry meaning, and all others. Out: the number of the one
//! word that an unknown word is a misspelling of, if there is one.
//!
//! One letter too many, too few, another, or two neighbours swapped, never the first: where one of these parts two words,
//! either their first halves are alike or their ends. Words are kept under both, so that an unknown word costs two looks at a
//! small filter, which nearly always ends the matter. Which words are never read as another is said by the lexicon: they are known.

use super::phrase::{NONE, Table, mixed};

/// Fewest letters of a word that may be misspelt: shorter ones have too many neighbours.
pub(super) const SHORTEST: usize = 6;

/// Longest word looked at; nothing longer is misspelt by one letter only.
const LONGEST: usize = 40;

/// A word that may be meant.
#[derive(Debug)]
struct Entry {
    /// Its number.
    number: u32,
    /// What it means by itself; another word that means the same is no rival.
    meaning: u32,
    word: Box<[u8]>,
}

/// What an unknown word may be a misspelling of.
#[derive(Debug, Default)]
pub(super) struct Spelling {
    /// Words that are read where they are misspelt.
    meant: Index,
    /// All others: a word as near to one of them is left alone.
    rivals: Rivals,
}

impl Spelling {
    /// Collects words, each with its number, its own meaning and whether it is read where it is misspelt.
    pub(super) fn new(words: impl Iterator<Item = (Box<[u8]>, u32, u32, bool)>) -> Self {
        let mut entries = [Vec::new(), Vec::new()];
        for (word, number, meaning, meant) in words.filter(|w| (SHORTEST - 1..LONGEST).contains(&w.0.len())) {
            if word.len() >= SHORTEST || !meant {
                entries[usize::from(!meant)].push(Entry { number, meaning, word });
            }
        }
        // The word that came first is the one that others are variants of.
        let [mut meant, rivals] = entries;
        meant.sort_unstable_by_key(|e| e.number);
        Self { meant: Index::new(meant), rivals: Rivals::new(rivals) }
    }

    /// The number of the word that is meant by an unknown one, or [`NONE`].
    pub(super) fn meant(&self, word: &[u8]) -> u32 {
        if !(SHORTEST..=LONGEST).contains(&word.len()) {
            return NONE;
        }
        let keys = keys(word, word.len());
        if !self.meant.may_hold(keys[0]) && !self.meant.may_hold(keys[1]) {
            return NONE;
        }
        self.nearest(word, keys)
    }

    /// The same for a word whose keys are those of some word; apart, as few words come so far.
    fn nearest(&self, word: &[u8], keys: [u64; 2]) -> u32 {
        let mut found: Option<&Entry> = None;
        let mut doubtful = false;
        self.meant.near(word, keys, |entry| {
            match found {
                Some(first) if first.number == entry.number || entry.meaning == NONE && first.meaning != NONE => {}
                // A word that only stands in phrases yields to one that means something by itself.
                Some(first) if first.meaning == NONE && entry.meaning != NONE => found = Some(entry),
                Some(first) if first.meaning != entry.meaning || entry.meaning == NONE => doubtful = true,
                Some(first) if first.number < entry.number => {}
                _ => found = Some(entry),
            }
            !doubtful
        });
        let Some(found) = found.filter(|_| !doubtful) else { return NONE };
        if self.rivals.has_near(word) { NONE } else { found.number }
    }
}

/// Words in the order of their first letter and length, with the letters of each. Only the few words that look like a misspelling
/// are looked up here, so that no index is built for it at every start.
#[derive(Debug, Default)]
struct Rivals {
    words: Vec<(u8, usize, u32, Box<[u8]>)>,
}

impl Rivals {
    fn new(entries: Vec<Entry>) -> Self {
        let mut words: Vec<_> =
            entries.into_iter().map(|e| (e.word[0], e.word.len(), letters(&e.word), e.word)).collect();
        words.sort_unstable_by_key(|w| (w.0, w.1));
        Self { words }
    }

    /// Whether some word is one letter away; the first letter is never another.
    fn has_near(&self, word: &[u8]) -> bool {
        let own = letters(word);
        let from = self.words.partition_point(|w| (w.0, w.1) < (word[0], word.len() - 1));
        let until = self.words.partition_point(|w| (w.0, w.1) <= (word[0], word.len() + 1));
        // Another letter takes one away and adds one.
        let near = |w: &(u8, usize, u32, Box<[u8]>)| (own ^ w.2).count_ones() <= 2 && one_letter_apart(word, &w.3);
        self.words[from..until].iter().any(near)
    }
}

/// Words under the keys of all their misspellings.
#[derive(Debug)]
struct Index {
    entries: Vec<Entry>,
    /// A bit for every key, by its hash.
    filter: Box<[u64; FILTER]>,
    /// From a key to where its words start in `places`.
    starts: Table,
    /// Places in `entries`, each with the letters of its word; the last of a key has its top bit set.
    places: Vec<(u32, u32)>,
}

const FILTER: usize = 1 << 10;

const LAST: u32 = 1 << 31;

impl Default for Index {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

impl Index {
    fn new(entries: Vec<Entry>) -> Self {
        let mut keyed: Vec<(u64, u32)> = Vec::with_capacity(6 * entries.len());
        for (entry, place) in entries.iter().zip(0u32..) {
            let length = entry.word.len();
            let received = (length - 1..=length + 1).filter(|l| *l >= SHORTEST);
            keyed.extend(received.flat_map(|l| keys(&entry.word, l)).map(|key| (key, place)));
        }
        keyed.sort_unstable();
        let mut index = Self {
            entries,
            filter: Box::new([0; FILTER]),
            starts: Table::with_slots(2 * keyed.len()),
            places: Vec::with_capacity(keyed.len()),
        };
        for same in keyed.chunk_by(|a, b| a.0 == b.0) {
            let (word, bit) = place_in_filter(same[0].0);
            index.filter[word] |= bit;
            index.starts.insert(same[0].0, index.places.len() as u32);
            index.places.extend(same.iter().map(|&(_, place)| (place, letters(&index.entries[place as usize].word))));
            index.places.last_mut().expect("a chunk holds something").0 |= LAST;
        }
        index
    }

    fn may_hold(&self, key: u64) -> bool {
        let (word, bit) = place_in_filter(key);
        self.filter[word] & bit != 0
    }

    /// Hands over the entries a word is one letter away from, until told to stop; one may come twice.
    fn near<'a>(&'a self, word: &[u8], keys: [u64; 2], mut take: impl FnMut(&'a Entry) -> bool) {
        let letters = letters(word);
        for key in keys {
            if !self.may_hold(key) {
                continue;
            }
            let start = self.starts.find(key, |_| true);
            for &(place, others) in self.places.get(start as usize..).unwrap_or_default() {
                // Another letter takes one away and adds one.
                if (letters ^ others).count_ones() <= 2 {
                    let entry = &self.entries[(place & !LAST) as usize];
                    if one_letter_apart(word, &entry.word) && !take(entry) {
                        return;
                    }
                }
                if place & LAST != 0 {
                    break;
                }
            }
        }
    }
}

/// A bit for each letter a word has.
fn letters(word: &[u8]) -> u32 {
    word.iter().fold(0, |letters, letter| letters | 1 << (letter & 31))
}

fn place_in_filter(key: u64) -> (usize, u64) {
    let bit = mixed(key) >> (64 - (64 * FILTER).trailing_zeros());
    ((bit / 64) as usize, 1 << (bit % 64))
}

/// The first half of a word, and its first letter with its end: at least one of them is that of a misspelling of this length.
fn keys(word: &[u8], received: usize) -> [u64; 2] {
    let half = received / 2;
    let head = half.min(7);
    let tail = (received - half - 1).min(6);
    let (start, end) = ends(word);
    let first = start & (u64::MAX >> (64 - 8 * head));
    let last = (start & 0xff) | ((end >> (64 - 8 * tail)) << 8);
    let length = (received as u64) << 56;
    [first | length, last | length | 1 << 63]
}

/// The first eight bytes of a word of five and more, and the last; where there are fewer, zeros stand beside them.
fn ends(word: &[u8]) -> (u64, u64) {
    if let (Some(first), Some(last)) = (word.first_chunk(), word.last_chunk()) {
        return (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
    }
    let mut bytes = [0; 8];
    bytes.iter_mut().zip(word).for_each(|(to, from)| *to = *from);
    let all = u64::from_le_bytes(bytes);
    (all, all << (64 - 8 * word.len()))
}

/// Whether two words differ by one letter more, one letter less, another letter or two neighbours swapped, not at their start.
fn one_letter_apart(word: &[u8], other: &[u8]) -> bool {
    let same = word.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (rest, other) = (&word[same..], &other[same..]);
    let swapped =
        || rest.len() >= 2 && other.len() >= 2 && rest[..2] == [other[1], other[0]] && rest[2..] == other[2..];
    same > 0
        && match rest.len() as isize - other.len() as isize {
            1 => rest[1..] == *other,
            -1 => *rest == other[1..],
            0 => rest.is_empty() || rest[1..] == other[1..] || swapped(),
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelling(meant: &[&str], rivals: &[&str]) -> Spelling {
        let with = |words: &[&str], read: bool, first: u32| {
            words.iter().zip(first..).map(|(w, n)| (Box::from(w.as_bytes()), n, n, read)).collect::<Vec<_>>()
        };
        Spelling::new(with(meant, true, 0).into_iter().chain(with(rivals, false, 100)))
    }

    #[test]
    fn one_letter_anywhere_but_the_first_is_seen_through() {
        let spelling = spelling(&["biopsy", "lateral", "intramuscular"], &[]);
        for word in ["biposy", "boipsy", "biopys", "biopssy", "bipopsy", "biopzy", "baiopsy", "biopsyy"] {
            assert_eq!(spelling.meant(word.as_bytes()), 0, "{word}");
        }
        for word in ["laterl", "latral", "lteral", "latreal", "laterall", "llateral", "latteral", "lateeal"] {
            assert_eq!(spelling.meant(word.as_bytes()), 1, "{word}");
        }
        for word in ["intramusculer", "intarmuscular", "intramscular", "intramuscularr", "inrtamuscular"] {
            assert_eq!(spelling.meant(word.as_bytes()), 2, "{word}");
        }
        for word in ["niopsy", "bopsy", "biosy", "bilateral", "litoral", "collateral", "intramural", "lateralize"] {
            assert_eq!(spelling.meant(word.as_bytes()), NONE, "{word}");
        }
    }

    #[test]
    fn every_misspelling_is_found_under_its_keys() {
        for word in ["needle", "popliteus", "quadriceps", "subcutaneous", "semimembranosus"] {
            let spelling = spelling(&[word], &[]);
            let word = word.as_bytes();
            for at in 1..word.len() {
                let (head, tail) = word.split_at(at);
                let variants = [
                    [head, b"q", tail].concat(),
                    [head, b"q", &tail[1..]].concat(),
                    [head, &tail[1..]].concat(),
                    [head, &tail[1..(tail.len()).min(2)], &tail[..1], tail.get(2..).unwrap_or(b"")].concat(),
                ];
                for variant in variants.iter().filter(|v| v.len() >= SHORTEST && v[..] != *word) {
                    assert_eq!(spelling.meant(variant), 0, "{}", String::from_utf8_lossy(variant));
                }
            }
        }
    }

    #[test]
    fn a_word_as_near_to_another_is_left_alone() {
        assert_eq!(spelling(&["inferior", "interior"], &[]).meant(b"inerior"), NONE);
        assert_eq!(spelling(&["muscle"], &["bustle"]).meant(b"mustle"), 0);
        assert_eq!(spelling(&["muscle"], &["mussel"]).meant(b"muscel"), NONE);
    }
}
