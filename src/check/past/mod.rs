//! How much work was done on each task that the status tells of: day by day, as its team had time for it (METHOD 17, 21 and 32).

mod acting;
mod crew;

use std::collections::HashMap;

use jiff::civil::Date;

use super::staff::{calendars, pace, staff};
use super::{Lookup, Reading};
use crate::calendar::Axis;
use crate::curve::Misfit;
use crate::error::Code;
use crate::plan::{Plan, ROADMAP};
use crate::units::TICKS_PER_DAY;

use acting::{Acting, acting};
use crew::{Crew, crews};

/// So many days of tasks at work are gone through: a second or two.
const MOST_DAYS: i64 = 20_000_000;

/// What the status says of a task, and how much work was done on it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Past {
    pub(crate) started: Date,
    pub(crate) finished: Option<Date>,
    /// At full attention [working days].
    pub(crate) done: f64,
}

/// By task: its past; none of those that are not started. The status is sound.
pub(crate) fn past(
    plan: &Plan,
    reading: &Reading<'_>,
    lookup: &Lookup<'_>,
) -> Result<Vec<Option<Past>>, Misfit> {
    let mut pasts = vec![None; plan.tasks.len()];
    let Some(status) = &plan.status else { return Ok(pasts) };
    for of_task in &status.tasks {
        let (Some(task), Some(started)) = (lookup.number(&of_task.name), of_task.started) else { continue };
        if task >= plan.tasks.len() {
            continue;
        }
        pasts[task] = Some(Past { started, finished: of_task.finished, done: 0.0 });
    }
    let axis = Axis::of(&calendars(plan, lookup), plan.start).map_err(|error| Misfit::of_calendar(&error))?;
    let spans = Spans::new(&pasts, &axis, status.as_of);
    let mut history = History::new(plan, reading, lookup, &axis, &spans)?;
    history.go_through();
    for (past, done) in pasts.iter_mut().zip(history.done) {
        if let Some(past) = past {
            past.done = done;
        }
    }
    for of_task in &status.tasks {
        let said = of_task.done.filter(|_| of_task.finished.is_none());
        if let (Some(task), Some(said)) = (lookup.number(&of_task.name), said)
            && let Some(past) = pasts.get_mut(task).and_then(Option::as_mut)
        {
            past.done = reading.days(said)? * pace(plan, &staff(plan, lookup, task));
        }
    }
    Ok(pasts)
}

/// When tasks were at work [ticks].
struct Spans {
    /// The end of the day of the status.
    as_of: i32,
    /// By task: when it was started, and when it was finished; none of those not started.
    of_tasks: Vec<Option<(i32, Option<i32>)>>,
}

impl Spans {
    fn new(pasts: &[Option<Past>], axis: &Axis, as_of: Date) -> Self {
        let end = |day: Date| axis.end_of(day).unwrap_or(0);
        let span = |past: &Past| (axis.morning_of(past.started), past.finished.map(end));
        Self { as_of: end(as_of), of_tasks: pasts.iter().map(|past| past.as_ref().map(span)).collect() }
    }

    /// From when to when a task was at work up to the day of the status.
    fn of(&self, task: usize) -> Option<(i32, i32)> {
        let (start, finish) = (*self.of_tasks.get(task)?)?;
        Some((start, finish.unwrap_or(self.as_of)))
    }
}

/// What happens day by day.
struct History<'a> {
    axis: &'a Axis,
    spans: &'a Spans,
    crews: Vec<Crew>,
    /// By task: its teams, with the place of its kind and how many people it needs.
    needs: Vec<Vec<(usize, usize, u32)>>,
    /// By task: the effects that act on it.
    acting: HashMap<usize, Vec<Acting>>,
    /// [working days].
    done: Vec<f64>,
}

impl<'a> History<'a> {
    fn new(
        plan: &Plan,
        reading: &Reading<'_>,
        lookup: &Lookup<'_>,
        axis: &'a Axis,
        spans: &'a Spans,
    ) -> Result<Self, Misfit> {
        let need = |task: usize| {
            let kind = plan.tasks[task].kind.as_deref().unwrap_or(ROADMAP);
            let pool = |team: usize| plan.teams[team].share.iter().position(|(other, _)| other == kind);
            let staff = staff(plan, lookup, task).into_iter();
            staff.map(|(team, people)| (team, pool(team).unwrap_or(0), people)).collect()
        };
        let needs = |task: usize| if spans.of(task).is_some() { need(task) } else { Vec::new() };
        Ok(Self {
            axis,
            spans,
            crews: crews(plan)?,
            needs: (0..plan.tasks.len()).map(needs).collect(),
            acting: acting(plan, reading, lookup, axis, spans)?,
            done: vec![0.0; plan.tasks.len()],
        })
    }

