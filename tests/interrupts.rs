//! Interrupts against closed forms.

use landfall::{
    Amount, Code, Estimate, Interrupt, Join, Leave, Network, Plan, RangeMeaning, Simulation, TICKS_PER_DAY,
    Team, date, inspect,
};
use proptest::prelude::*;

use crate::plans;
use crate::teams::{empty, task};
use crate::use_of_time::near;

/// The mean finish, and its standard error [days].
fn mean(plan: &Plan, n: usize) -> (f64, f64) {
    let network = Network::new(plan).unwrap();
    let trials =
        Simulation::new().trials(n).tasks(false).sampling(landfall::Sampling::Random).run(&network).unwrap();
    let finishes: Vec<f64> = trials
        .finishes()
        .unwrap()
        .into_iter()
        .map(|ticks| f64::from(ticks) / f64::from(TICKS_PER_DAY))
        .collect();
    let mean = finishes.iter().sum::<f64>() / n as f64;
    let variance = finishes.iter().map(|days| (days - mean) * (days - mean)).sum::<f64>() / (n - 1) as f64;
    (mean, (variance / n as f64).sqrt())
}

/// A million trials; fewer where time matters more, with the same number of standard errors.
const MANY: usize = 1_000_000;

#[test]
fn interrupts_make_work_longer_by_the_load_of_a_busy_period() {
    // A person's work W under Poisson interrupts of load r, which also come while others are handled: W / (1 - r) (a busy period that
    // begins with W; Conway, Maxwell and Miller, Theory of Scheduling, 1967, 8-3). Four standard errors.
    for (every, takes, work) in
        [(3.0, Estimate::days(1.0), 5.0), (1.0, Estimate::exponential(Amount::days(0.5)), 2.0)]
    {
        let load = if every == 3.0 { 1.0 / 3.0 } else { 0.5 };
        let team = Team::new("one", 1).interrupt(Interrupt::new(Amount::days(every), takes));
        let plan = empty().team(team).task(task("a", work).team("one"));
        let (mean, error) = mean(&plan, MANY);
        let exact = work / (1.0 - load);
        println!("load {load:.3}: {mean:.4} against {exact:.4}, standard error {error:.5}");
        assert!((mean - exact).abs() < 4.0 * error, "{mean} {exact} {error}");
    }
}

#[test]
fn two_kinds_of_interrupts_add_up_and_a_second_person_takes_half() {
    // Loads 0.2 and 0.1 together.
    let team = Team::new("one", 1)
        .interrupt(Interrupt::new(Amount::weeks(1.0), Estimate::days(1.0)))
        .interrupt(Interrupt::new(Amount::days(5.0), Estimate::days(0.0..=1.0).range(RangeMeaning::MinMax)));
    let (found, error) = mean(&empty().team(team).task(task("a", 7.0).team("one")), 200_000);
    assert!((found - 7.0 / 0.7).abs() < 4.0 * error, "{found} {error}");
    // Of two people one is always free unless two interrupts are there: a task of one of them pauses only then. In the long run an
    // M/M/2 queue with load a = 0.8 has two or more customers with probability a^2 / (2 + a).
    let team = Team::new("two", 2)
        .interrupt(Interrupt::new(Amount::days(1.0), Estimate::exponential(Amount::days(0.8))));
    let (found, error) = mean(&empty().team(team).task(task("a", 400.0).team("two")), 10_000);
    let working = 1.0 - 0.8 * 0.8 / 2.8;
    // The queue is empty when the task begins, which it has an advantage from: about a day.
    assert!((found / (400.0 / working) - 1.0).abs() < 0.004, "{found} {error}");
}

#[test]
fn interrupts_take_their_load_of_the_time() {
    let team = Team::new("two", 2).interrupt(Interrupt::new(Amount::days(2.0), Estimate::days(1.0)));
    let plan = empty().team(team).task(task("a", 200.0).team("two"));
    let two = Simulation::new().trials(4000).forecast(&plan).unwrap().team("two").unwrap().clone();
    // A load of half a person of two. Of about 100 interrupts in a trial the share has a relative error of 1/10, of 4,000 trials 1/600.
    assert!((two.interrupts - 0.25).abs() < 4.0 * 0.25 / 600.0, "{}", two.interrupts);
    near(two.kinds[0].used + two.interrupts + two.idle, 1.0);
}

#[test]
fn many_interrupts_that_nobody_handles_end_soon() {
    let begin = std::time::Instant::now();
    let team = Team::new("one", 1)
        .leave(Leave::new(date(2027, 1, 4), date(2037, 1, 4)))
        .interrupt(Interrupt::new(Amount::days(0.01), Estimate::days(0.005)));
    let plan = empty().team(team).task(task("a", 1.0).team("one"));
    Simulation::new().trials(1).forecast(&plan).unwrap();
    assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
}

#[test]
fn what_interrupts_take_is_nobody_s_share() {
    let team = Team::new("two", 2).share("roadmap", 0.8).share("debt", 0.2);
    let team = team.interrupt(Interrupt::new(Amount::days(2.0), Estimate::days(1.0)));
    let two = Simulation::new()
        .trials(500)
        .forecast(&empty().team(team).task(task("a", 100.0).team("two")))
        .unwrap();
    let two = two.team("two").unwrap().clone();
    assert!(two.interrupts > 0.2, "{}", two.interrupts);
    near(two.kinds[1].unused.unwrap(), 0.2 * (1.0 - two.interrupts));
}

