//! What is left out, as if it had never been there (METHOD 30).

mod asked;
mod gone;
mod take_out;

use super::Changed;
use crate::error::{Code, Path};
use crate::names::quoted;
use crate::plan::{Change, TaskField};

use asked::Asked;
pub(crate) use asked::edited;
use gone::Gone;

/// Something that is no longer in the plan.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Dropped {
    /// What it was: "task", "milestone", "risk", "effect", "team" or "group".
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Why it is no longer there.
    pub because: Because,
    /// What it was worth.
    pub value: Option<f64>,
}

/// Why something is no longer in a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Because {
    /// It was to be dropped.
    Asked,
    /// It cannot be without this task, which is dropped.
    Needs(String),
    /// It is a milestone of which nothing is left.
    NothingLeft,
    /// It is an effect of this task or milestone, which is dropped.
    EffectOf(String),
}

/// Leaves out everything that is to be dropped.
pub(super) fn drop(changed: &mut Changed, changes: &[Change]) {
    let asked = Asked::new(changed, changes);
    asked.check(changed, changes);
    if asked.nodes.is_empty() && asked.others.is_empty() {
        return;
    }
    let gone = Gone::new(&changed.plan, asked.nodes.keys().copied());
    let mut findings = Vec::new();
    let followed = gone.followed();
    for (&number, &place) in &asked.nodes {
        if let Some(&next) = followed.get(&number) {
            let message = format!(
                "{} is dropped, and task {} comes after it, which now waits for what it waited for",
                quoted(gone.name(number)),
                quoted(gone.name(next))
            );
            let help =
                "drop that too, say needs instead of after where it cannot be without it, or leave it so";
            findings.push((Code::DroppedBefore, Path::of(["drop"]).index(place), message, help));
        }
    }
    findings.sort_by(|a, b| a.1.cmp(&b.1));
    findings.dedup_by(|a, b| a.1 == b.1);
    for edit in changes.iter().filter_map(|change| match change {
        Change::Task(edit) => Some(edit),
        _ => None,
    }) {
        for field in &edit.fields {
            let (TaskField::After(links) | TaskField::Needs(links)) = field else { continue };
            let path = Path::of([
                "task",
                &edit.name,
                if matches!(field, TaskField::After(_)) { "after" } else { "needs" },
            ]);
            for (place, link) in links.iter().enumerate().filter(|(_, link)| gone.holds(&link.task)) {
                let message = format!(
                    "task {} waits for {}, which is dropped here",
                    quoted(&edit.name),
                    quoted(&link.task)
                );
                findings.push((
                    Code::UnknownName,
                    path.index(place),
                    message,
                    "take the link out, or keep what it waits for",
                ));
            }
        }
    }
    let links = gone.links();
    if links.is_none() {
        let message =
            "what waits for what is dropped would have more than 1,000,000 links instead".to_owned();
        findings.push((Code::PlanLimit, Path::of(["drop"]), message, "drop less, or let less wait for it"));
    }
    let why = gone.into_reasons();
    for (code, path, message, help) in findings {
        changed.add(code, path, message, help);
    }
    take_out::take_out(changed, &asked.others, &why, links.unwrap_or_default());
}
