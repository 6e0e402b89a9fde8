//! Jobs in words of 64 bits, each word of jobs that need as many people of the same pool: one word more says which words have jobs
//! that are ready, and another for which there are enough people free. A pool's people are counted with a bit for each of its words,
//! digit by digit, where all its jobs need as many, and as numbers otherwise.
//!
//! A lag is a job of its own without a pool: it starts when what is waited for has finished, or started, and lasts as long as the lag.
//! An earliest start is one that starts at 0.
//!
//! As with [`few`](super::few), in a step someone finishes unless someone can start, and then someone starts if someone can, without
//! a branch, and two trials take steps in turn. Who finishes first stands at the root of a tree of matches, whose leaves are as many
//! slots as can be at work at a time.

mod build;
mod table;

use std::hint::select_unpredictable as select;

use super::tile::{self, Columns, TRIALS};
use super::{Level, on_level};
pub(super) use table::Table;
use table::{Batch, DIGITS, NEEDS, SLOTS};

/// No match: nobody is at work in these slots.
const IDLE: u64 = u64::MAX;

/// So many trials take steps in turn.
const TOGETHER: usize = 2;

/// More places than there can be, so that a number of 16 bits is always one of them.
const PLACES: usize = 1 << 16;

/// What the trials are worked out in.
#[derive(Debug, Clone)]
pub(super) struct Room {
    rows: Vec<i32>,
    desks: [Desk; TOGETHER],
}

/// What one trial needs.
#[derive(Debug, Clone)]
struct Desk {
    waits: Vec<u8>,
    tree: Vec<u64>,
    in_slots: Vec<u16>,
    ready: [u64; 64],
    people: [u32; 64],
}

impl Room {
    pub(super) fn new(table: &Table) -> Self {
        let desk = Desk {
            waits: vec![0; PLACES],
            tree: vec![IDLE; 2 * SLOTS],
            in_slots: vec![0; SLOTS],
            ready: [0; 64],
            people: [0; 64],
        };
        Self { rows: vec![0; tile::rows_size(table.width())], desks: std::array::from_fn(|_| desk.clone()) }
    }
}

pub(super) fn schedule(level: Level, table: &Table, room: &mut Room, columns: Columns<'_>) {
    // Twice the number of slots.
    if table.slots <= 32 {
        with_slots::<64>(level, table, room, columns);
    } else if table.slots <= 128 {
        with_slots::<256>(level, table, room, columns);
    } else if table.slots <= 256 {
        with_slots::<512>(level, table, room, columns);
    } else {
        with_slots::<{ 2 * SLOTS }>(level, table, room, columns);
    }
}

fn with_slots<const N: usize>(level: Level, table: &Table, room: &mut Room, columns: Columns<'_>) {
    match (table.most_kinds, table.most_digits) {
        (1, 1 | 2) => all::<N, 1, 2>(level, table, room, columns),
        (1, 3 | 4) => all::<N, 1, 4>(level, table, room, columns),
        (1, _) => all::<N, 1, DIGITS>(level, table, room, columns),
        (2, _) => all::<N, 2, 0>(level, table, room, columns),
        _ => all::<N, NEEDS, 0>(level, table, room, columns),
    }
}

fn all<const N: usize, const K: usize, const D: usize>(
    level: Level,
    table: &Table,
    room: &mut Room,
    mut columns: Columns<'_>,
) {
    on_level(
        level,
        #[inline(always)]
        || {
            let width = table.width();
            for first in (0..columns.length).step_by(TRIALS) {
                let there = TRIALS.min(columns.length - first);
                let (stage, rows) = room.rows.split_at_mut(TRIALS * width);
                columns.read(first, &table.places, &table.lags, stage, rows);
                together::<N, K, D>(table, &mut room.desks, &mut rows[..there * width]);
                columns.write(first, &table.places, stage, rows);
            }
        },
    );
}

#[inline(always)]
fn together<'a, const N: usize, const K: usize, const D: usize>(
    table: &Table,
    desks: &'a mut [Desk; TOGETHER],
    rows: &'a mut [i32],
) {
    let mut rows = rows.chunks_exact_mut(table.width());
    let [desk, other] = desks;
    // By name, not as a list: so a compiler keeps what it can in registers.
    let (mut trial, mut other) = (Trial::<N, K, D>::new(desk), Trial::<N, K, D>::new(other));
    trial.begin(table, rows.next());
    other.begin(table, rows.next());
    // Who is done makes room for the next, until there is none.
    while trial.left != 0 && other.left != 0 {
        // Part by part, so that a processor, which looks ahead about a step, sees both.
        let (one, two) = (trial.end(table), other.end(table));
        trial.release(&table.followers, one.ended);
        other.release(&table.followers, two.ended);
        trial.start(table, one);
        other.start(table, two);
        if trial.left == 0 {
            trial.begin(table, rows.next());
        }
        if other.left == 0 {
            other.begin(table, rows.next());
        }
    }
    while trial.left != 0 {
        let one = trial.end(table);
        trial.release(&table.followers, one.ended);
        trial.start(table, one);
    }
    while other.left != 0 {
        let one = other.end(table);
        other.release(&table.followers, one.ended);
        other.start(table, one);
    }
}

