//! Plans in which all that matters is who comes first: teams of so many people, and work that takes as long as it takes. A kernel does
//! these much faster than events do.

use std::collections::HashSet;

use super::{Lag, Staff, flat};
use crate::kernel::list::{Job, Jobs, List, Wait};
use crate::plan::Plan;

/// The tasks as a list, and what milestones wait for.
#[derive(Debug, Clone)]
pub(crate) struct Plain {
    /// The jobs that are tasks, which come first.
    pub(crate) list: Jobs,
    /// The milestones, each after those it waits for.
    pub(crate) milestones: Vec<usize>,
    /// What each job waits for lies together; bounds as for the needs.
    ins: Vec<In>,
    ins_from: Vec<usize>,
}

/// A link into a job.
#[derive(Debug, Clone, Copy)]
pub(crate) struct In {
    pub(crate) from: usize,
    pub(crate) of_start: bool,
    pub(crate) lag: i32,
    /// Its number among the links out of all jobs.
    pub(crate) out: usize,
}

/// The most waits of the list: where tasks wait for milestones that wait for many, they wait for each of these.
const MOST_WAITS: usize = 1_000_000;

impl Plain {
    pub(crate) fn ins_of(&self, job: usize) -> &[In] {
        &self.ins[self.ins_from[job]..self.ins_from[job + 1]]
    }

    /// The list of a staff; `None` where more is said than it can hold.
    pub(super) fn new(plan: &Plan, staff: &Staff, order: &[usize]) -> Option<Self> {
        let tasks = plan.tasks.len();
        let milestones: HashSet<&str> =
            plan.milestones.iter().map(|milestone| milestone.name.as_str()).collect();
        let nothing_between = staff.effects.is_empty()
            && staff.teams.iter().all(|team| !team.shared && team.interrupts.is_empty())
            && plan
                .risks
                .iter()
                .all(|risk| risk.delays.iter().all(|(name, _)| !milestones.contains(name.as_str())))
            && plan.tasks.iter().all(|task| task.exists.is_none());
        let of_one_team = (0..tasks).all(|job| staff.needs_of(job).len() == 1);
        if !nothing_between || !of_one_team {
            return None;
        }
        let units: Vec<u32> =
            (0..staff.teams.len()).map(|team| staff.days.always(team)).collect::<Option<_>>()?;
        let mut ins = vec![Vec::new(); staff.nodes.len()];
        for from in 0..staff.nodes.len() {
            for (place, out) in staff.outs_of(from).iter().enumerate() {
                let lag = match out.lag {
                    Lag::Ticks(ticks) if ticks >= 0 && !out.holds_finish => ticks,
                    _ => return None,
                };
                ins[out.to].push(In {
                    from,
                    of_start: out.of_start,
                    lag,
                    out: staff.outs_from[from] + place,
                });
            }
        }
        let mut job_of = vec![0; staff.nodes.len()];
        staff.nodes.iter().enumerate().for_each(|(job, &node)| job_of[node] = job);
        let in_order = || order.iter().map(|&node| job_of[node]);
        // What waits for a milestone waits for all that this waits for.
        let mut waits: Vec<Vec<Wait>> = vec![Vec::new(); staff.nodes.len()];
        let mut count = 0;
        for job in in_order() {
            let mut all = Vec::with_capacity(ins[job].len());
            for of in &ins[job] {
                if of.from < tasks {
                    all.push(Wait { job: of.from, lag: of.lag, from_start: of.of_start });
                } else {
                    // Nothing of it is left where a lag passes the end of the axis, which no trial does.
                    let later = |wait: &Wait| Some(Wait { lag: wait.lag.checked_add(of.lag)?, ..*wait });
                    all.extend(waits[of.from].iter().map(later).collect::<Option<Vec<Wait>>>()?);
                }
            }
            count += all.len();
            if count > MOST_WAITS {
                return None;
            }
            waits[job] = all;
        }
        let jobs: Vec<Job> = (0..tasks)
            .map(|job| {
                let need = staff.needs_of(job)[0];
                // Each of these teams has one pool, so that both have the same number.
                Job { pool: Some(need.pool), need: need.people, earliest: staff.not_before[job] }
            })
            .collect();
        let milestones = in_order().filter(|&job| job >= tasks).collect();
        waits.truncate(tasks);
        let (waits, begins) = flat(waits);
        let list = Jobs::new(&List { jobs: &jobs, begins: &begins, waits: &waits, units: &units }).ok()?;
        let (ins, ins_from) = flat(ins);
        Some(Self { list, milestones, ins, ins_from })
    }
}
