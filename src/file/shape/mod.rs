//! The shape of a plan file: what a plan is written as, and what the JSON Schema of plan files is made from.

mod of;
mod staff;

use std::borrow::Cow;

use jiff::civil::Date;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::plan::{Amount, Lag, LinkKind, Pace, RangeMeaning, Shape, percent_text};

use staff::{DefaultsShape, EffectShape, TeamShape};

/// A plan: what is to be done, as ranges, what could go wrong, and when work begins.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(title = "landfall plan", rename = "Plan")
)]
pub(in crate::file) struct PlanShape<'a> {
    /// The version of this shape: 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    schema: Option<u32>,
    /// What the plan is called.
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'a str,
    /// The first day on which work may happen.
    start: Day,
    /// Which days are worked.
    #[serde(skip_serializing_if = "Option::is_none")]
    calendar: Option<CalendarShape>,
    /// How estimates are read.
    #[serde(skip_serializing_if = "Option::is_none")]
    estimates: Option<EstimatesShape<'a>>,
    /// What holds where a task says nothing else.
    #[serde(skip_serializing_if = "Option::is_none")]
    defaults: Option<DefaultsShape<'a>>,
    /// The teams by name: who does the work.
    #[serde(skip_serializing_if = "Entries::is_empty")]
    team: Entries<'a, TeamShape<'a>>,
    /// The tasks by name, in plan order.
    task: Entries<'a, TaskShape<'a>>,
    /// The milestones by name, in plan order.
    #[serde(skip_serializing_if = "Entries::is_empty")]
    milestone: Entries<'a, MilestoneShape<'a>>,
    /// What could go wrong, or right, by name.
    #[serde(skip_serializing_if = "Entries::is_empty")]
    risk: Entries<'a, RiskShape<'a>>,
    /// Tasks that err together, by name.
    #[serde(skip_serializing_if = "Entries::is_empty")]
    group: Entries<'a, GroupShape<'a>>,
    /// What makes tasks slower or faster while it is active, by name.
    #[serde(skip_serializing_if = "Entries::is_empty")]
    effect: Entries<'a, EffectShape<'a>>,
}

/// Which days are worked.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Calendar"))]
struct CalendarShape {
    /// The weekdays that are worked: "Mon-Fri", or a list of days.
    #[serde(skip_serializing_if = "Option::is_none")]
    week: Option<WeekShape>,
    /// Days and spans that are not worked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    holidays: Vec<HolidayShape>,
    /// Working hours of a day, above 0 and at most 24; 8 by default. Only used to read amounts in hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    hours_per_day: Option<f64>,
}

#[derive(Serialize)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Week"))]
enum WeekShape {
    /// A run of days, such as "Mon-Fri".
    Text(String),
    /// Single days.
    Days(Vec<&'static str>),
}

#[derive(Serialize)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Holiday"))]
enum HolidayShape {
    /// One day.
    Day(Day),
    /// A span of days.
    Span(SpanShape),
}

/// From the first to the last day, both included.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Span"))]
struct SpanShape {
    /// The first day.
    from: Day,
    /// The last day.
    to: Day,
}

/// How estimates are read.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Estimates"))]
struct EstimatesShape<'a> {
    /// What the two ends of a range stand for; p10-p90 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Word<RangeMeaning>>,
    /// What the time of an estimate is: focus (at full attention, the default) or usual (the usual unplanned work is inside).
    #[serde(skip_serializing_if = "Option::is_none")]
    pace: Option<Word<Pace>>,
    /// How much the tasks of the plan err together: a correlation from 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    correlation: Option<f64>,
    /// The length of a sprint, such as "2 weeks".
    #[serde(skip_serializing_if = "Option::is_none")]
    sprint: Option<Text<Amount>>,
    /// Named sizes and what each takes.
    #[serde(skip_serializing_if = "Entries::is_empty")]
    sizes: Entries<'a, EstimateShape<'a>>,
}

