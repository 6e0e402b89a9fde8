//! Why a date moved from one check-in to the next, in parts that add up (METHOD 36).

use jiff::civil::Date;

use super::class::ChangeClass;
use super::mix::{Chosen, mix};
use crate::calendar::WorkingDays;
use crate::compare::Shift;
use crate::error::{Error, ErrorKind, Result};
use crate::forecast::{Finish, Forecast};
use crate::names::{did_you_mean, quoted};
use crate::network::Network;
use crate::plan::Plan;
use crate::sample::{Pairs, shapley};
use crate::simulate::{MOST_KEPT, Simulation, Tally};
use crate::units::{Percentile, TICKS_PER_DAY, WorkDays};

/// So many trials of plans that are gone through event by event: they take longer.
const TRIALS_WITH_TEAMS: usize = 2048;

/// Why a date moved: by how much each class of changes moved it.
///
/// The parts add up to the move. Each is the mean, over all orders in which the classes could have changed, of what changing it then does, in the
/// same trials (Shapley 1953).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Bridge {
    /// The milestone it is about; the whole plan where it is `None`.
    pub milestone: Option<String>,
    /// Which percentile moved.
    pub percentile: Percentile,
    /// The days of the two check-ins.
    pub since: Date,
    /// The later of them.
    pub as_of: Date,
    /// The date before and after.
    pub dates: (Date, Date),
    /// By how many working days of the new calendar it moved; a move that is not sure is no change.
    pub moved: Shift,
    /// The parts of the move, for the classes in which something changed.
    pub parts: Vec<BridgePart>,
    /// How many trials it comes from.
    pub trials: usize,
}

/// The part of a move that a class of changes has.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct BridgePart {
    /// The class.
    pub class: ChangeClass,
    /// By how many working days of the new calendar it moved the date; below 0 is earlier.
    pub days: WorkDays,
}

/// A day of a status, or the one before the start.
fn day(plan: &Plan) -> Date {
    let before = plan.start.yesterday().unwrap_or(plan.start);
    plan.status.as_ref().map_or(before, |status| status.as_of)
}

/// The classes in which two plans differ.
fn changed(old: &Plan, new: &Plan) -> Vec<ChangeClass> {
    let all = mix(old, new, Chosen::of(&ChangeClass::ALL, (1 << ChangeClass::ALL.len()) - 1));
    let none = mix(old, new, Chosen::of(&[], 0));
    let differs = |class: &ChangeClass| {
        let others: Vec<ChangeClass> = ChangeClass::ALL.into_iter().filter(|other| other != class).collect();
        mix(old, new, Chosen::of(&[*class], 1)) != none
            || mix(old, new, Chosen::of(&others, (1 << others.len()) - 1)) != all
    };
    ChangeClass::ALL.into_iter().filter(differs).collect()
}

