//! Effects: of something that is there, on tasks that are there.

use super::estimates::report;
use super::maps::{MOST_CHANGES, Map};
use super::numbers::{short, whole_percent};
use super::{Findings, Lookup, Reading};
use crate::curve::Curve;
use crate::error::{Code, Path};
use crate::names::quoted;
use crate::plan::{Effect, Plan, When};
use crate::units::LONGEST_DAYS;

pub(super) fn check(plan: &Plan, reading: &Reading<'_>, lookup: &Lookup<'_>, findings: &mut Findings) {
    let mut changes = 0;
    for effect in &plan.effects {
        check_when(effect, reading, lookup, findings);
        let before = findings.0.len();
        let owner = ("effect", effect.name.as_str());
        let mut map = Map { lookup, owner, findings };
        let mut chosen =
            map.check("slows", &effect.slows, |scale, path, findings| match reading.slow(scale) {
                Ok(curve) => check_slow(&curve, path, findings),
                Err(fault) => report(fault, path, findings),
            });
        chosen += map.check("saves", &effect.saves, |scale, path, findings| match reading.share(scale) {
            Ok(Curve::Constant(share)) if share >= 1.0 => findings.add(
                Code::NumberOutOfBounds,
                path.clone(),
                "what saves 100% leaves nothing to do",
                "write a share below 100%, such as \"40%\"; a task that is not needed at all is no effect",
            ),
            Ok(_) => {}
            Err(fault) => report(fault, path, findings),
        });
        changes += chosen;
        // Its own task alone is nothing.
        let own = match &effect.when {
            When::While(task) | When::After(task) => Some(task),
            When::Always | When::From(_) => None,
        };
        let selectors = || effect.slows.iter().chain(&effect.saves).map(|(selector, _)| selector);
        let idle = selectors().all(|selector| Some(selector) == own);
        if idle && findings.0.len() == before {
            findings.add(
                Code::IdleEffect,
                Path::of(["effect", &effect.name]),
                format!("effect {} changes no task: it never acts on its own", quoted(&effect.name)),
                "say what it does, such as slows = { \"#feature\" = \"20%\" }",
            );
        }
        if changes > MOST_CHANGES {
            let message = "the effects select tasks more than 10,000,000 times in all";
            findings.add(
                Code::PlanLimit,
                Path::of(["effect"]),
                message,
                "select fewer tasks, or merge effects",
            );
            return;
        }
    }
}

/// Warns where perhaps the whole duration was meant, and not what is added to it.
fn check_slow(curve: &Curve, path: &Path, findings: &mut Findings) {
    let middle = curve.quantile(0.5);
    if middle >= 1.0 {
        findings.add(
            Code::LargeSlow,
            path.clone(),
            format!(
                "tasks that take {} longer take {} times as long",
                whole_percent(middle),
                short(1.0 + middle)
            ),
            match curve.constant() {
                Some(share) if share < 2.0 && share > 1.0 => {
                    format!("did you mean \"{}\"?", whole_percent(share - 1.0))
                }
                _ => "write what is added alone: \"20%\" for a fifth longer".to_owned(),
            },
        );
    }
}

fn check_when(effect: &Effect, reading: &Reading<'_>, lookup: &Lookup<'_>, findings: &mut Findings) {
    let path = Path::of(["effect", &effect.name]);
    let (key, task) = match &effect.when {
        When::While(task) => ("while", Some(task)),
        When::After(task) => ("after", Some(task)),
        When::Always | When::From(_) => ("", None),
    };
    if let Some(task) = task {
        match lookup.number(task) {
            None => findings.add(
                Code::UnknownName,
                path.key(key),
                format!(
                    "effect {} is tied to {}, which is not in the plan",
                    quoted(&effect.name),
                    quoted(task)
                ),
                lookup.suggest_name(task),
            ),
            Some(number) if key == "while" && lookup.is_milestone(number) => findings.add(
                Code::MilestoneEffect,
                path.key(key),
                format!("{} is a milestone, which is never in progress", quoted(task)),
                "name a task, or write after instead of while",
            ),
            Some(_) => {}
        }
    }
    if let Some(lasts) = effect.lasts {
        match reading.days(lasts) {
            Err(fault) => report(fault, &path.key("lasts"), findings),
            Ok(days) if !(days > 0.0 && days <= LONGEST_DAYS) => findings.add(
                Code::NumberOutOfBounds,
                path.key("lasts"),
                format!("an effect cannot last {lasts}"),
                "write how long it lasts, such as \"2 sprints\"",
            ),
            Ok(_) => {}
        }
    }
    if effect.next == Some(0) {
        findings.add(
            Code::NumberOutOfBounds,
            path.key("next"),
            "the next 0 tasks are none",
            "write 1 or more, or take it out",
        );
    }
}
