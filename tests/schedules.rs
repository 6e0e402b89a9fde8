//! Four real schedules against the starts and finishes that MS Project and Primavera P6 computed: every leaf task, to the minute.
//!
//! The files lie beside the project, in `../shared/data/schedules` (its README names the sources); where they are absent, these tests
//! say so and pass. What such a file can hold and a plan cannot is named in `BEYOND`, `Hours::read` and `plan`. No task of the four has
//! any of it, so that none is left out; one that had would fail by the feature's name.

use std::collections::HashSet;
use std::path::PathBuf;

use landfall::jiff::civil::{DateTime, Weekday};
use landfall::{
    Amount, Calendar, Code, Date, Estimate, Holiday, Link, LinkKind, Network, Plan, Simulation,
    TICKS_PER_DAY, Task, Week, WorkingDays,
};
use serde_json::Value;

/// The folder with the schedules; `None` where it is absent.
fn folder() -> Option<PathBuf> {
    let data = std::env::var_os("LANDFALL_DATA")
        .map_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data").into(), PathBuf::from);
    Some(data.join("schedules")).filter(|folder| folder.is_dir())
}

/// A name, and whether a task has it.
type Feature = (&'static str, fn(&Value) -> bool);

/// Features of a task that a plan does not have: a task with one of them, and all that waits for it, could not be compared. Of the
/// constraints only one is `not_before` (no earlier than, on a morning); links into a summary task would be links into all its leaves.
const BEYOND: [Feature; 5] = [
    ("a duration in elapsed time", |task| flag(task, "elapsed")),
    ("a schedule by hand", |task| flag(task, "manual")),
    ("a constraint", |task| !matches!(task["constraint"].as_str(), None | Some("AS_SOON_AS_POSSIBLE"))),
    ("a date that constrains", |task| !task["constraint_date"].is_null()),
    ("links into a summary task", |task| flag(task, "summary") && !list(task, "preds").is_empty()),
];

fn flag(task: &Value, key: &str) -> bool {
    task[key].as_bool().unwrap_or_else(|| panic!("no {key} in {task}"))
}

fn number(task: &Value, key: &str) -> f64 {
    task[key].as_f64().unwrap_or_else(|| panic!("no {key} in {task}"))
}

fn text<'a>(task: &'a Value, key: &str) -> &'a str {
    task[key].as_str().unwrap_or_else(|| panic!("no {key} in {task}"))
}

fn list<'a>(task: &'a Value, key: &str) -> &'a [Value] {
    task[key].as_array().unwrap_or_else(|| panic!("no {key} in {task}"))
}

/// A date and time of day as the files write it.
fn moment(task: &Value, key: &str) -> DateTime {
    text(task, key).parse().unwrap_or_else(|error| panic!("{key} of {task}: {error}"))
}

/// Minutes from midnight to a time of day such as "08:00".
fn minute_of_day(clock: &Value) -> i32 {
    let (hour, minute) = clock.as_str().unwrap().split_once(':').unwrap();
    60 * hour.parse::<i32>().unwrap() + minute.parse::<i32>().unwrap()
}

/// When work happens: days from the library, hours from the file.
struct Hours {
    calendar: Calendar,
    days: WorkingDays,
    /// The first day of the plan.
    first: Date,
    /// The spans of a working day [minutes from midnight].
    spans: Vec<(i32, i32)>,
    /// Minutes of work in a working day.
    per_day: i32,
    /// Exceptions on which work happens, all before the first day. A plan's calendar has none: one from that day on would be beyond it.
    worked_exceptions: usize,
}

impl Hours {
    fn read(file: &Value) -> Self {
        let [calendar] = list(file, "calendars") else { panic!("a calendar for each task or resource") };
        assert_eq!(calendar["name"], file["default_calendar"]);
        for task in list(file, "tasks") {
            let own = &task["calendar"];
            assert!(own.is_null() || own == &calendar["name"], "a calendar of a task's own: {task}");
        }
        let first = moment(file, "project_start").date();
        let week = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];
        let (mut worked, mut hours) = (Vec::new(), HashSet::new());
        for (weekday, day) in (0..).zip(week) {
            if !list(&calendar["days"], day).is_empty() {
                worked.push(Weekday::from_monday_zero_offset(weekday).unwrap());
                hours.insert(&calendar["days"][day]);
            }
        }
        assert_eq!(hours.len(), 1, "weekdays of different hours");
        let spans: Vec<(i32, i32)> = (hours.into_iter().flat_map(|day| day.as_array().unwrap()))
            .map(|span| (minute_of_day(&span[0]), minute_of_day(&span[1])))
            .collect();
        let per_day = spans.iter().map(|(from, to)| to - from).sum();
        assert_eq!(text(file, "minutes_per_day"), format!("{per_day}"));

