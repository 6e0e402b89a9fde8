//! From check-in to check-in: a journal that loses nothing, signals that are as rare as they are said to be, moves whose parts add up.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use landfall::{
    Bridge, ChangeClass, CheckIn, Date, Effect, Estimate, Group, Journal, Milestone, P50, P80, Plan, Risk,
    RiskStatus, SignalKind, Simulation, Status, Task, TaskStatus, Team, date, signals,
};
use proptest::prelude::*;

use crate::plans;

fn day(number: i64) -> Date {
    let plan = Plan::new("", date(2027, 1, 4));
    plan.calendar.working_days().unwrap().add(plan.start, number)
}

fn small() -> Plan {
    Plan::new("Checkout", date(2027, 1, 4))
        .task(Task::new("schema", Estimate::days(5.0..=10.0)))
        .task(Task::new("api", Estimate::days(10.0..=15.0)).after("schema"))
        .task(Task::new("ui", Estimate::days(5.0..=20.0)).after("schema"))
        .milestone(Milestone::new("beta").after("api").after("ui").target(date(2027, 2, 12)))
        .risk(Risk::new("db", 0.3).delays("api", Estimate::days(5.0..=10.0)))
}

fn simulation() -> Simulation<'static> {
    Simulation::new().trials(2_000)
}

fn check_in(plan: &Plan) -> CheckIn {
    CheckIn::new(&simulation().forecast(plan).unwrap_or_else(|error| panic!("{error}")))
}

/// A file of its own for a test, which is not there yet.
fn file(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("landfall-{}-{name}.jsonl", std::process::id()));
    let _ = fs::remove_file(&path);
    path
}

/// The status after so many days, of a schema that took nine days and an api under way since.
fn status(days: i64) -> Status {
    Status::new(day(days))
        .task(TaskStatus::finished("schema", day(0), day(8)))
        .task(TaskStatus::started("api", day(9)))
        .task(TaskStatus::started("ui", day(9)).note("waits for texts"))
}

#[test]
fn a_journal_gives_back_what_was_written_and_each_line_can_be_made_again() {
    let path = file("replay");
    assert_eq!(Journal::read(&path).unwrap(), Journal::default());
    let roadmap = Plan::read("examples/plans/roadmap.toml").unwrap();
    let plans = [small(), small().status(status(11)), small().status(status(14)), roadmap];
    let check_ins: Vec<CheckIn> = plans.iter().map(check_in).collect();
    for check_in in &check_ins {
        Journal::append(&path, check_in).unwrap();
    }
    let journal = Journal::read(&path).unwrap();
    assert_eq!((journal.check_ins(), journal.skipped()), (&check_ins[..], &[][..]));
    // An editor may have put a mark of its encoding before it.
    let marked = [b"\xef\xbb\xbf", &std::fs::read(&path).unwrap()[..]].concat();
    let journal = Journal::read_from(&marked[..]).unwrap();
    assert_eq!((journal.check_ins(), journal.skipped()), (&check_ins[..], &[][..]));
    for check_in in journal.check_ins() {
        assert_eq!(CheckIn::new(&check_in.replay().unwrap()), *check_in);
    }
    // Made again on the same day, the later one counts.
    Journal::append(&path, &check_ins[1]).unwrap();
    let journal = Journal::read(&path).unwrap();
    let days: Vec<Date> = journal.by_day().iter().map(|check_in| check_in.as_of).collect();
    assert_eq!(days, [date(2027, 1, 3), day(11), day(14)]);
    fs::remove_file(path).unwrap();
}

