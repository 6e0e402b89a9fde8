//! The shape of a plan file: what a plan is written as, and what the JSON Schema of plan files is made from.

mod of;

use std::borrow::Cow;

use jiff::civil::Date;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::plan::{Amount, RangeMeaning, Shape, percent_text};

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
    /// The tasks by name, in plan order.
    task: Entries<'a, TaskShape<'a>>,
    /// The milestones by name, in plan order.
    #[serde(skip_serializing_if = "Entries::is_empty")]
    milestone: Entries<'a, MilestoneShape<'a>>,
    /// What could go wrong, or right, by name.
    #[serde(skip_serializing_if = "Entries::is_empty")]
    risk: Entries<'a, RiskShape<'a>>,
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
    /// Labels that risks select it by.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
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
}

/// What must be finished first: its name, with a lag or lead if need be ("schema + 2 days"), or the same by keys.
#[derive(Serialize)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Link"))]
enum LinkShape<'a> {
    /// The name of a task or milestone.
    Name(Cow<'a, str>),
    /// The same by keys.
    Long(LongLink<'a>),
}

/// What must be finished first, by keys.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct LongLink<'a> {
    /// The name of a task or milestone.
    task: &'a str,
    /// Working time from its finish to the start; negative is a lead.
    #[serde(skip_serializing_if = "Option::is_none")]
    lag: Option<Text<Amount>>,
    /// The kind of link; finish-start is the only one so far.
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<LinkWord>,
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
    /// lognormal, normal, uniform, pert, triangular or exponential.
    #[serde(skip_serializing_if = "Option::is_none")]
    shape: Option<Word<Shape>>,
    /// What the ends stand for: p10-p90, p5-p95, p25-p75 or min-max.
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Word<RangeMeaning>>,
}

/// A word of the plan file, out of those that `T` has.
pub(in crate::file) struct Word<T>(T);

/// The one kind of link there is so far; written only where it was said.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
enum LinkWord {
    #[allow(dead_code, reason = "it is the default, which is never written")]
    #[serde(rename = "finish-start")]
    FinishStart,
}

/// A date, written as year-month-day.
pub(in crate::file) struct Day(Date);

/// A value written as its text.
pub(in crate::file) struct Text<T>(T);

/// A share, written as a percentage.
pub(in crate::file) struct Share(f64);

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
