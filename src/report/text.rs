//! The report as text: dates first, then the odds of the targets, the plan date, the riskiest milestone, what was assumed.

use std::fmt::Write;

use super::Questions;
use super::layout::{item, padded, paragraph, shown};
use super::words::{count, day, frequency, meaning, percent, plain, short, short_day, word, worked};
use crate::forecast::{Forecast, MilestoneForecast};
use crate::names::quoted;
use crate::plan::{Alternative, Group, Plan};
use crate::simulate::{Reached, Sampling};
use crate::units::{P50, P80, P95, Percentile};

/// What is shown where nothing else was asked for: stretch, likely, commit.
pub(super) const PERCENTILES: [Percentile; 3] = [P50, P80, P95];

/// The forecast as a text for people, about 100 columns wide.
///
/// ```
/// use landfall::{Estimate, Plan, Task, date, report};
///
/// let plan = Plan::new("Search", date(2027, 1, 4)).task(Task::new("index", Estimate::weeks(2.0..=3.0)));
/// let text = report::text(&plan.forecast()?, &report::Questions::default());
/// assert!(text.contains("stretch"));
/// # Ok::<(), landfall::Error>(())
/// ```
pub fn text(forecast: &Forecast, questions: &Questions) -> String {
    let percentiles = questions.percentiles.as_deref().unwrap_or(&PERCENTILES);
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write_text(&mut out, forecast, questions, percentiles);
    out
}

fn write_text(
    out: &mut String,
    forecast: &Forecast,
    questions: &Questions,
    percentiles: &[Percentile],
) -> std::fmt::Result {
    let plan = forecast.plan();
    if !plan.name.is_empty() {
        writeln!(out, "{}\n", plain(&plan.name))?;
    }
    writeln!(out, "When will it ship? The whole plan is finished on or before")?;
    // Without any of the words there is no column for them.
    let width = percentiles.iter().map(|&percentile| word(percentile).len()).max().unwrap_or(0);
    for &percentile in percentiles {
        let word = if width == 0 { String::new() } else { format!("{:<width$}  ", word(percentile)) };
        let date = day(forecast.date(percentile));
        writeln!(out, "  {word}{date:<16} in at least {}% of the runs ({percentile})", percentile.percent())?;
    }
    milestones(out, forecast, percentiles)?;
    if let Some(entered) = &questions.as_entered {
        super::calibration::as_entered(out, forecast, entered, percentiles)?;
    }
    super::status::where_it_stands(out, forecast)?;
    if !questions.dates.is_empty() {
        writeln!(out, "\nThe whole plan is finished on or before the dates you asked for")?;
        let mut dates = questions.dates.clone();
        dates.sort_unstable();
        dates.dedup();
        for date in dates {
            writeln!(out, "  {:<16} {}", day(date), frequency(forecast.odds_by(date)))?;
        }
    }
    let plan_date = forecast.plan_date();
    paragraph(
        out,
        &format!(
            "The plan's own date, {}, holds {}. That is the date if every estimate comes true at its most likely value (its \
             median where none is given) and no {}risk happens{}.",
            day(plan_date.date),
            frequency(plan_date.odds.probability),
            if forecast.risks().iter().any(|risk| risk.settled == Some(true)) { "other " } else { "" },
            if plan.teams.iter().any(|team| !team.interrupts.is_empty()) {
                ", and nothing comes in between"
            } else {
                ""
            }
        ),
    )?;
    match riskiest(forecast) {
        Some(milestone) => riskiest_text(out, forecast, milestone)?,
        None => least_certain_text(out, forecast)?,
    }
    if let Some(why) = &questions.why {
        super::why::why_of(out, why)?;
        if why.trials() < forecast.trials() {
            let runs = count(why.trials(), "run");
            paragraph(out, &format!("All of why comes from the first {runs}; all else from all of them."))?;
        }
    }
    super::teams::use_of_time(out, forecast)?;
    super::worth::worth(out, forecast, questions)?;
    if let Some(line) = questions.fits.and_then(|(date, percentile)| forecast.fits_by(date, percentile)) {
        super::worth::fits(out, forecast, &line)?;
    }
    assumptions(out, forecast, percentiles)?;
    warnings(out, forecast)
}

/// What the check warned of.
pub(super) fn warnings(out: &mut String, forecast: &Forecast) -> std::fmt::Result {
    if !forecast.warnings().is_empty() {
        writeln!(out, "\nLook at these again")?;
    }
    forecast.warnings().iter().try_for_each(|warning| item(out, &warning.to_string()))
}

/// A table of the milestones: a column for each percentile, the target and its odds.
fn milestones(out: &mut String, forecast: &Forecast, percentiles: &[Percentile]) -> std::fmt::Result {
    let milestones = forecast.milestones();
    if milestones.is_empty() {
        return Ok(());
    }
    let titles: Vec<String> = milestones.iter().map(|milestone| shown(&milestone.title)).collect();
    let width = titles.iter().map(|title| title.chars().count()).max().unwrap_or(0).max("Milestone".len());
    write!(out, "\n{}", padded("Milestone", width))?;
    for &percentile in percentiles {
        let head = format!("{} {percentile}", word(percentile));
        write!(out, "  {:<11}", head.trim_start())?;
    }
    writeln!(out, "  {:<11}  on time", "target")?;
    for (milestone, title) in milestones.iter().zip(&titles) {
        write!(out, "{}", padded(title, width))?;
        for &percentile in percentiles {
            write!(out, "  {}", short_day(milestone.finish.date(percentile)))?;
        }
        match (milestone.target, milestone.on_time) {
            (Some(target), Some(odds)) => {
                writeln!(out, "  {}  {}", short_day(target), percent(odds.probability))?
            }
            _ => writeln!(out, "  -")?,
        }
    }
    Ok(())
}

