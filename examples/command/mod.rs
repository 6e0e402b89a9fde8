//! What the examples have in common: the options of the command line, reading a plan, progress, and writing what comes of it.

mod output;

use std::cell::RefCell;
use std::io::{self, IsTerminal, Write};
use std::ops::ControlFlow;
use std::process::ExitCode;
use std::str::FromStr;

use landfall::report::{self, Chart, Questions};
use landfall::{Error, ErrorKind, Format, Percentile, PlanFile, Progress, Sampling, Simulation};
use lexopt::ValueExt;

pub(crate) use output::Output;

/// What every help says of the options below.
pub(crate) const OPTIONS: &str = "\
  PLAN                   a .toml, .json, .yaml or .yml file, or - for standard input;
                         without it, one that ships inside
  --input FORMAT         toml, json or yaml: what the plan is written in
                         [by the file's name; toml for standard input]
  --trials N             how many runs to simulate [10000]
  --sampling HOW         lhs (spread evenly: as sure as about twice the runs) or random [lhs]
  --seed S               where the random numbers begin [0]
  --threads N            on how many threads; changes the time, never the answer [all]
  --percentiles LIST     which percentiles to show, such as 10,50,85
  --by DATE              the odds of a date, such as 2027-04-01; may be repeated
  --budget COST          the odds of a cost, in the unit of the plan [the plan's own budget]
  --out FILE             write there instead of standard output, which is -
  --charts FOLDER        write pictures there besides, as SVG
  --quiet                no progress, nothing on standard error but errors
  --help, --version

Exit status: 0 done, 1 the plan has errors, 2 wrong usage or a file that cannot be read.
";

/// The plan that is taken when none is named.
const BUILT_IN: &str = include_str!("../plans/roadmap.toml");

/// What the command line asks for.
pub(crate) struct Command {
    name: &'static str,
    pub(crate) plan: Option<String>,
    input: Option<Format>,
    pub(crate) trials: Option<usize>,
    sampling: Sampling,
    pub(crate) seed: u64,
    threads: usize,
    pub(crate) questions: Questions,
    formats: &'static [Output],
    pub(crate) format: Output,
    charts: Option<String>,
    out: Option<String>,
    quiet: bool,
    /// The file that faults are in, where it is not the plan.
    about: RefCell<Option<String>>,
}

fn parse(
    name: &'static str,
    formats: &'static [Output],
    help: &[&str],
    own: &mut impl FnMut(&str, &mut lexopt::Parser) -> Result<bool, lexopt::Error>,
) -> Result<Option<Command>, lexopt::Error> {
    use lexopt::prelude::*;

    let mut parser = lexopt::Parser::from_env();
    let mut command = Command {
        name,
        plan: None,
        input: None,
        trials: None,
        sampling: Sampling::LatinHypercube,
        seed: 0,
        threads: 0,
        questions: Questions::default(),
        formats,
        format: formats[0],
        charts: None,
        out: None,
        quiet: false,
        about: RefCell::default(),
    };
    while let Some(argument) = parser.next()? {
        let option = match argument {
            Value(path) if command.plan.is_none() => {
                command.plan = Some(path.string()?);
                continue;
            }
            Short('h') => "help".to_owned(),
            Long(option) => option.to_owned(),
            other => return Err(other.unexpected()),
        };
        match option.as_str() {
            "help" => {
                help.iter().for_each(|text| print(name, text));
                return Ok(None);
            }
            "version" => {
                print(name, concat!("landfall ", env!("CARGO_PKG_VERSION"), "\n"));
                return Ok(None);
            }
            option => {
                if !own(option, &mut parser)? && !command.take(option, &mut parser)? {
                    return Err(format!("there is no option --{option}").into());
                }
            }
        }
    }
    Ok(Some(command))
}

impl Command {
    /// Reads the command line; the status to end with where there is nothing to do, or it cannot be read. `own` reads the options that are
    /// the example's own, and answers false for one that it does not know.
    #[allow(dead_code, reason = "not every example reads a plan")]
    pub(crate) fn parse(
        name: &'static str,
        formats: &'static [Output],
        help: &str,
        own: impl FnMut(&str, &mut lexopt::Parser) -> Result<bool, lexopt::Error>,
    ) -> Result<Self, ExitCode> {
        Self::parse_with(name, formats, &[help, OPTIONS], own)
    }

    /// The same with a help that says all of it; `own` is asked first, so it may refuse options of all examples, too.
    pub(crate) fn parse_with(
        name: &'static str,
        formats: &'static [Output],
        help: &[&str],
        mut own: impl FnMut(&str, &mut lexopt::Parser) -> Result<bool, lexopt::Error>,
    ) -> Result<Self, ExitCode> {
        match parse(name, formats, help, &mut own) {
            Ok(Some(command)) => match command.would_replace(&command.plan) {
                Some(status) => Err(status),
                None => Ok(command),
            },
            Ok(None) => Err(ExitCode::SUCCESS),
            Err(error) => {
                tell(&format!("{name}: {error}\nTry --help.\n"));
                Err(ExitCode::from(2))
            }
        }
    }

    /// Says that options do not go together; the status to end with.
    pub(crate) fn misused(&self, what: &str) -> ExitCode {
        tell(&format!("{}: {what}\nTry --help.\n", self.name));
        ExitCode::from(2)
    }

    /// Whether a plan is named.
    #[allow(dead_code, reason = "not every example has another plan of its own")]
    pub(crate) fn has_plan(&self) -> bool {
        self.plan.is_some()
    }

    /// Says that faults told from now on are in this file.
    #[allow(dead_code, reason = "not every example reads other files")]
    pub(crate) fn is_about(&self, file: &str) {
        *self.about.borrow_mut() = Some(file.to_owned());
    }

    /// The status to end with where what comes of it would be written over one of these files, which are read.
    pub(crate) fn would_replace<'f>(&self, files: impl IntoIterator<Item = &'f String>) -> Option<ExitCode> {
        let out = self.out.as_deref()?;
        // By whatever name.
        let real = std::fs::canonicalize(out).ok()?;
        files.into_iter().find(|file| std::fs::canonicalize(file).is_ok_and(|file| file == real))?;
        Some(self.misused(&format!("--out {out} would take the place of a file that is read: name another")))
    }

    /// Says something on standard error, unless it was asked to be quiet.
    #[allow(dead_code, reason = "not every example has something to say there")]
    pub(crate) fn note(&self, text: &str) {
        if !self.quiet {
            tell(&format!("{}: {text}\n", self.name));
        }
    }

    /// Writes what came of it to where it was asked for, or says what went wrong; the status to end with.
    pub(crate) fn end(&self, result: landfall::Result<String>) -> ExitCode {
        match result {
            Ok(text) => self.write(&text),
            Err(error) => {
                self.report(&error);
                let of_plan =
                    matches!(error.kind(), ErrorKind::Plan | ErrorKind::Horizon | ErrorKind::Standstill);
                ExitCode::from(if of_plan { 1 } else { 2 })
            }
        }
    }

    /// Reads an option that all examples have; false where it is none of them.
    fn take(&mut self, option: &str, parser: &mut lexopt::Parser) -> Result<bool, lexopt::Error> {
        match option {
            "input" => self.input = Some(value(parser, option, "toml, json or yaml")?),
            "trials" => self.trials = Some(value(parser, option, "a whole number, such as 10000")?),
            "sampling" => self.sampling = value(parser, option, "lhs or random")?,
            "seed" => self.seed = value(parser, option, "a whole number, such as 7")?,
            "threads" => self.threads = value(parser, option, "a whole number, such as 2")?,
            "percentiles" => {
                let Percentiles(list) =
                    value(parser, option, "a list of percentages above 0 and below 100, such as 10,50,85")?;
                self.questions.percentiles = Some(list);
            }
            "by" => self.questions.dates.push(value(parser, option, "a date, such as 2027-04-01")?),
            "budget" => {
                let Above0(cost) = value(parser, option, "a number above 0, such as 250000")?;
                self.questions.budget = Some(cost);
            }
            "format" => {
                let name = parser.value()?.string()?;
                self.format = *self.formats.iter().find(|format| format.name() == name).ok_or_else(|| {
                    let known: Vec<&str> = self.formats.iter().map(|format| format.name()).collect();
                    format!("{} writes no {name:?}; it writes {}", self.name, known.join(", "))
                })?;
            }
            "charts" => self.charts = Some(parser.value()?.string()?),
            "out" => self.out = Some(parser.value()?.string()?).filter(|path| path != "-"),
            "quiet" => self.quiet = true,
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// The plan, checked.
    #[allow(dead_code, reason = "not every example reads a plan")]
    pub(crate) fn read(&self) -> landfall::Result<PlanFile> {
        match self.plan.as_deref() {
            None => PlanFile::parse(BUILT_IN, Format::Toml),
            Some("-") => PlanFile::read_from(io::stdin().lock(), self.input.unwrap_or(Format::Toml)),
            Some(path) => match self.input {
                None => PlanFile::read(path),
                Some(format) => PlanFile::read_as(path, format),
            },
        }
    }

    /// Whether the terminal that it writes to shows colours, and may.
    #[allow(dead_code, reason = "not every example has any")]
    pub(crate) fn colour(&self) -> report::Colour {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        match self.out.is_none() && wanted && io::stdout().is_terminal() {
            true => report::Colour::On,
            false => report::Colour::Off,
        }
    }

    /// Whether pictures are asked for.
    #[allow(dead_code, reason = "not every example draws")]
    pub(crate) fn draws(&self) -> bool {
        self.charts.is_some()
    }

    /// Writes pictures to where they were asked for.
    #[allow(dead_code, reason = "not every example draws")]
    pub(crate) fn draw(&self, charts: &[Chart]) -> landfall::Result<()> {
        match &self.charts {
            Some(folder) => {
                charts.iter().try_for_each(|chart| chart.save(folder).map(|_| ()))?;
                let names: Vec<String> = charts.iter().map(|chart| format!("{}.svg", chart.name())).collect();
                self.note(&format!("wrote {} to {folder}", names.join(", ")));
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Calls `run` with the simulation that was asked for, with a bar on standard error when that is a terminal.
    #[allow(dead_code, reason = "not every example simulates a plan")]
    pub(crate) fn simulate<T>(
        &self,
        run: impl FnOnce(Simulation<'_>) -> landfall::Result<T>,
    ) -> landfall::Result<T> {
        let simulation = Simulation::new().seed(self.seed).threads(self.threads).sampling(self.sampling);
        let simulation = match self.trials {
            Some(trials) => simulation.trials(trials),
            None => simulation,
        };
        if self.quiet || !io::stderr().is_terminal() {
            return run(simulation);
        }
        let bar = indicatif::ProgressBar::new(0);
        let report = |progress: Progress| {
            bar.set_length(progress.total as u64);
            bar.set_position(progress.done as u64);
            ControlFlow::Continue(())
        };
        let result = run(simulation.on_progress(&report));
        bar.finish_and_clear();
        result
    }

    fn write(&self, text: &str) -> ExitCode {
        match &self.out {
            None => print(self.name, text),
            Some(path) => {
                if let Err(error) = report::save(path, text) {
                    tell(&format!("{}: {error}\n", self.name));
                    return ExitCode::from(2);
                }
            }
        }
        ExitCode::SUCCESS
    }

    /// Every fault of the plan, or what else went wrong, on standard error.
    fn report(&self, error: &Error) {
        if error.kind() != ErrorKind::Plan {
            tell(&format!("{}: {error}\n", self.name));
            return;
        }
        let about = self.about.borrow();
        let name = match (about.as_deref(), self.plan.as_deref()) {
            (Some(file), _) => file,
            (None, None) => "the built-in plan",
            (None, Some("-")) => "standard input",
            (None, Some(path)) => path,
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
        if name == "standard input" && self.input.is_none() {
            text += "It was read as TOML; say --input json or --input yaml if it is one of these.\n";
        }
        tell(&text);
    }
}

/// The value of an option, or what it should look like.
pub(crate) fn value<T: FromStr>(
    parser: &mut lexopt::Parser,
    option: &str,
    wanted: &str,
) -> Result<T, lexopt::Error> {
    let text = parser.value()?.string()?;
    text.parse().map_err(|_| format!("--{option}: {text:?} cannot be read; write {wanted}").into())
}

/// A number above 0.
pub(crate) struct Above0(pub(crate) f64);

impl FromStr for Above0 {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number =
            text.replace('_', "").parse().ok().filter(|&number: &f64| number > 0.0 && number.is_finite());
        number.map(Self).ok_or_else(|| "not above 0".to_owned())
    }
}

/// A percentage, with its sign or without.
#[allow(dead_code, reason = "not every example asks how sure something is")]
pub(crate) struct Sure(pub(crate) Percentile);

impl FromStr for Sure {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let percentile = text.trim_end_matches('%').parse().map_err(|error: Error| error.to_string())?;
        let is_sure = is_percent(&percentile) && percentile.percent() <= 99.0;
        Some(Self(percentile)).filter(|_| is_sure).ok_or_else(|| "not from 1 to 99".to_owned())
    }
}

/// Whether a percentage is meant as one: 0.85 is meant as 85%.
fn is_percent(percentile: &Percentile) -> bool {
    percentile.percent() >= 1.0
}

/// A list of percentiles, rising, each once.
struct Percentiles(Vec<Percentile>);

impl FromStr for Percentiles {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let list = text.split(',').map(str::parse).collect::<Result<Vec<Percentile>, Error>>();
        let mut list = list.map_err(|error| error.to_string())?;
        list.sort_unstable();
        list.dedup();
        // One of them may lie far out.
        Some(Self(list)).filter(|Self(list)| list.iter().any(is_percent)).ok_or_else(|| "shares".to_owned())
    }
}

/// Writes to standard error; where that is closed or full, nobody is there to be told.
fn tell(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Prints to standard output. A pipe that was closed ends the program without a word, anything else with one.
fn print(name: &str, text: &str) {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => std::process::exit(0),
        Err(error) => {
            tell(&format!("{name}: cannot write to standard output: {error}\n"));
            std::process::exit(2);
        }
    }
}
