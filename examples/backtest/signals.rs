//! How often signals come that mean nothing: on projects that go exactly as their plans say they may.

use std::fmt::Write;

use landfall::jiff::Span;
use landfall::{
    CheckIn, Date, Format, Network, Plan, Sampling, Simulation, Status, TICKS_PER_DAY, TaskStatus, Trials,
    signals,
};

/// The plans: a small one, and the shipped ones with teams, risks and correlation.
const PLANS: [(&str, &str); 3] = [
    ("small", include_str!("../plans/small.toml")),
    ("checkout", include_str!("../plans/checkout.toml")),
    ("quarter", include_str!("../plans/quarter/plan.toml")),
];

/// The kinds of signals, as they are told.
const KINDS: [&str; 4] = ["odds-fell", "later-than-likely", "three-the-same-way", "beyond-spread"];

/// How many projects are gone through, a check-in every two weeks each, with so many trials.
const PROJECTS: usize = 100;
const TRIALS: usize = 1000;

pub(crate) fn report(_: &std::path::Path) -> Result<String, String> {
    let mut text = String::from(
        "False alarms: signals of projects that go as their plans say they may (of the whole plan, later only)\n\n",
    );
    let _ = writeln!(
        text,
        "  {:<10} {:>9}  {}",
        "plan",
        "check-ins",
        KINDS.map(|kind| format!("{kind:>19}")).concat()
    );
    let mut all = [0usize; 4];
    let mut looks = 0;
    for (name, plan) in PLANS {
        let mut plan = Plan::parse(plan, Format::Toml).map_err(|error| error.to_string())?;
        (plan.status, plan.alternatives) = (None, Vec::new());
        let (counts, check_ins) = count(&plan).map_err(|error| error.to_string())?;
        let _ = writeln!(text, "  {name:<10} {check_ins:>9}  {}", row(counts, check_ins));
        (0..4).for_each(|kind| all[kind] += counts[kind]);
        looks += check_ins;
    }
    let _ = writeln!(text, "  {:<10} {looks:>9}  {}", "all", row(all, looks));
    text += "\nShares are of the check-ins after the first.\n\n";
    Ok(text)
}

fn row(counts: [usize; 4], check_ins: usize) -> String {
    counts.map(|count| format!("{:>18.1}%", 100.0 * count as f64 / check_ins.max(1) as f64)).concat()
}

/// How often each kind comes, and at how many check-ins it could.
fn count(plan: &Plan) -> landfall::Result<([usize; 4], usize)> {
    let network = Network::new(plan)?;
    // What happens is one of the trials of the plan, with luck that its forecasts do not have.
    let luck = Simulation::new().trials(PROJECTS).sampling(Sampling::Random).seed(20_271_127);
    let what_happens = luck.run(&network)?;
    let simulation = Simulation::new().trials(TRIALS);
    let first = CheckIn::new(&simulation.forecast(plan)?);
    let days = plan.calendar.working_days()?;
    let start = days.on_or_after(plan.start);
    let (mut counts, mut looks) = ([0; 4], 0);
    for project in 0..PROJECTS {
        let mut check_ins = vec![first.clone()];
        let finish = what_happens.finishes().map_or(0, |finishes| finishes[project]);
        let mut as_of = plan.start.checked_add(Span::new().days(11)).unwrap_or(plan.start);
        while i64::from(finish.div_euclid(TICKS_PER_DAY)) > days.between(start, as_of) {
            let status = status(plan, &what_happens, project, &|day| days.add(start, day), as_of);
            check_ins.push(CheckIn::new(&simulation.forecast(&plan.clone().status(status))?));
            let line: Vec<&CheckIn> = check_ins.iter().collect();
            let found = signals(&line);
            for (kind, count) in KINDS.iter().zip(&mut counts) {
                let is_one =
                    found.iter().any(|signal| signal.milestone.is_none() && signal.kind.as_str() == *kind);
                // Odds are those of milestones.
                let of_milestone =
                    *kind == "odds-fell" && found.iter().any(|signal| signal.kind.as_str() == *kind);
                *count += usize::from(is_one || of_milestone);
            }
            looks += 1;
            as_of = as_of.checked_add(Span::new().weeks(2)).unwrap_or(Date::MAX);
        }
    }
    Ok((counts, looks))
}

/// What is known of a project at the end of a day.
fn status(plan: &Plan, happens: &Trials, project: usize, day: &dyn Fn(i64) -> Date, as_of: Date) -> Status {
    let mut status = Status::new(as_of);
    for (number, task) in plan.tasks.iter().enumerate() {
        let (Some(starts), Some(finishes)) = (happens.starts_of(number), happens.finishes_of(number)) else {
            continue;
        };
        let started = day(i64::from(starts[project].div_euclid(TICKS_PER_DAY)));
        let finished = day(i64::from((finishes[project] - 1).max(0).div_euclid(TICKS_PER_DAY))).max(started);
        if started > as_of || (finishes[project] == starts[project] && finished > as_of) {
            continue;
        }
        status = status.task(match finished <= as_of {
            true => TaskStatus::finished(&task.name, started, finished),
            false => TaskStatus::started(&task.name, started),
        });
    }
    status
}
