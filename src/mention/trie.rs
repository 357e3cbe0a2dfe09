//! Phrases as a trie over the numbers of their words. In: phrases, one by one. Out: a [`Trie`] that tells the longest phrase at the
//! start of some words.
//!
//! While it grows, the words that may follow are found by a hash table; once grown, they lie side by side, and a few bits tell which
//! words may follow a first one. Hardly any step of a note is in the cache: how much memory it reads decides what it costs. So a node
//! holds what its phrase stands for, in 16 bytes, which never lie in two lines of the cache.

use super::phrase::{NONE, Table, Target, mixed};

/// The longest phrase at the start of some words.
#[derive(Debug, Default)]
pub(super) struct Trie {
    /// Where each first word leads, by its number.
    pub(super) first: Vec<Node>,
    /// Whether two words may start a longer phrase: a bit for each pair that does, by [`bit_of`]. Hardly any two words of a note do,
    /// and these few bits stay in the cache.
    pairs: Vec<u64>,
    /// The nodes behind first words; those behind one and the same node side by side, by rising word.
    further: Vec<Node>,
    /// The word that leads to each of them.
    words: Vec<u32>,
}

/// A run of words that starts a phrase.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    /// What the phrase that ends here stands for; [`Target::NONE`] where none does.
    pub(super) ends: Target,
    /// The first of the nodes behind it.
    from: u32,
    /// The first node that stands behind it no more.
    to: u32,
}

impl Trie {
    /// The longest phrase that starts with the first of these words, which is known: what it stands for and how many words it has.
    pub(super) fn longest(&self, words: &[u32]) -> Option<(Target, usize)> {
        let mut node = self.first[words[0] as usize];
        let mut longest = (node.ends, 1);
        if words.get(1).is_some_and(|&second| self.may_start(words[0], second)) {
            for (&word, count) in words[1..].iter().zip(2..) {
                let Some(next) = self.step(node, word) else { break };
                node = next;
                if node.ends != Target::NONE {
                    longest = (node.ends, count);
                }
            }
        }
        (longest.0 != Target::NONE).then_some(longest)
    }

    fn may_start(&self, first: u32, second: u32) -> bool {
        let bit = bit_of(first, second, self.pairs.len());
        self.pairs[bit / 64] & 1 << (bit % 64) != 0
    }

    fn step(&self, node: Node, word: u32) -> Option<Node> {
        let behind = &self.words[node.from as usize..node.to as usize];
        let place = behind.binary_search(&word).ok()?;
        Some(self.further[node.from as usize + place])
    }
}

/// The number of the first node behind a phrase's first word; below it are the first words, by their own numbers.
const FURTHER: u32 = 1 << 31;

/// A trie to which phrases are added.
pub(super) struct GrowingTrie {
    /// From a node by a word to the next node.
    next: Table,
    /// The phrase that ends with each first word, or [`NONE`].
    first: Vec<u32>,
    /// The nodes behind first words, in the order in which they grew.
    further: Vec<Grown>,
}

struct Grown {
    /// The node it grew from.
    from: u32,
    /// The word that leads to it.
    word: u32,
    ends: u32,
}

impl GrowingTrie {
    /// One with room for phrases of so many bytes.
    pub(super) fn with_room(bytes: usize) -> Self {
        Self {
            next: Table::with_slots(bytes / 8),
            first: Vec::with_capacity(bytes / 64),
            further: Vec::with_capacity(bytes / 12),
        }
    }

    /// The phrase that ends with the last of these words, or [`NONE`], to be changed.
    pub(super) fn end_of(&mut self, words: &[u32]) -> &mut u32 {
        if self.first.len() <= words[0] as usize {
            self.first.resize(words[0] as usize + 1, NONE);
        }
        let node = words[1..].iter().fold(words[0], |node, word| self.step_or_grow(node, *word));
        match node.checked_sub(FURTHER) {
            Some(place) => &mut self.further[place as usize].ends,
            None => &mut self.first[node as usize],
        }
    }

