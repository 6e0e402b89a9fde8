//! The reasons of a finish, trial by trial: which tasks could not have been finished later, and which chain of tasks drove it. Looked up
//! in what the second simulator keeps of a trial, link by link.
//!
//! The *longest path* decides in a plan without events: there a task is critical that has no float at all, and several branches that are
//! equally long are so together, while the chain takes one of them. Where a plan is gone through *event by event*, nothing can be said of
//! floats: what lies on the chain is critical.

mod laws;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use landfall::{Amount, Estimate, Join, Link, LinkKind, Milestone, Plan, Task, Team, date};

use super::events::{Node, Passed, Tie};
use super::simulator::{Trial, has_events};
use super::{certain, empty, task, trials};

/// By name of a task: in how many of the trials it is critical.
pub(super) type Counts = BTreeMap<String, usize>;

/// What the trials say together.
#[derive(Debug, PartialEq)]
pub(super) struct Why {
    /// Every task of the plan, also with 0.
    pub(super) critical: Counts,
    /// Each chain, first to last in time, and in how many of the trials it drove the finish. It has no task where a milestone alone, or
    /// the day on which the plan starts, decided.
    pub(super) chains: BTreeMap<Vec<String>, usize>,
}

/// Why the whole plan, or one of its milestones, was finished when it was. Where people make no difference (`by_events` is false) what has no
/// float is critical, also in a plan with teams.
pub(super) fn why(plan: &Plan, trials: &[Trial], target: Option<&str>, by_events: bool) -> Why {
    let mut critical: Counts = plan.tasks.iter().map(|task| (task.name.clone(), 0)).collect();
    let mut chains = BTreeMap::new();
    for trial in trials {
        let reasons = Reasons { plan, trial, target };
        let chain = reasons.chain();
        for name in reasons.critical(&chain, by_events) {
            *critical.get_mut(name).expect("only tasks are critical") += 1;
        }
        *chains.entry(chain.into_iter().map(str::to_owned).collect()).or_default() += 1;
    }
    Why { critical, chains }
}

/// Whether a link counts from the start of what it leads from.
fn counts_from_start(tie: &Tie) -> bool {
    matches!(tie.kind, LinkKind::StartStart | LinkKind::StartFinish)
}

/// One trial, and the finish that is asked for: that of a milestone, or the plan's.
struct Reasons<'a> {
    plan: &'a Plan,
    trial: &'a Trial,
    target: Option<&'a str>,
}

