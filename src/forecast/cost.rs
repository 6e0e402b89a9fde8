//! What the plan costs (METHOD 28).

use jiff::civil::Date;

use super::finish::Finish;
use crate::network::Network;
use crate::sample::{Odds, odds};
use crate::simulate::Trials;
use crate::units::Percentile;

/// What the plan costs: fixed costs of tasks that exist, and for each person-day worked on tasks what it costs; from the trials that were
/// kept of tasks (the first 16,384 at most), in the unit of the plan.
///
/// ```
/// use landfall::{Estimate, P80, Plan, Task, Team, date};
///
/// let plan = Plan::new("", date(2027, 1, 4))
///     .team(Team::new("web", 2).cost_per_person_day(500.0))
///     .task(Task::new("api", Estimate::days(10.0)).team("web").people(2).cost(1000.0));
/// let forecast = plan.forecast()?;
/// let cost = forecast.cost().expect("something costs");
/// assert_eq!(cost.at(P80), 11_000.0);
/// # Ok::<(), landfall::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct CostForecast {
    /// Trial by trial.
    costs: Vec<f64>,
    /// In order.
    sorted: Vec<f64>,
    /// The finish of the plan in the same trials.
    finish: Finish,
    stratified: bool,
}

impl CostForecast {
    pub(super) fn new(network: &Network, trials: &Trials) -> Option<Self> {
        let costs = trials.costs()?;
        let mut sorted = costs.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        let finish = Finish::new(&network.axis, network.held_until, trials.first_of_plan(costs.len()));
        Some(Self { costs, sorted, finish, stratified: trials.sampling().is_stratified() })
    }

    /// How many trials it comes from.
    pub fn trials(&self) -> usize {
        self.costs.len()
    }

    /// The mean.
    pub fn mean(&self) -> f64 {
        self.costs.iter().sum::<f64>() / self.costs.len() as f64
    }

    /// The standard deviation; 0 for a single trial.
    pub fn sd(&self) -> f64 {
        let mean = self.mean();
        let squares: f64 = self.costs.iter().map(|cost| (cost - mean) * (cost - mean)).sum();
        if self.costs.len() > 1 { (squares / (self.costs.len() - 1) as f64).sqrt() } else { 0.0 }
    }

    /// The cost that is not passed with the probability of the percentile.
    pub fn at(&self, percentile: Percentile) -> f64 {
        self.sorted[percentile.rank(self.sorted.len()) - 1]
    }

    /// When each run is finished and what it costs, in the order of the runs.
    pub fn runs(&self) -> impl Iterator<Item = (Date, f64)> + '_ {
        let dates = self.finish.outcomes().into_iter().map(|ticks| self.finish.date_of(ticks));
        dates.zip(self.costs.iter().copied())
    }

    /// The odds that it costs no more than so much.
    pub fn odds_within(&self, budget: f64) -> Odds {
        odds(self.costs.iter().map(|&cost| cost <= budget), self.stratified)
    }

    /// The odds that the plan is finished on or before a date **and** costs no more than so much, counted trial by trial.
    pub fn odds_by_within(&self, date: Date, budget: f64) -> Odds {
        let last = self.finish.last_by(date);
        let finishes = self.finish.outcomes();
        let both = self.costs.iter().zip(finishes).map(|(&cost, ticks)| cost <= budget && ticks <= last);
        odds(both, self.stratified)
    }

    /// The odds that the plan is finished on or before its own date of that percentile **and** costs no more than its own cost of it. For P80
    /// they lie between 60% and 80%: a date and a budget that are both 80% sure are not 80% sure together.
    pub fn odds_of_both(&self, percentile: Percentile) -> Odds {
        self.odds_by_within(self.finish.date(percentile), self.at(percentile))
    }
}
