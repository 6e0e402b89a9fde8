//! What a forecast says: dates first, then the odds of the targets, the plan date, the riskiest milestone, what was assumed.

use super::Questions;
use super::layout::LONGEST_TITLE;
use super::parts::{Report, Table};
use super::words::{
    count, day, first_of, frequency, meaning, percent, plain, rising, short, short_day, table_head, word,
    worked,
};
use crate::forecast::{Finish, Forecast, MilestoneForecast};
use crate::names::quoted;
use crate::plan::{Alternative, Group, Plan};
use crate::simulate::{Reached, Sampling};
use crate::units::{P50, P80, P95, Percentile};

/// What is shown where nothing else was asked for: stretch, likely, commit.
pub(super) const PERCENTILES: [Percentile; 3] = [P50, P80, P95];

/// What a forecast says.
///
/// ```
/// use landfall::{Estimate, Plan, Task, date, report};
///
/// let plan = Plan::new("Search", date(2027, 1, 4)).task(Task::new("index", Estimate::weeks(2.0..=3.0)));
/// let said = report::forecast(&plan.forecast()?, &report::Questions::default());
/// assert!(said.text().contains("stretch"));
/// # Ok::<(), landfall::Error>(())
/// ```
pub fn forecast(forecast: &Forecast, questions: &Questions) -> Report {
    let percentiles = questions.percentiles.as_deref().unwrap_or(&PERCENTILES);
    let mut report = Report::default();
    if !forecast.plan().name.is_empty() {
        report.title(plain(&forecast.plan().name));
    }
    answer(&mut report, forecast, questions, percentiles);
    if let Some(why) = &questions.why {
        report = report.then(super::why::why(why));
        super::why::fewer_runs(&mut report, why, forecast);
    }
    super::teams::use_of_time(&mut report, forecast);
    super::worth::worth(&mut report, forecast, questions);
    if let Some(line) = questions.fits.and_then(|(date, percentile)| forecast.fits_by(date, percentile)) {
        super::worth::fits(&mut report, forecast, &line);
    }
    assumptions(&mut report, forecast, percentiles, false);
    warnings(&mut report, forecast);
    report
}

/// When it will ship, and where it stands.
pub(super) fn answer(
    report: &mut Report,
    forecast: &Forecast,
    questions: &Questions,
    percentiles: &[Percentile],
) {
    report.heading("When will it ship? The whole plan is finished on or before");
    report.table(dates(forecast, percentiles));
    report.table(milestones(forecast, percentiles));
    if let Some(entered) = &questions.as_entered {
        super::calibration::as_entered(report, forecast, entered, percentiles);
    }
    super::status::where_it_stands(report, forecast);
    asked(report, forecast, questions);
    report.paragraph(own_date(forecast));
    let of_milestone = match riskiest(forecast) {
        Some(milestone) => riskiest_text(forecast, milestone),
        None => least_certain_text(forecast),
    };
    of_milestone.into_iter().for_each(|text| report.paragraph(text));
}

/// The odds of the dates that were asked for.
pub(super) fn asked(report: &mut Report, forecast: &Forecast, questions: &Questions) {
    if !questions.dates.is_empty() {
        report.heading("The whole plan is finished on or before the dates you asked for");
        let mut table = Table::default();
        for date in rising(&questions.dates) {
            table.row([day(date), frequency(forecast.odds_by(date))]);
        }
        report.table(table);
    }
}

/// Whether something is reached, on the day of the status or before it.
pub(super) fn is_reached(forecast: &Forecast, finish: &Finish) -> bool {
    forecast.as_of().is_some_and(|as_of| finish.sd().get() == 0.0 && finish.date(P50) <= as_of)
}

/// What is known of a target by now; `None` while it is open.
pub(super) fn on_time(forecast: &Forecast, milestone: &MilestoneForecast) -> Option<String> {
    let (as_of, target) = forecast.as_of().zip(milestone.target)?;
    let date = milestone.finish.date(P50);
    match is_reached(forecast, &milestone.finish) {
        true if date <= target => Some("reached".to_owned()),
        true => Some("reached late".to_owned()),
        false => (as_of >= target).then(|| "missed".to_owned()),
    }
}

/// A table of the plan's dates.
fn dates(forecast: &Forecast, percentiles: &[Percentile]) -> Table {
    // Without any of the words there is no column for them.
    let worded = percentiles.iter().any(|&percentile| !word(percentile).is_empty());
    let mut table = Table::default();
    for &percentile in percentiles {
        let often = format!("in at least {}% of the runs ({percentile})", percentile.percent());
        let date = day(forecast.date(percentile));
        match worded {
            true => table.row([word(percentile).to_owned(), date, often]),
            false => table.row([date, often]),
        }
    }
    table
}

