//! One trial of a plan with teams or effects, event by event, written from the definitions in `docs/method.md` alone. Of the ways to read
//! them where they leave one open, each is said where it is taken.

use std::collections::{BTreeMap, BTreeSet};

use landfall::{Effect, LinkKind, Plan, Team, When};

use super::days::{Days, PLAN};
use super::past::Begun;
use super::people::{Calls, rates};
use super::simulator::ticks;

/// A trial that comes to this tick has left the axis.
const END: i64 = (1 << 30) - 1;

/// A link of something to what it waits for.
pub(super) struct Tie {
    pub(super) to: String,
    pub(super) kind: LinkKind,
    /// 0 where one of both is absent [ticks].
    pub(super) lag: i64,
}

impl Tie {
    pub(super) fn holds_start(&self) -> bool {
        matches!(self.kind, LinkKind::FinishStart | LinkKind::StartStart)
    }
}

/// A task or milestone in one trial.
pub(super) struct Node {
    pub(super) exists: bool,
    /// The place in the plan, tasks before milestones.
    pub(super) place: usize,
    pub(super) priority: i64,
    /// What it takes [ticks].
    pub(super) work: i64,
    pub(super) started: Option<Begun>,
    /// How many people of which teams it needs; nobody where it is absent.
    pub(super) needs: Vec<(String, i64)>,
    pub(super) kind: String,
    /// Before this tick it does not start.
    pub(super) morning: i64,
    pub(super) ties: Vec<Tie>,
}

impl Node {
    /// Whether nothing of it is to be done.
    fn takes_nothing(&self) -> bool {
        self.started.as_ref().map_or(self.work, |begun| begun.left) == 0
    }

    /// The pools of people that it draws on: of each of its teams, that of its kind where the team shares its time out, else the only one.
    pub(super) fn pools(&self, plan: &Plan) -> Vec<(String, String)> {
        self.needs.iter().map(|(name, _)| pool(team(plan, name), self)).collect()
    }
}

fn team<'a>(plan: &'a Plan, name: &str) -> &'a Team {
    plan.teams.iter().find(|team| team.name == name).expect("teams of tasks are there")
}

fn pool(team: &Team, node: &Node) -> (String, String) {
    let kind = if team.share.is_empty() { String::new() } else { node.kind.clone() };
    (team.name.clone(), kind)
}

/// What went on with a task or milestone, beside its start and its finish.
pub(super) struct Passed {
    /// The tick at which its work was done.
    pub(super) done: i64,
    /// The tick at which each of its ties came.
    pub(super) came: Vec<i64>,
    /// Of all that starts and finishes one thing after the other, also at one tick: the step at which it started, and at which it
    /// finished.
    pub(super) steps: (usize, usize),
}

/// The start and the finish of each task and milestone [ticks].
pub(super) type Times = BTreeMap<String, (i64, i64)>;

/// Everything that is given in one trial before it begins.
pub(super) struct Given<'a> {
    pub(super) plan: &'a Plan,
    pub(super) days: &'a Days<'a>,
    pub(super) nodes: &'a BTreeMap<String, Node>,
    /// The end of the day of the status.
    pub(super) as_of: i64,
    /// The unplanned share of each team that has tasks.
    pub(super) unplanned: BTreeMap<String, f64>,
    /// In the order of their names.
    pub(super) effects: BTreeMap<String, &'a Effect>,
    /// The tick from which on each effect is active that begins on a date.
    pub(super) from: &'a BTreeMap<String, i64>,
    /// What an effect multiplies the time of a task by, in the order of multiplying, by effect and task that it selects.
    pub(super) factors: BTreeMap<(String, String), Vec<f64>>,
    pub(super) calls: BTreeMap<String, Calls<'a>>,
}

/// How far a task or milestone is.
#[derive(Default)]
struct Progress {
    start: Option<i64>,
    finish: Option<i64>,
    /// When the work was done; the finish may still be held.
    done: Option<i64>,
    /// The work left at the tick `since`, from which on the rate is this one.
    left: f64,
    since: i64,
    rate: f64,
    /// When each tie came that has come, by its place.
    come: BTreeMap<usize, i64>,
    /// The steps at which it started and finished.
    steps: (usize, usize),
}

impl Progress {
    fn is_under_way(&self) -> bool {
        self.start.is_some() && self.finish.is_none()
    }

    /// The tick at which no more than this work is left, if the rate stays.
    fn at(&self, left: f64) -> Option<i64> {
        let tick = || (self.since as f64 + (self.left - left) / self.rate).round_ties_even() as i64;
        // Rounding may put it before the tick at which the rate was set, at which it is then.
        (self.rate > 0.0).then(|| tick().max(self.since))
    }
}

