//! The jobs that wait for people, by rank: a bit for each, domain after domain.

use crate::network::Staff;

#[derive(Debug)]
pub(super) struct Ready {
    words: Vec<u64>,
    /// The first word of each domain, and one more.
    from: Vec<usize>,
    /// The jobs of each domain by rank, and where each domain begins.
    jobs: Vec<u32>,
    jobs_from: Vec<usize>,
    /// The domain of each job, and its place there.
    domain: Vec<u32>,
    place: Vec<u32>,
}

impl Ready {
    pub(super) fn new(staff: &Staff) -> Self {
        let count = staff.nodes.len();
        let (mut domain, mut place) = (vec![0; count], vec![0; count]);
        let mut lists = vec![Vec::new(); staff.domains.len()];
        for job in 0..count {
            if let Some(need) = staff.needs_of(job).first() {
                let of_job = staff.teams[staff.pools[need.pool].team].domain;
                (domain[job], place[job]) = (of_job as u32, lists[of_job].len() as u32);
                lists[of_job].push(job as u32);
            }
        }
        let (mut from, mut jobs_from, mut jobs) = (vec![0], vec![0], Vec::new());
        for list in lists {
            from.push(from.last().copied().unwrap_or(0) + list.len().div_ceil(64));
            jobs.extend(list);
            jobs_from.push(jobs.len());
        }
        Self { words: vec![0; from.last().copied().unwrap_or(0)], from, jobs, jobs_from, domain, place }
    }

    pub(super) fn clear(&mut self) {
        self.words.fill(0);
    }

    /// The domain of a job that needs people.
    pub(super) fn domain(&self, job: usize) -> usize {
        self.domain[job] as usize
    }

    /// Puts a job in, and gives its domain.
    pub(super) fn insert(&mut self, job: usize) -> usize {
        let (domain, place) = (self.domain(job), self.place[job] as usize);
        self.words[self.from[domain] + place / 64] |= 1 << (place % 64);
        domain
    }

    pub(super) fn remove(&mut self, domain: usize, place: usize) {
        self.words[self.from[domain] + place / 64] &= !(1 << (place % 64));
    }

    /// The first job from a place on, and its place.
    pub(super) fn next(&self, domain: usize, from: usize) -> Option<(usize, usize)> {
        let words = &self.words[self.from[domain]..self.from[domain + 1]];
        let mut word = from / 64;
        let mut bits = words.get(word)? & (u64::MAX << (from % 64));
        while bits == 0 {
            word += 1;
            bits = *words.get(word)?;
        }
        let place = 64 * word + bits.trailing_zeros() as usize;
        Some((self.jobs[self.jobs_from[domain] + place] as usize, place))
    }
}
