use super::fine_scores;
use crate::curve::{Curve, Cut, Quantity, Source, Tables, Tail, fit, fit_any};
use crate::kernel::{Level, quantile};
use crate::units::TICKS_PER_DAY;

/// Bits on a grid over every octave of both tails, with the middle and the very ends.
fn grid() -> Vec<u32> {
    let lower = (0..32).flat_map(|octave| {
        (0..128u64)
            .map(move |step| ((1u64 << octave) + ((step << octave) >> 7)).min(u64::from(u32::MAX)) as u32)
    });
    let mut bits: Vec<u32> = lower.filter(|&bits| bits < 1 << 31).collect();
    bits.extend(bits.clone().iter().map(|bits| !bits));
    bits.extend([0, u32::MAX, 1 << 31, (1 << 31) - 1]);
    bits
}

/// The largest error of a draw over the curve's standard deviation, in the body and beyond 1e-6, down to `least`.
fn errors(curve: &Curve, least: f64) -> (f64, f64) {
    let mut tables = Tables::default();
    // As durations are drawn.
    let unit = f64::from(TICKS_PER_DAY);
    let draw = tables.draw(curve, unit, Cut::Nothing);
    let tables = tables.finish();
    let bits = grid();
    let mut values = vec![0.0; bits.len()];
    let source = match draw.source {
        Source::Zero => unreachable!("no constant is asked for"),
        Source::Uniform => quantile::Source::Uniform,
        Source::Triangle(mode) => quantile::Source::Triangle(mode),
        Source::Table(number) => quantile::Source::Table(&tables.tables[number]),
        Source::Pieces(number) => quantile::Source::Pieces(&tables.pieces[number]),
        Source::Exp(sigma) => quantile::Source::Exp(fine_scores(), sigma),
    };
    quantile::values(Level::best(), &bits, source, &draw.map, &mut values);
    let (mut body, mut tail) = (0f64, 0f64);
    for (&bits, &value) in bits.iter().zip(&values) {
        let upper = bits >> 31 == 1;
        let probability = (f64::from(if upper { !bits } else { bits }) + 0.5) / 4_294_967_296.0;
        if probability < least {
            continue;
        }
        let error = (value / unit - curve.at(Tail { probability, upper })).abs() / curve.sd();
        if probability < 1e-6 {
            tail = tail.max(error)
        } else {
            body = body.max(error)
        }
        assert!(value <= draw.highest, "{curve:?}: {value}");
    }
    (body, tail)
}

fn grid_of_shapes() -> Vec<Curve> {
    let lognormal = |sigma| Curve::Lognormal { mu: 1.0, sigma, negative: false };
    let places =
        [0.0, 0.001, 0.01, 0.037, 0.1, 0.2, 0.25, 0.333, 0.45, 0.5, 0.61, 0.77, 0.9, 0.95, 0.99, 1.0];
    let mut shapes = vec![
        Curve::Uniform { low: 2.0, high: 9.0 },
        Curve::Normal { mean: -3.0, sd: 2.0 },
        Curve::Exponential { mean: 7.0 },
        Curve::Lognormal { mu: 1.0, sigma: 0.5, negative: true },
        Curve::Lognormal { mu: 1.0, sigma: 2.5, negative: true },
    ];
    // Next to the places that PERT tables are interpolated from, by the last digit and by less.
    shapes.extend([1e-310, 1e-17, 0.5 + 1e-16, 1.0 - 1e-16].map(|mode| Curve::pert(0.0, mode, 1.0)));
    shapes.extend(places.map(|place| Curve::pert(2.0, 2.0 + 7.0 * place, 9.0)));
    shapes.extend(places.map(|place| Curve::triangular(2.0, 2.0 + 7.0 * place, 9.0)));
    shapes.extend(
        [
            1e-6, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.001, 1.2, 1.5, 2.0, 3.0, 4.0,
            5.4, 10.2,
        ]
        .map(lognormal),
    );
    let gamma = |shape| Curve::Gamma { shape, scale: 50.0 / shape };
    shapes.extend([0.0625, 0.1, 0.4, 1.0, 2.0, 5.0, 30.0, 900.0, 9_999.0, 10_001.0, 1e7, 1e15].map(gamma));
    shapes
}

