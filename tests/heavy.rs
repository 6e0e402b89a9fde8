//! Estimates and risks that would take forever, or all memory: refused with a way out, or done in seconds.

use std::fmt::Write;
use std::time::{Duration, Instant};

use landfall::{
    Amount, Code, Distribution, Estimate, Format, Items, Moments, Network, P25, P50, Plan, PlanFile,
    RangeMeaning, Risk, Shape, Simulation, Spread, Task, Team, date,
};

fn plan_of(takes: &str) -> String {
    format!("start = 2027-01-04\n[estimates]\ncorrelation = 0\n[task.a]\ntakes = {takes}\n")
}

fn refused(text: &str, code: Code) {
    let begin = Instant::now();
    let error = Plan::parse(text, Format::Toml).expect_err("it is too much");
    assert!(error.diagnostics().iter().all(|finding| finding.code == code), "{error}");
    assert!(begin.elapsed() < Duration::from_secs(20), "{:?}", begin.elapsed());
}

fn list(count: usize, first: usize) -> String {
    (first..first + count).map(|hours| format!("\"{hours}h\",")).collect()
}

#[test]
fn single_values_beyond_counting_are_refused() {
    refused(&plan_of(&format!("{{ history = [{}] }}", list(20_000, 1))), Code::PlanLimit);
    let half = |first: usize| format!("{{ weight = 1, takes = {{ history = [{}] }} }}", list(6000, first));
    refused(&plan_of(&format!("{{ any = [{}, {}] }}", half(1), half(10_000))), Code::PlanLimit);
    let rare = format!("{{ items = 1, throughput = [{}1], per = \"1h\" }}", "0,".repeat(9999));
    refused(&plan_of(&rare), Code::PlanLimit);
}

#[test]
fn possibilities_beyond_counting_are_refused() {
    let part = "{ weight = 1, takes = \"2-3 days\" },";
    refused(&plan_of(&format!("{{ any = [{}] }}", part.repeat(1000))), Code::PlanLimit);
    let mut text = format!(
        "start = 2027-01-04\n[estimates.sizes]\nM = {{ any = [{}] }}\n[task.a]\n",
        "{ weight = 1, takes = \"2 days\" },".repeat(9000)
    );
    let _ = writeln!(text, "takes = {{ any = [{}] }}", "{ weight = 1, takes = \"M\" },".repeat(1000));
    // 9,000 times the same value is one value: this is allowed, and quick.
    let begin = Instant::now();
    Plan::parse(&text, Format::Toml).unwrap();
    assert!(begin.elapsed() < Duration::from_secs(20));
}

#[test]
fn a_size_of_possibilities_serves_thousands_of_tasks() {
    let mut text =
        String::from("start = 2027-01-04\n[estimates]\ncorrelation = 0.1\n[estimates.sizes]\nM = { any = [");
    for number in 1..=20 {
        let _ = write!(text, "{{ weight = 1, takes = \"{number}-{} days\" }},", 2 * number);
    }
    text.push_str("] }\n[task]\n");
    for number in 0..5000 {
        let _ = writeln!(text, "t{number} = {{ takes = \"M\" }}");
    }
    let begin = Instant::now();
    let file = PlanFile::parse(&text, Format::Toml).unwrap();
    Simulation::new().trials(500).run(&Network::of_file(&file).unwrap()).unwrap();
    assert!(begin.elapsed() < Duration::from_secs(20), "{:?}", begin.elapsed());
}

/// Fifty peaks with nothing between them, the most that there may be.
#[test]
fn fifty_narrow_possibilities_take_seconds() {
    let narrow = |mean: f64| Estimate::mean_sd(Amount::days(mean), Amount::days(0.05), Shape::Lognormal);
    let any = Estimate::any((1..=50).map(|number| (1.0, narrow(f64::from(number)))));
    let begin = Instant::now();
    let plan = Plan::new("", date(2027, 1, 4)).task(Task::new("a", any));
    let forecast = Simulation::new().trials(20_480).forecast(&plan).unwrap();
    assert!(begin.elapsed() < Duration::from_secs(20), "{:?}", begin.elapsed());
    // No outcome lies between the peaks: half of them are up to the 25th.
    assert!((forecast.finish().days(P50).get() - 25.0).abs() < 0.5, "{}", forecast.finish().days(P50));
}

#[test]
fn gamma_curves_of_any_width_are_curves() {
    let gamma = |mean: f64, sd: f64| {
        Distribution::fit(&Spread::Moments(Moments::new(mean, Some(sd), Shape::Gamma)), RangeMeaning::P10P90)
            .unwrap()
    };
    for sd in [3.0, 0.3, 0.11, 0.099, 1e-3, 1e-6, 1e-7] {
        let curve = gamma(10.0, sd);
        for u in [1e-6, 0.1587, 0.5, 0.9, 0.999_999] {
            // The last digits of the mean are all there is of a very narrow curve.
            let error = 1e-9 + 4e-16 * 10.0 / sd;
            assert!(
                (curve.cdf(curve.quantile(u)) - u).abs() < error,
                "sd {sd}: {u} and {}",
                curve.cdf(curve.quantile(u))
            );
        }
    }
    // A narrow one among others is found at once.
    let narrow = Estimate::mean_sd(Amount::days(10.0), Amount::days(1e-7), Shape::Gamma);
    let any = Estimate::any([(1.0, narrow), (1.0, Estimate::days(5.0))]);
    let begin = Instant::now();
    let plan = Plan::new("", date(2027, 1, 4)).task(Task::new("a", any));
    assert_eq!(plan.forecast().unwrap().finish().days(landfall::P90).get(), 10.0);
    assert!(begin.elapsed() < Duration::from_secs(5));
    // Half of the outcomes need one period more.
    let mut items = Items::new(1.0, [1000]);
    items.items = Spread::Moments(Moments::new(50_000.0, Some(0.001), Shape::Gamma));
    let plan = Plan::new("", date(2027, 1, 4)).task(Task::new("a", Estimate::Items(items)));
    let forecast = plan.forecast().unwrap();
    let share = forecast.finish().odds_by(forecast.finish().date(landfall::P5)).probability;
    assert!((share - 0.5).abs() < 0.03, "{share}");
}

