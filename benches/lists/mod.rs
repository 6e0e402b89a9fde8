//! Lists of jobs on few people: cases to schedule, by `kernel::list` and by heaps.
#![allow(dead_code, reason = "each bench uses a part of it")]

mod heaps;

use landfall::kernel::Level;
use landfall::kernel::list::{self, Job, Jobs, List, Scratch, Wait};

use heaps::Heaps;

/// The trials of a case, and those of a block.
pub(crate) const TRIALS: usize = 10_240;
pub(crate) const BLOCK: usize = 1024;

/// One team of three, and ten.
pub(crate) const CASES: [Case; 6] = [
    Case { teams: 1, jobs: 100, waits: Waits::Steps, varied: false },
    Case { teams: 1, jobs: 100, waits: Waits::Random, varied: false },
    Case { teams: 1, jobs: 128, waits: Waits::Random, varied: false },
    Case { teams: 10, jobs: 1000, waits: Waits::Steps, varied: false },
    Case { teams: 10, jobs: 1000, waits: Waits::Random, varied: false },
    Case { teams: 10, jobs: 1000, waits: Waits::Random, varied: true },
];

/// What the jobs of a case wait for.
#[derive(Clone, Copy)]
pub(crate) enum Waits {
    /// For the third and the tenth before.
    Steps,
    /// For one to three of the thirty before.
    Random,
}

/// Jobs on a few people.
#[derive(Clone, Copy)]
pub(crate) struct Case {
    pub(crate) teams: usize,
    pub(crate) jobs: usize,
    pub(crate) waits: Waits,
    /// Every fourth job needs two, and every tenth wait has a lag.
    pub(crate) varied: bool,
}

impl Case {
    /// What it is called.
    pub(crate) fn name(&self) -> String {
        format!(
            "{} of 3, {} jobs, {}{}",
            if self.teams == 1 { "one team".to_owned() } else { format!("{} teams", self.teams) },
            self.jobs,
            if matches!(self.waits, Waits::Steps) { "waits in steps" } else { "waits at random" },
            if self.varied { ", some need two, some lags" } else { "" }
        )
    }
}

/// Both, ready to schedule the same trials.
pub(crate) struct Race {
    jobs: usize,
    ours: Jobs,
    scratch: Scratch,
    heaps: Heaps,
    /// Durations job by job, as the rest of the crate has them, and trial by trial, as suits heaps best; block after block.
    blocks: Vec<Vec<i32>>,
    turned: Vec<Vec<i32>>,
    starts: Vec<i32>,
    finishes: Vec<i32>,
    other_finishes: Vec<i32>,
}

impl Race {
    pub(crate) fn new(case: &Case) -> Self {
        let mut random = Random(7);
        let jobs: Vec<Job> = (0..case.jobs)
            .map(|_| {
                let need = if case.varied && random.below(4) == 0 { 2 } else { 1 };
                Job { pool: Some(random.below(case.teams)), need, earliest: 0 }
            })
            .collect();
        let (mut begins, mut waits) = (vec![0], Vec::new());
        for job in 0..case.jobs {
            let before: Vec<usize> = match case.waits {
                Waits::Steps => [3, 10].iter().filter_map(|&step| job.checked_sub(step)).collect(),
                Waits::Random if job == 0 => vec![],
                Waits::Random => {
                    let count = 1 + random.below(3);
                    (0..count).map(|_| job - 1 - random.below(job.min(30))).collect()
                }
            };
            for job in before {
                let lag = if case.varied && random.below(10) == 0 { 2000 } else { 0 };
                waits.push(Wait { job, lag, from_start: false });
            }
            begins.push(waits.len());
        }
        let units = vec![3; case.teams];
        let list = List { jobs: &jobs, begins: &begins, waits: &waits, units: &units };
        // Skewed: most are short, few are long.
        let mut block = |_| (0..case.jobs * BLOCK).map(|_| random.duration()).collect();
        let blocks: Vec<Vec<i32>> = (0..TRIALS / BLOCK).map(&mut block).collect();
        let turn = |block: &Vec<i32>| {
            (0..block.len()).map(|at| block[at % case.jobs * BLOCK + at / case.jobs]).collect()
        };
        let ours = Jobs::new(&list).expect("the list is sound");
        Self {
            jobs: case.jobs,
            scratch: Scratch::new(&ours),
            ours,
            heaps: Heaps::new(&list),
            turned: blocks.iter().map(turn).collect(),
            blocks,
            starts: vec![0; case.jobs * BLOCK],
            finishes: vec![0; case.jobs * BLOCK],
            other_finishes: vec![0; case.jobs * BLOCK],
        }
    }

    /// So many blocks there are.
    pub(crate) fn blocks(&self) -> usize {
        self.blocks.len()
    }

    /// Schedules a block.
    pub(crate) fn ours(&mut self, block: usize) {
        let (starts, finishes) = (&mut self.starts, &mut self.finishes);
        list::schedule(
            Level::best(),
            &self.ours,
            &mut self.scratch,
            &self.blocks[block],
            BLOCK,
            starts,
            finishes,
        );
    }

    /// The same with heaps.
    pub(crate) fn heaps(&mut self, block: usize) {
        let rows = self.turned[block].chunks_exact(self.jobs);
        for (durations, finishes) in rows.zip(self.other_finishes.chunks_exact_mut(self.jobs)) {
            self.heaps.schedule(durations, finishes);
        }
    }

    /// A fast wrong answer would be none.
    pub(crate) fn agree(&self) {
        for (at, &finish) in self.other_finishes.iter().enumerate() {
            assert_eq!(self.finishes[at % self.jobs * BLOCK + at / self.jobs], finish);
        }
    }
}

/// Some numbers without order (Marsaglia 2003, xorshift).
struct Random(u64);

impl Random {
    fn word(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32
    }

    fn below(&mut self, end: usize) -> usize {
        ((self.word() * end as u64) >> 32) as usize
    }

    fn duration(&mut self) -> i32 {
        let uniform = self.word() as f64 / 4_294_967_296.0;
        (400.0 + 20_000.0 * uniform * uniform * uniform) as i32
    }
}
