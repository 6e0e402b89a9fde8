//! Explanations: drivers and levers are what-ifs, shares add up, and what is critical is.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Mutex;

use landfall::{
    Action, Amount, Cause, CauseGroup, Change, ErrorKind, Estimate, Explanation, Format, Join, Link,
    Milestone, Network, P5, P50, P80, P95, Percentile, Plan, Progress, RangeMeaning, Risk, Sampling,
    Simulation, Task, TaskField, Team, TeamField, date,
};
use proptest::prelude::*;

use crate::{oracle, plans};

fn case(name: &str) -> Plan {
    let path = format!("{}/tests/fixtures/cases/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    Plan::read(path).unwrap()
}

fn roadmap() -> Plan {
    Plan::parse(include_str!("../examples/plans/roadmap.toml"), Format::Toml).unwrap()
}

fn start() -> landfall::Date {
    date(2027, 1, 4)
}

/// A task that takes one to five days, all of them equally likely.
fn even(name: &str) -> Task {
    Task::new(name, Estimate::days(1.0..=5.0).range(RangeMeaning::MinMax))
}

fn chains(why: &Explanation) -> BTreeMap<String, f64> {
    why.way().chains.iter().map(|chain| (chain.tasks.join("-"), chain.share)).collect()
}

/// Many random trials at a time: those of an explanation are at most 16,384.
fn shares_of(plan: &Plan, seeds: std::ops::Range<u64>) -> BTreeMap<String, f64> {
    let mut all: BTreeMap<String, f64> = BTreeMap::new();
    let count = seeds.clone().count() as f64;
    for seed in seeds {
        let why = Simulation::new().seed(seed).trials(16_384).explain(plan).unwrap();
        for (chain, share) in chains(&why) {
            *all.entry(chain).or_default() += share / count;
        }
    }
    all
}

#[test]
fn the_chains_of_leemis_park_come_as_often_as_was_published() {
    // Leemis and Park, Discrete-Event Simulation, 2006, section 2.4: 10,000 replications; the figures are those of the reference in
    // fixtures/cases, whose error is below 0.0002.
    let shares = shares_of(&case("leemis-park"), 0..4);
    let published = [
        ("a2-a7", 0.0178),
        ("a1-a4-a7", 0.0934),
        ("a3-a8", 0.1961),
        ("a2-a6-a8", 0.1181),
        ("a1-a4-a6-a8", 0.5734),
        ("a1-a5-a9", 0.0013),
    ];
    for (chain, share) in published {
        assert!((shares[chain] - share).abs() < 0.005, "{chain}: {} instead of {share}", shares[chain]);
    }
    assert!((shares.values().sum::<f64>() - 1.0).abs() < 1e-9);
}

#[test]
fn the_chains_of_the_bridge_come_as_often_as_is_exact() {
    // 43/60 and 17/120 (Leemis et al., Networks 48(3), 2006).
    let shares = shares_of(&case("bridge-uniform"), 0..4);
    for (chain, share) in [("a1-a3-a5", 43.0 / 60.0), ("a1-a4", 17.0 / 120.0), ("a2-a5", 17.0 / 120.0)] {
        assert!((shares[chain] - share).abs() < 0.005, "{chain}: {} instead of {share}", shares[chain]);
    }
    // What is on a chain is critical there.
    let why = Simulation::new().trials(16_384).explain(&case("bridge-uniform")).unwrap();
    let critical = |task: &str| why.way().criticality(task).unwrap().criticality;
    assert!((critical("a1") - 103.0 / 120.0).abs() < 0.005 && (critical("a3") - 43.0 / 60.0).abs() < 0.005);
}

#[test]
fn everything_on_a_chain_is_critical_in_every_trial() {
    let tasks = ["a", "b", "c", "d"];
    let mut plan = Plan::new("", start());
    for (place, name) in tasks.into_iter().enumerate() {
        let task = even(name);
        plan = plan.task(if place > 0 { task.after(tasks[place - 1]) } else { task });
    }
    let mut in_a_team = plan.clone().team(Team::new("web", 1));
    in_a_team.default_team = Some("web".into());
    for plan in [plan, in_a_team] {
        let why = plan.explain().unwrap();
        assert!(why.way().tasks.iter().all(|task| task.criticality == 1.0));
        assert_eq!(chains(&why), BTreeMap::from([("a-b-c-d".to_owned(), 1.0)]));
        // Each has a fourth of the variance.
        for task in &why.way().tasks {
            assert!((task.ssi.unwrap() - 0.5).abs() < 0.02, "{task:?}");
        }
    }
}

#[test]
fn branches_that_are_alike_are_critical_alike() {
    let plan = Plan::new("", start()).task(even("a")).task(even("b"));
    let why = Simulation::new().trials(16_384).sampling(Sampling::Random).explain(&plan).unwrap();
    let [a, b] = ["a", "b"].map(|task| why.way().criticality(task).unwrap().criticality);
    // Either with half: a standard error of 0.5 / 128.
    assert!((a - 0.5).abs() < 4.0 * 0.5 / 128.0 && (b - 0.5).abs() < 4.0 * 0.5 / 128.0, "{a} {b}");
    let constant = |name: &str| Task::new(name, Estimate::days(3.0));
    let why = Plan::new("", start()).task(constant("a")).task(constant("b")).explain().unwrap();
    assert!(why.way().tasks.iter().all(|task| task.criticality == 1.0 && task.cri.is_none()));
    // A chain is counted once: of equals that of the first.
    assert_eq!(chains(&why), BTreeMap::from([("a".to_owned(), 1.0)]));
}

#[test]
fn those_who_wait_for_the_same_person_are_on_one_chain() {
    let plan = Plan::new("", start())
        .team(Team::new("web", 1))
        .task(even("a").team("web"))
        .task(even("b").team("web"))
        .task(Task::new("c", Estimate::days(1.0)))
        .milestone(Milestone::new("early").after("c"));
    let why = plan.explain().unwrap();
    assert_eq!(chains(&why), BTreeMap::from([("a-b".to_owned(), 1.0)]));
    let critical = |task: &str| why.way().criticality(task).unwrap().criticality;
    assert_eq!((critical("a"), critical("b"), critical("c")), (1.0, 1.0, 0.0));
    let early = why.way_of("early").unwrap();
    assert_eq!(early.chains[0].tasks, ["c"]);
    assert_eq!(early.criticality("c").unwrap().criticality, 1.0);
    // One more person lets both begin at once.
    let hire = why.lever(Action::Hire, "web").unwrap();
    assert!(hire.gain.days.get() > 2.0, "{hire:?}");
}

/// What is past stays: who joins a plan under way comes the day after its status.
#[test]
fn one_more_person_comes_to_a_plan_under_way_the_day_after_its_status() {
    let text = "start = 2027-03-01\n[team.core]\npeople = 1\nshare = { roadmap = 0.6, debt = 0.3, unplanned = 0.1 }\n\
        [task.a]\ntakes = \"20 days\"\nteam = \"core\"\n[status]\nas_of = 2027-03-26\n[status.task.a]\nstarted = 2027-03-01\n\
        remaining = \"8 days\"\n";
    let why = Plan::parse(text, Format::Toml).unwrap().explain().unwrap();
    let lever = why.lever(Action::Hire, "core").unwrap();
    let joins = Team::new("core", 1).join(Join::new(date(2027, 3, 27), 1)).joins;
    assert_eq!(lever.changes, [Change::team("core", [TeamField::Joins(joins)])]);
    // 8 days at 0.6 a day, or at 0.9.
    let gain = lever.gain.days.get();
    assert!((gain - (8.0 / 0.6 - 8.0 / 0.9)).abs() < 0.01, "{gain}");
}

/// A lead of one and a half times what a task takes: the longer it takes, the sooner the finish.
#[test]
fn cruciality_has_no_sign() {
    let plan = Plan::new("", start())
        .task(Task::new("before", Estimate::days(20.0)))
        .task(even("a").after("before"))
        .task(Task::new("b", Estimate::days(30.0)).after(Link::to("a").lag_share(-1.5)));
    let why = plan.explain().unwrap();
    assert!(why.way().criticality("a").unwrap().cri.unwrap() > 0.999);
    assert_eq!(why.way().criticality("b").unwrap().cri, None);
}

/// The people of two teams come free at the same moment: the chain goes on with what comes first by priority and plan order.
#[test]
fn of_those_who_free_people_at_once_the_first_is_on_the_chain() {
    let days = |name: &str, days: f64| Task::new(name, Estimate::days(days));
    let plan = |urgent: i64| {
        Plan::new("", start())
            .team(Team::new("web", 1))
            .team(Team::new("ops", 1))
            .task(days("x", 2.0).team("web"))
            .task(days("y", 2.0).team("ops").priority(urgent))
            .task(days("z", 1.0).uses("web", 1).uses("ops", 1))
    };
    for (urgent, chain) in [(100, "x-z"), (1, "y-z")] {
        assert_eq!(chains(&plan(urgent).explain().unwrap()), BTreeMap::from([(chain.to_owned(), 1.0)]));
    }
}

/// What does not exist in a trial stands where its links hold it, and is not what is waited for.
#[test]
fn what_is_absent_never_comes_last() {
    let plan = Plan::new("", start())
        .task(Task::new("first", Estimate::days(5.0)))
        .task(Task::new("maybe", Estimate::days(1.0)).exists(0.25).after("first"))
        .task(Task::new("last", Estimate::days(1.0)).after("maybe").after("first"));
    let why = plan.explain().unwrap();
    let join = why.joins().iter().find(|join| join.at.as_deref() == Some("last")).unwrap();
    let share = |name: &str| join.latest.iter().find(|arrival| arrival.name == name).unwrap().share;
    assert!((share("maybe") - 0.25).abs() < 0.01 && (share("first") - 0.75).abs() < 0.01, "{join:?}");
}

/// What a driver or lever says against a run of its own of the changed plan.
fn is_a_what_if(
    plan: &Plan,
    simulation: &Simulation<'_>,
    changes: &[Change],
    said: impl Fn(Percentile) -> landfall::Shift,
) -> Result<(), TestCaseError> {
    let what_if = simulation.what_if(plan, changes);
    let what_if = what_if.map_err(|error| TestCaseError::fail(format!("{changes:?}: {error}")))?;
    for percentile in
        [P5, P50, P80, P95].into_iter().chain([17.0, 62.5, 99.0].map(|p| Percentile::new(p).unwrap()))
    {
        let own = what_if.difference().shift(percentile).reversed();
        prop_assert_eq!(said(percentile), own, "{:?} at {}", changes, percentile);
    }
    Ok(())
}

fn explains_by_what_ifs(plan: &Plan, most: usize) -> Result<(), TestCaseError> {
    let simulation = Simulation::new().trials(96).threads(1).sampling(Sampling::Random);
    let why = match simulation.explain(plan) {
        Err(error) if matches!(error.kind(), ErrorKind::Horizon | ErrorKind::Standstill) => return Ok(()),
        why => why.map_err(|error| TestCaseError::fail(error.to_string()))?,
    };
    let usual = plan.estimates.pace == landfall::Pace::Usual;
    let drivers = why.drivers().iter().filter(|driver| !(usual && driver.cause == Cause::Unplanned));
    for driver in drivers.take(most) {
        is_a_what_if(plan, &simulation, &driver.changes, |percentile| driver.impact_at(percentile))?;
        prop_assert_eq!(driver.impact, driver.impact_at(P80));
    }
    for lever in why.levers().iter().take(most) {
        is_a_what_if(plan, &simulation, &lever.changes, |percentile| lever.gain_at(percentile))?;
        let dropped = plan.with(&lever.changes).is_ok() && !lever.dropped.is_empty();
        prop_assert_eq!(dropped, lever.action == Action::Drop);
    }
    let mut sum = 0.0;
    if let Some(shares) = why.shares() {
        sum = shares.groups.iter().map(|share| share.days.get()).sum();
        let whole = shares.now.get() - shares.without.get();
        prop_assert!((sum - whole).abs() < 1e-9 * (1.0 + shares.now.get()), "{:?}", shares);
        prop_assert_eq!(shares.now, why.forecast().finish().days(P80));
    }
    prop_assert!(sum.is_finite());
    Ok(())
}

proptest! {
    #![proptest_config(plans::config(12))]

    #[test]
    fn every_driver_and_lever_is_what_a_run_of_its_own_says(plan in oracle::plans::plan()) {
        explains_by_what_ifs(&plan, 16)?;
    }

    #[test]
    fn with_people_too(plan in oracle::staff::plan_with_teams()) {
        explains_by_what_ifs(&plan, 8)?;
    }
}

#[test]
fn without_a_risk_is_the_forecast_of_the_plan_that_never_had_it() {
    let plan = roadmap();
    let simulation = Simulation::new().trials(1_024);
    let why = simulation.explain(&plan).unwrap();
    let now = simulation.forecast(&plan).unwrap();
    for risk in plan.risks.iter().filter(|risk| risk.one_of.is_none()) {
        let driver = why.driver(Cause::Risk, &risk.name).unwrap();
        let without =
            simulation.forecast(&plan.with(&[Change::drop(format!("risk.{}", risk.name))]).unwrap());
        let without = without.unwrap();
        for percentile in [P5, P50, P80, P95] {
            let days = now.finish().days(percentile).get() - without.finish().days(percentile).get();
            let said = driver.impact_at(percentile).days.get();
            assert!((said - days).abs() < 1e-9, "{} at {percentile}: {said} instead of {days}", risk.name);
        }
    }
}

/// Only the last of the chain is read where the task of the first is halved.
#[test]
fn risks_that_depend_on_each_other_in_a_chain_are_all_drawn_again() {
    let plan = Plan::new("", start())
        .task(even("a"))
        .task(even("b").after("a"))
        .risk(Risk::new("one", 0.5).delays("a", Estimate::days(0.5)))
        .risk(Risk::new("two", 0.1).given("one", 0.9).delays("a", Estimate::days(0.5)))
        .risk(Risk::new("three", 0.1).given("two", 0.9).delays("b", Estimate::days(8.0)));
    explains_by_what_ifs(&plan, 20).unwrap();
}

#[test]
fn a_group_that_changes_nothing_has_no_share() {
    // Plenty of people, and risks that touch what never matters.
    let plan = Plan::new("", start())
        .team(Team::new("web", 2).share("roadmap", 0.8).share("debt", 0.2))
        .task(even("long").team("web"))
        .task(even("longer").team("web").after("long"))
        .task(Task::new("short", Estimate::days(0.01)))
        .risk(Risk::new("small", 0.5).delays("short", Estimate::days(0.01..=0.02)));
    let why = plan.explain().unwrap();
    let shares = why.shares().unwrap();
    let share = |group: CauseGroup| shares.groups.iter().find(|share| share.group == group).unwrap();
    assert_eq!((share(CauseGroup::Risks).days.get(), share(CauseGroup::Risks).alone.days.get()), (0.0, 0.0));
    assert_eq!(share(CauseGroup::People).days.get(), 0.0);
    assert!(share(CauseGroup::Ranges).days.get() > 1.0);
    assert_eq!(why.driver(Cause::Risk, "small").unwrap().impact.days.get(), 0.0);
}

#[test]
fn where_two_things_are_waited_for_the_bias_is_that_of_the_larger_of_two() {
    // Of two uniform numbers on [0, 1] the larger has the mean 2/3.
    let uniform = |name: &str| Task::new(name, Estimate::days(0.0..=30.0).range(RangeMeaning::MinMax));
    let plan = Plan::new("", start())
        .task(uniform("a"))
        .task(uniform("b"))
        .task(Task::new("c", Estimate::days(1.0)).after("a").after(Link::to("b").lag(Amount::days(3.0))));
    let why = plan.explain().unwrap();
    let join = why.joins().iter().find(|join| join.at.as_deref() == Some("c")).unwrap();
    // b + 3 against a on [0, 30]: E max = 18 + E (a - b - 3)+, which is 27^3 / (6 * 900).
    let expected = 27.0 * 27.0 * 27.0 / 5400.0;
    assert!((join.merge_bias.get() - expected).abs() < 0.1, "{join:?}");
    let first = &join.latest[0];
    assert_eq!(first.name, "b");
    assert!((first.share - (1.0 - 27.0 * 27.0 / 1800.0)).abs() < 0.01, "{join:?}");
}

#[test]
fn no_risk_happens_with_the_product_of_the_chances() {
    let plan = Plan::new("", start())
        .task(even("a"))
        .risk(Risk::new("one", 0.3).delays("a", Estimate::days(2.0)))
        .risk(Risk::new("two", 0.2).delays("a", Estimate::days(2.0)).given("one", 0.9))
        .risk(Risk::new("x", 0.25).delays("a", Estimate::days(2.0)).one_of("set"))
        .risk(Risk::new("y", 0.15).delays("a", Estimate::days(2.0)).one_of("set"));
    let why = plan.explain().unwrap();
    let no_risk = why.no_risk().unwrap();
    assert!((no_risk.probability - 0.7 * 0.8 * 0.6).abs() < 1e-12);
    let mut calm = plan;
    calm.risks.clear();
    let calm = calm.forecast().unwrap();
    assert_eq!((no_risk.days, no_risk.date), (calm.finish().days(P80), calm.date(P80)));
}

#[test]
fn adding_up_percentiles_says_too_much() {
    let mut plan = Plan::new("", start());
    for number in 0..9 {
        let task = even(&format!("t{number}"));
        plan = plan.task(if number > 0 { task.after(format!("t{}", number - 1)) } else { task });
    }
    let additivity = plan.explain().unwrap().additivity().copied().unwrap();
    // P80 of each is 4.2 days. The sum is nearly normal: mean 27, sd 3 * sqrt(16 / 12); P80 at 0.8416 of them.
    assert_eq!(additivity.tasks, 9);
    assert!((additivity.sum_of_parts.get() - 9.0 * 4.2).abs() < 0.05, "{additivity:?}");
    assert!((additivity.of_sum.get() - (27.0 + 0.8416 * 12f64.sqrt())).abs() < 0.1, "{additivity:?}");
}

#[test]
fn a_milestone_is_explained_by_what_leads_to_it() {
    let plan = roadmap();
    let network = Network::new(&plan).unwrap();
    let name = &plan.milestones[0].name;
    let simulation = Simulation::new().trials(1_024);
    let why = simulation.explain_of(&network, Some(name), P50).unwrap();
    assert_eq!((why.target(), why.percentile()), (Some(name.as_str()), P50));
    let forecast = simulation.forecast(&plan).unwrap();
    assert_eq!(why.finish().days(P50), forecast.milestone(name).unwrap().finish.days(P50));
    assert_eq!(why.shares().unwrap().now, why.finish().days(P50));
    // By its title, too, as a report shows it; a name that is near is told.
    let title = plan.milestones[0].title.as_deref().unwrap();
    assert_eq!(simulation.explain_of(&network, Some(title), P50).unwrap(), why);
    let near = format!("{name}x");
    let error = simulation.explain_of(&network, Some(&near), P50).unwrap_err();
    assert!(error.to_string().contains(&format!("did you mean \"{name}\"?")), "{error}");
    let error = simulation.explain_of(&network, Some("nothing"), P50).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Argument);
    assert!(error.to_string().contains("no milestone \"nothing\""), "{error}");
}

