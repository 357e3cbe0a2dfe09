//! Topics: what a note speaks of beyond the findings, such as `muscle-disease` or `planned-stage`. Patterns say them, the rules
//! of advice ask for them.

/// A topic. A small number, valid for the lexicon it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Topic(u16);

/// A set of topics: a bit for each, by its number.
#[derive(Debug, Clone, Copy, Default)]
pub struct TopicSet([u64; WORDS]);

/// Words of a set, of 64 topics each.
const WORDS: usize = 4;

/// Most topics of a lexicon.
const MOST: usize = WORDS * 64;

impl TopicSet {
    /// Whether the two sets share a topic.
    pub fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(other.0).any(|(own, theirs)| own & theirs != 0)
    }
}

impl FromIterator<Topic> for TopicSet {
    fn from_iter<T: IntoIterator<Item = Topic>>(topics: T) -> Self {
        let mut set = Self::default();
        topics.into_iter().for_each(|t| set.0[t.0 as usize / 64] |= 1 << (t.0 % 64));
        set
    }
}

/// The names of all topics that patterns say.
#[derive(Debug, Clone, Default)]
pub struct TopicNames(Vec<String>);

impl TopicNames {
    /// The topic of this name, added where it is new; none where there are too many.
    pub(super) fn intern(&mut self, name: &str) -> Option<Topic> {
        if let Some(known) = self.find(name) {
            return Some(known);
        }
        let number = u16::try_from(self.0.len()).ok().filter(|n| usize::from(*n) < MOST)?;
        self.0.push(name.to_owned());
        Some(Topic(number))
    }

    /// The topic of this name.
    pub fn find(&self, name: &str) -> Option<Topic> {
        self.0.iter().zip(0u16..).find(|(n, _)| *n == name).map(|(_, number)| Topic(number))
    }

    /// The name of a topic.
    pub fn name(&self, topic: Topic) -> &str {
        &self.0[topic.0 as usize]
    }

    /// All topics with their names.
    pub fn iter(&self) -> impl Iterator<Item = (Topic, &str)> {
        self.0.iter().zip(0u16..).map(|(name, number)| (Topic(number), name.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::TopicNames;

    #[test]
    fn a_name_is_one_topic() {
        let mut names = TopicNames::default();
        let first = names.intern("assistant");
        assert_eq!(names.intern("assistant"), first);
        assert_ne!(names.intern("frozen-result"), first);
        assert_eq!(names.find("nothing"), None);
        assert_eq!(names.name(first.expect("interned")), "assistant");
    }
}
