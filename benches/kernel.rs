//! Each kernel on every instruction set beside its plain twin, per 1,024 trials.
#![allow(missing_docs)]

mod lists;
#[path = "../tests/twins.rs"]
mod twins;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use landfall::kernel::path::Wait;
use landfall::kernel::quantile::{FineCell, Map, Pieces, Source, Table};
use landfall::kernel::{Level, adjust, blend, chance, copula, lag, path, quantile, strata, stream};

const TRIALS: usize = 1024;

/// Runs a kernel on every level and its twin as one group.
fn pair(criterion: &mut Criterion, name: &str, mut ours: impl FnMut(Level), mut twin: impl FnMut()) {
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Elements(TRIALS as u64)).sample_size(20);
    group.warm_up_time(std::time::Duration::from_millis(300));
    group.measurement_time(std::time::Duration::from_millis(700));
    for level in Level::available() {
        group.bench_function(level.name(), |bencher| bencher.iter(|| ours(level)));
    }
    group.bench_function("twin", |bencher| bencher.iter(&mut twin));
    group.finish();
}

fn streams(criterion: &mut Criterion) {
    let (mut bits, mut other_bits) = (vec![0u32; TRIALS], vec![0u32; TRIALS]);
    pair(
        criterion,
        "stream/fill",
        |level| stream::fill(level, black_box(1), 2, 0, &mut bits),
        || twins::fill(black_box(1), 2, 0, &mut other_bits),
    );
    pair(
        criterion,
        "strata/fill",
        |level| strata::fill(level, black_box(1), 2, 0, &mut bits),
        || twins::fill_stratified(black_box(1), 2, 0, &mut other_bits),
    );
}

fn quantiles(criterion: &mut Criterion) {
    let mut bits = vec![0u32; TRIALS];
    stream::fill(Level::best(), 1, 2, 0, &mut bits);
    let table: Box<Table> = Box::new([[1.0, 0.1, 0.5, -0.5]; _]);
    let fine: Vec<FineCell> = vec![[1.0, 0.1, 0.5, -0.5]; 2 * quantile::FINE_CELLS_PER_SIDE];
    let fine = fine.as_array().expect("it has the cells of a fine table");
    let list: Vec<(u32, FineCell)> =
        (0..400u32).map(|place| (place << 23, [f64::from(place), 1e-9, 0.0, 0.0])).collect();
    let pieces = Pieces::new(list.iter().copied());
    let parts = (false, 5.0, 3.0, f64::NEG_INFINITY);
    let map = Map::new(parts.0, parts.1, parts.2, parts.3);
    // Its twin needs the pieces themselves.
    let map_of_pieces = Map::new(false, 0.0, 1.0, f64::NEG_INFINITY);
    let (mut values, mut values_too) = (vec![0.0; TRIALS], vec![0.0; TRIALS]);
    pair(
        criterion,
        "quantile/pieces",
        |level| {
            quantile::values(level, black_box(&bits), Source::Pieces(&pieces), &map_of_pieces, &mut values)
        },
        || {
            values_too
                .iter_mut()
                .zip(black_box(&bits))
                .for_each(|(value, &bits)| *value = twins::piece(&list, bits))
        },
    );
    for (name, source) in [
        ("quantile/uniform", Source::Uniform),
        ("quantile/triangle", Source::Triangle(0.3)),
        ("quantile/table", Source::Table(&table)),
        ("quantile/exp", Source::Exp(fine, 1.2)),
    ] {
        let (mut ours, mut theirs) = (vec![0; TRIALS], vec![0; TRIALS]);
        pair(
            criterion,
            name,
            |level| quantile::ticks(level, black_box(&bits), source, &map, &mut ours),
            || twins::ticks(black_box(&bits), source, parts, &mut theirs),
        );
    }
}

fn in_common(criterion: &mut Criterion) {
    let (mut bits, mut other) = (vec![0u32; TRIALS], vec![0u32; TRIALS]);
    stream::fill(Level::best(), 1, 2, 0, &mut bits);
    stream::fill(Level::best(), 1, 3, 0, &mut other);
    let table: Box<Table> = Box::new([[1.0, 0.1, 0.5, -0.5]; _]);
    let normal = copula::Normal { scores: &table, tails: &table };
    let (mut shared, mut shared_too) = (vec![0.0; TRIALS], vec![0.0; TRIALS]);
    let mut bits_too = bits.clone();
    pair(
        criterion,
        "copula/scores",
        |level| copula::scores(level, black_box(&other), normal, &mut shared),
        || twins::scores(black_box(&other), &table, &mut shared_too),
    );
    let shared = shared.clone();
    pair(
        criterion,
        "copula/mix",
        |level| copula::mix(level, black_box(&mut bits), normal, &shared, 0.6, 0.8),
        || twins::mix(black_box(&mut bits_too), &table, &table, &shared, 0.6, 0.8),
    );
}

