//! Standard shapes → tables to draw from: on each side, a cubic for each eighth of an octave of the tail, through the exact values with
//! the exact slopes at its ends.

use std::sync::OnceLock;

use super::normal::{normal_cdf, normal_density};
use super::{Gamma, Tail, normal_quantile, pert};
use crate::kernel::copula;
use crate::kernel::quantile::{
    CELLS_PER_SIDE, Cell, FINE_CELLS_PER_SIDE, FineCell, FineTable, Table, edge, fine_edge,
};

/// A shape that has a table of its own; the bits of its parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Standard {
    /// Mean 0, standard deviation 1.
    Normal,
    /// (exp(sigma z) - 1) / sigma, which for a narrow curve is near z, so that no digits are lost to the 1.
    Lognormal(u64),
    /// Mean 1.
    Exponential,
    /// Mean 0, standard deviation 1, by the shape.
    Gamma(u64),
    /// PERT on [0, 1], by the place of its mode.
    Pert(u64),
}

/// The widest lognormal that has a table; beyond, its tail lies so many standard deviations out that eight cells to an octave, and floats of four
/// bytes, would show.
pub(super) const WIDEST_SIGMA: f64 = 0.7;

/// The ends of the cells of one side.
pub(super) const KNOTS: usize = CELLS_PER_SIDE + 1;

/// The probability that each cell of a side spans.
const WIDTHS: [f64; CELLS_PER_SIDE] = {
    let mut widths = [0.0; CELLS_PER_SIDE];
    let mut cell = 0;
    while cell < CELLS_PER_SIDE {
        widths[cell] = edge(cell + 1) - edge(cell);
        cell += 1;
    }
    widths
};

/// One side of a quantile function, from its tail inwards: the values at the ends of the cells, and the slopes there by the
/// probability counted from the side's own end.
#[derive(Debug, Clone)]
pub(super) struct Side {
    pub(super) values: [f64; KNOTS],
    pub(super) slopes: [f64; KNOTS],
}

impl Side {
    pub(super) const EMPTY: Self = Self { values: [0.0; KNOTS], slopes: [0.0; KNOTS] };

    /// One minus each value.
    pub(super) fn mirrored(mut self) -> Self {
        self.values.iter_mut().for_each(|value| *value = 1.0 - *value);
        self.slopes.iter_mut().for_each(|slope| *slope = -*slope);
        self
    }
}

impl Standard {
    pub(super) fn tabulate(self) -> Box<Table> {
        let [lower, upper] = match self {
            Self::Pert(bits) => pert::sides(f64::from_bits(bits)),
            Self::Normal => sides(|_, score| [(score.z, score.slope), (-score.z, -score.slope)]),
            Self::Lognormal(bits) => {
                let sigma = f64::from_bits(bits);
                sides(|_, score| {
                    // e^-x - 1 = -(e^x - 1) / e^x.
                    let above = libm::expm1(-sigma * score.z);
                    let grown = 1.0 + above;
                    [(-above / (grown * sigma), score.slope / grown), (above / sigma, -score.slope * grown)]
                })
            }
            Self::Gamma(bits) => {
                let gamma = Gamma::new(f64::from_bits(bits));
                sides(|p, score| {
                    [false, true].map(|upper| {
                        let (value, slope) = gamma.standard(Tail { probability: p, upper });
                        (value, if upper { -slope * score.slope } else { slope * score.slope })
                    })
                })
            }
            Self::Exponential => {
                sides(|p, _| [(-libm::log1p(-p), 1.0 / (1.0 - p)), (-libm::log(p), -1.0 / p)])
            }
        };
        let mut table = Box::new([Cell::default(); 2 * CELLS_PER_SIDE]);
        let (lower_cells, upper_cells) = table.split_at_mut(CELLS_PER_SIDE);
        for (cells, side) in [(lower_cells, &lower), (upper_cells, &upper)] {
            let values = side.values.iter().zip(&side.values[1..]);
            let slopes = side.slopes.iter().zip(&side.slopes[1..]);
            for (((cell, values), slopes), width) in cells.iter_mut().zip(values).zip(slopes).zip(WIDTHS) {
                let (begin, end) = (*values.0, *values.1);
                *cell = hermite(begin, end, slopes.0 * width, slopes.1 * width).map(|power| power as f32);
            }
        }
        table
    }
}

