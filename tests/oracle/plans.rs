//! Valid plans with everything at once that the second simulator knows: every kind of estimate, link and risk.

use std::collections::BTreeSet;

use landfall::{
    Amount, Calendar, Code, Date, Estimate, Group, Holiday, Lag, Link, LinkKind, Milestone, Plan,
    RangeMeaning, Risk, Scale, Task, Week,
};
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

use super::estimates::{any_of, delay, estimate, scale, times};
use crate::plans::{day, unit};

/// Names of tasks, milestones, risks and sets alike, so that one name may mean several things; in no order of the alphabet.
const NAMES: [&str; 12] =
    ["web", "api", "Zoo", "schema", "db", "a b", "ui", "数据", "x.y", "beta", "Ops", "copy"];
const TAGS: [&str; 2] = ["feature", "backend"];
/// The tag of the tasks of the second group; no risk selects by it.
const SECOND: &str = "second";
const MOST_TASKS: usize = 9;

/// A probability, often one of those that are special.
fn chance() -> impl Strategy<Value = f64> {
    prop_oneof![1 => Just(0.0), 1 => Just(1.0), 2 => Just(0.5), 1 => Just(0.25), 4 => 0.0..=1.0f64]
}

fn lag() -> impl Strategy<Value = Option<Lag>> {
    let time = (-60i32..80, unit()).prop_map(|(tenths, unit)| Amount::new(f64::from(tenths) / 10.0, unit));
    let share = prop_oneof![
        select(vec![-1.0, -0.5, -0.25, 0.0, 0.5, 1.0]),
        (-150i32..150).prop_map(|percent| f64::from(percent) / 100.0),
        -1.5..1.5f64,
    ];
    prop_oneof![
        3 => Just(None),
        2 => time.prop_map(|amount| Some(Lag::Time(amount))),
        2 => share.prop_map(|share| Some(Lag::Share(share))),
    ]
}

/// A link to something before it, and whether that is needed.
type Backwards = (Index, LinkKind, Option<Lag>, bool);

fn backwards() -> impl Strategy<Value = Backwards> {
    let kind = prop_oneof![Just(LinkKind::FinishStart), select(LinkKind::ALL)];
    (any::<Index>(), kind, lag(), proptest::bool::weighted(0.3))
}

/// A task, or a milestone, which takes only the links of it.
#[derive(Debug, Clone)]
struct Node {
    milestone: bool,
    takes: Estimate,
    links: Vec<Backwards>,
    not_before: Option<Date>,
    exists: Option<f64>,
    tags: Vec<&'static str>,
    /// Which group it is in: 1, 2 or, as any other number, none.
    group: u32,
}

fn node() -> impl Strategy<Value = Node> {
    (
        proptest::bool::weighted(0.25),
        estimate(),
        proptest::collection::vec(backwards(), 0..5),
        proptest::option::weighted(0.2, day()),
        proptest::option::weighted(0.3, chance()),
        subsequence(TAGS.to_vec(), 0..=2),
        0u32..5,
    )
        .prop_map(|(milestone, takes, links, not_before, exists, tags, group)| Node {
            milestone,
            takes,
            links,
            not_before,
            exists,
            tags,
            group,
        })
}

