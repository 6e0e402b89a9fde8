//! Plan → file → plan is the identity, in every format.

use landfall::{Format, Plan, PlanFile};
use proptest::prelude::*;

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
    fn a_plan_with_teams_and_effects_reads_back_as_itself(plan in oracle::staff::plan_with_teams()) {
        for format in FORMATS {
            let text = plan.to_text(format).unwrap();
            match Plan::parse(&text, format) {
                Ok(read) => prop_assert_eq!(by_key(read), by_key(plan.clone()), "{:?}\n{}", format, text),
                Err(error) => prop_assert!(false, "{format:?}: {error}\n{text}"),
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

/// A plan whose maps are in the order of their keys: TOML puts tables after plain values, and that order means nothing.
fn by_key(mut plan: Plan) -> Plan {
    plan.estimates.sizes.sort_by(|a, b| a.0.cmp(&b.0));
    for risk in &mut plan.risks {
        risk.becomes.sort_by(|a, b| a.0.cmp(&b.0));
        risk.delays.sort_by(|a, b| a.0.cmp(&b.0));
        risk.scales.sort_by(|a, b| a.0.cmp(&b.0));
    }
    for effect in &mut plan.effects {
        effect.slows.sort_by(|a, b| a.0.cmp(&b.0));
        effect.saves.sort_by(|a, b| a.0.cmp(&b.0));
    }
    plan
}

#[test]
fn the_shipped_plans_say_the_same_in_every_format() {
    for name in ["small", "release", "roadmap", "migration"] {
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
