//! Value and cost, against what anybody can compute from the exported trials.

use landfall::{
    Date, Effect, Estimate, Forecast, Format, Network, P10, P50, P80, P95, Plan, Simulation, Task, Team,
    Trials, date,
};
use proptest::prelude::*;

use crate::{oracle, plans};

const TICKS: i64 = 5_760;

fn run(plan: &Plan, trials: usize) -> (Trials, Forecast) {
    let network = Network::new(plan).unwrap();
    let trials = Simulation::new().trials(trials).run(&network).unwrap();
    let forecast = Forecast::new(&network, &trials);
    (trials, forecast)
}

/// The date of a finish, by walking the calendar day by day: what ends at the end of a day is finished on it.
fn walk(plan: &Plan, ticks: i32) -> Date {
    let days = plan.calendar.working_days().unwrap();
    let mut date = plan.start;
    while !days.is_worked(date) {
        date = date.tomorrow().unwrap();
    }
    let mut left = (i64::from(ticks) - 1).div_euclid(TICKS).max(0);
    while left > 0 {
        date = date.tomorrow().unwrap();
        left -= i64::from(days.is_worked(date));
    }
    date
}

/// A plan with value, delay and cost in it, some of which may not exist.
fn plan() -> Plan {
    let text = r#"
start = 2027-01-04
budget = 30000
[calendar]
holidays = [2027-01-15, { from = 2027-02-08, to = 2027-02-10 }]
[team.web]
people = 3
cost_per_person_day = 500
[team.data]
people = 2
cost_per_person_day = 700.5
[task.core]
takes = "1-2 weeks"
team = "web"
people = 2
value = 40
[task.more]
takes = "1-3 weeks"
after = ["core"]
uses = { web = 1, data = 1 }
value = 25
cost = 1500
[task.maybe]
takes = "1-2 weeks"
exists = "60%"
value = 15
cost = 4000
[task.free]
takes = "2-9 days"
after = ["maybe"]
[milestone.launch]
after = ["more", "free"]
target = 2027-01-29
value = 20
value_per_week = 300
"#;
    Plan::parse(text, Format::Toml).unwrap()
}

#[test]
fn cost_odds_and_delay_are_what_the_trials_say() {
    let plan = plan();
    let (trials, forecast) = run(&plan, 3_000);
    let cost = forecast.cost().unwrap();
    let there = trials.exists(2).unwrap();
    assert!(trials.exists(0).is_none());
    let starts: Vec<Vec<i32>> = (0..4).map(|task| trials.starts_of(task).unwrap()).collect();
    let finishes: Vec<Vec<i32>> = (0..5).map(|node| trials.finishes_of(node).unwrap()).collect();
    let exported = trials.costs().unwrap();
    for trial in 0..3_000 {
        // Nobody waits for people here, and all work at full attention.
        let days = |task: usize| f64::from(finishes[task][trial] - starts[task][trial]) / TICKS as f64;
        let fixed = 1500.0 + if there[trial] { 4000.0 } else { 0.0 };
        let whole = fixed + 500.0 * (2.0 * days(0) + days(1)) + 700.5 * days(1);
        assert!((exported[trial] - whole).abs() < 1e-6, "{trial}");
    }
    let mean = exported.iter().sum::<f64>() / 3_000.0;
    assert!((cost.mean() - mean).abs() < 1e-6);
    let mut sorted = exported.clone();
    sorted.sort_by(f64::total_cmp);
    for percentile in [P10, P50, P80, P95] {
        // Rank ceil(n p).
        let rank = (3_000.0 * percentile.share()).ceil() as usize;
        assert_eq!(cost.at(percentile), sorted[rank - 1]);
    }
    let whole = trials.finishes().unwrap();
    for (day, budget) in
        [(date(2027, 1, 29), 14_000.0), (date(2027, 2, 12), 18_000.0), (date(2026, 1, 1), 1e9)]
    {
        let both =
            (0..3_000).filter(|&trial| walk(&plan, whole[trial]) <= day && exported[trial] <= budget).count();
        assert_eq!(cost.odds_by_within(day, budget).probability, both as f64 / 3_000.0, "{day} {budget}");
        let within = exported.iter().filter(|&&cost| cost <= budget).count();
        assert_eq!(cost.odds_within(budget).probability, within as f64 / 3_000.0);
    }
    let both = cost.odds_of_both(P80).probability;
    assert!((0.6..=0.8).contains(&both), "{both}");
    // Cost of delay: calendar weeks after the target, trial by trial, and not those of the mean.
    let target = date(2027, 1, 29);
    let late: i64 =
        finishes[4].iter().map(|&ticks| i64::from((walk(&plan, ticks) - target).get_days().max(0))).sum();
    let delay = 300.0 * late as f64 / 7.0 / 3_000.0;
    assert!((forecast.milestone("launch").unwrap().cost_of_delay.unwrap() - delay).abs() < 1e-9);
    assert_eq!(forecast.cost_of_delay(), forecast.milestones()[0].cost_of_delay);
}

