//! The library against a second simulator, tick by tick; and that one against plans worked out by hand.

mod days;
mod durations;
mod estimates;
mod events;
mod given;
mod learned;
mod odds;
mod past;
mod people;
pub(crate) mod plans;
mod simulator;
pub(crate) mod staff;
mod status;
mod teams;
mod under_way;
mod why;

use std::collections::BTreeMap;
use std::fmt;

use landfall::inspect::{self, Compiled, Variable};
use landfall::{
    Amount, Calendar, ErrorKind, Estimate, Format, Link, LinkKind, Milestone, Network, Plan, Risk, Sampling,
    Scale, Simulation, TICKS_PER_DAY, Task, Trials, date,
};
use proptest::prelude::*;

use simulator::{Trial, curves, simulate};

const SAMPLINGS: [Sampling; 2] = [Sampling::Random, Sampling::LatinHypercube];

/// The trials of the second simulator, once the library has given the same: each start and finish, and the count of each risk. A plan
/// whose ranges are so wide that it leaves the axis is rejected.
fn agreed(
    plan: &Plan,
    seed: u64,
    samplings: &[Sampling],
    trials: usize,
) -> Result<Vec<Trial>, TestCaseError> {
    let network = Network::new(plan)
        .map_err(|error| TestCaseError::fail(format!("the library refuses the plan: {error}")))?;
    // Compiling takes most of the time, and no luck.
    let curves = curves(plan);
    let mut all = Vec::new();
    for &sampling in samplings {
        let run = match Simulation::new().trials(trials).seed(seed).sampling(sampling).run(&network) {
            Err(error) if matches!(error.kind(), ErrorKind::Horizon | ErrorKind::Standstill) => {
                return Err(TestCaseError::reject("beyond the axis"));
            }
            Err(error) => {
                return Err(TestCaseError::fail(format!("the library does not run the plan: {error}")));
            }
            Ok(run) => run,
        };
        let second = simulate(plan, &network, &curves, sampling, seed, trials).map_err(|faults| {
            if faults.beyond_numbers {
                return TestCaseError::reject("an estimate says nothing of what happened");
            }
            TestCaseError::fail(format!("{sampling} sampling: {:#?}", faults.all))
        })?;
        let second = second.ok_or_else(|| TestCaseError::fail("only the second leaves the axis"))?;
        compare(plan, &run, &second)
            .and_then(|()| {
                // Reasons are looked for in plans of which nothing has happened yet.
                if plan.status.is_some() {
                    return Ok(());
                }
                let simulation = Simulation::new().trials(trials).seed(seed).sampling(sampling);
                compare_ways(plan, &network, &simulation, &second)
            })
            .map_err(|difference| TestCaseError::fail(format!("{sampling} sampling: {difference}")))?;
        all.extend(second);
    }
    Ok(all)
}

/// Whether both give the same; if not, what differs in the first trial in which something does.
fn compare(plan: &Plan, run: &Trials, second: &[Trial]) -> Result<(), String> {
    // What differs, as a trial and what is to be said of it.
    let mut differences: Vec<(usize, String)> = Vec::new();
    let mut column = |what: &str, library: Vec<i32>, second: &dyn Fn(&Trial) -> i64, trials: &[Trial]| {
        assert_eq!(library.len(), trials.len(), "{what}");
        for (trial, (library, second)) in library.into_iter().zip(trials.iter().map(second)).enumerate() {
            if i64::from(library) != second {
                differences
                    .push((trial, format!("{what}: {library} in the library, {second} in the second")));
            }
        }
    };
    for (node, task) in plan.tasks.iter().enumerate() {
        let starts = run.starts_of(node).expect("tasks are kept");
        column(&format!("start of {:?}", task.name), starts, &|trial| trial.times[&task.name].0, second);
    }
    let milestones = plan.milestones.iter().map(|milestone| &milestone.name);
    for (node, name) in plan.tasks.iter().map(|task| &task.name).chain(milestones).enumerate() {
        let finishes = run.finishes_of(node).expect("tasks are kept");
        column(&format!("finish of {name:?}"), finishes, &|trial| trial.times[name].1, second);
    }
    column("finish of the plan", run.finishes().expect("a few trials are kept"), &Trial::finish, second);
    if let Some(first) = differences.iter().map(|&(trial, _)| trial).min() {
        let said: Vec<_> =
            differences.into_iter().filter(|&(trial, _)| trial == first).map(|(_, what)| what).collect();
        let exist = &second[first].exists;
        let happened = &second[first].happened;
        return Err(format!("trial {first}: {said:#?}\nrisks {happened:?}\ntasks {exist:?}"));
    }
    for (place, risk) in plan.risks.iter().enumerate() {
        let library = run.happened(place).expect("risks are counted");
        let count = second.iter().filter(|trial| trial.happened[&risk.name]).count() as u64;
        if library != count {
            return Err(format!(
                "risk {:?} happened {library} times in the library, {count} in the second",
                risk.name
            ));
        }
    }
    Ok(())
}