#[test]
fn the_same_answer_on_any_number_of_threads() {
    let plan = roadmap();
    let explain = |threads: usize| Simulation::new().trials(512).threads(threads).explain(&plan).unwrap();
    assert_eq!(explain(1), explain(2));
}

#[test]
fn it_says_how_far_it_has_come_and_stops_when_told() {
    let seen = Mutex::new(Vec::new());
    let watch = |progress: Progress| {
        seen.lock().unwrap().push(progress);
        ControlFlow::Continue(())
    };
    let plan = case("bridge-uniform");
    Simulation::new().trials(1_000).threads(1).on_progress(&watch).explain(&plan).unwrap();
    let seen = seen.into_inner().unwrap();
    assert!(seen.windows(2).all(|pair| pair[0].done < pair[1].done));
    let last = seen.last().unwrap();
    assert!(last.done == last.total && seen.len() > 15, "{last:?}");
    let stop = |progress: Progress| match progress.done > 5_000 {
        true => ControlFlow::Break(()),
        false => ControlFlow::Continue(()),
    };
    let error = Simulation::new().trials(1_000).on_progress(&stop).explain(&plan).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled);
}

#[test]
fn of_many_trials_the_first_are_explained() {
    let plan = case("bridge-uniform");
    let why = Simulation::new().trials(100_000).explain(&plan).unwrap();
    assert_eq!((why.trials(), why.way().trials), (16_384, 16_384));
    assert_eq!(why, Simulation::new().trials(16_384).explain(&plan).unwrap());
    // With less memory, of fewer; with hardly any, of none.
    let less = Simulation::new().memory(8 * 5 * 8 * 2_000).explain(&plan).unwrap();
    assert_eq!(less.trials(), 1_536);
    let none = Simulation::new().memory(1_000).explain(&plan).unwrap_err();
    assert_eq!(none.kind(), ErrorKind::Limit);
    assert_eq!(Simulation::new().trials(0).explain(&plan).unwrap_err().kind(), ErrorKind::Argument);
}

