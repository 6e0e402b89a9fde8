//! Jobs of any kind: several people for a job, lags, earliest starts, any number of pools and jobs.
//!
//! What happens later, finishes and waits that end, stands in one tree of matches with the first at its root. Of each pool where
//! something has changed those that are ready are gone through as bits in words, until nobody is left who could serve any of them.

use std::hint::select_unpredictable as select;

use super::table::{Links, Places, waits_of};
use super::tile::{self, Columns, TRIALS};
use super::{Level, List, on_level};

/// No match: nothing is to happen in these slots.
const NEVER: u64 = u64::MAX;

/// With the place in a slot: it becomes ready, instead of finishing.
const WAITS: u32 = 1 << 31;

/// Who waits for a place.
#[derive(Debug, Clone, Copy)]
struct Follower {
    place: u32,
    lag: i32,
}

/// The jobs, by their places.
#[derive(Debug, Clone)]
pub(super) struct Table {
    count: usize,
    places: Places,
    /// How much can be to happen at a time, rounded up to a power of two.
    slots: usize,
    /// Where the followers of each place begin: of its finish, and of its start.
    begins: Vec<[u32; 3]>,
    followers: Vec<Follower>,
    /// How much each place waits for.
    waits: Vec<u32>,
    earliest: Vec<i32>,
    needs: Vec<u32>,
    pool_of_word: Vec<u32>,
    pools: Vec<Pool>,
    /// The places that wait for nothing but their earliest start.
    first: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Pool {
    /// Its words.
    begin: u32,
    end: u32,
    units: u32,
    /// With fewer of them free, none of its jobs can start.
    least: u32,
}

impl Table {
    pub(super) fn new(list: &List<'_>, links: &Links) -> Self {
        let count = list.jobs.len();
        let places = Places::new(list);
        let mut pools = Vec::new();
        let mut pool_of_word = vec![0; places.count()];
        for (pool, range) in places.words.windows(2).enumerate() {
            let units = list.units.get(pool).copied().unwrap_or(0);
            pool_of_word[range[0]..range[1]].fill(pool as u32);
            pools.push(Pool { begin: range[0] as u32, end: range[1] as u32, units, least: u32::MAX });
        }
        let size = 64 * places.count();
        let (mut waits, mut earliest, mut needs) = (vec![0; size], vec![0; size], vec![0; size]);
        let mut of_place = vec![None; size];
        let mut at_work = vec![0; pools.len()];
        let mut waiting = 0;
        let mut first = Vec::new();
        for (number, (job, &place)) in list.jobs.iter().zip(&places.of_job).enumerate() {
            let at = place as usize;
            of_place[at] = Some(number);
            let before = waits_of(list, number);
            waits[at] = before.len() as u32;
            earliest[at] = job.earliest.max(0);
            // Without a pool nobody is needed, and nobody is enough.
            needs[at] = if job.pool.is_some() { job.need } else { 0 };
            let pool = pool_of_word[at / 64] as usize;
            pools[pool].least = pools[pool].least.min(needs[at]);
            at_work[pool] += 1;
            waiting +=
                usize::from(job.earliest > 0 || before.iter().any(|wait| wait.lag > 0 || wait.from_start));
            if before.is_empty() {
                first.push(place);
            }
        }
        for (most, pool) in at_work.iter_mut().zip(&pools) {
            *most = (*most).min(pool.units.checked_div(pool.least).map_or(usize::MAX, |most| most as usize));
        }
        let slots = (at_work.iter().sum::<usize>() + waiting).next_power_of_two().max(2);
        let (mut begins, mut followers) = (Vec::new(), Vec::new());
        for job in of_place {
            let links = job.map_or(&[][..], |job| links.of(job));
            let mut begin = [followers.len() as u32; 3];
            for from_start in [false, true] {
                let links = links.iter().filter(|link| link.from_start == from_start);
                followers.extend(links.map(|link| Follower { place: places.of_job[link.to], lag: link.lag }));
                begin[1 + usize::from(from_start)] = followers.len() as u32;
            }
            begins.push(begin);
        }
        Self { count, places, slots, begins, followers, waits, earliest, needs, pool_of_word, pools, first }
    }

