//! The changes of a plan that take causes out of it, one at a time or many together.

use std::collections::HashSet;

use crate::check::{MOST_PEOPLE, Reading};
use crate::curve::{Curve, Cut, Misfit, Quantity};
use crate::plan::{
    Amount, Change, EffectField, Estimate, Join, Plan, RiskField, Scale, Spread, Task, TaskField, Team,
    TeamField, Weighted,
};

/// What an estimate takes in the middle; `None` where it always takes the same.
pub(super) fn median(reading: &Reading<'_>, estimate: &Estimate, quantity: Quantity) -> Option<Estimate> {
    // The plan was checked, so that every estimate is a curve.
    let read = reading.estimate(estimate, quantity).ok().flatten()?;
    if read.curve.constant().is_some() {
        return None;
    }
    let median = read.curve.quantile(0.5);
    let median = match read.cut {
        Cut::Below => median.max(0.0),
        Cut::Above => median.min(0.0),
        Cut::Nothing => median,
    };
    Some(reading.exactly(median))
}

/// A task that takes what it does in the middle.
pub(super) fn settle(reading: &Reading<'_>, task: &Task) -> Option<Change> {
    let median = median(reading, &task.takes, Quantity::Duration)?;
    Some(Change::task(&task.name, [TaskField::Takes(median)]))
}

/// A task with half of its estimate; `None` where that changes nothing.
pub(super) fn halve(plan: &Plan, task: &Task) -> Option<Change> {
    let half = half(plan, &task.takes, true)?;
    (half != task.takes).then(|| Change::task(&task.name, [TaskField::Takes(half)]))
}

fn half(plan: &Plan, estimate: &Estimate, sizes: bool) -> Option<Estimate> {
    let halved = |spread: &Spread<f64>| {
        let half = spread.try_map(|value| Ok::<f64, ()>(value / 2.0));
        half.unwrap_or_else(|()| spread.clone())
    };
    Some(match estimate {
        // Sizes are not made of sizes that are made of sizes.
        Estimate::Size(name) => {
            let size = plan.estimates.sizes.iter().find(|(other, _)| sizes && other == name)?;
            half(plan, &size.1, false)?
        }
        Estimate::Spread(spread) => {
            let half = |amount: Amount| Ok::<Amount, ()>(Amount::new(amount.value / 2.0, amount.unit));
            Estimate::Spread(spread.try_map(half).ok()?)
        }
        Estimate::Any(parts) => {
            let part =
                |part: &Weighted<Estimate>| Some(Weighted::new(part.weight, half(plan, &part.takes, sizes)?));
            Estimate::Any(parts.iter().map(part).collect::<Option<_>>()?)
        }
        Estimate::Items(items) => {
            let mut fewer = items.clone();
            fewer.items = halved(&items.items);
            Estimate::Items(fewer)
        }
    })
}

/// A risk that never happens.
pub(super) fn prevent(risk: &str) -> Change {
    Change::risk(risk, [RiskField::Chance(0.0.into())])
}

/// A team without unplanned work: its shares in the ratio that they have, the whole of its time.
pub(super) fn nothing_unplanned(team: &Team) -> Option<Change> {
    let planned: f64 = team.share.iter().map(|(_, share)| share).sum();
    if team.share.is_empty() || (planned >= 1.0 && team.unplanned.is_none()) {
        return None;
    }
    let share = team.share.iter().map(|(kind, share)| (kind.clone(), share / planned));
    Some(Change::team(&team.name, [TeamField::Share(share.collect()), TeamField::Unplanned(None)]))
}

/// A team in which nothing comes in between.
pub(super) fn no_interrupts(team: &Team) -> Option<Change> {
    (!team.interrupts.is_empty()).then(|| Change::team(&team.name, [TeamField::Interrupts(Vec::new())]))
}

/// A team with one more person from the start, or, in a plan under way, from the day after its status on; nothing where it is as large as a
/// team may be.
pub(super) fn hire(plan: &Plan, team: &Team) -> Option<Change> {
    let fields = match plan.under_way() {
        None => TeamField::People(team.people + 1),
        Some(status) => {
            let join = Join { from: status.as_of.tomorrow().ok()?, people: 1 };
            TeamField::Joins(team.joins.iter().copied().chain([join]).collect())
        }
    };
    let most = team.joins.iter().fold(team.people, |all, join| all.saturating_add(join.people));
    (most < MOST_PEOPLE).then(|| Change::team(&team.name, [fields]))
}

