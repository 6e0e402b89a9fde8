//! When will it ship? Checks a plan file, simulates it and prints the report.
//!
//! `cargo run --release --example forecast -- --help`

mod command;

use std::process::ExitCode;
use std::str::FromStr;

use landfall::{Date, Forecast, Network, P80, Percentile, WorkDays, report};

use command::{Above0, Command, value};

const HELP: &str = "\
When will it ship? Checks a plan file, simulates it and prints the report.

usage: forecast [PLAN] [options]

  --precision DAYS       run until P80 is known to within so many working days (95% sure),
                         such as 0.5; --trials is then the most runs [10000000]
  --fits DATE            what fits by a date: how far down the list of tasks, by priority
                         and then in plan order, everything is finished by then
  --confidence P         how sure that is to be [80]
";

fn main() -> ExitCode {
    let mut precision: Option<WorkDays> = None;
    let mut fits: Option<Date> = None;
    let mut confidence: Option<Percentile> = None;
    let own = |option: &str, parser: &mut lexopt::Parser| {
        match option {
            "precision" => {
                let Above0(days) = value(parser, option, "working days above 0, such as 0.5")?;
                precision = Some(WorkDays::new(days));
            }
            "fits" => fits = Some(value(parser, option, "a date, such as 2027-04-01")?),
            "confidence" => {
                let Sure(percentile) = value(parser, option, "a percentage from 1 to 99, such as 80")?;
                confidence = Some(percentile);
            }
            _ => return Ok(false),
        }
        Ok(true)
    };
    let mut command = match Command::parse("forecast", HELP, own) {
        Ok(command) => command,
        Err(status) => return status,
    };
    if fits.is_none() && confidence.is_some() {
        return command.misused("--confidence says how sure --fits is to be: give --fits DATE, too");
    }
    command.questions.fits = fits.map(|date| (date, confidence.unwrap_or(P80)));
    command.end(forecast(&command, precision))
}

/// A percentage, with its sign or without.
struct Sure(Percentile);

impl FromStr for Sure {
    type Err = landfall::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let percentile: Percentile = text.trim_end_matches('%').parse()?;
        // 0.85 is meant as 85%.
        if percentile.percent() < 1.0 { "".parse().map(Self) } else { Ok(Self(percentile)) }
    }
}

fn forecast(command: &Command, precision: Option<WorkDays>) -> landfall::Result<String> {
    let network = Network::of_file(&command.read()?)?;
    let plan = network.plan();
    // Only some answers need the single runs of tasks.
    let of_tasks = plan.tasks.iter().any(|task| task.value.is_some() || task.cost.is_some());
    let of_milestones = plan.milestones.iter().any(|milestone| milestone.value.is_some());
    let tasks = command.json
        || command.questions.fits.is_some()
        || !plan.teams.is_empty()
        || of_tasks
        || of_milestones;
    let trials = command.simulate(|simulation| {
        let simulation = simulation.tasks(tasks);
        match precision {
            Some(days) => simulation.precision(P80, days).run(&network),
            None => simulation.run(&network),
        }
    })?;
    let forecast = Forecast::new(&network, &trials);
    match command.json {
        true => report::json(&forecast, &command.questions),
        false => Ok(report::text(&forecast, &command.questions)),
    }
}
