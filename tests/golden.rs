//! What people and tools see, as snapshots. Read a change of one as the person would.

use landfall::report::{self, Questions};
use landfall::{
    CheckIn, Comparison, Estimate, Explanation, Forecast, Format, Milestone, Network, P10, P50, P80, P85,
    P95, Percentile, Plan, PlanFile, Price, Simulation, Task, date, signals,
};
use std::sync::Arc;

use crate::readme::shows;

fn forecast(plan: &str, trials: usize) -> Forecast {
    let network = Network::of_file(&PlanFile::parse(plan, Format::Toml).unwrap()).unwrap();
    Forecast::new(&network, &Simulation::new().trials(trials).run(&network).unwrap())
}

#[test]
fn the_report_of_the_default_roadmap() {
    let forecast = forecast(include_str!("../examples/plans/roadmap.toml"), 10_000);
    insta::assert_snapshot!(report::forecast(&forecast, &Questions::default()).text());
}

#[test]
fn the_report_of_a_small_plan_with_questions() {
    let forecast = forecast(include_str!("../examples/plans/small.toml"), 1000);
    let mut questions = Questions::default();
    questions.percentiles = Some(vec![P10, P85]);
    questions.dates = vec![date(2027, 2, 1), date(2027, 3, 1)];
    insta::assert_snapshot!(report::forecast(&forecast, &questions).text());
}

#[test]
fn the_report_of_a_plan_with_everything_in_it() {
    let forecast = forecast(include_str!("../examples/plans/migration.toml"), 10_000);
    insta::assert_snapshot!(report::forecast(&forecast, &Questions::default()).text());
}

#[test]
fn the_report_of_a_plan_under_way() {
    let plan = include_str!("../examples/plans/small.toml");
    let status = include_str!("fixtures/small-status.toml");
    let file = PlanFile::parse(plan, Format::Toml).unwrap().with_status_text(status, Format::Toml).unwrap();
    let network = Network::of_file(&file).unwrap();
    let forecast = Forecast::new(&network, &Simulation::new().trials(1000).run(&network).unwrap());
    insta::assert_snapshot!(report::forecast(&forecast, &Questions::default()).text());
    let result = report::json(&forecast, &Questions::default()).unwrap();
    assert!(result.contains("\"as_of\": \"2027-02-05\"") && result.contains("\"settled\": true"));
}

#[test]
fn the_report_of_a_plan_with_warnings_and_one_trial() {
    let plan = "start = 2027-01-04\n[task.a]\ntakes = \"10-11 days\"\n[risk.r]\nchance = 0.1\n";
    insta::assert_snapshot!(report::forecast(&forecast(plan, 1), &Questions::default()).text());
}

fn comparison(plan: &str, trials: usize) -> Comparison {
    let network = Network::of_file(&PlanFile::parse(plan, Format::Toml).unwrap()).unwrap();
    Simulation::new().trials(trials).compare_of(&network).unwrap()
}

#[test]
fn the_comparison_of_the_default_roadmap() {
    let comparison = comparison(include_str!("../examples/plans/roadmap.toml"), 10_000);
    insta::assert_snapshot!(report::comparison(&comparison, &Questions::default()).text());
}

#[test]
fn the_comparison_of_the_checkout() {
    let comparison = comparison(include_str!("../examples/plans/checkout.toml"), 10_000);
    insta::assert_snapshot!(report::comparison(&comparison, &Questions::default()).text());
}

/// Every kind of change, more alternatives than fit beside each other, and texts that are long or hostile.
const ALTERNATIVES: &str = include_str!("fixtures/alternatives.toml");

#[test]
fn the_comparison_of_every_kind_of_change() {
    let mut questions = Questions::default();
    questions.percentiles = Some(vec![P10, P85]);
    questions.dates = vec![date(2027, 3, 1)];
    questions.budget = Some(20_000.5);
    insta::assert_snapshot!(report::comparison(&comparison(ALTERNATIVES, 1_000), &questions).text());
}

