//! One run in parts: each in a process of its own, on this machine or on many, and merged: the same answer, bit for bit, as in one.
//!
//! `cargo run --release --example shards -- --help`; docs/scale.md shows it under engines that run jobs.

mod command;

use std::fs::File;
use std::io::BufReader;
use std::num::NonZeroUsize;
use std::process::{Child, ExitCode};
use std::str::FromStr;

use landfall::{Forecast, Network, Trials, report};
use lexopt::ValueExt;

use command::{Command, Output, value};

const FORMATS: [Output; 3] = [Output::Text, Output::Markdown, Output::Json];

const HELP: &str = "\
One run in parts. Without --part and --merge it starts a process for each part, merges what they
leave, and prints the forecast: the same, bit for bit, as one run of all.

usage: shards [PLAN] [options]

  --format FORMAT        text, markdown or json [text]
  --parts N              how many parts, each in a process of its own [2]
  --part I/N             run only part I (from 0) of N, and write its trials to --out
  --merge FILE           the trials of a part; again for each; prints the forecast of all
";

/// So many processes are started at once.
const MOST_PARTS: usize = 256;

/// Why there is no answer.
enum Failed {
    Landfall(landfall::Error),
    Otherwise(String),
}

impl From<landfall::Error> for Failed {
    fn from(error: landfall::Error) -> Self {
        Self::Landfall(error)
    }
}

/// "0/4" is the first of four parts.
#[derive(Clone, Copy)]
struct Part {
    number: usize,
    of: NonZeroUsize,
}

impl FromStr for Part {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (number, of) = text.split_once('/').ok_or(())?;
        let (number, of): (usize, NonZeroUsize) = (number.parse().map_err(drop)?, of.parse().map_err(drop)?);
        if number < of.get() { Ok(Self { number, of }) } else { Err(()) }
    }
}

fn main() -> ExitCode {
    let (mut parts, mut part, mut merge) = (NonZeroUsize::MIN.saturating_add(1), None, Vec::new());
    let own = |option: &str, parser: &mut lexopt::Parser| {
        match option {
            "parts" => parts = value(parser, option, "how many parts, such as 4")?,
            "part" => {
                part = Some(value(parser, option, "such as 0/4, the first of four parts, to 3/4, the last")?)
            }
            "merge" => merge.push(parser.value()?.string()?),
            _ => return Ok(false),
        }
        Ok(true)
    };
    let command = match Command::parse("shards", &FORMATS, HELP, own) {
        Ok(command) => command,
        Err(status) => return status,
    };
    if let Some(status) = command.would_replace(&merge) {
        return status;
    }
    if !merge.is_empty() && (command.has_plan() || command.trials.is_some()) {
        return command.misused("--merge reads plan and runs from the parts: name no plan, and no --trials");
    }
    let result = match (part, merge.is_empty()) {
        (Some(_), false) => Err(Failed::Otherwise("--part and --merge do not go together".to_owned())),
        (Some(part), true) => run(&command, part),
        (None, false) => merged(&command, &merge),
        (None, true) => in_processes(&command, parts.get()),
    };
    match result {
        Ok(text) => command.end(Ok(text)),
        Err(Failed::Landfall(error)) => command.end(Err(error)),
        Err(Failed::Otherwise(text)) => command.misused(&text),
    }
}

/// Each part has a run at least.
fn check_split(trials: usize, parts: usize) -> Result<(), Failed> {
    match trials < parts {
        true => Err(Failed::Otherwise(format!(
            "{trials} runs cannot be split into {parts} parts: take fewer parts"
        ))),
        false => Ok(()),
    }
}

/// The trials of a part, as JSON.
fn run(command: &Command, Part { number, of }: Part) -> Result<String, Failed> {
    let network = Network::of_file(&command.read()?)?;
    let all = command.trials.unwrap_or(10_000);
    check_split(all, of.get())?;
    let at = |number: usize| (all as u128 * number as u128 / of.get() as u128) as usize;
    let range = at(number)..at(number + 1);
    let trials = command.simulate(|simulation| simulation.trials(range.clone()).run(&network))?;
    let text = serde_json::to_string(&trials).map_err(|error| Failed::Otherwise(error.to_string()))?;
    Ok(text + "\n")
}

/// The forecast of parts that were run before.
fn merged(command: &Command, files: &[String]) -> Result<String, Failed> {
    let read = |file: &String| -> Result<Trials, Failed> {
        let cannot =
            |error: &dyn std::fmt::Display| Failed::Otherwise(format!("cannot read {file}: {error}"));
        // As a stream: what is no part ends where that shows, however long it is.
        let stream = BufReader::new(File::open(file).map_err(|error| cannot(&error))?);
        serde_json::from_reader(stream).map_err(|error| cannot(&error))
    };
    let trials = Trials::merge(files.iter().map(read).collect::<Result<Vec<_>, _>>()?)?;
    let network = Network::new(trials.plan())?;
    let forecast = Forecast::new(&network, &trials);
    match command.format {
        Output::Json => Ok(report::json(&forecast, &command.questions)?),
        format => Ok(format.written(&report::forecast(&forecast, &command.questions))),
    }
}

/// Runs each part in a process of its own, and merges what they leave.
fn in_processes(command: &Command, parts: usize) -> Result<String, Failed> {
    if command.plan.as_deref() == Some("-") {
        return Err(Failed::Otherwise("standard input can be read once only: name a file".to_owned()));
    }
    check_split(command.trials.unwrap_or(10_000), parts)?;
    if parts > MOST_PARTS {
        return Err(Failed::Otherwise(format!(
            "--parts: at most {MOST_PARTS} processes are started on one machine"
        )));
    }
    let cannot = |error: std::io::Error| Failed::Otherwise(format!("cannot start the parts: {error}"));
    let folder = std::env::temp_dir().join(format!("landfall-parts-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(cannot)?;
    let files: Vec<String> = (0..parts)
        .map(|number| folder.join(format!("{number}.json")).to_string_lossy().into_owned())
        .collect();
    let own: Vec<std::ffi::OsString> = std::env::args_os().skip(1).collect();
    let start = |number: usize| -> std::io::Result<Child> {
        let mut process = std::process::Command::new(std::env::current_exe()?);
        process.args(&own).args(["--quiet", "--threads", "1", "--part", &format!("{number}/{parts}")]);
        process.args(["--out", &files[number]]).spawn()
    };
    let children: Vec<std::io::Result<Child>> = (0..parts).map(start).collect();
    // All are waited for, whatever becomes of one.
    let ended: Vec<std::io::Result<bool>> =
        children.into_iter().map(|child| Ok(child?.wait()?.success())).collect();
    let all = ended.into_iter().collect::<std::io::Result<Vec<bool>>>().map_err(cannot);
    let result = all.and_then(|all| match all.iter().position(|done| !done) {
        None => merged(command, &files),
        Some(number) => Err(Failed::Otherwise(format!("part {number}/{parts} was not finished"))),
    });
    let _ = std::fs::remove_dir_all(&folder);
    result
}
