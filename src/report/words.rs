//! Numbers in the words of a product manager: dates, odds as frequencies, no false precision.

use jiff::civil::Date;

use crate::calendar::{Calendar, WorkingDays};
use crate::plan::RangeMeaning;
use crate::units::{P50, P80, P95, Percentile};

/// "Fri 12 Mar 2027".
pub(super) fn day(date: Date) -> String {
    date.strftime("%a %-d %b %Y").to_string()
}

/// " 2 Apr 2027", for tables: always as wide.
pub(super) fn short_day(date: Date) -> String {
    date.strftime("%e %b %Y").to_string()
}

/// "12 Mar 2027".
pub(super) fn short_date(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

/// "1 working day", "2.5 working days", "138 working days": whole from a hundred on.
pub(super) fn length(days: f64) -> String {
    let rounded = if days < 99.95 { (days * 10.0).round() / 10.0 } else { days.round() };
    match short(rounded) {
        days if days == "1" => "1 working day".to_owned(),
        days => format!("{days} working days"),
    }
}

/// "38 working days earlier".
pub(super) fn moved(days: f64) -> String {
    format!("{} {}", length(days.abs()), if days < 0.0 { "earlier" } else { "later" })
}

/// A text of the plan in which control characters are shown rather than sent to the terminal.
pub(super) fn plain(text: &str) -> String {
    text.chars().fold(String::new(), |mut plain, c| {
        if c.is_control() {
            plain.extend(c.escape_default());
        } else {
            plain.push(c);
        }
        plain
    })
}

/// The word for a percentile, where it has one.
pub(super) fn word(percentile: Percentile) -> &'static str {
    match percentile {
        P50 => "stretch",
        P80 => "likely",
        P95 => "commit",
        _ => "",
    }
}

/// "stretch P50": what a column of dates is called.
pub(super) fn table_head(percentile: Percentile) -> String {
    format!("{} {percentile}", word(percentile)).trim_start().to_owned()
}

/// Dates in order, each once.
pub(super) fn rising(dates: &[Date]) -> Vec<Date> {
    let mut dates = dates.to_vec();
    dates.sort_unstable();
    dates.dedup();
    dates
}

/// The days of a week and how many of them the holidays take between two dates: "Mon-Fri, less 12 holidays".
pub(super) fn worked(calendar: &Calendar, days: &WorkingDays, from: Date, to: Date) -> String {
    let mut off = 0;
    let mut date = from;
    while date <= to {
        off += usize::from(calendar.week.contains(date.weekday()) && !days.is_worked(date));
        match date.tomorrow() {
            Ok(next) => date = next,
            Err(_) => break,
        }
    }
    match off {
        0 => format!("worked {}", calendar.week),
        off => format!("worked {}, less {}", calendar.week, count(off, "holiday")),
    }
}

/// A percentage without false precision: whole, and never 0% or 100% for what is merely rare or usual.
pub(super) fn percent(probability: f64) -> String {
    match probability {
        p if p <= 0.0 => "0%".to_owned(),
        p if p >= 1.0 => "100%".to_owned(),
        p if p < 0.01 => "<1%".to_owned(),
        p if p > 0.99 => ">99%".to_owned(),
        p => format!("{:.0}%", p * 100.0),
    }
}

/// How often something holds: "in 84% of the runs"; where that is seldom, also as one in so many, which is easier to picture.
pub(super) fn frequency(probability: f64) -> String {
    match probability {
        p if p <= 0.0 => "in none of the runs".to_owned(),
        p if p >= 1.0 => "in every run".to_owned(),
        p if p < 0.001 => "in fewer than 1 of 1,000 runs".to_owned(),
        p if p < 0.01 => format!("in about 1 of {} runs", about(1.0 / p)),
        p if p < 0.15 => format!("in {} of the runs (about 1 in {})", percent(p), about(1.0 / p)),
        p => format!("in {} of the runs", percent(p)),
    }
}

/// A text whose first letter is a capital.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

/// A count without false precision.
pub(super) fn about(count: f64) -> f64 {
    let step = match count {
        n if n < 20.0 => 1.0,
        n if n < 50.0 => 5.0,
        n if n < 200.0 => 10.0,
        _ => 100.0,
    };
    (count / step).round() * step
}

/// So many things: "1 task", "10,000 runs".
pub(super) fn count(number: usize, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {thing}{plural}", thousands(&number.to_string()))
}

