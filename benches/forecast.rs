//! Whole answers: check, compile, simulate and summarise, by the number of tasks; and the shipped roadmap from its text.
#![allow(missing_docs)]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use landfall::report::{self, Questions};
use landfall::{Estimate, Format, Network, Plan, RangeMeaning, Simulation, Task, date};

/// Tasks with about two predecessors each, of 64 shapes of PERT.
fn plan(tasks: usize) -> Plan {
    let mut plan = Plan::new("bench", date(2027, 1, 4));
    for number in 0..tasks {
        let likely = 2.0 + (number % 64) as f64 / 10.0;
        let takes = Estimate::days(1.0..=10.0).likely(likely).range(RangeMeaning::MinMax);
        let mut task = Task::new(format!("t{number}"), takes);
        for step in [3, 10] {
            if number >= step {
                task = task.after(format!("t{}", number - step));
            }
        }
        plan = plan.task(task);
    }
    plan
}

fn simulate(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("simulate, one thread");
    group.sample_size(10);
    for tasks in [10, 100, 1000, 10_000] {
        let trials = 10_240;
        let network = Network::new(&plan(tasks)).expect("the plan is sound");
        group.throughput(Throughput::Elements((tasks * trials) as u64));
        group.bench_with_input(BenchmarkId::from_parameter(tasks), &network, |bencher, network| {
            let simulation = Simulation::new().trials(trials).threads(1).tasks(false);
            bencher.iter(|| simulation.run(black_box(network)).expect("it fits"));
        });
    }
    group.finish();
}

fn whole_answer(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("whole answer");
    group.sample_size(10);
    let text = include_str!("../examples/plans/roadmap.toml");
    group.bench_function("roadmap of 45 tasks, 10,000 trials, from text to text", |bencher| {
        bencher.iter(|| {
            let plan = Plan::parse(black_box(text), Format::Toml).expect("the plan is sound");
            report::forecast(&plan.forecast().expect("it fits"), &Questions::default()).text()
        });
    });
    group.bench_function("compile 1,000 tasks", |bencher| {
        let plan = plan(1000);
        bencher.iter(|| Network::new(black_box(&plan)).expect("the plan is sound"));
    });
    group.finish();
}

criterion_group!(benches, simulate, whole_answer);
criterion_main!(benches);
