//! When everything is, were all to take what is likely.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::order::Order;
use super::staff::staff;
use super::{Lookup, Reading};
use crate::curve::Quantity;
use crate::plan::{Lag, Plan, ROADMAP, Team};
use crate::units::{TICKS_PER_DAY, ticks};

/// A larger team is taken to have people for everything: each of its people costs time here.
const MOST_PEOPLE: u32 = 100;

/// The most that a task takes longer for want of people: what has too few is reported elsewhere.
const SLOWEST: f64 = 1000.0;

/// The times of all nodes when every estimate takes its value for the plan date, no risk happens and every task is needed
/// [ticks from the first working day].
///
/// A task takes the people of its team who are free first, in the order in which tasks could begin. A kind of work has whole people, as many as its
/// share gives; leave, joins, interrupts and effects are left out. That is no simulation, and enough to tell weeks.
pub(super) struct Likely {
    /// When the links of each node let it start, and until when its date holds it.
    pub(super) free: Vec<i64>,
    pub(super) held_until: Vec<i64>,
}

impl Likely {
    /// The times; `None` where the calendar, an estimate or a lag cannot be read, which is reported there.
    pub(super) fn new(
        plan: &Plan,
        reading: &Reading<'_>,
        lookup: &Lookup<'_>,
        order: &Order<'_>,
    ) -> Option<Self> {
        let calendar = plan.calendar.working_days().ok()?;
        let count = order.nodes().len();
        let mut times = Self { free: vec![0; count], held_until: vec![0; count] };
        let mut takes = vec![0; count];
        for (node, task) in plan.tasks.iter().enumerate() {
            let read = reading.estimate(&task.takes, Quantity::Duration).ok()??;
            takes[node] = i64::from(ticks(read.plan_value));
            let days = task.not_before.map_or(0, |day| calendar.between(plan.start, day).max(0));
            times.held_until[node] = days * i64::from(TICKS_PER_DAY);
        }
        let mut crews = Crews { plan, lookup, crews: BTreeMap::new() };
        let (mut start, mut finish) = (vec![0; count], vec![0; count]);
        let mut waits: Vec<usize> = (0..count).map(|node| order.before(node).len()).collect();
        // Of those that could begin at the same time, the first by priority and plan order.
        let rank = |node: usize| (plan.tasks.get(node).map_or(0, |task| task.priority), node);
        let mut ready: BinaryHeap<Reverse<(i64, (i64, usize))>> = (0..count)
            .filter(|&node| waits[node] == 0)
            .map(|node| Reverse((times.held_until[node], rank(node))))
            .collect();
        while let Some(Reverse((from, (_, node)))) = ready.pop() {
            (start[node], finish[node]) = crews.work(node, from, takes[node]);
            for &(of, link) in order.before(node).iter().filter(|(_, link)| link.kind.holds_finish()) {
                let end = if link.kind.waits_for_start() { start[of] } else { finish[of] };
                finish[node] = finish[node].max(end + lag(link.lag, takes[of], reading)?);
            }
            for &follower in order.behind(node) {
                waits[follower] -= 1;
                if waits[follower] > 0 {
                    continue;
                }
                for &(of, link) in order.before(follower).iter().filter(|(_, link)| !link.kind.holds_finish())
                {
                    let end = if link.kind.waits_for_start() { start[of] } else { finish[of] };
                    times.free[follower] = times.free[follower].max(end + lag(link.lag, takes[of], reading)?);
                }
                let from = times.free[follower].max(times.held_until[follower]);
                ready.push(Reverse((from, rank(follower))));
            }
        }
        Some(times)
    }
}

/// The time between the ends that a link ties, where what it waits for takes so long.
fn lag(lag: Option<Lag>, takes: i64, reading: &Reading<'_>) -> Option<i64> {
    Some(match lag {
        None => 0,
        Some(Lag::Time(amount)) => i64::from(ticks(reading.days(amount).ok()?)),
        Some(Lag::Share(share)) => i64::from(ticks(share * takes as f64 / f64::from(TICKS_PER_DAY))),
    })
}

/// The people of teams, by kind of work where a team has shares.
struct Crews<'a, 'p> {
    plan: &'p Plan,
    lookup: &'a Lookup<'p>,
    crews: BTreeMap<(usize, &'p str), Crew>,
}

/// The people that a kind of work of a team has.
struct Crew {
    /// How many, parts of people included, and when each whole one is free; no one where there is always enough.
    people: f64,
    free: BinaryHeap<Reverse<i64>>,
}

impl Crews<'_, '_> {
    /// When a node starts and when its work is done, if it could start at `from` and takes so long alone.
    fn work(&mut self, node: usize, from: i64, takes: i64) -> (i64, i64) {
        let Some(task) = self.plan.tasks.get(node) else { return (from, from) };
        let (mut start, mut slowest) = (from, 1.0);
        let kind = task.kind.as_deref().unwrap_or(ROADMAP);
        let mut used = Vec::new();
        for (number, people) in staff(self.plan, self.lookup, node) {
            let team = &self.plan.teams[number];
            let key = (number, if team.share.is_empty() { "" } else { kind });
            let crew = self.crews.entry(key).or_insert_with(|| Crew::new(team, kind));
            slowest = (f64::from(people) / crew.people).clamp(slowest, SLOWEST);
            let mut count = 0;
            while count < people
                && let Some(Reverse(free)) = crew.free.pop()
            {
                start = start.max(free);
                count += 1;
            }
            used.push((key, count));
        }
        let end = start + if slowest > 1.0 { (takes as f64 * slowest) as i64 } else { takes };
        for (key, count) in used {
            if let Some(crew) = self.crews.get_mut(&key) {
                crew.free.extend((0..count).map(|_| Reverse(end)));
            }
        }
        (start, end)
    }
}

impl Crew {
    fn new(team: &Team, kind: &str) -> Self {
        let share = team.share.iter().find(|(other, _)| other == kind).map_or(1.0, |(_, share)| *share);
        let share = share.clamp(0.0, 1.0);
        // A team that has nobody yet, or a share of nothing, is waited for; for how long is not told here.
        let people = (f64::from(team.people) * share).max(0.1);
        let counted = team.people <= MOST_PEOPLE;
        let whole = if counted { (people as usize).max(1) } else { 0 };
        Self { people, free: vec![Reverse(0); whole].into() }
    }
}
