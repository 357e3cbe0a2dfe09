//! Which procedure of the analysis answers which of the gold: the pairing whose members are most alike.

use super::Scored;
use super::gold::GoldProcedure;
use crate::analysis::Procedure;

/// Above this many procedures, pairs are formed in the order of the note.
const MAX_PERMUTED: usize = 6;

/// A pair; one side is `None` where the other has no counterpart.
pub(super) type Pair<'a> = (Option<&'a GoldProcedure>, Option<&'a Procedure>);

/// Whether the analysis gives the gold value of an element.
pub(super) fn agrees(element: Scored, gold: &GoldProcedure, got: &Procedure) -> bool {
    match element {
        Scored::Approach => gold.approach.value == got.approach.value,
        Scored::Depth => gold.depth.value == got.depth.value,
        Scored::Region => gold.region.value == got.region.value,
        Scored::Aspects => sorted(&gold.aspects.value) == sorted(&got.aspects.value),
        Scored::Laterality => gold.laterality.value == got.laterality.value,
        Scored::SizeMm => same_size(gold.size_mm.value.as_deref(), got.size_mm.value.as_deref()),
        Scored::Guidance => gold.guidance.value == got.guidance.value,
    }
}

/// A sorted copy: sets written in any order.
pub(super) fn sorted<T: Ord + Copy>(values: &[T]) -> Vec<T> {
    let mut values = values.to_vec();
    values.sort_unstable();
    values
}

/// Any of the gold sizes, to the millimetre, dimensions in any order.
fn same_size(gold: Option<&[Vec<f64>]>, got: Option<&[f64]>) -> bool {
    let (Some(gold), Some(got)) = (gold, got) else { return gold.is_none() && got.is_none() };
    let mut got = got.to_vec();
    got.sort_by(|a, b| b.total_cmp(a));
    let close = |g: &Vec<f64>| g.len() == got.len() && g.iter().zip(&got).all(|(a, b)| (a - b).abs() <= 1.0);
    gold.iter().any(close)
}

/// Elements that agree, the code counting twice.
fn likeness(gold: &GoldProcedure, got: &Procedure) -> i64 {
    let elements = Scored::ALL.iter().filter(|e| agrees(**e, gold, got)).count();
    elements as i64 + if gold.code == got.code { 2 } else { 0 }
}

/// Pairs gold and analysis; among equally good pairings the one nearest to the order of the note, then the first.
pub(super) fn align<'a>(gold: &'a [GoldProcedure], got: &'a [Procedure]) -> Vec<Pair<'a>> {
    let n = gold.len().max(got.len());
    let in_order: Vec<usize> = (0..n).collect();
    let order = if n > MAX_PERMUTED { in_order } else { best_order(gold, got, in_order) };
    order.into_iter().enumerate().map(|(i, j)| (gold.get(i), got.get(j))).collect()
}

fn best_order(gold: &[GoldProcedure], got: &[Procedure], mut order: Vec<usize>) -> Vec<usize> {
    let mut best = (total(gold, got, &order), order.clone());
    while next_permutation(&mut order) {
        let score = total(gold, got, &order);
        if score > best.0 {
            best = (score, order.clone());
        }
    }
    best.1
}

/// Likeness in millionths, less one for each place that a partner is away.
fn total(gold: &[GoldProcedure], got: &[Procedure], order: &[usize]) -> i64 {
    let pair = |(i, j): (usize, &usize)| {
        let alike = gold.get(i).zip(got.get(*j)).map_or(0, |(g, p)| likeness(g, p));
        1_000_000 * alike - i.abs_diff(*j) as i64
    };
    order.iter().enumerate().map(pair).sum()
}

/// The next order in lexicographic sequence; false after the last.
fn next_permutation(order: &mut [usize]) -> bool {
    let Some(i) = (1..order.len()).rev().find(|&i| order[i - 1] < order[i]) else { return false };
    let Some(j) = (i..order.len()).rev().find(|&j| order[j] > order[i - 1]) else { return false };
    order.swap(i - 1, j);
    order[i..].reverse();
    true
}

#[cfg(test)]
mod tests {
    use super::{next_permutation, same_size};

    #[test]
    fn permutations_come_in_lexicographic_order() {
        let mut order = vec![0, 1, 2];
        let mut seen = vec![order.clone()];
        while next_permutation(&mut order) {
            seen.push(order.clone());
        }
        assert_eq!(seen.len(), 6);
        assert!(seen.is_sorted());
    }

    #[test]
    fn sizes_agree_to_the_millimetre_in_any_order() {
        assert!(same_size(Some(&[vec![50.0, 40.0], vec![51.0]]), Some(&[40.5, 49.0])));
        assert!(!same_size(Some(&[vec![50.0, 40.0]]), Some(&[50.0])));
        assert!(!same_size(Some(&[vec![50.0]]), None));
        assert!(same_size(None, None));
    }
}