/// Curves with jumps and bends.
fn pieces() -> Vec<Curve> {
    use crate::plan::{RangeMeaning, Spread};
    use crate::units::{P5, P10, P25, P50, P75, P90, P95};

    let fit = |spread: Spread<f64>| fit(&spread, RangeMeaning::P10P90, Quantity::Number).unwrap();
    let any = |parts: &[(f64, Curve)]| {
        fit_any(parts.iter().map(|(weight, curve)| (*weight, curve.clone(), Cut::Nothing)).collect()).unwrap()
    };
    let lognormal = |low: f64, high: f64| fit(Spread::shares(low..=high));
    vec![
        fit(Spread::percentiles([(P10, 10.0), (P50, 15.0), (P90, 35.0)])),
        fit(Spread::percentiles([(P10, 10.0), (P90, 15.0)])),
        fit(Spread::percentiles([(P10, -15.0), (P50, -12.0), (P90, -1.0)])),
        fit(Spread::percentiles([(P5, 2.0), (P25, 3.0), (P50, 3.1), (P75, 8.0), (P95, 9.0)])),
        any(&[(7.0, lognormal(10.0, 15.0)), (3.0, lognormal(20.0, 25.0))]),
        any(&[(7.0, lognormal(1.0, 1.001)), (3.0, lognormal(20.0, 250.0))]),
        any(&[(1.0, Curve::Constant(4.0)), (3.0, Curve::Uniform { low: 2.0, high: 10.0 })]),
        any(&[(6.0, Curve::triangular(1.0, 2.0, 6.0)), (3.0, Curve::Normal { mean: 8.0, sd: 1.0 })]),
        any(&[(5.0, Curve::pert(2.0, 3.0, 9.0)), (5.0, Curve::Gamma { shape: 6.0, scale: 1.5 })]),
    ]
}

#[test]
fn draws_from_pieces_follow_the_exact_curve() {
    for curve in pieces() {
        let (body, tail) = errors(&curve, 0.0);
        assert!(body < 1.5e-5 && tail < 1e-4, "{curve:?}: {body:e} in the body, {tail:e} in the tails");
    }
}

/// Where a mixture jumps every draw lies on one side or the other.
#[test]
fn no_draw_falls_into_a_gap() {
    let parts =
        [(1.0, Curve::Uniform { low: 0.0, high: 1.0 }), (1.0, Curve::Uniform { low: 5.0, high: 6.0 })];
    let curve = fit_any(parts.map(|(weight, curve)| (weight, curve, Cut::Nothing)).to_vec()).unwrap();
    let mut tables = Tables::default();
    let draw = tables.draw(&curve, 1.0, Cut::Nothing);
    let tables = tables.finish();
    let Source::Pieces(number) = draw.source else { unreachable!("a mixture is cut into pieces") };
    let bits: Vec<u32> = (0..4096).map(|step| (1 << 31) - 2048 + step).collect();
    let mut values = vec![0.0; bits.len()];
    quantile::values(
        Level::best(),
        &bits,
        quantile::Source::Pieces(&tables.pieces[number]),
        &draw.map,
        &mut values,
    );
    assert!(values.is_sorted());
    assert!(
        values[..2048].iter().all(|&value| value <= 1.0) && values[2048..].iter().all(|&value| value >= 5.0)
    );
}

#[test]
fn draws_follow_the_exact_curve_in_body_and_tails() {
    for curve in grid_of_shapes() {
        let (body, tail) = errors(&curve, 0.0);
        assert!(body < 1.5e-5 && tail < 1e-4, "{curve:?}: {body:e} in the body, {tail:e} in the tails");
    }
}
