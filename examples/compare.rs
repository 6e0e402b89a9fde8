//! The plan and its alternatives on the same runs, side by side.
//!
//! `cargo run --release --example compare -- --help`

mod command;

use std::process::ExitCode;

use landfall::Network;
use landfall::report::{self, Page, Report};
use lexopt::ValueExt;

use command::{Command, Output};

const FORMATS: [Output; 4] = [Output::Text, Output::Markdown, Output::Json, Output::Html];

const HELP: &str = "\
The plan and its alternatives on the same simulated runs, side by side: dates, odds, value, cost,
and what each gains and pays.

usage: compare [PLAN] [options]

  --format FORMAT        text, markdown, json or html (one page with pictures) [text]
  --price NAME           instead: what a task (or a milestone, or \"risk.vendor\") moves, the plan
                         with it against the plan without it; may be repeated
";

fn main() -> ExitCode {
    let mut prices = Vec::new();
    let own = |option: &str, parser: &mut lexopt::Parser| {
        match option {
            "price" => prices.push(parser.value()?.string()?),
            _ => return Ok(false),
        }
        Ok(true)
    };
    match Command::parse("compare", &FORMATS, HELP, own) {
        Ok(command) if !prices.is_empty() && (command.format == Output::Html || command.draws()) => {
            command.misused("--price is answered as text, markdown or json, without pictures")
        }
        Ok(command) => {
            command.end(if prices.is_empty() { compare(&command) } else { price(&command, &prices) })
        }
        Err(status) => status,
    }
}

fn compare(command: &Command) -> landfall::Result<String> {
    let network = Network::of_file(&command.read()?)?;
    let comparison = command.simulate(|simulation| simulation.compare_of(&network))?;
    if command.draws() {
        command.draw(&report::comparison_charts(&comparison))?;
    }
    match command.format {
        Output::Json => report::comparison_json(&comparison, &command.questions),
        Output::Html => Ok(Page::new(comparison.base(), &command.questions).comparison(&comparison).html()),
        format => Ok(format.written(&report::comparison(&comparison, &command.questions))),
    }
}

fn price(command: &Command, names: &[String]) -> landfall::Result<String> {
    let network = Network::of_file(&command.read()?)?;
    command.simulate(|simulation| {
        let baseline = simulation.baseline_of(&network)?;
        let prices = names.iter().map(|name| baseline.price(name)).collect::<landfall::Result<Vec<_>>>()?;
        match command.format {
            Output::Json => report::prices_json(&prices, baseline.forecast(), &command.questions),
            format => {
                let reports = prices.iter().map(|price| report::price(price, baseline.forecast()));
                Ok(format.written(&reports.fold(Report::default(), Report::then)))
            }
        }
    })
}
