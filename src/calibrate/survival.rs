//! Values of which some are only known to be larger: which share lies at or below one.

/// The distribution of values, some of which are known to be larger than a number only (Kaplan and Meier 1958). Where all are known, the
/// shares are those that counting gives, bit for bit.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Survival {
    /// Each value that was known, once, rising; with the share at or below it.
    steps: Vec<(f64, f64)>,
    /// The largest number, known or not.
    largest: f64,
}

/// Shares as near to each other as this are the same.
const SAME: f64 = 1e-12;

impl Survival {
    /// Of pairs of a number and whether it is the value; else the value is larger. A value counts before what is larger than the same number.
    pub(super) fn new(mut numbers: Vec<(f64, bool)>) -> Self {
        numbers.sort_by(|one, other| one.0.total_cmp(&other.0));
        let (mut steps, mut left) = (Vec::new(), numbers.len() as f64);
        // The share below the last number that was not known, and how many lie above it.
        let (mut below, mut above) = (0.0, left);
        for same in numbers.chunk_by(|one, other| one.0 == other.0) {
            let known = same.iter().filter(|(_, known)| *known).count();
            let unknown = same.len() - known;
            left -= known as f64;
            let upto = below + (1.0 - below) * ((above - left) / above);
            if known > 0 {
                steps.push((same[0].0, upto));
            }
            left -= unknown as f64;
            if unknown > 0 {
                (below, above) = (upto, left);
            }
        }
        Self { steps, largest: numbers.last().map_or(0.0, |&(number, _)| number) }
    }

    /// The share at or below `x`.
    pub(super) fn upto(&self, x: f64) -> f64 {
        let place = self.steps.partition_point(|&(value, _)| value <= x);
        if place == 0 { 0.0 } else { self.steps[place - 1].1 }
    }

    /// The share of which only is known that it lies above the numbers.
    pub(super) fn beyond(&self) -> f64 {
        1.0 - self.steps.last().map_or(0.0, |&(_, upto)| upto)
    }

    /// The largest number.
    pub(super) fn largest(&self) -> f64 {
        self.largest
    }

    /// The least value that a share does not pass, and whether it is known; the largest number where it is not.
    pub(super) fn quantile(&self, share: f64) -> (f64, bool) {
        let place = self.steps.partition_point(|&(_, upto)| upto < share - SAME);
        self.steps.get(place).map_or((self.largest, false), |&(value, _)| (value, true))
    }

    /// The value in the middle, of an even number the mean of the two, and whether it is known.
    pub(super) fn median(&self) -> (f64, bool) {
        let place = self.steps.partition_point(|&(_, upto)| upto < 0.5 - SAME);
        let Some(&(value, upto)) = self.steps.get(place) else { return (self.largest, false) };
        match self.steps.get(place + 1) {
            Some(&(next, _)) if upto < 0.5 + SAME => (value + 0.5 * (next - value), true),
            _ => (value, true),
        }
    }

    /// How much of the whole a known value stands for.
    pub(super) fn jump(&self, value: f64) -> f64 {
        let place = self.steps.partition_point(|&(other, _)| other < value);
        match self.steps.get(place) {
            Some(&(found, upto)) if found == value => {
                upto - if place == 0 { 0.0 } else { self.steps[place - 1].1 }
            }
            _ => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: 1, 2+, 3, 3, 4+, 5 (+: larger): 1/6, then 5/6 x 2/4 are left of it, then nothing.
    #[test]
    fn values_that_are_only_known_to_be_larger_pass_their_share_on() {
        let numbers = [(5.0, true), (3.0, true), (2.0, false), (1.0, true), (4.0, false), (3.0, true)];
        let survival = Survival::new(numbers.to_vec());
        let shares = [(0.5, 0.0), (1.0, 1.0 / 6.0), (2.5, 1.0 / 6.0), (3.0, 1.0 - 5.0 / 12.0), (9.0, 1.0)];
        for (x, share) in shares {
            assert!((survival.upto(x) - share).abs() < 1e-15, "{x}");
        }
        assert_eq!((survival.median(), survival.quantile(0.9)), ((3.0, true), (5.0, true)));
        assert!((survival.jump(3.0) - 5.0 / 12.0).abs() < 1e-15 && survival.jump(4.0) == 0.0);
        let unknown = Survival::new(vec![(1.0, true), (2.0, false), (2.0, false)]);
        assert_eq!((unknown.median(), unknown.beyond()), ((2.0, false), 1.0 - 1.0 / 3.0));
    }

    #[test]
    fn where_all_are_known_it_is_counting_bit_for_bit() {
        for n in 1..60 {
            let values: Vec<f64> = (0..n).map(|k| f64::from((k * 37) % n / 2)).collect();
            let survival = Survival::new(values.iter().map(|&value| (value, true)).collect());
            let mut sorted = values.clone();
            sorted.sort_by(f64::total_cmp);
            for x in &values {
                let count = values.iter().filter(|value| *value <= x).count();
                assert_eq!(survival.upto(*x), count as f64 / f64::from(n));
            }
            for rank in 1..=n as usize {
                assert_eq!(survival.quantile(rank as f64 / f64::from(n)), (sorted[rank - 1], true));
            }
            let (half, n) = (sorted.len() / 2, sorted.len());
            let median = if n % 2 == 1 { sorted[half] } else { 0.5 * (sorted[half - 1] + sorted[half]) };
            assert_eq!(survival.median(), (median, true));
        }
    }
}
