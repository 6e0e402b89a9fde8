//! Trials gone through event by event: who gets the people, how fast work goes, what comes in between (METHOD 15 to 21).
//!
//! The parallel schedule generation scheme (Kelley 1963; Kolisch, European Journal of Operational Research 90, 1996). At each tick: what is
//! finished, what comes, starts, again until nothing more happens; then effects begin and end, then rates are set. All state lies in
//! arrays that are used again for each trial.

mod effects;
mod endless;
mod interrupts;
mod job;
mod links;
mod load;
mod marks;
mod past;
mod plan_date;
mod queue;
mod rates;
mod ready;
mod usage;
mod way;

use crate::calendar::Axis;
use crate::curve::Finished;
use crate::network::{Network, Span, Staff};
use crate::units::HORIZON_TICKS;

pub(crate) use endless::Endless;
use interrupts::Between;
pub(crate) use interrupts::arrivals;
use job::{Fixed, Job, NOTHING, State};
pub(crate) use load::{Load, Of, STRETCH};
use marks::Marks;
pub(crate) use plan_date::plan_finish;
use queue::Queue;
use ready::Ready;
pub(crate) use usage::Usage;
pub(crate) use way::{Sharers, way_of_plain};

/// What is drawn for one trial.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Trial<'a> {
    /// What each job takes [ticks].
    pub(crate) takes: &'a [i32],
    /// Whether each job is there; empty where all are.
    pub(crate) there: &'a [u8],
    /// The unplanned share of each team.
    pub(crate) unplanned: &'a [f64],
    /// What each entry of an effect multiplies durations by.
    pub(crate) factors: &'a [f64],
    /// The seed and the number of the trial that interrupts come from; without, none come.
    pub(crate) interrupts: Option<(u64, u64)>,
}

/// What is to be done at this tick.
#[derive(Debug, Clone, Copy)]
enum Do {
    /// The links of its start have come.
    Arrive(u32),
    /// Its work is done.
    Complete(u32),
    /// The links of its finish have come.
    Finish(u32),
}

/// Goes through trials, one after the other.
#[derive(Debug)]
pub(crate) struct Engine<'n> {
    staff: &'n Staff,
    axis: &'n Axis,
    curves: &'n Finished,
    now: i32,
    /// Jobs, and ticks at which something happens, since that was last asked.
    steps: usize,
    /// The end of the day of the status.
    as_of: i32,
    /// The next day on which some team has other people.
    next_span: Option<Span>,
    /// Whether every job is there in this trial.
    all_there: bool,
    fixed: Vec<Fixed>,
    /// Jobs that are not finished, and those of them whose work is under way.
    open: usize,
    under_way: usize,
    queue: Queue,
    todo: Vec<Do>,
    jobs: Vec<Job>,
    starts: Vec<i32>,
    finishes: Vec<i32>,
    /// Of those links out of a job that are leads: whether they have come.
    led: Vec<bool>,
    /// Jobs that wait for people, domain after domain.
    ready: Ready,
    /// The domains in which somebody may be able to start, and those whose rates are to be set.
    try_again: Marks,
    unsettled: Marks,
    /// Jobs that need nobody in particular and whose rates are to be set.
    alone: Vec<u32>,
    /// The started jobs of each domain, by rank.
    started: Vec<Vec<u32>>,
    /// People of each pool that started jobs need, and those that the ones at work do.
    claimed: Vec<u32>,
    working: Vec<u32>,
    pool_rate: Vec<f64>,
    /// People of each team on this day, `None` on days off; and those of them who do not handle an interrupt.
    people: Vec<Option<u32>>,
    at_hand: Vec<u32>,
    /// The share of each pool in this trial.
    shares: Vec<f64>,
    between: Vec<Between>,
    effects: effects::State,
    usage: Usage,
}