/// What counts as 0 of a possibility does so however deep it lies.
#[test]
fn possibilities_within_possibilities_are_those_written_flat() {
    let normal = |mean: f64| Estimate::mean_sd(Amount::days(mean), Amount::days(5.0), Shape::Normal);
    let early = Estimate::days(-10.0);
    let nested =
        Estimate::any([(8.0, Estimate::any([(1.0, normal(2.0)), (1.0, normal(3.0))])), (2.0, early.clone())]);
    let flat = Estimate::any([(4.0, normal(2.0)), (4.0, normal(3.0)), (2.0, early)]);
    let finishes = [nested, flat].map(|delay| {
        let plan = Plan::new("", date(2027, 1, 4))
            .task(Task::new("a", Estimate::days(20.0)))
            .risk(Risk::new("r", 1.0).delays("a", delay));
        let forecast = plan.forecast().unwrap();
        (forecast.finish().days(P25), forecast.finish().days(P50), forecast.finish().mean())
    });
    assert_eq!(finishes[0], finishes[1]);
    assert_eq!(finishes[0].0.get(), 20.0);
}

/// A task that may not be there holds nothing until its morning where it is not there.
#[test]
fn what_may_not_be_there_does_not_move_the_dates_of_the_rest() {
    let text = "start = 2027-01-04\n[task]\na = { takes = \"5 days\" }\nb = { takes = \"2 days\", not_before = 2027-01-11, exists = \"10%\" }\n";
    let forecast = Plan::parse(text, Format::Toml).unwrap().forecast().unwrap();
    assert_eq!(forecast.date(P50), date(2027, 1, 8));
    assert!((forecast.odds_by(date(2027, 1, 8)) - 0.9).abs() < 0.02);
}

#[test]
fn a_scale_of_possibilities_has_its_faults_where_they_are() {
    let text = "start = 2027-01-04\n[task]\na = { takes = \"5 days\" }\n[risk.r]\nchance = 0.5\nscales = { a = { any = [{ weight = -1, takes = \"20%\" }, { weight = 1, takes = \"120%\" }] } }\n";
    let error = Plan::parse(text, Format::Toml).unwrap_err();
    let found: Vec<String> =
        error.diagnostics().iter().map(|finding| format!("{} {}", finding.code, finding.path)).collect();
    assert!(found.contains(&"P115 risk.r.scales.a".to_owned()), "{found:?}");
}

#[test]
fn possibilities_nested_in_code_without_end_are_refused() {
    let deep = (0..3000).fold(Estimate::days(1.0), |inner, _| Estimate::any([(1.0, inner)]));
    let begin = Instant::now();
    let plan = Plan::new("", date(2027, 1, 4)).task(Task::new("a", deep));
    assert!(plan.check().iter().any(|finding| finding.code == Code::PlanLimit));
    assert!(begin.elapsed() < Duration::from_secs(5));
}

#[test]
fn percentiles_that_would_lead_out_of_all_bounds_are_refused() {
    refused(&plan_of("{ percentiles = { \"p49.99\" = \"1d\", \"p50.01\" = \"1.1d\" } }"), Code::Percentiles);
}

/// Links, dates, priorities and teams are looked at in one pass each, not once for each task.
#[test]
fn two_chains_of_fifty_thousand_tasks_with_teams_and_dates_are_checked_at_once() {
    let mut plan = Plan::new("", date(2027, 1, 4)).correlation(0.0);
    for team in 0..10 {
        plan = plan.team(Team::new(format!("team{team}"), 100));
    }
    for number in 0..100_000u32 {
        let mut task = Task::new(format!("t{number}"), Estimate::days(0.01))
            .team(format!("team{}", number / 2 % 10))
            .people(1 + number % 100)
            .priority(100_000 - i64::from(number));
        if number > 1 {
            task = task.after(format!("t{}", number - 2));
        }
        if number >= 99_998 {
            task = task.not_before(date(2200, 12, 31));
        }
        plan.tasks.push(task);
    }
    let begin = Instant::now();
    let found = plan.check();
    let took = begin.elapsed();
    let count = |code: Code| found.iter().filter(|finding| finding.code == code).count();
    assert_eq!(count(Code::HidingDate), 2);
    // All but the last of each chain, and those of its team that could come between.
    assert!(count(Code::LowBeforeHigh) > 99_000, "{}", count(Code::LowBeforeHigh));
    assert!(took < Duration::from_secs(if cfg!(debug_assertions) { 5 } else { 1 }), "{took:?}");
}