fn lags(criterion: &mut Criterion) {
    let mut bits = vec![0u32; TRIALS];
    stream::fill(Level::best(), 1, 2, 0, &mut bits);
    let durations: Vec<i32> = bits.iter().map(|bits| (bits >> 12) as i32).collect();
    let there: Vec<u8> = bits.iter().map(|bits| (bits & 1) as u8).collect();
    let (mut ends, mut ends_too) = (durations.clone(), durations.clone());
    pair(
        criterion,
        "lag/by_share",
        |level| lag::by_share(level, &mut ends, black_box(&durations), -0.5, 1 << 29),
        || twins::by_share(&mut ends_too, black_box(&durations), -0.5, 1 << 29),
    );
    pair(
        criterion,
        "lag/where_there",
        |level| lag::where_there(level, &mut ends, black_box(&there), -5),
        || twins::where_there(&mut ends_too, black_box(&there), -5),
    );
    let (mut happened, mut happened_too) = (vec![0; TRIALS], vec![0; TRIALS]);
    pair(
        criterion,
        "chance/happens_given",
        |level| chance::happens_given(level, black_box(&bits), 1 << 30, 1 << 31, &there, &mut happened),
        || twins::happens_given(black_box(&bits), 1 << 30, 1 << 31, &there, &mut happened_too),
    );
}

fn adjustments(criterion: &mut Criterion) {
    let mut bits = vec![0u32; TRIALS];
    stream::fill(Level::best(), 1, 2, 0, &mut bits);
    let (mut happened, mut happened_too) = (vec![0; TRIALS], vec![0; TRIALS]);
    pair(
        criterion,
        "chance/happens",
        |level| chance::happens(level, black_box(&bits), 1 << 30, &mut happened),
        || twins::happens(black_box(&bits), 1 << 30, &mut happened_too),
    );
    let (mut values, mut values_too) = (vec![0.0; TRIALS], vec![0.0; TRIALS]);
    let (mut replaced, mut replaced_too) = (vec![0; TRIALS], vec![0; TRIALS]);
    let others: Vec<f64> = (0..TRIALS).map(|trial| 1.0 + trial as f64 / 1e6).collect();
    pair(
        criterion,
        "adjust/replace",
        |level| adjust::replace(level, &mut values, &mut replaced, black_box(&happened), &others),
        || twins::replace(&mut values_too, &mut replaced_too, black_box(&happened), &others),
    );
    // Else the values would grow out of all bounds, or into numbers that processors are slow with.
    let ones = vec![1.0; TRIALS];
    pair(
        criterion,
        "adjust/multiply",
        |level| adjust::multiply(level, &mut values, black_box(&ones)),
        || twins::multiply(&mut values_too, black_box(&ones)),
    );
    pair(
        criterion,
        "adjust/add",
        |level| adjust::add(level, &mut values, black_box(&others)),
        || twins::add(&mut values_too, black_box(&others)),
    );
    pair(
        criterion,
        "adjust/only_where",
        |level| adjust::only_where(level, &mut values, black_box(&happened), 1.0, 5.0),
        || twins::only_where(&mut values_too, black_box(&happened), 1.0, 5.0),
    );
    let (mut ticks, mut ticks_too) = (vec![0; TRIALS], vec![0; TRIALS]);
    pair(
        criterion,
        "adjust/round",
        |level| adjust::round(level, black_box(&others), 1 << 29, &mut ticks),
        || twins::round(black_box(&others), 1 << 29, &mut ticks_too),
    );
}

fn paths(criterion: &mut Criterion) {
    let columns: Vec<i32> = (0..2 * TRIALS as i32).map(|trial| trial * 7919 % 65_536).collect();
    let waits = [Wait { column: 0, lag: 3 }, Wait { column: 1, lag: 0 }];
    let (mut starts, mut starts_too) = (vec![0; TRIALS], vec![0; TRIALS]);
    pair(
        criterion,
        "path/start",
        |level| path::start(level, 0, black_box(&waits), &columns, &mut starts),
        || twins::start(0, black_box(&waits), &columns, &mut starts_too),
    );
    let durations = &columns[..TRIALS];
    let (mut ends, mut ends_too) = (vec![0; TRIALS], vec![0; TRIALS]);
    pair(
        criterion,
        "path/finish",
        |level| {
            black_box(path::finish(level, black_box(&starts), durations, &mut ends));
        },
        || {
            black_box(twins::finish(black_box(&starts_too), durations, &mut ends_too));
        },
    );
    pair(
        criterion,
        "path/sums",
        |level| {
            black_box(path::sums(level, black_box(durations)));
        },
        || {
            black_box(twins::sums(black_box(durations)));
        },
    );
    let rows = vec![[1.5; 257]; 17];
    let (mut sums, mut sums_too) = ([0.0; 257], [0.0; 257]);
    pair(
        criterion,
        "blend, 17 rows of 257",
        |level| blend::blend(level, black_box(&[0.1; 17]), &rows, &mut sums),
        || twins::blend(black_box(&[0.1; 17]), &rows, &mut sums_too),
    );
}

/// Lists of jobs on few people, per job and trial, against heaps; `--bench goals` has both in turn, for their ratio.
fn people(criterion: &mut Criterion) {
    for case in &lists::CASES {
        let mut race = lists::Race::new(case);
        let mut group = criterion.benchmark_group(format!("list, {}", case.name()));
        group.throughput(Throughput::Elements((case.jobs * lists::BLOCK) as u64)).sample_size(10);
        group.warm_up_time(std::time::Duration::from_millis(300));
        group.measurement_time(std::time::Duration::from_millis(700));
        group.bench_function("ours", |bencher| bencher.iter(|| race.ours(0)));
        group.bench_function("heaps", |bencher| bencher.iter(|| race.heaps(0)));
        race.agree();
        group.finish();
    }
}

criterion_group!(benches, streams, in_common, quantiles, adjustments, lags, paths, people);
criterion_main!(benches);
