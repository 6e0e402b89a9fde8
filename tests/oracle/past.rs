//! What the status of a plan says, and how much work was done by then, counted day by day (docs/method.md, "Progress").

use std::collections::{BTreeMap, BTreeSet};

use landfall::inspect::Compiled;
use landfall::{Date, Effect, Lag, Link, LinkKind, Plan, TICKS_PER_DAY, Task, Team, When};

use super::days::{Days, PLAN};
use super::durations::pace;
use super::given::MOST_SHARE;
use super::people::{planned, rates};
use super::simulator::{Curves, MEDIAN, VALID, changes, days_of, needs, rounded, selector, ticks};

const DAY: i64 = TICKS_PER_DAY as i64;

/// A task that was started.
pub(super) struct Started {
    pub(super) start: i64,
    pub(super) finish: Option<i64>,
    /// The work that was done on it [ticks].
    pub(super) done: i64,
    /// What is left of it, where the status says that.
    pub(super) remaining: Option<Compiled>,
}

/// The same in one trial.
pub(super) struct Begun {
    pub(super) start: i64,
    pub(super) finish: Option<i64>,
    /// What is left of it at the end of the day of the status [ticks].
    pub(super) left: i64,
}

/// What is known of a plan.
#[derive(Default)]
pub(super) struct Past {
    /// The end of the day of the status [ticks].
    pub(super) as_of: i64,
    pub(super) started: BTreeMap<String, Started>,
}

/// The next morning after a day: a tick that ends one day begins the next.
fn evening(days: &Days<'_>, date: Date) -> i64 {
    days.morning(date.tomorrow().expect("the dates of a plan lie within a few hundred years"))
}

pub(super) fn past(plan: &Plan, days: &Days<'_>, curves: &Curves) -> Past {
    let Some(status) = &plan.status else { return Past::default() };
    let mut past = Past { as_of: evening(days, status.as_of), started: BTreeMap::new() };
    for said in &status.tasks {
        let Some(start) = said.started else { continue };
        let remaining =
            said.remaining.as_ref().map(|remaining| Compiled::duration(plan, remaining).expect(VALID));
        let started = Started {
            start: days.morning(start),
            finish: said.finished.map(|date| evening(days, date)),
            done: 0,
            remaining,
        };
        past.started.insert(said.name.clone(), started);
    }
    let work = Work { plan, days, curves, past: &past }.done();
    for (name, done) in work {
        let said = status.tasks.iter().find(|said| said.name == name).and_then(|said| said.done);
        let started = past.started.get_mut(&name).expect("it was started");
        started.done = said.map_or(rounded(done), |amount| {
            let task = plan.tasks.iter().find(|task| task.name == name).expect("it was started");
            rounded(days_of(plan, amount) * pace(plan, task) * DAY as f64)
        });
    }
    past
}

struct Work<'a> {
    plan: &'a Plan,
    days: &'a Days<'a>,
    curves: &'a Curves,
    past: &'a Past,
}