#[test]
fn those_who_join_at_the_start_handle_interrupts_too() {
    let team = Team::new("one", 0)
        .join(Join::new(date(2027, 1, 4), 1))
        .interrupt(Interrupt::new(Amount::weeks(1.0), Estimate::days(1.0)));
    let plan = empty().team(team).task(task("a", 2.0).team("one"));
    assert!(plan.check().is_empty(), "{:?}", plan.check());
    let mut later = plan;
    later.teams[0].joins[0].from = date(2027, 1, 5);
    assert_eq!(later.check()[0].code, landfall::Code::Overloaded);
}

/// METHOD 19: gaps are exponential with the mean that is given, and one says nothing of the next; times are drawn from the estimate. n = 40,000,
/// alpha = 0.001: Kolmogorov-Smirnov 1.949 / sqrt(n), a correlation of 3.29 / sqrt(n).
#[test]
fn gaps_between_interrupts_are_exponential_and_unrelated() {
    let takes = Estimate::days(0.5..=2.5).range(RangeMeaning::MinMax);
    let team = Team::new("one", 1).interrupt(Interrupt::new(Amount::days(4.0), takes));
    let network = Network::new(&empty().team(team).task(task("a", 5.0).team("one"))).unwrap();
    let calls = (0..400).flat_map(|trial| inspect::interrupts(&network, 5, "one", 0, trial, 100).unwrap());
    let (gaps, takes): (Vec<f64>, Vec<f64>) = calls
        .map(|(gap, takes)| (gap as f64 / f64::from(TICKS_PER_DAY), takes as f64 / f64::from(TICKS_PER_DAY)))
        .unzip();
    let n = gaps.len() as f64;
    let distance = |values: &[f64], cdf: &dyn Fn(f64) -> f64| {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let apart = sorted.iter().enumerate().map(|(place, &value)| {
            (cdf(value) - place as f64 / n).abs().max((cdf(value) - (place + 1) as f64 / n).abs())
        });
        apart.fold(0.0, f64::max)
    };
    // A gap is rounded to a tick, which moves its share by 1/46,000 at most.
    let most = 1.949 / n.sqrt() + 1e-4;
    assert!(distance(&gaps, &|days| 1.0 - libm::exp(-days / 4.0)) < most);
    assert!(distance(&takes, &|days| (days - 0.5) / 2.0) < most);
    let shares = |values: &[f64], mean: f64| values.iter().map(|value| value - mean).collect::<Vec<f64>>();
    let (gaps, takes) = (shares(&gaps, 4.0), shares(&takes, 1.5));
    let correlation = |one: &[f64], other: &[f64], sds: f64| {
        one.iter().zip(other).map(|(one, other)| one * other).sum::<f64>() / n / sds
    };
    let sd = 2.0 / 12f64.sqrt();
    for found in [correlation(&gaps, &gaps[1..], 16.0), correlation(&gaps, &takes, 4.0 * sd)] {
        assert!(found.abs() < 3.29 / n.sqrt(), "{found}");
    }
}

proptest! {
    #![proptest_config(plans::config(256))]

    /// METHOD 19: what comes takes as much as the fewest people have, or more; who is on leave counts, and who joins later does not.
    #[test]
    fn interrupts_that_take_all_of_the_time_are_refused(
        people in 0u32..4,
        joins in proptest::collection::vec((0i8..3, 1u32..3), 0..3),
        away in 0u32..3,
        entries in proptest::collection::vec((0.2..4.0f64, 0.1..3.0f64, 1.0..2.0f64), 1..3),
    ) {
        let mut team = Team::new("web", people);
        let mut fewest = people;
        for (day, number) in joins {
            team = team.join(Join::new(date(2027, 1, 3 + day), number));
            // On the day before the start, on that of the start, and later.
            fewest += if day < 2 { number } else { 0 };
        }
        if away > 0 {
            team = team.leave(Leave::new(date(2027, 1, 4), date(2027, 3, 4)).people(away));
        }
        let mut load = 0.0;
        for (every, low, times) in entries {
            let takes = Estimate::days(low..=low * times).range(RangeMeaning::MinMax);
            team = team.interrupt(Interrupt::new(Amount::days(every), takes));
            load += low * (1.0 + times) / 2.0 / every;
        }
        prop_assume!((load - f64::from(fewest)).abs() > 1e-6);
        let findings = empty().team(team).task(task("a", 1.0).team("web")).check();
        let refused = findings.iter().any(|finding| finding.code == Code::Overloaded);
        prop_assert_eq!(refused, load > f64::from(fewest), "{} of {} people", load, fewest);
    }
}

#[test]
fn interrupts_that_take_just_all_of_the_time_are_refused_too() {
    let refused = |takes: f64| {
        let team = Team::new("two", 2).interrupt(Interrupt::new(Amount::days(1.0), Estimate::days(takes)));
        let findings = empty().team(team).task(task("a", 1.0).team("two")).check();
        findings.iter().any(|finding| finding.code == Code::Overloaded)
    };
    assert_eq!((refused(1.999), refused(2.0)), (false, true));
}

#[test]
fn what_lies_below_nothing_takes_nothing_also_in_the_load() {
    // A normal with mean and deviation 1, what lies below 0 counting as 0: the mean is the distribution function and the density of the
    // normal at 1 together, 0.84134 + 0.24197.
    let mean = 1.083_315_5;
    let takes = Estimate::mean_sd(Amount::days(1.0), Amount::days(1.0), landfall::Shape::Normal);
    let refused = |every: f64| {
        let team = Team::new("one", 1).interrupt(Interrupt::new(Amount::days(every), takes.clone()));
        let findings = empty().team(team).task(task("a", 5.0).team("one")).check();
        findings.iter().any(|finding| finding.code == Code::Overloaded)
    };
    assert!(refused(1.05) && refused(mean - 1e-4) && !refused(mean + 1e-4));
}
