//! The kernels again, each in a few plain lines straight from its definition. Tests compare bit for bit, benches compare speed.
#![allow(dead_code, unreachable_pub, reason = "the benches use only some of them")]

use landfall::kernel::list::List;
use landfall::kernel::path::Wait;
use landfall::kernel::quantile::{CELLS_PER_SIDE, FINE_CELLS_PER_SIDE, FineTable, Source, Table};
use landfall::kernel::stream::philox;

/// The word of one trial of a stream.
pub fn word(seed: u64, key: u64, trial: u64) -> u32 {
    let (low, high) = (|x: u64| x as u32, |x: u64| (x >> 32) as u32);
    let (group, place) = (trial / 128, trial % 128);
    let count = 32 * group + place % 32;
    philox::<7>([low(count), high(count), low(seed), high(seed)], [low(key), high(key)])
        [(place / 32) as usize]
}

pub fn fill(seed: u64, key: u64, first: u64, out: &mut [u32]) {
    (first..).zip(out).for_each(|(trial, out)| *out = word(seed, key, trial));
}

/// The word of one trial of a stratified stream.
pub fn stratified_word(seed: u64, key: u64, trial: u64) -> u32 {
    let (low, high) = (|x: u64| x as u32, |x: u64| (x >> 32) as u32);
    let block = trial / 512 + (1 << 63);
    let step = philox::<7>([low(block), high(block), low(seed), high(seed)], [low(key), high(key)]);
    let mut stratum = (trial % 512) as u32;
    for round in step.iter().take(3) {
        stratum = (stratum + (round & 0xffff)).wrapping_mul((round >> 16) | 1) % 512;
        stratum ^= stratum / 32;
    }
    stratum = (stratum + (step[3] & 0xffff)) % 512;
    stratum * (1 << 23) + word(seed, key, trial) / 512
}

pub fn fill_stratified(seed: u64, key: u64, first: u64, out: &mut [u32]) {
    (first..).zip(out).for_each(|(trial, out)| *out = stratified_word(seed, key, trial));
}

/// The distance from the nearer end in units of 2^-32, and whether that is the upper one.
fn folded(bits: u32) -> (u32, bool) {
    if bits >> 31 == 0 { (bits, false) } else { (!bits, true) }
}

/// The octave of a distance from 2^-33 on, and how far into it, from 0 to 1.
fn octave(halves: f64) -> (usize, f64) {
    let octave = (0..32).rev().find(|&octave| halves >= (1u64 << octave) as f64).unwrap_or(0);
    (octave, halves / (1u64 << octave) as f64 - 1.0)
}

/// The cell and the place in it by comparing with the edges instead of by the bits of a float.
fn read(table: &Table, bits: u32) -> f32 {
    let (distance, upper) = folded(bits);
    // As a float, halves and all: the kernel's own precision, and below the middle.
    let distance = (distance as f32 + 0.5).min(2_147_483_520.0);
    let (octave, way) = octave(2.0 * f64::from(distance));
    let t = ((8.0 * way).fract()) as f32;
    let [c0, c1, c2, c3] =
        table[if upper { CELLS_PER_SIDE } else { 0 } + 8 * octave + (8.0 * way).floor() as usize];
    c0 + t * (c1 + t * (c2 + t * c3))
}

fn read_fine(table: &FineTable, bits: u32) -> f64 {
    let (distance, upper) = folded(bits);
    let (octave, way) = octave(2.0 * (f64::from(distance) + 0.5));
    let t = (32.0 * way).fract();
    let [c0, c1, c2, c3] =
        table[if upper { FINE_CELLS_PER_SIDE } else { 0 } + 32 * octave + (32.0 * way).floor() as usize];
    c0 + t * (c1 + t * (c2 + t * c3))
}

fn triangle(mode: f32, bits: u32) -> f32 {
    let (distance, upper) = folded(bits);
    let near = (distance as f32 + 0.5) / 4_294_967_296.0;
    let (below, above) = if upper { (1.0 - near, near) } else { (near, 1.0 - near) };
    if below <= mode { (mode * below).sqrt() } else { 1.0 - ((1.0 - mode) * above).sqrt() }
}

/// The value of the piece that the bits lie in: the last that begins at or before them.
pub fn piece(pieces: &[(u32, [f64; 4])], bits: u32) -> f64 {
    let &(begin, [c0, c1, c2, c3]) = pieces.iter().rev().find(|&&(begin, _)| begin <= bits).unwrap();
    let t = f64::from(bits - begin) + 0.5;
    c0 + t * (c1 + t * (c2 + t * c3))
}