/// A piece of work.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Task"))]
struct TaskShape<'a> {
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    /// Free text for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    /// How long it takes.
    takes: EstimateShape<'a>,
    /// What must be finished before it can start.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    after: Vec<LinkShape<'a>>,
    /// As after, and it cannot be without it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    needs: Vec<LinkShape<'a>>,
    /// The earliest day it may start.
    #[serde(skip_serializing_if = "Option::is_none")]
    not_before: Option<Day>,
    /// How likely it is to be needed at all: "60%" or 0.6.
    #[serde(skip_serializing_if = "Option::is_none")]
    exists: Option<Share>,
    /// Labels that risks, effects and groups select it by.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
    /// The team that does it, or "none".
    #[serde(skip_serializing_if = "Option::is_none")]
    team: Option<&'a str>,
    /// How many people of its team it needs as long as it runs; 1 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    people: Option<u32>,
    /// By team: how many people it needs, instead of team and people.
    #[serde(skip_serializing_if = "Entries::is_empty")]
    uses: Entries<'a, u32>,
    /// The kind of work it is, which says on what share of its team's time it draws; roadmap by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'a str>,
    /// Who gets the people first: the smaller number; 100 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<i64>,
}

/// A point reached when all it waits for is finished.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Milestone"))]
struct MilestoneShape<'a> {
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    /// Free text for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    /// What must be finished.
    after: Vec<LinkShape<'a>>,
    /// The day it should be reached on or before.
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<Day>,
}

/// A scenario that happens with a chance and then changes tasks.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Risk"))]
struct RiskShape<'a> {
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    /// Free text for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    /// How likely it is: "30%" or 0.3.
    chance: Share,
    /// By selector (a task's name, "#tag" or "*"): the estimate that replaces the task's own.
    #[serde(skip_serializing_if = "Entries::is_empty")]
    becomes: Entries<'a, EstimateShape<'a>>,
    /// By selector: work that is added.
    #[serde(skip_serializing_if = "Entries::is_empty")]
    delays: Entries<'a, EstimateShape<'a>>,
    /// By selector: the factor that multiplies.
    #[serde(skip_serializing_if = "Entries::is_empty")]
    scales: Entries<'a, ScaleShape>,
    /// Whether its scales and delays are as bad for each task as luck has it, instead of as bad for all.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "schema", schemars(default))]
    each: bool,
    /// Of the risks with the same name here, only the largest scale counts on a task.
    #[serde(skip_serializing_if = "Option::is_none")]
    absorb: Option<&'a str>,
    /// Its chance where another risk happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    given: Option<GivenShape<'a>>,
    /// Of the risks with the same name here, at most one happens.
    #[serde(skip_serializing_if = "Option::is_none")]
    one_of: Option<&'a str>,
}

/// What another risk that happened makes of a chance.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Given"))]
struct GivenShape<'a> {
    /// The name of the other risk.
    risk: &'a str,
    /// How likely this one is where that one happened.
    chance: Share,
}

/// Tasks that err together more, or less, than those of the plan do.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Group"))]
struct GroupShape<'a> {
    /// Which tasks, by selector: a task's name, "#tag" or "*".
    tasks: &'a [String],
    /// The correlation of any two of them, from 0 to 1.
    correlation: f64,
}

/// What is waited for: its name, with a lag or lead if need be ("schema + 2 days", "schema - 50%"), or the same by keys.
#[derive(Serialize)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Link"))]
enum LinkShape<'a> {
    /// The name of a task or milestone.
    Name(Cow<'a, str>),
    /// The same by keys.
    Long(LongLink<'a>),
}

/// What is waited for, by keys.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct LongLink<'a> {
    /// The name of a task or milestone.
    task: &'a str,
    /// Working time between the two ends, or a percentage of what the other takes; negative is a lead.
    #[serde(skip_serializing_if = "Option::is_none")]
    lag: Option<Text<Lag>>,
    /// Which ends are tied: finish-start (the default), start-start, finish-finish or start-finish.
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<Word<LinkKind>>,
}

