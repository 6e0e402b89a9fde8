//! Amounts of time and percentages, and the one hand-written parser: "2-3 weeks", "1 / 2 / 5 w", "105-130 %".

use crate::names::quoted;
use std::fmt;

/// A length of time as written: a number and its unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Amount {
    /// How many; negative for a lead or an opportunity.
    pub value: f64,
    /// Of what.
    pub unit: Unit,
}

/// A unit of working time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unit {
    /// Working hours; the calendar's `hours_per_day` of them make a day.
    Hours,
    /// Working days.
    Days,
    /// Working weeks: as many days as the default calendar works in a week.
    Weeks,
    /// Sprints, whose length the plan defines under `estimates`.
    Sprints,
}

/// Why a text is no amount, and the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unreadable {
    pub(crate) message: String,
    pub(crate) help: String,
}

impl Unreadable {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

impl Amount {
    /// So many of a unit.
    pub const fn new(value: f64, unit: Unit) -> Self {
        Self { value, unit }
    }

    /// So many working hours.
    pub const fn hours(value: f64) -> Self {
        Self::new(value, Unit::Hours)
    }

    /// So many working days.
    pub const fn days(value: f64) -> Self {
        Self::new(value, Unit::Days)
    }

    /// So many working weeks.
    pub const fn weeks(value: f64) -> Self {
        Self::new(value, Unit::Weeks)
    }

    /// So many sprints.
    pub const fn sprints(value: f64) -> Self {
        Self::new(value, Unit::Sprints)
    }

    /// Reads one amount: "3 days", "1.5w", "8 h", "-2 days".
    ///
    /// # Errors
    ///
    /// When the text is not one number with a unit; the message says what is wrong and the way out.
    pub fn parse(text: &str) -> crate::error::Result<Self> {
        Self::read(text)
            .map_err(|fault| crate::error::Error::argument(format!("{}; {}", fault.message, fault.help)))
    }

    pub(crate) fn read(text: &str) -> Result<Self, Unreadable> {
        let amounts = read_times(text).map_err(|fault| match fault.help == TIMES.all {
            true => Unreadable::new(fault.message, ONE_TIME),
            false => fault,
        });
        match amounts?[..] {
            [amount] => Ok(amount),
            _ => Err(Unreadable::new(format!("{} is a range", quoted(text)), ONE_TIME)),
        }
    }
}

impl Unit {
    fn read(word: &str) -> Option<Self> {
        Some(match word.to_ascii_lowercase().as_str() {
            "h" | "hr" | "hrs" | "hour" | "hours" => Self::Hours,
            "d" | "day" | "days" => Self::Days,
            "w" | "wk" | "wks" | "week" | "weeks" => Self::Weeks,
            "sprint" | "sprints" => Self::Sprints,
            _ => return None,
        })
    }

    /// The unit's name for so many of it.
    pub(crate) fn name(self, count: f64) -> &'static str {
        match (self, count == 1.0) {
            (Self::Hours, true) => "hour",
            (Self::Hours, false) => "hours",
            (Self::Days, true) => "day",
            (Self::Days, false) => "days",
            (Self::Weeks, true) => "week",
            (Self::Weeks, false) => "weeks",
            (Self::Sprints, true) => "sprint",
            (Self::Sprints, false) => "sprints",
        }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.value, self.unit.name(self.value))
    }
}

/// One number with what stood behind it.
struct Part<'a> {
    /// The number's digits, with its sign.
    number: &'a str,
    /// The unit, empty where none was written.
    unit: &'a str,
}

/// What texts look like.
struct Looks {
    all: &'static str,
    range: &'static str,
    points: &'static str,
}

const TIMES: Looks = Looks {
    all: "write a number and a unit, such as \"5 days\", a range, such as \"2-3 weeks\", or three points, such as \"1 / 2 / 5 weeks\"",
    range: "write a range with a dash, such as \"2-3 weeks\", or three points, such as \"1 / 2 / 5 weeks\"",
    points: "write three points with slashes, such as \"1 / 2 / 5 weeks\"",
};

const PERCENTAGES: Looks = Looks {
    all: "write a percentage, such as \"30%\", or, where a range is meant, such as \"105-130 %\"",
    range: "write a percentage, such as \"33%\" for one in three, or a range with a dash, such as \"105-130 %\"",
    points: "write three points with slashes, such as \"105 / 110 / 130 %\"",
};

/// What a single time looks like.
const ONE_TIME: &str = "write a single amount here, such as \"2 days\"";

