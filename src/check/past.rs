//! How much work was done on each task that the status tells of: day by day, as its team had time for it (METHOD 17, 21 and 32).

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use jiff::civil::Date;

use super::people::People;
use super::staff::staff;
use super::{Lookup, Reading, links_of, select};
use crate::calendar::WorkingDays;
use crate::curve::Misfit;
use crate::error::Code;
use crate::plan::{Effect, Idle, Lag, Plan, ROADMAP, Status, Team, TeamCalendar, When};

/// So many days of tasks at work are gone through: a second or two.
const MOST_DAYS: i64 = 20_000_000;

/// What the status says of a task, and how much work was done on it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Past {
    pub(crate) started: Date,
    pub(crate) finished: Option<Date>,
    /// [working days].
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
    let mut at_work = Vec::new();
    for of_task in &status.tasks {
        let (Some(task), Some(started)) = (lookup.number(&of_task.name), of_task.started) else { continue };
        if task >= plan.tasks.len() {
            continue;
        }
        pasts[task] = Some(Past { started, finished: of_task.finished, done: 0.0 });
        at_work.push(task);
    }
    at_work.sort_by_key(|&task| (plan.tasks[task].priority, task));
    let mut history = History::new(plan, status, reading, lookup, &pasts, at_work)?;
    history.go_through();
    let done = history.done;
    for (past, done) in pasts.iter_mut().zip(done) {
        if let Some(past) = past {
            past.done = done;
        }
    }
    for of_task in &status.tasks {
        let said = of_task.done.filter(|_| of_task.finished.is_none());
        if let (Some(task), Some(said)) = (lookup.number(&of_task.name), said)
            && let Some(past) = pasts.get_mut(task).and_then(Option::as_mut)
        {
            past.done = reading.days(said)?;
        }
    }
    Ok(pasts)
}

/// A team, as far as its past needs to be known.
struct Crew {
    people: People,
    lends: bool,
    /// The shares of its kinds of work; one of 1 where its time is not shared out.
    shares: Vec<f64>,
    /// What unplanned work is planned to leave.
    full: f64,
    /// The people of each kind at work on the day.
    needed: Vec<u32>,
    /// How fast each kind goes on the day.
    rates: Vec<f64>,
}

/// From when to when an effect acts.
struct Acting {
    from: Date,
    to: Date,
}

struct History<'a, 'p> {
    plan: &'p Plan,
    as_of: Date,
    pasts: &'a [Option<Past>],
    /// The tasks that were started, by priority and plan order.
    at_work: Vec<usize>,
    days: WorkingDays,
    crews: Vec<Crew>,
    /// By task: its teams, with the place of its kind and how many people it needs.
    needs: Vec<Vec<(usize, usize, u32)>>,
    /// By task: the effects that act on it, each with what it multiplies durations by, and when it does.
    factors: HashMap<usize, Vec<(f64, usize)>>,
    acting: Vec<Option<Acting>>,
    done: Vec<f64>,
}

impl<'a, 'p> History<'a, 'p> {
    fn new(
        plan: &'p Plan,
        status: &Status,
        reading: &Reading<'_>,
        lookup: &Lookup<'_>,
        pasts: &'a [Option<Past>],
        at_work: Vec<usize>,
    ) -> Result<Self, Misfit> {
        let days = plan.calendar.working_days().map_err(|error| Misfit::of_calendar(&error))?;
        let crews = crews(plan)?;
        let mut needs = vec![Vec::new(); plan.tasks.len()];
        for &task in &at_work {
            let kind = plan.tasks[task].kind.as_deref().unwrap_or(ROADMAP);
            let pool = |team: usize| {
                let place = plan.teams[team].share.iter().position(|(other, _)| other == kind);
                place.unwrap_or(0)
            };
            let staff = staff(plan, lookup, task).into_iter();
            needs[task] = staff.map(|(team, people)| (team, pool(team), people)).collect();
        }
        let mut history = Self {
            plan,
            as_of: status.as_of,
            pasts,
            at_work,
            days,
            crews,
            needs,
            factors: HashMap::new(),
            acting: Vec::new(),
            done: vec![0.0; plan.tasks.len()],
        };
        for (place, effect) in plan.effects.iter().enumerate() {
            let acting = history.acting(effect, reading, lookup)?;
            history.act(place, effect, acting.as_ref(), reading, lookup)?;
            history.acting.push(acting);
        }
        Ok(history)
    }

    /// Until when a task that was started was at work.
    fn end(&self, past: &Past) -> Date {
        past.finished.unwrap_or(self.as_of)
    }

