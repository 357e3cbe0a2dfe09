//! Fits weights: a logistic regression with a squared penalty. What has the most to tell is kept, and fitted again. The same examples give
//! the same weights.

use std::collections::{HashMap, VecDeque};

/// Weight of the examples against the penalty.
const STRENGTH: f64 = 0.3;

/// Rounds of the fit.
const ROUNDS: usize = 250;

/// What is learned from.
pub struct Example<'f> {
    /// The numbers of its features, each as often as it counts.
    pub features: &'f [u32],
    /// Whether what is asked holds of it.
    pub holds: bool,
    /// How much it counts.
    pub counts: f64,
}

/// The features that are kept, at most `most` of `count`, and their weights with the constant behind them.
pub fn fitted(examples: &[Example], count: usize, most: usize) -> (Vec<u32>, Vec<f64>) {
    let first = fit(examples, count, None);
    let mut stands = vec![0usize; count];
    examples.iter().flat_map(|e| e.features).for_each(|f| stands[*f as usize] += 1);
    let tells = |f: usize| {
        let share = (stands[f] as f64 / examples.len() as f64).min(1.0);
        first[f].abs() * (share * (1.0 - share)).sqrt()
    };
    let mut order: Vec<u32> = (0..count as u32).collect();
    order.sort_by(|a, b| tells(*b as usize).total_cmp(&tells(*a as usize)).then(a.cmp(b)));
    order.truncate(most);
    order.sort_unstable();
    let place: HashMap<u32, u32> = order.iter().copied().zip(0..).collect();
    let weights = fit(examples, order.len(), Some(&place));
    (order, weights)
}

/// A weight as the file writes it; nothing for next to none.
pub fn cell(weight: f64) -> String {
    if weight.abs() < 0.005 { String::new() } else { format!("{weight:.2}") }
}

/// An example by the places of its features among the weights.
struct Placed {
    features: Vec<u32>,
    /// 1 where it holds, else 0.
    holds: f64,
    counts: f64,
}

/// The weights, the constant last.
fn fit(examples: &[Example], count: usize, place: Option<&HashMap<u32, u32>>) -> Vec<f64> {
    let placed: Vec<Placed> = examples
        .iter()
        .map(|e| {
            let own = e.features.iter().filter_map(|f| place.map_or(Some(*f), |p| p.get(f).copied()));
            Placed { features: own.collect(), holds: f64::from(u8::from(e.holds)), counts: e.counts }
        })
        .collect();
    descend(vec![0.0; count + 1], |weights| loss(&placed, weights))
}

/// The loss and its slope.
fn loss(examples: &[Placed], weights: &[f64]) -> (f64, Vec<f64>) {
    let constant = weights.len() - 1;
    let mut slope = weights.to_vec();
    slope[constant] = 0.0;
    let mut loss = 0.5 * dot(&slope, &slope);
    for Placed { features, holds, counts } in examples {
        let strength = STRENGTH * counts;
        let sum = features.iter().map(|f| weights[*f as usize]).sum::<f64>() + weights[constant];
        loss += strength * ((-sum.abs()).exp().ln_1p() + sum.max(0.0) - holds * sum);
        let miss = strength * (1.0 / (1.0 + (-sum).exp()) - holds);
        features.iter().for_each(|f| slope[*f as usize] += miss);
        slope[constant] += miss;
    }
    (loss, slope)
}

/// The least of a smooth function, by the steps of L-BFGS (Nocedal and Wright, Numerical Optimization, chapter 7).
fn descend(mut at: Vec<f64>, function: impl Fn(&[f64]) -> (f64, Vec<f64>)) -> Vec<f64> {
    const REMEMBERED: usize = 10;
    let (mut value, mut slope) = function(&at);
    // Steps, and what they changed of the slope.
    let mut steps: VecDeque<(Vec<f64>, Vec<f64>)> = VecDeque::new();
    for _ in 0..ROUNDS {
        let direction = direction(&slope, &steps);
        let descent = dot(&direction, &slope);
        let mut length = if steps.is_empty() { 1.0 / dot(&slope, &slope).sqrt().max(1.0) } else { 1.0 };
        let (next, next_value, next_slope) = loop {
            let next: Vec<f64> = at.iter().zip(&direction).map(|(a, d)| a + length * d).collect();
            let (next_value, next_slope) = function(&next);
            if next_value <= value + 1e-4 * length * descent || length < 1e-12 {
                break (next, next_value, next_slope);
            }
            length /= 2.0;
        };
        let difference = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<f64>>();
        let (step, change) = (difference(&next, &at), difference(&next_slope, &slope));
        if dot(&step, &change) > 1e-12 {
            steps.push_back((step, change));
            if steps.len() > REMEMBERED {
                steps.pop_front();
            }
        }
        let gained = value - next_value;
        (at, value, slope) = (next, next_value, next_slope);
        if gained < 1e-7 * value.abs() {
            break;
        }
    }
    at
}

/// Where to go from a slope, by what the last steps told of how it bends.
fn direction(slope: &[f64], steps: &VecDeque<(Vec<f64>, Vec<f64>)>) -> Vec<f64> {
    let mut way: Vec<f64> = slope.iter().map(|s| -s).collect();
    let mut shares = Vec::with_capacity(steps.len());
    for (step, change) in steps.iter().rev() {
        let share = dot(step, &way) / dot(step, change);
        add(&mut way, change, -share);
        shares.push(share);
    }
    if let Some((step, change)) = steps.back() {
        let scale = dot(step, change) / dot(change, change);
        way.iter_mut().for_each(|w| *w *= scale);
    }
    for ((step, change), share) in steps.iter().zip(shares.into_iter().rev()) {
        let back = dot(change, &way) / dot(step, change);
        add(&mut way, step, share - back);
    }
    way
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn add(to: &mut [f64], what: &[f64], times: f64) {
    to.iter_mut().zip(what).for_each(|(t, w)| *t += times * w);
}
