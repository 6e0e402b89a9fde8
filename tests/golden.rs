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
fn the_report_of_a_plan_with_everything_in_it() {
    let forecast = forecast(include_str!("../examples/plans/migration.toml"), 10_000);
    insta::assert_snapshot!(report::text(&forecast, &Questions::default()));
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

#[test]
fn the_readme_shows_the_report_and_the_plan_as_they_are() {
    let readme = include_str!("../README.md");
    let forecast = forecast(include_str!("../examples/plans/roadmap.toml"), 10_000);
    assert!(
        readme.contains(&report::text(&forecast, &Questions::default())),
        "the report in README.md is another"
    );
    assert!(
        readme.contains(include_str!("../examples/plans/small.toml")),
        "the plan in README.md is another"
    );
}

#[test]
fn the_readme_names_only_what_works() {
    use landfall::Plan;
    let readme = include_str!("../README.md");
    // Each form of the table, in a plan of its own.
    let mut tried = 0;
    for row in readme.lines().filter(|line| line.starts_with("| `takes")) {
        let cell = row.trim_start_matches("| ").split(" | ").next().unwrap();
        let first = cell.trim_matches('`').split("`, `").next().unwrap();
        let more = cell.split("`, `").skip(1).map(|form| format!("takes = {}", form.trim_matches('`')));
        for takes in [first.to_owned()].into_iter().chain(more) {
            let text = format!("start = 2027-01-04\n[task.a]\n{takes}\n");
            assert!(Plan::parse(&text, Format::Toml).is_ok(), "{text}");
            tried += 1;
        }
    }
    assert!(tried >= 8, "{tried}");
}
