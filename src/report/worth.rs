//! Value, cost and what fits by a date, in words.

use jiff::civil::Date;

use super::Questions;
use super::parts::{Report, Table};
use super::words::{amount, day, exact, frequency, list, percent, plain, rising, short_date};
use crate::forecast::{CutItem, CutLine, Forecast};
use crate::units::P80;

/// The most items below a cut line that are shown.
const MOST_BELOW: usize = 5;

/// The longest title of an item that is shown whole.
const LONGEST_TITLE: usize = 48;

/// The most items above it.
const MOST_ABOVE: usize = 30;

/// What is delivered in the end, on average; nothing where nothing has a value.
pub(super) fn delivered(forecast: &Forecast) -> f64 {
    forecast.value().map_or(0.0, |value| value.expected())
}

/// What it costs, on average; nothing where nothing costs anything.
pub(super) fn costs(forecast: &Forecast) -> f64 {
    forecast.cost().map_or(0.0, |cost| cost.mean())
}

/// The dates at which value is counted: those asked for, else some of the targets, else the likely date.
pub(super) fn dates(forecast: &Forecast, questions: &Questions, most: usize) -> Vec<Date> {
    let mut dates = questions.dates.clone();
    if dates.is_empty() {
        dates.extend(forecast.milestones().iter().filter_map(|milestone| milestone.target));
    }
    if dates.is_empty() {
        dates.push(forecast.date(P80));
    }
    let dates = rising(&dates);
    // The first, the last, and those between as evenly as can be.
    let count = dates.len();
    if count <= most || most < 2 {
        return dates;
    }
    (0..most).map(|place| dates[place * (count - 1) / (most - 1)]).collect()
}

/// The dates that are asked for together with the budget: those of the questions, else the last target.
pub(super) fn joint_dates(forecast: &Forecast, questions: &Questions) -> Vec<Date> {
    if !questions.dates.is_empty() {
        return dates(forecast, questions, usize::MAX);
    }
    forecast.milestones().iter().filter_map(|milestone| milestone.target).max().into_iter().collect()
}

/// What the plan is worth, what it costs and what its delay does.
pub(super) fn worth(report: &mut Report, forecast: &Forecast, questions: &Questions) {
    let texts = [value(forecast, questions), cost(forecast, questions), both(forecast), delay(forecast)];
    let texts: Vec<String> = texts.into_iter().flatten().collect();
    if !texts.is_empty() {
        report.heading("What it is worth and what it costs");
        report.items(texts);
    }
}

fn value(forecast: &Forecast, questions: &Questions) -> Option<String> {
    let value = forecast.value()?;
    let by = |date: &Date| format!("{} by {}", amount(value.expected_by(*date)), short_date(*date));
    let by: Vec<String> = dates(forecast, questions, 4).iter().map(by).collect();
    let most = match value.delivered(0.8 * value.total()).date(P80) {
        Some(date) => format!("80% of it by {} in at least 80% of the runs", day(date)),
        None => "80% of it never, in more than 20% of the runs".to_owned(),
    };
    Some(format!("Of a value of {}, on average {} are delivered; {most}.", exact(value.total()), list(&by)))
}

fn cost(forecast: &Forecast, questions: &Questions) -> Option<String> {
    let cost = forecast.cost()?;
    let mut text = format!(
        "It costs {} on average, and no more than {} in 80% of the runs.",
        amount(cost.mean()),
        amount(cost.at(P80))
    );
    if let Some(budget) = questions.budget.or(forecast.plan().budget) {
        text += &format!(
            " The budget of {} holds {}",
            exact(budget),
            frequency(cost.odds_within(budget).probability)
        );
        for date in joint_dates(forecast, questions) {
            let odds = cost.odds_by_within(date, budget).probability;
            text +=
                &format!("; it holds and the plan is finished by {} {}", short_date(date), frequency(odds));
        }
        text += ".";
    }
    Some(text)
}

/// A date and a budget that are both likely.
fn both(forecast: &Forecast) -> Option<String> {
    let cost = forecast.cost()?;
    Some(format!(
        "A date and a budget that are 80% sure each, {} and {}, hold together {}.",
        short_date(forecast.date(P80)),
        amount(cost.at(P80)),
        frequency(cost.odds_of_both(P80).probability)
    ))
}

fn delay(forecast: &Forecast) -> Option<String> {
    let of = forecast.milestones().iter().filter_map(|milestone| {
        Some(format!("{} {}", plain(&milestone.title), amount(milestone.cost_of_delay?)))
    });
    let of: Vec<String> = of.collect();
    (!of.is_empty()).then(|| format!("What comes after its target costs, on average: {}.", list(&of)))
}

/// What fits by a date.
pub(super) fn fits(report: &mut Report, forecast: &Forecast, line: &CutLine) {
    let share = line.percentile.percent();
    report.heading(format!(
        "What fits by {} in at least {share}% of the runs, by priority and then in the order of the plan",
        day(line.date)
    ));
    let mut table = Table::of(["", "alone", "with all above"]).right_from(1).narrow(LONGEST_TITLE);
    let cells = |item: &CutItem| {
        let title = plain(&item.title);
        [title, percent(item.odds.probability), percent(item.together.probability)]
    };
    let (above, below) = line.items.split_at(line.fit);
    let hidden = above.len().saturating_sub(MOST_ABOVE);
    if hidden > 0 {
        table.row([format!("… {hidden} tasks before these")]);
    }
    above[hidden..].iter().for_each(|item| table.row(cells(item)));
    table.line();
    below.iter().take(MOST_BELOW).for_each(|item| table.row(cells(item)));
    if below.len() > MOST_BELOW {
        table.row([format!("… {} tasks after these", below.len() - MOST_BELOW)]);
    }
    report.table(table);
    let last = forecast.tasks().len();
    report.paragraph(match line.fit {
        0 => "Not even the first task is finished by then often enough.".to_owned(),
        fit if fit == last => "Everything fits.".to_owned(),
        _ => {
            let sure = |of: &&CutItem| of.odds.probability >= line.percentile.share();
            let others = match below.iter().filter(sure).count() {
                0 => String::new(),
                count => {
                    format!(" Of the tasks below it {count} are as surely finished by then, each by itself.")
                }
            };
            format!(
                "The line is drawn at the first task that is not.{others} The plan is taken as it is: what is below the line still takes people's time, and leaving it out would make room for more."
            )
        }
    });
}
