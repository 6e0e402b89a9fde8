//! Estimates → quantile functions: how likely each value is, and which value has a given likelihood.
//!
//! A fit turns the numbers a person wrote into a [`Curve`]; a table makes a curve fast to draw from.

mod beta;
mod correction;
mod crps;
mod discrete;
mod distribution;
mod draw;
mod fit;
mod gamma;
mod items;
mod mixture;
mod normal;
mod pert;
mod pieces;
mod points;
mod quadrature;
mod table;
mod under_way;

use std::sync::Arc;

pub(crate) use beta::Beta;
use correction::Bent;
pub(crate) use correction::Correction;
pub(crate) use discrete::Discrete;
pub use distribution::Distribution;
pub(crate) use draw::{Cut, Draw, Finished, Source, Tables};
pub(crate) use fit::{Misfit, Quantity, fit, fit_any};
use gamma::Gamma;
pub(crate) use items::Backlog;
pub(crate) use mixture::{Mixture, Part};
use normal::normal_density;
pub(crate) use normal::{middle_score, normal_cdf, normal_quantile};
use points::Points;
pub(crate) use table::normal_tables;
pub(crate) use under_way::{Course, Known, Stands, Takes};

/// A probability distribution of one number, by its exact quantile function in f64: what everything else is measured against, and
/// what tables are made of.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Curve {
    /// Always the same value.
    Constant(f64),
    /// Every value between the ends is equally likely.
    Uniform {
        /// The lowest value.
        low: f64,
        /// The highest value.
        high: f64,
    },
    /// A straight rise from the low end to the mode and a straight fall to the high end.
    Triangular {
        /// The lowest value.
        low: f64,
        /// The likeliest value.
        mode: f64,
        /// The highest value.
        high: f64,
    },
    /// The beta distribution of PERT between two ends, lambda = 4.
    Pert {
        /// The lowest value.
        low: f64,
        /// The likeliest value.
        mode: f64,
        /// The highest value.
        high: f64,
    },
    /// The normal distribution.
    Normal {
        /// The mean.
        mean: f64,
        /// The standard deviation, above 0.
        sd: f64,
    },
    /// exp of a normal variable; with `negative`, minus that, which mirrors it.
    Lognormal {
        /// The mean of the logarithm.
        mu: f64,
        /// The standard deviation of the logarithm, above 0.
        sigma: f64,
        /// Whether all values are below 0 instead of above.
        negative: bool,
    },
    /// A share whose logit, the logarithm of x / (1 - x), is normal: between 0 and 1.
    LogitNormal {
        /// The mean of the logit.
        mu: f64,
        /// The standard deviation of the logit, above 0.
        sigma: f64,
    },
    /// The exponential distribution.
    Exponential {
        /// The mean, above 0.
        mean: f64,
    },
    /// The gamma distribution.
    Gamma {
        /// The shape, above 0: the square of mean over standard deviation.
        shape: f64,
        /// The scale, above 0: the mean over the shape.
        scale: f64,
    },
    /// exp of a smooth function of a normal variable; with `negative`, minus that, which mirrors it.
    Points {
        /// The logarithm by the normal score.
        points: Arc<Points>,
        /// Whether all values are below 0 instead of above.
        negative: bool,
    },
    /// Single values.
    Discrete(Arc<Discrete>),
    /// One or the other.
    Mixture(Arc<Mixture>),
    /// What became of another by what earlier ones turned out to be worth.
    Bent(Arc<Bent>),
}

/// A place on a distribution, counted from its nearer end, so that the upper tail is as exact as the lower one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Tail {
    /// The probability beyond the place, in (0, 0.5].
    pub(crate) probability: f64,
    /// Whether it is counted from the upper end.
    pub(crate) upper: bool,
}

impl Tail {
    pub(crate) fn of(u: f64) -> Self {
        if u <= 0.5 {
            Self { probability: u, upper: false }
        } else {
            Self { probability: 1.0 - u, upper: true }
        }
    }

    /// The same place on the mirrored distribution.
    pub(crate) fn mirrored(self) -> Self {
        Self { upper: !self.upper, ..self }
    }

    /// The normal score of the place.
    pub(crate) fn normal_score(self) -> f64 {
        let below = normal_quantile(self.probability);
        if self.upper { -below } else { below }
    }
}

