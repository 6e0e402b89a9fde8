//! Parts of a run → the run.

use std::sync::Arc;

use super::Trials;
use super::run::MOST_KEPT;
use crate::error::{Error, Result};
use crate::sample::{Chunk, Column, Columns, Counts};

impl Trials {
    /// Parts of a run together: what one run of all of their trials gives, bit for bit, whatever they were cut into and in whichever order
    /// they come. All are of the same plan, with the same seed, sampling, memory and [`tasks`](crate::Simulation::tasks), and there is no
    /// trial between them that none of them has. What is merged may be merged again.
    ///
    /// ```
    /// use landfall::{Estimate, Forecast, Network, Plan, Simulation, Task, Trials, date};
    ///
    /// let plan = Plan::new("", date(2027, 1, 4)).task(Task::new("api", Estimate::weeks(2.0..=3.0)));
    /// let network = Network::new(&plan)?;
    /// let part = |range| Simulation::new().trials(range).run(&network);
    /// let whole = Trials::merge([part(6000..10_000)?, part(0..6000)?])?;
    /// assert_eq!(whole, Simulation::new().trials(10_000).run(&network)?);
    /// println!("{}", Forecast::new(&network, &whole).finish().mean());
    /// # Ok::<(), landfall::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Argument`](crate::ErrorKind::Argument) where there are no parts, or they do not go together: it says which, and why.
    pub fn merge(parts: impl IntoIterator<Item = Self>) -> Result<Self> {
        let mut parts: Vec<Self> = parts.into_iter().collect();
        parts.sort_by_key(|part| part.from);
        if parts.len() <= 1 {
            return parts.pop().ok_or_else(|| Error::argument("there are no parts to merge"));
        }
        for pair in parts.windows(2) {
            go_together(&pair[0], &pair[1])?;
        }
        let from = parts[0].from;
        let count: usize = parts.iter().map(|part| part.count).sum();
        let counts = (count > MOST_KEPT).then(|| counted(&parts));
        let columns = columns(&parts, parts[0].keep.of_tasks(from + count), counts.is_some());
        let mut sums = parts[0].sums.clone();
        parts[1..].iter().for_each(|part| sums.merge(&part.sums));
        let first = parts.swap_remove(0);
        Ok(Self { count, columns: Arc::new(columns), counts, sums, reached: None, ..first })
    }
}

/// That the second of two parts follows the first.
fn go_together(one: &Trials, other: &Trials) -> Result<()> {
    let said = |part: &Trials| format!("the trials from {} to {}", part.from, part.from + part.count);
    let differ = |what: &str| {
        let (one, other) = (said(one), said(other));
        Err(Error::argument(format!("{one} and {other} {what}; merge parts of one run only")))
    };
    if !one.are_of(&other.plan) {
        return differ("are of different plans");
    }
    if one.seed != other.seed {
        return differ("have different seeds");
    }
    if one.sampling != other.sampling {
        return differ("were sampled differently");
    }
    if one.keep != other.keep {
        return differ(
            "keep different things: the memory allowed, or whether tasks are kept, is not the same",
        );
    }
    if one.sums.ways.is_some() || other.sums.ways.is_some() {
        return differ("were run for an explanation");
    }
    let end = one.from + one.count;
    if end == other.from {
        return Ok(());
    }
    Err(Error::argument(match end < other.from {
        true => format!("no part has the trials from {end} to {}", other.from),
        false => format!("{} and {} overlap; take each trial once", said(one), said(other)),
    }))
}

/// The counts of all parts.
fn counted(parts: &[Trials]) -> Vec<Arc<Counts>> {
    let stratified = parts[0].sampling.is_stratified();
    let of = |(column, &held): (usize, &i32)| {
        let mut all = Counts::new(held, stratified);
        for part in parts {
            match &part.counts {
                Some(counts) => all.merge((*counts[column]).clone()),
                None => {
                    let mut first = part.from as u64;
                    for values in part.columns.parts(Column::End(column)) {
                        all.add(first, values);
                        first += values.len() as u64;
                    }
                }
            }
        }
        all.trim();
        Arc::new(all)
    };
    parts[0].held.iter().enumerate().map(of).collect()
}

/// The chunks of all parts; after the first so many trials without tasks, or, where all are counted, none.
fn columns(parts: &[Trials], of_tasks: usize, counted: bool) -> Columns {
    let mut chunks: Vec<Chunk> = Vec::new();
    for part in parts {
        let mut at = part.from;
        for chunk in &part.columns.chunks {
            let with = of_tasks.saturating_sub(at).min(chunk.length);
            let has_tasks = !chunk.tasks.is_empty();
            if with == chunk.length || !has_tasks {
                if has_tasks || !counted {
                    chunks.push(chunk.clone());
                }
            } else {
                if with > 0 {
                    chunks.push(chunk.part(0..with, true));
                }
                if !counted {
                    chunks.push(chunk.part(with..chunk.length, false));
                }
            }
            at += chunk.length;
        }
    }
    Columns { chunks }
}