    fn step_or_grow(&mut self, from: u32, word: u32) -> u32 {
        let key = u64::from(from) << 32 | u64::from(word);
        let known = self.next.find(key, |_| true);
        if known != NONE {
            return known;
        }
        let grown = FURTHER + self.further.len() as u32;
        self.further.push(Grown { from, word, ends: NONE });
        self.next.insert(key, grown);
        grown
    }

    /// The trie over so many words, and behind them one first word each for phrases of one word that is looked up elsewhere, given what
    /// each phrase stands for.
    pub(super) fn grown(mut self, words: usize, alone: &[u32], targets: &[Target]) -> Trie {
        self.first.resize(words, NONE);
        self.first.extend(alone);
        let count = self.first.len();
        let place = |node: u32| node.checked_sub(FURTHER).map_or(node as usize, |further| count + further as usize);
        // How many nodes stand behind each node, and from it where they start.
        let mut starts = vec![0; count + self.further.len() + 1];
        self.further.iter().for_each(|grown| starts[place(grown.from) + 1] += 1);
        (1..starts.len()).for_each(|node| starts[node] += starts[node - 1]);
        let mut behind: Vec<(u32, u32)> = vec![(NONE, NONE); self.further.len()];
        let mut free = starts.clone();
        for (number, grown) in self.further.iter().enumerate() {
            let at = &mut free[place(grown.from)];
            behind[*at as usize] = (grown.word, number as u32);
            *at += 1;
        }
        for pair in starts.windows(2) {
            behind[pair[0] as usize..pair[1] as usize].sort_unstable();
        }
        let target = |ends: u32| targets.get(ends as usize).copied().unwrap_or(Target::NONE);
        let node = |node: usize, ends: u32| Node { ends: target(ends), from: starts[node], to: starts[node + 1] };
        let further = behind.iter().map(|&(_, grown)| node(count + grown as usize, self.further[grown as usize].ends));
        Trie {
            first: self.first.iter().enumerate().map(|(number, &ends)| node(number, ends)).collect(),
            pairs: self.pairs(),
            further: further.collect(),
            words: behind.iter().map(|b| b.0).collect(),
        }
    }

    /// The bits of all pairs of words that start a phrase, one of eight set or fewer.
    fn pairs(&self) -> Vec<u64> {
        let pairs = self.further.iter().filter(|grown| grown.from < FURTHER);
        let mut bits = vec![0; (pairs.clone().count() / 8 + 1).next_power_of_two()];
        for pair in pairs {
            let bit = bit_of(pair.from, pair.word, bits.len());
            bits[bit / 64] |= 1 << (bit % 64);
        }
        bits
    }
}

/// The bit for a pair of words among those of so many words of 64 bits, a power of two.
fn bit_of(first: u32, second: u32, words: usize) -> usize {
    (mixed(u64::from(first) << 32 | u64::from(second)) >> 32) as usize & (words * 64 - 1)
}

#[cfg(test)]
mod tests {
    use super::{GrowingTrie, NONE, Target};

    #[test]
    fn the_longest_phrase_wins() {
        let mut growing = GrowingTrie::with_room(0);
        for (phrase, words) in [&[0, 1][..], &[0, 1, 2, 3], &[0, 65], &[2]].into_iter().enumerate() {
            *growing.end_of(words) = phrase as u32;
        }
        let targets: Vec<Target> = (0..8).map(|row| Target { row, meaning: 0 }).collect();
        let trie = growing.grown(66, &[7], &targets);
        let longest = |words: &[u32]| trie.longest(words).map(|(target, count)| (target.row, count));
        assert_eq!(longest(&[0]), None);
        assert_eq!(longest(&[0, 1, 2]), Some((0, 2)));
        assert_eq!(longest(&[0, 1, 2, 3, 3]), Some((1, 4)));
        assert_eq!(longest(&[0, 65, NONE]), Some((2, 2)));
        assert_eq!(longest(&[2, 0]), Some((3, 1)));
        assert_eq!(longest(&[66]), Some((7, 1)));
    }
}
