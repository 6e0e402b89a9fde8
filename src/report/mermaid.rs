//! The roadmap as a Mermaid chart, which many wikis and code hosts draw.

use super::words::{percent, plain, short_date};
use crate::explain::Explanation;
use crate::forecast::Forecast;
use crate::plan::ROADMAP;
use crate::units::{P50, P80};

/// The roadmap as a Gantt chart in Mermaid: tasks from their median start to the date by which half of the runs have finished them, by kind
/// of work; what is finished, under way, and on the chain that drives the finish most often (where an explanation tells) is marked.
/// Milestones stand where the tasks before them end, at their median, with their likely date (P80) and their odds. Without single runs of tasks there are only milestones.
///
/// ```
/// use landfall::{Estimate, Plan, Task, date, report};
///
/// let plan = Plan::new("Search", date(2027, 1, 4)).task(Task::new("index", Estimate::days(10.0)));
/// let text = report::mermaid(&plan.forecast()?, None);
/// assert!(text.starts_with("gantt\n    title Search"));
/// assert!(text.contains("    index :t1, 2027-01-04, 2027-01-16\n"));
/// # Ok::<(), landfall::Error>(())
/// ```
pub fn mermaid(forecast: &Forecast, why: Option<&Explanation>) -> String {
    let plan = forecast.plan();
    let mut out = String::from("gantt\n");
    let name = plain(&plan.name);
    let name = if name.is_empty() { "The roadmap".to_owned() } else { name };
    out += &format!("    title {} (all by P50, with their likely dates)\n", safe(&name));
    out += "    dateFormat YYYY-MM-DD\n    axisFormat %d %b %Y\n";
    let chain = why.filter(|why| why.target().is_none()).and_then(|why| why.way().chains.first());
    let mut kinds: Vec<&str> = Vec::new();
    for task in &plan.tasks {
        let kind = task.kind.as_deref().unwrap_or(ROADMAP);
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    for kind in kinds {
        let of_kind = |place: &usize| plan.tasks[*place].kind.as_deref().unwrap_or(ROADMAP) == kind;
        let mut rows = Vec::new();
        for place in (0..plan.tasks.len()).filter(of_kind) {
            let task = &forecast.tasks()[place];
            let Some((start, finish)) = task.start.as_ref().zip(task.finish.as_ref()) else { continue };
            let (start, end) = (start.date(P50), finish.date(P50));
            let status =
                plan.status.as_ref().and_then(|status| status.tasks.iter().find(|of| of.name == task.name));
            let state = match status {
                Some(of) if of.finished.is_some() => "done, ",
                Some(of) if of.started.is_some() => "active, ",
                _ if chain.is_some_and(|chain| chain.tasks.contains(&task.name)) => "crit, ",
                _ => "",
            };
            // An end is the morning after.
            let end = end.tomorrow().unwrap_or(end);
            rows.push((
                start,
                format!("    {} :{state}t{}, {start}, {end}\n", safe(&plain(&task.title)), place + 1),
            ));
        }
        rows.sort_by_key(|(start, _)| *start);
        if !rows.is_empty() {
            out += &format!("    section {}\n", safe(&plain(kind)));
        }
        rows.into_iter().for_each(|(_, row)| out += &row);
    }
    if !forecast.milestones().is_empty() {
        out += "    section milestones\n";
    }
    for (place, milestone) in forecast.milestones().iter().enumerate() {
        let [date, likely] = [P50, P80].map(|percentile| milestone.finish.date(percentile));
        // At the end of its day, as the tasks before it.
        let date = date.tomorrow().unwrap_or(date);
        let odds = milestone.target.zip(milestone.on_time).map_or(String::new(), |(target, odds)| {
            format!("; {} by {}", percent(odds.probability), short_date(target))
        });
        let odds = format!(" (P80 {}{odds})", short_date(likely));
        let title = safe(&format!("{}{odds}", plain(&milestone.title)));
        out += &format!("    {title} :milestone, m{}, {date}, 0d\n", place + 1);
    }
    out
}

/// A text that Mermaid takes for nothing but text: what would end it or begin something else is written as a number.
fn safe(text: &str) -> String {
    let mut out = String::new();
    for c in text.trim().chars() {
        match c {
            '#' | ';' | ':' | ',' | '<' | '>' | '"' | '%' | '&' | '{' | '}' | '`' | '\\' => {
                out += &format!("#{};", u32::from(c));
            }
            c => out.push(c),
        }
    }
    if out.is_empty() { "-".to_owned() } else { out }
}