#[test]
fn value_is_delivered_when_the_trials_say() {
    let plan = plan();
    let (trials, forecast) = run(&plan, 3_000);
    let value = forecast.value().unwrap();
    assert_eq!(value.total(), 100.0);
    let there = trials.exists(2).unwrap();
    let finishes: Vec<Vec<i32>> = (0..5).map(|node| trials.finishes_of(node).unwrap()).collect();
    let items = [(0, 40.0), (1, 25.0), (2, 15.0), (4, 20.0)];
    let delivered = |trial: usize| -> Vec<(Date, f64)> {
        let there = items.iter().filter(|(node, _)| *node != 2 || there[trial]);
        let mut dates: Vec<(Date, f64)> =
            there.map(|&(node, value)| (walk(&plan, finishes[node][trial]), value)).collect();
        dates.sort_by_key(|&(date, _)| date);
        dates
    };
    for day in [date(2027, 1, 3), date(2027, 1, 14), date(2027, 1, 31), date(2027, 2, 9), date(2027, 3, 31)] {
        let sum: f64 =
            (0..3_000).flat_map(delivered).filter(|&(date, _)| date <= day).map(|(_, value)| value).sum();
        assert!((value.expected_by(day) - sum / 3_000.0).abs() < 1e-9, "{day}");
    }
    for amount in [40.0, 80.0, 85.0, 85.5, 100.0] {
        let mut dates: Vec<Option<Date>> = (0..3_000)
            .map(|trial| {
                let mut sum = 0.0;
                delivered(trial)
                    .into_iter()
                    .find(|&(_, value)| {
                        sum += value;
                        sum >= amount
                    })
                    .map(|(date, _)| date)
            })
            .collect();
        // Never comes last.
        dates.sort_by_key(|date| date.unwrap_or(Date::MAX));
        let ours = value.delivered(amount);
        for percentile in [P10, P50, P80, P95] {
            let rank = (3_000.0 * percentile.share()).ceil() as usize;
            assert_eq!(ours.date(percentile), dates[rank - 1], "{amount} {percentile}");
        }
        let reached = dates.iter().filter(|date| date.is_some()).count();
        assert_eq!(ours.reached(), reached as f64 / 3_000.0);
    }
    // Without the task that may not exist there are 85.
    assert_eq!(value.delivered(85.5).date(P80), None);
    assert!(value.delivered(85.0).date(P80).is_some());
}

fn mean_cost(plan: &Plan) -> f64 {
    plan.forecast().unwrap().cost().unwrap().mean()
}

#[test]
fn people_cost_what_they_work_and_not_how_long_it_takes() {
    let task = || Task::new("a", Estimate::days(10.0)).team("web").people(2);
    let plan =
        |team: Team| Plan::new("", date(2027, 1, 4)).team(team.cost_per_person_day(100.0)).task(task());
    // Ten days of two people, whatever else they do.
    for team in [
        Team::new("web", 2),
        Team::new("web", 2).share("roadmap", 0.5).share("debt", 0.4),
        Team::new("web", 2).share("roadmap", 0.7).unplanned(0.1..=0.5),
        Team::new("web", 4),
    ] {
        let cost = mean_cost(&plan(team.clone()));
        assert!((cost - 2_000.0).abs() < 0.05, "{team:?}: {cost}");
    }
    // What an effect adds is worked, too: 12 days.
    let slowed = plan(Team::new("web", 2)).effect(Effect::new("drag").slows("a", 0.2));
    assert!((mean_cost(&slowed) - 2_400.0).abs() < 0.05);
    // A team without a rate, and a task of nobody, cost nothing.
    let free = Plan::new("", date(2027, 1, 4)).team(Team::new("web", 2)).task(task());
    assert!(free.forecast().unwrap().cost().is_none());
    let fixed = free.task(Task::new("licence", Estimate::days(0.0)).cost(70.0));
    assert_eq!(mean_cost(&fixed), 70.0);
}

