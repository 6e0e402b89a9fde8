//! A real project and its updates (shared data, `reforecast`): loaded through a small adapter, forecast again, and heard when its date no
//! longer holds.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use landfall::{
    Amount, CheckIn, Date, Estimate, Link, LinkKind, Milestone, P80, Plan, Simulation, Status, Task,
    TaskStatus, date, signals,
};

/// The folder of the data, which is not part of the project.
fn folder() -> Option<PathBuf> {
    let data = std::env::var_os("LANDFALL_DATA")
        .map_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data").into(), PathBuf::from);
    let folder = data.join("reforecast");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: {} is absent", folder.display());
    None
}

/// One update: the day it was made on, what the tool of the project said of its finish, and its activities.
struct Update {
    day: Date,
    finish: Date,
    rows: Vec<HashMap<String, String>>,
}

fn rows(path: &Path) -> Vec<HashMap<String, String>> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let row = |line: &str| {
        header.iter().map(|&key| key.to_owned()).zip(line.split(',').map(str::to_owned)).collect()
    };
    lines.map(row).collect()
}

fn updates(folder: &Path) -> Vec<Update> {
    let all = rows(&folder.join("updates.csv"));
    let update = |summary: HashMap<String, String>| Update {
        day: summary["data_date"].parse().unwrap(),
        finish: summary["scheduled_finish"].parse().unwrap(),
        rows: all.iter().filter(|row| row["update"] == summary["update"]).cloned().collect(),
    };
    rows(&folder.join("summary.csv")).into_iter().map(update).collect()
}

/// The first ten letters of a time are its date; nothing is nothing.
fn day(text: &str) -> Option<Date> {
    (!text.is_empty()).then(|| text[..10].parse().unwrap())
}

/// A plan with a status from an update. Work that is not finished takes from 90% to 150% of what was planned, in 8 of 10 cases, where `ranges`
/// asks for that.
fn plan(update: &Update, target: Date, ranges: bool) -> Plan {
    let mut plan = Plan::new("A real project", date(2023, 10, 20));
    plan.estimates.correlation = Some(0.0);
    let mut status = Status::new(update.day);
    let mut done = Milestone::new("done").target(target);
    for row in &update.rows {
        let name = &row["activity"];
        let takes = |hours: &str| {
            let hours: f64 = hours.parse().unwrap();
            match ranges && hours > 0.0 {
                true => Estimate::hours(0.9 * hours..=1.5 * hours),
                false => Estimate::hours(hours),
            }
        };
        let mut task = Task::new(name, takes(&row["orig_duration_h"]));
        for link in row["predecessors"].split_whitespace() {
            let [from, kind, lag] = link.split(':').collect::<Vec<_>>()[..] else { panic!("{link}") };
            let kind = match kind {
                "FS" => LinkKind::FinishStart,
                "SS" => LinkKind::StartStart,
                "FF" => LinkKind::FinishFinish,
                _ => panic!("{link}"),
            };
            task = task.after(Link::to(from).kind(kind).lag(Amount::hours(lag.parse().unwrap())));
        }
        done = done.after(name.as_str());
        plan = plan.task(task);
        let started = day(&row["actual_start"]);
        status = match (&row["status"][..], started, day(&row["actual_finish"])) {
            ("TK_Complete", Some(started), Some(finished)) => {
                status.task(TaskStatus::finished(name, started, finished))
            }
            ("TK_Active", Some(started), None) => {
                status.task(TaskStatus::started(name, started).remaining(takes(&row["remaining_duration_h"])))
            }
            ("TK_NotStart", None, None) => status,
            other => panic!("{name}: {other:?}"),
        };
    }
    plan.milestone(done).status(status)
}

#[test]
fn five_updates_of_a_real_project_are_forecast_and_signals_come_by_the_second() {
    let Some(folder) = folder() else { return };
    let updates = updates(&folder);
    assert_eq!(updates.len(), 5);
    let first = updates[0].finish;
    for update in &updates {
        let single = plan(update, first, false);
        let forecast =
            Simulation::new().trials(1).forecast(&single).unwrap_or_else(|error| panic!("{error}"));
        let finish = forecast.date(P80);
        let apart = single.calendar.working_days().unwrap().between(update.finish, finish);
        eprintln!(
            "{}: single numbers {finish}, its own tool {} ({apart} days apart)",
            update.day, update.finish
        );
        // Its calendars, with their holidays and one of seven days, are not in the data.
        assert!(apart.abs() <= 10, "{apart}");
    }
    let mut check_ins: Vec<CheckIn> = Vec::new();
    let mut heard = Vec::new();
    for update in &updates {
        let forecast = Simulation::new().trials(2_000).forecast(&plan(update, first, true)).unwrap();
        check_ins.push(CheckIn::new(&forecast));
        let all: Vec<&CheckIn> = check_ins.iter().collect();
        heard.push(signals(&all).len());
        eprintln!("{}: likely {}, {} signals", update.day, forecast.date(P80), heard[heard.len() - 1]);
    }
    assert!(heard[0] == 0 && heard[1] > 0, "{heard:?}");
}