struct Run<'a> {
    given: Given<'a>,
    now: i64,
    /// Grows by one before things are finished or started together.
    step: usize,
    progress: BTreeMap<String, Progress>,
    /// By effect with `next`: the tasks that have it.
    taken: BTreeMap<String, BTreeSet<String>>,
}

/// The times of a trial and what else went on in it, or nothing where it leaves the axis.
pub(super) fn run(given: Given<'_>) -> Option<(Times, BTreeMap<String, Passed>)> {
    let progress = given.nodes.keys().map(|name| (name.clone(), Progress::default())).collect();
    let mut run = Run { given, now: 0, step: 0, progress, taken: BTreeMap::new() };
    loop {
        run.tick();
        if run.progress.values().all(|progress| progress.finish.is_some()) {
            break;
        }
        run.now = run.next().filter(|&tick| tick < END)?;
    }
    let (mut times, mut passed) = (BTreeMap::new(), BTreeMap::new());
    for (name, progress) in run.progress {
        let [start, finish, done] =
            [progress.start, progress.finish, progress.done].map(|tick| tick.expect("it is finished"));
        times.insert(name.clone(), (start, finish));
        // All have come, so that they stand in the order of their places.
        passed.insert(
            name,
            Passed { done, came: progress.come.into_values().collect(), steps: progress.steps },
        );
    }
    Some((times, passed))
}

