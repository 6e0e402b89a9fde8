//! Plan → file → plan is the identity, in every format.

use landfall::{
    Alternative, Change, Effect, Estimate, Format, Milestone, Plan, PlanFile, Risk, Task, TaskField, Team,
    TeamField,
};
use proptest::prelude::*;

use crate::fuzz::by_key;
use crate::{oracle, plans};

const FORMATS: [Format; 3] = [Format::Toml, Format::Json, Format::Yaml];

proptest! {
    #![proptest_config(plans::config(256))]

    #[test]
    fn a_plan_reads_back_as_itself(plan in plans::plan()) {
        for format in FORMATS {
            let text = plan.to_text(format).unwrap();
            match Plan::parse(&text, format) {
                Ok(read) => prop_assert_eq!(&read, &plan, "{:?}\n{}", format, text),
                Err(error) => prop_assert!(false, "{format:?}: {error}\n{text}"),
            }
        }
    }

    #[test]
    fn a_plan_with_everything_in_it_reads_back_as_itself(plan in oracle::plans::plan()) {
        for format in FORMATS {
            let text = plan.to_text(format).unwrap();
            match Plan::parse(&text, format) {
                Ok(read) => prop_assert_eq!(by_key(read), by_key(plan.clone()), "{:?}\n{}", format, text),
                Err(error) => prop_assert!(false, "{format:?}: {error}\n{text}"),
            }
        }
    }

    #[test]
    fn a_plan_with_teams_and_effects_reads_back_as_itself(plan in oracle::staff::plan_with_teams(), progress in plans::progress()) {
        let plan = plans::with_progress(plan, progress);
        for format in FORMATS {
            let text = plan.to_text(format).unwrap();
            match Plan::parse(&text, format) {
                Ok(read) => prop_assert_eq!(by_key(read), by_key(plan.clone()), "{:?}\n{}", format, text),
                Err(error) => prop_assert!(false, "{format:?}: {error}\n{text}"),
            }
        }
    }

    #[test]
    fn each_alternative_reads_back_as_the_same_plan(plan in plan_with_alternatives()) {
        for format in FORMATS {
            let text = plan.to_text(format).unwrap();
            let read = match Plan::parse(&text, format) {
                Ok(read) => read,
                Err(error) => return Err(TestCaseError::fail(format!("{format:?}: {error}\n{text}"))),
            };
            prop_assert_eq!(read.to_text(format).unwrap(), text.clone());
            for (one, other) in read.alternatives.iter().zip(&plan.alternatives) {
                prop_assert_eq!((&one.name, &one.note, &one.based_on), (&other.name, &other.note, &other.based_on));
                let (one, other) = (read.with_alternative(&one.name), plan.with_alternative(&one.name));
                prop_assert_eq!(by_key(one.unwrap()), by_key(other.unwrap()), "{:?}\n{}", format, text);
            }
        }
    }

    #[test]
    fn a_plan_goes_through_serde_of_any_format(plan in plans::plan()) {
        let json = serde_json::to_string(&plan).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Plan>(&json).unwrap(), &plan);
        let toml = toml::to_string(&plan).unwrap();
        prop_assert_eq!(&toml::from_str::<Plan>(&toml).unwrap(), &plan);
    }
}

