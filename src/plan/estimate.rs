//! Estimates: how long something takes, and how sure that is.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use super::amount::{Amount, Unit, Unreadable, read_times};
use crate::names::quoted;

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
/// # Ok::<(), landfall::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Estimate {
    /// The name of a size that the plan defines, such as "M".
    Size(String),
    /// A curve given by its numbers.
    Spread(Spread<Amount>),
}

/// A factor on a task's duration and how sure it is, as shares: 1.2 is 120%.
pub type Scale = Spread<f64>;

/// A curve given by its numbers: times ([`Amount`]) or shares (`f64`).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Spread<Q> {
    /// Two ends, and a likely value between them where there are three points.
    Range(Range<Q>),
    /// A mean and a standard deviation.
    Moments(Moments<Q>),
}

/// Two ends or three points. Equal ends are a constant.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Range<Q> {
    /// The low end.
    pub low: Q,
    /// The likeliest value, between the ends.
    pub likely: Option<Q>,
    /// The high end.
    pub high: Q,
    /// The shape of the curve; the default depends on the number of points and the meaning of the ends.
    pub shape: Option<Shape>,
    /// What the ends stand for; the plan's default where it is `None`.
    pub range: Option<RangeMeaning>,
}

/// A curve by its mean and its standard deviation.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Moments<Q> {
    /// The mean.
    pub mean: Q,
    /// The standard deviation, not negative; the exponential shape has none of its own.
    pub sd: Option<Q>,
    /// Normal, lognormal or exponential.
    pub shape: Shape,
}

/// The shape of a curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Shape {
    /// The logarithm is normal: never below 0, with a long tail of late finishes. The default of a range.
    Lognormal,
    /// The bell curve.
    Normal,
    /// Every value between the ends is equally likely.
    Uniform,
    /// The beta curve of PERT with weight 4 on the likely value. The default of three points.
    Pert,
    /// A straight rise to the likely value and a straight fall.
    Triangular,
    /// Waiting for something that may come at any moment.
    Exponential,
}

/// What the two ends of a range stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum RangeMeaning {
    /// 8 in 10 outcomes lie inside, 1 in 10 on either side. The default.
    #[default]
    P10P90,
    /// 9 in 10 outcomes lie inside.
    P5P95,
    /// Half of the outcomes lie inside.
    P25P75,
    /// All outcomes lie inside.
    MinMax,
}

impl RangeMeaning {
    /// Every meaning.
    pub const ALL: &'static [Self] = &[Self::P10P90, Self::P5P95, Self::P25P75, Self::MinMax];

    /// The word for it in a plan file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::P10P90 => "p10-p90",
            Self::P5P95 => "p5-p95",
            Self::P25P75 => "p25-p75",
            Self::MinMax => "min-max",
        }
    }

    /// The share of outcomes below the low end, in [0, 0.25]: 0.1 for P10 to P90, 0 for min-max.
    pub fn below(self) -> f64 {
        match self {
            Self::P10P90 => 0.1,
            Self::P5P95 => 0.05,
            Self::P25P75 => 0.25,
            Self::MinMax => 0.0,
        }
    }
}

impl Shape {
    /// Every shape.
    pub const ALL: &'static [Self] =
        &[Self::Lognormal, Self::Normal, Self::Uniform, Self::Pert, Self::Triangular, Self::Exponential];

    /// The word for it in a plan file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Lognormal => "lognormal",
            Self::Normal => "normal",
            Self::Uniform => "uniform",
            Self::Pert => "pert",
            Self::Triangular => "triangular",
            Self::Exponential => "exponential",
        }
    }
}

impl FromStr for Shape {
    type Err = crate::error::Error;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|shape| shape.as_str() == word)
            .ok_or_else(|| crate::error::Error::argument(format!("{} is no shape of a curve", quoted(word))))
    }
}

impl FromStr for RangeMeaning {
    type Err = crate::error::Error;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL.iter().copied().find(|meaning| meaning.as_str() == word).ok_or_else(|| {
            crate::error::Error::argument(format!("{} is no meaning of a range", quoted(word)))
        })
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for RangeMeaning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The ends of a range: `2.0..=3.0`, or one number for a constant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ends {
    low: f64,
    high: f64,
}

impl From<f64> for Ends {
    fn from(value: f64) -> Self {
        Self { low: value, high: value }
    }
}

impl From<RangeInclusive<f64>> for Ends {
    fn from(range: RangeInclusive<f64>) -> Self {
        Self { low: *range.start(), high: *range.end() }
    }
}

impl<Q: Copy> Range<Q> {
    /// A range between two ends, everything else by default.
    pub const fn new(low: Q, high: Q) -> Self {
        Self { low, likely: None, high, shape: None, range: None }
    }

    /// The range or constant of one, two or three points.
    fn of_points(points: &[Q]) -> Option<Self> {
        match *points {
            [constant] => Some(Self::new(constant, constant)),
            [low, high] => Some(Self::new(low, high)),
            [low, likely, high] => Some(Self { likely: Some(likely), ..Self::new(low, high) }),
            _ => None,
        }
    }

    /// The points in order: one for a constant, two or three.
    pub(crate) fn points(&self) -> Vec<Q>
    where
        Q: PartialEq,
    {
        match self.likely {
            Some(likely) => vec![self.low, likely, self.high],
            None if self.low == self.high => vec![self.low],
            None => vec![self.low, self.high],
        }
    }
}

impl<Q: Copy> Moments<Q> {
    /// A curve of this shape by its mean, and its standard deviation where the shape has one.
    pub const fn new(mean: Q, sd: Option<Q>, shape: Shape) -> Self {
        Self { mean, sd, shape }
    }
}

impl<Q: Copy> Spread<Q> {
    /// The spread of one, two or three points.
    pub(crate) fn of_points(points: &[Q]) -> Option<Self> {
        Range::of_points(points).map(Self::Range)
    }

    /// The same curve with every number changed by `change`.
    pub(crate) fn try_map<R, E>(&self, mut change: impl FnMut(Q) -> Result<R, E>) -> Result<Spread<R>, E> {
        Ok(match *self {
            Self::Range(Range { low, likely, high, shape, range }) => Spread::Range(Range {
                low: change(low)?,
                likely: likely.map(&mut change).transpose()?,
                high: change(high)?,
                shape,
                range,
            }),
            Self::Moments(Moments { mean, sd, shape }) => {
                Spread::Moments(Moments { mean: change(mean)?, sd: sd.map(&mut change).transpose()?, shape })
            }
        })
    }
}

impl Spread<f64> {
    /// A range of shares, or one share: `1.05..=1.3` is 105% to 130%.
    pub fn shares(ends: impl Into<Ends>) -> Self {
        let Ends { low, high } = ends.into();
        Self::Range(Range::new(low, high))
    }
}

impl From<f64> for Spread<f64> {
    fn from(share: f64) -> Self {
        Self::shares(share)
    }
}

impl From<RangeInclusive<f64>> for Spread<f64> {
    fn from(shares: RangeInclusive<f64>) -> Self {
        Self::shares(shares)
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

    /// A curve by its mean and standard deviation: [`Shape::Normal`] or [`Shape::Lognormal`].
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