#[test]
fn a_torn_line_is_told_of_and_skipped_and_nothing_written_before_or_after_is_lost() {
    let path = file("torn");
    let (one, two) = (check_in(&small()), check_in(&small().status(status(11))));
    Journal::append(&path, &one).unwrap();
    let whole = fs::read(&path).unwrap();
    // Cut at every place of a second line, in steps.
    Journal::append(&path, &two).unwrap();
    let both = fs::read(&path).unwrap();
    for cut in (whole.len()..both.len()).step_by(97) {
        fs::write(&path, &both[..cut]).unwrap();
        let torn = cut > whole.len();
        let journal = Journal::read(&path).unwrap();
        assert_eq!(journal.check_ins(), std::slice::from_ref(&one));
        assert_eq!(journal.skipped().len(), usize::from(torn), "{cut}");
        Journal::append(&path, &two).unwrap();
        let journal = Journal::read(&path).unwrap();
        assert_eq!(journal.check_ins(), [one.clone(), two.clone()]);
        assert_eq!(
            journal.skipped().iter().map(|skipped| skipped.line).collect::<Vec<_>>(),
            vec![2; usize::from(torn)]
        );
        assert!(fs::read(&path).unwrap().starts_with(&whole));
    }
    // What is no line at all, in the middle, is skipped too.
    let mut file = fs::OpenOptions::new().append(true).open(&path).unwrap();
    file.write_all(b"\n\xff\xfe\n{\"schema\": 7}\n[]\n").unwrap();
    Journal::append(&path, &one).unwrap();
    let journal = Journal::read(&path).unwrap();
    assert_eq!(journal.check_ins().len(), 3);
    assert!(
        journal.skipped().len() >= 3 && journal.skipped().iter().all(|skipped| !skipped.reason.is_empty())
    );
    fs::remove_file(path).unwrap();
}

fn kinds(check_ins: &[CheckIn]) -> Vec<(&'static str, Option<String>)> {
    let check_ins: Vec<&CheckIn> = check_ins.iter().collect();
    signals(&check_ins).into_iter().map(|signal| (signal.kind.as_str(), signal.milestone)).collect()
}

#[test]
fn signals_come_when_a_date_no_longer_holds() {
    let beta = || Some("beta".to_owned());
    // The first has nothing to be held against; the same again says nothing.
    let first = check_in(&small());
    assert_eq!(kinds(std::slice::from_ref(&first)), []);
    let as_planned = check_in(&small().status(Status::new(date(2027, 1, 3))));
    assert_eq!(kinds(&[first.clone(), as_planned]), []);
    // Three weeks in, and not even the schema is done.
    let late = check_in(&small().status(Status::new(day(14)).task(TaskStatus::started("schema", day(0)))));
    let found = kinds(&[first.clone(), late.clone()]);
    assert!(found.contains(&("odds-fell", beta())), "{found:?}");
    assert!(found.contains(&("later-than-likely", None)), "{found:?}");
    assert!(found.contains(&("beyond-spread", None)), "{found:?}");
    // Another target is another promise: its odds are not held against the old one's.
    let mut moved = late.plan.clone();
    moved.milestones[0].target = Some(date(2027, 2, 26));
    let found = kinds(&[first.clone(), check_in(&moved)]);
    assert!(!found.contains(&("odds-fell", beta())), "{found:?}");
    // A day later each time, three times: none of them tells much by itself.
    let drift = |days: f64| {
        let mut plan = small();
        plan.tasks[1].takes = Estimate::days(10.0 + days..=15.0 + days);
        plan.tasks[2].takes = Estimate::days(5.0 + days..=20.0 + days);
        check_in(&plan)
    };
    let line: Vec<CheckIn> = [0.0, 1.0, 2.0, 3.0].map(drift).to_vec();
    assert_eq!(kinds(&line[..3]).iter().filter(|(kind, _)| *kind == "three-the-same-way").count(), 0);
    let found = kinds(&line);
    assert!(found.contains(&("three-the-same-way", None)) && found.contains(&("three-the-same-way", beta())));
    let all: Vec<&CheckIn> = line.iter().collect();
    let days = signals(&all).into_iter().find_map(|signal| match signal.kind {
        SignalKind::ThreeTheSameWay { days } if signal.milestone.is_none() => Some(days),
        _ => None,
    });
    assert!((days.unwrap() - 3.0).abs() < 0.1, "{days:?}");
    // There and back is no drift.
    let back: Vec<CheckIn> = [0.0, 1.0, 0.0, 1.0].map(drift).to_vec();
    assert!(!kinds(&back).iter().any(|(kind, _)| *kind == "three-the-same-way"));
}

fn bridge(old: &Plan, new: &Plan) -> Bridge {
    let bridge = simulation().bridge(old, new, None, P80).unwrap_or_else(|error| panic!("{error}"));
    let sum: f64 = bridge.parts.iter().map(|part| part.days.get()).sum();
    assert!((sum - bridge.moved.days.get()).abs() < 1e-9, "{sum} {:?}", bridge.moved);
    bridge
}

