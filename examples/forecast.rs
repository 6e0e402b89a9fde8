//! When will it ship? Checks a plan file, simulates it and prints the report.
//!
//! `cargo run --release --example forecast -- --help`

mod command;

use std::process::ExitCode;
use std::sync::Arc;

use landfall::report::Page;
use landfall::{Date, Forecast, History, Network, P80, Percentile, PlanFile, WorkDays, report};

use command::{Above0, Command, Output, Sure, value};

const FORMATS: [Output; 8] = [
    Output::Text,
    Output::Markdown,
    Output::Json,
    Output::Html,
    Output::Csv,
    Output::CsvTasks,
    Output::CsvTrials,
    Output::Mermaid,
];

const HELP: &str = "\
When will it ship? Checks a plan file, simulates it and prints the report.

usage: forecast [PLAN] [options]

  --precision DAYS       run until P80 is known to within so many working days (95% sure),
                         such as 0.5; --trials is then the most runs [10000000]
  --fits DATE            what fits by a date: how far down the list of tasks, by priority
                         and then in plan order, everything is finished by then
  --confidence P         how sure that is to be [80]; with --explain, of which percentile
  --explain              why: what drives the date, and what could be done about it; of at
                         most the first 16384 runs
  --curve                the odds by date as a curve of characters, and a bar for each milestone
  --format FORMAT        text, markdown, json, html (one page with pictures), csv (percentiles),
                         csv-tasks, csv-trials, or mermaid (a chart for wikis) [text]
  --calibrate FILE       correct the ranges of the plan by what came of earlier estimates, a
                         CSV file with columns low,high,actual or estimate,actual
  --milestone NAME       explain this milestone, by its name in the plan or its title,
                         instead of the whole plan
";

fn main() -> ExitCode {
    let mut precision: Option<WorkDays> = None;
    let mut fits: Option<Date> = None;
    let mut confidence: Option<Percentile> = None;
    let mut explain = false;
    let mut curve = false;
    let mut history: Option<String> = None;
    let mut milestone: Option<String> = None;
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
            "explain" => explain = true,
            "curve" => curve = true,
            "calibrate" => history = Some(value(parser, option, "the name of a file")?),
            "milestone" => milestone = Some(value(parser, option, "the name of a milestone")?),
            _ => return Ok(false),
        }
        Ok(true)
    };
    let mut command = match Command::parse("forecast", &FORMATS, HELP, own) {
        Ok(command) => command,
        Err(status) => return status,
    };
    if fits.is_none() && !explain && confidence.is_some() {
        return command
            .misused("--confidence says how sure --fits or --explain is to be: give one of them, too");
    }
    if milestone.is_some() && !explain {
        return command.misused("--milestone says what --explain explains: give --explain, too");
    }
    let lost = unanswered(&command, fits.is_some(), explain, curve);
    if !lost.is_empty() {
        let others = if lost.contains(&"--curve") { "text" } else { "text, markdown, json or html" };
        let (format, lost) = (command.format.name(), lost.join(", "));
        return command.misused(&format!(
            "--format {format} has no place for the answer to {lost}: leave it out, or take {others}"
        ));
    }
    let confidence = confidence.unwrap_or(P80);
    command.questions.fits = fits.map(|date| (date, confidence));
    let explain = explain.then_some(Explain { milestone, percentile: confidence });
    if let Some(status) = command.would_replace(&history) {
        return status;
    }
    let read = command.read().and_then(|mut file| {
        let twice = history.is_some() && file.plan.calibration.is_some();
        if let Some(history) = history.filter(|_| !twice) {
            file.plan.calibration = Some(History::read(history)?.fit()?.calibration());
        }
        Ok((file, twice))
    });
    let file = match read {
        Ok((file, false)) => file,
        Ok((_, true)) => {
            return command
                .misused("the plan has a [calibration] already: take it out, or leave --calibrate out");
        }
        Err(error) => return command.end(Err(error)),
    };
    // A table or a chart for wikis has no place for them.
    if matches!(command.format, Output::Csv | Output::CsvTasks | Output::CsvTrials | Output::Mermaid) {
        file.warnings.iter().for_each(|warning| command.note(&warning.to_string()));
    }
    let result = forecast(&mut command, &file, precision, explain, curve);
    command.end(result)
}

