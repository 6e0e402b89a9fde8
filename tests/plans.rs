//! Generated plans for the laws.

use landfall::{
    Amount, Calendar, Date, Estimate, Holiday, Link, Milestone, Moments, Plan, Range, RangeMeaning, Risk,
    Scale, Shape, Spread, Task, Unit, Week, date,
};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::RngSeed;

/// With `LANDFALL_FULL` so many times as many cases.
const NIGHTLY: u32 = 20;

/// So many cases, always the same ones, or twenty times as many at night (`LANDFALL_FULL`); or, to look further, as many as the environment
/// asks for with `PROPTEST_CASES`, always others.
pub(crate) fn config(cases: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok());
    let rng_seed = if asked.is_some() { RngSeed::Random } else { RngSeed::Fixed(20_270_104) };
    let times = if std::env::var_os("LANDFALL_FULL").is_some() { NIGHTLY } else { 1 };
    let defaults = ProptestConfig::default();
    ProptestConfig {
        cases: asked.unwrap_or(cases * times),
        failure_persistence: None,
        rng_seed,
        // Of more cases more say nothing.
        max_global_rejects: defaults.max_global_rejects * times,
        max_local_rejects: defaults.max_local_rejects * times,
        ..defaults
    }
}

/// Names that a person or a hostile file may use: spaces, dots, quotes, other scripts, words that YAML reads as something else.
const NAMES: [&str; 12] =
    ["api", "ui", "a b", "x.y", "\"q\"", "данные", "数据", "no", "2027-01-04", "1e3", "null", "it's"];

pub(crate) fn unit() -> impl Strategy<Value = Unit> {
    select(vec![Unit::Hours, Unit::Days, Unit::Weeks, Unit::Sprints])
}

/// A number as people write them, and some as nobody does.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![(1u32..20).prop_map(f64::from), (1u32..200).prop_map(|n| f64::from(n) / 10.0), 0.001..20.0f64]
}

/// Three rising numbers, the ends at least a fifth apart.
fn rising() -> impl Strategy<Value = (f64, f64, f64)> {
    (number(), 1.2..4.0f64, 0.0..1.0f64).prop_map(|(low, times, place)| {
        let high = low * times;
        (low, low + (high - low) * place, high)
    })
}

fn spread<Q: Copy + std::fmt::Debug>(
    quantity: impl Fn(f64) -> Q + Clone,
) -> impl Strategy<Value = Spread<Q>> {
    let meaning = proptest::option::of(select(RangeMeaning::ALL));
    let two = select(vec![None, Some(Shape::Lognormal), Some(Shape::Normal), Some(Shape::Uniform)]);
    let three = select(vec![None, Some(Shape::Pert), Some(Shape::Triangular)]);
    let q = quantity.clone();
    let range = (rising(), any::<bool>(), meaning, two, three).prop_map(
        move |((low, likely, high), points, meaning, two, three)| {
            let mut range = Range::new(q(low), q(high));
            range.range = meaning;
            if points {
                range.likely = Some(q(likely));
                range.shape = three;
            } else if meaning == Some(RangeMeaning::MinMax) {
                range.shape = two.and(Some(Shape::Uniform));
            } else {
                range.shape = two;
            }
            Spread::Range(range)
        },
    );
    let q = quantity.clone();
    let moments = (number(), 0.01..0.4f64, select(vec![Shape::Normal, Shape::Lognormal, Shape::Exponential]))
        .prop_map(move |(mean, cv, shape)| {
            let sd = (shape != Shape::Exponential).then(|| q(mean * cv));
            Spread::Moments(Moments::new(q(mean), sd, shape))
        });
    let constant =
        number().prop_map(move |value| Spread::Range(Range::new(quantity(value), quantity(value))));
    prop_oneof![4 => range, 1 => moments, 1 => constant]
}