/// The first part of a step.
struct Turn {
    /// Nobody finished, as someone can start.
    go_on: bool,
    /// The slot of who finished, or a free one.
    slot: usize,
    /// Who finished, or nobody.
    ended: usize,
}

/// A trial under way.
struct Trial<'a, const N: usize, const K: usize, const D: usize> {
    /// Durations, and of those who have started their starts.
    row: &'a mut [i32],
    waits: &'a mut [u8; PLACES],
    /// The matches: below each are those at twice its place and one more.
    tree: &'a mut [u64; N],
    /// The winner of all: the time of a finish, and the slot.
    first: u64,
    /// Who is in each slot; where nobody is, the next such slot.
    in_slots: &'a mut [u16],
    ready: &'a mut [u64; 64],
    /// How many people are free in each pool, where its jobs have several needs.
    people: &'a mut [u32; 64],
    /// How many people are free for each word, digit by digit, where they have one.
    digits: [u64; D],
    /// The words that have a bit.
    filled: u64,
    /// The words for which enough people are free.
    open: u64,
    /// The first slot where nobody is.
    free: u16,
    now: u32,
    /// Whether the last step was a start.
    going_through: bool,
    /// How many have not started.
    left: usize,
}

impl<'a, const N: usize, const K: usize, const D: usize> Trial<'a, N, K, D> {
    /// How many slots there are.
    const SLOTS: usize = N / 2;

    /// How many matches the winner wins.
    const ROUNDS: usize = Self::SLOTS.ilog2() as usize;

    #[inline(always)]
    fn new(desk: &'a mut Desk) -> Self {
        Self {
            row: &mut [],
            waits: desk.waits.first_chunk_mut().expect("it has all places"),
            tree: desk.tree.first_chunk_mut().expect("it has all slots"),
            first: IDLE,
            in_slots: &mut desk.in_slots[..Self::SLOTS],
            ready: &mut desk.ready,
            people: &mut desk.people,
            digits: [0; D],
            filled: 0,
            open: 0,
            free: 0,
            now: 0,
            going_through: true,
            left: 0,
        }
    }

    /// Before the first step of a trial, if there is one.
    #[inline(always)]
    fn begin(&mut self, table: &Table, row: Option<&'a mut [i32]>) {
        let Some(row) = row else { return };
        self.row = row;
        self.waits[..table.waits.len()].copy_from_slice(&table.waits);
        *self.ready = table.ready;
        *self.people = table.people;
        *self.tree = [IDLE; N];
        self.first = IDLE;
        for (slot, next) in self.in_slots.iter_mut().enumerate() {
            *next = slot as u16 + 1;
        }
        self.digits = std::array::from_fn(|digit| table.digits[digit]);
        self.filled = (0..64).fold(0, |all, word| all | u64::from(table.ready[word] != 0) << word);
        self.open = !(1 << (table.nobody / 64));
        self.free = 0;
        self.now = 0;
        self.going_through = true;
        self.left = table.count;
    }

    /// The first part of a step: someone finishes unless someone can start.
    #[inline(always)]
    fn end(&mut self, table: &Table) -> Turn {
        // While the ready are gone through nobody finishes.
        let go_on = self.going_through & (self.filled & self.open != 0);
        let first = self.first;
        let slot = usize::from(select(go_on, self.free, first as u16)) % Self::SLOTS;
        let in_slot = self.in_slots[slot];
        let ended = usize::from(select(go_on, table.nobody, in_slot));
        self.now = select(go_on, self.now, (first >> 32) as u32);
        self.give_back(table, ended / 64 % 64);
        Turn { go_on, slot, ended }
    }