/// Splits "2 - 3 weeks", "2w to 3w" and "1 / 2 / 5 days" into numbers and units: one part, two (a range) or three.
fn split<'a>(text: &'a str, looks: &Looks) -> Result<Vec<Part<'a>>, Unreadable> {
    let fault = |help: &str| Unreadable::new(format!("{} cannot be read", quoted(text)), help);
    let mut parts = Vec::new();
    let mut slashes = 0;
    let mut rest = text.trim();
    loop {
        let sign = usize::from(rest.starts_with('-'));
        let digits =
            rest[sign..].find(|c: char| !(c.is_ascii_digit() || c == '.')).map_or(rest.len(), |at| at + sign);
        if digits == sign {
            return Err(fault(match rest.starts_with('−') {
                true => "write a hyphen (-) for the minus sign",
                false => looks.all,
            }));
        }
        let number = &rest[..digits];
        if let Some(behind) = rest[digits..].strip_prefix(',') {
            return Err(fault(&comma(number, behind)));
        }
        if let Some((whole, fraction)) =
            number.split_once('.').filter(|(whole, part)| is_in_threes(whole, part))
        {
            return Err(fault(&either(whole, fraction)));
        }
        rest = rest[digits..].trim_start();
        let letters = rest.find(|c: char| !(c.is_alphabetic() || c == '%')).unwrap_or(rest.len());
        let mut unit = &rest[..letters];
        if unit.eq_ignore_ascii_case("to") {
            unit = "";
        }
        rest = rest[unit.len()..].trim_start();
        parts.push(Part { number, unit });
        let separator = ["to ", "TO ", "To ", "-", "–", "—", "/"].into_iter().find(|&s| rest.starts_with(s));
        match separator {
            None if rest.is_empty() => break,
            None => return Err(fault(looks.all)),
            Some(separator) => {
                slashes += usize::from(separator == "/");
                rest = rest[separator.len()..].trim_start();
            }
        }
        if parts.len() == 3 {
            return Err(fault(looks.all));
        }
    }
    match (parts.len(), slashes) {
        (1 | 2, 0) | (3, 2) => Ok(parts),
        (2, _) => Err(fault(looks.range)),
        _ => Err(fault(looks.points)),
    }
}

/// What to write where a comma stands in a number: it may part thousands, or stand for the point.
fn comma(number: &str, behind: &str) -> String {
    let digits = &behind[..behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len())];
    match digits.len() {
        3 => either(number, digits),
        _ => "write a decimal point instead of a comma, as in 1.5".to_owned(),
    }
}

/// What to write where a point or a comma may part thousands, or stand before the fraction.
fn either(whole: &str, digits: &str) -> String {
    let fraction = digits.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    format!("write {whole}{point}{fraction} or {whole}{digits}, whichever is meant")
}

/// Whether a point may part thousands: "1.000" and "2.500", and not "0.500" or "1.125".
fn is_in_threes(whole: &str, fraction: &str) -> bool {
    let whole = whole.trim_start_matches('-');
    (1..=3).contains(&whole.len())
        && !whole.starts_with('0')
        && fraction.len() == 3
        && fraction.ends_with('0')
}

fn number(text: &str, exponent: &str, whole: &str) -> Result<f64, Unreadable> {
    let unreadable = || {
        Unreadable::new(
            format!("{text} in {} is no number", quoted(whole), text = quoted(text)),
            "write digits, such as 3 or 1.5",
        )
    };
    let value: f64 = format!("{text}{exponent}").parse().map_err(|_| unreadable())?;
    if value.is_finite() { Ok(value) } else { Err(unreadable()) }
}

/// Reads one, two or three times. A number without a unit takes that of the next number.
pub(crate) fn read_times(text: &str) -> Result<Vec<Amount>, Unreadable> {
    let parts = split(text, &TIMES)?;
    let mut unit = None;
    let mut amounts = Vec::with_capacity(parts.len());
    for part in parts.iter().rev() {
        if !part.unit.is_empty() {
            unit = Some(Unit::read(part.unit).ok_or_else(|| unknown_unit(part, text))?);
        }
        let Some(unit) = unit else {
            return Err(Unreadable::new(
                format!("{} has no unit", quoted(text)),
                format!(
                    "say which: {} or {}",
                    quoted(&format!("{text} days")),
                    quoted(&format!("{text} weeks"))
                ),
            ));
        };
        amounts.push(Amount { value: number(part.number, "", text)?, unit });
    }
    amounts.reverse();
    Ok(amounts)
}

fn unknown_unit(part: &Part<'_>, text: &str) -> Unreadable {
    let word = part.unit.to_ascii_lowercase();
    let said = format!("{} in {}", quoted(part.unit), quoted(text));
    match word.as_str() {
        "m" | "mo" | "month" | "months" => Unreadable::new(
            format!("{said} says no fixed length: months differ, and \"m\" may be minutes"),
            "write weeks instead; a month is about 4.3 weeks",
        ),
        "y" | "year" | "years" | "q" | "quarter" | "quarters" => Unreadable::new(
            format!("{said} says no fixed length in working time"),
            "write weeks instead; a quarter is about 13 weeks, a year about 52",
        ),
        "%" => Unreadable::new(format!("{said} is a percentage"), "write a time here, such as \"4 days\""),
        _ => Unreadable::new(
            format!("{said} is no unit of time"),
            "write hours (h), days (d), weeks (w) or sprints",
        ),
    }
}

