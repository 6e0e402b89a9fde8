//! Every curve against other hands: quantiles by mpmath, distribution functions by statrs, samples by rand_distr.
#![allow(clippy::disallowed_methods, reason = "an oracle may use the platform's functions")]

use landfall::{
    Amount, Distribution, Estimate, Moments, Network, P10, P50, P80, P95, Plan, Range, RangeMeaning,
    Sampling, Shape, Simulation, Spread, TICKS_PER_DAY, Task, date,
};
use rand::SeedableRng;
use rand_distr::Distribution as _;
use statrs::distribution::ContinuousCDF;

/// The curve of a reference case, as a user would write it.
fn curve(case: &serde_json::Value) -> Distribution {
    let of = &case["curve"];
    if let Some(parts) = of["any"].as_array() {
        return Distribution::any(parts.iter().map(|part| (part["weight"].as_f64().unwrap(), curve(part))))
            .unwrap();
    }
    Distribution::fit(&spread(of), RangeMeaning::default()).unwrap()
}

/// The numbers of a reference.
pub(crate) fn spread(of: &serde_json::Value) -> Spread<f64> {
    let number = |key: &str| of[key].as_f64();
    if let Some(points) = of["percentiles"].as_object() {
        let mut points: Vec<_> =
            points.iter().map(|(name, value)| (name.parse().unwrap(), value.as_f64().unwrap())).collect();
        points.sort_by_key(|&(percentile, _): &(landfall::Percentile, f64)| percentile);
        return Spread::percentiles(points);
    }
    if let Some(value) = number("value").or(of.as_f64()) {
        return Spread::shares(value);
    }
    let shape = Shape::ALL.iter().copied().find(|shape| of["shape"] == shape.as_str());
    let range = RangeMeaning::ALL.iter().copied().find(|range| of["range"] == range.as_str());
    match (number("low"), number("high")) {
        (Some(low), Some(high)) => {
            let mut spread = Range::new(low, high);
            (spread.likely, spread.shape, spread.range) = (number("likely"), shape, range);
            Spread::Range(spread)
        }
        _ => Spread::Moments(Moments::new(number("mean").unwrap(), number("sd"), shape.unwrap())),
    }
}

/// `fixtures/quantiles/reference.py` and `more.py` made the numbers with mpmath at 50 digits, from the definitions alone.
#[test]
fn exact_quantiles_agree_with_mpmath_to_a_millionth_of_the_sd() {
    let texts =
        [include_str!("fixtures/quantiles/reference.json"), include_str!("fixtures/quantiles/more.json")];
    let references = texts.map(|text| serde_json::from_str::<serde_json::Value>(text).unwrap());
    let cases: Vec<_> =
        references.iter().flat_map(|reference| reference["cases"].as_array().unwrap()).collect();
    assert!(cases.len() >= 160);
    let mut worst: (f64, String) = (0.0, String::new());
    for case in cases {
        let name = case["name"].as_str().unwrap();
        let sd = case["sd"].as_f64().unwrap();
        let curve = curve(case);
        assert!((curve.sd() - sd).abs() <= 1e-9 * sd, "{name}: sd {} and not {sd}", curve.sd());
        if let Some(mean) = case["mean"].as_f64() {
            assert!(
                (curve.mean() - mean).abs() <= 1e-9 * sd.max(mean.abs()),
                "{name}: mean {}",
                curve.mean()
            );
        }
        for point in case["points"].as_array().unwrap() {
            let (u, wanted) = (point[0].as_f64().unwrap(), point[1].as_f64().unwrap());
            let found = curve.quantile(u);
            let error = (found - wanted).abs() / sd;
            assert!(error < 1e-6, "{name}: Q({u}) is {found} and not {wanted}, off by {error:e} sd");
            if error > worst.0 {
                worst = (error, format!("{name} at {u}"));
            }
        }
    }
    println!("largest error over sd: {:e}, {}", worst.0, worst.1);
}