/// Whether both find the same reasons for every finish.
fn compare_ways(
    plan: &Plan,
    network: &Network,
    simulation: &Simulation<'_>,
    second: &[Trial],
) -> Result<(), String> {
    let ways = inspect::ways(network, simulation).map_err(|error| error.to_string())?;
    let targets = [None].into_iter().chain(plan.milestones.iter().map(|of| Some(of.name.as_str())));
    for (target, (critical, chains)) in targets.zip(ways) {
        let theirs = why::why(plan, second, target, inspect::has_events(network));
        for (task, count) in plan.tasks.iter().zip(critical) {
            if theirs.critical[&task.name] != count as usize {
                return Err(format!(
                    "{:?} is critical for {target:?} in {count} trials in the library, in {} in the second",
                    task.name, theirs.critical[&task.name]
                ));
            }
        }
        let named = |chain: Vec<usize>| chain.into_iter().map(|task| plan.tasks[task].name.clone()).collect();
        let chains: BTreeMap<Vec<String>, usize> =
            chains.into_iter().map(|(chain, count)| (named(chain), count as usize)).collect();
        if chains != theirs.chains {
            return Err(format!(
                "chains to {target:?}: {chains:#?} in the library, {:#?} in the second",
                theirs.chains
            ));
        }
    }
    Ok(())
}

/// A plan that is shown as the text of a file where it fails.
#[derive(Clone)]
struct Shown(Plan);

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.to_text(Format::Toml) {
            Ok(text) => write!(f, "the plan\n{text}\n"),
            Err(error) => write!(f, "{error}\n{:#?}", self.0),
        }
    }
}

/// So many cases; more of them where time does not matter.
fn cases() -> u32 {
    if std::env::var_os("LANDFALL_FULL").is_some() { 1500 } else { 150 }
}

proptest! {
    #![proptest_config(crate::plans::config(cases()))]

    #[test]
    fn a_second_simulator_gives_the_same_ticks(
        Shown(plan) in plans::plan().prop_map(Shown),
        seed in any::<u64>(),
        trials in prop_oneof![6 => Just(64usize), 1 => Just(1), 1 => Just(700)],
    ) {
        agreed(&plan, seed, &SAMPLINGS, trials)?;
    }

    #[test]
    fn a_second_simulator_gives_the_same_ticks_with_teams_and_effects(
        Shown(plan) in staff::plan_with_teams().prop_map(Shown),
        seed in any::<u64>(),
        trials in prop_oneof![30 => Just(16usize), 3 => Just(1), 1 => Just(530)],
    ) {
        agreed(&plan, seed, &SAMPLINGS, trials)?;
    }
}

fn empty() -> Plan {
    Plan::new("", date(2027, 1, 4))
}

/// A task that takes so many days.
fn task(name: &str, days: f64) -> Task {
    Task::new(name, Estimate::days(days))
}

fn certain(name: &str) -> Risk {
    Risk::new(name, 1.0)
}

const SEED: u64 = 3;
const TRIALS: usize = 200;

/// A random number in each of the trials of that seed.
fn bits(plan: &Plan, variable: Variable<'_>) -> Vec<u32> {
    inspect::bits(&Network::new(plan).unwrap(), Sampling::Random, SEED, variable, 0..TRIALS as u64).unwrap()
}

