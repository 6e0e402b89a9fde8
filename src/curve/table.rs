//! Curves → tables to draw from. Equal shapes share one table under an affine map.

use std::collections::HashMap;

use super::beta::Beta;
use super::normal::normal_density;
use super::{Curve, Tail, normal_quantile};
use crate::kernel::quantile::{CELLS_PER_SIDE, Cell, edge};

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

/// How to draw from a curve: `shift + scale * source(k)` within the floor and the ceiling, where k are 32 random bits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Draw {
    pub(crate) source: Source,
    /// Whether the bits are inverted first, which mirrors the source.
    pub(crate) flip: bool,
    pub(crate) shift: f64,
    pub(crate) scale: f64,
    /// 0 where nothing below 0 counts, else minus infinity.
    pub(crate) floor: f64,
    /// 0 where nothing above 0 counts, else infinity.
    pub(crate) ceiling: f64,
}

/// A standard quantile function.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Source {
    /// Always 0.
    Zero,
    /// Uniform on [0, 1].
    Uniform,
    /// The triangle on [0, 1] with this mode.
    Triangle(f64),
    /// A table, by its number.
    Table(usize),
}

/// A shape that has a table of its own; the bits of its parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Standard {
    /// Mean 0, standard deviation 1.
    Normal,
    /// (exp(sigma z) - 1) / sigma, which for a narrow curve is near z, so that no digits are lost to the 1.
    Lognormal(u64),
    /// Mean 1.
    Exponential,
    /// PERT on [0, 1], by the place of its mode.
    Pert(u64),
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
    pub(crate) fn into_cells(self) -> Vec<Box<[Cell]>> {
        #[cfg(feature = "parallel")]
        {
            use rayon::prelude::*;
            self.shapes.into_par_iter().map(Standard::tabulate).collect()
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
                (Source::Triangle((mode - low) / (high - low)), false, low, high - low)
            }
            Curve::Pert { low, mode, high } => {
                let place = (mode - low) / (high - low);
                (self.table(Standard::Pert(place.to_bits())), false, low, high - low)
            }
            Curve::Normal { mean, sd } => (self.table(Standard::Normal), false, mean, sd),
            Curve::Lognormal { mu, sigma, negative } => {
                let middle = if negative { -libm::exp(mu) } else { libm::exp(mu) };
                (self.table(Standard::Lognormal(sigma.to_bits())), negative, middle, middle * sigma)
            }
            Curve::Exponential { mean } => (self.table(Standard::Exponential), false, 0.0, mean),
        };
        let floor = if cut == Cut::Below { 0.0 } else { f64::NEG_INFINITY };
        let ceiling = if cut == Cut::Above { 0.0 } else { f64::INFINITY };
        Draw { source, flip, shift: shift * unit, scale: scale * unit, floor, ceiling }
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

impl Standard {
    /// The table: on each side, a cubic for each eighth of an octave of the tail, through the exact values with the exact
    /// slopes at its ends.
    fn tabulate(self) -> Box<[Cell]> {
        let mut cells = Vec::with_capacity(2 * CELLS_PER_SIDE);
        for upper in [false, true] {
            let mut knots = Knots { shape: self, upper, last: None };
            let mut begin = knots.next(edge(0));
            for cell in 1..=CELLS_PER_SIDE {
                let end = knots.next(edge(cell));
                cells.push(hermite(begin, end));
                begin = end;
            }
        }
        cells.into_boxed_slice()
    }
}

/// A value of a quantile function and its slope by the probability counted from the near end.
#[derive(Clone, Copy)]
struct Knot {
    probability: f64,
    value: f64,
    slope: f64,
}

/// The knots of one side, from the tail inwards.
struct Knots {
    shape: Standard,
    upper: bool,
    /// The probability, the value and the density of the last one, which is near the next one.
    last: Option<(f64, f64, f64)>,
}

