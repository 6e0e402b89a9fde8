//! The same seed gives the same bits: on any number of threads, for any block, today and tomorrow.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};

use landfall::kernel::{Level, strata, stream};
use landfall::{
    Amount, ErrorKind, Estimate, Format, Interrupt, Network, Plan, PlanFile, Sampling, Simulation, Task,
    Team, Trials, date,
};
use proptest::prelude::*;

use crate::{kinds, oracle, plans};

fn network(plan: &str) -> Network {
    Network::of_file(&PlanFile::parse(plan, Format::Toml).unwrap()).unwrap()
}

fn roadmap() -> Network {
    network(include_str!("../examples/plans/roadmap.toml"))
}

/// Every kind of estimate, link and risk, with correlation.
fn migration() -> Network {
    network(include_str!("../examples/plans/migration.toml"))
}

/// Everything a run leaves behind, whatever its blocks.
fn everything(network: &Network, trials: &Trials) -> Vec<Option<Vec<i32>>> {
    let plan = network.plan();
    let nodes = plan.tasks.len() + plan.milestones.len();
    let happened = (0..plan.risks.len()).map(|risk| trials.happened(risk).map(|count| vec![count as i32]));
    let columns = (0..nodes).flat_map(|node| [trials.finishes_of(node), trials.starts_of(node)]);
    [trials.finishes()].into_iter().chain(columns).chain(happened).collect()
}

#[test]
fn threads_blocks_and_instruction_sets_change_no_bit() {
    for (network, sampling) in [
        (roadmap(), Sampling::Random),
        (roadmap(), Sampling::LatinHypercube),
        (migration(), Sampling::Random),
        (migration(), Sampling::LatinHypercube),
    ] {
        let run = |threads: usize, block: usize, level: Level| {
            let simulation = Simulation::new().trials(5001).seed(42).sampling(sampling);
            let trials = simulation.threads(threads).block(block).level(level).run(&network).unwrap();
            everything(&network, &trials)
        };
        let reference = run(1, 1024, Level::lowest());
        for threads in [1, 2, 7] {
            for block in [7, 256, 1000, 1024, 4096] {
                let same = run(threads, block, Level::best()) == reference;
                assert!(same, "{sampling}, {threads} threads, blocks of {block}");
            }
        }
        for level in Level::available() {
            assert!(run(2, 512, level) == reference, "{sampling}, {level}");
        }
        assert!(run(2, 1, Level::best()) == reference, "{sampling}, blocks of 1");
    }
}

proptest! {
    #![proptest_config(plans::config(24))]

    #[test]
    fn no_bit_of_any_plan_changes_with_blocks_or_instruction_sets(
        plan in prop_oneof![oracle::plans::plan().boxed(), oracle::staff::plan_with_teams().boxed()],
        block in 1usize..300,
        seed in any::<u64>(),
    ) {
        let network = Network::new(&plan).unwrap();
        let run = |block: usize, level: Level| {
            let simulation = Simulation::new().trials(300).seed(seed);
            let trials = simulation.threads(1).block(block).level(level).run(&network).ok()?;
            Some(everything(&network, &trials))
        };
        let reference = run(1024, Level::lowest());
        for level in Level::available() {
            prop_assert_eq!(&run(block, level), &reference, "{}", level);
        }
    }
}

#[test]
fn trials_are_equal_whatever_their_blocks() {
    let network = roadmap();
    let run = |block: usize, seed: u64| {
        Simulation::new().trials(500).block(block).seed(seed).run(&network).unwrap()
    };
    assert_eq!(run(7, 0), run(1024, 0));
    assert_ne!(run(7, 0), run(7, 1));
}

#[test]
#[should_panic(expected = "another plan")]
fn trials_of_another_plan_are_not_summarised() {
    let other =
        Network::new(&Plan::parse(include_str!("../examples/plans/small.toml"), Format::Toml).unwrap())
            .unwrap();
    let trials = Simulation::new().trials(10).run(&roadmap()).unwrap();
    landfall::Forecast::new(&other, &trials);
}

#[test]
fn more_trials_begin_with_the_same_trials() {
    let network = roadmap();
    let short = Simulation::new().trials(500).run(&network).unwrap().finishes().unwrap();
    let long = Simulation::new().trials(2000).run(&network).unwrap().finishes().unwrap();
    assert_eq!(short, long[..500]);
}

