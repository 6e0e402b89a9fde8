//! Who does what: teams that are there, with the people and the kinds of work that their tasks need.

use std::collections::HashSet;

use super::Findings;
use super::lookup::Lookup;
use crate::calendar::Calendar;
use crate::error::{Code, Path};
use crate::names::{did_you_mean, quoted};
use crate::plan::{NOBODY, Pace, Plan, ROADMAP, Task, Team, TeamCalendar, UNPLANNED};

/// The most people of a team.
pub(crate) const MOST_PEOPLE: u32 = 10_000;

/// The teams that a task names, each with how many of its people it needs.
fn named<'p>(plan: &'p Plan, task: &'p Task) -> impl Iterator<Item = (&'p str, u32)> {
    let uses = task.uses.iter().map(|(team, people)| (team.as_str(), *people));
    let team = match task.uses.is_empty() {
        true => task.team.as_deref().or(plan.default_team.as_deref()).filter(|&team| team != NOBODY),
        false => None,
    };
    uses.chain(team.map(|team| (team, task.people)))
}

/// The teams that do a task, by their numbers, each with how many of its people it needs. The check has refused teams that are not there.
pub(crate) fn staff(plan: &Plan, lookup: &Lookup<'_>, task: usize) -> Vec<(usize, u32)> {
    let named = named(plan, &plan.tasks[task]);
    named.filter_map(|(team, people)| Some((lookup.team(team)?, people))).collect()
}

/// The days of teams that are not the plan's, of those teams that are asked for, each once.
pub(crate) fn own_calendars(plan: &Plan, is_asked_for: impl Fn(usize) -> bool) -> Vec<&TeamCalendar> {
    let mut own: Vec<&TeamCalendar> = Vec::new();
    for (_, team) in plan.teams.iter().enumerate().filter(|(number, _)| is_asked_for(*number)) {
        if team.calendar != TeamCalendar::default() && !own.contains(&&team.calendar) {
            own.push(&team.calendar);
        }
    }
    own
}

/// The calendars that work is done on, each once, the plan's first.
pub(crate) fn calendars(plan: &Plan, lookup: &Lookup<'_>) -> Vec<Calendar> {
    let has_tasks = |number: usize| !lookup.tasks_of(&plan.teams[number].name).is_empty();
    let own = own_calendars(plan, has_tasks).into_iter().map(|own| own.over(&plan.calendar));
    std::iter::once(plan.calendar.clone()).chain(own).collect()
}

/// An unplanned share nearer to 0 than this is what adding shares such as 0.7 and 0.3 loses.
const NOTHING: f64 = 1e-9;

/// The planned unplanned share of a team: what the other shares leave.
pub(crate) fn planned(team: &Team) -> f64 {
    if team.share.is_empty() {
        return 0.0;
    }
    let left = 1.0 - team.share.iter().map(|(_, share)| share).sum::<f64>();
    if left.abs() < NOTHING { 0.0 } else { left }
}

/// What the durations of a task of these teams are multiplied by: less than 1 where the usual unplanned work is inside (METHOD 8).
pub(crate) fn pace(plan: &Plan, teams: &[(usize, u32)]) -> f64 {
    match plan.estimates.pace {
        Pace::Focus => 1.0,
        Pace::Usual => 1.0 - teams.iter().map(|&(team, _)| planned(&plan.teams[team])).fold(0.0, f64::max),
    }
}

/// The most people that a team ever has at work, leave not counted.
fn most_people(team: &Team) -> u64 {
    u64::from(team.people) + team.joins.iter().map(|join| u64::from(join.people)).sum::<u64>()
}

pub(super) fn check(plan: &Plan, lookup: &Lookup<'_>, findings: &mut Findings) {
    if let Some(team) = plan.default_team.as_deref().filter(|&team| team != NOBODY)
        && lookup.team(team).is_none()
    {
        unknown(team, "the tasks that name no team are", Path::of(["defaults", "team"]), lookup, findings);
    }
    let mut needed = vec![false; plan.teams.len()];
    for task in &plan.tasks {
        check_task(plan, task, lookup, &mut needed, findings);
    }
    for (number, (team, needed)) in plan.teams.iter().zip(needed).enumerate() {
        check_kinds(plan, number, lookup, findings);
        if !needed {
            findings.add(
                Code::IdleTeam,
                Path::of(["team", &team.name]),
                format!("no task needs team {}", quoted(&team.name)),
                "give it tasks (team = \"…\"), or take it out",
            );
        }
    }
}

