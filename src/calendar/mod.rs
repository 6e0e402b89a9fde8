//! Which days are worked, and the axis of working days that everything is simulated on.

mod axis;
mod days;
mod week;

use jiff::civil::Date;

pub(crate) use axis::Axis;
pub use days::WorkingDays;
pub use week::Week;

/// The first and the last date a plan may name.
pub(crate) const FIRST_DATE: Date = jiff::civil::date(1900, 1, 1);
pub(crate) const LAST_DATE: Date = jiff::civil::date(2200, 12, 31);

/// Which days are worked, as a person writes it down.
///
/// ```
/// use landfall::{Calendar, date};
///
/// // Monday to Friday, 8 hours a day, and one holiday.
/// let calendar = Calendar::default().holiday(date(2027, 1, 6));
/// let days = calendar.working_days()?;
/// assert!(!days.is_worked(date(2027, 1, 6)));
/// assert_eq!(days.add(date(2027, 1, 4), 3), date(2027, 1, 8)); // Wednesday is skipped
/// # Ok::<(), landfall::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Calendar {
    /// The weekdays that are worked; Monday to Friday by default.
    pub week: Week,
    /// Days and spans that are not worked though their weekday is.
    pub holidays: Vec<Holiday>,
    /// Working hours of one working day, above 0 and at most 24; 8 by default. Only used to read amounts in hours.
    pub hours_per_day: f64,
}

impl Default for Calendar {
    fn default() -> Self {
        Self { week: Week::default(), holidays: Vec::new(), hours_per_day: 8.0 }
    }
}

impl Calendar {
    /// This calendar with other weekdays.
    #[must_use]
    pub fn week(mut self, week: Week) -> Self {
        self.week = week;
        self
    }

    /// This calendar with one holiday or span of holidays more.
    #[must_use]
    pub fn holiday(mut self, holiday: impl Into<Holiday>) -> Self {
        self.holidays.push(holiday.into());
        self
    }

    /// This calendar with another length of a working day.
    #[must_use]
    pub fn hours_per_day(mut self, hours: f64) -> Self {
        self.hours_per_day = hours;
        self
    }

    /// The index that converts between dates and working days in constant time.
    ///
    /// # Errors
    ///
    /// When no weekday is worked, or a holiday ends before it begins or lies outside the years 1900 to 2200.
    pub fn working_days(&self) -> crate::error::Result<WorkingDays> {
        WorkingDays::new(self)
    }
}

/// A day, or a span of days, that is not worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Holiday {
    /// The first day.
    pub from: Date,
    /// The last day; the same as `from` for a single day.
    pub to: Date,
}

impl From<Date> for Holiday {
    fn from(day: Date) -> Self {
        Self { from: day, to: day }
    }
}

impl Holiday {
    /// The span from the first to the last day, both included.
    pub const fn span(from: Date, to: Date) -> Self {
        Self { from, to }
    }
}