/// How long: "5 days", "2-3 weeks", "1 / 2 / 5 weeks", a size, or the long form.
#[derive(Serialize)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Estimate"))]
enum EstimateShape<'a> {
    /// A time, a range, three points or the name of a size.
    Text(Cow<'a, str>),
    /// The long form.
    Long(LongShape<Text<Amount>>),
    /// What it took before, percentiles, possibilities, or items.
    Other(OtherTime<'a>),
}

/// What it took before, percentiles, possibilities, or items.
#[derive(Serialize)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "OtherTime"))]
enum OtherTime<'a> {
    /// A list or a table of times.
    Listed(ListedShape<Text<Amount>>),
    /// One or the other.
    Any(AnyShape<EstimateShape<'a>>),
    /// As long as it takes to finish so many items.
    Items(ItemsShape<'a>),
}

/// What it was before, or percentiles.
#[derive(Serialize)]
#[serde(deny_unknown_fields, rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Listed{Q}"))]
enum ListedShape<Q> {
    /// What it was before; resampled.
    History(Vec<Q>),
    /// Two or more percentiles: p10, p50, p97.5.
    Percentiles(Named<Q>),
}

/// One or the other.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Any{T}"))]
struct AnyShape<T> {
    /// The possibilities.
    any: Vec<WeightedShape<T>>,
}

/// One of several possibilities.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Weighted{T}"))]
struct WeightedShape<T> {
    /// How likely it is against the others.
    weight: f64,
    /// What it is then.
    takes: T,
}

/// As long as it takes to finish so many items at the rate of the past.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Items"))]
struct ItemsShape<'a> {
    /// How many items.
    items: NumberShape,
    /// How many were finished in each of the past periods.
    throughput: &'a [u32],
    /// The length of a period; one week by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    per: Option<Text<Amount>>,
    /// What one item turns out to be; 1 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    split: Option<NumberShape>,
}

/// A number or a range of them: 25, "20-30", or the long form.
#[derive(Serialize)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Numbers"))]
enum NumberShape {
    /// One number.
    Number(f64),
    /// A range or three points.
    Text(String),
    /// The long form.
    Long(LongShape<f64>),
    /// What it was before, or percentiles.
    Listed(ListedShape<f64>),
}

/// A factor: "120%", 1.2, "105-130 %", or the long form.
#[derive(Serialize)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Scale"))]
enum ScaleShape {
    /// A share: 1.2 is 120%.
    #[allow(dead_code, reason = "read, but written as a percentage")]
    Number(f64),
    /// A percentage, a range or three points of them.
    Text(String),
    /// The long form.
    Long(LongShape<Share>),
    /// What it was before, or percentiles.
    Listed(ListedShape<Share>),
    /// One or the other.
    Any(AnyShape<ScaleShape>),
}

/// The long form: low, high and perhaps likely; or mean, sd and shape.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Long{Q}"))]
struct LongShape<Q> {
    /// The low end.
    #[serde(skip_serializing_if = "Option::is_none")]
    low: Option<Q>,
    /// The likeliest value.
    #[serde(skip_serializing_if = "Option::is_none")]
    likely: Option<Q>,
    /// The high end.
    #[serde(skip_serializing_if = "Option::is_none")]
    high: Option<Q>,
    /// The mean.
    #[serde(skip_serializing_if = "Option::is_none")]
    mean: Option<Q>,
    /// The standard deviation.
    #[serde(skip_serializing_if = "Option::is_none")]
    sd: Option<Q>,
    /// lognormal, normal, uniform, pert, triangular, exponential or gamma.
    #[serde(skip_serializing_if = "Option::is_none")]
    shape: Option<Word<Shape>>,
    /// What the ends stand for: p10-p90, p5-p95, p25-p75 or min-max.
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Word<RangeMeaning>>,
}

/// A word of the plan file, out of those that `T` has.
pub(in crate::file) struct Word<T>(T);

/// A date, written as year-month-day.
pub(in crate::file) struct Day(Date);

/// A value written as its text.
pub(in crate::file) struct Text<T>(T);

/// A share, written as a percentage.
pub(in crate::file) struct Share(f64);

/// A table whose keys are made, in order.
pub(in crate::file) struct Named<T>(Vec<(String, T)>);

/// A table whose keys are names, in order.
pub(in crate::file) struct Entries<'a, T>(Vec<(&'a str, T)>);

impl<T: std::fmt::Display> Serialize for Word<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<T: std::fmt::Display> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}%", percent_text(self.0)))
    }
}

impl<T> Entries<'_, T> {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Serialize> Serialize for Entries<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl<T: Serialize> Serialize for Named<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}
