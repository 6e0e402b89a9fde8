//! What work costs (METHOD 28).

use super::staff::{Staff, Work};
use crate::plan::Plan;
use crate::units::TICKS_PER_DAY;

/// Fixed costs of tasks, and what the time of people costs.
#[derive(Debug, Clone)]
pub(crate) struct Costs {
    /// What was spent before the plan was changed, but for what is counted of it here.
    spent: f64,
    /// The tasks that cost something by themselves, and what.
    fixed: Vec<(usize, f64)>,
    /// The teams whose time costs something, in plan order, and what a day of one person does.
    rates: Vec<(usize, f64)>,
    /// By task: the places of its teams among them, and how many of their people it needs.
    people: Vec<Vec<(usize, u32)>>,
    /// By pool of the staff: the place of its team.
    pools: Vec<Option<usize>>,
}

impl Costs {
    /// The costs of a plan, and what was spent besides; none where nothing costs anything.
    pub(super) fn new(plan: &Plan, work: &Work<'_>, staff: Option<&Staff>, spent: f64) -> Option<Box<Self>> {
        let fixed = plan.tasks.iter().enumerate().filter_map(|(task, of_task)| Some((task, of_task.cost?)));
        let fixed: Vec<(usize, f64)> = fixed.collect();
        let rates =
            plan.teams.iter().enumerate().filter_map(|(team, of)| Some((team, of.cost_per_person_day?)));
        let rates: Vec<(usize, f64)> = rates.collect();
        if fixed.is_empty() && rates.is_empty() && spent == 0.0 {
            return None;
        }
        let place = |team: usize| rates.iter().position(|&(other, _)| other == team);
        let of_task = |teams: &Vec<(usize, u32)>| {
            teams.iter().filter_map(|&(team, people)| Some((place(team)?, people))).collect()
        };
        let people = work.staff.iter().map(of_task).collect();
        let pools = staff.map(|staff| {
            staff.pools.iter().map(|pool| staff.teams[pool.team].team.and_then(place)).collect()
        });
        Some(Box::new(Self { spent, people, pools: pools.unwrap_or_default(), fixed, rates }))
    }

    /// How many teams' time costs something.
    pub(crate) fn teams(&self) -> usize {
        self.rates.len()
    }

    /// The teams of a task whose time costs something, by their places, and how many of their people it needs.
    pub(crate) fn people(&self, task: usize) -> &[(usize, u32)] {
        self.people.get(task).map_or(&[], Vec::as_slice)
    }

    /// By place: how long people worked [ticks], given what the tasks of each pool took.
    pub(crate) fn worked(&self, spent: &[f64], worked: &mut [f64]) {
        worked.fill(0.0);
        for (&place, &spent) in self.pools.iter().zip(spent) {
            if let Some(place) = place {
                // Whole ticks, so that a trial costs the same whichever way it was gone through.
                worked[place] += spent.round_ties_even();
            }
        }
    }

    /// What a trial costs, given by place how long people worked [ticks], and which tasks are there.
    pub(crate) fn of_trial(&self, worked: impl Fn(usize) -> f64, there: impl Fn(usize) -> bool) -> f64 {
        let fixed: f64 = self.fixed.iter().filter(|&&(task, _)| there(task)).map(|&(_, cost)| cost).sum();
        let of_team =
            |(place, &(_, rate)): (usize, &(usize, f64))| rate * worked(place) / f64::from(TICKS_PER_DAY);
        self.rates.iter().enumerate().map(of_team).fold(self.spent + fixed, |sum, cost| sum + cost)
    }
}
