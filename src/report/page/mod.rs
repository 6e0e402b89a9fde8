//! One page that tells all of it: a single HTML file that needs no network and no script.

mod parts;
mod terms;

use super::chart::{self, escaped};
use super::checkin::Since;
use super::forecast::{answer, assumptions, on_time, warnings};
use super::parts::{Report, Table};
use super::why::{fewer_runs, reasons};
use super::words::{count, day, exact, percent, plain, short_day};
use super::{Chart, Questions};
use crate::compare::Comparison;
use crate::forecast::Forecast;
use crate::track::CheckIn;
use crate::units::{P50, P80, P95};
use parts::{figure, report, under};

/// So many tasks are drawn, and so many curves of milestones.
const DRAWN: usize = 60;
const CURVES: usize = 12;

/// A page about a forecast.
///
/// ```
/// use landfall::{Estimate, Plan, Task, date, report};
///
/// let plan = Plan::new("Search", date(2027, 1, 4)).task(Task::new("index", Estimate::weeks(2.0..=3.0)));
/// let forecast = plan.forecast()?;
/// let page = report::Page::new(&forecast, &report::Questions::default()).html();
/// assert!(page.starts_with("<!DOCTYPE html>") && page.contains("<svg"));
/// # Ok::<(), landfall::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    forecast: &'a Forecast,
    questions: &'a Questions,
    comparison: Option<&'a Comparison>,
    since: Option<Since<'a>>,
    check_ins: &'a [&'a CheckIn],
}

impl<'a> Page<'a> {
    /// The answers of a forecast, and to some questions.
    pub fn new(forecast: &'a Forecast, questions: &'a Questions) -> Self {
        Self { forecast, questions, comparison: None, since: None, check_ins: &[] }
    }

    /// The same with the plan's alternatives.
    pub fn comparison(self, comparison: &'a Comparison) -> Self {
        Self { comparison: Some(comparison), ..self }
    }

    /// The same with what moved since a check-in.
    pub fn since(self, since: Since<'a>) -> Self {
        Self { since: Some(since), ..self }
    }

