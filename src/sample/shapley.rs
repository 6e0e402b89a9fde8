//! What several things do together, shared out so that it adds up (Shapley 1953, *A value for n-person games*).

/// For each of several things its share of what all do together: the mean, over all orders in which they could be done, of what doing it
/// changes then. `at` has the whole number that comes of it when those are done whose bits the place has. The sums are whole numbers, divided
/// once.
pub(crate) fn shapley(at: &[i64]) -> Vec<f64> {
    let count = at.len().max(1).ilog2() as usize;
    let share = |place: usize| {
        let mut sum = 0i128;
        // Those done before it in any order are a subset, and stand there in so many ways.
        for before in (0..at.len()).filter(|before| before >> place & 1 == 0) {
            let size = before.count_ones() as usize;
            let orders = factorial(size) * factorial(count - 1 - size);
            sum += orders * i128::from(at[before | 1 << place] - at[before]);
        }
        sum as f64 / factorial(count) as f64
    };
    (0..count).map(share).collect()
}

fn factorial(n: usize) -> i128 {
    (1..=n as i128).product()
}
