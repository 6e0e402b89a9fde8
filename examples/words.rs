//! The random words of a simulation, raw on standard output, for a battery of tests from elsewhere: nothing to see for people.
//!
//! `cargo run --release --example words -- trials | dieharder -a -g 200` (docs/method.md says what came of it)

use std::io::Write;
use std::process::ExitCode;

use landfall::inspect::{Variable, bits};
use landfall::{Estimate, Network, Plan, Sampling, Task, date};

const HELP: &str = "\
The random words of a simulation without end, raw, for a battery of tests.

usage: words trials      one variable, trial after trial
       words variables   a thousand variables with names that differ in a digit, trial by trial
       words seeds       one variable, a thousand neighbouring seeds, trial by trial
";

/// So many streams are looked at side by side.
const SIDE_BY_SIDE: usize = 1024;

/// So many trials at a time.
const TRIALS: u64 = 4096;

fn main() -> ExitCode {
    let what = std::env::args().nth(1).unwrap_or_default();
    let mut plan = Plan::new("", date(2027, 1, 4));
    for number in 0..SIDE_BY_SIDE {
        plan = plan.task(Task::new(format!("task-{number}"), Estimate::days(1.0..=2.0)));
    }
    let network = Network::new(&plan).expect("the plan is sound");
    let names: Vec<String> = plan.tasks.iter().map(|task| task.name.clone()).collect();
    let words = |seed, name: &str, first: u64| {
        let trials = first..first + TRIALS;
        bits(&network, Sampling::Random, seed, Variable::Duration(name), trials).expect("the task is there")
    };
    let mut out = std::io::stdout().lock();
    for first in (0u64..).step_by(TRIALS as usize) {
        let block: Vec<u32> = match what.as_str() {
            "trials" => words(0, &names[0], first),
            "variables" => side_by_side(names.iter().map(|name| words(0, name, first)).collect()),
            "seeds" => {
                let seeds = 0..SIDE_BY_SIDE as u64;
                side_by_side(seeds.map(|seed| words(seed, &names[0], first)).collect())
            }
            _ => {
                print!("{HELP}");
                return if what == "--help" { ExitCode::SUCCESS } else { ExitCode::from(2) };
            }
        };
        let bytes: Vec<u8> = block.iter().flat_map(|word| word.to_le_bytes()).collect();
        if out.write_all(&bytes).is_err() {
            // Whoever read it has enough.
            return ExitCode::SUCCESS;
        }
    }
    ExitCode::SUCCESS
}

/// The first word of each stream, then the second of each.
fn side_by_side(streams: Vec<Vec<u32>>) -> Vec<u32> {
    (0..TRIALS as usize).flat_map(|trial| streams.iter().map(move |stream| stream[trial])).collect()
}
