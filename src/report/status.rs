//! How far a plan has come: what is finished, what is under way, and which risks are settled.

use super::parts::Report;
use super::words::{count, day, first_of, length, percent, plain, short_date};
use crate::forecast::{Forecast, RiskForecast, TaskForecast};
use crate::plan::{Estimate, Plan, RangeMeaning, RiskStatus, Spread, TaskStatus};
use crate::units::{P50, P80};

/// So many tasks under way are told one by one.
const NAMED: usize = 12;

/// A risk is said to be likelier, or less likely, by what is known where it is so by five points.
const CHANGED: f64 = 0.05;

/// Where a plan that has a status stands.
pub(super) fn where_it_stands(report: &mut Report, forecast: &Forecast) {
    let Some(status) = &forecast.plan().status else { return };
    report.heading(format!("Where it stands at the end of {}", day(status.as_of)));
    let finished = status.tasks.iter().filter(|task| task.finished.is_some()).count();
    let under_way: Vec<&TaskStatus> =
        status.tasks.iter().filter(|task| task.started.is_some() && task.finished.is_none()).collect();
    let all = forecast.tasks().len();
    report.item(format!(
        "Of {} {finished} {} finished, {} under way, {} not started.",
        count(all, "task"),
        if finished == 1 { "is" } else { "are" },
        under_way.len(),
        all.saturating_sub(finished + under_way.len())
    ));
    for task in under_way.iter().take(NAMED) {
        if let Some(of_task) = forecast.task(&task.name) {
            report.item(under_way_text(task, of_task));
        }
    }
    if under_way.len() > NAMED {
        report.item(format!("And {} more under way.", under_way.len() - NAMED));
    }
    report.items(may_pass_its_end(&under_way, forecast));
    for task in status.tasks.iter().filter(|task| task.finished.is_some() || task.started.is_none()) {
        if let (Some(note), Some(of_task)) = (&task.note, forecast.task(&task.name)) {
            report.item(format!("{}: \"{}\"", plain(&of_task.title), plain(note)));
        }
    }
    for risk in forecast.risks() {
        let said = status.risks.iter().find(|said| said.name == risk.name);
        let of_plan = forecast.plan().risks.iter().find(|of_plan| of_plan.name == risk.name);
        let depends = of_plan.is_some_and(|risk| risk.given.is_some());
        report.items(risk_text(risk, said, depends));
    }
}

/// "Payment API, since 18 Jan 2027: finished by 12 Feb 2027 in half of the runs, by 22 Feb 2027 in 80%. Its note."
fn under_way_text(task: &TaskStatus, of_task: &TaskForecast) -> String {
    let mut text = plain(&of_task.title);
    if let Some(started) = task.started {
        text += &format!(", since {}", short_date(started));
    }
    if let Some(finish) = &of_task.finish {
        let (half, likely) = (finish.date(P50), finish.date(P80));
        text += &match half == likely {
            true if finish.sd().get() == 0.0 => format!(": finished by {} in every run", short_date(likely)),
            true => format!(": finished by {} in at least 80% of the runs", short_date(likely)),
            false => format!(
                ": finished by {} in half of the runs, by {} in 80%",
                short_date(half),
                short_date(likely)
            ),
        };
    } else {
        text += &format!(": {} of work in all, on average", length(of_task.mean.get()));
    }
    text += ".";
    if let Some(note) = &task.note {
        text += &format!(" \"{}\"", plain(note));
    }
    text
}

/// Of work under way by its estimate alone, that an end which the estimate has is none for certain (METHOD 33).
fn may_pass_its_end(under_way: &[&TaskStatus], forecast: &Forecast) -> Option<String> {
    let plan = forecast.plan();
    let ends = under_way.iter().filter(|said| said.remaining.is_none()).filter_map(|said| {
        let task = plan.tasks.iter().find(|task| task.name == said.name)?;
        has_an_end(&task.takes, plan).then_some(plain(&forecast.task(&said.name)?.title))
    });
    let ends: Vec<String> = ends.collect();
    (!ends.is_empty()).then(|| {
        format!(
            "{}: in about one run in ten, and more often where it is late, work under way passes the end that its estimate has. \
             Where somebody knows what is left, that says it better (remaining).",
            first_of(&ends)
        )
    })
}

/// Whether somebody has said after which time it is over.
fn has_an_end(estimate: &Estimate, plan: &Plan) -> bool {
    match estimate {
        Estimate::Spread(Spread::Range(range)) => {
            range.low == range.high || range.range.unwrap_or(plan.estimates.range) == RangeMeaning::MinMax
        }
        // Sizes are not made of sizes.
        Estimate::Size(name) => {
            let size = plan.estimates.sizes.iter().find(|(other, _)| other == name);
            size.is_some_and(|(_, size)| !matches!(size, Estimate::Size(_)) && has_an_end(size, plan))
        }
        Estimate::Any(parts) => parts.iter().all(|part| has_an_end(&part.takes, plan)),
        _ => false,
    }
}

/// `depends` says whether its chance is another where another risk happened, so that how often it happens says nothing of what is known.
fn risk_text(risk: &RiskForecast, said: Option<&RiskStatus>, depends: bool) -> Option<String> {
    let title = plain(&risk.title);
    let known = match risk.settled {
        Some(true) => Some(format!("{title}: it happened.")),
        Some(false) => Some(format!("{title}: it can no longer happen.")),
        None if !depends && (risk.happened - risk.chance).abs() >= CHANGED => Some(format!(
            "{title}: {} likely by what is known now; the plan said {}.",
            percent(risk.happened),
            percent(risk.chance)
        )),
        None => None,
    };
    let note = said.and_then(|said| said.note.as_deref()).map(plain);
    match (known, note) {
        (Some(known), Some(note)) => Some(format!("{known} \"{note}\"")),
        (Some(known), None) => Some(known),
        (None, Some(note)) => Some(format!("{title}: \"{note}\"")),
        (None, None) => None,
    }
}
