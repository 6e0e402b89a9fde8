//! What has happened before the trials begin: work that is finished or under way, and what it teaches (METHOD 32 to 34).

use std::collections::HashMap;

use super::build::Builder;
use super::facts::Facts;
use crate::calendar::Axis;
use crate::check::{self, Expected, Lookup, Reading, expected, past, settled};
use crate::curve::{Draw, Known, Misfit};
use crate::plan::{Plan, TaskStatus};
use crate::units::{HORIZON_TICKS, TICKS_PER_DAY, ticks};

/// The past of a task that was started.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Past {
    /// When it was started [ticks].
    pub(crate) start: i32,
    /// When it was finished, where it is [ticks].
    pub(crate) finish: Option<i32>,
    /// How much work was done on it [ticks].
    pub(crate) done: i32,
    /// Which of those under way it is of which only their estimates say what is left.
    pub(crate) under_way: Option<usize>,
}

/// A task under way of which only its estimate says what is left [working days].
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct UnderWay {
    pub(crate) done: f64,
    /// No outcome of it takes longer.
    pub(crate) longest: f64,
    pub(crate) own: Known,
    /// What risks make of it, in the order of its changes.
    pub(crate) becomes: Vec<Known>,
}

/// What a finished task has taught of the scores that tasks share: their mean and standard deviation.
pub(crate) type Learned = Option<(f32, f32)>;

/// What the status of a plan says, as numbers.
pub(super) struct History<'p> {
    plan: &'p Plan,
    /// The end of the day of the status [ticks]; 0 where that lies before the start.
    pub(super) as_of: i32,
    pub(super) pasts: Vec<Option<check::Past>>,
    said: HashMap<usize, &'p TaskStatus>,
    expected: HashMap<usize, Expected>,
    settled: Vec<Option<bool>>,
}

/// How likely a risk is: by itself, and where the one happened that it is given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Chances {
    pub(super) chance: f64,
    pub(super) given: Option<f64>,
}

impl<'p> History<'p> {
    /// The status of a plan; `None` where it has none.
    pub(super) fn new(
        plan: &'p Plan,
        reading: &Reading<'_>,
        lookup: &Lookup<'_>,
        axis: &Axis,
        paces: &[(usize, f64)],
        facts: Option<&Facts>,
    ) -> Result<Option<Self>, Misfit> {
        let Some(status) = &plan.status else { return Ok(None) };
        let mut pasts = past(plan, reading, lookup)?;
        if let Some(facts) = facts {
            facts.recall(plan, &mut pasts, paces);
        }
        let started: Vec<usize> = (0..pasts.len()).filter(|&task| pasts[task].is_some()).collect();
        let said = status.tasks.iter().filter_map(|task| Some((lookup.number(&task.name)?, task))).collect();
        let pace = |task: usize| pace_of(paces, task);
        Ok(Some(Self {
            plan,
            as_of: axis.end_of(status.as_of).unwrap_or(0),
            expected: expected(plan, reading, lookup, &started, pace)?,
            pasts,
            said,
            settled: settled(plan),
        }))
    }

    /// The past of a task, what is drawn for it, and how long it takes on the plan date [ticks]; `None` of those not started. What is under
    /// way by its estimate is added to a list.
    pub(super) fn of_task(
        &self,
        task: usize,
        axis: &Axis,
        builder: &mut Builder<'_>,
        pace: f64,
        under_way: &mut Vec<UnderWay>,
    ) -> Result<Option<(Past, Draw, i32)>, Misfit> {
        let Some(of_task) = self.pasts[task] else { return Ok(None) };
        let done = ticks(of_task.done);
        let finish = of_task.finished.map(|day| axis.end_of(day).unwrap_or(0));
        let start = axis.morning_of(of_task.started);
        // What is started and finished on days off takes no time.
        let start = finish.map_or(start.min(self.as_of), |finish| start.min(finish));
        let mut past = Past { start, finish, done, under_way: None };
        if finish.is_some() {
            return Ok(Some((past, builder.nothing(), done)));
        }
        if let Some(remaining) = self.said.get(&task).and_then(|said| said.remaining.as_ref()) {
            let (draw, left) = builder.duration(remaining)?;
            return Ok(Some((past, draw, done.saturating_add(ticks(left * pace)).min(HORIZON_TICKS))));
        }
        let (draw, _) = builder.duration(&self.plan.tasks[task].takes)?;
        let Some(expected) = self.expected.get(&task) else { return Ok(Some((past, draw, done))) };
        past.under_way = Some(under_way.len());
        let becomes = expected.risks.iter().filter_map(|(_, does)| does.becomes.clone());
        under_way.push(UnderWay {
            done: of_task.done,
            longest: expected.longest(of_task.done),
            own: expected.own.clone(),
            becomes: becomes.collect(),
        });
        let left = expected.known(self.plan, &self.settled).left(of_task.done, 0.5);
        Ok(Some((past, draw, ticks(of_task.done + left).min(HORIZON_TICKS))))
    }

