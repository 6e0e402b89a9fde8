//! A check-in: forecasts a plan again from its status, keeps it in a journal, says what moved and why, and what is out of the ordinary.
//!
//! `cargo run --release --example checkin -- --help`

mod command;

use std::collections::HashSet;
use std::process::ExitCode;

use landfall::report::{self, Page, Since};
use landfall::{
    Bridge, CheckIn, Forecast, Format, Journal, Network, P80, Percentile, Plan, PlanFile, Signal, Simulation,
    signals,
};

use command::{Command, Output, Sure, value};

const FORMATS: [Output; 4] = [Output::Text, Output::Markdown, Output::Json, Output::Html];

const HELP: &str = "\
A check-in: forecasts a plan again from its status, keeps it in a journal, says what moved and why, and what is
out of the ordinary. Without a plan it shows a quarter of a project that ships inside, in five check-ins.

usage: checkin [PLAN] [options]

  --format FORMAT        text, markdown, json or html (one page with pictures) [text]
  --status FILE          what is finished, under way and settled: what stands under [status] in
                         a plan, in a file of its own
  --journal FILE         the forecasts made so far, a line each; this one is added to it, and
                         what is said is held against the check-in of the day before it there
  --confidence P         of which percentile to say why it moved [80]
  --milestone NAME       of which milestone to say it, too
";

/// The quarter: what each check-in knows.
const QUARTER: [(&str, &str); 6] = [
    (include_str!("plans/quarter/plan.toml"), ""),
    (include_str!("plans/quarter/plan.toml"), include_str!("plans/quarter/status-1.toml")),
    (include_str!("plans/quarter/plan.toml"), include_str!("plans/quarter/status-2.toml")),
    (include_str!("plans/quarter/plan.toml"), include_str!("plans/quarter/status-3.toml")),
    (include_str!("plans/quarter/plan-revised.toml"), include_str!("plans/quarter/status-4.toml")),
    (include_str!("plans/quarter/plan-revised.toml"), include_str!("plans/quarter/status-5.toml")),
];

/// So many lines of a journal that were skipped are told one by one.
const MOST_SKIPPED: usize = 5;

/// What the command line asks for besides the common options.
#[derive(Default)]
struct Asked {
    status: Option<String>,
    journal: Option<String>,
    confidence: Option<Percentile>,
    milestone: Option<String>,
}

fn main() -> ExitCode {
    let mut asked = Asked::default();
    let own = |option: &str, parser: &mut lexopt::Parser| {
        match option {
            "status" => asked.status = Some(value(parser, option, "the name of a file")?),
            "journal" => asked.journal = Some(value(parser, option, "the name of a file")?),
            "confidence" => {
                let Sure(percentile) = value(parser, option, "a percentage from 1 to 99, such as 80")?;
                asked.confidence = Some(percentile);
            }
            "milestone" => asked.milestone = Some(value(parser, option, "the name of a milestone")?),
            _ => return Ok(false),
        }
        Ok(true)
    };
    let mut command = match Command::parse("checkin", &FORMATS, HELP, own) {
        Ok(command) => command,
        Err(status) => return status,
    };
    if let Some(status) = command.would_replace(asked.status.iter().chain(&asked.journal)) {
        return status;
    }
    let result = match command.has_plan() || asked.status.is_some() {
        true => one(&mut command, &asked),
        false => quarter(&command, &asked),
    };
    command.end(result)
}

/// One check-in of a plan.
fn one(command: &mut Command, asked: &Asked) -> landfall::Result<String> {
    let mut file = command.read()?;
    if let Some(status) = &asked.status {
        file = file.with_status(status).inspect_err(|_| command.is_about(status))?;
    }
    let journal = match &asked.journal {
        Some(path) => Journal::read(path)?,
        None => Journal::default(),
    };
    let name = asked.journal.as_deref().unwrap_or_default();
    for skipped in journal.skipped().iter().take(MOST_SKIPPED) {
        command.note(&format!("{name}: line {} was skipped: {}", skipped.line, skipped.reason));
    }
    if let Some(more) = journal.skipped().len().checked_sub(MOST_SKIPPED).filter(|&more| more > 0) {
        command.note(&format!("{name}: and {more} more lines"));
    }
    let as_of = file.plan.status.as_ref().map(|status| status.as_of);
    if let Some(same) = journal.by_day().into_iter().find(|made| Some(made.as_of) == as_of) {
        command.note(&format!("there is a check-in as of {} already; this one takes its place", same.as_of));
    }
    if as_of.is_none() && !journal.check_ins().is_empty() {
        command.note("the plan has no status: this is kept as the forecast of the day before it begins");
    }
    let (check_in, text) = check_in(command, asked, &file, journal.by_day())?;
    if let Some(last) =
        journal.check_ins().last().filter(|last| have_no_task_in_common(&last.plan, &check_in.plan))
    {
        command.note(&format!(
            "{name}: no task of its last check-in, as of {}, is in this plan: is it the journal of another?",
            last.as_of
        ));
    }
    if let Some(path) = asked.journal.as_ref().filter(|_| journal.check_ins().last() != Some(&check_in)) {
        Journal::append(path, &check_in)?;
    }
    if command.draws() {
        let made = match &asked.journal {
            Some(path) => Journal::read(path)?,
            None => Journal::default(),
        };
        command.draw(&report::journal_charts(&made.by_day()))?;
    }
    match &asked.journal {
        Some(path) if !matches!(command.format, Output::Json | Output::Html) => {
            Ok(text + "\n" + &command.format.written(&report::journal(&Journal::read(path)?.by_day())))
        }
        _ => Ok(text),
    }
}

