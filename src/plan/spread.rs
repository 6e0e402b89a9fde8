//! Curves given by their numbers, and what the numbers stand for.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use super::amount::read_percents;
use crate::names::quoted;
use crate::units::Percentile;

/// A curve given by its numbers: times ([`Amount`](crate::Amount)) or shares (`f64`).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Spread<Q> {
    /// Two ends, and a likely value between them where there are three points.
    Range(Range<Q>),
    /// A mean and a standard deviation.
    Moments(Moments<Q>),
    /// Two or more percentiles in rising order: a monotone curve through them (METHOD 7).
    Percentiles(Vec<(Percentile, Q)>),
    /// What it was before, each as likely as the others.
    History(Vec<Q>),
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
    /// Normal, lognormal, gamma or exponential.
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
    /// Waiting for several such things, one after the other: never below 0, its tail shorter than the lognormal's.
    Gamma,
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
    pub const ALL: &'static [Self] = &[
        Self::Lognormal,
        Self::Normal,
        Self::Uniform,
        Self::Pert,
        Self::Triangular,
        Self::Exponential,
        Self::Gamma,
    ];

    /// The word for it in a plan file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Lognormal => "lognormal",
            Self::Normal => "normal",
            Self::Uniform => "uniform",
            Self::Pert => "pert",
            Self::Triangular => "triangular",
            Self::Exponential => "exponential",
            Self::Gamma => "gamma",
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
    pub(super) low: f64,
    pub(super) high: f64,
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
    /// A monotone curve through two or more percentiles: pairs of a percentile and its value.
    pub fn percentiles(points: impl IntoIterator<Item = (Percentile, Q)>) -> Self {
        Self::Percentiles(points.into_iter().collect())
    }

    /// What it was before, each as likely as the others.
    pub fn history(values: impl IntoIterator<Item = Q>) -> Self {
        Self::History(values.into_iter().collect())
    }

    /// The spread of one, two or three points.
    pub(crate) fn of_points(points: &[Q]) -> Option<Self> {
        Range::of_points(points).map(Self::Range)
    }

    /// The same curve with every number changed by `change`.
    pub(crate) fn try_map<R, E>(&self, mut change: impl FnMut(Q) -> Result<R, E>) -> Result<Spread<R>, E> {
        Ok(match *self {
            Self::Percentiles(ref points) => {
                let points = points.iter().map(|&(percentile, value)| Ok((percentile, change(value)?)));
                Spread::Percentiles(points.collect::<Result<_, E>>()?)
            }
            Self::History(ref values) => {
                Spread::History(values.iter().map(|&value| change(value)).collect::<Result<_, E>>()?)
            }
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

    /// Reads one, two or three numbers: "25", "20-30", "20 / 25 / 40", or percentages: "80%", "105-130 %".
    ///
    /// # Errors
    ///
    /// When the text is none of these; the message says what is wrong and the way out.
    ///
    /// # Example
    ///
    /// ```
    /// use landfall::Spread;
    ///
    /// assert_eq!(Spread::parse("20-30")?, Spread::shares(20.0..=30.0));
    /// assert_eq!(Spread::parse("80%")?, Spread::shares(0.8));
    /// # Ok::<(), landfall::Error>(())
    /// ```
    pub fn parse(text: &str) -> crate::error::Result<Self> {
        let fault = |message: &str| crate::error::Error::argument(message.to_owned());
        let points = read_percents(text).map_err(|unread| {
            fault(&format!("{}; write a number, such as 25, or a range, such as 20-30", unread.message))
        })?;
        Self::of_points(&points).ok_or_else(|| fault(&format!("{} is no range", quoted(text))))
    }
}