/// The trials of a small plan on which both simulators agree.
fn trials(plan: &Plan) -> Vec<Trial> {
    agreed(plan, SEED, &SAMPLINGS, 64).unwrap_or_else(|fault| panic!("{fault}"))
}

/// Start and finish of each named task in a plan without chance [days].
fn holds(plan: &Plan, expected: &[(&str, f64, f64)]) {
    let day = f64::from(TICKS_PER_DAY);
    for trial in trials(plan) {
        for &(name, start, finish) in expected {
            let (ticks, exact) =
                (trial.times[name], [start, finish].map(|days| (days * day).round() as i64).into());
            assert_eq!(ticks, exact, "{name}");
        }
    }
}

#[test]
fn each_of_the_four_links_ties_its_two_ends() {
    let link = |task: &str, kind, days| Link::to(task).kind(kind).lag(Amount::days(days));
    let plan = empty()
        .task(task("a", 4.0))
        .task(task("fs", 2.0).after(link("a", LinkKind::FinishStart, 1.0)))
        .task(task("ss", 2.0).after(link("a", LinkKind::StartStart, 1.0)))
        .task(task("ff", 2.0).after(link("a", LinkKind::FinishFinish, -1.0)))
        .task(task("sf", 1.0).after(link("a", LinkKind::StartFinish, 5.0)))
        .task(task("long", 6.0).after(link("a", LinkKind::FinishFinish, 0.0)))
        .task(task("held", 1.0).after(link("ff", LinkKind::StartStart, 0.0)))
        .task(task("early", 1.0).after(link("a", LinkKind::StartStart, -2.0)))
        .task(task("both", 1.0).after("ss").after(link("a", LinkKind::FinishFinish, 3.5)));
    holds(
        &plan,
        &[
            ("a", 0.0, 4.0),
            ("fs", 5.0, 7.0),
            ("ss", 1.0, 3.0),
            ("ff", 1.0, 3.0),    // finishes a day before 4, and starts two days before that
            ("sf", 4.0, 5.0),    // finishes five days after 0
            ("long", 0.0, 6.0),  // would finish later than 4 anyway
            ("held", 1.0, 2.0),  // counts from the held start
            ("early", 0.0, 1.0), // nothing starts before the plan
            ("both", 6.5, 7.5),  // not at 3, when ss lets it
        ],
    );
}

#[test]
fn a_percentage_lead_is_one_of_what_was_drawn() {
    let tick = 1.0 / f64::from(TICKS_PER_DAY);
    let plan = empty()
        .task(task("a", 3.5))
        .task(task("b", 1.0).after(Link::to("a").lag_share(-0.5)))
        .task(task("scaled", 3.0))
        .task(task("c", 1.0).after(Link::to("scaled").lag_share(-0.5)))
        .task(task("five ticks", 5.0 * tick))
        .task(task("lead", 1.0).after(Link::to("five ticks").lag_share(-0.5)))
        .task(task("lag", 1.0).after(Link::to("five ticks").lag_share(0.5)))
        .task(task("seven ticks", 7.0 * tick))
        .task(task("up", 1.0).after(Link::to("seven ticks").lag_share(0.5)))
        .risk(certain("slow").scales("scaled", 1.5));
    holds(&plan, &[("b", 1.75, 2.75), ("scaled", 0.0, 4.5), ("c", 2.25, 3.25)]);
    let starts = &trials(&plan)[0].times;
    // 5 - 2, 5 + 2 and 7 + 4: a half goes to the even one.
    assert_eq!([starts["lead"].0, starts["lag"].0, starts["up"].0], [3, 7, 11]);
}

