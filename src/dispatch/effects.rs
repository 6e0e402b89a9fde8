//! Effects begin and end, and change the speed of what they select (METHOD 21).

use super::{Engine, State as Progress, Trial};
use crate::network::{Begins, Staff};

/// What effects may divide a rate by, at least and at most.
const LEAST: f64 = 1e-12;
const MOST: f64 = 1e12;

/// How far an effect has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Waiting,
    Active,
    Over,
}

#[derive(Debug)]
pub(super) struct State {
    phase: Vec<Phase>,
    /// Whether the event of an effect has come: its day, or its end.
    due: Vec<bool>,
    /// Effects that may begin or end at this tick.
    touched: Vec<u32>,
    /// How many jobs have an effect that only so many have.
    had: Vec<u32>,
    /// Whether the job of an act has such an effect.
    has: Vec<bool>,
    /// Jobs with acts that started at this tick.
    started: Vec<u32>,
    /// The jobs that each effect acts on.
    jobs: Vec<Vec<u32>>,
}

impl State {
    pub(super) fn new(staff: &Staff) -> Self {
        let count = staff.effects.len();
        let mut jobs = vec![Vec::new(); count];
        for job in 0..staff.nodes.len() {
            for &entry in staff.acts_on(job) {
                let of_effect: &mut Vec<u32> = &mut jobs[staff.entries[entry].effect];
                if of_effect.last() != Some(&(job as u32)) {
                    of_effect.push(job as u32);
                }
            }
        }
        Self {
            phase: vec![Phase::Waiting; count],
            due: vec![false; count],
            touched: Vec::new(),
            had: vec![0; count],
            has: vec![false; staff.acts.len()],
            started: Vec::new(),
            jobs,
        }
    }

    pub(super) fn started(&mut self, staff: &Staff, job: usize) {
        if !staff.acts_on(job).is_empty() {
            self.started.push(job as u32);
        }
        self.touched.extend(staff.tied_to(job).iter().map(|&effect| effect as u32));
    }

    pub(super) fn finished(&mut self, staff: &Staff, job: usize) {
        self.touched.extend(staff.tied_to(job).iter().map(|&effect| effect as u32));
    }
}

impl Engine<'_> {
    pub(super) fn begin_effects(&mut self) {
        let state = &mut self.effects;
        state.phase.fill(Phase::Waiting);
        state.due.fill(false);
        state.touched.clear();
        state.had.fill(0);
        state.has.fill(false);
        state.started.clear();
        for (number, effect) in self.staff.effects.iter().enumerate() {
            match effect.begins {
                // What starts at the first tick has it.
                Begins::At(0) => {
                    state.due[number] = true;
                    state.touched.push(number as u32);
                }
                Begins::At(time) => self.queue.set(self.staff.nodes.len() + number, time),
                Begins::While(_) | Begins::After(_) => {}
            }
        }
    }

    /// The day of an effect has come, or its end.
    pub(super) fn effect_event(&mut self, effect: usize) {
        self.effects.due[effect] = true;
        self.effects.touched.push(effect as u32);
    }

    /// Begins and ends effects, and gives those that only so many jobs have to the jobs that started at this tick.
    pub(super) fn settle_effects(&mut self, trial: &Trial<'_>) {
        // Of most ticks nothing is touched.
        while let Some(effect) = self.effects.touched.pop() {
            self.settle_effect(effect as usize, trial);
        }
        if self.effects.started.is_empty() {
            return;
        }
        let mut started = std::mem::take(&mut self.effects.started);
        started.sort_unstable();
        for &job in &started {
            if self.is_there(trial, job as usize) {
                self.give(job as usize);
                self.set_factor(job as usize, trial);
            }
        }
        started.clear();
        self.effects.started = started;
    }

    fn settle_effect(&mut self, number: usize, trial: &Trial<'_>) {
        let effect = self.staff.effects[number];
        let due = std::mem::take(&mut self.effects.due[number]);
        let slot = self.staff.nodes.len() + number;
        match self.effects.phase[number] {
            Phase::Waiting => {
                let begins = match effect.begins {
                    Begins::At(_) => due,
                    Begins::While(job) => {
                        self.is_there(trial, job)
                            && matches!(self.jobs[job].state, Progress::Started | Progress::Held)
                    }
                    Begins::After(job) => {
                        self.is_there(trial, job) && self.jobs[job].state == Progress::Finished
                    }
                };
                if !begins {
                    return;
                }
                self.effects.phase[number] = Phase::Active;
                if let Some(lasts) = effect.lasts {
                    self.queue.set(slot, self.axis.after(self.now, lasts));
                }
            }
            Phase::Active => {
                let over = match effect.begins {
                    Begins::While(job) => self.jobs[job].state == Progress::Finished,
                    Begins::At(_) | Begins::After(_) => false,
                };
                if !(due || over) {
                    return;
                }
                self.effects.phase[number] = Phase::Over;
                self.queue.remove(slot);
            }
            Phase::Over => return,
        }
        if effect.next.is_none() {
            for place in 0..self.effects.jobs[number].len() {
                let job = self.effects.jobs[number][place] as usize;
                if matches!(self.jobs[job].state, Progress::Started | Progress::Held)
                    && self.is_there(trial, job)
                {
                    self.set_factor(job, trial);
                }
            }
        }
    }

    /// Gives a job that started the effects that only so many have.
    fn give(&mut self, job: usize) {
        let acts = self.staff.acts_from[job]..self.staff.acts_from[job + 1];
        let effect_of = |act: usize| self.staff.entries[self.staff.acts[act]].effect;
        let mut given = None;
        for act in acts {
            let effect = effect_of(act);
            let Some(most) = self.staff.effects[effect].next else { continue };
            // It may both slow a job and save some of its time.
            if given == Some(effect) {
                self.effects.has[act] = true;
            } else if self.effects.phase[effect] == Phase::Active && self.effects.had[effect] < most {
                self.effects.had[effect] += 1;
                self.effects.has[act] = true;
                given = Some(effect);
            }
        }
    }

    /// What effects divide the rate of a job by, as things are now.
    fn set_factor(&mut self, job: usize, trial: &Trial<'_>) {
        let staff = self.staff;
        let mut factor = 1.0;
        for act in staff.acts_from[job]..staff.acts_from[job + 1] {
            let entry = staff.acts[act];
            let effect = staff.entries[entry].effect;
            let acts = match staff.effects[effect].next {
                Some(_) => self.effects.has[act],
                None => self.effects.phase[effect] == Phase::Active,
            };
            if acts {
                factor *= trial.factors[entry];
            }
        }
        // So many savings that nothing is left are as good as that: some speed is a number.
        let factor = factor.clamp(LEAST, MOST);
        if factor != self.jobs[job].factor {
            (self.jobs[job].factor, self.jobs[job].fresh) = (factor, true);
            self.unsettle(job);
        }
    }
}
