//! What the changes ask to drop: what is past cannot be left out any more.

use std::collections::{HashMap, HashSet};

use super::first_of;
use crate::change::Changed;
use crate::error::{Code, Path};
use crate::names::{Suggestions, quoted};
use crate::plan::{Change, Edit, Field, Plan};

/// What the changes ask to drop.
pub(super) struct Asked {
    /// Tasks and milestones by number, and the places among the drops at which they are named first.
    pub(super) nodes: HashMap<usize, usize>,
    /// Other things, by kind and name.
    pub(super) others: HashSet<(&'static str, String)>,
}

/// The kinds of things that are dropped as `kind.name`.
const OTHERS: [&str; 4] = ["risk", "effect", "team", "group"];

impl Asked {
    pub(super) fn new(changed: &mut Changed, changes: &[Change]) -> Self {
        let plan = &changed.plan;
        let tasks = plan.tasks.iter().map(|task| task.name.as_str());
        let names: Vec<&str> = tasks.chain(plan.milestones.iter().map(|m| m.name.as_str())).collect();
        let numbers: HashMap<&str, usize> =
            names.iter().enumerate().rev().map(|(number, &name)| (name, number)).collect();
        let there: HashSet<(&str, &str)> = others(plan).collect();
        let suggestions = Suggestions::default();
        let mut asked = Self { nodes: HashMap::new(), others: HashSet::new() };
        let past = plan.past();
        let (mut unknown, mut stays) = (Vec::new(), Vec::new());
        let mut tagged: HashMap<&str, Vec<usize>> = HashMap::new();
        for (number, task) in plan.tasks.iter().enumerate() {
            task.tags.iter().for_each(|tag| tagged.entry(tag).or_default().push(number));
        }
        let mut seen = HashSet::new();
        for (place, what) in drops(changes).enumerate().filter(|&(_, what)| seen.insert(what)) {
            if let Some(&number) = numbers.get(what) {
                if past.contains(what) {
                    let happened = if number < plan.tasks.len() { "is finished" } else { "is reached" };
                    stays.push((place, happened, vec![what.to_owned()]));
                } else {
                    asked.nodes.entry(number).or_insert(place);
                }
                continue;
            }
            if let Some(tag) = what.strip_prefix('#') {
                match tagged.get(tag) {
                    None => {
                        let mut tags: Vec<String> = tagged.keys().map(|tag| format!("#{tag}")).collect();
                        tags.sort_unstable();
                        let near = suggestions.did_you_mean(what, || tags.iter().map(String::as_str));
                        unknown.push((place, format!("no task has the tag {}", quoted(what)), near));
                    }
                    Some(tasks) => {
                        let (finished, open): (Vec<usize>, Vec<usize>) =
                            tasks.iter().partition(|&&number| past.contains(names[number]));
                        open.into_iter().for_each(|number| {
                            asked.nodes.entry(number).or_insert(place);
                        });
                        let finished: Vec<String> =
                            finished.into_iter().map(|task| names[task].to_owned()).collect();
                        match finished.len() {
                            0 => {}
                            1 => stays.push((place, "is finished", finished)),
                            _ => stays.push((place, "are finished", finished)),
                        }
                    }
                }
                continue;
            }
            let thing = what.split_once('.').and_then(|(kind, name)| {
                let kind = OTHERS.iter().find(|other| **other == kind)?;
                there.contains(&(kind, name)).then(|| (*kind, name.to_owned()))
            });
            match thing {
                Some(("risk", name)) if has_happened(plan, &name) => {
                    stays.push((place, "happened", vec![name]));
                }
                Some(thing) => {
                    asked.others.insert(thing);
                }
                None => {
                    let spelt = || {
                        let others = others(plan).map(|(kind, name)| format!("{kind}.{name}"));
                        names.iter().map(|name| (*name).to_owned()).chain(others).collect::<Vec<_>>()
                    };
                    let all = if unknown.len() < 20 { spelt() } else { Vec::new() };
                    let near = suggestions.did_you_mean(what, || all.iter().map(String::as_str));
                    // A risk, an effect and so on by its bare name, or a task with what it is before it.
                    let bare = OTHERS.iter().find(|kind| there.contains(&(**kind, what)));
                    let bare = bare.map(|kind| format!("{kind}.{what}")).or_else(|| {
                        let (kind, name) = what.split_once('.')?;
                        let is_node = matches!(kind, "task" | "milestone") && numbers.contains_key(name);
                        is_node.then(|| name.to_owned())
                    });
                    let bare = bare.or_else(|| tagged.contains_key(what).then(|| format!("#{what}")));
                    // What people call it.
                    let titled = || plan.tasks.iter().find(|task| task.title.as_deref() == Some(what));
                    let bare = bare.or_else(|| titled().map(|task| task.name.clone()));
                    let near = bare.map(|bare| format!("did you mean {}?", quoted(&bare))).or(near);
                    unknown.push((place, format!("{} is not in the plan", quoted(what)), near));
                }
            }
        }
        for (place, happened, names) in stays {
            let stay = if names.len() == 1 { "stays" } else { "stay" };
            let message =
                format!("{} {happened} and {stay} in the plan", first_of(names.iter().map(String::as_str)));
            let help =
                "take it out here: what was done, what it cost and what it brought can no longer be left out";
            changed.add(Code::DroppedFinished, Path::of(["drop"]).index(place), message, help);
        }
        for (place, message, near) in unknown {
            let help = near.unwrap_or_else(|| {
                "write the name of a task or milestone, a tag such as \"#extra\", or \"risk.vendor\""
                    .to_owned()
            });
            changed.add(Code::UnknownName, Path::of(["drop"]).index(place), message, help);
        }
        asked
    }
}

/// Whether the status says that a risk happened.
fn has_happened(plan: &Plan, name: &str) -> bool {
    let said = plan.status.iter().flat_map(|status| &status.risks);
    said.into_iter().any(|risk| risk.name == name && risk.happened == Some(true))
}

/// What the changes ask to drop, in their order.
fn drops(changes: &[Change]) -> impl Iterator<Item = &str> {
    changes.iter().filter_map(|change| match change {
        Change::Drop(what) => Some(what.as_str()),
        _ => None,
    })
}

/// What a change is about that is no drop: its kind and its name.
pub(crate) fn edited(change: &Change) -> Option<(&'static str, &str)> {
    fn of<F: Field>(edit: &Edit<F>) -> Option<(&'static str, &str)> {
        Some((F::KIND, &edit.name))
    }
    match change {
        Change::Drop(_) => None,
        Change::Task(edit) => of(edit),
        Change::Milestone(edit) => of(edit),
        Change::Risk(edit) => of(edit),
        Change::Effect(edit) => of(edit),
        Change::Team(edit) => of(edit),
        Change::Group(edit) => of(edit),
    }
}

/// What a plan has besides tasks and milestones.
fn others(plan: &Plan) -> impl Iterator<Item = (&'static str, &str)> {
    let risks = plan.risks.iter().map(|risk| ("risk", risk.name.as_str()));
    let effects = plan.effects.iter().map(|effect| ("effect", effect.name.as_str()));
    let teams = plan.teams.iter().map(|team| ("team", team.name.as_str()));
    let groups = plan.groups.iter().map(|group| ("group", group.name.as_str()));
    risks.chain(effects).chain(teams).chain(groups)
}
