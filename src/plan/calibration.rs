//! What earlier estimates turned out to be worth.

use super::Spread;
use crate::units::Chance;

/// How the ranges of a plan are corrected by what came of earlier ones (METHOD 10).
///
/// A curve with the median m becomes Q'(u) = b m (Q(u)/m)^k: b is the bias, and k makes it as much wider as `claimed` is above `hit_rate`.
/// What was measured (histories, items) and delays and scales are not corrected.
///
/// ```
/// use landfall::{Calibration, Estimate, P50, Plan, Task, date};
///
/// let plan = Plan::new("", date(2027, 1, 4)).task(Task::new("api", Estimate::days(10.0..=20.0)));
/// let entered = plan.forecast()?;
/// // Work took a fifth longer than the middle of its range, and 5 in 10 ranges held that were to hold in 8.
/// let corrected = plan.calibration(Calibration::new(1.2).hit_rate(0.5, 0.8)).forecast()?;
/// let ratio = corrected.finish().days(P50).get() / entered.finish().days(P50).get();
/// assert!((ratio - 1.2).abs() < 1e-2);
/// # Ok::<(), landfall::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Calibration {
    /// What work took against the middle of its range: 1.2 means a fifth longer. Above 0.
    pub bias: f64,
    /// The share of ranges, once corrected by the bias, that held the outcome; they are as wide as they should be where it is `None`.
    pub hit_rate: Option<Chance>,
    /// The share that they were to hold; that of the plan's range meaning where it is `None`.
    pub claimed: Option<Chance>,
    /// What work took against what was estimated, as a curve: it replaces the bias and the width of every range.
    pub ratios: Option<Spread<f64>>,
}

impl Calibration {
    /// A correction by a bias alone.
    pub fn new(bias: f64) -> Self {
        Self { bias, hit_rate: None, claimed: None, ratios: None }
    }

    /// A correction by what work took against what was estimated.
    pub fn of_ratios(ratios: Spread<f64>) -> Self {
        Self { ratios: Some(ratios), ..Self::new(1.0) }
    }

    /// This correction, given that so large a share of ranges held the outcome that were to hold it in a claimed share.
    #[must_use]
    pub fn hit_rate(mut self, hit_rate: impl Into<Chance>, claimed: impl Into<Chance>) -> Self {
        (self.hit_rate, self.claimed) = (Some(hit_rate.into()), Some(claimed.into()));
        self
    }
}