/// The date that single numbers would give.
fn own_date(forecast: &Forecast) -> String {
    let (plan, plan_date) = (forecast.plan(), forecast.plan_date());
    format!(
        "The plan's own date, {}, holds {}. That is the date if every estimate comes true at its most likely value (its \
         median where none is given) and no {}risk happens{}.",
        day(plan_date.date),
        frequency(plan_date.odds.probability),
        if forecast.risks().iter().any(|risk| risk.settled == Some(true)) { "other " } else { "" },
        match plan.teams.iter().any(|team| !team.interrupts.is_empty()) {
            true => ", and nothing comes in between",
            false => "",
        }
    )
}

/// What the check warned of.
pub(super) fn warnings(report: &mut Report, forecast: &Forecast) {
    if !forecast.warnings().is_empty() {
        report.heading("Look at these again");
    }
    report.items(forecast.warnings().iter().map(ToString::to_string));
}

/// A table of the milestones: a column for each percentile, the target and its odds.
fn milestones(forecast: &Forecast, percentiles: &[Percentile]) -> Table {
    let percentile = |&percentile: &Percentile| table_head(percentile);
    let head = ["Milestone".to_owned()].into_iter().chain(percentiles.iter().map(percentile));
    let mut table = Table::of(head.chain(["target".to_owned(), "on time".to_owned()])).narrow(LONGEST_TITLE);
    for milestone in forecast.milestones() {
        let dates = percentiles.iter().map(|&percentile| short_day(milestone.finish.date(percentile)));
        let target = match (milestone.target, milestone.on_time) {
            (Some(target), Some(odds)) => {
                let odds = on_time(forecast, milestone).unwrap_or_else(|| percent(odds.probability));
                [short_day(target), odds]
            }
            _ => ["-".to_owned(), String::new()],
        };
        table.row([plain(&milestone.title)].into_iter().chain(dates).chain(target));
    }
    table
}

/// The milestone whose target is likeliest to be missed; without targets none is.
fn riskiest(forecast: &Forecast) -> Option<&MilestoneForecast> {
    let odds = |milestone: &MilestoneForecast| milestone.on_time.map(|odds| odds.probability);
    let open = |milestone: &&MilestoneForecast| on_time(forecast, milestone).is_none();
    let with_target =
        forecast.milestones().iter().filter(|milestone| milestone.on_time.is_some()).filter(open);
    with_target.min_by(|a, b| odds(a).partial_cmp(&odds(b)).unwrap_or(std::cmp::Ordering::Equal))
}

fn riskiest_text(forecast: &Forecast, milestone: &MilestoneForecast) -> Option<String> {
    let (target, odds) = milestone.target.zip(milestone.on_time)?;
    if odds.probability >= P95.share() {
        let decided = forecast.milestones().iter().any(|milestone| on_time(forecast, milestone).is_some());
        let which = if decided { "open " } else { "" };
        return Some(format!("Every {which}target holds in at least 95% of the runs."));
    }
    let finish = &milestone.finish;
    let (likely, commit) = (day(finish.date(P80)), day(finish.date(P95)));
    // Of a single milestone the table has said it all but this.
    let riskiest = match forecast.milestones().len() {
        1 => String::new(),
        _ => format!(
            "The riskiest milestone is {}: its target, {}, holds {}. ",
            plain(&milestone.title),
            day(target),
            frequency(odds.probability)
        ),
    };
    let better = if odds.probability < P80.share() {
        format!("To hold in 80% of the runs the target would have to be {likely}; in 95%, {commit}.")
    } else {
        format!("To hold in 95% of the runs the target would have to be {commit}.")
    };
    Some(format!("{riskiest}{better}"))
}

/// Without targets: the milestone whose dates lie farthest apart.
fn least_certain_text(forecast: &Forecast) -> Option<String> {
    let spread =
        |milestone: &MilestoneForecast| milestone.finish.days(P95).get() - milestone.finish.days(P50).get();
    let widest = forecast.milestones().iter().max_by(|a, b| spread(a).total_cmp(&spread(b)));
    let milestone = widest.filter(|milestone| spread(milestone) > 0.0)?;
    let which =
        if forecast.milestones().iter().any(|milestone| milestone.target.is_some()) { "open " } else { "" };
    Some(format!(
        "The least certain milestone is {}: {} working days lie between its stretch and its commit date. No {which}milestone \
         has a target; with one, its odds would stand here.",
        plain(&milestone.title),
        spread(milestone).round()
    ))
}

