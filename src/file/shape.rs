//! The shape of a plan file: what a plan is written as, and what the JSON Schema of plan files is made from.

use std::borrow::Cow;

use jiff::civil::Date;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::calendar::{Calendar, Holiday, Week};
use crate::plan::{
    Amount, Estimate, Link, Milestone, Moments, Plan, Range, RangeMeaning, Risk, Scale, Spread, Task,
    percent_text,
};

/// A plan: what is to be done, as ranges, what could go wrong, and when work begins.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(title = "landfall plan", rename = "Plan")
)]
pub(super) struct PlanShape<'a> {
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
    /// From the first to the last day, both included.
    Span { from: Day, to: Day },
}

/// How estimates are read.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Estimates"))]
struct EstimatesShape<'a> {
    /// What the two ends of a range stand for; p10-p90 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Word>,
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
    /// Free text, shown in reports.
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
    /// Free text, shown in reports.
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
    /// Free text, shown in reports.
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
    Long {
        /// The name of a task or milestone.
        task: &'a str,
        /// Working time from its finish to the start; negative is a lead.
        #[serde(skip_serializing_if = "Option::is_none")]
        lag: Option<Text<Amount>>,
        /// The kind of link: finish-start.
        #[serde(skip_serializing_if = "Option::is_none")]
        link: Option<Word>,
    },
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
    shape: Option<Word>,
    /// What the ends stand for: p10-p90, p5-p95, p25-p75 or min-max.
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Word>,
}

/// A word of the plan file.
#[derive(Serialize)]
#[serde(transparent)]
pub(super) struct Word(&'static str);

/// A date, written as year-month-day.
pub(super) struct Day(Date);

/// A value written as its text.
pub(super) struct Text<T>(T);

/// A share, written as a percentage.
pub(super) struct Share(f64);

/// A table whose keys are names, in order.
pub(super) struct Entries<'a, T>(Vec<(&'a str, T)>);

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

impl<'a> PlanShape<'a> {
    pub(super) fn of(plan: &'a Plan) -> Self {
        Self {
            schema: Some(1),
            name: &plan.name,
            start: Day(plan.start),
            calendar: (plan.calendar != Calendar::default()).then(|| CalendarShape::of(&plan.calendar)),
            estimates: EstimatesShape::of(plan),
            task: Entries(plan.tasks.iter().map(|task| (task.name.as_str(), TaskShape::of(task))).collect()),
            milestone: Entries(
                plan.milestones.iter().map(|m| (m.name.as_str(), MilestoneShape::of(m))).collect(),
            ),
            risk: Entries(plan.risks.iter().map(|risk| (risk.name.as_str(), RiskShape::of(risk))).collect()),
        }
    }
}

impl CalendarShape {
    fn of(calendar: &Calendar) -> Self {
        let default = Calendar::default();
        let hours = calendar.hours_per_day;
        Self {
            week: (calendar.week != default.week).then(|| WeekShape::of(calendar.week)),
            holidays: calendar.holidays.iter().copied().map(HolidayShape::of).collect(),
            hours_per_day: (hours != default.hours_per_day).then_some(hours),
        }
    }
}

impl WeekShape {
    fn of(week: Week) -> Self {
        let text = week.to_string();
        if text.contains(',') || week.len() == 0 {
            Self::Days(week.names().collect())
        } else {
            Self::Text(text)
        }
    }
}

impl HolidayShape {
    fn of(holiday: Holiday) -> Self {
        let (from, to) = (Day(holiday.from), Day(holiday.to));
        if holiday.from == holiday.to { Self::Day(from) } else { Self::Span { from, to } }
    }
}

impl<'a> EstimatesShape<'a> {
    fn of(plan: &'a Plan) -> Option<Self> {
        let estimates = &plan.estimates;
        let shape = Self {
            range: (estimates.range != RangeMeaning::default()).then(|| Word(estimates.range.as_str())),
            sprint: estimates.sprint.map(Text),
            sizes: EstimateShape::entries(&estimates.sizes),
        };
        let says_something = shape.range.is_some() || shape.sprint.is_some() || !shape.sizes.is_empty();
        says_something.then_some(shape)
    }
}

impl<'a> TaskShape<'a> {
    fn of(task: &'a Task) -> Self {
        Self {
            title: task.title.as_deref(),
            note: task.note.as_deref(),
            takes: EstimateShape::of(&task.takes),
            after: task.after.iter().map(LinkShape::of).collect(),
            needs: task.needs.iter().map(LinkShape::of).collect(),
            not_before: task.not_before.map(Day),
            tags: &task.tags,
        }
    }
}

