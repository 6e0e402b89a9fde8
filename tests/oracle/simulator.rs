//! A second simulator, written from METHOD alone: one trial at a time, everything looked up by name, nothing clever. It shares the
//! plan's types, the random numbers and the compiled curves with the library, and nothing of what is built on them. Plans with teams
//! or effects are gone through by `events`.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use landfall::inspect::{self, Compiled, Variable};
use landfall::{
    Amount, Date, Effect, Lag, Link, LinkKind, Milestone, Network, Plan, Risk, Sampling, TICKS_PER_DAY, Task,
    Unit, When,
};

use super::days::Days;
use super::events::{self, Node, Passed};
use super::learned::{Learned, learned};
use super::odds::{Chances, chances};
use super::past::{Past, past};
use super::people::is_drawn;

/// What happened in one trial.
pub(super) struct Trial {
    /// The start and the finish of each task and milestone [ticks].
    pub(super) times: BTreeMap<String, (i64, i64)>,
    /// Whether each risk happened.
    pub(super) happened: BTreeMap<String, bool>,
    /// Whether each task exists.
    pub(super) exists: BTreeMap<String, bool>,
    /// What each task and milestone is, and is tied to, in this trial.
    pub(super) nodes: BTreeMap<String, Node>,
    /// What went on with each of them, where the plan was gone through event by event.
    pub(super) passed: Option<BTreeMap<String, Passed>>,
}

impl Trial {
    /// The finish of the whole plan [ticks]: that of whatever finishes last.
    pub(super) fn finish(&self) -> i64 {
        self.times.values().map(|&(_, finish)| finish).max().expect("a plan has a task")
    }
}

/// Where the durations of the two differ.
pub(super) struct Faults {
    pub(super) all: Vec<String>,
    pub(super) beyond_numbers: bool,
}

/// The trials of a plan, from the first one on, or nothing where one with teams leaves the axis. The network is only asked for its
/// random numbers, and for what each task takes: where that is only nearly the same here, its ticks are gone on with, and where it is not the
/// same this says so.
pub(super) fn simulate(
    plan: &Plan,
    network: &Network,
    curves: &Curves,
    sampling: Sampling,
    seed: u64,
    trials: usize,
) -> Result<Option<Vec<Trial>>, Faults> {
    let bits =
        |variable: Variable<'_>| inspect::bits(network, sampling, seed, variable, 0..trials as u64).ok();
    let not_before = plan.tasks.iter().filter_map(|task| Some((task.name.clone(), task.not_before?)));
    let interrupts = |team: &str, place: usize, trial: u64, count: usize| {
        inspect::interrupts(network, seed, team, place, trial, count).expect("all of it is in the plan")
    };
    let (luck, days) =
        (luck(plan, |variable| bits(variable).expect("all of it is in the plan")), Days::new(plan));
    let mut past = past(plan, &days, curves);
    let mut faults = Vec::new();
    for (name, started) in &mut past.started {
        let library = inspect::work_done(network, name).expect("it was started");
        let library = rounded(library * f64::from(TICKS_PER_DAY));
        // Rounded from sums that add up in another order.
        if (library - started.done).abs() > 1 {
            faults.push(format!(
                "{library} ticks were done on {name:?} in the library, {} in the second",
                started.done
            ));
        }
        started.done = library;
    }
    if !faults.is_empty() {
        return Err(Faults { all: faults, beyond_numbers: false });
    }
    let at = |date| if has_events(plan) { days.morning(date) } else { morning(plan, date) };
    let mornings = not_before.map(|(name, date)| (name, at(date))).collect();
    let from = plan.effects.iter().filter_map(|effect| match effect.when {
        When::From(date) => Some((effect.name.clone(), days.morning(date))),
        _ => None,
    });
    let from = from.collect();
    let mut simulator = Simulator {
        plan,
        luck,
        curves,
        mornings,
        from,
        days,
        interrupts: &interrupts,
        past,
        chances: Chances::new(),
        learned: BTreeMap::new(),
        library: inspect::durations(network, sampling, seed, trials),
        durations: RefCell::default(),
        faults: RefCell::default(),
        beyond_numbers: Cell::default(),
    };
    simulator.chances = chances(&simulator);
    let learned = learned(&simulator, bits);
    simulator.learned = learned;
    let all = (0..trials).map(|trial| simulator.trial(trial)).collect();
    let all_faults = simulator.faults.into_inner();
    let beyond_numbers = simulator.beyond_numbers.get();
    if all_faults.is_empty() { Ok(all) } else { Err(Faults { all: all_faults, beyond_numbers }) }
}

