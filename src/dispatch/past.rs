//! What has happened before the day of the status: tasks start, and are finished, when it says so (METHOD 32).

use super::{Do, Engine, Job, State, Trial};
use crate::network::Past;

impl Engine<'_> {
    /// A job that was started waits for nothing but its day, and what is finished not even at its end.
    pub(super) fn begin_past(&mut self, job: usize) -> bool {
        let Some(past) = self.fixed[job].past else { return false };
        let to_finish = if past.finish.is_some() { 0 } else { self.staff.waits[job][1] };
        self.jobs[job] = Job { waits: [0, to_finish], told: true, ..Job::default() };
        self.queue.set(job, past.start);
        true
    }

    /// A job was started on this day.
    pub(super) fn start_past(&mut self, job: usize, trial: &Trial<'_>) {
        self.start(job, trial);
        self.schedule(job, trial);
    }

    /// The day of the status has come, or that on which a job was finished, or its next lead.
    pub(super) fn past_event(&mut self, job: usize, trial: &Trial<'_>) {
        let Some(past) = self.fixed[job].past else { return };
        if self.now < past.finish.unwrap_or(self.as_of) {
            self.tell_of_leads(job, f64::from(self.told_end(job, trial) - self.now), trial);
            return self.schedule(job, trial);
        }
        self.jobs[job].told = false;
        self.usage.counted_past(self.staff, job, past.done, (past.start, self.now));
        if past.finish.is_some() {
            self.todo.push(Do::Complete(job as u32));
            return;
        }
        let left = f64::from(trial.takes[job]) - f64::from(past.done);
        (self.jobs[job].left, self.jobs[job].since) = (left, self.now);
        self.tell_of_leads(job, left, trial);
        self.schedule(job, trial);
    }

    /// When a job was finished, or would be, were it at full speed from the day of the status on.
    fn told_end(&self, job: usize, trial: &Trial<'_>) -> i32 {
        match self.fixed[job].past {
            Some(Past { finish: Some(finish), .. }) => finish,
            Some(Past { done, .. }) => self.as_of.saturating_add(trial.takes[job] - done),
            None => 0,
        }
    }

    /// Whether a link still holds a job: what was started goes on, and what is finished stays so.
    pub(super) fn is_held_by(&self, job: usize, holds_finish: bool) -> bool {
        self.fixed[job].past.is_none_or(|past| past.finish.is_none() && holds_finish)
    }

    /// When something becomes of a job next, where that is told: its next lead, its finish, or the day of the status.
    pub(super) fn next_told(&self, job: usize, trial: &Trial<'_>) -> Option<i32> {
        let told = self.jobs[job].told && self.jobs[job].state == State::Started;
        let past = self.fixed[job].past.filter(|_| told)?;
        let until = past.finish.unwrap_or(self.as_of);
        Some(match self.next_lead(job, trial) {
            0 => until,
            // So much work was left so long before the end.
            lead => until.min(self.told_end(job, trial) - lead),
        })
    }
}
