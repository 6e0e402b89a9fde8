//! What other tools of this field were seen to get wrong.

use landfall::{
    Calendar, Code, Estimate, Format, Holiday, Network, P50, P80, P95, Plan, RangeMeaning, Risk, Simulation,
    Task, date,
};

fn monday() -> Plan {
    Plan::new("", date(2027, 1, 4))
}

fn days(text: &str) -> Estimate {
    Estimate::parse(text).unwrap()
}

fn median(plan: &Plan) -> f64 {
    plan.forecast().unwrap().finish().days(P50).get()
}

#[test]
fn a_chain_of_two_tasks_takes_the_sum_of_both() {
    let plan =
        monday().task(Task::new("a", days("10-11 days"))).task(Task::new("b", days("10-11 days")).after("a"));
    let found = median(&plan);
    // The median of each is sqrt(110) = 10.488; the sum of two symmetric-ish curves has about twice that.
    assert!((found - 20.98).abs() < 0.05, "{found}");
}

#[test]
fn likely_moves_the_answer_and_pert_uses_the_mode() {
    let pert = |likely: f64| {
        let estimate = Estimate::days(2.0..=20.0).likely(likely).range(RangeMeaning::MinMax);
        Simulation::new().trials(100_000).forecast(&monday().task(Task::new("a", estimate))).unwrap()
    };
    // The beta distribution with a = 1 + 4 (0.1/18), b = 6 - a (scipy.stats): P50 4.4026, P95 10.2118, mean 5.0667. A tool that
    // takes 2.1 for the mean of the beta is far below.
    let skewed = pert(2.1);
    assert!((skewed.finish().days(P50).get() - 4.4026).abs() < 0.03);
    assert!((skewed.finish().days(P95).get() - 10.2118).abs() < 0.08);
    assert!((skewed.finish().mean().get() - 5.0667).abs() < 0.03);
    assert!(pert(15.0).finish().days(P50).get() > 12.0);
}

#[test]
fn ten_working_days_from_monday_4_january_end_on_friday_15_january() {
    let forecast = monday().task(Task::new("a", days("10 days"))).forecast().unwrap();
    assert_eq!(forecast.date(P50), date(2027, 1, 15));
    assert_eq!((forecast.odds_by(date(2027, 1, 15)), forecast.odds_by(date(2027, 1, 14))), (1.0, 0.0));
}

#[test]
fn equal_ends_are_a_constant() {
    for estimate in ["5 days", "5-5 days", "5 / 5 / 5 days", "1 - 1 weeks"] {
        let forecast = monday().task(Task::new("a", days(estimate))).forecast().unwrap();
        assert_eq!((forecast.finish().mean().get(), forecast.finish().sd().get()), (5.0, 0.0), "{estimate}");
    }
}

#[test]
fn tasks_without_links_run_side_by_side_and_an_arrow_never_shortens() {
    let apart = monday().task(Task::new("a", days("3 days"))).task(Task::new("b", days("5 days")));
    let linked =
        monday().task(Task::new("a", days("3 days"))).task(Task::new("b", days("5 days")).after("a"));
    assert_eq!((median(&apart), median(&linked)), (5.0, 8.0));
}

#[test]
fn a_risk_hits_all_its_tasks_in_the_same_trials() {
    let plan = monday()
        .task(Task::new("a", days("5 days")))
        .task(Task::new("b", days("5 days")).after("a"))
        .risk(Risk::new("r", 0.5).delays("*", days("10 days")));
    let trials = Simulation::new().trials(4000).run(&Network::new(&plan).unwrap()).unwrap();
    let finishes: std::collections::BTreeSet<i32> = trials.finishes().unwrap().into_iter().collect();
    assert_eq!(finishes.into_iter().collect::<Vec<_>>(), [10 * 5760, 30 * 5760]);
    // 2,000 expected; six standard deviations of 31.6.
    let happened = trials.happened(0).unwrap();
    assert!((1810..2190).contains(&happened), "{happened}");
}

#[test]
fn running_twice_gives_the_same_answer() {
    let plan =
        monday().task(Task::new("a", days("2-6 weeks"))).risk(Risk::new("r", 0.3).scales("a", 1.1..=1.5));
    let run = || Simulation::new().run(&Network::new(&plan).unwrap()).unwrap();
    assert_eq!(run(), run());
}

#[test]
fn holidays_reach_the_dates() {
    let mut calendar = Calendar::default();
    calendar.holidays.push(Holiday::span(date(2027, 1, 11), date(2027, 1, 12)));
    let plan = monday().calendar(calendar).task(Task::new("a", days("10 days")));
    assert_eq!(plan.forecast().unwrap().date(P50), date(2027, 1, 19));
}

#[test]
fn a_four_day_week_makes_a_week_of_four_days() {
    let mut calendar = Calendar::default();
    calendar.week = "Mon-Thu".parse().unwrap();
    let forecast = monday().calendar(calendar).task(Task::new("a", days("2 weeks"))).forecast().unwrap();
    assert_eq!((forecast.finish().days(P80).get(), forecast.date(P80)), (8.0, date(2027, 1, 14)));
}

#[test]
fn hours_sprints_and_sizes_are_read_by_the_plan() {
    let text = r#"
        start = 2027-01-04
        [calendar]
        hours_per_day = 6
        [estimates]
        sprint = "3 weeks"
        sizes = { M = "4 days" }
        [task]
        a = { takes = "9 h" }
        b = { takes = "2 sprints", after = ["a"] }
        c = { takes = "M", after = ["b"] }
    "#;
    assert_eq!(median(&Plan::parse(text, Format::Toml).unwrap()), 1.5 + 30.0 + 4.0);
}

#[test]
fn a_misspelt_key_or_level_is_never_neutral() {
    for (text, code, near) in [
        ("start = 2027-01-04\n[task]\na = { takes = \"1 day\", afetr = [\"b\"] }", Code::UnknownKey, "after"),
        (
            "start = 2027-01-04\n[estimates]\nrange = \"p10-p9\"\n[task]\na = { takes = \"1 day\" }",
            Code::UnknownWord,
            "p10-p90",
        ),
        (
            "start = 2027-01-04\n[estimates]\nsizes = { Large = \"9 days\" }\n[task]\na = { takes = \"Lrge\" }",
            Code::UnknownSize,
            "Large",
        ),
        (
            "start = 2027-01-04\n[task.a]\ntakes = { low = \"1d\", high = \"2d\", shape = \"lognorml\" }",
            Code::UnknownWord,
            "lognormal",
        ),
    ] {
        let error = Plan::parse(text, Format::Toml).unwrap_err();
        let finding = &error.diagnostics()[0];
        assert_eq!(finding.code, code, "{text}");
        assert!(finding.help.contains(near), "{finding}");
    }
}

#[test]
fn a_link_in_code_reads_as_in_a_file() {
    use landfall::Link;
    let lag = |text: &str| Link::from(text);
    assert_eq!(lag("a + 2 days"), Link::to("a").lag(landfall::Amount::days(2.0)));
    assert_eq!(lag("a  -  1 week"), Link::to("a").lag(landfall::Amount::weeks(-1.0)));
    assert_eq!(lag("a-b"), Link::to("a-b"));
}
