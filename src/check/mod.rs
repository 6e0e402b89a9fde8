//! Is this plan sound? Every finding at once, each with a code, a place, a message and a way out.

mod alternatives;
mod calendar;
mod calibration;
mod coverage;
mod dates;
mod effects;
mod estimates;
mod groups;
mod likely;
mod links;
mod lookup;
mod loops;
mod maps;
mod milestones;
mod names;
mod never;
mod numbers;
mod order;
mod past;
mod people;
mod priorities;
mod reading;
mod risks;
mod select;
mod sets;
mod staff;
mod status;
mod teams;
mod under_way;
mod worth;

use crate::error::{Code, Diagnostic, Path, Severity};
use crate::plan::{Plan, Team};

pub(crate) use lookup::{Lookup, links_of};
pub(crate) use past::{Past, past};
pub(crate) use people::People;
pub(crate) use reading::Reading;
pub(crate) use select::{select, selected};
pub(crate) use staff::{MOST_PEOPLE, own_calendars, pace, planned, staff};
pub(crate) use under_way::{Expected, expected, settled};

/// The most tasks, milestones, risks and so on a plan may have together, and the most links.
const MOST_THINGS: usize = 1_000_000;

impl Plan {
    /// Everything that is wrong or doubtful about this plan, all at once; empty when nothing is.
    ///
    /// A plan with an error among the findings cannot be simulated. For the lines of a file, see
    /// [`PlanFile`](crate::PlanFile).
    ///
    /// ```
    /// use landfall::{Estimate, Plan, Task, date};
    ///
    /// let plan = Plan::new("", date(2027, 1, 4))
    ///     .task(Task::new("api", Estimate::days(5.0)))
    ///     .task(Task::new("ui", Estimate::days(3.0)).after("apl"));
    /// let findings = plan.check();
    /// assert_eq!(findings[0].path.to_string(), "task.ui.after[0]");
    /// assert_eq!(findings[0].help, "did you mean \"api\"?");
    /// ```
    pub fn check(&self) -> Vec<Diagnostic> {
        check(self)
    }
}

/// Everything about a plan and its alternatives.
pub(crate) fn check(plan: &Plan) -> Vec<Diagnostic> {
    let mut findings = Findings(Vec::new());
    let Some(parts) = fits(plan, &mut findings) else { return findings.0 };
    findings.0.extend(check_sound(plan));
    names::check_alternatives(plan, &mut findings);
    let of_plan = findings.0.clone();
    alternatives::check(plan, &of_plan, parts, &mut findings);
    findings.0
}

/// Everything about a plan, its alternatives left out.
fn check_plan(plan: &Plan) -> Vec<Diagnostic> {
    let mut findings = Findings(Vec::new());
    if fits(plan, &mut findings).is_some() {
        findings.0.extend(check_sound(plan));
    }
    findings.0
}

/// Everything about a plan that is not too large.
fn check_sound(plan: &Plan) -> Vec<Diagnostic> {
    let mut findings = Findings(Vec::new());
    let reading = Reading::new(plan);
    let lookup = Lookup::new(plan);
    calendar::check(plan, &mut findings);
    estimates::check_settings(plan, &reading, &mut findings);
    calibration::check(plan, &mut findings);
    names::check(plan, &mut findings);
    estimates::check_tasks(plan, &reading, &mut findings);
    links::check(plan, &reading, &lookup, &mut findings);
    loops::check(plan, &lookup, &mut findings);
    milestones::check(plan, &lookup, &mut findings);
    risks::check(plan, &reading, &lookup, &mut findings);
    sets::check(plan, &mut findings);
    groups::check(plan, &reading, &lookup, &mut findings);
    teams::check(plan, &reading, &mut findings);
    staff::check(plan, &lookup, &mut findings);
    effects::check(plan, &reading, &lookup, &mut findings);
    worth::check(plan, &mut findings);
    if status::check(plan, &reading, &lookup, &mut findings) && findings.errors() == 0 {
        status::check_course(plan, &reading, &lookup, &mut findings);
    }
    coverage::check_teams(plan, &mut findings);
    if let Some(order) = order::Order::new(plan, &lookup) {
        dates::check(plan, &reading, &lookup, &order, &mut findings);
        priorities::check(plan, &lookup, &order, &mut findings);
        coverage::check_ways(plan, &lookup, &order, &mut findings);
        never::check(plan, &lookup, &order, &mut findings);
    }
    findings.0
}

/// Whether the plan has a task, and is small enough to be looked at; how many parts it has.
fn fits(plan: &Plan, findings: &mut Findings) -> Option<usize> {
    if plan.tasks.is_empty() {
        findings.add(
            Code::NoTask,
            Path::of(["task"]),
            "the plan has no task",
            "add one, such as [task.api] with takes = \"2-3 weeks\"",
        );
    }
    let of_tasks = plan.tasks.len() + plan.milestones.len();
    let of_teams =
        |team: &Team| 1 + team.leave.len() + team.joins.len() + team.interrupts.len() + team.share.len();
    let things = of_tasks
        + plan.risks.len()
        + plan.groups.len()
        + plan.effects.len()
        + plan.teams.iter().map(of_teams).sum::<usize>()
        + plan.tasks.iter().map(|task| task.uses.len()).sum::<usize>()
        + plan.status.as_ref().map_or(0, |status| status.tasks.len() + status.risks.len());
    let links = plan.tasks.iter().map(|task| task.after.len() + task.needs.len()).sum::<usize>()
        + plan.milestones.iter().map(|milestone| milestone.after.len()).sum::<usize>();
    if things > MOST_THINGS || links > MOST_THINGS {
        findings.add(
            Code::PlanLimit,
            Path::root(),
            format!(
                "the plan has {things} tasks, milestones, risks, groups and so on together, and {links} links"
            ),
            "either may be at most 1,000,000",
        );
        return None;
    }
    Some(things + links)
}

/// The findings so far.
struct Findings(Vec<Diagnostic>);

impl Findings {
    /// How many of them are errors.
    fn errors(&self) -> usize {
        self.0.iter().filter(|finding| finding.severity() == Severity::Error).count()
    }

    fn add(&mut self, code: Code, path: Path, message: impl Into<String>, help: impl Into<String>) {
        self.0.push(Diagnostic::new(code, path, message, help));
    }
}