#[test]
fn what_one_thread_and_long_runs_say_of_cost_and_value_is_the_same() {
    let plan = plan();
    let forecast = |trials: usize, threads: usize| {
        let network = Network::new(&plan).unwrap();
        let trials = Simulation::new().trials(trials).threads(threads).run(&network).unwrap();
        Forecast::new(&network, &trials)
    };
    let (one, two) = (forecast(20_000, 1), forecast(20_000, 2));
    assert_eq!(one.cost(), two.cost());
    assert_eq!(one.value(), two.value());
    // Of the first 16,384 trials, also where the rest is only counted.
    assert_eq!(one.cost().unwrap().trials(), 16_384);
    let long = forecast(1_100_000, 0);
    assert_eq!(long.cost().unwrap().trials(), 16_384);
    assert_eq!(long.cost().unwrap().at(P80), one.cost().unwrap().at(P80));
    let by = date(2027, 1, 29);
    assert_eq!(
        long.cost().unwrap().odds_by_within(by, 14_000.0),
        one.cost().unwrap().odds_by_within(by, 14_000.0)
    );
    assert_eq!(long.value().unwrap().delivered(80.0), one.value().unwrap().delivered(80.0));
    assert!((long.value().unwrap().expected_by(by) - one.value().unwrap().expected_by(by)).abs() < 1e-12);
}

proptest! {
    #![proptest_config(plans::config(48))]

    /// Teams: what the trials cost is what the forecast says their people worked.
    #[test]
    fn the_cost_of_teams_is_the_time_their_tasks_took(plan in oracle::staff::plan_with_teams()) {
        let mut plan = plan;
        for (number, team) in plan.teams.iter_mut().enumerate() {
            team.cost_per_person_day = Some(100.0 * (number + 1) as f64);
        }
        let Ok(forecast) = Simulation::new().trials(200).forecast(&plan) else { return Ok(()) };
        prop_assume!(!forecast.teams().is_empty());
        let rate = |name: &str| plan.teams.iter().find(|team| team.name == name).unwrap().cost_per_person_day.unwrap();
        let of_team = |team: &landfall::TeamForecast| {
            rate(&team.name) * team.available.get() * team.kinds.iter().map(|kind| kind.used).sum::<f64>()
        };
        let whole: f64 = forecast.teams().iter().map(of_team).sum();
        let mean = forecast.cost().unwrap().mean();
        prop_assert!((mean - whole).abs() <= 1e-6 * (1.0 + whole), "{} {}", mean, whole);
    }

    /// The cut line, from its definition.
    #[test]
    fn what_fits_is_the_longest_run_from_the_top(
        plan in oracle::plans::plan(),
        priorities in prop::collection::vec(0i64..4, 20),
        days in 0i64..60,
    ) {
        let mut plan = plan;
        plan.tasks.iter_mut().zip(priorities).for_each(|(task, priority)| task.priority = priority);
        let network = Network::new(&plan).unwrap();
        let Ok(trials) = Simulation::new().trials(150).run(&network) else { return Ok(()) };
        let forecast = Forecast::new(&network, &trials);
        let by = plan.start + jiff_days(days);
        let line = forecast.fits_by(by, P80).unwrap();
        let mut order: Vec<usize> = (0..plan.tasks.len()).collect();
        order.sort_by_key(|&task| (plan.tasks[task].priority, task));
        let names: Vec<&str> = order.iter().map(|&task| plan.tasks[task].name.as_str()).collect();
        prop_assert_eq!(line.items.iter().map(|item| item.name.as_str()).collect::<Vec<_>>(), names);
        let odds = |task: usize| forecast.tasks()[task].finish.as_ref().unwrap().odds_by(by).probability;
        for (item, &task) in line.items.iter().zip(&order) {
            prop_assert_eq!(item.odds.probability, odds(task));
        }
        // 80% of 150 trials are 120.
        let together: Vec<f64> = line.items.iter().map(|item| item.together.probability).collect();
        prop_assert!(together.is_sorted_by(|one, next| one >= next));
        prop_assert_eq!(line.fit, together.iter().take_while(|&&odds| odds * 150.0 >= 120.0 - 1e-9).count());
        if let Some(first) = line.items.first() {
            prop_assert_eq!(first.together, first.odds);
        }
    }
}