/// One number a trial, by the name of what it belongs to.
type Columns = BTreeMap<String, Vec<u32>>;

/// Everything that is drawn.
#[derive(Default)]
pub(super) struct Luck {
    pub(super) durations: Columns,
    exists: Columns,
    happens: Columns,
    one_of: Columns,
    sizes: Columns,
    /// By risk and task or milestone.
    sizes_on: BTreeMap<(String, String), Vec<u32>>,
    /// By team, where its unplanned share is drawn.
    pub(super) unplanned: Columns,
    pub(super) effects: Columns,
}

fn luck(plan: &Plan, bits: impl Fn(Variable<'_>) -> Vec<u32>) -> Luck {
    let mut luck = Luck::default();
    for task in &plan.tasks {
        luck.durations.insert(task.name.clone(), bits(Variable::Duration(&task.name)));
        if task.exists.is_some() {
            luck.exists.insert(task.name.clone(), bits(Variable::Exists(&task.name)));
        }
    }
    for risk in &plan.risks {
        match &risk.one_of {
            Some(set) => luck.one_of.insert(set.clone(), bits(Variable::OneOf(set))),
            None => luck.happens.insert(risk.name.clone(), bits(Variable::Happens(&risk.name))),
        };
        if !risk.each {
            luck.sizes.insert(risk.name.clone(), bits(Variable::Size(&risk.name)));
            continue;
        }
        for name in names(plan) {
            let variable = Variable::SizeOn { risk: &risk.name, task: name };
            luck.sizes_on.insert((risk.name.clone(), name.to_owned()), bits(variable));
        }
    }
    for team in plan.teams.iter().filter(|team| is_drawn(team)) {
        luck.unplanned.insert(team.name.clone(), bits(Variable::Unplanned(&team.name)));
    }
    for effect in &plan.effects {
        luck.effects.insert(effect.name.clone(), bits(Variable::Effect(&effect.name)));
    }
    luck
}

/// Every curve of a plan.
#[derive(Default)]
pub(super) struct Curves {
    pub(super) takes: BTreeMap<String, Compiled>,
    /// By risk and selector, as the next two.
    pub(super) becomes: BTreeMap<(String, String), Compiled>,
    pub(super) scales: BTreeMap<(String, String), Compiled>,
    pub(super) delays: BTreeMap<(String, String), Compiled>,
    /// By team, where its unplanned share is drawn.
    pub(super) unplanned: BTreeMap<String, Compiled>,
    /// By effect and selector, as the next.
    pub(super) slows: BTreeMap<(String, String), Compiled>,
    pub(super) saves: BTreeMap<(String, String), Compiled>,
}

/// What the check has seen to.
pub(super) const VALID: &str = "the curves of a valid plan compile";

pub(super) fn curves(plan: &Plan) -> Curves {
    let mut curves = Curves::default();
    for task in &plan.tasks {
        curves.takes.insert(task.name.clone(), Compiled::duration(plan, &task.takes).expect(VALID));
    }
    for risk in &plan.risks {
        let key = |selector: &String| (risk.name.clone(), selector.clone());
        for (selector, estimate) in &risk.becomes {
            curves.becomes.insert(key(selector), Compiled::duration(plan, estimate).expect(VALID));
        }
        for (selector, scale) in &risk.scales {
            curves.scales.insert(key(selector), Compiled::scale(plan, scale).expect(VALID));
        }
        for (selector, estimate) in &risk.delays {
            curves.delays.insert(key(selector), Compiled::delay(plan, estimate).expect(VALID));
        }
    }
    for team in plan.teams.iter().filter(|team| is_drawn(team)) {
        let unplanned = team.unplanned.as_ref().expect("it is drawn from something");
        curves.unplanned.insert(team.name.clone(), Compiled::share(plan, unplanned).expect(VALID));
    }
    for effect in &plan.effects {
        let key = |selector: &String| (effect.name.clone(), selector.clone());
        for (selector, scale) in &effect.slows {
            curves.slows.insert(key(selector), Compiled::slow(plan, scale).expect(VALID));
        }
        for (selector, scale) in &effect.saves {
            curves.saves.insert(key(selector), Compiled::share(plan, scale).expect(VALID));
        }
    }
    curves
}

/// The names of all tasks and milestones.
pub(super) fn names(plan: &Plan) -> impl Iterator<Item = &str> {
    let tasks = plan.tasks.iter().map(|task| task.name.as_str());
    tasks.chain(plan.milestones.iter().map(|milestone| milestone.name.as_str()))
}

/// The bits of the median; where a curve jumps there, of what lies below.
pub(super) const MEDIAN: u32 = (1 << 31) - 1;

/// The probability that drawn bits stand for.
pub(super) fn probability(bits: u32) -> f64 {
    (f64::from(bits) + 0.5) / 4_294_967_296.0
}

pub(super) fn rounded(ticks: f64) -> i64 {
    ticks.round_ties_even() as i64
}

/// An amount of time in working days.
pub(super) fn days_of(plan: &Plan, amount: Amount) -> f64 {
    match amount.unit {
        Unit::Hours => amount.value / plan.calendar.hours_per_day,
        Unit::Days => amount.value,
        Unit::Weeks => amount.value * plan.calendar.week.len() as f64,
        Unit::Sprints => amount.value * days_of(plan, plan.estimates.sprint.expect("sprints have a length")),
        unit => unreachable!("there is no other unit than {unit:?}"),
    }
}

/// The morning of the first working day on or after a date [ticks], counted day by day.
fn morning(plan: &Plan, date: Date) -> i64 {
    let worked = |day: Date| {
        let holiday = plan.calendar.holidays.iter().any(|holiday| holiday.from <= day && day <= holiday.to);
        plan.calendar.week.contains(day.weekday()) && !holiday
    };
    let (mut day, mut count) = (plan.start, 0);
    while day < date {
        count += i64::from(worked(day));
        day = day.tomorrow().expect("the dates of a plan lie within a few hundred years");
    }
    count * i64::from(TICKS_PER_DAY)
}

/// A time in whole ticks, read once.
pub(super) fn ticks(plan: &Plan, amount: Amount) -> i64 {
    rounded(days_of(plan, amount) * f64::from(TICKS_PER_DAY))
}

/// How many people of which teams a task needs.
pub(super) fn needs(plan: &Plan, task: &Task) -> Vec<(String, u32)> {
    if !task.uses.is_empty() {
        return task.uses.clone();
    }
    let team = task.team.as_ref().or(plan.default_team.as_ref()).filter(|team| *team != "none");
    team.map(|team| (team.clone(), task.people)).into_iter().collect()
}

/// The selector by which a map takes a task: its name before one of its tags before one of its teams before everything (METHOD 13 and the
/// plan file).
pub(super) fn selector<'m, T>(plan: &Plan, map: &'m [(String, T)], task: &Task) -> Option<&'m str> {
    let first =
        |selects: &dyn Fn(&str) -> bool| map.iter().map(|(key, _)| key.as_str()).find(|key| selects(key));
    let tagged = |key: &str| key.strip_prefix('#').is_some_and(|tag| task.tags.iter().any(|own| own == tag));
    let teams = needs(plan, task);
    let of_team =
        |key: &str| key.strip_prefix('@').is_some_and(|team| teams.iter().any(|(own, _)| own == team));
    first(&|key| key == task.name)
        .or_else(|| first(&tagged))
        .or_else(|| first(&of_team))
        .or_else(|| first(&|key| key == "*"))
}

