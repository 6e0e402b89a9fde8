//! Plans whose answers are known: published, exact, or from an independent reference (named in each file).

use std::path::Path;

use landfall::{Forecast, Percentile, Plan, Sampling, Simulation};

/// Simulates a case of `fixtures/cases` with 200,000 trials of either kind and compares each number that its `.expected.json` gives
/// with its tolerance.
fn check(case: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cases");
    let plan = Plan::read(folder.join(format!("{case}.toml"))).unwrap();
    let expected = std::fs::read_to_string(folder.join(format!("{case}.expected.json"))).unwrap();
    let expected: serde_json::Value = serde_json::from_str(&expected).unwrap();
    for sampling in [Sampling::Random, Sampling::LatinHypercube] {
        let forecast = Simulation::new().trials(200_000).sampling(sampling).forecast(&plan).unwrap();
        let mut compared = 0;
        for (name, value) in expected.as_object().unwrap() {
            let Some(value) = value.as_array().filter(|pair| pair.len() == 2) else { continue };
            let (wanted, tolerance) = (value[0].as_f64().unwrap(), value[1].as_f64().unwrap());
            let found = number(&forecast, name);
            assert!(
                (found - wanted).abs() <= tolerance,
                "{case}, {sampling}: {name} is {found}, not {wanted} within {tolerance}"
            );
            compared += 1;
        }
        assert!(compared > 0, "{case} gives nothing to compare");
    }
}

fn number(forecast: &Forecast, name: &str) -> f64 {
    match name {
        "mean" => forecast.finish().mean().get(),
        "sd" => forecast.finish().sd().get(),
        percentile => forecast.finish().days(percentile.parse::<Percentile>().unwrap()).get(),
    }
}

/// The share of trials that finish within so many days.
fn share_within(plan: &Plan, days: f64) -> f64 {
    let network = landfall::Network::new(plan).unwrap();
    let trials = Simulation::new().trials(200_000).run(&network).unwrap();
    let limit = (days * f64::from(landfall::TICKS_PER_DAY)) as i32;
    trials.finishes().unwrap().iter().filter(|&&ticks| ticks <= limit).count() as f64 / 200_000.0
}

fn case(name: &str) -> Plan {
    Plan::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/cases/{name}.toml")))
        .unwrap()
}

#[test]
fn a_bridge_of_uniform_arcs_has_its_exact_distribution() {
    check("bridge-uniform");
    // Leemis et al., Networks 48(3) 2006: the exact distribution function. Three standard errors at 200,000 trials.
    let plan = case("bridge-uniform");
    for (days, exact) in [(1.0, 11.0 / 120.0), (1.5, 567.0 / 1280.0), (2.0, 5.0 / 6.0)] {
        let found = share_within(&plan, days);
        assert!(
            (found - exact).abs() < 3.0 * (exact * (1.0 - exact) / 200_000f64).sqrt(),
            "{days}: {found} {exact}"
        );
    }
}

#[test]
fn three_triangles_in_series_have_their_exact_sum() {
    check("chain-three-triangles");
    // The case's own tolerance for the odds of the 95-day plan.
    assert!((share_within(&case("chain-three-triangles"), 95.0) - 0.0861).abs() < 0.003);
}

#[test]
fn the_seven_tasks_of_the_gao_guide_have_their_exact_sum() {
    check("gao-table-2");
}

#[test]
fn the_network_of_leemis_and_park_has_its_published_mean() {
    check("leemis-park");
}

#[test]
fn the_textbook_pert_network_shows_its_merge_bias() {
    check("pert-textbook");
}

#[test]
fn the_exponential_activity_network_has_its_exact_distribution() {
    check("san-exponential");
}

#[test]
fn two_converging_paths_agree_with_the_published_percentile() {
    check("two-converging-paths");
}

#[test]
fn a_risk_that_stretches_half_of_the_trials_gives_the_mixture() {
    use landfall::{Estimate, Risk, Task, date};
    // 10-20 days become 30 in half of the trials: the exact mixture, three standard errors at 100,000 trials.
    let plan = Plan::new("", date(2027, 1, 4))
        .task(Task::new("a", Estimate::days(10.0..=20.0).range(landfall::RangeMeaning::MinMax)))
        .risk(Risk::new("r", 0.5).becomes("a", Estimate::days(30.0)));
    let forecast = Simulation::new().trials(100_000).forecast(&plan).unwrap();
    // Mean (15 + 30) / 2; variance: 0.5 (100/12) + 0.25 * 15^2.
    let sd = (0.5 * 100.0 / 12.0 + 0.25 * 225.0f64).sqrt();
    assert!((forecast.finish().mean().get() - 22.5).abs() < 3.0 * sd / 100_000f64.sqrt());
    assert!((forecast.finish().sd().get() - sd).abs() < 0.02);
    assert_eq!(forecast.finish().days(landfall::P75).get(), 30.0);
}

