//! Percentiles, tasks and single runs as CSV, for spreadsheets.

use super::Questions;
use super::words::plain;
use crate::error::{Error, ErrorKind, Result};
use crate::forecast::{Finish, Forecast, Odds};
use crate::units::{P5, P10, P25, P50, P75, P80, P85, P90, P95, Percentile, WorkDays};

/// What is written where nothing else was asked for.
const PERCENTILES: [Percentile; 9] = [P5, P10, P25, P50, P75, P80, P85, P90, P95];

/// The most finishes in the table of single runs, which is half a gigabyte then.
const MOST_FINISHES: usize = 16_000_000;

/// The percentiles of the plan and its milestones as CSV, a line each:
/// `of,name,title,percent,days,days_low,days_high,date,target,on_time`.
///
/// `of` is `plan` or `milestone`. `days` are working days after the plan's start, between `days_low` and `days_high` (95% sure) with any
/// number of runs; `on_time` is a share. A title that a spreadsheet would take for a formula begins with an apostrophe.
///
/// ```
/// use landfall::{Estimate, P80, Plan, Task, date, report};
///
/// let plan = Plan::new("Search", date(2027, 1, 4)).task(Task::new("index", Estimate::days(10.0)));
/// let mut questions = report::Questions::default();
/// questions.percentiles = Some(vec![P80]);
/// let csv = report::csv(&plan.forecast()?, &questions);
/// assert_eq!(csv.lines().nth(1), Some("plan,,Search,80,10,10,10,2027-01-15,,"));
/// # Ok::<(), landfall::Error>(())
/// ```
pub fn csv(forecast: &Forecast, questions: &Questions) -> String {
    let percentiles = questions.percentiles.as_deref().unwrap_or(&PERCENTILES);
    let mut out = line([
        "of",
        "name",
        "title",
        "percent",
        "days",
        "days_low",
        "days_high",
        "date",
        "target",
        "on_time",
    ]);
    let mut add =
        |of: &str, name: &str, title: &str, finish: &Finish, target: String, on_time: Option<Odds>| {
            for &percentile in percentiles {
                let (low, high) = match finish.interval(percentile) {
                    Some((low, high)) => (days(low), days(high)),
                    None => (String::new(), String::new()),
                };
                out += &line([
                    of,
                    name,
                    &harmless(title),
                    &percentile.percent().to_string(),
                    &days(finish.days(percentile)),
                    &low,
                    &high,
                    &finish.date(percentile).to_string(),
                    &target,
                    &on_time.map_or(String::new(), |odds| share(odds.probability)),
                ]);
            }
        };
    add("plan", "", &forecast.plan().name, forecast.finish(), String::new(), None);
    for milestone in forecast.milestones() {
        let target = milestone.target.map_or(String::new(), |target| target.to_string());
        add("milestone", &milestone.name, &milestone.title, &milestone.finish, target, milestone.on_time);
    }
    out
}

/// The tasks as CSV, a line each: `name,title,kind,mean_days,sd_days,exists,start_p50,finish_p50,finish_p80,finish_p95,criticality`. What was
/// not kept or not asked for is empty: dates without single runs of tasks, criticality without an explanation.
pub fn tasks_csv(forecast: &Forecast, questions: &Questions) -> String {
    let mut out = line([
        "name",
        "title",
        "kind",
        "mean_days",
        "sd_days",
        "exists",
        "start_p50",
        "finish_p50",
        "finish_p80",
        "finish_p95",
        "criticality",
    ]);
    let why = questions.why.as_deref();
    for (task, written) in forecast.tasks().iter().zip(&forecast.plan().tasks) {
        let finish =
            |percentile| task.finish.as_ref().map_or(String::new(), |of| of.date(percentile).to_string());
        let critical = why.and_then(|why| why.way().criticality(&task.name));
        out += &line([
            &task.name,
            &harmless(&task.title),
            &harmless(written.kind.as_deref().unwrap_or(crate::plan::ROADMAP)),
            &days(task.mean),
            &days(task.sd),
            &share(task.exists.unwrap_or(1.0)),
            &task.start.as_ref().map_or(String::new(), |of| of.date(P50).to_string()),
            &finish(P50),
            &finish(P80),
            &finish(P95),
            &critical.map_or(String::new(), |of| share(of.criticality)),
        ]);
    }
    out
}

/// Every run as CSV, a line each: `trial,plan_days,plan_date`, then two columns for each milestone, by its name, and, where the plan costs
/// anything, `cost`: what the run costs, empty in those of which single tasks were not kept.
///
/// # Errors
///
/// [`ErrorKind::Limit`] where there were so many runs that only their numbers by day were kept, and where runs times the plan and its milestones
/// are more than 16,000,000: half a gigabyte of text.
pub fn trials_csv(forecast: &Forecast) -> Result<String> {
    let milestones = forecast.milestones();
    let all: Vec<&Finish> =
        [forecast.finish()].into_iter().chain(milestones.iter().map(|milestone| &milestone.finish)).collect();
    if all.iter().any(|finish| !finish.is_kept()) {
        let message = format!("of {} runs no single ones are kept; ask for fewer of them", forecast.trials());
        return Err(Error::new(ErrorKind::Limit, message));
    }
    if all.len().saturating_mul(forecast.trials()) > MOST_FINISHES {
        let (trials, ends, most) = (forecast.trials(), all.len(), MOST_FINISHES / all.len());
        let message = format!(
            "{trials} runs of the plan and {} milestones are too much for one table; ask for at most {most} runs",
            ends - 1
        );
        return Err(Error::new(ErrorKind::Limit, message));
    }
    let names =
        milestones.iter().flat_map(|milestone| ["days", "date"].map(|of| format!("{}_{of}", milestone.name)));
    let head = ["trial", "plan_days", "plan_date"].map(str::to_owned);
    let costs: Option<Vec<f64>> = forecast.cost().map(|cost| cost.runs().map(|(_, cost)| cost).collect());
    let mut out = line(head.into_iter().chain(names).chain(costs.as_ref().map(|_| "cost".to_owned())));
    let columns: Vec<Vec<(WorkDays, jiff::civil::Date)>> = all.iter().map(|finish| finish.runs()).collect();
    for trial in 0..forecast.trials() {
        let cells = columns.iter().flat_map(|column| {
            let (at, date) = column[trial];
            [days(at), date.to_string()]
        });
        let cost =
            costs.as_ref().map(|costs| costs.get(trial).map_or(String::new(), |cost| number(*cost, 2)));
        out += &line([trial.to_string()].into_iter().chain(cells).chain(cost));
    }
    Ok(out)
}

/// A number of days: every tick is told apart.
fn days(days: WorkDays) -> String {
    number(days.get(), 5)
}

fn share(share: f64) -> String {
    number(share, 6)
}

/// A number with so many digits behind the point at most.
fn number(number: f64, digits: usize) -> String {
    let text = format!("{number:.digits$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A text that no spreadsheet takes for a formula.
fn harmless(text: &str) -> String {
    let text = plain(text);
    if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text }
}

/// A line (RFC 4180): what has a comma, a quote or a line's end inside stands in quotes.
fn line<T: AsRef<str>>(cells: impl IntoIterator<Item = T>) -> String {
    let cells = cells.into_iter().map(|cell| {
        let cell = cell.as_ref();
        match cell.contains([',', '"', '\n', '\r']) {
            true => format!("\"{}\"", cell.replace('"', "\"\"")),
            false => cell.to_owned(),
        }
    });
    cells.collect::<Vec<_>>().join(",") + "\n"
}