#[test]
fn what_does_not_exist_takes_nothing_and_holds_nothing_up() {
    let late = || date(2027, 6, 1);
    let two_days_after = |task: &str| Link::to(task).lag(Amount::days(2.0));
    let plan = empty()
        .task(task("a", 3.0))
        .task(task("gone", 2.0).exists(0.0).after(two_days_after("a")).not_before(late()))
        .task(task("needs it", 4.0).needs(two_days_after("gone")).after("a"))
        .task(task("needs that", 4.0).exists(1.0).needs(Link::to("needs it").kind(LinkKind::StartStart)))
        .task(task("after it", 1.0).after(two_days_after("gone")).after(Link::to("gone").lag_share(2.0)))
        .task(task("free", 2.0).exists(0.0).not_before(late()))
        .task(task("there", 2.0).exists(1.0).after(two_days_after("a")))
        .risk(certain("late").delays("*", Estimate::days(1.0)));
    holds(
        &plan,
        &[
            ("a", 0.0, 4.0),
            ("gone", 4.0, 4.0),
            ("needs it", 4.0, 4.0),
            ("needs that", 4.0, 4.0),
            ("after it", 4.0, 6.0),
            ("free", 0.0, 0.0),
            ("there", 6.0, 9.0),
        ],
    );
    let exist = &trials(&plan)[0].exists;
    let gone: Vec<&str> =
        exist.iter().filter(|(_, exists)| !**exists).map(|(name, _)| name.as_str()).collect();
    assert_eq!(gone, ["free", "gone", "needs it", "needs that"]);
}

#[test]
fn risks_replace_then_multiply_then_add() {
    let plan = empty()
        .task(task("t", 5.0).tag("x"))
        .task(task("tagged", 2.0).tag("x"))
        .task(task("other", 2.0))
        .milestone(Milestone::new("m").after("other"))
        .milestone(Milestone::new("early").after("other"))
        .risk(certain("1").becomes("t", Estimate::days(6.0)).delays("t", Estimate::days(-1.0)))
        .risk(
            certain("2")
                .becomes("t", Estimate::days(8.0))
                .scales("t", 1.5)
                .scales("*", 3.0)
                .scales("#x", 2.0),
        )
        .risk(certain("3").delays("m", Estimate::days(-1.0)).delays("early", Estimate::days(-3.0)))
        .risk(certain("4").delays("m", Estimate::days(3.0)).becomes("t", Estimate::days(7.0)));
    holds(
        &plan,
        &[
            ("t", 0.0, 11.0), // the larger of 6, 7 and 8, × 1.5, - 1
            ("tagged", 0.0, 4.0),
            ("other", 0.0, 6.0),
            ("m", 6.0, 8.0),     // - 1 + 3
            ("early", 6.0, 6.0), // never below 0
        ],
    );
}

#[test]
fn of_an_absorb_name_only_the_largest_scale_counts() {
    let plan = empty()
        .task(task("t", 10.0))
        .task(task("u", 10.0))
        .risk(certain("a").absorb("staffing").scales("t", 1.5))
        .risk(certain("b").absorb("staffing").scales("*", 1.25))
        .risk(certain("c").scales("t", 1.2))
        .risk(Risk::new("d", 0.0).absorb("staffing").scales("*", 5.0))
        .risk(certain("e").absorb("other").scales("u", 2.0));
    // 10 × 1.5 × 1.2 and 10 × 1.25 × 2.
    holds(&plan, &[("t", 0.0, 18.0), ("u", 0.0, 25.0)]);
}

#[test]
fn factors_multiply_in_the_order_of_names() {
    let plan = || empty().task(task("t", 1.25));
    // 7200 × 2.05 × 1.91 × 1.25 is 35239.5, and in this order a little less. From the other side it goes to the even 35240.
    let by_name = |first, second, third| {
        plan()
            .risk(certain("c").scales("t", third))
            .risk(certain("a").scales("t", first))
            .risk(certain("b").scales("t", second))
    };
    let finish = |plan: &Plan| trials(plan)[0].times["t"].1;
    assert_eq!(finish(&by_name(2.05, 1.91, 1.25)), 35_239);
    assert_eq!(finish(&by_name(1.91, 2.05, 1.25)), 35_240);
    // What is absorbed counts at the first place of its name, also when that one did not happen.
    let absorbed = plan()
        .risk(Risk::new("a", 0.0).absorb("staffing").scales("t", 3.0))
        .risk(certain("b").scales("t", 1.91))
        .risk(certain("c").absorb("staffing").scales("t", 2.05))
        .risk(certain("d").scales("t", 1.25));
    assert_eq!(finish(&absorbed), 35_239);
}

