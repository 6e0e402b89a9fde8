//! The forecasts made so far, as a table.

use std::fmt::Write;

use super::layout::{padded, shown};
use super::text::PERCENTILES;
use super::words::{percent, short_day, word};
use crate::track::{CheckIn, Recorded};

/// The forecasts made so far as a table for people: for the plan and each milestone of the last one a line for each check-in, with the stretch, the
/// likely and the commit date and the odds of its target; in the order given.
///
/// ```
/// use landfall::{CheckIn, Estimate, Plan, Task, date, report};
///
/// let plan = Plan::new("Search", date(2027, 1, 4)).task(Task::new("index", Estimate::weeks(2.0..=3.0)));
/// let check_in = CheckIn::new(&plan.forecast()?);
/// assert!(report::journal_text(&[&check_in]).contains(" 3 Jan 2027"));
/// # Ok::<(), landfall::Error>(())
/// ```
pub fn journal_text(check_ins: &[&CheckIn]) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write_text(&mut out, check_ins);
    out
}

fn write_text(out: &mut String, check_ins: &[&CheckIn]) -> std::fmt::Result {
    let Some(last) = check_ins.last() else { return Ok(()) };
    writeln!(out, "The forecasts made so far")?;
    table(out, "The whole plan", check_ins, |check_in| Some(&check_in.finish))?;
    for milestone in &last.plan.milestones {
        let title = shown(milestone.title.as_deref().unwrap_or(&milestone.name));
        table(out, &title, check_ins, |check_in| check_in.milestone(&milestone.name))?;
    }
    Ok(())
}

fn table<'c>(
    out: &mut String,
    title: &str,
    check_ins: &[&'c CheckIn],
    recorded: impl Fn(&'c CheckIn) -> Option<&'c Recorded>,
) -> std::fmt::Result {
    const WIDTH: usize = 26;
    let has_target = check_ins.iter().filter_map(|of| recorded(of)).any(|of| of.on_time.is_some());
    let head: String = PERCENTILES
        .iter()
        .map(|&percentile| format!("  {:<11}", format!("{} {percentile}", word(percentile))))
        .collect();
    let head = format!("{}{head}{}", padded(title, WIDTH), if has_target { "  on time" } else { "" });
    writeln!(out, "\n{}", head.trim_end())?;
    for check_in in check_ins {
        let Some(recorded) = recorded(check_in) else { continue };
        write!(out, "{}", padded(&format!("  as of {}", short_day(check_in.as_of)), WIDTH))?;
        for percentile in PERCENTILES {
            let date = recorded.date(percentile).map_or("-".to_owned(), short_day);
            write!(out, "  {date:<11}")?;
        }
        let odds = match (recorded.target, recorded.on_time) {
            (Some(target), Some(odds)) => {
                format!("  {} by {}", percent(odds.probability), short_day(target).trim())
            }
            _ => String::new(),
        };
        writeln!(out, "{odds}")?;
    }
    Ok(())
}
