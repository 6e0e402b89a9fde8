//! A curve of single values, each with its probability.

/// Single values in rising order, each with the share of outcomes at or below it; the last share is 1.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Discrete {
    values: Vec<f64>,
    upto: Vec<f64>,
}

impl Discrete {
    /// Each value as often as it stands here; there is at least one.
    pub(super) fn equally(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let count = values.len() as f64;
        let steps = values.iter().enumerate().map(|(place, &value)| (value, (place + 1) as f64 / count));
        Self::of_shares(steps)
    }

    /// Values in rising order, each with the share of outcomes at or below it; of equal ones the last counts. There is at least one, and
    /// the last share is 1.
    pub(super) fn of_shares(steps: impl Iterator<Item = (f64, f64)>) -> Self {
        let (mut values, mut upto): (Vec<f64>, Vec<f64>) = (Vec::new(), Vec::new());
        for (value, share) in steps {
            if values.last() == Some(&value) {
                upto.pop();
            } else {
                values.push(value);
            }
            upto.push(share);
        }
        Self { values, upto }
    }

    /// The least value that a share `u` of the outcomes does not pass.
    pub(super) fn quantile(&self, u: f64) -> f64 {
        let place = self.upto.partition_point(|&share| share < u);
        self.values[place.min(self.values.len() - 1)]
    }

    /// The share of outcomes at or below `x`.
    pub(super) fn cdf(&self, x: f64) -> f64 {
        match self.values.partition_point(|&value| value <= x) {
            0 => 0.0,
            place => self.upto[place - 1],
        }
    }

    pub(super) fn mean(&self) -> f64 {
        self.steps().map(|(value, share)| share * value).sum()
    }

    pub(super) fn sd(&self) -> f64 {
        let mean = self.mean();
        self.steps().map(|(value, share)| share * (value - mean) * (value - mean)).sum::<f64>().sqrt()
    }

    /// The values, each with its own share.
    pub(super) fn steps(&self) -> impl Iterator<Item = (f64, f64)> {
        let before = [0.0].into_iter().chain(self.upto.iter().copied());
        self.values
            .iter()
            .zip(self.upto.iter().zip(before))
            .map(|(&value, (&upto, before))| (value, upto - before))
    }

    /// The values, each with the share of outcomes at or below it.
    pub(super) fn shares(&self) -> impl Iterator<Item = (f64, f64)> {
        self.values.iter().copied().zip(self.upto.iter().copied())
    }

    /// How many values there are.
    pub(super) fn len(&self) -> usize {
        self.values.len()
    }
}
