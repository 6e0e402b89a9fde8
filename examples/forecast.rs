//! When will it ship? Checks a plan file, simulates it and prints the report.
//!
//! `cargo run --release --example forecast -- --help`

use std::io::{self, IsTerminal, Write};
use std::ops::ControlFlow;
use std::process::ExitCode;

use landfall::report::{self, Questions};
use landfall::{Error, ErrorKind, Forecast, Format, Network, PlanFile, Progress, Simulation};

/// The plan that is forecast when none is named.
const BUILT_IN: &str = include_str!("plans/roadmap.toml");

const HELP: &str = "\
When will it ship? Checks a plan file, simulates it and prints the report.

usage: forecast [PLAN] [options]

  PLAN                   a .toml, .json, .yaml or .yml file, or - for standard input;
                         without it, a roadmap that ships inside
  --input FORMAT         toml, json or yaml: what standard input holds [toml]
  --trials N             how many runs to simulate [10000]
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
    input: Format,
    trials: usize,
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
            eprintln!("forecast: {error}\nTry --help.");
            return ExitCode::from(2);
        }
    };
    match run(&request) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report_error(&request, &error);
            let of_plan = matches!(error.kind(), ErrorKind::Plan | ErrorKind::Horizon);
            ExitCode::from(if of_plan { 1 } else { 2 })
        }
    }
}

fn parse(mut parser: lexopt::Parser) -> Result<Option<Request>, lexopt::Error> {
    use lexopt::prelude::*;

    let mut request = Request {
        plan: None,
        input: Format::Toml,
        trials: 10_000,
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
            Long("input") => request.input = parser.value()?.parse()?,
            Long("trials") => request.trials = parser.value()?.parse()?,
            Long("seed") => request.seed = parser.value()?.parse()?,
            Long("threads") => request.threads = parser.value()?.parse()?,
            Long("percentiles") => {
                let list = parser.value()?.string()?;
                let mut percentiles = list
                    .split(',')
                    .map(str::parse)
                    .collect::<Result<Vec<_>, Error>>()
                    .map_err(|error| error.to_string())?;
                percentiles.sort_unstable();
                request.questions.percentiles = Some(percentiles);
            }
            Long("by") => request.questions.dates.push(parser.value()?.parse()?),
            Long("format") => match parser.value()?.string()?.as_str() {
                "text" => request.json = false,
                "json" => request.json = true,
                other => {
                    return Err(format!("{other:?} is no format this version writes: text or json").into());
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

fn run(request: &Request) -> landfall::Result<()> {
    let file = match request.plan.as_deref() {
        None => PlanFile::parse(BUILT_IN, Format::Toml)?,
        Some("-") => PlanFile::read_from(io::stdin().lock(), request.input)?,
        Some(path) => PlanFile::read(path)?,
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
                eprintln!("forecast: cannot write {path}: {error}");
                std::process::exit(2);
            }
        }
    }
    Ok(())
}

/// Simulates, with a bar on standard error when that is a terminal.
fn simulate(request: &Request, network: &Network) -> landfall::Result<Forecast> {
    let simulation = Simulation::new().trials(request.trials).seed(request.seed).threads(request.threads);
    let trials = if request.quiet || !io::stderr().is_terminal() {
        simulation.run(network)?
    } else {
        let bar = indicatif::ProgressBar::new(request.trials as u64);
        let report = |progress: Progress| {
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
        eprintln!("forecast: {error}");
        return;
    }
    let name = match request.plan.as_deref() {
        None => "the built-in plan",
        Some("-") => "standard input",
        Some(path) => path,
    };
    for diagnostic in error.diagnostics() {
        match diagnostic.position {
            Some(at) => eprint!("{name}:{}:{}: ", at.line, at.column),
            None => eprint!("{name}: "),
        }
        eprintln!(
            "{}[{}] {}: {}",
            diagnostic.severity(),
            diagnostic.code,
            diagnostic.path,
            diagnostic.message
        );
        if !diagnostic.help.is_empty() {
            eprintln!("    {}", diagnostic.help);
        }
    }
}

/// Prints to standard output. A pipe that was closed ends the program without a word.
fn print(text: &str) {
    let mut out = io::stdout().lock();
    if out.write_all(text.as_bytes()).and_then(|()| out.flush()).is_err() {
        std::process::exit(0);
    }
}