impl Curve {
    /// The beta distribution of PERT with these ends and mode (Malcolm et al. 1959, lambda = 4).
    pub(crate) fn pert(low: f64, mode: f64, high: f64) -> Self {
        Self::Pert { low, mode, high }
    }

    /// The triangular distribution with these ends and mode.
    pub(crate) fn triangular(low: f64, mode: f64, high: f64) -> Self {
        Self::Triangular { low, mode, high }
    }

    /// The value that a share `u` in (0, 1) of the outcomes does not pass.
    pub(crate) fn quantile(&self, u: f64) -> f64 {
        self.at(Tail::of(u))
    }

    pub(crate) fn at(&self, tail: Tail) -> f64 {
        let p = tail.probability;
        match *self {
            Self::Constant(value) => value,
            Self::Uniform { low, high } if tail.upper => high - (high - low) * p,
            Self::Uniform { low, high } => low + (high - low) * p,
            Self::Triangular { low, mode, high } => {
                let width = high - low;
                let (rising, falling) = (width * (mode - low), width * (high - mode));
                // The share below the mode is (mode - low) / width; on either side of it the nearer end is counted from.
                match tail.upper {
                    false if p * width <= mode - low => low + (rising * p).sqrt(),
                    false => high - (falling * (1.0 - p)).sqrt(),
                    true if p * width <= high - mode => high - (falling * p).sqrt(),
                    true => low + (rising * (1.0 - p)).sqrt(),
                }
            }
            Self::Pert { low, mode, high } => {
                let beta = Beta::pert((mode - low) / (high - low));
                if tail.upper {
                    high - (high - low) * beta.mirrored().lower(p)
                } else {
                    low + (high - low) * beta.lower(p)
                }
            }
            Self::Normal { mean, sd } => mean + sd * tail.normal_score(),
            Self::Lognormal { mu, sigma, negative: false } => libm::exp(mu + sigma * tail.normal_score()),
            Self::Lognormal { mu, sigma, negative: true } => {
                -libm::exp(mu + sigma * tail.mirrored().normal_score())
            }
            Self::LogitNormal { mu, sigma } => logistic(mu + sigma * tail.normal_score()),
            Self::Exponential { mean } if tail.upper => -mean * libm::log(p),
            Self::Exponential { mean } => -mean * libm::log1p(-p),
            Self::Gamma { shape, scale } => scale * Gamma::new(shape).quantile(tail),
            Self::Points { ref points, negative: false } => libm::exp(points.at(tail.normal_score()).0),
            Self::Points { ref points, negative: true } => {
                -libm::exp(points.at(tail.mirrored().normal_score()).0)
            }
            Self::Discrete(ref discrete) => discrete.quantile(if tail.upper { 1.0 - p } else { p }),
            Self::Mixture(ref mixture) => mixture.at(tail),
            Self::Bent(ref bent) => bent.at(tail),
        }
    }

    /// The share of outcomes above `x`, exact where it is small.
    pub(crate) fn above(&self, x: f64) -> f64 {
        match *self {
            Self::Normal { mean, sd } => normal_cdf((mean - x) / sd),
            Self::Lognormal { mu, sigma, negative: false } if x > 0.0 => {
                normal_cdf((mu - libm::log(x)) / sigma)
            }
            Self::Exponential { mean } => libm::exp(-x.max(0.0) / mean),
            Self::Gamma { shape, scale } => Gamma::new(shape).shares(x / scale).1,
            Self::Points { ref points, negative: false } if x > 0.0 => {
                normal_cdf(-points.score(libm::log(x)))
            }
            Self::Triangular { low, mode, high } if x > mode && x < high => {
                (high - x) * (high - x) / ((high - low) * (high - mode))
            }
            Self::Pert { low, mode, high } => {
                let place = ((high - x) / (high - low)).clamp(0.0, 1.0);
                Beta::pert((mode - low) / (high - low)).mirrored().cdf(place)
            }
            Self::Bent(ref bent) => bent.above(x),
            _ => 1.0 - self.cdf(x),
        }
    }

