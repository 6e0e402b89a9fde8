//! Do first release dates hold, and do they when they are corrected by what came of others? 54 commercial software projects (T. Little,
//! "Schedule estimation and uncertainty surrounding the cone of uncertainty", IEEE Software 23(3), 2006).

use std::fmt::Write;
use std::path::Path;

use landfall::{
    Calendar, Date, Estimate, History, P10, P50, P80, P90, P95, PastEstimate, Percentile, Plan, Scoring, Task,
};

/// Which percentiles of the release date are looked at.
pub(crate) const PERCENTILES: [Percentile; 5] = [P10, P50, P80, P90, P95];

/// A project with the first of its weekly estimates.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Project {
    start: Date,
    estimated: Date,
    actual: Date,
}

/// The first estimate of each project, those that lie after its start; and how many do not, of which nothing can be said.
pub(crate) fn projects(folder: &Path) -> Result<(Vec<Project>, usize), String> {
    let path = folder.join("landmark_half.csv");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut first: Vec<(String, Date, Project)> = Vec::new();
    for (number, line) in text.lines().enumerate().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [name, start, week, estimated, actual] = cells[..] else {
            return Err(format!("{}:{}: not five cells", path.display(), number + 1));
        };
        let date = |cell: &str| {
            cell.parse::<Date>().map_err(|error| format!("{}:{}: {error}", path.display(), number + 1))
        };
        let project = Project { start: date(start)?, estimated: date(estimated)?, actual: date(actual)? };
        let week = date(week)?;
        match first.iter_mut().find(|(other, ..)| other == name) {
            Some((_, earliest, of)) if week < *earliest => (*earliest, *of) = (week, project),
            Some(_) => {}
            None => first.push((name.to_owned(), week, project)),
        }
    }
    let all = first.len();
    let of: Vec<Project> = first
        .into_iter()
        .map(|(.., project)| project)
        .filter(|project| project.estimated > project.start && project.actual > project.start)
        .collect();
    let without = all - of.len();
    Ok((of, without))
}

fn days(from: Date, to: Date) -> f64 {
    f64::from((to - from).get_days())
}

fn history<'p>(projects: impl Iterator<Item = &'p Project>) -> History {
    History::new(projects.map(|project| {
        PastEstimate::new(days(project.start, project.estimated), days(project.start, project.actual))
    }))
}

/// The percentiles of each release date: a plan with one task that takes as long as was first estimated, every day worked, corrected by
/// what came of the other projects.
pub(crate) fn corrected(projects: &[Project]) -> landfall::Result<Vec<[Date; PERCENTILES.len()]>> {
    let dates = |(left_out, project): (usize, &Project)| {
        let others = projects.iter().enumerate().filter(|(place, _)| *place != left_out);
        let calibration = history(others.map(|(_, other)| other)).fit()?.calibration();
        let calendar = Calendar::default().week("Mon-Sun".parse()?);
        // Work of one day from a day on is finished on that day.
        let plan = Plan::new("", project.start.saturating_add(landfall::jiff::Span::new().days(1)))
            .calendar(calendar)
            .task(Task::new("release", Estimate::days(days(project.start, project.estimated))))
            .calibration(calibration);
        let forecast = plan.forecast()?;
        Ok(PERCENTILES.map(|percentile| forecast.date(percentile)))
    };
    projects.iter().enumerate().map(dates).collect()
}

/// How many projects were released on or before each percentile.
pub(crate) fn held(projects: &[Project], dates: &[[Date; PERCENTILES.len()]]) -> [usize; PERCENTILES.len()] {
    std::array::from_fn(|place| {
        projects.iter().zip(dates).filter(|(project, dates)| project.actual <= dates[place]).count()
    })
}

/// How many projects were released on or before the first date.
pub(crate) fn held_as_entered(projects: &[Project]) -> usize {
    projects.iter().filter(|project| project.actual <= project.estimated).count()
}

/// The study as a text.
#[allow(dead_code, reason = "the tests read the figures")]
pub(crate) fn report(folder: &Path) -> Result<String, String> {
    let (projects, without) = projects(folder)?;
    let said = |error: landfall::Error| error.to_string();
    let dates = corrected(&projects).map_err(said)?;
    let (held, n) = (held(&projects, &dates), projects.len());
    let all = history(projects.iter());
    let (fit, scores) = (all.fit().map_err(said)?, all.scores(&Scoring::default()).map_err(said)?);
    let mut out = format!(
        "landmark: the first release date of {n} software projects ({without} more without one after the start), each corrected by\n\
         what came of the others\n\n\
         As entered {} of {n} were released on or before it. Time to release over the estimate: {:.2} in the middle.\n\n\
         {:22}{:>9}{:>9}\n",
        held_as_entered(&projects),
        fit.median_ratio,
        "corrected",
        "released",
        "of 100"
    );
    for (place, percentile) in PERCENTILES.iter().enumerate() {
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "{:22}{:>9}{:>9.0}",
            format!("on or before {percentile}"),
            held[place],
            100.0 * held[place] as f64 / n as f64
        );
    }
    let crps = [&scores.entered, &scores.corrected].map(|scores| 100.0 * scores.crps.unwrap_or(f64::NAN));
    let _ = writeln!(
        out,
        "\nError of the whole forecast (CRPS), % of the estimate: {:.0} as entered, {:.0} corrected\n",
        crps[0], crps[1]
    );
    Ok(out)
}