#[test]
fn distribution_functions_invert_the_quantiles_and_agree_with_statrs() {
    type Cdf = Box<dyn Fn(f64) -> f64>;
    let fit = |spread: Spread<f64>| Distribution::fit(&spread, RangeMeaning::P10P90).unwrap();
    let three = |low: f64, likely: f64, high: f64, shape: Shape| {
        let mut range = Range::new(low, high);
        (range.likely, range.shape, range.range) = (Some(likely), Some(shape), Some(RangeMeaning::MinMax));
        fit(Spread::Range(range))
    };
    let moments =
        |mean: f64, sd: Option<f64>, shape: Shape| fit(Spread::Moments(Moments::new(mean, sd, shape)));
    let (mu, sigma) = (150f64.ln() / 2.0, 1.5f64.ln() / (2.0 * 1.281_551_565_544_600_4));
    let theirs: [(Distribution, Cdf); 6] = [
        (fit(Spread::shares(10.0..=15.0)), {
            let other = statrs::distribution::LogNormal::new(mu, sigma).unwrap();
            Box::new(move |x| other.cdf(x))
        }),
        // Both ends negative: the mirrored curve.
        (fit(Spread::shares(-15.0..=-10.0)), {
            let other = statrs::distribution::LogNormal::new(mu, sigma).unwrap();
            Box::new(move |x| 1.0 - other.cdf(-x))
        }),
        (moments(3.0, Some(2.0), Shape::Normal), {
            let other = statrs::distribution::Normal::new(3.0, 2.0).unwrap();
            Box::new(move |x| other.cdf(x))
        }),
        (three(2.0, 3.0, 9.0, Shape::Triangular), {
            let other = statrs::distribution::Triangular::new(2.0, 9.0, 3.0).unwrap();
            Box::new(move |x| other.cdf(x))
        }),
        (three(1.0, 2.0, 9.0, Shape::Pert), {
            let other = statrs::distribution::Beta::new(1.5, 4.5).unwrap();
            Box::new(move |x| other.cdf((x - 1.0) / 8.0))
        }),
        (moments(4.0, None, Shape::Exponential), {
            let other = statrs::distribution::Exp::new(0.25).unwrap();
            Box::new(move |x| other.cdf(x))
        }),
    ];
    for (curve, theirs) in theirs {
        for step in 1..200 {
            let u = f64::from(step) / 200.0;
            let x = curve.quantile(u);
            assert!((curve.cdf(x) - u).abs() < 1e-12, "{curve:?} at {u}: {}", curve.cdf(x));
            assert!((theirs(x) - u).abs() < 1e-9, "{curve:?} at {u}: statrs says {}", theirs(x));
        }
    }
}

/// However rare a value is, it is found: counting from the nearer end loses no digits.
#[test]
fn the_rarest_values_keep_their_digits() {
    let fit = |spread: Spread<f64>| Distribution::fit(&spread, RangeMeaning::P10P90).unwrap();
    let moments = |shape: Shape| fit(Spread::Moments(Moments::new(4.0, Some(2.0), shape)));
    let three = |shape: Shape| {
        let mut range = Range::new(0.0, 9.0);
        (range.likely, range.shape, range.range) = (Some(3.0), Some(shape), Some(RangeMeaning::MinMax));
        fit(Spread::Range(range))
    };
    let points = |values: [f64; 4]| {
        fit(Spread::percentiles([P10, P50, P80, P95].into_iter().zip(values).collect::<Vec<_>>()))
    };
    let curves = [
        fit(Spread::shares(10.0..=15.0)),
        points([3.0, 5.0, 7.0, 12.0]),
        points([-12.0, -7.0, -5.0, -3.0]),
        moments(Shape::Normal),
        moments(Shape::Gamma),
        fit(Spread::Moments(Moments::new(4.0, None, Shape::Exponential))),
        three(Shape::Triangular),
        three(Shape::Pert),
    ];
    for curve in curves {
        for u in [1e-3, 1e-6, 1e-12, 1e-30, 1e-100] {
            let again = curve.cdf(curve.quantile(u));
            assert!((again / u - 1.0).abs() < 1e-8, "{curve:?} at {u}: {again}");
        }
        for rest in [1e-3, 1e-6, 1e-9] {
            let again = 1.0 - curve.cdf(curve.quantile(1.0 - rest));
            assert!((again - rest).abs() < 1e-14, "{curve:?} at 1 - {rest}: 1 - {again}");
        }
    }
}

/// One task simulated a million times; its finishes in working days.
fn sample(estimate: Estimate) -> Vec<f64> {
    let plan = Plan::new("", date(2027, 1, 4)).task(Task::new("task", estimate));
    let trials = Simulation::new()
        .sampling(Sampling::Random)
        .trials(1_000_000)
        .run(&Network::new(&plan).unwrap())
        .unwrap();
    let mut ticks = trials.finishes().unwrap();
    ticks.sort_unstable();
    ticks.into_iter().map(|ticks| f64::from(ticks) / f64::from(TICKS_PER_DAY)).collect()
}

/// The Kolmogorov-Smirnov distance of a sorted sample from a distribution function. A finish is rounded to the nearest tick, so the
/// function is read half a tick further.
fn distance(sample: &[f64], cdf: impl Fn(f64) -> f64) -> f64 {
    let n = sample.len() as f64;
    let half = 0.5 / f64::from(TICKS_PER_DAY);
    let mut worst = 0f64;
    let mut begin = 0;
    for run in sample.chunk_by(|a, b| a == b) {
        let end = begin + run.len();
        worst = worst.max((cdf(run[0] + half) - end as f64 / n).abs());
        worst = worst.max((cdf(run[0] - half) - begin as f64 / n).abs());
        begin = end;
    }
    worst
}

