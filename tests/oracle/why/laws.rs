//! What holds of the reasons of any plan.

use std::collections::BTreeMap;

use landfall::{Lag, Link, LinkKind, Plan, Sampling, Team};
use proptest::prelude::*;

use super::super::simulator::Trial;
use super::super::{Shown, agreed, cases, plans, staff};
use super::{Reasons, counts_from_start, why};

/// The plan, and each of its milestones.
fn targets(plan: &Plan) -> impl Iterator<Item = Option<&str>> {
    [None].into_iter().chain(plan.milestones.iter().map(|milestone| Some(milestone.name.as_str())))
}

/// The times in a trial on the longest path, with one task or milestone a tick later than the others let it be.
fn place<'a>(
    trial: &'a Trial,
    name: &'a str,
    pushed: &str,
    times: &mut BTreeMap<&'a str, (i64, i64)>,
) -> (i64, i64) {
    if let Some(&placed) = times.get(name) {
        return placed;
    }
    let node = &trial.nodes[name];
    let (mut start, mut finish) = (node.morning, 0);
    for tie in &node.ties {
        let ends = place(trial, &tie.to, pushed, times);
        let came = tie.lag + if counts_from_start(tie) { ends.0 } else { ends.1 };
        let held = if tie.holds_start() { &mut start } else { &mut finish };
        *held = came.max(*held);
    }
    let finish = finish.max(start + node.work) + i64::from(name == pushed);
    times.insert(name, (finish - node.work, finish));
    (finish - node.work, finish)
}

/// When what is asked for would be finished if this were a tick later.
fn finish_if_later(trial: &Trial, pushed: &str, target: Option<&str>) -> i64 {
    let mut times = BTreeMap::new();
    for name in trial.nodes.keys() {
        place(trial, name, pushed, &mut times);
    }
    let asked = times.iter().filter(|(name, _)| target.is_none_or(|target| target == **name));
    asked.map(|(_, &(_, finish))| finish).max().expect("a target is in the plan")
}

/// A plan in which a team would change nothing: all that is held are starts, and nothing looks at how much work is left.
fn without_held_finishes(mut plan: Plan) -> Plan {
    let plain = |links: &mut Vec<Link>, others: &[Link]| {
        for mut link in std::mem::take(links) {
            link.kind = match link.kind {
                LinkKind::FinishFinish => LinkKind::FinishStart,
                LinkKind::StartFinish => LinkKind::StartStart,
                kind => kind,
            };
            link.lag = link.lag.filter(|lag| match lag {
                Lag::Time(amount) => amount.value >= 0.0,
                Lag::Share(share) => *share >= 0.0,
                _ => false,
            });
            if !links.contains(&link) && !others.contains(&link) {
                links.push(link);
            }
        }
    };
    for task in &mut plan.tasks {
        plain(&mut task.needs, &[]);
        plain(&mut task.after, &task.needs);
    }
    for milestone in &mut plan.milestones {
        plain(&mut milestone.after, &[]);
    }
    plan
}

proptest! {
    #![proptest_config(crate::plans::config(cases() / 3))]

    #[test]
    fn on_the_longest_path_what_drives_is_critical_and_what_is_critical_cannot_be_later(
        Shown(plan) in plans::plan().prop_map(Shown),
        seed in any::<u64>(),
    ) {
        for trial in &agreed(&plan, seed, &[Sampling::Random], 16)? {
            for target in targets(&plan) {
                let reasons = Reasons { plan: &plan, trial, target };
                let (chain, finish) = (reasons.chain(), reasons.finish(reasons.last()));
                let critical = reasons.critical(&chain, false);
                for (name, &exists) in &trial.exists {
                    let matters = exists && finish_if_later(trial, name, target) > finish;
                    prop_assert_eq!(critical.contains(name.as_str()), matters, "{} for {:?}", name, target);
                    prop_assert!(matters || !chain.contains(&name.as_str()), "{} for {:?}", name, target);
                }
            }
        }
    }

    #[test]
    fn people_enough_for_everything_drive_nothing(
        Shown(plan) in plans::plan().prop_map(without_held_finishes).prop_map(Shown),
        seed in any::<u64>(),
    ) {
        let staffed = plan.clone().team(Team::new("crowd", 1000)).default_team("crowd");
        let trials = agreed(&plan, seed, &[Sampling::Random], 16)?;
        let with_people = agreed(&staffed, seed, &[Sampling::Random], 16)?;
        for target in targets(&plan) {
            let chains = why(&plan, &trials, target, false).chains;
            prop_assert_eq!(chains, why(&staffed, &with_people, target, true).chains);
        }
    }

    #[test]
    fn with_teams_every_way_back_ends_and_each_task_on_it_is_critical(
        Shown(plan) in staff::plan_with_teams().prop_map(Shown),
        seed in any::<u64>(),
    ) {
        let trials = agreed(&plan, seed, &[Sampling::Random], 16)?;
        for target in targets(&plan) {
            let why = why(&plan, &trials, target, true);
            prop_assert_eq!(why.chains.values().sum::<usize>(), trials.len());
            for (name, &count) in &why.critical {
                let on = why.chains.iter().filter(|(chain, _)| chain.contains(name)).map(|(_, count)| count);
                prop_assert!(on.sum::<usize>() <= count, "{} for {:?}", name, target);
            }
        }
    }
}