/// What the answers rest on.
pub(super) fn assumptions(
    report: &mut Report,
    forecast: &Forecast,
    percentiles: &[Percentile],
    compared: bool,
) {
    let plan = forecast.plan();
    let finish = forecast.finish();
    report.heading("What this rests on");
    report.item(format!(
        "{} of {} and {}, {}, seed {}; the same seed gives the same answer.",
        count(forecast.trials(), "simulated run"),
        count(plan.tasks.len(), "task"),
        count(plan.risks.len(), "risk"),
        spread(forecast.sampling()),
        forecast.seed()
    ));
    if let Some(reached) = forecast.reached() {
        report.item(precision(&reached));
    }
    let calendar = worked(&plan.calendar, finish.working_days(), plan.start, finish.date(P95));
    report.item(format!(
        "Work begins {}; {calendar} until the commit date{}.",
        day(finish.first_day()),
        super::teams::own_weeks(plan)
    ));
    report.item(format!("A range such as \"2-3 weeks\" means: {}.", meaning(forecast.range_meaning())));
    if let Some(text) = super::calibration::assumed(forecast) {
        report.item(text);
    }
    report.item(together(plan));
    if let Some(text) = perhaps(forecast) {
        report.item(text);
    }
    for text in super::teams::assumed(forecast) {
        report.item(text);
    }
    if !plan.alternatives.is_empty() {
        let title = |of: &Alternative| plain(of.title.as_deref().unwrap_or(&of.name));
        let titles: Vec<String> = plan.alternatives.iter().map(title).collect();
        let more = if compared { "" } else { ": a comparison puts them side by side" };
        report.item(format!(
            "The alternatives of the plan ({}) are not in these dates{more}.",
            first_of(&titles)
        ));
    }
    let settled: Option<Vec<String>> = percentiles
        .iter()
        .map(|&percentile| {
            let (low, high) = finish.interval_dates(percentile)?;
            Some(match low == high {
                true => format!("{percentile} {}", day(low)),
                false => format!("{percentile} {} to {}", day(low), day(high)),
            })
        })
        .collect();
    match settled {
        Some(settled) if settled.is_empty() => {}
        Some(settled) => report.item(format!(
            "Simulated without end, the dates would be ({}): {}.",
            sure(forecast),
            settled.join("; ")
        )),
        None => report.item("There are too few runs to say how much more of them would move these dates."),
    }
}

/// What was assumed of tasks that err together.
fn together(plan: &Plan) -> String {
    let of_group = |group: &Group| format!("{} in {}", short(group.correlation), quoted(&plain(&group.name)));
    let groups: Vec<String> = plan.groups.iter().map(of_group).collect();
    let plan_wide = plan.estimates.correlation.filter(|&correlation| correlation > 0.0);
    match (plan_wide, groups.is_empty()) {
        (None, true) if !plan.teams.is_empty() || !plan.effects.is_empty() => {
            "Estimates err independently of each other: only a risk, an effect, or a team that is short of people or time can make \
             several tasks late at once."
                .to_owned()
        }
        (None, true) => {
            "Tasks err independently of each other: only a risk can make several of them late at once."
                .to_owned()
        }
        (None, false) => format!(
            "Tasks of a group tend to be late together (correlation {}); the estimates of all others err independently of each other.",
            first_of(&groups)
        ),
        (Some(correlation), true) => {
            format!("When one task is late the others tend to be, too (correlation {}).", short(correlation))
        }
        (Some(correlation), false) => format!(
            "When one task is late the others tend to be, too (correlation {}, {}).",
            short(correlation),
            first_of(&groups)
        ),
    }
}

/// Which tasks may turn out not to be needed.
fn perhaps(forecast: &Forecast) -> Option<String> {
    let open = forecast.tasks().iter().filter_map(|task| Some((plain(&task.title), task.exists?)));
    let open: Vec<String> = open.map(|(title, share)| format!("{title} ({})", percent(share))).collect();
    (!open.is_empty()).then(|| {
        format!("Not sure to be needed: {}. Where a task is not, it takes no time.", first_of(&open))
    })
}

/// How the runs were drawn.
fn spread(sampling: Sampling) -> &'static str {
    match sampling {
        Sampling::Random => "each drawn by itself (random)",
        Sampling::LatinHypercube => "spread evenly (lhs)",
    }
}

/// How sure the intervals are.
fn sure(forecast: &Forecast) -> &'static str {
    if forecast.sampling().is_stratified() && !forecast.finish().has_stratified_intervals() {
        "more than 95% sure: with so few runs the gain of spreading them evenly cannot be told"
    } else {
        "95% sure"
    }
}

/// Why a run that was to be precise ended.
fn precision(reached: &Reached) -> String {
    let (percentile, wanted) = (reached.percentile, short(reached.wanted.get()));
    let width = match reached.width {
        Some(width) => format!("it is known to within {} days", short(width.get())),
        None => "there are too few runs to say how well it is known".to_owned(),
    };
    if reached.precise {
        format!("It ran until {percentile} was known to within {wanted} days (95% sure): {width}.")
    } else {
        format!(
            "It was to run until {percentile} was known to within {wanted} days, and ended at the most runs allowed: {width} (95% sure)."
        )
    }
}