impl<'a> MilestoneShape<'a> {
    fn of(milestone: &'a Milestone) -> Self {
        Self {
            title: milestone.title.as_deref(),
            note: milestone.note.as_deref(),
            after: milestone.after.iter().map(LinkShape::of).collect(),
            target: milestone.target.map(Day),
        }
    }
}

impl<'a> RiskShape<'a> {
    fn of(risk: &'a Risk) -> Self {
        Self {
            title: risk.title.as_deref(),
            note: risk.note.as_deref(),
            chance: Share(risk.chance.get()),
            becomes: EstimateShape::entries(&risk.becomes),
            delays: EstimateShape::entries(&risk.delays),
            scales: Entries(
                risk.scales.iter().map(|(key, scale)| (key.as_str(), ScaleShape::of(scale))).collect(),
            ),
        }
    }
}

impl<'a> LinkShape<'a> {
    fn of(link: &'a Link) -> Self {
        match link.lag {
            None => Self::Name(Cow::Borrowed(&link.task)),
            Some(lag) if lag.value >= 0.0 && lag.value.is_sign_positive() => {
                Self::Name(Cow::Owned(format!("{} + {lag}", link.task)))
            }
            Some(lag) if lag.value < 0.0 => {
                let lead = Amount::new(-lag.value, lag.unit);
                Self::Name(Cow::Owned(format!("{} - {lead}", link.task)))
            }
            Some(lag) => Self::Long { task: &link.task, lag: Some(Text(lag)), link: None },
        }
    }
}

impl<'a> EstimateShape<'a> {
    fn entries(estimates: &'a [(String, Estimate)]) -> Entries<'a, Self> {
        Entries(estimates.iter().map(|(key, estimate)| (key.as_str(), Self::of(estimate))).collect())
    }

    fn of(estimate: &'a Estimate) -> Self {
        match estimate {
            Estimate::Size(name) => Self::Text(Cow::Borrowed(name)),
            Estimate::Spread(Spread::Range(range)) if range.shape.is_none() && range.range.is_none() => {
                Self::Text(Cow::Owned(points_text(&range.points())))
            }
            Estimate::Spread(spread) => Self::Long(LongShape::of(spread, Text)),
        }
    }
}

/// One, two or three times as a person would write them: "2-3 weeks".
fn points_text(points: &[Amount]) -> String {
    let one_unit = points.windows(2).all(|pair| pair[0].unit == pair[1].unit);
    let last = points.len() - 1;
    let texts: Vec<String> = points
        .iter()
        .enumerate()
        .map(
            |(place, point)| {
                if one_unit && place < last { point.value.to_string() } else { point.to_string() }
            },
        )
        .collect();
    let negative = points.iter().any(|point| point.value.is_sign_negative());
    let separator = match (points.len(), negative, one_unit) {
        (3, ..) => " / ",
        (_, true, _) => " to ",
        (_, false, true) => "-",
        (_, false, false) => " - ",
    };
    texts.join(separator)
}

impl ScaleShape {
    fn of(scale: &Scale) -> Self {
        match scale {
            Spread::Range(range) if range.shape.is_none() && range.range.is_none() => {
                let texts: Vec<String> = range.points().iter().map(|&share| percent_text(share)).collect();
                let negative = texts.iter().any(|text| text.starts_with('-'));
                let separator = if texts.len() == 3 {
                    " / "
                } else if negative {
                    " to "
                } else {
                    "-"
                };
                Self::Text(format!("{}%", texts.join(separator)))
            }
            spread => Self::Long(LongShape::of(spread, Share)),
        }
    }
}

impl<Q> LongShape<Q> {
    fn of<A: Copy>(spread: &Spread<A>, quantity: impl Fn(A) -> Q) -> Self {
        let empty =
            Self { low: None, likely: None, high: None, mean: None, sd: None, shape: None, range: None };
        match *spread {
            Spread::Range(Range { low, likely, high, shape, range }) => Self {
                low: Some(quantity(low)),
                likely: likely.map(&quantity),
                high: Some(quantity(high)),
                shape: shape.map(|shape| Word(shape.as_str())),
                range: range.map(|range| Word(range.as_str())),
                ..empty
            },
            Spread::Moments(Moments { mean, sd, shape }) => Self {
                mean: Some(quantity(mean)),
                sd: sd.map(quantity),
                shape: Some(Word(shape.as_str())),
                ..empty
            },
        }
    }
}