/// The options that ask for what the format has no place for.
fn unanswered(command: &Command, fits: bool, explain: bool, curve: bool) -> Vec<&'static str> {
    let (format, asked) = (command.format, &command.questions);
    let is_table = matches!(format, Output::Csv | Output::CsvTasks | Output::CsvTrials | Output::Mermaid);
    let of_rest = [
        ("--by", !asked.dates.is_empty() && is_table),
        ("--budget", asked.budget.is_some() && is_table),
        ("--fits", fits && is_table),
        ("--explain", explain && matches!(format, Output::Csv | Output::CsvTrials)),
        (
            "--percentiles",
            asked.percentiles.is_some()
                && matches!(format, Output::CsvTasks | Output::CsvTrials | Output::Mermaid),
        ),
        ("--curve", curve && format != Output::Text),
    ];
    of_rest.into_iter().filter(|&(_, lost)| lost).map(|(option, _)| option).collect()
}

/// What is to be explained.
struct Explain {
    milestone: Option<String>,
    percentile: Percentile,
}

fn forecast(
    command: &mut Command,
    file: &PlanFile,
    precision: Option<WorkDays>,
    explain: Option<Explain>,
    curve: bool,
) -> landfall::Result<String> {
    let network = Network::of_file(file)?;
    let plan = network.plan();
    // Only some answers need the single runs of tasks.
    let of_tasks = plan.tasks.iter().any(|task| task.value.is_some() || task.cost.is_some());
    let of_milestones = plan.milestones.iter().any(|milestone| milestone.value.is_some());
    let tasks = !matches!(command.format, Output::Text | Output::Markdown | Output::Csv | Output::CsvTrials)
        || command.draws()
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
    if command.questions.budget.is_some() && forecast.cost().is_none() {
        command.note("--budget has no answer: nothing in the plan costs anything");
    }
    if plan.calibration.is_some() {
        let mut entered = file.clone();
        entered.plan = file.plan.as_entered();
        let network = Network::of_file(&entered)?;
        let trials =
            command.simulate(|simulation| simulation.trials(trials.len()).tasks(false).run(&network))?;
        command.questions.as_entered = Some(Arc::new(Forecast::new(&network, &trials)));
    }
    if let Some(Explain { milestone, percentile }) = explain {
        let why = command.simulate(|simulation| {
            simulation.trials(trials.len()).explain_of(&network, milestone.as_deref(), percentile)
        })?;
        command.questions.why = Some(Arc::new(why));
    }
    if command.draws() {
        command.draw(&report::charts(&forecast, &command.questions))?;
    }
    match command.format {
        Output::Json => report::json(&forecast, &command.questions),
        Output::Html => page(command, &network, &forecast),
        Output::Csv => Ok(report::csv(&forecast, &command.questions)),
        Output::CsvTasks => Ok(report::tasks_csv(&forecast, &command.questions)),
        Output::CsvTrials => report::trials_csv(&forecast),
        Output::Mermaid => Ok(report::mermaid(&forecast, command.questions.why.as_deref())),
        Output::Text if curve => Ok(format!(
            "{}\n{}",
            report::forecast(&forecast, &command.questions).text(),
            report::curve(&forecast, command.colour())
        )),
        format => Ok(format.written(&report::forecast(&forecast, &command.questions))),
    }
}

/// The page, with the alternatives of the plan.
fn page(command: &Command, network: &Network, forecast: &Forecast) -> landfall::Result<String> {
    let page = Page::new(forecast, &command.questions);
    if network.plan().alternatives.is_empty() {
        return Ok(page.html());
    }
    let trials = forecast.trials();
    let comparison = command.simulate(|simulation| simulation.trials(trials).compare_of(network))?;
    Ok(page.comparison(&comparison).html())
}