impl<'n> Engine<'n> {
    /// For the trials of a network.
    pub(crate) fn new(network: &'n Network, staff: &'n Staff) -> Self {
        let jobs = staff.nodes.len();
        let kinds = staff.teams.iter().map(|team| team.interrupts.len()).sum::<usize>();
        // A slot for each job, each effect, each kind of interrupt, and the next end of one in each team.
        let slots = jobs + staff.effects.len() + kinds + staff.teams.len();
        let mut next = jobs + staff.effects.len();
        let between = staff.teams.iter().map(|team| {
            let first = next;
            next += team.interrupts.len() + 1;
            Between::new(team, first)
        });
        Self {
            staff,
            axis: &network.axis,
            curves: &network.curves,
            now: 0,
            steps: 0,
            as_of: network.as_of,
            next_span: None,
            all_there: true,
            fixed: (0..jobs).map(|job| Fixed::of(staff, job, network.nodes[staff.nodes[job]].past)).collect(),
            open: 0,
            under_way: 0,
            between: between.collect(),
            queue: Queue::new(slots),
            todo: Vec::new(),
            jobs: vec![Job::default(); jobs],
            starts: vec![0; jobs],
            finishes: vec![0; jobs],
            led: vec![false; staff.outs.len()],
            ready: Ready::new(staff),
            try_again: Marks::new(staff.domains.len()),
            unsettled: Marks::new(staff.domains.len()),
            alone: Vec::new(),
            started: vec![Vec::new(); staff.domains.len()],
            claimed: vec![0; staff.pools.len()],
            working: vec![0; staff.pools.len()],
            pool_rate: vec![0.0; staff.pools.len()],
            people: vec![None; staff.teams.len()],
            at_hand: vec![0; staff.teams.len()],
            shares: vec![0.0; staff.pools.len()],
            effects: effects::State::new(staff),
            usage: Usage::new(staff),
        }
    }

    /// From now on account is kept (or not) of how the teams' time is used.
    pub(crate) fn watch(&mut self, watch: bool) {
        self.usage.watch = watch;
    }

    /// From now on it is also kept (or not) of how it is used over time.
    pub(crate) fn watch_load(&mut self, watch: bool) {
        self.usage.watch_load = watch;
    }

    /// Whether it took that many steps since it last said so.
    pub(crate) fn took_steps(&mut self, steps: usize) -> bool {
        let enough = self.steps >= steps;
        if enough {
            self.steps = 0;
        }
        enough
    }

    /// The start and the finish of each job [ticks] and how the time was used.
    ///
    /// # Errors
    ///
    /// Where the trial does not end within the axis, or nothing in it goes on any more.
    pub(crate) fn run(&mut self, trial: &Trial<'_>) -> Result<(&[i32], &[i32], &Usage), Endless> {
        self.begin(trial);
        self.steps += self.open;
        loop {
            self.settle(trial);
            if self.open == 0 {
                break;
            }
            let next_day = self.next_span;
            let next = self.queue.next().min(next_day.map_or(i32::MAX, |day| day.begin));
            if self.under_way == 0
                && let Some(standstill) = self.standstill()
            {
                return Err(standstill);
            }
            if next >= HORIZON_TICKS {
                return Err(self.beyond(trial));
            }
            self.now = next;
            self.steps += 1;
            while let Some(slot) = self.queue.pop_at(next) {
                self.event(slot, trial);
            }
            if let Some(day) = next_day.filter(|day| day.begin == next) {
                self.new_day(day);
            }
        }
        self.account(trial);
        Ok((&self.starts, &self.finishes, &self.usage))
    }

    /// Everything as it is before the first tick.
    fn begin(&mut self, trial: &Trial<'_>) {
        let staff = self.staff;
        self.now = 0;
        self.open = staff.nodes.len();
        self.under_way = 0;
        self.all_there = trial.there.is_empty();
        self.queue.clear();
        self.todo.clear();
        self.led.fill(false);
        self.ready.clear();
        self.try_again.clear();
        self.unsettled.clear();
        self.alone.clear();
        self.started.iter_mut().for_each(Vec::clear);
        self.claimed.fill(0);
        self.usage.begin();
        self.begin_effects();
        self.begin_shares(trial);
        self.begin_interrupts(trial);
        self.new_day(staff.days.first());
        for job in 0..staff.nodes.len() {
            if self.begin_past(job) {
                continue;
            }
            let morning = if self.is_there(trial, job) { staff.not_before[job] } else { 0 };
            let waits = staff.waits[job];
            self.jobs[job] = Job { waits, held: [morning, 0], ..Job::default() };
            if waits[0] == 0 {
                self.hold_start(job);
            }
        }
    }

