//! When are so many items done, and how many by a date: the pace of the past, resampled (METHOD 38).

mod dependence;
mod done_by;
mod finish;
mod forecast;
mod history;
mod read;
mod ready;
mod resample;
mod risk;
mod stability;
mod warning;

use jiff::civil::Date;

use crate::error::Result;
use crate::plan::{Amount, Ends, RangeMeaning, Spread};

pub use dependence::{Blocks, Dependence};
pub use done_by::DoneBy;
pub use finish::ThroughputFinish;
pub use forecast::ThroughputForecast;
pub use history::FinishedItems;
pub use read::HistoryText;
pub use risk::ThroughputRisk;
pub use stability::Stability;
pub use warning::ThroughputWarning;

/// How many items were finished in each of the past periods, and what is to be done next.
///
/// Each future period finishes as many items as one of the past ones did, taken at random, those without any too. Items need no
/// estimates of their own; they should be of the kind that was counted.
///
/// ```
/// use landfall::{P50, P85, Throughput, date};
///
/// let backlog = Throughput::new([3, 0, 5, 4, 2, 6, 0, 4], date(2027, 1, 4))
///     .items(20.0..=30.0)                                 // 20 to 30 items are left
///     .split(1.0..=1.5);                                  // and some of them turn out to be more than one
/// let forecast = backlog.forecast()?;
/// let finish = forecast.finish().expect("items were given");
/// assert_eq!((finish.periods(P50), finish.date(P50)), (11, date(2027, 3, 21)));
/// let done = forecast.done_by(date(2027, 1, 31))?;        // four weeks
/// assert_eq!(done.at_least(P85), 7);                      // at least 7 items with 85%
/// # Ok::<(), landfall::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Throughput {
    /// How many items were finished in each of the past periods, the oldest first; those without any count too.
    pub history: Vec<u32>,
    /// The first day of the first period to come.
    pub start: Date,
    /// The length of a period: whole calendar days or weeks, or sprints of two weeks; one week where it is `None`.
    pub per: Option<Amount>,
    /// How many items are to be done; without them only how many are done by a date can be asked.
    pub items: Option<Spread<f64>>,
    /// What one item turns out to be, drawn once a trial: 1.2 is 20% more items than counted; 1 where it is `None`.
    pub split: Option<Spread<f64>>,
    /// What the ends of a range stand for where it does not say.
    pub range: RangeMeaning,
    /// What could go wrong, or right.
    pub risks: Vec<ThroughputRisk>,
    /// Only so many of the last periods are resampled; all where it is `None`.
    pub window: Option<usize>,
    /// How many consecutive periods are taken together.
    pub blocks: Blocks,
    /// Whether the average pace counts as known. It never is: so many periods say only so much of it, and how far back the past
    /// speaks of the future nobody knows. So by default each trial looks back on a number of periods of its own, at least twelve, and goes
    /// at a pace that they could as well have come from. With `true` all periods are simply resampled.
    pub known_pace: bool,
    /// How many trials, at least 1.
    pub trials: usize,
    /// Where the random numbers begin.
    pub seed: u64,
}

impl Throughput {
    /// The history of periods that finished so many items each, the oldest first; the next period begins on `start`.
    pub fn new(history: impl IntoIterator<Item = u32>, start: Date) -> Self {
        Self {
            history: history.into_iter().collect(),
            start,
            per: None,
            items: None,
            split: None,
            range: RangeMeaning::default(),
            risks: Vec::new(),
            window: None,
            blocks: Blocks::Automatic,
            known_pace: false,
            trials: 10_000,
            seed: 0,
        }
    }

    /// So many items are to be done: a number, or a range.
    #[must_use]
    pub fn items(mut self, ends: impl Into<Ends>) -> Self {
        self.items = Some(Spread::shares(ends));
        self
    }

    /// Each item turns out to be so many.
    #[must_use]
    pub fn split(mut self, ends: impl Into<Ends>) -> Self {
        self.split = Some(Spread::shares(ends));
        self
    }

    /// The history was counted in periods of that length.
    #[must_use]
    pub fn per(mut self, period: Amount) -> Self {
        self.per = Some(period);
        self
    }

    /// With one risk more.
    #[must_use]
    pub fn risk(mut self, risk: ThroughputRisk) -> Self {
        self.risks.push(risk);
        self
    }

    /// Only so many of the last periods are resampled.
    #[must_use]
    pub fn window(mut self, periods: usize) -> Self {
        self.window = Some(periods);
        self
    }

    /// So many consecutive periods are taken together.
    #[must_use]
    pub fn blocks(mut self, blocks: Blocks) -> Self {
        self.blocks = blocks;
        self
    }

    /// The average pace of the history counts as known: it is simply resampled.
    #[must_use]
    pub fn known_pace(mut self) -> Self {
        self.known_pace = true;
        self
    }

    /// With so many trials.
    #[must_use]
    pub fn trials(mut self, trials: usize) -> Self {
        self.trials = trials;
        self
    }

    /// With random numbers that begin elsewhere.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The answers, from as many simulated runs as there are trials.
    ///
    /// # Errors
    ///
    /// When no period of the window finished anything; when it has more than 10,000 periods, or a period more than 100,000 items;
    /// when the period's length is not whole calendar days, 1 to 3,660; when a number of items, a split or a risk is out of
    /// bounds, or may make more than 100,000 items; when the start lies outside the years 1900 to 2200; when there are no trials
    /// or more than 1,048,576; when a run takes more than 500 years, or all of them together more than 2²⁸ periods.
    pub fn forecast(&self) -> Result<ThroughputForecast> {
        ThroughputForecast::new(self)
    }
}