    /// Whether only the estimate of a task says what is left of it.
    fn by_estimate(&self, task: usize) -> Option<(&Expected, f64)> {
        let past = self.pasts[task].filter(|past| past.finished.is_none())?;
        let said = self.said.get(&task).is_some_and(|said| said.remaining.is_some());
        Some((self.expected.get(&task)?, past.done)).filter(|_| !said)
    }

    /// How likely each risk is, by what is known: settled ones are sure, and what runs late makes those likelier that explain it.
    pub(super) fn chances(&self) -> Vec<Chances> {
        let mut ratios = vec![1.0f64; self.plan.risks.len()];
        let mut tasks: Vec<usize> = self.expected.keys().copied().collect();
        tasks.sort_unstable();
        for task in tasks {
            let Some((expected, done)) = self.by_estimate(task) else { continue };
            for &(risk, _) in expected.risks.iter().filter(|(risk, _)| self.settled[*risk].is_none()) {
                ratios[risk] *= expected.ratio(self.plan, &self.settled, risk, done);
            }
        }
        let mut chances: Vec<Chances> = self
            .plan
            .risks
            .iter()
            .zip(&ratios)
            .map(|(risk, &ratio)| Chances {
                chance: updated(risk.chance.get(), ratio),
                given: risk.given.as_ref().map(|given| updated(given.chance.get(), ratio)),
            })
            .collect();
        self.settle_sets(&ratios, &mut chances);
        for (chances, settled) in chances.iter_mut().zip(&self.settled) {
            if let Some(happened) = settled {
                let sure = f64::from(u8::from(*happened));
                *chances = Chances { chance: sure, given: chances.given.map(|_| sure) };
            }
        }
        chances
    }

    /// The chances of risks of which at most one happens: together with none of them they are 1.
    fn settle_sets(&self, ratios: &[f64], chances: &mut [Chances]) {
        let mut sets: HashMap<&str, Vec<usize>> = HashMap::new();
        for (number, risk) in self.plan.risks.iter().enumerate() {
            if let Some(set) = &risk.one_of {
                sets.entry(set).or_default().push(number);
            }
        }
        for members in sets.into_values() {
            if members.iter().all(|&risk| self.settled[risk].is_none() && ratios[risk] == 1.0) {
                members.iter().for_each(|&risk| chances[risk].chance = self.plan.risks[risk].chance.get());
                continue;
            }
            let chance = |risk: usize| self.plan.risks[risk].chance.get();
            let weight = |risk: usize| match self.settled[risk] {
                Some(false) => 0.0,
                _ => (chance(risk) * ratios[risk]).min(f64::MAX / 1e6),
            };
            let none = (1.0 - members.iter().map(|&risk| chance(risk)).sum::<f64>()).max(0.0);
            let sum = none + members.iter().map(|&risk| weight(risk)).sum::<f64>();
            for &risk in &members {
                chances[risk].chance = if sum > 0.0 { weight(risk) / sum } else { 0.0 };
            }
        }
    }

    /// What the finished among some tasks that err together by so much teach of what they share: the scores of what they took.
    pub(super) fn learned(&self, tasks: &[usize], correlation: f64) -> Learned {
        /// What is beyond every outcome an estimate knows of teaches no more than this.
        const MOST: f64 = 3.0;
        let scores: Vec<f64> = tasks
            .iter()
            .filter_map(|&task| {
                let past = self.pasts[task].filter(|past| past.finished.is_some())?;
                let expected = self.expected.get(&task)?;
                if expected.own.is_constant() {
                    return None;
                }
                Some(expected.known(self.plan, &self.settled).score(past.done).clamp(-MOST, MOST))
            })
            .collect();
        if scores.is_empty() {
            return None;
        }
        let all = 1.0 - correlation + scores.len() as f64 * correlation;
        let mean = correlation.sqrt() * scores.iter().sum::<f64>() / all;
        Some((mean as f32, ((1.0 - correlation) / all).max(0.0).sqrt() as f32))
    }
}

/// A chance whose odds are multiplied.
fn updated(chance: f64, ratio: f64) -> f64 {
    if ratio == 1.0 {
        return chance;
    }
    let weight = (chance * ratio).min(f64::MAX / 1e6);
    weight / (weight + 1.0 - chance)
}

/// What the durations of a task are multiplied by.
pub(super) fn pace_of(paces: &[(usize, f64)], task: usize) -> f64 {
    paces.binary_search_by_key(&task, |&(task, _)| task).map_or(1.0, |place| paces[place].1)
}

/// Ticks as working days.
pub(crate) fn days(ticks: f64) -> f64 {
    ticks / f64::from(TICKS_PER_DAY)
}
