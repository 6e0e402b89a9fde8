//! The curves for people who want to look at one.

use super::{Correction, Curve, Cut, Quantity, fit, fit_any};
use crate::error::{Error, Result};
use crate::plan::{Calibration, RangeMeaning, Spread};

/// How likely each value of an estimate is: its exact quantile function, distribution function, mean and standard deviation.
///
/// Simulations draw from tables made of these functions.
///
/// ```
/// use landfall::{Distribution, RangeMeaning, Spread};
///
/// let range = Distribution::fit(&Spread::shares(10.0..=15.0), RangeMeaning::P10P90)?;
/// assert!((range.quantile(0.9) - 15.0).abs() < 1e-9);
/// assert!((range.quantile(0.5) - 150f64.sqrt()).abs() < 1e-9);
/// # Ok::<(), landfall::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution(Curve);

impl Distribution {
    /// The distribution of numbers as a person writes them (METHOD 5 to 7): two ends, three points, a mean with its standard
    /// deviation, percentiles, or what it was before; `range` is what ends stand for where the numbers do not say. Values below 0 are not cut.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Argument`](crate::ErrorKind::Argument) when the numbers are no curve, or beyond 1e100; the message says why.
    pub fn fit(numbers: &Spread<f64>, range: RangeMeaning) -> Result<Self> {
        fit(numbers, range, Quantity::Number)
            .map(Self)
            .map_err(|misfit| Error::argument(format!("{}; {}", misfit.message, misfit.help)))
    }

    /// One or the other of several distributions: pairs of a weight and what comes with it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Argument`](crate::ErrorKind::Argument) when there is none, when a weight is below 0, or when all are 0.
    pub fn any(parts: impl IntoIterator<Item = (f64, Self)>) -> Result<Self> {
        let parts = parts.into_iter().map(|(weight, Self(curve))| (weight, curve, Cut::Nothing));
        fit_any(parts.collect())
            .map(Self)
            .map_err(|misfit| Error::argument(format!("{}; {}", misfit.message, misfit.help)))
    }

    /// This distribution, corrected by what earlier estimates turned out to be worth (METHOD 10); one with its median at 0 or below it stays
    /// as it is. Where the calibration does not say what ranges were to hold, they were to hold 80%.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Argument`](crate::ErrorKind::Argument) when the calibration has a bias that is not above 0, or ratios that are no curve.
    ///
    /// # Example
    ///
    /// ```
    /// use landfall::{Calibration, Distribution, RangeMeaning, Spread};
    ///
    /// let range = Distribution::fit(&Spread::shares(10.0..=15.0), RangeMeaning::P10P90)?;
    /// // 6 in 10 ranges held that were to hold in 8: the ends move apart.
    /// let wider = range.corrected(&Calibration::new(1.0).hit_rate(0.6, 0.8))?;
    /// assert!((wider.quantile(0.8) - 15.0).abs() < 1e-9);
    /// # Ok::<(), landfall::Error>(())
    /// ```
    pub fn corrected(&self, calibration: &Calibration) -> Result<Self> {
        let correction = Correction::of(calibration, RangeMeaning::P10P90).ok_or_else(|| {
            Error::argument("this is no correction; write a bias above 0, or ratios that make a curve")
        })?;
        Ok(Self(correction.apply(self.0.clone())))
    }

    pub(crate) fn curve(&self) -> &Curve {
        &self.0
    }

    /// The value that a share `u` of the outcomes does not pass.
    ///
    /// # Panics
    ///
    /// When `u` is not between 0 and 1, both excluded.
    pub fn quantile(&self, u: f64) -> f64 {
        assert!(u > 0.0 && u < 1.0, "a quantile is asked for a share between 0 and 1, not {u}");
        self.0.quantile(u)
    }

    /// The share of outcomes at or below `x`, in [0, 1].
    pub fn cdf(&self, x: f64) -> f64 {
        self.0.cdf(x)
    }

    /// The mean.
    pub fn mean(&self) -> f64 {
        self.0.mean()
    }

    /// The standard deviation.
    pub fn sd(&self) -> f64 {
        self.0.sd()
    }
}
