//! What no change of a plan can change any more: the work that was done by the day of the status, and what was spent on it.

use landfall::report::{self, Questions};
use landfall::{
    Action, Change, Code, Date, ErrorKind, Estimate, Format, Link, MilestoneField, P50, P80, Percentile,
    Plan, Simulation, Status, Task, TaskField, TaskStatus, Team, TeamField, WhatIf, date,
};
use proptest::prelude::*;

use crate::{oracle, plans};

/// A week for each of two that one person shares, and one that is finished; all of it costs something.
const UNDER_WAY: &str = r##"
start = 2027-01-04
[defaults]
team = "web"
[team.web]
people = 1
cost_per_person_day = 100
[task]
a = { takes = "5 days", cost = 1000, value = 7, tags = ["extra"] }
b = { takes = "10 days", cost = 500, after = ["a"], tags = ["extra"] }
c = { takes = "10 days", after = ["a"] }
d = { takes = "4 days", cost = 50, after = ["b"], tags = ["extra"] }
[status]
as_of = 2027-01-22
[status.task]
a = { started = 2027-01-04, finished = 2027-01-08 }
b = { started = 2027-01-11, remaining = "5 days" }
c = { started = 2027-01-11, remaining = "5 days" }
"##;

fn plan(text: &str) -> Plan {
    Plan::parse(text, Format::Toml).unwrap()
}

fn simulation() -> Simulation<'static> {
    Simulation::new().trials(100)
}

fn what_if(text: &str, changes: &[Change]) -> WhatIf {
    simulation().what_if(&plan(text), changes).unwrap()
}

fn cost(what_if: &WhatIf) -> f64 {
    what_if.forecast().cost().unwrap().mean()
}

fn finish(what_if: &WhatIf) -> Date {
    what_if.forecast().finish().date(P80)
}

#[test]
fn what_was_spent_on_work_that_is_dropped_stays_spent() {
    let base = what_if(UNDER_WAY, &[]);
    // 1,550 for themselves, and 29 days of a person.
    assert_eq!(cost(&base), 1550.0 + 2900.0);
    let without = what_if(UNDER_WAY, &[Change::drop("b")]);
    // Of the ten days of b five were worked by the day of the status; the other five go.
    assert_eq!(cost(&without), 1550.0 + 2400.0);
    assert_eq!(without.cost(), Some(-500.0));
    let started = without.dropped().iter().map(|dropped| (dropped.name.as_str(), dropped.started));
    assert_eq!(started.collect::<Vec<_>>(), [("b", Some(date(2027, 1, 11)))]);
    // What was not begun goes whole.
    let without = what_if(UNDER_WAY, &[Change::drop("d")]);
    assert_eq!(without.cost(), Some(-450.0));
    assert_eq!(without.dropped()[0].started, None);
    // Also where nothing that is left costs anything, and where the plan is not gone through event by event.
    let plan = Plan::new("", date(2027, 1, 4))
        .task(Task::new("a", Estimate::days(20.0)).cost(30.0))
        .task(Task::new("b", Estimate::days(4.0)))
        .status(Status::new(date(2027, 1, 8)).task(TaskStatus::started("a", date(2027, 1, 4))));
    let without = simulation().what_if(&plan, &[Change::drop("a")]).unwrap();
    assert_eq!((cost(&without), without.cost()), (30.0, Some(0.0)));
}

#[test]
fn the_work_done_on_what_stays_is_what_it_was() {
    // The two had half of the person each, five days by the status, whatever becomes of b or the team.
    let open = UNDER_WAY.replace(", remaining = \"5 days\"", "");
    let said = UNDER_WAY.replace("remaining = \"5 days\"", "done = \"5 days\"");
    let is_as_said = |changes: &[Change]| {
        let of_its_own = simulation().forecast(&plan(&said).with(changes).unwrap()).unwrap();
        assert_eq!(what_if(&open, changes).forecast().finish(), of_its_own.finish(), "{changes:?}");
    };
    is_as_said(&[]);
    is_as_said(&[Change::drop("b")]);
    is_as_said(&[Change::team("web", [TeamField::People(2)])]);
    is_as_said(&[Change::team("web", [TeamField::People(20)])]);
    // A plan of its own in which b never was is another one: there c had a whole person for two weeks.
    let done = |text: &str| simulation().forecast(&plan(text).with(&[Change::drop("b")]).unwrap()).unwrap();
    assert!(done(&open).finish().date(P80) < done(&said).finish().date(P80));
}

