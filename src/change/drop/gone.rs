//! Which tasks and milestones go when some are dropped, and what waits for what instead.

use std::collections::{HashMap, HashSet};

use super::Because;
use crate::plan::{Link, LinkKind, Plan, Task};

/// The most links that may come of what waited for something dropped.
const MOST_LINKS: usize = 1_000_000;

/// What goes. Tasks are numbered in plan order, then milestones.
pub(super) struct Gone<'p> {
    plan: &'p Plan,
    numbers: HashMap<&'p str, usize>,
    /// What is finished or reached.
    past: HashSet<&'p str>,
    /// Why each goes that does.
    why: Vec<Option<Because>>,
    /// What is waited for instead of each that goes: the other's number, and whether its start is meant.
    instead: Vec<Vec<(usize, bool)>>,
    /// Whether there would be too many links.
    too_many: bool,
}

impl<'p> Gone<'p> {
    pub(super) fn new(plan: &'p Plan, asked: impl Iterator<Item = usize>) -> Self {
        let count = plan.tasks.len() + plan.milestones.len();
        let name = |number| name(plan, number);
        let numbers = (0..count).rev().map(|number| (name(number), number)).collect();
        let mut gone = Self {
            plan,
            numbers,
            past: plan.past(),
            why: vec![None; count],
            instead: vec![Vec::new(); count],
            too_many: false,
        };
        asked.for_each(|number| gone.why[number] = Some(Because::Asked));
        gone.spread();
        gone
    }

