//! How many times faster jobs are scheduled on few people than with heaps, one thread each.
//!
//! In each round both schedule all trials, one after the other, so that a slower or faster moment of the machine meets both. Medians
//! are compared, and the fastest rounds, which a neighbour on the same processor disturbs least. The heaps have their durations and finishes trial by trial, as suits them best; ours have them job by job, as the
//! rest of the crate does, and give the starts too.
#![allow(missing_docs)]

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Instant;

use landfall::kernel::Level;
use landfall::kernel::list::{self, Job, Jobs, List, Scratch, Wait};

const TRIALS: usize = 10_240;
const BLOCK: usize = 1024;

fn main() {
    // Cargo passes flags for a harness, `--bench` among them. There is nothing to choose here.
    println!("| case | way | ns per job and trial | heaps, ns | times (fastest) | goal: must / aim |");
    println!("|---|---|--:|--:|--:|--:|");
    for case in [
        Case { teams: 1, jobs: 100, waits: Waits::Steps, varied: false, goal: "3.5 / 6.5" },
        Case { teams: 1, jobs: 100, waits: Waits::Random, varied: false, goal: "3.5 / 6.5" },
        Case { teams: 1, jobs: 128, waits: Waits::Random, varied: false, goal: "3.5 / 6.5" },
        Case { teams: 10, jobs: 1000, waits: Waits::Steps, varied: false, goal: "1.7 / 2.9" },
        Case { teams: 10, jobs: 1000, waits: Waits::Random, varied: false, goal: "1.7 / 2.9" },
        Case { teams: 10, jobs: 1000, waits: Waits::Random, varied: true, goal: "1.7 / 2.9" },
    ] {
        println!("{}", case.row());
    }
}

#[derive(Clone, Copy)]
enum Waits {
    /// For the third and the tenth before.
    Steps,
    /// For one to three of the thirty before.
    Random,
}

struct Case {
    teams: usize,
    jobs: usize,
    waits: Waits,
    /// Every fourth job needs two, and every tenth wait has a lag.
    varied: bool,
    goal: &'static str,
}

