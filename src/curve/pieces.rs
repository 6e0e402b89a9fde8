//! Curves with jumps and bends → pieces to draw from: cubics through the exact values with the exact slopes, cut in halves until they are
//! near enough; a jump ends between two neighbours of the 2³² probabilities.

use super::normal::normal_density;
use super::{Curve, Discrete, Mixture, Tail, table::hermite};
use crate::kernel::quantile::{FineCell, MOST_PIECES, Pieces};

/// Draws are off by at most this share of the distance from P10 to P90 …
const NEAR: f64 = 1e-6;

/// … and this share of their own size, which in a long tail is far larger.
const NEAR_OF_SIZE: f64 = 2e-7;

/// How many probabilities there are.
const ALL: u64 = 1 << 32;

impl Curve {
    /// The pieces of this curve.
    pub(super) fn pieces(&self) -> Pieces {
        match self {
            Self::Discrete(discrete) => steps(discrete),
            _ => Splitter::new(self).pieces(),
        }
    }
}

/// The pieces of single values.
fn steps(discrete: &Discrete) -> Pieces {
    let mut pieces: Vec<(u32, FineCell)> = Vec::with_capacity(discrete.len());
    let mut begin = 0;
    for (value, upto) in discrete.shares() {
        // The bits k stand for (k + ½) / 2³², at most `upto` exactly for those below this.
        let end = ((upto * ALL as f64 + 0.5).floor() as u64).min(ALL);
        if end > begin {
            pieces.push((begin as u32, [value, 0.0, 0.0, 0.0]));
            begin = end;
        }
    }
    Pieces::new(pieces)
}

/// A place between the probabilities, with the value and its slope there.
#[derive(Debug, Clone, Copy)]
struct Edge {
    at: u64,
    value: f64,
    /// By the probability.
    slope: f64,
}

struct Splitter<'a> {
    curve: &'a Curve,
    tolerance: f64,
    pieces: Vec<(u32, FineCell)>,
}

impl<'a> Splitter<'a> {
    fn new(curve: &'a Curve) -> Self {
        let width = curve.quantile(0.9) - curve.quantile(0.1);
        Self { curve, tolerance: NEAR * width, pieces: Vec::new() }
    }

    fn pieces(mut self) -> Pieces {
        // From either end octave by octave, as far apart as the tails are.
        let lower = (0..32).map(|octave| 1u64 << octave);
        let upper = (0..31).rev().map(|octave| ALL - (1 << octave));
        self.single(0);
        let mut from = self.edge(1, None);
        for at in lower.skip(1).chain(upper) {
            let to = self.edge(at, None);
            self.split(from, to);
            from = to;
        }
        self.single(ALL - 1);
        Pieces::new(self.pieces)
    }

    /// The pieces from one edge to another.
    fn split(&mut self, from: Edge, to: Edge) {
        // Those still to be done, the next one last.
        let mut open = vec![(from, to)];
        while let Some((from, to)) = open.pop() {
            let width = to.at - from.at;
            if width == 1 {
                self.single(from.at);
                continue;
            }
            let share = width as f64 / ALL as f64;
            let cell = hermite(from.value, to.value, from.slope * share, to.slope * share);
            // Where there are too many they stay as wide as they are.
            if self.pieces.len() + open.len() >= MOST_PIECES - 64 || self.is_near(&cell, from, to) {
                // From the whole way as one to steps of a probability.
                let step = 1.0 / width as f64;
                let [c0, c1, c2, c3] = cell;
                self.pieces
                    .push((from.at as u32, [c0, c1 * step, c2 * step * step, c3 * step * step * step]));
                continue;
            }
            let middle = self.edge(from.at + width / 2, Some((from.value, to.value)));
            open.push((middle, to));
            open.push((from, middle));
        }
    }

    /// Whether the cubic is near enough to the curve, where it is looked at.
    fn is_near(&self, &[c0, c1, c2, c3]: &FineCell, from: Edge, to: Edge) -> bool {
        [0.25, 0.5, 0.75].into_iter().all(|way| {
            let place = from.at as f64 + way * (to.at - from.at) as f64;
            let exact = self.value(tail(place), Some((from.value, to.value)));
            let value = c0 + way * (c1 + way * (c2 + way * c3));
            (value - exact).abs() <= self.tolerance + NEAR_OF_SIZE * exact.abs()
        })
    }

    /// The piece of one probability.
    fn single(&mut self, at: u64) {
        let value = self.value(tail(at as f64 + 0.5), None);
        self.pieces.push((at as u32, [value, 0.0, 0.0, 0.0]));
    }

    fn edge(&self, at: u64, between: Option<(f64, f64)>) -> Edge {
        let tail = tail(at as f64);
        let value = self.value(tail, between);
        let slope = match self.curve {
            Curve::Points { points, negative } => {
                let z = if *negative { tail.mirrored() } else { tail }.normal_score();
                // dQ/du = Q (ln Q)' / density of z.
                value.abs() * points.at(z).1 / normal_density(z)
            }
            curve => 1.0 / curve.density(value),
        };
        Edge { at, value, slope }
    }

    fn value(&self, tail: Tail, between: Option<(f64, f64)>) -> f64 {
        match (self.curve, between) {
            (Curve::Mixture(mixture), Some((low, high))) => Mixture::between(mixture, tail, low, high),
            (curve, _) => curve.at(tail),
        }
    }
}

/// The place so many probabilities from the lower end.
fn tail(place: f64) -> Tail {
    let all = ALL as f64;
    match place <= 0.5 * all {
        true => Tail { probability: place / all, upper: false },
        false => Tail { probability: (all - place) / all, upper: true },
    }
}