#[test]
fn a_change_of_one_class_is_all_of_the_move() {
    let old = small().status(status(11));
    let changed: [(ChangeClass, Plan); 6] = [
        (ChangeClass::Progress, small().status(status(14))),
        (ChangeClass::Scope, old.clone().task(Task::new("docs", Estimate::days(8.0..=9.0)).after("api"))),
        (ChangeClass::Estimates, {
            let mut plan = old.clone();
            plan.tasks[2].takes = Estimate::days(15.0..=40.0);
            plan
        }),
        (ChangeClass::Risks, {
            let mut plan = old.clone();
            plan.status = Some(status(11).risk(RiskStatus::happened("db")));
            plan
        }),
        (ChangeClass::Capacity, {
            let plan = old.clone().team(Team::new("web", 1));
            plan.default_team("web")
        }),
        (ChangeClass::Calendar, {
            let mut plan = old.clone();
            plan.calendar = plan.calendar.week("Mon-Thu".parse().unwrap());
            plan
        }),
    ];
    for (class, new) in changed {
        let bridge = bridge(&old, &new);
        let classes: Vec<ChangeClass> = bridge.parts.iter().map(|part| part.class).collect();
        assert_eq!(classes, [class]);
        let finish = |plan: &Plan| simulation().forecast(plan).unwrap().date(P80);
        assert_eq!(bridge.dates.1, finish(&new), "{class:?}");
        // Both are days of the new calendar: what was finished on a Friday is, on one without Fridays, finished on the day before.
        let mut before = finish(&old);
        while !new.calendar.week.contains(before.weekday()) {
            before = before.yesterday().unwrap();
        }
        assert_eq!(bridge.dates.0, before, "{class:?}");
        assert!(bridge.moved.days.get() != 0.0, "{class:?}");
    }
    let same = bridge(&old, &old);
    assert!(same.parts.is_empty() && same.moved.days.get() == 0.0 && !same.moved.is_sure());
}

#[test]
fn the_parts_of_all_changes_at_once_add_up_to_the_move() {
    let old = small().status(status(11)).team(Team::new("web", 2)).default_team("web");
    let mut new =
        small().status(status(19).risk(RiskStatus::over("db"))).team(Team::new("web", 1)).default_team("web");
    new.tasks.push(Task::new("docs", Estimate::days(2.0..=4.0)).after("api"));
    new.tasks[2].takes = Estimate::days(8.0..=25.0);
    new.calendar = new.calendar.holiday(date(2027, 2, 5));
    new.risks.push(Risk::new("texts", 0.5).scales("ui", 1.2..=1.5));
    for milestone in [None, Some("beta")] {
        let bridge = simulation().bridge(&old, &new, milestone, P50).unwrap();
        assert_eq!(bridge.parts.len(), 6);
        let sum: f64 = bridge.parts.iter().map(|part| part.days.get()).sum();
        assert!((sum - bridge.moved.days.get()).abs() < 1e-9);
        assert!(bridge.moved.is_sure());
    }
    // A milestone that only one of them has is refused.
    let mut without = new.clone();
    without.milestones.clear();
    assert!(simulation().bridge(&old, &without, Some("beta"), P50).is_err());
    assert!(simulation().bridge(&old, &without, None, P50).is_ok());
}

#[test]
fn what_is_no_longer_there_is_mentioned_no_more() {
    // Everything that can name a task names one that the new plan is without; parts of the bridge have the one and not the other.
    let new = small().status(status(11));
    let mut old = new.clone().task(Task::new("docs", Estimate::days(3.0..=5.0)).after("api"));
    old.tasks[2] = old.tasks[2].clone().after("docs");
    old.milestones[0] = old.milestones[0].clone().after("docs");
    let old = old
        .risk(
            Risk::new("texts", 0.5)
                .delays("docs", Estimate::days(2.0..=3.0))
                .delays("api", Estimate::days(1.0)),
        )
        .effect(Effect::during("writing", "docs").slows("api", 0.2))
        .effect(Effect::new("haste").saves("docs", 0.1))
        .group(Group::new("words", 0.4).tasks("docs").tasks("api"));
    let bridge = bridge(&old, &new);
    let classes: Vec<ChangeClass> = bridge.parts.iter().map(|part| part.class).collect();
    assert!(classes.contains(&ChangeClass::Scope) && classes.contains(&ChangeClass::Risks), "{classes:?}");
    assert_eq!(bridge.dates.1, simulation().forecast(&new).unwrap().date(P80));
    let sum: f64 = bridge.parts.iter().map(|part| part.days.get()).sum();
    assert!((sum - bridge.moved.days.get()).abs() < 1e-9);
}

