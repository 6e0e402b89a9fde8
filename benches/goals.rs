//! The goals that no rival and no instruction count decides: growth, compiling, percentiles, threads, memory, the whole answer. One core
//! unless said otherwise; run it with RAYON_NUM_THREADS=1, as benches/record/make does.
#![allow(missing_docs)]

use std::hint::black_box;
use std::process::Command;
use std::time::Instant;

use landfall::report::{self, Questions};
use landfall::{
    Estimate, Forecast, Format, Network, P5, P10, P25, P50, P75, P80, P85, P90, P95, Percentile, Plan,
    RangeMeaning, Risk, Sampling, Simulation, Task, date,
};

mod lists;
mod plans;

const TRIALS: usize = 10_240;
const NINE: [Percentile; 9] = [P5, P10, P25, P50, P75, P80, P85, P90, P95];

fn main() {
    let asked = |word: &str| std::env::args().any(|argument| argument == word);
    if asked("memory") || asked("memory-explained") {
        return peak_memory(asked("memory-explained"));
    }
    if asked("reasons") {
        return reasons();
    }
    println!("| what | measured | must | aim | |");
    println!("|---|--:|--:|--:|---|");
    // First, because it times what is made once a process.
    compiling();
    growth();
    percentiles();
    features();
    people();
    threads();
    memory();
    whole_answer();
    reasons();
}

fn row(what: &str, measured: f64, unit: &str, must: f64, aim: f64) {
    // Of a speed-up more is better, of everything else less.
    let reached = |goal: f64| if unit == "times faster" { measured >= goal } else { measured <= goal };
    let verdict = match (reached(must), reached(aim)) {
        (_, true) => "aim reached",
        (true, false) => "held",
        (false, false) => "MISSED",
    };
    println!("| {what} [{unit}] | {measured:.2} | {must} | {aim} | {verdict} |");
}

/// What everything that a plan can say costs against PERT everywhere, with and without correlation; medians of rounds in turn.
fn features() {
    let everything = plans::everything(1000);
    let networks = [plans::plain(1000), everything.clone(), everything.correlation(0.3)]
        .map(|plan| Network::new(&plan).expect("the plan is sound"));
    let simulation = Simulation::new().trials(TRIALS).threads(1).tasks(false);
    let mut rounds: [Vec<f64>; 3] = Default::default();
    for _ in 0..15 {
        for (network, times) in networks.iter().zip(&mut rounds) {
            times.push(seconds(|| simulation.run(network).expect("it fits")));
        }
    }
    let [plain, everything, correlated] = rounds.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    });
    row(
        "every estimate, risk and link, against PERT everywhere",
        everything / plain,
        "times as long",
        2.0,
        1.5,
    );
    row("the same with correlation", correlated / plain, "times as long", 3.0, 2.0);
}

/// Lists of jobs on few people against heaps, both in turn.
fn people() {
    for case in &lists::CASES {
        let mut race = lists::Race::new(case);
        let mut ratios = Vec::new();
        for _ in 0..if case.jobs > 200 { 7 } else { 31 } {
            let (mut ours, mut heaps) = (0.0, 0.0);
            for block in 0..race.blocks() {
                ours += seconds(|| race.ours(block));
                heaps += seconds(|| race.heaps(block));
                race.agree();
            }
            ratios.push(heaps / ours);
        }
        let (must, aim) = if case.teams == 1 { (3.5, 6.5) } else { (1.7, 2.9) };
        row(&format!("{}, against heaps", case.name()), median(ratios), "times faster", must, aim);
    }
}

/// Tasks with about two predecessors each; PERT with as many shapes as said.
fn network(tasks: usize, shapes: usize) -> Network {
    let mut plan = Plan::new("bench", date(2027, 1, 4));
    for number in 0..tasks {
        let likely = 2.0 + 6.0 * (number % shapes) as f64 / shapes as f64;
        let takes = Estimate::days(1.0..=10.0).likely(likely).range(RangeMeaning::MinMax);
        let task = Task::new(format!("t{number}"), takes);
        let before = [3, 10].into_iter().filter(|&step| number >= step);
        plan = plan.task(before.fold(task, |task, step| task.after(format!("t{}", number - step))));
    }
    Network::new(&plan).expect("the plan is sound")
}

