//! Instructions per task and trial, counted by callgrind: the same on a busy machine as on an idle one, so this is what CI holds us to.
//!
//! Runs itself under valgrind with two numbers of trials; the difference is the simulation alone. Where valgrind is missing it says
//! so and passes.
#![allow(missing_docs)]

use std::process::{Command, ExitCode};

use landfall::kernel::Level;
use landfall::{Network, Sampling, Simulation};

mod plans;

/// Tasks of each plan.
const TASKS: usize = 1000;

/// The trials of the shorter run; the longer one has twice as many.
const TRIALS: usize = 2048;

/// The most instructions per task and trial, by plan, instruction set and way of sampling: PERT everywhere; everything that a plan can say
/// of tasks, links and risks, at most twice that; and that with correlation, at most three times.
const MOST: [(&str, &str, Sampling, f64); 8] = [
    ("plain", "SSE2", Sampling::Random, 32.0),
    ("plain", "AVX2", Sampling::Random, 18.0),
    ("plain", "SSE2", Sampling::LatinHypercube, 37.0),
    ("plain", "AVX2", Sampling::LatinHypercube, 20.0),
    ("everything", "SSE2", Sampling::LatinHypercube, 71.4),
    ("everything", "AVX2", Sampling::LatinHypercube, 37.9),
    ("correlated", "SSE2", Sampling::LatinHypercube, 107.1),
    ("correlated", "AVX2", Sampling::LatinHypercube, 56.9),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [run, plan, level, sampling, trials] if run == "run" => {
            let sampling = sampling.parse().expect("a way of sampling");
            simulate(plan, level, sampling, trials.parse().expect("a number of trials"))
        }
        _ => compare(),
    }
}

/// One run, to be counted.
fn simulate(plan: &str, level: &str, sampling: Sampling, trials: usize) -> ExitCode {
    let level =
        Level::available().into_iter().find(|other| other.name() == level).expect("the level is there");
    let plan = match plan {
        "plain" => plans::plain(TASKS),
        "everything" => plans::everything(TASKS),
        _ => plans::everything(TASKS).correlation(0.3),
    };
    let network = Network::new(&plan).expect("the plan is sound");
    let simulation = Simulation::new().trials(trials).threads(1).level(level).tasks(false).sampling(sampling);
    let trials = simulation.run(&network).expect("it fits");
    println!("{}", trials.len());
    ExitCode::SUCCESS
}

fn compare() -> ExitCode {
    let mut held = true;
    for (plan, level, sampling, most) in MOST {
        if Level::available().iter().all(|other| other.name() != level) {
            println!("skipped: this processor has no {level}");
            continue;
        }
        let (Some(short), Some(long)) =
            (count(plan, level, sampling, TRIALS), count(plan, level, sampling, 2 * TRIALS))
        else {
            println!("skipped: valgrind is not installed");
            return ExitCode::SUCCESS;
        };
        let each = (long - short) as f64 / (TASKS * TRIALS) as f64;
        let verdict = if each <= most { "held" } else { "TOO MANY" };
        println!(
            "{plan}, {level}, {sampling}: {each:.2} instructions per task and trial, at most {most}: {verdict}"
        );
        held &= each <= most;
    }
    if held { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The instructions of a whole run.
fn count(plan: &str, level: &str, sampling: Sampling, trials: usize) -> Option<u64> {
    let program = std::env::current_exe().expect("a program knows its path");
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(["run", plan, level, sampling.as_str(), &trials.to_string()])
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let line = text.lines().find(|line| line.contains("Collected : "));
    let count = line.and_then(|line| line.rsplit(' ').next()?.parse().ok());
    Some(count.unwrap_or_else(|| panic!("valgrind said: {text}")))
}
