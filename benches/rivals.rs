//! How many times faster landfall simulates than two rivals, one thread each: the plain loop over rand_distr, and vectorised NumPy.
//!
//! In each round each of the three answers, one after another, so that a slower or faster moment of the machine meets them all;
//! landfall answers eight times, so that all are at work for a similar time. Medians are compared, and the fastest rounds, which a
//! neighbour on the same processor disturbs least. An answer is the nine percentiles of the plan's finish. What a run reuses is built before and not timed:
//! landfall's `Network` with its tables, rand_distr's distributions, NumPy's matrix of finishes.
#![allow(missing_docs)]

#[path = "rivals/case.rs"]
mod case;
#[path = "rivals/numpy_rival.rs"]
mod numpy_rival;
#[path = "rivals/ours.rs"]
mod ours;
#[path = "rivals/rand_distr_rival.rs"]
mod rand_distr_rival;

use std::process::Command;
use std::thread::available_parallelism;
use std::time::Instant;

use case::{Case, Curve, Goal, PERCENTS, Percentiles, TRIALS};
use numpy_rival::NumPy;

/// Percentiles of two hands may differ by so much; by chance alone they do by up to 0.4%.
const TOLERANCE: f64 = 0.01;

/// How often landfall answers in a round.
const ANSWERS: u32 = 8;

/// What one round took [s]; without NumPy where there is none.
struct Round {
    ours: f64,
    rand_distr: f64,
    numpy: Option<f64>,
}

fn main() {
    // Cargo passes flags for a harness, `--bench` among them. There is nothing to choose here.
    println!("{}\n", machine());
    match NumPy::start(&Case { curve: Curve::Triangle, tasks: 1 }) {
        Ok(numpy) => println!("NumPy {}\n", numpy.version),
        Err(skipped) => println!("{skipped}\n"),
    }
    println!(
        "| case | landfall, ns per task and trial | rand_distr, ns | times (fastest) | goal: must / aim | NumPy, ns | times (fastest) | goal: must / aim |"
    );
    println!("|---|--:|--:|--:|--:|--:|--:|--:|");
    for curve in [Curve::Pert, Curve::Triangle] {
        for tasks in [100, 1000] {
            let case = Case { curve, tasks };
            println!("{}", row(&case, &rounds(&case)));
        }
    }
}

/// The processor, its cores, the day and the commit.
fn machine() -> String {
    let processor = std::fs::read_to_string("/proc/cpuinfo").ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("model name"))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    });
    let processor = processor.unwrap_or_else(|| "unknown processor".to_owned());
    let cores = available_parallelism().map_or(1, usize::from);
    let day = jiff::Timestamp::now().strftime("%Y-%m-%d");
    let git = Command::new("git")
        .args(["rev-parse", "--short", "HEAD"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .ok()
        .filter(|git| git.status.success())
        .map(|git| format!(", commit {}", String::from_utf8_lossy(&git.stdout).trim()));
    format!("{processor}, {cores} cores, {day}{}", git.unwrap_or_default())
}

/// A round to warm up, which does not count, and then as many as a case needs.
fn rounds(case: &Case) -> Vec<Round> {
    let network = ours::network(case);
    let mut plain_loop = rand_distr_rival::prepare(case);
    let mut numpy = NumPy::start(case).ok();
    // The shorter a run, the more of it a disturbance takes.
    let count = if case.tasks <= 100 { 31 } else { 9 };
    let round = || {
        let (ours, percentiles) =
            timed(|| (1..ANSWERS).fold(ours::answer(&network), |_, _| ours::answer(&network)));
        let ours = ours / f64::from(ANSWERS);
        let (rand_distr, theirs) = timed(&mut plain_loop);
        agree(case, "rand_distr", &percentiles, &theirs);
        let numpy = numpy.as_mut().map(|numpy| {
            let (seconds, theirs) = numpy.answer();
            agree(case, "NumPy", &percentiles, &theirs);
            seconds
        });
        Round { ours, rand_distr, numpy }
    };
    std::iter::repeat_with(round).take(1 + count).skip(1).collect()
}

fn timed(answer: impl FnOnce() -> Percentiles) -> (f64, Percentiles) {
    let begin = Instant::now();
    let percentiles = answer();
    (begin.elapsed().as_secs_f64(), percentiles)
}

/// A fast wrong answer is no rival, and would be no landfall.
fn agree(case: &Case, rival: &str, ours: &Percentiles, theirs: &Percentiles) {
    for ((percent, ours), theirs) in PERCENTS.iter().zip(ours).zip(theirs) {
        let apart = (theirs / ours - 1.0).abs();
        assert!(apart <= TOLERANCE, "{case}: P{percent} is {ours} days for landfall, {theirs} for {rival}");
    }
}

/// The line of the table.
fn row(case: &Case, rounds: &[Round]) -> String {
    let scaled = |seconds: &dyn Fn(&Round) -> Option<f64>| -> Option<Spread> {
        let seconds: Option<Vec<f64>> = rounds.iter().map(seconds).collect();
        seconds.map(|seconds| Spread::of(seconds, 1e9 / (case.tasks * TRIALS) as f64))
    };
    let Some(ours) = scaled(&|round| Some(round.ours)) else { return String::new() };
    let loops = cells(ours, scaled(&|round| Some(round.rand_distr)), case.goal_for_rand_distr());
    let numpy = cells(ours, scaled(&|round| round.numpy), case.goal_for_numpy());
    format!("| {case} | {:.2} | {loops} | {numpy} |", ours.median)
}

fn cells(ours: Spread, rival: Option<Spread>, Goal { must, aim }: Goal) -> String {
    match rival {
        Some(rival) => format!(
            "{:.1} | {:.1} ({:.1}) | {must} / {aim}",
            rival.median,
            rival.median / ours.median,
            rival.least / ours.least
        ),
        None => format!("skipped | – | {must} / {aim}"),
    }
}

/// How long the rounds took.
#[derive(Clone, Copy)]
struct Spread {
    median: f64,
    least: f64,
}

impl Spread {
    fn of(seconds: Vec<f64>, scale: f64) -> Self {
        let least = seconds.iter().copied().fold(f64::INFINITY, f64::min);
        Self { median: scale * median(seconds), least: scale * least }
    }
}

/// The middle of an odd number of values.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}
