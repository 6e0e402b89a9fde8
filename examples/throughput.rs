//! When are so many items done, and how many by a date? From how many were finished in past weeks.
//!
//! `cargo run --release --example throughput -- --help`

mod command;

use std::process::ExitCode;

use landfall::{
    Amount, Blocks, Date, FinishedItems, HistoryText, RangeMeaning, Spread, Throughput, ThroughputRisk, date,
    report,
};
use lexopt::ValueExt;

use command::{Command, Output, value};

const FORMATS: [Output; 3] = [Output::Text, Output::Markdown, Output::Json];

const HELP: &str = "\
When are so many items done, and how many by a date? From how many were finished in past weeks.

usage: throughput [HISTORY] [options]

  HISTORY                how many items were finished in each past period, the oldest first: a list
                         such as 3,0,5,4; or a .csv file of such counts, one a line, or of the dates
                         on which items were finished; without it, a history that ships inside
  --column NAME          which column of the file to read, by its heading [the first, where no
                         other could be meant]
  --as-of DATE           dates are counted up to here; a week that is not over is left out
                         [the last date of the file]
  --start DATE           the first day of the first period to come [the next Monday; for a file of
                         dates, the day after --as-of]
  --per LENGTH           how long a period is, such as \"2 weeks\" or \"1 day\" (calendar days) [1 week]
  --items RANGE          how many are to be done, such as 25 or 20-30 or \"20 / 25 / 40\"
  --split RANGE          what one item turns out to be, such as 1-1.5
  --range MEANING        what the ends of a range stand for: p10-p90, p5-p95, p25-p75, min-max
  --risk RISK            what could happen, its chance and what it does; may be repeated:
                         \"the pilot asks for more: 40%, adds 5-10\"     (items)
                         \"one of four leaves: 20%, scales 70-80%\"      (the pace)
                         \"a release freeze: 50%, stops 1-2\"            (periods)
  --window N             look back on the last N periods only [all; a year is a good choice]
  --block N              take so many consecutive periods together [as the history suggests]
  --known-pace           count the average pace of the history as known: narrower than it should be
  --trials N             how many runs to simulate [10000]
  --seed S               where the random numbers begin [0]
  --percentiles LIST     which percentiles to show, such as 10,50,85
  --by DATE              the odds of a date, and how many are done by it; may be repeated
  --format FORMAT        text, markdown or json [text]
  --charts FOLDER        write a picture of it there besides, as SVG
  --out FILE             write there instead of standard output, which is -
  --quiet                nothing on standard error but errors
  --help, --version

Exit status: 0 done, 1 it may take more than 500 years, 2 wrong usage or a history that cannot be
read.
";

/// What is asked when no history is named: half a year of a team of four, and a backlog for the spring.
const HISTORY: &str = "4,6,3,0,7,5,2,6,4,1,8,5,3,6,0,4,7,2,5,6,3,9,4,2,5,1";
const ITEMS: &str = "40-55";
const SPLIT: &str = "1-1.3";
const RISKS: [&str; 2] =
    ["the pilot asks for more: 40%, adds 5-12", "one of four leaves: 15%, scales 70-80%"];
const START: Date = date(2027, 1, 4);

/// What the command line asks for, beyond what all examples have.
#[derive(Default)]
struct Asked {
    history: Option<String>,
    column: Option<String>,
    as_of: Option<Date>,
    start: Option<Date>,
    per: Option<Amount>,
    items: Option<Spread<f64>>,
    split: Option<Spread<f64>>,
    range: RangeMeaning,
    risks: Vec<ThroughputRisk>,
    window: Option<usize>,
    block: Option<usize>,
    known_pace: bool,
}

fn main() -> ExitCode {
    let mut asked = Asked::default();
    let own = |option: &str, parser: &mut lexopt::Parser| asked.take(option, parser);
    let command = match Command::parse_with("throughput", &FORMATS, &[HELP], own) {
        Ok(command) => command,
        Err(status) => return status,
    };
    if asked.history.is_some() && command.plan.is_some() {
        return command.misused("there are two histories: give one of them");
    }
    let history = asked.history.take().or_else(|| command.plan.clone());
    if let Some(status) = command.would_replace(&history) {
        return status;
    }
    if asked.as_of.is_some() && history.as_deref().is_some_and(is_list) {
        return command
            .misused("--as-of is for a history of dates: a list of counts ends where it ends; see --start");
    }
    command.end(forecast(&command, asked, history))
}