fn seconds<T>(work: impl FnOnce() -> T) -> f64 {
    let begin = Instant::now();
    black_box(work());
    begin.elapsed().as_secs_f64()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The medians of two kinds of work, done in turn.
fn pair(rounds: usize, mut one: impl FnMut() -> f64, mut other: impl FnMut() -> f64) -> (f64, f64) {
    let (first, second): (Vec<f64>, Vec<f64>) = (0..rounds).map(|_| (one(), other())).unzip();
    (median(first), median(second))
}

/// A run and its percentiles, in seconds.
fn answer(network: &Network, simulation: Simulation<'_>) -> f64 {
    seconds(|| {
        let forecast = Forecast::new(network, &simulation.run(network).expect("it fits"));
        NINE.map(|percentile| forecast.finish().days(percentile).get())
    })
}

fn growth() {
    let (small, large) = (network(100, 64), network(10_000, 10_000));
    let simulation = Simulation::new().trials(TRIALS).threads(1).tasks(false).sampling(Sampling::Random);
    let (small, large) = pair(9, || answer(&small, simulation), || answer(&large, simulation));
    println!(
        "| 100 tasks, 64 shapes [ns per task and trial] | {:.2} | | | |",
        1e9 * small / TRIALS as f64 / 100.0
    );
    println!(
        "| 10,000 tasks, all shapes distinct [ns per task and trial] | {:.2} | | | |",
        1e9 * large / TRIALS as f64 / 10_000.0
    );
    row("growth from the one to the other", large / small / 100.0, "times", 1.7, 1.3);
}

fn compiling() {
    const SHAPES: usize = 2000;
    let build = |estimate: &dyn Fn(f64) -> Estimate| {
        let plan = (0..SHAPES).fold(Plan::new("", date(2027, 1, 4)), |plan, number| {
            plan.task(Task::new(format!("t{number}"), estimate(number as f64 / SHAPES as f64)))
        });
        seconds(|| Network::new(&plan).expect("the plan is sound"))
    };
    let pert = |likely: f64| Estimate::days(1.0..=10.0).likely(likely).range(RangeMeaning::MinMax);
    let lognormal = |high: f64| Estimate::days(1.0..=high);
    // The first PERT makes the family, once a process.
    let first = build(&|_| pert(3.0));
    for (name, must, aim, distinct, same) in [
        (
            "compile a PERT shape",
            20.0,
            7.0,
            &(|x: f64| pert(2.0 + 7.0 * x)) as &dyn Fn(f64) -> Estimate,
            &(|_: f64| pert(3.0)) as &dyn Fn(f64) -> Estimate,
        ),
        ("compile a lognormal shape", 100.0, 10.0, &|x: f64| lognormal(2.0 + 3.0 * x), &|_: f64| {
            lognormal(2.0)
        }),
    ] {
        let (distinct, same) = pair(7, || build(distinct), || build(same));
        row(name, 1e6 * (distinct - same) / SHAPES as f64, "µs", must, aim);
    }
    println!(
        "| the family of PERT shapes, once a process [ms] | {:.2} | | | |",
        1e3 * (first - median((0..7).map(|_| build(&|_| pert(3.0))).collect()))
    );
}

fn percentiles() {
    let plan = Plan::new("", date(2027, 1, 4)).task(Task::new("a", Estimate::weeks(10.0..=30.0)));
    let network = Network::new(&plan).expect("the plan is sound");
    let simulation = Simulation::new().threads(1).tasks(false).sampling(Sampling::Random);
    let trials = simulation.trials(TRIALS).run(&network).expect("it fits");
    let exact = median(
        (0..101)
            .map(|_| {
                seconds(|| {
                    let forecast = Forecast::new(&network, &trials);
                    NINE.map(|percentile| forecast.finish().days(percentile).get())
                })
            })
            .collect(),
    );
    row("nine percentiles, exact", 1e9 * exact / TRIALS as f64, "ns per trial", 5.0, 3.0);
    // Against a run that keeps every finish: what counting adds.
    let (kept, counted) = pair(
        9,
        || seconds(|| simulation.trials(1 << 20).run(&network).expect("it fits")) / (1 << 20) as f64,
        || answer(&network, simulation.trials(1 << 22)) / (1 << 22) as f64,
    );
    row("nine percentiles, counted", 1e9 * (counted - kept), "ns per trial", 2.0, 0.8);
}

fn threads() {
    let network = network(1000, 64);
    let simulation = Simulation::new().trials(10 * TRIALS).tasks(false).sampling(Sampling::Random);
    let run = |threads: usize| simulation.threads(threads).run(&network).expect("it fits");
    assert_eq!(run(1), run(2), "the same bits");
    let (one, two) =
        pair(9, || answer(&network, simulation.threads(1)), || answer(&network, simulation.threads(2)));
    row("two threads", one / two, "times faster", 1.8, 1.95);
    // What two of these cores can do at all: work that shares nothing.
    let spin = || (0..30_000_000u64).fold(1u64, |x, k| black_box(x.wrapping_mul(3) ^ k));
    let (alone, together) = pair(
        9,
        || seconds(spin),
        || {
            seconds(|| {
                std::thread::scope(|scope| {
                    scope.spawn(spin);
                    spin()
                })
            })
        },
    );
    println!("| two threads that share nothing [times faster] | {:.2} | | | |", 2.0 * alone / together);
}

/// The most memory that a million trials of 1,000 tasks take, in processes of their own: without and with their explanation.
fn memory() {
    let program = std::env::current_exe().expect("a program knows its path");
    for (argument, what, must, aim) in [
        ("memory", "a million trials of 1,000 tasks", 256.0, 64.0),
        ("memory-explained", "the same and their explanation", 1024.0, 512.0),
    ] {
        let output = Command::new(&program).arg(argument).output().expect("it runs again");
        match String::from_utf8_lossy(&output.stdout).trim().parse::<f64>() {
            Ok(kilobytes) => row(what, kilobytes / 1024.0, "MiB at most", must, aim),
            Err(_) => println!("| {what} | not known on this system | | | |"),
        }
    }
}

fn peak_memory(explained: bool) {
    let network = network(1000, 64);
    let simulation = Simulation::new().trials(1_000_000);
    let trials = simulation.tasks(false).run(&network).expect("it fits");
    black_box(Forecast::new(&network, &trials).date(P80));
    if explained {
        black_box(simulation.explain_of(&network, None, P80).expect("it fits"));
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    println!("{}", peak.map_or("", |peak| peak.trim().trim_end_matches(" kB")));
}

/// How long reasons take, from a plan to a text.
fn reasons() {
    let roadmap = Plan::parse(include_str!("../examples/plans/roadmap.toml"), Format::Toml);
    let roadmap = roadmap.expect("the plan is sound");
    let delay = |name: &str, tag: &str| Risk::new(name, 0.2).delays(tag, Estimate::days(1.0..=4.0));
    let everything = plans::everything(100).risk(delay("r20", "#tag2")).risk(delay("r21", "#tag7"));
    assert_eq!((everything.tasks.len(), everything.risks.len()), (100, 20));
    for (what, plan, rounds, must, aim) in [
        ("why: 100 tasks, 20 risks, 10,000 trials, one thread", everything, 11, 500.0, 250.0),
        ("why: the roadmap with its teams, 10,000 trials, one thread", roadmap, 3, 8_000.0, 4_000.0),
    ] {
        let explain = || {
            seconds(|| {
                let why = Simulation::new().threads(1).explain(black_box(&plan)).expect("it fits");
                report::why(&why).text()
            })
        };
        row(what, 1e3 * median((0..rounds).map(|_| explain()).collect()), "ms", must, aim);
    }
}

fn whole_answer() {
    let text = include_str!("../examples/plans/roadmap.toml");
    let plan = Plan::parse(text, Format::Toml).expect("the plan is sound");
    let mut without = plan.clone();
    (without.teams, without.effects, without.alternatives) = (Vec::new(), Vec::new(), Vec::new());
    without.tasks.iter_mut().for_each(|task| (task.team, task.people) = (None, 1));
    let without = without.to_text(Format::Toml).expect("a plan can be written");
    for (what, text) in [
        (
            "the whole answer for a roadmap of 47 tasks, 10,000 trials, from text to text, without teams",
            &*without,
        ),
        ("the same with its three teams, shares, interrupts and effects", text),
    ] {
        let whole = || {
            seconds(|| {
                let plan = Plan::parse(black_box(text), Format::Toml).expect("the plan is sound");
                report::forecast(&plan.forecast().expect("it fits"), &Questions::default()).text()
            })
        };
        row(what, 1e3 * median((0..31).map(|_| whole()).collect()), "ms", 16.0, 4.0);
    }
    let compare = || {
        seconds(|| {
            let comparison = Simulation::new().threads(1).compare(black_box(&plan)).expect("it fits");
            report::comparison(&comparison, &Questions::default()).text()
        })
    };
    let what = "the same and its three alternatives side by side, 10,000 trials each, one thread";
    row(what, 1e3 * median((0..11).map(|_| compare()).collect()), "ms", 1000.0, 500.0);
}