#[test]
fn another_seed_is_another_luck() {
    let network = roadmap();
    let run = |seed: u64| Simulation::new().trials(500).seed(seed).run(&network).unwrap().finishes().unwrap();
    assert_ne!(run(0), run(1));
    assert_ne!(run(0), run(1 << 32));
}

#[test]
fn a_change_elsewhere_leaves_the_luck_of_a_task_alone() {
    let plan = Plan::parse(include_str!("../examples/plans/small.toml"), Format::Toml).unwrap();
    let mut more = plan.clone();
    more.tasks.insert(0, landfall::Task::new("new", landfall::Estimate::weeks(1.0..=9.0)));
    let column = |plan: &Plan, node: usize| {
        let trials = Simulation::new().trials(300).run(&Network::new(plan).unwrap()).unwrap();
        trials.finishes_of(node).unwrap()
    };
    for node in 0..plan.tasks.len() {
        assert_eq!(column(&plan, node), column(&more, node + 1));
    }
}

/// The value contract. A change here is value-breaking: it goes into the CHANGELOG and into a commit of its own.
#[test]
fn the_bits_are_what_they_always_were() {
    let mut words = [0; 6];
    stream::fill(Level::best(), 7, 0x0123_4567_89ab_cdef, 126, &mut words);
    let mut stratified = [0; 6];
    strata::fill(Level::best(), 7, 0x0123_4567_89ab_cdef, 510, &mut stratified);
    let runs = [
        (roadmap(), Sampling::Random),
        (roadmap(), Sampling::LatinHypercube),
        (migration(), Sampling::Random),
        (migration(), Sampling::LatinHypercube),
    ];
    let finishes = runs.map(|(network, sampling)| {
        let trials = Simulation::new().trials(2000).sampling(sampling).run(&network).unwrap();
        let finishes = trials.finishes().unwrap();
        (finishes[..4].to_vec(), kinds::hash(finishes))
    });
    insta::assert_debug_snapshot!((words, stratified, finishes));
}

#[test]
fn a_run_reports_its_progress_and_can_be_cancelled() {
    let network = roadmap();
    let seen = AtomicUsize::new(0);
    let report = |progress: landfall::Progress| {
        assert_eq!(progress.total, 5000);
        seen.fetch_max(progress.done, Ordering::Relaxed);
        ControlFlow::Continue(())
    };
    Simulation::new().trials(5000).on_progress(&report).run(&network).unwrap();
    assert_eq!(seen.into_inner(), 5000);
    let stop = |_| ControlFlow::Break(());
    let error = Simulation::new().trials(5000).on_progress(&stop).run(&network).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled);
}

#[test]
fn where_one_run_takes_long_progress_shows_and_it_can_be_cancelled_within_a_block() {
    let every = Interrupt::new(Amount::hours(0.1), Estimate::hours(0.05));
    let plan = Plan::new("", date(2027, 1, 4))
        .team(Team::new("support", 2).interrupt(every))
        .task(Task::new("rebuild", Estimate::weeks(100.0..=120.0)).team("support"));
    let network = Network::new(&plan).unwrap();
    let one_thread = Simulation::new().trials(40).threads(1);
    let (told, reached) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let report = |progress: landfall::Progress| {
        told.fetch_add(1, Ordering::Relaxed);
        // On one thread every report is further on than the one before.
        assert!(reached.swap(progress.done, Ordering::Relaxed) < progress.done);
        ControlFlow::Continue(())
    };
    let whole = one_thread.on_progress(&report).run(&network).unwrap();
    assert_eq!(reached.into_inner(), 40);
    let told = told.into_inner();
    assert!(told > 10, "told {told} times of one block");
    assert_eq!(whole.finishes(), one_thread.block(7).run(&network).unwrap().finishes());

    let asked = AtomicUsize::new(0);
    let stop = |_| {
        asked.fetch_add(1, Ordering::Relaxed);
        ControlFlow::Break(())
    };
    let error = one_thread.on_progress(&stop).run(&network).unwrap_err();
    assert_eq!((error.kind(), asked.into_inner()), (ErrorKind::Cancelled, 1));
}