#[test]
fn the_comparison_of_a_plan_without_alternatives() {
    let comparison = comparison(include_str!("../examples/plans/small.toml"), 100);
    insta::assert_snapshot!(report::comparison(&comparison, &Questions::default()).text());
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
    let texts = prices.iter().map(|price| report::price(price, baseline.forecast()).text());
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
        let text = report::forecast(&forecast, &questions).text();
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
        ("throughput", report::throughput_schema()),
        ("checkin", report::checkin_schema()),
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
    let forecast = forecast(include_str!("../examples/plans/roadmap.toml"), 10_000);
    shows(&report::forecast(&forecast, &Questions::default()).text());
    let text = report::comparison(
        &comparison(include_str!("../examples/plans/checkout.toml"), 10_000),
        &Questions::default(),
    )
    .text();
    shows(&text);
    shows(include_str!("../examples/plans/small.toml"));
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

fn explanation(plan: &str, trials: usize, milestone: Option<&str>, percentile: Percentile) -> Explanation {
    let network = Network::of_file(&PlanFile::parse(plan, Format::Toml).unwrap()).unwrap();
    Simulation::new().trials(trials).explain_of(&network, milestone, percentile).unwrap()
}

#[test]
fn why_the_default_roadmap_is_late() {
    let why = explanation(include_str!("../examples/plans/roadmap.toml"), 10_000, None, P80);
    let text = report::why(&why).text();
    shows(&text);
    insta::assert_snapshot!(text);
    let sentences = why.findings().iter().map(|finding| report::sentence(finding, &why));
    insta::assert_snapshot!(
        "why_the_default_roadmap_is_late_in_sentences",
        sentences.collect::<Vec<_>>().join("\n")
    );
}

#[test]
fn why_a_milestone_is_late() {
    let why = explanation(include_str!("../examples/plans/release.toml"), 4_000, Some("in-the-stores"), P95);
    insta::assert_snapshot!(report::why(&why).text());
}

/// Effects, interrupts, an unplanned share, a chain that a date begins, nothing uncertain, few trials.
#[test]
fn every_kind_of_reason_in_a_sentence() {
    let plans = [
        "start = 2027-01-04\n[team.web]\npeople = 2\nshare = { roadmap = 0.6, unplanned = \"20-60 %\" }\n\
         [team.ops]\npeople = 1\ninterrupts = [{ every = \"3 days\", takes = \"1-2 days\" }]\n[defaults]\nteam = \"web\"\n\
         [task]\nrefactor = { takes = \"1-2 weeks\" }\nui = { takes = \"2-6 weeks\" }\napi = { takes = \"2-6 weeks\", needs = [\"refactor\"] }\n\
         deploy = { takes = \"1-3 weeks\", team = \"ops\", after = [\"ui\", \"api\"] }\n\
         [effect.drag]\ntitle = \"The refactor drags\"\nwhile = \"refactor\"\nslows = { ui = \"40-80 %\" }\n\
         [risk.luck]\nchance = 0.4\ndelays = { deploy = \"-3 to -2 days\" }\n\
         [risk.audit]\ntitle = \"The audit \\u001b[31mcomes\"\nchance = 0.05\ndelays = { deploy = \"4-5 weeks\" }\n",
        "start = 2027-01-04\n[task]\nevent = { takes = \"1 day\", not_before = 2027-03-01 }\nprepare = { takes = \"3 days\" }\n",
    ];
    let mut texts = String::new();
    for (plan, trials) in [(plans[0], 4_000), (plans[1], 1_000), (plans[0], 30)] {
        for percentile in [P50, P85] {
            let why = explanation(plan, trials, None, percentile);
            texts += &format!("{trials} trials at {percentile}\n");
            for finding in why.findings() {
                texts += &format!("- {}\n", report::sentence(finding, &why));
            }
        }
    }
    texts += &report::why(&explanation(plans[0], 4_000, None, P85)).text();
    texts += &report::why(&explanation(plans[1], 1_000, None, P80)).text();
    insta::assert_snapshot!(texts);
}

#[test]
fn why_as_data() {
    let plan = "start = 2027-01-04\n[task]\na = { takes = \"1-2 weeks\" }\nb = { takes = \"5 days\", needs = [\"a\"] }\nc = { takes = \"8-9 days\" }\n\
                [milestone.m]\nafter = [\"b\", \"c\"]\n[risk.r]\nchance = 0.5\ndelays = { a = \"2-4 days\" }\n";
    let mut questions = Questions::default();
    questions.percentiles = Some(vec![P85]);
    questions.why = Some(Arc::new(explanation(plan, 600, None, P85)));
    insta::assert_snapshot!(report::json(&forecast(plan, 600), &questions).unwrap());
}

#[test]
fn of_many_runs_the_reasons_of_the_first() {
    let plan = "start = 2027-01-04\n[task.a]\ntakes = \"10-20 days\"\n";
    let mut questions = Questions::default();
    questions.why = Some(Arc::new(explanation(plan, 20_000, None, P80)));
    let text = report::forecast(&forecast(plan, 20_000), &questions).text();
    assert!(text.contains("each \"without\" in the same 16,384 runs"), "{text}");
    assert!(
        text.contains("All of why comes from the first 16,384 runs; all else from all of them."),
        "{text}"
    );
}

/// The check-ins of the quarter that ships inside the example, by what each knows: their texts, and the last as data.
fn quarter(
    simulation: Simulation<'_>,
    files: &[(&str, &str)],
    milestones: &[Option<&str>],
) -> (Vec<String>, String) {
    let mut made: Vec<CheckIn> = Vec::new();
    let (mut texts, mut data) = (Vec::new(), String::new());
    for (plan, status) in files {
        let mut file = PlanFile::parse(plan, Format::Toml).unwrap();
        if !status.is_empty() {
            file = file.with_status_text(status, Format::Toml).unwrap();
        }
        let network = Network::of_file(&file).unwrap();
        let forecast = Forecast::new(&network, &simulation.run(&network).unwrap());
        made.push(CheckIn::new(&forecast));
        let line: Vec<&CheckIn> = made.iter().collect();
        let before = line.len().checked_sub(2).map(|place| line[place]);
        let signals = signals(&line);
        let bridge = |&milestone: &Option<&str>| {
            Some(simulation.bridge(&before?.plan, network.plan(), milestone, P80).unwrap())
        };
        let bridges: Vec<_> = milestones.iter().filter_map(bridge).collect();
        let since = report::Since::new(before, &signals, &bridges);
        texts.push(report::checkin(&forecast, &Questions::default(), since).text());
        data = report::checkin_json(&forecast, &Questions::default(), since).unwrap();
    }
    (texts, data)
}

const QUARTER: &str = include_str!("../examples/plans/quarter/plan.toml");
const STATUS_2: &str = include_str!("../examples/plans/quarter/status-2.toml");
const STATUS_3: &str = include_str!("../examples/plans/quarter/status-3.toml");

#[test]
fn the_check_ins_of_a_quarter() {
    let revised = include_str!("../examples/plans/quarter/plan-revised.toml");
    let status_4 = include_str!("../examples/plans/quarter/status-4.toml");
    let files = [(QUARTER, STATUS_2), (QUARTER, STATUS_3), (revised, status_4)];
    let simulation = Simulation::new().trials(2048);
    let (texts, _) = quarter(simulation, &files, &[None, Some("beta")]);
    insta::assert_snapshot!(texts.join("\n====\n\n"));
    let made: Vec<CheckIn> = [(QUARTER, STATUS_2), (revised, status_4)]
        .map(|(plan, status)| {
            let file =
                PlanFile::parse(plan, Format::Toml).unwrap().with_status_text(status, Format::Toml).unwrap();
            CheckIn::new(&simulation.forecast(&file.plan).unwrap())
        })
        .to_vec();
    insta::assert_snapshot!(
        "the_forecasts_made_so_far",
        report::journal(&made.iter().collect::<Vec<_>>()).text()
    );
    let (_, data) = quarter(simulation, &files[..2], &[None, Some("beta")]);
    let json: serde_json::Value = serde_json::from_str(&data).unwrap();
    let said = [&json["since"], &json["signals"], &json["bridges"]];
    insta::assert_snapshot!("the_check_in_as_data", serde_json::to_string_pretty(&said).unwrap());
}

#[test]
fn the_check_in_in_the_readme_is_the_third_of_the_quarter() {
    let first = include_str!("../examples/plans/quarter/status-1.toml");
    let files = [(QUARTER, ""), (QUARTER, first), (QUARTER, STATUS_2), (QUARTER, STATUS_3)];
    let (texts, _) = quarter(Simulation::new(), &files, &[None]);
    shows(&texts[3]);
}

/// Long titles go on in a further line; they never push out what is said of them, nor what the text itself has to say.
#[test]
fn long_titles_leave_room_for_what_is_said_of_them() {
    let long = "The search of everything that customers have ever ordered from any of our shops";
    let plan = Plan::new("", date(2027, 1, 4))
        .task(Task::new("a", Estimate::days(10.0..=60.0)).title(long))
        .task(Task::new("b", Estimate::days(1.0..=2.0)))
        .milestone(Milestone::new("m").title(format!("{long} {long}")).after("a"));
    let baseline = Simulation::new().trials(500).baseline(&plan).unwrap();
    let why = Simulation::new().trials(500).explain(&plan).unwrap();
    let said = report::why(&why).text();
    let lines: Vec<&str> = said.lines().collect();
    let at = lines.iter().position(|line| line.contains("be sure of The search")).unwrap();
    assert!(lines[at].contains("median: 24.5 working days"), "{said}");
    let title =
        ["be sure of The search of everything that", "customers have ever ordered from any of our", "shops"];
    for (line, part) in lines[at..].iter().zip(title) {
        assert!(line.trim_start().starts_with(part), "{said}");
    }
    assert!(lines.iter().all(|line| line.chars().count() <= 100), "{said}");
    let price =
        report::price(&baseline.price("a").unwrap_or_else(|error| panic!("{error}")), baseline.forecast());
    let said = price.text();
    assert!(said.contains("with it, in working days (between which 95% sure)"), "{said}");
}
