//! Dates on which items were finished → how many in each period.

use jiff::civil::Date;

use super::ready::days;
use crate::error::{Error, Result};
use crate::plan::Amount;

/// Items counted by the period in which they were finished.
///
/// ```
/// use landfall::{Amount, FinishedItems, Throughput, date};
///
/// let finished = [date(2026, 12, 8), date(2026, 12, 10), date(2026, 12, 28), date(2027, 1, 5)];
/// let counted = FinishedItems::count(&finished, Amount::weeks(1.0), date(2027, 1, 6))?;
/// assert_eq!(counted.history, [2, 0, 0, 1]);                      // weeks from Monday, 7 December on
/// assert_eq!(counted.left_out, 1);                                // the week of 4 January is not over yet
/// assert_eq!(counted.start, date(2027, 1, 7));
/// let forecast = Throughput::new(counted.history, counted.start).items(10.0).forecast()?;
/// # Ok::<(), landfall::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FinishedItems {
    /// How many items were finished in each whole period, the oldest first.
    pub history: Vec<u32>,
    /// The first day of the first period.
    pub first: Date,
    /// How many items were finished in the last period, which is not over and is left out of the history.
    pub left_out: u32,
    /// The day after the as-of date, on which the first period to come begins.
    pub start: Date,
}

/// The most periods that are counted: 500 years of days.
const MOST: i64 = 182_621;

impl FinishedItems {
    /// The items of each period, from that of the first date to the last that ended on or before `as_of`. Periods of whole weeks begin on
    /// the Monday of the first date, others on the first date itself.
    ///
    /// # Errors
    ///
    /// As [`FinishedItems::count_from`].
    pub fn count(finished: &[Date], per: Amount, as_of: Date) -> Result<Self> {
        let first = *earliest(finished)?;
        let monday = match days(Some(per))? % 7 {
            0 => i64::from(first.weekday().to_monday_zero_offset()),
            _ => 0,
        };
        Self::count_from(finished, first.saturating_sub(jiff::Span::new().days(monday)), per, as_of)
    }

    /// The items of each period from `first` on, to the last that ended on or before `as_of`. What was finished before `first` is not
    /// counted.
    ///
    /// # Errors
    ///
    /// When there are no dates, when one lies after `as_of`, when no period is over yet, when a period is not whole calendar
    /// days, 1 to 3,660, or when there are more than 182,621 periods.
    pub fn count_from(finished: &[Date], first: Date, per: Amount, as_of: Date) -> Result<Self> {
        earliest(finished)?;
        let days = days(Some(per))?;
        if let Some(late) = finished.iter().find(|&&date| date > as_of) {
            return fault(format!(
                "{late} lies after the as-of date {as_of}; move that, or leave the date out"
            ));
        }
        let day = |date: Date| i64::from((date - first).get_days());
        let whole = (day(as_of) + 1).div_euclid(days);
        if whole < 1 {
            return fault(format!(
                "no period is over by {as_of}: the first begins on {first} and takes {per}"
            ));
        }
        if whole > MOST {
            return fault(format!(
                "{whole} periods are more than {MOST}; begin later, or count in longer ones"
            ));
        }
        let (mut history, mut left_out) = (vec![0u32; whole as usize], 0u32);
        for &date in finished.iter().filter(|&&date| date >= first) {
            match history.get_mut((day(date) / days) as usize) {
                Some(count) => *count = count.saturating_add(1),
                None => left_out = left_out.saturating_add(1),
            }
        }
        Ok(Self { history, first, left_out, start: as_of.saturating_add(jiff::Span::new().days(1)) })
    }
}

fn earliest(finished: &[Date]) -> Result<&Date> {
    finished.iter().min().ok_or_else(|| {
        Error::argument(
            "there are no dates; write the dates on which items were finished, such as 2027-01-04",
        )
    })
}

fn fault<T>(message: impl Into<String>) -> Result<T> {
    Err(Error::argument(message))
}