/// An estimate of a duration.
pub(crate) fn estimate() -> impl Strategy<Value = Estimate> {
    prop_oneof![
        8 => unit().prop_flat_map(|unit| spread(move |value| Amount::new(value, unit))).prop_map(Estimate::Spread),
        1 => Just(Estimate::Size("M".to_owned())),
    ]
}

/// A scale around 1 to 3.
fn scale() -> impl Strategy<Value = Scale> {
    prop_oneof![
        (0.5..3.0f64).prop_map(Scale::from),
        (0.5..1.5f64, 1.2..2.0f64).prop_map(|(low, times)| Scale::from(low..=low * times))
    ]
}

/// A delay that is never negative, or one that may be.
pub(crate) fn delay(threat: bool) -> BoxedStrategy<Estimate> {
    let positive = estimate();
    if threat {
        return prop_oneof![positive, Just(Estimate::days(0.0))].boxed();
    }
    prop_oneof![
        positive,
        (0.1..5.0f64, 1.2..4.0f64).prop_map(|(near, times)| Estimate::days(-near * times..=-near)),
        (0.1..5.0f64, 0.1..5.0f64).prop_map(|(below, above)| Estimate::days(-below..=above)),
    ]
    .boxed()
}

pub(crate) fn day() -> impl Strategy<Value = Date> {
    (0i64..400)
        .prop_map(|days| date(2026, 12, 1).checked_add(landfall::jiff::Span::new().days(days)).unwrap())
}

fn lag() -> impl Strategy<Value = Option<Amount>> {
    proptest::option::weighted(
        0.3,
        (-40i32..80, unit()).prop_map(|(tenths, unit)| Amount::new(f64::from(tenths) / 10.0, unit)),
    )
}

/// A valid plan of up to eight tasks with links, milestones and risks.
pub(crate) fn plan() -> impl Strategy<Value = Plan> {
    (1usize..=8)
        .prop_flat_map(|count| {
            let tasks = proptest::collection::vec(
                (
                    estimate(),
                    proptest::collection::vec((any::<prop::sample::Index>(), lag(), any::<bool>()), 0..3),
                    proptest::option::weighted(0.2, day()),
                    subsequence(vec!["feature", "backend"], 0..=1),
                    proptest::option::weighted(0.3, "[ -~]{0,20}|# : - \\{\\}\n.*"),
                ),
                count,
            );
            let milestones = proptest::collection::vec(
                (any::<prop::sample::Index>(), lag(), proptest::option::of(day())),
                0..3,
            );
            let risks = proptest::collection::vec(
                (
                    0.0..=1.0f64,
                    proptest::option::of((any::<prop::sample::Index>(), estimate())),
                    proptest::option::of((select(vec!["*", "#feature"]), scale())),
                    proptest::option::of((any::<prop::sample::Index>(), delay(false))),
                ),
                0..4,
            );
            let calendar = (
                select(vec!["Mon-Fri", "Mon-Thu", "Sun-Thu", "Mon,Wed,Fri", "Mon-Sun"]),
                proptest::option::of((day(), 0i64..10)),
                4..10u32,
            );
            (Just(count), day(), tasks, milestones, risks, calendar)
        })
        .prop_map(|(count, start, tasks, milestones, risks, calendar)| {
            let mut plan = Plan::new("", start);
            plan.name = if count % 2 == 0 { String::new() } else { format!("Plan of {count}: \"quoted\"") };
            plan.calendar = calendar_of(calendar);
            plan.estimates.sprint = Some(Amount::weeks(2.0));
            plan.estimates.sizes.push(("M".to_owned(), Estimate::parse("1-2 weeks").unwrap()));
            if count == 3 {
                plan.estimates.range = RangeMeaning::P25P75;
            }
            for (number, (takes, links, not_before, tags, note)) in tasks.into_iter().enumerate() {
                let mut task = Task::new(NAMES[number], takes);
                task.not_before = not_before;
                task.tags = tags.into_iter().map(str::to_owned).collect();
                task.note = note.clone();
                task.title = note;
                for (index, lag, needs) in links {
                    if number == 0 {
                        break;
                    }
                    let link = Link::to(NAMES[index.index(number)]);
                    let link = lag.map_or(link.clone(), |lag| link.lag(lag));
                    if needs { task.needs.push(link) } else { task.after.push(link) }
                }
                plan.tasks.push(task);
            }
            for (number, (index, lag, target)) in milestones.into_iter().enumerate() {
                let link = Link::to(NAMES[index.index(count)]);
                let mut milestone =
                    Milestone::new(NAMES[8 + number]).after(lag.map_or(link.clone(), |lag| link.lag(lag)));
                milestone.target = target;
                plan.milestones.push(milestone);
            }
            for (number, (chance, becomes, scales, delays)) in risks.into_iter().enumerate() {
                let mut risk = Risk::new(NAMES[number], chance);
                if let Some((index, estimate)) = becomes {
                    risk = risk.becomes(NAMES[index.index(count)], estimate);
                }
                if let Some((selector, scale)) = scales {
                    risk = risk.scales(selector, scale);
                }
                if let Some((index, delay)) = delays {
                    risk = risk.delays(NAMES[index.index(count)], delay);
                }
                plan.risks.push(risk);
            }
            plan
        })
}

