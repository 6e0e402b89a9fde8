//! Estimates, risks and correlation against answers that were computed apart: closed forms and integrals by the scripts in
//! `fixtures/answers`.

use landfall::inspect::{self, Compiled, Variable};
use landfall::{
    Amount, Distribution, ErrorKind, Estimate, Forecast, Group, Items, Lag, Link, LinkKind, Moments, Network,
    Percentile, Plan, Range, RangeMeaning, Risk, Sampling, Scale, Shape, Simulation, Spread, TICKS_PER_DAY,
    Task, Trials, date,
};
use serde_json::Value;
use statrs::distribution::{ContinuousCDF, Normal};

use crate::distributions::spread;

/// So many trials, each drawn by itself; 4 standard errors are allowed everywhere, which one honest check in 16,000 fails.
const TRIALS: usize = 200_000;
const ERRORS: f64 = 4.0;

fn answers(text: &str, key: &str) -> Vec<Value> {
    let all: Value = serde_json::from_str(text).unwrap();
    all[key].as_array().unwrap().clone()
}

fn correlated(key: &str) -> Vec<Value> {
    answers(include_str!("fixtures/answers/correlated.json"), key)
}

fn number(of: &Value, key: &str) -> f64 {
    of[key].as_f64().unwrap_or_else(|| panic!("{key} in {of}"))
}

/// The numbers of a reference, in days.
fn estimate(of: &Value) -> Estimate {
    Estimate::Spread(match spread(of) {
        Spread::Range(of) => {
            let mut range = Range::new(Amount::days(of.low), Amount::days(of.high));
            (range.likely, range.shape, range.range) = (of.likely.map(Amount::days), of.shape, of.range);
            Spread::Range(range)
        }
        Spread::Moments(of) => {
            Spread::Moments(Moments::new(Amount::days(of.mean), of.sd.map(Amount::days), of.shape))
        }
        other => unreachable!("{other:?} is no case"),
    })
}

fn run(plan: &Plan) -> Trials {
    let simulation = Simulation::new().trials(TRIALS).seed(11).sampling(Sampling::Random).tasks(false);
    simulation.run(&Network::new(plan).unwrap()).unwrap()
}

/// The finishes of the plan [days].
fn finishes(trials: &Trials) -> Vec<f64> {
    let ticks = trials.finishes().unwrap();
    ticks.into_iter().map(|ticks| f64::from(ticks) / f64::from(TICKS_PER_DAY)).collect()
}

fn moments(values: &[f64]) -> (f64, f64) {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let variance =
        values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / values.len() as f64;
    (mean, variance.sqrt())
}

/// Mean and standard deviation as in the reference.
fn agrees(values: &[f64], of: &Value) {
    let (mean, sd) = moments(values);
    let (wanted_mean, wanted_sd) = (number(of, "mean"), number(of, "sd"));
    let root = (values.len() as f64).sqrt();
    assert!((mean - wanted_mean).abs() < ERRORS * wanted_sd / root, "mean {mean} in {of}");
    // The error of a standard deviation is sd sqrt((kurtosis - 1) / 4n); no curve here has a kurtosis above 9.
    assert!((sd - wanted_sd).abs() < ERRORS * wanted_sd * 2f64.sqrt() / root, "sd {sd} in {of}");
}

/// As many outcomes up to each percentile of the reference as there should be; `atom` are those at the percentile itself.
fn percentiles_agree(values: &[f64], of: &Value) {
    for (name, wanted) in of["percentiles"].as_object().unwrap() {
        let (p, wanted) = (name.parse::<Percentile>().unwrap().share(), wanted.as_f64().unwrap());
        // A finish is a whole number of ticks.
        let half_a_tick = 0.5 / f64::from(TICKS_PER_DAY);
        let upto = |x: f64| values.iter().filter(|&&value| value <= x).count() as f64 / values.len() as f64;
        let (before, upto) = (upto(wanted - half_a_tick), upto(wanted + half_a_tick));
        let error = ERRORS * (p * (1.0 - p) / values.len() as f64).sqrt();
        assert!(before - error <= p && p <= upto + error, "{name}: {before} to {upto} in {of}");
    }
}

fn empty() -> Plan {
    Plan::new("", date(2027, 1, 4))
}

/// Tasks one after the other.
fn chain(estimates: impl IntoIterator<Item = Estimate>) -> Plan {
    estimates.into_iter().enumerate().fold(empty(), |plan, (place, takes)| {
        let task = Task::new(format!("t{place}"), takes);
        plan.task(if place > 0 { task.after(format!("t{}", place - 1)) } else { task })
    })
}

