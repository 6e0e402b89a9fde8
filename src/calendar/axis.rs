//! The axis that everything is simulated on: ticks of working days from the plan's start.

use jiff::civil::Date;

use super::{Calendar, WorkingDays};
use crate::units::{HORIZON_TICKS, TICKS_PER_DAY};

/// Ticks since the plan's start ⇄ dates (METHOD 1-3). Its days are those that the plan's calendar or some team works.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Axis {
    days: WorkingDays,
    /// The first day on which work happens.
    first: Date,
    /// The days of the plan's calendar, where the axis has others too.
    plan: Option<WorkingDays>,
}

impl Axis {
    /// The axis of the days that any of the calendars works, the plan's standing first.
    ///
    /// # Errors
    ///
    /// As [`Calendar::working_days`].
    pub(crate) fn of(calendars: &[Calendar], start: Date) -> crate::error::Result<Self> {
        let each = calendars.iter().map(Calendar::working_days).collect::<crate::error::Result<Vec<_>>>()?;
        let mut all = Calendar { holidays: Vec::new(), ..calendars[0].clone() };
        all.week = calendars.iter().fold(all.week, |week, calendar| week.or(calendar.week));
        // Only on somebody's holiday a weekday may be worked by nobody.
        let holidays = || calendars.iter().flat_map(|calendar| &calendar.holidays);
        let mut spans: Vec<(Date, Date)> = holidays().map(|holiday| (holiday.from, holiday.to)).collect();
        spans.sort_unstable();
        let mut has_more = all.week != calendars[0].week;
        let mut next = Date::MIN;
        for (from, to) in spans {
            let mut day = from.max(next);
            while day <= to {
                let worked = each.iter().any(|days| days.is_worked(day));
                if !worked && all.week.contains(day.weekday()) {
                    all.holidays.push(day.into());
                }
                has_more |= worked && !each[0].is_worked(day);
                day = day.tomorrow().map_err(|error| crate::error::Error::argument(error.to_string()))?;
            }
            next = next.max(day);
        }
        let days = all.working_days()?;
        let first = days.on_or_after(start);
        let plan = each.into_iter().next().filter(|_| has_more);
        Ok(Self { days, first, plan })
    }

    /// The days of the plan's calendar.
    pub(crate) fn plan_days(&self) -> &WorkingDays {
        self.plan.as_ref().unwrap_or(&self.days)
    }

    /// Whether there are days that only teams work.
    pub(crate) fn has_more_days(&self) -> bool {
        self.plan.is_some()
    }

    /// The date of a day of the axis.
    pub(crate) fn date(&self, day: i64) -> Date {
        self.days.add(self.first, day)
    }

    /// How much working time of the plan's calendar has gone by [ticks].
    pub(crate) fn plan_ticks(&self, ticks: i32) -> i32 {
        let Some(plan) = &self.plan else { return ticks };
        let (day, rest) = (ticks.div_euclid(TICKS_PER_DAY), ticks.rem_euclid(TICKS_PER_DAY));
        let date = self.date(i64::from(day));
        let rest = if plan.is_worked(date) { rest } else { 0 };
        to_ticks(plan.between(self.first, date)).saturating_add(rest)
    }

    /// The earliest time at which so much working time of the plan's calendar has gone by since `begin`.
    pub(crate) fn after(&self, begin: i32, lag: i32) -> i32 {
        let Some(plan) = &self.plan else { return begin.saturating_add(lag).min(HORIZON_TICKS) };
        if lag == 0 {
            return begin;
        }
        let end = self.plan_ticks(begin).saturating_add(lag);
        let (day, rest) = ((end - 1).div_euclid(TICKS_PER_DAY), (end - 1).rem_euclid(TICKS_PER_DAY) + 1);
        let date = plan.add(self.first, i64::from(day));
        to_ticks(self.days.between(self.first, date)).saturating_add(rest).min(HORIZON_TICKS)
    }

    /// The earliest time from `ticks` on at which the plan's calendar works.
    pub(crate) fn next_of_plan(&self, ticks: i32) -> i32 {
        let Some(plan) = &self.plan else { return ticks };
        let date = self.date(i64::from(ticks.div_euclid(TICKS_PER_DAY)));
        match plan.is_worked(date) {
            true => ticks,
            false => to_ticks(self.days.between(self.first, plan.on_or_after(date))),
        }
    }

    /// The day on which something that ends at `ticks` is finished: what ends exactly at the end of a day is finished on it.
    pub(crate) fn finish_date(&self, ticks: i32) -> Date {
        let day = i64::from(ticks).div_euclid(i64::from(TICKS_PER_DAY));
        let ends_with_a_day = ticks % TICKS_PER_DAY == 0 && ticks > 0;
        self.days.add(self.first, day - i64::from(ends_with_a_day))
    }