    /// The density at `x`; single values have none.
    pub(crate) fn density(&self, x: f64) -> f64 {
        match *self {
            Self::Constant(_) | Self::Discrete(_) => 0.0,
            Self::Uniform { low, high }
            | Self::Triangular { low, high, .. }
            | Self::Pert { low, high, .. }
                if !(x > low && x < high) =>
            {
                // At its ends a uniform curve still is what it is inside.
                match self {
                    Self::Uniform { .. } if x == low || x == high => 1.0 / (high - low),
                    _ => 0.0,
                }
            }
            Self::Uniform { low, high } => 1.0 / (high - low),
            Self::Triangular { low, mode, high } if x <= mode => {
                2.0 * (x - low) / ((high - low) * (mode - low))
            }
            Self::Triangular { low, mode, high } => 2.0 * (high - x) / ((high - low) * (high - mode)),
            Self::Pert { low, mode, high } => {
                let width = high - low;
                Beta::pert((mode - low) / width).density((x - low) / width) / width
            }
            Self::Normal { mean, sd } => normal_density((x - mean) / sd) / sd,
            Self::Lognormal { mu, sigma, negative } => {
                let x = if negative { -x } else { x };
                if x > 0.0 { normal_density((libm::log(x) - mu) / sigma) / (sigma * x) } else { 0.0 }
            }
            Self::LogitNormal { mu, sigma } => {
                if !(x > 0.0 && x < 1.0) {
                    return 0.0;
                }
                normal_density((logit(x) - mu) / sigma) / (sigma * x * (1.0 - x))
            }
            Self::Exponential { mean } => {
                if x >= 0.0 {
                    libm::exp(-x / mean) / mean
                } else {
                    0.0
                }
            }
            Self::Gamma { shape, scale } => {
                if x > 0.0 {
                    Gamma::new(shape).density(x / scale) / scale
                } else {
                    0.0
                }
            }
            Self::Points { ref points, negative } => {
                let x = if negative { -x } else { x };
                if !(x > 0.0) {
                    return 0.0;
                }
                let z = points.score(libm::log(x));
                normal_density(z) / (points.at(z).1 * x)
            }
            Self::Mixture(ref mixture) => mixture.density(x),
            Self::Bent(ref bent) => bent.density(x),
        }
    }

    /// The share of outcomes at or below `x`.
    pub(crate) fn cdf(&self, x: f64) -> f64 {
        match *self {
            Self::Constant(value) => f64::from(u8::from(x >= value)),
            Self::Uniform { low, high } => ((x - low) / (high - low)).clamp(0.0, 1.0),
            Self::Triangular { low, high, .. } if x <= low || x >= high => f64::from(u8::from(x >= high)),
            Self::Triangular { low, mode, high } if x <= mode => {
                (x - low) * (x - low) / ((high - low) * (mode - low))
            }
            Self::Triangular { low, mode, high } => {
                1.0 - (high - x) * (high - x) / ((high - low) * (high - mode))
            }
            Self::Pert { low, mode, high } => {
                Beta::pert((mode - low) / (high - low)).cdf(((x - low) / (high - low)).clamp(0.0, 1.0))
            }
            Self::Normal { mean, sd } => normal_cdf((x - mean) / sd),
            Self::Lognormal { mu, sigma, negative: false } => {
                if x > 0.0 {
                    normal_cdf((libm::log(x) - mu) / sigma)
                } else {
                    0.0
                }
            }
            Self::Lognormal { mu, sigma, negative: true } => {
                if x < 0.0 {
                    normal_cdf((mu - libm::log(-x)) / sigma)
                } else {
                    1.0
                }
            }
            Self::LogitNormal { mu, sigma } => match x {
                x if x <= 0.0 => 0.0,
                x if x >= 1.0 => 1.0,
                x => normal_cdf((logit(x) - mu) / sigma),
            },
            Self::Exponential { mean } => -libm::expm1(-x.max(0.0) / mean),
            Self::Gamma { shape, scale } => Gamma::new(shape).shares(x / scale).0,
            Self::Points { ref points, negative: false } => {
                if x > 0.0 {
                    normal_cdf(points.score(libm::log(x)))
                } else {
                    0.0
                }
            }
            Self::Points { ref points, negative: true } => {
                if x < 0.0 {
                    normal_cdf(-points.score(libm::log(-x)))
                } else {
                    1.0
                }
            }
            Self::Discrete(ref discrete) => discrete.cdf(x),
            Self::Mixture(ref mixture) => mixture.cdf(x),
            Self::Bent(ref bent) => bent.cdf(x),
        }
    }