#[test]
fn three_correlated_triangles_have_the_sum_that_integration_gives() {
    let cases = correlated("sum");
    assert_eq!(cases.len(), 4);
    for case in cases {
        let plan = chain(case["tasks"].as_array().unwrap().iter().map(estimate));
        let values = finishes(&run(&plan.correlation(number(&case, "correlation"))));
        agrees(&values, &case);
        percentiles_agree(&values, &case);
    }
}

/// The variance of a sum of n equal normal variables with correlation r is n (1 + (n - 1) r) sd^2.
#[test]
fn a_normal_chain_has_the_variance_of_theory_plan_wide_and_in_a_group() {
    let (mean, sd) = (50.0, 5.0);
    for count in [2usize, 8, 25] {
        for r in [0.0, 0.3, 0.7, 1.0] {
            let normal = || Estimate::mean_sd(Amount::days(mean), Amount::days(sd), Shape::Normal);
            let plan = chain((0..count).map(|_| normal()));
            let n = count as f64;
            let wanted = (n * (1.0 + (n - 1.0) * r)).sqrt() * sd;
            let group = (0..count).fold(Group::new("g", r), |group, place| group.tasks(format!("t{place}")));
            // What the plan says of its tasks is nothing to those of a group.
            for plan in [plan.clone().correlation(r), plan.correlation(0.5).group(group)] {
                let (found_mean, found) = moments(&finishes(&run(&plan)));
                let root = (TRIALS as f64).sqrt();
                assert!((found_mean - n * mean).abs() < ERRORS * wanted / root, "mean of {count} at {r}");
                let error = ERRORS * wanted / (2.0 * TRIALS as f64).sqrt();
                assert!((found - wanted).abs() < error, "{count} tasks at {r}: sd {found} and not {wanted}");
            }
        }
    }
}

/// What tasks have in common leaves each of their numbers uniform, and correlates the normal scores of any two as much as was said.
#[test]
fn correlated_numbers_stay_uniform() {
    const COUNT: usize = 1 << 19;
    for r in [0.05, 0.3, 0.5, 0.9, 0.999] {
        let group = Group::new("g", r).tasks("t0").tasks("t1");
        let network =
            Network::new(&chain([Estimate::days(1.0..=2.0), Estimate::days(1.0..=2.0)]).group(group))
                .unwrap();
        let shares = ["t0", "t1"].map(|task| {
            let bits =
                inspect::bits(&network, Sampling::Random, 5, Variable::Duration(task), 0..COUNT as u64)
                    .unwrap();
            bits.into_iter().map(|bits| (f64::from(bits) + 0.5) / 4_294_967_296.0).collect::<Vec<f64>>()
        });
        let root = (COUNT as f64).sqrt();
        for shares in &shares {
            let mut sorted = shares.clone();
            sorted.sort_by(f64::total_cmp);
            let n = COUNT as f64;
            let distance = sorted.iter().enumerate().map(|(place, share)| {
                (share - place as f64 / n).abs().max((share - (place + 1) as f64 / n).abs())
            });
            // Kolmogorov-Smirnov, alpha = 1e-4 for each of ten samples.
            let distance = root * distance.fold(0.0, f64::max);
            assert!(distance < 2.23, "r = {r}: {distance}");
            // Both tails, where a table might fail: as many as there should be.
            for tail in [1e-3, 1e-4] {
                let count = |inside: &dyn Fn(f64) -> bool| {
                    shares.iter().filter(|&&share| inside(share)).count() as f64
                };
                let wanted = tail * n;
                for found in [count(&|share| share < tail), count(&|share| share > 1.0 - tail)] {
                    assert!(
                        (found - wanted).abs() < ERRORS * wanted.sqrt(),
                        "r = {r}: {found} beyond {tail}"
                    );
                }
            }
        }
        let normal = Normal::standard();
        let scores = shares
            .map(|shares| shares.into_iter().map(|share| normal.inverse_cdf(share)).collect::<Vec<f64>>());
        let product: f64 = scores[0].iter().zip(&scores[1]).map(|(a, b)| a * b).sum::<f64>() / COUNT as f64;
        // The variance of the product of two normal scores is 1 + r^2.
        assert!((product - r).abs() < ERRORS * (1.0 + r * r).sqrt() / root, "r = {r}: {product}");
    }
}