impl Work<'_> {
    fn task(&self, name: &str) -> &Task {
        self.plan.tasks.iter().find(|task| task.name == name).expect("it was started")
    }

    /// The work that was done on each task [ticks].
    fn done(&self) -> BTreeMap<String, f64> {
        let mut done: BTreeMap<String, f64> =
            self.past.started.keys().map(|name| (name.clone(), 0.0)).collect();
        for morning in (0..self.past.as_of).step_by(TICKS_PER_DAY as usize) {
            let at_work: Vec<&Task> = self
                .past
                .started
                .iter()
                .filter(|(_, started)| {
                    started.start <= morning && started.finish.is_none_or(|finish| morning < finish)
                })
                .map(|(name, _)| self.task(name))
                .filter(|task| self.works(task, morning))
                .collect();
            for task in &at_work {
                let rate = self.rate(task, &at_work, morning) / self.factor(task, morning);
                *done.get_mut(&task.name).expect("it was started") += DAY as f64 * rate;
            }
        }
        done
    }

    /// Whether a day is worked by all that a task needs.
    fn works(&self, task: &Task, morning: i64) -> bool {
        let day = self.days.at(morning);
        let needs = needs(self.plan, task);
        if needs.is_empty() {
            return day.of(PLAN).worked;
        }
        // Nobody of a team on leave does anything for it.
        needs.iter().all(|(team, _)| day.of(team).people > 0)
    }

    fn kind<'t>(team: &Team, task: &'t Task) -> &'t str {
        if team.share.is_empty() { "" } else { task.kind.as_deref().unwrap_or("roadmap") }
    }

    /// How fast a task goes on beside all that is at work on a day: the lowest rate of its teams.
    fn rate(&self, task: &Task, at_work: &[&Task], morning: i64) -> f64 {
        let mut lowest: f64 = 1.0;
        for (name, _) in needs(self.plan, task) {
            let team = self.plan.teams.iter().find(|team| team.name == name).expect("it is in the plan");
            let mut needed: BTreeMap<String, i64> = BTreeMap::new();
            for other in at_work {
                for (_, people) in needs(self.plan, other).iter().filter(|(of, _)| *of == name) {
                    *needed.entry(Self::kind(team, other).to_owned()).or_default() += i64::from(*people);
                }
            }
            let people = self.days.at(morning).of(&name).people;
            let kind = Self::kind(team, task);
            let mut rate = rates(team, planned(team), people, &needed)[kind];
            if team.share.is_empty() {
                // They share themselves out.
                rate = rate.min(people as f64 / needed[kind] as f64);
            }
            lowest = lowest.min(rate);
        }
        lowest
    }

    /// What the effects of a day multiply the time of a task by, at their medians.
    fn factor(&self, task: &Task, morning: i64) -> f64 {
        let mut effects: Vec<&Effect> =
            self.plan.effects.iter().filter(|effect| changes(self.plan, effect, task)).collect();
        effects.sort_by(|one, other| one.name.cmp(&other.name));
        let mut product = 1.0;
        for effect in effects {
            let acts = match effect.next {
                Some(next) => self.taken(effect, next as usize).contains(&task.name),
                None => self.is_active(effect, morning),
            };
            if !acts {
                continue;
            }
            let key = |selector: &str| (effect.name.clone(), selector.to_owned());
            if let Some(selector) = selector(self.plan, &effect.slows, task) {
                product *= 1.0 + self.curves.slows[&key(selector)].at(MEDIAN);
            }
            if let Some(selector) = selector(self.plan, &effect.saves, task) {
                product *= 1.0 - self.curves.saves[&key(selector)].at(MEDIAN).min(MOST_SHARE);
            }
        }
        product
    }

    /// The tasks that have an effect with `next`: the first that started while it was active, by time, priority and plan order.
    fn taken(&self, effect: &Effect, next: usize) -> BTreeSet<String> {
        let place = |name: &str| self.plan.tasks.iter().position(|task| task.name == name);
        let mut started: Vec<&Task> = self
            .past
            .started
            .iter()
            .filter(|(_, started)| self.is_active(effect, started.start))
            .map(|(name, _)| self.task(name))
            .filter(|task| changes(self.plan, effect, task))
            .collect();
        started.sort_by_key(|task| (self.past.started[&task.name].start, task.priority, place(&task.name)));
        started.iter().take(next).map(|task| task.name.clone()).collect()
    }

    fn is_active(&self, effect: &Effect, tick: i64) -> bool {
        let begin = match &effect.when {
            When::Always => Some(0),
            When::From(date) => Some(self.days.morning(*date)),
            When::While(own) => self.past.started.get(own).map(|started| started.start),
            When::After(own) => self.finish(own),
            when => unreachable!("there is no other beginning than {when:?}"),
        };
        let Some(begin) = begin else { return false };
        let end = match &effect.when {
            When::While(own) => self.finish(own),
            _ => None,
        };
        let over = effect.lasts.map(|amount| self.days.after(begin, ticks(self.plan, amount)));
        let end = end.into_iter().chain(over).min();
        begin <= tick && end.is_none_or(|end| tick < end)
    }

    fn start(&self, name: &str) -> Option<i64> {
        match self.past.started.get(name) {
            Some(started) => Some(started.start),
            None => self.finish(name),
        }
    }

    /// When a task was finished, or a milestone reached, as far as that is known.
    fn finish(&self, name: &str) -> Option<i64> {
        if let Some(started) = self.past.started.get(name) {
            return started.finish;
        }
        let milestone = self.plan.milestones.iter().find(|milestone| milestone.name == name)?;
        let mut reached = Some(0);
        for link in &milestone.after {
            reached = reached.zip(self.comes(link)).map(|(one, other)| one.max(other));
        }
        reached
    }

    fn comes(&self, link: &Link) -> Option<i64> {
        let took = |started: &Started| started.finish.unwrap_or(self.past.as_of) - started.start;
        // Where nothing slows it down, this is the work that was done.
        let done = self.past.started.get(&link.task).map_or(0, took);
        let lag = match link.lag {
            None => 0,
            Some(Lag::Time(amount)) => rounded(days_of(self.plan, amount) * DAY as f64),
            Some(Lag::Share(share)) => rounded(share * done as f64),
            Some(lag) => unreachable!("there is no other lag than {lag:?}"),
        };
        if matches!(link.kind, LinkKind::StartStart | LinkKind::StartFinish) {
            return self.start(&link.task).map(|start| self.days.after(start, lag.max(0)));
        }
        let finish = self.finish(&link.task)?;
        // A lead comes when so much work was left, and not before the start.
        Some(match lag {
            0.. => self.days.after(finish, lag),
            lead => (finish + lead).max(self.start(&link.task)?),
        })
    }
}