impl Simulation<'_> {
    /// Why a percentile of the finish of a plan, or of a milestone, moved from one state of a plan to another: both with their status. Up to 64
    /// plans between the two are simulated on the same trials: at most so many as the simulation has, and 2,048 where people make a
    /// difference.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Argument`] when the milestone is not in both plans or there are more than 1,048,576 trials, and as
    /// [`Simulation::forecast`].
    ///
    /// # Example
    ///
    /// ```
    /// use landfall::{ChangeClass, Estimate, P80, Plan, Simulation, Status, Task, TaskStatus, date};
    ///
    /// let task = |high: f64| Task::new("api", Estimate::days(5.0..=high));
    /// let old = Plan::new("", date(2027, 1, 4)).task(task(10.0));
    /// let status = Status::new(date(2027, 1, 8)).task(TaskStatus::started("api", date(2027, 1, 4)));
    /// let new = Plan::new("", date(2027, 1, 4)).task(task(20.0)).status(status);
    /// let bridge = Simulation::new().bridge(&old, &new, None, P80)?;
    /// let classes: Vec<ChangeClass> = bridge.parts.iter().map(|part| part.class).collect();
    /// assert_eq!(classes, [ChangeClass::Progress, ChangeClass::Estimates]);
    /// let sum: f64 = bridge.parts.iter().map(|part| part.days.get()).sum();
    /// assert!((sum - bridge.moved.days.get()).abs() < 1e-9);
    /// # Ok::<(), landfall::Error>(())
    /// ```
    pub fn bridge(
        &self,
        old: &Plan,
        new: &Plan,
        milestone: Option<&str>,
        percentile: Percentile,
    ) -> Result<Bridge> {
        for plan in [old, new] {
            if let Some(name) = milestone.filter(|name| !plan.milestones.iter().any(|of| of.name == **name)) {
                let near = did_you_mean(name, plan.milestones.iter().map(|of| of.name.as_str()));
                let near = near.map_or(String::new(), |near| format!("; {near}"));
                let message = format!("there is no milestone {} in both plans{near}", quoted(name));
                return Err(Error::argument(message));
            }
        }
        let ends = [Network::new(old)?, Network::new(new)?];
        let of_teams = ends.iter().any(|network| network.staff.is_some());
        let most = self.most_trials()?;
        if most > MOST_KEPT {
            let message = format!(
                "{most} trials: plans are held against each other trial by trial, {MOST_KEPT} at most"
            );
            return Err(Error::argument(message));
        }
        let trials = if of_teams { most.min(TRIALS_WITH_TEAMS) } else { most };
        let classes = changed(old, new);
        let subsets: Vec<usize> = (0..1 << classes.len()).collect();
        let tally = Tally::new(self);
        let days = new.calendar.working_days()?;
        let of_subset = |&bits: &usize| -> Result<Vec<i32>> {
            let chosen = Chosen::of(&classes, bits);
            let simulation = self.exactly(trials).threads(1).quiet().tasks(false);
            let outcomes = |plan: &Plan| -> Result<Vec<i32>> {
                let forecast = simulation.forecast(plan)?;
                let finish = finish(&forecast, milestone)?;
                Ok(on_calendar(plan, finish, new, &days))
            };
            match outcomes(&mix(old, new, chosen)) {
                // Half of the changes do not always make a plan: what goes with the work itself then changes with it.
                Err(error) if error.kind() == ErrorKind::Plan => {
                    outcomes(&mix(old, new, chosen.with_scope()))
                }
                outcomes => outcomes,
            }
        };
        let outcomes = self.each(&tally, trials, &subsets, of_subset)?;
        let at: Vec<i64> =
            outcomes.iter().map(|outcomes| i64::from(at_percentile(outcomes, percentile))).collect();
        let parts = shapley(&at).into_iter().zip(&classes).map(|(ticks, &class)| BridgePart {
            class,
            days: WorkDays::new(ticks / f64::from(TICKS_PER_DAY)),
        });
        let parts: Vec<BridgePart> = parts.collect();
        let [before, after] = [outcomes.first(), outcomes.last()].map(|end| end.cloned().unwrap_or_default());
        let dates = |ticks: i64| date(new, &days, ticks as i32);
        let (first, last) = (at[0], at[at.len() - 1]);
        let pairs = Pairs::new(after, before, self.is_stratified());
        Ok(Bridge {
            milestone: milestone.map(str::to_owned),
            percentile,
            since: day(old),
            as_of: day(new),
            dates: (dates(first), dates(last)),
            moved: Shift {
                days: WorkDays::new((last - first) as f64 / f64::from(TICKS_PER_DAY)),
                ..Shift::of(pairs.shift(percentile))
            },
            parts,
            trials,
        })
    }
}

/// The finish that is asked for.
fn finish<'f>(forecast: &'f Forecast, milestone: Option<&str>) -> Result<&'f Finish> {
    match milestone {
        None => Ok(forecast.finish()),
        Some(name) => forecast
            .milestone(name)
            .map(|milestone| &milestone.finish)
            .ok_or_else(|| Error::argument(format!("there is no milestone {}", quoted(name)))),
    }
}

/// The outcomes of a plan as working time of another plan's calendar since that one's start [ticks].
fn on_calendar(plan: &Plan, finish: &Finish, other: &Plan, days: &WorkingDays) -> Vec<i32> {
    let ticks = finish.plan_ticks();
    if plan.start == other.start && plan.calendar == other.calendar {
        return ticks;
    }
    let start = days.on_or_after(other.start);
    let own = finish.working_days();
    let first = own.on_or_after(plan.start);
    let converted = |ticks: i32| {
        // What ends with a day ends on it.
        let day = (ticks - 1).div_euclid(TICKS_PER_DAY);
        let part = ticks - day * TICKS_PER_DAY;
        let date = own.add(first, i64::from(day));
        let part = if days.is_worked(date) { part } else { 0 };
        (days.between(start, date) * i64::from(TICKS_PER_DAY) + i64::from(part)) as i32
    };
    ticks.into_iter().map(converted).collect()
}

/// The day on which so much working time of a plan's calendar has gone by.
fn date(plan: &Plan, days: &WorkingDays, ticks: i32) -> Date {
    let day = if ticks == 0 { 0 } else { (ticks - 1).div_euclid(TICKS_PER_DAY) };
    days.add(days.on_or_after(plan.start), i64::from(day))
}

/// The outcome of rank ceil(n p).
fn at_percentile(outcomes: &[i32], percentile: Percentile) -> i32 {
    let mut outcomes = outcomes.to_vec();
    let rank = percentile.rank(outcomes.len());
    *outcomes.select_nth_unstable(rank - 1).1
}
