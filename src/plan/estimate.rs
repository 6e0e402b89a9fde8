//! Estimates: how long something takes, and how sure that is.

use super::amount::{Amount, Unit, Unreadable, read_times};
use super::items::Items;
use super::spread::{Ends, Moments, Range, RangeMeaning, Shape, Spread};
use crate::units::Percentile;

/// How long a task takes, in working time at full attention.
///
/// ```
/// use landfall::{Estimate, RangeMeaning, Shape};
///
/// let range = Estimate::parse("2-3 weeks")?;                 // P10 to P90, unless the plan says otherwise
/// assert_eq!(range, Estimate::weeks(2.0..=3.0));
/// let three_points = Estimate::parse("1 / 2 / 5 weeks")?;    // low / likely / high
/// assert_eq!(three_points, Estimate::weeks(1.0..=5.0).likely(2.0));
/// let bounds = Estimate::days(3.0..=9.0).shape(Shape::Uniform).range(RangeMeaning::MinMax);
/// let constant = Estimate::days(5.0);
/// let either = Estimate::any([(7.0, range), (3.0, Estimate::weeks(4.0..=5.0))]);
/// # Ok::<(), landfall::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Estimate {
    /// The name of a size that the plan defines, such as "M".
    Size(String),
    /// A curve given by its numbers.
    Spread(Spread<Amount>),
    /// One or the other, each with its weight.
    Any(Vec<Weighted<Estimate>>),
    /// As long as it takes to finish so many items.
    Items(Items),
}

/// One of several possibilities, and how likely it is against the others.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Weighted<T> {
    /// At least 0; weights need not sum to anything.
    pub weight: f64,
    /// What it is then.
    pub takes: T,
}

impl<T> Weighted<T> {
    /// A possibility with its weight.
    pub const fn new(weight: f64, takes: T) -> Self {
        Self { weight, takes }
    }
}

impl Estimate {
    /// Reads the short forms of a plan file: "5 days", "2-3 weeks", "1 / 2 / 5 weeks".
    ///
    /// # Errors
    ///
    /// When the text is none of these; the message says what is wrong and the way out. A size ("M") is not read here: use
    /// [`Estimate::Size`].
    pub fn parse(text: &str) -> crate::error::Result<Self> {
        Self::read(text)
            .map_err(|fault| crate::error::Error::argument(format!("{}; {}", fault.message, fault.help)))
    }

    pub(crate) fn read(text: &str) -> Result<Self, Unreadable> {
        let points = read_times(text)?;
        let spread = Spread::of_points(&points);
        spread
            .map(Self::Spread)
            .ok_or_else(|| Unreadable { message: "no number".to_owned(), help: String::new() })
    }

    /// A range, or a constant, in working hours.
    pub fn hours(ends: impl Into<Ends>) -> Self {
        Self::of(ends.into(), Unit::Hours)
    }

    /// A range, or a constant, in working days.
    pub fn days(ends: impl Into<Ends>) -> Self {
        Self::of(ends.into(), Unit::Days)
    }

    /// A range, or a constant, in working weeks.
    pub fn weeks(ends: impl Into<Ends>) -> Self {
        Self::of(ends.into(), Unit::Weeks)
    }

    /// A range, or a constant, in sprints.
    pub fn sprints(ends: impl Into<Ends>) -> Self {
        Self::of(ends.into(), Unit::Sprints)
    }

    fn of(Ends { low, high }: Ends, unit: Unit) -> Self {
        Self::Spread(Spread::Range(Range::new(Amount::new(low, unit), Amount::new(high, unit))))
    }

    /// One or the other: pairs of a weight and an estimate.
    pub fn any(parts: impl IntoIterator<Item = (f64, Self)>) -> Self {
        Self::Any(parts.into_iter().map(|(weight, takes)| Weighted::new(weight, takes)).collect())
    }

    /// What it took before, each as likely as the others.
    pub fn history(values: impl IntoIterator<Item = Amount>) -> Self {
        Self::Spread(Spread::history(values))
    }

    /// A monotone curve through two or more percentiles: pairs of a percentile and its value.
    ///
    /// ```
    /// use landfall::{Amount, Estimate, P10, P50, P90};
    ///
    /// let skewed = Estimate::percentiles([
    ///     (P10, Amount::weeks(2.0)),
    ///     (P50, Amount::weeks(3.0)),
    ///     (P90, Amount::weeks(7.0)),
    /// ]);
    /// ```
    pub fn percentiles(points: impl IntoIterator<Item = (Percentile, Amount)>) -> Self {
        Self::Spread(Spread::percentiles(points))
    }

    /// A curve by its mean and standard deviation: [`Shape::Normal`], [`Shape::Lognormal`] or [`Shape::Gamma`].
    pub fn mean_sd(mean: Amount, sd: Amount, shape: Shape) -> Self {
        Self::Spread(Spread::Moments(Moments::new(mean, Some(sd), shape)))
    }

    /// An exponential curve by its mean.
    pub fn exponential(mean: Amount) -> Self {
        Self::Spread(Spread::Moments(Moments::new(mean, None, Shape::Exponential)))
    }

    /// This range with its likeliest value, in the unit of its low end.
    ///
    /// # Panics
    ///
    /// When it is not a range.
    #[must_use]
    pub fn likely(self, value: f64) -> Self {
        self.with_range(|range| range.likely = Some(Amount::new(value, range.low.unit)))
    }

    /// This range with another shape.
    ///
    /// # Panics
    ///
    /// When it is not a range.
    #[must_use]
    pub fn shape(self, shape: Shape) -> Self {
        self.with_range(|range| range.shape = Some(shape))
    }

    /// This range with another meaning of its ends.
    ///
    /// # Panics
    ///
    /// When it is not a range.
    #[must_use]
    pub fn range(self, meaning: RangeMeaning) -> Self {
        self.with_range(|range| range.range = Some(meaning))
    }

    fn with_range(mut self, change: impl FnOnce(&mut Range<Amount>)) -> Self {
        match &mut self {
            Self::Spread(Spread::Range(range)) => change(range),
            other => panic!("likely, shape and range are said of a range, and this is {other:?}"),
        }
        self
    }
}
