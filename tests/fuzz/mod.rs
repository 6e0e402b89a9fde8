//! What the fuzzers of `fuzz/` do with bytes: the same functions go through what is kept of their work in a plain test.
//!
//! Each takes any bytes at all and may refuse them, but must not panic, hang or eat memory, and what it accepts must hold.

#[cfg(test)]
mod kept;
mod plan;

use landfall::report::{self, Page, Questions};
use landfall::{
    Amount, CheckIn, Error, ErrorKind, Estimate, Format, History, HistoryText, Journal, Network, P5, P50,
    P80, P95, Percentile, Plan, PlanFile, Sampling, Simulation, Week,
};

/// What is done with bytes.
type Run = fn(&[u8]);

/// By name, what each fuzzer runs.
#[allow(dead_code, reason = "each fuzzer takes one; the plain test all")]
pub(crate) const TARGETS: [(&str, Run); 7] = [
    ("toml", toml),
    ("json", json),
    ("yaml", yaml),
    ("amount", amount),
    ("history", history),
    ("check", check),
    ("simulate", simulate),
];

/// A plan file in TOML.
pub(crate) fn toml(bytes: &[u8]) {
    read(bytes, Format::Toml);
}

/// The same in JSON.
pub(crate) fn json(bytes: &[u8]) {
    read(bytes, Format::Json);
}

/// The same in YAML.
pub(crate) fn yaml(bytes: &[u8]) {
    read(bytes, Format::Yaml);
}

/// What can be read is written again in every format and is still the same plan.
fn read(bytes: &[u8], format: Format) {
    match PlanFile::read_from(bytes, format) {
        Ok(file) => reads_back(&file.plan),
        Err(error) => explains(&error),
    }
    // The same bytes as a status of a plan.
    if let Ok(text) = std::str::from_utf8(bytes) {
        let plan = "start = 2027-01-04\n[task.a]\ntakes = \"2-3 days\"\n[task.b]\ntakes = \"2-3 days\"\nafter = [\"a\"]\n";
        let plan = PlanFile::parse(plan, Format::Toml).expect("it is sound");
        match plan.with_status_text(text, format) {
            Ok(file) => reads_back(&file.plan),
            Err(error) => explains(&error),
        }
    }
}

fn reads_back(plan: &Plan) {
    for format in [Format::Toml, Format::Json, Format::Yaml] {
        let text = plan.to_text(format).expect("a plan can be written");
        match Plan::parse(&text, format) {
            Ok(again) => {
                let [one, two] =
                    [plan, &again].map(|plan| by_key(plan.clone()).to_text(Format::Json).expect("it can"));
                assert_eq!(one, two, "{format:?}: {text}");
            }
            Err(error) => panic!("{format:?}: {error}\n{text}"),
        }
    }
}

/// A plan whose maps are in the order of their keys: TOML puts tables after plain values, and that order means nothing.
pub(crate) fn by_key(mut plan: Plan) -> Plan {
    plan.estimates.sizes.sort_by(|one, other| one.0.cmp(&other.0));
    for risk in &mut plan.risks {
        risk.becomes.sort_by(|one, other| one.0.cmp(&other.0));
        risk.delays.sort_by(|one, other| one.0.cmp(&other.0));
        risk.scales.sort_by(|one, other| one.0.cmp(&other.0));
    }
    for effect in &mut plan.effects {
        effect.slows.sort_by(|one, other| one.0.cmp(&other.0));
        effect.saves.sort_by(|one, other| one.0.cmp(&other.0));
    }
    plan
}

/// An error says what is wrong, where, and what to write instead.
fn explains(error: &Error) {
    assert!(!error.to_string().trim().is_empty());
    if error.kind() == ErrorKind::Plan {
        assert!(!error.diagnostics().is_empty(), "{error}");
        for diagnostic in error.diagnostics() {
            assert!(!diagnostic.message.is_empty() && !diagnostic.help.is_empty(), "{diagnostic:?}");
        }
    }
}

/// The small texts that a plan file holds: read again as written.
pub(crate) fn amount(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(amount) = Amount::parse(text) {
        assert_eq!(Amount::parse(&amount.to_string()).expect("what is written can be read"), amount);
    }
    if let Ok(estimate) = Estimate::parse(text) {
        let task = landfall::Task::new("a", estimate);
        let plan = Plan::new("", landfall::date(2027, 1, 4)).task(task);
        if let Ok(network) = Network::new(&plan) {
            reads_back(&plan);
            let _ = Simulation::new().trials(16).run(&network).map_err(|error| explains(&error));
        }
    }
    let _ = text.parse::<Percentile>();
    if let Ok(week) = text.parse::<Week>() {
        assert_eq!(week.to_string().parse::<Week>().expect("what is written can be read"), week);
    }
    let _ = landfall::Spread::<f64>::parse(text);
}