        let mut landfall_calendar = Calendar::default();
        landfall_calendar.week = Week::of(worked);
        landfall_calendar.hours_per_day = f64::from(per_day) / 60.0;
        let mut worked_exceptions = 0;
        for exception in list(calendar, "exceptions") {
            let day = |key| text(exception, key).parse::<Date>().unwrap();
            if list(exception, "hours").is_empty() {
                landfall_calendar.holidays.push(Holiday::span(day("from"), day("to")));
            } else {
                assert!(day("to") < first, "a worked exception within the plan: {exception}");
                worked_exceptions += 1;
            }
        }
        let days = landfall_calendar.working_days().unwrap();
        Self { calendar: landfall_calendar, days, first, spans, per_day, worked_exceptions }
    }

    /// The date and time at which a minute of work begins.
    fn beginning(&self, minute: i32) -> DateTime {
        let mut left = minute % self.per_day;
        for &(from, to) in &self.spans {
            if left < to - from {
                let clock = from + left;
                let day = self.days.add(self.first, i64::from(minute / self.per_day));
                return day.at((clock / 60) as i8, (clock % 60) as i8, 0, 0);
            }
            left -= to - from;
        }
        unreachable!("the spans of a day hold its minutes")
    }

    /// The two ways to write an instant of working time: as the end of the work before it and as the beginning of the work after it.
    /// They differ at noon, in the evening and where days are not worked.
    fn written(&self, ticks: i32) -> [DateTime; 2] {
        let per_minute = TICKS_PER_DAY / self.per_day;
        assert_eq!((TICKS_PER_DAY % self.per_day, ticks % per_minute), (0, 0), "{ticks} is no whole minute");
        let minute = ticks / per_minute;
        let after = self.beginning(minute);
        // Nothing was worked before the plan.
        let before = if minute == 0 {
            after
        } else {
            self.beginning(minute - 1) + landfall::jiff::Span::new().minutes(1)
        };
        [before, after]
    }
}

/// What a file holds, and what was compared.
#[derive(Debug, PartialEq, Default)]
struct Found {
    /// Leaf tasks whose start and finish were compared: all there are.
    leaves: usize,
    /// Those that take no time: milestones.
    instants: usize,
    /// Links of each kind, as in `LinkKind::ALL`: finish-start, start-start, finish-finish, start-finish.
    links: [usize; 4],
    /// Links whose lag is a percentage.
    shares: usize,
    /// See `Hours`.
    worked_exceptions: usize,
    /// Starts of milestones that the file writes as the end of the work before them.
    starts_before: usize,
    /// Finishes that it writes as the beginning of the work after them: the next morning.
    finishes_after: usize,
}

/// The plan of a file: its leaves as tasks in their order, each of a constant duration.
fn plan(file: &Value, hours: &Hours, leaves: &[&Value], found: &mut Found) -> Plan {
    let names: HashSet<String> = leaves.iter().map(|leaf| leaf["id"].to_string()).collect();
    // Said, so that the check does not ask for it.
    let mut plan =
        Plan::new(text(file, "file"), hours.first).calendar(hours.calendar.clone()).correlation(0.0);
    for leaf in leaves {
        let mut task = Task::new(leaf["id"].to_string(), Estimate::hours(number(leaf, "duration_h")));
        found.instants += usize::from(number(leaf, "duration_h") == 0.0);
        for link in list(leaf, "preds") {
            assert!(
                names.contains(&link[0].to_string()),
                "a link from a summary task: {link} of {}",
                leaf["id"]
            );
            let kind = match link[1].as_str().unwrap() {
                "FS" => LinkKind::FinishStart,
                "SS" => LinkKind::StartStart,
                "FF" => LinkKind::FinishFinish,
                "SF" => LinkKind::StartFinish,
                other => panic!("a link of the kind {other}"),
            };
            found.links[LinkKind::ALL.iter().position(|one| *one == kind).unwrap()] += 1;
            let tied = Link::to(link[0].to_string()).kind(kind);
            task = task.after(match (link[2].as_f64(), link[2].as_str()) {
                (Some(0.0), _) => tied,
                (Some(lag), _) => tied.lag(Amount::hours(lag)),
                (_, Some(share)) => {
                    found.shares += 1;
                    let percent: f64 = share.strip_suffix('%').unwrap().parse().unwrap();
                    tied.lag_share(percent / 100.0)
                }
                other => panic!("a lag of {other:?}"),
            });
        }
        plan = plan.task(task);
    }
    plan
}

