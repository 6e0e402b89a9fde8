//! Valid plans with teams and effects, on top of everything that `plans` makes.

use landfall::{
    Amount, Date, Effect, Estimate, Group, Holiday, Idle, Interrupt, Join, Leave, Pace, Plan, RangeMeaning,
    Scale, Spread, Task, Team, Unit, Week, When,
};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::estimates::{delay, estimate, scale};
use super::plans::{Entries, entries, keyed, plan};
use super::simulator::needs;
use crate::plans::{day, unit};

/// Some of them are also names of tasks.
const TEAMS: [&str; 3] = ["web", "Ops", "a team"];
const KINDS: [&str; 3] = ["roadmap", "debt", "ops"];
/// Of any two of them, and of those of plans, some day is in both.
const WEEKS: [&str; 6] = ["Mon-Fri", "Mon-Sat", "Wed,Sat", "Mon-Sun", "Wed-Sun", "Tue-Wed"];

/// The names and shares of kinds of work, and what is written of the unplanned share.
type Shares = (Vec<(&'static str, f64)>, Option<Scale>);

/// A share of time or of a saving that is drawn, in any way in which it stays between nothing and everything.
fn drawn_share() -> impl Strategy<Value = Scale> {
    let ends = || (0.02..0.4f64, 1.1..2.2f64).prop_map(|(low, times)| low..=low * times);
    prop_oneof![
        4 => ends().prop_map(Scale::from),
        1 => ends().prop_map(|ends| {
            let Scale::Spread(Spread::Range(mut range)) = Scale::from(ends) else { unreachable!("it is a range") };
            range.range = Some(RangeMeaning::MinMax);
            Scale::Spread(Spread::Range(range))
        }),
    ]
}

fn shares() -> impl Strategy<Value = Shares> {
    // A first part for the unplanned share, then one for each kind; weights, so that many sums are off by a rounding.
    let parts = (0u32..8, 1usize..=3, proptest::collection::vec(1u32..10, 3), 0usize..3);
    (parts, 0..3u32, drawn_share()).prop_map(|((rest, count, weights, first), written, drawn)| {
        let weights = &weights[..count];
        let sum = f64::from(rest + weights.iter().sum::<u32>());
        // Where the unplanned share is drawn, some of the time is planned for it.
        let (rest, sum) = if written == 2 && rest == 0 { (1, sum + 1.0) } else { (rest, sum) };
        let kinds = weights.iter().enumerate();
        let kinds = kinds.map(|(place, &weight)| (KINDS[(first + place) % 3], f64::from(weight) / sum));
        let unplanned = match written {
            0 => None,
            1 => Some(Scale::from(f64::from(rest) / sum)),
            _ => Some(drawn),
        };
        (kinds.collect(), unplanned)
    })
}

/// How long an interrupt takes at most [days], how much longer than what is safe it is until the next one, and whether its time is drawn.
type Between = (f64, f64, bool);

#[derive(Debug, Clone)]
struct Staff {
    people: u32,
    shares: Option<Shares>,
    lent: bool,
    leave: Vec<(Date, i64, u32)>,
    joins: Vec<(Date, u32)>,
    week: Option<&'static str>,
    holidays: Option<Vec<(Date, i64)>>,
    between: Vec<Between>,
}

fn staff() -> impl Strategy<Value = Staff> {
    let few = 0..3usize;
    let between = (0.1..3.0f64, 1.0..6.0f64, any::<bool>());
    (
        1u32..=4,
        proptest::option::weighted(0.65, shares()),
        any::<bool>(),
        proptest::collection::vec((day(), 0i64..20, 1u32..3), few.clone()),
        proptest::collection::vec((day(), 1u32..3), 0..2),
        proptest::option::weighted(0.4, select(WEEKS.to_vec())),
        proptest::option::weighted(0.3, proptest::collection::vec((day(), 0i64..10), few)),
        prop_oneof![3 => Just(vec![]), 1 => proptest::collection::vec(between, 1..3)],
    )
        .prop_map(|(people, shares, lent, leave, joins, week, holidays, between)| Staff {
            people,
            shares,
            lent,
            leave,
            joins,
            week,
            holidays,
            between,
        })
}

fn later(from: Date, days: i64) -> Date {
    from.checked_add(landfall::jiff::Span::new().days(days)).unwrap()
}

fn team(name: &str, staff: Staff) -> Team {
    let mut team = Team::new(name, staff.people);
    if let Some((kinds, unplanned)) = staff.shares {
        team = kinds.into_iter().fold(team, |team, (kind, share)| team.share(kind, share));
        team.unplanned = unplanned;
        team.idle = if staff.lent { Idle::Lent } else { Idle::Reserved };
    }
    for (from, days, people) in staff.leave {
        team = team.leave(Leave::new(from, later(from, days)).people(people));
    }
    for (from, people) in staff.joins {
        team = team.join(Join::new(from, people));
    }
    team.calendar.week = staff.week.map(|week| week.parse::<Week>().unwrap());
    let holiday = |(from, days)| Holiday::span(from, later(from, days));
    team.calendar.holidays = staff.holidays.map(|holidays| holidays.into_iter().map(holiday).collect());
    let entries = staff.between.len() as f64;
    for (most, times, drawn) in staff.between {
        // All entries together are at most half of the people's time, as the mean of what is drawn is below the most.
        let every = Amount::days(2.0 * most * entries / f64::from(staff.people) * times);
        let takes = if drawn { Estimate::days(most / 2.0..=most) } else { Estimate::days(most) };
        team = team.interrupt(Interrupt::new(every, takes));
    }
    team
}

/// Who does a task: which team, or all of those after it, or nobody; how many people of each; of which kind and how urgent it is.
type Doers = (u32, Index, Vec<u32>, Option<Index>, i64);

fn doers() -> impl Strategy<Value = Doers> {
    let people = proptest::collection::vec(prop_oneof![2 => Just(0u32), 1 => 0u32..6], TEAMS.len());
    let priority = select(vec![100, 100, 100, 1, 50, -3]);
    (0u32..8, any::<Index>(), people, proptest::option::weighted(0.7, any::<Index>()), priority)
}

/// The people that a team ever has.
fn most(team: &Team) -> u32 {
    team.people + team.joins.iter().map(|join| join.people).sum::<u32>()
}

fn assign(task: &mut Task, plan: &Plan, (who, which, people, kind, priority): Doers) {
    task.priority = priority;
    let first = which.index(plan.teams.len());
    match who {
        0..3 => task.team = Some(plan.teams[first].name.clone()),
        // Of two or three teams, in either order.
        3 | 4 => {
            let teams = plan.teams[first..].iter().chain(&plan.teams[..first]);
            let counts = teams.zip(&people).take(people[0] as usize + 2);
            task.uses = counts.map(|(team, &people)| (team.name.clone(), 1 + people % most(team))).collect();
        }
        5 => task.team = Some("none".to_owned()),
        _ => {}
    }
    let team = |name: &str| plan.teams.iter().find(|team| team.name == name).expect("it is one of them");
    let has = |kind: &str, name: &str| {
        let share = &team(name).share;
        share.is_empty() || share.iter().any(|(of, _)| of == kind)
    };
    let kinds = |task: &Task| -> Vec<&str> {
        let teams = needs(plan, task);
        KINDS.into_iter().filter(|kind| teams.iter().all(|(name, _)| has(kind, name))).collect()
    };
    if kinds(task).is_empty() {
        task.uses.truncate(1);
    }
    let kinds = kinds(task);
    match kind {
        Some(index) => task.kind = Some((*index.get(&kinds)).to_owned()),
        // Who names none means the roadmap.
        None if !kinds.contains(&"roadmap") => task.kind = Some(kinds[0].to_owned()),
        None => {}
    }
    if let ([(name, _)], true) = (&needs(plan, task)[..], task.uses.is_empty()) {
        task.people = 1 + people[0] % most(team(name));
    }
}

#[derive(Debug, Clone)]
struct Change {
    when: (u32, Index, Date),
    lasts: Option<(f64, Unit)>,
    next: Option<u32>,
    slows: (Entries<Scale>, Option<(Index, Scale)>),
    saves: (Entries<Scale>, Option<(Index, Scale)>),
}

fn change() -> impl Strategy<Value = Change> {
    let slow = || {
        let high = (0.02..0.8f64, 1.1..3.0f64).prop_map(|(low, times)| Scale::from(low..=low * times));
        prop_oneof![select(vec![0.2, 0.5, 1.0]).prop_map(Scale::from), high].boxed()
    };
    let save = || prop_oneof![select(vec![0.2, 0.4, 0.5]).prop_map(Scale::from), drawn_share()].boxed();
    (
        (0u32..5, any::<Index>(), day()),
        proptest::option::weighted(0.4, (0.1..10.0f64, unit())),
        proptest::option::weighted(0.3, 1u32..4),
        (entries(slow), proptest::option::weighted(0.3, (any::<Index>(), slow()))),
        (entries(save), proptest::option::weighted(0.3, (any::<Index>(), save()))),
    )
        .prop_map(|(when, lasts, next, slows, saves)| Change { when, lasts, next, slows, saves })
}

/// Adds an entry for all tasks of a team.
fn add_team<T>(map: &mut Vec<(String, T)>, plan: &Plan, entry: Option<(Index, T)>) {
    map.extend(entry.map(|(index, value)| (format!("@{}", index.get(&plan.teams).name), value)));
}

fn effect(plan: &Plan, name: &str, change: Change) -> Effect {
    let tasks: Vec<String> = plan.tasks.iter().map(|task| task.name.clone()).collect();
    let milestones = plan.milestones.iter().map(|milestone| milestone.name.clone());
    let all: Vec<String> = tasks.iter().cloned().chain(milestones).collect();
    let mut effect = Effect::new(name);
    let (when, index, day) = change.when;
    effect.when = match when {
        0 | 1 => When::While(index.get(&tasks).clone()),
        2 => When::After(index.get(&all).clone()),
        3 => When::From(day),
        _ => When::Always,
    };
    effect.lasts = change.lasts.map(|(value, unit)| Amount::new(value, unit));
    effect.next = change.next;
    effect.slows = keyed(change.slows.0, &tasks);
    add_team(&mut effect.slows, plan, change.slows.1);
    effect.saves = keyed(change.saves.0, &tasks);
    add_team(&mut effect.saves, plan, change.saves.1);
    effect
}

/// What risks and groups say of teams.
type ByTeam = (Option<(Index, Estimate)>, Option<(Index, Scale)>, Option<(Index, Estimate)>);

fn by_team() -> impl Strategy<Value = (Vec<ByTeam>, Option<(Index, f64)>)> {
    let index = any::<Index>;
    let of_risk = (
        proptest::option::weighted(0.15, (index(), estimate())),
        proptest::option::weighted(0.2, (index(), scale())),
        proptest::option::weighted(0.15, (index(), delay())),
    );
    let risks = proptest::collection::vec(of_risk, 7);
    (risks, proptest::option::weighted(0.15, (index(), 0.0..=1.0f64)))
}

/// A valid plan as those of `plan`, with up to three teams, effects, and what selects by team.
pub(crate) fn plan_with_teams() -> impl Strategy<Value = Plan> {
    let teams = proptest::collection::vec(staff(), 1..=TEAMS.len());
    let tasks = proptest::collection::vec(doers(), 12);
    let default = proptest::option::weighted(0.4, any::<Index>());
    let effects = prop_oneof![Just(vec![]), proptest::collection::vec(change(), 1..4)];
    let names = Just(["zeta", "web", "Alpha", "数据"]).prop_shuffle();
    let pace = select(Pace::ALL);
    let order = Just(TEAMS).prop_shuffle();
    (plan(), order, teams, default, tasks, names, effects, pace, by_team()).prop_map(
        |(mut plan, order, teams, default, doers, names, effects, pace, (risks, group))| {
            plan.teams = order.into_iter().zip(teams).map(|(name, staff)| team(name, staff)).collect();
            plan.default_team = default.map(|index| index.get(&plan.teams).name.clone());
            plan.estimates.pace = pace;
            let mut tasks = std::mem::take(&mut plan.tasks);
            for (task, doers) in tasks.iter_mut().zip(doers) {
                assign(task, &plan, doers);
            }
            plan.tasks = tasks;
            plan.effects =
                names.into_iter().zip(effects).map(|(name, change)| effect(&plan, name, change)).collect();
            let mut all = std::mem::take(&mut plan.risks);
            for (risk, (becomes, scales, delays)) in all.iter_mut().zip(risks) {
                add_team(&mut risk.becomes, &plan, becomes);
                add_team(&mut risk.scales, &plan, scales);
                add_team(&mut risk.delays, &plan, delays);
            }
            plan.risks = all;
            if let Some((index, together)) = group {
                let selector = format!("@{}", index.get(&plan.teams).name);
                plan.groups = vec![Group::new("team", together).tasks(selector)];
            }
            plan
        },
    )
}
