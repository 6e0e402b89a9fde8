//! What the axes show: numbers and dates, with marks that people would choose.

use jiff::civil::{Date, date};
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};

/// An axis from one value to another, with its marks.
#[derive(Debug, Clone)]
pub(super) struct Scale {
    from: f64,
    to: f64,
    marks: Vec<(f64, String)>,
}

impl Scale {
    /// From one value to another, without marks; the second may be the smaller one.
    pub(super) fn new(from: f64, to: f64) -> Self {
        Self { from, to, marks: Vec::new() }
    }

    /// The same with marks.
    pub(super) fn marked(mut self, marks: impl IntoIterator<Item = (f64, String)>) -> Self {
        self.marks = marks.into_iter().collect();
        self
    }

    /// From 0% to 100%.
    pub(super) fn shares() -> Self {
        Self::new(0.0, 1.0)
            .marked((0..=4).map(|quarter| (f64::from(quarter) / 4.0, format!("{}%", 25 * quarter))))
    }

    /// Of numbers, with up to so many marks at round ones, each as `text` says it.
    pub(super) fn numbers(from: f64, to: f64, most: usize, text: impl Fn(f64) -> String) -> Self {
        let step = round_step((to - from) / most.max(1) as f64);
        let first = (from / step).ceil() as i64;
        let last = (to / step).floor() as i64;
        let marks = (first..=last).map(|place| place as f64 * step).map(|value| (value, text(value)));
        Self::new(from, to).marked(marks)
    }

    /// Of days, with up to so many marks at the beginnings of weeks, months, quarters or years.
    pub(super) fn dates(from: Date, to: Date, most: usize) -> Self {
        let (first, last) = (day_number(from), day_number(to) + 1.0);
        let (first, last) = if last - first < 4.0 { (first - 2.0, last + 2.0) } else { (first, last) };
        Self::new(first, last).marked(date_marks(first, last, most))
    }

    pub(super) fn from(&self) -> f64 {
        self.from
    }

    pub(super) fn to(&self) -> f64 {
        self.to
    }

    /// A value within the axis.
    pub(super) fn within(&self, value: f64) -> f64 {
        value.clamp(self.from.min(self.to), self.from.max(self.to))
    }
}

/// The days since 1970 up to the morning of a date.
pub(super) fn day_number(of: Date) -> f64 {
    f64::from((of - date(1970, 1, 1)).get_days())
}

/// The days since 1970 up to the evening of a date.
pub(super) fn evening(of: Date) -> f64 {
    day_number(of) + 1.0
}

/// 1, 2 or 5 times a power of ten, at least so much.
fn round_step(least: f64) -> f64 {
    if !(least > 0.0 && least.is_finite()) {
        return 1.0;
    }
    let mut power = 1.0;
    while power > least {
        power /= 10.0;
    }
    while power * 10.0 <= least {
        power *= 10.0;
    }
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|times| times * power)
        .find(|&step| step >= least)
        .unwrap_or(10.0 * power)
}

/// How far apart marks of dates stand.
#[derive(Debug, Clone, Copy)]
enum Step {
    Days(i64),
    Months(i64),
}

const STEPS: [Step; 11] = [
    Step::Days(1),
    Step::Days(7),
    Step::Days(14),
    Step::Months(1),
    Step::Months(2),
    Step::Months(3),
    Step::Months(6),
    Step::Months(12),
    Step::Months(24),
    Step::Months(60),
    Step::Months(120),
];

