//! Each kernel beside its plain twin, per 1,024 trials.
#![allow(missing_docs)]

#[path = "../tests/twins.rs"]
mod twins;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use landfall::kernel::quantile::{CELLS_PER_SIDE, Cell};
use landfall::kernel::{adjust, path, quantile, stream};

const TRIALS: usize = 1024;

/// Runs a kernel and its twin as one group.
fn pair(criterion: &mut Criterion, name: &str, mut ours: impl FnMut(), mut twin: impl FnMut()) {
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Elements(TRIALS as u64));
    group.bench_function("kernel", |bencher| bencher.iter(&mut ours));
    group.bench_function("twin", |bencher| bencher.iter(&mut twin));
    group.finish();
}

fn kernels(criterion: &mut Criterion) {
    let mut bits = vec![0u32; TRIALS];
    let mut other_bits = bits.clone();
    pair(
        criterion,
        "stream/fill",
        || stream::fill(black_box(1), 2, 0, &mut bits),
        || twins::fill(black_box(1), 2, 0, &mut other_bits),
    );

    let (mut a, mut b) = (vec![0.0; TRIALS], vec![0.0; TRIALS]);
    pair(
        criterion,
        "quantile/uniform",
        || quantile::uniform(black_box(&bits), false, &mut a),
        || twins::uniform(black_box(&bits), false, &mut b),
    );
    pair(
        criterion,
        "quantile/triangle",
        || quantile::triangle(black_box(&bits), false, 0.3, &mut a),
        || twins::triangle(black_box(&bits), false, 0.3, &mut b),
    );
    let cells: Vec<Cell> = (0..2 * CELLS_PER_SIDE).map(|cell| [cell as f32, 1.0, 0.5, -0.5]).collect();
    pair(
        criterion,
        "quantile/table",
        || quantile::table(black_box(&bits), false, &cells, &mut a),
        || twins::table(black_box(&bits), false, &cells, &mut b),
    );

    let mut happened = vec![0; TRIALS];
    let mut happened_too = happened.clone();
    pair(
        criterion,
        "adjust/happens",
        || adjust::happens(black_box(&bits), 1 << 30, &mut happened),
        || twins::happens(black_box(&bits), 1 << 30, &mut happened_too),
    );
    let others: Vec<f64> = (0..TRIALS).map(|trial| 1.0 + trial as f64 / 1e6).collect();
    pair(
        criterion,
        "adjust/add",
        || adjust::add(&mut a, black_box(&happened), &others),
        || twins::add(&mut b, black_box(&happened), &others),
    );
    let (mut ticks, mut ticks_too) = (vec![0; TRIALS], vec![0; TRIALS]);
    pair(
        criterion,
        "adjust/round",
        || adjust::round(black_box(&others), 1 << 29, &mut ticks),
        || twins::round(black_box(&others), 1 << 29, &mut ticks_too),
    );

    let finishes: Vec<i32> = (0..TRIALS as i32).map(|trial| trial * 7919 % 65_536).collect();
    let (mut starts, mut starts_too) = (vec![0; TRIALS], vec![0; TRIALS]);
    pair(
        criterion,
        "path/wait_for",
        || path::wait_for(&mut starts, black_box(&finishes), 3),
        || twins::wait_for(&mut starts_too, black_box(&finishes), 3),
    );
    let (mut ends, mut ends_too) = (vec![0; TRIALS], vec![0; TRIALS]);
    pair(
        criterion,
        "path/finish",
        || path::finish(&mut starts, black_box(&finishes), 1 << 29, &mut ends),
        || twins::finish(&mut starts_too, black_box(&finishes), 1 << 29, &mut ends_too),
    );
    pair(
        criterion,
        "path/sums",
        || {
            black_box(path::sums(black_box(&starts), &ends));
        },
        || {
            black_box(twins::sums(black_box(&starts_too), &ends_too));
        },
    );
}

criterion_group!(benches, kernels);
criterion_main!(benches);