/// What took gigabytes and minutes: chains that never come twice for each of very many milestones, as many milestones as tasks, very many risks.
#[test]
fn very_many_milestones_or_risks_are_explained_soon() {
    let begun = std::time::Instant::now();
    let mut ladder = Plan::new("", start());
    for layer in 0u32..200 {
        for side in ["a", "b"] {
            let task = even(&format!("{side}{layer}"));
            let before = ["a", "b"].map(|side| format!("{side}{}", u32::saturating_sub(layer, 1)));
            ladder = ladder.task(match layer {
                0 => task,
                _ => task.after(before[0].as_str()).after(before[1].as_str()),
            });
        }
    }
    let ladder = (0..1_000)
        .fold(ladder, |plan, number| plan.milestone(Milestone::new(format!("m{number}")).after("a199")));
    let network = Network::new(&ladder).unwrap();
    let why = Simulation::new().trials(64).explain_of(&network, Some("m7"), P80).unwrap();
    assert_eq!(why.way().chains[0].tasks.len(), 200);
    assert!(why.way_of("m7").is_some() && why.way_of_plan().distinct > 50);
    let why = Simulation::new().trials(2_048).explain_of(&network, Some("m7"), P80).unwrap();
    assert!(why.way_of("m7").is_some() && why.way_of("m8").is_none());

    let risk = |number: u32| Risk::new(format!("r{number}"), 0.1).delays("a", Estimate::days(0.1..=0.2));
    let risky = (0..700).fold(Plan::new("", start()).task(even("a")), |plan, number| plan.risk(risk(number)));
    let why = Simulation::new().trials(1_024).explain(&risky).unwrap();
    assert_eq!((why.drivers().len(), why.left_out()), (501, 200));
    // Generous, for a busy machine without optimisation.
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}

