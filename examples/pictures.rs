//! Draws the pictures that README.md and the documentation show.
//!
//! `cargo run --release --example pictures -- [FOLDER]`; without a folder it writes to `docs/pictures`.

use std::path::PathBuf;
use std::sync::Arc;

use landfall::report::{self, Chart, Questions};
use landfall::{Format, Network, P80, PlanFile, Simulation, Throughput, date};

/// Which of them are shown.
const SHOWN: [&str; 6] = ["s-curve", "gantt", "tornado", "alternatives", "differences", "burn-up"];

fn main() -> landfall::Result<()> {
    let folder = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("docs/pictures"), PathBuf::from);
    let file = PlanFile::parse(include_str!("plans/checkout.toml"), Format::Toml)?;
    let network = Network::of_file(&file)?;
    let simulation = Simulation::new();
    let comparison = simulation.compare_of(&network)?;
    let mut questions = Questions::default();
    questions.why = Some(Arc::new(simulation.explain_of(&network, None, P80)?));
    let mut charts: Vec<Chart> = report::charts(comparison.base(), &questions);
    charts.extend(report::comparison_charts(&comparison));
    let throughput =
        Throughput::new([3, 0, 5, 4, 2, 6, 0, 4, 5, 3, 2, 4], date(2027, 1, 4)).items(40.0..=55.0);
    charts.extend(report::throughput_charts(&throughput.forecast()?)?);
    for chart in charts.iter().filter(|chart| SHOWN.contains(&chart.name())) {
        println!("{}", chart.save(&folder)?.display());
    }
    Ok(())
}
