//! Which effects acted on which tasks, and when, by the day of the status (METHOD 21).

use std::collections::HashMap;

use super::Spans;
use crate::calendar::Axis;
use crate::check::{Lookup, Reading, links_of, select};
use crate::curve::Misfit;
use crate::plan::{Effect, Lag, Link, Plan, When};
use crate::units::{MOST_SHARE, ticks};

/// An effect on a task.
#[derive(Debug, Clone, Copy)]
pub(super) struct Acting {
    /// What it multiplies the task's time by.
    pub(super) factor: f64,
    /// From when to when it does [ticks].
    from: i32,
    to: i32,
}

impl Acting {
    /// Whether it acts on the day of this morning.
    pub(super) fn is_on(&self, morning: i32) -> bool {
        (self.from..self.to).contains(&morning)
    }
}

/// By task that was started: the effects that act on it.
pub(super) fn acting(
    plan: &Plan,
    reading: &Reading<'_>,
    lookup: &Lookup<'_>,
    axis: &Axis,
    spans: &Spans,
) -> Result<HashMap<usize, Vec<Acting>>, Misfit> {
    let mut all: HashMap<usize, Vec<Acting>> = HashMap::new();
    let when = Times { plan, reading, lookup, axis, spans };
    for effect in &plan.effects {
        let Some((from, to)) = when.active(effect)? else { continue };
        let factors = factors(effect, reading, lookup, spans)?;
        let Some(next) = effect.next else {
            for (task, factor) in factors {
                all.entry(task).or_default().push(Acting { factor, from, to });
            }
            continue;
        };
        // The first that started while it was active, for their whole duration.
        let start = |task: usize| spans.of(task).map_or(i32::MAX, |(start, _)| start);
        let mut tasks: Vec<usize> = factors.keys().copied().collect();
        tasks.retain(|&task| (from..to).contains(&start(task)));
        tasks.sort_by_key(|&task| (start(task), plan.tasks[task].priority, task));
        for task in tasks.into_iter().take(next as usize) {
            let acting = Acting { factor: factors[&task], from: 0, to: i32::MAX };
            all.entry(task).or_default().push(acting);
        }
    }
    Ok(all)
}

/// What an effect multiplies the time of each task that was started by, at its medians; it never acts on its own.
fn factors(
    effect: &Effect,
    reading: &Reading<'_>,
    lookup: &Lookup<'_>,
    spans: &Spans,
) -> Result<HashMap<usize, f64>, Misfit> {
    let own = match &effect.when {
        When::While(name) | When::After(name) => lookup.number(name),
        When::Always | When::From(_) => None,
    };
    let mut factors: HashMap<usize, f64> = HashMap::new();
    for (scales, saves) in [(&effect.slows, false), (&effect.saves, true)] {
        for (task, entry) in select(lookup, scales, usize::MAX).chosen {
            if Some(task) == own || spans.of(task).is_none() {
                continue;
            }
            let scale = &scales[entry].1;
            let curve = if saves { reading.share(scale)? } else { reading.slow(scale)? };
            let share = curve.quantile(0.5).max(0.0);
            *factors.entry(task).or_insert(1.0) *=
                if saves { 1.0 - share.min(MOST_SHARE) } else { 1.0 + share };
        }
    }
    Ok(factors)
}

/// When tasks were started and finished, and milestones reached.
struct Times<'a> {
    plan: &'a Plan,
    reading: &'a Reading<'a>,
    lookup: &'a Lookup<'a>,
    axis: &'a Axis,
    spans: &'a Spans,
}

impl Times<'_> {
    /// From when to when an effect was active by the day of the status; none where it has not begun.
    fn active(&self, effect: &Effect) -> Result<Option<(i32, i32)>, Misfit> {
        let span = |name: &str| self.lookup.number(name).and_then(|task| self.spans.of(task));
        let (from, to) = match &effect.when {
            When::Always => (0, i32::MAX),
            // Nothing is active before the plan's start, and what lasts counts from there.
            When::From(day) => (self.axis.morning_of(*day), i32::MAX),
            When::While(name) => match span(name) {
                Some(span) => span,
                None => return Ok(None),
            },
            When::After(name) => match self.lookup.number(name).and_then(|node| self.finished(node)) {
                Some(finish) => (finish, i32::MAX),
                None => return Ok(None),
            },
        };
        Ok(Some(match effect.lasts {
            None => (from, to),
            Some(lasts) => (from, to.min(self.axis.after(from, ticks(self.reading.days(lasts)?)))),
        }))
    }

    /// When a task was finished, or a milestone reached, as far as that is known.
    fn finished(&self, node: usize) -> Option<i32> {
        if let Some(span) = self.spans.of_tasks.get(node) {
            return (*span)?.1;
        }
        // Milestones that wait for milestones, each after those it waits for: no recursion, however many there are.
        let mut reached: HashMap<usize, Option<i32>> = HashMap::new();
        let mut open = vec![node];
        while let Some(&next) = open.last() {
            if reached.contains_key(&next) {
                open.pop();
                continue;
            }
            let from = links_of(self.plan, next).filter_map(|(_, _, link)| self.lookup.number(&link.task));
            let tasks = self.spans.of_tasks.len();
            let unknown: Vec<usize> =
                from.filter(|from| *from >= tasks && !reached.contains_key(from)).collect();
            if unknown.is_empty() {
                let times = links_of(self.plan, next).map(|(_, _, link)| self.comes(link, &reached));
                let latest =
                    times.collect::<Option<Vec<i32>>>().map(|times| times.into_iter().max().unwrap_or(0));
                reached.insert(next, latest);
            } else {
                open.extend(unknown);
            }
        }
        reached[&node]
    }

    /// When a link of a milestone came, given when the milestones before it were reached.
    fn comes(&self, link: &Link, reached: &HashMap<usize, Option<i32>>) -> Option<i32> {
        let from = self.lookup.number(&link.task)?;
        let (start, finish) = match self.spans.of_tasks.get(from) {
            Some(span) => span.map_or((None, None), |(start, finish)| (Some(start), finish)),
            None => {
                let reached = reached.get(&from).copied().flatten();
                (reached, reached)
            }
        };
        let time = if link.kind.waits_for_start() { start } else { finish }?;
        let lag = match link.lag {
            None => 0,
            Some(Lag::Time(amount)) => ticks(self.reading.days(amount).unwrap_or(0.0)),
            // Of the time that it was at work, which is its work where nothing made it slower.
            Some(Lag::Share(share)) => {
                let (start, end) = self.spans.of(from).unwrap_or((0, 0));
                (share * f64::from(end - start)).round_ties_even() as i32
            }
        };
        Some(match lag {
            lag if lag >= 0 => self.axis.after(time, lag),
            // A lead comes when so much work was left, at its start at the earliest.
            lead if !link.kind.waits_for_start() => (time + lead).max(start.unwrap_or(0)),
            _ => time,
        })
    }
}