/// With the usual unplanned work inside the estimate, 10 days are 8 of work; without it these take 8 days, not 10.
#[test]
fn without_unplanned_work_the_usual_share_still_counts_as_inside_the_estimates() {
    let mut plan = Plan::new("", start())
        .team(Team::new("web", 1).share("roadmap", 0.8))
        .task(Task::new("a", Estimate::days(10.0)).team("web"));
    plan.estimates.pace = landfall::Pace::Usual;
    let why = Simulation::new().trials(400).explain(&plan).unwrap();
    assert_eq!(why.finish().days(P80).get(), 10.0);
    assert_eq!(why.driver(Cause::Unplanned, "web").unwrap().impact.days.get(), 2.0);
    assert_eq!(why.shares().unwrap().without.get(), 8.0);
}

/// A date and too few people may be what costs most.
#[test]
fn dates_and_too_few_people_are_causes() {
    let fair = Task::new("fair", Estimate::days(1.0)).not_before(date(2027, 6, 1));
    let why = Plan::new("", start()).task(even("a")).task(fair).explain().unwrap();
    assert_eq!((why.drivers()[0].cause, why.drivers()[0].name.as_str()), (Cause::Date, "fair"));
    let plan = (0..4).fold(Plan::new("", start()).team(Team::new("web", 1)), |plan, number| {
        plan.task(even(&format!("t{number}")).team("web"))
    });
    let why = plan.explain().unwrap();
    assert_eq!((why.drivers()[0].cause, why.drivers()[0].name.as_str()), (Cause::People, "web"));
}

