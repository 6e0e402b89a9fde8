//! A column in buckets of rising times: any rank is found by sorting one small bucket, and putting every outcome into its bucket costs
//! a fraction of sorting them all.

use super::columns::{Column, Columns};

#[derive(Debug, Clone)]
pub(super) struct Buckets {
    /// The least outcome.
    least: i32,
    /// A bucket is 2^shift ticks wide.
    shift: u32,
    /// Where each bucket begins among the outcomes; one more, the end.
    begins: Vec<u32>,
    /// The outcomes, bucket by bucket, in no order within one.
    outcomes: Vec<i32>,
}

/// The most buckets: their counts still fit into the second-level cache.
const MOST_BUCKETS: usize = 1 << 14;

impl Buckets {
    pub(super) fn new(columns: &Columns, column: Column) -> Self {
        Self::of_parts(&columns.parts(column).collect::<Vec<_>>())
    }

    /// Of outcomes that lie in several parts.
    pub(super) fn of_parts(parts: &[&[i32]]) -> Self {
        let count = parts.iter().map(|part| part.len()).sum::<usize>();
        let (mut least, mut largest) = (i32::MAX, i32::MIN);
        for part in parts {
            least = part.iter().fold(least, |least, &ticks| least.min(ticks));
            largest = part.iter().fold(largest, |largest, &ticks| largest.max(ticks));
        }
        let wanted = (count / 16).next_power_of_two().clamp(64, MOST_BUCKETS);
        let range = (i64::from(largest) - i64::from(least)).max(0) as u64;
        // As many bits of the range as buckets are wanted.
        let shift = (u64::BITS - range.leading_zeros()).saturating_sub(wanted.trailing_zeros());
        let bucket = |ticks: i32| (ticks.wrapping_sub(least) as u32 >> shift) as usize;

        // Counted one place too far, so that summing gives where each begins.
        let mut begins = vec![0u32; (range >> shift) as usize + 2];
        for part in parts {
            for &ticks in *part {
                begins[bucket(ticks) + 1] += 1;
            }
        }
        let mut sum = 0;
        for begin in &mut begins {
            sum += *begin;
            *begin = sum;
        }
        let mut next = begins.clone();
        let mut outcomes = vec![0; count];
        for part in parts {
            for &ticks in *part {
                let place = &mut next[bucket(ticks)];
                outcomes[*place as usize] = ticks;
                *place += 1;
            }
        }
        Self { least, shift, begins, outcomes }
    }

    /// The outcome of a rank from 1.
    pub(super) fn at_rank(&self, rank: usize) -> i32 {
        let place = rank - 1;
        let bucket = self.begins.partition_point(|&begin| begin as usize <= place) - 1;
        let begin = self.begins[bucket] as usize;
        let mut outcomes = self.outcomes[begin..self.begins[bucket + 1] as usize].to_vec();
        *outcomes.select_nth_unstable(place - begin).1
    }

    /// How many outcomes lie at or before `ticks`, or before it.
    pub(super) fn count(&self, ticks: i32, including: bool) -> usize {
        if ticks < self.least {
            return 0;
        }
        let bucket = ((i64::from(ticks) - i64::from(self.least)) >> self.shift) as usize;
        let Some(&end) = self.begins.get(bucket + 1) else { return self.outcomes.len() };
        let begin = self.begins[bucket];
        let within = self.outcomes[begin as usize..end as usize].iter();
        begin as usize + within.filter(|&&other| other < ticks || including && other == ticks).count()
    }
}

#[cfg(test)]
mod tests {
    use super::super::columns::Chunk;
    use super::*;

    #[test]
    fn buckets_know_what_sorting_knows() {
        let mut state = 1u64;
        let mut next = move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as u32
        };
        for (count, most) in [(1, 5), (7, 1), (100, 3), (1000, 1 << 30), (5000, 40_000), (20_000, 1 << 12)] {
            let ticks: Vec<i32> = (0..count).map(|_| (next() % most) as i32).collect();
            let chunks = ticks
                .chunks(999)
                .map(|part| Chunk { length: part.len(), ends: part.to_vec(), ..Chunk::default() })
                .collect();
            let buckets = Buckets::new(&Columns { chunks }, Column::End(0));
            let mut sorted = ticks;
            sorted.sort_unstable();
            for rank in (1..=count).step_by(1 + count / 97) {
                let ticks = sorted[rank - 1];
                assert_eq!(buckets.at_rank(rank), ticks);
                for ticks in [ticks - 1, ticks, ticks + 1] {
                    let upto = |including| {
                        sorted.iter().filter(|&&other| other < ticks || including && other == ticks).count()
                    };
                    assert_eq!(buckets.count(ticks, true), upto(true));
                    assert_eq!(buckets.count(ticks, false), upto(false));
                }
            }
        }
    }
}
