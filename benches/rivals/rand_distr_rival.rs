//! The plain loop: what one writes with rand_distr, trial by trial and task by task.

use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, Pert, Triangular};

use crate::case::{Case, Curve, PERCENTS, Percentiles, TRIALS, Work, place};

struct Task<D> {
    takes: D,
    after: Vec<usize>,
}

/// Builds the distributions and returns the run.
pub(crate) fn prepare(case: &Case) -> Box<dyn FnMut() -> Percentiles> {
    match case.curve {
        Curve::Pert => run_of(case, |work| Pert::new(work.low, work.high).with_mode(work.likely)),
        Curve::Triangle => run_of(case, |work| Triangular::new(work.low, work.high, work.likely)),
    }
}

fn run_of<D, E>(case: &Case, curve: impl Fn(&Work) -> Result<D, E>) -> Box<dyn FnMut() -> Percentiles>
where
    D: Distribution<f64> + 'static,
    E: std::fmt::Debug,
{
    let task = |work: Work| Task { takes: curve(&work).expect("the range is sound"), after: work.after };
    let tasks: Vec<Task<D>> = case.works().into_iter().map(task).collect();
    let mut rng = SmallRng::seed_from_u64(1);
    Box::new(move || run(&tasks, &mut rng))
}

fn run(tasks: &[Task<impl Distribution<f64>>], rng: &mut SmallRng) -> Percentiles {
    let mut finishes = vec![0f64; tasks.len()];
    let mut ends = Vec::with_capacity(TRIALS);
    for _ in 0..TRIALS {
        let mut end = 0f64;
        for (number, task) in tasks.iter().enumerate() {
            let start = task.after.iter().fold(0f64, |start, &before| start.max(finishes[before]));
            finishes[number] = start + rng.sample(&task.takes);
            end = end.max(finishes[number]);
        }
        ends.push(end);
    }
    ends.sort_unstable_by(f64::total_cmp);
    PERCENTS.map(|percent| ends[place(percent)])
}