fn jiff_days(days: i64) -> landfall::jiff::Span {
    landfall::jiff::Span::new().days(days)
}

/// The odds of stratified trials are as sure as those of the same event as a date.
#[test]
fn the_odds_of_a_budget_are_as_sure_as_those_of_the_date_that_is_the_same() {
    let plan = Plan::new("", date(2027, 1, 4))
        .team(Team::new("web", 1).cost_per_person_day(100.0))
        .task(Task::new("a", Estimate::days(5.0..=15.0)).team("web"));
    let forecast = Simulation::new().trials(16_384).forecast(&plan).unwrap();
    let by = forecast.finish().odds_by(date(2027, 1, 15));
    let within = forecast.cost().unwrap().odds_within(1_000.0);
    assert_eq!(by, within);
    assert!(within.high - within.low < 0.01, "{within:?}");
}

/// What is held until a morning and takes no time is finished on that day, not on the evening before, which is the same tick.
#[test]
fn what_is_held_until_a_morning_is_not_delivered_on_the_evening_before() {
    let (friday, monday) = (date(2027, 1, 8), date(2027, 1, 11));
    let plan = Plan::new("", date(2027, 1, 4))
        .task(Task::new("sign", Estimate::days(0.0)).not_before(monday).value(5.0).cost(3.0))
        .task(Task::new("work", Estimate::days(2.0)).value(7.0));
    let forecast = plan.forecast().unwrap();
    let (value, cost) = (forecast.value().unwrap(), forecast.cost().unwrap());
    assert_eq!((value.expected_by(friday), value.expected_by(monday)), (7.0, 12.0));
    assert_eq!(value.delivered(12.0).date(P80), Some(monday));
    assert_eq!(cost.odds_by_within(friday, 10.0).probability, 0.0);
    assert_eq!(cost.odds_by_within(monday, 10.0).probability, 1.0);
    assert_eq!(forecast.fits_by(friday, P80).unwrap().items[0].odds.probability, 0.0);
    assert_eq!(forecast.fits_by(monday, P80).unwrap().fit, 2);
}

/// METHOD 29: 80% of the value is that of the plan without its alternatives, also for these.
#[test]
fn four_fifths_of_the_value_are_those_of_the_base_plan() {
    let text = r#"
start = 2027-01-04
[task]
a = { takes = "5 days", value = 60 }
b = { takes = "9 days", value = 30 }
c = { takes = "30 days", value = 10 }
[alternative.most]
drop = ["c"]
[alternative.less]
drop = ["b"]
"#;
    let comparison =
        Simulation::new().trials(100).compare(&Plan::parse(text, Format::Toml).unwrap()).unwrap();
    let value =
        |name: &str| comparison.alternative(name).unwrap().what_if.forecast().value().unwrap().total();
    // What is dropped delivers nothing (METHOD 30).
    assert_eq!(
        (comparison.base().value().unwrap().total(), value("most"), value("less")),
        (100.0, 90.0, 70.0)
    );
    let said = landfall::report::comparison(&comparison, &landfall::report::Questions::default()).text();
    let row = said.lines().find(|line| line.trim_start().starts_with("80% of the plan's value")).unwrap();
    let cells: Vec<&str> = row.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).skip(1).collect();
    // 80 of them are there once b is; 70 are never enough, though they are all of that alternative.
    assert_eq!(cells, ["14 Jan 2027", "14 Jan 2027", "never"]);
    let data =
        landfall::report::comparison_json(&comparison, &landfall::report::Questions::default()).unwrap();
    let data: serde_json::Value = serde_json::from_str(&data).unwrap();
    let reached =
        |name: &str| data["alternatives"][name]["date_of_80_percent_of_plan"]["reached"].as_f64().unwrap();
    assert_eq!((reached("most"), reached("less")), (1.0, 0.0));
}
