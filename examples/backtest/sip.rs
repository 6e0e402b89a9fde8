//! Do estimates of tasks hold, when they are corrected by what came of earlier ones? Tasks of one firm over ten years (the SiP data set,
//! Jones and Cullum 2019, arXiv 1901.01621; here its first half).

use std::fmt::Write;
use std::path::Path;

use landfall::{
    Date, Distribution, History, P5, P10, P25, P50, P75, P80, P90, P95, PastEstimate, Percentile,
    RangeMeaning, Scores, Scoring, Spread,
};

const PERCENTILES: [Percentile; 8] = [P5, P10, P25, P50, P75, P80, P90, P95];

/// Hours are written with one or two digits: nearer to each other than this they are the same.
const SAME: f64 = 1e-3;

/// A task: its hours and when it was completed.
struct Worked {
    estimate: f64,
    actual: f64,
    completed: Date,
}

/// The study as a text.
pub(crate) fn report(folder: &Path) -> Result<String, String> {
    let path = folder.join("sip_first_half.csv");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut tasks = tasks(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    tasks.sort_by_key(|task| task.completed);
    let (earlier, later) = tasks.split_at(tasks.len() / 2);
    let said = |error: landfall::Error| error.to_string();
    let history = History::new(earlier.iter().map(|task| PastEstimate::new(task.estimate, task.actual)));
    let calibration = history.fit().map_err(said)?.calibration();
    let forecasts = |corrected: bool| {
        let one = |task: &Worked| {
            let number = Distribution::fit(&Spread::shares(task.estimate), RangeMeaning::P10P90)?;
            Ok((if corrected { number.corrected(&calibration)? } else { number }, task.actual.into()))
        };
        later.iter().map(one).collect::<landfall::Result<Vec<_>>>()
    };
    let mut scoring = Scoring::default();
    scoring.percentiles = PERCENTILES.to_vec();
    let mut out = format!(
        "sip: {} tasks estimated in hours; {} that were completed by {} correct the estimates of {} completed later\n\n\
         An estimate is a single number and becomes a curve by the ratios of the earlier ones alone. Held: of 100 tasks, those that\n\
         took no more than the percentile; in brackets with ties shared out, since {:.0}% took just what was estimated.\n\n\
         {:12}{:>22}{:>22}\n",
        tasks.len(),
        earlier.len(),
        earlier.last().map_or(String::new(), |task| task.completed.to_string()),
        later.len(),
        100.0 * later.iter().filter(|task| task.estimate == task.actual).count() as f64 / later.len() as f64,
        "held",
        "as entered",
        "corrected"
    );
    let both = [forecasts(false).map_err(said)?, forecasts(true).map_err(said)?];
    for percentile in PERCENTILES {
        let _ = write!(out, "{:12}", percentile.to_string());
        for pairs in &both {
            let (mut held, mut shared) = (0.0, 0.0);
            for ((forecast, _), task) in pairs.iter().zip(later) {
                let (p, took) = (percentile.share(), task.actual);
                held += f64::from(u8::from(took <= forecast.quantile(p) * (1.0 + SAME)));
                let (before, upto) = (forecast.cdf(took * (1.0 - SAME)), forecast.cdf(took * (1.0 + SAME)));
                shared += match upto > before {
                    true => ((p - before) / (upto - before)).clamp(0.0, 1.0),
                    false => f64::from(u8::from(upto <= p)),
                };
            }
            let of = 100.0 / later.len() as f64;
            let _ = write!(out, "{:>14.1} ({:>5.1})", held * of, shared * of);
        }
        let _ = writeln!(out);
    }
    let _ = write!(out, "{:12}", "CRPS, hours");
    for pairs in &both {
        let scores = Scores::of(pairs, &scoring).map_err(said)?;
        let _ = write!(out, "{:>14.2}        ", scores.crps.unwrap_or(f64::NAN));
    }
    Ok(out.trim_end().to_owned() + "\n")
}

fn tasks(text: &str) -> Result<Vec<Worked>, String> {
    let mut lines = text.lines();
    let headings: Vec<&str> = lines.next().unwrap_or("").split(',').collect();
    let place = |name: &str| {
        headings
            .iter()
            .position(|heading| *heading == name)
            .ok_or_else(|| format!("there is no column {name}"))
    };
    let (estimate, actual, completed) =
        (place("hours_estimate")?, place("hours_actual")?, place("completed_on")?);
    let task = |(number, line): (usize, &str)| {
        let cells: Vec<&str> = line.split(',').collect();
        let cell = |place: usize| cells.get(place).copied().unwrap_or("");
        let hours =
            |place| cell(place).parse::<f64>().map_err(|error| format!("line {}: {error}", number + 2));
        let completed = cell(completed).parse().map_err(|error| format!("line {}: {error}", number + 2))?;
        Ok(Worked { estimate: hours(estimate)?, actual: hours(actual)?, completed })
    };
    lines.enumerate().map(task).collect()
}
