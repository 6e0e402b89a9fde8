//! What stratified sampling gains: the variance of the percentiles over many seeds, and the time, against random sampling on the
//! same plans. The default way of sampling was decided by this table.
#![allow(missing_docs)]

use std::time::Instant;

use landfall::{
    Estimate, Forecast, Format, Network, P50, P80, P95, Percentile, Plan, RangeMeaning, Sampling, Simulation,
    Task, date,
};

const TRIALS: usize = 10_240;
const SEEDS: u64 = 300;
const PERCENTILES: [Percentile; 3] = [P50, P80, P95];

fn main() {
    println!("{TRIALS} trials, {SEEDS} seeds, one thread, percentiles included\n");
    println!("| plan | variance smaller by: P50 | P80 | P95 | time | error for the same time, P80 |");
    println!("|---|--:|--:|--:|--:|--:|");
    let mut gains = Vec::new();
    for (name, network) in plans() {
        let (random, lhs) = compare(&network);
        let gain: Vec<f64> = (0..3).map(|place| random.variances[place] / lhs.variances[place]).collect();
        let time = lhs.seconds / random.seconds;
        row(&name, &gain, time);
        gains.push((gain, time));
    }
    let median = |values: Vec<f64>| {
        // Where the percentile is the same day in every run, nothing can be gained.
        let mut values: Vec<f64> = values.into_iter().filter(|value| value.is_finite()).collect();
        values.sort_by(f64::total_cmp);
        (values[(values.len() - 1) / 2] + values[values.len() / 2]) / 2.0
    };
    let gain: Vec<f64> =
        (0..3).map(|place| median(gains.iter().map(|(gain, _)| gain[place]).collect())).collect();
    row("median", &gain, median(gains.iter().map(|&(_, time)| time).collect()));
}

fn row(name: &str, gain: &[f64], time: f64) {
    // The error falls with the square root of the time.
    let error = (time / gain[1]).sqrt();
    let gain = gain.iter().map(|gain| match gain.is_finite() {
        true => format!("{gain:.2}"),
        false => "no variance".to_owned(),
    });
    println!("| {name} | {} | {time:.2} | {error:.2} |", gain.collect::<Vec<_>>().join(" | "));
}

/// The plans that ship, and a network of a hundred PERT tasks.
fn plans() -> Vec<(String, Network)> {
    let mut plans: Vec<(String, Plan)> = [
        ("small, 4 tasks, 1 risk", include_str!("../examples/plans/small.toml")),
        ("release", include_str!("../examples/plans/release.toml")),
        ("roadmap, 45 tasks, 10 risks", include_str!("../examples/plans/roadmap.toml")),
    ]
    .map(|(name, text)| (name.to_owned(), Plan::parse(text, Format::Toml).expect("the plan is sound")))
    .into();
    let mut network = Plan::new("network", date(2027, 1, 4));
    for number in 0..100 {
        let likely = 2.0 + (number % 64) as f64 / 10.0;
        let takes = Estimate::days(1.0..=10.0).likely(likely).range(RangeMeaning::MinMax);
        let task = Task::new(format!("t{number}"), takes);
        let before = [3, 10].into_iter().filter(|&step| number >= step);
        network = network.task(before.fold(task, |task, step| task.after(format!("t{}", number - step))));
    }
    plans.push(("network of 100 PERT tasks".to_owned(), network));
    plans.into_iter().map(|(name, plan)| (name, Network::new(&plan).expect("the plan is sound"))).collect()
}

struct Measured {
    variances: [f64; 3],
    /// The median of the runs.
    seconds: f64,
}

/// Both ways, seed after seed in turn.
fn compare(network: &Network) -> (Measured, Measured) {
    let ways = [Sampling::Random, Sampling::LatinHypercube];
    let mut days = [const { Vec::new() }; 2];
    let mut seconds = [const { Vec::new() }; 2];
    for seed in 0..SEEDS {
        for (way, &sampling) in ways.iter().enumerate() {
            let begin = Instant::now();
            let simulation =
                Simulation::new().trials(TRIALS).threads(1).tasks(false).seed(seed).sampling(sampling);
            let forecast = Forecast::new(network, &simulation.run(network).expect("it fits"));
            days[way].push(PERCENTILES.map(|percentile| forecast.finish().days(percentile).get()));
            seconds[way].push(begin.elapsed().as_secs_f64());
        }
    }
    let measured = |way: usize| {
        let mut seconds = seconds[way].clone();
        seconds.sort_by(f64::total_cmp);
        let variances =
            std::array::from_fn(|place| variance(days[way].iter().map(|days| days[place]).collect()));
        Measured { variances, seconds: seconds[seconds.len() / 2] }
    };
    (measured(0), measured(1))
}

fn variance(values: Vec<f64>) -> f64 {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (count - 1.0)
}
