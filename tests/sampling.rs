//! How sure the answers are: intervals that hold, stratified sampling that gains, runs that go on until they are precise, and runs too
//! long to keep.

use landfall::{
    Estimate, Forecast, Network, P5, P50, P80, P95, Percentile, Plan, RangeMeaning, Sampling, Simulation,
    Task, Trials, WorkDays, date,
};

const WAYS: [Sampling; 2] = [Sampling::Random, Sampling::LatinHypercube];

/// Two uniform tasks one after another: the finish less 15 days is the sum of two uniforms on 0 to 20.
fn two_uniforms() -> Network {
    let takes = |low: f64, high: f64| Estimate::days(low..=high).range(RangeMeaning::MinMax);
    let plan = Plan::new("", date(2027, 1, 4))
        .task(Task::new("a", takes(10.0, 30.0)))
        .task(Task::new("b", takes(5.0, 25.0)).after("a"));
    Network::new(&plan).unwrap()
}

/// The exact percentile of the finish of [`two_uniforms`].
fn exact(share: f64) -> f64 {
    // The distribution function is x² / 800 up to 20 and 1 - (40 - x)² / 800 above.
    15.0 + if share <= 0.5 { (800.0 * share).sqrt() } else { 40.0 - (800.0 * (1.0 - share)).sqrt() }
}

/// The share of finishes within `days` in [`two_uniforms`].
fn exact_share(days: f64) -> f64 {
    let x = days - 15.0;
    if x <= 20.0 { x * x / 800.0 } else { 1.0 - (40.0 - x) * (40.0 - x) / 800.0 }
}

fn forecast(network: &Network, trials: &Trials) -> Forecast {
    Forecast::new(network, trials)
}

/// Over 2,000 seeds of 10,000 trials the 95% intervals hold between 93% and 97% of the times (stratified: at least 93%): as far from 95%
/// as 4.1 standard errors.
#[test]
fn intervals_hold_as_often_as_they_say() {
    let network = two_uniforms();
    for sampling in WAYS {
        let mut held = [0; 5];
        for seed in 0..2000 {
            let run = Simulation::new().seed(seed).threads(1).tasks(false).sampling(sampling);
            let forecast = forecast(&network, &run.run(&network).unwrap());
            for (held, percentile) in held.iter_mut().zip([P50, P80, P95]) {
                let (low, high) = forecast.finish().interval(percentile).unwrap();
                let true_value = exact(percentile.share());
                *held += u32::from(low.get() <= true_value && true_value <= high.get());
            }
            // The 29th and the 45th working day.
            for (held, (day, days)) in
                held[3..].iter_mut().zip([(date(2027, 2, 11), 29.0), (date(2027, 3, 5), 45.0)])
            {
                let odds = forecast.finish().odds_by(day);
                let true_value = exact_share(days);
                *held += u32::from(odds.low <= true_value && true_value <= odds.high);
            }
        }
        eprintln!("{sampling}: {held:?} of 2,000");
        let most = if sampling == Sampling::Random { 1940 } else { 2000 };
        assert!(held.iter().all(|&held| (1860..=most).contains(&held)), "{sampling}: {held:?}");
    }
}

/// Of so many trials stratified ones leave less than a half of the variance at P50, and less than 1 / 1.8 at P80.
#[test]
fn stratified_trials_are_surer_than_random_ones() {
    let network = two_uniforms();
    let variances = |sampling| {
        let days = |seed| {
            let run = Simulation::new().trials(4096).seed(seed).threads(1).tasks(false).sampling(sampling);
            let forecast = forecast(&network, &run.run(&network).unwrap());
            [P50, P80].map(|percentile| forecast.finish().days(percentile).get())
        };
        let runs: Vec<[f64; 2]> = (0..300).map(days).collect();
        [0, 1].map(|place| {
            let true_value = exact([0.5, 0.8][place]);
            runs.iter().map(|days| libm::pow(days[place] - true_value, 2.0)).sum::<f64>() / 300.0
        })
    };
    let (random, stratified) = (variances(Sampling::Random), variances(Sampling::LatinHypercube));
    for (place, gain) in [(0, 2.0), (1, 1.8)] {
        assert!(random[place] > gain * stratified[place], "{random:?} against {stratified:?}");
    }
}

