//! When will it ship? Checks a plan file, simulates it and prints the report.
//!
//! `cargo run --release --example forecast -- --help`

use std::io::{self, IsTerminal, Write};
use std::ops::ControlFlow;
use std::process::ExitCode;
use std::str::FromStr;

use landfall::report::{self, Questions};
use landfall::{
    Error, ErrorKind, Forecast, Format, Network, P80, Percentile, PlanFile, Progress, Sampling, Simulation,
    WorkDays,
};
use lexopt::ValueExt;

/// The plan that is forecast when none is named.
const BUILT_IN: &str = include_str!("plans/roadmap.toml");

const HELP: &str = "\
When will it ship? Checks a plan file, simulates it and prints the report.

usage: forecast [PLAN] [options]

  PLAN                   a .toml, .json, .yaml or .yml file, or - for standard input;
                         without it, a roadmap that ships inside
  --input FORMAT         toml, json or yaml: what the plan is written in
                         [by the file's name; toml for standard input]
  --trials N             how many runs to simulate [10000]
  --precision DAYS       run until P80 is known to within so many working days (95% sure),
                         such as 0.5; --trials is then the most runs [10000000]
  --sampling HOW         lhs (spread evenly: as sure as about twice the runs) or random [lhs]
  --seed S               where the random numbers begin [0]
  --threads N            on how many threads; changes the time, never the answer [all]
  --percentiles LIST     which percentiles to show, such as 10,50,85
  --by DATE              the odds of a date, such as 2027-04-01; may be repeated
  --format FORMAT        text or json [text]
  --out FILE             write there instead of standard output
  --quiet                no progress, nothing on standard error but errors
  --help, --version

Exit status: 0 done, 1 the plan has errors, 2 wrong usage or a file that cannot be read.
";

/// What the command line asks for.
struct Request {
    plan: Option<String>,
    input: Option<Format>,
    trials: Option<usize>,
    precision: Option<WorkDays>,
    sampling: Sampling,
    seed: u64,
    threads: usize,
    questions: Questions,
    json: bool,
    out: Option<String>,
    quiet: bool,
}

fn main() -> ExitCode {
    let request = match parse(lexopt::Parser::from_env()) {
        Ok(Some(request)) => request,
        Ok(None) => return ExitCode::SUCCESS,
        Err(error) => {
            tell(&format!("forecast: {error}\nTry --help.\n"));
            return ExitCode::from(2);
        }
    };
    match run(&request) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report_error(&request, &error);
            let of_plan =
                matches!(error.kind(), ErrorKind::Plan | ErrorKind::Horizon | ErrorKind::Standstill);
            ExitCode::from(if of_plan { 1 } else { 2 })
        }
    }
}

fn parse(mut parser: lexopt::Parser) -> Result<Option<Request>, lexopt::Error> {
    use lexopt::prelude::*;

    let mut request = Request {
        plan: None,
        input: None,
        trials: None,
        precision: None,
        sampling: Sampling::LatinHypercube,
        seed: 0,
        threads: 0,
        questions: Questions::default(),
        json: false,
        out: None,
        quiet: false,
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Value(path) if request.plan.is_none() => request.plan = Some(path.string()?),
            Long("input") => request.input = Some(value(&mut parser, "--input", "toml, json or yaml")?),
            Long("trials") => {
                request.trials = Some(value(&mut parser, "--trials", "a whole number, such as 10000")?)
            }
            Long("precision") => {
                let Precision(days) = value(&mut parser, "--precision", "working days above 0, such as 0.5")?;
                request.precision = Some(days);
            }
            Long("sampling") => request.sampling = value(&mut parser, "--sampling", "lhs or random")?,
            Long("seed") => request.seed = value(&mut parser, "--seed", "a whole number, such as 7")?,
            Long("threads") => {
                request.threads = value(&mut parser, "--threads", "a whole number, such as 2")?
            }
            Long("percentiles") => {
                let Percentiles(list) = value(&mut parser, "--percentiles", "a list such as 10,50,85")?;
                request.questions.percentiles = Some(list);
            }
            Long("by") => {
                request.questions.dates.push(value(&mut parser, "--by", "a date, such as 2027-04-01")?);
            }
            Long("format") => match parser.value()?.string()?.as_str() {
                "text" => request.json = false,
                "json" => request.json = true,
                other => {
                    return Err(
                        format!("--format {other:?} is none that this version writes: text or json").into()
                    );
                }
            },
            Long("out") => request.out = Some(parser.value()?.string()?),
            Long("quiet") => request.quiet = true,
            Long("help") | Short('h') => {
                print(HELP);
                return Ok(None);
            }
            Long("version") => {
                print(concat!("landfall ", env!("CARGO_PKG_VERSION"), "\n"));
                return Ok(None);
            }
            other => return Err(other.unexpected()),
        }
    }
    Ok(Some(request))
}