#[test]
fn delays_add_in_the_order_of_names() {
    let tick = 1.0 / f64::from(TICKS_PER_DAY);
    let ticks = |first, second, third| {
        let plan = empty()
            .task(task("t", 1.0))
            .milestone(Milestone::new("m").after("t"))
            .risk(certain("c").delays("m", Estimate::days(third * tick)))
            .risk(certain("a").delays("m", Estimate::days(first * tick)))
            .risk(certain("b").delays("m", Estimate::days(second * tick)));
        let (start, finish) = trials(&plan)[0].times["m"];
        finish - start
    };
    // Both are 2.5; the second comes out a little above it in f64.
    assert_eq!([ticks(0.1, 0.2, 2.2), ticks(2.2, 0.2, 0.1)], [2, 3]);
}

#[test]
fn a_risk_given_another_takes_that_chance_where_it_happened() {
    let plan = empty()
        .task(task("t", 1.0))
        .risk(certain("d").delays("t", Estimate::days(1.0)))
        .risk(Risk::new("c", 0.0).given("d", 1.0).delays("t", Estimate::days(2.0)))
        .risk(Risk::new("b", 1.0).given("c", 0.0).delays("t", Estimate::days(4.0)))
        .risk(Risk::new("a", 1.0).given("b", 0.0).delays("t", Estimate::days(8.0)));
    // d happens, so c does, so b does not, so a does.
    holds(&plan, &[("t", 0.0, 12.0)]);
}

#[test]
fn of_a_set_one_risk_happens_by_the_slice_of_one_draw() {
    let plan = empty()
        .task(task("t", 1.0))
        .risk(Risk::new("b", 0.5).one_of("set").delays("t", Estimate::days(2.0)))
        .risk(Risk::new("c", 0.25).one_of("set").delays("t", Estimate::days(3.0)))
        .risk(Risk::new("a", 0.25).one_of("set").delays("t", Estimate::days(1.0)));
    let trials = agreed(&plan, SEED, &[Sampling::Random], TRIALS).unwrap();
    let drawn = bits(&plan, Variable::OneOf("set"));
    let mut seen = [0; 4];
    for (trial, bits) in trials.iter().zip(drawn) {
        // By name: a has the first quarter, b the next two, c the last.
        let days = [2, 3, 3, 4][(bits >> 30) as usize];
        assert_eq!(trial.times["t"].1, days * i64::from(TICKS_PER_DAY));
        seen[(bits >> 30) as usize] += 1;
    }
    assert!(seen.iter().all(|&count| count > 0), "{seen:?}");
}

#[test]
fn a_risk_is_as_bad_for_all_of_its_tasks_or_for_each_as_luck_has_it() {
    let plan = empty().task(task("t", 10.0)).task(task("u", 10.0));
    let risk = || certain("r").scales("*", 1.0..=2.0);
    let finishes = |trial: &Trial| (trial.times["t"].1, trial.times["u"].1);
    for trial in trials(&plan.clone().risk(risk())) {
        let (t, u) = finishes(&trial);
        assert_eq!(t, u);
    }
    let plan = plan.risk(risk().each());
    let trials = agreed(&plan, SEED, &[Sampling::Random], TRIALS).unwrap();
    let curve = Compiled::scale(&plan, &Scale::from(1.0..=2.0)).unwrap();
    let drawn = |task| {
        bits(&plan, Variable::SizeOn { risk: "r", task })
            .into_iter()
            .map(|bits| (57_600.0 * curve.at(bits)).round_ties_even() as i64)
    };
    let expected: Vec<(i64, i64)> = drawn("t").zip(drawn("u")).collect();
    assert_eq!(trials.iter().map(finishes).collect::<Vec<_>>(), expected);
    assert!(expected.iter().filter(|(t, u)| t != u).count() > 190);
}

#[test]
fn a_day_before_which_nothing_starts_is_counted_on_the_calendar() {
    // From Saturday the 2nd; the Wednesday is a holiday, and Saturday the 9th waits for Monday the 11th: 4, 5, 7 and 8 lie before.
    let plan = Plan::new("", date(2027, 1, 2))
        .calendar(Calendar::default().holiday(date(2027, 1, 6)))
        .task(task("t", 1.0).not_before(date(2027, 1, 9)))
        .task(task("u", 1.0).not_before(date(2026, 1, 1)));
    holds(&plan, &[("t", 4.0, 5.0), ("u", 0.0, 1.0)]);
}
