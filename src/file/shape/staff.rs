//! The shapes of teams and effects.

use serde::Serialize;

use super::{Day, Entries, EstimateShape, HolidayShape, ScaleShape, Text, WeekShape, Word};
use crate::plan::{Amount, Effect, Idle, Interrupt, Join, Leave, Team, TeamCalendar, UNPLANNED, When};

/// What holds where a task says nothing else.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Defaults"))]
pub(super) struct DefaultsShape<'a> {
    /// The team of the tasks that name none.
    team: &'a str,
}

/// People who work on tasks, and how their time is shared out.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Team", extend("required" = ["people"])))]
pub(super) struct TeamShape<'a> {
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    /// Free text for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    /// How many people it has when the plan starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) people: Option<u32>,
    /// The share of its time by kind of work: numbers or percentages that sum to 1; "unplanned" may be a range.
    #[serde(skip_serializing_if = "Entries::is_empty")]
    share: Entries<'a, ScaleShape>,
    /// Whether what a kind of work leaves idle stays its own (reserved, the default) or is lent to others.
    #[serde(skip_serializing_if = "Option::is_none")]
    idle: Option<Word<Idle>>,
    /// When people are away.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    leave: Vec<LeaveShape>,
    /// When people join it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    joins: Vec<JoinShape>,
    /// On which days it works, where these are others than the plan's.
    #[serde(skip_serializing_if = "Option::is_none")]
    calendar: Option<TeamCalendarShape>,
    /// What comes in between at random and takes one of its people.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    interrupts: Vec<InterruptShape<'a>>,
    /// What a day's work of one person costs, in a unit of your own.
    #[serde(skip_serializing_if = "Option::is_none")]
    cost_per_person_day: Option<f64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub(super) clear: Vec<&'static str>,
}

/// People who are away from the first to the last day, both included.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Leave"))]
struct LeaveShape {
    /// The first day.
    from: Day,
    /// The last day.
    to: Day,
    /// How many; 1 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    people: Option<u32>,
}

/// People who join a team.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Join"))]
struct JoinShape {
    /// Their first day.
    from: Day,
    /// How many; 1 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    people: Option<u32>,
}

/// On which days a team works; what is left out is as in the plan's calendar.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "TeamCalendar"))]
struct TeamCalendarShape {
    /// The weekdays that are worked: "Mon-Fri", or a list of days.
    #[serde(skip_serializing_if = "Option::is_none")]
    week: Option<WeekShape>,
    /// Days and spans that are not worked, instead of the plan's.
    #[serde(skip_serializing_if = "Option::is_none")]
    holidays: Option<Vec<HolidayShape>>,
}

/// What comes in between at random times and takes one person.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Interrupt"))]
struct InterruptShape<'a> {
    /// The mean time from one to the next.
    every: Text<Amount>,
    /// How long one takes.
    takes: EstimateShape<'a>,
}

/// What makes tasks slower or faster while it is active. At most one of while, after and from; without them, from the start on.
#[derive(Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Effect"))]
pub(super) struct EffectShape<'a> {
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    /// Free text for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    /// Active as long as this task is in progress.
    #[serde(rename = "while", skip_serializing_if = "Option::is_none")]
    during: Option<&'a str>,
    /// Active from the finish of this task or milestone on.
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<&'a str>,
    /// Active from the morning of this day on.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<Day>,
    /// After how much working time it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    lasts: Option<Text<Amount>>,
    /// Only so many of the selected tasks that start while it is active have it, each for its whole duration.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<u32>,
    /// By selector: what is added to the time that tasks take, such as "20%".
    #[serde(skip_serializing_if = "Entries::is_empty")]
    slows: Entries<'a, ScaleShape>,
    /// By selector: what they take less, such as "40%".
    #[serde(skip_serializing_if = "Entries::is_empty")]
    saves: Entries<'a, ScaleShape>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub(super) clear: Vec<&'static str>,
}

impl<'a> DefaultsShape<'a> {
    pub(super) fn of(team: &'a str) -> Self {
        Self { team }
    }
}

impl<'a> TeamShape<'a> {
    pub(super) fn of(team: &'a Team) -> Self {
        let shares = team.share.iter().map(|(kind, share)| (kind.as_str(), ScaleShape::of(&(*share).into())));
        let unplanned = team.unplanned.iter().map(|share| (UNPLANNED, ScaleShape::of(share)));
        Self {
            title: team.title.as_deref(),
            note: team.note.as_deref(),
            people: Some(team.people),
            share: Entries(shares.chain(unplanned).collect()),
            idle: (team.idle != Idle::default()).then_some(Word(team.idle)),
            leave: team.leave.iter().map(LeaveShape::of).collect(),
            joins: team.joins.iter().map(JoinShape::of).collect(),
            calendar: TeamCalendarShape::of(&team.calendar),
            interrupts: team.interrupts.iter().map(InterruptShape::of).collect(),
            cost_per_person_day: team.cost_per_person_day,
            clear: Vec::new(),
        }
    }
}

impl LeaveShape {
    fn of(leave: &Leave) -> Self {
        let people = (leave.people != 1).then_some(leave.people);
        Self { from: Day(leave.from), to: Day(leave.to), people }
    }
}

impl JoinShape {
    fn of(join: &Join) -> Self {
        Self { from: Day(join.from), people: (join.people != 1).then_some(join.people) }
    }
}

impl TeamCalendarShape {
    fn of(calendar: &TeamCalendar) -> Option<Self> {
        let holidays = calendar.holidays.as_ref();
        let shape = Self {
            week: calendar.week.map(WeekShape::of),
            holidays: holidays.map(|holidays| holidays.iter().copied().map(HolidayShape::of).collect()),
        };
        (*calendar != TeamCalendar::default()).then_some(shape)
    }
}

impl<'a> InterruptShape<'a> {
    fn of(interrupt: &'a Interrupt) -> Self {
        Self { every: Text(interrupt.every), takes: EstimateShape::of(&interrupt.takes) }
    }
}

impl<'a> EffectShape<'a> {
    pub(super) fn of(effect: &'a Effect) -> Self {
        let mut shape = Self {
            title: effect.title.as_deref(),
            note: effect.note.as_deref(),
            during: None,
            after: None,
            from: None,
            lasts: effect.lasts.map(Text),
            next: effect.next,
            slows: ScaleShape::entries(&effect.slows),
            saves: ScaleShape::entries(&effect.saves),
            clear: Vec::new(),
        };
        match &effect.when {
            When::Always => {}
            When::While(task) => shape.during = Some(task),
            When::After(task) => shape.after = Some(task),
            When::From(day) => shape.from = Some(Day(*day)),
        }
        shape
    }
}
