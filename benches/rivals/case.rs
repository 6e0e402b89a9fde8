//! What all three simulate: tasks with about two predecessors each, of 64 shapes.

use std::fmt;

/// Trials in a run.
pub(crate) const TRIALS: usize = 10_240;

/// The percentiles asked for.
pub(crate) const PERCENTS: [usize; 9] = [5, 10, 25, 50, 75, 80, 85, 90, 95];

/// The plan's finish at each of [`PERCENTS`] [working days].
pub(crate) type Percentiles = [f64; PERCENTS.len()];

#[derive(Clone, Copy)]
pub(crate) enum Curve {
    Pert,
    Triangle,
}

pub(crate) struct Case {
    pub(crate) curve: Curve,
    pub(crate) tasks: usize,
}

/// A task: its least, likely and greatest duration [working days], and the numbers of the tasks it waits for.
pub(crate) struct Work {
    pub(crate) low: f64,
    pub(crate) likely: f64,
    pub(crate) high: f64,
    pub(crate) after: Vec<usize>,
}

/// How many times faster landfall has to be, and wants to be.
pub(crate) struct Goal {
    pub(crate) must: u32,
    pub(crate) aim: u32,
}

impl Case {
    /// The network of benches/forecast.rs.
    pub(crate) fn works(&self) -> Vec<Work> {
        let work = |number: usize| Work {
            low: 1.0,
            likely: 2.0 + (number % 64) as f64 / 10.0,
            high: 10.0,
            after: [3, 10].into_iter().filter_map(|step| number.checked_sub(step)).collect(),
        };
        (0..self.tasks).map(work).collect()
    }

    pub(crate) fn goal_for_rand_distr(&self) -> Goal {
        match self.curve {
            Curve::Pert => Goal { must: 30, aim: 50 },
            Curve::Triangle => Goal { must: 8, aim: 13 },
        }
    }

    pub(crate) fn goal_for_numpy(&self) -> Goal {
        match self.curve {
            Curve::Pert => Goal { must: 18, aim: 30 },
            Curve::Triangle => Goal { must: 8, aim: 14 },
        }
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let curve = match self.curve {
            Curve::Pert => "PERT",
            Curve::Triangle => "triangle",
        };
        write!(f, "{curve}, {} tasks", self.tasks)
    }
}

/// Where a percentile stands among the sorted finishes of a run.
pub(crate) fn place(percent: usize) -> usize {
    (TRIALS * percent).div_ceil(100) - 1
}
