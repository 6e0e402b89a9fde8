//! Plan → the shape it is written in.

use std::borrow::Cow;

use super::alternative::AlternativeShape;
use super::staff::{DefaultsShape, EffectShape, TeamShape};
use super::status::StatusShape;
use super::work::{GivenShape, GroupShape, MilestoneShape, RiskShape, TaskShape};
use super::{
    AnyShape, CalendarShape, CalibrationShape, Day, Entries, EstimateShape, EstimatesShape, HolidayShape,
    ItemsShape, LinkShape, ListedShape, LongLink, LongShape, Named, NumberShape, OtherTime, PlanShape,
    ScaleShape, Share, SpanShape, Text, WeekShape, WeightedShape, Word,
};
use crate::calendar::{Calendar, Holiday, Week};
use crate::plan::{
    Amount, Calibration, Estimate, Group, Items, Link, LinkKind, Milestone, Moments, PRIORITY, Pace, Plan,
    Range, RangeMeaning, Risk, Scale, Spread, Task, Weighted, percent_text,
};
use crate::units::Percentile;

impl<'a> PlanShape<'a> {
    pub(in crate::file) fn of(plan: &'a Plan) -> Self {
        Self {
            schema: Some(1),
            name: &plan.name,
            start: Day(plan.start),
            budget: plan.budget,
            calendar: (plan.calendar != Calendar::default()).then(|| CalendarShape::of(&plan.calendar)),
            estimates: EstimatesShape::of(plan),
            defaults: plan.default_team.as_deref().map(DefaultsShape::of),
            team: Entries(plan.teams.iter().map(|team| (team.name.as_str(), TeamShape::of(team))).collect()),
            task: Entries(plan.tasks.iter().map(|task| (task.name.as_str(), TaskShape::of(task))).collect()),
            milestone: Entries(
                plan.milestones.iter().map(|m| (m.name.as_str(), MilestoneShape::of(m))).collect(),
            ),
            risk: Entries(plan.risks.iter().map(|risk| (risk.name.as_str(), RiskShape::of(risk))).collect()),
            group: Entries(
                plan.groups.iter().map(|group| (group.name.as_str(), GroupShape::of(group))).collect(),
            ),
            effect: Entries(
                plan.effects.iter().map(|effect| (effect.name.as_str(), EffectShape::of(effect))).collect(),
            ),
            alternative: Entries(
                plan.alternatives.iter().map(|a| (a.name.as_str(), AlternativeShape::of(a))).collect(),
            ),
            calibration: plan.calibration.as_ref().map(CalibrationShape::of),
            status: plan.status.as_ref().map(StatusShape::of),
        }
    }
}