/// The value of an option, or what it should look like.
fn value<T: FromStr>(parser: &mut lexopt::Parser, option: &str, wanted: &str) -> Result<T, lexopt::Error> {
    let text = parser.value()?.string()?;
    text.parse().map_err(|_| format!("{option}: {text:?} cannot be read; write {wanted}").into())
}

/// A number of working days above 0.
struct Precision(WorkDays);

impl FromStr for Precision {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let days = text.parse().ok().filter(|&days: &f64| days > 0.0 && days.is_finite());
        days.map(|days| Self(WorkDays::new(days))).ok_or_else(|| "not above 0".to_owned())
    }
}

/// A list of percentiles, rising, each once.
struct Percentiles(Vec<Percentile>);

impl FromStr for Percentiles {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let mut list = text.split(',').map(str::parse).collect::<Result<Vec<_>, Error>>()?;
        list.sort_unstable();
        list.dedup();
        Ok(Self(list))
    }
}

fn run(request: &Request) -> landfall::Result<()> {
    let file = match request.plan.as_deref() {
        None => PlanFile::parse(BUILT_IN, Format::Toml)?,
        Some("-") => PlanFile::read_from(io::stdin().lock(), request.input.unwrap_or(Format::Toml))?,
        Some(path) => match request.input {
            None => PlanFile::read(path)?,
            Some(format) => PlanFile::read_as(path, format)?,
        },
    };
    let forecast = simulate(request, &Network::of_file(&file)?)?;
    let text = if request.json {
        report::json(&forecast, &request.questions)?
    } else {
        report::text(&forecast, &request.questions)
    };
    match &request.out {
        None => print(&text),
        Some(path) => {
            if let Err(error) = std::fs::write(path, text) {
                tell(&format!("forecast: cannot write {path}: {error}\n"));
                std::process::exit(2);
            }
        }
    }
    Ok(())
}

/// Simulates, with a bar on standard error when that is a terminal.
fn simulate(request: &Request, network: &Network) -> landfall::Result<Forecast> {
    // Only the JSON says when each task runs; what teams did comes of that too.
    let tasks = request.json || !network.plan().teams.is_empty();
    let simulation =
        Simulation::new().seed(request.seed).threads(request.threads).sampling(request.sampling).tasks(tasks);
    let simulation = match request.trials {
        Some(trials) => simulation.trials(trials),
        None => simulation,
    };
    let simulation = match request.precision {
        Some(days) => simulation.precision(P80, days),
        None => simulation,
    };
    let trials = if request.quiet || !io::stderr().is_terminal() {
        simulation.run(network)?
    } else {
        let bar = indicatif::ProgressBar::new(0);
        let report = |progress: Progress| {
            bar.set_length(progress.total as u64);
            bar.set_position(progress.done as u64);
            ControlFlow::Continue(())
        };
        let trials = simulation.on_progress(&report).run(network);
        bar.finish_and_clear();
        trials?
    };
    Ok(Forecast::new(network, &trials))
}

/// Every fault of the plan, or what else went wrong, on standard error.
fn report_error(request: &Request, error: &Error) {
    if error.kind() != ErrorKind::Plan {
        tell(&format!("forecast: {error}\n"));
        return;
    }
    let name = match request.plan.as_deref() {
        None => "the built-in plan",
        Some("-") => "standard input",
        Some(path) => path,
    };
    let mut text = String::new();
    for diagnostic in error.diagnostics() {
        let place = diagnostic.position.map_or(String::new(), |at| format!("{}:{}:", at.line, at.column));
        let (severity, code, path) = (diagnostic.severity(), diagnostic.code, &diagnostic.path);
        text += &format!("{name}:{place} {severity}[{code}] {path}: {}\n", diagnostic.message);
        if !diagnostic.help.is_empty() {
            text += &format!("    {}\n", diagnostic.help);
        }
    }
    if name == "standard input" && request.input.is_none() {
        text += "It was read as TOML; say --input json or --input yaml if it is one of these.\n";
    }
    tell(&text);
}

/// Writes to standard error; where that is closed or full, nobody is there to be told.
fn tell(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Prints to standard output. A pipe that was closed ends the program without a word, anything else with one.
fn print(text: &str) {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => std::process::exit(0),
        Err(error) => {
            tell(&format!("forecast: cannot write to standard output: {error}\n"));
            std::process::exit(2);
        }
    }
}