    /// Whether a job is there in this trial.
    fn is_there(&self, trial: &Trial<'_>, job: usize) -> bool {
        self.all_there || trial.there[job] == 1
    }

    /// Everything that happens at this tick, once what comes has come.
    fn settle(&mut self, trial: &Trial<'_>) {
        loop {
            while let Some(next) = self.todo.pop() {
                match next {
                    Do::Arrive(job) => self.arrive(job as usize, trial),
                    Do::Complete(job) => self.complete(job as usize, trial),
                    Do::Finish(job) => self.finish(job as usize, trial),
                }
            }
            if !self.give_out_people(trial) {
                break;
            }
        }
        self.settle_effects(trial);
        self.set_rates(trial);
    }

    /// The event of a slot.
    fn event(&mut self, slot: usize, trial: &Trial<'_>) {
        let jobs = self.staff.nodes.len();
        if slot >= jobs + self.staff.effects.len() {
            return self.interrupt_event(slot, trial);
        }
        if slot >= jobs {
            return self.effect_event(slot - jobs);
        }
        match self.jobs[slot].state {
            State::Waiting | State::Ready => self.todo.push(Do::Arrive(slot as u32)),
            State::Started if self.jobs[slot].told => self.past_event(slot, trial),
            State::Started => self.work_event(slot, trial),
            State::Held => self.todo.push(Do::Finish(slot as u32)),
            State::Finished => {}
        }
    }

    /// The links of a job's start have come, and its day: it starts, or waits for people.
    fn arrive(&mut self, job: usize, trial: &Trial<'_>) {
        if self.jobs[job].told {
            return self.start_past(job, trial);
        }
        self.jobs[job].state = State::Ready;
        if self.passes(job, trial) {
            self.start(job, trial);
            self.todo.push(Do::Complete(job as u32));
        } else if self.fixed[job].needs == 0 {
            let morning = self.axis.next_of_plan(self.now);
            match morning == self.now {
                true => self.start(job, trial),
                false => self.queue.set(job, morning),
            }
        } else if self.fixed[job].nobody && self.refused(job) == NOTHING {
            self.start(job, trial);
        } else {
            let domain = self.ready.insert(job);
            self.try_again.mark(domain);
        }
    }

    /// Whether a job takes no time and needs nobody: absent, a milestone, or nothing to do.
    fn passes(&self, job: usize, trial: &Trial<'_>) -> bool {
        let fixed = &self.fixed[job];
        !self.is_there(trial, job) || (trial.takes[job] == 0 && (fixed.needs == 0 || fixed.nobody))
    }

    /// Goes through the jobs that wait for people, by rank, and starts each that fits. Tells whether any did.
    fn give_out_people(&mut self, trial: &Trial<'_>) -> bool {
        // What needs nobody in particular comes before all others, and what waits for it is told first.
        if let Some(nobody) = self.staff.nobody
            && self.try_again.take(nobody)
            && self.give_out_people_of(nobody, trial)
        {
            return true;
        }
        let mut any = false;
        // Mostly nothing has changed.
        while let Some(domain) = self.try_again.pop() {
            any |= self.give_out_people_of(domain, trial);
        }
        any
    }

    fn give_out_people_of(&mut self, domain: usize, trial: &Trial<'_>) -> bool {
        let (mut any, mut from) = (false, 0);
        while let Some((job, place)) = self.ready.next(domain, from) {
            from = place + 1;
            let refused = self.refused(job);
            if refused == NOTHING {
                self.ready.remove(domain, place);
                self.start(job, trial);
                if trial.takes[job] == 0 {
                    self.todo.push(Do::Complete(job as u32));
                }
                any = true;
                continue;
            }
            self.jobs[job].refused = refused;
            if !self.any_free(domain) {
                break;
            }
        }
        any
    }