/// Reads one, two or three percentages ("40%", "5-20 %") as shares (0.4; 0.05 and 0.2). A number without a sign takes
/// that of the next number; without any, all are shares already ("0.4").
pub(crate) fn read_percents(text: &str) -> Result<Vec<f64>, Unreadable> {
    let parts = split(text, &PERCENTAGES)?;
    let mut exponent = None;
    let mut shares = Vec::with_capacity(parts.len());
    for part in parts.iter().rev() {
        match part.unit {
            "%" => exponent = Some("e-2"),
            "" => {}
            word => {
                return Err(Unreadable::new(
                    format!("{word} in {} does not belong here", quoted(text), word = quoted(word)),
                    "write a percentage here, such as \"120%\" or \"105-130 %\"",
                ));
            }
        }
        // "30%" is read as 30e-2, so that it is exactly the number 0.3.
        shares.push(number(part.number, exponent.unwrap_or(""), text)?);
    }
    shares.reverse();
    Ok(shares)
}

/// A share as a percentage without its sign, so that reading it back gives exactly the same number: 1.05 is "105".
pub(crate) fn percent_text(share: f64) -> String {
    // What no plan may hold is only told, and shall not fill the line.
    if !(share.abs() < 1e15) {
        return format!("{:e}", share * 100.0);
    }
    let text = format!("{share}");
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let padded = format!("{fraction:0<2}");
    let moved = format!("{whole}{}", &padded[..2]);
    let moved = match moved.trim_start_matches('0') {
        "" => "0",
        trimmed => trimmed,
    };
    match padded[2..].trim_end_matches('0') {
        "" => format!("{sign}{moved}"),
        rest => format!("{sign}{moved}.{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(text: &str) -> Vec<String> {
        read_times(text).unwrap().iter().map(Amount::to_string).collect()
    }

    #[test]
    fn every_form_of_the_plan_file_is_read() {
        assert_eq!(times("5 days"), ["5 days"]);
        assert_eq!(times("0.500 days"), ["0.5 days"]);
        assert_eq!(times("1.125 days"), ["1.125 days"]);
        assert_eq!(times("8h"), ["8 hours"]);
        assert_eq!(times("2-3 weeks"), ["2 weeks", "3 weeks"]);
        assert_eq!(times("2 to 3 weeks"), ["2 weeks", "3 weeks"]);
        assert_eq!(times("2w to 3w"), ["2 weeks", "3 weeks"]);
        assert_eq!(times("2w-3w"), ["2 weeks", "3 weeks"]);
        assert_eq!(times("3 days - 2 weeks"), ["3 days", "2 weeks"]);
        assert_eq!(times("1 – 1.5 sprints"), ["1 sprint", "1.5 sprints"]);
        assert_eq!(times("2 / 3 / 6 weeks"), ["2 weeks", "3 weeks", "6 weeks"]);
        assert_eq!(times("2d/3/6 weeks"), ["2 days", "3 weeks", "6 weeks"]);
        assert_eq!(times("-3 - -1 days"), ["-3 days", "-1 days"]);
        assert_eq!(times("-1 to 2 days"), ["-1 days", "2 days"]);
    }

    #[test]
    fn what_is_no_amount_is_refused_with_a_way_out() {
        for (text, says) in [
            ("", "a number and a unit"),
            ("weeks", "a number and a unit"),
            ("5", "\"5 days\" or \"5 weeks\""),
            ("2 months", "weeks instead"),
            ("2 m", "weeks instead"),
            ("1,5 weeks", "decimal point"),
            ("1,000 h", "1 or 1000"),
            ("1,250 h", "1.25 or 1250"),
            ("1.000 h", "1 or 1000"),
            ("2.500 hours", "2.5 or 2500"),
            ("−2 days", "hyphen"),
            ("2 / 3 weeks", "with a dash"),
            ("1-2-3 weeks", "slashes"),
            ("1/2/3/4 weeks", "a number and a unit"),
            ("2-3 parsecs", "hours (h), days (d)"),
            ("1..2 days", "digits"),
            ("2 weeks - 3", "has no unit"),
            ("NaN days", "a number and a unit"),
            ("5 days!", "a number and a unit"),
        ] {
            let fault = read_times(text).expect_err(text);
            assert!(format!("{} {}", fault.message, fault.help).contains(says), "{text}: {fault:?}");
        }
        assert!(read_times(&format!("{} days", "9".repeat(400))).is_err());
    }

    #[test]
    fn a_percentage_is_exactly_its_share_and_reads_back() {
        assert_eq!(read_percents("30%").unwrap(), [0.3]);
        assert_eq!(read_percents("0.3").unwrap(), [0.3]);
        assert_eq!(read_percents("105-130 %").unwrap(), [1.05, 1.3]);
        assert_eq!(read_percents("7% to 14%").unwrap(), [0.07, 0.14]);
        assert_eq!((percent_text(f64::NAN), percent_text(1e308)), ("NaN".to_owned(), "inf".to_owned()));
        assert_eq!(percent_text(-1e300), "-1e302");
        for share in [0.3, 0.07, 1.05, 1.0, 0.0, 0.001, 12.0, 0.005, 0.1 + 0.2, -0.25, 1e-9, 123_456.789] {
            let text = format!("{}%", percent_text(share));
            assert_eq!(read_percents(&text).unwrap(), [share], "{text}");
        }
    }
}
