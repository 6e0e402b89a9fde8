//! What the ways have in common: the checked list seen from the jobs that are waited for, and places of jobs in words of bits.

use super::{LAST, List, Unfit};

/// So many jobs or waits are too many: numbers of both are kept in 32 bits beside others.
const TOO_MANY: usize = 1 << 24;

/// A job that waits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    pub(super) to: usize,
    pub(super) lag: i32,
    pub(super) from_start: bool,
}

/// For each job those that wait for it.
#[derive(Debug)]
pub(super) struct Links {
    begins: Vec<usize>,
    links: Vec<Link>,
    /// Neither lags nor waits for starts nor earliest starts.
    pub(super) plain: bool,
}

impl Links {
    /// Checks the list.
    pub(super) fn new(list: &List<'_>) -> Result<Self, Unfit> {
        let count = list.jobs.len();
        let rise = list.begins.windows(2).all(|pair| pair[0] <= pair[1]);
        let ends = (list.begins.first(), list.begins.last()) == (Some(&0), Some(&list.waits.len()));
        if list.begins.len() != count + 1 || !rise || !ends || count.max(list.waits.len()) >= TOO_MANY {
            return Err(Unfit::Begins);
        }
        let mut begins = vec![0; count + 2];
        for (number, job) in list.jobs.iter().enumerate() {
            let units = job.pool.map_or(Some(u32::MAX), |pool| list.units.get(pool).copied());
            let met = units.is_some_and(|units| job.need <= units) && (job.need >= 1 || job.pool.is_none());
            if !met || job.earliest > LAST {
                return Err(Unfit::Job(number));
            }
            for wait in waits_of(list, number) {
                if wait.job >= count || !(0..=LAST).contains(&wait.lag) {
                    return Err(Unfit::Wait(number));
                }
                begins[wait.job + 2] += 1;
            }
        }
        for job in 1..begins.len() {
            begins[job] += begins[job - 1];
        }
        let mut links = vec![Link { to: 0, lag: 0, from_start: false }; list.waits.len()];
        for to in 0..count {
            for wait in waits_of(list, to) {
                links[begins[wait.job + 1]] = Link { to, lag: wait.lag, from_start: wait.from_start };
                begins[wait.job + 1] += 1;
            }
        }
        let plain = list.jobs.iter().all(|job| job.earliest <= 0)
            && list.waits.iter().all(|wait| wait.lag == 0 && !wait.from_start);
        let links = Self { begins, links, plain };
        if links.go_round(list) { Err(Unfit::Circle) } else { Ok(links) }
    }

    /// Those that wait for a job.
    pub(super) fn of(&self, job: usize) -> &[Link] {
        &self.links[self.begins[job]..self.begins[job + 1]]
    }

    /// Whether some jobs wait for each other, so that none of them would ever start.
    fn go_round(&self, list: &List<'_>) -> bool {
        let count = list.jobs.len();
        let mut left: Vec<usize> = (0..count).map(|job| waits_of(list, job).len()).collect();
        let mut free: Vec<usize> = (0..count).filter(|&job| left[job] == 0).collect();
        let mut seen = 0;
        while let Some(job) = free.pop() {
            seen += 1;
            for link in self.of(job) {
                left[link.to] -= 1;
                if left[link.to] == 0 {
                    free.push(link.to);
                }
            }
        }
        seen < count
    }
}

/// What a job waits for.
pub(super) fn waits_of<'a>(list: &List<'a>, job: usize) -> &'a [super::Wait] {
    &list.waits[list.begins[job]..list.begins[job + 1]]
}

/// The jobs in words of 64, each word of one pool, and in it and from word to word in the order in which they are served. The words
/// of those without a pool are the last.
#[derive(Debug, Clone)]
pub(super) struct Places {
    /// The place of each job: its bit among all words.
    pub(super) of_job: Vec<u32>,
    /// The first word of each pool, of those without one, and at last the number of words.
    pub(super) words: Vec<usize>,
}

impl Places {
    pub(super) fn new(list: &List<'_>) -> Self {
        let pools = list.units.len() + 1;
        let pool_of = |job: &super::Job| job.pool.unwrap_or(pools - 1);
        let mut sizes = vec![0; pools];
        for job in list.jobs {
            sizes[pool_of(job)] += 1;
        }
        let mut words = vec![0];
        for size in sizes {
            words.push(words[words.len() - 1] + usize::div_ceil(size, 64));
        }
        let mut next: Vec<usize> = words.iter().map(|word| 64 * word).collect();
        let mut place = |job: &super::Job| {
            let place = &mut next[pool_of(job)];
            *place += 1;
            (*place - 1) as u32
        };
        let of_job = list.jobs.iter().map(&mut place).collect();
        Self { of_job, words }
    }

    /// How many words there are.
    pub(super) fn count(&self) -> usize {
        self.words[self.words.len() - 1]
    }
}