fn check_task(plan: &Plan, task: &Task, lookup: &Lookup<'_>, needed: &mut [bool], findings: &mut Findings) {
    let name = quoted(&task.name);
    let path = Path::of(["task", &task.name]);
    if !task.uses.is_empty() && (task.people != 1 || task.team.is_some()) {
        findings.add(
            Code::TeamAndUses,
            path.key("uses"),
            "uses stands beside team or people, and both say who does this",
            "keep uses alone, or team and people",
        );
    }
    let mut seen = HashSet::new();
    let mut teams = Vec::new();
    for (team, people) in named(plan, task) {
        let of_uses = !task.uses.is_empty();
        let path = || match of_uses {
            true => path.key("uses").key(team),
            false => path.key(if task.people == 1 { "team" } else { "people" }),
        };
        if !seen.insert(team) {
            let message = format!("team {} stands here twice", quoted(team));
            findings.add(Code::DuplicateName, path(), message, "keep one of them");
            continue;
        }
        let Some(number) = lookup.team(team) else {
            // That of the defaults is reported where it stands.
            if of_uses || task.team.is_some() {
                let path = if of_uses { path() } else { Path::of(["task", &task.name, "team"]) };
                unknown(team, &format!("task {name} is"), path, lookup, findings);
            }
            continue;
        };
        needed[number] = true;
        teams.push(number);
        let of_team = &plan.teams[number];
        if people == 0 {
            findings.add(
                Code::NumberOutOfBounds,
                path(),
                format!("task {name} needs 0 people of team {}", quoted(team)),
                "write 1 or more; a task that needs nobody says team = \"none\"",
            );
        }
        let most = most_people(of_team);
        if u64::from(people) > most {
            let (word, joins) = match of_team.joins.is_empty() {
                true => (if people == 1 { "person" } else { "people" }, ""),
                false => ("people", ", those who join counted"),
            };
            findings.add(
                Code::TooFewPeople,
                path(),
                format!(
                    "task {name} needs {people} {word} of team {}, which never has more than {most}{joins}",
                    quoted(team)
                ),
                "lower the number, or give the team more people",
            );
        }
        check_kind(task, of_team, lookup, findings);
    }
    if teams.is_empty() && task.people != 1 && task.uses.is_empty() && seen.is_empty() {
        findings.add(
            Code::PeopleOfNobody,
            path.key("people"),
            format!("task {name} needs {} people and has no team, so nobody is counted", task.people),
            "name its team, or take people out",
        );
    }
    if let [first, others @ ..] = &teams[..]
        && !others.is_empty()
    {
        let week = |team: usize| plan.teams[team].calendar.week.unwrap_or(plan.calendar.week);
        let common = others.iter().fold(week(*first), |common, &team| common.and(week(team)));
        if common.len() == 0 && teams.iter().all(|&team| week(team).len() > 0) {
            findings.add(
                Code::NeverTogether,
                path.key("uses"),
                format!(
                    "task {name} needs teams that never work on the same weekday, so it would never be done"
                ),
                "let their weeks overlap, or split the task",
            );
        }
    }
}

fn check_kind(task: &Task, team: &Team, lookup: &Lookup<'_>, findings: &mut Findings) {
    let kind = task.kind.as_deref().unwrap_or(ROADMAP);
    if team.share.is_empty() && team.unplanned.is_none() || team.share.iter().any(|(other, _)| other == kind)
    {
        return;
    }
    let path = Path::of(["task", &task.name, if task.kind.is_some() { "kind" } else { "team" }]);
    let (name, team_name) = (quoted(&task.name), quoted(&team.name));
    if kind == UNPLANNED {
        findings.add(
            Code::UnknownKind,
            path,
            format!("task {name} is planned, so it cannot draw on the unplanned share of team {team_name}"),
            "name another kind of work",
        );
        return;
    }
    let message =
        format!("task {name} is {} work, for which the share of team {team_name} has nothing", quoted(kind));
    let kinds: Vec<&str> = team.share.iter().map(|(kind, _)| kind.as_str()).collect();
    let near = lookup.suggest_among(kind, &kinds);
    let help = near.unwrap_or_else(|| match kinds[..] {
        [] => "give the team a share for it".to_owned(),
        _ => format!("write one of {}, or give the team a share for it", kinds.join(", ")),
    });
    findings.add(Code::UnknownKind, path, message, help);
}

/// A kind that no task is of, and that may be the unplanned work misspelt.
fn check_kinds(plan: &Plan, team: usize, lookup: &Lookup<'_>, findings: &mut Findings) {
    let of_team = &plan.teams[team];
    for (kind, _) in &of_team.share {
        let misspelt =
            of_team.unplanned.is_none() && kind != UNPLANNED && did_you_mean(kind, [UNPLANNED]).is_some();
        let tasks = || lookup.tasks_of(&of_team.name).iter().map(|&task| &plan.tasks[task]);
        if misspelt && !tasks().any(|task| task.kind.as_deref().unwrap_or(ROADMAP) == kind) {
            findings.add(
                Code::UnknownKind,
                Path::of(["team", &of_team.name, "share", kind]),
                format!("no task of team {} is {} work", quoted(&of_team.name), quoted(kind)),
                "did you mean \"unplanned\"?",
            );
        }
    }
}

fn unknown(team: &str, what: &str, path: Path, lookup: &Lookup<'_>, findings: &mut Findings) {
    let message = format!("{what} for team {}, which is not in the plan", quoted(team));
    let help = match team {
        NOBODY => "take uses out; a task that needs nobody says team = \"none\"".to_owned(),
        _ => lookup.suggest_team(team),
    };
    findings.add(Code::UnknownTeam, path, message, help);
}

/// Whether a number of people can be had.
pub(super) fn check_people(people: u32, path: &Path, findings: &mut Findings) {
    if people > MOST_PEOPLE {
        findings.add(
            Code::NumberOutOfBounds,
            path.clone(),
            format!("{people} people are more than a team can have here"),
            format!("write at most {MOST_PEOPLE}"),
        );
    }
}
