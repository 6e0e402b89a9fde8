//! Every kind of estimate, delay and scale.

use landfall::{Amount, Estimate, Items, Moments, Percentile, Range, RangeMeaning, Scale, Shape, Spread};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::plans::unit;

/// A positive number as people write them, and some as nobody does.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![(1u32..20).prop_map(f64::from), (1u32..200).prop_map(|n| f64::from(n) / 10.0), 0.01..20.0f64]
}

/// Two ends or three points of any shape that goes with the meaning of the ends, where that may be the plan's.
fn range<Q: Copy + std::fmt::Debug>(q: impl Fn(f64) -> Q, size: f64) -> impl Strategy<Value = Spread<Q>> {
    let meaning = proptest::option::of(select(RangeMeaning::ALL));
    let two = select(vec![None, Some(Shape::Lognormal), Some(Shape::Normal), Some(Shape::Uniform)]);
    let three = proptest::option::of(select(vec![None, Some(Shape::Pert), Some(Shape::Triangular)]));
    let ends = (number(), 1.2..4.0f64, prop_oneof![4 => 0.0..=1.0f64, 1 => Just(0.0), 1 => Just(1.0)]);
    let zero = proptest::bool::weighted(0.3);
    (ends, zero, meaning, two, three).prop_map(move |((low, times, way), zero, meaning, two, three)| {
        let high = low * times * size;
        // Only a range between bounds may begin at 0.
        let low = if zero && meaning == Some(RangeMeaning::MinMax) { 0.0 } else { low * size };
        let mut range = Range::new(q(low), q(high));
        range.range = meaning;
        match three {
            Some(shape) => {
                // Rounding may not carry it beyond the end.
                range.likely = Some(q((low + (high - low) * way).min(high)));
                range.shape = shape;
            }
            // The plan's meaning may be bounds, between which two ends are uniform.
            None if !matches!(meaning, None | Some(RangeMeaning::MinMax)) => range.shape = two,
            None => range.shape = two.and(Some(Shape::Uniform)),
        }
        Spread::Range(range)
    })
}

/// A curve of positive numbers of about this size, given in any way.
fn spread<Q: Copy + std::fmt::Debug + 'static>(
    quantity: impl Fn(f64) -> Q + Clone + 'static,
    size: f64,
) -> BoxedStrategy<Spread<Q>> {
    let q = quantity.clone();
    let shapes = select(vec![Shape::Normal, Shape::Lognormal, Shape::Gamma, Shape::Exponential]);
    let moments = (number(), 0.05..1.2f64, shapes).prop_map(move |(mean, cv, shape)| {
        let sd = (shape != Shape::Exponential).then(|| q(mean * size * cv));
        Spread::Moments(Moments::new(q(mean * size), sd, shape))
    });
    let q = quantity.clone();
    // The first and the last lie far enough apart that the tails do not run away.
    let inner = subsequence(vec![25.0, 50.0, 62.3], 0..=3);
    let ranks = (select(vec![1.0, 5.0, 10.0]), inner, select(vec![90.0, 95.0, 99.99]))
        .prop_map(|(first, inner, last)| [vec![first], inner, vec![last]].concat());
    let percentiles = (ranks, number(), proptest::collection::vec(1.05..1.6f64, 5)).prop_map(
        move |(ranks, mut value, times)| {
            Spread::percentiles(ranks.into_iter().zip(times).map(|(percent, times)| {
                value *= times;
                (Percentile::new(percent).unwrap(), q(value * size))
            }))
        },
    );
    let q = quantity.clone();
    let value = prop_oneof![1 => Just(0.0), 6 => number()];
    let history = proptest::collection::vec(value, 1..8)
        .prop_map(move |values| Spread::history(values.into_iter().map(|value| q(value * size))));
    let q = quantity.clone();
    let constant =
        number().prop_map(move |value| Spread::Range(Range::new(q(value * size), q(value * size))));
    prop_oneof![4 => range(quantity, size), 2 => moments, 2 => percentiles, 1 => history, 1 => constant]
        .boxed()
}

