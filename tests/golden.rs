//! What people and tools see, as snapshots. Read a change of one as the person would.

use landfall::report::{self, Questions};
use landfall::{Forecast, Format, Network, P10, P85, PlanFile, Simulation, date};

fn forecast(plan: &str, trials: usize) -> Forecast {
    let network = Network::of_file(&PlanFile::parse(plan, Format::Toml).unwrap()).unwrap();
    Forecast::new(&network, &Simulation::new().trials(trials).run(&network).unwrap())
}

#[test]
fn the_report_of_the_default_roadmap() {
    let forecast = forecast(include_str!("../examples/plans/roadmap.toml"), 10_000);
    insta::assert_snapshot!(report::text(&forecast, &Questions::default()));
}

#[test]
fn the_report_of_a_small_plan_with_questions() {
    let forecast = forecast(include_str!("../examples/plans/small.toml"), 1000);
    let mut questions = Questions::default();
    questions.percentiles = Some(vec![P10, P85]);
    questions.dates = vec![date(2027, 2, 1), date(2027, 3, 1)];
    insta::assert_snapshot!(report::text(&forecast, &questions));
}

#[test]
fn the_report_of_a_plan_with_warnings_and_one_trial() {
    let plan = "start = 2027-01-04\n[task.a]\ntakes = \"10-11 days\"\n[risk.r]\nchance = 0.1\n";
    insta::assert_snapshot!(report::text(&forecast(plan, 1), &Questions::default()));
}

#[test]
fn the_result_of_a_small_plan() {
    let forecast = forecast(include_str!("../examples/plans/small.toml"), 1000);
    let mut questions = Questions::default();
    questions.dates = vec![date(2027, 2, 1)];
    insta::assert_snapshot!(report::json(&forecast, &questions).unwrap());
}

/// The schemas are pinned as files that people can point their editors to. `LANDFALL_UPDATE=1` writes them anew.
#[cfg(feature = "schema")]
#[test]
fn the_schemas_are_the_ones_in_docs() {
    for (name, schema) in [("plan", report::plan_schema()), ("result", report::result_schema())] {
        let path = format!("{}/docs/schema/{name}.schema.json", env!("CARGO_MANIFEST_DIR"));
        let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        if std::env::var_os("LANDFALL_UPDATE").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text, "{path}");
    }
}