    fn width(&self) -> usize {
        64 * self.places.count() + 32
    }
}

/// What the trials are worked out in.
#[derive(Debug, Clone)]
pub(super) struct Room {
    rows: Vec<i32>,
    trial: Trial,
}

/// A trial under way.
#[derive(Debug, Clone)]
struct Trial {
    now: i32,
    waits: Vec<u32>,
    /// When each place becomes ready, as far as known.
    ready_at: Vec<i32>,
    ready: Vec<u64>,
    /// How many people are free in each pool.
    units: Vec<u32>,
    /// Pools in which someone became free or something ready, a bit each.
    changed: Vec<u64>,
    /// The matches: the root is at 1, below each are those at twice its place and one more.
    tree: Vec<u64>,
    /// What happens in each slot.
    in_slot: Vec<u32>,
    /// The slots where nothing is to happen.
    free: Vec<u32>,
    /// How many they are.
    count_free: usize,
}

impl Room {
    pub(super) fn new(table: &Table) -> Self {
        let trial = Trial {
            now: 0,
            waits: table.waits.clone(),
            ready_at: table.earliest.clone(),
            ready: vec![0; table.places.count()],
            units: table.pools.iter().map(|pool| pool.units).collect(),
            changed: vec![0; table.pools.len().div_ceil(64)],
            tree: vec![NEVER; 2 * table.slots],
            in_slot: vec![0; table.slots],
            free: (0..table.slots as u32).collect(),
            count_free: table.slots,
        };
        Self { rows: vec![0; tile::rows_size(table.width())], trial }
    }
}

pub(super) fn schedule(level: Level, table: &Table, room: &mut Room, mut columns: Columns<'_>) {
    on_level(
        level,
        #[inline(always)]
        || {
            let width = table.width();
            for first in (0..columns.length).step_by(TRIALS) {
                let there = TRIALS.min(columns.length - first);
                let (stage, rows) = room.rows.split_at_mut(TRIALS * width);
                columns.read(first, &table.places.of_job, &[], stage, rows);
                for row in rows[..there * width].chunks_mut(width) {
                    room.trial.run(table, row);
                }
                columns.write(first, &table.places.of_job, stage, rows);
            }
        },
    );
}

impl Trial {
    /// Turns durations into starts.
    #[inline(always)]
    fn run(&mut self, table: &Table, row: &mut [i32]) {
        self.now = 0;
        self.waits.copy_from_slice(&table.waits);
        self.ready_at.copy_from_slice(&table.earliest);
        self.ready.fill(0);
        for (units, pool) in self.units.iter_mut().zip(&table.pools) {
            *units = pool.units;
        }
        self.changed.fill(0);
        self.tree.fill(NEVER);
        for (slot, free) in self.free.iter_mut().enumerate() {
            *free = slot as u32;
        }
        self.count_free = table.slots;
        for &place in &table.first {
            self.released(table, place, false);
        }
        let mut left = table.count;
        loop {
            left -= self.go_through(table, row);
            if left == 0 {
                return;
            }
            self.now = (self.tree[1] >> 32) as i32;
            // All that happens at this tick comes before anyone starts.
            while (self.tree[1] >> 32) as i32 == self.now {
                let slot = self.tree[1] as u32;
                self.free[self.count_free] = slot;
                self.count_free += 1;
                self.set(table, slot, NEVER);
                let event = self.in_slot[slot as usize];
                if event & WAITS == 0 {
                    self.finish(table, event)
                } else {
                    self.make_ready(table, event & !WAITS)
                }
            }
        }
    }

