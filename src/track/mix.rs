//! Plans that are partly one and partly another: some classes of changes made, the others not yet.

use std::collections::HashSet;

use super::class::ChangeClass;
use crate::change::forget;
use crate::plan::{Link, Plan, Status, Task, When};

/// Which of two plans each class of what a plan says comes from: bit by bit, the new one where the bit of its place is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chosen(u32);

impl Chosen {
    /// Those of the classes whose bits are set.
    pub(super) fn of(classes: &[ChangeClass], bits: usize) -> Self {
        let set = classes.iter().enumerate().filter(|(place, _)| bits >> place & 1 == 1);
        Self(set.fold(0, |chosen, (_, class)| chosen | 1 << *class as u32))
    }

    fn is_new(self, class: ChangeClass) -> bool {
        self.0 >> class as u32 & 1 == 1
    }

    /// The same, where everything that goes with the work itself comes from where that does.
    pub(super) fn with_scope(self) -> Self {
        let all = [
            ChangeClass::Estimates,
            ChangeClass::Risks,
            ChangeClass::Capacity,
            ChangeClass::Calendar,
            ChangeClass::Progress,
        ];
        all.into_iter().fold(self, |chosen, class| {
            let bit = 1 << class as u32;
            Self(if self.is_new(ChangeClass::Scope) { chosen.0 | bit } else { chosen.0 & !bit })
        })
    }
}

/// The plan that is the new one in the classes chosen, and the old one in all others.
pub(super) fn mix(old: &Plan, new: &Plan, chosen: Chosen) -> Plan {
    let pick = |class: ChangeClass| if chosen.is_new(class) { new } else { old };
    let (scope, capacity) = (pick(ChangeClass::Scope), pick(ChangeClass::Capacity));
    let (estimates, risks) = (pick(ChangeClass::Estimates), pick(ChangeClass::Risks));
    let calendar = pick(ChangeClass::Calendar);
    let mut plan = Plan::new(scope.name.clone(), calendar.start);
    plan.calendar = calendar.calendar.clone();
    plan.estimates = estimates.estimates.clone();
    plan.calibration = estimates.calibration.clone();
    add_sizes(&mut plan, scope);
    add_sizes(&mut plan, risks);
    let find = |of: &Plan, name: &str| of.tasks.iter().find(|task| task.name == name).cloned();
    for task in &scope.tasks {
        let thought = find(estimates, &task.name).unwrap_or_else(|| task.clone());
        let staffed = find(capacity, &task.name).unwrap_or_else(|| task.clone());
        plan.tasks.push(Task {
            takes: thought.takes,
            team: staffed.team,
            people: staffed.people,
            uses: staffed.uses,
            kind: staffed.kind,
            priority: staffed.priority,
            ..task.clone()
        });
    }
    plan.milestones = scope.milestones.clone();
    plan.default_team = capacity.default_team.clone();
    plan.teams = capacity.teams.clone();
    // Teams of tasks that only the other plan has come with them.
    for team in scope.teams.iter().filter(|team| !capacity.teams.iter().any(|other| other.name == team.name))
    {
        let name = Some(team.name.as_str());
        let needed = |task: &Task| {
            task.team.as_deref() == name || task.uses.iter().any(|(team, _)| Some(team.as_str()) == name)
        };
        if plan.tasks.iter().any(needed) {
            plan.teams.push(team.clone());
        }
    }
    plan.effects = capacity.effects.clone();
    plan.groups = estimates.groups.clone();
    plan.risks = risks.risks.clone();
    plan.status = status(pick(ChangeClass::Progress), risks);
    forget_what_is_not_there(&mut plan);
    plan
}

/// The progress of one plan, with the risks that are settled in another.
fn status(progress: &Plan, risks: &Plan) -> Option<Status> {
    let settled = risks.status.as_ref().map_or(Vec::new(), |status| status.risks.clone());
    match &progress.status {
        Some(status) => Some(Status { risks: settled, ..status.clone() }),
        // The day before the start says nothing of time.
        None if !settled.is_empty() => {
            let mut status = Status::new(progress.start.yesterday().unwrap_or(progress.start));
            status.risks = settled;
            Some(status)
        }
        None => None,
    }
}

/// Adds the sizes, and the sprint, that are said in another plan alone.
fn add_sizes(plan: &mut Plan, other: &Plan) {
    for (name, size) in &other.estimates.sizes {
        if !plan.estimates.sizes.iter().any(|(known, _)| known == name) {
            plan.estimates.sizes.push((name.clone(), size.clone()));
        }
    }
    plan.estimates.sprint = plan.estimates.sprint.or(other.estimates.sprint);
}

/// Takes out every mention of tasks, milestones and risks that are not in the plan.
fn forget_what_is_not_there(plan: &mut Plan) {
    let tasks = plan.tasks.iter().map(|task| task.name.clone());
    let milestones = plan.milestones.iter().map(|milestone| milestone.name.clone());
    let nodes: HashSet<String> = tasks.chain(milestones).collect();
    let there = |links: &mut Vec<Link>| links.retain(|link| nodes.contains(&link.task));
    for task in &mut plan.tasks {
        there(&mut task.after);
        there(&mut task.needs);
    }
    plan.milestones.iter_mut().for_each(|milestone| there(&mut milestone.after));
    plan.effects.retain(|effect| match &effect.when {
        When::While(name) | When::After(name) => nodes.contains(name),
        When::Always | When::From(_) => true,
    });
    forget(plan, |name| !(name.starts_with(['#', '@', '*']) || nodes.contains(name)));
    plan.groups.retain(|group| !group.tasks.is_empty());
}