    /// The first of a job's needs that cannot be met now; `NOTHING` where all can.
    fn refused(&self, job: usize) -> u32 {
        let fixed = &self.fixed[job];
        // On a day off there is nobody.
        let fits = |pool: usize, people: u32, team: usize| {
            u64::from(self.claimed[pool]) + u64::from(people) <= u64::from(self.at_hand[team])
        };
        if fixed.needs == 1 {
            return if fits(fixed.pool, fixed.people, fixed.team) { NOTHING } else { fixed.first_need };
        }
        let mut needs = self.staff.needs_of(job).iter();
        let missing = needs.position(|need| !fits(need.pool, need.people, self.staff.pools[need.pool].team));
        missing.map_or(NOTHING, |place| fixed.first_need + place as u32)
    }

    /// Whether some pool of a domain has people whom nobody needs.
    fn any_free(&self, domain: usize) -> bool {
        self.staff.domains[domain].iter().any(|&team| {
            let people = self.at_hand[team];
            self.staff.teams[team].pools.clone().any(|pool| self.claimed[pool] < people)
        })
    }

    /// A job starts.
    fn start(&mut self, job: usize, trial: &Trial<'_>) {
        let (passes, fixed) = (self.passes(job, trial) && !self.jobs[job].told, self.fixed[job]);
        let of_job = &mut self.jobs[job];
        of_job.state = State::Started;
        of_job.left = f64::from(trial.takes[job]);
        of_job.since = self.now;
        self.under_way += 1;
        self.starts[job] = self.now;
        self.usage.begins(job);
        if fixed.acts || fixed.tied {
            self.effects.started(self.staff, job);
        }
        // Before anything is said of when it is done: leads longer than all the work have come then.
        if fixed.starts || fixed.leads {
            self.tell_of_start(job, trial);
        }
        if passes {
            // Nobody is needed.
        } else if fixed.needs == 0 {
            self.schedule(job, trial);
        } else {
            for need in self.staff.needs_of(job) {
                self.claimed[need.pool] += need.people;
            }
            self.usage.begin_job(job, self.now);
            let domain = self.ready.domain(job);
            let started = &mut self.started[domain];
            let place = started.partition_point(|&other| (other as usize) < job);
            started.insert(place, job as u32);
            self.unsettle(job);
        }
    }

    /// The work of a job is done: it is finished, unless links hold it.
    fn complete(&mut self, job: usize, trial: &Trial<'_>) {
        self.tell_of_leads(job, 0.0, trial);
        self.spend(job);
        self.under_way -= 1;
        let of_job = &mut self.jobs[job];
        of_job.state = State::Held;
        of_job.done = self.now;
        if of_job.waits[1] == 0 {
            self.hold_finish(job);
        }
    }

    /// A job is finished.
    fn finish(&mut self, job: usize, trial: &Trial<'_>) {
        self.jobs[job].state = State::Finished;
        self.finishes[job] = self.now;
        self.usage.ends(job);
        self.open -= 1;
        self.queue.remove(job);
        let fixed = self.fixed[job];
        if fixed.needs > 0 {
            let domain = self.ready.domain(job);
            // What passed without people is not among those that have some.
            if let Ok(place) = self.started[domain].binary_search(&(job as u32)) {
                self.started[domain].remove(place);
                self.spend(job);
                self.jobs[job].pace = 0.0;
                for need in self.staff.needs_of(job) {
                    self.claimed[need.pool] -= need.people;
                }
                // Of those who are always enough, nobody gets more for it.
                if !fixed.nobody {
                    self.try_again.mark(domain);
                    self.unsettled.mark(domain);
                }
            }
        }
        if fixed.tied {
            self.effects.finished(self.staff, job);
        }
        self.tell_of_finish(job, trial);
    }

    /// The rate of a job has to be set: by itself where its people are always enough, else with all others of its domain.
    fn unsettle(&mut self, job: usize) {
        match self.fixed[job].nobody {
            true => self.alone.push(job as u32),
            false => self.unsettled.mark(self.ready.domain(job)),
        }
    }

    /// The people of a new day.
    fn new_day(&mut self, day: Span) {
        self.next_span = self.staff.days.next(day).filter(|_| !self.staff.teams.is_empty());
        for team in 0..self.staff.teams.len() {
            let people = self.staff.days.people(day)[team];
            if people != self.people[team] || self.now == 0 {
                self.change_people(team, people);
            }
        }
    }
}
