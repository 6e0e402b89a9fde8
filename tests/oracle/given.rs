//! What one trial of a plan with teams or effects is given before it begins.

use std::collections::BTreeMap;

use super::events::{Given, Node, Tie};
use super::past::Begun;
use super::people::{Calls, is_drawn, planned};
use super::simulator::{Simulator, changes, names, needs, selector};

/// The largest share of time that is taken or saved, so that some is left.
pub(super) const MOST_SHARE: f64 = 1.0 - 1.0 / 1_048_576.0;

impl Simulator<'_> {
    /// Every task and milestone in one trial.
    pub(super) fn nodes(&self, trial: usize) -> BTreeMap<String, Node> {
        let places = names(self.plan).enumerate();
        places.map(|(place, name)| (name.to_owned(), self.node(place, name, trial))).collect()
    }

    pub(super) fn given<'a>(&'a self, trial: usize, nodes: &'a BTreeMap<String, Node>) -> Given<'a> {
        let mut given = Given {
            plan: self.plan,
            days: &self.days,
            nodes,
            as_of: self.past.as_of,
            unplanned: BTreeMap::new(),
            effects: self.plan.effects.iter().map(|effect| (effect.name.clone(), effect)).collect(),
            from: &self.from,
            factors: BTreeMap::new(),
            calls: BTreeMap::new(),
        };
        for &team in self.days.teams() {
            let mut unplanned = planned(team);
            if is_drawn(team) {
                let drawn = self.luck.unplanned[&team.name][trial];
                unplanned = self.curves.unplanned[&team.name].at(drawn).min(MOST_SHARE);
            }
            given.unplanned.insert(team.name.clone(), unplanned);
            if !team.interrupts.is_empty() {
                let drawn = move |place, count| (self.interrupts)(&team.name, place, trial as u64, count);
                given.calls.insert(team.name.clone(), Calls::new(team, &self.days, drawn));
            }
        }
        for effect in &self.plan.effects {
            let drawn = self.luck.effects[&effect.name][trial];
            for task in self.plan.tasks.iter().filter(|task| changes(self.plan, effect, task)) {
                let key = |selector: &str| (effect.name.clone(), selector.to_owned());
                let slows = selector(self.plan, &effect.slows, task)
                    .map(|selector| 1.0 + self.curves.slows[&key(selector)].at(drawn));
                let saves = selector(self.plan, &effect.saves, task)
                    .map(|selector| 1.0 - self.curves.saves[&key(selector)].at(drawn).min(MOST_SHARE));
                given.factors.insert(key(&task.name), slows.into_iter().chain(saves).collect());
            }
        }
        given
    }

    fn node(&self, place: usize, name: &str, trial: usize) -> Node {
        let exists = self.exists(name, trial);
        let task = self.task(name);
        // What is not started begins at the end of the day of the status at the earliest.
        let as_of = task.filter(|_| exists).map_or(0, |_| self.past.as_of);
        let needed = task.filter(|_| exists).map(|task| needs(self.plan, task)).unwrap_or_default();
        let tie = |link: &landfall::Link| Tie {
            to: link.task.clone(),
            kind: link.kind,
            lag: if exists && self.exists(&link.task, trial) { self.lag(link, trial) } else { 0 },
        };
        Node {
            exists,
            place,
            priority: task.map_or(0, |task| task.priority),
            work: self.duration(name, trial),
            started: self.past.started.get(name).map(|started| Begun {
                start: started.start,
                finish: started.finish,
                left: self.duration(name, trial) - started.done,
            }),
            needs: needed.into_iter().map(|(team, people)| (team, i64::from(people))).collect(),
            kind: task.and_then(|task| task.kind.clone()).unwrap_or_else(|| "roadmap".to_owned()),
            morning: self.mornings.get(name).copied().filter(|_| exists).unwrap_or(0).max(as_of),
            ties: self.links(name).into_iter().map(tie).collect(),
        }
    }
}
