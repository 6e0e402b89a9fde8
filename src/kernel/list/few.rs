//! At most 128 jobs, each for one of at most eight people: everything about a trial is in a few registers.
//!
//! Which jobs are ready is a bit each, and so are the digits of how many finishes each still waits for: one finish is taken off for
//! all that wait for a job at once, as a subtraction of bits. In a step, someone finishes unless someone can start, and then someone
//! starts if someone can, all without a branch: a processor cannot guess which it will be. Two trials take steps in turn, so that one
//! is calculated while the other waits for its own results.

use std::hint::select_unpredictable as select;
use std::ops::{BitAnd, BitOr, BitXor, Not};

use super::table::{Links, waits_of};
use super::tile::{self, Columns};
use super::{Level, List, on_level};

/// Nobody is at work.
const IDLE: u64 = u64::MAX;

/// Somebody is always at work: who is not there.
const ABSENT: u64 = u64::MAX - 1;

/// So many trials are brought together at once: as many values of a column as a line of the cache has.
const TRIALS: usize = 16;

/// So many trials take steps in turn.
const TOGETHER: usize = 2;

/// The jobs.
#[derive(Debug, Clone)]
pub(super) struct Table {
    count: usize,
    people: usize,
    /// How many digits the number of waits needs.
    digits: usize,
    /// The digits of one less than the number of waits of each job.
    planes: [[u64; 2]; 7],
    /// Who waits for nothing.
    ready: [u64; 2],
    /// Who waits for each job; a number above stands for nobody.
    followers: [[u64; 2]; 256],
}

impl Table {
    pub(super) fn new(list: &List<'_>, links: &Links) -> Option<Self> {
        let count = list.jobs.len();
        let first = list.jobs.first()?;
        let units = *list.units.get(first.pool?)?;
        let alike = list.jobs.iter().all(|job| (job.pool, job.need) == (first.pool, first.need));
        let people = count.min((units / first.need) as usize);
        if count > 128 || !links.plain || !alike || people > 8 {
            return None;
        }
        let bit = |job: usize| 1u128 << job;
        let halves = |bits: u128| [bits as u64, (bits >> 64) as u64];
        let mut ready = 0;
        let mut planes = [0; 7];
        let mut digits = 1;
        let mut followers = [[0; 2]; 256];
        for (job, followers) in followers.iter_mut().enumerate().take(count) {
            *followers = halves(links.of(job).iter().fold(0, |all, link| all | bit(link.to)));
            // Who is waited for twice finishes but once.
            let waits = waits_of(list, job).iter().fold(0, |all, wait| all | bit(wait.job)).count_ones();
            if waits == 0 {
                ready |= bit(job);
            } else {
                for (digit, plane) in planes.iter_mut().enumerate() {
                    *plane |= u128::from((waits - 1) >> digit & 1) << job;
                }
                digits = digits.max((waits - 1).checked_ilog2().map_or(1, |digit| digit as usize + 1));
            }
        }
        let (planes, ready) = (planes.map(halves), halves(ready));
        Some(Self { count, people, digits, planes, ready, followers })
    }
}

/// The durations of each job in so many trials, and then its starts; the last rows are nobody's.
#[derive(Debug, Clone)]
pub(super) struct Room([[i32; TRIALS]; 256]);

impl Default for Room {
    fn default() -> Self {
        Self([[0; TRIALS]; 256])
    }
}

pub(super) fn schedule(level: Level, table: &Table, room: &mut Room, columns: Columns<'_>) {
    match (table.count, table.digits) {
        (..=64, 1) => with::<u64, 1>(level, table, room, columns),
        (..=64, 2) => with::<u64, 2>(level, table, room, columns),
        (..=64, _) => with::<u64, 7>(level, table, room, columns),
        (_, 1) => with::<u128, 1>(level, table, room, columns),
        (_, 2) => with::<u128, 2>(level, table, room, columns),
        (_, _) => with::<u128, 7>(level, table, room, columns),
    }
}

fn with<B: Bits, const D: usize>(level: Level, table: &Table, room: &mut Room, columns: Columns<'_>) {
    match table.people {
        ..=2 => all::<B, D, 2>(level, table, room, columns),
        3 => all::<B, D, 3>(level, table, room, columns),
        4 => all::<B, D, 4>(level, table, room, columns),
        _ => all::<B, D, 8>(level, table, room, columns),
    }
}

fn all<B: Bits, const D: usize, const P: usize>(
    level: Level,
    table: &Table,
    Room(rows): &mut Room,
    columns: Columns<'_>,
) {
    on_level(
        level,
        #[inline(always)]
        || {
            for first in (0..columns.length).step_by(TRIALS) {
                let width = TRIALS.min(columns.length - first);
                for (job, row) in rows.iter_mut().enumerate().take(table.count) {
                    row[..width].copy_from_slice(&columns.durations[job * columns.length + first..][..width]);
                }
                // What is beyond the last trial is scheduled too, and forgotten.
                for lane in (0..width).step_by(TOGETHER) {
                    together::<B, D, P>(table, rows, lane);
                }
                for (job, row) in rows.iter().enumerate().take(table.count) {
                    let all = job * columns.length + first..job * columns.length + first + width;
                    columns.starts[all.clone()].copy_from_slice(&row[..width]);
                    tile::finish::<TRIALS>(
                        &row[..width],
                        &columns.durations[all.clone()],
                        &mut columns.finishes[all],
                    );
                }
            }
        },
    );
}

