//! What came of earlier estimates, how the next ones are corrected by it, and how good forecasts were (METHOD 10 and 37).

mod both;
mod entry;
mod fit;
mod history;
mod hits;
mod pair;
mod ratios;
mod read;
mod scores;
mod survival;

pub use both::HistoryScores;
pub use entry::{Outcome, PastEstimate};
pub use fit::{CalibrationFit, RangeFit};
pub use history::History;
pub use hits::HitRate;
pub use scores::{Scores, Scoring};