impl Asked {
    fn take(&mut self, option: &str, parser: &mut lexopt::Parser) -> Result<bool, lexopt::Error> {
        match option {
            "history" => self.history = Some(parser.value()?.string()?),
            "column" => self.column = Some(parser.value()?.string()?),
            "as-of" => self.as_of = Some(value(parser, option, "a date, such as 2027-01-03")?),
            "start" => self.start = Some(value(parser, option, "a date, such as 2027-01-04")?),
            "per" => self.per = Some(read(parser, option, Amount::parse)?),
            "items" => self.items = Some(read(parser, option, Spread::parse)?),
            "split" => self.split = Some(read(parser, option, Spread::parse)?),
            "range" => self.range = value(parser, option, "p10-p90, p5-p95, p25-p75 or min-max")?,
            "risk" => self.risks.push(read(parser, option, ThroughputRisk::parse)?),
            "window" => self.window = Some(value(parser, option, "a whole number, such as 26")?),
            "block" => self.block = Some(value(parser, option, "a whole number, such as 3")?),
            "known-pace" => self.known_pace = true,
            // Of plans only.
            "input" | "sampling" | "budget" | "threads" => {
                return Err(format!("there is no option --{option}").into());
            }
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// The value of an option that says itself what is wrong with it.
fn read<T>(
    parser: &mut lexopt::Parser,
    option: &str,
    read: impl Fn(&str) -> landfall::Result<T>,
) -> Result<T, lexopt::Error> {
    read(&parser.value()?.string()?).map_err(|error| format!("--{option}: {error}").into())
}

fn forecast(command: &Command, mut asked: Asked, history: Option<String>) -> landfall::Result<String> {
    if history.is_none() {
        asked.start = asked.start.or(Some(START));
        if asked.items.is_none() {
            asked.items = Some(Spread::parse(ITEMS)?);
            asked.split = asked.split.or(Some(Spread::parse(SPLIT)?));
            if asked.risks.is_empty() {
                asked.risks =
                    RISKS.into_iter().map(ThroughputRisk::parse).collect::<landfall::Result<_>>()?;
            }
        }
    }
    let (history, start, left_out) = counted(&asked, history.as_deref().unwrap_or(HISTORY))?;
    let mut throughput = Throughput::new(history, start).seed(command.seed);
    throughput.trials = command.trials.unwrap_or(throughput.trials);
    (throughput.items, throughput.split, throughput.range) = (asked.items, asked.split, asked.range);
    (throughput.per, throughput.risks, throughput.window) = (asked.per, asked.risks, asked.window);
    throughput.blocks = asked.block.map_or(Blocks::Automatic, Blocks::Of);
    throughput.known_pace = asked.known_pace;
    let forecast = throughput.forecast()?;
    if command.draws() {
        command.draw(&report::throughput_charts(&forecast)?)?;
    }
    match command.format {
        Output::Json => report::throughput_json(&forecast, &command.questions),
        format => Ok(format.written(&report::throughput(&forecast, &command.questions)?) + &left_out),
    }
}

/// Whether a history is a list of counts, and not the name of a file.
fn is_list(history: &str) -> bool {
    history.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | ' '))
}

/// The counts of a list or a file, the first day of the first period to come, and what to say of items that were left out.
fn counted(asked: &Asked, history: &str) -> landfall::Result<(Vec<u32>, Date, String)> {
    let is_list = is_list(history);
    // "3 0 5 4" is meant as "3, 0, 5, 4".
    let spaced = history.split_whitespace().collect::<Vec<_>>().join(",");
    let history = if is_list && !history.contains(',') { &spaced } else { history };
    let column = asked.column.as_deref();
    let read =
        if is_list { HistoryText::parse(history, column)? } else { HistoryText::read(history, column)? };
    match read {
        HistoryText::Counts(counts) => Ok((counts, asked.start.unwrap_or_else(next_monday), String::new())),
        HistoryText::Dates(dates) => {
            let as_of = asked.as_of.or_else(|| dates.iter().max().copied()).unwrap_or(START);
            let counted = FinishedItems::count(&dates, asked.per.unwrap_or(Amount::weeks(1.0)), as_of)?;
            let left_out = match counted.left_out {
                0 => String::new(),
                items => format!(
                    "  The period up to {as_of} is not over: the {items} items finished in it are left out.\n"
                ),
            };
            Ok((counted.history, asked.start.unwrap_or(counted.start), left_out))
        }
    }
}

/// The Monday after today.
fn next_monday() -> Date {
    use landfall::jiff::{Timestamp, civil::Weekday, tz::TimeZone};
    let today = TimeZone::UTC.to_datetime(Timestamp::now()).date();
    today.nth_weekday(1, Weekday::Monday).unwrap_or(today)
}