#[inline(always)]
fn together<B: Bits, const D: usize, const P: usize>(
    table: &Table,
    rows: &mut [[i32; TRIALS]; 256],
    lane: usize,
) {
    let mut trials = [Trial::<B, D, P>::new(table); TOGETHER];
    while trials.iter().fold(0, |left, trial| left | trial.left) != 0 {
        for (place, trial) in trials.iter_mut().enumerate() {
            trial.step(table, rows, lane + place);
        }
    }
}

/// A trial under way.
#[derive(Clone, Copy)]
struct Trial<B, const D: usize, const P: usize> {
    ready: B,
    planes: [B; D],
    /// Who is at work: the time of the finish and the job, the first to finish first.
    work: [u64; P],
    now: u32,
    /// Whether the last step was a start.
    going_through: bool,
    /// How many have not started.
    left: usize,
}

impl<B: Bits, const D: usize, const P: usize> Trial<B, D, P> {
    #[inline(always)]
    fn new(table: &Table) -> Self {
        let mut work = [IDLE; P];
        // In order: those at work come before those who are not.
        for absent in work.iter_mut().take(P - table.people.min(P)) {
            *absent = ABSENT;
        }
        let planes = std::array::from_fn(|digit| B::from_words(table.planes[digit]));
        let ready = B::from_words(table.ready);
        Self { ready, planes, work, now: 0, going_through: true, left: table.count }
    }

    #[inline(always)]
    fn step(&mut self, table: &Table, rows: &mut [[i32; TRIALS]; 256], lane: usize) {
        // While the ready are gone through nobody finishes.
        let go_on = self.going_through & self.ready.any() & (self.work[P - 1] == IDLE);
        let first = self.work[0];
        for place in 0..P - 1 {
            self.work[place] = select(go_on, self.work[place], self.work[place + 1]);
        }
        // Either way there is one who idles now.
        self.work[P - 1] = IDLE;
        self.now = select(go_on, self.now, (first >> 32) as u32);
        let ended = select(go_on, IDLE, first);
        let mut borrow = B::from_words(table.followers[usize::from(ended as u8)]);
        for plane in &mut self.planes {
            (*plane, borrow) = plane.minus(borrow);
        }
        // Below 0: that was the last one.
        let ready = self.ready | borrow;
        // All who finish at a tick do so before anyone starts.
        let tie = !go_on & ((self.work[0] >> 32) as u32 == self.now);
        let start = ready.any() & !tie;
        let (job, rest) = ready.lowest();
        let job = select(start, job, B::COUNT);
        self.ready = select(start, rest, ready);
        let row = &mut rows[usize::from(job as u8)][lane % TRIALS];
        let finish = tile::end(self.now as i32, *row);
        *row = self.now as i32;
        let key = select(start, u64::from(finish as u32) << 32 | u64::from(job), IDLE);
        let earlier: [bool; P] = std::array::from_fn(|place| key < self.work[place]);
        for place in (0..P).rev() {
            let own = select(earlier[place], key, self.work[place]);
            self.work[place] =
                if place == 0 { own } else { select(earlier[place - 1], self.work[place - 1], own) };
        }
        self.going_through = start;
        self.left -= usize::from(start);
    }
}

/// A bit for each job.
trait Bits:
    Copy
    + PartialEq
    + From<u8>
    + BitAnd<Output = Self>
    + BitOr<Output = Self>
    + BitXor<Output = Self>
    + Not<Output = Self>
{
    const COUNT: u32;
    fn from_words(words: [u64; 2]) -> Self;
    /// The place of the lowest bit, and the others.
    fn lowest(self) -> (u32, Self);

    #[inline(always)]
    fn any(self) -> bool {
        self != Self::from(0)
    }

    /// A digit less a borrow: the digit then, and the borrow from the next.
    #[inline(always)]
    fn minus(self, borrow: Self) -> (Self, Self) {
        (self ^ borrow, borrow & !self)
    }
}

impl Bits for u64 {
    const COUNT: u32 = 64;

    #[inline(always)]
    fn from_words(words: [u64; 2]) -> Self {
        words[0]
    }

    #[inline(always)]
    fn lowest(self) -> (u32, Self) {
        (self.trailing_zeros(), self & self.wrapping_sub(1))
    }
}

/// Not two words: a compiler would put them into one register of twice the width, where no instruction finds a bit.
impl Bits for u128 {
    const COUNT: u32 = 128;

    #[inline(always)]
    fn from_words(words: [u64; 2]) -> Self {
        u128::from(words[0]) | u128::from(words[1]) << 64
    }

    #[inline(always)]
    fn lowest(self) -> (u32, Self) {
        let (low, high) = (self as u64, (self >> 64) as u64);
        let place = select(low != 0, low.trailing_zeros(), 64 + high.trailing_zeros());
        (place, self & self.wrapping_sub(1))
    }
}