/// n = 1,000,000, alpha = 0.1%: 1.949 / sqrt(n).
const CRITICAL: f64 = 1.949e-3;

#[test]
fn a_million_finishes_of_each_shape_follow_its_distribution() {
    use statrs::distribution::{Beta, Exp, LogNormal, Normal, Triangular, Uniform};
    let z = 1.281_551_565_544_600_4;
    let sigma = 1.5f64.ln() / (2.0 * z);
    let lognormal = LogNormal::new(150f64.ln() / 2.0, sigma).unwrap();
    let ks = |estimate: Estimate, cdf: &dyn Fn(f64) -> f64| {
        let found = distance(&sample(estimate.clone()), cdf);
        assert!(found < CRITICAL, "{estimate:?}: distance {found}");
    };
    ks(Estimate::parse("10-15 days").unwrap(), &|x| lognormal.cdf(x));
    let normal = Normal::new(12.5, 2.5 / z).unwrap();
    ks(Estimate::days(10.0..=15.0).shape(Shape::Normal), &|x| normal.cdf(x));
    let uniform = Uniform::new(10.0, 15.0).unwrap();
    ks(Estimate::days(10.0..=15.0).range(RangeMeaning::MinMax), &|x| uniform.cdf(x));
    let triangular = Triangular::new(10.0, 30.0, 12.0).unwrap();
    let three = Estimate::days(10.0..=30.0).likely(12.0).range(RangeMeaning::MinMax);
    ks(three.clone().shape(Shape::Triangular), &|x| triangular.cdf(x));
    let pert = Beta::new(1.4, 4.6).unwrap();
    ks(three, &|x| pert.cdf(((x - 10.0) / 20.0).clamp(0.0, 1.0)));
    let exponential = Exp::new(1.0 / 12.0).unwrap();
    ks(Estimate::exponential(Amount::days(12.0)), &|x| exponential.cdf(x));
    let variance = (1.0f64 + 0.25).ln();
    let by_moments = LogNormal::new(12f64.ln() - variance / 2.0, variance.sqrt()).unwrap();
    ks(Estimate::mean_sd(Amount::days(12.0), Amount::days(6.0), Shape::Lognormal), &|x| by_moments.cdf(x));
}

#[test]
fn what_lies_below_zero_counts_as_zero() {
    let sample = sample(Estimate::mean_sd(Amount::days(1.0), Amount::days(1.0), Shape::Normal));
    // P(Z < -1) = 0.158655; four standard errors at 1,000,000 trials. The half tick around 0 adds 0.00002.
    let zeros = sample.iter().filter(|&&days| days == 0.0).count() as f64 / 1e6;
    assert!((zeros - 0.158_655).abs() < 4.0 * (0.1587 * 0.8413 / 1e6f64).sqrt() + 3e-5, "{zeros}");
}

/// Two samples, ours and rand_distr's: the two-sample distance with n = m = 200,000 at alpha = 0.1% is 1.949 sqrt(2 / n).
#[test]
fn a_sum_of_three_shapes_agrees_with_rand_distr() {
    const N: usize = 200_000;
    let plan = Plan::new("", date(2027, 1, 4))
        .task(Task::new("a", Estimate::days(3.0..=9.0).likely(4.0).range(RangeMeaning::MinMax)))
        .task(Task::new("b", Estimate::parse("2-8 days").unwrap()).after("a"))
        .task(Task::new("c", Estimate::exponential(Amount::days(2.0))).after("b"));
    let trials =
        Simulation::new().sampling(Sampling::Random).trials(N).run(&Network::new(&plan).unwrap()).unwrap();
    let mut ours: Vec<f64> =
        trials.finishes().unwrap().into_iter().map(|t| f64::from(t) / f64::from(TICKS_PER_DAY)).collect();
    let mut random = rand::rngs::StdRng::seed_from_u64(7);
    let pert = rand_distr::Pert::new(3.0, 9.0).with_mode(4.0).unwrap();
    let sigma = 4f64.ln() / (2.0 * 1.281_551_565_544_6);
    let lognormal = rand_distr::LogNormal::new(16f64.ln() / 2.0, sigma).unwrap();
    let exponential = rand_distr::Exp::new(0.5).unwrap();
    let mut theirs: Vec<f64> = (0..N)
        .map(|_| pert.sample(&mut random) + lognormal.sample(&mut random) + exponential.sample(&mut random))
        .collect();
    ours.sort_by(f64::total_cmp);
    theirs.sort_by(f64::total_cmp);
    let mut worst = 0f64;
    for (rank, x) in ours.iter().enumerate() {
        let other = theirs.partition_point(|y| y <= x);
        worst = worst.max((rank as f64 + 1.0 - other as f64).abs() / N as f64);
    }
    assert!(worst < 1.949 * (2.0 / N as f64).sqrt(), "{worst}");
}