    /// The last part of a step, after the followers of who finished are released: someone starts if someone can.
    #[inline(always)]
    fn start(&mut self, table: &Table, Turn { go_on, slot, .. }: Turn) {
        // The first of all others is among those whom the winner of this slot would meet.
        let leaf = Self::SLOTS + slot;
        let mut rivals = [IDLE; 10];
        let mut next = IDLE;
        for (round, rival) in rivals[..Self::ROUNDS].iter_mut().enumerate() {
            *rival = self.tree[((leaf >> round) ^ 1) % N];
            next = sooner(next, *rival);
        }
        // Who else finishes at this tick does so before anyone starts.
        let tie = !go_on & ((next >> 32) as u32 == self.now);
        let able = self.filled & self.open;
        let start = (able != 0) & !tie;
        let word = select(start, self.word(table, able), usize::from(table.nobody / 64)) % 64;
        let bits = self.ready[word];
        let starter = 64 * word + bits.trailing_zeros() as usize % 64;
        let rest = bits & bits.wrapping_sub(1);
        self.ready[word] = rest;
        self.filled &= !(u64::from(rest == 0) << word);
        self.take(table, word);
        let value = &mut self.row[starter];
        let finish = tile::end(self.now as i32, *value);
        *value = self.now as i32;
        let mut key = select(start, u64::from(finish as u32) << 32 | slot as u64, IDLE);
        // Known sooner than by going up.
        self.first = sooner(key, next);
        for (round, rival) in rivals[..Self::ROUNDS].iter().enumerate() {
            self.tree[(leaf >> round) % N] = key;
            key = sooner(key, *rival);
        }
        let in_slot = self.in_slots[slot];
        self.in_slots[slot] = select(start, starter as u16, self.free);
        self.free = select(go_on, in_slot, select(start, self.free, slot as u16));
        self.going_through = start;
        self.left -= usize::from(start);
        if !table.start_followers.is_empty() {
            self.release(&table.start_followers, starter);
        }
    }

    /// Takes one off what the followers of a place wait for.
    #[inline(always)]
    fn release(&mut self, followers: &[Batch], place: usize) {
        let mut batch = &followers[place];
        loop {
            for &place in &batch.0 {
                let waits = &mut self.waits[usize::from(place)];
                *waits = waits.wrapping_sub(1);
                let last = u64::from(*waits == 0);
                let word = place / 64 % 64;
                self.ready[usize::from(word)] |= last << (place % 64);
                self.filled |= last << word;
            }
            if batch.1 == 0 {
                return;
            }
            batch = &followers[usize::from(batch.1)];
        }
    }

    /// The people of a job of a word are free again.
    #[inline(always)]
    fn give_back(&mut self, table: &Table, word: usize) {
        if K == 1 {
            let mut carry = table.siblings[word];
            self.open |= carry;
            for digit in &mut self.digits {
                (*digit, carry) = (*digit ^ carry, *digit & carry);
            }
        } else {
            let pool = usize::from(table.pools[word] % 64);
            let people = self.people[pool].wrapping_add(table.needs[word]);
            self.people[pool] = people;
            for &(words, need) in &table.kinds[pool][..K] {
                self.open |= select(people >= need, words, 0);
            }
        }
    }

    /// A job of a word takes its people.
    #[inline(always)]
    fn take(&mut self, table: &Table, word: usize) {
        if K == 1 {
            let mut borrow = table.siblings[word];
            let mut any = table.always;
            for digit in &mut self.digits {
                (*digit, borrow) = (*digit ^ borrow, borrow & !*digit);
                any |= *digit;
            }
            self.open = any;
        } else {
            let pool = usize::from(table.pools[word] % 64);
            let people = self.people[pool].wrapping_sub(table.needs[word]);
            self.people[pool] = people;
            for &(words, need) in &table.kinds[pool][..K] {
                self.open &= !select(people >= need, 0, words);
            }
        }
    }

    /// The word of the first job that can start: in some pool that has one, the one with the lowest number.
    #[inline(always)]
    fn word(&self, table: &Table, able: u64) -> usize {
        let first = able.trailing_zeros() as usize;
        if K == 1 {
            return first;
        }
        let pool = usize::from(table.pools[first % 64] % 64);
        let (mut best, mut least) = (first, u16::MAX);
        for &(words, _) in &table.kinds[pool][..K] {
            let mine = able & words;
            let word = mine.trailing_zeros() as usize % 64;
            let place = 64 * word + self.ready[word].trailing_zeros() as usize % 64;
            let rank = select(mine != 0, table.ranks[place], u16::MAX);
            best = select(rank < least, word, best);
            least = select(rank < least, rank, least);
        }
        best
    }
}

#[inline(always)]
fn sooner(one: u64, other: u64) -> u64 {
    select(one < other, one, other)
}