#[test]
fn few_stratified_trials_have_the_intervals_of_random_ones_and_say_so() {
    let network = two_uniforms();
    for (trials, told) in [(15 * 512, false), (16 * 512 - 1, false), (16 * 512, true)] {
        let run = |sampling| Simulation::new().trials(trials).sampling(sampling).run(&network).unwrap();
        let stratified = forecast(&network, &run(Sampling::LatinHypercube));
        assert_eq!(stratified.finish().has_stratified_intervals(), told);
        assert!(!forecast(&network, &run(Sampling::Random)).finish().has_stratified_intervals());
    }
}

#[test]
fn a_run_ends_when_it_is_precise() {
    let network = two_uniforms();
    for sampling in WAYS {
        let run = |days: f64| {
            Simulation::new().sampling(sampling).precision(P80, WorkDays::new(days)).run(&network).unwrap()
        };
        let (coarse, fine) = (run(0.5), run(0.1));
        assert!(coarse.len() < fine.len());
        for (trials, days) in [(&coarse, 0.5), (&fine, 0.1)] {
            let reached = trials.reached().unwrap();
            let (low, high) = forecast(&network, trials).finish().interval(P80).unwrap();
            assert!(reached.precise && reached.percentile == P80 && reached.wanted.get() == days);
            assert!((reached.width.unwrap().get() - (high.get() - low.get())).abs() < 1e-9);
            assert!(high.get() - low.get() <= days);
            assert!((forecast(&network, trials).finish().days(P80).get() - exact(0.8)).abs() < days);
        }
        // The trials are those of a run with that many.
        let same = Simulation::new().sampling(sampling).trials(fine.len()).run(&network).unwrap();
        assert_eq!(same.finishes(), fine.finishes());
    }
}

#[test]
fn a_run_that_cannot_be_so_precise_ends_at_the_most_trials_and_says_so() {
    let network = two_uniforms();
    let run = |trials: usize| {
        Simulation::new().trials(trials).precision(P95, WorkDays::new(1e-6)).run(&network).unwrap()
    };
    for trials in [1, 5000, 20_000] {
        let run = run(trials);
        assert_eq!(run.len(), trials);
        assert!(!run.reached().unwrap().precise);
    }
    assert_eq!(run(1).reached().unwrap().width, None);
    let error = Simulation::new().precision(P80, WorkDays::new(0.0)).run(&network).unwrap_err();
    assert!(error.to_string().contains("above 0"), "{error}");
    assert!(Simulation::new().precision(P80, WorkDays::new(f64::NAN)).run(&network).is_err());
}

/// Beyond a million trials finishes are counted: percentiles to a 45th of a day, odds exactly, on any number of threads.
#[test]
fn long_runs_are_counted_and_answer_the_same() {
    let network = two_uniforms();
    for sampling in WAYS {
        let run = |trials: usize, threads: usize| {
            Simulation::new().trials(trials).threads(threads).sampling(sampling).run(&network).unwrap()
        };
        let (kept, counted) = (run(1 << 20, 2), run((1 << 20) + 4096, 2));
        assert!(kept.finishes().is_some() && counted.finishes().is_none());
        assert_eq!(counted, run((1 << 20) + 4096, 1));
        let (kept, counted) = (forecast(&network, &kept), forecast(&network, &counted));
        assert_eq!(kept.finish().resolution(), WorkDays::new(0.0));
        assert_eq!(counted.finish().resolution(), WorkDays::new(1.0 / 45.0));
        assert_eq!(counted.trials(), (1 << 20) + 4096);
        for percentile in [P5, P50, P80, P95] {
            let off = counted.finish().days(percentile).get() - kept.finish().days(percentile).get();
            assert!(off.abs() < 1.0 / 45.0 + 0.02, "{percentile}: {off}");
            assert!((counted.finish().days(percentile).get() - exact(percentile.share())).abs() < 0.08);
            let (low, high) = counted.finish().interval(percentile).unwrap();
            assert!(low <= counted.finish().days(percentile) && counted.finish().days(percentile) <= high);
        }
        assert!((counted.finish().mean().get() - 35.0).abs() < 0.03);
        assert!((counted.finish().sd().get() - (800f64 / 12.0).sqrt()).abs() < 0.03);
        let odds = counted.finish().odds_by(date(2027, 2, 11));
        assert!((odds.probability - exact_share(29.0)).abs() < 2e-3, "{odds:?}");
        // Tasks are known from the first trials.
        assert_eq!(counted.task_trials(), Some(16_384));
    }
}

