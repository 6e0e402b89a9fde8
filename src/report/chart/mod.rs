//! Charts as SVG: one chart a file.
//!
//! Each is 800 pixels wide and scales, has a title and a description that are read aloud, tells by a tooltip what each of its parts is, and
//! turns dark on a dark page. Colours can be told apart by the colour-blind and never carry a meaning alone.

mod alternatives;
mod burn_up;
mod check_ins;
mod cost;
mod frame;
mod gantt;
mod histogram;
mod ink;
mod labels;
mod load;
mod s_curve;
mod scale;
mod sheet;
mod tornado;
mod value;
mod width;

use std::path::{Path, PathBuf};

use super::Questions;
use crate::compare::Comparison;
use crate::error::{Error, Result};
use crate::forecast::Forecast;
use crate::throughput::ThroughputForecast;
use crate::track::CheckIn;
pub(super) use cost::cost;
pub(super) use gantt::gantt;
pub(super) use histogram::histogram;
pub(super) use load::load;
pub(super) use s_curve::{of_milestone, s_curve};
use sheet::Sheet;
pub(super) use sheet::escaped;
pub(super) use tornado::tornado;
pub(super) use value::value;

/// A picture of some answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    name: String,
    title: String,
    description: String,
    svg: String,
}

impl Chart {
    fn new(name: &str, title: String, description: String, sheet: &Sheet) -> Self {
        let svg = sheet.svg(name, &title, &description);
        Self { name: name.to_owned(), title, description, svg }
    }

    /// What it is called, fit for the name of a file: `s-curve`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it shows.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What it says, for those who do not see it.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// Writes it to a folder, which is made where it is not there, as [`save`](crate::report::save) does; the file that was written.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) where that cannot be done.
    pub fn save(&self, folder: impl AsRef<Path>) -> Result<PathBuf> {
        let folder = folder.as_ref();
        let cannot = |error| Error::io(format!("cannot make {}", folder.display()), error);
        std::fs::create_dir_all(folder).map_err(cannot)?;
        let path = folder.join(format!("{}.svg", self.name));
        crate::report::save(&path, &self.svg)?;
        Ok(path)
    }

    /// The picture: a whole SVG file, which may also stand inside of a page.
    pub fn svg(&self) -> &str {
        &self.svg
    }
}

/// What the pictures of several things are called: `load-web`. Letters that are not fit for the name of a file are left out; where that
/// makes two the same, or leaves nothing, they are numbered.
fn file_names<'n>(of: &str, names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let mut taken = std::collections::HashSet::new();
    let fit = |name: &str| -> String {
        let text: String = name
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' })
            .take(40)
            .collect();
        text.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
    };
    names
        .enumerate()
        .map(|(number, name)| {
            let name = match fit(name) {
                name if name.is_empty() => format!("{of}-{}", number + 1),
                name => format!("{of}-{name}"),
            };
            let mut free = name.clone();
            for more in 2.. {
                if taken.insert(free.clone()) {
                    break;
                }
                free = format!("{name}-{more}");
            }
            free
        })
        .collect()
}

/// The pictures of a forecast: those that its answers allow.
///
#[doc = include_str!("../../../docs/pictures/s-curve.svg")]
///
#[doc = include_str!("../../../docs/pictures/gantt.svg")]
///
/// ```
/// use landfall::{Estimate, Plan, Task, date, report};
///
/// let plan = Plan::new("Search", date(2027, 1, 4)).task(Task::new("index", Estimate::weeks(2.0..=3.0)));
/// let charts = report::charts(&plan.forecast()?, &report::Questions::default());
/// let names: Vec<&str> = charts.iter().map(|chart| chart.name()).collect();
/// assert_eq!(names[..2], ["s-curve", "gantt"]);
/// assert!(charts[0].svg().starts_with("<svg"));
/// # Ok::<(), landfall::Error>(())
/// ```
pub fn charts(forecast: &Forecast, questions: &Questions) -> Vec<Chart> {
    let why = questions.why.as_deref();
    let mut charts = vec![s_curve(forecast, questions)];
    charts.extend(gantt(forecast, why, usize::MAX));
    charts.extend(why.and_then(tornado));
    charts.push(histogram(forecast));
    charts.extend(load(forecast));
    charts.extend(value(forecast));
    charts.extend(cost(forecast, questions));
    let milestones = 0..forecast.milestones().len();
    charts.extend(milestones.filter_map(|number| of_milestone(forecast, number, questions)));
    charts
}

/// The pictures of the forecasts made so far, in the order given: of the plan, and of each milestone of the last of them. None where there
/// are fewer than two.
pub fn journal_charts(check_ins: &[&CheckIn]) -> Vec<Chart> {
    check_ins::check_ins(check_ins)
}

/// The picture of a throughput: its burn-up.
///
/// # Errors
///
/// As [`ThroughputForecast::done_by`].
pub fn throughput_charts(forecast: &ThroughputForecast) -> Result<Vec<Chart>> {
    Ok(vec![burn_up::burn_up(forecast)?])
}

/// The pictures of a comparison; none where there is nothing to compare.
pub fn comparison_charts(comparison: &Comparison) -> Vec<Chart> {
    [alternatives::curves(comparison), alternatives::differences(comparison)].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::file_names;

    #[test]
    fn files_have_the_names_of_things_and_no_two_the_same() {
        let names = ["beta", "Beta!", "", "../etc/passwd", "数据库", "beta"];
        let files = file_names("load", names.into_iter());
        assert_eq!(files, ["load-beta", "load-beta-2", "load-3", "load-etc-passwd", "load-5", "load-beta-3"]);
        let long = "x".repeat(300);
        assert!(file_names("load", [long.as_str()].into_iter())[0].len() <= 45);
    }
}