#[test]
fn what_is_finished_cannot_be_dropped() {
    let base = what_if(UNDER_WAY, &[]);
    let same = what_if(UNDER_WAY, &[Change::drop("a")]);
    assert_eq!(same.dropped(), []);
    assert_eq!((cost(&same), finish(&same)), (cost(&base), finish(&base)));
    assert_eq!(same.difference().same().probability, 1.0);
    // Of a tag what is not finished goes.
    let less = what_if(UNDER_WAY, &[Change::drop("#extra")]);
    assert_eq!(less.dropped().iter().map(|of| of.name.as_str()).collect::<Vec<_>>(), ["b", "d"]);
    assert_eq!(less.forecast().value().unwrap().total(), 7.0);
    let told = |drop: &str| {
        let found = plan(&format!("{UNDER_WAY}[alternative.x]\ndrop = [{drop}]\n")).check();
        found.into_iter().map(|of| (of.code, of.path.to_string(), of.message)).collect::<Vec<_>>()
    };
    let place = |index: usize| format!("alternative.x.drop[{index}]");
    let stays = "\"a\" is finished and stays in the plan".to_owned();
    assert_eq!(told("\"a\""), [(Code::DroppedFinished, place(0), stays.clone())]);
    assert_eq!(told("\"#extra\""), [(Code::DroppedFinished, place(0), stays)]);
    // Nothing is said of what comes after it and is finished itself.
    assert_eq!(told("\"c\""), []);
}

#[test]
fn what_was_spent_stays_spent_whatever_becomes_of_those_who_did_it() {
    let text = UNDER_WAY.replace("[task]", "[team.ops]\npeople = 5\ncost_per_person_day = 500\n[task]");
    let costs = |changes: &[Change]| cost(&what_if(&text, changes));
    let base = 1550.0 + 2900.0;
    assert_eq!(costs(&[]), base);
    // Fifteen days are worked: five of a, five each of b and c. Fourteen are to come.
    let dearer = Change::team("web", [TeamField::CostPerPersonDay(Some(200.0))]);
    assert_eq!(costs(&[dearer]), 1550.0 + 1500.0 + 2800.0);
    let to = |task: &str, team: &str| Change::task(task, [TaskField::Team(Some(team.to_owned()))]);
    assert_eq!(costs(&[to("a", "ops")]), base);
    assert_eq!(costs(&[to("a", "none")]), base);
    assert_eq!(costs(&[to("b", "ops")]), base + 5.0 * 400.0);
    assert_eq!(costs(&[to("b", "none")]), base - 500.0);
    // What it costs by itself can be other for what is under way, not for what is over.
    assert_eq!(costs(&[Change::task("a", [TaskField::Cost(None)])]), base);
    assert_eq!(costs(&[Change::task("b", [TaskField::Cost(Some(900.0))])]), base + 400.0);
}

#[test]
fn at_a_usual_pace_the_same_part_of_the_estimate_is_done() {
    let text = r#"
start = 2027-01-04
[estimates]
pace = "usual"
[team.web]
people = 1
share = { roadmap = 0.5 }
[task]
a = { takes = "20 days", team = "web" }
[status]
as_of = 2027-01-15
[status.task]
a = { started = 2027-01-04, done = "10 days" }
"#;
    // Half of it is done, and half of it is left of whatever it is in a team with less unplanned work, or without a team.
    let of = |text: &str, changes: &[Change]| what_if(text, changes).forecast().finish().date(P50);
    let less = Change::team("web", [TeamField::Share(vec![("roadmap".to_owned(), 0.8)])]);
    let alone = Change::task("a", [TaskField::Team(Some("none".to_owned()))]);
    for text in [text, &text.replace(", done = \"10 days\"", "")] {
        assert_eq!(of(text, &[]), date(2027, 1, 29));
        assert_eq!(of(text, std::slice::from_ref(&less)), date(2027, 1, 29));
        assert_eq!(of(text, std::slice::from_ref(&alone)), date(2027, 1, 29));
    }
}

