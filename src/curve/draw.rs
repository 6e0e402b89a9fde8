//! How to draw from a curve: a standard source under an affine map. Equal shapes share one table.

use std::collections::HashMap;
use std::sync::Arc;

use super::Curve;
use super::table::{Standard, WIDEST_SIGMA, fine_scores};
use crate::kernel::quantile::{self, Map, Pieces, Table};
use crate::kernel::{Level, adjust};

/// Which part of a curve counts as 0 (METHOD 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
    /// Pieces, by their number.
    Pieces(usize),
}

/// The table of a gamma curve is so much more work than another.
const WORK_OF_GAMMA: usize = 16;

/// The tables of a network, each shape once. A copy goes on from those that are made.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tables {
    numbers: HashMap<Standard, usize>,
    /// The shapes, by number; their tables are made at the end, all at once.
    shapes: Vec<Standard>,
    /// The curves that are cut into pieces, by number.
    curves: Vec<Curve>,
    /// The numbers of the curves with each fingerprint.
    alike: HashMap<u64, Vec<usize>>,
    /// How to draw from curves that many tasks share, by where they lie, and the unit; with the curve, so that it stays there.
    shared: HashMap<(usize, u64, Cut), (Curve, Draw)>,
    /// How much work the tables are, in tables.
    work: usize,
    /// Those that are made.
    made: Finished,
}

/// What draws read, by number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Finished {
    pub(crate) tables: Vec<Arc<Table>>,
    pub(crate) pieces: Vec<Arc<Pieces>>,
}

impl Finished {
    /// The values that the bits stand for in a draw.
    pub(crate) fn read(&self, draw: &Draw, level: Level, bits: &[u32], values: &mut [f64]) {
        match self.source(draw) {
            None => values.fill(draw.map.shift()),
            Some(source) => {
                quantile::values(level, bits, source, &draw.map, values);
                if draw.cut_above {
                    adjust::cut_above(level, values);
                }
            }
        }
    }

    /// What a draw reads; a constant reads nothing.
    pub(crate) fn source(&self, draw: &Draw) -> Option<quantile::Source<'_>> {
        Some(match draw.source {
            Source::Zero => return None,
            Source::Uniform => quantile::Source::Uniform,
            Source::Triangle(mode) => quantile::Source::Triangle(mode),
            Source::Table(number) => quantile::Source::Table(&self.tables[number]),
            Source::Pieces(number) => quantile::Source::Pieces(&self.pieces[number]),
            Source::Exp(sigma) => quantile::Source::Exp(fine_scores(), sigma),
        })
    }
}

impl Tables {
    /// How much work the tables are: one for most shapes.
    pub(crate) fn work(&self) -> usize {
        self.work
    }

    /// How much work it is to cut the curves that are cut into pieces.
    pub(crate) fn cutting(&self) -> usize {
        self.curves.iter().map(Curve::cutting).sum()
    }

    /// The finished tables and pieces, by number.
    pub(crate) fn finish(&mut self) -> Finished {
        let shapes = &self.shapes[self.made.tables.len()..];
        let curves = &self.curves[self.made.pieces.len()..];
        let table = |shape: &Standard| Arc::from(shape.tabulate());
        let cut = |curve: &Curve| Arc::new(curve.pieces());
        #[cfg(feature = "parallel")]
        {
            use rayon::prelude::*;
            // Few tables are made sooner than threads are woken.
            self.made.tables.par_extend(shapes.par_iter().with_min_len(16).map(table));
            self.made.pieces.par_extend(curves.par_iter().map(cut));
        }
        #[cfg(not(feature = "parallel"))]
        {
            self.made.tables.extend(shapes.iter().map(table));
            self.made.pieces.extend(curves.iter().map(cut));
        }
        self.made.clone()
    }

    /// How to draw from `curve`, in units of 1 / `unit` of it, the part that is cut counting as 0.
    pub(crate) fn draw(&mut self, curve: &Curve, unit: f64, cut: Cut) -> Draw {
        let place = match curve {
            Curve::Points { points, .. } => Arc::as_ptr(points) as usize,
            Curve::Discrete(discrete) => Arc::as_ptr(discrete) as usize,
            Curve::Mixture(mixture) => Arc::as_ptr(mixture) as usize,
            // All that have the ratios of the past are one curve, each times its own middle.
            Curve::Bent(bent) if bent.power == 1.0 => {
                return self.draw(&bent.curve, unit * bent.factor, cut);
            }
            Curve::Bent(bent) => Arc::as_ptr(bent) as usize,
            _ => return self.make(curve, unit, cut),
        };
        let key = (place, unit.to_bits(), cut);
        if let Some((_, draw)) = self.shared.get(&key) {
            return *draw;
        }
        let draw = self.make(curve, unit, cut);
        self.shared.insert(key, (curve.clone(), draw));
        draw
    }

    fn make(&mut self, curve: &Curve, unit: f64, cut: Cut) -> Draw {
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
            Curve::Gamma { shape, scale } => {
                let table = self.table(Standard::Gamma(shape.to_bits()));
                (table, false, shape * scale, shape.sqrt() * scale)
            }
            Curve::LogitNormal { .. }
            | Curve::Points { .. }
            | Curve::Discrete(_)
            | Curve::Mixture(_)
            | Curve::Bent(_) => (Source::Pieces(self.cut(curve)), false, 0.0, 1.0),
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
            self.work += if matches!(standard, Standard::Gamma(_)) { WORK_OF_GAMMA } else { 1 };
        }
        Source::Table(number)
    }

    /// The number of the pieces of a curve.
    fn cut(&mut self, curve: &Curve) -> usize {
        let alike = self.alike.entry(curve.fingerprint()).or_default();
        if let Some(&number) = alike.iter().find(|&&number| self.curves[number] == *curve) {
            return number;
        }
        alike.push(self.curves.len());
        self.curves.push(curve.clone());
        self.curves.len() - 1
    }
}

impl Curve {
    /// A number that equal curves share, and that different ones hardly do.
    fn fingerprint(&self) -> u64 {
        let places = [0.1, 0.5, 0.9].map(|u| self.quantile(u).to_bits());
        places
            .into_iter()
            .fold(0, |all, bits| (all ^ bits).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29))
    }

    /// How much work it is to cut it: a mixture has the more pieces the more parts it has, and each value asks all of them.
    fn cutting(&self) -> usize {
        match self {
            Self::Mixture(mixture) => mixture.parts().len() * mixture.parts().len(),
            _ => 1,
        }
    }

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