/// Clark 1961.
#[test]
fn the_later_of_two_correlated_tasks_is_as_late_as_clark_says() {
    for case in correlated("max_of_two") {
        let tasks = case["tasks"].as_array().unwrap().iter().map(estimate).enumerate();
        let plan =
            tasks.fold(empty(), |plan, (place, takes)| plan.task(Task::new(format!("t{place}"), takes)));
        agrees(&finishes(&run(&plan.correlation(number(&case, "correlation")))), &case);
    }
}

#[test]
fn a_risk_that_stretches_half_the_trials_makes_the_mixture_of_both_curves() {
    for case in correlated("becomes") {
        let risk = Risk::new("slow", number(&case, "chance")).becomes("t0", estimate(&case["becomes"]));
        let values = finishes(&run(&chain([estimate(&case["task"])]).risk(risk)));
        agrees(&values, &case);
        percentiles_agree(&values, &case);
        // The same said as one estimate.
        let either = Estimate::any([(1.0, estimate(&case["task"])), (1.0, estimate(&case["becomes"]))]);
        let values = finishes(&run(&chain([either])));
        agrees(&values, &case);
        percentiles_agree(&values, &case);
    }
}

/// A shared risk correlates tasks by itself, and less so where each has its own number.
#[test]
fn a_risk_over_two_tasks_spreads_their_sum_as_worked_out() {
    let cases = correlated("shared_scale");
    assert_eq!(cases.len(), 2);
    for case in cases {
        let tasks =
            case["tasks"].as_array().unwrap().iter().map(|days| Estimate::days(days.as_f64().unwrap()));
        let mut risk =
            Risk::new("r", number(&case, "chance")).scales("*", Scale::from(spread(&case["scales"])));
        risk.each = case["each"].as_bool().unwrap();
        let values = finishes(&run(&chain(tasks).risk(risk)));
        agrees(&values, &case);
        percentiles_agree(&values, &case);
    }
}

#[test]
fn risks_that_depend_on_each_other_happen_as_often_as_they_should() {
    let often = |share: f64, wanted: f64| {
        let error = ERRORS * (wanted * (1.0 - wanted) / TRIALS as f64).sqrt();
        assert!((share - wanted).abs() <= error, "{share} and not {wanted}");
    };
    let given = &correlated("given")[0];
    let plan = chain([Estimate::days(10.0)])
        .risk(
            Risk::new("b", number(&given["b"], "chance"))
                .given("a", number(&given["b"]["given"], "a"))
                .delays("t0", Estimate::days(2.0)),
        )
        .risk(Risk::new("a", number(&given["a"], "chance")).delays("t0", Estimate::days(1.0)));
    let trials = run(&plan);
    let share_of =
        |days: f64| finishes(&trials).iter().filter(|&&finish| finish == days).count() as f64 / TRIALS as f64;
    for (days, key) in [(10.0, "p_neither"), (11.0, "p_only_a"), (12.0, "p_only_b"), (13.0, "p_both")] {
        often(share_of(days), number(given, key));
    }
    // The forecast knows how often each happened.
    let forecast = Forecast::new(&Network::new(&plan).unwrap(), &trials);
    often(forecast.risks()[0].happened, number(given, "p_b"));
    often(forecast.risks()[1].happened, number(given, "p_a"));

    let one_of = &correlated("one_of")[0];
    let chances: Vec<f64> =
        one_of["chances"].as_array().unwrap().iter().map(|c| c.as_f64().unwrap()).collect();
    let plan = chain([Estimate::days(10.0)])
        .risk(Risk::new("a", chances[0]).one_of("set").delays("t0", Estimate::days(1.0)))
        .risk(Risk::new("b", chances[1]).one_of("set").delays("t0", Estimate::days(2.0)));
    let trials = run(&plan);
    let share_of =
        |days: f64| finishes(&trials).iter().filter(|&&finish| finish == days).count() as f64 / TRIALS as f64;
    for (days, key) in [(10.0, "p_neither"), (11.0, "p_first"), (12.0, "p_second")] {
        often(share_of(days), number(one_of, key));
    }
    assert_eq!(share_of(13.0), 0.0);
}

