//! Topics: what a note speaks of beyond the findings, such as `muscle-disease` or `planned-stage`. Patterns say them, the rules
//! of advice ask for them.

/// A topic. A small number, valid for the lexicon it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Topic(u16);

/// The names of all topics that patterns say.
#[derive(Debug, Clone, Default)]
pub struct TopicNames(Vec<String>);

impl TopicNames {
    /// The topic of this name, added where it is new; none where there are too many.
    pub(super) fn intern(&mut self, name: &str) -> Option<Topic> {
        if let Some(known) = self.find(name) {
            return Some(known);
        }
        let number = u16::try_from(self.0.len()).ok()?;
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
