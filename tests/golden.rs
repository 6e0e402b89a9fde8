//! What people and tools see, as snapshots. Read a change of one as the person would.

use landfall::report::{self, Questions};
use landfall::{Comparison, Forecast, Format, Network, P10, P85, PlanFile, Price, Simulation, date};

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

fn comparison(plan: &str, trials: usize) -> Comparison {
    let network = Network::of_file(&PlanFile::parse(plan, Format::Toml).unwrap()).unwrap();
    Simulation::new().trials(trials).compare_of(&network).unwrap()
}

#[test]
fn the_comparison_of_the_default_roadmap() {
    let comparison = comparison(include_str!("../examples/plans/roadmap.toml"), 10_000);
    insta::assert_snapshot!(report::comparison_text(&comparison, &Questions::default()));
}

#[test]
fn the_comparison_of_the_checkout() {
    let comparison = comparison(include_str!("../examples/plans/checkout.toml"), 10_000);
    insta::assert_snapshot!(report::comparison_text(&comparison, &Questions::default()));
}

/// Every kind of change, more alternatives than fit beside each other, and texts that are long or hostile.
const ALTERNATIVES: &str = include_str!("fixtures/alternatives.toml");

#[test]
fn the_comparison_of_every_kind_of_change() {
    let mut questions = Questions::default();
    questions.percentiles = Some(vec![P10, P85]);
    questions.dates = vec![date(2027, 3, 1)];
    questions.budget = Some(20_000.5);
    insta::assert_snapshot!(report::comparison_text(&comparison(ALTERNATIVES, 1_000), &questions));
}

#[test]
fn the_comparison_of_a_plan_without_alternatives() {
    let comparison = comparison(include_str!("../examples/plans/small.toml"), 100);
    insta::assert_snapshot!(report::comparison_text(&comparison, &Questions::default()));
}

#[test]
fn the_comparison_as_data() {
    let plan = "start = 2027-01-04\nbudget = 9000\n[task]\na = { takes = \"1-2 weeks\", value = 3, cost = 500 }\n\
                b = { takes = \"5 days\", needs = [\"a\"], value = 7 }\nc = { takes = \"8-9 days\" }\n\
                [milestone.m]\nafter = [\"b\", \"c\"]\ntarget = 2027-01-22\nvalue_per_week = 10\n\
                [alternative.less]\ndrop = [\"a\"]\n[alternative.more]\nbased_on = \"less\"\n[alternative.more.task.d]\ntakes = \"3 days\"\n";
    let mut questions = Questions::default();
    questions.percentiles = Some(vec![P85]);
    let json = report::comparison_json(&comparison(plan, 600), &questions).unwrap();
    insta::assert_snapshot!(json);
}

#[test]
fn the_price_of_pieces_of_work() {
    let plan = PlanFile::parse(include_str!("../examples/plans/roadmap.toml"), Format::Toml).unwrap().plan;
    let baseline = Simulation::new().baseline(&plan).unwrap();
    let prices: Vec<Price> = ["engine-refactor", "mobile", "sso", "policies", "risk.messy-data", "#security"]
        .iter()
        .map(|name| baseline.price(name).unwrap())
        .collect();
    let texts = prices.iter().map(|price| report::price_text(price, baseline.forecast()));
    insta::assert_snapshot!(texts.collect::<Vec<_>>().join("\n"));
    let json = report::prices_json(&prices[..1], baseline.forecast(), &Questions::default()).unwrap();
    insta::assert_snapshot!("the_price_as_data", json);
}

#[test]
fn what_fits_by_a_date() {
    let forecast = forecast(include_str!("../examples/plans/roadmap.toml"), 2_000);
    let mut texts = String::new();
    for (day, percentile) in [(date(2027, 6, 30), P85), (date(2026, 6, 30), P85), (date(2032, 6, 30), P10)] {
        let mut questions = Questions::default();
        questions.fits = Some((day, percentile));
        let text = report::text(&forecast, &questions);
        let (begin, end) = (text.find("What fits").unwrap(), text.find("What this rests on").unwrap());
        texts += &text[begin..end];
    }
    insta::assert_snapshot!(texts);
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
    let schemas = [
        ("plan", report::plan_schema()),
        ("result", report::result_schema()),
        ("comparison", report::comparison_schema()),
        ("prices", report::prices_schema()),
    ];
    for (name, schema) in schemas {
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
    let text = report::comparison_text(
        &comparison(include_str!("../examples/plans/checkout.toml"), 10_000),
        &Questions::default(),
    );
    assert!(readme.contains(&text), "the comparison in README.md is another");
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