/// Whether an effect changes the rate of a task: it selects it, and is not the task's own.
pub(super) fn changes(plan: &Plan, effect: &Effect, task: &Task) -> bool {
    let own = match &effect.when {
        When::While(own) | When::After(own) => *own == task.name,
        _ => false,
    };
    let selected =
        selector(plan, &effect.slows, task).is_some() || selector(plan, &effect.saves, task).is_some();
    selected && !own
}

/// Whether a plan is gone through event by event.
pub(super) fn has_events(plan: &Plan) -> bool {
    plan.tasks.iter().any(|task| {
        !needs(plan, task).is_empty() || plan.effects.iter().any(|effect| changes(plan, effect, task))
    })
}

/// The first gaps and times of what comes in between [ticks], by team, place of the entry, trial and how many.
type Interrupts<'a> = dyn Fn(&str, usize, u64, usize) -> Vec<(i64, i64)> + 'a;

pub(super) struct Simulator<'a> {
    pub(super) plan: &'a Plan,
    pub(super) luck: Luck,
    pub(super) curves: &'a Curves,
    /// The morning of each `not_before` [ticks], by task.
    pub(super) mornings: BTreeMap<String, i64>,
    /// The morning from which on each effect is active that begins on a date [ticks].
    pub(super) from: BTreeMap<String, i64>,
    pub(super) days: Days<'a>,
    pub(super) interrupts: &'a Interrupts<'a>,
    /// What is known by now.
    pub(super) past: Past,
    pub(super) chances: Chances,
    pub(super) learned: BTreeMap<String, Learned>,
    /// What tasks and milestones take in the library, by their places [ticks].
    pub(super) library: Vec<Vec<i32>>,
    /// Those that were worked out, by name and trial.
    pub(super) durations: RefCell<BTreeMap<(String, usize), i64>>,
    /// Where the two differ.
    pub(super) faults: RefCell<Vec<String>>,
    /// Whether work under way was longer than anything that its estimate gives a number to, or a risk lies next to its odds.
    pub(super) beyond_numbers: Cell<bool>,
}

