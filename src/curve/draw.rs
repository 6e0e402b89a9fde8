//! How to draw from a curve: a standard source under an affine map. Equal shapes share one table.

use std::collections::HashMap;

use super::Curve;
use super::table::{Standard, WIDEST_SIGMA};
use crate::kernel::quantile::{Map, Table};

/// Which part of a curve counts as 0 (METHOD 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// What lies below 0.
    Below,
    /// What lies above 0.
    Above,
    /// No part.
    Nothing,
}

/// How to draw from a curve: the map of the source of 32 random bits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Draw {
    pub(crate) source: Source,
    pub(crate) map: Map,
    /// No draw lies above this.
    pub(crate) highest: f64,
    /// Whether draws above 0 count as 0.
    pub(crate) cut_above: bool,
}

/// A standard quantile function.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Source {
    /// Always 0.
    Zero,
    /// Uniform on [0, 1].
    Uniform,
    /// The triangle on [0, 1] with this mode.
    Triangle(f32),
    /// A table, by its number.
    Table(usize),
    /// exp of a normal variable with this standard deviation.
    Exp(f64),
}

/// The tables of a network, each shape once.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    numbers: HashMap<Standard, usize>,
    /// The shapes, by number; their tables are made at the end, all at once.
    shapes: Vec<Standard>,
}

impl Tables {
    /// How many shapes have a table.
    pub(crate) fn len(&self) -> usize {
        self.shapes.len()
    }

    /// The finished tables, by number.
    pub(crate) fn finish(self) -> Vec<Box<Table>> {
        #[cfg(feature = "parallel")]
        {
            use rayon::prelude::*;
            // Few tables are made sooner than threads are woken.
            self.shapes.into_par_iter().with_min_len(16).map(Standard::tabulate).collect()
        }
        #[cfg(not(feature = "parallel"))]
        self.shapes.into_iter().map(Standard::tabulate).collect()
    }

    /// How to draw from `curve`, in units of 1 / `unit` of it, the part that is cut counting as 0.
    pub(crate) fn draw(&mut self, curve: &Curve, unit: f64, cut: Cut) -> Draw {
        let (source, flip, shift, scale) = match *curve {
            Curve::Constant(value) => (Source::Zero, false, value, 0.0),
            Curve::Uniform { low, high } => (Source::Uniform, false, low, high - low),
            Curve::Triangular { low, mode, high } => {
                (Source::Triangle(((mode - low) / (high - low)) as f32), false, low, high - low)
            }
            Curve::Pert { low, mode, high } => {
                let place = (mode - low) / (high - low);
                (self.table(Standard::Pert(place.to_bits())), false, low, high - low)
            }
            Curve::Normal { mean, sd } => (self.table(Standard::Normal), false, mean, sd),
            Curve::Lognormal { mu, sigma, negative } => {
                let middle = if negative { -libm::exp(mu) } else { libm::exp(mu) };
                if sigma > WIDEST_SIGMA {
                    (Source::Exp(sigma), negative, 0.0, middle)
                } else {
                    (self.table(Standard::Lognormal(sigma.to_bits())), negative, middle, middle * sigma)
                }
            }
            Curve::Exponential { mean } => (self.table(Standard::Exponential), false, 0.0, mean),
        };
        let (lowest, highest) = curve.extremes();
        // A digit of a float more than the draws can be off.
        let margin = 1e-6 * (highest - lowest);
        let (lowest, highest) = (lowest * unit, (highest + margin) * unit);
        let cut_above = cut == Cut::Above && highest > 0.0;
        let floor = if cut == Cut::Below && lowest < 0.0 { 0.0 } else { f64::NEG_INFINITY };
        let map = Map::new(flip, shift * unit, scale * unit, floor);
        let highest = if cut_above { 0.0 } else { highest.max(floor) };
        Draw { source, map, highest, cut_above }
    }

    fn table(&mut self, standard: Standard) -> Source {
        let next = self.shapes.len();
        let number = *self.numbers.entry(standard).or_insert(next);
        if number == next {
            self.shapes.push(standard);
        }
        Source::Table(number)
    }
}

impl Curve {
    /// The least and the largest value that a draw may give: of the probabilities 2⁻³³ from either end.
    fn extremes(&self) -> (f64, f64) {
        use super::Tail;

        let probability = 1.0 / (1u64 << 33) as f64;
        match *self {
            Self::Pert { low, high, .. } => (low, high),
            _ => (self.at(Tail { probability, upper: false }), self.at(Tail { probability, upper: true })),
        }
    }
}