/// Simulates a file's plan and compares every leaf's start and finish with the file's.
fn compare(name: &str, expected: &Found) {
    let Some(folder) = folder() else {
        eprintln!("skipped: schedules, {name}: there is no ../shared/data/schedules");
        return;
    };
    let file = std::fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let file: Value = serde_json::from_str(&file).unwrap();
    let tasks = list(&file, "tasks");
    for (feature, has) in BEYOND {
        assert_eq!(tasks.iter().filter(|task| has(task)).count(), 0, "{name}: tasks with {feature}");
    }
    let leaves: Vec<&Value> = tasks.iter().filter(|task| !flag(task, "summary")).collect();
    let hours = Hours::read(&file);
    let mut found = Found { worked_exceptions: hours.worked_exceptions, ..Found::default() };
    let plan = plan(&file, &hours, &leaves, &mut found);

    let network = Network::new(&plan).unwrap();
    let trials = Simulation::new().trials(1).run(&network).unwrap();

    let mut faults = Vec::new();
    for (task, leaf) in leaves.iter().enumerate() {
        let ticks = (trials.starts_of(task).unwrap()[0], trials.finishes_of(task).unwrap()[0]);
        let (starts, finishes) = (hours.written(ticks.0), hours.written(ticks.1));
        let (start, finish) = (moment(leaf, "start"), moment(leaf, "finish"));
        if !starts.contains(&start) || !finishes.contains(&finish) {
            let id = &leaf["id"];
            faults.push(format!("{id}: {start} to {finish}, and here {} to {}", starts[1], finishes[0]));
        }
        found.leaves += 1;
        found.starts_before += usize::from(start != starts[1]);
        found.finishes_after += usize::from(finish != finishes[0]);
    }
    assert!(faults.is_empty(), "{name}, {} of {} leaves differ: {faults:#?}", faults.len(), leaves.len());
    assert_eq!(&found, expected, "{name}");
    let finish = trials.finishes().unwrap()[0];
    assert_eq!(hours.written(finish)[0], moment(&file, "project_finish"), "{name}: the finish of the plan");

    // Two links between the same two tasks, one from finish to start and one between the finishes, are no duplicate.
    let findings = plan.check();
    assert!(findings.iter().all(|finding| finding.code != Code::DuplicateLink), "{name}: {findings:?}");
}

#[test]
fn a_move_of_126_leaves_is_scheduled_as_by_ms_project() {
    let found =
        Found { leaves: 126, instants: 2, links: [127, 0, 0, 0], starts_before: 2, ..Found::default() };
    compare("Homemoveplan.mpp.json", &found);
}

#[test]
fn a_house_of_89_leaves_is_scheduled_as_by_ms_project() {
    let found =
        Found { leaves: 89, instants: 6, links: [118, 0, 0, 0], starts_before: 6, ..Found::default() };
    compare("Residential_Construction.mpp.json", &found);
}

/// With leads of 50% and 75%: without them 40 leaves would differ.
#[test]
fn a_software_project_of_74_leaves_and_leads_in_percent_is_scheduled_as_by_ms_project() {
    let found = Found {
        leaves: 74,
        instants: 12,
        links: [84, 0, 0, 0],
        shares: 3,
        starts_before: 4,
        ..Found::default()
    };
    compare("Software_Development.mpp.json", &found);
}

/// With links of all four kinds: were all of them from finish to start, 56 leaves would differ; were start-start and start-finish counted
/// from the earliest start instead of from finish minus duration, 15.
#[test]
fn a_building_of_198_leaves_and_links_of_all_kinds_is_scheduled_as_by_primavera() {
    let found = Found {
        leaves: 198,
        instants: 5,
        links: [269, 10, 2, 20],
        worked_exceptions: 30,
        finishes_after: 4,
        ..Found::default()
    };
    compare("wk2.xer.json", &found);
}
