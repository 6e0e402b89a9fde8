//! A curve through percentiles: the logarithm as a monotone cubic of the normal score (METHOD 7).

use super::normal::{normal_cdf, normal_density};

/// The logarithm of a positive variable by its normal score: a cubic between the points, straight beyond them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Points {
    knots: Vec<Knot>,
}

/// A point: its normal score, the logarithm there and its slope.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Knot {
    z: f64,
    ln: f64,
    slope: f64,
}

impl Points {
    /// Through pairs of a normal score and a logarithm, both strictly rising, two or more of them.
    ///
    /// Slopes are the means of the secants on both sides, that of the only secant at the ends, limited so that the curve never turns
    /// back (Fritsch and Carlson 1980). Two points give a straight line.
    pub(super) fn new(points: &[(f64, f64)]) -> Self {
        let secants: Vec<f64> =
            points.windows(2).map(|pair| (pair[1].1 - pair[0].1) / (pair[1].0 - pair[0].0)).collect();
        let last = secants.len();
        let slope = |place: usize| match place {
            0 => secants[0],
            place if place == last => secants[last - 1],
            place => 0.5 * (secants[place - 1] + secants[place]),
        };
        let mut knots: Vec<Knot> =
            points.iter().enumerate().map(|(place, &(z, ln))| Knot { z, ln, slope: slope(place) }).collect();
        for (place, &secant) in secants.iter().enumerate() {
            let (a, b) = (knots[place].slope / secant, knots[place + 1].slope / secant);
            let far = a * a + b * b;
            if far > 9.0 {
                let limit = 3.0 / far.sqrt();
                knots[place].slope = limit * a * secant;
                knots[place + 1].slope = limit * b * secant;
            }
        }
        Self { knots }
    }

    /// The logarithm at a normal score, and its slope.
    pub(super) fn at(&self, z: f64) -> (f64, f64) {
        let (first, last) = (self.knots[0], self.knots[self.knots.len() - 1]);
        if z <= first.z {
            return (first.ln + first.slope * (z - first.z), first.slope);
        }
        if z >= last.z {
            return (last.ln + last.slope * (z - last.z), last.slope);
        }
        let place = self.knots.partition_point(|knot| knot.z <= z);
        let (from, to) = (self.knots[place - 1], self.knots[place]);
        let width = to.z - from.z;
        let t = (z - from.z) / width;
        let rise = to.ln - from.ln;
        let (at_from, at_to) = (from.slope * width, to.slope * width);
        let (c2, c3) = (3.0 * rise - 2.0 * at_from - at_to, at_from + at_to - 2.0 * rise);
        let value = from.ln + t * (at_from + t * (c2 + t * c3));
        let slope = (at_from + t * (2.0 * c2 + 3.0 * t * c3)) / width;
        (value, slope)
    }

    /// The standard deviation of the logarithm, where it is a straight line.
    pub(super) fn log_sd(&self) -> Option<f64> {
        let [first, _] = &self.knots[..] else { return None };
        Some(first.slope)
    }

    /// The normal score at which the logarithm is this.
    pub(super) fn score(&self, ln: f64) -> f64 {
        let (first, last) = (self.knots[0], self.knots[self.knots.len() - 1]);
        if ln <= first.ln {
            return first.z + (ln - first.ln) / first.slope;
        }
        if ln >= last.ln {
            return last.z + (ln - last.ln) / last.slope;
        }
        let place = self.knots.partition_point(|knot| knot.ln <= ln);
        let (mut low, mut high) = (self.knots[place - 1].z, self.knots[place].z);
        let mut z = 0.5 * (low + high);
        for _ in 0..100 {
            let (value, slope) = self.at(z);
            if value < ln {
                low = z;
            } else {
                high = z;
            }
            let mut next = z - (value - ln) / slope;
            if !(next > low && next < high) {
                next = 0.5 * (low + high);
            }
            let change = (next - z).abs();
            z = next;
            if change < 1e-15 || high - low < 1e-15 {
                break;
            }
        }
        z
    }

    /// The mean of the variable to the `power`: in closed form beyond the points, by ten-point Gauss-Legendre quadrature of sixteen
    /// parts between two of them.
    pub(super) fn moment(&self, power: f64) -> f64 {
        let (first, last) = (self.knots[0], self.knots[self.knots.len() - 1]);
        // E[exp(k (ln + s (z - z0)))] over z beyond z0, where it is lognormal.
        let beyond = |knot: Knot, side: f64| {
            let spread = power * knot.slope;
            libm::exp(power * knot.ln - spread * knot.z + 0.5 * spread * spread)
                * normal_cdf(side * (spread - knot.z))
        };
        let mut sum = beyond(first, -1.0) + beyond(last, 1.0);
        for pair in self.knots.windows(2) {
            const PARTS: usize = 16;
            let width = (pair[1].z - pair[0].z) / PARTS as f64;
            for part in 0..PARTS {
                let middle = pair[0].z + (part as f64 + 0.5) * width;
                for (place, weight) in GAUSS {
                    for z in [middle - 0.5 * width * place, middle + 0.5 * width * place] {
                        sum += 0.5 * width * weight * libm::exp(power * self.at(z).0) * normal_density(z);
                    }
                }
            }
        }
        sum
    }
}

/// Places and weights of ten-point Gauss-Legendre quadrature, those above 0 (Abramowitz and Stegun, table 25.4).
#[allow(clippy::excessive_precision, reason = "as they were printed")]
pub(super) const GAUSS: [(f64, f64); 5] = [
    (0.148_874_338_981_631_21, 0.295_524_224_714_752_87),
    (0.433_395_394_129_247_19, 0.269_266_719_309_996_36),
    (0.679_409_568_299_024_41, 0.219_086_362_515_982_04),
    (0.865_063_366_688_984_51, 0.149_451_349_150_580_59),
    (0.973_906_528_517_171_72, 0.066_671_344_308_688_14),
];
