//! What is delivered by when (METHOD 29).

use jiff::civil::Date;

use super::finish::Finish;
use crate::network::Network;
use crate::simulate::Trials;
use crate::units::Percentile;

/// The value that the plan delivers over time, from the trials that were kept of tasks (the first 16,384 at most).
///
/// The value of a task is delivered when it is finished, that of a milestone when it is reached; what does not exist in a trial delivers
/// nothing there. Values are in the unit of the plan.
///
/// ```
/// use landfall::{Estimate, P80, Plan, Task, date};
///
/// let plan = Plan::new("", date(2027, 1, 4))
///     .task(Task::new("core", Estimate::weeks(2.0..=3.0)).value(80.0))
///     .task(Task::new("rest", Estimate::weeks(6.0..=9.0)).value(20.0));
/// let forecast = plan.forecast()?;
/// let value = forecast.value().expect("something has a value");
/// assert_eq!(value.total(), 100.0);
/// assert!(value.expected_by(date(2027, 2, 1)) > 75.0);
/// assert!(value.delivered(80.0).date(P80) < value.delivered(100.0).date(P80));
/// # Ok::<(), landfall::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct ValueForecast {
    items: Vec<Item>,
    trials: usize,
}

/// Something that has a value.
#[derive(Debug, Clone, PartialEq)]
struct Item {
    value: f64,
    finish: Finish,
    /// In which trials it is there, where it may not be.
    there: Option<Vec<bool>>,
}

/// When a value has been delivered, trial by trial.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivered {
    /// The dates in order; the trials that never get there are left out.
    dates: Vec<Date>,
    trials: usize,
}

/// What rounding may lose when values are added up, as a share of them.
const ROUNDING: f64 = 1e-9;

impl ValueForecast {
    pub(super) fn new(network: &Network, trials: &Trials) -> Option<Self> {
        let plan = &network.plan;
        let kept = trials.task_samples(0)?.1.len();
        let finish = |node: usize, sample| Finish::new(&network.axis, network.nodes[node].held_until, sample);
        let mut items = Vec::new();
        for (node, value) in
            plan.tasks.iter().enumerate().filter_map(|(node, task)| Some((node, task.value?)))
        {
            let (_, sample) = trials.task_samples(node)?;
            items.push(Item { value, finish: finish(node, sample), there: trials.exists(node) });
        }
        for (place, value) in
            plan.milestones.iter().enumerate().filter_map(|(place, m)| Some((place, m.value?)))
        {
            let sample = trials.first_of_milestone(place, kept);
            items.push(Item { value, finish: finish(plan.tasks.len() + place, sample), there: None });
        }
        (!items.is_empty()).then_some(Self { items, trials: kept })
    }

    /// How many trials it comes from.
    pub fn trials(&self) -> usize {
        self.trials
    }

    /// All that the plan is worth.
    pub fn total(&self) -> f64 {
        self.items.iter().map(|item| item.value).sum()
    }

    /// The mean of what is delivered in the end: less than all where something may not exist.
    pub fn expected(&self) -> f64 {
        self.items.iter().map(|item| item.value * item.exists()).sum()
    }

    /// The mean of what is delivered on or before a date.
    pub fn expected_by(&self, date: Date) -> f64 {
        self.items.iter().map(|item| item.value * item.odds_by(date)).sum()
    }

    /// What has been delivered on or before a date, at most, with the probability of each percentile: at P10 little, at P90 much.
    pub fn delivered_by<const N: usize>(&self, date: Date, percentiles: [Percentile; N]) -> [f64; N] {
        let mut sums = vec![0.0; self.trials];
        for item in &self.items {
            let last = item.finish.last_by(date);
            for (trial, ticks) in item.finish.outcomes().into_iter().enumerate() {
                if ticks <= last && item.there.as_ref().is_none_or(|there| there[trial]) {
                    sums[trial] += item.value;
                }
            }
        }
        sums.sort_unstable_by(f64::total_cmp);
        percentiles.map(|percentile| sums[percentile.rank(self.trials) - 1])
    }

    /// When so much has been delivered; "80% of the value" is `0.8 * value.total()`.
    pub fn delivered(&self, amount: f64) -> Delivered {
        let enough = amount * (1.0 - ROUNDING);
        let columns: Vec<Vec<i32>> = self.items.iter().map(|item| item.finish.outcomes()).collect();
        let mut dates = Vec::new();
        let mut order = Vec::with_capacity(self.items.len());
        for trial in 0..self.trials {
            order.clear();
            for (place, (item, column)) in self.items.iter().zip(&columns).enumerate() {
                if item.there.as_ref().is_none_or(|there| there[trial]) {
                    order.push((item.finish.moment(column[trial]), place));
                }
            }
            order.sort_unstable();
            let mut sum = 0.0;
            let last = order.iter().find(|&&(_, place)| {
                sum += self.items[place].value;
                sum >= enough
            });
            if let Some(&((ticks, _), place)) = last {
                dates.push(self.items[place].finish.date_of(ticks));
            }
        }
        dates.sort_unstable();
        Delivered { dates, trials: self.trials }
    }
}

impl Item {
    /// The share of trials in which it is there.
    fn exists(&self) -> f64 {
        let Some(there) = &self.there else { return 1.0 };
        there.iter().filter(|&&there| there).count() as f64 / there.len() as f64
    }

    /// The odds that it is delivered on or before a date.
    fn odds_by(&self, date: Date) -> f64 {
        let Some(there) = &self.there else { return self.finish.odds_by(date).probability };
        let outcomes = self.finish.outcomes();
        let last = self.finish.last_by(date);
        let in_time = |&(&ticks, &there): &(&i32, &bool)| there && ticks <= last;
        outcomes.iter().zip(there).filter(in_time).count() as f64 / outcomes.len() as f64
    }
}

impl Delivered {
    /// The date by which it has been delivered with the probability of the percentile; `None` where it never is.
    pub fn date(&self, percentile: Percentile) -> Option<Date> {
        self.dates.get(percentile.rank(self.trials) - 1).copied()
    }

    /// The share of trials in which it ever is.
    pub fn reached(&self) -> f64 {
        self.dates.len() as f64 / self.trials as f64
    }
}