/// The share of the 2^32 draws up to each number of periods, against exact fractions.
#[test]
fn items_take_as_many_periods_as_dynamic_programming_says() {
    let cases = answers(include_str!("fixtures/answers/items.json"), "cases");
    assert_eq!(cases.len(), 5);
    for case in cases {
        let throughput =
            case["throughput"].as_array().unwrap().iter().map(|count| count.as_u64().unwrap() as u32);
        let mut items = Items::new(0.0, throughput).per(Amount::days(1.0));
        items.items = spread(&case["items"]);
        items.split = Some(spread(&case["split"]));
        let curve = Compiled::duration(&empty(), &Estimate::Items(items)).unwrap();
        for point in case["F"].as_array().unwrap() {
            let (periods, wanted) = (point[0].as_f64().unwrap(), point[1].as_f64().unwrap());
            // The first bits that stand for more periods, by halving.
            let most = (periods + 0.5) * f64::from(TICKS_PER_DAY);
            let (mut low, mut high) = (0u64, 1u64 << 32);
            while low < high {
                let middle = low.midpoint(high);
                if curve.at(middle as u32) <= most { low = middle + 1 } else { high = middle }
            }
            let share = low as f64 / (1u64 << 32) as f64;
            // Items and split that are both smooth are integrated, the others are exact.
            assert!(
                (share - wanted).abs() < 1e-6,
                "{periods} periods: {share} and not {wanted} in {}",
                case["name"]
            );
        }
    }
}

/// The mean and the variance of a mixture are those of its parts: with shares w, sum w m and sum w (s^2 + m^2) - mean^2. Twelve such tasks
/// in a chain, each by itself, have twelve times both.
#[test]
fn a_chain_of_mixtures_has_the_mean_and_variance_of_its_parts() {
    let uniform = |low: f64, high: f64| Estimate::days(low..=high).range(RangeMeaning::MinMax);
    let either =
        Estimate::any([(3.0, uniform(2.0, 4.0)), (1.0, uniform(8.0, 12.0)), (1.0, Estimate::days(20.0))]);
    let mean: f64 = 0.6 * 3.0 + 0.2 * 10.0 + 0.2 * 20.0;
    let square = 0.6 * (4.0 / 12.0 + 9.0) + 0.2 * (16.0 / 12.0 + 100.0) + 0.2 * 400.0;
    let of = serde_json::json!({ "mean": 12.0 * mean, "sd": (12.0 * (square - mean * mean)).sqrt() });
    agrees(&finishes(&run(&chain((0..12).map(|_| either.clone())))), &of);
}

/// What it took before comes again, each as often.
#[test]
fn a_history_is_resampled() {
    let history = [3.0, 5.0, 4.0, 5.0, 12.0].map(Amount::days);
    let values = finishes(&run(&chain([Estimate::history(history)])));
    for (days, wanted) in [(3.0, 0.2), (4.0, 0.2), (5.0, 0.4), (12.0, 0.2)] {
        let share = values.iter().filter(|&&value| value == days).count() as f64 / TRIALS as f64;
        let error = ERRORS * f64::sqrt(wanted * (1.0 - wanted) / TRIALS as f64);
        assert!((share - wanted).abs() < error, "{days} days in {share}");
    }
}

/// Of four values each has exactly a quarter of the 2^32 draws, and the quantile at a quarter is still the first.
#[test]
fn a_history_is_cut_where_its_shares_end() {
    let values = [1.0, 2.0, 3.0, 4.0];
    let curve = Compiled::duration(&empty(), &Estimate::history(values.map(Amount::days))).unwrap();
    let exact = Distribution::fit(&Spread::history(values), RangeMeaning::P10P90).unwrap();
    for (place, value) in values.into_iter().enumerate() {
        let (first, last) = ((place as u32) << 30, ((place as u32) << 30) + ((1 << 30) - 1));
        let ticks = value * f64::from(TICKS_PER_DAY);
        assert_eq!((curve.at(first), curve.at(last)), (ticks, ticks));
        if value < 4.0 {
            assert_eq!(exact.quantile(0.25 * value), value);
        }
    }
}

/// A lag alone may lead out of the axis, as time and as a share of what the other takes: that is an error, never an answer.
#[test]
fn lags_beyond_the_axis_are_an_error() {
    let lags = [(100.0, Lag::Time(Amount::days(36_000.0))), (30_000.0, Lag::Share(10.0))];
    for kind in LinkKind::ALL {
        for (days, lag) in lags {
            let task = |place: usize| Task::new(format!("t{place}"), Estimate::days(days));
            let chain = (1..9).fold(empty().task(task(0)), |plan, place| {
                plan.task(task(place).after(Link::to(format!("t{}", place - 1)).kind(*kind).lag(lag)))
            });
            let error = Simulation::new().trials(3).run(&Network::new(&chain).unwrap()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Horizon, "{kind} {lag}");
        }
    }
}
