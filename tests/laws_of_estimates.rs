//! What the numbers of an estimate mean, whatever they are (METHOD 5 to 10).

use landfall::inspect::Compiled;
use landfall::{
    Amount, Calibration, Code, Distribution, Estimate, Network, Percentile, Plan, Range, RangeMeaning, Risk,
    Scale, Shape, Simulation, Spread, Task, date,
};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use statrs::distribution::{ContinuousCDF, Normal};

use crate::plans;

fn empty() -> Plan {
    Plan::new("", date(2027, 1, 4))
}

/// The normal score of a share.
fn z(share: f64) -> f64 {
    Normal::standard().inverse_cdf(share)
}

/// The meanings of two ends, with the share of outcomes below the low one.
const MEANINGS: [(RangeMeaning, f64); 3] =
    [(RangeMeaning::P10P90, 0.1), (RangeMeaning::P5P95, 0.05), (RangeMeaning::P25P75, 0.25)];

/// Two ends or three points with a shape; the likely value lies at this place between the ends.
fn fitted(low: f64, high: f64, place: f64, shape: Option<Shape>, meaning: RangeMeaning) -> Distribution {
    let mut range = Range::new(low, high);
    if matches!(shape, Some(Shape::Pert | Shape::Triangular)) {
        range.likely = Some(low + place * (high - low));
    }
    range.shape = shape;
    Distribution::fit(&Spread::Range(range), meaning).unwrap()
}

const SHAPES: [Option<Shape>; 6] = [
    None,
    Some(Shape::Lognormal),
    Some(Shape::Normal),
    Some(Shape::Uniform),
    Some(Shape::Pert),
    Some(Shape::Triangular),
];

