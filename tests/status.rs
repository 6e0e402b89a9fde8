//! Progress so far: what is finished stays, what is under way takes what is left of it, and what is known makes other things likelier.

use landfall::inspect;
use landfall::{
    Amount, Code, Date, Effect, ErrorKind, Estimate, Forecast, Format, Group, Link, LinkKind, Milestone,
    Network, P10, P25, P50, P75, P80, P85, P90, Pace, Plan, PlanFile, RangeMeaning, Risk, RiskStatus,
    Sampling, Simulation, Status, Task, TaskStatus, Team, Unit, date,
};
use proptest::prelude::*;

use crate::{oracle, plans};

/// The day so many working days after Monday, 4 January 2027, in weeks without holidays.
fn day(number: i64) -> Date {
    let plan = Plan::new("", date(2027, 1, 4));
    plan.calendar.working_days().unwrap().add(plan.start, number)
}

fn plan() -> Plan {
    Plan::new("", date(2027, 1, 4))
}

fn forecast(plan: &Plan) -> Forecast {
    Simulation::new().trials(40_000).forecast(plan).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn what_is_left_of_ten_to_thirty_days_is_what_its_lognormal_says() {
    // The figures are those of the issue: what a lognormal with P10 10 and P90 30 leaves, given that it takes longer.
    for (done, median, p85) in [(10, 8.3, 17.8), (20, 5.5, 14.3), (30, 5.05, 13.9), (40, 5.14, 14.35)] {
        let plan = plan()
            .task(Task::new("a", Estimate::days(10.0..=30.0)))
            .status(Status::new(day(done - 1)).task(TaskStatus::started("a", day(0))));
        let forecast = forecast(&plan);
        let left = |percentile| forecast.finish().days(percentile).get() - done as f64;
        assert!((left(P50) - median).abs() < 0.06, "P50 after {done}: {}", left(P50));
        assert!((left(P85) - p85).abs() < 0.12, "P85 after {done}: {}", left(P85));
    }
}

/// A plan of a few tasks with links, risks and a milestone.
fn small() -> Plan {
    plan()
        .task(Task::new("schema", Estimate::days(5.0..=10.0)))
        .task(Task::new("api", Estimate::days(10.0..=20.0)).after("schema"))
        .task(Task::new("ui", Estimate::days(4.0..=20.0).likely(8.0)).after("schema"))
        .task(Task::new("docs", Estimate::days(3.0..=5.0)).after(Link::to("api").kind(LinkKind::StartStart)))
        .milestone(Milestone::new("beta").after("api").after("ui").target(date(2027, 2, 26)))
        .risk(Risk::new("db", 0.3).delays("api", Estimate::days(5.0..=10.0)))
}

#[test]
fn an_empty_status_of_the_day_before_the_start_changes_nothing() {
    let roadmap = Plan::read("examples/plans/roadmap.toml").unwrap();
    for plan in [small(), roadmap] {
        let before = plan.start.yesterday().unwrap();
        let simulation = Simulation::new().trials(2_000);
        let run = |plan: &Plan| simulation.run(&Network::new(plan).unwrap()).unwrap();
        let (old, new) = (run(&plan), run(&plan.clone().status(Status::new(before))));
        assert_eq!(old, new);
        // One of the first evening holds what was not started.
        let first = run(&plan.clone().status(Status::new(plan.start)));
        assert!(old != first);
    }
}

#[test]
fn a_status_that_says_what_was_expected_keeps_the_date() {
    // After 16 days: the schema took its median of 7.07 days, so api and ui have been under way since the 8th.
    let status = Status::new(day(15))
        .task(TaskStatus::finished("schema", day(0), day(6)))
        .task(TaskStatus::started("api", day(7)))
        .task(TaskStatus::started("ui", day(7)))
        .task(TaskStatus::finished("docs", day(7), day(10)));
    let (old, new) = (forecast(&small()), forecast(&small().status(status)));
    let old = |percentile| old.finish().days(percentile);
    let median = new.finish().days(P50);
    assert!(old(P25) < median && median < old(P75), "{median} is not between {} and {}", old(P25), old(P75));
    // What has happened is no longer uncertain.
    let width = |forecast: &Forecast| forecast.finish().days(P75).get() - forecast.finish().days(P25).get();
    assert!(width(&new) < width(&self::forecast(&small())));
}

#[test]
fn a_finished_task_never_moves() {
    let status = Status::new(day(20)).task(TaskStatus::finished("schema", day(1), day(12)));
    let forecast = forecast(&small().status(status));
    let schema = forecast.task("schema").unwrap();
    for percentile in [P10, P50, P90] {
        assert_eq!(schema.start.as_ref().unwrap().date(percentile), day(1));
        assert_eq!(schema.finish.as_ref().unwrap().date(percentile), day(12));
    }
    assert_eq!((schema.mean.get(), schema.sd.get()), (12.0, 0.0));
    // Nothing else starts before the day after the status.
    for name in ["api", "ui", "docs"] {
        assert!(forecast.task(name).unwrap().start.as_ref().unwrap().date(P10) >= day(21), "{name}");
    }
}

/// There is no more than a day of work at full attention in a day; at a usual pace of one half that is two of the usual days.
#[test]
fn more_work_than_days_is_told_by_the_days_at_full_attention() {
    let told = |pace: Pace, done: f64| {
        let status = TaskStatus::started("api", day(0)).done(Amount::new(done, Unit::Days));
        let plan = plan()
            .pace(pace)
            .team(Team::new("web", 1).share("roadmap", 0.5))
            .task(Task::new("api", Estimate::days(20.0..=40.0)).team("web"))
            .status(Status::new(day(9)).task(status));
        plan.check().iter().any(|finding| finding.code == Code::MoreThanPassed)
    };
    assert_eq!([10.0, 10.5].map(|done| told(Pace::Focus, done)), [false, true]);
    assert_eq!([20.0, 20.5].map(|done| told(Pace::Usual, done)), [false, true]);
}

/// Where the usual unplanned work is inside what tasks take, it is inside what was done of them, too.
#[test]
fn what_was_done_counts_as_what_is_taken_does() {
    let of = |pace: Pace, unplanned: f64, said: Option<f64>| {
        let status = TaskStatus::started("api", day(0));
        let status = match said {
            Some(days) => status.done(Amount::new(days, Unit::Days)),
            None => status,
        };
        plan()
            .pace(pace)
            .team(Team::new("web", 1).share("roadmap", 1.0 - unplanned))
            .task(Task::new("api", Estimate::days(20.0..=40.0)).team("web"))
            .status(Status::new(day(9)).task(status))
            .forecast()
            .unwrap()
    };
    // In ten days ten of the usual days are done, or five at full attention.
    for (pace, said) in [(Pace::Usual, 10.0), (Pace::Focus, 5.0)] {
        let (counted, as_said) = (of(pace, 0.5, None), of(pace, 0.5, Some(said)));
        assert_eq!(counted.finish(), as_said.finish(), "{pace:?}");
        assert_ne!(counted.finish(), of(pace, 0.5, Some(said + 1.0)).finish(), "{pace:?}");
    }
    // Then what is left is that of a team of which nothing else is wanted.
    assert_eq!(
        of(Pace::Usual, 0.5, Some(10.0)).finish().date(P80),
        of(Pace::Focus, 0.0, Some(10.0)).finish().date(P80)
    );
}

/// An end that an estimate has is passed in one run of ten once work is under way, and the report says so.
#[test]
fn the_end_of_an_estimate_is_none_for_certain_once_work_is_under_way() {
    let ends = |low: f64| Estimate::days(low..=10.0).range(RangeMeaning::MinMax);
    let is_told = |takes: Estimate, status: Status| {
        let forecast = forecast(&plan().task(Task::new("api", takes)).status(status));
        let text = landfall::report::forecast(&forecast, &landfall::report::Questions::default()).text();
        (
            text.replace("\n    ", " ").contains("passes the end that its estimate has"),
            1.0 - forecast.finish().odds_by(day(9)).probability,
        )
    };
    let started = || TaskStatus::started("api", day(0));
    // 1 - Phi(1.2816 + ln(10 / Q(.9)) / s), s = max(.25, ln(Q(.9) / Q(.1)) / 2.5631).
    for (takes, passes) in [(Estimate::days(10.0), 0.1), (ends(8.0), 0.087), (ends(2.0), 0.072)] {
        let (told, odds) = is_told(takes.clone(), Status::new(day(0)).task(started()));
        assert!(told && (odds - passes).abs() < 0.004, "{takes:?} {odds}");
        // Not begun, or said: it is what it is.
        let open = Status::new(date(2026, 12, 31)).task(TaskStatus::open("api"));
        assert_eq!(is_told(takes.clone(), open), (false, 0.0));
        let said = started().remaining(Estimate::days(9.0));
        assert_eq!(is_told(takes, Status::new(day(0)).task(said)), (false, 0.0));
    }
    assert!(!is_told(Estimate::days(8.0..=10.0), Status::new(day(0)).task(started())).0);
}

#[test]
fn what_is_said_to_be_left_is_what_is_left() {
    let status = Status::new(day(9))
        .task(TaskStatus::finished("schema", day(0), day(4)))
        .task(TaskStatus::started("api", day(5)).remaining(Estimate::days(3.0)));
    let forecast = forecast(&small().status(status));
    let api = forecast.task("api").unwrap();
    // Risks are in what is left; five days are done.
    assert_eq!((api.mean.get(), api.sd.get()), (8.0, 0.0));
    assert_eq!(api.finish.as_ref().unwrap().date(P90), day(12));
    assert_eq!(api.start.as_ref().unwrap().date(P50), day(5));
}

#[test]
fn what_began_out_of_order_goes_on_and_what_it_waits_for_still_has_to_be_done() {
    let status = Status::new(day(9)).task(TaskStatus::started("api", day(5)).remaining(Estimate::days(2.0)));
    let plan = small().status(status);
    assert_eq!(plan.check().iter().filter(|finding| finding.code.as_str() == "P954").count(), 1);
    let forecast = forecast(&plan);
    assert_eq!(forecast.task("api").unwrap().finish.as_ref().unwrap().date(P90), day(11));
    assert!(forecast.task("schema").unwrap().start.as_ref().unwrap().date(P10) >= day(10));
    // The longest way leads through schema, although what waits for it is done.
    assert!(forecast.finish().days(P50).get() > 15.0);
}

#[test]
fn what_was_done_in_time_is_in_order() {
    let said = |api_started: i64| {
        let finished = TaskStatus::finished("schema", day(0), day(6));
        let status = Status::new(day(9)).task(finished).task(TaskStatus::started("api", day(api_started)));
        small().status(status).check().iter().filter(|finding| finding.code.as_str() == "P954").count()
    };
    // On the day on which the other was finished, and after it; before it.
    assert_eq!([said(7), said(6), said(5), said(0)], [0, 0, 1, 1]);
}

#[test]
fn a_risk_is_no_less_likely_the_longer_its_task_is_late() {
    let plan = Plan::new("", date(2027, 1, 4))
        .task(Task::new("api", Estimate::days(5.0..=10.0)))
        .risk(Risk::new("db", 0.3).delays("api", Estimate::days(8.0..=12.0)))
        .risk(Risk::new("luck", 0.3).scales("api", 0.4..=0.5));
    let happened = |days: i64, name: &str| {
        let plan = plan.clone().status(Status::new(day(days)).task(TaskStatus::started("api", day(0))));
        forecast(&plan).risks().iter().find(|risk| risk.name == name).unwrap().happened
    };
    let late = [4, 9, 14, 19, 29, 59, 159].map(|days| happened(days, "db"));
    assert!(late.windows(2).all(|pair| pair[0] <= pair[1] + 0.02), "{late:?}");
    assert!(late[0] < 0.4 && late[6] > 0.7, "{late:?}");
    let lucky = [4, 9, 29, 159].map(|days| happened(days, "luck"));
    assert!(lucky.windows(2).all(|pair| pair[0] + 0.02 >= pair[1]) && lucky[3] < 0.05, "{lucky:?}");
}

#[test]
fn a_risk_that_happened_is_sure_and_one_that_cannot_is_gone() {
    let base = small();
    let with = |status: RiskStatus| {
        forecast(&base.clone().status(Status::new(date(2027, 1, 3)).risk(status))).finish().mean().get()
    };
    let chance = |chance: f64| {
        let mut plan = base.clone();
        plan.risks[0].chance = chance.into();
        forecast(&plan).finish().mean().get()
    };
    assert_eq!(with(RiskStatus::happened("db")), chance(1.0));
    assert_eq!(with(RiskStatus::over("db")), chance(0.0));
    assert_eq!(with(RiskStatus::open("db")), chance(0.3));
}

#[test]
fn of_a_set_the_others_are_gone_once_one_happened_and_likelier_once_one_cannot() {
    let risk = |name: &str, chance: f64| {
        let mut risk = Risk::new(name, chance).delays("a", Estimate::days(10.0));
        risk.one_of = Some("set".to_owned());
        risk
    };
    let plan = plan().task(Task::new("a", Estimate::days(5.0))).risk(risk("x", 0.5)).risk(risk("y", 0.4));
    let happened = |status: RiskStatus| {
        let forecast = forecast(&plan.clone().status(Status::new(date(2027, 1, 3)).risk(status)));
        forecast.risks().iter().map(|risk| risk.happened).collect::<Vec<_>>()
    };
    assert_eq!(happened(RiskStatus::happened("x")), [1.0, 0.0]);
    // 0.4 / (1 - 0.5).
    let [x, y] = happened(RiskStatus::over("x"))[..] else { panic!() };
    assert!(x == 0.0 && (y - 0.8).abs() < 1e-3, "{y}");
}

#[test]
fn what_runs_late_makes_the_risk_that_explains_it_likelier_by_the_rule_of_bayes() {
    // 10 days in: a uniform 5 to 15 is not over with 1/2, the scenario of 10 to 20 is never over. Odds 3 : 7 times 2.
    let range = |low, high| Estimate::days(low..=high).range(landfall::RangeMeaning::MinMax);
    let plan = plan()
        .task(Task::new("a", range(5.0, 15.0)))
        .risk(Risk::new("slow", 0.3).becomes("a", range(10.0, 20.0)))
        .status(Status::new(day(9)).task(TaskStatus::started("a", day(0))));
    let forecast = forecast(&plan);
    let expected = 0.3 * 2.0 / (0.3 * 2.0 + 0.7);
    assert!((forecast.risks()[0].happened - expected).abs() < 1e-3, "{}", forecast.risks()[0].happened);
    // The odds are written as they stand in the plan.
    assert_eq!(forecast.risks()[0].chance, 0.3);
    // Nothing is said by what has hardly begun.
    let begun = plan.clone().status(Status::new(day(0)).task(TaskStatus::started("a", day(0))));
    let happened = self::forecast(&begun).risks()[0].happened;
    assert!((happened - 0.3).abs() < 1e-3, "{happened}");
    // A delay: not over after 10 days with 1/2, with five days more always.
    let delayed = self::plan()
        .task(Task::new("a", range(5.0, 15.0)))
        .risk(Risk::new("slow", 0.3).delays("a", Estimate::days(5.0)))
        .status(Status::new(day(9)).task(TaskStatus::started("a", day(0))));
    let happened = self::forecast(&delayed).risks()[0].happened;
    assert!((happened - expected).abs() < 1e-3, "{happened}");
}

#[test]
#[allow(clippy::disallowed_methods, reason = "tests may use the platform's logarithm")]
fn finished_tasks_teach_those_that_err_with_them() {
    // r = 0.5, three finished tasks, each at its P90 (z = 1.2816): the shared score has the mean sqrt(0.5) 3 z / 2, variance 1/4; the
    // score of another has the mean 0.5 × 3 z / 2 and the variance 0.5 × 1/4 + 0.5.
    let z = 1.281_551_565_5;
    let task = |name: &str| Task::new(name, Estimate::days(10.0..=30.0));
    let group = Group::new("g", 0.5).tasks("*");
    let status = ["a", "b", "c"]
        .into_iter()
        .fold(Status::new(day(29)), |status, name| status.task(TaskStatus::finished(name, day(0), day(29))));
    let plan =
        plan().task(task("a")).task(task("b")).task(task("c")).task(task("d")).group(group).status(status);
    let network = Network::new(&plan).unwrap();
    let trials = Simulation::new().trials(100_000).sampling(Sampling::Random).run(&network).unwrap();
    let finish = trials.finishes_of(3).unwrap();
    let starts = trials.starts_of(3).unwrap();
    let (mu, sigma) = (300f64.ln() / 2.0, 3f64.ln() / (2.0 * z));
    let scores: Vec<f64> = finish
        .iter()
        .zip(&starts)
        .map(|(finish, start)| ((f64::from(finish - start) / 5760.0).ln() - mu) / sigma)
        .collect();
    let n = scores.len() as f64;
    let mean = scores.iter().sum::<f64>() / n;
    let variance = scores.iter().map(|score| (score - mean) * (score - mean)).sum::<f64>() / (n - 1.0);
    // n = 16,384, alpha = 1e-6: 4.9 standard errors.
    assert!((mean - 0.75 * z).abs() < 4.9 * (0.625f64 / n).sqrt(), "{mean}");
    assert!((variance - 0.625).abs() < 4.9 * 0.625 * (2.0 / n).sqrt(), "{variance}");
    // All with the one number: what the others took is what it takes.
    let mut same = plan.clone();
    same.groups[0].correlation = 1.0;
    let d = forecast(&same);
    let d = d.task("d").unwrap();
    assert!((d.mean.get() - 30.0).abs() < 1e-2 && d.sd.get() < 1e-2, "{} {}", d.mean, d.sd);
}

/// A plan with teams, shares, an effect and leave.
fn staffed() -> Plan {
    plan()
        .team(Team::new("web", 2).share("roadmap", 0.5).share("debt", 0.25))
        .task(Task::new("a", Estimate::days(4.0..=12.0)).team("web"))
        .task(Task::new("b", Estimate::days(4.0..=12.0)).team("web"))
        .task(Task::new("refactor", Estimate::days(3.0..=6.0)).team("web").kind("debt"))
        .task(Task::new("c", Estimate::days(4.0..=12.0)).team("web").after("a"))
}

#[test]
fn work_done_is_what_the_team_had_time_for() {
    // One roadmap task of a team of two at a share of 0.5: rate min(0.75, 0.5 × 2 / 1) = 0.75. Two: 0.5 each. After 8 days alone 6 are
    // done; after 4 alone and 4 of two, 5.
    let alone = staffed().status(Status::new(day(7)).task(TaskStatus::started("a", day(0))));
    let shared = staffed().status(
        Status::new(day(7)).task(TaskStatus::started("a", day(0))).task(TaskStatus::started("b", day(4))),
    );
    let finished = staffed().status(Status::new(day(7)).task(TaskStatus::finished("a", day(0), day(7))));
    let mean = |plan: &Plan| forecast(plan).task("a").unwrap().mean.get();
    assert_eq!(mean(&finished), 6.0);
    let done = |plan: &Plan, name: &str| inspect::work_done(&Network::new(plan).unwrap(), name).unwrap();
    assert_eq!(done(&alone, "a"), 6.0);
    assert_eq!((done(&shared, "a"), done(&shared, "b")), (5.0, 2.0));
    // An effect that slows by a quarter, from the fifth day on: 4 × 0.75 + 4 × 0.75 / 1.25.
    let mut slowed = alone.clone();
    slowed.effects.push(Effect::from("drag", day(4)).slows("a", 0.25));
    assert_eq!(done(&slowed, "a"), 3.0 + 4.0 * 0.6);
    // What is said to be done is.
    let said =
        staffed().status(Status::new(day(7)).task(TaskStatus::started("a", day(0)).done(Amount::days(2.0))));
    assert_eq!(done(&said, "a"), 2.0);
}

#[test]
fn started_tasks_come_first_and_those_that_do_not_fit_wait() {
    // A team of one; b is started though a comes first in the plan: b goes on, and a waits for it.
    let plan = plan()
        .team(Team::new("solo", 1))
        .task(Task::new("a", Estimate::days(3.0)).team("solo").priority(1))
        .task(Task::new("b", Estimate::days(5.0)).team("solo"))
        .task(Task::new("c", Estimate::days(5.0)).team("solo"))
        .status(
            Status::new(day(1))
                .task(TaskStatus::started("b", day(0)).remaining(Estimate::days(3.0)))
                .task(TaskStatus::started("c", day(0)).remaining(Estimate::days(2.0))),
        );
    let forecast = forecast(&plan);
    let span = |name: &str| {
        let task = forecast.task(name).unwrap();
        (task.start.as_ref().unwrap().date(P50), task.finish.as_ref().unwrap().date(P50))
    };
    assert_eq!(span("b"), (day(0), day(4)));
    assert_eq!(span("c"), (day(0), day(6)));
    assert_eq!(span("a"), (day(7), day(9)));
}

/// The same plan as longest path and event by event.
fn agree(plan: &Plan) {
    let network = Network::new(plan).unwrap_or_else(|error| panic!("{error}\n{plan:#?}"));
    assert!(!inspect::has_events(&network));
    let events = inspect::with_events(plan).unwrap();
    let simulation = Simulation::new().trials(600);
    let (path, events) = (simulation.run(&network).unwrap(), simulation.run(&events).unwrap());
    for node in 0..plan.tasks.len() + plan.milestones.len() {
        assert_eq!(path.finishes_of(node), events.finishes_of(node), "{node} of {plan:#?}");
        assert_eq!(path.starts_of(node), events.starts_of(node), "{node} of {plan:#?}");
    }
    assert_eq!(path.finishes(), events.finishes());
}

#[test]
fn the_longest_path_and_events_agree_on_what_happened() {
    let statuses = [
        Status::new(day(3)),
        Status::new(day(3)).task(TaskStatus::started("schema", day(0))),
        Status::new(day(12))
            .task(TaskStatus::finished("schema", day(0), day(9)))
            .task(TaskStatus::started("api", day(10)))
            .task(TaskStatus::started("ui", day(4)).remaining(Estimate::days(2.0..=9.0))),
        Status::new(day(12))
            .task(TaskStatus::finished("api", day(2), day(9)))
            .task(TaskStatus::started("docs", day(1)).done(Amount::days(1.5))),
        Status::new(day(40))
            .task(TaskStatus::finished("schema", day(0), day(9)))
            .task(TaskStatus::finished("api", day(10), day(30)))
            .task(TaskStatus::finished("ui", day(10), day(30)))
            .task(TaskStatus::finished("docs", day(10), day(40))),
    ];
    for status in statuses {
        agree(&small().status(status.clone()));
        let mut lagged = small();
        lagged.tasks[1].after = vec![Link::to("schema").lag(Amount::days(2.0))];
        lagged.tasks[2].exists = Some(0.5.into());
        lagged.tasks[2].needs = vec![Link::to("schema")];
        lagged.risks[0] =
            Risk::new("db", 0.4).becomes("api", Estimate::days(20.0..=40.0)).scales("*", 1.1..=1.3);
        lagged.risks.push(Risk::new("late", 0.4).delays("beta", Estimate::days(3.0..=5.0)));
        lagged.estimates.correlation = Some(0.4);
        agree(&lagged.status(status));
    }
}

#[test]
fn same_bits_on_any_number_of_threads_and_for_any_block() {
    let status = Status::new(day(12))
        .task(TaskStatus::finished("schema", day(0), day(9)))
        .task(TaskStatus::started("api", day(10)))
        .task(TaskStatus::started("ui", day(4)));
    let mut staffed = staffed();
    staffed.status = Some(
        Status::new(day(7)).task(TaskStatus::started("a", day(0))).task(TaskStatus::started("b", day(1))),
    );
    for plan in [small().correlation(0.3).status(status), staffed] {
        let network = Network::new(&plan).unwrap();
        let run = |threads, block| {
            Simulation::new().trials(3_000).threads(threads).block(block).run(&network).unwrap()
        };
        assert_eq!(run(1, 1024), run(2, 256));
    }
}

proptest! {
    #![proptest_config(plans::config(64))]

    /// Whatever the status says of generated plans with teams holds in every trial.
    #[test]
    fn what_happened_holds_in_every_trial(plan in oracle::staff::plan_with_teams(), progress in plans::progress()) {
        let plan = plans::with_progress(plan, progress);
        let network = match Network::new(&plan) {
            Ok(network) => network,
            Err(error) => panic!("{error}"),
        };
        let run = match Simulation::new().trials(64).run(&network) {
            Err(error) if matches!(error.kind(), ErrorKind::Horizon | ErrorKind::Standstill) => {
                return Err(TestCaseError::reject("beyond the axis"));
            }
            run => run.unwrap(),
        };
        let forecast = Forecast::new(&network, &run);
        let status = plan.status.as_ref().unwrap();
        // Time begins in the morning of the first working day (METHOD 1): what was done on days off before it counts as done then.
        let first = plan.calendar.working_days().unwrap().on_or_after(plan.start);
        for (number, task) in plan.tasks.iter().enumerate() {
            let (starts, finishes) = (run.starts_of(number).unwrap(), run.finishes_of(number).unwrap());
            let said = status.tasks.iter().find(|said| said.name == task.name);
            let of_task = forecast.task(&task.name).unwrap();
            let date = of_task.start.as_ref().unwrap().date(P50);
            let same = |times: &[i32]| times.iter().all(|time| *time == times[0]);
            match said.map(|said| (said.started, said.finished)) {
                Some((Some(_), Some(finished))) => {
                    prop_assert!(same(&starts) && same(&finishes));
                    prop_assert!(of_task.finish.as_ref().unwrap().date(P90) <= finished.max(first));
                }
                Some((Some(_), None)) => {
                    prop_assert!(same(&starts));
                    prop_assert!(of_task.finish.as_ref().unwrap().date(P10) >= status.as_of);
                }
                // What does not exist stands where its links hold it.
                _ if of_task.exists.is_none() => prop_assert!(date >= status.as_of, "{} {date}", task.name),
                _ => {}
            }
        }
    }
}

/// What is said of a status in a file of its own: code, place, line and column.
fn said(plan: &str, status: &str) -> Vec<String> {
    let file = PlanFile::parse(plan, Format::Toml).unwrap();
    let findings = match file.with_status_text(status, Format::Toml) {
        Ok(file) => file.warnings,
        Err(error) => error.diagnostics().to_vec(),
    };
    let place = |at: landfall::Position| format!("{}:{}", at.line, at.column);
    findings
        .iter()
        .map(|finding| {
            format!("{} {} {}", finding.code, finding.path, finding.position.map_or("-".to_owned(), place))
        })
        .collect()
}

#[test]
fn a_status_of_its_own_tells_its_faults_where_they_stand_with_the_key_and_without() {
    let plan = "start = 2027-01-04\n[estimates]\nsizes = { M = \"1-2 weeks\" }\n[task]\napi = { takes = \"M\" }\n\
                ui = { takes = \"M\", after = [\"api\"] }\n";
    let bare = "as_of = 2027-01-15\n[task.api]\nstarted = 2027-01-18\n[task.uu]\nstarted = 2027-01-04\n\
                [task.ui]\nstarted = 2027-01-05\nremaining = \"L\"\nfinish = 2027-01-06\n";
    assert_eq!(
        said(plan, bare),
        [
            "P952 status.task.api.started 3:11",
            "P951 status.task.uu 4:7",
            "P110 status.task.ui.remaining 8:13",
            "P002 status.task.ui.finish 9:1",
        ]
    );
    let under_key = bare.replace("as_of", "[status]\nas_of").replace("[task.", "[status.task.");
    assert_eq!(
        said(plan, &under_key),
        [
            "P952 status.task.api.started 4:11",
            "P951 status.task.uu 5:14",
            "P110 status.task.ui.remaining 9:13",
            "P002 status.task.ui.finish 10:1",
        ]
    );
    // Sizes of the plan are known there; a warning has its place, too.
    let sound = "as_of = 2027-01-15\n[task.ui]\nstarted = 2027-01-05\nremaining = \"M\"\n";
    assert_eq!(said(plan, sound), ["P954 status.task.ui.started 3:11"]);
    assert_eq!(said(plan, "as_of = \n"), ["P001 plan 1:9"]);
    // Which of two is meant cannot be known.
    let twice = PlanFile::parse(&format!("{plan}[status]\nas_of = 2027-01-15\n"), Format::Toml).unwrap();
    let error = twice.with_status_text(sound, Format::Toml).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Argument);
}

#[test]
fn three_hundred_years_of_many_tasks_are_refused_and_much_of_it_takes_no_time() {
    let tasks = |count: usize, to: Date| {
        let mut status = Status::new(to);
        let mut plan = Plan::new("", date(1900, 1, 1)).team(Team::new("web", 3)).correlation(0.0);
        for number in 0..count {
            let name = format!("t{number}");
            plan = plan.task(Task::new(&name, Estimate::days(5.0..=10.0)).team("web"));
            status = status.task(TaskStatus::finished(name, date(1900, 1, 1), to));
        }
        plan.status(status)
    };
    let refused = tasks(200, date(2200, 1, 1)).check();
    assert!(refused.iter().any(|finding| finding.code.as_str() == "P112"), "{refused:?}");
    let begin = std::time::Instant::now();
    assert!(Network::new(&tasks(2_000, date(1920, 1, 1))).is_ok());
    // A second here; half a minute on the slowest machine.
    assert!(begin.elapsed().as_secs() < 30, "{:?}", begin.elapsed());
}