    pub(super) fn name(&self, number: usize) -> &'p str {
        name(self.plan, number)
    }

    /// Whether something of this name goes.
    pub(super) fn holds(&self, name: &str) -> bool {
        self.numbers.get(name).is_some_and(|&number| self.why[number].is_some())
    }

    /// What goes: whether it is a task or a milestone, its name, and why.
    pub(super) fn all(&self) -> impl Iterator<Item = (&'static str, &'p str, &Because)> {
        let kind = |number| if number < self.plan.tasks.len() { "task" } else { "milestone" };
        self.why
            .iter()
            .enumerate()
            .filter_map(move |(number, why)| Some((kind(number), self.name(number), why.as_ref()?)))
    }

    pub(super) fn into_reasons(self) -> Vec<Option<Because>> {
        self.why
    }

    /// Of what goes, the tasks that stay, come after it and are not finished, in plan order.
    pub(super) fn followed(&self) -> HashMap<usize, Vec<usize>> {
        let mut followed: HashMap<usize, Vec<usize>> = HashMap::new();
        let stays =
            |&(task, of): &(usize, &Task)| self.why[task].is_none() && !self.past.contains(of.name.as_str());
        for (task, of_task) in self.plan.tasks.iter().enumerate().filter(stays) {
            for link in &of_task.after {
                let from = self.numbers.get(link.task.as_str()).filter(|&&from| self.why[from].is_some());
                if let Some(&from) = from {
                    let tasks = followed.entry(from).or_default();
                    if tasks.last() != Some(&task) {
                        tasks.push(task);
                    }
                }
            }
        }
        followed
    }

    /// The links into a node, each with whether it says `needs`.
    fn links_into(&self, number: usize) -> impl Iterator<Item = (&'p Link, bool)> + use<'p> {
        let (after, needs): (&[Link], &[Link]) = match number.checked_sub(self.plan.tasks.len()) {
            None => (&self.plan.tasks[number].after, &self.plan.tasks[number].needs),
            Some(place) => (&self.plan.milestones[place].after, &[]),
        };
        after.iter().map(|link| (link, false)).chain(needs.iter().map(|link| (link, true)))
    }

    /// Goes through the plan in the order of its links: what needs something that goes, goes; so does a milestone of which nothing is
    /// left.
    fn spread(&mut self) {
        let count = self.why.len();
        let mut waits = vec![0usize; count];
        let mut followers: Vec<Vec<usize>> = vec![Vec::new(); count];
        for (number, waits) in waits.iter_mut().enumerate() {
            for (link, _) in self.links_into(number) {
                if let Some(&from) = self.numbers.get(link.task.as_str()) {
                    *waits += 1;
                    followers[from].push(number);
                }
            }
        }
        // What waits for itself in a circle is an error of its own, and never comes up here.
        let mut ready: Vec<usize> = (0..count).filter(|&number| waits[number] == 0).collect();
        let mut links = 0;
        while let Some(number) = ready.pop() {
            self.settle(number);
            links += self.instead[number].len();
            if links > MOST_LINKS {
                self.too_many = true;
                return;
            }
            for &next in &followers[number] {
                waits[next] -= 1;
                if waits[next] == 0 {
                    ready.push(next);
                }
            }
        }
    }

    /// Whether a node goes, all that it waits for being settled, and what is waited for instead of it.
    fn settle(&mut self, number: usize) {
        let is_milestone = number >= self.plan.tasks.len();
        // What is finished stays, whatever it needed.
        let is_finished = self.past.contains(self.name(number));
        let mut instead = Vec::new();
        let mut seen = HashSet::new();
        let (mut lost, mut left) = (false, false);
        for (link, needs) in self.links_into(number) {
            let Some(&from) = self.numbers.get(link.task.as_str()) else {
                // Not in the plan, which is an error of its own.
                left = true;
                continue;
            };
            match self.why[from] {
                None => {
                    let end = (from, link.kind.waits_for_start());
                    if seen.insert(end) {
                        instead.push(end);
                    }
                }
                Some(_) => {
                    lost = true;
                    if needs && !is_finished && self.why[number].is_none() {
                        self.why[number] = Some(Because::Needs(link.task.clone()));
                    }
                    instead.extend(self.instead[from].iter().filter(|end| seen.insert(**end)));
                }
            }
        }
        if is_milestone && lost && !left && instead.is_empty() && self.why[number].is_none() {
            self.why[number] = Some(Because::NothingLeft);
        }
        if self.why[number].is_some() {
            self.instead[number] = instead;
        }
    }

    /// The new `after` of everything that stays and waited for something that goes; nothing where there would be too many links.
    pub(super) fn links(&self) -> Option<Vec<(usize, Vec<Link>)>> {
        if self.too_many {
            return None;
        }
        let mut changed = Vec::new();
        let mut count = 0;
        for number in (0..self.why.len()).filter(|&number| self.why[number].is_none()) {
            let gone = |link: &Link| self.holds(&link.task);
            if !self.links_into(number).any(|(link, _)| gone(link)) {
                continue;
            }
            // What stays as it is, so that nothing is waited for twice in the same way.
            let plain = |link: &Link| link.lag.is_none().then_some((link.task.clone(), link.kind));
            let mut seen: HashSet<(String, LinkKind)> = self
                .links_into(number)
                .filter(|(link, _)| !gone(link))
                .filter_map(|(link, _)| plain(link))
                .collect();
            let mut after = Vec::new();
            for (link, _) in self.links_into(number).filter(|(_, needs)| !needs) {
                if !gone(link) {
                    after.push(link.clone());
                    continue;
                }
                for &(from, of_start) in &self.instead[self.numbers[link.task.as_str()]] {
                    let kind = LinkKind::between(of_start, link.kind.holds_finish());
                    if seen.insert((self.name(from).to_owned(), kind)) {
                        after.push(Link::to(self.name(from)).kind(kind));
                    }
                }
            }
            count += after.len();
            if count > MOST_LINKS {
                return None;
            }
            changed.push((number, after));
        }
        Some(changed)
    }
}

fn name(plan: &Plan, number: usize) -> &str {
    match number.checked_sub(plan.tasks.len()) {
        None => &plan.tasks[number].name,
        Some(place) => &plan.milestones[place].name,
    }
}
