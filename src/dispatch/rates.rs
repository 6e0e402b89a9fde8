//! How fast work goes: who is at work, at what rate, and when it is done (METHOD 2, 17 and 21).

use super::{Do, Engine, Job, NOTHING, State, Trial};
use crate::network::Need;
use crate::units::HORIZON_TICKS;

impl Engine<'_> {
    /// The shares of the pools in this trial: where the unplanned share is random, scaled by what it leaves.
    pub(super) fn begin_shares(&mut self, trial: &Trial<'_>) {
        for (team, crew) in self.staff.teams.iter().enumerate() {
            for pool in crew.pools.clone() {
                self.shares[pool] = match crew.unplanned {
                    None => self.staff.pools[pool].share,
                    Some(_) => {
                        self.staff.pools[pool].share * ((1.0 - trial.unplanned[team]) / (1.0 - crew.planned))
                    }
                };
            }
        }
    }

    /// Sets the rates in every domain in which something changed.
    pub(super) fn set_rates(&mut self, trial: &Trial<'_>) {
        while let Some(domain) = self.unsettled.pop() {
            self.set_rates_of(domain, trial);
        }
        while let Some(job) = self.alone.pop() {
            let job = job as usize;
            // On a day off there is nobody; what is finished by now has no rate any more.
            let works = self.at_hand[self.fixed[job].team] > 0;
            if matches!(self.jobs[job].state, State::Started | State::Held) {
                let blamed = if works { self.fixed[job].first_need } else { NOTHING };
                self.set_rate(job, if works { 1.0 } else { 0.0 }, blamed, trial);
            }
        }
    }

    fn set_rates_of(&mut self, domain: usize, trial: &Trial<'_>) {
        let staff = self.staff;
        // Mostly there are people for all that have started; else each is at work that fits beside those before it.
        let mut all_fit = true;
        for &team in &staff.domains[domain] {
            for pool in staff.teams[team].pools.clone() {
                self.working[pool] = self.claimed[pool];
                all_fit &= self.claimed[pool] <= self.at_hand[team];
            }
        }
        if !all_fit {
            self.find_out_who_works(domain);
        }
        for &team in &staff.domains[domain] {
            self.set_pool_rates(team, trial.unplanned[team]);
        }
        for place in 0..self.started[domain].len() {
            let job = self.started[domain][place] as usize;
            let fixed = self.fixed[job];
            let (mut pace, mut blamed) = (0.0, self.jobs[job].blamed);
            if all_fit && fixed.needs == 1 {
                (pace, blamed) = (self.pool_rate[fixed.pool], fixed.first_need);
            } else if all_fit || self.jobs[job].at_work {
                pace = f64::INFINITY;
                for (place, need) in staff.needs_of(job).iter().enumerate() {
                    if self.pool_rate[need.pool] < pace {
                        (pace, blamed) = (self.pool_rate[need.pool], fixed.first_need + place as u32);
                    }
                }
            }
            self.set_rate(job, pace, blamed, trial);
        }
    }

    /// Which of the started jobs are at work, where there are not people for all of them.
    fn find_out_who_works(&mut self, domain: usize) {
        let staff = self.staff;
        for &team in &staff.domains[domain] {
            self.working[staff.teams[team].pools.clone()].fill(0);
        }
        for place in 0..self.started[domain].len() {
            let job = self.started[domain][place] as usize;
            let needs = staff.needs_of(job);
            let fits = |need: &Need| {
                let needed = u64::from(self.working[need.pool]) + u64::from(need.people);
                needed <= u64::from(self.at_hand[staff.pools[need.pool].team])
            };
            let missing = needs.iter().position(|need| !fits(need));
            let is_off = |need: &Need| self.people[staff.pools[need.pool].team].is_none();
            if let Some(place) = missing {
                // Nobody is to blame for a day off. What was counted so far is counted before this changes.
                let blamed = match needs.iter().any(is_off) {
                    true => NOTHING,
                    false => self.fixed[job].first_need + place as u32,
                };
                if blamed != self.jobs[job].blamed {
                    self.spend(job);
                    self.jobs[job].blamed = blamed;
                }
            } else {
                needs.iter().for_each(|need| self.working[need.pool] += need.people);
            }
            self.jobs[job].at_work = missing.is_none();
        }
    }

    fn set_rate(&mut self, job: usize, pace: f64, blamed: u32, trial: &Trial<'_>) {
        let of_job = &mut self.jobs[job];
        if pace == of_job.pace && blamed == of_job.blamed && !std::mem::take(&mut of_job.fresh) {
            return;
        }
        if pace != of_job.pace || blamed != of_job.blamed {
            self.spend(job);
            (self.jobs[job].pace, self.jobs[job].blamed) = (pace, blamed);
        }
        let of_job = &mut self.jobs[job];
        let rate = pace / of_job.factor;
        if rate != of_job.rate {
            of_job.left -= of_job.rate * f64::from(self.now - of_job.since);
            of_job.since = self.now;
            of_job.rate = rate;
            if of_job.state == State::Started {
                self.schedule(job, trial);
            }
        }
    }

    /// Finds out when the work of a job comes to its next lead, or is done.
    pub(super) fn schedule(&mut self, job: usize, trial: &Trial<'_>) {
        if let Some(next) = self.next_told(job, trial) {
            return self.queue.set(job, next.max(self.now));
        }
        let lead = self.next_lead(job, trial);
        let time = if self.fixed[job].needs == 0 {
            // Nobody's speed changes: it goes by the plan's calendar.
            self.axis.after(self.jobs[job].since, self.jobs[job].left as i32 - lead)
        } else {
            let &Job { rate, since, left, .. } = &self.jobs[job];
            if !(rate > 0.0) {
                return self.queue.remove(job);
            }
            let time = f64::from(since) + (left - f64::from(lead)) / rate;
            nearest(time.min(f64::from(HORIZON_TICKS)))
        };
        self.queue.set(job, time.max(self.now));
    }

    /// The work of a job has come to its next lead, or is done.
    pub(super) fn work_event(&mut self, job: usize, trial: &Trial<'_>) {
        match self.next_lead(job, trial) {
            0 => self.todo.push(Do::Complete(job as u32)),
            lead => {
                self.tell_of_leads(job, f64::from(lead), trial);
                self.schedule(job, trial);
            }
        }
    }

    /// The rate of each pool of a team with so much unplanned work, by what the tasks at work need together.
    fn set_pool_rates(&mut self, team: usize, unplanned: f64) {
        let crew = &self.staff.teams[team];
        if !crew.shared {
            self.pool_rate[crew.pools.start] = 1.0;
            return;
        }
        let people = f64::from(self.at_hand[team]);
        let full = 1.0 - unplanned;
        for pool in crew.pools.clone() {
            let needed = f64::from(self.working[pool]);
            let rate = self.shares[pool] * people / needed;
            self.pool_rate[pool] = if self.working[pool] == 0 { 0.0 } else { full.min(rate) };
        }
        if crew.lent {
            self.lend(team, people, full);
        }
    }

    /// Gives what kinds of work leave to those that could use more.
    fn lend(&mut self, team: usize, people: f64, full: f64) {
        let pools = || self.staff.teams[team].pools.clone();
        let planned = |pool: usize| self.shares[pool] * people;
        let (working, rates) = (&self.working, &mut self.pool_rate);
        // What each could use more than it has; what is not used of the others.
        let need = |pool: usize| f64::from(working[pool]) * full - planned(pool);
        let mut left: f64 = pools().map(need).filter(|&need| need <= 0.0).map(|need| -need).sum();
        loop {
            let is_short = |pool: usize, rates: &[f64]| need(pool) > 0.0 && rates[pool] < full;
            let mut shares = 0.0;
            for pool in pools() {
                shares += if is_short(pool, rates) { self.staff.pools[pool].share } else { 0.0 };
            }
            let to_give = left;
            let part = |pool: usize| to_give * self.staff.pools[pool].share / shares;
            let mut any_content = false;
            for pool in pools() {
                if is_short(pool, rates) && need(pool) <= part(pool) {
                    rates[pool] = full;
                    left -= need(pool);
                    any_content = true;
                }
            }
            if any_content {
                continue;
            }
            for pool in pools() {
                if is_short(pool, rates) {
                    rates[pool] = (planned(pool) + part(pool)) / f64::from(working[pool]);
                }
            }
            return;
        }
    }
}

/// The whole number nearest to one from 0 to 2³⁰, ties to even.
fn nearest(value: f64) -> i32 {
    // 1.5 × 2⁵²: the lowest bits of a float that is added to it are those of the nearest whole number.
    const TO_WHOLE: f64 = 6_755_399_441_055_744.0;
    (value + TO_WHOLE).to_bits() as u32 as i32
}
