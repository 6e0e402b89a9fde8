//! Gauss-Legendre quadrature towards the end of a tail.

/// Places and weights of four-point Gauss-Legendre quadrature on [-1, 1] (Abramowitz and Stegun, table 25.4).
const GAUSS: [(f64, f64); 4] = [
    (-0.861_136_311_594_052_6, 0.347_854_845_137_453_85),
    (-0.339_981_043_584_856_3, 0.652_145_154_862_546_2),
    (0.339_981_043_584_856_3, 0.652_145_154_862_546_2),
    (0.861_136_311_594_052_6, 0.347_854_845_137_453_85),
];

const OCTAVES: i32 = 24;

/// Places and weights of quadrature over [0, end], each octave by itself: the weights add up to `end`.
pub(super) fn tail_nodes(end: f64) -> Vec<(f64, f64)> {
    let mut nodes = Vec::new();
    let mut end = end;
    for octave in 1..=OCTAVES {
        // The last reaches to the end of the tail.
        let begin = if octave == OCTAVES { 0.0 } else { 0.5 * end };
        let half = 0.5 * (end - begin);
        nodes.extend(GAUSS.map(|(place, weight)| (begin + half * (1.0 + place), half * weight)));
        end = begin;
    }
    nodes
}
