//! Quantities with their unit in the type.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Ticks in one working day: 5,760, five seconds of an eight-hour day.
///
/// Every time inside the simulation is a whole number of ticks, so minutes, hours and tenths of a day are exact and
/// sums do not depend on their order.
pub const TICKS_PER_DAY: i32 = 5760;

/// The last tick the axis holds, about 186,000 working days (over 700 years of five-day weeks) after the start of the plan.
///
/// Two times below it can be added without leaving an `i32`. A trial that reaches it is an error, never an answer.
pub(crate) const HORIZON_TICKS: i32 = (1 << 30) - 1;

/// The longest single amount a plan may hold [working days]: a fifth of the horizon, about 140 years.
pub(crate) const LONGEST_DAYS: f64 = 36_500.0;

/// The largest share that draws of an unplanned share, or of what is saved, count as: some speed is left.
pub(crate) const MOST_SHARE: f64 = 1.0 - 1.0 / (1 << 20) as f64;

/// The ticks of a time in working days, to the nearest tick, kept within the axis.
pub(crate) fn ticks(days: f64) -> i32 {
    let limit = f64::from(HORIZON_TICKS);
    (days * f64::from(TICKS_PER_DAY)).round_ties_even().clamp(-limit, limit) as i32
}

/// A time in working days of the plan's default calendar.
///
/// ```
/// use landfall::WorkDays;
///
/// assert_eq!(WorkDays::new(2.5).get(), 2.5);
/// assert_eq!(WorkDays::new(2.5).to_string(), "2.5 days");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WorkDays(f64);

impl WorkDays {
    /// That many working days.
    pub const fn new(days: f64) -> Self {
        Self(days)
    }

    pub(crate) fn from_ticks(ticks: i32) -> Self {
        Self(f64::from(ticks) / f64::from(TICKS_PER_DAY))
    }

    /// The number of working days.
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl fmt::Display for WorkDays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rounded = (self.0 * 10.0).round() / 10.0;
        let unit = if rounded == 1.0 { "day" } else { "days" };
        write!(f, "{rounded} {unit}")
    }
}

/// The probability that something happens, in [0, 1].
///
/// A plan may hold any number here; [`Plan::check`](crate::Plan::check) reports one outside [0, 1].
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Chance(f64);

impl Chance {
    /// A probability as a share: `0.3` is 30%.
    pub const fn new(share: f64) -> Self {
        Self(share)
    }

    /// The probability as a share in [0, 1].
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl From<f64> for Chance {
    fn from(share: f64) -> Self {
        Self(share)
    }
}

/// Which percentile of the outcomes: P85 is the value that 85% of the trials do not pass.
///
/// Held as whole ten-thousandths, so that ranks are computed in integers.
///
/// ```
/// use landfall::{P85, Percentile};
///
/// assert_eq!("85".parse::<Percentile>()?, P85);
/// assert_eq!("P99.5".parse::<Percentile>()?.to_string(), "P99.5");
/// assert!("100".parse::<Percentile>().is_err());
/// # Ok::<(), landfall::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percentile(u16);

/// The 5th percentile: 1 trial in 20 is finished by then.
pub const P5: Percentile = Percentile(500);
/// The 10th percentile: 1 trial in 10 is finished by then.
pub const P10: Percentile = Percentile(1000);
/// The 25th percentile: 1 trial in 4 is finished by then.
pub const P25: Percentile = Percentile(2500);
/// The median, the **stretch** date: half of the trials are finished by then.
pub const P50: Percentile = Percentile(5000);
/// The 75th percentile: 3 trials in 4 are finished by then.
pub const P75: Percentile = Percentile(7500);
/// The 80th percentile, the **likely** date: 4 trials in 5 are finished by then.
pub const P80: Percentile = Percentile(8000);
/// The 85th percentile: 17 trials in 20 are finished by then.
pub const P85: Percentile = Percentile(8500);
/// The 90th percentile: 9 trials in 10 are finished by then.
pub const P90: Percentile = Percentile(9000);
/// The 95th percentile, the **commit** date: 19 trials in 20 are finished by then.
pub const P95: Percentile = Percentile(9500);

impl Percentile {
    /// The percentile `percent`, between 0.01 and 99.99 in steps of 0.01; `None` outside of that or between the steps.
    pub fn new(percent: f64) -> Option<Self> {
        let scaled = percent * 100.0;
        let whole = scaled.round();
        let fits = (1.0..=9999.0).contains(&whole) && (scaled - whole).abs() < 1e-6;
        fits.then_some(Self(whole as u16))
    }

    /// The percentile in percent: 85 for P85.
    pub fn percent(self) -> f64 {
        f64::from(self.0) / 100.0
    }

    /// The percentile as a share in (0, 1): 0.85 for P85.
    pub fn share(self) -> f64 {
        f64::from(self.0) / 10_000.0
    }

    /// The percentile that as many outcomes lie above as lie below this one: P15 for P85.
    pub(crate) fn complement(self) -> Self {
        Self(10_000 - self.0)
    }

    /// The rank of this percentile among `n` sorted samples, 1 to `n`: ceil(n p), METHOD 22.
    pub(crate) fn rank(self, n: usize) -> usize {
        ((n as u128 * u128::from(self.0)).div_ceil(10_000) as usize).clamp(1, n.max(1))
    }
}

impl fmt::Display for Percentile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "P{}", self.percent())
    }
}

impl FromStr for Percentile {
    type Err = crate::error::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = text.trim().trim_start_matches(['P', 'p']);
        number.parse().ok().and_then(Percentile::new).ok_or_else(|| {
            crate::error::Error::argument(format!(
                "{text:?} is no percentile: write a number between 0.01 and 99.99, such as 85"
            ))
        })
    }
}