    /// The days on which an effect acts; none where it has not begun.
    fn acting(
        &self,
        effect: &Effect,
        reading: &Reading<'_>,
        lookup: &Lookup<'_>,
    ) -> Result<Option<Acting>, Misfit> {
        let past = |name: &str| lookup.number(name).and_then(|task| self.pasts.get(task).copied().flatten());
        let (from, mut to) = match &effect.when {
            When::Always => (self.plan.start, self.as_of),
            // Nothing is active before the plan's start, and what lasts counts from there.
            When::From(day) => ((*day).max(self.plan.start), self.as_of),
            When::While(task) => match past(task) {
                Some(past) => (past.started, self.end(&past)),
                None => return Ok(None),
            },
            When::After(name) => {
                let finished = lookup.number(name).and_then(|node| self.reached(node, lookup, reading));
                match finished.and_then(|day| day.tomorrow().ok()) {
                    Some(day) => (day, self.as_of),
                    None => return Ok(None),
                }
            }
        };
        if let Some(lasts) = effect.lasts {
            // The last day on which some of it is left.
            let days = reading.days(lasts)?.ceil() as i64;
            to = to.min(self.days.add(from, (days - 1).max(0)));
        }
        Ok(Some(Acting { from, to }))
    }

    /// The day at whose end a task was finished, or a milestone reached; `None` where it was not by the day of the status.
    fn reached(&self, node: usize, lookup: &Lookup<'_>, reading: &Reading<'_>) -> Option<Date> {
        let mut latest: Option<Date> = None;
        // What milestones wait for, through as many as there are.
        let mut open = vec![(node, 0)];
        let mut seen = HashSet::new();
        while let Some((node, lag)) = open.pop() {
            if !seen.insert((node, lag)) {
                continue;
            }
            if let Some(past) = self.pasts.get(node) {
                let finished = past.as_ref()?.finished?;
                let day = if lag > 0 { self.days.add(finished, lag) } else { finished };
                latest = latest.max(Some(day));
                continue;
            }
            for (_, _, link) in links_of(self.plan, node) {
                let more = match link.lag {
                    Some(Lag::Time(amount)) => reading.days(amount).unwrap_or(0.0).ceil().max(0.0) as i64,
                    _ => 0,
                };
                open.push((lookup.number(&link.task)?, lag + more));
            }
        }
        latest.filter(|&day| day <= self.as_of)
    }

    /// Notes on which tasks an effect acts.
    fn act(
        &mut self,
        place: usize,
        effect: &Effect,
        acting: Option<&Acting>,
        reading: &Reading<'_>,
        lookup: &Lookup<'_>,
    ) -> Result<(), Misfit> {
        let Some(Acting { from, to }) = acting else { return Ok(()) };
        let own = match &effect.when {
            When::While(name) | When::After(name) => lookup.number(name),
            When::Always | When::From(_) => None,
        };
        let mut factors: HashMap<usize, f64> = HashMap::new();
        for (scales, saves) in [(&effect.slows, false), (&effect.saves, true)] {
            for (task, entry) in select(lookup, scales, usize::MAX).chosen {
                if Some(task) == own || self.pasts.get(task).is_none_or(Option::is_none) {
                    continue;
                }
                let scale = &scales[entry].1;
                let curve = if saves { reading.share(scale)? } else { reading.slow(scale)? };
                let share = curve.quantile(0.5).max(0.0);
                *factors.entry(task).or_insert(1.0) *=
                    if saves { (1.0 - share).max(1e-3) } else { 1.0 + share };
            }
        }
        let mut tasks: Vec<usize> = factors.keys().copied().collect();
        if let Some(next) = effect.next {
            // Those that started while it was active, for their whole duration.
            let pasts = self.pasts;
            let started = |task: usize| pasts[task].map_or(Date::MAX, |past| past.started);
            tasks.retain(|&task| (*from..=*to).contains(&started(task)));
            tasks.sort_by_key(|&task| (started(task), self.plan.tasks[task].priority, task));
            tasks.truncate(next as usize);
        }
        for task in tasks {
            let days = if effect.next.is_some() { usize::MAX } else { place };
            self.factors.entry(task).or_default().push((factors[&task], days));
        }
        Ok(())
    }