#[test]
fn a_plan_between_two_has_the_risks_of_one_but_for_what_the_work_of_the_other_is_without() {
    // The new plan is without docs, and so without what may happen to it alone; and another risk is likelier.
    let with = |chance: f64, docs: bool| {
        let mut plan = small().status(status(11));
        plan.risks[0].chance = chance.into();
        match docs {
            true => plan
                .task(Task::new("docs", Estimate::days(9.0..=20.0)).after("api"))
                .risk(Risk::new("texts", 0.5).delays("docs", Estimate::days(2.0..=3.0))),
            false => plan,
        }
    };
    let p80 = |plan: &Plan| simulation().forecast(plan).unwrap().finish().days(P80).get();
    // Of the new risks the one of docs is gone while docs are there; of the old ones it is gone where docs are not.
    let mut likelier = with(0.9, true);
    likelier.risks.retain(|risk| risk.name != "texts");
    let before = p80(&likelier) - p80(&with(0.3, true));
    let after = p80(&with(0.9, false)) - p80(&with(0.3, false));
    assert!(before > 0.2 && after > 0.2, "{before} {after}");
    let bridge = bridge(&with(0.3, true), &with(0.9, false));
    let of = |class| bridge.parts.iter().find(|part| part.class == class).unwrap().days.get();
    assert_eq!(bridge.parts.len(), 2);
    assert!((of(ChangeClass::Risks) - (before + after) / 2.0).abs() < 1e-9, "{bridge:?}, {before} {after}");
}

proptest! {
    #![proptest_config(plans::config(24))]

    /// Whatever two plans are, and however little of one makes a plan with the rest of the other.
    #[test]
    fn the_parts_add_up_between_any_two_plans(
        one in plans::plan(),
        other in plans::plan(),
        before in plans::progress(),
        after in plans::progress(),
    ) {
        let (old, new) = (plans::with_progress(one, before), plans::with_progress(other, after));
        let result = Simulation::new().trials(64).bridge(&old, &new, None, P80);
        let Ok(bridge) = result else {
            let error = result.unwrap_err();
            prop_assert!(matches!(error.kind(), landfall::ErrorKind::Horizon), "{error}");
            return Ok(());
        };
        let sum: f64 = bridge.parts.iter().map(|part| part.days.get()).sum();
        prop_assert!((sum - bridge.moved.days.get()).abs() < 1e-9, "{:?}", bridge);
    }
}

#[test]
fn what_is_no_journal_stays_as_it_is() {
    let made = check_in(&small());
    for (name, text) in
        [("plan", "name = \"x\"\nstart = 2027-01-04\n"), ("data", "{\"a\":1}\n{\"b\":2}\n"), ("text", "x")]
    {
        let path = file(name);
        fs::write(&path, text).unwrap();
        let error = Journal::append(&path, &made).unwrap_err();
        assert!(error.to_string().contains("is no journal"), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
        fs::remove_file(&path).unwrap();
    }
    // Its first line, torn, is one.
    let path = file("first-torn");
    Journal::append(&path, &made).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, &text[..text.len() / 2]).unwrap();
    Journal::append(&path, &made).unwrap();
    let read = Journal::read(&path).unwrap();
    assert_eq!((read.check_ins().len(), read.skipped().len()), (1, 1));
    assert!(read.skipped()[0].is_torn && read.skipped()[0].reason.contains("breaks off"));
    fs::remove_file(&path).unwrap();
}

#[test]
fn a_status_that_forgets_is_told_of() {
    use landfall::report::{self, Questions, Since};

    let before = check_in(&small().status(status(11).risk(RiskStatus::happened("db"))));
    let forgets = small().status(Status::new(day(16)));
    assert_eq!(before.forgotten(&forgets), ["schema", "api", "ui", "db"]);
    let text = |plan: &Plan| {
        let since = Since::new(Some(&before), &[], &[]);
        report::checkin(&simulation().forecast(plan).unwrap(), &Questions::default(), since)
            .text()
            .replace('\n', " ")
    };
    let said = text(&forgets);
    assert!(said.contains("says nothing of what the one before knew of: schema, api, ui and db"), "{said}");
    let knows = small().status(status(16).risk(RiskStatus::happened("db")));
    assert!(before.forgotten(&knows).is_empty() && !text(&knows).contains("says nothing"));
    // What is no longer in the plan cannot be forgotten; another plan is told of.
    let mut other = small().status(Status::new(day(16)));
    (other.tasks, other.milestones, other.risks) =
        (vec![Task::new("index", Estimate::days(1.0))], Vec::new(), Vec::new());
    other.name = "Search".to_owned();
    assert!(before.forgotten(&other).is_empty());
    assert!(text(&other).contains("of another plan, \"Checkout\""));
}

