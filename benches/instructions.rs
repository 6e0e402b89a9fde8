//! Instructions per task and trial, counted by callgrind: the same on a busy machine as on an idle one, so this is what CI holds us to.
//!
//! Runs itself under valgrind with two numbers of trials; the difference is the simulation alone. Where valgrind is missing it says
//! so and passes.
#![allow(missing_docs)]

use std::process::{Command, ExitCode};

use landfall::kernel::Level;
use landfall::{Estimate, Network, Plan, RangeMeaning, Sampling, Simulation, Task, date};

/// PERT everywhere, 64 shapes, about two predecessors a task.
const TASKS: usize = 1000;

/// The trials of the shorter run; the longer one has twice as many.
const TRIALS: usize = 2048;

/// The most instructions per task and trial, by instruction set and way of sampling.
const MOST: [(&str, Sampling, f64); 4] = [
    ("SSE2", Sampling::Random, 32.0),
    ("AVX2", Sampling::Random, 18.0),
    ("SSE2", Sampling::LatinHypercube, 37.0),
    ("AVX2", Sampling::LatinHypercube, 20.0),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [run, level, sampling, trials] if run == "run" => {
            let sampling = sampling.parse().expect("a way of sampling");
            simulate(level, sampling, trials.parse().expect("a number of trials"))
        }
        _ => compare(),
    }
}

/// One run, to be counted.
fn simulate(level: &str, sampling: Sampling, trials: usize) -> ExitCode {
    let level =
        Level::available().into_iter().find(|other| other.name() == level).expect("the level is there");
    let mut plan = Plan::new("bench", date(2027, 1, 4));
    for number in 0..TASKS {
        let likely = 2.0 + (number % 64) as f64 / 10.0;
        let takes = Estimate::days(1.0..=10.0).likely(likely).range(RangeMeaning::MinMax);
        let task = Task::new(format!("t{number}"), takes);
        let before = [3, 10].into_iter().filter(|&step| number >= step);
        plan = plan.task(before.fold(task, |task, step| task.after(format!("t{}", number - step))));
    }
    let network = Network::new(&plan).expect("the plan is sound");
    let simulation = Simulation::new().trials(trials).threads(1).level(level).tasks(false).sampling(sampling);
    let trials = simulation.run(&network).expect("it fits");
    println!("{}", trials.len());
    ExitCode::SUCCESS
}

fn compare() -> ExitCode {
    let mut held = true;
    for (level, sampling, most) in MOST {
        if Level::available().iter().all(|other| other.name() != level) {
            println!("skipped: this processor has no {level}");
            continue;
        }
        let (Some(short), Some(long)) = (count(level, sampling, TRIALS), count(level, sampling, 2 * TRIALS))
        else {
            println!("skipped: valgrind is not installed");
            return ExitCode::SUCCESS;
        };
        let each = (long - short) as f64 / (TASKS * TRIALS) as f64;
        let verdict = if each <= most { "held" } else { "TOO MANY" };
        println!("{level}, {sampling}: {each:.2} instructions per task and trial, at most {most}: {verdict}");
        held &= each <= most;
    }
    if held { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The instructions of a whole run.
fn count(level: &str, sampling: Sampling, trials: usize) -> Option<u64> {
    let program = std::env::current_exe().expect("a program knows its path");
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(["run", level, sampling.as_str(), &trials.to_string()])
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let line = text.lines().find(|line| line.contains("Collected : "));
    let count = line.and_then(|line| line.rsplit(' ').next()?.parse().ok());
    Some(count.unwrap_or_else(|| panic!("valgrind said: {text}")))
}