/// Which other risk a risk hangs on.
#[derive(Debug, Clone)]
enum Tie {
    Alone,
    Given(Index, f64),
    OneOf(&'static str),
}

/// Entries of a map: by name, by one tag at most, and for everything.
pub(super) type Entries<T> = (Vec<(Index, T)>, Option<(&'static str, T)>, Option<T>);

pub(super) fn entries<T: std::fmt::Debug + Clone + 'static>(
    value: impl Fn() -> BoxedStrategy<T>,
) -> impl Strategy<Value = Entries<T>> {
    (
        proptest::collection::vec((any::<Index>(), value()), 0..3),
        proptest::option::weighted(0.3, (select(TAGS.to_vec()), value())),
        proptest::option::weighted(0.2, value()),
    )
}

/// The entries with the names they stand for, in an order that means nothing.
pub(super) fn keyed<T>((named, tagged, all): Entries<T>, names: &[String]) -> Vec<(String, T)> {
    let mut map: Vec<(String, T)> = Vec::new();
    map.extend(all.map(|value| ("*".to_owned(), value)));
    for (index, value) in named {
        let name = index.get(names);
        if map.iter().all(|(key, _)| key != name) {
            map.push((name.clone(), value));
        }
    }
    map.extend(tagged.map(|(tag, value)| (format!("#{tag}"), value)));
    map
}

#[derive(Debug, Clone)]
struct Threat {
    chance: f64,
    becomes: Entries<Estimate>,
    scales: Entries<Scale>,
    delays: Entries<Estimate>,
    each: bool,
    absorb: Option<&'static str>,
    tie: Tie,
}

fn threat() -> impl Strategy<Value = Threat> {
    let sets = || select(vec!["staffing", "api"]);
    let tie = prop_oneof![
        2 => Just(Tie::Alone),
        1 => (any::<Index>(), chance()).prop_map(|(index, chance)| Tie::Given(index, chance)),
        1 => sets().prop_map(Tie::OneOf),
    ];
    (
        chance(),
        entries(|| estimate().boxed()),
        entries(|| scale().boxed()),
        entries(|| delay().boxed()),
        any::<bool>(),
        proptest::option::of(sets()),
        tie,
    )
        .prop_map(|(chance, becomes, scales, delays, each, absorb, tie)| Threat {
            chance,
            becomes,
            scales,
            delays,
            each,
            absorb,
            tie,
        })
}

/// How much errs together: in the whole plan, in the first group, in the second; and whether one group has everything instead.
type Together = (Option<f64>, f64, f64, bool);

fn together() -> impl Strategy<Value = Together> {
    let r = || prop_oneof![1 => Just(0.0), 1 => Just(1.0), 4 => 0.0..1.0f64];
    (proptest::option::of(r()), r(), r(), proptest::bool::weighted(0.1))
}

/// An empty plan with everything that its amounts and dates are read by.
fn frame() -> impl Strategy<Value = Plan> {
    let sprint = select(vec![Amount::weeks(2.0), Amount::days(7.0), Amount::hours(30.0)]);
    let holidays = proptest::collection::vec((day(), 0i64..10), 0..3);
    let weeks = select(vec!["Mon-Fri", "Mon-Thu", "Sun-Thu", "Mon,Wed,Fri", "Mon-Sun"]);
    (day(), select(RangeMeaning::ALL), sprint, weeks, holidays, 4..10u32, times(), any_of(times())).prop_map(
        |(start, meaning, sprint, week, holidays, hours, medium, either)| {
            let mut calendar =
                Calendar::default().week(week.parse::<Week>().unwrap()).hours_per_day(f64::from(hours));
            for (from, days) in holidays {
                let to = from.checked_add(landfall::jiff::Span::new().days(days)).unwrap();
                calendar = calendar.holiday(Holiday::span(from, to));
            }
            let plan = Plan::new("", start).calendar(calendar).range(meaning).sprint(sprint);
            plan.size("M", medium).size("either", Estimate::any(either))
        },
    )
}

/// A valid plan of up to nine tasks and some milestones, with risks, groups and everything else.
pub(crate) fn plan() -> impl Strategy<Value = Plan> {
    let names = || Just(NAMES.to_vec()).prop_shuffle();
    let nodes = proptest::collection::vec(node(), 1..=NAMES.len());
    let threats = proptest::collection::vec(threat(), 0..7);
    let order = proptest::option::of(names());
    let plans = (frame(), names(), nodes, names(), threats, together(), order).prop_map(
        |(mut plan, names, nodes, risk_names, threats, together, order)| {
            let first = add_nodes(&mut plan, &names, nodes);
            add_groups(&mut plan, first, together);
            add_risks(&mut plan, &risk_names, threats);
            if let Some(order) = order {
                let place = |name: &str| order.iter().position(|other| *other == name);
                plan.tasks.sort_by_key(|task| place(&task.name));
                plan.milestones.sort_by_key(|milestone| place(&milestone.name));
                plan.risks.sort_by_key(|risk| place(&risk.name));
            }
            plan
        },
    );
    // Items that take thousands of periods are too much for one of several possibilities.
    plans.prop_filter("it is small enough", |plan| {
        plan.check().iter().all(|finding| finding.code != Code::PlanLimit)
    })
}

/// Adds tasks and milestones that link only to those before them, and gives the names of the tasks of the first group.
fn add_nodes(plan: &mut Plan, names: &[&str], nodes: Vec<Node>) -> Vec<String> {
    let mut first = Vec::new();
    for (place, node) in nodes.into_iter().enumerate() {
        let name = names[place];
        let mut after: Vec<Link> = Vec::new();
        let mut needs: Vec<Link> = Vec::new();
        for (index, kind, lag, needed) in node.links {
            if place == 0 {
                break;
            }
            let mut link = Link::to(*index.get(&names[..place])).kind(kind);
            link.lag = lag;
            if !after.contains(&link) && !needs.contains(&link) {
                if needed { needs.push(link) } else { after.push(link) }
            }
        }
        // A milestone waits for something, and the first of all is a task.
        if place > 0 && (node.milestone || plan.tasks.len() == MOST_TASKS) {
            let mut milestone = Milestone::new(name);
            milestone.after = after.into_iter().chain(needs).collect();
            if milestone.after.is_empty() {
                milestone = milestone.after(names[place - 1]);
            }
            plan.milestones.push(milestone);
            continue;
        }
        let mut task = Task::new(name, node.takes);
        (task.after, task.needs, task.not_before) = (after, needs, node.not_before);
        task.exists = node.exists.map(Into::into);
        task.tags = node.tags.into_iter().map(str::to_owned).collect();
        match node.group {
            1 => first.push(name.to_owned()),
            2 => task = task.tag(SECOND),
            _ => {}
        }
        plan.tasks.push(task);
    }
    first
}

fn add_groups(plan: &mut Plan, first: Vec<String>, (whole, one, two, everything): Together) {
    plan.estimates.correlation = whole;
    if everything {
        plan.groups.push(Group::new("all", one).tasks("*"));
        return;
    }
    if !first.is_empty() {
        // The name of a group may be that of a task.
        plan.groups.push(first.into_iter().fold(Group::new("api", one), Group::tasks));
    }
    if plan.tasks.iter().any(|task| task.tags.iter().any(|tag| tag == SECOND)) {
        plan.groups.push(Group::new("second", two).tasks(format!("#{SECOND}")));
    }
}

fn add_risks(plan: &mut Plan, names: &[&str], threats: Vec<Threat>) {
    let tasks: Vec<String> = plan.tasks.iter().map(|task| task.name.clone()).collect();
    let milestones = plan.milestones.iter().map(|milestone| milestone.name.clone());
    let all: Vec<String> = tasks.iter().cloned().chain(milestones).collect();
    for (place, threat) in threats.into_iter().enumerate() {
        let mut risk = Risk::new(names[place], threat.chance);
        risk.becomes = keyed(threat.becomes, &tasks);
        risk.scales = keyed(threat.scales, &tasks);
        risk.delays = keyed(threat.delays, &all);
        risk.each = threat.each;
        risk.absorb = threat.absorb.map(str::to_owned);
        match threat.tie {
            Tie::Given(index, chance) if place > 0 => risk = risk.given(*index.get(&names[..place]), chance),
            Tie::OneOf(set) => risk = risk.one_of(set),
            _ => {}
        }
        plan.risks.push(risk);
    }
    let sets: BTreeSet<String> = plan.risks.iter().filter_map(|risk| risk.one_of.clone()).collect();
    for set in sets {
        let members = || plan.risks.iter().filter(|risk| risk.one_of.as_ref() == Some(&set));
        let sum: f64 = members().map(|risk| risk.chance.get()).sum();
        if sum > 1.0 {
            // A little less than their share, so that the slices fit in however they are rounded.
            let fit = |risk: &mut Risk| risk.chance = (risk.chance.get() / sum * 0.999).into();
            plan.risks.iter_mut().filter(|risk| risk.one_of.as_ref() == Some(&set)).for_each(fit);
        }
    }
}
