//! How many people each team has on which day.

use jiff::civil::Date;

use crate::calendar::Axis;
use crate::check::People;
use crate::curve::Misfit;
use crate::error::Code;
use crate::units::TICKS_PER_DAY;

/// The people of every team, from one change to the next: first those up to the last date that anything is said of, then week after
/// week the same.
#[derive(Debug, Clone, Default)]
pub(crate) struct Days {
    teams: usize,
    /// When each span begins [ticks].
    begins: Vec<i32>,
    /// Whether each team works, and with how many people: span after span, team after team.
    people: Vec<Option<u32>>,
    /// The first of the spans that come again and again, and after how long they do [ticks].
    cycle: usize,
    period: i32,
}

/// A place in the days: which span, and when it begins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Span {
    number: usize,
    pub(crate) begin: i32,
}

/// The most numbers of people, by team and span: 80 MB of them.
const MOST_NUMBERS: usize = 10_000_000;

impl Days {
    /// The days of the teams; nothing is said of any day after `last`.
    pub(super) fn new(
        axis: &Axis,
        teams: &mut [People],
        last: Date,
        days_of_week: usize,
    ) -> Result<Self, Misfit> {
        let mut days = Self { teams: teams.len(), ..Self::default() };
        let mut day = 0;
        while axis.date(day) <= last {
            days.push(day, axis.date(day), teams, true)?;
            day += 1;
        }
        // A span of its own begins the week that comes again and again.
        let begin = day;
        days.cycle = days.begins.len();
        for _ in 0..days_of_week {
            let first = day == begin;
            days.push(day, axis.date(day), teams, !first)?;
            day += 1;
        }
        days.period = (day - begin) as i32 * TICKS_PER_DAY;
        Ok(days)
    }

    fn push(&mut self, day: i64, date: Date, teams: &mut [People], merge: bool) -> Result<(), Misfit> {
        let people: Vec<Option<u32>> = teams.iter_mut().map(|team| team.on(date)).collect();
        let before = self.people.len().saturating_sub(self.teams);
        if merge && !self.begins.is_empty() && self.people[before..] == people {
            return Ok(());
        }
        if self.people.len() + people.len() > MOST_NUMBERS {
            return Err(Misfit {
                code: Code::PlanLimit,
                message: "the people of the teams change too often".to_owned(),
                help: "take out teams, or holidays, leave and joins that lie far ahead".to_owned(),
            });
        }
        self.begins.push((day * i64::from(TICKS_PER_DAY)).min(i64::from(i32::MAX)) as i32);
        self.people.extend(people);
        Ok(())
    }

    /// The first span.
    pub(crate) fn first(&self) -> Span {
        Span { number: 0, begin: self.begins[0] }
    }

    /// The span after this one; `None` where nothing changes any more.
    pub(crate) fn next(&self, span: Span) -> Option<Span> {
        let next = span.number + 1;
        if next < self.begins.len() {
            return Some(Span {
                number: next,
                begin: span.begin + self.begins[next] - self.begins[span.number],
            });
        }
        if self.begins.len() - self.cycle == 1 {
            return None;
        }
        let rest = self.period - (self.begins[span.number] - self.begins[self.cycle]);
        Some(Span { number: self.cycle, begin: span.begin.saturating_add(rest) })
    }

    /// Whether each team works in a span, and with how many people.
    pub(crate) fn people(&self, span: Span) -> &[Option<u32>] {
        &self.people[span.number * self.teams..(span.number + 1) * self.teams]
    }

    /// The most people that a team has on any day.
    pub(crate) fn most(&self, team: usize) -> u32 {
        self.people.chunks_exact(self.teams).filter_map(|people| people[team]).max().unwrap_or(0)
    }

    /// How many people a team has, where these are as many on every day of the axis.
    pub(super) fn always(&self, team: usize) -> Option<u32> {
        self.fewest(team).filter(|&fewest| fewest == self.most(team))
    }

    /// The fewest people that a team has on any day of the axis; `None` where there are days on which it does not work.
    pub(super) fn fewest(&self, team: usize) -> Option<u32> {
        let mut all = self.people.chunks_exact(self.teams).map(|people| people[team]);
        all.try_fold(u32::MAX, |fewest, people| Some(fewest.min(people?)))
    }
}
