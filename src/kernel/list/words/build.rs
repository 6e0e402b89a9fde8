//! What a list comes to in words of 64 jobs: places, lags as jobs, and who follows whom.

use std::collections::BTreeMap;

use super::super::List;
use super::super::table::waits_of;

/// Who comes before whom, by their numbers.
pub(super) type Edges = Vec<(usize, usize)>;

/// Jobs and, after them, lags.
pub(super) struct Builder {
    /// The place of each.
    pub(super) places: Vec<u32>,
    /// How much each waits for.
    pub(super) waits: Vec<usize>,
    /// How long each lag lasts.
    pub(super) lags: Vec<i32>,
    /// Finishes before starts.
    pub(super) edges: Edges,
    /// Starts before starts of lags.
    pub(super) start_edges: Edges,
    /// How many words there are.
    pub(super) words: usize,
    pub(super) pools: Vec<Pool>,
}

/// A pool that has jobs; perhaps the one without people.
pub(super) struct Pool {
    pub(super) units: u32,
    /// How many of its jobs can be at work at a time, at most.
    pub(super) most: usize,
    pub(super) kinds: Vec<Kind>,
}

/// The words of those who need as many people.
pub(super) struct Kind {
    pub(super) need: u32,
    pub(super) begin: usize,
    pub(super) end: usize,
}

impl Builder {
    /// Everything, unless there are more than 63 words.
    pub(super) fn new(list: &List<'_>) -> Option<Self> {
        let count = list.jobs.len();
        if count > 64 * 63 {
            return None;
        }
        let mut all = Self {
            places: Vec::new(),
            waits: vec![0; count],
            lags: Vec::new(),
            edges: Vec::new(),
            start_edges: Vec::new(),
            words: 0,
            pools: Vec::new(),
        };
        // A lag after the same event and of the same length is there only once.
        let mut known = BTreeMap::new();
        for to in 0..count {
            let earliest = list.jobs[to].earliest;
            if earliest > 0 {
                let lag = *known.entry((count, false, earliest)).or_insert_with(|| all.add_lag(earliest));
                all.add_edge(lag, to);
            }
            for wait in waits_of(list, to) {
                if wait.lag == 0 && !wait.from_start {
                    all.add_edge(wait.job, to);
                    continue;
                }
                let key = (wait.job, wait.from_start, wait.lag);
                let lag = *known.entry(key).or_insert_with(|| {
                    let lag = all.add_lag(wait.lag);
                    if wait.from_start {
                        all.start_edges.push((wait.job, lag));
                        all.waits[lag] += 1;
                    } else {
                        all.add_edge(wait.job, lag);
                    }
                    lag
                });
                all.add_edge(lag, to);
            }
        }
        all.give_places(list).then_some(all)
    }

    fn add_lag(&mut self, lag: i32) -> usize {
        self.lags.push(lag);
        self.waits.push(0);
        self.waits.len() - 1
    }

    fn add_edge(&mut self, from: usize, to: usize) {
        self.edges.push((from, to));
        self.waits[to] += 1;
    }

    /// Gives each a place in a word of those with its pool and need; false if there are too many words.
    fn give_places(&mut self, list: &List<'_>) -> bool {
        let mut kinds = BTreeMap::<(usize, u32), Vec<usize>>::new();
        let nowhere = (list.units.len(), 0);
        for (number, job) in list.jobs.iter().enumerate() {
            kinds.entry(job.pool.map_or(nowhere, |pool| (pool, job.need))).or_default().push(number);
        }
        self.places = vec![0; self.waits.len()];
        if !self.lags.is_empty() {
            kinds.entry(nowhere).or_default().extend(list.jobs.len()..self.waits.len());
        }
        let mut before = None;
        for ((pool, need), numbers) in kinds {
            if before != Some(pool) {
                self.pools.push(Pool {
                    units: list.units.get(pool).copied().unwrap_or(0),
                    most: 0,
                    kinds: Vec::new(),
                });
                before = Some(pool);
            }
            let (begin, end) = (self.words, self.words + numbers.len().div_ceil(64));
            for (at, &number) in numbers.iter().enumerate() {
                self.places[number] = (64 * begin + at) as u32;
            }
            self.words = end;
            let own = self.pools.len() - 1;
            self.pools[own].kinds.push(Kind { need, begin, end });
            self.pools[own].most += numbers.len();
        }
        for pool in &mut self.pools {
            // The first kind needs the fewest.
            if let Some(most) = pool.units.checked_div(pool.kinds[0].need) {
                pool.most = pool.most.min(most as usize);
            }
        }
        self.words <= 63
    }
}