impl Simulator<'_> {
    fn trial(&self, trial: usize) -> Option<Trial> {
        let (mut times, nodes, mut passed) = (BTreeMap::new(), self.nodes(trial), None);
        if has_events(self.plan) {
            let (of_events, went_on) = events::run(self.given(trial, &nodes))?;
            (times, passed) = (of_events, Some(went_on));
        } else {
            for name in names(self.plan) {
                self.place(name, trial, &mut times);
            }
        }
        let risks = self.plan.risks.iter();
        let tasks = self.plan.tasks.iter();
        Some(Trial {
            times,
            happened: risks.map(|risk| (risk.name.clone(), self.happens(risk, trial))).collect(),
            exists: tasks.map(|task| (task.name.clone(), self.exists(&task.name, trial))).collect(),
            nodes,
            passed,
        })
    }

    pub(super) fn task(&self, name: &str) -> Option<&Task> {
        self.plan.tasks.iter().find(|task| task.name == name)
    }

    fn milestone(&self, name: &str) -> &Milestone {
        self.plan.milestones.iter().find(|milestone| milestone.name == name).expect("a task or a milestone")
    }

    /// The risks in the order of their names.
    pub(super) fn risks(&self) -> Vec<&Risk> {
        let mut risks: Vec<&Risk> = self.plan.risks.iter().collect();
        risks.sort_by(|one, other| one.name.cmp(&other.name));
        risks
    }

    /// Whether a risk happens (METHOD 12 and 14).
    pub(super) fn happens(&self, risk: &Risk, trial: usize) -> bool {
        if let Some(set) = &risk.one_of {
            let drawn = probability(self.luck.one_of[set][trial]);
            let mut end = 0.0;
            for member in self.risks().into_iter().filter(|member| member.one_of.as_ref() == Some(set)) {
                let begin = end;
                end += self.chances[&member.name].0;
                if member.name == risk.name {
                    self.look_near(drawn, begin);
                    self.look_near(drawn, end);
                    return begin <= drawn && drawn < end;
                }
            }
        }
        let (mut chance, where_given) = self.chances[&risk.name];
        if let Some(given) = &risk.given {
            let other =
                self.plan.risks.iter().find(|other| other.name == given.risk).expect("it is given one");
            if self.happens(other, trial) {
                chance = where_given.expect("it is given one");
            }
        }
        let drawn = probability(self.luck.happens[&risk.name][trial]);
        self.look_near(drawn, chance);
        drawn < chance
    }

    /// Notes where a number decides that is only known to be about that, as it comes from what is under way.
    fn look_near(&self, drawn: f64, chance: f64) {
        let is_near = !self.past.started.is_empty() && (drawn - chance).abs() < 5e-5;
        self.beyond_numbers.set(self.beyond_numbers.get() || is_near);
    }

    /// Whether a task is there (METHOD 16). Milestones always are.
    pub(super) fn exists(&self, name: &str, trial: usize) -> bool {
        let Some(task) = self.task(name) else { return true };
        if self.past.started.contains_key(name) {
            return true;
        }
        let drawn =
            task.exists.is_none_or(|chance| probability(self.luck.exists[name][trial]) < chance.get());
        drawn && task.needs.iter().all(|link| self.exists(&link.task, trial))
    }

    /// Where a risk's curves are read for a task or milestone.
    pub(super) fn size(&self, risk: &Risk, name: &str, trial: usize) -> u32 {
        if risk.each {
            return self.luck.sizes_on[&(risk.name.clone(), name.to_owned())][trial];
        }
        self.luck.sizes[&risk.name][trial]
    }

    pub(super) fn links(&self, name: &str) -> Vec<&Link> {
        match self.task(name) {
            Some(task) => task.after.iter().chain(&task.needs).collect(),
            None => self.milestone(name).after.iter().collect(),
        }
    }

    /// The start and the finish of a task or milestone [ticks], after everything it is linked to (METHOD 15 and 16).
    fn place(&self, name: &str, trial: usize, times: &mut BTreeMap<String, (i64, i64)>) -> (i64, i64) {
        if let Some(&placed) = times.get(name) {
            return placed;
        }
        let exists = self.exists(name, trial);
        // Nothing starts before the plan does, and no task that is not started before the end of the day of the status.
        let (mut earliest_start, mut earliest_finish) = (0, 0);
        if exists {
            let as_of = if self.task(name).is_some() { self.past.as_of } else { 0 };
            earliest_start = self.mornings.get(name).copied().unwrap_or(0).max(as_of);
        }
        for link in self.links(name) {
            let (start, finish) = self.place(&link.task, trial, times);
            let lag = if exists && self.exists(&link.task, trial) { self.lag(link, trial) } else { 0 };
            match link.kind {
                LinkKind::FinishStart => earliest_start = earliest_start.max(finish + lag),
                LinkKind::StartStart => earliest_start = earliest_start.max(start + lag),
                LinkKind::FinishFinish => earliest_finish = earliest_finish.max(finish + lag),
                LinkKind::StartFinish => earliest_finish = earliest_finish.max(start + lag),
                kind => unreachable!("there is no other link than {kind:?}"),
            }
        }
        let duration = self.duration(name, trial);
        if let Some(started) = self.past.started.get(name) {
            let on_its_own = self.past.as_of + duration - started.done;
            let finish = started.finish.unwrap_or(on_its_own.max(earliest_finish));
            times.insert(name.to_owned(), (started.start, finish));
            return (started.start, finish);
        }
        let finish = (earliest_start + duration).max(earliest_finish);
        times.insert(name.to_owned(), (finish - duration, finish));
        (finish - duration, finish)
    }

    /// The time between the two ends of a link [ticks].
    pub(super) fn lag(&self, link: &Link, trial: usize) -> i64 {
        match link.lag {
            None => 0,
            Some(Lag::Time(amount)) => ticks(self.plan, amount),
            Some(Lag::Share(share)) => rounded(share * self.duration(&link.task, trial) as f64),
            Some(lag) => unreachable!("there is no other lag than {lag:?}"),
        }
    }
}
