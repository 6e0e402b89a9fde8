//! The days of the axis of a plan with teams, found date by date, and what is worked on each of them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use landfall::{Date, Holiday, Plan, TICKS_PER_DAY, Team, Week};

use super::simulator::needs;

const DAY: i64 = TICKS_PER_DAY as i64;

/// So many days lie on the axis, the last of them in part.
const MOST_DAYS: usize = (1 << 30) / TICKS_PER_DAY as usize;

/// The name by which the plan's own calendar is asked for; those of the teams go by the names of these.
pub(super) const PLAN: &str = "";

/// What a calendar says of one day of the axis.
#[derive(Debug, PartialEq)]
pub(super) struct Worked {
    pub(super) worked: bool,
    /// People of the team who are there, whatever comes in between; none on a day that is not worked.
    pub(super) people: i64,
}

/// One day of the axis.
pub(super) struct Day {
    date: Date,
    /// By team, and for the plan.
    by: BTreeMap<String, Worked>,
    /// Whether that is something else than on the day before.
    is_other: bool,
    /// How many days before this one each of them worked.
    before: BTreeMap<String, i64>,
}

impl Day {
    pub(super) fn of(&self, whose: &str) -> &Worked {
        &self.by[whose]
    }
}

/// The axis: the days that the plan's calendar works, or that of any team with tasks.
pub(super) struct Days<'a> {
    plan: &'a Plan,
    teams: Vec<&'a Team>,
    known: RefCell<Vec<Rc<Day>>>,
}

pub(super) fn worked(week: Week, holidays: &[Holiday], date: Date) -> bool {
    let holiday = holidays.iter().any(|holiday| holiday.from <= date && date <= holiday.to);
    week.contains(date.weekday()) && !holiday
}

/// The people of a team on a day that it works.
fn people(team: &Team, date: Date) -> i64 {
    let joined: i64 =
        team.joins.iter().filter(|join| join.from <= date).map(|join| i64::from(join.people)).sum();
    let away = team.leave.iter().filter(|leave| leave.from <= date && date <= leave.to);
    let away: i64 = away.map(|leave| i64::from(leave.people)).sum();
    (i64::from(team.people) + joined - away).max(0)
}

impl<'a> Days<'a> {
    pub(super) fn new(plan: &'a Plan) -> Self {
        let has_tasks = |team: &&Team| {
            plan.tasks.iter().any(|task| needs(plan, task).iter().any(|(of, _)| *of == team.name))
        };
        Self { plan, teams: plan.teams.iter().filter(has_tasks).collect(), known: RefCell::default() }
    }

    /// The teams that have tasks.
    pub(super) fn teams(&self) -> &[&'a Team] {
        &self.teams
    }

    /// What each calendar says of a date.
    fn look(&self, date: Date) -> BTreeMap<String, Worked> {
        let calendar = &self.plan.calendar;
        let of_plan = worked(calendar.week, &calendar.holidays, date);
        let mut by = BTreeMap::from([(PLAN.to_owned(), Worked { worked: of_plan, people: 0 })]);
        for team in &self.teams {
            let week = team.calendar.week.unwrap_or(calendar.week);
            let holidays = team.calendar.holidays.as_ref().unwrap_or(&calendar.holidays);
            let worked = worked(week, holidays, date);
            let people = if worked { people(team, date) } else { 0 };
            by.insert(team.name.clone(), Worked { worked, people });
        }
        by
    }

    /// The day at a place of the axis.
    fn day(&self, place: usize) -> Rc<Day> {
        let mut known = self.known.borrow_mut();
        while known.len() <= place {
            let last = known.last();
            let mut date = last.map_or(self.plan.start, |day| {
                day.date.tomorrow().expect("the axis ends before the year 9999")
            });
            let mut by = self.look(date);
            while by.values().all(|of| !of.worked) {
                date = date.tomorrow().expect("some weekday is worked");
                by = self.look(date);
            }
            let before = by.keys().map(|name| {
                let before = last.map_or(0, |day| day.before[name] + i64::from(day.by[name].worked));
                (name.clone(), before)
            });
            let is_other = last.is_some_and(|last| last.by != by);
            let day = Day { date, before: before.collect(), is_other, by };
            known.push(Rc::new(day));
        }
        Rc::clone(&known[place])
    }

    /// The day that a tick lies on; that which ends one day begins the next.
    pub(super) fn at(&self, tick: i64) -> Rc<Day> {
        self.day((tick / DAY) as usize)
    }

    /// The morning of the first day of the axis on or after a date [ticks].
    pub(super) fn morning(&self, date: Date) -> i64 {
        (0..).find(|&place| self.day(place).date >= date).expect("the axis goes on") as i64 * DAY
    }

    /// How many ticks of days that are worked lie before this one.
    pub(super) fn position(&self, whose: &str, tick: i64) -> i64 {
        let day = self.at(tick);
        day.before[whose] * DAY + if day.of(whose).worked { tick % DAY } else { 0 }
    }

    /// The earliest tick, from this one on, before which that many ticks of days lie that are worked.
    pub(super) fn reads(&self, whose: &str, position: i64, from: i64) -> i64 {
        let mut tick = from;
        let mut missing = position - self.position(whose, tick);
        while missing > 0 {
            // No day gives more than itself, so that as many whole days are missing at least as this says; and one is begun.
            tick = (tick / DAY + (missing / DAY).max(1)) * DAY;
            missing = position - self.position(whose, tick);
        }
        // It may lie inside the last day.
        if tick > from { tick + missing } else { from }
    }

    /// The tick at which so much of the plan's working time has gone by since another.
    pub(super) fn after(&self, tick: i64, lag: i64) -> i64 {
        self.reads(PLAN, self.position(PLAN, tick) + lag, tick)
    }

    /// The next morning after a tick on which other calendars work or other people are there than the day before, if it lies before `end`.
    pub(super) fn change(&self, tick: i64, end: Option<i64>) -> Option<i64> {
        let mut mornings = (tick / DAY + 1..MOST_DAYS as i64).map(|place| place * DAY);
        let is_before = |morning: &i64| end.is_none_or(|end| *morning < end);
        mornings.find(|morning| !is_before(morning) || self.at(*morning).is_other).filter(is_before)
    }
}
