//! The way back from a finish to what it waited for: predecessors, and tasks that freed people (METHOD 24).

use super::{Engine, NOTHING, Trial};
use crate::network::{In, Plain, Staff};

/// The tasks of each pool of people, by rank; none of those of whom there is always enough.
#[derive(Debug)]
pub(crate) struct Sharers(Vec<Vec<u32>>);

impl Sharers {
    pub(crate) fn new(staff: &Staff) -> Self {
        let mut sharers = vec![Vec::new(); staff.pools.len()];
        for job in 0..staff.nodes.len() {
            for need in staff.needs_of(job) {
                if staff.teams[staff.pools[need.pool].team].team.is_some() {
                    sharers[need.pool].push(job as u32);
                }
            }
        }
        Self(sharers)
    }

    /// The first of those that draw on the same people as a job, began before the tick at which it started, and were finished at it.
    fn freed(
        &self,
        staff: &Staff,
        job: usize,
        (starts, finishes): (impl Fn(usize) -> i32, impl Fn(usize) -> i32),
        freed_it: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let begin = starts(job);
        let freed = |&other: &usize| finishes(other) == begin && starts(other) < begin && freed_it(other);
        let of_pool = |pool: usize| self.0[pool].iter().map(|&other| other as usize).find(freed);
        staff.needs_of(job).iter().filter_map(|need| of_pool(need.pool)).min()
    }
}

impl Engine<'_> {
    /// The nodes on the way back from the finish of a job of the trial just run, or of the plan; last to first in time.
    pub(crate) fn way(
        &self,
        target: Option<usize>,
        sharers: &Sharers,
        trial: &Trial<'_>,
        back: &mut Vec<u32>,
    ) {
        let staff = self.staff;
        back.clear();
        // Of several the first.
        let last = || (0..self.finishes.len()).rev().max_by_key(|&job| self.finishes[job]);
        let mut next = target.or_else(last).map(|job| (job, self.finishes[job]));
        while let Some((job, left_at)) = next {
            back.push(staff.nodes[job] as u32);
            let of_job = &self.jobs[job];
            let by_finish = usize::from(left_at > of_job.done);
            let asks = by_finish == 0 && self.fixed[job].past.is_none();
            if asks && self.starts[job] > of_job.held[0] && self.is_there(trial, job) {
                let times = (|job| self.starts[job], |job| self.finishes[job]);
                // What was finished at that tick because this started has freed nobody for it.
                let before = |other: usize| self.usage.finished_before(other, job);
                let freed =
                    sharers.freed(staff, job, times, |other| before(other) && self.is_there(trial, other));
                if let Some(freed) = freed {
                    next = Some((freed, self.finishes[freed]));
                    continue;
                }
            }
            let (cause, held) = (of_job.cause[by_finish], of_job.held[by_finish]);
            next = (cause != NOTHING).then(|| self.leaves_at(cause as usize, held));
        }
    }

    /// Where a link comes from that held something until then, and when the way leaves that.
    pub(super) fn leaves_at(&self, link: usize, held: i32) -> (usize, i32) {
        let (from, out) = (self.usage.source_of(link), &self.staff.outs[link]);
        let left_at = match out.of_start {
            true => self.starts[from],
            false if out.is_lead() => held.min(self.finishes[from]),
            false => self.finishes[from],
        };
        (from, left_at)
    }
}

/// The same in a trial of a plain list, given its starts and finishes.
pub(crate) fn way_of_plain(
    staff: &Staff,
    plain: &Plain,
    target: Option<usize>,
    sharers: &Sharers,
    (start, finish): (impl Fn(usize) -> i32 + Copy, impl Fn(usize) -> i32 + Copy),
    back: &mut Vec<u32>,
) {
    back.clear();
    let mut next = target.or_else(|| (0..staff.nodes.len()).rev().max_by_key(|&job| finish(job)));
    while let Some(job) = next {
        back.push(staff.nodes[job] as u32);
        let (held, cause) = held(staff, plain, job, (start, finish));
        let freed = match start(job) > held {
            true => sharers.freed(staff, job, (start, finish), |_| true),
            false => None,
        };
        next = freed.or(cause.map(|cause| cause.from));
    }
}

/// Until when a job of a plain list is held, and by which link.
pub(super) fn held<'p>(
    staff: &Staff,
    plain: &'p Plain,
    job: usize,
    (start, finish): (impl Fn(usize) -> i32, impl Fn(usize) -> i32),
) -> (i32, Option<&'p In>) {
    let mut held = staff.not_before[job];
    let mut cause: Option<&In> = None;
    for link in plain.ins_of(job) {
        let time = if link.of_start { start(link.from) } else { finish(link.from) } + link.lag;
        let earlier = cause.is_none_or(|cause| link.out < cause.out);
        if time > held || (time == held && earlier) {
            (held, cause) = (time, Some(link));
        }
    }
    (held, cause)
}
