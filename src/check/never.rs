//! Effects that never act, because the order of the work keeps them and what they would change apart.

use super::maps::MOST_CHANGES;
use super::order::Order;
use super::select::select;
use super::{Findings, Lookup};
use crate::error::{Code, Path};
use crate::names::quoted;
use crate::plan::{Effect, Link, LinkKind, Plan, When};

/// So many nodes and links are gone through for all effects together: some tenths of a second.
const MOST_STEPS: usize = 20_000_000;

/// Warns of what an effect would change and never does: what begins only when the task that it is tied to is over, or is over when that
/// begins. Work that is under way may be out of order, and nothing is said where there is a status.
pub(super) fn check(plan: &Plan, lookup: &Lookup<'_>, order: &Order<'_>, findings: &mut Findings) {
    if plan.status.is_some() || plan.effects.len().saturating_mul(order.size()) > MOST_STEPS {
        return;
    }
    for effect in &plan.effects {
        let (tied, during) = match &effect.when {
            When::While(task) => (task, true),
            When::After(task) => (task, false),
            When::Always | When::From(_) => continue,
        };
        let Some(number) = lookup.number(tied) else { continue };
        // What lies before is over when the task begins; what lies behind begins when it is over, which is when it acts from `after` on.
        let mut apart = before(order, number, lookup.len());
        if during {
            apart.iter_mut().zip(behind(order, number, lookup.len())).for_each(|(apart, is)| *apart |= is);
        }
        for (key, entries) in [("slows", &effect.slows), ("saves", &effect.saves)] {
            let mut all_apart = vec![None; entries.len()];
            for (task, entry) in select(lookup, entries, MOST_CHANGES).chosen {
                if task != number {
                    *all_apart[entry].get_or_insert(true) &= apart[task];
                }
            }
            for ((selector, _), all_apart) in entries.iter().zip(all_apart) {
                if all_apart == Some(true) {
                    tell(effect, key, selector, (tied, during), findings);
                }
            }
        }
    }
}

fn tell(effect: &Effect, key: &str, selector: &str, (tied, during): (&str, bool), findings: &mut Findings) {
    let (effect_said, said, tied) = (quoted(&effect.name), quoted(selector), quoted(tied));
    let (message, help) = if during {
        (
            format!(
                "effect {effect_said} never acts on {said}: the plan's order keeps it apart from {tied}, and they are never in progress at the same time"
            ),
            "take the link between them out if they go side by side; write after instead of while if the effect is felt afterwards; or take this out",
        )
    } else {
        (
            format!("effect {effect_said} never acts on {said}, which is finished before {tied} begins"),
            "name what is felt by work that comes later, or take this out",
        )
    };
    findings.add(Code::IdleEffect, Path::of(["effect", &effect.name, key, selector]), message, help);
}

/// Whether a link lets nothing begin before what it comes from is finished.
fn keeps_apart(link: &Link) -> bool {
    link.kind == LinkKind::FinishStart && link.lag.is_none_or(|lag| lag.number() >= 0.0)
}

/// By node: whether it is finished before this one begins.
fn before(order: &Order<'_>, node: usize, nodes: usize) -> Vec<bool> {
    let mut is_before = vec![false; nodes];
    for &next in order.nodes().iter().rev() {
        if next == node || is_before[next] {
            let apart = order.before(next).iter().filter(|(_, link)| keeps_apart(link));
            apart.for_each(|&(from, _)| is_before[from] = true);
        }
    }
    is_before
}

/// By node: whether it begins only when this one is finished.
fn behind(order: &Order<'_>, node: usize, nodes: usize) -> Vec<bool> {
    let mut is_behind = vec![false; nodes];
    for &next in order.nodes() {
        let mut apart = order.before(next).iter().filter(|(_, link)| keeps_apart(link));
        is_behind[next] = apart.any(|&(from, _)| from == node || is_behind[from]);
    }
    is_behind
}
