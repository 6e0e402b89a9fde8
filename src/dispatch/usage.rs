//! How the teams' time was used, and what the finish waited for.

use super::load::{Load, Of};
use super::way::held;
use super::{Engine, Job, NOTHING, State, Trial};
use crate::network::{Plain, Staff};

/// Of one trial: people's time [ticks], and what held the finish up.
#[derive(Debug)]
pub(crate) struct Usage {
    /// Whether anybody wants to know, and also how it was over time.
    pub(super) watch: bool,
    pub(super) watch_load: bool,
    load: Load,
    /// By pool: what its tasks took, each person's time counted.
    pub(crate) spent: Vec<f64>,
    /// By team: what there was, what interrupts took, and what unplanned work did.
    pub(crate) available: Vec<i64>,
    pub(crate) interrupts: Vec<i64>,
    pub(crate) unplanned: Vec<f64>,
    /// By team: how long the way to the finish waited for its people, and how much time its tasks on that way lost because its people had
    /// other things to do, or were away; in working time of the plan's calendar.
    pub(crate) waited: Vec<i64>,
    pub(crate) slowed: Vec<f64>,
    /// By need: the time that its job has lost through it, up to the end of its work.
    lost: Vec<f64>,
    /// Until when each job's time was counted.
    counted: Vec<i32>,
    /// The job that each link comes out of.
    from: Vec<u32>,
    /// The order in which jobs started and were finished, also within a tick.
    steps: u32,
    began: Vec<u32>,
    ended: Vec<u32>,
}

impl Usage {
    pub(crate) fn new(staff: &Staff) -> Self {
        let teams = staff.teams.len();
        let outs = |job: usize| vec![job as u32; staff.outs_of(job).len()];
        Self {
            watch: false,
            watch_load: false,
            load: Load::new(staff),
            spent: vec![0.0; staff.pools.len()],
            available: vec![0; teams],
            interrupts: vec![0; teams],
            unplanned: vec![0.0; teams],
            waited: vec![0; teams],
            slowed: vec![0.0; teams],
            lost: vec![0.0; staff.needs.len()],
            counted: vec![0; staff.nodes.len()],
            from: (0..staff.nodes.len()).flat_map(outs).collect(),
            steps: 0,
            began: vec![0; staff.nodes.len()],
            ended: vec![0; staff.nodes.len()],
        }
    }

    /// The job that a link comes out of.
    pub(super) fn source_of(&self, link: usize) -> usize {
        self.from[link] as usize
    }

    pub(super) fn begin(&mut self) {
        self.spent.fill(0.0);
        self.load.begin();
        self.waited.fill(0);
        self.slowed.fill(0.0);
        self.lost.fill(0.0);
        self.steps = 0;
    }

    /// A job starts.
    pub(super) fn begins(&mut self, job: usize) {
        self.steps += 1;
        self.began[job] = self.steps;
    }

    /// A job is finished.
    pub(super) fn ends(&mut self, job: usize) {
        self.steps += 1;
        self.ended[job] = self.steps;
    }

    /// Whether a job was finished before another started, or at the same tick but earlier.
    pub(super) fn finished_before(&self, job: usize, other: usize) -> bool {
        self.ended[job] < self.began[other]
    }

    /// How the time was used over time, where that was watched.
    pub(crate) fn load(&self) -> Option<&Load> {
        self.watch_load.then_some(&self.load)
    }

    /// The same, to be counted.
    pub(super) fn watched_load(&mut self) -> Option<&mut Load> {
        (self.watch && self.watch_load).then_some(&mut self.load)
    }

    /// The people of a job have spent so much time on it by now, each, since it was started.
    pub(super) fn counted_past(&mut self, staff: &Staff, job: usize, done: i32, (start, now): (i32, i32)) {
        for need in staff.needs_of(job) {
            self.spent[need.pool] += f64::from(need.people) * f64::from(done);
            if self.watch_load && now > start {
                let each = f64::from(need.people) * f64::from(done) / f64::from(now - start);
                self.load.spend(need.pool, start, now, each);
            }
        }
        self.counted[job] = now;
    }

    /// From now on the time of a job's people counts.
    pub(super) fn begin_job(&mut self, job: usize, now: i32) {
        self.counted[job] = now;
    }
}