#[test]
fn what_had_not_come_by_the_day_of_the_status_comes_later() {
    let text = r##"
start = 2027-01-04
[task]
a = { takes = "5 days" }
b = { takes = "20 days", after = ["a"] }
c = { takes = "2 days", after = ["a"] }
[milestone]
first  = { after = ["a"] }
ready  = { after = ["first"] }
launch = { after = ["a", "b"], target = 2027-01-15, value_per_week = 70, value = 9 }
after  = { after = ["launch"] }
[status]
as_of = 2027-01-22
[status.task]
a = { started = 2027-01-04, finished = 2027-01-08 }
b = { started = 2027-01-11 }
c = { started = 2027-01-11, finished = 2027-01-12 }
"##;
    for what_if in [
        what_if(text, &[Change::drop("b")]),
        // Another way to the same: what it waits for is said anew.
        what_if(
            text,
            &[Change::drop("b"), Change::milestone("launch", [MilestoneField::After(vec![Link::to("a")])])],
        ),
    ] {
        let forecast = what_if.forecast();
        // It was open at the end of that Friday.
        let of = |name: &str| forecast.milestone(name).unwrap();
        for name in ["launch", "after"] {
            assert_eq!(of(name).finish.date(P80), date(2027, 1, 25), "{name}");
        }
        assert_eq!(finish(&what_if), date(2027, 1, 25));
        assert_eq!(of("launch").on_time.unwrap().probability, 0.0);
        // Ten days after its target, where it may be had now.
        assert_eq!(of("launch").cost_of_delay, Some(100.0));
        // What had come stays where it was.
        assert_eq!(
            (of("first").finish.date(P80), of("ready").finish.date(P80)),
            (date(2027, 1, 8), date(2027, 1, 8))
        );
    }
    // Where no milestone waits for it, the whole plan is not over before that day either.
    let plain = text.replace("launch = { after = [\"a\", \"b\"]", "launch = { after = [\"a\"]");
    let without = what_if(&plain, &[Change::drop("b")]);
    assert!(finish(&without) >= date(2027, 1, 22), "{}", finish(&without));
    assert_eq!(without.forecast().milestone("launch").unwrap().finish.date(P80), date(2027, 1, 8));
    // Neither does a lever promise more.
    let why = simulation().explain(&plan(text)).unwrap();
    let (lever, days) = (why.lever(Action::Drop, "b").unwrap(), what_if(text, &[Change::drop("b")]));
    assert_eq!(lever.gain.days.get(), -days.difference().shift(P80).days.get());
    // With teams, which are gone through event by event.
    let staffed = text.replace("[task]", "[defaults]\nteam = \"web\"\n[team.web]\npeople = 1\n[task]");
    assert_eq!(finish(&what_if(&staffed, &[Change::drop("b")])), date(2027, 1, 25));
}

#[test]
fn milestones_that_are_reached_and_risks_that_happened_cannot_be_dropped() {
    let text = format!(
        "{UNDER_WAY}[status.risk]\nbad = {{ happened = true }}\n[milestone]\nm = {{ after = [\"a\"], value = 3 }}\nn = {{ after = [\"m\"] }}\n\
         [risk]\nbad = {{ chance = \"50%\", delays = {{ d = \"10 days\" }} }}\n\
         [alternative.x]\ndrop = [\"n\", \"risk.bad\"]\n"
    );
    let plan = plan(&text);
    let found: Vec<String> =
        plan.check().into_iter().filter(|of| of.code == Code::DroppedFinished).map(|of| of.message).collect();
    assert_eq!(found, ["\"n\" is reached and stays in the plan", "\"bad\" happened and stays in the plan"]);
    let comparison = simulation().compare(&plan).unwrap();
    let same = &comparison.alternative("x").unwrap().what_if;
    assert_eq!(same.dropped(), []);
    assert_eq!(same.difference().same().probability, 1.0);
    let said = report::comparison(&comparison, &Questions::default()).text();
    assert!(!said.contains("leaves out"), "{said}");
}

