//! Outcomes counted in bins, for runs too long to keep every one: the memory does not grow with the trials, and counts from many
//! threads are added in any order.

use serde::{Deserialize, Serialize};

use super::interval::{Batch, fewest_batches};
use crate::units::TICKS_PER_DAY;

/// The width of the narrowest bins [ticks]: a 45th of a working day, so that every day's end is the end of a bin, and dates and their odds are exact.
const NARROWEST: i32 = TICKS_PER_DAY / 45;

/// The widths that bins can have, all of them parts of a day. They grow when outcomes lie so far out that there would be too many bins.
const WIDTHS: [i32; 4] = [NARROWEST, 3 * NARROWEST, 9 * NARROWEST, TICKS_PER_DAY];

/// The most bins, but for those of whole days: with the narrowest ones, nearly six years of working days.
const MOST_BINS: usize = 1 << 16;

/// The groups that stratified trials are counted in, to tell how far they differ: the fewest that can.
const GROUPS: usize = fewest_batches();

/// Consecutive trials that are counted in one group: whole blocks of stratified ones.
const GROUP_TRIALS: u64 = 4096;

/// How many outcomes lie in each bin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counts {
    /// Which of the widths.
    width: usize,
    /// Bin after bin, for each of the groups; bin k holds what lies above k - 1 and up to k widths.
    bins: Vec<Vec<u32>>,
    /// The tick that is also counted by itself, for each group: a morning that things are held until lies within a bin of its own day.
    special: i32,
    at_special: Vec<u32>,
    sum: i64,
    #[serde(with = "super::wide")]
    squares: i128,
    count: usize,
}

impl Counts {
    /// None yet; `special` is the tick that is counted by itself.
    pub(crate) fn new(special: i32, stratified: bool) -> Self {
        let groups = if stratified { GROUPS } else { 1 };
        Self {
            width: 0,
            bins: vec![Vec::new(); groups],
            special,
            at_special: vec![0; groups],
            sum: 0,
            squares: 0,
            count: 0,
        }
    }

    /// The bytes that one may come to take when no outcome lies after `latest`.
    pub(crate) fn most_bytes(stratified: bool, latest: i32) -> u64 {
        let groups = if stratified { GROUPS } else { 1 };
        let bins = MOST_BINS.max(bin(latest, TICKS_PER_DAY) + 1);
        (groups * bins * size_of::<u32>()) as u64
    }

    /// Whether they can have been counted so: of so many trials, with this special tick.
    pub(crate) fn are_sound(&self, special: i32, stratified: bool, count: usize) -> bool {
        let new = Self::new(special, stratified);
        let most = match self.width + 1 {
            width if width > WIDTHS.len() => return false,
            width if width == WIDTHS.len() => bin(i32::MAX, TICKS_PER_DAY) + 1,
            _ => MOST_BINS + 1,
        };
        let counted = || self.bins.iter().flatten().map(|&count| u64::from(count)).sum::<u64>();
        // A bin in which the special tick lies holds at least as many.
        let holds = |(bins, &at): (&Vec<u32>, &u32)| {
            bins.len() <= most && bins.get(bin(special, WIDTHS[self.width])).copied().unwrap_or(0) >= at
        };
        self.special == special
            && special >= 0
            && (self.bins.len(), self.at_special.len()) == (new.bins.len(), new.at_special.len())
            && self.bins.iter().zip(&self.at_special).all(holds)
            && self.count == count
            && counted() == count as u64
            && are_sums(self.sum, self.squares, count)
    }

    /// Counts the outcomes, at least 0, of the trials from `first` on.
    pub(crate) fn add(&mut self, first: u64, outcomes: &[i32]) {
        let mut first = first;
        let mut rest = outcomes;
        while !rest.is_empty() {
            let left = (GROUP_TRIALS - first % GROUP_TRIALS) as usize;
            let (now, later) = rest.split_at(rest.len().min(left));
            let group = (first / GROUP_TRIALS) as usize % self.bins.len();
            self.add_to(group, now);
            first += now.len() as u64;
            rest = later;
        }
    }