/// The bits of the score that is `own` times that of the bits plus `common` times the shared one.
pub fn mix(bits: &mut [u32], scores: &Table, tails: &Table, shared: &[f32], common: f32, own: f32) {
    for (bits, &shared) in bits.iter_mut().zip(shared) {
        let score = read(scores, *bits) * own + shared * common;
        let place = (score.abs() * 64.0).min(511.999_97);
        let [c0, c1, c2, c3] = tails[place.floor() as usize];
        let t = place - place.floor();
        let beyond = (c0 + t * (c1 + t * (c2 + t * c3))).min(2_147_483_520.0) as i32 as u32;
        *bits = if score > 0.0 { !beyond } else { beyond };
    }
}

pub fn scores(bits: &[u32], table: &Table, out: &mut [f32]) {
    bits.iter().zip(out).for_each(|(&bits, out)| *out = read(table, bits));
}

pub fn happens_between(bits: &[u32], from: u64, to: u64, happened: &mut [u8]) {
    bits.iter()
        .zip(happened)
        .for_each(|(&bits, happened)| *happened = u8::from((from..to).contains(&u64::from(bits))));
}

pub fn happens_given(bits: &[u32], otherwise: u64, given: u64, other: &[u8], happened: &mut [u8]) {
    for ((&bits, &other), happened) in bits.iter().zip(other).zip(happened) {
        *happened = u8::from(u64::from(bits) < if other == 1 { given } else { otherwise });
    }
}

/// Ends moved by a share of durations.
pub fn by_share(ends: &mut [i32], durations: &[i32], share: f64, most: i32) {
    for (end, &duration) in ends.iter_mut().zip(durations) {
        let lag = (share * f64::from(duration)).clamp(-f64::from(most), f64::from(most)).round_ties_even();
        *end = (*end + lag as i32).max(0);
    }
}

pub fn where_there(ends: &mut [i32], there: &[u8], lag: i32) {
    ends.iter_mut().zip(there).for_each(|(end, &there)| *end = (*end + i32::from(there) * lag).max(0));
}

/// A standard value. The twin of `exp` is the math library's, which differs in the last digit; that one is compared apart.
pub fn standard(source: Source<'_>, bits: u32) -> f64 {
    match source {
        Source::Uniform => f64::from(((bits ^ 1 << 31) as i32 as f32 + 0.5) / 4_294_967_296.0 + 0.5),
        Source::Triangle(mode) => f64::from(triangle(mode, bits)),
        Source::Table(table) => f64::from(read(table, bits)),
        Source::Exp(table, factor) => libm::exp(factor * read_fine(table, bits)),
        _ => unreachable!("there are no more sources"),
    }
}

/// What a map is made from: flip, shift, scale and floor.
pub type Parts = (bool, f64, f64, f64);

pub fn values(bits: &[u32], source: Source<'_>, (flip, shift, scale, floor): Parts, out: &mut [f64]) {
    // The largest multiple of eight that is not above the shift, within 2^29.
    let base = (shift.clamp(-536_870_912.0, 536_870_912.0) / 8.0).floor() * 8.0;
    for (&bits, out) in bits.iter().zip(out) {
        let standard = standard(source, if flip { !bits } else { bits });
        *out = match source {
            Source::Exp(..) => (shift + scale * standard).max(floor),
            _ => {
                let narrow = (shift - base) as f32 + scale as f32 * standard as f32;
                base + f64::from(narrow.max((floor - base) as f32))
            }
        };
    }
}

pub fn ticks(bits: &[u32], source: Source<'_>, map: Parts, out: &mut [i32]) {
    let mut exact = vec![0.0; bits.len()];
    values(bits, source, map, &mut exact);
    out.iter_mut().zip(exact).for_each(|(out, value)| *out = value.round_ties_even() as i32);
}

pub fn happens(bits: &[u32], threshold: u64, happened: &mut [u8]) {
    bits.iter().zip(happened).for_each(|(&bits, happened)| *happened = (u64::from(bits) < threshold).into());
}

pub fn replace(values: &mut [f64], replaced: &mut [u8], happened: &[u8], others: &[f64]) {
    for trial in (0..values.len()).filter(|&trial| happened[trial] == 1) {
        values[trial] = if replaced[trial] == 1 { values[trial].max(others[trial]) } else { others[trial] };
        replaced[trial] = 1;
    }
}

pub fn only_where(values: &mut [f64], happened: &[u8], unit: f64, otherwise: f64) {
    for (value, &happened) in values.iter_mut().zip(happened) {
        *value = if happened == 1 { *value * unit } else { otherwise };
    }
}

