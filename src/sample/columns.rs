//! Outcomes trial by trial, in the chunks in which they were simulated.

use std::ops::Range;

use super::interval::Batch;
use crate::kernel::{Level, path};

/// Consecutive trials: column after column, each as long as there are trials.
#[derive(Debug, Clone, Default)]
pub(crate) struct Chunk {
    /// How many trials.
    pub(crate) length: usize,
    /// The columns of the plan and of its milestones; empty where they were counted and tasks are not kept.
    pub(crate) ends: Vec<i32>,
    /// The columns of the tasks, numbered on from the first; empty where they are not kept.
    pub(crate) tasks: Vec<i32>,
    /// Of each task that may not be there a column of whether it is, where tasks are kept.
    pub(crate) there: Vec<u8>,
    /// What each trial costs, where tasks are kept and something costs.
    pub(crate) costs: Vec<f64>,
    /// What each milestone takes, where it is looked for what drives the finishes.
    pub(crate) delays: Vec<i32>,
}

/// Which column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    /// Of the plan or a milestone.
    End(usize),
    /// Of a task.
    Task(usize),
}

impl Chunk {
    /// The outcomes of a column, where the chunk has it.
    pub(crate) fn column(&self, column: Column) -> Option<&[i32]> {
        let (columns, number) = match column {
            Column::End(number) => (&self.ends, number),
            Column::Task(number) => (&self.tasks, number),
        };
        columns.get(number * self.length..(number + 1) * self.length)
    }

    /// Some of its trials, with or without what is kept of tasks.
    pub(crate) fn part(&self, trials: Range<usize>, tasks: bool) -> Self {
        fn cut<T: Clone>(all: &[T], length: usize, trials: &Range<usize>) -> Vec<T> {
            all.chunks_exact(length.max(1)).flat_map(|column| &column[trials.clone()]).cloned().collect()
        }
        let of_tasks = |all: &[i32]| if tasks { cut(all, self.length, &trials) } else { Vec::new() };
        Self {
            length: trials.len(),
            ends: cut(&self.ends, self.length, &trials),
            tasks: of_tasks(&self.tasks),
            there: if tasks { cut(&self.there, self.length, &trials) } else { Vec::new() },
            costs: if tasks { cut(&self.costs, self.length, &trials) } else { Vec::new() },
            delays: of_tasks(&self.delays),
        }
    }
}

/// The chunks of a run, in order. Later ones may have fewer columns.
#[derive(Debug, Clone, Default)]
pub(crate) struct Columns {
    pub(crate) chunks: Vec<Chunk>,
}

impl Columns {
    /// What each trial costs, where that is kept.
    pub(crate) fn costs(&self) -> impl Iterator<Item = f64> {
        self.chunks.iter().flat_map(|chunk| &chunk.costs).copied()
    }

    /// In which trials what may not be there is there, by its place, where that is kept.
    pub(crate) fn there(&self, presence: usize) -> impl Iterator<Item = bool> {
        let part = move |chunk: &'_ Chunk| presence * chunk.length..(presence + 1) * chunk.length;
        let parts = self.chunks.iter().map_while(move |chunk| chunk.there.get(part(chunk)));
        parts.flatten().map(|&there| there == 1)
    }

    /// The parts of a column.
    pub(crate) fn parts(&self, column: Column) -> impl Iterator<Item = &[i32]> {
        self.chunks.iter().map_while(move |chunk| chunk.column(column))
    }

    /// The outcomes of a column, trial by trial.
    pub(crate) fn values(&self, column: Column) -> impl Iterator<Item = i32> {
        self.parts(column).flatten().copied()
    }

    /// How many trials a column has.
    pub(crate) fn len(&self, column: Column) -> usize {
        self.parts(column).map(<[i32]>::len).sum()
    }

    /// The sum of a column and of its squares.
    pub(super) fn sums(&self, column: Column) -> (i64, i128) {
        let level = Level::best();
        self.parts(column)
            .map(|part| path::sums(level, part))
            .fold((0, 0), |(sum, squares), part| (sum + part.0, squares + part.1))
    }

    /// How many outcomes of each whole batch of so many trials lie at or before a time, or before it.
    pub(super) fn batches(&self, column: Column, size: usize, ticks: i32, including: bool) -> Vec<Batch> {
        let last = if including { ticks } else { ticks.saturating_sub(1) };
        let mut batches = Vec::with_capacity(self.len(column) / size);
        let mut batch = Batch::default();
        for part in self.parts(column) {
            let mut rest = part;
            while !rest.is_empty() {
                let (now, later) = rest.split_at(rest.len().min(size - batch.size));
                batch.hits += now.iter().filter(|&&ticks| ticks <= last).count();
                batch.size += now.len();
                rest = later;
                if batch.size == size {
                    batches.push(std::mem::take(&mut batch));
                }
            }
        }
        batches
    }
}