/// A run that becomes precise only beyond a million trials is counted from then on; what was kept before is counted too.
#[test]
fn a_precise_run_may_become_a_long_one() {
    let network = two_uniforms();
    let wanted = WorkDays::new(0.0225);
    let trials = Simulation::new()
        .sampling(Sampling::Random)
        .trials(3_000_000)
        .precision(P80, wanted)
        .run(&network)
        .unwrap();
    assert!(trials.len() > 1 << 20 && trials.finishes().is_none());
    let same = Simulation::new().sampling(Sampling::Random).trials(trials.len()).run(&network).unwrap();
    assert_eq!(trials, same);
}

#[test]
fn tasks_are_kept_when_asked_for_and_as_memory_allows() {
    let network = two_uniforms();
    let kept = |simulation: Simulation<'_>| {
        let trials = simulation.run(&network).unwrap();
        (forecast(&network, &trials).task_trials(), trials.finishes_of(0).map(|finishes| finishes.len()))
    };
    assert_eq!(kept(Simulation::new()), (Some(10_000), Some(10_000)));
    assert_eq!(kept(Simulation::new().tasks(false)), (None, None));
    // An eighth of a megabyte holds 8,192 trials of two tasks; of 200 KB, 1,536 in whole blocks of 512.
    assert_eq!(kept(Simulation::new().memory(1 << 20)), (Some(8192), Some(8192)));
    assert_eq!(kept(Simulation::new().memory(200_000)), (Some(1536), Some(1536)));
    assert!(Simulation::new().memory(20_000).run(&network).is_err());
    let p = |percentile: Percentile| {
        let trials = Simulation::new().memory(200_000).block(1000).run(&network).unwrap();
        forecast(&network, &trials).tasks()[0].finish.as_ref().unwrap().days(percentile)
    };
    assert!((p(P50).get() - 20.0).abs() < 1.5);
}

/// The memory of a long run does not grow with its trials, and one that does not fit is refused.
#[test]
fn long_runs_that_do_not_fit_are_refused() {
    let network = two_uniforms();
    let run = |trials: usize, bytes: u64| Simulation::new().trials(trials).memory(bytes).run(&network);
    // Sixteen groups of 65,536 bins of four bytes, for a thread and for the sum.
    for trials in [(1 << 20) + 1, u32::MAX as usize] {
        let error = run(trials, 8 << 20).unwrap_err();
        assert_eq!(error.kind(), landfall::ErrorKind::Limit);
    }
    assert_eq!(run((1 << 20) + 1, 10 << 20).unwrap().len(), (1 << 20) + 1);
}

/// Where many outcomes are the same, and at the end of the sample, the blocks differ in nothing or in too little.
#[test]
fn intervals_hold_where_outcomes_are_the_same() {
    // 10 days, and 30 in 9.99% of the trials: P90 is 10 days, though a third of the samples say 30.
    let plan = Plan::new("", date(2027, 1, 4))
        .task(Task::new("a", Estimate::days(10.0)))
        .risk(landfall::Risk::new("r", 0.0999).becomes("a", Estimate::days(30.0)));
    let network = Network::new(&plan).unwrap();
    let p9999 = Percentile::new(99.99).unwrap();
    let mut held = 0;
    for seed in 0..300 {
        let trials = Simulation::new().seed(seed).threads(1).tasks(false).run(&network).unwrap();
        let (low, high) = forecast(&network, &trials).finish().interval(landfall::P90).unwrap();
        held += u32::from(low.get() <= 10.0 && 10.0 <= high.get());
    }
    assert!(held >= 275, "{held} of 300");
    // A sample of 8,192 has no rank beyond P99.99.
    let trials = Simulation::new().trials(8192).run(&two_uniforms()).unwrap();
    assert_eq!(forecast(&two_uniforms(), &trials).finish().interval(p9999), None);
}

/// The interval of a counted percentile reaches over its whole bin, so no run is called more precise than its bins are.
#[test]
fn counted_runs_are_not_called_more_precise_than_their_bins() {
    let network = two_uniforms();
    let precise = Simulation::new().trials(4_000_000).precision(P80, WorkDays::new(0.01));
    let trials = precise.run(&network).unwrap();
    let reached = trials.reached().unwrap();
    assert!(!reached.precise && reached.width.unwrap().get() >= 1.0 / 45.0, "{reached:?}");
    let mut held = 0;
    for seed in 0..20 {
        let trials = Simulation::new().trials(2_000_000).seed(seed).tasks(false).run(&network).unwrap();
        let (low, high) = forecast(&network, &trials).finish().interval(P80).unwrap();
        held += u32::from(low.get() <= exact(0.8) && exact(0.8) <= high.get());
    }
    assert!(held >= 18, "{held} of 20");
}
