//! Who does the work: what the trials need to know of teams and effects, by index.

mod build;
mod days;
mod effects;
mod plain;

use std::ops::Range;

use super::Lag;
use crate::curve::Draw;

pub(super) use build::{Work, paces, staff};
pub(crate) use days::{Days, Span};
pub(crate) use effects::{Begins, Entry, Influence};
pub(crate) use plain::{In, Plain};

/// Teams, effects, and what waits for what, in the order in which people are given out: a job is a task or a milestone, by its rank.
#[derive(Debug, Clone)]
pub(crate) struct Staff {
    /// The node of each job: tasks by priority and plan order, then the milestones.
    pub(crate) nodes: Vec<usize>,
    pub(crate) teams: Vec<Crew>,
    /// The pools of people: one for each kind of work of a team, those of a team together.
    pub(crate) pools: Vec<Pool>,
    /// Teams that have nothing to do with those of other domains: no task needs teams of two.
    pub(crate) domains: Vec<Vec<usize>>,
    /// The domain of those who need nobody in particular.
    pub(crate) nobody: Option<usize>,
    /// What each job needs lies together; `needs_from[j]..needs_from[j + 1]` is that of job j.
    pub(crate) needs: Vec<Need>,
    pub(crate) needs_from: Vec<usize>,
    /// What waits for each job; bounds as for the needs.
    pub(crate) outs: Vec<Out>,
    pub(crate) outs_from: Vec<usize>,
    /// How many links hold the start and the finish of each job.
    pub(crate) waits: Vec<[u32; 2]>,
    /// The earliest start of each job [ticks].
    pub(crate) not_before: Vec<i32>,
    /// People of the teams, day by day.
    pub(crate) days: Days,
    /// In the order of their names.
    pub(crate) effects: Vec<Influence>,
    /// What effects add or save, effect after effect.
    pub(crate) entries: Vec<Entry>,
    /// The entries that act on each job, in the order in which their factors multiply; bounds as for the needs.
    pub(crate) acts: Vec<usize>,
    pub(crate) acts_from: Vec<usize>,
    /// The effects that begin or end with each job; bounds as for the needs.
    pub(crate) tied: Vec<usize>,
    pub(crate) tied_from: Vec<usize>,
    /// The same as a list for the kernel that is faster, where nothing else is said.
    pub(crate) plain: Option<Plain>,
}

/// A team.
#[derive(Debug, Clone)]
pub(crate) struct Crew {
    /// Its number in the plan; none of the one that stands for nobody, of which there is always enough.
    pub(crate) team: Option<usize>,
    pub(crate) pools: Range<usize>,
    pub(crate) domain: usize,
    /// Whether its time is shared out by kind of work.
    pub(crate) shared: bool,
    pub(crate) lent: bool,
    /// The planned unplanned share.
    pub(crate) planned: f64,
    /// The stream and the curve of the unplanned share, where it is random.
    pub(crate) unplanned: Option<(u64, Draw)>,
    pub(crate) interrupts: Vec<Interrupts>,
}

/// The people of a team for one kind of work.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pool {
    pub(crate) team: usize,
    /// The kind's share of the team's time; 1 where it is not shared out.
    pub(crate) share: f64,
}

/// How many people of a pool a job needs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Need {
    pub(crate) pool: usize,
    pub(crate) people: u32,
}

/// A link out of a job.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Out {
    pub(crate) to: usize,
    /// Whether it counts from the start, instead of the finish.
    pub(crate) of_start: bool,
    /// Whether it holds the other's finish, instead of its start.
    pub(crate) holds_finish: bool,
    pub(crate) lag: Lag,
}

/// One kind of interrupt.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Interrupts {
    pub(crate) key: u64,
    /// The gaps between them [ticks of the team's working time].
    pub(crate) gaps: Draw,
    /// How long they take [the same].
    pub(crate) takes: Draw,
}

impl Out {
    /// Whether it comes before the other's finish.
    pub(crate) fn is_lead(&self) -> bool {
        !self.of_start && !self.lag.is_positive()
    }
}

impl Staff {
    pub(crate) fn needs_of(&self, job: usize) -> &[Need] {
        &self.needs[self.needs_from[job]..self.needs_from[job + 1]]
    }

    pub(crate) fn outs_of(&self, job: usize) -> &[Out] {
        &self.outs[self.outs_from[job]..self.outs_from[job + 1]]
    }

    pub(crate) fn acts_on(&self, job: usize) -> &[usize] {
        &self.acts[self.acts_from[job]..self.acts_from[job + 1]]
    }

    pub(crate) fn tied_to(&self, job: usize) -> &[usize] {
        &self.tied[self.tied_from[job]..self.tied_from[job + 1]]
    }
}

/// Lists one after another, and where each begins.
fn flat<T>(lists: Vec<Vec<T>>) -> (Vec<T>, Vec<usize>) {
    let mut from = Vec::with_capacity(lists.len() + 1);
    from.push(0);
    let mut all = Vec::new();
    for list in lists {
        all.extend(list);
        from.push(all.len());
    }
    (all, from)
}
