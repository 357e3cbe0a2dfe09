//! Ids as they come by → how many were given before, in bounded memory. What that means is left to the commands.

use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The most ids that are remembered to find those given twice.
const MOST_IDS: usize = 3_600_000;

/// Ids seen so far, by their hashes, up to a bound.
#[derive(Default)]
pub struct Ids {
    seen: HashSet<u64>,
    twice: u64,
    first: Option<String>,
    full: bool,
}

/// Ids that were given more than once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeats {
    pub twice: u64,
    /// Where the first of them stands again.
    pub first: Option<String>,
    /// Whether there were too many ids to compare them all.
    pub is_partial: bool,
}

/// The hash by which an id is remembered.
pub fn hash(id: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

impl Ids {
    /// Takes the hash of the next id, and returns whether it was given before; its place is asked for then.
    pub fn add(&mut self, id: u64, place: impl FnOnce() -> String) -> bool {
        if self.seen.contains(&id) {
            self.twice += 1;
            self.first.get_or_insert_with(place);
            return true;
        }
        self.full |= self.seen.len() >= MOST_IDS;
        if !self.full {
            self.seen.insert(id);
        }
        false
    }

    /// What was found of them.
    pub fn repeats(&self) -> Repeats {
        Repeats { twice: self.twice, first: self.first.clone(), is_partial: self.full }
    }
}

#[cfg(test)]
mod tests {
    use super::{Ids, Repeats, hash};

    #[test]
    fn the_first_that_was_given_before_is_placed() {
        let mut ids = Ids::default();
        for (place, id) in ["a", "b", "b", "a"].into_iter().enumerate() {
            ids.add(hash(id), || place.to_string());
        }
        assert_eq!(ids.repeats(), Repeats { twice: 2, first: Some("2".to_owned()), is_partial: false });
    }
}