impl Knots {
    fn next(&mut self, probability: f64) -> Knot {
        let p = probability;
        let sign = if self.upper { -1.0 } else { 1.0 };
        let (value, slope) = match self.shape {
            Standard::Normal => {
                let z = normal_quantile(p);
                (sign * z, sign / normal_density(z))
            }
            Standard::Lognormal(bits) => {
                let sigma = f64::from_bits(bits);
                let z = normal_quantile(p);
                let score = sigma * sign * z;
                (libm::expm1(score) / sigma, sign * libm::exp(score) / normal_density(z))
            }
            Standard::Exponential => {
                let curve = Curve::Exponential { mean: 1.0 };
                let value = curve.at(Tail { probability: p, upper: self.upper });
                (value, if self.upper { -1.0 / p } else { 1.0 / (1.0 - p) })
            }
            Standard::Pert(bits) => {
                let place = f64::from_bits(bits);
                let beta = if self.upper { Beta::pert(place).mirrored() } else { Beta::pert(place) };
                let x = match self.last {
                    // ln x is nearly straight in ln p.
                    Some((q, x, density)) => {
                        let guess = x * libm::exp(libm::log(p / q) * q / (x * density));
                        beta.lower_from(p, if guess < 1.0 { guess } else { x })
                    }
                    None => beta.lower(p),
                };
                let density = beta.density(x);
                self.last = Some((p, x, density));
                (if self.upper { 1.0 - x } else { x }, sign / density)
            }
        };
        Knot { probability, value, slope }
    }
}

/// The cubic between two knots in t from 0 to 1, its slopes limited so that it never turns back (Fritsch and Carlson 1980).
fn hermite(begin: Knot, end: Knot) -> Cell {
    let width = end.probability - begin.probability;
    let rise = end.value - begin.value;
    let most = 3.0 * rise.abs();
    let limited = |slope: f64| {
        let over_cell = slope * width;
        if over_cell > most {
            most
        } else if over_cell < -most {
            -most
        } else {
            over_cell
        }
    };
    let (at_begin, at_end) = (limited(begin.slope), limited(end.slope));
    [
        begin.value as f32,
        at_begin as f32,
        (3.0 * rise - 2.0 * at_begin - at_end) as f32,
        (at_begin + at_end - 2.0 * rise) as f32,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::quantile;

    /// The largest error of a draw over the curve's standard deviation, in the body and beyond 1e-6, on a grid of bits.
    fn errors(curve: &Curve) -> (f64, f64) {
        let mut tables = Tables::default();
        let draw = tables.draw(curve, 1.0, Cut::Nothing);
        let cells = tables.into_cells();
        let mut bits: Vec<u32> = (0..32)
            .flat_map(|octave| {
                (0..64u32)
                    .map(move |step| (1u64 << octave) as u32 + ((u64::from(step) << octave) >> 6) as u32)
            })
            .collect();
        bits.extend(bits.clone().iter().map(|bits| !bits));
        bits.extend([0, u32::MAX, 1 << 31, (1 << 31) - 1]);
        let mut values = vec![0.0; bits.len()];
        match draw.source {
            Source::Zero => values.fill(0.0),
            Source::Uniform => quantile::uniform(&bits, draw.flip, &mut values),
            Source::Triangle(mode) => quantile::triangle(&bits, draw.flip, mode, &mut values),
            Source::Table(number) => quantile::table(&bits, draw.flip, &cells[number], &mut values),
        }
        quantile::scale(&mut values, draw.shift, draw.scale, draw.floor, draw.ceiling);
        let (mut body, mut tail) = (0f64, 0f64);
        for (&bits, &value) in bits.iter().zip(&values) {
            let upper = bits >> 31 == 1;
            let probability = (f64::from(if upper { !bits } else { bits }) + 0.5) / 4_294_967_296.0;
            let error = (value - curve.at(Tail { probability, upper })).abs() / curve.sd();
            if probability < 1e-6 { tail = tail.max(error) } else { body = body.max(error) }
        }
        (body, tail)
    }

    #[test]
    fn draws_follow_the_exact_curve_in_body_and_tails() {
        let lognormal = |sigma| Curve::Lognormal { mu: 1.0, sigma, negative: false };
        for curve in [
            Curve::Uniform { low: 2.0, high: 9.0 },
            Curve::triangular(0.0, 0.0, 1.0),
            Curve::triangular(2.0, 3.0, 9.0),
            Curve::triangular(0.0, 1.0, 1.0),
            Curve::pert(0.0, 0.0, 1.0),
            Curve::pert(0.0, 0.01, 1.0),
            Curve::pert(2.0, 3.0, 9.0),
            Curve::pert(0.0, 0.5, 1.0),
            Curve::pert(0.0, 1.0, 1.0),
            Curve::Normal { mean: -3.0, sd: 2.0 },
            lognormal(1e-6),
            lognormal(0.05),
            lognormal(0.3),
            lognormal(1.0),
            Curve::Lognormal { mu: 1.0, sigma: 0.5, negative: true },
            Curve::Exponential { mean: 7.0 },
        ] {
            let (body, tail) = errors(&curve);
            assert!(body < 1e-4 && tail < 5e-4, "{curve:?}: {body:e} in the body, {tail:e} in the tails");
        }
    }
}