/// One or the other of two to four, of which the first may happen.
pub(super) fn any_of<T: Clone + std::fmt::Debug + 'static>(
    part: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = Vec<(f64, T)>> {
    let weight = prop_oneof![1 => Just(0.0), 4 => (1u32..10).prop_map(f64::from), 1 => 0.0..1.0f64];
    proptest::collection::vec((weight, part), 2..5).prop_map(|mut parts| {
        parts[0].0 += 1.0;
        parts
    })
}

pub(super) fn times() -> BoxedStrategy<Estimate> {
    unit()
        .prop_flat_map(|unit| spread(move |value| Amount::new(value, unit), 1.0))
        .prop_map(Estimate::Spread)
        .boxed()
}

fn items() -> impl Strategy<Value = Estimate> {
    let throughput = proptest::collection::vec(0u32..6, 1..7);
    let period = proptest::option::of((0.5..3.0f64, unit()));
    // The furthest tails of both together stay below 100,000 items, the most that a plan may count.
    let split = prop_oneof![
        (0.8..1.3f64, 1.1..1.5f64).prop_map(|(low, times)| Spread::shares(low..=low * times)),
        proptest::collection::vec(0.5..2.0f64, 1..5).prop_map(Spread::history),
        (1.0..1.5f64).prop_map(Spread::shares),
    ];
    let items = prop_oneof![3 => spread(|value| value, 0.3), 1 => Just(Spread::shares(20.0..=30.0))];
    (items, throughput, period, proptest::option::of(split)).prop_map(
        |(items, mut throughput, period, split)| {
            throughput[0] += 1;
            let mut counted = Items::new(1.0, throughput);
            counted.items = items;
            counted.per = period.map(|(value, unit)| Amount::new(value, unit));
            counted.split = split;
            Estimate::Items(counted)
        },
    )
}

/// An estimate of a duration.
pub(super) fn estimate() -> BoxedStrategy<Estimate> {
    let size = || select(vec!["M", "either"]).prop_map(|size| Estimate::Size(size.to_owned()));
    let plain = || prop_oneof![3 => times(), 1 => items(), 1 => size()];
    let nested = prop_oneof![4 => plain(), 1 => any_of(times()).prop_map(Estimate::any)];
    prop_oneof![8 => times(), 1 => items(), 1 => size(), 2 => any_of(nested).prop_map(Estimate::any)].boxed()
}

/// Work added, or taken away.
pub(super) fn delay() -> impl Strategy<Value = Estimate> {
    let signed = || -5.0..5.0f64;
    let simple = || {
        prop_oneof![
            4 => estimate(),
            1 => Just(Estimate::days(0.0)),
            1 => signed().prop_map(Estimate::days),
            2 => (0.1..5.0f64, 1.2..4.0f64).prop_map(|(near, times)| Estimate::days(-near * times..=-near)),
            2 => (0.1..5.0f64, 0.1..5.0f64).prop_map(|(below, above)| Estimate::days(-below..=above)),
            1 => proptest::collection::vec(signed(), 1..6)
                .prop_map(|days| Estimate::history(days.into_iter().map(Amount::days))),
        ]
    };
    prop_oneof![8 => simple(), 1 => any_of(simple()).prop_map(Estimate::any)]
}

/// A factor on a duration, from nothing to some four.
pub(super) fn scale() -> impl Strategy<Value = Scale> {
    let simple = || {
        prop_oneof![
            2 => prop_oneof![Just(0.0), Just(1.0), 0.1..3.0f64].prop_map(Scale::from),
            2 => (0.5..1.5f64, 1.2..2.0f64).prop_map(|(low, times)| Scale::from(low..=low * times)),
            2 => spread(|value| value, 0.1).prop_filter("a factor is at most 10", below_ten).prop_map(Scale::from),
        ]
    };
    let nested = || prop_oneof![4 => simple(), 1 => any_of(simple()).prop_map(Scale::any)];
    prop_oneof![6 => simple(), 1 => any_of(nested()).prop_map(Scale::any)]
}

fn below_ten(spread: &Spread<f64>) -> bool {
    match spread {
        Spread::Range(range) => range.high < 10.0,
        Spread::Percentiles(points) => points.iter().all(|&(_, value)| value < 10.0),
        _ => true,
    }
}
