//! Taking things out of a plan, and every mention of them.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::{Because, Dropped, effect_of};
use crate::change::Changed;
use crate::plan::{Effect, Link, Plan};

/// Takes out the tasks and milestones for which there is a reason, and the other things that are named; `links` is what stays waits for
/// instead.
pub(super) fn take_out(
    changed: &mut Changed,
    others: &HashSet<(&'static str, String)>,
    why: &[Option<Because>],
    links: Vec<(usize, Vec<Link>)>,
) {
    let Changed { plan, dropped, .. } = changed;
    let said = plan.status.iter().flat_map(|status| &status.tasks);
    let started: HashMap<String, Date> =
        said.filter_map(|task| Some((task.name.clone(), task.started?))).collect();
    let of_tasks = plan.tasks.len();
    for (number, after) in links {
        match number.checked_sub(of_tasks) {
            None => plan.tasks[number].after = after,
            Some(place) => plan.milestones[place].after = after,
        }
    }
    let (tasks, milestones) = why.split_at(of_tasks);
    let mut gone: HashSet<String> = HashSet::new();
    take(&mut plan.tasks, tasks, |task, because| {
        gone.insert(task.name.clone());
        let of_task = Dropped::new("task", &task.name, task.title.as_deref(), because, task.value);
        dropped.push(Dropped { started: started.get(&task.name).copied(), ..of_task });
    });
    take(&mut plan.milestones, milestones, |milestone, because| {
        gone.insert(milestone.name.clone());
        let title = milestone.title.as_deref();
        dropped.push(Dropped::new("milestone", &milestone.name, title, because, milestone.value));
    });
    take_others(plan, others, &gone, dropped);
    for task in &mut plan.tasks {
        // What is finished stays without what it needed.
        task.needs.retain(|link| !gone.contains(&link.task));
    }
    forget(plan, |name| gone.contains(name));
}

/// Takes out those for which there is a reason, and tells each.
fn take<T>(things: &mut Vec<T>, why: &[Option<Because>], mut tell: impl FnMut(&T, Because)) {
    let mut reasons = why.iter();
    things.retain(|thing| match reasons.next().and_then(Option::as_ref) {
        None => true,
        Some(because) => {
            tell(thing, because.clone());
            false
        }
    });
}

/// Takes out the risks, effects, teams and groups that are named, and the effects of what is gone.
fn take_others(
    plan: &mut Plan,
    others: &HashSet<(&'static str, String)>,
    gone: &HashSet<String>,
    dropped: &mut Vec<Dropped>,
) {
    let mut tell = |kind, name: &str, title: Option<&str>, because| {
        dropped.push(Dropped::new(kind, name, title, because, None));
        false
    };
    let named = |kind, name: &str| others.contains(&(kind, name.to_owned()));
    plan.risks.retain(|risk| {
        !named("risk", &risk.name) || tell("risk", &risk.name, risk.title.as_deref(), Because::Asked)
    });
    let of_gone = |effect: &Effect| {
        let task = effect_of(effect).filter(|&task| gone.contains(task))?;
        Some(Because::EffectOf(task.to_owned()))
    };
    plan.effects.retain(|effect| {
        let asked = named("effect", &effect.name).then_some(Because::Asked);
        match asked.or_else(|| of_gone(effect)) {
            None => true,
            Some(because) => tell("effect", &effect.name, effect.title.as_deref(), because),
        }
    });
    plan.teams.retain(|team| {
        !named("team", &team.name) || tell("team", &team.name, team.title.as_deref(), Because::Asked)
    });
    plan.groups
        .retain(|group| !named("group", &group.name) || tell("group", &group.name, None, Because::Asked));
}

/// Takes out what risks, effects, groups and the status say of tasks, milestones and risks that are gone.
pub(crate) fn forget(plan: &mut Plan, is_gone: impl Fn(&str) -> bool) {
    fn keep<T>(map: &mut Vec<(String, T)>, is_gone: &impl Fn(&str) -> bool) {
        map.retain(|(selector, _)| !is_gone(selector));
    }
    let risks: HashSet<String> = plan.risks.iter().map(|risk| risk.name.clone()).collect();
    for risk in &mut plan.risks {
        keep(&mut risk.becomes, &is_gone);
        keep(&mut risk.delays, &is_gone);
        keep(&mut risk.scales, &is_gone);
        risk.given.take_if(|given| !risks.contains(&given.risk));
    }
    for effect in &mut plan.effects {
        keep(&mut effect.slows, &is_gone);
        keep(&mut effect.saves, &is_gone);
    }
    for group in &mut plan.groups {
        group.tasks.retain(|selector| !is_gone(selector));
    }
    if let Some(status) = &mut plan.status {
        status.tasks.retain(|task| !is_gone(&task.name));
        status.risks.retain(|risk| risks.contains(&risk.name));
    }
}

impl Dropped {
    fn new(
        kind: &'static str,
        name: &str,
        title: Option<&str>,
        because: Because,
        value: Option<f64>,
    ) -> Self {
        Self {
            kind,
            name: name.to_owned(),
            title: title.unwrap_or(name).to_owned(),
            because,
            value,
            started: None,
        }
    }
}
