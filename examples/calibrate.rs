//! What were our estimates worth? Reads what came of earlier ones and prints how the next ones are corrected.
//!
//! `cargo run --release --example calibrate -- [HISTORY.csv]`; without a file it takes a made-up history that ships inside.

use landfall::{History, Scoring, report};

fn main() -> landfall::Result<()> {
    let history = match std::env::args().nth(1) {
        Some(path) => History::read(path)?,
        None => History::parse(include_str!("histories/team.csv"))?,
    };
    let scores = history.scores(&Scoring::default())?;
    print!("{}", report::calibration(&history.fit()?, Some(&scores)).text());
    Ok(())
}