#[test]
fn a_comparison_tells_what_is_really_left_out() {
    let told = |drop: &str| {
        let text = format!("{UNDER_WAY}[alternative.x]\ndrop = [{drop}]\n");
        let said =
            report::comparison(&simulation().compare(&plan(&text)).unwrap(), &Questions::default()).text();
        let line = said.lines().find(|line| line.contains("leaves out")).unwrap_or_default();
        line.trim_start().trim_start_matches("changes").trim().to_owned()
    };
    assert_eq!(told("\"a\""), "");
    assert_eq!(told("\"b\", \"d\""), "leaves out the rest of b and d");
    assert_eq!(told("\"#extra\""), "leaves out what is not finished of tasks tagged extra");
}

#[test]
fn what_is_finished_stays_whatever_it_needed() {
    let text = "start = 2027-01-04\n[task]\na = { takes = \"5 days\" }\nb = { takes = \"5 days\", needs = [\"a\"] }\nc = { takes = \"5 days\", needs = [\"b\"] }\n\
                [status]\nas_of = 2027-01-15\n[status.task]\na = { started = 2027-01-04 }\nb = { started = 2027-01-04, finished = 2027-01-08 }\n";
    let what_if = what_if(text, &[Change::drop("a")]);
    assert_eq!(what_if.dropped().len(), 1);
    let plan = what_if.forecast().plan();
    assert_eq!(plan.tasks.iter().map(|task| task.name.as_str()).collect::<Vec<_>>(), ["b", "c"]);
    assert!(plan.tasks[0].needs.is_empty());
    assert_eq!(finish(&what_if), date(2027, 1, 22));
}

#[test]
fn a_price_of_work_under_way_is_that_of_what_is_left() {
    let baseline = simulation().baseline(&plan(UNDER_WAY)).unwrap();
    let price = baseline.price("b").unwrap();
    assert_eq!(price.cost(), Some(500.0));
    let said = report::price(&price, baseline.forecast()).text();
    assert!(said.starts_with("The rest of b moves the whole plan"), "{said}");
    assert!(said.contains("With it the plan costs 500 more on average."), "{said}");
    let error = baseline.price("a").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Argument);
    assert!(
        error.to_string().starts_with("\"a\" is finished and stays in the plan; what it brings"),
        "{error}"
    );
    // An alternative tells it in the same words.
    let text = format!("{UNDER_WAY}[alternative.x]\ndrop = [\"b\"]\n");
    let comparison = simulation().compare(&plan(&text)).unwrap();
    let said = report::comparison(&comparison, &Questions::default()).text();
    assert!(said.contains("without the rest of b"), "{said}");
}

#[test]
fn one_more_person_brings_no_more_than_people_enough_for_everything() {
    // Two of three tasks are under way in the hands of one person, ten days each are done; the third waits.
    let days = |most: f64| Estimate::days(most / 2.0..=most);
    let plan = |started: fn(&str) -> TaskStatus| {
        Plan::new("", date(2027, 1, 4))
            .team(Team::new("web", 1))
            .task(Task::new("a", days(16.0)).team("web"))
            .task(Task::new("b", days(16.0)).team("web"))
            .task(Task::new("c", days(10.0)).team("web"))
            .status(Status::new(date(2027, 1, 29)).task(started("a")).task(started("b")))
    };
    let explain = |plan: &Plan| Simulation::new().trials(2_000).explain(plan).unwrap();
    let started = |name: &str| TaskStatus::started(name, date(2027, 1, 4));
    let said = |name: &str| {
        TaskStatus::started(name, date(2027, 1, 4)).done(landfall::Amount::new(10.0, landfall::Unit::Days))
    };
    let (why, as_said) = (explain(&plan(started)), explain(&plan(said)));
    let plan = plan(started);
    let hire = why.lever(Action::Hire, "web").unwrap().gain.days.get();
    let people = why.drivers().iter().find(|driver| driver.cause == landfall::Cause::People).unwrap();
    assert!(hire > 3.0 && hire <= people.impact.days.get() + 1e-9, "{hire} {people:?}");
    // Whoever had been there, no more is done: all is as where somebody said so.
    assert_eq!(why.drivers(), as_said.drivers());
    assert_eq!(why.levers(), as_said.levers());
    // That is what a change of the plan does, too.
    let baseline = Simulation::new().trials(2_000).baseline(&plan).unwrap();
    let with = baseline.what_if(&people.changes).unwrap();
    assert_eq!(with.difference().shift(P80).days.get(), -people.impact.days.get());
}