fn calendar_of((week, holiday, hours): (&str, Option<(Date, i64)>, u32)) -> Calendar {
    let mut calendar = Calendar::default();
    calendar.week = week.parse::<Week>().unwrap();
    calendar.hours_per_day = f64::from(hours);
    if let Some((from, length)) = holiday {
        calendar
            .holidays
            .push(Holiday::span(from, from.checked_add(landfall::jiff::Span::new().days(length)).unwrap()));
    }
    calendar
}

/// What a task may have come to, as parts of the days up to the status: when it was started, and what else is said.
pub(crate) type Progress = (u8, f64, f64, f64);

/// How far the tasks of a plan may have come.
pub(crate) fn progress() -> impl Strategy<Value = (i64, Vec<Progress>, Vec<u8>)> {
    let task = (0u8..6, 0.0..1.0f64, 0.0..1.0f64, 0.1..20.0f64);
    (1i64..60, prop::collection::vec(task, 20), prop::collection::vec(0u8..6, 20))
}

/// The plan with a status of that many days after its start.
pub(crate) fn with_progress(mut plan: Plan, (days, tasks, risks): (i64, Vec<Progress>, Vec<u8>)) -> Plan {
    use landfall::{RiskStatus, Status, TaskStatus};

    let day = |part: f64| {
        let span = landfall::jiff::Span::new().days((part * days as f64) as i64);
        plan.start.checked_add(span).unwrap()
    };
    let mut status = Status::new(day(1.0));
    for (task, (kind, start, end, work)) in plan.tasks.iter().zip(tasks) {
        let started = TaskStatus::started(&task.name, day(start));
        let of_task = match kind {
            0 => continue,
            1 => TaskStatus::open(&task.name).note("not yet"),
            2 => TaskStatus::finished(&task.name, day(start), day(start + (1.0 - start) * end)),
            3 => started.remaining(Estimate::days(work..=2.0 * work)),
            4 => started.done(Amount::days(work)),
            _ => started,
        };
        status = status.task(of_task);
    }
    let mut sets: Vec<String> = Vec::new();
    for (risk, kind) in plan.risks.iter().zip(risks) {
        // Of a set at most one happens.
        let free = risk.one_of.as_ref().is_none_or(|set| !sets.contains(set));
        status = match kind {
            0 if free => {
                sets.extend(risk.one_of.clone());
                status.risk(RiskStatus::happened(&risk.name))
            }
            1 => status.risk(RiskStatus::over(&risk.name)),
            2 => status.risk(RiskStatus::open(&risk.name).note("still open")),
            _ => status,
        };
    }
    plan.status = Some(status);
    plan
}
