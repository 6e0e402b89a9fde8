//! The rival of `kernel::list`: the same with heaps, as a careful programmer would write it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use landfall::kernel::list::List;

/// The same with heaps: of what is to happen, and in each pool of who is ready.
pub(super) struct Heaps {
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
    pub(super) fn new(list: &List<'_>) -> Self {
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

    pub(super) fn schedule(&mut self, durations: &[i32], finishes: &mut [i32]) {
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