/// A change that changes nothing of the past is the plan that says the same.
#[test]
fn what_is_not_of_the_past_is_as_in_a_plan_of_its_own() {
    let changes = [Change::task("c", [TaskField::Takes(Estimate::days(12.0..=20.0))])];
    let what_if = what_if(UNDER_WAY, &changes);
    let of_its_own = simulation().forecast(&plan(UNDER_WAY).with(&changes).unwrap()).unwrap();
    assert_eq!(what_if.forecast().finish(), of_its_own.finish());
    assert_eq!(what_if.forecast().cost(), of_its_own.cost());
}

/// Whatever a change drops or makes of teams, nothing that is past changes, and nothing comes before the day of the status that had not come.
fn what_is_past_stays(
    mut plan: Plan,
    which: &[prop::sample::Index],
    people: u32,
) -> Result<(), TestCaseError> {
    plan.alternatives.clear();
    plan.tasks.iter_mut().zip(1u32..).for_each(|(task, cost)| task.cost = Some(f64::from(cost)));
    plan.teams.iter_mut().for_each(|team| team.cost_per_person_day = Some(100.0));
    let simulation = Simulation::new().trials(64).threads(1);
    // Not every such plan is sound, or comes to an end.
    let Ok(baseline) = simulation.baseline(&plan) else { return Ok(()) };
    let same = baseline.what_if(&[]).map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(same.forecast().finish(), baseline.forecast().finish());
    prop_assert_eq!(same.forecast().cost(), baseline.forecast().cost());
    let mut changes: Vec<Change> =
        which.iter().map(|index| Change::drop(&plan.tasks[index.index(plan.tasks.len())].name)).collect();
    changes.extend(plan.teams.iter().map(|team| Change::team(&team.name, [TeamField::People(people)])));
    let what_if = match baseline.what_if(&changes) {
        Ok(what_if) => what_if,
        Err(error) if error.kind() == ErrorKind::Argument => {
            return Err(TestCaseError::fail(error.to_string()));
        }
        Err(_) => return Ok(()),
    };
    let (base, changed) = (baseline.forecast(), what_if.forecast());
    let status = plan.status.as_ref().unwrap();
    let mut spent = 0.0;
    for said in &status.tasks {
        let task = base.task(&said.name).unwrap();
        if said.finished.is_some() {
            let now = changed.task(&said.name);
            prop_assert!(now.is_some(), "{} is gone", said.name);
            prop_assert_eq!(
                now.unwrap().finish.as_ref().unwrap().date(P50),
                task.finish.as_ref().unwrap().date(P50)
            );
            prop_assert_eq!(now.unwrap().mean, task.mean);
        }
        let is_gone = changed.task(&said.name).is_none();
        if said.started.is_some() && (said.finished.is_some() || is_gone) {
            spent += plan.tasks.iter().find(|task| task.name == said.name).unwrap().cost.unwrap();
        }
    }
    let cost = changed.cost().unwrap();
    prop_assert!(cost.runs().all(|(_, cost)| cost > spent - 1e-6), "{spent} {cost:?}");
    let first = Percentile::new(1.0).unwrap();
    if base.finish().date(first) > status.as_of {
        prop_assert!(changed.finish().date(first) >= status.as_of, "{}", changed.finish().date(first));
    }
    Ok(())
}

proptest! {
    #![proptest_config(plans::config(60))]

    #[test]
    fn whatever_is_dropped_what_is_past_stays(
        plan in oracle::plans::plan(),
        progress in plans::progress(),
        which in prop::collection::vec(any::<prop::sample::Index>(), 1..4),
    ) {
        what_is_past_stays(plans::with_progress(plan, progress), &which, 1)?;
    }

    #[test]
    fn with_teams_what_is_past_stays_too(
        plan in oracle::staff::plan_with_teams(),
        progress in plans::progress(),
        which in prop::collection::vec(any::<prop::sample::Index>(), 1..4),
        people in 1u32..6,
    ) {
        what_is_past_stays(plans::with_progress(plan, progress), &which, people)?;
    }
}