impl<'a> Reasons<'a> {
    fn node(&self, name: &str) -> &'a Node {
        &self.trial.nodes[name]
    }

    fn start(&self, name: &str) -> i64 {
        self.trial.times[name].0
    }

    fn finish(&self, name: &str) -> i64 {
        self.trial.times[name].1
    }

    /// Whether this is a task that exists in this trial, and not a milestone.
    fn is_there(&self, name: &str) -> bool {
        self.trial.exists.get(name) == Some(&true)
    }

    /// Tasks by priority and plan order, then milestones by plan order.
    fn rank(&self, name: &str) -> (bool, i64, usize) {
        let node = self.node(name);
        let is_milestone = node.place >= self.plan.tasks.len();
        (is_milestone, if is_milestone { 0 } else { node.priority }, node.place)
    }

    /// What is finished last of all that is asked for.
    fn last(&self) -> &'a str {
        let latest = |name: &&str| (self.finish(name), Reverse(self.rank(name)));
        let all = self.trial.nodes.keys().map(String::as_str);
        all.filter(|name| self.target.is_none_or(|target| target == *name))
            .max_by_key(latest)
            .expect("a target is in the plan")
    }

    /// The tick at which each link came, or, where nothing comes because there are no events, the one that it gives.
    fn came(&self, name: &str) -> Vec<i64> {
        if let Some(passed) = &self.trial.passed {
            return passed[name].came.clone();
        }
        let end = |tie: &Tie| if counts_from_start(tie) { self.start(&tie.to) } else { self.finish(&tie.to) };
        self.node(name).ties.iter().map(|tie| end(tie) + tie.lag).collect()
    }

    /// Of some of the links to something the latest, and when it came; of several the first by rank.
    fn latest(&self, name: &str, which: impl Fn(&Tie) -> bool) -> Option<(&'a Tie, i64)> {
        let ties = self.node(name).ties.iter().zip(self.came(name)).enumerate();
        ties.filter(|(_, (tie, _))| which(tie))
            .max_by_key(|&(place, (tie, came))| (came, Reverse((self.rank(&tie.to), place))))
            .map(|(_, latest)| latest)
    }

    /// The tasks that drove the finish, first to last in time. What is absent and what is a milestone is passed through. A task that is
    /// held by what waited for people while it was under way is there with its finish and, earlier, with its start.
    fn chain(&self) -> Vec<&'a str> {
        let last = self.last();
        let mut chain = Vec::new();
        let mut seen = BTreeSet::new();
        let mut at = Some((last, self.finish(last)));
        while let Some((name, left_at)) = at {
            assert!(seen.insert((name, left_at)), "the way back comes to {name:?} again");
            if self.is_there(name) {
                chain.push(name);
            }
            at = match &self.trial.passed {
                None => self.before_on_path(name).map(|tie| (tie.to.as_str(), self.finish(&tie.to))),
                Some(passed) => self.before_in_events(passed, name, left_at),
            };
        }
        chain.reverse();
        chain
    }

    /// The link that put something where it is on the longest path, or nothing where a date or the plan's start did.
    fn before_on_path(&self, name: &str) -> Option<&'a Tie> {
        let node = self.node(name);
        if !node.exists {
            // It is one moment, which every link holds.
            return self.latest(name, |_| true).map(|(tie, _)| tie);
        }
        let start = self.latest(name, Tie::holds_start);
        let earliest_start = start.map_or(0, |(_, came)| came).max(node.morning);
        let held = self.latest(name, |tie| !tie.holds_start());
        let held = held.filter(|&(_, came)| came > earliest_start + node.work);
        // A lead does not reach before the morning, which is never before the plan's start.
        held.or(start.filter(|&(_, came)| came >= node.morning)).map(|(tie, _)| tie)
    }

    /// What something waited for in the end that is left, on the way back, at this tick; and where the way leaves that.
    fn before_in_events(
        &self,
        passed: &BTreeMap<String, Passed>,
        name: &str,
        left_at: i64,
    ) -> Option<(&'a str, i64)> {
        let node = self.node(name);
        if left_at > passed[name].done {
            return self.latest(name, |tie| !tie.holds_start()).map(|link| self.left_by(link));
        }
        let start = self.latest(name, Tie::holds_start);
        let ready = start.map_or(0, |(_, came)| came).max(node.morning);
        if ready < self.start(name)
            && let Some(other) = self.freed_by(passed, name)
        {
            return Some((other, self.finish(other)));
        }
        start.filter(|&(_, came)| came >= node.morning).map(|link| self.left_by(link))
    }

    /// The other end of a link that came at this tick, and when the way leaves it.
    fn left_by(&self, (tie, came): (&'a Tie, i64)) -> (&'a str, i64) {
        let other = tie.to.as_str();
        let left_at = if counts_from_start(tie) {
            self.start(other)
        } else if tie.lag < 0 {
            came.min(self.finish(other))
        } else {
            self.finish(other)
        };
        (other, left_at)
    }

    /// The task whose people a task got that waited for some: of several that were finished then, the first by rank. What is finished at
    /// the same tick but after the start, as a link that held it came with that, left nobody for it. (By the tick alone the way back
    /// would run in a circle there.)
    fn freed_by(&self, passed: &BTreeMap<String, Passed>, name: &str) -> Option<&'a str> {
        let start = self.start(name);
        let pools = self.node(name).pools(self.plan);
        let shares_people =
            |other: &str| self.node(other).pools(self.plan).iter().any(|pool| pools.contains(pool));
        let others = self.trial.nodes.keys().map(String::as_str).filter(|&other| other != name);
        others
            .filter(|other| self.is_there(other) && shares_people(other))
            .filter(|other| self.start(other) < start && self.finish(other) == start)
            .filter(|other| passed[*other].steps.1 < passed[name].steps.0)
            .min_by_key(|other| self.rank(other))
    }

    /// The tasks that are critical, given the chain.
    fn critical(&self, chain: &[&'a str], by_events: bool) -> BTreeSet<&'a str> {
        if by_events {
            return chain.iter().copied().collect();
        }
        let mut known = BTreeMap::new();
        let mut has_no_float = |name: &'a str| self.late_finish(name, &mut known) == Some(self.finish(name));
        let tasks = self.trial.exists.iter().filter(|(_, exists)| **exists).map(|(name, _)| name.as_str());
        tasks.filter(|name| has_no_float(name)).collect()
    }

    /// The latest finish that leaves what is asked for where it is; none where that does not wait for it. Its start moves with it.
    fn late_finish(&self, name: &'a str, known: &mut BTreeMap<&'a str, Option<i64>>) -> Option<i64> {
        if let Some(&late) = known.get(name) {
            return late;
        }
        let mut late = match self.target {
            None => Some(self.trial.finish()),
            Some(target) => (target == name).then(|| self.finish(target)),
        };
        for (later, node) in &self.trial.nodes {
            for tie in node.ties.iter().filter(|tie| tie.to == name) {
                let Some(finish) = self.late_finish(later, known) else { continue };
                let end = if tie.holds_start() { finish - node.work } else { finish };
                let own = if counts_from_start(tie) { self.node(name).work } else { 0 };
                let bound = end - tie.lag + own;
                late = Some(late.map_or(bound, |late| late.min(bound)));
            }
        }
        known.insert(name, late);
        late
    }
}

/// Holds the chain and the critical tasks of a plan without chance.
fn holds(plan: &Plan, target: Option<&str>, chain: &[&str], critical: &[&str]) {
    let trials = trials(plan);
    let all = trials.len();
    let why = why(plan, &trials, target, has_events(plan));
    let chain: Vec<String> = chain.iter().map(|&name| name.to_owned()).collect();
    assert_eq!(why.chains, BTreeMap::from([(chain, all)]));
    let count = |name: &str| if critical.contains(&name) { all } else { 0 };
    let counts: Counts = plan.tasks.iter().map(|task| (task.name.clone(), count(&task.name))).collect();
    assert_eq!(why.critical, counts);
}

fn link(task: &str, kind: LinkKind, days: f64) -> Link {
    Link::to(task).kind(kind).lag(Amount::days(days))
}

#[test]
fn of_two_branches_of_the_same_length_both_are_critical_and_the_first_by_rank_is_named() {
    let plan = |urgent| {
        empty()
            .task(task("a", 1.0))
            .task(task("left", 2.0).after("a"))
            .task(task("right", 2.0).after("a").priority(urgent))
            .task(task("short", 1.5).after("a"))
            .milestone(Milestone::new("m").after("right").after("left"))
    };
    let critical = ["a", "left", "right"];
    for target in [None, Some("m")] {
        holds(&plan(100), target, &["a", "left"], &critical);
        holds(&plan(1), target, &["a", "right"], &critical);
    }
}

#[test]
fn a_chain_begins_at_a_date_that_is_later_than_what_came_before() {
    // "a" is finished at the very moment at which Wednesday the 6th begins, and decides there.
    for (day, chain) in [(4, &["a", "b", "c"][..]), (6, &["a", "b", "c"]), (7, &["b", "c"])] {
        let plan = empty()
            .task(task("a", 2.0))
            .task(task("b", 3.0).after("a").not_before(date(2027, 1, day)))
            .task(task("c", 1.0).after("b"));
        holds(&plan, None, chain, chain);
    }
}

#[test]
fn a_link_of_any_kind_drives_and_a_lead_does_not_reach_before_the_start() {
    use LinkKind::{FinishFinish, FinishStart, StartFinish, StartStart};
    let plan = |days, kind, lag| {
        let b = task("b", days).after("gate").after(link("a", kind, lag));
        empty().task(task("a", 4.0)).task(task("gate", 1.0)).task(b)
    };
    for by_a in [
        plan(2.0, FinishStart, 1.0),  // starts at 5
        plan(3.0, FinishStart, -2.0), // at 2
        plan(6.0, StartStart, 1.5),   // at 1.5
        plan(2.0, FinishFinish, 2.0), // is finished at 6, and starts two days before: the gate has three to spare
        plan(2.0, StartFinish, 5.0),  // is finished at 5
    ] {
        holds(&by_a, None, &["a", "b"], &["a", "b"]);
    }
    for by_gate in [
        plan(5.0, FinishStart, -3.5), // would let it start at 0.5
        plan(5.0, StartStart, 0.5),
        plan(5.0, FinishFinish, 1.5), // would let it finish at 5.5
        plan(5.0, StartFinish, 5.5),
    ] {
        holds(&by_gate, None, &["gate", "b"], &["gate", "b"]);
    }
    holds(&plan(5.0, FinishStart, -3.0), None, &["a", "b"], &["a", "gate", "b"]);
    let before = empty().task(task("a", 4.0)).task(task("b", 5.0).after(link("a", FinishStart, -5.0)));
    holds(&before, None, &["b"], &["b"]);
}

#[test]
fn a_milestone_has_a_chain_of_its_own_and_passes_others_on() {
    let plan = empty()
        .task(task("a", 2.0))
        .task(task("long", 10.0))
        .milestone(Milestone::new("m").after("a"))
        .task(task("b", 3.0).after("m"))
        .milestone(Milestone::new("end").after("b"));
    holds(&plan, None, &["long"], &["long"]);
    holds(&plan, Some("m"), &["a"], &["a"]);
    holds(&plan, Some("end"), &["a", "b"], &["a", "b"]);
    let delayed = plan.risk(certain("late").delays("end", Estimate::days(9.0)));
    holds(&delayed, None, &["a", "b"], &["a", "b"]);
}

#[test]
fn what_is_absent_is_passed_through_by_the_latest_of_its_links() {
    let plan = |days| {
        let gone = task("gone", 7.0).exists(0.0).after("a").after(link("b", LinkKind::FinishFinish, 2.0));
        empty().task(task("a", days)).task(task("b", 3.0)).task(gone).task(task("c", 1.0).after("gone"))
    };
    holds(&plan(2.0), None, &["b", "c"], &["b", "c"]);
    holds(&plan(3.0), None, &["a", "c"], &["a", "b", "c"]);
    // With people enough the same chains; but what does not lie on one is critical only by its float, of which events know nothing.
    let staffed = |days| plan(days).team(Team::new("web", 3)).default_team("web");
    holds(&staffed(2.0), None, &["b", "c"], &["b", "c"]);
    holds(&staffed(3.0), None, &["a", "c"], &["a", "c"]);
    let plan = empty().task(task("t", 5.0).exists(0.5)).task(task("other", 3.0));
    let trials = trials(&plan);
    let there = trials.iter().filter(|trial| trial.exists["t"]).count();
    assert!(0 < there && there < trials.len());
    let counts = [("t", there), ("other", trials.len() - there)];
    let why = why(&plan, &trials, None, has_events(&plan));
    assert_eq!(why.critical, counts.map(|(name, count)| (name.to_owned(), count)).into());
    assert_eq!(why.chains, counts.map(|(name, count)| (vec![name.to_owned()], count)).into());
}

/// A task of one person of the team "web".
fn web(name: &str, days: f64) -> Task {
    task(name, days).team("web")
}

/// A plan of that team.
fn people(count: u32) -> Plan {
    empty().team(Team::new("web", count))
}

#[test]
fn who_waits_for_people_is_driven_by_who_had_them() {
    let two = |team| empty().team(team).task(web("first", 2.0)).task(web("second", 3.0));
    holds(&two(Team::new("web", 1)), None, &["first", "second"], &["first", "second"]);
    // Once somebody joins, no other task has to be finished for it.
    let joined = two(Team::new("web", 1).join(Join::new(date(2027, 1, 5), 1)));
    holds(&joined, None, &["second"], &["second"]);
    // Where time is shared out, each kind of work has people of its own.
    let mut shared = two(Team::new("web", 1).share("roadmap", 0.5).share("debt", 0.5));
    shared.tasks[1].kind = Some("debt".to_owned());
    holds(&shared, None, &["second"], &["second"]);
    // Of two that are finished then, the first by rank; and neither, where it could not have started earlier for a link.
    let plan = |last| people(2).task(web("a", 2.0)).task(web("b", 2.0).priority(101)).task(last);
    holds(&plan(web("c", 1.0).priority(102)), None, &["a", "c"], &["a", "c"]);
    holds(&plan(web("c", 1.0).after("b")), None, &["b", "c"], &["b", "c"]);
}

#[test]
fn the_way_back_enters_a_task_where_the_link_left_it() {
    let link_to_a = |kind, days| link("a", kind, days);
    // The finish of "a" is held to that of "z", at 10; the lead came when a day of its work was left, at 3.
    let plan = people(9)
        .task(web("z", 10.0))
        .task(web("a", 4.0).after(link("z", LinkKind::FinishFinish, 0.0)))
        .task(web("b", 15.0).after("a"))
        .task(web("lead", 20.0).after(link_to_a(LinkKind::FinishStart, -1.0)))
        .task(web("beside", 20.0).after(link_to_a(LinkKind::StartStart, 1.0)))
        .milestone(Milestone::new("after the lead").after("lead"))
        .milestone(Milestone::new("after that beside").after("beside"));
    for (target, chain) in [
        (None, &["z", "a", "b"][..]),
        (Some("after the lead"), &["a", "lead"]),
        (Some("after that beside"), &["a", "beside"]),
    ] {
        holds(&plan, target, chain, chain);
    }
}

#[test]
fn a_task_held_by_what_waited_for_people_while_it_was_under_way_is_on_the_chain_with_both_ends() {
    // Two people: the other one does "k" from 0 to 3, then "m" to 5, which is what the finish of "n" waits for.
    let plan = people(2)
        .task(web("n", 1.0).after(link("m", LinkKind::FinishFinish, 0.0)))
        .task(web("k", 3.0).after(link("n", LinkKind::StartStart, 0.0)))
        .task(task("gate", 0.5).team("none"))
        .task(web("m", 2.0).after("gate"));
    holds(&plan, None, &["n", "k", "m", "n"], &["k", "m", "n"]);
}

#[test]
fn what_is_finished_because_a_task_starts_left_nobody_for_it() {
    // Where it would have been done then anyway, that link held nothing.
    for (days, of_milestone) in [(1.0, &["w", "x", "y"][..]), (2.0, &["y"])] {
        // At 2 "w" makes room for "x", whose start lets "y" be finished at the same tick.
        let plan = people(2)
            .task(web("y", days).after(link("x", LinkKind::StartFinish, 0.0)))
            .task(web("w", 2.0))
            .task(web("x", 1.0))
            .milestone(Milestone::new("m").after("y"));
        holds(&plan, None, &["w", "x"], &["w", "x"]);
        holds(&plan, Some("m"), of_milestone, of_milestone);
    }
}
