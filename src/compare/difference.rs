//! How far two plans lie apart, trial by trial (METHOD 31).

use crate::forecast::{Finish, Forecast, Odds};
use crate::sample::Pairs;
use crate::units::{Percentile, TICKS_PER_DAY, WorkDays};

/// When something is finished in one plan, less when it is in another, in the same trials: below 0 where the first is earlier. In working days
/// of the plan's calendar.
///
/// Both plans meet the same luck wherever they do not differ, so the difference is much surer than either date.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    one: Finish,
    other: Finish,
    stratified: bool,
}

/// A number of working days with its 95% interval.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Shift {
    /// [working days]; below 0 is earlier.
    pub days: WorkDays,
    /// Between which the true number lies with 95%; `None` where the trials are too few to say.
    pub interval: Option<(WorkDays, WorkDays)>,
}

impl Difference {
    /// Of two finishes in trials that were drawn alike; `None` where the single trials were not kept.
    pub(super) fn of(one: &Finish, other: &Finish, stratified: bool) -> Option<Self> {
        let paired = one.is_kept() && other.is_kept() && one.trials() == other.trials();
        paired.then(|| Self { one: one.clone(), other: other.clone(), stratified })
    }

    /// The outcomes of both.
    fn pairs(&self) -> Pairs {
        Pairs::new(self.one.plan_ticks(), self.other.plan_ticks(), self.stratified)
    }

    /// The same the other way round.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self { one: self.other.clone(), other: self.one.clone(), stratified: self.stratified }
    }

    /// How many trials it comes from.
    pub fn trials(&self) -> usize {
        self.one.trials()
    }

    /// The differences, trial by trial [ticks of the plan's calendar].
    pub fn ticks(&self) -> impl Iterator<Item = i32> {
        self.pairs().differences().collect::<Vec<_>>().into_iter()
    }

    /// The mean.
    pub fn mean(&self) -> Shift {
        Shift::of(self.pairs().mean())
    }

    /// The standard deviation from trial to trial; 0 for a single one.
    pub fn sd(&self) -> WorkDays {
        WorkDays::new(self.pairs().sd() / f64::from(TICKS_PER_DAY))
    }

    /// The percentile of the differences: in that share of the trials it is no more.
    pub fn percentile(&self, percentile: Percentile) -> WorkDays {
        WorkDays::new(f64::from(self.pairs().percentile(percentile)) / f64::from(TICKS_PER_DAY))
    }

    /// By how much the percentile moves: that of the one less that of the other. This is what a date in a report moves by; the percentile of
    /// the differences is another number.
    pub fn shift(&self, percentile: Percentile) -> Shift {
        Shift::of(self.pairs().shift(percentile))
    }

    /// The odds that the one is earlier, by any time.
    pub fn earlier(&self) -> Odds {
        self.pairs().odds(|ticks| ticks < 0)
    }

    /// The odds that both are finished at the same moment.
    pub fn same(&self) -> Odds {
        self.pairs().odds(|ticks| ticks == 0)
    }

    /// The odds that the one is later, by any time.
    pub fn later(&self) -> Odds {
        self.pairs().odds(|ticks| ticks > 0)
    }
}

impl Shift {
    /// Of so many ticks.
    pub(crate) fn of((ticks, interval): (f64, Option<(f64, f64)>)) -> Self {
        let days = |ticks: f64| WorkDays::new(ticks / f64::from(TICKS_PER_DAY));
        Self { days: days(ticks), interval: interval.map(|(low, high)| (days(low), days(high))) }
    }

    /// The same the other way round.
    #[must_use]
    pub fn reversed(self) -> Self {
        let turned = |days: WorkDays| WorkDays::new(0.0 - days.get());
        Self {
            days: turned(self.days),
            interval: self.interval.map(|(low, high)| (turned(high), turned(low))),
        }
    }

    /// Whether it is surely no 0: its interval is known and does not hold it.
    pub fn is_sure(&self) -> bool {
        self.interval.is_some_and(|(low, high)| low.get() > 0.0 || high.get() < 0.0)
    }
}

/// The differences of two plans: of the whole, and of the milestones that both have.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Differences {
    pub(super) finish: Difference,
    milestones: Vec<(String, Difference)>,
}

impl Differences {
    /// Of a plan and another in trials that were drawn alike; `None` where the single trials were not kept.
    pub(super) fn of(one: &Forecast, other: &Forecast, stratified: bool) -> Option<Self> {
        let milestones = one.milestones().iter().filter_map(|milestone| {
            let other = other.milestone(&milestone.name)?;
            Some((milestone.name.clone(), Difference::of(&milestone.finish, &other.finish, stratified)?))
        });
        let milestones = milestones.collect();
        Some(Self { finish: Difference::of(one.finish(), other.finish(), stratified)?, milestones })
    }

    /// The same the other way round.
    pub(super) fn reversed(&self) -> Self {
        let milestones =
            self.milestones.iter().map(|(name, difference)| (name.clone(), difference.reversed()));
        Self { finish: self.finish.reversed(), milestones: milestones.collect() }
    }

    pub(super) fn milestone(&self, name: &str) -> Option<&Difference> {
        self.milestones.iter().find(|(other, _)| other == name).map(|(_, difference)| difference)
    }

    pub(super) fn milestones(&self) -> impl Iterator<Item = (&str, &Difference)> {
        self.milestones.iter().map(|(name, difference)| (name.as_str(), difference))
    }
}