fn have_no_task_in_common(one: &Plan, other: &Plan) -> bool {
    let names: HashSet<&str> = one.tasks.iter().map(|task| task.name.as_str()).collect();
    !other.tasks.iter().any(|task| names.contains(task.name.as_str()))
}

/// The quarter that ships inside, check-in by check-in.
fn quarter(command: &Command, asked: &Asked) -> landfall::Result<String> {
    let mut check_ins: Vec<CheckIn> = Vec::new();
    let mut texts = Vec::new();
    for (plan, status) in QUARTER {
        let mut file = PlanFile::parse(plan, Format::Toml)?;
        if !status.is_empty() {
            file = file.with_status_text(status, Format::Toml)?;
        }
        let (check_in, text) = self::check_in(command, asked, &file, check_ins.iter().collect())?;
        if let Some(path) = &asked.journal {
            Journal::append(path, &check_in)?;
        }
        check_ins.push(check_in);
        texts.push(text);
    }
    if command.draws() {
        command.draw(&report::journal_charts(&check_ins.iter().collect::<Vec<_>>()))?;
    }
    match command.format {
        // One value in all.
        Output::Json => {
            Ok(format!("[{}]\n", texts.iter().map(|text| text.trim_end()).collect::<Vec<_>>().join(",\n")))
        }
        // One page: the last, which shows all of them.
        Output::Html => Ok(texts.pop().unwrap_or_default()),
        format => {
            texts.push(format.written(&report::journal(&check_ins.iter().collect::<Vec<_>>())));
            let line = if format == Output::Markdown { "---".to_owned() } else { "=".repeat(100) };
            Ok(texts.join(&format!("\n{line}\n\n")))
        }
    }
}

/// A check-in, and what is to be said of it, given those made before.
fn check_in(
    command: &Command,
    asked: &Asked,
    file: &PlanFile,
    made: Vec<&CheckIn>,
) -> landfall::Result<(CheckIn, String)> {
    command.simulate(|simulation| {
        let network = Network::of_file(file)?;
        let forecast = Forecast::new(&network, &simulation.run(&network)?);
        let check_in = CheckIn::new(&forecast);
        if let Some(name) = &asked.milestone {
            is_there(&network, name)?;
        }
        let mut line: Vec<&CheckIn> = made.into_iter().filter(|of| of.as_of < check_in.as_of).collect();
        let before = line.last().copied();
        line.push(&check_in);
        let signals: Vec<Signal> = signals(&line);
        let bridges = bridges(&simulation, asked, before, &check_in)?;
        let since = Since::new(before, &signals, &bridges);
        let text = match command.format {
            Output::Json => report::checkin_json(&forecast, &command.questions, since)?,
            Output::Html => Page::new(&forecast, &command.questions).since(since).check_ins(&line).html(),
            format => format.written(&report::checkin(&forecast, &command.questions, since)),
        };
        Ok((check_in, text))
    })
}

/// Why the date moved, of the plan and of the milestone that was asked for.
fn bridges(
    simulation: &Simulation<'_>,
    asked: &Asked,
    before: Option<&CheckIn>,
    now: &CheckIn,
) -> landfall::Result<Vec<Bridge>> {
    let percentile = asked.confidence.unwrap_or(P80);
    let Some(before) = before else { return Ok(Vec::new()) };
    let mut bridges = vec![simulation.bridge(&before.plan, &now.plan, None, percentile)?];
    if let Some(name) = &asked.milestone {
        bridges.push(simulation.bridge(&before.plan, &now.plan, Some(named(now, name)), percentile)?);
    }
    Ok(bridges)
}

/// That a plan has a milestone of this name or title.
fn is_there(network: &Network, name: &str) -> landfall::Result<()> {
    let mut milestones = network.plan().milestones.iter();
    if milestones.any(|of| of.name == name || of.title.as_deref() == Some(name)) {
        return Ok(());
    }
    // An explanation of what is not there is refused, with the names that come near.
    Simulation::new().trials(1).explain_of(network, Some(name), P80).map(|_| ())
}

/// The name of a milestone that is called by its name or its title.
fn named<'c>(check_in: &'c CheckIn, name: &'c str) -> &'c str {
    let milestones = &check_in.plan.milestones;
    match milestones.iter().any(|of| of.name == name) {
        true => name,
        false => milestones.iter().find(|of| of.title.as_deref() == Some(name)).map_or(name, |of| &of.name),
    }
}