impl Case {
    fn row(&self) -> String {
        let mut random = Random(7);
        let jobs: Vec<Job> = (0..self.jobs)
            .map(|_| {
                let need = if self.varied && random.below(4) == 0 { 2 } else { 1 };
                Job { pool: Some(random.below(self.teams)), need, earliest: 0 }
            })
            .collect();
        let (mut begins, mut waits) = (vec![0], Vec::new());
        for job in 0..self.jobs {
            let before: Vec<usize> = match self.waits {
                Waits::Steps => [3, 10].iter().filter_map(|&step| job.checked_sub(step)).collect(),
                Waits::Random if job == 0 => vec![],
                Waits::Random => {
                    let count = 1 + random.below(3);
                    (0..count).map(|_| job - 1 - random.below(job.min(30))).collect()
                }
            };
            for job in before {
                let lag = if self.varied && random.below(10) == 0 { 2000 } else { 0 };
                waits.push(Wait { job, lag, from_start: false });
            }
            begins.push(waits.len());
        }
        let units = vec![3; self.teams];
        let list = List { jobs: &jobs, begins: &begins, waits: &waits, units: &units };
        // Skewed: most are short, few are long.
        let blocks: Vec<Vec<i32>> = (0..TRIALS / BLOCK)
            .map(|_| (0..self.jobs * BLOCK).map(|_| random.duration()).collect())
            .collect();
        let turned: Vec<Vec<i32>> = blocks
            .iter()
            .map(|block| (0..block.len()).map(|at| block[at % self.jobs * BLOCK + at / self.jobs]).collect())
            .collect();

        let ours = Jobs::new(&list).expect("the list is sound");
        let mut scratch = Scratch::new(&ours);
        let mut heaps = Heaps::new(&list);
        let mut starts = vec![0; self.jobs * BLOCK];
        let mut finishes = vec![0; self.jobs * BLOCK];
        let mut other_finishes = vec![0; self.jobs * BLOCK];
        let count = if self.jobs > 200 { 7 } else { 31 };
        let (mut times, mut other_times, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..count {
            let (mut time, mut other_time) = (0.0, 0.0);
            for (block, turned) in blocks.iter().zip(&turned) {
                time += timed(|| {
                    list::schedule(
                        Level::best(),
                        &ours,
                        &mut scratch,
                        block,
                        BLOCK,
                        &mut starts,
                        &mut finishes,
                    );
                });
                other_time += timed(|| {
                    let rows = turned.chunks_exact(self.jobs);
                    for (durations, finishes) in rows.zip(other_finishes.chunks_exact_mut(self.jobs)) {
                        heaps.schedule(durations, finishes);
                    }
                });
                // A fast wrong answer would be none.
                for (at, &finish) in other_finishes.iter().enumerate() {
                    assert_eq!(finishes[at % self.jobs * BLOCK + at / self.jobs], finish);
                }
            }
            times.push(time);
            other_times.push(other_time);
            ratios.push(other_time / time);
        }
        let least = |times: &[f64]| times.iter().copied().fold(f64::INFINITY, f64::min);
        let least = least(&other_times) / least(&times);
        let scale = 1e9 / (self.jobs * TRIALS) as f64;
        format!(
            "| {} of 3, {} jobs, {}{} | {:?} | {:.1} | {:.1} | {:.1} ({least:.1}) | {} |",
            if self.teams == 1 { "one team".to_owned() } else { format!("{} teams", self.teams) },
            self.jobs,
            if matches!(self.waits, Waits::Steps) { "waits in steps" } else { "waits at random" },
            if self.varied { ", some need two, some lags" } else { "" },
            ours.way(),
            scale * median(times),
            scale * median(other_times),
            median(ratios),
            self.goal
        )
    }
}

fn timed(run: impl FnOnce()) -> f64 {
    let begin = Instant::now();
    run();
    begin.elapsed().as_secs_f64()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
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

/// The same with heaps: of what is to happen, and in each pool of who is ready.
struct Heaps {
    pools: Vec<usize>,
    needs: Vec<u32>,
    begins: Vec<usize>,
    followers: Vec<(u32, i32)>,
    all_waits: Vec<u32>,
    all_units: Vec<u32>,
    waits: Vec<u32>,
    units: Vec<u32>,
    ready_at: Vec<i32>,
    events: BinaryHeap<Reverse<(i32, u32)>>,
    ready: Vec<BinaryHeap<Reverse<u32>>>,
    passed: Vec<u32>,
    changed: Vec<usize>,
}

/// With a job in an event: its lags are over.
const LAG: u32 = 1 << 31;

impl Heaps {
    fn new(list: &List<'_>) -> Self {
        let count = list.jobs.len();
        let mut lists = vec![Vec::new(); count];
        for job in 0..count {
            for wait in &list.waits[list.begins[job]..list.begins[job + 1]] {
                lists[wait.job].push((job as u32, wait.lag));
            }
        }
        let mut begins = vec![0];
        let mut followers = Vec::new();
        for mut list in lists {
            followers.append(&mut list);
            begins.push(followers.len());
        }
        Self {
            pools: list.jobs.iter().map(|job| job.pool.expect("each has one")).collect(),
            needs: list.jobs.iter().map(|job| job.need).collect(),
            begins,
            followers,
            all_waits: list.begins.windows(2).map(|pair| (pair[1] - pair[0]) as u32).collect(),
            all_units: list.units.to_vec(),
            waits: vec![0; count],
            units: vec![0; list.units.len()],
            ready_at: vec![0; count],
            events: BinaryHeap::with_capacity(count),
            ready: vec![BinaryHeap::with_capacity(count); list.units.len()],
            passed: Vec::with_capacity(count),
            changed: Vec::new(),
        }
    }

    fn schedule(&mut self, durations: &[i32], finishes: &mut [i32]) {
        self.waits.copy_from_slice(&self.all_waits);
        self.units.copy_from_slice(&self.all_units);
        self.ready_at.fill(0);
        let mut now = 0;
        for job in 0..durations.len() {
            if self.waits[job] == 0 {
                self.ready[self.pools[job]].push(Reverse(job as u32));
            }
        }
        self.changed.extend(0..self.units.len());
        loop {
            while let Some(pool) = self.changed.pop() {
                while self.units[pool] > 0
                    && let Some(Reverse(job)) = self.ready[pool].pop()
                {
                    let need = self.needs[job as usize];
                    if need > self.units[pool] {
                        self.passed.push(job);
                        continue;
                    }
                    self.units[pool] -= need;
                    let finish = now + durations[job as usize];
                    finishes[job as usize] = finish;
                    self.events.push(Reverse((finish, job)));
                }
                self.ready[pool].extend(self.passed.drain(..).map(Reverse));
            }
            let Some(&Reverse((next, _))) = self.events.peek() else { return };
            now = next;
            while let Some(&Reverse((time, job))) = self.events.peek()
                && time == now
            {
                self.events.pop();
                if job & LAG != 0 {
                    self.make_ready(job & !LAG);
                    continue;
                }
                let job = job as usize;
                self.units[self.pools[job]] += self.needs[job];
                self.changed.push(self.pools[job]);
                for at in self.begins[job]..self.begins[job + 1] {
                    let (follower, lag) = self.followers[at];
                    let place = follower as usize;
                    self.ready_at[place] = self.ready_at[place].max(now + lag);
                    self.waits[place] -= 1;
                    if self.waits[place] > 0 {
                        continue;
                    }
                    if self.ready_at[place] > now {
                        self.events.push(Reverse((self.ready_at[place], follower | LAG)));
                    } else {
                        self.make_ready(follower);
                    }
                }
            }
        }
    }

    fn make_ready(&mut self, job: u32) {
        let pool = self.pools[job as usize];
        self.ready[pool].push(Reverse(job));
        self.changed.push(pool);
    }
}
