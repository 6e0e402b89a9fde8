//! What were our estimates worth? Reads what came of earlier ones and prints how the next ones are corrected.
//!
//! `cargo run --release --example calibrate -- --help`

mod command;

use std::process::ExitCode;

use landfall::{History, Scoring, report};

use command::{Command, Output};

const FORMATS: [Output; 2] = [Output::Text, Output::Markdown];

const HELP: &str = "\
What were our estimates worth? Reads what came of earlier ones and prints how the next ones are
corrected. Without a file it takes a made-up history that ships inside.

usage: calibrate [HISTORY.csv] [options]

  HISTORY.csv            a line for each estimate; the first line names the columns: low, high
                         and actual, or estimate and actual, all in one unit and in the same
                         terms (both as work, or both from start to finish); also claimed (what
                         a range was to hold, such as 80%), finished (yes or no) and so_far
  --format FORMAT        text or markdown [text]
  --out FILE             write there instead of standard output, which is -
  --help, --version

Exit status: 0 done, 2 wrong usage or a file that cannot be read.
";

fn main() -> ExitCode {
    let own = |option: &str, _: &mut lexopt::Parser| match option {
        // Of simulations only.
        "format" | "out" => Ok(false),
        option => Err(format!("there is no option --{option}").into()),
    };
    match Command::parse_with("calibrate", &FORMATS, &[HELP], own) {
        Ok(command) => command.end(calibrate(&command)),
        Err(status) => status,
    }
}

fn calibrate(command: &Command) -> landfall::Result<String> {
    let history = match &command.plan {
        Some(path) => History::read(path)?,
        None => History::parse(include_str!("histories/team.csv"))?,
    };
    let fit = history.fit()?;
    // Scores hold each estimate against the others: of one there are none.
    let scores = (fit.pairs > 1).then(|| history.scores(&Scoring::default())).transpose()?;
    Ok(command.format.written(&report::calibration(&fit, scores.as_ref())))
}