/// A plan with alternatives that drop, change and add.
fn plan_with_alternatives() -> impl Strategy<Value = Plan> {
    let index = any::<prop::sample::Index>;
    let drops = prop::collection::vec(index(), 0..2);
    let edits = prop::collection::vec((index(), index(), 0usize..15, any::<bool>()), 0..5);
    let alternatives = prop::collection::vec((drops, edits, any::<bool>(), any::<bool>()), 1..4);
    (oracle::staff::plan_with_teams(), alternatives)
        .prop_map(|(mut plan, alternatives)| {
            for (number, (drops, edits, on, more)) in alternatives.into_iter().enumerate() {
                let mut alternative = Alternative::new(format!("way {number}")).note("why, \"and\" what for");
                if on && number > 0 {
                    alternative = alternative.based_on(format!("way {}", number - 1));
                }
                for index in drops {
                    alternative = alternative.drop(&plan.tasks[index.index(plan.tasks.len())].name);
                }
                for (place, (task, other, field, clear)) in edits.into_iter().enumerate() {
                    let (task, other) = (task.index(plan.tasks.len()), other.index(plan.tasks.len()));
                    let other = &plan.tasks[other];
                    let fields = match (field, clear) {
                        (0, _) => vec![TaskField::Takes(other.takes.clone())],
                        (1, true) => vec![TaskField::NotBefore(None), TaskField::Note(None)],
                        (1, false) => vec![TaskField::NotBefore(Some(landfall::date(2027, 3, 1)))],
                        (2, _) => vec![TaskField::Tags(other.tags.clone()), TaskField::Priority(100)],
                        (3, true) => vec![TaskField::Value(None), TaskField::Cost(Some(0.5))],
                        (3, false) => {
                            vec![TaskField::Value(Some(40.0)), TaskField::Exists(Some(0.25.into()))]
                        }
                        _ => vec![TaskField::Title(Some(format!("titled {place}"))), TaskField::Exists(None)],
                    };
                    alternative = alternative.change(Change::task(&plan.tasks[task].name, fields));
                }
                if more {
                    let ours = format!("quite new {number}");
                    alternative = alternative
                        .change(Task::new(&ours, Estimate::days(2.0..=3.0)).value(3.0))
                        .change(
                            Milestone::new(format!("reached {number}"))
                                .after(ours.as_str())
                                .value_per_week(2.0)
                                .target(landfall::date(2027, 6, 1)),
                        )
                        .change(
                            Risk::new(format!("odd {number}"), 0.5)
                                .delays(ours.as_str(), Estimate::days(1.0))
                                .each(),
                        )
                        .change(
                            Team::new(format!("staff {number}"), 4)
                                .share("roadmap", 0.75)
                                .cost_per_person_day(500.0),
                        )
                        .change(
                            Effect::after(format!("since {number}"), ours.as_str()).slows("*", 0.25).next(3),
                        )
                        .change(Change::team(
                            format!("staff {number}"),
                            [TeamField::Idle(landfall::Idle::Lent)],
                        ));
                }
                plan.alternatives.push(alternative);
            }
            plan
        })
        .prop_filter("sound", |plan| {
            plan.check().iter().all(|finding| finding.severity() == landfall::Severity::Warning)
        })
}

#[test]
fn the_shipped_plans_say_the_same_in_every_format() {
    for name in ["small", "release", "roadmap", "migration", "checkout"] {
        let path = format!("{}/examples/plans/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        let file = PlanFile::read(path).unwrap();
        assert_eq!(file.warnings, [], "{name}");
        for format in FORMATS {
            let text = file.plan.to_text(format).unwrap();
            assert_eq!(Plan::parse(&text, format).unwrap(), file.plan, "{name} {format:?}");
        }
    }
}

#[test]
fn quoted_and_unquoted_dates_are_the_same() {
    let plan = |quote: &str| {
        let text = format!(
            "start = {quote}2027-01-04{quote}\n[calendar]\nholidays = [{quote}2027-01-06{quote}]\n[task.a]\ntakes = \"1 day\"\nnot_before = {quote}2027-02-01{quote}\n"
        );
        Plan::parse(&text, Format::Toml).unwrap()
    };
    assert_eq!(plan(""), plan("\""));
    let serde: Plan = toml::from_str("start = 2027-01-04\n[task.a]\ntakes = \"1 day\"\n").unwrap();
    assert_eq!(serde.start, landfall::date(2027, 1, 4));
}

#[test]
fn a_plan_with_errors_is_refused_by_serde_with_every_fault() {
    let error =
        serde_json::from_str::<Plan>(r#"{"start": "2027-01-04", "task": {"a": {"takes": "5", "aftr": []}}}"#);
    let message = error.unwrap_err().to_string();
    assert!(message.contains("P007") && message.contains("P002"), "{message}");
}

#[test]
fn a_negative_range_is_written_as_a_person_would_read_it() {
    use landfall::{Estimate, Risk, Task, date};
    let plan = Plan::new("", date(2027, 1, 4))
        .task(Task::new("a", Estimate::days(5.0)))
        .risk(Risk::new("reuse", 0.5).delays("a", Estimate::days(-3.0..=-1.0)));
    let text = plan.to_text(Format::Toml).unwrap();
    assert!(text.contains("a = \"-3 to -1 days\""), "{text}");
}