    fn add_to(&mut self, group: usize, outcomes: &[i32]) {
        let level = crate::kernel::Level::best();
        let (sum, squares) = crate::kernel::path::sums(level, outcomes);
        self.sum += sum;
        self.squares += squares;
        self.count += outcomes.len();
        let special = self.special;
        self.at_special[group] += outcomes.iter().filter(|&&ticks| ticks == special).count() as u32;
        let peak = crate::kernel::path::peak(level, outcomes);
        while bin(peak, WIDTHS[self.width]) >= MOST_BINS && self.width + 1 < WIDTHS.len() {
            self.widen();
        }
        match self.width {
            0 => self.bin_all::<{ WIDTHS[0] }>(group, peak, outcomes),
            1 => self.bin_all::<{ WIDTHS[1] }>(group, peak, outcomes),
            2 => self.bin_all::<{ WIDTHS[2] }>(group, peak, outcomes),
            _ => self.bin_all::<{ WIDTHS[3] }>(group, peak, outcomes),
        }
    }

    /// With the width known to the compiler, so that nothing is divided.
    fn bin_all<const WIDTH: i32>(&mut self, group: usize, peak: i32, outcomes: &[i32]) {
        let bins = &mut self.bins[group];
        let needed = bin(peak, WIDTH) + 1;
        if bins.len() < needed {
            bins.reserve_exact(needed - bins.len());
            bins.resize(needed, 0);
        }
        for &ticks in outcomes {
            bins[bin(ticks, WIDTH)] += 1;
        }
    }

    /// Takes the next width.
    fn widen(&mut self) {
        let factor = (WIDTHS[self.width + 1] / WIDTHS[self.width]) as usize;
        self.width += 1;
        for bins in &mut self.bins {
            let mut wider = vec![0; bins.len().div_ceil(factor) + 1];
            for (number, count) in bins.iter().enumerate() {
                wider[number.div_ceil(factor)] += count;
            }
            *bins = wider;
        }
    }

    /// Adds what another thread counted.
    pub(crate) fn merge(&mut self, mut other: Self) {
        while self.width < other.width {
            self.widen();
        }
        while other.width < self.width {
            other.widen();
        }
        for (bins, others) in self.bins.iter_mut().zip(&other.bins) {
            if bins.len() < others.len() {
                bins.resize(others.len(), 0);
            }
            bins.iter_mut().zip(others).for_each(|(count, other)| *count += other);
        }
        self.at_special.iter_mut().zip(&other.at_special).for_each(|(count, other)| *count += other);
        self.sum += other.sum;
        self.squares += other.squares;
        self.count += other.count;
    }

    /// Takes away bins at the end that are empty, so that equal counts are equal.
    pub(crate) fn trim(&mut self) {
        for bins in &mut self.bins {
            let used = bins.iter().rposition(|&count| count > 0).map_or(0, |last| last + 1);
            bins.truncate(used);
        }
    }

    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// The width of a bin [ticks].
    pub(super) fn resolution(&self) -> i32 {
        WIDTHS[self.width]
    }

    pub(super) fn groups(&self) -> usize {
        self.bins.len()
    }

    pub(super) fn sums(&self) -> (i64, i128) {
        (self.sum, self.squares)
    }

    /// The middle of each bin, and how many lie in it.
    pub(super) fn each(&self) -> impl Iterator<Item = (i32, u64)> {
        let bins = self.bins.iter().flat_map(|bins| bins.iter().enumerate());
        bins.filter(|&(_, &count)| count > 0).map(|(number, &count)| {
            let middle = if number == 0 { 0 } else { self.end(number) - self.resolution() / 2 };
            (middle, u64::from(count))
        })
    }