/// A task that may start at any time.
pub(super) fn no_date(task: &Task) -> Option<Change> {
    task.not_before.map(|_| Change::task(&task.name, [TaskField::NotBefore(None)]))
}

/// A team that always has people for everything.
pub(super) fn unlimited(plan: &Plan, team: &Team) -> Change {
    let of_task = |task: &Task| match task.uses.iter().find(|(name, _)| *name == team.name) {
        Some(&(_, people)) => u64::from(people),
        None => u64::from(task.people),
    };
    // Enough for all tasks at once in the smallest kind of work, and for as many interrupts as ever come together.
    let smallest =
        team.share.iter().map(|&(_, share)| share).filter(|&share| share > 0.0).fold(1.0, f64::min);
    let needed = plan.tasks.iter().map(of_task).sum::<u64>() as f64 / smallest;
    let people = (needed + 1e3).ceil().min(f64::from(i32::MAX)) as u32;
    Change::team(
        &team.name,
        [TeamField::People(people), TeamField::Leave(Vec::new()), TeamField::Joins(Vec::new())],
    )
}

/// Every range at its median: what tasks take, what risks change it to and by, what effects add and save.
pub(super) fn settle_all(plan: &Plan, reading: &Reading<'_>) -> Vec<Change> {
    let started: HashSet<&str> = plan
        .status
        .iter()
        .flat_map(|status| status.tasks.iter().filter(|task| task.started.is_some()))
        .map(|task| task.name.as_str())
        .collect();
    let open = plan.tasks.iter().filter(|task| !started.contains(task.name.as_str()));
    let mut changes: Vec<Change> = open.filter_map(|task| settle(reading, task)).collect();
    for risk in &plan.risks {
        let becomes = times(reading, &risk.becomes, Quantity::Duration);
        let delays = times(reading, &risk.delays, Quantity::Delay);
        let scales = shares(&risk.scales, |scale| reading.scale(scale));
        if becomes != risk.becomes || delays != risk.delays || scales != risk.scales {
            let fields = [RiskField::Becomes(becomes), RiskField::Delays(delays), RiskField::Scales(scales)];
            changes.push(Change::risk(&risk.name, fields));
        }
    }
    for effect in &plan.effects {
        let slows = shares(&effect.slows, |scale| reading.slow(scale));
        let saves = shares(&effect.saves, |scale| reading.share(scale));
        if slows != effect.slows || saves != effect.saves {
            let fields = [EffectField::Slows(slows), EffectField::Saves(saves)];
            changes.push(Change::effect(&effect.name, fields));
        }
    }
    changes
}

/// The entries of a map of times, each at its median.
fn times(
    reading: &Reading<'_>,
    entries: &[(String, Estimate)],
    quantity: Quantity,
) -> Vec<(String, Estimate)> {
    let settled =
        |estimate: &Estimate| median(reading, estimate, quantity).unwrap_or_else(|| estimate.clone());
    entries.iter().map(|(name, estimate)| (name.clone(), settled(estimate))).collect()
}

/// The entries of a map of shares, each at its median.
fn shares(
    entries: &[(String, Scale)],
    read: impl Fn(&Scale) -> Result<Curve, Misfit>,
) -> Vec<(String, Scale)> {
    let settled = |scale: &Scale| match read(scale) {
        Ok(curve) if curve.constant().is_none() => Scale::from(curve.quantile(0.5).max(0.0)),
        _ => scale.clone(),
    };
    entries.iter().map(|(name, scale)| (name.clone(), settled(scale))).collect()
}

#[cfg(test)]
mod tests {
    use crate::plan::{Plan, Team};

    #[test]
    fn a_team_without_unplanned_work_has_the_whole_of_its_time_whatever_its_shares() {
        for part in 1..2000 {
            let (some, more) = (f64::from(part) / 2500.0, f64::from(part) / 12_500.0);
            for team in [
                Team::new("web", 1).share("roadmap", some),
                Team::new("web", 1).share("roadmap", some).share("debt", more),
            ] {
                let plan = Plan::new("", jiff::civil::date(2027, 1, 4)).team(team.clone());
                let changed = plan.with(&[super::nothing_unplanned(&team).unwrap()]).unwrap();
                let faults = changed.check().into_iter().filter(|finding| finding.message.contains("share"));
                assert_eq!(faults.collect::<Vec<_>>(), [], "{part}");
                assert!(
                    (changed.teams[0].share.iter().map(|(_, share)| share).sum::<f64>() - 1.0).abs() < 1e-9
                );
            }
        }
    }
}
