//! What has happened before the day of the status: tasks start, and are finished, when it says so (METHOD 32).

use super::{Do, Engine, Job, State, Trial};

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

    /// The day of the status has come, or that on which a job was finished.
    pub(super) fn past_event(&mut self, job: usize, trial: &Trial<'_>) {
        let Some(past) = self.fixed[job].past else { return };
        self.jobs[job].told = false;
        self.usage.counted_past(self.staff, job, past.done, self.now);
        if past.finish.is_some() {
            self.todo.push(Do::Complete(job as u32));
            return;
        }
        let left = f64::from(trial.takes[job]) - f64::from(past.done);
        (self.jobs[job].left, self.jobs[job].since) = (left, self.now);
        self.tell_of_leads(job, left, trial);
        self.schedule(job, trial);
    }

    /// Whether a link still holds a job: what was started goes on, and what is finished stays so.
    pub(super) fn is_held_by(&self, job: usize, holds_finish: bool) -> bool {
        self.fixed[job].past.is_none_or(|past| past.finish.is_none() && holds_finish)
    }

    /// When what becomes of a job has happened, where that is told: its finish, or the day of the status.
    pub(super) fn told_until(&self, job: usize) -> Option<i32> {
        let told = self.jobs[job].told && self.jobs[job].state == State::Started;
        let past = self.fixed[job].past.filter(|_| told)?;
        Some(past.finish.unwrap_or(self.as_of))
    }
}