impl Run<'_> {
    /// Everything that happens at this tick.
    fn tick(&mut self) {
        let mut begun = Vec::new();
        loop {
            // Whatever can be finished at this tick is finished before anything starts, also what a link that comes now had held; and what
            // needs nobody starts before any people are given out.
            loop {
                while self.finish() | self.come() {}
                let started = self.start(false);
                if started.is_empty() {
                    break;
                }
                begun.extend(started);
            }
            let started = self.start(true);
            if started.is_empty() {
                break;
            }
            begun.extend(started);
        }
        begun.sort_by_key(|name| (self.given.nodes[name].priority, self.given.nodes[name].place));
        self.take(&begun);
        self.set_rates();
    }

    /// What is under way by the status, then all others, each by priority, then plan order.
    fn sort(&self, names: &mut [String]) {
        names.sort_by_key(|name| {
            let node = &self.given.nodes[name];
            let is_under_way = node.started.as_ref().is_some_and(|begun| begun.finish.is_none());
            (!is_under_way, node.priority, node.place)
        });
    }

    /// The started and unfinished tasks and milestones, sorted.
    fn under_way(&self) -> Vec<String> {
        let under_way = self.progress.iter().filter(|(_, progress)| progress.is_under_way());
        let mut names: Vec<String> = under_way.map(|(name, _)| name.clone()).collect();
        self.sort(&mut names);
        names
    }

    /// Finishes what is done and no longer held, and says whether anything was.
    fn finish(&mut self) -> bool {
        let now = self.now;
        let mut any = false;
        self.step += 1;
        for (name, node) in self.given.nodes {
            let progress = self.progress.get_mut(name).expect("every node has one");
            if !progress.is_under_way() {
                continue;
            }
            if let Some(begun) = &node.started {
                if let Some(finish) = begun.finish {
                    // Whatever holds it.
                    if finish <= now {
                        (progress.done, progress.finish, progress.steps.1) =
                            (Some(now), Some(now), self.step);
                        any = true;
                    }
                    continue;
                }
                if now < self.given.as_of {
                    continue;
                }
            }
            if progress.done.is_none()
                && (node.takes_nothing() || progress.at(0.0).is_some_and(|tick| tick <= now))
            {
                (progress.done, progress.left, progress.rate) = (Some(now), 0.0, 0.0);
            }
            // What was started out of order its other links hold.
            let mut held = node.ties.iter().enumerate().filter(|(_, tie)| !tie.holds_start());
            if progress.done.is_some() && held.all(|(place, _)| progress.come.contains_key(&place)) {
                (progress.finish, progress.steps.1) = (Some(now), self.step);
                any = true;
            }
        }
        any
    }

    /// When a tie comes, as far as that is known.
    fn comes(&self, tie: &Tie) -> Option<i64> {
        let other = &self.progress[&tie.to];
        if matches!(tie.kind, LinkKind::StartStart | LinkKind::StartFinish) {
            return other.start.map(|start| self.given.days.after(start, tie.lag.max(0)));
        }
        if tie.lag >= 0 {
            return other.finish.map(|finish| self.given.days.after(finish, tie.lag));
        }
        let (lead, node) = (-tie.lag, &self.given.nodes[&tie.to]);
        let mut work = node.work;
        if let Some(begun) = &node.started {
            // Of what lies before the day of the status only the ends are known: so much work was left so long before.
            let end = begun.finish.unwrap_or(self.given.as_of + begun.left);
            if begun.finish.is_some() || begun.left <= lead {
                return other.start.map(|start| (end - lead).max(start));
            }
            work = begun.left;
        }
        match other.start {
            Some(start) if work <= lead => Some(start),
            Some(_) if other.done.is_some() => other.done,
            _ => other.at(lead as f64),
        }
    }

    /// Lets come what comes by now, and says whether any link did.
    fn come(&mut self) -> bool {
        for calls in self.given.calls.values_mut() {
            calls.advance(self.now);
        }
        let mut come = Vec::new();
        for (name, node) in self.given.nodes {
            let progress = &self.progress[name];
            for (place, tie) in node.ties.iter().enumerate() {
                if progress.finish.is_some() || progress.come.contains_key(&place) {
                    continue;
                }
                if let Some(tick) = self.comes(tie).filter(|&tick| tick <= self.now) {
                    come.push((name.clone(), place, tick));
                }
            }
        }
        let any = !come.is_empty();
        for (name, place, tick) in come {
            self.progress.get_mut(&name).expect("every node has one").come.insert(place, tick);
        }
        any
    }

    /// Starts what is ready and fits, of what needs people or of what does not. What a start makes ready waits for the next round at
    /// this tick.
    fn start(&mut self, people: bool) -> Vec<String> {
        let is_ready = |(name, node): &(&String, &Node)| {
            let progress = &self.progress[*name];
            let mut holding = node.ties.iter().enumerate().filter(|(_, tie)| tie.holds_start());
            if let Some(begun) = &node.started {
                return progress.start.is_none()
                    && node.needs.is_empty() != people
                    && begun.start <= self.now;
            }
            progress.start.is_none()
                && node.needs.is_empty() != people
                && node.morning <= self.now
                && holding.all(|(place, _)| progress.come.contains_key(&place))
        };
        let mut ready: Vec<String> =
            self.given.nodes.iter().filter(is_ready).map(|(name, _)| name.clone()).collect();
        self.sort(&mut ready);
        let mut started = Vec::new();
        self.step += 1;
        for name in ready {
            let node = &self.given.nodes[&name];
            if node.started.is_some() || self.fits(&name) {
                let left = node.started.as_ref().map_or(node.work, |begun| begun.left) as f64;
                let progress = self.progress.get_mut(&name).expect("every node has one");
                (progress.start, progress.left, progress.since) = (Some(self.now), left, self.now);
                progress.steps.0 = self.step;
                started.push(name);
            }
        }
        started
    }

    /// The people of a team at this moment.
    fn people(&self, team: &str) -> i64 {
        let handled = self.given.calls.get(team).map_or(0, Calls::handled);
        self.given.days.at(self.now).of(team).people - handled
    }

    /// Whether today is worked by all that it needs, and beside what others use of its pools there are people for it.
    fn fits_beside(&self, node: &Node, used: &BTreeMap<(String, String), i64>) -> bool {
        let day = self.given.days.at(self.now);
        if node.needs.is_empty() {
            return node.work == 0 || day.of(PLAN).worked;
        }
        node.needs.iter().zip(node.pools(self.given.plan)).all(|((team, people), pool)| {
            let used = used.get(&pool).copied().unwrap_or(0);
            day.of(team).worked && used + people <= self.people(team)
        })
    }

    fn use_people(&self, node: &Node, used: &mut BTreeMap<(String, String), i64>) {
        for ((_, people), pool) in node.needs.iter().zip(node.pools(self.given.plan)) {
            *used.entry(pool).or_default() += people;
        }
    }

    /// Whether something may start beside all that is started and unfinished, paused or not.
    fn fits(&self, name: &str) -> bool {
        let mut used = BTreeMap::new();
        for other in self.under_way() {
            self.use_people(&self.given.nodes[&other], &mut used);
        }
        self.fits_beside(&self.given.nodes[name], &used)
    }

    /// The ticks at which an effect begins and ends, as far as they are known.
    fn active(&self, effect: &Effect) -> (Option<i64>, Option<i64>) {
        let exists = |name: &str| self.given.nodes[name].exists;
        let (begin, end) = match &effect.when {
            When::Always => (Some(0), None),
            When::From(_) => (Some(self.given.from[&effect.name]), None),
            When::While(own) | When::After(own) if !exists(own) => (None, None),
            When::While(own) => (self.progress[own].start, self.progress[own].finish),
            When::After(own) => (self.progress[own].finish, None),
            when => unreachable!("there is no other beginning than {when:?}"),
        };
        let lasts = effect.lasts.map(|amount| ticks(self.given.plan, amount));
        let over = begin.zip(lasts).map(|(begin, lasts)| self.given.days.after(begin, lasts));
        (begin, end.into_iter().chain(over).min())
    }

    /// Whether an effect is active from this tick on: one that ends at the tick at which it begins never is.
    fn is_active(&self, effect: &Effect) -> bool {
        let (begin, end) = self.active(effect);
        begin.is_some_and(|begin| begin <= self.now) && end.is_none_or(|end| self.now < end)
    }

    /// Gives effects with `next` to what has just started. What is absent in this trial passes without starting, and is not counted.
    fn take(&mut self, begun: &[String]) {
        for effect in self.given.effects.values() {
            let Some(next) = effect.next else { continue };
            if !self.is_active(effect) {
                continue;
            }
            let taken = self.taken.entry(effect.name.clone()).or_default();
            for name in begun {
                let selected = self.given.factors.contains_key(&(effect.name.clone(), name.clone()));
                if selected && self.given.nodes[name].exists && taken.len() < next as usize {
                    taken.insert(name.clone());
                }
            }
        }
    }

    /// What the effects multiply the time of a task by now.
    fn factor(&self, name: &str) -> f64 {
        let mut product = 1.0;
        for effect in self.given.effects.values() {
            let Some(factors) = self.given.factors.get(&(effect.name.clone(), name.to_owned())) else {
                continue;
            };
            let acts = match effect.next {
                Some(_) => self.taken.get(&effect.name).is_some_and(|taken| taken.contains(name)),
                None => self.is_active(effect),
            };
            if acts {
                product = factors.iter().fold(product, |product, factor| product * factor);
            }
        }
        product
    }

    /// Whether what goes on with something now is what the status says.
    fn is_past(&self, node: &Node) -> bool {
        node.started.as_ref().is_some_and(|begun| begun.finish.is_some() || self.now < self.given.as_of)
    }

    /// Sees who is at work and how fast, and brings up to date what is left of the tasks whose rate changes.
    fn set_rates(&mut self) {
        let mut used = BTreeMap::new();
        let mut at_work = Vec::new();
        let under_way = self.under_way();
        for name in &under_way {
            let node = &self.given.nodes[name];
            if self.is_past(node) {
                continue;
            }
            // What is paused leaves its people to those after it: they are needed beside those at work only.
            if self.fits_beside(node, &used) {
                self.use_people(node, &mut used);
                at_work.push(name);
            }
        }
        let mut by_team: BTreeMap<&str, BTreeMap<String, i64>> = BTreeMap::new();
        for ((team, kind), people) in &used {
            by_team.entry(team).or_default().insert(kind.clone(), *people);
        }
        let mut speeds: BTreeMap<(String, String), f64> = BTreeMap::new();
        for (name, needed) in by_team {
            let of_kinds =
                rates(team(self.given.plan, name), self.given.unplanned[name], self.people(name), &needed);
            speeds.extend(of_kinds.into_iter().map(|(kind, rate)| ((name.to_owned(), kind), rate)));
        }
        for name in &under_way {
            let node = &self.given.nodes[name];
            let mut rate = 0.0;
            if at_work.contains(&name) {
                let of_teams = node.pools(self.given.plan).into_iter().map(|pool| speeds[&pool]);
                rate = of_teams.reduce(f64::min).unwrap_or(1.0) / self.factor(name);
            }
            let progress = self.progress.get_mut(name).expect("every node has one");
            if progress.done.is_none() && rate != progress.rate {
                progress.left -= progress.rate * (self.now - progress.since) as f64;
                (progress.rate, progress.since) = (rate, self.now);
            }
        }
    }

    /// The tick of the next event.
    fn next(&self) -> Option<i64> {
        // With rates that were just set something may be over at this very tick, rounded.
        let mut now_or_later: Vec<i64> = Vec::new();
        let mut later: Vec<i64> = vec![self.given.as_of];
        for (name, node) in self.given.nodes {
            let progress = &self.progress[name];
            if progress.is_under_way() && progress.done.is_none() {
                now_or_later.extend(progress.at(0.0));
            }
            if let Some(begun) = &node.started {
                later.extend([begun.start].into_iter().chain(begun.finish));
            }
            if progress.start.is_none() {
                later.push(node.morning);
            }
            for (place, tie) in node.ties.iter().enumerate() {
                if progress.finish.is_none() && !progress.come.contains_key(&place) {
                    now_or_later.extend(self.comes(tie));
                }
            }
        }
        for effect in self.given.effects.values() {
            let (begin, end) = self.active(effect);
            later.extend(begin.into_iter().chain(end));
        }
        later.extend(self.given.calls.values().filter_map(Calls::event));
        later.retain(|&tick| tick > self.now);
        let soonest = now_or_later.into_iter().chain(later).min();
        self.given.days.change(self.now, soonest).into_iter().chain(soonest).min()
    }
}
