//! The periods to come, one by one: those of the past, taken at random.

use crate::kernel::stream;

/// Past periods and how they are taken.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Resample {
    /// How many items each finished; one at least finished some.
    pub(super) counts: Vec<u32>,
    /// How many consecutive ones are taken together; after the last comes the first.
    pub(super) block: usize,
    /// The fewest of the last periods that a trial looks back on; all of them where the pace counts as known.
    pub(super) least: usize,
    pub(super) known_pace: bool,
    pub(super) seed: u64,
    pub(super) stream: u64,
}

/// A trial looks back on so many periods at least.
const LEAST: usize = 12;

/// Among them are at least so many that finished something.
const LEAST_BUSY: usize = 4;

/// The fewest of the last periods that a trial looks back on.
pub(super) fn least(counts: &[u32]) -> usize {
    let mut busy = 0;
    let enough = counts.iter().rev().position(|&count| {
        busy += usize::from(count > 0);
        busy == LEAST_BUSY
    });
    let least = enough.map_or(counts.len(), |place| place + 1);
    least.max(LEAST).min(counts.len())
}

/// The periods of one trial.
///
/// How far the past speaks of the future nobody knows: each trial looks back on a number of periods of its own, between the least and
/// all, its logarithm uniform. Of these, blocks of consecutive periods begin anywhere, closed to a circle (Politis and Romano 1992).
/// The n-th block begins where one of the n - 1 before it did, each as likely, with chance (n - 1)/(n - 1 + m), m being how many
/// blocks the span is long, else anywhere: an urn into which each ball goes back with another one like it (Blackwell and MacQueen
/// 1973). That is the same as drawing weights of the periods first (the Bayesian bootstrap, Rubin 1981): in each trial the pace is another
/// one that the span could have come from. With a known pace each block begins anywhere in all periods.
pub(super) struct Walk<'r> {
    resample: &'r Resample,
    trial: u64,
    key: u64,
    words: [u32; 4],
    used: usize,
    /// The first period of the span.
    from: usize,
    /// Where the blocks so far began, after the first period of the span.
    begun: Vec<u32>,
    place: usize,
    left: usize,
}

impl Resample {
    /// The periods of trials; each has to be begun.
    pub(super) fn walk(&self) -> Walk<'_> {
        Walk {
            resample: self,
            trial: 0,
            key: self.stream,
            words: [0; 4],
            used: 4,
            from: 0,
            begun: Vec::new(),
            place: 0,
            left: 0,
        }
    }
}

impl Walk<'_> {
    /// Goes to the beginning of a trial.
    pub(super) fn begin(&mut self, trial: u64) {
        (self.trial, self.key, self.used, self.left) = (trial, self.resample.stream, 4, 0);
        self.begun.clear();
        let (least, all) = (self.resample.least, self.resample.counts.len());
        self.from = 0;
        if !self.resample.known_pace && least < all {
            let u = (f64::from(self.word()) + 0.5) / 4_294_967_296.0;
            let span = least as f64 * libm::exp(u * libm::log(all as f64 / least as f64));
            self.from = all - (span.round() as usize).clamp(least, all);
        }
    }

    /// How many items the next period finishes.
    pub(super) fn next(&mut self) -> u32 {
        let counts = &self.resample.counts[self.from..];
        if self.left == 0 {
            self.place = self.next_block(counts.len());
            self.left = self.resample.block;
        }
        let count = counts[self.place];
        self.place = if self.place + 1 == counts.len() { 0 } else { self.place + 1 };
        self.left -= 1;
        count
    }

    /// Where the next block begins in a span of so many periods.
    fn next_block(&mut self, span: usize) -> usize {
        if self.resample.known_pace {
            return below(self.word(), span);
        }
        let before = self.begun.len() as f64;
        let long = span as f64 / self.resample.block as f64;
        let again = f64::from(self.word()) * (before + long) < before * 4_294_967_296.0;
        let word = self.word();
        let place = match again {
            true => self.begun[below(word, self.begun.len())],
            false => below(word, span) as u32,
        };
        self.begun.push(place);
        place as usize
    }

    fn word(&mut self) -> u32 {
        if self.used == 4 {
            self.words = stream::single(self.resample.seed, self.key, self.trial);
            self.key = self.key.wrapping_add(stream::NEXT_KEY);
            self.used = 0;
        }
        self.used += 1;
        self.words[self.used - 1]
    }
}

/// A whole number below `end`, each as likely, from 32 random bits.
fn below(word: u32, end: usize) -> usize {
    ((u64::from(word) * end as u64) >> 32) as usize
}
