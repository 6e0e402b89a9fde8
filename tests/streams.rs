//! The random numbers as the simulation uses them: even along the trials, across names and seeds, and unrelated.
//!
//! All seeds are fixed. Each test says its sample, and the value that such a statistic passes once in a thousand times.

use landfall::kernel::{Level, strata, stream};
use landfall::{Estimate, Network, Plan, RangeMeaning, Sampling, Simulation, Task, date};

/// Chi-square with so many degrees of freedom passes this once in a thousand times (Wilson and Hilferty 1931).
fn chi_square_limit(degrees: f64) -> f64 {
    let z = 3.0902;
    let a = 2.0 / (9.0 * degrees);
    degrees * libm::pow(1.0 - a + z * a.sqrt(), 3.0)
}

/// Chi-square of values that should be spread evenly over so many bins.
fn chi_square(values: impl Iterator<Item = usize>, bins: usize) -> f64 {
    let mut counts = vec![0f64; bins];
    values.for_each(|value| counts[value] += 1.0);
    let expected = counts.iter().sum::<f64>() / bins as f64;
    counts.iter().map(|count| (count - expected) * (count - expected) / expected).sum()
}

/// The largest distance of a sample in [0, 1) from the uniform distribution, times the root of its size: above 1.9495 once in a
/// thousand times (Kolmogorov).
fn kolmogorov(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let n = values.len() as f64;
    let distances = values.iter().enumerate().map(|(place, value)| {
        let place = place as f64;
        (value - place / n).abs().max(((place + 1.0) / n - value).abs())
    });
    distances.fold(0.0, f64::max) * n.sqrt()
}

fn share(word: u32) -> f64 {
    (f64::from(word) + 0.5) / 4_294_967_296.0
}

fn words(seed: u64, key: u64, count: usize) -> Vec<u32> {
    let mut words = vec![0; count];
    stream::fill(Level::best(), seed, key, 0, &mut words);
    words
}

/// A million trials of eight streams, by their highest and by their lowest byte; and the values of neighbours, lags apart, together.
#[test]
fn streams_are_even_along_the_trials() {
    for key in [0, 1, 2, 0xdead_beef, u64::MAX, 1 << 32, 1 << 63, 0x0123_4567_89ab_cdef] {
        let words = words(42, key, 1 << 20);
        for shift in [24, 16, 8, 0] {
            let chi = chi_square(words.iter().map(|word| (word >> shift & 0xff) as usize), 256);
            assert!(chi < chi_square_limit(255.0), "key {key}, shift {shift}: {chi}");
        }
        for lag in [1, 2, 3, 4, 31, 32, 64, 127, 128] {
            let pairs = words.iter().zip(&words[lag..]).map(|(a, b)| (a >> 28 << 4 | b >> 28) as usize);
            let chi = chi_square(pairs, 256);
            assert!(chi < chi_square_limit(255.0), "key {key}, lag {lag}: {chi}");
        }
        assert!(kolmogorov(words.iter().map(|&word| share(word)).collect()) < 1.9495, "key {key}");
    }
}

/// The same trial of 65,536 streams with keys that follow each other, and of 65,536 seeds.
#[test]
fn streams_are_even_across_keys_and_seeds() {
    for trial in [0usize, 1, 127, 128, 5000] {
        let across = |word: &dyn Fn(u64) -> Vec<u32>| -> Vec<u32> {
            (0..1 << 16).map(|number| word(number)[trial % 128]).collect()
        };
        let first = (trial / 128 * 128) as u64;
        let one = |seed: u64, key: u64| {
            let mut words = vec![0; 128];
            stream::fill(Level::best(), seed, key, first, &mut words);
            words
        };
        for sample in [across(&|number| one(7, number)), across(&|number| one(number, 7))] {
            let chi = chi_square(sample.iter().map(|word| (word >> 24) as usize), 256);
            assert!(chi < chi_square_limit(255.0), "trial {trial}: {chi}");
            assert!(kolmogorov(sample.iter().map(|&word| share(word)).collect()) < 1.9495, "trial {trial}");
        }
    }
}

/// Every block of 512 trials of a stratified stream has one trial in each stratum, and within the strata the trials are even.
#[test]
fn stratified_streams_meet_every_stratum_once_and_are_even_within() {
    for key in [0, 1, 0xdead_beef, u64::MAX] {
        let mut words = vec![0; 1 << 20];
        strata::fill(Level::best(), 3, key, 0, &mut words);
        for block in words.chunks(strata::BLOCK) {
            let mut strata: Vec<u32> = block.iter().map(|word| word >> 23).collect();
            strata.sort_unstable();
            assert!(strata.into_iter().eq(0..512));
        }
        let within = chi_square(words.iter().map(|word| (word >> 15 & 0xff) as usize), 256);
        assert!(within < chi_square_limit(255.0), "key {key}: {within}");
        // The order of the strata: the first trial of a block, and where the second lies seen from the first.
        let blocks = || words.chunks(strata::BLOCK);
        let first = chi_square(blocks().map(|block| (block[0] >> 27) as usize), 32);
        assert!(first < chi_square_limit(31.0), "key {key}: {first}");
        let step = |block: &[u32]| (block[1] >> 23).wrapping_sub(block[0] >> 23) % 512;
        // The second is never in the stratum of the first.
        let second = chi_square(blocks().map(|block| ((step(block) - 1) * 32 / 511) as usize), 32);
        assert!(second < chi_square_limit(31.0), "key {key}: {second}");
    }
}

/// 200 pairs of tasks, 16,384 trials. A correlation passes 4.56 / sqrt(n) once in 200,000 times, so one of the 200 once in a thousand.
#[test]
fn variables_with_different_names_are_unrelated() {
    let plan = (0..400).fold(Plan::new("", date(2027, 1, 4)), |plan, number| {
        let takes = Estimate::days(0.0..=1000.0).range(RangeMeaning::MinMax);
        plan.task(Task::new(format!("task-{number}"), takes))
    });
    let network = Network::new(&plan).unwrap();
    for sampling in [Sampling::Random, Sampling::LatinHypercube] {
        let trials = Simulation::new().trials(16_384).seed(1).sampling(sampling).run(&network).unwrap();
        let columns: Vec<Vec<f64>> = (0..400)
            .map(|task| trials.finishes_of(task).unwrap().into_iter().map(f64::from).collect())
            .collect();
        for pair in 0..200 {
            let r = correlation(&columns[2 * pair], &columns[2 * pair + 1]);
            assert!(r.abs() < 4.56 / 128.0, "{sampling}, pair {pair}: {r}");
        }
    }
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let product = |x: &[f64], y: &[f64], mean_x: f64, mean_y: f64| -> f64 {
        x.iter().zip(y).map(|(x, y)| (x - mean_x) * (y - mean_y)).sum()
    };
    product(a, b, mean_a, mean_b) / (product(a, a, mean_a, mean_a) * product(b, b, mean_b, mean_b)).sqrt()
}
