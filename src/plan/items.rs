//! Estimates by counting: so many items at the rate of the past.

use super::amount::Amount;
use super::spread::{Ends, Spread};

/// As long as it takes to finish so many items, when each period finishes as many as one of the past periods did, taken at random
/// (METHOD 38).
///
/// ```
/// use landfall::{Amount, Estimate, Items};
///
/// let backlog = Items::new(20.0..=30.0, [3, 0, 5, 4])   // 20 to 30 items; 3, 0, 5 and 4 were finished in past weeks
///     .split(1.0..=1.5);                                // and some of them turn out to be more than one
/// let takes = Estimate::Items(backlog);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Items {
    /// How many items are to be done.
    pub items: Spread<f64>,
    /// How many were finished in each of the past periods; those without any count too.
    pub throughput: Vec<u32>,
    /// The length of a period; one week where it is `None`.
    pub per: Option<Amount>,
    /// What one item turns out to be: 1.2 is 20% more items than counted; 1 where it is `None`.
    pub split: Option<Spread<f64>>,
}

impl Items {
    /// So many items at the rate of past weeks.
    pub fn new(items: impl Into<Ends>, throughput: impl IntoIterator<Item = u32>) -> Self {
        Self {
            items: Spread::shares(items),
            throughput: throughput.into_iter().collect(),
            per: None,
            split: None,
        }
    }

    /// These items, counted in periods of another length.
    #[must_use]
    pub fn per(mut self, period: Amount) -> Self {
        self.per = Some(period);
        self
    }

    /// These items, each turning out to be so many.
    #[must_use]
    pub fn split(mut self, ends: impl Into<Ends>) -> Self {
        self.split = Some(Spread::shares(ends));
        self
    }
}
