//! Lesions told apart by the muscle that each is called by: "three cores from the sartorius lump. Two from the gracilis lump", "the mass in
//! the soleus … the one in the vastus". In: a note that counts its lesions. Out: the runs of parts of each.

use super::{Finder, Item, MOST, Part, document_word, key_of};
use crate::lexicon::concept::group::MUSCLES;
use crate::lexicon::concept::known;
use crate::mention::Mention;

/// How far behind a lesion its muscle may stand, in tokens: "the lump in the sartorius".
const BEHIND: usize = 4;

/// What a part calls its lesion by.
enum Call<'d> {
    /// One muscle.
    Muscle(&'d Mention),
    /// Several of them.
    Several,
    Nothing,
}

impl<'a> Finder<'a> {
    /// Runs of parts by the muscle their lesion is called by; a part that calls none goes on with the one before it.
    pub(super) fn called_by_muscle(&self) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        if !self.several {
            return items;
        }
        // A muscle's row in the lexicon tells it from others.
        let mut muscles: Vec<u32> = Vec::new();
        let mut current = None;
        for part in 0..self.parts.len() {
            if !self.is_account(part) || self.speaks_of_all(part) {
                current = None;
                continue;
            }
            match self.call(part) {
                Call::Muscle(muscle) => {
                    let known = muscles.iter().position(|&row| row == muscle.row);
                    current = known.or_else(|| (items.len() < MOST).then_some(items.len()));
                    if known.is_none() && current.is_some() {
                        muscles.push(muscle.row);
                        let (key, aspects) = (key_of(muscle.concepts), Default::default());
                        items.push(Item { runs: Vec::new(), key, aspects, label: None });
                    }
                }
                Call::Several => current = None,
                Call::Nothing => {}
            }
            let Some(item) = current else { continue };
            match items[item].runs.last_mut().filter(|r| r.end == part) {
                Some(run) => run.end = part + 1,
                None => items[item].runs.push(part..part + 1),
            }
        }
        items
    }

    /// The muscle that the lesion of a part is called by.
    fn call(&self, part: usize) -> Call<'a> {
        let document = self.document;
        let Part { first, end, .. } = self.parts[part];
        let lesion = |t: usize| {
            t < end && (document.is(t, known::LESION) || matches!(document_word(document, t), "one" | "other" | "second"))
        };
        let leads = |t: usize| matches!(document_word(document, t), "in" | "within" | "inside" | "of");
        let is_call = |m: &&Mention| {
            let from = first.max(m.first().saturating_sub(BEHIND));
            let lead = (from..m.first()).rev().find(|&t| leads(t));
            lesion(m.last() + 1) || lead.is_some_and(|t| t > first && lesion(t - 1))
        };
        let muscles = document.mentions_in(first, end).map(|m| &document.mentions[m]);
        let mut called = muscles.filter(|m| m.concepts.meets(MUSCLES)).filter(is_call);
        match called.next() {
            None => Call::Nothing,
            Some(one) if called.all(|other| other.row == one.row) => Call::Muscle(one),
            Some(_) => Call::Several,
        }
    }
}