#[test]
fn a_certain_task_takes_its_median() {
    let plan = Plan::new("", start()).task(Task::new("a", Estimate::days(4.0..=9.0)));
    let why = plan.explain().unwrap();
    // The lognormal through 4 and 9 has the median 6, to a tick.
    let expected = plan.with(&[Change::task("a", [TaskField::Takes(Estimate::days(6.0))])]).unwrap();
    let settled = plan.with(&why.lever(Action::Settle, "a").unwrap().changes).unwrap();
    let days = |plan: &Plan| plan.forecast().unwrap().finish().days(P80).get();
    assert!((days(&settled) - days(&expected)).abs() < 1e-3);
    let halved = plan.with(&why.lever(Action::Halve, "a").unwrap().changes).unwrap();
    assert_eq!(halved.tasks[0].takes, Estimate::days(2.0..=4.5));
}

#[test]
fn what_has_happened_is_no_reason_and_what_is_corrected_is_settled_at_its_own_middle() {
    use landfall::{Calibration, RiskStatus, Spread, Status, TaskStatus};

    let plan = Plan::new("", date(2027, 1, 4))
        .task(Task::new("a", Estimate::days(5.0..=10.0)))
        .task(Task::new("b", Estimate::days(5.0..=20.0)).after("a"))
        .task(Task::new("c", Estimate::days(5.0..=20.0)).after("b"))
        .risk(Risk::new("happened", 0.3).delays("c", Estimate::days(5.0..=9.0)))
        .risk(Risk::new("open", 0.3).delays("c", Estimate::days(5.0..=9.0)))
        .calibration(Calibration::new(2.0).hit_rate(0.5, 0.8))
        .status(
            Status::new(date(2027, 1, 22))
                .task(TaskStatus::finished("a", date(2027, 1, 4), date(2027, 1, 14)))
                .task(TaskStatus::started("b", date(2027, 1, 15)))
                .risk(RiskStatus::happened("happened")),
        );
    let simulation = Simulation::new().trials(4096);
    let why = simulation.explain(&plan).unwrap();
    let names: Vec<&str> = why.drivers().iter().map(|driver| driver.name.as_str()).collect();
    assert!(names.contains(&"c") && names.contains(&"open"), "{names:?}");
    assert!(!names.contains(&"a") && !names.contains(&"b") && !names.contains(&"happened"), "{names:?}");
    let levers: Vec<&str> = why.levers().iter().map(|lever| lever.name.as_str()).collect();
    assert!(levers.contains(&"c") && !levers.contains(&"a"), "{levers:?}");
    assert!(why.no_risk().is_none());
    // The task settled at its corrected median, twice that of its range: what is left varies with b and the risk alone.
    let median = 2.0 * 100f64.sqrt();
    let mut settled = plan.clone();
    settled.tasks[2].takes = Estimate::Spread(Spread::History(vec![Amount::days(median)]));
    let at = |plan: &Plan| simulation.forecast(plan).unwrap().finish().days(P80).get();
    let driver = why.drivers().iter().find(|driver| driver.name == "c").unwrap();
    assert!((driver.impact_at(P80).days.get() - (at(&plan) - at(&settled))).abs() < 1e-9);
}
