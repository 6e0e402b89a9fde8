//! Business days against NumPy 2.4 with holidays of the PyPI package `holidays` (MIT): 6,000 sums.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use jiff::ToSpan;
use landfall::jiff::{self, civil::Weekday};
use landfall::{Calendar, Date, Holiday, Week, WorkingDays};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/calendars")
}

/// The calendars of a file, each made once.
struct Calendars(HashMap<(String, String), WorkingDays>);

impl Calendars {
    fn get(&mut self, mask: &str, set: &str) -> &WorkingDays {
        self.0.entry((mask.to_owned(), set.to_owned())).or_insert_with(|| {
            let mut calendar = Calendar::default();
            let worked = mask.bytes().enumerate().filter(|&(_, worked)| worked == b'1');
            calendar.week =
                Week::of(worked.map(|(day, _)| Weekday::from_monday_zero_offset(day as i8).unwrap()));
            if set != "none" {
                let list = std::fs::read_to_string(folder().join(format!("holidays_{set}.txt"))).unwrap();
                calendar.holidays =
                    list.lines().map(|line| Holiday::from(line.parse::<Date>().unwrap())).collect();
            }
            calendar.working_days().unwrap()
        })
    }
}

fn rows(file: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(folder().join(file)).unwrap();
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

#[test]
fn three_thousand_counts_agree_with_numpy() {
    let mut calendars = Calendars(HashMap::new());
    let rows = rows("busday_count_cases.csv");
    assert_eq!(rows.len(), 3000);
    for row in rows {
        let days = calendars.get(&row[0], &row[1]);
        let (begin, end): (Date, Date) = (row[2].parse().unwrap(), row[3].parse().unwrap());
        // Between dates in the wrong order NumPy counts from after the end to the begin included; we count the same days as forwards.
        let count = if begin <= end {
            days.between(begin, end)
        } else {
            -days.between(end.tomorrow().unwrap(), begin.tomorrow().unwrap())
        };
        assert_eq!(count, row[4].parse::<i64>().unwrap(), "{row:?}");
        assert_eq!(days.is_worked(begin), row[5] == "1", "{row:?}");
    }
}

#[test]
fn three_thousand_offsets_agree_with_numpy() {
    let mut calendars = Calendars(HashMap::new());
    let rows = rows("busday_offset_cases.csv");
    assert_eq!(rows.len(), 3000);
    for row in rows {
        let days = calendars.get(&row[0], &row[1]);
        let date: Date = row[2].parse().unwrap();
        let (forward, backward) = (days.on_or_after(date), days.on_or_before(date));
        let rolled = match row[4].as_str() {
            "forward" | "following" => forward,
            "backward" | "preceding" => backward,
            "modifiedfollowing" => {
                if forward.month() == date.month() {
                    forward
                } else {
                    backward
                }
            }
            "modifiedpreceding" => {
                if backward.month() == date.month() {
                    backward
                } else {
                    forward
                }
            }
            other => panic!("unknown roll {other}"),
        };
        let result = days.add(rolled, row[3].parse().unwrap());
        assert_eq!(result, row[5].parse::<Date>().unwrap(), "{row:?}");
    }
}

#[test]
fn from_1900_to_2200_every_working_day_maps_to_its_number_and_back() {
    let mut calendar = Calendar::default();
    calendar.holidays = (1900..=2200)
        .map(|year| Holiday::span(jiff::civil::date(year, 12, 24), jiff::civil::date(year, 12, 31)))
        .collect();
    let days = calendar.working_days().unwrap();
    let first = jiff::civil::date(1900, 1, 1);
    let mut date = first;
    let mut number = 0;
    while date <= jiff::civil::date(2200, 12, 31) {
        assert_eq!(days.between(first, date), number, "{date}");
        if days.is_worked(date) {
            assert_eq!(days.add(first, number), date);
            number += 1;
        }
        date = date.checked_add(1.day()).unwrap();
    }
    // 52.18 weeks of five days a year, less the week of the holidays.
    assert!((number - 301 * 255).abs() < 301, "{number}");
}

#[test]
fn overlapping_and_repeated_holidays_count_once() {
    let day = |day| jiff::civil::date(2027, 1, day);
    let mut calendar = Calendar::default();
    calendar.holidays =
        vec![day(6).into(), Holiday::span(day(5), day(7)), Holiday::span(day(7), day(9)), day(6).into()];
    let days = calendar.working_days().unwrap();
    assert_eq!(days.between(day(4), day(12)), 2);
    assert_eq!(days.add(day(4), 1), day(8).checked_add(3.days()).unwrap());
}

#[test]
fn dates_and_numbers_at_the_ends_of_time_have_answers() {
    let days = Calendar::default().holiday(jiff::civil::date(2027, 1, 6)).working_days().unwrap();
    for date in [Date::MIN, Date::MAX, jiff::civil::date(0, 1, 1)] {
        assert_eq!((days.add(date, i64::MIN), days.add(date, i64::MAX)), (Date::MIN, Date::MAX));
        assert_eq!(days.between(date, date), 0);
        days.on_or_before(date);
    }
    assert_eq!(days.between(Date::MIN, Date::MAX), -days.between(Date::MAX, Date::MIN));
}
