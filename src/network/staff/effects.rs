//! Effects by index: when they are active, and on which jobs.

use std::collections::HashMap;

use super::super::keys::{Purpose, key};
use super::flat;
use crate::calendar::Axis;
use crate::check::{Lookup, select};
use crate::curve::{Draw, Misfit};
use crate::network::build::Builder;
use crate::plan::{Effect, Plan, Scale, When};
use crate::units::{MOST_SHARE, ticks};

/// An effect.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Influence {
    /// The stream that its entries are read with.
    pub(crate) key: u64,
    pub(crate) begins: Begins,
    /// After how much working time of the plan's calendar it ends [ticks].
    pub(crate) lasts: Option<i32>,
    /// How many jobs that start have it.
    pub(crate) next: Option<u32>,
}

/// When an effect begins, and by what it ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Begins {
    /// At this time [ticks].
    At(i32),
    /// With the start of a job; it ends with its finish.
    While(usize),
    /// With the finish of a job.
    After(usize),
}

/// By how much an effect changes what it selects.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    pub(crate) effect: usize,
    /// What is added to a duration, or saved of it, as a share.
    pub(crate) draw: Draw,
    pub(crate) saves: bool,
    /// The share on the plan date.
    pub(crate) plan_value: f64,
}

impl Entry {
    /// What a share of this entry multiplies a duration by.
    pub(crate) fn factor(&self, share: f64) -> f64 {
        match self.saves {
            true => 1.0 - share.min(MOST_SHARE),
            false => 1.0 + share,
        }
    }
}

/// The effects that act on something.
#[derive(Default)]
pub(super) struct Effects {
    pub(super) effects: Vec<Influence>,
    pub(super) entries: Vec<Entry>,
    pub(super) acts: Vec<usize>,
    pub(super) acts_from: Vec<usize>,
    pub(super) tied: Vec<usize>,
    pub(super) tied_from: Vec<usize>,
}

/// Finds out which effects act on which jobs; `jobs` gives the job of each node.
pub(super) fn effects(
    plan: &Plan,
    lookup: &Lookup<'_>,
    axis: &Axis,
    jobs: &[usize],
    builder: &mut Builder<'_>,
) -> Result<Effects, Misfit> {
    let mut by_name: Vec<&Effect> = plan.effects.iter().collect();
    by_name.sort_by_key(|effect| &effect.name);
    let mut all = Effects::default();
    let mut acts = vec![Vec::new(); jobs.len()];
    let mut tied = vec![Vec::new(); jobs.len()];
    for effect in by_name {
        let own = match &effect.when {
            When::While(task) | When::After(task) => lookup.number(task),
            When::Always | When::From(_) => None,
        };
        let number = all.effects.len();
        let mut acts_on_any = false;
        for (map, saves) in [(&effect.slows, false), (&effect.saves, true)] {
            let mut entry_of: HashMap<usize, usize> = HashMap::new();
            for (node, place) in select(lookup, map, usize::MAX).chosen {
                if Some(node) == own || node >= plan.tasks.len() {
                    continue;
                }
                let entry = match entry_of.get(&place) {
                    Some(&entry) => entry,
                    None => {
                        all.entries.push(entry(number, &map[place].1, saves, builder)?);
                        entry_of.insert(place, all.entries.len() - 1);
                        all.entries.len() - 1
                    }
                };
                acts[jobs[node]].push(entry);
                acts_on_any = true;
            }
        }
        if !acts_on_any {
            continue;
        }
        let begins = match &effect.when {
            When::Always => Begins::At(0),
            When::From(day) => Begins::At(axis.morning_of(*day)),
            // The check has refused names that are not in the plan.
            When::While(_) => Begins::While(jobs[own.unwrap_or(0)]),
            When::After(_) => Begins::After(jobs[own.unwrap_or(0)]),
        };
        if let Begins::While(job) | Begins::After(job) = begins {
            tied[job].push(number);
        }
        all.effects.push(Influence {
            key: key(&effect.name, Purpose::Effect),
            begins,
            lasts: effect.lasts.map(|lasts| builder.days(lasts).map(ticks)).transpose()?,
            next: effect.next,
        });
    }
    (all.acts, all.acts_from) = flat(acts);
    (all.tied, all.tied_from) = flat(tied);
    Ok(all)
}

fn entry(effect: usize, share: &Scale, saves: bool, builder: &mut Builder<'_>) -> Result<Entry, Misfit> {
    let (draw, plan_value) = builder.share(share, saves)?;
    Ok(Entry { effect, draw, saves, plan_value })
}
