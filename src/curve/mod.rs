//! Estimates → quantile functions: how likely each value is, and which value has a given likelihood.
//!
//! A fit turns the numbers a person wrote into a [`Curve`]; a table makes a curve fast to draw from.

mod beta;
mod distribution;
mod draw;
mod fit;
mod normal;
mod pert;
mod table;

pub(crate) use beta::Beta;
pub use distribution::Distribution;
pub(crate) use draw::{Cut, Draw, Source, Tables};
pub(crate) use fit::{Misfit, Quantity, fit};
pub(crate) use normal::{normal_cdf, normal_quantile};
pub(crate) use table::fine_scores;

/// A probability distribution of one number, by its exact quantile function in f64: what everything else is measured against, and
/// what tables are made of.
#[derive(Debug, Clone, Copy, PartialEq)]
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
    /// The exponential distribution.
    Exponential {
        /// The mean, above 0.
        mean: f64,
    },
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
            Self::Exponential { mean } if tail.upper => -mean * libm::log(p),
            Self::Exponential { mean } => -mean * libm::log1p(-p),
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
            Self::Exponential { mean } => -libm::expm1(-x.max(0.0) / mean),
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
        }
    }
}
