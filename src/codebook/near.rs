//! Names that are near to one that does not exist.

/// Most names that are given back.
const MOST: usize = 5;

/// The names nearest to a topic, both in lower case: those that hold it, and those a few letters away.
pub(super) fn nearest<'a>(topic: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut found: Vec<(usize, &str)> = names.filter_map(|name| Some((distance_of(topic, name)?, name))).collect();
    found.sort_by_key(|(distance, _)| *distance);
    found.into_iter().take(MOST).map(|(_, name)| name).collect()
}

/// How far a name is from the topic; none where it is too far to be meant.
fn distance_of(topic: &str, name: &str) -> Option<usize> {
    let name = name.to_lowercase();
    if topic.len() >= 3 && name.contains(topic) {
        return Some(1);
    }
    let distance = edits(topic, &name);
    let most = if name.len() <= 3 { 1 } else { name.len().div_ceil(4).max(2) };
    (distance <= most && distance < name.len()).then_some(distance)
}

/// Letters to insert, remove or replace.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut before = std::mem::replace(&mut row[0], i + 1);
        for (j, cb) in b.iter().enumerate() {
            let replaced = before + usize::from(ca != *cb);
            before = row[j + 1];
            row[j + 1] = replaced.min(before + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::{edits, nearest};

    #[test]
    fn letters_apart() {
        assert_eq!(edits("", "abc"), 3);
        assert_eq!(edits("27323", "27324"), 1);
        assert_eq!(edits("kitten", "sitting"), 3);
    }

    #[test]
    fn near_names_and_names_that_hold_the_topic() {
        let names = ["27323", "27324", "LT", "depth-undocumented", "size-undocumented"];
        assert_eq!(nearest("27325", names.into_iter()), ["27323", "27324"]);
        assert_eq!(nearest("depth", names.into_iter()), ["depth-undocumented"]);
        assert_eq!(nearest("size-undocumentd", names.into_iter()), ["size-undocumented"]);
        assert_eq!(nearest("lf", names.into_iter()), ["LT"]);
        assert!(nearest("weather", names.into_iter()).is_empty());
    }
}
