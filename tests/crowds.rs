//! Bad and enormous teams and effects: findings or an answer, never a panic, never a hang.

use std::time::Instant;

use landfall::{
    Amount, Code, Date, Effect, Estimate, Idle, Interrupt, Join, Leave, Milestone, Network, Pace, Plan,
    Simulation, Task, Team, When, date,
};
use proptest::prelude::*;
use proptest::sample::select;

use crate::plans;

/// Numbers that nobody would write of people.
fn people() -> impl Strategy<Value = u32> {
    prop_oneof![4 => 0u32..5, 1 => Just(u32::MAX), 1 => Just(10_000), 1 => any::<u32>()]
}

/// A number that is anything at all, and sometimes sensible.
fn anything() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => 0.0..1.5f64,
        1 => select(vec![0.0, -0.0, 1.0, -1.0, 0.5, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, 1e-300, f64::MIN_POSITIVE]),
        1 => any::<f64>(),
    ]
}

fn some_day() -> impl Strategy<Value = Date> {
    prop_oneof![
        4 => (0i64..400).prop_map(|days| date(2026, 12, 1).checked_add(landfall::jiff::Span::new().days(days)).unwrap()),
        1 => select(vec![Date::MIN, Date::MAX, date(1900, 1, 1), date(2200, 12, 31), date(2100, 1, 1)]),
    ]
}

fn some_team() -> impl Strategy<Value = Team> {
    let shares =
        proptest::collection::vec((select(vec!["roadmap", "debt", "unplanned", "", "x"]), anything()), 0..4);
    let unplanned = proptest::option::of((anything(), anything()));
    let leave = proptest::collection::vec((some_day(), some_day(), people()), 0..3);
    let joins = proptest::collection::vec((some_day(), people()), 0..3);
    let interrupts = proptest::collection::vec((anything(), anything()), 0..2);
    let week = proptest::option::of(select(vec!["Mon", "Sat-Sun", "Mon-Sun"]));
    (people(), shares, unplanned, leave, joins, interrupts, week, any::<bool>()).prop_map(
        |(people, shares, unplanned, leave, joins, interrupts, week, lent)| {
            let mut team = Team::new("web", people);
            team.share = shares.into_iter().map(|(kind, share)| (kind.to_owned(), share)).collect();
            team.unplanned = unplanned.map(|(low, high)| landfall::Scale::from(low..=high));
            team.leave =
                leave.into_iter().map(|(from, to, people)| Leave::new(from, to).people(people)).collect();
            team.joins = joins.into_iter().map(|(from, people)| Join::new(from, people)).collect();
            team.interrupts = interrupts
                .into_iter()
                .map(|(every, takes)| Interrupt::new(Amount::days(every), Estimate::days(takes)))
                .collect();
            team.calendar.week = week.map(|week| week.parse().unwrap());
            team.idle = if lent { Idle::Lent } else { Idle::Reserved };
            team
        },
    )
}

fn some_effect() -> impl Strategy<Value = Effect> {
    let names = || select(vec!["a", "b", "m", "nothing", "#t", "@web", "*"]);
    let when = prop_oneof![
        Just(When::Always),
        names().prop_map(|name| When::While(name.to_owned())),
        names().prop_map(|name| When::After(name.to_owned())),
        some_day().prop_map(When::From),
    ];
    let map = || proptest::collection::vec((names(), anything(), anything()), 0..3);
    (when, proptest::option::of(anything()), proptest::option::of(people()), map(), map()).prop_map(
        |(when, lasts, next, slows, saves)| {
            let scales = |map: Vec<(&str, f64, f64)>| {
                map.into_iter().map(|(name, low, high)| (name.to_owned(), (low..=high).into())).collect()
            };
            let mut effect = Effect::new("e");
            effect.when = when;
            effect.lasts = lasts.map(Amount::days);
            effect.next = next;
            (effect.slows, effect.saves) = (scales(slows), scales(saves));
            effect
        },
    )
}

proptest! {
    #![proptest_config(plans::config(512))]

    /// Whatever is said of teams and effects gives findings or an answer, and never a panic.
    #[test]
    fn anything_said_of_teams_and_effects_is_refused_or_simulated(
        team in some_team(),
        effect in some_effect(),
        needs in people(),
        kind in select(vec![None, Some("debt"), Some("unplanned")]),
        priority in any::<i64>(),
        pace in select(Pace::ALL),
    ) {
        let mut plan = Plan::new("", date(2027, 1, 4)).pace(pace).team(team).effect(effect);
        let mut task = Task::new("a", Estimate::days(3.0)).team("web").people(needs).priority(priority).tag("t");
        task.kind = kind.map(str::to_owned);
        plan = plan.task(task).task(Task::new("b", Estimate::days(2.0)).uses("web", 1)).milestone(Milestone::new("m").after("a"));
        match Network::new(&plan) {
            Ok(network) => {
                let trials = Simulation::new().trials(3).threads(1).run(&network);
                if let Ok(trials) = trials {
                    let forecast = landfall::Forecast::new(&network, &trials);
                    prop_assert!(!landfall::report::forecast(&forecast, &landfall::report::Questions::default()).text().contains("NaN"));
                }
            }
            Err(error) => prop_assert!(!error.diagnostics().is_empty(), "{error}"),
        }
    }
}

#[test]
fn too_many_teams_are_refused_soon() {
    let begin = Instant::now();
    let mut plan = Plan::new("", date(2027, 1, 4));
    for number in 0..200_000 {
        let mut team = Team::new(format!("t{number}"), 1);
        team.leave.push(Leave::new(date(2199, 1, 1), date(2199, 1, 2)));
        plan.teams.push(team);
    }
    plan = plan.task(Task::new("a", Estimate::days(1.0)).team("t1"));
    let codes: Vec<Code> = plan.check().iter().map(|finding| finding.code).collect();
    assert!(codes.contains(&Code::PlanLimit));
    // As many as are allowed, whose days change every week for two centuries.
    plan.teams.truncate(1000);
    for (number, team) in plan.teams.iter_mut().enumerate() {
        team.calendar.week = Some(["Mon-Thu", "Tue-Fri", "Mon-Sun"][number % 3].parse().unwrap());
    }
    plan.tasks =
        (0..1000).map(|n| Task::new(format!("a{n}"), Estimate::days(1.0)).team(format!("t{n}"))).collect();
    assert!(plan.forecast().is_err_and(|error| error.diagnostics()[0].code == Code::PlanLimit));
    assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
}