    /// The same with the forecasts made so far, in the order of their days.
    pub fn check_ins(self, check_ins: &'a [&'a CheckIn]) -> Self {
        Self { check_ins, ..self }
    }

    /// The page as HTML: one file, whose pictures and styles are inside. It asks the network for nothing, runs no script, prints well, is
    /// dark on a dark screen, and is the same, byte for byte, for the same answers. Texts of the plan are escaped everywhere.
    pub fn html(&self) -> String {
        let forecast = self.forecast;
        let name = plain(&forecast.plan().name);
        let title = if name.is_empty() { "When will it ship?".to_owned() } else { name };
        let mut out = format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n\
             <link rel=\"icon\" href=\"data:,\">\n<title>{0}</title>\n<style>\n{1}</style>\n</head>\n<body>\n<main>\n\
             <h1 dir=\"auto\">{0}</h1>\n",
            escaped(&title),
            include_str!("style.css")
        );
        self.head(&mut out);
        self.answer(&mut out);
        self.roadmap(&mut out);
        self.moves(&mut out);
        self.why(&mut out);
        self.alternatives(&mut out);
        self.work(&mut out);
        self.details(&mut out);
        let mut rest = Report::default();
        warnings(&mut rest, forecast);
        let compared = self.comparison.is_some_and(|comparison| !comparison.alternatives().is_empty());
        assumptions(&mut rest, forecast, self.percentiles(), compared);
        report(&mut out, &rest);
        out += &format!(
            "<footer>landfall {}: {}, seed {}.</footer>\n</main>\n</body>\n</html>\n",
            env!("CARGO_PKG_VERSION"),
            count(forecast.trials(), "simulated run"),
            forecast.seed()
        );
        out
    }

    fn percentiles(&self) -> &[crate::units::Percentile] {
        self.questions.percentiles.as_deref().unwrap_or(&super::forecast::PERCENTILES)
    }

    /// The answer in a sentence.
    fn head(&self, out: &mut String) {
        let forecast = self.forecast;
        let of = match forecast.as_of() {
            Some(as_of) => format!("As of the end of {}", day(as_of)),
            None => format!("A plan that starts {}", day(forecast.plan().start)),
        };
        let date = |percentile| format!("<strong>{}</strong>", day(forecast.date(percentile)));
        *out += &format!(
            "<p class=\"of\">{of}</p>\n<p class=\"headline\">It is likely to ship by {}: eight of ten runs are finished then. Half of them are \
             by {}; what holds in 95 of 100 is {}.{}</p>\n",
            date(P80),
            date(P50),
            date(P95),
            self.targets()
        );
    }

    /// How the last of the targets and the budget stand.
    fn targets(&self) -> String {
        let forecast = self.forecast;
        let mut out = String::new();
        let targets = forecast.milestones().iter().filter(|milestone| milestone.target.is_some());
        if let Some(milestone) = targets.max_by_key(|milestone| milestone.target)
            && let Some((target, odds)) = milestone.target.zip(milestone.on_time)
        {
            let odds = on_time(forecast, milestone).unwrap_or_else(|| percent(odds.probability));
            let title = escaped(&plain(&milestone.title));
            out += &format!(" {title} by {}: <strong>{odds}</strong>.", day(target));
        }
        let budget = self.questions.budget.or(forecast.plan().budget);
        if let Some((budget, cost)) = budget.zip(forecast.cost()) {
            let odds = percent(cost.odds_within(budget).probability);
            out += &format!(" Within the budget of {}: <strong>{odds}</strong>.", exact(budget));
        }
        out
    }

    fn answer(&self, out: &mut String) {
        let mut said = Report::default();
        answer(&mut said, self.forecast, self.questions, self.percentiles());
        report(out, &said);
        figure(out, &chart::s_curve(self.forecast, self.questions));
    }

    fn roadmap(&self, out: &mut String) {
        let Some(chart) = chart::gantt(self.forecast, self.questions.why.as_deref(), DRAWN) else { return };
        let mut heading = Report::default();
        heading.heading("The roadmap");
        report(out, &heading);
        figure(out, &chart);
    }

    /// What moved since the last check-in, and over all of them.
    fn moves(&self, out: &mut String) {
        if let Some(since) = self.since {
            let mut said = Report::default();
            said.heading("Since the last check-in");
            super::checkin::moved_since(&mut said, self.forecast, self.percentiles(), since);
            report(out, &said);
        }
        let charts = chart::journal_charts(self.check_ins);
        charts.iter().take(CURVES).for_each(|chart| figure(out, chart));
        if !self.check_ins.is_empty() {
            details(out, "The forecasts made so far", |out| report(out, &super::journal(self.check_ins)));
        }
    }

    fn why(&self, out: &mut String) {
        let Some(why) = self.questions.why.as_deref() else { return };
        let (mut first, mut rest) = (Report::default(), Report::default());
        reasons(&mut first, why);
        report(out, &first);
        if let Some(chart) = chart::tornado(why) {
            figure(out, &chart);
        }
        super::why::details(&mut rest, why);
        fewer_runs(&mut rest, why, self.forecast);
        under(out, &rest);
    }

    fn alternatives(&self, out: &mut String) {
        let Some(comparison) = self.comparison.filter(|comparison| !comparison.alternatives().is_empty())
        else {
            return;
        };
        let mut heading = Report::default();
        heading.heading("Ways to go about it, in the same runs");
        report(out, &heading);
        chart::comparison_charts(comparison).iter().for_each(|chart| figure(out, chart));
        under(out, &super::compare::beside(comparison, self.questions));
    }

    /// Who does it, what it is worth and what it costs.
    fn work(&self, out: &mut String) {
        let mut said = Report::default();
        super::teams::use_of_time(&mut said, self.forecast);
        report(out, &said);
        chart::load(self.forecast).iter().take(CURVES).for_each(|chart| figure(out, chart));
        let mut said = Report::default();
        super::worth::worth(&mut said, self.forecast, self.questions);
        report(out, &said);
        let charts: [Option<Chart>; 2] =
            [chart::value(self.forecast), chart::cost(self.forecast, self.questions)];
        charts.iter().flatten().for_each(|chart| figure(out, chart));
        if let Some(line) =
            self.questions.fits.and_then(|(date, percentile)| self.forecast.fits_by(date, percentile))
        {
            let mut said = Report::default();
            super::worth::fits(&mut said, self.forecast, &line);
            report(out, &said);
        }
    }

    /// What most readers do not need.
    fn details(&self, out: &mut String) {
        let forecast = self.forecast;
        details(out, "How often it is finished in which week", |out| {
            figure(out, &chart::histogram(forecast))
        });
        let curves = 0..forecast.milestones().len().min(CURVES);
        if !curves.is_empty() {
            details(out, "Each milestone", |out| {
                curves
                    .filter_map(|number| chart::of_milestone(forecast, number, self.questions))
                    .for_each(|chart| figure(out, &chart));
            });
        }
        let tasks = tasks(forecast);
        if !tasks.rows.is_empty() {
            details(out, "Each task", |out| {
                let mut said = Report::default();
                said.table(tasks);
                report(out, &said);
            });
        }
        if !forecast.risks().is_empty() {
            details(out, "Each risk", |out| {
                let mut said = Report::default();
                said.table(risks(forecast));
                report(out, &said);
            });
        }
    }
}

/// What is shown to those who ask for it.
fn details(out: &mut String, what: &str, inside: impl FnOnce(&mut String)) {
    *out += &format!("<details>\n<summary>{}</summary>\n", escaped(what));
    inside(out);
    out.push_str("</details>\n");
}

/// A table of all tasks.
fn tasks(forecast: &Forecast) -> Table {
    let mut table = Table::of(["Task", "starts (P50)", "stretch P50", "likely P80", "commit P95", "needed"]);
    for task in forecast.tasks() {
        let Some((start, finish)) = task.start.as_ref().zip(task.finish.as_ref()) else { continue };
        let dates = [P50, P80, P95].map(|percentile| short_day(finish.date(percentile)));
        let needed = task.exists.map_or("100%".to_owned(), percent);
        table.row([plain(&task.title), short_day(start.date(P50))].into_iter().chain(dates).chain([needed]));
    }
    table
}

/// A table of all risks.
fn risks(forecast: &Forecast) -> Table {
    let mut table = Table::of(["Risk", "chance", "happens in so many of the runs"]);
    for risk in forecast.risks() {
        let happens = match risk.settled {
            Some(true) => "it happened".to_owned(),
            Some(false) => "it can no longer happen".to_owned(),
            None => percent(risk.happened),
        };
        table.row([plain(&risk.title), percent(risk.chance), happens]);
    }
    table
}