    fn go_through(&mut self) {
        let started: Vec<usize> =
            (0..self.done.len()).filter(|&task| self.spans.of(task).is_some()).collect();
        let is_plain = |task: &usize| self.needs[*task].is_empty() && !self.acting.contains_key(task);
        let (plain, mut others): (Vec<usize>, Vec<usize>) = started.into_iter().partition(is_plain);
        for task in plain {
            // Nobody's speed changes: it goes by the plan's calendar.
            let Some((start, end)) = self.spans.of(task) else { continue };
            let ticks = self.axis.plan_ticks(end.max(start)) - self.axis.plan_ticks(start);
            self.done[task] = f64::from(ticks) / f64::from(TICKS_PER_DAY);
        }
        let start = |spans: &Spans, task: usize| spans.of(task).map_or(i32::MAX, |(start, _)| start);
        others.sort_by_key(|&task| (start(self.spans, task), task));
        let Some(&first) = others.first() else { return };
        let (mut morning, mut next, mut under_way) = (start(self.spans, first), 0, Vec::new());
        while morning < self.spans.as_of {
            while let Some(&task) = others.get(next).filter(|&&task| start(self.spans, task) <= morning) {
                under_way.push(task);
                next += 1;
            }
            under_way.retain(|&task| self.spans.of(task).is_some_and(|(_, end)| morning < end));
            self.work(morning, &under_way);
            morning += TICKS_PER_DAY;
            // Days on which nothing is under way are passed over.
            if under_way.is_empty() {
                let Some(&task) = others.get(next) else { return };
                morning = morning.max(start(self.spans, task));
            }
        }
    }

    /// The work of a day on the tasks that are under way.
    fn work(&mut self, morning: i32, under_way: &[usize]) {
        let day = self.axis.start_date(morning);
        // The people of the teams that these need, each asked once.
        let mut people: HashMap<usize, u32> = HashMap::new();
        for &(team, _, _) in under_way.iter().flat_map(|&task| &self.needs[task]) {
            people.entry(team).or_insert_with(|| {
                self.crews[team].needed.fill(0);
                self.crews[team].people.on(day).unwrap_or(0)
            });
        }
        let at_work = |task: usize| match &self.needs[task][..] {
            [] => self.axis.plan_days().is_worked(day),
            needs => needs.iter().all(|(team, _, _)| people[team] > 0),
        };
        let tasks: Vec<usize> = under_way.iter().copied().filter(|&task| at_work(task)).collect();
        for &task in &tasks {
            for &(team, pool, people) in &self.needs[task] {
                let needed = &mut self.crews[team].needed[pool];
                *needed = needed.saturating_add(people);
            }
        }
        for (&team, &people) in &people {
            self.crews[team].set_rates(people);
        }
        for task in tasks {
            let rates = self.needs[task].iter().map(|&(team, pool, _)| self.crews[team].rates[pool]);
            let rate = rates.fold(1.0, f64::min);
            let acting = self.acting.get(&task).map_or(&[][..], Vec::as_slice);
            let slowed = acting.iter().filter(|acting| acting.is_on(morning));
            self.done[task] += slowed.fold(rate, |rate, acting| rate / acting.factor);
        }
    }
}

/// Whether the past of a plan is short enough to be gone through day by day.
pub(super) fn fits(plan: &Plan, lookup: &Lookup<'_>) -> Result<(), Misfit> {
    let Some(status) = &plan.status else { return Ok(()) };
    let tasks =
        status.tasks.iter().filter(|task| lookup.number(&task.name).is_some_and(|n| n < plan.tasks.len()));
    let days = tasks.filter_map(|task| {
        let days = task.finished.unwrap_or(status.as_of) - task.started?;
        Some(i64::from(days.get_days()).max(0) + 1)
    });
    if days.sum::<i64>() <= MOST_DAYS {
        return Ok(());
    }
    Err(Misfit {
        code: Code::PlanLimit,
        message: "the status tells of more than 20,000,000 days of tasks at work".to_owned(),
        help: "take out of plan and status what was finished long ago".to_owned(),
    })
}
