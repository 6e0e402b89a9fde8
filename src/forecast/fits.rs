//! What fits by a date: the cut line.

use jiff::civil::Date;

use super::{Forecast, Odds};
use crate::sample::odds;
use crate::units::Percentile;

/// The tasks in the order of their priority and of the plan, and how far down that list everything is finished by a date.
///
/// ```
/// use landfall::{Estimate, P80, Plan, Task, date};
///
/// let plan = Plan::new("", date(2027, 1, 4))
///     .task(Task::new("core", Estimate::weeks(2.0..=3.0)))
///     .task(Task::new("more", Estimate::weeks(2.0..=3.0)).after("core"))
///     .task(Task::new("extra", Estimate::weeks(2.0..=3.0)).after("more"));
/// let line = plan.forecast()?.fits_by(date(2027, 2, 12), P80).expect("tasks are kept");
/// assert_eq!(line.fitting().iter().map(|item| &item.name[..]).collect::<Vec<_>>(), ["core", "more"]);
/// # Ok::<(), landfall::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CutLine {
    /// The date.
    pub date: Date,
    /// How sure it is to be.
    pub percentile: Percentile,
    /// The tasks, by priority and then in plan order.
    pub items: Vec<CutItem>,
    /// How many of them, from the first on, are all finished by the date in at least that share of the trials.
    pub fit: usize,
}

/// A task above or below a cut line.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CutItem {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Its priority.
    pub priority: i64,
    /// The odds that it is finished by the date. Where a task does not exist it holds nothing up, and counts as finished.
    pub odds: Odds,
    /// The odds that it and everything before it in the list are.
    pub together: Odds,
}

impl CutLine {
    /// The tasks above the line.
    pub fn fitting(&self) -> &[CutItem] {
        &self.items[..self.fit]
    }
}

impl Forecast {
    /// What fits by a date: the longest run of tasks from the top of the list, by priority and then in plan order, that are all finished
    /// on or before the date in at least the percentile's share of the trials. The plan is taken as it is: leaving out what does not fit would
    /// make room for more. From the trials that were kept of tasks (the first 16,384 at most); `None` where none were.
    pub fn fits_by(&self, date: Date, percentile: Percentile) -> Option<CutLine> {
        let trials = self.task_trials()?;
        let mut order: Vec<usize> = (0..self.tasks.len()).collect();
        order.sort_by_key(|&task| self.plan.tasks[task].priority);
        let mut all = vec![true; trials];
        let (mut fit, stratified) = (0, self.sampling.is_stratified());
        let mut items = Vec::with_capacity(order.len());
        for task in order {
            let of_task = &self.tasks[task];
            let finish = of_task.finish.as_ref()?;
            let last = finish.last_by(date);
            let alone: Vec<bool> = finish.outcomes().into_iter().map(|ticks| ticks <= last).collect();
            all.iter_mut().zip(&alone).for_each(|(all, by)| *all &= by);
            let together = all.iter().filter(|&&all| all).count();
            // At least the share, in whole numbers: the trial of the percentile's rank is among them.
            if together >= percentile.rank(trials) && fit == items.len() {
                fit += 1;
            }
            items.push(CutItem {
                name: of_task.name.clone(),
                title: of_task.title.clone(),
                priority: self.plan.tasks[task].priority,
                odds: odds(alone.into_iter(), stratified),
                together: odds(all.iter().copied(), stratified),
            });
        }
        Some(CutLine { date, percentile, items, fit })
    }
}
