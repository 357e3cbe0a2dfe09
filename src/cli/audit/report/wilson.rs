//! An interval for a rate that holds where counts are small: Wilson's score interval, 95 %.
//!
//! Source: Wilson EB, "Probable inference, the law of succession, and statistical inference", J Am Stat Assoc 22 (1927).

/// The 97.5 % point of the normal distribution.
const Z: f64 = 1.959_964;

/// From and to, of a rate of `hits` among `all`; nothing is known of a rate among none.
pub fn interval(hits: u64, all: u64) -> Option<(f64, f64)> {
    if all == 0 {
        return None;
    }
    let (n, p) = (all as f64, hits as f64 / all as f64);
    let middle = p + Z * Z / (2.0 * n);
    let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    Some((((middle - half) / scale).max(0.0), ((middle + half) / scale).min(1.0)))
}

#[cfg(test)]
mod tests {
    use super::interval;

    /// Values of the interval without continuity correction in Newcombe RG, Stat Med 17 (1998), table I.
    #[test]
    fn published_values() {
        let cases =
            [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)];
        for (hits, all, from, to) in cases {
            let (low, high) = interval(hits, all).expect("an interval");
            assert!((low - from).abs() < 1e-4 && (high - to).abs() < 1e-4, "{hits}/{all}: {low} {high}");
        }
        assert_eq!(interval(0, 0), None);
    }
}
