//! The forecasts made so far, as a table.

use super::forecast::PERCENTILES;
use super::layout::shown;
use super::parts::{Report, Table};
use super::words::{percent, short_date, short_day, table_head};
use crate::track::{CheckIn, Recorded};

/// The forecasts made so far: for the plan and each milestone of the last one a line for each check-in, with the stretch, the likely and the
/// commit date and the odds of its target; in the order given.
///
/// ```
/// use landfall::{CheckIn, Estimate, Plan, Task, date, report};
///
/// let plan = Plan::new("Search", date(2027, 1, 4)).task(Task::new("index", Estimate::weeks(2.0..=3.0)));
/// let check_in = CheckIn::new(&plan.forecast()?);
/// assert!(report::journal(&[&check_in]).text().contains(" 3 Jan 2027"));
/// # Ok::<(), landfall::Error>(())
/// ```
pub fn journal(check_ins: &[&CheckIn]) -> Report {
    let mut report = Report::default();
    let Some(last) = check_ins.last() else { return report };
    report.title("The forecasts made so far");
    report.table(table("The whole plan", check_ins, |check_in| Some(&check_in.finish)));
    for milestone in &last.plan.milestones {
        let title = shown(milestone.title.as_deref().unwrap_or(&milestone.name));
        report.table(table(&title, check_ins, |check_in| check_in.milestone(&milestone.name)));
    }
    report
}

fn table<'c>(
    title: &str,
    check_ins: &[&'c CheckIn],
    recorded: impl Fn(&'c CheckIn) -> Option<&'c Recorded>,
) -> Table {
    let has_target = check_ins.iter().filter_map(|of| recorded(of)).any(|of| of.on_time.is_some());
    let head = [title.to_owned()].into_iter().chain(PERCENTILES.map(table_head));
    let mut table = Table::of(head.chain(has_target.then(|| "on time".to_owned())));
    for check_in in check_ins {
        let Some(recorded) = recorded(check_in) else { continue };
        let dates =
            PERCENTILES.map(|percentile| recorded.date(percentile).map_or_else(|| "-".to_owned(), short_day));
        let odds = recorded.target.zip(recorded.on_time);
        let odds =
            odds.map(|(target, odds)| format!("{} by {}", percent(odds.probability), short_date(target)));
        let as_of = format!("as of {}", short_day(check_in.as_of));
        table.row([as_of].into_iter().chain(dates).chain(odds));
    }
    table
}
