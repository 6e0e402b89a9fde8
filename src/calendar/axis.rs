//! The axis that everything is simulated on: ticks of working days from the plan's start.

use jiff::civil::Date;

use super::WorkingDays;
use crate::units::{HORIZON_TICKS, TICKS_PER_DAY};

/// Ticks since the plan's start ⇄ dates (METHOD 1-3).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Axis {
    days: WorkingDays,
    /// The first day on which work happens.
    first: Date,
}

impl Axis {
    /// The axis that begins with the first working day on or after `start`.
    pub(crate) fn new(days: WorkingDays, start: Date) -> Self {
        let first = days.on_or_after(start);
        Self { days, first }
    }

    /// The days that are worked.
    pub(crate) fn days(&self) -> &WorkingDays {
        &self.days
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

    use super::Axis;
    use crate::calendar::Calendar;

    fn axis() -> Axis {
        Axis::new(Calendar::default().working_days().unwrap(), date(2027, 1, 4))
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
}