/// The normal score of a probability below ½, and the slope of the scores there.
struct Score {
    z: f64,
    slope: f64,
}

impl Score {
    fn of(p: f64) -> Self {
        let z = normal_quantile(p);
        Self { z, slope: 1.0 / normal_density(z) }
    }
}

/// The two sides, from the value and the slope of each at a probability and its score.
fn sides(both: impl Fn(f64, &Score) -> [(f64, f64); 2]) -> [Side; 2] {
    static SCORES: OnceLock<Vec<Score>> = OnceLock::new();
    let scores = SCORES.get_or_init(|| (0..KNOTS).map(|place| Score::of(edge(place))).collect());
    let [mut lower, mut upper] = [Side::EMPTY; 2];
    for (place, score) in scores.iter().enumerate() {
        [(lower.values[place], lower.slopes[place]), (upper.values[place], upper.slopes[place])] =
            both(edge(place), score);
    }
    [lower, upper]
}

/// The tables of the standard normal distribution that a copula reads.
pub(crate) fn normal_tables() -> copula::Normal<'static> {
    static NORMAL: OnceLock<[Box<Table>; 2]> = OnceLock::new();
    let [scores, tails] = NORMAL.get_or_init(|| [Standard::Normal.tabulate(), tails()]);
    copula::Normal { scores, tails }
}

/// How likely a normal score is to lie beyond each z, in units of 2⁻³².
fn tails() -> Box<Table> {
    const UNITS: f64 = 4_294_967_296.0;
    let width = 1.0 / copula::TAILS_PER_SCORE as f64;
    let mut table = Box::new([Cell::default(); 2 * CELLS_PER_SIDE]);
    for (place, cell) in table.iter_mut().enumerate() {
        let (from, to) = (place as f64 * width, (place + 1) as f64 * width);
        let slope = |z| -normal_density(z) * width * UNITS;
        *cell = hermite(normal_cdf(-from) * UNITS, normal_cdf(-to) * UNITS, slope(from), slope(to))
            .map(|power| power as f32);
    }
    table
}

/// The normal scores, for the curves that need them exact.
pub(crate) fn fine_scores() -> &'static FineTable {
    static FINE: OnceLock<Box<FineTable>> = OnceLock::new();
    FINE.get_or_init(|| {
        let mut table: Box<FineTable> = vec![FineCell::default(); 2 * FINE_CELLS_PER_SIDE]
            .into_boxed_slice()
            .try_into()
            .expect("it has this length");
        let mut begin = Score::of(fine_edge(0));
        for place in 0..FINE_CELLS_PER_SIDE {
            let end = Score::of(fine_edge(place + 1));
            let width = fine_edge(place + 1) - fine_edge(place);
            let cell = hermite(begin.z, end.z, begin.slope * width, end.slope * width);
            table[place] = cell;
            table[FINE_CELLS_PER_SIDE + place] = cell.map(|power| -power);
            begin = end;
        }
        table
    })
}

/// The cubic in t from 0 to 1 with these values and slopes at its ends, the slopes limited so that it never turns back (Fritsch and
/// Carlson 1980).
pub(super) fn hermite(begin: f64, end: f64, at_begin: f64, at_end: f64) -> [f64; 4] {
    let rise = end - begin;
    let most = 3.0 * rise.abs();
    let limited = |slope: f64| {
        let slope = if slope < most { slope } else { most };
        if slope > -most { slope } else { -most }
    };
    let (at_begin, at_end) = (limited(at_begin), limited(at_end));
    [begin, at_begin, 3.0 * rise - 2.0 * at_begin - at_end, at_begin + at_end - 2.0 * rise]
}

#[cfg(test)]
mod tests;