    /// The mean where what lies below 0 counts as 0.
    pub(crate) fn mean_from_zero(&self) -> f64 {
        match self {
            Self::Constant(value) => value.max(0.0),
            Self::Discrete(discrete) => discrete.steps().map(|(value, share)| share * value.max(0.0)).sum(),
            Self::Normal { .. } | Self::Uniform { .. } | Self::Triangular { .. } | Self::Pert { .. }
                if self.cdf(0.0) > 0.0 =>
            {
                let above = 1.0 - self.cdf(0.0);
                let nodes = quadrature::tail_nodes(above).into_iter();
                nodes
                    .map(|(probability, weight)| weight * self.at(Tail { probability, upper: true }).max(0.0))
                    .sum()
            }
            // The others lie on one side of 0, but for mixtures, of which what lies below is not taken out.
            _ => self.mean(),
        }
    }

    /// The mean.
    pub(crate) fn mean(&self) -> f64 {
        match *self {
            Self::Constant(value) => value,
            Self::Uniform { low, high } => (low + high) / 2.0,
            Self::Triangular { low, mode, high } => (low + mode + high) / 3.0,
            Self::Pert { low, mode, high } => (low + 4.0 * mode + high) / 6.0,
            Self::Normal { mean, .. } | Self::Exponential { mean } => mean,
            Self::Lognormal { mu, sigma, negative } => {
                let mean = libm::exp(mu + sigma * sigma / 2.0);
                if negative { -mean } else { mean }
            }
            Self::Gamma { shape, scale } => shape * scale,
            Self::LogitNormal { .. } | Self::Bent(_) => self.moment(1),
            Self::Points { ref points, negative } => {
                let mean = points.moment(1.0);
                if negative { -mean } else { mean }
            }
            Self::Discrete(ref discrete) => discrete.mean(),
            Self::Mixture(ref mixture) => mixture.mean(),
        }
    }

    /// The standard deviation.
    pub(crate) fn sd(&self) -> f64 {
        match *self {
            Self::Constant(_) => 0.0,
            Self::Uniform { low, high } => (high - low) / 12f64.sqrt(),
            Self::Triangular { low, mode, high } => {
                let (a, b, c) = (mode - low, high - low, high - mode);
                ((a * a + b * b + c * c) / 36.0).sqrt()
            }
            Self::Pert { low, mode, high } => {
                let place = (mode - low) / (high - low);
                let (a, b) = (1.0 + 4.0 * place, 5.0 - 4.0 * place);
                (high - low) * (a * b / 252.0).sqrt()
            }
            Self::Normal { sd, .. } => sd,
            Self::Exponential { mean } => mean,
            Self::Lognormal { mu, sigma, .. } => {
                libm::exp(mu + sigma * sigma / 2.0) * libm::expm1(sigma * sigma).sqrt()
            }
            Self::Gamma { shape, scale } => shape.sqrt() * scale,
            Self::LogitNormal { .. } | Self::Bent(_) => {
                let mean = self.moment(1);
                (self.moment(2) - mean * mean).max(0.0).sqrt()
            }
            Self::Points { ref points, .. } => {
                let mean = points.moment(1.0);
                (points.moment(2.0) - mean * mean).max(0.0).sqrt()
            }
            Self::Discrete(ref discrete) => discrete.sd(),
            Self::Mixture(ref mixture) => mixture.sd(),
        }
    }

    /// The standard deviation of the logarithm, where it is a lognormal curve of values above 0, however it was written.
    fn log_sd(&self) -> Option<f64> {
        match self {
            Self::Lognormal { sigma, negative: false, .. } => Some(*sigma),
            Self::Points { points, negative: false } => points.log_sd(),
            _ => None,
        }
    }

    /// The value, where it is always the same.
    pub(crate) fn constant(&self) -> Option<f64> {
        match self {
            Self::Constant(value) => Some(*value),
            _ => None,
        }
    }

    /// The mean of a power of a function of a normal score, by the trapezoid rule, which for such functions is exact to the last digits.
    fn moment(&self, power: i32) -> f64 {
        const STEP: f64 = 1.0 / 16.0;
        let sum = |z: i32| {
            let z = f64::from(z) * STEP;
            let probability = normal_cdf(-z.abs());
            let value = self.at(Tail { probability, upper: z > 0.0 });
            (0..power).fold(normal_density(z), |product, _| product * value)
        };
        (-128..=128).map(sum).sum::<f64>() * STEP
    }
}

/// The logarithm of the odds of a share in (0, 1).
fn logit(share: f64) -> f64 {
    libm::log(share) - libm::log1p(-share)
}

/// The share with these logarithmic odds.
fn logistic(odds: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-odds))
}