/// The milestone whose target is likeliest to be missed; without targets none is.
fn riskiest(forecast: &Forecast) -> Option<&MilestoneForecast> {
    let odds = |milestone: &MilestoneForecast| milestone.on_time.map(|odds| odds.probability);
    let with_target = forecast.milestones().iter().filter(|milestone| milestone.on_time.is_some());
    with_target.min_by(|a, b| odds(a).partial_cmp(&odds(b)).unwrap_or(std::cmp::Ordering::Equal))
}

fn riskiest_text(out: &mut String, forecast: &Forecast, milestone: &MilestoneForecast) -> std::fmt::Result {
    let (Some(target), Some(odds)) = (milestone.target, milestone.on_time) else { return Ok(()) };
    if odds.probability >= P95.share() {
        return paragraph(out, "Every target holds in at least 95% of the runs.");
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
    paragraph(out, &format!("{riskiest}{better}"))
}

/// Without targets: the milestone whose dates lie farthest apart.
fn least_certain_text(out: &mut String, forecast: &Forecast) -> std::fmt::Result {
    let spread =
        |milestone: &MilestoneForecast| milestone.finish.days(P95).get() - milestone.finish.days(P50).get();
    let widest = forecast.milestones().iter().max_by(|a, b| spread(a).total_cmp(&spread(b)));
    let Some(milestone) = widest else { return Ok(()) };
    paragraph(
        out,
        &format!(
            "The least certain milestone is {}: {} working days lie between its stretch and its commit date. No milestone has a \
             target; with one, its odds would stand here.",
            plain(&milestone.title),
            spread(milestone).round()
        ),
    )
}

fn assumptions(out: &mut String, forecast: &Forecast, percentiles: &[Percentile]) -> std::fmt::Result {
    let plan = forecast.plan();
    let finish = forecast.finish();
    writeln!(out, "\nWhat this rests on")?;
    item(
        out,
        &format!(
            "{} of {} and {}, {}, seed {}; the same seed gives the same answer.",
            count(forecast.trials(), "simulated run"),
            count(plan.tasks.len(), "task"),
            count(plan.risks.len(), "risk"),
            spread(forecast.sampling()),
            forecast.seed()
        ),
    )?;
    if let Some(reached) = forecast.reached() {
        item(out, &precision(&reached))?;
    }
    let calendar = worked(&plan.calendar, finish.working_days(), plan.start, finish.date(P95));
    item(
        out,
        &format!(
            "Work begins {}; {calendar} until the commit date{}.",
            day(finish.first_day()),
            super::teams::own_weeks(plan)
        ),
    )?;
    item(out, &format!("A range such as \"2-3 weeks\" means: {}.", meaning(forecast.range_meaning())))?;
    if let Some(text) = super::calibration::assumed(forecast) {
        item(out, &text)?;
    }
    item(out, &together(plan))?;
    if let Some(text) = perhaps(forecast) {
        item(out, &text)?;
    }
    for text in super::teams::assumed(forecast) {
        item(out, &text)?;
    }
    if !plan.alternatives.is_empty() {
        let title = |of: &Alternative| plain(of.title.as_deref().unwrap_or(&of.name));
        let titles: Vec<String> = plan.alternatives.iter().map(title).collect();
        let text = "are not in these dates: a comparison puts them side by side";
        item(out, &format!("The alternatives of the plan ({}) {text}.", first_of(&titles)))?;
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
        Some(settled) if settled.is_empty() => Ok(()),
        Some(settled) => item(
            out,
            &format!(
                "Simulated without end, the dates would be ({}): {}.",
                sure(forecast),
                settled.join("; ")
            ),
        ),
        None => item(out, "There are too few runs to say how much more of them would move these dates."),
    }
}

/// What was assumed of tasks that err together.
fn together(plan: &Plan) -> String {
    let of_group = |group: &Group| format!("{} in {}", short(group.correlation), quoted(&plain(&group.name)));
    let groups: Vec<String> = plan.groups.iter().map(of_group).collect();
    let plan_wide = plan.estimates.correlation.filter(|&correlation| correlation > 0.0);
    match (plan_wide, groups.is_empty()) {
        (None, true) => {
            "Tasks err independently of each other: only a risk can make several of them late at once."
                .to_owned()
        }
        (None, false) => format!(
            "Tasks of a group tend to be late together (correlation {}); all others err independently of each other.",
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

/// The first three, and how many there are more.
fn first_of(texts: &[String]) -> String {
    const NAMED: usize = 3;
    match texts.len().saturating_sub(NAMED) {
        0 => texts.join(", "),
        more => format!("{} and {more} more", texts[..NAMED].join(", ")),
    }
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
