//! The weekdays that are worked.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Weekday;

/// The names as written in plans, Monday first.
const NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// A set of weekdays.
///
/// ```
/// use landfall::Week;
///
/// let week: Week = "Mon-Thu".parse()?;
/// assert_eq!(week.len(), 4);
/// assert_eq!(week.to_string(), "Mon-Thu");
/// # Ok::<(), landfall::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Week(u8);

impl Default for Week {
    /// Monday to Friday.
    fn default() -> Self {
        Self(0b001_1111)
    }
}

impl Week {
    /// The week in which only these days are worked.
    pub fn of(days: impl IntoIterator<Item = Weekday>) -> Self {
        Self(days.into_iter().fold(0, |set, day| set | 1 << day.to_monday_zero_offset()))
    }

    /// Whether this weekday is worked.
    pub fn contains(self, day: Weekday) -> bool {
        self.holds(day.to_monday_zero_offset() as usize)
    }

    /// How many days a week are worked, 0 to 7.
    #[allow(
        clippy::len_without_is_empty,
        reason = "a week without a working day is a fault of the plan, not a state to ask for"
    )]
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether the weekday this many days after Monday is worked.
    pub(crate) fn holds(self, after_monday: usize) -> bool {
        self.0 >> after_monday & 1 == 1
    }

    /// The days that are worked in both weeks.
    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The days that are worked in one of the weeks, or in both.
    pub(crate) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The names of the days that are worked, Monday first.
    pub(crate) fn names(self) -> impl Iterator<Item = &'static str> {
        (0..7).filter(move |&day| self.holds(day)).map(|day| NAMES[day])
    }

    /// The first and last day where the set is one run ("Mon-Fri", "Sun-Thu"), each as days after Monday.
    fn run(self) -> Option<(usize, usize)> {
        let begins: Vec<usize> =
            (0..7).filter(|&day| self.holds(day) && !self.holds((day + 6) % 7)).collect();
        match begins[..] {
            _ if self.len() == 7 => Some((0, 6)),
            [first] => Some((first, (first + self.len() - 1) % 7)),
            _ => None,
        }
    }
}

/// The weekday a person wrote, as days after Monday.
fn weekday(text: &str) -> Option<usize> {
    let lower = text.trim().to_ascii_lowercase();
    let full = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    (0..7).find(|&day| lower == full[day] || lower == full[day][..3])
}

impl FromStr for Week {
    type Err = crate::error::Error;

    /// Reads one day ("Mon"), a run ("Mon-Fri") or several of them ("Mon, Wed-Fri"); names may be spelled out.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = |word: &str| {
            crate::error::Error::argument(format!(
                "{:?} is no weekday: write Mon, Tue, Wed, Thu, Fri, Sat or Sun, or a run such as Mon-Fri",
                word.trim()
            ))
        };
        let mut set = 0;
        for part in text.split(',') {
            let (first, last) = part.split_once(['-', '–']).unwrap_or((part, part));
            let first = weekday(first).ok_or_else(|| unknown(first))?;
            let last = weekday(last).ok_or_else(|| unknown(last))?;
            let length = (last + 7 - first) % 7;
            set = (0..=length).fold(set, |set, step| set | 1 << ((first + step) % 7));
        }
        Ok(Self(set))
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.run() {
            Some((first, last)) if first == last => f.write_str(NAMES[first]),
            Some((first, last)) => write!(f, "{}-{}", NAMES[first], NAMES[last]),
            None => f.write_str(&self.names().collect::<Vec<_>>().join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Week;

    #[test]
    fn every_week_reads_back_as_itself() {
        for set in 1..128u8 {
            let week = Week(set);
            assert_eq!(week.to_string().parse::<Week>().unwrap(), week, "{week}");
        }
    }

    #[test]
    fn a_run_may_wrap_around_the_weekend() {
        let week: Week = "Sun-Thu".parse().unwrap();
        assert_eq!(week.names().collect::<Vec<_>>(), ["Mon", "Tue", "Wed", "Thu", "Sun"]);
        assert!("Mon-Funday".parse::<Week>().is_err());
    }
}
