//! How far two things rise together: the rank correlation of their outcomes (Spearman 1904), equal ones sharing the mean of their ranks.

/// The ranks of outcomes; equal when no outcome differs from another.
#[derive(Debug, Clone)]
pub(crate) struct Ranks {
    /// Twice the rank of each outcome, so that the mean of two ranks is whole.
    twice: Vec<i32>,
    /// The sum of the squares of how far they lie from their mean, times so many as there are.
    spread: i128,
}

impl Ranks {
    /// Of outcomes, trial by trial.
    pub(crate) fn new(outcomes: &[i32]) -> Self {
        // Outcome and trial in one number, which sorts twice as fast as a pair.
        let mut sorted: Vec<u64> = outcomes
            .iter()
            .enumerate()
            .map(|(trial, &ticks)| u64::from(ticks.cast_unsigned() ^ (1 << 31)) << 32 | trial as u64)
            .collect();
        sorted.sort_unstable();
        let mut twice = vec![0; outcomes.len()];
        let mut begin = 0;
        for equal in sorted.chunk_by(|one, other| one >> 32 == other >> 32) {
            let end = begin + equal.len();
            // The mean of the ranks begin + 1 to end.
            equal.iter().for_each(|trial| twice[*trial as u32 as usize] = (begin + 1 + end) as i32);
            begin = end;
        }
        let spread = product(&twice, &twice);
        Self { twice, spread }
    }

    /// The correlation with the ranks of something else in the same trials, in [-1, 1]; `None` where one of them is always the same.
    pub(crate) fn correlation(&self, other: &Self) -> Option<f64> {
        let both = self.spread as f64 * other.spread as f64;
        (both > 0.0).then(|| (product(&self.twice, &other.twice) as f64 / both.sqrt()).clamp(-1.0, 1.0))
    }
}

/// n Σxy - Σx Σy, exact.
fn product(one: &[i32], other: &[i32]) -> i128 {
    let sum = |ranks: &[i32]| ranks.iter().map(|&rank| i64::from(rank)).sum::<i64>();
    let products: i64 = one.iter().zip(other).map(|(&one, &other)| i64::from(one) * i64::from(other)).sum();
    i128::from(products) * one.len() as i128 - i128::from(sum(one)) * i128::from(sum(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_with_ties_correlate_as_worked_out_by_hand() {
        // Ranks 1, 2.5, 2.5, 4 and 2, 1, 3, 4: the differences squared are 1, 2.25, 0.25, 0. With Pearson's formula on the ranks:
        // (4*27.5 + ...): Σxy = 1*2 + 2.5*1 + 2.5*3 + 4*4 = 28, n Σxy - 100 = 12; 4*29.5 - 100 = 18; 4*30 - 100 = 20.
        let (one, other) = (Ranks::new(&[3, 7, 7, 9]), Ranks::new(&[-2, -5, 0, 8]));
        assert!((one.correlation(&other).unwrap() - 12.0 / (18f64 * 20.0).sqrt()).abs() < 1e-12);
        assert_eq!(one.correlation(&one), Some(1.0));
        assert_eq!(one.correlation(&Ranks::new(&[9, 7, 7, 3])), Some(-1.0));
        assert_eq!(one.correlation(&Ranks::new(&[5, 5, 5, 5])), None);
    }
}