/// Histories of every kind, and a journal.
pub(crate) fn history(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        match History::parse(text) {
            Ok(history) => {
                let _ = history.fit().map_err(|error| explains(&error));
                let _ = history.scores(&landfall::Scoring::default()).map_err(|error| explains(&error));
            }
            Err(error) => explains(&error),
        }
        match HistoryText::parse(text, None) {
            Ok(HistoryText::Counts(counts)) => {
                let start = landfall::date(2027, 1, 4);
                let forecast =
                    landfall::Throughput::new(counts, start).items(5.0..=9.0).trials(64).forecast();
                let _ = forecast.map_err(|error| explains(&error));
            }
            Ok(HistoryText::Dates(dates)) => {
                let as_of = landfall::date(2027, 1, 4);
                let counted = landfall::FinishedItems::count(&dates, Amount::weeks(1.0), as_of);
                let _ = counted.map_err(|error| explains(&error));
            }
            Err(error) => explains(&error),
        }
    }
    match Journal::read_from(bytes) {
        Ok(journal) => {
            let _ = report::journal(&journal.by_day()).text();
            let _ = landfall::signals(&journal.by_day());
        }
        Err(error) => explains(&error),
    }
}

/// Any values at all as a plan: either every fault is told, or it becomes a network and a file.
pub(crate) fn check(bytes: &[u8]) {
    let plan = plan::plan(bytes, true);
    let network = Network::new(&plan);
    match &network {
        Ok(_) => reads_back(&plan),
        Err(error) => explains(error),
    }
    // With faults too it can be written down, or says why not.
    for format in [Format::Toml, Format::Json, Format::Yaml] {
        let _ = plan.to_text(format).map_err(|error| explains(&error));
    }
}

/// A whole small simulation of a plan, and everything that can be asked of it.
pub(crate) fn simulate(bytes: &[u8]) {
    let (&ask, bytes) = bytes.split_first().unwrap_or((&0, &[]));
    let plan = plan::plan(bytes, false);
    let sampling = if ask & 1 == 0 { Sampling::LatinHypercube } else { Sampling::Random };
    let simulation = Simulation::new().trials(40).threads(1).memory(64 << 20).sampling(sampling);
    let forecast = match simulation.forecast(&plan) {
        Ok(forecast) => forecast,
        Err(error) => return explains(&error),
    };
    let finish = forecast.finish();
    let days = [P5, P50, P80, P95].map(|percentile| finish.days(percentile).get());
    assert!(days.is_sorted() && days[0] >= 0.0 && days[3].is_finite(), "{days:?}");
    assert!(finish.mean().get().is_finite() && finish.mean().get() >= 0.0);
    assert!(forecast.odds_by(forecast.date(P80)) >= 0.8);
    for task in forecast.tasks() {
        assert!(task.mean.get() >= 0.0, "{}", task.name);
    }
    let mut questions = Questions::default();
    match ask >> 1 & 7 {
        0 => {
            let again = simulation.block(128).forecast(&plan).expect("it was forecast before");
            let json = |forecast| report::json(forecast, &questions).expect("it can be written");
            assert_eq!(json(&forecast), json(&again));
        }
        1 => match simulation.explain(&plan) {
            Ok(why) => questions.why = Some(std::sync::Arc::new(why)),
            Err(error) => explains(&error),
        },
        2 => match simulation.compare(&plan) {
            Ok(comparison) => {
                let _ = report::comparison(&comparison, &questions).text();
            }
            Err(error) => explains(&error),
        },
        3 => {
            let check_in = CheckIn::new(&forecast);
            let again = check_in.replay().expect("it was forecast before");
            assert_eq!(again.finish(), forecast.finish());
            let _ = landfall::signals(&[&check_in, &check_in]);
        }
        4 => questions.fits = Some((forecast.date(P50), P80)),
        5 => {
            let said = report::forecast(&forecast, &questions);
            let _ = (said.markdown(), report::csv(&forecast, &questions));
            let _ = Page::new(&forecast, &questions).html();
        }
        _ => {}
    }
    let json = report::json(&forecast, &questions).expect("it can be written");
    serde_json::from_str::<serde_json::Value>(&json).expect("it is JSON");
    let _ = report::forecast(&forecast, &questions).text();
}