    fn go_through(&mut self) {
        let looked_after = std::mem::take(&mut self.at_work);
        let is_plain = |history: &Self, task: usize| {
            history.needs[task].is_empty() && !history.factors.contains_key(&task)
        };
        let (plain, others): (Vec<usize>, Vec<usize>) =
            looked_after.into_iter().partition(|&task| is_plain(self, task));
        for task in plain {
            let Some(past) = self.pasts[task] else { continue };
            let end = self.end(&past).tomorrow().unwrap_or(Date::MAX);
            self.done[task] = self.days.between(past.started, end).max(0) as f64;
        }
        let start = |history: &Self, task: usize| history.pasts[task].map_or(Date::MAX, |past| past.started);
        let mut others = others;
        others.sort_by_key(|&task| (start(self, task), task));
        let Some(&first) = others.first() else { return };
        let (mut day, mut next, mut under_way) = (start(self, first), 0, Vec::new());
        while day <= self.as_of {
            while let Some(&task) = others.get(next).filter(|&&task| start(self, task) <= day) {
                under_way.push(task);
                next += 1;
            }
            under_way.retain(|&task| self.pasts[task].is_some_and(|past| day <= self.end(&past)));
            self.work(day, &under_way);
            let Ok(tomorrow) = day.tomorrow() else { return };
            // Days on which nothing is under way are passed over.
            day = match (under_way.is_empty(), others.get(next)) {
                (true, None) => return,
                (true, Some(&task)) => tomorrow.max(start(self, task)),
                (false, _) => tomorrow,
            };
        }
    }

    /// The work of a day on the tasks that are under way.
    fn work(&mut self, day: Date, under_way: &[usize]) {
        // The people of the teams that these need, each asked once.
        let mut people: HashMap<usize, u32> = HashMap::new();
        for &(team, _, _) in under_way.iter().flat_map(|&task| &self.needs[task]) {
            people.entry(team).or_insert_with(|| {
                self.crews[team].needed.fill(0);
                self.crews[team].people.on(day).unwrap_or(0)
            });
        }
        let at_work = |task: usize| match &self.needs[task][..] {
            [] => self.days.is_worked(day),
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
            let mut rate = rates.fold(f64::INFINITY, f64::min);
            if rate == f64::INFINITY {
                rate = 1.0;
            }
            for &(factor, effect) in self.factors.get(&task).map_or(&[][..], Vec::as_slice) {
                let acting = self.acting.get(effect).and_then(Option::as_ref);
                if effect == usize::MAX || acting.is_some_and(|of| (of.from..=of.to).contains(&day)) {
                    rate /= factor;
                }
            }
            self.done[task] += rate;
        }
    }
}

/// The teams of a plan.
fn crews(plan: &Plan) -> Result<Vec<Crew>, Misfit> {
    let mut calendars: Vec<(&TeamCalendar, Rc<WorkingDays>)> = Vec::new();
    plan.teams
        .iter()
        .map(|team| {
            let known = calendars.iter().find(|(calendar, _)| **calendar == team.calendar);
            let days = match known {
                Some((_, days)) => Rc::clone(days),
                None => {
                    let days = team.calendar.over(&plan.calendar).working_days();
                    let days = Rc::new(days.map_err(|error| Misfit::of_calendar(&error))?);
                    calendars.push((&team.calendar, Rc::clone(&days)));
                    days
                }
            };
            Ok(Crew::new(days, team))
        })
        .collect()
}

impl Crew {
    fn new(days: Rc<WorkingDays>, team: &Team) -> Self {
        let shares: Vec<f64> = match team.share.is_empty() {
            true => vec![1.0],
            false => team.share.iter().map(|&(_, share)| share).collect(),
        };
        Self {
            people: People::new(days, Some(team)),
            lends: team.idle == Idle::Lent && !team.share.is_empty(),
            needed: vec![0; shares.len()],
            rates: vec![0.0; shares.len()],
            full: shares.iter().sum::<f64>().min(1.0),
            shares,
        }
    }

    /// How fast work of each kind goes, by the people that all of it needs. Where the status shows more at work than there are people,
    /// they share themselves out.
    fn set_rates(&mut self, people: u32) {
        let people = f64::from(people);
        for pool in 0..self.rates.len() {
            let needed = f64::from(self.needed[pool]);
            self.rates[pool] =
                if needed > 0.0 { self.full.min(self.shares[pool] * people / needed) } else { 0.0 };
        }
        if self.lends {
            self.lend(people);
        }
    }

    /// Gives what kinds of work leave to those that could use more, in the ratio of their shares.
    fn lend(&mut self, people: f64) {
        let used = |rates: &[f64], needed: &[u32]| {
            rates.iter().zip(needed).map(|(rate, &needed)| rate * f64::from(needed)).sum::<f64>()
        };
        for _ in 0..self.rates.len() {
            let left = self.full * people - used(&self.rates, &self.needed);
            let short = |pool: usize| self.needed[pool] > 0 && self.rates[pool] < self.full;
            let shares: f64 =
                (0..self.rates.len()).filter(|&pool| short(pool)).map(|pool| self.shares[pool]).sum();
            if !(left > 1e-12 && shares > 0.0) {
                return;
            }
            for pool in (0..self.rates.len()).filter(|&pool| short(pool)).collect::<Vec<_>>() {
                let more = left * self.shares[pool] / shares / f64::from(self.needed[pool]);
                self.rates[pool] = self.full.min(self.rates[pool] + more);
            }
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
