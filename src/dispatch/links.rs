//! What is told of a job's start, work and finish to the jobs that are linked to it (METHOD 15 and 16).

use super::{Do, Engine, State, Trial};
use crate::network::Lag;

/// The start and the finish of a job, where both have the same.
const START: usize = 0;
const FINISH: usize = 1;

impl Engine<'_> {
    /// The lag of a link out of a job in this trial [ticks]; negative is a lead.
    fn lag(&self, from: usize, out: usize, trial: &Trial<'_>) -> i32 {
        let link = &self.staff.outs[out];
        if link.lag == Lag::Ticks(0) || !self.is_there(trial, from) || !self.is_there(trial, link.to) {
            return 0;
        }
        link.lag.ticks(f64::from(trial.takes[from])) as i32
    }

    fn outs(&self, job: usize) -> std::ops::Range<usize> {
        let (begin, end) = self.fixed[job].outs;
        begin..end
    }

    /// The links that count from a start have their time, and the leads that are longer than all the work.
    pub(super) fn tell_of_start(&mut self, job: usize, trial: &Trial<'_>) {
        for out in self.outs(job) {
            if self.staff.outs[out].of_start {
                let lag = self.lag(job, out, trial).max(0);
                self.tell(out, self.axis.after(self.now, lag));
            }
        }
        if !self.jobs[job].told {
            self.tell_of_leads(job, f64::from(trial.takes[job]), trial);
        }
    }

    /// The links that count from a finish have their time.
    pub(super) fn tell_of_finish(&mut self, job: usize, trial: &Trial<'_>) {
        let fixed = self.fixed[job];
        if !(fixed.leads || fixed.lags || fixed.starts) {
            for out in self.outs(job) {
                self.tell(out, self.now);
            }
            return;
        }
        for out in self.outs(job) {
            if !self.staff.outs[out].of_start && !self.led[out] {
                let lag = self.lag(job, out, trial).max(0);
                self.tell(out, self.axis.after(self.now, lag));
            }
        }
    }

    /// The leads that are at least as long as the work left come now.
    pub(super) fn tell_of_leads(&mut self, job: usize, left: f64, trial: &Trial<'_>) {
        if !self.fixed[job].leads {
            return;
        }
        for out in self.outs(job) {
            if self.is_lead(out) && !self.led[out] {
                let lag = self.lag(job, out, trial);
                if lag < 0 && f64::from(-lag) >= left {
                    self.led[out] = true;
                    self.tell(out, self.now);
                }
            }
        }
    }

    fn is_lead(&self, out: usize) -> bool {
        self.staff.outs[out].is_lead()
    }

    /// The longest lead that has not come [ticks of work left]; 0 where none is left.
    pub(super) fn next_lead(&self, job: usize, trial: &Trial<'_>) -> i32 {
        if !self.fixed[job].leads {
            return 0;
        }
        let open = self.outs(job).filter(|&out| self.is_lead(out) && !self.led[out]);
        open.map(|out| -self.lag(job, out, trial)).max().unwrap_or(0).max(0)
    }

    /// A link has its time.
    fn tell(&mut self, out: usize, time: i32) {
        let link = &self.staff.outs[out];
        let (to, end) = (link.to, if link.holds_finish { FINISH } else { START });
        if !self.is_held_by(to, link.holds_finish) {
            return;
        }
        let job = &mut self.jobs[to];
        // Of those that come at the same time the first, in whatever order they are told of.
        if time > job.held[end] || (time == job.held[end] && (out as u32) < job.cause[end]) {
            (job.held[end], job.cause[end]) = (time, out as u32);
        }
        self.jobs[to].waits[end] -= 1;
        if self.jobs[to].waits[end] > 0 {
            return;
        }
        match end {
            START => self.hold_start(to),
            _ if self.jobs[to].state == State::Held => self.hold_finish(to),
            _ => {}
        }
    }

    /// All links of a start have their time: it comes now or then.
    pub(super) fn hold_start(&mut self, job: usize) {
        match self.jobs[job].held[START] {
            time if time <= self.now => self.todo.push(Do::Arrive(job as u32)),
            time => self.queue.set(job, time),
        }
    }

    /// All links of a finish have their time, and the work is done: it comes now or then.
    pub(super) fn hold_finish(&mut self, job: usize) {
        match self.jobs[job].held[FINISH] {
            time if time <= self.now => self.todo.push(Do::Finish(job as u32)),
            time => self.queue.set(job, time),
        }
    }
}