proptest! {
    #![proptest_config(plans::config(256))]

    /// METHOD 5 and 6.
    #[test]
    fn the_ends_of_a_range_are_the_percentiles_they_are_said_to_be(
        low in 0.01..100.0f64,
        times in 1.05..20.0f64,
        place in 0.0..=1.0f64,
        shape in select(SHAPES.to_vec()),
        (meaning, below) in select(MEANINGS.to_vec()),
    ) {
        let high = low * times;
        let curve = fitted(low, high, place, shape, meaning);
        let near = 1e-7 * (high - low);
        prop_assert!((curve.quantile(below) - low).abs() < near, "{} and not {low}", curve.quantile(below));
        prop_assert!((curve.quantile(1.0 - below) - high).abs() < near, "{} and not {high}", curve.quantile(1.0 - below));
    }

    /// METHOD 5: far beyond the range, too, nothing is cut.
    #[test]
    fn two_ends_make_a_lognormal_with_the_geometric_mean_as_its_median(
        low in 0.01..100.0f64,
        times in 1.05..20.0f64,
        (meaning, below) in select(MEANINGS.to_vec()),
        u in select(vec![1e-8, 1e-4, 0.02, 0.3, 0.5, 0.7, 0.98, 1.0 - 1e-4, 1.0 - 1e-8]),
    ) {
        let curve = fitted(low, low * times, 0.0, None, meaning);
        let sigma = libm::log(times) / (2.0 * z(1.0 - below));
        let exact = low * times.sqrt() * libm::exp(sigma * z(u));
        prop_assert!((curve.quantile(u) / exact - 1.0).abs() < 1e-6, "Q({u}) is {} and not {exact}", curve.quantile(u));
    }

    /// METHOD 6: outcomes lie the denser the nearer they are to the likely value.
    #[test]
    fn the_likely_value_is_where_outcomes_lie_densest(
        low in 0.01..100.0f64,
        times in 1.05..20.0f64,
        place in 0.0..=1.0f64,
        shape in select(vec![Shape::Pert, Shape::Triangular]),
        meaning in select(RangeMeaning::ALL),
    ) {
        let high = low * times;
        let (curve, step) = (fitted(low, high, place, Some(shape), meaning), (high - low) / 100.0);
        let share = |steps: f64| curve.cdf(low + place * (high - low) + steps * step);
        for side in [-1.0, 1.0] {
            let near = (share(side) - share(0.0)).abs();
            let far = (share(2.0 * side) - share(side)).abs();
            prop_assert!(near + 1e-10 >= far, "{near} in the step next to it, {far} in the one after");
        }
        if meaning == RangeMeaning::MinMax {
            prop_assert!(curve.cdf(low) < 1e-9 && curve.cdf(high) > 1.0 - 1e-9);
            prop_assert!(curve.cdf(low + step) > 0.0 && curve.cdf(high - step) < 1.0);
        }
    }

    /// METHOD 6.
    #[test]
    fn a_warning_comes_where_more_than_one_in_twenty_lies_below_nothing(mean in 1.0..20.0f64, scores in 0.6..3.0f64) {
        let below = Normal::standard().cdf(-scores);
        prop_assume!((below - 0.05).abs() > 1e-6);
        let takes = Estimate::mean_sd(Amount::days(mean), Amount::days(mean / scores), Shape::Normal);
        let warned = empty().task(Task::new("a", takes)).check();
        let warned = warned.iter().any(|finding| finding.code == Code::PartBelowZero);
        prop_assert_eq!(warned, below > 0.05, "{} lies below 0", below);
    }

    /// METHOD 7: through its points, rising everywhere, and straight beyond them: the logarithm by the normal score.
    #[test]
    fn a_curve_through_percentiles_rises_through_them_and_is_straight_beyond(
        percents in subsequence(vec![1.0, 5.0, 10.0, 25.0, 40.0, 50.0, 75.0, 80.0, 90.0, 95.0, 99.0], 2..=6),
        first in 0.1..50.0f64,
        times in proptest::collection::vec(1.02..2.5f64, 6),
    ) {
        let mut value = first;
        let points: Vec<(f64, f64)> = percents.iter().zip(&times).map(|(&percent, times)| {
            value *= times;
            (percent / 100.0, value)
        }).collect();
        let written = points.iter().map(|&(share, value)| (Percentile::new(100.0 * share).unwrap(), value));
        let curve = Distribution::fit(&Spread::percentiles(written), RangeMeaning::P10P90);
        // Steep ends would lead out of all bounds.
        prop_assume!(curve.is_ok());
        let curve = curve.unwrap();
        for &(share, value) in &points {
            prop_assert!((curve.quantile(share) / value - 1.0).abs() < 1e-9, "at {share}");
        }
        let all: Vec<f64> = (1..400).map(|step| curve.quantile(f64::from(step) / 400.0)).collect();
        prop_assert!(all.windows(2).all(|pair| pair[0] < pair[1]));
        let (least, most) = (points[0].0, points[points.len() - 1].0);
        for shares in [[0.9, 0.5, 0.1, 0.001].map(|part| least * part), [0.9, 0.5, 0.1, 0.001].map(|part| 1.0 - (1.0 - most) * part)] {
            let at = shares.map(|share| (z(share), libm::log(curve.quantile(share))));
            let slope = |one: (f64, f64), other: (f64, f64)| (other.1 - one.1) / (other.0 - one.0);
            let slopes = [slope(at[0], at[1]), slope(at[1], at[2]), slope(at[2], at[3])];
            prop_assert!(slopes.iter().all(|slope| (slope - slopes[0]).abs() < 1e-6 * (1.0 + slopes[0])), "{slopes:?}");
        }
    }

    /// METHOD 7 and 5.
    #[test]
    fn two_percentiles_are_the_range_of_the_same_ends(
        low in 0.01..100.0f64,
        times in 1.05..20.0f64,
        (meaning, below) in select(MEANINGS.to_vec()),
        u in 0.001..0.999f64,
    ) {
        let percentile = |share: f64| Percentile::new(100.0 * share).unwrap();
        let points = [(percentile(below), low), (percentile(1.0 - below), low * times)];
        let through = Distribution::fit(&Spread::percentiles(points), RangeMeaning::P10P90).unwrap();
        let range = fitted(low, low * times, 0.0, None, meaning);
        prop_assert!((through.quantile(u) / range.quantile(u) - 1.0).abs() < 1e-9);
    }

    /// METHOD 9: ln(x / (1 - x)) is normal between two percentiles; min-max is uniform.
    #[test]
    fn a_share_that_is_a_range_is_logit_normal(
        low in 0.01..0.8f64,
        part in 0.05..0.9f64,
        (meaning, below) in select(MEANINGS.to_vec()),
        bits in any::<u32>(),
    ) {
        let high = low + part * (0.98 - low);
        let u = (f64::from(bits) + 0.5) / 4_294_967_296.0;
        let drawn = |meaning| {
            let plan = empty().range(meaning);
            Compiled::share(&plan, &Scale::from(low..=high)).unwrap().at(bits)
        };
        let logit = |x: f64| libm::log(x / (1.0 - x));
        let sigma = (logit(high) - logit(low)) / (2.0 * z(1.0 - below));
        let exact = 1.0 / (1.0 + libm::exp(-(logit(low) + logit(high)) / 2.0 - sigma * z(u)));
        // What a table may be off by.
        let near = 2e-4 * (high - low);
        prop_assert!((drawn(meaning) - exact).abs() < near, "{} and not {exact} at {u}", drawn(meaning));
        let uniform = low + u * (high - low);
        prop_assert!((drawn(RangeMeaning::MinMax) - uniform).abs() < 1e-6, "{}", drawn(RangeMeaning::MinMax));
    }

    /// METHOD 10: a lognormal with the median m stays one, with the median b m and its logarithm k times as wide. Corrected is what was
    /// estimated, by a risk too; not what was measured, nor delays and scales.
    #[test]
    fn a_corrected_plan_is_the_plan_with_corrected_ranges(
        low in 1.0..20.0f64,
        times in 1.2..4.0f64,
        bias in 0.5..2.0f64,
        held in 0.3..0.95f64,
        claimed in select(vec![0.5, 0.8, 0.9]),
    ) {
        let k = z((1.0 + claimed) / 2.0) / z((1.0 + held) / 2.0);
        let middle = low * times.sqrt();
        let corrected = |days: f64| bias * middle * libm::pow(days / middle, k);
        let plan = |low: f64, high: f64, days: f64| {
            empty()
                .task(Task::new("range", Estimate::days(low..=high)))
                .task(Task::new("number", Estimate::days(days)))
                .task(Task::new("measured", Estimate::history([3.0, 5.0, 12.0].map(Amount::days))))
                .task(Task::new("risky", Estimate::days(4.0)))
                .task(Task::new("late", Estimate::history([Amount::days(2.0)])))
                .risk(Risk::new("other", 0.6).becomes("risky", Estimate::days(low..=high)))
                .risk(Risk::new("size", 0.6).scales("late", 1.1..=1.5).delays("late", Estimate::days(2.0..=3.0)))
        };
        let mut by_hand = plan(corrected(low), corrected(low * times), 7.0 * bias);
        by_hand.tasks[3].takes = Estimate::days(4.0 * bias);
        let by_the_library = plan(low, low * times, 7.0).calibration(Calibration::new(bias).hit_rate(held, claimed));
        let run = |plan: &Plan| Simulation::new().trials(64).run(&Network::new(plan).unwrap()).unwrap();
        let (one, other) = (run(&by_hand), run(&by_the_library));
        for (node, task) in by_hand.tasks.iter().enumerate() {
            for (one, other) in one.finishes_of(node).unwrap().into_iter().zip(other.finishes_of(node).unwrap()) {
                let near = 1.0 + 1e-6 * f64::from(one);
                prop_assert!(f64::from((one - other).abs()) <= near, "{}: {} by hand, {}", task.name, one, other);
            }
        }
    }
}