    #[inline(always)]
    fn finish(&mut self, table: &Table, place: u32) {
        let pool = table.pool_of_word[place as usize / 64] as usize;
        self.units[pool] += table.needs[place as usize];
        self.changed[pool / 64] |= 1 << (pool % 64);
        let [begin, end, _] = table.begins[place as usize];
        for follower in &table.followers[begin as usize..end as usize] {
            self.release(table, follower, false);
        }
    }

    /// Something that a job waits for has come.
    #[inline(always)]
    fn release(&mut self, table: &Table, follower: &Follower, going_through: bool) {
        let ready_at = &mut self.ready_at[follower.place as usize];
        *ready_at = (*ready_at).max(tile::end(self.now, follower.lag));
        let waits = &mut self.waits[follower.place as usize];
        *waits -= 1;
        if *waits == 0 {
            self.released(table, follower.place, going_through);
        }
    }

    /// All that a job waits for has come, but perhaps not its time.
    #[inline(always)]
    fn released(&mut self, table: &Table, place: u32, going_through: bool) {
        let ready_at = self.ready_at[place as usize];
        // What becomes ready while the ready are gone through has its turn after that.
        if ready_at > self.now || going_through {
            self.push(table, ready_at.max(self.now), place | WAITS);
        } else {
            self.make_ready(table, place);
        }
    }

    #[inline(always)]
    fn make_ready(&mut self, table: &Table, place: u32) {
        let word = place as usize / 64;
        self.ready[word] |= 1 << (place % 64);
        let pool = table.pool_of_word[word] as usize;
        self.changed[pool / 64] |= 1 << (pool % 64);
    }

    /// Starts who can; gives their number.
    #[inline(always)]
    fn go_through(&mut self, table: &Table, row: &mut [i32]) -> usize {
        let mut started = 0;
        for group in 0..self.changed.len() {
            let mut changed = std::mem::take(&mut self.changed[group]);
            while changed != 0 {
                let pool = 64 * group + changed.trailing_zeros() as usize;
                changed &= changed - 1;
                started += self.go_through_pool(table, pool, row);
            }
        }
        started
    }

    #[inline(always)]
    fn go_through_pool(&mut self, table: &Table, number: usize, row: &mut [i32]) -> usize {
        let pool = table.pools[number];
        let mut units = self.units[number];
        let mut started = 0;
        for word in pool.begin..pool.end {
            let mut bits = self.ready[word as usize];
            while bits != 0 {
                if units < pool.least {
                    self.units[number] = units;
                    return started;
                }
                let bit = bits & bits.wrapping_neg();
                let place = 64 * word + bits.trailing_zeros();
                bits ^= bit;
                let need = table.needs[place as usize];
                if need <= units {
                    units -= need;
                    self.ready[word as usize] ^= bit;
                    self.start(table, place, row);
                    started += 1;
                }
            }
        }
        self.units[number] = units;
        started
    }

    #[inline(always)]
    fn start(&mut self, table: &Table, place: u32, row: &mut [i32]) {
        let value = &mut row[place as usize];
        let finish = tile::end(self.now, *value);
        *value = self.now;
        self.push(table, finish, place);
        let [_, begin, end] = table.begins[place as usize];
        for follower in &table.followers[begin as usize..end as usize] {
            self.release(table, follower, true);
        }
    }

    /// Something is to happen at a time.
    #[inline(always)]
    fn push(&mut self, table: &Table, time: i32, event: u32) {
        self.count_free -= 1;
        let slot = self.free[self.count_free];
        self.in_slot[slot as usize] = event;
        self.set(table, slot, u64::from(time as u32) << 32 | u64::from(slot));
    }

    #[inline(always)]
    fn set(&mut self, table: &Table, slot: u32, mut key: u64) {
        let mut place = table.slots + slot as usize;
        self.tree[place] = key;
        while place > 1 {
            let rival = self.tree[place ^ 1];
            key = select(key < rival, key, rival);
            place /= 2;
            self.tree[place] = key;
        }
    }
}