    /// The same for something that is held until a morning: what ends at that very tick is finished on that day.
    pub(crate) fn finish_date_held(&self, ticks: i32, held_until: i32) -> Date {
        if ticks == held_until { self.start_date(ticks) } else { self.finish_date(ticks) }
    }

    /// The day on which something that begins at `ticks` starts: the end of a day is the next working day.
    pub(crate) fn start_date(&self, ticks: i32) -> Date {
        self.days.add(self.first, i64::from(ticks).div_euclid(i64::from(TICKS_PER_DAY)))
    }

    /// The last tick of `date`: what ends at or before it is finished on or before that date. `None` before the first day.
    pub(crate) fn end_of(&self, date: Date) -> Option<i32> {
        let days = self.days.between(self.first, date) + i64::from(self.days.is_worked(date));
        (days > 0).then(|| to_ticks(days))
    }

    /// The first tick of `date`, or of the next working day; 0 before the first day.
    pub(crate) fn morning_of(&self, date: Date) -> i32 {
        to_ticks(self.days.between(self.first, date).max(0))
    }
}

fn to_ticks(days: i64) -> i32 {
    days.saturating_mul(i64::from(TICKS_PER_DAY)).min(i64::from(HORIZON_TICKS)) as i32
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::calendar::Week;

    use super::Axis;
    use crate::calendar::Calendar;

    fn axis() -> Axis {
        Axis::of(&[Calendar::default()], date(2027, 1, 4)).unwrap()
    }

    #[test]
    fn ten_working_days_from_monday_end_on_the_friday_of_the_next_week() {
        assert_eq!(axis().finish_date(10 * 5760), date(2027, 1, 15));
        assert_eq!(axis().finish_date(10 * 5760 + 1), date(2027, 1, 18));
        assert_eq!(axis().start_date(10 * 5760), date(2027, 1, 18));
        assert_eq!((axis().finish_date(0), axis().start_date(0)), (date(2027, 1, 4), date(2027, 1, 4)));
    }

    #[test]
    fn a_finish_is_on_or_before_a_date_exactly_when_it_is_within_its_last_tick() {
        let axis = axis();
        for ticks in (0..20 * 5760).step_by(576) {
            let finish = axis.finish_date(ticks);
            let mut day = date(2026, 12, 20);
            while day < date(2027, 2, 20) {
                let within = axis.end_of(day).is_some_and(|end| ticks <= end);
                assert_eq!(within, finish <= day, "{ticks} {day}");
                day = day.tomorrow().unwrap();
            }
        }
    }

    #[test]
    fn the_axis_has_the_days_of_all_and_the_plan_counts_its_own() {
        // Two weeks of the plan from Monday to Friday, and a team that works on Saturdays too and on Wednesday, a holiday of the plan.
        let plan = Calendar::default().holiday(date(2027, 1, 6));
        let team = Calendar::default().week("Mon-Sat".parse::<Week>().unwrap());
        let axis = Axis::of(&[plan.clone(), team], date(2027, 1, 4)).unwrap();
        assert!(axis.has_more_days());
        // Of the six days up to Saturday evening the plan has four.
        assert_eq!((axis.date(5), axis.plan_ticks(6 * 5760)), (date(2027, 1, 9), 4 * 5760));
        // Three days of the plan from Monday evening on end on Friday evening's next day: Tuesday, Thursday, Friday.
        assert_eq!(axis.after(5760, 3 * 5760), 5 * 5760);
        // On Saturday and on the holiday nothing of the plan begins.
        assert_eq!((axis.next_of_plan(2 * 5760), axis.next_of_plan(5 * 5760 + 7)), (3 * 5760, 6 * 5760));
        // A team with fewer days changes nothing.
        let fewer = Calendar::default().week("Mon-Thu".parse::<Week>().unwrap()).holiday(date(2027, 1, 6));
        assert!(!Axis::of(&[plan.clone(), fewer], date(2027, 1, 4)).unwrap().has_more_days());
        // A team with the same week that works on the holiday has one day more; one that keeps it, and one of its own, has not.
        let works = Axis::of(&[plan.clone(), Calendar::default()], date(2027, 1, 4)).unwrap();
        assert_eq!((works.has_more_days(), works.plan_ticks(5 * 5760)), (true, 4 * 5760));
        let keeps = plan.clone().holiday(date(2027, 1, 5));
        assert!(!Axis::of(&[plan, keeps], date(2027, 1, 4)).unwrap().has_more_days());
    }
}