fn date_marks(from: f64, to: f64, most: usize) -> Vec<(f64, String)> {
    let length = |step: &Step| match step {
        Step::Days(days) => *days as f64,
        Step::Months(months) => *months as f64 * 30.4,
    };
    let fits = |step: &&Step| (to - from) / length(step) <= most as f64;
    let step = STEPS.iter().find(fits).copied().unwrap_or(Step::Months(600));
    let mut marks: Vec<(f64, String)> = Vec::new();
    let mut year = None;
    for place in 0..=4 * most as i64 {
        let Some(mark) = mark(from, step, place) else { break };
        let number = day_number(mark);
        if number > to {
            break;
        }
        if number >= from {
            // The year is told where it begins, and at the first mark.
            let text = match (step, year == Some(mark.year())) {
                (Step::Months(12..), _) => mark.strftime("%Y").to_string(),
                (Step::Days(_), true) => mark.strftime("%-d %b").to_string(),
                (Step::Days(_), false) => mark.strftime("%-d %b %Y").to_string(),
                (Step::Months(_), true) => mark.strftime("%b").to_string(),
                (Step::Months(_), false) => mark.strftime("%b %Y").to_string(),
            };
            year = Some(mark.year());
            marks.push((number, text));
        }
    }
    marks
}

/// The mark at a place, from one that lies on or before `from`.
fn mark(from: f64, step: Step, place: i64) -> Option<Date> {
    let start = date(1970, 1, 1).checked_add(jiff::Span::new().try_days(from.floor() as i64).ok()?).ok()?;
    match step {
        Step::Days(days) => {
            let begins = match days {
                1 => start,
                // Weeks begin on Mondays.
                _ => start
                    .checked_sub(jiff::Span::new().days(i64::from(start.weekday().to_monday_zero_offset())))
                    .ok()?,
            };
            begins.checked_add(jiff::Span::new().try_days(days * place).ok()?).ok()
        }
        Step::Months(months) => {
            let begins = i64::from(start.year()) * 12 + i64::from(start.month()) - 1;
            let at = begins.div_euclid(months) * months + months * place;
            let year = i16::try_from(at.div_euclid(12)).ok()?;
            Date::new(year, (at.rem_euclid(12) + 1) as i8, 1).ok()
        }
    }
}

impl Ranged for Scale {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (low, high): (i32, i32)) -> i32 {
        let share = match self.to - self.from {
            0.0 => 0.5,
            length => (value - self.from) / length,
        };
        low + (share * f64::from(high - low)).round() as i32
    }

    fn key_points<H: KeyPointHint>(&self, _: H) -> Vec<f64> {
        self.marks.iter().map(|(value, _)| *value).collect()
    }

    fn range(&self) -> std::ops::Range<f64> {
        self.from..self.to
    }
}

impl ValueFormatter<f64> for Scale {
    fn format_ext(&self, value: &f64) -> String {
        self.marks.iter().find(|(mark, _)| mark == value).map_or(String::new(), |(_, text)| text.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(from: Date, to: Date, most: usize) -> Vec<String> {
        Scale::dates(from, to, most).marks.into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn marks_are_where_people_would_put_them() {
        let days = texts(date(2026, 12, 30), date(2027, 1, 2), 6);
        assert_eq!(days, ["30 Dec 2026", "31 Dec", "1 Jan 2027", "2 Jan", "3 Jan"]);
        // Mondays.
        assert_eq!(texts(date(2027, 1, 5), date(2027, 1, 27), 4), ["11 Jan 2027", "18 Jan", "25 Jan"]);
        assert_eq!(texts(date(2026, 11, 5), date(2027, 2, 27), 5), ["Dec 2026", "Jan 2027", "Feb"]);
        assert_eq!(texts(date(2026, 2, 1), date(2027, 3, 1), 5), ["Apr 2026", "Jul", "Oct", "Jan 2027"]);
        assert_eq!(texts(date(2026, 2, 1), date(2031, 3, 1), 6), ["2027", "2028", "2029", "2030", "2031"]);
        let numbers = Scale::numbers(0.0, 23.0, 6, |value| value.to_string());
        assert_eq!(
            numbers.marks.iter().map(|(value, _)| *value).collect::<Vec<_>>(),
            [0.0, 5.0, 10.0, 15.0, 20.0]
        );
        assert_eq!(round_step(0.013), 0.02);
    }
}