    /// The end of the bin of a rank from 1.
    pub(super) fn at_rank(&self, rank: usize) -> i32 {
        let longest = self.bins.iter().map(Vec::len).max().unwrap_or(0);
        let mut below = 0;
        for number in 0..longest {
            below += self
                .bins
                .iter()
                .filter_map(|bins| bins.get(number))
                .map(|&count| count as usize)
                .sum::<usize>();
            if below >= rank {
                return self.end(number);
            }
        }
        self.end(longest.saturating_sub(1))
    }

    /// Where the bin that ends at `end` begins; nothing lies before 0, nor before the special tick.
    pub(super) fn begin(&self, end: i32) -> i32 {
        (end - self.resolution()).max(self.special.min(end)).max(0)
    }

    fn end(&self, number: usize) -> i32 {
        (number as i64 * i64::from(WIDTHS[self.width])).min(i64::from(i32::MAX)) as i32
    }

    /// How many lie at or before `ticks`, or before it. Exact at a bin's end, as each day's is, and at the special tick.
    pub(super) fn count(&self, ticks: i32, including: bool) -> usize {
        self.batches(ticks, including).iter().map(|batch| batch.hits).sum()
    }

    /// The same for each group.
    pub(super) fn batches(&self, ticks: i32, including: bool) -> Vec<Batch> {
        let last = if ticks < 0 { None } else { Some(bin(ticks, WIDTHS[self.width])) };
        let groups = self.bins.iter().zip(&self.at_special);
        groups
            .map(|(bins, &at_special)| {
                // Of a bin no more than of all trials, which are fewer than 2³².
                let upto = last.map_or(0, |last| bins.iter().take(last + 1).sum::<u32>());
                let without = if !including && ticks == self.special { at_special } else { 0 };
                Batch { hits: (upto - without) as usize, size: bins.iter().sum::<u32>() as usize }
            })
            .collect()
    }
}

/// Whether so many times can have this sum, and this sum of squares [ticks].
pub(crate) fn are_sums(sum: i64, squares: i128, count: usize) -> bool {
    let (most, count) = (i128::from(i32::MAX), count as i128);
    (0..=count * most).contains(&i128::from(sum)) && (0..=count * most * most).contains(&squares)
}

/// The bin of a time of at least 0.
#[inline(always)]
fn bin(ticks: i32, width: i32) -> usize {
    (ticks as u32).div_ceil(width as u32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(outcomes: &[i32], special: i32) -> Counts {
        let mut counts = Counts::new(special, true);
        counts.add(0, outcomes);
        counts.trim();
        counts
    }

    #[test]
    fn counts_from_parts_are_the_counts_of_the_whole() {
        // From hours to centuries, so that the bins have to widen half-way.
        let outcomes: Vec<i32> =
            (0..100_000u64).map(|k| ((k * k * 7919) % 1_000_003 * (1 + k / 50_000 * 1000)) as i32).collect();
        let whole = counted(&outcomes, 7);
        let mut parts = Counts::new(7, true);
        let (early, late) = outcomes.split_at(40_123);
        let mut other = Counts::new(7, true);
        other.add(40_123, late);
        parts.add(0, early);
        other.merge(parts);
        other.trim();
        assert_eq!(whole, other);
        assert!(whole.width > 0, "the bins had to widen");
    }

    #[test]
    fn counts_are_exact_at_the_end_of_a_day() {
        let outcomes: Vec<i32> = (0..50_000).map(|k| (k * 7919) % 600_000).collect();
        let counts = counted(&outcomes, 3 * TICKS_PER_DAY);
        for day in 0..110 {
            let end = day * TICKS_PER_DAY;
            assert_eq!(counts.count(end, true), outcomes.iter().filter(|&&ticks| ticks <= end).count());
        }
        let morning = 3 * TICKS_PER_DAY;
        assert_eq!(counts.count(morning, false), outcomes.iter().filter(|&&ticks| ticks < morning).count());
        let mut sorted = outcomes;
        sorted.sort_unstable();
        for rank in [1, 100, 25_000, 40_000, 50_000] {
            let off = counts.at_rank(rank) - sorted[rank - 1];
            assert!((0..NARROWEST).contains(&off), "{off}");
        }
    }
}