/// A number of days with two digits, small ones with six.
pub(super) fn short(days: f64) -> String {
    let digits = if days >= 0.1 { 2 } else { 6 };
    let text = format!("{days:.digits$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The digits of a whole number with commas.
fn thousands(digits: &str) -> String {
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A value or a cost as it was written, with commas: two digits behind the point, six where it is below 1.
pub(super) fn exact(number: f64) -> String {
    let digits = if number.abs() < 1.0 { 6 } else { 2 };
    grouped(&format!("{number:.digits$}"))
}

/// A value or a cost without false precision: three digits that count, with commas.
pub(super) fn amount(number: f64) -> String {
    let size = number.abs();
    if !(size >= 1e-6) {
        return "0".to_owned();
    }
    if size >= 99.95 {
        let mut step = 1.0;
        while size >= 999.5 * step {
            step *= 10.0;
        }
        return grouped(&format!("{:.0}", (number / step).round() * step));
    }
    // From ten on one digit behind the point, and one more each time it is ten times smaller.
    let (mut digits, mut least) = (1, 9.995);
    while size < least {
        digits += 1;
        least /= 10.0;
    }
    grouped(&format!("{number:.digits$}"))
}

/// Two amounts and how far they lie apart, rounded alike, so that what is read also subtracts.
pub(super) fn amounts(new: f64, old: f64) -> [String; 3] {
    let mut step = 1.0;
    while new.abs().max(old.abs()) >= 999.5 * step {
        step *= 10.0;
    }
    let round = |number: f64| if step > 1.0 { (number / step).round() * step } else { number };
    let apart = (round(new) - round(old)).abs();
    // So little that it is lost in rounding.
    let apart = if apart == 0.0 { (new - old).abs() } else { apart };
    let exactly = |number: f64| match step > 1.0 {
        true => grouped(&format!("{:.0}", round(number))),
        false => amount(number),
    };
    [exactly(new), exactly(old), amount(apart)]
}

/// A number in digits with commas, and without zeros that end what is behind its point.
fn grouped(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let whole = thousands(whole);
    match fraction.trim_end_matches('0') {
        "" if whole == "0" => whole,
        "" => format!("{sign}{whole}"),
        fraction => format!("{sign}{whole}.{fraction}"),
    }
}

/// "a", "a and b", "a, b and c".
pub(super) fn list<T: AsRef<str>>(texts: &[T]) -> String {
    match texts {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(T::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// The first three, and how many there are more.
pub(super) fn first_of(texts: &[String]) -> String {
    const NAMED: usize = 3;
    match texts.len().saturating_sub(NAMED) {
        0 => texts.join(", "),
        more => format!("{} and {more} more", texts[..NAMED].join(", ")),
    }
}

/// What "2-3 weeks" was taken to mean.
pub(super) fn meaning(meaning: RangeMeaning) -> &'static str {
    match meaning {
        RangeMeaning::P10P90 => "8 in 10 outcomes lie inside it, 1 in 10 takes longer (P10 to P90)",
        RangeMeaning::P5P95 => "9 in 10 outcomes lie inside it, 1 in 20 takes longer (P5 to P95)",
        RangeMeaning::P25P75 => "half of the outcomes lie inside it, 1 in 4 takes longer (P25 to P75)",
        RangeMeaning::MinMax => "no outcome lies outside of it (min to max)",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_that_are_held_against_each_other_subtract() {
        assert_eq!(amounts(189_400.0, 232_900.0), ["189,000", "233,000", "44,000"]);
        assert_eq!(amounts(109_000.0, 102_700.0), ["109,000", "103,000", "6,000"]);
        // Lost in rounding, so told as it is.
        assert_eq!(amounts(189_400.0, 189_300.0), ["189,000", "189,000", "100"]);
        assert_eq!(amounts(12.5, 10.0), ["12.5", "10", "2.5"]);
    }

    #[test]
    fn odds_are_told_as_percentages_and_the_seldom_ones_as_frequencies() {
        for (probability, text) in [
            (0.0, "in none of the runs"),
            (0.0004, "in fewer than 1 of 1,000 runs"),
            (0.0027, "in about 1 of 400 runs"),
            (0.0132, "in 1% of the runs (about 1 in 80)"),
            (0.09, "in 9% of the runs (about 1 in 11)"),
            (0.31, "in 31% of the runs"),
            (0.999, "in >99% of the runs"),
            (1.0, "in every run"),
        ] {
            assert_eq!(frequency(probability), text);
        }
        assert_eq!(
            (percent(0.004), percent(0.567), percent(0.996)),
            ("<1%".into(), "57%".into(), ">99%".into())
        );
        for (number, text) in [
            (0.0, "0"),
            (1e-9, "0"),
            (0.043, "0.043"),
            (0.5, "0.5"),
            (3.456, "3.46"),
            (-42.6, "-42.6"),
            (12.5, "12.5"),
            (9.998, "10"),
            (99.97, "100"),
            (999.6, "1,000"),
            (12_345.0, "12,300"),
            (-1_234_567.0, "-1,230,000"),
        ] {
            assert_eq!(amount(number), text);
        }
        for (number, text) in [
            (20_000.5, "20,000.5"),
            (1e6, "1,000,000"),
            (0.25, "0.25"),
            (0.999, "0.999"),
            (9.999, "10"),
            (19.9961, "20"),
            (1.9999, "2"),
            (5.999_999_999_999_999, "6"),
            (0.1 + 0.7 + 1.1999, "2"),
            (1_234.56, "1,234.56"),
        ] {
            assert_eq!(exact(number), text);
        }
        assert_eq!((list(&["a"]), list(&["a", "b", "c"])), ("a".into(), "a, b and c".into()));
        assert_eq!((count(1, "run"), count(1_234_567, "run")), ("1 run".into(), "1,234,567 runs".into()));
    }
}