#[test]
fn scales_multiply_and_delays_add_after_the_replacement() {
    use landfall::{Estimate, Risk, Task, date};
    // All certain: 10 days becomes 20, times 150%, times 200%, plus 3 days, minus 1 day: 62 days.
    let plan = Plan::new("", date(2027, 1, 4))
        .task(Task::new("a", Estimate::days(10.0)).tag("t"))
        .risk(Risk::new("z", 1.0).becomes("a", Estimate::days(20.0)).delays("*", Estimate::days(3.0)))
        .risk(Risk::new("y", 1.0).becomes("a", Estimate::days(15.0)).scales("a", 1.5))
        .risk(Risk::new("x", 1.0).scales("#t", 2.0).delays("a", Estimate::days(-1.0)));
    let forecast = Simulation::new().trials(10).forecast(&plan).unwrap();
    assert_eq!(forecast.finish().days(landfall::P50).get(), 62.0);
}

#[test]
fn a_delay_on_a_milestone_holds_up_what_waits_for_it() {
    use landfall::{Estimate, Milestone, Risk, Task, date};
    let plan = Plan::new("", date(2027, 1, 4))
        .task(Task::new("a", Estimate::days(5.0)))
        .milestone(Milestone::new("m").after("a"))
        .task(Task::new("b", Estimate::days(2.0)).after("m"))
        .risk(Risk::new("gate", 1.0).delays("m", Estimate::days(3.0)));
    let forecast = plan.forecast().unwrap();
    assert_eq!(forecast.milestone("m").unwrap().finish.days(landfall::P50).get(), 8.0);
    assert_eq!(forecast.finish().days(landfall::P50).get(), 10.0);
}

#[test]
fn an_opportunity_never_takes_a_task_below_nothing() {
    use landfall::{Estimate, Risk, Task, date};
    let plan = Plan::new("", date(2027, 1, 4))
        .task(Task::new("a", Estimate::days(2.0)))
        .task(Task::new("b", Estimate::days(3.0)).after("a"))
        .risk(Risk::new("reuse", 1.0).delays("a", Estimate::parse("-9 to -4 days").unwrap()));
    assert_eq!(plan.forecast().unwrap().finish().days(landfall::P95).get(), 3.0);
}

#[test]
fn lags_and_leads_move_a_start_and_never_before_the_plan() {
    use landfall::{Amount, Estimate, Link, Task, date};
    let plan = |lag: f64| {
        let plan = Plan::new("", date(2027, 1, 4))
            .task(Task::new("a", Estimate::days(4.0)))
            .task(Task::new("b", Estimate::days(2.0)).after(Link::to("a").lag(Amount::days(lag))));
        plan.forecast().unwrap().task("b").unwrap().finish.clone().unwrap().days(landfall::P50).get()
    };
    assert_eq!((plan(0.0), plan(1.5), plan(-1.0), plan(-9.0)), (6.0, 7.5, 5.0, 2.0));
}

#[test]
fn a_lead_does_not_hide_that_its_predecessor_ends_the_plan() {
    use landfall::{Amount, Estimate, Link, Task, date};
    let plan = Plan::new("", date(2027, 1, 4))
        .task(Task::new("a", Estimate::days(10.0)))
        .task(Task::new("b", Estimate::days(2.0)).after(Link::to("a").lag(Amount::days(-5.0))));
    assert_eq!(plan.forecast().unwrap().finish().days(landfall::P50).get(), 10.0);
}

#[test]
fn not_before_waits_for_that_morning() {
    use landfall::{Estimate, Task, date};
    // 6 January 2027 is a Wednesday, 9 January a Saturday.
    for (day, finish) in [(date(2027, 1, 6), 3.0), (date(2027, 1, 9), 6.0), (date(2026, 1, 1), 1.0)] {
        let plan = Plan::new("", date(2027, 1, 4)).task(Task::new("a", Estimate::days(1.0)).not_before(day));
        assert_eq!(plan.forecast().unwrap().finish().days(landfall::P50).get(), finish);
    }
}

#[test]
fn a_constant_is_rounded_once_after_its_risks() {
    use landfall::{Calendar, Estimate, Risk, Task, date};
    // An hour of a day of seven is 5760 / 7 = 822.857 ticks; ten times that is 8228.57.
    let plan = Plan::new("", date(2027, 1, 4))
        .calendar(Calendar::default().hours_per_day(7.0))
        .task(Task::new("a", Estimate::hours(1.0)))
        .risk(Risk::new("r", 1.0).scales("a", 10.0));
    let network = landfall::Network::new(&plan).unwrap();
    assert_eq!(Simulation::new().trials(1).run(&network).unwrap().finishes().unwrap(), [8229]);
}