impl<'a> GroupShape<'a> {
    pub(super) fn of(group: &'a Group) -> Self {
        Self { tasks: Some(&group.tasks), correlation: Some(group.correlation), clear: Vec::new() }
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

impl CalibrationShape {
    fn of(calibration: &Calibration) -> Self {
        let Calibration { bias, hit_rate, claimed, ratios } = calibration;
        Self {
            bias: (*bias != 1.0).then_some(*bias),
            hit_rate: hit_rate.map(|share| Share(share.get())),
            claimed: claimed.map(|share| Share(share.get())),
            ratios: ratios.as_ref().map(NumberShape::of),
        }
    }
}

impl WeekShape {
    pub(super) fn of(week: Week) -> Self {
        let text = week.to_string();
        if text.contains(',') || week.len() == 0 {
            Self::Days(week.names().collect())
        } else {
            Self::Text(text)
        }
    }
}

impl HolidayShape {
    pub(super) fn of(holiday: Holiday) -> Self {
        let (from, to) = (Day(holiday.from), Day(holiday.to));
        if holiday.from == holiday.to { Self::Day(from) } else { Self::Span(SpanShape { from, to }) }
    }
}

impl<'a> EstimatesShape<'a> {
    fn of(plan: &'a Plan) -> Option<Self> {
        let estimates = &plan.estimates;
        let shape = Self {
            range: (estimates.range != RangeMeaning::default()).then_some(Word(estimates.range)),
            pace: (estimates.pace != Pace::default()).then_some(Word(estimates.pace)),
            correlation: estimates.correlation,
            sprint: estimates.sprint.map(Text),
            sizes: EstimateShape::entries(&estimates.sizes),
        };
        let says_something = shape.range.is_some()
            || shape.pace.is_some()
            || shape.correlation.is_some()
            || shape.sprint.is_some()
            || !shape.sizes.is_empty();
        says_something.then_some(shape)
    }
}

impl<'a> TaskShape<'a> {
    pub(super) fn of(task: &'a Task) -> Self {
        Self {
            title: task.title.as_deref(),
            note: task.note.as_deref(),
            takes: Some(EstimateShape::of(&task.takes)),
            after: task.after.iter().map(LinkShape::of).collect(),
            needs: task.needs.iter().map(LinkShape::of).collect(),
            not_before: task.not_before.map(Day),
            exists: task.exists.map(|chance| Share(chance.get())),
            tags: &task.tags,
            team: task.team.as_deref(),
            people: (task.people != 1).then_some(task.people),
            uses: Entries(task.uses.iter().map(|(team, people)| (team.as_str(), *people)).collect()),
            kind: task.kind.as_deref(),
            priority: (task.priority != PRIORITY).then_some(task.priority),
            value: task.value,
            cost: task.cost,
            clear: Vec::new(),
        }
    }
}

impl<'a> MilestoneShape<'a> {
    pub(super) fn of(milestone: &'a Milestone) -> Self {
        Self {
            title: milestone.title.as_deref(),
            note: milestone.note.as_deref(),
            after: Some(milestone.after.iter().map(LinkShape::of).collect()),
            target: milestone.target.map(Day),
            value: milestone.value,
            value_per_week: milestone.value_per_week,
            clear: Vec::new(),
        }
    }
}

impl<'a> RiskShape<'a> {
    pub(super) fn of(risk: &'a Risk) -> Self {
        Self {
            title: risk.title.as_deref(),
            note: risk.note.as_deref(),
            chance: Some(Share(risk.chance.get())),
            becomes: EstimateShape::entries(&risk.becomes),
            delays: EstimateShape::entries(&risk.delays),
            scales: ScaleShape::entries(&risk.scales),
            each: risk.each,
            absorb: risk.absorb.as_deref(),
            given: risk
                .given
                .as_ref()
                .map(|given| GivenShape { risk: &given.risk, chance: Share(given.chance.get()) }),
            one_of: risk.one_of.as_deref(),
            clear: Vec::new(),
        }
    }
}

impl<'a> LinkShape<'a> {
    fn of(link: &'a Link) -> Self {
        let number = link.lag.map(|lag| (lag, lag.number()));
        match number {
            _ if link.kind != LinkKind::FinishStart => Self::long(link),
            None => Self::Name(Cow::Borrowed(&link.task)),
            Some((lag, number)) if number >= 0.0 && number.is_sign_positive() => {
                Self::Name(Cow::Owned(format!("{} + {lag}", link.task)))
            }
            Some((lag, number)) if number < 0.0 => {
                Self::Name(Cow::Owned(format!("{} - {}", link.task, lag.reversed())))
            }
            Some(_) => Self::long(link),
        }
    }

    fn long(link: &'a Link) -> Self {
        let kind = (link.kind != LinkKind::FinishStart).then_some(Word(link.kind));
        Self::Long(LongLink { task: &link.task, lag: link.lag.map(Text), link: kind })
    }
}

impl<'a> EstimateShape<'a> {
    fn entries(estimates: &'a [(String, Estimate)]) -> Entries<'a, Self> {
        Entries(estimates.iter().map(|(key, estimate)| (key.as_str(), Self::of(estimate))).collect())
    }

    pub(super) fn of(estimate: &'a Estimate) -> Self {
        match estimate {
            Estimate::Size(name) => Self::Text(Cow::Borrowed(name)),
            Estimate::Spread(Spread::Range(range)) if range.shape.is_none() && range.range.is_none() => {
                Self::Text(Cow::Owned(points_text(&range.points())))
            }
            Estimate::Spread(spread) => match LongShape::of(spread, Text) {
                Ok(long) => Self::Long(long),
                Err(listed) => Self::Other(OtherTime::Listed(listed)),
            },
            Estimate::Any(parts) => Self::Other(OtherTime::Any(AnyShape::of(parts, Self::of))),
            Estimate::Items(items) => Self::Other(OtherTime::Items(ItemsShape::of(items))),
        }
    }
}

impl<'a> ItemsShape<'a> {
    fn of(items: &'a Items) -> Self {
        Self {
            items: NumberShape::of(&items.items),
            throughput: &items.throughput,
            per: items.per.map(Text),
            split: items.split.as_ref().map(NumberShape::of),
        }
    }
}

impl NumberShape {
    fn of(numbers: &Spread<f64>) -> Self {
        match numbers {
            Spread::Range(range) if range.shape.is_none() && range.range.is_none() => {
                match range.points()[..] {
                    [only] => Self::Number(only),
                    ref points => Self::Text(joined(&points.iter().map(f64::to_string).collect::<Vec<_>>())),
                }
            }
            spread => match LongShape::of(spread, |number| number) {
                Ok(long) => Self::Long(long),
                Err(listed) => Self::Listed(listed),
            },
        }
    }
}

impl<T> AnyShape<T> {
    fn of<'a, P>(parts: &'a [Weighted<P>], shape: impl Fn(&'a P) -> T) -> Self {
        let part = |part: &'a Weighted<P>| WeightedShape { weight: part.weight, takes: shape(&part.takes) };
        Self { any: parts.iter().map(part).collect() }
    }
}

/// Two or three numbers as a person would write them.
fn joined(texts: &[String]) -> String {
    let negative = texts.iter().any(|text| text.starts_with('-'));
    texts.join(match (texts.len(), negative) {
        (3, _) => " / ",
        (_, true) => " to ",
        (_, false) => "-",
    })
}

/// One, two or three shares as a person would write them: "5-20%".
pub(crate) fn shares_text(points: &[f64]) -> String {
    format!("{}%", joined(&points.iter().map(|&share| percent_text(share)).collect::<Vec<_>>()))
}

/// One, two or three times as a person would write them: "2-3 weeks".
pub(crate) fn points_text(points: &[Amount]) -> String {
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
    pub(super) fn entries(scales: &[(String, Scale)]) -> Entries<'_, Self> {
        Entries(scales.iter().map(|(key, scale)| (key.as_str(), Self::of(scale))).collect())
    }

    pub(super) fn of(scale: &Scale) -> Self {
        match scale {
            Scale::Spread(Spread::Range(range)) if range.shape.is_none() && range.range.is_none() => {
                Self::Text(shares_text(&range.points()))
            }
            Scale::Spread(spread) => match LongShape::of(spread, Share) {
                Ok(long) => Self::Long(long),
                Err(listed) => Self::Listed(listed),
            },
            Scale::Any(parts) => Self::Any(AnyShape::of(parts, Self::of)),
        }
    }
}

impl<Q> LongShape<Q> {
    /// The long form; what has a shape of its own comes as that.
    fn of<A: Copy>(spread: &Spread<A>, quantity: impl Fn(A) -> Q) -> Result<Self, ListedShape<Q>> {
        let empty =
            Self { low: None, likely: None, high: None, mean: None, sd: None, shape: None, range: None };
        Ok(match *spread {
            Spread::Range(Range { low, likely, high, shape, range }) => Self {
                low: Some(quantity(low)),
                likely: likely.map(&quantity),
                high: Some(quantity(high)),
                shape: shape.map(Word),
                range: range.map(Word),
                ..empty
            },
            Spread::Moments(Moments { mean, sd, shape }) => {
                Self { mean: Some(quantity(mean)), sd: sd.map(quantity), shape: Some(Word(shape)), ..empty }
            }
            Spread::Percentiles(ref points) => {
                let name = |percentile: Percentile| format!("p{}", percentile.percent());
                let named = points.iter().map(|&(percentile, value)| (name(percentile), quantity(value)));
                return Err(ListedShape::Percentiles(Named(named.collect())));
            }
            Spread::History(ref values) => {
                return Err(ListedShape::History(values.iter().map(|&value| quantity(value)).collect()));
            }
        })
    }
}
