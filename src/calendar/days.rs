//! Dates to working days and back, in constant time.

use jiff::civil::Date;

use super::{Calendar, FIRST_DATE, LAST_DATE, Week};
use crate::error::{Error, Result};

/// A Monday; days are counted from it.
const MONDAY: Date = jiff::civil::date(1900, 1, 1);

/// The working days of a [`Calendar`], counted: from a date to its number and back in constant time.
///
/// Inside the span of the holidays it looks up a table, outside it computes from the weeks.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkingDays {
    week: Week,
    /// Working weekdays of a week before each weekday, Monday first; the eighth is the whole week.
    before: [i64; 8],
    /// The weekday of the n-th working day of a week.
    weekdays: Vec<i64>,
    /// The first day of the table, from `MONDAY`.
    first: i64,
    /// Holidays on working weekdays before each day of the table; one entry more than it has days.
    holidays: Vec<u32>,
    /// The working days of the table, from its first day.
    worked: Vec<u32>,
}

impl WorkingDays {
    pub(super) fn new(calendar: &Calendar) -> Result<Self> {
        let week = calendar.week;
        let mut before = [0; 8];
        for day in 0..7 {
            before[day + 1] = before[day] + i64::from(week.holds(day));
        }
        if before[7] == 0 {
            return Err(Error::argument("the calendar's week has no working day"));
        }
        for holiday in &calendar.holidays {
            if !(FIRST_DATE <= holiday.from && holiday.from <= holiday.to && holiday.to <= LAST_DATE) {
                return Err(Error::argument(format!(
                    "the holiday from {} to {} ends before it begins or lies outside the years 1900 to 2200",
                    holiday.from, holiday.to
                )));
            }
        }
        let weekdays = (0..7).filter(|&day| week.holds(day as usize)).collect();
        let mut days = Self { week, before, weekdays, first: 0, holidays: vec![0], worked: Vec::new() };
        days.tabulate(calendar);
        Ok(days)
    }

    /// Fills the table over the span of the holidays.
    fn tabulate(&mut self, calendar: &Calendar) {
        let spans = || calendar.holidays.iter().map(|h| (number(h.from), number(h.to)));
        let (Some(first), Some(last)) = (spans().map(|s| s.0).min(), spans().map(|s| s.1).max()) else {
            return;
        };
        let length = (last - first + 1) as usize;
        // Spans may overlap: count how many open and close on each day, so that a long list costs its length.
        let mut change = vec![0i64; length + 1];
        for (from, to) in spans() {
            change[(from - first) as usize] += 1;
            change[(to - first) as usize + 1] -= 1;
        }
        self.first = first;
        let (mut open, mut count) = (0, 0);
        for (offset, change) in change[..length].iter().enumerate() {
            open += change;
            if self.week.holds((first + offset as i64).rem_euclid(7) as usize) {
                if open > 0 {
                    count += 1;
                } else {
                    self.worked.push(offset as u32);
                }
            }
            self.holidays.push(count);
        }
    }

    /// Whether work happens on that day.
    pub fn is_worked(&self, date: Date) -> bool {
        let day = number(date);
        self.rank(day + 1) > self.rank(day)
    }

    /// The number of working days from `from` up to but without `to`; negative when `to` is earlier.
    pub fn between(&self, from: Date, to: Date) -> i64 {
        self.rank(number(to)) - self.rank(number(from))
    }

    /// The working day `days` after `date`, where `date` itself or, if it is not worked, the next working day counts as 0.
    /// Dates beyond the year 9999 or before -9999 are cut there.
    pub fn add(&self, date: Date, days: i64) -> Date {
        to_date(self.select(self.rank(number(date)).saturating_add(days)))
    }

    /// The first working day on or after `date`.
    pub fn on_or_after(&self, date: Date) -> Date {
        self.add(date, 0)
    }

    /// The last working day on or before `date`.
    pub fn on_or_before(&self, date: Date) -> Date {
        to_date(self.select(self.rank(number(date) + 1) - 1))
    }

    /// Working days from `MONDAY` up to but without `day`.
    fn rank(&self, day: i64) -> i64 {
        let weekdays = day.div_euclid(7) * self.before[7] + self.before[day.rem_euclid(7) as usize];
        let place = (day - self.first).clamp(0, self.holidays.len() as i64 - 1) as usize;
        weekdays - i64::from(self.holidays[place])
    }

    /// The day whose rank is `rank` and which is worked.
    fn select(&self, rank: i64) -> i64 {
        let inside = rank.saturating_sub(self.rank(self.first));
        if inside < 0 {
            return self.select_weekday(rank);
        }
        match self.worked.get(inside as usize) {
            Some(&offset) => self.first + i64::from(offset),
            None => {
                self.select_weekday(rank.saturating_add(i64::from(self.holidays[self.holidays.len() - 1])))
            }
        }
    }

    /// The same, were there no holidays.
    fn select_weekday(&self, rank: i64) -> i64 {
        let per_week = self.before[7];
        rank.div_euclid(per_week)
            .saturating_mul(7)
            .saturating_add(self.weekdays[rank.rem_euclid(per_week) as usize])
    }
}

/// Days from `MONDAY` to `date`.
fn number(date: Date) -> i64 {
    let since = |date: Date| {
        // Days from civil, in the proleptic Gregorian calendar: years begin in March, so that the leap day is the last.
        let march = i64::from(date.month()) - 3;
        let (year, month) = if march < 0 {
            (i64::from(date.year()) - 1, march + 12)
        } else {
            (i64::from(date.year()), march)
        };
        let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
        year * 365 + leaps + (153 * month + 2) / 5 + i64::from(date.day())
    };
    since(date) - since(MONDAY)
}

/// The date so many days after `MONDAY`, cut at the first and last date there is.
fn to_date(day: i64) -> Date {
    let day = day.clamp(number(Date::MIN), number(Date::MAX));
    MONDAY.checked_add(jiff::Span::new().days(day)).unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn day_numbers_and_dates_agree_from_year_1_to_9999() {
        let mut day = number(jiff::civil::date(1, 1, 1));
        while day < number(jiff::civil::date(9999, 12, 31)) {
            assert_eq!(number(to_date(day)), day);
            day += 97;
        }
        assert_eq!(number(jiff::civil::date(2000, 3, 1)) - number(jiff::civil::date(2000, 2, 28)), 2);
    }
}