/// Held by a gate on Monday 11 January: what starts with it, and what finishes with it, is finished that day too; what counts from the start
/// of what only finishes with it is not held.
#[test]
fn a_gate_is_passed_on_through_links_of_every_kind() {
    use landfall::{Estimate, Link, LinkKind, P50, Task, date};
    let after = |task: &str, kind: LinkKind| Link::to(task).kind(kind);
    let plan = Plan::new("", date(2027, 1, 4))
        .task(Task::new("gate", Estimate::days(0.0)).not_before(date(2027, 1, 11)))
        .task(Task::new("with", Estimate::days(0.0)).after(after("gate", LinkKind::StartStart)))
        .task(Task::new("until", Estimate::days(5.0)).after(after("gate", LinkKind::FinishFinish)))
        .task(Task::new("since", Estimate::days(5.0)).after(after("until", LinkKind::StartStart)));
    let forecast = Simulation::new().trials(10).forecast(&plan).unwrap();
    let date_of = |name: &str| forecast.task(name).unwrap().finish.as_ref().unwrap().date(P50);
    assert_eq!(date_of("with"), date(2027, 1, 11));
    assert_eq!(date_of("until"), date(2027, 1, 11));
    // It begins with the five days before the gate, on 4 January, and is finished on the evening of the 8th.
    assert_eq!(date_of("since"), date(2027, 1, 8));
}

#[test]
fn a_gate_of_no_time_is_passed_on_its_day_and_not_on_the_evening_before() {
    use landfall::{Estimate, Milestone, Task, date};
    // 11 January 2027 is a Monday.
    let plan = Plan::new("", date(2027, 1, 4))
        .task(Task::new("work", Estimate::days(2.0)))
        .task(Task::new("gate", Estimate::days(0.0)).after("work").not_before(date(2027, 1, 11)))
        .milestone(Milestone::new("release").after("gate").target(date(2027, 1, 10)));
    let forecast = plan.forecast().unwrap();
    let release = forecast.milestone("release").unwrap();
    assert_eq!(release.finish.date(landfall::P50), date(2027, 1, 11));
    assert_eq!(release.on_time.unwrap().probability, 0.0);
    assert_eq!((forecast.odds_by(date(2027, 1, 8)), forecast.odds_by(date(2027, 1, 11))), (0.0, 1.0));
    // Work behind the gate takes no longer for it.
    let plan = plan.task(Task::new("after", Estimate::days(5.0)).after("gate"));
    assert_eq!(plan.forecast().unwrap().date(landfall::P50), date(2027, 1, 15));
    // Work that ends on the evening before is finished then.
    let evening = Plan::new("", date(2027, 1, 4)).task(Task::new("work", Estimate::days(5.0)));
    assert_eq!(evening.forecast().unwrap().date(landfall::P50), date(2027, 1, 8));
}

#[test]
fn factors_multiply_in_the_order_of_the_risks_names() {
    use landfall::{Estimate, Risk, Task, date};
    // Factors and a duration for which the order decides the tick: the products lie on both sides of a half.
    let factors = [1.1, 1.7, 1.9];
    let ticks = |days: f64, order: [usize; 3]| {
        order.iter().fold(days * 5760.0, |product, &factor| product * factors[factor])
    };
    let rounded = |product: f64| (product + 0.5) as i32;
    let days = (1..100_000)
        .map(|half| (f64::from(half) + 0.5) / (5760.0 * 1.1 * 1.7 * 1.9))
        .find(|&days| rounded(ticks(days, [0, 1, 2])) != rounded(ticks(days, [2, 1, 0])))
        .expect("such a duration exists");
    let named = |names: [&str; 3]| {
        let risk = |place: usize| Risk::new(names[place], 1.0).scales("a", factors[place]);
        Plan::new("", date(2027, 1, 4))
            .task(Task::new("a", Estimate::days(days)))
            .risk(risk(2))
            .risk(risk(0))
            .risk(risk(1))
    };
    let finish = |plan: &Plan| {
        let network = landfall::Network::new(plan).unwrap();
        Simulation::new().trials(1).run(&network).unwrap().finishes().unwrap()[0]
    };
    assert_eq!(finish(&named(["x", "y", "z"])), rounded(ticks(days, [0, 1, 2])));
    assert_eq!(finish(&named(["z", "y", "x"])), rounded(ticks(days, [2, 1, 0])));
}