impl Engine<'_> {
    /// Counts the time that the people of a job spent since it was last counted, or since they began.
    pub(super) fn spend(&mut self, job: usize) {
        // What was done before the day of the status is known.
        if !self.usage.watch || self.jobs[job].told {
            return;
        }
        let since = std::mem::replace(&mut self.usage.counted[job], self.now);
        if since == self.now {
            return;
        }
        let Job { pace, blamed, state, .. } = self.jobs[job];
        let time = f64::from(self.now - since);
        if pace > 0.0 {
            for need in self.staff.needs_of(job) {
                self.usage.spent[need.pool] += f64::from(need.people) * pace * time;
                if self.usage.watch_load {
                    self.usage.load.spend(need.pool, since, self.now, f64::from(need.people) * pace);
                }
            }
        }
        if blamed != NOTHING && state == State::Started {
            self.usage.lost[blamed as usize] += (1.0 - pace) * f64::from(self.plan_time(since, self.now));
        }
    }

    /// The working time of the plan's calendar between two times.
    fn plan_time(&self, from: i32, to: i32) -> i32 {
        match self.axis.has_more_days() {
            true => self.axis.plan_ticks(to) - self.axis.plan_ticks(from),
            false => to - from,
        }
    }

    /// Sums a trial up that ends now.
    pub(super) fn account(&mut self, trial: &Trial<'_>) {
        if !self.usage.watch {
            return;
        }
        for team in 0..self.staff.teams.len() {
            let between = &mut self.between[team];
            between.go_by(self.now, self.people[team], self.usage.watched_load().map(|load| (load, team)));
            (self.usage.available[team], self.usage.interrupts[team]) = (between.available, between.taken);
            self.usage.unplanned[team] = match self.staff.teams[team].shared {
                true => trial.unplanned[team] * (between.available - between.taken) as f64,
                false => 0.0,
            };
            if self.staff.teams[team].shared && self.usage.watch_load {
                self.usage.load.take_unplanned(team, trial.unplanned[team]);
            }
        }
        self.go_back();
    }

    /// Goes from the last finish back along what held each start and finish longest.
    fn go_back(&mut self) {
        let staff = self.staff;
        let last = (0..self.finishes.len()).rev().max_by_key(|&job| self.finishes[job]);
        // The way leaves a job at its start, at its finish, or, through a lead, at some time before.
        let mut next = last.map(|job| (job, self.finishes[job]));
        while let Some((job, left_at)) = next {
            let Job { cause: [start_cause, finish_cause], held, done, refused, .. } = self.jobs[job];
            let start = self.starts[job];
            let by_finish = left_at > done;
            let needs = staff.needs_from[job]..staff.needs_from[job + 1];
            if !by_finish
                && !needs.is_empty()
                && self.fixed[job].past.is_none_or(|past| past.finish.is_none())
            {
                let missing = if refused == NOTHING { needs.start } else { refused as usize };
                let team = staff.pools[staff.needs[missing].pool].team;
                // Until it is refused no more: what came last is what it was refused before.
                if self.fixed[job].past.is_none() {
                    self.usage.waited[team] += i64::from(self.plan_time(held[0], start));
                }
                // Of what it lost, the part up to where the way leaves it.
                let part =
                    if left_at < done { f64::from(left_at - start) / f64::from(done - start) } else { 1.0 };
                for need in needs {
                    let team = staff.pools[staff.needs[need].pool].team;
                    self.usage.slowed[team] += part * self.usage.lost[need];
                }
            }
            // Of what was started nobody asks any more what it waited for: its cause is none.
            let (cause, held) = if by_finish { (finish_cause, held[1]) } else { (start_cause, held[0]) };
            next = (cause != NOTHING).then(|| self.leaves_at(cause as usize, held));
        }
    }
}

impl Usage {
    /// Whether the next trials are also looked at over time.
    pub(crate) fn watch_load(&mut self, watch: bool) {
        self.watch_load = watch;
    }

    /// Sums a trial of a plain list up, given its starts and finishes.
    pub(crate) fn of_plain(
        &mut self,
        staff: &Staff,
        plain: &Plain,
        takes: impl Fn(usize) -> i32,
        (start, finish): (impl Fn(usize) -> i32, impl Fn(usize) -> i32),
    ) {
        self.begin();
        let last = (0..staff.nodes.len()).rev().max_by_key(|&job| finish(job));
        let end = last.map_or(0, &finish);
        for (team, _) in staff.teams.iter().enumerate() {
            self.available[team] = i64::from(end) * i64::from(staff.days.most(team));
            if self.watch_load {
                self.load.of_team(team, Of::Available, 0, end, f64::from(staff.days.most(team)));
            }
        }
        for job in 0..staff.nodes.len() {
            for need in staff.needs_of(job) {
                self.spent[need.pool] += f64::from(need.people) * f64::from(takes(job));
                if self.watch_load {
                    let start = start(job);
                    self.load.spend(
                        need.pool,
                        start,
                        start.saturating_add(takes(job)),
                        f64::from(need.people),
                    );
                }
            }
        }
        let mut next = last;
        while let Some(job) = next {
            let (held, cause) = held(staff, plain, job, (&start, &finish));
            if let Some(need) = staff.needs_of(job).first() {
                self.waited[staff.pools[need.pool].team] += i64::from(start(job) - held);
            }
            next = cause.map(|cause| cause.from);
        }
    }
}
