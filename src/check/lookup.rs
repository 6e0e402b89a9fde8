//! Names → numbers: tasks first, then milestones, in plan order.

use std::collections::HashMap;

use super::staff::staff;
use crate::names::{Suggestions, quoted};
use crate::plan::{Link, NOBODY, Plan};

/// The numbers of the plan's nodes by name.
pub(crate) struct Lookup<'p> {
    numbers: HashMap<&'p str, usize>,
    names: Vec<&'p str>,
    /// The tasks with each tag, in plan order.
    tagged: HashMap<&'p str, Vec<usize>>,
    tasks: usize,
    /// The numbers of the teams by name.
    teams: HashMap<&'p str, usize>,
    /// The tasks that each team does, in plan order.
    tasks_of: Vec<Vec<usize>>,
    suggestions: Suggestions,
}

impl<'p> Lookup<'p> {
    pub(crate) fn new(plan: &'p Plan) -> Self {
        let tasks = plan.tasks.iter().map(|task| task.name.as_str());
        let milestones = plan.milestones.iter().map(|milestone| milestone.name.as_str());
        let names: Vec<&str> = tasks.chain(milestones).collect();
        let mut numbers = HashMap::with_capacity(names.len());
        for (number, &name) in names.iter().enumerate() {
            // Of two things with one name, which is an error, the first counts.
            numbers.entry(name).or_insert(number);
        }
        let mut tagged: HashMap<&str, Vec<usize>> = HashMap::new();
        for (number, task) in plan.tasks.iter().enumerate() {
            for tag in &task.tags {
                let tasks = tagged.entry(tag).or_default();
                if tasks.last() != Some(&number) {
                    tasks.push(number);
                }
            }
        }
        let mut teams = HashMap::new();
        for (number, team) in plan.teams.iter().enumerate() {
            teams.entry(team.name.as_str()).or_insert(number);
        }
        let mut lookup = Self {
            numbers,
            names,
            tagged,
            tasks: plan.tasks.len(),
            teams,
            tasks_of: vec![Vec::new(); plan.teams.len()],
            suggestions: Suggestions::default(),
        };
        if !plan.teams.is_empty() {
            for task in 0..plan.tasks.len() {
                for (team, _) in staff(plan, &lookup, task) {
                    lookup.tasks_of[team].push(task);
                }
            }
        }
        lookup
    }

    /// The number of the team with this name.
    pub(crate) fn team(&self, name: &str) -> Option<usize> {
        self.teams.get(name).copied()
    }

    /// The tasks that a team does, in plan order; none where it is not in the plan.
    pub(super) fn tasks_of(&self, team: &str) -> &[usize] {
        self.team(team).map_or(&[], |team| &self.tasks_of[team])
    }

    /// What to do about a team that is not in the plan.
    pub(super) fn suggest_team(&self, name: &str) -> String {
        let sorted = || {
            let mut teams: Vec<&str> = self.teams.keys().copied().chain([NOBODY]).collect();
            teams.sort_unstable();
            teams
        };
        self.suggestions
            .did_you_mean(name, sorted)
            .unwrap_or_else(|| "add the team, such as [team.web] with people = 3".to_owned())
    }

    /// What may have been meant among some names.
    pub(super) fn suggest_among(&self, name: &str, names: &[&str]) -> Option<String> {
        self.suggestions.did_you_mean(name, || names.iter().copied())
    }

    /// The number of the task or milestone with this name.
    pub(crate) fn number(&self, name: &str) -> Option<usize> {
        self.numbers.get(name).copied()
    }

    /// The name of a node.
    pub(crate) fn name(&self, number: usize) -> &'p str {
        self.names[number]
    }

    /// The tasks with a tag, in plan order.
    pub(super) fn tagged(&self, tag: &str) -> &[usize] {
        self.tagged.get(tag).map_or(&[], Vec::as_slice)
    }

    /// How many tasks there are; milestones are numbered from here on.
    pub(super) fn tasks(&self) -> usize {
        self.tasks
    }

    /// Tasks and milestones together.
    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether the node is a milestone.
    pub(crate) fn is_milestone(&self, number: usize) -> bool {
        number >= self.tasks
    }

    /// What to do about a name that is not in the plan.
    pub(super) fn suggest_name(&self, name: &str) -> String {
        if !self.tagged(name).is_empty() {
            return format!("did you mean the tag {}?", quoted(&format!("#{name}")));
        }
        // A lag without the spaces around its sign is part of the name.
        let sign = name.find(['+', '-']).filter(|&at| self.numbers.contains_key(name[..at].trim_end()));
        if let Some(at) = sign {
            let spaced =
                format!("{} {} {}", name[..at].trim_end(), &name[at..=at], name[at + 1..].trim_start());
            return match spaced == name {
                true => "write one lag, as in \"schema + 2 days\" or { task = \"schema\", lag = \"2 days\" }"
                    .to_owned(),
                false => format!("did you mean {}, with spaces?", quoted(&spaced)),
            };
        }
        self.suggestions
            .did_you_mean(name, || self.names.iter().copied())
            .unwrap_or_else(|| "write the name of a task or milestone of this plan".to_owned())
    }

    /// What to do about a tag that no task has.
    pub(super) fn suggest_tag(&self, tag: &str) -> String {
        let sorted = || {
            let mut tags: Vec<&str> = self.tagged.keys().copied().collect();
            tags.sort_unstable();
            tags
        };
        let near =
            self.suggestions.did_you_mean(tag, sorted).map(|question| question.replacen('"', "\"#", 1));
        near.unwrap_or_else(|| "give the tag to a task, or take the entry out".to_owned())
    }
}

/// The links into a task or milestone, each with the key it stands under and its place there.
pub(crate) fn links_of<'p>(
    plan: &'p Plan,
    number: usize,
) -> impl Iterator<Item = (&'static str, usize, &'p Link)> {
    let (after, needs): (&[Link], &[Link]) = match plan.tasks.get(number) {
        Some(task) => (&task.after, &task.needs),
        None => (&plan.milestones[number - plan.tasks.len()].after, &[]),
    };
    let keyed = |key: &'static str, links: &'p [Link]| {
        links.iter().enumerate().map(move |(place, link)| (key, place, link))
    };
    keyed("after", after).chain(keyed("needs", needs))
}
