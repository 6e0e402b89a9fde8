//! Plan → the shape it is written in.

use std::borrow::Cow;

use super::{
    CalendarShape, Day, Entries, EstimateShape, EstimatesShape, HolidayShape, LinkShape, LongLink, LongShape,
    MilestoneShape, PlanShape, RiskShape, ScaleShape, Share, SpanShape, TaskShape, Text, WeekShape, Word,
};
use crate::calendar::{Calendar, Holiday, Week};
use crate::plan::{
    Amount, Estimate, Link, Milestone, Moments, Plan, Range, RangeMeaning, Risk, Scale, Spread, Task,
    percent_text,
};

impl<'a> PlanShape<'a> {
    pub(in crate::file) fn of(plan: &'a Plan) -> Self {
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
        if holiday.from == holiday.to { Self::Day(from) } else { Self::Span(SpanShape { from, to }) }
    }
}

impl<'a> EstimatesShape<'a> {
    fn of(plan: &'a Plan) -> Option<Self> {
        let estimates = &plan.estimates;
        let shape = Self {
            range: (estimates.range != RangeMeaning::default()).then_some(Word(estimates.range)),
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
            Some(lag) => Self::Long(LongLink { task: &link.task, lag: Some(Text(lag)), link: None }),
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
                shape: shape.map(Word),
                range: range.map(Word),
                ..empty
            },
            Spread::Moments(Moments { mean, sd, shape }) => {
                Self { mean: Some(quantity(mean)), sd: sd.map(quantity), shape: Some(Word(shape)), ..empty }
            }
        }
    }
}
