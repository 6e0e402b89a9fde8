//! The shape of a plan file: what a plan is written as, and what the JSON Schema of plan files is made from.

mod alternative;
mod of;
mod staff;
mod status;
mod work;

use std::borrow::Cow;

use jiff::civil::Date;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::plan::{Amount, Lag, LinkKind, Pace, RangeMeaning, Shape, percent_text};

use alternative::AlternativeShape;
pub(crate) use of::{points_text, shares_text};
use staff::{DefaultsShape, EffectShape, TeamShape};
use status::StatusShape;
use work::{GroupShape, MilestoneShape, RiskShape, TaskShape};

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
    /// What it may cost, in the unit of the costs of tasks and teams.
    #[serde(skip_serializing_if = "Option::is_none")]
    budget: Option<f64>,
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
    /// Other ways to go about the plan, by name.
    #[serde(skip_serializing_if = "Entries::is_empty")]
    alternative: Entries<'a, AlternativeShape<'a>>,
    /// What earlier estimates turned out to be worth.
    #[serde(skip_serializing_if = "Option::is_none")]
    calibration: Option<CalibrationShape>,
    /// How far the plan has come.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<StatusShape<'a>>,
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

/// What earlier estimates turned out to be worth: ranges are corrected by it.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Calibration"))]
struct CalibrationShape {
    /// What work took against the middle of its range: 1.2 is a fifth longer.
    #[serde(skip_serializing_if = "Option::is_none")]
    bias: Option<f64>,
    /// The share of ranges, once corrected by the bias, that held the outcome.
    #[serde(skip_serializing_if = "Option::is_none")]
    hit_rate: Option<Share>,
    /// The share that they were to hold; that of the plan's range meaning by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    claimed: Option<Share>,
    /// What work took against what was estimated, instead of the others.
    #[serde(skip_serializing_if = "Option::is_none")]
    ratios: Option<NumberShape>,
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