#[test]
fn a_status_that_takes_back_what_had_happened_is_told_of() {
    use landfall::report::{self, Questions, Since};

    let then = Status::new(day(11))
        .task(TaskStatus::finished("schema", day(0), day(5)))
        .task(TaskStatus::started("api", day(6)))
        .task(TaskStatus::started("ui", day(6)))
        .risk(RiskStatus::happened("db"));
    let before = check_in(&small().status(then.clone()));
    let text = |status: Status| {
        let since = Since::new(Some(&before), &[], &[]);
        let forecast = simulation().forecast(&small().status(status)).unwrap();
        report::checkin(&forecast, &Questions::default(), since)
            .text()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let now = Status::new(day(16))
        .task(TaskStatus::started("schema", day(0)))
        .task(TaskStatus::started("api", day(7)))
        .task(TaskStatus::open("ui"))
        .risk(RiskStatus::over("db"));
    let said = text(now);
    let other = "told otherwise now: schema was finished on 11 Jan 2027, and is not now; api was started on 12 Jan 2027, and on 13 Jan \
                 2027 now; ui was started on 12 Jan 2027, and is not now; db had happened, and can no longer happen now. Where";
    assert!(said.contains(other), "{said}");
    // What goes on is no news of this kind.
    let mut on = then;
    on.as_of = day(16);
    on.tasks[1] = TaskStatus::finished("api", day(6), day(14));
    assert!(!text(on).contains("told otherwise"));
}

#[test]
fn a_target_that_has_passed_is_reached_or_missed() {
    use landfall::report::{self, Questions};

    let said = |target: Date, finished: Option<i64>| {
        let mut plan = small();
        plan.milestones[0].target = Some(target);
        let mut status = Status::new(day(30));
        for name in ["schema", "api", "ui"] {
            let (from, to) = if name == "schema" { (0, 5) } else { (6, finished.unwrap_or(20)) };
            status = status.task(match finished.is_none() && name == "ui" {
                true => TaskStatus::started(name, day(from)),
                false => TaskStatus::finished(name, day(from), day(to)),
            });
        }
        let text =
            report::forecast(&simulation().forecast(&plan.status(status)).unwrap(), &Questions::default())
                .text();
        let line = text.lines().find(|line| line.starts_with("beta")).unwrap().to_owned();
        line.rsplit("  ").next().unwrap().to_owned()
    };
    assert_eq!(said(day(20), Some(18)), "reached");
    assert_eq!(said(day(20), Some(25)), "reached late");
    assert_eq!(said(day(29), None), "missed");
    assert_eq!(said(day(30), None), "missed");
    assert!(said(day(45), None).ends_with('%'));
}

/// What is decided is not told as if it were open, nor what is sure as if it were not.
#[test]
fn what_is_decided_or_sure_is_told_as_that() {
    use landfall::report::{self, Questions};

    let mut plan = small().task(Task::new("docs", Estimate::days(5.0..=15.0)).after("ui"));
    plan = plan.milestone(Milestone::new("launch").after("docs")).team(Team::new("web", 1));
    plan.milestones[0].target = Some(day(20));
    plan.tasks[3].team = Some("web".to_owned());
    let mut status =
        Status::new(day(30)).task(TaskStatus::started("docs", day(26)).remaining(Estimate::days(5.0)));
    for (name, to) in [("schema", 5), ("api", 20), ("ui", 25)] {
        status = status.task(TaskStatus::finished(name, day(if to == 5 { 0 } else { 6 }), day(to)));
    }
    let told = |plan: &Plan| {
        let forecast = simulation().forecast(plan).unwrap();
        report::forecast(&forecast, &Questions::default())
            .text()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let text = told(&plan.clone().status(status.clone()));
    assert!(text.contains("in every run") && !text.contains("least certain milestone"), "{text}");
    status.tasks[0].remaining = None;
    let text = told(&plan.clone().status(status.clone()));
    assert!(text.contains("No open milestone has a target"), "{text}");
    plan.milestones[1].target = Some(day(200));
    let text = told(&plan.status(status));
    assert!(text.contains("Every open target holds in at least 95% of the runs"), "{text}");
}