pub fn multiply(values: &mut [f64], factors: &[f64]) {
    values.iter_mut().zip(factors).for_each(|(value, factor)| *value *= factor);
}

pub fn add(values: &mut [f64], amounts: &[f64]) {
    values.iter_mut().zip(amounts).for_each(|(value, amount)| *value += amount);
}

pub fn cut_above(values: &mut [f64]) {
    values.iter_mut().for_each(|value| *value = value.min(0.0));
}

pub fn round(values: &[f64], most: i32, out: &mut [i32]) {
    values
        .iter()
        .zip(out)
        .for_each(|(&value, out)| *out = value.clamp(0.0, f64::from(most)).round_ties_even() as i32);
}

pub fn start(earliest: i32, waits: &[Wait], columns: &[i32], starts: &mut [i32]) {
    for trial in 0..starts.len() {
        let ready = waits.iter().map(|wait| columns[wait.column * starts.len() + trial] + wait.lag);
        starts[trial] = ready.fold(earliest, i32::max);
    }
}

pub fn finish(starts: &[i32], durations: &[i32], finishes: &mut [i32]) -> (i64, i128) {
    (0..starts.len()).for_each(|trial| finishes[trial] = starts[trial] + durations[trial]);
    sums(durations)
}

pub fn finish_within(horizon: i32, starts: &mut [i32], durations: &[i32], finishes: &mut [i32]) {
    for trial in 0..starts.len() {
        starts[trial] = starts[trial].min(horizon);
        finishes[trial] = (starts[trial] + durations[trial]).min(horizon);
    }
}

pub fn latest(latest: &mut [i32], others: &[i32]) {
    latest.iter_mut().zip(others).for_each(|(latest, &other)| *latest = (*latest).max(other));
}

pub fn sums(values: &[i32]) -> (i64, i128) {
    let values = || values.iter().map(|&value| i128::from(value));
    (values().sum::<i128>() as i64, values().map(|value| value * value).sum())
}

pub fn blend<const N: usize>(weights: &[f64], rows: &[[f64; N]], sums: &mut [f64; N]) {
    for (column, sum) in sums.iter_mut().enumerate() {
        *sum = 0.0;
        weights.iter().zip(rows).for_each(|(weight, row)| *sum += weight * row[column]);
    }
}

/// Round after round: who is done gives back the people, then who is ready and fits starts; when nobody could, time goes on.
pub fn schedule(list: &List<'_>, durations: &[i32], length: usize, starts: &mut [i32], finishes: &mut [i32]) {
    const LAST: i32 = (1 << 30) - 1;
    let later = |time: i32, by: i32| (time + by).min(LAST);
    let count = list.jobs.len();
    for trial in 0..length {
        // When each job starts and finishes, once it has started.
        let mut times = vec![None; count];
        let mut now = 0;
        while times.iter().any(Option::is_none) {
            let before = times.clone();
            let done = |job: usize| before[job].is_some_and(|(_, finish)| finish <= now);
            let ready = |job: usize| {
                let waits = &list.waits[list.begins[job]..list.begins[job + 1]];
                list.jobs[job].earliest <= now
                    && waits.iter().all(|wait| match before[wait.job] {
                        Some((start, _)) if wait.from_start => later(start, wait.lag) <= now,
                        Some((_, finish)) => done(wait.job) && later(finish, wait.lag) <= now,
                        None => false,
                    })
            };
            let mut free = list.units.to_vec();
            for job in (0..count).filter(|&job| before[job].is_some() && !done(job)) {
                list.jobs[job].pool.into_iter().for_each(|pool| free[pool] -= list.jobs[job].need);
            }
            for job in (0..count).filter(|&job| before[job].is_none() && ready(job)) {
                let need = list.jobs[job].need;
                if list.jobs[job].pool.is_none_or(|pool| free[pool] >= need) {
                    list.jobs[job].pool.into_iter().for_each(|pool| free[pool] -= need);
                    times[job] = Some((now, later(now, durations[job * length + trial])));
                }
            }
            if times == before {
                let lags = list.waits.iter().filter_map(|wait| {
                    let (start, finish) = before[wait.job]?;
                    Some(later(if wait.from_start { start } else { finish }, wait.lag))
                });
                let finishes = before.iter().flatten().map(|&(_, finish)| finish);
                let times = lags.chain(finishes).chain(list.jobs.iter().map(|job| job.earliest));
                now = times.filter(|&time| time > now).min().expect("something is still to happen");
            }
        }
        for (job, time) in times.into_iter().enumerate() {
            (starts[job * length + trial], finishes[job * length + trial]) = time.expect("all have started");
        }
    }
}
